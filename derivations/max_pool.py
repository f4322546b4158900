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
# # 최대 풀링(max pooling) {#max_pool}
#
# [평균 풀링](avg_pool.md)은 창에 든 픽셀을 모두 똑같이 대한다. 최대 풀링은 **가장 큰 픽셀** 하나만 남긴다. [합성곱](conv2d.md)의 출력이 크다는 것은 찾던
# 무늬가 거기 있다는 뜻이다. 그래서 최대 풀링의 출력은 창 어딘가에 그 무늬가 있는지를 말해 준다.
#
# 이 페이지에서는 두 가지를 묻는다. 최댓값은 어떻게 미분하는가? 가장 큰 픽셀이 여럿이면 그래디언트는 어디로 가는가?

# %% [markdown] lang="en"
# # Max pooling {#max_pool}
#
# [Average pooling](avg_pool.md) treats all pixels of a window alike. Max pooling keeps the **largest pixel** alone. A large output of a
# [convolution](conv2d.md) means that the pattern it looks for is there, so that the output of max pooling tells whether it is anywhere in the window.
#
# This page asks two things. How is a maximum differentiated? And where does the gradient go if several pixels are the largest?

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, Symbol, Trace

from yudo.derivations.calculus import (
    AffineIndex,
    Assumption,
    Definition,
    Example,
    Layer,
    Lecture,
    Part,
    Row,
    Text,
    gradient,
    indices,
    maximum,
    relu,
    rules,
    sizes,
    step,
    tensor,
    total,
)
from yudo.derivations.calculus.functions import Sum

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 배열 | 모양(shape) | 뜻 |
# | --- | --- | --- |
# | `x` | (N, C, H, W) | 입력. 표본 N개, 채널 C개 |
# | `out` | (N, C, P, Q) | 출력. 채널마다 창이 P행 Q열로 놓인다 |
# | `dout` | (N, C, P, Q) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
#
# 창은 R행 T열이고 한 번에 S칸씩 움직인다. S를 **스트라이드(stride)**라고 한다. 출력의 $p$행 $q$열은 입력의 $Sp$행 $Sq$열에서 시작하는 창에서 가장 큰
# 픽셀이다. 그 창의 $r$행 $t$열에 있는 픽셀은 $x_{n,c,Sp+r,Sq+t}$다. 모든 첨자는 0부터 센다. $[a > 0]$은 $a$가 양수이면 1, 아니면 0인 지시
# 함수(indicator)다. 그래디언트는 편미분(partial derivative)을 모은 배열이다.
#
# **관례.** 창이 꼭 들어맞는 크기, 곧 높이 $H = S(P - 1) + R$과 너비 $W = S(Q - 1) + T$로 식을 적는다. 이보다 큰 이미지에서 끝에 남는 행과 열은
# 출력에 쓰이지 않고, 그 그래디언트는 0이다. 가장 큰 픽셀이 여럿이면 [모두 그래디언트를 받는다](#ties).

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, C, H, W) | input: N samples of C channels |
# | `out` | (N, C, P, Q) | output: in each channel, P rows and Q columns of windows |
# | `dout` | (N, C, P, Q) | upstream gradient $\partial L / \partial \mathrm{out}$ |
#
# A window has R rows and T columns, and moves by S pixels at a time, the **stride**. Row $p$ and column $q$ of the output are the largest pixel of the
# window that begins in row $Sp$ and column $Sq$ of the input; the pixel in row $r$ and column $t$ of that window is $x_{n,c,Sp+r,Sq+t}$. All indices
# start at 0. $[a > 0]$ is the indicator, 1 where $a$ is positive and 0 elsewhere. A gradient is the array of partial derivatives.
#
# **Conventions.** The formulas are written for sizes into which the windows fit exactly, a height of $H = S(P - 1) + R$ and a width of
# $W = S(Q - 1) + T$. In a larger image some rows and columns are left at the end: the output does not use them, and their gradient is 0. Where several
# pixels are the largest, [each of them gets the gradient](#ties).

# %%
N, C, R, T, P, Q, S = sizes("N C R T P Q S")
n, c, r, t, p, q = indices("n c r t p q")
i, j, h, v = indices("i j h v")
H, W = S * (P - 1) + R, S * (Q - 1) + T

x = tensor("x", N, C, H, W)
out = tensor("out", N, C, P, Q)
dout = tensor("dout", N, C, P, Q)

LAYER = Layer(
    stem="max_pool",
    title=Text("최대 풀링", "Max pooling"),
    summary=Text(
        "이미지를 작은 창으로 훑으며, 창마다 가장 큰 픽셀만 남긴다.",
        "Looks at an image through small windows, and keeps the largest pixel of each.",
    ),
    inputs=(x, R, T, S),
    upstream=dout,
    after=("avg_pool",),
    part=Part.IMAGES,
)

TIES = Assumption(
    "off_the_kink",
    Text(
        "창에서 가장 큰 픽셀이 여럿이면 미분할 수 없다. 그때는 관례에 따라 그 픽셀이 모두 그래디언트를 받는다(`>=`).",
        "Where several pixels of a window are the largest there is no derivative; by convention each of them gets the "
        "gradient there (`>=`).",
    ),
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}

# %% [markdown] lang="en"
# ### Output {#output}

# %%
WINDOW, IMAGE = ((r, R), (t, T)), ((p, P), (q, Q))
EVERYWHERE = ((n, N), (c, C), *IMAGE)


def seen(n, c, p, q, r, t):
    """The pixel at a place of a window."""
    return x[n, c, AffineIndex(S * p + r), AffineIndex(S * q + t)]


def largest_of(pixel):
    """The largest of a window."""
    return maximum(maximum(pixel, (t, T)), (r, R))


top = tensor("top", N, C, P, Q, says=Text("창에서 가장 큰 픽셀", "largest pixel of a window"))
TOP = Definition(top[n, c, p, q], largest_of(seen(n, c, p, q, r, t)))
top_nc = top.cut(n, c, None, None)

LAYER.result(
    "out",
    Text("출력", "Output"),
    out[n, c, p, q],
    largest_of(seen(n, c, p, q, r, t)),
    indices=EVERYWHERE,
    definitions=(TOP,),
).in_matrices(top_nc.matrix, (top_nc,))

# %% [markdown] lang="ko"
# 반복문은 [평균 풀링](avg_pool.md#output)처럼 **창 안의 자리**를 따라 두 겹이면 된다. 자리 $(r, t)$에 있는 픽셀을 모든 창에서 모은 것이 슬라이스
# 하나이고, 지금까지 본 가장 큰 것과 그 슬라이스 가운데 큰 쪽을 남긴다. 시작은 0이 아니라 첫 자리의 픽셀이어야 한다. 창의 픽셀이 모두 음수일 수도 있다.
#
# ```python
# np.maximum(out, x[:, :, r : r + S * P : S, t : t + S * Q : S], out=out)
# ```

# %% [markdown] lang="en"
# As in [average pooling](avg_pool.md#output), two loops over the **places within a window** are enough: the pixels at place $(r, t)$ of all the windows
# are one slice, and the larger of it and of the largest so far is kept. The first place is what to start from, and not 0: all pixels of a window may be
# negative.
#
# ```python
# np.maximum(out, x[:, :, r : r + S * P : S, t : t + S * Q : S], out=out)
# ```

# %% [markdown] lang="ko"
# ## 입력에 대한 그래디언트 {#gradient}
#
# 창에서 가장 큰 픽셀이 하나뿐이라고 하자. 그 픽셀을 조금 올리면 출력도 그만큼 올라간다. 다른 픽셀을 조금 바꾸어도 출력은 그대로다. 그래서 출력을 픽셀
# $x_{i,j,h,v}$로 미분한 값은, 이 픽셀이 그 창의 자리 $(r, t)$에 있고 거기가 가장 큰 자리일 때 1이며 아니면 0이다.

# %% [markdown] lang="en"
# ## Gradient with respect to the input {#gradient}
#
# Let one pixel of a window be the largest. If it rises a little, so does the output; if another pixel changes a little, the output stays. So the
# derivative of an output with respect to the pixel $x_{i,j,h,v}$ is 1 where this pixel is at a place $(r, t)$ of the window and is the largest there, and 0 elsewhere.

# %%
L = Symbol("L", real=True)
objective = total(dout[n, c, p, q] * largest_of(seen(n, c, p, q, r, t)), *EVERYWHERE)

peak = tensor(
    "peak",
    N,
    C,
    P,
    Q,
    R,
    T,
    says=Text("창에서 가장 큰 픽셀이면 1, 아니면 0", "1 where a pixel is the largest of its window, else 0"),
)
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
    TOP,
    Definition(peak[n, c, p, q, r, t], 1 - step(top[n, c, p, q] - seen(n, c, p, q, r, t))),
    Definition(rows[h, p, r], KroneckerDelta(h, AffineIndex(S * p + r))),
    Definition(columns[v, q, t], KroneckerDelta(v, AffineIndex(S * q + t))),
)
rows_h, columns_v = rows.cut(h, None, None), columns.cut(v, None, None)
peak_pq = peak.cut(i, j, p, q, None, None)

LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j, h, v]),
    Derivative(objective, x[i, j, h, v]),
    indices=((i, N), (j, C), (h, H), (v, W)),
    definitions=PLACES,
    assumptions=(TIES,),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        dout[n, c, p, q] * Derivative(largest_of(seen(n, c, p, q, r, t)), x[i, j, h, v]),
        *EVERYWHERE,
    ),
).by(
    rules.LARGEST_MOVES,
    total(
        dout[n, c, p, q]
        * total(peak[n, c, p, q, r, t] * KroneckerDelta(n, i) * KroneckerDelta(c, j) * MET, *WINDOW),
        *EVERYWHERE,
    ),
).by(
    rules.DELTA_PICKS,
    total(MET * dout[i, j, p, q] * peak[i, j, p, q, r, t], *IMAGE, *WINDOW),
).in_matrices(
    Sum(
        dout[i, j, p, q] * Trace(Row(columns_v.matrix, q) * Row(rows_h.matrix, p).T * peak_pq.matrix),
        (q, 0, Q - 1),
        (p, 0, P - 1),
    ),
    (columns_v, rows_h, peak_pq),
)

# %% [markdown] lang="ko"
# 앞의 두 델타는 합에서 한 항을 골라내지만 뒤의 두 델타는 남는다. 창이 겹치면 픽셀 하나가 여러 창에서 가장 클 수 있고, 그때는 그 창들에서 온 것을 모두
# 더한다. 어느 창에서도 가장 크지 않은 픽셀은 그래디언트가 0이다.
#
# [평균 풀링](avg_pool.md#gradient)의 식과 나란히 놓고 보자. 거기서는 모든 자리가 $\tfrac{1}{RT}$씩 받고, 여기서는 가장 큰 자리가 전부 받는다. 어느
# 자리인지를 알려면 픽셀의 값이 필요하므로 캐시(cache)에 `x`와 `out`을 모두 남긴다.
#
# 코드에서는 순전파와 똑같은 슬라이스를 다시 읽어 `out`과 비교하고, 같은 슬라이스에 `+=`로 더한다. 어떤 픽셀도 자기 창의 최댓값보다 크지 않으므로
# `>=`는 `==`와 같은 뜻이다.
#
# ```python
# dx[:, :, rows, columns] += dout * (x[:, :, rows, columns] >= out)
# ```
#
# ### 가장 큰 픽셀이 여럿일 때 {#ties}
#
# 가장 큰 픽셀이 둘이면 하나를 올릴 때는 출력이 올라가지만 내릴 때는 그대로다. 왼쪽 기울기가 0이고 오른쪽 기울기가 1이므로 미분할 수 없다. 드문 일이
# 아니다. 풀링은 대개 [ReLU](relu.md) 다음에 오고, 창의 픽셀이 모두 0일 때가 많다. 어떻게 할지는 관례이고, 코드마다 다르다.
#
# | 관례 | 코드 | 픽셀 둘이 가장 클 때 |
# | --- | --- | --- |
# | 모두 받는다 | `window == window.max()` | 1, 1 |
# | 처음 것만 받는다 | `argmax`, PyTorch | 1, 0 |
# | 똑같이 나눈다 | `jax.grad`로 미분한 `jnp.max` | ½, ½ |
#
# 여기서는 모두 받는다. 위의 식에 나온 지시 함수를 그대로 쓰면 이렇게 되고, 창을 훑는 차례에도 매이지 않는다. ReLU를 지나 0이 된 픽셀이라면 어느 것을
# 골라도 차이가 없다. ReLU의 역전파가 그 자리의 그래디언트를 0으로 만들기 때문이다.
#
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# The first two deltas pick a term of the sum; the other two stay. Where windows overlap, a pixel may be the largest of several, and then it adds up
# what comes from each. A pixel that is the largest of no window has a gradient of 0.
#
# Compare the formula of [average pooling](avg_pool.md#gradient): there every place gets $\tfrac{1}{RT}$, here the largest place gets all. To know which
# place that is takes the values of the pixels, so the cache keeps both `x` and `out`.
#
# Code reads the same slices again as the forward pass, compares them with `out`, and adds to the very same slices by `+=`. No pixel is larger than the
# maximum of its own window, so that `>=` means the same as `==`.
#
# ```python
# dx[:, :, rows, columns] += dout * (x[:, :, rows, columns] >= out)
# ```
#
# ### Where several pixels are the largest {#ties}
#
# Let two pixels be the largest. If one of them rises, so does the output; if it falls, the output stays. The slope is 0 on the left and 1 on the right,
# and there is no derivative. That is not rare: pooling mostly follows a [ReLU](relu.md), and often all pixels of a window are 0. What to do is a
# convention, and code differs.
#
# | convention | code | two largest pixels |
# | --- | --- | --- |
# | each gets it | `window == window.max()` | 1, 1 |
# | the first gets it | `argmax`, PyTorch | 1, 0 |
# | it is shared out | `jnp.max` under `jax.grad` | ½, ½ |
#
# Here each of them gets it. That is what the indicator in the formula says as it stands, and it does not depend on the order in which a window is
# looked through. For pixels that a ReLU has set to 0 all choices come to the same: its backward pass lets nothing through there.
#
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/max_pool.py에 있다. / The code is in impl/max_pool.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본도 채널도 하나다. 3행 3열 이미지 위에서 2행 2열 창이 한 칸씩 움직이므로 창은 넷이다. 둘째 행 끝의 3은 오른쪽 두 창에서 가장 크다. 가운데 픽셀은
# 네 창에 다 들어 있지만 어디서도 가장 크지 않다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# One sample, one channel. A window of 2 by 2 moves over an image of 3 by 3 one pixel at a time: there are four windows. The 3 at the end of the second
# row is the largest of the two on the right. The pixel in the middle lies in all four, and is the largest of none.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 1, C: 1, R: 2, T: 2, P: 2, Q: 2, S: 1},
    given={x: [[[[1, 2, 0], [0, 1, 3], [4, 0, 1]]]], dout: [[[[1, 2], [3, -1]]]]},
    show=[
        ("out", (0, 0, 0, 1)),
        ("dx", (0, 0, 1, 2)),
    ],
)

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# 검증은 `yudo verify max_pool`로 한다. / `yudo verify max_pool` gathers the evidence.

# %% [markdown] lang="ko"
# 증명은 창의 크기 R과 T도 스트라이드 S도 글자인 채로, 창이 꼭 들어맞는 크기의 이미지에서 한다. 끝에 남는 행과 열은 기록에 없다. 그래서 순전파와 역전파의
# 짝을 스트라이드 1부터 4까지, 창과 이미지의 크기를 가리지 않고 따로 증명한다. 가장 큰 픽셀이 여럿인 곳에서도 코드와 식은 같은 관례를 따르므로 값이 같다.
# Rocq 커널은 `out`과 `dx`의 정리를 받아들인다. `dx`에는 $x_{i,j,h,v}$가 어떤 창에서 가장 크면 그 창에 같은 값이 또 없다는 가정이 붙는다.
#
# ## 주의할 입력 {#awkward}
#
# - **가장 큰 픽셀이 여럿인 창.** [모두 받는다](#ties). 그때는 `dx`의 합이 `dout`의 합과 다르다.
# - **모두 음수인 창.** 0에서 시작하면 출력이 0이 된다. 같은 까닭으로, 0을 덧댄 이미지에서 최댓값을 구하면 0이 뽑힐 수 있다. 덧댈 때는 $-\infty$를 쓴다.
# - **NaN.** `np.maximum`은 NaN을 돌려준다. `x >= out`은 거짓이므로 그 창의 그래디언트는 어디로도 가지 않는다.
# - **창보다 작은 이미지.** 창이 하나도 들어가지 않으면 코드는 `ValueError`를 낸다.
# - **창보다 큰 스트라이드.** 창 사이에 아무 창에도 들지 않는 픽셀이 생기고, 그 그래디언트는 0이다.
# - **빈 배치.** 표본이 없어도 된다. 출력도 `dx`도 비어 있다.

# %% [markdown] lang="en"
# The proof keeps the sizes R and T of a window and the stride S letters, too, for images into which the windows fit exactly. Rows and columns that are
# left at the end are not part of the record: for them the pair of forward and backward is proven apart, for strides from 1 to 4 and all sizes of windows
# and images. Where several pixels are the largest, code and formula follow the same convention, so that they agree there, too. The kernel of Rocq
# accepts the theorems of `out` and `dx`; that of `dx` assumes that $x_{i,j,h,v}$, where it is the largest of a window, is the only largest there.
#
# ## Awkward inputs {#awkward}
#
# - **A window with several largest pixels.** [Each of them gets the gradient](#ties). Then the sum of `dx` is not that of `dout`.
# - **A window with negative pixels alone.** Started from 0, the output would be 0. For the same reason a maximum over an image with zeros around it may
#   pick one of these; pad with $-\infty$.
# - **NaN.** `np.maximum` returns NaN. `x >= out` is false, so that the gradient of this window goes nowhere.
# - **An image smaller than the window.** If no window fits in, the code raises a `ValueError`.
# - **A stride larger than the window.** Some pixels lie in no window, and their gradient is 0.
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
    "started-from-zero",
    "out",
    Text("0에서 시작해 큰 쪽을 남긴다", "The largest so far starts from 0"),
    wrong=relu(largest_of(seen(n, c, p, q, r, t))),
    symptom=Text(
        "`out = np.zeros(...)`에서 시작했다. 창의 픽셀이 모두 음수일 때만 다르므로 ReLU 다음에서는 보이지 않는다.",
        "It began with `out = np.zeros(...)`. Only windows of negative pixels show it, and after a ReLU there are none.",
    ),
    example=Example(
        LAYER,
        sizes={N: 1, C: 1, R: 1, T: 2, P: 1, Q: 2, S: 2},
        given={x: [[[[-1, -3, 2, 1]]]], dout: [[[[1, 2]]]]},
    ),
)

# %%
LECTURE.mistake(
    "mask-forgotten",
    "dx",
    Text("창의 모든 픽셀에 `dout`을 준다", "Every pixel of a window gets `dout`"),
    wrong=total(MET * dout[i, j, p, q], *IMAGE, *WINDOW),
    symptom=Text(
        "평균 풀링의 역전파를 나누지 않고 쓴 것이다. 창이 겹치지 않으면 가장 큰 픽셀에서는 옳다.",
        "It is the backward pass of average pooling, not divided. Where windows do not overlap it is right at the largest pixels.",
    ),
)

# %%
LECTURE.mistake(
    "shared-out",
    "dx",
    Text("평균 풀링처럼 똑같이 나눈다", "Shared out as in average pooling"),
    wrong=total(MET * dout[i, j, p, q], *IMAGE, *WINDOW) / (R * T),
    symptom=Text(
        "`dx`의 합은 `dout`의 합과 같으므로 합만 보아서는 알 수 없다.",
        "The sum of `dx` is that of `dout`, so that the sum alone does not show it.",
    ),
)

# %%
APART = Example(
    LAYER,
    sizes={N: 1, C: 1, R: 1, T: 2, P: 1, Q: 2, S: 2},
    given={x: [[[[1, 3, 0, 4]]]], dout: [[[[2, 4]]]]},
)

LECTURE.mistake(
    "place-without-its-window",
    "dx",
    Text(
        "창 안의 자리를 이미지의 자리로 쓴다",
        "The place within the window is taken for the place in the image",
    ),
    wrong=total(
        KroneckerDelta(h, AffineIndex(r))
        * KroneckerDelta(v, AffineIndex(t))
        * dout[i, j, p, q]
        * peak[i, j, p, q, r, t],
        *IMAGE,
        *WINDOW,
    ),
    symptom=Text(
        "`argmax`가 돌려준 $(r, t)$에 창의 시작 $(Sp, Sq)$를 더하지 않았다. 모든 그래디언트가 이미지의 왼쪽 위에 쌓인다.",
        "The beginning $(Sp, Sq)$ of the window was not added to the $(r, t)$ that `argmax` returns. All gradients pile up at the top left of the image.",
    ),
    example=APART,
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
        * peak[i, j, p, q, r, t],
        *IMAGE,
        *WINDOW,
    ),
    symptom=Text(
        "S = 1이면 옳다. 스트라이드가 더 크면 그래디언트가 가장 큰 픽셀이 아닌 곳으로 간다.",
        "It is right for S = 1. With larger strides the gradients go to pixels that are not the largest.",
    ),
    example=APART,
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | 겹치는 창에 `+=`가 아니라 `=`로 적는다 | 마지막 창에서 온 것만 남는다. 창이 겹치지 않으면 옳다. |
# | `x == x.max()`로 이미지 전체의 최댓값과 비교한다 | 이미지에서 가장 큰 픽셀만 그래디언트를 받는다. |
# | `np.argmax(window)`의 번호를 행과 열로 나누지 않는다 | 펼친 창의 번호다. `np.unravel_index`가 필요하다. |
# | `window.max(axis=0)` | 열마다 최댓값을 구한다. |
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
# | `x == x.max()`, the maximum of the whole image | Only the largest pixel of the image gets a gradient. |
# | the number of `np.argmax(window)` not split into row and column | It counts the pixels of the window laid out in a row: `np.unravel_index` is needed. |
# | `window.max(axis=0)` | There is a maximum for each column. |
# | an output of `H // stride` rows | The last window reaches beyond the image. |
#
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
a = Symbol("a", real=True)
LECTURE.exercise(
    Text(
        "모든 픽셀에 같은 수 $a$를 더하면 출력과 `dx`는 어떻게 달라지는가?",
        "What changes in the output and in `dx` if the same number $a$ is added to every pixel?",
    ),
    Text(
        r"""모든 픽셀이 똑같이 커지므로 최댓값도 $a$만큼 커진다.

<1>

어느 픽셀이 가장 큰지는 그대로다. 그러므로 `dx`도 그대로다.

<2>""",
        r"""All pixels grow alike, so the maximum grows by $a$.

<1>

Which pixel is the largest stays the same, and so does `dx`.

<2>""",
    ),
    lambda: [
        (largest_of(seen(n, c, p, q, r, t) + a), largest_of(seen(n, c, p, q, r, t)) + a),
        (step((top[n, c, p, q] + a) - (seen(n, c, p, q, r, t) + a)), 1 - peak[n, c, p, q, r, t]),
    ],
    definitions=PLACES[:2],
)

# %%
LECTURE.exercise(
    Text(
        "최솟값을 남기는 풀링은 $-\\max(-x)$다. 그 미분에서 어느 픽셀이 1을 받는가?",
        "Pooling that keeps the smallest pixel is $-\\max(-x)$. Which pixel has a derivative of 1?",
    ),
    Text(
        r"""부호가 두 번 바뀌어 사라지고, $-x$가 가장 큰 곳은 $x$가 가장 작은 곳이다.

<1>

최솟값보다 크지 않은 픽셀, 곧 가장 작은 픽셀이 받는다.""",
        r"""The two signs cancel, and $-x$ is the largest where $x$ is the smallest.

<1>

It is the pixel that does not exceed the smallest: the smallest itself.""",
    ),
    lambda: [
        (
            gradient(-largest_of(-seen(i, j, p, q, r, t)), x[i, j, h, v]),
            total(MET * (1 - step(seen(i, j, p, q, r, t) + largest_of(-seen(i, j, p, q, r, t)))), *WINDOW),
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dx", (0, 0, 0, 1)), ("out", (0, 0, 1, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 출력의 픽셀은 창 하나에서 가장 큰 픽셀이다. 창은 R행 T열이고 S칸씩 움직인다.
# 2. 창으로 온 그래디언트는 가장 큰 픽셀이 전부 받고, 픽셀은 자기가 가장 큰 모든 창에서 받은 것을 더한다.
# 3. 가장 큰 픽셀이 여럿이면 도함수가 없다. 여기서는 모두 받고, 다른 코드에서는 처음 것만 받거나 똑같이 나눈다.
# 4. 어느 픽셀이 가장 큰지 알아야 하므로 캐시에는 `x`와 `out`이 있어야 한다.
# 5. 최댓값은 0이 아니라 창의 첫 자리에서 시작한다.
#
# **더 읽을거리**
#
# - V. Dumoulin, F. Visin, [A guide to convolution arithmetic for deep learning](https://arxiv.org/abs/1603.07285), 2016

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. A pixel of the output is the largest of a window, which has R rows and T columns and moves by S pixels.
# 2. What comes to a window goes to its largest pixel as a whole, and a pixel adds up what comes from all windows that it is the largest of.
# 3. Where several pixels are the largest there is no derivative. Here each of them gets the gradient; other code gives it to the first, or shares it out.
# 4. The cache needs `x` and `out`, to tell which pixel is the largest.
# 5. The maximum starts from the first place of the window, and not from 0.
#
# **Further reading**
#
# - V. Dumoulin, F. Visin, [A guide to convolution arithmetic for deep learning](https://arxiv.org/abs/1603.07285), 2016
