# %% [markdown] lang="ko"
# # 단위 길이로 맞추기 {#unit_norm}
#
# 표본마다 특성 벡터를 그 길이로 나눈다. 방향만 남고 길이는 1이 된다.

# %% [markdown] lang="en"
# # Normalisation to unit length {#unit_norm}
#
# Every sample is divided by the length of its feature vector: the direction stays, the length becomes 1.

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
x = tensor("x", N, D)
epsilon = scalar(
    "epsilon", positive=True, says=Text("제곱합에 더하는 작은 수", "small number added to the sum")
)
dout = tensor("dout", N, D)

LAYER = Layer(
    stem="unit_norm",
    title=Text("단위 길이로 맞추기", "Normalisation to unit length"),
    summary=Text("표본의 길이를 1로 맞춘다.", "Gives every sample the length 1."),
    inputs=(x, epsilon),
    upstream=dout,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %%
out = tensor("out", N, D)
length = tensor("length", N, positive=True, says=Text("표본의 길이", "length of a sample"))
unit = tensor("unit", N, D, says=Text("길이가 1인 표본", "the sample with length 1"))
names = (
    Definition(length[n], sqrt(total(x[n, k] ** 2, (k, D)) + epsilon)),
    Definition(unit[n, d], x[n, d] / length[n]),
)

LAYER.result(
    "out", Text("출력", "Output"), out[n, d], unit[n, d], indices=((n, N), (d, D)), definitions=names
).in_matrices(unit.matrix, (unit,))

# %% [markdown] lang="ko"
# $x_{i,j}$는 길이에도 들어 있다. 그래서 행의 모든 원소가 기여한다.

# %% [markdown] lang="en"
# The entry $x_{i,j}$ is part of the length, too: every entry of its row contributes.

# %%
L = Symbol("L", real=True)

LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(total(dout[n, d] * unit[n, d], (n, N), (d, D)), x[i, j]),
    indices=((i, N), (j, D)),
    definitions=names,
).by(
    rules.CHAIN_RULE,
    total(dout[i, d] * (KroneckerDelta(d, j) - unit[i, d] * unit[i, j]) / length[i], (d, D)),
).by(
    rules.DELTA_PICKS,
    (dout[i, j] - unit[i, j] * total(dout[i, d] * unit[i, d], (d, D))) / length[i],
).in_matrices(
    hadamard_product(
        HadamardPower(length.matrix, Rational(-1)) * ones(D).T,
        dout.matrix
        - hadamard_product(unit.matrix, hadamard_product(dout.matrix, unit.matrix) * ones(D) * ones(D).T),
    ),
    (length, dout, unit),
)

# %% [markdown] slot="implementation"
# 코드는 impl/unit_norm.py에 있다. / The code is in impl/unit_norm.py.

# %% [markdown] slot="evidence"
# 검증은 `yudo verify unit_norm`으로 한다. / `yudo verify unit_norm` gathers the evidence.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 1, D: 2},
    given={x: [[1, 2]], epsilon: 4, dout: [[9, 18]]},
    show=[("out", (0, 0)), ("dx", (0, 0))],
)
LECTURE.mistake(
    "length-constant",
    "dx",
    Text("길이를 상수로 본다", "The length taken for a constant"),
    wrong=dout[i, j] / length[i],
    symptom=Text("`dx`가 `x`의 방향으로도 움직인다.", "`dx` also points along `x`."),
)
