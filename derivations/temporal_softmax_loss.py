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
# # 시각마다의 소프트맥스 손실 {#temporal_softmax_loss}
#
# 문장을 만드는 순환 신경망은 시각마다 다음 단어를 맞힌다. 그러므로 손실도 시각마다 하나씩 있다. 이것을 모두 더해 문장의 수로 나눈 것이 학습에 쓰는
# 손실이다.
#
# 문장은 길이가 저마다 다른데 배열은 네모나다. 짧은 문장의 뒤에는 아무 뜻이 없는 단어를 채워 넣고, 그 자리의 손실은 세지 않는다. 어느 자리를 셀지
# 적어 둔 배열이 마스크(mask)다. 이 페이지에서는 [소프트맥스와 교차 엔트로피](softmax_cross_entropy.md)에 두 가지를 더한다. 시각의 축과 마스크다.

# %% [markdown] lang="en"
# # Softmax loss at every time step {#temporal_softmax_loss}
#
# A recurrent net that writes sentences guesses the next word at every time step. So there is a loss at every step. They are all added, and the
# sum is divided by the number of sentences.
#
# Sentences differ in length, but arrays are rectangular. Short sentences are filled up with words that mean nothing, and the loss at those places
# does not count. The array that tells which places count is the mask. This page adds two things to
# [softmax and cross-entropy](softmax_cross_entropy.md): an axis of time steps, and the mask.

# %% tags=["setup"]
from sympy import Derivative, KroneckerDelta, Symbol, Trace, exp, log

from yudo.derivations.calculus import (
    LABELS_IN_RANGE,
    Definition,
    Diagonal,
    Layer,
    Lecture,
    Part,
    Row,
    Text,
    indices,
    labels,
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
# | `x` | (N, T, V) | 로짓(logit): 문장과 시각마다, 어휘의 단어마다 점수 하나 |
# | `y` | (N, T) | 레이블: 맞혀야 할 단어의 번호, 0부터 V−1까지의 정수 |
# | `mask` | (N, T) | 손실을 셀 자리는 1, 세지 않을 자리는 0 |
# | `loss` | 스칼라 | 손실 $L$ |
# | `dx` | (N, T, V) | 로짓에 대한 그래디언트 |
#
# $N$은 문장의 수, $T$는 시각의 수, $V$는 어휘의 크기다. 첨자 $n$, $t$, $v$는 모두 0부터 센다. 그래디언트는 편미분(partial derivative)을 모은 배열이다.
#
# **관례.** 합을 문장의 수 $N$으로 나눈다. $N \cdot T$로도, 마스크가 1인 자리의 수로도 나누지 않는다. CS231n의 관례다. 라이브러리에 따라서는 센 자리의 수로
# 나눈다.

# %% [markdown] lang="en"
# ## Definition {#definition}
#
# | array | shape | meaning |
# | --- | --- | --- |
# | `x` | (N, T, V) | logits: one score for each sentence, time step and word of the vocabulary |
# | `y` | (N, T) | labels: the number of the right word, an integer from 0 to V−1 |
# | `mask` | (N, T) | 1 where the loss counts, 0 where it does not |
# | `loss` | scalar | the loss $L$ |
# | `dx` | (N, T, V) | gradient with respect to the logits |
#
# $N$ is the number of sentences, $T$ that of time steps, $V$ that of the words in the vocabulary. The indices $n$, $t$, $v$ start at 0. A gradient is
# the array of partial derivatives.
#
# **Conventions.** The sum is divided by the number $N$ of sentences: not by $N \cdot T$, and not by the number of places where the mask is 1. This is
# the convention of CS231n. Some libraries divide by the number of places that count.

# %%
N, T, V = sizes("N T V")
n, t, v, k, i, j = indices("n t v k i j")

x = tensor("x", N, T, V)
y = labels("y", N, T)
mask = tensor(
    "mask",
    N,
    T,
    values="mask",
    says=Text("셀 자리는 1, 세지 않을 자리는 0", "1 where a place counts, 0 where it does not"),
)
probs = tensor("probs", N, T, V, positive=True)
onehot = tensor("onehot", N, T, V)

LAYER = Layer(
    stem="temporal_softmax_loss",
    title=Text("시각마다의 소프트맥스 손실", "Softmax loss at every time step"),
    summary=Text(
        "시각마다의 교차 엔트로피를 마스크로 골라 더한다.",
        "Adds the cross-entropy of all time steps that the mask lets through.",
    ),
    inputs=(x, y, mask),
    after=("softmax_cross_entropy", "temporal_affine"),
    part=Part.SEQUENCES,
)

# %% [markdown] slot="graph"
# 그래프: 텐서의 모양과 그래디언트가 흐르는 경로. / The graph: shapes of tensors, and the way of the gradients.

# %% [markdown] lang="ko"
# ## 손실 {#loss}
#
# 시각마다 소프트맥스를 따로 쓴다. 확률은 어휘를 따라 더해 1이다. 교차 엔트로피는 원-핫(one-hot)으로 적으면 어휘에 대한 합이고, 델타가 정답의 항만 남긴다.

# %% [markdown] lang="en"
# ## Loss {#loss}
#
# Every time step has a softmax of its own: probabilities add up to 1 over the vocabulary. Written with one-hot labels, the cross-entropy is a sum over
# the vocabulary, and the delta keeps the term of the right word.

# %%
softmax = Definition(probs[n, t, v], exp(x[n, t, v]) / total(exp(x[n, t, k]), (k, V)))
encoding = Definition(onehot[n, t, v], KroneckerDelta(v, y[n, t]))

ell = tensor("ell", N, T, says=Text("자리마다의 손실", "loss at each place"))
LOSSES = Definition(ell[n, t], -log(probs[n, t, y[n, t]]))

L = Symbol("L", real=True)
loss = -total(mask[n, t] * log(probs[n, t, y[n, t]]), (n, N), (t, T)) / N

LAYER.result(
    "loss",
    Text("손실", "Loss"),
    L,
    total(-mask[n, t] * total(onehot[n, t, v] * log(probs[n, t, v]), (v, V)), (n, N), (t, T)) / N,
    definitions=(softmax, encoding, LOSSES),
    assumptions=(LABELS_IN_RANGE,),
).by(rules.DELTA_PICKS, loss).by(rules.NAME, total(mask[n, t] * ell[n, t], (n, N), (t, T)) / N).in_matrices(
    Trace(mask.matrix.T * ell.matrix) / N, (mask, ell)
)

# %% [markdown] lang="ko"
# ## 로짓에 대한 그래디언트 {#logit-gradient}
#
# 로짓 하나 $x_{i,s,j}$는 자기 문장의 자기 시각에만 쓰인다. 마스크는 로짓과 상관없는 수이므로 미분할 때 상수다.

# %% [markdown] lang="en"
# ## Gradient with respect to the logits {#logit-gradient}
#
# A logit $x_{i,s,j}$ is used in its own sentence and time step alone. The mask does not depend on the logits, so it is constant when we
# differentiate.

# %%
(s,) = indices("s")
probs_i, onehot_i = probs.cut(i, None, None), onehot.cut(i, None, None)

LAYER.result(
    "dx",
    Text("로짓에 대한 그래디언트", "Gradient with respect to the logits"),
    Derivative(L, x[i, s, j]),
    Derivative(loss, x[i, s, j]),
    definitions=(softmax, encoding),
    indices=((i, N), (s, T), (j, V)),
    assumptions=(LABELS_IN_RANGE,),
).by(
    rules.LOGARITHM_LAW,
    Derivative(
        total(mask[n, t] * (log(total(exp(x[n, t, k]), (k, V))) - x[n, t, y[n, t]]), (n, N), (t, T)) / N,
        x[i, s, j],
    ),
).by(
    rules.DIFFERENTIATE_UNDER_SUM,
    total(
        mask[n, t]
        * (
            Derivative(log(total(exp(x[n, t, k]), (k, V))), x[i, s, j])
            - Derivative(x[n, t, y[n, t]], x[i, s, j])
        ),
        (n, N),
        (t, T),
    )
    / N,
).by(
    rules.CHAIN_RULE,
    total(
        mask[n, t]
        * (
            total(exp(x[n, t, k]) * Derivative(x[n, t, k], x[i, s, j]), (k, V))
            / total(exp(x[n, t, k]), (k, V))
            - Derivative(x[n, t, y[n, t]], x[i, s, j])
        ),
        (n, N),
        (t, T),
    )
    / N,
).by(
    rules.ENTRIES_ARE_INDEPENDENT,
    total(
        mask[n, t]
        * (
            total(
                exp(x[n, t, k]) * KroneckerDelta(n, i) * KroneckerDelta(t, s) * KroneckerDelta(k, j), (k, V)
            )
            / total(exp(x[n, t, k]), (k, V))
            - KroneckerDelta(n, i) * KroneckerDelta(t, s) * KroneckerDelta(y[n, t], j)
        ),
        (n, N),
        (t, T),
    )
    / N,
).by(
    rules.DELTA_PICKS,
    mask[i, s] * (exp(x[i, s, j]) / total(exp(x[i, s, k]), (k, V)) - KroneckerDelta(j, y[i, s])) / N,
).by(
    rules.NAME,
    mask[i, s] * (probs[i, s, j] - onehot[i, s, j]) / N,
).in_matrices(
    Diagonal(Row(mask.matrix, i)) * (probs_i.matrix - onehot_i.matrix) / N, (mask, probs_i, onehot_i)
)

# %% [markdown] lang="ko"
# 마스크가 0인 자리에서는 `dx`도 0이고, 1인 자리에서는 [소프트맥스와 교차 엔트로피](softmax_cross_entropy.md)의 식 그대로다. 채워 넣은 단어의 로짓은 어떻게
# 바뀌어도 손실에 아무 영향이 없으니 당연하다. 시각끼리 섞이지 않으므로 시각의 수 $T$는 식에 나타나지 않는다.
#
# 나누는 수는 손실에서 한 번 정한 것이 그대로 내려온다. 손실을 $N$으로 나누었으면 `dx`도 $N$으로 나눈다.

# %% [markdown] lang="en"
# Where the mask is 0, so is `dx`; where it is 1, the formula is that of [softmax and cross-entropy](softmax_cross_entropy.md). No wonder: whatever the
# logits of a filled-in word are, the loss does not change. Time steps do not mix, so their number $T$ does not occur.
#
# The divisor is settled once, in the loss, and comes down as it is. If the loss is divided by $N$, so is `dx`.

# %% [markdown] lang="ko"
# ## 구현 {#implementation}
#
# 코드는 앞의 두 축을 하나로 펴서 행이 N·T개인 소프트맥스로 계산하고, 마지막에 모양을 되돌린다.

# %% [markdown] lang="en"
# ## Implementation {#implementation}
#
# The code flattens the first two axes into one, computes a softmax of N·T rows, and restores the shape in the end.

# %% [markdown] slot="implementation"
# 코드는 impl/temporal_softmax_loss.py에 있다. / The code is in impl/temporal_softmax_loss.py.

# %% [markdown] lang="ko"
# ## 연필로 해 보기 {#by-hand}
#
# 문장 하나에 시각이 둘이고 어휘는 단어 둘이다. $e^{\log 3} = 3$이므로 첫 시각의 확률은 3/4과 1/4이다. 둘째 시각은 채워 넣은 자리여서 세지 않는다.

# %% [markdown] lang="en"
# ## By hand {#by-hand}
#
# One sentence of two time steps and a vocabulary of two words. Since $e^{\log 3} = 3$, the probabilities of the first step are 3/4 and 1/4. The second step
# is filled in and does not count.

# %%
LECTURE = Lecture(LAYER)
LECTURE.example(
    sizes={N: 1, T: 2, V: 2},
    given={x: [[[log(3), 0], [0, 0]]], y: [[0, 1]], mask: [[1, 0]]},
    show=[("loss", ()), ("dx", (0, 0, 0), (0, 1, 1))],
)

# %% [markdown] lang="ko"
# 둘째 시각의 확률은 1/2씩이고 정답의 확률도 1/2이지만, 손실에도 그래디언트에도 들어가지 않는다.

# %% [markdown] lang="en"
# At the second step both probabilities are 1/2, and so is that of the right word. It enters neither the loss nor the gradient.

# %% [markdown] lang="ko"
# ## 검증 {#evidence}

# %% [markdown] lang="en"
# ## Evidence {#evidence}

# %% [markdown] slot="evidence"
# `yudo verify temporal_softmax_loss`로 확인한다. / Run `yudo verify temporal_softmax_loss`.

# %% [markdown] lang="ko"
# ## 주의할 입력 {#awkward}
#
# - **모두 가린 마스크.** 손실은 0이고 `dx`는 영배열이다. 센 자리의 수로 나누는 코드라면 0/0이 된다.
# - **가린 자리의 레이블.** 세지 않더라도 0부터 V−1까지의 정수여야 한다. 아니면 `ValueError`를 낸다.
# - **참과 거짓으로 된 마스크.** CS231n의 마스크는 `y != null`로 만든 `bool` 배열이다. 그대로 넣으면 된다.
# - **무한대인 로짓.** 손실이 무한대인 자리를 0으로 가리면 0 · ∞ = NaN이 되므로 유한하지 않은 로짓은 거절한다.
# - **시각이 없을 때(T = 0).** 더할 것이 없으므로 손실은 0이다.

# %% [markdown] lang="en"
# ## Awkward inputs {#awkward}
#
# - **A mask of zeros.** The loss is 0 and `dx` is zeros. Code that divides by the number of places that count gets 0/0.
# - **Labels at masked places** do not count, but must be integers from 0 to V−1. Others raise a `ValueError`.
# - **A mask of truth values.** The mask of CS231n is a `bool` array, made by `y != null`. It is taken as it is.
# - **Infinite logits.** Where the loss is infinite, a mask of 0 makes 0 · ∞ = NaN. So logits that are not finite are refused.
# - **No time steps (T = 0).** There is nothing to add, and the loss is 0.

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
    "mask-forgotten",
    "dx",
    Text("`dx`에 마스크를 곱하지 않는다", "`dx` is not multiplied by the mask"),
    wrong=(probs[i, s, j] - onehot[i, s, j]) / N,
    symptom=Text(
        "마스크가 모두 1인 검사는 통과한다. 학습하면 문장 끝을 채운 단어까지 맞히려 든다.",
        "A check with a mask of ones passes. In training the net learns to guess the words that fill up a sentence, too.",
    ),
)

# %%
LECTURE.mistake(
    "divided-by-places",
    "dx",
    Text("`dx`를 N이 아니라 N·T로 나눈다", "`dx` is divided by N·T instead of N"),
    wrong=mask[i, s] * (probs[i, s, j] - onehot[i, s, j]) / (N * T),
    symptom=Text(
        "수치 미분과 비교하면 모두 정확히 1/T배다. T = 1로 검사하면 보이지 않는다.",
        "Every entry is exactly 1/T of the numerical gradient. A check with T = 1 does not see it.",
    ),
)

# %%
LECTURE.mistake(
    "loss-divided-by-places",
    "loss",
    Text("손실을 N이 아니라 N·T로 나눈다", "The loss is divided by N·T instead of N"),
    wrong=-total(mask[n, t] * log(probs[n, t, y[n, t]]), (n, N), (t, T)) / (N * T),
    symptom=Text(
        "`dx`까지 N·T로 나누었다면 수치 미분은 통과한다. 손실의 값을 알려진 값과 비교해야 드러난다.",
        "If `dx` is divided by N·T as well, the numerical gradient agrees. Compare the loss with a value that is known.",
    ),
)

# %% [markdown] lang="ko"
# 식의 차로는 나타나지 않는 실수도 있다.
#
# - **시각을 따라 정규화한다.** `np.sum(e, axis=1)`은 축이 셋인 배열에서 시각을 따라 더한다. 어휘는 마지막 축이다.
# - **마스크를 로짓에 곱한다.** 그러면 가린 자리의 확률이 고르게 되어 손실이 $\log V$만큼 남는다.
# - **레이블만 펴지 않는다.** `x_flat[np.arange(N * T), y]`에서 `y`가 (N, T)이면 모양이 맞지 않는다.

# %% [markdown] lang="en"
# Others do not show as a difference of formulas.
#
# - **Normalised along time.** In an array of three axes `np.sum(e, axis=1)` adds along the time steps. The vocabulary is the last axis.
# - **The mask multiplied into the logits.** The probabilities of a masked place are then all equal, and a loss of $\log V$ is left.
# - **Labels that are not flattened.** In `x_flat[np.arange(N * T), y]` a `y` of shape (N, T) does not fit.

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
        r"`dx`를 어휘의 축을 따라 더하면 무엇이 되는가?",
        r"What do the entries of `dx` add up to along the vocabulary?",
    ),
    Text(
        r"""확률을 더하면 1이고 원-핫을 더해도 1이다.

<1>

마스크가 무엇이든 0이다. 한 자리의 로짓에 같은 수를 더해도 손실이 바뀌지 않기 때문이다. 좋은 점검이다.""",
        r"""Probabilities add up to 1, and so does a one-hot vector.

<1>

It is 0 whatever the mask is, because adding the same number to all logits of a place does not change the loss. A good check.""",
    ),
    lambda: [(total(mask[i, s] * (probs[i, s, v] - onehot[i, s, v]) / N, (v, V)), 0)],
    definitions=(softmax, encoding),
)

# %%
M = sizes("M")[0]
(m,) = indices("m")
hidden = tensor("h", N, T, M)
w = tensor("w", M, V)
through = total(
    mask[n, t]
    * (
        log(total(exp(total(hidden[n, t, m] * w[m, k], (m, M))), (k, V)))
        - total(hidden[n, t, m] * w[m, y[n, t]], (m, M))
    ),
    (n, N),
    (t, T),
)
chance = exp(total(hidden[n, t, m] * w[m, j], (m, M))) / total(
    exp(total(hidden[n, t, m] * w[m, k], (m, M))), (k, V)
)

LECTURE.exercise(
    Text(
        r"로짓이 편향이 없는 [시각마다 같은 완전연결층](temporal_affine.md) $x = h\,w$에서 온다고 하자. 나누지 않은 손실을 $w_{i,j}$로 미분하라.",
        r"Let the logits come from an [affine layer at every time step](temporal_affine.md) without a bias, $x = h\,w$. Differentiate the loss, before it is "
        r"divided, with respect to $w_{i,j}$.",
    ),
    Text(
        r"""로짓의 그래디언트에 $h$를 곱해 문장과 시각에 대해 더한다. 여기서 $\mathrm{probs}$는 $h\,w$의 소프트맥스다.

<1>

마스크가 0인 자리는 가중치에도 아무것도 보태지 않는다.""",
        r"""Multiply the gradient of the logits by $h$ and add over sentences and time steps. Here $\mathrm{probs}$ is the softmax of $h\,w$.

<1>

A place where the mask is 0 contributes nothing to the weights either.""",
    ),
    lambda: [
        (
            Derivative(through, w[i, j]),
            total(hidden[n, t, i] * mask[n, t] * (chance - KroneckerDelta(j, y[n, t])), (n, N), (t, T)),
        )
    ],
)

# %% tags=["setup"]
LECTURE.drill(("dx", (0, 0, 1)), ("dx", (0, 1, 0)))

# %% [markdown] lang="ko"
# ## 정리 {#summary}
#
# 1. 시각마다 교차 엔트로피를 구해 마스크로 골라 더하고 문장의 수 N으로 나눈다.
# 2. 그래디언트는 `dx = mask[:, :, None] * (probs - onehot) / N`이다.
# 3. 마스크는 손실과 그래디언트에 모두 곱한다. 가린 자리의 `dx`는 0이다.
# 4. 나누는 수는 손실과 그래디언트에서 같아야 한다.
# 5. 검사할 때는 T를 2 이상으로 잡고 마스크에 0과 1을 섞는다.
#
# **더 읽을거리**
#
# - [CS231n 강의 노트: 순환 신경망](https://cs231n.github.io/rnn/)
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, 10.2절

# %% [markdown] lang="en"
# ## Summary {#summary}
#
# 1. Take the cross-entropy at every time step, add those that the mask lets through, and divide by the number N of sentences.
# 2. The gradient is `dx = mask[:, :, None] * (probs - onehot) / N`.
# 3. The mask belongs into the loss and into the gradient. Where a place is masked, `dx` is 0.
# 4. Loss and gradient have the same divisor.
# 5. Check with a T of at least 2 and a mask that mixes 0 and 1.
#
# **Further reading**
#
# - [CS231n notes: recurrent neural networks](https://cs231n.github.io/rnn/)
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), MIT Press, 2016, section 10.2
