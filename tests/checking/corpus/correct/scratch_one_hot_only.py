# 밑바닥 스타일, 라벨은 원-핫만 받는다
import numpy as np
from collections import OrderedDict


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.shape = x.shape
        self.x = x.reshape(x.shape[0], -1)
        return self.x @ self.W + self.b

    def backward(self, dout):
        self.dW, self.db = self.x.T @ dout, dout.sum(axis=0)
        return (dout @ self.W.T).reshape(self.shape)


class Relu:
    def forward(self, x):
        self.양수 = x > 0
        return np.where(self.양수, x, 0)

    def backward(self, dout):
        return dout * self.양수


class SoftmaxWithLoss:
    def forward(self, x, t):
        x = x - np.max(x, axis=-1, keepdims=True)
        self.로그확률 = x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))
        self.t = t
        return -np.sum(t * self.로그확률) / t.shape[0]

    def backward(self, dout=1):
        return dout * (np.exp(self.로그확률) - self.t) / self.t.shape[0]


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.01):
        self.params = {
            "W1": weight_init_std * np.random.randn(input_size, hidden_size),
            "b1": np.zeros(hidden_size),
            "W2": weight_init_std * np.random.randn(hidden_size, output_size),
            "b2": np.zeros(output_size),
        }
        p = self.params
        self.layers = OrderedDict(
            은닉=Affine(p["W1"], p["b1"]),
            활성화=Relu(),
            출력=Affine(p["W2"], p["b2"]),
        )
        self.손실층 = SoftmaxWithLoss()

    def predict(self, x):
        for 층 in self.layers.values():
            x = 층.forward(x)
        return x

    def loss(self, x, t):
        return self.손실층.forward(self.predict(x), t)

    def gradient(self, x, t):
        self.loss(x, t)
        dout = self.손실층.backward()
        for 층 in list(self.layers.values())[::-1]:
            dout = 층.backward(dout)
        은닉, 출력 = self.layers["은닉"], self.layers["출력"]
        return {"W1": 은닉.dW, "b1": 은닉.db, "W2": 출력.dW, "b2": 출력.db}
