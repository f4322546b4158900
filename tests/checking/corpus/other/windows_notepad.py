# Windows 메모장으로 저장
import numpy as np


def relu_forward(x):
	out = np.maximum(0, x)
	return out, x


def relu_backward(dout, cache):
	dx = dout * (cache > 0)
	return dx
