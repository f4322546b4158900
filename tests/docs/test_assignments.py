"""The page of assignments says of each question what `yudo check` makes of it, the same in both languages."""

import re
from pathlib import Path

import pytest
from mkdocs.exceptions import BuildError

from docs.site_builder.assignments import fill, questions
from yudo import derivations
from yudo.verification.checking.recognise.names import known

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    language: (ROOT / "docs" / language / "assignments.md").read_text(encoding="utf-8")
    for language in ("en", "ko")
}
ASKED = questions(PAGES["en"])
RECORDS = [
    {"stem": stem, "title": {"en": layer.title.en, "ko": layer.title.ko}}
    for stem, layer in derivations.layers().items()
]


def test_both_languages_ask_the_same_in_the_same_order():
    assert questions(PAGES["ko"]) == ASKED
    assert PAGES["en"].count("| <!-- asked:") == PAGES["ko"].count("| <!-- asked:") == len(ASKED) > 40


def test_what_is_said_to_be_recognised_is_recognised_and_nothing_else():
    for question in ASKED:
        assert all(any(one.has(name) for one in known()) for name in question.recognised)
        others = question.own_forward + question.unread
        assert not [name for name in others if any(one.has(name) for one in known())]


def test_what_is_recognised_has_a_lecture():
    stems = {record["stem"] for record in RECORDS}
    for question in ASKED:
        assert stems & {*question.lectures, *question.pages} or not question.recognised
        assert stems >= set(question.pages)


def test_a_row_gets_its_lectures_and_how_each_name_is_checked():
    row = "| q | <!-- asked: relu_forward shrug; own forward: AddLayer; pages: sgd --> |"
    assert fill(row, RECORDS, "en") == (
        "| q | [ReLU](layers/relu.md), [Gradient descent](layers/sgd.md) | `relu_forward`<br>"
        "With its own forward: `AddLayer`<br>Not checked: `shrug` |"
    )
    assert fill("| q | <!-- asked: shrug --> |", RECORDS, "en") == "| q | no page | Not checked: `shrug` |"
    assert fill("| q | <!-- asked: --> |", RECORDS, "ko") == "| q | – | – |"


@pytest.mark.parametrize(
    "row", ["<!-- asked: relu; pages: no_such_layer -->", "<!-- asked: relu; page: sgd -->"]
)
def test_a_lecture_or_a_part_that_there_is_not_is_refused(row):
    with pytest.raises(BuildError, match=r"no_such_layer|'page'"):
        fill(row, RECORDS, "en")


def test_every_layer_of_the_course_that_check_knows_is_asked_for():
    """Whoever adds a layer of an assignment finds its row here."""
    asked = {name for question in ASKED for name in question.recognised}
    for stem in ("affine", "batch_norm", "dropout", "rnn_step", "temporal_softmax_loss"):
        names = {
            one.names[0] for one in known() if any(re.match(rf"{stem}\.", result) for result in one.results)
        }
        assert names & asked, stem
