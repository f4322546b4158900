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
from sympy import (
    Derivative,
    HadamardPower,
    Integer,
    KroneckerDelta,
    OneMatrix,
    Rational,
    Symbol,
    hadamard_product,
)

from derivations.calculus import (
    OFF_THE_KINK,
    Definition,
    Layer,
    Text,
    elementwise,
    equal,
    flattened_size,
    indices,
    relu,
    rules,
    sigmoid,
    sizes,
    step,
    tensor,
    total,
)

# %%
(N,) = sizes("N")
D = flattened_size("D")
n, d, i, j = indices("n d i j")

x = tensor("x", N, D)
out = tensor("out", N, D)
dout = tensor("dout", N, D)

LAYER = Layer(
    stem="relu",
    title=Text("ReLU", "ReLU"),
    summary=Text(
        "양수는 그대로 보내고 나머지는 0으로 만든다.",
        "Passes what is positive and sets the rest to 0.",
    ),
    inputs=(x,),
    upstream=dout,
    uses=("sigmoid",),
)

# %%
LAYER.result("out", Text("출력", "Output"), out[n, d], relu(x[n, d]), indices=((n, N), (d, D))).by(
    rules.DEFINITION, x[n, d] * step(x[n, d])
).in_matrices(hadamard_product(x.matrix, elementwise(step, x.matrix)), (x,))

# %%
L = Symbol("L", real=True)
objective = total(dout[n, d] * relu(x[n, d]), (n, N), (d, D))

# %%
LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, D)),
    assumptions=(OFF_THE_KINK,),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, d] * Derivative(relu(x[n, d]), x[i, j]), (n, N), (d, D)),
).by(
    rules.KINK,
    total(dout[n, d] * step(x[n, d]) * KroneckerDelta(n, i) * KroneckerDelta(d, j), (n, N), (d, D)),
).by(
    rules.DELTA_PICKS,
    dout[i, j] * step(x[i, j]),
).in_matrices(hadamard_product(dout.matrix, elementwise(step, x.matrix)), (dout, x))

# %%
(K,) = sizes("K")
(t,) = indices("t")
a = tensor("a", N, D, layer=t)
g = tensor("g", N, D, layer=t)

chain = (
    Definition(a[0, n, d], x[n, d]),
    Definition(a[t, n, d], sigmoid(a[t - 1, n, d])),
    Definition(g[0, n, d], 1),
    Definition(g[t, n, d], a[t, n, d] * (1 - a[t, n, d]) * g[t - 1, n, d]),
)

# %%
quarter, half = Rational(1, 4), Rational(1, 2)
before = sigmoid(a[t - 1, n, d])

LAYER.result(
    "saturation",
    Text("시그모이드 사슬의 그래디언트", "The gradient through a chain of sigmoids"),
    Derivative(a[t, n, d], x[n, d]),
    Derivative(sigmoid(a[t - 1, n, d]), a[t - 1, n, d]) * g[t - 1, n, d],
    indices=((n, N), (d, D)),
    definitions=chain,
    expanded=(),
    layers=(t, K),
    upper_bound=Integer(4) ** (-t),
).by(rules.CHAIN_RULE, before * (1 - before) * g[t - 1, n, d]).by(
    rules.COMPLETE_THE_SQUARE, (quarter - (before - half) ** 2) * g[t - 1, n, d]
).in_matrices(
    hadamard_product(
        quarter * OneMatrix(N, D)
        - HadamardPower(elementwise(sigmoid, a.matrix_at(t - 1)) - half * OneMatrix(N, D), 2),
        g.matrix_at(t - 1),
    ),
    (a, g),
)

# %%
assert equal(quarter * Integer(4) ** (-(t - 1)), Integer(4) ** (-t))
