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
# # LSTM의 한 단계(LSTM step) {#lstm_step}
#
# [RNN의 한 단계](rnn_step.md)를 거슬러 오를 때마다 그래디언트에는 tanh의 기울기와 가중치 행렬이 곱해진다. 단계를 거듭하면 그래디언트가
# 사라지거나 폭발하는 까닭이었다. LSTM(long short-term memory)은 그런 곱셈이 없는 경로를 하나 더 낸다. 은닉 상태 말고도 셀(cell)이라는
# 기억을 두고, 한 단계에서 다음 단계로 **더하기**만으로 넘긴다.
#
# 무엇을 잊고 무엇을 새로 적고 무엇을 내보낼지는 게이트(gate)가 정한다. 게이트는 0과 1 사이의 수이고, 그것도 입력과 은닉 상태에서 배운다.
#
# 식이 길어 보이지만 새로운 것은 곱셈뿐이다. 이 페이지에서는 두 가지를 묻는다. 셀을 지나는 그래디언트에는 무엇이 곱해지는가? 위에서 내려오는
# 그래디언트가 둘일 때 역전파(backward pass)는 어디에서 둘을 더하는가?

# %% [markdown] lang="en"
# # A step of an LSTM (LSTM step) {#lstm_step}
#
# With every step back through a [recurrent net](rnn_step.md), the slope of tanh and the weight matrix are multiplied into the gradient. That
# is why gradients vanish or explode over many steps. An LSTM (long short-term memory) opens a second way without these factors. Beside the
# hidden state it has a memory, the cell, that goes from one step to the next by **addition**.
#
# Gates decide what is forgotten, what is written and what is shown. A gate is a number between 0 and 1, and it is learned from the input and
# the hidden state as well.
#
# The formulas look long, but the only thing that is new are products. This page asks two things. What is multiplied into the gradient that
# goes through the cell? And with two gradients coming from above, where does the backward pass add them?

# %% tags=["setup"]
from sympy import Derivative, Rational, Symbol, hadamard_product, log, tanh

from yudo.derivations.calculus import (
    Definition,
    Layer,
    Lecture,
    Part,
    Text,
    elementwise,
    indices,
    ones,
    rules,
    sigmoid,
    sizes,
    tensor,
    total,
)

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 배열 | 모양(shape) | 뜻 |
# | --- | --- | --- |
# | `x` | (N, D) | 이 단계의 입력 |
# | `prev_h`, `prev_c` | (N, H) | 앞 단계에서 넘어온 은닉 상태와 셀 |
# | `Wx` | (D, 4H) | 입력에 곱하는 가중치. 게이트마다 H열씩 |
# | `Wh` | (H, 4H) | 앞 은닉 상태에 곱하는 가중치 |
# | `b` | (4H,) | 편향 |
# | `next_h`, `next_c` | (N, H) | 출력. 새 은닉 상태와 새 셀 |
# | `dnext_h`, `dnext_c` | (N, H) | 두 출력에 대한 업스트림 그래디언트(upstream gradient) |
#
# 코드에서는 네 게이트의 가중치가 옆으로 붙어 있다. 순서는 입력 게이트(i), 망각 게이트(f), 출력 게이트(o), 후보(g)다. 식에서는 떼어 놓고
# `Wxi`, `Wxf`, `Wxo`, `Wxg`처럼 쓴다. `Wxi`는 `Wx[:, :H]`이고 `Wxf`는 `Wx[:, H:2*H]`이다. 첨자 $n$은 표본을, $d$는 입력의 특성을, $k$는 앞
# 단계의 은닉 유닛을, $m$은 새 은닉 유닛을 가리킨다. 모두 0부터 센다. 그래디언트는 편미분(partial derivative)을 모은 배열이다.
#
# **관례.** 게이트의 순서는 CS231n을 따른다. PyTorch의 순서는 i, f, g, o이다. 세 게이트에는 시그모이드를, 후보에는 tanh를 쓴다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, D) | input of this step |
# | `prev_h`, `prev_c` | (N, H) | hidden state and cell that the step before has left |
# | `Wx` | (D, 4H) | weights of the input: H columns for each gate |
# | `Wh` | (H, 4H) | weights of the previous hidden state |
# | `b` | (4H,) | biases |
# | `next_h`, `next_c` | (N, H) | outputs: the new hidden state and the new cell |
# | `dnext_h`, `dnext_c` | (N, H) | upstream gradients of both outputs |
#
# In the code the weights of the four gates lie side by side: input gate (i), forget gate (f), output gate (o) and candidate (g), in this
# order. The formulas take them apart and write `Wxi`, `Wxf`, `Wxo`, `Wxg`; `Wxi` is `Wx[:, :H]`, and `Wxf` is `Wx[:, H:2*H]`. The index $n$
# stands for samples, $d$ for features of the input, $k$ for hidden units of the step before and $m$ for new hidden units. All start at 0. A gradient is the array of partial derivatives.
#
# **Conventions.** The order of the gates is that of CS231n; in PyTorch it is i, f, g, o. The three gates use a sigmoid, the candidate tanh.

# %%
N, D, H = sizes("N D H")
n, d, k, m, i, j = indices("n d k m i j")
GATES = "ifog"
OF_GATE = {
    "i": Text("입력 게이트", "input gate"),
    "f": Text("망각 게이트", "forget gate"),
    "o": Text("출력 게이트", "output gate"),
    "g": Text("후보", "candidate"),
}


def by_gate(name, *axes, ko, en):
    """One tensor for each gate, the letter of the gate last in its name."""
    return {
        gate: tensor(f"{name}{gate}", *axes, says=Text(ko.format(of.ko), en.format(of.en)))
        for gate, of in OF_GATE.items()
    }


x = tensor("x", N, D)
prev_h = tensor("prev_h", N, H, says=Text("앞 단계의 은닉 상태", "hidden state of the step before"))
prev_c = tensor("prev_c", N, H, says=Text("앞 단계의 셀", "cell of the step before"))
Wx = by_gate("Wx", D, H, ko="{}에서 입력에 곱하는 가중치", en="weights of the input, for the {}")
Wh = by_gate(
    "Wh", H, H, ko="{}에서 앞 은닉 상태에 곱하는 가중치", en="weights of the hidden state, for the {}"
)
b = by_gate("b", H, ko="{}의 편향", en="biases, for the {}")
next_h = tensor("next_h", N, H, says=Text("새 은닉 상태", "new hidden state"))
next_c = tensor("next_c", N, H, says=Text("새 셀", "new cell"))
dnext_h = tensor(
    "dnext_h",
    N,
    H,
    says=Text(
        "새 은닉 상태에 대한 업스트림 그래디언트", "upstream gradient with respect to the new hidden state"
    ),
)
dnext_c = tensor(
    "dnext_c",
    N,
    H,
    says=Text("새 셀에 대한 업스트림 그래디언트", "upstream gradient with respect to the new cell"),
)

LAYER = Layer(
    stem="lstm_step",
    title=Text("LSTM의 한 단계", "LSTM step"),
    summary=Text(
        "게이트로 셀에 남길 것과 새로 적을 것을 정하고 은닉 상태를 만든다.",
        "Gates decide what the cell keeps and takes in; the hidden state is made of it.",
    ),
    inputs=(x, prev_h, prev_c, *Wx.values(), *Wh.values(), *b.values()),
    upstream=dnext_h,
    after=("rnn_step",),
    part=Part.SEQUENCES,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 길. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}
#
# 게이트마다 가중합을 구하고 활성화 함수를 씌운다. 망각 게이트가 앞 셀에서 남길 비율을, 입력 게이트가 후보에서 더할 비율을 정한다.

# %% [markdown] lang="en"
# ### Output {#output}
#
# Take the weighted sums of each gate and apply its activation. The forget gate says which share of the previous cell stays, the input gate
# which share of the candidate is added.

# %%
a = by_gate("a", N, H, ko="활성화 함수에 들어가기 전의 {}", en="values before the activation, of the {}")
gate_i, gate_f, gate_o, candidate = (
    tensor(name, N, H, says=of)
    for name, of in zip(("input", "forget", "output", "candidate"), OF_GATE.values(), strict=True)
)

GATED = (
    *(
        Definition(
            a[gate][n, m],
            total(x[n, d] * Wx[gate][d, m], (d, D))
            + total(prev_h[n, k] * Wh[gate][k, m], (k, H))
            + b[gate][m],
        )
        for gate in GATES
    ),
    Definition(gate_i[n, m], sigmoid(a["i"][n, m])),
    Definition(gate_f[n, m], sigmoid(a["f"][n, m])),
    Definition(gate_o[n, m], sigmoid(a["o"][n, m])),
    Definition(candidate[n, m], tanh(a["g"][n, m])),
)

LAYER.result(
    "next_c",
    Text("새 셀", "New cell"),
    next_c[n, m],
    gate_f[n, m] * prev_c[n, m] + gate_i[n, m] * candidate[n, m],
    indices=((n, N), (m, H)),
    definitions=GATED,
).in_matrices(
    hadamard_product(gate_f.matrix, prev_c.matrix) + hadamard_product(gate_i.matrix, candidate.matrix),
    (gate_f, prev_c, gate_i, candidate),
)

# %%
AT_CELL = Definition(next_c[n, m], gate_f[n, m] * prev_c[n, m] + gate_i[n, m] * candidate[n, m])

LAYER.result(
    "next_h",
    Text("새 은닉 상태", "New hidden state"),
    next_h[n, m],
    gate_o[n, m] * tanh(next_c[n, m]),
    indices=((n, N), (m, H)),
    definitions=(*GATED, AT_CELL),
).in_matrices(hadamard_product(gate_o.matrix, elementwise(tanh, next_c.matrix)), (gate_o, next_c))

# %% [markdown] lang="ko"
# 망각 게이트가 1이고 입력 게이트가 0이면 셀은 그대로 넘어간다. 그래서 망각 게이트의 편향을 1로 시작하는 일이 많다. 처음에는 되도록 기억하게
# 하려는 것이다.
#
# ## 셀에 대한 그래디언트 {#cell}
#
# 새 셀에서 손실로 가는 경로는 둘이다. 하나는 다음 단계의 셀로 곧장 가고, 그 그래디언트가 `dnext_c`다. 다른 하나는 새 은닉 상태를 거친다. 두 경로의 기여를
# **더한** 것을 `dc`라고 부르자.
#
# $$
# \mathrm{dc}_{n,m} = \mathrm{dnext\_c}_{n,m} + \mathrm{dnext\_h}_{n,m}\,\mathrm{output}_{n,m} \left(1 - \tanh^2 \mathrm{next\_c}_{n,m}\right)
# $$
#
# 이것이 위에서 물은 둘째 물음의 답이다. 여기서부터 세 방향으로 갈라진다. 곱의 한쪽으로 미분하면 다른 쪽이 남으므로, `dc`에 망각 게이트를 곱하면 앞
# 셀의 그래디언트이고, 앞 셀을 곱하면 망각 게이트의 그래디언트다. 입력 게이트와 후보도 마찬가지로 서로를 곱한다.

# %% [markdown] lang="en"
# With the forget gate at 1 and the input gate at 0 the cell is passed on unchanged. The bias of the forget gate is often 1 at the start, so that
# the net remembers at first.
#
# ## Gradient with respect to the cell {#cell}
#
# Two ways lead from the new cell to the loss. One goes straight to the cell of the next step; its gradient is `dnext_c`. The other goes through
# the new hidden state. Call the **sum** of both contributions `dc`:
#
# $$
# \mathrm{dc}_{n,m} = \mathrm{dnext\_c}_{n,m} + \mathrm{dnext\_h}_{n,m}\,\mathrm{output}_{n,m} \left(1 - \tanh^2 \mathrm{next\_c}_{n,m}\right)
# $$
#
# This answers the second question. From here the way forks. The derivative of a product with respect to one factor is the other one: `dc` times the
# forget gate is the gradient of the previous cell, `dc` times the previous cell that of the forget gate. Input gate and candidate take each other.

# %%
L = Symbol("L", real=True)
dc = tensor(
    "dc",
    N,
    H,
    says=Text("새 셀에 대한 손실의 그래디언트", "gradient of the loss with respect to the new cell"),
)
da = by_gate(
    "da",
    N,
    H,
    ko="활성화 함수에 들어가기 전의 {}에 대한 손실의 그래디언트",
    en="gradient of the loss with respect to the values before the activation, of the {}",
)
BACKWARD = (
    Definition(dc[n, m], dnext_c[n, m] + dnext_h[n, m] * gate_o[n, m] * (1 - tanh(next_c[n, m]) ** 2)),
    Definition(da["i"][n, m], dc[n, m] * candidate[n, m] * gate_i[n, m] * (1 - gate_i[n, m])),
    Definition(da["f"][n, m], dc[n, m] * prev_c[n, m] * gate_f[n, m] * (1 - gate_f[n, m])),
    Definition(da["o"][n, m], dnext_h[n, m] * tanh(next_c[n, m]) * gate_o[n, m] * (1 - gate_o[n, m])),
    Definition(da["g"][n, m], dc[n, m] * gate_i[n, m] * (1 - candidate[n, m] ** 2)),
)
objective = total(
    dnext_h[n, m] * gate_o[n, m] * tanh(next_c[n, m]) + dnext_c[n, m] * next_c[n, m], (n, N), (m, H)
)


def gradient_of(name, title, entry, *indices):
    """Open the gradient with respect to an entry."""
    return LAYER.result(
        name,
        title,
        Derivative(L, entry),
        Derivative(objective, entry),
        indices,
        definitions=(*GATED, AT_CELL, *BACKWARD),
    )


gradient_of(
    "dprev_c",
    Text("앞 셀에 대한 그래디언트", "Gradient with respect to the previous cell"),
    prev_c[i, j],
    (i, N),
    (j, H),
).by(rules.CHAIN_RULE, dc[i, j] * gate_f[i, j]).in_matrices(
    hadamard_product(dc.matrix, gate_f.matrix), (dc, gate_f)
)

# %% [markdown] lang="ko"
# 첫째 물음의 답이 나왔다. 셀을 거슬러 올라갈 때 곱해지는 것은 망각 게이트 **하나**뿐이다. 가중치 행렬도 tanh의 기울기도 없다. 망각 게이트가 1에
# 가까우면 그래디언트는 수백 단계를 거쳐도 거의 그대로 남는다.
#
# ## 게이트를 거쳐서 {#gates}
#
# 시그모이드의 기울기는 $s(1-s)$이고 tanh의 기울기는 $1-t^2$이다. 이것까지 곱하면 활성화 함수에 들어가기 전의 값 $a$에 대한 그래디언트 넷이 나온다.
#
# $$
# \begin{aligned}
# \mathrm{dai} &= \mathrm{dc} \circ \mathrm{candidate} \circ \mathrm{input} \circ (1 - \mathrm{input}) \\
# \mathrm{daf} &= \mathrm{dc} \circ \mathrm{prev\_c} \circ \mathrm{forget} \circ (1 - \mathrm{forget}) \\
# \mathrm{dao} &= \mathrm{dnext\_h} \circ \tanh(\mathrm{next\_c}) \circ \mathrm{output} \circ (1 - \mathrm{output}) \\
# \mathrm{dag} &= \mathrm{dc} \circ \mathrm{input} \circ (1 - \mathrm{candidate}^2)
# \end{aligned}
# $$
#
# 코드는 이 넷을 옆으로 붙여 (N, 4H) 배열 `da`를 만든다. 나머지는 [완전연결층](affine.md)과 같다. 출력 게이트는 셀에 영향을 주지 않으므로 `dc`가 아니라
# `dnext_h`만 받는다는 점에 주의하자.

# %% [markdown] lang="en"
# This answers the first question. On the way back along the cell the forget gate **alone** is multiplied in: no weight matrix, no slope of tanh. With
# forget gates close to 1 the gradient survives hundreds of steps almost unchanged.
#
# ## Through the gates {#gates}
#
# The slope of the sigmoid is $s(1-s)$, that of tanh $1-t^2$. With these factors there are four gradients with respect to the values $a$ before the
# activations:
#
# $$
# \begin{aligned}
# \mathrm{dai} &= \mathrm{dc} \circ \mathrm{candidate} \circ \mathrm{input} \circ (1 - \mathrm{input}) \\
# \mathrm{daf} &= \mathrm{dc} \circ \mathrm{prev\_c} \circ \mathrm{forget} \circ (1 - \mathrm{forget}) \\
# \mathrm{dao} &= \mathrm{dnext\_h} \circ \tanh(\mathrm{next\_c}) \circ \mathrm{output} \circ (1 - \mathrm{output}) \\
# \mathrm{dag} &= \mathrm{dc} \circ \mathrm{input} \circ (1 - \mathrm{candidate}^2)
# \end{aligned}
# $$
#
# The code puts them side by side into an array `da` of shape (N, 4H). The rest is as in the [affine layer](affine.md). Note that the output gate has no
# effect on the cell: it receives `dnext_h` alone and not `dc`.

# %% [markdown] lang="ko"
# ## 입력과 앞 은닉 상태 {#inputs}
#
# 입력과 앞 은닉 상태는 네 게이트에 모두 들어간다. 그래서 네 길의 기여를 더한다.

# %% [markdown] lang="en"
# ## Input and previous hidden state {#inputs}
#
# The input and the previous hidden state enter all four gates. So four contributions are added.


# %%
def through(gates, entry):
    """The paths through the sums of these gates."""
    paths = (total(da[gate][n, m] * Derivative(a[gate][n, m], entry), (n, N), (m, H)) for gate in gates)
    return sum(paths)


gradient_of(
    "dx", Text("입력에 대한 그래디언트", "Gradient with respect to the input"), x[i, j], (i, N), (j, D)
).by(rules.CHAIN_RULE, through(GATES, x[i, j])).by(
    rules.DELTA_PICKS, sum(total(da[gate][i, m] * Wx[gate][j, m], (m, H)) for gate in GATES)
).in_matrices(
    da["i"].matrix * Wx["i"].matrix.T
    + da["f"].matrix * Wx["f"].matrix.T
    + da["o"].matrix * Wx["o"].matrix.T
    + da["g"].matrix * Wx["g"].matrix.T,
    (*da.values(), *Wx.values()),
)

# %%
gradient_of(
    "dprev_h",
    Text("앞 은닉 상태에 대한 그래디언트", "Gradient with respect to the previous hidden state"),
    prev_h[i, j],
    (i, N),
    (j, H),
).by(rules.CHAIN_RULE, through(GATES, prev_h[i, j])).by(
    rules.DELTA_PICKS, sum(total(da[gate][i, m] * Wh[gate][j, m], (m, H)) for gate in GATES)
).in_matrices(
    da["i"].matrix * Wh["i"].matrix.T
    + da["f"].matrix * Wh["f"].matrix.T
    + da["o"].matrix * Wh["o"].matrix.T
    + da["g"].matrix * Wh["g"].matrix.T,
    (*da.values(), *Wh.values()),
)

# %% [markdown] lang="ko"
# 게이트의 가중치를 붙여 놓은 배열로 쓰면 이 합은 행렬곱 하나가 된다. `dx = da @ Wx.T`, `dprev_h = da @ Wh.T`. 4H인 축을 따라 더하는 것이 네 항을 더하는
# 것이다.
#
# ## 가중치와 편향 {#parameters}
#
# 게이트마다 자기 가중치를 가지므로 경로는 하나씩이고, 표본에 대한 합이 남는다. 네 게이트의 식은 글자만 다르다.

# %% [markdown] lang="en"
# With the weights of all gates in one array this sum is a single product: `dx = da @ Wx.T`, `dprev_h = da @ Wh.T`. Summing along the axis of length 4H
# is adding the four terms.
#
# ## Weights and biases {#parameters}
#
# Each gate has weights of its own, so there is one way for each, and a sum over the samples is left. The formulas of the four gates differ in a letter.


# %%
def of_input_weights(gate):
    """The gradient with respect to a gate's weights of the input."""
    of = OF_GATE[gate]
    title = Text(
        f"{of.ko}에서 입력의 가중치에 대한 그래디언트",
        f"Gradient with respect to the input's weights, {of.en}",
    )
    return (
        gradient_of(f"dWx{gate}", title, Wx[gate][i, j], (i, D), (j, H))
        .by(rules.CHAIN_RULE, through(gate, Wx[gate][i, j]))
        .by(rules.DELTA_PICKS, total(x[n, i] * da[gate][n, j], (n, N)))
        .in_matrices(x.matrix.T * da[gate].matrix, (x, da[gate]))
    )


def of_state_weights(gate):
    """The gradient with respect to a gate's weights of the hidden state."""
    of = OF_GATE[gate]
    title = Text(
        f"{of.ko}에서 은닉 상태의 가중치에 대한 그래디언트",
        f"Gradient with respect to the hidden state's weights, {of.en}",
    )
    return (
        gradient_of(f"dWh{gate}", title, Wh[gate][i, j], (i, H), (j, H))
        .by(rules.CHAIN_RULE, through(gate, Wh[gate][i, j]))
        .by(rules.DELTA_PICKS, total(prev_h[n, i] * da[gate][n, j], (n, N)))
        .in_matrices(prev_h.matrix.T * da[gate].matrix, (prev_h, da[gate]))
    )


def of_bias(gate):
    """The gradient with respect to a gate's bias."""
    of = OF_GATE[gate]
    title = Text(f"{of.ko}의 편향에 대한 그래디언트", f"Gradient with respect to the bias, {of.en}")
    return (
        gradient_of(f"db{gate}", title, b[gate][j], (j, H))
        .by(rules.CHAIN_RULE, through(gate, b[gate][j]))
        .by(rules.DELTA_PICKS, total(da[gate][n, j], (n, N)))
        .in_matrices(da[gate].matrix.T * ones(N), (da[gate],))
    )


# %%
of_input_weights("i")

# %%
of_state_weights("i")

# %%
of_bias("i")

# %%
of_input_weights("f")

# %%
of_state_weights("f")

# %%
of_bias("f")

# %%
of_input_weights("o")

# %%
of_state_weights("o")

# %%
of_bias("o")

# %%
of_input_weights("g")

# %%
of_state_weights("g")

# %%
of_bias("g")

# %% [markdown] lang="ko"
# ## 구현 {#implementation}
#
# 코드는 네 게이트의 값을 행렬곱 한 번으로 구한 다음 열을 H개씩 잘라 쓴다. 역전파는 거꾸로, 넷을 이어 붙인 다음 곱한다.

# %% [markdown] lang="en"
# ## Implementation {#implementation}
#
# The code computes the values of all four gates by one product and then cuts it into pieces of H columns. The backward pass goes the other way:
# it joins the four pieces and then multiplies.

# %% [markdown] slot="implementation"
# 코드는 impl/lstm_step.py에 있다. / The code is in impl/lstm_step.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본도 특성도 유닛도 하나뿐이다. $\sigma(\log 3) = 3/4$, $\sigma(0) = 1/2$, $\sigma(\log 4) = 4/5$, $\tanh(\log 2) = 3/5$가 되도록 편향을 골랐고, 새 셀도
# $\log 2$가 되도록 앞 셀을 골랐다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# One sample, one feature, one unit. The biases are chosen so that $\sigma(\log 3) = 3/4$, $\sigma(0) = 1/2$, $\sigma(\log 4) = 4/5$ and
# $\tanh(\log 2) = 3/5$, and the previous cell so that the new cell is $\log 2$ as well.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 1, D: 1, H: 1},
    given={
        x: [[2]],
        prev_h: [[Rational(1, 2)]],
        prev_c: [[2 * log(2) - Rational(9, 10)]],
        Wx["i"]: [[1]],
        Wx["f"]: [[-1]],
        Wx["o"]: [[2]],
        Wx["g"]: [[1]],
        Wh["i"]: [[-4]],
        Wh["f"]: [[4]],
        Wh["o"]: [[-8]],
        Wh["g"]: [[-4]],
        b["i"]: [log(3)],
        b["f"]: [0],
        b["o"]: [log(4)],
        b["g"]: [log(2)],
        dnext_h: [[Rational(125, 4)]],
        dnext_c: [[4]],
    },
    show=[
        (gate_i, (0, 0)),
        ("next_c", (0, 0)),
        ("next_h", (0, 0)),
        (dc, (0, 0)),
        ("dprev_c", (0, 0)),
        (da["i"], (0, 0)),
        ("dWxg", (0, 0)),
        ("dbo", (0,)),
    ],
)

# %% [markdown] lang="ko"
# `dc`는 `dnext_c`의 4와 은닉 상태를 거쳐 온 16을 더한 20이다. 그 가운데 절반이 앞 셀로 간다. 망각 게이트가 1/2이기 때문이다.

# %% [markdown] lang="en"
# `dc` is 20: the 4 of `dnext_c` and 16 that come through the hidden state. Half of it goes to the previous cell, because the forget gate is 1/2.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify lstm_step`으로 확인한다. / Run `yudo verify lstm_step`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **첫 단계.** `prev_h`와 `prev_c`에 영배열을 넣는다. 그러면 망각 게이트의 그래디언트는 모두 0이다. 한 단계만 검사하면서 `prev_c`를 0으로 두면 이 그래디언트에 든
#   실수는 드러나지 않는다.
# - **큰 값.** 가중합이 ±10⁴이어도 게이트는 정확히 0이나 1이 되고 경고도 나지 않는다. 그때 그 게이트로는 그래디언트가 흐르지 않는다.
# - **커지는 셀.** 은닉 상태와 달리 셀에는 상한이 없다. 망각 게이트가 1에 가까우면 단계마다 더해져 커진다.
# - **빈 배치(N = 0).** 출력은 빈 배열이고 가중치의 그래디언트는 영배열이다.
# - **`Wh`의 열이 H의 네 배가 아닐 때.** `ValueError`를 낸다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **The first step.** `prev_h` and `prev_c` are arrays of zeros, and then all gradients of the forget gate are 0. A check of a single step with `prev_c`
#   at 0 shows no mistake in these.
# - **Large values.** For weighted sums of ±10⁴ the gates are exactly 0 or 1, without a warning. No gradient flows through such a gate.
# - **A growing cell.** Unlike the hidden state, the cell has no bound. With forget gates close to 1 it may grow with every step.
# - **An empty batch (N = 0).** The outputs are empty; the gradients of the weights are zeros.
# - **A `Wh` whose columns are not four times H** raises a `ValueError`.

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
    "cell-forgotten",
    "dprev_c",
    Text("`dc`에 `dnext_c`를 더하지 않는다", "`dnext_c` is not added in `dc`"),
    wrong=dnext_h[i, j] * gate_o[i, j] * (1 - tanh(next_c[i, j]) ** 2) * gate_f[i, j],
    symptom=Text(
        "셀을 따라 오는 그래디언트가 끊긴다. 마지막 단계에서는 `dnext_c`가 0이므로 옳다.",
        "The gradient that comes along the cell is cut off. At the last step, where `dnext_c` is 0, all is right.",
    ),
)

# %%
LECTURE.mistake(
    "output-gate-forgotten",
    "dprev_c",
    Text(
        "은닉 상태에서 셀로 갈 때 출력 게이트를 곱하지 않는다",
        "The output gate is missing on the way from the hidden state to the cell",
    ),
    wrong=(dnext_c[i, j] + dnext_h[i, j] * (1 - tanh(next_c[i, j]) ** 2)) * gate_f[i, j],
    symptom=Text(
        "출력 게이트를 뺀 모든 게이트의 그래디언트가 너무 크다.",
        "The gradients of all gates but the output gate are too large.",
    ),
)

# %%
LECTURE.mistake(
    "slope-of-cell-forgotten",
    "dprev_c",
    Text("셀에 씌운 tanh의 기울기를 빠뜨린다", "The slope of the tanh of the cell is forgotten"),
    wrong=(dnext_c[i, j] + dnext_h[i, j] * gate_o[i, j]) * gate_f[i, j],
    symptom=Text(
        "셀의 값이 0에 가까울 때만 맞는다.",
        "It is right only while the cell is close to 0.",
    ),
)

# %%
LECTURE.mistake(
    "slope-of-sigmoid",
    "dbg",
    Text(
        "후보에도 시그모이드의 기울기 $s(1-s)$를 곱한다",
        "The candidate, too, gets the slope $s(1-s)$ of a sigmoid",
    ),
    wrong=total(dc[n, j] * gate_i[n, j] * candidate[n, j] * (1 - candidate[n, j]), (n, N)),
    symptom=Text(
        "후보의 가중치와 편향만 틀린다. 네 게이트를 한꺼번에 처리하는 코드에서 자주 나온다.",
        "Only weights and biases of the candidate are wrong. It is common in code that treats all four gates alike.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# - **게이트의 순서가 어긋난다.** 순전파는 i, f, o, g로 자르고 역전파는 i, f, g, o로 붙이는 경우다. 모양은 맞고 값만 틀린다.
# - **`dprev_c`에 `dnext_c`를 한 번 더 더한다.** `dc`에 이미 들어 있다.
# - **`next_c`를 제자리에서 고친다.** `prev_c *= f`로 쓰면 역전파에 필요한 앞 셀이 사라진다.

# %% [markdown] lang="en"
# Others do not show as a difference of formulas.
#
# - **Gates in another order.** The forward pass cuts into i, f, o, g and the backward pass joins i, f, g, o. The shape fits, the values do not.
# - **`dnext_c` added once more to `dprev_c`.** It is in `dc` already.
# - **The cell changed in place.** With `prev_c *= f` the previous cell, which the backward pass needs, is gone.

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
        r"게이트를 상수로 보고 $\mathrm{next\_c}_{n,m}$을 $\mathrm{prev\_c}_{n,m}$으로 미분하라. $T$단계를 거슬러 오르면 무엇이 곱해지는가?",
        r"With the gates held constant, differentiate $\mathrm{next\_c}_{n,m}$ with respect to $\mathrm{prev\_c}_{n,m}$. What is multiplied in on the way "
        r"back through $T$ steps?",
    ),
    Text(
        r"""곱의 한쪽만 남는다.

<1>

$T$단계라면 망각 게이트 $T$개의 곱이다. 0.99를 100번 곱해도 0.37이 남는다. RNN에서 기울기 0.5를 100번 곱하면 $10^{-30}$보다 작다.""",
        r"""One factor of the product is left.

<1>

For $T$ steps it is the product of $T$ forget gates. A hundred times 0.99 still leaves 0.37. In an RNN a hundred slopes of 0.5 leave less than $10^{-30}$.""",
    ),
    lambda: [
        (
            Derivative(gate_f[n, m] * prev_c[n, m] + gate_i[n, m] * candidate[n, m], prev_c[n, m]),
            gate_f[n, m],
        )
    ],
)

# %%
coupled = sigmoid(a["f"][n, m]) * prev_c[n, m] + (1 - sigmoid(a["f"][n, m])) * candidate[n, m]

LECTURE.exercise(
    Text(
        r"입력 게이트를 따로 두지 않고 $\mathrm{input} = 1 - \mathrm{forget}$으로 정하자. 새 셀을 $\mathrm{af}_{n,m}$으로 미분하라.",
        r"Do without an input gate and let $\mathrm{input} = 1 - \mathrm{forget}$. Differentiate the new cell with respect to $\mathrm{af}_{n,m}$.",
    ),
    Text(
        r"""망각 게이트가 두 항에 모두 들어 있고, 둘째 항에서는 부호가 반대다.

<1>

앞 셀과 후보가 같으면 게이트를 어떻게 바꾸어도 새 셀은 그대로다. GRU가 이런 게이트를 쓴다.""",
        r"""The forget gate is in both terms, with opposite signs.

<1>

If the previous cell equals the candidate, the new cell stays the same whatever the gate does. The GRU uses such a gate.""",
    ),
    lambda: [
        (
            Derivative(coupled, a["f"][n, m]),
            (prev_c[n, m] - candidate[n, m]) * sigmoid(a["f"][n, m]) * (1 - sigmoid(a["f"][n, m])),
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dprev_c", (0, 0)), ("dbi", (0,)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 새 셀은 앞 셀과 후보를 게이트로 섞은 것이다. `next_c = f * prev_c + i * g`, `next_h = o * np.tanh(next_c)`.
# 2. 셀에는 그래디언트가 두 경로로 온다. `dc = dnext_c + dnext_h * o * (1 - np.tanh(next_c)**2)`.
# 3. 셀을 거슬러 오를 때 곱해지는 것은 망각 게이트뿐이다. `dprev_c = dc * f`.
# 4. 게이트 넷의 그래디언트를 이어 붙인 `da`부터는 완전연결층과 같다. `dx = da @ Wx.T`, `dWx = x.T @ da`, `db = da.sum(axis=0)`.
# 5. 검사할 때는 `prev_c`와 `dnext_c`를 0이 아닌 값으로 둔다.
#
# **더 읽을거리**
#
# - S. Hochreiter, J. Schmidhuber, [Long short-term memory](https://doi.org/10.1162/neco.1997.9.8.1735), *Neural Computation* 9, 1997
# - [CS231n 강의 노트: 순환 신경망](https://cs231n.github.io/rnn/)
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, 10.10절

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The new cell mixes the previous cell and the candidate: `next_c = f * prev_c + i * g`, `next_h = o * np.tanh(next_c)`.
# 2. Gradients reach the cell on two ways: `dc = dnext_c + dnext_h * o * (1 - np.tanh(next_c)**2)`.
# 3. On the way back along the cell only the forget gate is multiplied in: `dprev_c = dc * f`.
# 4. From `da` on, which joins the gradients of the four gates, it is an affine layer: `dx = da @ Wx.T`, `dWx = x.T @ da`, `db = da.sum(axis=0)`.
# 5. Check with a `prev_c` and a `dnext_c` that are not 0.
#
# **Further reading**
#
# - S. Hochreiter, J. Schmidhuber, [Long short-term memory](https://doi.org/10.1162/neco.1997.9.8.1735), *Neural Computation* 9, 1997
# - [CS231n notes: recurrent neural networks](https://cs231n.github.io/rnn/)
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, section 10.10
