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
# # 멀티 헤드 어텐션(multi-head attention) {#multi_head_attention}
#
# [어텐션](attention.md)은 쿼리마다 확률을 한 벌 정한다. 그런데 단어 하나가 문장에서 찾는 것은 하나가 아니다. 동사는 주어도 찾고 목적어도 찾는다. 확률이 한 벌뿐이면 둘을
# 섞어 평균 낼 수밖에 없다. 그래서 특성을 H조각으로 자르고, 조각마다 어텐션을 따로 한 다음, 나온 것을 다시 나란히 붙인다. 조각 하나를 맡은 어텐션을 **헤드(head)**라고 한다.
#
# 헤드끼리는 아무것도 주고받지 않는다. 그러므로 그래디언트의 식은 헤드가 하나일 때와 같고 첨자만 하나 늘어난다. 실수는 다른 곳에서 나온다. 특성을 어떻게 자르고 어떻게 다시
# 붙이는가? 점수를 무엇으로 나누는가? 헤드를 따라 더해야 하는 곳은 있는가?

# %% [markdown] lang="en"
# # Multi-head attention {#multi_head_attention}
#
# [Attention](attention.md) settles on one set of probabilities for each query. But a word looks for more than one thing in its sentence: a verb for its subject and for its object. With a
# single set of probabilities the two can only be blended. So the features are cut into H pieces, each piece attends by itself, and what comes out is put side by side again. The
# attention of one piece is a **head**.
#
# Heads exchange nothing. The formulas of the gradients are therefore those of a single head with one more index, and mistakes are made elsewhere. How are the features cut, and how are
# they put together again? What are the scores divided by? And is there any place where heads are summed over?

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, Symbol, exp, log, sqrt

from yudo.derivations.calculus import (
    Definition,
    Layer,
    Lecture,
    Part,
    Text,
    indices,
    rules,
    sizes,
    tensor,
    total,
)

# %% [markdown] lang="ko"
# ## 정의 {#definition}
#
# | 배열 | 모양(shape) | 뜻 |
# | --- | --- | --- |
# | `q` | (N, T, H, D) | 쿼리. 표본마다 T개, 헤드마다 특성 D개 |
# | `k` | (N, S, H, D) | 키. 표본마다 S개 |
# | `v` | (N, S, H, M) | 값. 키마다, 헤드마다 하나 |
# | `mask` | (N, T, S) | 모든 헤드의 점수에 더하는 수. 볼 수 있는 키는 0, 볼 수 없는 키는 −∞ |
# | `out` | (N, T, H, M) | 출력. 쿼리마다, 헤드마다 하나 |
# | `dout` | (N, T, H, M) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
#
# 첨자 $n$은 표본, $t$는 쿼리, $s$와 $u$는 키, $h$는 헤드, $d$는 특성, $m$은 값의 특성을 가리킨다. 모두 0부터 센다. 그래디언트는 편미분(partial derivative)을 모은
# 배열이다.
#
# **관례.** 코드에서는 헤드의 축과 특성의 축이 한 축에 나란히 놓여 있다. `q`의 모양은 (N, T, E)이고 $E = HD$다. 헤드 $h$가 맡은 것은 특성 $hD$부터 $hD + D - 1$까지,
# 곧 **이웃한** D개다. 마스크(mask)는 헤드마다 같다.
#
# 논문에서 말하는 멀티 헤드 어텐션에는 앞뒤로 투영(projection)이 있다. `q`, `k`, `v`는 저마다 입력에 가중치를 곱해 얻고, 출력에도 가중치를 한 번 더 곱한다. 넷은 모두 [시각마다
# 적용하는 완전연결층](temporal_affine.md)이므로 여기서는 그 사이에 있는 것만 다룬다. 이어 붙이는 법은 [연습 문제](#exercise.1)에 있다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `q` | (N, T, H, D) | queries: T for each sample, with D features for each head |
# | `k` | (N, S, H, D) | keys: S for each sample |
# | `v` | (N, S, H, M) | values, one for each key and head |
# | `mask` | (N, T, S) | added to the scores of all heads: 0 for a key that may be seen, −∞ for one that must not |
# | `out` | (N, T, H, M) | output, one for each query and head |
# | `dout` | (N, T, H, M) | upstream gradient $\partial L / \partial \mathrm{out}$ |
#
# The index $n$ stands for samples, $t$ for queries, $s$ and $u$ for keys, $h$ for heads, $d$ for features and $m$ for those of the values. All start at 0. A gradient is
# the array of partial derivatives.
#
# **Conventions.** In code, heads and features lie side by side on one axis: `q` has the shape (N, T, E) with $E = HD$, and head $h$ has the features $hD$ to $hD + D - 1$, which are D
# **neighbours**. The mask is the same for all heads.
#
# What papers call multi-head attention has projections before and after it: `q`, `k` and `v` are each the input times weights, and the output is multiplied by weights once more. All four are
# [affine layers at every step](temporal_affine.md), so this page is about what lies between them. The first [exercise](#exercise.1) puts the last one on.

# %%
N, T, S, H, D, M = sizes("N T S H D M")
n, t, s, h, d, m, u, i, j, a, r = indices("n t s h d m u i j a r")

q = tensor("q", N, T, H, D, values="moderate", says=Text("쿼리", "queries"))
k = tensor("k", N, S, H, D, values="moderate", says=Text("키", "keys"))
v = tensor("v", N, S, H, M)
mask = tensor("mask", N, T, S, values="logits")
out = tensor("out", N, T, H, M)
dout = tensor("dout", N, T, H, M)

LAYER = Layer(
    stem="multi_head_attention",
    title=Text("멀티 헤드 어텐션", "Multi-head attention"),
    summary=Text(
        "특성을 여러 헤드로 나누고 헤드마다 어텐션을 따로 한 다음 나란히 붙인다.",
        "Divides the features among heads, lets each attend by itself, and puts the outputs side by side.",
    ),
    inputs=(q, k, v, mask),
    upstream=dout,
    after=("attention",),
    part=Part.ATTENTION,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}
#
# 점수도 확률도 헤드마다 따로 있다. 점수는 그 헤드의 특성 D개로만 구하므로 $\sqrt{HD}$가 아니라 $\sqrt D$로 나눈다. 내적에서 더하는 항이 D개이기 때문이다.

# %% [markdown] lang="en"
# ### Output {#output}
#
# Every head has scores and probabilities of its own. Its scores are made of its D features alone, and are divided by $\sqrt D$ and not by $\sqrt{HD}$: the inner product has D
# terms.

# %%
scores = tensor("scores", N, H, T, S, says=Text("점수", "scores"))
p = tensor("p", N, H, T, S, positive=True, says=Text("소프트맥스 확률", "softmax probabilities"))

AT_SCORES = Definition(
    scores[n, h, t, s], total(q[n, t, h, d] * k[n, s, h, d], (d, D)) / sqrt(D) + mask[n, t, s]
)
AT_P = Definition(p[n, h, t, s], exp(scores[n, h, t, s]) / total(exp(scores[n, h, t, u]), (u, S)))
p_nh, v_nh = p.cut(n, h, None, None), v.cut(n, None, h, None)

LAYER.result(
    "out",
    Text("출력", "Output"),
    out[n, t, h, m],
    total(p[n, h, t, s] * v[n, s, h, m], (s, S)),
    indices=((n, N), (t, T), (h, H), (m, M)),
    definitions=(AT_SCORES, AT_P),
).in_matrices(p_nh.matrix * v_nh.matrix, (p_nh, v_nh))

# %% [markdown] lang="ko"
# $p_{n,h,:,:}$는 표본 하나, 헤드 하나의 확률을 쿼리가 행, 키가 열인 행렬로 적은 것이다. `np.matmul`은 마지막 두 축으로 행렬곱을 하고 그 앞의 축은 그대로 둔다. 그래서 코드는 헤드의
# 축을 앞으로 옮긴다. 순서가 중요하다. **먼저** 마지막 축을 헤드와 특성으로 자르고, 그다음에 축을 옮긴다.
#
# ```python
# q = q.reshape(N, T, H, D).transpose(0, 2, 1, 3)  # (N, H, T, D)
# ```
#
# 처음부터 `q.reshape(N, H, T, D)`라고 적어도 모양은 같지만, 한 헤드에 여러 쿼리의 특성이 뒤섞인다. 나올 때는 거꾸로 축부터 되돌리고 나서 붙인다.
#
# 헤드를 늘려도 계산량은 늘지 않는다. 점수를 구하는 데 드는 곱셈은 쿼리와 키의 짝마다 $H \cdot D = E$번이다.

# %% [markdown] lang="en"
# $p_{n,h,:,:}$ is the matrix of probabilities of one sample and one head, with a row for each query and a column for each key. `np.matmul` multiplies matrices on the last two axes and leaves those
# before them alone, so the code moves the axis of the heads to the front. The order matters: **first** the last axis is cut into heads and features, and then the axes are moved.
#
# ```python
# q = q.reshape(N, T, H, D).transpose(0, 2, 1, 3)  # (N, H, T, D)
# ```
#
# `q.reshape(N, H, T, D)` at once has the same shape, but mixes features of different queries in one head. On the way out it is the other way round: the axes are moved back, then joined.
#
# More heads cost nothing. The scores take $H \cdot D = E$ multiplications for each pair of a query and a key.

# %% [markdown] lang="ko"
# ## 값에 대한 그래디언트 {#values}
#
# `dout`을 상수로 두고 `out`과 원소끼리 곱해 더한 스칼라에서 출발하자. 헤드의 델타 $\delta_{h,a}$는 다른 델타와 마찬가지로 합에서 항 하나를 골라낼 뿐이다. 값 하나는 모든
# 쿼리의 출력에 들어가지만 자기 헤드의 출력에만 들어간다.

# %% [markdown] lang="en"
# ## Gradient with respect to the values {#values}
#
# Hold `dout` constant, multiply it with `out` entry by entry, and start from the sum. The delta of the heads, $\delta_{h,a}$, picks one term out of the sum like the others. A value enters the outputs of
# all queries, but those of its own head alone.

# %%
L = Symbol("L", real=True)
EVERYWHERE = ((n, N), (t, T), (h, H))
objective = total(dout[n, t, h, m] * p[n, h, t, s] * v[n, s, h, m], *EVERYWHERE, (m, M), (s, S))
p_ia, dout_ia = p.cut(i, a, None, None), dout.cut(i, None, a, None)

LAYER.result(
    "dv",
    Text("값에 대한 그래디언트", "Gradient with respect to the values"),
    Derivative(L, v[i, j, a, r]),
    Derivative(objective, v[i, j, a, r]),
    indices=((i, N), (j, S), (a, H), (r, M)),
    definitions=(AT_SCORES, AT_P),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(
        dout[n, t, h, m]
        * p[n, h, t, s]
        * KroneckerDelta(n, i)
        * KroneckerDelta(s, j)
        * KroneckerDelta(h, a)
        * KroneckerDelta(m, r),
        *EVERYWHERE,
        (m, M),
        (s, S),
    ),
).by(rules.DELTA_PICKS, total(p[i, a, t, j] * dout[i, t, a, r], (t, T))).in_matrices(
    p_ia.matrix.T * dout_ia.matrix, (p_ia, dout_ia)
)

# %% [markdown] lang="ko"
# ## 쿼리와 키에 대한 그래디언트 {#queries}
#
# 확률에 대한 그래디언트는 $\mathrm{dp}_{n,h,t,s} = \sum_m \mathrm{dout}_{n,t,h,m} v_{n,s,h,m}$이다. 점수 하나는 자기 헤드, 자기 쿼리의 확률만 바꾸므로, 점수에 대한 그래디언트는 [헤드가 하나일
# 때](attention.md#scores) 구한 것에 첨자 $h$를 붙인 것이다.
#
# $$\mathrm{dscores}_{n,h,t,s} = p_{n,h,t,s} \Bigl(\mathrm{dp}_{n,h,t,s} - \sum_u \mathrm{dp}_{n,h,t,u}\, p_{n,h,t,u}\Bigr)$$
#
# 나머지는 점수의 행렬곱이다.

# %% [markdown] lang="en"
# ## Gradients with respect to queries and keys {#queries}
#
# The gradient with respect to the probabilities is $\mathrm{dp}_{n,h,t,s} = \sum_m \mathrm{dout}_{n,t,h,m} v_{n,s,h,m}$. A score changes the probabilities of its own head and query alone, so the gradient with
# respect to the scores is [that of a single head](attention.md#scores) with an index $h$.
#
# $$\mathrm{dscores}_{n,h,t,s} = p_{n,h,t,s} \Bigl(\mathrm{dp}_{n,h,t,s} - \sum_u \mathrm{dp}_{n,h,t,u}\, p_{n,h,t,u}\Bigr)$$
#
# What is left is the matrix product of the scores.

# %%
dp = tensor(
    "dp",
    N,
    H,
    T,
    S,
    says=Text("확률에 대한 손실의 그래디언트", "gradient of the loss with respect to the probabilities"),
)
dscores = tensor("dscores", N, H, T, S)
AT_DP = Definition(dp[n, h, t, s], total(dout[n, t, h, m] * v[n, s, h, m], (m, M)))
AT_DSCORES = Definition(
    dscores[n, h, t, s],
    p[n, h, t, s] * (dp[n, h, t, s] - total(dp[n, h, t, u] * p[n, h, t, u], (u, S))),
)
THROUGH_SCORES = (AT_SCORES, AT_P, AT_DP, AT_DSCORES)
dscores_ia = dscores.cut(i, a, None, None)
q_ia, k_ia = q.cut(i, None, a, None), k.cut(i, None, a, None)


def through_scores(name, title, entry, *indices):
    """Open the gradient with respect to an entry, and go through the scores."""
    return LAYER.result(
        name, title, Derivative(L, entry), Derivative(objective, entry), indices, definitions=THROUGH_SCORES
    ).by(
        rules.CHAIN_RULE,
        total(dscores[n, h, t, s] * Derivative(scores[n, h, t, s], entry), *EVERYWHERE, (s, S)),
    )


through_scores(
    "dq",
    Text("쿼리에 대한 그래디언트", "Gradient with respect to the queries"),
    q[i, j, a, r],
    (i, N),
    (j, T),
    (a, H),
    (r, D),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(
        dscores[n, h, t, s]
        * k[n, s, h, d]
        * KroneckerDelta(n, i)
        * KroneckerDelta(t, j)
        * KroneckerDelta(h, a)
        * KroneckerDelta(d, r),
        *EVERYWHERE,
        (s, S),
        (d, D),
    )
    / sqrt(D),
).by(rules.DELTA_PICKS, total(dscores[i, a, j, s] * k[i, s, a, r], (s, S)) / sqrt(D)).in_matrices(
    dscores_ia.matrix * k_ia.matrix / sqrt(D), (dscores_ia, k_ia)
)

# %%
through_scores(
    "dk",
    Text("키에 대한 그래디언트", "Gradient with respect to the keys"),
    k[i, j, a, r],
    (i, N),
    (j, S),
    (a, H),
    (r, D),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(
        dscores[n, h, t, s]
        * q[n, t, h, d]
        * KroneckerDelta(n, i)
        * KroneckerDelta(s, j)
        * KroneckerDelta(h, a)
        * KroneckerDelta(d, r),
        *EVERYWHERE,
        (s, S),
        (d, D),
    )
    / sqrt(D),
).by(rules.DELTA_PICKS, total(dscores[i, a, t, j] * q[i, t, a, r], (t, T)) / sqrt(D)).in_matrices(
    dscores_ia.matrix.T * q_ia.matrix / sqrt(D), (dscores_ia, q_ia)
)

# %% [markdown] lang="ko"
# 네 식 어디에서도 헤드를 따라 더하지 않는다. 헤드마다 `q`도 `k`도 `v`도 따로 있기 때문이다. 여러 헤드가 키를 **함께** 쓰면 달라진다([연습 2](#exercise.2)).
#
# ## 구현 {#implementation}
#
# 특성을 자르고 축을 옮긴 다음에는 헤드가 하나인 코드와 같다. 마스크에는 헤드의 축을 끼워 넣는다. 끼워 넣지 않으면 NumPy는 축을 뒤에서부터 맞추므로 표본의 축이 헤드의 축에 놓인다.

# %% [markdown] lang="en"
# None of the four formulas sums over the heads, because each head has a `q`, a `k` and a `v` of its own. Where heads **share** a key, it is different
# ([exercise 2](#exercise.2)).
#
# ## Implementation {#implementation}
#
# Once the features are cut and the axes moved, the code is that of a single head. The mask gets an axis for the heads. Without it NumPy lines up axes from the end, and the axis of the samples lands on that of the
# heads.

# %% [markdown] slot="implementation"
# 코드는 impl/multi_head_attention.py에 있다. / The code is in impl/multi_head_attention.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 쿼리 하나, 키 둘, 헤드 둘이다. 헤드마다 특성이 넷이므로 $\sqrt 4 = 2$로 나눈다. $e^{\log 3} = 3$이므로 첫 헤드의 확률은 3/4과 1/4이고, 둘째 헤드의 확률은 1/3과 2/3다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# One query, two keys, two heads. Each head has four features, so the scores are divided by $\sqrt 4 = 2$. Since $e^{\log 3} = 3$, the probabilities of the first head are 3/4 and 1/4; those of the second are 1/3 and
# 2/3.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 1, T: 1, S: 2, H: 2, D: 4, M: 1},
    given={
        q: [[[[2, 0, 1, 0], [0, 2, 0, 0]]]],
        k: [[[[log(3), 0, 0, 1], [0, 0, 1, 0]], [[0, 1, 0, 0], [1, log(2), 0, 0]]]],
        v: [[[[4], [3]], [[8], [-3]]]],
        mask: [[[0, 0]]],
        dout: [[[[2], [3]]]],
    },
    show=[
        (scores, (0, 0, 0, 0)),
        (p, (0, 0, 0, 0)),
        ("out", (0, 0, 0, 0)),
        ("dv", (0, 1, 1, 0)),
        (dp, (0, 1, 0, 0)),
        (dscores, (0, 1, 0, 0)),
        ("dq", (0, 0, 0, 1)),
        ("dk", (0, 0, 0, 0)),
    ],
)

# %% [markdown] lang="ko"
# 첫 헤드는 첫 키를, 둘째 헤드는 둘째 키를 더 본다. 헤드가 하나였다면 이 쿼리는 두 키를 한 가지 비율로만 섞을 수 있었다.
#
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# The first head looks more at the first key, the second at the second. With a single head, this query could have mixed the two keys in one proportion only.
#
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify multi_head_attention`으로 확인한다. / Run `yudo verify multi_head_attention`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **H로 나누어떨어지지 않는 특성.** 자를 수 없으므로 `ValueError`를 낸다. `E // H`로 자르는 코드는 `reshape`에서 멈추거나, 남는 특성을 조용히 버린다.
# - **헤드가 하나일 때(H = 1).** [어텐션](attention.md)과 같다. 이때만 검사하면 자르고 붙이는 데서 나온 실수가 하나도 드러나지 않는다.
# - **쿼리가 하나일 때(T = 1).** 축을 옮기지 않고 잘라도 옳다. T를 2 이상으로 두고 검사한다.
# - **모든 키가 가려진 쿼리.** 확률을 정할 수 없으므로 `ValueError`를 낸다.
# - **값의 특성 수.** `v`의 특성도 H로 나누어떨어져야 하지만 `q`와 `k`의 특성 수와 같을 필요는 없다.
# - **드롭아웃.** 과제의 코드는 확률에 [드롭아웃](dropout.md)을 적용하기도 한다. 여기에는 없다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **Features that H does not divide** cannot be cut, and raise a `ValueError`. Code that cuts by `E // H` stops at `reshape`, or silently drops the features that are left.
# - **A single head (H = 1)** is [attention](attention.md). Checks with one head alone see no mistake of cutting and joining.
# - **A single query (T = 1).** Cutting without moving axes is right then. Check with T of at least 2.
# - **A query with all keys hidden** has no probabilities, and raises a `ValueError`.
# - **The features of the values** must be divided by H, too, but need not be as many as those of `q` and `k`.
# - **Dropout.** The code of assignments may apply [dropout](dropout.md) to the probabilities. There is none here.

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
    "divided-by-all-features",
    "dq",
    Text(
        "$\\sqrt D$가 아니라 모든 헤드의 특성 수 $\\sqrt{HD}$로 나눈다",
        "Divided by $\\sqrt{HD}$, the features of all heads, instead of $\\sqrt D$",
    ),
    wrong=total(dscores[i, a, j, s] * k[i, s, a, r], (s, S)) / sqrt(H * D),
    symptom=Text(
        "자르기 전의 `q.shape[-1]`을 썼다. 순전파에서도 똑같이 틀리면 그래디언트 검사는 통과하고, 확률만 고르게 퍼진다.",
        "It was `q.shape[-1]` before the cut. If the forward pass has it, too, a gradient check passes; only the probabilities are spread too evenly.",
    ),
)

# %%
LECTURE.mistake(
    "softmax-over-heads",
    "out",
    Text("소프트맥스를 헤드의 축을 따라 적용한다", "Softmax along the axis of the heads"),
    wrong=total(exp(scores[n, h, t, s]) / total(exp(scores[n, a, t, s]), (a, H)) * v[n, s, h, m], (s, S)),
    symptom=Text(
        "축을 옮긴 뒤에 `axis=1`이라고 적었다. `p`를 키를 따라 더해도 1이 아니다.",
        "It was `axis=1`, after the axes had been moved. `p` does not add up to 1 over the keys.",
    ),
)

# %%
LECTURE.mistake(
    "heads-mixed",
    "dv",
    Text("모든 헤드의 확률로 `dv`를 구한다", "`dv` by the probabilities of all heads"),
    wrong=total(p[i, h, t, j] * dout[i, t, a, r], (h, H), (t, T)),
    symptom=Text(
        "`einsum`에서 헤드의 글자를 빠뜨렸다. 값을 모든 헤드가 함께 쓴다고 여긴 셈이다. 헤드가 하나이면 옳다.",
        "The letter of the heads is missing in an `einsum`. It takes the values for shared by all heads, and is right for a single one.",
    ),
)

# %%
LECTURE.mistake(
    "row-sum-forgotten",
    "dq",
    Text(
        "`dscores = p * dp`로 쓰고 행마다 빼는 수를 빠뜨린다", "`dscores = p * dp`, with nothing subtracted"
    ),
    wrong=total(p[i, a, j, s] * dp[i, a, j, s] * k[i, s, a, r], (s, S)) / sqrt(D),
    symptom=Text(
        "키마다 같은 벡터를 더해도 `dq`는 그대로여야 하는데 달라진다.",
        "The same vector added to every key must leave `dq` as it is, and does not.",
    ),
)

# %%
LECTURE.mistake(
    "scale-forgotten",
    "dk",
    Text("`dk`에서 $1/\\sqrt D$을 빠뜨린다", "$1/\\sqrt D$ missing in `dk`"),
    wrong=total(dscores[i, a, t, j] * q[i, t, a, r], (t, T)),
    symptom=Text(
        "정확히 $\\sqrt D$배다. 헤드마다 특성이 하나이면 보이지 않는다.",
        "It is exactly $\\sqrt D$ times too large. With one feature for each head it does not show.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | 축을 옮기지 않고 `q.reshape(N, H, T, D)`로 자른다 | 모양은 맞지만 쿼리끼리 섞인다. 표본의 순서를 바꾸는 검사는 통과하고, 쿼리의 순서를 바꾸는 검사에서 드러난다. |
# | 붙일 때 축을 되돌리지 않는다: `out.reshape(N, T, H * M)` | 역시 모양은 맞는다. 쿼리 0의 출력에 쿼리 1의 것이 들어 있다. |
# | 붙일 때 `view`만 쓴다(PyTorch) | 축을 옮긴 텐서는 이어져 있지 않아 오류가 난다. `contiguous()`나 `reshape`가 필요하다. |
# | 마스크에 헤드의 축을 끼워 넣지 않는다 | 모양 오류가 난다. N = H이면 오류 없이 다른 표본의 마스크를 쓴다. |
# | 헤드마다 가중치를 따로 두고 출력 투영을 헤드마다 더하지 않는다 | 마지막 헤드의 것만 남는다. |

# %% [markdown] lang="en"
# Other mistakes do not show as a difference of formulas.
#
# | mistake | symptom |
# | --- | --- |
# | `q.reshape(N, H, T, D)`, without moving axes | The shape is right, and queries are mixed. A check that exchanges samples passes; one that exchanges queries does not. |
# | joined without moving the axes back: `out.reshape(N, T, H * M)` | The shape is right again. The output of query 0 holds what belongs to query 1. |
# | joined by `view` (PyTorch) | With its axes moved, the tensor is not contiguous, which is an error. It takes `contiguous()` or `reshape`. |
# | no axis for the heads in the mask | A shape error. With N = H there is none, and the masks are those of other samples. |
# | weights of each head apart, and the output projections not added | Only what comes from the last head is left. |

# %% [markdown] lang="ko"
# ## 연습 문제 {#exercises}
#
# 풀이는 접어 두었다. 풀이에 나오는 등식은 이 페이지를 만들 때 컴퓨터가 확인한다.

# %% [markdown] lang="en"
# ## Exercises {#exercises}
#
# The solutions are folded. The machine checks every equation in them when this page is built.

# %%
E = sizes("E")[0]
e = indices("e")[0]
Wo = tensor("Wo", H, M, E)
heads = tensor("heads", N, T, H, M)
dy = tensor("dy", N, T, E)
projected = total(dy[n, t, e] * heads[n, t, h, m] * Wo[h, m, e], *EVERYWHERE, (m, M), (e, E))

LECTURE.exercise(
    Text(
        r"출력 투영은 나란히 붙인 헤드의 출력에 가중치 $W_o$를 곱한다: $y_{n,t,e} = \sum_{h,m} \mathrm{heads}_{n,t,h,m} W_{o,h,m,e}$. $y$로 온 그래디언트를 `dy`라고 할 때, $W_o$의 그래디언트와 헤드마다 가는 "
        "그래디언트를 구하라.",
        r"The output projection multiplies the joined outputs of the heads by weights $W_o$: $y_{n,t,e} = \sum_{h,m} \mathrm{heads}_{n,t,h,m} W_{o,h,m,e}$. Let `dy` be the gradient that comes to $y$. What is the gradient with "
        "respect to $W_o$, and what goes to each head?",
    ),
    Text(
        r"""나란히 붙인 축을 특성 하나의 축으로 보면 완전연결층이다. 가중치는 모든 표본의 모든 쿼리가 함께 쓴다.

<1>

헤드로 가는 것은 그 헤드의 행만 쓴다. 이것이 이 페이지의 `dout`이다.

<2>""",
        r"""With the joined axis taken for one axis of features it is an affine layer. Its weights are shared by all queries of all samples.

<1>

What goes to a head uses the rows of that head alone. This is the `dout` of this page.

<2>""",
    ),
    lambda: [
        (
            Derivative(projected, Wo[i, j, r]),
            total(heads[n, t, i, j] * dy[n, t, r], (n, N), (t, T)),
        ),
        (
            Derivative(projected, heads[i, j, a, r]),
            total(dy[i, j, e] * Wo[a, r, e], (e, E)),
        ),
    ],
)

# %%
shared = tensor("shared", N, S, D)
g = tensor("g", N, H, T, S)

LECTURE.exercise(
    Text(
        r"긴 글을 지어낼 때에는 키를 담아 두는 자리가 모자란다. 그래서 모든 헤드가 키 한 벌을 함께 쓰기도 한다(multi-query attention). 점수에 대한 그래디언트를 $g$라고 할 때, 함께 쓰는 키의 그래디언트를 "
        "구하라.",
        r"When long texts are written, memory for keys is short, and all heads may share one set of keys (multi-query attention). Let $g$ be the gradient with respect to the scores. What is the gradient "
        "with respect to the shared keys?",
    ),
    Text(
        r"""키 하나가 모든 헤드의 점수에 들어가므로 이번에는 헤드를 따라서도 더한다.

<1>

헤드마다 `dk`를 구해 더한 것과 같다. 갈라진 곳에서는 그래디언트를 더한다.""",
        r"""A key enters the scores of all heads, so this time the sum runs over the heads as well.

<1>

It is the `dk` of all heads, added up: where a value goes several ways, its gradients add.""",
    ),
    lambda: [
        (
            Derivative(
                total(g[n, h, t, s] * q[n, t, h, d] * shared[n, s, d] / sqrt(D), *EVERYWHERE, (s, S), (d, D)),
                shared[i, j, r],
            ),
            total(g[i, h, t, j] * q[i, t, h, r], (h, H), (t, T)) / sqrt(D),
        )
    ],
)

# %%
c = tensor("c", N, H, D)

LECTURE.exercise(
    Text(
        r"헤드마다 모든 키에 같은 벡터 $c_{n,h,:}$를 더해도 확률이 변하지 않음을 보여라. 그래서 많은 모델이 키의 투영에 편향을 두지 않는다.",
        r"Show that the probabilities do not change if the same vector $c_{n,h,:}$ is added to all keys of a head. For this reason many models have no bias in the projection of the keys.",
    ),
    Text(
        r"""점수에 더해지는 것은 키 $s$에 달려 있지 않다.

<1>

소프트맥스에서는 분자와 분모에 같은 수가 곱해져 사라진다.

<2>""",
        r"""What is added to the scores does not depend on the key $s$.

<1>

In the softmax the same factor is in the numerator and in the denominator, and cancels.

<2>""",
    ),
    lambda: [
        (
            total(q[n, t, h, d] * (k[n, s, h, d] + c[n, h, d]), (d, D))
            - total(q[n, t, h, d] * k[n, s, h, d], (d, D)),
            total(q[n, t, h, d] * c[n, h, d], (d, D)),
        ),
        (
            exp(scores[n, h, t, s] + total(q[n, t, h, d] * c[n, h, d], (d, D)))
            / total(exp(scores[n, h, t, u] + total(q[n, t, h, d] * c[n, h, d], (d, D))), (u, S)),
            exp(scores[n, h, t, s]) / total(exp(scores[n, h, t, u]), (u, S)),
        ),
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dv", (0, 0, 0, 0)), ("dk", (0, 1, 1, 1)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 헤드는 이웃한 특성 D개로 하는 어텐션이다. H개가 서로 모르는 채 나란히 계산한다.
# 2. 자를 때는 `reshape(N, T, H, D)`로 자르고 나서 축을 옮긴다. 붙일 때는 축을 되돌리고 나서 붙인다.
# 3. 점수는 $\sqrt D$로 나눈다. D는 헤드 하나의 특성 수다.
# 4. 그래디언트는 [헤드가 하나일 때](attention.md#summary)의 식에 첨자 $h$를 붙인 것이다. 헤드를 따라 더하는 곳은 없다.
# 5. 검사할 때는 H, T, S, D를 모두 다르게, 2 이상으로 둔다.
#
# **더 읽을거리**
#
# - A. Vaswani 외, [Attention is all you need](https://arxiv.org/abs/1706.03762), *NeurIPS* 2017, 3.2.2절
# - N. Shazeer, [Fast transformer decoding: One write-head is all you need](https://arxiv.org/abs/1911.02150), 2019

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. A head is attention with D neighbouring features. H of them compute side by side and know nothing of each other.
# 2. Cut by `reshape(N, T, H, D)`, then move the axes. To join, move the axes back first.
# 3. The scores are divided by $\sqrt D$, where D counts the features of one head.
# 4. The gradients are the formulas [of a single head](attention.md#summary) with an index $h$. Nothing is summed over the heads.
# 5. Check with H, T, S and D all different and at least 2.
#
# **Further reading**
#
# - A. Vaswani et al., [Attention is all you need](https://arxiv.org/abs/1706.03762), *NeurIPS* 2017, section 3.2.2
# - N. Shazeer, [Fast transformer decoding: One write-head is all you need](https://arxiv.org/abs/1911.02150), 2019
