"""The two languages of the site: where a page's twin lives, and the words that the generator writes."""

from __future__ import annotations

from dataclasses import dataclass

from mkdocs.utils import get_relative_url

NAMES = {"en": "English", "ko": "한국어"}
# English is built at the root of the site, Korean below it: /layers/affine/ and /ko/layers/affine/.
PREFIX = {"en": "", "ko": "ko/"}


def twin_url(url: str, *, here: str, there: str) -> str:
    """Return the relative link from the page `url` in the language `here` to the same page in `there`."""
    return get_relative_url(PREFIX[there] + url, PREFIX[here] + url).rstrip("/") + "/"


@dataclass(frozen=True)
class _Label:
    en: str
    ko: str


_LABELS = {
    "home": _Label("Home", "첫 페이지"),
    "layers": _Label("Layers", "층"),
    "run": _Label("Run it yourself", "직접 실행하기"),
    "verified": _Label("What is verified", "무엇을 어떻게 검증하나"),
    "notation page": _Label("Notation", "표기법"),
    "glossary page": _Label("Glossary", "용어집"),
    "proof page": _Label("How the proof works", "증명은 어떻게 하나"),
    "digits": _Label("Handwritten digits", "손글씨 숫자 학습"),
    "source": _Label("SymPy code of this step", "이 단계의 SymPy 코드"),
    "download": _Label(
        "Download this page as an executed notebook", "이 페이지를 실행된 노트북으로 내려받기"
    ),
    "builds on": _Label("Builds on", "바탕이 되는 층"),
    "result": _Label("result", "결과"),
    "verdict": _Label("verdict", "판정"),
    "number of cases": _Label("{cases:,} cases", "{cases:,}회"),
    "verified.verdict": _Label("verified", "검증됨"),
    "failed.verdict": _Label("failed", "실패"),
    "undecided.verdict": _Label("undecided", "미결정"),
    "stale.verdict": _Label("out of date", "갱신 필요"),
    "missing.verdict": _Label("no evidence", "증거 없음"),
    "sympy.check": _Label("against SymPy", "SymPy와 비교"),
    "jax.check": _Label("against JAX", "JAX와 비교"),
    "proof.check": _Label("proof", "증명"),
    "evidence caption": _Label(
        "Verification run of {date}, seed {seed}, {dtypes}; {versions}.",
        "검증 실행: {date}, 시드 {seed}, {dtypes}; {versions}.",
    ),
    "evidence reading": _Label(
        "For each check the table gives the cases tried and the entry that came closest to its tolerance: "
        "error / tolerance, and in brackets their ratio. A ratio above 1 is a failure.",
        "검사마다 시행한 경우의 수와, 허용 오차에 가장 가까이 간 원소의 오차 / 허용 오차를 적었다. "
        "괄호 안은 둘의 비이며, 1을 넘으면 실패다.",
    ),
    "no evidence": _Label(
        "There is no evidence for this layer in this build: no verification run was recorded. "
        "Run `yudo verify {stem}` to see for yourself.",
        "이 빌드에는 이 층의 검증 기록이 없다. 검증을 실행한 결과가 저장되어 있지 않았다. "
        "`yudo verify {stem}`으로 직접 확인할 수 있다.",
    ),
    "stale": _Label(
        "`{id}`: the run verified the statement `{old}`, this page derives `{new}`. "
        "That evidence does not speak of this page.",
        "`{id}`: 이 페이지가 유도하는 명제는 `{new}`인데 검증은 `{old}`에 대해 이루어졌다. "
        "그 기록은 이 페이지의 증거가 되지 못한다.",
    ),
    "stale code": _Label(
        "The code has changed since the run: {files}. That evidence does not speak of this page.",
        "검증한 뒤에 코드가 바뀌었다: {files}. 그 기록은 이 페이지의 증거가 되지 못한다.",
    ),
    "cite": _Label("Citing", "인용하기"),
    "proven": _Label("proven", "증명됨"),
    "refuted": _Label("refuted", "반증됨"),
    "all shapes": _Label("all shapes", "모든 모양"),
    "listed shapes": _Label("listed shapes", "정해진 모양"),
    "depths": _Label("depths {depths}", "깊이 {depths}"),
    "copy formula": _Label("Copy", "복사"),
    "side by side": _Label(
        "The code as it is, and beside each line what the name that it writes then holds, read off by "
        "running the code on symbols. Point at, tap or focus a line, a name or a term to see what belongs "
        "together.",
        "코드는 있는 그대로이고, 줄마다 그 줄이 쓴 이름에 담긴 값을 곁에 적었다. 코드를 기호로 실행하여 읽어 "
        "낸 값이다. 줄이나 이름, 항에 마우스를 올리거나 누르면 서로 짝이 되는 것이 함께 표시된다.",
    ),
    "side by side depth": _Label(
        "Formulas are shown for L = {depth} layers.", "수식은 층이 L = {depth}개일 때의 것이다."
    ),
    "line number": _Label("Line {number}", "{number}번째 줄"),
    "trace line": _Label("line", "줄"),
    "trace entry": _Label("source, and what it has written", "소스와, 그 줄이 쓴 것"),
    "results page": _Label("All results", "모든 결과"),
    "not proved page": _Label("What is not proved", "증명되지 않은 것"),
    "results title": _Label("Which result uses which", "어느 결과가 어느 결과를 쓰는가"),
    "results text": _Label(
        "{results} results, one a line, layer by layer; {edges} arcs lead down from a result to one that "
        "uses it. The list below says the same in words.",
        "결과 {results}개를 층별로 한 줄에 하나씩 적었다. 호 {edges}개가 어떤 결과에서 그것을 쓰는 결과로 "
        "내려간다. 아래 목록에 같은 내용이 글로 있다.",
    ),
    "results caption": _Label(
        "An arc leads down from a result to one that uses it. Point at a result or move to it with the Tab "
        "key: blue arcs come from what it uses, orange ones go to what uses it.",
        "호는 어떤 결과에서 그것을 쓰는 결과로 내려간다. 결과에 마우스를 올리거나 Tab 키로 옮겨 가면, 그 "
        "결과가 쓰는 것에서 오는 호는 파란색으로, 그 결과를 쓰는 것으로 가는 호는 주황색으로 보인다.",
    ),
    "results count": _Label(
        "{results} results of {layers} layers: {found}.",
        "층 {layers}개의 결과 {results}개: {found}.",
    ),
    "results uses": _Label("Uses", "쓰는 결과"),
    "results used by": _Label("Used by", "이 결과를 쓰는 곳"),
    "flow title": _Label("{layer} as a graph", "그래프로 그린 {layer}"),
    "flow caption": _Label(
        "Solid arrows: forward. Dashed arrows: the gradient of the loss for the tensor beside it.",
        "실선은 순전파, 점선은 나란히 적힌 텐서에 대한 손실의 그래디언트다.",
    ),
    "flow forward": _Label("Forward.", "순전파."),
    "flow operation": _Label(
        "{operation} takes {takes} and gives {gives}.",
        "{operation}: {takes} → {gives}.",
    ),
    "flow backward": _Label("Backward, against the arrows.", "역전파는 거꾸로 간다."),
    "flow gradient": _Label(
        "{gradient} is the gradient for {of}, of shape {shape}.",
        "{of}의 그래디언트는 {gradient}, 모양 {shape}.",
    ),
    "plot relu title": _Label("ReLU and its derivative", "ReLU와 그 도함수"),
    "plot relu caption": _Label(
        "ReLU (solid) and its derivative (dashed). At 0 the derivative is 0 by convention.",
        "ReLU(실선)와 그 도함수(파선). 0에서의 도함수는 0으로 약속한다.",
    ),
    "plot relu text": _Label(
        "ReLU is 0 up to x = 0 and rises with slope 1 from there. Its derivative jumps from 0 to 1 at x = "
        "0; a filled dot at 0 marks the value that it has there by convention.",
        "ReLU는 x = 0까지 0이고 거기서부터 기울기 1로 올라간다. 도함수는 x = 0에서 0에서 1로 뛴다. 0에 찍은 "
        "점은 x = 0에서의 값을 0으로 약속했다는 뜻이다.",
    ),
    "plot sigmoid title": _Label("The sigmoid and its derivative", "시그모이드와 그 도함수"),
    "plot sigmoid caption": _Label(
        "The sigmoid (solid) and its derivative (dashed), which never exceeds 1/4.",
        "시그모이드(실선)와 그 도함수(파선). 도함수는 1/4을 넘지 않는다.",
    ),
    "plot sigmoid text": _Label(
        "The sigmoid rises from 0 to 1 in the shape of an S and is 1/2 at x = 0. Its derivative is a bell: "
        "{peak} at x = 0, and only {tail} at x = 6.",
        "시그모이드는 S자를 그리며 0에서 1로 올라가고 x = 0에서 1/2이다. 도함수는 종 모양이다. x = 0에서 "
        "{peak}로 가장 크고, x = 6이면 {tail}밖에 되지 않는다.",
    ),
    "plot softmax title": _Label(
        "The softmax on the simplex of three classes",
        "세 클래스의 심플렉스 위의 소프트맥스",
    ),
    "plot softmax caption": _Label(
        "Every output of a softmax over three classes lies in this triangle. Along a grey ray two logits "
        "differ by a constant. The curve is softmax(t · ({logits})).",
        "클래스가 셋인 소프트맥스의 출력은 모두 이 삼각형 안에 있다. 회색 반직선 하나를 따라가면 두 로짓의 "
        "차가 일정하다. 곡선은 softmax(t · ({logits}))다.",
    ),
    "plot softmax text": _Label(
        "A triangle whose corners are the three one-hot vectors. Through each corner goes a fan of rays: "
        "along a ray two logits differ by a constant. A curve shows softmax(t · ({logits})): from the "
        "centre at t = 0, where all probabilities are 1/3, over ({probs}) at t = 1 towards the first corner "
        "as t grows.",
        "세 원-핫 벡터를 꼭짓점으로 하는 삼각형이다. 꼭짓점마다 반직선이 부채꼴로 뻗는데, 한 반직선 "
        "위에서는 두 로짓의 차가 일정하다. 곡선은 softmax(t · ({logits}))다. t = 0이면 모든 확률이 1/3인 "
        "한가운데에서 출발해 t = 1일 때 ({probs})을 지나고, t가 커질수록 첫째 꼭짓점으로 다가간다.",
    ),
    "plot cross_entropy title": _Label(
        "Cross-entropy as a landscape on the simplex",
        "심플렉스 위에 그린 교차 엔트로피의 지형",
    ),
    "plot cross_entropy caption": _Label(
        "The label is the upper corner. Dashed: points of equal loss. Arrows: one step of gradient descent "
        "on the logits.",
        "레이블은 위쪽 꼭짓점이다. 파선은 손실이 같은 점들이고, 화살표는 로짓에서 경사하강을 한 걸음 한 "
        "것이다.",
    ),
    "plot cross_entropy text": _Label(
        "The same triangle for the label at the top. Contours of the loss at {levels} are parallel to the "
        "bottom edge, ever closer to it as the loss grows. From points all over the triangle an arrow shows "
        "one step of gradient descent on the logits with rate {rate}: all lead up, longest at middle "
        "height, short near the bottom edge and near the upper corner.",
        "레이블이 위쪽 꼭짓점일 때의 같은 삼각형이다. 손실이 {levels}인 등고선은 밑변과 나란하고, 손실이 "
        "커질수록 밑변에 가까워진다. 화살표는 여러 점에서 로짓을 학습률 {rate}로 한 번 경사하강한 걸음이다. "
        "모두 위로 향하며, 중간 높이에서 가장 길고 밑변과 위쪽 꼭짓점 가까이에서는 짧다.",
    ),
    "plot l2 title": _Label("What L2 does to the contours of a loss", "L2가 손실의 등고선을 바꾸는 모양"),
    "plot l2 caption": _Label(
        "A loss plus λ/2 · ‖w‖². As λ grows, the lowest point (dot) moves towards 0 (cross) and the "
        "contours become rounder. Dashed: a contour of the penalty.",
        "손실에 λ/2 · ‖w‖²을 더한 것이다. λ가 커지면 가장 낮은 점(●)이 원점(+)으로 다가가고 등고선은 "
        "둥글어진다. 파선은 벌점의 등고선이다.",
    ),
    "plot l2 text": _Label(
        "Three panels for λ = {strengths}. Contours of a quadratic loss in two weights are ellipses, "
        "{ratios} times as long as wide, so rounder with every panel. The lowest point comes closer to the "
        "origin, at distance {norms}; a dashed circle is the contour of the penalty through it, a dotted "
        "line the way it takes as λ grows.",
        "λ = {strengths}인 세 그림이다. 가중치가 둘인 이차 손실의 등고선은 타원이고, 긴지름은 짧은지름의 "
        "{ratios}배다. λ가 클수록 둥글어진다. 가장 낮은 점은 원점에 다가가 그 거리가 {norms}이 된다. "
        "파선으로 그린 원은 이 점을 지나는 벌점의 등고선이고, 점선은 λ가 커질 때 이 점이 지나는 길이다.",
    ),
    "figure loss": _Label("training loss", "훈련 손실"),
    "figure step": _Label("update step", "갱신 횟수"),
    "figure mean": _Label("mean of the epoch", "에폭 평균"),
    "figure batch": _Label("mini-batch", "미니배치"),
    "figure predicted": _Label("predicted digit", "예측한 숫자"),
    "figure true": _Label("true digit", "실제 숫자"),
}


def label(key: str, language: str) -> str:
    """Return one of the generator's own words or sentences in `language`; KeyError for an unknown key."""
    return getattr(_LABELS[key], language)
