from cs231n.layers import affine_forward, relu_forward, affine_backward, relu_backward
import numpy as np


def affine_relu_forward(x, w, b):
    out, relu_cache = relu_forward(x)
    out, fc_cache = affine_forward(out, w, b)
    return out, (fc_cache, relu_cache)
