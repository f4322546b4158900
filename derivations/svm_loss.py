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
# # SVM 손실(힌지 손실) {#svm_loss}
#
# 소프트맥스는 점수를 확률로 바꾸고 나서 손실을 정한다. 서포트 벡터 머신(support vector machine, SVM)은 점수를 그대로 비교한다. 정답의
# 점수가 다른 모든 클래스의 점수보다 정해진 여유만큼 높으면 손실은 0이다. 모자라면 모자란 만큼이 손실이다. 이 여유를 마진(margin)이라
# 하고 $\Delta$로 적는다.
#
# 이 페이지에서는 세 가지를 묻는다. 그래디언트의 원소는 왜 모두 $1/N$의 정수배인가? 정답 클래스의 그래디언트는 왜 틀린 클래스의 개수를
# 세는가? 마진을 겨우 채운 점, 곧 꺾인 점에서는 어떻게 하는가?

# %% [markdown] lang="en"
# # SVM loss (hinge loss) {#svm_loss}
#
# Softmax turns scores into probabilities before it computes a loss. A support vector machine (SVM) compares the scores themselves. If the
# score of the right class lies above all others by a given amount, the loss is 0. Otherwise the loss is the shortfall. The required amount is called the margin and written $\Delta$.
#
# This page asks three things. Why is every entry of the gradient a whole multiple of $1/N$? Why does the gradient of the right class
# count wrong classes? And what happens where the margin is met exactly, at the kink?

# %% tags=["setup"]
from sympy import Derivative, Integer, KroneckerDelta, Symbol

from yudo.derivations.calculus import (
    LABELS_IN_RANGE,
    Assumption,
    Definition,
    Diagonal,
    Layer,
    Lecture,
    Part,
    Text,
    indices,
    labels,
    ones,
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
# | 수식 | 코드 | 모양 | 뜻 |
# | --- | --- | --- | --- |
# | $x$ | `x` | $(N, C)$ | 점수: 표본마다, 클래스마다 하나 |
# | $y$ | `y` | $(N,)$ | 레이블: 정답 클래스의 번호, $0$부터 $C-1$까지의 정수 |
# | $\Delta$ | `margin` | 스칼라 | 마진. 0 이상이고 보통 1이다 |
# | $\mathrm{hinge}$ | `active * margins` | $(N, C)$ | 마진을 채우는 데 모자란 양. 넉넉하거나 정답이면 0 |
# | $\mathrm{active}$ | `active` | $(N, C)$ | 마진을 어긴 클래스는 1, 나머지와 정답은 0 |
# | $L$ | `loss` | 스칼라 | 평균 손실 |
# | $\partial L / \partial x$ | `dx` | $(N, C)$ | 점수에 대한 그래디언트 |
#
# $N$은 표본(sample)의 수, $C$는 클래스의 수다. 첨자는 NumPy처럼 0부터 센다. $[a > 0]$은 $a$가 양수이면 1, 아니면 0인 지시
# 함수(indicator)이고, $\operatorname{ReLU}(a)$는 $a$와 0 가운데 큰 쪽이다. 그래디언트는 편미분(partial derivative)을 모은 배열이다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | Formula | Code | Shape | Meaning |
# | --- | --- | --- | --- |
# | $x$ | `x` | $(N, C)$ | scores: one for each sample and class |
# | $y$ | `y` | $(N,)$ | labels: the number of the right class, an integer from $0$ to $C-1$ |
# | $\Delta$ | `margin` | scalar | margin, at least 0, usually 1 |
# | $\mathrm{hinge}$ | `active * margins` | $(N, C)$ | how far a class falls short of the margin; 0 where the margin is met, and at the right class |
# | $\mathrm{active}$ | `active` | $(N, C)$ | 1 for classes that violate the margin, 0 for the others and for the right one |
# | $L$ | `loss` | scalar | mean loss |
# | $\partial L / \partial x$ | `dx` | $(N, C)$ | gradient with respect to the scores |
#
# $N$ is the number of samples and $C$ the number of classes. Indices start at 0, as in NumPy. $[a > 0]$ is the indicator, 1 where $a$ is
# positive and 0 elsewhere; $\operatorname{ReLU}(a)$ is the larger of $a$ and 0. A gradient is the array of partial derivatives.

# %%
N, C = sizes("N C")
n, c, k, i, j = indices("n c k i j")

x = tensor("x", N, C, says=Text("클래스마다 매긴 점수", "scores, one for each class"))
y = labels("y", N)
margin = scalar("margin", says=Text("마진", "margin"))
hinge = tensor("hinge", N, C, says=Text("마진을 채우는 데 모자란 양", "shortfall from the margin"))
active = tensor(
    "active", N, C, says=Text("마진을 어긴 클래스의 자리", "places of the classes that violate the margin")
)
onehot = tensor("onehot", N, C)

LAYER = Layer(
    stem="svm_loss",
    title=Text("SVM 손실", "SVM loss"),
    summary=Text(
        "정답의 점수가 다른 점수보다 마진만큼 높지 않으면 모자란 만큼이 손실이 된다.",
        "The shortfall of the right score from beating all others by a margin.",
    ),
    inputs=(x, y, margin),
    after=("softmax_cross_entropy",),
    part=Part.LOSSES,
)

KINK = Assumption(
    "off_the_kink",
    Text(
        "마진을 정확히 채운 점은 미분할 수 없다. 그 점에서는 관례에 따라 어기지 않은 것으로 본다(`margins > 0`).",
        "Where the margin is met exactly there is no derivative; by convention it counts as not violated there "
        "(`margins > 0`).",
    ),
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 손실 {#loss}
#
# 틀린 클래스 $c$의 점수에 마진을 더하고 정답의 점수를 빼면 모자란 양이 된다. 양수일 때만 손실에 들어간다. 정답 클래스 자신은 빼고
# 더해야 한다. 넣으면 손실에 표본마다 $\Delta$가 더 들어간다.

# %% [markdown] lang="en"
# ### Loss {#loss}
#
# Take the score of a wrong class $c$, add the margin and subtract the right score: that is the shortfall. It enters the loss only where
# it is positive. The right class itself must be left out of the sum; otherwise every sample costs $\Delta$ more.

# %%
L = Symbol("L", real=True)
wrong_class = 1 - KroneckerDelta(c, y[n])
lacking = x[n, c] - x[n, y[n]] + margin

hinges = Definition(hinge[n, c], relu(lacking) * wrong_class)
encoding = Definition(onehot[n, c], KroneckerDelta(c, y[n]))
violations = Definition(active[n, c], step(lacking) * (1 - onehot[n, c]))

LAYER.result(
    "loss",
    Text("평균 손실", "Mean loss"),
    L,
    total(relu(lacking) * wrong_class, (n, N), (c, C)) / N,
    definitions=(hinges,),
    assumptions=(LABELS_IN_RANGE,),
).by(rules.NAME, total(hinge[n, c], (n, N), (c, C)) / N).in_matrices(
    ones(N).T * hinge.matrix * ones(C) / N, (hinge,)
)

# %% [markdown] lang="ko"
# 점수가 모두 같으면 모자란 양은 어디서나 $\Delta$이고 손실은 $(C-1)\,\Delta$다. 학습을 시작하기 전의 손실이 이 값에 가까운지 보면
# 코드를 점검할 수 있다. 클래스가 열이고 $\Delta = 1$이면 9다.
#
# 한 행의 점수에 같은 수를 더해도 차는 그대로이므로 손실도 그대로다. 소프트맥스와 같은 점이다. 다른 점도 있다. 마진을 채우고 나면 손실은
# 정확히 0이고 더 벌어져도 나아지지 않는다. 교차 엔트로피는 언제나 조금 더 벌리려고 한다.

# %% [markdown] lang="en"
# If all scores are equal, every wrong class falls short by $\Delta$, and the loss is $(C-1)\,\Delta$. Whether the loss is close to this before
# training starts is a check of the code: 9 for ten classes and $\Delta = 1$.
#
# A number added to all scores of a row leaves their differences as they are, hence the loss as well. So far it is like softmax. But once
# the margin is met the loss is exactly 0, and a larger distance gains nothing. Cross-entropy always wants a little more.

# %% [markdown] lang="ko"
# ## 점수에 대한 그래디언트 {#gradient}
#
# 모자란 양에는 점수가 두 번 나온다. 더해지는 $x_{n,c}$와 빼지는 $x_{n,y_n}$이다. 그래서 델타도 둘이 나온다. 하나는 틀린 클래스의
# 자리를, 다른 하나는 정답의 자리를 골라낸다. 정답의 점수는 모든 클래스와 비교하는 데 쓰였으므로 그 자리에는 합이 남는다.

# %% [markdown] lang="en"
# ## Gradient with respect to the scores {#gradient}
#
# Two scores occur in the shortfall: $x_{n,c}$ is added and $x_{n,y_n}$ is subtracted. So there are two deltas. One picks the place of the
# wrong class, the other that of the right one. The right score was compared with every class, so a sum stays at its place.

# %%
objective = total(relu(lacking) * wrong_class, (n, N), (c, C)) / N
counted = total(active[i, k], (k, C))

LAYER.result(
    "dx",
    Text("점수에 대한 그래디언트", "Gradient with respect to the scores"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, C)),
    definitions=(encoding, violations),
    assumptions=(LABELS_IN_RANGE, KINK),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(Derivative(relu(lacking), x[i, j]) * wrong_class, (n, N), (c, C)) / N,
).by(
    rules.KINK,
    total(
        active[n, c] * KroneckerDelta(n, i) * (KroneckerDelta(c, j) - KroneckerDelta(y[n], j)), (n, N), (c, C)
    )
    / N,
).by(
    rules.DELTA_PICKS,
    (active[i, j] - KroneckerDelta(y[i], j) * counted) / N,
).by(
    rules.NAME,
    (active[i, j] - onehot[i, j] * counted) / N,
).in_matrices(
    (active.matrix - Diagonal(active.matrix * ones(C)) * onehot.matrix) / N,
    (active, onehot),
)

# %% [markdown] lang="ko"
# 표본 하나를 보자. 마진을 어긴 클래스의 점수는 1씩 내리고, 정답의 점수는 어긴 클래스의 **개수**만큼 올린다. 나머지 점수는 건드리지
# 않는다. 얼마나 어겼는지는 그래디언트에 나타나지 않는다. 힌지(hinge)의 기울기는 0과 1 둘뿐이기 때문이다. 그래서 모든 원소는 정수를
# $N$으로 나눈 것이고, 행마다 더하면 0이다.
#
# ### 꺾인 점에서의 관례 {#kink}
#
# 모자란 양이 정확히 0이면 왼쪽 기울기는 0, 오른쪽 기울기는 1이다. 여기서는 `margins > 0`에 맞추어 0을 고른다. `margins >= 0`으로
# 쓰면 1이 되는데, 그때는 정답 자리의 0도 어긴 것으로 세지 않도록 조심해야 한다.

# %% [markdown] lang="en"
# Look at one sample. The score of each class that violates the margin is pushed down by 1, and the right score is pushed up by the
# **number** of these classes. Other scores are left alone. How badly the margin is violated does not show in the gradient, because a
# hinge has only the slopes 0 and 1. So every entry is a whole number divided by $N$, and each row adds up to 0.
#
# ### The convention at the kink {#kink}
#
# Where the shortfall is exactly 0, the slope on the left is 0 and on the right 1. To agree with `margins > 0`, 0 is chosen here. With
# `margins >= 0` it would be 1; take care then that the 0 at the right class is not counted as a violation.

# %% [markdown] lang="ko"
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/svm_loss.py에 있다. / The code is in impl/svm_loss.py.

# %% [markdown] lang="ko"
# 정답의 점수는 `x[np.arange(N), y]`로 한꺼번에 꺼낸다. 모양이 $(N,)$이므로 `[:, None]`으로 열을 만들어야 행마다 빼진다. `active`의
# 정답 자리를 0으로 지우는 줄은 손실과 그래디언트에 다 필요한 일을 한 번에 한다.

# %% [markdown] lang="en"
# `x[np.arange(N), y]` takes all right scores at once. Its shape is $(N,)$, so `[:, None]` makes a column of it, to be subtracted from each
# row. The line that clears `active` at the right classes does at once what both loss and gradient need.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본 둘, 클래스 셋, $\Delta = 1$이다. 첫 표본의 정답은 0번, 둘째 표본의 정답은 1번이다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# Two samples, three classes, $\Delta = 1$. The right class of the first sample is 0, that of the second is 1.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, C: 3},
    given={x: [[2, 5, 3], [0, 4, 1]], y: [0, 1], margin: 1},
    show=[("loss", ()), ("dx", (0, 0), (0, 1))],
)

# %% [markdown] lang="ko"
# 첫 표본에서는 두 클래스가 모두 마진을 어겼다. 모자란 양은 4와 2이고 손실은 6이다. 4와 2라는 차이는 그래디언트에 나타나지 않는다. 둘째
# 표본은 마진을 채웠으므로 손실도 그래디언트도 0이다. 그런 표본은 학습에 아무 기여도 하지 않는다.

# %% [markdown] lang="en"
# In the first sample both other classes violate the margin. They fall short by 4 and 2, and the loss is 6; the gradient does not tell 4 from 2.
# The second sample meets the margin, so its loss and its gradient are 0. Such a sample contributes nothing to learning.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify svm_loss`로 확인한다. / Run `yudo verify svm_loss`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **같은 점수.** 점수가 모두 같으면 틀린 클래스는 모두 마진을 어긴다. $\Delta = 0$이면 모두 꺾인 점에 놓이고 그래디언트는 0이다.
# - **반올림과 꺾인 점.** 모자란 양이 0에 아주 가까우면 반올림 때문에 부호가 바뀔 수 있다. 점수가 (0.3, 0)이고 $\Delta = 0.3$이면 모자란 양은
#   정확히 0이지만, 점수가 (1.1, 0.8)이면 float64에서 약 −5.6 · 10⁻¹⁷이다.
# - **수치 미분.** 꺾인 점 근처에서는 올바른 코드도 수치 미분 검사를 통과하지 못할 수 있다. 클래스가 많을수록 그런 자리가 늘어난다.
# - **큰 점수.** 지수가 없으므로 점수가 ±10⁴이어도 오버플로하지 않는다.
# - **클래스가 하나.** 비교할 것이 없으므로 손실도 그래디언트도 0이다.
# - **빈 배치와 레이블.** $N = 0$이면 평균을 낼 수 없어 `ValueError`다. 범위를 벗어난 레이블과 실수 레이블도 거절한다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **Equal scores.** If all scores are equal, every wrong class violates the margin. With $\Delta = 0$ all of them lie at the kink, and the
#   gradient is 0.
# - **Rounding at the kink.** Where the shortfall is close to 0, rounding can change the sign. With the scores (0.3, 0) and $\Delta = 0.3$ the shortfall is exactly 0; with (1.1, 0.8) it is about −5.6 · 10⁻¹⁷ in float64.
# - **Numerical gradients.** Near the kink, correct code can fail a numerical check. With more classes there are more such places.
# - **Large scores.** There is no exponential, so scores of ±10⁴ do not overflow.
# - **A single class.** There is nothing to compare with; loss and gradient are 0.
# - **Empty batches and labels.** With $N = 0$ there is no mean: `ValueError`. Labels out of range and floating-point labels are refused, too.

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
    "right-class-forgotten",
    "dx",
    Text(
        "정답 클래스의 그래디언트를 빠뜨린다",
        "The gradient of the right class is forgotten",
    ),
    wrong=active[i, j] / N,
    symptom=Text(
        "`dx`를 행마다 더해도 0이 되지 않는다. 모든 점수가 내려가기만 하고 손실은 잘 줄지 않는다.",
        "The rows of `dx` do not add up to 0. All scores go down, and the loss hardly falls.",
    ),
)

# %%
LECTURE.mistake(
    "counted-once",
    "dx",
    Text(
        "정답 자리에서 어긴 클래스의 수가 아니라 1을 뺀다",
        "1 is subtracted at the right class, not the number of violations",
    ),
    wrong=(active[i, j] - onehot[i, j]) / N,
    symptom=Text(
        "소프트맥스의 `dx[np.arange(N), y] -= 1`을 옮겨 왔을 때 생긴다. 어긴 클래스가 하나인 표본에서는 옳다.",
        "It comes from softmax's `dx[np.arange(N), y] -= 1`. For samples with exactly one violation it is right.",
    ),
)

# %%
LECTURE.mistake(
    "no-mean",
    "dx",
    Text("그래디언트에서 $1/N$을 빠뜨린다", "$1/N$ missing in the gradient"),
    wrong=active[i, j] - onehot[i, j] * counted,
    symptom=Text(
        "수치 미분과 비교하면 정확히 $N$배다. `dx`의 원소가 모두 정수다.",
        "It is exactly $N$ times the numerical gradient, and every entry of `dx` is a whole number.",
    ),
)

# %%
LECTURE.mistake(
    "right-class-in-the-sum",
    "loss",
    Text("정답 클래스도 합에 넣는다", "The right class stays in the sum"),
    wrong=total(relu(lacking), (n, N), (c, C)) / N,
    symptom=Text(
        "손실이 $\\Delta$ 아래로 내려가지 않는다. 그래디언트는 옳을 수도 있어서 그래디언트 검사로는 드러나지 않는다.",
        "The loss does not fall below $\\Delta$. The gradient may still be right, so that a gradient check does not show it.",
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
        "`dx`를 행마다 더하면 0임을 닫힌 꼴에서 보여라. 코드를 점검하는 데 어떻게 쓸 수 있는가?",
        "Show from the closed form that every row of `dx` adds up to 0. How can this be used to check code?",
    ),
    Text(
        """어긴 클래스마다 1이 더해지고, 정답 자리에서 같은 수가 빠진다.

<1>

`np.abs(dx.sum(axis=1)).max()`를 찍어 보면 정답 자리를 빠뜨린 실수와 1만 뺀 실수가 드러난다.""",
        """Every violating class adds 1, and their number is subtracted at the right class.

<1>

`np.abs(dx.sum(axis=1)).max()` reveals a right class that was forgotten or got 1 instead of the number.""",
    ),
    lambda: [(total((active[i, c] - onehot[i, c] * counted) / N, (c, C)), Integer(0))],
    definitions=(encoding, violations),
)

# %%
squared = total(hinge[n, c] ** 2, (n, N), (c, C)) / N

LECTURE.exercise(
    Text(
        "힌지를 제곱한 손실도 쓰인다. 그래디언트를 구하고, 꺾인 점이 어떻게 되는지 말하라.",
        "The hinge is also used squared. Find the gradient. What becomes of the kink?",
    ),
    Text(
        """바깥의 제곱에서 $2\\,\\mathrm{hinge}$가 나오고, 어긴 자리에만 1이던 값을 대신한다.

<1>

꺾인 점에서 이 값은 0이므로 양쪽 기울기가 같다. 제곱한 손실은 어디에서나 미분할 수 있다. 대신 크게 어긴 클래스가 그래디언트를
지배한다.""",
        """The square outside gives $2\\,\\mathrm{hinge}$ in place of the factor that was 1 at every violation.

<1>

At the kink this factor is 0, so the slopes on both sides agree: the squared loss has a derivative everywhere. In exchange, large violations
dominate the gradient.""",
    ),
    lambda: [
        (
            Derivative(squared, x[i, j]),
            2 * (hinge[i, j] - onehot[i, j] * total(hinge[i, k], (k, C))) / N,
        )
    ],
    definitions=(hinges, encoding),
)

# %% tags=["setup"]
LECTURE.drill(("dx", (0, 0)), ("dx", (0, 2)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 손실은 틀린 클래스가 마진을 채우는 데 모자란 양을 더한 것의 평균이다. 정답 클래스는 합에서 뺀다.
# 2. 그래디언트는 어긴 클래스에서 $1/N$, 정답에서 어긴 클래스의 수에 $-1/N$을 곱한 것이다.
# 3. 얼마나 어겼는지는 그래디언트에 나타나지 않는다. 행마다 더하면 0이다.
# 4. 마진을 채운 표본은 손실도 그래디언트도 0이다.
# 5. 가장 흔한 실수는 정답 자리를 빠뜨리거나 1만 빼는 것이다.
#
# **더 읽을거리**
#
# - J. Weston, C. Watkins, Support vector machines for multi-class pattern recognition, *ESANN*, 1999
# - K. Crammer, Y. Singer, On the algorithmic implementation of multiclass kernel-based vector machines, *Journal of Machine Learning Research* 2, 2001
# - [CS231n 강의 노트: 선형 분류](https://cs231n.github.io/linear-classify/)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The loss adds up the shortfalls of the wrong classes and is averaged over the samples. The right class is left out of the sum.
# 2. The gradient is $1/N$ at every violating class, and $-1/N$ times their number at the right one.
# 3. How badly the margin is violated does not show in the gradient. Each row adds up to 0.
# 4. A sample that meets the margin has loss 0 and gradient 0.
# 5. The commonest mistakes: the right class is forgotten, or gets 1 instead of the number.
#
# **Further reading**
#
# - J. Weston, C. Watkins, Support vector machines for multi-class pattern recognition, *ESANN*, 1999
# - K. Crammer, Y. Singer, On the algorithmic implementation of multiclass kernel-based vector machines, *Journal of Machine Learning Research* 2, 2001
# - [CS231n notes: linear classification](https://cs231n.github.io/linear-classify/)
