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
# # 소프트맥스와 교차 엔트로피 {#softmax_cross_entropy}
#
# 분류 신경망의 마지막 층은 클래스마다 점수를 하나씩 내놓는다. 세 클래스의 점수가 $(2, 1, 0)$이라면 첫째
# 클래스로 판단하면 된다. 그러나 점수만 보아서는 얼마나 확신하는 것인지, 정답이 셋째 클래스였다면 얼마나 크게
# 틀린 것인지 알 수 없다.
#
# 소프트맥스(softmax)는 점수를 확률로 바꾸고, 교차 엔트로피(cross-entropy)는 정답에 부여한 확률로 손실을
# 정한다. 정답의 확률이 $p$이면 손실은 $-\log p$다. 정답을 확신하면 0에 가깝고, 정답의 확률이 0에
# 가까워질수록 한없이 커진다.
#
# 이 페이지에서는 세 가지 물음에 답한다. 소프트맥스의 출력을 왜 확률로 읽어도 되는가? 점수가 아주 크거나 작을
# 때 어떻게 계산해야 값이 망가지지 않는가? 과제 코드에 나오는 한 줄, `dx = (probs - onehot) / N`은 어디서
# 나오는가?

# %% [markdown] lang="en"
# # Softmax and cross-entropy {#softmax_cross_entropy}
#
# The last layer of a classifier gives one score for each class. With scores $(2, 1, 0)$ for three classes, we
# choose the first. But the scores alone do not tell how sure the net is, or how wrong it is if the third
# class is right.
#
# Softmax turns scores into probabilities, and cross-entropy turns the probability of the right class into a
# loss. If the right class has probability $p$, the loss is $-\log p$: close to 0 when the net is sure of the
# right class, and growing without limit as that probability goes to 0.
#
# This page answers three questions. Why may the outputs of a softmax be read as probabilities? How are they
# computed so that very large or small scores do no harm? And where does the line that every assignment ends
# in, `dx = (probs - onehot) / N`, come from?

# %% tags=["setup"]
from sympy import (
    Derivative,
    Integer,
    Inverse,
    KroneckerDelta,
    Mul,
    Pow,
    Symbol,
    Trace,
    exp,
    hadamard_product,
    log,
)

from yudo.derivations.calculus import (
    LABELS_IN_RANGE,
    Definition,
    Diagonal,
    Example,
    Layer,
    Lecture,
    Part,
    Row,
    Text,
    elementwise,
    equal,
    indices,
    labels,
    maximum,
    ones,
    rules,
    scalars,
    sigmoid,
    sizes,
    tensor,
    total,
)

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 수식 | 코드 | 모양 | 뜻 |
# | --- | --- | --- | --- |
# | $x$ | `x` | $(N, C)$ | 로짓: 표본마다, 클래스마다 점수 하나 |
# | $y$ | `y` | $(N,)$ | 레이블: 정답 클래스의 번호, $0$부터 $C-1$까지의 정수 |
# | $\mathrm{probs}$ | `probs` | $(N, C)$ | 확률 |
# | $\mathrm{onehot}$ | `onehot` | $(N, C)$ | 레이블을 원-핫으로 적은 것 |
# | $L$ | `loss` | 스칼라 | 평균 손실 |
# | $\partial L / \partial x$ | `dx` | $(N, C)$ | 로짓에 대한 그래디언트 |
#
# $N$은 표본(sample)의 수, $C$는 클래스의 수다. 첨자는 NumPy처럼 0부터 센다. $\log$는 자연로그이고, 따라서
# 손실의 단위는 냇(nat)이다. 그래디언트는 편미분(partial derivative)을 모은 배열이다. `dx`의 원소는 손실을
# 로짓 하나로 편미분한 값이다.
#
# 소프트맥스에 들어가는 점수를 로짓(logit)이라고 부른다. 로짓은 본래 확률 $p$의 로그 오즈(log-odds)
# $\log\frac{p}{1-p}$이며, 그 이름의 유래는 [시그모이드 페이지](sigmoid.md#sigmoid.logit)에 있다. 클래스가
# 여럿일 때는 두 로짓의 **차**가 같은 구실을 한다. 소프트맥스의 정의를 나누어 보면 바로 나온다.
#
# $$
# \log \frac{\mathrm{probs}_{n,i}}{\mathrm{probs}_{n,j}} = x_{n,i} - x_{n,j}
# $$
#
# 로짓 하나의 값 자체는 의미가 없고, 같은 행에 있는 로짓끼리의 차만 의미가 있다. 뒤에 나오는 이동 불변성이
# 바로 이 이야기다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | Formula | Code | Shape | Meaning |
# | --- | --- | --- | --- |
# | $x$ | `x` | $(N, C)$ | logits: one score for each sample and class |
# | $y$ | `y` | $(N,)$ | labels: the number of the right class, an integer from $0$ to $C-1$ |
# | $\mathrm{probs}$ | `probs` | $(N, C)$ | probabilities |
# | $\mathrm{onehot}$ | `onehot` | $(N, C)$ | the labels in one-hot form |
# | $L$ | `loss` | scalar | mean loss |
# | $\partial L / \partial x$ | `dx` | $(N, C)$ | gradient with respect to the logits |
#
# $N$ is the number of samples and $C$ the number of classes. Indices start at 0, as in NumPy. $\log$ is the
# natural logarithm, so the loss is measured in nats. A gradient is the array of partial derivatives: an
# entry of `dx` is that of the loss with respect to one logit.
#
# The scores that go into a softmax are called **logits**. A logit is originally the log-odds
# $\log\frac{p}{1-p}$ of a probability $p$; the [sigmoid page](sigmoid.md#sigmoid.logit) tells where the name
# comes from. With more than two classes the **difference** of two logits plays that role. To see it, divide
# one softmax output by another:
#
# $$
# \log \frac{\mathrm{probs}_{n,i}}{\mathrm{probs}_{n,j}} = x_{n,i} - x_{n,j}
# $$
#
# A single logit means nothing by itself. Only differences within a row have a meaning, and that is what shift
# invariance, further down, is about.

# %%
N, C = sizes("N C")
n, c, k, i, j = indices("n c k i j")

x = tensor("x", N, C, values="logits")
y = labels("y", N)
probs = tensor("probs", N, C, positive=True)
onehot = tensor("onehot", N, C)

LAYER = Layer(
    stem="softmax_cross_entropy",
    title=Text("소프트맥스와 교차 엔트로피", "Softmax and cross-entropy"),
    summary=Text(
        "로짓을 확률로 바꾸고, 정답의 확률이 낮을수록 큰 손실을 준다.",
        "Turns logits into probabilities; the less probable the right class, the larger the loss.",
    ),
    inputs=(x, y),
    uses=("sigmoid",),
    part=Part.NET,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ## 로짓에서 확률로 {#probabilities}
#
# 로짓은 음수일 수도 있고, 더해도 1이 되지 않는다. 확률로 바꾸려면 먼저 모두 양수로 만들고, 그다음 합이 1이
# 되도록 나누면 된다. 지수함수는 언제나 양수이고 크기 순서도 그대로 지킨다. 분모의 합은 표본 하나, 곧 행 하나
# 안에서 클래스 축(axis)을 따라 더한 것이다.

# %% [markdown] lang="en"
# ## From logits to probabilities {#probabilities}
#
# Logits may be negative, and they do not add up to 1. To make probabilities of them, first make them all
# positive, then divide so that they add up to 1. The exponential is always positive and keeps the order. The
# sum in the denominator runs over the classes of one sample, that is along one row.

# %%
softmax = Definition(probs[n, c], exp(x[n, c]) / total(exp(x[n, k]), (k, C)))
encoding = Definition(onehot[n, c], KroneckerDelta(c, y[n]))
exponentials = elementwise(exp, x.matrix)

LAYER.result(
    "probs",
    Text("소프트맥스 확률", "Softmax probabilities"),
    probs[n, c],
    softmax.value,
    indices=((n, N), (c, C)),
).in_matrices(Inverse(Diagonal(exponentials * ones(C))) * exponentials, (x,))

# %% [markdown] slot="figure:softmax"
# 그림: 심플렉스 위의 소프트맥스. / Figure: the softmax on the simplex.

# %% [markdown] lang="ko"
# 확률이 되려면 두 조건을 갖추어야 한다. 값이 0 이상이어야 하고, 모두 더하면 1이어야 한다. 분자와 분모가 모두
# 양수이므로 첫째 조건은 분명하다. 둘째 조건은 아래 셀에서 SymPy로 확인한다. 한 행의 분모는 모두 같으므로,
# 클래스를 따라 더하면 분자도 분모와 같아진다.

# %% [markdown] lang="en"
# Two conditions make numbers a probability distribution: none is negative, and they add up to 1. The first
# holds because numerator and denominator are both positive. The second is checked by SymPy in the next cell.
# All entries of a row share one denominator, so adding over the classes makes the numerator equal to it.

# %%
assert equal(total(softmax.value, (c, C)), 1)

# %% [markdown] lang="ko"
# 앞에서 든 점수 $(2, 1, 0)$은 확률 $(0.665,\ 0.245,\ 0.090)$이 된다. 로짓이 1만큼 클 때마다 확률은
# $e \approx 2.718$배가 된다.
#
# 행렬 표기에서 $e^{x}$의 **왼쪽**에 곱한 대각행렬은 행마다 다른 수로 나누라는 뜻이다. 코드에서는
# `exps / exps.sum(axis=1, keepdims=True)`로 쓴다. `keepdims=True`로 합의 모양을 $(N, 1)$로 남겨야
# 브로드캐스팅(broadcasting)이 행마다 하나씩 나누어 준다.
#
# 확률의 조건을 갖추었다고 해서 실제로 그 비율만큼 맞힌다는 뜻은 아니다. 확률 0.9를 준 예측이 열에 아홉 번
# 맞는지는 데이터로 따로 확인해야 한다.

# %% [markdown] lang="en"
# The scores $(2, 1, 0)$ from above become the probabilities $(0.665,\ 0.245,\ 0.090)$. Each step of 1 in the
# logits is a factor of $e \approx 2.718$ in the probabilities.
#
# In matrix notation the diagonal matrix to the **left** of $e^{x}$ divides each row by its own number. In
# code this is `exps / exps.sum(axis=1, keepdims=True)`. With `keepdims=True` the sums keep the shape
# $(N, 1)$, so that broadcasting divides row by row.
#
# Meeting the conditions of a probability is not the same as being right that often. Whether predictions made
# with 0.9 come true nine times out of ten has to be checked on data.

# %% [markdown] lang="ko"
# ## 행의 최댓값을 빼도 확률은 그대로다 {#shift}
#
# `float64`에서 `np.exp(709)`는 $8.2 \times 10^{307}$이지만 `np.exp(710)`은 `inf`다. 로짓이
# $(1000, 1001, 1002)$이면 정의대로 계산한 확률은 `inf / inf`, 곧 `nan`이 된다. 그래서 실제 코드는 행마다
# 최댓값을 먼저 뺀다. 그래도 되는 까닭은 무엇일까? 행 $n$의 모든 로짓에 같은 수 $s_n$을 더해 보자.

# %% [markdown] lang="en"
# ## Subtracting the row maximum changes nothing {#shift}
#
# In `float64`, `np.exp(709)` is $8.2 \times 10^{307}$, but `np.exp(710)` is `inf`. For logits
# $(1000, 1001, 1002)$ the definition, taken literally, computes `inf / inf`, which is `nan`. So real code
# first subtracts the maximum of each row. Why is that allowed? Add the same number $s_n$ to all logits of row
# $n$ and see.

# %%
s = tensor("s", N)
shifted = tensor("shifted", N, C)

LAYER.result(
    "shift_invariance",
    Text("이동 불변성", "Shift invariance"),
    shifted[n, c],
    exp(x[n, c] + s[n]) / total(exp(x[n, k] + s[n]), (k, C)),
    indices=((n, N), (c, C)),
).by(
    rules.EXPONENTIAL_LAW,
    exp(x[n, c]) * exp(s[n]) / total(exp(x[n, k]) * exp(s[n]), (k, C)),
).by(
    rules.PULL_OUT,
    # SymPy would cancel exp(s[n]) at once; this line is to show it.
    Mul(
        exp(x[n, c]) * exp(s[n]),
        Pow(Mul(exp(s[n]), total(exp(x[n, k]), (k, C)), evaluate=False), -1, evaluate=False),
        evaluate=False,
    ),
).by(
    rules.CANCEL,
    exp(x[n, c]) / total(exp(x[n, k]), (k, C)),
).in_matrices(Inverse(Diagonal(exponentials * ones(C))) * exponentials, (x,))

# %% [markdown] lang="ko"
# $e^{s_n}$이 분자와 분모에서 약분되어 사라진다. $s_n$은 아무 수나 되므로 $s_n = -\max_k x_{n,k}$로 잡자.
# 그러면 가장 큰 지수가 0이 되어 어떤 $e^{x_{n,k} + s_n}$도 1을 넘지 않고, 분모는 1 이상 $C$ 이하이다.
# 오버플로(overflow)도, 0으로 나누는 일도 생기지 않는다. $(1000, 1001, 1002)$는 $(-2, -1, 0)$이 되어 확률
# $(0.090,\ 0.245,\ 0.665)$가 제대로 나온다.
#
# 두 가지를 덧붙인다.
#
# - 최댓값을 **행마다** 빼야 한다. 배열 전체의 최댓값을 빼면 식으로는 옳지만, $(1000, 1001)$과 $(0, 1)$이 한
#   배치(batch)에 있을 때 둘째 행의 지수함수의 값이 모두 0으로 언더플로하여 `0 / 0`이 된다.
# - 최댓값도 $x$의 함수인데 미분할 때 무시해도 되는가? 된다. 결과에 $s_n$이 아예 남지 않으므로 $s_n$을 거쳐
#   오는 미분은 0이다.

# %% [markdown] lang="en"
# The factor $e^{s_n}$ cancels. Since any $s_n$ will do, take $s_n = -\max_k x_{n,k}$. Then the largest
# exponent is 0, no $e^{x_{n,k} + s_n}$ exceeds 1, and the denominator lies between 1 and $C$: no overflow and
# no division by zero. The logits $(1000, 1001, 1002)$ become $(-2, -1, 0)$, and the probabilities come out as
# $(0.090,\ 0.245,\ 0.665)$.
#
# Two remarks:
#
# - Subtract the maximum **row by row**. Subtracting the maximum of the whole array is correct as a formula,
#   but with $(1000, 1001)$ and $(0, 1)$ in one batch, all exponentials of the second row underflow to 0 and
#   the result is `0 / 0`.
# - The maximum is itself a function of $x$; may differentiation ignore it? Yes. No $s_n$ is left in the
#   result, so the derivative that comes through $s_n$ is 0.

# %% [markdown] lang="ko"
# ## 소프트맥스의 야코비 행렬 {#softmax-jacobian}
#
# ReLU에서는 출력 하나가 입력 하나에만 달려 있었다. 소프트맥스는 다르다. 로짓 하나를 키우면 분모가 커지므로 그
# 행의 확률이 모두 바뀐다. 그래서 표본마다 $C \times C$ 야코비 행렬(Jacobian matrix)이 필요하다. 몫의 미분법을
# 쓰되 분자와 분모에 $x_{n,j}$가 모두 들어 있음에 주의한다.

# %% [markdown] lang="en"
# ## The Jacobian of the softmax {#softmax-jacobian}
#
# In a ReLU each output depends on one input. A softmax is different: raising one logit raises the
# denominator, and so changes every probability of the row. Each sample therefore has a $C \times C$ Jacobian
# matrix. The quotient rule gives it; note that $x_{n,j}$ occurs in numerator and denominator.

# %%
LAYER.result(
    "jacobian",
    Text("소프트맥스의 야코비 행렬", "The Jacobian of the softmax"),
    Derivative(probs[n, i], x[n, j]),
    Derivative(exp(x[n, i]) / total(exp(x[n, k]), (k, C)), x[n, j]),
    indices=((n, N), (i, C), (j, C)),
    definitions=(softmax,),
).by(
    rules.PRODUCT_RULE,
    KroneckerDelta(i, j) * exp(x[n, i]) / total(exp(x[n, k]), (k, C))
    - exp(x[n, i]) * total(Derivative(exp(x[n, k]), x[n, j]), (k, C)) / total(exp(x[n, k]), (k, C)) ** 2,
).by(
    rules.DELTA_PICKS,
    KroneckerDelta(i, j) * exp(x[n, i]) / total(exp(x[n, k]), (k, C))
    - exp(x[n, i]) * exp(x[n, j]) / total(exp(x[n, k]), (k, C)) ** 2,
).by(
    rules.NAME,
    probs[n, i] * (KroneckerDelta(i, j) - probs[n, j]),
).in_matrices(Diagonal(Row(probs.matrix, n)) - Row(probs.matrix, n) * Row(probs.matrix, n).T, (probs,))

# %% [markdown] lang="ko"
# 대각 원소 $p_i (1 - p_i)$는 시그모이드의 도함수와 꼴이 같다. 나머지 원소 $-p_i p_j$는 음수다. 한 클래스의
# 로짓을 키우면 다른 클래스의 확률은 모두 줄어든다. 확률의 합은 언제나 1이므로 야코비 행렬의 각 열의 합은
# 0이다.
#
# 업스트림 그래디언트(upstream gradient) `dout`이 주어지면 이 행렬을 실제로 만들 필요가 없다. 합을 직접
# 계산하면
#
# $$
# \sum_{i=0}^{C-1} \mathrm{dout}_{n,i} \, \mathrm{probs}_{n,i} \left(\delta_{i,j} - \mathrm{probs}_{n,j}\right) = \mathrm{probs}_{n,j} \left(\mathrm{dout}_{n,j} - \sum_{i=0}^{C-1} \mathrm{dout}_{n,i} \, \mathrm{probs}_{n,i}\right)
# $$
#
# 이다. `softmax_backward`가 하는 계산이 오른쪽 식이다. 표본마다 $C^2$개가 아니라 $C$개의 수만 다룬다.

# %% [markdown] lang="en"
# On the diagonal, $p_i (1 - p_i)$ has the form of the sigmoid's derivative. Off the diagonal, $-p_i p_j$ is
# negative: raising the logit of one class lowers the probability of every other. Since the probabilities
# always add up to 1, each column of the Jacobian adds up to 0.
#
# Given an upstream gradient `dout`, there is no need to build this matrix. Working out the sum gives
#
# $$
# \sum_{i=0}^{C-1} \mathrm{dout}_{n,i} \, \mathrm{probs}_{n,i} \left(\delta_{i,j} - \mathrm{probs}_{n,j}\right) = \mathrm{probs}_{n,j} \left(\mathrm{dout}_{n,j} - \sum_{i=0}^{C-1} \mathrm{dout}_{n,i} \, \mathrm{probs}_{n,i}\right)
# $$
#
# and the right-hand side is what `softmax_backward` computes. It handles $C$ numbers for each sample, not
# $C^2$.

# %% [markdown] lang="ko"
# ## 교차 엔트로피: 원-핫과 레이블 번호 {#one-hot}
#
# 이제 확률로 손실을 정한다. 교재에서는 정답을 원-핫(one-hot) 벡터로 적는 일이 많다. 정답 자리만 1이고
# 나머지는 0인 벡터로, $\mathrm{onehot}_{n,c} = \delta_{c,\,y_n}$이다. 코드에서는 정답의 번호 $y_n$만 들고
# 다닌다. 두 방식이 같음을 보이자.

# %% [markdown] lang="en"
# ## Cross-entropy: one-hot or label numbers {#one-hot}
#
# Now for the loss. Textbooks often write the right answer as a one-hot vector, 1 at the right class and 0
# elsewhere: $\mathrm{onehot}_{n,c} = \delta_{c,\,y_n}$. Code carries only the number $y_n$ of the right
# class. Both give the same loss:

# %%
ell = tensor("ell", N)

LAYER.result(
    "cross_entropy",
    Text("표본 하나의 교차 엔트로피", "Cross-entropy of one sample"),
    ell[n],
    -total(onehot[n, c] * log(probs[n, c]), (c, C)),
    indices=((n, N),),
    definitions=(softmax, encoding),
    assumptions=(LABELS_IN_RANGE,),
).by(
    rules.DEFINITION,
    -total(KroneckerDelta(c, y[n]) * log(probs[n, c]), (c, C)),
).by(
    rules.DELTA_PICKS,
    -log(probs[n, y[n]]),
).in_matrices(-hadamard_product(onehot.matrix, elementwise(log, probs.matrix)) * ones(C), (onehot, probs))

# %% [markdown] lang="ko"
# 원-핫 벡터는 $C$개의 항 가운데 정답의 항 하나만 남긴다. 그러므로 다음 두 줄은 같은 값을 준다. 둘째 줄은
# $N \cdot C$개의 곱셈을 하는 대신 $N$개의 원소만 읽는다.
#
# ```python
# -(onehot * np.log(probs)).sum(axis=1)
# -np.log(probs[np.arange(N), y])
# ```
#
# ### 정답의 확률을 고르는 첨자 {#right-class}
#
# `probs[np.arange(N), y]`를 보고 ‘모델이 예측한 클래스’를 고른다고 오해하기 쉽다. NumPy는 두 정수 배열을
# 나란히 놓고 짝을 지어 읽는다. $n$번째로 나오는 값은 `probs[n, y[n]]`이고, `y`는 데이터와 함께 주어진 **정답**이다.
# 예측한 클래스는 `probs.argmax(axis=1)`인데 손실에는 나오지 않는다. 표본이 둘이고 정답이 `y = [2, 0]`이라고
# 하자.
#
# | `probs`의 행 | 정답 | `probs[np.arange(N), y]` | 예측 `probs.argmax(axis=1)` |
# | --- | --- | --- | --- |
# | `[0.1, 0.7, 0.2]` | 2 | 0.2 | 1 |
# | `[0.5, 0.3, 0.2]` | 0 | 0.5 | 0 |
#
# 첫째 표본에서 모델은 1번 클래스를 골랐지만, 손실은 정답인 2번에 부여한 확률 0.2로 정해진다.
# `probs[:, y]`는 전혀 다르다. 모든 행에서 2번 열과 0번 열을 뽑아 $(N, N)$ 배열
# `[[0.2, 0.1], [0.2, 0.5]]`를 만든다.

# %% [markdown] lang="en"
# The one-hot vector keeps one of $C$ terms, that of the right class. So these two lines give the same values.
# The second reads $N$ entries where the first multiplies $N \cdot C$.
#
# ```python
# -(onehot * np.log(probs)).sum(axis=1)
# -np.log(probs[np.arange(N), y])
# ```
#
# ### The index that picks the right class {#right-class}
#
# It is tempting to read `probs[np.arange(N), y]` as “the class that the model predicts”. NumPy puts the two integer
# arrays side by side and reads them in pairs: the $n$-th value is `probs[n, y[n]]`, and `y` is the **right** class,
# which came with the data. The predicted class is `probs.argmax(axis=1)`, which does not occur in the loss. Take
# two samples with `y = [2, 0]`:
#
# | Row of `probs` | Right class | `probs[np.arange(N), y]` | Predicted, `probs.argmax(axis=1)` |
# | --- | --- | --- | --- |
# | `[0.1, 0.7, 0.2]` | 2 | 0.2 | 1 |
# | `[0.5, 0.3, 0.2]` | 0 | 0.5 | 0 |
#
# For the first sample the model chose class 1, but the loss comes from the probability 0.2 of class 2,
# the right one. `probs[:, y]` is something entirely different: it takes columns 2 and 0 from every row,
# an $(N, N)$ array `[[0.2, 0.1], [0.2, 0.5]]`.

# %% [markdown] lang="ko"
# ## 로그-합-지수 {#logsumexp}
#
# 확률을 먼저 구하고 로그를 나중에 취하면 곤란한 일이 생긴다. 로짓이 $(10000, 0)$이고 정답이 1번이면 정답의
# 확률은 부동소수점에서 정확히 0이 되고, 손실은 $-\log 0$, 곧 `inf`가 된다. 참값은 10000이다. 로그를 식 안에서
# 먼저 풀어 두면 확률이 로그 안에 들어갈 일이 없다.

# %% [markdown] lang="en"
# ## Log-sum-exp {#logsumexp}
#
# Computing the probability first and its logarithm afterwards leads to trouble. For logits $(10000, 0)$ and
# label 1, the probability of the right class is exactly 0 in floating point, and the loss becomes $-\log 0$,
# that is `inf`. Its true value is 10000. If the logarithm is worked out in the formula first, no probability
# ever gets inside a logarithm.

# %%
top = tensor("m", N)
row_maximum = Definition(top[n], maximum(x[n, k], (k, C)))

LAYER.result(
    "log_sum_exp",
    Text("로그-합-지수 꼴", "Log-sum-exp form"),
    ell[n],
    -log(probs[n, y[n]]),
    indices=((n, N),),
    definitions=(softmax, encoding, row_maximum),
    assumptions=(LABELS_IN_RANGE,),
).by(
    rules.DEFINITION,
    -log(exp(x[n, y[n]]) / total(exp(x[n, k]), (k, C))),
).by(
    rules.LOGARITHM_LAW,
    log(total(exp(x[n, k]), (k, C))) - x[n, y[n]],
).by(
    rules.EXPONENTIAL_LAW,
    log(exp(top[n]) * total(exp(x[n, k] - top[n]), (k, C))) - x[n, y[n]],
).by(
    rules.LOGARITHM_LAW,
    top[n] + log(total(exp(x[n, k] - top[n]), (k, C))) - x[n, y[n]],
).in_matrices(
    top.matrix
    + elementwise(log, elementwise(exp, x.matrix - top.matrix * ones(C).T) * ones(C))
    - hadamard_product(onehot.matrix, x.matrix) * ones(C),
    (top, x, onehot),
)

# %% [markdown] lang="ko"
# $m_n$은 행의 최댓값이다. 로그 안의 합에는 $e^0 = 1$이 반드시 들어 있으므로 로그의 값은 0 이상 $\log C$
# 이하이다. `softmax_loss`의 다음 줄이 이 식이다. 괄호는 두 큰 수의 차를 먼저 구하려는 것이다.
#
# ```python
# losses = np.log(row_sums[:, 0]) - (x[rows, y] - row_max[:, 0])
# ```
#
# 로그-합-지수(log-sum-exp)는 최댓값을 매끄럽게 만든 함수다. 최댓값보다 작지 않고, 많아야 $\log C$만큼 크다.
# 그러니 교차 엔트로피는 ‘매끄러운 최댓값에서 정답의 로짓을 뺀 것’이고, 결코 음수가 되지 않는다. 로짓
# $(2, 1, 0)$에서 로그-합-지수는 2.408이고, 손실은 정답이 0, 1, 2번일 때 각각 0.408, 1.408, 2.408이다.

# %% [markdown] lang="en"
# $m_n$ is the maximum of the row. The sum inside the logarithm always contains $e^0 = 1$, so the logarithm
# lies between 0 and $\log C$. This line of `softmax_loss` is that formula; the brackets take the difference
# of the two large numbers first.
#
# ```python
# losses = np.log(row_sums[:, 0]) - (x[rows, y] - row_max[:, 0])
# ```
#
# Log-sum-exp is a smooth maximum: never less than the maximum, and at most $\log C$ more. So cross-entropy is
# “the smooth maximum minus the logit of the right class”, and it is never negative. For the logits
# $(2, 1, 0)$ log-sum-exp is 2.408, and the loss is 0.408, 1.408 or 2.408 if the label is 0, 1 or 2.

# %% [markdown] lang="ko"
# ## 클래스가 둘이면 시그모이드다 {#two-classes}
#
# 이진 분류에서는 보통 점수 하나에 시그모이드를 쓴다. 소프트맥스를 쓰려면 점수가 둘 있어야 한다. 둘은 어떤
# 관계일까? 분자와 분모를 $e^{x_{n,1}}$로 나누어 보면 알 수 있다.

# %% [markdown] lang="en"
# ## With two classes it is the sigmoid {#two-classes}
#
# For two classes one usually takes a single score and a sigmoid. A softmax needs two scores. How are
# the two related? Divide numerator and denominator by $e^{x_{n,1}}$.

# %%
binary = tensor("probs", N, 2)

LAYER.result(
    "two_class",
    Text("클래스가 둘일 때", "The case of two classes"),
    binary[n, 1],
    exp(x[n, 1]) / total(exp(x[n, k]), (k, 2)),
    indices=((n, N),),
).by(
    rules.DEFINITION,
    exp(x[n, 1]) / (exp(x[n, 0]) + exp(x[n, 1])),
).by(
    rules.CANCEL,
    1 / (1 + exp(-(x[n, 1] - x[n, 0]))),
).by(
    rules.NAME,
    sigmoid(x[n, 1] - x[n, 0]),
).in_matrices(elementwise(sigmoid, Row(x.matrix.T, 1) - Row(x.matrix.T, 0)), (x,))

# %% [markdown] lang="ko"
# 두 로짓은 그 차로만 쓰인다. 로짓이 $(1, 3)$이든 $(0, 2)$이든 1번 클래스의 확률은 $\sigma(2) = 0.881$이다.
# 그러니 점수 하나를 두 로짓의 차로 보면 시그모이드를 쓰는 이진 분류와 같은 모델이다. 그 차가 바로 1번
# 클래스의 로그 오즈, 곧 본래 뜻의 로짓이다.

# %% [markdown] lang="en"
# Only the difference of the two logits matters. For $(1, 3)$ and for $(0, 2)$ the probability of class 1 is
# $\sigma(2) = 0.881$. So if the single score is read as the difference of two logits, the sigmoid classifier
# is the same model. That difference is the log-odds of class 1: a logit in the original sense of the word.

# %% [markdown] lang="ko"
# ## 배치의 평균 손실 {#mean-loss}
#
# 배치의 손실은 표본마다 구한 손실의 평균이다. 합이 아니라 평균을 쓰면 배치 크기를 바꾸어도 손실과
# 그래디언트의 크기가 그대로여서 학습률을 다시 조정하지 않아도 된다.

# %% [markdown] lang="en"
# ## The mean loss of a batch {#mean-loss}
#
# The loss of a batch is the mean of the losses of its samples. With a mean rather than a sum, loss and
# gradient keep their size when the batch size changes, and the learning rate need not be tuned again.

# %%
L = Symbol("L", real=True)
loss = -total(log(probs[n, y[n]]), (n, N)) / N

LAYER.result(
    "loss",
    Text("평균 손실", "Mean loss"),
    L,
    total(-total(onehot[n, c] * log(probs[n, c]), (c, C)), (n, N)) / N,
    definitions=(softmax, encoding),
    assumptions=(LABELS_IN_RANGE,),
).by(rules.DELTA_PICKS, loss).in_matrices(
    -Trace(onehot.matrix.T * elementwise(log, probs.matrix)) / N, (onehot, probs)
)

# %% [markdown] lang="ko"
# 학습을 시작하기 전에 해 볼 만한 점검이 있다. 가중치가 작아 로짓이 모두 0에 가까우면 확률은 모두 $1/C$이고
# 손실은 $\log C$다. 클래스가 열이면 2.303이다. 첫 손실이 이 값과 크게 다르면 초기화나 손실 코드를 의심해야
# 한다.

# %% [markdown] lang="en"
# Here is a check worth making before training. With small weights all logits are close to 0, all
# probabilities are $1/C$, and the loss is $\log C$: 2.303 for ten classes. If the first loss is far from
# that, suspect the initialisation or the code of the loss.

# %% [markdown] lang="ko"
# ## 로짓에 대한 그래디언트 {#logit-gradient}
#
# 이제 페이지 첫머리의 물음에 답할 차례다. 야코비 행렬에서 출발해도 되지만, 로그-합-지수 꼴을 미분하는 편이
# 훨씬 짧다. 미분할 항이 둘뿐이다. 로그-합-지수를 미분하면 소프트맥스가 나오고, 정답의 로짓 $x_{n,y_n}$을
# 미분하면 정답 자리에만 1이 나온다.

# %% [markdown] lang="en"
# ## Gradient with respect to the logits {#logit-gradient}
#
# Now the question from the top of the page. One could start from the Jacobian, but differentiating the
# log-sum-exp form is much shorter. There are only two terms: the derivative of log-sum-exp is the softmax,
# and that of the right logit $x_{n,y_n}$ is 1 at the right class and 0 elsewhere.

# %%
LAYER.result(
    "dx",
    Text("로짓에 대한 그래디언트", "Gradient with respect to the logits"),
    Derivative(L, x[i, j]),
    Derivative(-total(log(probs[n, y[n]]), (n, N)) / N, x[i, j]),
    definitions=(softmax, encoding),
    indices=((i, N), (j, C)),
    assumptions=(LABELS_IN_RANGE,),
).by(
    rules.LOGARITHM_LAW,
    Derivative(total(log(total(exp(x[n, k]), (k, C))) - x[n, y[n]], (n, N)) / N, x[i, j]),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        Derivative(log(total(exp(x[n, k]), (k, C))), x[i, j]) - Derivative(x[n, y[n]], x[i, j]),
        (n, N),
    )
    / N,
).by(
    rules.CHAIN_RULE,
    total(
        total(exp(x[n, k]) * Derivative(x[n, k], x[i, j]), (k, C)) / total(exp(x[n, k]), (k, C))
        - Derivative(x[n, y[n]], x[i, j]),
        (n, N),
    )
    / N,
    Text(
        "로그의 도함수는 $1/s$이고 지수함수의 도함수는 자기 자신이다. 연쇄 법칙을 두 번 쓴다.",
        "The derivative of the logarithm is $1/s$, that of the exponential is the exponential: the chain rule, twice.",
    ),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(
        total(exp(x[n, k]) * KroneckerDelta(n, i) * KroneckerDelta(k, j), (k, C))
        / total(exp(x[n, k]), (k, C))
        - KroneckerDelta(n, i) * KroneckerDelta(y[n], j),
        (n, N),
    )
    / N,
).by(
    rules.DELTA_PICKS,
    (exp(x[i, j]) / total(exp(x[i, k]), (k, C)) - KroneckerDelta(j, y[i])) / N,
).by(
    rules.NAME,
    (probs[i, j] - onehot[i, j]) / N,
).in_matrices((probs.matrix - onehot.matrix) / N, (probs, onehot))

# %% [markdown] slot="figure:cross_entropy"
# 그림: 심플렉스 위의 교차 엔트로피. / Figure: cross-entropy on the simplex.

# %% [markdown] lang="ko"
# 정답 자리는 $(p - 1)/N$, 나머지 자리는 $p/N$이다. 식의 세 조각은 저마다 나온 곳이 있다.
#
# - $p$: 로그-합-지수를 미분한 것이다.
# - $-1$: 정답의 로짓을 미분한 것이다. 그래서 정답 자리에만 있다.
# - $1/N$: 손실이 평균이어서 붙는다. 손실을 합으로 정의했다면 없다.
#
# 로짓 $(2, 1, 0)$에서 정답이 2번이고 $N = 1$이면 그래디언트는 $(0.665,\ 0.245,\ -0.910)$이다. 경사하강법은
# 이것을 빼므로 정답의 로짓은 커지고, 나머지 로짓은 저마다 그 확률에 비례하여 작아진다. 정답의 확률이 1에
# 가까워지면 그래디언트도 0에 가까워진다. 행마다 더하면 0인데, 로짓에 상수를 더해도 손실이 변하지 않는다는
# 이동 불변성의 다른 모습이다.
#
# 야코비 행렬로 구해도 같다. $-\log p_y$의 미분 $-1/p_y$에 야코비 행렬의 원소 $p_y(\delta_{y,j} - p_j)$를
# 곱하면 $p_y$가 약분되어 $p_j - \delta_{y,j}$가 남는다. 다만 코드로 두 단계를 따로 계산하면 $p_y$가 0으로
# 언더플로했을 때 $1/p_y$가 오버플로한다. 소프트맥스와 교차 엔트로피를 함수 하나로 묶는 까닭이 여기에
# 있다.
#
# 과제에서는 흔히 이렇게 쓴다. 둘째 줄의 첨자는 앞에서 본 것처럼 정답 자리를 고른다.
#
# ```python
# dx = probs.copy()
# dx[np.arange(N), y] -= 1
# dx /= N
# ```

# %% [markdown] lang="en"
# At the right class the entry is $(p - 1)/N$, elsewhere $p/N$. Each part has its origin:
#
# - $p$ is the derivative of log-sum-exp.
# - $-1$ is the derivative of the right logit, which is why it appears at the right class only.
# - $1/N$ comes from the mean. With a sum for the loss it would not be there.
#
# For logits $(2, 1, 0)$, label 2 and $N = 1$ the gradient is $(0.665,\ 0.245,\ -0.910)$. Gradient descent
# subtracts it: the right logit increases, and each other logit decreases in proportion to its probability.
# As the probability of the right class nears 1, the gradient nears 0. Every row adds up to 0, which is
# shift invariance once more: adding a constant to the logits does not change the loss.
#
# The Jacobian leads to the same. The derivative $-1/p_y$ of $-\log p_y$ times the entry
# $p_y(\delta_{y,j} - p_j)$ leaves $p_j - \delta_{y,j}$, because $p_y$ cancels. In code, though, two
# separate steps overflow in $1/p_y$ where $p_y$ has underflowed to 0. That is why softmax and cross-entropy
# are combined into one function.
#
# Assignments usually write it like this. The index in the second line picks the right class, as seen above.
#
# ```python
# dx = probs.copy()
# dx[np.arange(N), y] -= 1
# dx /= N
# ```

# %% [markdown] lang="ko"
# ## 구현 {#implementation}
#
# `softmax_loss`는 배열 하나를 끝까지 고쳐 쓴다. $(N, C)$ 배열 `exps`를 합으로 나누면 확률이 되고, 정답 자리에서
# $1/N$을 빼면 그대로 그래디언트가 된다. `softmax_forward`와 `softmax_backward`는 소프트맥스 뒤에 다른 손실이
# 올 때 쓴다.

# %% [markdown] lang="en"
# ## Implementation {#implementation}
#
# `softmax_loss` works in one array from start to end. Dividing the $(N, C)$ array `exps` by its row sums
# turns it into the probabilities, and subtracting $1/N$ at the right classes turns it into the gradient.
# `softmax_forward` and `softmax_backward` are for a softmax that is followed by another loss.

# %% [markdown] slot="implementation"
# 코드는 `impl/softmax_cross_entropy.py`에 있다. / The code is in `impl/softmax_cross_entropy.py`.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 로짓을 로그로 잡으면 지수함수의 값이 정수가 되어 확률이 분수로 떨어진다. 표본 둘, 클래스 셋이고, 정답은 1번과 2번이다. 둘째
# 표본에서는 정답의 확률이 가장 낮다. 어느 표본의 그래디언트가 더 큰지 먼저 짐작해 보자.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# With logits that are logarithms, the exponentials are whole numbers and the probabilities fractions. There are two samples and three
# classes; the right classes are 1 and 2. In the second sample the right class is the least probable. Guess first: which sample has
# the larger gradient?

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, C: 3},
    given={x: [[0, log(2), 0], [log(6), log(3), 0]], y: [1, 2]},
    show=[
        ("probs", (0, 1), (1, 2)),
        ("jacobian", (0, 1, 0)),
        ("cross_entropy", (1,)),
        ("log_sum_exp", (1,)),
        ("loss", ()),
        ("dx", (0, 1), (1, 2)),
    ],
)

# %% [markdown] lang="ko"
# 행마다 더해 보면 확률은 1, 그래디언트는 0이다. 두 방법으로 구한 손실이 같은 것도 확인하자. 정답의 확률이 1/10뿐인 둘째 표본에서
# 그래디언트가 더 크다.

# %% [markdown] lang="en"
# Add up each row: the probabilities give 1, the gradient 0. The two ways to compute the loss agree. The gradient is larger for
# the second sample, whose right class has a probability of only 1/10.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify softmax_cross_entropy`의 결과. / The result of `yudo verify softmax_cross_entropy`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# | 입력 | `softmax_loss`의 결과 |
# | --- | --- |
# | 아주 큰 로짓 $(10^4, -10^4, 0)$, 정답 1 | 손실 20000, 그래디언트 $(1, -1, 0)$ |
# | 가려진 클래스 $(0, -\infty, 1)$, 정답 0 | 손실 1.313. 가려진 클래스의 확률과 그래디언트는 0 |
# | 정답이 가려진 경우: 같은 로짓, 정답 1 | 손실 `inf`, 그래디언트 $(0.269, -1, 0.731)$은 유한하다 |
# | 한 행이 모두 $-\infty$ | `ValueError`: 남은 클래스가 없어 확률을 정할 수 없다 |
# | $+\infty$나 `nan`이 든 로짓 | `ValueError`: 몇 행 몇 열인지 알려 준다 |
# | 최댓값이 여럿 | 아무 문제 없다. 소프트맥스에는 꺾인 점(kink)이 없다 |
# | $C = 1$ | 확률은 언제나 1, 손실과 그래디언트는 0 |
# | 빈 배치 $N = 0$ | `ValueError`: 평균을 낼 표본이 없다. `softmax_forward`는 빈 배열을 돌려준다 |
# | 레이블이 $-1$이거나 $C$ 이상 | `ValueError` |
# | 실수 레이블 | `TypeError` |
# | 원-핫 레이블 | `ValueError`: 모양이 $(N,)$이어야 한다 |
#
# 레이블 $-1$을 막지 않으면 NumPy가 경고 없이 마지막 클래스로 읽는다.
#
# 정답을 지나치게 확신할 때는 손실이 반올림에 묻힌다. 로짓 $(40, 0)$, 정답 0번의 손실은 참값이
# $4.2 \times 10^{-18}$인데 `float64`로는 0이 나온다. $1 + e^{-40}$이 1로 반올림되기 때문이다. 틀린 클래스의
# 그래디언트 $4.2 \times 10^{-18}$은 그대로 남는다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# | Input | What `softmax_loss` does |
# | --- | --- |
# | Huge logits $(10^4, -10^4, 0)$, label 1 | loss 20000, gradient $(1, -1, 0)$ |
# | A masked class $(0, -\infty, 1)$, label 0 | loss 1.313; the masked class has probability 0 and gradient 0 |
# | The label itself is masked: same logits, label 1 | loss `inf`; the gradient $(0.269, -1, 0.731)$ is finite |
# | A row of nothing but $-\infty$ | `ValueError`: no class is left, so there are no probabilities |
# | Logits with $+\infty$ or `nan` | `ValueError` that names row and column |
# | Several equal maxima | no problem: a softmax has no kink |
# | $C = 1$ | the probability is always 1; loss and gradient are 0 |
# | Empty batch, $N = 0$ | `ValueError`: no samples to average; `softmax_forward` returns an empty array |
# | A label of $-1$, or of $C$ and above | `ValueError` |
# | Floating-point labels | `TypeError` |
# | One-hot labels | `ValueError`: the shape must be $(N,)$ |
#
# If a label of $-1$ were accepted, NumPy would silently take it for the last class.
#
# When the net is extremely sure of the right class, the loss is lost in rounding. For logits $(40, 0)$ and
# label 0 the true loss is $4.2 \times 10^{-18}$, but `float64` gives 0, because $1 + e^{-40}$ rounds to 1.
# The gradient $4.2 \times 10^{-18}$ of the wrong class survives.

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
    "no-mean",
    "dx",
    Text("그래디언트에서 $1/N$을 빠뜨린다", "$1/N$ missing in the gradient"),
    wrong=probs[i, j] - onehot[i, j],
    symptom=Text(
        "수치 미분과 비교하면 정확히 $N$배다. 배치를 키우면 학습이 발산하기도 한다. $N = 1$로 검사하면 보이지 않는다.",
        "It is exactly $N$ times the numerical gradient. Training may diverge when the batch gets larger. A check with $N = 1$ does not "
        "see it.",
    ),
)

# %%
LECTURE.mistake(
    "all-labels-in-every-row",
    "dx",
    Text("`dx[:, y] -= 1`로 쓴다", "`dx[:, y] -= 1`"),
    wrong=(probs[i, j] - maximum(onehot[n, j], (n, N))) / N,
    symptom=Text(
        "모든 행에서 배치에 나온 정답 클래스를 죄다 1씩 뺀다. 그래디언트를 행마다 더했을 때 0이 아니면 이 실수를 의심한다.",
        "It subtracts 1 at every label of the batch in every row, so the rows of the gradient do not add up to 0.",
    ),
)

# %%
LECTURE.mistake(
    "labels-off-by-one",
    "dx",
    Text("레이블을 1부터 세어 한 칸 밀린다", "Labels counted from 1, one class off"),
    wrong=(probs[i, j] - KroneckerDelta(j, y[i] - 1)) / N,
    symptom=Text(
        "데이터의 레이블이 1부터 시작하는데 코드가 1을 더 빼거나 덜 뺀 경우다. 손실도 같은 레이블로 구하므로 그래디언트 검사는 통과한다. "
        "손실은 줄어드는데 정확도가 오르지 않는다.",
        "The data count from 1 and the code subtracts 1 once too often or not at all. The loss uses the same labels, so a gradient "
        "check passes. The loss falls, but accuracy does not rise.",
    ),
)

# %%
LECTURE.mistake(
    "sum-over-all",
    "probs",
    Text("`axis=1`을 빠뜨리고 `exps / exps.sum()`으로 나눈다", "`exps / exps.sum()`, without `axis=1`"),
    wrong=exp(x[n, c]) / total(exp(x[i, k]), (i, N), (k, C)),
    symptom=Text(
        "확률을 행마다 더하면 1보다 작고, 배치 전체를 더해야 1이 된다. $N = 1$이면 옳다.",
        "Each row adds up to less than 1; only the whole batch adds up to 1. For $N = 1$ it is right.",
    ),
)

# %%
square = Example(LAYER, sizes={N: 2, C: 2}, given={x: [[0, log(3)], [log(4), 0]], y: [0, 1]})

LECTURE.mistake(
    "no-keepdims",
    "probs",
    Text("`keepdims=True`를 빠뜨린다", "`keepdims=True` forgotten"),
    wrong=exp(x[n, c]) / total(exp(x[c, k]), (k, C)),
    example=square,
    symptom=Text(
        "대개 모양이 맞지 않는다는 오류가 난다. 그러나 $N = C$이면 경고 없이 열마다 나누고 만다. 확률을 행마다 더해 보면 1이 아니다.",
        "Mostly a shape error. With $N = C$, however, it silently divides every column instead. The rows of the "
        "probabilities then do not add up to 1.",
    ),
)

# %% [markdown] lang="ko"
# 식으로는 드러나지 않고, 부동소수점이나 데이터를 다루는 방식에 숨어 있는 실수도 있다.
#
# - **소프트맥스를 두 번 쓴다.** 마지막 층에 소프트맥스를 붙이고 그 확률을 다시 `softmax_loss`에 넣는 경우다.
#   오류는 나지 않지만 손실이 어느 값 아래로 내려가지 않는다. 클래스가 열이면 완벽히 맞혀도 1.461에서 멈춘다.
# - **최댓값을 빼지 않는다.** 한동안 잘 되다가 로짓이 커지는 순간 손실이 `nan`이 된다.
# - **확률을 구한 뒤에 로그를 취한다.** 정답의 로짓이 최댓값보다 746 이상 작은 표본이 하나만 있어도 손실이
#   `inf`가 된다.
# - **정답 대신 예측한 클래스를 넣는다.** 손실은 줄어드는데 정확도가 오르지 않는다. 손글씨 숫자로 선형
#   분류기를 300번 갱신해 보니 손실은 0.0006까지 떨어졌지만 훈련 데이터의 정확도는 10%였다. 정답을 넣으면
#   96%다.
# - **`dx = probs`로 쓰고 그 자리에서 1을 뺀다.** 복사가 아니므로 `probs`도 함께 바뀐다. 나중에 `probs`를
#   출력해 보면 음수가 있다.

# %% [markdown] lang="en"
# Others do not show in a formula. They hide in floating point, or in how the data are handled.
#
# - **Softmax twice.** The last layer applies a softmax, and `softmax_loss` gets the probabilities. There is
#   no error, but the loss cannot fall below a certain value: 1.461 for ten classes, even when every answer is
#   perfect.
# - **No maximum subtracted.** All goes well until the logits grow; then the loss is suddenly `nan`.
# - **Probability first, logarithm afterwards.** One sample whose right logit is 746 or more below the maximum
#   makes the loss `inf`.
# - **The predicted class in place of the right one.** The loss falls while accuracy does not rise. A linear
#   classifier on handwritten digits, after 300 updates: loss 0.0006 and 10% accuracy on the training data.
#   With the right classes it is 96%.
# - **`dx = probs`, then 1 subtracted in place.** That is no copy, so `probs` changes too. Symptom: negative
#   “probabilities” when they are printed later.

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
        "`dx`를 행마다 더하면 언제나 0임을 닫힌 꼴에서 보여라. 이 사실을 자기 코드를 점검하는 데 어떻게 쓸 수 있는가?",
        "Show from the closed form that every row of `dx` adds up to 0. How can this be used to check your code?",
    ),
    Text(
        """확률도 원-핫 벡터도 클래스를 따라 더하면 1이므로 둘의 차는 0이다.

<1>

`np.abs(dx.sum(axis=1)).max()`를 찍어 보면 된다. 반올림 때문에 정확히 0은 아니어도 된다. 레이블을 잘못 골라도 합은 0이므로, 이 점검만으로
충분하지는 않다.""",
        """Probabilities and one-hot vectors both add up to 1 over the classes, so their difference gives 0.

<1>

Print `np.abs(dx.sum(axis=1)).max()`; rounding may keep it from being exactly 0. A wrong choice of label also
gives 0, so this check alone is
not enough.""",
    ),
    lambda: [(total((probs[i, c] - onehot[i, c]) / N, (c, C)), Integer(0))],
    definitions=(softmax, encoding),
)

# %%
(temperature,) = scalars("tau", positive=True)
tempered = exp(x[n, c] / temperature) / total(exp(x[n, k] / temperature), (k, C))
cooled = Definition(tensor("q", N, C, positive=True)[n, c], tempered)
q = cooled.tensor

LECTURE.exercise(
    Text(
        r"로짓을 온도(temperature) $\tau > 0$으로 나눈 다음 소프트맥스를 쓰자. 확률을 $q$라고 할 때 손실의 로짓에 대한 그래디언트는 "
        r"어떻게 달라지는가?",
        r"Divide the logits by a temperature $\tau > 0$ before the softmax, and call the probabilities $q$. How does the gradient of the "
        r"loss with respect to the logits change?",
    ),
    Text(
        r"""$x / \tau$를 새 로짓으로 보면 그 로짓에 대한 그래디언트는 $(q - \mathrm{onehot}) / N$이다. 여기에 $x / \tau$를 $x$로 미분한
$1 / \tau$이 곱해진다.

<1>

온도가 높으면 확률은 고르게 퍼지고 그래디언트는 작아진다. 지식 증류(knowledge distillation)에서 손실에 $\tau^2$을 곱하는 까닭이 이것이다. 높은 온도에서
하나는 여기의 $1/\tau$을, 다른 하나는 $q$와 목표 확률의 차가 $1/\tau$에 비례해 줄어드는 것을 메운다.""",
        r"""Take $x / \tau$ for new logits. The gradient with respect to these is $(q - \mathrm{onehot}) / N$, and the derivative $1 / \tau$ of
$x / \tau$ with respect to $x$ is multiplied in.

<1>

A high temperature spreads the probabilities and shrinks the gradient. This is why knowledge distillation
multiplies its loss by $\tau^2$: at high
temperatures one factor makes up for this $1/\tau$, the other for the difference between $q$ and its target, which shrinks like $1/\tau$ as well.""",
    ),
    lambda: [
        (
            Derivative(-total(log(q[n, y[n]]), (n, N)) / N, x[i, j]),
            (q[i, j] - onehot[i, j]) / (N * temperature),
        )
    ],
    definitions=(cooled, encoding),
)

# %%
(epsilon,) = scalars("epsilon")
smooth = (1 - epsilon) * onehot[n, c] + epsilon / C

LECTURE.exercise(
    Text(
        r"레이블 평활화(label smoothing)는 원-핫 대신 $t_{n,c} = (1 - \varepsilon)\,\mathrm{onehot}_{n,c} + \varepsilon / C$를 목표로 쓴다. "
        r"$L = -\frac{1}{N} \sum_{n,c} t_{n,c} \log \mathrm{probs}_{n,c}$의 그래디언트를 구하고, 그래디언트가 0이 되는 확률을 말하라.",
        r"Label smoothing replaces the one-hot target by $t_{n,c} = (1 - \varepsilon)\,\mathrm{onehot}_{n,c} + \varepsilon / C$. Find the gradient of "
        r"$L = -\frac{1}{N} \sum_{n,c} t_{n,c} \log \mathrm{probs}_{n,c}$. For which probabilities is it 0?",
    ),
    Text(
        r"""유도에서 원-핫에 대해 쓴 사실은 클래스를 따라 더하면 1이라는 것뿐이다. $t$도 그렇다.

<1>

그러므로 $\mathrm{onehot}$ 자리에 $t$가 들어갈 뿐이다.

<2>

$\mathrm{probs} = t$일 때 0이 된다. 정답의 확률이 $1 - \varepsilon + \varepsilon / C$에 이르면 더 밀어 올리지 않으므로 로짓이 한없이 커지지
않는다.""",
        r"""The derivation uses only one fact about the one-hot vector: it adds up to 1 over the classes. So does $t$.

<1>

Hence $t$ simply takes the place of $\mathrm{onehot}$.

<2>

It is 0 for $\mathrm{probs} = t$. Once the right class has the probability $1 - \varepsilon + \varepsilon / C$ it is not pushed any higher, so the logits
do not grow without bound.""",
    ),
    lambda: [
        (total(smooth, (c, C)), Integer(1)),
        (
            Derivative(-total(smooth * log(probs[n, c]), (n, N), (c, C)) / N, x[i, j]),
            (probs[i, j] - (1 - epsilon) * onehot[i, j] - epsilon / C) / N,
        ),
    ],
    definitions=(softmax, encoding),
)

# %% tags=["setup"]
LECTURE.drill(("dx", (0, 0)), ("dx", (1, 0)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 로짓에 대한 그래디언트는 확률에서 정답을 뺀 것이다. `dx = (probs - onehot) / N`.
# 2. 확률은 로그-합-지수의 미분에서, -1은 정답의 로짓에서, 1/N은 배치 평균에서 나온다.
# 3. 행마다 더하면 0이다. 로짓에 같은 수를 더해도 확률이 변하지 않기 때문이다.
# 4. 먼저 행의 최댓값을 빼야 지수함수가 오버플로하지 않는다. 결과는 그대로다.
# 5. 가장 흔한 실수는 1/N을 빠뜨리는 것과, `dx[np.arange(N), y]` 대신 `dx[:, y]`를 쓰는 것이다.
#
# **더 읽을거리**
#
# - [CS231n 강의 노트: 소프트맥스 분류기](https://cs231n.github.io/linear-classify/)와 [사례 연구](https://cs231n.github.io/neural-networks-case-study/)
# - P. Blanchard, D. J. Higham, N. J. Higham, [Accurately computing the log-sum-exp and softmax functions](https://doi.org/10.1093/imanum/draa038), *IMA Journal of Numerical Analysis* 41, 2021
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, 6.2.2절

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The gradient with respect to the logits is the probabilities minus the labels: `dx = (probs - onehot) / N`.
# 2. The probabilities come from log-sum-exp, the -1 from the right logit, the 1/N from the mean over the batch.
# 3. Each row adds up to 0, because probabilities don't change if a number is added to all logits.
# 4. Subtract the largest entry of each row first, or the exponentials overflow. The result is the same.
# 5. The commonest mistakes: no 1/N, and `dx[:, y]` in place of `dx[np.arange(N), y]`.
#
# **Further reading**
#
# - CS231n notes: [softmax classifier](https://cs231n.github.io/linear-classify/) and [case study](https://cs231n.github.io/neural-networks-case-study/)
# - P. Blanchard, D. J. Higham, N. J. Higham, [Accurately computing the log-sum-exp and softmax functions](https://doi.org/10.1093/imanum/draa038), *IMA Journal of Numerical Analysis* 41, 2021
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, section 6.2.2
