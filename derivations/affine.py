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
from sympy import Derivative, KroneckerDelta, Symbol

from derivations.calculus import Layer, Text, flattened_size, indices, ones, rules, sizes, tensor, total

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
        "입력의 가중합에 편향을 더한다. 신경망의 기본 부품이다.",
        "Weighted sums of the inputs plus a bias: the basic part of a neural net.",
    ),
    inputs=(x, w, b),
    upstream=dout,
)


def affine(n, m):
    return total(x[n, d] * w[d, m], (d, D)) + b[m]


# %%
LAYER.result("out", Text("출력", "Output"), out[n, m], affine(n, m), indices=((n, N), (m, M))).in_matrices(
    x.matrix * w.matrix + ones(N) * b.matrix.T, (x, w, b)
)

# %%
L = Symbol("L", real=True)
objective = total(dout[n, m] * affine(n, m), (n, N), (m, M))

# %%
LAYER.result(
    "dw",
    Text("가중치에 대한 그래디언트", "Gradient with respect to the weights"),
    Derivative(L, w[i, j]),
    Derivative(objective, w[i, j]),
    indices=((i, D), (j, M)),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, m] * x[n, d] * Derivative(w[d, m], w[i, j]), (n, N), (m, M), (d, D)),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(dout[n, m] * x[n, d] * KroneckerDelta(d, i) * KroneckerDelta(m, j), (n, N), (m, M), (d, D)),
).by(
    rules.DELTA_PICKS,
    total(x[n, i] * dout[n, j], (n, N)),
).in_matrices(x.matrix.T * dout.matrix, (x, dout))

# %%
LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, D)),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, m] * Derivative(x[n, d], x[i, j]) * w[d, m], (n, N), (m, M), (d, D)),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(dout[n, m] * KroneckerDelta(n, i) * KroneckerDelta(d, j) * w[d, m], (n, N), (m, M), (d, D)),
).by(
    rules.DELTA_PICKS,
    total(dout[i, m] * w[j, m], (m, M)),
).in_matrices(dout.matrix * w.matrix.T, (dout, w))

# %%
LAYER.result(
    "db",
    Text("편향에 대한 그래디언트", "Gradient with respect to the bias"),
    Derivative(L, b[j]),
    Derivative(objective, b[j]),
    indices=((j, M),),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, m] * Derivative(b[m], b[j]), (n, N), (m, M)),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(dout[n, m] * KroneckerDelta(m, j), (n, N), (m, M)),
).by(
    rules.DELTA_PICKS,
    total(dout[n, j], (n, N)),
).in_matrices(dout.matrix.T * ones(N), (dout,))
