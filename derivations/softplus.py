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
# # 소프트플러스 {#softplus}
#
# ReLU는 0에서 꺾인다. 그 모서리를 둥글게 다듬은 함수가 소프트플러스(softplus) $\log(1 + e^{x})$이다. 출력은 언제나 양수이므로 표준편차처럼
# 0보다 커야 하는 값을 신경망이 내놓게 할 때 쓴다. 이진 교차 엔트로피(cross-entropy)를 점수로 계산하면 나오는 함수이기도 하다.
#
# 이 페이지에서는 세 가지를 묻는다. 소프트플러스의 역전파(backward pass)는 무엇인가? ReLU와는 얼마나 다른가? 그리고 정의를 그대로 옮긴
# `np.log(1 + np.exp(x))`는 왜 안 되는가?

# %% [markdown] lang="en"
# # Softplus {#softplus}
#
# A ReLU has a corner at 0. The softplus, $\log(1 + e^{x})$, rounds it off. Its output is always positive, so nets use it for what must be
# larger than 0, such as a standard deviation. It is also what comes out when binary cross-entropy is computed from scores.
#
# This page asks three things. What is the backward pass of the softplus? How far is it from the ReLU? And what is wrong with
# `np.log(1 + np.exp(x))`, the definition as it stands?

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, OneMatrix, Symbol, exp, hadamard_product, log

from yudo.derivations.calculus import (
    Layer,
    Lecture,
    Part,
    Text,
    elementwise,
    equal,
    flattened_size,
    indices,
    relu,
    rules,
    sigmoid,
    sizes,
    step,
    tensor,
    total,
)

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 배열 | 모양(shape) | 뜻 |
# | --- | --- | --- |
# | `x` | (N, d1, …, dk) | 입력. 임의의 실수 |
# | `out` | `x`와 같다 | 출력. 양수 |
# | `dout` | `x`와 같다 | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
# | `dx` | `x`와 같다 | 입력에 대한 그래디언트 |
#
# 원소마다 따로 계산하므로 배열이 몇 차원이든 상관없다. 식에서는 (N, D)로 펴 놓고 첨자를 $n$과 $d$ 둘만 쓴다. 첨자는 NumPy처럼 0부터
# 센다. 로그는 자연로그, $\sigma$는 시그모이드다. $[x > 0]$은 $x$가 양수이면 1, 아니면 0인 지시 함수(indicator)다. 그래디언트는
# 편미분(partial derivative)을 모은 배열이다. `dx`의 원소는 손실을 `x`의 원소 하나로 편미분한 값이다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, d1, …, dk) | input, any real numbers |
# | `out` | that of `x` | output, positive |
# | `dout` | that of `x` | upstream gradient $\partial L / \partial \mathrm{out}$ |
# | `dx` | that of `x` | gradient with respect to the input |
#
# The function acts on each entry by itself, so the number of axes does not matter. The formulas flatten to (N, D) and use two indices,
# $n$ and $d$, which start at 0 as in NumPy. Logarithms are natural, $\sigma$ is the sigmoid, and $[x > 0]$ is the indicator, 1 where
# $x$ is positive and 0 elsewhere. A gradient is the array of partial derivatives: an entry of `dx` is that of the loss with respect to
# the same entry of `x`.

# %%
(N,) = sizes("N")
D = flattened_size("D")
n, d, i, j = indices("n d i j")

x = tensor("x", N, D)
out = tensor("out", N, D)
dout = tensor("dout", N, D)

LAYER = Layer(
    stem="softplus",
    title=Text("소프트플러스", "Softplus"),
    summary=Text(
        "ReLU의 모서리를 둥글게 다듬은 함수. 도함수가 시그모이드다.",
        "A ReLU with its corner rounded off; its derivative is the sigmoid.",
    ),
    inputs=(x,),
    upstream=dout,
    uses=("sigmoid",),
    after=("relu",),
    part=Part.ACTIVATIONS,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}

# %% [markdown] lang="en"
# ### Output {#output}

# %%
softplus = log(1 + exp(x[n, d]))
exponentials = elementwise(exp, x.matrix)

LAYER.result("out", Text("출력", "Output"), out[n, d], softplus, indices=((n, N), (d, D))).in_matrices(
    elementwise(log, OneMatrix(N, D) + exponentials), (x,)
)

# %% [markdown] slot="figure:softplus"
# 그림: 소프트플러스와 그 도함수. / Figure: the softplus and its derivative.

# %% [markdown] lang="ko"
# $x$가 작으면 $e^{x}$이 0에 가까워 출력도 0에 가깝고, $x$가 크면 1을 무시해도 되므로 출력은 $\log e^{x} = x$에 가깝다. 양쪽 끝에서는
# ReLU와 다르지 않다. 가장 다른 곳은 0이다. ReLU는 0이고 소프트플러스는 $\log 2$, 약 0.693이다.

# %% [markdown] lang="en"
# For small $x$, $e^{x}$ is close to 0 and so is the output; for large $x$ the 1 hardly counts, and the output is close to
# $\log e^{x} = x$. At both ends it cannot be told from a ReLU. They differ most at 0, where the ReLU is 0 and the softplus is $\log 2$,
# about 0.693.

# %% [markdown] lang="ko"
# ## 오버플로하지 않는 꼴 {#stable-form}
#
# `float64`에서 `np.exp(710)`은 무한대다. 그런데 $x = 710$에서 소프트플러스의 값은 그저 710이다. 답은 멀쩡한데 중간값에서 오버플로가 난다.
# $x$가 양수일 때 $e^{x}$을 로그 밖으로 꺼내면 이를 피할 수 있다.
#
# $$
# \log(1 + e^{x}) = \log\left(e^{x}(e^{-x} + 1)\right) = x + \log(1 + e^{-x})
# $$
#
# 양수이면 오른쪽 식을, 아니면 정의를 쓴다. 그러면 지수는 언제나 0 이하다.

# %% [markdown] lang="en"
# ## A form that does not overflow {#stable-form}
#
# In `float64`, `np.exp(710)` is infinite. But at $x = 710$ the softplus is just 710: the answer is harmless, and a value on the way
# overflows. Where $x$ is positive, pull $e^{x}$ out of the logarithm, and this does not happen.
#
# $$
# \log(1 + e^{x}) = \log\left(e^{x}(e^{-x} + 1)\right) = x + \log(1 + e^{-x})
# $$
#
# Use the right-hand side where $x$ is positive and the definition elsewhere. Then no exponent is ever positive.

# %%
positive = step(x[n, d])
without_overflow = relu(x[n, d]) + positive * log(1 + exp(-x[n, d])) + (1 - positive) * softplus

assert equal(softplus, x[n, d] + log(1 + exp(-x[n, d])))
assert equal(softplus, without_overflow)

# %% [markdown] lang="ko"
# 이 등식이 성립하고 경우를 나누어 쓴 식이 정의와 같음은 컴퓨터로 확인했다. 두 경우의 지수는 모두 $-\lvert x \rvert$다. 그래서 코드에서는 경우를 나누지 않고 한 줄로 쓴다.
#
# ```python
# out = np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))
# ```
#
# `np.log1p(a)`는 $\log(1 + a)$를 계산하되, $a$가 1에 비해 아주 작을 때도 유효 숫자를 지킨다. 일반적으로 두 지수의 합의 로그
# $\log(e^{a} + e^{b})$을 이렇게 계산하는 함수가 `np.logaddexp`다. $e^0 = 1$이므로 아래 구현은 `np.logaddexp(x, 0)`을 부른다.
#
# ReLU를 빼고 남는 $\log(1 + e^{-\lvert x \rvert})$이 둥글게 다듬은 만큼이다. 0에서 가장 커서 0.693이고, 멀어질수록 빠르게 0이 된다.
#
# | x | ReLU | 소프트플러스 |
# | --- | --- | --- |
# | −5 | 0 | 0.00672 |
# | −1 | 0 | 0.313 |
# | 0 | 0 | 0.693 |
# | 1 | 1 | 1.313 |
# | 5 | 5 | 5.00672 |

# %% [markdown] lang="en"
# The machine has checked this equality, and that the form with both cases equals the definition. In both the exponent is $-\lvert x \rvert$, so the code needs no case distinction and has one line.
#
# ```python
# out = np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))
# ```
#
# `np.log1p(a)` computes $\log(1 + a)$ and keeps the digits of an $a$ that is tiny beside 1. For the logarithm of any sum of two
# exponentials, $\log(e^{a} + e^{b})$, `np.logaddexp` works like this; since $e^0 = 1$, the implementation below calls
# `np.logaddexp(x, 0)`.
#
# What is left when the ReLU is subtracted, $\log(1 + e^{-\lvert x \rvert})$, is how much was rounded off. It is largest at 0, 0.693, and
# soon vanishes on either side.
#
# | x | ReLU | softplus |
# | --- | --- | --- |
# | −5 | 0 | 0.00672 |
# | −1 | 0 | 0.313 |
# | 0 | 0 | 0.693 |
# | 1 | 1 | 1.313 |
# | 5 | 5 | 5.00672 |

# %% [markdown] lang="ko"
# ## 입력에 대한 그래디언트 {#gradient}
#
# `dout`을 상수로 두고, `dout`과 `out`을 원소끼리 곱해 더한 스칼라를 $x_{i,j}$로 미분한다. 미분에는 정의를 쓰는 편이 쉽다. 로그를 미분하면
# $e^{x} / (1 + e^{x})$인데, 분자와 분모를 $e^{x}$으로 나누면 시그모이드가 된다.

# %% [markdown] lang="en"
# ## Gradient with respect to the input {#gradient}
#
# Hold `dout` constant, multiply it with `out` entry by entry, sum, and differentiate this scalar with respect to $x_{i,j}$. Here the
# definition is easier to use. The derivative of the logarithm is $e^{x} / (1 + e^{x})$; divide numerator and denominator by $e^{x}$, and
# it is a sigmoid.

# %%
L = Symbol("L", real=True)
objective = total(dout[n, d] * softplus, (n, N), (d, D))

# %%
LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, D)),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, d] * Derivative(softplus, x[i, j]), (n, N), (d, D)),
).by(
    rules.CHAIN_RULE,
    total(
        dout[n, d] * exp(x[n, d]) / (1 + exp(x[n, d])) * KroneckerDelta(n, i) * KroneckerDelta(d, j),
        (n, N),
        (d, D),
    ),
).by(
    rules.DELTA_PICKS,
    dout[i, j] * exp(x[i, j]) / (1 + exp(x[i, j])),
).by(
    rules.CANCEL,
    dout[i, j] / (1 + exp(-x[i, j])),
).by(
    rules.NAME,
    dout[i, j] * sigmoid(x[i, j]),
).in_matrices(hadamard_product(dout.matrix, elementwise(sigmoid, x.matrix)), (dout, x))

# %% [markdown] lang="ko"
# ReLU의 도함수는 0에서 1로 뛰는 계단이고, 소프트플러스의 도함수는 그 계단을 매끄럽게 이은 시그모이드다. 꺾인 점이 없으므로 관례를 정할 일도
# 없다. 기울기는 어디서나 0보다 크고 1보다 작다. 음수 쪽에서도 그래디언트가 조금은 흐르지만, 멀리 가면 $e^{x}$만큼 작아져 사라진다.
#
# 출력으로도 기울기를 쓸 수 있다. $1 - e^{-\mathrm{out}}$이다. 첫째 연습 문제에서 확인한다. 이 페이지의 코드는 `x`를 캐시(cache)에 담는다.

# %% [markdown] lang="en"
# The derivative of a ReLU is a step from 0 to 1, and that of the softplus joins the two smoothly: it is the sigmoid. There is no kink
# and no need for a convention. The slope is everywhere larger than 0 and smaller than 1. Some gradient flows on the negative side, too,
# but far out it shrinks like $e^{x}$ and is gone.
#
# The slope can also be written with the output, as $1 - e^{-\mathrm{out}}$; the first exercise shows it. The code here caches `x`.

# %% [markdown] lang="ko"
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/softplus.py에 있다. / The code is in impl/softplus.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 입력을 로그로 잡으면 $e^{x}$이 유리수가 되어 기울기를 정확히 구할 수 있다. 출력은 로그로 남는다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# With inputs that are logarithms, $e^{x}$ is a rational number and the slopes are exact. The outputs remain logarithms.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 3},
    given={
        x: [[0, log(3), -log(3)], [log(2), -log(2), log(7)]],
        dout: [[2, 4, 4], [6, 6, -8]],
    },
    show=[("out", (0, 1), (0, 2)), ("dx", (0, 1), (0, 2))],
)

# %% [markdown] lang="ko"
# 첫 행의 $\log 3$과 $-\log 3$에서 두 출력의 차는 $\log 3$으로, 입력 자신이다. 기울기는 3/4과 1/4로 더하면 1이다.

# %% [markdown] lang="en"
# In the first row, the outputs for $\log 3$ and $-\log 3$ differ by $\log 3$, the input itself. The slopes are 3/4 and 1/4, which add up
# to 1.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify softplus`로 확인한다. / Run `yudo verify softplus`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **큰 양수.** `np.log(1 + np.exp(x))`는 float64에서 `x`가 710일 때, float32에서 89일 때 무한대다. 이 페이지의 코드는 710과 89를 내놓는다.
# - **큰 음수.** `x`가 −40이면 참값은 4.2 · 10⁻¹⁸인데 `np.log(1 + np.exp(x))`는 0이다. 1에 더하는 순간 작은 수가 반올림되어 사라지기
#   때문이다. `np.log1p`를 쓰면 사라지지 않는다.
# - **언더플로.** `x`가 −800이면 float64에서 출력과 기울기가 모두 0이다. 참값이 가장 작은 부동소수점 수보다도 작다. 그러므로 출력이 양수라는
#   성질에만 기대어 나누거나 로그를 취하면 안 된다.
# - **무한대와 NaN.** +∞의 출력은 +∞, −∞의 출력은 0이다. NaN을 넣으면 NaN이 나온다.
# - **빈 배열.** 모양 그대로 빈 배열이 된다. 축이 없는 0차원 배열과 정수 배열은 거절한다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **Large positive inputs.** `np.log(1 + np.exp(x))` is infinite at `x` = 710 in float64, and at 89 in float32. The code here gives 710
#   and 89.
# - **Large negative inputs.** At `x` = −40 the true value is 4.2 · 10⁻¹⁸, but `np.log(1 + np.exp(x))` is 0: added to 1, the small number
#   is rounded away. With `np.log1p` it is not.
# - **Underflow.** At `x` = −800 output and slope are 0 in float64: the true values are smaller than the smallest float. So do not rely on
#   a positive output alone when you divide by it or take its logarithm.
# - **Infinity and NaN.** The output for +∞ is +∞, that for −∞ is 0. NaN gives NaN.
# - **Empty arrays.** They give empty arrays of the same shape. Arrays without axes and integer arrays are refused.

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
    "slope-of-sigmoid",
    "dx",
    Text(
        "시그모이드가 아니라 시그모이드의 도함수를 곱한다",
        "The derivative of the sigmoid in place of the sigmoid",
    ),
    wrong=dout[i, j] * sigmoid(x[i, j]) * (1 - sigmoid(x[i, j])),
    symptom=Text(
        "기울기가 1/4을 넘지 않고 큰 양수에서 0이 된다. ReLU와 같아야 할 곳에서 학습이 멈춘다.",
        "The slope never exceeds 1/4 and vanishes for large positive inputs: learning stops where it should be that of a ReLU.",
    ),
)

# %%
LECTURE.mistake(
    "sign-of-exponent",
    "dx",
    Text("지수의 부호를 바꾼다: `1 / (1 + np.exp(x))`", "The sign of the exponent: `1 / (1 + np.exp(x))`"),
    wrong=dout[i, j] * sigmoid(-x[i, j]),
    symptom=Text(
        "0에서는 옳다. 입력이 커질수록 기울기가 1이 아니라 0에 다가간다.",
        "At 0 it is right. As the input grows, the slope goes to 0 instead of 1.",
    ),
)

# %%
LECTURE.mistake(
    "output-for-slope",
    "dx",
    Text("기울기 대신 출력을 곱한다", "The output in place of the slope"),
    wrong=dout[i, j] * log(1 + exp(x[i, j])),
    symptom=Text(
        "입력이 클수록 기울기도 한없이 커진다. 옳은 기울기는 1보다 작다.",
        "The slope grows without bound as the input does; the right one is below 1.",
    ),
)

# %%
LECTURE.mistake(
    "log-of-sigmoid",
    "out",
    Text("시그모이드의 로그와 혼동한다", "Confused with the logarithm of the sigmoid"),
    wrong=log(sigmoid(x[n, d])),
    symptom=Text(
        "출력이 음수다. $\\log \\sigma(x)$는 $-\\log(1 + e^{-x})$, 곧 입력과 출력의 부호를 모두 바꾼 소프트플러스다.",
        "The outputs are negative. $\\log \\sigma(x)$ is $-\\log(1 + e^{-x})$, a softplus with the signs of input and output changed.",
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
        r"기울기가 $1 - e^{-\mathrm{out}}$과 같음을 보여라.",
        r"Show that the slope equals $1 - e^{-\mathrm{out}}$.",
    ),
    Text(
        r"""출력의 지수를 취하면 $1 + e^{x}$이므로 $e^{-\mathrm{out}}$은 그 역수다.

<1>

1에서 빼면 $e^{x}/(1 + e^{x})$, 곧 시그모이드가 남는다. 출력이 0에 가까우면 거의 같은 두 수를 빼게 되므로, 코드에서는 `-np.expm1(-out)`으로
쓴다.""",
        r"""The exponential of the output is $1 + e^{x}$, so $e^{-\mathrm{out}}$ is the reciprocal.

<1>

Subtracted from 1, it leaves $e^{x}/(1 + e^{x})$, the sigmoid. Where the output is close to 0, two numbers that are almost equal are
subtracted; so code writes `-np.expm1(-out)`.""",
    ),
    lambda: [(1 - exp(-softplus), sigmoid(x[n, d]))],
)

# %%
LECTURE.exercise(
    Text(
        r"$x$에서의 출력에서 $-x$에서의 출력을 빼면 무엇인가? ReLU에서는 어떤가?",
        r"What is the output at $x$ minus the output at $-x$? And for the ReLU?",
    ),
    Text(
        r"""$x$가 남는다.

<1>

ReLU에서도 같다.

<2>

두 함수의 차 $\log(1 + e^{-\lvert x \rvert})$이 짝함수이기 때문이다.""",
        r"""It is $x$.

<1>

The same holds for the ReLU,

<2>

because the difference of the two functions, $\log(1 + e^{-\lvert x \rvert})$, is even.""",
    ),
    lambda: [
        (softplus - log(1 + exp(-x[n, d])), x[n, d]),
        (relu(x[n, d]) - relu(-x[n, d]), x[n, d]),
    ],
)

# %%
sharpness = Symbol("beta", positive=True)

LECTURE.exercise(
    Text(
        r"라이브러리에서는 날카로움 $\beta > 0$을 두어 $\frac{1}{\beta}\log(1 + e^{\beta x})$로 쓰기도 한다. 도함수를 구하라. $\beta$가 커지면 어떻게 되는가?",
        r"Libraries have a sharpness $\beta > 0$ and write $\frac{1}{\beta}\log(1 + e^{\beta x})$. Find the derivative. What happens as $\beta$ grows?",
    ),
    Text(
        r"""앞의 $1/\beta$이 지수에서 나온 $\beta$와 약분된다.

<1>

$\beta$가 커지면 시그모이드가 가팔라져 0에서 1로 뛰는 계단에 다가가고, 함수는 ReLU에 다가간다.""",
        r"""The $1/\beta$ in front cancels the $\beta$ that comes out of the exponent.

<1>

As $\beta$ grows the sigmoid gets steeper and approaches the step from 0 to 1, and the function approaches the ReLU.""",
    ),
    lambda: [
        (
            Derivative(log(1 + exp(sharpness * x[n, d])) / sharpness, x[n, d]),
            sigmoid(sharpness * x[n, d]),
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dx", (1, 0)), ("dx", (1, 2)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 소프트플러스는 매끄러운 ReLU이고 도함수는 시그모이드다. `dx = dout * sigmoid(x)`.
# 2. 꺾인 점이 없어 관례가 필요 없다.
# 3. `np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))`는 오버플로하지 않고 작은 값도 잃지 않는다.
# 4. $x$와 $-x$에서의 출력의 차는 $x$다.
# 5. 가장 흔한 실수는 시그모이드 대신 시그모이드의 도함수를 곱하는 것이다.
#
# **더 읽을거리**
#
# - C. Dugas, Y. Bengio, F. Bélisle, C. Nadeau, R. Garcia, *Incorporating second-order functional knowledge for better option pricing*, NIPS, 2000
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, 3.10절

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The softplus is a smooth ReLU, and its derivative is the sigmoid: `dx = dout * sigmoid(x)`.
# 2. It has no kink and needs no convention.
# 3. `np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))` does not overflow and loses no small values.
# 4. The outputs at $x$ and $-x$ differ by $x$.
# 5. The commonest mistake is the derivative of the sigmoid in place of the sigmoid.
#
# **Further reading**
#
# - C. Dugas, Y. Bengio, F. Bélisle, C. Nadeau, R. Garcia, *Incorporating second-order functional knowledge for better option pricing*, NIPS, 2000
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, section 3.10
