# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, Symbol, Trace

from derivations.calculus import Layer, Text, indices, rules, scalars, sizes, tensor, total

# %%
N, D, M = sizes("N D M")
d, m, i, j = indices("d m i j")
(reg,) = scalars("lambda", positive=True)

w = tensor("w", D, M)

LAYER = Layer(
    stem="l2_regularization",
    title=Text("L2 정규화", "L2 regularization"),
    summary=Text(
        "큰 가중치에 벌점을 주어 과적합을 줄인다.",
        "Charges for large weights and so holds overfitting back.",
    ),
    inputs=(w, reg, N),
)

# %%
L = Symbol("L", real=True)
squares = total(w[d, m] ** 2, (d, D), (m, M))


def penalty(suffix, scale, title):
    """State the loss and derive its gradient for one scaling."""
    loss = LAYER.result("loss" + suffix, Text(f"손실, {title.ko}", f"Loss, {title.en}"), L, scale * squares)
    loss.in_matrices(scale * Trace(w.matrix.T * w.matrix), (w,))
    gradient = LAYER.result(
        "dw" + suffix,
        Text(f"그래디언트, {title.ko}", f"Gradient, {title.en}"),
        Derivative(L, w[i, j]),
        Derivative(scale * squares, w[i, j]),
        indices=((i, D), (j, M)),
    )
    gradient.by(
        rules.DIFFERENTIATE_UNDER_SUM,
        scale * total(2 * w[d, m] * Derivative(w[d, m], w[i, j]), (d, D), (m, M)),
    ).by(
        rules.ENTRIES_ARE_INDEPENDENT,
        scale * total(2 * w[d, m] * KroneckerDelta(d, i) * KroneckerDelta(m, j), (d, D), (m, M)),
    ).by(
        rules.DELTA_PICKS,
        2 * scale * w[i, j],
    ).in_matrices(2 * scale * w.matrix, (w,))
    return loss, gradient


# %%
loss, dw = penalty("", reg, Text("계수 λ", "coefficient λ"))
loss

# %%
dw

# %%
loss_half, dw_half = penalty("_half", reg / 2, Text("계수 λ/2", "coefficient λ/2"))
loss_half

# %%
dw_half

# %%
loss_mean, dw_mean = penalty("_mean", reg / (2 * N), Text("계수 λ/(2N)", "coefficient λ/(2N)"))
loss_mean

# %%
dw_mean
