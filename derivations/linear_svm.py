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
# # 선형 SVM {#linear_svm}
#
# 선형 분류기는 입력에 가중치를 곱해 점수를 매긴다. 그 점수에 [SVM 손실](svm_loss.md)을 쓰고 가중치에 L2 정규화를 더하면 선형 SVM이 된다.
# CS231n의 첫 과제에서 반복문으로 한 번, 벡터화해서 한 번 쓰는 손실이 바로 이것이다.
#
# 이 페이지에서는 두 가지를 묻는다. 가중치의 그래디언트는 왜 입력을 더하고 뺀 것인가? 반복문 안에서 `dW`의 두 열을 고치는 코드와 행렬곱 한 번은
# 왜 같은가?

# %% [markdown] lang="en"
# # Linear SVM {#linear_svm}
#
# A linear classifier multiplies its input by weights to get scores. With the [SVM loss](svm_loss.md) of these scores and an L2 penalty on the weights
# it is a linear SVM. This is the loss that the first assignment of CS231n has you write, once with loops and once without.
#
# This page asks two things. Why is the gradient of the weights made of inputs that are added and subtracted? And why is code that changes two
# columns of `dW` in a loop the same as one product of matrices?

# %% tags=["setup"]
from sympy import Derivative, Integer, KroneckerDelta, Symbol, Trace

from yudo.derivations.calculus import (
    LABELS_IN_RANGE,
    Assumption,
    Definition,
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
    scalars,
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
# | $W$ | `W` | $(D, C)$ | 가중치: 클래스마다 열 하나 |
# | $x$ | `X` | $(N, D)$ | 입력: 표본마다 행 하나 |
# | $y$ | `y` | $(N,)$ | 레이블: 정답 클래스의 번호, $0$부터 $C-1$까지의 정수 |
# | $\lambda$ | `reg` | 스칼라 | L2 정규화의 세기 |
# | $\Delta$ | `margin` | 스칼라 | 마진. 0 이상이고 보통 1이다 |
# | $\mathrm{scores}$ | `scores` | $(N, C)$ | 점수 |
# | $\mathrm{dscores}$ | `dscores` | $(N, C)$ | 점수에 대한 그래디언트 |
# | $L$ | `loss` | 스칼라 | 평균 손실과 벌점의 합 |
# | $\partial L / \partial W$ | `dW` | $(D, C)$ | 가중치에 대한 그래디언트 |
#
# $N$은 표본(sample)의 수, $D$는 특성(feature)의 수, $C$는 클래스의 수다. 첨자는 0부터 센다. $\operatorname{ReLU}(a)$는 $a$와 0 가운데 큰
# 쪽이고, $[a > 0]$은 $a$가 양수이면 1, 아니면 0이다. 그래디언트는 편미분(partial derivative)을 모은 배열이다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | Formula | Code | Shape | Meaning |
# | --- | --- | --- | --- |
# | $W$ | `W` | $(D, C)$ | weights: a column for each class |
# | $x$ | `X` | $(N, D)$ | inputs: a row for each sample |
# | $y$ | `y` | $(N,)$ | labels: the number of the right class, an integer from $0$ to $C-1$ |
# | $\lambda$ | `reg` | scalar | strength of L2 regularisation |
# | $\Delta$ | `margin` | scalar | margin, at least 0, usually 1 |
# | $\mathrm{scores}$ | `scores` | $(N, C)$ | scores |
# | $\mathrm{dscores}$ | `dscores` | $(N, C)$ | gradient with respect to the scores |
# | $L$ | `loss` | scalar | mean loss plus penalty |
# | $\partial L / \partial W$ | `dW` | $(D, C)$ | gradient with respect to the weights |
#
# $N$ is the number of samples, $D$ of features and $C$ of classes. Indices start at 0. $\operatorname{ReLU}(a)$ is the larger of $a$ and 0, and
# $[a > 0]$ is 1 where $a$ is positive and 0 elsewhere. A gradient is the array of partial derivatives.

# %%
N, D, C = sizes("N D C")
n, d, c, k, i, j = indices("n d c k i j")
(reg,) = scalars("lambda", positive=True)
margin = scalar("margin", says=Text("마진", "margin"))

W = tensor("W", D, C, values="moderate", says=Text("가중치", "weights"))
x = tensor("x", N, D, values="moderate")
y = labels("y", N)
scores = tensor("scores", N, C, says=Text("점수", "scores"))
dscores = tensor("dscores", N, C)
onehot = tensor("onehot", N, C)
hinge = tensor("hinge", N, C, says=Text("마진을 채우는 데 모자란 양", "shortfall from the margin"))
active = tensor(
    "active", N, C, says=Text("마진을 어긴 클래스의 자리", "places of the classes that violate the margin")
)

LAYER = Layer(
    stem="linear_svm",
    title=Text("선형 SVM", "Linear SVM"),
    summary=Text(
        "입력에 가중치를 곱한 점수의 SVM 손실에 L2 정규화를 더한다.",
        "The SVM loss of scores that are inputs times weights, with an L2 penalty.",
    ),
    inputs=(W, x, y, reg, margin),
    uses=("affine", "l2_regularization", "svm_loss"),
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
# 점수는 행렬곱 하나다. 클래스 $c$의 점수는 입력과 $W$의 열 $c$를 곱해 더한 것이므로, $W$의 열 하나가 클래스 하나의 본보기(template)다.
# 벌점은 과제의 `reg * np.sum(W * W)`를 따라 $\lambda \sum W^2$이고 앞에 ½이 없다. 편향은 따로 두지 않는다. 과제에서는 입력에 1로 된 열을
# 붙여 $W$의 마지막 행을 편향으로 쓴다.

# %% [markdown] lang="en"
# ### Loss {#loss}
#
# The scores are one product of matrices. The score of class $c$ is the input times column $c$ of $W$, so each column of $W$ is a template of its
# class. The penalty is $\lambda \sum W^2$ as in the assignment, `reg * np.sum(W * W)`, without a ½. There is no bias of its own: in the assignment
# a column of ones is appended to the input, and the last row of $W$ is the bias.

# %%
L, P = Symbol("L", real=True), Symbol("P", real=True)
wrong_class = 1 - KroneckerDelta(c, y[n])
lacking = scores[n, c] - scores[n, y[n]] + margin
linear = total(x[n, d] * W[d, c], (d, D))
counted = total(active[n, k], (k, C))

data_loss = total(relu(lacking) * wrong_class, (n, N), (c, C)) / N
penalty = reg * total(W[d, c] ** 2, (d, D), (c, C))

forward = (Definition(scores[n, c], linear),)
hinges = Definition(hinge[n, c], relu(lacking) * wrong_class)
backward = (
    *forward,
    Definition(onehot[n, c], KroneckerDelta(c, y[n])),
    Definition(active[n, c], step(lacking) * (1 - onehot[n, c])),
    Definition(dscores[n, c], (active[n, c] - onehot[n, c] * counted) / N),
)

LAYER.result(
    "loss",
    Text("손실", "Loss"),
    L,
    data_loss + penalty,
    definitions=(*forward, hinges),
    assumptions=(LABELS_IN_RANGE,),
).by(rules.NAME, total(hinge[n, c], (n, N), (c, C)) / N + penalty).in_matrices(
    Trace(ones(N).T * hinge.matrix * ones(C)) / N + reg * Trace(W.matrix.T * W.matrix), (hinge, W)
)

# %% [markdown] lang="ko"
# 처음에 $W$를 0에 가까운 난수로 두면 점수가 거의 같고 손실은 $(C-1)\,\Delta$ 근처다. CIFAR-10이면 9다.
#
# ## 가중치에 대한 그래디언트 {#gradient}
#
# $W$의 원소 하나는 모든 표본의 점수에 쓰인다. 연쇄 법칙은 그 경로를 모두 더하라고 하고, 점수까지의 미분은 [SVM 손실의
# `dx`](svm_loss.md#svm_loss.dx)다. 여기서는 $\mathrm{dscores}$라 부른다.

# %% [markdown] lang="en"
# If $W$ starts as random numbers close to 0, all scores are nearly the same and the loss is close to $(C-1)\,\Delta$: 9 for CIFAR-10.
#
# ## Gradient with respect to the weights {#gradient}
#
# An entry of $W$ takes part in the scores of all samples. The chain rule adds over these paths, and the derivative up to the scores is [`dx` of the
# SVM loss](svm_loss.md#svm_loss.dx), here called $\mathrm{dscores}$.

# %%
LAYER.result(
    "dW",
    Text("가중치에 대한 그래디언트", "Gradient with respect to the weights"),
    Derivative(L, W[i, j]),
    Derivative(data_loss + penalty, W[i, j]),
    indices=((i, D), (j, C)),
    definitions=backward,
    assumptions=(LABELS_IN_RANGE, KINK),
    abbreviations={P: penalty},
).by(
    rules.CHAIN_RULE,
    total(dscores[n, c] * Derivative(linear, W[i, j]), (n, N), (c, C)) + Derivative(penalty, W[i, j]),
).by(
    rules.DELTA_PICKS,
    total(x[n, i] * dscores[n, j], (n, N)) + 2 * reg * W[i, j],
).in_matrices(x.matrix.T * dscores.matrix + 2 * reg * W.matrix, (x, dscores, W))

# %% [markdown] lang="ko"
# $\mathrm{dscores}$의 원소는 정수를 $N$으로 나눈 것이므로, `dW`의 열 하나는 입력들을 더하고 뺀 것이다. 클래스 $j$가 마진을 어긴 표본의 입력은
# 열 $j$에 더해지고, 그 표본의 정답 열에서는 빠진다. 갱신할 때는 부호가 뒤집힌다. 정답의 본보기는 그 입력을 닮아 가고 어긴 클래스의 본보기는 멀어진다.
#
# 반복문으로 쓴 코드도 같은 일을 한다. 마진을 어긴 쌍 $(n, c)$를 만날 때마다 `dW[:, c] += X[n]`과 `dW[:, y[n]] -= X[n]`을 한다. 이것을
# 모든 쌍에 대해 더하면 `X.T @ dscores`의 $N$배다. 그래서 반복문이 끝난 뒤 $N$으로 나눈다. 벌점의 그래디언트는 나눈 **다음에** 더한다.

# %% [markdown] lang="en"
# The entries of $\mathrm{dscores}$ are whole numbers divided by $N$, so a column of `dW` is made of inputs that are added and subtracted. The input
# of a sample for which class $j$ violates the margin is added to column $j$, and subtracted from the column of its right class. An update turns the
# signs around: the template of the right class comes closer to this input, that of the violating class moves away.
#
# Loops do the same. For each pair $(n, c)$ that violates the margin they do `dW[:, c] += X[n]` and `dW[:, y[n]] -= X[n]`. Added over all pairs, that
# is $N$ times `X.T @ dscores`, so there is a division by $N$ after the loops. The gradient of the penalty is added **after** this division.

# %% [markdown] lang="ko"
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/linear_svm.py에 있다. / The code is in impl/linear_svm.py.

# %% [markdown] lang="ko"
# 점수에 대한 그래디언트는 [`svm_loss`](svm_loss.md#implementation)에서 온다. 남는 일은 행렬곱 두 번이다. 순전파에 `X @ W`, 역전파에
# `X.T @ dscores`다. 둘 다 모양이 자리를 정해 준다.

# %% [markdown] lang="en"
# The gradient of the scores comes from [`svm_loss`](svm_loss.md#implementation). What remains is two products of matrices, `X @ W` forward and
# `X.T @ dscores` backward. In both, the shapes leave no choice of the order.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본 둘, 특성 둘, 클래스 셋이고 $\Delta = 1$, $\lambda = 1$이다. 첫 표본의 정답은 0번, 둘째 표본의 정답은 1번이다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# Two samples, two features, three classes, $\Delta = 1$ and $\lambda = 1$. The right class of the first sample is 0, that of the second is 1.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 2, C: 3},
    given={x: [[1, 2], [3, 0]], W: [[1, 2, 0], [0, 1, 1]], y: [0, 1], reg: 1, margin: 1},
    show=[("loss", ()), ("dW", (0, 0), (0, 1), (1, 2))],
)

# %% [markdown] lang="ko"
# 첫 표본의 점수는 (1, 4, 2)이고 두 클래스가 마진을 어긴다. 둘째 표본의 점수는 (3, 6, 0)이고 마진을 채운다. 그래서 `dW`에서 데이터 손실이
# 기여하는 것은 첫 표본의 입력 (1, 2)뿐이다. 정답 열에서는 두 번 빠지고 다른 두 열에는 한 번씩 더해진다. 나머지는 $2\lambda W$다.

# %% [markdown] lang="en"
# The scores of the first sample are (1, 4, 2): two classes violate the margin. Those of the second are (3, 6, 0), which meet it. So the share of the
# data loss in `dW` is made of the first sample's input (1, 2) alone: subtracted twice in the right class's column, added once in each of the others.
# The rest is $2\lambda W$.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify linear_svm`으로 확인한다. / Run `yudo verify linear_svm`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **픽셀 그대로.** 과제의 입력은 평균 이미지를 뺀 픽셀이라 크기가 100 안팎이다. 점수와 그래디언트도 그만큼 크므로 학습률은 1e-7 정도가 알맞다.
# - **큰 $\lambda$.** 벌점이 데이터 손실을 덮는다. 가중치가 0으로 줄고 손실은 $(C-1)\,\Delta$에 머문다.
# - **꺾인 점.** $W = 0$, $\Delta = 0$이면 모든 자리가 꺾인 점이다. 데이터 손실의 그래디언트는 관례에 따라 0이다.
# - **정수 입력.** `uint8`로 읽은 이미지를 그대로 넣으면 거절한다. 먼저 실수로 바꾼다.
# - **빈 배치와 레이블.** $N = 0$이면 평균을 낼 수 없어 `ValueError`다. 범위를 벗어난 레이블도 거절한다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **Raw pixels.** The inputs of the assignment are pixels less the mean image, of a size of about 100. Scores and gradients are as large, so learning
#   rates are near 1e-7.
# - **A large $\lambda$.** The penalty drowns the data loss. The weights shrink to 0, and the loss stays at $(C-1)\,\Delta$.
# - **At the kink.** With $W = 0$ and $\Delta = 0$ every place is at the kink. By convention the gradient of the data loss is 0.
# - **Integers.** Images read as `uint8` are refused as they are. Convert them first.
# - **Empty batches and labels.** With $N = 0$ there is no mean: `ValueError`. Labels out of range are refused, too.

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
    "penalty-half",
    "dW",
    Text("벌점의 미분에서 2를 빠뜨린다", "The 2 is missing in the derivative of the penalty"),
    wrong=total(x[n, i] * dscores[n, j], (n, N)) + reg * W[i, j],
    symptom=Text(
        "손실은 `reg * np.sum(W * W)`인데 그래디언트는 `reg * W`다. $\\lambda$가 작으면 수치 미분과 거의 맞아서 놓치기 쉽다.",
        "The loss has `reg * np.sum(W * W)`, the gradient `reg * W`. With a small $\\lambda$ a numerical check hardly shows it.",
    ),
)

# %%
LECTURE.mistake(
    "right-class-forgotten",
    "dW",
    Text("정답 클래스의 열에서 빼지 않는다", "Nothing is subtracted from the right class's column"),
    wrong=total(x[n, i] * active[n, j], (n, N)) / N + 2 * reg * W[i, j],
    symptom=Text(
        "반복문에서 `dW[:, y[n]] -= X[n]`을 빠뜨린 것이다. 모든 점수가 내려가기만 한다.",
        "In loops, `dW[:, y[n]] -= X[n]` was forgotten. All scores only go down.",
    ),
)

# %%
LECTURE.mistake(
    "no-mean",
    "dW",
    Text(
        "데이터 손실의 그래디언트를 $N$으로 나누지 않는다",
        "The gradient of the data loss is not divided by $N$",
    ),
    wrong=N * total(x[n, i] * dscores[n, j], (n, N)) + 2 * reg * W[i, j],
    symptom=Text(
        "손실만 나누고 `dW`는 나누지 않았다. 학습률을 $N$배로 쓴 것처럼 발산하기 쉽다.",
        "The loss was divided, `dW` was not. Training diverges easily, as with a learning rate $N$ times as large.",
    ),
)

# %%
LECTURE.mistake(
    "penalty-averaged",
    "dW",
    Text("벌점까지 $N$으로 나눈다", "The penalty is divided by $N$, too"),
    wrong=total(x[n, i] * dscores[n, j], (n, N)) + 2 * reg * W[i, j] / N,
    symptom=Text(
        "`dW`에 벌점을 더한 **뒤에** $N$으로 나누었다. 손실의 벌점은 나누지 않았으므로 맞지 않는다.",
        "The division by $N$ came **after** the penalty was added to `dW`. In the loss the penalty is not divided.",
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
        "데이터 손실의 그래디언트를 클래스에 대해 더하면, 곧 `dW`에서 벌점의 기여를 빼고 행마다 더하면 0임을 보여라. 코드 점검에 어떻게 쓸 수 있는가?",
        "Show that the data loss's share of `dW` adds up to 0 in every row, that is, over the classes. How does this check code?",
    ),
    Text(
        """$\\mathrm{dscores}$의 행마다의 합이 0이므로 입력을 곱해 더해도 0이다.

<1>

`np.abs((dW - 2 * reg * W).sum(axis=1)).max()`가 0에 가깝지 않으면 정답 열을 잘못 다룬 것이다.""",
        """Every row of $\\mathrm{dscores}$ adds up to 0, and so it does after multiplying by the inputs.

<1>

If `np.abs((dW - 2 * reg * W).sum(axis=1)).max()` is not close to 0, the right class's column is wrong.""",
    ),
    lambda: [(total(x[n, i] * dscores[n, j], (n, N), (j, C)), Integer(0))],
    definitions=backward,
)

# %%
LECTURE.exercise(
    Text(
        "입력에 대한 그래디언트 $\\partial L / \\partial x$를 구하라. 벌점은 왜 나오지 않는가?",
        "Find the gradient of the inputs, $\\partial L / \\partial x$. Why does the penalty not show in it?",
    ),
    Text(
        """[완전연결층의 `dx`](affine.md#affine.dx)에서 업스트림 그래디언트 자리에 $\\mathrm{dscores}$를 넣는다.

<1>

벌점에는 $x$가 없다.""",
        """Put $\\mathrm{dscores}$ in the place of the upstream gradient in [`dx` of the affine layer](affine.md#affine.dx).

<1>

There is no $x$ in the penalty.""",
    ),
    lambda: [(Derivative(data_loss + penalty, x[i, j]), total(dscores[i, c] * W[j, c], (c, C)))],
    definitions=backward,
)

# %% tags=["setup"]
LECTURE.drill(("dW", (0, 0)), ("dW", (1, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 점수는 $XW$이고, 그래디언트는 $X^\top \mathrm{dscores} + 2\lambda W$다.
# 2. 마진을 어긴 표본의 입력이 어긴 클래스의 열에 더해지고, 어긴 수만큼 정답 열에서 빠진다.
# 3. 반복문 코드는 같은 합을 표본과 클래스의 쌍마다 한 번씩 만든다.
# 4. $1/N$은 데이터 손실에만 붙는다. 벌점은 나누지 않는다.
# 5. 가장 흔한 실수는 벌점의 2를 빠뜨리는 것이다. 손실의 ½과 짝이 맞아야 한다.
#
# **더 읽을거리**
#
# - K. Crammer, Y. Singer, On the algorithmic implementation of multiclass kernel-based vector machines, *Journal of Machine Learning Research* 2, 2001
# - [CS231n 강의 노트: 선형 분류](https://cs231n.github.io/linear-classify/)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The scores are $XW$, and the gradient is $X^\top \mathrm{dscores} + 2\lambda W$.
# 2. The input of a sample that violates the margin is added to the column of each violating class, and subtracted from the right one that many times.
# 3. Loops make the same sum, one pair of sample and class at a time.
# 4. The $1/N$ belongs to the data loss alone. The penalty is not divided.
# 5. The commonest mistake: the penalty's 2 is missing. It must match the ½ of the loss, or its absence.
#
# **Further reading**
#
# - K. Crammer, Y. Singer, On the algorithmic implementation of multiclass kernel-based vector machines, *Journal of Machine Learning Research* 2, 2001
# - [CS231n notes: linear classification](https://cs231n.github.io/linear-classify/)
