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
# # 평균 제곱 오차(MSE) {#mse}
#
# 집값이나 기온처럼 수를 맞히는 문제를 회귀(regression)라고 한다. 예측이 목표에서 벗어난 만큼을 제곱해 평균한 것이 평균 제곱 오차(mean
# squared error, MSE)다. 가장 오래된 손실이고 그래디언트도 가장 간단하지만, 무엇으로 나누는지가 책과 라이브러리마다 다르다.
#
# 이 페이지에서는 세 가지를 묻는다. 그래디언트의 2는 어디서 오고 왜 없애기도 하는가? 평균은 무엇에 대한 평균인가? 분류에는 왜 교차
# 엔트로피를 쓰는가?

# %% [markdown] lang="en"
# # Mean squared error (MSE) {#mse}
#
# To predict a number, such as a price or a temperature, is called regression. The mean squared error is the mean of the squared differences between predictions and targets. It is the oldest of all losses and has the simplest gradient, but books and libraries do not agree
# on what it is divided by.
#
# This page asks three things. Where does the 2 in the gradient come from, and why is it often removed? What is the mean taken over? And
# why does classification use cross-entropy instead?

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, Rational, Symbol, Trace

from yudo.derivations.calculus import (
    Layer,
    Lecture,
    Part,
    Text,
    flattened_size,
    indices,
    rules,
    sigmoid,
    sizes,
    tensor,
    total,
)

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 배열 | 모양(shape) | 뜻 |
# | --- | --- | --- |
# | `x` | (N, d1, …, dk) | 예측 |
# | `target` | `x`와 같다 | 목표 |
# | `loss` | 스칼라 | 평균 손실 $L$ |
# | `dx` | `x`와 같다 | 예측에 대한 그래디언트 |
#
# 원소끼리 짝을 지어 계산하므로 배열이 몇 차원이든 상관없다. 식에서는 (N, D)로 펴 놓고 첨자를 $n$과 $d$ 둘만 쓴다. $D$는 표본(sample)
# 하나에 든 수의 개수다. 첨자는 NumPy처럼 0부터 센다. 그래디언트는 편미분(partial derivative)을 모은 배열이다. `dx`의 원소는 손실을
# `x`의 원소 하나로 편미분한 값이다.
#
# 무엇에 대한 평균인지도 정의의 일부다. **여기서는 모든 원소에 대해 평균한다.** 곧 $N D$로 나눈다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, d1, …, dk) | predictions |
# | `target` | that of `x` | targets |
# | `loss` | scalar | mean loss $L$ |
# | `dx` | that of `x` | gradient with respect to the predictions |
#
# Entries are compared in pairs, so the number of axes does not matter. The formulas flatten to (N, D) and use two indices, $n$ and $d$; $D$
# is how many numbers belong to a sample. Indices start at 0, as in NumPy. A gradient is the array of partial derivatives: an entry of
# `dx` is that of the loss with respect to the same entry of `x`.
#
# What the mean is taken over is part of the definition: **here it is the mean over all entries**, so the sum is divided by $N D$.

# %%
(N,) = sizes("N")
D = flattened_size("D")
n, d, i, j = indices("n d i j")

x = tensor("x", N, D, values="moderate", says=Text("예측", "predictions"))
target = tensor("target", N, D, values="moderate", says=Text("목표", "targets"))

LAYER = Layer(
    stem="mse",
    title=Text("평균 제곱 오차", "Mean squared error"),
    summary=Text(
        "예측과 목표의 차를 제곱해 평균한다.",
        "The mean of the squared differences between predictions and targets.",
    ),
    inputs=(x, target),
    after=("sigmoid",),
    part=Part.LOSSES,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 손실 {#loss}

# %% [markdown] lang="en"
# ### Loss {#loss}

# %%
L = Symbol("L", real=True)
miss = x[n, d] - target[n, d]
mean_square = total(miss**2, (n, N), (d, D)) / (N * D)

LAYER.result("loss", Text("평균 손실", "Mean loss"), L, mean_square).in_matrices(
    Trace((x.matrix - target.matrix).T * (x.matrix - target.matrix)) / (N * D), (x, target)
)

# %% [markdown] lang="ko"
# ### 무엇으로 나누는가 {#conventions}
#
# 제곱합에 곱하는 수는 네 가지가 흔하다. 서로 상수배일 뿐이어서 최솟점은 같지만 그래디언트의 크기가 다르고, 따라서 알맞은 학습률도
# 다르다.
#
# | 손실 | 곱하는 수 | 그래디언트 | 쓰는 곳 |
# | --- | --- | --- | --- |
# | 모든 원소의 평균 | $1/(ND)$ | $2(x - \mathrm{target})/(ND)$ | `torch.nn.MSELoss`, 이 페이지 |
# | 표본 평균 | $1/N$ | $2(x - \mathrm{target})/N$ | 출력이 하나인 선형 회귀 |
# | 표본 평균의 절반 | $1/(2N)$ | $(x - \mathrm{target})/N$ | 기계 학습 강의 |
# | 합의 절반 | $1/2$ | $x - \mathrm{target}$ | 『밑바닥부터 시작하는 딥러닝』 |
#
# 앞에 붙은 1/2은 미분할 때 나오는 2를 없애려고 둔 것이다.

# %% [markdown] lang="en"
# ### What to divide by {#conventions}
#
# Four factors are common in front of the sum of squares. They differ by a constant alone, so the minimum is the same; but the gradients
# differ in size, and so does a suitable learning rate.
#
# | loss | factor | gradient | used by |
# | --- | --- | --- | --- |
# | mean over all entries | $1/(ND)$ | $2(x - \mathrm{target})/(ND)$ | `torch.nn.MSELoss`, this page |
# | mean over samples | $1/N$ | $2(x - \mathrm{target})/N$ | linear regression with one output |
# | half the mean over samples | $1/(2N)$ | $(x - \mathrm{target})/N$ | courses on machine learning |
# | half the sum | $1/2$ | $x - \mathrm{target}$ | *Deep Learning from Scratch* |
#
# The 1/2 is there to cancel the 2 that comes out of the derivative.

# %% [markdown] lang="ko"
# ## 예측에 대한 그래디언트 {#gradient}
#
# 제곱의 미분에서 2가 나오고, 델타가 합에서 한 항만 남긴다. 목표는 상수다.

# %% [markdown] lang="en"
# ## Gradient with respect to the predictions {#gradient}
#
# The derivative of the square brings out a 2, and the deltas leave one term of the sums. Targets are constants.

# %%
LAYER.result(
    "dx",
    Text("예측에 대한 그래디언트", "Gradient with respect to the predictions"),
    Derivative(L, x[i, j]),
    Derivative(mean_square, x[i, j]),
    indices=((i, N), (j, D)),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(2 * miss * Derivative(x[n, d], x[i, j]), (n, N), (d, D)) / (N * D),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(2 * miss * KroneckerDelta(n, i) * KroneckerDelta(d, j), (n, N), (d, D)) / (N * D),
).by(
    rules.DELTA_PICKS,
    (x[i, j] - target[i, j]) / (N * D) * 2,
).in_matrices(2 / (N * D) * (x.matrix - target.matrix), (x, target))

# %% [markdown] lang="ko"
# 그래디언트는 벗어난 양에 비례한다. 두 배 벗어나면 그래디언트도 두 배가 된다. 그래서 크게 벗어난 표본 몇 개, 곧 이상치(outlier)이 그래디언트를
# 지배하기 쉽다. 목표에 대한 그래디언트는 부호만 반대다.
#
# ### 분류에는 왜 쓰지 않는가 {#not-for-classes}
#
# 시그모이드의 출력 $s$를 정답 $t$와 제곱 오차로 비교하면, 점수에 대한 그래디언트에 시그모이드의 기울기 $s(1-s)$가 곱해진다. 정답이 1인데
# $s = 0.001$이면 기울기는 약 0.001이다. 가장 크게 틀렸을 때 가장 느리게 학습되는 셈이다. 교차 엔트로피에서는 이 인수가 약분되어
# $s - t$만 남는다. 둘째 연습 문제에서 직접 확인한다.

# %% [markdown] lang="en"
# The gradient is proportional to the miss: a prediction twice as far off has twice the gradient. So a few samples that are far off, the outliers, easily
# dominate it. The gradient with respect to the targets differs in sign alone.
#
# ### Why not for classes {#not-for-classes}
#
# If the output $s$ of a sigmoid is compared with a label $t$ by the squared error, the gradient with respect to the score has the slope
# $s(1-s)$ of the sigmoid as a factor. With label 1 and $s = 0.001$ the slope is about 0.001: where the net is most wrong, it learns most
# slowly. With cross-entropy this factor cancels, and $s - t$ is left. The second exercise shows it.

# %% [markdown] lang="ko"
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/mse.py에 있다. / The code is in impl/mse.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본이 둘이고 표본마다 수가 셋이므로 여섯으로 나눈다. 손실과 `dx`를 직접 구해 보고 아래와 맞추어 보자.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# Two samples of three numbers each, so divide by six. Compute loss and `dx`, then compare.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 3},
    given={x: [[1, 5, -2], [0, 2, 7]], target: [[1, 2, 1], [3, -1, 1]]},
    show=[("loss", ()), ("dx", (0, 1), (1, 2))],
)

# %% [markdown] lang="ko"
# 제곱합 72의 절반인 36이 마지막 원소 하나에서 나왔다. 다른 원소의 두 배 벗어났을 뿐인데 제곱은 네 배이기 때문이다.

# %% [markdown] lang="en"
# Half of the sum of squares, 36 of 72, comes from the last entry alone. It is off only twice as far as the others, but its square is four
# times as large.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify mse`로 확인한다. / Run `yudo verify mse`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **모양이 다르다.** `x`가 (N, 1)이고 `target`이 (N,)이면 NumPy는 경고 없이 (N, N)으로 브로드캐스팅하고, 손실은 아무 의미 없는 수가 된다. 회귀에서
#   가장 찾기 어려운 실수다. 이 페이지의 코드는 모양이 다르면 `ValueError`를 낸다.
# - **큰 수.** 차가 1.4 · 10¹⁵⁴를 넘으면 제곱이 float64에서 오버플로하여 손실이 무한대가 된다. float32에서는 1.9 · 10¹⁹이다. 그래디언트는
#   유한하다.
# - **정수 배열.** 정수 예측이나 목표는 거절한다. NumPy의 정수는 오버플로가 나도 경고하지 않는다.
# - **NaN.** 원소 하나만 NaN이어도 손실은 NaN이고, `dx`는 그 자리만 NaN이다.
# - **빈 배열.** 원소가 없으면 평균도 없으므로 `ValueError`다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **Different shapes.** With `x` of shape (N, 1) and `target` of shape (N,), NumPy silently broadcasts to (N, N), and the loss is a number
#   without meaning. In regression no mistake is harder to find. The code here raises a `ValueError` if the shapes differ.
# - **Large numbers.** For differences above 1.4 · 10¹⁵⁴ the square overflows in float64, and the loss is infinite; in float32 this happens at
#   1.9 · 10¹⁹. The gradient stays finite.
# - **Integer arrays.** Integer predictions and targets are refused. NumPy's integers overflow without a warning.
# - **NaN.** A single NaN makes the loss NaN; `dx` is NaN at that place alone.
# - **Empty arrays.** Without entries there is no mean: `ValueError`.

# %% [markdown] lang="ko"
# ## 흔한 실수 {#mistakes}
#
# 틀린 식에서 옳은 식을 뺀 차는 컴퓨터가 구했다.

# %% [markdown] lang="en"
# ## Common mistakes {#mistakes}
#
# The machine has subtracted the right formula from each wrong one.

# %%
LECTURE.mistake(
    "two-forgotten",
    "dx",
    Text("제곱을 미분할 때 나오는 2를 빠뜨린다", "The 2 from the derivative of the square is forgotten"),
    wrong=(x[i, j] - target[i, j]) / (N * D),
    symptom=Text(
        "수치 미분의 정확히 절반이다. 손실에 1/2이 있었다면 옳다.",
        "It is exactly half the numerical gradient. With 1/2 in the loss it would be right.",
    ),
)

# %%
LECTURE.mistake(
    "sign",
    "dx",
    Text("빼는 순서를 바꾼다: `target - x`", "The difference the wrong way round: `target - x`"),
    wrong=2 * (target[i, j] - x[i, j]) / (N * D),
    symptom=Text(
        "손실은 제곱이라 옳다. 학습할수록 손실이 커진다.",
        "The loss is right, because it is squared. It grows as training goes on.",
    ),
)

# %%
LECTURE.mistake(
    "samples-alone",
    "dx",
    Text(
        "손실은 모든 원소로 평균하고 그래디언트는 표본 수로만 나눈다",
        "The loss is a mean over all entries, but the gradient is divided by the samples alone",
    ),
    wrong=2 * (x[i, j] - target[i, j]) / N,
    symptom=Text(
        "수치 미분의 $D$배다. 출력이 하나뿐인 회귀에서는 드러나지 않는다.",
        "It is $D$ times the numerical gradient. In regression with a single output it does not show.",
    ),
)

# %%
LECTURE.mistake(
    "no-mean",
    "dx",
    Text("그래디언트에서 평균을 빠뜨린다", "The mean is missing in the gradient"),
    wrong=2 * (x[i, j] - target[i, j]),
    symptom=Text(
        "배치가 커질수록 그래디언트도 커진다.",
        "The larger the batch, the larger the gradient.",
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
constant = Symbol("c", real=True)
errors = total((constant - target[n, d]) ** 2, (n, N), (d, D)) / (N * D)

LECTURE.exercise(
    Text(
        r"모든 예측이 같은 수 $c$라면 손실이 가장 작은 $c$는 얼마인가?",
        r"If all predictions are the same number $c$, which $c$ has the smallest loss?",
    ),
    Text(
        r"""손실을 $c$로 미분한다.

<1>

$c$가 목표의 평균일 때 0이 된다. 손실은 $c$에 대한 아래로 볼록한 이차식이므로 거기가 최솟점이다. 아무것도 배우지 못한 신경망도 목표의
평균은 내놓아야 한다.""",
        r"""Differentiate the loss with respect to $c$.

<1>

It is 0 where $c$ is the mean of the targets. The loss is a quadratic in $c$ that opens upwards, so this is the minimum. Even a net that has
learned nothing should predict the mean of the targets.""",
    ),
    lambda: [
        (
            Derivative(errors, constant),
            2 * constant - 2 * total(target[n, d], (n, N), (d, D)) / (N * D),
        )
    ],
)

# %%
u, t = x[n, d], target[n, d]

LECTURE.exercise(
    Text(
        r"시그모이드의 출력을 정답 $t$와 비교한 $\ell = \frac{1}{2}(\sigma(x) - t)^2$을 $x$로 미분하라.",
        r"Differentiate $\ell = \frac{1}{2}(\sigma(x) - t)^2$, which compares the output of a sigmoid with a label $t$, with respect to $x$.",
    ),
    Text(
        r"""연쇄 법칙에 따라 시그모이드의 기울기가 곱해진다.

<1>

$t = 1$이고 $\sigma(x)$가 0에 가까우면 앞에 곱한 수는 −1에 가깝지만 뒤에 곱한 수가 0에 가깝다. 이진 교차 엔트로피의 그래디언트 $\sigma(x) - t$에는
뒤에 곱한 수가 없다.""",
        r"""By the chain rule, the slope of the sigmoid is a factor.

<1>

For $t = 1$ and $\sigma(x)$ close to 0, the first factor is close to −1, but the second is close to 0. The gradient $\sigma(x) - t$ of the binary
cross-entropy lacks this factor.""",
    ),
    lambda: [
        (
            Derivative(Rational(1, 2) * (sigmoid(u) - t) ** 2, u),
            (sigmoid(u) - t) * sigmoid(u) * (1 - sigmoid(u)),
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dx", (0, 1)), ("dx", (1, 2)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 그래디언트는 예측과 목표의 차에 비례한다. `dx = 2 * (x - target) / x.size`.
# 2. 2는 제곱의 미분에서, 나누는 수는 평균에서 나온다. 손실에 1/2을 두면 2가 사라진다.
# 3. 나누는 수가 다른 손실은 최솟점은 같고 알맞은 학습률이 다르다.
# 4. 모양이 다른 배열은 브로드캐스팅되어 의미 없는 손실이 나온다.
# 5. 가장 흔한 실수는 2를 빠뜨리는 것과 빼는 순서를 바꾸는 것이다.
#
# **더 읽을거리**
#
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, 5.1.4절, 6.2.1절
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer, 2006, 3.1절

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The gradient is proportional to the difference from the target: `dx = 2 * (x - target) / x.size`.
# 2. The 2 comes from the derivative of the square, the divisor from the mean. With 1/2 in the loss, the 2 is gone.
# 3. Losses with another divisor have the same minimum and another suitable learning rate.
# 4. Arrays of different shapes are broadcast and give a loss without meaning.
# 5. The commonest mistakes: the 2 is forgotten, or the difference is the wrong way round.
#
# **Further reading**
#
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, sections 5.1.4 and 6.2.1
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer, 2006, section 3.1
