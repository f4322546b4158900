"""What the page answers, without NumPy."""

import numpy as np
import pytest

from docs.playground.examples import EXAMPLES
from tests.playground.conftest import ROOT, ask, told

pytestmark = pytest.mark.xdist_group("playground, answers")  # one worker asks for those of all examples

PAIR = """
import numpy as np

def forward(x, w):
    return x @ w, (x, w)

def backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout
"""
WRONG = PAIR.replace("x.T @ dout", "x.T @ dout / len(x)")


@pytest.fixture(scope="module")
def examples():
    questions = [
        {
            "act": one.act,
            "source": one.source,
            "forward": one.forward,
            "backward": one.backward,
            "shapes": one.shapes,
            "given": one.given,
            "language": language,
        }
        for one in EXAMPLES
        for language in ("en", "ko")
    ]
    answers = iter(ask(*questions))
    return {(one.key, language): next(answers) for one in EXAMPLES for language in ("en", "ko")}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.key)
def test_every_example_gets_the_verdict_that_it_names(examples, example, language):
    assert examples[example.key, language]["verdict"] == example.verdict


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.key)
def test_an_answer_in_korean_is_korean(examples, example):
    korean, english = examples[example.key, "ko"], examples[example.key, "en"]
    assert any("가" <= letter <= "힣" for letter in korean["headline"])
    assert korean["headline"] != english["headline"]
    for one, other in zip(korean["blocks"], english["blocks"], strict=True):
        if one["kind"] == "text":
            assert one["text"] != other["text"]


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.act == "derive"], ids=lambda one: one.key)
def test_a_derived_backward_is_code_that_runs(examples, example):
    code = examples[example.key, "en"]["blocks"][-1]["text"]
    names = {}
    exec(code, names)
    assert sum(name.endswith(("forward", "backward")) for name in names) == 2


def test_the_program_of_a_counterexample_shows_the_wrong_value():
    (answer,) = ask({"source": WRONG, "shapes": "x: N D, w: D M"})
    assert answer["verdict"] == "refuted"
    program = answer["blocks"][-1]["text"]
    names = {}
    exec(WRONG, names)
    lines = [line for line in program.splitlines() if not line.startswith(("from layers", "print"))]
    exec("\n".join(lines), names)
    remark = program.rpartition("# ")[2]  # dw[0, 0] is 1; correct is 2
    place, value, right = (
        remark.replace(" is ", "; correct is ").split("; correct is ")[0],
        *(float(part.split()[-1]) for part in remark.split(";")),
    )
    index = tuple(int(i) for i in place.partition("[")[2].rstrip("]").split(", "))
    found = names["backward"](names["dout"], names["cache"])[1][index]
    assert found == pytest.approx(value)
    assert (names["x"].T @ names["dout"])[index] == pytest.approx(right)
    assert value != right


FRAMEWORKS = (ROOT / "docs" / "examples" / "functions.py").read_text("utf-8")


def test_functions_of_pytorch_and_jax_are_proven_refuted_and_derived():
    proven, refuted, derived, chosen = ask(
        *(
            {"act": act, "source": FRAMEWORKS, "forward": name, "backward": name, "shapes": "x: N D"}
            for act, name in (("prove", "Mish"), ("prove", "log_sum_exp"), ("derive", "Mish"), ("prove", ""))
        )
    )
    assert proven["verdict"] == derived["verdict"] == "proven"
    assert "np.log1p" in derived["blocks"][-1]["text"]
    program = refuted["blocks"][-1]["text"]
    assert "out, vjp = jax.vjp(log_sum_exp, x)" in program
    assert "print(float(vjp(dout)[0][0, 0]))" in program
    assert "`Mish.forward`, `Mish.backward`" in chosen["headline"]


MISUSES = {
    "no Python": ({"source": "def f(:"}, "this is no Python", 1),
    "raises while it is loaded": ({"source": PAIR + "\nraise ValueError('no data')"}, "no data", 11),
    "asks NumPy for what has no reading": ({"source": PAIR + "\nA = np.loadtxt('a')"}, "loadtxt", 11),
    "nothing defined": ({"source": "x = 1"}, "defines no function", None),
    "another name": ({"source": PAIR, "forward": "froward"}, "`forward`, `backward`", None),
    "no shapes": ({"source": PAIR, "shapes": " "}, "x: N D, w: D M", None),
    "a shape without a name": ({"source": PAIR, "shapes": "N D"}, "`N D`", None),
    "an input without a shape": ({"source": PAIR, "shapes": "x: N D"}, "`w`", None),
    "an argument that is none": ({"source": PAIR, "given": "1e-5"}, "eps=1e-5", None),
    "labels without a bound": ({"source": PAIR, "shapes": "x: N D, w: labels N"}, "labels N", None),
}


def test_what_cannot_be_asked_is_said_with_its_line_in_both_languages():
    plain = {"shapes": "x: N D, w: D M"}
    questions = [plain | question for question, _, _ in MISUSES.values()]
    answers = ask(*questions, *(question | {"language": "ko"} for question in questions))
    for (name, (_, words, line)), english, korean in zip(
        MISUSES.items(), answers, answers[len(questions) :], strict=False
    ):
        assert english["verdict"] == korean["verdict"] == "invalid", name
        assert words in english["headline"], name
        assert english["line"] == line, name
        assert any("가" <= letter <= "힣" for letter in korean["headline"]), name


WAYS = {
    "import numpy": "import numpy\ndef forward(x):\n    return numpy.exp(x)",
    "from numpy import": "from numpy import exp\ndef forward(x):\n    return exp(x)",
    "from numpy import *": "from numpy import *\ndef forward(x):\n    return exp(x)",
    "in a function": "def forward(x):\n    import numpy as np\n    return np.exp(x)",
    "constants": "import numpy as np\nONE = np.float64(1)\ndef forward(x):\n    return np.exp(x) * ONE",
    "arrays": "import numpy as np\nA = np.zeros(1)\ndef forward(x):\n    return np.exp(x) + A",
    "a generator": "import numpy as np\nrng = np.random.default_rng(0)\nnp.random.seed(0)\n"
    "def forward(x):\n    return np.exp(x)",
    "annotations": "import numpy as np\ndef forward(x: np.ndarray) -> np.ndarray:\n    return np.exp(x)",
}


def test_code_may_import_numpy_in_any_way_though_it_is_not_there():
    backward = "\ndef backward(dout, cache):\n    import numpy as np\n    return dout * np.exp(cache[0])"
    answers = ask(*({"source": source + backward, "shapes": "x: N"} for source in WAYS.values()))
    for name, answer in zip(WAYS, answers, strict=True):
        assert answer["verdict"] == "proven", f"{name}: {told(answer)}"


def test_an_answer_of_one_question_leaves_nothing_for_the_next():
    first = PAIR.replace("forward", "ahead")
    answers = ask(
        {"source": first, "shapes": "x: N D, w: D M"},
        {"source": PAIR, "forward": "ahead", "shapes": "x: N D, w: D M"},
    )
    assert [one["verdict"] for one in answers] == ["proven", "invalid"]


def test_the_verdicts_are_those_of_the_prover_with_numpy():
    from yudo import prove_vjp

    for source in (PAIR, WRONG):
        names = {"np": np, "__name__": "layers"}
        exec(source, names)
        here = prove_vjp(names["forward"], names["backward"], x=("N", "D"), w=("D", "M"))
        (there,) = ask({"source": source, "shapes": "x: N D, w: D M"})
        assert there["verdict"] == here.verdict
