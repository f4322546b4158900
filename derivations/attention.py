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
# # 어텐션(attention) {#attention}
#
# 번역기는 단어 하나를 옮길 때마다 원문의 어느 단어를 볼지 정해야 한다. 순환 신경망은 문장 전체를 은닉 상태 하나에 눌러 담지만, 어텐션은 모든 단어를 그대로
# 두고 그때그때 필요한 것을 찾는다. 찾는 쪽은 쿼리(query)를 내놓고, 찾아지는 쪽은 저마다 키(key)와 값(value)을 내놓는다. 쿼리를 모든 키와 비교해 점수를 매기고, 점수를
# 확률로 바꾸어, 그 확률로 값을 평균 낸다. 트랜스포머(transformer)가 이 층을 쌓은 것이다.
#
# 새로 필요한 것은 없다. 행렬곱 둘 사이에 소프트맥스가 있을 뿐이다. 그래도 세 가지를 묻는다. 점수를 왜 $\sqrt D$로 나누며, 그것은 역전파(backward pass)의 어디에 나타나는가?
# 소프트맥스를 거슬러 오를 때 행마다 빼는 수는 무엇인가? 보면 안 되는 키는 어떻게 가리는가?

# %% [markdown] lang="en"
# # Attention {#attention}
#
# For each word that it writes, a translator has to decide which words of the original to look at. A recurrent net squeezes the whole sentence into one
# hidden state; attention keeps all words as they are, and finds what is needed when it is needed. Who searches puts up a query; who can be found puts up a
# key and a value. The query is compared with all keys, which gives scores; the scores become probabilities; and by these the values are averaged. A
# transformer is a stack of such layers.
#
# None of it is new: two matrix products, and a softmax between them. Three questions are worth asking all the same. Why are the scores divided by
# $\sqrt D$, and where does that show in the backward pass? On the way back through the softmax a number is subtracted in each row; which? And how are keys
# hidden that must not be seen?

# %% tags=["setup"]
from sympy import Derivative, Integer, KroneckerDelta, Symbol, exp, hadamard_product, log, oo, sqrt

from yudo.derivations.calculus import (
    Definition,
    Layer,
    Lecture,
    Part,
    Text,
    indices,
    ones,
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
# | `q` | (N, T, D) | 쿼리. 표본마다 T개, 특성 D개 |
# | `k` | (N, S, D) | 키. 표본마다 S개 |
# | `v` | (N, S, M) | 값. 키마다 하나 |
# | `mask` | (N, T, S) | 점수에 더하는 수. 볼 수 있는 키는 0, 볼 수 없는 키는 −∞ |
# | `out` | (N, T, M) | 출력. 쿼리마다 하나 |
# | `dout` | (N, T, M) | 업스트림 그래디언트(upstream gradient) $\partial L / \partial \mathrm{out}$ |
#
# 첨자 $n$은 표본, $t$는 쿼리, $s$와 $u$는 키, $d$는 특성, $m$은 값의 특성을 가리킨다. 모두 0부터 센다. 그래디언트는 편미분(partial derivative)을 모은
# 배열이다.
#
# **관례.** 헤드(head)는 하나다. 여럿이면 [멀티 헤드 어텐션](multi_head_attention.md)이다. 표본은 서로 섞이지 않는다. 마스크(mask)는 곱하지 않고 **더한다**. 그러면 0은 아무것도 바꾸지 않고 $e^{-\infty} = 0$은 그 키를
# 지운다. 그 밖의 수를 넣으면 점수를 그만큼 올리거나 내린다. 마스크는 학습하지 않는다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `q` | (N, T, D) | queries: T for each sample, with D features |
# | `k` | (N, S, D) | keys: S for each sample |
# | `v` | (N, S, M) | values, one for each key |
# | `mask` | (N, T, S) | added to the scores: 0 for a key that may be seen, −∞ for one that must not |
# | `out` | (N, T, M) | output, one for each query |
# | `dout` | (N, T, M) | upstream gradient $\partial L / \partial \mathrm{out}$ |
#
# The index $n$ stands for samples, $t$ for queries, $s$ and $u$ for keys, $d$ for features and $m$ for those of the values. All start at 0. A gradient is
# the array of partial derivatives.
#
# **Conventions.** There is one head; several make [multi-head attention](multi_head_attention.md). Samples do not mix. The mask is **added**, not multiplied: then 0 changes nothing, and $e^{-\infty} = 0$ removes the
# key. Any other number raises or lowers the score by as much. The mask is not learned.

# %%
N, T, S, D, M = sizes("N T S D M")
n, t, s, d, m, u, i, j, r = indices("n t s d m u i j r")

q = tensor("q", N, T, D, values="moderate", says=Text("쿼리", "queries"))
k = tensor("k", N, S, D, values="moderate", says=Text("키", "keys"))
v = tensor("v", N, S, M)
mask = tensor("mask", N, T, S, values="logits")
out = tensor("out", N, T, M)
dout = tensor("dout", N, T, M)

LAYER = Layer(
    stem="attention",
    title=Text("어텐션", "Attention"),
    summary=Text(
        "쿼리를 모든 키와 비교해 확률을 정하고, 그 확률로 값을 평균 낸다.",
        "Compares a query with all keys, and averages the values by the probabilities that come out.",
    ),
    inputs=(q, k, v, mask),
    upstream=dout,
    after=("softmax_cross_entropy", "rnn"),
    part=Part.ATTENTION,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ### 출력 {#output}
#
# 쿼리 하나와 키 하나의 점수는 둘의 내적이다. 그것을 $\sqrt D$로 나누고 마스크를 더한다. 확률은 점수의 [소프트맥스](softmax_cross_entropy.md#probabilities)이고, 합은 **키를
# 따라** 1이다. 출력은 그 확률로 평균 낸 값이다.

# %% [markdown] lang="en"
# ### Output {#output}
#
# The score of a query and a key is their inner product. It is divided by $\sqrt D$, and the mask is added. The probabilities are the
# [softmax](softmax_cross_entropy.md#probabilities) of the scores; they add up to 1 **over the keys**. The output is the average of the values by these.

# %%
scores = tensor("scores", N, T, S, says=Text("점수", "scores"))
p = tensor("p", N, T, S, positive=True, says=Text("소프트맥스 확률", "softmax probabilities"))

AT_SCORES = Definition(scores[n, t, s], total(q[n, t, d] * k[n, s, d], (d, D)) / sqrt(D) + mask[n, t, s])
AT_P = Definition(p[n, t, s], exp(scores[n, t, s]) / total(exp(scores[n, t, u]), (u, S)))
p_n, v_n = p.cut(n, None, None), v.cut(n, None, None)

LAYER.result(
    "out",
    Text("출력", "Output"),
    out[n, t, m],
    total(p[n, t, s] * v[n, s, m], (s, S)),
    indices=((n, N), (t, T), (m, M)),
    definitions=(AT_SCORES, AT_P),
).in_matrices(p_n.matrix * v_n.matrix, (p_n, v_n))

# %% [markdown] lang="ko"
# $p_{n,:,:}$는 표본 하나의 확률을 쿼리가 행, 키가 열인 행렬로 적은 것이다. 코드에서 `p @ v`는 첫 축을 그대로 두고 표본마다 이 행렬곱을 한다.
#
# $\sqrt D$로 나누는 까닭은 소프트맥스에 있다. `q`와 `k`의 원소가 서로 독립이고 평균 0, 분산 1이면 내적의 분산은 $D$다. 특성이 많을수록 점수의 차가 커져
# 소프트맥스가 키 하나에 확률을 몰아주고, 그때 소프트맥스의 기울기는 0에 가깝다. $\sqrt D$로 나누면 점수의 분산은 언제나 1이다.

# %% [markdown] lang="en"
# $p_{n,:,:}$ is the matrix of one sample's probabilities, with a row for each query and a column for each key. In code, `p @ v` leaves the first axis alone
# and multiplies such matrices sample by sample.
#
# The reason for $\sqrt D$ is the softmax. If the entries of `q` and `k` are independent, with mean 0 and variance 1, an inner product has the variance $D$.
# The more features, the farther the scores lie apart; the softmax then gives almost everything to a single key, and its slope there is close to 0. Divided by
# $\sqrt D$, the scores have variance 1 for every $D$.

# %% [markdown] lang="ko"
# ## 값에 대한 그래디언트 {#values}
#
# `dout`을 상수로 두고 `out`과 원소끼리 곱해 더한 스칼라에서 출발하자. `v`는 확률에 들어 있지 않으므로 이 그래디언트는 행렬곱의 것이다. 값 하나는 모든 쿼리의 출력에 들어간다.
# 그래서 쿼리에 대한 합이 남고, `p`를 전치한다.

# %% [markdown] lang="en"
# ## Gradient with respect to the values {#values}
#
# Hold `dout` constant, multiply it with `out` entry by entry, and start from the sum. The probabilities do not contain `v`, so this is the gradient of a
# matrix product. A value enters the outputs of all queries; a sum over the queries is left, and `p` is transposed.

# %%
L = Symbol("L", real=True)
objective = total(dout[n, t, m] * p[n, t, s] * v[n, s, m], (n, N), (t, T), (m, M), (s, S))
p_i, dout_i = p.cut(i, None, None), dout.cut(i, None, None)

LAYER.result(
    "dv",
    Text("값에 대한 그래디언트", "Gradient with respect to the values"),
    Derivative(L, v[i, j, r]),
    Derivative(objective, v[i, j, r]),
    indices=((i, N), (j, S), (r, M)),
    definitions=(AT_SCORES, AT_P),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(
        dout[n, t, m] * p[n, t, s] * KroneckerDelta(n, i) * KroneckerDelta(s, j) * KroneckerDelta(m, r),
        (n, N),
        (t, T),
        (m, M),
        (s, S),
    ),
).by(rules.DELTA_PICKS, total(p[i, t, j] * dout[i, t, r], (t, T))).in_matrices(
    p_i.matrix.T * dout_i.matrix, (p_i, dout_i)
)

# %% [markdown] lang="ko"
# ## 점수에 대한 그래디언트 {#scores}
#
# 확률에 대한 그래디언트를 $\mathrm{dp}$라고 부르자. 이것도 행렬곱의 그래디언트다: $\mathrm{dp}_{n,t,s} = \sum_m \mathrm{dout}_{n,t,m} v_{n,s,m}$. 점수 하나는 자기 행의
# 확률을 모두 바꾸므로, [소프트맥스의 야코비 행렬](softmax_cross_entropy.md#softmax-jacobian)을 곱한다.

# %% [markdown] lang="en"
# ## Gradient with respect to the scores {#scores}
#
# Call the gradient with respect to the probabilities $\mathrm{dp}$. It is that of a matrix product, too:
# $\mathrm{dp}_{n,t,s} = \sum_m \mathrm{dout}_{n,t,m} v_{n,s,m}$. A score changes all probabilities of its row, so the
# [Jacobian of the softmax](softmax_cross_entropy.md#softmax-jacobian) is multiplied in.

# %%
dp = tensor(
    "dp",
    N,
    T,
    S,
    says=Text("확률에 대한 손실의 그래디언트", "gradient of the loss with respect to the probabilities"),
)
AT_DP = Definition(dp[n, t, s], total(dout[n, t, m] * v[n, s, m], (m, M)))
dp_i = dp.cut(i, None, None)

LAYER.result(
    "dscores",
    Text("점수에 대한 그래디언트", "Gradient with respect to the scores"),
    Derivative(L, scores[i, j, r]),
    Derivative(objective, scores[i, j, r]),
    indices=((i, N), (j, T), (r, S)),
    definitions=(AT_SCORES, AT_P, AT_DP),
    expanded=(AT_P, AT_DP),
).by(
    rules.CHAIN_RULE,
    total(dp[n, t, s] * Derivative(p[n, t, s], scores[i, j, r]), (n, N), (t, T), (s, S)),
).by(
    rules.KNOWN_RESULT,
    total(
        dp[n, t, s]
        * p[n, t, s]
        * (KroneckerDelta(s, r) - p[n, t, r])
        * KroneckerDelta(n, i)
        * KroneckerDelta(t, j),
        (n, N),
        (t, T),
        (s, S),
    ),
).by(
    rules.DELTA_PICKS,
    dp[i, j, r] * p[i, j, r] - total(dp[i, j, s] * p[i, j, s] * p[i, j, r], (s, S)),
).by(
    rules.PULL_OUT,
    p[i, j, r] * (dp[i, j, r] - total(dp[i, j, s] * p[i, j, s], (s, S))),
).in_matrices(
    hadamard_product(
        p_i.matrix, dp_i.matrix - hadamard_product(p_i.matrix, dp_i.matrix) * ones(S) * ones(S).T
    ),
    (p_i, dp_i),
)

# %% [markdown] lang="ko"
# 행마다 빼는 $\sum_s \mathrm{dp}_{i,j,s}\, p_{i,j,s}$는 그 쿼리의 확률로 평균 낸 `dp`다. 평균보다 나은 키의 점수는 올리고 못한 키의 점수는 내린다. 그래서 `dscores`는 행마다 더하면
# 0이다. 한 쿼리의 점수에 모두 같은 수를 더해도 확률은 변하지 않기 때문이다.
#
# 마스크는 식에 나타나지 않는다. 가려진 키는 확률이 0이므로 `dscores`도 0이다. 역전파에서는 마스크를 다시 볼 필요가 없다. 마스크 자리에
# 학습하는 수를 더한다면 그 그래디언트는 `dscores`다.

# %% [markdown] lang="en"
# What is subtracted in each row, $\sum_s \mathrm{dp}_{i,j,s}\, p_{i,j,s}$, is the average of `dp` by the probabilities of that query. Keys that are better than
# average have their scores raised, the others lowered. So the rows of `dscores` add up to 0: a number that is added to all scores of a query does not change the
# probabilities.
#
# The mask does not occur. A hidden key has the probability 0, so its `dscores` is 0. The backward pass need not look at the mask again. If
# learned numbers are added in the place of a mask, their gradient is `dscores`.

# %% [markdown] lang="ko"
# ## 쿼리와 키에 대한 그래디언트 {#queries}
#
# 나머지는 점수의 행렬곱이다. 점수에는 $1/\sqrt D$이 곱해져 있고, 그것은 `dq`와 `dk`에 한 번씩 그대로 남는다.

# %% [markdown] lang="en"
# ## Gradients with respect to queries and keys {#queries}
#
# What is left is the matrix product of the scores. They carry the factor $1/\sqrt D$, and it stays, once in `dq` and once in `dk`.

# %%
dscores = tensor("dscores", N, T, S)
AT_DSCORES = Definition(
    dscores[n, t, s], p[n, t, s] * (dp[n, t, s] - total(dp[n, t, u] * p[n, t, u], (u, S)))
)
THROUGH_SCORES = (AT_SCORES, AT_P, AT_DP, AT_DSCORES)
dscores_i, q_i, k_i = (one.cut(i, None, None) for one in (dscores, q, k))


def through_scores(name, title, entry, *indices):
    """Open the gradient with respect to an entry, and go through the scores."""
    return LAYER.result(
        name, title, Derivative(L, entry), Derivative(objective, entry), indices, definitions=THROUGH_SCORES
    ).by(
        rules.CHAIN_RULE,
        total(dscores[n, t, s] * Derivative(scores[n, t, s], entry), (n, N), (t, T), (s, S)),
    )


through_scores(
    "dq",
    Text("쿼리에 대한 그래디언트", "Gradient with respect to the queries"),
    q[i, j, r],
    (i, N),
    (j, T),
    (r, D),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(
        dscores[n, t, s] * k[n, s, d] * KroneckerDelta(n, i) * KroneckerDelta(t, j) * KroneckerDelta(d, r),
        (n, N),
        (t, T),
        (s, S),
        (d, D),
    )
    / sqrt(D),
).by(rules.DELTA_PICKS, total(dscores[i, j, s] * k[i, s, r], (s, S)) / sqrt(D)).in_matrices(
    dscores_i.matrix * k_i.matrix / sqrt(D), (dscores_i, k_i)
)

# %% [markdown] lang="ko"
# 키 하나는 모든 쿼리와 비교되므로 쿼리에 대한 합이 남는다. 더하는 첨자 $t$가 `dscores`의 앞 축에 있으니 이번에는 `dscores`를 전치한다.

# %% [markdown] lang="en"
# A key is compared with all queries, so a sum over the queries is left. The summed index $t$ is on the first of the two axes of `dscores`: this time it is
# `dscores` that is transposed.

# %%
through_scores(
    "dk",
    Text("키에 대한 그래디언트", "Gradient with respect to the keys"),
    k[i, j, r],
    (i, N),
    (j, S),
    (r, D),
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(
        dscores[n, t, s] * q[n, t, d] * KroneckerDelta(n, i) * KroneckerDelta(s, j) * KroneckerDelta(d, r),
        (n, N),
        (t, T),
        (s, S),
        (d, D),
    )
    / sqrt(D),
).by(rules.DELTA_PICKS, total(dscores[i, t, j] * q[i, t, r], (t, T)) / sqrt(D)).in_matrices(
    dscores_i.matrix.T * q_i.matrix / sqrt(D), (dscores_i, q_i)
)

# %% [markdown] lang="ko"
# ## 구현 {#implementation}
#
# 점수에서 행의 최댓값을 빼고 지수를 취한다. 확률은 그대로다([이동 불변성](softmax_cross_entropy.md#shift)). 캐시에는 점수가 아니라 확률을 담는다. `dscores`를 구할 때
# 순전파에서 필요한 것은 확률과 `v`뿐이다. `dscores`에 $1/\sqrt D$을 한 번 곱해 두면 `dq`와 `dk`가 함께 쓴다.

# %% [markdown] lang="en"
# ## Implementation {#implementation}
#
# The maximum of a row is subtracted from the scores before the exponential, which [leaves the probabilities as they are](softmax_cross_entropy.md#shift). The cache
# holds the probabilities and not the scores: `dscores` needs nothing else of the forward pass but `v`. The factor $1/\sqrt D$ is multiplied into
# `dscores` once, for `dq` and `dk` together.

# %% [markdown] slot="implementation"
# 코드는 impl/attention.py에 있다. / The code is in impl/attention.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 표본 하나에 쿼리와 키가 둘씩, 특성이 넷이다. $\sqrt 4 = 2$로 나눈다. 마스크는 앞쪽만 보게 하는 인과 마스크(causal mask)다. 첫 쿼리는 첫 키만 본다.
# $e^{\log 3} = 3$이므로 둘째 쿼리의 확률은 3/4과 1/4이다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# One sample with two queries, two keys and four features; the scores are divided by $\sqrt 4 = 2$. The mask is causal, which means that a query sees nothing that
# comes after it: the first query sees the first key alone. Since $e^{\log 3} = 3$, the probabilities of the second query are 3/4 and 1/4.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 1, T: 2, S: 2, D: 4, M: 2},
    given={
        q: [[[4, 2, 0, 0], [2, 0, 4, 0]]],
        k: [[[log(3), 0, 0, 2], [0, 2, 0, 1]]],
        v: [[[4, 0], [0, 8]]],
        mask: [[[0, -oo], [0, 0]]],
        dout: [[[1, 2], [4, -4]]],
    },
    show=[
        (scores, (0, 1, 0)),
        (p, (0, 1, 0)),
        ("out", (0, 1, 0)),
        ("dv", (0, 0, 0)),
        (dp, (0, 1, 1)),
        ("dscores", (0, 1, 0)),
        ("dq", (0, 1, 1)),
        ("dk", (0, 0, 0)),
    ],
)

# %% [markdown] lang="ko"
# 첫 쿼리의 확률은 1과 0이고, `dscores`의 첫 행은 0이다. 볼 키가 하나뿐이면 점수가 얼마이든 확률은 1이기 때문이다. 둘째 행은 9와 −9로, 더하면 0이다.

# %% [markdown] lang="en"
# The first query has the probabilities 1 and 0, and the first row of `dscores` is 0: with a single key to see, the probability is 1 whatever the score. The second row is 9
# and −9, which add up to 0.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify attention`으로 확인한다. / Run `yudo verify attention`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **큰 점수.** 점수가 ±10⁴이어도 가장 큰 지수가 0이므로 오버플로하지 않는다. 확률은 0과 1이 되고 `dscores`는 0이다.
# - **모든 키가 가려진 쿼리.** 확률을 정할 수 없으므로(0/0) 몇째 쿼리인지 밝히며 `ValueError`를 낸다. −∞ 대신 −10⁹ 같은 유한한 수로 가리면 오류는 나지 않지만, 가려진
#   키를 고루 평균 낸다.
# - **참과 거짓으로 된 마스크.** 참이 ‘본다’인지 ‘가린다’인지는 라이브러리마다, 함수마다 다르다. 그래서 `TypeError`를 낸다. `np.where(may_look, 0.0, -np.inf)`로 바꾸어
#   넣는다.
# - **마스크가 없을 때.** `mask=None`은 0을 더한 것과 같다.
# - **쿼리가 없을 때(T = 0).** 출력과 `dq`는 빈 배열이고 `dk`와 `dv`는 영배열이다. 키가 없으면(S = 0) 평균 낼 것이 없으므로 `ValueError`다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **Large scores.** With scores of ±10⁴ the largest exponent is still 0, and nothing overflows. The probabilities become 0 and 1, and `dscores` is 0.
# - **A query with all keys hidden** has no probabilities (0/0), and a `ValueError` names it. A finite number such as −10⁹ in place of −∞ avoids the error; what comes out
#   is an even average of the hidden keys.
# - **A mask of truth values.** Whether true means “may be seen” or “hidden” differs between libraries, and within them. It raises a `TypeError`; pass
#   `np.where(may_look, 0.0, -np.inf)`.
# - **No mask.** `mask=None` is the same as adding zeros.
# - **No queries (T = 0).** The output and `dq` are empty, `dk` and `dv` are zeros. Without keys (S = 0) there is nothing to average: a `ValueError`.

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
    "scale-forgotten",
    "dq",
    Text("`dq`에서 $1/\\sqrt D$을 빠뜨린다", "$1/\\sqrt D$ missing in `dq`"),
    wrong=total(dscores[i, j, s] * k[i, s, r], (s, S)),
    symptom=Text(
        "정확히 $\\sqrt D$배다. $D = 1$로 검사하면 보이지 않는다. `dk`에서도 같은 실수를 한다.",
        "It is exactly $\\sqrt D$ times too large. A check with $D = 1$ does not see it. `dk` suffers from the same slip.",
    ),
)

# %%
LECTURE.mistake(
    "row-sum-forgotten",
    "dscores",
    Text(
        "`dscores = p * dp`로 쓰고 행마다 빼는 수를 빠뜨린다", "`dscores = p * dp`, with nothing subtracted"
    ),
    wrong=p[i, j, r] * dp[i, j, r],
    symptom=Text(
        "소프트맥스를 원소마다 적용하는 함수로 여긴 것이다. `dscores`를 행마다 더하면 0이 아니다.",
        "It takes the softmax for a function of single entries. The rows of `dscores` do not add up to 0.",
    ),
)

# %%
LECTURE.mistake(
    "not-transposed",
    "dk",
    Text("`dk = dscores @ q`로 쓰고 전치를 빠뜨린다", "`dk = dscores @ q`, without the transpose"),
    wrong=total(dscores[i, j, t] * q[i, t, r], (t, T)) / sqrt(D),
    symptom=Text(
        "셀프 어텐션(self-attention)처럼 $T = S$이면 모양이 맞는다. $T \\ne S$로 검사하면 모양 오류가 난다.",
        "With $T = S$, as in self-attention, the shape fits. A check with $T \\ne S$ raises a shape error.",
    ),
)

# %%
LECTURE.mistake(
    "probabilities-for-scores",
    "dk",
    Text("`dk`에 `dscores` 대신 `p`를 쓴다", "`p` in place of `dscores` in `dk`"),
    wrong=total(p[i, t, j] * q[i, t, r], (t, T)) / sqrt(D),
    symptom=Text(
        "`dv = p.T @ dout`에서 옮겨 적을 때 나온다. `dout`이 0인데도 `dk`가 0이 아니다.",
        "It happens when `dv = p.T @ dout` is copied. `dk` is not 0 even where `dout` is.",
    ),
)

# %%
LECTURE.mistake(
    "softmax-over-queries",
    "out",
    Text(
        "소프트맥스를 쿼리의 축을 따라 적용한다: `axis=1`", "Softmax along the axis of the queries: `axis=1`"
    ),
    wrong=total(exp(scores[n, t, s]) / total(exp(scores[n, u, s]), (u, T)) * v[n, s, m], (s, S)),
    symptom=Text(
        "모양은 언제나 맞는다. `p`를 키를 따라 더해도 1이 아니다. 값이 모두 같은데 출력이 그 값이 아니면 이 실수다.",
        "The shape always fits. `p` does not add up to 1 over the keys. If all values are alike and the output is not, this is why.",
    ),
)

# %%
LECTURE.mistake(
    "divided-by-d",
    "dk",
    Text("$\\sqrt D$가 아니라 $D$로 나눈다", "Divided by $D$ instead of $\\sqrt D$"),
    wrong=total(dscores[i, t, j] * q[i, t, r], (t, T)) / D,
    symptom=Text(
        "순전파에서도 똑같이 틀리면 그래디언트 검사는 통과한다. 확률이 고르게 퍼져 어느 키도 고르지 못한다.",
        "If the forward pass is wrong in the same way, a gradient check passes. The probabilities are spread so evenly that no key is chosen.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# | 실수 | 드러나는 모습 |
# | --- | --- |
# | 세 축인 배열에 `k.T`를 쓴다 | 축 셋이 모두 뒤집혀 (D, S, N)이 된다. 표본 하나로 검사하면 지나칠 수 있다. `k.transpose(0, 2, 1)`이라야 한다. |
# | 소프트맥스 뒤에 마스크를 곱한다 | 확률을 더해도 1이 아니다. 가려진 키가 여전히 분모에 들어 있다. |
# | 마스크가 반대다 | 뒤에 올 단어를 미리 본다. 훈련 손실은 아주 작지만 문장을 지어내지 못한다. |
# | 최댓값을 빼지 않는다 | 점수가 커지는 순간 `nan`이 된다. |
# | `float32`인 점수를 `np.sqrt(D)`로 나눈다 | NumPy의 스칼라는 `float64`이므로 결과도 `float64`가 된다. `D ** 0.5`는 괜찮다. |

# %% [markdown] lang="en"
# Other mistakes do not show as a difference of formulas.
#
# | mistake | symptom |
# | --- | --- |
# | `k.T` of an array with three axes | All axes are reversed, which gives (D, S, N). A check with one sample may miss it. It takes `k.transpose(0, 2, 1)`. |
# | The mask multiplied after the softmax | The probabilities do not add up to 1: hidden keys are still in the denominator. |
# | The mask the wrong way round | The net sees the words to come. The training loss is tiny, and yet it cannot write a sentence. |
# | No maximum subtracted | All is well until the scores grow; then there is `nan`. |
# | `float32` scores divided by `np.sqrt(D)` | NumPy's scalar is a `float64`, and so is the result. `D ** 0.5` does no harm. |

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
        "`dscores`를 한 쿼리의 키를 따라 더하면 0임을 닫힌 꼴에서 보여라.",
        "Show from the closed form that `dscores` adds up to 0 over the keys of a query.",
    ),
    Text(
        r"""확률은 키를 따라 더하면 1이다.

<1>

그러므로 빼는 수는 합에서도 한 번만 나오고, `dp`의 평균에서 같은 평균을 뺀 것이 남는다.

<2>""",
        r"""The probabilities add up to 1 over the keys.

<1>

So what is subtracted occurs once in the sum as well, and the average of `dp` minus the same average is left.

<2>""",
    ),
    lambda: [
        (total(p[n, t, s], (s, S)), Integer(1)),
        (
            total(p[n, t, s] * (dp[n, t, s] - total(dp[n, t, u] * p[n, t, u], (u, S))), (s, S)),
            Integer(0),
        ),
    ],
    definitions=(AT_P,),
)

# %%
LECTURE.exercise(
    Text(
        r"긴 문장에서는 `p`와 `dp`를 통째로 담아 둘 자리가 없다. 행마다 빼는 수 $\sum_s \mathrm{dp}_{n,t,s}\, p_{n,t,s}$를 `out`과 `dout`만으로 구하라.",
        r"For long sentences there is no room to keep all of `p` and `dp`. Compute what is subtracted in each row, $\sum_s \mathrm{dp}_{n,t,s}\, p_{n,t,s}$, from "
        r"`out` and `dout` alone.",
    ),
    Text(
        r"""`dp`를 풀어 쓰고 더하는 순서를 바꾸면 `out`이 나타난다.

<1>

쿼리마다 수가 $S$개가 아니라 $M$개만 있으면 된다. FlashAttention의 역전파가 이렇게 한다.""",
        r"""Write `dp` out and exchange the order of the sums: `out` appears.

<1>

It takes $M$ numbers for each query, not $S$. The backward pass of FlashAttention does this.""",
    ),
    lambda: [
        (total(dp[n, t, s] * p[n, t, s], (s, S)), total(dout[n, t, m] * out[n, t, m], (m, M))),
    ],
    definitions=(AT_SCORES, AT_P, AT_DP, Definition(out[n, t, m], total(p[n, t, s] * v[n, s, m], (s, S)))),
)

# %%
x = tensor("x", N, T, D)
own_scores = total(x[n, t, d] * x[n, s, d], (d, D)) / sqrt(D)
g = tensor("g", N, T, T)

LECTURE.exercise(
    Text(
        r"셀프 어텐션에서는 쿼리도 키도 같은 `x`에서 나온다. `q = k = x`라고 하자. 점수에 대한 그래디언트를 $g$라고 할 때, 점수를 거쳐 오는 `x`의 그래디언트는 무엇인가?",
        r"In self-attention, queries and keys come from the same `x`. Let `q = k = x`, and let $g$ be the gradient with respect to the scores. What is the gradient "
        r"with respect to `x` that comes through the scores?",
    ),
    Text(
        r"""$x_{i,j,r}$은 쿼리로도 키로도 쓰인다. 두 기여를 더한다.

<1>

곧 `dq + dk`다. 값도 `x`에서 나오면 `dv`까지 더한다. 하나라도 덮어쓰면 그 기여를 잃는다.""",
        r"""$x_{i,j,r}$ is used as a query and as a key. Add the two contributions.

<1>

That is `dq + dk`, and if the values come from `x`, too, `dv` is added. Whatever is overwritten is lost.""",
    ),
    lambda: [
        (
            Derivative(total(g[n, t, s] * own_scores, (n, N), (t, T), (s, T)), x[i, j, r]),
            total(g[i, j, s] * x[i, s, r], (s, T)) / sqrt(D)
            + total(g[i, t, j] * x[i, t, r], (t, T)) / sqrt(D),
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dscores", (0, 1, 1)), ("dk", (0, 1, 2)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 어텐션은 확률로 평균 낸 값이다. 확률은 점수의 소프트맥스이고, 점수는 쿼리와 키의 내적을 $\sqrt D$로 나눈 것이다.
# 2. 역전파는 거꾸로 간다. `dv = pᵀ dout`, `dp = dout vᵀ`, `dscores = p * (dp - (dp * p).sum(axis=2, keepdims=True))`, 그리고 `dq = dscores k / √D`, `dk = dscoresᵀ q / √D`다.
# 3. 마스크는 점수에 더한다. 가려진 키는 확률이 0이므로 역전파에서는 저절로 빠진다.
# 4. 검사할 때는 $T \ne S$, $D > 1$로 한다. 그래야 빠뜨린 전치와 $1/\sqrt D$이 드러난다.
#
# **더 읽을거리**
#
# - A. Vaswani 외, [Attention is all you need](https://arxiv.org/abs/1706.03762), *NeurIPS* 2017, 3.2.1절
# - T. Dao, D. Y. Fu, S. Ermon, A. Rudra, C. Ré, [FlashAttention](https://arxiv.org/abs/2205.14135), *NeurIPS* 2022, 부록 B
# - [CS231n 강의 자료](https://cs231n.github.io/)

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. Attention is an average of values by probabilities. These are the softmax of the scores, which are the inner products of queries and keys, divided by $\sqrt D$.
# 2. The way back: `dv = pᵀ dout`, `dp = dout vᵀ`, `dscores = p * (dp - (dp * p).sum(axis=2, keepdims=True))`, and then `dq = dscores k / √D` and `dk = dscoresᵀ q / √D`.
# 3. The mask is added to the scores. Hidden keys have the probability 0 and drop out of the backward pass by themselves.
# 4. Check with $T \ne S$ and $D > 1$, or a missing transpose and a missing $1/\sqrt D$ do not show.
#
# **Further reading**
#
# - A. Vaswani et al., [Attention is all you need](https://arxiv.org/abs/1706.03762), *NeurIPS* 2017, section 3.2.1
# - T. Dao, D. Y. Fu, S. Ermon, A. Rudra, C. Ré, [FlashAttention](https://arxiv.org/abs/2205.14135), *NeurIPS* 2022, appendix B
# - [CS231n course notes](https://cs231n.github.io/)
