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
# # 시각마다 같은 완전연결층 {#temporal_affine}
#
# 순환 신경망은 문장의 시각마다 은닉 상태를 하나씩 내놓는다. 다음 단어를 고르려면 그 상태 하나하나를 어휘의 점수로 바꾸어야 한다. 이 일을 하는 것이
# 시각마다 적용하는 완전연결층(temporal affine layer)이다. 모든 시각이 **같은** 가중치를 쓴다.
#
# 미분은 [완전연결층](affine.md)에서 이미 다 했다. 새로 물을 것은 하나뿐이다. 같은 가중치를 여러 시각에 쓰면 그래디언트는 어떻게 되는가?

# %% [markdown] lang="en"
# # Affine layer at every time step {#temporal_affine}
#
# A recurrent net gives a hidden state at every time step of a sentence. To choose the next word, each of these states has to become scores
# of the vocabulary. That is done by an affine layer at every time step, the temporal affine layer. All steps use the **same** weights.
#
# All the differentiating has been done for the [affine layer](affine.md). One question is new: what becomes of the gradient if the same weights
# are used at many time steps?

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, Symbol

from yudo.derivations.calculus import (
    Example,
    Layer,
    Lecture,
    Part,
    Text,
    flattened_batch,
    indices,
    ones,
    rules,
    sizes,
    tensor,
    total,
)

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 배열 | 모양(shape) | 뜻 |
# | --- | --- | --- |
# | `x` | (n1, …, nk, D) | 입력. 자리마다 수 D개 |
# | `w` | (D, M) | 가중치. 모든 자리가 함께 쓴다 |
# | `b` | (M,) | 편향. 모든 자리가 함께 쓴다 |
# | `out` | (n1, …, nk, M) | 출력 |
# | `dout` | (n1, …, nk, M) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
#
# 과제에서 `x`는 (N, T, D)다. 문장이 N개이고 문장마다 시각(time step)이 T개다. 어느 문장의 몇째 시각인지는 계산에 쓰이지 않는다. 그래서 식에서는 모든
# 자리를 한 줄로 펴고 그 수를 $N = n_1 \cdots n_k$이라고 쓴다. 과제의 글자로는 N · T다. 첨자 $n$은 자리를, $d$는 입력의 특성을, $m$은 출력을
# 가리키고, 모두 0부터 센다. 그래디언트는 편미분(partial derivative)을 모은 배열이다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (n1, …, nk, D) | input: D numbers at every place |
# | `w` | (D, M) | weights, the same for all places |
# | `b` | (M,) | biases, the same for all places |
# | `out` | (n1, …, nk, M) | output |
# | `dout` | (n1, …, nk, M) | upstream gradient $\partial L / \partial \mathrm{out}$ |
#
# In the assignment `x` is (N, T, D): N sentences of T time steps. Which sentence and which step a place belongs to makes no difference. So the
# formulas put all places into one row, and $N = n_1 \cdots n_k$ is their number, N · T in the letters of the assignment. The index $n$ stands for
# places, $d$ for features of the input and $m$ for outputs. All start at 0. A gradient is the array of partial derivatives.

# %%
D, M = sizes("D M")
N = flattened_batch("N")
n, d, m, i, j = indices("n d m i j")

x = tensor("x", N, D)
w = tensor("w", D, M)
b = tensor("b", M)
out = tensor("out", N, M)
dout = tensor("dout", N, M)

LAYER = Layer(
    stem="temporal_affine",
    title=Text("시각마다 같은 완전연결층", "Affine layer at every time step"),
    summary=Text(
        "모든 시각에 같은 가중치와 편향을 쓴다.",
        "The same weights and biases at every time step.",
    ),
    inputs=(x, w, b),
    upstream=dout,
    after=("affine",),
    part=Part.SEQUENCES,
)


def affine(n, m):
    return total(x[n, d] * w[d, m], (d, D)) + b[m]


# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}
#
# 자리를 한 줄로 펴고 나면 자리 하나가 표본 하나와 다름없다. 식은 완전연결층과 글자 하나 다르지 않다.

# %% [markdown] lang="en"
# ### Output {#output}
#
# Once the places lie in one row, a place is just like a sample. The formula is that of the affine layer, letter by letter.

# %%
LAYER.result("out", Text("출력", "Output"), out[n, m], affine(n, m), indices=((n, N), (m, M))).in_matrices(
    x.matrix * w.matrix + ones(N) * b.matrix.T, (x, w, b)
)

# %% [markdown] lang="ko"
# 코드도 `x`를 (N · T, D)로 펴서 한 번 곱하고 되돌린다. 시각마다 따로 곱하면 값은 같지만 작은 곱을 T번 하느라 느리다.

# %% [markdown] lang="en"
# The code, too, flattens `x` to (N · T, D), multiplies once and restores the shape. A product for every time step gives the same values, but T
# small products are slower than a large one.

# %% [markdown] lang="ko"
# ## 가중치 {#weights}
#
# $w_{i,j}$에서 손실로 가는 경로를 세어 보자. 어느 문장의 어느 시각이든 이 가중치를 거치므로 경로는 자리마다 하나씩 있다.

# %% [markdown] lang="en"
# ## Weights {#weights}
#
# Count the paths from $w_{i,j}$ to the loss. Every time step of every sentence uses this weight, so there is one path for each place.

# %%
L = Symbol("L", real=True)
objective = total(dout[n, m] * affine(n, m), (n, N), (m, M))

LAYER.result(
    "dw",
    Text("가중치에 대한 그래디언트", "Gradient with respect to the weights"),
    Derivative(L, w[i, j]),
    Derivative(objective, w[i, j]),
    indices=((i, D), (j, M)),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, m] * x[n, d] * Derivative(w[d, m], w[i, j]), (n, N), (m, M), (d, D)),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(dout[n, m] * x[n, d] * KroneckerDelta(d, i) * KroneckerDelta(m, j), (n, N), (m, M), (d, D)),
).by(
    rules.DELTA_PICKS,
    total(x[n, i] * dout[n, j], (n, N)),
).in_matrices(x.matrix.T * dout.matrix, (x, dout))

# %% [markdown] lang="ko"
# 남은 합은 문장과 시각 **모두**에 걸쳐 있다. 배치에서 표본마다의 기여를 더하듯이 시각마다의 기여도 더한다.

# %% [markdown] lang="en"
# The sum that is left runs over sentences **and** time steps. As the contributions of the samples of a batch are added, so are those of the time
# steps.

# %% [markdown] lang="ko"
# ## 입력 {#input}

# %% [markdown] lang="en"
# ## Input {#input}

# %%
LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, D)),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, m] * Derivative(x[n, d], x[i, j]) * w[d, m], (n, N), (m, M), (d, D)),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(dout[n, m] * KroneckerDelta(n, i) * KroneckerDelta(d, j) * w[d, m], (n, N), (m, M), (d, D)),
).by(
    rules.DELTA_PICKS,
    total(dout[i, m] * w[j, m], (m, M)),
).in_matrices(dout.matrix * w.matrix.T, (dout, w))

# %% [markdown] lang="ko"
# 한 시각의 `dx`에는 그 시각의 `dout`만 들어간다. 이 층에서는 시각끼리 섞이지 않는다. 시각을 잇는 것은 [순환 신경망의 한 단계](rnn_step.md)다.

# %% [markdown] lang="en"
# Only the `dout` of its own time step enters the `dx` of a step. This layer does not mix time steps; what joins them is the
# [step of a recurrent net](rnn_step.md).

# %% [markdown] lang="ko"
# ## 편향 {#bias}

# %% [markdown] lang="en"
# ## Bias {#bias}

# %%
LAYER.result(
    "db",
    Text("편향에 대한 그래디언트", "Gradient with respect to the bias"),
    Derivative(L, b[j]),
    Derivative(objective, b[j]),
    indices=((j, M),),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, m] * Derivative(b[m], b[j]), (n, N), (m, M)),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(dout[n, m] * KroneckerDelta(m, j), (n, N), (m, M)),
).by(
    rules.DELTA_PICKS,
    total(dout[n, j], (n, N)),
).in_matrices(dout.matrix.T * ones(N), (dout,))

# %% [markdown] lang="ko"
# 모양이 (N, T, M)인 `dout`에서는 두 축을 따라 더해야 한다. `dout.sum(axis=(0, 1))`이다.

# %% [markdown] lang="en"
# With a `dout` of shape (N, T, M), two axes have to be summed: `dout.sum(axis=(0, 1))`.

# %% [markdown] lang="ko"
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/temporal_affine.py에 있다. / The code is in impl/temporal_affine.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 문장 하나에 시각이 셋이다. 특성은 둘, 출력도 둘이다. `x`의 행은 시각을 따라 놓였다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# One sentence of three time steps, with two features and two outputs. The rows of `x` are the time steps.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 3, D: 2, M: 2},
    given={
        x: [[1, 2], [0, 1], [3, -1]],
        w: [[1, 0], [2, 1]],
        b: [1, -1],
        dout: [[1, 0], [2, 1], [0, -1]],
    },
    show=[("out", (0, 1)), ("dw", (1, 0)), ("dx", (1, 0)), ("db", (0,))],
)

# %% [markdown] lang="ko"
# `dw`와 `db`의 원소마다 시각 셋의 기여가 더해졌다.

# %% [markdown] lang="en"
# Every entry of `dw` and `db` adds the contributions of three time steps.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify temporal_affine`으로 확인한다. / Run `yudo verify temporal_affine`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **시각이 하나일 때(T = 1).** 완전연결층과 같다. 합을 한 축에서만 취한 실수는 이때 드러나지 않는다.
# - **문장이나 시각이 없을 때.** `out`과 `dx`는 비어 있고, `dw`와 `db`는 0이다.
# - **축이 하나뿐인 `x`.** 모양이 (D,)이면 자리를 나타내는 축이 없으므로 `ValueError`가 난다.
# - **길이가 다른 문장.** 짧은 문장은 빈 자리를 채워 넣는다. 이 층은 그 자리도 계산한다. 손실이 그 자리를 빼면 `dout`이 0이므로 `dw`와 `db`에는 더해지지
#   않는다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **One time step (T = 1).** It is an affine layer. A sum taken along one axis only does not show as a mistake then.
# - **No sentences or no time steps.** `out` and `dx` are empty, `dw` and `db` are 0.
# - **An `x` with one axis.** Shape (D,) has no axis for places and raises a `ValueError`.
# - **Sentences of different lengths.** Short ones are filled up. This layer computes those places as well. If the loss leaves them out, `dout` is 0
#   there, and nothing is added to `dw` and `db`.

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
    "divided-again",
    "dw",
    Text("`dw`를 자리의 수 N · T로 나눈다", "`dw` is divided by the number N · T of places"),
    wrong=total(x[n, i] * dout[n, j], (n, N)) / N,
    symptom=Text(
        "수치 미분과 비교하면 모두 정확히 1/(N · T)배다. 손실의 평균에서 나온 나눗셈은 `dout`에 이미 들어 있다.",
        "It is exactly 1/(N · T) of the numerical gradient. The factor of a mean was put into `dout` by the loss.",
    ),
)

# %%
LECTURE.mistake(
    "bias-divided",
    "db",
    Text("`db`를 더하지 않고 평균 낸다", "`db` is averaged, not summed"),
    wrong=total(dout[n, j], (n, N)) / N,
    symptom=Text(
        "`dw`는 맞고 `db`만 1/(N · T)배다. 편향만 느리게 학습된다.",
        "`dw` is right and `db` is 1/(N · T) of what it should be: the biases alone learn slowly.",
    ),
)

# %%
square = Example(
    LAYER, sizes={N: 2, D: 2, M: 2}, given={x: [[1, 2], [3, 4]], w: [[1, 3], [0, 2]], dout: [[1, 0], [2, 5]]}
)

LECTURE.mistake(
    "not-transposed",
    "dx",
    Text("`dx`에서 `w`를 전치하지 않는다", "`w` is not transposed in `dx`"),
    wrong=total(dout[i, m] * w[m, j], (m, M)),
    example=square,
    symptom=Text(
        "D와 M이 다르면 곱할 수 없다는 오류가 난다. D = M이면 경고 없이 지나간다.",
        "If D and M differ, the product raises an error. For D = M it passes silently.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# - **`db = dout.sum(axis=0)`으로 한 축만 더한다.** 모양이 (T, M)이다. `b = b - lr * db`는 브로드캐스팅(broadcasting)되어 경고 없이 지나가고, 편향이
#   시각마다 하나씩으로 늘어난다.
# - **시각마다 `dw`를 구하면서 `+=`가 아니라 `=`로 쓴다.** 마지막 시각의 기여만 남는다. T = 1인 검사는 통과한다.
# - **`x.reshape(D, -1)`로 전치를 대신한다.** 모양은 맞지만 자리와 특성이 섞인다. 펴고 나서 `.T`로 전치해야 한다.

# %% [markdown] lang="en"
# Others do not show as a difference of formulas.
#
# - **`db = dout.sum(axis=0)`, along one axis only.** The shape is (T, M). `b = b - lr * db` broadcasts and passes silently, and from then on there is
#   one bias for every time step.
# - **`dw` written with `=` instead of `+=` in a loop over time steps.** Only the last step is left. A check with T = 1 passes.
# - **`x.reshape(D, -1)` in place of a transpose.** The shape is right, but places and features mix. Flatten, then transpose with `.T`.

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
        r"손실이 출력의 합 $L = \sum_{n,m} \mathrm{out}_{n,m}$이라고 하자. `db`는 무엇인가? 한 축만 더하는 실수를 이것으로 어떻게 찾는가?",
        r"Let the loss be the sum of the outputs, $L = \sum_{n,m} \mathrm{out}_{n,m}$. What is `db`? How does it help to find a sum along one axis only?",
    ),
    Text(
        """`dout`의 원소가 모두 1이므로 `db`의 원소는 자리의 수다.

<1>

과제의 글자로는 N · T다. N이나 T만 나오면 한 축을 빠뜨린 것이다.""",
        """All entries of `dout` are 1, so each entry of `db` is the number of places.

<1>

In the letters of the assignment it is N · T. If it comes out as N or T, an axis was left out.""",
    ),
    lambda: [(Derivative(total(affine(n, m), (n, N), (m, M)), b[j]), N)],
)

# %%
S, T = sizes("S T")
(t,) = indices("t")
inputs = tensor(
    "X",
    S,
    T,
    D,
    says=Text("입력. 문장과 시각의 축을 펴지 않은 것", "input, with sentences and time steps apart"),
)
top = tensor("g", S, T, M)
apart = total(top[n, t, m] * inputs[n, t, d] * w[d, m], (n, S), (t, T), (m, M), (d, D))

LECTURE.exercise(
    Text(
        r"문장 $S$개와 시각 $T$개를 두 축으로 두고, 입력을 $X_{n,t,d}$, 업스트림 그래디언트를 $g_{n,t,m}$이라고 하자. 한 시각만 보면 완전연결층의 `dw`는 "
        r"$\sum_n X_{n,t,i}\, g_{n,t,j}$다. 이 층의 `dw`는 이것으로 어떻게 적는가?",
        r"Keep $S$ sentences and $T$ time steps on two axes, with $X_{n,t,d}$ for the input and $g_{n,t,m}$ for the upstream gradient. At one step alone the "
        r"`dw` of an affine layer is $\sum_n X_{n,t,i}\, g_{n,t,j}$. How is the `dw` of this layer written with it?",
    ),
    Text(
        """시각마다 완전연결층이 하나씩 있고 가중치를 함께 쓴다. 그러므로 시각마다의 `dw`를 더한다.

<1>

코드로는 `dw += x[:, t].T.dot(dout[:, t])`를 시각마다 되풀이하는 것이다.""",
        """There is one affine layer for each step, and they share their weights. So their `dw` add up.

<1>

In code: `dw += x[:, t].T.dot(dout[:, t])` for every step.""",
    ),
    lambda: [
        (Derivative(apart, w[i, j]), total(total(inputs[n, t, i] * top[n, t, j], (n, S)), (t, T))),
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dw", (0, 1)), ("db", (1,)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 자리를 모두 표본으로 보면 완전연결층이다. 코드는 (N · T, D)로 펴서 한 번 곱한다.
# 2. 모든 시각이 가중치를 함께 쓰므로 `dw`와 `db`는 표본과 시각 모두에 대한 합이다.
# 3. `dx`에서는 시각끼리 섞이지 않는다.
# 4. 가장 흔한 실수는 `db`를 한 축만 더하는 것이다. `dout.sum(axis=(0, 1))`이 옳다.
#
# **더 읽을거리**
#
# - [CS231n 강의 노트: 순환 신경망](https://cs231n.github.io/rnn/)
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, 10장

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. With every place taken for a sample, it is an affine layer. The code flattens to (N · T, D) and multiplies once.
# 2. All time steps share the weights, so `dw` and `db` are sums over samples and time steps.
# 3. In `dx`, time steps do not mix.
# 4. The commonest mistake is to sum `db` along one axis only: `dout.sum(axis=(0, 1))` is right.
#
# **Further reading**
#
# - [CS231n notes: recurrent neural networks](https://cs231n.github.io/rnn/)
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, chapter 10
