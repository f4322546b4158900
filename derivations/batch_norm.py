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
# # 배치 정규화(batch normalization) {#batch_norm}
#
# 신경망이 깊어지면 아래층의 가중치가 조금만 바뀌어도 위층에 들어오는 값의 범위가 달라진다. 위층은 값이 머무는 자리가 바뀔 때마다
# 거기에 다시 맞추어야 하므로 학습이 느려지고, 초깃값을 조금만 잘못 잡아도 학습이 되지 않는다.
#
# 배치 정규화는 값의 범위를 층 안에서 바로잡는다. 배치에 든 표본들로 특성마다 평균과 분산을 구해, 평균은 0으로 분산은 1로 맞춘다.
# 그런 다음 학습한 값을 곱하고 더해서, 필요하다면 다른 범위로 옮길 수 있게 한다.
#
# 순전파는 네 줄이면 끝난다. 어려운 것은 역전파다. 표본 하나를 조금 바꾸면 평균과 분산이 함께 바뀌고, 그 배치에 든 **모든** 표본의
# 출력이 달라진다. 이 페이지에서는 이 영향을 하나도 빠뜨리지 않고 더해서 `dx`를 구한다. 먼저 계산 그래프를 따라 한 걸음씩 구하고,
# 이어서 이것이 짧은 닫힌 꼴 하나로 줄어드는 것을 본다.

# %% [markdown] lang="en"
# # Batch normalisation {#batch_norm}
#
# In a deep net, a small change of the weights below moves the range of the values that the layers above receive. They have to follow
# each time, which slows the training down, and a slightly wrong initialisation is enough to stop it altogether.
#
# Batch normalisation sets the range right within the layer. From the samples of the batch it takes the mean and the variance of every
# feature, and brings them to 0 and 1. Then a learned factor and a learned shift can move the values to another range, where that helps.
#
# The forward pass is four lines. The backward pass is the hard part: change a single sample, and mean and variance change with it, and
# so does the output of **every** sample in the batch. This page adds up all of these effects to get `dx`: first step by step along the
# computational graph, and then as one short closed form.

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
# | `gamma`, `beta` | (D,) | 정규화한 값에 곱하는 배율과 더하는 이동(scale, shift). 둘 다 학습한다 |
# | `out` | (N, D) | 출력 |
# | `dout` | (N, D) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
# | `running_mean`, `running_var` | (D,) | 훈련하는 동안 모아 두는 평균과 분산의 이동 평균 |
#
# 코드의 `bn_param`에는 `mode`(`"train"` 또는 `"test"`), 분산에 더하는 작은 양수 $\varepsilon$(`eps`), 이동 평균에서 옛 값을 남기는
# 비율(`momentum`), 그리고 두 이동 평균이 들어 있다. 식에서 첨자 $n$은 표본을, $d$는 특성을 가리키고, NumPy처럼 0부터 센다.
# 그래디언트는 편미분(partial derivative)을 모은 배열이다.
#
# **관례.** 분산은 $N$으로 나눈 것이다($N-1$이 아니다). $\varepsilon$은 제곱근 **안**에서 분산에 더한다. 특성끼리는 서로 섞이지 않는다.
# 모든 합은 0번 축, 곧 표본을 따라 더한 것이다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, D) | input: N samples of D features |
# | `gamma`, `beta` | (D,) | what the normalised values are multiplied by, and what is added (scale, shift); both are learned |
# | `out` | (N, D) | output |
# | `dout` | (N, D) | upstream gradient $\partial L / \partial \mathrm{out}$ |
# | `running_mean`, `running_var` | (D,) | running averages of mean and variance, gathered in training |
#
# In the code, `bn_param` holds the `mode` (`"train"` or `"test"`), the small positive number $\varepsilon$ that is added to the variance
# (`eps`), the share of the old value that a running average keeps (`momentum`), and the two running averages. The index $n$ stands for
# samples and $d$ for features; both start at 0 as in NumPy. A gradient is the array of partial derivatives.
#
# **Conventions.** The variance is divided by $N$, not by $N-1$. $\varepsilon$ is added to the variance **inside** the root. Features are
# never mixed: every sum runs along axis 0, over the samples.

# %%
N, D = sizes("N D")
n, d, k, i, j = indices("n d k i j")

x = tensor("x", N, D)
gamma = tensor("gamma", D, says=Text("특성마다 곱하는 배율", "scale of each feature"))
beta = tensor("beta", D, says=Text("특성마다 더하는 값", "shift of each feature"))
epsilon = scalar("epsilon", positive=True)
momentum = scalar("momentum")
running_mean = tensor("running_mean", D, says=Text("평균의 이동 평균", "running average of the mean"))
running_var = tensor(
    "running_var",
    D,
    positive=True,
    values="variance",
    says=Text("분산의 이동 평균", "running average of the variance"),
)
out = tensor("out", N, D)
dout = tensor("dout", N, D)

LAYER = Layer(
    stem="batch_norm",
    title=Text("배치 정규화", "Batch normalisation"),
    summary=Text(
        "특성마다 배치의 평균을 0으로, 분산을 1로 맞춘 뒤 배율과 이동을 학습한다.",
        "Gives every feature mean 0 and variance 1 within the batch, then a learned scale and shift.",
    ),
    inputs=(x, gamma, beta, epsilon, momentum, running_mean, running_var),
    upstream=dout,
    after=("affine",),
    part=Part.NORMALIZATION,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}
#
# 평균 $\mu$와 분산 $\mathrm{var}$를 구하고, 평균을 뺀 값을 표준편차로 나누면 정규화한 입력 $\hat x$가 된다. 여기에 $\gamma$를 곱하고
# $\beta$를 더한다.

# %% [markdown] lang="en"
# ### Output {#output}
#
# Take the mean $\mu$ and the variance $\mathrm{var}$. The input minus the mean, divided by the standard deviation, is the normalised
# input $\hat x$. Multiply by $\gamma$ and add $\beta$.

# %%
mu = tensor("mu", D, says=Text("배치의 평균", "mean over the batch"))
var = tensor("var", D, says=Text("배치의 분산", "variance over the batch"))
xhat = tensor("xhat", N, D, says=Text("정규화한 입력", "normalised input"))

MOMENTS = (
    Definition(mu[d], total(x[n, d], (n, N)) / N),
    Definition(var[d], total((x[n, d] - mu[d]) ** 2, (n, N)) / N),
)
NORMALISED = (*MOMENTS, Definition(xhat[n, d], (x[n, d] - mu[d]) / sqrt(var[d] + epsilon)))

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
# $\varepsilon$이 있어서, 한 특성의 값이 배치 안에서 모두 같아 분산이 0이 되어도 0으로 나누는 일이 없다. $\gamma$와 $\beta$를 두는 까닭은
# 층이 표현할 수 있는 함수가 줄지 않게 하기 위해서다. $\gamma = \sqrt{\mathrm{var} + \varepsilon}$, $\beta = \mu$로 학습하면 정규화하기 전의 값이
# 그대로 나온다.
#
# `x`에 같은 수를 더해도 $\hat x$는 변하지 않는다. 평균도 똑같이 커지기 때문이다. 그래서 배치 정규화 바로 앞에 오는 완전연결층에는
# 편향이 필요 없다. 그 일은 $\beta$가 한다.

# %% [markdown] lang="en"
# Because of $\varepsilon$ nothing is divided by 0, even if a feature has the same value throughout the batch and variance 0. $\gamma$ and
# $\beta$ are there so that the layer can still represent what it could before: with $\gamma = \sqrt{\mathrm{var} + \varepsilon}$ and
# $\beta = \mu$ the values come out as they went in.
#
# Adding one number to all of `x` leaves $\hat x$ unchanged, because the mean grows by the same number. So an affine layer right before
# batch normalisation needs no bias; $\beta$ does its work.

# %% [markdown] lang="ko"
# ## 이동 평균과 테스트 {#running-averages}
#
# 테스트할 때에는 표본 하나만 들어오기도 하고, 예측이 그 배치에 함께 든 다른 표본에 좌우되어서도 안 된다. 그래서 훈련하는 동안 평균과
# 분산의 지수 이동 평균을 모아 두었다가 테스트할 때 배치의 값 대신 쓴다. 순전파를 한 번 할 때마다 다음과 같이 갱신한다.

# %% [markdown] lang="en"
# ## Running averages and test time {#running-averages}
#
# At test time there may be only one sample, and a prediction must not depend on the other samples that happen to be in its batch. So
# exponential running averages of mean and variance are gathered in training and take the place of the batch's own at test time. Every
# forward pass updates them as follows.

# %%
next_mean = tensor("next_mean", D, says=Text("새 이동 평균(평균)", "the next running mean"))
next_var = tensor("next_var", D, says=Text("새 이동 평균(분산)", "the next running variance"))

LAYER.result(
    "running_mean",
    Text("평균의 이동 평균", "Running mean"),
    next_mean[d],
    momentum * running_mean[d] + (1 - momentum) * mu[d],
    indices=((d, D),),
    definitions=MOMENTS[:1],
).in_matrices(momentum * running_mean.matrix + (1 - momentum) * mu.matrix, (running_mean, mu))

# %%
LAYER.result(
    "running_var",
    Text("분산의 이동 평균", "Running variance"),
    next_var[d],
    momentum * running_var[d] + (1 - momentum) * var[d],
    indices=((d, D),),
    definitions=MOMENTS,
).in_matrices(momentum * running_var.matrix + (1 - momentum) * var.matrix, (running_var, var))

# %% [markdown] lang="ko"
# `momentum`은 옛 값을 **남기는** 비율이다. 0.9라면 새 배치의 값은 1/10만 들어온다. PyTorch의 `momentum`은 거꾸로 새 값이 들어오는 비율이고,
# 이동 분산에는 $N-1$로 나눈 분산을 쓴다. 두 이동 평균은 손실과 무관하므로 그래디언트가 흐르지 않는다.

# %% [markdown] lang="en"
# `momentum` is the share of the old value that is **kept**: with 0.9 only a tenth of the new batch comes in. In PyTorch `momentum` is the
# other way round, the share of the new value, and its running variance takes the variance divided by $N-1$. The loss does not depend on
# the running averages, so no gradient flows through them.

# %%
LAYER.result(
    "out_test",
    Text("테스트할 때의 출력", "Output at test time"),
    out[n, d],
    gamma[d] * (x[n, d] - running_mean[d]) / sqrt(running_var[d] + epsilon) + beta[d],
    indices=((n, N), (d, D)),
).in_matrices(
    hadamard_product(
        ones(N)
        * hadamard_product(
            gamma.matrix, HadamardPower(running_var.matrix + epsilon * ones(D), Rational(-1, 2))
        ).T,
        x.matrix - ones(N) * running_mean.matrix.T,
    )
    + ones(N) * beta.matrix.T,
    (gamma, running_var, x, running_mean, beta),
)

# %% [markdown] lang="ko"
# 테스트할 때의 층은 특성마다 수 하나를 곱하고 하나를 더하는 것일 뿐이다. 앞뒤의 완전연결층에 합쳐 넣을 수도 있다.

# %% [markdown] lang="en"
# At test time the layer only multiplies every feature by one number and adds another. It can be merged into a neighbouring affine layer.

# %% [markdown] lang="ko"
# ## 배율과 이동에 대한 그래디언트 {#parameters}
#
# 쉬운 것부터 하자. `dout`을 상수로 두고 `dout`과 `out`을 원소끼리 곱해 더한 스칼라를 미분한다. $\beta_j$와 $\gamma_j$는 모든 표본의
# $j$번째 특성에 쓰이므로 표본을 따라 더한 합이 남는다. $N$으로 나누지 **않는다**. 평균을 내는 것은 손실이고, 그 $1/N$은 이미 `dout`에 들어 있다.

# %% [markdown] lang="en"
# ## Gradients with respect to scale and shift {#parameters}
#
# The easy ones first. Hold `dout` constant, multiply it with `out` entry by entry, sum, and differentiate this scalar. $\beta_j$ and
# $\gamma_j$ are used by feature $j$ of every sample, so a sum over the samples is left. It is **not** divided by $N$: if something is
# averaged, it is the loss, and its $1/N$ is in `dout` already.

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
# ## 계산 그래프를 따라서 {#along-the-graph}
#
# 이제 `dx`다. $x_{i,j}$에서 손실로 가는 경로는 셋이다. $\hat x_{i,j}$로 곧장 가는 경로, 분산을 거치는 경로, 평균을 거치는 경로. 중간값에 대한
# 그래디언트를 위에서부터 차례로 구하자.
#
# 맨 위에서는 $\partial L / \partial \hat x_{n,d} = \mathrm{dout}_{n,d}\,\gamma_d$이다. 이것을 `dxhat`이라고 부른다. 다음은 분산이다. 분산은 제곱근의 역수에만
# 들어 있고, 평균을 뺀 값은 여기서 상수로 본다.

# %% [markdown] lang="en"
# ## Along the graph {#along-the-graph}
#
# Now `dx`. Three paths lead from $x_{i,j}$ to the loss: straight through $\hat x_{i,j}$, through the variance, and through the mean. Find the
# gradients with respect to what lies in between, from the top down.
#
# At the top, $\partial L / \partial \hat x_{n,d} = \mathrm{dout}_{n,d}\,\gamma_d$; call it `dxhat`. Next comes the variance. It occurs only in
# the reciprocal of the root, and the input minus the mean counts as a constant here.

# %%
dxhat = tensor(
    "dxhat",
    N,
    D,
    says=Text("$\\hat x$에 대한 손실의 그래디언트", "gradient of the loss with respect to $\\hat x$"),
)
dvar = tensor(
    "dvar", D, says=Text("분산에 대한 손실의 그래디언트", "gradient of the loss with respect to the variance")
)
dmu = tensor(
    "dmu", D, says=Text("평균에 대한 손실의 그래디언트", "gradient of the loss with respect to the mean")
)
std = sqrt(var[j] + epsilon)

AT_XHAT = Definition(dxhat[n, d], dout[n, d] * gamma[d])
LAYER.result(
    "dvar",
    Text("분산에 대한 그래디언트", "Gradient with respect to the variance"),
    Derivative(L, var[j]),
    Derivative(objective, var[j]),
    indices=((j, D),),
    definitions=(*NORMALISED, AT_XHAT),
    expanded=(NORMALISED[2], AT_XHAT),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dxhat[n, d] * (x[n, d] - mu[d]) * Derivative(1 / sqrt(var[d] + epsilon), var[j]), (n, N), (d, D)),
).by(
    rules.POWER_RULE,
    total(
        -dxhat[n, d] * (x[n, d] - mu[d]) * (var[d] + epsilon) ** Rational(-3, 2) / 2 * KroneckerDelta(d, j),
        (n, N),
        (d, D),
    ),
).by(
    rules.DELTA_PICKS,
    -total(dxhat[n, j] * (x[n, j] - mu[j]), (n, N)) / (2 * (var[j] + epsilon) ** Rational(3, 2)),
).in_matrices(
    -hadamard_product(
        hadamard_product(dxhat.matrix, x.matrix - ones(N) * mu.matrix.T).T * ones(N),
        HadamardPower(var.matrix + epsilon * ones(D), Rational(-3, 2)),
    )
    / 2,
    (dxhat, x, mu, var),
)

# %% [markdown] lang="ko"
# 평균은 두 군데에 들어 있다. 분자의 $x - \mu$, 그리고 분산이다.

# %% [markdown] lang="en"
# The mean occurs in two places: in $x - \mu$ of the numerator, and in the variance.

# %%
AT_VAR = Definition(
    dvar[d], -total(dxhat[n, d] * (x[n, d] - mu[d]), (n, N)) / (2 * (var[d] + epsilon) ** Rational(3, 2))
)
LAYER.result(
    "dmu",
    Text("평균에 대한 그래디언트", "Gradient with respect to the mean"),
    Derivative(L, mu[j]),
    Derivative(objective, mu[j]),
    indices=((j, D),),
    definitions=(*NORMALISED, AT_XHAT, AT_VAR),
    expanded=(*NORMALISED[1:], AT_XHAT, AT_VAR),
).by(
    rules.CHAIN_RULE,
    -total(dxhat[n, j], (n, N)) / std - 2 * dvar[j] * total(x[n, j] - mu[j], (n, N)) / N,
).in_matrices(
    -hadamard_product(
        dxhat.matrix.T * ones(N), HadamardPower(var.matrix + epsilon * ones(D), Rational(-1, 2))
    )
    - 2 * hadamard_product(dvar.matrix, (x.matrix - ones(N) * mu.matrix.T).T * ones(N)) / N,
    (dxhat, var, dvar, x, mu),
)

# %% [markdown] lang="ko"
# 둘째 항은 언제나 0이다. 평균을 뺀 값을 다 더하면 0이기 때문이다. 그래서 코드는 이 항을 계산하지 않는다.
#
# 마지막으로 세 경로를 더한다. $x_{i,j}$는 $\hat x$에 $1/\sqrt{\mathrm{var} + \varepsilon}$배로, 분산에 $2(x_{i,j} - \mu_j)/N$배로, 평균에 $1/N$배로 들어간다.

# %% [markdown] lang="en"
# The second term is always 0, because the centred values add up to 0. The code therefore leaves it out.
#
# Finally add the three paths. $x_{i,j}$ enters $\hat x$ with the factor $1/\sqrt{\mathrm{var} + \varepsilon}$, the variance with
# $2(x_{i,j} - \mu_j)/N$ and the mean with $1/N$.

# %%
AT_MU = Definition(
    dmu[d],
    -total(dxhat[n, d], (n, N)) / sqrt(var[d] + epsilon) - 2 * dvar[d] * total(x[n, d] - mu[d], (n, N)) / N,
)
GRAPH = (*NORMALISED, AT_XHAT, AT_VAR, AT_MU)
paths = dxhat[i, j] / std + 2 * dvar[j] * (x[i, j] - mu[j]) / N + dmu[j] / N

LAYER.result(
    "dx_graph",
    Text("계산 그래프를 따라 구한 입력의 그래디언트", "Gradient with respect to the input, along the graph"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, D)),
    definitions=GRAPH,
).by(rules.CHAIN_RULE, paths).in_matrices(
    hadamard_product(dxhat.matrix, ones(N) * HadamardPower(var.matrix + epsilon * ones(D), Rational(-1, 2)).T)
    + 2 * hadamard_product(x.matrix - ones(N) * mu.matrix.T, ones(N) * dvar.matrix.T) / N
    + ones(N) * dmu.matrix.T / N,
    (dxhat, var, x, mu, dvar, dmu),
)

# %% [markdown] lang="ko"
# ## 닫힌 꼴 {#closed-form}
#
# 세 항에 들어 있는 이름을 풀어 쓰면 많은 것이 약분된다. $(x - \mu)/\sqrt{\mathrm{var} + \varepsilon}$이 나올 때마다 $\hat x$로 줄여 쓴다.

# %% [markdown] lang="en"
# ## The closed form {#closed-form}
#
# Write out the names in the three terms, and much of it cancels. Each $(x - \mu)/\sqrt{\mathrm{var} + \varepsilon}$ is an $\hat x$.

# %%
LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, D)),
    definitions=GRAPH,
).by(rules.CHAIN_RULE, paths).by(
    rules.DEFINITION,
    dxhat[i, j] / std
    - (x[i, j] - mu[j]) * total(dxhat[n, j] * (x[n, j] - mu[j]), (n, N)) / (N * std**3)
    - total(dxhat[n, j], (n, N)) / (N * std),
).by(
    rules.NAME,
    (dxhat[i, j] - total(dxhat[n, j], (n, N)) / N - xhat[i, j] * total(dxhat[n, j] * xhat[n, j], (n, N)) / N)
    / std,
).by(
    rules.PULL_OUT,
    gamma[j]
    / std
    * (dout[i, j] - total(dout[n, j], (n, N)) / N - xhat[i, j] * total(dout[n, j] * xhat[n, j], (n, N)) / N),
).in_matrices(
    hadamard_product(
        ones(N)
        * hadamard_product(gamma.matrix, HadamardPower(var.matrix + epsilon * ones(D), Rational(-1, 2))).T,
        dout.matrix
        - ones(N) * ones(N).T * dout.matrix / N
        - hadamard_product(xhat.matrix, ones(N) * ones(N).T * hadamard_product(dout.matrix, xhat.matrix) / N),
    ),
    (gamma, var, dout, xhat),
)

# %% [markdown] lang="ko"
# 괄호 안을 말로 읽어 보자. 업스트림 그래디언트에서 **그 평균**을 빼고, 다시 **$\hat x$와 나란한 부분**을 뺀다. 앞의 것은 평균을 거치는 경로에서,
# 뒤의 것은 분산을 거치는 경로에서 왔다. 모든 입력을 똑같이 옮기거나 똑같은 비율로 늘려도 출력은 (거의) 그대로이므로, 그 두 방향으로는
# 그래디언트가 흐르지 않는 것이다.
#
# 두 평균은 이미 구한 `dbeta`와 `dgamma`를 $N$으로 나눈 것이다. 그래서 코드는 짧다.
#
# ```python
# dx = gamma / std * (dout - (dbeta + xhat * dgamma) / N)
# ```

# %% [markdown] lang="en"
# Read the bracket in words: from the upstream gradient, subtract **its mean**, and then its **component along $\hat x$**. The former came
# through the mean, the latter through the variance. Shifting all inputs alike, or stretching them alike, leaves the output (almost) as it
# is; so no gradient flows in these two directions.
#
# The two means are `dbeta` and `dgamma`, known already, divided by $N$. That makes the code short.
#
# ```python
# dx = gamma / std * (dout - (dbeta + xhat * dgamma) / N)
# ```

# %% [markdown] lang="ko"
# ## 구현 {#implementation}
#
# `batchnorm_backward`는 계산 그래프를 따라가고 `batchnorm_backward_alt`는 닫힌 꼴을 쓴다. 둘은 같은 캐시를 받아 같은 값을 낸다. 순전파는 훈련할 때
# `bn_param`에 새 이동 평균을 넣는다. 과제의 코드가 그렇게 쓰기 때문이다. 전에 들어 있던 배열 자체는 바꾸지 않는다.

# %% [markdown] lang="en"
# ## Implementation {#implementation}
#
# `batchnorm_backward` follows the graph, `batchnorm_backward_alt` uses the closed form. They take the same cache and return the same
# values. In training, the forward pass puts the new running averages into `bn_param`, since that is where the code of the assignments
# looks for them; the arrays that were there before are left alone.

# %% [markdown] slot="implementation"
# 코드는 impl/batch_norm.py에 있다. / The code is in impl/batch_norm.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본 넷, 특성 둘이다. $\varepsilon$은 보통 아주 작은 수지만, 여기서는 제곱근이 정수가 되도록 1로 잡았다. 첫째 특성의 분산은 3이고 $\sqrt{3 + 1} = 2$,
# 둘째 특성의 분산은 8이고 $\sqrt{8 + 1} = 3$이다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# Four samples, two features. $\varepsilon$ is usually a tiny number; here it is 1, so that the roots are whole numbers: the first feature
# has variance 3 and $\sqrt{3 + 1} = 2$, the second has variance 8 and $\sqrt{8 + 1} = 3$.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 4, D: 2},
    given={
        x: [[0, 6], [0, -2], [0, 2], [4, 2]],
        gamma: [2, 3],
        beta: [1, 0],
        epsilon: 1,
        momentum: Rational(9, 10),
        running_mean: [0, 1],
        running_var: [8, 3],
        dout: [[1, 3], [3, 0], [0, 6], [4, -9]],
    },
    show=[
        (mu, (0,)),
        (var, (0,)),
        (xhat, (3, 0)),
        ("out", (3, 0)),
        ("running_mean", (0,)),
        ("running_var", (0,)),
        ("out_test", (3, 0)),
        ("dbeta", (0,)),
        ("dgamma", (0,)),
        ("dvar", (0,)),
        ("dmu", (0,)),
        ("dx_graph", (0, 0)),
        ("dx", (0, 0)),
    ],
)

# %% [markdown] lang="ko"
# `dx`를 열마다 더해 보자. 두 열 모두 0이다. 그래프를 따라 구한 값과 닫힌 꼴로 구한 값이 같은지도 확인하자.

# %% [markdown] lang="en"
# Add up each column of `dx`: both give 0. See also that the values along the graph and those of the closed form agree.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# 검증은 `yudo verify batch_norm`으로 한다. / `yudo verify batch_norm` gathers the evidence.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **값이 모두 같은 열.** 분산이 0이고 $\hat x$도 0이므로 출력은 `beta`다. 오류는 나지 않지만 그래디언트가 커진다. $\varepsilon = 10^{-5}$이면
#   `dx`에 $1/\sqrt{\varepsilon}$, 약 316이 곱해진다.
# - **표본이 하나뿐인 배치.** 평균이 곧 그 표본이다. 출력은 언제나 `beta`이고 `dx`는 0이라서 아래층은 아무것도 학습하지 못한다. $N = 0$이면 평균을 낼 수
#   없으므로 코드는 `ValueError`를 낸다. 테스트할 때는 빈 배치도 받는다.
# - **평균이 큰 열.** 분산을 $\frac{1}{N} \sum x^2 - \mu^2$으로 구하면 큰 수에서 큰 수를 빼게 된다. float32의 열 $(10000, 10001, 10002)$에서 이 식은 0이 되지만
#   참값은 2/3다. 코드는 먼저 평균을 뺀 다음 제곱한다.
# - **처음 몇 번의 이동 평균.** 0에서 출발하므로 처음에는 너무 작다. `momentum`이 0.9이면 배치를 10번 본 뒤에도 참값의 65%에 그친다. 훈련하자마자 테스트
#   모드로 바꾸면 결과가 나쁜 까닭이다.
# - **`eps`와 `momentum`.** 0 이하의 `eps`와 음수인 `momentum`, 알 수 없는 `mode`에는 무엇이 들어왔는지 밝히며 `ValueError`를 낸다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **A constant column.** Its variance is 0 and so is $\hat x$; the output is `beta`. Nothing fails, but the gradient becomes large: with
#   $\varepsilon = 10^{-5}$, `dx` is multiplied by $1/\sqrt{\varepsilon}$, about 316.
# - **A batch of one sample.** The mean is the sample itself. The output is always `beta` and `dx` is 0, so the layers below learn
#   nothing. For $N = 0$ there is no mean and the code raises a `ValueError`; at test time an empty batch is fine.
# - **A column with a large mean.** The variance as $\frac{1}{N} \sum x^2 - \mu^2$ subtracts one large number from another. For the column
#   $(10000, 10001, 10002)$ in float32 this gives 0; the true value is 2/3. The code subtracts the mean first and squares afterwards.
# - **Running averages after a few steps.** They start at 0 and are too small at first: with `momentum` 0.9 they have reached only 65% of the
#   true value after 10 batches. That is why results are bad if one switches to test mode right after a short training.
# - **`eps` and `momentum`.** An `eps` that is not positive, a negative `momentum` or an unknown `mode` raises a `ValueError` that says what was given.

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
    "moments-constant",
    "dx",
    Text(
        "평균과 분산을 상수로 본다: `dx = dout * gamma / std`",
        "Mean and variance taken for constants: `dx = dout * gamma / std`",
    ),
    wrong=gamma[j] * dout[i, j] / std,
    symptom=Text(
        "`dx`의 열마다 더한 합이 0이 아니다. 테스트할 때의 그래디언트로는 옳은 식이다.",
        "The columns of `dx` do not add up to 0. At test time this would be the right gradient.",
    ),
)

# %%
LECTURE.mistake(
    "variance-constant",
    "dx",
    Text("분산을 거치는 항이 빠졌다", "The term through the variance is missing"),
    wrong=gamma[j] / std * (dout[i, j] - total(dout[n, j], (n, N)) / N),
    symptom=Text(
        "`dx`의 열마다 더한 합은 0이라서 알아채기 어렵다. `dout`이 모두 1이면 옳다.",
        "The columns of `dx` do add up to 0, so it is hard to notice. It is right where `dout` is 1 throughout.",
    ),
)

# %%
LECTURE.mistake(
    "mean-constant",
    "dx",
    Text("평균을 거치는 항이 빠졌다", "The term through the mean is missing"),
    wrong=gamma[j] / std * (dout[i, j] - xhat[i, j] * total(dout[n, j] * xhat[n, j], (n, N)) / N),
    symptom=Text(
        "`dx`의 열마다 더한 합이 0이 아니다. `dout`의 열마다 더한 합이 0이면 옳다.",
        "The columns of `dx` do not add up to 0. It is right where the columns of `dout` add up to 0.",
    ),
)

# %%
LECTURE.mistake(
    "no-gamma",
    "dx",
    Text("`dout`에 `gamma`를 곱하지 않는다", "`dout` is not multiplied by `gamma`"),
    wrong=(
        dout[i, j] - total(dout[n, j], (n, N)) / N - xhat[i, j] * total(dout[n, j] * xhat[n, j], (n, N)) / N
    )
    / std,
    symptom=Text(
        "`gamma`를 1로 초기화한 직후에는 옳다. 학습이 진행될수록 어긋난다.",
        "Right after `gamma` is initialised to 1 it is right; the further the training, the more it is wrong.",
    ),
)

# %%
LECTURE.mistake(
    "dgamma-averaged",
    "dgamma",
    Text("`dgamma`를 더하지 않고 평균 낸다", "`dgamma` averaged instead of summed"),
    wrong=total(dout[n, j] * xhat[n, j], (n, N)) / N,
    symptom=Text(
        "정확히 $N$분의 1이다. 손실의 $1/N$은 이미 `dout`에 들어 있다.",
        "It is smaller by exactly the factor $N$. The $1/N$ of the loss is in `dout` already.",
    ),
)

# %%
LECTURE.mistake(
    "dgamma-of-x",
    "dgamma",
    Text(
        "`dgamma`에 정규화한 입력 대신 입력을 쓴다",
        "`dgamma` with the input in place of the normalised input",
    ),
    wrong=total(dout[n, j] * x[n, j], (n, N)),
    symptom=Text(
        "`x`의 모든 원소에 같은 수를 더하면 `dgamma`가 달라진다. 옳은 `dgamma`는 변하지 않는다.",
        "Adding one number to all of `x` changes `dgamma`. The right one stays as it is.",
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
    wrong=gamma[d] * (x[n, d] - mu[d]) / (sqrt(var[d]) + epsilon) + beta[d],
    symptom=Text(
        "분산이 $\\varepsilon$보다 훨씬 크면 거의 같아서 눈에 띄지 않는다. 값이 모두 같은 열에서는 그래디언트가 훨씬 커지거나 NaN이 된다.",
        "As long as the variance is much larger than $\\varepsilon$ it hardly shows. In a constant column the gradient becomes far "
        "larger, or NaN.",
    ),
)

# %%
LECTURE.mistake(
    "momentum-reversed",
    "running_mean",
    Text("`momentum`을 새 값에 곱한다", "`momentum` multiplies the new value"),
    wrong=(1 - momentum) * running_mean[d] + momentum * mu[d],
    symptom=Text(
        "이동 평균이 마지막 배치를 거의 그대로 따라간다. 테스트 결과가 배치마다 들쭉날쭉하다.",
        "The running average almost follows the last batch, and test results jump from one evaluation to the next.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | 테스트할 때에도 배치의 평균과 분산을 쓴다 | 같은 표본의 예측이 함께 든 표본에 따라 달라진다. 표본을 하나만 넣으면 언제나 같은 답이 나온다. |
# | 이동 평균에 표준편차를 넣는다 | 훈련할 때는 멀쩡하다. 테스트할 때 `running_var`의 제곱근을 다시 구하므로 출력의 크기가 어긋난다. |
# | 이동 평균을 갱신하고 `bn_param`에 넣지 않는다 | 함수 안의 이름만 바뀐다. 테스트할 때 `running_mean`이 0이거나 `KeyError`가 난다. |
# | `axis=1`로 평균을 낸다 | 표본마다 정규화하는 셈이다. 이것은 층 정규화(layer normalization)의 순전파에 가깝다. N = D인 검사에서는 모양 오류도 나지 않는다. |

# %% [markdown] lang="en"
# Other mistakes do not show as a difference of formulas.
#
# | mistake | symptom |
# | --- | --- |
# | the batch's own mean and variance at test time | The prediction for a sample changes with the others in its batch. A single sample always gets the same answer. |
# | the standard deviation as running variance | Training looks fine. At test time the root of `running_var` is taken once more, and the output has the wrong scale. |
# | the new running averages not put into `bn_param` | Only a name inside the function changes. At test time `running_mean` is 0, or a `KeyError` is raised. |
# | means along `axis=1` | That normalises every sample, which is close to layer normalisation. In a check with N = D not even the shapes object. |

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
    gamma[j]
    / std
    * (dout[n, j] - total(dout[k, j], (k, N)) / N - xhat[n, j] * total(dout[k, j] * xhat[k, j], (k, N)) / N)
)

LECTURE.exercise(
    Text(
        "닫힌 꼴에서 `dx`의 열마다 더한 합이 0임을 보여라. 순전파의 어떤 성질 때문인가?",
        "Show from the closed form that every column of `dx` adds up to 0. Which property of the forward pass is the reason?",
    ),
    Text(
        r"""$\hat x$의 열을 더하면 0이다. 평균을 뺐기 때문이다.

<1>

그러므로 셋째 항은 없어지고, 첫째 항과 둘째 항은 서로 지운다.

<2>

`x`의 한 열에 같은 수를 더해도 출력이 변하지 않으므로, 그 방향으로의 미분, 곧 열의 합이 0이어야 한다. 코드를 점검할 때 쓸 수 있지만
분산을 거치는 항이 빠져도 합은 0이므로 충분하지는 않다.""",
        r"""The columns of $\hat x$ add up to 0, because the mean was subtracted.

<1>

So the third term vanishes, and the first two cancel.

<2>

Adding one number to a column of `x` does not change the output, so the derivative in that direction, the sum
of the column, must be 0. It
is a check for your code, but not a sufficient one: the sum is 0 even without the term through the variance.""",
    ),
    lambda: [
        (total(xhat[n, j], (n, N)), Integer(0)),
        (total(closed, (n, N)), Integer(0)),
    ],
    definitions=NORMALISED,
)

# %%
b = tensor("b", D)
shifted = x[n, d] + b[d]

LECTURE.exercise(
    Text(
        "배치 정규화 앞의 완전연결층에 편향 $b$가 있다고 하자. $b$가 출력에 아무 영향도 주지 않음을 보여라.",
        "Suppose that the affine layer before batch normalisation has a bias $b$. Show that $b$ has no effect on the output.",
    ),
    Text(
        r"""출력은 평균을 뺀 값에만 의존한다. 그런데 $b_d$는 평균에도 그대로 더해지므로 빼면 사라진다.

<1>

분산도 평균을 뺀 값으로 구하므로 변하지 않는다. 그래서 `b`의 그래디언트는 반올림을 빼면 0이다.""",
        r"""The output depends only on the input minus its mean. The mean contains $b_d$ as well, so it cancels.

<1>

The variance is made of the same differences and stays as it is. So the gradient of `b` is 0, up to rounding.""",
    ),
    lambda: [(shifted - total(x[k, d] + b[d], (k, N)) / N, x[n, d] - total(x[k, d], (k, N)) / N)],
)

# %%
LECTURE.exercise(
    Text(
        r"$\sum_n \hat x_{n,d}^2$을 분산과 $\varepsilon$으로 나타내라. 정규화한 입력의 분산은 정확히 1인가?",
        r"Express $\sum_n \hat x_{n,d}^2$ by the variance and $\varepsilon$. Is the variance of the normalised input exactly 1?",
    ),
    Text(
        r"""분자의 제곱을 더하면 분산의 $N$배이고, 분모는 $n$과 무관하다.

<1>

따라서 $\hat x$의 분산은 1보다 조금 작다. $\varepsilon$이 분산에 비해 작을수록 1에 가깝고, 값이 모두 같은 열에서는 0이다.""",
        r"""The squares of the numerator add up to $N$ times the variance, and the denominator does not depend on $n$.

<1>

So the variance of $\hat x$ is a little less than 1: the closer to 1 the smaller $\varepsilon$ is against the
variance, and 0 in a constant
column.""",
    ),
    lambda: [(total(xhat[n, d] ** 2, (n, N)), N * var[d] / (var[d] + epsilon))],
    definitions=NORMALISED,
)

# %% tags=["setup"]
LECTURE.drill(("dx", (1, 1)), ("dgamma", (0,)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 특성마다 배치의 평균을 빼고 $\sqrt{\mathrm{var} + \varepsilon}$으로 나눈다. 테스트할 때는 이동 평균을 쓴다.
# 2. `dbeta`와 `dgamma`는 표본을 따라 더한 합이다. 평균을 내지 않는다.
# 3. 입력에서 손실로 가는 경로는 셋이다. 곧장 가는 경로, 분산을 거치는 경로, 평균을 거치는 경로.
# 4. 다 더하면 짧아진다. `dx = gamma / std * (dout - (dbeta + xhat * dgamma) / N)`.
# 5. 가장 흔한 실수는 평균이나 분산을 거치는 항을 빠뜨리는 것이다.
#
# **더 읽을거리**
#
# - S. Ioffe, C. Szegedy, [Batch normalization](https://arxiv.org/abs/1502.03167), *ICML* 2015
# - S. Santurkar, D. Tsipras, A. Ilyas, A. Madry, [How does batch normalization help optimization?](https://arxiv.org/abs/1805.11604), *NeurIPS* 2018
# - [CS231n 강의 노트: 신경망 2부](https://cs231n.github.io/neural-networks-2/)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. For every feature, subtract the mean over the batch and divide by $\sqrt{\mathrm{var} + \varepsilon}$; at test time use the running averages.
# 2. `dbeta` and `dgamma` are sums over the samples, not means.
# 3. Three paths lead from the input to the loss: straight, through the variance, through the mean.
# 4. Added up they are short: `dx = gamma / std * (dout - (dbeta + xhat * dgamma) / N)`.
# 5. The commonest mistake is to leave out the term through the mean or the one through the variance.
#
# **Further reading**
#
# - S. Ioffe, C. Szegedy, [Batch normalization](https://arxiv.org/abs/1502.03167), *ICML* 2015
# - S. Santurkar, D. Tsipras, A. Ilyas, A. Madry, [How does batch normalization help optimization?](https://arxiv.org/abs/1805.11604), *NeurIPS* 2018
# - [CS231n notes: neural networks, part 2](https://cs231n.github.io/neural-networks-2/)
