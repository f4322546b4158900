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
# # 평균 풀링(average pooling) {#avg_pool}
#
# [합성곱](conv2d.md)을 지난 이미지는 여전히 크다. 픽셀 하나하나의 자리까지 알 필요가 없으면 크기를 줄이는 편이 낫다. 풀링(pooling)은 이미지를
# 작은 **창(window)**으로 훑으면서 창마다 수 하나만 남긴다. 평균 풀링이 남기는 것은 창에 든 픽셀의 평균이다.
#
# 배울 가중치가 없으므로 구할 그래디언트는 `dx` 하나다. 평균은 창에 든 픽셀을 모두 똑같이 대한다. 그래서 창으로 온 그래디언트도 픽셀에 똑같이
# 나누어진다. 창이 겹치면 픽셀 하나가 여러 창에서 조금씩 받는다.

# %% [markdown] lang="en"
# # Average pooling {#avg_pool}
#
# After a [convolution](conv2d.md) an image is as large as before. Where the exact place of each pixel does not matter, a smaller image will do. Pooling
# looks at the image through small **windows** and keeps one number of each. Average pooling keeps the mean of the window's pixels.
#
# There are no weights to learn, so the only gradient is `dx`. A mean treats all pixels of a window alike, and so does its gradient: what comes to a
# window is shared out among its pixels in equal parts. Where windows overlap, a pixel has a share in each of them.

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, Symbol

from yudo.derivations.calculus import (
    AffineIndex,
    Definition,
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
# | `x` | (N, C, H, W) | 입력. 표본 N개, 채널 C개 |
# | `out` | (N, C, P, Q) | 출력. 채널마다 창이 P행 Q열로 놓인다 |
# | `dout` | (N, C, P, Q) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
#
# 창은 R행 T열이고 한 번에 S칸씩 움직인다. S를 **스트라이드(stride)**라고 한다. 출력의 $p$행 $q$열은 입력의 $Sp$행 $Sq$열에서 시작하는 창의 평균이다.
# 그 창의 $r$행 $t$열에 있는 픽셀은 $x_{n,c,Sp+r,Sq+t}$다. 채널끼리는 섞이지 않는다. 모든 첨자는 0부터 센다. 그래디언트는 편미분(partial
# derivative)을 모은 배열이다.
#
# **관례.** 창 P개가 꼭 들어맞는 높이는 $H = S(P - 1) + R$이고 너비는 $W = S(Q - 1) + T$다. 식은 이 크기로 적는다. 이보다 큰 이미지에서 끝에 남는
# 행과 열은 출력에 쓰이지 않고, 그 그래디언트는 0이다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, C, H, W) | input: N samples of C channels |
# | `out` | (N, C, P, Q) | output: in each channel, P rows and Q columns of windows |
# | `dout` | (N, C, P, Q) | upstream gradient $\partial L / \partial \mathrm{out}$ |
#
# A window has R rows and T columns, and moves by S pixels at a time, the **stride**. Row $p$ and column $q$ of the output are the mean of the window
# that begins in row $Sp$ and column $Sq$ of the input; the pixel in row $r$ and column $t$ of that window is $x_{n,c,Sp+r,Sq+t}$. Channels are not
# mixed. All indices start at 0. A gradient is the array of partial derivatives.
#
# **Conventions.** P windows fit exactly into a height of $H = S(P - 1) + R$, and Q into a width of $W = S(Q - 1) + T$; the formulas are written
# for these sizes. In a larger image some rows and columns are left at the end: the output does not use them, and their gradient is 0.

# %%
N, C, R, T, P, Q, S = sizes("N C R T P Q S")
n, c, r, t, p, q = indices("n c r t p q")
i, j, h, v = indices("i j h v")
H, W = S * (P - 1) + R, S * (Q - 1) + T

x = tensor("x", N, C, H, W)
out = tensor("out", N, C, P, Q)
dout = tensor("dout", N, C, P, Q)

LAYER = Layer(
    stem="avg_pool",
    title=Text("평균 풀링", "Average pooling"),
    summary=Text(
        "이미지를 작은 창으로 훑으며, 창마다 픽셀의 평균만 남긴다.",
        "Looks at an image through small windows, and keeps the mean of each.",
    ),
    inputs=(x, R, T, S),
    upstream=dout,
    after=("conv2d",),
    part=Part.IMAGES,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}

# %% [markdown] lang="en"
# ### Output {#output}

# %%
window = tensor("window", N, C, P, Q, R, T, says=Text("창에 든 픽셀", "pixels of a window"))
SEEN = Definition(window[n, c, p, q, r, t], x[n, c, AffineIndex(S * p + r), AffineIndex(S * q + t)])
WINDOW, IMAGE = ((r, R), (t, T)), ((p, P), (q, Q))
EVERYWHERE = ((n, N), (c, C), *IMAGE)
window_pq = window.cut(n, c, p, q, None, None)


def seen(n, c, p, q, r, t):
    """The pixel at a place of a window."""
    return x[n, c, AffineIndex(S * p + r), AffineIndex(S * q + t)]


LAYER.result(
    "out",
    Text("출력", "Output"),
    out[n, c, p, q],
    total(seen(n, c, p, q, r, t), *WINDOW) / (R * T),
    indices=EVERYWHERE,
    definitions=(SEEN,),
).in_matrices(ones(R).T * window_pq.matrix * ones(T) / (R * T), (window_pq,))

# %% [markdown] lang="ko"
# 평균 풀링은 배우지 않는 [합성곱](conv2d.md)이다. 모든 원소가 $\tfrac{1}{RT}$인 필터 하나를 채널마다 따로 쓴 것과 같다.
#
# 식대로 반복문을 쓰면 여섯 겹이 된다. 창 대신 **창 안의 자리**를 따라 돌면 두 겹이면 된다. 자리 $(r, t)$에 있는 픽셀을 모든 창에서 모으면 $S$칸씩
# 건너뛴 슬라이스다.
#
# ```python
# out += x[:, :, r : r + S * P : S, t : t + S * Q : S]
# ```

# %% [markdown] lang="en"
# Average pooling is a [convolution](conv2d.md) that does not learn: with one filter for each channel by itself, in which every entry is $\tfrac{1}{RT}$.
#
# Loops as in the formula would be six deep. Loops over the **places within a window** instead of the windows are two: the pixels that are at place
# $(r, t)$ of all the windows are a slice in steps of $S$.
#
# ```python
# out += x[:, :, r : r + S * P : S, t : t + S * Q : S]
# ```

# %% [markdown] lang="ko"
# ## 입력에 대한 그래디언트 {#gradient}
#
# 출력의 원소 하나를 픽셀 $x_{i,j,h,v}$로 미분하면, 이 픽셀이 그 창에 들어 있을 때만 값이 남는다. 곧 창의 어느 자리 $(r, t)$에서 $h = Sp + r$이고
# $v = Sq + t$일 때다. 그때 남는 값은 언제나 $\tfrac{1}{RT}$이며 픽셀의 값과는 상관이 없다.

# %% [markdown] lang="en"
# ## Gradient with respect to the input {#gradient}
#
# The derivative of one output with respect to the pixel $x_{i,j,h,v}$ is 0 unless the pixel lies in that window: unless $h = Sp + r$ and $v = Sq + t$ at some
# place $(r, t)$ of it. Where it does, the derivative is $\tfrac{1}{RT}$, whatever the values of the pixels are.

# %%
L = Symbol("L", real=True)
objective = total(dout[n, c, p, q] * total(seen(n, c, p, q, r, t), *WINDOW) / (R * T), *EVERYWHERE)

rows = tensor(
    "rows", H, P, R, says=Text("창의 행이 $h$이면 1, 아니면 0", "1 where a row of a window is $h$, else 0")
)
columns = tensor(
    "columns",
    W,
    Q,
    T,
    says=Text("창의 열이 $v$이면 1, 아니면 0", "1 where a column of a window is $v$, else 0"),
)
MET = KroneckerDelta(h, AffineIndex(S * p + r)) * KroneckerDelta(v, AffineIndex(S * q + t))
PLACES = (
    Definition(rows[h, p, r], KroneckerDelta(h, AffineIndex(S * p + r))),
    Definition(columns[v, q, t], KroneckerDelta(v, AffineIndex(S * q + t))),
)
rows_h, columns_v, dout_ij = rows.cut(h, None, None), columns.cut(v, None, None), dout.cut(i, j, None, None)

LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j, h, v]),
    Derivative(objective, x[i, j, h, v]),
    indices=((i, N), (j, C), (h, H), (v, W)),
    definitions=PLACES,
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        dout[n, c, p, q] * total(KroneckerDelta(n, i) * KroneckerDelta(c, j) * MET, *WINDOW) / (R * T),
        *EVERYWHERE,
    ),
).by(
    rules.DELTA_PICKS,
    total(MET * dout[i, j, p, q], *IMAGE, *WINDOW) / (R * T),
).in_matrices(
    ones(R).T * rows_h.matrix.T * dout_ij.matrix * columns_v.matrix * ones(T) / (R * T),
    (rows_h, dout_ij, columns_v),
)

# %% [markdown] lang="ko"
# 앞의 두 델타는 합에서 한 항을 골라내지만 뒤의 두 델타는 남는다. $h = Sp + r$을 만족하는 $p$와 $r$이 여럿일 수도, 하나도 없을 수도 있기 때문이다.
# 스트라이드와 창의 크기를 비교하면 세 경우다.
#
# - **S = R = T.** 창이 타일처럼 빈틈없이 놓인다. 픽셀마다 창이 하나뿐이므로 `dx`는 `dout`을 $RT$로 나누어 R행 T열로 늘려 놓은 것이다.
# - **S가 더 작으면** 창이 겹친다. 겹친 픽셀은 여러 창에서 받은 것을 더한다.
# - **S가 더 크면** 창 사이의 픽셀은 어느 창에도 들지 않고 그래디언트가 0이다.
#
# 코드에서는 델타를 계산하지 않는다. 출력에서 읽은 바로 그 슬라이스에 더하면 된다. 겹치는 창이 여럿이므로 `=`가 아니라 `+=`다. 픽셀의 값은 필요하지
# 않으므로 캐시(cache)에는 `x`의 모양만 남긴다.
#
# ```python
# dx[:, :, r : r + S * P : S, t : t + S * Q : S] += dout / (R * T)
# ```
#
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# The first two deltas pick a term of the sum; the other two stay, because there may be several $p$ and $r$ with $h = Sp + r$, or none. There are
# three cases, by the stride and the size of a window.
#
# - **S = R = T.** The windows lie side by side like tiles. Each pixel is in one of them, so that `dx` is `dout` over $RT$, each entry repeated in R rows
#   and T columns.
# - **A smaller S.** Windows overlap, and a pixel adds up its shares in all of them.
# - **A larger S.** The pixels between two windows lie in none, and their gradient is 0.
#
# Code computes no deltas. It adds to the very slice that the output read, by `+=` instead of `=`, because windows overlap. The values of the pixels are
# not needed, so the cache keeps only the shape of `x`.
#
# ```python
# dx[:, :, r : r + S * P : S, t : t + S * Q : S] += dout / (R * T)
# ```
#
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/avg_pool.py에 있다. / The code is in impl/avg_pool.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본도 채널도 하나다. 3행 3열 이미지 위에서 2행 2열 창이 한 칸씩 움직이므로 창은 넷이고, 가운데 픽셀은 모든 창에 들어 있다. 귀퉁이의 픽셀은 창
# 하나에만 들어 있다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# One sample, one channel. A window of 2 by 2 moves over an image of 3 by 3 one pixel at a time: there are four windows. The pixel in the middle lies
# in all of them, and a pixel in a corner in one.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 1, C: 1, R: 2, T: 2, P: 2, Q: 2, S: 1},
    given={x: [[[[1, 2, 5], [0, 1, 4], [3, 0, 3]]]], dout: [[[[4, 8], [0, -4]]]]},
    show=[
        ("out", (0, 0, 0, 1)),
        ("dx", (0, 0, 1, 1)),
    ],
)

# %% [markdown] lang="ko"
# `dx`를 모두 더하면 8이고 `dout`을 모두 더해도 8이다. 창은 받은 그래디언트를 나누어 줄 뿐이므로 합은 그대로다. 코드를 검산할 때 쓸 만하다.
#
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# The entries of `dx` add up to 8, and so do those of `dout`: windows only share out what they get. It is a check that any code can make.
#
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# 검증은 `yudo verify avg_pool`로 한다. / `yudo verify avg_pool` gathers the evidence.

# %% [markdown] lang="ko"
# 증명은 창의 크기 R과 T도 스트라이드 S도 글자인 채로, 창이 꼭 들어맞는 크기의 이미지에서 한다. 끝에 남는 행과 열은 기록에 없다. 그래서 순전파와 역전파의
# 짝을 스트라이드 1부터 4까지, 창과 이미지의 크기를 가리지 않고 따로 증명한다. `out`과 `dx`의 정리는 Rocq 커널도 받아들인다.
#
# ## 주의할 입력 {#awkward}
#
# - **창보다 작은 이미지.** 창이 하나도 들어가지 않으면 코드는 `ValueError`를 낸다.
# - **나누어떨어지지 않는 크기.** 끝에 남는 행과 열은 쓰이지 않는다. 이를 오류로 보는 코드도 많다.
# - **창보다 큰 스트라이드.** 창 사이에 아무 창에도 들지 않는 픽셀이 생기고, 그 그래디언트는 0이다.
# - **0을 덧댄 이미지.** 이 코드는 0을 덧대지 않는다. 덧대는 라이브러리에서는 덧댄 0까지 세어 나누는지, 진짜 픽셀의 수로 나누는지를 따로 정한다.
#   PyTorch의 `count_include_pad`가 그것이다.
# - **빈 배치.** 표본이 없어도 된다. 출력도 `dx`도 비어 있다.

# %% [markdown] lang="en"
# The proof keeps the sizes R and T of a window and the stride S letters, too, for images into which the windows fit exactly. Rows and columns that are
# left at the end are not part of the record: for them the pair of forward and backward is proven apart, for strides from 1 to 4 and all sizes of windows
# and images. The kernel of Rocq accepts the theorems of `out` and `dx`.
#
# ## Awkward inputs {#awkward}
#
# - **An image smaller than the window.** If no window fits in, the code raises a `ValueError`.
# - **Sizes that are not divided.** Rows and columns that are left at the end are not used. Much code takes this for an error.
# - **A stride larger than the window.** Some pixels lie in no window, and their gradient is 0.
# - **Padding.** This code has none. Where a library puts zeros around the image, it has to say whether they count in the mean: `count_include_pad` of
#   PyTorch.
# - **An empty batch** is fine; the output and `dx` are empty.

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
    "sum-not-mean",
    "out",
    Text("더하기만 하고 나누지 않는다", "The sum of each window, not divided"),
    wrong=total(seen(n, c, p, q, r, t), *WINDOW),
    symptom=Text(
        "출력이 $RT$배 크다. 역전파에서도 나누지 않으면 그래디언트 검사로는 드러나지 않는다.",
        "The output is $RT$ times too large. If the backward pass does not divide either, no gradient check shows it.",
    ),
)

# %%
LECTURE.mistake(
    "gradient-not-shared",
    "dx",
    Text("`dout`을 나누지 않고 픽셀마다 그대로 준다", "Every pixel gets the whole of `dout`, not divided"),
    wrong=total(MET * dout[i, j, p, q], *IMAGE, *WINDOW),
    symptom=Text(
        "`dx`가 $RT$배 크다. 합이 `dout`의 합과 같지 않다.",
        "`dx` is $RT$ times too large: its sum is not that of `dout`.",
    ),
)

# %%
APART = Example(
    LAYER,
    sizes={N: 1, C: 1, R: 1, T: 2, P: 1, Q: 2, S: 2},
    given={x: [[[[1, 3, 0, 4]]]], dout: [[[[2, 4]]]]},
)

LECTURE.mistake(
    "divided-by-the-output",
    "dx",
    Text("창의 크기가 아니라 창의 개수로 나눈다", "Divided by the number of windows, not by their size"),
    wrong=total(MET * dout[i, j, p, q], *IMAGE, *WINDOW) / (P * Q),
    symptom=Text(
        "`dout`의 평균을 냈다. 창의 개수와 창의 픽셀 수가 같은 이미지에서는 옳다. 위의 예에서는 둘 다 4여서 보이지 않는다.",
        "The mean was taken over `dout`. It is right where there are as many windows as pixels in a window, as in the example above: 4 of both.",
    ),
    example=Example(
        LAYER,
        sizes={N: 1, C: 1, R: 1, T: 2, P: 1, Q: 1, S: 1},
        given={x: [[[[1, 3]]]], dout: [[[[2]]]]},
    ),
)

# %%
LECTURE.mistake(
    "first-pixel-alone",
    "dx",
    Text("창의 첫 픽셀에만 준다", "Only the first pixel of each window gets a gradient"),
    wrong=total(
        KroneckerDelta(h, AffineIndex(S * p)) * KroneckerDelta(v, AffineIndex(S * q)) * dout[i, j, p, q],
        *IMAGE,
    ),
    symptom=Text(
        "`dx[:, :, ::S, ::S] = dout`으로 적었다. 합은 맞으므로 합만 보아서는 알 수 없다.",
        "It was written as `dx[:, :, ::S, ::S] = dout`. The sum is right, so that the sum alone does not show it.",
    ),
    example=APART,
)

# %%
LECTURE.mistake(
    "stride-forgotten",
    "dx",
    Text("역전파의 창이 한 칸씩 움직인다", "The windows of the backward pass move by one pixel"),
    wrong=total(
        KroneckerDelta(h, AffineIndex(p + r)) * KroneckerDelta(v, AffineIndex(q + t)) * dout[i, j, p, q],
        *IMAGE,
        *WINDOW,
    )
    / (R * T),
    symptom=Text(
        "S = 1이면 옳다. 스트라이드가 더 크면 이미지의 끝에 그래디언트가 하나도 오지 않는다.",
        "It is right for S = 1. With larger strides the end of the image gets no gradient at all.",
    ),
    example=APART,
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | 겹치는 창에 `+=`가 아니라 `=`로 적는다 | 마지막 창에서 온 것만 남는다. 창이 겹치지 않으면 옳다. |
# | `dout // (R * T)` | 나눈 값의 소수점 아래가 버려진다. |
# | `x.reshape(N, C, H // R, R, W // T, T)` | S가 R, T와 같고 크기가 나누어떨어질 때만 된다. |
# | 출력의 높이를 `H // stride`로 잡는다 | 마지막 창이 이미지를 벗어난다. |
# | `window.mean(axis=(1, 2))` | 창의 축이 (N, C, R, T)이면 채널의 축을 따라 평균을 낸다. |
#
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# Other mistakes do not show as a difference of formulas.
#
# | mistake | symptom |
# | --- | --- |
# | `=` instead of `+=` where windows overlap | Only the share from the last window is left. It is right for windows that do not overlap. |
# | `dout // (R * T)` | The shares are rounded down to whole numbers. |
# | `x.reshape(N, C, H // R, R, W // T, T)` | It works only where S equals R and T, and the sizes are divided by them. |
# | an output of `H // stride` rows | The last window reaches beyond the image. |
# | `window.mean(axis=(1, 2))` | With axes (N, C, R, T), this is a mean along the channels. |
#
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
LECTURE.exercise(
    Text(
        "창 하나가 이미지 전체를 덮으면(P = Q = 1) `dx`는 얼마인가? 이를 [전역 평균 풀링](global_avg_pool.md)이라고 한다.",
        "What is `dx` if one window covers the whole image, P = Q = 1? This is called [global average pooling](global_avg_pool.md).",
    ),
    Text(
        r"""창이 하나뿐이므로 $p = q = 0$이고 창 안의 자리가 곧 픽셀의 자리다.

<1>

이미지가 클수록 픽셀 하나가 받는 것은 작다.""",
        r"""There is one window, $p = q = 0$, and a place in the window is the place of a pixel.

<1>

The larger the image, the smaller is the share of a pixel.""",
    ),
    lambda: [
        (
            total(KroneckerDelta(h, r) * KroneckerDelta(v, t) * dout[i, j, 0, 0], *WINDOW) / (R * T),
            dout[i, j, 0, 0] / (R * T),
        )
    ],
)

# %%
a = Symbol("a", real=True)
LECTURE.exercise(
    Text(
        "모든 픽셀에 같은 수 $a$를 더하면 출력은 얼마나 달라지는가?",
        "By how much does the output change if the same number $a$ is added to every pixel?",
    ),
    Text(
        r"""창마다 $RT$번 더해지고 $RT$로 나누어진다.

<1>

그러므로 출력의 모든 원소가 $a$만큼 커진다.""",
        r"""It is added $RT$ times in each window, and divided by $RT$.

<1>

So every entry of the output grows by $a$.""",
    ),
    lambda: [
        (
            total(seen(n, c, p, q, r, t) + a, *WINDOW) / (R * T),
            total(seen(n, c, p, q, r, t), *WINDOW) / (R * T) + a,
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dx", (0, 0, 1, 0)), ("out", (0, 0, 1, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 출력의 픽셀은 창 하나의 평균이다. 창은 R행 T열이고 S칸씩 움직인다.
# 2. 창으로 온 그래디언트는 픽셀 $RT$개에 똑같이 나누어지고, 픽셀은 자기가 든 모든 창에서 받은 것을 더한다.
# 3. `dx`의 합은 `dout`의 합과 같다.
# 4. 평균의 미분에는 픽셀의 값이 없으므로 캐시에는 `x`의 모양만 있으면 된다.
# 5. 창 안의 자리를 따라 돌고, 출력에서 읽은 슬라이스에 그대로 `+=`로 더한다.
#
# **더 읽을거리**
#
# - V. Dumoulin, F. Visin, [A guide to convolution arithmetic for deep learning](https://arxiv.org/abs/1603.07285), 2016

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. A pixel of the output is the mean of a window, which has R rows and T columns and moves by S pixels.
# 2. What comes to a window is shared out among its $RT$ pixels in equal parts, and a pixel adds up its shares in all windows that it lies in.
# 3. The sum of `dx` is the sum of `dout`.
# 4. The derivative of a mean has no pixel in it, so that the cache needs only the shape of `x`.
# 5. Loop over the places within a window, and add to the slice that the output read, by `+=`.
#
# **Further reading**
#
# - V. Dumoulin, F. Visin, [A guide to convolution arithmetic for deep learning](https://arxiv.org/abs/1603.07285), 2016
