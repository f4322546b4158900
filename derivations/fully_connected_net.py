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
from sympy import Derivative, Indexed, KroneckerDelta, Symbol, Trace, exp, hadamard_product, log

import derivations
from derivations.calculus import (
    LABELS_IN_RANGE,
    OFF_THE_KINK,
    POSITIVE_SIZES,
    REAL_ARITHMETIC,
    Definition,
    Layer,
    Text,
    elementwise,
    equal,
    expand,
    flattened_size,
    indices,
    labels,
    ones,
    relu,
    rules,
    scalars,
    size_family,
    sizes,
    step,
    tensor,
    total,
)

# %%
N, C, L = sizes("N C L")
D = flattened_size("D")
H = size_family("H")
l, t, n, c, h, k, i, j = indices("l t n c h k i j")
(reg,) = scalars("lambda", positive=True)

x = tensor("x", N, D)
y = labels("y", N)
W = tensor("W", H[l - 1], H[l], layer=l)
b = tensor("b", H[l], layer=l)

LAYER = Layer(
    stem="fully_connected_net",
    title=Text("임의 깊이의 완전연결 신경망", "Fully connected net of any depth"),
    summary=Text(
        "완전연결층과 ReLU를 몇 번이든 쌓은 신경망이다. 그래디언트는 뒤 층에서 앞 층으로 가는 점화식이다.",
        "Affine layers and ReLUs, stacked to any depth; the gradients are a recurrence from back to front.",
    ),
    inputs=(x, y, W, b, reg),
    uses=("two_layer_net",),
    assumptions=(REAL_ARITHMETIC, POSITIVE_SIZES, LABELS_IN_RANGE, OFF_THE_KINK),
)

# %%
a = tensor("a", N, H[l], layer=l)
z = tensor("z", N, H[l], layer=l)
dz = tensor("dz", N, H[l], layer=l)
probs = tensor("probs", N, C, positive=True)
onehot = tensor("onehot", N, C)

forward = (
    Definition(a[0, n, i], x[n, i]),
    Definition(z[l, n, j], total(a[l - 1, n, i] * W[l, i, j], (i, H[l - 1])) + b[l, j]),
    Definition(a[l, n, j], relu(z[l, n, j])),
    Definition(probs[n, c], exp(z[L, n, c]) / total(exp(z[L, n, k]), (k, C))),
    Definition(onehot[n, c], KroneckerDelta(c, y[n])),
)
backward = (
    *forward,
    Definition(dz[L, n, c], (probs[n, c] - onehot[n, c]) / N),
    Definition(dz[l, n, j], step(z[l, n, j]) * total(dz[l + 1, n, k] * W[l + 1, j, k], (k, H[l + 1]))),
)

# %%
LAYER.result(
    "scores",
    Text("점수", "Scores"),
    z[L, n, c],
    total(a[L - 1, n, i] * W[L, i, c], (i, H[L - 1])) + b[L, c],
    indices=((n, N), (c, C)),
    definitions=forward[:3],
    expanded=(),
).in_matrices(a.matrix_at(L - 1) * W.matrix_at(L) + ones(N) * b.matrix_at(L).T, (a, W, b), layers=(L - 1, L))

# %%
loss = Symbol("L", real=True)
data_loss = -total(log(probs[n, y[n]]), (n, N)) / N
every_weight = total(total(W[t + 1, i, j] ** 2, (i, H[t]), (j, H[t + 1])), (t, L))

LAYER.result(
    "loss",
    Text("손실", "Loss"),
    loss,
    data_loss + reg / 2 * every_weight,
    definitions=forward,
    expanded=forward[4:],
).in_matrices(
    -Trace(onehot.matrix.T * elementwise(log, probs.matrix)) / N
    + reg / 2 * total(Trace(W.matrix_at(t + 1).T * W.matrix_at(t + 1)), (t, L)),
    (onehot, probs, W),
    layers=(t + 1,),
)

# %%
LAYER.result(
    "dz_last",
    Text("마지막 층의 점수에 대한 그래디언트", "Gradient with respect to the last layer's scores"),
    Derivative(loss, z[L, i, j]),
    Derivative(data_loss, z[L, i, j]),
    indices=((i, N), (j, C)),
    definitions=forward,
    expanded=forward[3:],
).by(rules.NAME, (probs[i, j] - onehot[i, j]) / N).in_matrices(
    (probs.matrix - onehot.matrix) / N, (probs, onehot)
)

# %%
following = total(
    dz[l + 1, n, k] * (total(relu(z[l, n, h]) * W[l + 1, h, k], (h, H[l])) + b[l + 1, k]),
    (n, N),
    (k, H[l + 1]),
)

LAYER.result(
    "dz",
    Text("점화식: 뒤 층에서 앞 층으로", "The recurrence, from a layer to the one before"),
    Derivative(loss, z[l, i, j]),
    Derivative(following, z[l, i, j]),
    indices=((i, N), (j, H[l])),
    definitions=backward,
    expanded=(),
    layers=(l, L - 1),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        dz[l + 1, n, k] * Derivative(relu(z[l, n, h]), z[l, i, j]) * W[l + 1, h, k],
        (n, N),
        (k, H[l + 1]),
        (h, H[l]),
    ),
).by(
    rules.KINK,
    total(
        dz[l + 1, n, k] * step(z[l, n, h]) * KroneckerDelta(n, i) * KroneckerDelta(h, j) * W[l + 1, h, k],
        (n, N),
        (k, H[l + 1]),
        (h, H[l]),
    ),
).by(
    rules.DELTA_PICKS,
    step(z[l, i, j]) * total(dz[l + 1, i, k] * W[l + 1, j, k], (k, H[l + 1])),
).in_matrices(
    hadamard_product(dz.matrix_at(l + 1) * W.matrix_at(l + 1).T, elementwise(step, z.matrix_at(l))),
    (dz, W, z),
)

# %%
here = total(dz[l, n, h] * (total(a[l - 1, n, k] * W[l, k, h], (k, H[l - 1])) + b[l, h]), (n, N), (h, H[l]))
penalty = reg / 2 * total(W[l, k, h] ** 2, (k, H[l - 1]), (h, H[l]))

LAYER.result(
    "dW",
    Text("층 l의 가중치에 대한 그래디언트", "Gradient with respect to the weights of layer l"),
    Derivative(loss, W[l, i, j]),
    Derivative(here + penalty, W[l, i, j]),
    indices=((i, H[l - 1]), (j, H[l])),
    definitions=backward,
    expanded=(),
    layers=(l, L),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        dz[l, n, h] * a[l - 1, n, k] * KroneckerDelta(k, i) * KroneckerDelta(h, j),
        (n, N),
        (h, H[l]),
        (k, H[l - 1]),
    )
    + reg * total(W[l, k, h] * KroneckerDelta(k, i) * KroneckerDelta(h, j), (k, H[l - 1]), (h, H[l])),
).by(
    rules.DELTA_PICKS,
    total(a[l - 1, n, i] * dz[l, n, j], (n, N)) + reg * W[l, i, j],
).in_matrices(a.matrix_at(l - 1).T * dz.matrix_at(l) + reg * W.matrix_at(l), (a, dz, W))

# %%
LAYER.result(
    "db",
    Text("층 l의 편향에 대한 그래디언트", "Gradient with respect to the bias of layer l"),
    Derivative(loss, b[l, j]),
    Derivative(here + penalty, b[l, j]),
    indices=((j, H[l]),),
    definitions=backward,
    expanded=(),
    layers=(l, L),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dz[l, n, h] * KroneckerDelta(h, j), (n, N), (h, H[l])),
).by(
    rules.DELTA_PICKS,
    total(dz[l, n, j], (n, N)),
).in_matrices(dz.matrix_at(l).T * ones(N), (dz,))

# %%
net = derivations.layer("two_layer_net")
(hidden,) = sizes("H")
widths = {H[0]: D, H[1]: hidden, H[2]: C}
twins = {
    (a, 0): x,
    (z, 1): tensor("z1", N, hidden),
    (a, 1): tensor("a1", N, hidden),
    (z, 2): tensor("scores", N, C),
    (dz, 2): tensor("dscores", N, C),
    (dz, 1): tensor("dz1", N, hidden),
    **{(W, m): tensor(f"W{m}", widths[H[m - 1]], widths[H[m]]) for m in (1, 2)},
    **{(b, m): tensor(f"b{m}", widths[H[m]]) for m in (1, 2)},
}


def at_depth_two(expression, layer):
    """The statement about layer ``l`` for ``L = 2`` and a given layer, in the names of the two-layer net."""
    layered = expression.subs({L: 2, l: layer}).subs(widths)
    return layered.replace(
        lambda e: isinstance(e, Indexed) and (e.base, e.indices[0]) in twins,
        lambda e: twins[e.base, e.indices[0]][e.indices[1:]],
    )


for name, layer in (("dW", 1), ("dW", 2), ("db", 1), ("db", 2)):
    twin = net.results[f"{name}{layer}"]
    assert equal(at_depth_two(LAYER.results[name].closed_form, layer), twin.closed_form), twin.id

layer_of = {named: key for key, named in twins.items()}
for definition in twin.definitions:
    family, layer = layer_of.get(definition.tensor, (definition.tensor, None))
    position = () if layer is None else (L if layer == 2 else layer,)
    ours = expand(family[(*position, *definition.entry.indices)], [d for d in backward if d.tensor == family])
    assert equal(at_depth_two(ours, 0), definition.value), definition.entry
