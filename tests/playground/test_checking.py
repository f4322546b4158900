"""What the page says of a whole file, by the judge that has no numbers."""

import builtins
from symtable import symtable

import pytest

from docs.playground.layers import pasted
from tests.playground.conftest import ROOT, ask, told

pytestmark = pytest.mark.xdist_group("playground, a file")  # one worker asks for all answers at once

RIGHT = """
import numpy as np

def affine_forward(x, w, b):
    return x.reshape(x.shape[0], -1) @ w + b, (x, w, b)

def affine_backward(dout, cache):
    x, w, b = cache
    dx = (dout @ w.T).reshape(x.shape)
    return dx, x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)

def relu_forward(x):
    return np.maximum(x, 0), x

def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def softmax_loss(x, y):
    shifted = np.exp(x - x.max(axis=1, keepdims=True))
    p = shifted / shifted.sum(axis=1, keepdims=True)
    N = x.shape[0]
    loss = -np.log(p[np.arange(N), y]).sum() / N
    p[np.arange(N), y] -= 1
    return loss, p / N
"""
MISTAKES = {
    "a mean for a sum": ("dout.sum(axis=0)", "dout.mean(axis=0)", "1/N"),
    "the wrong mask": ("cache > 0", "dout > 0", "`dout > 0`"),
    "a division that is missing": ("return loss, p / N", "return loss, p", "1/N is missing"),
    "a gradient of another shape": ("dout.sum(axis=0)", "dout.sum(axis=0, keepdims=True)", "keepdims"),
    "a wrong exponent": ("np.exp(-x)", "np.exp(x)", "exponent"),
}
OTHERS = {
    "an empty body": ("return dout * (cache > 0)", "pass", "not implemented"),
    "a name that is none": ("dout * (cache > 0)", "dout * mask", "crashes"),
    "shapes that do not fit": ("dout @ w.T", "dout @ w", "crashes"),
    "a broken line": ("return dout * (cache > 0)", "return dout * (cache > 0", "cannot be read"),
}
IMPORTED = "from numpy import arange, exp, log" + RIGHT.replace("np.log(", "log(").replace(
    "-log(p[np.arange(N), y]).sum() / N", "-log(p[arange(N), y]).sum() / x.shape[1]"
).replace("np.exp(x -", "exp(x -")


def check(*sources, language="en"):
    return ask(*({"act": "check", "source": one, "shapes": "", "language": language} for one in sources))


@pytest.fixture(scope="module")
def answers():
    cases = {**MISTAKES, **OTHERS}
    for right, _, _ in cases.values():
        assert right in RIGHT
    changed = [RIGHT.replace(right, wrong) for right, wrong, _ in cases.values()]
    return dict(zip(["right", "imported", *cases], check(RIGHT, IMPORTED, *changed), strict=True))


def test_a_file_without_mistakes_is_proven_for_all_shapes(answers):
    assert answers["right"]["verdict"] == "proven"
    assert told(answers["right"]).count("proof for all shapes") == 6


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_and_shown_at_a_counterexample(answers, name):
    answer = answers[name]
    assert answer["verdict"] == "refuted"
    assert told(answer).count("✗") == 1
    assert MISTAKES[name][2] in told(answer)
    (code,) = (block["text"] for block in answer["blocks"] if block["kind"] == "code")
    assert "correct is" in code


def test_what_is_imported_from_numpy_is_not_taken_for_code_of_the_file(answers):
    assert answers["imported"]["verdict"] == "refuted"
    assert "N/C" in told(answers["imported"])


@pytest.mark.parametrize("name", OTHERS)
def test_what_cannot_be_judged_right_or_wrong_is_said_to_be_so(answers, name):
    assert OTHERS[name][2] in told(answers[name])
    assert "✗" not in told(answers[name])
    assert told(answers[name]).count("proof for all shapes") >= 4


def test_the_counterexample_of_a_whole_file_shows_what_it_says(answers, tmp_path, monkeypatch):
    right, wrong, _ = MISTAKES["a division that is missing"]
    (tmp_path / "layers.py").write_text(RIGHT.replace(right, wrong))
    (code,) = (b["text"] for b in answers["a division that is missing"]["blocks"] if b["kind"] == "code")
    *program, last = code.replace("from layers import", "from layers_to_check import").splitlines()
    (tmp_path / "layers.py").rename(tmp_path / "layers_to_check.py")
    monkeypatch.syspath_prepend(tmp_path)
    names = {}
    exec("\n".join(program), names)
    shown, _, remark = last.partition("  # ")
    found = eval(shown.removeprefix("print(").removesuffix(")"), names)
    assert found == pytest.approx(float(remark.partition(";")[0]), rel=1e-5)


def test_every_function_leads_to_its_lecture(answers):
    led = {block["result"] for block in answers["right"]["blocks"] if block["kind"] == "lecture"}
    assert {"affine.out", "affine.dx", "relu.out", "relu.dx", "sigmoid.out"} <= led


def test_in_korean_everything_but_code_is_korean():
    right, wrong, _ = MISTAKES["the wrong mask"]
    (answer,) = check(RIGHT.replace(right, wrong), language="ko")
    assert "틀림" in told(answer)
    for block in answer["blocks"]:
        if block["kind"] in ("title", "text"):
            assert any("가" <= letter <= "힣" for letter in block["text"]), block


def test_files_of_a_course_that_are_not_there_are_met():
    source = "from cs231n.layers import *\n" + RIGHT.partition("def relu_forward")[0]
    (answer,) = check(source)
    assert answer["verdict"] == "proven"
    assert told(answer).count("proof for all shapes") == 2


def test_a_function_of_one_number_and_an_attention_that_demands_its_mask_are_read():
    answers = check(
        "def relu(v):\n    return v if v > 0 else 0",
        "import numpy as np\n"
        "def scaled_dot_product_attention(q, k, v, mask):\n"
        "    s = q @ k.T / np.sqrt(q.shape[-1]) + mask\n"
        "    e = np.exp(s - s.max(axis=-1, keepdims=True))\n"
        "    return e / e.sum(axis=-1, keepdims=True) @ v",
    )
    assert [one["verdict"] for one in answers] == ["proven", "proven"]


FRAMEWORKS = {
    "torch": ("x.clamp(min=0)", "torch.where(cache > 0, dout, torch.zeros_like(dout))"),
    "jax": ("jax.nn.relu(x)", "jax.numpy.where(cache > 0, dout, 0)"),
}


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_layers_of_other_frameworks_are_read(framework):
    forward, backward = FRAMEWORKS[framework]
    (answer,) = check(
        f"import {framework}\n"
        f"def relu_forward(x):\n    return {forward}, x\n"
        f"def relu_backward(dout, cache):\n    return {backward}\n"
    )
    assert answer["verdict"] == "proven"
    assert "read as those of NumPy" in told(answer)


STEMS = sorted(path.stem for path in (ROOT / "impl").glob("[!_]*.py"))
VALUES_ALONE = "is compared by values alone"


@pytest.mark.sampled(8)
@pytest.mark.parametrize("part", range(8))
def test_the_code_of_every_lecture_is_proven_as_it_is_pasted(part):
    """But for models that are said to be compared by values alone: here are no values."""
    stems = STEMS[part::8]
    for stem, answer in zip(stems, check(*(pasted(stem, ROOT / "impl") for stem in stems)), strict=True):
        texts = [block["text"] for block in answer["blocks"]]
        undecided = [text for text in texts if text.startswith(("? ", "! ", "✗ "))]
        said = [text for text in texts if VALUES_ALONE in text]
        assert len(undecided) == len(said), f"{stem}: {told(answer)}"
        assert answer["verdict"] == ("undecided" if said else "proven"), f"{stem}: {told(answer)}"
        assert any(text.startswith("✓ ") for text in texts)


@pytest.mark.parametrize("stem", STEMS)
def test_pasted_code_is_numpy_alone(stem):
    code = pasted(stem, ROOT / "impl")
    names = vars(builtins) | {"__name__": stem}
    exec(code, names)
    assert not {name for part in _scopes(symtable(code, stem, "exec")) for name in _globals(part)} - {*names}
    for word in ("yudo", "_arguments", "import numpy as np\n\n\nimport", '"""', ") ->"):
        assert word not in code


def _scopes(table):
    return [table, *(inner for child in table.get_children() for inner in _scopes(child))]


def _globals(table):
    return {one.get_name() for one in table.get_symbols() if one.is_global()}
