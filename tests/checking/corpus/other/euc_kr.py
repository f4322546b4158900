# -*- coding: euc-kr -*-
# 오래된 편집기로 저장한 파일
import numpy as np


def sigmoid(x):
    """시그모이드"""
    return 1 / (1 + np.exp(-x))


def sigmoid_forward(x):
    출력 = sigmoid(x)
    return 출력, 출력


def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)
