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
# # 드롭아웃(dropout) {#dropout}
#
# 큰 신경망은 훈련 데이터를 외워 버리기 쉽다. 몇몇 유닛이 서로의 실수를 메워 주도록 짝을 이루면 훈련 데이터에서는 손실이 작지만 처음 보는 데이터에서는 그
# 짝이 통하지 않는다.
#
# 드롭아웃은 훈련할 때마다 유닛을 무작위로 끈다. 언제 꺼질지 모르는 짝에는 기댈 수 없으므로 유닛은 저마다 쓸모 있는 것을 배우게 된다. 테스트할 때는 모든
# 유닛을 켠다.
#
# 이 페이지에서는 두 가지를 묻는다. 훈련할 때 일부만 켰는데 테스트할 때 왜 크기를 고치지 않아도 되는가? 무작위로 끄는 층의 그래디언트는 무엇인가?

# %% [markdown] lang="en"
# # Dropout {#dropout}
#
# A large net easily learns its training data by heart. Units pair up and make good each other's mistakes; on the training data the loss is
# small, but on new data the arrangement fails.
#
# Dropout switches units off at random, anew in every step of the training. A unit cannot rely on a partner that may be gone, so each has to
# learn something useful by itself. At test time all units are on.
#
# This page asks two questions. If only some units are on in training, why does nothing have to be rescaled at test time? And what is the
# gradient of a layer that switches off at random?

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, Rational, Symbol, hadamard_product

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
    sizes,
    tensor,
    total,
)

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 배열 | 모양(shape) | 뜻 |
# | --- | --- | --- |
# | `x` | (N, d1, …, dk) | 입력 |
# | `mask` | `x`와 같다 | 켤 자리는 1, 끌 자리는 0 |
# | `out` | `x`와 같다 | 출력 |
# | `dout` | `x`와 같다 | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
#
# $p$는 한 자리를 **켜 둘** 확률이고 $0 < p \le 1$이다. 마스크의 원소는 서로 독립으로, 확률 $p$로 1이 된다. 무작위인 것은 마스크뿐이다. 한 번 뽑은
# 마스크는 입력과 마찬가지로 주어진 수이고, 그다음 계산에는 우연이 없다. 그래디언트는 편미분(partial
# derivative)을 모은 배열이다.
#
# **관례.** 켠 자리의 값을 $p$로 나눈다. 이것을 역드롭아웃(inverted dropout)이라고 한다. 책이나 라이브러리에 따라서는 `p`가 **끌** 확률이다. PyTorch와 ‘밑바닥부터
# 시작하는 딥러닝’의 `dropout_ratio`가 그렇다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, d1, …, dk) | input |
# | `mask` | that of `x` | 1 at the places that stay on, 0 at those that are switched off |
# | `out` | that of `x` | output |
# | `dout` | that of `x` | upstream gradient $\partial L / \partial \mathrm{out}$ |
#
# $p$ is the probability that a place **stays on**, $0 < p \le 1$. The entries of the mask are independent, and each is 1 with probability $p$.
# Nothing but the mask is random: once drawn, it is a given array like the input, and what follows involves no chance. A gradient is the array
# of partial derivatives.
#
# **Conventions.** What stays on is divided by $p$; this is called inverted dropout. In some books and libraries `p` is the probability of being
# switched **off**, as in PyTorch and in the `dropout_ratio` of *Deep Learning from Scratch*.

# %%
(N,) = sizes("N")
D = flattened_size("D")
n, d, i, j = indices("n d i j")

x = tensor("x", N, D)
mask = tensor(
    "mask",
    N,
    D,
    values="mask",
    says=Text("켤 자리는 1, 끌 자리는 0", "1 where an entry stays on, 0 where it is off"),
)
p = scalar("p", positive=True, at_most=1)
out = tensor("out", N, D)
dout = tensor("dout", N, D)

LAYER = Layer(
    stem="dropout",
    title=Text("드롭아웃", "Dropout"),
    summary=Text(
        "훈련할 때 원소를 무작위로 0으로 만들고 나머지를 p로 나눈다.",
        "Sets entries to 0 at random in training, and divides the others by p.",
    ),
    inputs=(x, mask, p),
    upstream=dout,
    after=("affine",),
    part=Part.NORMALIZATION,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}

# %% [markdown] lang="en"
# ### Output {#output}

# %%
LAYER.result(
    "out",
    Text("훈련할 때의 출력", "Output in training"),
    out[n, d],
    x[n, d] * mask[n, d] / p,
    indices=((n, N), (d, D)),
).in_matrices(hadamard_product(x.matrix, mask.matrix) / p, (x, mask))

# %%
LAYER.result(
    "out_test",
    Text("테스트할 때의 출력", "Output at test time"),
    out[n, d],
    x[n, d],
    indices=((n, N), (d, D)),
).in_matrices(x.matrix, (x,))

# %% [markdown] lang="ko"
# 테스트할 때 이 층은 아무것도 하지 않는다. 왜 그래도 되는지는 기댓값이 말해 준다.
#
# ## 기댓값 {#expectation}
#
# 출력은 마스크의 일차식이다. 그래서 기댓값을 구하려면 마스크 자리에 마스크의 기댓값을 넣기만 하면 된다. 원소 하나의 기댓값은 $1 \cdot p + 0 \cdot (1 - p) = p$이다.

# %% [markdown] lang="en"
# At test time this layer does nothing. The expectation tells why that is right.
#
# ## Expectation {#expectation}
#
# The output is linear in the mask. To get its expectation, put the expectation of the mask in place of the mask. For one entry that is
# $1 \cdot p + 0 \cdot (1 - p) = p$.

# %%
average = tensor("average", N, D, says=Text("마스크의 기댓값", "expectation of the mask"))
expected = tensor("expected", N, D, says=Text("출력의 기댓값", "expectation of the output"))

LAYER.result(
    "expectation",
    Text("출력의 기댓값", "Expectation of the output"),
    expected[n, d],
    x[n, d] * average[n, d] / p,
    indices=((n, N), (d, D)),
    definitions=(Definition(average[n, d], p),),
).by(rules.CANCEL, x[n, d]).in_matrices(x.matrix, (x,))

# %% [markdown] lang="ko"
# 훈련할 때의 출력은 **평균하면** 입력과 같다. $p$로 나눈 덕분이다. 그래서 다음 층은 훈련할 때나 테스트할 때나 같은 크기의 입력을 받고, 테스트할 때는 그냥 $x$를
# 내보내면 된다. $p$로 나누지 않았다면 테스트할 때 $p$를 곱해야 한다.
#
# 흩어진 정도는 다르다. 출력의 분산은 $x^2 (1-p)/p$이고, $p$가 작을수록 크다. $p = 1/2$이면 $x^2$, $p = 1/10$이면 $9x^2$이다.

# %% [markdown] lang="en"
# **On average** the output in training is the input: that is what the division by $p$ is for. So the next layer sees inputs of the same size in
# training and at test time, and at test time the layer simply returns $x$. Without the division, one would have to multiply by $p$ at test
# time.
#
# The spread is another matter. The variance of the output is $x^2 (1-p)/p$, which grows as $p$ gets smaller: it is $x^2$ for $p = 1/2$ and
# $9x^2$ for $p = 1/10$.

# %% [markdown] lang="ko"
# ## 입력에 대한 그래디언트 {#gradient}
#
# 마스크는 뽑고 나면 상수다. 출력은 자리마다 입력에 상수 $\mathrm{mask}/p$를 곱한 것이므로 그래디언트에도 같은 상수가 곱해진다. `dout`과 `out`을 원소끼리 곱해 더한 스칼라를
# 미분해서 확인하자.

# %% [markdown] lang="en"
# ## Gradient with respect to the input {#gradient}
#
# Once it is drawn, the mask is a constant. At every place the output is the input times the constant $\mathrm{mask}/p$, so the gradient is
# multiplied by the same constant. See this by differentiating the scalar that is the sum of `dout` times `out`, entry by entry.

# %%
L = Symbol("L", real=True)

LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(total(dout[n, d] * x[n, d] * mask[n, d] / p, (n, N), (d, D)), x[i, j]),
    indices=((i, N), (j, D)),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, d] * mask[n, d] / p * KroneckerDelta(n, i) * KroneckerDelta(d, j), (n, N), (d, D)),
).by(rules.DELTA_PICKS, dout[i, j] * mask[i, j] / p).in_matrices(
    hadamard_product(dout.matrix, mask.matrix) / p, (dout, mask)
)

# %% [markdown] lang="ko"
# 끈 자리로는 아무것도 흐르지 않고, 켠 자리로는 $1/p$배가 흐른다. 역전파는 순전파에서 쓴 **바로 그** 마스크를 써야 한다. 새로 뽑으면 안 된다. 그래서 캐시에 마스크를
# 담는다.
#
# ## 구현 {#implementation}
#
# 마스크는 보통 코드가 뽑는다. `dropout_param`에 `seed`를 넣으면 언제나 같은 마스크가 나오고, `mask`를 넣으면 그것을 쓴다. 수치 미분으로 검사할 때는 둘 중
# 하나가 꼭 필요하다. 손실을 두 번 계산하는 사이에 마스크가 바뀌면 차가 엉뚱한 값이 되기 때문이다.

# %% [markdown] lang="en"
# Nothing flows through the places that are off, and $1/p$ times as much through those that are on. The backward pass needs **the very mask**
# of the forward pass and must not draw another. That is why the mask is in the cache.
#
# ## Implementation {#implementation}
#
# Usually the code draws the mask. A `seed` in `dropout_param` makes it the same every time; a `mask` there is used as it is. A numerical
# gradient check needs one of the two: if the mask changed between the two evaluations of the loss, their difference would mean nothing.

# %% [markdown] slot="implementation"
# 코드는 impl/dropout.py에 있다. / The code is in impl/dropout.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 여섯 자리 가운데 넷을 켰고 $p = 2/3$이다. 켠 자리에는 3/2이 곱해진다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# Four of six places are on, and $p = 2/3$: what stays on is multiplied by 3/2.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 3},
    given={
        x: [[2, -4, 6], [1, 8, 10]],
        mask: [[1, 0, 1], [1, 1, 0]],
        p: Rational(2, 3),
        dout: [[4, 5, -2], [6, 1, 7]],
    },
    show=[("out", (0, 0), (0, 1)), ("dx", (0, 0), (0, 1)), ("expectation", (0, 1))],
)

# %% [markdown] lang="ko"
# 출력의 합은 51/2이고 입력의 합은 23이다. 한 번 뽑은 마스크에서는 이렇게 다르다. 같아지는 것은 기댓값이다.

# %% [markdown] lang="en"
# The output adds up to 51/2, the input to 23. With a single mask they differ; what agrees is the expectation.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# 검증은 `yudo verify dropout`으로 한다. / `yudo verify dropout` gathers the evidence.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **p = 1.** 모두 켜진다. 출력은 입력과 같고, 드롭아웃을 쓰지 않는 것과 같다.
# - **p = 0.** 모두 끄면 0으로 나누게 된다. 코드는 0 이하이거나 1보다 큰 `p`에 `ValueError`를 낸다.
# - **끈 자리의 무한대.** `inf`에 0을 곱하면 NaN이다. 꺼진 자리라도 무한대와 NaN은 사라지지 않는다.
# - **빈 배열.** 모양 그대로 빈 배열이 된다. 축이 없는 0차원 배열은 거절한다.
# - **평가할 때 끄는 것을 잊는다.** `mode`를 `"test"`로 바꾸지 않으면 같은 입력에도 매번 다른 답이 나온다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **p = 1.** Everything stays on. The output is the input, as without dropout.
# - **p = 0.** With everything off one would divide by 0. The code raises a `ValueError` for a `p` that is not positive or exceeds 1.
# - **An infinity that is switched off.** `inf` times 0 is NaN: being off does not remove infinities and NaN.
# - **Empty arrays** stay empty and keep their shape. An array without axes is refused.
# - **Dropout left on.** Unless `mode` is set to `"test"`, the same input gets another answer every time.

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
    "not-divided",
    "out",
    Text("마스크를 $p$로 나누지 않는다", "The mask is not divided by $p$"),
    wrong=x[n, d] * mask[n, d],
    symptom=Text(
        "훈련할 때의 출력이 평균 $p$배로 작다. 테스트할 때 $p$를 곱하지 않으면 다음 층이 받는 값이 갑자기 커져서 정확도가 떨어진다.",
        "In training the output is smaller by the factor $p$ on average. Unless it is multiplied by $p$ at test time, the next layer suddenly "
        "receives larger values, and accuracy drops.",
    ),
)

# %%
LECTURE.mistake(
    "divided-by-q",
    "out",
    Text("$p$ 대신 $1 - p$로 나눈다", "Divided by $1 - p$ instead of $p$"),
    wrong=x[n, d] * mask[n, d] / (1 - p),
    symptom=Text(
        "$p$를 끌 확률로 쓰는 책의 식을 옮긴 경우다. $p = 1/2$이면 옳아서 보이지 않는다.",
        "The formula of a book in which $p$ is the probability of being switched off. For $p = 1/2$ it is right, and nothing shows.",
    ),
)

# %%
LECTURE.mistake(
    "no-mask",
    "dx",
    Text(
        "역전파에서 마스크를 곱하지 않는다: `dx = dout / p`",
        "The backward does not apply the mask: `dx = dout / p`",
    ),
    wrong=dout[i, j] / p,
    symptom=Text(
        "꺼진 자리로도 그래디언트가 흐른다. 수치 미분은 그 자리에서 0이다.",
        "Gradient flows through places that are off. There the numerical gradient is 0.",
    ),
)

# %%
LECTURE.mistake(
    "backward-not-divided",
    "dx",
    Text(
        "역전파에서 $p$로 나누지 않는다: `dx = dout * mask`",
        "The backward does not divide by $p$: `dx = dout * mask`",
    ),
    wrong=dout[i, j] * mask[i, j],
    symptom=Text(
        "모든 원소가 수치 미분의 $p$배다. 순전파의 마스크에 $1/p$이 이미 들어 있는지 확인한다.",
        "Every entry is $p$ times the numerical gradient. Check whether the mask of the forward pass contains the $1/p$ already.",
    ),
)

# %%
LECTURE.mistake(
    "twice",
    "dx",
    Text(
        "$p$로 두 번 나눈다: 마스크에 이미 $1/p$이 들어 있다",
        "Divided by $p$ twice: the mask contains the $1/p$ already",
    ),
    wrong=dout[i, j] * mask[i, j] / p**2,
    symptom=Text(
        "모든 원소가 수치 미분의 $1/p$배다.",
        "Every entry is $1/p$ times the numerical gradient.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | 역전파에서 마스크를 새로 뽑는다 | 그래디언트 검사가 매번 다르게 실패한다. |
# | 행마다 마스크 하나를 쓴다: `np.random.rand(*x.shape[1:])` | 배치의 모든 표본에서 같은 유닛이 꺼진다. 오류는 나지 않고 학습이 불안정하다. |
# | `np.random.randn`으로 뽑는다 | 정규분포이므로 $p$보다 작을 확률이 $p$가 아니다. $p = 0.5$이면 0.69다. |
# | 출력층에도 드롭아웃을 쓴다 | 점수가 무작위로 0이 되므로 손실이 줄지 않는다. |

# %% [markdown] lang="en"
# Other mistakes do not show as a difference of formulas.
#
# | mistake | symptom |
# | --- | --- |
# | a new mask drawn in the backward pass | The gradient check fails, and differently each time. |
# | one mask for all rows: `np.random.rand(*x.shape[1:])` | The same units are off for every sample of the batch. There is no error, but training is unstable. |
# | drawing with `np.random.randn` | It is normal, and the probability to be below $p$ is not $p$: for $p = 0.5$ it is 0.69. |
# | dropout on the scores, too | Scores become 0 at random, and the loss does not fall. |

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
        r"출력 원소 하나의 분산이 $x^2 (1-p)/p$임을 보여라.",
        r"Show that an entry of the output has the variance $x^2 (1-p)/p$.",
    ),
    Text(
        r"""출력은 확률 $p$로 $x/p$, 확률 $1-p$로 0이다. 제곱의 기댓값에서 기댓값의 제곱을 뺀다.

<1>

$p = 1$이면 0이다. $p$가 0에 가까워지면 한없이 커진다.""",
        r"""The output is $x/p$ with probability $p$ and 0 with probability $1-p$. Subtract the square of the expectation from the
expectation of the square.

<1>

It is 0 for $p = 1$ and grows without bound as $p$ goes to 0.""",
    ),
    lambda: [(p * (u / p) ** 2 - u**2, u**2 * (1 - p) / p)],
)

# %%
w = tensor("w", D)

LECTURE.exercise(
    Text(
        r"드롭아웃 다음에 완전연결층의 유닛 하나가 $s_n = \sum_d \mathrm{out}_{n,d}\,w_d$를 계산한다. $\mathrm{mask}$에 그 기댓값 $p$를 넣어 $s_n$의 기댓값을 구하라. 이 "
        r"방법을 ReLU의 출력에도 쓸 수 있는가?",
        r"After dropout, a unit of an affine layer computes $s_n = \sum_d \mathrm{out}_{n,d}\,w_d$. Put the expectation $p$ in place of $\mathrm{mask}$ to "
        r"find the expectation of $s_n$. Does the same work for the output of a ReLU?",
    ),
    Text(
        r"""합도 마스크의 일차식이므로 항마다 기댓값을 넣으면 된다.

<1>

드롭아웃이 없을 때와 같다. ReLU는 일차식이 아니므로 안 된다. 그래서 층이 여럿인 신경망에서 테스트할 때의 출력은 훈련할 때의 출력의 기댓값과 정확히 같지는 않고, 그 근삿값이다.""",
        r"""The sum is linear in the mask, too, so the expectation may be put into every term.

<1>

It is what it would be without dropout. A ReLU is not linear, so there it does not work. In a net of several layers the output at test time
is therefore not exactly the expectation of the output in training, but an approximation of it.""",
    ),
    lambda: [(total(x[n, d] * average[n, d] / p * w[d], (d, D)), total(x[n, d] * w[d], (d, D)))],
    definitions=(Definition(average[n, d], p),),
)

# %% tags=["setup"]
LECTURE.drill(("out", (1, 1)), ("dx", (0, 2)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 훈련할 때 원소마다 확률 $p$로 켜 두고 $p$로 나눈다. 테스트할 때는 그대로 내보낸다.
# 2. $p$로 나누기 때문에 출력의 기댓값이 입력과 같다.
# 3. 역전파는 같은 마스크를 곱하고 $p$로 나눈다. `dx = dout * mask / p`.
# 4. 마스크는 한 번 뽑으면 상수다. 캐시에 담아 두고 역전파에서 다시 쓴다.
# 5. 가장 흔한 실수는 $p$로 나누는 것을 빠뜨리거나 두 번 나누는 것이다.
#
# **더 읽을거리**
#
# - N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov, [Dropout](https://jmlr.org/papers/v15/srivastava14a.html), *Journal of Machine Learning Research* 15, 2014
# - [CS231n 강의 노트: 신경망 2부](https://cs231n.github.io/neural-networks-2/)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. In training, every entry stays on with probability $p$ and is divided by $p$. At test time it passes unchanged.
# 2. Because of the division by $p$, the expectation of the output is the input.
# 3. The backward pass multiplies by the same mask and divides by $p$: `dx = dout * mask / p`.
# 4. Once drawn, the mask is a constant. It is kept in the cache and used again in the backward pass.
# 5. The commonest mistakes: no division by $p$, or dividing twice.
#
# **Further reading**
#
# - N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov, [Dropout](https://jmlr.org/papers/v15/srivastava14a.html), *Journal of Machine Learning Research* 15, 2014
# - [CS231n notes: neural networks, part 2](https://cs231n.github.io/neural-networks-2/)
