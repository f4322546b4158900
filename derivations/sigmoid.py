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
# # 시그모이드와 로짓(sigmoid and logit) {#sigmoid}
#
# 완전연결층이 내놓는 점수는 어떤 실수든 될 수 있다. 이 점수를 ‘그렇다’일 확률로 읽으려면 0과 1 사이의 수로 바꾸어야 한다.
# 시그모이드(sigmoid)가 그 일을 한다. 값이 클수록 확률이 커지고, 아무리 크거나 작아도 1과 0을 넘지 않는다.
#
# 이 페이지에서는 두 가지를 묻는다. 시그모이드의 역전파(backward pass)는 어떤 식인가? 그리고 거꾸로, 확률이 $p$라면 점수는
# 얼마였는가? 둘째 물음의 답이 로짓(logit)이다. 딥러닝 코드에 자주 나오는 이 용어의 유래도 함께 살펴본다.

# %% [markdown] lang="en"
# # Sigmoid and logit {#sigmoid}
#
# The score that an affine layer returns can be any real number. To read it as the probability of “yes”, it has to become a number
# between 0 and 1. The sigmoid does that: the larger the score, the larger the probability, and however large or small the score,
# the result does not leave the range from 0 to 1.
#
# This page asks two questions. What is the backward pass of the sigmoid? And the other way round: which score belongs to the
# probability $p$? The answer to the second is the logit. The page also tells where this word, common in deep-learning code, comes
# from.

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, OneMatrix, Rational, Symbol, exp, hadamard_product, log, tanh

from yudo.derivations.calculus import (
    Assumption,
    Layer,
    Lecture,
    Part,
    Text,
    elementwise,
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
# | `x` | (N, d1, …, dk) | 점수. 임의의 실수 |
# | `out` | `x`와 같다 | 확률. 0과 1 사이의 수 |
# | `dout` | `x`와 같다 | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
# | `p` | `x`와 같다 | 로짓의 입력인 확률 |
#
# 시그모이드는 원소마다 따로 계산하므로 배열이 몇 차원이든 상관없다. 식에서는 (N, D)로 펴 놓고 첨자를 $n$과 $d$ 둘만 쓴다. 첨자는
# NumPy처럼 0부터 센다. 식의 $\sigma$는 시그모이드이고 로그는 자연로그다. 그래디언트는 편미분(partial derivative)을 모은
# 배열이다. `dx`의 원소는 손실을 `x`의 원소 하나로 편미분한 값이다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, d1, …, dk) | scores, any real numbers |
# | `out` | that of `x` | probabilities, between 0 and 1 |
# | `dout` | that of `x` | upstream gradient $\partial L / \partial \mathrm{out}$ |
# | `p` | that of `x` | probabilities given to the logit |
#
# The sigmoid acts on each entry by itself, so the number of axes does not matter. The formulas flatten to (N, D) and use two indices,
# $n$ and $d$, which start at 0 as in NumPy. $\sigma$ is the sigmoid, and logarithms are natural. A gradient is the array of partial
# derivatives: an entry of `dx` is that of the loss with respect to the same entry of `x`.

# %%
(N,) = sizes("N")
D = flattened_size("D")
n, d, i, j = indices("n d i j")

x = tensor("x", N, D)
p = tensor("p", N, D, positive=True, values="probability")
out = tensor("out", N, D)
dout = tensor("dout", N, D)

LAYER = Layer(
    stem="sigmoid",
    title=Text("시그모이드와 로짓", "Sigmoid and logit"),
    summary=Text(
        "실수를 0과 1 사이의 확률로 바꾼다. 역함수가 로짓이다.",
        "Turns a real number into a probability between 0 and 1; its inverse is the logit.",
    ),
    inputs=(x,),
    upstream=dout,
    part=Part.NET,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}

# %% [markdown] lang="en"
# ### Output {#output}

# %%
LAYER.result("out", Text("출력", "Output"), out[n, d], sigmoid(x[n, d]), indices=((n, N), (d, D))).by(
    rules.DEFINITION, 1 / (1 + exp(-x[n, d]))
).in_matrices(elementwise(sigmoid, x.matrix), (x,))

# %% [markdown] slot="figure:sigmoid"
# 그림: 시그모이드와 그 도함수. / Figure: the sigmoid and its derivative.

# %% [markdown] lang="ko"
# $x$가 커지면 $e^{-x}$이 0에 가까워져 출력은 1에 다가가고, $x$가 작아지면 $e^{-x}$이 한없이 커져 출력은 0에 다가간다. $x = 0$에서는
# 정확히 1/2이다. 어떤 실수를 넣어도 출력은 0이나 1이 되지 않는다. 곧 출력은 열린 구간 (0, 1)에 있다.
#
# 1에서 출력을 빼도 시그모이드다. 식으로 쓰면 $1 - \sigma(x) = \sigma(-x)$이다. ‘아니다’일 확률은 점수의 부호만 바꾸면 나온다는 뜻이다.

# %% [markdown] lang="en"
# As $x$ grows, $e^{-x}$ goes to 0 and the output approaches 1; as $x$ falls, $e^{-x}$ grows without bound and the output approaches 0.
# At $x = 0$ it is exactly 1/2. No real number gives 0 or 1: the output lies in the open interval (0, 1).
#
# One minus the output is a sigmoid again, $1 - \sigma(x) = \sigma(-x)$: to get the probability of “no”, change the sign of the
# score.

# %% [markdown] lang="ko"
# ## 입력에 대한 그래디언트 {#gradient}
#
# 위층이 준 `dout`에는 출력보다 위에서 일어난 일이 모두 곱해져 있다. 여기서는 `dout`을 상수로 두고, `dout`과 `out`을 원소끼리 곱해
# 더한 스칼라를 $x_{i,j}$로 미분한다. 이렇게 해도 되는 것은 연쇄 법칙(chain rule) 덕분이며, 완전연결층 페이지에서 설명했다. 마지막
# 단계를 눈여겨보자. 지수가 들어 있던 식이 출력만으로 된 식으로 바뀐다.

# %% [markdown] lang="en"
# ## Gradient with respect to the input {#gradient}
#
# Everything that happens above the output is already multiplied into `dout`. Hold `dout` constant, multiply it with `out` entry by
# entry, sum, and differentiate this scalar with respect to $x_{i,j}$. The chain rule allows this; the page on the affine layer
# explains why. Watch the last step: an expression with exponentials becomes one that needs the output alone.

# %%
L = Symbol("L", real=True)
objective = total(dout[n, d] * sigmoid(x[n, d]), (n, N), (d, D))
everywhere = OneMatrix(N, D)

# %%
LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, D)),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, d] * Derivative(sigmoid(x[n, d]), x[i, j]), (n, N), (d, D)),
).by(
    rules.PRODUCT_RULE,
    total(
        dout[n, d] * (exp(-x[n, d]) / (1 + exp(-x[n, d])) ** 2) * KroneckerDelta(n, i) * KroneckerDelta(d, j),
        (n, N),
        (d, D),
    ),
).by(
    rules.DELTA_PICKS,
    dout[i, j] * exp(-x[i, j]) / (1 + exp(-x[i, j])) ** 2,
).by(
    rules.NAME,
    dout[i, j] * sigmoid(x[i, j]) * (1 - sigmoid(x[i, j])),
).in_matrices(
    hadamard_product(
        dout.matrix, elementwise(sigmoid, x.matrix), everywhere - elementwise(sigmoid, x.matrix)
    ),
    (dout, x),
)

# %% [markdown] lang="ko"
# 미분은 출력에 ‘1 빼기 출력’을 곱한 것이다. 입력도 지수도 다시 필요하지 않으므로 코드는 캐시(cache)에 `out` 하나만 담는다.
#
# 두 인수는 모두 0과 1 사이에 있고 더하면 1이다. 그래서 곱은 아무리 커도 1/4이고, 출력이 1/2일 때만 1/4이 된다. 출력이 0이나 1에
# 가까우면 곱은 0에 가깝다. 이렇게 기울기가 거의 없는 상태를 포화(saturation)라고 한다.
#
# | x | 출력 | 기울기 |
# | --- | --- | --- |
# | 0 | 0.5 | 0.25 |
# | 2 | 0.881 | 0.105 |
# | 5 | 0.99331 | 0.00665 |
# | 10 | 0.99995 | 0.0000454 |
#
# 시그모이드를 여러 층 쌓으면 이 작은 수가 층마다 곱해진다. 그 결과가 어떻게 되는지는 ReLU 페이지의 `relu.saturation`에서 다룬다.

# %% [markdown] lang="en"
# The derivative is the output times one minus the output. Neither the input nor an exponential is needed again, so the code caches
# `out` alone.
#
# Both factors lie between 0 and 1 and they add up to 1. Their product is therefore at most 1/4, and it is 1/4 only where the output
# is 1/2. Near 0 or 1 the product is close to 0: the sigmoid is saturated.
#
# | x | output | slope |
# | --- | --- | --- |
# | 0 | 0.5 | 0.25 |
# | 2 | 0.881 | 0.105 |
# | 5 | 0.99331 | 0.00665 |
# | 10 | 0.99995 | 0.0000454 |
#
# In a stack of sigmoids such a small number is multiplied in at every layer. The ReLU page shows what this leads to,
# in `relu.saturation`.

# %% [markdown] lang="ko"
# ## 오즈 {#odds-of-an-event}
#
# 이제 방향을 바꾸어 확률에서 점수로 가 보자. 중간에 오즈(odds)를 거치면 쉽다. 오즈는 일어날 확률을 일어나지 않을 확률로 나눈 값,
# 곧 $p / (1 - p)$이다. 확률이 3/4이면 오즈는 3이고 ‘3 대 1’이라고 읽는다. 확률은 (0, 1)에 갇혀 있지만 오즈는 어떤 양수든 될 수
# 있다.
#
# 시그모이드가 내놓은 확률의 오즈는 얼마일까? 분자와 분모는 모두 $1 + e^{-x}$으로 나눈 꼴이므로 이 인수가 약분된다.

# %% [markdown] lang="en"
# ## Odds {#odds-of-an-event}
#
# Now go the other way, from the probability to the score. The easiest way leads through the odds: the probability that something
# happens divided by the probability that it does not, $p / (1 - p)$. A probability of 3/4 has odds 3, read as three to one.
# Probabilities are confined to (0, 1); odds take every positive value.
#
# What are the odds of a probability that came out of the sigmoid? Numerator and denominator are both divided by $1 + e^{-x}$, which
# cancels.

# %%
PROBABILITY = Assumption(
    "probability", Text("$0 < p < 1$이다.", "$0 < p < 1$."), positive=(p[n, d], 1 - p[n, d])
)
odds = tensor("odds", N, D)
logit = tensor("logit", N, D)

# %%
s = 1 / (1 + exp(-x[n, d]))

LAYER.result(
    "odds",
    Text("오즈", "Odds"),
    odds[n, d],
    sigmoid(x[n, d]) / (1 - sigmoid(x[n, d])),
    indices=((n, N), (d, D)),
).by(rules.DEFINITION, s / (1 - s)).by(rules.CANCEL, exp(x[n, d])).in_matrices(
    elementwise(exp, x.matrix), (x,)
)

# %% [markdown] lang="ko"
# 점수가 1 커질 때마다 오즈는 $e$배, 약 2.718배가 된다. 확률이 얼마나 커지는지는 처음 확률에 따라 다르지만, 오즈에 곱해지는 배수는
# 언제나 같다.

# %% [markdown] lang="en"
# Each time the score grows by 1, the odds are multiplied by $e$, about 2.718. How much the probability grows depends on where it
# was; the factor on the odds is always the same.

# %% [markdown] lang="ko"
# ## 로짓 {#log-odds}
#
# 오즈가 $e^x$이므로 오즈에 로그를 씌우면 점수 $x$가 그대로 나온다. 이 **로그 오즈**(log-odds)가 로짓이다. 확률만 알면 계산할 수
# 있다.

# %% [markdown] lang="en"
# ## Logit {#log-odds}
#
# The odds are $e^x$, so their logarithm is the score $x$ itself. These **log-odds** are the logit. They can be computed from the
# probability alone.

# %%
LAYER.result(
    "logit",
    Text("로짓", "Logit"),
    logit[n, d],
    log(p[n, d] / (1 - p[n, d])),
    indices=((n, N), (d, D)),
    assumptions=(PROBABILITY,),
).by(rules.LOGARITHM_LAW, log(p[n, d]) - log(1 - p[n, d])).in_matrices(
    elementwise(log, p.matrix) - elementwise(log, everywhere - p.matrix), (p,)
)

# %% [markdown] lang="ko"
# 두 단계를 거치면서 값의 범위가 넓어진다. 확률은 (0, 1), 오즈는 0보다 큰 모든 수, 로그 오즈는 실수
# 전체다.
#
# | 확률 | 오즈 | 로짓 |
# | --- | --- | --- |
# | 0.01 | 1/99 | −4.595 |
# | 0.1 | 1/9 | −2.197 |
# | 0.5 | 1 | 0 |
# | 0.75 | 3 | 1.099 |
# | 0.9 | 9 | 2.197 |
# | 0.99 | 99 | 4.595 |
#
# 확률 $p$와 $1-p$의 로짓은 부호만 다르다. 반반인 1/2의 로짓이 0이고, 확률이 1/2보다 크다는 것과 로짓이 양수라는 것은 같은 말이다.
#
# **로짓이라는 이름.** 조지프 버크슨(Joseph Berkson)이 1944년에 로그 오즈를 logit이라고 불렀다. 정규분포를 쓰는 비슷한 방법의 이름인
# 프로빗(probit, probability unit)을 본떠 logistic unit을 줄인 말이다. 로지스틱 함수는 시그모이드의 다른 이름이다. 딥러닝에서는 시그모이드나
# 소프트맥스에 넣기 **직전**의 점수를 로짓이라고 부른다. 시그모이드가 그 점수를 로그 오즈로 받아 확률로 바꾸기 때문이다.

# %% [markdown] lang="en"
# In two steps the range widens: probabilities lie in (0, 1), odds take every value above 0, and log-odds every real
# value.
#
# | probability | odds | logit |
# | --- | --- | --- |
# | 0.01 | 1/99 | −4.595 |
# | 0.1 | 1/9 | −2.197 |
# | 0.5 | 1 | 0 |
# | 0.75 | 3 | 1.099 |
# | 0.9 | 9 | 2.197 |
# | 0.99 | 99 | 4.595 |
#
# The logits of $p$ and $1-p$ differ only in sign. An even chance, 1/2, has logit 0, and a probability above 1/2 means a positive
# logit.
#
# **The word.** In 1944 Joseph Berkson called the log-odds a logit, short for logistic unit, after the probit (probability unit), the
# name of a similar method that uses the normal distribution. The logistic function is another name of the sigmoid. In deep learning,
# logits are the scores **just before** the sigmoid or the softmax, because the sigmoid takes the score as log-odds and turns it into
# a probability.

# %% [markdown] lang="ko"
# ## 서로 역함수다 {#inverse}
#
# 두 방향을 모두 확인해야 역함수라고 말할 수 있다.
#
# **점수에서 출발한다.** 위에서 본 대로 $\sigma(x)$의 오즈는 $e^x$이고, 로그를 씌우면 $x$로 돌아온다.
#
# **확률에서 출발한다.** $x$를 $p$의 로짓으로 두고 시그모이드에 넣는다. $e^{x} = p/(1-p)$이므로
#
# $$
# 1 + e^{-x} = 1 + \frac{1-p}{p} = \frac{1}{p}
# $$
#
# 이고, 역수를 취하면 $\sigma(x) = p$이다. $0 < p < 1$이라서 0으로 나누는 일은 없다. 다음 셀의 두 줄은 같은 두 사실을 컴퓨터로
# 확인한다.

# %% [markdown] lang="en"
# ## Each undoes the other {#inverse}
#
# To call them inverses, both directions must be shown.
#
# **From the score.** As seen above, the odds of $\sigma(x)$ are $e^x$, and the logarithm leads back to $x$.
#
# **From the probability.** Let $x$ be the logit of $p$ and put it into the sigmoid. Since $e^{x} = p/(1-p)$,
#
# $$
# 1 + e^{-x} = 1 + \frac{1-p}{p} = \frac{1}{p}
# $$
#
# and the reciprocal is $\sigma(x) = p$. Nothing is divided by 0, because $0 < p < 1$. The two lines of the next cell let the machine
# check these two facts.

# %%
assert equal(log(sigmoid(x[n, d]) / (1 - sigmoid(x[n, d]))), x[n, d])
assert equal(sigmoid(log(p[n, d] / (1 - p[n, d]))), p[n, d])

# %% [markdown] lang="ko"
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/sigmoid.py에 있다. / The code is in impl/sigmoid.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 점수를 로그로 잡으면 $e^{-x}$이 분수로 떨어져 연필로도 정확히 계산할 수 있다. $p$에는 출력과 같은 확률을 넣었다. 로짓이 점수를
# 되돌려 주는지 확인해 보자.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# With scores that are logarithms, $e^{-x}$ is a fraction and a pencil is enough for exact values. $p$ holds the probabilities of the
# output: see whether the logit gives the scores back.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 3},
    given={
        x: [[0, log(3), -log(3)], [log(2), -log(2), log(9)]],
        dout: [[4, 16, -16], [9, 9, 100]],
        p: [
            [Rational(1, 2), Rational(3, 4), Rational(1, 4)],
            [Rational(2, 3), Rational(1, 3), Rational(9, 10)],
        ],
    },
    show=[("out", (0, 1)), ("dx", (0, 1)), ("odds", (0, 1)), ("logit", (0, 1))],
)

# %% [markdown] lang="ko"
# 첫 행의 $\log 3$과 $-\log 3$에서는 출력이 3/4과 1/4로 더하면 1이 되고 기울기는 같다. 0에서 멀수록 기울기는
# 작아진다.

# %% [markdown] lang="en"
# In the first row, $\log 3$ and $-\log 3$ give 3/4 and 1/4, which add up to 1, and their slopes are equal. The farther from 0, the smaller
# the slope.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify sigmoid`로 확인한다. / Run `yudo verify sigmoid`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# 유도에서는 계산이 정확하지만 코드에서는 반올림이 있다. 그래서 출력이 정확히 0이나 1이 되기도 한다.
#
# - **아주 작은 입력.** float64에서 `x`가 −710이면 `exp(-x)`가 오버플로하여 무한대가 되고 출력은 정확히 0이 된다. 참값은 약 4.5 ·
#   10⁻³⁰⁹이다. 오버플로해도 답은 틀리지 않으므로 코드는 이 경고를 끈다. float32에서는 −89에서 이미 그렇다.
# - **큰 입력.** `x`가 37이면 출력이 1로 반올림되고(float32에서는 17) `dx`는 0이 된다.
# - **로짓으로 되돌리기.** 0 근처에서는 부동소수점 수가 촘촘하지만 1 근처에서는 그렇지 않다. 그래서 −700은 시그모이드와 로짓을 거쳐도
#   −700으로 돌아오지만, 30은 30.001이 되고 37은 무한대가 된다. 확률 대신 로짓을 저장하고, 손실도 로짓에서 바로 계산하는 까닭이다.
# - **0과 1인 확률.** 유도는 $0 < p < 1$을 가정한다. 코드의 `logit`은 0에 `-inf`, 1에 `inf`를 돌려준다. 이 범위를 벗어난 값이나 NaN에는
#   그 원소를 밝히며 `ValueError`를 낸다.
# - **NaN과 빈 배열.** NaN을 넣으면 NaN이 나온다. 빈 배열은 모양 그대로 빈 배열이 되고, 축이 없는 0차원 배열은 거절한다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# The derivation computes exactly; the code rounds. So the output can become exactly 0 or 1.
#
# - **Very negative inputs.** In float64, at `x` = −710, `exp(-x)` overflows to infinity and the output is exactly 0; the true value
#   is about 4.5 · 10⁻³⁰⁹. The code knows that this overflow is harmless and silences its warning. In float32 it happens at −89.
# - **Large inputs.** At `x` = 37 (17 in float32) the output rounds to 1 and `dx` is 0.
# - **Back through the logit.** Floating-point numbers are dense near 0 but not near 1. So −700 comes back from sigmoid and logit as
#   −700, but 30 comes back as 30.001, and 37 as infinity. That is why one keeps logits, not probabilities, and computes the loss
#   from the logits.
# - **Probabilities 0 and 1.** The derivation assumes $0 < p < 1$. In the code, `logit` returns `-inf` for 0 and `inf` for 1. A value
#   outside that range, or NaN, raises a `ValueError` that names the entry.
# - **NaN and empty arrays.** NaN gives NaN. An empty array gives an empty array of the same shape; an array without axes is refused.

# %% [markdown] lang="ko"
# ## 흔한 실수 {#mistakes}
#
# 식으로 적을 수 있는 실수부터 보자. 틀린 식에서 옳은 식을 뺀 차는 컴퓨터가 구했다.

# %% [markdown] lang="en"
# ## Common mistakes {#mistakes}
#
# First those that can be written as a formula. The machine has subtracted the right formula from each.

# %%
LECTURE.mistake(
    "input-for-output",
    "dx",
    Text(
        "`dx = dout * x * (1 - x)`처럼 출력 자리에 입력을 넣는다",
        "The input in place of the output: `dx = dout * x * (1 - x)`",
    ),
    wrong=dout[i, j] * x[i, j] * (1 - x[i, j]),
    symptom=Text(
        "x = 0에서 기울기가 1/4이 아니라 0이다. x > 1이나 x < 0에서는 음수가 되는데, 늘 증가하는 함수의 기울기가 음수일 수는 없다.",
        "At x = 0 the slope is 0 and not 1/4. For x > 1 and x < 0 it is negative, which the slope of an increasing function cannot be.",
    ),
)

# %%
LECTURE.mistake(
    "no-upstream",
    "dx",
    Text("`dout`을 곱하지 않는다", "Forgetting `dout`"),
    wrong=sigmoid(x[i, j]) * (1 - sigmoid(x[i, j])),
    symptom=Text(
        "`dx`가 모두 0 이상이다. 위층에서 무엇이 내려오든 값이 같다. `dout`이 모두 1인 검사로는 찾을 수 없다.",
        "No entry of `dx` is negative, and `dx` is the same whatever comes from above. A check in which `dout` is 1 throughout "
        "does not find it.",
    ),
)

# %%
LECTURE.mistake(
    "sign-of-exponent",
    "out",
    Text(
        "지수의 부호를 빠뜨린다: `1 / (1 + np.exp(x))`",
        "The sign of the exponent is missing: `1 / (1 + np.exp(x))`",
    ),
    wrong=1 / (1 + exp(x[n, d])),
    symptom=Text(
        "점수가 클수록 확률이 작아진다. 1에서 뺀 값이므로 x = 0에서는 옳다.",
        "The larger the score, the smaller the probability. It is one minus the right value, hence right at x = 0.",
    ),
)

# %%
LECTURE.mistake(
    "twice",
    "out",
    Text(
        "시그모이드를 두 번 적용한다. 예를 들어 로짓을 받는 손실 함수에 확률을 넣는다",
        "Applying the sigmoid twice, for example by giving probabilities to a loss that expects logits",
    ),
    wrong=sigmoid(sigmoid(x[n, d])),
    symptom=Text(
        "모든 확률이 0.5와 0.731 사이에 갇힌다. ‘아니다’ 쪽으로는 예측하지 못한다.",
        "All probabilities are stuck between 0.5 and 0.731; “no” is never predicted.",
    ),
)

# %% [markdown] lang="ko"
# 식은 옳지만 부동소수점에서 틀리거나, 결과를 잘못 읽는 실수도 있다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | $e^x / (1 + e^x)$로 계산한다 | x = 800에서 ∞/∞가 되어 NaN이다. |
# | `np.log(out)`으로 로그 확률을 구한다 | x = −800에서 `-inf`가 나온다. 참값은 −800이다. 로짓에서 바로 계산해야 한다. |
# | 로짓을 0.5와 비교하여 판정한다 | 확률 0.5에 해당하는 로짓은 0이다. 0.5와 비교하면 확률이 0.622를 넘어야 ‘그렇다’가 된다. |

# %% [markdown] lang="en"
# Others are right as formulas and wrong in floating point, or misread the result.
#
# | mistake | symptom |
# | --- | --- |
# | computing $e^x / (1 + e^x)$ | At x = 800 this is ∞/∞, NaN. |
# | `np.log(out)` for a log-probability | At x = −800 it gives `-inf`; the true value is −800. Compute it from the logit. |
# | comparing a logit with 0.5 to decide | Probability 0.5 is logit 0. Compared with 0.5, “yes” needs a probability above 0.622. |

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
        r"$1 - \sigma(x) = \sigma(-x)$임을 보이고, 이것으로 기울기가 짝함수임을 설명하라.",
        r"Show $1 - \sigma(x) = \sigma(-x)$, and use it to explain why the slope is an even function.",
    ),
    Text(
        r"""$1 - \frac{1}{1 + e^{-x}} = \frac{e^{-x}}{1 + e^{-x}}$의 분자와 분모에 $e^{x}$을 곱하면 된다.

<1>

기울기는 $\sigma(x)\,(1 - \sigma(x)) = \sigma(x)\,\sigma(-x)$이므로 $x$의 부호를 바꾸어도 두 인수의 자리만 바뀐다.

<2>""",
        r"""Multiply numerator and denominator of $1 - \frac{1}{1 + e^{-x}} = \frac{e^{-x}}{1 + e^{-x}}$ by $e^{x}$.

<1>

So the slope is $\sigma(x)\,(1 - \sigma(x)) = \sigma(x)\,\sigma(-x)$, and changing the sign of $x$ only swaps
the two factors.

<2>""",
    ),
    lambda: [
        (1 - sigmoid(u), sigmoid(-u)),
        (sigmoid(u) * (1 - sigmoid(u)), sigmoid(-u) * (1 - sigmoid(-u))),
    ],
)

# %%
LECTURE.exercise(
    Text(
        r"쌍곡탄젠트 $\tanh x = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}$를 시그모이드로 나타내고, 도함수를 $\tanh$만으로 적어 보라.",
        r"Write the hyperbolic tangent $\tanh x = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}$ with the sigmoid, and its derivative with $\tanh$ alone.",
    ),
    Text(
        r"""분자와 분모에 $e^{-x}$을 곱하면 $e^{-2x}$만 남는다.

<1>

시그모이드를 옆으로 절반만큼 좁히고 (−1, 1)로 늘인 것이다. 도함수도 시그모이드의 것에서 따라 나온다.

<2>

0에서 기울기가 1/4이 아니라 1이므로 시그모이드보다 그래디언트가 덜 줄어든다.""",
        r"""Multiply numerator and denominator by $e^{-x}$, and only $e^{-2x}$ is left.

<1>

It is the sigmoid, twice as steep in its argument and stretched to (−1, 1). The derivative follows from that
of the sigmoid.

<2>

At 0 its slope is 1 and not 1/4, so it shrinks gradients less than the sigmoid does.""",
    ),
    lambda: [
        (tanh(u), 2 * sigmoid(2 * u) - 1),
        (Derivative(2 * sigmoid(2 * u) - 1, u), 1 - tanh(u) ** 2),
    ],
)

# %%
target = tensor("t", N, D)
t = target[n, d]
binary_loss = -t * log(sigmoid(u)) - (1 - t) * log(1 - sigmoid(u))

LECTURE.exercise(
    Text(
        r"이진 교차 엔트로피 $\ell = -t \log \sigma(x) - (1 - t) \log (1 - \sigma(x))$를 $x$로 미분하라. $t$는 정답으로 0 또는 1이다. "
        r"시그모이드가 포화했을 때 이 그래디언트는 어떻게 되는가?",
        r"Differentiate the binary cross-entropy $\ell = -t \log \sigma(x) - (1 - t) \log (1 - \sigma(x))$ with respect to $x$. The label $t$ is 0 or "
        r"1. What happens to this gradient where the sigmoid is saturated?",
    ),
    Text(
        r"""로그를 미분하면 $1/\sigma$와 $1/(1-\sigma)$이 나오고, 시그모이드의 기울기 $\sigma(1-\sigma)$가 이것을 약분한다.

<1>

시그모이드의 기울기가 사라졌다. 정답이 1인데 출력이 0에 가까우면 시그모이드의 기울기는 거의 0이지만 이 그래디언트는 −1에
가깝다. 크게 틀린 표본일수록 크게 고친다. 소프트맥스와 교차 엔트로피를 합쳤을 때 나오는 `probs - onehot`과 같은 꼴이다.""",
        r"""The logarithms give $1/\sigma$ and $1/(1-\sigma)$, which cancel against the slope $\sigma(1-\sigma)$.

<1>

The slope is gone. If the label is 1 and the output close to 0, the slope of the sigmoid is almost 0, but this gradient is close to −1:
the more wrong a sample, the more it is corrected. It has the form of `probs - onehot`, the gradient of softmax and cross-entropy together.""",
    ),
    lambda: [(Derivative(binary_loss, u), sigmoid(u) - t)],
)

# %% tags=["setup"]
LECTURE.drill(("dx", (0, 0)), ("odds", (0, 0)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 시그모이드의 도함수는 출력만으로 쓸 수 있다. `dx = dout * out * (1 - out)`.
# 2. 도함수의 최댓값은 입력이 0일 때의 1/4이다. 입력의 절댓값이 크면 도함수는 0에 가까워진다.
# 3. 원소별 함수이므로 `dx`의 원소는 같은 자리의 `dout`에만 의존한다. 합은 남지 않는다.
# 4. 로짓은 오즈의 로그이고 시그모이드의 역함수다.
# 5. 가장 흔한 실수는 출력 자리에 입력을 넣어 `x * (1 - x)`를 곱하는 것이다.
#
# **더 읽을거리**
#
# - J. Berkson, [Application of the logistic function to bio-assay](https://doi.org/10.1080/01621459.1944.10500699), *Journal of the American Statistical Association* 39, 1944
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, 3.10절, 6.2절
# - [CS231n 강의 노트: 역전파](https://cs231n.github.io/optimization-2/)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The derivative of the sigmoid needs only its output: `dx = dout * out * (1 - out)`.
# 2. The derivative is at most 1/4, at input 0, and close to 0 for inputs of large size.
# 3. The function acts entry by entry, so an entry of `dx` depends on `dout` at the same place only. No sum is left.
# 4. The logit is the logarithm of the odds and the inverse of the sigmoid.
# 5. The commonest mistake is the input in place of the output: `x * (1 - x)`.
#
# **Further reading**
#
# - J. Berkson, [Application of the logistic function to bio-assay](https://doi.org/10.1080/01621459.1944.10500699), *Journal of the American Statistical Association* 39, 1944
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, sections 3.10 and 6.2
# - [CS231n notes: backpropagation](https://cs231n.github.io/optimization-2/)
