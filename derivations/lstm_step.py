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
from sympy import Derivative, Integer, KroneckerDelta, Rational, Symbol, hadamard_product, log, tanh

from yudo.derivations.calculus import (
    Definition,
    Layer,
    Lecture,
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
# | 배열 | 모양(shape) | 뜻 |
# | --- | --- | --- |
# | `x` | (N, D) | 이 단계의 입력 |
# | `prev_h`, `prev_c` | (N, H) | 앞 단계에서 넘어온 은닉 상태와 셀 |
# | `Wx` | (D, 4H) | 입력에 곱하는 가중치. 네 게이트의 것이 H열씩 옆으로 붙어 있다 |
# | `Wh` | (H, 4H) | 앞 은닉 상태에 곱하는 가중치 |
# | `b` | (4H,) | 편향 |
# | `next_h`, `next_c` | (N, H) | 출력. 새 은닉 상태와 새 셀 |
# | `dnext_h`, `dnext_c` | (N, H) | 두 출력에 대한 업스트림 그래디언트(upstream gradient) |
#
# 식에서는 길이 4H인 축을 둘로 나누어 읽는다. 첨자 $q$는 게이트의 번호, $m$은 그 게이트 안에서 은닉 유닛의 번호다. 코드의 `Wx[d, q * H + m]`이
# 식의 $\mathrm{Wx}_{d,q,m}$이다.
#
# | 게이트 | 번호 $q$ | 코드 |
# | --- | --- | --- |
# | 입력(input) | 0 | `i = a[:, :H]` |
# | 망각(forget) | 1 | `f = a[:, H:2*H]` |
# | 출력(output) | 2 | `o = a[:, 2*H:3*H]` |
# | 후보(candidate) | 3 | `g = a[:, 3*H:]` |
#
# 첨자 $n$은 표본을, $d$는 입력의 특성을, $k$는 앞 단계의 은닉 유닛을 가리킨다. 모두 0부터 센다. 그래디언트는 편미분(partial derivative)을 모은 배열이다.
#
# **관례.** 게이트의 순서는 CS231n을 따른다. PyTorch의 순서는 i, f, g, o이다. 세 게이트에는 시그모이드를, 후보에는 tanh를 쓴다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, D) | input of this step |
# | `prev_h`, `prev_c` | (N, H) | hidden state and cell that the step before has left |
# | `Wx` | (D, 4H) | weights of the input: those of the four gates side by side, H columns each |
# | `Wh` | (H, 4H) | weights of the previous hidden state |
# | `b` | (4H,) | biases |
# | `next_h`, `next_c` | (N, H) | outputs: the new hidden state and the new cell |
# | `dnext_h`, `dnext_c` | (N, H) | upstream gradients of both outputs |
#
# The formulas read the axis of length 4H as two: the index $q$ is the number of a gate and $m$ that of a hidden unit within it. `Wx[d, q * H + m]` in
# code is $\mathrm{Wx}_{d,q,m}$ in formulas.
#
# | gate | number $q$ | code |
# | --- | --- | --- |
# | input | 0 | `i = a[:, :H]` |
# | forget | 1 | `f = a[:, H:2*H]` |
# | output | 2 | `o = a[:, 2*H:3*H]` |
# | candidate | 3 | `g = a[:, 3*H:]` |
#
# The index $n$ stands for samples, $d$ for features of the input and $k$ for hidden units of the step before. All start at 0. A gradient is the
# array of partial derivatives.
#
# **Conventions.** The order of the gates is that of CS231n; in PyTorch it is i, f, g, o. The three gates use a sigmoid, the candidate tanh.

# %%
N, D, H = sizes("N D H")
GATES = Integer(4)
n, d, k, q, m, i, j, r = indices("n d k q m i j r")

x = tensor("x", N, D)
prev_h = tensor("prev_h", N, H, says=Text("앞 단계의 은닉 상태", "hidden state of the step before"))
prev_c = tensor("prev_c", N, H, says=Text("앞 단계의 셀", "cell of the step before"))
Wx = tensor("Wx", D, GATES, H, says=Text("입력에 곱하는 가중치", "weights of the input"))
Wh = tensor(
    "Wh", H, GATES, H, says=Text("앞 은닉 상태에 곱하는 가중치", "weights of the previous hidden state")
)
b = tensor("b", GATES, H)
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
    inputs=(x, prev_h, prev_c, Wx, Wh, b),
    upstream=dnext_h,
    uses=("sigmoid", "tanh"),
    after=("rnn",),
    part=Part.SEQUENCES,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

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
a = tensor("a", N, GATES, H, says=Text("활성화 함수에 들어가기 전의 값", "values before the activation"))
gate_i = tensor("input", N, H, says=Text("입력 게이트", "input gate"))
gate_f = tensor("forget", N, H, says=Text("망각 게이트", "forget gate"))
gate_o = tensor("output", N, H, says=Text("출력 게이트", "output gate"))
candidate = tensor("candidate", N, H)

AT_A = Definition(
    a[n, q, m],
    total(x[n, d] * Wx[d, q, m], (d, D)) + total(prev_h[n, k] * Wh[k, q, m], (k, H)) + b[q, m],
)
ACTIVATED = (
    Definition(gate_i[n, m], sigmoid(a[n, 0, m])),
    Definition(gate_f[n, m], sigmoid(a[n, 1, m])),
    Definition(gate_o[n, m], sigmoid(a[n, 2, m])),
    Definition(candidate[n, m], tanh(a[n, 3, m])),
)
GATED = (AT_A, *ACTIVATED)

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
tanh_c = tensor("tanh_c", N, H, says=Text("새 셀에 tanh를 씌운 것", "tanh of the new cell"))
CELL = (
    Definition(next_c[n, m], gate_f[n, m] * prev_c[n, m] + gate_i[n, m] * candidate[n, m]),
    Definition(tanh_c[n, m], tanh(next_c[n, m])),
)

LAYER.result(
    "next_h",
    Text("새 은닉 상태", "New hidden state"),
    next_h[n, m],
    gate_o[n, m] * tanh_c[n, m],
    indices=((n, N), (m, H)),
    definitions=(*GATED, *CELL),
).in_matrices(hadamard_product(gate_o.matrix, tanh_c.matrix), (gate_o, tanh_c))

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
# \mathrm{dc}_{n,m} = \mathrm{dnext\_c}_{n,m} + \mathrm{dnext\_h}_{n,m}\,\mathrm{output}_{n,m} \left(1 - \mathrm{tanh\_c}_{n,m}^2\right)
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
# \mathrm{dc}_{n,m} = \mathrm{dnext\_c}_{n,m} + \mathrm{dnext\_h}_{n,m}\,\mathrm{output}_{n,m} \left(1 - \mathrm{tanh\_c}_{n,m}^2\right)
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
da = tensor(
    "da", N, GATES, H, says=Text("$a$에 대한 손실의 그래디언트", "gradient of the loss with respect to $a$")
)
dai, daf, dao, dag = (
    tensor(
        f"da{letter}",
        N,
        H,
        says=Text(
            f"$a$에 대한 손실의 그래디언트에서 {ko}의 것", f"gradient of the loss with respect to $a$, {en}"
        ),
    )
    for letter, ko, en in (
        ("i", "입력 게이트", "input gate"),
        ("f", "망각 게이트", "forget gate"),
        ("o", "출력 게이트", "output gate"),
        ("g", "후보", "candidate"),
    )
)
AT_DC = Definition(dc[n, m], dnext_c[n, m] + dnext_h[n, m] * gate_o[n, m] * (1 - tanh_c[n, m] ** 2))
BY_GATE = (
    Definition(dai[n, m], dc[n, m] * candidate[n, m] * gate_i[n, m] * (1 - gate_i[n, m])),
    Definition(daf[n, m], dc[n, m] * prev_c[n, m] * gate_f[n, m] * (1 - gate_f[n, m])),
    Definition(dao[n, m], dnext_h[n, m] * tanh_c[n, m] * gate_o[n, m] * (1 - gate_o[n, m])),
    Definition(dag[n, m], dc[n, m] * gate_i[n, m] * (1 - candidate[n, m] ** 2)),
)
BACKWARD = (
    AT_DC,
    *BY_GATE,
    Definition(da[n, r, m], side_by_side(r, [one[n, m] for one in (dai, daf, dao, dag)])),
)
objective = total(dnext_h[n, m] * gate_o[n, m] * tanh_c[n, m] + dnext_c[n, m] * next_c[n, m], (n, N), (m, H))


def gradient_of(name, title, entry, *indices, definitions):
    """Open the gradient with respect to an entry."""
    return LAYER.result(
        name, title, Derivative(L, entry), Derivative(objective, entry), indices, definitions=definitions
    )


def through_a(name, title, entry, *indices):
    """The gradient with respect to an entry that reaches the loss through a alone."""
    return gradient_of(name, title, entry, *indices, definitions=(*GATED, *CELL, *BACKWARD)).by(
        rules.CHAIN_RULE, total(da[n, q, m] * Derivative(a[n, q, m], entry), (n, N), (q, GATES), (m, H))
    )


gradient_of(
    "dprev_c",
    Text("앞 셀에 대한 그래디언트", "Gradient with respect to the previous cell"),
    prev_c[i, j],
    (i, N),
    (j, H),
    definitions=(*GATED, *CELL, AT_DC),
).by(rules.CHAIN_RULE, total(dc[n, m] * Derivative(next_c[n, m], prev_c[i, j]), (n, N), (m, H))).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(dc[n, m] * gate_f[n, m] * KroneckerDelta(n, i) * KroneckerDelta(m, j), (n, N), (m, H)),
).by(rules.DELTA_PICKS, dc[i, j] * gate_f[i, j]).in_matrices(
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
# \mathrm{dao} &= \mathrm{dnext\_h} \circ \mathrm{tanh\_c} \circ \mathrm{output} \circ (1 - \mathrm{output}) \\
# \mathrm{dag} &= \mathrm{dc} \circ \mathrm{input} \circ (1 - \mathrm{candidate}^2)
# \end{aligned}
# $$
#
# 코드는 이 넷을 옆으로 붙여 (N, 4H) 배열 `da`를 만든다. 식에서는 크로네커 델타로 붙인다. $\delta_{q,0}$은 $q = 0$일 때만 1이고 나머지는 0이므로, 아래의
# $\mathrm{da}_{n,q,m}$은 $q$가 0, 1, 2, 3일 때 차례로 dai, daf, dao, dag다.
#
# $$
# \mathrm{da}_{n,q,m} = \delta_{q,0}\,\mathrm{dai}_{n,m} + \delta_{q,1}\,\mathrm{daf}_{n,m} + \delta_{q,2}\,\mathrm{dao}_{n,m} + \delta_{q,3}\,\mathrm{dag}_{n,m}
# $$
#
# 나머지는 [완전연결층](affine.md)과 같다. 출력 게이트는 셀에 영향을 주지 않으므로 `dc`가 아니라 `dnext_h`만 받는다는 점에 주의하자.

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
# \mathrm{dao} &= \mathrm{dnext\_h} \circ \mathrm{tanh\_c} \circ \mathrm{output} \circ (1 - \mathrm{output}) \\
# \mathrm{dag} &= \mathrm{dc} \circ \mathrm{input} \circ (1 - \mathrm{candidate}^2)
# \end{aligned}
# $$
#
# The code puts them side by side into an array `da` of shape (N, 4H). The formulas do so with Kronecker deltas: $\delta_{q,0}$ is 1 for $q = 0$ and 0
# otherwise, so for $q$ = 0, 1, 2, 3 the entry $\mathrm{da}_{n,q,m}$ below is that of dai, daf, dao and dag.
#
# $$
# \mathrm{da}_{n,q,m} = \delta_{q,0}\,\mathrm{dai}_{n,m} + \delta_{q,1}\,\mathrm{daf}_{n,m} + \delta_{q,2}\,\mathrm{dao}_{n,m} + \delta_{q,3}\,\mathrm{dag}_{n,m}
# $$
#
# The rest is as in the [affine layer](affine.md). Note that the output gate has no effect on the cell: it receives `dnext_h` alone and not `dc`.

# %% [markdown] lang="ko"
# ## 입력과 앞 은닉 상태 {#inputs}
#
# 입력과 앞 은닉 상태는 네 게이트에 모두 들어간다. 그래서 네 경로의 기여를 더한다.

# %% [markdown] lang="en"
# ## Input and previous hidden state {#inputs}
#
# The input and the previous hidden state enter all four gates. So four contributions are added.

# %%
through_a(
    "dx", Text("입력에 대한 그래디언트", "Gradient with respect to the input"), x[i, j], (i, N), (j, D)
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(
        da[n, q, m] * Wx[d, q, m] * KroneckerDelta(n, i) * KroneckerDelta(d, j),
        (n, N),
        (q, GATES),
        (m, H),
        (d, D),
    ),
).by(rules.DELTA_PICKS, total(da[i, q, m] * Wx[j, q, m], (q, GATES), (m, H))).in_matrices(
    *product_by_parts(da, Wx)
)

# %%
through_a(
    "dprev_h",
    Text("앞 은닉 상태에 대한 그래디언트", "Gradient with respect to the previous hidden state"),
    prev_h[i, j],
    (i, N),
    (j, H),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(
        da[n, q, m] * Wh[k, q, m] * KroneckerDelta(n, i) * KroneckerDelta(k, j),
        (n, N),
        (q, GATES),
        (m, H),
        (k, H),
    ),
).by(rules.DELTA_PICKS, total(da[i, q, m] * Wh[j, q, m], (q, GATES), (m, H))).in_matrices(
    *product_by_parts(da, Wh)
)

# %% [markdown] lang="ko"
# 네 게이트를 옆으로 붙인 배열로 쓰면 이 합은 행렬곱 하나가 된다. `dx = da @ Wx.T`, `dprev_h = da @ Wh.T`. 길이가 4H인 축을 따라 더하는 것이 $q$와 $m$에
# 대해 더하는 것이다.
#
# ## 가중치와 편향 {#parameters}
#
# 게이트마다 자기 가중치가 있다. $\mathrm{Wx}_{i,r,j}$는 $r$번 게이트의 $j$번 유닛에만 들어가므로 게이트에 대한 합은 사라지고, 표본에 대한 합이 남는다.

# %% [markdown] lang="en"
# With the four gates side by side in one array this sum is a single product: `dx = da @ Wx.T`, `dprev_h = da @ Wh.T`. Summing along the axis of length
# 4H is summing over $q$ and $m$.
#
# ## Weights and biases {#parameters}
#
# Every gate has weights of its own. $\mathrm{Wx}_{i,r,j}$ enters unit $j$ of gate $r$ and nothing else, so the sum over the gates goes, and one over the
# samples is left.

# %%
da_r = da.cut(None, r, None)

through_a(
    "dWx",
    Text("입력의 가중치에 대한 그래디언트", "Gradient with respect to the input's weights"),
    Wx[i, r, j],
    (i, D),
    (r, GATES),
    (j, H),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(
        da[n, q, m] * x[n, d] * KroneckerDelta(d, i) * KroneckerDelta(q, r) * KroneckerDelta(m, j),
        (n, N),
        (q, GATES),
        (m, H),
        (d, D),
    ),
).by(rules.DELTA_PICKS, total(x[n, i] * da[n, r, j], (n, N))).in_matrices(x.matrix.T * da_r.matrix, (x, da_r))

# %%
through_a(
    "dWh",
    Text("은닉 상태의 가중치에 대한 그래디언트", "Gradient with respect to the hidden state's weights"),
    Wh[i, r, j],
    (i, H),
    (r, GATES),
    (j, H),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(
        da[n, q, m] * prev_h[n, k] * KroneckerDelta(k, i) * KroneckerDelta(q, r) * KroneckerDelta(m, j),
        (n, N),
        (q, GATES),
        (m, H),
        (k, H),
    ),
).by(rules.DELTA_PICKS, total(prev_h[n, i] * da[n, r, j], (n, N))).in_matrices(
    prev_h.matrix.T * da_r.matrix, (prev_h, da_r)
)

# %%
through_a(
    "db", Text("편향에 대한 그래디언트", "Gradient with respect to the bias"), b[r, j], (r, GATES), (j, H)
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(da[n, q, m] * KroneckerDelta(q, r) * KroneckerDelta(m, j), (n, N), (q, GATES), (m, H)),
).by(rules.DELTA_PICKS, total(da[n, r, j], (n, N))).in_matrices(da_r.matrix.T * ones(N), (da_r,))

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
        Wx: [[[1], [-1], [2], [1]]],
        Wh: [[[-4], [4], [-8], [-4]]],
        b: [[log(3)], [0], [log(4)], [log(2)]],
        dnext_h: [[Rational(125, 4)]],
        dnext_c: [[4]],
    },
    show=[
        (gate_i, (0, 0)),
        ("next_c", (0, 0)),
        ("next_h", (0, 0)),
        (dc, (0, 0)),
        ("dprev_c", (0, 0)),
        (dai, (0, 0)),
        (dag, (0, 0)),
        ("dWx", (0, 3, 0)),
        ("db", (2, 0)),
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
# - **1에 아주 가까운 게이트.** $1 - s$를 빼서 구하므로 기울기의 유효숫자가 줄고, 1로 반올림된 게이트에서는 0이 된다.
# - **`Wh`의 열이 H의 네 배가 아닐 때.** `ValueError`를 낸다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **The first step.** `prev_h` and `prev_c` are arrays of zeros, and then all gradients of the forget gate are 0. A check of a single step with `prev_c`
#   at 0 shows no mistake in these.
# - **Large values.** For weighted sums of ±10⁴ the gates are exactly 0 or 1, without a warning. No gradient flows through such a gate.
# - **A growing cell.** Unlike the hidden state, the cell has no bound. With forget gates close to 1 it may grow with every step.
# - **An empty batch (N = 0).** The outputs are empty; the gradients of the weights are zeros.
# - **Gates very close to 1.** The slope takes $1 - s$ as a difference, which costs digits, and is 0 where the gate rounds to 1.
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
    "hidden-forgotten",
    "dprev_c",
    Text(
        "`dc = dnext_c`로 쓰고 은닉 상태를 거쳐 오는 경로를 빠뜨린다",
        "`dc = dnext_c`, without the path through the hidden state",
    ),
    wrong=dnext_c[i, j] * gate_f[i, j],
    symptom=Text(
        "마지막 단계에서 `dnext_c`가 0이면 셀로 가는 그래디언트가 모두 0이다. 출력 게이트만 학습한다.",
        "At the last step, where `dnext_c` is 0, no gradient reaches the cell, and only the output gate learns.",
    ),
)

# %%
LECTURE.mistake(
    "cell-forgotten",
    "dprev_c",
    Text("`dc`에 `dnext_c`를 더하지 않는다", "`dnext_c` is not added in `dc`"),
    wrong=dnext_h[i, j] * gate_o[i, j] * (1 - tanh_c[i, j] ** 2) * gate_f[i, j],
    symptom=Text(
        "셀을 따라 오는 그래디언트가 끊긴다. 마지막 단계에서는 `dnext_c`가 0이므로 옳다.",
        "The gradient that comes along the cell is cut off. At the last step, where `dnext_c` is 0, all is right.",
    ),
)

# %%
LECTURE.mistake(
    "slope-of-cell-square",
    "dprev_c",
    Text(
        "tanh의 기울기에서 `np.tanh(next_c)`가 아니라 `next_c`를 제곱한다",
        "The slope of tanh squares `next_c` instead of `np.tanh(next_c)`",
    ),
    wrong=(dnext_c[i, j] + dnext_h[i, j] * gate_o[i, j] * (1 - next_c[i, j] ** 2)) * gate_f[i, j],
    symptom=Text(
        "셀이 0에 가까우면 거의 맞는다. 셀이 1보다 커지면 기울기가 음수가 된다.",
        "For cells close to 0 it is almost right. Where a cell exceeds 1, the slope becomes negative.",
    ),
)

# %%
LECTURE.mistake(
    "forget-forgotten",
    "dprev_c",
    Text("`dprev_c = dc`로 쓰고 망각 게이트를 곱하지 않는다", "`dprev_c = dc`, without the forget gate"),
    wrong=dc[i, j],
    symptom=Text(
        "이미 잊은 것에까지 그래디언트가 흘러간다. 망각 게이트가 1에 가까우면 거의 맞는다.",
        "The gradient flows on to what was forgotten. With forget gates close to 1 it is almost right.",
    ),
)

# %%
LECTURE.mistake(
    "gates-exchanged",
    "db",
    Text(
        "`da`에서 입력 게이트와 망각 게이트의 자리를 바꾼다",
        "Input gate and forget gate are exchanged in `da`",
    ),
    wrong=total(side_by_side(r, [one[n, j] for one in (daf, dai, dao, dag)]), (n, N)),
    symptom=Text(
        "모양이 같아서 오류가 나지 않는다. 출력 게이트와 후보의 기울기는 맞고 두 게이트의 기울기만 서로 바뀐다.",
        "The shapes agree, so nothing complains. The output gate and the candidate are right, the two gates have each other's gradient.",
    ),
)

# %%
LECTURE.mistake(
    "candidate-slope",
    "dWx",
    Text(
        "후보에도 시그모이드의 기울기 $s(1-s)$를 곱한다",
        "The candidate, too, gets the slope $s(1-s)$ of a sigmoid",
    ),
    wrong=total(
        x[n, i]
        * (
            side_by_side(r, [one[n, j] for one in (dai, daf, dao)])
            + KroneckerDelta(r, 3) * dc[n, j] * gate_i[n, j] * candidate[n, j] * (1 - candidate[n, j])
        ),
        (n, N),
    ),
    symptom=Text(
        "`Wx`에서 후보의 열만 틀린다. 네 게이트를 한꺼번에 처리하는 코드에서 자주 나온다.",
        "In `Wx` the columns of the candidate alone are wrong. It is common in code that treats all four gates alike.",
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
AT_OUTPUTS = dnext_h[i, j] * gate_o[i, j] * tanh_c[i, j] + dnext_c[i, j] * next_c[i, j]

LECTURE.exercise(
    Text(
        r"`dai`의 식을 확인하라. 손실의 항 $\mathrm{dnext\_h}_{i,j}\, \mathrm{next\_h}_{i,j} + \mathrm{dnext\_c}_{i,j}\, \mathrm{next\_c}_{i,j}$를 $a_{i,0,j}$로 미분하면 된다. "
        r"출력 게이트의 값 $a_{i,2,j}$로도 미분하라.",
        r"Check the formula of `dai`: differentiate the term $\mathrm{dnext\_h}_{i,j}\, \mathrm{next\_h}_{i,j} + \mathrm{dnext\_c}_{i,j}\, \mathrm{next\_c}_{i,j}$ of the loss "
        r"with respect to $a_{i,0,j}$. Then with respect to $a_{i,2,j}$, of the output gate.",
    ),
    Text(
        r"""$a_{i,0,j}$는 새 셀에만 들어간다. 그래서 `dc`에 새 셀의 미분을 곱한다.

<1>

$a_{i,2,j}$는 새 셀에 들어가지 않고 출력 게이트에만 들어간다.

<2>""",
        r"""$a_{i,0,j}$ enters the new cell and nothing else. So multiply `dc` by the derivative of the new cell.

<1>

$a_{i,2,j}$ does not enter the new cell, only the output gate.

<2>""",
    ),
    lambda: [
        (
            Derivative(AT_OUTPUTS, a[i, 0, j]),
            dc[i, j] * Derivative(next_c[i, j], a[i, 0, j]),
            dc[i, j] * candidate[i, j] * gate_i[i, j] * (1 - gate_i[i, j]),
        ),
        (
            Derivative(AT_OUTPUTS, a[i, 2, j]),
            dnext_h[i, j] * tanh_c[i, j] * gate_o[i, j] * (1 - gate_o[i, j]),
        ),
    ],
    definitions=(*ACTIVATED, *CELL, AT_DC),
)

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
coupled = gate_f[n, m] * prev_c[n, m] + (1 - gate_f[n, m]) * candidate[n, m]

LECTURE.exercise(
    Text(
        r"입력 게이트를 따로 두지 않고 $\mathrm{input} = 1 - \mathrm{forget}$으로 정하자. 새 셀을 망각 게이트의 값 $a_{n,1,m}$으로 미분하라.",
        r"Do without an input gate and let $\mathrm{input} = 1 - \mathrm{forget}$. Differentiate the new cell with respect to $a_{n,1,m}$, of the forget gate.",
    ),
    Text(
        r"""망각 게이트가 두 항에 모두 들어 있고, 둘째 항에서는 부호가 반대다.

<1>

앞 셀과 후보가 같으면 게이트를 어떻게 바꾸어도 새 셀은 그대로다. [GRU](gru_step.md)가 이런 게이트를 쓴다.""",
        r"""The forget gate is in both terms, with opposite signs.

<1>

If the previous cell equals the candidate, the new cell stays the same whatever the gate does. The [GRU](gru_step.md) uses such a gate.""",
    ),
    lambda: [
        (
            Derivative(coupled, a[n, 1, m]),
            (prev_c[n, m] - candidate[n, m]) * gate_f[n, m] * (1 - gate_f[n, m]),
        )
    ],
    definitions=ACTIVATED,
)

# %% tags=["setup"]
LECTURE.drill(("dprev_c", (0, 0)), ("db", (0, 0)))

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
