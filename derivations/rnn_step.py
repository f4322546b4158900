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
# # 순환 신경망의 한 단계(RNN step) {#rnn_step}
#
# 문장을 읽을 때 우리는 단어를 하나씩 읽으면서 지금까지의 내용을 기억한다. 순환 신경망(recurrent neural network, RNN)도 그렇게 한다. 시간
# 단계(time step)마다 입력 하나를 받고, 앞 단계에서 넘어온 은닉 상태(hidden state)와 섞어 새 은닉 상태를 만든다. 단계마다 같은 가중치를
# 쓰므로 문장이 아무리 길어도 학습할 파라미터의 수는 늘지 않는다.
#
# 이 페이지에서는 그 한 단계만 본다. 한 단계의 역전파(backward pass)를 알면 여러 단계의 역전파는 그것을 뒤에서부터 되풀이하는 일이다.
#
# 새로 필요한 것은 많지 않다. 완전연결층 둘을 더하고 tanh를 씌운 것뿐이다. 그래도 두 가지를 묻는다. 가중치가 정사각 행렬이면 틀린 식도
# 모양이 맞는데, 그런 실수는 어떻게 찾는가? 그리고 단계를 거듭할수록 그래디언트가 사라지거나 폭발하는 까닭은 이 식의 어디에 들어 있는가?

# %% [markdown] lang="en"
# # A step of a recurrent net (RNN step) {#rnn_step}
#
# Reading a sentence, we take one word at a time and keep in mind what came before. A recurrent neural network (RNN) does the same: at
# every time step it takes one input, mixes it with the hidden state that the step before has left, and makes a new hidden state. All
# steps use the same weights, so there is no more to learn for a long sentence than for a short one.
#
# This page is about a single step. Once its backward pass is known, that of many steps repeats it from the last step to the first.
#
# There is little new in it: two affine layers, added, and a tanh. Two questions are worth asking all the same. Where the weights are a
# square matrix, wrong formulas have the right shape; how are such mistakes found? And where in the formula does it say that gradients
# vanish or explode as steps are repeated?

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, Rational, Symbol, log, tanh

from yudo.derivations.calculus import (
    Definition,
    Layer,
    Lecture,
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
# | 배열 | 모양(shape) | 뜻 |
# | --- | --- | --- |
# | `x` | (N, D) | 이 단계의 입력. 표본 N개, 특성 D개 |
# | `prev_h` | (N, H) | 앞 단계에서 넘어온 은닉 상태 |
# | `Wx` | (D, H) | 입력에서 은닉 유닛으로 가는 가중치 |
# | `Wh` | (H, H) | 앞 은닉 상태에서 새 은닉 상태로 가는 가중치 |
# | `b` | (H,) | 편향 |
# | `next_h` | (N, H) | 출력. 새 은닉 상태 |
# | `dnext_h` | (N, H) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{next\_h}$ |
#
# 첨자 $n$은 표본을, $d$는 입력의 특성을, $k$는 앞 단계의 은닉 유닛을, $m$은 새 은닉 유닛을 가리킨다. 모두 0부터 센다. 그래디언트는
# 편미분(partial derivative)을 모은 배열이다.
#
# **관례.** 표본은 행이고 가중치는 오른쪽에서 곱한다. 활성화 함수는 tanh다. `prev_h`도 학습하는 수가 아니라 입력이다. 그래도 그 그래디언트
# `dprev_h`가 필요하다. 앞 단계의 역전파가 이것을 업스트림 그래디언트로 받기 때문이다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, D) | input of this step: N samples of D features |
# | `prev_h` | (N, H) | hidden state that the step before has left |
# | `Wx` | (D, H) | weights from the input to the hidden units |
# | `Wh` | (H, H) | weights from the previous hidden state to the new one |
# | `b` | (H,) | biases |
# | `next_h` | (N, H) | output: the new hidden state |
# | `dnext_h` | (N, H) | upstream gradient $\partial L / \partial \mathrm{next\_h}$ |
#
# The index $n$ stands for samples, $d$ for features of the input, $k$ for hidden units of the step before and $m$ for new hidden units.
# All start at 0. A gradient is the array of partial derivatives.
#
# **Conventions.** Samples are rows, and weights are multiplied from the right. The activation is tanh. `prev_h` is an input, not a
# parameter. Its gradient `dprev_h` is needed all the same: the backward pass of the step before receives it as its upstream gradient.

# %%
N, D, H = sizes("N D H")
n, d, k, m, i, j = indices("n d k m i j")

x = tensor("x", N, D)
prev_h = tensor("prev_h", N, H, says=Text("앞 단계의 은닉 상태", "hidden state of the step before"))
Wx = tensor("Wx", D, H, says=Text("입력에 곱하는 가중치", "weights of the input"))
Wh = tensor("Wh", H, H, says=Text("앞 은닉 상태에 곱하는 가중치", "weights of the previous hidden state"))
b = tensor("b", H)
next_h = tensor("next_h", N, H, says=Text("새 은닉 상태", "new hidden state"))
dnext_h = tensor(
    "dnext_h",
    N,
    H,
    says=Text(
        "새 은닉 상태에 대한 업스트림 그래디언트", "upstream gradient with respect to the new hidden state"
    ),
)

LAYER = Layer(
    stem="rnn_step",
    title=Text("RNN의 한 단계", "RNN step"),
    summary=Text(
        "입력과 앞 은닉 상태를 섞어 새 은닉 상태를 만든다.",
        "Mixes an input with the hidden state of the step before into a new hidden state.",
    ),
    inputs=(x, prev_h, Wx, Wh, b),
    upstream=dnext_h,
    after=("affine", "tanh"),
    part=Part.SEQUENCES,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}
#
# 두 가중합과 편향을 더한 값을 $a$라고 부르고, 거기에 tanh를 씌운다.

# %% [markdown] lang="en"
# ### Output {#output}
#
# Call the two weighted sums plus the bias $a$, and apply tanh.

# %%
a = tensor("a", N, H, says=Text("가중합", "weighted sums"))


def weighted_sums(n, m):
    return total(x[n, d] * Wx[d, m], (d, D)) + total(prev_h[n, k] * Wh[k, m], (k, H)) + b[m]


AT_A = Definition(a[n, m], weighted_sums(n, m))

LAYER.result(
    "out",
    Text("새 은닉 상태", "New hidden state"),
    next_h[n, m],
    tanh(a[n, m]),
    indices=((n, N), (m, H)),
    definitions=(AT_A,),
).in_matrices(elementwise(tanh, a.matrix), (a,))

# %% [markdown] lang="ko"
# 두 행렬곱은 하나로 쓸 수도 있다. `x`와 `prev_h`를 옆으로 이어 붙이고 `Wx`와 `Wh`를 아래로 이어 붙여 곱하면 같은 $a$가 나온다. 곧, 이 층은
# 앞 은닉 상태를 입력에 덧붙인 완전연결층이다.
#
# tanh의 출력은 −1과 1 사이에 있으므로 은닉 상태는 아무리 오래 이어 가도 커지지 않는다. 여기서 ReLU가 아니라 tanh를 쓰는 까닭이다.

# %% [markdown] lang="en"
# The two products can be written as one: put `x` and `prev_h` side by side, `Wx` above `Wh`, and multiply. So this is an affine layer
# whose input has been extended by the previous hidden state.
#
# The outputs of tanh lie between −1 and 1, so the hidden state does not grow, however long it is carried on. That is why tanh is used
# here and not the ReLU.

# %% [markdown] lang="ko"
# ## a에 대한 그래디언트 {#at-a}
#
# 다섯 그래디언트는 모두 $a$를 거친다. `dnext_h`를 상수로 두고 `next_h`와 원소끼리 곱해 더한 스칼라에서 출발하자. $a$의 원소는 저마다 출력
# 하나에만 들어가고, tanh의 도함수는 1에서 출력의 제곱을 뺀 것이다. 그러므로 $a$에 대한 그래디언트는 다음과 같다.
#
# $$
# \mathrm{da}_{n,m} = \frac{\partial L}{\partial a_{n,m}} = \mathrm{dnext\_h}_{n,m} \left(1 - \mathrm{next\_h}_{n,m}^2\right)
# $$
#
# 이것이 두 완전연결층이 함께 받는 업스트림 그래디언트다. 나머지는 [완전연결층](affine.md)에서 이미 한 계산이다.

# %% [markdown] lang="en"
# ## Gradient with respect to a {#at-a}
#
# All five gradients go through $a$. Hold `dnext_h` constant, multiply it with `next_h` entry by entry, and start from the sum. Every
# entry of $a$ enters one output only, and the derivative of tanh is one minus the square of its output. So the gradient with respect to
# $a$ is this:
#
# $$
# \mathrm{da}_{n,m} = \frac{\partial L}{\partial a_{n,m}} = \mathrm{dnext\_h}_{n,m} \left(1 - \mathrm{next\_h}_{n,m}^2\right)
# $$
#
# It is the upstream gradient of both affine layers. The rest is what the page of the [affine layer](affine.md) has done.

# %%
L = Symbol("L", real=True)
da = tensor("da", N, H, says=Text("$a$에 대한 손실의 그래디언트", "gradient of the loss with respect to $a$"))
AT_NEXT_H = Definition(next_h[n, m], tanh(a[n, m]))
AT_DA = Definition(da[n, m], dnext_h[n, m] * (1 - next_h[n, m] ** 2))
THROUGH_A = (AT_A, AT_NEXT_H, AT_DA)

objective = total(dnext_h[n, m] * tanh(a[n, m]), (n, N), (m, H))


def gradient_of(name, title, entry, *indices):
    """Open the gradient with respect to an entry, and go through a."""
    return LAYER.result(
        name, title, Derivative(L, entry), Derivative(objective, entry), indices, definitions=THROUGH_A
    ).by(rules.CHAIN_RULE, total(da[n, m] * Derivative(a[n, m], entry), (n, N), (m, H)))


# %% [markdown] lang="ko"
# ## 입력과 앞 은닉 상태 {#inputs}
#
# $x_{i,j}$는 $i$번째 표본의 모든 은닉 유닛에 들어간다. 그래서 은닉 유닛에 대한 합이 남는다.

# %% [markdown] lang="en"
# ## Input and previous hidden state {#inputs}
#
# $x_{i,j}$ enters all hidden units of sample $i$. So a sum over the hidden units is left.

# %%
gradient_of(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    x[i, j],
    (i, N),
    (j, D),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(da[n, m] * Wx[d, m] * KroneckerDelta(n, i) * KroneckerDelta(d, j), (n, N), (m, H), (d, D)),
).by(rules.DELTA_PICKS, total(da[i, m] * Wx[j, m], (m, H))).in_matrices(da.matrix * Wx.matrix.T, (da, Wx))

# %% [markdown] lang="ko"
# $\mathrm{prev\_h}_{i,j}$도 똑같은 경로를 지난다. 더하는 첨자 $m$은 `Wh`의 **둘째** 축에 있다. 그러므로 `Wh`를 전치한다.

# %% [markdown] lang="en"
# $\mathrm{prev\_h}_{i,j}$ takes the same path. The summed index $m$ is on the **second** axis of `Wh`, so `Wh` is transposed.

# %%
gradient_of(
    "dprev_h",
    Text("앞 은닉 상태에 대한 그래디언트", "Gradient with respect to the previous hidden state"),
    prev_h[i, j],
    (i, N),
    (j, H),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(da[n, m] * Wh[k, m] * KroneckerDelta(n, i) * KroneckerDelta(k, j), (n, N), (m, H), (k, H)),
).by(rules.DELTA_PICKS, total(da[i, m] * Wh[j, m], (m, H))).in_matrices(da.matrix * Wh.matrix.T, (da, Wh))

# %% [markdown] lang="ko"
# 여기서는 모양을 보아도 실수를 알 수 없다. `Wh`가 정사각 행렬이라서 전치를 빠뜨린 `da @ Wh`도 모양이 (N, H)다. `dx`에서라면 모양 오류가 났을
# 실수가 여기서는 조용히 지나간다.
#
# ### 그래디언트가 사라지고 폭발하는 까닭 {#vanishing}
#
# 한 단계를 거슬러 올라갈 때마다 그래디언트에 두 가지가 곱해진다. tanh의 기울기 $1 - \mathrm{next\_h}^2$, 그리고 $\mathrm{Wh}^{\top}$다. 기울기는 1을 넘지
# 못한다. 은닉 유닛이 포화해 있으면 0에 가깝다. $\mathrm{Wh}$는 단계마다 **같은** 행렬이므로 여러 단계를 거치면 거듭제곱이 된다. 가장 큰 특잇값이 1보다
# 작으면 그래디언트는 단계마다 줄어 사라진다(vanishing). 1보다 크면 폭발할 수도 있다(exploding). 그래서 그래디언트의 크기에 상한을 두거나(gradient
# clipping), 거듭 곱해지지 않는 경로를 따로 두는 LSTM을 쓴다.

# %% [markdown] lang="en"
# Here the shapes tell nothing. `Wh` is square, so `da @ Wh`, without the transpose, has shape (N, H) as well. What would raise a shape error in
# `dx` passes silently.
#
# ### Why gradients vanish and explode {#vanishing}
#
# With every step back, two things are multiplied into the gradient: the slope $1 - \mathrm{next\_h}^2$ of tanh, and $\mathrm{Wh}^{\top}$. The slope
# never exceeds 1, and is close to 0 where a hidden unit is saturated. $\mathrm{Wh}$ is the **same** matrix at every step, so many steps make a
# power of it. If its largest singular value is below 1, the gradient shrinks with every step and vanishes; if it is above 1, the gradient
# may explode. The remedies are an upper limit on the size of the gradient (gradient clipping), and the LSTM, which opens a path without repeated multiplication.

# %% [markdown] lang="ko"
# ## 가중치와 편향 {#parameters}
#
# 모든 표본이 같은 가중치를 쓴다. 그래서 이번에는 표본에 대한 합이 남는다. `Wx`의 입력은 `x`이고 `Wh`의 입력은 `prev_h`다.

# %% [markdown] lang="en"
# ## Weights and biases {#parameters}
#
# All samples share the weights, so this time a sum over the samples is left. The input of `Wx` is `x`, and that of `Wh` is `prev_h`.

# %%
gradient_of(
    "dWx",
    Text("입력의 가중치에 대한 그래디언트", "Gradient with respect to the input's weights"),
    Wx[i, j],
    (i, D),
    (j, H),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(da[n, m] * x[n, d] * KroneckerDelta(d, i) * KroneckerDelta(m, j), (n, N), (m, H), (d, D)),
).by(rules.DELTA_PICKS, total(x[n, i] * da[n, j], (n, N))).in_matrices(x.matrix.T * da.matrix, (x, da))

# %%
gradient_of(
    "dWh",
    Text("은닉 상태의 가중치에 대한 그래디언트", "Gradient with respect to the hidden state's weights"),
    Wh[i, j],
    (i, H),
    (j, H),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(da[n, m] * prev_h[n, k] * KroneckerDelta(k, i) * KroneckerDelta(m, j), (n, N), (m, H), (k, H)),
).by(rules.DELTA_PICKS, total(prev_h[n, i] * da[n, j], (n, N))).in_matrices(
    prev_h.matrix.T * da.matrix, (prev_h, da)
)

# %%
gradient_of(
    "db",
    Text("편향에 대한 그래디언트", "Gradient with respect to the bias"),
    b[j],
    (j, H),
).by(rules.ENTRIES_ARE_INDEPENDENT, total(da[n, m] * KroneckerDelta(m, j), (n, N), (m, H))).by(
    rules.DELTA_PICKS, total(da[n, j], (n, N))
).in_matrices(da.matrix.T * ones(N), (da,))

# %% [markdown] lang="ko"
# 여기서 구한 `dWx`, `dWh`, `db`는 이 단계의 기여일 뿐이다. 여러 단계를 이은 RNN은 단계마다 같은 가중치를 쓰므로, 단계마다 나온 것을 모두 더해야
# 가중치의 그래디언트가 된다. `dprev_h`는 더하지 않고 앞 단계로 넘긴다.

# %% [markdown] lang="en"
# `dWx`, `dWh` and `db` are the contribution of this step alone. An RNN of many steps uses the same weights at each of them, and the
# gradient of the weights is the sum of what all steps yield. `dprev_h` is not summed but handed to the step before.

# %% [markdown] lang="ko"
# ## 구현 {#implementation}
#
# 캐시에는 `a`가 아니라 `next_h`를 담는다. tanh의 기울기는 출력만으로 쓸 수 있다.

# %% [markdown] lang="en"
# ## Implementation {#implementation}
#
# The cache holds `next_h` and not `a`: the slope of tanh needs its output alone.

# %% [markdown] slot="implementation"
# 코드는 impl/rnn_step.py에 있다. / The code is in impl/rnn_step.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본 둘, 특성 둘, 은닉 유닛 둘이다. $\tanh(\log 2) = 3/5$이고 $\tanh(\log 3) = 4/5$이므로, $a$가 이런 로그가 되도록 수를 골랐다. `Wh`가 대칭이
# 아니라는 점을 눈여겨보자.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# Two samples, two features, two hidden units. $\tanh(\log 2) = 3/5$ and $\tanh(\log 3) = 4/5$, and the numbers are chosen so that $a$
# consists of such logarithms. Note that `Wh` is not symmetric.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 2, H: 2},
    given={
        x: [[log(2), 1], [log(3), -1]],
        prev_h: [[Rational(1, 2), 0], [0, Rational(1, 2)]],
        Wx: [[1, -1], [1, -2]],
        Wh: [[-4, 4], [0, -4]],
        b: [1, 0],
        dnext_h: [[25, 50], [25, -25]],
    },
    show=[
        (a, (0, 0)),
        ("out", (0, 0)),
        (da, (0, 1)),
        ("dx", (0, 1)),
        ("dprev_h", (0, 0)),
        ("dWx", (1, 0)),
        ("dWh", (0, 1)),
        ("db", (0,)),
    ],
)

# %% [markdown] lang="ko"
# 기울기는 첫째 표본에서 16/25, 둘째 표본에서 9/25이다. 출력이 ±1에 가까울수록 `da`가 작아진다.

# %% [markdown] lang="en"
# The slope is 16/25 in the first sample and 9/25 in the second: the closer the output is to ±1, the smaller is `da`.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify rnn_step`으로 확인한다. / Run `yudo verify rnn_step`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **첫 단계.** 앞 은닉 상태가 없으므로 `prev_h`에 영배열을 넣는다. 그러면 `dWh`도 0이다. 한 단계만 검사하면서 `prev_h`를 0으로 두면 `dWh`를
#   전치한 실수가 드러나지 않는다.
# - **큰 값.** 가중합이 10⁴이어도 tanh는 오버플로 없이 ±1을 낸다. 그때 기울기는 0이고, 그 유닛으로는 그래디언트가 흐르지 않는다.
# - **빈 배치(N = 0).** `next_h`, `dx`, `dprev_h`는 빈 배열이고 `dWx`, `dWh`, `db`는 영배열이다.
# - **모양이 맞지 않는 배열.** 무엇이 들어왔고 무엇이 와야 하는지 밝히며 `ValueError`를 낸다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **The first step.** There is no previous hidden state, so `prev_h` is an array of zeros, and then `dWh` is 0, too. A check of a single step
#   with `prev_h` at 0 does not see that `dWh` is transposed.
# - **Large values.** For a weighted sum of 10⁴ tanh gives ±1 without overflow. The slope is 0 there, and no gradient flows through that unit.
# - **An empty batch (N = 0).** `next_h`, `dx` and `dprev_h` are empty; `dWx`, `dWh` and `db` are zeros.
# - **Shapes that do not fit.** A `ValueError` says what was given and what was expected.

# %% [markdown] lang="ko"
# ## 흔한 실수 {#mistakes}
#
# 식으로 적을 수 있는 실수부터 보자. 틀린 식에서 옳은 식을 뺀 차는 컴퓨터가 구했다.

# %% [markdown] lang="en"
# ## Common mistakes {#mistakes}
#
# First those that can be written as a formula. The machine has subtracted the right formula from each.

# %%
LECTURE.mistake(
    "not-transposed",
    "dprev_h",
    Text("`dprev_h = da @ Wh`로 쓰고 전치를 빠뜨린다", "`dprev_h = da @ Wh`, without the transpose"),
    wrong=total(da[i, m] * Wh[m, j], (m, H)),
    symptom=Text(
        "`Wh`가 정사각 행렬이라서 모양은 언제나 맞는다. `Wh`가 대칭이거나 단위행렬이면 값도 맞는다.",
        "`Wh` is square, so the shape always fits. If `Wh` is symmetric, or the identity, even the values are right.",
    ),
)

# %%
LECTURE.mistake(
    "weights-transposed",
    "dWh",
    Text("`dWh = da.T @ prev_h`로 쓴다", "`dWh = da.T @ prev_h`"),
    wrong=total(da[n, i] * prev_h[n, j], (n, N)),
    symptom=Text(
        "`dWh`의 전치가 나온다. `dWx`에서는 모양 오류가 나지만 여기서는 나지 않는다.",
        "It gives the transpose of `dWh`. In `dWx` it would raise a shape error; here it does not.",
    ),
)

# %%
LECTURE.mistake(
    "next-for-previous",
    "dWh",
    Text("`prev_h` 대신 `next_h`를 곱한다", "`next_h` in place of `prev_h`"),
    wrong=total(next_h[n, i] * da[n, j], (n, N)),
    symptom=Text(
        "첫 단계에서 `prev_h`가 0인데도 `dWh`가 0이 아니다.",
        "At the first step `prev_h` is 0, and yet `dWh` is not.",
    ),
)

# %%
LECTURE.mistake(
    "slope-forgotten",
    "db",
    Text("tanh의 기울기를 곱하지 않는다: `da = dnext_h`", "The slope of tanh is forgotten: `da = dnext_h`"),
    wrong=total(dnext_h[n, j], (n, N)),
    symptom=Text(
        "다섯 그래디언트가 모두 틀린다. 은닉 상태가 0에 가까울 때는 거의 맞는다.",
        "All five gradients are wrong. For hidden states close to 0 they are almost right.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# - **`a`의 제곱을 뺀다.** `1 - a**2`를 곱하는 경우다. 캐시에 무엇을 담았는지 헷갈릴 때 나온다.
# - **단계의 그래디언트를 더하지 않고 덮어쓴다.** 여러 단계를 이을 때 `dWh = ...`로 쓰면 마지막에 계산한 첫 단계의 것만 남는다. 한 단계의 검사는
#   통과한다.
# - **마지막 단계부터 거꾸로 가지 않는다.** 앞 단계의 업스트림 그래디언트에는 뒤 단계의 `dprev_h`가 더해져야 한다.

# %% [markdown] lang="en"
# Others do not show as a difference of formulas.
#
# - **The square of `a`.** The code multiplies by `1 - a**2`, which happens when it is not clear what the cache holds.
# - **Gradients of steps overwritten instead of added.** With `dWh = ...` in the loop over the steps only the first step's is left, which is
#   computed last. A check of a single step passes.
# - **Not going backwards from the last step.** The upstream gradient of a step includes the `dprev_h` of the step after it.

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
        r"새 은닉 상태의 원소 하나 $\mathrm{next\_h}_{n,m}$을 같은 표본의 $\mathrm{prev\_h}_{n,j}$로 미분하라. 절댓값의 상한을 말하라.",
        r"Differentiate one entry $\mathrm{next\_h}_{n,m}$ of the new hidden state with respect to $\mathrm{prev\_h}_{n,j}$ of the same sample. "
        r"What bounds its absolute value?",
    ),
    Text(
        r"""tanh의 기울기에 $a_{n,m}$의 미분을 곱한다. $\mathrm{prev\_h}_{n,j}$에는 $\mathrm{Wh}$의 원소 하나가 곱해져 있다.

<1>

기울기는 0과 1 사이에 있으므로 절댓값은 그 가중치의 절댓값을 넘지 못한다. 가중치가 모두 작으면 그래디언트는 단계마다 줄어든다.""",
        r"""Multiply the slope of tanh by the derivative of $a_{n,m}$, in which $\mathrm{prev\_h}_{n,j}$ has one entry of $\mathrm{Wh}$ as its factor.

<1>

The slope lies between 0 and 1, so the absolute value of that weight is a bound. If all weights are small, the gradient shrinks with
every step.""",
    ),
    lambda: [(Derivative(tanh(a[n, m]), prev_h[n, j]), (1 - next_h[n, m] ** 2) * Wh[j, m])],
    definitions=(AT_A, AT_NEXT_H),
)

# %%
p, q = indices("p q")
two_steps = total(dnext_h[n, m] * prev_h[n, p] * Wh[p, q] * Wh[q, m], (n, N), (m, H), (p, H), (q, H))

LECTURE.exercise(
    Text(
        r"tanh와 입력을 빼고 두 단계를 잇자. $\mathrm{next\_h} = (\mathrm{prev\_h}\, \mathrm{Wh}) \mathrm{Wh}$다. $\mathrm{prev\_h}$에 대한 "
        r"$L = \sum \mathrm{dnext\_h}\, \mathrm{next\_h}$의 그래디언트를 구하라. "
        r"$T$단계를 이으면 무엇이 되는가?",
        r"Leave out tanh and the input, and chain two steps: $\mathrm{next\_h} = (\mathrm{prev\_h}\, \mathrm{Wh}) \mathrm{Wh}$. Find the gradient of "
        r"$L = \sum \mathrm{dnext\_h}\, \mathrm{next\_h}$ with respect to $\mathrm{prev\_h}$. What does it become for $T$ steps?",
    ),
    Text(
        r"""한 단계를 거슬러 오를 때마다 $\mathrm{Wh}^{\top}$를 곱하므로 두 번 곱한다.

<1>

$T$단계라면 $\mathrm{dnext\_h}\,(\mathrm{Wh}^{\top})^T$이다. 행렬의 거듭제곱은 고윳값의 거듭제곱을 따라 커지거나 작아진다. 0.9의 100제곱은 약 $2.7 \times 10^{-5}$이고
1.1의 100제곱은 약 $1.4 \times 10^{4}$이다.""",
        r"""Every step back multiplies by $\mathrm{Wh}^{\top}$, so it is multiplied in twice.

<1>

For $T$ steps it is $\mathrm{dnext\_h}\,(\mathrm{Wh}^{\top})^T$. Powers of a matrix grow or shrink as the powers of its eigenvalues do. The 100th power
of 0.9 is about $2.7 \times 10^{-5}$, that of 1.1 about $1.4 \times 10^{4}$.""",
    ),
    lambda: [
        (
            Derivative(two_steps, prev_h[i, j]),
            total(dnext_h[i, m] * Wh[j, q] * Wh[q, m], (m, H), (q, H)),
        )
    ],
    abbreviations={L: two_steps},
)

# %%
LECTURE.exercise(
    Text(
        r"앞 문제의 두 단계에서 $\mathrm{Wh}$에 대한 그래디언트를 구하라. 두 단계의 기여를 각각 말하라.",
        r"In the two steps of the last exercise, find the gradient with respect to $\mathrm{Wh}$. What does each of the steps contribute?",
    ),
    Text(
        r"""$h = \mathrm{prev\_h}\, \mathrm{Wh}$라고 하자. 둘째 단계의 입력은 $h$이고 업스트림 그래디언트는 `dnext_h`다. 첫째 단계의 입력은 `prev_h`이고 업스트림 그래디언트는
$\mathrm{dnext\_h}\, \mathrm{Wh}^{\top}$다. 두 기여를 더한다.

<1>

단계마다 같은 가중치를 쓰기 때문에 합이 된다. 덮어쓰면 한 항만 남는다.""",
        r"""Let $h = \mathrm{prev\_h}\, \mathrm{Wh}$. The second step has the input $h$ and the upstream gradient `dnext_h`; the first has the input `prev_h` and the
upstream gradient $\mathrm{dnext\_h}\, \mathrm{Wh}^{\top}$. Add the two contributions.

<1>

It is a sum because both steps use the same weights. Overwriting leaves a single term.""",
    ),
    lambda: [
        (
            Derivative(two_steps, Wh[i, j]),
            total(prev_h[n, p] * Wh[p, i] * dnext_h[n, j], (n, N), (p, H))
            + total(prev_h[n, i] * dnext_h[n, m] * Wh[j, m], (n, N), (m, H)),
        )
    ],
    abbreviations={L: two_steps},
)

# %% tags=["setup"]
LECTURE.drill(("dprev_h", (1, 0)), ("dWh", (1, 0)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. RNN의 한 단계는 완전연결층 둘을 더하고 tanh를 씌운 것이다. 역전파는 `da = dnext_h * (1 - next_h**2)`에서 시작한다.
# 2. 나머지는 완전연결층의 역전파다. `dx = da @ Wx.T`, `dprev_h = da @ Wh.T`, `dWx = x.T @ da`, `dWh = prev_h.T @ da`, `db = da.sum(axis=0)`.
# 3. `Wh`는 정사각 행렬이므로 전치를 잘못해도 모양은 맞는다. 검사할 때는 대칭이 아닌 `Wh`와 0이 아닌 `prev_h`를 쓴다.
# 4. 한 단계를 거슬러 오를 때마다 tanh의 기울기와 $\mathrm{Wh}^{\top}$가 곱해진다. 그래서 그래디언트가 사라지거나 폭발한다.
#
# **더 읽을거리**
#
# - [CS231n 강의 노트: 순환 신경망](https://cs231n.github.io/rnn/)
# - R. Pascanu, T. Mikolov, Y. Bengio, [On the difficulty of training recurrent neural networks](https://arxiv.org/abs/1211.5063), ICML, 2013
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, 10.2절

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. An RNN step is two affine layers, added, and a tanh. Its backward pass starts with `da = dnext_h * (1 - next_h**2)`.
# 2. The rest is the backward pass of affine layers: `dx = da @ Wx.T`, `dprev_h = da @ Wh.T`, `dWx = x.T @ da`, `dWh = prev_h.T @ da`,
#    `db = da.sum(axis=0)`.
# 3. `Wh` is square, so a wrong transpose has the right shape. Check with a `Wh` that is not symmetric and a `prev_h` that is not 0.
# 4. Every step back multiplies by the slope of tanh and by $\mathrm{Wh}^{\top}$. This is how gradients vanish or explode.
#
# **Further reading**
#
# - [CS231n notes: recurrent neural networks](https://cs231n.github.io/rnn/)
# - R. Pascanu, T. Mikolov, Y. Bengio, [On the difficulty of training recurrent neural networks](https://arxiv.org/abs/1211.5063), ICML, 2013
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, section 10.2
