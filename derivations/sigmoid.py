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
from sympy import Derivative, KroneckerDelta, OneMatrix, Symbol, exp, hadamard_product, log

from derivations.calculus import (
    Assumption,
    Layer,
    Text,
    elementwise,
    equal,
    flattened_size,
    indices,
    rules,
    sigmoid,
    sizes,
    tensor,
    total,
)

# %%
(N,) = sizes("N")
D = flattened_size("D")
n, d, i, j = indices("n d i j")

x = tensor("x", N, D)
p = tensor("p", N, D, positive=True)
out = tensor("out", N, D)
dout = tensor("dout", N, D)

LAYER = Layer(
    stem="sigmoid",
    title=Text("시그모이드와 로짓", "Sigmoid and logit"),
    summary=Text(
        "실수를 0과 1 사이의 확률로 바꾼다. 역함수가 로짓이다.",
        "Turns a real number into a probability between 0 and 1; its inverse is the logit.",
    ),
    inputs=(x,),
    upstream=dout,
)

# %%
LAYER.result("out", Text("출력", "Output"), out[n, d], sigmoid(x[n, d]), indices=((n, N), (d, D))).by(
    rules.DEFINITION, 1 / (1 + exp(-x[n, d]))
).in_matrices(elementwise(sigmoid, x.matrix), (x,))

# %%
L = Symbol("L", real=True)
objective = total(dout[n, d] * sigmoid(x[n, d]), (n, N), (d, D))
everywhere = OneMatrix(N, D)

# %%
LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, D)),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, d] * Derivative(sigmoid(x[n, d]), x[i, j]), (n, N), (d, D)),
).by(
    rules.PRODUCT_RULE,
    total(
        dout[n, d] * (exp(-x[n, d]) / (1 + exp(-x[n, d])) ** 2) * KroneckerDelta(n, i) * KroneckerDelta(d, j),
        (n, N),
        (d, D),
    ),
).by(
    rules.DELTA_PICKS,
    dout[i, j] * exp(-x[i, j]) / (1 + exp(-x[i, j])) ** 2,
).by(
    rules.NAME,
    dout[i, j] * sigmoid(x[i, j]) * (1 - sigmoid(x[i, j])),
).in_matrices(
    hadamard_product(
        dout.matrix, elementwise(sigmoid, x.matrix), everywhere - elementwise(sigmoid, x.matrix)
    ),
    (dout, x),
)

# %%
PROBABILITY = Assumption("probability", Text("$0 < p < 1$이다.", "$0 < p < 1$."))
odds = tensor("odds", N, D)
logit = tensor("logit", N, D)

# %%
LAYER.result(
    "odds",
    Text("오즈", "Odds"),
    odds[n, d],
    sigmoid(x[n, d]) / (1 - sigmoid(x[n, d])),
    indices=((n, N), (d, D)),
).by(rules.DEFINITION, (1 / (1 + exp(-x[n, d]))) / (exp(-x[n, d]) / (1 + exp(-x[n, d])))).by(
    rules.CANCEL, exp(x[n, d])
).in_matrices(elementwise(exp, x.matrix), (x,))

# %%
LAYER.result(
    "logit",
    Text("로짓", "Logit"),
    logit[n, d],
    log(p[n, d] / (1 - p[n, d])),
    indices=((n, N), (d, D)),
    assumptions=(PROBABILITY,),
).by(rules.LOGARITHM_LAW, log(p[n, d]) - log(1 - p[n, d])).in_matrices(
    elementwise(log, p.matrix) - elementwise(log, everywhere - p.matrix), (p,)
)

# %%
assert equal(log(sigmoid(x[n, d]) / (1 - sigmoid(x[n, d]))), x[n, d])
assert equal(sigmoid(log(p[n, d] / (1 - p[n, d]))), p[n, d])
