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
# # 잔차 연결(residual connection) {#residual}
#
# 층을 깊이 쌓으면 그래디언트가 층마다 가중치와 활성화 함수의 기울기를 곱하며 내려오다가 사라지곤 한다([깊은 신경망](fully_connected_net.md)). 잔차 연결은
# 층의 출력에 **입력을 그대로 더한다**. 층은 입력을 새로 만들 필요 없이 입력에 더할 것, 곧 잔차(residual)만 배우면 된다. ResNet과 트랜스포머는 모두 이런
# 블록을 쌓아 만든다.
#
# 입력 하나가 두 갈래로 갈라졌다가 덧셈에서 다시 만난다. 이 페이지에서 배울 것은 규칙 하나다. **값이 갈라지는 곳에서 그래디언트는 더해진다.** 이 규칙은 잔차
# 연결뿐 아니라 어떤 배열이든 두 번 쓰이는 곳이면 어디에나 적용된다.

# %% [markdown] lang="en"
# # Residual connection {#residual}
#
# In a deep stack of layers the gradient is multiplied by weights and by slopes of activations at every layer on its way down, and may vanish
# ([deep nets](fully_connected_net.md)). A residual connection **adds the input**, as it is, to the output of a layer. The layer need not make its input anew;
# it learns what is to be added to it, the residual. ResNets and transformers are stacks of such blocks.
#
# One input takes two ways, which meet again in a sum. There is one rule to learn on this page: **where a value forks, gradients are added.** It holds for
# residual connections, and wherever else an array is used twice.

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, Symbol

from yudo.derivations.calculus import (
    OFF_THE_KINK,
    POSITIVE_SIZES,
    REAL_ARITHMETIC,
    Definition,
    Layer,
    Lecture,
    Part,
    Text,
    elementwise,
    indices,
    ones,
    relu,
    rules,
    sizes,
    step,
    tensor,
    total,
)

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 배열 | 모양(shape) | 뜻 |
# | --- | --- | --- |
# | `x` | (N, D) | 입력. 표본 N개, 특성 D개 |
# | `w` | (D, D) | 가중치 |
# | `b` | (D,) | 편향 |
# | `out` | (N, D) | 출력 |
# | `dout` | (N, D) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
#
# 한 갈래는 [완전연결층](affine.md)과 [ReLU](relu.md)를 지나고, 다른 갈래는 아무것도 하지 않는다. 아무것도 하지 않는 쪽을 지름길(skip connection)이라고 한다. 더하려면
# 모양이 같아야 하므로 `w`는 정사각 행렬이다. 첨자 $n$은 표본을, $d$는 입력의 특성을, $m$은 출력의 특성을 가리키고 0부터 센다. 그래디언트는 편미분(partial derivative)을
# 모은 배열이다.
#
# **관례.** ReLU는 더하기 **전에** 적용한다. 처음 나온 ResNet은 더한 **다음에** 적용하는데, 그러면 지름길에도 마스크가 곱해진다([연습 3](#exercise.3)). ReLU의 입력이 정확히
# 0이면 도함수를 0으로 둔다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, D) | input: N samples of D features |
# | `w` | (D, D) | weights |
# | `b` | (D,) | biases |
# | `out` | (N, D) | output |
# | `dout` | (N, D) | upstream gradient $\partial L / \partial \mathrm{out}$ |
#
# One branch goes through an [affine layer](affine.md) and a [ReLU](relu.md), and the other does nothing: the skip connection. Both must have the same shape to be added, so
# `w` is square. The index $n$ stands for samples, $d$ for features of the input and $m$ for features of the output; all start at 0. A gradient is
# the array of partial derivatives.
#
# **Conventions.** The ReLU comes **before** the sum. In the first ResNet it comes **after** it, and then the skip connection is masked, too
# ([exercise 3](#exercise.3)). Where the input of the ReLU is exactly 0, its derivative is 0.

# %%
N, D = sizes("N D")
n, d, m, i, j, k = indices("n d m i j k")

x = tensor("x", N, D, values="moderate")
w = tensor("w", D, D, values="moderate")
b = tensor("b", D, values="moderate")
out = tensor("out", N, D)
dout = tensor("dout", N, D)

LAYER = Layer(
    stem="residual",
    title=Text("잔차 연결", "Residual connection"),
    summary=Text(
        "완전연결층과 ReLU를 거친 것에 입력을 그대로 더한다.",
        "Adds the input, as it is, to what an affine layer and a ReLU make of it.",
    ),
    inputs=(x, w, b),
    upstream=dout,
    uses=("affine", "relu"),
    after=("fully_connected_net",),
    part=Part.NET,
    assumptions=(REAL_ARITHMETIC, POSITIVE_SIZES, OFF_THE_KINK),
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}

# %% [markdown] lang="en"
# ### Output {#output}

# %%
z = tensor("z", N, D)
AT_Z = Definition(z[n, m], total(x[n, d] * w[d, m], (d, D)) + b[m])

LAYER.result(
    "out",
    Text("출력", "Output"),
    out[n, m],
    relu(z[n, m]) + x[n, m],
    indices=((n, N), (m, D)),
    definitions=(AT_Z,),
).in_matrices(elementwise(relu, z.matrix) + x.matrix, (z, x))

# %% [markdown] lang="ko"
# 가중치와 편향이 모두 0이면 출력은 입력과 같다. 그래서 블록을 새로 쌓아도 처음에는 아무것도 망가지지 않는다. 잔차 연결이 없는 층이 입력을 그대로 내보내려면 단위행렬을
# 배워야 한다.
#
# ## 갈라지는 곳 {#fork}
#
# 출력의 원소 $\mathrm{out}_{n,m}$은 $z_{n,m}$에도 들어 있고 $x_{n,m}$에도 들어 있다. 덧셈은 그래디언트를 두 갈래에 **똑같이** 보낸다. 한쪽으로 온 `dout`은 ReLU의 마스크를 거쳐
# $z$의 그래디언트가 된다.
#
# $$
# \mathrm{d}z_{n,m} = \mathrm{dout}_{n,m}\,[z_{n,m} > 0]
# $$
#
# 다른 쪽으로 온 `dout`은 그대로 $x$에 닿는다. $x$는 두 갈래의 시작이므로 두 그래디언트를 더한 것이 $x$의 그래디언트다. 연쇄 법칙에서 경로마다 곱하고 **모든 경로에 대해
# 더하라**고 한 것이 이것이다.

# %% [markdown] lang="en"
# With all weights and biases at 0 the output is the input. So a new block on top of a net breaks nothing at first. To pass its input on, a layer without a residual connection would have to
# learn the identity matrix.
#
# ## The fork {#fork}
#
# The entry $\mathrm{out}_{n,m}$ has both $z_{n,m}$ and $x_{n,m}$ in it, and a sum sends its gradient to both terms **alike**. What goes into the branch passes the mask of the ReLU and becomes
# the gradient of $z$:
#
# $$
# \mathrm{d}z_{n,m} = \mathrm{dout}_{n,m}\,[z_{n,m} > 0]
# $$
#
# What takes the skip connection reaches $x$ as it is. Both ways begin at $x$, so its gradient is the sum of the two. This is what the chain rule means by multiplying along
# each path and **adding over all paths**.

# %%
L = Symbol("L", real=True)
dz = tensor("dz", N, D)
AT_DZ = Definition(dz[n, m], dout[n, m] * step(z[n, m]))
objective = total(dout[n, m] * (relu(z[n, m]) + x[n, m]), (n, N), (m, D))


def gradient_of(name, title, entry, *indices):
    """Open the gradient with respect to an entry."""
    return LAYER.result(
        name,
        title,
        Derivative(L, entry),
        Derivative(objective, entry),
        indices,
        definitions=(AT_Z, AT_DZ),
    )


gradient_of(
    "dx", Text("입력에 대한 그래디언트", "Gradient with respect to the input"), x[i, j], (i, N), (j, D)
).by(
    rules.CHAIN_RULE,
    total(dz[n, m] * Derivative(z[n, m], x[i, j]), (n, N), (m, D))
    + total(dout[n, m] * Derivative(x[n, m], x[i, j]), (n, N), (m, D)),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(dz[n, m] * w[d, m] * KroneckerDelta(n, i) * KroneckerDelta(d, j), (n, N), (m, D), (d, D))
    + total(dout[n, m] * KroneckerDelta(n, i) * KroneckerDelta(m, j), (n, N), (m, D)),
).by(rules.DELTA_PICKS, total(dz[i, m] * w[j, m], (m, D)) + dout[i, j]).in_matrices(
    dz.matrix * w.matrix.T + dout.matrix, (dz, w, dout)
)

# %% [markdown] lang="ko"
# 첫 항은 [`affine.dx`](affine.md#affine.dx)에 `dz`를 넣은 것이다. 둘째 항에는 아무것도 곱해지지 않았다. 가중치가 아무리 작고 ReLU가 모두 닫혀 있어도 `dout`은 그대로 아래층에 닿는다.
# 블록을 100개 쌓아도 마찬가지다. 깊은 신경망을 학습할 수 있게 된 까닭이 이것이다.
#
# ## 가중치와 편향 {#parameters}
#
# `w`와 `b`는 한 갈래에만 있으므로 더할 것이 없다. 지름길이 있든 없든 그래디언트는 같다.

# %% [markdown] lang="en"
# The first term is [`affine.dx`](affine.md#affine.dx) with `dz` for `dout`. Nothing is multiplied into the second. However small the weights are, and if every ReLU is shut, `dout` reaches the layer below
# as it is, even through a hundred blocks. That is why deep nets can be trained.
#
# ## Weights and biases {#parameters}
#
# `w` and `b` are on one branch only, so there is nothing to add: their gradients are the same with the skip connection and without it.

# %%
gradient_of(
    "dw", Text("가중치에 대한 그래디언트", "Gradient with respect to the weights"), w[i, j], (i, D), (j, D)
).by(rules.CHAIN_RULE, total(dz[n, m] * Derivative(z[n, m], w[i, j]), (n, N), (m, D))).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(dz[n, m] * x[n, d] * KroneckerDelta(d, i) * KroneckerDelta(m, j), (n, N), (m, D), (d, D)),
).by(rules.DELTA_PICKS, total(x[n, i] * dz[n, j], (n, N))).in_matrices(x.matrix.T * dz.matrix, (x, dz))

# %%
gradient_of("db", Text("편향에 대한 그래디언트", "Gradient with respect to the bias"), b[j], (j, D)).by(
    rules.CHAIN_RULE, total(dz[n, m] * Derivative(z[n, m], b[j]), (n, N), (m, D))
).by(rules.DELTA_PICKS, total(dz[n, j], (n, N))).in_matrices(dz.matrix.T * ones(N), (dz,))

# %% [markdown] lang="ko"
# ## 구현 {#implementation}
#
# 두 층의 순전파와 역전파를 그대로 부르고, 순전파와 역전파에 덧셈을 하나씩 넣는다. 캐시에는 두 층의 캐시만 있으면 된다. 덧셈의 미분에는 값이 필요 없기 때문이다.

# %% [markdown] lang="en"
# ## Implementation {#implementation}
#
# The code calls both passes of the two layers as they are, and adds one sum to each. The caches of the two layers are all it keeps: a sum needs no value for its derivative.

# %% [markdown] slot="implementation"
# 코드는 impl/residual.py에 있다. / The code is in impl/residual.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본 둘, 특성 둘이다. 표본마다 ReLU가 하나씩 닫혀 있다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# Two samples, two features. In each sample one ReLU is shut.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 2, D: 2},
    given={
        x: [[2, -1], [1, 3]],
        w: [[1, 2], [-1, 1]],
        b: [1, -4],
        dout: [[1, 2], [3, -1]],
    },
    show=[
        (z, (0, 0)),
        ("out", (0, 0)),
        (dz, (0, 1)),
        ("dx", (0, 0), (1, 0)),
        ("dw", (0, 1)),
        ("db", (0,)),
    ],
)

# %% [markdown] lang="ko"
# $\mathrm{out}_{1,0}$은 1로 양수지만 $z_{1,0}$은 −1이다. 마스크는 출력이 아니라 $z$로 정한다.

# %% [markdown] lang="en"
# $\mathrm{out}_{1,0}$ is 1, which is positive, and yet $z_{1,0}$ is −1: the mask is that of $z$, not of the output.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify residual`로 확인한다. / Run `yudo verify residual`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **모두 닫힌 ReLU.** `z`가 모두 음수이면 출력은 `x`이고 `dx`는 `dout`이며, `dw`와 `db`는 0이다.
# - **정확히 0인 `z`.** 관례에 따라 그 갈래로는 그래디언트가 흐르지 않는다. 지름길로는 흐른다.
# - **`w`가 0일 때.** `dx`는 `dout`과 같다. 이런 `w`로 검사하면 `dz @ w.T`에 든 실수가 드러나지 않는다.
# - **커지는 출력.** ReLU를 거친 것은 음수가 아니므로 블록을 쌓을수록 값이 커진다. 그래서 [정규화](layer_norm.md)와 함께 쓴다.
# - **빈 배치(N = 0).** 출력과 `dx`는 비어 있고 `dw`와 `db`는 영배열이다.
# - **정사각이 아닌 `w`.** 더할 수 없으므로 `ValueError`를 낸다. 모양을 바꾸려면 [연습 4](#exercise.4)처럼 지름길에도 가중치를 둔다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **All ReLUs shut.** Where all of `z` is negative, the output is `x`, `dx` is `dout`, and `dw` and `db` are 0.
# - **A `z` of exactly 0.** By convention no gradient flows through that branch. Through the skip connection it does.
# - **A `w` of zeros.** `dx` is `dout`. A check with such a `w` sees no mistake in `dz @ w.T`.
# - **Growing outputs.** What a ReLU gives is never negative, so values grow from block to block. That is why blocks come with a [normalisation](layer_norm.md).
# - **An empty batch (N = 0).** The output and `dx` are empty; `dw` and `db` are zeros.
# - **A `w` that is not square** leaves nothing to be added, and raises a `ValueError`. To change the shape, put weights on the skip connection, too, as in [exercise 4](#exercise.4).

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
    "skip-forgotten",
    "dx",
    Text(
        "`dx`에 지름길로 온 `dout`을 더하지 않는다", "The `dout` of the skip connection is not added to `dx`"
    ),
    wrong=total(dz[i, m] * w[j, m], (m, D)),
    symptom=Text(
        "`dw`와 `db`는 맞는다. 깊은 신경망에서 아래쪽 블록이 배우지 못해, 잔차 연결을 넣으나 마나다.",
        "`dw` and `db` are right. In a deep net the lower blocks do not learn, as if there were no residual connections.",
    ),
)

# %%
LECTURE.mistake(
    "skip-masked",
    "dx",
    Text(
        "지름길로 온 것에도 ReLU의 마스크를 곱한다",
        "The mask of the ReLU is multiplied into the skip connection, too",
    ),
    wrong=total(dz[i, m] * w[j, m], (m, D)) + dz[i, j],
    symptom=Text(
        "`dx += dz`로 적었다. ReLU를 더한 다음에 적용했다면 옳은 식이다.",
        "It was written as `dx += dz`. It would be right if the ReLU came after the sum.",
    ),
)

# %%
LECTURE.mistake(
    "mask-of-the-output",
    "dw",
    Text("마스크를 `z > 0`이 아니라 `out > 0`으로 만든다", "The mask is `out > 0` instead of `z > 0`"),
    wrong=total(x[n, i] * dout[n, j] * step(relu(z[n, j]) + x[n, j]), (n, N)),
    symptom=Text(
        "ReLU만 있을 때는 출력으로 마스크를 만들어도 옳다. 입력을 더한 다음에는 그렇지 않다.",
        "For a ReLU alone the output makes the same mask. Once the input is added, it does not.",
    ),
)

# %%
LECTURE.mistake(
    "not-transposed",
    "dx",
    Text("`dz @ w`로 쓰고 전치를 빠뜨린다", "`dz @ w`, without the transpose"),
    wrong=total(dz[i, m] * w[m, j], (m, D)) + dout[i, j],
    symptom=Text(
        "`w`가 정사각 행렬이라서 모양은 언제나 맞는다.",
        "`w` is square, so the shape always fits.",
    ),
)

# %%
LECTURE.mistake(
    "overwritten",
    "dx",
    Text("두 갈래의 것을 더하지 않고 덮어쓴다", "One way overwrites the other instead of being added"),
    wrong=dout[i, j],
    symptom=Text(
        "`dx = …`를 두 번 썼다. 지름길의 것만 남아서, 아래층은 이 블록의 가중치가 없는 것처럼 배운다.",
        "It was written as `dx = …` twice. Only the skip connection is left, and the layers below learn as if this block had no weights.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# - **`out += x` 대신 `x += branch`로 쓴다.** 입력을 제자리에서 고쳐 캐시에 든 `x`까지 바뀐다. [연습 2](#exercise.2)를 보라.
# - **`dout`을 제자리에서 고친다.** `dout *= z > 0`으로 쓰면 지름길로 보낼 `dout`이 사라진다. `dx += dout`에서 마스크가 곱해진 것을 더하게 된다.
# - **모양이 다른데 더한다.** (N, D)에 (D,)나 (N, 1)을 더하면 브로드캐스팅 때문에 오류가 나지 않는다.

# %% [markdown] lang="en"
# Others do not show as a difference of formulas.
#
# - **`x += branch` instead of `out += x`.** It changes the input in place, and with it the `x` in the cache. See [exercise 2](#exercise.2).
# - **`dout` changed in place.** After `dout *= z > 0` the `dout` for the skip connection is gone, and `dx += dout` adds what was masked.
# - **Other shapes added.** (D,) or (N, 1) can be added to (N, D): broadcasting leaves no error.

# %% [markdown] lang="ko"
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
once = x[n, m] + total(x[n, d] * w[d, m], (d, D))
middle = tensor("h", N, D)
AT_MIDDLE = Definition(middle[n, m], once)
two_blocks = total(dout[n, m] * (middle[n, m] + total(middle[n, k] * w[k, m], (k, D))), (n, N), (m, D))

LECTURE.exercise(
    Text(
        r"ReLU와 편향을 빼고 블록 둘을 이어 보자. $h = x + x w$이고 $\mathrm{out} = h + h w$다. $x$에 대한 그래디언트를 구하라. 항은 몇 개인가? 블록이 $T$개이면 몇 개인가?",
        r"Leave out ReLU and bias, and chain two blocks: $h = x + x w$ and $\mathrm{out} = h + h w$. Find the gradient with respect to $x$. How many paths does it add up, and how many are there for $T$ blocks?",
    ),
    Text(
        r"""블록마다 지름길로 가거나 가중치를 지난다. 두 블록이면 경로가 넷인데, 가중치를 한 번 지나는 경로 둘은 값이 같다.

<1>

블록이 $T$개이면 경로는 $2^T$개다. 그 가운데 하나는 지름길만 지나므로 `dout` 그대로다.""",
        r"""At each block a path takes the skip connection or the weights. Two blocks have four paths; the two that take the weights once bring the same.

<1>

For $T$ blocks there are $2^T$ paths. One of them takes skip connections alone, and brings `dout` as it is.""",
    ),
    lambda: [
        (
            Derivative(two_blocks, x[i, j]),
            dout[i, j]
            + 2 * total(dout[i, m] * w[j, m], (m, D))
            + total(dout[i, m] * w[j, k] * w[k, m], (m, D), (k, D)),
        )
    ],
    definitions=(AT_MIDDLE,),
    abbreviations={L: two_blocks},
)

# %%
LECTURE.exercise(
    Text(
        r"동료의 순전파가 `branch`를 구한 다음 `x += branch`로 쓰고 `x`를 돌려준다. 출력은 맞는데 수치 미분과 비교하면 `dw`가 틀린다. 얼마나 틀리는지 구하고 코드를 고쳐라.",
        r"A colleague's forward pass computes `branch`, then does `x += branch` and returns `x`. The output is right, but a numerical check refuses `dw`. By how much is it wrong? Mend the code.",
    ),
    Text(
        r"""`+=`는 새 배열을 만들지 않는다. 캐시에 담아 둔 `x`도 같은 배열이므로 출력으로 바뀌어 있다. `dw`는 입력 대신 출력을 곱한 것이 된다.

<1>

$\mathrm{relu}(z)$와 $\mathrm{d}z$를 곱한 만큼 더 나온다. `out = x + branch`로 쓰면 된다. `dx`와 `db`에는 `x`가 없으므로 맞는다.""",
        r"""`+=` makes no new array. The `x` in the cache is the same array, and has become the output. So `dw` is made of the output instead of the input.

<1>

It exceeds what is right by the product of $\mathrm{relu}(z)$ and $\mathrm{d}z$. Write `out = x + branch`. There is no `x` in `dx` and `db`, so these are right.""",
    ),
    lambda: [
        (
            total((relu(z[n, i]) + x[n, i]) * dz[n, j], (n, N)),
            total(x[n, i] * dz[n, j], (n, N)) + total(relu(z[n, i]) * dz[n, j], (n, N)),
        )
    ],
)

# %%
AT_SUM = Definition(z[n, m], total(x[n, d] * w[d, m], (d, D)) + b[m] + x[n, m])
after = total(dout[n, m] * relu(z[n, m]), (n, N), (m, D))

LECTURE.exercise(
    Text(
        r"처음 나온 ResNet처럼 ReLU를 더한 다음에 적용하자. $\mathrm{out} = \mathrm{relu}(z)$이고 $z = x w + b + x$다. $x$에 대한 그래디언트를 구하라. 무엇이 달라지는가?",
        r"Apply the ReLU after the sum, as in the first ResNet: $\mathrm{out} = \mathrm{relu}(z)$ with $z = x w + b + x$. Find the gradient with respect to $x$. What is different?",
    ),
    Text(
        r"""덧셈이 ReLU 안에 있으므로 두 갈래가 모두 마스크를 지난 것을 받는다.

<1>

`dout`이 그대로 내려가는 경로가 없다. $z$가 음수인 자리에서는 지름길도 끊긴다. 아주 깊은 신경망에서는 그래서 ReLU를 앞에 두는 편이 잘 배운다.""",
        r"""The sum is inside the ReLU, so both ways get what has passed the mask.

<1>

No path carries `dout` down as it is: where $z$ is negative, the skip connection is cut, too. In very deep nets it is better to have the ReLU before the sum.""",
    ),
    lambda: [
        (
            Derivative(after, x[i, j]),
            total(dout[i, m] * step(z[i, m]) * w[j, m], (m, D)) + dout[i, j] * step(z[i, j]),
        )
    ],
    definitions=(AT_SUM,),
    abbreviations={L: after},
)

# %%
(M,) = sizes("M")
v, u, of_wide = tensor("v", D, M), tensor("w", D, M), tensor("dout", N, M)
wide = total(
    of_wide[n, m] * (total(x[n, d] * u[d, m], (d, D)) + total(x[n, d] * v[d, m], (d, D))), (n, N), (m, M)
)

LECTURE.exercise(
    Text(
        r"출력의 특성이 D개가 아니라 M개이면 $x$를 그대로 더할 수 없다. 지름길에 가중치 $v$를 두고, ReLU와 편향은 빼자. $\mathrm{out} = x w + x v$이고 둘 다 모양이 (D, M)이다. $x$에 대한 그래디언트를 구하고, "
        r"`dx`와 `dv`를 계산하는 두 줄을 쓰라.",
        r"With M features of the output instead of D, $x$ cannot be added as it is. Put weights $v$ on the skip connection, and leave out ReLU and bias: $\mathrm{out} = x w + x v$, both of shape (D, M). Find the gradient with respect to $x$, and write "
        r"the two lines that compute `dx` and `dv`.",
    ),
    Text(
        r"""두 갈래가 저마다 완전연결층이다. 각자의 `dx`를 더한다.

<1>

```python
dx = dout @ w.T + dout @ v.T
dv = x.T @ dout
```

지름길에도 가중치가 곱해지므로 `dout`이 그대로 내려가지는 않는다. ResNet은 크기가 바뀌는 몇 곳에서만 이렇게 한다.""",
        r"""Each of the two ways is an affine layer; add what both bring.

<1>

```python
dx = dout @ w.T + dout @ v.T
dv = x.T @ dout
```

Weights are now multiplied in on the skip connection, too, so `dout` does not come down as it is. A ResNet does this only in the few places where sizes change.""",
    ),
    lambda: [
        (
            Derivative(wide, x[i, j]),
            total(of_wide[i, m] * u[j, m], (m, M)) + total(of_wide[i, m] * v[j, m], (m, M)),
        )
    ],
    abbreviations={L: wide},
)

# %% tags=["setup"]
LECTURE.drill(("dx", (1, 1)), ("dw", (1, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 잔차 연결은 층의 출력에 입력을 더한다. `out = np.maximum(x @ w + b, 0) + x`.
# 2. 값이 갈라지는 곳에서 그래디언트는 더해진다. `dx = dz @ w.T + dout`.
# 3. 지름길로 온 `dout`에는 아무것도 곱해지지 않는다. 그래서 깊은 신경망의 아래층까지 그래디언트가 닿는다.
# 4. `dw`와 `db`는 지름길이 없을 때와 같다. 마스크는 `out`이 아니라 `z`로 만든다.
# 5. 입력도 `dout`도 제자리에서 고치지 않는다. 두 갈래가 같은 배열을 쓰기 때문이다.
#
# **더 읽을거리**
#
# - K. He, X. Zhang, S. Ren, J. Sun, [Deep residual learning for image recognition](https://arxiv.org/abs/1512.03385), CVPR, 2016
# - K. He, X. Zhang, S. Ren, J. Sun, [Identity mappings in deep residual networks](https://arxiv.org/abs/1603.05027), ECCV, 2016
# - [CS231n 강의 노트: 역전파](https://cs231n.github.io/optimization-2/)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. A residual connection adds the input to the output of a layer: `out = np.maximum(x @ w + b, 0) + x`.
# 2. Where a value forks, gradients are added: `dx = dz @ w.T + dout`.
# 3. Nothing is multiplied into the `dout` of the skip connection, so gradients reach the lowest layers of a deep net.
# 4. `dw` and `db` are those of the layer without a skip connection. The mask is that of `z`, not of `out`.
# 5. Change neither the input nor `dout` in place: both ways use the same arrays.
#
# **Further reading**
#
# - K. He, X. Zhang, S. Ren, J. Sun, [Deep residual learning for image recognition](https://arxiv.org/abs/1512.03385), CVPR, 2016
# - K. He, X. Zhang, S. Ren, J. Sun, [Identity mappings in deep residual networks](https://arxiv.org/abs/1603.05027), ECCV, 2016
# - [CS231n notes: backpropagation](https://cs231n.github.io/optimization-2/)
