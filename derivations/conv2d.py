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
# # 합성곱(convolution) {#conv2d}
#
# [완전연결층](affine.md)은 입력의 모든 특성을 한꺼번에 본다. 이미지에서는 가중치가 너무 많아지고, 왼쪽 위에서 배운 무늬를 오른쪽 아래에서
# 다시 배워야 한다. 합성곱은 작은 **필터(filter)** 하나를 이미지 위에서 미끄러뜨리며 자리마다 같은 가중치를 쓴다. 필터가 놓인 자리의 픽셀을
# **창(window)**이라고 하자. 출력의 픽셀 하나는 창 하나와 필터를 원소끼리 곱해 더한 것이다.
#
# 그래디언트를 구할 때 새로운 일은 하나뿐이다. 창끼리 겹치므로 픽셀 하나가 여러 창에 들어 있다. 그 픽셀의 그래디언트는 자기가 들어 있는
# 모든 창에서 온 것의 합이다. 이를 크로네커 델타(Kronecker delta)로 적고 나면 나머지는 완전연결층과 같다.

# %% [markdown] lang="en"
# # Convolution {#conv2d}
#
# An [affine layer](affine.md) looks at all features of its input at once. For images these are too many weights, and a pattern that was
# learnt at the top left has to be learnt again at the bottom right. A convolution slides a small **filter** over the image, with the same
# weights at every place. Call the pixels under the filter a **window**: each pixel of the output is the sum of a window times the filter,
# entry by entry.
#
# Only one thing is new about its gradients. Windows overlap, so that one pixel lies in several of them, and its gradient is the sum of what
# comes from each. Once this is written with the Kronecker delta, everything else is as in an affine layer.

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
# | `w` | (F, C, R, T) | 필터 F개. 채널마다 R행 T열 |
# | `b` | (F,) | 필터마다 더하는 편향(bias) |
# | `out` | (N, F, P, Q) | 출력. 필터마다 이미지가 하나씩 나온다 |
# | `dout` | (N, F, P, Q) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
#
# 창은 한 번에 S칸씩 움직인다. S를 **스트라이드(stride)**라고 한다. 출력의 $p$행 $q$열은 입력의 $Sp$행 $Sq$열에서 시작하는 창을 본 것이다.
# 그래서 필터의 $r$행 $t$열과 곱해지는 픽셀은 $x_{n,c,Sp+r,Sq+t}$다. 모든 첨자는 0부터 센다. 그래디언트는 편미분(partial derivative)을 모은
# 배열이다.
#
# **관례.** 창 P개가 꼭 들어맞는 높이는 $H = S(P - 1) + R$이고 너비는 $W = S(Q - 1) + T$다. 식은 이 크기로 적는다. 이보다 큰 이미지에서 끝에 남는
# 행과 열은 출력에 쓰이지 않고, 그 그래디언트는 0이다. 덧댄 0은 상수이므로 `dx`에서 그 자리를 잘라 내면 된다.
#
# 수학에서 말하는 합성곱은 필터를 뒤집어서 곱한다. 딥러닝에서는 뒤집지 않고 곱하는 것(cross-correlation)을 합성곱이라고 부르며, 여기서도 그렇다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, C, H, W) | input: N samples of C channels, zeros around them included |
# | `w` | (F, C, R, T) | F filters of R rows and T columns for each channel |
# | `b` | (F,) | what is added for each filter (bias) |
# | `out` | (N, F, P, Q) | output: one image for each filter |
# | `dout` | (N, F, P, Q) | upstream gradient $\partial L / \partial \mathrm{out}$ |
#
# The window moves by S pixels at a time, the **stride**. Row $p$ and column $q$ of the output belong to the window that begins in row $Sp$ and
# column $Sq$ of the input, so that the filter's row $r$ and column $t$ meet the pixel $x_{n,c,Sp+r,Sq+t}$. All indices start at 0. A gradient
# is the array of partial derivatives.
#
# **Conventions.** P windows fit exactly into a height of $H = S(P - 1) + R$, and Q into a width of $W = S(Q - 1) + T$; the formulas are written
# for these sizes. In a larger image some rows and columns are left at the end: the output does not use them, and their gradient is 0. The zeros
# around the image are constants, and are cut off from `dx`.
#
# In mathematics, a convolution turns the filter around first. Deep learning leaves it as it is (a cross-correlation), and so does this page.

# %%
N, C, F, R, T, P, Q, S = sizes("N C F R T P Q S")
n, c, f, r, t, p, q = indices("n c f r t p q")
k, i, j, h, v, u, s = indices("k i j h v u s")
H, W = S * (P - 1) + R, S * (Q - 1) + T

x = tensor("x", N, C, H, W)
w = tensor("w", F, C, R, T)
b = tensor("b", F)
out = tensor("out", N, F, P, Q)
dout = tensor("dout", N, F, P, Q)

LAYER = Layer(
    stem="conv2d",
    title=Text("합성곱", "Convolution"),
    summary=Text(
        "작은 필터를 이미지 위에서 미끄러뜨리며, 놓인 자리마다 픽셀과 곱해 더한다.",
        "Slides small filters over an image, and at each place sums the pixels times the filter.",
    ),
    inputs=(x, w, b, S),
    upstream=dout,
    after=("affine",),
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
FILTER, IMAGE = ((c, C), (r, R), (t, T)), ((p, P), (q, Q))
EVERYWHERE = ((n, N), (f, F), *IMAGE)
w_fc, window_pq = w.cut(f, c, None, None), window.cut(n, c, p, q, None, None)


def seen(n, c, p, q, r, t):
    """The pixel that a place of the filter meets in a window."""
    return x[n, c, AffineIndex(S * p + r), AffineIndex(S * q + t)]


LAYER.result(
    "out",
    Text("출력", "Output"),
    out[n, f, p, q],
    total(w[f, c, r, t] * seen(n, c, p, q, r, t), *FILTER) + b[f],
    indices=EVERYWHERE,
    definitions=(SEEN,),
).in_matrices(Sum(Trace(w_fc.matrix.T * window_pq.matrix), (c, 0, C - 1)) + b[f], (w_fc, window_pq))

# %% [markdown] lang="ko"
# $\operatorname{tr}(A^\top B)$는 두 행렬을 원소끼리 곱해 모두 더한 것이다. 창과 필터를 한 줄로 펴면 [완전연결층](affine.md)이 된다. 특성은 $CRT$개이고,
# 모든 창이 같은 가중치를 쓴다.
#
# 식대로 반복문을 쓰면 일곱 겹이 된다. 창 대신 **필터의 자리**를 따라 돌면 두 겹이면 된다. 자리 $(r, t)$가 만나는 픽셀은 $S$칸씩 건너뛴 슬라이스다.
#
# ```python
# seen = x[:, :, r : r + S * P : S, t : t + S * Q : S]
# ```

# %% [markdown] lang="en"
# $\operatorname{tr}(A^\top B)$ is the sum of all products of two matrices, entry by entry. With windows and filters flattened this is an
# [affine layer](affine.md) of $CRT$ features, in which all windows share the same weights.
#
# Loops as in the formula would be seven deep. Loops over the **places of the filter** instead of the windows are two: the pixels that place
# $(r, t)$ meets are a slice in steps of $S$.
#
# ```python
# seen = x[:, :, r : r + S * P : S, t : t + S * Q : S]
# ```

# %% [markdown] lang="ko"
# ## 편향과 필터에 대한 그래디언트 {#parameters}
#
# 편향 $b_k$는 필터 $k$의 모든 출력에 그대로 더해진다. 그래서 표본과 자리를 모두 따라 더한다. 필터의 원소 $w_{k,j,u,s}$도 모든 창에 쓰인다. 다만 창마다 만나는 픽셀이
# 곱해진다.

# %% [markdown] lang="en"
# ## Gradients with respect to biases and filters {#parameters}
#
# The bias $b_k$ is added to every output of filter $k$, so the sum is over all samples and places. The filter's entry $w_{k,j,u,s}$ is used in all
# windows, too, each time multiplied by the pixel that it meets.

# %%
L = Symbol("L", real=True)
objective = total(
    dout[n, f, p, q] * (total(w[f, c, r, t] * seen(n, c, p, q, r, t), *FILTER) + b[f]), *EVERYWHERE
)
OF_FILTER = ((n, N), *IMAGE)
dout_k = dout.cut(n, k, None, None)

LAYER.result(
    "db",
    Text("편향에 대한 그래디언트", "Gradient with respect to the biases"),
    Derivative(L, b[k]),
    Derivative(objective, b[k]),
    indices=((k, F),),
).by(rules.DIFFERENTIATE_UNDER_SUM, total(dout[n, f, p, q] * KroneckerDelta(f, k), *EVERYWHERE)).by(
    rules.DELTA_PICKS, total(dout[n, k, p, q], *OF_FILTER)
).in_matrices(Sum(Trace(ones(P).T * dout_k.matrix * ones(Q)), (n, 0, N - 1)), (dout_k,))

# %%
window_us = window.cut(n, j, None, None, u, s)

LAYER.result(
    "dw",
    Text("필터에 대한 그래디언트", "Gradient with respect to the filters"),
    Derivative(L, w[k, j, u, s]),
    Derivative(objective, w[k, j, u, s]),
    indices=((k, F), (j, C), (u, R), (s, T)),
    definitions=(SEEN,),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        dout[n, f, p, q]
        * total(
            KroneckerDelta(f, k)
            * KroneckerDelta(c, j)
            * KroneckerDelta(r, u)
            * KroneckerDelta(t, s)
            * seen(n, c, p, q, r, t),
            *FILTER,
        ),
        *EVERYWHERE,
    ),
).by(rules.DELTA_PICKS, total(seen(n, j, p, q, u, s) * dout[n, k, p, q], *OF_FILTER)).in_matrices(
    Sum(Trace(dout_k.matrix.T * window_us.matrix), (n, 0, N - 1)), (dout_k, window_us)
)

# %% [markdown] lang="ko"
# 출력의 식과 나란히 놓고 보면 `dw`도 합성곱이다. 이번에는 `dout`이 필터이고, 필터의 원소끼리는 S칸씩 떨어져 있다.
#
# ## 입력에 대한 그래디언트 {#gradient}
#
# 출력의 원소 하나를 픽셀 $x_{i,j,h,v}$로 미분하면, 그 창에서 이 픽셀을 만나는 필터의 자리가 있을 때만 값이 남는다. 곧 $h = Sp + r$이고 $v = Sq + t$일 때다.

# %% [markdown] lang="en"
# Beside the formula of the output it shows that `dw` is a convolution as well: this time `dout` is the filter, with its entries S pixels apart.
#
# ## Gradient with respect to the input {#gradient}
#
# The derivative of one output with respect to the pixel $x_{i,j,h,v}$ is 0 unless a place of the filter meets this pixel in that window: unless
# $h = Sp + r$ and $v = Sq + t$.

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
w_fj, dout_f = w.cut(f, j, None, None), dout.cut(i, f, None, None)

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
        dout[n, f, p, q] * total(w[f, c, r, t] * KroneckerDelta(n, i) * KroneckerDelta(c, j) * MET, *FILTER),
        *EVERYWHERE,
    ),
).by(
    rules.DELTA_PICKS,
    total(MET * dout[i, f, p, q] * w[f, j, r, t], (f, F), *IMAGE, (r, R), (t, T)),
).in_matrices(
    Sum(Trace(w_fj.matrix.T * rows_h.matrix.T * dout_f.matrix * columns_v.matrix), (f, 0, F - 1)),
    (w_fj, rows_h, dout_f, columns_v),
)

# %% [markdown] lang="ko"
# 앞의 두 델타는 합에서 한 항을 골라내지만 뒤의 두 델타는 남는다. $h = Sp + r$을 만족하는 $p$와 $r$이 여럿일 수도, 하나도 없을 수도 있기 때문이다. S가 필터보다 크면
# 창과 창 사이의 픽셀은 어느 창에도 들지 않고 그래디언트가 0이다.
#
# 코드에서는 델타를 계산하지 않는다. 출력에서 읽은 바로 그 슬라이스에 더하면 된다. 겹치는 창이 여럿이므로 `=`가 아니라 `+=`다.
#
# ```python
# dx[:, :, r : r + S * P : S, t : t + S * Q : S] += np.einsum("nfpq,fc->ncpq", dout, w[:, :, r, t])
# ```
#
# S = 1이면 $p = h - r$이므로 필터의 자리 $r$이 커질수록 `dout`의 앞쪽을 본다. 다시 말해 `dx`는 둘레에 0을 덧댄 `dout`과 **뒤집은** 필터의 합성곱이다.
# [연습 문제](#exercise.1)에서 확인한다.
#
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# The first two deltas pick a term of the sum; the other two stay, because there may be several $p$ and $r$ with $h = Sp + r$, or none. If S is
# larger than the filter, the pixels between two windows lie in none of them, and their gradient is 0.
#
# Code computes no deltas. It adds to the very slice that the output read, by `+=` instead of `=`, because windows overlap.
#
# ```python
# dx[:, :, r : r + S * P : S, t : t + S * Q : S] += np.einsum("nfpq,fc->ncpq", dout, w[:, :, r, t])
# ```
#
# For S = 1, $p = h - r$: the further down the filter's place $r$, the further up in `dout` it looks. That is to say, `dx` is the convolution of
# `dout`, with zeros around it, and the filter **turned around**. The first [exercise](#exercise.1) shows it.
#
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/conv2d.py에 있다. / The code is in impl/conv2d.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본도 채널도 필터도 하나다. 3행 3열 이미지 위에서 2행 2열 필터가 한 칸씩 움직이므로 창은 넷이고, 가운데 픽셀은 모든 창에 들어 있다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# One sample, one channel, one filter. A filter of 2 by 2 moves over an image of 3 by 3 one pixel at a time: there are four windows, and the
# pixel in the middle lies in all of them.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 1, C: 1, F: 1, R: 2, T: 2, P: 2, Q: 2, S: 1},
    given={
        x: [[[[1, 2, 0], [0, 1, 3], [2, 0, 1]]]],
        w: [[[[1, -1], [2, 0]]]],
        b: [1],
        dout: [[[[1, 2], [0, -1]]]],
    },
    show=[
        ("out", (0, 0, 0, 0)),
        ("db", (0,)),
        ("dw", (0, 0, 0, 1)),
        ("dx", (0, 0, 1, 1)),
    ],
)

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# 검증은 `yudo verify conv2d`로 한다. / `yudo verify conv2d` gathers the evidence.

# %% [markdown] lang="ko"
# 증명은 스트라이드 S도 글자인 채로, 창이 꼭 들어맞는 크기의 이미지에서 한다. 0을 덧대는 것과 끝에 남는 행과 열은 기록에 없다. 그래서 순전파와 역전파의
# 짝을 스트라이드 1부터 4까지, 덧대는 0이 하나도 없을 때부터 두 겹일 때까지, 모든 크기에 대해 따로 증명한다. Rocq 커널은 네 결과의 정리를 모두 받아들인다.
#
# ## 주의할 입력 {#awkward}
#
# - **필터가 더 큰 이미지.** 창이 하나도 들어가지 않으면 코드는 `ValueError`를 낸다.
# - **나누어떨어지지 않는 크기.** 끝에 남는 행과 열은 쓰이지 않는다. 이를 오류로 보는 코드도 많다.
# - **필터보다 큰 스트라이드.** 창 사이에 아무 창에도 들지 않는 픽셀이 생기고, 그 그래디언트는 0이다.
# - **빈 배치.** 표본이 없어도 된다. `dw`와 `db`는 0이다.

# %% [markdown] lang="en"
# The proof keeps the stride S a letter, too, for images into which the windows fit exactly. Padding, and rows and columns that are left at the
# end, are not part of the record: for them the pair of forward and backward is proven apart, for strides from 1 to 4, with no ring of zeros
# around the image, one or two, and all sizes. The kernel of Rocq accepts the theorems of all four results.
#
# ## Awkward inputs {#awkward}
#
# - **An image smaller than the filter.** If no window fits in, the code raises a `ValueError`.
# - **Sizes that are not divided.** Rows and columns that are left at the end are not used. Much code takes this for an error.
# - **A stride larger than the filter.** Some pixels lie in no window, and their gradient is 0.
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
    "bias-at-each-place",
    "out",
    Text("편향을 필터의 자리마다 더한다", "The bias is added at every place of the filter"),
    wrong=total(w[f, c, r, t] * seen(n, c, p, q, r, t), *FILTER) + R * T * b[f],
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
    wrong=total(dout[n, k, p, q], *OF_FILTER) / (P * Q),
    symptom=Text(
        "이미지마다 평균을 냈다. 편향이 다른 가중치보다 $PQ$배 느리게 배운다.",
        "The mean of each image was taken. The biases learn $PQ$ times more slowly than they should.",
    ),
)

# %%
APART = Example(
    LAYER,
    sizes={N: 2, C: 1, F: 1, R: 1, T: 2, P: 1, Q: 2, S: 2},
    given={
        x: [[[[1, 2, 0, 3]]], [[[0, 1, 3, 1]]]],
        w: [[[[1, -1]]]],
        b: [1],
        dout: [[[[1, 2]]], [[[0, -1]]]],
    },
)

LECTURE.mistake(
    "dw-averaged",
    "dw",
    Text("`dw`를 표본의 수로 나눈다", "`dw` is divided by the number of samples"),
    wrong=total(seen(n, j, p, q, u, s) * dout[n, k, p, q], *OF_FILTER) / N,
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
        MET * dout[i, f, p, q] * w[f, j, AffineIndex(R - 1 - r), AffineIndex(T - 1 - t)],
        (f, F),
        *IMAGE,
        (r, R),
        (t, T),
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
        * dout[i, f, p, q]
        * w[f, j, r, t],
        (f, F),
        *IMAGE,
        (r, R),
        (t, T),
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
# | 겹치는 창에 `+=`가 아니라 `=`로 적는다 | 마지막 창에서 온 것만 남는다. 창이 겹치지 않으면 옳다. |
# | `dx`에서 덧댄 자리를 잘라 내지 않는다 | 모양이 `x`와 다르다. |
# | `dx[:, :, pad:-pad, pad:-pad]` | `pad`가 0이면 빈 배열이다. |
# | 표본의 축에도 0을 덧댄다: `np.pad(x, pad)` | 표본과 채널이 늘어난다. |
# | 출력의 높이를 `H // stride`로 잡는다 | 마지막 창이 이미지를 벗어난다. |
#
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# Other mistakes do not show as a difference of formulas.
#
# | mistake | symptom |
# | --- | --- |
# | `=` instead of `+=` where windows overlap | Only what comes from the last window is left. It is right for windows that do not overlap. |
# | the padding not cut off from `dx` | Its shape is not that of `x`. |
# | `dx[:, :, pad:-pad, pad:-pad]` | For a `pad` of 0 the array is empty. |
# | zeros along the axis of the samples, too: `np.pad(x, pad)` | There are more samples and channels than before. |
# | an output of `H // stride` rows | The last window reaches beyond the image. |
#
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
ringed = tensor(
    "ringed",
    N,
    F,
    P + 2 * R - 2,
    Q + 2 * T - 2,
    says=Text("둘레에 0을 덧댄 dout", "dout with zeros around it"),
)
a, e = indices("a e")
RINGED = Definition(
    ringed[n, f, a, e],
    total(
        KroneckerDelta(a, AffineIndex(p + R - 1))
        * KroneckerDelta(e, AffineIndex(q + T - 1))
        * dout[n, f, p, q],
        *IMAGE,
    ),
)

LECTURE.exercise(
    Text(
        "S = 1이라고 하자. `dout`의 둘레에 0을 R − 1줄, T − 1줄 덧댄 것을 `ringed`라고 하면, `dx`는 `ringed`와 뒤집은 필터의 합성곱임을 보여라.",
        "Let S = 1, and let `ringed` be `dout` with R − 1 rows and T − 1 columns of zeros around it. Show that `dx` is the convolution of `ringed` "
        "and the filter turned around.",
    ),
    Text(
        r"""`dout`의 $p$행은 `ringed`의 $p + R - 1$행이다. $h = p + r$을 $p + R - 1 = h + (R - 1 - r)$로 고쳐 쓰면 다음과 같다.

<1>

창은 $h$행에서 시작하고, 창의 $R - 1 - r$행이 필터의 $r$행과 만난다. 곧 필터가 뒤집혀 있다.""",
        r"""Row $p$ of `dout` is row $p + R - 1$ of `ringed`. Written as $p + R - 1 = h + (R - 1 - r)$, the condition $h = p + r$ gives

<1>

The window begins in row $h$, and its row $R - 1 - r$ meets row $r$ of the filter: the filter is turned around.""",
    ),
    lambda: [
        (
            total(
                KroneckerDelta(h, AffineIndex(p + r))
                * KroneckerDelta(v, AffineIndex(q + t))
                * dout[i, f, p, q]
                * w[f, j, r, t],
                (f, F),
                *IMAGE,
                (r, R),
                (t, T),
            ),
            total(
                ringed[i, f, AffineIndex(h + R - 1 - r), AffineIndex(v + T - 1 - t)] * w[f, j, r, t],
                (f, F),
                (r, R),
                (t, T),
            ),
        )
    ],
    definitions=(RINGED,),
)

# %%
LECTURE.exercise(
    Text(
        "`dout`이 모두 1이면 `db`는 얼마인가? 이 답이 필터의 크기에 달려 있는가?",
        "What is `db` if `dout` is 1 everywhere? Does it depend on the size of the filter?",
    ),
    Text(
        r"""합의 항이 모두 1이므로 항의 개수다.

<1>

필터의 크기는 출력의 크기 P와 Q를 통해서만 들어온다.""",
        r"""All terms of the sum are 1, so it is their number.

<1>

The size of the filter matters only through P and Q, the size of the output.""",
    ),
    lambda: [(total(Integer(1), *OF_FILTER), N * P * Q)],
)

# %% tags=["setup"]
LECTURE.drill(("dx", (0, 0, 1, 0)), ("dw", (0, 0, 1, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 출력의 픽셀은 창 하나와 필터를 원소끼리 곱해 더한 것이다. 창은 S칸씩 움직인다.
# 2. `db`는 표본과 자리를 따라 `dout`을 더한 것이다.
# 3. `dw`는 필터의 자리가 창마다 만난 픽셀에 `dout`을 곱해 더한 것이다.
# 4. `dx`에서는 픽셀 하나가 자기가 든 모든 창에서 온 것을 더한다. S = 1이면 뒤집은 필터의 합성곱이다.
# 5. 필터의 자리를 따라 돌고, 출력에서 읽은 슬라이스에 그대로 `+=`로 더한다.
#
# **더 읽을거리**
#
# - V. Dumoulin, F. Visin, [A guide to convolution arithmetic for deep learning](https://arxiv.org/abs/1603.07285), 2016

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. A pixel of the output is the sum of a window times the filter, entry by entry. The window moves by S pixels.
# 2. `db` is the sum of `dout` over samples and places.
# 3. `dw` sums, over all windows, the pixel that a place of the filter meets times `dout`.
# 4. In `dx`, a pixel adds up what comes from all windows that it lies in. For S = 1 this is a convolution with the filter turned around.
# 5. Loop over the places of the filter, and add to the slice that the output read, by `+=`.
#
# **Further reading**
#
# - V. Dumoulin, F. Visin, [A guide to convolution arithmetic for deep learning](https://arxiv.org/abs/1603.07285), 2016
