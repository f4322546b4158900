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
# # RNN의 모든 단계와 시간 역전파 {#rnn}
#
# [RNN의 한 단계](rnn_step.md)는 완전연결층 둘에 tanh를 씌운 것이었다. 문장을 읽으려면 이 단계를 단어의 수만큼 잇는다. 단계마다 새
# 층이 생기는 셈이지만 가중치는 한 벌뿐이다. 이 페이지는 단계 $T$개를 이은 순환 신경망(recurrent neural network, RNN) 전체의
# 그래디언트를 유도한다. 마지막 단계에서 첫 단계로 거슬러 가는 이 계산을 시간 역전파(backpropagation through time, BPTT)라고 한다.
#
# 어려운 미분은 한 단계에서 끝났다. 여기서 새로 물을 것은 세 가지다. 은닉 상태는 자기 출력과 다음 단계, 두 경로로 손실에 들어가는데 그래디언트는
# 어떻게 합쳐지는가? 모든 단계가 함께 쓰는 가중치의 그래디언트는 무엇인가? 그리고 단계의 수를 정하지 않고서 이 모두를 어떻게 증명하는가?

# %% [markdown] lang="en"
# # All steps of an RNN: backpropagation through time {#rnn}
#
# [A step of an RNN](rnn_step.md) was two affine layers and a tanh. To read a sentence, the step is repeated for each of its words. Every
# step is like a layer of its own, but there is only one set of weights. This page derives the gradients of a recurrent neural network
# (RNN) of $T$ steps. Going back from the last step to the first is called backpropagation through time (BPTT).
#
# The hard derivatives are done with the single step. Three questions are new. A hidden state reaches the loss on two ways, through its own
# output and through the next step: how do the gradients of both come together? And what is the gradient of weights that all steps share?
# And how can any of this be proven without fixing the number of steps?

# %% tags=["setup"]
from sympy import Derivative, Integer, KroneckerDelta, Rational, Symbol, log, tanh

from yudo.derivations.calculus import (
    Definition,
    Layer,
    Lecture,
    MatrixSum,
    Part,
    Text,
    elementwise,
    indices,
    ones,
    rules,
    sizes,
    tensor,
    total,
)

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 수식 | 배열 | 모양(shape) | 뜻 |
# | --- | --- | --- | --- |
# | $x^{(t)}$ | `x[:, t-1]` | (N, D) | 단계 $t$의 입력. 표본 N개, 특성 D개 |
# | $\mathrm{h0}$ | `h0` | (N, H) | 첫 단계 앞의 은닉 상태(hidden state) |
# | $\mathrm{Wx}$, $\mathrm{Wh}$, $b$ | `Wx`, `Wh`, `b` | (D, H), (H, H), (H,) | 모든 단계가 함께 쓰는 가중치와 편향 |
# | $a^{(t)}$ | – | (N, H) | tanh에 들어가는 가중합 |
# | $h^{(t)}$ | `h[:, t-1]` | (N, H) | 단계 $t$의 은닉 상태, 곧 출력 |
# | $\mathrm{dh}^{(t)}$ | `dh[:, t-1]` | (N, H) | 출력 $h^{(t)}$에 대한 업스트림 그래디언트(upstream gradient) |
#
# 단계 $t$는 1부터 $T$까지 세고 $h^{(0)}$은 `h0`이다. 배열의 첨자는 0부터 세므로 단계 $t$는 시간 축(둘째 축)의 `t-1`번째에 있다. 첨자 $n$은 표본을, $d$는
# 특성을, $k$와 $m$은 은닉 유닛을 가리킨다. 그래디언트는 편미분(partial derivative)을 모은 배열이다.
#
# **관례.** `dh`의 단계 $t$에는 출력 $h^{(t)}$에서 **곧바로** 온 그래디언트만 들어 있다. 뒤 단계를 거쳐 오는 기여는 역전파가 더한다. 마지막 상태만 쓰는
# 모형이라면 `dh`는 마지막 단계만 빼고 모두 0이다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | formula | array | shape | meaning |
# | --- | --- | --- | --- |
# | $x^{(t)}$ | `x[:, t-1]` | (N, D) | input of step $t$: N samples of D features |
# | $\mathrm{h0}$ | `h0` | (N, H) | hidden state before the first step |
# | $\mathrm{Wx}$, $\mathrm{Wh}$, $b$ | `Wx`, `Wh`, `b` | (D, H), (H, H), (H,) | weights and biases, the same for all steps |
# | $a^{(t)}$ | – | (N, H) | weighted sums that tanh is applied to |
# | $h^{(t)}$ | `h[:, t-1]` | (N, H) | hidden state of step $t$, which is its output |
# | $\mathrm{dh}^{(t)}$ | `dh[:, t-1]` | (N, H) | upstream gradient with respect to the output $h^{(t)}$ |
#
# Steps $t$ are counted from 1 to $T$, and $h^{(0)}$ is `h0`. Indices into arrays start at 0, so step $t$ is entry `t-1` of the axis of time, the
# second one. The index $n$ stands for samples, $d$ for features, $k$ and $m$ for hidden units. A gradient is the array of partial derivatives.
#
# **Conventions.** Step $t$ of `dh` has only what comes from the output $h^{(t)}$ **directly**. What comes through later steps is added by the
# backward pass. In a model that uses the last state alone, `dh` is 0 but for the last step.

# %%
N, D, H, T = sizes("N D H T")
t, s, n, d, k, m, i, j, p = indices("t s n d k m i j p")

x = tensor("x", N, D, layer=t)
h0 = tensor("h0", N, H, says=Text("첫 단계 앞의 은닉 상태", "hidden state before the first step"))
Wx = tensor("Wx", D, H, says=Text("입력에 곱하는 가중치", "weights of the input"))
Wh = tensor("Wh", H, H, says=Text("앞 은닉 상태에 곱하는 가중치", "weights of the previous hidden state"))
b = tensor("b", H)
dh = tensor(
    "dh",
    N,
    H,
    layer=t,
    says=Text(
        "단계의 출력에 대한 업스트림 그래디언트", "upstream gradient with respect to the output of a step"
    ),
)

LAYER = Layer(
    stem="rnn",
    title=Text("RNN의 모든 단계", "RNN over time"),
    summary=Text(
        "같은 가중치로 모든 시간 단계를 지난다. 그래디언트는 마지막 단계에서 첫 단계로 가는 점화식이다.",
        "All time steps with the same weights; the gradients are a recurrence from the last step to the first.",
    ),
    inputs=(x, h0, Wx, Wh, b),
    upstream=dh,
    after=("rnn_step",),
    part=Part.SEQUENCES,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}
#
# 단계마다 하는 일은 같다. 앞 단계의 은닉 상태와 새 입력에 가중치를 곱해 더하고 tanh를 씌운다.

# %% [markdown] lang="en"
# ### Output {#output}
#
# Every step does the same: the state that the step before has left and a new input are multiplied by their weights and added, and tanh is
# applied.

# %%
a = tensor("a", N, H, layer=t, says=Text("가중합", "weighted sums"))
h = tensor("h", N, H, layer=t, says=Text("은닉 상태", "hidden states"))
da = tensor(
    "da", N, H, layer=t, says=Text("$a$에 대한 손실의 그래디언트", "gradient of the loss with respect to $a$")
)
dprev_h = tensor(
    "dprev_h",
    N,
    H,
    layer=t,
    says=Text("단계가 앞 단계로 넘기는 그래디언트", "gradient that a step hands to the step before"),
)


def weighted_sums(t, before, n, m):
    """The weighted sums of step t, with an entry of the state before it."""
    return total(x[t, n, d] * Wx[d, m], (d, D)) + total(before(n, k) * Wh[k, m], (k, H)) + b[m]


def state(t):
    """An entry of the hidden state after step t."""
    return lambda n, k: h[t, n, k]


forward = (
    Definition(h[0, n, m], h0[n, m]),
    Definition(a[t, n, m], weighted_sums(t, state(t - 1), n, m)),
    Definition(h[t, n, m], tanh(a[t, n, m])),
)

LAYER.result(
    "out",
    Text("은닉 상태", "Hidden states"),
    h[t, n, m],
    tanh(a[t, n, m]),
    indices=((n, N), (m, H)),
    definitions=forward,
    expanded=(),
    layers=(t, T),
).in_matrices(elementwise(tanh, a.matrix_at(t)), (a,))

# %% [markdown] lang="ko"
# ## 두 경로가 만나는 곳 {#two-ways}
#
# $h^{(t)}$는 두 곳에 쓰인다. 하나는 출력이다. 출력에서 온 그래디언트가 $\mathrm{dh}^{(t)}$다. 다른 하나는 단계 $t+1$의 가중합이다. 그 단계가 넘겨주는
# 그래디언트를 $\mathrm{dprev\_h}^{(t+1)}$이라고 쓰자. 값이 두 곳에 쓰이면 그래디언트는 더해진다. 거기에 tanh의 기울기를 곱하면 $a^{(t)}$에 대한
# 그래디언트가 된다.
#
# $$
# \mathrm{da}^{(t)}_{n,m} = \left(\mathrm{dh}^{(t)}_{n,m} + \mathrm{dprev\_h}^{(t+1)}_{n,m}\right) \left(1 - \left(h^{(t)}_{n,m}\right)^2\right), \qquad
# \mathrm{dprev\_h}^{(T+1)} = 0
# $$
#
# 마지막 단계 뒤에는 아무것도 없으므로 $\mathrm{dprev\_h}^{(T+1)}$은 0이다. 남은 것은 단계 하나가 앞으로 넘기는 값이다. $a^{(t)}$를 통해 $h^{(t-1)}$로
# 미분한다.

# %% [markdown] lang="en"
# ## Where two ways meet {#two-ways}
#
# $h^{(t)}$ is used twice. It is an output, from which the gradient $\mathrm{dh}^{(t)}$ comes; and it enters the weighted sums of step $t+1$. Write
# $\mathrm{dprev\_h}^{(t+1)}$ for the gradient that this step hands back. Where a value is used twice, its gradients add. Multiplied by the slope of
# tanh, that is the gradient with respect to $a^{(t)}$.
#
# $$
# \mathrm{da}^{(t)}_{n,m} = \left(\mathrm{dh}^{(t)}_{n,m} + \mathrm{dprev\_h}^{(t+1)}_{n,m}\right) \left(1 - \left(h^{(t)}_{n,m}\right)^2\right), \qquad
# \mathrm{dprev\_h}^{(T+1)} = 0
# $$
#
# There is nothing behind the last step, so $\mathrm{dprev\_h}^{(T+1)}$ is 0. What is left is what one step hands back: differentiate through
# $a^{(t)}$ with respect to $h^{(t-1)}$.

# %%
backward = (
    *forward,
    Definition(dprev_h[T + 1, n, m], Integer(0)),
    Definition(da[t, n, m], (dh[t, n, m] + dprev_h[t + 1, n, m]) * (1 - h[t, n, m] ** 2)),
    Definition(dprev_h[t, n, m], total(da[t, n, k] * Wh[m, k], (k, H))),
)
L = Symbol("L", real=True)
through_step = total(da[t, n, m] * weighted_sums(t, state(t - 1), n, m), (n, N), (m, H))

LAYER.result(
    "dprev_h",
    Text("앞 단계로 넘기는 그래디언트", "What a step hands to the step before"),
    dprev_h[t, i, j],
    Derivative(through_step, h[t - 1, i, j]),
    indices=((i, N), (j, H)),
    definitions=backward,
    expanded=(),
    layers=(t, T),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(da[t, n, m] * Wh[k, m] * KroneckerDelta(n, i) * KroneckerDelta(k, j), (n, N), (m, H), (k, H)),
).by(rules.DELTA_PICKS, total(da[t, i, m] * Wh[j, m], (m, H))).in_matrices(
    da.matrix_at(t) * Wh.matrix.T, (da, Wh)
)

# %% [markdown] lang="ko"
# 두 식을 번갈아 쓰면 된다. 마지막 단계의 $\mathrm{dprev\_h}^{(T+1)} = 0$에서 시작해 $\mathrm{da}^{(T)}$를 얻고, 거기서 $\mathrm{dprev\_h}^{(T)}$를 얻고, 다시
# $\mathrm{da}^{(T-1)}$을 얻는다. 단계마다 $\mathrm{Wh}^{\top}$와 tanh의 기울기가 한 번씩 곱해지므로 먼 단계에서 온 그래디언트는 사라지거나
# 폭발하기 쉽다([한 단계의 페이지](rnn_step.md#vanishing)).
#
# ### 단계의 수를 정하지 않은 증명 {#induction}
#
# 코드는 반복문이고 단계의 수 $T$는 기호다. 반복문을 끝까지 펼칠 수 없으므로 귀납법(induction)을 쓴다. 처음에 두 쪽이 같은 상태에서 출발하고(기초), 어느
# 단계에서든 같은 상태에서 같은 상태를 만들면(귀납) 모든 단계에서 같다. 순전파는 첫 단계에서, 역전파는 마지막 단계에서 출발한다. 그래서 이 페이지의
# 결과는 모든 $T$에 대해 증명된 것이다. 자세한 것은 [증명의 원리](../proof.md#induction)에 있다.

# %% [markdown] lang="en"
# The two formulas take turns. Start from $\mathrm{dprev\_h}^{(T+1)} = 0$, which gives $\mathrm{da}^{(T)}$, which gives $\mathrm{dprev\_h}^{(T)}$, and so on to
# $\mathrm{da}^{(T-1)}$. Each step multiplies once by $\mathrm{Wh}^{\top}$ and once by the slope of tanh, and so gradients from steps far away tend to
# vanish or to explode (see [the page of a single step](rnn_step.md#vanishing)).
#
# ### A proof that does not fix the number of steps {#induction}
#
# The code is a loop, and the number of its runs is the letter $T$; it can't be written out. The proof goes by induction. If both sides
# start from the same state, the base case, and any step that starts from the same state makes the same state, they are the same at
# every step. The forward pass starts at the first step, the backward pass at the last. So what stands on this page is proven for every $T$.
# More about it is said in [How the proof works](../proof.md#induction).

# %% [markdown] lang="ko"
# ## 입력과 첫 은닉 상태 {#inputs}
#
# $x^{(t)}$는 단계 $t$에서만 쓰인다. 그러므로 그 단계의 $\mathrm{da}^{(t)}$만 있으면 된다. 뒤 단계의 기여는 이미 그 안에 들어 있다.

# %% [markdown] lang="en"
# ## Inputs and the first hidden state {#inputs}
#
# $x^{(t)}$ is used at step $t$ alone, so $\mathrm{da}^{(t)}$ of that step is all that is needed. What later steps contribute is in it already.

# %%
LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the inputs"),
    Derivative(L, x[t, i, j]),
    Derivative(through_step, x[t, i, j]),
    indices=((i, N), (j, D)),
    definitions=backward,
    expanded=(),
    layers=(t, T),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(da[t, n, m] * Wx[d, m] * KroneckerDelta(n, i) * KroneckerDelta(d, j), (n, N), (m, H), (d, D)),
).by(rules.DELTA_PICKS, total(da[t, i, m] * Wx[j, m], (m, H))).in_matrices(
    da.matrix_at(t) * Wx.matrix.T, (da, Wx)
)

# %% [markdown] lang="ko"
# 첫 은닉 상태는 출력이 아니라 첫 단계의 입력일 뿐이다. 그래서 첫 단계가 넘겨주는 값이 그대로 그래디언트다.

# %% [markdown] lang="en"
# The first hidden state is no output; it only enters the first step. So what the first step hands back is its gradient.

# %%
first = total(da[1, n, m] * weighted_sums(1, lambda n, k: h0[n, k], n, m), (n, N), (m, H))

LAYER.result(
    "dh0",
    Text("첫 은닉 상태에 대한 그래디언트", "Gradient with respect to the first hidden state"),
    Derivative(L, h0[i, j]),
    Derivative(first, h0[i, j]),
    indices=((i, N), (j, H)),
    definitions=backward,
    expanded=(),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(da[1, n, m] * Wh[k, m] * KroneckerDelta(n, i) * KroneckerDelta(k, j), (n, N), (m, H), (k, H)),
).by(rules.DELTA_PICKS, total(da[1, i, m] * Wh[j, m], (m, H))).in_matrices(
    da.matrix_at(1) * Wh.matrix.T, (da, Wh), layers=(1,)
)

# %% [markdown] lang="ko"
# ## 함께 쓰는 가중치 {#parameters}
#
# 가중치는 단계마다 쓰인다. 쓰인 곳의 그래디언트를 모두 더하므로 단계에 대한 합이 생긴다. 합의 첨자 $s$는 0부터 $T-1$까지 세고, 단계는 $s+1$이다.
# 각 항은 [한 단계](rnn_step.md#parameters)에서 구한 것과 같다.

# %% [markdown] lang="en"
# ## Weights that all steps share {#parameters}
#
# The weights are used at every step. The gradients of all uses add, which makes a sum over the steps; its index $s$ runs from 0 to $T-1$, and the
# step is $s+1$. Each term is that of [a single step](rnn_step.md#parameters).

# %%
through_all = total(da[s + 1, n, m] * weighted_sums(s + 1, state(s), n, m), (s, T), (n, N), (m, H))

LAYER.result(
    "dWx",
    Text("입력의 가중치에 대한 그래디언트", "Gradient with respect to the input's weights"),
    Derivative(L, Wx[i, j]),
    Derivative(through_all, Wx[i, j]),
    indices=((i, D), (j, H)),
    definitions=backward,
    expanded=(),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        da[s + 1, n, m] * x[s + 1, n, d] * KroneckerDelta(d, i) * KroneckerDelta(m, j),
        (s, T),
        (n, N),
        (m, H),
        (d, D),
    ),
).by(rules.DELTA_PICKS, total(x[s + 1, n, i] * da[s + 1, n, j], (s, T), (n, N))).in_matrices(
    MatrixSum(x.matrix_at(s + 1).T * da.matrix_at(s + 1), s, T), (x, da), layers=(s + 1,)
)

# %% [markdown] lang="ko"
# `Wh`의 입력은 앞 단계의 은닉 상태다. 그래서 $h^{(s+1)}$이 아니라 $h^{(s)}$가 곱해진다. 첫 항에는 `h0`이 들어간다.

# %% [markdown] lang="en"
# The input of `Wh` is the state of the step before, so the factor is $h^{(s)}$ and not $h^{(s+1)}$. The first term has `h0`.

# %%
LAYER.result(
    "dWh",
    Text("은닉 상태의 가중치에 대한 그래디언트", "Gradient with respect to the hidden state's weights"),
    Derivative(L, Wh[i, j]),
    Derivative(through_all, Wh[i, j]),
    indices=((i, H), (j, H)),
    definitions=backward,
    expanded=(),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        da[s + 1, n, m] * h[s, n, k] * KroneckerDelta(k, i) * KroneckerDelta(m, j),
        (s, T),
        (n, N),
        (m, H),
        (k, H),
    ),
).by(rules.DELTA_PICKS, total(h[s, n, i] * da[s + 1, n, j], (s, T), (n, N))).in_matrices(
    MatrixSum(h.matrix_at(s).T * da.matrix_at(s + 1), s, T), (h, da), layers=(s, s + 1)
)

# %%
LAYER.result(
    "db",
    Text("편향에 대한 그래디언트", "Gradient with respect to the bias"),
    Derivative(L, b[j]),
    Derivative(through_all, b[j]),
    indices=((j, H),),
    definitions=backward,
    expanded=(),
).by(rules.DIFFERENTIATE_UNDER_SUM, total(da[s + 1, n, m] * KroneckerDelta(m, j), (s, T), (n, N), (m, H))).by(
    rules.DELTA_PICKS, total(da[s + 1, n, j], (s, T), (n, N))
).in_matrices(MatrixSum(da.matrix_at(s + 1).T * ones(N), s, T), (da,), layers=(s + 1,))

# %% [markdown] lang="ko"
# ## 구현 {#implementation}
#
# 입력의 기여 `x.dot(Wx)`는 단계를 기다리지 않으므로 한 번에 곱한다. 기다려야 하는 것은 상태뿐이다. 역전파도 마찬가지다. 반복문에서는 `da`만
# 채우고, 나머지 그래디언트는 모든 단계의 `da`로 한 번에 구한다.

# %% [markdown] lang="en"
# ## Implementation {#implementation}
#
# The share of the inputs, `x.dot(Wx)`, does not wait for any step and is computed at once; only states have to wait for each other. So it is
# with the backward pass: the loop fills `da`, and what can be computed from all of it is computed after the loop.

# %% [markdown] slot="implementation"
# 코드는 impl/rnn.py에 있다. / The code is in impl/rnn.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본 하나가 두 단계를 지난다. $\tanh(\log 2) = 3/5$이고 $\tanh(\log 3) = 4/5$이므로, 가중합이 이런 로그가 되도록 수를 골랐다. 둘째 단계의 $\mathrm{da}$에서
# 시작해 첫째 단계로 거슬러 가 보자.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# One sample goes through two steps. $\tanh(\log 2) = 3/5$ and $\tanh(\log 3) = 4/5$, and the numbers are chosen so that the weighted sums are such
# logarithms. Start from $\mathrm{da}$ of the second step and go back to the first.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 1, D: 2, H: 2, T: 2},
    given={
        x: {1: [[log(2), 0]], 2: [[log(3), -2]]},
        h0: [[Rational(1, 5), Rational(-1, 5)]],
        Wx: [[1, -1], [1, -2]],
        Wh: [[5, -5], [0, 5]],
        b: [-1, 2],
        dh: {1: [[25, 5]], 2: [[25, 25]]},
    },
    show=[
        (a, (1, 0, 0)),
        (h, (1, 0, 0)),
        (a, (2, 0, 0)),
        (h, (2, 0, 0)),
        (da, (2, 0, 0)),
        ("dprev_h", (2, 0, 1)),
        (da, (1, 0, 1)),
        ("dx", (1, 0, 0)),
        ("dh0", (0, 0)),
        ("dWx", (0, 0)),
        ("dWh", (0, 0)),
        ("db", (0,)),
    ],
)

# %% [markdown] lang="ko"
# 첫째 단계의 업스트림 그래디언트는 (25, 5)인데 tanh로 들어가는 것은 (25, 50)이다. 둘째 단계가 넘겨준 (0, 45)가 더해졌기 때문이다.

# %% [markdown] lang="en"
# The upstream gradient of the first step is (25, 5), and yet (25, 50) arrives at its tanh: the second step has handed back (0, 45).

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify rnn`으로 확인한다. / Run `yudo verify rnn`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **한 단계(T = 1).** 넘겨받을 것이 없어서 [한 단계](rnn_step.md)의 결과와 같다. 단계 사이의 실수는 $T \ge 2$라야 드러난다.
# - **0인 첫 상태.** 흔히 `h0`은 0이다. 그러면 `dWh`의 첫 항도 0이라서 첫 단계의 실수가 숨는다. 검사할 때는 0이 아닌 `h0`을 쓴다.
# - **긴 문장.** tanh의 출력이 ±1 안에 있으므로 순전파에는 오버플로가 없다. 역전파에서는 `Wh`가 크면 그래디언트가 단계마다 커져서 오버플로가 날 수 있다.
# - **빈 배치와 빈 문장.** 표본이 없으면(N = 0) 파라미터의 그래디언트는 영배열이다. 단계가 없으면(T = 0) 출력은 빈 배열이고 그래디언트는 모두 0이다.
# - **모양이 맞지 않는 배열.** 무엇이 들어왔고 무엇이 와야 하는지 밝히며 `ValueError`를 낸다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **A single step (T = 1).** Nothing is handed back, and the results are those of [a single step](rnn_step.md). Mistakes between steps show
#   where $T \ge 2$.
# - **A first state of zeros.** `h0` often is 0, and with it the first term of `dWh`, which hides mistakes of the first step. Check with an
#   `h0` that is not 0.
# - **Long sentences.** Outputs of tanh lie between −1 and 1, so the forward pass does not overflow. With a large `Wh` the backward pass may:
#   its gradients grow with each step.
# - **An empty batch, an empty sentence.** Without samples (N = 0) the gradients of the parameters are zeros. Without steps (T = 0) the output is
#   empty and all gradients are 0.
# - **Shapes that do not fit.** A `ValueError` says what was given and what was expected.

# %% [markdown] lang="ko"
# ## 흔한 실수 {#mistakes}
#
# 한 단계의 실수는 [한 단계의 페이지](rnn_step.md#mistakes)에 있다. 여기서는 단계 사이에서 생기는 실수를 본다.

# %% [markdown] lang="en"
# ## Common mistakes {#mistakes}
#
# Mistakes within a step are on [the page of a single step](rnn_step.md#mistakes). These happen between steps.

# %%
LECTURE.mistake(
    "not-handed-back",
    "dx",
    Text(
        "뒤 단계가 넘겨준 그래디언트를 더하지 않는다: `da = dh[:, t] * (1 - h[:, t]**2)`",
        "What the next step hands back is not added: `da = dh[:, t] * (1 - h[:, t]**2)`",
    ),
    wrong=total(dh[t, i, m] * (1 - h[t, i, m] ** 2) * Wx[j, m], (m, H)),
    layer=1,
    symptom=Text(
        "마지막 단계만 옳다. 단계를 따로따로 미분한 셈이라 먼 단계의 오차가 앞 단계로 전해지지 않는다. $T = 1$로 검사하면 드러나지 않는다.",
        "Only the last step is right. The steps are differentiated as if they were apart, and no error reaches earlier steps. A check with $T = 1$ "
        "does not see it.",
    ),
)

# %%
LECTURE.mistake(
    "overwritten",
    "dWx",
    Text(
        "반복문 안에서 `+=`가 아니라 `dWx = ...`로 쓴다",
        "`dWx = ...` inside the loop, in place of `+=`",
    ),
    wrong=total(x[1, n, i] * da[1, n, j], (n, N)),
    symptom=Text(
        "마지막에 계산한 첫 단계의 기여만 남는다. 모양은 맞다.",
        "Only the share of the first step is left, which is computed last. The shape is right.",
    ),
)

# %%
LECTURE.mistake(
    "next-for-previous",
    "dWh",
    Text(
        "`dWh`에 앞 상태가 아니라 그 단계의 상태를 곱한다",
        "`dWh` with the state of the step itself, not the one before",
    ),
    wrong=total(h[s + 1, n, i] * da[s + 1, n, j], (s, T), (n, N)),
    symptom=Text(
        "시간 축의 첨자가 한 칸 밀린 것이다. 모양이 같아서 오류가 나지 않는다.",
        "The index of time is off by one. The shapes are the same, so nothing is raised.",
    ),
)

# %%
LECTURE.mistake(
    "not-transposed",
    "dh0",
    Text("`dprev_h = da @ Wh`로 쓰고 전치를 빠뜨린다", "`dprev_h = da @ Wh`, without the transpose"),
    wrong=total(da[1, i, m] * Wh[m, j], (m, H)),
    symptom=Text(
        "`Wh`가 정사각 행렬이라서 모양은 언제나 맞는다. 단계마다 되풀이되므로 먼 단계일수록 더 틀린다.",
        "`Wh` is square, so the shape always fits. It happens at every step, and gets worse from step to step.",
    ),
)

# %% [markdown] lang="ko"
# 식 하나의 차로는 드러나지 않는 실수도 있다.
#
# - **앞에서부터 간다.** `for t in range(T)`로 역전파를 하면 뒤 단계가 넘겨줄 값이 아직 없다.
# - **`dh`에 넘겨받은 값을 더해 버린다.** `dh[:, t] += dprev_h`는 인자로 받은 배열을 고친다. 부르는 쪽의 그래디언트가 바뀐다.
# - **`h0`을 잊는다.** 첫 단계에서 `h[:, t-1]`을 쓰면 `h[:, -1]`, 곧 마지막 단계의 상태가 들어간다. NumPy에서는 오류가 나지 않는다.

# %% [markdown] lang="en"
# Others do not show as a difference of formulas.
#
# - **Going forward.** With `for t in range(T)` in the backward pass, what later steps hand back is not there yet.
# - **Adding it to `dh`.** `dh[:, t] += dprev_h` changes an array that was passed in, and with it the caller's gradient.
# - **Forgetting `h0`.** At the first step `h[:, t-1]` is `h[:, -1]`, the state of the last step. NumPy raises nothing.

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
        r"문장을 다 읽은 뒤의 상태 $h^{(T)}$만 손실에 들어가는 모형이 있다. 단계 $t < T$에서 $\mathrm{da}^{(t)}$는 무엇인가?",
        r"In a model the loss sees only the state $h^{(T)}$ after the whole sentence. What is $\mathrm{da}^{(t)}$ at a step $t < T$?",
    ),
    Text(
        r"""$\mathrm{dh}^{(t)} = 0$이므로 다음 단계가 넘겨준 것만 남는다. $h^{(t)} = \tanh a^{(t)}$가 단계 $t+1$의 가중합에 들어가는 경로를 따라 미분한다.

<1>

첫 단계까지 이 곱이 되풀이된다. 출력이 하나뿐인 모형에서 먼 단어의 그래디언트가 가장 약한 까닭이다.""",
        r"""$\mathrm{dh}^{(t)} = 0$, so only what the next step hands back is left. Differentiate along the way by which $h^{(t)} = \tanh a^{(t)}$ enters the weighted
sums of step $t+1$.

<1>

The product is repeated down to the first step. This is why words far from the end have the weakest gradients in such a model.""",
    ),
    lambda: [
        (
            Derivative(
                total(da[t + 1, n, k] * total(tanh(a[t, n, p]) * Wh[p, k], (p, H)), (n, N), (k, H)),
                a[t, i, m],
            ),
            (1 - tanh(a[t, i, m]) ** 2) * total(da[t + 1, i, k] * Wh[m, k], (k, H)),
        )
    ],
)

# %%
LECTURE.exercise(
    Text(
        r"tanh를 뺀 RNN에서 $h^{(t)}$의 원소를 **앞 단계의** 입력 $x^{(t-1)}$의 원소로 미분하라. $r$단계 앞의 입력이라면 무엇이 되는가?",
        r"Leave out tanh, and differentiate an entry of $h^{(t)}$ with respect to an entry of the input $x^{(t-1)}$ **of the step before**. What does it become for "
        r"the input $r$ steps before?",
    ),
    Text(
        r"""$h^{(t)}$ 안의 $h^{(t-1)}$을 펼치면 $x^{(t-1)}$이 $\mathrm{Wx}$와 $\mathrm{Wh}$를 차례로 지난다. 표본은 섞이지 않는다.

<1>

$r$단계 앞이라면 $\mathrm{Wx}\,\mathrm{Wh}^r$이다. 행렬의 거듭제곱이 그래디언트의 크기를 정한다.""",
        r"""Insert $h^{(t-1)}$ in $h^{(t)}$: $x^{(t-1)}$ goes through $\mathrm{Wx}$ and then through $\mathrm{Wh}$. Samples do not mix.

<1>

For $r$ steps it is $\mathrm{Wx}\,\mathrm{Wh}^r$. The power of the matrix decides how large gradients are.""",
    ),
    lambda: [
        (
            Derivative(
                total(
                    (total(x[t - 1, n, d] * Wx[d, k], (d, D)) + total(h[t - 2, n, p] * Wh[p, k], (p, H)))
                    * Wh[k, m],
                    (k, H),
                ),
                x[t - 1, i, j],
            ),
            KroneckerDelta(n, i) * total(Wx[j, k] * Wh[k, m], (k, H)),
        )
    ],
)

# %%
LECTURE.exercise(
    Text(
        r"상태에 덧셈으로 이어지는 경로를 더해 $h^{(t)} = h^{(t-1)} + \tanh a^{(t)}$라고 하자. $h^{(t)}$에 대한 그래디언트 $\mathrm{dh}^{(t)}$가 주어졌을 때 단계 $t$는 무엇을 "
        r"앞으로 넘기는가? 그래디언트가 사라지는 문제에 왜 도움이 되는가?",
        r"Let the state go on by addition as well: $h^{(t)} = h^{(t-1)} + \tanh a^{(t)}$. Given the gradient $\mathrm{dh}^{(t)}$ with respect to $h^{(t)}$, what does step $t$ hand "
        r"back? Why does this help against vanishing gradients?",
    ),
    Text(
        r"""$h^{(t-1)}$은 두 경로로 들어간다. 덧셈의 경로로는 그래디언트가 그대로 지나가고, tanh의 경로로는 기울기와 $\mathrm{Wh}^{\top}$가 곱해진다.

<1>

첫 항에는 아무것도 곱해지지 않으므로 단계가 많아도 줄어들지 않는다. [LSTM](lstm_step.md)의 셀 상태가 이런 경로다.""",
        r"""$h^{(t-1)}$ enters on two ways. On the way of addition the gradient passes as it is; on that of tanh it is multiplied by the slope and by $\mathrm{Wh}^{\top}$.

<1>

Nothing multiplies the first term, so it does not shrink, however many steps there are. The cell state of an [LSTM](lstm_step.md) is such a way.""",
    ),
    lambda: [
        (
            Derivative(
                total(
                    dh[t, n, m] * (h[t - 1, n, m] + tanh(weighted_sums(t, state(t - 1), n, m))),
                    (n, N),
                    (m, H),
                ),
                h[t - 1, i, j],
            ),
            dh[t, i, j]
            + total(
                dh[t, i, m] * (1 - tanh(weighted_sums(t, state(t - 1), i, m)) ** 2) * Wh[j, m],
                (m, H),
            ),
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dh0", (0, 1)), ("dWh", (1, 0)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. RNN은 같은 단계를 $T$번 잇는다. 은닉 상태는 출력과 다음 단계, 두 곳에 쓰이므로 그래디언트는 `dh[:, t] + dprev_h`로 더해진다.
# 2. `da = (dh[:, t] + dprev_h) * (1 - h[:, t]**2)`와 `dprev_h = da @ Wh.T`를 마지막 단계부터 번갈아 쓴다. 첫 단계가 넘긴 것이 `dh0`이다.
# 3. 가중치는 모든 단계가 함께 쓰므로 그래디언트도 모든 단계에 대한 합이다. `dWh`에는 **앞** 단계의 상태가 곱해진다.
# 4. 단계 사이의 실수는 $T \ge 2$와 0이 아닌 `h0`으로 검사해야 드러난다.
# 5. 결과는 귀납법으로 모든 $T$에 대해 증명했다.
#
# **더 읽을거리**
#
# - [CS231n 강의 노트: 순환 신경망](https://cs231n.github.io/rnn/)
# - P. J. Werbos, [Backpropagation through time: what it does and how to do it](https://doi.org/10.1109/5.58337), Proceedings of the IEEE 78(10), 1990
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, 10.2절

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. An RNN repeats one step $T$ times. A hidden state is used as an output and by the next step, so its gradients add: `dh[:, t] + dprev_h`.
# 2. `da = (dh[:, t] + dprev_h) * (1 - h[:, t]**2)` and `dprev_h = da @ Wh.T` take turns, from the last step on. What the first step hands back is `dh0`.
# 3. All steps share the weights, so their gradients are sums over all steps. The factor in `dWh` is the state of the step **before**.
# 4. Mistakes between steps show with $T \ge 2$ and an `h0` that is not 0.
# 5. The results are proven for every $T$, by induction.
#
# **Further reading**
#
# - [CS231n notes: recurrent neural networks](https://cs231n.github.io/rnn/)
# - P. J. Werbos, [Backpropagation through time: what it does and how to do it](https://doi.org/10.1109/5.58337), Proceedings of the IEEE 78(10), 1990
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, section 10.2
