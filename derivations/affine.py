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
# # 완전연결층(affine layer) {#affine}
#
# 완전연결층은 입력의 가중합에 편향을 더한다. 2층 신경망은 이 층 둘 사이에 ReLU 하나를 끼운 것이고, 거기서 학습되는 수, 곧
# 가중치(weight)와 편향(bias)은 모두 이 층에 들어 있다.
#
# 순전파(forward pass)는 식 한 줄이면 끝난다. 이 페이지에서는 역전파(backward pass)를 구한다. 손실 $L$이 이 층의 출력을
# 거쳐 정해질 때, 가중치와 편향과 입력을 조금 바꾸면 $L$은 얼마나 바뀌는가? 층마다 이 물음에 답하고 그 답을 손실에서 입력
# 쪽으로 이어 가는 방법이 오차역전파법(backpropagation)이다.
#
# 답은 행렬곱 둘과 합 하나로 끝난다. 어느 쪽을 전치(transpose)하고 어느 축(axis)으로 더하는지를 외우려 들면 자주 틀린다.
# 원소 하나로 미분해 보면 외울 것이 없다. 행렬곱과 편미분, 연쇄 법칙을 알면 읽을 수 있다.

# %% [markdown] lang="en"
# # Affine layer {#affine}
#
# The affine (fully connected) layer adds a bias to weighted sums of its inputs. A two-layer net is two of them with a ReLU in
# between, and all the numbers that it learns, the weights and the biases, live in these layers.
#
# The forward pass is one line. This page is about the backward pass: when the loss $L$ depends on the output of this layer,
# how much does $L$ change if a weight, a bias or an input changes a little? To answer that layer by layer, from the loss back
# to the input, is called backpropagation.
#
# The answer is two matrix products and one sum. Which factor is transposed, and which axis is summed, is easily misremembered.
# Differentiate with respect to a single entry and there is nothing to remember. You need to know matrix products, partial
# derivatives and the chain rule.

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, Symbol

from yudo.derivations.calculus import (
    Example,
    Layer,
    Lecture,
    Part,
    Text,
    flattened_size,
    indices,
    ones,
    rules,
    scalars,
    sizes,
    tensor,
    total,
)

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 배열 | 모양(shape) | 뜻 |
# | --- | --- | --- |
# | `x` | (N, d1, …, dk) | 표본(sample) N개의 입력 |
# | `w` | (D, M), D = d1 · … · dk | 가중치 |
# | `b` | (M,) | 편향 |
# | `out` | (N, M) | 출력 |
# | `dout` | (N, M) | 업스트림 그래디언트(upstream gradient) |
#
# 첨자는 NumPy처럼 0부터 센다. $n$은 표본, $d$는 입력 특성, $m$은 출력의 번호다. 어느 원소로 미분하는지는 $i, j$로
# 나타낸다.
#
# $L$은 수 하나이므로 배열의 원소마다 편미분(partial derivative)이 하나씩 있다. 나머지 원소는 모두 상수로 두고 그 원소 하나로
# 미분한 것이다. 이 편미분을 모은 배열이 **그래디언트**(gradient)이며, 그래서 그래디언트는 그 배열과 모양이 같다. `dx`는 `x`와,
# `dw`는 `w`와, `db`는 `b`와 모양이 같다. 앞으로 ‘미분’이라고만 써도 이 편미분을 말한다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, d1, …, dk) | inputs of N samples |
# | `w` | (D, M), D = d1 · … · dk | weights |
# | `b` | (M,) | biases |
# | `out` | (N, M) | outputs |
# | `dout` | (N, M) | upstream gradient |
#
# Indices start at 0 as in NumPy. $n$ counts the samples, $d$ the input features, $m$ the outputs. $i, j$ mark the entry that we
# differentiate with respect to.
#
# $L$ is one number, so it has one partial derivative for each entry of an array: the derivative with respect to that entry, with all
# others held constant. The array of these partial derivatives is the **gradient**. So a gradient has the shape of the array it
# belongs to: `dx` that of `x`, `dw` that of `w`, `db` that of `b`.

# %%
N, M = sizes("N M")
D = flattened_size("D")
n, d, m, i, j = indices("n d m i j")

x = tensor("x", N, D)
w = tensor("w", D, M)
b = tensor("b", M)
out = tensor("out", N, M)
dout = tensor("dout", N, M)

LAYER = Layer(
    stem="affine",
    title=Text("완전연결층", "Affine layer"),
    summary=Text(
        "입력의 가중합에 편향을 더한다. 신경망의 기본 부품이다.",
        "Weighted sums of the inputs plus a bias: the basic part of a neural net.",
    ),
    inputs=(x, w, b),
    upstream=dout,
    part=Part.NET,
)


def affine(n, m):
    return total(x[n, d] * w[d, m], (d, D)) + b[m]


# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 왜 (N, D)로 펴는가 {#flatten}
#
# 출력 하나는 한 표본에 들어 있는 **모든** 수에 저마다의 가중치를 곱해서 더한 값이다. 그 수들이 원래 세로로 놓였는지 가로로
# 놓였는지는 계산에 쓰이지 않는다. 그래서 표본 하나를 길이 $D$인 행으로 펴고 시작한다. 예를 들어 컬러 이미지의 배치(batch)가
# (N, 3, 32, 32)이면 D = 3 · 32 · 32 = 3072이고, `reshape`는 `x[n, c, h, v]`를 $n$번째 행의 1024c + 32h + v번째 열로 보낸다.
#
# 펴는 순서에는 특별한 뜻이 없다. 순서를 바꾸면 `w`의 행도 같은 순서로 바뀔 뿐이다. 지켜야 할 것은 두 가지다. 첫째 축은 그대로
# 두어 표본끼리 섞이지 않게 하고, 순전파와 역전파에서 같은 순서를 쓴다.
#
# 펴고 나면 곱의 모양은 저절로 정해진다. (N, D) 행렬에 (D, M) 행렬을 곱하면 안쪽의 D는 합하면서 사라지고 (N, M)이
# 남는다. 표본마다 행이 하나, 출력마다 열이 하나다. 아래의 식에서 $x$는 이렇게 펴 놓은 (N, D) 배열이다.

# %% [markdown] lang="en"
# ### Why x is flattened to (N, D) {#flatten}
#
# One output is the sum of **all** numbers of a sample, each times a weight of its own. Where those numbers were in the image
# does not matter. So each sample is first flattened to a row of length $D$. For a batch of colour images of shape (N, 3, 32,
# 32), D = 3 · 32 · 32 = 3072, and `reshape` sends `x[n, c, h, v]` to row n, column 1024c + 32h + v.
#
# The order of the columns has no meaning: another order permutes the rows of `w` and nothing else. Two things matter. The first
# axis stays as it is, so that samples do not mix; and forward and backward use the same order.
#
# Then the shapes of the product follow. In (N, D) times (D, M), the inner D is summed over and disappears, and (N, M) is left:
# one row per sample, one column per output. In the formulas below, $x$ is the flattened (N, D) array.

# %% [markdown] lang="ko"
# ### 출력 {#output}
#
# 원소로 쓰면 가중합에 편향을 더한 것이고, 행렬로 쓰면 곱 하나와 합 하나다. 두 표기에서 편향이 어떻게 적히는지 비교해 보자.

# %% [markdown] lang="en"
# ### Output {#output}
#
# Entry by entry this is a weighted sum plus a bias; in matrices it is one product and one sum. Compare how the two notations
# write the bias.

# %%
LAYER.result("out", Text("출력", "Output"), out[n, m], affine(n, m), indices=((n, N), (m, M))).in_matrices(
    x.matrix * w.matrix + ones(N) * b.matrix.T, (x, w, b)
)

# %% [markdown] lang="ko"
# $\mathbf{1}$은 1을 $N$개 세로로 쌓은 열이다. $\mathbf{1}\, b^{\top}$는 (N, 1)과 (1, M)의 곱이므로 모양이 (N, M)이고, 모든 행이
# $b$이다. NumPy는 이 배열을 만들지 않고 브로드캐스팅(broadcasting)으로 `out += b`를 계산한다. 편향 하나가 표본 $N$개에
# 두루 쓰인다는 사실을 기억해 두자. 편향의 그래디언트가 합이 되는 까닭이 여기에 있다.

# %% [markdown] lang="en"
# $\mathbf{1}$ is a column of $N$ ones. $\mathbf{1}\, b^{\top}$ is (N, 1) times (1, M), so it has shape (N, M) and every row is $b$.
# NumPy does not form this array: `out += b` broadcasts. Keep in mind that one bias serves all $N$ samples. That is why its
# gradient will be a sum.

# %% [markdown] lang="ko"
# ## 업스트림 그래디언트와 연쇄 법칙 {#upstream}
#
# 이 층은 보통 신경망의 가운데에 있다. 출력 위에 다른 층이 있고, 맨 위에 손실 $L$이 있다. 역전파에서 이 층이 위에서 받는 것은
# `dout` 하나뿐이며, 원소마다 다음과 같다.
#
# $$
# \mathrm{dout}_{n,m} = \frac{\partial L}{\partial \mathrm{out}_{n,m}}
# $$
#
# 출력보다 위에서 일어나는 일은 모두 여기에 이미 곱해져 있다. 그다음 층들, 소프트맥스, 손실, 배치 평균의 $1/N$까지 다 들어
# 있다. 그래서 이 층은 위에 무엇이 있는지 몰라도 되고, 자기 미분만 곱해서 아래로 넘기면 된다. 이것이 연쇄 법칙(chain
# rule)이다. $w_{i,j}$에서 $L$에 이르는 경로는 출력의 원소 하나하나를 지나므로, 경로마다 두 미분을 곱해서 모두 더한다.
#
# $$
# \frac{\partial L}{\partial w_{i,j}} = \sum_{n=0}^{N-1} \sum_{m=0}^{M-1} \mathrm{dout}_{n,m} \, \frac{\partial \mathrm{out}_{n,m}}{\partial w_{i,j}}
# $$
#
# `dout`은 지금 이 점에서 이미 계산해 둔 수이므로 $w$로 미분할 때는 상수다. 따라서 오른쪽은 `dout`과 `out`을 원소끼리 곱해 모두
# 더한 스칼라를 미분한 것과 같다. 아래의 유도 셋은 모두 이 스칼라에서 출발한다. 이 스칼라의 값은 $L$과 다르지만 미분은 같다.
#
# `out`을 `w`로 미분한 것을 통째로 담은 야코비 행렬(Jacobian)은 만들지 않는다. (N, D, M) = (64, 3072, 100)이면 그 원소가
# 19억 6608만 개이고, float64로 15.7 GB이다. 우리가 구하려는 `dw`의 원소는 30만 7200개다.

# %% [markdown] lang="en"
# ## The upstream gradient and the chain rule {#upstream}
#
# The layer usually sits in the middle of a net. Other layers are above its output, and at the very top is the loss $L$. In the
# backward pass the layer receives one thing from above, `dout`. Entry by entry:
#
# $$
# \mathrm{dout}_{n,m} = \frac{\partial L}{\partial \mathrm{out}_{n,m}}
# $$
#
# Everything that happens above the output is already multiplied in: the later layers, the softmax, the loss, the $1/N$ of the mean
# over the batch. So the layer need not know what is above it. It multiplies by its own derivative and passes the result down, which
# is what the chain rule says. Every path from $w_{i,j}$ to $L$ passes through an entry of the output; multiply the two derivatives
# along each path and add over all paths.
#
# $$
# \frac{\partial L}{\partial w_{i,j}} = \sum_{n=0}^{N-1} \sum_{m=0}^{M-1} \mathrm{dout}_{n,m} \, \frac{\partial \mathrm{out}_{n,m}}{\partial w_{i,j}}
# $$
#
# `dout` consists of numbers computed at the present point, so it is constant when we differentiate with respect to $w$. The right-hand
# side is therefore the derivative of one scalar: `dout` times `out`, entry by entry, summed. All three derivations below start
# from this scalar. Its value is not $L$, but its derivatives are those of $L$.
#
# The full Jacobian of `out` with respect to `w` is never formed. For (N, D, M) = (64, 3072, 100) it has 1,966,080,000 entries,
# 15.7 GB in float64; `dw`, which we are after, has 307,200.

# %%
L = Symbol("L", real=True)
objective = total(dout[n, m] * affine(n, m), (n, N), (m, M))

# %% [markdown] lang="ko"
# ## 가중치 {#weights}
#
# $w$의 원소 하나 $w_{i,j}$로 미분한다. 합이 셋 있고 델타가 둘 나온다. 델타가 어느 합을 없애고 어느 합이 남는지 보자.

# %% [markdown] lang="en"
# ## Weights {#weights}
#
# Differentiate with respect to one entry $w_{i,j}$. There are three sums, and two deltas appear. Watch which sums the deltas remove
# and which one stays.

# %%
LAYER.result(
    "dw",
    Text("가중치에 대한 그래디언트", "Gradient with respect to the weights"),
    Derivative(L, w[i, j]),
    Derivative(objective, w[i, j]),
    indices=((i, D), (j, M)),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, m] * x[n, d] * Derivative(w[d, m], w[i, j]), (n, N), (m, M), (d, D)),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(dout[n, m] * x[n, d] * KroneckerDelta(d, i) * KroneckerDelta(m, j), (n, N), (m, M), (d, D)),
).by(
    rules.DELTA_PICKS,
    total(x[n, i] * dout[n, j], (n, N)),
).in_matrices(x.matrix.T * dout.matrix, (x, dout))

# %% [markdown] lang="ko"
# $d$와 $m$에 대한 합은 델타가 없애고 표본에 대한 합이 남았다. 모든 표본이 같은 $w$를 쓰므로 표본마다의 기여를 더해야 하기
# 때문이다. 표본 하나의 기여는 그 표본의 입력 행과 `dout` 행의 외적(outer product)이다.
#
# 더하는 첨자 $n$이 $x_{n,i}$와 $\mathrm{dout}_{n,j}$ 모두에서 앞에 있다. 행렬곱에서는 더하는 첨자끼리 맞닿아야 하므로 $x$를
# 전치한다. 모양은 (D, N)과 (N, M)의 곱이라 (D, M), 곧 `w`의 모양이다.

# %% [markdown] lang="en"
# The deltas removed the sums over $d$ and $m$; the sum over the samples is left. All samples use the same $w$, so their
# contributions add up. The contribution of one sample is the outer product of its row of `x` and its row of `dout`.
#
# The summed index $n$ comes first in both $x_{n,i}$ and $\mathrm{dout}_{n,j}$. In a matrix product the summed indices must meet, so
# $x$ is transposed. The shapes are (D, N) times (N, M), which gives (D, M), the shape of `w`.

# %% [markdown] lang="ko"
# ## 입력 {#input}
#
# 입력의 그래디언트는 아래층이 받을 `dout`이 된다. 같은 스칼라를 이번에는 $x_{i,j}$로 미분한다. 델타가 이번에는 표본의 합을
# 없앤다.

# %% [markdown] lang="en"
# ## Input {#input}
#
# The gradient with respect to the input is what the layer below receives as its `dout`. Differentiate the same scalar with respect
# to $x_{i,j}$. This time the deltas remove the sum over the samples.

# %%
LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, D)),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, m] * Derivative(x[n, d], x[i, j]) * w[d, m], (n, N), (m, M), (d, D)),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(dout[n, m] * KroneckerDelta(n, i) * KroneckerDelta(d, j) * w[d, m], (n, N), (m, M), (d, D)),
).by(
    rules.DELTA_PICKS,
    total(dout[i, m] * w[j, m], (m, M)),
).in_matrices(dout.matrix * w.matrix.T, (dout, w))

# %% [markdown] lang="ko"
# $i$번째 표본의 `dx`에는 $i$번째 표본의 `dout`만 들어간다. 표본끼리는 섞이지 않는다. 남은 합은 출력 $m$에 대한 합이다. 입력
# 하나가 출력 $M$개에 모두 쓰이므로 손실로 가는 경로가 $M$개 있기 때문이다.
#
# 모양은 (N, M)과 (M, D)의 곱이라 (N, D)이다. 코드는 이것을 `x`의 원래 모양 (N, d1, …, dk)로 되돌린다. 펴는 일은 자리만 옮긴
# 것이므로 되돌릴 때도 값은 그대로다.

# %% [markdown] lang="en"
# Only row $i$ of `dout` enters row $i$ of `dx`: samples do not mix. The sum that is left runs over the outputs $m$, because one
# input feeds all $M$ outputs, along $M$ paths.
#
# The shapes are (N, M) times (M, D), which gives (N, D). The code reshapes it to (N, d1, …, dk), the shape of `x`. Flattening only
# moved the entries, so undoing it changes no value.

# %% [markdown] lang="ko"
# ## 편향 {#bias}
#
# 마지막은 편향이다. $b_j$는 표본마다 한 번씩, 모두 $N$번 더해진다. $L$에 이르는 경로가 몇 개인지 세면서 읽어
# 보자.

# %% [markdown] lang="en"
# ## Bias {#bias}
#
# The bias comes last. $b_j$ is added once for each sample, $N$ times in all. Count its paths to $L$ as you read.

# %%
LAYER.result(
    "db",
    Text("편향에 대한 그래디언트", "Gradient with respect to the bias"),
    Derivative(L, b[j]),
    Derivative(objective, b[j]),
    indices=((j, M),),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, m] * Derivative(b[m], b[j]), (n, N), (m, M)),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(dout[n, m] * KroneckerDelta(m, j), (n, N), (m, M)),
).by(
    rules.DELTA_PICKS,
    total(dout[n, j], (n, N)),
).in_matrices(dout.matrix.T * ones(N), (dout,))

# %% [markdown] lang="ko"
# 손실로 가는 경로가 $N$개 있으므로 `db`는 배치에 대한 합이고, 코드로는 `dout.sum(axis=0)`이다. 순전파에서 브로드캐스팅으로 복사한 값은
# 역전파에서 그 축을 따라 더한다. 이 규칙은 어떤 층에서나 같다.
#
# 평균이 아니라 합인 까닭은 무엇일까? 손실을 배치 평균으로 정의했다면 $1/N$은 이미 `dout`에 들어 있다. 여기서 또 나누면 두 번
# 나누는 셈이다.
#
# 편향은 값이 언제나 1인 입력에 붙은 가중치로 볼 수도 있다. `affine.dw`에서 $x_{n,i}$에 1을 넣으면 그대로 `affine.db`가 된다.

# %% [markdown] lang="en"
# There are $N$ paths, so `db` is the sum over the batch: `dout.sum(axis=0)`. What the forward pass copies by broadcasting, the
# backward pass sums along the same axis. This rule holds in every layer.
#
# Why a sum and not a mean? If the loss is a mean over the batch, its $1/N$ is already in `dout`. To divide here again would divide
# twice.
#
# The bias can also be seen as the weight of an input that is always 1: put 1 for $x_{n,i}$ in `affine.dw` and you have `affine.db`.

# %% [markdown] lang="ko"
# ## 구현 {#implementation}
#
# 코드는 유도한 식 그대로다. 순전파가 넘긴 캐시(cache)는 `(x, w, b)`이고, 역전파는 이것과 `dout`만으로 계산한다.

# %% [markdown] lang="en"
# ## Implementation {#implementation}
#
# The code follows the derived formulas exactly. The forward pass returns the cache `(x, w, b)`; the backward pass needs only
# this and `dout`.

# %% [markdown] slot="implementation"
# 코드는 impl/affine.py에 있다. / The code is in impl/affine.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본이 둘(N = 2), 특성이 셋(D = 3), 출력이 둘(M = 2)인 경우를 손으로 계산해 보자. 먼저 직접 구하고 나서 아래와 맞추어 본다. 마지막
# 줄마다 원소 하나를 골라 합을 끝까지 풀어 썼다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# Take two samples (N = 2), three features (D = 3) and two outputs (M = 2). Work it out with a pencil first, then compare. For each
# result one entry is written out in full.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 3, M: 2},
    given={
        x: [[1, 2, 3], [4, 5, 6]],
        w: [[1, 0], [0, 1], [1, -1]],
        b: [0, 1],
        dout: [[1, 0], [2, -1]],
    },
    show=[("out", (0, 1)), ("dw", (0, 0)), ("dx", (1, 2)), ("db", (0,))],
)

# %% [markdown] lang="ko"
# $b$의 값은 세 그래디언트 어디에도 들어가지 않았다. $x$와 $w$는 서로의 그래디언트에 들어간다.

# %% [markdown] lang="en"
# The values of $b$ enter none of the three gradients. $x$ and $w$ each enter the gradient of the other.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify affine`으로 확인한다. / Run `yudo verify affine`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **표본이 하나일 때(N = 1).** 식은 그대로이고 표본에 대한 합의 항이 하나가 된다. 다만 표본 축은 남겨 두어야 한다. `x`가 (D,)이면
#   표본 축이 없으므로 `ValueError`가 난다. `x[None]`으로 축을 붙인다.
# - **빈 배치(N = 0).** `out`은 (0, M), `dx`는 (0, d1, …, dk)이다. `dw`와 `db`는 항이 없는 합이므로 모양이 각각 (D, M)과 (M,)인
#   영배열이다. 흔히 쓰는 `x.reshape(x.shape[0], -1)`은 빈 배치에서 -1을 정하지 못해 오류가 난다. 그래서 코드는 D를
#   `w.shape[0]`에서 읽는다.
# - **정수 배열.** 픽셀을 정수로 읽은 채 넣으면 `TypeError`가 난다. `x.astype(np.float64)`처럼 먼저 바꾼다.
# - **무한대.** 입력이 0이고 가중치가 무한대이면 둘의 곱 0 · ∞는 NaN이고, 그 표본의 해당 출력도 NaN이 된다.
# - **캐시는 복사본이 아니다.** 캐시에는 `x` 배열 자체가 들어 있다. 순전파와 역전파 사이에 `x`를 제자리에서(in place) 고치면 `dw`도
#   달라진다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **One sample (N = 1).** The formulas stay the same; the sums over the samples have one term. But the axis of the samples must
#   stay: an `x` of shape (D,) has none and raises a `ValueError`. Add it with `x[None]`.
# - **Empty batch (N = 0).** `out` is (0, M) and `dx` is (0, d1, …, dk). `dw` and `db` are sums without terms, so they are zeros of
#   shape (D, M) and (M,). The usual `x.reshape(x.shape[0], -1)` fails here, because the -1 cannot be determined. The code therefore
#   reads D from `w.shape[0]`.
# - **Integer arrays.** Pixels that were left as integers raise a `TypeError`. Convert first, for example with `x.astype(np.float64)`.
# - **Infinity.** An input of 0 times an infinite weight is NaN, and so is that output of that sample.
# - **The cache is no copy.** It holds the array `x` itself. If `x` is changed in place between forward and backward, `dw` changes
#   too.

# %% [markdown] lang="ko"
# ## 흔한 실수 {#mistakes}
#
# 식으로 적을 수 있는 실수부터 보자. 실수마다 틀린 식에서 옳은 식을 뺀 차를 컴퓨터로 구했다. 차가 0이 되는 조건을 찾아보면 어떤
# 검사가 그 실수를 놓치는지도 알 수 있다.

# %% [markdown] lang="en"
# ## Common mistakes {#mistakes}
#
# First those that can be written as a formula. For each, the machine has subtracted the right formula from the wrong one. Find out
# when the difference is 0, and you know which checks miss the mistake.

# %%
LECTURE.mistake(
    "divided-again",
    "dw",
    Text("`dw`를 N으로 또 나눈다", "`dw` is divided by N again"),
    wrong=total(x[n, i] * dout[n, j], (n, N)) / N,
    symptom=Text(
        "수치 미분과 비교하면 값이 모두 정확히 1/N배다. N = 1로 검사하면 보이지 않는다. 배치 평균의 $1/N$은 이미 `dout`에 들어 있다.",
        "Compared with the numerical gradient, every entry is exactly 1/N of what it should be. A check with N = 1 does not see it. "
        "The $1/N$ of the batch mean is in `dout` already.",
    ),
)

# %%
LECTURE.mistake(
    "no-bias",
    "out",
    Text("순전파에서 편향을 더하지 않는다", "The forward pass does not add the bias"),
    wrong=total(x[n, d] * w[d, m], (d, D)),
    symptom=Text(
        "편향을 0으로 초기화한 직후에는 출력이 옳다. `b`에 대한 수치 미분이 모두 0인데 코드의 `db`는 0이 아니다.",
        "Right after the biases are initialised to 0, the output is right. The numerical gradient of `b` is 0 throughout, "
        "the `db` of the code is not.",
    ),
)

# %%
square = Example(
    LAYER, sizes={N: 2, D: 2, M: 2}, given={x: [[1, 2], [3, 4]], w: [[1, 3], [0, 2]], dout: [[1, 0], [2, 5]]}
)

LECTURE.mistake(
    "transposed",
    "dw",
    Text("`dw = dout.T.dot(x)`로 쓴다", "`dw = dout.T.dot(x)`"),
    wrong=total(dout[n, i] * x[n, j], (n, N)),
    example=square,
    symptom=Text(
        "모양이 (M, D)라서 대개 갱신할 때 모양이 맞지 않는다는 오류가 난다. D = M이면 오류 없이 전치된 값이 들어간다.",
        "The shape is (M, D), which mostly raises an error at the update. For D = M there is no error, only transposed values.",
    ),
)

# %%
LECTURE.mistake(
    "not-transposed",
    "dx",
    Text("`dx = dout.dot(w)`로 쓰고 전치를 빠뜨린다", "`dx = dout.dot(w)`, without the transpose"),
    wrong=total(dout[i, m] * w[m, j], (m, M)),
    example=square,
    symptom=Text(
        "D와 M이 다르면 곱할 수 없다는 오류가 난다. D = M이면 경고 없이 지나가고, `w`가 대칭일 때만 값이 맞는다.",
        "If D and M differ, the product raises an error. For D = M it passes silently and is right only if `w` is symmetric.",
    ),
)

# %%
LECTURE.mistake(
    "wrong-axis",
    "db",
    Text("`dout.sum(axis=1)`로 더한다", "`dout.sum(axis=1)`"),
    wrong=total(dout[j, m], (m, M)),
    example=square,
    symptom=Text(
        "`db`의 모양이 (N,)이 된다. N = M이면 모양으로는 알 수 없다.",
        "`db` has shape (N,). For N = M the shape does not give it away.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다. 모양이 아예 달라지거나 배열을 다루는 방식이 잘못된 경우다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | `db = dout`으로 두고 더하지 않는다 | `b -= lr * db`는 모양이 맞지 않아 오류가 난다. `b = b - lr * db`는 조용히 지나가고 `b`가 (N, M)이 된다. 배치 크기가 달라지는 순간에야 멈춘다. |
# | `x.reshape(-1, N).T`로 편다 | 모양은 맞지만 표본이 섞인다. `[[0, 1, 2], [3, 4, 5]]`가 `[[0, 2, 4], [1, 3, 5]]`가 된다. 같은 배치에 든 다른 표본을 바꾸면 한 표본의 출력도 따라 바뀐다. |
# | `x`를 펴지 않고 `x @ w`를 쓴다 | 대개 모양 오류가 난다. 그러나 `x`의 마지막 축이 우연히 `w`의 행 수와 같으면 그 축에만 곱해지고 `out`의 차원이 늘어난 채 지나간다. |
# | `dx`의 모양을 되돌리지 않는다 | 아래층이 이미지 모양의 `dout`을 기다리므로 거기서 모양 오류가 난다. |
#
# 모양을 맞추어 보는 것은 좋은 점검이지만 증명은 아니다. N, D, M이 같으면 틀린 식도 모양이 맞는다. 검사할 때는 세 크기를 서로
# 다르게, 그리고 모두 2 이상으로 잡는다.

# %% [markdown] lang="en"
# Other mistakes do not show as a difference of formulas: the shape is another one, or the array is handled wrongly.
#
# | mistake | symptom |
# | --- | --- |
# | `db = dout`, without the sum | `b -= lr * db` raises a shape error. `b = b - lr * db` passes silently and makes `b` (N, M); it stops only when the batch size changes. |
# | flattening with `x.reshape(-1, N).T` | The shape is right but samples mix: `[[0, 1, 2], [3, 4, 5]]` becomes `[[0, 2, 4], [1, 3, 5]]`. The output of one sample changes with the others in its batch. |
# | `x @ w` without flattening | Mostly a shape error. But if the last axis of `x` happens to be as long as `w` has rows, only that axis is multiplied, and `out` comes out with too many axes. |
# | leaving `dx` flat | The layer below expects a `dout` of the shape of its images and raises a shape error there. |
#
# Matching shapes is a good check but no proof: if N, D and M are equal, wrong formulas fit too. Test with three different sizes, all
# at least 2.

# %% [markdown] lang="ko"
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
plain_sum = total(affine(n, m), (n, N), (m, M))

LECTURE.exercise(
    Text(
        "손실이 출력의 합 $L = \\sum_{n,m} \\mathrm{out}_{n,m}$이라고 하자. `dout`은 무엇이고, 세 그래디언트는 각각 무엇인가?",
        "Let the loss be the sum of the outputs, $L = \\sum_{n,m} \\mathrm{out}_{n,m}$. What is `dout`, and what are the three gradients?",
    ),
    Text(
        """합을 출력 하나로 미분하면 1이므로 `dout`은 모든 원소가 1인 배열이다. 이것을 닫힌 꼴에 넣으면 된다. 가중치의 그래디언트는 입력을
표본에 대해 더한 것이고,

<1>

입력의 그래디언트는 가중치를 출력에 대해 더한 것이며,

<2>

편향의 그래디언트는 표본의 수다.

<3>

손실 코드 없이 완전연결층만 시험할 때 쓰기 좋은 손실이다. 다만 `dout`의 원소가 모두 같아서 전치를 빠뜨린 실수를 놓치기 쉽다.""",
        """The derivative of a sum with respect to one of its terms is 1, so every entry of `dout` is 1. Put this into the closed forms. The gradient
of the weights is the input, summed over the samples,

<1>

that of the input is the weights, summed over the outputs,

<2>

and that of the bias is the number of samples.

<3>

This loss is handy for testing an affine layer alone. But since all entries of `dout` are equal, it easily
misses a forgotten transpose.""",
    ),
    lambda: [
        (Derivative(plain_sum, w[i, j]), total(x[n, i], (n, N))),
        (Derivative(plain_sum, x[i, j]), total(w[j, m], (m, M))),
        (Derivative(plain_sum, b[j]), N),
    ],
)

# %%
(alpha,) = scalars("alpha")
scaled = total(dout[n, m] * alpha * total(x[n, d] * w[d, m], (d, D)), (n, N), (m, M))

LECTURE.exercise(
    Text(
        "편향 대신 학습되는 수 $\\alpha$ 하나를 곱하는 층 $\\mathrm{out} = \\alpha\\, x w$를 만들었다. $\\alpha$에 대한 그래디언트를 구하라. "
        "모양은 무엇인가?",
        "A layer multiplies by one learned number $\\alpha$ in place of a bias: $\\mathrm{out} = \\alpha\\, x w$. Find the gradient with respect to "
        "$\\alpha$. What is its shape?",
    ),
    Text(
        """$\\alpha$는 수 하나이므로 그래디언트도 수 하나다. $\\alpha$는 출력의 모든 원소에 곱해지므로 손실로 가는 경로가 $NM$개 있고, 경로마다의 기여를 모두
더해야 한다.

<1>

코드로는 `np.sum(dout * x.dot(w))`이다. 편향에서처럼, 여러 곳에 두루 쓴 값의 그래디언트는 그 모든 곳에 대한 합이다.""",
        """$\\alpha$ is one number, and so is its gradient. It multiplies every entry of the output, which makes $NM$ paths; add over all of them.

<1>

In code: `np.sum(dout * x.dot(w))`. As with the bias, what is used in many places has a gradient that sums over all of them.""",
    ),
    lambda: [(Derivative(scaled, alpha), total(dout[n, m] * x[n, d] * w[d, m], (n, N), (m, M), (d, D)))],
)

# %%
p, q = indices("p q")
twice = total(dout[n, q] * x[n, d] * w[d, p] * w[p, q], (n, N), (q, D), (d, D), (p, D))

LECTURE.exercise(
    Text(
        "$M = D$라고 하고 같은 가중치를 두 번 쓰자. $\\mathrm{out} = (x w) w$이다. $\\partial L / \\partial w$를 구하라. "
        "새로 미분하지 말고 이 페이지의 결과만 써서 구해 보자.",
        "Let $M = D$ and use the same weights twice: $\\mathrm{out} = (x w) w$. Find $\\partial L / \\partial w$. "
        "Try to use the results of this page and no new derivative.",
    ),
    Text(
        """$h = x w$라고 하면 $w$에서 손실로 가는 경로가 둘이다. 나중 곱에서는 입력이 $h$이고 업스트림 그래디언트가 `dout`이므로 그 기여는
$h^{\\top} \\mathrm{dout}$이다. 먼저 하는 곱의 업스트림 그래디언트는 `affine.dx`에 따라 $\\mathrm{dout}\\, w^{\\top}$이므로 그 기여는
$x^{\\top} \\mathrm{dout}\\, w^{\\top}$이다. 두 경로의 기여를 더한다.

<1>

가중치를 여러 시각에 되풀이해 쓰는 순환 신경망에서 그래디언트를 시각마다 더하는 까닭이 바로 이것이다.""",
        """With $h = x w$ there are two paths from $w$ to the loss. In the second product the input is $h$ and the upstream gradient is `dout`; it
contributes $h^{\\top} \\mathrm{dout}$. The first product receives $\\mathrm{dout}\\, w^{\\top}$ by
`affine.dx` and contributes
$x^{\\top} \\mathrm{dout}\\, w^{\\top}$. Add the two.

<1>

A recurrent net uses the same weights at every time step. That is exactly why its gradients are summed over time.""",
    ),
    lambda: [
        (
            Derivative(twice, w[i, j]),
            total(x[n, d] * w[d, i] * dout[n, j], (n, N), (d, D))
            + total(x[n, i] * dout[n, q] * w[j, q], (n, N), (q, D)),
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dw", (1, 1)), ("dx", (0, 2)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 역전파는 행렬곱 둘과 합 하나다. `dw = x.T @ dout`, `dx = dout @ w.T`, `db = dout.sum(axis=0)`.
# 2. 원소 하나로 미분하면 크로네커 델타가 합을 없앤다. 없어지지 않은 첨자가 행렬곱에서 더하는 축이다.
# 3. 어느 배열에 대한 그래디언트든 그 배열과 모양이 같다. 다만 N, D, M이 같으면 모양으로는 실수를 찾지 못한다.
# 4. 여러 곳에 쓴 값의 그래디언트는 그 모든 곳에 대한 합이다. 그래서 `db`는 배치에 대한 합이다.
# 5. 가장 흔한 실수는 `dw`를 N으로 또 나누는 것이다. 배치 평균의 1/N은 이미 `dout`에 들어 있다.
#
# **더 읽을거리**
#
# - [CS231n 강의 노트: 역전파](https://cs231n.github.io/optimization-2/)
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, 6.5절
# - D. E. Rumelhart, G. E. Hinton, R. J. Williams, [Learning representations by back-propagating errors](https://doi.org/10.1038/323533a0), *Nature* 323, 1986
# - 사이토 고키, 『밑바닥부터 시작하는 딥러닝』, 한빛미디어, 2017, 5장

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The backward pass is two matrix products and a sum: `dw = x.T @ dout`, `dx = dout @ w.T`, `db = dout.sum(axis=0)`.
# 2. Differentiate with respect to one entry, and Kronecker deltas remove sums. The index that is left is the one to sum over.
# 3. A gradient has the shape of its array. If N, D and M are equal, shapes don't tell right from wrong.
# 4. What is used in many places has a gradient that sums over all of them; `db` therefore sums over the batch.
# 5. The commonest mistake is to divide `dw` by N again. The 1/N of the batch mean is already in `dout`.
#
# **Further reading**
#
# - [CS231n notes: backpropagation](https://cs231n.github.io/optimization-2/)
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, section 6.5
# - D. E. Rumelhart, G. E. Hinton, R. J. Williams, [Learning representations by back-propagating errors](https://doi.org/10.1038/323533a0), *Nature* 323, 1986
# - K. Saitoh, *Deep Learning from Scratch* (in Japanese and Korean), chapter 5
