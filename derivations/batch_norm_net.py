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
# # 배치 정규화와 드롭아웃을 쓰는 신경망 {#batch_norm_net}
#
# [임의 깊이의 완전연결 신경망](fully_connected_net.md)은 은닉층마다 완전연결층과 ReLU를 거친다. 여기서는 그 사이에
# [배치 정규화](batch_norm.md)를 넣고 ReLU 다음에 [드롭아웃](dropout.md)을 넣는다. 은닉층 하나는 다음과 같다.
#
# 완전연결층 → 배치 정규화 → ReLU → 드롭아웃
#
# 새로 미분할 것은 거의 없다. 층마다의 결과를 어떤 차례로 이어 쓰는지, 그때 업스트림 그래디언트(upstream gradient)가 무엇인지를 바로
# 아는 것이 이 페이지의 목적이다. 그리고 하나씩 볼 때는 보이지 않던 사실이 나온다. 배치 정규화 바로 앞에 있는 편향의 그래디언트는 언제나 0이다.

# %% [markdown] lang="en"
# # Net with batch normalisation and dropout {#batch_norm_net}
#
# In the [fully connected net of any depth](fully_connected_net.md), a hidden layer is an affine layer and a ReLU. Here,
# [batch normalisation](batch_norm.md) comes between the two, and [dropout](dropout.md) after the ReLU. One hidden layer is
#
# affine layer → batch normalisation → ReLU → dropout
#
# Hardly anything is differentiated anew. What this page is about is the order in which the results of the layers follow each other, and what
# the upstream gradient is in each place. And a fact comes to light that cannot be seen in any one layer: the gradient of a bias
# right before batch normalisation is always 0.

# %% tags=["setup"]
from sympy import (
    Derivative,
    HadamardPower,
    Integer,
    KroneckerDelta,
    Rational,
    Symbol,
    Trace,
    ZeroMatrix,
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
# 층은 $1$부터 $L$까지 센다. $1 \le l \le L-1$인 층이 은닉층이고, 마지막 층에는 완전연결층만 있다. 그래서 $\gamma^{(L)}$, $\beta^{(L)}$, $\mathrm{mask}^{(L)}$은
# 쓰이지 않는다. 너비 $H_l$과 두 가지 뜻의 $L$은 완전연결 신경망의 페이지와 같다. 그래디언트는 편미분(partial derivative)을 모은 배열이다.
#
# 마스크는 뽑고 나면 주어진 수다. 그래서 입력과 함께 적었다. 마스크의 원소가 모두 1이고 $p = 1$이면 드롭아웃이 없는 신경망이다.

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
# Layers are counted from $1$ to $L$. Those with $1 \le l \le L-1$ are hidden; the last one is an affine layer alone, so $\gamma^{(L)}$, $\beta^{(L)}$ and
# $\mathrm{mask}^{(L)}$ are not used. The widths $H_l$ and the two meanings of $L$ are those of the page of the fully connected net. A gradient is the array
# of partial derivatives.
#
# Once it is drawn, a mask is a given array, and so it stands among the inputs. A mask of ones and $p = 1$ make a net without dropout.

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
    stem="batch_norm_net",
    title=Text("배치 정규화와 드롭아웃을 쓰는 신경망", "Net with batch normalisation and dropout"),
    summary=Text(
        "은닉층마다 배치 정규화와 드롭아웃이 있는 완전연결 신경망이다. 은닉층의 편향에 대한 그래디언트는 0이다.",
        "A fully connected net with batch normalisation and dropout in each hidden layer, whose biases have gradient 0.",
    ),
    inputs=(x, y, W, b, gamma, beta, mask, epsilon, p, reg),
    uses=("fully_connected_net", "batch_norm", "dropout"),
    part=Part.NORMALIZATION,
    ties=((H[0], D), (H[L], C)),
    assumptions=(REAL_ARITHMETIC, POSITIVE_SIZES, LABELS_IN_RANGE, OFF_THE_KINK),
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# $z^{(l)}$은 완전연결층의 출력, $s^{(l)}$은 배치 정규화의 출력으로 ReLU에 들어가는 값, $a^{(l)}$은 드롭아웃까지 거친 값이다. 역전파(backward pass)에서 쓸
# $\mathrm{d}z^{(l)}$과 $\mathrm{d}s^{(l)}$도 아래 셀에서 점화식으로 정의하고, 이것이 손실의 그래디언트와 일치하는지는 뒤에서 확인한다.

# %% [markdown] lang="en"
# $z^{(l)}$ is the output of the affine layer, $s^{(l)}$ that of batch normalisation, which goes into the ReLU, and $a^{(l)}$ is what dropout has left. The next
# cell also defines $\mathrm{d}z^{(l)}$ and $\mathrm{d}s^{(l)}$ of the backward pass, as a recurrence. That they are the gradients of the loss is shown further down.

# %%
a = tensor("a", N, H[l], layer=l)
z = tensor("z", N, H[l], layer=l)
mu = tensor("mu", H[l], layer=l, says=Text("배치의 평균", "mean over the batch"))
var = tensor("var", H[l], layer=l, says=Text("배치의 분산", "variance over the batch"))
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
probs = tensor("probs", N, C, positive=True)
onehot = tensor("onehot", N, C)

forward = (
    Definition(a[0, n, i], x[n, i]),
    Definition(z[l, n, j], total(a[l - 1, n, i] * W[l, i, j], (i, H[l - 1])) + b[l, j]),
    Definition(mu[l, j], total(z[l, n, j], (n, N)) / N),
    Definition(var[l, j], total((z[l, n, j] - mu[l, j]) ** 2, (n, N)) / N),
    Definition(xhat[l, n, j], (z[l, n, j] - mu[l, j]) / sqrt(var[l, j] + epsilon)),
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
AT_Z = Definition(
    dz[l, n, j],
    gamma[l, j]
    / sqrt(var[l, j] + epsilon)
    * (
        ds[l, n, j]
        - total(ds[l, k, j], (k, N)) / N
        - xhat[l, n, j] * total(ds[l, k, j] * xhat[l, k, j], (k, N)) / N
    ),
)
backward = (*forward, Definition(dz[L, n, c], (probs[n, c] - onehot[n, c]) / N), AT_S, AT_Z)

# %% [markdown] lang="ko"
# ## 손실 {#total-loss}
#
# 점수 $z^{(L)}$은 마지막 완전연결층의 출력이고, 손실은 완전연결 신경망과 같다. 벌점에는 가중치만 들어간다. 편향, 배율, 이동은 정규화하지 않는다.

# %% [markdown] lang="en"
# ## The loss {#total-loss}
#
# The scores $z^{(L)}$ are the output of the last affine layer, and the loss is that of the fully connected net. Only the weights are in the penalty; biases, scales and shifts are not regularised.

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
# 테스트할 때의 점수는 다르다. 코드는 레이블 없이 부르면 배치의 평균과 분산 대신 이동 평균을 쓰고([`batch_norm.out_test`](batch_norm.md#batch_norm.out_test)),
# 아무것도 끄지 않는다([`dropout.out_test`](dropout.md#dropout.out_test)). 그 점수로는 학습하지 않으므로 그래디언트도 없다.
#
# ## 드롭아웃과 ReLU를 거슬러 {#dropout-and-relu}
#
# 층 $l+1$의 $\mathrm{d}z^{(l+1)}$을 안다고 하자. 완전연결층을 거슬러 오면 $\mathrm{d}z^{(l+1)} W^{(l+1)\top}$이다. 여기에 순전파에서 쓴 바로 그 마스크를 곱하고 $p$로 나눈 다음,
# ReLU에 들어간 값 $s^{(l)}$이 양수였던 자리만 남긴다. $z^{(l)}$의 부호를 보면 안 된다.

# %% [markdown] lang="en"
# Scores at test time are others. Called without labels, the code takes the running averages in place of the batch's mean and variance
# ([`batch_norm.out_test`](batch_norm.md#batch_norm.out_test)) and switches nothing off ([`dropout.out_test`](dropout.md#dropout.out_test)). Nothing is learned from those scores, so they have no gradient.
#
# ## Back through dropout and ReLU {#dropout-and-relu}
#
# Suppose $\mathrm{d}z^{(l+1)}$ of layer $l+1$ is known. Back through its affine part, it is $\mathrm{d}z^{(l+1)} W^{(l+1)\top}$. Multiply by the very mask of the forward pass and divide
# by $p$; then keep the places where $s^{(l)}$, what went into the ReLU, was positive. The sign of $z^{(l)}$ does not count.

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
# $\mathrm{d}s^{(l)}$은 배치 정규화의 업스트림 그래디언트다. [`batch_norm.dgamma`](batch_norm.md#batch_norm.dgamma)와 [`batch_norm.dbeta`](batch_norm.md#batch_norm.dbeta)에 넣으면 된다.

# %% [markdown] lang="en"
# ## Scale and shift {#scale-and-shift}
#
# $\mathrm{d}s^{(l)}$ is the upstream gradient of batch normalisation. Put it into [`batch_norm.dgamma`](batch_norm.md#batch_norm.dgamma) and [`batch_norm.dbeta`](batch_norm.md#batch_norm.dbeta).

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
# ## 배치 정규화를 거슬러 {#normalisation}
#
# 같은 업스트림 그래디언트로 $z^{(l)}$에 대한 그래디언트를 구한다. 이것으로 점화식의 한 바퀴가 끝난다. 층의 번호 $l$이 기호이므로 귀납법에 따라 모든 은닉층에 대해 성립한다.

# %% [markdown] lang="en"
# ## Back through batch normalisation {#normalisation}
#
# With the same upstream gradient, find the gradient with respect to $z^{(l)}$. That closes one round of the recurrence. The number $l$ of the layer is a symbol, so by induction it holds for every hidden layer.

# %%
inverse_std = HadamardPower(var.matrix_at(l) + epsilon * ones(H[l]), Rational(-1, 2))
LAYER.result(
    "dz",
    Text("배치 정규화를 거슬러", "Back through batch normalisation"),
    Derivative(loss, z[l, i, j]),
    Derivative(shifted, z[l, i, j]),
    indices=((i, N), (j, H[l])),
    definitions=backward,
    expanded=NORMALISED,
    layers=(l, L - 1),
).by(
    rules.KNOWN_RESULT,
    gamma[l, j]
    / sqrt(var[l, j] + epsilon)
    * (
        ds[l, i, j]
        - total(ds[l, n, j], (n, N)) / N
        - xhat[l, i, j] * total(ds[l, n, j] * xhat[l, n, j], (n, N)) / N
    ),
    Text(
        "[`batch_norm.dx`](batch_norm.md#batch_norm.dx)다.",
        "This is [`batch_norm.dx`](batch_norm.md#batch_norm.dx).",
    ),
).in_matrices(
    hadamard_product(
        ones(N) * hadamard_product(gamma.matrix_at(l), inverse_std).T,
        ds.matrix_at(l)
        - ones(N) * ones(N).T * ds.matrix_at(l) / N
        - hadamard_product(
            xhat.matrix_at(l), ones(N) * ones(N).T * hadamard_product(ds.matrix_at(l), xhat.matrix_at(l)) / N
        ),
    ),
    (gamma, var, ds, xhat),
)

# %% [markdown] lang="ko"
# ## 가중치와 편향 {#parameters}
#
# 가중치의 그래디언트는 완전연결 신경망에서와 똑같다. 층 $l$의 입력은 드롭아웃까지 거친 $a^{(l-1)}$이다. 끈 유닛은 다음 층의 가중치에 아무것도 보태지 않는다.

# %% [markdown] lang="en"
# ## Weights and biases {#parameters}
#
# The gradient of the weights is that of the fully connected net. The input of layer $l$ is $a^{(l-1)}$, after dropout: a unit that is off adds nothing to the weights that it feeds.

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

# %% [markdown] lang="ko"
# 편향은 다르다. 먼저 $\mathrm{d}z^{(l)}$의 열을 더하는 데까지는 같다. 그런데 배치 정규화를 거슬러 온 그래디언트는 열마다 더하면 0이다. $\mathrm{d}s$에서 그 평균을 뺐고, $\hat x$의 열도 더하면 0이기 때문이다.

# %% [markdown] lang="en"
# Biases are another matter. It begins alike, with the sum of each column of $\mathrm{d}z^{(l)}$. But what comes back through batch normalisation adds up to 0 in every column: the mean of $\mathrm{d}s$ was subtracted, and the columns of $\hat x$ add up to 0 as well.

# %%
LAYER.result(
    "db",
    Text("은닉층의 편향에 대한 그래디언트", "Gradient with respect to the bias of a hidden layer"),
    Derivative(loss, b[l, j]),
    Derivative(here, b[l, j]),
    indices=((j, H[l]),),
    definitions=backward,
    expanded=(*NORMALISED, AT_Z),
    layers=(l, L - 1),
).by(rules.DELTA_PICKS, total(dz[l, n, j], (n, N))).by(rules.CANCEL, Integer(0)).in_matrices(
    ZeroMatrix(H[l], 1), ()
)

# %% [markdown] lang="ko"
# 순전파를 보면 까닭이 분명하다. 편향은 한 열의 모든 값을 똑같이 옮기고, 배치 정규화는 평균을 뺀다. 편향을 얼마로 잡든 $\hat x$는 같다. 그래서 학습하는 동안 은닉층의 편향은 처음 값에 그대로 머물고, 그 일은 $\beta^{(l)}$이 맡는다. 코드는 이 합을 실제로 계산하므로 0 대신 반올림 오차가 나온다. float64라면 대개 $10^{-17}$ 안팎이다.
#
# 마지막 층에는 정규화가 없으므로 편향의 그래디언트도 0이 아니다.

# %% [markdown] lang="en"
# The forward pass tells why. A bias shifts all values of a column alike, and batch normalisation subtracts the mean: whatever the bias is, $\hat x$ is the same. So the biases of the hidden layers stay what they were at the start, and $\beta^{(l)}$ does their work. The code does compute the sum, and what it finds instead of 0 is rounding error, in float64 mostly around $10^{-17}$.
#
# The last layer is not normalised, and the gradient of its bias is not 0.

# %%
LAYER.result(
    "db_last",
    Text("마지막 층의 편향에 대한 그래디언트", "Gradient with respect to the bias of the last layer"),
    Derivative(loss, b[L, j]),
    Derivative(
        total(dz[L, n, h] * (total(a[L - 1, n, k] * W[L, k, h], (k, H[L - 1])) + b[L, h]), (n, N), (h, C)),
        b[L, j],
    ),
    indices=((j, C),),
    definitions=backward,
    expanded=(),
).by(rules.DELTA_PICKS, total(dz[L, n, j], (n, N))).in_matrices(
    dz.matrix_at(L).T * ones(N), (dz,), layers=(L,)
)

# %% [markdown] lang="ko"
# ## 구현 {#implementation}
#
# 아래는 두 완전연결층 사이에서 하는 일이다. 신경망 전체는 [`impl/fully_connected_net.py`](fully_connected_net.md#implementation)의 `FullyConnectedNet`이다. `normalization="batchnorm"`으로 만들면 은닉층마다 이 함수들을 부르고, `dropout_keep_ratio`가 1보다 작으면 `dropout_param`도 넘긴다.

# %% [markdown] lang="en"
# ## Implementation {#implementation}
#
# Below is what happens between two affine layers. The whole net is `FullyConnectedNet` of [`impl/fully_connected_net.py`](fully_connected_net.md#implementation). Made with `normalization="batchnorm"`, it calls these functions in each hidden layer, and hands them a `dropout_param` where `dropout_keep_ratio` is less than 1.

# %% [markdown] slot="implementation"
# 코드는 `impl/batch_norm_net.py`에 있다. / The code is in `impl/batch_norm_net.py`.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 2층 신경망이고 은닉 유닛은 셋이다. $\varepsilon$을 1로 잡아 제곱근이 유리수가 되게 했다. 유닛 0과 2의 분산은 9/16, 유닛 1의 분산은 16/9다. 켜 둘 확률은 1/2이고, 둘째 표본에서 유닛 2를 껐다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# A net of two layers with three hidden units. $\varepsilon$ is 1, so that the roots are rational: units 0 and 2 have the variance 9/16, unit 1 has 16/9. A unit stays on with probability 1/2, and unit 2 is off for the second sample.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 2, C: 2, L: 2, H[0]: 2, H[1]: 3, H[2]: 2},
    given={
        x: [[1, 0], [0, 1]],
        y: [0, 1],
        W: {
            1: [[2, -1, 0], [Rational(1, 2), Rational(5, 3), Rational(3, 2)]],
            2: [[1, 0], [1, 0], [0, 1]],
        },
        b: {1: [1, -2, 0], 2: [log(3) - 6, 0]},
        gamma: {1: [5, Rational(5, 2), 5]},
        beta: {1: [1, 1, 4]},
        mask: {1: [[1, 1, 1], [1, 1, 0]]},
        epsilon: 1,
        p: Rational(1, 2),
        reg: Rational(1, 8),
    },
    show=[
        (z, (1, 0, 0)),
        (mu, (1, 0)),
        (var, (1, 0)),
        (xhat, (1, 0, 0)),
        (s, (1, 0, 0)),
        (a, (1, 0, 0)),
        (z, (2, 0, 0)),
        (probs, (0, 0)),
        (dz, (2, 0, 0)),
        ("ds", (1, 0, 0)),
        ("dgamma", (1, 0)),
        ("dbeta", (1, 0)),
        ("dz", (1, 0, 0)),
        ("dW", (1, 0, 0)),
        ("db", (1, 0)),
        ("db_last", (0,)),
    ],
)

# %% [markdown] lang="ko"
# $\mathrm{d}z^{(1)}$의 둘째 행을 구해 열마다 더해 보자. 모두 0이다. $b^{(1)}$을 다른 수로 바꾸어도 $z$와 $\mu$가 함께 바뀔 뿐 그 뒤로는 아무것도 달라지지 않는다.

# %% [markdown] lang="en"
# Find the second row of $\mathrm{d}z^{(1)}$ and add up the columns: all give 0. Change $b^{(1)}$, and $z$ and $\mu$ change together, and nothing after them.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify batch_norm_net`의 결과. / The result of `yudo verify batch_norm_net`.

# %% [markdown] lang="ko"
# 식은 모든 깊이에 대해 유도했고, 코드는 층이 1개, 2개, 3개일 때 모든 크기에 대해 증명했다.
#
# ## 주의할 입력 {#awkward}
#
# - **표본이 하나뿐인 배치.** $\hat x$가 모두 0이라서 은닉층의 출력은 입력과 무관하다. 은닉층의 $\mathrm{d}z^{(l)}$도 모두 0이라서, 마지막 층과 그 바로 앞의 이동 $\beta^{(L-1)}$만 학습한다.
# - **모두 꺼진 유닛.** 앞 층의 유닛이 모두 꺼지거나 음수이면 $z$의 열이 상수이고 $s = \beta$가 된다. $\beta$는 0에서 출발하므로 이때 ReLU의 입력은 꺾인 점(kink)에 있다. 그 자리의 그래디언트는 관례에 따라 0이지만, 반올림 때문에 작은 양수가 나올 수도 있다.
# - **그래디언트 검사.** 손실을 두 번 계산하는 사이에 마스크가 바뀌면 수치 미분은 뜻이 없다. `seed`를 주어 만든 신경망은 부를 때마다 같은 마스크를 쓴다. 학습할 때는 `dropout_params`의 `seed`를 지워야 마스크가 새로 뽑힌다.
# - **테스트 모드.** 이동 평균은 0에서 출발한다. 학습하지 않은 신경망의 점수를 테스트 모드로 구하면 0으로 나눈 것에 가까운 큰 수가 나온다. $\varepsilon = 10^{-5}$이면 값에 약 316이 곱해진다.
# - **$p$가 작을 때.** 남은 유닛의 값이 $1/p$배가 되어 다음 층의 값도 커진다. 배치 정규화가 다시 맞추지만 배치마다 마스크가 다르므로 분산의 이동 평균이 흔들린다.

# %% [markdown] lang="en"
# The formulas are derived for any depth; the code is proven for all sizes with one, two and three layers.
#
# ## Awkward inputs {#awkward}
#
# - **A batch of one sample.** All $\hat x$ are 0, so the hidden layers put out the same whatever comes in. Every $\mathrm{d}z^{(l)}$ of a hidden layer is 0 as well: only the last layer and the shift $\beta^{(L-1)}$ right before it learn.
# - **Units that are all off.** If all units of the layer before are off or negative, a column of $z$ is constant and $s = \beta$. As $\beta$ starts at 0, the ReLU is then at its kink. By convention the gradient there is 0, but rounding may leave a small positive number.
# - **A gradient check.** If the mask changes between two evaluations of the loss, a numerical gradient means nothing. A net that was made with a `seed` takes the same masks at every call. For training, delete the `seed` in `dropout_params`, so that new masks are drawn.
# - **Test mode.** Running averages start at 0. In test mode, a net that has not been trained divides by almost 0, and its scores are large: with $\varepsilon = 10^{-5}$ values are multiplied by about 316.
# - **A small $p$.** What is left of the units becomes $1/p$ times as large, and with it the values of the next layer. Batch normalisation sets that right, but as each batch has another mask, the running variance varies.

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
    "mask-unscaled",
    "ds",
    Text("역전파에서 $p$로 나누지 않는다", "The backward pass does not divide by $p$"),
    wrong=step(s[l, i, j]) * mask[l, i, j] * from_above,
    layer=1,
    symptom=Text(
        "한 층 내려갈 때마다 그래디언트가 $p$배가 된다. 순전파의 마스크를 0과 1로만 캐시에 담았다.",
        "Gradients become $p$ times as large with every layer further down. The cache held the mask of 0 and 1 alone.",
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
        "정규화가 없는 신경망의 코드를 고치면서 캐시를 그대로 두었다. $z$와 $s$의 부호가 다른 자리에서만 틀린다.",
        "The code of a net without normalisation was changed, and its cache was not. It is wrong only where $z$ and $s$ differ in sign.",
    ),
)

# %%
LECTURE.mistake(
    "moments-constant",
    "dz",
    Text(
        "테스트할 때처럼 평균과 분산을 상수로 본다",
        "Mean and variance are taken for constants, as at test time",
    ),
    wrong=gamma[l, j] / sqrt(var[l, j] + epsilon) * ds[l, i, j],
    layer=1,
    symptom=Text(
        "은닉층의 `db`가 0이 되지 않는다. 훈련하면서 `mode`를 `'test'`로 둔 코드도 이렇게 된다.",
        "`db` of the hidden layers does not become 0. Code that trains with the `mode` at `'test'` does this, too.",
    ),
)

# %%
LECTURE.mistake(
    "past-normalization",
    "dz",
    Text("역전파에서 배치 정규화를 건너뛴다", "The backward pass leaves batch normalisation out"),
    wrong=ds[l, i, j],
    layer=1,
    symptom=Text(
        "`dgamma`와 `dbeta`는 맞고 그 아래의 `dW`는 모두 틀린다.",
        "`dgamma` and `dbeta` are right, and every `dW` below is wrong.",
    ),
)

# %%
LECTURE.mistake(
    "bias-past-normalization",
    "db",
    Text(
        "편향의 그래디언트를 $\\mathrm{d}s$로 구한다", "The gradient of the bias is taken from $\\mathrm{d}s$"
    ),
    wrong=total(ds[l, n, j], (n, N)),
    layer=1,
    symptom=Text(
        "`db`가 `dbeta`와 같다. 옳은 `db`는 0이므로, 은닉층에서 0이 아닌 `db`가 나오면 무엇인가 틀렸다.",
        "`db` equals `dbeta`. The right `db` is 0: where a hidden layer has another one, something is wrong.",
    ),
)

# %%
LECTURE.mistake(
    "gamma-regularised",
    "dgamma",
    Text("`gamma`까지 정규화 항에 넣는다", "`gamma` is in the penalty, too"),
    wrong=total(ds[l, n, j] * xhat[l, n, j], (n, N)) + reg * gamma[l, j],
    layer=1,
    symptom=Text(
        "`params`의 모든 배열에 `reg`를 곱해 더했다. 배율이 0 쪽으로 끌려간다.",
        "`reg` times each array in `params` was added. The scales are drawn towards 0.",
    ),
)

# %%
LECTURE.mistake(
    "gamma-averaged",
    "dgamma",
    Text("`dgamma`를 $N$으로 나눈다", "`dgamma` is divided by $N$"),
    wrong=total(ds[l, n, j] * xhat[l, n, j], (n, N)) / N,
    layer=1,
    symptom=Text(
        "`sum` 대신 `mean`을 썼다. 손실의 $1/N$은 $\\mathrm{d}s$에 이미 들어 있다.",
        "It was `mean` in place of `sum`. The $1/N$ of the loss is in $\\mathrm{d}s$ already.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | 역전파에서 마스크를 새로 뽑는다 | 그래디언트 검사가 부를 때마다 다르게 실패한다. |
# | 은닉층이 `bn_param` 하나를 함께 쓴다 | 이동 평균이 층마다 뒤섞인다. 너비가 다르면 모양 오류가 나고, 같으면 테스트할 때의 점수만 나쁘다. |
# | 마지막 층의 점수에도 정규화나 드롭아웃을 건다 | 점수의 평균이 배치마다 0으로 맞추어져 손실이 잘 줄지 않는다. |
# | 테스트할 때 `mode`를 바꾸지 않는다 | 같은 표본의 점수가 함께 든 표본에 따라, 또 부를 때마다 다르다. |
#
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# Other mistakes do not show as a difference of formulas.
#
# | mistake | symptom |
# | --- | --- |
# | a new mask drawn in the backward pass | The gradient check fails, and differently each time. |
# | one `bn_param` for all hidden layers | Running averages of the layers mix. With different widths it is a shape error; with equal ones, only scores at test time are bad. |
# | normalisation or dropout on the scores, too | The scores of each batch have mean 0, and the loss hardly falls. |
# | the `mode` is not changed at test time | The scores of a sample depend on the others in its batch, and differ from call to call. |
#
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
LECTURE.exercise(
    Text(
        r"$\sum_n \hat x^{(l)}_{n,j} \, \mathrm{d}z^{(l)}_{n,j}$를 $\mathrm{d}s^{(l)}$로 나타내라. $\varepsilon$이 아주 작으면 어떻게 되는가?",
        r"Write $\sum_n \hat x^{(l)}_{n,j} \, \mathrm{d}z^{(l)}_{n,j}$ in terms of $\mathrm{d}s^{(l)}$. What becomes of it if $\varepsilon$ is very small?",
    ),
    Text(
        r"""$\hat x$의 열을 더하면 0이고, 제곱해서 더하면 $N\,\mathrm{var}/(\mathrm{var} + \varepsilon)$이다.

<1>

$\varepsilon$이 0에 가까우면 0이다. 열을 똑같은 비율로 늘여도 출력이 그대로이므로 그 방향으로는 그래디언트가 흐르지 않는다.""",
        r"""The columns of $\hat x$ add up to 0, and their squares to $N\,\mathrm{var}/(\mathrm{var} + \varepsilon)$.

<1>

It is close to 0 if $\varepsilon$ is. Stretching a column leaves the output as it is, so no gradient flows in that direction.""",
    ),
    lambda: [
        (
            total(xhat[l, n, j] * AT_Z.at((l, n, j)), (n, N)),
            gamma[l, j]
            * epsilon
            / (var[l, j] + epsilon) ** Rational(3, 2)
            * total(ds[l, n, j] * xhat[l, n, j], (n, N)),
        )
    ],
    definitions=NORMALISED,
)

# %%
LECTURE.exercise(
    Text(
        r"드롭아웃을 배치 정규화와 ReLU 사이로 옮겨 $a^{(l)} = \operatorname{ReLU}(\mathrm{mask}^{(l)} s^{(l)} / p)$라고 하자. $\mathrm{mask}$의 원소는 0이나 1이다. $\mathrm{d}s^{(l)}$은 어떻게 바뀌는가?",
        r"Move dropout between batch normalisation and ReLU, so that $a^{(l)} = \operatorname{ReLU}(\mathrm{mask}^{(l)} s^{(l)} / p)$. The entries of $\mathrm{mask}$ are 0 or 1. What becomes of $\mathrm{d}s^{(l)}$?",
    ),
    Text(
        r"""연쇄 법칙에서 마스크는 ReLU의 안쪽에 있는 상수다.

<1>

켠 자리에서는 $s/p$와 $s$의 부호가 같고, 끈 자리에서는 앞에 곱한 마스크가 0이다. 그러므로 값은 본문의 식과 같다. ReLU와 드롭아웃은 차례를 바꾸어도 된다.""",
        r"""In the chain rule, the mask is a constant inside the ReLU.

<1>

Where a unit is on, $s/p$ and $s$ have the same sign; where it is off, the mask in front is 0. So the value is that of the formula above: ReLU and dropout may change places.""",
    ),
    lambda: [
        (
            Derivative(
                total(
                    dz[l + 1, n, k] * relu(mask[l, n, h] * s[l, n, h] / p) * W[l + 1, h, k],
                    (n, N),
                    (k, H[l + 1]),
                    (h, H[l]),
                ),
                s[l, i, j],
            ),
            step(mask[l, i, j] * s[l, i, j] / p) * mask[l, i, j] / p * from_above,
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("ds", (1, 0, 2)), ("dz", (1, 1, 0)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 은닉층은 완전연결층, 배치 정규화, ReLU, 드롭아웃의 차례다. 역전파는 거꾸로 지난다.
# 2. 드롭아웃에서는 순전파의 마스크를 곱하고 $p$로 나누며, ReLU에서는 $s > 0$인 자리만 남긴다.
# 3. 배치 정규화의 업스트림 그래디언트는 $\mathrm{d}s$다. `dgamma`와 `dbeta`도 그것으로 구한다.
# 4. 배치 정규화 바로 앞의 편향은 그래디언트가 0이다.
# 5. 배율과 이동에는 벌점이 없다.
#
# **더 읽을거리**
#
# - S. Ioffe, C. Szegedy, [Batch normalization](https://proceedings.mlr.press/v37/ioffe15.html), ICML 2015
# - X. Li, S. Chen, X. Hu, J. Yang, [Understanding the disharmony between dropout and batch normalization by variance shift](https://arxiv.org/abs/1801.05134), CVPR 2019
# - [CS231n의 과제 2](https://cs231n.github.io/assignments2025/assignment2/)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. A hidden layer is affine layer, batch normalisation, ReLU and dropout, in this order; the backward pass goes the other way.
# 2. Dropout multiplies by the mask of the forward pass and divides by $p$; the ReLU keeps the places with $s > 0$.
# 3. The upstream gradient of batch normalisation is $\mathrm{d}s$, and `dgamma` and `dbeta` come from it as well.
# 4. A bias right before batch normalisation has the gradient 0.
# 5. Scales and shifts are not in the penalty.
#
# **Further reading**
#
# - S. Ioffe, C. Szegedy, [Batch normalization](https://proceedings.mlr.press/v37/ioffe15.html), ICML 2015
# - X. Li, S. Chen, X. Hu, J. Yang, [Understanding the disharmony between dropout and batch normalization by variance shift](https://arxiv.org/abs/1801.05134), CVPR 2019
# - [CS231n's assignment 2](https://cs231n.github.io/assignments2025/assignment2/)
