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
# # 네스테로프 모멘텀 {#nesterov}
#
# [모멘텀](momentum.md#momentum)을 쓰면 그래디언트가 무엇이든 가중치는 우선 $\mu v$만큼 움직인다. 어차피 그리로 갈 것이라면 지금 있는 곳이 아니라
# **곧 가 있을 곳**에서 그래디언트를 구하는 편이 낫다. 지나칠 것 같으면 미리 늦출 수 있기 때문이다. 이것이 네스테로프 모멘텀(Nesterov momentum)이다.
#
# 이 페이지에서는 두 가지를 묻는다. 앞을 내다본 점에서 구한 그래디언트를 어떻게 보통의 `w`, `dw`로 쓰는가? 모멘텀과 비교하면 무엇이 다른가?

# %% [markdown] lang="en"
# # Nesterov momentum {#nesterov}
#
# With [momentum](momentum.md#momentum) the weights move by $\mu v$ in any case, whatever the gradient is. If they are going there anyway, it
# is better to take the gradient **where they are about to be** than where they are: if that is too far, it slows them down in time. This is
# Nesterov momentum.
#
# This page asks two things. How can a gradient at a point ahead be used with the plain `w` and `dw`? And what is the difference from momentum?

# %% tags=["setup"]
from sympy import Rational

from yudo.derivations.calculus import (
    Definition,
    Layer,
    Lecture,
    Part,
    Text,
    flattened_size,
    indices,
    rules,
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
# | $w$ | `w` | (D, M) | 속도가 이끄는 곳, 곧 앞을 내다본 점의 가중치. 코드는 다른 모양도 받는다 |
# | $\mathrm{d}w$ | `dw` | `w`와 같다 | `w`에서 구한 손실의 그래디언트 |
# | $v$ | `config["velocity"]` | `w`와 같다 | 속도. 처음에는 0이다 |
# | $\eta$ | `config["learning_rate"]` | 스칼라 | 학습률, 0 이상. 기본값은 0.01 |
# | $\mu$ | `config["momentum"]` | 스칼라 | 모멘텀 계수, 0 이상 1 이하. 기본값은 0.9 |
# | $\mathrm{behind}$ | | `w`와 같다 | 속도가 아직 옮기지 않은 점, $w - \mu v$ |
#
# 이 함수는 층이 아니라 **갱신**(update)이다. 속도가 상태이며, 받은 것을 새것으로 바꾸어 돌려준다. 첨자는 NumPy처럼 0부터 센다.
#
# **관례.** 신경망은 `w`에서 그래디언트를 구하므로, 앞을 내다본 점을 `w`라고 부르고 그 점을 저장한다. CS231n 강의 노트와 같다. 학습을
# 마친 뒤의 가중치도 앞을 내다본 점이지만, 속도가 0에 가까우면 두 점은 거의 같다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | Formula | Code | Shape | Meaning |
# | --- | --- | --- | --- |
# | $w$ | `w` | (D, M) | weights at the point ahead, where the velocity leads; the code takes other shapes too |
# | $\mathrm{d}w$ | `dw` | that of `w` | gradient of the loss at `w` |
# | $v$ | `config["velocity"]` | that of `w` | velocity, 0 at first |
# | $\eta$ | `config["learning_rate"]` | scalar | learning rate, at least 0; 0.01 by default |
# | $\mu$ | `config["momentum"]` | scalar | momentum coefficient, from 0 to 1; 0.9 by default |
# | $\mathrm{behind}$ | | that of `w` | the point that the velocity has not moved yet, $w - \mu v$ |
#
# The function is not a layer but an **update**. The velocity is its state: it takes one and returns a new one. Indices start at 0, as in NumPy.
#
# **Conventions.** A net computes its gradient at `w`. So the point ahead is called `w`, and it is the one that is kept, as in the notes of
# CS231n. The weights after training are the point ahead, too; once the velocity is close to 0, the two points are nearly the same.

# %%
(D,) = sizes("D")
M = flattened_size("M")
i, j = indices("i j")

eta = scalar("eta", nonnegative=True, says=Text("학습률", "learning rate"))
mu = scalar("mu", nonnegative=True, at_most=1, says=Text("모멘텀 계수", "momentum coefficient"))
w = tensor("w", D, M)
dw = tensor("dw", D, M)
v = tensor("v", D, M, says=Text("속도", "velocity"))
next_v = tensor("next_v", D, M, says=Text("새 속도", "new velocity"))
behind = tensor("behind", D, M, says=Text("속도가 옮기기 전의 점", "the point before the velocity moves it"))
next_behind = tensor("next_behind", D, M, says=Text("다음 걸음에서 그 점", "that point in the next step"))
next_w = tensor("next_w", D, M, says=Text("새 가중치", "new weights"))

LAYER = Layer(
    stem="nesterov",
    title=Text("네스테로프 모멘텀", "Nesterov momentum"),
    summary=Text(
        "속도가 이끄는 곳에서 구한 그래디언트로 가중치를 옮긴다.",
        "Moves the weights with a gradient that is taken where the velocity leads.",
    ),
    inputs=(w, dw, v, eta, mu),
    uses=("momentum",),
    part=Part.UPDATES,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양. / The graph: shapes of tensors.

# %% [markdown] lang="ko"
# ## 새 속도 {#velocity}
#
# 속도의 식은 모멘텀과 같다. 다른 것은 $\mathrm{d}w$를 구한 자리뿐이다.

# %% [markdown] lang="en"
# ## The new velocity {#velocity}
#
# The velocity has the formula of momentum. Only the place where $\mathrm{d}w$ is taken differs.

# %%
velocity = Definition(next_v[i, j], mu * v[i, j] - eta * dw[i, j])

LAYER.result(
    "next_v",
    Text("새 속도", "New velocity"),
    next_v[i, j],
    velocity.value,
    indices=((i, D), (j, M)),
).in_matrices(mu * v.matrix - eta * dw.matrix, (v, dw))

# %% [markdown] lang="ko"
# ## 새 가중치 {#weights}
#
# 정의대로 따라가 보자. 뒤에 있는 점은 $w - \mu v$다. 이 점을 새 속도로 옮기고, 거기서 다시 앞을 내다본다.

# %% [markdown] lang="en"
# ## The new weights {#weights}
#
# Follow the definition. The point behind is $w - \mu v$. Move it with the new velocity, and look ahead from there.

# %%
points = (
    Definition(behind[i, j], w[i, j] - mu * v[i, j]),
    Definition(next_behind[i, j], behind[i, j] + next_v[i, j]),
)

LAYER.result(
    "next_w",
    Text("새 가중치", "New weights"),
    next_w[i, j],
    next_behind[i, j] + mu * next_v[i, j],
    indices=((i, D), (j, M)),
    definitions=(velocity, *points),
).by(
    rules.DEFINITION,
    w[i, j] - mu * v[i, j] + (1 + mu) * next_v[i, j],
).by(
    rules.CANCEL,
    w[i, j] - eta * dw[i, j] + mu * next_v[i, j],
).in_matrices(w.matrix - eta * dw.matrix + mu * next_v.matrix, (w, dw, next_v))

# %% [markdown] lang="ko"
# 둘째 줄은 CS231n 강의 노트의 식 `x += -mu * v_prev + (1 + mu) * v`이고, 마지막 줄은 그것을 정리한 것이다. 마지막 줄에는 옛 속도가 없어서 따로
# 적어 둘 필요가 없다. [모멘텀](momentum.md#momentum.next_w)의 걸음은 $-\eta\,\mathrm{d}w + \mu v$이니, 옛 속도의 자리에 새 속도를 쓴 것이 네스테로프
# 모멘텀이라고 읽어도 된다.
#
# ## 구현 {#implementation}
#
# `config`는 CS231n의 `sgd_momentum`과 같다. 받은 `config`와 배열은 건드리지 않는다.

# %% [markdown] lang="en"
# The second line is the formula of CS231n's notes, `x += -mu * v_prev + (1 + mu) * v`, and the last one collects its terms. The old velocity
# is gone from it and need not be kept. The step of [momentum](momentum.md#momentum.next_w) is $-\eta\,\mathrm{d}w + \mu v$: Nesterov momentum may
# be read as the same with the new velocity in place of the old one.
#
# ## Implementation {#implementation}
#
# The `config` is that of CS231n's `sgd_momentum`. It is left alone, and so are the arrays.

# %% [markdown] slot="implementation"
# 코드는 impl/nesterov.py에 있다. / The code is in impl/nesterov.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# [모멘텀 페이지](momentum.md#by-hand)와 같은 수다. 어느 쪽이 더 멀리 가는가?

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# The numbers are those of the [page on momentum](momentum.md#by-hand). Which of the two goes farther?

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={D: 1, M: 2},
    given={
        w: [[2, 3]],
        dw: [[4, 4]],
        v: [[-1, 1]],
        eta: Rational(1, 10),
        mu: Rational(9, 10),
    },
    show=[("next_v", (0, 0), (0, 1)), ("next_w", (0, 0), (0, 1))],
)

# %% [markdown] lang="ko"
# 그래디언트와 속도가 같은 쪽으로 미는 첫째 가중치는 모멘텀보다 더 멀리, 서로 반대로 미는 둘째 가중치는 덜 간다. 뒤따르는 그래디언트가 맞는지
# 틀리는지를 한 걸음 먼저 아는 셈이다.

# %% [markdown] lang="en"
# The first weight, which gradient and velocity push the same way, goes farther than with momentum; the second, where they disagree, less far.
# It knows one step earlier whether the gradient agrees.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify nesterov`로 확인한다. / Run `yudo verify nesterov`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **첫걸음.** `config`에 속도가 없으면 0에서 시작한다. 그때 걸음은 $-(1 + \mu)\,\eta\,\mathrm{d}w$로, 모멘텀의 첫걸음보다 길다.
# - **정수 배열, 모양이 다른 배열.** 거절한다.
# - **정밀도.** `config`의 수가 NumPy `float64`여도 `float32` 가중치는 `float32`로 남는다.
# - **NaN.** 그래디언트가 한 번이라도 NaN이면 속도에 영원히 남는다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **The first step.** Without a velocity in `config` it starts from 0. The step is then $-(1 + \mu)\,\eta\,\mathrm{d}w$, longer than the first step
#   of momentum.
# - **Integer arrays, arrays of different shapes.** Refused.
# - **Precision.** Weights in `float32` stay so, even if a number in `config` is a NumPy `float64`.
# - **NaN.** A gradient that is NaN once stays in the velocity for ever.

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
    "plain-momentum",
    "next_w",
    Text("새 속도만 더한다: 보통의 모멘텀이다", "The new velocity alone is added: plain momentum"),
    wrong=w[i, j] + next_v[i, j],
    symptom=Text(
        "잘 학습되지만 네스테로프 모멘텀이 아니다.",
        "It learns well, but is not Nesterov momentum.",
    ),
)

# %%
LECTURE.mistake(
    "old-velocity-added",
    "next_w",
    Text("$-\\mu v$의 부호를 바꾼다", "The sign of $-\\mu v$ is wrong"),
    wrong=w[i, j] + mu * v[i, j] + (1 + mu) * next_v[i, j],
    symptom=Text(
        "걸음마다 옛 속도가 두 번씩 더 들어간다. 가중치가 최솟점을 크게 지나친다.",
        "The old velocity enters twice too often in every step. The weights overshoot the minimum by far.",
    ),
)

# %%
LECTURE.mistake(
    "velocity-overwritten",
    "next_w",
    Text(
        "옛 속도를 남겨 두지 않고 새 속도로 두 항을 다 계산한다",
        "The old velocity is not kept, and the new one stands in both terms",
    ),
    wrong=w[i, j] - mu * next_v[i, j] + (1 + mu) * next_v[i, j],
    symptom=Text(
        "두 항의 $\\mu$가 서로 지워져 보통의 모멘텀이 된다. `v_prev = v`는 복사가 아니므로, `v`를 제자리에서 고치면 이렇게 된다.",
        "The $\\mu$ of the two terms cancel, which leaves plain momentum. `v_prev = v` is no copy: changing `v` in place leads here.",
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
x, u, g = scalars("x u g")
step = mu * u - eta * g

LECTURE.exercise(
    Text(
        r"가중치 $x$, 속도 $u$, 그래디언트 $g$에서 한 걸음을 옛 속도만으로 적어라. 모멘텀의 걸음과 얼마나 다른가?",
        r"Write one step from weight $x$, velocity $u$ and gradient $g$ with the old velocity alone. How does it differ from a step of momentum?",
    ),
    Text(
        r"""새 속도를 풀어 쓴다.

<1>

모멘텀의 걸음을 빼면

<2>

이다. $(\mu - 1) u - \eta g$는 속도가 이번 걸음에서 변한 양이므로, 네스테로프 모멘텀은 속도의 **변화**를 $\mu$만큼 미리 반영한다.""",
        r"""Write out the new velocity.

<1>

A step of momentum subtracted from this leaves

<2>

and $(\mu - 1) u - \eta g$ is by how much the velocity changes in this step: Nesterov momentum adds $\mu$ times that **change** in advance.""",
    ),
    lambda: [
        (x - eta * g + mu * step, x + mu**2 * u - (1 + mu) * eta * g),
        (x - eta * g + mu * step - (x + step), mu * ((mu - 1) * u - eta * g)),
    ],
)

# %%
a = scalars("a")[0]

LECTURE.exercise(
    Text(
        r"손실이 $\frac{a}{2} x^2$이고 속도가 $u$다. 그래디언트를 $x$가 아니라 $x + \mu u$에서 구하면 새 속도의 $u$에는 무엇이 곱해지는가?",
        r"The loss is $\frac{a}{2} x^2$ and the velocity $u$. If the gradient is taken at $x + \mu u$ and not at $x$, what multiplies $u$ in the new velocity?",
    ),
    Text(
        r"""그 점의 그래디언트는 $a(x + \mu u)$다.

<1>

모멘텀에서는 $\mu$였던 것이 $\mu(1 - \eta a)$로 줄어든다. 곡률 $a$가 큰 방향일수록 마찰이 커지므로, 골짜기의 벽 사이에서 덜 흔들린다.""",
        r"""The gradient there is $a(x + \mu u)$.

<1>

What is $\mu$ for momentum shrinks to $\mu(1 - \eta a)$. The larger the curvature $a$ of a direction, the more friction there is, and the less the
weights swing between the walls of a valley.""",
    ),
    lambda: [(mu * u - eta * (a * (x + mu * u)), mu * (1 - eta * a) * u - eta * a * x)],
)

# %% tags=["setup"]
LECTURE.drill(("next_v", (0, 1)), ("next_w", (0, 0)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 그래디언트를 속도가 이끄는 곳에서 구한다.
# 2. 그 점을 `w`로 저장하면 `next_w = w - learning_rate * dw + mu * v`다. `v`는 새 속도다.
# 3. CS231n의 `-mu * v_prev + (1 + mu) * v`도 같은 식이다.
# 4. 곡률이 큰 방향에서 마찰이 커져 덜 흔들린다.
# 5. 가장 흔한 실수는 옛 속도를 복사하지 않아 보통의 모멘텀이 되는 것이다.
#
# **더 읽을거리**
#
# - [CS231n 강의 노트: 학습](https://cs231n.github.io/neural-networks-3/)
# - I. Sutskever, J. Martens, G. Dahl, G. Hinton, [On the importance of initialization and momentum in deep learning](https://proceedings.mlr.press/v28/sutskever13.html), ICML 2013

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The gradient is taken where the velocity leads.
# 2. With that point kept as `w`, `next_w = w - learning_rate * dw + mu * v`, where `v` is the new velocity.
# 3. CS231n's `-mu * v_prev + (1 + mu) * v` is the same.
# 4. Directions of large curvature get more friction and swing less.
# 5. The commonest mistake: the old velocity is not copied, and the result is plain momentum.
#
# **Further reading**
#
# - CS231n notes: [learning](https://cs231n.github.io/neural-networks-3/)
# - I. Sutskever, J. Martens, G. Dahl, G. Hinton, [On the importance of initialization and momentum in deep learning](https://proceedings.mlr.press/v28/sutskever13.html), ICML 2013
