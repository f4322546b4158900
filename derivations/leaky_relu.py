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
# # 누수 ReLU(leaky ReLU) {#leaky_relu}
#
# ReLU는 음수를 모두 0으로 만든다. 어떤 은닉 유닛의 입력이 모든 표본에서 음수가 되면 그 유닛은 그래디언트를 받지 못하고, 그래서 다시
# 살아나지도 못한다. 누수 ReLU(leaky ReLU)는 음수를 막는 대신 작은 수 $\alpha$를 곱해 조금 흘려보낸다. 이름은 여기에서 왔다.
#
# 이 페이지에서는 세 가지를 묻는다. 누수 ReLU의 역전파(backward pass)는 무엇인가? 꺾인 점인 0에서는 어떻게 하는가? 그리고 $\alpha$도
# 학습하려면 무엇이 더 필요한가?

# %% [markdown] lang="en"
# # Leaky ReLU {#leaky_relu}
#
# A ReLU sets everything negative to 0. If the input of a hidden unit becomes negative for every sample, the unit gets no gradient, so
# it cannot recover either. A leaky ReLU does not stop what is negative but lets a little of it through: it multiplies it by a small
# number $\alpha$. Hence the name.
#
# This page asks three things. What is the backward pass of a leaky ReLU? What happens at 0, the kink? And what else is needed to
# learn $\alpha$ as well?

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, OneMatrix, Rational, Symbol, hadamard_product

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
# | `alpha` | 스칼라 | 음수 쪽의 기울기. 0 이상이고 보통 0.01이다 |
# | `out` | `x`와 같다 | 출력 |
# | `dout` | `x`와 같다 | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
# | `dx` | `x`와 같다 | 입력에 대한 그래디언트 |
#
# 원소마다 따로 계산하는 함수이므로 배열이 몇 차원이든 상관없다. 식에서는 (N, D)로 펴 놓고 첨자를 $n$과 $d$ 둘만 쓴다. 첨자는
# NumPy처럼 0부터 센다. $[x > 0]$은 $x$가 양수이면 1, 아니면 0인 지시 함수(indicator)다. 그래디언트는 편미분(partial derivative)을 모은
# 배열이다. `dx`의 원소는 손실을 `x`의 원소 하나로 편미분한 값이다.
#
# 0에서의 관례도 정의의 일부다. **0에서 도함수의 값은 $\alpha$로 정한다.**

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, d1, …, dk) | input |
# | `alpha` | scalar | slope on the negative side, at least 0, usually 0.01 |
# | `out` | that of `x` | output |
# | `dout` | that of `x` | upstream gradient $\partial L / \partial \mathrm{out}$ |
# | `dx` | that of `x` | gradient with respect to the input |
#
# The function acts on each entry by itself, so the number of axes does not matter. The formulas flatten to (N, D) and use two indices,
# $n$ and $d$, which start at 0 as in NumPy. $[x > 0]$ is the indicator, 1 where $x$ is positive and 0 elsewhere. A gradient is the
# array of partial derivatives: an entry of `dx` is that of the loss with respect to the same entry of `x`.
#
# The convention at 0 is part of the definition: **at 0 the derivative is taken to be $\alpha$.**

# %%
(N,) = sizes("N")
D = flattened_size("D")
n, d, i, j = indices("n d i j")

x = tensor("x", N, D)
alpha = scalar("alpha", says=Text("음수 쪽의 기울기", "slope on the negative side"))
out = tensor("out", N, D)
dout = tensor("dout", N, D)

LAYER = Layer(
    stem="leaky_relu",
    title=Text("누수 ReLU", "Leaky ReLU"),
    summary=Text(
        "양수는 그대로 보내고 나머지에는 작은 수를 곱한다.",
        "Passes what is positive and multiplies the rest by a small number.",
    ),
    inputs=(x, alpha),
    upstream=dout,
    after=("relu",),
    part=Part.ACTIVATIONS,
)

KINK = Assumption(
    "off_the_kink",
    Text(
        r"입력이 정확히 0인 점은 미분할 수 없다. 그 점에서는 관례에 따라 도함수의 값을 $\alpha$로 둔다(`x > 0`).",
        r"Where the input is exactly 0 there is no derivative; there it is $\alpha$ by convention (`x > 0`).",
    ),
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}
#
# 양수 쪽과 음수 쪽을 ReLU 둘로 나누어 쓰고, 둘을 지시 함수로 바꾸어 합친다.

# %% [markdown] lang="en"
# ### Output {#output}
#
# Write the positive and the negative side as two ReLUs, then put them together with the indicator.

# %%
slope = alpha + (1 - alpha) * step(x[n, d])

LAYER.result(
    "out",
    Text("출력", "Output"),
    out[n, d],
    relu(x[n, d]) - alpha * (relu(x[n, d]) - x[n, d]),
    indices=((n, N), (d, D)),
).by(rules.DEFINITION, x[n, d] * step(x[n, d]) + alpha * x[n, d] * (1 - step(x[n, d]))).by(
    rules.CANCEL, x[n, d] * slope
).in_matrices(
    hadamard_product(x.matrix, alpha * OneMatrix(N, D) + (1 - alpha) * elementwise(step, x.matrix)), (x,)
)

# %% [markdown] slot="figure:leaky_relu"
# 그림: 누수 ReLU와 그 도함수. / Figure: the leaky ReLU and its derivative.

# %% [markdown] lang="ko"
# $\alpha = 0$이면 ReLU이고 $\alpha = 1$이면 항등함수다. 책에는 흔히 $\max(x, \alpha x)$라고 적혀 있다. $\alpha \le 1$이면 같은
# 말이지만, $\alpha$가 1보다 크면 두 쪽이 뒤바뀐다. 이 페이지의 정의는 $\alpha$가 얼마이든 음수 쪽에 $\alpha$를 곱한다.

# %% [markdown] lang="en"
# With $\alpha = 0$ it is a ReLU, with $\alpha = 1$ the identity. Books often write $\max(x, \alpha x)$. That is the same for
# $\alpha \le 1$; for an $\alpha$ above 1 it exchanges the two sides. The definition here multiplies the negative side by $\alpha$,
# whatever $\alpha$ is.

# %% [markdown] lang="ko"
# ## 입력에 대한 그래디언트 {#gradient}
#
# `dout`을 상수로 두고, `dout`과 `out`을 원소끼리 곱해 더한 스칼라를 $x_{i,j}$로 미분한다. 출력의 원소 하나는 입력의 원소 하나에만
# 달려 있으므로 합이 둘 다 사라진다.

# %% [markdown] lang="en"
# ## Gradient with respect to the input {#gradient}
#
# Hold `dout` constant, multiply it with `out` entry by entry, sum, and differentiate this scalar with respect to $x_{i,j}$. Each entry
# of the output depends on one entry of the input, so both sums disappear.

# %%
L = Symbol("L", real=True)
objective = total(dout[n, d] * x[n, d] * slope, (n, N), (d, D))

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
    total(dout[n, d] * Derivative(x[n, d] * slope, x[i, j]), (n, N), (d, D)),
).by(
    rules.KINK,
    total(dout[n, d] * slope * KroneckerDelta(n, i) * KroneckerDelta(d, j), (n, N), (d, D)),
).by(
    rules.DELTA_PICKS,
    dout[i, j] * (alpha + (1 - alpha) * step(x[i, j])),
).in_matrices(
    hadamard_product(dout.matrix, alpha * OneMatrix(N, D) + (1 - alpha) * elementwise(step, x.matrix)),
    (dout, x),
)

# %% [markdown] lang="ko"
# ReLU의 게이트(gate)는 열려 있거나 닫혀 있다. 여기서는 닫히는 대신 $\alpha$만큼 열려 있다. 입력이 양수였던 자리에서는 `dout`이 그대로
# 지나가고, 나머지 자리에서는 $\alpha$배가 되어 지나간다. 어느 쪽인지는 순전파의 입력 `x`가 정하므로 캐시(cache)에는 `x`와
# $\alpha$를 담는다. $\alpha$가 0보다 크면 출력과 입력의 부호가 같으니 `out`을 담아도 된다.
#
# ### 살아나는 유닛 {#alive}
#
# 입력이 모두 음수인 유닛도 $\alpha$배의 그래디언트를 받는다. 느리지만 움직일 수 있다. 다만 음수 쪽만 지나는 경로에서는 층마다
# $\alpha$가 곱해진다. $\alpha = 0.01$이면 세 층 만에 백만분의 1이 된다. 죽지 않는다는 것과 잘 학습된다는 것은 다른 이야기다.
#
# ### 0에서의 관례 {#kink}
#
# 0에서 왼쪽 기울기는 $\alpha$, 오른쪽 기울기는 1이다. 여기서는 `x > 0`이라는 코드에 맞추어 $\alpha$를 고른다. PyTorch와 TensorFlow도
# 그렇게 한다. `jax.nn.leaky_relu`는 `x >= 0`을 쓰므로 0에서 1이다. 둘 다 열미분(subgradient)이어서 어느 쪽도 틀린 것은 아니다.

# %% [markdown] lang="en"
# The gate of a ReLU was open or shut. Here it is never shut but left open by $\alpha$. Where the input was positive, `dout` passes
# unchanged; elsewhere it passes multiplied by $\alpha$. Which of the two is decided by `x`, the input of the forward pass, so the cache
# holds `x` and $\alpha$. If $\alpha$ is above 0, output and input have the same sign, and `out` would do as well.
#
# ### Units that recover {#alive}
#
# Even a unit whose inputs are all negative gets $\alpha$ times its gradient. It moves, if slowly. But along a path that stays on the
# negative side, $\alpha$ is multiplied in at every layer: with $\alpha = 0.01$, three layers leave a millionth. Not being dead is one
# thing, training well is another.
#
# ### The convention at 0 {#kink}
#
# At 0 the slope on the left is $\alpha$ and on the right 1. To agree with the code `x > 0`, $\alpha$ is chosen here, as in PyTorch and
# TensorFlow. `jax.nn.leaky_relu` tests `x >= 0`, so it takes 1 at 0. Both are subgradients, so neither is wrong.

# %% [markdown] lang="ko"
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/leaky_relu.py에 있다. / The code is in impl/leaky_relu.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 계산하기 쉽도록 $\alpha = 1/10$로 두었다. 출력과 `dx`를 직접 적어 보고 아래와 맞추어 보자.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# To keep the numbers simple, $\alpha = 1/10$. Write down output and `dx`, then compare.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 3},
    given={
        x: [[2, -30, 0], [-10, 5, -20]],
        alpha: Rational(1, 10),
        dout: [[3, 20, 10], [-30, -2, 40]],
    },
    show=[("out", (0, 1)), ("dx", (0, 1), (0, 2))],
)

# %% [markdown] lang="ko"
# $x_{0,2}$는 정확히 0이다. 0에서의 관례에 따라 10이던 `dout`이 1이 되었다. $x_{1,1}$에서는 음수인 `dout`이 그대로 지나갔다.

# %% [markdown] lang="en"
# $x_{0,2}$ is exactly 0: by the convention at 0, its `dout` of 10 becomes 1. At $x_{1,1}$ a negative `dout` passes unchanged.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify leaky_relu`로 확인한다. / Run `yudo verify leaky_relu`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **0과 −0.** 출력은 0이고 `dx`는 `alpha * dout`이다.
# - **수치 미분.** 중심 차분은 0에서 두 기울기의 평균을 준다. $\alpha = 0.01$이면 0.505다. 꺾인 점에서 멀리 떨어진 입력으로 검사한다.
# - **NaN.** `x`가 NaN이면 출력도 NaN이다. 그러나 NaN > 0은 거짓이므로 `dx`는 `alpha * dout`이 된다.
# - **무한대.** −∞의 출력은 −∞다. $\alpha = 0$일 때만 0 · ∞라서 NaN이 된다. ReLU를 쓰려면 `alpha=0`으로 두지 말고 ReLU를 쓴다.
# - **float32.** `np.where(x > 0, 1, alpha)`는 float64 배열을 만든다. 그대로 곱하면 float32였던 그래디언트가 float64가 된다.
# - **빈 배열.** 모양 그대로 빈 배열이 된다. 축이 없는 0차원 배열, 정수 배열, 음수인 `alpha`는 거절한다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **0 and −0.** The output is 0 and `dx` is `alpha * dout`.
# - **Numerical gradients.** At 0 a central difference gives the mean of the two slopes, 0.505 for $\alpha = 0.01$. Test with inputs far
#   from the kink.
# - **NaN.** Where `x` is NaN the output is NaN, too. But NaN > 0 is false, so `dx` is `alpha * dout` there.
# - **Infinity.** The output for −∞ is −∞; only with $\alpha = 0$ it is 0 · ∞, hence NaN. For a ReLU, use the ReLU, not `alpha=0`.
# - **float32.** `np.where(x > 0, 1, alpha)` makes a float64 array. Multiplied as it is, it turns a float32 gradient into float64.
# - **Empty arrays.** They give empty arrays of the same shape. Arrays without axes, integer arrays and a negative `alpha` are refused.

# %% [markdown] lang="ko"
# ## 흔한 실수 {#mistakes}
#
# 틀린 식에서 옳은 식을 뺀 차는 컴퓨터가 구했다. 차가 언제 0이 되는지 보면, 그 실수가 어떤 입력에서 숨는지 알 수 있다.

# %% [markdown] lang="en"
# ## Common mistakes {#mistakes}
#
# The machine has subtracted the right formula from each wrong one. Where the difference is 0, the mistake hides.

# %%
LECTURE.mistake(
    "mask-of-relu",
    "dx",
    Text(
        "순전파만 바꾸고 역전파는 ReLU의 것을 그대로 둔다",
        "Only the forward pass is changed; the backward pass is still that of the ReLU",
    ),
    wrong=dout[i, j] * step(x[i, j]),
    symptom=Text(
        "음수 자리의 `dx`가 0이다. 학습은 되지만 누수 ReLU를 쓰는 의미가 없다.",
        "`dx` is 0 where `x` is negative. The net trains, but nothing is gained over the ReLU.",
    ),
)

# %%
LECTURE.mistake(
    "output-for-slope",
    "dx",
    Text(
        "음수 자리에 기울기 `alpha`가 아니라 출력 `alpha * x`를 곱한다",
        "The output `alpha * x` in place of the slope `alpha` on the negative side",
    ),
    wrong=dout[i, j] * (step(x[i, j]) + alpha * x[i, j] * (1 - step(x[i, j]))),
    symptom=Text(
        "음수 자리에서 `dx`의 부호가 뒤집히고, 입력이 클수록 커진다.",
        "On the negative side `dx` has the wrong sign, and it grows with the input.",
    ),
)

# %%
LECTURE.mistake(
    "mask-from-dout",
    "dx",
    Text("`x`가 아니라 `dout`의 부호를 본다", "The sign of `dout` in place of that of `x`"),
    wrong=dout[i, j] * (alpha + (1 - alpha) * step(dout[i, j])),
    symptom=Text(
        "`x`를 바꾸어도 `dx`가 그대로다.",
        "`dx` stays the same, whatever `x` is.",
    ),
)

# %%
LECTURE.mistake(
    "input-forgotten",
    "out",
    Text(
        "음수 자리에 `alpha * x`가 아니라 `alpha`를 넣는다: `np.where(x > 0, x, alpha)`",
        "`alpha` in place of `alpha * x`: `np.where(x > 0, x, alpha)`",
    ),
    wrong=x[n, d] * step(x[n, d]) + alpha * (1 - step(x[n, d])),
    symptom=Text(
        "음수를 넣어도 출력이 양수이고, 0에서 값이 뛴다.",
        "Negative inputs give positive outputs, and at 0 the value jumps.",
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
        r"PReLU는 $\alpha$도 학습한다. 모든 원소가 $\alpha$ 하나를 함께 쓸 때 $\partial L / \partial \alpha$를 구하라.",
        r"A PReLU learns $\alpha$ as well. Find $\partial L / \partial \alpha$ if all entries share one $\alpha$.",
    ),
    Text(
        r"""출력은 $\alpha$에 대한 일차식이고 계수는 음수인 입력뿐이다. $\alpha$는 모든 원소에 쓰였으므로 합이 남는다.

<1>

양수 자리는 $\alpha$와 무관하므로 기여하지 않는다. 편향의 그래디언트처럼, 함께 쓴 것은 더한다.""",
        r"""The output is linear in $\alpha$, and its coefficient is the input where that is negative. $\alpha$ was used for every entry, so
the sum stays.

<1>

Positive inputs do not depend on $\alpha$ and contribute nothing. As with the gradient of a bias: what is
shared is summed.""",
    ),
    lambda: [
        (
            Derivative(objective, alpha),
            total(dout[n, d] * x[n, d] * (1 - step(x[n, d])), (n, N), (d, D)),
        )
    ],
)

# %%
LECTURE.exercise(
    Text(
        r"누수 ReLU를 ReLU와 항등함수의 합으로 나타내라. 이 식에서 그래디언트를 바로 읽을 수 있는가?",
        r"Write the leaky ReLU as a sum of a ReLU and the identity. Can the gradient be read off it?",
    ),
    Text(
        r"""ReLU를 $1 - \alpha$배 하고 입력을 $\alpha$배 하여 더한다.

<1>

기울기는 $(1-\alpha)\,[x>0] + \alpha$다. 층을 건너뛰는 연결(skip connection)을 $\alpha$만큼 더한 것으로 볼 수 있다. 그래서 ReLU가
막힌 곳에서도 그래디언트가 지나간다.""",
        r"""Add $1 - \alpha$ times the ReLU and $\alpha$ times the input.

<1>

The slope is $(1-\alpha)\,[x>0] + \alpha$. It can be seen as a skip connection of strength $\alpha$ around the
ReLU, so that gradients pass even
where the ReLU is shut.""",
    ),
    lambda: [(x[n, d] * slope, (1 - alpha) * relu(x[n, d]) + alpha * x[n, d])],
)

# %% tags=["setup"]
LECTURE.drill(("dx", (0, 1)), ("dx", (1, 2)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 누수 ReLU의 기울기는 양수 쪽에서 1, 음수 쪽에서 $\alpha$다. `dx = np.where(x > 0, dout, alpha * dout)`.
# 2. 0은 꺾인 점이다. 여기서는 `x > 0`에 맞추어 $\alpha$를 쓴다.
# 3. 어느 쪽인지는 순전파의 입력이 정한다. `dout`의 부호와는 무관하다.
# 4. 음수 쪽에서도 그래디언트가 흐르므로 죽은 유닛이 생기지 않는다.
# 5. 가장 흔한 실수는 순전파만 고치고 역전파를 ReLU 그대로 두는 것이다.
#
# **더 읽을거리**
#
# - A. L. Maas, A. Y. Hannun, A. Y. Ng, Rectifier nonlinearities improve neural network acoustic models, *ICML Workshop on Deep Learning for Audio, Speech and Language Processing*, 2013
# - K. He, X. Zhang, S. Ren, J. Sun, [Delving deep into rectifiers](https://arxiv.org/abs/1502.01852), *ICCV*, 2015
# - [CS231n 강의 노트: 활성화 함수](https://cs231n.github.io/neural-networks-1/)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The slope of a leaky ReLU is 1 on the positive and $\alpha$ on the negative side: `dx = np.where(x > 0, dout, alpha * dout)`.
# 2. 0 is a kink. To agree with `x > 0`, $\alpha$ is used there.
# 3. The input of the forward pass decides which side it is; the sign of `dout` does not matter.
# 4. Gradients flow on the negative side, too, so no unit dies.
# 5. The commonest mistake is to change the forward pass and leave the backward pass that of the ReLU.
#
# **Further reading**
#
# - A. L. Maas, A. Y. Hannun, A. Y. Ng, Rectifier nonlinearities improve neural network acoustic models, *ICML Workshop on Deep Learning for Audio, Speech and Language Processing*, 2013
# - K. He, X. Zhang, S. Ren, J. Sun, [Delving deep into rectifiers](https://arxiv.org/abs/1502.01852), *ICCV*, 2015
# - [CS231n notes: activation functions](https://cs231n.github.io/neural-networks-1/)
