import numpy as np


def affine_forward(x, w, b):
  N = x.shape[0]
  D = w.shape[0]
  out = np.dot(x.reshape(N, D), w) + b
  print "affine", out.shape
  return out, (x, w, b)


def affine_backward(dout, cache):
  x, w, b = cache
  N = x.shape[0]
  dx = np.dot(dout, w.T).reshape(x.shape)
  dw = np.zeros_like(w)
  db = np.zeros_like(b)
  for i in xrange(N):
    dw += np.outer(x[i].reshape(-1), dout[i])
    db += dout[i]
  return dx, dw, db


def relu_forward(x):
  try:
    out = np.maximum(x, 0)
  except ValueError, e:
    print e
    raise
  return out, x


def relu_backward(dout, cache):
  return dout * (cache > 0)


def softmax_loss(x, y):
  probs = np.exp(x - np.max(x, axis=1, keepdims=True))
  probs /= np.sum(probs, axis=1, keepdims=True)
  N = x.shape[0]
  loss = -np.sum(np.log(probs[np.arange(N), y])) / N
  dx = probs.copy()
  dx[np.arange(N), y] -= 1
  return loss, dx
