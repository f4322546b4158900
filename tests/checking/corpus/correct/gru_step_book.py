import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def gru_step_forward(x, prev_h, Wx, Wh, b):
    H = Wh.shape[0]
    Wxz, Wxr, Wxh = Wx[:, :H], Wx[:, H:2 * H], Wx[:, 2 * H:]
    Whz, Whr, Whh = Wh[:, :H], Wh[:, H:2 * H], Wh[:, 2 * H:]
    bz, br, bh = b[:H], b[H:2 * H], b[2 * H:]

    z = sigmoid(np.dot(x, Wxz) + np.dot(prev_h, Whz) + bz)
    r = sigmoid(np.dot(x, Wxr) + np.dot(prev_h, Whr) + br)
    h_hat = np.tanh(np.dot(x, Wxh) + np.dot(r * prev_h, Whh) + bh)
    next_h = (1 - z) * prev_h + z * h_hat
    return next_h, (x, prev_h, Wx, Wh, z, r, h_hat)


def gru_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, z, r, h_hat = cache
    H = Wh.shape[0]
    Wxz, Wxr, Wxh = Wx[:, :H], Wx[:, H:2 * H], Wx[:, 2 * H:]
    Whz, Whr, Whh = Wh[:, :H], Wh[:, H:2 * H], Wh[:, 2 * H:]

    dh_hat = dnext_h * z
    dprev_h = dnext_h * (1 - z)

    # tanh
    dt = dh_hat * (1 - h_hat ** 2)
    dbh = np.sum(dt, axis=0)
    dWhh = np.dot((r * prev_h).T, dt)
    dhr = np.dot(dt, Whh.T)
    dWxh = np.dot(x.T, dt)
    dx = np.dot(dt, Wxh.T)
    dprev_h += r * dhr

    # update gate
    dz = dnext_h * h_hat - dnext_h * prev_h
    dt = dz * z * (1 - z)
    dbz = np.sum(dt, axis=0)
    dWhz = np.dot(prev_h.T, dt)
    dprev_h += np.dot(dt, Whz.T)
    dWxz = np.dot(x.T, dt)
    dx += np.dot(dt, Wxz.T)

    # reset gate
    dr = dhr * prev_h
    dt = dr * r * (1 - r)
    dbr = np.sum(dt, axis=0)
    dWhr = np.dot(prev_h.T, dt)
    dprev_h += np.dot(dt, Whr.T)
    dWxr = np.dot(x.T, dt)
    dx += np.dot(dt, Wxr.T)

    dWx = np.hstack((dWxz, dWxr, dWxh))
    dWh = np.hstack((dWhz, dWhr, dWhh))
    db = np.hstack((dbz, dbr, dbh))
    return dx, dprev_h, dWx, dWh, db
