"""What makes a page a lecture: worked examples, mistakes and exercises, each checked by the machine."""

import importlib
import re
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from sympy import Integer, log

from yudo import derivations
from yudo.derivations.affine import LAYER as AFFINE
from yudo.derivations.affine import D, N, dout, i, j, n, w, x
from yudo.derivations.affine import M as OUTPUTS
from yudo.derivations.calculus import (
    LANGUAGES,
    Example,
    Lecture,
    MistakeRefused,
    SolutionRefused,
    Tensor,
    Text,
    equal,
    total,
)
from yudo.derivations.calculus.display import BILINGUAL
from yudo.derivations.calculus.examples import equals_latex
from yudo.verification.program import program_of

ROOT = Path(__file__).resolve().parents[2]
LECTURES = {
    stem: module.LECTURE
    for stem in derivations.stems()
    if hasattr(module := importlib.import_module(f"yudo.derivations.{stem}"), "LECTURE")
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


_shown = {}


def shown(part):
    """What a part of a lecture shows, by language; worked out once."""
    if id(part) not in _shown:
        _shown[id(part)] = part._repr_mimebundle_()[BILINGUAL]
    return _shown[id(part)]


def formulas(text):
    """The formulas of a text in the order of the page."""
    return re.findall(r"\$\$\n(.*?)\n\$\$", text, re.DOTALL)


def inline_formulas(text):
    """The formulas within lines; a language may say one twice."""
    return set(re.findall(r"\$(.+?)\$", re.sub(r"\$\$\n.*?\n\$\$", "", text, flags=re.DOTALL)))


def prose_cells(stem):
    """The prose of a notebook as (language, text), in order."""
    source = (ROOT / "derivations" / f"{stem}.py").read_text(encoding="utf-8")
    return re.findall(r'^# %% \[markdown\] lang="(\w+)"\n((?:#.*\n)*)', source, re.MULTILINE)


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
        assert inline_formulas(text["ko"]) == inline_formulas(text["en"])
        assert anchors(text["ko"]) == anchors(text["en"])
        assert re.findall(r"\]\((.*?)\)", text["ko"]) == re.findall(r"\]\((.*?)\)", text["en"])
        assert HANGUL.search(text["ko"])
        assert not HANGUL.search(text["en"])


@pytest.mark.parametrize("stem", derivations.stems())
def test_every_cell_of_prose_has_its_twin(stem):
    cells = prose_cells(stem)
    assert [language for language, _ in cells] == ["ko", "en"] * (len(cells) // 2)
    for (_, korean), (_, english) in zip(cells[::2], cells[1::2], strict=True):
        for pattern in (r"\{#([\w.-]+)\}", r"\]\((.*?)\)"):
            assert sorted(re.findall(pattern, korean)) == sorted(re.findall(pattern, english))


def test_the_pages_that_were_published_as_lectures_stay_so():
    assert set(LECTURES) >= {
        "affine",
        "fully_connected_net",
        "l2_regularization",
        "relu",
        "sigmoid",
        "softmax_cross_entropy",
        "two_layer_net",
    }


@pytest.mark.parametrize("stem", LECTURES)
def test_the_parts_of_a_lecture_follow_in_order(stem):
    headings = [
        anchor for _, text in prose_cells(stem)[1::2] for anchor in re.findall(r"\{#([\w-]+)\}", text)
    ]
    parts = [
        "definition",
        "implementation",
        "by-hand",
        "evidence",
        "awkward",
        "mistakes",
        "exercises",
        "summary",
    ]
    assert headings[0] == stem
    assert [heading for heading in headings if heading in parts] == parts


@pytest.mark.parametrize("lecture", LECTURES.values(), ids=list(LECTURES))
def test_no_two_parts_of_a_page_share_an_anchor(lecture):
    found = [anchor for part in parts(lecture) for anchor in anchors(shown(part)["en"])]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_differs_from_the_right_formula_in_general_and_in_its_numbers(mistake):
    assert mistake.difference() != 0
    assert equal(mistake.difference(), mistake.wrong - mistake.result.closed_form)
    assert mistake.found() != mistake.expected()


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_solution_of_an_exercise_is_shown_by_the_machine(exercise):
    assert exercise.verify()


@pytest.mark.parametrize("lecture", LECTURES.values(), ids=list(LECTURES))
def test_every_question_of_a_drill_has_an_answer_that_can_be_typed(lecture):
    assert all(drill.questions(language) for drill in lecture.drills for language in LANGUAGES)


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
    twice = total(2 * x[n, i] * dout[n, j], (n, N))
    exercise("<1>", [(twice, 2 * right)]).verify()
    with pytest.raises(SolutionRefused, match="exercise 1: not shown"):
        exercise("<1>", [(twice, right)])._repr_mimebundle_()
    with pytest.raises(SolutionRefused, match="not shown"):
        exercise("<1>", [(twice, 2 * right, 3 * right)]).verify()


def test_a_claim_that_says_nothing_is_refused():
    with pytest.raises(SolutionRefused, match="says nothing"):
        exercise("<1>", [(x[n, i], x[n, i])]).verify()


def test_a_solution_tells_every_claim_once_and_in_order():
    claim = (total(2 * x[n, i], (n, N)), 2 * total(x[n, i], (n, N)))
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


def test_a_number_that_is_a_sum_stands_in_brackets_where_it_is_multiplied():
    shown = Example(AFFINE, sizes={N: 1, D: 1, OUTPUTS: 1}, given={x: [[log(2) - 1]], w: [[3]], dout: [[3]]})
    assert shown.spelled(3 * x[0, 0]) == r"3 \cdot \left(\log\left(2\right) - 1\right)"
    assert shown.spelled(x[0, 0] ** 2).count(r"\left(") == 2


def test_the_lecture_in_the_contributors_guide_is_checked_like_any_other():
    notebook = {}
    exec((ROOT / "docs/new_layers" / "derivations" / "gaussian.py").read_text(encoding="utf-8"), notebook)
    for part in parts(notebook["LECTURE"]):
        assert formulas(shown(part)["ko"]) == formulas(shown(part)["en"]) != []
    assert "\\frac{1}{2}" in shown(notebook["LECTURE"].worked)["en"]


def floats(values):
    return np.array(values, dtype=np.float64)


def given_floats(stem):
    given = LECTURES[stem].worked.given
    return {getattr(key, "name", str(key)): value for key, value in given.items()}


def given_arrays(stem):
    """What an example is given; numbers of classes and words are whole."""
    given = LECTURES[stem].worked.given
    return {
        getattr(key, "name", str(key)): np.array(value) if is_labels(key) else floats(value)
        for key, value in given.items()
    }


def is_labels(key):
    return isinstance(key, Tensor) and key.label.is_integer


def assert_same(stem, layer=None, **computed):
    """Numbers of order 1, rounded by a handful of operations and by writing log 3 as a float."""
    numbers, tolerance = LECTURES[stem].worked, 8 * np.finfo(np.float64).eps
    for name, value in computed.items():
        expected = floats(numbers.result(name, layer))
        np.testing.assert_allclose(value, expected, rtol=tolerance, atol=tolerance, err_msg=name)


NAMED = [stem for stem in LECTURES if find_spec(f"yudo.verification.programs.{stem}") is None]


@pytest.mark.parametrize("stem", NAMED)
def test_the_numbers_of_an_example_are_what_the_code_computes(stem):
    given = given_arrays(stem)
    assert_same(stem, **program_of(stem)({name: v if v.ndim else v.item() for name, v in given.items()}))


@pytest.mark.parametrize("stem", ["relu", "sigmoid"])
def test_the_numbers_of_an_activations_example_are_what_the_code_computes(stem):
    code = importlib.import_module(f"yudo.impl.{stem}")
    given = {name: floats(value) for name, value in given_floats(stem).items()}
    out, cache = getattr(code, f"{stem}_forward")(given["x"])
    assert_same(stem, out=out, dx=getattr(code, f"{stem}_backward")(given["dout"], cache))


def test_the_numbers_of_the_logits_example_are_what_the_code_computes():
    from yudo.impl.sigmoid import logit

    assert_same("sigmoid", logit=logit(floats(given_floats("sigmoid")["p"])))


def test_the_numbers_of_the_softmax_example_are_what_the_code_computes():
    from yudo.impl.softmax_cross_entropy import softmax_forward, softmax_loss

    given = given_floats("softmax_cross_entropy")
    x, y = floats(given["x"]), np.array(given["y"])
    loss, dx = softmax_loss(x, y)
    probs, _ = softmax_forward(x)
    assert_same("softmax_cross_entropy", loss=loss, dx=dx, probs=probs)


def test_the_numbers_of_the_l2_example_are_what_the_code_computes():
    from yudo.impl.l2_regularization import l2_regularization

    given = given_floats("l2_regularization")
    w, reg = floats(given["w"]), float(given["lambda"])
    for suffix, options in (("", "full"), ("_half", "half"), ("_mean", "mean")):
        count = {"num_samples": 50} if options == "mean" else {}
        loss, dw = l2_regularization(w, reg, scaling=options, **count)
        assert_same("l2_regularization", **{f"loss{suffix}": loss, f"dw{suffix}": dw})


def test_the_numbers_of_the_two_layer_example_are_what_the_code_computes():
    from yudo.impl.two_layer_net import TwoLayerNet

    given = given_floats("two_layer_net")
    net = TwoLayerNet(3, 3, 2, reg=float(given["lambda"]))
    net.params = {name: floats(given[name]) for name in ("W1", "b1", "W2", "b2")}
    loss, grads = net.loss(floats(given["x"]), np.array(given["y"]))
    assert_same("two_layer_net", loss=loss, **{f"d{name}": grads[name] for name in net.params})


def test_the_numbers_of_the_deep_example_are_what_the_code_computes():
    from yudo.impl.fully_connected_net import FullyConnectedNet

    given = given_floats("fully_connected_net")
    net = FullyConnectedNet([2, 3], 3, 2, reg=float(given["lambda"]))
    net.params = {f"{name}{layer}": floats(given[name][layer]) for name in "Wb" for layer in (1, 2, 3)}
    loss, grads = net.loss(floats(given["x"]), np.array(given["y"]))
    assert_same("fully_connected_net", loss=loss)
    for layer in (1, 2, 3):
        assert_same("fully_connected_net", layer, dW=grads[f"W{layer}"], db=grads[f"b{layer}"])
