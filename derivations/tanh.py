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
# # 쌍곡탄젠트(tanh) {#tanh}
#
# 시그모이드의 출력은 언제나 양수다. 그래서 다음 층의 가중치가 받는 그래디언트는 부호가 한쪽으로 몰리기 쉽다. 쌍곡탄젠트(hyperbolic
# tangent, tanh)는 시그모이드와 같은 S자 곡선이지만 출력이 0을 중심으로 −1과 1 사이에 퍼져 있다. 순환 신경망(RNN)과 LSTM은
# 지금도 은닉 상태를 tanh로 만든다.
#
# 이 페이지에서는 세 가지를 묻는다. tanh의 역전파(backward pass)는 어떤 식인가? 시그모이드와는 어떤 관계인가? 그리고 시그모이드보다
# 그래디언트가 덜 줄어드는 까닭은 무엇인가?

# %% [markdown] lang="en"
# # Hyperbolic tangent (tanh) {#tanh}
#
# A sigmoid's outputs are always positive, so the gradients that reach one unit's weights in the next layer tend to share a sign. The
# hyperbolic tangent, tanh, has the same S shape, but its outputs spread around 0, between −1 and 1. Recurrent nets and LSTMs still
# make their hidden states with it.
#
# This page asks three things. What is the backward pass of tanh? How is tanh related to the sigmoid? And why does it shrink gradients
# less than the sigmoid does?

# %% tags=["setup"]
from sympy import (
    Derivative,
    HadamardPower,
    KroneckerDelta,
    OneMatrix,
    Symbol,
    exp,
    hadamard_product,
    log,
    tanh,
)

from yudo.derivations.calculus import (
    Layer,
    Lecture,
    Part,
    Text,
    elementwise,
    equal,
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
# | `out` | `x`와 같다 | 출력. −1과 1 사이의 수 |
# | `dout` | `x`와 같다 | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
# | `dx` | `x`와 같다 | 입력에 대한 그래디언트 |
#
# 원소마다 따로 계산하므로 배열이 몇 차원이든 상관없다. 식에서는 (N, D)로 펴 놓고 첨자를 $n$과 $d$ 둘만 쓴다. 첨자는 NumPy처럼 0부터
# 센다. 그래디언트는 편미분(partial derivative)을 모은 배열이다. `dx`의 원소는 손실을 `x`의 원소 하나로 편미분한 값이다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, d1, …, dk) | input, any real numbers |
# | `out` | that of `x` | output, between −1 and 1 |
# | `dout` | that of `x` | upstream gradient $\partial L / \partial \mathrm{out}$ |
# | `dx` | that of `x` | gradient with respect to the input |
#
# The function acts on each entry by itself, so the number of axes does not matter. The formulas flatten to (N, D) and use two indices,
# $n$ and $d$, which start at 0 as in NumPy. A gradient is the array of partial derivatives: an entry of `dx` is that of the loss with
# respect to the same entry of `x`.

# %%
(N,) = sizes("N")
D = flattened_size("D")
n, d, i, j = indices("n d i j")

x = tensor("x", N, D)
out = tensor("out", N, D)
dout = tensor("dout", N, D)

LAYER = Layer(
    stem="tanh",
    title=Text("쌍곡탄젠트(tanh)", "Hyperbolic tangent"),
    summary=Text(
        "실수를 −1과 1 사이로 보낸다. 시그모이드를 늘이고 옮긴 함수다.",
        "Squashes a real number into (−1, 1): a sigmoid, stretched and shifted.",
    ),
    inputs=(x,),
    upstream=dout,
    after=("sigmoid",),
    part=Part.ACTIVATIONS,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}

# %% [markdown] lang="en"
# ### Output {#output}

# %%
LAYER.result("out", Text("출력", "Output"), out[n, d], tanh(x[n, d]), indices=((n, N), (d, D))).by(
    rules.DEFINITION, (exp(x[n, d]) - exp(-x[n, d])) / (exp(x[n, d]) + exp(-x[n, d]))
).in_matrices(elementwise(tanh, x.matrix), (x,))

# %% [markdown] slot="figure:tanh"
# 그림: 쌍곡탄젠트와 그 도함수. / Figure: the hyperbolic tangent and its derivative.

# %% [markdown] lang="ko"
# $x$가 커지면 $e^{-x}$이 사라져 출력은 1에 다가가고, $x$가 작아지면 $e^{x}$이 사라져 −1에 다가간다. $x = 0$에서는 분자가 0이다. $x$의
# 부호를 바꾸면 분자의 부호만 바뀌므로 tanh는 홀함수다. 입력이 0을 중심으로 고르게 퍼져 있으면 출력의 평균도 0이다. 시그모이드라면
# 1/2이다.

# %% [markdown] lang="en"
# As $x$ grows, $e^{-x}$ vanishes and the output approaches 1; as $x$ falls, $e^{x}$ vanishes and it approaches −1. At $x = 0$ the
# numerator is 0. A change of the sign of $x$ changes only the sign of the numerator: tanh is an odd function. If the inputs are spread
# evenly around 0, the outputs have mean 0. With the sigmoid it would be 1/2.

# %% [markdown] lang="ko"
# ### 시그모이드와의 관계 {#as-a-sigmoid}
#
# 분자와 분모에 $e^{-x}$을 곱하면 지수가 하나만 남는다.
#
# $$
# \tanh x = \frac{1 - e^{-2x}}{1 + e^{-2x}} = \frac{2}{1 + e^{-2x}} - 1 = 2\,\sigma(2x) - 1
# $$
#
# tanh는 시그모이드를 가로로 절반으로 줄이고, 세로로 두 배 늘인 다음, 1만큼 내린 것이다. 그러므로 두 함수 가운데 하나로 할 수 있는 일은
# 앞뒤 층의 가중치와 편향만 고치면 다른 하나로도 할 수 있다. 차이는 학습이 얼마나 잘되는가에 있다. 다음 셀은 이 등식을 컴퓨터로
# 확인한다.

# %% [markdown] lang="en"
# ### Related to the sigmoid {#as-a-sigmoid}
#
# Multiply numerator and denominator by $e^{-x}$, and one exponential is left.
#
# $$
# \tanh x = \frac{1 - e^{-2x}}{1 + e^{-2x}} = \frac{2}{1 + e^{-2x}} - 1 = 2\,\sigma(2x) - 1
# $$
#
# So tanh is the sigmoid, compressed to half its width, stretched to twice its height and moved down by 1. What a net can do with one of
# them it can do with the other, once the weights and biases before and after are adapted. The difference lies in how well it trains.
# The next cell lets the machine check the equality.

# %%
assert equal(tanh(x[n, d]), 2 * sigmoid(2 * x[n, d]) - 1)

# %% [markdown] lang="ko"
# ## 입력에 대한 그래디언트 {#gradient}
#
# `dout`을 상수로 두고, `dout`과 `out`을 원소끼리 곱해 더한 스칼라를 $x_{i,j}$로 미분한다. 몫의 미분법을 쓰면 분자에
# $(e^x + e^{-x})^2 - (e^x - e^{-x})^2$이 남는데, 이것을 분모의 제곱으로 나누면 1에서 출력의 제곱을 뺀 것이 된다.

# %% [markdown] lang="en"
# ## Gradient with respect to the input {#gradient}
#
# Hold `dout` constant, multiply it with `out` entry by entry, sum, and differentiate this scalar with respect to $x_{i,j}$. The quotient
# rule leaves $(e^x + e^{-x})^2 - (e^x - e^{-x})^2$ in the numerator; divided by the square of the denominator, that is one minus the
# square of the output.

# %%
L = Symbol("L", real=True)
objective = total(dout[n, d] * tanh(x[n, d]), (n, N), (d, D))
growing, falling = exp(x[n, d]), exp(-x[n, d])

# %%
LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, D)),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, d] * Derivative(tanh(x[n, d]), x[i, j]), (n, N), (d, D)),
).by(
    rules.PRODUCT_RULE,
    total(
        dout[n, d]
        * ((growing + falling) ** 2 - (growing - falling) ** 2)
        / (growing + falling) ** 2
        * KroneckerDelta(n, i)
        * KroneckerDelta(d, j),
        (n, N),
        (d, D),
    ),
).by(
    rules.NAME,
    total(
        dout[n, d] * (1 - tanh(x[n, d]) ** 2) * KroneckerDelta(n, i) * KroneckerDelta(d, j), (n, N), (d, D)
    ),
).by(rules.DELTA_PICKS, dout[i, j] * (1 - tanh(x[i, j]) ** 2)).in_matrices(
    hadamard_product(dout.matrix, OneMatrix(N, D) - HadamardPower(elementwise(tanh, x.matrix), 2)), (dout, x)
)

# %% [markdown] lang="ko"
# 시그모이드와 마찬가지로 도함수에 출력만 있으면 된다. 그래서 코드는 캐시(cache)에 `out` 하나만 담는다.
#
# ### 시그모이드보다 덜 줄어든다 {#less-shrinking}
#
# 출력의 제곱은 0과 1 사이에 있으므로 기울기도 0과 1 사이에 있다. 가장 클 때는 $x = 0$에서의 1이다. 시그모이드의 기울기는
# 아무리 커도 1/4이었다. 0 근처에서 tanh는 거의 항등함수라서 그래디언트가 거의 그대로 지나간다.
#
# | x | 출력 | 기울기 |
# | --- | --- | --- |
# | 0 | 0 | 1 |
# | 0.5 | 0.462 | 0.786 |
# | 1 | 0.762 | 0.420 |
# | 2 | 0.964 | 0.0707 |
# | 3 | 0.9951 | 0.00987 |
# | 5 | 0.99991 | 0.000182 |
#
# 그렇다고 포화(saturation)가 없어지는 것은 아니다. 절댓값이 큰 입력에서는 시그모이드보다도 빨리 포화한다. 표에서 $x = 3$일 때 기울기는
# 0.00987인데, 시그모이드의 기울기는 $x = 3$에서 0.0452이다. ReLU가 tanh를 대신하게 된 까닭도 여기에 있다. 순환 신경망에서는 사정이 다르다.
# 같은 가중치를 시간 단계마다 되풀이해 쓰므로 출력의 범위가 정해져 있다는 것이 오히려 장점이 된다.

# %% [markdown] lang="en"
# As for the sigmoid, the derivative needs only the output. So the code caches `out` alone.
#
# ### Shrinking less than the sigmoid {#less-shrinking}
#
# The square of the output lies between 0 and 1, hence so does the slope. At its largest, at $x = 0$, it is 1. The slope of the sigmoid
# never exceeded 1/4. Near 0, tanh is almost the identity and lets gradients pass almost unchanged.
#
# | x | output | slope |
# | --- | --- | --- |
# | 0 | 0 | 1 |
# | 0.5 | 0.462 | 0.786 |
# | 1 | 0.762 | 0.420 |
# | 2 | 0.964 | 0.0707 |
# | 3 | 0.9951 | 0.00987 |
# | 5 | 0.99991 | 0.000182 |
#
# That does not do away with saturation. For inputs of large size, tanh saturates even sooner than the sigmoid: at $x = 3$ its slope is
# 0.00987, that of the sigmoid 0.0452. This is why the ReLU replaced it. In a recurrent net things are different: the same weights are
# used again at every time step, and it helps that the outputs are confined.

# %% [markdown] lang="ko"
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/tanh.py에 있다. / The code is in impl/tanh.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 입력을 로그로 잡으면 $e^{x}$이 정수나 분수가 되어 연필로도 정확히 계산할 수 있다. 예를 들어 $x = \log 2$이면
# $(2 - \frac{1}{2}) / (2 + \frac{1}{2}) = \frac{3}{5}$이다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# With inputs that are logarithms, $e^{x}$ is a whole number or a fraction, and a pencil is enough for exact values. For $x = \log 2$, say,
# it is $(2 - \frac{1}{2}) / (2 + \frac{1}{2}) = \frac{3}{5}$.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 3},
    given={
        x: [[0, log(2), -log(2)], [log(3), -log(3), log(5)]],
        dout: [[3, 25, -25], [50, 25, 169]],
    },
    show=[("out", (0, 1)), ("dx", (0, 1))],
)

# %% [markdown] lang="ko"
# $\log 2$와 $-\log 2$에서 출력은 부호만 다르고 기울기는 16/25로 같다. 기울기에는 출력의 제곱만 들어가기 때문이다. 음수 출력을 제곱하지
# 않으면 무슨 일이 생기는지는 아래 ‘흔한 실수’에서 본다.

# %% [markdown] lang="en"
# At $\log 2$ and $-\log 2$ the outputs differ only in sign, and the slopes are both 16/25, because only the square of the output enters. What
# happens when a negative output is not squared is shown below, among the common mistakes.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify tanh`로 확인한다. / Run `yudo verify tanh`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **절댓값이 큰 입력.** `x`가 20이면 출력이 정확히 1로 반올림되고(float32에서는 10) `dx`는 0이 된다. `np.tanh`는 아무리 큰 입력에도
#   경고하지 않는다.
# - **정의대로 쓴 코드.** $(e^x - e^{-x}) / (e^x + e^{-x})$을 그대로 옮기면 `x`가 710일 때 지수가 오버플로하여 ∞/∞, 곧 NaN이 된다.
#   float32에서는 89에서 그렇다.
# - **아주 작은 입력.** $2\,\sigma(2x) - 1$로 계산하면 0 근처에서 유효 숫자를 잃는다. `x`가 1e-10일 때 참값은 1e-10이지만
#   1.00000008e-10이 나온다. 1/2에 아주 가까운 수에서 1/2을 빼는 셈이기 때문이다.
# - **무한대와 NaN.** ±∞에서는 출력이 ±1이고 `dx`는 0이다. NaN을 넣으면 NaN이 나온다.
# - **빈 배열.** 모양 그대로 빈 배열이 되고, 축이 없는 0차원 배열은 거절한다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **Inputs of large size.** At `x` = 20 (10 in float32) the output rounds to exactly 1, and `dx` is 0. `np.tanh` never warns, however
#   large the input.
# - **Code that follows the definition.** $(e^x - e^{-x}) / (e^x + e^{-x})$ taken literally overflows at `x` = 710 to ∞/∞, which is NaN. In
#   float32 it happens at 89.
# - **Very small inputs.** Computed as $2\,\sigma(2x) - 1$ it loses digits near 0. At `x` = 1e-10 the true value is 1e-10, but the result is
#   1.00000008e-10: it amounts to subtracting 1/2 from a number very close to 1/2.
# - **Infinity and NaN.** At ±∞ the output is ±1 and `dx` is 0. NaN gives NaN.
# - **Empty arrays.** They give empty arrays of the same shape; an array without axes is refused.

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
    "input-for-output",
    "dx",
    Text(
        "`dx = dout * (1 - x**2)`처럼 출력 자리에 입력을 넣는다",
        "The input in place of the output: `dx = dout * (1 - x**2)`",
    ),
    wrong=dout[i, j] * (1 - x[i, j] ** 2),
    symptom=Text(
        "`x`의 절댓값이 1보다 크면 기울기가 음수다. 늘 증가하는 함수의 기울기가 음수일 수는 없다. 0 근처에서는 거의 맞아서 눈에 띄지 않는다.",
        "Where `x` is larger than 1 in size the slope is negative, which the slope of an increasing function cannot be. Near 0 it is almost "
        "right and goes unnoticed.",
    ),
)

# %%
LECTURE.mistake(
    "square-forgotten",
    "dx",
    Text("출력의 제곱을 빠뜨린다: `1 - out`", "The square of the output is forgotten: `1 - out`"),
    wrong=dout[i, j] * (1 - tanh(x[i, j])),
    symptom=Text(
        "출력이 음수이면 기울기가 1보다 크다. 0과 1 두 값에 가까운 출력에서는 옳아 보인다.",
        "For a negative output the slope exceeds 1. For outputs close to 0 or 1 it looks right.",
    ),
)

# %%
LECTURE.mistake(
    "slope-of-sigmoid",
    "dx",
    Text(
        "시그모이드의 기울기 `out * (1 - out)`을 그대로 가져온다",
        "The slope of the sigmoid, `out * (1 - out)`, taken over",
    ),
    wrong=dout[i, j] * tanh(x[i, j]) * (1 - tanh(x[i, j])),
    symptom=Text(
        "0에서 기울기가 1이 아니라 0이고, 출력이 음수이면 기울기도 음수다.",
        "At 0 the slope is 0 and not 1, and for a negative output it is negative.",
    ),
)

# %%
LECTURE.mistake(
    "no-upstream",
    "dx",
    Text("`dout`을 곱하지 않는다", "Forgetting `dout`"),
    wrong=1 - tanh(x[i, j]) ** 2,
    symptom=Text(
        "`dx`가 모두 0 이상이다. `dout`이 모두 1인 검사로는 찾을 수 없다.",
        "No entry of `dx` is negative. A check in which `dout` is 1 throughout does not find it.",
    ),
)

# %% [markdown] lang="ko"
# 다음 실수는 식만 보아서는 드러나지 않는다.
#
# - **tanh를 두 번 적용한다.** 캐시에 담긴 것이 이미 `out`인데 `1 - np.tanh(cache)**2`를 계산하는 경우다. 입력을 담았을 때만 옳다.
# - **출력을 제자리에서 고친다.** 캐시와 출력은 같은 배열이다. 다음 층이 `out`을 제자리에서 바꾸면 역전파도 틀린다.

# %% [markdown] lang="en"
# Others do not show in the formula.
#
# - **tanh applied twice.** The cache holds `out` already, and the code computes `1 - np.tanh(cache)**2`. That is right only if the input
#   was cached.
# - **The output changed in place.** Cache and output are the same array. If the next layer changes `out` in place, the backward pass is
#   wrong, too.

# %% [markdown] lang="ko"
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
u = x[n, d]

LECTURE.exercise(
    Text(
        r"$\tanh x = 2\,\sigma(2x) - 1$과 시그모이드의 도함수를 써서 tanh의 도함수를 다시 구하라.",
        r"Find the derivative of tanh once more, from $\tanh x = 2\,\sigma(2x) - 1$ and the derivative of the sigmoid.",
    ),
    Text(
        r"""바깥의 2와 안쪽의 2가 모두 앞으로 나와 4가 곱해진다.

<1>

여기에 $\sigma(2x) = \frac{1}{2}(1 + \tanh x)$를 넣으면 합과 차의 곱이 된다.

<2>

시그모이드의 기울기 1/4에 4를 곱했으니 0에서 기울기는 1이다.""",
        r"""The 2 outside and the 2 inside both come out in front, which makes 4.

<1>

Insert $\sigma(2x) = \frac{1}{2}(1 + \tanh x)$, and a sum times a difference is left.

<2>

Four times the slope 1/4 of the sigmoid: at 0 the slope is 1.""",
    ),
    lambda: [
        (Derivative(2 * sigmoid(2 * u) - 1, u), 4 * sigmoid(2 * u) * (1 - sigmoid(2 * u))),
        (4 * sigmoid(2 * u) * (1 - sigmoid(2 * u)), (1 + tanh(u)) * (1 - tanh(u))),
    ],
)

# %%
LECTURE.exercise(
    Text(
        r"역함수를 구하라. 출력이 $a$였다면 입력은 얼마였는가? $-1 < a < 1$이다.",
        r"Find the inverse: if the output was $a$, with $-1 < a < 1$, what was the input?",
    ),
    Text(
        r"""$a = 2\,\sigma(2x) - 1$이므로 $\sigma(2x) = \frac{1 + a}{2}$다. 로짓을 취하고 2로 나눈다.

$$
x = \frac{1}{2} \log \frac{1 + a}{1 - a}
$$

출력에 넣어 확인한다.

<1>""",
        r"""From $a = 2\,\sigma(2x) - 1$ follows $\sigma(2x) = \frac{1 + a}{2}$. Take the logit and halve it:

$$
x = \frac{1}{2} \log \frac{1 + a}{1 - a}
$$

To check, insert the output.

<1>""",
    ),
    lambda: [(log((1 + tanh(u)) / (1 - tanh(u))), 2 * u)],
)

# %%
LECTURE.exercise(
    Text(
        r"기울기의 기울기, 곧 $\tanh$의 이계도함수를 구하고 그 부호로 곡선이 어디에서 볼록한지 말하라.",
        r"Find the second derivative of $\tanh$. What does its sign say about where the curve bends upwards?",
    ),
    Text(
        r"""$1 - \tanh^2 x$를 연쇄 법칙으로 미분한다.

<1>

뒤에 곱한 수는 언제나 양수이므로 부호는 $-\tanh x$를 따른다. $x < 0$에서는 아래로 볼록하고 $x > 0$에서는 위로 볼록하다. 0은 변곡점이며
기울기는 거기에서 가장 크다.""",
        r"""Differentiate $1 - \tanh^2 x$ with the chain rule.

<1>

The last factor is always positive, so the sign is that of $-\tanh x$: the curve bends upwards for $x < 0$ and
downwards for $x > 0$. 0 is the
point of inflection, and there the slope is largest.""",
    ),
    lambda: [(Derivative(1 - tanh(u) ** 2, u), -2 * tanh(u) * (1 - tanh(u) ** 2))],
)

# %% tags=["setup"]
LECTURE.drill(("out", (0, 1)), ("dx", (0, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. tanh의 도함수는 출력만으로 쓸 수 있다. `dx = dout * (1 - out**2)`.
# 2. 기울기는 입력이 0일 때 1로 가장 크다. 시그모이드의 1/4보다 네 배 크다.
# 3. tanh는 홀함수이고 출력은 0을 중심으로 퍼져 있다. $\tanh x = 2\,\sigma(2x) - 1$이다.
# 4. 입력의 절댓값이 크면 tanh도 포화한다.
# 5. 가장 흔한 실수는 출력 자리에 입력을 넣는 것과 제곱을 빠뜨리는 것이다.
#
# **더 읽을거리**
#
# - Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller, Efficient BackProp, in *Neural Networks: Tricks of the Trade*, Springer, 1998, 4.4절
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, 6.3.2절
# - [CS231n 강의 노트: 활성화 함수](https://cs231n.github.io/neural-networks-1/)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The derivative of tanh needs only its output: `dx = dout * (1 - out**2)`.
# 2. The slope is largest at input 0, where it is 1: four times the 1/4 of the sigmoid.
# 3. tanh is odd, and its outputs spread around 0; $\tanh x = 2\,\sigma(2x) - 1$.
# 4. For inputs of large size, tanh saturates as well.
# 5. The commonest mistakes are the input in place of the output, and a forgotten square.
#
# **Further reading**
#
# - Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller, Efficient BackProp, in *Neural Networks: Tricks of the Trade*, Springer, 1998, section 4.4
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, section 6.3.2
# - [CS231n notes: activation functions](https://cs231n.github.io/neural-networks-1/)
