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
# # SiLU(Swish) {#silu}
#
# ReLU는 입력이 양수인지 아닌지에 따라 입력에 1이나 0을 곱한다. 이렇게 열리고 닫히는 게이트(gate)를 시그모이드로 바꾸면 게이트가 서서히 열린다.
# 입력이 스스로 자기 게이트를 여는 셈이다. 이 함수 $x\,\sigma(x)$를 SiLU(sigmoid linear unit) 또는 Swish라고 한다. 요즘의 합성곱 신경망과 언어 모델이 많이 쓴다.
#
# 이 페이지에서는 세 가지를 묻는다. SiLU의 역전파(backward pass)는 무엇인가? ReLU와 달리 왜 아래로 한 번 내려갔다가 올라오는가? 그리고
# 기울기가 1보다 커도 되는가?

# %% [markdown] lang="en"
# # SiLU (Swish) {#silu}
#
# A ReLU multiplies its input by 1 or by 0, depending on whether it is positive. Replace this switch by a sigmoid, and it opens gradually:
# the input opens its own gate. This function, $x\,\sigma(x)$, is called SiLU (sigmoid linear unit) or Swish. Many convolutional nets and
# language models of today use it.
#
# This page asks three things. What is the backward pass of the SiLU? Why does it dip before it rises, which a ReLU does not? And may a
# slope be larger than 1?

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, OneMatrix, Symbol, exp, hadamard_product, log

from yudo.derivations.calculus import (
    Layer,
    Lecture,
    Part,
    Text,
    elementwise,
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
# | `x` | (N, d1, …, dk) | 입력. 임의의 실수 |
# | `out` | `x`와 같다 | 출력 |
# | `dout` | `x`와 같다 | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
# | `dx` | `x`와 같다 | 입력에 대한 그래디언트 |
#
# 원소마다 따로 계산하므로 배열이 몇 차원이든 상관없다. 식에서는 (N, D)로 펴 놓고 첨자를 $n$과 $d$ 둘만 쓴다. 첨자는 NumPy처럼 0부터
# 센다. $\sigma$는 시그모이드다. 그래디언트는 편미분(partial derivative)을 모은 배열이다. `dx`의 원소는 손실을 `x`의 원소 하나로
# 편미분한 값이다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, d1, …, dk) | input, any real numbers |
# | `out` | that of `x` | output |
# | `dout` | that of `x` | upstream gradient $\partial L / \partial \mathrm{out}$ |
# | `dx` | that of `x` | gradient with respect to the input |
#
# The function acts on each entry by itself, so the number of axes does not matter. The formulas flatten to (N, D) and use two indices,
# $n$ and $d$, which start at 0 as in NumPy. $\sigma$ is the sigmoid. A gradient is the array of partial derivatives: an entry of `dx` is
# that of the loss with respect to the same entry of `x`.

# %%
(N,) = sizes("N")
D = flattened_size("D")
n, d, i, j = indices("n d i j")

x = tensor("x", N, D)
out = tensor("out", N, D)
dout = tensor("dout", N, D)

LAYER = Layer(
    stem="silu",
    title=Text("SiLU(Swish)", "SiLU (Swish)"),
    summary=Text(
        "입력에 자신의 시그모이드를 곱한다. 서서히 열리는 ReLU다.",
        "The input times its own sigmoid: a ReLU that opens gradually.",
    ),
    inputs=(x,),
    upstream=dout,
    uses=("sigmoid",),
    after=("elu", "softplus"),
    part=Part.ACTIVATIONS,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}

# %% [markdown] lang="en"
# ### Output {#output}

# %%
LAYER.result(
    "out", Text("출력", "Output"), out[n, d], x[n, d] * sigmoid(x[n, d]), indices=((n, N), (d, D))
).by(rules.DEFINITION, x[n, d] / (1 + exp(-x[n, d]))).in_matrices(
    hadamard_product(x.matrix, elementwise(sigmoid, x.matrix)), (x,)
)

# %% [markdown] slot="figure:silu"
# 그림: SiLU와 그 도함수. / Figure: the SiLU and its derivative.

# %% [markdown] lang="ko"
# $x$가 크면 게이트가 다 열려 출력은 $x$에 가깝고, $x$가 작으면 게이트가 닫혀 출력은 0에 가깝다. 그 사이에서는 음수 입력에 아직 덜 닫힌 게이트가 곱해져
# 출력이 음수가 된다. 그래서 함수는 0에서 조금 내려갔다가 다시 올라온다. 가장 낮은 곳은 $x \approx -1.278$이고 거기서 출력은 약
# −0.278이다. 한 방향으로만 커지는 함수가 아니라는 점이 ReLU나 [ELU](elu.md#elu)와 다르다.

# %% [markdown] lang="en"
# For large $x$ the gate is open and the output is close to $x$; for small $x$ it is closed and the output is close to 0. In between, a
# negative input meets a gate that is not quite closed yet, and the output is negative. So the function falls a little below 0 before it
# rises. It is lowest at $x \approx -1.278$, where it is about −0.278. Unlike the ReLU and the [ELU](elu.md#elu), it does not always
# grow.

# %% [markdown] lang="ko"
# ## 입력에 대한 그래디언트 {#gradient}
#
# `dout`을 상수로 두고, `dout`과 `out`을 원소끼리 곱해 더한 스칼라를 $x_{i,j}$로 미분한다. $x$는 두 곳에 있다. 게이트를 지나는 값이기도 하고,
# 게이트를 여는 값이기도 하다. 그러므로 곱의 미분법에 따라 두 항이 나온다.

# %% [markdown] lang="en"
# ## Gradient with respect to the input {#gradient}
#
# Hold `dout` constant, multiply it with `out` entry by entry, sum, and differentiate this scalar with respect to $x_{i,j}$. Here $x$ stands
# in two places: it is what passes the gate, and it is what opens the gate. So the product rule gives two terms.

# %%
L = Symbol("L", real=True)
objective = total(dout[n, d] * x[n, d] * sigmoid(x[n, d]), (n, N), (d, D))


def slope(entry):
    """The derivative of the SiLU."""
    return sigmoid(entry) + entry * sigmoid(entry) * (1 - sigmoid(entry))


# %%
LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, D)),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, d] * Derivative(x[n, d] * sigmoid(x[n, d]), x[i, j]), (n, N), (d, D)),
).by(
    rules.PRODUCT_RULE,
    total(dout[n, d] * slope(x[n, d]) * KroneckerDelta(n, i) * KroneckerDelta(d, j), (n, N), (d, D)),
).by(
    rules.DELTA_PICKS,
    dout[i, j] * slope(x[i, j]),
).by(
    rules.PULL_OUT,
    dout[i, j] * sigmoid(x[i, j]) * (1 + x[i, j] * (1 - sigmoid(x[i, j]))),
).in_matrices(
    hadamard_product(
        dout.matrix,
        elementwise(sigmoid, x.matrix),
        OneMatrix(N, D) + hadamard_product(x.matrix, OneMatrix(N, D) - elementwise(sigmoid, x.matrix)),
    ),
    (dout, x),
)

# %% [markdown] lang="ko"
# 첫째 항 $\sigma(x)$는 게이트가 열린 만큼 그대로 지나가는 값의 기여이고, 둘째 항 $x\,\sigma(x)(1-\sigma(x))$는 $x$가 커지면서 게이트가 더 열리는 데서 오는 기여다.
#
# 첫째 항만 있다면 기울기는 1을 넘지 못한다. 양수 쪽에서는 둘째 항도 양수이므로 합이 1을 넘을 수 있다. $x \approx 2.4$에서 약 1.100으로 가장
# 크고, $x \approx -2.4$에서 약 −0.100으로 가장 작다. 두 값을 더하면 1인 까닭은 둘째 연습 문제에서 알 수 있다.
#
# | x | 출력 | 기울기 |
# | --- | --- | --- |
# | −5 | −0.0335 | −0.0265 |
# | −1 | −0.269 | 0.0723 |
# | 0 | 0 | 0.5 |
# | 1 | 0.731 | 0.928 |
# | 2 | 1.762 | 1.091 |
# | 5 | 4.967 | 1.027 |

# %% [markdown] lang="en"
# The first term, $\sigma(x)$, is what passes a gate that is open so far; the second, $x\,\sigma(x)(1-\sigma(x))$, is what comes from the gate
# opening further as $x$ grows.
#
# With the first term alone no slope would exceed 1. On the positive side the second is positive, too, and the sum may be larger than 1. It is
# largest at $x \approx 2.4$, about 1.100, and smallest at $x \approx -2.4$, about −0.100. The second exercise shows why the two add up to 1.
#
# | x | output | slope |
# | --- | --- | --- |
# | −5 | −0.0335 | −0.0265 |
# | −1 | −0.269 | 0.0723 |
# | 0 | 0 | 0.5 |
# | 1 | 0.731 | 0.928 |
# | 2 | 1.762 | 1.091 |
# | 5 | 4.967 | 1.027 |

# %% [markdown] lang="ko"
# ### 출력으로 쓴 기울기 {#from-the-output}
#
# 시그모이드나 tanh와 달리 출력만으로는 기울기를 알 수 없다. 출력이 −0.1인 입력은 두 개이고, 그 두 곳의 기울기는 부호까지 다르다. 입력이나
# 시그모이드를 함께 담아 두어야 한다. 둘 다 있으면 $\mathrm{out} + \sigma(x)(1 - \mathrm{out})$으로 짧게 쓸 수 있다. 첫째 연습 문제에서
# 확인한다. 이 페이지의 코드는 `x`와 시그모이드를 캐시(cache)에 담는다.

# %% [markdown] lang="en"
# ### The slope from the output {#from-the-output}
#
# For the sigmoid and for tanh the output was enough; here it is not. Two inputs have the output −0.1, and at these two even the signs of
# the slopes differ. The input or the sigmoid has to be kept as well. With both, there is the short form
# $\mathrm{out} + \sigma(x)(1 - \mathrm{out})$; the first exercise shows it. The code here caches `x` and the sigmoid.

# %% [markdown] lang="ko"
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/silu.py에 있다. / The code is in impl/silu.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 입력을 로그로 잡으면 시그모이드가 분수가 된다. 출력과 기울기에는 로그가 그대로 남는다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# With inputs that are logarithms the sigmoid is a fraction. Outputs and slopes keep the logarithms.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 2},
    given={
        x: [[0, log(3)], [-log(3), log(2)]],
        dout: [[6, 16], [16, 9]],
    },
    show=[("out", (0, 1), (1, 0)), ("dx", (0, 1), (1, 0))],
)

# %% [markdown] lang="ko"
# $\log 3$과 $-\log 3$에서 출력의 차는 $\log 3$이다. `dout`이 똑같이 16이므로 `dx`의 두 값을 더하면 16이다. 곧 두 기울기의 합은 1이다.

# %% [markdown] lang="en"
# The outputs for $\log 3$ and $-\log 3$ differ by $\log 3$. Both have a `dout` of 16, and their entries of `dx` add up to 16: the two slopes
# add up to 1.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify silu`로 확인한다. / Run `yudo verify silu`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **큰 음수.** `x`가 −710이면 float64에서 `np.exp(-x)`가 오버플로하고 시그모이드와 출력은 0이 된다. 참값은 약 −3 · 10⁻³⁰⁶이므로 답은
#   옳고, 코드는 이 경고를 끈다.
# - **음의 무한대.** 정의대로 쓰면 −∞에 0을 곱하게 되어 NaN이 나온다. 극한은 0이다. 이 페이지의 코드도 NaN을 내놓는다. 신경망에 무한대가
#   나왔다는 사실을 숨기지 않기 위해서다.
# - **큰 양수.** `x`가 37보다 크면 float64에서 시그모이드가 1로 반올림되어 출력은 `x`, 기울기는 1이다.
# - **기울기가 0에 가까운 곳.** $x \approx -1.278$에서는 두 항이 상쇄되어 0이 된다. 그 근처에서는 상대 오차가 커지지만 절대 오차는 작다.
# - **빈 배열.** 모양 그대로 빈 배열이 된다. 축이 없는 0차원 배열과 정수 배열은 거절한다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **Large negative inputs.** At `x` = −710, `np.exp(-x)` overflows in float64, and sigmoid and output are 0. The true value is about
#   −3 · 10⁻³⁰⁶, so the answer is right, and the code silences the warning.
# - **Negative infinity.** The definition multiplies −∞ by 0, which gives NaN; the limit is 0. The code here gives NaN as well, so as not to
#   hide that infinity has turned up in a net.
# - **Large positive inputs.** For `x` above 37 the sigmoid is rounded to 1 in float64; the output is `x` and the slope is 1.
# - **Slopes close to 0.** At $x \approx -1.278$ the two terms cancel. Near it the relative error grows, the absolute error stays small.
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
    "gate-constant",
    "dx",
    Text("게이트를 상수로 보고 둘째 항을 빠뜨린다", "The gate taken as constant: the second term is missing"),
    wrong=dout[i, j] * sigmoid(x[i, j]),
    symptom=Text(
        "0에서는 옳다. 소프트플러스의 기울기와 같아서 그럴듯하게 학습된다.",
        "At 0 it is right. It is the slope of the softplus, so training looks plausible.",
    ),
)

# %%
LECTURE.mistake(
    "gate-alone",
    "dx",
    Text("게이트만 미분하고 첫째 항을 빠뜨린다", "Only the gate differentiated: the first term is missing"),
    wrong=dout[i, j] * x[i, j] * sigmoid(x[i, j]) * (1 - sigmoid(x[i, j])),
    symptom=Text(
        "0에서 기울기가 0이고, 큰 양수에서도 0이다. 거의 학습되지 않는다.",
        "The slope is 0 at 0, and for large positive inputs as well. Hardly anything is learned.",
    ),
)

# %%
LECTURE.mistake(
    "slope-of-sigmoid",
    "dx",
    Text("둘째 항에서 $x$를 빠뜨린다", "The $x$ missing in the second term"),
    wrong=dout[i, j] * sigmoid(x[i, j]) * (2 - sigmoid(x[i, j])),
    symptom=Text(
        "음수 쪽에서 기울기가 음수가 되지 않는다. $x = 1$에서는 옳다.",
        "On the negative side no slope is negative. At $x = 1$ it is right.",
    ),
)

# %%
LECTURE.mistake(
    "sigmoid-alone",
    "out",
    Text("$x$를 곱하지 않는다", "Not multiplied by $x$"),
    wrong=sigmoid(x[n, d]),
    symptom=Text(
        "시그모이드가 되어 출력이 1을 넘지 않는다.",
        "It is a sigmoid: no output exceeds 1.",
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
gate = sigmoid(x[n, d])

LECTURE.exercise(
    Text(
        r"기울기가 $\mathrm{out} + \sigma(x)(1 - \mathrm{out})$과 같음을 보여라.",
        r"Show that the slope equals $\mathrm{out} + \sigma(x)(1 - \mathrm{out})$.",
    ),
    Text(
        r"""$\mathrm{out} = x\,\sigma(x)$를 넣고 전개한다.

<1>

두 식에는 모두 $\sigma$, $x\,\sigma$, $-x\,\sigma^2$의 세 항이 있다.""",
        r"""Insert $\mathrm{out} = x\,\sigma(x)$ and expand.

<1>

Both sides consist of the three terms $\sigma$, $x\,\sigma$ and $-x\,\sigma^2$.""",
    ),
    lambda: [(slope(x[n, d]), x[n, d] * gate + gate * (1 - x[n, d] * gate))],
)

# %%
LECTURE.exercise(
    Text(
        r"$x$와 $-x$에서의 출력의 차를 구하고, 양변을 미분하여 두 기울기의 합을 구하라.",
        r"Find the difference of the outputs at $x$ and $-x$, and differentiate both sides to find the sum of the two slopes.",
    ),
    Text(
        r"""$\sigma(x) + \sigma(-x) = 1$이므로 차는 $x$다.

<1>

미분하면 기울기의 합은 언제나 1이다.

<2>

그래서 기울기의 최댓값과 최솟값은 $\frac{1}{2}$에서 같은 만큼 떨어져 있다.""",
        r"""Since $\sigma(x) + \sigma(-x) = 1$, the difference is $x$.

<1>

Differentiated, this says that the two slopes always add up to 1.

<2>

So the largest and the smallest slope lie equally far from $\frac{1}{2}$.""",
    ),
    lambda: [
        (x[n, d] * sigmoid(x[n, d]) - (-x[n, d]) * sigmoid(-x[n, d]), x[n, d]),
        (slope(x[n, d]) + slope(-x[n, d]), Derivative(x[n, d], x[n, d]).doit()),
    ],
)

# %%
beta = Symbol("beta", positive=True)

LECTURE.exercise(
    Text(
        r"Swish를 처음 제안한 논문은 게이트에 배율 $\beta$를 두어 $x\,\sigma(\beta x)$로 썼다. $\beta$도 학습한다면 원소 하나에서 $\partial\,\mathrm{out} / \partial \beta$는 얼마인가?",
        r"The paper that proposed Swish scales the argument of the gate: $x\,\sigma(\beta x)$. If $\beta$ is learned as well, what is $\partial\,\mathrm{out} / \partial \beta$ for one entry?",
    ),
    Text(
        r"""연쇄 법칙에 따라 시그모이드의 기울기에 $x$가 한 번 더 곱해진다.

<1>

제곱이 곱해지므로 언제나 0 이상이다. $\beta$가 커지면 SiLU는 ReLU에 다가간다.""",
        r"""By the chain rule the slope of the sigmoid is multiplied by another $x$.

<1>

With the square as a factor it is never negative. As $\beta$ grows, the SiLU approaches the ReLU.""",
    ),
    lambda: [
        (
            Derivative(x[n, d] * sigmoid(beta * x[n, d]), beta),
            x[n, d] ** 2 * sigmoid(beta * x[n, d]) * (1 - sigmoid(beta * x[n, d])),
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("out", (0, 0)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. SiLU는 입력에 자신의 시그모이드를 곱한 함수다. 매끄럽고 꺾인 점이 없다.
# 2. $x$가 두 곳에 있으므로 기울기는 두 항이다. `dx = dout * s * (1 + x * (1 - s))`.
# 3. 음수 쪽에서 −0.278까지 내려갔다가 올라온다. 거기서는 기울기가 음수이기도 하다.
# 4. 기울기는 약 1.100까지 커진다.
# 5. 가장 흔한 실수는 게이트를 상수로 보아 둘째 항을 빠뜨리는 것이다.
#
# **더 읽을거리**
#
# - S. Elfwing, E. Uchibe, K. Doya, [Sigmoid-weighted linear units for neural network function approximation in reinforcement learning](https://arxiv.org/abs/1702.03118), *Neural Networks*, 2018
# - P. Ramachandran, B. Zoph, Q. V. Le, [Searching for activation functions](https://arxiv.org/abs/1710.05941), 2017

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The SiLU is the input times its own sigmoid: smooth, without a kink.
# 2. Since $x$ stands in two places, the slope has two terms: `dx = dout * s * (1 + x * (1 - s))`.
# 3. On the negative side it falls to −0.278 before it rises; there the slope can be negative.
# 4. Slopes are as large as 1.100.
# 5. The commonest mistake is to take the gate as constant and to leave out the second term.
#
# **Further reading**
#
# - S. Elfwing, E. Uchibe, K. Doya, [Sigmoid-weighted linear units for neural network function approximation in reinforcement learning](https://arxiv.org/abs/1702.03118), *Neural Networks*, 2018
# - P. Ramachandran, B. Zoph, Q. V. Le, [Searching for activation functions](https://arxiv.org/abs/1710.05941), 2017
