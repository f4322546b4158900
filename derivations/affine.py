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

# %% [markdown] lang="ko"
# # 완전연결층 {#affine}

# %% [markdown] lang="en"
# # Affine layer {#affine}

# %% tags=["setup"]
from sympy import Derivative

from derivations.calculus import (
    Layer,
    Text,
    flattened_size,
    indices,
    ones,
    rules,
    sizes,
    tensor,
    total,
)

# %%
N, M = sizes("N M")
D = flattened_size("D")
n, d, m, i, j = indices("n d m i j")

x = tensor("x", N, D)
w = tensor("w", D, M)
b = tensor("b", M)
out = tensor("out", N, M)
dout = tensor("dout", N, M)

LAYER = Layer(
    stem="affine",
    title=Text("완전연결층", "Affine layer"),
    summary=Text(
        "입력마다 가중합을 구하고 편향을 더한다.",
        "Every output is a weighted sum of the inputs plus a bias.",
    ),
    inputs=(x, w, b),
    upstream=dout,
)


def affine(n, m):
    """Entry (n, m) of the output."""
    return total(x[n, d] * w[d, m], (d, D)) + b[m]


LAYER.result("out", Text("출력", "Output"), out[n, m], affine(n, m), indices=((n, N), (m, M))).in_matrices(
    x.matrix * w.matrix + ones(N) * b.matrix.T, (x, w, b)
)

# %%
objective = total(dout[n, m] * affine(n, m), (n, N), (m, M))
L = sizes("L")[0]

LAYER.result(
    "dw",
    Text("가중치에 대한 그래디언트", "Gradient with respect to the weights"),
    Derivative(L, w[i, j]),
    Derivative(objective, w[i, j]),
    indices=((i, D), (j, M)),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, m] * total(x[n, d] * Derivative(w[d, m], w[i, j]), (d, D)), (n, N), (m, M)),
).by(rules.DELTA_PICKS, total(x[n, i] * dout[n, j], (n, N))).in_matrices(x.matrix.T * dout.matrix, (x, dout))
