# %% [markdown] lang="ko"
# # 쌍곡탄젠트 {#tanh}
#
# 출력이 -1과 1 사이에 있는 활성화 함수다.

# %% [markdown] lang="en"
# # Hyperbolic tangent {#tanh}
#
# An activation with outputs between -1 and 1.

# %%
from sympy import Derivative, HadamardPower, KroneckerDelta, OneMatrix, Symbol, hadamard_product, tanh

from yudo.derivations.calculus import (
    Layer,
    Text,
    elementwise,
    flattened_size,
    indices,
    rules,
    sizes,
    tensor,
    total,
)

(N,) = sizes("N")
D = flattened_size("D")
n, d, i, j = indices("n d i j")
x, out, dout = tensor("x", N, D), tensor("out", N, D), tensor("dout", N, D)

LAYER = Layer(
    stem="tanh",
    title=Text("쌍곡탄젠트", "Hyperbolic tangent"),
    summary=Text("실수를 -1과 1 사이로 보낸다.", "Squashes a real number into (-1, 1)."),
    inputs=(x,),
    upstream=dout,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 길. / The graph: shapes of tensors, and the way of the gradients.

# %%
LAYER.result("out", Text("출력", "Output"), out[n, d], tanh(x[n, d]), indices=((n, N), (d, D))).in_matrices(
    elementwise(tanh, x.matrix), (x,)
)

# %%
L = Symbol("L", real=True)

LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(total(dout[n, d] * tanh(x[n, d]), (n, N), (d, D)), x[i, j]),
    indices=((i, N), (j, D)),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        dout[n, d] * (1 - tanh(x[n, d]) ** 2) * KroneckerDelta(n, i) * KroneckerDelta(d, j), (n, N), (d, D)
    ),
).by(rules.DELTA_PICKS, dout[i, j] * (1 - tanh(x[i, j]) ** 2)).in_matrices(
    hadamard_product(dout.matrix, OneMatrix(N, D) - HadamardPower(elementwise(tanh, x.matrix), 2)), (dout, x)
)

# %% [markdown] slot="implementation"
# 코드는 impl/tanh.py에 있다. / The code is in impl/tanh.py.

# %% [markdown] slot="evidence"
# 검증은 `yudo verify tanh`로 한다. / `yudo verify tanh` gathers the evidence.

# %%
from sympy import log

from yudo.derivations.calculus import Lecture

LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 1, D: 2},
    given={x: [[0, log(2)]], dout: [[3, 25]]},
    show=[("out", (0, 1)), ("dx", (0, 1))],
)

# %%
LECTURE.mistake(
    "input-for-output",
    "dx",
    Text("출력 자리에 입력을 넣는다", "The input in place of the output"),
    wrong=dout[i, j] * (1 - x[i, j] ** 2),
    symptom=Text("`x`가 1보다 크면 기울기가 음수다.", "For `x` above 1 the slope is negative."),
)

# %%
LECTURE.mistake(
    "square-forgotten",
    "dx",
    Text("출력의 제곱을 빠뜨린다", "The square of the output is forgotten"),
    wrong=dout[i, j] * (1 - tanh(x[i, j])),
    symptom=Text("출력이 음수이면 기울기가 1보다 크다.", "For a negative output the slope exceeds 1."),
)

# %%
LECTURE.exercise(
    Text("기울기가 음수가 되지 않는 까닭은 무엇인가?", "Why is the slope never negative?"),
    Text(
        "인수분해하면 두 인수가 모두 양수다. 출력이 -1과 1 사이에 있기 때문이다.\n\n<1>",
        "It factors, and both factors are positive, because the output lies between -1 and 1.\n\n<1>",
    ),
    lambda: [(1 - tanh(x[i, j]) ** 2, (1 - tanh(x[i, j])) * (1 + tanh(x[i, j])))],
)
