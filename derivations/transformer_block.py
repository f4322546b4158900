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
# # 트랜스포머 블록(transformer block) {#transformer_block}
#
# 트랜스포머는 같은 블록을 수십 번 쌓은 것이다. 블록 하나는 앞뒤 두 부분으로 되어 있다. 앞에서는 [멀티 헤드 어텐션](multi_head_attention.md)으로 단어끼리 정보를 주고받고, 뒤에서는
# 단어마다 따로 작은 신경망을 지난다. 두 부분 모두 입력을 [층 정규화](layer_norm.md)한 다음 계산하고, 그 결과를 [정규화하지 않은 입력에 더한다](residual.md).
#
# 새로 미분할 층은 없다. 이 페이지의 물음은 이것이다. 값이 갈라지는 곳은 어디이고, 갈라진 그래디언트는 어디에서 다시 더해지는가? 지름길에서 두 번 갈라지고, 쿼리와 키와 값으로 세 갈래가
# 난다. 실수는 거의 모두 여기서 나온다.

# %% [markdown] lang="en"
# # Transformer block {#transformer_block}
#
# A transformer is one block, stacked a few dozen times. The block has two halves. In the first, the words of a sentence exchange what they know, by
# [multi-head attention](multi_head_attention.md). In the second, each word goes through a small net by itself. Both halves compute with the [layer norm](layer_norm.md) of their input, and
# [add what comes out to the input](residual.md) as it was before the norm.
#
# No layer is left to be differentiated. This page asks where values fork, and where their gradients are added up again: twice at a skip connection, and once where queries, keys and values
# part. Nearly all mistakes are made there.

# %% tags=["setup"]
from sympy import (
    Derivative,
    HadamardPower,
    Rational,
    Symbol,
    erf,
    exp,
    hadamard_product,
    log,
    pi,
    sqrt,
)

from yudo.derivations.calculus import (
    OFF_THE_KINK,
    POSITIVE_SIZES,
    REAL_ARITHMETIC,
    Definition,
    Layer,
    Lecture,
    MatrixSum,
    Part,
    Row,
    Text,
    indices,
    ones,
    relu,
    rules,
    scalar,
    sizes,
    step,
    tensor,
    total,
)

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 수식 | 코드 | 모양(shape) | 뜻 |
# | --- | --- | --- | --- |
# | $x$ | `x` | (N, T, E) | 입력. 문장 N개, 문장마다 단어 T개, 단어마다 특성 E개 |
# | $\mathrm{mask}$ | `mask` | (N, T, T) | 점수에 더하는 수. 볼 수 있는 단어는 0, 볼 수 없는 단어는 −∞ |
# | $\gamma^{(1)}$, $\beta^{(1)}$ | `gamma1`, `beta1` | (E,) | 첫째 정규화의 배율과 이동 |
# | $\mathrm{Wq}$, $\mathrm{Wk}$, $\mathrm{Wv}$ | `Wq`, `Wk`, `Wv` | (E, H, D) | 쿼리, 키, 값의 가중치. 코드에서는 뒤의 두 축을 펴서 (E, HD)다 |
# | $\mathrm{Wo}$ | `Wo` | (H, D, E) | 헤드의 출력을 다시 섞는 가중치. 코드에서는 (HD, E)다 |
# | $y$ | `y` | (N, T, E) | 앞부분의 출력 |
# | $\gamma^{(2)}$, $\beta^{(2)}$ | `gamma2`, `beta2` | (E,) | 둘째 정규화의 배율과 이동 |
# | $W^{(1)}$, $b^{(1)}$ | `W1`, `b1` | (E, F), (F,) | 은닉 유닛의 가중치와 편향 |
# | $W^{(2)}$, $b^{(2)}$ | `W2`, `b2` | (F, E), (E,) | 뒷부분의 출력의 가중치와 편향 |
# | $\mathrm{out}$ | `out` | (N, T, E) | 출력 |
# | $\mathrm{dout}$ | `dout` | (N, T, E) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
#
# $$
# \begin{aligned}
# y &= x + \operatorname{attention}(\operatorname{norm}_1(x)) \\
# \mathrm{out} &= y + \operatorname{ReLU}\bigl(\operatorname{norm}_2(y)\, W^{(1)} + b^{(1)}\bigr)\, W^{(2)} + b^{(2)}
# \end{aligned}
# $$
#
# 첨자 $n$은 문장, $t$는 단어, $s$는 $t$가 바라보는 단어, $h$는 헤드, $d$는 헤드의 특성, $e$와 $g$는 블록의 특성, $f$는 은닉 유닛을 가리킨다. 모두 0부터 센다. 그래디언트는
# 편미분(partial derivative)을 모은 배열이다.
#
# **관례.** 정규화는 더하기 **전에**, 갈래 안에서 한다(pre-norm). 활성화 함수는 처음 논문과 같은 ReLU다. GELU로 바꾸면 식 하나가 달라진다([연습 2](#exercise.2)). 네 투영에는 논문처럼 편향을
# 두지 않고, $\varepsilon$은 두 정규화가 함께 쓴다. 보통 $E = HD$이지만 식에는 필요하지 않다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | Formula | Code | Shape | Meaning |
# | --- | --- | --- | --- |
# | $x$ | `x` | (N, T, E) | input: N sentences of T words, E features of each word |
# | $\mathrm{mask}$ | `mask` | (N, T, T) | added to the scores: 0 for a word that may be seen, −∞ for one that must not |
# | $\gamma^{(1)}$, $\beta^{(1)}$ | `gamma1`, `beta1` | (E,) | scale and shift of the first norm |
# | $\mathrm{Wq}$, $\mathrm{Wk}$, $\mathrm{Wv}$ | `Wq`, `Wk`, `Wv` | (E, H, D) | weights of queries, keys and values; the code flattens the last two axes, (E, HD) |
# | $\mathrm{Wo}$ | `Wo` | (H, D, E) | weights that mix the outputs of the heads; in code (HD, E) |
# | $y$ | `y` | (N, T, E) | output of the first half |
# | $\gamma^{(2)}$, $\beta^{(2)}$ | `gamma2`, `beta2` | (E,) | scale and shift of the second norm |
# | $W^{(1)}$, $b^{(1)}$ | `W1`, `b1` | (E, F), (F,) | weights and biases of the hidden units |
# | $W^{(2)}$, $b^{(2)}$ | `W2`, `b2` | (F, E), (E,) | weights and biases of the second half's output |
# | $\mathrm{out}$ | `out` | (N, T, E) | output |
# | $\mathrm{dout}$ | `dout` | (N, T, E) | upstream gradient $\partial L / \partial \mathrm{out}$ |
#
# $$
# \begin{aligned}
# y &= x + \operatorname{attention}(\operatorname{norm}_1(x)) \\
# \mathrm{out} &= y + \operatorname{ReLU}\bigl(\operatorname{norm}_2(y)\, W^{(1)} + b^{(1)}\bigr)\, W^{(2)} + b^{(2)}
# \end{aligned}
# $$
#
# The index $n$ stands for sentences, $t$ for words, $s$ for the words that $t$ looks at, $h$ for heads, $d$ for features of a head, $e$ and $g$ for features of the block, and $f$ for hidden
# units. All start at 0. A gradient is the array of partial derivatives.
#
# **Conventions.** The norms come **before** the sums, within the branches (pre-norm). The activation is the ReLU, as in the first paper; with GELU one formula is another
# ([exercise 2](#exercise.2)). As in the paper the four projections have no biases, and both norms share their $\varepsilon$. Usually $E = HD$, but no formula needs it.

# %%
N, T, E, H, D, F = sizes("N T E H D F")
n, t, s, h, d, e, f, g, i, j, r, u = indices("n t s h d e f g i j r u")


def parameter(name, ko, en, *axes):
    """An array that the block learns."""
    return tensor(name, *axes, values="moderate", says=Text(ko, en))


x = tensor("x", N, T, E, values="moderate")
mask = tensor("mask", N, T, T, values="logits")
gamma1 = parameter("gamma1", "첫째 정규화의 배율", "scale of the first norm", E)
beta1 = parameter("beta1", "첫째 정규화의 이동", "shift of the first norm", E)
Wq = parameter("Wq", "쿼리의 가중치", "weights of the queries", E, H, D)
Wk = parameter("Wk", "키의 가중치", "weights of the keys", E, H, D)
Wv = parameter("Wv", "값의 가중치", "weights of the values", E, H, D)
Wo = parameter("Wo", "헤드의 출력을 섞는 가중치", "weights that mix the outputs of the heads", H, D, E)
gamma2 = parameter("gamma2", "둘째 정규화의 배율", "scale of the second norm", E)
beta2 = parameter("beta2", "둘째 정규화의 이동", "shift of the second norm", E)
W1, b1 = tensor("W1", E, F, values="moderate"), tensor("b1", F, values="moderate")
W2, b2 = tensor("W2", F, E, values="moderate"), tensor("b2", E, values="moderate")
epsilon = scalar("epsilon", positive=True)
out, dout = tensor("out", N, T, E), tensor("dout", N, T, E)

LAYER = Layer(
    stem="transformer_block",
    title=Text("트랜스포머 블록", "Transformer block"),
    summary=Text(
        "입력에 멀티 헤드 어텐션의 결과를 더하고, 거기에 단어마다 지나는 신경망의 결과를 더한다.",
        "Adds to the input what multi-head attention makes of it, and to that what a net for each word makes of it.",
    ),
    inputs=(x, mask, gamma1, beta1, Wq, Wk, Wv, Wo, gamma2, beta2, W1, b1, W2, b2, epsilon),
    upstream=dout,
    uses=("relu", "residual", "layer_norm", "temporal_affine", "multi_head_attention"),
    after=("positional_encoding",),
    part=Part.ATTENTION,
    assumptions=(REAL_ARITHMETIC, POSITIVE_SIZES, OFF_THE_KINK),
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ## 순전파 {#forward}
#
# 중간값에 이름을 붙인다. 두 정규화의 평균, 분산, $\hat x$에는 (1)과 (2)를 붙여 구별하고, 정규화의 출력은 $u^{(1)}$, $u^{(2)}$라고 쓴다.

# %% [markdown] lang="en"
# ## Forward {#forward}
#
# Everything on the way gets a name. Means, variances and $\hat x$ of the two norms are told apart by (1) and (2), and the outputs of the norms are $u^{(1)}$ and $u^{(2)}$.


# %%
def of_word(name, ko, en, *axes):
    """An array with entries for every word."""
    return tensor(name, N, T, *axes, says=Text(ko, en))


rowmean1 = of_word("rowmean1", "첫째 정규화의 평균", "mean of the first norm")
rowvar1 = of_word("rowvar1", "첫째 정규화의 분산", "variance of the first norm")
xhat1 = of_word("xhat1", "정규화한 $x$", "normalised $x$", E)
u1 = of_word("u1", "첫째 정규화의 출력", "output of the first norm", E)
q = of_word("q", "쿼리", "queries", H, D)
k = of_word("k", "키", "keys", H, D)
v = of_word("v", "값", "values", H, D)
scores = tensor("scores", N, H, T, T)
p = tensor("p", N, H, T, T, positive=True)
heads = tensor("heads", N, H, T, D, says=Text("헤드의 출력", "outputs of the heads"))
y = tensor("y", N, T, E)
rowmean2 = of_word("rowmean2", "둘째 정규화의 평균", "mean of the second norm")
rowvar2 = of_word("rowvar2", "둘째 정규화의 분산", "variance of the second norm")
xhat2 = of_word("xhat2", "정규화한 $y$", "normalised $y$", E)
u2 = of_word("u2", "둘째 정규화의 출력", "output of the second norm", E)
z, a = tensor("z", N, T, F), tensor("a", N, T, F)


def normalised(of, rowmean, rowvar, xhat):
    """What a norm computes before its scale and shift."""
    return (
        Definition(rowmean[n, t], total(of[n, t, e], (e, E)) / E),
        Definition(rowvar[n, t], total((of[n, t, e] - rowmean[n, t]) ** 2, (e, E)) / E),
        Definition(xhat[n, t, e], (of[n, t, e] - rowmean[n, t]) / sqrt(rowvar[n, t] + epsilon)),
    )


EVERY, HEADS, FEATURES = ((n, N), (t, T)), ((h, H), (d, D)), (e, E)
NORM1, NORM2 = normalised(x, rowmean1, rowvar1, xhat1), normalised(y, rowmean2, rowvar2, xhat2)
AT_U1 = Definition(u1[n, t, e], gamma1[e] * xhat1[n, t, e] + beta1[e])
AT_U2 = Definition(u2[n, t, e], gamma2[e] * xhat2[n, t, e] + beta2[e])
ATTENTION = (
    *(
        Definition(to[n, t, h, d], total(u1[n, t, e] * W[e, h, d], FEATURES))
        for to, W in ((q, Wq), (k, Wk), (v, Wv))
    ),
    Definition(scores[n, h, t, s], total(q[n, t, h, d] * k[n, s, h, d], (d, D)) / sqrt(D) + mask[n, t, s]),
    Definition(p[n, h, t, s], exp(scores[n, h, t, s]) / total(exp(scores[n, h, t, u]), (u, T))),
    Definition(heads[n, h, t, d], total(p[n, h, t, s] * v[n, s, h, d], (s, T))),
)
mixed = total(heads[n, h, t, d] * Wo[h, d, e], *HEADS)
AT_Z = Definition(z[n, t, f], total(u2[n, t, e] * W1[e, f], FEATURES) + b1[f])
FIRST_HALF = (*NORM1, AT_U1, *ATTENTION, Definition(y[n, t, e], x[n, t, e] + mixed))
FEED_FORWARD = (*NORM2, AT_U2, AT_Z, Definition(a[n, t, f], relu(z[n, t, f])))
FORWARD = (*FIRST_HALF, *FEED_FORWARD)
y_n, a_n = y.cut(n, None, None), a.cut(n, None, None)

LAYER.result(
    "out",
    Text("출력", "Output"),
    out[n, t, e],
    y[n, t, e] + total(a[n, t, f] * W2[f, e], (f, F)) + b2[e],
    indices=((n, N), (t, T), FEATURES),
    definitions=FORWARD,
).in_matrices(y_n.matrix + a_n.matrix * W2.matrix + ones(T) * b2.matrix.T, (y_n, a_n, W2, b2))

# %% [markdown] lang="ko"
# 식에 정규화한 $u^{(2)}$가 아니라 $y$를 더한다는 점에 주의하자. 더해지는 줄기 $x \to y \to \mathrm{out}$에는 정규화도 가중치도 없다. $\mathrm{Wo}$, $W^{(2)}$, $b^{(2)}$가 모두 0이면 블록은 입력을 그대로
# 내보낸다.
#
# 단어끼리 섞이는 곳은 $\mathrm{heads}$의 합 $\sum_s$ 하나뿐이다. 나머지는 모두 단어마다 따로 계산한다.
#
# ## 역전파의 계획 {#plan}
#
# | 거꾸로 밟는 층 | 받는 것 | 구하는 것 | 아래로 넘기는 것 |
# | --- | --- | --- | --- |
# | 둘째 덧셈 | `dout` | | 지름길과 갈래에 똑같이 `dout` |
# | 완전연결층 | `dout` | `dW2`, `db2` | `dactive` |
# | ReLU | `dactive` | | `dz`: $z > 0$인 자리만 |
# | 완전연결층 | `dz` | `dW1`, `db1` | `du2` |
# | 둘째 정규화 | `du2` | `dgamma2`, `dbeta2` | 갈래로 온 것. 여기에 지름길의 `dout`을 더하면 `dy`다 |
# | 첫째 덧셈 | `dy` | | 지름길과 갈래에 똑같이 `dy` |
# | 출력 투영 | `dy` | `dWo` | `dheads` |
# | 멀티 헤드 어텐션 | `dheads` | | `dq`, `dk`, `dv` |
# | 세 투영 | `dq`, `dk`, `dv` | `dWq`, `dWk`, `dWv` | 셋을 더한 `du1` |
# | 첫째 정규화 | `du1` | `dgamma1`, `dbeta1` | 갈래로 온 것. 여기에 지름길의 `dy`를 더하면 `dx`다 |
#
# 아래에서는 이 순서대로 이름을 붙이고, 이름이 정말로 그래디언트인지 하나씩 확인한다. 업스트림 그래디언트를 상수로 두고 그 층의 출력과 곱해 더한 스칼라를 미분하는 방법은 앞의 층들과 같다. 손실은
# $y$를 거쳐서만, 또 $u^{(1)}$과 지름길을 거쳐서만 $x$에 의존하므로 연쇄 법칙(chain rule)이 앞뒤를 잇는다.

# %% [markdown] lang="en"
# Note that $y$ is added, and not its norm $u^{(2)}$. Along the stem $x \to y \to \mathrm{out}$ there is neither a norm nor a weight. Words mix in one place only, the sum $\sum_s$ of $\mathrm{heads}$. Everything else is computed for each word by itself.
#
# ## The plan of the backward pass {#plan}
#
# | Layer, from the top | receives | finds | passes down |
# | --- | --- | --- | --- |
# | Second sum | `dout` | | `dout`, to the skip connection and to the branch alike |
# | Affine layer | `dout` | `dW2`, `db2` | `dactive` |
# | ReLU | `dactive` | | `dz`: only where $z > 0$ |
# | Affine layer | `dz` | `dW1`, `db1` | `du2` |
# | Second norm | `du2` | `dgamma2`, `dbeta2` | what came by the branch; with the `dout` of the skip connection it is `dy` |
# | First sum | `dy` | | `dy`, to the skip connection and to the branch alike |
# | Output projection | `dy` | `dWo` | `dheads` |
# | Multi-head attention | `dheads` | | `dq`, `dk`, `dv` |
# | Three projections | `dq`, `dk`, `dv` | `dWq`, `dWk`, `dWv` | the sum of three, `du1` |
# | First norm | `du1` | `dgamma1`, `dbeta1` | what came by the branch; with the `dy` of the skip connection it is `dx` |
#
# In this order the next cells give names, and the derivations show one after the other that they name gradients. As on earlier pages, the upstream gradient is held constant, multiplied with the output of
# its layer, and the sum is differentiated. The loss depends on $x$ through $y$ alone, and $y$ through $u^{(1)}$ and the skip connection alone, so the chain rule joins the pieces.

# %%
dz = tensor("dz", N, T, F)
du2 = of_word(
    "du2", "$u^{(2)}$에 대한 손실의 그래디언트", "gradient of the loss with respect to $u^{(2)}$", E
)
dxhat2 = of_word(
    "dxhat2",
    "$\\hat x^{(2)}$에 대한 손실의 그래디언트",
    "gradient of the loss with respect to $\\hat x^{(2)}$",
    E,
)
dy = of_word("dy", "$y$에 대한 손실의 그래디언트", "gradient of the loss with respect to $y$", E)
dheads = tensor(
    "dheads",
    N,
    H,
    T,
    D,
    says=Text(
        "헤드의 출력에 대한 손실의 그래디언트",
        "gradient of the loss with respect to the outputs of the heads",
    ),
)
dp = tensor("dp", N, H, T, T)
dscores = tensor("dscores", N, H, T, T)
dq = of_word("dq", "쿼리에 대한 손실의 그래디언트", "gradient of the loss with respect to the queries", H, D)
dk = of_word("dk", "키에 대한 손실의 그래디언트", "gradient of the loss with respect to the keys", H, D)
dv = of_word("dv", "값에 대한 손실의 그래디언트", "gradient of the loss with respect to the values", H, D)
du1 = of_word(
    "du1", "$u^{(1)}$에 대한 손실의 그래디언트", "gradient of the loss with respect to $u^{(1)}$", E
)
dxhat1 = of_word(
    "dxhat1",
    "$\\hat x^{(1)}$에 대한 손실의 그래디언트",
    "gradient of the loss with respect to $\\hat x^{(1)}$",
    E,
)


def through_norm(dxhat, xhat, rowvar, i=n, j=t, r=e):
    """What a norm hands back to its input: layer_norm.dx."""
    mean = total(dxhat[i, j, g], (g, E)) / E
    along = xhat[i, j, r] * total(dxhat[i, j, g] * xhat[i, j, g], (g, E)) / E
    return (dxhat[i, j, r] - mean - along) / sqrt(rowvar[i, j] + epsilon)


BACK_TO_U2 = (
    Definition(dz[n, t, f], step(z[n, t, f]) * total(dout[n, t, e] * W2[f, e], FEATURES)),
    Definition(du2[n, t, e], total(dz[n, t, f] * W1[e, f], (f, F))),
)
AT_DXHAT2 = Definition(dxhat2[n, t, e], gamma2[e] * du2[n, t, e])
AT_DY = Definition(dy[n, t, e], dout[n, t, e] + through_norm(dxhat2, xhat2, rowvar2))
THROUGH_HEADS = (
    Definition(dheads[n, h, t, d], total(dy[n, t, e] * Wo[h, d, e], FEATURES)),
    Definition(dp[n, h, t, s], total(dheads[n, h, t, d] * v[n, s, h, d], (d, D))),
    Definition(
        dscores[n, h, t, s],
        p[n, h, t, s] * (dp[n, h, t, s] - total(dp[n, h, t, u] * p[n, h, t, u], (u, T))),
    ),
    Definition(dq[n, t, h, d], total(dscores[n, h, t, s] * k[n, s, h, d], (s, T)) / sqrt(D)),
    Definition(dk[n, s, h, d], total(dscores[n, h, t, s] * q[n, t, h, d], (t, T)) / sqrt(D)),
    Definition(dv[n, s, h, d], total(p[n, h, t, s] * dheads[n, h, t, d], (t, T))),
)
AT_DU1 = Definition(
    du1[n, t, e],
    total(dq[n, t, h, d] * Wq[e, h, d] + dk[n, t, h, d] * Wk[e, h, d] + dv[n, t, h, d] * Wv[e, h, d], *HEADS),
)
AT_DXHAT1 = Definition(dxhat1[n, t, e], gamma1[e] * du1[n, t, e])
BACKWARD = (*FORWARD, *BACK_TO_U2, AT_DXHAT2, AT_DY, *THROUGH_HEADS, AT_DU1, AT_DXHAT1)

# %% [markdown] lang="ko"
# ## 뒷부분의 두 완전연결층 {#feed-forward}
#
# $y$를 상수로 보면 뒷부분은 [단어마다 같은 완전연결층](temporal_affine.md) 둘 사이에 [ReLU](relu.md)가 있는 것이다. 가중치는 모든 문장의 모든 단어가 함께 쓰므로 $n$과 $t$ 모두에 대해 더한다.

# %% [markdown] lang="en"
# ## The two affine layers of the second half {#feed-forward}
#
# With $y$ held constant, the second half is two [affine layers, the same for every word](temporal_affine.md), with a [ReLU](relu.md) between them. All words of all sentences share the weights, so the sums run over
# both $n$ and $t$.

# %%
L = Symbol("L", real=True)
second_half = total(
    dout[n, t, e] * (y[n, t, e] + total(relu(z[n, t, f]) * W2[f, e], (f, F)) + b2[e]), *EVERY, FEATURES
)
dout_n, dz_n, u2_n = (array.cut(n, None, None) for array in (dout, dz, u2))


def in_second_half(name, title, entry, *indices):
    """Open the gradient with respect to an entry that the second half depends on."""
    return LAYER.result(
        name,
        title,
        Derivative(L, entry),
        Derivative(second_half, entry),
        indices,
        definitions=BACKWARD,
        expanded=(*FEED_FORWARD, *BACK_TO_U2, AT_DXHAT2),
    )


def known(result, ko, en):
    """What a note says of a step that is a result of another layer, in the letters of this one."""
    link = f"[`{result}`]({result.partition('.')[0]}.md#{result})"
    return Text(f"{ko} {link}다.", f"This is {link}, {en}.")


in_second_half(
    "dW2",
    Text("출력의 가중치에 대한 그래디언트", "Gradient with respect to the output's weights"),
    W2[i, j],
    (i, F),
    (j, E),
).by(
    rules.KNOWN_RESULT,
    total(a[n, t, i] * dout[n, t, j], *EVERY),
    known("temporal_affine.dw", "입력이 $a$인", "with the input $a$"),
).in_matrices(MatrixSum(a_n.matrix.T * dout_n.matrix, n, N), (a_n, dout_n))

# %%
in_second_half(
    "db2", Text("출력의 편향에 대한 그래디언트", "Gradient with respect to the output's bias"), b2[j], (j, E)
).by(
    rules.KNOWN_RESULT,
    total(dout[n, t, j], *EVERY),
    known("temporal_affine.db", "입력이 $a$인", "with the input $a$"),
).in_matrices(MatrixSum(dout_n.matrix.T * ones(T), n, N), (dout_n,))

# %% [markdown] lang="ko"
# ReLU를 거슬러 오면 $\mathrm{d}z_{n,t,f} = [z_{n,t,f} > 0] \sum_e \mathrm{dout}_{n,t,e} W^{(2)}_{f,e}$이다. 나머지는 같은 일의 되풀이다.

# %% [markdown] lang="en"
# Back through the ReLU, $\mathrm{d}z_{n,t,f} = [z_{n,t,f} > 0] \sum_e \mathrm{dout}_{n,t,e} W^{(2)}_{f,e}$. The rest is the same once more.

# %%
in_second_half(
    "dW1",
    Text("은닉 유닛의 가중치에 대한 그래디언트", "Gradient with respect to the hidden units' weights"),
    W1[i, j],
    (i, E),
    (j, F),
).by(rules.CHAIN_RULE, total(dz[n, t, f] * Derivative(z[n, t, f], W1[i, j]), *EVERY, (f, F))).by(
    rules.DELTA_PICKS, total(u2[n, t, i] * dz[n, t, j], *EVERY)
).in_matrices(MatrixSum(u2_n.matrix.T * dz_n.matrix, n, N), (u2_n, dz_n))

# %%
in_second_half(
    "db1",
    Text("은닉 유닛의 편향에 대한 그래디언트", "Gradient with respect to the hidden units' bias"),
    b1[j],
    (j, F),
).by(
    rules.KNOWN_RESULT,
    total(dz[n, t, j], *EVERY),
    known(
        "temporal_affine.db",
        "업스트림 그래디언트가 $\\mathrm{d}z$인",
        "with the upstream gradient $\\mathrm{d}z$",
    ),
).in_matrices(MatrixSum(dz_n.matrix.T * ones(T), n, N), (dz_n,))

# %% [markdown] lang="ko"
# ## 둘째 정규화와 지름길 {#second-norm}
#
# 완전연결층은 $u^{(2)}$에 $\mathrm{d}u^{(2)}_{n,t,e} = \sum_f \mathrm{d}z_{n,t,f} W^{(1)}_{e,f}$를 넘긴다. 배율과 이동의 그래디언트는 [층 정규화](layer_norm.md#parameters)와 같다. 다만 표본이 단어 하나씩이므로 문장과
# 단어 모두에 대해 더한다.

# %% [markdown] lang="en"
# ## The second norm and the skip connection {#second-norm}
#
# The affine layer passes $\mathrm{d}u^{(2)}_{n,t,e} = \sum_f \mathrm{d}z_{n,t,f} W^{(1)}_{e,f}$ down to $u^{(2)}$. Scale and shift have the gradients of [layer normalisation](layer_norm.md#parameters). Its samples are single words
# here, so the sums run over sentences and words.

# %%
du2_n, xhat2_n = du2.cut(n, None, None), xhat2.cut(n, None, None)

in_second_half(
    "dgamma2",
    Text("둘째 배율에 대한 그래디언트", "Gradient with respect to the second scale"),
    gamma2[j],
    (j, E),
).by(
    rules.KNOWN_RESULT,
    total(du2[n, t, j] * xhat2[n, t, j], *EVERY),
    known("layer_norm.dgamma", "단어마다 더한", "summed over all words"),
).in_matrices(MatrixSum(hadamard_product(du2_n.matrix, xhat2_n.matrix).T * ones(T), n, N), (du2_n, xhat2_n))

# %%
in_second_half(
    "dbeta2",
    Text("둘째 이동에 대한 그래디언트", "Gradient with respect to the second shift"),
    beta2[j],
    (j, E),
).by(
    rules.KNOWN_RESULT,
    total(du2[n, t, j], *EVERY),
    known("layer_norm.dbeta", "단어마다 더한", "summed over all words"),
).in_matrices(MatrixSum(du2_n.matrix.T * ones(T), n, N), (du2_n,))

# %% [markdown] lang="ko"
# 이제 $y$다. $y$는 지름길로 곧장, 그리고 정규화를 거쳐 출력에 닿는다. 두 경로의 그래디언트를 더한다. 정규화를 거슬러 온 것은 [`layer_norm.dx`](layer_norm.md#layer_norm.dx)에서 $\hat x$와 분산을 **둘째**
# 정규화의 것으로 바꾼 것이다.

# %% [markdown] lang="en"
# Now $y$. It reaches the output straight, by the skip connection, and through the norm. The gradients of the two paths are added. What comes back through the norm is
# [`layer_norm.dx`](layer_norm.md#layer_norm.dx), with the $\hat x$ and the variance of the **second** norm.


# %%
def norm_in_matrices(skip, dxhat, xhat, rowvar):
    """What takes the skip connection plus what a norm hands back, in one sentence."""
    skip_i, dxhat_i, xhat_i = (array.cut(i, None, None) for array in (skip, dxhat, xhat))
    averaged = ones(E) * ones(E).T / E
    branch = hadamard_product(
        HadamardPower(Row(rowvar.matrix, i) + epsilon * ones(T), Rational(-1, 2)) * ones(E).T,
        dxhat_i.matrix
        - dxhat_i.matrix * averaged
        - hadamard_product(xhat_i.matrix, hadamard_product(dxhat_i.matrix, xhat_i.matrix) * averaged),
    )
    return skip_i.matrix + branch, (skip_i, dxhat_i, xhat_i, rowvar)


in_second_half(
    "dy",
    Text("앞부분의 출력에 대한 그래디언트", "Gradient with respect to the first half's output"),
    y[i, j, r],
    (i, N),
    (j, T),
    (r, E),
).by(
    rules.CHAIN_RULE,
    total(dout[n, t, e] * Derivative(y[n, t, e], y[i, j, r]), *EVERY, FEATURES)
    + total(dxhat2[n, t, e] * Derivative(xhat2[n, t, e], y[i, j, r]), *EVERY, FEATURES),
).by(
    rules.KNOWN_RESULT,
    dout[i, j, r] + through_norm(dxhat2, xhat2, rowvar2, i, j, r),
    Text(
        "둘째 항은 $y$를 입력으로 하는 [`layer_norm.dx`](layer_norm.md#layer_norm.dx)다.",
        "The second term is [`layer_norm.dx`](layer_norm.md#layer_norm.dx), with $y$ as the input.",
    ),
).in_matrices(*norm_in_matrices(dout, dxhat2, xhat2, rowvar2))

# %% [markdown] lang="ko"
# 갈래의 가중치가 아무리 작아도 `dout`은 그대로 $y$에 닿는다. 이 `dy`가 앞부분의 업스트림 그래디언트다. 여기서부터 `dout`은 더 쓰이지 않는다.
#
# ## 어텐션의 투영 {#projections}
#
# 이번에는 $\mathrm{d}y$를 상수로 두고 $y$와 곱해 더한다. 출력 투영 $\mathrm{Wo}$는 헤드를 나란히 붙인 축을 입력으로 하는 완전연결층이다.

# %% [markdown] lang="en"
# However small the branch, `dout` reaches $y$ as it is. This `dy` is the upstream gradient of the first half, and from here on `dout` is not used any more.
#
# ## The projections of attention {#projections}
#
# Now $\mathrm{d}y$ is held constant and multiplied with $y$. The output projection $\mathrm{Wo}$ is an affine layer, whose input are the outputs of the heads, side by side.

# %%
first_half = total(dy[n, t, e] * (x[n, t, e] + mixed), *EVERY, FEATURES)
heads_ni, dy_n = heads.cut(n, i, None, None), dy.cut(n, None, None)

LAYER.result(
    "dWo",
    Text("출력 투영의 가중치에 대한 그래디언트", "Gradient with respect to the output projection's weights"),
    Derivative(L, Wo[i, j, r]),
    Derivative(first_half, Wo[i, j, r]),
    indices=((i, H), (j, D), (r, E)),
    definitions=BACKWARD,
    expanded=(),
).by(
    rules.KNOWN_RESULT,
    total(heads[n, i, t, j] * dy[n, t, r], *EVERY),
    known(
        "temporal_affine.dw",
        "입력이 나란히 붙인 $\\mathrm{heads}$인",
        "with the $\\mathrm{heads}$ side by side as its input",
    ),
).in_matrices(MatrixSum(heads_ni.matrix.T * dy_n.matrix, n, N), (heads_ni, dy_n))

# %% [markdown] lang="ko"
# 헤드로 넘어가는 $\mathrm{dheads}_{n,h,t,d} = \sum_e \mathrm{d}y_{n,t,e} \mathrm{Wo}_{h,d,e}$는 [멀티 헤드 어텐션](multi_head_attention.md#queries)의 `dout`이다. 거기서 구한 `dv`, `dq`, `dk`가 차례로 나타난다.

# %% [markdown] lang="en"
# What goes to the heads, $\mathrm{dheads}_{n,h,t,d} = \sum_e \mathrm{d}y_{n,t,e} \mathrm{Wo}_{h,d,e}$, is the `dout` of [multi-head attention](multi_head_attention.md#queries). Its `dv`, `dq` and `dk` turn up one after the other.

# %%
u1_n = u1.cut(n, None, None)


def in_attention(name, title, entry, *indices):
    """Open the gradient with respect to an entry that queries, keys or values depend on."""
    return LAYER.result(
        name,
        title,
        Derivative(L, entry),
        Derivative(first_half, entry),
        indices,
        definitions=BACKWARD,
        expanded=(*ATTENTION, *THROUGH_HEADS),
    )


def of_projection(name, title, weights, gradient):
    """Derive the gradient with respect to the weights of a projection, whose gradient has a name."""
    gradient_nj = gradient.cut(n, None, j, None)
    projected = f"[`multi_head_attention.{gradient.name}`](multi_head_attention.md#multi_head_attention.{gradient.name})"
    weighted = "[`temporal_affine.dw`](temporal_affine.md#temporal_affine.dw)"
    return (
        in_attention(name, title, weights[i, j, r], (i, E), (j, H), (r, D))
        .by(
            rules.KNOWN_RESULT,
            total(u1[n, t, i] * gradient[n, t, j, r], *EVERY),
            Text(
                f"투영한 것의 그래디언트는 {projected}, 그것을 업스트림으로 하는 가중치의 그래디언트는 {weighted}다.",
                f"The gradient of what is projected is {projected}; with that as the upstream gradient, "
                f"the weights have the gradient {weighted}.",
            ),
        )
        .in_matrices(MatrixSum(u1_n.matrix.T * gradient_nj.matrix, n, N), (u1_n, gradient_nj))
    )


of_projection(
    "dWv", Text("값의 가중치에 대한 그래디언트", "Gradient with respect to the values' weights"), Wv, dv
)

# %%
of_projection(
    "dWq", Text("쿼리의 가중치에 대한 그래디언트", "Gradient with respect to the queries' weights"), Wq, dq
)

# %%
of_projection(
    "dWk", Text("키의 가중치에 대한 그래디언트", "Gradient with respect to the keys' weights"), Wk, dk
)

# %% [markdown] lang="ko"
# 어텐션의 그래디언트에 가중치의 그래디언트를 구하는 일이 더해졌을 뿐이다. $1/\sqrt D$는 `dq`와 `dk`에 한 번씩 들어 있고 `dv`에는 없다.
#
# ## 세 갈래가 만나는 곳 {#three-paths}
#
# $u^{(1)}$ 하나가 쿼리에도, 키에도, 값에도 쓰였다. 단어 $j$는 쿼리로서 다른 단어를 바라보고, 키와 값으로서 다른 단어가 바라보는 대상이 된다. 그래서 경로는 셋이고 그래디언트는 셋을 더한 것이다.

# %% [markdown] lang="en"
# To the gradients of attention this adds those of weights, and nothing else. The factor $1/\sqrt D$ is in `dq` and in `dk`, once each, and not in `dv`.
#
# ## Where three paths meet {#three-paths}
#
# One $u^{(1)}$ was used for queries, for keys and for values: as a query, word $j$ looks at others; as a key and a value, others look at it. That makes three paths, and the gradient is the sum of three.

# %%
dq_ih, dk_ih, dv_ih = (array.cut(i, None, h, None) for array in (dq, dk, dv))
Wq_h, Wk_h, Wv_h = (array.cut(None, h, None) for array in (Wq, Wk, Wv))

in_attention(
    "du1",
    Text("정규화한 입력에 대한 그래디언트", "Gradient with respect to the normalised input"),
    u1[i, j, r],
    (i, N),
    (j, T),
    (r, E),
).by(
    rules.CHAIN_RULE,
    total(
        dq[n, t, h, d] * Derivative(q[n, t, h, d], u1[i, j, r])
        + dk[n, t, h, d] * Derivative(k[n, t, h, d], u1[i, j, r])
        + dv[n, t, h, d] * Derivative(v[n, t, h, d], u1[i, j, r]),
        *EVERY,
        *HEADS,
    ),
).by(
    rules.DELTA_PICKS,
    total(dq[i, j, h, d] * Wq[r, h, d] + dk[i, j, h, d] * Wk[r, h, d] + dv[i, j, h, d] * Wv[r, h, d], *HEADS),
).in_matrices(
    MatrixSum(
        dq_ih.matrix * Wq_h.matrix.T + dk_ih.matrix * Wk_h.matrix.T + dv_ih.matrix * Wv_h.matrix.T, h, H
    ),
    (dq_ih, dk_ih, dv_ih, Wq_h, Wk_h, Wv_h),
)

# %% [markdown] lang="ko"
# ## 첫째 정규화와 지름길 {#first-norm}
#
# 남은 것은 둘째 정규화에서 한 일과 같다. 업스트림 그래디언트는 갈래에서는 $\mathrm{d}u^{(1)}$, 지름길에서는 $\mathrm{d}y$다.

# %% [markdown] lang="en"
# ## The first norm and the skip connection {#first-norm}
#
# What is left is what the second norm took. The upstream gradient is $\mathrm{d}u^{(1)}$ on the branch, and $\mathrm{d}y$ on the skip connection.

# %%
stem_and_branch = total(dy[n, t, e] * x[n, t, e] + du1[n, t, e] * u1[n, t, e], *EVERY, FEATURES)
du1_n, xhat1_n = du1.cut(n, None, None), xhat1.cut(n, None, None)


def through_first_norm(name, title, entry, *indices):
    """Open the gradient with respect to an entry that the first norm depends on."""
    return LAYER.result(
        name,
        title,
        Derivative(L, entry),
        Derivative(stem_and_branch, entry),
        indices,
        definitions=BACKWARD,
        expanded=(*NORM1, AT_U1, AT_DXHAT1),
    )


through_first_norm(
    "dgamma1",
    Text("첫째 배율에 대한 그래디언트", "Gradient with respect to the first scale"),
    gamma1[j],
    (j, E),
).by(
    rules.KNOWN_RESULT,
    total(du1[n, t, j] * xhat1[n, t, j], *EVERY),
    known("layer_norm.dgamma", "단어마다 더한", "summed over all words"),
).in_matrices(MatrixSum(hadamard_product(du1_n.matrix, xhat1_n.matrix).T * ones(T), n, N), (du1_n, xhat1_n))

# %%
through_first_norm(
    "dbeta1",
    Text("첫째 이동에 대한 그래디언트", "Gradient with respect to the first shift"),
    beta1[j],
    (j, E),
).by(
    rules.KNOWN_RESULT,
    total(du1[n, t, j], *EVERY),
    known("layer_norm.dbeta", "단어마다 더한", "summed over all words"),
).in_matrices(MatrixSum(du1_n.matrix.T * ones(T), n, N), (du1_n,))

# %%
through_first_norm(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the input"),
    x[i, j, r],
    (i, N),
    (j, T),
    (r, E),
).by(
    rules.KNOWN_RESULT,
    dy[i, j, r] + through_norm(dxhat1, xhat1, rowvar1, i, j, r),
    Text(
        "지름길로는 `dy`가, 갈래로는 [`layer_norm.dx`](layer_norm.md#layer_norm.dx)가 온다.",
        "By the skip connection comes `dy`, and by the branch [`layer_norm.dx`](layer_norm.md#layer_norm.dx).",
    ),
).in_matrices(*norm_in_matrices(dy, dxhat1, xhat1, rowvar1))

# %% [markdown] lang="ko"
# 블록을 몇 개 쌓든 `dx`에는 `dout`이 아무것도 곱해지지 않은 채 들어 있다. `dx`가 `dy`를 품고 있고 `dy`가 `dout`을 품고 있기 때문이다.
#
# ## 구현 {#implementation}
#
# 정규화는 (N, D)를 받으므로 단어를 한 줄로 펴서 넘긴다. 투영은 모든 헤드의 가중치를 나란히 놓고 한 번에 곱한다. 역전파에서 `_with_skip`을 부르는 두 곳이 그래디언트가 더해지는 곳이다. 첫째는
# `dout`, 둘째는 `dout`이 아니라 `dy`를 더한다.

# %% [markdown] lang="en"
# However many blocks are stacked, `dx` has `dout` in it with nothing multiplied in: `dx` contains `dy`, and `dy` contains `dout`.
#
# ## Implementation {#implementation}
#
# The norm takes (N, D), so the words are put into one row. In the backward pass gradients are added where `_with_skip` is called: first `dout`, and then `dy`, not `dout` once more.

# %% [markdown] slot="implementation"
# 코드는 impl/transformer_block.py에 있다. / The code is in impl/transformer_block.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 단어 둘, 특성 둘, 특성이 넷인 헤드 하나, 은닉 유닛 둘이다. 분산이 첫째 정규화에서는 256, 둘째에서는 81이 되도록 수를 골랐으므로 $\varepsilon = 144$이면 제곱근은 20과 15다. 점수의 차는 $\log 3$이어서 확률은 1/4과 3/4이다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# Two words of two features, one head of four features, two hidden units. The variances are 256 in the first norm and 81 in the second, so that with $\varepsilon = 144$ the roots are 20 and
# 15. Scores differ by $\log 3$, so the probabilities are 1/4 and 3/4.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 1, T: 2, E: 2, H: 1, D: 4, F: 2},
    given={
        x: [[[16, -16], [-15, 17]]],
        mask: [[[0, 0], [0, 0]]],
        gamma1: [Rational(5, 4), Rational(5, 4)],
        beta1: [0, 1],
        Wq: [[[2, 0, 0, 0]], [[0, 0, 0, 0]]],
        Wk: [[[0, 0, 0, 0]], [[log(3) / 2, 0, 0, 0]]],
        Wv: [[[-2, 0, 0, 0]], [[0, 0, 0, 0]]],
        Wo: [[[-7, 7], [0, 0], [0, 0], [0, 0]]],
        gamma2: [Rational(5, 3), Rational(10, 3)],
        beta2: [0, 0],
        W1: [[1, 0], [1, -1]],
        b1: [2, 0],
        W2: [[1, 0], [-1, 2]],
        b2: [1, 0],
        epsilon: 144,
        dout: [[[0, 45], [45, 0]]],
    },
    show=[
        (p, (0, 0, 0, 0)),
        (y, (0, 0, 0)),
        ("out", (0, 0, 0)),
        ("dy", (0, 0, 0)),
        ("dWv", (0, 0, 0)),
        ("dx", (0, 0, 0)),
    ],
)

# %% [markdown] lang="ko"
# $\mathrm{Wv}$에서 0이 아닌 원소는 하나뿐이지만 `dWv`의 첫 열은 모두 0이 아니다. 지금 쓰이지 않는 가중치도 그래디언트를 받아 배운다.
#
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# Only one entry of $\mathrm{Wv}$ is not 0, but all of the first column of `dWv` is not: weights that do nothing as yet get a gradient, and learn.
#
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# 검증은 `yudo verify transformer_block`으로 한다. / `yudo verify transformer_block` gathers the evidence.

# %% [markdown] lang="ko"
# 유도는 위에서처럼 중간값마다 끊어서 한다. 코드의 증명은 끊지 않는다. 코드를 처음부터 끝까지 기호로 실행하고, 나온 것을 이름을 모두 풀어 쓴 식과 비교한다. JAX는 블록 전체를 따로 적은 것을 한꺼번에 미분한다. 그러므로
# 끊은 곳을 잘못 이었다면 JAX와 어긋난다.

# %% [markdown] lang="en"
# The derivations above go from one intermediate array to the next. The proof of the code does not: the code is run on symbols from end to end. JAX differentiates a block that was written
# independently, all of it at once. If the pieces were joined in a wrong way, JAX would disagree.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **볼 수 있는 단어가 없는 단어.** 확률을 정할 수 없으므로 `ValueError`를 낸다. 인과 마스크(causal mask)에서는 단어가 적어도 자기 자신을 보므로 괜찮다.
# - **특성이 하나뿐일 때(E = 1).** 정규화의 출력이 언제나 이동과 같으므로 두 갈래로는 그래디언트가 내려가지 않는다. `dx`는 `dout`과 같다. 이런 크기로 검사하면 지름길밖에 검사하지 못한다.
# - **단어가 하나뿐일 때(T = 1).** 확률이 언제나 1이므로 `dWq`와 `dWk`는 0이다. 점수에 든 실수가 드러나지 않는다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **A word that may see no word** has no probabilities, and raises a `ValueError`. With a causal mask every word sees at least itself.
# - **A single feature (E = 1).** The output of a norm is its shift, whatever comes in. No gradient gets down the branches, and `dx` is `dout`. A check of this size checks the skip connections and nothing else.
# - **A single word (T = 1).** Its probability is 1, and `dWq` and `dWk` are 0. No mistake in the scores shows.

# %% [markdown] lang="ko"
# ## 흔한 실수 {#mistakes}
#
# 틀린 식에서 옳은 식을 뺀 차는 컴퓨터가 구했다.

# %% [markdown] lang="en"
# ## Common mistakes {#mistakes}
#
# The machine has subtracted the right formula from each.

# %%
LECTURE.mistake(
    "skip-forgotten",
    "dx",
    Text("첫째 지름길로 온 `dy`를 더하지 않는다", "The `dy` of the first skip connection is not added"),
    wrong=through_norm(dxhat1, xhat1, rowvar1, i, j, r),
    symptom=Text(
        "가중치의 그래디언트는 모두 맞고 `dx`만 틀린다. 블록 하나만 학습하면 드러나지 않고, 쌓으면 아래쪽 블록이 배우지 못한다.",
        "The gradients of all weights are right, and only `dx` is wrong. A single block learns all the same; in a stack, the lower ones do not.",
    ),
)

# %%
LECTURE.mistake(
    "skip-from-the-top",
    "dx",
    Text(
        "첫째 지름길에서 `dy` 대신 `dout`을 더한다",
        "`dout` is added at the first skip connection, instead of `dy`",
    ),
    wrong=dout[i, j, r] + through_norm(dxhat1, xhat1, rowvar1, i, j, r),
    symptom=Text(
        "두 덧셈을 똑같이 `+= dout`으로 적었다. 뒷부분의 갈래를 거쳐 온 그래디언트가 지름길로는 내려가지 않는다.",
        "Both sums were written `+= dout`. What came back through the branch of the second half does not get to the skip connection of the first.",
    ),
)

# %%
LECTURE.mistake(
    "other-norm",
    "dy",
    Text(
        "둘째 정규화의 역전파에 첫째 정규화의 캐시를 넘긴다",
        "The second norm's backward gets the cache of the first norm",
    ),
    wrong=dout[i, j, r] + through_norm(dxhat2, xhat1, rowvar1, i, j, r),
    symptom=Text(
        "두 캐시는 모양이 같으므로 오류가 나지 않는다. $y$가 아니라 $x$에서 미분한 셈이다. `dgamma2`도 함께 틀린다.",
        "The two caches have the same shapes, so nothing is raised. It is the derivative at $x$ instead of $y$. `dgamma2` is wrong, too.",
    ),
)

# %%
LECTURE.mistake(
    "path-missing",
    "du1",
    Text("값을 거쳐 온 경로를 빠뜨린다", "The path through the values is missing"),
    wrong=total(dq[i, j, h, d] * Wq[r, h, d] + dk[i, j, h, d] * Wk[r, h, d], *HEADS),
    symptom=Text(
        "`du`에 `=`을 두 번 썼거나 셋 가운데 하나를 더하지 않았다. `dWq`, `dWk`, `dWv`는 맞고 `dgamma1`부터 틀린다.",
        "`du` was assigned twice, or one of three was not added. `dWq`, `dWk` and `dWv` are right, and from `dgamma1` on it is wrong.",
    ),
)

# %%
LECTURE.mistake(
    "added-to-the-norm",
    "out",
    Text("$y$ 대신 정규화한 $u^{(2)}$에 더한다", "Added to the normalised $u^{(2)}$ instead of $y$"),
    wrong=u2[n, t, e] + total(a[n, t, f] * W2[f, e], (f, F)) + b2[e],
    symptom=Text(
        "`y = norm(y)`처럼 같은 이름에 덮어썼다. 줄기에 정규화가 끼어들어, 쌓을수록 그래디언트가 줄어든다.",
        "One name was written over, as in `y = norm(y)`. The norm has got into the stem, and gradients shrink from block to block.",
    ),
)

# %% [markdown] lang="ko"
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
LECTURE.exercise(
    Text(
        "`dx`를 단어마다 더한 것은 `dout`을 단어마다 더한 것과 같다. 정규화를 거슬러 온 것을 더하면 0임을 보여 설명하라. $\\hat x$를 더하면 0이라는 것은 써도 좋다.",
        "For each word, the entries of `dx` add up to the same as those of `dout`. Explain it by showing that what a norm hands back adds up to 0. That $\\hat x$ adds up to 0 may be used.",
    ),
    Text(
        """더하면 첫 두 항은 서로 지우고, 셋째 항에는 $\\hat x$의 합이 남는다.

<1>

$\\hat x$의 합은 0이다. 따라서 `dy`의 합은 `dout`의 합이고, `dx`의 합은 `dy`의 합이다. 이런 검사는 어떤 가중치에서도 통과해야 한다.""",
        """In the sum the first two terms cancel, and the third leaves the sum of $\\hat x$.

<1>

The sum of $\\hat x$ is 0. So `dy` adds up to what `dout` does, and `dx` to what `dy` does. That is a check which must pass whatever the weights are.""",
    ),
    lambda: [
        (
            total(through_norm(dxhat2, xhat2, rowvar2, i, j, r), (r, E)),
            -total(xhat2[i, j, r], (r, E))
            * total(dxhat2[i, j, g] * xhat2[i, j, g], (g, E))
            / (E * sqrt(rowvar2[i, j] + epsilon)),
        )
    ],
)

# %%
LECTURE.exercise(
    Text(
        "GPT와 BERT는 ReLU 대신 [GELU](gelu.md)를 쓴다. $\\operatorname{GELU}(z) = \\frac{z}{2}\\bigl(1 + \\operatorname{erf}(z/\\sqrt 2)\\bigr)$일 때 $\\mathrm{d}z$는 무엇인가? 다른 식도 달라지는가?",
        "GPT and BERT use [GELU](gelu.md) instead of the ReLU. With $\\operatorname{GELU}(z) = \\frac{z}{2}\\bigl(1 + \\operatorname{erf}(z/\\sqrt 2)\\bigr)$, what is $\\mathrm{d}z$? Is any other formula another?",
    ),
    Text(
        """마스크 $[z > 0]$의 자리에 GELU의 도함수가 온다.

<1>

$a$와 $\\mathrm{d}z$의 정의만 달라지고, 나머지 식은 이 둘로 적혀 있으므로 글자 하나 달라지지 않는다.""",
        """The derivative of GELU takes the place of the mask $[z > 0]$.

<1>

The definitions of $a$ and $\\mathrm{d}z$ change. All other formulas are written in terms of these two, and stay as they are.""",
    ),
    lambda: [
        (
            Derivative(
                total(
                    dout[n, t, e] * z[n, t, f] * (1 + erf(z[n, t, f] / sqrt(2))) / 2 * W2[f, e],
                    *EVERY,
                    FEATURES,
                    (f, F),
                ),
                z[i, j, r],
            ),
            ((1 + erf(z[i, j, r] / sqrt(2))) / 2 + z[i, j, r] * exp(-(z[i, j, r] ** 2) / 2) / sqrt(2 * pi))
            * total(dout[i, j, e] * W2[r, e], FEATURES),
        )
    ],
)

# %%
LECTURE.exercise(
    Text(
        "$HD = E$, $F = 4E$일 때 블록 하나의 파라미터는 모두 몇 개인가? 어텐션과 뒷부분 가운데 어느 쪽에 가중치가 더 많은가?",
        "How many parameters has a block with $HD = E$ and $F = 4E$? Which has more weights, attention or the second half?",
    ),
    Text(
        """정규화 둘, 투영 넷, 완전연결층 둘의 차례로 더한다.

<1>

$HD = E$, $F = 4E$를 넣으면 $12E^2 + 9E$다. 가중치는 어텐션에 $4E^2$개, 뒷부분에 $8E^2$개다. 어텐션보다 단어마다 지나는 신경망이 두 배 크다.""",
        """Add up two norms, four projections and two affine layers.

<1>

With $HD = E$ and $F = 4E$ that is $12E^2 + 9E$. Of the weights $4E^2$ are in attention and $8E^2$ in the second half: the net that each word goes through alone is twice as large.""",
    ),
    lambda: [(4 * E + 4 * E * H * D + (E * F + F) + (F * E + E), E * (4 * H * D + 2 * F + 5) + F)],
)

# %% tags=["setup"]
LECTURE.drill(("dW1", (0, 0)), ("dy", (0, 1, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 블록은 [어텐션](multi_head_attention.md#summary), [정규화](layer_norm.md), [완전연결층](temporal_affine.md)의 결과를 이어 붙인 것이고, 새로 미분할 것은 없다.
# 2. 그래디언트는 네 번 더해진다. 지름길이 갈라진 두 곳, 쿼리와 키와 값이 갈라진 곳, 그리고 가중치를 모든 단어가 함께 쓰는 곳이다.
# 3. 둘째 지름길로는 `dout`이, 첫째 지름길로는 `dy`가 내려간다.
# 4. 정규화를 거스를 때는 그 정규화의 $\hat x$와 분산을 쓴다.
# 5. 검사할 때는 N, T, E, H, D, F를 모두 다르게, 2 이상으로 둔다.
#
# **더 읽을거리**
#
# - A. Vaswani 외, [Attention is all you need](https://arxiv.org/abs/1706.03762), *NeurIPS* 2017
# - R. Xiong 외, [On layer normalization in the transformer architecture](https://arxiv.org/abs/2002.04745), *ICML* 2020

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. A block joins the results of [attention](multi_head_attention.md#summary), [norms](layer_norm.md) and [affine layers](temporal_affine.md). There is nothing new to differentiate.
# 2. Gradients are added at four kinds of places: at either skip connection, where queries, keys and values part, and wherever all words share weights.
# 3. What takes the second skip connection is `dout`; what takes the first is `dy`.
# 4. Back through a norm, use the $\hat x$ and the variance of that norm.
# 5. Check with N, T, E, H, D and F all different and at least 2.
#
# **Further reading**
#
# - A. Vaswani et al., [Attention is all you need](https://arxiv.org/abs/1706.03762), *NeurIPS* 2017
# - R. Xiong et al., [On layer normalization in the transformer architecture](https://arxiv.org/abs/2002.04745), *ICML* 2020
