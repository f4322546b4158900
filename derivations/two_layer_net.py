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
# # 2층 신경망 {#two_layer_net}
#
# 완전연결층 하나로는 클래스의 경계를 직선이나 평면으로밖에 긋지 못한다. 두 층을 그냥 이어도 마찬가지다.
# $(xW^{(1)} + b^{(1)})W^{(2)} + b^{(2)}$를 전개하면 $x(W^{(1)}W^{(2)}) + (b^{(1)}W^{(2)} + b^{(2)})$, 곧
# 완전연결층 하나가 된다. 사이에 ReLU를 끼워 넣어야 비로소 굽은 경계를 표현할 수 있다.
#
# 이 신경망을 미분하는 데 새로 필요한 것은 없다. [완전연결층](affine.md), [ReLU](relu.md), [소프트맥스
# 손실](softmax_cross_entropy.md), [L2 정규화](l2_regularization.md)의 그래디언트는 이미 구해 두었다. 이
# 페이지의 물음은 하나다. 층마다 따로 구한 결과를 어떻게 이어 붙이면 전체의 그래디언트가 되는가? 답은 연쇄
# 법칙(chain rule)이고, 이어 붙이는 고리가 업스트림 그래디언트(upstream gradient)다. 이렇게 층에서 층으로
# 그래디언트를 이어 가는 방법을 오차역전파법(backpropagation)이라고 한다.

# %% [markdown] lang="en"
# # Two-layer net {#two_layer_net}
#
# A single affine layer can only draw straight boundaries between classes. Two of them in a row do no
# better: $(xW^{(1)} + b^{(1)})W^{(2)} + b^{(2)}$ expands to
# $x(W^{(1)}W^{(2)}) + (b^{(1)}W^{(2)} + b^{(2)})$, which is one affine layer. With a ReLU in
# between, the boundaries can bend.
#
# Differentiating this net needs nothing new. The gradients of the [affine layer](affine.md), the
# [ReLU](relu.md), the [softmax loss](softmax_cross_entropy.md) and [L2 regularisation](l2_regularization.md)
# are known by now. This page has one question: how are the results of the layers put together into the
# gradient of the whole? The answer is the chain rule, and the link between two layers is the upstream
# gradient. To carry gradients from layer to layer in this way is what backpropagation means.

# %% tags=["setup"]
from sympy import Derivative, Integer, KroneckerDelta, Rational, Symbol, Trace, exp, log

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
    scalars,
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
# | $x$ | `X` | $(N, D)$ | 입력. 코드는 $(N, d_1, \ldots, d_k)$도 받아 $(N, D)$로 편다 |
# | $y$ | `y` | $(N,)$ | 레이블, $0$부터 $C-1$까지의 정수 |
# | $W^{(1)}$, $b^{(1)}$ | `W1`, `b1` | $(D, H)$, $(H,)$ | 첫째 층의 가중치와 편향 |
# | $z^{(1)}$ | `hidden` | $(N, H)$ | 첫째 완전연결층의 출력 |
# | $a^{(1)}$ | `active` | $(N, H)$ | ReLU를 거친 은닉 유닛의 값 |
# | $W^{(2)}$, $b^{(2)}$ | `W2`, `b2` | $(H, C)$, $(C,)$ | 둘째 층의 가중치와 편향 |
# | $\mathrm{scores}$ | `scores` | $(N, C)$ | 점수, 곧 소프트맥스의 로짓(logit) |
# | $\mathrm{dscores}$ | `dscores` | $(N, C)$ | $\partial L/\partial\,\mathrm{scores}$ |
# | $\mathrm{d}z^{(1)}$ | `dhidden` | $(N, H)$ | $\partial L/\partial z^{(1)}$ |
# | $\lambda$ | `reg` | 스칼라 | L2 정규화의 세기 |
#
# $N$은 표본(sample)의 수, $D$는 특성의 수, $H$는 은닉 유닛의 수, $C$는 클래스의 수다. 층의 수는 가중치가 있는
# 층만 센다. 그래서 2층이다. 관례에 따라 0에서 ReLU의 도함수의 값은 0이다. 그래디언트는 편미분(partial
# derivative)을 모은 배열이다. `dW1`의 원소는 손실을 `W1`의 원소 하나로 편미분한 값이다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | Formula | Code | Shape | Meaning |
# | --- | --- | --- | --- |
# | $x$ | `X` | $(N, D)$ | input; the code also takes $(N, d_1, \ldots, d_k)$ and flattens it to $(N, D)$ |
# | $y$ | `y` | $(N,)$ | labels, integers from $0$ to $C-1$ |
# | $W^{(1)}$, $b^{(1)}$ | `W1`, `b1` | $(D, H)$, $(H,)$ | weights and biases of the first layer |
# | $z^{(1)}$ | `hidden` | $(N, H)$ | output of the first affine layer |
# | $a^{(1)}$ | `active` | $(N, H)$ | hidden units, after the ReLU |
# | $W^{(2)}$, $b^{(2)}$ | `W2`, `b2` | $(H, C)$, $(C,)$ | weights and biases of the second layer |
# | $\mathrm{scores}$ | `scores` | $(N, C)$ | scores: the logits of the softmax |
# | $\mathrm{dscores}$ | `dscores` | $(N, C)$ | $\partial L/\partial\,\mathrm{scores}$ |
# | $\mathrm{d}z^{(1)}$ | `dhidden` | $(N, H)$ | $\partial L/\partial z^{(1)}$ |
# | $\lambda$ | `reg` | scalar | strength of the L2 regularisation |
#
# $N$ is the number of samples, $D$ of features, $H$ of hidden units and $C$ of classes. Only layers with
# weights are counted, hence two. The derivative of the ReLU at 0 is 0 by convention. A gradient is the
# array of partial derivatives: an entry of `dW1` is that of the loss with respect to the same entry of
# `W1`.

# %%
N, H, C = sizes("N H C")
D = flattened_size("D")
n, d, h, c, k, i, j = indices("n d h c k i j")
(reg,) = scalars("lambda", positive=True)

x = tensor("x", N, D, values="moderate")
y = labels("y", N)
W1, b1 = tensor("W1", D, H, values="moderate"), tensor("b1", H, values="moderate")
W2, b2 = tensor("W2", H, C, values="moderate"), tensor("b2", C, values="logits")

LAYER = Layer(
    stem="two_layer_net",
    title=Text("2층 신경망", "Two-layer net"),
    summary=Text(
        "완전연결층 – ReLU – 완전연결층 – 소프트맥스 손실에 L2 정규화를 더한 신경망이다.",
        "Affine – ReLU – affine – softmax loss, with L2 regularisation.",
    ),
    inputs=(x, y, W1, b1, W2, b2, reg),
    uses=("affine", "relu", "softmax_cross_entropy", "l2_regularization"),
    part=Part.NET,
    assumptions=(REAL_ARITHMETIC, POSITIVE_SIZES, LABELS_IN_RANGE, OFF_THE_KINK),
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# 순전파(forward pass)는 네 줄이다. 역전파(backward pass)에 쓸 이름도 함께 정해 둔다. $\mathrm{dscores}$와
# $\mathrm{d}z^{(1)}$은 지금은 이름일 뿐이다. 이 이름이 정말로 손실의 그래디언트인지는 아래 유도에서 확인한다.

# %% [markdown] lang="en"
# The forward pass takes four lines. The next cell also fixes two names for the backward pass.
# $\mathrm{dscores}$ and $\mathrm{d}z^{(1)}$ are mere names for now; that they are gradients of the loss is
# for the derivation to show.

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

# %% [markdown] lang="ko"
# ## 순전파: 점수 {#forward}
#
# 첫째 완전연결층의 출력 $z^{(1)}$을 ReLU에 통과시킨 것이 $a^{(1)}$이다. 점수는 이것을 다시 둘째 완전연결층에
# 넣은 결과다.

# %% [markdown] lang="en"
# ## Forward: the scores {#forward}
#
# $z^{(1)}$ is the output of the first affine layer, and $a^{(1)}$ is that after the ReLU. The second affine
# layer turns it into the scores.

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

# %% [markdown] lang="ko"
# 둘째 층의 입력은 $x$가 아니라 $a^{(1)}$이다. 점수에는 ReLU를 쓰지 않는다. 로짓은 음수도 될 수 있어야 하기
# 때문이다. 행렬 표기의 $\mathbf{1}\, b^{(2)\top}$은 편향을 표본마다 한 번씩 더한다는 뜻이고, 코드에서는
# 브로드캐스팅(broadcasting)이 대신한다.
#
# ## 손실 {#total-loss}
#
# 손실은 두 부분으로 되어 있다. 데이터 손실은 점수에 대한 교차 엔트로피의 평균이고, 벌점은 두 층의
# 가중치만으로 정해진다. 계수는 CS231n을 따라 $\lambda/2$이고, 편향은 들어가지 않는다.

# %% [markdown] lang="en"
# The second layer takes $a^{(1)}$, not $x$. The scores pass no ReLU, because logits must be free to be
# negative. In matrix notation, $\mathbf{1}\, b^{(2)\top}$ adds the bias once for each sample; in code
# broadcasting does so.
#
# ## The loss {#total-loss}
#
# The loss has two parts. The data loss is the mean cross-entropy of the scores. The penalty depends on the
# weights of the two layers alone. Its coefficient is $\lambda/2$, as in CS231n, and the biases are not in it.

# %%
L = Symbol("L", real=True)
data_loss = -total(log(probs[n, y[n]]), (n, N)) / N
penalty = reg / 2 * (total(W1[d, h] ** 2, (d, D), (h, H)) + total(W2[h, c] ** 2, (h, H), (c, C)))
R = Symbol("R", real=True)

LAYER.result("loss", Text("손실", "Loss"), L, data_loss + penalty, definitions=backward[:5]).in_matrices(
    -Trace(onehot.matrix.T * elementwise(log, probs.matrix)) / N
    + reg / 2 * (Trace(W1.matrix.T * W1.matrix) + Trace(W2.matrix.T * W2.matrix)),
    (onehot, probs, W1, W2),
)

# %% [markdown] lang="ko"
# ## 역전파의 계획 {#plan}
#
# 손실에서 출발해 순전파를 거꾸로 밟는다. 층마다 하는 일은 같다. 위에서 받은 업스트림 그래디언트에 자기 층의
# 미분을 곱해서, 자기 파라미터의 그래디언트를 구하고, 나머지를 아래로 넘긴다.
#
# | 거꾸로 밟는 층 | 받는 것 | 구하는 것 | 아래로 넘기는 것 |
# | --- | --- | --- | --- |
# | 소프트맥스 손실 | | | `dscores` |
# | 둘째 완전연결층 | `dscores` | `dW2`, `db2` | `dactive = dscores.dot(W2.T)` |
# | ReLU | `dactive` | | `dhidden = dactive * (hidden > 0)` |
# | 첫째 완전연결층 | `dhidden` | `dW1`, `db1` | 없음: $\partial L/\partial x$는 필요하지 않다 |
#
# 받는 것에는 그 위에 있는 모든 층의 미분이 **이미 곱해져 있다.** 그러므로 둘째 완전연결층은 자기 위에
# 소프트맥스가 있는지 다른 손실이 있는지 알 필요가 없다. 페이지마다 따로 구한 식을 그대로 가져다 쓸 수 있는
# 까닭이 이것이다.
#
# 벌점은 이 경로를 지나지 않는다. 가중치에서 손실로 가는 경로가 둘이기 때문이다. 하나는 점수를 거치고, 다른
# 하나는 벌점으로 곧장 간다. 두 경로의 미분을 더하므로, 벌점의 그래디언트 $\lambda W$는 마지막에 더하기만 하면
# 된다.

# %% [markdown] lang="en"
# ## The plan of the backward pass {#plan}
#
# Start at the loss and go through the forward pass backwards. Every layer does the same: it multiplies the
# upstream gradient that it receives by its own derivative, which gives the gradients of its parameters and
# what it passes down.
#
# | Layer, from the top | receives | finds | passes down |
# | --- | --- | --- | --- |
# | Softmax loss | | | `dscores` |
# | Second affine layer | `dscores` | `dW2`, `db2` | `dactive = dscores.dot(W2.T)` |
# | ReLU | `dactive` | | `dhidden = dactive * (hidden > 0)` |
# | First affine layer | `dhidden` | `dW1`, `db1` | nothing: nobody needs $\partial L/\partial x$ |
#
# What a layer receives has the derivatives of all layers above **already multiplied in.** So the second
# affine layer need not know whether a softmax or some other loss is above it. That is why the formulas from
# the other pages can be used as they stand.
#
# The penalty is not on this path. The weights reach the loss on two paths, one through the scores and one
# straight into the penalty. The derivatives along both are added, so the penalty's gradient $\lambda W$ is
# simply added at the end.

# %% [markdown] lang="ko"
# ## 둘째 층 {#second-layer}
#
# 첫 줄은 전체 손실을 $W^{(2)}$의 원소 하나로 미분하라는 식이다. 연쇄 법칙에 따라 점수의 모든 원소를 거쳐 가는
# 경로를 더한다. 여기서 점수까지의 미분이 [소프트맥스의
# 결과](softmax_cross_entropy.md#softmax_cross_entropy.dx), 곧 $\mathrm{dscores}$다.

# %% [markdown] lang="en"
# ## The second layer {#second-layer}
#
# The first line asks for the derivative of the whole loss with respect to one entry of $W^{(2)}$. By the
# chain rule, add over the paths through all entries of the scores. The derivative up to the scores is the
# [result of the softmax page](softmax_cross_entropy.md#softmax_cross_entropy.dx): $\mathrm{dscores}$.

# %%
LAYER.result(
    "dW2",
    Text("둘째 층 가중치에 대한 그래디언트", "Gradient with respect to the second layer's weights"),
    Derivative(L, W2[i, j]),
    Derivative(data_loss + penalty, W2[i, j]),
    indices=((i, H), (j, C)),
    definitions=backward,
    abbreviations={R: penalty},
).by(
    rules.CHAIN_RULE,
    total(dscores[n, c] * Derivative(total(a1[n, h] * W2[h, c], (h, H)), W2[i, j]), (n, N), (c, C))
    + Derivative(penalty, W2[i, j]),
).by(
    rules.DELTA_PICKS,
    total(a1[n, i] * dscores[n, j], (n, N)) + reg * W2[i, j],
).in_matrices(a1.matrix.T * dscores.matrix + reg * W2.matrix, (a1, dscores, W2))

# %% [markdown] lang="ko"
# [완전연결층의 `dw`](affine.md#affine.dw)인 $x^\top \mathrm{dout}$에서 $x$ 자리에 $a^{(1)}$, $\mathrm{dout}$
# 자리에 $\mathrm{dscores}$가 들어가고, 벌점의 $\lambda W^{(2)}$가 더해졌다. 모양도 맞는다. $(H, N)$과
# $(N, C)$를 곱하면 $(H, C)$다. $1/N$은 $\mathrm{dscores}$에 이미 들어 있으니 다시 나누지 않는다.

# %% [markdown] lang="en"
# This is [`dw` of the affine layer](affine.md#affine.dw), $x^\top \mathrm{dout}$, with $a^{(1)}$ for $x$ and
# $\mathrm{dscores}$ for $\mathrm{dout}$, plus $\lambda W^{(2)}$ from the penalty. The shapes fit: $(H, N)$
# times $(N, C)$ is $(H, C)$. The $1/N$ is in $\mathrm{dscores}$ already; do not divide again.

# %%
LAYER.result(
    "db2",
    Text("둘째 층 편향에 대한 그래디언트", "Gradient with respect to the second layer's bias"),
    Derivative(L, b2[j]),
    Derivative(data_loss + penalty, b2[j]),
    indices=((j, C),),
    definitions=backward,
    abbreviations={R: penalty},
).by(
    rules.CHAIN_RULE,
    total(dscores[n, c] * Derivative(b2[c], b2[j]), (n, N), (c, C)),
).by(
    rules.DELTA_PICKS,
    total(dscores[n, j], (n, N)),
).in_matrices(dscores.matrix.T * ones(N), (dscores,))

# %% [markdown] lang="ko"
# 편향 하나는 모든 표본의 점수에 똑같이 더해진다. 손실로 가는 경로가 $N$개 있으므로 배치(batch)를 따라 더한다. 벌점에는
# 편향이 없으므로 $\lambda$가 붙은 항이 없다.
#
# ## 첫째 층 {#first-layer}
#
# 한 층 더 내려간다. 은닉 유닛 하나 $a^{(1)}_{n,h}$는 그 표본의 점수 $C$개에 모두 쓰인다. 그래서 점수를 따라
# 더하는 $\sum_c \mathrm{dscores}_{n,c}\, W^{(2)}_{h,c}$가 나타나고, 이것이 코드의 `dactive`다. 다음으로
# ReLU를 지나면서 $z^{(1)}_{n,h} > 0$인 자리만 남는다. 여기까지가 $\mathrm{d}z^{(1)}$이다.

# %% [markdown] lang="en"
# A bias is added to the scores of every sample. That makes $N$ paths, so sum over the batch. The biases are
# not in the penalty, so there is no term with $\lambda$.
#
# ## The first layer {#first-layer}
#
# One layer further down. A hidden unit $a^{(1)}_{n,h}$ is used in all $C$ scores of its sample. Hence the sum
# over the scores, $\sum_c \mathrm{dscores}_{n,c}\, W^{(2)}_{h,c}$, which is `dactive` in the code. On the way
# back through the ReLU, only the places with $z^{(1)}_{n,h} > 0$ remain. The result is $\mathrm{d}z^{(1)}$.

# %%
LAYER.result(
    "dW1",
    Text("첫째 층 가중치에 대한 그래디언트", "Gradient with respect to the first layer's weights"),
    Derivative(L, W1[i, j]),
    Derivative(data_loss + penalty, W1[i, j]),
    indices=((i, D), (j, H)),
    definitions=backward,
    abbreviations={R: penalty},
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

# %% [markdown] lang="ko"
# 마지막 식은 둘째 층의 식과 꼴이 똑같다. 입력과 업스트림 그래디언트만 $x$와 $\mathrm{d}z^{(1)}$으로 바뀌었다.
# 모양은 $(D, N)$과 $(N, H)$를 곱한 $(D, H)$다.
#
# 여기서 무엇이 확인되었는지 짚어 두자. 첫 줄은 모든 중간값을 대입한 손실을 $W^{(1)}$의 원소 하나로 미분한
# 것이고, 끝 줄은 층별 결과를 이어 붙인 것이다. 두 줄 사이의 모든 단계를 크기 $N, D, H, C$가 기호인 채로
# 컴퓨터가 확인했다. 층별 결과를 이어 붙여도 된다는 것을 가정한 것이 아니라 보인 것이다.

# %% [markdown] lang="en"
# The last formula has the same form as that of the second layer. Only the input and the upstream gradient are
# now $x$ and $\mathrm{d}z^{(1)}$. The shapes: $(D, N)$ times $(N, H)$ is $(D, H)$.
#
# It is worth noting what has been checked here. The first line is the loss, with everything in between
# inserted, differentiated with respect to one entry of $W^{(1)}$. The last line is put together from the
# results of the layers. The machine has checked every step between them, with $N, D, H, C$ left as symbols.
# That the layers' results may be put together was shown, not assumed.

# %%
LAYER.result(
    "db1",
    Text("첫째 층 편향에 대한 그래디언트", "Gradient with respect to the first layer's bias"),
    Derivative(L, b1[j]),
    Derivative(data_loss + penalty, b1[j]),
    indices=((j, H),),
    definitions=backward,
    abbreviations={R: penalty},
).by(
    rules.CHAIN_RULE,
    total(dz1[n, h] * Derivative(z1[n, h], b1[j]), (n, N), (h, H)),
).by(
    rules.DELTA_PICKS,
    total(dz1[n, j], (n, N)),
).in_matrices(dz1.matrix.T * ones(N), (dz1,))

# %% [markdown] lang="ko"
# ## 구현 {#implementation}
#
# `loss`의 앞 절반이 순전파이고 뒤 절반은 그것을 거꾸로 읽은 것이다. 순전파에서 남겨 둔 캐시(cache)가
# 역전파에서 쓰는 $x$, $a^{(1)}$, $z^{(1)}$이다. 첫째 층에서는 `dx`가 필요 없으므로
# `affine_parameter_gradients`로 `dW1`과 `db1`만 구한다.

# %% [markdown] lang="en"
# ## Implementation {#implementation}
#
# The first half of `loss` is the forward pass, and the second half is the first one read backwards. The
# caches that the forward pass leaves hold the $x$, $a^{(1)}$ and $z^{(1)}$ that the backward pass needs. The
# first layer needs no `dx`, so `affine_parameter_gradients` computes `dW1` and `db1` alone.

# %% [markdown] slot="implementation"
# 코드는 `impl/two_layer_net.py`에 있다. / The code is in `impl/two_layer_net.py`.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본 둘, 특성 셋, 은닉 유닛 셋, 클래스 둘인 신경망을 순전파부터 역전파까지 손으로 따라가 보자. 점수의 차가 표본마다 $\log 3$이 되도록
# 수를 골라서 확률이 분수로 떨어진다. 중간값을 하나 구할 때마다 멈추고, 다음 값을 먼저 계산해 보기를 권한다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# Follow a net with two samples, three features, three hidden units and two classes by hand, forward and back. The numbers are chosen so
# that the scores of each sample differ by $\log 3$, which makes the probabilities fractions. Stop at each value in between and compute
# the next one before you look.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 3, H: 3, C: 2},
    given={
        x: [[1, 0, 1], [0, 1, 1]],
        y: [0, 1],
        W1: [[-1, 0, 2], [1, -1, -1], [0, 1, -1]],
        b1: [0, 1, 0],
        W2: [[1, 0], [0, 1], [2, 0]],
        b2: [log(3), 0],
        reg: Rational(1, 8),
    },
    show=[
        (z1, (0, 1)),
        (a1, (0, 0), (0, 1)),
        ("scores", (0, 0)),
        (probs, (0, 0)),
        ("loss", ()),
        (dscores, (0, 0), (0, 1)),
        ("dW2", (1, 0)),
        ("db2", (0,)),
        (dz1, (0, 2), (1, 2)),
        ("dW1", (1, 1)),
        ("db1", (0,)),
    ],
)

# %% [markdown] lang="ko"
# 첫째 표본의 0번 은닉 유닛과 둘째 표본의 2번 은닉 유닛은 꺼져 있다. 그 자리에서는 $\mathrm{d}z^{(1)}$도 0이어서 그 표본은 해당
# 열의 가중치의 그래디언트에 아무런 기여도 하지 않는다. `db2`의 두 원소를 더하면 0이다. 왜 그런지는 첫째 연습 문제에서 묻는다.

# %% [markdown] lang="en"
# Hidden unit 0 is off for the first sample, and unit 2 for the second. There $\mathrm{d}z^{(1)}$ is 0 as well, and that sample
# contributes nothing to the gradient of that column of weights. The two entries of `db2` add up to 0; the first exercise asks why.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify two_layer_net`의 결과. / The result of `yudo verify two_layer_net`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **가중치를 모두 0으로 초기화한 경우**(`weight_scale=0`). `active`가 0이므로 `dW2`가 0이고, `W2`가 0이므로
#   `dactive`가 0이어서 `dW1`과 `db1`도 0이다. `db2`만 움직인다. 손실은 $\log C$이고, 클래스가 셋이면
#   1.0986이다.
# - **가중치가 모두 같은 상수인 경우.** `dW1`의 모든 열이 같아서 은닉 유닛들은 언제까지나 같은 값을 낸다.
#   가중치를 난수로 초기화하는 까닭이다.
# - **$z^{(1)}$이 정확히 0인 경우.** ReLU의 꺾인 점(kink)이다. 관례에 따라 그 자리의 `dhidden`은 0이다.
# - **모든 은닉 유닛이 꺼진 경우.** `b1`을 $-100$으로 두어 $z^{(1)}$이 모두 음수가 되면 데이터 손실의
#   그래디언트는 `db2` 말고는 모두 0이다. 경사하강법으로는 다시 켜지지 않는다.
# - **표본이 하나**($N = 1$)여도 된다. **빈 배치**($N = 0$)는 점수를 구할 때는 모양 $(0, C)$인 배열이 나오고,
#   손실을 구할 때는 평균을 낼 표본이 없으므로 `ValueError`가 난다.
# - **정수 입력.** `uint8` 이미지를 그대로 넣으면 `TypeError`가 난다. `X.astype(np.float32)`처럼 바꾸어
#   넣는다. `X`의 dtype이 파라미터와 다르면 파라미터의 dtype을 따른다.
# - **입력에 `nan`이 있는 경우.** 손실을 구할 때 `ValueError`가 난다. 메시지의 `x[0, 0] = nan`에서 `x`는
#   `softmax_loss`가 받은 인자, 곧 점수를 가리킨다.
# - **클래스가 하나**($C = 1$)면 데이터 손실과 그 그래디언트는 0이다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **All weights initialised to 0** (`weight_scale=0`). `active` is 0, so `dW2` is 0; `W2` is 0, so `dactive`
#   is 0 and with it `dW1` and `db1`. Only `db2` moves. The loss is $\log C$: 1.0986 for three classes.
# - **All weights the same constant.** All columns of `dW1` are equal, so the hidden units always stay equal.
#   This is why weights are initialised at random.
# - **$z^{(1)}$ exactly 0.** That is the kink of the ReLU. By convention `dhidden` is 0 there.
# - **All hidden units off.** With `b1` at $-100$ and $z^{(1)}$ negative throughout, the gradient of the data
#   loss is 0 in all but `db2`. Gradient descent does not switch them on again.
# - **One sample** ($N = 1$) is fine. For an **empty batch** ($N = 0$) the scores are an array of shape
#   $(0, C)$, and asking for the loss raises a `ValueError`, because there are no samples to average.
# - **Integer input.** `uint8` images raise a `TypeError`; convert them first, as in `X.astype(np.float32)`.
#   If the dtype of `X` differs from that of the parameters, that of the parameters is used.
# - **`nan` in the input.** Asking for the loss gives a `ValueError`. In its message, `x[0, 0] = nan`, `x` is
#   the argument of `softmax_loss`, that is the scores.
# - **One class** ($C = 1$): the data loss and its gradient are 0.

# %% [markdown] lang="ko"
# ## 흔한 실수 {#mistakes}
#
# 식으로 적을 수 있는 실수부터 보자. 틀린 식에서 옳은 식을 뺀 차는 컴퓨터가 구했다. 그래디언트 검사에서 실제로 보게 되는 것도 이 차다.

# %% [markdown] lang="en"
# ## Common mistakes {#mistakes}
#
# First those that can be written as a formula. The machine has subtracted the right formula from each. This difference is also what a
# gradient check sees.

# %%
dactive = total(dscores[n, c] * W2[j, c], (c, C))

LECTURE.mistake(
    "no-mask",
    "dW1",
    Text("ReLU를 거슬러 내려올 때 마스크를 빠뜨린다", "The mask is missing on the way back through the ReLU"),
    wrong=total(x[n, i] * dactive, (n, N)) + reg * W1[i, j],
    symptom=Text(
        "`dW2`와 `db2`는 검사를 통과하고 `dW1`과 `db1`만 실패한다. 꺼진 유닛이 하나도 없는 입력에서는 드러나지 않는다.",
        "`dW2` and `db2` pass the check, `dW1` and `db1` fail. Inputs for which no unit is off do not show it.",
    ),
)

# %%
LECTURE.mistake(
    "mask-from-dactive",
    "dW1",
    Text(
        "ReLU의 마스크를 `dactive * (dactive > 0)`처럼 `dactive`로 만든다",
        "The ReLU mask made from `dactive`, as in `dactive * (dactive > 0)`",
    ),
    wrong=total(x[n, i] * dactive * step(dactive), (n, N)) + reg * W1[i, j],
    symptom=Text(
        "`dW2`와 `db2`는 통과하고 `dW1`과 `db1`만 실패한다. 마스크는 순전파의 `hidden`으로 만든다. `active > 0`도 같은 마스크다.",
        "`dW2` and `db2` pass, `dW1` and `db1` fail. The mask comes from `hidden` of the forward pass; `active > 0` is the same mask.",
    ),
)

# %%
LECTURE.mistake(
    "input-of-the-first-layer",
    "dW2",
    Text(
        "`dW2`에 은닉층의 출력이 아니라 `X`를 곱한다",
        "`X` in the product for `dW2`, in place of the hidden layer's output",
    ),
    wrong=total(x[n, i] * dscores[n, j], (n, N)) + reg * W2[i, j],
    symptom=Text(
        "대개 모양이 맞지 않아 오류가 난다. 위의 예처럼 $D = H$이면 경고 없이 틀린 값을 낸다. 검사할 때는 $N, D, H, C$를 모두 다르게 잡는다.",
        "Mostly a shape error. With $D = H$, as in the example above, it silently gives wrong numbers. Check with $N, D, H, C$ all "
        "different.",
    ),
)

# %%
LECTURE.mistake(
    "divided-again",
    "dW2",
    Text("$N$으로 두 번 나눈다", "Divided by $N$ twice"),
    wrong=total(a1[n, i] * dscores[n, j], (n, N)) / N + reg * W2[i, j],
    symptom=Text(
        "`dscores`에 $1/N$이 들어 있는데 `dW`를 또 나눈 경우다. 데이터 쪽 그래디언트가 $N$배 작아서, 배치를 키울수록 학습이 느려진다.",
        "`dscores` contains the $1/N$, and `dW` was divided again. The gradient of the data is $N$ times too small, and training gets "
        "slower as the batch gets larger.",
    ),
)

# %%
LECTURE.mistake(
    "no-penalty",
    "dW1",
    Text(
        "벌점의 그래디언트를 빠뜨리거나 한 층에만 더한다",
        "The gradient of the penalty left out, or added to one layer only",
    ),
    wrong=total(x[n, i] * dz1[n, j], (n, N)),
    symptom=Text(
        "`reg=0`이면 검사를 통과하므로, 검사는 `reg`가 0이 아닌 값에서도 해야 한다.",
        "With `reg=0` the check passes, so check with a `reg` that is not 0, too.",
    ),
)

# %%
LECTURE.mistake(
    "overwritten",
    "dW2",
    Text(
        "데이터의 그래디언트를 덮어쓴다: `dW2 = reg * W2`",
        "The gradient of the data is overwritten: `dW2 = reg * W2`",
    ),
    wrong=reg * W2[i, j],
    symptom=Text(
        "`+=`를 써야 할 자리에 `=`를 쓴 경우다. 가중치가 0으로 줄기만 하고 아무것도 학습하지 못한다.",
        "`=` stands where `+=` was meant. The weights shrink to 0 and nothing is learned.",
    ),
)

# %%
LECTURE.mistake(
    "bias-regularized",
    "db2",
    Text("편향까지 정규화한다", "The bias is regularised too"),
    wrong=total(dscores[n, j], (n, N)) + reg * b2[j],
    symptom=Text(
        "가중치의 그래디언트는 맞고 편향만 틀린다. 편향을 모두 0으로 초기화한 직후에는 차이가 0이어서 드러나지 않는다.",
        "The weights' gradients are right, the biases' are wrong. Right after initialising all biases to 0 the difference is 0 and does "
        "not show.",
    ),
)

# %% [markdown] lang="ko"
# 나머지는 코드의 순서와 함수 이름에서 생기는 실수다.
#
# - **`np.maximum`을 `np.max`로 쓴다.** `np.maximum(0, z)`는 원소마다 비교하고, `np.max(z)`는 축(axis)을 줄여
#   최댓값 하나를 구한다. `np.max(0, z)`로 쓰면 둘째 인자를 축으로 읽어 `TypeError`가 난다.
# - **점수에도 ReLU를 씌운다.** 점수가 하나도 음수가 되지 않고, 0으로 잘린 점수에는 그래디언트가 흐르지
#   않는다.
# - **전치(transpose)를 빠뜨린다.** `dscores.dot(W2)`는 대개 모양이 맞지 않아 오류가 나지만, $H = C$이면
#   경고 없이 틀린 값을 낸다.
# - **역전파 도중에 `W2`를 갱신한다.** `dactive`를 구하기 전에 `W2`를 바꾸면 순전파 때와 다른 가중치로 거슬러
#   내려간다. 그래디언트를 모두 구한 뒤에 한꺼번에 갱신한다.

# %% [markdown] lang="en"
# The others come from the order of the code and from names of functions.
#
# - **`np.max` for `np.maximum`.** `np.maximum(0, z)` compares entry by entry; `np.max(z)` reduces an axis to
#   its largest entry. `np.max(0, z)` takes its second argument for the axis and raises a `TypeError`.
# - **A ReLU on the scores.** No score is ever negative, and no gradient flows into a score that was cut to 0.
# - **A missing transpose.** `dscores.dot(W2)` mostly raises a shape error, but with $H = C$ it silently gives
#   wrong numbers.
# - **`W2` updated during the backward pass.** If `W2` changes before `dactive` is computed, the backward pass
#   uses other weights than the forward pass. Update everything at once, after all gradients are known.

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
        "`db2`의 원소를 모두 더하면 언제나 0이다. 왜 그런가? `b2`의 모든 원소에 같은 수를 더하면 손실은 어떻게 되는가?",
        "The entries of `db2` always add up to 0. Why? What happens to the loss if the same number is added to every entry of `b2`?",
    ),
    Text(
        r"""확률과 원-핫 벡터는 모두 클래스를 따라 더하면 1이므로 $\mathrm{dscores}$의 행의 합은 0이다.

<1>

`db2`는 이 행들을 더한 것이므로, 그 원소를 모두 더해도 0이다.

`b2`의 모든 원소에 같은 수를 더하면 한 표본의 점수가 모두 그만큼 커지고, [이동 불변성](softmax_cross_entropy.md#shift)에 따라 손실은
그대로다. 손실이 변하지 않는 방향으로는 방향미분이 0이라는 것이 위의 식이다.""",
        r"""Probabilities and one-hot vectors add up to 1 over the classes, so each row of $\mathrm{dscores}$ adds up to 0.

<1>

`db2` is the sum of these rows, so its entries add up to 0 as well.

Adding one number to all of `b2` raises all scores of a sample alike, and by [shift invariance](softmax_cross_entropy.md#shift) the loss stays.
This is what the formula says: the directional derivative is 0 in a direction in which the loss does not
change.""",
    ),
    lambda: [(total(dscores[n, c], (c, C)), Integer(0))],
    definitions=backward[3:6],
)

# %%
LECTURE.exercise(
    Text(
        r"입력에 대한 그래디언트 $\partial L / \partial x$를 구하라. 학습에는 쓰이지 않지만, 이미지를 아주 조금 바꾸어 신경망을 속이는 "
        "적대적 예제(adversarial example)를 만들 때 쓴다.",
        r"Find the gradient $\partial L / \partial x$ with respect to the input. It is not needed for training, but it is used to make adversarial "
        "examples: images changed very slightly to fool a net.",
    ),
    Text(
        r"""첫째 완전연결층의 업스트림 그래디언트는 $\mathrm{d}z^{(1)}$이다. [`affine.dx`](affine.md#affine.dx)에 그대로 넣는다.

<1>

벌점 $R$에는 $x$가 없으므로 $\lambda$가 붙은 항도 없다. 컴퓨터는 왼쪽의 손실에 모든 중간값을 대입하여 미분한 것과 오른쪽을 비교했다.""",
        r"""The upstream gradient of the first affine layer is $\mathrm{d}z^{(1)}$. Put it into [`affine.dx`](affine.md#affine.dx).

<1>

There is no $x$ in the penalty $R$, so no term has a $\lambda$. The machine has inserted everything in between
into the loss on the left,
differentiated it, and compared.""",
    ),
    lambda: [(Derivative(data_loss + penalty, x[i, j]), total(dz1[i, h] * W1[j, h], (h, H)))],
    definitions=backward,
    abbreviations={R: penalty},
)

# %%
V = tensor("V", D, C)
shortcut = total(
    dscores[n, c] * (total(relu(z1[n, h]) * W2[h, c], (h, H)) + total(x[n, d] * V[d, c], (d, D))),
    (n, N),
    (c, C),
)

LECTURE.exercise(
    Text(
        r"입력에서 점수로 곧장 가는 지름길(skip connection)을 더하자. $\mathrm{scores} = a^{(1)} W^{(2)} + b^{(2)} + x V$이다. "
        r"$\partial L / \partial V$와 $\partial L / \partial x$를 구하라.",
        r"Add a shortcut (skip connection) from the input to the scores: $\mathrm{scores} = a^{(1)} W^{(2)} + b^{(2)} + x V$. "
        r"Find $\partial L / \partial V$ and $\partial L / \partial x$.",
    ),
    Text(
        r"""$V$는 입력이 $x$이고 업스트림 그래디언트가 $\mathrm{dscores}$인 완전연결층의 가중치다.

<1>

$x$에서 손실로 가는 경로는 이제 둘이므로 두 경로의 기여를 더한다. 은닉층을 거치는 경로는 앞 문제의 것이고, 지름길은 $V^{\top}$만 지난다.

<2>

은닉 유닛이 모두 꺼져도 지름길의 기여는 남는다. 깊은 신경망에 지름길을 두면 그래디언트가 아래층까지 닿는 까닭이다.""",
        r"""$V$ is the weight of an affine layer whose input is $x$ and whose upstream gradient is $\mathrm{dscores}$.

<1>

From $x$ there are now two paths to the loss, and their contributions add up. The path through the hidden
layer is that of the exercise before; the shortcut passes $V^{\top}$ alone.

<2>

Even with all hidden units off, the contribution of the shortcut remains. That is why gradients reach the lower layers of a deep net with shortcuts.""",
    ),
    lambda: [
        (Derivative(shortcut, V[i, j]), total(x[n, i] * dscores[n, j], (n, N))),
        (
            Derivative(shortcut, x[i, j]),
            total(step(z1[i, h]) * total(dscores[i, c] * W2[h, c], (c, C)) * W1[j, h], (h, H))
            + total(dscores[i, c] * V[j, c], (c, C)),
        ),
    ],
    definitions=forward[:1],
)

# %% tags=["setup"]
LECTURE.drill(("dW2", (0, 0)), ("dW1", (0, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 새로 미분할 것은 없다. 앞에서 구한 결과를 손실에서 입력 쪽으로 이어 붙인다.
# 2. 순서는 `dscores`, 둘째 층의 `dW2`와 `db2`, ReLU의 게이트, 첫째 층의 `dW1`과 `db1`이다.
# 3. 층마다 위에서 받은 그래디언트를 쓰고, 아래층에 줄 그래디언트를 만든다.
# 4. 벌점은 경로가 하나 더 있는 것이다. 가중치의 그래디언트에 λW를 더하고 편향에는 더하지 않는다.
# 5. 가장 흔한 실수는 ReLU의 게이트를 빠뜨리거나 벌점의 그래디언트를 더하지 않는 것이다.
#
# **더 읽을거리**
#
# - [CS231n 강의 노트: 작은 신경망 사례 연구](https://cs231n.github.io/neural-networks-case-study/)
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, 6.5절
# - 사이토 고키, 『밑바닥부터 시작하는 딥러닝』, 한빛미디어, 2017, 4장과 5장

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. Nothing new has to be differentiated: known results are put in a row, from the loss back to the input.
# 2. The order is `dscores`, then `dW2` and `db2` of the second layer, the gate of the ReLU, `dW1` and `db1` of the first.
# 3. Each layer uses the gradient that it receives and makes the one that the layer before it receives.
# 4. The penalty is one more path: it adds λW to the gradients of the weights and nothing to those of the biases.
# 5. The commonest mistakes are a forgotten ReLU gate and a forgotten penalty.
#
# **Further reading**
#
# - [CS231n notes: a minimal net as a case study](https://cs231n.github.io/neural-networks-case-study/)
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, section 6.5
# - K. Saitoh, *Deep Learning from Scratch* (in Japanese and Korean), chapters 4 and 5
