"""Recurrent nets as classes that are made of their weights."""
import numpy as np


def squash(a):
    return 1 / (1 + np.exp(-a))


class RNN:
    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(p) for p in self.params]

    def forward(self, x, h_prev):
        Wx, Wh, b = self.params
        h_next = np.tanh(x.dot(Wx) + h_prev.dot(Wh) + b)
        self.cache = x, h_prev, h_next
        return h_next

    def backward(self, dh_next):
        Wx, Wh, b = self.params
        x, h_prev, h_next = self.cache
        da = dh_next * (1 - h_next * h_next)
        for kept, new in zip(self.grads, (x.T.dot(da), h_prev.T.dot(da), da.sum(axis=0))):
            kept[...] = new
        return da.dot(Wx.T), da.dot(Wh.T)


class LSTM:
    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)]

    def forward(self, x, h_prev, c_prev):
        Wx, Wh, b = self.params
        H = h_prev.shape[1]
        a = x @ Wx + h_prev @ Wh + b
        f, g = squash(a[:, :H]), np.tanh(a[:, H : 2 * H])
        i, o = squash(a[:, 2 * H : 3 * H]), squash(a[:, 3 * H :])
        c_next = f * c_prev + g * i
        h_next = o * np.tanh(c_next)
        self.cache = x, h_prev, c_prev, f, g, i, o, c_next
        return h_next, c_next

    def backward(self, dh_next, dc_next):
        Wx, Wh, b = self.params
        x, h_prev, c_prev, f, g, i, o, c_next = self.cache
        t = np.tanh(c_next)
        ds = dc_next + dh_next * o * (1 - t**2)
        df = ds * c_prev * f * (1 - f)
        dg = ds * i * (1 - g**2)
        di = ds * g * i * (1 - i)
        do = dh_next * t * o * (1 - o)
        da = np.hstack((df, dg, di, do))
        self.grads[0][...] = x.T @ da
        self.grads[1][...] = h_prev.T @ da
        self.grads[2][...] = da.sum(axis=0)
        return da @ Wx.T, da @ Wh.T, ds * f


class GRU:
    def __init__(self, Wx, Wh):
        self.Wx, self.Wh = Wx, Wh
        self.dWx, self.dWh = None, None

    def forward(self, x, h_prev):
        H = self.Wh.shape[0]
        a = x @ self.Wx
        z = squash(a[:, :H] + h_prev @ self.Wh[:, :H])
        r = squash(a[:, H : 2 * H] + h_prev @ self.Wh[:, H : 2 * H])
        g = np.tanh(a[:, 2 * H :] + (r * h_prev) @ self.Wh[:, 2 * H :])
        self.cache = x, h_prev, z, r, g
        return (1 - z) * h_prev + z * g

    def backward(self, dh_next):
        H = self.Wh.shape[0]
        Whz, Whr, Whg = self.Wh[:, :H], self.Wh[:, H : 2 * H], self.Wh[:, 2 * H :]
        x, h_prev, z, r, g = self.cache
        dag = dh_next * z * (1 - g**2)
        through = dag @ Whg.T
        daz = dh_next * (g - h_prev) * z * (1 - z)
        dar = through * h_prev * r * (1 - r)
        da = np.concatenate((daz, dar, dag), axis=1)
        self.dWx = x.T @ da
        self.dWh = np.hstack((h_prev.T @ daz, h_prev.T @ dar, (r * h_prev).T @ dag))
        dh_prev = dh_next * (1 - z) + through * r + daz @ Whz.T + dar @ Whr.T
        return da @ self.Wx.T, dh_prev


class TimeRNN:
    def __init__(self, Wx, Wh, b, stateful=False):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)]
        self.h, self.stateful = None, stateful

    def forward(self, xs):
        N, T, D = xs.shape
        H = self.params[1].shape[0]
        hs = np.empty((N, T, H))
        self.layers = []
        if not self.stateful or self.h is None:
            self.h = np.zeros((N, H))
        for t in range(T):
            layer = RNN(*self.params)
            self.h = layer.forward(xs[:, t, :], self.h)
            hs[:, t, :] = self.h
            self.layers.append(layer)
        return hs

    def backward(self, dhs):
        N, T, H = dhs.shape
        dxs = np.empty((N, T, self.params[0].shape[0]))
        dh, sums = 0, [0, 0, 0]
        for t in reversed(range(T)):
            layer = self.layers[t]
            dxs[:, t, :], dh = layer.backward(dhs[:, t, :] + dh)
            for k, grad in enumerate(layer.grads):
                sums[k] += grad
        for k, total in enumerate(sums):
            self.grads[k][...] = total
        return dxs
