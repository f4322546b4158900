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
# # LSTM의 모든 단계 {#lstm}
#
# [RNN](rnn.md)의 역전파는 마지막 단계에서 첫 단계로 가는 점화식이었고, 단계마다 가중치 행렬이 곱해졌다. LSTM(long short-term memory)은 단계마다
# 둘을 넘긴다. 은닉 상태(hidden state)와 셀(cell)이다. 그래서 역전파에서도 그래디언트 둘이 나란히 거슬러 온다.
#
# [LSTM의 한 단계](lstm_step.md)를 알면 어려운 미분은 남지 않는다. 이 페이지는 두 가지를 묻는다. 단계와 단계 사이에서 그래디언트 둘은 어디에서 만나고
# 어디에서 갈라지는가? 그리고 먼 단계의 그래디언트가 왜 RNN에서보다 잘 살아남는가?

# %% [markdown] lang="en"
# # All steps of an LSTM {#lstm}
#
# The backward pass of an [RNN](rnn.md) was a recurrence from the last step to the first, and every step multiplied by the weight matrix. An LSTM
# (long short-term memory) hands on two things: a hidden state and a cell. So two gradients come back side by side.
#
# With [a step of an LSTM](lstm_step.md), no hard derivative is left. This page asks two things. Where between two steps do the gradients meet, and where
# do they part? And why do gradients from steps far away survive better than in an RNN?

# %% tags=["setup"]
from sympy import Derivative, Integer, KroneckerDelta, Rational, Symbol, hadamard_product, log, tanh

from yudo.derivations.calculus import (
    Definition,
    Layer,
    Lecture,
    MatrixSum,
    Part,
    Text,
    indices,
    ones,
    product_by_parts,
    rules,
    side_by_side,
    sigmoid,
    sizes,
    tensor,
    total,
)

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 수식 | 배열 | 모양(shape) | 뜻 |
# | --- | --- | --- | --- |
# | $x^{(t)}$ | `x[:, t-1]` | (N, D) | 단계 $t$의 입력. 표본 N개, 특성 D개 |
# | $\mathrm{h0}$ | `h0` | (N, H) | 첫 단계 앞의 은닉 상태 |
# | $\mathrm{Wx}$, $\mathrm{Wh}$, $b$ | `Wx`, `Wh`, `b` | (D, 4H), (H, 4H), (4H,) | 모든 단계가 함께 쓰는 가중치와 편향. 네 게이트의 것이 옆으로 붙어 있다 |
# | $a^{(t)}$ | – | (N, 4H) | 활성화 함수에 들어가기 전의 값 |
# | $c^{(t)}$ | – | (N, H) | 단계 $t$의 셀. $c^{(0)} = 0$에서 시작한다 |
# | $h^{(t)}$ | `h[:, t-1]` | (N, H) | 단계 $t$의 은닉 상태, 곧 출력 |
# | $\mathrm{dh}^{(t)}$ | `dh[:, t-1]` | (N, H) | 출력 $h^{(t)}$에 대한 업스트림 그래디언트(upstream gradient) |
#
# 단계 $t$는 1부터 $T$까지 세고 $h^{(0)}$은 `h0`이다. 식에서는 길이 4H인 축을 게이트의 번호 $q$와 은닉 유닛 $m$으로 나누어 읽는다. 순서는 입력(input), 망각(forget),
# 출력(output), 후보(candidate)다. 첨자 $n$은 표본을, $d$는 특성을, $k$는 앞 단계의 은닉 유닛을 가리킨다. 그래디언트는 편미분(partial derivative)을 모은
# 배열이다.
#
# **관례.** 셀은 0에서 시작하고 밖으로 나오지 않는다. CS231n의 `lstm_forward`와 같다. `dh`의 단계 $t$에는 출력 $h^{(t)}$에서 곧바로 온 그래디언트만 들어
# 있다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | formula | array | shape | meaning |
# | --- | --- | --- | --- |
# | $x^{(t)}$ | `x[:, t-1]` | (N, D) | input of step $t$: N samples of D features |
# | $\mathrm{h0}$ | `h0` | (N, H) | hidden state before the first step |
# | $\mathrm{Wx}$, $\mathrm{Wh}$, $b$ | `Wx`, `Wh`, `b` | (D, 4H), (H, 4H), (4H,) | weights and biases, the same for all steps; those of the four gates side by side |
# | $a^{(t)}$ | – | (N, 4H) | values before the activations |
# | $c^{(t)}$ | – | (N, H) | cell of step $t$; $c^{(0)} = 0$ |
# | $h^{(t)}$ | `h[:, t-1]` | (N, H) | hidden state of step $t$, which is its output |
# | $\mathrm{dh}^{(t)}$ | `dh[:, t-1]` | (N, H) | upstream gradient with respect to the output $h^{(t)}$ |
#
# Steps $t$ are counted from 1 to $T$, and $h^{(0)}$ is `h0`. The formulas read the axis of length 4H as two, the number $q$ of a gate and a hidden unit $m$; the
# gates are input, forget, output and candidate, in this order. The index $n$ stands for samples, $d$ for features and $k$ for hidden units of the step before. A
# gradient is the array of partial derivatives.
#
# **Conventions.** The cell starts at 0 and is not returned, as in `lstm_forward` of CS231n. Step $t$ of `dh` has only what comes from the output $h^{(t)}$ directly.

# %%
N, D, H, T = sizes("N D H T")
GATES = Integer(4)
t, s, n, d, k, q, m, i, j, r = indices("t s n d k q m i j r")

x = tensor("x", N, D, layer=t)
h0 = tensor("h0", N, H, says=Text("첫 단계 앞의 은닉 상태", "hidden state before the first step"))
Wx = tensor("Wx", D, GATES, H, says=Text("입력에 곱하는 가중치", "weights of the input"))
Wh = tensor(
    "Wh", H, GATES, H, says=Text("앞 은닉 상태에 곱하는 가중치", "weights of the previous hidden state")
)
b = tensor("b", GATES, H)
dh = tensor(
    "dh",
    N,
    H,
    layer=t,
    says=Text(
        "단계의 출력에 대한 업스트림 그래디언트", "upstream gradient with respect to the output of a step"
    ),
)

LAYER = Layer(
    stem="lstm",
    title=Text("LSTM의 모든 단계", "LSTM over time"),
    summary=Text(
        "은닉 상태와 셀을 단계마다 넘긴다. 셀의 그래디언트는 망각 게이트만 곱해지며 거슬러 간다.",
        "Hands hidden state and cell from step to step; on its way back the gradient of the cell meets the forget gates alone.",
    ),
    inputs=(x, h0, Wx, Wh, b),
    upstream=dh,
    after=("rnn", "lstm_step"),
    part=Part.SEQUENCES,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}
#
# 한 단계에서 일어나는 일은 [한 단계의 페이지](lstm_step.md#output)와 같다. 게이트 셋과 후보를 계산하고, 셀을 고쳐 쓰고, 출력 게이트로 내보낸다.

# %% [markdown] lang="en"
# ### Output {#output}
#
# Within a step everything is as on [its page](lstm_step.md#output): three gates and a candidate are computed, the cell is rewritten, and the output gate shows
# a part of it.


# %%
def of_step(name, ko, en, *axes):
    """A tensor of one array per step."""
    return tensor(name, *(axes or (N, H)), layer=t, says=Text(ko, en))


a = of_step("a", "활성화 함수에 들어가기 전의 값", "values before the activation", N, GATES, H)
gate_i = of_step("input", "입력 게이트", "input gate")
gate_f = of_step("forget", "망각 게이트", "forget gate")
gate_o = of_step("output", "출력 게이트", "output gate")
candidate = of_step("candidate", "후보", "candidate")
c = of_step("c", "셀", "cell")
tanh_c = of_step("tanh_c", "셀에 tanh를 씌운 것", "tanh of the cell")
h = of_step("h", "은닉 상태", "hidden states")


def before_activation(t, n, q, m):
    """The values of step t before the activation."""
    return total(x[t, n, d] * Wx[d, q, m], (d, D)) + total(h[t - 1, n, k] * Wh[k, q, m], (k, H)) + b[q, m]


FORWARD = (
    Definition(h[0, n, m], h0[n, m]),
    Definition(c[0, n, m], Integer(0)),
    Definition(a[t, n, q, m], before_activation(t, n, q, m)),
    Definition(gate_i[t, n, m], sigmoid(a[t, n, 0, m])),
    Definition(gate_f[t, n, m], sigmoid(a[t, n, 1, m])),
    Definition(gate_o[t, n, m], sigmoid(a[t, n, 2, m])),
    Definition(candidate[t, n, m], tanh(a[t, n, 3, m])),
    Definition(c[t, n, m], gate_f[t, n, m] * c[t - 1, n, m] + gate_i[t, n, m] * candidate[t, n, m]),
    Definition(tanh_c[t, n, m], tanh(c[t, n, m])),
    Definition(h[t, n, m], gate_o[t, n, m] * tanh_c[t, n, m]),
)

LAYER.result(
    "out",
    Text("은닉 상태", "Hidden states"),
    h[t, n, m],
    gate_o[t, n, m] * tanh_c[t, n, m],
    indices=((n, N), (m, H)),
    definitions=FORWARD,
    expanded=(),
    layers=(t, T),
).in_matrices(hadamard_product(gate_o.matrix_at(t), tanh_c.matrix_at(t)), (gate_o, tanh_c))

# %% [markdown] lang="ko"
# ## 두 그래디언트가 만나는 곳 {#meeting}
#
# $h^{(t)}$는 출력과 다음 단계, 두 곳에 쓰인다. 그래서 은닉 상태에는 $\mathrm{dh}^{(t)}$와 다음 단계가 넘긴 $\mathrm{dprev\_h}^{(t+1)}$의 합이 온다. $c^{(t)}$도 두 곳에 쓰인다.
# 다음 단계의 셀과 이 단계의 은닉 상태다. 그래서 셀에는 $\mathrm{dprev\_c}^{(t+1)}$과 은닉 상태를 거쳐 온 것의 합이 온다.
#
# $$
# \begin{aligned}
# \mathrm{dnext\_h}^{(t)} &= \mathrm{dh}^{(t)} + \mathrm{dprev\_h}^{(t+1)} \\
# \mathrm{dc}^{(t)} &= \mathrm{dprev\_c}^{(t+1)} \\
# &\quad + \mathrm{dnext\_h}^{(t)} \circ \mathrm{output}^{(t)} \circ \left(1 - \tanh^2 c^{(t)}\right)
# \end{aligned}
# $$
#
# 마지막 단계 뒤에는 아무것도 없으므로 $\mathrm{dprev\_h}^{(T+1)}$과 $\mathrm{dprev\_c}^{(T+1)}$은 0이다. 첫째 식에서 합쳐진 것이 둘째 식으로 들어간다. 은닉 상태에서 셀로 가는 경로는
# 단계 안에 있고, 셀에서 은닉 상태로 가는 경로는 게이트를 거쳐 앞 단계에 있다.
#
# 셀을 따라가는 경로는 짧다. $c^{(t)}$를 $c^{(t-1)}$로 미분하면 망각 게이트만 남는다.

# %% [markdown] lang="en"
# ## Where two gradients meet {#meeting}
#
# $h^{(t)}$ is used twice, as an output and by the next step; so the sum of $\mathrm{dh}^{(t)}$ and of $\mathrm{dprev\_h}^{(t+1)}$, which the next step hands back, arrives at it.
# $c^{(t)}$ is used twice as well, by the next cell and by the hidden state of its own step; so the sum of $\mathrm{dprev\_c}^{(t+1)}$ and of what comes through the hidden
# state arrives at the cell.
#
# $$
# \begin{aligned}
# \mathrm{dnext\_h}^{(t)} &= \mathrm{dh}^{(t)} + \mathrm{dprev\_h}^{(t+1)} \\
# \mathrm{dc}^{(t)} &= \mathrm{dprev\_c}^{(t+1)} \\
# &\quad + \mathrm{dnext\_h}^{(t)} \circ \mathrm{output}^{(t)} \circ \left(1 - \tanh^2 c^{(t)}\right)
# \end{aligned}
# $$
#
# There is nothing behind the last step, so $\mathrm{dprev\_h}^{(T+1)}$ and $\mathrm{dprev\_c}^{(T+1)}$ are 0. What the first formula adds up enters the second. From the hidden
# state to the cell the way is within a step; from the cell to the hidden state it leads through the gates to the step before.
#
# The way along the cell is short. Differentiating $c^{(t)}$ with respect to $c^{(t-1)}$ leaves the forget gate alone.

# %%
dnext_h = of_step(
    "dnext_h",
    "출력과 다음 단계에서 은닉 상태로 온 그래디언트",
    "gradient that arrives at the hidden state from its output and from the next step",
)
dc = of_step("dc", "셀에 대한 손실의 그래디언트", "gradient of the loss with respect to the cell")
da = of_step("da", "$a$에 대한 손실의 그래디언트", "gradient of the loss with respect to $a$", N, GATES, H)
dprev_h = of_step(
    "dprev_h",
    "단계가 앞 은닉 상태로 넘기는 그래디언트",
    "gradient that a step hands to the previous hidden state",
)
dprev_c = of_step(
    "dprev_c", "단계가 앞 셀로 넘기는 그래디언트", "gradient that a step hands to the previous cell"
)
dai, daf, dao, dag = (
    of_step(
        f"da{letter}",
        f"$a$에 대한 손실의 그래디언트에서 {ko}의 것",
        f"gradient of the loss with respect to $a$, {en}",
    )
    for letter, ko, en in (
        ("i", "입력 게이트", "input gate"),
        ("f", "망각 게이트", "forget gate"),
        ("o", "출력 게이트", "output gate"),
        ("g", "후보", "candidate"),
    )
)
AT_DA = Definition(da[t, n, r, m], side_by_side(r, [one[t, n, m] for one in (dai, daf, dao, dag)]))
BACKWARD = (
    *FORWARD,
    Definition(dprev_h[T + 1, n, m], Integer(0)),
    Definition(dprev_c[T + 1, n, m], Integer(0)),
    Definition(dnext_h[t, n, m], dh[t, n, m] + dprev_h[t + 1, n, m]),
    Definition(
        dc[t, n, m],
        dprev_c[t + 1, n, m] + dnext_h[t, n, m] * gate_o[t, n, m] * (1 - tanh_c[t, n, m] ** 2),
    ),
    Definition(dai[t, n, m], dc[t, n, m] * candidate[t, n, m] * gate_i[t, n, m] * (1 - gate_i[t, n, m])),
    Definition(daf[t, n, m], dc[t, n, m] * c[t - 1, n, m] * gate_f[t, n, m] * (1 - gate_f[t, n, m])),
    Definition(dao[t, n, m], dnext_h[t, n, m] * tanh_c[t, n, m] * gate_o[t, n, m] * (1 - gate_o[t, n, m])),
    Definition(dag[t, n, m], dc[t, n, m] * gate_i[t, n, m] * (1 - candidate[t, n, m] ** 2)),
    AT_DA,
    Definition(dprev_h[t, n, k], total(da[t, n, q, m] * Wh[k, q, m], (q, GATES), (m, H))),
    Definition(dprev_c[t, n, m], dc[t, n, m] * gate_f[t, n, m]),
)
L = Symbol("L", real=True)
through_cell = total(
    dc[t, n, m] * (gate_f[t, n, m] * c[t - 1, n, m] + gate_i[t, n, m] * candidate[t, n, m]), (n, N), (m, H)
)

LAYER.result(
    "dprev_c",
    Text("앞 셀로 넘기는 그래디언트", "What a step hands to the previous cell"),
    dprev_c[t, i, j],
    Derivative(through_cell, c[t - 1, i, j]),
    indices=((i, N), (j, H)),
    definitions=BACKWARD,
    expanded=(),
    layers=(t, T),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(dc[t, n, m] * gate_f[t, n, m] * KroneckerDelta(n, i) * KroneckerDelta(m, j), (n, N), (m, H)),
).by(rules.DELTA_PICKS, dc[t, i, j] * gate_f[t, i, j]).in_matrices(
    hadamard_product(dc.matrix_at(t), gate_f.matrix_at(t)), (dc, gate_f)
)

# %% [markdown] lang="ko"
# $r$단계를 거슬러 가면 셀의 그래디언트에는 망각 게이트 $r$개의 곱이 곱해진다. 망각 게이트가 0.99라면 100단계 뒤에도 $0.99^{100} \approx 0.37$이 남는다. 가중치 행렬의
# 거듭제곱이 곱해지는 RNN과 다른 점이다. 망각 게이트의 편향을 1로 시작하는 까닭도 여기에 있다.
#
# ## 은닉 상태와 입력 {#inputs}
#
# 은닉 상태로 가는 경로는 네 게이트를 모두 지난다. $a$에 대한 그래디언트 넷은 [한 단계](lstm_step.md#gates)에서 구했다. 단계를 적지 않은 것은
# 모두 단계 $t$의 것이다.
#
# $$
# \begin{aligned}
# \mathrm{dai} &= \mathrm{dc} \circ \mathrm{candidate} \circ \mathrm{input} \circ (1 - \mathrm{input}) \\
# \mathrm{daf} &= \mathrm{dc} \circ c^{(t-1)} \circ \mathrm{forget} \circ (1 - \mathrm{forget}) \\
# \mathrm{dao} &= \mathrm{dnext\_h} \circ \tanh c \circ \mathrm{output} \circ (1 - \mathrm{output}) \\
# \mathrm{dag} &= \mathrm{dc} \circ \mathrm{input} \circ (1 - \mathrm{candidate}^2)
# \end{aligned}
# $$
#
# 옆으로 붙이면 $\mathrm{da}^{(t)}$다. 여기에 가중치의 전치를 곱하면 된다.

# %% [markdown] lang="en"
# Over $r$ steps the gradient of the cell is multiplied by $r$ forget gates. If they are 0.99, then $0.99^{100} \approx 0.37$ is left after 100 steps. In an RNN it is the
# power of a weight matrix. This is also why biases of forget gates often start at 1.
#
# ## Hidden state and inputs {#inputs}
#
# The way to the previous hidden state leads through all four gates. Their gradients with respect to $a$ are those of [a single step](lstm_step.md#gates).
# What bears no step is of step $t$:
#
# $$
# \begin{aligned}
# \mathrm{dai} &= \mathrm{dc} \circ \mathrm{candidate} \circ \mathrm{input} \circ (1 - \mathrm{input}) \\
# \mathrm{daf} &= \mathrm{dc} \circ c^{(t-1)} \circ \mathrm{forget} \circ (1 - \mathrm{forget}) \\
# \mathrm{dao} &= \mathrm{dnext\_h} \circ \tanh c \circ \mathrm{output} \circ (1 - \mathrm{output}) \\
# \mathrm{dag} &= \mathrm{dc} \circ \mathrm{input} \circ (1 - \mathrm{candidate}^2)
# \end{aligned}
# $$
#
# Side by side they are $\mathrm{da}^{(t)}$. What is left is to multiply by the transposed weights.

# %%
through_step = total(da[t, n, q, m] * before_activation(t, n, q, m), (n, N), (q, GATES), (m, H))

LAYER.result(
    "dprev_h",
    Text("앞 은닉 상태로 넘기는 그래디언트", "What a step hands to the previous hidden state"),
    dprev_h[t, i, j],
    Derivative(through_step, h[t - 1, i, j]),
    indices=((i, N), (j, H)),
    definitions=BACKWARD,
    expanded=(),
    layers=(t, T),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        da[t, n, q, m] * Wh[k, q, m] * KroneckerDelta(n, i) * KroneckerDelta(k, j),
        (n, N),
        (q, GATES),
        (m, H),
        (k, H),
    ),
).by(rules.DELTA_PICKS, total(da[t, i, q, m] * Wh[j, q, m], (q, GATES), (m, H))).in_matrices(
    *product_by_parts(da, Wh, t)
)

# %%
LAYER.result(
    "dx",
    Text("입력에 대한 그래디언트", "Gradient with respect to the inputs"),
    Derivative(L, x[t, i, j]),
    Derivative(through_step, x[t, i, j]),
    indices=((i, N), (j, D)),
    definitions=BACKWARD,
    expanded=(),
    layers=(t, T),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        da[t, n, q, m] * Wx[d, q, m] * KroneckerDelta(n, i) * KroneckerDelta(d, j),
        (n, N),
        (q, GATES),
        (m, H),
        (d, D),
    ),
).by(rules.DELTA_PICKS, total(da[t, i, q, m] * Wx[j, q, m], (q, GATES), (m, H))).in_matrices(
    *product_by_parts(da, Wx, t)
)

# %% [markdown] lang="ko"
# 첫 은닉 상태는 첫 단계에서만 쓰이므로 첫 단계가 넘기는 것이 그 그래디언트다.

# %% [markdown] lang="en"
# The first hidden state is used by the first step alone, so what that step hands back is its gradient.

# %%
first = through_step.xreplace({t: Integer(1)}).replace(h[0, n, k], h0[n, k])

LAYER.result(
    "dh0",
    Text("첫 은닉 상태에 대한 그래디언트", "Gradient with respect to the first hidden state"),
    Derivative(L, h0[i, j]),
    Derivative(first, h0[i, j]),
    indices=((i, N), (j, H)),
    definitions=BACKWARD,
    expanded=(),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        da[1, n, q, m] * Wh[k, q, m] * KroneckerDelta(n, i) * KroneckerDelta(k, j),
        (n, N),
        (q, GATES),
        (m, H),
        (k, H),
    ),
).by(rules.DELTA_PICKS, total(da[1, i, q, m] * Wh[j, q, m], (q, GATES), (m, H))).in_matrices(
    *product_by_parts(da, Wh, Integer(1))
)

# %% [markdown] lang="ko"
# ## 함께 쓰는 가중치 {#parameters}
#
# 모든 단계가 같은 가중치를 쓰므로 그래디언트는 모든 단계에 대한 합이다. 합의 첨자 $s$는 0부터 $T-1$까지 세고, 단계는 $s+1$이다. `Wh`의 입력은 앞 단계의 은닉 상태
# $h^{(s)}$다.

# %% [markdown] lang="en"
# ## Weights that all steps share {#parameters}
#
# All steps use the same weights, so their gradients are sums over the steps. The index $s$ runs from 0 to $T-1$, and the step is $s+1$. The input of `Wh` is the hidden
# state $h^{(s)}$ of the step before.

# %%
through_all = total(
    da[s + 1, n, q, m] * before_activation(s + 1, n, q, m), (s, T), (n, N), (q, GATES), (m, H)
)


da_r = da.cut(None, r, None, layer=s + 1)


def of_weights(name, title, entry, *indices):
    """Open the gradient with respect to an entry of what all steps share."""
    return LAYER.result(
        name,
        title,
        Derivative(L, entry),
        Derivative(through_all, entry),
        indices=indices,
        definitions=BACKWARD,
        expanded=(AT_DA,),
    )


of_weights(
    "dWx",
    Text("입력의 가중치에 대한 그래디언트", "Gradient with respect to the input's weights"),
    Wx[i, r, j],
    (i, D),
    (r, GATES),
    (j, H),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        da[s + 1, n, q, m]
        * x[s + 1, n, d]
        * KroneckerDelta(d, i)
        * KroneckerDelta(q, r)
        * KroneckerDelta(m, j),
        (s, T),
        (n, N),
        (q, GATES),
        (m, H),
        (d, D),
    ),
).by(rules.DELTA_PICKS, total(x[s + 1, n, i] * da[s + 1, n, r, j], (s, T), (n, N))).in_matrices(
    MatrixSum(x.matrix_at(s + 1).T * da_r.matrix, s, T), (x, da_r), layers=(s + 1,)
)

# %%
of_weights(
    "dWh",
    Text("은닉 상태의 가중치에 대한 그래디언트", "Gradient with respect to the hidden state's weights"),
    Wh[i, r, j],
    (i, H),
    (r, GATES),
    (j, H),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        da[s + 1, n, q, m] * h[s, n, k] * KroneckerDelta(k, i) * KroneckerDelta(q, r) * KroneckerDelta(m, j),
        (s, T),
        (n, N),
        (q, GATES),
        (m, H),
        (k, H),
    ),
).by(rules.DELTA_PICKS, total(h[s, n, i] * da[s + 1, n, r, j], (s, T), (n, N))).in_matrices(
    MatrixSum(h.matrix_at(s).T * da_r.matrix, s, T), (h, da_r), layers=(s,)
)

# %%
of_weights(
    "db", Text("편향에 대한 그래디언트", "Gradient with respect to the bias"), b[r, j], (r, GATES), (j, H)
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        da[s + 1, n, q, m] * KroneckerDelta(q, r) * KroneckerDelta(m, j), (s, T), (n, N), (q, GATES), (m, H)
    ),
).by(rules.DELTA_PICKS, total(da[s + 1, n, r, j], (s, T), (n, N))).in_matrices(
    MatrixSum(da_r.matrix.T * ones(N), s, T), (da_r,)
)

# %% [markdown] lang="ko"
# 단계의 수 $T$는 기호로 남아 있다. 두 상태가 처음에 같고, 어느 단계에서든 같은 두 상태에서 같은 두 상태를 만든다는 것을 보였으므로, 이 페이지의 결과는
# [귀납법으로](../proof.md#induction) 모든 $T$에 대해 증명된 것이다.
#
# ## 구현 {#implementation}
#
# 한 단계의 함수를 차례로 부른다. 순전파는 단계마다 캐시를 하나씩 남기고, 역전파는 그것을 거꾸로 꺼내 쓴다.

# %% [markdown] lang="en"
# The number of steps stays the letter $T$. Both states are the same at the start, and any step makes the same two states of the same two; that is
# [a proof by induction](../proof.md#induction) for every $T$.
#
# ## Implementation {#implementation}
#
# The functions of a single step are called one after the other. The forward pass leaves a cache for each step, and the backward pass uses them in reverse.

# %% [markdown] slot="implementation"
# 코드는 impl/lstm.py에 있다. / The code is in impl/lstm.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본도 특성도 은닉 유닛도 하나이고, 단계는 둘이다. 게이트가 3/4과 4/5이고 후보가 0이 되도록 수를 골랐다. 그러면 셀이 0이고 거기서 tanh의 기울기가 1이므로 연필로 끝까지 갈 수 있다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# One sample, one feature, one hidden unit, and two steps. The numbers make the gates 3/4 and 4/5 and the candidates 0. Then the cells are 0, where the slope of tanh is 1, and a
# pencil is enough.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 1, D: 1, H: 1, T: 2},
    given={
        x: {1: [[1]], 2: [[1]]},
        h0: [[0]],
        Wx: [[[0], [0], [0], [1]]],
        Wh: [[[0], [0], [0], [Rational(5, 6)]]],
        b: [[log(3)], [log(3)], [log(4)], [-1]],
        dh: {1: [[10]], 2: [[20]]},
    },
    show=[
        (gate_i, (2, 0, 0)),
        (gate_o, (2, 0, 0)),
        (c, (2, 0, 0)),
        (dc, (2, 0, 0)),
        ("dprev_c", (2, 0, 0)),
        (dag, (2, 0, 0)),
        ("dprev_h", (2, 0, 0)),
        (dnext_h, (1, 0, 0)),
        (dc, (1, 0, 0)),
        ("dx", (1, 0, 0)),
        ("dh0", (0, 0)),
        ("db", (3, 0)),
    ],
)

# %% [markdown] lang="ko"
# 첫째 단계에는 그래디언트가 두 경로로 더 온다. 은닉 상태로 10이 넘어와 업스트림 10에 더해지고, 셀로 12가 넘어와 $20 \cdot 4/5 = 16$에 더해진다. 셀도 은닉 상태도 0인데 그래디언트는
# 0이 아니다. 아래에서 `Wx`나 `b`의 수를 바꾸어 셀이 0이 아닐 때도 보자.

# %% [markdown] lang="en"
# More arrives at the first step than its own 10, on two ways. Through the hidden state come 10, which are added to the upstream 10; along the cell come 12, which are added to
# $20 \cdot 4/5 = 16$. Cells and hidden states are 0, and the gradients are not. Change numbers of `Wx` or `b` to see cells that are not 0.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify lstm`으로 확인한다. / Run `yudo verify lstm`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **한 단계(T = 1).** 앞 셀이 0이므로 망각 게이트의 그래디언트는 0이다. 망각 게이트의 실수는 $T \ge 2$라야 드러난다.
# - **큰 값.** 가중합이 10⁴이어도 시그모이드와 tanh는 오버플로 없이 0이나 ±1에 닿는다. 그 게이트로는 그래디언트가 흐르지 않는다.
# - **1에 가까운 망각 게이트.** 셀은 단계마다 쌓여서 $T$까지 커질 수 있다. 은닉 상태는 tanh를 거치므로 커지지 않는다.
# - **빈 배치와 빈 문장.** N = 0이거나 T = 0이면 파라미터의 그래디언트는 영배열이다.
# - **모양이 맞지 않는 배열.** 무엇이 들어왔고 무엇이 와야 하는지 밝히며 `ValueError`를 낸다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **A single step (T = 1).** The previous cell is 0, and so is the gradient of the forget gate. Mistakes in it show where $T \ge 2$.
# - **Large values.** For weighted sums of 10⁴ sigmoid and tanh reach 0 or ±1 without overflow. No gradient flows through such a gate.
# - **Forget gates close to 1.** The cell adds up from step to step, and may grow up to $T$. The hidden state does not, because of its tanh.
# - **An empty batch, an empty sentence.** With N = 0 or T = 0 the gradients of the parameters are zeros.
# - **Shapes that do not fit.** A `ValueError` says what was given and what was expected.

# %% [markdown] lang="ko"
# ## 흔한 실수 {#mistakes}
#
# 한 단계 안의 실수는 [한 단계의 페이지](lstm_step.md#mistakes)에 있다. 단계 사이에서는 다음과 같은 일이 생긴다.

# %% [markdown] lang="en"
# ## Common mistakes {#mistakes}
#
# Mistakes within a step are on [its page](lstm_step.md#mistakes). These happen between steps.

# %%
apart = dh[t, i, m] * gate_o[t, i, m] * (1 - tanh_c[t, i, m] ** 2)
LECTURE.mistake(
    "cell-not-handed-back",
    "dprev_c",
    Text(
        "`dprev_c`를 받아 놓고 다음 반복에 넘기지 않는다",
        "`dprev_c` is received and not handed to the next iteration",
    ),
    wrong=dnext_h[t, i, j] * gate_o[t, i, j] * (1 - tanh_c[t, i, j] ** 2) * gate_f[t, i, j],
    layer=1,
    symptom=Text(
        "셀을 따라가는 경로가 끊긴다. 마지막 단계만 옳고, LSTM을 쓰는 까닭이 사라진다.",
        "The way along the cell is cut. Only the last step is right, and there is no reason left to use an LSTM.",
    ),
)

# %%
LECTURE.mistake(
    "not-handed-back",
    "dx",
    Text(
        "`dprev_h`를 다음 반복의 `dh`에 더하지 않는다",
        "`dprev_h` is not added to `dh` in the next iteration",
    ),
    wrong=total(
        side_by_side(
            q,
            [
                (dprev_c[t + 1, i, m] + apart) * candidate[t, i, m] * gate_i[t, i, m] * (1 - gate_i[t, i, m]),
                (dprev_c[t + 1, i, m] + apart) * c[t - 1, i, m] * gate_f[t, i, m] * (1 - gate_f[t, i, m]),
                dh[t, i, m] * tanh_c[t, i, m] * gate_o[t, i, m] * (1 - gate_o[t, i, m]),
                (dprev_c[t + 1, i, m] + apart) * gate_i[t, i, m] * (1 - candidate[t, i, m] ** 2),
            ],
        )
        * Wx[j, q, m],
        (q, GATES),
        (m, H),
    ),
    layer=1,
    symptom=Text(
        "마지막 단계만 옳다. `Wh`가 0에 가까우면 거의 맞아 보인다.",
        "Only the last step is right. With a `Wh` close to 0 it looks almost right.",
    ),
)

# %%
LECTURE.mistake(
    "overwritten",
    "db",
    Text("반복문 안에서 `+=`가 아니라 `db = ...`로 쓴다", "`db = ...` inside the loop, in place of `+=`"),
    wrong=total(da[1, n, r, j], (n, N)),
    symptom=Text(
        "마지막에 계산한 첫 단계의 기여만 남는다. 모양은 맞다.",
        "Only the share of the first step is left, which is computed last. The shape is right.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# - **셀을 단계마다 0에서 시작한다.** 반복문 안에 `c = np.zeros_like(h0)`를 두면 셀이 기억을 잃는다. 순전파와 역전파에 똑같이 들어 있으면 그래디언트 검사도 통과한다.
# - **캐시를 하나만 남긴다.** 단계마다 덮어쓴 캐시로 역전파를 하면 모든 단계가 마지막 단계의 게이트를 쓴다.
# - **두 그래디언트를 바꾸어 넣는다.** `dprev_h`와 `dprev_c`는 모양이 같아서 자리를 바꾸어도 오류가 나지 않는다.

# %% [markdown] lang="en"
# Others do not show as a difference of formulas.
#
# - **The cell starts at 0 at every step.** With `c = np.zeros_like(h0)` inside the loop the cell remembers nothing. If both passes do it, a gradient check
#   passes.
# - **One cache for all steps.** A backward pass with a cache that every step has overwritten uses the gates of the last step everywhere.
# - **Both gradients exchanged.** `dprev_h` and `dprev_c` have the same shape, so nothing is raised when they change places.

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
        r"$c^{(t)}$를 두 단계 앞의 셀 $c^{(t-2)}$로 미분하라. 게이트는 상수로 둔다.",
        r"Differentiate $c^{(t)}$ with respect to the cell $c^{(t-2)}$, two steps before. Hold the gates constant.",
    ),
    Text(
        r"""$c^{(t-1)}$을 펼친다. 셀은 원소끼리만 곱해지므로 표본도 은닉 유닛도 섞이지 않는다.

<1>

$r$단계 앞이라면 망각 게이트 $r$개의 곱이다. 행렬은 나오지 않는다.""",
        r"""Insert $c^{(t-1)}$. Cells are multiplied entry by entry, so neither samples nor hidden units mix.

<1>

For $r$ steps it is a product of $r$ forget gates. There is no matrix in it.""",
    ),
    lambda: [
        (
            Derivative(
                gate_f[t, n, m]
                * (gate_f[t - 1, n, m] * c[t - 2, n, m] + gate_i[t - 1, n, m] * candidate[t - 1, n, m])
                + gate_i[t, n, m] * candidate[t, n, m],
                c[t - 2, i, j],
            ),
            gate_f[t, n, m] * gate_f[t - 1, n, m] * KroneckerDelta(n, i) * KroneckerDelta(m, j),
        )
    ],
)

# %% tags=["setup"]
z = tensor("z", N, H, says=Text("입력 게이트에 들어가는 나머지 값", "the rest of what enters the input gate"))
peephole = tensor("p", H, says=Text("엿보기 연결의 가중치", "weights of the peephole connections"))

# %%
LECTURE.exercise(
    Text(
        r"게이트가 앞 셀도 보는 변형이 있다(엿보기 연결, peephole connection). 입력 게이트에 들어가는 값에 $p_m c^{(t-1)}_{n,m}$을 더하자. 셀 $c^{(t-1)}$로 가는 그래디언트는 어떻게 "
        r"바뀌는가?",
        r"In a variant the gates see the previous cell as well (peephole connections). Add $p_m c^{(t-1)}_{n,m}$ to what enters the input gate. How does the gradient handed to the cell "
        r"$c^{(t-1)}$ change?",
    ),
    Text(
        r"""경로가 하나 더 생긴다. 앞 셀이 입력 게이트를 거쳐 새 셀에 들어가는 경로다. $z$는 입력 게이트에 들어가는 나머지 값이다.

<1>

둘째 항에는 시그모이드의 기울기가 곱해진다. 첫째 항은 그대로다.""",
        r"""There is one way more, by which the previous cell reaches the new one through the input gate. Let $z$ be the rest of what enters it.

<1>

The second term has the slope of the sigmoid; the first is unchanged.""",
    ),
    lambda: [
        (
            Derivative(
                total(
                    dc[t, n, m]
                    * (
                        gate_f[t, n, m] * c[t - 1, n, m]
                        + sigmoid(z[n, m] + peephole[m] * c[t - 1, n, m]) * candidate[t, n, m]
                    ),
                    (n, N),
                    (m, H),
                ),
                c[t - 1, i, j],
            ),
            dc[t, i, j] * gate_f[t, i, j]
            + dc[t, i, j]
            * candidate[t, i, j]
            * peephole[j]
            * sigmoid(z[i, j] + peephole[j] * c[t - 1, i, j])
            * (1 - sigmoid(z[i, j] + peephole[j] * c[t - 1, i, j])),
        )
    ],
)

# %%
LECTURE.exercise(
    Text(
        r"입력 게이트를 따로 두지 않고 $1 - \mathrm{forget}$을 쓰면 GRU에 가까워진다. 이때 망각 게이트에 대한 그래디언트를 구하라.",
        r"Without an input gate, with $1 - \mathrm{forget}$ in its place, an LSTM comes close to a GRU. Find the gradient with respect to the forget gate.",
    ),
    Text(
        r"""망각 게이트가 두 곳에 쓰이고, 둘째 곳에는 빼기로 들어간다.

<1>

앞 셀과 후보가 같으면 0이다. 둘을 섞는 비율을 바꾸어도 결과가 같기 때문이다.""",
        r"""The forget gate is used twice, the second time with a minus.

<1>

It is 0 where the previous cell and the candidate are equal: then the share of each makes no difference.""",
    ),
    lambda: [
        (
            Derivative(
                total(
                    dc[t, n, m]
                    * (gate_f[t, n, m] * c[t - 1, n, m] + (1 - gate_f[t, n, m]) * candidate[t, n, m]),
                    (n, N),
                    (m, H),
                ),
                gate_f[t, i, j],
            ),
            dc[t, i, j] * (c[t - 1, i, j] - candidate[t, i, j]),
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dprev_c", (1, 0, 0)), ("dWx", (0, 3, 0)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. LSTM은 단계마다 은닉 상태와 셀을 넘기고, 역전파에서는 `dprev_h`와 `dprev_c`가 나란히 거슬러 온다.
# 2. 은닉 상태에는 `dh[:, t] + dprev_h`가 오고, 셀에는 `dprev_c`와 은닉 상태를 거쳐 온 것의 합이 온다.
# 3. 셀을 따라가는 그래디언트에는 망각 게이트만 곱해진다. 그래서 먼 단계까지 남는다.
# 4. 가중치의 그래디언트는 모든 단계에 대한 합이다. `dWh`에는 앞 단계의 은닉 상태가 곱해진다.
# 5. 결과는 귀납법으로 모든 $T$에 대해 증명했다.
#
# **더 읽을거리**
#
# - S. Hochreiter, J. Schmidhuber, [Long short-term memory](https://doi.org/10.1162/neco.1997.9.8.1735), Neural Computation 9(8), 1997
# - F. A. Gers, J. Schmidhuber, F. Cummins, [Learning to forget: continual prediction with LSTM](https://doi.org/10.1162/089976600300015015), Neural Computation 12(10), 2000
# - [CS231n 강의 노트: 순환 신경망](https://cs231n.github.io/rnn/)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. An LSTM hands a hidden state and a cell from step to step; in the backward pass `dprev_h` and `dprev_c` come back side by side.
# 2. `dh[:, t] + dprev_h` arrives at the hidden state; at the cell, `dprev_c` and what comes through the hidden state add.
# 3. Along the cell the gradient is multiplied by forget gates alone, so it reaches steps far away.
# 4. Gradients of the weights are sums over all steps. The factor in `dWh` is the hidden state of the step before.
# 5. The results are proven for every $T$, by induction.
#
# **Further reading**
#
# - S. Hochreiter, J. Schmidhuber, [Long short-term memory](https://doi.org/10.1162/neco.1997.9.8.1735), Neural Computation 9(8), 1997
# - F. A. Gers, J. Schmidhuber, F. Cummins, [Learning to forget: continual prediction with LSTM](https://doi.org/10.1162/089976600300015015), Neural Computation 12(10), 2000
# - [CS231n notes: recurrent neural networks](https://cs231n.github.io/rnn/)
