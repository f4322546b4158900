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
from sympy import Derivative, KroneckerDelta, Symbol, Trace, exp, log

from derivations.calculus import (
    LABELS_IN_RANGE,
    OFF_THE_KINK,
    POSITIVE_SIZES,
    REAL_ARITHMETIC,
    Definition,
    Layer,
    Text,
    elementwise,
    flattened_size,
    indices,
    labels,
    ones,
    relu,
    rules,
    scalars,
    sizes,
    step,
    tensor,
    total,
)

# %%
N, H, C = sizes("N H C")
D = flattened_size("D")
n, d, h, c, k, i, j = indices("n d h c k i j")
(reg,) = scalars("lambda", positive=True)

x = tensor("x", N, D)
y = labels("y", N)
W1, b1 = tensor("W1", D, H), tensor("b1", H)
W2, b2 = tensor("W2", H, C), tensor("b2", C)

LAYER = Layer(
    stem="two_layer_net",
    title=Text("2층 신경망", "Two-layer net"),
    summary=Text(
        "완전연결층 – ReLU – 완전연결층 – 소프트맥스 손실에 L2 정규화를 더한 신경망이다.",
        "Affine – ReLU – affine – softmax loss, with L2 regularization.",
    ),
    inputs=(x, y, W1, b1, W2, b2, reg),
    uses=("affine", "relu", "softmax_cross_entropy", "l2_regularization"),
    assumptions=(REAL_ARITHMETIC, POSITIVE_SIZES, LABELS_IN_RANGE, OFF_THE_KINK),
)

# %%
z1 = tensor("z1", N, H)
a1 = tensor("a1", N, H)
scores = tensor("scores", N, C)
probs = tensor("probs", N, C, positive=True)
onehot = tensor("onehot", N, C)
dscores = tensor("dscores", N, C)
dz1 = tensor("dz1", N, H)

forward = (
    Definition(z1[n, h], total(x[n, d] * W1[d, h], (d, D)) + b1[h]),
    Definition(a1[n, h], relu(z1[n, h])),
    Definition(scores[n, c], total(a1[n, h] * W2[h, c], (h, H)) + b2[c]),
    Definition(probs[n, c], exp(scores[n, c]) / total(exp(scores[n, k]), (k, C))),
)
backward = (
    *forward,
    Definition(onehot[n, c], KroneckerDelta(c, y[n])),
    Definition(dscores[n, c], (probs[n, c] - onehot[n, c]) / N),
    Definition(dz1[n, h], step(z1[n, h]) * total(dscores[n, c] * W2[h, c], (c, C))),
)

# %%
LAYER.result(
    "scores",
    Text("점수", "Scores"),
    scores[n, c],
    total(relu(z1[n, h]) * W2[h, c], (h, H)) + b2[c],
    indices=((n, N), (c, C)),
    definitions=forward[:2],
).by(rules.NAME, total(a1[n, h] * W2[h, c], (h, H)) + b2[c]).in_matrices(
    a1.matrix * W2.matrix + ones(N) * b2.matrix.T, (a1, W2, b2)
)

# %%
L = Symbol("L", real=True)
data_loss = -total(log(probs[n, y[n]]), (n, N)) / N
penalty = reg / 2 * (total(W1[d, h] ** 2, (d, D), (h, H)) + total(W2[h, c] ** 2, (h, H), (c, C)))

LAYER.result("loss", Text("손실", "Loss"), L, data_loss + penalty, definitions=backward[:5]).in_matrices(
    -Trace(onehot.matrix.T * elementwise(log, probs.matrix)) / N
    + reg / 2 * (Trace(W1.matrix.T * W1.matrix) + Trace(W2.matrix.T * W2.matrix)),
    (onehot, probs, W1, W2),
)

# %%
LAYER.result(
    "dW2",
    Text("둘째 층 가중치에 대한 그래디언트", "Gradient with respect to the second layer's weights"),
    Derivative(L, W2[i, j]),
    Derivative(data_loss + penalty, W2[i, j]),
    indices=((i, H), (j, C)),
    definitions=backward,
).by(
    rules.CHAIN_RULE,
    total(dscores[n, c] * Derivative(total(a1[n, h] * W2[h, c], (h, H)), W2[i, j]), (n, N), (c, C))
    + Derivative(penalty, W2[i, j]),
).by(
    rules.DELTA_PICKS,
    total(a1[n, i] * dscores[n, j], (n, N)) + reg * W2[i, j],
).in_matrices(a1.matrix.T * dscores.matrix + reg * W2.matrix, (a1, dscores, W2))

# %%
LAYER.result(
    "db2",
    Text("둘째 층 편향에 대한 그래디언트", "Gradient with respect to the second layer's bias"),
    Derivative(L, b2[j]),
    Derivative(data_loss + penalty, b2[j]),
    indices=((j, C),),
    definitions=backward,
).by(
    rules.CHAIN_RULE,
    total(dscores[n, c] * Derivative(b2[c], b2[j]), (n, N), (c, C)),
).by(
    rules.DELTA_PICKS,
    total(dscores[n, j], (n, N)),
).in_matrices(dscores.matrix.T * ones(N), (dscores,))

# %%
LAYER.result(
    "dW1",
    Text("첫째 층 가중치에 대한 그래디언트", "Gradient with respect to the first layer's weights"),
    Derivative(L, W1[i, j]),
    Derivative(data_loss + penalty, W1[i, j]),
    indices=((i, D), (j, H)),
    definitions=backward,
).by(
    rules.CHAIN_RULE,
    total(dscores[n, c] * W2[h, c] * Derivative(relu(z1[n, h]), W1[i, j]), (n, N), (c, C), (h, H))
    + Derivative(penalty, W1[i, j]),
).by(
    rules.KINK,
    total(
        dscores[n, c] * W2[h, c] * step(z1[n, h]) * Derivative(z1[n, h], W1[i, j]),
        (n, N),
        (c, C),
        (h, H),
    )
    + Derivative(penalty, W1[i, j]),
).by(
    rules.NAME,
    total(dz1[n, h] * Derivative(z1[n, h], W1[i, j]), (n, N), (h, H)) + Derivative(penalty, W1[i, j]),
).by(
    rules.DELTA_PICKS,
    total(x[n, i] * dz1[n, j], (n, N)) + reg * W1[i, j],
).in_matrices(x.matrix.T * dz1.matrix + reg * W1.matrix, (x, dz1, W1))

# %%
LAYER.result(
    "db1",
    Text("첫째 층 편향에 대한 그래디언트", "Gradient with respect to the first layer's bias"),
    Derivative(L, b1[j]),
    Derivative(data_loss + penalty, b1[j]),
    indices=((j, H),),
    definitions=backward,
).by(
    rules.CHAIN_RULE,
    total(dz1[n, h] * Derivative(z1[n, h], b1[j]), (n, N), (h, H)),
).by(
    rules.DELTA_PICKS,
    total(dz1[n, j], (n, N)),
).in_matrices(dz1.matrix.T * ones(N), (dz1,))
