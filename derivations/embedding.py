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
# # 임베딩(embedding) {#embedding}
#
# 신경망은 수를 계산하는데 단어는 수가 아니다. 그래서 어휘(vocabulary)의 단어마다 번호를 붙이고, 번호마다 벡터를 하나씩 둔다. 이 벡터가
# 임베딩이고, 벡터를 모아 놓은 표 `W`가 이 층의 가중치다. 순전파(forward pass)는 번호에 해당하는 행을 꺼내 오는 것이 전부다.
#
# 꺼내 오는 일은 계산 같아 보이지 않는다. 그런데도 미분할 수 있을까? 번호로는 미분할 수 없지만 표로는 할 수 있다. 그리고 역전파(backward
# pass)에는 자주 틀리는 곳이 하나 있다. 한 문장에 같은 단어가 두 번 나오면 어떻게 되는가?

# %% [markdown] lang="en"
# # Embedding {#embedding}
#
# A net computes with numbers, and words are not numbers. So every word of a vocabulary gets a number, and every number a vector. The vector is
# the word's embedding, and the table `W` of all vectors is the weight of this layer. The forward pass takes rows out of the table, and
# that is all.
#
# Looking something up does not seem to be a computation. Can it be differentiated? Not with respect to the number of a word, but with
# respect to the table. And in the backward pass there is one place where mistakes are made: what if a sentence has the same word twice?

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, Symbol

from yudo.derivations.calculus import (
    POSITIVE_SIZES,
    REAL_ARITHMETIC,
    Assumption,
    Definition,
    Layer,
    Lecture,
    Part,
    Text,
    flattened_batch,
    indices,
    labels,
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
# | `x` | (n1, …, nk) | 단어의 번호. 0부터 V−1까지의 정수 |
# | `W` | (V, D) | 표. 단어 V개의 벡터. 벡터의 길이는 D |
# | `out` | (n1, …, nk, D) | 출력. 번호마다 그 단어의 벡터 |
# | `dout` | (n1, …, nk, D) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
#
# 보통 `x`는 (N, T)다. 문장이 N개이고 문장마다 단어가 T개다. 그러나 단어가 몇 번째 문장의 몇 번째 자리에 있는지는 이 층에 아무 영향도
# 주지 않는다. 그래서 식에서는 모든 자리를 한 줄로 펴고, 그 수를 $N = n_1 \cdots n_k$이라고 쓴다. 첨자 $n$은 자리를, $v$는 어휘의
# 번호를, $d$는 벡터의 원소를 가리킨다. 모두 0부터 센다. 그래디언트는 편미분(partial derivative)을 모은 배열이다.
#
# **관례.** 번호는 0 이상이다. NumPy는 −1을 마지막 행으로 읽지만 이 층은 거절한다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (n1, …, nk) | numbers of words, integers from 0 to V−1 |
# | `W` | (V, D) | the table: vectors of V words, each of length D |
# | `out` | (n1, …, nk, D) | output: for every number the vector of its word |
# | `dout` | (n1, …, nk, D) | upstream gradient $\partial L / \partial \mathrm{out}$ |
#
# Usually `x` is (N, T): N sentences of T words. But in which sentence a word stands, and at which place, makes no difference to this
# layer. So the formulas put all places into one row, and $N = n_1 \cdots n_k$ is their number. The index $n$ stands for places, $v$ for
# numbers of the vocabulary and $d$ for entries of a vector. All start at 0. A gradient is the array of partial
# derivatives.
#
# **Conventions.** Numbers are not negative. NumPy reads −1 as the last row; this layer refuses it.

# %%
V, D = sizes("V D")
N = flattened_batch("N")
n, v, d, i, j = indices("n v d i j")

x = labels("x", N, says=Text("입력. 임베딩에서는 단어의 번호", "input; for the embedding, numbers of words"))
W = tensor("W", V, D)
out = tensor("out", N, D)
dout = tensor("dout", N, D)

WORDS_IN_RANGE = Assumption(
    "words_in_range",
    Text(
        "단어의 번호 $x_n$은 $0$부터 $V-1$까지의 정수다.",
        "The numbers $x_n$ of words are integers from $0$ to $V-1$.",
    ),
)

LAYER = Layer(
    stem="embedding",
    title=Text("임베딩", "Embedding"),
    summary=Text(
        "단어의 번호마다 표에서 벡터를 하나 꺼낸다.",
        "Takes a vector out of a table for every number of a word.",
    ),
    inputs=(x, W),
    upstream=dout,
    after=("affine",),
    part=Part.SEQUENCES,
    assumptions=(REAL_ARITHMETIC, POSITIVE_SIZES, WORDS_IN_RANGE),
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}
#
# 번호 $x_n$을 원-핫(one-hot) 벡터로 적어 보자. $x_n$번째 자리만 1이고 나머지는 0인 길이 V의 벡터다. 그러면 행을 꺼내는 일은 원-핫 행렬과 표의
# 곱이다.

# %% [markdown] lang="en"
# ### Output {#output}
#
# Write the number $x_n$ as a one-hot vector: of length V, with a 1 at place $x_n$ and 0 elsewhere. Then taking out a row is the product of
# a one-hot matrix and the table.

# %%
onehot = tensor("onehot", N, V, says=Text("번호를 원-핫으로 적은 것", "the numbers in one-hot form"))
ENCODED = Definition(onehot[n, v], KroneckerDelta(v, x[n]))

LAYER.result(
    "out", Text("출력", "Output"), out[n, d], W[x[n], d], indices=((n, N), (d, D)), definitions=(ENCODED,)
).by(rules.NAME, total(onehot[n, v] * W[v, d], (v, V))).by(rules.DELTA_PICKS, W[x[n], d]).in_matrices(
    onehot.matrix * W.matrix, (onehot, W)
)

# %% [markdown] lang="ko"
# 임베딩은 곧 입력이 원-핫이고 편향이 없는 [완전연결층](affine.md)이다. 다만 코드는 이 행렬을 만들지 않는다. 단어가 5만 개라면 행마다 0이 4만 9999개이고,
# 행렬곱은 거의 모든 시간을 0을 곱하는 데 쓴다. `W[x]`는 행을 복사할 뿐이다.

# %% [markdown] lang="en"
# So an embedding is an [affine layer](affine.md) whose input is one-hot and that has no bias. The code does not form that matrix: with 50,000
# words it has 49,999 zeros in every row, and the product would spend almost all its time on them. `W[x]` copies rows.

# %% [markdown] lang="ko"
# ## 표에 대한 그래디언트 {#gradient}
#
# 번호 `x`는 정수이므로 조금 바꾼다는 말이 성립하지 않고, 그래디언트도 없다. 표의 원소 $W_{i,j}$는 $i$번 단어가 나온 **모든** 자리의 출력에 들어간다.
# `dout`을 상수로 두고 `out`과 원소끼리 곱해 더한 스칼라를 미분하자.

# %% [markdown] lang="en"
# ## Gradient with respect to the table {#gradient}
#
# The numbers `x` are integers. They cannot be changed by a little, and there is no gradient with respect to them. An entry $W_{i,j}$ of the
# table enters the output at **all** places where word $i$ stands. Hold `dout` constant, multiply it with `out` entry by entry, sum, and
# differentiate.

# %%
L = Symbol("L", real=True)
objective = total(dout[n, d] * W[x[n], d], (n, N), (d, D))

LAYER.result(
    "dW",
    Text("표에 대한 그래디언트", "Gradient with respect to the table"),
    Derivative(L, W[i, j]),
    Derivative(objective, W[i, j]),
    indices=((i, V), (j, D)),
    definitions=(ENCODED,),
).by(rules.DIFFERENTIATE_UNDER_SUM, total(dout[n, d] * Derivative(W[x[n], d], W[i, j]), (n, N), (d, D))).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(dout[n, d] * KroneckerDelta(x[n], i) * KroneckerDelta(d, j), (n, N), (d, D)),
).by(rules.DELTA_PICKS, total(KroneckerDelta(x[n], i) * dout[n, j], (n, N))).by(
    rules.NAME, total(onehot[n, i] * dout[n, j], (n, N))
).in_matrices(onehot.matrix.T * dout.matrix, (onehot, dout))

# %% [markdown] lang="ko"
# $x_n = i$인 자리의 `dout`을 모두 더한 것이 `dW`의 $i$번째 행이다. 단어가 한 번도 나오지 않았으면 그 행은 0이고, 두 번 나왔으면 두 행의 합이다. 여러 곳에
# 쓴 값의 그래디언트는 그 모든 곳에 대한 합이라는 규칙 그대로다.
#
# 코드로는 `np.add.at(dW, x, dout)`이다. 비슷해 보이는 `dW[x] += dout`은 **틀린다**. NumPy는 먼저 `dW[x]`를 꺼내 `dout`을 더한 다음 한꺼번에 되돌려 쓰므로,
# 같은 행에 여러 번 쓰면 마지막 것만 남는다.

# %% [markdown] lang="en"
# Row $i$ of `dW` is the sum of `dout` over all places where $x_n = i$. If a word does not occur, its row is 0; if it occurs twice, two rows are
# added. It is the rule once more: what is used in several places has a gradient that sums over all of them.
#
# In code, `np.add.at(dW, x, dout)`. `dW[x] += dout` looks alike but is **wrong**: NumPy takes out `dW[x]` first, adds `dout`, and writes
# everything back at once, so that of several writes to one row only the last is left.

# %% [markdown] lang="ko"
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/embedding.py에 있다. / The code is in impl/embedding.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 단어가 넷이고 벡터의 길이는 2다. 문장은 ‘2 0 2’다. 2번 단어가 두 번 나오고 1번과 3번은 나오지 않는다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# Four words with vectors of length 2. The sentence is “2 0 2”: word 2 stands twice, words 1 and 3 do not occur.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 3, V: 4, D: 2},
    given={
        x: [2, 0, 2],
        W: [[1, 2], [3, 4], [5, 6], [7, 8]],
        dout: [[1, -1], [10, 20], [2, 3]],
    },
    show=[(onehot, (0, 2)), ("out", (0, 1)), ("dW", (2, 0), (1, 0))],
)

# %% [markdown] lang="ko"
# `dW`의 2번 행은 (1, −1)과 (2, 3)의 합이다. `dW[x] += dout`이었다면 (2, 3)이 되었을 것이다.

# %% [markdown] lang="en"
# Row 2 of `dW` is the sum of (1, −1) and (2, 3). With `dW[x] += dout` it would be (2, 3).

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify embedding`으로 확인한다. / Run `yudo verify embedding`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **나오지 않은 단어.** 그 행의 그래디언트는 0이다. 모멘텀이나 가중치 감쇠를 쓰는 갱신은 그런 행도 바꾼다.
# - **모두 같은 단어.** `dW`의 행 하나에 모든 `dout`이 모인다. 더하는 수가 많을수록 반올림 오차도 쌓인다.
# - **어휘 밖의 번호.** −1이나 V 이상이면 어느 자리의 무슨 수인지 밝히며 `ValueError`를 낸다.
# - **실수로 된 번호.** 정수가 아니면 `TypeError`가 난다.
# - **단어가 없을 때.** `out`은 빈 배열이고 `dW`는 영행렬이다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **A word that does not occur.** The gradient of its row is 0. Updates with momentum or weight decay change such rows nevertheless.
# - **One word everywhere.** All of `dout` gathers in one row of `dW`. The more numbers are added, the more rounding errors pile up.
# - **Numbers outside the vocabulary.** −1, or V and above, raises a `ValueError` that names the place and the number.
# - **Numbers that are floats.** What is no integer raises a `TypeError`.
# - **No words at all.** `out` is empty, and `dW` is zeros.

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
    "averaged",
    "dW",
    Text("더한 것을 자리의 수로 나눈다", "The sum is divided by the number of places"),
    wrong=total(onehot[n, i] * dout[n, j], (n, N)) / N,
    symptom=Text(
        "수치 미분과 비교하면 모두 정확히 1/N배다. 손실의 평균에서 나온 $1/N$은 `dout`에 이미 들어 있다.",
        "It is exactly 1/N of the numerical gradient. If the loss is a mean, its $1/N$ is in `dout` already.",
    ),
)

# %%
LECTURE.mistake(
    "upstream-forgotten",
    "dW",
    Text(
        "`dout`을 쓰지 않고 단어가 나온 횟수만 센다: `np.add.at(dW, x, 1)`",
        "The words are counted and `dout` is not used: `np.add.at(dW, x, 1)`",
    ),
    wrong=total(onehot[n, i], (n, N)),
    symptom=Text(
        "`dW`의 행마다 모든 원소가 같다. `dout`이 모두 1인 검사는 통과한다.",
        "All entries in a row of `dW` are equal. A check in which `dout` is 1 throughout passes.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# - **`dW[x] += dout`으로 더한다.** 같은 단어가 두 번 나오지 않는 검사는 통과한다. 되풀이되는 단어가 들어 있는 `x`로 검사해야 한다.
# - **`dW[x] = dout`으로 쓴다.** 위와 같은 값이 나온다. 더하지 않고 덮어쓰기 때문이다.
# - **표를 곧바로 고친다.** `W[x] -= lr * dout`으로 갱신하면 되풀이된 단어는 한 번만 갱신된다.

# %% [markdown] lang="en"
# Others do not show as a difference of formulas.
#
# - **`dW[x] += dout`.** A check passes in which no word occurs twice. Use an `x` with words that are repeated.
# - **`dW[x] = dout`.** It gives the same values, because it overwrites and does not add.
# - **The table updated directly.** With `W[x] -= lr * dout` a repeated word is updated once only.

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
        r"`dW`의 모든 행을 더하면 무엇이 되는가? 단어의 번호와는 어떤 관계가 있는가?",
        r"What do all rows of `dW` add up to? How does it depend on the numbers of the words?",
    ),
    Text(
        r"""원-핫 벡터의 원소를 모두 더하면 1이다. 그러므로 `dout`의 행을 모두 더한 것이 남는다.

<1>

번호와는 아무 관계가 없다. `dW.sum(axis=0)`과 `dout`의 합을 비교하는 것은 좋은 점검이다. `dW[x] += dout`이면 이 등식이 깨진다.""",
        r"""The entries of a one-hot vector add up to 1. So what is left are all rows of `dout`, added up.

<1>

It does not depend on the numbers at all. To compare `dW.sum(axis=0)` with the sum of `dout` is a good check; `dW[x] += dout` breaks it.""",
    ),
    lambda: [
        (total(onehot[n, i] * dout[n, j], (i, V), (n, N)), total(dout[n, j], (n, N))),
    ],
    definitions=(ENCODED,),
)

# %%
M = sizes("M")[0]
(m,) = indices("m")
U = tensor("U", D, M)
top = tensor("g", N, M)
through = total(top[n, m] * W[x[n], d] * U[d, m], (n, N), (m, M), (d, D))

LECTURE.exercise(
    Text(
        r"임베딩 다음에 편향이 없는 완전연결층 $U$가 온다. 그 층의 업스트림 그래디언트를 $g$라고 할 때 표에 대한 그래디언트를 구하라.",
        r"An affine layer $U$ without a bias follows the embedding. With $g$ for its upstream gradient, find the gradient with respect to the table.",
    ),
    Text(
        r"""완전연결층이 임베딩에 넘기는 것은 $g\, U^{\top}$이다. 이것을 `dout`으로 삼아 단어마다 더한다.

<1>

두 층을 먼저 합쳐도 된다. 표 $W U$에서 행을 꺼내는 것과 같기 때문이다.""",
        r"""The affine layer passes $g\, U^{\top}$ down. Take this for `dout` and add word by word.

<1>

The two layers may also be merged: the rows could be taken out of the table $W U$.""",
    ),
    lambda: [
        (
            Derivative(through, W[i, j]),
            total(KroneckerDelta(x[n], i) * top[n, m] * U[j, m], (n, N), (m, M)),
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dW", (2, 1)), ("dW", (0, 0)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 임베딩은 표에서 행을 꺼낸다. `out = W[x]`. 원-핫 행렬을 곱하는 것과 같다.
# 2. 번호에 대한 그래디언트는 없다. 표에 대한 그래디언트는 단어마다 `dout`을 더한 것이다.
# 3. 되풀이되는 단어는 더해야 한다. `np.add.at(dW, x, dout)`은 옳고 `dW[x] += dout`은 틀린다.
# 4. 나오지 않은 단어의 행은 0이다.
#
# **더 읽을거리**
#
# - Y. Bengio, R. Ducharme, P. Vincent, C. Jauvin, [A neural probabilistic language model](https://www.jmlr.org/papers/v3/bengio03a.html), *JMLR* 3, 2003
# - T. Mikolov, K. Chen, G. Corrado, J. Dean, [Efficient estimation of word representations in vector space](https://arxiv.org/abs/1301.3781), 2013
# - [NumPy 문서: ufunc.at](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.at.html)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. An embedding takes rows out of a table, `out = W[x]`. It is the same as multiplying by a one-hot matrix.
# 2. There is no gradient with respect to the numbers. With respect to the table it is `dout`, added word by word.
# 3. Repeated words add up: `np.add.at(dW, x, dout)` is right and `dW[x] += dout` wrong.
# 4. The row of a word that does not occur is 0.
#
# **Further reading**
#
# - Y. Bengio, R. Ducharme, P. Vincent, C. Jauvin, [A neural probabilistic language model](https://www.jmlr.org/papers/v3/bengio03a.html), *JMLR* 3, 2003
# - T. Mikolov, K. Chen, G. Corrado, J. Dean, [Efficient estimation of word representations in vector space](https://arxiv.org/abs/1301.3781), 2013
# - [NumPy documentation: ufunc.at](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.at.html)
