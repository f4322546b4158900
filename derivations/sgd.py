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
# # 경사하강법(SGD) {#sgd}
#
# 그래디언트는 손실이 가장 가파르게 커지는 쪽을 가리킨다. 그 반대쪽으로 조금 움직이면 손실이 줄어든다. 이 한 걸음이 신경망 학습의 거의 전부다.
# 미니배치에서 구한 그래디언트를 쓰면 확률적 경사하강법(stochastic gradient descent, SGD)이라고 한다.
#
# 이 페이지에서는 두 가지를 묻는다. 한 걸음에 손실은 얼마나 줄어드는가? 학습률은 얼마까지 키워도 되는가?

# %% [markdown] lang="en"
# # Gradient descent (SGD) {#sgd}
#
# The gradient points where the loss grows most steeply. A small step the other way makes the loss smaller, and that step is nearly all
# there is to training a net. With the gradient of a mini-batch it is called stochastic gradient descent, SGD.
#
# This page asks two things. How much does one step take off the loss? And how large may the learning rate be?

# %% tags=["setup"]
from sympy import Rational

from yudo.derivations.calculus import (
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
# | $\eta$ | `config["learning_rate"]` | 스칼라 | 학습률, 0 이상. 기본값은 0.01 |
#
# 이 페이지의 함수는 층이 아니라 **갱신**(update)이다. 역전파가 다 끝난 뒤에, 구한 그래디언트로 가중치를 한 걸음 옮긴다. 가중치 배열마다 한 번씩
# 따로 부른다. 원소마다 같은 계산을 하므로 배열이 몇 차원이든 상관없고, 식에서는 첨자를 $i$와 $j$ 둘만 쓴다. 첨자는 NumPy처럼 0부터 센다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | Formula | Code | Shape | Meaning |
# | --- | --- | --- | --- |
# | $w$ | `w` | (D, M) | weights; the code takes other shapes too |
# | $\mathrm{d}w$ | `dw` | that of `w` | gradient of the loss with respect to the weights |
# | $\eta$ | `config["learning_rate"]` | scalar | learning rate, at least 0; 0.01 by default |
#
# The function on this page is not a layer but an **update**. Once the backward pass is done, it moves the weights by one step; it is
# called once for each array of weights. Every entry is treated alike, so the number of axes does not matter, and the formulas use two
# indices, $i$ and $j$. Indices start at 0, as in NumPy.

# %%
(D,) = sizes("D")
M = flattened_size("M")
i, j = indices("i j")

eta = scalar("eta", nonnegative=True, says=Text("학습률", "learning rate"))
w = tensor("w", D, M)
dw = tensor("dw", D, M)
next_w = tensor("next_w", D, M, says=Text("새 가중치", "new weights"))

LAYER = Layer(
    stem="sgd",
    title=Text("경사하강법", "Gradient descent"),
    summary=Text(
        "그래디언트의 반대쪽으로 가중치를 한 걸음 옮긴다.",
        "Moves the weights by one step against the gradient.",
    ),
    inputs=(w, dw, eta),
    part=Part.UPDATES,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양. / The graph: shapes of tensors.

# %% [markdown] lang="ko"
# ## 새 가중치 {#weights}

# %% [markdown] lang="en"
# ## The new weights {#weights}

# %%
LAYER.result(
    "next_w",
    Text("새 가중치", "New weights"),
    next_w[i, j],
    w[i, j] - eta * dw[i, j],
    indices=((i, D), (j, M)),
).in_matrices(w.matrix - eta * dw.matrix, (w, dw))

# %% [markdown] lang="ko"
# 걸음이 아주 작으면 손실은 직선처럼 변한다. 가중치가 $\Delta w$만큼 움직일 때 손실의 변화는 $\sum \mathrm{d}w\,\Delta w$에 가까운데,
# $\Delta w = -\eta\,\mathrm{d}w$를 넣으면 $-\eta \sum \mathrm{d}w^2$이다. 제곱합은 음수가 아니므로, 그래디언트가 0이 아닌 한 손실은 줄어든다.
#
# 걸음이 크면 손실의 휘어진 정도가 문제가 된다. 둘째 연습 문제에서 보듯이, 곡률이 $a$인 골짜기에서는 $\eta$가 $2/a$를 넘는 순간 걸음마다 바닥에서
# 멀어진다. 방향마다 곡률이 다르면 가장 가파른 방향이 학습률을 정하고, 완만한 방향으로는 거의 나아가지 못한다. [모멘텀](momentum.md#momentum)과
# [RMSProp](rmsprop.md#rmsprop)이 이 문제를 푸는 두 가지 방법이다.
#
# ## 구현 {#implementation}
#
# CS231n의 `optim.py`와 같은 이름, 같은 `config`를 쓴다. CS231n의 함수는 `config`에 빠진 값을 써넣지만 이 페이지의 함수는 받은 `config`와 가중치를 건드리지
# 않고 새것을 돌려준다.

# %% [markdown] lang="en"
# If the step is very small, the loss changes as along a straight line. When the weights move by $\Delta w$, it changes by nearly
# $\sum \mathrm{d}w\,\Delta w$, and with $\Delta w = -\eta\,\mathrm{d}w$ this is $-\eta \sum \mathrm{d}w^2$. A sum of squares is not negative:
# unless the gradient is 0, the loss goes down.
#
# For larger steps, curvature counts. In a valley of curvature $a$, as the second exercise shows, every step leads away from the floor
# as soon as $\eta$ exceeds $2/a$. If directions differ in curvature, the steepest decides the learning rate, and along the gentle ones
# there is hardly any progress. [Momentum](momentum.md#momentum) and [RMSProp](rmsprop.md#rmsprop) are two ways out.
#
# ## Implementation {#implementation}
#
# The name and the `config` are those of CS231n's `optim.py`. CS231n's function writes what is missing into `config`; this one leaves
# `config` and the weights alone and returns new ones.

# %% [markdown] slot="implementation"
# 코드는 impl/sgd.py에 있다. / The code is in impl/sgd.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 학습률이 1/10이다. 새 가중치를 구해 아래와 맞추어 보자.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# The learning rate is 1/10. Compute the new weights, then compare.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={D: 2, M: 2},
    given={w: [[1, -2], [0, 3]], dw: [[5, -1], [2, 0]], eta: Rational(1, 10)},
    show=[("next_w", (0, 0), (0, 1), (1, 1))],
)

# %% [markdown] lang="ko"
# 그래디언트가 음수인 가중치는 커지고, 그래디언트가 0인 가중치는 그대로다.

# %% [markdown] lang="en"
# A weight with a negative gradient grows, and one with gradient 0 stays as it is.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify sgd`로 확인한다. / Run `yudo verify sgd`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **정수 배열.** 정수 가중치나 그래디언트는 거절한다. 정수 가중치에서 소수를 빼면 NumPy가 오류를 내거나 소수점 아래를 버린다.
# - **모양이 다르다.** 그래디언트의 모양이 가중치와 다르면 `ValueError`다. 브로드캐스팅을 허락하면 (M,)이어야 할 편향이 (D, M)으로 커진다.
# - **정밀도.** 학습률이 NumPy `float64`여도 `float32` 가중치는 `float32`로 남는다.
# - **아주 작은 걸음.** $\eta\,\mathrm{d}w$가 가중치의 반올림 단위보다 작으면 가중치는 움직이지 않는다. `float32`에서는 가중치의 약 $6 \cdot 10^{-8}$배가
#   그 경계다.
# - **음수나 무한대인 학습률.** `ValueError`다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **Integer arrays.** Integer weights and gradients are refused. When a fraction is subtracted from integer weights, NumPy raises an error
#   or drops the fractional part.
# - **Different shapes.** A gradient that does not have the shape of the weights is a `ValueError`. With broadcasting, a bias that should be
#   (M,) would grow to (D, M).
# - **Precision.** Weights in `float32` stay so, even if the learning rate is a NumPy `float64`.
# - **Very small steps.** Where $\eta\,\mathrm{d}w$ is below the rounding of the weight, the weight does not move. In `float32` this is the
#   case below about $6 \cdot 10^{-8}$ of the weight.
# - **A learning rate that is negative or infinite.** `ValueError`.

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
    "sign",
    "next_w",
    Text("그래디언트를 더한다", "The gradient is added"),
    wrong=w[i, j] + eta * dw[i, j],
    symptom=Text(
        "오르막으로 간다. 첫걸음부터 손실이 커진다.",
        "The step goes uphill. The loss grows from the first step on.",
    ),
)

# %%
LECTURE.mistake(
    "no-learning-rate",
    "next_w",
    Text("학습률을 곱하지 않는다", "The learning rate is missing"),
    wrong=w[i, j] - dw[i, j],
    symptom=Text(
        "학습률이 1인 것과 같다. 대개 몇 걸음 만에 손실이 NaN이 된다. `learning_rate=1`로 시험하면 보이지 않는다.",
        "It is as if the learning rate were 1: usually the loss is NaN after a few steps. A test with `learning_rate=1` does not see it.",
    ),
)

# %% [markdown] lang="ko"
# 식으로는 드러나지 않는 실수도 있다.
#
# - **가중치를 제자리에서 고친다.** `w -= learning_rate * dw`는 호출한 쪽의 배열까지 바꾼다. 옛 가중치를 남겨 두고 비교하려던 코드는 같은 것끼리 비교하게
#   된다.
# - **층마다 갱신하며 역전파한다.** 뒤쪽 층의 가중치를 먼저 고치고 나서 그 가중치로 앞쪽 층의 그래디언트를 구하면 틀린다. 그래디언트를 모두 구한 뒤에
#   갱신한다.

# %% [markdown] lang="en"
# Others do not show in a formula.
#
# - **The weights changed in place.** `w -= learning_rate * dw` also changes the array of the caller. Code that kept the old weights for
#   comparison then compares an array with itself.
# - **Updating while going backward.** If the weights of a later layer are updated first and then used for the gradients of an earlier one,
#   these are wrong. Update when all gradients are there.

# %% [markdown] lang="ko"
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
x, g, decay = scalars("x g lambda")

LECTURE.exercise(
    Text(
        r"손실에 벌점 $\frac{\lambda}{2} w^2$을 더하면 가중치 $x$의 그래디언트는 $g + \lambda x$가 된다. 한 걸음을 가중치 감쇠로 다시 써라.",
        r"With a penalty $\frac{\lambda}{2} w^2$ in the loss, the gradient of a weight $x$ is $g + \lambda x$. Write the step as a decay of the weight.",
    ),
    Text(
        r"""괄호를 풀어 $x$끼리 모은다.

<1>

걸음마다 가중치가 먼저 $1 - \eta\lambda$배로 줄어든다. 경사하강법에서는 벌점과 감쇠가 같은 것이다. 그래디언트를 나누는 [Adam](adam.md#adam)에서는
그렇지 않다.""",
        r"""Multiply out and collect what contains $x$.

<1>

Every step first shrinks the weight by the factor $1 - \eta\lambda$. For gradient descent, penalty and decay are one and the same. For
[Adam](adam.md#adam), which divides the gradient, they are not.""",
    ),
    lambda: [(x - eta * (g + decay * x), (1 - eta * decay) * x - eta * g)],
)

# %%
(a,) = scalars("a")

LECTURE.exercise(
    Text(
        r"손실이 $\frac{a}{2} x^2$이고 $a > 0$이다. 한 걸음 뒤에 $x$는 몇 배가 되는가? 학습률이 얼마를 넘으면 바닥에서 멀어지는가?",
        r"The loss is $\frac{a}{2} x^2$ with $a > 0$. By what factor does a step multiply $x$? Above which learning rate does it lead away from the floor?",
    ),
    Text(
        r"""그래디언트는 $a x$다.

<1>

$|1 - \eta a| < 1$이어야 가까워진다. 곧 $\eta < 2/a$이다. $\eta = 1/a$이면 한 걸음에 바닥에 닿는다. 경계인 $\eta = 2/a$에서는 건너편의 같은 높이인 $-x$로 갈 뿐이고,
그보다 크면 걸음마다 멀어진다.""",
        r"""The gradient is $a x$.

<1>

The step leads closer if $|1 - \eta a| < 1$, that is for $\eta < 2/a$. With $\eta = 1/a$ a single step reaches the floor. At the limit,
$\eta = 2/a$, it goes to $-x$, the same height on the other side, and beyond the limit every step leads farther away.""",
    ),
    lambda: [(x - eta * (a * x), (1 - eta * a) * x)],
)

# %% tags=["setup"]
LECTURE.drill(("next_w", (0, 0)), ("next_w", (1, 0)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. `next_w = w - learning_rate * dw`.
# 2. 걸음이 작으면 손실은 학습률에 그래디언트의 제곱합을 곱한 만큼 줄어든다.
# 3. 학습률의 한계는 곡률이 가장 큰 방향이 정한다.
# 4. 그래디언트를 모두 구한 뒤에 갱신한다.
# 5. 가장 흔한 실수는 부호와, 가중치를 제자리에서 고치는 것이다.
#
# **더 읽을거리**
#
# - [CS231n 강의 노트: 학습](https://cs231n.github.io/neural-networks-3/)
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, 4.3절, 8.3절

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. `next_w = w - learning_rate * dw`.
# 2. A small step takes the learning rate times the sum of squares of the gradient off the loss.
# 3. The limit of the learning rate is set by the direction of the largest curvature.
# 4. Update when all gradients are there.
# 5. The commonest mistakes: the sign, and weights that are changed in place.
#
# **Further reading**
#
# - CS231n notes: [learning](https://cs231n.github.io/neural-networks-3/)
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, sections 4.3 and 8.3
