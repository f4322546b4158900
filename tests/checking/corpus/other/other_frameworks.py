import numpy as np
import tensorflow as tf
import torch
import torch.nn.functional as F


def relu_forward(x):
    return np.maximum(0, x), x


def relu_backward(dout, cache):
    return dout * (cache > 0)


def sigmoid(x):
    return torch.sigmoid(torch.from_numpy(x)).numpy()
