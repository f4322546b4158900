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
# # 깊이별 합성곱(depthwise convolution) {#depthwise_conv2d}
#
# [합성곱](conv2d.md)의 필터는 두 가지 일을 한꺼번에 한다. 이웃한 픽셀을 섞고, 채널을 섞는다. 그래서 필터마다 채널의 수만큼 가중치가 든다. 깊이별 합성곱은 픽셀만 섞는다. **채널마다 필터를
# 하나씩** 두고 그 채널만 보게 한다. 채널을 섞는 일은 바로 뒤에 오는 1×1 합성곱이 맡는다. MobileNet처럼 휴대 전화에서 쓰는 신경망이 이렇게 해서 가중치와 곱셈을 줄인다.
#
# 그래디언트에서는 합이 하나씩 없어진다. 채널이 섞이지 않으므로 출력에서는 채널을 따라 더하지 않고, `dx`에서는 필터를 따라 더하지 않는다. 나머지는 합성곱과 같다.

# %% [markdown] lang="en"
# # Depthwise convolution {#depthwise_conv2d}
#
# The filters of a [convolution](conv2d.md) do two things at once: they mix neighbouring pixels, and they mix channels. Every filter therefore has weights for all channels. A depthwise convolution mixes
# pixels alone: each channel has **a filter of its own**, which sees nothing else. Mixing the channels is left to a convolution of 1 by 1 right behind it. Nets for telephones, such as MobileNet, save
# weights and multiplications in this way.
#
# In the gradients one sum after the other drops out. As channels do not mix, the output has no sum over channels, and `dx` has none over filters. The rest is as in a convolution.

# %% tags=["setup"]
from sympy import Derivative, Integer, KroneckerDelta, Symbol, Trace

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
from yudo.derivations.calculus.functions import Sum

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 배열 | 모양(shape) | 뜻 |
# | --- | --- | --- |
# | `x` | (N, C, H, W) | 입력. 표본 N개, 채널 C개. 둘레에 0을 덧댄 뒤의 것이다 |
# | `w` | (C, R, T) | 채널마다 필터 하나. R행 T열 |
# | `b` | (C,) | 채널마다 더하는 편향(bias) |
# | `out` | (N, C, P, Q) | 출력. 채널의 수는 그대로다 |
# | `dout` | (N, C, P, Q) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
#
# 창(window)은 [합성곱](conv2d.md#definition)에서처럼 한 번에 S칸씩 움직인다. 출력의 $p$행 $q$열에서 필터의 $r$행 $t$열과 곱해지는 픽셀은 $x_{n,c,Sp+r,Sq+t}$다. 모든 첨자는 0부터 센다.
# 그래디언트는 편미분(partial derivative)을 모은 배열이다.
#
# **관례.** 식은 창이 꼭 들어맞는 크기 $H = S(P - 1) + R$, $W = S(Q - 1) + T$로 적는다. 끝에 남는 행과 열, 덧댄 0에 관한 관례도 합성곱과 같다. 채널 하나에 필터를 여럿 두는 코드도
# 있다. 여기서는 하나다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, C, H, W) | input: N samples of C channels, zeros around them included |
# | `w` | (C, R, T) | a filter of R rows and T columns for each channel |
# | `b` | (C,) | what is added for each channel (bias) |
# | `out` | (N, C, P, Q) | output, with as many channels as before |
# | `dout` | (N, C, P, Q) | upstream gradient $\partial L / \partial \mathrm{out}$ |
#
# The window moves by S pixels at a time, as in a [convolution](conv2d.md#definition): in row $p$ and column $q$ of the output, the filter's row $r$ and column $t$ meet the pixel
# $x_{n,c,Sp+r,Sq+t}$. All indices start at 0. A gradient is the array of partial derivatives.
#
# **Conventions.** The formulas are written for sizes into which the windows fit exactly, $H = S(P - 1) + R$ and $W = S(Q - 1) + T$. Rows and columns that are left at the end, and zeros around the image, are
# treated as in a convolution. Some code has several filters for each channel. Here it is one.

# %%
N, C, R, T, P, Q, S = sizes("N C R T P Q S")
n, c, r, t, p, q = indices("n c r t p q")
k, i, j, h, v, u, s = indices("k i j h v u s")
H, W = S * (P - 1) + R, S * (Q - 1) + T

x = tensor("x", N, C, H, W)
w = tensor("w", C, R, T)
b = tensor("b", C)
out = tensor("out", N, C, P, Q)
dout = tensor("dout", N, C, P, Q)

LAYER = Layer(
    stem="depthwise_conv2d",
    title=Text("깊이별 합성곱", "Depthwise convolution"),
    summary=Text(
        "채널마다 자기 필터 하나를 미끄러뜨린다. 채널끼리는 섞이지 않는다.",
        "Slides over each channel a filter of its own; channels do not mix.",
    ),
    inputs=(x, w, b, S),
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
FILTER, IMAGE = ((r, R), (t, T)), ((p, P), (q, Q))
EVERYWHERE = ((n, N), (c, C), *IMAGE)
w_c, window_pq = w.cut(c, None, None), window.cut(n, c, p, q, None, None)


def seen(n, c, p, q, r, t):
    """The pixel that a place of the filter meets in a window."""
    return x[n, c, AffineIndex(S * p + r), AffineIndex(S * q + t)]


LAYER.result(
    "out",
    Text("출력", "Output"),
    out[n, c, p, q],
    total(w[c, r, t] * seen(n, c, p, q, r, t), *FILTER) + b[c],
    indices=EVERYWHERE,
    definitions=(SEEN,),
).in_matrices(Trace(w_c.matrix.T * window_pq.matrix) + b[c], (w_c, window_pq))

# %% [markdown] lang="ko"
# 합성곱의 식에서 $c$에 대한 합이 없어졌다. 출력의 채널이 입력의 채널과 같은 글자 $c$이기 때문이다. 코드에서도 `einsum`이 아니라 원소끼리의 곱이면 된다.
#
# ```python
# out += x[:, :, r : r + S * P : S, t : t + S * Q : S] * w[:, r, t][:, None, None]
# ```
#
# 가중치의 수를 비교해 보자. 채널 C개를 F개로 바꾸는 합성곱에는 $CFRT$개가 든다. 깊이별 합성곱과 1×1 합성곱을 이으면 $CRT + CF$개다. 64채널을 128채널로 바꾸는 3×3 필터라면 73728개와
# 8768개다. 곱셈의 수도 같은 비로 줄어든다([연습 2](#exercise.2)).

# %% [markdown] lang="en"
# The sum over $c$ of a convolution is gone, because the channel of the output is the same letter $c$ as that of the input. In code, a product entry by entry takes the place of `einsum`.
#
# ```python
# out += x[:, :, r : r + S * P : S, t : t + S * Q : S] * w[:, r, t][:, None, None]
# ```
#
# Compare the numbers of weights. A convolution that turns C channels into F has $CFRT$. A depthwise convolution with one of 1 by 1 behind it has $CRT + CF$. From 64 channels to 128, with filters of 3 by 3, that is
# 73728 against 8768. Multiplications are saved in the same proportion ([exercise 2](#exercise.2)).

# %% [markdown] lang="ko"
# ## 편향과 필터에 대한 그래디언트 {#parameters}
#
# 편향 $b_j$는 채널 $j$의 모든 출력에 더해지고, 필터의 원소 $w_{j,u,s}$는 채널 $j$의 모든 창에서 픽셀을 하나씩 만난다.

# %% [markdown] lang="en"
# ## Gradients with respect to biases and filters {#parameters}
#
# The bias $b_j$ is added to every output of channel $j$, and the filter's entry $w_{j,u,s}$ meets one pixel in each window of channel $j$.

# %%
L = Symbol("L", real=True)
objective = total(
    dout[n, c, p, q] * (total(w[c, r, t] * seen(n, c, p, q, r, t), *FILTER) + b[c]), *EVERYWHERE
)
OF_CHANNEL = ((n, N), *IMAGE)
dout_j = dout.cut(n, j, None, None)

LAYER.result(
    "db",
    Text("편향에 대한 그래디언트", "Gradient with respect to the biases"),
    Derivative(L, b[j]),
    Derivative(objective, b[j]),
    indices=((j, C),),
).by(rules.DIFFERENTIATE_UNDER_SUM, total(dout[n, c, p, q] * KroneckerDelta(c, j), *EVERYWHERE)).by(
    rules.DELTA_PICKS, total(dout[n, j, p, q], *OF_CHANNEL)
).in_matrices(Sum(Trace(ones(P).T * dout_j.matrix * ones(Q)), (n, 0, N - 1)), (dout_j,))

# %%
window_us = window.cut(n, j, None, None, u, s)

LAYER.result(
    "dw",
    Text("필터에 대한 그래디언트", "Gradient with respect to the filters"),
    Derivative(L, w[j, u, s]),
    Derivative(objective, w[j, u, s]),
    indices=((j, C), (u, R), (s, T)),
    definitions=(SEEN,),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        dout[n, c, p, q]
        * total(
            KroneckerDelta(c, j) * KroneckerDelta(r, u) * KroneckerDelta(t, s) * seen(n, c, p, q, r, t),
            *FILTER,
        ),
        *EVERYWHERE,
    ),
).by(rules.DELTA_PICKS, total(seen(n, j, p, q, u, s) * dout[n, j, p, q], *OF_CHANNEL)).in_matrices(
    Sum(Trace(dout_j.matrix.T * window_us.matrix), (n, 0, N - 1)), (dout_j, window_us)
)

# %% [markdown] lang="ko"
# 합성곱의 `dw`는 필터와 채널의 짝마다 하나씩 있었다. 여기서는 픽셀도 `dout`도 채널 $j$의 것이다.
#
# ## 입력에 대한 그래디언트 {#gradient}
#
# 픽셀 $x_{i,j,h,v}$는 자기 채널의 창에만 들어 있다. 창에서 이 픽셀을 만나는 자리는 $h = Sp + r$이고 $v = Sq + t$인 곳이다.

# %% [markdown] lang="en"
# The `dw` of a convolution has one such sum for each pair of a filter and a channel. Here both the pixels and `dout` are those of channel $j$.
#
# ## Gradient with respect to the input {#gradient}
#
# The pixel $x_{i,j,h,v}$ lies in windows of its own channel alone. It is met where $h = Sp + r$ and $v = Sq + t$.

# %%
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
rows_h, columns_v = rows.cut(h, None, None), columns.cut(v, None, None)
w_j, dout_ij = w.cut(j, None, None), dout.cut(i, j, None, None)

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
        dout[n, c, p, q] * total(w[c, r, t] * KroneckerDelta(n, i) * KroneckerDelta(c, j) * MET, *FILTER),
        *EVERYWHERE,
    ),
).by(
    rules.DELTA_PICKS,
    total(MET * dout[i, j, p, q] * w[j, r, t], *IMAGE, *FILTER),
).in_matrices(
    Trace(w_j.matrix.T * rows_h.matrix.T * dout_ij.matrix * columns_v.matrix),
    (w_j, rows_h, dout_ij, columns_v),
)

# %% [markdown] lang="ko"
# 이번에는 델타 $\delta_{c,j}$가 채널을 골라내므로 채널에 대한 합이 남지 않는다. 위치를 정하는 델타 둘은 [합성곱에서처럼](conv2d.md#gradient) 남는다. 코드에서는 출력에서 읽은 슬라이스에
# `+=`로 더한다.
#
# ```python
# dx[:, :, r : r + S * P : S, t : t + S * Q : S] += dout * w[:, r, t][:, None, None]
# ```
#
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# This time the delta $\delta_{c,j}$ picks the channel, and no sum over channels is left. The two deltas of the places stay, [as in a convolution](conv2d.md#gradient). Code adds to the slice that the output read, by
# `+=`.
#
# ```python
# dx[:, :, r : r + S * P : S, t : t + S * Q : S] += dout * w[:, r, t][:, None, None]
# ```
#
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/depthwise_conv2d.py에 있다. / The code is in impl/depthwise_conv2d.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본 하나에 채널이 둘이다. 2행 3열 이미지 위에서 2행 2열 필터가 한 칸씩 움직이므로 채널마다 창이 둘이고, 가운데 열은 두 창에 모두 들어 있다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# One sample of two channels. Filters of 2 by 2 move over images of 2 rows and 3 columns, one pixel at a time: there are two windows in each channel, and the column in the middle lies in both.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 1, C: 2, R: 2, T: 2, P: 1, Q: 2, S: 1},
    given={
        x: [[[[1, 2, 0], [0, 1, 3]], [[2, 0, 1], [1, -1, 4]]]],
        w: [[[1, -1], [2, 0]], [[0, 3], [1, 1]]],
        b: [1, -2],
        dout: [[[[1, 2]], [[-1, 3]]]],
    },
    show=[
        ("out", (0, 1, 0, 0)),
        ("db", (0,)),
        ("dw", (1, 0, 1)),
        ("dx", (0, 0, 0, 1)),
    ],
)

# %% [markdown] lang="ko"
# 첫 채널의 `dout`을 아무리 바꾸어도 둘째 채널의 `dx`와 `dw`는 그대로다.
#
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# However the `dout` of the first channel is changed, `dx` and `dw` of the second stay as they are.
#
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# 검증은 `yudo verify depthwise_conv2d`로 한다. / `yudo verify depthwise_conv2d` gathers the evidence.

# %% [markdown] lang="ko"
# 증명은 스트라이드 S도 글자인 채로, 창이 꼭 들어맞는 크기의 이미지에서 한다. 0을 덧대는 것과 끝에 남는 행과 열은 기록에 없으므로, 순전파와 역전파의 짝을 [합성곱에서처럼](conv2d.md#evidence) 스트라이드 1부터 4까지 따로 증명한다. Rocq 커널은 네 결과의 정리를 모두 받아들인다.
#
# ## 주의할 입력 {#awkward}
#
# - **채널이 하나일 때(C = 1).** 필터가 하나인 합성곱과 같다. 채널을 섞은 실수가 드러나지 않는다.
# - **필터가 더 큰 이미지.** 창이 하나도 들어가지 않으면 코드는 `ValueError`를 낸다.
# - **필터보다 큰 스트라이드.** 아무 창에도 들지 않는 픽셀의 그래디언트는 0이다.
# - **PyTorch의 가중치.** `groups=C`인 `Conv2d`의 가중치는 (C, 1, R, T)다. 여기서는 크기가 1인 축이 없다.
# - **빈 배치.** 표본이 없어도 된다. `dw`와 `db`는 0이다.

# %% [markdown] lang="en"
# The proof keeps the stride S a letter, too, for images into which the windows fit exactly. Padding, and rows and columns that are left at the end, are not part of the record: the pair of forward and backward is proven apart for strides from 1 to 4, [as for a
# convolution](conv2d.md#evidence). The kernel of Rocq accepts the theorems of all four results.
#
# ## Awkward inputs {#awkward}
#
# - **A single channel (C = 1).** It is a convolution with one filter. No mistake of mixing channels shows.
# - **An image smaller than the filter.** If no window fits in, the code raises a `ValueError`.
# - **A stride larger than the filter.** The gradient of pixels in no window is 0.
# - **The weights of PyTorch.** A `Conv2d` with `groups=C` has weights of shape (C, 1, R, T). Here there is no axis of size 1.
# - **An empty batch** is fine; `dw` and `db` are 0.

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
    "channels-summed",
    "out",
    Text("합성곱처럼 채널을 따라서도 더한다", "Summed over the channels, too, as in a convolution"),
    wrong=total(w[k, r, t] * seen(n, k, p, q, r, t), (k, C), *FILTER) + b[c],
    symptom=Text(
        "`np.sum(window * w)`처럼 창을 통째로 더했다. 모든 채널의 출력이 편향 말고는 같다.",
        "The whole window was summed, as by `np.sum(window * w)`. All channels of the output are the same but for the bias.",
    ),
)

# %%
LECTURE.mistake(
    "channels-mixed",
    "dx",
    Text("`dx`에 모든 채널에서 온 것을 더한다", "`dx` adds up what comes from all channels"),
    wrong=total(MET * dout[i, c, p, q] * w[c, r, t], (c, C), *IMAGE, *FILTER),
    symptom=Text(
        "합성곱의 코드를 옮기면서 필터에 대한 합을 지우지 않았다. `dx`의 채널이 모두 같다.",
        "The code of a convolution was copied, and its sum over filters was left in. All channels of `dx` are the same.",
    ),
)

# %%
LECTURE.mistake(
    "bias-at-each-place",
    "out",
    Text("편향을 필터의 자리마다 더한다", "The bias is added at every place of the filter"),
    wrong=total(w[c, r, t] * seen(n, c, p, q, r, t), *FILTER) + R * T * b[c],
    symptom=Text(
        "`+ b`가 자리 $(r, t)$를 도는 반복문 안에 있다. 편향을 0으로 두고 검사하면 보이지 않는다.",
        "The `+ b` stands inside the loop over the places $(r, t)$. A check with biases of 0 does not see it.",
    ),
)

# %%
LECTURE.mistake(
    "db-averaged",
    "db",
    Text("`db`를 자리의 수로 나눈다", "`db` is divided by the number of places"),
    wrong=total(dout[n, j, p, q], *OF_CHANNEL) / (P * Q),
    symptom=Text(
        "이미지마다 평균을 냈다. 편향이 다른 가중치보다 $PQ$배 느리게 배운다.",
        "The mean of each image was taken. The biases learn $PQ$ times more slowly than they should.",
    ),
)

# %%
APART = Example(
    LAYER,
    sizes={N: 2, C: 1, R: 1, T: 2, P: 1, Q: 2, S: 2},
    given={
        x: [[[[1, 2, 0, 3]]], [[[0, 1, 3, 1]]]],
        w: [[[1, -1]]],
        b: [1],
        dout: [[[[1, 2]]], [[[0, -1]]]],
    },
)

LECTURE.mistake(
    "dw-averaged",
    "dw",
    Text("`dw`를 표본의 수로 나눈다", "`dw` is divided by the number of samples"),
    wrong=total(seen(n, j, p, q, u, s) * dout[n, j, p, q], *OF_CHANNEL) / N,
    symptom=Text(
        "손실이 평균이면 `dout`은 이미 N으로 나뉘어 있으므로 두 번 나누는 셈이다.",
        "If the loss is a mean, `dout` has been divided by N already, and this does it again.",
    ),
    example=APART,
)

# %%
LECTURE.mistake(
    "filter-not-turned",
    "dx",
    Text(
        "`dx`를 뒤집지 않은 필터의 합성곱으로 구한다",
        "`dx` as a convolution with the filter that was not turned around",
    ),
    wrong=total(
        MET * dout[i, j, p, q] * w[j, AffineIndex(R - 1 - r), AffineIndex(T - 1 - t)], *IMAGE, *FILTER
    ),
    symptom=Text(
        "위아래와 양옆이 모두 대칭인 필터에서는 옳다. 1로만 된 필터로 검사하면 보이지 않는다.",
        "It is right for filters that are symmetric both ways. A check with a filter of ones does not see it.",
    ),
)

# %%
LECTURE.mistake(
    "stride-forgotten",
    "dx",
    Text("역전파의 창이 한 칸씩 움직인다", "The windows of the backward pass move by one pixel"),
    wrong=total(
        KroneckerDelta(h, AffineIndex(p + r))
        * KroneckerDelta(v, AffineIndex(q + t))
        * dout[i, j, p, q]
        * w[j, r, t],
        *IMAGE,
        *FILTER,
    ),
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
# | `w[:, r, t]`를 축 없이 곱한다 | NumPy는 축을 뒤에서부터 맞춘다. 모양 오류가 나거나, C = Q이면 오류 없이 열마다 다른 채널의 필터를 쓴다. |
# | 모든 채널에 첫 필터를 쓴다 | `w[0]`이 그대로 남아 있다. 채널 하나로 검사하면 보이지 않는다. |
# | 겹치는 창에 `+=`가 아니라 `=`로 적는다 | 마지막 창에서 온 것만 남는다. 창이 겹치지 않으면 옳다. |
# | `dx[:, :, pad:-pad, pad:-pad]` | `pad`가 0이면 빈 배열이다. |
# | 뒤에 1×1 합성곱을 두지 않는다 | 채널끼리 정보를 주고받지 못한다. 식은 옳으므로 그래디언트 검사로는 알 수 없다. |
#
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# Other mistakes do not show as a difference of formulas.
#
# | mistake | symptom |
# | --- | --- |
# | `w[:, r, t]` multiplied without axes | NumPy lines up axes from the end. It is a shape error, or with C = Q no error at all: each column uses the filter of another channel. |
# | the first filter used for all channels | A `w[0]` has been left. A check with one channel does not see it. |
# | `=` instead of `+=` where windows overlap | Only what comes from the last window is left. It is right for windows that do not overlap. |
# | `dx[:, :, pad:-pad, pad:-pad]` | For a `pad` of 0 the array is empty. |
# | no convolution of 1 by 1 behind it | Channels never learn of each other. The formulas are right, so that no gradient check tells. |
#
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
F = sizes("F")[0]
f = indices("f")[0]
g = tensor("g", N, C, P, Q)

LECTURE.exercise(
    Text(
        "깊이별 합성곱을 필터가 C개인 보통의 합성곱으로 나타내려면 필터를 어떻게 채워야 하는가?",
        "How must the C filters of an ordinary convolution be filled to make it a depthwise convolution?",
    ),
    Text(
        r"""필터 $f$에서 채널 $f$의 자리에만 $w_{f,:,:}$를 적고 나머지를 0으로 둔다. 델타가 합에서 채널 하나를 골라낸다.

<1>

필터의 원소 $C^2 RT$개 가운데 $CRT$개만 0이 아니다.""",
        r"""Filter $f$ holds $w_{f,:,:}$ in the place of channel $f$, and zeros elsewhere. The delta picks one channel out of the sum.

<1>

Of $C^2 RT$ entries no more than $CRT$ are not 0.""",
    ),
    lambda: [
        (
            total(KroneckerDelta(f, c) * w[c, r, t] * seen(n, c, p, q, r, t), (c, C), *FILTER),
            total(w[f, r, t] * seen(n, f, p, q, r, t), *FILTER),
        )
    ],
)

# %%
LECTURE.exercise(
    Text(
        "채널 C개를 F개로 바꾸는 데 드는 가중치를 비교하라. 깊이별 합성곱과 1×1 합성곱을 이은 것은 보통의 합성곱의 몇 배인가? 편향은 세지 않는다.",
        "Compare the weights that it takes to turn C channels into F. What share of an ordinary convolution does a depthwise one with one of 1 by 1 behind it have? Leave out the biases.",
    ),
    Text(
        r"""가중치의 수를 나눈다.

<1>

F가 크면 거의 필터의 넓이만큼 줄어든다. 3×3 필터라면 아홉 배까지다.""",
        r"""Divide the numbers of weights.

<1>

For large F it is almost the area of a filter by which they get fewer: up to nine times for filters of 3 by 3.""",
    ),
    lambda: [((C * R * T + C * F) / (C * F * R * T), Integer(1) / F + Integer(1) / (R * T))],
)

# %%
shared = tensor("shared", R, T)

LECTURE.exercise(
    Text(
        "모든 채널이 필터 하나를 함께 쓴다고 하자. 출력으로 온 그래디언트를 $g$라고 할 때, 그 필터의 그래디언트는 무엇인가?",
        "Let all channels share one filter, and let $g$ be the gradient that comes to the output. What is the gradient with respect to the filter?",
    ),
    Text(
        r"""필터가 모든 채널의 모든 창에 쓰이므로 채널을 따라서도 더한다.

<1>

채널마다 구한 `dw`를 더한 것이다.""",
        r"""The filter is used in all windows of all channels, so the sum runs over the channels as well.

<1>

It is the `dw` of all channels, added up.""",
    ),
    lambda: [
        (
            Derivative(
                total(g[n, c, p, q] * total(shared[r, t] * seen(n, c, p, q, r, t), *FILTER), *EVERYWHERE),
                shared[u, s],
            ),
            total(seen(n, c, p, q, u, s) * g[n, c, p, q], *EVERYWHERE),
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dx", (0, 1, 0, 1)), ("dw", (0, 1, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 채널마다 자기 필터 하나가 미끄러진다. 채널의 수는 변하지 않고, 채널끼리는 섞이지 않는다.
# 2. 그래디언트는 [합성곱](conv2d.md#summary)의 식에서 채널과 필터에 대한 합을 지운 것이다.
# 3. 코드에서는 `einsum`이 원소끼리의 곱이 된다. `w[:, r, t]`에는 행과 열의 축을 붙인다.
# 4. 뒤에 1×1 합성곱을 두면 채널이 섞이고, 가중치의 수는 $\tfrac{1}{F} + \tfrac{1}{RT}$배가 된다.
#
# **더 읽을거리**
#
# - A. G. Howard 외, [MobileNets](https://arxiv.org/abs/1704.04861), 2017
# - F. Chollet, [Xception: Deep learning with depthwise separable convolutions](https://arxiv.org/abs/1610.02357), *CVPR* 2017

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. Each channel has a filter of its own that slides over it. The number of channels stays, and channels do not mix.
# 2. The gradients are those of a [convolution](conv2d.md#summary) without the sums over channels and filters.
# 3. In code `einsum` becomes a product entry by entry. `w[:, r, t]` gets axes for rows and columns.
# 4. With a convolution of 1 by 1 behind it channels mix, and the weights are $\tfrac{1}{F} + \tfrac{1}{RT}$ times as many.
#
# **Further reading**
#
# - A. G. Howard et al., [MobileNets](https://arxiv.org/abs/1704.04861), 2017
# - F. Chollet, [Xception: Deep learning with depthwise separable convolutions](https://arxiv.org/abs/1610.02357), *CVPR* 2017
