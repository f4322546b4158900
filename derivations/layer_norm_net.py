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
# # 층 정규화와 드롭아웃을 쓰는 신경망 {#layer_norm_net}
#
# [배치 정규화를 쓰는 신경망](batch_norm_net.md)에서 정규화하는 축만 바꾸어 보자. [층 정규화](layer_norm.md)는 표본마다 은닉 유닛들의 평균과 분산을 구한다.
# 은닉층은 다음과 같다.
#
# 완전연결층 → 층 정규화 → ReLU → 드롭아웃
#
# 훈련할 때와 테스트할 때의 계산이 같고, 한 표본의 점수가 다른 표본에 좌우되지 않는다. 그래디언트에서 달라지는 것은 둘이다. `gamma`가 합 안에 남고,
# 편향의 그래디언트가 이제는 0이 아니다.

# %% [markdown] lang="en"
# # Net with layer normalisation and dropout {#layer_norm_net}
#
# Take the [net with batch normalisation](batch_norm_net.md) and change nothing but the axis that is normalised. [Layer normalisation](layer_norm.md) takes the mean and
# the variance of the hidden units of each sample. A hidden layer is
#
# affine layer → layer normalisation → ReLU → dropout
#
# Training and test compute the same, and the scores of a sample do not depend on other samples. Two things are different in the gradients: `gamma` stays
# inside the sums, and the gradient of the biases is no longer 0.

# %% tags=["setup"]
from sympy import (
    Derivative,
    HadamardPower,
    Integer,
    KroneckerDelta,
    Rational,
    Symbol,
    Trace,
    exp,
    hadamard_product,
    log,
    sqrt,
)

from yudo.derivations.calculus import (
    LABELS_IN_RANGE,
    OFF_THE_KINK,
    POSITIVE_SIZES,
    REAL_ARITHMETIC,
    Definition,
    Layer,
    Lecture,
    Part,
    Text,
    elementwise,
    flattened_size,
    indices,
    labels,
    ones,
    relu,
    rules,
    scalar,
    scalars,
    size_family,
    sizes,
    step,
    tensor,
    total,
)

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 수식 | 코드 | 모양 | 뜻 |
# | --- | --- | --- | --- |
# | $W^{(l)}$, $b^{(l)}$ | `params["Wl"]`, `params["bl"]` | $(H_{l-1}, H_l)$, $(H_l,)$ | 층 $l$의 가중치와 편향 |
# | $\gamma^{(l)}$, $\beta^{(l)}$ | `params["gammal"]`, `params["betal"]` | $(H_l,)$ | 은닉층 $l$의 배율과 이동 |
# | $\mathrm{mask}^{(l)}$ | `dropout_params[l - 1]["mask"]` | $(N, H_l)$ | 켜 둘 유닛은 1, 끌 유닛은 0 |
# | $p$ | `dropout_keep_ratio` | 스칼라 | 유닛 하나를 켜 둘 확률 |
# | $\varepsilon$ | `norm_params[l - 1]["eps"]` | 스칼라 | 분산에 더하는 작은 양수 |
# | $\lambda$ | `reg` | 스칼라 | L2 정규화의 세기 |
#
# 층은 $1$부터 $L$까지 세고, 마지막 층에는 완전연결층만 있다. 평균과 분산은 이제 표본마다 하나씩이라서 모양이 $(N,)$이다. 나머지는 배치 정규화를 쓰는 신경망과 같다.
# 그래디언트는 편미분(partial derivative)을 모은 배열이다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | Formula | Code | Shape | Meaning |
# | --- | --- | --- | --- |
# | $W^{(l)}$, $b^{(l)}$ | `params["Wl"]`, `params["bl"]` | $(H_{l-1}, H_l)$, $(H_l,)$ | weights and biases of layer $l$ |
# | $\gamma^{(l)}$, $\beta^{(l)}$ | `params["gammal"]`, `params["betal"]` | $(H_l,)$ | scale and shift of hidden layer $l$ |
# | $\mathrm{mask}^{(l)}$ | `dropout_params[l - 1]["mask"]` | $(N, H_l)$ | 1 for units that stay on, 0 for those that are off |
# | $p$ | `dropout_keep_ratio` | scalar | the probability that a unit stays on |
# | $\varepsilon$ | `norm_params[l - 1]["eps"]` | scalar | a small positive number, added to the variance |
# | $\lambda$ | `reg` | scalar | strength of the L2 regularisation |
#
# Layers are counted from $1$ to $L$, and the last one is an affine layer alone. There is now one mean and one variance for each sample, so their shape is $(N,)$. All else is as in the net with batch normalisation.
# A gradient is the array of partial derivatives.

# %%
N, C, L = sizes("N C L")
D = flattened_size("D")
H = size_family("H")
l, t, n, c, h, k, i, j = indices("l t n c h k i j")
(reg,) = scalars("lambda", positive=True)
epsilon = scalar("epsilon", positive=True, values="moderate")
p = scalar("p", positive=True, at_most=1, values="moderate")

x = tensor("x", N, D, values="moderate")
y = labels("y", N)
W = tensor("W", H[l - 1], H[l], layer=l, values="moderate")
b = tensor("b", H[l], layer=l, values="moderate")
gamma = tensor("gamma", H[l], layer=l, values="moderate")
beta = tensor("beta", H[l], layer=l, values="generic")
mask = tensor("mask", N, H[l], layer=l, values="mask")

LAYER = Layer(
    stem="layer_norm_net",
    title=Text("층 정규화와 드롭아웃을 쓰는 신경망", "Net with layer normalisation and dropout"),
    summary=Text(
        "은닉층마다 층 정규화와 드롭아웃이 있는 완전연결 신경망이다. 표본끼리 섞이지 않는다.",
        "A fully connected net with layer normalisation and dropout in each hidden layer; samples are not mixed.",
    ),
    inputs=(x, y, W, b, gamma, beta, mask, epsilon, p, reg),
    uses=("fully_connected_net", "layer_norm", "dropout"),
    after=("batch_norm_net",),
    part=Part.NORMALIZATION,
    ties=((H[0], D), (H[L], C)),
    assumptions=(REAL_ARITHMETIC, POSITIVE_SIZES, LABELS_IN_RANGE, OFF_THE_KINK),
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %%
a = tensor("a", N, H[l], layer=l)
z = tensor("z", N, H[l], layer=l)
rowmean = tensor("rowmean", N, layer=l, says=Text("표본의 평균", "mean of a sample"))
rowvar = tensor("rowvar", N, layer=l, says=Text("표본의 분산", "variance of a sample"))
xhat = tensor("xhat", N, H[l], layer=l, says=Text("정규화한 입력", "normalised input"))
s = tensor("s", N, H[l], layer=l)
dz = tensor("dz", N, H[l], layer=l)
ds = tensor(
    "ds",
    N,
    H[l],
    layer=l,
    says=Text("$s$에 대한 손실의 그래디언트", "gradient of the loss with respect to $s$"),
)
dxhat = tensor(
    "dxhat",
    N,
    H[l],
    layer=l,
    says=Text("$\\hat x$에 대한 손실의 그래디언트", "gradient of the loss with respect to $\\hat x$"),
)
probs = tensor("probs", N, C, positive=True)
onehot = tensor("onehot", N, C)

forward = (
    Definition(a[0, n, i], x[n, i]),
    Definition(z[l, n, j], total(a[l - 1, n, i] * W[l, i, j], (i, H[l - 1])) + b[l, j]),
    Definition(rowmean[l, n], total(z[l, n, j], (j, H[l])) / H[l]),
    Definition(rowvar[l, n], total((z[l, n, j] - rowmean[l, n]) ** 2, (j, H[l])) / H[l]),
    Definition(xhat[l, n, j], (z[l, n, j] - rowmean[l, n]) / sqrt(rowvar[l, n] + epsilon)),
    Definition(s[l, n, j], gamma[l, j] * xhat[l, n, j] + beta[l, j]),
    Definition(a[l, n, j], relu(s[l, n, j]) * mask[l, n, j] / p),
    Definition(probs[n, c], exp(z[L, n, c]) / total(exp(z[L, n, k]), (k, C))),
    Definition(onehot[n, c], KroneckerDelta(c, y[n])),
)
NORMALISED = forward[2:5]
AT_S = Definition(
    ds[l, n, j],
    step(s[l, n, j]) * mask[l, n, j] / p * total(dz[l + 1, n, k] * W[l + 1, j, k], (k, H[l + 1])),
)
AT_XHAT = Definition(dxhat[l, n, j], ds[l, n, j] * gamma[l, j])
AT_Z = Definition(
    dz[l, n, j],
    (
        dxhat[l, n, j]
        - total(dxhat[l, n, k], (k, H[l])) / H[l]
        - xhat[l, n, j] * total(dxhat[l, n, k] * xhat[l, n, k], (k, H[l])) / H[l]
    )
    / sqrt(rowvar[l, n] + epsilon),
)
backward = (*forward, Definition(dz[L, n, c], (probs[n, c] - onehot[n, c]) / N), AT_S, AT_XHAT, AT_Z)

# %% [markdown] lang="ko"
# ## 손실 {#total-loss}
#
# 손실은 바뀌지 않는다. 벌점에는 가중치만 들어간다.

# %% [markdown] lang="en"
# ## The loss {#total-loss}
#
# The loss is what it was. Only the weights are in the penalty.

# %%
loss = Symbol("L", real=True)
every_weight = total(total(W[t + 1, i, j] ** 2, (i, H[t]), (j, H[t + 1])), (t, L))

LAYER.result(
    "loss",
    Text("손실", "Loss"),
    loss,
    -total(log(probs[n, y[n]]), (n, N)) / N + reg / 2 * every_weight,
    definitions=forward,
    expanded=forward[7:],
).in_matrices(
    -Trace(onehot.matrix.T * elementwise(log, probs.matrix)) / N
    + reg / 2 * total(Trace(W.matrix_at(t + 1).T * W.matrix_at(t + 1)), (t, L)),
    (onehot, probs, W),
    layers=(t + 1,),
)

# %% [markdown] lang="ko"
# ## 드롭아웃과 ReLU를 거슬러 {#dropout-and-relu}
#
# 층 정규화를 만나기 전까지는 배치 정규화를 쓰는 신경망과 똑같다.

# %% [markdown] lang="en"
# ## Back through dropout and ReLU {#dropout-and-relu}
#
# Until layer normalisation is met, nothing differs from the net with batch normalisation.

# %%
following = total(
    dz[l + 1, n, k] * (total(relu(s[l, n, h]) * mask[l, n, h] / p * W[l + 1, h, k], (h, H[l])) + b[l + 1, k]),
    (n, N),
    (k, H[l + 1]),
)

LAYER.result(
    "ds",
    Text("드롭아웃과 ReLU를 거슬러", "Back through dropout and ReLU"),
    Derivative(loss, s[l, i, j]),
    Derivative(following, s[l, i, j]),
    indices=((i, N), (j, H[l])),
    definitions=backward,
    expanded=(),
    layers=(l, L - 1),
).by(
    rules.KINK,
    total(
        dz[l + 1, n, k]
        * step(s[l, n, h])
        * KroneckerDelta(n, i)
        * KroneckerDelta(h, j)
        * mask[l, n, h]
        / p
        * W[l + 1, h, k],
        (n, N),
        (k, H[l + 1]),
        (h, H[l]),
    ),
).by(
    rules.DELTA_PICKS,
    step(s[l, i, j]) * mask[l, i, j] / p * total(dz[l + 1, i, k] * W[l + 1, j, k], (k, H[l + 1])),
).in_matrices(
    hadamard_product(
        hadamard_product(dz.matrix_at(l + 1) * W.matrix_at(l + 1).T, mask.matrix_at(l) / p),
        elementwise(step, s.matrix_at(l)),
    ),
    (dz, W, mask, s),
)

# %% [markdown] lang="ko"
# ## 배율과 이동 {#scale-and-shift}
#
# 모든 표본이 $\gamma^{(l)}$과 $\beta^{(l)}$을 함께 쓰므로 여기서도 **표본**을 따라 더한다. 정규화한 축이 아니다.

# %% [markdown] lang="en"
# ## Scale and shift {#scale-and-shift}
#
# All samples share $\gamma^{(l)}$ and $\beta^{(l)}$, so the sum runs over the **samples** here, too, and not along the axis that was normalised.

# %%
shifted = total(ds[l, n, h] * (gamma[l, h] * xhat[l, n, h] + beta[l, h]), (n, N), (h, H[l]))

LAYER.result(
    "dgamma",
    Text("배율에 대한 그래디언트", "Gradient with respect to the scale"),
    Derivative(loss, gamma[l, j]),
    Derivative(shifted, gamma[l, j]),
    indices=((j, H[l]),),
    definitions=backward,
    expanded=(),
    layers=(l, L - 1),
).by(rules.DELTA_PICKS, total(ds[l, n, j] * xhat[l, n, j], (n, N))).in_matrices(
    hadamard_product(ds.matrix_at(l), xhat.matrix_at(l)).T * ones(N), (ds, xhat)
)

# %%
LAYER.result(
    "dbeta",
    Text("이동에 대한 그래디언트", "Gradient with respect to the shift"),
    Derivative(loss, beta[l, j]),
    Derivative(shifted, beta[l, j]),
    indices=((j, H[l]),),
    definitions=backward,
    expanded=(),
    layers=(l, L - 1),
).by(rules.DELTA_PICKS, total(ds[l, n, j], (n, N))).in_matrices(ds.matrix_at(l).T * ones(N), (ds,))

# %% [markdown] lang="ko"
# ## 층 정규화를 거슬러 {#normalisation}
#
# $\mathrm{d}s^{(l)}$에 먼저 `gamma`를 곱한 것이 $\mathrm{dxhat}^{(l)}$이다. 행을 따라 더할 때 $\gamma_k$가 첨자에 따라 달라서 합 밖으로 나오지 못한다.

# %% [markdown] lang="en"
# ## Back through layer normalisation {#normalisation}
#
# $\mathrm{d}s^{(l)}$ is first multiplied by `gamma`, which gives $\mathrm{dxhat}^{(l)}$. In a sum along a row, $\gamma_k$ depends on the index and cannot move out of it.

# %%
LAYER.result(
    "dz",
    Text("층 정규화를 거슬러", "Back through layer normalisation"),
    Derivative(loss, z[l, i, j]),
    Derivative(shifted, z[l, i, j]),
    indices=((i, N), (j, H[l])),
    definitions=backward,
    expanded=(*NORMALISED, AT_XHAT),
    layers=(l, L - 1),
).by(
    rules.KNOWN_RESULT,
    (
        dxhat[l, i, j]
        - total(dxhat[l, i, k], (k, H[l])) / H[l]
        - xhat[l, i, j] * total(dxhat[l, i, k] * xhat[l, i, k], (k, H[l])) / H[l]
    )
    / sqrt(rowvar[l, i] + epsilon),
    Text(
        "[`layer_norm.dx`](layer_norm.md#layer_norm.dx)다.",
        "This is [`layer_norm.dx`](layer_norm.md#layer_norm.dx).",
    ),
).in_matrices(
    hadamard_product(
        HadamardPower(rowvar.matrix_at(l) + epsilon * ones(N), Rational(-1, 2)) * ones(H[l]).T,
        dxhat.matrix_at(l)
        - dxhat.matrix_at(l) * ones(H[l]) * ones(H[l]).T / H[l]
        - hadamard_product(
            xhat.matrix_at(l),
            hadamard_product(dxhat.matrix_at(l), xhat.matrix_at(l)) * ones(H[l]) * ones(H[l]).T / H[l],
        ),
    ),
    (rowvar, dxhat, xhat),
)

# %% [markdown] lang="ko"
# ## 가중치와 편향 {#parameters}
#
# $\mathrm{d}z^{(l)}$을 알면 나머지는 완전연결 신경망과 같다.

# %% [markdown] lang="en"
# ## Weights and biases {#parameters}
#
# Once $\mathrm{d}z^{(l)}$ is known, the rest is as in the fully connected net.

# %%
here = total(dz[l, n, h] * (total(a[l - 1, n, k] * W[l, k, h], (k, H[l - 1])) + b[l, h]), (n, N), (h, H[l]))
penalty = reg / 2 * total(W[l, k, h] ** 2, (k, H[l - 1]), (h, H[l]))
R = Symbol("R[l]", real=True)

LAYER.result(
    "dW",
    Text("층 l의 가중치에 대한 그래디언트", "Gradient with respect to the weights of layer l"),
    Derivative(loss, W[l, i, j]),
    Derivative(here + penalty, W[l, i, j]),
    indices=((i, H[l - 1]), (j, H[l])),
    definitions=backward,
    abbreviations={R: penalty},
    expanded=(),
    layers=(l, L),
).by(
    rules.DELTA_PICKS,
    total(a[l - 1, n, i] * dz[l, n, j], (n, N)) + reg * W[l, i, j],
).in_matrices(a.matrix_at(l - 1).T * dz.matrix_at(l) + reg * W.matrix_at(l), (a, dz, W))

# %%
LAYER.result(
    "db",
    Text("층 l의 편향에 대한 그래디언트", "Gradient with respect to the bias of layer l"),
    Derivative(loss, b[l, j]),
    Derivative(here, b[l, j]),
    indices=((j, H[l]),),
    definitions=backward,
    expanded=(),
    layers=(l, L),
).by(rules.DELTA_PICKS, total(dz[l, n, j], (n, N))).in_matrices(dz.matrix_at(l).T * ones(N), (dz,))

# %% [markdown] lang="ko"
# 배치 정규화에서는 이 합이 은닉층마다 0이었다. 여기서 0이 되는 것은 $\mathrm{d}z^{(l)}$의 **행**을 더한 합이다. 편향은 유닛마다 다른 수를 더하므로 한 행 안의 값이 서로 다르게 움직이고, 층 정규화는 그것을 지우지 않는다.
# 지워지는 것은 모든 유닛에 똑같이 더한 수뿐이다.

# %% [markdown] lang="en"
# With batch normalisation, this sum was 0 in every hidden layer. Here it is the **rows** of $\mathrm{d}z^{(l)}$ that add up to 0. A bias adds another number to each unit, which moves the values of a row against each other, and layer normalisation does not undo that.
# It undoes only a number that is added to all units alike.

# %% [markdown] lang="ko"
# ## 구현 {#implementation}
#
# 아래는 두 완전연결층 사이에서 하는 일이다. 신경망 전체는 [`impl/fully_connected_net.py`](fully_connected_net.md#implementation)의 `FullyConnectedNet`이고, `normalization="layernorm"`으로 만든다.

# %% [markdown] lang="en"
# ## Implementation {#implementation}
#
# Below is what happens between two affine layers. The whole net is `FullyConnectedNet` of [`impl/fully_connected_net.py`](fully_connected_net.md#implementation), made with `normalization="layernorm"`.

# %% [markdown] slot="implementation"
# 코드는 `impl/layer_norm_net.py`에 있다. / The code is in `impl/layer_norm_net.py`.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 2층 신경망이고 은닉 유닛은 둘이다. $\varepsilon$을 1로 잡아 제곱근이 유리수가 되게 했다. 첫째 표본의 분산은 9/16, 둘째 표본의 분산은 16/9다. 켜 둘 확률은 1/2이고, 첫째 표본에서 유닛 1을 껐다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# A net of two layers with two hidden units. $\varepsilon$ is 1, so that the roots are rational: the first sample has the variance 9/16, the second 16/9. A unit stays on with probability 1/2, and unit 1 is off for the first sample.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 2, C: 2, L: 2, H[0]: 2, H[1]: 2, H[2]: 2},
    given={
        x: [[1, 0], [0, 1]],
        y: [0, 1],
        W: {1: [[2, Rational(5, 2)], [0, Rational(14, 3)]], 2: [[1, 0], [1, 0]]},
        b: {1: [1, -1], 2: [log(3) - 8, 0]},
        gamma: {1: [5, Rational(5, 2)]},
        beta: {1: [1, 2]},
        mask: {1: [[1, 0], [1, 1]]},
        epsilon: 1,
        p: Rational(1, 2),
        reg: Rational(1, 8),
    },
    show=[
        (z, (1, 0, 0)),
        (rowmean, (1, 0)),
        (rowvar, (1, 0)),
        (xhat, (1, 0, 0)),
        (s, (1, 0, 0)),
        (a, (1, 0, 0)),
        (probs, (0, 0)),
        (dz, (2, 0, 0)),
        ("ds", (1, 0, 0)),
        ("dgamma", (1, 0)),
        ("dbeta", (1, 0)),
        (dxhat, (1, 0, 0)),
        ("dz", (1, 0, 0)),
        ("dW", (1, 0, 0)),
        ("db", (1, 0)),
    ],
)

# %% [markdown] lang="ko"
# $\mathrm{d}z^{(1)}$의 행을 더하면 0이고, 열을 더한 `db`는 0이 아니다.

# %% [markdown] lang="en"
# The rows of $\mathrm{d}z^{(1)}$ add up to 0; its columns, which are `db`, do not.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify layer_norm_net`의 결과. / The result of `yudo verify layer_norm_net`.

# %% [markdown] lang="ko"
# 식은 모든 깊이에 대해 유도했고, 코드는 층이 1개, 2개, 3개일 때 모든 크기에 대해 증명했다.
#
# ## 주의할 입력 {#awkward}
#
# - **은닉 유닛이 하나뿐인 층.** $H_l = 1$이면 $\hat x$가 0이라서 그 층의 출력은 입력과 무관하고, 아래로 흐르는 그래디언트도 0이다.
# - **표본이 하나뿐인 배치.** 배치 정규화와 달리 아무 문제가 없다. 평균을 표본마다 내기 때문이다.
# - **유닛마다 크기가 크게 다를 때.** 평균과 분산을 큰 유닛이 정하므로, 작은 유닛의 값은 서로 거의 구별되지 않는다.
# - **빈 배치.** $N = 0$이면 점수는 모양 $(0, C)$이고, 손실은 `ValueError`다.

# %% [markdown] lang="en"
# The formulas are derived for any depth; the code is proven for all sizes with one, two and three layers.
#
# ## Awkward inputs {#awkward}
#
# - **A layer with a single hidden unit.** For $H_l = 1$, $\hat x$ is 0: the layer puts out the same whatever comes in, and the gradient that flows down is 0.
# - **A batch of one sample.** Unlike with batch normalisation, nothing is wrong with it, because every sample has its own mean.
# - **Units of very different sizes.** Large ones decide mean and variance, and small ones can hardly be told apart.
# - **An empty batch.** For $N = 0$ the scores have the shape $(0, C)$, and the loss is a `ValueError`.

# %% [markdown] lang="ko"
# ## 흔한 실수 {#mistakes}
#
# 틀린 식에서 옳은 식을 뺀 차는 컴퓨터가 구했다.

# %% [markdown] lang="en"
# ## Common mistakes {#mistakes}
#
# The machine has subtracted the right formula from each wrong one.

# %%
from_above = total(dz[l + 1, i, k] * W[l + 1, j, k], (k, H[l + 1]))
std = sqrt(rowvar[l, i] + epsilon)

LECTURE.mistake(
    "gamma-outside",
    "dz",
    Text(
        "배치 정규화처럼 `gamma`를 합 밖으로 뺀다",
        "`gamma` is moved out of the sums, as in batch normalisation",
    ),
    wrong=gamma[l, j]
    / std
    * (
        ds[l, i, j]
        - total(ds[l, i, k], (k, H[l])) / H[l]
        - xhat[l, i, j] * total(ds[l, i, k] * xhat[l, i, k], (k, H[l])) / H[l]
    ),
    layer=1,
    symptom=Text(
        "`gamma`의 원소가 모두 같을 때, 곧 학습을 시작할 때는 옳다.",
        "It is right where all entries of `gamma` are equal, and so at the start of training.",
    ),
)

# %%
LECTURE.mistake(
    "other-axis",
    "dz",
    Text("역전파에서만 표본을 따라 더한다", "The backward pass alone sums over the samples"),
    wrong=(
        dxhat[l, i, j]
        - total(dxhat[l, n, j], (n, N)) / N
        - xhat[l, i, j] * total(dxhat[l, n, j] * xhat[l, n, j], (n, N)) / N
    )
    / std,
    layer=1,
    symptom=Text(
        "배치 정규화의 역전파를 불렀다. `dgamma`와 `dbeta`는 맞고 그 아래는 모두 틀린다.",
        "The backward of batch normalisation was called. `dgamma` and `dbeta` are right, and all below is wrong.",
    ),
)

# %%
LECTURE.mistake(
    "no-bias",
    "db",
    Text("배치 정규화에서처럼 `db`를 0으로 둔다", "`db` is taken for 0, as with batch normalisation"),
    wrong=Integer(0),
    layer=1,
    symptom=Text(
        "은닉층의 편향이 처음 값에 그대로 머문다. 나머지 그래디언트는 모두 맞다.",
        "The biases of the hidden layers stay what they were. All other gradients are right.",
    ),
)

# %%
LECTURE.mistake(
    "no-dropout-mask",
    "ds",
    Text(
        "역전파에서 드롭아웃의 마스크를 곱하지 않는다",
        "The backward pass does not multiply by the mask of dropout",
    ),
    wrong=step(s[l, i, j]) * from_above,
    layer=1,
    symptom=Text(
        "마지막 층의 `dW`와 `db`만 맞는다. `dropout_keep_ratio=1`로 검사하면 드러나지 않는다.",
        "Only `dW` and `db` of the last layer are right. A check with `dropout_keep_ratio=1` does not show it.",
    ),
)

# %%
LECTURE.mistake(
    "mask-before-normalization",
    "ds",
    Text("ReLU의 마스크를 $z$의 부호로 만든다", "The mask of the ReLU is made of the signs of $z$"),
    wrong=step(z[l, i, j]) * mask[l, i, j] / p * from_above,
    layer=1,
    symptom=Text(
        "$z$와 $s$의 부호가 다른 자리에서만 틀린다.",
        "It is wrong only where $z$ and $s$ differ in sign.",
    ),
)

# %% [markdown] lang="ko"
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
LECTURE.exercise(
    Text(
        r"$\mathrm{d}z^{(l)}$의 행을 더하면 0임을 보여라.",
        r"Show that the rows of $\mathrm{d}z^{(l)}$ add up to 0.",
    ),
    Text(
        r"""$\mathrm{dxhat}$에서 그 평균을 뺐으므로 첫 두 항의 합은 0이고, $\hat x$의 행도 더하면 0이다.

<1>""",
        r"""The mean of $\mathrm{dxhat}$ was subtracted, so the first two terms add up to 0, and the rows of $\hat x$ do as well.

<1>""",
    ),
    lambda: [(total(AT_Z.at((l, n, j)), (j, H[l])), Integer(0))],
    definitions=NORMALISED,
)

# %%
(shift,) = scalars("c")

LECTURE.exercise(
    Text(
        r"한 표본의 모든 $z$에 같은 수 $c$를 더하면 평균을 뺀 값은 어떻게 되는가? 편향의 그래디언트가 0이 아닌 것과 어긋나지 않는가?",
        r"Add the same number $c$ to all $z$ of a sample. What becomes of $z$ minus its mean? Does that contradict a gradient of the biases that is not 0?",
    ),
    Text(
        r"""평균도 $c$만큼 커지므로 그대로다.

<1>

어긋나지 않는다. 이것은 모든 편향을 똑같이 옮길 때의 일이고, 그 방향의 미분은 `db`의 원소를 모두 더한 것이다. 행의 합이 0이므로 그 합은 0이다. 원소 하나하나는 0이 아니어도 된다.""",
        r"""The mean grows by $c$ as well, so it stays the same.

<1>

It does not. This is what happens if all biases are moved alike, and the derivative in that direction is the sum of all entries of `db`. That sum is 0, because the rows add up to 0; single entries need not be.""",
    ),
    lambda: [
        (
            z[l, n, j] + shift - total(z[l, n, k] + shift, (k, H[l])) / H[l],
            z[l, n, j] - total(z[l, n, k], (k, H[l])) / H[l],
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("ds", (1, 1, 1)), ("dz", (1, 0, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 은닉층은 완전연결층, 층 정규화, ReLU, 드롭아웃의 차례다.
# 2. `dgamma`와 `dbeta`는 표본을 따라, `dz`의 두 평균은 은닉 유닛을 따라 더한다.
# 3. `gamma`는 합 안에 남는다.
# 4. $\mathrm{d}z$의 행을 더하면 0이지만 열을 더한 `db`는 0이 아니다.
#
# **더 읽을거리**
#
# - J. L. Ba, J. R. Kiros, G. E. Hinton, [Layer normalization](https://arxiv.org/abs/1607.06450), 2016
# - [CS231n의 과제 2](https://cs231n.github.io/assignments2025/assignment2/)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. A hidden layer is affine layer, layer normalisation, ReLU and dropout, in this order.
# 2. `dgamma` and `dbeta` are sums over the samples, the two means of `dz` run over the hidden units.
# 3. `gamma` stays inside the sums.
# 4. The rows of $\mathrm{d}z$ add up to 0; its columns, which are `db`, do not.
#
# **Further reading**
#
# - J. L. Ba, J. R. Kiros, G. E. Hinton, [Layer normalization](https://arxiv.org/abs/1607.06450), 2016
# - [CS231n's assignment 2](https://cs231n.github.io/assignments2025/assignment2/)
