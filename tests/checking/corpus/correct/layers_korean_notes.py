# -*- coding: utf-8 -*-
# 2주차 과제: 기본 계층 구현
import numpy as np


def affine_forward(x, w, b):
    """완전 연결 계층의 순전파. x는 (N, d1, ..., dk), w는 (D, M), b는 (M,)"""
    # 샘플 하나를 한 줄로 편다
    표본수 = x.shape[0]
    x_평탄 = np.reshape(x, (표본수, -1))
    out = np.dot(x_평탄, w) + b
    cache = (x, w, b)
    return out, cache


def affine_backward(dout, cache):
    """역전파: dx, dw, db를 돌려준다."""
    x, w, b = cache
    # 모양을 먼저 맞춰 보면 전치 위치가 저절로 정해진다
    # dx: (N, D) = (N, M) x (M, D)
    dx = np.dot(dout, w.T)
    dx = np.reshape(dx, x.shape)  # 원래 모양으로
    # dw: (D, M) = (D, N) x (N, M)
    dw = np.dot(np.reshape(x, (x.shape[0], -1)).T, dout)
    db = np.sum(dout, axis=0)
    return dx, dw, db


def relu_forward(x):
    # 0보다 작으면 0
    out = x.copy()
    out[out < 0] = 0
    return out, x


def relu_backward(dout, cache):
    x = cache
    dx = dout.copy()
    dx[x <= 0] = 0
    return dx


def softmax_loss(x, y):
    # 오버플로를 막으려고 각 줄의 최댓값을 뺀다
    N = x.shape[0]
    점수 = x - np.max(x, axis=1).reshape(-1, 1)
    확률 = np.exp(점수) / np.sum(np.exp(점수), axis=1).reshape(-1, 1)
    loss = -np.mean(np.log(확률[range(N), y]))
    dx = 확률
    dx[range(N), y] -= 1
    dx = dx / N
    return loss, dx
