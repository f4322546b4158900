"""Nesterov's momentum, with the old velocity alone."""


def witness(w, dw, v, eta, mu):
    return {"next_v": mu * v - eta * dw, "next_w": w + mu**2 * v - (1 + mu) * eta * dw}
