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
# # 층 정규화(layer normalization) {#layer_norm}
#
# 배치 정규화는 표본 하나를 정규화하려고 다른 표본들을 들여다본다. 그래서 배치가 작으면 평균과 분산이 부정확하고, 훈련할 때와
# 테스트할 때의 계산이 다르며, 길이가 제각각인 문장을 다루는 순환 신경망에는 쓰기 어렵다.
#
# 층 정규화는 축을 바꾼다. 표본마다, 그 표본의 특성들로 평균과 분산을 구한다. 다른 표본은 쓰지 않으므로 배치 크기가 1이어도 되고 훈련과 테스트가
# 같다. 트랜스포머(transformer)가 이것을 쓴다.
#
# 순전파에서는 `axis=0`이 `axis=1`로 바뀔 뿐이다. 역전파도 그럴까? 거의 그렇지만 한 곳이 다르고, 바로 거기서 실수가 나온다. 이 페이지에서는 그
# 한 곳을 찾는다.

# %% [markdown] lang="en"
# # Layer normalisation {#layer_norm}
#
# To normalise one sample, batch normalisation looks at the others. In a small batch its mean and variance are inaccurate, training and
# test compute differently, and recurrent nets for sentences of varying length can hardly use it.
#
# Layer normalisation takes the other axis: mean and variance of each sample, over the features of this sample. No other sample is
# involved, so the batch may have size 1, and training and test are the same. Transformers use it.
#
# In the forward pass `axis=0` becomes `axis=1`, and that is all. Is it the same in the backward pass? Almost: there is one difference, and that is where mistakes are made. This page finds it.

# %% tags=["setup"]
from sympy import Derivative, HadamardPower, Integer, KroneckerDelta, Rational, Symbol, hadamard_product, sqrt

from yudo.derivations.calculus import (
    Definition,
    Layer,
    Lecture,
    Part,
    Text,
    indices,
    ones,
    rules,
    scalar,
    scalars,
    sizes,
    tensor,
    total,
)

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 배열 | 모양(shape) | 뜻 |
# | --- | --- | --- |
# | `x` | (N, D) | 입력. 표본 N개, 특성 D개 |
# | `gamma`, `beta` | (D,) | 특성마다 곱하는 배율과 더하는 이동(scale, shift). 모든 표본이 함께 쓴다 |
# | `out` | (N, D) | 출력 |
# | `dout` | (N, D) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
#
# 코드의 `ln_param`에는 분산에 더하는 작은 양수 $\varepsilon$(`eps`)이 들어 있다. 첨자 $n$은 표본을, $d$와 $k$는 특성을 가리키고 0부터 센다.
# 그래디언트는 편미분(partial derivative)을 모은 배열이다.
#
# **관례.** 분산은 특성의 수 $D$로 나눈 것이고, $\varepsilon$은 제곱근 안에서 더한다. 평균과 분산은 표본마다 하나씩, $\gamma$와 $\beta$는 **특성**마다
# 하나씩이라는 점에 주의하자.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, D) | input: N samples of D features |
# | `gamma`, `beta` | (D,) | what each feature is multiplied by, and what is added; shared by all samples |
# | `out` | (N, D) | output |
# | `dout` | (N, D) | upstream gradient $\partial L / \partial \mathrm{out}$ |
#
# In the code, `ln_param` holds the small positive number $\varepsilon$ that is added to the variance (`eps`). The index $n$ stands for samples,
# $d$ and $k$ for features; all start at 0. A gradient is the array of partial derivatives.
#
# **Conventions.** The variance is divided by the number of features $D$, and $\varepsilon$ is added inside the root. Note that there is one
# mean and one variance for each sample, but one $\gamma$ and one $\beta$ for each **feature**.

# %%
N, D = sizes("N D")
n, d, k, i, j = indices("n d k i j")

x = tensor("x", N, D)
gamma = tensor("gamma", D, says=Text("특성마다 곱하는 수", "scale of each feature"))
beta = tensor("beta", D, says=Text("특성마다 더하는 수", "shift of each feature"))
epsilon = scalar("epsilon", positive=True)
out = tensor("out", N, D)
dout = tensor("dout", N, D)

LAYER = Layer(
    stem="layer_norm",
    title=Text("층 정규화", "Layer normalisation"),
    summary=Text(
        "표본마다 특성들의 평균을 0으로, 분산을 1로 맞춘 뒤 특성마다 학습한 수를 곱하고 더한다.",
        "Gives the features of every sample mean 0 and variance 1, then a learned scale and shift.",
    ),
    inputs=(x, gamma, beta, epsilon),
    upstream=dout,
    after=("batch_norm",),
    part=Part.NORMALIZATION,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}

# %% [markdown] lang="en"
# ### Output {#output}

# %%
rowmean = tensor("rowmean", N, says=Text("표본의 평균", "mean of a sample"))
rowvar = tensor("rowvar", N, says=Text("표본의 분산", "variance of a sample"))
xhat = tensor("xhat", N, D, says=Text("정규화한 입력", "normalised input"))
NORMALISED = (
    Definition(rowmean[n], total(x[n, d], (d, D)) / D),
    Definition(rowvar[n], total((x[n, d] - rowmean[n]) ** 2, (d, D)) / D),
    Definition(xhat[n, d], (x[n, d] - rowmean[n]) / sqrt(rowvar[n] + epsilon)),
)

LAYER.result(
    "out",
    Text("출력", "Output"),
    out[n, d],
    gamma[d] * xhat[n, d] + beta[d],
    indices=((n, N), (d, D)),
    definitions=NORMALISED,
).in_matrices(
    hadamard_product(ones(N) * gamma.matrix.T, xhat.matrix) + ones(N) * beta.matrix.T, (gamma, xhat, beta)
)

# %% [markdown] lang="ko"
# 한 표본의 모든 특성에 같은 수를 더하거나 같은 양수를 곱해도 출력은 ($\varepsilon$의 영향을 빼면) 그대로다. 배치 정규화는 특성의 단위를 지우고, 층
# 정규화는 표본의 밝기와 대비를 지우는 셈이다.
#
# ## 배율과 이동에 대한 그래디언트 {#parameters}
#
# $\gamma_j$와 $\beta_j$는 모든 표본이 함께 쓴다. 그래서 배치 정규화와 똑같이 **표본**을 따라 더한 합이 남는다. 정규화한 축을 따라 더하는 것이 아니다.

# %% [markdown] lang="en"
# Adding one number to all features of a sample, or multiplying them by one positive number, leaves the output as it is (but for the effect
# of $\varepsilon$). Batch normalisation removes the units of features; layer normalisation removes the brightness and contrast of a sample.
#
# ## Gradients with respect to scale and shift {#parameters}
#
# All samples share $\gamma_j$ and $\beta_j$. So a sum over the **samples** is left, exactly as in batch normalisation, and not one along the
# axis that was normalised.

# %%
L = Symbol("L", real=True)
objective = total(dout[n, d] * (gamma[d] * xhat[n, d] + beta[d]), (n, N), (d, D))

LAYER.result(
    "dbeta",
    Text("이동에 대한 그래디언트", "Gradient with respect to the shift"),
    Derivative(L, beta[j]),
    Derivative(objective, beta[j]),
    indices=((j, D),),
    definitions=NORMALISED,
).by(rules.DIFFERENTIATE_UNDER_SUM, total(dout[n, d] * KroneckerDelta(d, j), (n, N), (d, D))).by(
    rules.DELTA_PICKS, total(dout[n, j], (n, N))
).in_matrices(dout.matrix.T * ones(N), (dout,))

# %%
LAYER.result(
    "dgamma",
    Text("배율에 대한 그래디언트", "Gradient with respect to the scale"),
    Derivative(L, gamma[j]),
    Derivative(objective, gamma[j]),
    indices=((j, D),),
    definitions=NORMALISED,
).by(rules.DIFFERENTIATE_UNDER_SUM, total(dout[n, d] * xhat[n, d] * KroneckerDelta(d, j), (n, N), (d, D))).by(
    rules.DELTA_PICKS, total(dout[n, j] * xhat[n, j], (n, N))
).in_matrices(hadamard_product(dout.matrix, xhat.matrix).T * ones(N), (dout, xhat))

# %% [markdown] lang="ko"
# ## 입력에 대한 그래디언트 {#gradient}
#
# $\hat x$에 대한 그래디언트 $\mathrm{dxhat}_{n,d} = \mathrm{dout}_{n,d}\,\gamma_d$에서 출발하자. $x_{i,j}$에서 손실로 가는 경로는 배치 정규화와 마찬가지로
# 셋이다. $\hat x_{i,j}$로 곧장 가는 경로, 분산을 거치는 경로, 평균을 거치는 경로. 이번에는 같은 **행**에 있는 원소들이 영향을 받는다.

# %% [markdown] lang="en"
# ## Gradient with respect to the input {#gradient}
#
# Start from the gradient with respect to $\hat x$, $\mathrm{dxhat}_{n,d} = \mathrm{dout}_{n,d}\,\gamma_d$. As in batch normalisation, three paths lead from $x_{i,j}$ to the loss: straight through $\hat x_{i,j}$, through the variance, and through the mean. This time it is the entries of the same
# **row** that are affected.

# %%
dxhat = tensor(
    "dxhat",
    N,
    D,
    says=Text("$\\hat x$에 대한 손실의 그래디언트", "gradient of the loss with respect to $\\hat x$"),
)
AT_XHAT = Definition(dxhat[n, d], dout[n, d] * gamma[d])
std = sqrt(rowvar[i] + epsilon)

LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, D)),
    definitions=(*NORMALISED, AT_XHAT),
).by(
    rules.CHAIN_RULE,
    dxhat[i, j] / std
    - (x[i, j] - rowmean[i]) * total(dxhat[i, d] * (x[i, d] - rowmean[i]), (d, D)) / (D * std**3)
    - total(dxhat[i, d], (d, D)) / (D * std),
).by(
    rules.NAME,
    (dxhat[i, j] - total(dxhat[i, d], (d, D)) / D - xhat[i, j] * total(dxhat[i, d] * xhat[i, d], (d, D)) / D)
    / std,
).in_matrices(
    hadamard_product(
        HadamardPower(rowvar.matrix + epsilon * ones(N), Rational(-1, 2)) * ones(D).T,
        dxhat.matrix
        - dxhat.matrix * ones(D) * ones(D).T / D
        - hadamard_product(
            xhat.matrix, hadamard_product(dxhat.matrix, xhat.matrix) * ones(D) * ones(D).T / D
        ),
    ),
    (rowvar, dxhat, xhat),
)

# %% [markdown] lang="ko"
# 배치 정규화에서 마지막에 한 일을 여기서는 할 수 없다. 거기서는 $\gamma_j$가 열 전체에 공통이라서 합 밖으로 나왔고, 그 덕분에 `dgamma`와 `dbeta`를 다시 쓸 수
# 있었다. 여기서는 행을 따라 더하고, $\gamma_d$는 더하는 첨자 $d$에 따라 달라진다. 그러므로 `gamma`는 합 **안**에 남는다. 이것이 처음에 말한 한 곳이다.
#
# ```python
# dxhat = dout * gamma
# dx = (dxhat - dxhat.mean(axis=1, keepdims=True) - xhat * (dxhat * xhat).mean(axis=1, keepdims=True)) / std
# ```

# %% [markdown] lang="en"
# The last step of batch normalisation is impossible here. There, $\gamma_j$ is common to the whole column and moves in front of the sum, which
# is why `dgamma` and `dbeta` can be used again. Here the sum runs along a row, and $\gamma_d$ depends on the index $d$ of the sum. So `gamma`
# stays **inside** the sum. That is the one difference.
#
# ```python
# dxhat = dout * gamma
# dx = (dxhat - dxhat.mean(axis=1, keepdims=True) - xhat * (dxhat * xhat).mean(axis=1, keepdims=True)) / std
# ```

# %% [markdown] lang="ko"
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/layer_norm.py에 있다. / The code is in impl/layer_norm.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본 둘, 특성 넷이다. 제곱근이 정수가 되도록 $\varepsilon$을 1로 잡았다. 첫째 표본의 분산은 3, 둘째 표본의 분산은 8이다. 배치 정규화 페이지의 예를 옆으로 눕힌
# 것이지만 `gamma`가 특성마다 다르므로 `dx`는 다르게 나온다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# Two samples, four features; $\varepsilon$ is 1, so that the roots are whole numbers. The first sample has variance 3, the second 8. It is the
# example of batch normalisation laid on its side, but with another `gamma` for each feature, and so `dx` is different.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 4},
    given={
        x: [[0, 0, 0, 4], [6, -2, 2, 2]],
        gamma: [1, 3, 2, 1],
        beta: [0, 1, 0, 0],
        epsilon: 1,
        dout: [[1, 1, 0, 4], [3, 0, 3, -9]],
    },
    show=[
        (rowmean, (0,)),
        (rowvar, (0,)),
        (xhat, (0, 3)),
        ("out", (0, 1)),
        ("dbeta", (0,)),
        ("dgamma", (0,)),
        (dxhat, (0, 1)),
        ("dx", (0, 0)),
    ],
)

# %% [markdown] lang="ko"
# `dx`를 행마다 더하면 0이다. 평균을 거치는 경로가 만든 결과다.

# %% [markdown] lang="en"
# Every row of `dx` adds up to 0: the path through the mean sees to that.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# 검증은 `yudo verify layer_norm`으로 한다. / `yudo verify layer_norm` gathers the evidence.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **특성이 모두 같은 표본.** 분산이 0이므로 출력은 `beta`다. 0으로 나누는 일은 없지만, $\varepsilon = 10^{-5}$이면 `dx`에 약 316이 곱해진다.
# - **특성이 하나뿐인 경우.** $D = 1$이면 출력은 언제나 `beta`이고 `dx`는 0이다.
# - **빈 배치.** 표본이 없어도 된다. 평균을 표본마다 내기 때문이다. 특성이 없으면($D = 0$) 코드는 `ValueError`를 낸다.
# - **큰 값.** 분산은 평균을 뺀 뒤에 제곱하여 구한다. 그래도 float32에서 $10^{19}$쯤 되는 값을 제곱하면 오버플로한다.
# - **`eps`.** 0 이하의 `eps`에는 무엇이 들어왔는지 밝히며 `ValueError`를 낸다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **A sample with equal features.** Its variance is 0 and the output is `beta`. Nothing is divided by 0, but with $\varepsilon = 10^{-5}$, `dx` is
#   multiplied by about 316.
# - **A single feature.** For $D = 1$ the output is always `beta`, and `dx` is 0.
# - **An empty batch** is fine, because every sample has its own mean. Without features ($D = 0$) the code raises a `ValueError`.
# - **Large values.** The mean is subtracted before the squares are taken. Even so, squares of values around $10^{19}$ overflow in float32.
# - **`eps`.** An `eps` that is not positive raises a `ValueError` that says what was given.

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
    "gamma-outside",
    "dx",
    Text(
        "배치 정규화의 식을 옮겨 `gamma`를 합 밖에서 곱한다",
        "The formula of batch normalisation, with `gamma` outside the sums",
    ),
    wrong=gamma[j]
    / std
    * (dout[i, j] - total(dout[i, d], (d, D)) / D - xhat[i, j] * total(dout[i, d] * xhat[i, d], (d, D)) / D),
    symptom=Text(
        "`gamma`가 모두 같으면 옳다. 그래서 `gamma`를 1로 두고 검사하면 보이지 않는다. `dx`의 행마다 더한 합이 0이 아니다.",
        "It is right where all entries of `gamma` are equal, so a check with `gamma` 1 throughout does not see it. The rows of `dx` do not "
        "add up to 0.",
    ),
)

# %%
LECTURE.mistake(
    "divided-by-samples",
    "dx",
    Text("$D$가 아니라 표본의 수 $N$으로 나눈다", "Divided by the number of samples $N$ instead of $D$"),
    wrong=(
        dxhat[i, j]
        - total(dxhat[i, d], (d, D)) / N
        - xhat[i, j] * total(dxhat[i, d] * xhat[i, d], (d, D)) / N
    )
    / std,
    symptom=Text(
        "배치 정규화의 코드를 옮기다가 `N, D = x.shape`를 그대로 둔 경우다. N = D인 검사에서는 옳다.",
        "The code of batch normalisation was copied and its `N` left in place. In a check with N = D it is right.",
    ),
)

# %%
LECTURE.mistake(
    "variance-constant",
    "dx",
    Text("분산을 거치는 항이 빠졌다", "The term through the variance is missing"),
    wrong=(dxhat[i, j] - total(dxhat[i, d], (d, D)) / D) / std,
    symptom=Text(
        "`dx`의 행마다 더한 합은 0이라서 알아채기 어렵다.",
        "The rows of `dx` do add up to 0, so it is hard to notice.",
    ),
)

# %%
LECTURE.mistake(
    "epsilon-outside",
    "out",
    Text(
        "`eps`를 제곱근 밖에서 더한다: `np.sqrt(var) + eps`",
        "`eps` added outside the root: `np.sqrt(var) + eps`",
    ),
    wrong=gamma[d] * (x[n, d] - rowmean[n]) / (sqrt(rowvar[n]) + epsilon) + beta[d],
    symptom=Text(
        "분산이 $\\varepsilon$보다 훨씬 크면 거의 같아서 눈에 띄지 않는다.",
        "As long as the variance is much larger than $\\varepsilon$ it hardly shows.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | `keepdims=True`를 빠뜨린다 | 모양이 (N,)이 되어 대개 모양 오류가 난다. N = D이면 경고 없이 열마다 빼고 만다. |
# | `dgamma`를 `axis=1`로 더한다 | 모양이 (N,)이 된다. 정규화한 축과 더하는 축은 다르다. |
# | 이동 평균을 쓴다 | 층 정규화에는 필요 없다. 훈련과 테스트의 계산이 같다. |

# %% [markdown] lang="en"
# Other mistakes do not show as a difference of formulas.
#
# | mistake | symptom |
# | --- | --- |
# | `keepdims=True` forgotten | The shape is (N,), mostly a shape error. For N = D it silently subtracts along the columns. |
# | `dgamma` summed along `axis=1` | Its shape is (N,). The axis that is normalised and the axis of this sum are not the same. |
# | running averages | Layer normalisation needs none: training and test compute the same. |

# %% [markdown] lang="ko"
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
closed = (
    dxhat[i, d] - total(dxhat[i, k], (k, D)) / D - xhat[i, d] * total(dxhat[i, k] * xhat[i, k], (k, D)) / D
) / std

LECTURE.exercise(
    Text(
        "닫힌 꼴에서 `dx`의 행마다 더한 합이 0임을 보여라.",
        "Show from the closed form that every row of `dx` adds up to 0.",
    ),
    Text(
        r"""$\hat x$의 행을 더하면 0이므로 셋째 항은 없어진다.

<1>

첫째 항의 합에서 둘째 항이 $D$번 빠지므로 남는 것이 없다.

<2>""",
        r"""The rows of $\hat x$ add up to 0, so the third term vanishes.

<1>

The second term is subtracted $D$ times from the sum of the first, and nothing is left.

<2>""",
    ),
    lambda: [(total(xhat[i, d], (d, D)), Integer(0)), (total(closed, (d, D)), Integer(0))],
    definitions=NORMALISED,
)

# %%
(factor,) = scalars("c", positive=True)
scaled = factor * x[n, d]
scaled_mean = total(factor * x[n, k], (k, D)) / D

LECTURE.exercise(
    Text(
        r"한 표본의 모든 특성에 양수 $c$를 곱하면 $\varepsilon = 0$일 때 출력이 변하지 않음을 보여라. 이때 `dx`는 어떻게 되는가?",
        r"Multiply all features of a sample by a positive number $c$. Show that for $\varepsilon = 0$ the output does not change. What happens to "
        r"`dx`?",
    ),
    Text(
        r"""평균을 뺀 값은 $c$배가 되고, 분산은 $c^2$배, 표준편차는 $c$배가 된다.

<1>

<2>

나누면 $c$가 약분된다. `dx`는 표준편차로 나눈 것이므로 $1/c$배가 된다. 입력이 클수록 그래디언트는 작아진다.""",
        r"""The centred values grow by $c$, the variance by $c^2$ and the standard deviation by $c$.

<1>

<2>

The quotient stays as it is. `dx` is divided by the standard deviation, so it is multiplied by $1/c$: the
larger the input, the smaller the
gradient.""",
    ),
    lambda: [
        (scaled - scaled_mean, factor * (x[n, d] - total(x[n, k], (k, D)) / D)),
        (
            total((factor * x[n, d] - factor * rowmean[n]) ** 2, (d, D)) / D,
            factor**2 * total((x[n, d] - rowmean[n]) ** 2, (d, D)) / D,
        ),
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dx", (0, 1)), ("dgamma", (1,)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 표본마다 특성들의 평균을 빼고 $\sqrt{\mathrm{rowvar} + \varepsilon}$으로 나눈다. 다른 표본은 쓰지 않는다.
# 2. `dbeta`와 `dgamma`는 정규화한 축이 아니라 표본을 따라 더한 합이다.
# 3. `dx`는 배치 정규화와 같은 꼴이지만 축이 바뀌고, `gamma`는 합 안에 남는다.
# 4. 훈련과 테스트의 계산이 같고, 이동 평균이 없다.
# 5. 가장 흔한 실수는 배치 정규화의 식을 옮기면서 `gamma`를 합 밖에 두는 것이다.
#
# **더 읽을거리**
#
# - J. L. Ba, J. R. Kiros, G. E. Hinton, [Layer normalization](https://arxiv.org/abs/1607.06450), 2016
# - R. Xiong 외, [On layer normalization in the transformer architecture](https://arxiv.org/abs/2002.04745), *ICML* 2020

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. From every sample, subtract the mean of its features and divide by $\sqrt{\mathrm{rowvar} + \varepsilon}$. No other sample is used.
# 2. `dbeta` and `dgamma` are sums over the samples, not along the axis that was normalised.
# 3. `dx` has the form of batch normalisation with the axes exchanged, but `gamma` stays inside the sums.
# 4. Training and test compute the same, and there are no running averages.
# 5. The commonest mistake is to copy the formula of batch normalisation with `gamma` outside the sums.
#
# **Further reading**
#
# - J. L. Ba, J. R. Kiros, G. E. Hinton, [Layer normalization](https://arxiv.org/abs/1607.06450), 2016
# - R. Xiong et al., [On layer normalization in the transformer architecture](https://arxiv.org/abs/2002.04745), *ICML* 2020
