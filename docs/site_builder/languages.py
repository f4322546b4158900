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
    "learn group": _Label("Learn", "배우기"),
    "check group": _Label("Check", "검사하기"),
    "look up group": _Label("Look up", "찾아보기"),
    "trust group": _Label("Trust", "믿어도 되나"),
    "run page": _Label("Run it yourself", "직접 실행하기"),
    "try it": _Label(
        "Change this code and have it checked in the browser.", "이 코드를 고쳐서 브라우저에서 검사해 보자."
    ),
    "playground page": _Label("Prove it in the browser", "브라우저에서 증명하기"),
    "check page": _Label("Check your own code", "내 코드 검사하기"),
    "derive page": _Label("Derive a backward", "역전파 유도하기"),
    "grade page": _Label("Check a whole class", "수강생 전체 검사하기"),
    "verified page": _Label("What is verified", "무엇을 어떻게 검증하나"),
    "notation page": _Label("Notation", "표기법"),
    "glossary page": _Label("Glossary", "용어집"),
    "proof page": _Label("How the proof works", "증명은 어떻게 하나"),
    "assignments page": _Label("Find your assignment", "과제별로 찾기"),
    "no lecture": _Label("no page", "없음"),
    "checked own forward": _Label("With its own forward:", "그 파일의 순전파와 비교:"),
    "checked unread": _Label("Not checked:", "검사하지 않음:"),
    "digits page": _Label("Handwritten digits", "손글씨 숫자 학습"),
    "source": _Label("SymPy code of this step", "이 단계의 SymPy 코드"),
    "download": _Label(
        "Download this page as an executed notebook", "이 페이지를 실행된 노트북으로 내려받기"
    ),
    "lecture": _Label("Lecture", "강의"),
    "onward": _Label("Next", "다음"),
    "cheat-sheet page": _Label("Cheat sheet", "공식 모음"),
    "sheet where": _Label("where", "여기서"),
    "sheet defined": _Label("names: [on its page]({page})", "기호: [해당 페이지]({page})"),
    "sheet avoid": _Label("Avoid:", "주의:"),
    "answer what": _Label("gradient", "그래디언트"),
    "answer formula": _Label("closed form", "닫힌 꼴"),
    "answer code": _Label("NumPy", "NumPy"),
    "answer in full": _Label("see the result", "결과를 본다"),
    "answer below": _Label("see the implementation", "구현을 본다"),
    "mistakes": _Label("Common mistakes", "흔한 실수"),
    "recall": _Label(
        "Do you remember? Three questions on earlier lectures", "기억하는가? 앞의 강의에서 세 문제"
    ),
    "asked which": _Label(
        "Which of these lines gives {}? The others are common mistakes. Answer with its number.",
        "{}의 값을 구하는 줄은 몇 번인가? 나머지는 흔한 실수다. 번호로 답한다.",
    ),
    "asked missing": _Label(
        "What is missing in this line of {}?", "{}의 다음 줄에서 빈칸에 들어갈 것은 무엇인가?"
    ),
    "hint which": _Label(
        "See where the lines differ, and look that up in the closed form.",
        "줄마다 무엇이 다른지 보고, 그 부분을 닫힌 꼴에서 찾는다.",
    ),
    "hint axis": _Label(
        "The axis that is summed over is the one that the result does not have. Axes are counted from 0.",
        "결과에 없는 축을 따라 더한다. 축은 0부터 센다.",
    ),
    "hint letters": _Label(
        "The result keeps the letters that are not summed over. Their order is that of its axes.",
        "더하지 않는 첨자가 결과에 남는다. 차례는 결과의 축의 차례다.",
    ),
    "hint name": _Label(
        "Compare the line with the closed form: which name does it lack?",
        "닫힌 꼴과 비교해서 이 줄에 없는 이름을 찾는다.",
    ),
    "builds on": _Label("Read before this", "먼저 읽을 페이지"),
    "report": _Label("Report an error on this page", "이 페이지의 오류 알리기"),
    "result": _Label("result", "결과"),
    "verdict": _Label("verdict", "판정"),
    "number of cases": _Label("{cases:,} cases", "입력 {cases:,}개"),
    "verified.verdict": _Label("verified", "검증됨"),
    "failed.verdict": _Label("failed", "실패"),
    "undecided.verdict": _Label("undecided", "판정 못 함"),
    "stale.verdict": _Label("out of date", "갱신 필요"),
    "missing.verdict": _Label("no evidence", "증거 없음"),
    "sympy.check": _Label("against SymPy", "SymPy와 비교"),
    "jax.check": _Label("against JAX", "JAX와 비교"),
    "same": _Label("the same", "같음"),
    "proof.check": _Label("proof", "증명"),
    "evidence caption": _Label(
        "Verification run of {date}, seed {seed}, {dtypes}; {versions}.",
        "검증 실행: {date}, 시드 {seed}, {dtypes}; {versions}.",
    ),
    "evidence reading": _Label(
        "For each check the table gives the cases tried and the entry that came closest to its tolerance: "
        "error / tolerance, and in brackets their ratio. A ratio above 1 is a failure.",
        "검사마다 시험한 입력의 개수와, 허용 오차에 가장 근접한 원소의 ‘오차 / 허용 오차’를 적었다. "
        "괄호 안은 둘의 비이며, 1을 넘으면 실패다.",
    ),
    "no evidence": _Label(
        "There is no evidence for this layer in this build: no verification run was recorded. "
        "Run `yudo verify {stem}` to see for yourself.",
        "이 빌드에는 이 층의 검증 기록이 없다. 저장된 검증 결과가 없기 때문이다. "
        "`yudo verify {stem}`으로 직접 확인할 수 있다.",
    ),
    "no run": _Label(
        "No verification run was recorded for this build. `yudo verify` shows the table on your machine.",
        "이 빌드에는 저장된 검증 결과가 없다. `yudo verify`를 실행하면 이 표를 직접 볼 수 있다.",
    ),
    "bound share": _Label("{share} of the bound", "한계의 {share}"),
    "excerpt caption": _Label(
        "Run of {date}. Last column: the cases tried, and the largest error as a share of "
        "[what rounding can account for](accuracy.md).",
        "{date}에 실행한 결과. 마지막 열은 시험한 입력의 개수와, 가장 큰 오차가 "
        "[반올림 오차의 한계](accuracy.md)에서 차지하는 비율이다.",
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
    "cite page": _Label("Citing", "인용하기"),
    "proven": _Label("proven", "증명됨"),
    "refuted": _Label("refuted", "반증됨"),
    "all shapes": _Label("all shapes", "모든 모양"),
    "listed shapes": _Label("listed shapes", "나열한 모양"),
    "depths": _Label("depths {depths}", "깊이 {depths}"),
    "side by side": _Label(
        "This is the code of the repository as it stands. Beside each line is what the variable that it "
        "writes then holds, found by running the code on symbols. Point at, tap or focus a line, a "
        "variable or a term to see what belongs together.",
        "코드는 저장소의 것 그대로다. 곁의 식은 코드를 기호로 실행하여 얻은, 그 줄이 변수에 넣는 값이다. 줄, "
        "변수, 항에 마우스를 올리거나 누르면 대응하는 부분이 함께 표시된다.",
    ),
    "side by side depth": _Label(
        "Formulas are shown for L = {depth} layers.", "수식은 층이 L = {depth}개일 때의 것이다."
    ),
    "line number": _Label("Line {number}", "{number}번째 줄"),
    "trace line": _Label("line", "줄"),
    "trace entry": _Label("source, and what the variable then holds", "소스와 그 줄이 변수에 넣는 값"),
    "results page": _Label("All results", "모든 결과"),
    "not-proved page": _Label("What is not proven", "증명되지 않은 것"),
    "results title": _Label("Which result uses which", "결과 사이의 의존 관계"),
    "results text": _Label(
        "{results} results, one a line, layer by layer; {edges} arcs lead down from a result to one that "
        "uses it. The list below says the same in words.",
        "결과 {results}개를 층별로 한 줄에 하나씩 적었다. 호 {edges}개가 어떤 결과에서 그것을 쓰는 결과로 "
        "내려간다. 아래 목록에 같은 내용이 글로 있다.",
    ),
    "results caption": _Label(
        "An arc leads down from a result to one that uses it. Point at a result or move to it with the Tab "
        "key: blue arcs come from what it uses, orange ones go to what uses it. At first they are those of "
        "{example}.",
        "호는 어떤 결과에서 그것을 쓰는 결과로 내려간다. 결과에 마우스를 올리거나 Tab 키로 옮겨 가면, 그 "
        "결과가 쓰는 것에서 오는 호는 파란색으로, 그 결과를 쓰는 것으로 가는 호는 주황색으로 보인다. "
        "처음에는 {example}의 호가 그렇게 보인다.",
    ),
    "results count": _Label(
        "{layers} layers, {results} results: {found}.",
        "층 {layers}개, 결과 {results}개. {found}.",
    ),
    "results found": _Label("{count} {verdict}", "{verdict} {count}개"),
    "results uses": _Label("Uses", "쓰는 결과"),
    "results used by": _Label("Used by", "이 결과를 쓰는 곳"),
    "flow title": _Label("{layer} as a graph", "그래프로 그린 {layer}"),
    "step through": _Label("Step through the graph with numbers", "수를 넣어 그래프를 한 단계씩 따라가기"),
    "flow caption": _Label(
        "Solid arrows: forward. Dashed arrows: the gradient of the loss with respect to the tensor beside "
        "it.",
        "실선은 순전파를, 파선은 곁에 적힌 텐서에 대한 손실의 그래디언트를 나타낸다.",
    ),
    "flow forward": _Label("Forward.", "순전파."),
    "flow operation": _Label(
        "{operation} takes {takes} and gives {gives}.",
        "{operation}: {takes} → {gives}.",
    ),
    "flow scalar": _Label("(a scalar)", "(스칼라)"),
    "flow backward": _Label("Backward, against the arrows.", "역전파는 거꾸로 간다."),
    "flow gradient": _Label(
        "{gradient}, of shape {shape}, is the gradient with respect to {of}.",
        "{of}에 대한 그래디언트는 {gradient}이고 모양은 {shape}이다.",
    ),
    "plot relu title": _Label("ReLU and its derivative", "ReLU와 그 도함수"),
    "plot relu caption": _Label(
        "ReLU (solid) and its derivative (dashed). At 0 the derivative is 0 by convention.",
        "ReLU(실선)와 그 도함수(파선). 관례에 따라 0에서 도함수의 값은 0이다.",
    ),
    "plot relu text": _Label(
        "ReLU is 0 up to x = 0 and rises with slope 1 from there. Its derivative jumps from 0 to 1 at x = "
        "0; a filled dot at 0 marks the value that it has there by convention.",
        "ReLU는 x = 0까지 0이고 거기서부터 기울기 1로 올라간다. 도함수는 x = 0에서 0에서 1로 뛴다. 0에 찍은 "
        "점은 관례에 따라 정한 x = 0에서의 값이다.",
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
    "plot tanh title": _Label("tanh and its derivative", "tanh와 그 도함수"),
    "plot tanh caption": _Label(
        "tanh (solid) and its derivative (dashed), which is 1 at 0. The dots are the sigmoid, for "
        "comparison.",
        "tanh(실선)와 그 도함수(파선), 비교하려고 그린 시그모이드(점선). 도함수는 0에서 1이다.",
    ),
    "plot tanh text": _Label(
        "tanh rises from -1 to 1 in the shape of an S and is 0 at x = 0. Its derivative is a bell: 1 at x = "
        "0, and only {tail} at x = 3. The sigmoid runs from 0 to 1 and rises less steeply.",
        "tanh는 S자를 그리며 -1에서 1로 올라가고 x = 0에서 0이다. 도함수는 종 모양이다. x = 0에서 1로 가장 "
        "크고, x = 3이면 {tail}밖에 되지 않는다. 시그모이드는 0에서 1까지 더 완만하게 올라간다.",
    ),
    "plot leaky_relu title": _Label("The leaky ReLU and its derivative", "누수 ReLU와 그 도함수"),
    "plot leaky_relu caption": _Label(
        "The leaky ReLU (solid) and its derivative (dashed), drawn with α = {slope}. At 0 the derivative "
        "is α by convention.",
        "누수 ReLU(실선)와 그 도함수(파선). 잘 보이도록 α = {slope}로 그렸다. 관례에 따라 0에서 도함수의 "
        "값은 α다.",
    ),
    "plot leaky_relu text": _Label(
        "The leaky ReLU rises with slope {slope} up to x = 0 and with slope 1 from there. Its derivative "
        "jumps from {slope} to 1 at x = 0; a filled dot at {slope} marks the value that it has there by "
        "convention.",
        "누수 ReLU는 x = 0까지 기울기 {slope}로, 거기서부터 기울기 1로 올라간다. 도함수는 x = 0에서 "
        "{slope}에서 1로 뛴다. {slope}에 찍은 점은 관례에 따라 정한 x = 0에서의 값이다.",
    ),
    "plot elu title": _Label("The ELU and its derivative", "ELU와 그 도함수"),
    "plot elu caption": _Label(
        "The ELU with α = 1 (solid) and its derivative (dashed), which does not jump at 0. The dots are the "
        "ReLU.",
        "α = 1인 ELU(실선)와 그 도함수(파선), 그리고 ReLU(점선). 도함수는 0에서 뛰지 않는다.",
    ),
    "plot elu text": _Label(
        "The ELU is x itself from x = 0 on. To the left it falls ever more slowly and is {low} at x = -3. "
        "Its derivative is 1 from x = 0 on and falls to {tail} at x = -3.",
        "ELU는 x = 0부터 x와 같다. 왼쪽으로 갈수록 천천히 내려가 x = -3에서 {low}이다. 도함수는 x = 0부터 "
        "1이고, 왼쪽으로 갈수록 작아져 x = -3에서 {tail}이다.",
    ),
    "plot softplus title": _Label("The softplus and its derivative", "소프트플러스와 그 도함수"),
    "plot softplus caption": _Label(
        "The softplus (solid) and its derivative (dashed), a sigmoid. The dots are the ReLU.",
        "소프트플러스(실선)와 그 도함수인 시그모이드(파선), 그리고 ReLU(점선).",
    ),
    "plot softplus text": _Label(
        "The softplus hugs the x-axis on the left and the ReLU on the right. At x = 0, where the ReLU has "
        "its corner, it is {corner}, and at x = 3 it is {far}. Its derivative rises from 0 to 1 and is 1/2 "
        "at x = 0.",
        "소프트플러스는 왼쪽에서는 x축에, 오른쪽에서는 ReLU에 붙는다. ReLU가 꺾이는 x = 0에서 {corner}, "
        "x = 3에서 {far}이다. 도함수는 0에서 1로 올라가고 x = 0에서 1/2이다.",
    ),
    "plot silu title": _Label("The SiLU and its derivative", "SiLU와 그 도함수"),
    "plot silu caption": _Label(
        "The SiLU (solid) and its derivative (dashed). The dots are the ReLU.",
        "SiLU(실선)와 그 도함수(파선), 그리고 ReLU(점선).",
    ),
    "plot silu text": _Label(
        "From the left the SiLU falls from 0 to its lowest value, {low}, near x = {where}, passes through 0 "
        "at x = 0 and then approaches the ReLU. Its derivative is negative to the left of the lowest point, "
        "1/2 at x = 0, and up to {peak} on the right.",
        "SiLU는 왼쪽에서 0에 가까운 값으로 시작해 x = {where} 근처에서 가장 작은 {low}까지 내려갔다가 "
        "x = 0에서 0을 지나 ReLU에 다가간다. 도함수는 가장 낮은 점의 왼쪽에서 음수이고, x = 0에서 1/2이며, "
        "오른쪽에서 {peak}까지 커진다.",
    ),
    "plot gelu title": _Label("The GELU and its derivative", "GELU와 그 도함수"),
    "plot gelu caption": _Label(
        "The GELU (solid) and its derivative (dashed). The dots are the SiLU.",
        "GELU(실선)와 그 도함수(파선), 그리고 SiLU(점선).",
    ),
    "plot gelu text": _Label(
        "From the left the GELU falls from 0 to its lowest value, {low}, near x = {where}, passes through 0 "
        "at x = 0 and then approaches the line y = x. Its derivative is negative to the left of the lowest "
        "point, 1/2 at x = 0, and up to {peak} on the right. The SiLU falls lower and rises later.",
        "GELU는 왼쪽에서 0에 가까운 값으로 시작해 x = {where} 근처에서 가장 작은 {low}까지 내려갔다가 "
        "x = 0에서 0을 지나 직선 y = x에 다가간다. 도함수는 가장 낮은 점의 왼쪽에서 음수이고, x = 0에서 "
        "1/2이며, 오른쪽에서 {peak}까지 커진다. SiLU는 더 깊이 내려가고 더 늦게 올라온다.",
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
        "레이블은 위쪽 꼭짓점이다. 파선은 손실이 같은 점들이고, 화살표는 경사하강법으로 로짓을 한 번 "
        "갱신했을 때의 변화다.",
    ),
    "plot cross_entropy text": _Label(
        "The same triangle for the label at the top. Contours of the loss at {levels} are parallel to the "
        "bottom edge, ever closer to it as the loss grows. From points all over the triangle an arrow shows "
        "one step of gradient descent on the logits with rate {rate}: all lead up, longest at middle "
        "height, short near the bottom edge and near the upper corner.",
        "레이블이 위쪽 꼭짓점일 때의 같은 삼각형이다. 손실이 {levels}인 등고선은 밑변과 나란하고, 손실이 "
        "커질수록 밑변에 가까워진다. 화살표는 여러 점에서 경사하강법으로 로짓을 학습률 {rate}로 한 번 "
        "갱신했을 때의 변화다. "
        "모두 위로 향하며, 중간 높이에서 가장 길고 밑변과 위쪽 꼭짓점 가까이에서는 짧다.",
    ),
    "plot l2 title": _Label("What L2 does to the contours of a loss", "L2가 손실의 등고선을 바꾸는 모양"),
    "plot l2 caption": _Label(
        "A loss plus λ/2 · Σw². As λ grows, the lowest point (dot) moves towards 0 (cross) and the "
        "contours become rounder. Dashed: a contour of the penalty.",
        "손실에 λ/2 · Σw²을 더한 것이다. λ가 커지면 가장 낮은 점(●)이 원점(+)으로 다가가고 등고선은 "
        "둥글어진다. 파선은 벌점의 등고선이다.",
    ),
    "plot l2 text": _Label(
        "Three panels for λ = {strengths}. Contours of a quadratic loss in two weights are ellipses, "
        "{ratios} times as long as wide, so rounder with every panel. The lowest point comes closer to the "
        "origin, at distance {norms}; a dashed circle is the contour of the penalty through it, a dotted "
        "line the path that it follows as λ grows.",
        "λ = {strengths}인 세 그림이다. 가중치가 둘인 이차 손실의 등고선은 타원이고, 긴지름은 짧은지름의 "
        "{ratios}배다. λ가 클수록 둥글어진다. 가장 낮은 점은 원점에 다가가 그 거리가 {norms}이 된다. "
        "파선으로 그린 원은 이 점을 지나는 벌점의 등고선이고, 점선은 λ가 커질 때 이 점이 지나는 경로다.",
    ),
    "plot positions title": _Label("Sines of three pairs", "세 짝의 사인"),
    "plot positions caption": _Label(
        "The sines of the first three pairs for D = {features}, a dot for each position t. Pair 0 turns "
        "around in {turn0} positions, pair 2 in {turn2}.",
        "D = {features}일 때 처음 세 짝의 사인. 점 하나가 자리 t 하나다. 짝 0은 {turn0}자리마다, 짝 2는 "
        "{turn2}자리마다 한 바퀴 돈다.",
    ),
    "plot positions text": _Label(
        "Three waves over the positions 0 to 40, all from 0 at position 0. The wave of pair 0 repeats after "
        "{turn0} positions, that of pair 1 after {turn1}, and that of pair 2 after {turn2}.",
        "자리 0부터 40까지 그린 물결 셋이다. 모두 자리 0에서 0으로 시작한다. 짝 0의 물결은 {turn0}자리, 짝 "
        "1은 {turn1}자리, 짝 2는 {turn2}자리마다 되풀이된다.",
    ),
    "plot shared_means title": _Label("Which entries share a mean", "어떤 원소들이 평균을 함께 쓰는가"),
    "plot shared_means caption": _Label(
        "Rows are images, columns channels, and a cell is all pixels of one channel. Filled: what shares its "
        "mean and variance with the dot. Here C = {channels} and, for groups, G = {groups}.",
        "행은 이미지, 열은 채널이고 한 칸은 한 채널의 모든 픽셀이다. 색칠한 칸이 점(●)과 평균, 분산을 "
        "함께 쓴다. 여기서 C = {channels}이고, 그룹 정규화에서는 G = {groups}이다.",
    ),
    "plot shared_means text": _Label(
        "Four grids of {images} images by {channels} channels. In batch normalisation {batch} cells share a "
        "mean, one channel of all images; in layer normalisation {layer}, all channels of one image; in "
        "group normalisation {group} neighbouring channels of one image; in instance normalisation "
        "{instance}.",
        "이미지 {images}장, 채널 {channels}개인 격자 네 개다. 평균을 함께 쓰는 칸은 배치 정규화에서는 모든 "
        "이미지의 한 채널, {batch}칸이다. 층 정규화에서는 한 이미지의 모든 채널, {layer}칸이다. 그룹 "
        "정규화에서는 한 이미지의 이웃한 채널 {group}칸, 인스턴스 정규화에서는 {instance}칸이다.",
    ),
    "figure shared_batch": _Label("batch", "배치"),
    "figure shared_layer": _Label("layer", "층"),
    "figure shared_group": _Label("group", "그룹"),
    "figure shared_instance": _Label("instance", "인스턴스"),
    "accuracy page": _Label("Error and bound", "오차와 한계"),
    "accuracy plot title": _Label(
        "Error and bound against the length of a contraction", "합의 길이에 따른 오차와 한계"
    ),
    "accuracy plot caption": _Label(
        "Bounds (solid) and worst observed errors (dashed), in units of uT.",
        "한계(실선)와 관찰된 가장 큰 오차(파선). 단위는 uT.",
    ),
    "accuracy plot text": _Label(
        "Both bounds rise in proportion to the length; at length {longest} the one of float64 is {bound}. "
        "The worst errors stay level: none exceeds {error}.",
        "두 한계는 길이에 비례하여 커진다. 길이가 {longest}일 때 float64의 한계는 {bound}이다. 관찰된 오차는 "
        "길이와 상관없이 비슷하며 {error}를 넘지 않는다.",
    ),
    "figure bound64": _Label("bound, float64", "한계, float64"),
    "figure bound32": _Label("bound, float32", "한계, float32"),
    "figure error64": _Label("error, float64", "오차, float64"),
    "figure error32": _Label("error, float32", "오차, float32"),
    "figure length": _Label("length of the contraction", "합의 길이"),
    "accuracy length": _Label("length", "길이"),
    "accuracy error and bound": _Label("error / bound", "오차 / 한계"),
    "accuracy share": _Label("share", "비율"),
    "accuracy ulps": _Label("ulps", "ulp"),
    "accuracy median": _Label("median", "중앙값"),
    "accuracy worst": _Label("worst", "최악"),
    "accuracy no digit": _Label(
        "A dash stands where no digit of the exact value is certain.",
        "참값의 숫자 가운데 확실한 것이 하나도 없으면 –로 적었다.",
    ),
    "accuracy below": _Label(
        "Where every axis is 64, {count} of {of} results stay below 1% of their bound in at least one "
        "dtype: {ids}. A loss is a single number, a sum over all samples or over thousands of weights, in "
        "which errors cancel. In a net, intervals pass through several layers and forget which errors "
        "belong together. Nothing is rounded in {exact}.",
        "모든 축이 64일 때 결과 {of}개 가운데 {count}개는 적어도 한 dtype에서 한계의 1%에 미치지 못한다: "
        "{ids}. 손실은 모든 표본이나 수천 개의 가중치에 대한 합 하나여서 오차가 서로 상쇄된다. 신경망에서는 "
        "구간이 여러 층을 지나면서 어느 오차가 어느 오차와 함께 움직이는지를 잊는다. {exact}에서는 반올림이 "
        "일어나지 않는다.",
    ),
    "accuracy no run": _Label(
        "No verification run with these numbers was recorded for this build. `yudo verify --accuracy` shows "
        "them.",
        "이 빌드에는 이 수치를 담은 검증 기록이 없다. `yudo verify --accuracy`로 직접 볼 수 있다.",
    ),
    "benchmarks page": _Label("Benchmarks", "벤치마크"),
    "bench missing": _Label(
        "There are no measurements in this build: no benchmark run was recorded. "
        '`pip install -e ".[bench]"` and `python -m benchmarks` make them on your machine.',
        "이 빌드에는 측정값이 없다. 벤치마크를 실행한 기록이 없기 때문이다. "
        '`pip install -e ".[bench]"`와 `python -m benchmarks`로 직접 잴 수 있다.',
    ),
    "bench unreadable": _Label(
        "There are no measurements in this build: {reason}.", "이 빌드에는 측정값이 없다: {reason}."
    ),
    "bench part missing": _Label("*Not measured in this run.*", "*이번 실행에서는 재지 않았다.*"),
    "bench circumstances": _Label(
        "Measured on {date}: {cpu}, {memory} GB, threads for every contender: {threads}, seed {seed}; "
        "{versions}.",
        "측정 환경: {date}, {cpu}, 메모리 {memory} GB, 도구마다 스레드 {threads}개, 시드 {seed}; {versions}.",
    ),
    "bench quick": _Label(
        "A quick run with small shapes and few repetitions: it shows that everything works, not how fast.",
        "작은 모양으로 몇 번만 실행한 짧은 측정이다. 제대로 돌아간다는 것은 보여 주지만 "
        "속도를 말해 주지는 않는다.",
    ),
    "bench goal": _Label("goal", "목표"),
    "bench target": _Label("target", "목표값"),
    "bench measured": _Label("measured", "측정값"),
    "bench state": _Label("", "달성"),
    "bench met": _Label("met", "달성"),
    "bench not met": _Label("**not met**", "**미달**"),
    "bench not measured": _Label("not measured", "재지 않음"),
    "bench goal seconds": _Label(
        "seconds to certify dx, dw, db of the affine layer at (64, 512, 100), at most",
        "(64, 512, 100)에서 완전연결층의 dx, dw, db를 인증하는 시간(초), 이하",
    ),
    "bench goal sensitivity": _Label(
        "smallest relative error noticed there in one median entry, at most",
        "그때 크기가 중간인 원소 하나에서 알아채는 가장 작은 상대 오차, 이하",
    ),
    "bench goal than_central_difference": _Label(
        "times as fast as the central difference there", "그때 중심 차분보다 몇 배 빠른가"
    ),
    "bench goal than_gradcheck_slow": _Label(
        "times as fast as `gradcheck` in slow mode there", "그때 `gradcheck`의 느린 방식보다 몇 배 빠른가"
    ),
    "bench goal seconds_large": _Label(
        "seconds to certify the same at (64, 3072, 100), at most",
        "(64, 3072, 100)에서 같은 것을 인증하는 시간(초), 이하",
    ),
    "bench goal false_alarms": _Label("false alarms of our check, at most", "우리 검사의 거짓 경보, 이하"),
    "bench goal bugs": _Label("classes of planted bugs noticed", "심어 둔 버그 가운데 알아챈 종류"),
    "bench goal textbook": _Label(
        "operations no slower than the textbook form", "교과서식 코드보다 느리지 않은 연산"
    ),
    "bench goal others": _Label(
        "operations level with the better of PyTorch and JAX, medium and large",
        "중간과 큰 크기에서 PyTorch와 JAX 가운데 빠른 쪽에 뒤지지 않는 연산",
    ),
    "bench check": _Label("check", "검사"),
    "bench shape": _Label("N×D×M", "N×D×M"),
    "bench seconds": _Label("seconds", "시간(초)"),
    "bench ratio": _Label("seconds (times ours)", "초(우리의 몇 배)"),
    "bench smallest": _Label("smallest error", "가장 작은 오차"),
    "bench growth": _Label("growth", "증가 지수"),
    "bench alarm": _Label("**false alarm**", "**거짓 경보**"),
    "bench contender missing": _Label("{name}: {missing}.", "{name}: 없음({missing})."),
    "bench alarms": _Label("false alarms", "거짓 경보"),
    "bench of": _Label("{count} of {total}", "{total}번 중 {count}번"),
    "bench layer": _Label("layer", "층"),
    "bench verdict": _Label("verdict", "판정"),
    "bench operation": _Label("operation", "연산"),
    "bench dtype": _Label("dtype", "dtype"),
    "bench textbook": _Label("against the textbook form", "교과서식과 비교"),
    "bench others": _Label("against PyTorch, JAX", "PyTorch, JAX와 비교"),
    "bench share": _Label("of the limit", "한계 대비"),
    "bench size": _Label("{size}: N = {N}, D = {D}, M = {M}", "{size}: N = {N}, D = {D}, M = {M}"),
    "bench slower": _Label("Slower than the textbook form:", "교과서식 코드보다 느린 곳:"),
    "bench behind": _Label(
        "Behind the better of PyTorch and JAX at medium and large sizes:",
        "중간과 큰 크기에서 PyTorch와 JAX 가운데 빠른 쪽에 뒤지는 곳:",
    ),
    "bench nowhere": _Label("nowhere", "없음"),
    "bench cases": _Label("drawn cases per layer", "층마다 뽑은 경우"),
    "bench per case": _Label(
        "One more case in every layer costs {seconds} s, with {jobs} worker processes.",
        "모든 층에서 경우를 하나씩 늘리면 작업 프로세스 {jobs}개로 {seconds}초가 더 든다.",
    ),
    "bench stage": _Label("stage", "단계"),
    "bench part": _Label("share", "비율"),
    "stage proof": _Label("proofs", "증명"),
    "stage reference": _Label("exact values in ball arithmetic", "볼 산술로 구한 참값"),
    "stage jax": _Label("JAX, compiling included", "JAX(컴파일 포함)"),
    "stage bound": _Label("bounds on rounding errors", "반올림 오차의 한계"),
    "stage derivations": _Label("running the derivations, algebra", "유도 실행과 수식 계산"),
    "stage code": _Label("the code of `impl/`", "`impl/`의 코드"),
    "stage judging": _Label("comparing", "비교"),
    "stage drawing": _Label("drawing inputs", "입력 뽑기"),
    "stage rest": _Label("imports and the rest", "임포트와 그 밖"),
    "bug factor": _Label("a factor of 2", "2배"),
    "bug sign": _Label("wrong sign", "부호가 반대"),
    "bug transposed": _Label("transposed, shape forced", "전치한 뒤 모양만 맞춤"),
    "bug missing_sum": _Label("sum over samples missing", "표본에 대한 합을 빠뜨림"),
    "bug mean_for_sum": _Label("mean instead of sum", "합 대신 평균"),
    "bug missing_mean": _Label("1/N missing", "1/N을 빠뜨림"),
    "bug label_not_subtracted": _Label("labels not subtracted", "레이블을 빼지 않음"),
    "bug one_entry": _Label("1% off in one entry", "원소 하나만 1% 틀림"),
    "bug half_in_both": _Label("½ too many in both passes", "양쪽에 똑같이 ½이 더 있음"),
    "bug term_lost_in_both": _Label("bias lost in both passes", "양쪽에서 똑같이 편향을 빠뜨림"),
    "bug sum_for_mean_in_both": _Label("sum for mean in both passes", "양쪽에 똑같이 평균 대신 합"),
    "bug next_label_in_both": _Label("labels off by one in both passes", "양쪽에서 똑같이 레이블이 밀림"),
    "bug clipped_when_large": _Label("backward clips large values", "역전파가 큰 값을 잘라 냄"),
    "bug overflow_when_large": _Label("maximum not subtracted: overflow", "최댓값을 빼지 않아 오버플로"),
    "outcome caught": _Label("✓", "✓"),
    "outcome when large": _Label("✓ if large", "✓ 클 때만"),
    "outcome missed": _Label("**missed**", "**놓침**"),
    "outcome unclear": _Label("**missed**", "**놓침**"),
    "outcome limit": _Label("time limit", "시간 초과"),
    "outcome failed": _Label("error", "오류"),
    "outcome not run": _Label("not run", "실행 안 함"),
    "outcome refuted": _Label("refuted", "반증됨"),
    "outcome undecided": _Label("not proven", "판정 못 함"),
    "outcome proven": _Label("proven", "증명됨"),
    "figure bench_yudo": _Label("Yudo", "Yudo"),
    "figure bench_yudo_proof": _Label("proof", "증명"),
    "figure bench_gradcheck_slow": _Label("gradcheck, slow", "gradcheck, 느린 방식"),
    "figure bench_gradcheck_fast": _Label("gradcheck, fast", "gradcheck, 빠른 방식"),
    "figure bench_check_grads": _Label("check_grads", "check_grads"),
    "figure bench_central_difference": _Label("central difference", "중심 차분"),
    "figure bench_entries": _Label("entries of all gradients", "그래디언트의 원소 수"),
    "figure bench_seconds": _Label("seconds", "시간(초)"),
    "figure bench_smallest": _Label("smallest error noticed", "알아챈 가장 작은 오차"),
    "figure bench_limit": _Label("time limit", "시간 제한"),
    "figure bench_speed": _Label("times as fast", "몇 배 빠른가"),
    "figure bench_textbook": _Label("against the textbook form", "교과서식 코드와 비교"),
    "figure bench_others": _Label(
        "against the better of PyTorch and JAX", "PyTorch와 JAX 가운데 빠른 쪽과 비교"
    ),
    "figure bench_small": _Label("small", "작은 크기"),
    "figure bench_medium": _Label("medium", "중간 크기"),
    "figure bench_large": _Label("large", "큰 크기"),
    "bench plot checking": _Label(
        "What a check costs and what it notices, against the number of entries",
        "원소 수에 따른 검사 시간과 알아채는 오차",
    ),
    "bench plot checking text": _Label(
        "Two panels over the entries of the affine layer's gradients, all axes logarithmic. Above: the "
        "seconds of each check, hollow marks where extrapolated. Below: the smallest relative error that "
        "each check notices in one median entry. The tables beneath have the numbers.",
        "가로축은 완전연결층 그래디언트의 원소 수이고 축은 모두 로그 눈금이다. 위는 검사마다 걸린 시간이며, "
        "속이 빈 표시는 잰 값이 아니라 추정한 값이다. 아래는 검사마다 크기가 중간인 원소 하나에서 알아채는 "
        "가장 작은 상대 오차다. 수치는 아래 표에 있다.",
    ),
    "bench plot layers": _Label("How many times as fast the code of impl/ is", "impl/의 코드는 몇 배 빠른가"),
    "bench plot layers text": _Label(
        "A row for each operation, a panel for each size. Circles compare with the textbook form, squares "
        "with the better of PyTorch and JAX, one mark for each dtype; right of the line at 1 the code of "
        "impl/ is faster. The tables beneath have the numbers.",
        "줄은 연산, 칸은 크기다. 동그라미는 교과서식 코드와, 네모는 PyTorch와 JAX 가운데 빠른 쪽과 비교한 "
        "것이며 dtype마다 하나씩 있다. 1을 나타내는 선의 오른쪽이면 impl/의 코드가 더 빠르다. "
        "수치는 아래 표에 있다.",
    ),
    "figure loss": _Label("training loss", "훈련 손실"),
    "figure epoch": _Label("epoch", "에폭"),
    "digits update": _Label("update", "갱신 규칙"),
    "digits slower": _Label("a step slower", "한 칸 작은 학습률"),
    "digits rate": _Label("best rate: loss", "가장 좋은 학습률: 손실"),
    "digits faster": _Label("a step faster", "한 칸 큰 학습률"),
    "digits read": _Label("unseen digits read", "시험용 정확도"),
    "figure step": _Label("update step", "갱신 횟수"),
    "figure mean": _Label("mean of the epoch", "에폭 평균"),
    "figure batch": _Label("mini-batch", "미니배치"),
    "figure predicted": _Label("predicted digit", "예측한 숫자"),
    "figure true": _Label("true digit", "실제 숫자"),
}


def label(key: str, language: str) -> str:
    """Return one of the generator's own words or sentences in `language`; KeyError for an unknown key."""
    return getattr(_LABELS[key], language)
