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
# # L2 정규화 {#l2_regularization}
#
# 가중치가 크면 입력이 조금만 흔들려도 출력이 크게 흔들린다. 그런 신경망은 훈련 데이터의 잡음까지 맞추는
# 과적합(overfitting)에 빠지기 쉽다. L2 정규화(regularization; L2 규제라고도 한다)는 손실에 가중치의 제곱합에
# 비례하는 벌점(penalty)을 더해, 꼭 필요하지 않은 가중치가 커지지 않게 한다.
#
# 미분은 쉽다. 정작 헷갈리는 것은 계수다. 어떤 책에서는 $\lambda$, 어떤 책에서는 $\lambda/2$, 또 어떤 책에서는
# $\lambda/(2N)$을 곱한다. 셋은 무엇이 다르고, 그래디언트는 저마다 어떻게 달라지는가? 그리고 편향은 왜 빼는가?

# %% [markdown] lang="en"
# # L2 regularisation {#l2_regularization}
#
# With large weights, a small change of the input makes a large change of the output. Such a net easily fits even the noise
# of its training data, which is called overfitting. L2 regularisation adds to the loss a penalty in proportion to the sum of
# the squared weights, so that weights stay small unless they need to be large.
#
# Differentiating it is easy. The confusing part is the coefficient. Some books multiply by $\lambda$, some
# by $\lambda/2$, some by $\lambda/(2N)$. What is the difference, and what does it do to the gradient? And
# why is the bias left out?

# %% tags=["setup"]
from sympy import Add, Derivative, Integer, KroneckerDelta, Mul, Rational, Symbol, Trace, sqrt

from yudo.derivations.calculus import (
    Layer,
    Lecture,
    Part,
    Text,
    indices,
    rules,
    scalars,
    sizes,
    tensor,
    total,
)

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 수식 | 코드 | 모양 | 뜻 |
# | --- | --- | --- | --- |
# | $w$ | `w` | $(D, M)$ | 한 층의 가중치. 코드는 다른 모양도 받는다 |
# | $\lambda$ | `reg` | 스칼라 | 정규화의 세기. 코드에서는 0도 된다 |
# | $N$ | `num_samples` | 정수 | 표본(sample)의 수. 계수가 $\lambda/(2N)$일 때만 쓴다 |
# | $L$ | `penalty` | 스칼라 | 벌점 |
# | $\partial L / \partial w$ | `dw` | `w`와 같음 | 벌점의 그래디언트 |
#
# 이 페이지에서 $L$은 **벌점만** 가리킨다. 전체 손실은 데이터 손실에 벌점을 더한 것이고, 합의 미분은 미분의
# 합이므로 그래디언트도 따로 구해서 더하면 된다. 그래디언트는 편미분(partial derivative)을 모은 배열이다.
# `dw`의 원소는 벌점을 가중치 하나로 편미분한 값이다. 층이 여럿이면 층마다 벌점을 더한다.
#
# 제곱합은 행렬로 $\operatorname{tr}(w^\top w)$라고 쓸 수 있다. $w^\top w$의 대각 원소가 $w$의 각 열의
# 제곱합이기 때문이다. 코드에서는 대각합(trace)을 쓸 필요 없이 `(w * w).sum()`으로 계산한다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | Formula | Code | Shape | Meaning |
# | --- | --- | --- | --- |
# | $w$ | `w` | $(D, M)$ | weights of one layer; the code takes other shapes too |
# | $\lambda$ | `reg` | scalar | strength of the regularisation; the code also takes 0 |
# | $N$ | `num_samples` | integer | number of samples, used by the coefficient $\lambda/(2N)$ only |
# | $L$ | `penalty` | scalar | penalty |
# | $\partial L / \partial w$ | `dw` | that of `w` | gradient of the penalty |
#
# On this page $L$ is the **penalty alone**. The whole loss is the data loss plus the penalty. The derivative
# of a sum is the sum of the derivatives, so the two gradients are computed separately and added. A gradient
# is the array of partial derivatives: an entry of `dw` is that of the penalty with respect to one weight.
# With several layers, every layer adds its own penalty.
#
# As matrices the sum of squares is $\operatorname{tr}(w^\top w)$, because the diagonal of $w^\top w$ holds
# the sums of squares of the columns of $w$. Code needs no trace: `(w * w).sum()`.

# %%
N, D, M = sizes("N D M")
d, m, i, j = indices("d m i j")
(reg,) = scalars("lambda", positive=True)

w = tensor("w", D, M)

LAYER = Layer(
    stem="l2_regularization",
    title=Text("L2 정규화", "L2 regularisation"),
    summary=Text(
        "큰 가중치에 벌점을 주어 과적합을 줄인다.",
        "Adds a penalty for large weights, which reduces overfitting.",
    ),
    inputs=(w, reg, N),
    after=("softmax_cross_entropy",),
    part=Part.NET,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ## 계수가 λ일 때 {#full}
#
# 가장 단순한 꼴부터 보자. 코드에서는 `scaling="full"`이다. 아래 셀에서는 세 계수를 같은 방법으로 다루려고
# 함수 하나를 만들어 둔다.

# %% [markdown] lang="en"
# ## Coefficient λ {#full}
#
# The simplest form comes first. In the code it is `scaling="full"`. The next cell defines one function, so
# that all three coefficients are treated in the same way.

# %%
L = Symbol("L", real=True)
squares = total(w[d, m] ** 2, (d, D), (m, M))


def penalty(suffix, scale, title):
    """State the loss and derive its gradient for one scaling."""
    loss = LAYER.result("loss" + suffix, Text(f"손실, {title.ko}", f"Loss, {title.en}"), L, scale * squares)
    loss.in_matrices(scale * Trace(w.matrix.T * w.matrix), (w,))
    gradient = LAYER.result(
        "dw" + suffix,
        Text(f"그래디언트, {title.ko}", f"Gradient, {title.en}"),
        Derivative(L, w[i, j]),
        Derivative(scale * squares, w[i, j]),
        indices=((i, D), (j, M)),
    )
    gradient.by(
        rules.DIFFERENTIATE_UNDER_SUM,
        scale * total(2 * w[d, m] * Derivative(w[d, m], w[i, j]), (d, D), (m, M)),
    ).by(
        rules.ENTRIES_ARE_INDEPENDENT,
        scale * total(2 * w[d, m] * KroneckerDelta(d, i) * KroneckerDelta(m, j), (d, D), (m, M)),
    ).by(
        rules.DELTA_PICKS,
        2 * scale * w[i, j],
    ).in_matrices(2 * scale * w.matrix, (w,))
    return loss, gradient


# %%
loss, dw = penalty("", reg, Text("계수 λ", "coefficient λ"))
loss

# %% [markdown] lang="ko"
# 제곱합에서 $w_{i,j}$가 들어 있는 항은 하나뿐이다. 크로네커 델타 두 개가 그 항을 골라내고 나면 제곱의 미분
# $2w$만 남는다.

# %% [markdown] lang="en"
# Only one term of the sum contains $w_{i,j}$. Once two Kronecker deltas have picked it, the derivative $2w$
# of a square is all that is left.

# %%
dw

# %% [markdown] lang="ko"
# 2가 붙는다. 제곱을 미분하면서 내려온 지수다. 원소마다 따로 계산되므로 그래디언트의 모양은 `w`와 같다.
#
# ## 계수가 λ/2일 때 {#half}
#
# 그 2를 없애려고 미리 $\frac12$을 곱해 두는 것이 둘째 꼴이다. CS231n이 쓰는 꼴이며, 코드에서는
# `scaling="half"`이고 기본값이다.

# %% [markdown] lang="en"
# There is a 2: the exponent, which comes down when a square is differentiated. Each entry is treated by
# itself, so the gradient has the shape of `w`.
#
# ## Coefficient λ/2 {#half}
#
# The second form multiplies by $\frac12$ beforehand, to get rid of that 2. It is the form of CS231n; in
# the code it is `scaling="half"`, the default.

# %%
loss_half, dw_half = penalty("_half", reg / 2, Text("계수 λ/2", "coefficient λ/2"))
loss_half

# %%
dw_half

# %% [markdown] slot="figure:l2"
# 그림: L2가 등고선을 바꾸는 모양. / Figure: what L2 does to the contours.

# %% [markdown] lang="ko"
# $\frac12$과 2가 약분되어 그래디언트가 $\lambda w$로 깔끔해진다. $\frac12$을 쓰는 까닭은 이것뿐이다. 모델이
# 달라지는 것은 아니고, $\lambda$의 눈금이 바뀔 뿐이다. `"half"`의 $\lambda = 0.1$은 `"full"`의
# $\lambda = 0.05$와 똑같다. 그래서 남의 코드에서 `reg` 값을 가져올 때는 계수부터 확인해야 한다.
#
# 경사하강법의 갱신식에 넣어 보면 뜻이 더 잘 보인다. 학습률이 $\eta$이고 데이터 손실의 그래디언트가 $g$라면
#
# $$
# w - \eta \, (g + \lambda w) = (1 - \eta \lambda) \, w - \eta \, g
# $$
#
# 이다. 갱신할 때마다 가중치가 먼저 $1 - \eta\lambda$배로 줄어든다. 가중치 감쇠(weight decay)라는 이름이
# 여기서 나왔다.
#
# ### 손실과 그래디언트는 같은 계수로 {#same-scaling}
#
# 어느 꼴을 골라도 좋지만, **손실과 그래디언트가 같은 꼴이어야 한다.** 손실에는 $\lambda/2$를 쓰고
# 그래디언트에는 $2\lambda w$를 쓰면, 그래디언트는 화면에 찍히는 손실이 아니라 벌점이 두 배인 다른 손실을
# 줄인다. 두 군데에서 똑같이 $\frac12$을 빠뜨렸다면 그래디언트 검사는 통과하지만, 생각한 것보다 두 배 센
# 정규화를 하게 된다. `impl/`의 함수가 벌점과 그래디언트를 한꺼번에 돌려주는 것은 둘이 어긋날 틈을 없애기
# 위해서다.

# %% [markdown] lang="en"
# $\frac12$ and 2 cancel, and the gradient is a neat $\lambda w$. That is the only reason for the $\frac12$.
# The model is the same; only the scale of $\lambda$ differs. `"half"` with $\lambda = 0.1$ is exactly
# `"full"` with $\lambda = 0.05$. So before copying a value of `reg` from other people's code, look at their
# coefficient.
#
# The meaning becomes clearer in the update of gradient descent. With learning rate $\eta$ and gradient $g$
# of the data loss,
#
# $$
# w - \eta \, (g + \lambda w) = (1 - \eta \lambda) \, w - \eta \, g
# $$
#
# Every update first shrinks the weights by the factor $1 - \eta\lambda$. Hence the name weight decay.
#
# ### Same scaling for loss and gradient {#same-scaling}
#
# Any of the forms can be used, but **loss and gradient must use the same one.** With $\lambda/2$ in the loss
# and $2\lambda w$ in the gradient, the gradient does not belong to the loss that is printed, but to another
# one with twice the penalty. If the $\frac12$ is missing in both, a gradient check passes, and the
# regularisation is twice as strong as you think. The function in `impl/` returns penalty and gradient
# together so that they cannot drift apart.

# %% [markdown] lang="ko"
# ## 계수가 λ/(2N)일 때 {#mean}
#
# 셋째 꼴은 $N$으로 한 번 더 나눈다. 데이터 손실이 표본 $N$개의 평균이므로 벌점도 같은 수로 나누자는 것이다.
# 합으로 적은 손실에 $\frac{\lambda}{2}\sum w^2$을 한 번 더하고 나서 전체를 $N$으로 나누었다고 생각하면 된다.
# 코드에서는 `scaling="mean"`이고 `num_samples`를 주어야 한다.

# %% [markdown] lang="en"
# ## Coefficient λ/(2N) {#mean}
#
# The third form divides by $N$ once more. The data loss is a mean over $N$ samples, so the penalty is divided
# by the same number. Think of a loss written as a sum, to which $\frac{\lambda}{2}\sum w^2$ is added once,
# and then all of it divided by $N$. In the code it is `scaling="mean"`, and `num_samples` must be given.

# %%
loss_mean, dw_mean = penalty("_mean", reg / (2 * N), Text("계수 λ/(2N)", "coefficient λ/(2N)"))
loss_mean

# %%
dw_mean

# %% [markdown] lang="ko"
# 여기서 $N$은 **훈련 데이터 전체**의 표본 수로 잡는 것이 보통이다. 미니배치의 크기를 넣으면 배치 크기를 바꿀
# 때마다 정규화의 세기도 바뀐다. 이 꼴에서는 데이터가 많아질수록 벌점의 비중이 줄어든다.
#
# 실제 수로 세 꼴을 비교한 것은 [연필로 해 보기](#by-hand)에 있다.
#
# ## 편향은 왜 정규화하지 않나 {#bias}
#
# 벌점에는 가중치만 들어가고 편향(bias)은 들어가지 않는다. 까닭은 셋이다.
#
# - **편향은 출력을 흔들리게 하지 않는다.** $\mathrm{out} = xw + b$를 $x$로 미분하면 $w$만 남는다. 입력의
#   변화를 키우는 것은 가중치이고, 편향은 출력을 통째로 옮길 뿐이다.
# - **편향을 줄이면 예측이 0 쪽으로 치우친다.** 편향 하나로 목푯값 10을 맞추는 문제에서
#   $\frac12 (b - 10)^2 + \frac{\lambda}{2} b^2$을 최소로 하는 값은 $b = \frac{10}{1 + \lambda}$이다.
#   $\lambda = 1$이면 10이 아니라 5가 된다. 목푯값의 기준점을 어디로 잡느냐에 따라 벌점이 달라져야 할 까닭이
#   없다.
# - **편향은 몇 개 되지 않는다.** 완전연결층 하나에 가중치는 $D \cdot M$개, 편향은 $M$개다. 과적합을 일으킬
#   만한 자유도가 거의 없다.
#
# 식으로는 한마디로 끝난다. 벌점에 $b$가 없으니 벌점을 $b$로 미분하면 0이고, $\partial L/\partial b$에는
# 아무것도 더하지 않는다. [2층 신경망](two_layer_net.md#two_layer_net.db1)의 `db1`과 `db2`에 $\lambda$가 없는
# 것을 볼 수 있다.

# %% [markdown] lang="en"
# Usually $N$ is the number of samples in the **whole training set**. With the size of the mini-batch in its
# place, the strength of the regularisation changes with the batch size. In this form the penalty weighs less
# the more data there is.
#
# The three are compared with numbers in [By hand](#by-hand).
#
# ## Why the bias is not regularised {#bias}
#
# The penalty is on the weights and not on the bias, for three reasons:
#
# - **A bias does not make the output unsteady.** Differentiate $\mathrm{out} = xw + b$ with respect to $x$,
#   and only $w$ is left. Weights magnify changes of the input; a bias moves the whole output.
# - **Shrinking it pulls predictions towards 0.** To meet a target of 10 with a bias alone, minimise
#   $\frac12 (b - 10)^2 + \frac{\lambda}{2} b^2$. The minimum is at $b = \frac{10}{1 + \lambda}$, which for
#   $\lambda = 1$ is 5 and not 10. There is no reason why the penalty should depend on where the zero of the
#   targets lies.
# - **There are few biases.** An affine layer has $D \cdot M$ weights and $M$ biases: hardly any freedom to
#   overfit with.
#
# As a formula it takes one sentence. There is no $b$ in the penalty, so its derivative with respect to
# $b$ is 0 and nothing is added to $\partial L/\partial b$. In the [two-layer
# net](two_layer_net.md#two_layer_net.db1), `db1` and `db2` have no $\lambda$.

# %% [markdown] lang="ko"
# ## 구현 {#implementation}
#
# 세 꼴의 그래디언트는 모두 상수와 `w`의 곱이고, 벌점은 그 상수의 절반에 제곱합을 곱한 것이다. 그래서 코드는
# 상수 `factor` 하나만 정하면 된다.

# %% [markdown] lang="en"
# ## Implementation {#implementation}
#
# In all three forms the gradient is a constant times `w`, and the penalty is half that constant times the sum
# of squares. So the code only has to choose one constant, `factor`.

# %% [markdown] slot="implementation"
# 코드는 `impl/l2_regularization.py`에 있다. / The code is in `impl/l2_regularization.py`.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 가중치 여섯 개로 세 꼴을 모두 계산해 보자. 제곱합을 한 번 구해 두면 나머지는 계수를 곱하는 일뿐이다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# Compute all three forms for six weights. Find the sum of squares once; the rest is multiplying by coefficients.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 50, D: 2, M: 3},
    given={w: [[1, -2, 0], [3, -1, 1]], reg: Rational(1, 10)},
    show=[
        ("loss", ()),
        ("dw", (1, 0)),
        ("loss_half", ()),
        ("dw_half", (1, 0)),
        ("loss_mean", ()),
        ("dw_mean", (1, 0)),
    ],
)

# %% [markdown] lang="ko"
# 마지막 꼴에는 $N = 50$을 넣었다. 같은 $\lambda$인데도 벌점은 꼴에 따라 백 배까지 차이가 난다.

# %% [markdown] lang="en"
# The last form takes $N = 50$. With the same $\lambda$, the penalties of the three forms differ by up to a factor of a hundred.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify l2_regularization`의 결과. / The result of `yudo verify l2_regularization`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# | 입력 | 결과 |
# | --- | --- |
# | `reg = 0` | 벌점 0, 그래디언트도 0 |
# | `w`의 원소가 0 | 그 자리의 그래디언트는 0. L2에는 꺾인 점(kink)이 없다 |
# | 빈 가중치, 모양 $(0, 3)$ | 벌점 0, 같은 모양의 빈 그래디언트 |
# | 아주 큰 가중치: `float32`의 $10^{20}$, `reg=0.1` | 제곱이 오버플로하여 벌점은 `inf`, 그래디언트는 $10^{19}$으로 옳다 |
# | 아주 작은 가중치: `float32`의 $10^{-30}$, `reg=0.1` | 제곱이 0으로 언더플로하여 벌점은 0, 그래디언트는 $10^{-31}$ |
# | `w`에 `nan`이 하나 | 벌점은 `nan`, 그래디언트는 그 자리만 `nan` |
# | `float32`인 `w`와 NumPy `float64`인 `reg` | 벌점과 그래디언트 모두 `float32` |
# | 음수, `nan`, 무한대인 `reg` | `ValueError` |
# | `"mean"`인데 `num_samples`가 없음 | `TypeError` |
# | `"mean"`인데 `num_samples`가 1보다 작음 | `ValueError` |
# | 다른 꼴인데 `num_samples`를 줌 | `ValueError`: 쓰지도 않을 $N$을 경고 없이 버리지 않는다 |

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# | Input | What happens |
# | --- | --- |
# | `reg = 0` | penalty 0, gradient 0 |
# | An entry of `w` is 0 | its gradient is 0; L2 has no kink |
# | Empty weights of shape $(0, 3)$ | penalty 0, an empty gradient of that shape |
# | Huge weights: $10^{20}$ in `float32`, `reg=0.1` | the square overflows, the penalty is `inf`; the gradient $10^{19}$ is right |
# | Tiny weights: $10^{-30}$ in `float32`, `reg=0.1` | the square underflows to 0, and so does the penalty; the gradient is $10^{-31}$ |
# | One `nan` in `w` | the penalty is `nan`; the gradient is `nan` in that entry only |
# | `w` in `float32`, `reg` a NumPy `float64` | penalty and gradient are both `float32` |
# | `reg` negative, `nan` or infinite | `ValueError` |
# | `"mean"` without `num_samples` | `TypeError` |
# | `"mean"` with `num_samples` below 1 | `ValueError` |
# | `num_samples` with another scaling | `ValueError`: an $N$ that is not used is not silently dropped |

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
    "two-scalings",
    "dw_half",
    Text("손실과 그래디언트의 계수가 다르다", "Different scalings in loss and gradient"),
    wrong=2 * reg * w[i, j],
    symptom=Text(
        "손실은 $\\lambda/2$, 그래디언트는 $2\\lambda w$인 경우다. `reg=0`일 때는 그래디언트 검사를 통과하고 `reg`를 키우면 실패한다. "
        "차이가 `w`에 비례하면 이 실수다.",
        "The loss has $\\lambda/2$, the gradient $2\\lambda w$. The gradient check passes with `reg=0` and fails as `reg` grows. "
        "If the difference is proportional to `w`, this is the mistake.",
    ),
)

# %%
LECTURE.mistake(
    "half-missing-in-both",
    "loss_half",
    Text("손실과 그래디언트에서 똑같이 ½을 빠뜨린다", "½ missing in loss and gradient alike"),
    wrong=reg * squares,
    symptom=Text(
        "그래디언트 검사는 통과한다. 남의 구현이나 과제의 정답과 손실을 비교해 보아야 드러난다.",
        "The gradient check passes. Only comparing the loss with another implementation, or with the solution of the assignment, "
        "reveals it.",
    ),
)

# %%
LECTURE.mistake(
    "square-of-the-sum",
    "loss_half",
    Text("`np.sum(w) ** 2`로 쓴다", "`np.sum(w) ** 2`"),
    wrong=reg / 2 * total(w[d, m], (d, D), (m, M)) ** 2,
    symptom=Text(
        "합의 제곱은 제곱의 합이 아니다. 양수와 음수가 상쇄되어 벌점이 터무니없이 작다.",
        "The square of the sum is not the sum of the squares. Positive and negative weights cancel, and the penalty is absurdly small.",
    ),
)

# %%
LECTURE.mistake(
    "root",
    "loss_half",
    Text("`np.linalg.norm(w)`을 제곱하지 않고 쓴다", "`np.linalg.norm(w)`, not squared"),
    wrong=reg / 2 * sqrt(squares),
    symptom=Text(
        "벌점이 가중치의 크기에 비례해서만 커진다. 그래디언트를 $\\lambda w$로 두면 그래디언트 검사가 실패한다.",
        "The penalty grows only in proportion to the weights. With $\\lambda w$ for the gradient, the gradient check fails.",
    ),
)

# %% [markdown] lang="ko"
# 나머지는 벌점을 손실에 더하는 자리에서 생긴다. 처음 셋의 식은 [2층 신경망](two_layer_net.md#mistakes)에서 다시 만난다.
#
# - **편향까지 정규화한다.** 가중치의 그래디언트는 맞는데 편향의 그래디언트만 틀린다. 편향을 모두 0으로
#   초기화한 직후에는 차이가 0이어서 드러나지 않으므로, 검사할 때는 편향을 0이 아닌 값으로 둔다.
# - **데이터의 그래디언트를 덮어쓴다.** `dW += reg * W`를 `dW = reg * W`로 쓰는 경우다. 가중치가 0으로 줄기만
#   하고 아무것도 학습하지 못한다.
# - **한 층에만 더한다.** 손실에는 모든 층의 벌점을 넣고 그래디언트에서는 마지막 층만 고친 경우다. 빠진 층의
#   가중치에서만 그래디언트 검사가 실패한다.
# - **미니배치의 크기를 $N$으로 쓴다.** 오류는 없다. 배치 크기를 바꾸면 같은 `reg`에서 과적합의 정도가
#   달라진다.

# %% [markdown] lang="en"
# The others arise where the penalty is added to the loss. The formulas of the first three are on the page of the
# [two-layer net](two_layer_net.md#mistakes).
#
# - **The bias is regularised too.** The gradients of the weights are right, those of the biases are wrong.
#   Right after initialising all biases to 0 the difference is 0 and does not show, so check with biases that
#   are not 0.
# - **The gradient of the data is overwritten**, by `dW = reg * W` where `dW += reg * W` was meant. The
#   weights shrink to 0 and nothing is learned.
# - **Only one layer gets it.** The loss has the penalties of all layers, the gradient only that of the last.
#   The gradient check fails for the weights of the other layers alone.
# - **The size of the mini-batch as $N$.** No error. With another batch size, the same `reg` overfits to a
#   different degree.

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
        r"가중치를 모두 두 배로 하면 벌점과 그래디언트는 각각 몇 배가 되는가?",
        r"All weights are doubled. By what factors do the penalty and its gradient change?",
    ),
    Text(
        r"""벌점은 가중치의 제곱에 비례하므로 네 배가 된다.

<1>

그래디언트 $\lambda w$는 가중치에 비례하므로 두 배가 된다.

ReLU 신경망에서는 한 층의 가중치와 편향을 두 배로 하고 다음 층의 가중치를 절반으로 해도 출력이 같다. 그런데 벌점은 달라진다. L2는 같은
함수를 나타내는 여러 가중치 가운데 고르게 작은 것을 고른다.""",
        r"""The penalty is proportional to the square of the weights, so it grows fourfold.

<1>

The gradient $\lambda w$ is proportional to the weights, so it doubles.

In a ReLU net, doubling the weights and biases of one layer and halving the weights of the next leaves the
output as it was, but not the
penalty. Among all weights that express one function, L2 prefers those that are evenly small.""",
    ),
    lambda: [(reg / 2 * total((2 * w[d, m]) ** 2, (d, D), (m, M)), 4 * (reg / 2 * squares))],
)

# %%
v = tensor("v", D, M)
towards = reg / 2 * total((w[d, m] - v[d, m]) ** 2, (d, D), (m, M))
(eta,) = scalars("eta")

LECTURE.exercise(
    Text(
        r"미세 조정(fine-tuning)에서는 가중치를 0이 아니라 이미 학습된 값 $v$ 쪽으로 당기기도 한다. 벌점 "
        r"$\frac{\lambda}{2} \sum (w - v)^2$의 그래디언트를 구하고, 이 벌점만 있을 때 경사하강법의 한 걸음이 $w$를 어디로 옮기는지 말하라.",
        r"In fine-tuning, weights are sometimes pulled towards values $v$ learned before and not towards 0. Find the gradient of the penalty "
        r"$\frac{\lambda}{2} \sum (w - v)^2$. Where does one step of gradient descent move $w$ if there is nothing but this penalty?",
    ),
    Text(
        r"""제곱을 미분하면 2가 내려오고 $w - v$의 미분은 1이다.

<1>

한 걸음 간 뒤의 값은 $w$와 $v$ 사이를 $1 - \eta\lambda$ 대 $\eta\lambda$로 섞은 것이다.

<2>

$v = 0$이면 본문의 가중치 감쇠가 된다.""",
        r"""The square brings down a 2, and the derivative of $w - v$ is 1.

<1>

After one step the value is a mixture of $w$ and $v$, in the proportion $1 - \eta\lambda$ to $\eta\lambda$.

<2>

For $v = 0$ this is the weight decay of the text above.""",
    ),
    lambda: [
        (Derivative(towards, w[i, j]), reg * (w[i, j] - v[i, j])),
        (
            w[i, j] - eta * (reg * (w[i, j] - v[i, j])),
            (1 - eta * reg) * w[i, j] + eta * reg * v[i, j],
        ),
    ],
)

# %%
(b, t) = scalars("b t")
best = t / (1 + reg)

LECTURE.exercise(
    Text(
        r"편향 하나로 목푯값 $t$를 맞추는 문제에서 $\frac12 (b - t)^2 + \frac{\lambda}{2} b^2$을 최소로 하는 $b$를 구하라. "
        r"목푯값의 기준점을 옮겨 $t + c$를 맞추게 하면 답이 $c$만큼 옮겨지는가?",
        r"A single bias is to meet a target $t$. Find the $b$ that minimises $\frac12 (b - t)^2 + \frac{\lambda}{2} b^2$. "
        r"If the zero of the targets is moved, so that $t + c$ is to be met, does the answer move by $c$?",
    ),
    Text(
        r"""$b$로 미분하면 다음과 같고

<1>

$b = t / (1 + \lambda)$에서 0이 된다.

<2>

목푯값을 $c$만큼 옮기면 답은 $c / (1 + \lambda)$만큼만 따라온다.

<3>

본래 아무 의미도 없던 기준점이 예측을 바꾸고 만다. 편향을 벌점에서 빼는 둘째 까닭이 이것이다.""",
        r"""The derivative with respect to $b$ is

<1>

and it is 0 at $b = t / (1 + \lambda)$.

<2>

When the target moves by $c$, the answer follows by $c / (1 + \lambda)$ only.

<3>

So an origin that had no meaning changes the predictions. This is the second reason for leaving biases out of the penalty.""",
    ),
    lambda: [
        (Derivative((b - t) ** 2 / 2 + reg / 2 * b**2, b), (1 + reg) * b - t),
        (Add(Mul(1 + reg, best, evaluate=False), -t, evaluate=False), Integer(0)),
        (best.subs(t, t + Symbol("c", real=True)) - best, Symbol("c", real=True) / (1 + reg)),
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dw_half", (0, 0)), ("dw_mean", (0, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 벌점은 가중치의 제곱합에 비례하고, 그래디언트는 가중치에 비례한다.
# 2. 앞에 붙는 계수는 벌점의 정의를 따른다. λ‖w‖²이면 2λw, ½λ‖w‖²이면 λw다.
# 3. 벌점은 더해지므로 그래디언트도 데이터 손실의 그래디언트에 더해진다.
# 4. 배치 크기와는 무관하다. N으로 나누는 정의에서만 그래디언트도 N으로 나눈다.
# 5. 가장 흔한 실수는 손실에는 ½을 쓰고 그래디언트에는 2를 쓰는 것이다.
#
# **더 읽을거리**
#
# - A. E. Hoerl, R. W. Kennard, [Ridge regression: biased estimation for nonorthogonal problems](https://doi.org/10.1080/00401706.1970.10488634), *Technometrics* 12, 1970
# - A. Krogh, J. A. Hertz, A simple weight decay can improve generalization, NIPS 1991
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, 7.1절

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The penalty is proportional to the sum of squared weights, its gradient to the weights.
# 2. The factor follows the definition: 2λw for λ‖w‖², λw for ½λ‖w‖².
# 3. The penalty is added to the loss, so its gradient is added to that of the data loss.
# 4. It has nothing to do with the size of the batch; only a definition that divides by N has a gradient that does.
# 5. The commonest mistake is a ½ in the loss and a 2 in the gradient.
#
# **Further reading**
#
# - A. E. Hoerl, R. W. Kennard, [Ridge regression: biased estimation for nonorthogonal problems](https://doi.org/10.1080/00401706.1970.10488634), *Technometrics* 12, 1970
# - A. Krogh, J. A. Hertz, A simple weight decay can improve generalization, NIPS 1991
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, section 7.1
