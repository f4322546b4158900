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
# # 전역 평균 풀링(global average pooling) {#global_avg_pool}
#
# [합성곱](conv2d.md)을 여러 번 거친 이미지를 분류하려면 결국 표본마다 벡터 하나가 있어야 한다. 픽셀을 모두 한 줄로 펴서 완전연결층에 넣으면 가중치가 픽셀
# 수만큼 많아지고, 이미지의 크기도 정해진다. 전역 평균 풀링은 채널마다 **모든 픽셀의 평균** 하나만 남긴다. ResNet을 비롯한 많은 신경망이 분류기 바로 앞에
# 이 층을 둔다.
#
# 배울 가중치가 없으므로 구할 그래디언트는 `dx` 하나다. 채널로 온 그래디언트를 그 채널의 픽셀이 똑같이 나누어 받는다. 식은 짧지만 무엇으로 나누고 어느 축으로
# 늘어놓는지에서 실수가 나온다.

# %% [markdown] lang="en"
# # Global average pooling {#global_avg_pool}
#
# To classify an image after many [convolutions](conv2d.md), one vector for each sample is needed in the end. All pixels in one row, into an affine layer: that
# takes as many weights as there are pixels, and images of one size. Global average pooling keeps a single number of each channel, the **mean of all
# its pixels**. Many nets, ResNet among them, have it right before the classifier.
#
# There are no weights to learn, so the only gradient is `dx`. What comes to a channel is shared out among its pixels in equal parts. The formula is short;
# mistakes are made in what it divides by, and in the axes along which it is spread.

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, Symbol

from yudo.derivations.calculus import (
    Example,
    Layer,
    Lecture,
    Part,
    Row,
    Text,
    flattened_size,
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
# | `x` | (N, C, H, W) | 입력. 표본 N개, 채널 C개, 픽셀 H·W개 |
# | `out` | (N, C) | 출력. 채널마다 평균 하나 |
# | `dout` | (N, C) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
#
# 픽셀이 몇 행 몇 열에 있는지는 이 층에 아무 영향도 주지 않는다. 그래서 식에서는 픽셀을 한 줄로 펴고 그 수를 $P = H W$라고 쓴다. 첨자 $n$은 표본을, $c$는
# 채널을, $p$는 픽셀을 가리키고 0부터 센다. 그래디언트는 편미분(partial derivative)을 모은 배열이다.
#
# **관례.** 출력에는 픽셀의 축이 없다. 크기가 1인 축 둘을 남겨 (N, C, 1, 1)로 두는 코드도 있는데, 값은 같다. 픽셀의 축은 몇 개여도 된다. 소리처럼 하나여도 되고
# 영상처럼 셋이어도 된다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, C, H, W) | input: N samples of C channels of H·W pixels |
# | `out` | (N, C) | output: a mean for each channel |
# | `dout` | (N, C) | upstream gradient $\partial L / \partial \mathrm{out}$ |
#
# In which row and column a pixel lies makes no difference to this layer. So the formulas put the pixels into one row, and $P = H W$ is their
# number. The index $n$ stands for samples, $c$ for channels and $p$ for pixels; all start at 0. A gradient is the array of partial derivatives.
#
# **Conventions.** The output has no axes of pixels. Some code leaves two of size 1, (N, C, 1, 1); the values are the same. There may be any number of axes
# of pixels: one for sound, three for films.

# %%
N, C = sizes("N C")
P = flattened_size("P")
n, c, p, i, j, q = indices("n c p i j q")

x = tensor("x", N, C, P)
out = tensor("out", N, C)
dout = tensor("dout", N, C)

LAYER = Layer(
    stem="global_avg_pool",
    title=Text("전역 평균 풀링", "Global average pooling"),
    summary=Text(
        "채널마다 모든 픽셀의 평균 하나만 남긴다.",
        "Keeps one number of each channel: the mean of all its pixels.",
    ),
    inputs=(x,),
    upstream=dout,
    after=("avg_pool",),
    part=Part.IMAGES,
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
    out[n, c],
    total(x[n, c, p], (p, P)) / P,
    indices=((n, N), (c, C)),
).in_matrices(x_n.matrix * ones(P) / P, (x_n,))

# %% [markdown] lang="ko"
# [평균 풀링](avg_pool.md)에서 창 하나가 이미지 전체를 덮은 것과 같다. 다만 창의 크기를 미리 정하지 않으므로 크기가 다른 이미지에도 그대로 쓸 수 있다. 코드는 한
# 줄이다.
#
# ```python
# out = x.mean(axis=(2, 3))
# ```
#
# ## 입력에 대한 그래디언트 {#gradient}
#
# 출력의 원소 하나를 픽셀 $x_{i,j,q}$로 미분하면, 같은 표본의 같은 채널일 때만 $\tfrac{1}{P}$이 남고 나머지는 0이다.

# %% [markdown] lang="en"
# It is [average pooling](avg_pool.md) with one window that covers the whole image. But the size of the window is not fixed beforehand, so images of other
# sizes will do. The code is one line.
#
# ```python
# out = x.mean(axis=(2, 3))
# ```
#
# ## Gradient with respect to the input {#gradient}
#
# The derivative of one output with respect to the pixel $x_{i,j,q}$ is $\tfrac{1}{P}$ for the same channel of the same sample, and 0 otherwise.

# %%
L = Symbol("L", real=True)
objective = total(dout[n, c] * total(x[n, c, p], (p, P)) / P, (n, N), (c, C))
x_i = x.cut(i, None, None)

LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j, q]),
    Derivative(objective, x[i, j, q]),
    indices=((i, N), (j, C), (q, P)),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        dout[n, c] * total(Derivative(x[n, c, p], x[i, j, q]), (p, P)) / P,
        (n, N),
        (c, C),
    ),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(
        dout[n, c] * total(KroneckerDelta(n, i) * KroneckerDelta(c, j) * KroneckerDelta(p, q), (p, P)) / P,
        (n, N),
        (c, C),
    ),
).by(rules.DELTA_PICKS, dout[i, j] / P).in_matrices(Row(dout.matrix, i) * ones(P).T / P, (dout, x_i))

# %% [markdown] lang="ko"
# 오른쪽에는 $q$가 없다. 한 채널의 픽셀은 모두 **같은** 그래디언트를 받는다. 이미지가 클수록 픽셀 하나가 받는 것은 작고, 모두 더하면 언제나 `dout`이다.
#
# 코드에서는 (N, C)인 `dout`을 (N, C, H, W)로 늘려야 한다. 축 둘을 뒤에 붙이면 브로드캐스팅이 나머지를 한다. 뒤에 붙이지 않고 `dx + dout`으로 쓰면 NumPy는 `dout`의
# 축을 **뒤에서부터** 맞추므로, N과 C가 우연히 H와 W일 때 엉뚱한 값이 나온다.
#
# ```python
# dx = np.zeros_like(x)
# dx += dout[:, :, None, None] / (H * W)
# ```
#
# 픽셀의 값은 미분에 나타나지 않는다. 그래서 캐시(cache)에는 `x`의 모양만 있으면 된다.
#
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# There is no $q$ on the right: all pixels of a channel get the **same** gradient. The larger the image, the smaller is what a pixel gets, and together it is
# always `dout`.
#
# In code the `dout` of shape (N, C) has to be spread to (N, C, H, W). Append two axes, and broadcasting does the rest. With `dx + dout`, without them, NumPy lines up
# the axes **from the end**: the values are nonsense where N and C happen to be H and W.
#
# ```python
# dx = np.zeros_like(x)
# dx += dout[:, :, None, None] / (H * W)
# ```
#
# The values of the pixels do not appear in the derivative, so the cache needs only the shape of `x`.
#
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/global_avg_pool.py에 있다. / The code is in impl/global_avg_pool.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본 하나에 채널 둘, 채널마다 픽셀 넷이다. 식에서처럼 픽셀을 한 줄로 적었다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# One sample of two channels, each of four pixels. The pixels stand in one row, as in the formulas.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 1, C: 2, P: 4},
    given={x: [[[1, 2, 0, 5], [3, -1, 4, 0]]], dout: [[8, -6]]},
    show=[
        ("out", (0, 0)),
        ("dx", (0, 1, 2)),
    ],
)

# %% [markdown] lang="ko"
# 첫째 채널의 `dx`를 모두 더하면 8이고 둘째 채널의 것을 더하면 −6이다. 채널마다 `dout`과 같다. 코드를 검산할 때 쓸 만하다.
#
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# The `dx` of the first channel adds up to 8, that of the second to −6: to `dout`, channel by channel. It is a check that any code can make.
#
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# 검증은 `yudo verify global_avg_pool`로 한다. / `yudo verify global_avg_pool` gathers the evidence.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **픽셀이 하나인 이미지.** 출력은 그 픽셀이고 `dx`는 `dout` 그대로다. 이런 이미지로 검사하면 나눗셈을 빠뜨린 실수가 드러나지 않는다.
# - **픽셀이 없는 이미지(H = 0).** 평균이 없으므로 코드는 `ValueError`를 낸다. NumPy의 `mean`은 경고만 하고 `nan`을 낸다.
# - **빈 배치(N = 0).** 출력도 `dx`도 비어 있다.
# - **채널이 마지막 축에 있는 이미지 (N, H, W, C).** 픽셀의 축이 1번과 2번이므로 `axis=(1, 2)`다.
# - **가장자리를 채워 크기를 맞춘 이미지.** 채워 넣은 픽셀까지 평균에 들어간다. 빼려면 [연습 3](#exercise.3)처럼 한다.
# - **픽셀이 아주 많은 `float16` 이미지.** 합이 65504를 넘으면 오버플로하여 `inf`가 된다. 이 코드는 `float32`부터 받는다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **Images of one pixel.** The output is that pixel, and `dx` is `dout` as it is. A check with such images does not see that a division is missing.
# - **Images without pixels (H = 0).** There is no mean, and the code raises a `ValueError`. NumPy's `mean` gives `nan`, with a warning only.
# - **An empty batch (N = 0).** The output and `dx` are empty.
# - **Images with the channels last, (N, H, W, C).** The axes of the pixels are 1 and 2, so it is `axis=(1, 2)`.
# - **Images that were padded to one size.** The padding counts in the mean. [Exercise 3](#exercise.3) leaves it out.
# - **Very many pixels in `float16`.** A sum beyond 65504 overflows to `inf`. This code takes `float32` and wider.

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
    "gradient-not-shared",
    "dx",
    Text("`dout`을 나누지 않고 픽셀마다 그대로 준다", "Every pixel gets the whole of `dout`, not divided"),
    wrong=dout[i, j],
    symptom=Text(
        "`dx`가 픽셀의 수만큼 배로 크다. 앞쪽 합성곱의 그래디언트도 모두 그만큼 커서, 이미지가 클수록 학습이 발산하기 쉽다.",
        "`dx` is as many times too large as there are pixels, and so are all gradients of the convolutions before it. The larger the images, the sooner training diverges.",
    ),
)

# %%
LECTURE.mistake(
    "sum-not-mean",
    "out",
    Text("더하기만 하고 나누지 않는다", "The sum of the pixels, not divided"),
    wrong=total(x[n, c, p], (p, P)),
    symptom=Text(
        "출력이 이미지의 크기에 따라 커진다. 역전파에서도 나누지 않으면 그래디언트 검사로는 드러나지 않는다.",
        "The output grows with the size of the images. If the backward pass does not divide either, no gradient check shows it.",
    ),
)

# %%
LECTURE.mistake(
    "divided-by-the-channels",
    "dx",
    Text(
        "`x[0].size`로 나누어 채널까지 센다",
        "Divided by `x[0].size`, which counts the channels, too",
    ),
    wrong=dout[i, j] / (C * P),
    symptom=Text(
        "`dx`가 채널의 수만큼 작다. 채널이 하나인 예로 검사하면 보이지 않는다.",
        "`dx` is as many times too small as there are channels. A check with a single channel does not see it.",
    ),
)

# %%
TWO = Example(
    LAYER,
    sizes={N: 2, C: 1, P: 2},
    given={x: [[[1, 3]], [[0, 2]]], dout: [[2], [6]]},
)

LECTURE.mistake(
    "averaged-over-the-batch",
    "dx",
    Text(
        "`dout`을 표본에 대해 평균 내어 모든 표본에 준다",
        "`dout` is averaged over the samples, and given to all of them",
    ),
    wrong=total(dout[n, j], (n, N)) / (N * P),
    symptom=Text(
        "`dout.mean(axis=0)`이 들어갔다. 표본이 하나이면 옳다.",
        "A `dout.mean(axis=0)` has crept in. For a single sample it is right.",
    ),
    example=TWO,
)

# %%
LECTURE.mistake(
    "first-pixel-alone",
    "dx",
    Text("채널의 첫 픽셀에만 준다", "Only the first pixel of each channel gets a gradient"),
    wrong=dout[i, j] * KroneckerDelta(q, 0),
    symptom=Text(
        "`dx[:, :, 0, 0] = dout`으로 적었다. 합은 맞으므로 합만 보아서는 알 수 없다.",
        "It was written as `dx[:, :, 0, 0] = dout`. The sum is right, so the sum alone does not show it.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | `x.mean(axis=(1, 2))` | (N, C, H, W)에서 채널과 행의 평균을 낸다. 출력의 모양이 (N, W)다. |
# | `x.mean(axis=(1, 2, 3))` | 채널까지 섞인다. 출력의 모양이 (N,)이다. |
# | `dx = np.zeros_like(x) + dout / (H * W)` | 축을 뒤에서부터 맞춘다. N = H이고 C = W이면 오류 없이 틀린다. |
# | `dout // (H * W)` | 나눈 값의 소수점 아래가 버려진다. |
# | `dx = np.broadcast_to(…)`를 제자리에서 고친다 | 읽기 전용이라 `ValueError`가 난다. [연습 2](#exercise.2)를 보라. |

# %% [markdown] lang="en"
# Other mistakes do not show as a difference of formulas.
#
# | mistake | symptom |
# | --- | --- |
# | `x.mean(axis=(1, 2))` | Of (N, C, H, W), it averages over channels and rows: the output has shape (N, W). |
# | `x.mean(axis=(1, 2, 3))` | The channels are mixed, too: the output has shape (N,). |
# | `dx = np.zeros_like(x) + dout / (H * W)` | Axes are lined up from the end. With N = H and C = W it is wrong without an error. |
# | `dout // (H * W)` | The shares are rounded down to whole numbers. |
# | `dx = np.broadcast_to(…)`, changed in place later | It is read-only, and a `ValueError` follows. See [exercise 2](#exercise.2). |

# %% [markdown] lang="ko"
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
(M,) = sizes("M")
(m,) = indices("m")
w = tensor("w", C, M)

LECTURE.exercise(
    Text(
        r"풀링 다음의 완전연결층이 점수 $\sum_c \mathrm{out}_{n,c}\, w_{c,m}$을 낸다. 이 점수가 픽셀마다 따로 구한 점수의 평균임을 보여라.",
        r"After the pooling, an affine layer gives the scores $\sum_c \mathrm{out}_{n,c}\, w_{c,m}$. Show that such a score is the mean of scores that each pixel has by itself.",
    ),
    Text(
        r"""평균도 곱도 선형이므로 두 합의 순서를 바꿀 수 있다.

<1>

바깥 합의 항은 픽셀 하나의 채널만으로 구한 점수다. 이것을 이미지로 그리면 신경망이 어디를 보고 그 클래스라고 했는지 나타난다. 이 그림을 클래스 활성화 맵(class activation map)이라고 한다.""",
        r"""The mean and the product are linear, so the two sums may change places.

<1>

A term of the outer sum is a score made of the channels of one pixel alone. Drawn as an image, these scores tell where the net looks when it decides for a class: a class
activation map.""",
    ),
    lambda: [
        (
            total(total(x[n, c, p], (p, P)) / P * w[c, m], (c, C)),
            total(total(x[n, c, p] * w[c, m], (c, C)), (p, P)) / P,
        )
    ],
)

# %%
LECTURE.exercise(
    Text(
        r"동료가 역전파를 `dx = np.broadcast_to(dout[:, :, None, None] / (H * W), x.shape)` 한 줄로 썼다. 값은 옳은가? 다음 줄의 `dx *= mask`는 왜 실패하는가? 이 배열의 원소를 모두 더하면 "
        r"무엇이 되는가?",
        r"A colleague wrote the backward pass in one line, `dx = np.broadcast_to(dout[:, :, None, None] / (H * W), x.shape)`. Are the values right? Why does `dx *= mask` fail in the next line? What do the "
        r"entries of this array add up to?",
    ),
    Text(
        r"""값은 옳다. 그러나 `broadcast_to`는 메모리를 늘리지 않는다. 한 채널의 모든 픽셀이 **같은 수 하나**를 가리키는 뷰를 돌려주며, 쓰지 못하게 막아 둔다. `.copy()`를 붙이거나 `zeros_like`에
더하면 된다.

<1>

채널마다 더하면 `dout`이므로, 모두 더하면 `dout.sum()`이다.""",
        r"""The values are right. But `broadcast_to` takes no new memory: it returns a view in which all pixels of a channel are **one and the same number**, and which must not be written to. Append
`.copy()`, or add to `zeros_like`.

<1>

Each channel adds up to `dout`, and all of it to `dout.sum()`.""",
    ),
    lambda: [(total(dout[i, j] / P, (p, P)), dout[i, j])],
)

# %%
mask = tensor("mask", N, P, values="mask")
count = total(mask[n, p], (p, P))

LECTURE.exercise(
    Text(
        r"크기가 다른 이미지를 0으로 채워 한 배치로 만들었다. $\mathrm{mask}_{n,p}$는 진짜 픽셀에서 1, 채워 넣은 픽셀에서 0이다. 진짜 픽셀만의 평균을 픽셀 $x_{n,c,q}$로 미분하고, 순전파와 역전파를 NumPy로 쓰라.",
        r"Images of several sizes were padded with zeros into one batch. $\mathrm{mask}_{n,p}$ is 1 for a real pixel and 0 for padding. Differentiate the mean of the real pixels with respect to $x_{n,c,q}$, and write both passes in "
        r"NumPy.",
    ),
    Text(
        r"""나누는 수가 표본마다 다르고, 채워 넣은 픽셀의 그래디언트는 0이다.

<1>

```python
count = mask.sum(axis=(1, 2))
out = (x * mask[:, None]).sum(axis=(2, 3)) / count[:, None]
dx = mask[:, None] * (dout / count[:, None])[:, :, None, None]
```

그냥 `x.mean(axis=(2, 3))`을 쓰면 작은 이미지일수록 출력이 0에 가까워진다.""",
        r"""The divisor differs from sample to sample, and the gradient of padding is 0.

<1>

```python
count = mask.sum(axis=(1, 2))
out = (x * mask[:, None]).sum(axis=(2, 3)) / count[:, None]
dx = mask[:, None] * (dout / count[:, None])[:, :, None, None]
```

With plain `x.mean(axis=(2, 3))`, the smaller an image is, the closer its output comes to 0.""",
    ),
    lambda: [
        (
            Derivative(total(mask[n, p] * x[n, c, p], (p, P)) / count, x[n, c, q]),
            mask[n, q] / count,
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dx", (0, 0, 1)), ("out", (0, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 출력은 채널마다 모든 픽셀의 평균이다. `out = x.mean(axis=(2, 3))`.
# 2. 한 채널의 픽셀은 모두 `dout`을 픽셀의 수로 나눈 것을 받는다. `dx += dout[:, :, None, None] / (H * W)`.
# 3. 채널마다 `dx`를 더하면 `dout`이다.
# 4. 배울 가중치가 없고, 캐시에는 `x`의 모양만 있으면 되며, 이미지의 크기를 가리지 않는다.
# 5. 검사할 때는 N, C, H, W를 모두 다르게 둔다. 축을 잘못 맞춘 실수는 크기가 같을 때만 조용히 지나간다.
#
# **더 읽을거리**
#
# - M. Lin, Q. Chen, S. Yan, [Network in network](https://arxiv.org/abs/1312.4400), ICLR, 2014
# - B. Zhou 외, [Learning deep features for discriminative localization](https://arxiv.org/abs/1512.04150), CVPR, 2016

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The output is the mean of all pixels of a channel: `out = x.mean(axis=(2, 3))`.
# 2. Every pixel of a channel gets `dout` over the number of pixels: `dx += dout[:, :, None, None] / (H * W)`.
# 3. Channel by channel, `dx` adds up to `dout`.
# 4. There are no weights to learn, the cache needs only the shape of `x`, and images may have any size.
# 5. Check with N, C, H and W that all differ: axes lined up wrongly pass in silence only where sizes agree.
#
# **Further reading**
#
# - M. Lin, Q. Chen, S. Yan, [Network in network](https://arxiv.org/abs/1312.4400), ICLR, 2014
# - B. Zhou et al., [Learning deep features for discriminative localization](https://arxiv.org/abs/1512.04150), CVPR, 2016
