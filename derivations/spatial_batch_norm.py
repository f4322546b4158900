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
# # 이미지의 배치 정규화(spatial batch normalization) {#spatial_batch_norm}
#
# 합성곱 신경망(convolutional neural network)에서 층의 출력은 이미지다. 표본마다 채널(channel)이 C개 있고, 채널마다 H행 W열의 픽셀이 있다.
# 여기에 [배치 정규화](batch_norm.md)를 그대로 쓰면 특성이 C·H·W개가 되어, 같은 필터가 만든 값인데도 픽셀 자리마다 다른 평균으로 정규화한다.
#
# 합성곱은 한 필터로 이미지의 모든 자리를 훑는다. 그래서 정규화도 **채널마다** 한다. 한 채널의 값이라면 어느 표본의 어느 픽셀이든 같은 평균과
# 분산을 쓴다. 이 페이지에서 새로운 것은 이것뿐이다. 어떤 원소들이 평균을 함께 쓰는지만 정하면 나머지는 배치 정규화의 식 그대로다.

# %% [markdown] lang="en"
# # Batch normalisation of images {#spatial_batch_norm}
#
# In a convolutional net the output of a layer is an image: C channels for every sample, and H rows of W pixels in every channel. Plain
# [batch normalisation](batch_norm.md) would take it for C·H·W features, and normalise what one filter has made with another mean at each
# pixel.
#
# A convolution moves one filter over all places of the image. So the normalisation goes **by channel**, too: all values of a channel share
# a mean and a variance, whatever sample and pixel they belong to. That is all that is new on this page. Once it is settled which entries
# share a mean, everything else is the formula of batch normalisation.

# %% tags=["setup"]
from sympy import Derivative, Integer, KroneckerDelta, Rational, Symbol, hadamard_product, sqrt

from yudo.derivations.calculus import (
    Definition,
    Layer,
    Lecture,
    Part,
    Text,
    flattened_size,
    indices,
    ones,
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
# | `x` | (N, C, H, W) | 입력. 표본 N개, 채널 C개, 채널마다 픽셀 H·W개 |
# | `gamma`, `beta` | (C,) | 채널마다 곱하는 배율과 더하는 이동(scale, shift) |
# | `out` | (N, C, H, W) | 출력 |
# | `dout` | (N, C, H, W) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
# | `running_mean`, `running_var` | (C,) | 훈련하는 동안 모아 두는 평균과 분산의 이동 평균 |
#
# 픽셀이 몇 행 몇 열에 있는지는 이 층에 아무 영향도 주지 않는다. 그래서 식에서는 픽셀을 한 줄로 펴고 그 수를 $P = H W$라고 쓴다. 첨자 $n$은 표본을,
# $c$는 채널을, $p$는 픽셀을 가리키고 0부터 센다. `bn_param`은 [배치 정규화](batch_norm.md#definition)와 같다. 그래디언트는 편미분(partial derivative)을
# 모은 배열이다.
#
# **관례.** 분산은 값의 개수 $NP = N H W$로 나눈 것이고, $\varepsilon$은 제곱근 안에서 더한다. 채널끼리는 서로 섞이지 않는다. 모든 합은 0, 2, 3번 축을
# 따라 더한 것이다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, C, H, W) | input: N samples of C channels of H·W pixels |
# | `gamma`, `beta` | (C,) | what each channel is multiplied by, and what is added (scale, shift) |
# | `out` | (N, C, H, W) | output |
# | `dout` | (N, C, H, W) | upstream gradient $\partial L / \partial \mathrm{out}$ |
# | `running_mean`, `running_var` | (C,) | running averages of mean and variance, gathered in training |
#
# In which row and column a pixel lies makes no difference to this layer. So the formulas put the pixels into one row, and $P = H W$ is their
# number. The index $n$ stands for samples, $c$ for channels and $p$ for pixels; all start at 0. `bn_param` is that of
# [batch normalisation](batch_norm.md#definition). A gradient is the array of partial derivatives.
#
# **Conventions.** The variance is divided by the number of values, $NP = N H W$, and $\varepsilon$ is added inside the root. Channels are
# never mixed: every sum runs along the axes 0, 2 and 3.

# %%
N, C = sizes("N C")
P = flattened_size("P")
n, c, p, i, j, k = indices("n c p i j k")

x = tensor("x", N, C, P)
gamma = tensor("gamma", C, says=Text("채널마다 곱하는 배율", "scale of each channel"))
beta = tensor("beta", C, says=Text("채널마다 더하는 값", "shift of each channel"))
epsilon = scalar("epsilon", positive=True)
momentum = scalar("momentum")
running_mean = tensor("running_mean", C, says=Text("평균의 이동 평균", "running average of the mean"))
running_var = tensor(
    "running_var",
    C,
    positive=True,
    values="variance",
    says=Text("분산의 이동 평균", "running average of the variance"),
)
out = tensor("out", N, C, P)
dout = tensor("dout", N, C, P)

LAYER = Layer(
    stem="spatial_batch_norm",
    title=Text("이미지의 배치 정규화", "Batch normalisation of images"),
    summary=Text(
        "채널마다 배치의 모든 픽셀로 평균을 0, 분산을 1로 맞춘 뒤 배율과 이동을 학습한다.",
        "Gives every channel mean 0 and variance 1 over all pixels of the batch, then a learned scale and shift.",
    ),
    inputs=(x, gamma, beta, epsilon, momentum, running_mean, running_var),
    upstream=dout,
    after=("batch_norm",),
    part=Part.NORMALIZATION,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}
#
# 한 채널에는 값이 $NP$개 있고, 이 값들이 평균 하나와 분산 하나를 함께 쓴다.

# %% [markdown] lang="en"
# ### Output {#output}
#
# A channel has $NP$ values, which share one mean and one variance.

# %%
mu = tensor("mu", C, says=Text("채널의 평균", "mean of a channel"))
var = tensor("var", C, says=Text("채널의 분산", "variance of a channel"))
xhat = tensor("xhat", N, C, P, says=Text("정규화한 입력", "normalised input"))
CHANNEL = ((n, N), (p, P))

MOMENTS = (
    Definition(mu[c], total(x[n, c, p], *CHANNEL) / (N * P)),
    Definition(var[c], total((x[n, c, p] - mu[c]) ** 2, *CHANNEL) / (N * P)),
)
NORMALISED = (*MOMENTS, Definition(xhat[n, c, p], (x[n, c, p] - mu[c]) / sqrt(var[c] + epsilon)))
ALL = ones(N) * ones(P).T
x_c, xhat_c = x.cut(None, c, None), xhat.cut(None, c, None)

LAYER.result(
    "out",
    Text("출력", "Output"),
    out[n, c, p],
    gamma[c] * xhat[n, c, p] + beta[c],
    indices=((n, N), (c, C), (p, P)),
    definitions=NORMALISED,
).in_matrices(gamma[c] * xhat_c.matrix + beta[c] * ALL, (xhat_c,))

# %% [markdown] lang="ko"
# $x_{:,c,:}$는 한 채널을 표본이 행, 픽셀이 열인 행렬로 적은 것이다. 코드로는 축 세 개를 따라 더하거나, 채널 축을 맨 뒤로 옮기고 픽셀마다 한
# 행을 만들어 배치 정규화에 넘긴다.
#
# ```python
# rows = x.transpose(0, 2, 3, 1).reshape(-1, C)
# ```
#
# 그러면 N·H·W행 C열이 되고, 결과는 `.reshape(N, H, W, C).transpose(0, 3, 1, 2)`로 되돌린다. `transpose`를 빼면 **안 된다**. `reshape`는 메모리 순서로 값을
# 다시 자를 뿐이라서 한 열에 여러 채널이 섞인다.
#
# ## 이동 평균과 테스트 {#running-averages}
#
# 이동 평균도 [배치 정규화](batch_norm.md#running-averages)와 같다. 특성 대신 채널마다 하나씩 있을 뿐이다.

# %% [markdown] lang="en"
# $x_{:,c,:}$ is one channel as a matrix, with a row for each sample and a column for each pixel. Code sums along three axes, or moves
# the channels to the end, makes one row of each pixel, and hands that to batch normalisation.
#
# ```python
# rows = x.transpose(0, 2, 3, 1).reshape(-1, C)
# ```
#
# These are N·H·W rows of C columns, and `.reshape(N, H, W, C).transpose(0, 3, 1, 2)` leads back. The `transpose` must **not** be left out:
# `reshape` only cuts the values anew in the order of memory, so that every column mixes channels.
#
# ## Running averages and test time {#running-averages}
#
# The running averages are those of [batch normalisation](batch_norm.md#running-averages), one for each channel in place of each feature.

# %%
next_mean = tensor("next_mean", C, says=Text("새 이동 평균(평균)", "the next running mean"))
next_var = tensor("next_var", C, says=Text("새 이동 평균(분산)", "the next running variance"))

LAYER.result(
    "running_mean",
    Text("평균의 이동 평균", "Running mean"),
    next_mean[c],
    momentum * running_mean[c] + (1 - momentum) * mu[c],
    indices=((c, C),),
    definitions=MOMENTS[:1],
).in_matrices(momentum * running_mean.matrix + (1 - momentum) * mu.matrix, (running_mean, mu))

# %%
LAYER.result(
    "running_var",
    Text("분산의 이동 평균", "Running variance"),
    next_var[c],
    momentum * running_var[c] + (1 - momentum) * var[c],
    indices=((c, C),),
    definitions=MOMENTS,
).in_matrices(momentum * running_var.matrix + (1 - momentum) * var.matrix, (running_var, var))

# %%
LAYER.result(
    "out_test",
    Text("테스트할 때의 출력", "Output at test time"),
    out[n, c, p],
    gamma[c] * (x[n, c, p] - running_mean[c]) / sqrt(running_var[c] + epsilon) + beta[c],
    indices=((n, N), (c, C), (p, P)),
).in_matrices(
    gamma[c] / sqrt(running_var[c] + epsilon) * (x_c.matrix - running_mean[c] * ALL) + beta[c] * ALL, (x_c,)
)

# %% [markdown] lang="ko"
# ## 배율과 이동에 대한 그래디언트 {#parameters}
#
# $\gamma_j$와 $\beta_j$는 $j$번째 채널의 모든 표본, 모든 픽셀에 쓰인다. 그래서 $n$과 $p$를 모두 따라 더한 합이 남는다. 코드에서는 `axis=(0, 2, 3)`이다.
# 개수로 나누지 않는다.

# %% [markdown] lang="en"
# ## Gradients with respect to scale and shift {#parameters}
#
# Every sample and every pixel of channel $j$ uses $\gamma_j$ and $\beta_j$. So a sum over both $n$ and $p$ is left: `axis=(0, 2, 3)` in code. It is
# not divided by their number.

# %%
L = Symbol("L", real=True)
objective = total(dout[n, c, p] * (gamma[c] * xhat[n, c, p] + beta[c]), (n, N), (c, C), (p, P))
dout_j, xhat_j = dout.cut(None, j, None), xhat.cut(None, j, None)

LAYER.result(
    "dbeta",
    Text("이동에 대한 그래디언트", "Gradient with respect to the shift"),
    Derivative(L, beta[j]),
    Derivative(objective, beta[j]),
    indices=((j, C),),
    definitions=NORMALISED,
).by(rules.DIFFERENTIATE_UNDER_SUM, total(dout[n, c, p] * KroneckerDelta(c, j), (n, N), (c, C), (p, P))).by(
    rules.DELTA_PICKS, total(dout[n, j, p], *CHANNEL)
).in_matrices(ones(N).T * dout_j.matrix * ones(P), (dout_j,))

# %%
LAYER.result(
    "dgamma",
    Text("배율에 대한 그래디언트", "Gradient with respect to the scale"),
    Derivative(L, gamma[j]),
    Derivative(objective, gamma[j]),
    indices=((j, C),),
    definitions=NORMALISED,
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dout[n, c, p] * xhat[n, c, p] * KroneckerDelta(c, j), (n, N), (c, C), (p, P)),
).by(rules.DELTA_PICKS, total(dout[n, j, p] * xhat[n, j, p], *CHANNEL)).in_matrices(
    ones(N).T * hadamard_product(dout_j.matrix, xhat_j.matrix) * ones(P), (dout_j, xhat_j)
)

# %% [markdown] lang="ko"
# ## 입력에 대한 그래디언트 {#gradient}
#
# $x_{i,j,k}$에서 손실로 가는 세 경로, 곧 $\hat x$로 곧장 가는 경로와 분산, 평균을 거치는 경로는 [배치 정규화](batch_norm.md#along-the-graph)에서 하나씩 따라갔다.
# 여기서도 같다. 다만 평균과 분산이 값 $N$개가 아니라 $NP$개로 되어 있으므로, 그 개수가 식의 $N$을 대신한다.

# %% [markdown] lang="en"
# ## Gradient with respect to the input {#gradient}
#
# Three paths lead from $x_{i,j,k}$ to the loss: straight through $\hat x$, through the variance, and through the mean.
# [Batch normalisation](batch_norm.md#along-the-graph) followed them one by one, and they are the same here. But mean and variance are now made
# of $NP$ values instead of $N$, and that number takes the place of $N$.

# %%
std = sqrt(var[j] + epsilon)

LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j, k]),
    Derivative(objective, x[i, j, k]),
    indices=((i, N), (j, C), (k, P)),
    definitions=NORMALISED,
).by(
    rules.CHAIN_RULE,
    gamma[j] * dout[i, j, k] / std
    - (x[i, j, k] - mu[j])
    * total(gamma[j] * dout[n, j, p] * (x[n, j, p] - mu[j]), *CHANNEL)
    / (N * P * std**3)
    - total(gamma[j] * dout[n, j, p], *CHANNEL) / (N * P * std),
).by(
    rules.PULL_OUT,
    gamma[j]
    / std
    * (
        dout[i, j, k]
        - total(dout[n, j, p], *CHANNEL) / (N * P)
        - xhat[i, j, k] * total(dout[n, j, p] * xhat[n, j, p], *CHANNEL) / (N * P)
    ),
).in_matrices(
    gamma[j]
    / std
    * (
        dout_j.matrix
        - ones(N) * ones(N).T * dout_j.matrix * ones(P) * ones(P).T / (N * P)
        - hadamard_product(
            xhat_j.matrix,
            ones(N)
            * ones(N).T
            * hadamard_product(dout_j.matrix, xhat_j.matrix)
            * ones(P)
            * ones(P).T
            / (N * P),
        )
    ),
    (dout_j, xhat_j),
)

# %% [markdown] lang="ko"
# `gamma`는 채널 전체에 공통이라서 배치 정규화처럼 합 밖으로 나온다. 그래서 `dbeta`와 `dgamma`를 여기서도 다시 쓸 수 있다. `shape`는 (C, 1, 1)로, 채널 축에
# 맞추는 것이다.
#
# ```python
# count = N * H * W
# dx = (gamma / std).reshape(shape) * (dout - (dbeta.reshape(shape) + xhat * dgamma.reshape(shape)) / count)
# ```
#
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# `gamma` is common to the whole channel and moves in front of the sums, as in batch normalisation. So `dbeta` and `dgamma` can be used again
# here. The `shape` is (C, 1, 1), in line with the axis of the channels.
#
# ```python
# count = N * H * W
# dx = (gamma / std).reshape(shape) * (dout - (dbeta.reshape(shape) + xhat * dgamma.reshape(shape)) / count)
# ```
#
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/spatial_batch_norm.py에 있다. / The code is in impl/spatial_batch_norm.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 이미지 둘, 채널 둘, 픽셀 둘이다. 배열의 칸마다 한 채널의 픽셀이 들어 있다. [배치 정규화의 예](batch_norm.md#by-hand)에 나온 두 열을 채널 둘로 접은 것이므로, 평균과
# 분산도 `dgamma`와 `dbeta`도 거기와 같다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# Two images, two channels, two pixels; every cell of an array holds the pixels of one channel. The two columns in the
# [example of batch normalisation](batch_norm.md#by-hand) are folded into two channels, so mean and variance, `dgamma` and `dbeta` are those
# found there.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, C: 2, P: 2},
    given={
        x: [[[0, 0], [6, -2]], [[0, 4], [2, 2]]],
        gamma: [2, 3],
        beta: [1, 0],
        epsilon: 1,
        momentum: Rational(9, 10),
        running_mean: [0, 1],
        running_var: [8, 3],
        dout: [[[1, 3], [3, 0]], [[0, 4], [6, -9]]],
    },
    show=[
        (mu, (0,)),
        (var, (0,)),
        ("out", (1, 0, 1)),
        ("running_mean", (0,)),
        ("running_var", (0,)),
        ("out_test", (1, 0, 1)),
        ("dbeta", (0,)),
        ("dgamma", (0,)),
        ("dx", (0, 0, 0)),
    ],
)

# %% [markdown] lang="ko"
# `dx`를 채널마다 더하면 0이다. 그러나 이미지마다 더하면 0이 아니다.

# %% [markdown] lang="en"
# `dx` adds up to 0 over each channel, but not over each image.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# 검증은 `yudo verify spatial_batch_norm`으로 한다. / `yudo verify spatial_batch_norm` gathers the evidence.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **값이 모두 같은 채널.** 분산이 0이므로 출력은 `beta`다. 0으로 나누는 일은 없지만, $\varepsilon = 10^{-5}$이면 `dx`에 약 316이 곱해진다.
# - **표본이 하나뿐인 배치.** 픽셀이 여럿이면 괜찮다. 값이 H·W개이기 때문이다. N·H·W = 1이면 출력은 언제나 `beta`이고 `dx`는 0이다.
# - **빈 배치.** 훈련할 때 표본이나 픽셀이 없으면 평균을 낼 수 없으므로 코드는 `ValueError`를 낸다.
# - **다른 차원의 입력.** 채널 뒤의 축이 몇 개이든 된다. 코드는 (N, C, T)인 소리도, 축이 다섯 개인 동영상도 받는다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **A constant channel.** Its variance is 0 and the output is `beta`. Nothing is divided by 0, but with $\varepsilon = 10^{-5}$, `dx` is
#   multiplied by about 316.
# - **A batch of one sample** is fine if it has several pixels: there are H·W values. For N·H·W = 1 the output is always `beta`, and `dx` is 0.
# - **An empty batch.** Without samples or pixels there is no mean, and in training the code raises a `ValueError`.
# - **Inputs of other dimensions.** There may be any number of axes behind the channels: sound of shape (N, C, T) will do, or films with five axes.

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
    "divided-by-samples",
    "dx",
    Text(
        "$NP$가 아니라 표본의 수 $N$으로 나눈다",
        "Divided by the number of samples $N$ instead of $NP$",
    ),
    wrong=gamma[j]
    / std
    * (
        dout[i, j, k]
        - total(dout[n, j, p], *CHANNEL) / N
        - xhat[i, j, k] * total(dout[n, j, p] * xhat[n, j, p], *CHANNEL) / N
    ),
    symptom=Text(
        "`N = dout.shape[0]`을 배치 정규화에서 그대로 옮긴 경우다. 픽셀이 하나면 옳다. `dx`의 채널마다 더한 합이 0이 아니다.",
        "`N = dout.shape[0]` was copied from batch normalisation. It is right for a single pixel. The channels of `dx` do not add up to 0.",
    ),
)

# %%
LECTURE.mistake(
    "pixels-averaged",
    "dgamma",
    Text(
        "`dgamma`를 픽셀을 따라 더하지 않고 평균 낸다",
        "`dgamma` averaged over the pixels instead of summed",
    ),
    wrong=total(dout[n, j, p] * xhat[n, j, p], *CHANNEL) / P,
    symptom=Text(
        "정확히 $P$분의 1이다. 이미지가 클수록 `gamma`가 느리게 학습된다.",
        "It is smaller by exactly the factor $P$: the larger the images, the slower `gamma` learns.",
    ),
)

# %%
own = total(x[n, c, k], (k, P)) / P
LECTURE.mistake(
    "per-image",
    "out",
    Text(
        "이미지마다 따로 평균과 분산을 구한다: `axis=(2, 3)`",
        "Mean and variance of each image by itself: `axis=(2, 3)`",
    ),
    wrong=gamma[c] * (x[n, c, p] - own) / sqrt(total((x[n, c, i] - own) ** 2, (i, P)) / P + epsilon)
    + beta[c],
    symptom=Text(
        "인스턴스 정규화(instance normalization)다. 표본이 하나면 옳다. 밝은 이미지와 어두운 이미지가 똑같아진다.",
        "This is instance normalisation. It is right for a single sample. Bright and dark images come out alike.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | `transpose` 없이 `x.reshape(-1, C)` | 모양은 맞다. 한 열에 여러 채널의 값이 섞여, 채널마다 구한 평균이 0이 아니다. |
# | 되돌릴 때 `reshape(N, C, H, W)`만 한다 | 값이 다른 채널, 다른 픽셀로 간다. `x`와 `out`을 그려 보면 그림이 흩어져 있다. |
# | `transpose(0, 3, 2, 1)`로 되돌린다 | H와 W가 바뀐다. H = W인 검사에서는 모양 오류도 나지 않는다. |
# | `dgamma`를 `axis=0`으로만 더한다 | 모양이 (C, H, W)가 된다. |
# | `gamma`를 (C,) 그대로 곱한다 | 마지막 축인 W에 맞추어진다. C = W이면 오류 없이 틀린다. |

# %% [markdown] lang="en"
# Other mistakes do not show as a difference of formulas.
#
# | mistake | symptom |
# | --- | --- |
# | `x.reshape(-1, C)` without `transpose` | The shape is right. Every column mixes values of several channels, and the mean of a channel is not 0. |
# | only `reshape(N, C, H, W)` on the way back | Values end up in other channels and pixels. Plot `x` and `out`, and the picture is scattered. |
# | back by `transpose(0, 3, 2, 1)` | H and W are exchanged. In a check with H = W not even the shapes object. |
# | `dgamma` summed along `axis=0` alone | Its shape is (C, H, W). |
# | `gamma` of shape (C,) multiplied as it is | It is put in line with the last axis, W. For C = W it is silently wrong. |

# %% [markdown] lang="ko"
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
b = tensor("b", C)

LECTURE.exercise(
    Text(
        "정규화 앞의 합성곱 층이 채널마다 편향 $b_c$를 더한다고 하자. 편향이 출력에 아무 영향도 주지 않음을 보여라.",
        "Suppose that the convolution before the normalisation adds a bias $b_c$ to every channel. Show that it has no effect on the output.",
    ),
    Text(
        r"""한 채널의 값에 모두 같은 수가 더해지므로 평균에도 그대로 더해지고, 빼면 사라진다.

<1>

분산도 평균을 뺀 값으로 구하므로 변하지 않는다. 그래서 배치 정규화 앞의 합성곱 층에는 대개 편향을 두지 않는다.""",
        r"""All values of a channel grow by the same number, and so does their mean; subtracted, it cancels.

<1>

The variance is made of the same differences and stays as it is. That is why a convolution before batch
normalisation usually has no bias.""",
    ),
    lambda: [
        (
            x[n, c, p] + b[c] - total(x[i, c, k] + b[c], (i, N), (k, P)) / (N * P),
            x[n, c, p] - total(x[i, c, k], (i, N), (k, P)) / (N * P),
        )
    ],
)

# %%
LECTURE.exercise(
    Text(
        r"정규화한 입력을 한 채널에서 모두 더하면 0임을, 제곱하여 더하면 $NP \, \mathrm{var}_c / (\mathrm{var}_c + \varepsilon)$임을 보여라.",
        r"Show that the normalised inputs of a channel add up to 0, and their squares to $NP \, \mathrm{var}_c / (\mathrm{var}_c + \varepsilon)$.",
    ),
    Text(
        r"""평균을 뺀 값은 더하면 0이다.

<1>

제곱의 합은 분산의 $NP$배이고, 분모는 채널 안에서 모두 같다.

<2>

채널마다 따로 구하는 $\hat x$의 분산은 1에 가깝지만, 이미지 한 장만 보면 그렇지 않다.""",
        r"""The centred values add up to 0.

<1>

Their squares add up to $NP$ times the variance, and the denominator is the same throughout the channel.

<2>

So the variance of $\hat x$ is close to 1 over a channel, but not over a single image.""",
    ),
    lambda: [
        (total(xhat[n, c, p], *CHANNEL), Integer(0)),
        (total(xhat[n, c, p] ** 2, *CHANNEL), N * P * var[c] / (var[c] + epsilon)),
    ],
    definitions=NORMALISED,
)

# %% tags=["setup"]
LECTURE.drill(("dx", (1, 1, 1)), ("dgamma", (0,)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 한 채널의 값 $N H W$개가 평균 하나와 분산 하나를 함께 쓴다.
# 2. `dbeta`와 `dgamma`는 표본과 픽셀을 모두 따라 더한 합이다: `axis=(0, 2, 3)`.
# 3. `dx`는 배치 정규화의 식에서 $N$을 $N H W$로 바꾼 것이다.
# 4. 픽셀마다 한 행을 만들어 배치 정규화를 불러도 된다. 그때는 채널 축을 먼저 맨 뒤로 옮긴다.
#
# **더 읽을거리**
#
# - S. Ioffe, C. Szegedy, [Batch normalization](https://arxiv.org/abs/1502.03167), *ICML* 2015, 3.2절
# - D. Ulyanov, A. Vedaldi, V. Lempitsky, [Instance normalization](https://arxiv.org/abs/1607.08022), 2016
# - [CS231n 강의 노트: 합성곱 신경망](https://cs231n.github.io/convolutional-networks/)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The $N H W$ values of a channel share one mean and one variance.
# 2. `dbeta` and `dgamma` are sums over samples and pixels: `axis=(0, 2, 3)`.
# 3. `dx` is the formula of batch normalisation with $N H W$ in place of $N$.
# 4. One may also make a row of each pixel and call batch normalisation; then the channels have to be moved to the end first.
#
# **Further reading**
#
# - S. Ioffe, C. Szegedy, [Batch normalization](https://arxiv.org/abs/1502.03167), *ICML* 2015, section 3.2
# - D. Ulyanov, A. Vedaldi, V. Lempitsky, [Instance normalization](https://arxiv.org/abs/1607.08022), 2016
# - [CS231n notes: convolutional networks](https://cs231n.github.io/convolutional-networks/)
