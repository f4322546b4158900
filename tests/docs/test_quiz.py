"""Questions about code: two of every lecture, and three that recall what was read before it."""

import re
from pathlib import Path

import pytest

from docs.site_builder.formula_codes import read_formula_codes
from docs.site_builder.quiz import of_code, recall, with_questions
from docs.site_builder.records import read_records
from yudo import derivations

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / "build" / "site-cache"
STEMS = list(derivations.layers())
SOURCES = {stem: (ROOT / "impl" / f"{stem}.py").read_text(encoding="utf-8") for stem in STEMS}


@pytest.fixture(scope="module")
def records():
    return read_records(ROOT, CACHE)


@pytest.fixture(scope="module")
def codes():
    return read_formula_codes(ROOT, CACHE)


def asked(records, codes, stem, language="en"):
    record = next(record for record in records if record["stem"] == stem)
    return of_code(record, codes, SOURCES[stem], language)


@pytest.mark.parametrize("stem", STEMS)
def test_every_lecture_has_two_questions_about_code_whose_answers_make_the_right_line(records, codes, stem):
    questions = asked(records, codes, stem)
    assert len({question.asked for question in questions}) == 2
    for question in questions:
        right = codes.get(f"{question.about}.index", {}).get("NumPy", "").rpartition("\n")[2]
        choices = dict(re.findall(r"^(\d)\. `(.*)`$", question.asked, re.MULTILINE))
        if choices:
            assert choices[question.answer] == right
            assert len(set(choices.values())) == len(choices) > 1
        else:
            line = re.search(r"^`(.*____.*)`$", question.asked, re.MULTILINE)[1]
            assert line.count("____") == 1
            assert line.replace("____", question.answer) in (right, *map(str.strip, code_lines(stem)))


def code_lines(stem):
    return (line.partition("  #")[0] for line in SOURCES[stem].splitlines())


def test_both_languages_ask_the_same(records, codes):
    for stem in STEMS:
        english, korean = (asked(records, codes, stem, language) for language in ("en", "ko"))
        assert [(one.about, one.answer) for one in english] == [(one.about, one.answer) for one in korean]


@pytest.mark.parametrize("stem", STEMS)
def test_three_questions_recall_lectures_that_are_read_before(records, codes, stem):
    folded = recall(records, stem, codes, SOURCES, "en")
    if stem == STEMS[0]:
        assert folded == ""
        return
    assert folded.count("<section") == 3
    earlier = STEMS[: STEMS.index(stem)]
    assert {linked for linked in re.findall(r"\]\((\w+)\.md#", folded)} <= {*earlier}


def test_what_common_mistakes_are_called_stands_in_the_solution(records, codes):
    which, missing = asked(records, codes, "affine")
    assert which.answer == "2"
    assert "1: [" in which.solution
    assert "(#mistake.divided-again)" in which.solution
    assert missing.solution == "`db = dout.sum(axis=0)`"


def test_questions_are_counted_on_from_the_last_exercise(records, codes):
    page = '<section class="yudo-exercise" id="exercise.6" markdown="1">\n\n</section>\n\n## Summary\n'
    more = with_questions(page, asked(records, codes, "affine"), "en")
    assert re.findall(r'id="(exercise\.\d+)"', more) == ["exercise.6", "exercise.7", "exercise.8"]
    assert more.index("Exercise 8.") < more.index("## Summary")


def test_a_layer_without_formulas_in_code_or_exercises_has_a_page_all_the_same(records, codes):
    assert of_code(records[0], {}, "", "en") == []
    assert with_questions("# Affine\n", asked(records, codes, "affine"), "en") == "# Affine\n"
