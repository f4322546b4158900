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
# # 3층 합성곱 신경망(convolutional neural network) {#three_layer_conv_net}
#
# CS231n의 둘째 과제는 이 신경망으로 끝난다. 새로 미분할 것은 없다. 뒤의 절반은 이미지 대신 풀링한 값을 입력으로 받는
# [2층 신경망](two_layer_net.md)이고, 앞의 절반은 [합성곱](conv2d.md)과 [최대 풀링](max_pool.md)이다. 이 페이지의 물음은
# 둘이 만나는 곳에 있다. 완전연결층에서 내려온 그래디언트가 어떻게 풀링과 ReLU를 거슬러 필터에 닿는가?

# %% [markdown] lang="en"
# # Three-layer convolutional net {#three_layer_conv_net}
#
# CS231n's second assignment ends with this net. There is nothing new to differentiate. The second half is the
# [two-layer net](two_layer_net.md), fed with pooled values instead of an image, and the first half is a
# [convolution](conv2d.md) with [max pooling](max_pool.md). The question of this page lies where they meet: how does the
# gradient that comes down from the affine layers get through pooling and ReLU to the filters?

# %% tags=["setup"]
from sympy import Add, Derivative, Integer, KroneckerDelta, Rational, Symbol, Trace, exp, log

from yudo.derivations.calculus import (
    LABELS_IN_RANGE,
    OFF_THE_KINK,
    POSITIVE_SIZES,
    REAL_ARITHMETIC,
    AffineIndex,
    Definition,
    Example,
    Layer,
    Lecture,
    Part,
    Text,
    elementwise,
    indices,
    labels,
    maximum,
    ones,
    relu,
    rules,
    scalars,
    sizes,
    step,
    tensor,
    total,
)
from yudo.derivations.calculus.functions import Sum
from yudo.derivations.calculus.matrices import Row

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 수식 | 코드 | 모양(shape) | 뜻 |
# | --- | --- | --- | --- |
# | $x$ | `X` | $(N, C, \ldots)$ | 이미지. 표본 $N$개, 채널 $C$개. 둘레에 0을 덧댄 뒤의 것이다 |
# | $y$ | `y` | $(N,)$ | 레이블, $0$부터 $K-1$까지의 정수 |
# | $W^{(1)}$, $b^{(1)}$ | `W1`, `b1` | $(F, C, R, T)$, $(F,)$ | 필터 $F$개와 편향 |
# | $z^{(1)}$ | `convolved` | $(N, F, \ldots)$ | 합성곱의 출력 |
# | $a^{(1)}$ | `active` | $z^{(1)}$과 같다 | ReLU를 거친 값 |
# | $\mathrm{pooled}$ | `pooled` | $(N, F, P, Q)$ | 창마다 가장 큰 값 |
# | $W^{(2)}$, $b^{(2)}$ | `W2`, `b2` | $(F, P, Q, M)$, $(M,)$ | 은닉층의 가중치와 편향. 코드에서는 앞의 세 축을 펴서 $(FPQ, M)$이다 |
# | $z^{(2)}$, $a^{(2)}$ | `hidden` | $(N, M)$ | 은닉 유닛의 값, ReLU의 앞과 뒤 |
# | $W^{(3)}$, $b^{(3)}$ | `W3`, `b3` | $(M, K)$, $(K,)$ | 출력층의 가중치와 편향 |
# | $\mathrm{scores}$ | `scores` | $(N, K)$ | 점수, 곧 소프트맥스의 로짓(logit) |
# | $\lambda$ | `reg` | 스칼라 | L2 정규화의 세기 |
#
# 풀링의 창은 $A$행 $B$열이고 한 번에 $S$칸씩 움직인다. 과제에서는 모두 2다. 창 $P \times Q$개가 꼭 들어맞으려면 $z^{(1)}$은
# $S(P-1)+A$행 $S(Q-1)+B$열이어야 하고, 합성곱은 한 칸씩 움직이므로 $x$는 그보다 $R-1$행 $T-1$열이 크다. 첨자는 0부터 센다.
#
# **관례.** ReLU의 도함수는 0에서 0이다. 창에서 가장 큰 값이 여럿이면 모두 그래디언트를 받는다. 그래디언트는 편미분(partial derivative)을
# 모은 배열이다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | Formula | Code | Shape | Meaning |
# | --- | --- | --- | --- |
# | $x$ | `X` | $(N, C, \ldots)$ | $N$ images of $C$ channels, zeros around them included |
# | $y$ | `y` | $(N,)$ | labels, integers from $0$ to $K-1$ |
# | $W^{(1)}$, $b^{(1)}$ | `W1`, `b1` | $(F, C, R, T)$, $(F,)$ | $F$ filters and their biases |
# | $z^{(1)}$ | `convolved` | $(N, F, \ldots)$ | output of the convolution |
# | $a^{(1)}$ | `active` | as $z^{(1)}$ | the same after the ReLU |
# | $\mathrm{pooled}$ | `pooled` | $(N, F, P, Q)$ | the largest value of each window |
# | $W^{(2)}$, $b^{(2)}$ | `W2`, `b2` | $(F, P, Q, M)$, $(M,)$ | weights and biases of the hidden layer; the code flattens the first three axes, $(FPQ, M)$ |
# | $z^{(2)}$, $a^{(2)}$ | `hidden` | $(N, M)$ | hidden units before and after the ReLU |
# | $W^{(3)}$, $b^{(3)}$ | `W3`, `b3` | $(M, K)$, $(K,)$ | weights and biases of the output layer |
# | $\mathrm{scores}$ | `scores` | $(N, K)$ | scores: the logits of the softmax |
# | $\lambda$ | `reg` | scalar | strength of the L2 regularisation |
#
# The windows of the pooling have $A$ rows and $B$ columns and move by $S$ at a time; in the assignment all three are 2. For $P \times Q$ windows
# to fit exactly, $z^{(1)}$ has $S(P-1)+A$ rows and $S(Q-1)+B$ columns. The convolution moves by one pixel at a time, so $x$ has $R-1$ rows and $T-1$
# columns more. Indices start at 0.
#
# **Conventions.** The derivative of the ReLU at 0 is 0. Where several values of a window are the largest, each of them gets the gradient. A
# gradient is the array of partial derivatives.

# %%
N, C, F, R, T, P, Q, A, B, S, M, K = sizes("N C F R T P Q A B S M K")
n, c, f, r, t, p, q, u, s = indices("n c f r t p q u s")
h, v, m, k, i, j, e, g = indices("h v m k i j e g")
(reg,) = scalars("lambda", positive=True)
H, V = S * (P - 1) + A, S * (Q - 1) + B

x = tensor("x", N, C, H + R - 1, V + T - 1, values="moderate")
y = labels("y", N)
W1, b1 = tensor("W1", F, C, R, T, values="moderate"), tensor("b1", F, values="moderate")
W2, b2 = tensor("W2", F, P, Q, M, values="moderate"), tensor("b2", M, values="moderate")
W3 = tensor("W3", M, K, values="moderate", says=Text("셋째 층의 가중치", "weights of the third layer"))
b3 = tensor("b3", K, values="logits", says=Text("셋째 층의 편향", "biases of the third layer"))

LAYER = Layer(
    stem="three_layer_conv_net",
    title=Text("3층 합성곱 신경망", "Three-layer convolutional net"),
    summary=Text(
        "합성곱 – ReLU – 최대 풀링 – 완전연결층 – ReLU – 완전연결층 – 소프트맥스 손실에 L2 정규화를 더한 신경망이다.",
        "Convolution – ReLU – max pooling – affine – ReLU – affine – softmax loss, with L2 regularisation.",
    ),
    inputs=(x, y, W1, b1, W2, b2, W3, b3, reg, A, B, S),
    uses=("two_layer_net", "conv2d", "max_pool"),
    part=Part.IMAGES,
    assumptions=(REAL_ARITHMETIC, POSITIVE_SIZES, LABELS_IN_RANGE, OFF_THE_KINK),
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# 순전파(forward pass)에 나오는 중간값과 역전파(backward pass)에 쓸 이름을 정해 둔다. $\mathrm{d}$로 시작하는 이름이 정말로 그래디언트인지는
# 아래에서 확인한다.

# %% [markdown] lang="en"
# The next cell names what the forward pass makes on its way, and what the backward pass will need. That the names with a $\mathrm{d}$ are
# gradients is for the derivation to show.

# %%
FILTER, POOL = ((c, C), (r, R), (t, T)), ((u, A), (s, B))
MAPS, IMAGE = ((f, F), (p, P), (q, Q)), ((h, H), (v, V))

z1, a1 = tensor("z1", N, F, H, V), tensor("a1", N, F, H, V)
pooled = tensor("pooled", N, F, P, Q, says=Text("창에서 가장 큰 값", "largest value of a window"))
z2 = tensor("z2", N, M, says=Text("첫째 완전연결층의 출력", "output of the first affine layer"))
a2 = tensor("a2", N, M, says=Text("은닉 유닛의 값", "hidden units"))
scores = tensor("scores", N, K)
probs = tensor("probs", N, K, positive=True)
onehot = tensor("onehot", N, K)
dscores = tensor("dscores", N, K)
dz2 = tensor(
    "dz2", N, M, says=Text("$z^{(2)}$에 대한 손실의 그래디언트", "gradient with respect to $z^{(2)}$")
)
dpooled = tensor(
    "dpooled",
    N,
    F,
    P,
    Q,
    says=Text("풀링의 출력에 대한 그래디언트", "gradient with respect to what is pooled"),
)
dz1 = tensor("dz1", N, F, H, V)


def seen(n, c, h, v, r, t):
    """The pixel that a place of the filter meets."""
    return x[n, c, AffineIndex(h + r), AffineIndex(v + t)]


def cell(a, n, f, p, q, u, s):
    """The entry at a place of a pooling window."""
    return a[n, f, AffineIndex(S * p + u), AffineIndex(S * q + s)]


def largest_of(entry):
    """The largest of a pooling window."""
    return maximum(maximum(entry, (s, B)), (u, A))


def met(h, v):
    """1 where a place of a pooling window is a pixel."""
    return KroneckerDelta(h, AffineIndex(S * p + u)) * KroneckerDelta(v, AffineIndex(S * q + s))


convolution = total(W1[f, c, r, t] * seen(n, c, h, v, r, t), *FILTER) + b1[f]
forward = (
    Definition(z1[n, f, h, v], convolution),
    Definition(a1[n, f, h, v], relu(z1[n, f, h, v])),
    Definition(pooled[n, f, p, q], largest_of(cell(a1, n, f, p, q, u, s))),
    Definition(z2[n, m], total(pooled[n, f, p, q] * W2[f, p, q, m], *MAPS) + b2[m]),
    Definition(a2[n, m], relu(z2[n, m])),
    Definition(scores[n, k], total(a2[n, m] * W3[m, k], (m, M)) + b3[k]),
    Definition(probs[n, k], exp(scores[n, k]) / total(exp(scores[n, g]), (g, K))),
)
backward = (
    *forward,
    Definition(onehot[n, k], KroneckerDelta(k, y[n])),
    Definition(dscores[n, k], (probs[n, k] - onehot[n, k]) / N),
    Definition(dz2[n, m], step(z2[n, m]) * total(dscores[n, k] * W3[m, k], (k, K))),
    Definition(dpooled[n, f, p, q], total(dz2[n, m] * W2[f, p, q, m], (m, M))),
    Definition(
        dz1[n, f, h, v],
        step(z1[n, f, h, v])
        * total(
            met(h, v) * dpooled[n, f, p, q] * (1 - step(pooled[n, f, p, q] - cell(a1, n, f, p, q, u, s))),
            (p, P),
            (q, Q),
            *POOL,
        ),
    ),
)

# %% [markdown] lang="ko"
# ## 순전파 {#forward}
#
# 합성곱, ReLU, 풀링을 거친 $\mathrm{pooled}$를 한 줄로 펴면 그다음은 2층 신경망이다.

# %% [markdown] lang="en"
# ## Forward {#forward}
#
# What convolution, ReLU and pooling leave, $\mathrm{pooled}$, is flattened; from there on it is a two-layer net.

# %%
LAYER.result(
    "scores",
    Text("점수", "Scores"),
    scores[n, k],
    total(relu(z2[n, m]) * W3[m, k], (m, M)) + b3[k],
    indices=((n, N), (k, K)),
    definitions=forward[:5],
).by(rules.NAME, total(a2[n, m] * W3[m, k], (m, M)) + b3[k]).in_matrices(
    a2.matrix * W3.matrix + ones(N) * b3.matrix.T, (a2, W3, b3)
)

# %% [markdown] lang="ko"
# 손실은 교차 엔트로피의 평균에 세 층의 가중치로 정해지는 벌점을 더한 것이다. 필터도 가중치이므로 벌점에 들어간다. 편향은 들어가지 않는다.

# %% [markdown] lang="en"
# The loss is the mean cross-entropy, plus a penalty on the weights of all three layers. Filters are weights, and are in it. Biases are not.

# %%
L, penalties = Symbol("L", real=True), Symbol("R", real=True)
data_loss = -total(log(probs[n, y[n]]), (n, N)) / N
squares = (
    total(W1[f, c, r, t] ** 2, (f, F), *FILTER)
    + total(W2[f, p, q, m] ** 2, *MAPS, (m, M))
    + total(W3[m, k] ** 2, (m, M), (k, K))
)
penalty = reg / 2 * squares
W1_fc, W2_fp = W1.cut(f, c, None, None), W2.cut(f, p, None, None)

LAYER.result("loss", Text("손실", "Loss"), L, data_loss + penalty, definitions=backward[:8]).in_matrices(
    -Trace(onehot.matrix.T * elementwise(log, probs.matrix)) / N
    + reg
    / 2
    * (
        total(Trace(W1_fc.matrix.T * W1_fc.matrix), (f, F), (c, C))
        + total(Trace(W2_fp.matrix.T * W2_fp.matrix), (f, F), (p, P))
        + Trace(W3.matrix.T * W3.matrix)
    ),
    (onehot, probs, W1_fc, W2_fp, W3),
)

# %% [markdown] lang="ko"
# ## 역전파의 계획 {#plan}
#
# | 거꾸로 밟는 층 | 받는 것 | 구하는 것 | 아래로 넘기는 것 |
# | --- | --- | --- | --- |
# | 소프트맥스 손실 | | | `dscores` |
# | 출력층 | `dscores` | `dW3`, `db3` | `dhidden` |
# | ReLU | `dhidden` | | 은닉 유닛이 켜진 자리만 |
# | 은닉층 | 위의 것 | `dW2`, `db2` | `dpooled` |
# | 최대 풀링 | `dpooled` | | `dactive`: 창에서 가장 큰 값이 있던 자리만 |
# | ReLU | `dactive` | | `dconvolved`: $z^{(1)} > 0$인 자리만 |
# | 합성곱 | `dconvolved` | `dW1`, `db1` | 없음: 이미지의 그래디언트는 필요하지 않다 |
#
# ## 두 완전연결층 {#affine-layers}
#
# 출력층의 입력은 $a^{(2)}$, 업스트림 그래디언트(upstream gradient)는 $\mathrm{dscores}$다. 연쇄 법칙(chain rule)을 한 번 쓰면
# [완전연결층의 `dw`](affine.md#affine.dw)와 같은 꼴이 나온다.

# %% [markdown] lang="en"
# ## The plan of the backward pass {#plan}
#
# | Layer, from the top | receives | finds | passes down |
# | --- | --- | --- | --- |
# | Softmax loss | | | `dscores` |
# | Output layer | `dscores` | `dW3`, `db3` | `dhidden` |
# | ReLU | `dhidden` | | only where the hidden unit is on |
# | Hidden layer | what is left | `dW2`, `db2` | `dpooled` |
# | Max pooling | `dpooled` | | `dactive`: only where the largest value of a window was |
# | ReLU | `dactive` | | `dconvolved`: only where $z^{(1)} > 0$ |
# | Convolution | `dconvolved` | `dW1`, `db1` | nothing: nobody needs the gradient of the image |
#
# ## The affine layers {#affine-layers}
#
# The input of the output layer is $a^{(2)}$, and its upstream gradient $\mathrm{dscores}$. One use of the chain rule, and it looks like
# [`dw` of an affine layer](affine.md#affine.dw).

# %%
LAYER.result(
    "dW3",
    Text("출력층 가중치에 대한 그래디언트", "Gradient with respect to the output layer's weights"),
    Derivative(L, W3[i, j]),
    Derivative(data_loss + penalty, W3[i, j]),
    indices=((i, M), (j, K)),
    definitions=backward,
    abbreviations={penalties: penalty},
).by(
    rules.CHAIN_RULE,
    total(dscores[n, k] * Derivative(total(a2[n, m] * W3[m, k], (m, M)), W3[i, j]), (n, N), (k, K))
    + Derivative(penalty, W3[i, j]),
).by(
    rules.DELTA_PICKS,
    total(a2[n, i] * dscores[n, j], (n, N)) + reg * W3[i, j],
).in_matrices(a2.matrix.T * dscores.matrix + reg * W3.matrix, (a2, dscores, W3))

# %%
LAYER.result(
    "db3",
    Text("출력층 편향에 대한 그래디언트", "Gradient with respect to the output layer's bias"),
    Derivative(L, b3[j]),
    Derivative(data_loss + penalty, b3[j]),
    indices=((j, K),),
    definitions=backward,
    abbreviations={penalties: penalty},
).by(
    rules.KNOWN_RESULT,
    total(dscores[n, j], (n, N)),
    Text(
        "업스트림 그래디언트가 $\\mathrm{dscores}$인 [`affine.db`](affine.md#affine.db)다.",
        "This is [`affine.db`](affine.md#affine.db), with the upstream gradient $\\mathrm{dscores}$.",
    ),
).in_matrices(dscores.matrix.T * ones(N), (dscores,))

# %% [markdown] lang="ko"
# 은닉층도 마찬가지다. 입력은 $\mathrm{pooled}$이고 업스트림 그래디언트는 ReLU를 거슬러 온 $\mathrm{d}z^{(2)}$이다. 가중치의 첨자가 넷인 것은
# 입력을 펴지 않고 적었기 때문이다. 필터 $g$의 $i$행 $j$열에서 은닉 유닛 $e$로 가는 가중치가 $W^{(2)}_{g,i,j,e}$다.

# %% [markdown] lang="en"
# The hidden layer is no different: its input is $\mathrm{pooled}$, and its upstream gradient is $\mathrm{d}z^{(2)}$, which has come back through
# the ReLU. The weights have four indices because the input is written without flattening it: $W^{(2)}_{g,i,j,e}$ leads from row $i$ and column
# $j$ of filter $g$ to the hidden unit $e$.

# %%
pooled_gi, W2_gi = pooled.cut(None, g, i, None), W2.cut(g, i, None, None)

LAYER.result(
    "dW2",
    Text("은닉층 가중치에 대한 그래디언트", "Gradient with respect to the hidden layer's weights"),
    Derivative(L, W2[g, i, j, e]),
    Derivative(data_loss + penalty, W2[g, i, j, e]),
    indices=((g, F), (i, P), (j, Q), (e, M)),
    definitions=backward,
    abbreviations={penalties: penalty},
).by(
    rules.KNOWN_RESULT,
    total(pooled[n, g, i, j] * dz2[n, e], (n, N)) + reg * W2[g, i, j, e],
    Text(
        "첫 항은 입력이 $\\mathrm{pooled}$인 [`affine.dw`](affine.md#affine.dw)다. 둘째 항은 벌점에서 온다.",
        "The first term is [`affine.dw`](affine.md#affine.dw) with the input $\\mathrm{pooled}$. The second comes from the penalty.",
    ),
).in_matrices(pooled_gi.matrix.T * dz2.matrix + reg * W2_gi.matrix, (pooled_gi, dz2, W2_gi))

# %%
LAYER.result(
    "db2",
    Text("은닉층 편향에 대한 그래디언트", "Gradient with respect to the hidden layer's bias"),
    Derivative(L, b2[j]),
    Derivative(data_loss + penalty, b2[j]),
    indices=((j, M),),
    definitions=backward,
    abbreviations={penalties: penalty},
).by(
    rules.KNOWN_RESULT,
    total(dz2[n, j], (n, N)),
    Text(
        "업스트림 그래디언트가 $\\mathrm{d}z^{(2)}$인 [`affine.db`](affine.md#affine.db)다.",
        "This is [`affine.db`](affine.md#affine.db), with the upstream gradient $\\mathrm{d}z^{(2)}$.",
    ),
).in_matrices(dz2.matrix.T * ones(N), (dz2,))

# %% [markdown] lang="ko"
# ## 풀링과 ReLU를 거슬러 {#pooling}
#
# 은닉층이 아래로 넘기는 것은 $\mathrm{dpooled}_{n,f,p,q} = \sum_m \mathrm{d}z^{(2)}_{n,m} W^{(2)}_{f,p,q,m}$이다. 창 하나의 값은 그 창에서 가장
# 큰 원소와 함께 움직이고 나머지와는 상관없다. 그래서 창의 그래디언트는 가장 큰 원소의 자리로만 가고, 그 원소가 ReLU에서 켜져 있을 때만
# $z^{(1)}$에 닿는다. 첫 줄은 손실 가운데 $z^{(1)}$이 움직이는 부분이다.
#
# 창의 값이 모두 음수이면 ReLU를 거친 뒤에는 모두 0이고, 가장 큰 값도 0이다. 그런 창에서는 모든 원소가 ‘가장 큰 원소’이지만 ReLU의
# 도함수가 0이므로 아무것도 내려가지 않는다.

# %% [markdown] lang="en"
# ## Back through pooling and ReLU {#pooling}
#
# The hidden layer passes down $\mathrm{dpooled}_{n,f,p,q} = \sum_m \mathrm{d}z^{(2)}_{n,m} W^{(2)}_{f,p,q,m}$. The value of a window moves with its
# largest entry, and with no other. So the window's gradient goes to the place of the largest entry alone, and gets to $z^{(1)}$ only if the
# ReLU is on there. The first line is that part of the loss which $z^{(1)}$ moves.
#
# If all values of a window are negative, they are all 0 after the ReLU, and so is the largest. In such a window every entry is a “largest” one,
# but the slope of the ReLU is 0 at all of them, and nothing gets through.

# %%
peak = tensor(
    "peak",
    N,
    F,
    P,
    Q,
    A,
    B,
    says=Text("창에서 가장 큰 값이면 1, 아니면 0", "1 for the largest of a window, else 0"),
)
rows = tensor(
    "rows", H, P, A, says=Text("창의 행이 $h$이면 1, 아니면 0", "1 where a row of a window is $h$, else 0")
)
columns = tensor(
    "columns",
    V,
    Q,
    B,
    says=Text("창의 열이 $v$이면 1, 아니면 0", "1 where a column of a window is $v$, else 0"),
)
PLACES = (
    Definition(peak[n, f, p, q, u, s], 1 - step(pooled[n, f, p, q] - cell(a1, n, f, p, q, u, s))),
    Definition(rows[h, p, u], KroneckerDelta(h, AffineIndex(S * p + u))),
    Definition(columns[v, q, s], KroneckerDelta(v, AffineIndex(S * q + s))),
)
peak_pq = peak.cut(i, f, p, q, None, None)
rows_h, columns_v = rows.cut(h, None, None), columns.cut(v, None, None)
OF_WINDOWS = ((p, P), (q, Q), *POOL)

LAYER.result(
    "dz1",
    Text("합성곱의 출력에 대한 그래디언트", "Gradient with respect to the convolution's output"),
    Derivative(L, z1[i, f, h, v]),
    Derivative(
        total(dpooled[i, f, p, q] * largest_of(relu(cell(z1, i, f, p, q, u, s))), (p, P), (q, Q)),
        z1[i, f, h, v],
    ),
    indices=((i, N), (f, F), (h, H), (v, V)),
    definitions=(*backward[:-1], *PLACES),
    expanded=(*forward[1:3], *PLACES),
).by(
    rules.LARGEST_MOVES,
    total(
        dpooled[i, f, p, q]
        * total(peak[i, f, p, q, u, s] * step(cell(z1, i, f, p, q, u, s)) * met(h, v), *POOL),
        (p, P),
        (q, Q),
    ),
).by(
    rules.DELTA_PICKS,
    step(z1[i, f, h, v]) * total(met(h, v) * dpooled[i, f, p, q] * peak[i, f, p, q, u, s], *OF_WINDOWS),
).in_matrices(
    step(z1[i, f, h, v])
    * Sum(
        dpooled[i, f, p, q] * Trace(Row(columns_v.matrix, q) * Row(rows_h.matrix, p).T * peak_pq.matrix),
        (q, 0, Q - 1),
        (p, 0, P - 1),
    ),
    (columns_v, rows_h, peak_pq),
)

# %% [markdown] lang="ko"
# 델타 두 개는 픽셀 $(h, v)$가 어느 창의 어느 자리인지를 말한다. $S = A = B = 2$이면 창이 겹치지 않으므로 픽셀마다 창이 꼭 하나씩이고,
# 합에는 항이 하나만 남는다.
#
# ## 필터 {#filters}
#
# 이제 $z^{(1)}$은 업스트림 그래디언트가 $\mathrm{d}z^{(1)}$인 합성곱의 출력일 뿐이다. 필터의 원소 하나는 출력의 모든 픽셀에 쓰였으므로 모든
# 픽셀에 대해 더한다. 벌점에서 온 $\lambda W^{(1)}$을 더하면 끝이다.

# %% [markdown] lang="en"
# The two deltas say which place of which window the pixel $(h, v)$ is. With $S = A = B = 2$ windows do not overlap: every pixel is in exactly
# one window, and one term of the sum is left.
#
# ## The filters {#filters}
#
# Now $z^{(1)}$ is the output of a convolution like any other, with $\mathrm{d}z^{(1)}$ as its upstream gradient. An entry of a filter is used for
# every pixel of the output, hence the sum over all of them. With the $\lambda W^{(1)}$ of the penalty that is all.

# %%
here = total(dz1[n, f, h, v] * z1[n, f, h, v], (n, N), (f, F), *IMAGE)
window = tensor(
    "window",
    N,
    C,
    R,
    T,
    H,
    V,
    says=Text("필터의 자리마다 만나는 픽셀", "pixels that a place of the filter meets"),
)
SEEN = Definition(window[n, c, r, t, h, v], seen(n, c, h, v, r, t))
dz1_ng, window_ij, W1_ge = dz1.cut(n, g, None, None), window.cut(n, e, i, j, None, None), W1[g, e, i, j]

LAYER.result(
    "dW1",
    Text("필터에 대한 그래디언트", "Gradient with respect to the filters"),
    Derivative(L, W1[g, e, i, j]),
    Derivative(here + penalty, W1[g, e, i, j]),
    indices=((g, F), (e, C), (i, R), (j, T)),
    definitions=(*backward, SEEN),
    abbreviations={penalties: penalty},
    expanded=(forward[0], SEEN),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        dz1[n, f, h, v]
        * total(
            KroneckerDelta(f, g)
            * KroneckerDelta(c, e)
            * KroneckerDelta(r, i)
            * KroneckerDelta(t, j)
            * seen(n, c, h, v, r, t),
            *FILTER,
        ),
        (n, N),
        (f, F),
        *IMAGE,
    )
    + Derivative(penalty, W1[g, e, i, j]),
).by(
    rules.DELTA_PICKS,
    total(seen(n, e, h, v, i, j) * dz1[n, g, h, v], (n, N), *IMAGE) + reg * W1[g, e, i, j],
).in_matrices(total(Trace(dz1_ng.matrix.T * window_ij.matrix), (n, N)) + reg * W1_ge, (dz1_ng, window_ij))

# %%
LAYER.result(
    "db1",
    Text("필터의 편향에 대한 그래디언트", "Gradient with respect to the filters' biases"),
    Derivative(L, b1[g]),
    Derivative(here + penalty, b1[g]),
    indices=((g, F),),
    definitions=backward,
    abbreviations={penalties: penalty},
    expanded=forward[:1],
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dz1[n, f, h, v] * KroneckerDelta(f, g), (n, N), (f, F), *IMAGE),
).by(rules.DELTA_PICKS, total(dz1[n, g, h, v], (n, N), *IMAGE)).in_matrices(
    total(Trace(ones(H).T * dz1_ng.matrix * ones(V)), (n, N)), (dz1_ng,)
)

# %% [markdown] lang="ko"
# 배치(batch)를 도는 합은 있지만 $1/N$은 없다. $\mathrm{dscores}$에 들어 있던 것이 여기까지 내려왔다.
#
# ## 구현 {#implementation}
#
# `loss`의 앞 절반이 순전파이고 뒤 절반은 그것을 거꾸로 읽은 것이다. 완전연결층은 축이 몇 개든 펴서 받으므로 `pooled`를 따로 펴지 않아도 되고,
# `dpooled`는 원래의 모양으로 돌아온다. 이미지의 그래디언트도 구해지지만 버린다.

# %% [markdown] lang="en"
# There is a sum over the batch, but no $1/N$: the one in $\mathrm{dscores}$ has come all the way down.
#
# ## Implementation {#implementation}
#
# The first half of `loss` is the forward pass, and the second half is the first one read backwards. The affine layer flattens whatever axes it
# gets, so that nobody need flatten `pooled`, and `dpooled` comes back in its old shape. The gradient of the image is computed as well, and
# dropped.

# %% [markdown] slot="implementation"
# 코드는 impl/three_layer_conv_net.py에 있다. / The code is in impl/three_layer_conv_net.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 3행 5열 이미지 한 장, 2행 2열 필터 하나, 2행 2열 창, 은닉 유닛 셋, 클래스 둘이다. 합성곱의 출력은 2행 4열이고 창은 둘이다. 점수의 차가
# $\log 3$이 되도록 수를 골랐다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# One image of 3 rows and 5 columns, one filter and windows of 2 by 2, three hidden units, two classes. The convolution yields 2 rows and 4
# columns, which makes two windows. The numbers are chosen so that the scores differ by $\log 3$.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 1, C: 1, F: 1, R: 2, T: 2, P: 1, Q: 2, A: 2, B: 2, S: 2, M: 3, K: 2},
    given={
        x: [[[[0, 2, 0, 1, 0], [0, 1, 3, 0, 2], [2, 0, 0, 2, 0]]]],
        y: [1],
        W1: [[[[1, -1], [2, 0]]]],
        b1: [1],
        W2: [[[[1, -1, 0], [-1, 2, -1]]]],
        b2: [2, -6, 1],
        W3: [[1, 0], [0, 1], [2, 0]],
        b3: [log(3), 0],
        reg: Rational(1, 8),
    },
    show=[
        (z1, (0, 0, 0, 1)),
        (pooled, (0, 0, 0, 0)),
        (z2, (0, 0)),
        ("scores", (0, 0)),
        (probs, (0, 0)),
        (dscores, (0, 0)),
        ("dW3", (0, 0)),
        (dz2, (0, 1)),
        ("dW2", (0, 0, 1, 0)),
        (dpooled, (0, 0, 0, 1)),
        ("dz1", (0, 0, 0, 2)),
        ("dW1", (0, 0, 0, 0)),
        ("db1", (0,)),
    ],
)

# %% [markdown] lang="ko"
# $z^{(1)}$의 원소 여덟 개 가운데 그래디언트를 받는 것은 창마다 하나, 모두 두 개뿐이다. 나머지 여섯 개는 조금 움직여도 손실이 변하지 않는다.
#
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# Of the eight entries of $z^{(1)}$ only two get a gradient, one for each window. The loss does not notice a small change of the other six.
#
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# 검증은 `yudo verify three_layer_conv_net`으로 한다. / `yudo verify three_layer_conv_net` gathers the evidence.

# %% [markdown] lang="ko"
# 증명은 필터, 창, 스트라이드의 크기가 모두 글자인 채로 한다. 0을 덧대는 것은 기록에 없다. 덧댄 이미지를 $x$로 보면 된다.
#
# ## 주의할 입력 {#awkward}
#
# - **짝수 크기의 필터.** `pad = (filter_size - 1) // 2`로는 이미지의 크기가 유지되지 않는다. 코드는 `ValueError`를 낸다.
# - **홀수 크기의 이미지.** 풀링에서 마지막 행과 열이 남는다. 그 그래디언트는 0이다.
# - **모두 음수인 창.** ReLU를 거치면 모두 0이고 그래디언트는 내려가지 않는다. 필터 하나의 창이 모두 그러면 그 필터는 벌점 때문에만 움직인다.
# - **같은 값이 여럿인 창.** 0보다 큰 값이 같으면 모두 그래디언트를 받는다. `argmax`로 하나만 고르는 코드와 달라지는 자리다.
# - **다른 크기의 이미지.** 합성곱은 받을 수 있지만 `W2`의 행의 수가 맞지 않는다.

# %% [markdown] lang="en"
# The proof keeps the sizes of filters and windows and the stride letters. Padding is not part of the record: $x$ stands for the padded images.
#
# ## Awkward inputs {#awkward}
#
# - **A filter of even size.** `pad = (filter_size - 1) // 2` does not keep the size of the images. The code raises a `ValueError`.
# - **An image of odd size.** The pooling leaves its last row or column over. Their gradient is 0.
# - **A window of negative values.** They are all 0 after the ReLU, and no gradient gets through. If all windows of a filter are like that, only the penalty moves it.
# - **Equal values in a window.** Where they are above 0, each of them gets the gradient. Code that picks one of them by `argmax` differs there.
# - **Images of another size.** The convolution would take them, but the rows of `W2` do not fit.

# %% [markdown] lang="ko"
# ## 흔한 실수 {#mistakes}
#
# 틀린 식에서 옳은 식을 뺀 차는 컴퓨터가 구했다.

# %% [markdown] lang="en"
# ## Common mistakes {#mistakes}
#
# The machine has subtracted the right formula from each wrong one.

# %%
off = Example(
    LAYER,
    sizes={N: 1, C: 1, F: 1, R: 1, T: 1, P: 1, Q: 1, A: 1, B: 2, S: 1, M: 1, K: 2},
    given={
        x: [[[[1, 2]]]],
        y: [1],
        W1: [[[[-1]]]],
        b1: [Rational(-1, 2)],
        W2: [[[[1]]]],
        b2: [1],
        W3: [[1, 0]],
        b3: [log(3) - 1, 0],
        reg: Rational(1, 8),
    },
)

LECTURE.mistake(
    "no-mask",
    "dz1",
    Text(
        "합성곱 다음의 ReLU를 거슬러 올 때 마스크를 빠뜨린다",
        "The mask of the ReLU after the convolution is missing on the way back",
    ),
    wrong=total(met(h, v) * dpooled[i, f, p, q] * peak[i, f, p, q, u, s], *OF_WINDOWS),
    symptom=Text(
        "모두 음수인 창에서만 틀린다. 그런 창은 학습이 시작될 때 드물고 나중에 많아지므로, 작은 예로는 잘 드러나지 않는다.",
        "It is wrong only in windows of negative values. They are rare when training starts and many later on, so that a small example hardly shows it.",
    ),
    example=off,
)

# %%
LECTURE.mistake(
    "whole-window",
    "dz1",
    Text(
        "창의 모든 원소에 그래디언트를 보낸다",
        "Every entry of a window gets the gradient",
    ),
    wrong=total(met(h, v) * dpooled[i, f, p, q] * step(z1[i, f, h, v]), *OF_WINDOWS),
    symptom=Text(
        "`np.repeat`로 `dpooled`를 키우기만 하고 가장 큰 자리의 마스크를 곱하지 않았다. 평균 풀링에 창의 넓이를 곱한 것과 같다.",
        "`np.repeat` made `dpooled` larger, and no mask of the largest places was multiplied. It is average pooling times the area of a window.",
    ),
)

# %%
LECTURE.mistake(
    "no-mask-hidden",
    "dW2",
    Text(
        "은닉 유닛의 ReLU를 거슬러 올 때 마스크를 빠뜨린다",
        "The mask of the hidden units' ReLU is missing on the way back",
    ),
    wrong=total(pooled[n, g, i, j] * total(dscores[n, k] * W3[e, k], (k, K)), (n, N)) + reg * W2[g, i, j, e],
    symptom=Text(
        "`dW3`와 `db3`는 검사를 통과하고 그 아래는 모두 실패한다.",
        "`dW3` and `db3` pass the check, and all below them fail.",
    ),
)

# %%
LECTURE.mistake(
    "bias-penalised",
    "db1",
    Text("편향에도 벌점을 매긴다", "Biases are penalised, too"),
    wrong=total(dz1[n, g, h, v], (n, N), *IMAGE) + reg * b1[g],
    symptom=Text(
        "손실에는 편향이 없는데 `grads`의 모든 배열에 `reg * params[name]`을 더했다. `reg=0`이면 검사를 통과한다.",
        "`reg * params[name]` was added to every array of `grads`, but the loss has no biases in its penalty. With `reg=0` the check passes.",
    ),
)

# %%
LECTURE.mistake(
    "no-penalty",
    "dW1",
    Text("필터의 벌점을 빠뜨린다", "The penalty of the filters is left out"),
    wrong=total(seen(n, e, h, v, i, j) * dz1[n, g, h, v], (n, N), *IMAGE),
    symptom=Text(
        "완전연결층에만 `reg * W`를 더했다. `reg=0`이면 검사를 통과한다.",
        "`reg * W` was added in the affine layers alone. With `reg=0` the check passes.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | `W2`의 행의 수를 `num_filters * H * W`로 잡는다 | 풀링으로 크기가 반씩 준 것을 잊었다. 모양 오류가 난다. |
# | `dpooled`를 이미지의 모양으로 되돌리지 않는다 | `affine_backward`가 `x.shape`로 되돌리지 않으면 풀링에서 모양 오류가 난다. |
# | 가중치를 모두 0으로 초기화한다 | 필터가 모두 같은 그래디언트를 받아 끝까지 같다. 그래디언트는 옳으므로 검사로는 드러나지 않는다. |
# | 검사할 때 `float32`를 쓴다 | 수치 미분의 오차가 커져서 옳은 코드도 떨어진다. |
#
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# Other mistakes do not show as a difference of formulas.
#
# | mistake | symptom |
# | --- | --- |
# | `num_filters * H * W` rows for `W2` | That the pooling halves both sides was forgotten. It is a shape error. |
# | `dpooled` is not brought back into the shape of images | Unless `affine_backward` restores `x.shape`, the pooling gets a shape error. |
# | all weights start at 0 | All filters get the same gradient and stay the same forever. The gradients are right, so that no check tells. |
# | the check is done in `float32` | The error of numerical gradients grows, and right code fails. |
#
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
LECTURE.exercise(
    Text(
        "최대 풀링을 평균 풀링으로 바꾸면 $\\mathrm{d}z^{(1)}$은 어떻게 되는가?",
        "What becomes of $\\mathrm{d}z^{(1)}$ if the pooling takes the mean of each window?",
    ),
    Text(
        """창의 모든 원소가 똑같이 $1/(AB)$만큼 움직이므로 가장 큰 자리의 마스크가 없어지고 $1/(AB)$가 들어온다. ReLU의 마스크는 남는다.

<1>""",
        """Every entry of a window moves its mean by the same $1/(AB)$. The mask of the largest place goes, and $1/(AB)$ comes in. The mask of the ReLU
stays.

<1>""",
    ),
    lambda: [
        (
            Derivative(
                total(
                    dpooled[n, g, p, q] * total(relu(cell(z1, n, g, p, q, u, s)), *POOL) / (A * B),
                    (n, N),
                    (g, F),
                    (p, P),
                    (q, Q),
                ),
                z1[i, f, h, v],
            ),
            step(z1[i, f, h, v]) * total(met(h, v) * dpooled[i, f, p, q], *OF_WINDOWS) / (A * B),
        )
    ],
)

# %%
a, b = indices("a b")

LECTURE.exercise(
    Text(
        "이미지에 대한 그래디언트 $\\partial L / \\partial x$를 구하라. 학습에는 쓰이지 않지만, 신경망이 이미지의 어디를 보는지 그려 볼 때 쓴다.",
        "Find the gradient $\\partial L / \\partial x$ of the images. Training does not use it, but pictures of where a net looks do.",
    ),
    Text(
        """[`conv2d.dx`](conv2d.md#conv2d.dx)에 업스트림 그래디언트 $\\mathrm{d}z^{(1)}$을 넣는다. 합성곱이 한 칸씩 움직이므로 $S$ 자리에는 1이 온다.

<1>

벌점에는 $x$가 없으므로 $\\lambda$가 붙은 항도 없다.""",
        """Put the upstream gradient $\\mathrm{d}z^{(1)}$ into [`conv2d.dx`](conv2d.md#conv2d.dx), with 1 for its $S$, as the convolution moves by one pixel.

<1>

There is no $x$ in the penalty, so no term has a $\\lambda$.""",
    ),
    lambda: [
        (
            Derivative(here, x[i, e, a, b]),
            total(
                KroneckerDelta(a, AffineIndex(h + r))
                * KroneckerDelta(b, AffineIndex(v + t))
                * dz1[i, f, h, v]
                * W1[f, e, r, t],
                (f, F),
                *IMAGE,
                (r, R),
                (t, T),
            ),
        )
    ],
    definitions=forward[:1],
)

# %%
LECTURE.exercise(
    Text(
        "과제의 크기 $C = 3$, $F = 32$, $R = T = 7$, $P = Q = 16$, $M = 100$, $K = 10$에서 가중치는 모두 몇 개인가? 그 가운데 몇 할이 $W^{(2)}$인가?",
        "How many weights are there for the sizes of the assignment, $C = 3$, $F = 32$, $R = T = 7$, $P = Q = 16$, $M = 100$, $K = 10$? What share of them is in $W^{(2)}$?",
    ),
    Text(
        """$W^{(1)}$, $W^{(2)}$, $W^{(3)}$의 차례로 더한다.

<1>

과제의 크기를 넣는다.

<2>

$W^{(2)}$가 99%를 넘는다. 필터는 5천 개도 안 되는 가중치로 이미지 전체를 본다. 같은 가중치를 모든 자리에서 쓰기 때문이다.""",
        """Add up $W^{(1)}$, $W^{(2)}$ and $W^{(3)}$.

<1>

Put in the sizes of the assignment.

<2>

More than 99% are in $W^{(2)}$. The filters see the whole image with less than five thousand weights, because they use the same ones everywhere.""",
    ),
    lambda: [
        (F * C * R * T + F * P * Q * M + M * K, F * (C * R * T + P * Q * M) + M * K),
        (
            Add(Integer(32 * 3 * 7 * 7), Integer(32 * 16 * 16 * 100), Integer(100 * 10), evaluate=False),
            Integer(824904),
        ),
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dW2", (0, 0, 0, 1)), ("dz1", (0, 0, 1, 0)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 뒤의 절반은 $\mathrm{pooled}$를 입력으로 받는 2층 신경망이고, 그래디언트도 그 신경망의 것이다.
# 2. 풀링은 창의 그래디언트를 가장 큰 원소의 자리로만 보내고, ReLU는 $z^{(1)} > 0$인 자리만 통과시킨다.
# 3. 필터의 그래디언트는 $\mathrm{d}z^{(1)}$과 창에서 만난 픽셀을 곱해 모든 픽셀과 표본에 대해 더한 것이다. 거기에 $\lambda W^{(1)}$을 더한다.
# 4. $1/N$은 소프트맥스의 $\mathrm{dscores}$에 한 번만 들어 있다.
# 5. 모두 음수인 창이 없는 예로 검사하면 ReLU의 마스크를 빠뜨려도 드러나지 않는다.
#
# **더 읽을거리**
#
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-based learning applied to document recognition, *Proceedings of the IEEE* 86, 1998
# - [CS231n 강의 노트: 합성곱 신경망](https://cs231n.github.io/convolutional-networks/)
# - [CS231n의 과제 2](https://cs231n.github.io/assignments2025/assignment2/)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The second half is a two-layer net fed with $\mathrm{pooled}$, and its gradients are those of that net.
# 2. Pooling sends the gradient of a window to the place of its largest entry alone, and the ReLU lets through what has $z^{(1)} > 0$.
# 3. The gradient of a filter is $\mathrm{d}z^{(1)}$ times the pixels that it met, summed over all pixels and samples, plus $\lambda W^{(1)}$.
# 4. The $1/N$ is in the softmax's $\mathrm{dscores}$, and there only once.
# 5. An example without a window of negative values does not show that the mask of the ReLU is missing.
#
# **Further reading**
#
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-based learning applied to document recognition, *Proceedings of the IEEE* 86, 1998
# - [CS231n notes: convolutional networks](https://cs231n.github.io/convolutional-networks/)
# - [Assignment 2 of CS231n](https://cs231n.github.io/assignments2025/assignment2/)
