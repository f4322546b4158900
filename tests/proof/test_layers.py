"""The records of every layer, proved from the source in yudo.impl."""

import importlib

import numpy as np
import pytest
from sympy import Dummy, Symbol

from tests.verification.planted import replace_everywhere
from yudo import derivations
from yudo.derivations.calculus.functions import Sum
from yudo.derivations.calculus.symbols import FlattenedSize, total
from yudo.verification.program import directly, program_of, through
from yudo.verification.symbolic import cross_examination, prove, prove_layer
from yudo.verification.symbolic.arrays.array import ndarray
from yudo.verification.symbolic.instance import Instance, has_flattened_axis, is_deep, tensors_of
from yudo.verification.symbolic.prove import DEPTHS, RANKS
from yudo.verification.verdicts import PROVEN

STEMS = derivations.stems()


@pytest.mark.parametrize("stem", STEMS)
def test_every_result_of_a_layer_is_proven_for_all_shapes_and_told_from_its_mistakes(stem, monkeypatch):
    compare, refused = prove.compare, set()

    def noted(name, *args, **options):
        made = compare(name, *args, **options)
        if made.verdict != PROVEN:
            refused.add(name)
        return made

    monkeypatch.setattr(prove, "compare", noted)
    proof = prove_layer(stem)
    assert proof.verdict == "proven", str(proof)
    assert proof.scope == "all shapes"
    assert set(proof.gradients) == set(derivations.layer(stem).results)
    assert all(part.verdict == "proven" and part.everywhere for part in proof.gradients.values())
    assert derivations.mistakes(stem)
    assert {mistake.result.name for mistake in derivations.mistakes(stem)} <= refused


def test_a_wrong_composition_is_not_written_out_where_its_names_stand_for_too_much():
    """Written out, its gradient has a hundred thousand parts, and the question whether it is right no end."""
    program = program_of("transformer_block")

    def wrong(given, call=directly, names=None):
        results = program(given, call, names)
        return {**results, "dx": 2 * results["dx"]}

    verdicts = {
        name: part.verdict for name, part in prove_layer("transformer_block", program=wrong).gradients.items()
    }
    assert verdicts == {name: "undecided" if name == "dx" else "proven" for name in verdicts}


def test_a_step_of_an_lstm_is_proven_by_the_names_of_its_gates():
    layer = derivations.layer("lstm_step")
    shown, misread = prove._compare_all(
        Instance(layer, 2, 1), program_of("lstm_step"), [*layer.results], named=True
    )
    assert not misread
    assert {name: one.verdict for name, one in shown.items()} == dict.fromkeys(layer.results, "proven")
    assert "exp" not in str(shown["dx"].found)


def test_an_array_with_an_axis_of_known_size_is_drawn_and_columns_of_another_are_not():
    inputs, names = Instance(derivations.layer("lstm_step"), 2, 1).inputs()
    assert inputs.by_name["Wx"].shape.sizes == ("D", "4", "H")
    assert "x2" not in names


LAYERS = {stem: derivations.layer(stem) for stem in STEMS}
FLATTENED = [stem for stem, layer in LAYERS.items() if has_flattened_axis(layer) and not is_deep(layer)]


def test_sums_over_one_flattened_axis_inside_each_other_keep_their_indices_apart():
    setting = Instance(derivations.layer("affine"), 3, 1)
    x, size = setting.layer.inputs[0], setting.layer.inputs[0].axes[1]
    n, outer, inner = Symbol("n", integer=True), Dummy("d", integer=True), Dummy("d", integer=True)
    crossed = total(x[n, outer] * total(x[n, outer] + x[n, inner], (inner, size)), (outer, size))
    read = setting.reading(crossed, ((n, setting.layer.inputs[0].axes[0]),))
    (within,) = read.function.atoms(Sum)
    assert len({*read.bound_symbols, *within.bound_symbols}) == 4
    assert within.free_symbols >= {*read.bound_symbols}


@pytest.mark.parametrize("rank", RANKS)
@pytest.mark.parametrize("stem", FLATTENED)
def test_the_code_sees_inputs_of_each_rank(stem, rank):
    layer = derivations.layer(stem)
    given = Instance(layer, rank, 1).given()
    ranks = {name: array.ndim for name, array in given.items() if hasattr(array, "ndim")}
    flattened = [t for t in tensors_of(layer) if any(isinstance(size, FlattenedSize) for size in t.axes)]
    recorded = max(len(t.axes) for t in flattened)  # images have an axis of channels, too
    assert max(ranks.values()) == rank + recorded - 2, ranks


@pytest.mark.parametrize("rank", RANKS)
def test_a_gradient_that_is_wrong_at_one_rank_is_not_proven(rank, monkeypatch):
    changes = "return dx, dw, db", f"return dx * (x.ndim != {rank}), dw, db"
    mutated(monkeypatch, "affine", "affine", *changes, "affine_backward")
    proof = prove_layer("affine")
    assert proof.verdict != "proven"
    assert {name for name, part in proof.gradients.items() if part.verdict != "proven"} == {"dx"}


def test_nets_of_several_depths_are_covered():
    assert len(DEPTHS) >= 3


def test_a_net_of_depth_ten_is_proven():
    assert prove_layer("fully_connected_net", depths=[10]).verdict == "proven"


def mutated(monkeypatch, stem, module, old, new, *names):
    """Exchange functions of impl for those of a changed source, where the layer's program calls them."""
    real = importlib.import_module(f"yudo.impl.{module}")
    with open(real.__file__, encoding="utf-8") as file:
        source = file.read()
    assert source.count(old) == 1
    changed = {"__name__": real.__name__}
    exec(compile(source.replace(old, new), real.__file__, "exec"), changed)
    for name in names:
        replace_everywhere(getattr(real, name), changed[name], monkeypatch)


PLANTED = {
    "transpose missing": ("affine", "affine", ".T.dot(dout)", ".dot(dout)", ["affine_backward"], None),
    "a mean instead of a sum": (
        "affine",
        "affine",
        "db = dout.sum(axis=0)",
        "db = dout.sum(axis=0) / len(dout)",
        ["affine_backward"],
        "db",
    ),
    "mask on the wrong variable": ("relu", "relu", "(x > 0", "(dout > 0", ["relu_backward"], "dx"),
    "the other convention at the kink": ("relu", "relu", "(x > 0", "(x >= 0", ["relu_backward"], "dx"),
    "derivative of the wrong function": (
        "sigmoid",
        "sigmoid",
        "dx = 1.0 - out",
        "dx = 1.0 + out",
        ["sigmoid_backward"],
        "dx",
    ),
    "labels off by one": (
        "softmax_cross_entropy",
        "softmax_cross_entropy",
        "dx[rows, y] -= 1 / N",
        "dx[rows, y] -= 1",
        ["softmax_loss"],
        "dx",
    ),
    "half missing in loss and gradient alike": (
        "l2_regularization",
        "l2_regularization",
        "    factor = float(reg)  #",
        "    factor = 2 * float(reg)  #",
        ["l2_regularization"],
        "loss_half",
    ),
    "nothing handed back from the next step": (
        "rnn",
        "rnn",
        "(dh[:, t] + dprev_h)",
        "dh[:, t]",
        ["rnn_backward"],
        "dx",
    ),
    "the last state in place of the first": (
        "rnn",
        "rnn",
        "h[:, t - 1] if t > 0 else h0",
        "h[:, t - 1]",
        ["rnn_backward"],
        "dWh",
    ),
    "decay forgotten": ("two_layer_net", "two_layer_net", "dW1 += decay1", "pass", ["TwoLayerNet"], "dW1"),
    "decay on the wrong weights": (
        "two_layer_net",
        "two_layer_net",
        "dW1 += decay1",
        "dW1 += W1",
        ["TwoLayerNet"],
        "dW1",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_an_error_planted_in_impl_is_refuted_with_a_counterexample(name, monkeypatch):
    stem, module, old, new, functions, result = PLANTED[name]
    mutated(monkeypatch, stem, module, old, new, *functions)
    proof = prove_layer(stem)
    assert proof.verdict != "proven"
    if result is None:  # the code does not run any more
        assert "not aligned" in str(proof)
        return
    part = proof.gradients[result]
    assert part.verdict == "refuted"
    assert part.counterexample.reproduced


def test_an_error_in_the_loop_over_layers_is_not_proven(monkeypatch):
    stem = "fully_connected_net"
    mutated(
        monkeypatch,
        stem,
        stem,
        "self._hidden_backward(layer - 1, dout, hidden_caches[layer - 1], grads)",
        "self._hidden_backward(layer - 1, dout, hidden_caches[max(layer - 2, 1)], grads)",
        "FullyConnectedNet",
    )
    assert prove_layer(stem, depths=[3]).verdict != "proven"


def test_a_program_that_leaves_out_a_result_or_a_layer_does_not_pass(monkeypatch):
    real = importlib.import_module("yudo.verification.programs.fully_connected_net").results

    def without_the_last_layer(given):
        results = real(given)
        last = max(results["dW"])
        return results | {"dW": {layer: grad for layer, grad in results["dW"].items() if layer != last}}

    def proved(results, depth):
        return prove_layer("fully_connected_net", depths=[depth], program=through(results)).gradients

    def without_db(given):
        return {k: v for k, v in real(given).items() if k != "db"}

    assert proved(without_the_last_layer, 2)["dW"].verdict == "undecided"
    assert proved(without_db, 2)["db"].verdict == "undecided"
    assert proved(without_db, 1)["dz"].verdict == "undecided"


def test_a_layer_without_code_is_undecided(monkeypatch):
    monkeypatch.setattr("yudo.verification.program.find_spec", lambda name: None)
    proof = prove_layer("affine")
    assert proof.verdict == "undecided"
    assert "impl/affine.py" in proof.reason


MISREAD = {
    "less as greater": ("relu", "(x > 0", "(x < 0", "relu_backward", "__lt__", "__gt__"),
    "plus as minus": (
        "sigmoid",
        "dx = 1.0 - out",
        "dx = 1.0 + out",
        "sigmoid_backward",
        "__radd__",
        "__rsub__",
    ),
    "a maximum as a sum": ("affine", "dout.sum(axis=0)", "dout.max(axis=0)", "affine_backward", "max", "sum"),
}


@pytest.mark.parametrize("misread", MISREAD)
def test_wrong_code_that_is_misread_as_right_is_not_proven(misread, monkeypatch):
    stem, right, wrong, function, operation, read_as = MISREAD[misread]
    functions = [function, "affine_parameter_gradients"] if stem == "affine" else [function]
    mutated(monkeypatch, stem, stem, right, wrong, *functions)
    monkeypatch.setattr(ndarray, operation, getattr(ndarray, read_as))
    assert prove_layer(stem).verdict != "proven"
    monkeypatch.setattr(prove, "_cross_examined", lambda *_: None)
    assert prove_layer(stem).verdict == "proven"  # nothing else would have seen it


def numbers_in(value):
    parts = value.values() if isinstance(value, dict) else [value]
    return [np.asarray(part) for part in parts if isinstance(part, (np.ndarray, np.generic, float))]


def scaled(value, factor):
    return {key: part * factor for key, part in value.items()} if isinstance(value, dict) else value * factor


def is_special(case, arrays):
    if case == "single precision":
        return any(array.dtype == np.float32 for array in arrays)
    sizes = [size for array in arrays for size in array.shape]
    return 1 in sizes if case == "an axis of one" else any(size > 256 for size in sizes)


@pytest.mark.parametrize("stem", STEMS)
def test_code_that_differs_from_its_reading_in_a_special_case_is_undecided(stem, monkeypatch):
    real, examine = program_of(stem), prove._cross_examined
    case = None

    def differing(given, call=directly, names=None):
        results = real(given, call, names)
        arrays = [array for value in given.values() for array in numbers_in(value)]
        factor = 1.5 if is_special(case, arrays) else 1
        return {name: scaled(value, factor) for name, value in results.items()}

    def in_each_case(*examined):
        # Code that is read alike is proven alike: once for all cases.
        nonlocal case
        found = {}
        for case in ("a size above 256", "single precision", "an axis of one"):
            found[case] = examine(*examined)
        assert None not in found.values(), found
        return found[case]

    monkeypatch.setattr(prove, "RANKS", (2,))
    monkeypatch.setattr(prove, "_cross_examined", in_each_case)
    # It draws small sizes, in double precision, where nothing differs.
    monkeypatch.setattr(prove, "_look_for_counterexample", lambda *_: None)
    proof = prove_layer(stem, depths=[2], program=differing)
    assert proof.verdict == "undecided"
    assert all("please report" in part.reason for part in proof.gradients.values())


def test_what_is_too_large_to_be_computed_is_not_held_against_the_code(monkeypatch):
    # A Jacobian at this many classes has more terms than are added up.
    monkeypatch.setattr(prove, "constants_of", lambda *called: [3072])
    assert prove_layer("softmax_cross_entropy").proven


@pytest.mark.parametrize("stem", STEMS)
def test_the_cross_examination_compares_every_result(stem, monkeypatch):
    made, evaluated = set(), set()
    compiled = cross_examination.Compiled
    make, evaluate = compiled.__init__, compiled.__call__

    def kept(self, *given):
        make(self, *given)
        made.add(self)

    def counted(self, *given):
        value = evaluate(self, *given)
        evaluated.add(self)
        return value

    monkeypatch.setattr(compiled, "__init__", kept)
    monkeypatch.setattr(compiled, "__call__", counted)
    monkeypatch.setattr(prove, "RANKS", (2,))
    assert prove_layer(stem, depths=[2]).proven
    assert len(made) >= len(derivations.layer(stem).results)
    assert made == evaluated
