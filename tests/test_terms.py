"""One Korean term for each notion, in all that a reader can see: pages, lectures, messages."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HANGUL = re.compile("[가-힣]")


@dataclass(frozen=True)
class Term:
    """A notion, what is said for it, what is not, and the phrases in which that means something else."""

    notion: str
    said: str
    unsaid: str
    except_in: str = r"(?!)"


TERMS = (
    Term("undecided", "판정 못 함", "미결정|증명 못 함"),
    Term("listed shapes", "나열한 모양", "정해진 모양|정한 모양"),
    Term("convention", "관례", "약속"),
    Term("permanent ID", "영구 ID", "고유 ID|영구 식별자"),
    Term("permalink", "영구 주소", "고유 주소"),
    # 인수 is a factor, and stands beside what one does with factors.
    Term(
        "argument",
        "인자",
        "인수",
        except_in="곱|약분|합 (기호|밖|앞)|꺼낸다|두 인수|무관한|1/4|인수 2|빠졌다|빠진|^인수$",
    ),
    Term("overflow", "오버플로", "넘침|넘친다|넘치|넘쳐"),
    Term("underflow", "언더플로", "내려앉"),
    Term("entry", "원소", "성분"),
    Term("sample", "표본", "샘플"),
    Term("version", "버전", r"판 번호|판마다|이 판(?!정)|여러 판|실린 판|[\d}]판"),
    Term("matrix product", "행렬곱", "행렬 곱"),
    Term("computer", "컴퓨터", "기계(?! ?학습)"),
    Term("dashes", "파선", "점선", except_in="파선"),  # a dotted line stands beside one of dashes
    Term("log-sum-exp", "로그-합-지수", "로그합"),
    Term("threshold", "임곗값", "문턱값"),
    # 몫 is a quotient.
    Term("contribution", "기여", "몫", except_in="몫의 미분법|곱, 몫|곱과 몫|나눈 몫"),
    Term("pixel", "픽셀", "화소"),
    Term("Jacobian", "야코비 행렬", "자코비안|야코비안"),
    Term("gradient", "그래디언트", "그라디언트|그레이디언트"),
    Term("chain rule", "연쇄 법칙", "연쇄법칙"),
    Term("cross-entropy", "교차 엔트로피", "교차엔트로피"),
    Term("layer", "층", "계층"),
    Term("path", "경로", r"(?<![가-힣])길(?:을|은|의|에서|로|마다|과|도|이다|이며)?(?![가-힣])"),
    Term("gate", "게이트", r"(?<![가-힣])문(?:이|을|은|만|에)? (?:열|닫|지나|다 열|상수로|미분|배율)"),
    Term("word", "단어", "낱말"),
    Term("dictionary of Python", "딕셔너리", r"(?<![가-힣])(?:새 )?사전(?:을|에|의|이)? (?:돌려|넣|써넣)"),
    Term("silently", "경고 없이", "말없이"),
    Term("comparing", "비교", "견주|견준|견줄|견줘"),
    Term("bias correction", "보정", "치우침의 수정|치우침을 고|고친 평균|고친 이동 평균"),
    Term("outlier", "이상치", "이상값"),
    Term("scale and shift", "배율과 이동", "확대와 이동|이동과 확대"),
    Term("this page's code", "이 페이지의", "여기의 (?:코드|함수|정의)"),
)


def without_code(markdown):
    """Prose without fenced code, inline code, formulas and comments."""
    return re.sub(
        r"^```.*?^```|`[^`\n]*`|<!--.*?-->|\$[^$]*\$", " ", markdown, flags=re.DOTALL | re.MULTILINE
    )


def constants(path):
    """The strings of a module that have Korean in them; what is filled in stands there as ``{}``."""
    found, parts = [], set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            fixed = [part for part in node.values if isinstance(part, ast.Constant)]
            parts.update(map(id, fixed))
            found.append("".join(part.value if part in fixed else "{}" for part in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            found.append(node.value)
    return [text for text in found if HANGUL.search(text)]


def cells(path):
    """The Korean cells of a notebook."""
    found = re.findall(r'^# %% \[markdown\] lang="ko"\n((?:#.*\n)*)', path.read_text(encoding="utf-8"), re.M)
    return [re.sub(r"^# ?", "", cell, flags=re.M) for cell in found]


def korean():
    """All Korean texts by the file that has them."""
    texts = {}
    for path in [*(ROOT / "docs" / "ko").rglob("*.md"), ROOT / "README.ko.md", ROOT / "docs" / "ko.yml"]:
        texts[path] = [path.read_text(encoding="utf-8")]
    for folder in ("derivations", "docs", "verification", "benchmarks", "impl"):
        for path in (ROOT / folder).rglob("*.py"):
            texts[path] = [*constants(path), *cells(path)]
    return {
        path.relative_to(ROOT).as_posix(): [" ".join(without_code(text).split()) for text in found]
        for path, found in texts.items()
        if found
    }


@pytest.fixture(scope="module")
def texts():
    return korean()


def sentences(text):
    return re.split(r"(?<=[.?!])\s|\s\|\s|(?<=:)\s", text)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.notion)
def test_korean_has_one_term_for_each_notion(texts, term):
    found = [
        f"{path}: {sentence}"
        for path, several in texts.items()
        for text in several
        for sentence in sentences(text)
        if re.search(term.unsaid, sentence) and not re.search(term.except_in, sentence)
    ]
    assert found == [], f"say {term.said}"


def test_every_lecture_says_that_a_gradient_is_made_of_partial_derivatives(texts):
    lectures = [path for path in texts if re.fullmatch(r"derivations/\w+\.py", path)]
    differentiated = [path for path in lectures if "Derivative(" in (ROOT / path).read_text(encoding="utf-8")]
    assert differentiated
    assert [path for path in differentiated if not any("편미분" in text for text in texts[path])] == []


def test_the_rule_reads_pages_lectures_and_messages(texts):
    folders = {path.split("/")[0] for path in texts}
    assert {"README.ko.md", "docs", "derivations", "verification"} <= folders
    assert any("편미분" in text for text in texts["derivations/affine.py"])
