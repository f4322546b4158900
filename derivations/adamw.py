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
# # AdamW {#adamw}
#
# 가중치를 작게 유지하려면 손실에 [L2 벌점](l2_regularization.md#l2_regularization)을 더하거나, 걸음마다 가중치를 조금씩 줄인다.
# [경사하강법](sgd.md#exercises)에서는 둘이 같다. [Adam](adam.md#adam)에서는 같지 않다. 벌점의 그래디언트까지 크기로 나누기 때문이다. AdamW는 가중치를
# 따로 줄인다.
#
# 이 페이지에서는 두 가지를 묻는다. Adam에서 벌점은 왜 뜻대로 되지 않는가? 감쇠를 따로 하면 무엇이 달라지는가?

# %% [markdown] lang="en"
# # AdamW {#adamw}
#
# To keep weights small, add an [L2 penalty](l2_regularization.md#l2_regularization) to the loss, or shrink the weights a little at every step.
# For [gradient descent](sgd.md#exercises) the two are the same. For [Adam](adam.md#adam) they are not, because it divides the gradient of the
# penalty by its size, too. AdamW shrinks the weights separately.
#
# This page asks two things. Why does a penalty not work as intended in Adam? And what changes if the weights decay separately?

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
# | $\mathrm{d}w$ | `dw` | `w`와 같다 | 벌점을 **넣지 않은** 손실의 그래디언트 |
# | $m$, $v$, $t$ | `config["m"]`, `config["v"]`, `config["t"]` | Adam과 같다 | Adam의 상태 |
# | $\eta$, $\beta_1$, $\beta_2$, $\varepsilon$ | Adam과 같다 | 스칼라 | Adam의 수 |
# | $\lambda$ | `config["weight_decay"]` | 스칼라 | 감쇠의 세기, 0 이상. 기본값은 0.01 |
#
# 이 함수는 층이 아니라 **갱신**(update)이다. 첨자는 NumPy처럼 0부터 센다. 이동 평균과 그 보정은 [Adam](adam.md#correction)과 똑같다.
#
# **관례.** 감쇠에도 학습률을 곱한다. PyTorch의 `AdamW`와 같다. 논문에서는 학습률의 변화만 함께 곱하고 처음 학습률은 곱하지 않는다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | Formula | Code | Shape | Meaning |
# | --- | --- | --- | --- |
# | $w$ | `w` | (D, M) | weights; the code takes other shapes too |
# | $\mathrm{d}w$ | `dw` | that of `w` | gradient of the loss **without** any penalty |
# | $m$, $v$, $t$ | `config["m"]`, `config["v"]`, `config["t"]` | as in Adam | the state of Adam |
# | $\eta$, $\beta_1$, $\beta_2$, $\varepsilon$ | as in Adam | scalar | the numbers of Adam |
# | $\lambda$ | `config["weight_decay"]` | scalar | strength of the decay, at least 0; 0.01 by default |
#
# The function is not a layer but an **update**. Indices start at 0, as in NumPy. The running means and their correction are those of
# [Adam](adam.md#correction).
#
# **Conventions.** The learning rate multiplies the decay as well, as in PyTorch's `AdamW`. In the paper only the schedule of the learning rate
# does, not its initial value.

# %%
D, t = sizes("D t")
M = flattened_size("M")
i, j = indices("i j")

eta = scalar("eta", nonnegative=True, says=Text("학습률", "learning rate"))
decay = scalar("lambda", nonnegative=True, says=Text("가중치 감쇠의 세기", "strength of the weight decay"))
beta1, beta2 = (
    scalar(name, positive=True, below=1, says=Text("이동 평균에서 남길 비율", "kept share of a running mean"))
    for name in ("beta_1", "beta_2")
)
epsilon = scalar("epsilon", positive=True)
w = tensor("w", D, M)
dw = tensor("dw", D, M)
m = tensor("m", D, M, says=Text("그래디언트의 이동 평균", "running mean of the gradients"))
v = tensor(
    "v",
    D,
    M,
    values="mean_square",
    says=Text("제곱한 그래디언트의 이동 평균", "running mean of the squared gradients"),
)
next_m = tensor("next_m", D, M, says=Text("새 이동 평균", "new running mean"))
next_v = tensor("next_v", D, M, says=Text("새 이동 평균", "new running mean"))
mhat = tensor("mhat", D, M, says=Text("보정한 이동 평균", "corrected running mean"))
vhat = tensor("vhat", D, M, says=Text("보정한 이동 평균", "corrected running mean"))
next_w = tensor("next_w", D, M, says=Text("새 가중치", "new weights"))

LAYER = Layer(
    stem="adamw",
    title=Text("AdamW", "AdamW"),
    summary=Text(
        "Adam으로 가중치를 옮기면서 가중치 자체는 따로 줄인다.",
        "Moves the weights as Adam does, and lets them decay apart from that.",
    ),
    inputs=(w, dw, m, v, eta, beta1, beta2, epsilon, decay, t),
    uses=("adam",),
    part=Part.UPDATES,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양. / The graph: shapes of tensors.

# %% [markdown] lang="ko"
# ## 두 이동 평균 {#means}
#
# Adam과 같다. 중요한 것은 여기에 **없는** 것이다. 두 식의 어디에도 가중치가 들어 있지 않다.

# %% [markdown] lang="en"
# ## Two running means {#means}
#
# They are those of Adam. What counts is what is **not** in them: no weight occurs in either.

# %%
entries = ((i, D), (j, M))
mean = Definition(next_m[i, j], beta1 * m[i, j] + (1 - beta1) * dw[i, j])
mean_square = Definition(next_v[i, j], beta2 * v[i, j] + (1 - beta2) * dw[i, j] ** 2)

LAYER.result(
    "next_m",
    Text("그래디언트의 새 평균", "New mean of the gradients"),
    next_m[i, j],
    mean.value,
    indices=entries,
).in_matrices(beta1 * m.matrix + (1 - beta1) * dw.matrix, (m, dw))

# %%
LAYER.result(
    "next_v",
    Text("제곱의 새 평균", "New mean of the squares"),
    next_v[i, j],
    mean_square.value,
    indices=entries,
).in_matrices(beta2 * v.matrix + (1 - beta2) * hadamard_product(dw.matrix, dw.matrix), (v, dw))

# %% [markdown] lang="ko"
# ## 새 가중치 {#weights}
#
# Adam의 걸음을 가고, 옛 가중치의 $\eta\lambda$배를 뺀다. 모아 쓰면 가중치가 먼저 $1 - \eta\lambda$배로 줄고 나서 Adam이 옮기는 것과 같다.

# %% [markdown] lang="en"
# ## The new weights {#weights}
#
# Make the step of Adam, and subtract $\eta\lambda$ times the old weights. Collected, the weights first shrink by the factor $1 - \eta\lambda$, and
# Adam moves them from there.

# %%
hats = (
    Definition(mhat[i, j], next_m[i, j] / (1 - beta1**t)),
    Definition(vhat[i, j], next_v[i, j] / (1 - beta2**t)),
)

LAYER.result(
    "next_w",
    Text("새 가중치", "New weights"),
    next_w[i, j],
    w[i, j] - eta * mhat[i, j] / (sqrt(vhat[i, j]) + epsilon) - eta * decay * w[i, j],
    indices=entries,
    definitions=(mean, mean_square, *hats),
).by(
    rules.CANCEL,
    (1 - eta * decay) * w[i, j] - eta * mhat[i, j] / (sqrt(vhat[i, j]) + epsilon),
).in_matrices(
    (1 - eta * decay) * w.matrix
    - eta
    * hadamard_product(
        mhat.matrix,
        HadamardPower(HadamardPower(vhat.matrix, Rational(1, 2)) + epsilon * OneMatrix(D, M), -1),
    ),
    (w, mhat, vhat),
)

# %% [markdown] lang="ko"
# 벌점을 손실에 넣으면 Adam이 받는 그래디언트는 $\mathrm{d}w + \lambda w$다. 이것이 평균을 거쳐 $\sqrt{\hat v}$으로 나뉜다. 그래디언트가 큰 가중치에서는
# 벌점까지 크게 나뉘어, **자주 크게 변하는 가중치일수록 덜 줄어든다.** 둘째 연습 문제가 그 극단이다. 따로 줄이면 모든 가중치가 같은 비율로 줄어든다.
#
# ## 구현 {#implementation}
#
# `adam`을 부르고 감쇠를 뺀다. 그래디언트에 L2 벌점이 이미 들어 있으면 두 번 줄이게 되므로, 손실의 `reg`는 0으로 둔다.

# %% [markdown] lang="en"
# With the penalty in the loss, Adam is given the gradient $\mathrm{d}w + \lambda w$, which goes through its means and is divided by
# $\sqrt{\hat v}$. Where gradients are large, the penalty is divided, too: **the more a weight is pushed about, the less it decays.** The second
# exercise takes this to the extreme. Done apart, the decay takes the same share of every weight.
#
# ## Implementation {#implementation}
#
# It calls `adam` and subtracts the decay. If the gradient already contains an L2 penalty, the weights decay twice; so set the `reg` of the loss
# to 0.

# %% [markdown] slot="implementation"
# 코드는 impl/adamw.py에 있다. / The code is in impl/adamw.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# [Adam 페이지](adam.md#by-hand)의 수에 감쇠 $\lambda = 1/5$을 더했다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# The numbers of the [page on Adam](adam.md#by-hand), with a decay of $\lambda = 1/5$.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={D: 1, M: 2, t: 2},
    given={
        w: [[1, 10]],
        dw: [[2, -4]],
        m: [[1, 7]],
        v: [[Rational(8, 5), 16]],
        eta: Rational(1, 2),
        beta1: Rational(1, 2),
        beta2: Rational(3, 5),
        epsilon: 1,
        decay: Rational(1, 5),
    },
    show=[("next_w", (0, 0), (0, 1))],
)

# %% [markdown] lang="ko"
# Adam의 걸음은 1/3과 1/6이고, 감쇠는 1/10과 1이다. 감쇠는 가중치가 큰 쪽에서 크다.

# %% [markdown] lang="en"
# The steps of Adam are 1/3 and 1/6, the decays 1/10 and 1. The larger weight decays more.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify adamw`로 확인한다. / Run `yudo verify adamw`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **`weight_decay`가 0이다.** Adam과 똑같다.
# - **$\eta\lambda$가 1보다 크다.** 가중치의 부호가 뒤집힌다. 막지는 않지만 그럴 까닭이 없다.
# - **편향.** 편향까지 줄일지는 호출하는 쪽이 정한다. 보통은 편향에 `weight_decay=0`을 준다.
# - **음수나 무한대인 `weight_decay`.** `ValueError`다.
# - 나머지는 [Adam](adam.md#awkward)과 같다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **A `weight_decay` of 0.** The same as Adam.
# - **$\eta\lambda$ above 1.** The weights change sign. It is not refused, but there is no reason for it.
# - **Biases.** Whether they decay is up to the caller; usually they get `weight_decay=0`.
# - **A `weight_decay` that is negative or infinite.** `ValueError`.
# - All else is as for [Adam](adam.md#awkward).

# %% [markdown] lang="ko"
# ## 흔한 실수 {#mistakes}
#
# 틀린 식에서 옳은 식을 뺀 차는 컴퓨터가 구했다.

# %% [markdown] lang="en"
# ## Common mistakes {#mistakes}
#
# The machine has subtracted the right formula from each wrong one.

# %%
penalised = dw[i, j] + decay * w[i, j]
penalised_m = beta1 * m[i, j] + (1 - beta1) * penalised
penalised_v = beta2 * v[i, j] + (1 - beta2) * penalised**2

LECTURE.mistake(
    "decay-in-the-gradient",
    "next_w",
    Text(
        "감쇠를 그래디언트에 더한다: Adam과 L2 벌점이다",
        "The decay is added to the gradient: Adam with an L2 penalty",
    ),
    wrong=w[i, j] - eta * (penalised_m / (1 - beta1**t)) / (sqrt(penalised_v / (1 - beta2**t)) + epsilon),
    symptom=Text(
        "그래디언트가 큰 가중치는 거의 줄지 않고 작은 가중치는 빨리 0이 된다. 훈련 손실만 보아서는 알 수 없다.",
        "Weights with large gradients hardly decay, those with small ones soon go to 0. The training loss alone does not show it.",
    ),
)

# %%
LECTURE.mistake(
    "decay-in-the-mean",
    "next_m",
    Text("감쇠가 이동 평균에 들어 있다", "The decay is in the running mean"),
    wrong=penalised_m,
    symptom=Text(
        "앞의 실수를 `config`에서 본 것이다. 한 걸음 뒤의 `m`에 가중치가 섞여 있으면 AdamW가 아니다.",
        "The mistake above, as `config` shows it: if the weights are in the `m` after a step, this is not AdamW.",
    ),
)

# %%
LECTURE.mistake(
    "no-learning-rate",
    "next_w",
    Text("감쇠에 학습률을 곱하지 않는다", "The learning rate does not multiply the decay"),
    wrong=(1 - decay) * w[i, j] - eta * mhat[i, j] / (sqrt(vhat[i, j]) + epsilon),
    symptom=Text(
        "기본값이면 걸음마다 1%씩 줄어든다. 백 걸음이면 가중치가 37%만 남고, 학습이 거의 되지 않는다.",
        "With the default, every step takes 1%. After a hundred steps 37% of a weight is left, and hardly anything is learned.",
    ),
)

# %%
LECTURE.mistake(
    "sign-of-the-decay",
    "next_w",
    Text("감쇠를 더한다", "The decay is added"),
    wrong=(1 + eta * decay) * w[i, j] - eta * mhat[i, j] / (sqrt(vhat[i, j]) + epsilon),
    symptom=Text(
        "가중치가 조금씩, 그러나 지수적으로 커진다.",
        "The weights grow, slowly but exponentially.",
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
x, u = scalars("x u")

LECTURE.exercise(
    Text(
        r"Adam의 걸음이 늘 $-u$라고 하자. 가중치가 더는 변하지 않는 $x$는 어디인가? 거기까지의 거리는 걸음마다 몇 배로 줄어드는가?",
        r"Suppose the step of Adam is always $-u$. At which $x$ does the weight no longer change? By what factor does the distance to it shrink with every step?",
    ),
    Text(
        r"""$x = (1 - \eta\lambda) x - u$를 풀면 $x = -u/(\eta\lambda)$다. 거기서 $x$만큼 떨어져 있었다면

<1>

배율은 모든 가중치에서 같은 $1 - \eta\lambda$다. $u = \eta$이면 $-1/\lambda$에서 멈추므로, 감쇠는 가중치를 크기 $1/\lambda$ 안에 가둔다.""",
        r"""$x = (1 - \eta\lambda) x - u$ gives $x = -u/(\eta\lambda)$. From a distance $x$ to that point,

<1>

The factor is $1 - \eta\lambda$, the same for every weight. For $u = \eta$ the weight stops at $-1/\lambda$: the decay keeps weights within a size
of $1/\lambda$.""",
    ),
    lambda: [((1 - eta * decay) * (x - u / (eta * decay)) - u + u / (eta * decay), (1 - eta * decay) * x)],
)

# %%
penalty = Mul(*scalars("lambda x", positive=True))

LECTURE.exercise(
    Text(
        r"손실이 가중치 $x > 0$에 전혀 영향을 주지 않아 $\mathrm{d}w = 0$이다. L2 벌점을 넣은 Adam은 첫걸음에 $x$를 얼마나 줄이는가? $\varepsilon$은 무시하라.",
        r"The loss does not depend on the weight $x > 0$ at all, so $\mathrm{d}w = 0$. By how much does Adam with an L2 penalty reduce $x$ in its first step? Ignore $\varepsilon$.",
    ),
    Text(
        r"""그래디언트는 벌점의 $\lambda x$뿐이고, 첫걸음에서는 $\hat m = \lambda x$, $\hat v = \lambda^2 x^2$이다.

<1>

$\lambda$가 사라졌다. 감쇠의 세기를 아무리 바꾸어도 꼭 $\eta$만큼 줄어든다. AdamW는 $\eta\lambda x$만큼 줄인다.""",
        r"""The gradient is that of the penalty alone, $\lambda x$, and in the first step $\hat m = \lambda x$ and $\hat v = \lambda^2 x^2$.

<1>

$\lambda$ is gone: however strong the penalty is, the weight shrinks by exactly $\eta$. AdamW takes $\eta\lambda x$.""",
    ),
    # SymPy would cancel at once; this line is to show it.
    lambda: [
        (
            Mul(
                eta,
                penalty,
                Pow(Pow(penalty, 2, evaluate=False), Rational(-1, 2), evaluate=False),
                evaluate=False,
            ),
            eta,
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("next_m", (0, 0)), ("next_w", (0, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. AdamW는 Adam의 걸음에 가중치 감쇠를 따로 더한 것이다.
# 2. 감쇠는 이동 평균을 거치지 않으므로 모든 가중치가 같은 비율로 줄어든다.
# 3. 가중치는 걸음마다 $1 - \eta\lambda$배로 줄어든다.
# 4. 경사하강법에서는 L2 벌점과 감쇠가 같지만 Adam에서는 다르다.
# 5. 가장 흔한 실수는 감쇠를 그래디언트에 더하는 것이다.
#
# **더 읽을거리**
#
# - I. Loshchilov, F. Hutter, [Decoupled weight decay regularization](https://arxiv.org/abs/1711.05101), ICLR 2019

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. AdamW is the step of Adam, with a decay of the weights apart from it.
# 2. The decay does not go through the running means, so it takes the same share of every weight.
# 3. Every step shrinks the weights by the factor $1 - \eta\lambda$.
# 4. An L2 penalty and a decay are the same for gradient descent, but not for Adam.
# 5. The commonest mistake: the decay is added to the gradient.
#
# **Further reading**
#
# - I. Loshchilov, F. Hutter, [Decoupled weight decay regularization](https://arxiv.org/abs/1711.05101), ICLR 2019
