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
# # 그룹 정규화(group normalization) {#group_norm}
#
# [이미지의 배치 정규화](spatial_batch_norm.md)는 채널의 평균을 배치 전체에서 구한다. 그래서 이미지를 크게 하느라 배치를 두세 장으로 줄이면 평균과 분산이
# 들쭉날쭉해진다. [층 정규화](layer_norm.md)처럼 이미지 한 장 안에서 구하면 배치 크기는 상관없어지지만, 모든 채널이 평균 하나를 함께 쓰게 된다. 가장자리를
# 찾는 필터와 색을 찾는 필터의 출력은 크기부터 다른데도 그렇다.
#
# 그룹 정규화는 그 사이를 택한다. 이미지 한 장의 채널을 이웃한 것끼리 G개의 그룹으로 나누고, **그룹마다** 평균과 분산을 구한다. 그룹이 하나면 이미지의 층
# 정규화이고, 채널마다 그룹이 하나면 인스턴스 정규화(instance normalization)다. 그래디언트의 식은 한 번만 유도하면 이 모두에 쓸 수 있다.

# %% [markdown] lang="en"
# # Group normalisation {#group_norm}
#
# [Batch normalisation of images](spatial_batch_norm.md) takes the mean of a channel over the whole batch. When images are so large that
# only two or three fit into a batch, that mean and its variance are unreliable. Within a single image, as in
# [layer normalisation](layer_norm.md), the size of the batch no longer matters, but then all channels share one mean, although a filter for
# edges and a filter for colours answer on different scales.
#
# Group normalisation goes between the two. It divides the channels of an image into G groups of neighbours, and takes mean and variance of
# **each group**. A single group makes it layer normalisation of images, and one group for each channel instance normalisation. One derivation
# of the gradients serves all of them.

# %% tags=["setup"]
from sympy import Derivative, Integer, KroneckerDelta, Symbol, hadamard_product, sqrt

from yudo.derivations.calculus import (
    Definition,
    Layer,
    Lecture,
    Part,
    Row,
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
# | `gamma`, `beta` | (1, C, 1, 1) 또는 (C,) | 채널마다 곱하는 배율과 더하는 이동(scale, shift) |
# | `G` | 정수 | 그룹의 수. C는 G의 배수여야 한다 |
# | `out` | (N, C, H, W) | 출력 |
# | `dout` | (N, C, H, W) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
#
# 그룹마다 채널이 $K = C/G$개 있다. 식에서는 채널 축을 그룹의 축과 그룹 안의 축으로 나누어 $g$번째 그룹의 $c$번째 채널이라고 부른다. 코드에서는
# $gK + c$번째 채널이다. 픽셀은 한 줄로 펴고 그 수를 $P = H W$라고 쓴다. 첨자 $n$은 표본을, $p$는 픽셀을 가리키고 모두 0부터 센다. 코드의 `gn_param`에는 분산에 더하는
# 작은 양수 $\varepsilon$(`eps`)이 들어 있다. 그래디언트는 편미분(partial derivative)을 모은 배열이다.
#
# **관례.** 분산은 값의 개수 $KP = (C/G) H W$로 나눈 것이고, $\varepsilon$은 제곱근 안에서 더한다. 평균과 분산은 표본의 그룹마다 하나씩, $\gamma$와
# $\beta$는 **채널**마다 하나씩이다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, C, H, W) | input: N samples of C channels of H·W pixels |
# | `gamma`, `beta` | (1, C, 1, 1) or (C,) | what each channel is multiplied by, and what is added (scale, shift) |
# | `G` | an integer | number of groups, a divisor of C |
# | `out` | (N, C, H, W) | output |
# | `dout` | (N, C, H, W) | upstream gradient $\partial L / \partial \mathrm{out}$ |
#
# A group has $K = C/G$ channels. The formulas divide the axis of the channels into one of groups and one within a group: channel $c$ of
# group $g$ is channel $gK + c$ in the code. The pixels are put into one row, and $P = H W$ is their number. The index $n$ stands for samples
# and $p$ for pixels; all start at 0. In the code, `gn_param` holds the small positive number $\varepsilon$ that is added to the variance
# (`eps`). A gradient is the array of partial derivatives.
#
# **Conventions.** The variance is divided by the number of values, $KP = (C/G) H W$, and $\varepsilon$ is added inside the root. There is one
# mean and one variance for each group of a sample, but one $\gamma$ and one $\beta$ for each **channel**.

# %%
N, G, K = sizes("N G K")
P = flattened_size("P")
n, g, c, p, i, j, k, q = indices("n g c p i j k q")

x = tensor("x", N, G, K, P)
gamma = tensor("gamma", G, K, says=Text("채널마다 곱하는 배율", "scale of each channel"))
beta = tensor("beta", G, K, says=Text("채널마다 더하는 값", "shift of each channel"))
epsilon = scalar("epsilon", positive=True)
out = tensor("out", N, G, K, P)
dout = tensor("dout", N, G, K, P)

LAYER = Layer(
    stem="group_norm",
    title=Text("그룹 정규화", "Group normalisation"),
    summary=Text(
        "이미지마다 채널을 몇 개씩 묶어 그룹의 평균을 0, 분산을 1로 맞춘 뒤 채널마다 배율과 이동을 학습한다.",
        "Gives every group of channels of an image mean 0 and variance 1, then a learned scale and shift of each channel.",
    ),
    inputs=(x, gamma, beta, epsilon),
    upstream=dout,
    after=("layer_norm", "spatial_batch_norm"),
    part=Part.NORMALIZATION,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}
#
# 한 그룹에는 값이 $KP$개 있고, 이 값들이 평균 하나와 분산 하나를 함께 쓴다. 다른 표본은 쓰지 않으므로 훈련과 테스트의 계산이 같고, 이동 평균도 없다.

# %% [markdown] lang="en"
# ### Output {#output}
#
# A group has $KP$ values, which share one mean and one variance. No other sample is involved, so training and test compute the same, and there
# are no running averages.

# %%
mean = tensor("gmean", N, G, says=Text("그룹의 평균", "mean of a group"))
var = tensor("gvar", N, G, says=Text("그룹의 분산", "variance of a group"))
xhat = tensor("xhat", N, G, K, P, says=Text("정규화한 입력", "normalised input"))
GROUP = ((c, K), (p, P))

NORMALISED = (
    Definition(mean[n, g], total(x[n, g, c, p], *GROUP) / (K * P)),
    Definition(var[n, g], total((x[n, g, c, p] - mean[n, g]) ** 2, *GROUP) / (K * P)),
    Definition(xhat[n, g, c, p], (x[n, g, c, p] - mean[n, g]) / sqrt(var[n, g] + epsilon)),
)
EVERYWHERE = ((n, N), (g, G), (c, K), (p, P))

x_g, xhat_g = x.cut(n, g, None, None), xhat.cut(n, g, None, None)
LAYER.result(
    "out",
    Text("출력", "Output"),
    out[n, g, c, p],
    gamma[g, c] * xhat[n, g, c, p] + beta[g, c],
    indices=EVERYWHERE,
    definitions=NORMALISED,
).in_matrices(
    hadamard_product(Row(gamma.matrix, g) * ones(P).T, xhat_g.matrix) + Row(beta.matrix, g) * ones(P).T,
    (gamma, xhat_g, beta),
)

# %% [markdown] lang="ko"
# $x_{n,g,:,:}$는 표본 하나의 그룹 하나를 채널이 행, 픽셀이 열인 행렬로 적은 것이다. `gamma`와 `beta`의 한 행은 그 그룹에 속한 채널의 것이고, 픽셀마다 되풀이된다.
#
# 코드에서는 `reshape` 한 번이면 그룹이 축이 된다. 채널 축을 그 자리에서 둘로 나누는 것이라서 `transpose`는 필요 없다.
#
# ```python
# groups = x.reshape(N, G, C // G, H, W)
# mean = groups.mean(axis=(2, 3, 4), keepdims=True)
# ```
#
# ## G = 1, G = C {#cases}
#
# 어떤 원소들이 평균을 함께 쓰는지가 정규화의 이름을 정한다.
#
# | 정규화 | 그룹의 수 | 함께 쓰는 원소의 수 |
# | --- | --- | --- |
# | 이미지의 층 정규화 | G = 1, 곧 K = C | 표본 하나의 모든 값, C·H·W |
# | 그룹 정규화 | 그 사이. 흔히 G = 32 | 표본 하나의 한 그룹, (C/G)·H·W |
# | 인스턴스 정규화 | G = C, 곧 K = 1 | 표본 하나의 한 채널, H·W |
# | 이미지의 배치 정규화 | 어떤 G로도 되지 않는다 | 모든 표본의 한 채널, N·H·W |
#
# 앞의 셋은 같은 코드에 G만 다르게 준 것이고, 이 페이지의 식도 그대로 성립한다. 다만 [층 정규화](layer_norm.md)를 이미지에 쓸 때 `gamma`를 (C, H, W)로 두는
# 코드도 많다. 여기서는 채널마다 하나다.

# %% [markdown] lang="en"
# $x_{n,g,:,:}$ is one group of one sample as a matrix, with a row for each channel and a column for each pixel. A row of `gamma` or `beta`
# belongs to the channels of that group and is repeated for every pixel.
#
# In code, a single `reshape` makes the groups an axis. It divides the axis of the channels where it is, so no `transpose` is needed.
#
# ```python
# groups = x.reshape(N, G, C // G, H, W)
# mean = groups.mean(axis=(2, 3, 4), keepdims=True)
# ```
#
# ## G = 1, G = C {#cases}
#
# Which entries share a mean is what tells the normalisations apart.
#
# | normalisation | number of groups | how many entries share a mean |
# | --- | --- | --- |
# | layer normalisation of images | G = 1, that is K = C | all values of one sample, C·H·W |
# | group normalisation | between the two, often G = 32 | one group of one sample, (C/G)·H·W |
# | instance normalisation | G = C, that is K = 1 | one channel of one sample, H·W |
# | batch normalisation of images | not by any G | one channel of all samples, N·H·W |
#
# The first three are the same code with another G, and the formulas of this page hold for them as they stand. Much code for
# [layer normalisation](layer_norm.md) of images has a `gamma` of shape (C, H, W); here there is one for each channel.

# %% [markdown] slot="figure:shared_means"
# 그림: 어떤 원소들이 평균을 함께 쓰는가. / Figure: which entries share a mean.

# %% [markdown] lang="ko"
# ## 배율과 이동에 대한 그래디언트 {#parameters}
#
# $j$번째 그룹의 $k$번째 채널에 곱하는 $\gamma_{j,k}$는 모든 표본의 모든 픽셀에 쓰인다. 그래서 $n$과 $p$를 따라 더한 합이 남는다. 평균을 함께 쓰는 범위와는
# 상관이 없다. 그룹이 어떻든 `dgamma`와 `dbeta`는 채널마다 하나이고, 코드에서는 `axis=(0, 2, 3)`이다.

# %% [markdown] lang="en"
# ## Gradients with respect to scale and shift {#parameters}
#
# Every pixel of every sample uses $\gamma_{j,k}$, the scale of channel $k$ in group $j$. So a sum over $n$ and $p$ is left. It has nothing to
# do with which entries share a mean: whatever the groups, there is one `dgamma` and one `dbeta` for each channel, by `axis=(0, 2, 3)` in code.

# %%
L = Symbol("L", real=True)
objective = total(dout[n, g, c, p] * (gamma[g, c] * xhat[n, g, c, p] + beta[g, c]), *EVERYWHERE)
OF_CHANNEL = ((n, N), (p, P))
CHANNEL = KroneckerDelta(g, j) * KroneckerDelta(c, k)
dout_c, xhat_c = dout.cut(None, j, k, None), xhat.cut(None, j, k, None)

LAYER.result(
    "dbeta",
    Text("이동에 대한 그래디언트", "Gradient with respect to the shift"),
    Derivative(L, beta[j, k]),
    Derivative(objective, beta[j, k]),
    indices=((j, G), (k, K)),
    definitions=NORMALISED,
).by(rules.DIFFERENTIATE_UNDER_SUM, total(dout[n, g, c, p] * CHANNEL, *EVERYWHERE)).by(
    rules.DELTA_PICKS, total(dout[n, j, k, p], *OF_CHANNEL)
).in_matrices(ones(N).T * dout_c.matrix * ones(P), (dout_c,))

# %%
LAYER.result(
    "dgamma",
    Text("배율에 대한 그래디언트", "Gradient with respect to the scale"),
    Derivative(L, gamma[j, k]),
    Derivative(objective, gamma[j, k]),
    indices=((j, G), (k, K)),
    definitions=NORMALISED,
).by(rules.DIFFERENTIATE_UNDER_SUM, total(dout[n, g, c, p] * xhat[n, g, c, p] * CHANNEL, *EVERYWHERE)).by(
    rules.DELTA_PICKS, total(dout[n, j, k, p] * xhat[n, j, k, p], *OF_CHANNEL)
).in_matrices(ones(N).T * hadamard_product(dout_c.matrix, xhat_c.matrix) * ones(P), (dout_c, xhat_c))

# %% [markdown] lang="ko"
# ## 입력에 대한 그래디언트 {#gradient}
#
# $\hat x$에 대한 그래디언트 $\mathrm{dxhat}$에서 출발하자. 한 원소에서 손실로 가는 경로는 [배치 정규화](batch_norm.md#along-the-graph)에서 따라간 셋이다. $\hat x$로 곧장
# 가는 경로, 분산을 거치는 경로, 평균을 거치는 경로. 이번에 함께 움직이는 것은 같은 표본의 같은 **그룹**에 있는 원소들이다. 그러니 합은 그룹 안에서, 곧 채널 $c$와
# 픽셀 $p$를 따라 더한다.

# %% [markdown] lang="en"
# ## Gradient with respect to the input {#gradient}
#
# Start from $\mathrm{dxhat}$, the gradient with respect to $\hat x$. Three paths lead from an entry to the loss, those that
# [batch normalisation](batch_norm.md#along-the-graph) followed: straight through $\hat x$, through the variance, and through the mean. This
# time it is the entries of the same **group** of the same sample that move along. So the sums stay within the group, over its channels $c$ and
# pixels $p$.

# %%
dxhat = tensor(
    "dxhat",
    N,
    G,
    K,
    P,
    says=Text("$\\hat x$에 대한 손실의 그래디언트", "gradient of the loss with respect to $\\hat x$"),
)
AT_XHAT = Definition(dxhat[n, g, c, p], dout[n, g, c, p] * gamma[g, c])
std = sqrt(var[i, j] + epsilon)
dxhat_g, xhat_g = dxhat.cut(i, j, None, None), xhat.cut(i, j, None, None)


def averaged(matrix):
    """The matrix with the mean of all its entries in every place."""
    return ones(K) * ones(K).T * matrix * ones(P) * ones(P).T / (K * P)


LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j, k, q]),
    Derivative(objective, x[i, j, k, q]),
    indices=((i, N), (j, G), (k, K), (q, P)),
    definitions=(*NORMALISED, AT_XHAT),
).by(
    rules.CHAIN_RULE,
    dxhat[i, j, k, q] / std
    - (x[i, j, k, q] - mean[i, j])
    * total(dxhat[i, j, c, p] * (x[i, j, c, p] - mean[i, j]), *GROUP)
    / (K * P * std**3)
    - total(dxhat[i, j, c, p], *GROUP) / (K * P * std),
).by(
    rules.NAME,
    (
        dxhat[i, j, k, q]
        - total(dxhat[i, j, c, p], *GROUP) / (K * P)
        - xhat[i, j, k, q] * total(dxhat[i, j, c, p] * xhat[i, j, c, p], *GROUP) / (K * P)
    )
    / std,
).in_matrices(
    (
        dxhat_g.matrix
        - averaged(dxhat_g.matrix)
        - hadamard_product(xhat_g.matrix, averaged(hadamard_product(dxhat_g.matrix, xhat_g.matrix)))
    )
    / std,
    (dxhat_g, xhat_g),
)

# %% [markdown] lang="ko"
# `gamma`는 합 **안**에 남는다. 그룹 안에 채널이 여럿이고 채널마다 배율이 다르기 때문이다. 층 정규화와 같은 점이다. 한편 합 안에서 픽셀만 따라가는 동안에는 배율이
# 변하지 않는다. 그래서 K = 1이면 배율이 합 밖으로 나온다. 그래도 배치 정규화처럼 `dgamma`를 다시 쓸 수는 없다. `dgamma`는 모든 표본을 더한 것이기 때문이다.
#
# ```python
# dxhat = (dout * gamma).reshape(groups.shape)
# dx = dxhat - dxhat.mean(axis=within, keepdims=True) - xhat * (dxhat * xhat).mean(axis=within, keepdims=True)
# dx = (dx / std).reshape(x.shape)
# ```
#
# `within`은 그룹 안의 축 `(2, 3, 4)`다.
#
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# `gamma` stays **inside** the sums, as in layer normalisation: a group has several channels, each with a scale of its own. As long as a sum runs
# along the pixels alone, the scale does not change, and for K = 1 it moves in front. Even then `dgamma` cannot be used again, as it was in batch
# normalisation, because it is a sum over all samples.
#
# ```python
# dxhat = (dout * gamma).reshape(groups.shape)
# dx = dxhat - dxhat.mean(axis=within, keepdims=True) - xhat * (dxhat * xhat).mean(axis=within, keepdims=True)
# dx = (dx / std).reshape(x.shape)
# ```
#
# Here `within` are the axes of a group, `(2, 3, 4)`.
#
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/group_norm.py에 있다. / The code is in impl/group_norm.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본 둘, 그룹 둘, 그룹마다 채널 둘, 채널마다 픽셀 둘이다. 큰 배열의 행은 표본, 열은 그룹이고, 칸마다 그 그룹의 채널이 행, 픽셀이 열로 들어 있다. 제곱근이 정수가
# 되도록 $\varepsilon$을 1로 잡았다. 분산은 한 그룹만 8이고 나머지는 3이다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# Two samples, two groups, two channels in each group, two pixels. The rows of a large array are samples and its columns groups; in every cell,
# the channels of the group are rows and the pixels columns. $\varepsilon$ is 1, so that the roots are whole numbers: one group has
# variance 8, the others 3.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, G: 2, K: 2, P: 2},
    given={
        x: [[[[0, 0], [0, 4]], [[6, -2], [2, 2]]], [[[1, 5], [1, 1]], [[-1, -1], [3, -1]]]],
        gamma: [[2, 1], [1, 3]],
        beta: [[1, 0], [0, -1]],
        epsilon: 1,
        dout: [[[[1, 3], [0, 4]], [[3, 0], [1, -1]]], [[[2, 0], [4, 0]], [[1, 1], [-2, 0]]]],
    },
    show=[
        (mean, (0, 0)),
        (var, (0, 0)),
        (xhat, (0, 0, 1, 1)),
        ("out", (0, 0, 1, 1)),
        ("dbeta", (0, 1)),
        ("dgamma", (0, 1)),
        (dxhat, (0, 0, 0, 1)),
        ("dx", (0, 0, 0, 1)),
    ],
)

# %% [markdown] lang="ko"
# `dx`를 그룹마다 더하면 0이다. 채널마다 더하면 0이 아니다.

# %% [markdown] lang="en"
# Every group of `dx` adds up to 0, but its channels do not.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# 검증은 `yudo verify group_norm`으로 한다. / `yudo verify group_norm` gathers the evidence.

# %% [markdown] lang="ko"
# 기록은 채널 축을 그룹의 축과 그룹 안의 축으로 나누어 적고, 코드는 채널을 한 축으로 받는다. 검증과 증명은 두 축을 이어 붙인 배열을 코드에 넘긴다.
# Rocq 커널은 네 결과의 정리를 모두 받아들인다. `dx`에서는 제곱근을 미분하므로 $\varepsilon > 0$이 가정에 들어 있다.
#
# ## 주의할 입력 {#awkward}
#
# - **값이 모두 같은 그룹.** 분산이 0이므로 출력은 `beta`다. 0으로 나누는 일은 없지만, $\varepsilon = 10^{-5}$이면 `dx`에 약 316이 곱해진다.
# - **값이 하나뿐인 그룹.** K·H·W = 1이면 출력은 언제나 `beta`이고 `dx`는 0이다. 픽셀이 하나인 이미지에 인스턴스 정규화를 쓰면 그렇게 된다.
# - **G로 나누어떨어지지 않는 C.** 코드는 `ValueError`를 낸다.
# - **빈 배치.** 표본이 없어도 된다. 평균을 표본마다 내기 때문이다. 채널이나 픽셀이 없으면 코드는 `ValueError`를 낸다.
# - **다른 차원의 입력.** 채널 뒤의 축이 몇 개이든 된다. `gamma`의 모양은 그만큼 1을 붙인 것이거나 (C,)다.

# %% [markdown] lang="en"
# The record divides the axis of the channels into one of groups and one within a group; the code takes all channels along one axis. Checks and
# proof hand it arrays in which the two are joined. The kernel of Rocq accepts the theorems of all four results; that of `dx`,
# which differentiates a square root, assumes $\varepsilon > 0$.
#
# ## Awkward inputs {#awkward}
#
# - **A constant group.** Its variance is 0 and the output is `beta`. Nothing is divided by 0, but with $\varepsilon = 10^{-5}$, `dx` is
#   multiplied by about 316.
# - **A group of one value.** For K·H·W = 1 the output is always `beta`, and `dx` is 0. Instance normalisation of images with a single pixel is
#   such a case.
# - **A C that G does not divide.** The code raises a `ValueError`.
# - **An empty batch** is fine, because every sample has its own means. Without channels or pixels the code raises a `ValueError`.
# - **Inputs of other dimensions.** There may be any number of axes behind the channels; `gamma` has as many ones behind C, or the shape (C,).

# %% [markdown] lang="ko"
# ## 흔한 실수 {#mistakes}
#
# 식으로 적을 수 있는 실수부터 보자. 틀린 식에서 옳은 식을 뺀 차는 컴퓨터가 구했다.

# %% [markdown] lang="en"
# ## Common mistakes {#mistakes}
#
# First those that can be written as a formula. The machine has subtracted the right formula from each.

# %%
own = total(x[n, g, c, q], (q, P)) / P
LECTURE.mistake(
    "per-channel",
    "out",
    Text(
        "그룹이 아니라 채널마다 평균과 분산을 구한다: `axis=(3, 4)`",
        "Mean and variance of each channel instead of each group: `axis=(3, 4)`",
    ),
    wrong=gamma[g, c] * (x[n, g, c, p] - own) / sqrt(total((x[n, g, c, i] - own) ** 2, (i, P)) / P + epsilon)
    + beta[g, c],
    symptom=Text(
        "인스턴스 정규화가 된다. G = C이면 옳다. 채널마다 평균이 `beta`가 되므로, 그룹 안에서 어느 채널이 더 컸는지 알 수 없게 된다.",
        "This is instance normalisation. It is right for G = C. The mean of every channel becomes its `beta`, and which channel of a group was the "
        "larger one is lost.",
    ),
)

# %%
LECTURE.mistake(
    "gamma-outside",
    "dx",
    Text(
        "배치 정규화의 식을 옮겨 `gamma`를 합 밖에서 곱한다",
        "The formula of batch normalisation, with `gamma` outside the sums",
    ),
    wrong=gamma[j, k]
    / std
    * (
        dout[i, j, k, q]
        - total(dout[i, j, c, p], *GROUP) / (K * P)
        - xhat[i, j, k, q] * total(dout[i, j, c, p] * xhat[i, j, c, p], *GROUP) / (K * P)
    ),
    symptom=Text(
        "그룹마다 `gamma`가 모두 같으면 옳다. 그래서 `gamma`를 1로 두고 검사하거나 G = C로 검사하면 보이지 않는다.",
        "It is right where `gamma` is the same throughout each group, so a check with `gamma` 1 or with G = C does not see it.",
    ),
)

# %%
LECTURE.mistake(
    "variance-constant",
    "dx",
    Text("분산을 거치는 항이 빠졌다", "The term through the variance is missing"),
    wrong=(dxhat[i, j, k, q] - total(dxhat[i, j, c, p], *GROUP) / (K * P)) / std,
    symptom=Text(
        "`dx`를 그룹마다 더한 합은 0이라서 알아채기 어렵다.",
        "The groups of `dx` do add up to 0, so it is hard to notice.",
    ),
)

# %%
LECTURE.mistake(
    "divided-by-pixels",
    "dx",
    Text(
        "$KP$가 아니라 픽셀의 수 $P$로 나눈다",
        "Divided by the number of pixels $P$ instead of $KP$",
    ),
    wrong=(
        dxhat[i, j, k, q]
        - total(dxhat[i, j, c, p], *GROUP) / P
        - xhat[i, j, k, q] * total(dxhat[i, j, c, p] * xhat[i, j, c, p], *GROUP) / P
    )
    / std,
    symptom=Text(
        "`H * W`로 나눈 경우다. 그룹에 채널이 하나면 옳다. `dx`를 그룹마다 더한 합이 0이 아니다.",
        "It was divided by `H * W`. It is right for groups of a single channel. The groups of `dx` do not add up to 0.",
    ),
)

# %%
LECTURE.mistake(
    "summed-over-the-group",
    "dgamma",
    Text(
        "`dgamma`를 정규화한 축, 곧 그룹의 채널을 따라서도 더한다",
        "`dgamma` summed over the normalised axes, too: over the channels of the group",
    ),
    wrong=total(dout[n, j, c, p] * xhat[n, j, c, p], (n, N), *GROUP),
    symptom=Text(
        "한 그룹의 채널이 모두 같은 그래디언트를 받는다. 그래서 `gamma`는 그룹 안에서 언제까지나 똑같이 변한다.",
        "All channels of a group get one and the same gradient, so their `gamma` always moves in step.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | 평균과 분산을 배치 전체에서 구한다: `axis=(0, 2, 3, 4)` | 표본이 하나면 옳다. 한 표본을 바꾸면 다른 표본의 출력도 변한다. |
# | `x.reshape(N, C // G, G, H, W)` | 이웃한 채널이 아니라 G칸씩 떨어진 채널이 묶인다. G = C/G이면 모양까지 같다. |
# | `x.reshape(N * G, -1)`을 `gamma`와 함께 층 정규화에 넘긴다 | 층 정규화의 `gamma`는 열마다 하나라서 모양이 맞지 않는다. 1과 0을 넘기고, 배율과 이동은 되돌린 뒤에 한다. |
# | 위와 같이 하고 층 정규화의 `dgamma`를 그대로 돌려준다 | 모양이 (K·H·W,)다. `dgamma`는 이미지 모양으로 되돌린 `xhat`으로 다시 구한다. |
# | `gamma`를 곱하지 않은 `dout`으로 층 정규화의 역전파를 부른다 | `gamma`가 1이면 옳다. |
# | `dgamma`를 `keepdims=True` 없이 더한다 | 모양이 (1, C, 1, 1)이 아니라 (C,)다. |
# | 이동 평균을 쓴다 | 훈련과 테스트의 계산이 같으므로 필요 없다. |
#
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# Other mistakes do not show as a difference of formulas.
#
# | mistake | symptom |
# | --- | --- |
# | mean and variance over the whole batch: `axis=(0, 2, 3, 4)` | Right for a single sample. Changing one sample changes the output of the others. |
# | `x.reshape(N, C // G, G, H, W)` | Groups are made of channels G apart instead of neighbours. For G = C/G even the shape is the same. |
# | layer normalisation of `x.reshape(N * G, -1)`, given `gamma` as well | There, `gamma` is one for each column, which does not fit. Hand over ones and zeros; scale and shift in the shape of the images. |
# | the same, returning `dgamma` as layer normalisation has it | Its shape is (K·H·W,). `dgamma` has to be made anew, from `xhat` in the shape of the images. |
# | the backward of layer normalisation called with a `dout` that is not multiplied by `gamma` | It is right for a `gamma` of ones. |
# | `dgamma` summed without `keepdims=True` | Its shape is (C,), not (1, C, 1, 1). |
# | running averages | There is no need of them: training and test compute the same. |
#
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
closed = (
    dxhat[i, j, k, q]
    - total(dxhat[i, j, c, p], *GROUP) / (K * P)
    - xhat[i, j, k, q] * total(dxhat[i, j, c, p] * xhat[i, j, c, p], *GROUP) / (K * P)
) / std
IN_GROUP = ((k, K), (q, P))

LECTURE.exercise(
    Text(
        "닫힌 꼴에서 `dx`를 그룹마다 더한 합이 0임을 보여라.",
        "Show from the closed form that every group of `dx` adds up to 0.",
    ),
    Text(
        r"""그룹의 $\hat x$를 모두 더하면 0이므로 셋째 항은 없어진다.

<1>

첫째 항의 합에서 둘째 항이 $KP$번 빠지므로 남는 것이 없다.

<2>""",
        r"""The $\hat x$ of a group add up to 0, so the third term vanishes.

<1>

The second term is subtracted $KP$ times from the sum of the first, and nothing is left.

<2>""",
    ),
    lambda: [(total(xhat[i, j, k, q], *IN_GROUP), Integer(0)), (total(closed, *IN_GROUP), Integer(0))],
    definitions=NORMALISED,
)

# %%
b = tensor("b", G, K)

LECTURE.exercise(
    Text(
        "정규화 앞의 합성곱 층이 채널마다 편향 $b_{g,c}$를 더한다고 하자. [배치 정규화](spatial_batch_norm.md#exercises)에서는 편향이 아무 영향도 주지 않았다. "
        "여기서도 그런가?",
        "Suppose that the convolution before the normalisation adds a bias $b_{g,c}$ to every channel. In "
        "[batch normalisation](spatial_batch_norm.md#exercises) it had no effect. Is that so here?",
    ),
    Text(
        r"""평균에 더해지는 것은 그 채널의 편향이 아니라 그룹에 있는 편향의 평균이다. 그래서 빼고 나면 둘의 차가 남는다.

<1>

편향이 늘 사라지는 것은 그룹마다 채널이 하나인 G = C일 때뿐이다. 그러므로 그룹 정규화 앞의 합성곱 층에는 편향을 둘 까닭이 있다.""",
        r"""The mean does not grow by the bias of the channel, but by the mean of the biases in the group. So the difference
of the two is left.

<1>

The bias always vanishes only for G = C, where every group is a single channel. So there is a reason to give a
convolution before group normalisation a bias.""",
    ),
    lambda: [
        (
            x[n, g, c, p] + b[g, c] - total(x[n, g, k, q] + b[g, k], *IN_GROUP) / (K * P),
            x[n, g, c, p] - total(x[n, g, k, q], *IN_GROUP) / (K * P) + b[g, c] - total(b[g, k], (k, K)) / K,
        )
    ],
)

# %%
a = tensor("a", G)
scaled = dout[i, j, c, p] * a[j]

LECTURE.exercise(
    Text(
        "`gamma`가 그룹 안에서 모두 같은 수 $a_g$라고 하자. G = C이면 늘 그렇다. `dx`에 있는 두 합에서 이 수가 합 밖으로 나옴을 보여라.",
        "Suppose that `gamma` is the same number $a_g$ throughout each group, as is always so for G = C. Show that it moves in front of both "
        "sums in `dx`.",
    ),
    Text(
        r"""$\mathrm{dxhat} = \mathrm{dout} \cdot a_j$이고, $a_j$는 더하는 첨자 $c$, $p$와 무관하다.

<1>

<2>

그러면 `dx`는 배치 정규화와 같은 꼴이 된다. 다만 합은 표본마다 따로이므로, 모든 표본을 더한 `dbeta`와 `dgamma`와는 다르다.""",
        r"""Here $\mathrm{dxhat} = \mathrm{dout} \cdot a_j$, and $a_j$ does not depend on the indices $c$ and $p$ of the sums.

<1>

<2>

That gives `dx` the form that it has in batch normalisation. But every sample has sums of its own: they are not `dbeta`
and `dgamma`, which add up all samples.""",
    ),
    lambda: [
        (total(scaled, *GROUP), a[j] * total(dout[i, j, c, p], *GROUP)),
        (
            total(scaled * xhat[i, j, c, p], *GROUP),
            a[j] * total(dout[i, j, c, p] * xhat[i, j, c, p], *GROUP),
        ),
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dx", (0, 1, 0, 1)), ("dgamma", (1, 0)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 표본 하나의 그룹 하나에 있는 값 $(C/G) H W$개가 평균 하나와 분산 하나를 함께 쓴다. 다른 표본은 쓰지 않는다.
# 2. G = 1이면 이미지의 층 정규화, G = C이면 인스턴스 정규화다.
# 3. `dbeta`와 `dgamma`는 그룹과 상관없이 채널마다 표본과 픽셀을 따라 더한 합이다.
# 4. `dx`는 층 정규화와 같은 꼴이고, `gamma`는 합 안에 남는다.
# 5. 채널은 `reshape(N, G, C // G, H, W)`로 나눈다. 이웃한 채널이 한 그룹이다.
#
# **더 읽을거리**
#
# - Y. Wu, K. He, [Group normalization](https://arxiv.org/abs/1803.08494), *ECCV* 2018
# - D. Ulyanov, A. Vedaldi, V. Lempitsky, [Instance normalization](https://arxiv.org/abs/1607.08022), 2016
# - J. L. Ba, J. R. Kiros, G. E. Hinton, [Layer normalization](https://arxiv.org/abs/1607.06450), 2016

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The $(C/G) H W$ values in one group of one sample share one mean and one variance. No other sample is used.
# 2. For G = 1 it is layer normalisation of images, and for G = C instance normalisation.
# 3. Whatever the groups, `dbeta` and `dgamma` are sums over samples and pixels, one for each channel.
# 4. `dx` has the form of layer normalisation, and `gamma` stays inside the sums.
# 5. The channels are divided by `reshape(N, G, C // G, H, W)`: neighbours make a group.
#
# **Further reading**
#
# - Y. Wu, K. He, [Group normalization](https://arxiv.org/abs/1803.08494), *ECCV* 2018
# - D. Ulyanov, A. Vedaldi, V. Lempitsky, [Instance normalization](https://arxiv.org/abs/1607.08022), 2016
# - J. L. Ba, J. R. Kiros, G. E. Hinton, [Layer normalization](https://arxiv.org/abs/1607.06450), 2016
