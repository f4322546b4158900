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
# # ELU {#elu}
#
# ReLU는 0에서 꺾이고, 음수 쪽에서는 아무것도 내보내지 않는다. ELU(exponential linear unit)는 음수 쪽을 지수함수로 부드럽게 구부린다.
# 입력이 작아질수록 출력은 $-\alpha$에 다가간다. $\alpha = 1$이면 0에서 기울기가 이어져 꺾인 점이 사라진다.
#
# 이 페이지에서는 세 가지를 묻는다. ELU의 역전파(backward pass)는 무엇인가? $\alpha$가 1일 때만 매끄러운 까닭은 무엇인가? 그리고
# `np.exp(x) - 1`로 쓰면 안 되는 까닭은 무엇인가?

# %% [markdown] lang="en"
# # ELU {#elu}
#
# A ReLU is bent at 0 and passes nothing on the negative side. The ELU (exponential linear unit) bends the negative side smoothly, with an
# exponential: the smaller the input, the closer the output comes to $-\alpha$. With $\alpha = 1$ the slopes meet at 0, and the kink is
# gone.
#
# This page asks three things. What is the backward pass of the ELU? Why is it smooth for $\alpha = 1$ alone? And why should one not write
# `np.exp(x) - 1`?

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, OneMatrix, Symbol, exp, hadamard_product, log

from yudo.derivations.calculus import (
    Assumption,
    Layer,
    Lecture,
    Part,
    Text,
    elementwise,
    flattened_size,
    indices,
    relu,
    rules,
    scalar,
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
# | `x` | (N, d1, …, dk) | 입력 |
# | `alpha` | 스칼라 | 음수 쪽에서 출력이 다가가는 값의 크기. 0 이상이고 보통 1이다 |
# | `out` | `x`와 같다 | 출력 |
# | `dout` | `x`와 같다 | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
# | `dx` | `x`와 같다 | 입력에 대한 그래디언트 |
#
# 원소마다 따로 계산하는 함수이므로 배열이 몇 차원이든 상관없다. 식에서는 (N, D)로 펴 놓고 첨자를 $n$과 $d$ 둘만 쓴다. 첨자는
# NumPy처럼 0부터 센다. $[x > 0]$은 $x$가 양수이면 1, 아니면 0인 지시 함수(indicator)다. 그래디언트는 편미분(partial derivative)을 모은
# 배열이다. `dx`의 원소는 손실을 `x`의 원소 하나로 편미분한 값이다.
#
# $\alpha$가 1이 아니면 0에서 꺾인다. **그때 0에서 도함수의 값은 왼쪽 기울기인 $\alpha$로 정한다.**

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, d1, …, dk) | input |
# | `alpha` | scalar | size of what the output approaches on the negative side, at least 0, usually 1 |
# | `out` | that of `x` | output |
# | `dout` | that of `x` | upstream gradient $\partial L / \partial \mathrm{out}$ |
# | `dx` | that of `x` | gradient with respect to the input |
#
# The function acts on each entry by itself, so the number of axes does not matter. The formulas flatten to (N, D) and use two indices,
# $n$ and $d$, which start at 0 as in NumPy. $[x > 0]$ is the indicator, 1 where $x$ is positive and 0 elsewhere. A gradient is the
# array of partial derivatives: an entry of `dx` is that of the loss with respect to the same entry of `x`.
#
# Unless $\alpha$ is 1, there is a kink at 0. **The derivative there is taken to be $\alpha$, the slope on the left.**

# %%
(N,) = sizes("N")
D = flattened_size("D")
n, d, i, j = indices("n d i j")

x = tensor("x", N, D)
alpha = scalar(
    "alpha", says=Text("음수 쪽에서 출력이 다가가는 값의 크기", "size of the limit on the negative side")
)
out = tensor("out", N, D)
dout = tensor("dout", N, D)

LAYER = Layer(
    stem="elu",
    title=Text("ELU", "ELU"),
    summary=Text(
        "양수는 그대로 보내고 나머지는 지수함수로 구부린다.",
        "Passes what is positive and bends the rest with an exponential.",
    ),
    inputs=(x, alpha),
    upstream=dout,
    after=("leaky_relu",),
    part=Part.ACTIVATIONS,
)

KINK = Assumption(
    "off_the_kink",
    Text(
        r"$\alpha$가 1이 아니면 입력이 정확히 0인 점은 미분할 수 없다. 그 점에서는 관례에 따라 도함수의 값을 $\alpha$로 둔다(`x > 0`).",
        r"Unless $\alpha$ is 1, there is no derivative where the input is exactly 0; there it is $\alpha$ by convention (`x > 0`).",
    ),
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}

# %% [markdown] lang="en"
# ### Output {#output}

# %%
bent = alpha * (exp(x[n, d]) - 1)
positive = step(x[n, d])

LAYER.result(
    "out",
    Text("출력", "Output"),
    out[n, d],
    relu(x[n, d]) + bent * (1 - positive),
    indices=((n, N), (d, D)),
).by(rules.DEFINITION, x[n, d] * positive + bent * (1 - positive)).in_matrices(
    hadamard_product(x.matrix, elementwise(step, x.matrix))
    + alpha
    * hadamard_product(
        elementwise(exp, x.matrix) - OneMatrix(N, D), OneMatrix(N, D) - elementwise(step, x.matrix)
    ),
    (x,),
)

# %% [markdown] slot="figure:elu"
# 그림: ELU와 그 도함수. / Figure: the ELU and its derivative.

# %% [markdown] lang="ko"
# 0에서 두 쪽의 값은 모두 0이므로 그래프는 끊기지 않는다. $x$가 작아지면 $e^{x}$이 사라져 출력은 $-\alpha$에 다가간다. 출력에 음수가
# 섞이므로 출력의 평균이 ReLU보다 0에 가깝다.

# %% [markdown] lang="en"
# At 0 both sides have the value 0, so the graph does not jump. As $x$ falls, $e^{x}$ vanishes and the output approaches $-\alpha$. Since some
# outputs are negative, their mean is closer to 0 than that of a ReLU.

# %% [markdown] lang="ko"
# ## 입력에 대한 그래디언트 {#gradient}
#
# `dout`을 상수로 두고, `dout`과 `out`을 원소끼리 곱해 더한 스칼라를 $x_{i,j}$로 미분한다. 지수함수는 미분해도 그대로이므로 음수 쪽의
# 기울기는 $\alpha e^{x}$이다.

# %% [markdown] lang="en"
# ## Gradient with respect to the input {#gradient}
#
# Hold `dout` constant, multiply it with `out` entry by entry, sum, and differentiate this scalar with respect to $x_{i,j}$. The exponential
# is its own derivative, so the slope on the negative side is $\alpha e^{x}$.

# %%
L = Symbol("L", real=True)
value = x[n, d] * positive + bent * (1 - positive)
slope = positive + alpha * exp(x[n, d]) * (1 - positive)
objective = total(dout[n, d] * value, (n, N), (d, D))

# %%
LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, D)),
    assumptions=(KINK,),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, d] * Derivative(value, x[i, j]), (n, N), (d, D)),
).by(
    rules.KINK,
    total(dout[n, d] * slope * KroneckerDelta(n, i) * KroneckerDelta(d, j), (n, N), (d, D)),
).by(
    rules.DELTA_PICKS,
    dout[i, j] * (step(x[i, j]) + alpha * exp(x[i, j]) * (1 - step(x[i, j]))),
).in_matrices(
    hadamard_product(
        dout.matrix,
        elementwise(step, x.matrix)
        + alpha * hadamard_product(elementwise(exp, x.matrix), OneMatrix(N, D) - elementwise(step, x.matrix)),
    ),
    (dout, x),
)

# %% [markdown] lang="ko"
# ### 언제 매끄러운가 {#smooth}
#
# 0에서 오른쪽 기울기는 1이고, 왼쪽 기울기는 $\alpha e^0 = \alpha$다. 둘이 같으려면 $\alpha = 1$이어야 한다. 다른 $\alpha$에서는 ReLU처럼
# 꺾이고, 0에서는 관례가 필요하다.
#
# ### 출력으로 쓴 기울기 {#from-the-output}
#
# 음수 쪽에서 $\mathrm{out} + \alpha = \alpha e^{x}$이므로 기울기를 `out + alpha`로 쓸 수도 있다. 지수를 다시 계산하지 않아 빠르지만,
# 출력이 $-\alpha$에 가까우면 거의 같은 두 수를 빼는 셈이라 유효 숫자를 잃는다. $\alpha = 1$, $x = -40$이면 기울기는 4.2 · 10⁻¹⁸인데
# float64에서 `out + alpha`는 0이다. 이 페이지의 코드는 `x`를 캐시(cache)에 담아 지수를 다시 계산한다.

# %% [markdown] lang="en"
# ### When it is smooth {#smooth}
#
# At 0 the slope on the right is 1 and on the left $\alpha e^0 = \alpha$. They are equal only for $\alpha = 1$. With any other $\alpha$ there
# is a kink, as in the ReLU, and 0 needs a convention.
#
# ### The slope from the output {#from-the-output}
#
# On the negative side $\mathrm{out} + \alpha = \alpha e^{x}$, so the slope can be written as `out + alpha`. That is fast, since no exponential is
# computed again, but where the output is close to $-\alpha$ it subtracts two numbers that are almost equal and loses digits. For
# $\alpha = 1$ and $x = -40$ the slope is 4.2 · 10⁻¹⁸, and `out + alpha` is 0 in float64. The code here caches `x` and computes the
# exponential again.

# %% [markdown] lang="ko"
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/elu.py에 있다. / The code is in impl/elu.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 음수 입력을 $-\log$로 잡으면 $e^{x}$이 분수가 된다. $\alpha = 2$로 두어 꺾인 점도 함께 살펴본다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# With negative inputs of the form $-\log$, $e^{x}$ is a fraction. Here $\alpha = 2$, so that there is a kink as well.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 3},
    given={
        x: [[3, -log(2), 0], [-log(4), 1, -log(8)]],
        alpha: 2,
        dout: [[5, 3, 4], [6, -2, 8]],
    },
    show=[("out", (0, 1)), ("dx", (0, 1), (0, 2))],
)

# %% [markdown] lang="ko"
# $x_{0,2}$는 정확히 0이다. 왼쪽 기울기 2를 쓰기로 했으므로 4이던 `dout`이 8이 되었다. $x_{0,1}$에서 기울기는 $2 \cdot \frac{1}{2} = 1$이다.

# %% [markdown] lang="en"
# $x_{0,2}$ is exactly 0. By convention the slope is 2, that on the left, so its `dout` of 4 becomes 8. At $x_{0,1}$ the slope is
# $2 \cdot \frac{1}{2} = 1$.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify elu`로 확인한다. / Run `yudo verify elu`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **0에 가까운 음수.** `x`가 −1e-10이면 `np.exp(x) - 1`은 −1.00000008e-10이다. 1에 가까운 수에서 1을 빼느라 자릿수를 잃었다.
#   `np.expm1(x)`는 참값 −9.9999999995e-11을 준다.
# - **큰 양수.** `np.where`는 두 쪽을 모두 계산하고 나서 고른다. `x`가 710이면 쓰지도 않을 지수가 오버플로하여 경고가 나온다. 결과는 옳으므로
#   코드는 이 경고를 끈다.
# - **큰 음수.** `x`가 −800이면 출력은 정확히 $-\alpha$이고 기울기는 언더플로하여 0이다.
# - **무한대와 NaN.** +∞의 출력은 +∞, −∞의 출력은 $-\alpha$다. NaN을 넣으면 NaN이 나온다.
# - **빈 배열.** 모양 그대로 빈 배열이 된다. 축이 없는 0차원 배열, 정수 배열, 음수인 `alpha`는 거절한다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **Negative inputs close to 0.** At `x` = −1e-10, `np.exp(x) - 1` is −1.00000008e-10: subtracting 1 from a number close to 1 has cost
#   digits. `np.expm1(x)` gives the true value, −9.9999999995e-11.
# - **Large positive inputs.** `np.where` computes both sides before it chooses. At `x` = 710 the exponential that nobody needs overflows, with
#   a warning. The result is right, so the code silences the warning.
# - **Large negative inputs.** At `x` = −800 the output is exactly $-\alpha$, and the slope underflows to 0.
# - **Infinity and NaN.** The output for +∞ is +∞, that for −∞ is $-\alpha$. NaN gives NaN.
# - **Empty arrays.** They give empty arrays of the same shape. Arrays without axes, integer arrays and a negative `alpha` are refused.

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
    "output-for-slope",
    "dx",
    Text(
        "음수 쪽에 기울기 `out + alpha`가 아니라 출력을 곱한다",
        "The output in place of the slope `out + alpha` on the negative side",
    ),
    wrong=dout[i, j] * (step(x[i, j]) + alpha * (exp(x[i, j]) - 1) * (1 - step(x[i, j]))),
    symptom=Text(
        "음수 쪽에서 기울기가 음수다. ELU는 늘 증가하므로 그럴 수 없다.",
        "On the negative side the slope is negative, which cannot be: the ELU is increasing.",
    ),
)

# %%
LECTURE.mistake(
    "alpha-forgotten",
    "dx",
    Text("음수 쪽의 기울기에서 $\\alpha$를 빠뜨린다", "$\\alpha$ missing in the slope on the negative side"),
    wrong=dout[i, j] * (step(x[i, j]) + exp(x[i, j]) * (1 - step(x[i, j]))),
    symptom=Text(
        "$\\alpha = 1$이면 옳아서 기본값으로 검사하면 보이지 않는다.",
        "For $\\alpha = 1$ it is right, so a check with the default does not show it.",
    ),
)

# %%
LECTURE.mistake(
    "one-forgotten",
    "out",
    Text("음수 쪽에서 1을 빼지 않는다: `alpha * np.exp(x)`", "1 not subtracted: `alpha * np.exp(x)`"),
    wrong=x[n, d] * step(x[n, d]) + alpha * exp(x[n, d]) * (1 - step(x[n, d])),
    symptom=Text(
        "0에서 값이 뛰고 음수가 나오지 않는다. 그래디언트는 옳다.",
        "The value jumps at 0, and no output is negative. The gradient is right.",
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
        r"음수 쪽의 기울기가 $\mathrm{out} + \alpha$와 같음을 보여라.",
        r"Show that the slope on the negative side equals $\mathrm{out} + \alpha$.",
    ),
    Text(
        r"""음수 쪽의 출력 $\alpha(e^{x} - 1)$을 미분한다.

<1>

$\alpha$를 더하면 괄호 안의 1이 없어지기 때문이다.""",
        r"""Differentiate the output on the negative side, $\alpha(e^{x} - 1)$.

<1>

Adding $\alpha$ cancels the 1 in the parentheses.""",
    ),
    lambda: [(Derivative(bent, x[n, d]), bent + alpha)],
)

# %%
LECTURE.exercise(
    Text(
        r"$\alpha$도 학습한다면 $\partial L / \partial \alpha$는 얼마인가?",
        r"If $\alpha$ is learned as well, what is $\partial L / \partial \alpha$?",
    ),
    Text(
        r"""출력은 $\alpha$에 대한 일차식이고 모든 원소가 같은 $\alpha$를 쓰므로 합이 남는다.

<1>

양수 쪽은 기여하지 않는다.""",
        r"""The output is linear in $\alpha$, and all entries share one $\alpha$, so the sum stays.

<1>

The positive side contributes nothing.""",
    ),
    lambda: [
        (
            Derivative(objective, alpha),
            total(dout[n, d] * (exp(x[n, d]) - 1) * (1 - positive), (n, N), (d, D)),
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("out", (0, 1)), ("dx", (1, 0)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. ELU의 기울기는 양수 쪽에서 1, 음수 쪽에서 $\alpha e^{x}$이다. 음수 쪽은 `out + alpha`와 같다.
# 2. $\alpha = 1$일 때만 0에서 매끄럽다. 다른 $\alpha$에서는 0에서 $\alpha$를 쓴다.
# 3. 음수 쪽의 출력은 $-\alpha$보다 작아지지 않는다.
# 4. 지수에서 1을 뺄 때는 `np.expm1`을 쓴다.
# 5. 가장 흔한 실수는 음수 쪽에 기울기 대신 출력을 곱하는 것이다.
#
# **더 읽을거리**
#
# - D.-A. Clevert, T. Unterthiner, S. Hochreiter, [Fast and accurate deep network learning by exponential linear units (ELUs)](https://arxiv.org/abs/1511.07289), *ICLR*, 2016
# - [CS231n 강의 노트: 활성화 함수](https://cs231n.github.io/neural-networks-1/)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The slope of the ELU is 1 on the positive and $\alpha e^{x}$ on the negative side, where it equals `out + alpha`.
# 2. Only for $\alpha = 1$ it is smooth at 0. With any other $\alpha$, the slope at 0 is taken to be $\alpha$.
# 3. On the negative side the output never falls below $-\alpha$.
# 4. To subtract 1 from an exponential, use `np.expm1`.
# 5. The commonest mistake is the output in place of the slope on the negative side.
#
# **Further reading**
#
# - D.-A. Clevert, T. Unterthiner, S. Hochreiter, [Fast and accurate deep network learning by exponential linear units (ELUs)](https://arxiv.org/abs/1511.07289), *ICLR*, 2016
# - [CS231n notes: activation functions](https://cs231n.github.io/neural-networks-1/)
