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
# # RMSProp {#rmsprop}
#
# 어떤 가중치의 그래디언트는 늘 크고 어떤 가중치의 그래디언트는 늘 작다. 학습률이 하나뿐이면 큰 쪽에 맞춘 걸음은 작은 쪽에 턱없이 모자란다.
# RMSProp은 그래디언트를 최근 크기로 나누어, 가중치마다 알맞은 걸음을 준다.
#
# 이 페이지에서는 두 가지를 묻는다. 나누고 나면 걸음은 얼마나 커지는가? $\varepsilon$은 왜, 어디에 더하는가?

# %% [markdown] lang="en"
# # RMSProp {#rmsprop}
#
# The gradients of some weights are always large, those of others always small. With a single learning rate, steps that suit the large
# ones are far too short for the small ones. RMSProp divides a gradient by its recent size, so that every weight gets a step that suits it.
#
# This page asks two things. How large are steps after the division? And why is $\varepsilon$ added, and where?

# %% tags=["setup"]
from sympy import HadamardPower, Mul, OneMatrix, Pow, Rational, hadamard_product, sqrt

from yudo.derivations.calculus import (
    Definition,
    Layer,
    Lecture,
    Part,
    Text,
    flattened_size,
    indices,
    scalar,
    scalars,
    sizes,
    tensor,
)

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 수식 | 코드 | 모양(shape) | 뜻 |
# | --- | --- | --- | --- |
# | $w$ | `w` | (D, M) | 가중치. 코드는 다른 모양도 받는다 |
# | $\mathrm{d}w$ | `dw` | `w`와 같다 | 가중치에 대한 손실의 그래디언트 |
# | $v$ | `config["cache"]` | `w`와 같다 | 제곱한 그래디언트의 이동 평균. 처음에는 0이다 |
# | $\eta$ | `config["learning_rate"]` | 스칼라 | 학습률, 0 이상. 기본값은 0.01 |
# | $\rho$ | `config["decay_rate"]` | 스칼라 | 이동 평균에서 남길 비율, 0 이상 1 이하. 기본값은 0.99 |
# | $\varepsilon$ | `config["epsilon"]` | 스칼라 | 0보다 큰 작은 수. 기본값은 10⁻⁸ |
#
# 이 함수는 층이 아니라 **갱신**(update)이다. 이동 평균이 상태이며, 받은 것을 새것으로 바꾸어 돌려준다. 첨자는 NumPy처럼 0부터 센다.
#
# **관례.** $\varepsilon$은 제곱근을 구한 **뒤에** 더한다. 이동 평균은 0에서 시작하고, 그 치우침을 보정하지 않는다. 보정하는 것은
# [Adam](adam.md#correction)이다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | Formula | Code | Shape | Meaning |
# | --- | --- | --- | --- |
# | $w$ | `w` | (D, M) | weights; the code takes other shapes too |
# | $\mathrm{d}w$ | `dw` | that of `w` | gradient of the loss with respect to the weights |
# | $v$ | `config["cache"]` | that of `w` | running mean of the squared gradients, 0 at first |
# | $\eta$ | `config["learning_rate"]` | scalar | learning rate, at least 0; 0.01 by default |
# | $\rho$ | `config["decay_rate"]` | scalar | how much of the running mean is kept, from 0 to 1; 0.99 by default |
# | $\varepsilon$ | `config["epsilon"]` | scalar | a small number above 0; 10⁻⁸ by default |
#
# The function is not a layer but an **update**. The running mean is its state: it takes one and returns a new one. Indices start at 0, as
# in NumPy.
#
# **Conventions.** $\varepsilon$ is added **after** the root is taken. The running mean starts at 0 and is not corrected for that;
# [Adam](adam.md#correction) is.

# %%
(D,) = sizes("D")
M = flattened_size("M")
i, j = indices("i j")

eta = scalar("eta", nonnegative=True, says=Text("학습률", "learning rate"))
rho = scalar(
    "rho", nonnegative=True, at_most=1, says=Text("이동 평균에서 남길 비율", "kept share of a running mean")
)
epsilon = scalar("epsilon", positive=True)
w = tensor("w", D, M)
dw = tensor("dw", D, M)
v = tensor(
    "v",
    D,
    M,
    values="mean_square",
    says=Text("제곱한 그래디언트의 이동 평균", "running mean of the squared gradients"),
)
next_v = tensor("next_v", D, M, says=Text("새 이동 평균", "new running mean"))
next_w = tensor("next_w", D, M, says=Text("새 가중치", "new weights"))

LAYER = Layer(
    stem="rmsprop",
    title=Text("RMSProp", "RMSProp"),
    summary=Text(
        "그래디언트를 최근 크기로 나누어 가중치를 옮긴다.",
        "Moves the weights by gradients that are divided by their recent size.",
    ),
    inputs=(w, dw, v, eta, rho, epsilon),
    after=("sgd",),
    part=Part.UPDATES,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양. / The graph: shapes of tensors.

# %% [markdown] lang="ko"
# ## 제곱의 이동 평균 {#mean-square}
#
# 걸음마다 옛 평균을 $\rho$만큼 남기고 새 제곱을 $1 - \rho$만큼 섞는다. 두 비율의 합이 1이므로 평균의 크기는 제곱의 크기와 같다.

# %% [markdown] lang="en"
# ## Running mean of squares {#mean-square}
#
# Every step keeps the share $\rho$ of the old mean and mixes in $1 - \rho$ of the new square. The shares add up to 1, so the mean is as
# large as the squares are.

# %%
mean_square = Definition(next_v[i, j], rho * v[i, j] + (1 - rho) * dw[i, j] ** 2)

LAYER.result(
    "next_v",
    Text("새 이동 평균", "New running mean"),
    next_v[i, j],
    mean_square.value,
    indices=((i, D), (j, M)),
).in_matrices(rho * v.matrix + (1 - rho) * hadamard_product(dw.matrix, dw.matrix), (v, dw))

# %% [markdown] lang="ko"
# ## 새 가중치 {#weights}
#
# 그래디언트를 평균의 제곱근, 곧 제곱평균제곱근(root mean square)으로 나눈다. RMSProp의 RMS가 이것이다.

# %% [markdown] lang="en"
# ## The new weights {#weights}
#
# The gradient is divided by the root of the mean, the root mean square: the RMS in the name.

# %%
LAYER.result(
    "next_w",
    Text("새 가중치", "New weights"),
    next_w[i, j],
    w[i, j] - eta * dw[i, j] / (sqrt(next_v[i, j]) + epsilon),
    indices=((i, D), (j, M)),
    definitions=(mean_square,),
).in_matrices(
    w.matrix
    - eta
    * hadamard_product(
        dw.matrix,
        HadamardPower(HadamardPower(next_v.matrix, Rational(1, 2)) + epsilon * OneMatrix(D, M), -1),
    ),
    (w, dw, next_v),
)

# %% [markdown] lang="ko"
# 그래디언트의 크기가 늘 같다면 평균의 제곱근도 그 크기이고, 나눈 값은 ±1에 가깝다. 걸음의 크기가 그래디언트와 상관없이 $\eta$쯤 되는 것이다. 그래서
# 손실에 1000을 곱해도 걸음은 거의 변하지 않는다. 그래디언트의 **부호와 고른 정도**만 남는다.
#
# 첫걸음은 다르다. $v = 0$에서 시작하면 첫 평균은 $(1 - \rho)\,\mathrm{d}w^2$이고, 걸음은 $\eta / \sqrt{1 - \rho}$다. $\rho = 0.99$이면 $\eta$의 열
# 배다.
#
# 그래디언트가 늘 0인 가중치는 평균도 0이다. $\varepsilon$이 없으면 0을 0으로 나누어 NaN이 된다. 제곱근 **안에** 더해도 NaN은 막을 수 있지만,
# 그때 분모의 최솟값은 $\varepsilon$이 아니라 $\sqrt{\varepsilon}$이다. 10⁻⁸과 10⁻⁴은 크게 다르다.
#
# ## 구현 {#implementation}
#
# CS231n의 `optim.py`와 같은 이름, 같은 `config`를 쓴다. CS231n의 함수는 받은 `config`에 새 값을 써넣지만, 이 페이지의 함수는 받은 것을 건드리지 않고 새 딕셔너리를
# 돌려준다.

# %% [markdown] lang="en"
# If gradients always have the same size, so has the root of their mean, and the quotient is close to ±1: whatever the size of the gradient,
# a step is about $\eta$. Multiply the loss by 1000, and steps hardly change. Of the gradient, only its **sign and its steadiness** are left.
#
# The first step is different. Starting from $v = 0$, the first mean is $(1 - \rho)\,\mathrm{d}w^2$, and the step is $\eta / \sqrt{1 - \rho}$:
# ten times $\eta$ for $\rho = 0.99$.
#
# A weight whose gradient is always 0 has a mean of 0. Without $\varepsilon$ that is 0 divided by 0, which is NaN. Adding it **inside** the
# root prevents the NaN as well, but then the divisor is at least $\sqrt{\varepsilon}$, not $\varepsilon$; and 10⁻⁸ and 10⁻⁴ are far apart.
#
# ## Implementation {#implementation}
#
# The name and the `config` are those of CS231n's `optim.py`. CS231n's function writes new values into the `config` that it was given; this
# one leaves it alone and returns a new dict.

# %% [markdown] slot="implementation"
# 코드는 impl/rmsprop.py에 있다. / The code is in impl/rmsprop.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# $\varepsilon$은 본래 아주 작은 수지만, 여기서는 나눗셈이 떨어지도록 1로 잡았다. 그래디언트가 둘째 가중치에서는 첫째의 두 배가 넘는다. 걸음도 두
# 배가 넘을까?

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# $\varepsilon$ is usually tiny; here it is 1, so that the divisions come out even. The gradient of the second weight is more than twice that
# of the first. Is its step more than twice as long, too?

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={D: 1, M: 2},
    given={
        w: [[1, 1]],
        dw: [[3, 8]],
        v: [[9, 44]],
        eta: Rational(1, 2),
        rho: Rational(3, 4),
        epsilon: 1,
    },
    show=[("next_v", (0, 0), (0, 1)), ("next_w", (0, 0), (0, 1))],
)

# %% [markdown] lang="ko"
# 걸음은 3/8과 1/2이다. 그래디언트의 차이는 거의 사라졌고, $\varepsilon$이 더 작았다면 더 가까웠을 것이다.

# %% [markdown] lang="en"
# The steps are 3/8 and 1/2. Little is left of the difference, and with a smaller $\varepsilon$ it would be less still.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify rmsprop`으로 확인한다. / Run `yudo verify rmsprop`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **첫걸음.** `config`에 평균이 없으면 0에서 시작한다.
# - **그래디언트가 0이다.** 평균까지 0이어도 $\varepsilon$ 덕분에 걸음은 0이다. `epsilon`이 0이면 `ValueError`다.
# - **큰 그래디언트.** `float32`에서는 그래디언트가 1.8 · 10¹⁹을 넘으면 제곱이 오버플로한다. 평균이 무한대가 되고 걸음은 0이 되어, 그 가중치는
#   더는 움직이지 않는다.
# - **작은 그래디언트.** `float32`에서는 그래디언트가 10⁻²³보다 작으면 제곱이 0으로 언더플로한다. 걸음은 $\eta\,\mathrm{d}w/\varepsilon$이 된다.
# - **정수 배열, 모양이 다른 배열.** 거절한다.
# - **정밀도.** `config`의 수가 NumPy `float64`여도 `float32` 가중치는 `float32`로 남는다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **The first step.** Without a mean in `config` it starts from 0.
# - **A gradient of 0.** Even if the mean is 0, too, the step is 0, thanks to $\varepsilon$. An `epsilon` of 0 is a `ValueError`.
# - **Large gradients.** In `float32`, the square of a gradient above 1.8 · 10¹⁹ overflows. The mean becomes infinite and the step 0: that
#   weight never moves again.
# - **Small gradients.** In `float32`, the square of a gradient below 10⁻²³ underflows to 0. The step becomes $\eta\,\mathrm{d}w/\varepsilon$.
# - **Integer arrays, arrays of different shapes.** Refused.
# - **Precision.** Weights in `float32` stay so, even if a number in `config` is a NumPy `float64`.

# %% [markdown] lang="ko"
# ## 흔한 실수 {#mistakes}
#
# 틀린 식에서 옳은 식을 뺀 차는 컴퓨터가 구했다.

# %% [markdown] lang="en"
# ## Common mistakes {#mistakes}
#
# The machine has subtracted the right formula from each wrong one.

# %%
root = sqrt(rho * v[i, j] + (1 - rho) * dw[i, j] ** 2)

LECTURE.mistake(
    "epsilon-inside",
    "next_w",
    Text("$\\varepsilon$을 제곱근 안에 더한다", "$\\varepsilon$ is added inside the root"),
    wrong=w[i, j] - eta * dw[i, j] / sqrt(rho * v[i, j] + (1 - rho) * dw[i, j] ** 2 + epsilon),
    symptom=Text(
        "그래디언트가 보통 크기이면 차이가 거의 없고, 아주 작을 때만 걸음이 짧아진다.",
        "Gradients of a usual size hardly show it; only for very small ones do the steps get shorter.",
    ),
)

# %%
LECTURE.mistake(
    "old-mean",
    "next_w",
    Text("새 평균이 아니라 옛 평균으로 나눈다", "Divided by the old mean, not by the new one"),
    wrong=w[i, j] - eta * dw[i, j] / (sqrt(v[i, j]) + epsilon),
    symptom=Text(
        "첫걸음에서 평균이 0이므로 $\\varepsilon$으로만 나눈다. 걸음이 터무니없이 커지고 가중치가 망가진다.",
        "In the first step the mean is 0, so the gradient is divided by $\\varepsilon$ alone. The step is enormous and ruins the weights.",
    ),
)

# %%
LECTURE.mistake(
    "no-root",
    "next_w",
    Text("제곱근을 빠뜨린다", "The root is missing"),
    wrong=w[i, j] - eta * dw[i, j] / (rho * v[i, j] + (1 - rho) * dw[i, j] ** 2 + epsilon),
    symptom=Text(
        "그래디언트가 작을수록 걸음이 커진다. 최솟점에 가까워지면 튕겨 나간다.",
        "The smaller the gradient, the larger the step. Close to a minimum the weights are thrown out.",
    ),
)

# %%
LECTURE.mistake(
    "not-averaged",
    "next_v",
    Text("새 제곱에 $1 - \\rho$를 곱하지 않는다", "The new square is not multiplied by $1 - \\rho$"),
    wrong=rho * v[i, j] + dw[i, j] ** 2,
    symptom=Text(
        "평균이 $1/(1-\\rho)$배로 커지므로 걸음이 $\\sqrt{1-\\rho}$배로 짧아진다. $\\rho = 0.99$이면 10분의 1이다.",
        "The mean is $1/(1-\\rho)$ times too large, and steps are shorter by the factor $\\sqrt{1-\\rho}$: a tenth for $\\rho = 0.99$.",
    ),
)

# %%
LECTURE.mistake(
    "shares-swapped",
    "next_v",
    Text("$\\rho$와 $1 - \\rho$를 서로 바꾼다", "$\\rho$ and $1 - \\rho$ are swapped"),
    wrong=(1 - rho) * v[i, j] + rho * dw[i, j] ** 2,
    symptom=Text(
        "평균이 거의 마지막 제곱뿐이어서, 걸음이 늘 $\\eta$의 크기로 부호만 바뀐다. $\\rho = 1/2$로 시험하면 보이지 않는다.",
        "The mean is nearly the last square alone, so every step has the size $\\eta$ and only its sign changes. A test with $\\rho = 1/2$ does not "
        "see it.",
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
g, c = scalars("g c", positive=True)

LECTURE.exercise(
    Text(
        r"$\varepsilon$을 무시하자. 손실에 양수 $c$를 곱하면 그래디언트 $g > 0$과 이동 평균 $c^2 g^2$에서 한 걸음은 어떻게 달라지는가?",
        r"Ignore $\varepsilon$. The loss is multiplied by a positive number $c$. How does the step change for a gradient $g > 0$, where the running "
        r"mean becomes $c^2 g^2$?",
    ),
    Text(
        r"""분자는 $c$배, 분모도 $c$배가 된다.

<1>

걸음은 그대로 $\eta$다. 그래서 손실을 합으로 정하든 평균으로 정하든 RMSProp의 학습률은 거의 같아도 된다. [경사하강법](sgd.md#sgd)에서는 배치 크기만큼 달라야 한다.""",
        r"""The numerator grows by the factor $c$, and so does the divisor.

<1>

The step stays $\eta$. So RMSProp needs nearly the same learning rate whether the loss is a sum or a mean; for [gradient descent](sgd.md#sgd) the two
differ by the size of the batch.""",
    ),
    # SymPy would cancel at once; this line is to show it.
    lambda: [
        (
            Mul(
                eta, c, g, Pow(Pow(c * g, 2, evaluate=False), Rational(-1, 2), evaluate=False), evaluate=False
            ),
            eta,
        )
    ],
)

# %%
LECTURE.exercise(
    Text(
        r"그래디언트의 제곱이 늘 $g^2$이고 $v = c\,g^2$이다. 한 걸음 뒤에 $v$는 $g^2$의 몇 배인가? $c = 0$에서 시작하면 어디로 다가가는가?",
        r"The squared gradient is always $g^2$, and $v = c\,g^2$. How many times $g^2$ is $v$ after one step? Where does it go from $c = 0$?",
    ),
    Text(
        r"""<1>

1까지의 거리 $1 - c$가 걸음마다 $\rho$배로 줄어든다.

<2>

$c = 0$에서 시작하면 $t$걸음 뒤에 $1 - \rho^t$배다. 1보다 작으므로 걸음은 $\eta$보다 크다. [Adam](adam.md#correction)은 바로 이 수로 나눈다.""",
        r"""<1>

The distance $1 - c$ to 1 shrinks by the factor $\rho$ with every step.

<2>

From $c = 0$, it is $1 - \rho^t$ times $g^2$ after $t$ steps. This is less than 1, so steps are larger than $\eta$.
[Adam](adam.md#correction) divides by this very number.""",
    ),
    lambda: [
        (rho * (c * g**2) + (1 - rho) * g**2, (1 - rho * (1 - c)) * g**2),
        (1 - (rho * c + (1 - rho)), rho * (1 - c)),
    ],
)

# %% tags=["setup"]
LECTURE.drill(("next_v", (0, 0)), ("next_w", (0, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. `v = decay_rate * v + (1 - decay_rate) * dw**2`.
# 2. `next_w = w - learning_rate * dw / (np.sqrt(v) + epsilon)`. 새 평균으로 나눈다.
# 3. 걸음은 그래디언트의 크기와 거의 상관없이 학습률쯤 된다.
# 4. $\varepsilon$은 제곱근 밖에서 더하고, 0으로 나누는 것을 막는다.
# 5. 가장 흔한 실수는 $\varepsilon$의 자리와 옛 평균으로 나누는 것이다.
#
# **더 읽을거리**
#
# - [CS231n 강의 노트: 학습](https://cs231n.github.io/neural-networks-3/)
# - G. Hinton, [Neural networks for machine learning, lecture 6](https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf), 2012

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. `v = decay_rate * v + (1 - decay_rate) * dw**2`.
# 2. `next_w = w - learning_rate * dw / (np.sqrt(v) + epsilon)`. Divide by the new mean.
# 3. Whatever the size of the gradient, a step is about as large as the learning rate.
# 4. $\varepsilon$ is added outside the root and prevents a division by 0.
# 5. The commonest mistakes: $\varepsilon$ in the wrong place, and the old mean as the divisor.
#
# **Further reading**
#
# - CS231n notes: [learning](https://cs231n.github.io/neural-networks-3/)
# - G. Hinton, [Neural networks for machine learning, lecture 6](https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf), 2012
