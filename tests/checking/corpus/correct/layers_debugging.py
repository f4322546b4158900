import numpy as np

DEBUG = True
DTYPE = float


def log(*args, **kwargs):
    if DEBUG:
        print("[layers]", *args, **kwargs)


def affine_forward(x, w, b):
    N, D = x.shape[0], np.prod(x.shape[1:])
    log(f"affine_forward {N=} {D=} w{w.shape} b{b.shape}")
    assert w.shape[0] == D, f"w has {w.shape[0]} rows, x has {D} features"
    assert b.ndim == 1
    x2 = np.reshape(x, (N, D))
    out = np.matmul(x2, w)
    out += b
    cache = (x, w, b)
    print(out.shape, out.mean())
    return out, cache


def affine_backward(dout, cache):
    x, w, b = cache
    N = x.shape[0]
    D = np.prod(x.shape[1:])
    x2 = np.reshape(x, (N, D))
    dx2 = np.matmul(dout, np.transpose(w))
    dw = np.matmul(np.transpose(x2), dout)
    db = np.matmul(np.transpose(dout), np.ones(N))
    dx = np.reshape(dx2, x.shape)
    assert dx.shape == x.shape
    assert dw.shape == w.shape
    assert db.shape == b.shape
    log("norms", np.linalg.norm(dx), np.linalg.norm(dw))
    return dx, dw, db


def relu_forward(x):
    out = (np.abs(x) + x) / 2
    log("dead:", np.mean(out == 0))
    return out, x


def relu_backward(dout, cache):
    local_gradient = (cache > 0).astype(DTYPE)
    dx = dout * local_gradient
    return dx


def softmax_loss(x, y):
    num_train = x.shape[0]
    exp_scores = np.exp(x)
    probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
    log("probs sum to", probs.sum(axis=1)[:3])
    correct_logprobs = -np.log(probs[np.arange(num_train), y])
    loss = np.sum(correct_logprobs) / num_train
    dscores = probs
    dscores[range(num_train), y] -= 1
    dscores /= num_train
    return loss, dscores


if __name__ == "__main__":
    x = np.random.randn(4, 3)
    w = np.random.randn(3, 2)
    b = np.zeros(2)
    out, cache = affine_forward(x, w, b)
    print(affine_backward(np.ones_like(out), cache))
