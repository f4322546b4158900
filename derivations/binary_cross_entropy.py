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
# # 이진 교차 엔트로피 {#binary_cross_entropy}
#
# 스팸인가 아닌가, 진짜인가 가짜인가처럼 ‘예’와 ‘아니요’로 답하는 문제에서는 신경망이 점수를 하나만 내놓으면 된다. 시그모이드가 그 점수를 ‘예’일
# 확률로 바꾸고, 이진 교차 엔트로피(binary cross-entropy)가 정답에 부여한 확률의 로그로 손실을 정한다. 로지스틱 회귀(logistic
# regression)의 손실이 바로 이것이다.
#
# 이 페이지에서는 세 가지를 묻는다. 그래디언트는 왜 $\sigma(x) - t$로 그렇게 간단한가? 확률을 거치지 않고 점수에서 곧장 손실을 계산해야 하는
# 까닭은 무엇인가? 그리고 확률에 작은 수를 더하는 `np.log(p + 1e-7)`은 무엇을 망치는가?

# %% [markdown] lang="en"
# # Binary cross-entropy {#binary_cross_entropy}
#
# Spam or not, real or fake: for a question that is answered by yes or no, one score is enough. The sigmoid turns it into the probability of
# yes, and binary cross-entropy makes a loss of the logarithm of the probability that was given to the right answer. It is the loss of
# logistic regression.
#
# This page asks three things. Why is the gradient as simple as $\sigma(x) - t$? Why should the loss be computed from the score, and not from
# the probability? And what is wrong with `np.log(p + 1e-7)`, where a small number is added to a probability?

# %% tags=["setup"]
from sympy import (
    Derivative,
    KroneckerDelta,
    OneMatrix,
    Rational,
    Symbol,
    Trace,
    exp,
    log,
)

from yudo.derivations.calculus import (
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
# | `x` | (N, d1, …, dk) | 로짓(logit): 시그모이드에 들어가는 점수 |
# | `target` | `x`와 같다 | 정답 $t$. ‘예’이면 1, ‘아니요’이면 0. 그 사이의 수도 된다 |
# | `loss` | 스칼라 | 평균 손실 $L$ |
# | `dx` | `x`와 같다 | 로짓에 대한 그래디언트 |
#
# 원소끼리 짝을 지어 계산하므로 배열이 몇 차원이든 상관없다. 식에서는 (N, D)로 펴 놓고 첨자를 $n$과 $d$ 둘만 쓴다. $D$는 표본(sample)
# 하나에 딸린 질문의 수이고, 보통은 하나다. 첨자는 NumPy처럼 0부터 센다. 로그는 자연로그, $\sigma$는 시그모이드다. 그래디언트는
# 편미분(partial derivative)을 모은 배열이다. `dx`의 원소는 손실을 로짓 하나로 편미분한 값이다.
#
# **모든 원소에 대해 평균한다.** 곧 $N D$로 나눈다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, d1, …, dk) | logits: the scores that go into the sigmoid |
# | `target` | that of `x` | the right answer $t$, 1 for yes and 0 for no, or any number between |
# | `loss` | scalar | mean loss $L$ |
# | `dx` | that of `x` | gradient with respect to the logits |
#
# Entries are compared in pairs, so the number of axes does not matter. The formulas flatten to (N, D) and use two indices, $n$ and $d$; $D$
# is how many questions a sample has, mostly one. Indices start at 0, as in NumPy. Logarithms are natural, and $\sigma$ is the sigmoid. A
# gradient is the array of partial derivatives: an entry of `dx` is that of the loss with respect to one logit.
#
# **The mean is taken over all entries**, so the sum is divided by $N D$.

# %%
(N,) = sizes("N")
D = flattened_size("D")
n, d, i, j = indices("n d i j")

x = tensor("x", N, D)
target = tensor("target", N, D, values="share", says=Text("정답", "right answers"))

LAYER = Layer(
    stem="binary_cross_entropy",
    title=Text("이진 교차 엔트로피", "Binary cross-entropy"),
    summary=Text(
        "점수 하나를 ‘예’일 확률로 읽고 정답의 확률이 낮을수록 큰 손실을 준다.",
        "Reads a score as the probability of yes; the less probable the right answer, the larger the loss.",
    ),
    inputs=(x, target),
    uses=("sigmoid", "softplus"),
    after=("mse",),
    part=Part.LOSSES,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ## 손실 {#loss}
#
# ‘예’일 확률이 $\sigma(x)$라면 ‘아니요’일 확률은 $1 - \sigma(x)$다. 정답이 ‘예’이면($t = 1$) 손실은 $-\log \sigma(x)$이고, ‘아니요’이면
# ($t = 0$) $-\log(1 - \sigma(x))$다. $t$와 $1 - t$를 곱해 더하면 두 경우를 한 식으로 쓸 수 있다. 둘 가운데 하나는 언제나 0이기 때문이다.
#
# 그런데 시그모이드 안의 지수는 로그와 만나면 간단해진다. $\sigma(x) = 1/(1 + e^{-x})$이므로 $-\log \sigma(x) = \log(1 + e^{-x})$이고,
# $1 - \sigma(x) = 1/(1 + e^{x})$이므로 $-\log(1 - \sigma(x)) = \log(1 + e^{x})$이다. 두 항은 부호만 다른 점수의
# [소프트플러스](softplus.md#softplus)다.

# %% [markdown] lang="en"
# ## Loss {#loss}
#
# If $\sigma(x)$ is the probability of yes, that of no is $1 - \sigma(x)$. When yes is right ($t = 1$) the loss is $-\log \sigma(x)$, and when no
# is right ($t = 0$) it is $-\log(1 - \sigma(x))$. Multiplied by $t$ and $1 - t$ and added, they make one formula for both cases, because one
# of the factors is always 0.
#
# But the logarithm and the exponential inside the sigmoid make things simple. From $\sigma(x) = 1/(1 + e^{-x})$ follows $-\log \sigma(x) = \log(1 + e^{-x})$, and from
# $1 - \sigma(x) = 1/(1 + e^{x})$ follows $-\log(1 - \sigma(x)) = \log(1 + e^{x})$. Both terms are a [softplus](softplus.md#softplus) of the
# score, with one sign or the other.

# %%
L = Symbol("L", real=True)
t = target[n, d]
yes, no = log(1 + exp(-x[n, d])), log(1 + exp(x[n, d]))
everywhere = OneMatrix(N, D)


def mean(of):
    """The mean over all entries."""
    return total(of, (n, N), (d, D)) / (N * D)


LAYER.result(
    "loss",
    Text("평균 손실", "Mean loss"),
    L,
    mean(-t * log(sigmoid(x[n, d])) - (1 - t) * log(sigmoid(-x[n, d]))),
).by(
    rules.DEFINITION,
    mean(-t * log(1 / (1 + exp(-x[n, d]))) - (1 - t) * log(1 / (1 + exp(x[n, d])))),
).by(
    rules.LOGARITHM_LAW,
    mean(t * yes + (1 - t) * no),
).in_matrices(
    (
        Trace(target.matrix.T * elementwise(log, everywhere + elementwise(exp, -x.matrix)))
        + Trace((everywhere - target.matrix).T * elementwise(log, everywhere + elementwise(exp, x.matrix)))
    )
    / (N * D),
    (x, target),
)

# %% [markdown] lang="ko"
# ### 점수에서 곧장 계산한다 {#from-the-logits}
#
# 처음 식과 마지막 식은 같지만, 코드로 옮기면 다르다. float64에서 $x = 40$이면 $\sigma(x)$는 1로 반올림되고 $1 - \sigma(x)$는 0이 된다. 정답이
# ‘아니요’라면 참값은 40인데, 처음 식은 `-np.log(0)`, 곧 무한대를 준다. 마지막 식은 40을 준다. 확률로 바꾸었다가 로그를 취하면 그 사이에서
# 자릿수를 잃는다. 그래서 라이브러리의 함수는 확률이 아니라 로짓을 받는다(`BCEWithLogitsLoss`).
#
# 무한대를 피하려고 `np.log(p + 1e-7)`이라고 쓰는 코드가 많다. 그러면 손실은 약 16.1에서 멈추고, 가장 크게 틀린 표본에서 그래디언트가 사라진다.
# 오류를 고친 것이 아니라 가린 것이다.
#
# 라이브러리의 소스 코드에서는 흔히 $\max(x, 0) - x t + \log(1 + e^{-\lvert x \rvert})$라는 꼴을 볼 수 있다. $x > 0$이면
# $\log(1 + e^{x}) = x + \log(1 + e^{-x})$임을 써서 두 로그를 하나로 모은 것이다. 다음 셀은 두 경우를 지시 함수 $[x > 0]$으로 나누어 쓴 식이
# 마지막 식과 같음을 컴퓨터로 확인한다.

# %% [markdown] lang="en"
# ### Straight from the logits {#from-the-logits}
#
# The first formula and the last are equal, but as code they are not. In float64, at $x = 40$, $\sigma(x)$ is rounded to 1 and
# $1 - \sigma(x)$ is 0. If no is right, the true value is 40; the first formula gives `-np.log(0)`, which is infinite, and the last gives 40.
# To go to the probability and back to the logarithm costs digits on the way. Therefore the functions of libraries take logits instead of
# probabilities (`BCEWithLogitsLoss`).
#
# To avoid the infinity, much code has `np.log(p + 1e-7)`. Then the loss stops at about 16.1, and the gradient vanishes for just those samples
# that are most wrong. That hides the error and does not mend it.
#
# In the source code of libraries one often finds $\max(x, 0) - x t + \log(1 + e^{-\lvert x \rvert})$. It uses
# $\log(1 + e^{x}) = x + \log(1 + e^{-x})$ for $x > 0$ to make one logarithm of the two. In the next cell the machine checks that this form,
# with the two cases told apart by the indicator $[x > 0]$, equals the last one above.

# %%
positive = step(x[n, d])

assert equal(t * yes + (1 - t) * no, relu(x[n, d]) - x[n, d] * t + positive * yes + (1 - positive) * no)

# %% [markdown] lang="ko"
# ## 로짓에 대한 그래디언트 {#gradient}
#
# 소프트플러스의 도함수는 시그모이드다. 첫째 항에서는 안쪽에 음의 부호가 있으므로 $-\sigma(-x) = \sigma(x) - 1$이 나오고, 둘째 항에서는
# $\sigma(x)$가 나온다. 두 항을 더하면 $t\,\sigma(x)$가 없어진다.

# %% [markdown] lang="en"
# ## Gradient with respect to the logits {#gradient}
#
# The derivative of a softplus is a sigmoid. The first term has a minus inside and gives $-\sigma(-x) = \sigma(x) - 1$; the second gives
# $\sigma(x)$. In the sum of the two, $t\,\sigma(x)$ cancels.

# %%
objective = mean(t * yes + (1 - t) * no)

LAYER.result(
    "dx",
    Text("로짓에 대한 그래디언트", "Gradient with respect to the logits"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, D)),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    mean(t * Derivative(yes, x[i, j]) + (1 - t) * Derivative(no, x[i, j])),
).by(
    rules.CHAIN_RULE,
    mean(
        (t * (sigmoid(x[n, d]) - 1) + (1 - t) * sigmoid(x[n, d]))
        * KroneckerDelta(n, i)
        * KroneckerDelta(d, j)
    ),
).by(
    rules.DELTA_PICKS,
    (target[i, j] * (sigmoid(x[i, j]) - 1) + (1 - target[i, j]) * sigmoid(x[i, j])) / (N * D),
).by(
    rules.CANCEL,
    (sigmoid(x[i, j]) - target[i, j]) / (N * D),
).in_matrices((elementwise(sigmoid, x.matrix) - target.matrix) / (N * D), (x, target))

# %% [markdown] lang="ko"
# 예측한 확률에서 정답을 뺀 것뿐이다. 시그모이드의 기울기 $\sigma(1 - \sigma)$는 어디에도 없다. 로그의 미분에서 나온 분모가 약분해 버렸기
# 때문이다. 그래서 크게 틀린 표본일수록 그래디언트가 크다. [평균 제곱 오차](mse.md#not-for-classes)에서는 그 기울기가 남아 가장 크게 틀렸을 때 가장 느리게 학습되었다.
#
# 소프트맥스의 그래디언트 `(probs - onehot) / N`과 꼴이 같은 것은 우연이 아니다. 클래스가 둘인 소프트맥스에서 두 로짓의 차를 $x$라고 하면 이
# 페이지의 손실이 된다. 둘째 연습 문제에서 확인한다.

# %% [markdown] lang="en"
# It is the predicted probability minus the right answer, and nothing else. The slope of the sigmoid, $\sigma(1 - \sigma)$, is gone: the
# denominator that comes from the derivative of the logarithm has cancelled it. So the more a sample is wrong, the harder it pulls. With the
# [mean squared error](mse.md#not-for-classes) that slope stays, and the net learns most slowly where it is most wrong.
#
# It is no accident that this looks like the gradient of the softmax, `(probs - onehot) / N`. For a softmax with two classes, let $x$ be the
# difference of the two logits, and its loss is that of this page. The second exercise shows it.

# %% [markdown] lang="ko"
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/binary_cross_entropy.py에 있다. / The code is in impl/binary_cross_entropy.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 로짓을 로그로 잡으면 시그모이드가 분수가 된다. 정답 하나는 1/2로 두었다. 표본이 둘이고 질문이 둘이므로 넷으로 나눈다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# With logits that are logarithms the sigmoid is a fraction. One answer is 1/2. Two samples with two questions each, so divide by four.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 2},
    given={x: [[log(3), 0], [-log(3), log(7)]], target: [[1, 0], [1, Rational(1, 2)]]},
    show=[("loss", ()), ("dx", (0, 0), (1, 0))],
)

# %% [markdown] lang="ko"
# 정답이 모두 1인 첫째 열을 보자. 확률 3/4을 준 표본의 그래디언트는 −1/16이고, 1/4을 준 표본의 그래디언트는 −3/16이다. 더 틀린 쪽의 그래디언트가
# 세 배 크다.

# %% [markdown] lang="en"
# Look at the first column, where both answers are 1. The sample that was given the probability 3/4 has the gradient −1/16, the one with 1/4 has
# −3/16: the one that is more wrong pulls three times as hard.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify binary_cross_entropy`로 확인한다. / Run `yudo verify binary_cross_entropy`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **큰 로짓.** `x`가 10000이고 정답이 0이면 손실은 10000, 그래디언트는 원소가 하나일 때 1이다. 오버플로하지 않는다.
# - **확신하고 맞혔을 때.** `x`가 40이고 정답이 1이면 손실은 4.2 · 10⁻¹⁸이다. 처음 식은 0을 준다. 그래디언트는 1에서 1을 빼므로 float64에서 0이다.
# - **0과 1 사이가 아닌 정답.** ‘아니요’를 −1로 적은 정답은 이 식에 넣을 수 없다. 손실이 음수로 한없이 내려가기 때문이다. 이 페이지의 코드는
#   `ValueError`를 낸다.
# - **모양이 다르다.** `x`가 (N, 1)이고 `target`이 (N,)이면 NumPy는 경고 없이 (N, N)으로 브로드캐스팅한다. 이 페이지의 코드는 모양이 다르면
#   `ValueError`를 낸다.
# - **무한대와 NaN.** 로짓이 무한대이거나 NaN이면 손실은 NaN이다.
# - **빈 배열.** 원소가 없으면 평균도 없으므로 `ValueError`다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **Large logits.** At `x` = 10000 with the answer 0, the loss is 10000 and the gradient, for a single entry, is 1. Nothing overflows.
# - **Sure and right.** At `x` = 40 with the answer 1 the loss is 4.2 · 10⁻¹⁸; the first formula gives 0. The gradient is 1 minus 1, which is 0
#   in float64.
# - **Answers outside 0 to 1.** Answers that write no as −1 do not fit this formula: the loss would fall without limit. The code here raises a
#   `ValueError`.
# - **Different shapes.** With `x` of shape (N, 1) and `target` of shape (N,), NumPy silently broadcasts to (N, N). The code here raises a
#   `ValueError` if the shapes differ.
# - **Infinity and NaN.** With a logit that is infinite or NaN the loss is NaN.
# - **Empty arrays.** Without entries there is no mean: `ValueError`.

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
    "dx",
    Text("빼는 순서를 바꾼다: `target - sigmoid(x)`", "The wrong way round: `target - sigmoid(x)`"),
    wrong=(target[i, j] - sigmoid(x[i, j])) / (N * D),
    symptom=Text("학습할수록 손실이 커진다.", "The loss grows as training goes on."),
)

# %%
LECTURE.mistake(
    "sigmoid-forgotten",
    "dx",
    Text("시그모이드를 씌우지 않는다: `x - target`", "Without the sigmoid: `x - target`"),
    wrong=(x[i, j] - target[i, j]) / (N * D),
    symptom=Text(
        "평균 제곱 오차의 그래디언트(의 절반)다. 확신하고 맞힌 표본도 정답 쪽이 아니라 $x = 1$로 끌려간다.",
        "It is (half) the gradient of the mean squared error. Even samples that are surely right are pulled to $x = 1$.",
    ),
)

# %%
LECTURE.mistake(
    "slope-of-sigmoid",
    "dx",
    Text(
        "시그모이드의 기울기를 한 번 더 곱한다",
        "The slope of the sigmoid multiplied in once more",
    ),
    wrong=(sigmoid(x[i, j]) - target[i, j]) * sigmoid(x[i, j]) * (1 - sigmoid(x[i, j])) / (N * D),
    symptom=Text(
        "$\\sigma(x) - t$는 이미 로짓에 대한 그래디언트다. 시그모이드의 역전파에 다시 넣으면 이렇게 되고, 크게 틀린 표본이 거의 학습되지 않는다.",
        "$\\sigma(x) - t$ is the gradient with respect to the logits already. Passed through the backward of the sigmoid it becomes this, "
        "and samples that are far off are hardly learned.",
    ),
)

# %%
LECTURE.mistake(
    "no-mean",
    "dx",
    Text("그래디언트에서 평균을 빠뜨린다", "The mean is missing in the gradient"),
    wrong=sigmoid(x[i, j]) - target[i, j],
    symptom=Text("배치가 커질수록 그래디언트도 커진다.", "The larger the batch, the larger the gradient."),
)

# %%
LECTURE.mistake(
    "only-yes",
    "loss",
    Text("‘아니요’의 항을 빠뜨린다", "The term of no is missing"),
    wrong=mean(t * yes),
    symptom=Text(
        "모든 점수를 크게만 하면 손실이 0에 가까워진다. 신경망은 언제나 ‘예’라고 답하게 된다.",
        "It is enough to make all scores large, and the loss goes to 0: the net learns to say yes always.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | 로짓을 받는 함수에 시그모이드를 씌운 값을 넣는다 | 손실이 $\log(1 + e^{-1}) \approx 0.313$보다 작아지지 않는다. |
# | 확률에 작은 수를 더하고 로그를 취한다 | 크게 틀린 표본에서 손실이 더 커지지 않고 그래디언트가 사라진다. |

# %% [markdown] lang="en"
# Other mistakes do not show as a difference of formulas.
#
# | mistake | symptom |
# | --- | --- |
# | a sigmoid before a function that takes logits | The loss never falls below $\log(1 + e^{-1}) \approx 0.313$. |
# | a small number added before the logarithm | For samples that are far off the loss stops growing, and the gradient vanishes. |

# %% [markdown] lang="ko"
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
p, q = Symbol("p", positive=True), Symbol("t", real=True)

LECTURE.exercise(
    Text(
        r"확률 $p$를 받는 손실 $\ell = -t \log p - (1 - t)\log(1 - p)$를 $p$로 미분하라. 여기에 시그모이드의 기울기를 곱하면 무엇이 되는가?",
        r"Differentiate $\ell = -t \log p - (1 - t)\log(1 - p)$, which takes a probability, with respect to $p$. What is it, times the slope of the sigmoid?",
    ),
    Text(
        r"""통분하면 분모가 $p(1 - p)$다.

<1>

시그모이드의 기울기가 바로 $p(1 - p)$이므로 곱하면 분모가 없어지고 $p - t$만 남는다. 코드에서는 $p$가 0이나 1에 가까울 때 이 분모가 0이 된다. 두
단계를 합쳐 계산해야 하는 또 하나의 까닭이다.""",
        r"""On a common denominator, which is $p(1 - p)$,

<1>

and that is the slope of the sigmoid. Their product is $p - t$. In code this denominator becomes 0 where $p$ is close to 0 or 1: another reason
to take the two steps as one.""",
    ),
    lambda: [(Derivative(-q * log(p) - (1 - q) * log(1 - p), p), (p - q) / (p * (1 - p)))],
)

# %%
u, v = Symbol("u", real=True), Symbol("v", real=True)

LECTURE.exercise(
    Text(
        r"클래스가 둘이고 로짓이 $u$와 $v$인 소프트맥스에서 둘째 클래스의 교차 엔트로피를 구하고, $v - u$만의 함수임을 보여라.",
        r"In a softmax over two classes with logits $u$ and $v$, find the cross-entropy of the second class, and show that it depends on $v - u$ alone.",
    ),
    Text(
        r"""분자와 분모를 $e^{v}$으로 나눈다.

<1>

$x = v - u$라고 하면 정답이 ‘예’일 때의 이진 교차 엔트로피다. 클래스가 둘일 때 점수를 하나만 쓰는 것으로 충분한 까닭이 여기에 있다.""",
        r"""Divide numerator and denominator by $e^{v}$.

<1>

With $x = v - u$ this is the binary cross-entropy of the answer yes. That is why one score is enough for two classes.""",
    ),
    lambda: [(-log(exp(v) / (exp(u) + exp(v))), log(1 + exp(-(v - u))))],
)

# %% tags=["setup"]
LECTURE.drill(("dx", (0, 1)), ("dx", (1, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 그래디언트는 확률에서 정답을 뺀 것이다. `dx = (sigmoid(x) - target) / x.size`.
# 2. 손실의 두 항은 부호만 다른 점수의 소프트플러스다.
# 3. 확률을 거치지 않고 로짓에서 곧장 계산해야 오버플로하지 않고 자릿수를 잃지 않는다.
# 4. 클래스가 둘인 소프트맥스와 같은 손실이다.
# 5. 가장 흔한 실수는 시그모이드의 기울기를 한 번 더 곱하는 것과 빼는 순서를 바꾸는 것이다.
#
# **더 읽을거리**
#
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, 6.2.2.2절
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer, 2006, 4.3.2절

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The gradient is the probability minus the right answer: `dx = (sigmoid(x) - target) / x.size`.
# 2. The two terms of the loss are a softplus of the score, with one sign or the other.
# 3. Computed straight from the logits, without a probability in between, it neither overflows nor loses digits.
# 4. It is the loss of a softmax with two classes.
# 5. The commonest mistakes: the slope of the sigmoid once more, and the difference the wrong way round.
#
# **Further reading**
#
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, section 6.2.2.2
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer, 2006, section 4.3.2
