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
    "proven": _Label("proven", "증명됨"),
    "refuted": _Label("refuted", "반증됨"),
    "all shapes": _Label("all shapes", "모든 모양"),
    "listed shapes": _Label("listed shapes", "정해진 모양"),
    "depths": _Label("depths {depths}", "깊이 {depths}"),
    "side by side": _Label(
        "On the left the code as it is; on the right what the name that the line writes then holds, read off by "
        "running the code on symbols. Point at, tap or focus a line, a name or a term to see what belongs "
        "together.",
        "왼쪽은 코드 그대로이고, 오른쪽은 그 줄이 쓴 이름에 담긴 값이다. 코드를 기호로 실행하여 읽어 냈다. 줄이나 이름, "
        "항에 마우스를 올리거나 누르면 서로 짝이 되는 것이 함께 표시된다.",
    ),
    "side by side depth": _Label(
        "Formulas are shown for L = {depth} layers.", "수식은 층이 L = {depth}개일 때의 것이다."
    ),
    "line number": _Label("Line {number}", "{number}번째 줄"),
    "trace line": _Label("line", "줄"),
    "trace entry": _Label("source, and what it has written", "소스와, 그 줄이 쓴 것"),
    "flow title": _Label("{layer} as a graph", "그래프로 그린 {layer}"),
    "flow caption": _Label(
        "Solid arrows: forward. Dashed arrows: the gradient of the loss for the tensor beside it.",
        "실선은 순전파, 점선은 나란히 적힌 텐서에 대한 손실의 그래디언트다.",
    ),
    "flow forward": _Label("Forward.", "순전파."),
    "flow operation": _Label(
        "{operation} takes {takes} and gives {gives}.", "{operation}: {takes} → {gives}."
    ),
    "flow backward": _Label("Backward, against the arrows.", "역전파는 거꾸로 간다."),
    "flow gradient": _Label(
        "{gradient} is the gradient for {of}, of shape {shape}.",
        "{of}의 그래디언트는 {gradient}, 모양 {shape}.",
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
