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
# # ReLU {#relu}
#
# 완전연결층만 쌓아서는 층을 늘려도 소용이 없다. 두 층을 이으면
#
# $$
# (x\,w_1 + b_1)\,w_2 + b_2 = x\,(w_1 w_2) + (b_1 w_2 + b_2)
# $$
#
# 이므로 완전연결층 하나와 같다. 층 사이에 비선형 함수를 끼워야 한다. 그중 가장 간단한 것이 ReLU(rectified linear unit)다.
# 양수는 그대로 보내고 나머지는 0으로 만든다.
#
# 이 페이지에서는 세 가지를 묻는다. ReLU의 역전파(backward pass)는 무엇인가? 미분할 수 없는 0에서는 어떻게 하는가? 그리고 예전에
# 쓰던 시그모이드는 왜 ReLU로 바뀌었는가?

# %% [markdown] lang="en"
# # ReLU {#relu}
#
# Stacking affine layers alone gains nothing. Two of them in a row,
#
# $$
# (x\,w_1 + b_1)\,w_2 + b_2 = x\,(w_1 w_2) + (b_1 w_2 + b_2)
# $$
#
# are one affine layer. A nonlinear function has to stand between them. The simplest such function is the ReLU (rectified
# linear unit): it passes what is positive and sets the rest to 0.
#
# This page asks three things. What is the backward pass of the ReLU? What happens at 0, where it has no derivative? And why did it
# replace the sigmoid, which used to be the usual choice?

# %% tags=["setup"]
from sympy import (
    Derivative,
    HadamardPower,
    Integer,
    KroneckerDelta,
    OneMatrix,
    Rational,
    Symbol,
    hadamard_product,
)

from yudo.derivations.calculus import (
    OFF_THE_KINK,
    Definition,
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
    scalars,
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
# | `x` | (N, d1, …, dk) | 입력 |
# | `out` | `x`와 같다 | 출력 |
# | `dout` | `x`와 같다 | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
# | `dx` | `x`와 같다 | 입력에 대한 그래디언트 |
#
# 원소마다 따로 계산하는 함수이므로 배열이 몇 차원이든 상관없다. 식에서는 (N, D)로 펴 놓고 첨자를 $n$과 $d$ 둘만 쓴다. 첨자는
# NumPy처럼 0부터 센다. $[x > 0]$은 $x$가 양수이면 1, 아니면 0인 지시 함수(indicator)이고, $\circ$는 원소끼리 곱하는 기호다.
#
# 그래디언트는 편미분(partial derivative)을 모은 배열이다. `dx`의 원소는 손실을 `x`의 원소 하나로
# 편미분한 값이다.
#
# 0에서의 관례도 정의의 일부다. **0에서 도함수의 값은 0으로 정한다.**

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, d1, …, dk) | input |
# | `out` | that of `x` | output |
# | `dout` | that of `x` | upstream gradient $\partial L / \partial \mathrm{out}$ |
# | `dx` | that of `x` | gradient with respect to the input |
#
# The function acts on each entry by itself, so the number of axes does not matter. The formulas flatten to (N, D) and use two indices,
# $n$ and $d$, which start at 0 as in NumPy. $[x > 0]$ is the indicator, 1 where $x$ is positive and 0 elsewhere; $\circ$ multiplies
# entry by entry.
#
# A gradient is the array of partial derivatives: an entry of `dx` is that of the loss with respect
# to the same entry of `x`.
#
# The convention at 0 is part of the definition: **at 0 the derivative is taken to be 0.**

# %%
(N,) = sizes("N")
D = flattened_size("D")
n, d, i, j = indices("n d i j")

x = tensor("x", N, D)
out = tensor("out", N, D)
dout = tensor("dout", N, D)

LAYER = Layer(
    stem="relu",
    title=Text("ReLU", "ReLU"),
    summary=Text(
        "양수는 그대로 보내고 나머지는 0으로 만든다.",
        "Passes what is positive and sets the rest to 0.",
    ),
    inputs=(x,),
    upstream=dout,
    uses=("sigmoid",),
    part=Part.NET,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}
#
# 0과 비교하여 큰 쪽을 고르는 일은 입력에 지시 함수를 곱하는 것과 같다. 이렇게 쓰면 미분하기 쉽다.

# %% [markdown] lang="en"
# ### Output {#output}
#
# To take the larger of $x$ and 0 is to multiply $x$ by the indicator. In this form it is easy to differentiate.

# %%
LAYER.result("out", Text("출력", "Output"), out[n, d], relu(x[n, d]), indices=((n, N), (d, D))).by(
    rules.DEFINITION, x[n, d] * step(x[n, d])
).in_matrices(hadamard_product(x.matrix, elementwise(step, x.matrix)), (x,))

# %% [markdown] slot="figure:relu"
# 그림: ReLU와 그 도함수. / Figure: ReLU and its derivative.

# %% [markdown] lang="ko"
# ### np.maximum과 np.max {#maximum}
#
# 코드에서는 이름이 비슷한 두 함수를 구별해야 한다. `np.maximum(x, 0)`은 **원소마다** `x`와 0 가운데 큰 쪽을 고르므로 모양이 그대로다.
# `np.max(x, 0)`은 한 축(axis)을 따라 **가장 큰 값 하나만 남긴다**. 둘째 인자 0은 비교할 값이 아니라 축의 번호다. 그래서 오류도 나지
# 않는다.
#
# ```python
# x = np.array([[1.0, -2.0, 3.0], [-4.0, 5.0, -6.0]])
# np.maximum(x, 0)  # [[1, 0, 3], [0, 5, 0]]
# np.max(x, 0)      # [1, 5, 3]
# ```

# %% [markdown] lang="en"
# ### np.maximum and np.max {#maximum}
#
# Two functions with similar names must be kept apart. `np.maximum(x, 0)` takes the larger of `x` and 0 **for each entry**; the shape
# stays. `np.max(x, 0)` **keeps only the largest value** along an axis: its second argument, 0, is not a value to compare with but the
# number of the axis. So there is no error either.
#
# ```python
# x = np.array([[1.0, -2.0, 3.0], [-4.0, 5.0, -6.0]])
# np.maximum(x, 0)  # [[1, 0, 3], [0, 5, 0]]
# np.max(x, 0)      # [1, 5, 3]
# ```

# %% [markdown] lang="ko"
# ## 입력에 대한 그래디언트 {#gradient}
#
# 위층이 준 `dout`에는 출력보다 위에서 일어난 일이 모두 곱해져 있다. 여기서는 `dout`을 상수로 두고, `dout`과 `out`을 원소끼리 곱해
# 더한 스칼라를 $x_{i,j}$로 미분한다. 출력의 원소 하나는 입력의 원소 하나에만 달려 있으므로 합이 둘 다 사라진다. 마스크 $[x > 0]$이
# 무엇의 부호를 보는지 눈여겨보자.

# %% [markdown] lang="en"
# ## Gradient with respect to the input {#gradient}
#
# Everything that happens above the output is already multiplied into `dout`. Hold `dout` constant, multiply it with `out` entry by
# entry, sum, and differentiate this scalar with respect to $x_{i,j}$. Each entry of the output depends on one entry of the input, so
# both sums disappear. Watch whose sign the mask $[x > 0]$ looks at.

# %%
L = Symbol("L", real=True)
objective = total(dout[n, d] * relu(x[n, d]), (n, N), (d, D))

# %%
LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, D)),
    assumptions=(OFF_THE_KINK,),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, d] * Derivative(relu(x[n, d]), x[i, j]), (n, N), (d, D)),
).by(
    rules.KINK,
    total(dout[n, d] * step(x[n, d]) * KroneckerDelta(n, i) * KroneckerDelta(d, j), (n, N), (d, D)),
).by(
    rules.DELTA_PICKS,
    dout[i, j] * step(x[i, j]),
).in_matrices(hadamard_product(dout.matrix, elementwise(step, x.matrix)), (dout, x))

# %% [markdown] lang="ko"
# ReLU의 역전파는 게이트(gate)처럼 동작한다. 입력이 양수였던 자리에서는 `dout`이 그대로 지나가고, 나머지 자리에서는 막힌다. 게이트를
# 여닫는 것은 순전파의 입력 `x`이지 `dout`이 아니다. `dout`은 음수여도 지나간다. 그래서 캐시(cache)에 담을 것도 `x` 하나다. 출력이
# 양수인 자리와 입력이 양수인 자리는 같으므로 `out`을 담아도 된다.
#
# ### 0에서의 관례 {#kink}
#
# 0은 꺾인 점(kink)이다. 왼쪽 기울기는 0, 오른쪽 기울기는 1이라 미분계수가 없다. 0과 1 사이의 어느 값을 기울기로 하여 꺾인 점을 지나는
# 직선을 그어도 그래프보다 위로 올라가지 않는다. 이런 기울기를 열미분(subgradient)이라 한다. 여기서는 그 가운데 `x > 0`이라는 코드에
# 맞추어 0을 고른다. 이것은 증명할 수 있는 사실이 아니라 관례이므로 도구마다 다르다. `jax.nn.relu`는 0, `jnp.maximum(x, 0)`은 0.5이고,
# SymPy의 `Heaviside(0)`은 1/2이다. 그래서 여기서는 `Heaviside`를 쓰지 않는다.
#
# 입력이 정확히 0인 일은 드물지 않다. 가중치와 편향을 모두 0으로 두고 시작하면 ReLU의 입력은 전부 0이다.

# %% [markdown] lang="en"
# The backward pass of the ReLU is a gate. Where the input was positive, `dout` passes unchanged; elsewhere it is stopped. The gate is
# set by `x`, the input of the forward pass, not by `dout`: a negative `dout` passes as well. So the cache needs `x` and nothing else;
# `out` would work as well, because it is positive exactly where `x` is.
#
# ### The convention at 0 {#kink}
#
# 0 is a kink. The slope on the left is 0 and on the right 1, so there is no derivative. A line through the kink with any slope from 0
# to 1 stays on or below the graph; such a slope is called a subgradient. Of these, 0 is chosen here, to agree with the code `x > 0`.
# That is a convention, not a fact to be proven, and tools differ: `jax.nn.relu` takes 0, `jnp.maximum(x, 0)` takes 0.5, SymPy's
# `Heaviside(0)` is 1/2. That is why `Heaviside` is not used here.
#
# An input of exactly 0 is not rare. Start with all weights and biases at 0 and every input of the ReLU is 0.

# %% [markdown] lang="ko"
# ## 왜 시그모이드 대신 쓰는가 {#why-not-sigmoid}
#
# ReLU가 자리 잡기 전에는 층 사이에 시그모이드를 흔히 넣었다. 층이 깊어지면 아래층이 거의 학습하지 못했는데, 그 까닭은 식에
# 드러난다.
#
# 시그모이드의 출력 $s$는 (0, 1)에 있고 미분은 $s(1-s)$이다(`sigmoid.dx`). 두 인수는 모두 0과 1 사이에 있고 더하면 1이므로, 둘 다
# 클 수는 없다. 곱은 $s = 1/2$일 때 가장 크고 그때도 1/4이다. 출력이 0이나 1에 다가가면 거의 0이 된다. 이것을 포화(saturation)라고
# 한다. 입력이 10이면 미분은 벌써 0.0000454이다.
#
# 연쇄 법칙(chain rule)에 따르면 층을 지날 때마다 이 수가 하나씩 곱해진다. 가중치 없이 시그모이드만 $K$번 잇는 경우를 보자. $a^{(t)}$는
# $t$번 통과한 값, $g^{(t)}$는 그 값을 처음 입력으로 미분한 것이다.

# %% [markdown] lang="en"
# ## Why not the sigmoid {#why-not-sigmoid}
#
# Before the ReLU, the function between the layers was often the sigmoid. In deep nets the lower layers then hardly learned, and the
# formulas show why.
#
# The output $s$ of a sigmoid lies in (0, 1), and its derivative is $s(1-s)$ (`sigmoid.dx`). Both factors lie between 0 and 1 and add up
# to 1, so they cannot both be large. The product is largest at $s = 1/2$, and even there it is 1/4. As the output approaches 0 or 1 it
# almost vanishes: the sigmoid saturates. At an input of 10 the derivative is only 0.0000454.
#
# By the chain rule one such number is multiplied in at every layer. Take $K$ sigmoids in a row, without weights: $a^{(t)}$ is the value
# after $t$ of them, $g^{(t)}$ its derivative with respect to the first input.

# %%
(K,) = sizes("K")
(t,) = indices("t")
a = tensor("a", N, D, layer=t)
g = tensor("g", N, D, layer=t)

chain = (
    Definition(a[0, n, d], x[n, d]),
    Definition(a[t, n, d], sigmoid(a[t - 1, n, d])),
    Definition(g[0, n, d], 1),
    Definition(g[t, n, d], a[t, n, d] * (1 - a[t, n, d]) * g[t - 1, n, d]),
)

# %% [markdown] lang="ko"
# ### 시그모이드 사슬 {#sigmoid-chain}
#
# $t$번째 미분을 하나 앞의 미분으로 나타낸다. 마지막 단계에서 완전제곱식으로 고치면 1/4을 넘지 못한다는 것이 눈에 보인다.

# %% [markdown] lang="en"
# ### A chain of sigmoids {#sigmoid-chain}
#
# Write the derivative after $t$ sigmoids in terms of the one before. In the last step, completing the square shows that the factor
# is at most 1/4.

# %%
quarter, half = Rational(1, 4), Rational(1, 2)
before = sigmoid(a[t - 1, n, d])

LAYER.result(
    "saturation",
    Text("시그모이드 사슬의 그래디언트", "The gradient through a chain of sigmoids"),
    Derivative(a[t, n, d], x[n, d]),
    Derivative(sigmoid(a[t - 1, n, d]), a[t - 1, n, d]) * g[t - 1, n, d],
    indices=((n, N), (d, D)),
    definitions=chain,
    expanded=(),
    layers=(t, K),
    upper_bound=Integer(4) ** (-t),
).by(rules.CHAIN_RULE, before * (1 - before) * g[t - 1, n, d]).by(
    rules.COMPLETE_THE_SQUARE, (quarter - (before - half) ** 2) * g[t - 1, n, d]
).in_matrices(
    hadamard_product(
        quarter * OneMatrix(N, D)
        - HadamardPower(elementwise(sigmoid, a.matrix_at(t - 1)) - half * OneMatrix(N, D), 2),
        g.matrix_at(t - 1),
    ),
    (a, g),
)

# %% [markdown] lang="ko"
# 부등식은 수학적 귀납법으로 나온다. $g^{(0)} = 1$이고, 시그모이드를 하나 지날 때마다 양수이면서 1/4 이하인 수가 곱해진다. 따라서
# $g^{(t-1)}$이 $4^{-(t-1)}$ 이하이면 $g^{(t)}$는 그 1/4인 $4^{-t}$ 이하다. 다음 셀은 이 마지막 등식을 확인한다.

# %% [markdown] lang="en"
# The inequality follows by induction. $g^{(0)} = 1$, and every sigmoid multiplies by a positive number of at most 1/4. So if $g^{(t-1)}$
# is at most $4^{-(t-1)}$, then $g^{(t)}$ is at most a quarter of that, $4^{-t}$. The next cell checks this last equality.

# %%
assert equal(quarter * Integer(4) ** (-(t - 1)), Integer(4) ** (-t))

# %% [markdown] lang="ko"
# 이것이 그래디언트 소실(vanishing gradient)이다. 등호는 포화와 가장 먼 경우, 곧 모든 시그모이드의 입력이 0일 때에만 성립한다. 그러나
# 둘째 시그모이드부터는 입력이 앞 시그모이드의 출력이라 0이 될 수 없으므로 실제 값은 상한보다 더 작다. $x = 0$에서 출발하면 다음과 같다.
#
# | 시그모이드의 수 | 그래디언트 | 상한 |
# | --- | --- | --- |
# | 1 | 0.25 | 0.25 |
# | 2 | 0.0588 | 0.0625 |
# | 5 | 6.76 · 10⁻⁴ | 9.77 · 10⁻⁴ |
# | 10 | 3.88 · 10⁻⁷ | 9.54 · 10⁻⁷ |
# | 20 | 1.27 · 10⁻¹³ | 9.09 · 10⁻¹³ |
#
# ### ReLU에서는 왜 줄어들지 않는가 {#no-shrinking}
#
# ReLU의 도함수는 0과 1 두 값뿐이다. 입력이 모두 양수인 경로에서는 1을 몇 번 곱해도 1이므로, 깊다는 이유만으로 그래디언트가 줄어들지
# 않는다. 입력이 아무리 커도 포화하지 않는다. 대신 경로의 어느 한 곳에서라도 입력이 0 이하이면 그 경로 전체가 막힌다.
#
# 여기까지는 활성화 함수만 본 것이다. 실제 신경망에서는 층마다 가중치도 곱해진다. 시그모이드를 쓰면 1/4 이하인 인수를 큰 가중치로
# 메워야 하는데, 가중치가 크면 입력의 크기도 커져서 다시 포화에 가까워진다. ReLU를 쓰면 경로가 열려 있는 한 가중치만 남는다.
# 그래도 가중치 때문에 그래디언트가 줄거나 커질 수는 있다. ReLU가 깊은 신경망의 학습을 보장하는 것은 아니다.

# %% [markdown] lang="en"
# This is the vanishing gradient. Equality needs the case farthest from saturation, every sigmoid at input 0. But from the second sigmoid
# on, the input is the output of the one before and cannot be 0, so the true value is smaller than the bound. Starting from $x = 0$:
#
# | number of sigmoids | gradient | bound |
# | --- | --- | --- |
# | 1 | 0.25 | 0.25 |
# | 2 | 0.0588 | 0.0625 |
# | 5 | 6.76 · 10⁻⁴ | 9.77 · 10⁻⁴ |
# | 10 | 3.88 · 10⁻⁷ | 9.54 · 10⁻⁷ |
# | 20 | 1.27 · 10⁻¹³ | 9.09 · 10⁻¹³ |
#
# ### Why the ReLU does not shrink it {#no-shrinking}
#
# The derivative of the ReLU is 0 or 1 and nothing else. Along a path on which all inputs are positive, 1 times 1 stays 1 however often:
# depth alone does not shrink the gradient, and no input is so large that the ReLU saturates. On the other hand, a single input of 0 or
# below closes the whole path.
#
# So far this is about the activation alone. In a real net, weights are multiplied in at every layer as well. With sigmoids, large
# weights would have to make up for factors of at most 1/4, but large weights also make the inputs large, which brings saturation back.
# With ReLUs only the weights remain on an open path. They can still shrink or inflate the gradient: the ReLU does not guarantee that a
# deep net learns.

# %% [markdown] lang="ko"
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/relu.py에 있다. / The code is in impl/relu.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 2행 3열의 입력에 일부러 음수와 0을 섞었다. 출력과 `dx`를 직접 적어 보고 아래와 맞추어 보자. `dout`의 음수가 지나가는 자리와
# 양수가 막히는 자리를 찾아보면 게이트가 무엇을 보고 열리는지 분명해진다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# The input has two rows and three columns, with negative numbers and a 0 among them. Write down output and `dx`, then compare. Look
# for a negative `dout` that passes and a positive one that is stopped: they show what the gate looks at.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 3},
    given={x: [[1, -2, 3], [-4, 5, 0]], dout: [[2, 3, -1], [6, -2, 4]]},
    show=[("out", (0, 1)), ("dx", (0, 2), (1, 2))],
)

# %% [markdown] lang="ko"
# $x_{0,2}$는 양수이므로 음수인 `dout`이 그대로 지나갔다. $x_{1,2}$는 정확히 0이다. 0에서의 관례에 따라 `dout`이 4인데도 막혔다.

# %% [markdown] lang="en"
# $x_{0,2}$ is positive, so its negative `dout` passes. $x_{1,2}$ is exactly 0: by the convention at 0, its `dout` of 4 is stopped.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify relu`로 확인한다. / Run `yudo verify relu`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **0과 −0.** 출력은 0이고 `dx`도 0이다. 가장 작은 비정규 수라도 양수이면 `dout`이 지나간다.
# - **수치 미분과 꺾인 점.** 간격이 h = 10⁻⁵인 중심 차분은 입력이 0이면 0.5를, 10⁻⁷이면 0.505를 준다. 차분의 두 점이 꺾인 점의 양쪽에
#   놓이기 때문이다. 도함수는 각각 0(관례)과 1이다. 올바른 코드도 이런 입력에서는 수치 검사를 통과하지 못하므로, 꺾인 점에서 h보다 멀리
#   떨어진 입력으로 검사한다.
# - **NaN.** `x`가 NaN이면 출력도 NaN이라 눈에 띈다. 그러나 NaN > 0은 거짓이므로 `dx`는 0이다. 역전파만 보고 있으면 놓친다.
# - **무한대.** `x`가 +∞이면 출력은 +∞이고 `dout`이 지나간다. −∞이면 둘 다 0이다. 닫힌 자리에 무한대인 `dout`이 오면 0 · ∞라서 `dx`는
#   NaN이 된다.
# - **빈 배열.** 빈 배열은 모양 그대로 빈 배열이 된다. 축이 없는 0차원 배열과 정수 배열은 거절한다.
# - **죽은 ReLU.** 어떤 은닉 유닛의 입력이 모든 표본에서 0 이하이면, 그 유닛으로 들어오는 가중치와 편향에 대한 손실의 그래디언트는
#   0이다. 아래층이 달라져 입력이 바뀌지 않는 한 그 유닛은 다시 학습하지 못한다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **0 and −0.** The output is 0 and so is `dx`. Any positive input lets `dout` through, even the smallest subnormal.
# - **Numerical gradients at the kink.** A central difference with h = 10⁻⁵ gives 0.5 at input 0 and 0.505 at input 10⁻⁷, because its
#   two points lie on either side of the kink. The derivatives are 0 (by convention) and 1. Correct code fails a numerical check at
#   such inputs; test with inputs farther than h from the kink.
# - **NaN.** Where `x` is NaN the output is NaN, which is easy to see. But NaN > 0 is false, so `dx` is 0 there: the backward pass
#   alone does not show it.
# - **Infinity.** For `x` = +∞ the output is +∞ and `dout` passes; for −∞ both are 0. An infinite `dout` at a closed gate gives 0 · ∞,
#   so `dx` is NaN.
# - **Empty arrays.** They give empty arrays of the same shape. Arrays without axes and integer arrays are refused.
# - **Dead ReLUs.** If the input of a unit is 0 or below for every sample, the weights and the bias that feed it get a gradient of 0
#   from the loss. Unless the layers below change its input, the unit does not learn again.

# %% [markdown] lang="ko"
# ## 흔한 실수 {#mistakes}
#
# 먼저 마스크를 잘못 만드는 세 가지다. 틀린 식에서 옳은 식을 뺀 차를 컴퓨터가 구했다. 차가 언제 0이 되는지 보면, 그 실수가 어떤
# 입력에서 숨는지 알 수 있다.

# %% [markdown] lang="en"
# ## Common mistakes {#mistakes}
#
# First three wrong masks. The machine has subtracted the right formula from the wrong one. Where the difference is 0, the mistake
# hides.

# %%
LECTURE.mistake(
    "mask-from-dout",
    "dx",
    Text(
        "`dout * (dout > 0)`처럼 `dout`으로 마스크를 만든다", "A mask from `dout`, as in `dout * (dout > 0)`"
    ),
    wrong=dout[i, j] * step(dout[i, j]),
    symptom=Text("`dx`에 음수가 하나도 없다.", "`dx` has no negative entry at all."),
)

# %%
LECTURE.mistake(
    "no-mask",
    "dx",
    Text(
        "순전파에서 `x[x < 0] = 0`으로 제자리에서(in place) 고치고 역전파에서 `x >= 0`을 쓴다",
        "`x[x < 0] = 0` in place in the forward pass, and `x >= 0` in the backward pass",
    ),
    wrong=dout[i, j],
    symptom=Text(
        "고친 뒤에는 음수가 없으므로 마스크가 전부 참이다. `dx`가 `dout`과 똑같다.",
        "Nothing negative is left, so the mask is true everywhere and `dx` equals `dout`.",
    ),
)

# %%
LECTURE.mistake(
    "mask-at-zero",
    "dx",
    Text("마스크를 `x >= 0`으로 쓴다", "The mask `x >= 0`"),
    wrong=dout[i, j] * (1 - step(-x[i, j])),
    symptom=Text(
        "입력이 정확히 0인 자리만 다르다. 정규분포에서 뽑은 입력으로 검사하면 거의 드러나지 않는다. 관례가 다를 뿐이지만, "
        "한 프로그램 안에서는 하나로 정해야 한다.",
        "It differs only where the input is exactly 0. Inputs drawn from a normal distribution hardly ever show it. "
        "This is another convention, not an error, but a program should keep to one.",
    ),
)

# %% [markdown] lang="ko"
# 나머지는 배열을 다루다가 생기는 실수다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | `np.max(x, 0)`을 쓴다 | 오류 없이 첫째 축이 사라진다. 한참 뒤에야 모양이 맞지 않는다는 오류가 나거나, 브로드캐스팅(broadcasting)되어 그냥 지나간다. |
# | `dout[x <= 0] = 0`으로 `dout`을 고친다 | 같은 `dout`을 쓰는 다른 갈래의 그래디언트까지 0이 된다. |
# | 가중치와 편향을 모두 0으로 초기화한다 | 2층 신경망에서 마지막 편향을 뺀 모든 그래디언트가 정확히 0이다. |

# %% [markdown] lang="en"
# The others come from handling arrays.
#
# | mistake | symptom |
# | --- | --- |
# | `np.max(x, 0)` | The first axis disappears without an error. A shape error comes much later, or broadcasting hides it. |
# | changing `dout` with `dout[x <= 0] = 0` | Another branch that uses the same `dout` has its gradient zeroed as well. |
# | all weights and biases start at 0 | In a two-layer net every gradient but that of the last bias is exactly 0. |

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
        "ReLU를 두 번 잇달아 적용하면 어떻게 되는가? 값과 도함수를 모두 살펴보라.",
        "What happens if a ReLU is applied twice in a row? Consider the value and the derivative.",
    ),
    Text(
        """한 번 적용한 것과 같다. 첫째 ReLU의 출력에는 음수가 없으므로 둘째는 할 일이 없다.

<1>

도함수에서는 마스크가 두 번 곱해지지만, 0과 1은 제곱해도 그대로다.

<2>""",
        """The same as applying it once. The output of the first has nothing negative, so nothing is left for the second to do.

<1>

In the derivative the mask is multiplied in twice, but 0 and 1 are their own squares.

<2>""",
    ),
    lambda: [(relu(relu(u)), relu(u)), (Derivative(relu(relu(u)), u), step(u))],
)

# %%
LECTURE.exercise(
    Text(
        r"ReLU 두 개를 더하거나 빼서 항등함수 $x$와 절댓값 $|x|$를 만들어 보라. $|x|$의 도함수는 0에서 얼마가 되는가?",
        r"Add or subtract two ReLUs to make the identity $x$ and the absolute value $|x|$. What does the derivative of $|x|$ become at 0?",
    ),
    Text(
        r"""양수 부분은 $\operatorname{ReLU}(x)$, 음수 부분의 크기는 $\operatorname{ReLU}(-x)$이다. 빼면 항등함수이고

<1>

더하면 절댓값이다. 절댓값을 미분하면 다음과 같다.

<2>

0에서는 두 지시 함수가 모두 0이므로 값이 0이다. 곧 $\operatorname{sign}(x)$이고, ReLU의 관례에서 저절로 따라 나온다. 은닉 유닛 두 개면
ReLU 층이 입력을 그대로 통과시킬 수 있다는 것도 알 수 있다.""",
        r"""The positive part is $\operatorname{ReLU}(x)$, the size of the negative part $\operatorname{ReLU}(-x)$. Their difference is the identity,

<1>

and their sum the absolute value. Its derivative is

<2>

At 0 both indicators are 0, and so is the derivative: it is $\operatorname{sign}(x)$, which follows from the
convention for the ReLU. It also
shows that two hidden units are enough for a ReLU layer to pass an input through unchanged.""",
    ),
    lambda: [
        (relu(u) - relu(-u), u),
        (Derivative(relu(u) + relu(-u), u), step(u) - step(-u)),
    ],
)

# %%
(alpha,) = scalars("alpha")


def leaky(a):
    return alpha * a + (1 - alpha) * relu(a)


leaking = total(dout[n, d] * leaky(x[n, d]), (n, N), (d, D))

LECTURE.exercise(
    Text(
        r"죽은 ReLU를 피하려고 음수 쪽에도 작은 기울기 $\alpha$를 남긴 것이 leaky ReLU다. 양수에서는 $x$, 음수에서는 $\alpha x$이다. "
        r"ReLU로 이 함수를 나타내고, 입력과 $\alpha$에 대한 그래디언트를 구하라.",
        r"To avoid dead ReLUs, the leaky ReLU keeps a small slope $\alpha$ on the negative side: it is $x$ for positive and $\alpha x$ for "
        r"negative inputs. Write it with a ReLU, and find the gradients with respect to the input and to $\alpha$.",
    ),
    Text(
        r"""$\alpha x + (1 - \alpha) \operatorname{ReLU}(x)$이다. 양수를 넣으면 $x$, 음수를 넣으면 $\alpha x$가 된다. 입력에 대해 미분하면

<1>

이다. 양수인 자리에서는 1배, 나머지 자리에서는 $\alpha$배가 지나가므로 게이트가 완전히 닫히지 않는다. $\alpha$는 모든 원소가 함께 쓰는 수
하나이므로 그래디언트는 합이고, 음수인 자리만 남는다.

<2>""",
        r"""It is $\alpha x + (1 - \alpha) \operatorname{ReLU}(x)$: put in a positive number, then a negative one. The derivative with respect to the input,

<1>

passes `dout` times 1 where the input is positive and times $\alpha$ elsewhere: the gate never closes. All
entries share the one number
$\alpha$, so its gradient is a sum, of which only the negative inputs remain.

<2>""",
    ),
    lambda: [
        (Derivative(leaking, x[i, j]), dout[i, j] * (alpha + (1 - alpha) * step(x[i, j]))),
        (Derivative(leaking, alpha), total(dout[n, d] * x[n, d] * (1 - step(x[n, d])), (n, N), (d, D))),
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dx", (0, 0)), ("dx", (0, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. ReLU는 양수를 그대로 보내고 나머지를 0으로 만든다. `out = np.maximum(x, 0)`.
# 2. 역전파는 게이트처럼 동작한다. `dx = dout * (x > 0)`이다.
# 3. 0에서는 미분할 수 없다. 여기서는 관례에 따라 도함수의 값을 0으로 정한다.
# 4. 열린 게이트는 그래디언트를 줄이지 않는다. 시그모이드를 이어 붙이면 층마다 많아야 1/4이 곱해진다.
# 5. 가장 흔한 실수는 조건을 입력이 아니라 `dout`에 거는 것이다.
#
# **더 읽을거리**
#
# - V. Nair, G. E. Hinton, Rectified linear units improve restricted Boltzmann machines, ICML 2010
# - X. Glorot, A. Bordes, Y. Bengio, [Deep sparse rectifier neural networks](https://proceedings.mlr.press/v15/glorot11a.html), AISTATS 2011
# - [CS231n 강의 노트: 활성화 함수](https://cs231n.github.io/neural-networks-1/)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. ReLU passes positive numbers and replaces the rest by 0: `out = np.maximum(x, 0)`.
# 2. Its backward pass is a gate: `dx = dout * (x > 0)`.
# 3. There is no derivative at 0. By convention it is 0 here.
# 4. An open gate does not shrink the gradient; a chain of sigmoids multiplies it by at most 1/4 per layer.
# 5. The commonest mistake is to put the condition on `dout` and not on the input.
#
# **Further reading**
#
# - V. Nair, G. E. Hinton, Rectified linear units improve restricted Boltzmann machines, ICML 2010
# - X. Glorot, A. Bordes, Y. Bengio, [Deep sparse rectifier neural networks](https://proceedings.mlr.press/v15/glorot11a.html), AISTATS 2011
# - [CS231n notes: activation functions](https://cs231n.github.io/neural-networks-1/)
