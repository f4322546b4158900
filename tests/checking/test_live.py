from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from yudo import check
from yudo.impl.fully_connected_net import FullyConnectedNet
from yudo.impl.softmax_cross_entropy import softmax_loss
from yudo.verification.checking import verdicts


def test_a_live_function_gets_its_verdict() -> None:
    report = check(softmax_loss, lang="en")
    assert report.good
    assert str(report).startswith("✓ softmax_loss: correct")


def test_a_live_net_gets_its_verdict_whatever_sizes_it_has() -> None:
    report = check(FullyConnectedNet([5, 4], 6, 3, reg=0.1), lang="en")
    assert [one.function for one in report.functions] == ["FullyConnectedNet.loss"]
    assert report.good, report.text()


def test_a_report_shows_formulas_in_a_notebook() -> None:
    def relu_backward(dout, cache):  # type: ignore[no-untyped-def]
        return dout

    shown = check(relu_backward, lang="ko")._repr_mimebundle_()
    assert "ReLU 마스크가 빠졌다" in shown["text/markdown"]
    assert "$" in shown["text/markdown"]
    assert "$" not in shown["text/plain"]


@pytest.mark.parametrize(
    ("given", "said"), [((), "takes functions"), ((3,), "got int"), ((len,), "expected a function")]
)
def test_what_cannot_be_checked_is_refused(given: tuple[object, ...], said: str) -> None:
    with pytest.raises(TypeError, match=said):
        check(*given)


def test_the_cell_magic_checks_what_the_cell_defines(tmp_path: Path) -> None:
    cells = [
        "%load_ext yudo",
        "import numpy as np\ndef relu_forward(x):\n    return np.maximum(0, x), x",
        "%%check en\ndef relu_backward(dout, cache):\n    return dout * (cache > 0)",
        "%%check ko\ndef something(x):\n    return x",
    ]
    pytest.importorskip("nbclient", reason="needs pip install '.[docs]'")
    import nbformat

    from docs.site_builder.notebooks import client

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    with client(notebook, tmp_path) as kernel:
        kernel.execute()
    (output,) = notebook.cells[2].outputs
    assert "relu_backward`**: correct (proof for all shapes)" in output["data"]["text/markdown"]
    assert "relu_forward" not in output["data"]["text/markdown"]
    assert "강의의 함수가 없다" in notebook.cells[3].outputs[0]["text"]


def test_a_live_function_without_a_definition_is_compared_with_its_own_loss() -> None:
    def ranking_loss(x, y):  # type: ignore[no-untyped-def]
        rows = np.arange(len(y))
        margins = np.maximum(0, x - x[rows, y][:, None] + 1)
        margins[rows, y] = 0
        return margins.sum() / len(y), (margins > 0) / len(y)

    (report,) = check(ranking_loss, lang="en").functions
    assert (report.verdict, report.wrong) == (verdicts.WRONG, ("dx",))


def test_a_live_pair_may_need_arguments_that_are_no_arrays() -> None:
    def shift_forward(x, how):  # type: ignore[no-untyped-def]
        return x * how["factor"], how

    def shift_backward(dout, cache):  # type: ignore[no-untyped-def]
        return dout * cache["factor"]

    assert check(shift_forward, shift_backward, x="N D", given={"how": {"factor": 2}}).good
    with pytest.raises(ValueError, match=re.escape("given={'how': …}")):
        check(shift_forward, shift_backward, x="N D")
