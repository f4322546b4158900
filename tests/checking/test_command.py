from __future__ import annotations

import json
import textwrap
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from click.testing import CliRunner, Result

import yudo.verification.reports
from yudo.verification.commands.cli import main

SCHEMA = json.loads(
    (Path(yudo.verification.reports.__file__).parent / "check.schema.json").read_text(encoding="utf-8")
)
CORRECT = """
    import numpy as np

    def relu_forward(x):
        return np.maximum(0, x), x

    def relu_backward(dout, cache):
        return dout * (cache > 0)
"""
WRONG = """
    import numpy as np

    def relu_forward(x):
        return np.maximum(0, x), x

    def relu_backward(dout, cache):
        return dout
"""


def write(folder: Path, source: str, name: str = "layers.py") -> str:
    path = folder / name
    path.write_text(textwrap.dedent(source), encoding="utf-8")
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments, "--lang", "en"])


def test_a_correct_file_exits_with_0(tmp_path: Path) -> None:
    result = run(write(tmp_path, CORRECT))
    assert result.exit_code == 0, result.output
    assert "relu_backward  correct (proof for all shapes)" in result.output


def test_a_wrong_function_exits_with_1_and_explains_itself(tmp_path: Path) -> None:
    result = run(write(tmp_path, WRONG))
    assert result.exit_code == 1
    assert "the ReLU mask is missing" in result.output
    assert "found:  dx[n, d] = dout[n, d]" in result.output
    assert "from layers import relu_forward, relu_backward" in result.output


def test_the_report_has_the_salt_that_the_inputs_were_drawn_from(tmp_path: Path) -> None:
    output = tmp_path / "report.json"
    result = run(write(tmp_path, CORRECT), "--salt", "7", "--json", str(output))
    assert result.exit_code == 0, result.output
    assert json.loads(output.read_text())["files"][0]["salt"] == 7


def test_the_counterexample_can_be_pasted_and_shows_the_wrong_number(tmp_path: Path) -> None:
    path = write(tmp_path, WRONG)
    output = tmp_path / "report.json"
    run(path, "--json", str(output))
    (wrong,) = (f for f in json.loads(output.read_text())["functions"] if f["verdict"] == "wrong")
    example = wrong["counterexample"]
    names: dict[str, object] = {}
    module: dict[str, object] = {}
    exec(textwrap.dedent(WRONG), module)
    source = example["snippet"].replace("from layers import relu_forward, relu_backward", "")
    exec(source, {**module, **names}, names)
    shown = names["dx"]
    assert shown[tuple(example["index"])] == example["found"] != example["expected"]  # type: ignore[index]


def test_the_json_follows_its_schema_in_both_languages(tmp_path: Path) -> None:
    path, output = write(tmp_path, WRONG), tmp_path / "report.json"
    texts = []
    for language in ("ko", "en"):
        CliRunner().invoke(main, ["check", path, "--json", str(output), "--lang", language])
        data = json.loads(output.read_text(encoding="utf-8"))
        jsonschema.validate(data, SCHEMA)
        texts.append(data["functions"][1]["diagnosis"])
    assert texts[0] != texts[1]


def test_junit_counts_failures_and_names_the_function(tmp_path: Path) -> None:
    output = tmp_path / "report.xml"
    run(write(tmp_path, WRONG), "--junit", str(output))
    (suite,) = ElementTree.parse(output).getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("2", "1", "0")
    failed = suite.find("testcase[@name='relu_backward']/failure")
    assert failed is not None
    assert "mask" in (failed.text or "")


def test_markdown_holds_formulas_and_the_snippet(tmp_path: Path) -> None:
    result = run(write(tmp_path, WRONG), "--format", "markdown")
    assert "```python" in result.output
    assert r"\mathrm{dout}_{n,d}" in result.output


def test_a_function_of_another_name_is_checked_when_it_is_named(tmp_path: Path) -> None:
    source = CORRECT.replace("relu_backward", "rectify_grad").replace("relu_forward", "rectify")
    path = write(tmp_path, source)
    assert run(path).exit_code == 1
    result = run(path, "--function", "rectify=relu.out", "--function", "rectify_grad=relu.dx")
    assert result.exit_code == 0, result.output
    assert "rectify_grad" in result.output


def test_a_function_that_cannot_compute_what_is_said_gets_a_sentence(tmp_path: Path) -> None:
    path = write(tmp_path, "def relu_grad(x):\n    return (x > 0) * 1.0\n")
    result = run(path, "--function", "relu_grad=relu.dx")
    assert result.exit_code == 1
    assert "`relu_grad(x)` cannot be called like a function that computes `relu.dx`" in result.output
    assert "`relu_backward` is `(dout, cache) → dx`" in result.output


def test_a_name_that_no_file_defines_is_wrong_usage(tmp_path: Path) -> None:
    result = run(write(tmp_path, CORRECT), "--function", "dense=affine.out")
    assert result.exit_code == 2
    assert "--function dense=…: no file defines a function or class of this name" in result.output


def test_a_pair_of_ones_own_is_checked_against_itself(tmp_path: Path) -> None:
    source = """
        def scale_forward(x, g):
            return x * g, (x, g)

        def scale_backward(dout, cache):
            x, g = cache
            return dout * g, (dout * x).sum(axis=0)

        def flat_backward(dout, cache):
            x, g = cache
            return dout * g, 2 * (dout * x).sum(axis=0)
    """
    path = write(tmp_path, source)
    good = run(path, "--pair", "scale_forward:scale_backward", "--shapes", "x: N D, g: D")
    assert good.exit_code == 0, good.output
    bad = run(path, "--pair", "scale_forward:flat_backward", "--shapes", "x: N D, g: D")
    assert bad.exit_code == 1
    assert "`dg` is 2 times the correct value" in bad.output


def test_one_scaling_of_l2_can_be_fixed(tmp_path: Path) -> None:
    source = """
        import numpy as np

        def l2_regularization(w, reg):
            return reg * np.sum(w * w), 2 * reg * w
    """
    path = write(tmp_path, source)
    free = run(path)
    assert free.exit_code == 0
    assert "uses `reg·ΣW²`" in free.output
    assert run(path, "--reg-scale", "full").exit_code == 0
    assert run(path, "--reg-scale", "half").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.py"], "there is no file or folder nowhere.py"),
        (["{file}", "--function", "f"], "expected NAME=ID"),
        (["{file}", "--function", "f=afine.dw"], "did you mean affine.dw"),
        (["{file}", "--pair", "f:g"], "--pair and --shapes belong together"),
        (["{file}", "--pair", "f", "--shapes", "x: N"], "expected forward:backward"),
        (["{file}", "--pair", "f:g", "--shapes", "N D"], 'expected "x: N D, w: D M"'),
        (["{file}", "--rubric", "r.toml"], "--rubric belongs to --gradescope"),
        (["{file}", "--jobs", "2"], "give one folder"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_was_expected(
    arguments: list[str], said: str, tmp_path: Path
) -> None:
    file = write(tmp_path, CORRECT)
    result = run(*(argument.format(file=file) for argument in arguments))
    assert result.exit_code == 2
    assert said in result.output


def test_a_file_without_functions_of_the_course_exits_with_1_and_a_way_out(
    tmp_path: Path,
) -> None:
    result = run(write(tmp_path, "def something(x):\n    return x\n"))
    assert result.exit_code == 1
    assert "--function NAME=ID" in result.output


def test_a_folder_is_searched_for_python_files(tmp_path: Path) -> None:
    (tmp_path / "week1").mkdir()
    write(tmp_path / "week1", CORRECT)
    write(tmp_path, WRONG, "other.py")
    result = run(str(tmp_path))
    assert result.output.count("relu_backward") >= 2
    assert "correct 3, wrong 1" in result.output


def test_the_locale_decides_the_language(tmp_path: Path) -> None:
    path = write(tmp_path, CORRECT)
    result = CliRunner(env={"LC_ALL": "", "LC_MESSAGES": "", "LANG": "ko_KR.UTF-8"}).invoke(
        main, ["check", path]
    )
    assert "맞음 (모든 모양에 대한 증명)" in result.output


def test_nobody_is_given_marks_for_the_file_of_a_neighbour(tmp_path: Path) -> None:
    write(tmp_path, CORRECT, "bob.py")
    copied = """
        import bob

        def relu_forward(x):
            return bob.relu_forward(x)

        def relu_backward(dout, cache):
            return bob.relu_backward(dout, cache)
    """
    write(tmp_path, copied, "alice.py")
    result = run(str(tmp_path), "--format", "markdown")
    alice, bob = result.output.split("bob.py`", 1)
    assert "correct" not in alice, alice
    assert bob.count("correct") == 2
