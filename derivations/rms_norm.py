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
# # RMS 정규화(RMS normalization) {#rms_norm}
#
# [층 정규화](layer_norm.md)는 표본마다 두 가지 일을 한다. 평균을 빼고, 표준편차로 나눈다. 둘 다 꼭 필요할까? 값이 지나치게 커지거나 작아지는
# 것을 막는 일은 나눗셈이 한다. RMS 정규화는 평균을 빼지 않고, 제곱의 평균의 제곱근(root mean square, RMS)으로 나누기만 한다.
#
# 평균이 없으니 더하는 수 `beta`도 대개 두지 않는다. 계산이 줄어드는데도 정확도는 떨어지지 않아서 LLaMA를 비롯한 큰 언어 모형이 이것을 쓴다.
#
# 역전파에서도 평균을 거치는 경로가 없어진다. 그러면 층 정규화의 식에서 항 하나를 지우기만 하면 될까? 이 페이지에서는 남는 경로가 무엇인지,
# 그 경로를 잊으면 무엇이 잘못되는지 살펴본다.

# %% [markdown] lang="en"
# # RMS normalisation {#rms_norm}
#
# [Layer normalisation](layer_norm.md) does two things to each sample: it subtracts the mean, and it divides by the standard deviation. Are both
# needed? What keeps the values from becoming too large or too small is the division. RMS normalisation subtracts nothing and divides by the
# root of the mean square (RMS).
#
# Without a mean, there is mostly no shift `beta` either. It takes less computing and is no less accurate, and so LLaMA and other large language
# models use it.
#
# In the backward pass the path through the mean is gone as well. Is it enough to strike out one term of layer normalisation? This page shows
# which path is left, and what goes wrong if it is forgotten.

# %% tags=["setup"]
from sympy import Derivative, HadamardPower, KroneckerDelta, Rational, Symbol, hadamard_product, sqrt

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
# | `gamma` | (D,) | 특성마다 곱하는 수. 모든 표본이 함께 쓴다 |
# | `out` | (N, D) | 출력 |
# | `dout` | (N, D) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
#
# $\varepsilon$(`eps`)은 0으로 나누는 일을 막는 작은 양수다. 첨자 $n$은 표본을, $d$와 $k$는 특성을 가리키고 0부터 센다. 그래디언트는
# 편미분(partial derivative)을 모은 배열이다.
#
# **관례.** 제곱의 합은 특성의 수 $D$로 나누고, $\varepsilon$은 제곱근 안에서 더한다. `gamma`를 `1 + gamma`로 쓰는 모형도 있다. 이
# 페이지에서는 `gamma`를 그대로 곱한다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, D) | input: N samples of D features |
# | `gamma` | (D,) | what each feature is multiplied by; shared by all samples |
# | `out` | (N, D) | output |
# | `dout` | (N, D) | upstream gradient $\partial L / \partial \mathrm{out}$ |
#
# The small positive number $\varepsilon$ (`eps`) keeps the divisor from being 0. The index $n$ stands for samples, $d$ and $k$ for features; all
# start at 0. A gradient is the array of partial derivatives.
#
# **Conventions.** The sum of squares is divided by the number of features $D$, and $\varepsilon$ is added inside the root. Some models write
# `1 + gamma` for `gamma`; this page multiplies by `gamma` itself.

# %%
N, D = sizes("N D")
n, d, k, i, j = indices("n d k i j")

x = tensor("x", N, D)
gamma = tensor("gamma", D, says=Text("특성마다 곱하는 수", "scale of each feature"))
epsilon = scalar("epsilon", positive=True)
out = tensor("out", N, D)
dout = tensor("dout", N, D)

LAYER = Layer(
    stem="rms_norm",
    title=Text("RMS 정규화", "RMS normalisation"),
    summary=Text(
        "표본마다 특성들을 제곱평균제곱근으로 나눈 뒤 특성마다 학습한 수를 곱한다.",
        "Divides the features of every sample by their root mean square, then multiplies by a learned scale.",
    ),
    inputs=(x, gamma, epsilon),
    upstream=dout,
    after=("layer_norm",),
    part=Part.NORMALIZATION,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}

# %% [markdown] lang="en"
# ### Output {#output}

# %%
meansquare = tensor("meansquare", N, says=Text("표본의 제곱평균", "mean square of a sample"))
xhat = tensor("xhat", N, D, says=Text("정규화한 입력", "normalised input"))
NORMALISED = (
    Definition(meansquare[n], total(x[n, d] ** 2, (d, D)) / D),
    Definition(xhat[n, d], x[n, d] / sqrt(meansquare[n] + epsilon)),
)

LAYER.result(
    "out",
    Text("출력", "Output"),
    out[n, d],
    gamma[d] * xhat[n, d],
    indices=((n, N), (d, D)),
    definitions=NORMALISED,
).in_matrices(hadamard_product(ones(N) * gamma.matrix.T, xhat.matrix), (gamma, xhat))

# %% [markdown] lang="ko"
# 한 표본의 모든 특성에 같은 양수를 곱해도 출력은 ($\varepsilon$의 영향을 빼면) 그대로다. 그러나 같은 수를 **더하면** 출력이 변한다. 층
# 정규화와 다른 점이다. 평균이 이미 0인 표본에서는 제곱평균이 곧 분산이므로 두 정규화가 같다.
#
# ## 곱하는 수에 대한 그래디언트 {#parameters}
#
# $\gamma_j$는 모든 표본이 함께 쓰므로 **표본**을 따라 더한 합이 남는다.

# %% [markdown] lang="en"
# Multiplying all features of a sample by one positive number leaves the output as it is (but for the effect of $\varepsilon$). **Adding** a
# number to all of them does not: here it differs from layer normalisation. If the mean of a sample is 0 already, its mean square is its
# variance, and both normalisations agree.
#
# ## Gradient with respect to the scale {#parameters}
#
# All samples share $\gamma_j$, so a sum over the **samples** is left.

# %%
L = Symbol("L", real=True)
objective = total(dout[n, d] * gamma[d] * xhat[n, d], (n, N), (d, D))

LAYER.result(
    "dgamma",
    Text("곱하는 수에 대한 그래디언트", "Gradient with respect to the scale"),
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
# $\hat x$에 대한 그래디언트 $\mathrm{dxhat}_{n,d} = \mathrm{dout}_{n,d}\,\gamma_d$에서 출발하자. $x_{i,j}$에서 손실로 가는 경로는 이제 둘이다. 하나는
# $\hat x_{i,j}$로 곧장 간다. 다른 하나는 제곱평균을 거친다. 특성 하나가 커지면 나누는 수가 커지므로 그 표본의 모든 특성이 조금씩 줄어든다.

# %% [markdown] lang="en"
# ## Gradient with respect to the input {#gradient}
#
# Start from the gradient with respect to $\hat x$, $\mathrm{dxhat}_{n,d} = \mathrm{dout}_{n,d}\,\gamma_d$. Two paths are left from $x_{i,j}$ to the loss.
# One goes straight through $\hat x_{i,j}$, the other through the mean square: if one feature grows, the divisor grows, and all features of the
# sample shrink a little.

# %%
dxhat = tensor(
    "dxhat",
    N,
    D,
    says=Text("$\\hat x$에 대한 손실의 그래디언트", "gradient of the loss with respect to $\\hat x$"),
)
AT_XHAT = Definition(dxhat[n, d], dout[n, d] * gamma[d])
rms = sqrt(meansquare[i] + epsilon)

LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, D)),
    definitions=(*NORMALISED, AT_XHAT),
).by(
    rules.CHAIN_RULE,
    dxhat[i, j] / rms - x[i, j] * total(dxhat[i, d] * x[i, d], (d, D)) / (D * rms**3),
).by(
    rules.NAME,
    (dxhat[i, j] - xhat[i, j] * total(dxhat[i, d] * xhat[i, d], (d, D)) / D) / rms,
).in_matrices(
    hadamard_product(
        HadamardPower(meansquare.matrix + epsilon * ones(N), Rational(-1, 2)) * ones(D).T,
        dxhat.matrix
        - hadamard_product(
            xhat.matrix, hadamard_product(dxhat.matrix, xhat.matrix) * ones(D) * ones(D).T / D
        ),
    ),
    (meansquare, dxhat, xhat),
)

# %% [markdown] lang="ko"
# 층 정규화의 식에서 평균을 거치는 항만 빠졌다. 그러나 $\hat x$의 뜻도 바뀌었다. 여기서 $\hat x$는 평균을 빼지 **않은** 입력을 나눈 것이다. 층
# 정규화의 코드에서 항 하나만 지우고 $\hat x$를 그대로 두면 틀린다.
#
# ```python
# dxhat = dout * gamma
# dx = (dxhat - xhat * (dxhat * xhat).mean(axis=1, keepdims=True)) / rms
# ```

# %% [markdown] lang="en"
# Of the formula of layer normalisation only the term through the mean is gone. But $\hat x$ has changed as well: here it is the input that is
# divided, **without** subtracting a mean. Code of layer normalisation with one term struck out and the old $\hat x$ is wrong.
#
# ```python
# dxhat = dout * gamma
# dx = (dxhat - xhat * (dxhat * xhat).mean(axis=1, keepdims=True)) / rms
# ```

# %% [markdown] lang="ko"
# ## 구현 {#implementation}

# %% [markdown] lang="en"
# ## Implementation {#implementation}

# %% [markdown] slot="implementation"
# 코드는 impl/rms_norm.py에 있다. / The code is in impl/rms_norm.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본 둘, 특성 둘이다. 제곱근이 정수가 되도록 $\varepsilon$을 $7/2$로 잡았다. 제곱평균은 $(3^2+4^2)/2 = 25/2$와 $1/2$이고, 나누는 수는 4와 2다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# Two samples, two features; $\varepsilon$ is $7/2$, so that the roots are whole numbers. The mean squares are $(3^2+4^2)/2 = 25/2$ and $1/2$, and
# the divisors are 4 and 2.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 2},
    given={
        x: [[3, 4], [1, 0]],
        gamma: [2, 1],
        epsilon: Rational(7, 2),
        dout: [[4, 8], [2, -4]],
    },
    show=[
        (meansquare, (0,)),
        (xhat, (0, 0)),
        ("out", (0, 0)),
        ("dgamma", (0,)),
        (dxhat, (0, 1)),
        ("dx", (0, 0)),
    ],
)

# %% [markdown] lang="ko"
# 둘째 표본의 둘째 특성은 0이다. 그래서 제곱평균을 거치는 경로가 없고, `dx`는 `dxhat`을 2로 나눈 값 그대로다.

# %% [markdown] lang="en"
# The second feature of the second sample is 0. No path leads from it through the mean square, and its `dx` is just `dxhat` divided by 2.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# 검증은 `yudo verify rms_norm`으로 한다. / `yudo verify rms_norm` gathers the evidence.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **모두 0인 표본.** 출력은 0이다. 0으로 나누는 일은 없지만, $\varepsilon = 10^{-5}$이면 `dx`에 약 316이 곱해진다.
# - **특성이 하나뿐인 경우.** $D = 1$이고 $\varepsilon$이 작으면 출력은 `gamma`에 $x$의 부호를 붙인 것과 거의 같고, `dx`는 거의 0이다.
# - **빈 배치.** 표본이 없어도 된다. 특성이 없으면($D = 0$) 코드는 `ValueError`를 낸다.
# - **큰 값.** float32에서 $2 \times 10^{19}$쯤 되는 값은 제곱하면 오버플로한다. 낮은 정밀도로 훈련하는 모형이 이 층만은 float32로 계산하는 까닭이다.
# - **`eps`.** 0 이하의 `eps`에는 무엇이 들어왔는지 밝히며 `ValueError`를 낸다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **A sample of zeros.** Its output is 0. Nothing is divided by 0, but with $\varepsilon = 10^{-5}$, `dx` is multiplied by about 316.
# - **A single feature.** For $D = 1$ and a small $\varepsilon$ the output is nearly `gamma` with the sign of $x$, and `dx` is nearly 0.
# - **An empty batch** is fine. Without features ($D = 0$) the code raises a `ValueError`.
# - **Large values.** Squares of values around $2 \times 10^{19}$ overflow in float32. That is why models that are trained in low precision compute
#   this layer in float32.
# - **`eps`.** An `eps` that is not positive raises a `ValueError` that says what came.

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
    "rms-constant",
    "dx",
    Text("제곱평균을 거치는 항이 빠졌다", "The term through the mean square is missing"),
    wrong=dxhat[i, j] / rms,
    symptom=Text(
        "나누는 수를 상수로 본 것이다. 특성이 많으면 빠진 항이 작아서 훈련은 되지만 수치 미분과는 맞지 않는다.",
        "The divisor was taken for a constant. With many features the missing term is small: training works, but a numerical check fails.",
    ),
)

# %%
LECTURE.mistake(
    "gamma-outside",
    "dx",
    Text("`gamma`를 합 밖에서 곱한다", "`gamma` outside the sum"),
    wrong=gamma[j] / rms * (dout[i, j] - xhat[i, j] * total(dout[i, d] * xhat[i, d], (d, D)) / D),
    symptom=Text(
        "`gamma`가 모두 같으면 옳다. `gamma`를 1로 두고 검사하면 보이지 않는다.",
        "It is right where all entries of `gamma` are equal, so a check with `gamma` 1 throughout does not see it.",
    ),
)

# %%
LECTURE.mistake(
    "sum-for-mean",
    "dx",
    Text(
        "제곱평균을 거치는 항을 $D$로 나누지 않는다", "The term through the mean square is not divided by $D$"
    ),
    wrong=(dxhat[i, j] - xhat[i, j] * total(dxhat[i, d] * xhat[i, d], (d, D))) / rms,
    symptom=Text(
        "`mean` 대신 `sum`을 쓴 경우다. $D = 1$인 검사에서는 옳다.",
        "`sum` was written for `mean`. In a check with $D = 1$ it is right.",
    ),
)

# %%
LECTURE.mistake(
    "epsilon-outside",
    "out",
    Text(
        "`eps`를 제곱근 밖에서 더한다: `np.sqrt(ms) + eps`",
        "`eps` added outside the root: `np.sqrt(ms) + eps`",
    ),
    wrong=gamma[d] * x[n, d] / (sqrt(meansquare[n]) + epsilon),
    symptom=Text(
        "제곱평균이 $\\varepsilon$보다 훨씬 크면 거의 같아서 눈에 띄지 않는다.",
        "As long as the mean square is much larger than $\\varepsilon$ it hardly shows.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | 분산으로 나눈다: `x.var(axis=1)` | 평균이 0인 표본에서만 옳다. |
# | `keepdims=True`를 빠뜨린다 | 모양이 (N,)이 되어 대개 모양 오류가 난다. N = D이면 경고 없이 열마다 나누고 만다. |
# | `dgamma`를 `axis=1`로 더한다 | 모양이 (N,)이 된다. 정규화한 축과 더하는 축은 다르다. |

# %% [markdown] lang="en"
# Other mistakes do not show as a difference of formulas.
#
# | mistake | symptom |
# | --- | --- |
# | divided by the variance, `x.var(axis=1)` | It is right for samples of mean 0 alone. |
# | `keepdims=True` forgotten | The shape is (N,), mostly a shape error. For N = D it silently divides along the columns. |
# | `dgamma` summed along `axis=1` | Its shape is (N,). The axis that is normalised and the axis of this sum are not the same. |

# %% [markdown] lang="ko"
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
closed = (dxhat[i, d] - xhat[i, d] * total(dxhat[i, k] * xhat[i, k], (k, D)) / D) / rms

LECTURE.exercise(
    Text(
        r"$\sum_d x_{i,d}\,\mathrm{dx}_{i,d}$를 구하라. $\varepsilon = 0$이면 무엇이 되는가?",
        r"Find $\sum_d x_{i,d}\,\mathrm{dx}_{i,d}$. What becomes of it for $\varepsilon = 0$?",
    ),
    Text(
        r"""$x_{i,d}$를 나누는 수로 나누면 $\hat x_{i,d}$다.

<1>

$\hat x^2$의 평균은 $\mathrm{meansquare} / (\mathrm{meansquare} + \varepsilon)$이므로 괄호는 $\varepsilon = 0$일 때 0이다. 그래디언트는 표본과 수직이다.
표본을 제 방향으로 늘여도 출력이 변하지 않기 때문이다.""",
        r"""$x_{i,d}$ over the divisor is $\hat x_{i,d}$.

<1>

The mean of $\hat x^2$ is $\mathrm{meansquare} / (\mathrm{meansquare} + \varepsilon)$, so the bracket is 0 for $\varepsilon = 0$. The gradient is
orthogonal to the sample: to make a sample longer in its own direction does not change the output.""",
    ),
    lambda: [
        (
            total(x[i, d] * closed, (d, D)),
            total(dxhat[i, d] * xhat[i, d], (d, D)) * (1 - total(xhat[i, d] ** 2, (d, D)) / D),
        )
    ],
    definitions=NORMALISED,
)

# %%
(factor,) = scalars("c", positive=True)

LECTURE.exercise(
    Text(
        r"한 표본의 모든 특성에 양수 $c$를 곱하면 $\varepsilon = 0$일 때 출력이 변하지 않음을 보여라. `dx`는 어떻게 되는가?",
        r"Multiply all features of a sample by a positive number $c$. Show that for $\varepsilon = 0$ the output does not change. What happens to "
        r"`dx`?",
    ),
    Text(
        r"""제곱평균이 $c^2$배가 되므로 나누는 수는 $c$배가 된다.

<1>

분자의 $c$와 약분된다. `dx`는 나누는 수로 나눈 것이므로 $1/c$배가 된다.""",
        r"""The mean square grows by $c^2$ and the divisor by $c$.

<1>

That cancels the $c$ of the numerator. `dx` is divided by the divisor, so it is multiplied by $1/c$.""",
    ),
    lambda: [
        (
            sqrt(total((factor * x[n, d]) ** 2, (d, D)) / D),
            factor * sqrt(total(x[n, d] ** 2, (d, D)) / D),
        )
    ],
)

# %%
shifted = tensor("s", N)

LECTURE.exercise(
    Text(
        r"한 표본의 모든 특성에 같은 수 $s_n$을 더하자. 제곱평균은 얼마나 변하는가? 층 정규화에서는 왜 변하지 않는가?",
        r"Add one number $s_n$ to all features of a sample. By how much does the mean square change? Why does nothing change in layer "
        r"normalisation?",
    ),
    Text(
        r"""제곱을 펼친다.

<1>

평균이 0이 아니면 가운데 항도 남는다. 층 정규화는 평균을 먼저 빼므로 $s_n$이 곧바로 사라진다.""",
        r"""Expand the square.

<1>

Unless the mean is 0, the term in the middle is left as well. Layer normalisation subtracts the mean first, and $s_n$ with it.""",
    ),
    lambda: [
        (
            total((x[n, d] + shifted[n]) ** 2, (d, D)) / D,
            total(x[n, d] ** 2, (d, D)) / D + 2 * shifted[n] * total(x[n, d], (d, D)) / D + shifted[n] ** 2,
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dx", (0, 1)), ("dx", (1, 0)), ("dgamma", (1,)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 표본마다 특성들을 $\sqrt{\mathrm{meansquare} + \varepsilon}$으로 나눈다. 평균을 빼지 않고 `beta`도 없다.
# 2. `dgamma`는 표본을 따라 더한 합이다.
# 3. `dx`에는 경로가 둘 있다. 곧장 가는 경로와 제곱평균을 거치는 경로다. 평균을 거치는 경로는 없다.
# 4. `gamma`는 합 안에 남는다.
# 5. 가장 흔한 실수는 나누는 수를 상수로 보는 것이다.
#
# **더 읽을거리**
#
# - B. Zhang, R. Sennrich, [Root mean square layer normalization](https://arxiv.org/abs/1910.07467), *NeurIPS* 2019
# - H. Touvron 외, [LLaMA: open and efficient foundation language models](https://arxiv.org/abs/2302.13971), 2023

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The features of every sample are divided by $\sqrt{\mathrm{meansquare} + \varepsilon}$. No mean is subtracted, and there is no `beta`.
# 2. `dgamma` is a sum over the samples.
# 3. Two paths lead to `dx`: straight, and through the mean square. None leads through a mean.
# 4. `gamma` stays inside the sum.
# 5. The commonest mistake is to take the divisor for a constant.
#
# **Further reading**
#
# - B. Zhang, R. Sennrich, [Root mean square layer normalization](https://arxiv.org/abs/1910.07467), *NeurIPS* 2019
# - H. Touvron et al., [LLaMA: open and efficient foundation language models](https://arxiv.org/abs/2302.13971), 2023
