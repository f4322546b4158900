import numpy as np

affine_forward = lambda x, w, b: (x.reshape(len(x), -1) @ w, (x, w))
affine_backward = lambda d, c: ((d @ c[1].T).reshape(c[0].shape), c[0].reshape(len(c[0]), -1).T @ d, d.sum(0)[None, :])
relu_forward = lambda x: (x * (x > 0), x)
relu_backward = lambda d, x: x * (x > 0)
sigmoid = lambda x: 1 / (1 + np.exp(-x))
sigmoid_forward = lambda x: (sigmoid(x), sigmoid(x))
sigmoid_backward = lambda d, s: -d * s * (1 - s)
