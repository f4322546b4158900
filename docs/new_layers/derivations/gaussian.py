# %% [markdown] lang="ko"
# # 가우스 함수 {#gaussian}
#
# 입력이 0에 가까울 때만 켜지는 활성화 함수다.

# %% [markdown] lang="en"
# # Gaussian {#gaussian}
#
# An activation that is on only near 0.

# %%
from sympy import Derivative, HadamardPower, KroneckerDelta, Symbol, exp, hadamard_product

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
    stem="gaussian",
    title=Text("가우스 함수", "Gaussian"),
    summary=Text("0에서 1이고 멀어지면 0에 가까워진다.", "Is 1 at 0 and falls to 0 away from it."),
    inputs=(x,),
    upstream=dout,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %%
LAYER.result("out", Text("출력", "Output"), out[n, d], exp(-(x[n, d] ** 2)), ((n, N), (d, D))).in_matrices(
    elementwise(exp, -HadamardPower(x.matrix, 2)), (x,)
)

# %%
L = Symbol("L", real=True)

LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    Derivative(L, x[i, j]),
    Derivative(total(dout[n, d] * exp(-(x[n, d] ** 2)), (n, N), (d, D)), x[i, j]),
    indices=((i, N), (j, D)),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        -2 * dout[n, d] * x[n, d] * exp(-(x[n, d] ** 2)) * KroneckerDelta(n, i) * KroneckerDelta(d, j),
        (n, N),
        (d, D),
    ),
).by(rules.DELTA_PICKS, -2 * dout[i, j] * x[i, j] * exp(-(x[i, j] ** 2))).in_matrices(
    -2 * hadamard_product(dout.matrix, x.matrix, elementwise(exp, -HadamardPower(x.matrix, 2))), (dout, x)
)

# %% [markdown] slot="implementation"
# 코드는 impl/gaussian.py에 있다. / The code is in impl/gaussian.py.

# %% [markdown] slot="evidence"
# 검증은 `yudo verify gaussian`으로 한다. / `yudo verify gaussian` gathers the evidence.

# %%
from sympy import log, sqrt

from yudo.derivations.calculus import Lecture

LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 1, D: 2},
    given={x: [[0, sqrt(log(2))]], dout: [[3, 5]]},
    show=[("out", (0, 1)), ("dx", (0, 1))],
)

# %%
LECTURE.mistake(
    "inner-derivative-forgotten",
    "dx",
    Text("안쪽 함수의 도함수를 빠뜨린다", "The derivative of the inner function is forgotten"),
    wrong=dout[i, j] * exp(-(x[i, j] ** 2)),
    symptom=Text("기울기가 음수가 되지 않는다.", "The slope is never negative."),
)

# %%
LECTURE.mistake(
    "sign-forgotten",
    "dx",
    Text("지수의 부호를 빠뜨린다", "The sign of the exponent is forgotten"),
    wrong=2 * dout[i, j] * x[i, j] * exp(-(x[i, j] ** 2)),
    symptom=Text("그래디언트의 부호가 모두 반대다.", "Every gradient has the wrong sign."),
)

# %%
LECTURE.exercise(
    Text("어디에서 기울기가 가장 가파른가?", "Where is the slope steepest?"),
    Text(
        "이계도함수를 구하면 0이 되는 곳이 $x^2 = 1/2$이다.\n\n<1>",
        "The second derivative is 0 where $x^2 = 1/2$.\n\n<1>",
    ),
    lambda: [
        (
            Derivative(-2 * x[i, j] * exp(-(x[i, j] ** 2)), x[i, j]),
            (4 * x[i, j] ** 2 - 2) * exp(-(x[i, j] ** 2)),
        )
    ],
)
