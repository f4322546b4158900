"""A backward out of a forward: proven, in steps that are proven, in code that runs."""

import numpy as np
import pytest

from tests.derive.forwards import FORWARDS, binary_cross_entropy, dense, dense_relu, logistic
from yudo import derive, fixed
from yudo.verification.deriving import rules
from yudo.verification.symbolic.inputs import length, read_shapes

BY_NAME = {function.__name__: function for function in FORWARDS}
SIZES = {"N": 3, "D": 4, "M": 2, "C": 5, "H": 3, "A": 2, "B": 3, "E": 2, "T": 2, "V": 6, "W": 2}


def drawn(shapes, seed=0):
    """Arrays of these shapes, positive where the code takes a probability or a strength."""
    random = np.random.default_rng(seed)
    made = {}
    for name, shape in read_shapes(shapes).items():
        lengths = [length(size, SIZES) for size in shape.sizes]
        if shape.kind == "labels":
            made[name] = random.integers(0, SIZES[shape.below], lengths)
        else:
            made[name] = np.asarray(random.uniform(0.1, 0.9, lengths))[()]
    return made


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", BY_NAME)
def test_a_backward_is_derived_in_proven_steps_and_is_the_gradient_of_the_code_as_it_runs(name):
    forward, shapes = BY_NAME[name], FORWARDS[BY_NAME[name]]
    found = derive(forward, **shapes)
    assert found.obstacle is None, found.obstacle.en
    assert found.proven
    assert found.steps
    unproven = [step.backward for step in found.steps if not step.checked]
    assert not unproven
    assert all(
        step.title[language] and step.why[language] for step in found.steps for language in ("ko", "en")
    )
    wanted = [name for name, shape in read_shapes(shapes).items() if shape.differentiated]
    assert list(found.gradients) == wanted
    assert all(found.latex(name) for name in wanted)
    _runs_as_the_forward_does(forward, found, drawn(shapes), wanted)


def _runs_as_the_forward_does(forward, found, inputs, wanted):
    names = {}
    exec(found.code, names)
    ahead, back = (value for value in names.values() if callable(value))
    out, cache = ahead(**inputs)
    given = forward(**inputs)
    given = given[0] if isinstance(given, tuple) else given
    np.testing.assert_allclose(out, given, rtol=1e-12, atol=1e-12)
    dout = np.asarray(np.random.default_rng(1).normal(size=np.shape(out)))[()]
    kept = np.array(dout)
    gradients = back(dout, cache)
    gradients = gradients if isinstance(gradients, tuple) else (gradients,)
    np.testing.assert_array_equal(dout, kept)
    for name, gradient in zip(wanted, gradients, strict=True):
        assert np.shape(gradient) == np.shape(inputs[name])
        direction = np.asarray(np.random.default_rng(2).normal(size=np.shape(inputs[name])))
        step = 1e-6
        sides = [ahead(**(inputs | {name: inputs[name] + sign * step * direction}))[0] for sign in (1, -1)]
        slope = np.sum((sides[0] - sides[1]) * dout) / (2 * step)
        assert np.isclose(np.sum(gradient * direction), slope, rtol=1e-4, atol=1e-6)


def test_the_code_is_what_a_person_would_have_written():
    found = derive(dense_relu, **FORWARDS[dense_relu])
    assert found.backward == (
        "def dense_relu_backward(dout, cache):\n"
        "    x, w, a = cache\n"
        "    da = dout * (a > 0)\n"
        "    dx = da @ w.T\n"
        "    dw = x.T @ da\n"
        "    db = da.sum(axis=0)\n"
        "    return dx, dw, db\n"
    )
    assert "dout * out * (1 - out)" in derive(logistic, x="N D").backward
    attention = BY_NAME["attention"]
    assert "dk = dz.T @ q" in derive(attention, **FORWARDS[attention]).backward


def test_matrix_notation_is_given_where_there_is_one():
    found = derive(dense, **FORWARDS[dense])
    assert found.matrices["x"] == r"\mathrm{dout} \, w^{\top}"
    assert found.matrices["w"] == r"x^{\top} \, \mathrm{dout}"
    embedding = BY_NAME["embedding"]
    assert derive(embedding, **FORWARDS[embedding]).matrices == {}


def no_loop(x):
    total = 0
    for i in range(x.shape[0]):
        total = total + x[i]
    return total


def no_branch(x):
    if x.sum() > 0:
        return x
    return -x


def no_rule(x):
    return np.sort(x, axis=1)


def no_dependence(x):
    return np.zeros_like(x)


def no_fit(x, w):
    return x @ w


@pytest.mark.parametrize(
    ("forward", "shapes", "said"),
    [
        (no_loop, {"x": "N D"}, "for i in range(x.shape[0]):`: a loop whose length is a size"),
        (no_branch, {"x": "N D"}, "`if x.sum() > 0:`: a branch that depends on values"),
        (no_rule, {"x": "N D"}, "`np.sort` has no rule"),
        (no_dependence, {"x": "N D"}, "the output does not depend on an input"),
        (no_fit, {"x": "N D", "w": "N M"}, "shapes (N, D) and (N, M) do not fit together"),
    ],
)
def test_what_stands_in_the_way_is_said_with_its_line(forward, shapes, said):
    found = derive(forward, **shapes)
    assert said in found.obstacle.en
    assert found.obstacle.ko
    assert not found.backward


def test_kinks_that_cancel_are_told_with_the_point_where_the_rules_fail():
    # The derivatives of max(x, 0) and of log(1 + exp(-|x|)) jump at 0 and their sum does not.
    found = derive(binary_cross_entropy, x="N", t=fixed("N"))
    assert not found.backward
    assert "correct is" in found.obstacle.en
    assert "x=0" in found.obstacle.en or "x=[0" in found.obstacle.en


def test_what_is_not_used_need_not_be_read():
    def loss(x):
        dx = 2 * x
        dx[0] -= 1
        return np.sum(x * x)

    assert derive(loss, x="N").proven


@pytest.mark.parametrize("key", ["add", "matmul", "maximum"])
def test_a_rule_that_is_wrong_gives_no_backward(key, monkeypatch):
    right = rules.RULES[key]
    wrong = rules.Rule(right.title, right.why, lambda op, g: [2 * part for part in right.gradient(op, g)])
    monkeypatch.setitem(rules.RULES, key, wrong)
    found = derive(dense_relu, **FORWARDS[dense_relu])
    assert not found.proven
    assert not found.backward
    assert "not proven" in found.obstacle.en


def test_every_rule_speaks_both_languages():
    for key, rule in rules.RULES.items():
        assert rule.title.ko != rule.title.en, key
        assert rule.why.ko.endswith("다."), key


def test_a_forward_without_a_source_is_refused():
    names = {"np": np}
    exec("def unseen(x):\n    return x * 2", names)
    assert "no source" in derive(names["unseen"], x="N").obstacle.en
