"""Gradient descent with momentum."""


def witness(w, dw, v, eta, mu):
    next_v = mu * v - eta * dw
    return {"next_v": next_v, "next_w": w + next_v}
