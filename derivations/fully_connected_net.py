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
# # 임의 깊이의 완전연결 신경망 {#fully_connected_net}
#
# [2층 신경망](two_layer_net.md)의 그래디언트는 식을 하나씩 써 내려가며 구했다. 층이 셋이면 식이 더 길어지고,
# 열이면 손으로는 다 쓸 수 없다. 그런데 2층에서 이미 같은 식이 되풀이된다. 둘째 층의 식과 첫째 층의 식은 꼴이
# 같고, 입력과 업스트림 그래디언트(upstream gradient)만 달랐다.
#
# 이 페이지에서는 그 되풀이를 **점화식**으로 적는다. 층 $l+1$의 그래디언트에서 층 $l$의 그래디언트를 얻는 식
# 하나면 층이 몇 개든 충분하다. 오차역전파법(backpropagation)이 바로 이 점화식을 뒤에서부터 계산하는 것이다.
# 층의 번호 $l$은 기호로 두고 유도하므로 모든 층에 대해 한꺼번에 성립한다. 2층 신경망이 그 첫 경우임도
# 확인한다.

# %% [markdown] lang="en"
# # Fully connected net of any depth {#fully_connected_net}
#
# The gradients of the [two-layer net](two_layer_net.md) were written out one by one. Three layers would make
# longer formulas, and with ten it could not be done by hand. But with two layers a repetition already shows:
# the formulas of the second and of the first layer have the same form, with another input and another
# upstream gradient.
#
# This page writes that repetition as a **recurrence**. One formula, which leads from the gradient of layer
# $l+1$ to that of layer $l$, is enough for any depth. Backpropagation computes this recurrence, from the
# last layer to the first. The number $l$ of the layer is a symbol in the derivation, so the formula holds
# for all layers at once. That the two-layer net is its first case is checked as well.

# %% tags=["setup"]
from sympy import Derivative, Indexed, KroneckerDelta, Rational, Symbol, Trace, exp, hadamard_product, log

from yudo import derivations
from yudo.derivations.calculus import (
    LABELS_IN_RANGE,
    OFF_THE_KINK,
    POSITIVE_SIZES,
    REAL_ARITHMETIC,
    Definition,
    Example,
    Layer,
    Lecture,
    Part,
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

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 수식 | 코드 | 모양 | 뜻 |
# | --- | --- | --- | --- |
# | $x$ | `X` | $(N, D)$ | 입력. 코드는 $(N, d_1, \ldots, d_k)$도 받아 편다 |
# | $y$ | `y` | $(N,)$ | 레이블, $0$부터 $C-1$까지의 정수 |
# | $W^{(l)}$ | `params["Wl"]` | $(H_{l-1}, H_l)$ | 층 $l$의 가중치 |
# | $b^{(l)}$ | `params["bl"]` | $(H_l,)$ | 층 $l$의 편향 |
# | $z^{(l)}$ | 완전연결층의 출력 `out` | $(N, H_l)$ | ReLU에 들어가기 전의 값 |
# | $a^{(l)}$ | ReLU의 출력 `out` | $(N, H_l)$ | ReLU를 거친 값 |
# | $\mathrm{d}z^{(l)}$ | `dout` | $(N, H_l)$ | $\partial L / \partial z^{(l)}$ |
# | $\lambda$ | `reg` | 스칼라 | L2 정규화의 세기 |
#
# 층은 $1$부터 $L$까지다. 배열의 첨자는 0부터 세지만 층의 번호는 코드의 `W1`, `W2`처럼 1부터 센다. 너비는
# $H_0 = D$에서 시작해 $H_L = C$로 끝나고, 그 사이의 $H_1, \ldots, H_{L-1}$이 코드의 `hidden_dims`다. 그러므로
# 층의 수는 `len(hidden_dims) + 1`이다.
#
# 그래디언트는 편미분(partial derivative)을 모은 배열이다. `dW`의 원소는 손실을 $W^{(l)}$의 원소
# 하나로 편미분한 값이다.
#
# 글자 $L$이 두 가지로 쓰인다. 위첨자나 아래첨자, 합의 끝에 있으면 **층의 수**이고,
# $\partial L / \partial W^{(l)}$처럼 미분되는 자리에 있으면 **손실**이다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | Formula | Code | Shape | Meaning |
# | --- | --- | --- | --- |
# | $x$ | `X` | $(N, D)$ | input; the code also takes $(N, d_1, \ldots, d_k)$ and flattens it |
# | $y$ | `y` | $(N,)$ | labels, integers from $0$ to $C-1$ |
# | $W^{(l)}$ | `params["Wl"]` | $(H_{l-1}, H_l)$ | weights of layer $l$ |
# | $b^{(l)}$ | `params["bl"]` | $(H_l,)$ | biases of layer $l$ |
# | $z^{(l)}$ | `out` of the affine layer | $(N, H_l)$ | values before the ReLU |
# | $a^{(l)}$ | `out` of the ReLU | $(N, H_l)$ | values after the ReLU |
# | $\mathrm{d}z^{(l)}$ | `dout` | $(N, H_l)$ | $\partial L / \partial z^{(l)}$ |
# | $\lambda$ | `reg` | scalar | strength of the L2 regularisation |
#
# The layers run from $1$ to $L$. Indices into arrays start at 0, but layers are counted from 1, like `W1` and
# `W2` in the code. The widths begin with $H_0 = D$ and end with $H_L = C$; those between,
# $H_1, \ldots, H_{L-1}$, are `hidden_dims` in the code. So there are `len(hidden_dims) + 1` layers.
#
# A gradient is the array of partial derivatives: an entry of `dW` is that of the loss with respect to
# the same entry of $W^{(l)}$.
#
# The letter $L$ has two uses. In superscripts, subscripts and at the end of a sum it is the **number of
# layers**; where it is differentiated, as in $\partial L / \partial W^{(l)}$, it is the **loss**.

# %%
N, C, L = sizes("N C L")
D = flattened_size("D")
H = size_family("H")
l, t, n, c, h, k, i, j = indices("l t n c h k i j")
(reg,) = scalars("lambda", positive=True)

x = tensor("x", N, D, values="moderate")
y = labels("y", N)
W = tensor("W", H[l - 1], H[l], layer=l, values="moderate")
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
    part=Part.NET,
    ties=((H[0], D), (H[L], C)),
    assumptions=(REAL_ARITHMETIC, POSITIVE_SIZES, LABELS_IN_RANGE, OFF_THE_KINK),
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# 순전파(forward pass)는 $a^{(0)} = x$에서 출발해 완전연결층과 ReLU를 번갈아 지난다. 마지막 층 뒤에는 ReLU가
# 없고, $z^{(L)}$이 점수, 곧 소프트맥스의 로짓(logit)이다. 아래 셀에는 역전파(backward pass)에 쓸
# $\mathrm{d}z^{(l)}$의 정의도 들어 있다. 마지막 층의 값이 하나, 그리고 뒤 층의 값으로 앞 층의 값을 정하는
# 점화식이 하나다. 이 정의가 손실의 그래디언트와 일치하는지는 뒤에서 확인한다.

# %% [markdown] lang="en"
# The forward pass starts from $a^{(0)} = x$ and goes through affine layers and ReLUs in turn. The last layer
# has no ReLU; $z^{(L)}$ are the scores, the logits of the softmax. The next cell also defines
# $\mathrm{d}z^{(l)}$ for the backward pass: a value for the last layer, and a recurrence that gives that of
# each layer from that of the next. That these agree with the gradients of the loss is shown further down.

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

# %% [markdown] lang="ko"
# ## 순전파: 점수 {#forward}
#
# 마지막 층도 다른 층과 같은 완전연결층이다. 앞 층의 출력 $a^{(L-1)}$을 받아 클래스마다 점수를 하나씩 낸다.
# 다른 점은 뒤에 ReLU가 없다는 것뿐이다.

# %% [markdown] lang="en"
# ## Forward: the scores {#forward}
#
# The last layer is an affine layer like the others. It takes the output $a^{(L-1)}$ of the layer before and
# gives one score for each class. All that differs is that no ReLU follows.

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

# %% [markdown] lang="ko"
# ## 손실 {#total-loss}
#
# 데이터 손실은 점수에 대한 교차 엔트로피의 평균이다. 벌점은 모든 층의 가중치를 제곱하여 더한 것에
# $\lambda/2$를 곱한다. 층의 합에서 $t$는 $0$부터 $L-1$까지 움직이므로 $W^{(t+1)}$은 첫 층부터 마지막
# 층까지다.

# %% [markdown] lang="en"
# ## The loss {#total-loss}
#
# The data loss is the mean cross-entropy of the scores. The penalty is $\lambda/2$ times the sum of the
# squares of all weights of all layers. In the sum over layers $t$ runs from $0$ to $L-1$, so $W^{(t+1)}$ runs
# from the first layer to the last.

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

# %% [markdown] lang="ko"
# ## 출발점: 마지막 층 {#last-layer}
#
# 점화식에는 출발점이 필요하다. 마지막 층의 $z^{(L)}$은 소프트맥스 손실에 곧장 들어가므로
# [소프트맥스 페이지의 결과](softmax_cross_entropy.md#softmax_cross_entropy.dx)가 그대로 출발점이다. 벌점은
# 가중치만의 함수여서 $z^{(L)}$로 미분하면 0이다.

# %% [markdown] lang="en"
# ## The start: the last layer {#last-layer}
#
# A recurrence needs a start. $z^{(L)}$ of the last layer goes straight into the softmax loss, so the start is
# the [result of the softmax page](softmax_cross_entropy.md#softmax_cross_entropy.dx). The penalty is a
# function of the weights alone; its derivative with respect to $z^{(L)}$ is 0.

# %%
LAYER.result(
    "dz_last",
    Text("마지막 층의 점수에 대한 그래디언트", "Gradient with respect to the last layer's scores"),
    Derivative(loss, z[L, i, j]),
    Derivative(data_loss, z[L, i, j]),
    indices=((i, N), (j, C)),
    definitions=forward,
    expanded=forward[3:],
).by(
    rules.KNOWN_RESULT,
    (probs[i, j] - onehot[i, j]) / N,
    Text(
        "점수를 로짓으로 하는 [`softmax_cross_entropy.dx`](softmax_cross_entropy.md#softmax_cross_entropy.dx)다.",
        "This is [`softmax_cross_entropy.dx`](softmax_cross_entropy.md#softmax_cross_entropy.dx), with the "
        "scores as logits.",
    ),
).in_matrices((probs.matrix - onehot.matrix) / N, (probs, onehot))

# %% [markdown] lang="ko"
# ## 점화식: 층 l+1에서 층 l로 {#recurrence}
#
# 이제 $1 \le l \le L-1$인 층을 보자. $z^{(l)}$이 손실에 영향을 주는 경로는 모두 $z^{(l+1)}$을 거친다.
# 그러니 $\mathrm{d}z^{(l+1)}$을 알고 있다면 연쇄 법칙(chain rule)을 한 층에만 쓰면 된다.
#
# 미분할 식을 어떻게 세우는지 눈여겨보자. 업스트림 그래디언트 $\mathrm{d}z^{(l+1)}$을 **상수로 두고** 출력
# $z^{(l+1)}$과 원소끼리 곱해 모두 더한다. 이 스칼라를 미분하면 연쇄 법칙의 식
# $\sum \frac{\partial L}{\partial z^{(l+1)}} \frac{\partial z^{(l+1)}}{\partial z^{(l)}}$이 된다. 앞의
# 층들에서 $\mathrm{dout}$을 다룬 방법과 같다.

# %% [markdown] lang="en"
# ## The recurrence: from layer l+1 to layer l {#recurrence}
#
# Now a layer with $1 \le l \le L-1$. Every path from $z^{(l)}$ to the loss leads through $z^{(l+1)}$. So if
# $\mathrm{d}z^{(l+1)}$ is known, the chain rule is needed for one layer only.
#
# Note how the expression to be differentiated is set up. Hold the upstream gradient $\mathrm{d}z^{(l+1)}$ **constant**,
# multiply it entry by entry with the output $z^{(l+1)}$, and add everything. The derivative of this scalar is
# the sum of the chain rule,
# $\sum \frac{\partial L}{\partial z^{(l+1)}} \frac{\partial z^{(l+1)}}{\partial z^{(l)}}$. The earlier layers
# treat $\mathrm{dout}$ in the same way.

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

# %% [markdown] lang="ko"
# 한 층을 내려가는 데 할 일은 둘이다. 먼저 가중치의 전치(transpose)를 곱해 $(N, H_{l+1})$을 $(N, H_l)$로
# 바꾼다. 그런 다음 순전파에서 $z^{(l)}$이 양수였던 자리만 남긴다. 코드에서는 `affine_backward`와
# `relu_backward`를 차례로 부르는 것에 해당한다.
#
# 점화식이 층의 번호 $l$을 기호로 둔 채 성립하고 출발점도 구했으므로, 귀납법에 따라 모든 층의
# $\mathrm{d}z^{(l)}$이 손실의 그래디언트다. 층마다 한 번씩만 계산하므로 역전파의 계산량은 깊이에 비례한다.
# 층마다 손실에서부터 다시 미분해 내려온다면 깊이의 제곱에 비례할 것이다.
#
# 점화식을 되풀이해 보면 깊은 신경망에서 그래디언트가 왜 사라지거나 폭발하는지도 보인다. 한 층을 내려갈 때마다
# $W^{(l+1)\top}$이 한 번씩 곱해지므로, 가중치가 작으면 거듭 줄어들고 크면 거듭 불어난다. ReLU의 마스크는 0
# 아니면 1이어서 열려 있는 경로의 그래디언트를 줄이지 않는다.

# %% [markdown] lang="en"
# Going down one layer takes two steps. Multiply by the transposed weights, which turns $(N, H_{l+1})$ into
# $(N, H_l)$. Then keep only the places where $z^{(l)}$ was positive in the forward pass. In code: call
# `affine_backward`, then `relu_backward`.
#
# The recurrence holds with the number $l$ as a symbol, and the start is known. By induction, then,
# $\mathrm{d}z^{(l)}$ is the gradient of the loss for every layer. Each layer is computed once, so the cost of
# the backward pass grows in proportion to the depth. Differentiating from the loss again for each layer would
# cost in proportion to the square of the depth.
#
# The recurrence also shows why gradients vanish or explode in deep nets. Every step down multiplies by one
# more $W^{(l+1)\top}$: small weights shrink the gradient again and again, large ones make it explode. The
# mask of the ReLU is 0 or 1 and does not shrink the gradient on a path that is open.

# %% [markdown] lang="ko"
# ## 가중치와 편향 {#parameters}
#
# $\mathrm{d}z^{(l)}$을 알면 나머지는 [완전연결층](affine.md)의 결과를 한 번 쓰는 것으로 끝난다. 층 $l$의
# 입력은 $a^{(l-1)}$, 업스트림 그래디언트는 $\mathrm{d}z^{(l)}$이다. 가중치에서 손실로 가는 또 하나의 경로인
# 벌점에서 $\lambda W^{(l)}$이 더해진다. 벌점에는 모든 층의 가중치가 들어 있지만 $W^{(l)}$로 미분하면 층 $l$의
# 항만 남으므로, 아래의 첫 줄에는 그 항만 적었다.

# %% [markdown] lang="en"
# ## Weights and biases {#parameters}
#
# Once $\mathrm{d}z^{(l)}$ is known, the rest is one use of the [affine layer](affine.md): the input of layer
# $l$ is $a^{(l-1)}$, its upstream gradient $\mathrm{d}z^{(l)}$. The penalty, the other path from the weights
# to the loss, adds $\lambda W^{(l)}$. The penalty holds the weights of all layers, but only the term of layer
# $l$ remains in the derivative with respect to $W^{(l)}$, so the first line below has only that term.

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

# %% [markdown] lang="ko"
# 모양을 맞추어 보면 $(H_{l-1}, N)$과 $(N, H_l)$의 곱이므로 $(H_{l-1}, H_l)$, 곧 $W^{(l)}$의 모양이다. 이 식은
# $l = 1$에서 $l = L$까지 모두 성립한다. 마지막 층이라고 다르지 않다.

# %% [markdown] lang="en"
# The shapes: $(H_{l-1}, N)$ times $(N, H_l)$ is $(H_{l-1}, H_l)$, the shape of $W^{(l)}$. The formula holds
# from $l = 1$ to $l = L$; the last layer is no exception.

# %%
LAYER.result(
    "db",
    Text("층 l의 편향에 대한 그래디언트", "Gradient with respect to the bias of layer l"),
    Derivative(loss, b[l, j]),
    Derivative(here + penalty, b[l, j]),
    indices=((j, H[l]),),
    definitions=backward,
    abbreviations={R: penalty},
    expanded=(),
    layers=(l, L),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dz[l, n, h] * KroneckerDelta(h, j), (n, N), (h, H[l])),
).by(
    rules.DELTA_PICKS,
    total(dz[l, n, j], (n, N)),
).in_matrices(dz.matrix_at(l).T * ones(N), (dz,))

# %% [markdown] lang="ko"
# ## 2층 신경망은 그 첫 경우다 {#two-layers}
#
# $L = 2$를 넣어 보자. 출발점은 $\mathrm{d}z^{(2)} = \mathrm{dscores}$이고, 점화식은 $l = 1$에서 한 번만
# 쓰인다.
#
# $$
# \mathrm{d}z^{(1)}_{n,h} = \left[z^{(1)}_{n,h} > 0\right] \sum_{c=0}^{C-1} \mathrm{d}z^{(2)}_{n,c} \, W^{(2)}_{h,c}
# $$
#
# [2층 신경망 페이지](two_layer_net.md)에서 $\mathrm{d}z^{(1)}$이라고 부른 바로 그 식이다. 아래 셀에서는
# 이것을 눈으로 보는 데 그치지 않고 확인한다. 이 페이지에서 구한 $W^{(l)}$과 $b^{(l)}$의 그래디언트에
# $L = 2$, $l = 1, 2$를 넣은 식이 2층 신경망의 네 결과와 같은지, 중간값의 정의까지 하나하나 같은지
# 검사하고, 하나라도 다르면 노트북이 멈춘다.
#
# $L = 1$이면 점화식을 쓸 일이 없다. `hidden_dims=[]`인 이 경우는 소프트맥스 선형 분류기다.

# %% [markdown] lang="en"
# ## The two-layer net is its first case {#two-layers}
#
# Let $L = 2$. The start is $\mathrm{d}z^{(2)} = \mathrm{dscores}$, and the recurrence is used once, for
# $l = 1$:
#
# $$
# \mathrm{d}z^{(1)}_{n,h} = \left[z^{(1)}_{n,h} > 0\right] \sum_{c=0}^{C-1} \mathrm{d}z^{(2)}_{n,c} \, W^{(2)}_{h,c}
# $$
#
# This is what the [page of the two-layer net](two_layer_net.md) calls $\mathrm{d}z^{(1)}$. The next cell
# checks it. It puts $L = 2$ and $l = 1, 2$ into this page's gradients of $W^{(l)}$ and $b^{(l)}$ and compares
# them with the four results of the two-layer net, and each definition in between with its counterpart. If any
# differed, the notebook would stop.
#
# For $L = 1$ the recurrence is not used at all. That case, `hidden_dims=[]`, is the linear softmax
# classifier.

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
    family, *number = layer_of.get(definition.tensor, (definition.tensor,))
    position = [L if layer == 2 else layer for layer in number]
    ours = expand(family[(*position, *definition.entry.indices)], [d for d in backward if d.tensor == family])
    assert equal(at_depth_two(ours, 0), definition.value), definition.entry

# %% [markdown] lang="ko"
# ## 구현 {#implementation}
#
# 둘째 반복문이 점화식이다. `dout`에는 언제나 지금 층의 $\mathrm{d}z^{(l)}$이 들어 있고, 한 바퀴 돌 때마다 한
# 층 내려간다. 순전파에서 층마다 남긴 캐시(cache)를 층의 번호로 꺼내 쓴다. 첫 층에서는 `dx`가 필요 없으므로
# 반복문에서 빼고 `affine_parameter_gradients`를 부른다.

# %% [markdown] lang="en"
# ## Implementation {#implementation}
#
# The second loop is the recurrence. `dout` always holds $\mathrm{d}z^{(l)}$ of the current layer, and each
# iteration goes down one layer. The caches that the forward pass left are looked up by the number of the
# layer. The first layer needs no `dx`, so it is outside the loop and calls `affine_parameter_gradients`.

# %% [markdown] slot="implementation"
# 코드는 `impl/fully_connected_net.py`에 있다. / The code is in `impl/fully_connected_net.py`.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 3층 신경망이다($L = 3$). 너비는 3, 2, 3, 2로 층마다 달라서 모양이 어긋나면 바로 드러난다. 점화식을 따라 $\mathrm{d}z^{(3)}$에서
# $\mathrm{d}z^{(2)}$, $\mathrm{d}z^{(1)}$로 내려가 보자. 마지막 층의 수는 [2층 신경망](two_layer_net.md#by-hand)의 예와 같게 잡았다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# A net of three layers ($L = 3$). Its widths 3, 2, 3, 2 differ, so that a wrong shape shows at once. Follow the recurrence from
# $\mathrm{d}z^{(3)}$ down to $\mathrm{d}z^{(2)}$ and $\mathrm{d}z^{(1)}$. The last layer has the numbers of the example of the
# [two-layer net](two_layer_net.md#by-hand).

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 3, C: 2, L: 3, H[0]: 3, H[1]: 2, H[2]: 3, H[3]: 2},
    given={
        x: [[1, 0, 1], [0, 1, 1]],
        y: [0, 1],
        W: {
            1: [[1, -2], [-2, 1], [1, 1]],
            2: [[0, 1, 1], [1, 0, -1]],
            3: [[1, 0], [0, 1], [2, 0]],
        },
        b: {1: [-1, 0], 2: [-1, 1, 0], 3: [log(3), 0]},
        reg: Rational(1, 8),
    },
    show=[
        (z, (1, 0, 0)),
        (a, (1, 0, 1)),
        (z, (2, 0, 0)),
        (a, (2, 0, 0)),
        ("scores", (0, 0)),
        (probs, (0, 0)),
        (dz, (3, 0, 0)),
        ("dW", (3, 1, 0)),
        ("dz", (2, 0, 2)),
        ("dW", (2, 0, 1)),
        ("dz", (1, 0, 0)),
        ("dW", (1, 0, 0)),
        ("db", (1, 0)),
    ],
)

# %% [markdown] lang="ko"
# 층마다 하는 일이 똑같다. 위에서 온 $\mathrm{d}z$에 가중치의 전치를 곱하고, $z$가 양수가 아니었던 자리를 0으로 지운다.

# %% [markdown] lang="en"
# Every layer does the same. It multiplies the $\mathrm{d}z$ from above by the transposed weights and sets to 0 where $z$ was not
# positive.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify fully_connected_net`의 결과. / The result of `yudo verify fully_connected_net`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# **깊은 신경망과 작은 가중치.** 점화식에서 예상한 일을 실제로 재어 보았다. 입력이 64개, 클래스가 10개이고
# 너비 64인 층을 쌓은 10층 신경망에 표준정규분포에서 뽑은 표본 100개와 무작위 레이블을 넣었다(`seed=0`,
# `reg=0`).
#
# | `weight_scale` | 손실 | `dW1`의 노름 | `dW10`의 노름 |
# | --- | --- | --- | --- |
# | $0.001$ | 2.3026 | $3.6 \times 10^{-21}$ | $2.6 \times 10^{-21}$ |
# | $0.01$ | 2.3026 | $3.6 \times 10^{-12}$ | $2.6 \times 10^{-12}$ |
# | $\sqrt{2/64}$ | 2.6993 | 0.70 | 1.2 |
#
# 가중치가 작으면 그래디언트 소실(vanishing gradient)이 일어나 `dW`가 모두 0이나 다름없고, 손실은 $\log 10$에
# 머문다. 역전파에서만 그런 것이 아니다. 순전파에서도 값이 층마다 줄어들어 마지막 층의 입력이 거의 0이므로
# `dW10`까지 작다. 표준편차를 $\sqrt{2/H_{l-1}}$로 잡으면(He 초기화) 크기가 유지된다. 기본값
# `weight_scale=0.001`로 2층 신경망은 잘 학습하지만(손글씨 숫자의 훈련 데이터에서 2,000번 갱신한 뒤 정확도
# 99.9%), 깊은 신경망에는 맞지 않는다.
#
# 그 밖의 입력은 다음과 같다.
#
# | 입력 | 결과 |
# | --- | --- |
# | `hidden_dims=[]` | 층 하나짜리 선형 분류기. `params`에는 `W1`과 `b1`만 있다 |
# | `hidden_dims=[H]` | `TwoLayerNet`과 같다. 같은 시드로 만들면 손실과 그래디언트가 비트까지 같다 |
# | `hidden_dims=5` | `TypeError`: 정수의 목록이어야 한다 |
# | 너비가 0 | `ValueError`: `hidden_dims[0]`처럼 몇 번째인지 알려 준다 |
# | 가중치가 너무 커서 점수가 `nan` | `ValueError`: 메시지의 `x`는 `softmax_loss`가 받은 점수다 |
# | 빈 배치 $N = 0$ | 점수는 모양 $(0, C)$, 손실은 `ValueError` |
# | $z^{(l)}$이 정확히 0 | 꺾인 점(kink)이다. 관례에 따라 그래디언트를 0으로 둔다 |

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# **Deep nets and small weights.** What the recurrence says can be measured. A net of 10 layers with 64
# inputs, 10 classes and width 64 was given 100 samples from a standard normal distribution and random labels
# (`seed=0`, `reg=0`).
#
# | `weight_scale` | Loss | Norm of `dW1` | Norm of `dW10` |
# | --- | --- | --- | --- |
# | $0.001$ | 2.3026 | $3.6 \times 10^{-21}$ | $2.6 \times 10^{-21}$ |
# | $0.01$ | 2.3026 | $3.6 \times 10^{-12}$ | $2.6 \times 10^{-12}$ |
# | $\sqrt{2/64}$ | 2.6993 | 0.70 | 1.2 |
#
# With small weights the gradient vanishes: every `dW` is practically 0, and the loss stays at $\log 10$. This
# is not only so in the backward pass. The forward pass shrinks the values from layer to layer as well, so the
# last layer's input is almost 0, and `dW10` is small too. A standard deviation of $\sqrt{2/H_{l-1}}$ (He
# initialisation) keeps the size. With the default `weight_scale=0.001` a two-layer net learns well (99.9%
# accuracy on its training data after 2,000 updates, on handwritten digits), but a deep net does not.
#
# Other inputs:
#
# | Input | What happens |
# | --- | --- |
# | `hidden_dims=[]` | a linear classifier of one layer; `params` has `W1` and `b1` only |
# | `hidden_dims=[H]` | the same as `TwoLayerNet`; with the same seed, loss and gradients agree to the last bit |
# | `hidden_dims=5` | `TypeError`: it must be a list of integers |
# | A width of 0 | `ValueError` that says which, as in `hidden_dims[0]` |
# | Weights so large that the scores are `nan` | `ValueError`; the `x` of its message are the scores that `softmax_loss` was given |
# | Empty batch, $N = 0$ | scores of shape $(0, C)$; the loss raises a `ValueError` |
# | $z^{(l)}$ exactly 0 | the kink; by convention the gradient there is 0 |

# %% [markdown] lang="ko"
# ## 흔한 실수 {#mistakes}
#
# 식으로 적을 수 있는 실수부터 보자. 틀린 식에서 옳은 식을 뺀 차는 컴퓨터가 구했다.

# %% [markdown] lang="en"
# ## Common mistakes {#mistakes}
#
# First those that can be written as a formula. The machine has subtracted the right formula from each.

# %%
passed_down = total(dz[l + 1, i, k] * W[l + 1, j, k], (k, H[l + 1]))

LECTURE.mistake(
    "no-mask",
    "dz",
    Text(
        "ReLU의 역전파를 빠뜨리고 완전연결층만 거슬러 내려온다",
        "The backward pass of the ReLU is left out; only the affine layers are taken into account",
    ),
    wrong=passed_down,
    layer=1,
    symptom=Text(
        "마지막 층의 `dW`와 `db`만 맞고 그 아래는 모두 틀린다. 아래층일수록 마스크가 여러 번 빠진다.",
        "Only `dW` and `db` of the last layer are right, all below are wrong. The lower the layer, the more masks are missing.",
    ),
)

# %%
LECTURE.mistake(
    "divided-at-every-layer",
    "dz",
    Text("층마다 $N$으로 나눈다", "Divided by $N$ at every layer"),
    wrong=step(z[l, i, j]) * passed_down / N,
    layer=1,
    symptom=Text(
        "마지막 층에서는 옳고, 한 층 내려갈 때마다 그래디언트가 $N$배씩 작아진다. 그래디언트 소실로 오해하기 쉽다.",
        "Right at the last layer, and $N$ times smaller with every layer further down. It is easily mistaken for a vanishing gradient.",
    ),
)

# %%
wide = Example(
    LAYER,
    sizes={N: 2, H[1]: 2, H[2]: 2},
    given={
        a: {1: [[1, 0], [0, 2]], 2: [[0, 3], [1, 1]]},
        dz: {2: [[1, -1], [2, 0]]},
        W: {2: [[4, 0], [0, 8]]},
        reg: Rational(1, 4),
    },
)

LECTURE.mistake(
    "output-for-input",
    "dW",
    Text("`dW`에 $a^{(l)}$을 곱한다", "$a^{(l)}$ in the product for `dW`"),
    wrong=total(a[l, n, i] * dz[l, n, j], (n, N)) + reg * W[l, i, j],
    layer=2,
    example=wide,
    symptom=Text(
        "층 $l$의 입력은 $a^{(l-1)}$이다. $H_{l-1} = H_l$이면 모양이 맞아서 드러나지 않는다.",
        "The input of layer $l$ is $a^{(l-1)}$. Where $H_{l-1} = H_l$ the shapes fit and nothing shows.",
    ),
)

# %%
LECTURE.mistake(
    "no-penalty",
    "dW",
    Text("벌점을 몇 층에서 빠뜨린다", "The penalty forgotten for some layers"),
    wrong=total(a[l - 1, n, i] * dz[l, n, j], (n, N)),
    layer=2,
    symptom=Text(
        "손실에는 모든 층을 넣고 그래디언트에서는 빠뜨린 경우다. `reg`가 0이 아닐 때 그 층의 `dW`에서만 그래디언트 검사가 실패한다.",
        "All layers are in the loss, but not all are in the gradient. With a `reg` that is not 0, the gradient check fails for `dW` of those layers "
        "alone.",
    ),
)

# %% [markdown] lang="ko"
# 다음은 식 하나의 차로는 드러나지 않는 실수다.
#
# - **마지막 층 뒤에도 ReLU를 둔다.** 점수가 음수가 되지 못한다. 순전파와 역전파에 똑같이 들어 있으면
#   그래디언트 검사도 통과하므로, 점수에 음수가 있는지 직접 보아야 한다.
# - **캐시의 번호가 한 칸 밀린다.** 층 $l$의 완전연결층을 거슬러 내려온 다음에는 층 $l-1$의 ReLU를 지난다. 한
#   칸 밀리면 대개 첨자나 모양의 오류가 나지만, 은닉층의 너비가 모두 같으면 경고 없이 틀린 값이 나오기도 한다.
#   검사할 때는 층마다 너비를 다르게 한다.
# - **얕은 신경망의 초깃값을 그대로 쓴다.** 손실이 첫 값 $\log C$에서 움직이지 않는다. 위의 표에서 보았듯이
#   그래디언트가 사라진 것이지 코드가 틀린 것이 아닐 수 있다.

# %% [markdown] lang="en"
# These do not show as the difference of one formula.
#
# - **A ReLU after the last layer.** The scores cannot be negative. If it is in both passes, a gradient check
#   succeeds, so look at the scores and see whether any is negative.
# - **Caches off by one.** After going back through the affine part of layer $l$ comes the ReLU of layer
#   $l-1$. One off mostly raises an error about a key or a shape, but if all hidden layers are equally wide,
#   the result may be silently wrong. Check with a different width for each layer.
# - **The initial scale of a shallow net.** The loss does not move from its first value, $\log C$. As the
#   table above shows, the gradient may have vanished while the code is right.

# %% [markdown] lang="ko"
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
kept = tensor("m", N, H[l], layer=l)

LECTURE.exercise(
    Text(
        r"드롭아웃(dropout)은 은닉 유닛의 값에 0이나 $1/p$인 무작위 마스크 $m^{(l)}$을 곱한다. "
        r"$a^{(l)} = m^{(l)} \circ \operatorname{ReLU}(z^{(l)})$일 때 점화식은 어떻게 바뀌는가?",
        r"Dropout multiplies the hidden units by a random mask $m^{(l)}$ of 0 and $1/p$. How does the recurrence change for "
        r"$a^{(l)} = m^{(l)} \circ \operatorname{ReLU}(z^{(l)})$?",
    ),
    Text(
        r"""마스크는 $z$와 무관한 수이므로 미분할 때 상수다. 순전파에서 곱한 마스크를 역전파에서도 똑같이 곱한다.

<1>

순전파에서 뽑은 마스크를 캐시에 담아 두어야 한다. 역전파에서 새로 뽑으면 다른 함수의 그래디언트가 된다.""",
        r"""The mask does not depend on $z$, so it is a constant when differentiating. What multiplied in the forward pass multiplies in the
backward pass.

<1>

So the mask that the forward pass drew must be kept in the cache. Drawing a new one in the backward pass would
give the gradient of another function.""",
    ),
    lambda: [
        (
            Derivative(
                total(
                    dz[l + 1, n, k] * kept[l, n, h] * relu(z[l, n, h]) * W[l + 1, h, k],
                    (n, N),
                    (k, H[l + 1]),
                    (h, H[l]),
                ),
                z[l, i, j],
            ),
            kept[l, i, j] * step(z[l, i, j]) * passed_down,
        )
    ],
)

# %%
(p,) = indices("p")

LECTURE.exercise(
    Text(
        r"ReLU를 모두 뺀 신경망, 곧 $z^{(l+1)} = z^{(l)} W^{(l+1)} + b^{(l+1)}$에서 $\mathrm{d}z^{(l)}$을 두 층 위의 $\mathrm{d}z^{(l+2)}$로 "
        r"나타내라. 가중치의 크기가 그래디언트에 어떻게 작용하는지 설명하라.",
        r"Take all ReLUs out, so that $z^{(l+1)} = z^{(l)} W^{(l+1)} + b^{(l+1)}$. Write $\mathrm{d}z^{(l)}$ in terms of $\mathrm{d}z^{(l+2)}$, two "
        r"layers up. How does the size of the weights affect the gradient?",
    ),
    Text(
        r"""[`affine.dx`](affine.md#affine.dx)를 두 번 쓰면 전치한 가중치 행렬 둘이 거꾸로 곱해진다.

<1>

$K$층을 내려가면 행렬 $K$개의 곱이 된다. 행렬이 벡터를 늘이는 비율이 1보다 작으면 곱은 지수적으로 줄고, 1보다 크면 지수적으로 커진다.
초깃값의 표준편차를 너비에 맞추어 정하는 까닭이 여기에 있다.""",
        r"""Use [`affine.dx`](affine.md#affine.dx) twice, and two transposed weight matrices are multiplied in, in reverse order.

<1>

Over $K$ layers it is a product of $K$ matrices. If they stretch vectors by less than 1 the product shrinks
exponentially, by more than 1 it grows
exponentially. This is why the initial standard deviation is chosen according to the width.""",
    ),
    lambda: [
        (
            Derivative(
                total(
                    dz[l + 2, n, k]
                    * total(
                        (total(z[l, n, h] * W[l + 1, h, p], (h, H[l])) + b[l + 1, p]) * W[l + 2, p, k],
                        (p, H[l + 1]),
                    ),
                    (n, N),
                    (k, H[l + 2]),
                ),
                z[l, i, j],
            ),
            total(dz[l + 2, i, k] * W[l + 2, p, k] * W[l + 1, j, p], (p, H[l + 1]), (k, H[l + 2])),
        )
    ],
)

# %%
da = tensor("da", N, H[l], layer=l)
inside = total(a[l - 1, n, k] * W[l, k, h], (k, H[l - 1])) + b[l, h]

LECTURE.exercise(
    Text(
        r"너비가 같은 층에 잔차 연결(residual connection)을 두어 $a^{(l)} = \operatorname{ReLU}(z^{(l)}) + a^{(l-1)}$이라고 하자. "
        r"$\mathrm{d}a^{(l)}$이 주어졌을 때 $\mathrm{d}a^{(l-1)}$을 구하라. 가중치가 모두 0에 가까우면 어떻게 되는가?",
        r"Give a layer whose input and output are equally wide a residual connection, $a^{(l)} = \operatorname{ReLU}(z^{(l)}) + a^{(l-1)}$. "
        r"Given $\mathrm{d}a^{(l)}$, find $\mathrm{d}a^{(l-1)}$. What happens if all weights are close to 0?",
    ),
    Text(
        r"""$a^{(l-1)}$에서 $a^{(l)}$로 가는 경로는 층을 거치는 경로와 곧장 가는 경로, 둘이다.

<1>

둘째 항에는 가중치도 마스크도 없다. 가중치가 0에 가까워도 $\mathrm{d}a^{(l)}$이 그대로 내려오므로 층을 아무리 쌓아도 그래디언트가
사라지지 않는다. 잔차 신경망(ResNet)이 깊어질 수 있는 까닭이다.""",
        r"""From $a^{(l-1)}$ to $a^{(l)}$ there are two paths, one through the layer and one straight.

<1>

The second term has no weight and no mask in it. Even with weights close to 0, $\mathrm{d}a^{(l)}$ comes down unchanged, so the gradient does not
vanish however many layers are stacked. This is what lets residual nets be deep.""",
    ),
    lambda: [
        (
            Derivative(
                total(da[l, n, h] * (relu(inside) + a[l - 1, n, h]), (n, N), (h, H[l])),
                a[l - 1, i, j],
            ),
            total(
                da[l, i, h] * step(total(a[l - 1, i, k] * W[l, k, h], (k, H[l - 1])) + b[l, h]) * W[l, j, h],
                (h, H[l]),
            )
            + da[l, i, j],
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dW", (2, 1, 0)), ("dz", (1, 0, 0)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 층이 몇 개든 식은 넷이다. 마지막 층에서 시작하는 식, 층을 내려가는 점화식, 그리고 `dW`와 `db`다.
# 2. 점화식은 `dz[l] = (dz[l+1] @ W[l+1].T) * (z[l] > 0)`이다. 완전연결층의 `dx`에 ReLU의 게이트를 곱한 것이다.
# 3. 코드는 순전파에서 캐시를 쌓고 역전파에서 거꾸로 꺼낸다.
# 4. 층이 둘이면 2층 신경망의 결과와 같다.
# 5. 가장 흔한 실수는 마지막 층에도 ReLU를 두거나 캐시를 순서대로 꺼내는 것이다.
#
# **더 읽을거리**
#
# - X. Glorot, Y. Bengio, [Understanding the difficulty of training deep feedforward neural networks](https://proceedings.mlr.press/v9/glorot10a.html), AISTATS 2010
# - K. He, X. Zhang, S. Ren, J. Sun, [Delving deep into rectifiers](https://doi.org/10.1109/ICCV.2015.123), ICCV 2015
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, 6.5절

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. Any number of layers needs four formulas: one for the last layer, the recurrence, and `dW` and `db`.
# 2. The recurrence is `dz[l] = (dz[l+1] @ W[l+1].T) * (z[l] > 0)`: the `dx` of an affine layer times the gate of a ReLU.
# 3. The code stacks caches in the forward pass and takes them back in reverse order.
# 4. With two layers, the results are those of the two-layer net.
# 5. The commonest mistakes are a ReLU after the last layer and caches taken in the wrong order.
#
# **Further reading**
#
# - X. Glorot, Y. Bengio, [Understanding the difficulty of training deep feedforward neural networks](https://proceedings.mlr.press/v9/glorot10a.html), AISTATS 2010
# - K. He, X. Zhang, S. Ren, J. Sun, [Delving deep into rectifiers](https://doi.org/10.1109/ICCV.2015.123), ICCV 2015
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, section 6.5
