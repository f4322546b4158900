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
# # 모멘텀 {#momentum}
#
# 손실의 지형이 좁고 긴 골짜기라면 경사하강법은 양쪽 벽 사이를 오가느라 바닥을 따라서는 거의 나아가지 못한다. 모멘텀(momentum)은 가중치에
# 속도를 준다. 걸음마다 방향이 뒤집히는 그래디언트는 속도에서 서로 지워지고, 늘 같은 쪽을 가리키는 그래디언트는 속도에 쌓인다.
#
# 이 페이지에서는 두 가지를 묻는다. 속도에는 지난 그래디언트가 얼마만큼씩 들어 있는가? 모멘텀을 켜면 걸음은 얼마나 커지는가?

# %% [markdown] lang="en"
# # Momentum {#momentum}
#
# Where the loss is a long narrow valley, gradient descent goes back and forth between the walls and makes little way along the floor.
# Momentum gives the weights a velocity. Gradients that change direction at every step cancel in it; gradients that keep pointing the
# same way add up.
#
# This page asks two things. How much of each past gradient is in the velocity? And how much larger do steps become?

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
# | $w$ | `w` | (D, M) | 가중치. 코드는 다른 모양도 받는다 |
# | $\mathrm{d}w$ | `dw` | `w`와 같다 | 가중치에 대한 손실의 그래디언트 |
# | $v$ | `config["velocity"]` | `w`와 같다 | 속도. 처음에는 0이다 |
# | $\eta$ | `config["learning_rate"]` | 스칼라 | 학습률, 0 이상. 기본값은 0.01 |
# | $\mu$ | `config["momentum"]` | 스칼라 | 모멘텀 계수, 0 이상 1 이하. 기본값은 0.9 |
#
# 이 페이지의 함수는 층이 아니라 **갱신**(update)이다. 업스트림 그래디언트를 받아 뒤로 넘기는 것이 아니라, 다 구한 그래디언트를 받아 가중치를 한
# 걸음 옮긴다. 갱신에는 상태가 있다. 속도를 받아 새 속도를 돌려주고, 다음 걸음은 그 속도에서 시작한다. 첨자는 NumPy처럼 0부터 센다.
#
# **관례.** 속도에 학습률이 이미 들어 있다(CS231n, 『밑바닥부터 시작하는 딥러닝』). PyTorch의 속도는 $\mu v + \mathrm{d}w$이고 가중치에서 뺄 때
# $\eta$를 곱한다. 학습률이 변하지 않으면 두 방식은 가중치를 똑같이 옮긴다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | Formula | Code | Shape | Meaning |
# | --- | --- | --- | --- |
# | $w$ | `w` | (D, M) | weights; the code takes other shapes too |
# | $\mathrm{d}w$ | `dw` | that of `w` | gradient of the loss with respect to the weights |
# | $v$ | `config["velocity"]` | that of `w` | velocity, 0 at first |
# | $\eta$ | `config["learning_rate"]` | scalar | learning rate, at least 0; 0.01 by default |
# | $\mu$ | `config["momentum"]` | scalar | momentum coefficient, from 0 to 1; 0.9 by default |
#
# The function on this page is not a layer but an **update**: it does not hand an upstream gradient back, but takes a finished gradient
# and moves the weights by one step. An update has a state. It takes the velocity and returns a new one, from which the next step starts.
# Indices start at 0, as in NumPy.
#
# **Conventions.** The velocity contains the learning rate, as in CS231n and *Deep Learning from Scratch*. In PyTorch the velocity is
# $\mu v + \mathrm{d}w$, and $\eta$ multiplies it where it is subtracted from the weights. As long as the learning rate stays the same, both
# take the same path.

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
next_w = tensor("next_w", D, M, says=Text("새 가중치", "new weights"))

LAYER = Layer(
    stem="momentum",
    title=Text("모멘텀", "Momentum"),
    summary=Text(
        "지난 그래디언트를 속도에 모아 가중치를 옮긴다.",
        "Gathers past gradients in a velocity, which moves the weights.",
    ),
    inputs=(w, dw, v, eta, mu),
    uses=("sgd",),
    part=Part.UPDATES,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양. / The graph: shapes of tensors.

# %% [markdown] lang="ko"
# ## 새 속도 {#velocity}
#
# 속도는 먼저 $\mu$배로 줄고, 그다음 그래디언트의 반대쪽으로 밀린다. $1 - \mu$는 마찰이다.

# %% [markdown] lang="en"
# ## The new velocity {#velocity}
#
# The velocity first shrinks by the factor $\mu$ and is then pushed against the gradient. $1 - \mu$ is the friction.

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
# 이 식을 되풀이해 대입하면 속도가 지난 그래디언트의 합임을 알 수 있다. $t$번째 걸음의 그래디언트를 $g_t$라고 쓰고 속도 0에서 시작하면
#
# $$
# v_t = -\eta \left(g_t + \mu\, g_{t-1} + \mu^2 g_{t-2} + \cdots + \mu^{t-1} g_1\right)
# $$
#
# 이다. 한 걸음 지날 때마다 무게가 $\mu$배로 줄어든다. $\mu = 0.9$이면 일곱 걸음 전의 그래디언트는 절반쯤($0.9^7 \approx 0.48$)만 남는다. 무게를 모두
# 더하면 $1/(1-\mu)$을 넘지 않으므로, 그래디언트가 늘 같다면 걸음은 많아야 $1/(1-\mu)$배, $\mu = 0.9$에서는 열 배까지 커진다. 둘째 연습 문제에서 그
# 한계를 구한다.
#
# ## 새 가중치 {#weights}
#
# 가중치는 **새** 속도로 움직인다.

# %% [markdown] lang="en"
# Substitute this formula into itself again and again, and the velocity turns out to be a sum of past gradients. Write $g_t$ for the gradient of
# step $t$ and start with velocity 0:
#
# $$
# v_t = -\eta \left(g_t + \mu\, g_{t-1} + \mu^2 g_{t-2} + \cdots + \mu^{t-1} g_1\right)
# $$
#
# With every step the weight shrinks by the factor $\mu$. For $\mu = 0.9$, about half is left of the gradient of seven steps ago
# ($0.9^7 \approx 0.48$). All weights together stay below $1/(1-\mu)$. So if the gradient is always the same, steps grow at most by the
# factor $1/(1-\mu)$, tenfold for $\mu = 0.9$. The second exercise finds that limit.
#
# ## The new weights {#weights}
#
# The weights move with the **new** velocity.

# %%
LAYER.result(
    "next_w",
    Text("새 가중치", "New weights"),
    next_w[i, j],
    w[i, j] + next_v[i, j],
    indices=((i, D), (j, M)),
    definitions=(velocity,),
).by(
    rules.DEFINITION,
    w[i, j] + mu * v[i, j] - eta * dw[i, j],
).in_matrices(w.matrix + mu * v.matrix - eta * dw.matrix, (w, v, dw))

# %% [markdown] lang="ko"
# $\mu = 0$이면 [경사하강법](sgd.md#sgd.next_w) 그대로다.
#
# ## 구현 {#implementation}
#
# CS231n의 `optim.py`와 같은 이름, 같은 `config`를 쓴다. 다른 점이 하나 있다. CS231n의 함수는 받은 `config`에 새 속도를 써넣지만, 이 페이지의 함수는 받은
# 것을 건드리지 않고 새 딕셔너리를 돌려준다. 돌려받은 것을 다음 걸음에 넘기는 코드라면 어느 쪽을 써도 같다.

# %% [markdown] lang="en"
# For $\mu = 0$ this is plain [gradient descent](sgd.md#sgd.next_w).
#
# ## Implementation {#implementation}
#
# The name and the `config` are those of CS231n's `optim.py`. There is one difference: CS231n's function writes the new velocity into the
# `config` that it was given; this one leaves it alone and returns a new dict. Code that passes on what it got back works with either.

# %% [markdown] slot="implementation"
# 코드는 impl/momentum.py에 있다. / The code is in impl/momentum.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 학습률은 1/10, 모멘텀 계수는 9/10이다. 첫째 가중치는 속도와 그래디언트가 같은 쪽으로 밀고, 둘째 가중치는 서로 반대로 민다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# The learning rate is 1/10 and the momentum coefficient 9/10. Velocity and gradient push the first weight the same way, the second in
# opposite ways.

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
# 둘째 가중치는 그래디언트의 반대쪽이 아니라 그래디언트 쪽으로 움직였다. 한 번의 그래디언트로는 속도가 뒤집히지 않기 때문이다.

# %% [markdown] lang="en"
# The second weight has moved along its gradient, not against it: a single gradient does not turn the velocity round.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify momentum`으로 확인한다. / Run `yudo verify momentum`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **첫걸음.** `config`에 속도가 없으면 0에서 시작한다.
# - **정수 배열.** 정수 가중치나 그래디언트는 거절한다.
# - **모양이 다르다.** 그래디언트나 속도의 모양이 가중치와 다르면 `ValueError`다. 브로드캐스팅하지 않는다.
# - **정밀도.** `config`의 수가 NumPy `float64`여도 `float32` 가중치는 `float32`로 남는다.
# - **$\mu = 1$.** 마찰이 없어 속도가 한없이 쌓인다. 1보다 크거나 음수이면 `ValueError`다.
# - **NaN.** 그래디언트가 한 번이라도 NaN이면 속도에 영원히 남는다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **The first step.** Without a velocity in `config` it starts from 0.
# - **Integer arrays.** Integer weights and gradients are refused.
# - **Different shapes.** A gradient or velocity that does not have the shape of the weights is a `ValueError`; nothing is broadcast.
# - **Precision.** Weights in `float32` stay so, even if a number in `config` is a NumPy `float64`.
# - **$\mu = 1$.** Without friction the velocity grows without limit. Above 1 and below 0: `ValueError`.
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
    "sign",
    "next_v",
    Text("속도에 그래디언트를 더한다", "The gradient is added to the velocity"),
    wrong=mu * v[i, j] + eta * dw[i, j],
    symptom=Text(
        "그래디언트 쪽으로, 곧 오르막으로 밀린다. 손실이 갈수록 빨리 커진다.",
        "The push goes along the gradient, uphill. The loss grows, and ever faster.",
    ),
)

# %%
LECTURE.mistake(
    "old-velocity",
    "next_w",
    Text(
        "가중치를 새 속도가 아니라 옛 속도로 옮긴다",
        "The weights move with the old velocity, not with the new one",
    ),
    wrong=w[i, j] + v[i, j],
    symptom=Text(
        "첫걸음에서 가중치가 움직이지 않고, 그 뒤로도 언제나 한 걸음 늦다. 학습은 되므로 알아차리기 어렵다.",
        "The weights stay where they are in the first step, and are one step late from then on. It still learns, which makes this hard to notice.",
    ),
)

# %%
LECTURE.mistake(
    "subtracted",
    "next_w",
    Text("가중치에서 속도를 뺀다: `w - v`", "The velocity is subtracted: `w - v`"),
    wrong=w[i, j] - mu * v[i, j] + eta * dw[i, j],
    symptom=Text(
        "속도에 이미 음의 부호가 들어 있으므로 오르막으로 간다. PyTorch의 식과 섞은 경우다.",
        "The velocity already contains the minus sign, so this goes uphill. PyTorch's formula got mixed in.",
    ),
)

# %%
LECTURE.mistake(
    "all-shrinks",
    "next_v",
    Text("그래디언트에도 $\\mu$를 곱한다", "$\\mu$ multiplies the gradient, too"),
    wrong=mu * (v[i, j] - eta * dw[i, j]),
    symptom=Text(
        "걸음이 모두 $\\mu$배로 작다. $\\mu = 0.9$이면 학습률을 조금 낮춘 것과 구별되지 않는다.",
        "Every step is smaller by the factor $\\mu$. With $\\mu = 0.9$ it cannot be told from a slightly lower learning rate.",
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
g_0, g_1, u = scalars("g_0 g_1 u")
first = mu * u - eta * g_0

LECTURE.exercise(
    Text(
        r"속도 $u$에서 시작하여 그래디언트 $g_0$, $g_1$로 두 걸음을 간다. 둘째 걸음의 속도에는 각각 얼마만큼 들어 있는가?",
        r"Starting from velocity $u$, two steps are made with the gradients $g_0$ and $g_1$. How much of each is in the second velocity?",
    ),
    Text(
        r"""첫걸음의 속도 $\mu u - \eta g_0$을 둘째 걸음의 식에 넣는다.

<1>

앞선 그래디언트에는 $\mu$가 한 번, 처음 속도에는 두 번 곱해졌다. 걸음을 더 가도 마찬가지여서 본문의 합이 된다.""",
        r"""Put the first velocity $\mu u - \eta g_0$ into the formula of the second step.

<1>

The earlier gradient has one factor $\mu$, the velocity at the start has two. It goes on like this, which gives the sum in the text.""",
    ),
    lambda: [(mu * first - eta * g_1, mu**2 * u - eta * (g_1 + mu * g_0))],
)

# %%
(g,) = scalars("g")
limit = -eta * g / (1 - mu)

LECTURE.exercise(
    Text(
        r"그래디언트가 늘 $g$이고 $\mu < 1$이면 속도는 어디로 다가가는가?",
        r"If the gradient is always $g$ and $\mu < 1$, where does the velocity go?",
    ),
    Text(
        r"""한 걸음 지나도 그대로인 속도를 찾는다. $v = \mu v - \eta g$를 풀면 $v = -\eta g/(1-\mu)$이다. 한 걸음 가 보면

<1>

그대로다. 다른 속도에서 시작하면, 여기서 $c$만큼 벗어난 것이 한 걸음마다 $\mu$배로 줄어든다.

<2>

그러므로 모멘텀을 켜는 것은 학습률을 $1/(1-\mu)$배로 키우는 것과 비슷하다. 0.9에서 0.99로 올릴 때는 학습률을 열 배 낮추어야 걸음의 크기가 같다.""",
        r"""Look for the velocity that a step does not change: $v = \mu v - \eta g$ gives $v = -\eta g/(1-\mu)$. One step from there leads to

<1>

the same velocity. From any other one, the distance $c$ to it shrinks by the factor $\mu$ with every step.

<2>

So momentum acts much like a learning rate that is $1/(1-\mu)$ times as large. When it is raised from 0.9 to 0.99, steps keep their size
only if the learning rate is divided by ten.""",
    ),
    lambda: [
        (mu * limit - eta * g, limit),
        (mu * (limit + u) - eta * g - limit, mu * u),
    ],
)

# %% tags=["setup"]
LECTURE.drill(("next_v", (0, 0)), ("next_w", (0, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. `v = mu * v - learning_rate * dw`, `next_w = w + v`. 가중치는 새 속도로 움직인다.
# 2. 속도는 지난 그래디언트의 합이고, 한 걸음 지날 때마다 무게가 $\mu$배로 줄어든다.
# 3. 같은 그래디언트가 이어지면 걸음은 $1/(1-\mu)$배까지 커진다.
# 4. 속도는 상태다. 걸음 사이에 버리면 모멘텀이 없는 것과 같다.
# 5. 가장 흔한 실수는 부호다. 속도에 음의 부호가 있으면 더하고, 없으면 뺀다.
#
# **더 읽을거리**
#
# - [CS231n 강의 노트: 학습](https://cs231n.github.io/neural-networks-3/)
# - B. T. Polyak, [Some methods of speeding up the convergence of iteration methods](https://doi.org/10.1016/0041-5553(64)90137-5), 1964
# - G. Goh, [Why momentum really works](https://distill.pub/2017/momentum/), *Distill*, 2017

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. `v = mu * v - learning_rate * dw`, `next_w = w + v`. The weights move with the new velocity.
# 2. The velocity is a sum of past gradients, whose weight shrinks by the factor $\mu$ with every step.
# 3. If the gradient stays the same, steps grow up to $1/(1-\mu)$ times as large.
# 4. The velocity is a state: thrown away between steps, it is no momentum at all.
# 5. The commonest mistake is a sign. A velocity with the minus sign is added, one without is subtracted.
#
# **Further reading**
#
# - CS231n notes: [learning](https://cs231n.github.io/neural-networks-3/)
# - B. T. Polyak, [Some methods of speeding up the convergence of iteration methods](https://doi.org/10.1016/0041-5553(64)90137-5), 1964
# - G. Goh, [Why momentum really works](https://distill.pub/2017/momentum/), *Distill*, 2017
