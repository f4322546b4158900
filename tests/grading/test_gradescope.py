"""``results.json`` as Gradescope's specification of autograders has it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from yudo.derivations.calculus.text import Text
from yudo.verification.checking import verdicts
from yudo.verification.checking.files import FileReport
from yudo.verification.checking.verdicts import FunctionReport
from yudo.verification.commands.cli import main
from yudo.verification.reports.gradescope import results
from yudo.verification.reports.rubric import BadRubric, Rubric, read_rubric

VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
SPECIFICATION: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "score": {"type": "number"},
        "execution_time": {"type": "number"},
        "output": {"type": "string"},
        "output_format": FORMAT,
        "test_output_format": FORMAT,
        "test_name_format": FORMAT,
        "visibility": VISIBILITY,
        "stdout_visibility": VISIBILITY,
        "extra_data": {"type": "object"},
        "leaderboard": {"type": "array"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "score": {"type": "number"},
                    "max_score": {"type": "number"},
                    "status": {"enum": ["passed", "failed"]},
                    "name": {"type": "string"},
                    "name_format": FORMAT,
                    "number": {"type": "string"},
                    "output": {"type": "string"},
                    "output_format": FORMAT,
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "visibility": VISIBILITY,
                    "extra_data": {"type": "object"},
                },
            },
        },
    },
    "anyOf": [
        {"required": ["score"]},
        {"required": ["tests"], "properties": {"tests": {"minItems": 1}}},
    ],
}
"""What the specification allows, and that there is a score somewhere."""

GOOD = FunctionReport("affine_forward", verdicts.CORRECT, verdicts.ALL_SHAPES)
BAD = FunctionReport("affine_backward", verdicts.WRONG, wrong=("db",))
RUBRIC = Rubric({"affine_forward": 2.0, "affine_backward": 3.0, "softmax_loss": 4.0})


def file(*functions: FunctionReport, name: str = "layers.py", unread: Text | None = None) -> FileReport:
    return FileReport(name, functions=list(functions), unread=unread)


def graded(
    submissions: Mapping[str, Sequence[FileReport]], rubric: Rubric | None = None
) -> tuple[dict[str, Any], dict[str, tuple[float, float]]]:
    data = json.loads(json.dumps(results(submissions, rubric, "en")))
    jsonschema.validate(data, SPECIFICATION)
    return data, {test["name"]: (test["score"], test["max_score"]) for test in data["tests"]}


def test_a_function_gets_its_points_if_it_is_correct_and_none_otherwise() -> None:
    data, points = graded({"": [file(GOOD, BAD)]}, RUBRIC)
    assert points == {"affine_forward": (2, 2), "affine_backward": (0, 3), "softmax_loss": (0, 4)}
    assert data["score"] == 2
    assert [test["status"] for test in data["tests"]] == ["passed", "failed", "failed"]
    assert "wrong: db" in data["tests"][1]["output"]
    assert "no such function" in data["tests"][2]["output"]


@pytest.mark.parametrize("verdict", [verdict for verdict in verdicts.VERDICTS if verdict != verdicts.CORRECT])
def test_only_correct_is_worth_points(verdict: str) -> None:
    assert graded({"": [file(FunctionReport("f", verdict))]}, Rubric({"f": 1.0}))[1] == {"f": (0, 1)}


@pytest.mark.parametrize("verdict", verdicts.OPEN)
def test_the_points_of_a_function_without_a_definition_are_given_by_hand(verdict: str) -> None:
    data, points = graded({"": [file(FunctionReport("f", verdict))]}, Rubric({"f": 1.0}))
    assert points == {"f": (0, 1)}
    assert "given by hand" in data["tests"][0]["output"]


def test_without_a_rubric_what_was_not_checked_is_told_and_costs_nothing() -> None:
    other = FunctionReport("pool", verdicts.NOT_CHECKED, reason=Text("정의가 없다", "no definition"))
    data, points = graded({"": [file(GOOD, other)]})
    assert points == {"affine_forward": (1, 1)}
    assert data["output"] == "layers.py: pool: not checked"


def test_a_correct_copy_in_another_file_does_not_save_a_wrong_function() -> None:
    copies = [file(GOOD), file(FunctionReport("affine_forward", verdicts.WRONG), name="other.py")]
    data, points = graded({"": copies}, RUBRIC)
    assert points["affine_forward"] == (0, 2)
    assert "Several files define this function" in data["tests"][0]["output"]


def test_a_file_that_cannot_be_read_scores_nothing_and_says_why() -> None:
    data, points = graded({"": [file(unread=Text("못 읽음", "cannot be read"))]})
    assert (data["score"], points) == (0, {})
    assert data["output"] == "layers.py: cannot be read"


def test_a_file_without_functions_of_the_course_says_so() -> None:
    data, _ = graded({"": [file()]})
    assert data["score"] == 0
    assert "no function of the course" in data["output"]


def test_several_submissions_have_tests_of_their_own() -> None:
    _, points = graded({"kim": [file(GOOD)], "lee": [file(BAD)]}, Rubric({"affine_forward": 2.0}))
    assert points == {"kim: affine_forward": (2, 2), "lee: affine_forward": (0, 2)}


def test_the_command_writes_it(tmp_path: Path) -> None:
    source = (
        "import numpy as np\ndef sigmoid(x):\n    return 1 / (1 + np.exp(-x))\ndef softmax(x):\n    pass\n"
    )
    (tmp_path / "layers.py").write_text(source, encoding="utf-8")
    (tmp_path / "rubric.toml").write_text("[points]\nsigmoid = 1.5\nsoftmax = 2\n", encoding="utf-8")
    written = tmp_path / "results" / "results.json"
    options = ["--rubric", str(tmp_path / "rubric.toml"), "--gradescope", str(written), "--lang", "ko"]
    done = CliRunner().invoke(main, ["check", str(tmp_path / "layers.py"), *options])
    assert done.exit_code == 1, done.output
    data = json.loads(written.read_text(encoding="utf-8"))
    jsonschema.validate(data, SPECIFICATION)
    assert [test["score"] for test in data["tests"]] == [1.5, 0]
    assert "맞음" in data["tests"][0]["output"]


def rubric(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "rubric.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_method_can_be_written_as_a_quoted_or_a_dotted_name(tmp_path: Path) -> None:
    text = '[points]\naffine_forward = 2\nTwoLayerNet.loss = 5\n"Affine.backward" = 0.5\n'
    assert read_rubric(rubric(tmp_path, text)).points == {
        "affine_forward": 2.0,
        "TwoLayerNet.loss": 5.0,
        "Affine.backward": 0.5,
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("points = [", "is not TOML"),
        ("", "expected one table [points]"),
        ("points = 3", "expected one table [points]"),
        ("[points]\nf = 1\n[penalty]\nlate = 1\n", "found penalty"),
        ("[points]\n", "[points] is empty"),
        ("[points]\nf = -1\n", "f = -1; expected a number of points that is not negative"),
        ("[points]\nf = nan\n", "f = nan; expected a number"),
        ("[points]\nf = inf\n", "f = inf; expected a number"),
        ("[points]\nf = true\n", "f = True; expected a number"),
        ('[points]\nf = "2"\n', "f = '2'; expected a number"),
        ("[points]\na.b.c = 2\n", "a.b = {'c': 2}; expected a number"),
    ],
)
def test_a_rubric_that_is_wrong_is_refused_with_its_file_and_what_is_wrong(
    tmp_path: Path, text: str, said: str
) -> None:
    path = rubric(tmp_path, text)
    with pytest.raises(BadRubric) as refused:
        read_rubric(path)
    assert str(path) in str(refused.value)
    assert said in str(refused.value)


def test_a_rubric_that_is_not_there_is_refused_before_anything_is_checked(tmp_path: Path) -> None:
    (tmp_path / "layers.py").write_text("while True: pass\n", encoding="utf-8")
    options = ["--rubric", str(tmp_path / "none.toml"), "--gradescope", str(tmp_path / "results.json")]
    done = CliRunner().invoke(main, ["check", str(tmp_path / "layers.py"), *options])
    assert done.exit_code == 2
    assert "none.toml: No such file or directory" in done.output


def test_a_rubric_without_gradescope_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "layers.py").write_text("x = 1\n", encoding="utf-8")
    path = rubric(tmp_path, "[points]\nf = 1\n")
    done = CliRunner().invoke(main, ["check", str(tmp_path / "layers.py"), "--rubric", str(path)])
    assert done.exit_code == 2
    assert "--rubric belongs to --gradescope" in done.output
