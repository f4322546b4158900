"""The glossary: the terms of the site in both languages, what they mean and where they are explained."""

from __future__ import annotations

from dataclasses import dataclass

_PLACEHOLDER = "<!-- glossary:{} -->"


@dataclass(frozen=True)
class Term:
    """A term in both languages; `key` is part of its anchors, `where` the address that explains it."""

    key: str
    ko: str
    en: str
    meaning_ko: str
    meaning_en: str
    where: str


TERMS = (
    Term(
        "activation",
        "활성화 함수",
        "activation",
        "완전연결층 사이에 끼워 넣는 비선형 함수. ReLU와 시그모이드가 그 예다.",
        "The nonlinear function between two affine layers, such as ReLU or the sigmoid.",
        "layers/relu.md#relu",
    ),
    Term(
        "affine-layer",
        "완전연결층",
        "affine layer",
        "입력의 가중합에 편향을 더하는 층. 아핀 층이라고도 한다.",
        "A layer of weighted sums plus a bias; also called fully connected.",
        "layers/affine.md#affine",
    ),
    Term(
        "attention",
        "어텐션",
        "attention",
        "쿼리를 키와 비교해 얻은 확률로 값을 평균 내는 층.",
        "A layer that averages values by probabilities, which come from comparing a query with keys.",
        "layers/attention.md#attention",
    ),
    Term(
        "depthwise-convolution",
        "깊이별 합성곱",
        "depthwise convolution",
        "채널마다 필터를 하나씩 두고 채널을 섞지 않는 합성곱.",
        "A convolution with a filter for each channel, which does not mix channels.",
        "layers/depthwise_conv2d.md#depthwise_conv2d",
    ),
    Term(
        "head",
        "헤드",
        "head",
        "특성의 한 조각을 맡아 혼자서 계산하는 어텐션. 여럿을 나란히 두고 나온 것을 이어 붙인다.",
        "Attention with a piece of the features, by itself; several stand side by side, their outputs "
        "joined.",
        "layers/multi_head_attention.md#multi_head_attention",
    ),
    Term(
        "axis",
        "축",
        "axis",
        "배열의 방향 하나. 0번 축은 표본을 센다.",
        "One direction of an array; axis 0 counts the samples.",
        "layers/affine.md#definition",
    ),
    Term(
        "backward-pass",
        "역전파",
        "backward pass",
        "손실에서 출발해 순전파를 거꾸로 밟으며 그래디언트를 구하는 계산. 이 방법을 "
        "오차역전파법(backpropagation)이라고 한다.",
        "The computation that walks through the forward pass backwards from the loss and finds the "
        "gradients; also backpropagation.",
        "layers/two_layer_net.md#plan",
    ),
    Term(
        "ball-arithmetic",
        "볼 산술",
        "ball arithmetic",
        "수 대신, 참값이 반드시 들어 있는 구간으로 계산하는 방법.",
        "Computing with intervals, each of which is certain to contain the true value.",
        "verified.md#sympy",
    ),
    Term(
        "batch",
        "배치",
        "batch",
        "한 번에 함께 계산하는 표본의 묶음.",
        "The samples that are computed together.",
        "layers/affine.md#flatten",
    ),
    Term(
        "bias",
        "편향",
        "bias",
        "가중합에 더하는 수. 모든 표본에 똑같이 더해진다.",
        "The number added to a weighted sum, the same for every sample.",
        "layers/affine.md#bias",
    ),
    Term(
        "broadcasting",
        "브로드캐스팅",
        "broadcasting",
        "작은 배열을 긴 축을 따라 되풀이한 것처럼 다루어 모양을 맞추는 NumPy의 규칙.",
        "NumPy's rule by which a smaller array is used along a longer axis, as if it were repeated.",
        "layers/affine.md#output",
    ),
    Term(
        "cache",
        "캐시",
        "cache",
        "역전파에서 쓰려고 순전파에서 저장해 두는 값.",
        "The values that the forward pass leaves for the backward pass.",
        "layers/affine.md#implementation",
    ),
    Term(
        "chain-rule",
        "연쇄 법칙",
        "chain rule",
        "변수에서 손실로 가는 경로마다 미분을 곱하고, 모든 경로에 대해 더한다는 법칙.",
        "Multiply the derivatives along each path from a variable to the loss, and add over all paths.",
        "layers/affine.md#upstream",
    ),
    Term(
        "closed-form",
        "닫힌 꼴",
        "closed form",
        "유도가 끝나는 식. 미분 기호 없이 바로 계산할 수 있다.",
        "The expression in which a derivation ends; it is computed without differentiating anything.",
        "verified.md#derivation",
    ),
    Term(
        "cross-entropy",
        "교차 엔트로피",
        "cross-entropy",
        "정답에 부여한 확률의 로그에 음의 부호를 붙인 손실.",
        "The loss that is minus the logarithm of the probability of the right class.",
        "layers/softmax_cross_entropy.md#one-hot",
    ),
    Term(
        "evidence",
        "증거",
        "evidence",
        "한 번의 검증이 남긴 기록. 어떤 명제를 어떤 버전으로 확인했는지 담고 있다.",
        "What one verification run leaves behind: which statements were checked, with which versions.",
        "verified.md#evidence",
    ),
    Term(
        "feature",
        "특성",
        "feature",
        "표본 하나를 이루는 수 하나하나.",
        "One of the numbers that make up a sample.",
        "layers/affine.md#definition",
    ),
    Term(
        "forward-pass",
        "순전파",
        "forward pass",
        "입력에서 출력과 손실을 구하는 계산.",
        "The computation from the input to the output and the loss.",
        "layers/two_layer_net.md#forward",
    ),
    Term(
        "gradient",
        "그래디언트",
        "gradient",
        "배열의 원소마다 구한 손실의 편미분을 모은 배열. 원래 배열과 모양이 같다.",
        "The partial derivatives of the loss with respect to the entries of an array, in an array of the "
        "same "
        "shape.",
        "layers/affine.md#definition",
    ),
    Term(
        "gradient-check",
        "그래디언트 검사",
        "gradient check",
        "그래디언트를 수치 미분과 비교하는 검사. 순전파와 역전파에 똑같이 들어간 실수는 찾지 못한다.",
        "Comparing a gradient with numerical differences. It cannot see a mistake made in both passes.",
        "verified.md#jax",
    ),
    Term(
        "hidden-unit",
        "은닉 유닛",
        "hidden unit",
        "입력도 출력도 아닌 층에 있는 값 하나.",
        "One value in a layer that is neither input nor output.",
        "layers/two_layer_net.md#definition",
    ),
    Term(
        "indicator",
        "지시 함수",
        "indicator",
        "조건이 참이면 1, 거짓이면 0인 함수. 대괄호로 적는다.",
        "The function that is 1 where a condition holds and 0 elsewhere, written in square brackets.",
        "layers/relu.md#definition",
    ),
    Term(
        "jacobian",
        "야코비 행렬",
        "Jacobian",
        "출력마다, 입력마다 편미분을 하나씩 담은 행렬. 코드에서는 만들지 않는다.",
        "The matrix with one partial derivative for each output and input. Code never forms it.",
        "layers/softmax_cross_entropy.md#softmax-jacobian",
    ),
    Term(
        "kink",
        "꺾인 점",
        "kink",
        "왼쪽 기울기와 오른쪽 기울기가 달라서 미분할 수 없는 점.",
        "A point where the slopes from left and right differ, so that there is no derivative.",
        "layers/relu.md#kink",
    ),
    Term(
        "kronecker-delta",
        "크로네커 델타",
        "Kronecker delta",
        "두 첨자가 같으면 1, 다르면 0인 기호.",
        "The symbol that is 1 if two indices are equal and 0 if not.",
        "layers/affine.md#affine.dw",
    ),
    Term(
        "label",
        "레이블",
        "label",
        "정답 클래스의 번호. 0부터 센다.",
        "The number of the right class, counted from 0.",
        "layers/softmax_cross_entropy.md#right-class",
    ),
    Term(
        "learning-rate",
        "학습률",
        "learning rate",
        "갱신할 때 그래디언트에 곱하여 얼마나 움직일지를 정하는 수.",
        "The number by which the gradient is multiplied to make one step.",
        "layers/l2_regularization.md#half",
    ),
    Term(
        "logit",
        "로짓",
        "logit",
        "본래는 로그 오즈. 딥러닝에서는 시그모이드나 소프트맥스에 들어가기 직전의 점수.",
        "Originally the log-odds; in deep learning, the score just before a sigmoid or softmax.",
        "layers/sigmoid.md#log-odds",
    ),
    Term(
        "log-sum-exp",
        "로그-합-지수",
        "log-sum-exp",
        "지수의 합에 로그를 씌운 것. 최댓값을 매끄럽게 만든 함수다.",
        "The logarithm of a sum of exponentials: a smooth maximum.",
        "layers/softmax_cross_entropy.md#logsumexp",
    ),
    Term(
        "loss",
        "손실",
        "loss",
        "얼마나 틀렸는지를 나타내는 수 하나. 학습은 이 수를 줄이는 일이다.",
        "One number that says how wrong the net is; training makes it smaller.",
        "layers/softmax_cross_entropy.md#mean-loss",
    ),
    Term(
        "mask",
        "마스크",
        "mask",
        "0과 1로 된 배열. 그래디언트가 지나갈 자리를 고른다. 어텐션에서는 점수에 더한다.",
        "An array of 0 and 1 that picks where the gradient passes. In attention it is added to the scores.",
        "layers/relu.md#gradient",
    ),
    Term(
        "normal-form",
        "정규형",
        "normal form",
        "같은 식이면 같은 꼴이 되도록 정해진 규칙으로 고쳐 쓴 식.",
        "An expression rewritten by fixed rules, so that equal expressions come to look alike.",
        "proof.md#normal-form",
    ),
    Term(
        "odds",
        "오즈",
        "odds",
        "일어날 확률을 일어나지 않을 확률로 나눈 값.",
        "The probability that something happens, divided by the probability that it does not.",
        "layers/sigmoid.md#odds-of-an-event",
    ),
    Term(
        "one-hot",
        "원-핫",
        "one-hot",
        "정답 자리만 1이고 나머지는 0인 벡터.",
        "A vector that is 1 at the right class and 0 elsewhere.",
        "layers/softmax_cross_entropy.md#one-hot",
    ),
    Term(
        "overfitting",
        "과적합",
        "overfitting",
        "훈련 데이터의 잡음까지 맞추어 새 데이터에서 틀리는 것.",
        "Fitting even the noise of the training data, and so being wrong on new data.",
        "layers/l2_regularization.md#l2_regularization",
    ),
    Term(
        "partial-derivative",
        "편미분",
        "partial derivative",
        "변수가 여럿인 함수를, 하나만 변수로 보고 나머지는 상수로 두어 미분하는 것. ∂로 적는다.",
        "The derivative with respect to one variable while all others are held constant, written with ∂.",
        "layers/affine.md#definition",
    ),
    Term(
        "penalty",
        "벌점",
        "penalty",
        "손실에 더하는, 가중치가 클수록 커지는 값.",
        "A term added to the loss that grows with the weights.",
        "layers/l2_regularization.md#definition",
    ),
    Term(
        "proven",
        "증명됨",
        "proven",
        "코드가 계산하는 식과 닫힌 꼴의 차가 모든 모양에서 0으로 정리되었다는 판정.",
        "The verdict that what the code computes equals the closed form for all shapes: their difference was "
        "reduced to 0.",
        "proof.md#idea",
    ),
    Term(
        "recurrence",
        "점화식",
        "recurrence",
        "앞의 값에서 다음 값을 얻는 식. 역전파에서는 뒤 층에서 앞 층으로 간다.",
        "A formula that gets each value from the one before; in the backward pass, each layer from the one "
        "after it.",
        "layers/fully_connected_net.md#recurrence",
    ),
    Term(
        "regularisation",
        "정규화",
        "regularisation",
        "손실에 벌점을 더해 과적합을 줄이는 것. L2 규제라고도 한다.",
        "Adding a penalty to the loss to reduce overfitting.",
        "layers/l2_regularization.md#l2_regularization",
    ),
    Term(
        "sample",
        "표본",
        "sample",
        "데이터 하나. 배열에서는 행 하나다.",
        "One piece of data; one row of the array.",
        "layers/affine.md#definition",
    ),
    Term(
        "saturation",
        "포화",
        "saturation",
        "출력이 한계에 다가가 기울기가 거의 없는 상태.",
        "The state in which an output is close to its limit and has hardly any slope.",
        "layers/sigmoid.md#gradient",
    ),
    Term(
        "score",
        "점수",
        "score",
        "신경망의 마지막 층이 클래스마다 내놓는 수.",
        "The number that the last layer gives for each class.",
        "layers/two_layer_net.md#forward",
    ),
    Term(
        "shape",
        "모양",
        "shape",
        "배열의 축마다 크기를 적은 것.",
        "The sizes of an array's axes.",
        "layers/affine.md#definition",
    ),
    Term(
        "shift-invariance",
        "이동 불변성",
        "shift invariance",
        "한 행의 로짓에 모두 같은 수를 더해도 확률이 그대로인 성질.",
        "Adding one number to all logits of a row leaves the probabilities as they are.",
        "layers/softmax_cross_entropy.md#shift",
    ),
    Term(
        "sigmoid",
        "시그모이드",
        "sigmoid",
        "실수를 0과 1 사이로 보내는 S자 함수. 로지스틱 함수라고도 한다.",
        "The S-shaped function from the reals to (0, 1), also called logistic.",
        "layers/sigmoid.md#output",
    ),
    Term(
        "softmax",
        "소프트맥스",
        "softmax",
        "로짓을, 모두 더하면 1이 되는 양수들로 바꾸는 함수.",
        "The function that turns logits into positive numbers that add up to 1.",
        "layers/softmax_cross_entropy.md#probabilities",
    ),
    Term(
        "hash",
        "해시",
        "hash",
        "명제의 가정과 닫힌 꼴에서 뽑은 짧은 코드. 명제가 달라지면 바뀐다.",
        "A short code made of a statement's assumptions and closed form; it changes when the statement does.",
        "verified.md#evidence",
    ),
    Term(
        "tolerance",
        "허용 오차",
        "tolerance",
        "반올림으로 설명할 수 있는 오차의 한계. 코드가 하는 연산에서 유도한다.",
        "How far rounding can account for an error; derived from the operations of the code.",
        "verified.md#sympy",
    ),
    Term(
        "transpose",
        "전치",
        "transpose",
        "행렬의 행과 열을 맞바꾼 것.",
        "A matrix with rows and columns exchanged.",
        "layers/affine.md#weights",
    ),
    Term(
        "undecided",
        "판정 못 함",
        "undecided",
        "맞다는 것도 틀리다는 것도 보이지 못했다는 판정. 통과로 치지 않는다.",
        "The verdict that neither right nor wrong could be shown. It does not count as a pass.",
        "proof.md#idea",
    ),
    Term(
        "upstream-gradient",
        "업스트림 그래디언트",
        "upstream gradient",
        "층이 다음 층에서 받는, 자기 출력에 대한 손실의 그래디언트. 코드에서는 `dout`이다.",
        "The gradient of the loss with respect to a layer's output, which the layer receives from the next "
        "one; "
        "`dout` in the code.",
        "layers/affine.md#upstream",
    ),
    Term(
        "vanishing-gradient",
        "그래디언트 소실",
        "vanishing gradient",
        "뒤에서 앞으로 층을 지날수록 그래디언트가 거듭 작아져 앞쪽 층이 학습하지 못하는 것.",
        "Gradients that shrink from layer to layer on the way back, until the first layers no longer learn.",
        "layers/relu.md#sigmoid-chain",
    ),
    Term(
        "verdict",
        "판정",
        "verdict",
        "결과 하나에 대해 검증이 내린 결론.",
        "What the verification concludes about one result.",
        "verified.md#evidence",
    ),
    Term(
        "weight",
        "가중치",
        "weight",
        "입력에 곱하는, 학습되는 수.",
        "A learned number by which an input is multiplied.",
        "layers/affine.md#weights",
    ),
    Term(
        "weight-decay",
        "가중치 감쇠",
        "weight decay",
        "갱신할 때마다 가중치가 일정한 비율로 줄어드는 것. L2 정규화와 같은 일이다.",
        "Weights that shrink by a constant factor with every update; what L2 regularisation does.",
        "layers/l2_regularization.md#half",
    ),
    Term(
        "width",
        "너비",
        "width",
        "한 층에 있는 유닛의 수.",
        "The number of units in a layer.",
        "layers/fully_connected_net.md#definition",
    ),
)


def fill(markdown: str, language: str) -> str:
    """Replace ``<!-- glossary:ko -->`` and ``<!-- glossary:en -->`` by the terms, in that language's order.

    The terms of the page's own `language` come with their meaning; the other list leads there.
    """
    for first in ("ko", "en"):
        placeholder = _PLACEHOLDER.format(first)
        if placeholder in markdown:
            markdown = markdown.replace(placeholder, _table(first, language))
    return markdown


def _table(first: str, language: str) -> str:
    second = "en" if first == "ko" else "ko"
    names = {"ko": "한국어", "en": "English"}
    header = [names[first], names[second]]
    with_meaning = first == language
    if with_meaning:
        header.append({"ko": "뜻", "en": "Meaning"}[language])
    rows = [header, ["---"] * len(header)]
    # 가나다 is the order of code points.
    for term in sorted(TERMS, key=lambda term: getattr(term, first).casefold()):
        row = [
            f'<span id="{first}.{term.key}" lang="{first}">{getattr(term, first)}</span>',
            f'[<span lang="{second}">{getattr(term, second)}</span>](#{second}.{term.key})',
        ]
        if with_meaning:
            more = {"ko": "자세히", "en": "More"}[language]
            link = f'[{more}]({term.where}){{ aria-label="{more}: {getattr(term, language)}" }}'
            row.append(f"{getattr(term, f'meaning_{language}')} {link}")
        rows.append(row)
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f'<div class="yudo-glossary" markdown="1">\n\n{table}\n\n</div>'
