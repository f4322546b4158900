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
# # GELU {#gelu}
#
# ReLU는 입력이 양수인지에 따라 1이나 0을 곱한다. 이 결정을 동전 던지기로 바꾸어 보자. 입력이 클수록 1을 곱할 확률이 커진다. 표준정규분포를
# 따르는 수가 $x$보다 작을 확률 $\Phi(x)$로 1을 곱하고 나머지 확률로 0을 곱하면, 곱한 값의 기댓값은 $x\,\Phi(x)$다. 이것이
# GELU(Gaussian error linear unit)다. BERT와 GPT를 비롯한 많은 트랜스포머가 쓴다.
#
# $\Phi$는 초등함수로 쓸 수 없다. 그래서 정확한 식과 함께 tanh로 가깝게 쓴 식도 흔히 쓰고, 이 페이지는 두 식을 모두 다룬다. 세 가지를 묻는다.
# 두 식의 역전파(backward pass)는 무엇인가? 상수 0.044715와 $\sqrt{2/\pi}$는 무엇을 하는가? 그리고 두 식은 얼마나 다른가?

# %% [markdown] lang="en"
# # GELU {#gelu}
#
# A ReLU multiplies its input by 1 or by 0, depending on its sign. Let a coin decide instead, one that is the more in favour of 1 the larger the
# input is: multiply by 1 with the probability $\Phi(x)$ that a standard normal number lies below $x$, and by 0 otherwise. The expected
# product is $x\,\Phi(x)$. This is the GELU (Gaussian error linear unit), used in BERT, in GPT and in many other transformers.
#
# No elementary function is $\Phi$. So two forms are in use, the exact one and one with tanh that comes close, and this page has both. Three questions:
# what are their backward passes? What do the constants 0.044715 and $\sqrt{2/\pi}$ do? And how far apart are the two?

# %% tags=["setup"]
from sympy import (
    Derivative,
    KroneckerDelta,
    OneMatrix,
    Rational,
    Symbol,
    erf,
    exp,
    hadamard_product,
    pi,
    sqrt,
    tanh,
)

from yudo.derivations.calculus import (
    Definition,
    Layer,
    Lecture,
    Part,
    Text,
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
# | `out` | `x`와 같다 | 출력 |
# | `dout` | `x`와 같다 | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
# | `dx` | `x`와 같다 | 입력에 대한 그래디언트 |
# | `out_exact`, `dx_exact` | `x`와 같다 | 정확한 식의 출력과 그래디언트 |
#
# 원소마다 따로 계산하므로 배열이 몇 차원이든 상관없다. 식에서는 (N, D)로 펴 놓고 첨자를 $n$과 $d$ 둘만 쓴다. 첨자는 NumPy처럼 0부터
# 센다. 그래디언트는 편미분(partial derivative)을 모은 배열이다. `dx`의 원소는 손실을 `x`의 원소 하나로 편미분한 값이다.
#
# **관례.** 두 식이 모두 GELU라고 불린다. `out`과 `dx`는 tanh로 쓴 식의 것이다. PyTorch에서는 `gelu(x, approximate="tanh")`이고, JAX의 기본값이며,
# BERT와 GPT-2가 처음 공개한 코드가 이 식을 쓴다. `out_exact`와 `dx_exact`는 $x\,\Phi(x)$의 것이다. PyTorch의 기본값이고 JAX에서는
# `approximate=False`다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, d1, …, dk) | input, any real numbers |
# | `out` | that of `x` | output |
# | `dout` | that of `x` | upstream gradient $\partial L / \partial \mathrm{out}$ |
# | `dx` | that of `x` | gradient with respect to the input |
# | `out_exact`, `dx_exact` | that of `x` | output and gradient of the exact form |
#
# The function acts on each entry by itself, so the number of axes does not matter. The formulas flatten to (N, D) and use two indices,
# $n$ and $d$, which start at 0 as in NumPy. A gradient is the array of partial derivatives: an entry of `dx` is that of the loss with
# respect to the same entry of `x`.
#
# **Conventions.** Both forms are called GELU. `out` and `dx` belong to the form with tanh: `gelu(x, approximate="tanh")` in PyTorch, the default of JAX,
# and what the published code of BERT and GPT-2 computes. `out_exact` and `dx_exact` belong to $x\,\Phi(x)$, the default of PyTorch, and
# `approximate=False` in JAX.

# %%
(N,) = sizes("N")
D = flattened_size("D")
n, d, i, j = indices("n d i j")

x = tensor("x", N, D)
out = tensor("out", N, D)
dout = tensor("dout", N, D)
u = tensor("u", N, D, says=Text("GELU에서 tanh에 들어가는 값", "in the GELU, what tanh is applied to"))
gate = tensor("gate", N, D, says=Text("입력에 곱하는 게이트", "gate that multiplies the input"))
slope = tensor("slope", N, D, says=Text("$u$의 도함수", "derivative of $u$"))
Phi = tensor(
    "Phi",
    N,
    D,
    says=Text(
        "표준정규분포를 따르는 수가 입력보다 작을 확률",
        "probability that a standard normal number lies below the input",
    ),
)
phi = tensor(
    "phi", N, D, says=Text("표준정규분포의 확률 밀도", "density of the standard normal distribution")
)

LAYER = Layer(
    stem="gelu",
    title=Text("GELU", "GELU"),
    summary=Text(
        "입력에 정규분포의 확률과 가까운 게이트를 곱한다. 트랜스포머의 활성화 함수다.",
        "The input times a gate close to a normal probability: the activation of transformers.",
    ),
    inputs=(x,),
    upstream=dout,
    uses=("sigmoid",),
    after=("silu", "tanh"),
    part=Part.ACTIVATIONS,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}
#
# 다항식 $u$에 tanh를 씌우면 −1과 1 사이의 수가 된다. 1을 더하고 2로 나누어 0과 1 사이로 옮긴 것이 게이트(gate)이고, 출력은 입력에 게이트를
# 곱한 것이다.

# %% [markdown] lang="en"
# ### Output {#output}
#
# Applied to the polynomial $u$, tanh gives a number between −1 and 1. Add 1 and halve it, and it lies between 0 and 1: this is the gate. The
# output is the input times the gate.

# %%
CUBIC = Rational(44715, 10**6)
GATED = (
    Definition(u[n, d], sqrt(2 / pi) * (x[n, d] + CUBIC * x[n, d] ** 3)),
    Definition(gate[n, d], (1 + tanh(u[n, d])) / 2),
)

LAYER.result(
    "out",
    Text("출력", "Output"),
    out[n, d],
    x[n, d] * gate[n, d],
    indices=((n, N), (d, D)),
    definitions=GATED,
).in_matrices(hadamard_product(x.matrix, gate.matrix), (x, gate))

# %% [markdown] slot="figure:gelu"
# 그림: GELU와 그 도함수. / Figure: the GELU and its derivative.

# %% [markdown] lang="ko"
# 모양은 [SiLU](silu.md#silu)와 닮았다. 음수 쪽에서 조금 내려갔다가 올라오는데, 더 좁고 얕다. 가장 낮은 곳은 $x \approx -0.752$이고 거기서 출력은
# 약 −0.170이다.
#
# ### 게이트는 시그모이드다 {#sigmoid}
#
# 닮은 까닭이 있다. $\tanh u = 2\,\sigma(2u) - 1$이므로 게이트는 $\sigma(2u)$다. GELU는 시그모이드에 $x$ 대신 $2u$를 넣은 SiLU인 셈이다.
# 코드는 이 식으로 게이트를 계산한다. $u$가 음수이고 절댓값이 크면 $1 + \tanh u$는 거의 같은 두 수의 차라서 유효 숫자를 잃지만
# $\sigma(2u)$는 잃지 않기 때문이다. $x = -8$에서 $1 + \tanh u$로 계산하면 출력이 0이고, $\sigma(2u)$로 계산하면 −3.1 · 10⁻²¹이다. 다음 셀은
# 등식을 컴퓨터로 확인한다.

# %% [markdown] lang="en"
# The shape resembles that of the [SiLU](silu.md#silu): it dips a little on the negative side before it rises, in a narrower and shallower
# way. It is lowest at $x \approx -0.752$, where it is about −0.170.
#
# ### The gate is a sigmoid {#sigmoid}
#
# The likeness has a reason. From $\tanh u = 2\,\sigma(2u) - 1$ it follows that the gate is $\sigma(2u)$: a GELU is a SiLU whose sigmoid gets $2u$
# instead of $x$. The code computes the gate in this form. For negative $u$ of large size, $1 + \tanh u$ is a difference of two numbers that are
# almost equal and loses its digits, which $\sigma(2u)$ does not. At $x = -8$ the output is 0 if computed from $1 + \tanh u$, and −3.1 · 10⁻²¹ if
# computed from $\sigma(2u)$. The next cell lets the machine check the equality.

# %%
assert equal((1 + tanh(u[n, d])) / 2, sigmoid(2 * u[n, d]))

# %% [markdown] lang="ko"
# ### 정확한 식 {#exact}
#
# $\Phi(x)$는 표준정규분포의 밀도를 $-\infty$부터 $x$까지 적분한 값이다. 밀도는 $\phi$로 쓴다. 이 적분은 오차함수(error function)
# $\operatorname{erf}(z) = \frac{2}{\sqrt{\pi}} \int_0^z e^{-t^2}\,\mathrm{d}t$로 나타낸다. 종 모양의 왼쪽 절반이 $\frac{1}{2}$을 내고, 0부터 $x$까지의 나머지가
# $t = s / \sqrt{2}$로 치환하면 $\frac{1}{2}\operatorname{erf}\left(x / \sqrt{2}\right)$가 된다.

# %% [markdown] lang="en"
# ### The exact form {#exact}
#
# $\Phi(x)$ is the integral of the standard normal density, written $\phi$, from $-\infty$ to $x$. It is expressed by the error function,
# $\operatorname{erf}(z) = \frac{2}{\sqrt{\pi}} \int_0^z e^{-t^2}\,\mathrm{d}t$. The left half of the bell gives $\frac{1}{2}$, and the rest, from 0 to $x$,
# becomes $\frac{1}{2}\operatorname{erf}\left(x / \sqrt{2}\right)$ with the substitution $t = s / \sqrt{2}$.

# %%
NORMAL = Definition(Phi[n, d], (1 + erf(x[n, d] / sqrt(2))) / 2)

LAYER.result(
    "out_exact",
    Text("정확한 식의 출력", "Output of the exact form"),
    out[n, d],
    x[n, d] * Phi[n, d],
    indices=((n, N), (d, D)),
    definitions=(NORMAL,),
).in_matrices(hadamard_product(x.matrix, Phi.matrix), (x, Phi))

# %% [markdown] lang="ko"
# **음수 쪽의 유효 숫자.** 여기서도 $1 + \operatorname{erf}(z)$는 $z$가 음수이고 절댓값이 크면 거의 같은 두 수의 차다. $x = -8$에서 그대로 계산하면
# 출력이 −4.9 · 10⁻¹⁵이고, $x = -10$에서는 0이다. 참값은 −5.0 · 10⁻¹⁵와 −7.6 · 10⁻²³이다. 그래서 코드는 나머지를 바로 구하는 함수
# $\operatorname{erfc}(z) = 1 - \operatorname{erf}(z)$를 쓴다. erf가 홀함수이므로 $\Phi(x) = \frac{1}{2}\operatorname{erfc}\left(-x / \sqrt{2}\right)$다. NumPy에는 erf도 erfc도
# 없어서 파이썬의 `math.erfc`를 원소마다 부른다. SciPy에는 `scipy.special.erfc`가 있다.
#
# ### 두 식은 얼마나 다른가 {#difference}
#
# 두 출력의 차는 어디에서도 0.00048을 넘지 않고, $x \approx \pm 2.70$에서 가장 크다. 기울기의 차는 0.00087을 넘지 않고, $x \approx \pm 2.02$에서 가장 크다.
# 음수 쪽 먼 곳에서는 둘 다 0에 가깝지만 비율은 크게 다르다. $x = -5$에서 정확한 식은 약 −1.43 · 10⁻⁶이고 tanh로 쓴 식은 −2.29 · 10⁻⁷이다.
#
# 어느 쪽을 쓸지는 신경망이 정한다. 새로 학습한다면 어느 쪽이든 좋고, 학습된 가중치를 가져온다면 학습할 때 쓴 식을 그대로 쓴다. 다른 식으로 실행하면 출력이
# 조금 달라진다. 특히 순전파(forward pass)와 역전파는 같은 식을 써야 한다. 섞어 쓰면 순전파가 계산한 함수의 그래디언트가 아니다.

# %% [markdown] lang="en"
# **Digits on the negative side.** Here too, $1 + \operatorname{erf}(z)$ is a difference of two numbers that are almost equal where $z$ is negative and large.
# Computed like that, the output is −4.9 · 10⁻¹⁵ at $x = -8$ and 0 at $x = -10$. The true values are −5.0 · 10⁻¹⁵ and −7.6 · 10⁻²³. So the code
# uses the function that gives the rest directly, $\operatorname{erfc}(z) = 1 - \operatorname{erf}(z)$. As erf is odd,
# $\Phi(x) = \frac{1}{2}\operatorname{erfc}\left(-x / \sqrt{2}\right)$. NumPy has neither erf nor erfc; the code calls Python's `math.erfc` for every entry. SciPy
# has `scipy.special.erfc`.
#
# ### How far apart the two are {#difference}
#
# The two outputs nowhere differ by more than 0.00048, most at $x \approx \pm 2.70$; the slopes by no more than 0.00087, most at $x \approx \pm 2.02$.
# Far on the negative side both are close to 0, but in proportion they are far apart: at $x = -5$ the exact form is about −1.43 · 10⁻⁶, the form with
# tanh −2.29 · 10⁻⁷.
#
# Which one to use is for the net to say. For training from scratch either will do. Weights that somebody has trained want the form that they were trained
# with, and give slightly other outputs with the other. Above all, forward and backward pass must use the same form: mixed, the gradient is
# not that of the function that the forward pass computes.

# %% [markdown] lang="ko"
# ## 입력에 대한 그래디언트 {#gradient}
#
# 먼저 tanh로 쓴 식을 미분한다. $x$는 두 곳에 있다. 게이트를 지나는 값이기도 하고, $u$를 거쳐 게이트를 여는 값이기도 하다. 그러므로 곱의 미분법에 따라 두 항이 나온다. 게이트를
# 미분할 때는 두 기울기를 곱한다. 하나는 $\frac{1}{2}(1 - \tanh^2 u)$인데, 게이트로 쓰면 $2\,\mathrm{gate}\,(1 - \mathrm{gate})$다. 다른 하나는 $u$의
# 도함수이고 여기서는 slope라고 부른다.
#
# $$
# \mathrm{slope} = \sqrt{\frac{2}{\pi}} \left(1 + 3 \cdot 0.044715\,x^2\right)
# $$

# %% [markdown] lang="en"
# ## Gradient with respect to the input {#gradient}
#
# First the form with tanh. Here $x$ stands in two places: it is what passes the gate, and through $u$ it is what opens the gate. So the product rule gives two terms. The
# derivative of the gate is a product of two slopes. One is $\frac{1}{2}(1 - \tanh^2 u)$, which in terms of the gate is
# $2\,\mathrm{gate}\,(1 - \mathrm{gate})$. The other is the derivative of $u$, called slope here:
#
# $$
# \mathrm{slope} = \sqrt{\frac{2}{\pi}} \left(1 + 3 \cdot 0.044715\,x^2\right)
# $$

# %%
L = Symbol("L", real=True)
AT_SLOPE = Definition(slope[n, d], sqrt(2 / pi) * (1 + 3 * CUBIC * x[n, d] ** 2))
objective = total(dout[n, d] * x[n, d] * gate[n, d], (n, N), (d, D))

# %%
LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, D)),
    definitions=(*GATED, AT_SLOPE),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, d] * Derivative(x[n, d] * gate[n, d], x[i, j]), (n, N), (d, D)),
).by(
    rules.PRODUCT_RULE,
    total(
        dout[n, d]
        * (
            gate[n, d] * KroneckerDelta(n, i) * KroneckerDelta(d, j)
            + x[n, d] * Derivative(gate[n, d], x[i, j])
        ),
        (n, N),
        (d, D),
    ),
).by(
    rules.CHAIN_RULE,
    total(
        dout[n, d]
        * (gate[n, d] + 2 * x[n, d] * gate[n, d] * (1 - gate[n, d]) * slope[n, d])
        * KroneckerDelta(n, i)
        * KroneckerDelta(d, j),
        (n, N),
        (d, D),
    ),
).by(
    rules.DELTA_PICKS,
    dout[i, j] * (gate[i, j] + 2 * x[i, j] * gate[i, j] * (1 - gate[i, j]) * slope[i, j]),
).in_matrices(
    hadamard_product(
        dout.matrix,
        gate.matrix
        + 2 * hadamard_product(x.matrix, gate.matrix, OneMatrix(N, D) - gate.matrix, slope.matrix),
    ),
    (dout, gate, x, slope),
)

# %% [markdown] lang="ko"
# 첫째 항은 게이트를 지나는 값의 기여이고, 둘째 항은 $x$가 커지면서 게이트가 더 열리는 데서 오는 기여다. 기울기는 $x \approx 1.42$에서 약 1.129로
# 가장 크고, $x \approx -1.42$에서 약 −0.129로 가장 작다. SiLU보다 범위가 조금 넓다.
#
# | x | 출력 | 기울기 |
# | --- | --- | --- |
# | −3 | −0.00364 | −0.0116 |
# | −1 | −0.159 | −0.0830 |
# | 0 | 0 | 0.5 |
# | 1 | 0.841 | 1.083 |
# | 2 | 1.955 | 1.086 |
# | 3 | 2.996 | 1.012 |
#
# 기울기에는 $x$와 게이트가 모두 있으므로 캐시(cache)에 둘을 담는다. `out`만으로는 알 수 없다. 출력이 −0.1인 입력은 두 개이고, 그 두 곳의 기울기는
# 부호까지 다르다.

# %% [markdown] lang="en"
# The first term is what passes the gate, the second what comes from the gate opening further as $x$ grows. The slope is largest at $x \approx 1.42$,
# about 1.129, and smallest at $x \approx -1.42$, about −0.129: a slightly wider range than that of the SiLU.
#
# | x | output | slope |
# | --- | --- | --- |
# | −3 | −0.00364 | −0.0116 |
# | −1 | −0.159 | −0.0830 |
# | 0 | 0 | 0.5 |
# | 1 | 0.841 | 1.083 |
# | 2 | 1.955 | 1.086 |
# | 3 | 2.996 | 1.012 |
#
# Both $x$ and the gate enter the slope, so both are cached. `out` alone is not enough: two inputs have the output −0.1, and at these two even the
# signs of the slopes differ.

# %% [markdown] lang="ko"
# ### 정확한 식의 그래디언트 {#gradient-exact}
#
# 곱의 미분법까지는 같고, 게이트의 기울기가 더 간단하다. $\Phi$는 밀도 $\phi$를 적분한 것이므로 도함수가 $\phi$다.

# %% [markdown] lang="en"
# ### Gradient of the exact form {#gradient-exact}
#
# Up to the product rule it is the same, and the slope of the gate is simpler: $\Phi$ is the integral of the density $\phi$, so its derivative is $\phi$.

# %%
DENSITY = Definition(phi[n, d], exp(-(x[n, d] ** 2) / 2) / sqrt(2 * pi))
objective_exact = total(dout[n, d] * x[n, d] * Phi[n, d], (n, N), (d, D))

# %%
LAYER.result(
    "dx_exact",
    Text("정확한 식의 입력에 대한 그래디언트", "Gradient of the exact form with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(objective_exact, x[i, j]),
    indices=((i, N), (j, D)),
    definitions=(NORMAL, DENSITY),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, d] * Derivative(x[n, d] * Phi[n, d], x[i, j]), (n, N), (d, D)),
).by(
    rules.PRODUCT_RULE,
    total(
        dout[n, d]
        * (
            Phi[n, d] * KroneckerDelta(n, i) * KroneckerDelta(d, j) + x[n, d] * Derivative(Phi[n, d], x[i, j])
        ),
        (n, N),
        (d, D),
    ),
).by(
    rules.ERROR_FUNCTION,
    total(
        dout[n, d] * (Phi[n, d] + x[n, d] * phi[n, d]) * KroneckerDelta(n, i) * KroneckerDelta(d, j),
        (n, N),
        (d, D),
    ),
).by(
    rules.DELTA_PICKS,
    dout[i, j] * (Phi[i, j] + x[i, j] * phi[i, j]),
).in_matrices(
    hadamard_product(dout.matrix, Phi.matrix + hadamard_product(x.matrix, phi.matrix)),
    (dout, Phi, x, phi),
)

# %% [markdown] lang="ko"
# 4단계에서 $\frac{1}{2} \cdot \frac{2}{\sqrt{\pi}}\,e^{-(x / \sqrt{2})^2} \cdot \frac{1}{\sqrt{2}}$은 $\phi$로 정리된다. 기울기는 $x = \sqrt{2}$에서 약 1.129로 가장 크고
# $x = -\sqrt{2}$에서 약 −0.129로 가장 작다. tanh로 쓴 식과 거의 같은 자리, 거의 같은 값이다.

# %% [markdown] lang="en"
# In step 4, $\frac{1}{2} \cdot \frac{2}{\sqrt{\pi}}\,e^{-(x / \sqrt{2})^2} \cdot \frac{1}{\sqrt{2}}$ collects to $\phi$. The slope is largest at $x = \sqrt{2}$, about 1.129,
# and smallest at $x = -\sqrt{2}$, about −0.129: almost the same places and almost the same values as for the form with tanh.

# %% [markdown] lang="ko"
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/gelu.py에 있다. / The code is in impl/gelu.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# $\sqrt{2/\pi} \approx 0.7979$가 있어서 연필과 함께 계산기가 있어야 한다. 0이 아닌 입력의 값은 반올림했다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# With $\sqrt{2/\pi} \approx 0.7979$ in it, a calculator has to help the pencil. The values for inputs other than 0 are rounded.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 2},
    given={
        x: [[0, 1], [-1, 2]],
        dout: [[2, 10], [10, -1]],
    },
    show=[
        (u, (0, 1)),
        (gate, (0, 1)),
        ("out", (0, 1), (1, 0)),
        (slope, (0, 1)),
        ("dx", (0, 0), (0, 1), (1, 0)),
        (Phi, (0, 1)),
        (phi, (0, 1)),
        ("out_exact", (0, 1)),
        ("dx_exact", (0, 1)),
    ],
)

# %% [markdown] lang="ko"
# 1과 −1에서 출력의 차는 1이다. `dout`이 똑같이 10이므로 `dx`의 두 값을 더하면 10이다. 곧 두 기울기의 합은 1이다. 까닭은 둘째 연습 문제에 있다.

# %% [markdown] lang="en"
# The outputs at 1 and −1 differ by 1. Both have a `dout` of 10, and their entries of `dx` add up to 10: the two slopes add up to 1. The second exercise
# tells why.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}
#
# 정확한 식의 두 결과에는 Rocq의 명제가 없다. 오차함수는 적분인데 이론에는 아직 적분이 없다. `math.erfc`의 오차가 얼마를 넘지 않는다는 것은
# [한계를 구할 때의 가정](../accuracy.md#assumptions)에 들어 있다.

# %% [markdown] lang="en"
# ## Evidence {#evidence}
#
# The two results of the exact form have no statement in Rocq: the error function is an integral, and the theory has none yet. How far off
# `math.erfc` may be is among [what the bounds assume](../accuracy.md#assumptions).

# %% [markdown] slot="evidence"
# `yudo verify gelu`로 확인한다. / Run `yudo verify gelu`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **절댓값이 큰 입력.** `x`가 7.1보다 크면 float64에서 게이트가 1로 반올림되어 출력은 `x`이고 기울기는 1이다. −21.2보다 작으면 게이트가 0이고, 참값은
#   10⁻³⁰⁶보다 작다. float32에서는 각각 5와 −10.1이다. 정확한 식에서는 8.3과 −38.5이고, float32에서 5.5와 −14.2다.
# - **오버플로.** float64에서 절댓값이 10¹⁰³을 넘으면(float32에서는 10¹³) $x^3$이 무한대가 된다. 게이트는 그래도 1이나 0으로 옳고, 코드는 이 경고를 끈다. 역전파는
#   $x^2$보다 먼저 $1 - \mathrm{gate}$와 게이트를 곱한다. 순서가 거꾸로라면 무한대에 0을 곱해 NaN이 나온다. 정확한 식에서는 $x^2$이 무한대라도
#   밀도 $e^{-\infty} = 0$이 옳다.
# - **음의 무한대.** 정의대로 쓰면 −∞에 0을 곱하게 되어 NaN이 나온다. 극한은 0이다. 이 페이지의 코드도 NaN을 내놓는다. 신경망에 무한대가
#   나왔다는 사실을 숨기지 않기 위해서다.
# - **빈 배열.** 모양 그대로 빈 배열이 된다. 축이 없는 0차원 배열과 정수 배열은 거절한다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **Inputs of large size.** For `x` above 7.1 the gate is rounded to 1 in float64; the output is `x` and the slope is 1. Below −21.2 the gate is 0, where
#   the true value is smaller than 10⁻³⁰⁶. In float32 these are 5 and −10.1. For the exact form they are 8.3 and −38.5, in float32 5.5 and −14.2.
# - **Overflow.** For inputs larger than 10¹⁰³ in size in float64 (10¹³ in float32) $x^3$ is infinite. The gate is right nevertheless, 1 or 0, and the
#   code silences the warning. The backward pass multiplies by the gate and $1 - \mathrm{gate}$ before it multiplies by $x^2$: the other way round
#   infinity times 0 would give NaN. In the exact form $x^2$ may be infinite, and the density $e^{-\infty} = 0$ is right.
# - **Negative infinity.** The definition multiplies −∞ by 0, which gives NaN; the limit is 0. The code here gives NaN as well, so as not to
#   hide that infinity has turned up in a net.
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
    wrong=dout[i, j] * gate[i, j],
    symptom=Text(
        "0에서는 옳고, 절댓값이 큰 입력에서도 거의 옳다. 기울기가 음수가 되지 않는다.",
        "At 0 it is right, and almost right for inputs of large size. No slope is negative.",
    ),
)

# %%
LECTURE.mistake(
    "inner-slope-forgotten",
    "dx",
    Text("연쇄 법칙에서 $u$의 도함수를 곱하지 않는다", "The derivative of $u$ missing from the chain rule"),
    wrong=dout[i, j] * (gate[i, j] + 2 * x[i, j] * gate[i, j] * (1 - gate[i, j])),
    symptom=Text(
        "$x \\approx \\pm 1.37$에서는 옳다. 그보다 0에 가까우면 둘째 항이 너무 크고, 멀면 너무 작다.",
        "At $x \\approx \\pm 1.37$ it is right. Closer to 0 the second term is too large, further out too small.",
    ),
)

# %%
LECTURE.mistake(
    "two-forgotten",
    "dx",
    Text(
        "게이트의 기울기를 $\\mathrm{gate}\\,(1 - \\mathrm{gate})$로 두고 2를 빠뜨린다",
        "The gate's slope taken as $\\mathrm{gate}\\,(1 - \\mathrm{gate})$, without the 2",
    ),
    wrong=dout[i, j] * (gate[i, j] + x[i, j] * gate[i, j] * (1 - gate[i, j]) * slope[i, j]),
    symptom=Text(
        "시그모이드에 들어가는 것은 $u$가 아니라 $2u$다. 기울기가 1.04를 넘지 않는다.",
        "What enters the sigmoid is $2u$ and not $u$. No slope exceeds 1.04.",
    ),
)

# %%
LECTURE.mistake(
    "half-forgotten",
    "out",
    Text("2로 나누지 않는다: `x * (1 + np.tanh(u))`", "Not halved: `x * (1 + np.tanh(u))`"),
    wrong=2 * x[n, d] * gate[n, d],
    symptom=Text(
        "양수 쪽에서 출력이 입력의 두 배에 가깝다. 층을 거듭할수록 값이 커진다.",
        "On the positive side the output is close to twice the input. Values grow from layer to layer.",
    ),
)

# %%
LECTURE.mistake(
    "forms-mixed",
    "dx",
    Text(
        "순전파는 tanh로, 역전파는 $\\Phi + x\\,\\phi$로 쓴다",
        "tanh in the forward pass, $\\Phi + x\\,\\phi$ in the backward pass",
    ),
    wrong=dout[i, j] * ((1 + erf(x[i, j] / sqrt(2))) / 2 + x[i, j] * exp(-(x[i, j] ** 2) / 2) / sqrt(2 * pi)),
    symptom=Text(
        "오차가 0.00087을 넘지 않는다. 허용 오차가 넉넉한 검사는 통과하고, 손실도 줄어든다.",
        "No error exceeds 0.00087: a check with ample tolerance lets it pass, and the loss goes down all the same.",
    ),
)

# %%
LECTURE.mistake(
    "density-forgotten",
    "dx_exact",
    Text("정확한 식에서 $x\\,\\phi$를 빠뜨린다", "$x\\,\\phi$ left out of the exact form"),
    wrong=dout[i, j] * Phi[i, j],
    symptom=Text(
        "게이트를 상수로 본 것이다. 0에서만 옳고, 오차는 $x = \\pm 1$에서 0.242로 가장 크다.",
        "The gate is taken as constant. It is right at 0 alone; the error is largest at $x = \\pm 1$, 0.242.",
    ),
)

# %%
LECTURE.mistake(
    "root-forgotten",
    "out_exact",
    Text("erf에 $x / \\sqrt{2}$가 아니라 $x$를 넣는다", "erf given $x$ instead of $x / \\sqrt{2}$"),
    wrong=x[n, d] * (1 + erf(x[n, d])) / 2,
    symptom=Text(
        "게이트가 $\\Phi(\\sqrt{2}\\,x)$가 되어 너무 빨리 열린다. 출력의 오차가 0.085를 넘지 않아 학습은 된다.",
        "The gate is $\\Phi(\\sqrt{2}\\,x)$ and opens too fast. No output is off by more than 0.085, so the net learns all the same.",
    ),
)

# %% [markdown] lang="ko"
# 다음 실수는 작아서 눈에 띄지 않는다.
#
# - **$x^3$을 미분할 때 3을 빠뜨린다.** `1 + 3 * 0.044715 * x**2`가 아니라 `1 + 0.044715 * x**2`를 곱하는 경우다. 기울기의 오차는 $x \approx \pm 1.6$에서 가장 큰데 그래도 0.031을
#   넘지 않는다. 허용 오차가 넉넉한 검사는 통과한다.

# %% [markdown] lang="en"
# The following mistake is small and goes unnoticed.
#
# - **The 3 forgotten in the derivative of $x^3$.** The code multiplies by `1 + 0.044715 * x**2` instead of `1 + 3 * 0.044715 * x**2`. The slope is
#   most wrong at $x \approx \pm 1.6$, by less than 0.031, and a check with ample tolerance lets it pass.

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
        r"왜 하필 $\sqrt{2/\pi}$인가? $x = 0$에서 게이트의 기울기를 구하고 정규분포의 밀도 $\phi(0) = 1 / \sqrt{2\pi}$과 비교하라.",
        r"Why $\sqrt{2/\pi}$ of all numbers? Find the slope of the gate at $x = 0$ and compare it with the normal density $\phi(0) = 1 / \sqrt{2\pi}$.",
    ),
    Text(
        r"""곱의 미분법과 연쇄 법칙에서 나온 둘째 항에서 $x$를 뺀 것이 게이트의 기울기다.

<1>

$x = 0$에서 게이트는 $\frac{1}{2}$이고 slope는 $\sqrt{2/\pi}$이므로 게이트의 기울기는 $\frac{1}{2}\sqrt{2/\pi} = 1/\sqrt{2\pi}$이다. $\Phi$의 도함수가 $\phi$이므로, 0에서 게이트와 $\Phi$는 값뿐 아니라 기울기도 같다. 0.044715는 나머지 차이를 줄인다.""",
        r"""The slope of the gate is the second term of the gradient without its $x$.

<1>

At $x = 0$ the gate is $\frac{1}{2}$ and slope is $\sqrt{2/\pi}$, so the slope of the gate is $\frac{1}{2}\sqrt{2/\pi} = 1/\sqrt{2\pi}$. As the derivative of $\Phi$ is $\phi$, gate and $\Phi$ agree at 0 in their slopes, not only in their values. The 0.044715 makes the rest of the difference small.""",
    ),
    lambda: [
        (Derivative(gate[n, d], x[n, d]), 2 * gate[n, d] * (1 - gate[n, d]) * slope[n, d]),
    ],
    definitions=(*GATED, AT_SLOPE),
)

# %%
at = Symbol("u", real=True)

LECTURE.exercise(
    Text(
        r"$x$의 부호를 바꾸면 $u$의 부호도 바뀐다. 이것으로 $x$와 $-x$에서의 출력의 차를 구하고, 두 기울기의 합을 구하라.",
        r"A change of the sign of $x$ changes that of $u$. Use this to find the difference of the outputs at $x$ and $-x$, and the sum of the two slopes.",
    ),
    Text(
        r"""게이트는 $\sigma(2u)$이므로 $-x$에서의 게이트는 1에서 $x$에서의 게이트를 뺀 것이다.

<1>

따라서 출력의 차는 $x\,\mathrm{gate} + x\,(1 - \mathrm{gate}) = x$다. 양변을 미분하면 두 기울기의 합은 언제나 1이다.""",
        r"""The gate is $\sigma(2u)$, so the gate at $-x$ is 1 minus the gate at $x$.

<1>

So the difference of the outputs is $x\,\mathrm{gate} + x\,(1 - \mathrm{gate}) = x$. Differentiate both sides: the two slopes always add up to 1.""",
    ),
    lambda: [(sigmoid(-2 * at), 1 - sigmoid(2 * at))],
)

# %%
LECTURE.exercise(
    Text(
        r"정확한 식의 기울기는 어디에서 가장 크고 어디에서 가장 작은가? 밀도의 도함수를 구한 다음 $\Phi + x\,\phi$를 미분하라.",
        r"Where is the slope of the exact form largest, and where smallest? Find the derivative of the density, then differentiate $\Phi + x\,\phi$.",
    ),
    Text(
        r"""연쇄 법칙에 따라 밀도의 도함수는 다음과 같다.

<1>

$\Phi$의 도함수가 $\phi$이므로 기울기의 도함수에는 $\phi$가 두 번 나온다.

<2>

$\phi$는 언제나 양수이므로 부호는 $2 - x^2$이 정한다. 기울기는 $-\sqrt{2}$까지 작아지고, $\sqrt{2}$까지 커졌다가 다시 작아진다.""",
        r"""By the chain rule, the derivative of the density is

<1>

The derivative of $\Phi$ is $\phi$, so the derivative of the slope has $\phi$ twice:

<2>

As $\phi$ is always positive, the sign is that of $2 - x^2$. The slope falls up to $-\sqrt{2}$, rises up to $\sqrt{2}$ and falls again.""",
    ),
    lambda: [
        (Derivative(phi[n, d], x[n, d]), -x[n, d] * phi[n, d]),
        (Derivative(Phi[n, d] + x[n, d] * phi[n, d], x[n, d]), (2 - x[n, d] ** 2) * phi[n, d]),
    ],
    definitions=(NORMAL, DENSITY),
)

# %% tags=["setup"]
LECTURE.drill(("dx", (0, 0)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. GELU는 입력에 게이트를 곱한 함수이고, 게이트는 정규분포의 확률 $\Phi(x)$에 가깝다.
# 2. $x$가 두 곳에 있으므로 기울기는 두 항이다. 게이트의 기울기에는 $u$의 도함수까지 곱한다.
# 3. tanh로 쓴 식과 $\Phi$로 쓴 식은 다른 함수다. 출력의 차가 0.00048을 넘지 않더라도 순전파와 역전파는 같은 식을 써야 한다.
# 4. 게이트를 $\sigma(2u)$로, $\Phi$를 erfc로 계산하면 음수 쪽에서 유효 숫자를 잃지 않는다.
# 5. 가장 흔한 실수는 연쇄 법칙에서 곱할 것을 하나 빠뜨리는 것이다.
#
# **더 읽을거리**
#
# - D. Hendrycks, K. Gimpel, [Gaussian error linear units (GELUs)](https://arxiv.org/abs/1606.08415), 2016

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The GELU is the input times a gate, and the gate is close to the normal probability $\Phi(x)$.
# 2. Since $x$ stands in two places, the slope has two terms. The slope of the gate has the derivative of $u$ as a factor.
# 3. The form with tanh and the form with $\Phi$ are two functions. Their outputs differ by no more than 0.00048, yet forward and backward pass must use
#    the same one.
# 4. Computed as $\sigma(2u)$, the gate keeps its digits on the negative side, and so does $\Phi$ computed with erfc.
# 5. The commonest mistake is to leave out a factor of the chain rule.
#
# **Further reading**
#
# - D. Hendrycks, K. Gimpel, [Gaussian error linear units (GELUs)](https://arxiv.org/abs/1606.08415), 2016
