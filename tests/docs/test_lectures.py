"""What makes a page a lecture: worked examples, mistakes and exercises, each checked by the machine."""

import importlib
import re

import numpy as np
import pytest
from sympy import Integer, log

import derivations
from derivations.affine import LAYER as AFFINE
from derivations.affine import D, N, dout, i, j, n, w, x
from derivations.affine import M as OUTPUTS
from derivations.calculus import (
    LANGUAGES,
    Example,
    Lecture,
    MistakeRefused,
    SolutionRefused,
    Text,
    matrix,
    total,
)
from derivations.calculus.display import BILINGUAL
from derivations.calculus.examples import equals_latex

LECTURES = {
    stem: module.LECTURE
    for stem in derivations.stems()
    if hasattr(module := importlib.import_module(f"derivations.{stem}"), "LECTURE")
}
MISTAKES = [
    pytest.param(mistake, id=f"{stem}-{mistake.name}")
    for stem, lecture in LECTURES.items()
    for mistake in lecture.mistakes
]
EXERCISES = [
    pytest.param(exercise, id=f"{stem}-{exercise.number}")
    for stem, lecture in LECTURES.items()
    for exercise in lecture.exercises
]
HANGUL = re.compile("[\uac00-\ud7a3]")
TITLE = Text("제목", "Title")


def shown(part):
    """What a part of a lecture shows, by language."""
    return part._repr_mimebundle_()[BILINGUAL]


def formulas(text):
    """The formulas of a text in the order of the page."""
    return re.findall(r"\$\$\n(.*?)\n\$\$", text, re.DOTALL)


def anchors(text):
    return re.findall(r'id="([^"]+)"', text)


def parts(lecture):
    return [lecture.worked, *lecture.mistakes, *lecture.exercises]


@pytest.mark.parametrize("lecture", LECTURES.values(), ids=list(LECTURES))
def test_a_lecture_has_an_example_mistakes_and_two_to_four_exercises(lecture):
    assert isinstance(lecture.worked, Example)
    assert lecture.worked.show
    assert len(lecture.mistakes) >= 2
    assert 2 <= len(lecture.exercises) <= 4


@pytest.mark.parametrize("lecture", LECTURES.values(), ids=list(LECTURES))
def test_both_languages_show_the_same_formulas_anchors_and_links(lecture):
    for part in parts(lecture):
        text = shown(part)
        assert set(text) == set(LANGUAGES)
        assert formulas(text["ko"]) == formulas(text["en"]) != []
        assert anchors(text["ko"]) == anchors(text["en"])
        assert re.findall(r"\]\((.*?)\)", text["ko"]) == re.findall(r"\]\((.*?)\)", text["en"])
        assert HANGUL.search(text["ko"])
        assert not HANGUL.search(text["en"])


@pytest.mark.parametrize("lecture", LECTURES.values(), ids=list(LECTURES))
def test_no_two_parts_of_a_page_share_an_anchor(lecture):
    found = [anchor for part in parts(lecture) for anchor in anchors(shown(part)["en"])]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_differs_from_the_right_formula_in_general_and_in_its_numbers(mistake):
    assert mistake.difference() != 0
    assert mistake.found() != mistake.expected()


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_solution_of_an_exercise_is_shown_by_the_machine(exercise):
    assert exercise.verify()


def example():
    return Example(
        AFFINE, sizes={N: 2, D: 2, OUTPUTS: 1}, given={x: [[1, 2], [3, 4]], w: [[5], [6]], dout: [[1], [-1]]}
    )


def exercise(solution, claims):
    return Lecture(AFFINE).exercise(TITLE, Text(solution, solution), lambda: claims)


def test_a_formula_that_is_right_is_refused_as_a_mistake():
    lecture = Lecture(AFFINE)
    right = total(dout[n, j] * x[n, i], (n, N))
    mistake = lecture.mistake("none", "dw", TITLE, wrong=right, symptom=TITLE, example=example())
    with pytest.raises(MistakeRefused, match="none"):
        mistake._repr_mimebundle_()


def test_a_mistake_that_its_numbers_do_not_show_is_refused():
    lecture = Lecture(AFFINE)
    numbers = Example(AFFINE, sizes={N: 1, D: 1, OUTPUTS: 1}, given={x: [[2]], dout: [[3]]})
    divided = total(x[n, i] * dout[n, j], (n, N)) / N
    mistake = lecture.mistake("divided", "dw", TITLE, wrong=divided, symptom=TITLE, example=numbers)
    with pytest.raises(MistakeRefused, match="divided"):
        mistake.difference()


def test_a_wrong_solution_is_refused():
    right = total(x[n, i] * dout[n, j], (n, N))
    exercise("<1>", [(right, right)]).verify()
    with pytest.raises(SolutionRefused, match="exercise 1: not shown"):
        exercise("<1>", [(right, right / N)])._repr_mimebundle_()
    with pytest.raises(SolutionRefused, match="not shown"):
        exercise("<1>", [(right, right, 2 * right)]).verify()


def test_wrong_numbers_in_a_solution_are_refused():
    exercise("<1>", [(matrix([[1, 2]]), matrix([1, 2]))]).verify()
    with pytest.raises(SolutionRefused, match="not shown"):
        exercise("<1>", [(matrix([[1, 2]]), matrix([[1, 3]]))]).verify()
    with pytest.raises(SolutionRefused, match="not shown"):
        exercise("<1>", [(matrix([[1, 2]]), matrix([[1], [2]]))]).verify()


def test_a_solution_tells_every_claim_once_and_in_order():
    claim = (x[n, i], x[n, i])
    for solution in ("<2>\n<1>", "<1>", "<1>\n<2>\n<3>", "<1>\n<1>"):
        with pytest.raises(SolutionRefused, match="in this order"):
            exercise(solution, [claim, claim]).verify()


def test_a_solution_that_claims_nothing_is_refused():
    with pytest.raises(SolutionRefused, match="nothing"):
        exercise("It is so.", []).verify()


def test_an_example_evaluates_closed_forms_and_writes_an_entry_out():
    numbers = example()
    assert numbers.result("dw") == [[-2], [-2]]
    assert numbers.spelled(AFFINE.results["dw"].closed_form, {i: Integer(0), j: Integer(0)}) == (
        r"1 \cdot 1 + 3 \cdot \left(-1\right)"
    )


def test_a_value_that_is_not_given_is_named():
    with pytest.raises(ValueError, match=r"affine has no value for b"):
        example().result("out")
    short = Example(AFFINE, sizes={N: 2, D: 2, OUTPUTS: 1}, given={x: [[1, 2]], dout: [[1], [1]]})
    with pytest.raises(ValueError, match=r"x\[1, 0\] is outside"):
        short.result("dw")


def test_a_number_that_is_not_rational_is_shown_with_its_rounded_value():
    assert equals_latex(Integer(2)) == "= 2"
    assert equals_latex(2 + log(3)) == r"= 2 + \log\left(3\right) \approx 3.099"


def floats(values):
    return np.array(values, dtype=np.float64)


def test_the_numbers_of_the_affine_example_are_what_the_code_computes():
    from impl.affine import affine_backward, affine_forward

    numbers = LECTURES["affine"].worked
    given = {tensor.name: floats(values) for tensor, values in numbers.given.items()}
    out, cache = affine_forward(given["x"], given["w"], given["b"])
    dx, dw, db = affine_backward(given["dout"], cache)
    for name, value in (("out", out), ("dx", dx), ("dw", dw), ("db", db)):
        np.testing.assert_array_equal(floats(numbers.result(name)), value)
