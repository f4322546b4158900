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
from sympy import Derivative, Inverse, KroneckerDelta, Symbol, Trace, exp, hadamard_product, log

from derivations.calculus import (
    LABELS_IN_RANGE,
    Definition,
    Diagonal,
    Layer,
    Row,
    Text,
    elementwise,
    equal,
    indices,
    labels,
    maximum,
    ones,
    rules,
    sigmoid,
    sizes,
    tensor,
    total,
)

# %%
N, C = sizes("N C")
n, c, k, i, j = indices("n c k i j")

x = tensor("x", N, C)
y = labels("y", N)
probs = tensor("probs", N, C, positive=True)
onehot = tensor("onehot", N, C)

LAYER = Layer(
    stem="softmax_cross_entropy",
    title=Text("소프트맥스와 교차 엔트로피", "Softmax and cross-entropy"),
    summary=Text(
        "로짓을 확률로 바꾸고, 정답의 확률이 낮을수록 큰 손실을 준다.",
        "Turns logits into probabilities and charges the more, the less probable the right class was.",
    ),
    inputs=(x, y),
    uses=("sigmoid",),
)

# %%
softmax = Definition(probs[n, c], exp(x[n, c]) / total(exp(x[n, k]), (k, C)))
encoding = Definition(onehot[n, c], KroneckerDelta(c, y[n]))
exponentials = elementwise(exp, x.matrix)

LAYER.result(
    "probs",
    Text("소프트맥스 확률", "Softmax probabilities"),
    probs[n, c],
    softmax.value,
    indices=((n, N), (c, C)),
).in_matrices(Inverse(Diagonal(exponentials * ones(C))) * exponentials, (x,))

# %%
assert equal(total(softmax.value, (c, C)), 1)

# %%
s = tensor("s", N)
shifted = tensor("shifted", N, C)

LAYER.result(
    "shift_invariance",
    Text("이동 불변성", "Shift invariance"),
    shifted[n, c],
    exp(x[n, c] + s[n]) / total(exp(x[n, k] + s[n]), (k, C)),
    indices=((n, N), (c, C)),
).by(
    rules.EXPONENTIAL_LAW,
    exp(x[n, c]) * exp(s[n]) / total(exp(x[n, k]) * exp(s[n]), (k, C)),
).by(
    rules.PULL_OUT,
    exp(x[n, c]) * exp(s[n]) / (exp(s[n]) * total(exp(x[n, k]), (k, C))),
).by(
    rules.CANCEL,
    exp(x[n, c]) / total(exp(x[n, k]), (k, C)),
).in_matrices(Inverse(Diagonal(exponentials * ones(C))) * exponentials, (x,))

# %%
LAYER.result(
    "jacobian",
    Text("소프트맥스의 야코비 행렬", "The Jacobian of the softmax"),
    Derivative(probs[n, i], x[n, j]),
    Derivative(exp(x[n, i]) / total(exp(x[n, k]), (k, C)), x[n, j]),
    indices=((n, N), (i, C), (j, C)),
    definitions=(softmax,),
).by(
    rules.PRODUCT_RULE,
    KroneckerDelta(i, j) * exp(x[n, i]) / total(exp(x[n, k]), (k, C))
    - exp(x[n, i]) * total(Derivative(exp(x[n, k]), x[n, j]), (k, C)) / total(exp(x[n, k]), (k, C)) ** 2,
).by(
    rules.DELTA_PICKS,
    KroneckerDelta(i, j) * exp(x[n, i]) / total(exp(x[n, k]), (k, C))
    - exp(x[n, i]) * exp(x[n, j]) / total(exp(x[n, k]), (k, C)) ** 2,
).by(
    rules.NAME,
    probs[n, i] * (KroneckerDelta(i, j) - probs[n, j]),
).in_matrices(Diagonal(Row(probs.matrix, n)) - Row(probs.matrix, n) * Row(probs.matrix, n).T, (probs,))

# %%
ell = tensor("ell", N)

LAYER.result(
    "cross_entropy",
    Text("표본 하나의 교차 엔트로피", "Cross-entropy of one sample"),
    ell[n],
    -total(onehot[n, c] * log(probs[n, c]), (c, C)),
    indices=((n, N),),
    definitions=(softmax, encoding),
    assumptions=(LABELS_IN_RANGE,),
).by(
    rules.DEFINITION,
    -total(KroneckerDelta(c, y[n]) * log(probs[n, c]), (c, C)),
).by(
    rules.DELTA_PICKS,
    -log(probs[n, y[n]]),
).in_matrices(-hadamard_product(onehot.matrix, elementwise(log, probs.matrix)) * ones(C), (onehot, probs))

# %%
top = tensor("m", N)
row_maximum = Definition(top[n], maximum(x[n, k], (k, C)))

LAYER.result(
    "log_sum_exp",
    Text("로그-합-지수 꼴", "Log-sum-exp form"),
    ell[n],
    -log(probs[n, y[n]]),
    indices=((n, N),),
    definitions=(softmax, encoding, row_maximum),
    assumptions=(LABELS_IN_RANGE,),
).by(
    rules.DEFINITION,
    -log(exp(x[n, y[n]]) / total(exp(x[n, k]), (k, C))),
).by(
    rules.LOGARITHM_LAW,
    log(total(exp(x[n, k]), (k, C))) - x[n, y[n]],
).by(
    rules.EXPONENTIAL_LAW,
    log(exp(top[n]) * total(exp(x[n, k] - top[n]), (k, C))) - x[n, y[n]],
).by(
    rules.LOGARITHM_LAW,
    top[n] + log(total(exp(x[n, k] - top[n]), (k, C))) - x[n, y[n]],
).in_matrices(
    top.matrix
    + elementwise(log, elementwise(exp, x.matrix - top.matrix * ones(C).T) * ones(C))
    - hadamard_product(onehot.matrix, x.matrix) * ones(C),
    (top, x, onehot),
)

# %%
binary = tensor("probs", N, 2)

LAYER.result(
    "two_class",
    Text("클래스가 둘일 때", "The case of two classes"),
    binary[n, 1],
    exp(x[n, 1]) / total(exp(x[n, k]), (k, 2)),
    indices=((n, N),),
).by(
    rules.DEFINITION,
    exp(x[n, 1]) / (exp(x[n, 0]) + exp(x[n, 1])),
).by(
    rules.CANCEL,
    1 / (1 + exp(-(x[n, 1] - x[n, 0]))),
).by(
    rules.NAME,
    sigmoid(x[n, 1] - x[n, 0]),
).in_matrices(elementwise(sigmoid, Row(x.matrix.T, 1) - Row(x.matrix.T, 0)), (x,))

# %%
L = Symbol("L", real=True)
loss = -total(log(probs[n, y[n]]), (n, N)) / N

LAYER.result(
    "loss",
    Text("평균 손실", "Mean loss"),
    L,
    total(-total(onehot[n, c] * log(probs[n, c]), (c, C)), (n, N)) / N,
    definitions=(softmax, encoding),
    assumptions=(LABELS_IN_RANGE,),
).by(rules.DELTA_PICKS, loss).in_matrices(
    -Trace(onehot.matrix.T * elementwise(log, probs.matrix)) / N, (onehot, probs)
)

# %%
LAYER.result(
    "dx",
    Text("로짓에 대한 그래디언트", "Gradient with respect to the logits"),
    Derivative(L, x[i, j]),
    Derivative(-total(log(probs[n, y[n]]), (n, N)) / N, x[i, j]),
    definitions=(softmax, encoding),
    indices=((i, N), (j, C)),
    assumptions=(LABELS_IN_RANGE,),
).by(
    rules.LOGARITHM_LAW,
    Derivative(total(log(total(exp(x[n, k]), (k, C))) - x[n, y[n]], (n, N)) / N, x[i, j]),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        total(exp(x[n, k]) * Derivative(x[n, k], x[i, j]), (k, C)) / total(exp(x[n, k]), (k, C))
        - Derivative(x[n, y[n]], x[i, j]),
        (n, N),
    )
    / N,
).by(
    rules.DELTA_PICKS,
    (exp(x[i, j]) / total(exp(x[i, k]), (k, C)) - KroneckerDelta(j, y[i])) / N,
).by(
    rules.NAME,
    (probs[i, j] - onehot[i, j]) / N,
).in_matrices((probs.matrix - onehot.matrix) / N, (probs, onehot))
