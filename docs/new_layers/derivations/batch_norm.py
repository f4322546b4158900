# %% [markdown] lang="ko"
# # 배치 정규화 {#batch-norm}
#
# 특성마다 배치의 평균을 빼고 표준편차로 나눈 뒤, 배운 크기를 곱하고 배운 값을 더한다.

# %% [markdown] lang="en"
# # Batch normalisation {#batch-norm}
#
# From every feature the mean over the batch is subtracted, and the rest is divided by the standard deviation;
# then a learned scale and shift are applied.

# %%
from sympy import Derivative, HadamardPower, KroneckerDelta, Rational, Symbol, hadamard_product, sqrt

from yudo.derivations.calculus import (
    Definition,
    Layer,
    Lecture,
    Text,
    indices,
    ones,
    rules,
    scalar,
    sizes,
    tensor,
    total,
)

N, D = sizes("N D")
n, d, k, i, j = indices("n d k i j")
x = tensor("x", N, D, says=Text("입력", "input"))
gamma = tensor("gamma", D, says=Text("특성마다 곱하는 크기", "scale of each feature"))
beta = tensor("beta", D, says=Text("특성마다 더하는 값", "shift of each feature"))
epsilon = scalar(
    "epsilon", positive=True, says=Text("분산에 더하는 작은 수", "small number added to the variance")
)
dout = tensor("dout", N, D, says=Text("업스트림 그래디언트", "upstream gradient"))

LAYER = Layer(
    stem="batch_norm",
    title=Text("배치 정규화", "Batch normalisation"),
    summary=Text(
        "배치 안에서 특성마다 평균을 0으로, 분산을 1로 맞춘다.",
        "Gives every feature mean 0 and variance 1 within the batch.",
    ),
    inputs=(x, gamma, beta, epsilon),
    upstream=dout,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 길. / The graph: shapes of tensors, and the way of the gradients.

# %%
out = tensor("out", N, D)
mu = tensor("mu", D, says=Text("배치에 대한 평균", "mean over the batch"))
var = tensor("var", D, says=Text("배치에 대한 분산", "variance over the batch"))
xhat = tensor("xhat", N, D, says=Text("정규화한 입력", "normalised input"))
moments = (
    Definition(mu[d], total(x[n, d], (n, N)) / N),
    Definition(var[d], total((x[n, d] - mu[d]) ** 2, (n, N)) / N),
    Definition(xhat[n, d], (x[n, d] - mu[d]) / sqrt(var[d] + epsilon)),
)

LAYER.result(
    "out",
    Text("출력", "Output"),
    out[n, d],
    gamma[d] * xhat[n, d] + beta[d],
    indices=((n, N), (d, D)),
    definitions=moments,
).in_matrices(
    hadamard_product(ones(N) * gamma.matrix.T, xhat.matrix) + ones(N) * beta.matrix.T, (gamma, xhat, beta)
)

# %%
L = Symbol("L", real=True)
objective = total(dout[n, d] * (gamma[d] * xhat[n, d] + beta[d]), (n, N), (d, D))

LAYER.result(
    "dbeta",
    Text("더하는 값에 대한 그래디언트", "Gradient with respect to the shift"),
    Derivative(L, beta[j]),
    Derivative(objective, beta[j]),
    indices=((j, D),),
    definitions=moments,
).by(rules.DIFFERENTIATE_UNDER_SUM, total(dout[n, d] * KroneckerDelta(d, j), (n, N), (d, D))).by(
    rules.DELTA_PICKS, total(dout[n, j], (n, N))
).in_matrices(dout.matrix.T * ones(N), (dout,))

LAYER.result(
    "dgamma",
    Text("곱하는 크기에 대한 그래디언트", "Gradient with respect to the scale"),
    Derivative(L, gamma[j]),
    Derivative(objective, gamma[j]),
    indices=((j, D),),
    definitions=moments,
).by(rules.DIFFERENTIATE_UNDER_SUM, total(dout[n, d] * xhat[n, d] * KroneckerDelta(d, j), (n, N), (d, D))).by(
    rules.DELTA_PICKS, total(dout[n, j] * xhat[n, j], (n, N))
).in_matrices(hadamard_product(dout.matrix, xhat.matrix).T * ones(N), (dout, xhat))

# %% [markdown] lang="ko"
# $x_{i,j}$는 평균과 분산에도 들어 있다. 그래서 열의 모든 원소가 기여한다.

# %% [markdown] lang="en"
# The entry $x_{i,j}$ is part of the mean and of the variance, too: every entry of its column contributes.

# %%
centred = dout[i, j] - total(dout[n, j], (n, N)) / N
LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(objective, x[i, j]),
    indices=((i, N), (j, D)),
    definitions=moments,
).by(
    rules.CHAIN_RULE,
    gamma[j] / sqrt(var[j] + epsilon) * (centred - xhat[i, j] * total(dout[n, j] * xhat[n, j], (n, N)) / N),
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

# %% [markdown] slot="implementation"
# 코드는 impl/batch_norm.py에 있다. / The code is in impl/batch_norm.py.

# %% [markdown] slot="evidence"
# 검증은 `yudo verify batch_norm`으로 한다. / `yudo verify batch_norm` gathers the evidence.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 1},
    given={x: [[1], [3]], gamma: [2], beta: [1], epsilon: 3, dout: [[1], [5]]},
    show=[("out", (0, 0)), ("dx", (0, 0))],
)
LECTURE.mistake(
    "moments-constant",
    "dx",
    Text("평균과 분산을 상수로 본다", "The mean and the variance taken for constants"),
    wrong=gamma[j] * dout[i, j] / sqrt(var[j] + epsilon),
    symptom=Text("`dx`의 열마다 합이 0이 아니다.", "The columns of `dx` do not add up to 0."),
)
