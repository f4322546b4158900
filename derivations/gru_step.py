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
# # GRU의 한 단계(GRU step) {#gru_step}
#
# [LSTM](lstm_step.md)은 은닉 상태 말고도 셀이라는 기억을 하나 더 둔다. GRU(gated recurrent unit)는 셀을 따로 두지 않고 은닉 상태 하나로
# 같은 일을 한다. 새 은닉 상태의 후보를 만든 다음, 앞 은닉 상태에서 후보 쪽으로 **얼마만큼** 옮겨 간다. 그 비율을 게이트가 정한다.
#
# 게이트가 하나 더 있다. 후보를 만들 때 앞 은닉 상태를 얼마나 볼지를 정하는 것이다. 그래서 앞 은닉 상태는 네 곳에 들어가고, 그 그래디언트는
# 네 경로에서 온다.
#
# 이 페이지에서는 두 가지를 묻는다. 셀이 없는데도 그래디언트가 오래 남는 까닭은 무엇인가? 네 경로의 그래디언트는 각각 무엇인가?

# %% [markdown] lang="en"
# # A step of a GRU (GRU step) {#gru_step}
#
# An [LSTM](lstm_step.md) keeps a second memory, the cell, beside its hidden state. A GRU (gated recurrent unit) does with the hidden state
# alone: it makes a candidate for the new state, and then moves the old state **part of the way** towards it. A gate decides how far.
#
# A second gate decides how much of the old state is seen when the candidate is made. So the old state enters in four places, and its gradient
# comes by four paths.
#
# This page asks two things. Why does a gradient last, although there is no cell? And what does each of the four paths bring?

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
# | `prev_h` | (N, H) | 앞 단계에서 넘어온 은닉 상태 |
# | `Wx` | (D, 3H) | 입력에 곱하는 가중치. 두 게이트와 후보의 것이 H열씩 옆으로 붙어 있다 |
# | `Wh` | (H, 3H) | 앞 은닉 상태에 곱하는 가중치 |
# | `b` | (3H,) | 편향 |
# | `next_h` | (N, H) | 출력. 새 은닉 상태 |
# | `dnext_h` | (N, H) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{next\_h}$ |
#
# LSTM에서처럼 길이 3H인 축을 둘로 나누어 읽는다. 첨자 $q$는 게이트의 번호, $m$은 은닉 유닛의 번호다. 코드의 `Wx[d, q * H + m]`이 식의
# $\mathrm{Wx}_{d,q,m}$이다.
#
# | 게이트 | 번호 $q$ | 코드의 이름 |
# | --- | --- | --- |
# | 업데이트(update) | 0 | `z` |
# | 리셋(reset) | 1 | `r` |
# | 후보(candidate) | 2 | `g` |
#
# 첨자 $n$은 표본을, $d$는 입력의 특성을, $k$는 앞 단계의 은닉 유닛을 가리킨다. 모두 0부터 센다. 그래디언트는 편미분(partial derivative)을 모은 배열이다.
#
# **관례.** GRU는 책마다 조금씩 다르므로 코드를 옮길 때 세 가지를 확인해야 한다.
#
# - **업데이트 게이트가 1이면 후보로 간다.** 밑바닥부터 시작하는 딥러닝 2와 deeplearning.ai가 이렇게 한다. 처음 나온 논문과 PyTorch에서는 거꾸로 1이면 앞
#   상태에 머문다.
# - **리셋 게이트는 행렬곱보다 먼저 곱한다.** `(r * prev_h) @ Wh`다. PyTorch는 행렬곱을 한 다음에 곱하는데, 이것은 이름만 다른 것이 아니라 다른 함수다.
# - **순서**는 업데이트, 리셋, 후보다. PyTorch의 순서는 리셋, 업데이트, 후보다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, D) | input of this step |
# | `prev_h` | (N, H) | hidden state that the step before has left |
# | `Wx` | (D, 3H) | weights of the input: those of the two gates and the candidate side by side, H columns each |
# | `Wh` | (H, 3H) | weights of the previous hidden state |
# | `b` | (3H,) | biases |
# | `next_h` | (N, H) | output: the new hidden state |
# | `dnext_h` | (N, H) | upstream gradient $\partial L / \partial \mathrm{next\_h}$ |
#
# As in the LSTM, the formulas read the axis of length 3H as two: $q$ is the number of a gate and $m$ that of a hidden unit. `Wx[d, q * H + m]` in code
# is $\mathrm{Wx}_{d,q,m}$ in formulas.
#
# | gate | number $q$ | name in code |
# | --- | --- | --- |
# | update | 0 | `z` |
# | reset | 1 | `r` |
# | candidate | 2 | `g` |
#
# The index $n$ stands for samples, $d$ for features of the input and $k$ for hidden units of the step before. All start at 0. A gradient is the
# array of partial derivatives.
#
# **Conventions.** GRUs differ from book to book. Three things are to be checked when code is taken over.
#
# - **With the update gate at 1 the state becomes the candidate.** So have *Deep Learning from Scratch 2* and deeplearning.ai. In the first
#   paper and in PyTorch it is the other way round: at 1 the old state stays.
# - **The reset gate comes before the matrix product**: `(r * prev_h) @ Wh`. PyTorch multiplies by it after the product, which is another function
#   and not just another name.
# - **The order** is update, reset, candidate; in PyTorch it is reset, update, candidate.

# %%
N, D, H = sizes("N D H")
GATES = Integer(3)
n, d, k, q, m, i, j, r = indices("n d k q m i j r")

x = tensor("x", N, D)
prev_h = tensor("prev_h", N, H, says=Text("앞 단계의 은닉 상태", "hidden state of the step before"))
Wx = tensor("Wx", D, GATES, H, says=Text("입력에 곱하는 가중치", "weights of the input"))
Wh = tensor(
    "Wh", H, GATES, H, says=Text("앞 은닉 상태에 곱하는 가중치", "weights of the previous hidden state")
)
b = tensor("b", GATES, H)
next_h = tensor("next_h", N, H, says=Text("새 은닉 상태", "new hidden state"))
dnext_h = tensor(
    "dnext_h",
    N,
    H,
    says=Text(
        "새 은닉 상태에 대한 업스트림 그래디언트", "upstream gradient with respect to the new hidden state"
    ),
)

LAYER = Layer(
    stem="gru_step",
    title=Text("GRU의 한 단계", "GRU step"),
    summary=Text(
        "은닉 상태를 게이트가 정한 만큼 후보 쪽으로 옮긴다.",
        "Moves the hidden state towards a candidate, as far as a gate says.",
    ),
    inputs=(x, prev_h, Wx, Wh, b),
    upstream=dnext_h,
    uses=("sigmoid", "tanh"),
    after=("lstm_step",),
    part=Part.SEQUENCES,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}
#
# 입력과 편향의 기여는 셋이 똑같은 꼴이다. 이것을 $\mathrm{fed}$라고 부르자. 은닉 상태의 기여는 다르다. 두 게이트는 앞 은닉 상태를 그대로 보고,
# 후보는 리셋 게이트를 곱하고 남은 $\mathrm{kept}$만 본다.

# %% [markdown] lang="en"
# ### Output {#output}
#
# What comes from the input and the bias has the same form for all three; call it $\mathrm{fed}$. What comes from the hidden state has not: the two gates
# see the old state as it is, and the candidate sees only what the reset gate leaves of it, $\mathrm{kept}$.

# %%
fed = tensor("fed", N, GATES, H, says=Text("입력과 편향의 기여", "contribution of the input and the bias"))
update = tensor("update", N, H, says=Text("업데이트 게이트", "update gate"))
reset = tensor("reset", N, H, says=Text("리셋 게이트", "reset gate"))
kept = tensor(
    "kept",
    N,
    H,
    says=Text("리셋 게이트가 남긴 은닉 상태", "what the reset gate leaves of the hidden state"),
)
candidate = tensor("candidate", N, H)

AT_FED = Definition(fed[n, q, m], total(x[n, d] * Wx[d, q, m], (d, D)) + b[q, m])
AT_KEPT = Definition(kept[n, m], reset[n, m] * prev_h[n, m])
AT_CANDIDATE = Definition(candidate[n, m], tanh(fed[n, 2, m] + total(kept[n, k] * Wh[k, 2, m], (k, H))))
AT_UPDATE, AT_RESET = (
    Definition(gate[n, m], sigmoid(fed[n, place, m] + total(prev_h[n, k] * Wh[k, place, m], (k, H))))
    for place, gate in enumerate((update, reset))
)
FORWARD = (AT_FED, AT_UPDATE, AT_RESET, AT_KEPT, AT_CANDIDATE)

LAYER.result(
    "out",
    Text("새 은닉 상태", "New hidden state"),
    next_h[n, m],
    (1 - update[n, m]) * prev_h[n, m] + update[n, m] * candidate[n, m],
    indices=((n, N), (m, H)),
    definitions=FORWARD,
).in_matrices(
    prev_h.matrix + hadamard_product(update.matrix, candidate.matrix - prev_h.matrix),
    (prev_h, update, candidate),
)

# %% [markdown] lang="ko"
# 새 은닉 상태는 앞 은닉 상태와 후보의 **가중평균**이다. 후보가 −1과 1 사이에 있으므로, 처음 은닉 상태가 그 사이에 있으면 아무리 여러 단계를 거쳐도
# 그 사이를 벗어나지 않는다. LSTM의 셀에는 이런 상한이 없다.
#
# 업데이트 게이트가 0이면 은닉 상태는 그대로 넘어간다. 리셋 게이트가 0이면 후보는 입력만 보고 만들어진다.
#
# ## 게이트를 거쳐서 {#gates}
#
# 출력은 두 곱의 합이다. 후보로 미분하면 업데이트 게이트가, 업데이트 게이트로 미분하면 후보와 앞 은닉 상태의 **차**가 남는다. 여기에 tanh의 기울기 $1 - t^2$과
# 시그모이드의 기울기 $s(1-s)$를 곱하면 두 활성화 함수에 들어가기 전의 그래디언트가 나온다.
#
# $$
# \begin{aligned}
# \mathrm{dag} &= \mathrm{dnext\_h} \circ \mathrm{update} \circ (1 - \mathrm{candidate}^2) \\
# \mathrm{daz} &= \mathrm{dnext\_h} \circ (\mathrm{candidate} - \mathrm{prev\_h}) \circ \mathrm{update} \circ (1 - \mathrm{update})
# \end{aligned}
# $$
#
# 리셋 게이트는 출력에 바로 들어가지 않고 후보를 거친다. 먼저 후보를 거슬러 $\mathrm{kept}$까지 간다. $\mathrm{Wh}_2$는 `Wh`에서 후보의 H열이다.
#
# $$
# \begin{aligned}
# \mathrm{dkept} &= \mathrm{dag}\,\mathrm{Wh}_2^{\top} \\
# \mathrm{dar} &= \mathrm{dkept} \circ \mathrm{prev\_h} \circ \mathrm{reset} \circ (1 - \mathrm{reset})
# \end{aligned}
# $$
#
# 그래서 역전파의 순서가 정해진다. 후보가 먼저이고 리셋 게이트가 그다음이다. 업데이트 게이트는 언제 계산해도 된다.

# %% [markdown] lang="en"
# The new state is a **weighted mean** of the old state and the candidate. The candidate lies between −1 and 1, so a state that starts there never leaves,
# over however many steps. The cell of an LSTM has no such bound.
#
# With the update gate at 0 the state is passed on unchanged. With the reset gate at 0 the candidate is made of the input alone.
#
# ## Through the gates {#gates}
#
# The output is a sum of two products. Its derivative with respect to the candidate is the update gate, and with respect to the update gate the **difference**
# of candidate and old state. With the slope $1 - t^2$ of tanh and $s(1-s)$ of the sigmoid, these are the gradients before the two activations:
#
# $$
# \begin{aligned}
# \mathrm{dag} &= \mathrm{dnext\_h} \circ \mathrm{update} \circ (1 - \mathrm{candidate}^2) \\
# \mathrm{daz} &= \mathrm{dnext\_h} \circ (\mathrm{candidate} - \mathrm{prev\_h}) \circ \mathrm{update} \circ (1 - \mathrm{update})
# \end{aligned}
# $$
#
# The reset gate does not enter the output itself, only the candidate. So go back through the candidate first, to $\mathrm{kept}$; $\mathrm{Wh}_2$ are the H columns
# of `Wh` that belong to the candidate.
#
# $$
# \begin{aligned}
# \mathrm{dkept} &= \mathrm{dag}\,\mathrm{Wh}_2^{\top} \\
# \mathrm{dar} &= \mathrm{dkept} \circ \mathrm{prev\_h} \circ \mathrm{reset} \circ (1 - \mathrm{reset})
# \end{aligned}
# $$
#
# This settles the order of the backward pass: the candidate, and then the reset gate. The update gate may come at any time.

# %%
L = Symbol("L", real=True)
dkept = tensor(
    "dkept",
    N,
    H,
    says=Text(
        "$\\mathrm{kept}$에 대한 손실의 그래디언트", "gradient of the loss with respect to $\\mathrm{kept}$"
    ),
)
daz, dar, dag = (
    tensor(
        f"da{letter}",
        N,
        H,
        says=Text(
            f"$a$에 대한 손실의 그래디언트에서 {ko}의 것", f"gradient of the loss with respect to $a$, {en}"
        ),
    )
    for letter, ko, en in (
        ("z", "업데이트 게이트", "update gate"),
        ("r", "리셋 게이트", "reset gate"),
        ("g", "후보", "candidate"),
    )
)
da = tensor(
    "da", N, GATES, H, says=Text("$a$에 대한 손실의 그래디언트", "gradient of the loss with respect to $a$")
)
BACKWARD = (
    Definition(dag[n, m], dnext_h[n, m] * update[n, m] * (1 - candidate[n, m] ** 2)),
    Definition(
        daz[n, m],
        dnext_h[n, m] * (candidate[n, m] - prev_h[n, m]) * update[n, m] * (1 - update[n, m]),
    ),
    Definition(dkept[n, m], total(dag[n, k] * Wh[m, 2, k], (k, H))),
    Definition(dar[n, m], dkept[n, m] * prev_h[n, m] * reset[n, m] * (1 - reset[n, m])),
    Definition(da[n, r, m], side_by_side(r, [one[n, m] for one in (daz, dar, dag)])),
)
objective = total(
    dnext_h[n, m] * ((1 - update[n, m]) * prev_h[n, m] + update[n, m] * candidate[n, m]), (n, N), (m, H)
)


def gradient_of(name, title, entry, *indices, definitions=(*FORWARD, *BACKWARD)):
    """Open the gradient with respect to an entry."""
    return LAYER.result(
        name, title, Derivative(L, entry), Derivative(objective, entry), indices, definitions=definitions
    )


def through_fed(name, title, entry, *indices):
    """The gradient with respect to an entry that reaches the loss through fed alone."""
    return gradient_of(name, title, entry, *indices).by(
        rules.CHAIN_RULE, total(da[n, q, m] * Derivative(fed[n, q, m], entry), (n, N), (q, GATES), (m, H))
    )


# %% [markdown] lang="ko"
# 이 셋을 옆으로 붙인 것이 (N, 3H) 배열 `da`다. 식에서는 크로네커 델타로 붙인다.
#
# $$
# \mathrm{da}_{n,q,m} = \delta_{q,0}\,\mathrm{daz}_{n,m} + \delta_{q,1}\,\mathrm{dar}_{n,m} + \delta_{q,2}\,\mathrm{dag}_{n,m}
# $$
#
# ## 입력 {#inputs}
#
# 입력은 $\mathrm{fed}$에만 들어가고, $\mathrm{fed}$는 게이트마다 더해질 뿐이다. 그래서 $\mathrm{fed}$에 대한 그래디언트는 `da` 그대로다. 나머지는
# [완전연결층](affine.md)과 같다.

# %% [markdown] lang="en"
# The array `da` of shape (N, 3H) has these three side by side. The formulas join them with Kronecker deltas:
#
# $$
# \mathrm{da}_{n,q,m} = \delta_{q,0}\,\mathrm{daz}_{n,m} + \delta_{q,1}\,\mathrm{dar}_{n,m} + \delta_{q,2}\,\mathrm{dag}_{n,m}
# $$
#
# ## Input {#inputs}
#
# The input enters $\mathrm{fed}$ alone, and $\mathrm{fed}$ is just a term of what each gate sums up. So the gradient with respect to $\mathrm{fed}$ is `da` as it is, and
# the rest is as in the [affine layer](affine.md).

# %%
through_fed(
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

# %% [markdown] lang="ko"
# ## 앞 은닉 상태 {#state}
#
# 앞 은닉 상태는 네 곳에 들어간다. 출력에 바로, 후보가 보는 $\mathrm{kept}$에, 그리고 두 게이트에 들어간다. 네 경로의 기여를 모두 더한다.

# %% [markdown] lang="en"
# ## Previous hidden state {#state}
#
# The old state enters in four places: the output itself, what the candidate sees, $\mathrm{kept}$, and both gates. Add up what the four paths bring.

# %%
gradient_of(
    "dprev_h",
    Text("앞 은닉 상태에 대한 그래디언트", "Gradient with respect to the previous hidden state"),
    prev_h[i, j],
    (i, N),
    (j, H),
).by(
    rules.CHAIN_RULE,
    total(dnext_h[n, m] * (1 - update[n, m]) * Derivative(prev_h[n, m], prev_h[i, j]), (n, N), (m, H))
    + total(dkept[n, m] * reset[n, m] * Derivative(prev_h[n, m], prev_h[i, j]), (n, N), (m, H))
    + total(
        (daz[n, m] * Wh[k, 0, m] + dar[n, m] * Wh[k, 1, m]) * Derivative(prev_h[n, k], prev_h[i, j]),
        (n, N),
        (m, H),
        (k, H),
    ),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    dnext_h[i, j] * (1 - update[i, j])
    + dkept[i, j] * reset[i, j]
    + total(daz[i, m] * Wh[j, 0, m] + dar[i, m] * Wh[j, 1, m], (m, H)),
).in_matrices(
    dnext_h.matrix
    - hadamard_product(dnext_h.matrix, update.matrix)
    + hadamard_product(dkept.matrix, reset.matrix)
    + daz.matrix * Wh.cut(None, Integer(0), None).matrix.T
    + dar.matrix * Wh.cut(None, Integer(1), None).matrix.T,
    (
        dnext_h,
        update,
        dkept,
        reset,
        daz,
        dar,
        Wh.cut(None, Integer(0), None),
        Wh.cut(None, Integer(1), None),
    ),
)

# %% [markdown] lang="ko"
# $\mathrm{dnext\_h}\,(1 - \mathrm{update})$가 첫째 물음의 답이다. 이 경로에서 곱해지는 것은 $1 - \mathrm{update}$뿐이며, 가중치 행렬도 tanh의 기울기도 없다. 업데이트 게이트가 0에 가까우면
# 그래디언트는 여러 단계를 거쳐도 거의 그대로 남는다. LSTM의 망각 게이트가 하던 일을 $1 - \mathrm{update}$가 한다.
#
# ## 가중치와 편향 {#parameters}
#
# `Wx`와 `b`도 $\mathrm{fed}$에만 들어간다. 게이트마다 자기 가중치가 있으므로 게이트에 대한 합은 사라지고 표본에 대한 합이 남는다.

# %% [markdown] lang="en"
# The term $\mathrm{dnext\_h}\,(1 - \mathrm{update})$ answers the first question. On this path $1 - \mathrm{update}$ is multiplied in and nothing else, no weight matrix and no slope of tanh. With an
# update gate close to 0 the gradient survives many steps almost unchanged. What the forget gate does in an LSTM, $1 - \mathrm{update}$ does here.
#
# ## Weights and biases {#parameters}
#
# `Wx` and `b` enter $\mathrm{fed}$ alone, too. Every gate has weights of its own, so the sum over the gates goes, and one over the samples is left.

# %%
da_r = da.cut(None, r, None)

through_fed(
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

# %% [markdown] lang="ko"
# `Wh`에서는 주의할 것이 있다. 게이트마다 곱해진 은닉 상태가 다르다. 두 게이트에는 `prev_h`가, 후보에는 $\mathrm{kept}$가 곱해졌다. 이것을 한데 모아
# $\mathrm{seen}$이라고 적자.

# %% [markdown] lang="en"
# `Wh` takes some care. What it was multiplied with is not the same for all: `prev_h` for the two gates, and $\mathrm{kept}$ for the candidate. Write
# $\mathrm{seen}$ for all three.

# %%
seen = tensor("seen", N, GATES, H, says=Text("게이트가 보는 은닉 상태", "hidden state as a gate sees it"))
AT_SEEN = Definition(seen[n, r, m], side_by_side(r, [one[n, m] for one in (prev_h, prev_h, kept)]))
seen_r = seen.cut(None, r, None)

gradient_of(
    "dWh",
    Text("은닉 상태의 가중치에 대한 그래디언트", "Gradient with respect to the hidden state's weights"),
    Wh[i, r, j],
    (i, H),
    (r, GATES),
    (j, H),
    definitions=(*FORWARD, *BACKWARD, AT_SEEN),
).by(
    rules.CHAIN_RULE,
    total(
        da[n, q, m] * seen[n, q, k] * Derivative(Wh[k, q, m], Wh[i, r, j]),
        (n, N),
        (q, GATES),
        (m, H),
        (k, H),
    ),
).by(rules.ENTRIES_ARE_INDEPENDENT, total(seen[n, r, i] * da[n, r, j], (n, N))).in_matrices(
    seen_r.matrix.T * da_r.matrix, (seen_r, da_r)
)

# %%
through_fed(
    "db", Text("편향에 대한 그래디언트", "Gradient with respect to the bias"), b[r, j], (r, GATES), (j, H)
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(da[n, q, m] * KroneckerDelta(q, r) * KroneckerDelta(m, j), (n, N), (q, GATES), (m, H)),
).by(rules.DELTA_PICKS, total(da[n, r, j], (n, N))).in_matrices(da_r.matrix.T * ones(N), (da_r,))

# %% [markdown] lang="ko"
# ## 구현 {#implementation}
#
# 입력의 기여는 행렬곱 한 번으로 셋을 함께 구한다. 은닉 상태의 기여는 둘로 나누어 구한다. 두 게이트의 것을 먼저 구해야 리셋 게이트가 나오고, 그것이 있어야
# 후보의 것을 구할 수 있기 때문이다. 역전파도 같은 자리에서 둘로 나뉜다.

# %% [markdown] lang="en"
# ## Implementation {#implementation}
#
# One product yields the input's contribution to all three. That of the hidden state takes two: the gates come first, because the candidate needs the reset
# gate. The backward pass is divided at the same place.

# %% [markdown] slot="implementation"
# 코드는 impl/gru_step.py에 있다. / The code is in impl/gru_step.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본도 특성도 유닛도 하나뿐이다. $\sigma(\log 3) = 3/4$, $\sigma(0) = 1/2$, $\tanh(\log 2) = 3/5$가 되도록 수를 골랐다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# One sample, one feature, one unit. The numbers are chosen so that $\sigma(\log 3) = 3/4$, $\sigma(0) = 1/2$ and $\tanh(\log 2) = 3/5$.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 1, D: 1, H: 1},
    given={
        x: [[2]],
        prev_h: [[Rational(1, 5)]],
        Wx: [[[1], [-1], [Rational(-1, 4)]]],
        Wh: [[[-10], [10], [5]]],
        b: [[log(3)], [0], [log(2)]],
        dnext_h: [[25]],
    },
    show=[
        (update, (0, 0)),
        (kept, (0, 0)),
        (candidate, (0, 0)),
        ("out", (0, 0)),
        (dag, (0, 0)),
        (dkept, (0, 0)),
        ("dprev_h", (0, 0)),
        ("dWh", (0, 2, 0)),
        ("db", (0, 0)),
    ],
)

# %% [markdown] lang="ko"
# 은닉 상태는 1/5에서 후보 3/5 쪽으로 그 차의 3/4만큼 옮겨 1/2이 되었다. `dprev_h`에는 업데이트 게이트가 −75/4, 리셋 게이트가 30, 출력으로
# 바로 가는 경로가 25/4, 후보가 30을 보탠다.

# %% [markdown] lang="en"
# The state has moved from 1/5 by 3/4 of the way to the candidate 3/5, and is 1/2. To `dprev_h` the update gate brings −75/4,
# the reset gate 30, the way straight to the output 25/4, and the candidate 30.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify gru_step`으로 확인한다. / Run `yudo verify gru_step`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **첫 단계.** `prev_h`에 영배열을 넣는다. 그러면 리셋 게이트의 그래디언트도 `dWh`도 모두 0이다. 한 단계만 검사하면서 `prev_h`를 0으로 두면 거기에 든 실수는
#   드러나지 않는다.
# - **큰 값.** 가중합이 ±10⁴이어도 게이트는 정확히 0이나 1이 되고 경고도 나지 않는다. 그때 그 게이트로는 그래디언트가 흐르지 않는다.
# - **0에 머무는 업데이트 게이트.** 은닉 상태가 그대로 넘어가고, 두 게이트와 후보로는 그래디언트가 흐르지 않는다.
# - **1에 아주 가까운 게이트.** $1 - s$를 빼서 구하므로 유효숫자가 줄고, 1로 반올림된 게이트에서는 0이 된다.
# - **빈 배치(N = 0).** 출력은 빈 배열이고 가중치의 그래디언트는 영배열이다.
# - **`Wh`의 열이 H의 세 배가 아닐 때.** `ValueError`를 낸다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **The first step.** `prev_h` is an array of zeros, and then all gradients of the reset gate and all of `dWh` are 0. A check of a single step with
#   `prev_h` at 0 shows no mistake in these.
# - **Large values.** For weighted sums of ±10⁴ the gates are exactly 0 or 1, without a warning. No gradient flows through such a gate.
# - **An update gate that stays at 0.** The state is passed on unchanged, and no gradient flows to the gates and the candidate.
# - **Gates very close to 1.** Code takes $1 - s$ as a difference, which costs digits, and is 0 where the gate rounds to 1.
# - **An empty batch (N = 0).** The output is empty; the gradients of the weights are zeros.
# - **A `Wh` whose columns are not three times H** raises a `ValueError`.

# %% [markdown] lang="ko"
# ## 흔한 실수 {#mistakes}
#
# 식으로 적을 수 있는 실수부터 보자. 틀린 식에서 옳은 식을 뺀 차는 컴퓨터가 구했다.

# %% [markdown] lang="en"
# ## Common mistakes {#mistakes}
#
# First those that can be written as a formula. The machine has subtracted the right formula from each.

# %%
by_both_gates = total(daz[i, m] * Wh[j, 0, m] + dar[i, m] * Wh[j, 1, m], (m, H))

LECTURE.mistake(
    "reset-forgotten",
    "dprev_h",
    Text(
        "`dkept`에 리셋 게이트를 곱하지 않고 더한다",
        "`dkept` is added without the reset gate",
    ),
    wrong=dnext_h[i, j] * (1 - update[i, j]) + dkept[i, j] + by_both_gates,
    symptom=Text(
        "LSTM처럼 `da @ Wh.T`로 한꺼번에 곱하면 이렇게 된다. 리셋 게이트가 1에 가까우면 거의 맞는다.",
        "It comes of `da @ Wh.T`, all at once, as in an LSTM. With reset gates close to 1 it is almost right.",
    ),
)

# %%
LECTURE.mistake(
    "state-for-kept",
    "dWh",
    Text(
        "`dWh`에서 후보의 열까지 `prev_h.T @ da`로 구한다",
        "`dWh` takes `prev_h.T @ da` for the candidate's columns, too",
    ),
    wrong=total(prev_h[n, i] * da[n, r, j], (n, N)),
    symptom=Text(
        "두 게이트의 열은 맞고 후보의 열만 틀린다. 모양이 같아서 오류가 나지 않는다.",
        "The columns of the two gates are right, those of the candidate are not. The shapes agree, so nothing complains.",
    ),
)

# %%
LECTURE.mistake(
    "direct-path-forgotten",
    "dprev_h",
    Text(
        "출력에 바로 들어가는 경로 `dnext_h * (1 - z)`를 빠뜨린다",
        "The path straight to the output, `dnext_h * (1 - z)`, is forgotten",
    ),
    wrong=dkept[i, j] * reset[i, j] + by_both_gates,
    symptom=Text(
        "그래디언트가 오래 남는 경로가 끊긴다. 시퀀스가 길수록 앞쪽 단계가 배우지 못한다.",
        "The path on which gradients last is cut off. The longer the sequence, the less its first steps learn.",
    ),
)

# %%
LECTURE.mistake(
    "candidate-for-difference",
    "db",
    Text(
        "`daz`에 `g - prev_h`가 아니라 `g`를 곱한다",
        "`daz` takes `g` instead of `g - prev_h`",
    ),
    wrong=total(
        side_by_side(
            r,
            [
                dnext_h[n, j] * candidate[n, j] * update[n, j] * (1 - update[n, j]),
                dar[n, j],
                dag[n, j],
            ],
        ),
        (n, N),
    ),
    symptom=Text(
        "업데이트 게이트가 들어 있는 두 항 가운데 하나만 미분했다. `prev_h`가 0인 첫 단계에서는 옳다.",
        "Only one of the two terms with the update gate was differentiated. At the first step, where `prev_h` is 0, it is right.",
    ),
)

# %%
LECTURE.mistake(
    "reset-held-constant",
    "dWx",
    Text(
        "리셋 게이트로는 그래디언트를 보내지 않는다",
        "No gradient is sent through the reset gate",
    ),
    wrong=total(x[n, i] * (da[n, r, j] - KroneckerDelta(r, 1) * dar[n, j]), (n, N)),
    symptom=Text(
        "리셋 게이트의 가중치가 처음 값에서 움직이지 않는다.",
        "The weights of the reset gate never leave the values that they start from.",
    ),
)

# %%
LECTURE.mistake(
    "shares-exchanged",
    "out",
    Text(
        "순전파에서 `z`와 `1 - z`를 맞바꾼다",
        "`z` and `1 - z` are exchanged in the forward pass",
    ),
    wrong=update[n, m] * prev_h[n, m] + (1 - update[n, m]) * candidate[n, m],
    symptom=Text(
        "다른 관례의 식이다. 역전파도 그렇게 쓰면 학습은 되지만, 이 관례로 저장한 가중치를 읽으면 틀린다.",
        "It is the other convention. If the backward pass follows it, the net learns; weights that were saved with this convention do not fit.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# - **PyTorch의 가중치를 그대로 넣는다.** 게이트의 순서도, `z`의 뜻도, 리셋 게이트를 곱하는 자리도 다르다. 모양은 맞는다.
# - **`dkept` 대신 `dag`로 리셋 게이트의 그래디언트를 만든다.** 둘의 모양이 (N, H)로 같아서 오류가 나지 않는다.
# - **`prev_h *= r`로 쓴다.** 출력과 역전파에 필요한 앞 은닉 상태가 사라진다.

# %% [markdown] lang="en"
# Others do not show as a difference of formulas.
#
# - **Weights of PyTorch as they are.** The order of the gates, the meaning of `z` and the place of the reset gate all differ. The shapes fit.
# - **A gradient of the reset gate made of `dag` instead of `dkept`.** Both have shape (N, H), so nothing complains.
# - **`prev_h *= r`.** The old state, which the output and the backward pass need, is gone.

# %% [markdown] lang="ko"
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
s = Symbol("s", real=True)
LECTURE.exercise(
    Text(
        r"다른 관례에서는 $\mathrm{next\_h} = \mathrm{update} \circ \mathrm{prev\_h} + (1 - \mathrm{update}) \circ \mathrm{candidate}$다. 그 관례로 학습한 업데이트 게이트의 가중치와 편향을 "
        r"어떻게 바꾸면 이 페이지의 코드에서 쓸 수 있는가?",
        r"In the other convention $\mathrm{next\_h} = \mathrm{update} \circ \mathrm{prev\_h} + (1 - \mathrm{update}) \circ \mathrm{candidate}$. How must the update gate's weights and biases, trained "
        r"with it, be changed for the code of this page?",
    ),
    Text(
        r"""부호를 모두 바꾼다. 가중합 $s$의 부호가 바뀌면 게이트와 1에서 게이트를 뺀 것이 서로 바뀌기 때문이다.

<1>

나머지 두 게이트의 가중치는 그대로 둔다.""",
        r"""Change all signs. When the weighted sum $s$ changes its sign, the gate and one minus the gate change places.

<1>

The weights of the other two stay as they are.""",
    ),
    lambda: [(sigmoid(-s), 1 - sigmoid(s))],
)

# %%
LECTURE.exercise(
    Text(
        r"두 게이트를 상수로 보고 $\mathrm{next\_h}_{n,m}$을 $\mathrm{prev\_h}_{n,j}$로 미분하라. 업데이트 게이트가 0이거나 1이면 무엇이 되는가?",
        r"With both gates held constant, differentiate $\mathrm{next\_h}_{n,m}$ with respect to $\mathrm{prev\_h}_{n,j}$. What is it with the update gate at 0, and at 1?",
    ),
    Text(
        r"""앞 은닉 상태는 출력에 바로 들어가고, 리셋 게이트를 곱한 것이 후보에 들어간다.

<1>

업데이트 게이트가 0이면 첫 항만 남아 단위행렬이다. 1이면 둘째 항만 남는데, 리셋 게이트를 곱한 것 말고는 RNN의 한 단계와 같다.""",
        r"""The old state enters the output itself, and the candidate with the reset gate as its factor.

<1>

With the update gate at 0 the first term is left, an identity matrix. At 1 it is the second one: that of a plain recurrent net, times the reset gate.""",
    ),
    lambda: [
        (
            Derivative((1 - update[n, m]) * prev_h[n, m] + update[n, m] * candidate[n, m], prev_h[n, j]),
            (1 - update[n, m]) * KroneckerDelta(m, j)
            + update[n, m] * (1 - candidate[n, m] ** 2) * reset[n, j] * Wh[j, 2, m],
        )
    ],
    definitions=(AT_KEPT, AT_CANDIDATE),
)

# %%
LECTURE.exercise(
    Text(
        r"LSTM의 코드에 익숙한 동료가 역전파를 `dprev_h = dnext_h * (1 - z) + da @ Wh.T`로 썼다. `da`는 이 페이지의 것과 같다. 이 코드가 옳은 값과 얼마나 다른지 말하고, 한 줄을 "
        r"고쳐라.",
        r"A colleague who is used to LSTMs wrote `dprev_h = dnext_h * (1 - z) + da @ Wh.T`, with the `da` of this page. By how much does it differ from what is right? Mend the line.",
    ),
    Text(
        r"""행렬곱을 게이트마다 나누어 쓰면 셋째 항이 `dkept`다.

<1>

옳은 식에서는 `dkept`에 리셋 게이트를 곱하므로 차는 `dkept * (1 - r)`이다. 후보의 열을 뺀 다음 따로 더한다.

```python
dprev_h = dnext_h * (1 - z) + da[:, :2*H] @ Wh[:, :2*H].T + dkept * r
```""",
        r"""Write the product as a sum over the three: the third term is `dkept`.

<1>

What is right has the reset gate at `dkept`, so the difference is `dkept * (1 - r)`. Leave the candidate's columns out, and add their share apart.

```python
dprev_h = dnext_h * (1 - z) + da[:, :2*H] @ Wh[:, :2*H].T + dkept * r
```""",
    ),
    lambda: [(total(da[i, q, m] * Wh[j, q, m], (q, GATES), (m, H)), by_both_gates + dkept[i, j])],
    definitions=BACKWARD,
)

# %%
projected = total(prev_h[n, k] * Wh[k, 2, m], (k, H))
AFTERWARDS = Definition(candidate[n, m], tanh(fed[n, 2, m] + reset[n, m] * projected))

LECTURE.exercise(
    Text(
        r"PyTorch에서처럼 리셋 게이트를 행렬곱 다음에 곱하자. `g = np.tanh(fed[:, 2*H:] + r * p)`이고 `p = prev_h @ Wh[:, 2*H:]`다. 역전파에서 리셋 게이트의 그래디언트 "
        r"`dr`와 `p`의 그래디언트 `dp`를 구하는 두 줄을 쓰라.",
        r"Multiply by the reset gate after the product, as PyTorch does: `g = np.tanh(fed[:, 2*H:] + r * p)` with `p = prev_h @ Wh[:, 2*H:]`. Write the two lines of the backward pass that compute "
        r"the gradients `dr` of the reset gate and `dp` of `p`.",
    ),
    Text(
        r"""이제 리셋 게이트가 행렬곱 바깥에 있으므로 `dag`에 상대편을 곱하기만 하면 된다. 출력 하나를 리셋 게이트로 미분하면 다음과 같다.

<1>

`p`에 대해서는 `p` 대신 리셋 게이트가 남는다.

```python
dr = dag * p
dp = dag * r
```

후보의 `dWh`는 `prev_h.T @ dp`가 된다. 행렬곱을 게이트 셋에 대해 한 번에 할 수 있으므로 GPU에서 빠르다.""",
        r"""The reset gate now stands outside the product, so `dag` only has to be multiplied by the other factor. One output, differentiated with respect to the reset gate, is

<1>

and with respect to `p` it is the reset gate that is left instead of `p`.

```python
dr = dag * p
dp = dag * r
```

The candidate's `dWh` becomes `prev_h.T @ dp`. One product does for all three, which is why this form is fast on a GPU.""",
    ),
    lambda: [
        (
            Derivative(
                dnext_h[n, m] * ((1 - update[n, m]) * prev_h[n, m] + update[n, m] * candidate[n, m]),
                reset[n, m],
            ),
            dnext_h[n, m] * update[n, m] * (1 - candidate[n, m] ** 2) * projected,
        )
    ],
    definitions=(AFTERWARDS,),
)

# %% tags=["setup"]
LECTURE.drill(("dprev_h", (0, 0)), ("dWx", (0, 1, 0)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 새 은닉 상태는 앞 은닉 상태와 후보의 가중평균이다. `next_h = (1 - z) * prev_h + z * g`.
# 2. 후보는 리셋 게이트가 남긴 `kept = r * prev_h`를 본다. 그래서 역전파는 후보를 먼저, 리셋 게이트를 나중에 지난다.
# 3. 앞 은닉 상태의 그래디언트는 네 경로의 합이다. 그 가운데 `dnext_h * (1 - z)`에는 가중치도 tanh의 기울기도 곱해지지 않는다.
# 4. `dWh`에서 후보의 열에는 `prev_h`가 아니라 `kept`를 곱한다.
# 5. 코드를 옮길 때는 `z`의 뜻, 리셋 게이트의 자리, 게이트의 순서를 확인한다.
#
# **더 읽을거리**
#
# - K. Cho 외, [Learning phrase representations using RNN encoder–decoder](https://arxiv.org/abs/1406.1078), EMNLP, 2014
# - J. Chung, C. Gulcehre, K. Cho, Y. Bengio, [Empirical evaluation of gated recurrent neural networks on sequence modeling](https://arxiv.org/abs/1412.3555), 2014
# - 사이토 고키, 《밑바닥부터 시작하는 딥러닝 2》, 한빛미디어, 2019, 부록 C

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. The new state is a weighted mean of the old state and the candidate: `next_h = (1 - z) * prev_h + z * g`.
# 2. The candidate sees `kept = r * prev_h`, what the reset gate leaves. So the backward pass goes through the candidate first, and then through the reset gate.
# 3. The gradient of the old state is the sum of four paths. On one of them, `dnext_h * (1 - z)`, no weights and no slope of tanh are multiplied in.
# 4. In `dWh` the candidate's columns take `kept` instead of `prev_h`.
# 5. When code is taken over, check the meaning of `z`, the place of the reset gate and the order of the gates.
#
# **Further reading**
#
# - K. Cho et al., [Learning phrase representations using RNN encoder–decoder](https://arxiv.org/abs/1406.1078), EMNLP, 2014
# - J. Chung, C. Gulcehre, K. Cho, Y. Bengio, [Empirical evaluation of gated recurrent neural networks on sequence modeling](https://arxiv.org/abs/1412.3555), 2014
# - K. Saitoh, *Deep Learning from Scratch 2* (in Japanese and Korean), appendix C
