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
# # 위치 인코딩(positional encoding) {#positional_encoding}
#
# [어텐션](attention.md)은 단어의 순서를 모른다. 키의 순서를 바꾸어도 출력은 그대로다. “개가 사람을 물었다”와 “사람이 개를 물었다”를 구별하려면 단어가 몇째인지 벡터에
# 적어 두어야 한다. 가장 간단한 방법은 자리마다 벡터를 하나씩 정해 두고 그 자리의 단어에 **더하는** 것이다. 그 벡터를 모은 표를 사인과 코사인으로 만들 수도 있고,
# 가중치처럼 학습할 수도 있다.
#
# 더하기뿐이므로 그래디언트는 짧다. 단어의 벡터에는 `dout`이 그대로 가고, 표에는 같은 자리를 쓴 모든 표본의 것이 더해져 간다.

# %% [markdown] lang="en"
# # Positional encoding {#positional_encoding}
#
# [Attention](attention.md) knows nothing of the order of words: exchange the keys, and the output is the same. To tell “dog bites man” from “man bites dog”, the vectors have to say where
# their words stand. The simplest way is a vector for each position, which is **added** to the word there. The table of these vectors is made of sines and cosines, or learned like weights.
#
# As it only adds, the gradients are short. What comes to the words is `dout` as it is; what comes to the table is the sum over all samples, which share each position.

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, Symbol

from yudo.derivations.calculus import (
    Example,
    Layer,
    Lecture,
    Part,
    Text,
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
# | `x` | (N, T, D) | 입력. 표본 N개, 자리 T개, 특성 D개 |
# | `table` | (T, D) | 자리마다 더할 벡터 |
# | `out` | (N, T, D) | 출력 |
# | `dout` | (N, T, D) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
#
# 첨자 $n$은 표본, $t$는 자리, $d$는 특성을 가리킨다. 모두 0부터 센다. 그래디언트는 편미분(partial derivative)을 모은 배열이다.
#
# **관례.** 코드의 표는 T행보다 길어도 된다. 앞에서부터 T행만 쓰고, 쓰지 않은 행의 그래디언트는 0이다. 과제의 코드는 더한 다음에 [드롭아웃](dropout.md)을 적용하기도 한다. 여기에는
# 없다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, T, D) | input: N samples, T positions, D features |
# | `table` | (T, D) | the vector that is added at each position |
# | `out` | (N, T, D) | output |
# | `dout` | (N, T, D) | upstream gradient $\partial L / \partial \mathrm{out}$ |
#
# The index $n$ stands for samples, $t$ for positions and $d$ for features. All start at 0. A gradient is the array of partial derivatives.
#
# **Conventions.** In code the table may be longer than T rows. The first T are used, and the gradient of the others is 0. The code of assignments may apply [dropout](dropout.md) to the sum.
# There is none here.

# %%
N, T, D = sizes("N T D")
n, t, d, i, j, r = indices("n t d i j r")

x = tensor("x", N, T, D)
table = tensor("table", T, D, says=Text("자리마다 더할 벡터", "vectors that are added at each position"))
out = tensor("out", N, T, D)
dout = tensor("dout", N, T, D)

LAYER = Layer(
    stem="positional_encoding",
    title=Text("위치 인코딩", "Positional encoding"),
    summary=Text(
        "자리마다 정해 둔 벡터를 그 자리의 단어에 더한다.",
        "Adds to every word the vector of its position.",
    ),
    inputs=(x, table),
    upstream=dout,
    after=("embedding", "attention"),
    part=Part.ATTENTION,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}

# %% [markdown] lang="en"
# ### Output {#output}

# %%
x_n = x.cut(n, None, None)

LAYER.result(
    "out",
    Text("출력", "Output"),
    out[n, t, d],
    x[n, t, d] + table[t, d],
    indices=((n, N), (t, T), (d, D)),
).in_matrices(x_n.matrix + table.matrix, (x_n, table))

# %% [markdown] lang="ko"
# 표에는 표본의 축이 없으므로 모든 표본에 같은 것을 더한다. 코드는 `x + table[:T]` 한 줄이다.
#
# ### 사인과 코사인으로 만든 표 {#sines}
#
# 트랜스포머(transformer)의 표는 특성 둘이 한 짝이다. 짝 $c$는 $\omega_c = 10000^{-2c/D}$의 빠르기로 도는 시곗바늘이고, 그 끝의 두 좌표를 적는다.
#
# $$\mathrm{table}_{t,2c} = \sin(\omega_c t), \qquad \mathrm{table}_{t,2c+1} = \cos(\omega_c t)$$
#
# ```python
# table = np.zeros((T, D))
# angles = np.arange(T)[:, None] * 10000.0 ** (-np.arange(0, D, 2) / D)
# table[:, 0::2] = np.sin(angles)
# table[:, 1::2] = np.cos(angles[:, : D // 2])
# ```
#
# 앞쪽 짝은 빨리 돌아 이웃한 자리를 구별하고, 뒤쪽 짝은 천천히 돌아 먼 자리를 구별한다. 자리가 $k$만큼 뒤로 가면 모든 바늘이 저마다 정해진 각 $\omega_c k$만큼 돈다. 그래서
# 두 자리의 차이는 어디서나 같은 행렬 하나로 나타난다. 이 표는 상수이므로 `dtable`을 구하지 않는다. 아래의 그래디언트는 표를 어떻게 만들었든 성립한다.

# %% [markdown] lang="en"
# The table has no axis of samples: all samples get the same. In code it is one line, `x + table[:T]`.
#
# ### A table of sines and cosines {#sines}
#
# In the transformer's table, two features make a pair. Pair $c$ is the hand of a clock that turns at the rate $\omega_c = 10000^{-2c/D}$; what is written down are the two coordinates of its tip.
#
# $$\mathrm{table}_{t,2c} = \sin(\omega_c t), \qquad \mathrm{table}_{t,2c+1} = \cos(\omega_c t)$$
#
# ```python
# table = np.zeros((T, D))
# angles = np.arange(T)[:, None] * 10000.0 ** (-np.arange(0, D, 2) / D)
# table[:, 0::2] = np.sin(angles)
# table[:, 1::2] = np.cos(angles[:, : D // 2])
# ```
#
# The first pairs turn fast and tell neighbours apart; the last turn slowly, and tell apart what is far away. Moving on by $k$ positions turns each hand by a fixed angle $\omega_c k$, so that a distance is the same matrix
# everywhere. This table is constant, and no `dtable` is wanted. The gradients below hold however the table was made.

# %% [markdown] slot="figure:positions"
# 그림: 처음 세 짝의 사인. / Figure: the sines of the first three pairs.

# %% [markdown] lang="ko"
# ## 입력에 대한 그래디언트 {#gradient}
#
# `dout`을 상수로 두고 `out`과 원소끼리 곱해 더한 스칼라에서 출발하자. 원소 $x_{i,j,r}$은 출력의 원소 하나에만, 곱해지는 것 없이 들어 있다.

# %% [markdown] lang="en"
# ## Gradient with respect to the input {#gradient}
#
# Hold `dout` constant, multiply it with `out` entry by entry, and start from the sum. The entry $x_{i,j,r}$ is part of one entry of the output alone, and nothing is multiplied to it.

# %%
L = Symbol("L", real=True)
EVERYWHERE = ((n, N), (t, T), (d, D))
objective = total(dout[n, t, d] * (x[n, t, d] + table[t, d]), *EVERYWHERE)
dout_i = dout.cut(i, None, None)

LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j, r]),
    Derivative(objective, x[i, j, r]),
    indices=((i, N), (j, T), (r, D)),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(dout[n, t, d] * KroneckerDelta(n, i) * KroneckerDelta(t, j) * KroneckerDelta(d, r), *EVERYWHERE),
).by(rules.DELTA_PICKS, dout[i, j, r]).in_matrices(dout_i.matrix, (dout_i,))

# %% [markdown] lang="ko"
# ## 표에 대한 그래디언트 {#table}
#
# 표의 원소 $\mathrm{table}_{i,j}$는 $n$에 달려 있지 않다. 자리 $i$를 쓴 표본이 N개이므로 델타 둘이 자리와 특성을 골라내고 나서도 표본에 대한 합이 남는다.

# %% [markdown] lang="en"
# ## Gradient with respect to the table {#table}
#
# The table's entry $\mathrm{table}_{i,j}$ does not depend on $n$. N samples have used position $i$, so that a sum over the samples is left after two deltas have picked position and feature.

# %%
dout_at = dout.cut(None, i, None)

LAYER.result(
    "dtable",
    Text("표에 대한 그래디언트", "Gradient with respect to the table"),
    Derivative(L, table[i, j]),
    Derivative(objective, table[i, j]),
    indices=((i, T), (j, D)),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(dout[n, t, d] * KroneckerDelta(t, i) * KroneckerDelta(d, j), *EVERYWHERE),
).by(rules.DELTA_PICKS, total(dout[n, i, j], (n, N))).in_matrices(dout_at.matrix.T * ones(N), (dout_at,))

# %% [markdown] lang="ko"
# 편향의 그래디언트와 같은 까닭이다. 앞에서 늘려 쓴(broadcasting) 축을 뒤에서 더한다. 편향은 표본과 자리를 모두 따라 더하지만, 표는 자리마다 따로 있으므로 표본만 따라 더한다.
#
# ## 구현 {#implementation}
#
# 표가 T행보다 길면 `dtable`도 그만큼 길고, 쓰지 않은 행은 0이다. 역전파(backward pass)에는 `x`도 표의 값도 필요 없다. `dx`는 `dout`과 같은 값이지만 복사본이다. 같은 배열을 돌려주면 나중에
# 하나를 제자리에서 고칠 때 다른 하나도 바뀐다.

# %% [markdown] lang="en"
# It is as with biases: an axis that was broadcast on the way forward is summed over on the way back. A bias is summed over samples and positions; the table has a row for each position, and is summed over the samples
# alone.
#
# ## Implementation {#implementation}
#
# If the table has more than T rows, so has `dtable`, with zeros in those that were not used. The backward pass needs neither `x` nor the values of the table. `dx` has the values of `dout`, but is a copy: if it were the same
# array, whoever changes one in place would change the other.

# %% [markdown] slot="implementation"
# 코드는 impl/positional_encoding.py에 있다. / The code is in impl/positional_encoding.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본 둘, 자리 둘, 특성 둘이다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# Two samples, two positions, two features.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, T: 2, D: 2},
    given={
        x: [[[1, 2], [0, 3]], [[4, -1], [2, 2]]],
        table: [[0, 1], [2, -1]],
        dout: [[[1, -2], [3, 0]], [[5, 1], [-1, 4]]],
    },
    show=[
        ("out", (0, 1, 0)),
        ("dx", (1, 0, 0)),
        ("dtable", (0, 0)),
    ],
)

# %% [markdown] lang="ko"
# `dtable`의 첫 행은 두 표본의 첫 자리에 온 것을 더한 것이다. 자리끼리는 섞이지 않는다.
#
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# The first row of `dtable` adds up what came to the first position of both samples. Positions do not mix.
#
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify positional_encoding`으로 확인한다. / Run `yudo verify positional_encoding`.

# %% [markdown] lang="ko"
# 표는 자료로 주어진 것으로 보고 증명한다. 사인과 코사인의 값 자체는 이 페이지에서 검증하는 대상이 아니다.
#
# ## 주의할 입력 {#awkward}
#
# - **표보다 긴 문장.** 더할 벡터가 없으므로 `ValueError`를 낸다. 학습한 표에서 이런 일이 생긴다. 사인과 코사인은 더 길게 만들 수 있다.
# - **빈 배치(N = 0).** 출력과 `dx`는 비어 있고 `dtable`은 모두 0이다.
# - **특성이 홀수 개일 때.** 사인이 코사인보다 하나 많다. 짝을 맞추어 채우는 코드는 모양 오류를 낸다.
# - **자리가 앞인 배열 (T, N, D).** PyTorch의 관례다. `x + table[:T]`라고 적으면 표본마다 다른 벡터를 더한다. `table[:T, None]`이라야 한다.
# - **채움(padding).** 짧은 문장의 뒤를 채운 자리에도 벡터가 더해진다. 손실에서 빼면 그 자리의 `dout`은 0이고, `dtable`에도 더해지지 않는다.

# %% [markdown] lang="en"
# The proof takes the table as given data. The values of sines and cosines are not what this page verifies.
#
# ## Awkward inputs {#awkward}
#
# - **Sentences longer than the table.** There is no vector to add: a `ValueError`. It happens with learned tables; sines and cosines can be continued.
# - **An empty batch (N = 0).** The output and `dx` are empty, and `dtable` is 0.
# - **An odd number of features.** There is one sine more than there are cosines. Code that fills pairs has a shape error.
# - **Arrays with the positions first, (T, N, D),** as in PyTorch. `x + table[:T]` adds a different vector to each sample; it takes `table[:T, None]`.
# - **Padding.** Positions behind the end of a short sentence get a vector, too. If the loss leaves them out, their `dout` is 0, and adds nothing to `dtable`.

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
    "dtable-averaged",
    "dtable",
    Text(
        "`dtable`을 표본의 수로 나눈다: `dout.mean(axis=0)`",
        "`dtable` is divided by the number of samples: `dout.mean(axis=0)`",
    ),
    wrong=total(dout[n, i, j], (n, N)) / N,
    symptom=Text(
        "손실이 평균이면 `dout`은 이미 N으로 나뉘어 있으므로 두 번 나누는 셈이다. 표가 너무 느리게 배운다.",
        "If the loss is a mean, `dout` has been divided by N already, and this does it again. The table learns too slowly.",
    ),
)

# %%
LECTURE.mistake(
    "summed-over-positions",
    "dtable",
    Text(
        "편향처럼 자리를 따라서도 더한다: `dout.sum(axis=(0, 1))`",
        "Summed over the positions, too, as for a bias: `dout.sum(axis=(0, 1))`",
    ),
    wrong=total(dout[n, t, j], (n, N), (t, T)),
    symptom=Text(
        "모든 행이 같은 그래디언트를 받으므로, 표가 자리를 구별하도록 배우지 못한다.",
        "All rows get the same gradient, and the table never learns to tell positions apart.",
    ),
)

# %%
LECTURE.mistake(
    "table-in-dx",
    "dx",
    Text("역전파에서 표를 다시 더한다", "The table is added again in the backward pass"),
    wrong=dout[i, j, r] + table[j, r],
    symptom=Text(
        "순전파의 줄을 그대로 옮겨 적었다. `dout`이 0인데도 `dx`가 0이 아니다.",
        "The line of the forward pass was copied. `dx` is not 0 even where `dout` is.",
    ),
)

# %%
LECTURE.mistake(
    "multiplied",
    "out",
    Text("표를 더하지 않고 곱한다", "The table is multiplied instead of added"),
    wrong=x[n, t, d] * table[t, d],
    symptom=Text(
        "사인이 0인 첫 자리에서 특성의 절반이 지워진다.",
        "Half of the features are wiped out at the first position, where the sines are 0.",
    ),
)

# %%
APART = Example(
    LAYER,
    sizes={N: 2, T: 1, D: 1},
    given={x: [[[1]], [[2]]], table: [[3]], dout: [[[4]], [[1]]]},
)

LECTURE.mistake(
    "dx-summed",
    "dx",
    Text("`dx`까지 표본을 따라 더한다", "`dx` is summed over the samples as well"),
    wrong=total(dout[n, j, r], (n, N)),
    symptom=Text(
        "`dx`와 `dtable`에 같은 배열을 돌려주었다. 모양이 (T, D)여서 표본의 축이 없다.",
        "The same array was returned for `dx` and `dtable`. Its shape is (T, D), without an axis of samples.",
    ),
    example=APART,
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | `x += table[:T]` | 부른 쪽의 `x`가 바뀐다. 같은 입력으로 두 번 부르면 두 번 더해진다. |
# | 자리를 1부터 센다 | 사인과 코사인의 표가 한 칸 밀린다. 미리 학습한 모델의 표와 맞지 않는다. |
# | 지수에서 `2 * c / D` 대신 `c / D`를 쓴다 | 바늘이 모두 더 빨리 돈다. 그래디언트 검사로는 알 수 없다. |
# | `float64`인 표를 `float32`인 `x`에 더한다 | 결과가 `float64`가 되어 그 뒤의 층이 모두 느려진다. |
# | 표를 매개변수로 등록한다(PyTorch의 `nn.Parameter`) | 상수여야 할 사인과 코사인이 학습된다. `register_buffer`를 쓴다. |

# %% [markdown] lang="en"
# Other mistakes do not show as a difference of formulas.
#
# | mistake | symptom |
# | --- | --- |
# | `x += table[:T]` | It changes the caller's `x`. Called twice with one input, it adds twice. |
# | positions counted from 1 | The table of sines and cosines is shifted by one row, and does not fit to a model that was trained with another. |
# | `c / D` instead of `2 * c / D` in the exponent | All hands turn faster. No gradient check sees it. |
# | a `float64` table added to a `float32` `x` | The result is `float64`, and all layers behind it get slower. |
# | the table registered as a parameter (`nn.Parameter` in PyTorch) | Sines and cosines that should be constant are trained. Use `register_buffer`. |

# %% [markdown] lang="ko"
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
s = indices("s")[0]

LECTURE.exercise(
    Text(
        "쿼리와 키가 모두 `out`이라고 하자. 두 자리 $t$와 $s$의 점수를 단어와 자리로 나누어 적어라.",
        "Let queries and keys both be `out`. Write the score of positions $t$ and $s$ in terms of words and positions.",
    ),
    Text(
        r"""곱을 펼치면 항이 넷이다.

<1>

첫 항은 단어끼리, 마지막 항은 자리끼리 비교한다. 가운데 둘은 단어와 자리를 비교한다. 자리끼리만 따로 두는 방법이 상대 위치 인코딩이다.""",
        r"""Multiplied out there are four terms.

<1>

The first compares words, the last compares positions, and the two in the middle compare a word with a position. Relative encodings keep what compares positions apart.""",
    ),
    lambda: [
        (
            total((x[n, t, d] + table[t, d]) * (x[n, s, d] + table[s, d]), (d, D)),
            total(x[n, t, d] * x[n, s, d], (d, D))
            + total(x[n, t, d] * table[s, d], (d, D))
            + total(table[t, d] * x[n, s, d], (d, D))
            + total(table[t, d] * table[s, d], (d, D)),
        )
    ],
)

# %%
H, W = sizes("H W")
h, v = indices("h v")
patches = tensor("patches", N, H, W, D)
rows, columns = tensor("rows", H, D), tensor("columns", W, D)
dpatches = tensor("dpatches", N, H, W, D)
on_images = total(
    dpatches[n, h, v, d] * (patches[n, h, v, d] + rows[h, d] + columns[v, d]),
    (n, N),
    (h, H),
    (v, W),
    (d, D),
)

LECTURE.exercise(
    Text(
        "이미지를 H행 W열의 조각으로 나누고, 조각마다 자기 행의 벡터와 자기 열의 벡터를 더한다. 두 표의 그래디언트를 구하라. 표의 크기는 얼마나 줄어드는가?",
        "An image is cut into H rows and W columns of patches, and each gets the vector of its row and that of its column. What are the gradients of both tables, and how much smaller are the tables?",
    ),
    Text(
        r"""행의 벡터는 그 행의 모든 조각이 함께 쓰므로 열을 따라서도 더한다.

<1>

열의 벡터는 행을 따라서도 더한다.

<2>

$HWD$개이던 수가 $(H + W)D$개로 줄어든다.""",
        r"""The vector of a row is shared by all patches in it, so the sum runs over the columns, too.

<1>

That of a column is summed over the rows.

<2>

Instead of $HWD$ numbers there are $(H + W)D$.""",
    ),
    lambda: [
        (Derivative(on_images, rows[i, j]), total(dpatches[n, i, v, j], (n, N), (v, W))),
        (Derivative(on_images, columns[i, j]), total(dpatches[n, h, i, j], (n, N), (h, H))),
    ],
)

# %%
a = Symbol("a", real=True)

LECTURE.exercise(
    Text(
        r"트랜스포머는 단어의 벡터에 $a = \sqrt D$를 곱하고 나서 표를 더한다. `dx`와 `dtable`은 어떻게 달라지는가?",
        r"The transformer multiplies the words by $a = \sqrt D$ before the table is added. How does this change `dx` and `dtable`?",
    ),
    Text(
        r"""단어 쪽에만 곱해졌으므로 그쪽 그래디언트에만 곱해진다.

<1>

표 쪽은 그대로다.

<2>""",
        r"""It is multiplied to the words alone, and so it is in their gradient.

<1>

That of the table is unchanged.

<2>""",
    ),
    lambda: [
        (
            Derivative(total(dout[n, t, d] * (a * x[n, t, d] + table[t, d]), *EVERYWHERE), x[i, j, r]),
            a * dout[i, j, r],
        ),
        (
            Derivative(total(dout[n, t, d] * (a * x[n, t, d] + table[t, d]), *EVERYWHERE), table[i, j]),
            total(dout[n, i, j], (n, N)),
        ),
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dx", (0, 1, 0)), ("dtable", (1, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 어텐션은 순서를 모르므로, 자리마다 정해 둔 벡터를 단어에 더한다.
# 2. `dx`는 `dout` 그대로다.
# 3. 표를 학습한다면 `dtable`은 `dout`을 **표본을 따라** 더한 것이다. 자리끼리는 더하지 않는다.
# 4. 사인과 코사인의 표는 상수이므로 그래디언트를 구하지 않는다.
#
# **더 읽을거리**
#
# - A. Vaswani 외, [Attention is all you need](https://arxiv.org/abs/1706.03762), *NeurIPS* 2017, 3.5절
# - J. Devlin 외, [BERT](https://arxiv.org/abs/1810.04805), *NAACL* 2019 (학습한 표)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. Attention does not know the order, so a vector of its position is added to every word.
# 2. `dx` is `dout` as it is.
# 3. If the table is learned, `dtable` is the sum of `dout` **over the samples**, and not over the positions.
# 4. A table of sines and cosines is constant, and wants no gradient.
#
# **Further reading**
#
# - A. Vaswani et al., [Attention is all you need](https://arxiv.org/abs/1706.03762), *NeurIPS* 2017, section 3.5
# - J. Devlin et al., [BERT](https://arxiv.org/abs/1810.04805), *NAACL* 2019 (a table that is learned)
