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
# # Adam {#adam}
#
# [모멘텀](momentum.md#momentum)은 그래디언트의 평균으로 방향을 고르게 하고, [RMSProp](rmsprop.md#rmsprop)은 제곱의 평균으로 크기를 고르게
# 한다. Adam은 둘을 함께 쓴다. 두 평균이 모두 0에서 시작하므로 처음에는 너무 작다. 이것을 보정하는 한 줄이 Adam에서 가장 자주 틀리는 곳이다.
#
# 이 페이지에서는 두 가지를 묻는다. 0에서 시작한 평균은 얼마나 작으며, 왜 $1 - \beta^t$으로 나누면 꼭 맞는가? 한 걸음은 얼마나 큰가?

# %% [markdown] lang="en"
# # Adam {#adam}
#
# [Momentum](momentum.md#momentum) steadies the direction with a mean of the gradients, and [RMSProp](rmsprop.md#rmsprop) evens out the size
# with a mean of their squares. Adam does both. Either mean starts at 0 and is too small at first. The line that corrects this is where
# Adam is most often written wrong.
#
# This page asks two things. How much too small is a mean that started at 0, and why is dividing by $1 - \beta^t$ exactly right? And how
# large is a step?

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
# | $\mathrm{d}w$ | `dw` | `w`와 같다 | 가중치에 대한 손실의 그래디언트 |
# | $m$ | `config["m"]` | `w`와 같다 | 그래디언트의 이동 평균. 처음에는 0이다 |
# | $v$ | `config["v"]` | `w`와 같다 | 제곱한 그래디언트의 이동 평균. 처음에는 0이다 |
# | $t$ | `config["t"]` | 정수 | 이번 걸음의 번호, 1부터. `config`에는 지금까지 간 걸음의 수가 들어 있다 |
# | $\eta$ | `config["learning_rate"]` | 스칼라 | 학습률, 0 이상. 기본값은 0.001 |
# | $\beta_1$, $\beta_2$ | `config["beta1"]`, `config["beta2"]` | 스칼라 | 평균에서 남길 비율, 1 미만. 기본값은 0.9와 0.999 |
# | $\varepsilon$ | `config["epsilon"]` | 스칼라 | 0보다 큰 작은 수. 기본값은 10⁻⁸ |
#
# 이 함수는 층이 아니라 **갱신**(update)이다. $m$, $v$, $t$가 상태이며, 받은 것을 새것으로 바꾸어 돌려준다. 첨자는 NumPy처럼 0부터 센다. 식에서는
# $0 < \beta < 1$이라고 하자. 코드는 0도 받는다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | Formula | Code | Shape | Meaning |
# | --- | --- | --- | --- |
# | $w$ | `w` | (D, M) | weights; the code takes other shapes too |
# | $\mathrm{d}w$ | `dw` | that of `w` | gradient of the loss with respect to the weights |
# | $m$ | `config["m"]` | that of `w` | running mean of the gradients, 0 at first |
# | $v$ | `config["v"]` | that of `w` | running mean of the squared gradients, 0 at first |
# | $t$ | `config["t"]` | integer | the number of this step, from 1; `config` holds how many steps were made before |
# | $\eta$ | `config["learning_rate"]` | scalar | learning rate, at least 0; 0.001 by default |
# | $\beta_1$, $\beta_2$ | `config["beta1"]`, `config["beta2"]` | scalar | what is kept of the means, below 1; 0.9 and 0.999 by default |
# | $\varepsilon$ | `config["epsilon"]` | scalar | a small number above 0; 10⁻⁸ by default |
#
# The function is not a layer but an **update**. $m$, $v$ and $t$ are its state: it takes them and returns new ones. Indices start at 0, as in
# NumPy. In the formulas $0 < \beta < 1$; the code takes 0 as well.

# %%
D, t = sizes("D t")
M = flattened_size("M")
i, j = indices("i j")

eta = scalar("eta", nonnegative=True, says=Text("학습률", "learning rate"))
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
    stem="adam",
    title=Text("Adam", "Adam"),
    summary=Text(
        "그래디언트의 평균을 제곱의 평균으로 나누어 가중치를 옮긴다.",
        "Moves the weights by the mean gradient, divided by the root of the mean square.",
    ),
    inputs=(w, dw, m, v, eta, beta1, beta2, epsilon, t),
    uses=("momentum", "rmsprop"),
    part=Part.UPDATES,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양. / The graph: shapes of tensors.

# %% [markdown] lang="ko"
# ## 두 이동 평균 {#means}
#
# 둘 다 옛 평균을 $\beta$만큼 남기고 새 값을 $1 - \beta$만큼 섞는다.

# %% [markdown] lang="en"
# ## Two running means {#means}
#
# Both keep the share $\beta$ of the old mean and mix in $1 - \beta$ of the new value.

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
# ## 치우침의 보정(bias correction) {#correction}
#
# 그래디언트가 늘 같다고 하자. 평균도 그 값이어야 한다. 그런데 0에서 시작한 첫 평균은 $(1 - \beta_1)\,\mathrm{d}w$, 곧 $\beta_1 = 0.9$이면 10분의 1밖에 되지
# 않는다. $t$걸음 뒤에는 $(1 - \beta_1)(1 + \beta_1 + \cdots + \beta_1^{t-1})\,\mathrm{d}w$이고, 이 등비수열의 합은 $1 - \beta_1^t$이다. 귀납법으로
# 보이자.
#
# $t = 1$일 때 앞의 평균은 0이고 $1 - \beta_1^0 = 0$이므로 맞는다. 이제 $t - 1$걸음 뒤의 평균이 $(1 - \beta_1^{t-1})\,\mathrm{d}w$라고 하고, 한 걸음
# 더 가서 $1 - \beta_1^t$으로 나눈다.

# %% [markdown] lang="en"
# ## Bias correction {#correction}
#
# Suppose the gradient is always the same. Then so should be its mean. But starting from 0, the first mean is $(1 - \beta_1)\,\mathrm{d}w$, a
# tenth of it for $\beta_1 = 0.9$. After $t$ steps it is $(1 - \beta_1)(1 + \beta_1 + \cdots + \beta_1^{t-1})\,\mathrm{d}w$, and this geometric sum
# is $1 - \beta_1^t$. The proof is by induction.
#
# For $t = 1$ the mean before is 0, and $1 - \beta_1^0 = 0$. Now let the mean after $t - 1$ steps be $(1 - \beta_1^{t-1})\,\mathrm{d}w$, make one
# more step, and divide by $1 - \beta_1^t$.

# %%
steady = tensor("steady", D, M, says=Text("늘 같은 그래디언트의 평균", "mean of a constant gradient"))
corrected = tensor("corrected", D, M, says=Text("보정한 평균", "corrected mean"))
after_steps = Definition(steady[i, j], beta1 * (1 - beta1 ** (t - 1)) * dw[i, j] + (1 - beta1) * dw[i, j])

LAYER.result(
    "corrected",
    Text("그래디언트가 늘 같을 때 보정한 평균", "The corrected mean of a constant gradient"),
    corrected[i, j],
    steady[i, j] / (1 - beta1**t),
    indices=entries,
    definitions=(after_steps,),
).by(
    rules.DEFINITION,
    (beta1 * (1 - beta1 ** (t - 1)) * dw[i, j] + (1 - beta1) * dw[i, j]) / (1 - beta1**t),
).by(
    rules.EXPONENTIAL_LAW,
    ((beta1 - beta1**t) * dw[i, j] + (1 - beta1) * dw[i, j]) / (1 - beta1**t),
).by(
    rules.CANCEL,
    dw[i, j],
).in_matrices(dw.matrix, (dw,))

# %% [markdown] lang="ko"
# 보정한 평균은 첫걸음부터 그래디언트 그대로다. $v$에서도 $\mathrm{d}w^2$과 $\beta_2$를 넣기만 하면 똑같다. $\beta_2 = 0.999$이면 보정하지 않은 첫 $v$는
# 천분의 1이다. 그 제곱근으로 나누므로 걸음이 커진다. $m$도 10분의 1로 줄어 있으니 첫걸음은 $0.1/\sqrt{0.001} \approx 3.16$배다.
#
# ## 새 가중치 {#weights}

# %% [markdown] lang="en"
# From the first step on, the corrected mean is the gradient itself. The same holds for $v$, with $\mathrm{d}w^2$ and $\beta_2$ in their places.
# For $\beta_2 = 0.999$, the first $v$ is a thousandth if it is not corrected. Steps are divided by its root, so they get longer; $m$, too, is a tenth of
# what it should be, and the first step is $0.1/\sqrt{0.001} \approx 3.16$ times as long.
#
# ## The new weights {#weights}

# %%
hats = (
    Definition(mhat[i, j], next_m[i, j] / (1 - beta1**t)),
    Definition(vhat[i, j], next_v[i, j] / (1 - beta2**t)),
)

LAYER.result(
    "next_w",
    Text("새 가중치", "New weights"),
    next_w[i, j],
    w[i, j] - eta * mhat[i, j] / (sqrt(vhat[i, j]) + epsilon),
    indices=entries,
    definitions=(mean, mean_square, *hats),
).in_matrices(
    w.matrix
    - eta
    * hadamard_product(
        mhat.matrix,
        HadamardPower(HadamardPower(vhat.matrix, Rational(1, 2)) + epsilon * OneMatrix(D, M), -1),
    ),
    (w, mhat, vhat),
)

# %% [markdown] lang="ko"
# 그래디언트가 늘 같으면 $\hat m = \mathrm{d}w$, $\hat v = \mathrm{d}w^2$이므로, $\varepsilon$을 무시하면 걸음은 첫걸음부터 꼭 $\eta$다. 그래디언트의 부호가
# 오락가락하면 $\hat m$은 서로 지워지고 $\hat v$는 그대로여서 걸음이 짧아진다. 방향이 뚜렷할 때는 $\eta$만큼, 흐릿할 때는 조심스럽게 움직이는 셈이다.
#
# ## 구현 {#implementation}
#
# CS231n의 `optim.py`와 같은 이름, 같은 `config`를 쓴다. 걸음의 번호는 쓰기 **전에** 1 늘린다. 그러지 않으면 첫걸음에서 $1 - \beta^0 = 0$으로 나눈다.
# 보정한 평균은 상태에 넣지 않는다. CS231n의 함수는 받은 `config`에 새 값을 써넣지만, 이 페이지의 함수는 새 딕셔너리를 돌려준다.

# %% [markdown] lang="en"
# If the gradient is always the same, $\hat m = \mathrm{d}w$ and $\hat v = \mathrm{d}w^2$: but for $\varepsilon$, a step is exactly $\eta$, from the
# first one on. If its sign goes back and forth, $\hat m$ cancels and $\hat v$ does not, and steps get short. Where the direction is clear, the
# weights move by $\eta$; where it is not, with caution.
#
# ## Implementation {#implementation}
#
# The name and the `config` are those of CS231n's `optim.py`. The number of the step grows by 1 **before** it is used; otherwise the first step
# divides by $1 - \beta^0 = 0$. The corrected means do not go into the state. CS231n's function writes new values into the `config` that it was
# given; this one returns a new dict.

# %% [markdown] slot="implementation"
# 코드는 impl/adam.py에 있다. / The code is in impl/adam.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 둘째 걸음($t = 2$)이다. 나눗셈이 떨어지도록 $\beta_1$은 1/2, $\beta_2$는 3/5, $\varepsilon$은 1로 잡았다. $1 - \beta_1^2$은 3/4, $1 - \beta_2^2$은 16/25이다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# This is the second step, $t = 2$. To make the divisions come out even, $\beta_1$ is 1/2, $\beta_2$ is 3/5 and $\varepsilon$ is 1. So $1 - \beta_1^2$ is
# 3/4, and $1 - \beta_2^2$ is 16/25.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={D: 1, M: 2, t: 2},
    given={
        w: [[1, 1]],
        dw: [[2, -4]],
        m: [[1, 7]],
        v: [[Rational(8, 5), 16]],
        eta: Rational(1, 2),
        beta1: Rational(1, 2),
        beta2: Rational(3, 5),
        epsilon: 1,
    },
    show=[
        ("next_m", (0, 0), (0, 1)),
        ("next_v", (0, 0), (0, 1)),
        ("corrected", (0, 0)),
        ("next_w", (0, 0), (0, 1)),
    ],
)

# %% [markdown] lang="ko"
# 둘째 가중치에서는 이번 그래디언트가 음수인데도 가중치가 줄었다. 평균이 아직 양수이기 때문이다.

# %% [markdown] lang="en"
# The second weight has become smaller, although its gradient is negative this time: the mean is still positive.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify adam`으로 확인한다. / Run `yudo verify adam`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **첫걸음.** `config`에 상태가 없으면 $m = v = 0$, $t = 0$에서 시작한다.
# - **그래디언트가 0이다.** 평균이 모두 0이어도 $\varepsilon$ 덕분에 걸음은 0이다. `epsilon`이 0이면 `ValueError`다.
# - **$\beta$가 1이다.** $1 - \beta^t$이 0이 되므로 `ValueError`다.
# - **$t$가 정수가 아니거나 음수다.** 거절한다.
# - **큰 그래디언트.** `float32`에서는 1.8 · 10¹⁹을 넘는 그래디언트의 제곱이 오버플로하여, 그 가중치는 오랫동안 움직이지 않는다.
# - **정수 배열, 모양이 다른 배열.** 거절한다.
# - **정밀도.** `config`의 수가 NumPy `float64`여도 `float32` 가중치는 `float32`로 남는다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **The first step.** Without a state in `config` it starts from $m = v = 0$ and $t = 0$.
# - **A gradient of 0.** Even if both means are 0, the step is 0, thanks to $\varepsilon$. An `epsilon` of 0 is a `ValueError`.
# - **A $\beta$ of 1.** $1 - \beta^t$ would be 0: `ValueError`.
# - **A $t$ that is no integer, or negative.** Refused.
# - **Large gradients.** In `float32`, the square of a gradient above 1.8 · 10¹⁹ overflows, and that weight does not move for a long time.
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
LECTURE.mistake(
    "no-correction",
    "next_w",
    Text("치우침을 보정하지 않는다", "No bias correction"),
    wrong=w[i, j] - eta * next_m[i, j] / (sqrt(next_v[i, j]) + epsilon),
    symptom=Text(
        "처음 몇백 걸음이 너무 길다. 학습은 되지만 시작할 때 손실이 튄다. $t$가 크면 보이지 않는다.",
        "The first few hundred steps are too long. It learns, but the loss jumps at the start. For large $t$ nothing shows.",
    ),
)

# %%
LECTURE.mistake(
    "step-not-counted",
    "next_w",
    Text("걸음의 번호를 늘리지 않는다", "The number of the step is not increased"),
    wrong=w[i, j]
    - eta * (next_m[i, j] / (1 - beta1 ** (t - 1))) / (sqrt(next_v[i, j] / (1 - beta2 ** (t - 1))) + epsilon),
    symptom=Text(
        "첫걸음에서 0으로 나누어 NaN이 나온다. 쓰고 나서 늘리는 경우도 같다.",
        "The first step divides by 0, and NaN comes out. The same happens if it is increased after use.",
    ),
)

# %%
LECTURE.mistake(
    "epsilon-inside",
    "next_w",
    Text("$\\varepsilon$을 제곱근 안에 더한다", "$\\varepsilon$ is added inside the root"),
    wrong=w[i, j] - eta * mhat[i, j] / sqrt(vhat[i, j] + epsilon),
    symptom=Text(
        "그래디언트가 아주 작은 가중치에서만 걸음이 짧아진다.",
        "Steps get shorter only for weights whose gradients are very small.",
    ),
)

# %%
LECTURE.mistake(
    "not-squared",
    "next_v",
    Text("그래디언트를 제곱하지 않는다", "The gradient is not squared"),
    wrong=beta2 * v[i, j] + (1 - beta2) * dw[i, j],
    symptom=Text(
        "평균이 음수가 되면 제곱근이 NaN이다.",
        "As soon as the mean is negative, its root is NaN.",
    ),
)

# %%
LECTURE.mistake(
    "same-beta",
    "next_v",
    Text("둘째 평균에도 $\\beta_1$을 쓴다", "$\\beta_1$ is used for the second mean, too"),
    wrong=beta1 * v[i, j] + (1 - beta1) * dw[i, j] ** 2,
    symptom=Text(
        "제곱의 평균이 최근 열 걸음만 기억한다. 학습은 되므로 알아차리기 어렵다.",
        "The mean of the squares remembers ten steps only. It still learns, which makes this hard to notice.",
    ),
)

# %% [markdown] lang="ko"
# 식으로는 드러나지 않는 실수도 있다. **보정한 평균을 상태에 넣으면** 다음 걸음에서 또 나누게 된다. 첫걸음은 옳고 둘째 걸음부터 틀리므로 한 걸음만 비교하는
# 시험은 통과한다. 걸음의 번호를 상태에 넣지 않아도 마찬가지다.

# %% [markdown] lang="en"
# Others do not show in a formula. **With the corrected means in the state**, the next step divides once more. The first step is right, and all
# later ones are wrong: a test that compares a single step does not see it. Nor does it see a step number that is not put into the state.

# %% [markdown] lang="ko"
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
beta = scalars("beta", positive=True)[0]

LECTURE.exercise(
    Text(
        r"$S_t = 1 + \beta + \cdots + \beta^{t-1}$이다. $(1 - \beta) S_t = 1 - \beta^t$이 $t - 1$에서 성립하면 $t$에서도 성립함을 보여라.",
        r"Let $S_t = 1 + \beta + \cdots + \beta^{t-1}$. Show that $(1 - \beta) S_t = 1 - \beta^t$ holds for $t$ if it holds for $t - 1$.",
    ),
    Text(
        r"""$S_t = 1 + \beta S_{t-1}$이다. $(1 - \beta) S_{t-1}$ 자리에 $1 - \beta^{t-1}$을 넣는다.

<1>

$t = 1$이면 양쪽이 $1 - \beta$다. 그러므로 모든 $t$에서 성립한다.""",
        r"""$S_t = 1 + \beta S_{t-1}$. Put $1 - \beta^{t-1}$ in place of $(1 - \beta) S_{t-1}$.

<1>

For $t = 1$ both sides are $1 - \beta$, so it holds for all $t$.""",
    ),
    lambda: [((1 - beta) + beta * (1 - beta ** (t - 1)), 1 - beta**t)],
)

# %%
g = scalars("g", positive=True)[0]
first_m, first_v = (1 - beta1) * g, Mul(1 - beta2, g**2, evaluate=False)


def step_of(of_gradient, of_square):
    """A step without epsilon; SymPy would cancel at once, and this line is to show it."""
    root = Pow(of_square, Rational(-1, 2), evaluate=False)
    return Mul(eta, of_gradient, root, evaluate=False)


LECTURE.exercise(
    Text(
        r"$m = v = 0$에서 시작한 첫걸음의 크기를 $\varepsilon$을 무시하고 구하라. 치우침을 보정할 때와 하지 않을 때를 비교하라. 그래디언트는 $g > 0$이다.",
        r"How long is the first step from $m = v = 0$, ignoring $\varepsilon$? Compare it with and without the correction. The gradient is $g > 0$.",
    ),
    Text(
        r"""보정하지 않으면 $g$는 약분되고 $\beta$만 남는다.

<1>

보정하면 $1 - \beta_1$과 $1 - \beta_2$로 나누므로 $\hat m = g$, $\hat v = g^2$이다.

<2>

첫걸음은 그래디언트의 크기와 상관없이 $\eta$다.""",
        r"""Without the correction, $g$ cancels, and the $\beta$ are left.

<1>

With it, dividing by $1 - \beta_1$ and $1 - \beta_2$ leaves $\hat m = g$ and $\hat v = g^2$.

<2>

Whatever the size of the gradient, the first step is $\eta$.""",
    ),
    lambda: [
        (step_of(first_m, first_v), eta * (1 - beta1) / sqrt(1 - beta2)),
        (step_of(g, g**2), eta),
    ],
)

# %% tags=["setup"]
LECTURE.drill(("next_m", (0, 1)), ("next_w", (0, 0)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. `m`은 그래디언트의, `v`는 제곱한 그래디언트의 이동 평균이다.
# 2. 0에서 시작한 평균은 $1 - \beta^t$배로 작다. 그 수로 나누면 꼭 맞는다.
# 3. `next_w = w - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon)`.
# 4. 방향이 뚜렷하면 걸음은 학습률만큼이고, 흐릿하면 짧아진다.
# 5. 가장 흔한 실수는 치우침을 보정하지 않는 것, 걸음을 세지 않는 것, 보정한 평균을 상태에 넣는 것이다.
#
# **더 읽을거리**
#
# - D. P. Kingma, J. Ba, [Adam: a method for stochastic optimization](https://arxiv.org/abs/1412.6980), ICLR 2015
# - [CS231n 강의 노트: 학습](https://cs231n.github.io/neural-networks-3/)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. `m` is the running mean of the gradients, `v` that of their squares.
# 2. A mean that started at 0 is too small by the factor $1 - \beta^t$; dividing by this number is exactly right.
# 3. `next_w = w - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon)`.
# 4. Where the direction is clear, a step is as long as the learning rate; where it is not, it is shorter.
# 5. The commonest mistakes: no correction, steps that are not counted, and corrected means in the state.
#
# **Further reading**
#
# - D. P. Kingma, J. Ba, [Adam: a method for stochastic optimization](https://arxiv.org/abs/1412.6980), ICLR 2015
# - CS231n notes: [learning](https://cs231n.github.io/neural-networks-3/)
