"""Cases are repeatable, and the awkward inputs are part of every run, whatever the layer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yudo import derivations
from yudo.verification.cases.draw import (
    LABEL_DTYPES,
    LABELS,
    LAYOUTS,
    MOST_ENTRIES,
    STRENGTHS,
    STYLES,
    Case,
    Filled,
    Inputs,
    drawn,
    fill,
    prescribed,
)

STEMS = derivations.stems()
DTYPES = ("float32", "float64")
NETS = ("two_layer_net", "fully_connected_net")
CLASSIFIERS = ("softmax_cross_entropy", *NETS)
REGULARISED = ("l2_regularization", *NETS)


@cache
def inputs_of(stem: str) -> Inputs:
    return Inputs(derivations.layer(stem))


FLATTENING = [stem for stem in STEMS if inputs_of(stem).flattened]


def cases(stem: str, seed: int = 0) -> list[Case]:
    return [case for _, case in prescribed(inputs_of(stem), seed)]


def filled(stem: str, dtype: str = "float64") -> list[Filled]:
    inputs = inputs_of(stem)
    return [fill(inputs, case, dtype) for case in cases(stem)]


def arrays(case: Filled) -> Iterator[tuple[str, np.ndarray]]:
    """Every array that the code is called with, by name; those of a deep net one by one."""
    for name, value in case.arguments.items():
        parts = value.values() if isinstance(value, dict) else [value]
        yield from ((name, part) for part in parts if isinstance(part, np.ndarray))


def floats(case: Filled) -> Iterator[tuple[str, np.ndarray]]:
    return ((name, array) for name, array in arrays(case) if array.dtype.kind == "f")


def some(
    stem: str, holds: Callable[[np.ndarray], Any], name: str | None = None, dtype: str = "float64"
) -> bool:
    """Whether a float array of some prescribed case has the property; of that name, if one is given."""
    found = (array for case in filled(stem, dtype) for n, array in floats(case) if name in (None, n))
    return any(np.any(holds(array)) for array in found)


def identical(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(identical(one[key], other[key]) for key in one)
    if isinstance(one, np.ndarray):
        same = one.dtype == other.dtype and one.shape == other.shape and one.strides == other.strides
        return same and one.tobytes() == other.tobytes()
    return type(one) is type(other) and one == other


def drawn_cases(stem: str) -> st.SearchStrategy[Case]:
    return drawn(inputs_of(stem))


# -- a case and its text -----------------------------------------------------------------------------------


@pytest.mark.sampled(3)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("stem", STEMS)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_the_text_of_a_case_brings_the_same_arrays_back(stem: str, dtype: str, data: st.DataObject) -> None:
    case = data.draw(drawn_cases(stem))
    again = Case.parse(case.text)
    assert again == case
    assert again.text == case.text
    one, other = (fill(inputs_of(stem), each, dtype) for each in (case, again))
    assert identical(one.arguments, other.arguments)
    assert identical(dict(one.valuation.tensors), dict(other.valuation.tensors))
    assert one.valuation.numbers == other.valuation.numbers


def test_equal_cases_count_as_one_in_a_set() -> None:
    one, other = Case({"N": 2, "D": [3]}, seed=1), Case({"D": [3], "N": 2}, seed=1)
    assert one == other
    assert len({one, other, Case({"N": 2, "D": [3]}, seed=2)}) == 2


@pytest.mark.parametrize("stem", STEMS)
def test_another_seed_draws_other_numbers(stem: str) -> None:
    first, second = (fill(inputs_of(stem), cases(stem, seed)[0], "float64") for seed in (0, 1))
    pairs = zip(floats(first), floats(second), strict=True)
    assert not any(np.array_equal(one, other) for (_, one), (_, other) in pairs)


def test_tensors_of_one_case_are_drawn_independently() -> None:
    case = Case({"N": 4, "D": [4], "M": 4})
    tensors = list(fill(inputs_of("affine"), case, "float64").valuation.tensors.values())
    squares = [array for array in tensors if array.shape == (4, 4)]
    assert len(squares) == 3
    assert len({array.tobytes() for array in squares}) == 3


@pytest.mark.parametrize(
    "text",
    [
        "", "N = 3", "[1]", "{}", "3", '{"sizes":3}', '{"sizes":{"N":"three"}}', '{"sizes":{"N":-1}}',
        '{"sizes":{"N":2.5}}', '{"sizes":{"N":true}}', '{"sizes":{"D":[2,-3]}}', '{"sizes":{},"seed":-1}',
        '{"sizes":{},"seed":"0"}', '{"sizes":{},"shape":[2]}', '{"sizes":{},"values":{"x":1}}',
        '{"sizes":{},"families":{"H":3}}',
    ],
)  # fmt: skip
def test_a_text_that_is_not_a_case_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a case"):
        Case.parse(text)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"sizes": {"C": 3}}, "no size for N"),
        ({"values": {"x": "enormous"}}, "enormous"),
        ({"values": {"y": "middle"}}, "middle"),
        ({"layouts": {"x": "diagonal"}}, "diagonal"),
        ({"layouts": {"y": "float64"}}, "float64"),
    ],
)
def test_a_case_that_does_not_fit_the_layer_is_refused_by_name(changes: dict[str, Any], named: str) -> None:
    fields: dict[str, Any] = {"sizes": {"N": 2, "C": 3}, **changes}
    with pytest.raises(ValueError, match=named):
        fill(inputs_of("softmax_cross_entropy"), Case(**fields), "float64")


# -- what the numbers look like ----------------------------------------------------------------------------


@pytest.mark.sampled(3)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("stem", STEMS)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_the_record_gets_the_numbers_that_the_code_gets(stem: str, dtype: str, data: st.DataObject) -> None:
    inputs = inputs_of(stem)
    case = fill(inputs, data.draw(drawn_cases(stem)), dtype)
    assert all(array.dtype == dtype for _, array in floats(case))
    for name, tensor in inputs.tensors.items():
        given_, seen = case.valuation.tensors[name], case.arguments[name]
        if name in inputs.depths:
            assert identical(dict(given_), seen)
            continue
        assert given_.shape == tuple(case.valuation.integer(axis) for axis in tensor.axes)
        np.testing.assert_array_equal(seen.reshape(given_.shape), given_)


@pytest.mark.parametrize("stem", CLASSIFIERS)
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_labels_of_every_dtype_are_in_range(stem: str, data: st.DataObject) -> None:
    inputs = inputs_of(stem)
    drawn_one = data.draw(drawn_cases(stem))
    for labels, dtype in product(LABELS, LABEL_DTYPES):
        changed = {"values": {**drawn_one.values, "y": labels}, "layouts": {**drawn_one.layouts, "y": dtype}}
        found = fill(inputs, replace(drawn_one, **changed), "float64")
        y, classes = found.arguments["y"], found.valuation.integer(inputs.classes["y"])
        assert y.dtype == dtype
        assert y.shape == (found.valuation.numbers["N"],)
        assert ((y >= 0) & (y < classes)).all()
        if labels != "random":
            assert set(y.tolist()) == {0 if labels == "first" else classes - 1}


@given(seed=st.integers(0, 2**32 - 1), classes=st.integers(1, 9))
@settings(max_examples=50, deadline=None)
def test_a_row_of_masked_logits_keeps_a_finite_one(seed: int, classes: int) -> None:
    rows = STYLES["masked"](np.random.default_rng(seed), (20, classes))
    assert (np.isfinite(rows) | np.isneginf(rows)).all()
    assert np.isfinite(rows).any(axis=1).all()


LAID_OUT: dict[str, Callable[[np.ndarray], bool]] = {
    "C": lambda a: a.flags.c_contiguous and a.flags.writeable,
    "F": lambda a: a.flags.f_contiguous and (a.ndim == 1 or not a.flags.c_contiguous),
    "strided": lambda a: not a.flags.c_contiguous and not a.flags.f_contiguous and min(a.strides) > 0,
    "reversed": lambda a: max(a.strides) < 0,
    "readonly": lambda a: not a.flags.writeable,
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("stem", STEMS)
def test_a_layout_is_what_it_is_called(stem: str, layout: str) -> None:
    inputs, start = inputs_of(stem), cases(stem)[0]
    layouts = dict.fromkeys((name for name in inputs.tensors if name not in inputs.classes), layout)
    found = fill(inputs, replace(start, layouts=layouts), "float32")
    plain = fill(inputs, start, "float32")
    for (name, array), (_, expected) in zip(floats(found), floats(plain), strict=True):
        assert LAID_OUT[layout](array), name
        np.testing.assert_array_equal(array, expected)


# -- the awkward inputs, layer by layer --------------------------------------------------------------------


@pytest.mark.parametrize("stem", STEMS)
def test_every_array_is_tried_in_every_layout(stem: str) -> None:
    found: dict[str, set[str]] = {}
    for case in filled(stem):
        for name, array in floats(case):
            if array.ndim >= 2 and min(array.shape) >= 2:
                found.setdefault(name, set()).update(k for k, is_laid in LAID_OUT.items() if is_laid(array))
    assert found
    assert all(layouts == set(LAYOUTS) for layouts in found.values()), found


@pytest.mark.sampled(3)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("stem", STEMS)
def test_every_matrix_is_tried_with_zeros_of_both_signs(stem: str, dtype: str) -> None:
    # Not what is positive or a mask: the logit of a probability 0, for one, is not finite.
    domains = inputs_of(stem).domains
    names = {n for n, a in floats(filled(stem)[0]) if a.ndim >= 2 and "zeros" in domains[n]}
    for name in names:
        assert some(stem, lambda a: (a == 0) & ~np.signbit(a), name, dtype)
        assert some(stem, lambda a: (a == 0) & np.signbit(a), name, dtype)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("stem", STEMS)
def test_every_layer_is_tried_with_subnormal_numbers(stem: str, dtype: str) -> None:
    smallest = np.finfo(dtype).smallest_normal
    first = next(iter(inputs_of(stem).domains))
    assert some(stem, lambda a: (a != 0) & (np.abs(a) < smallest), first, dtype)


# Where every array is declared to be moderate, no number is.
FAR = [stem for stem in STEMS if any("ten_thousand" in styles for styles in inputs_of(stem).domains.values())]


@pytest.mark.parametrize("stem", FAR)
@pytest.mark.parametrize("size", [1e4, -1e4, 700.0, -700.0])
def test_every_layer_is_tried_with_numbers_that_exponentials_cannot_take(stem: str, size: float) -> None:
    # In a net it is the bias of the last layer that pushes the scores this far, in attention the mask.
    name = next(one for one, styles in inputs_of(stem).domains.items() if "ten_thousand" in styles)
    room = 6.0 if abs(size) == 700 else 0.0
    assert some(stem, lambda a: np.abs(a - size) <= room, name)


def test_logits_are_tried_with_masked_classes_and_with_ties_for_the_maximum() -> None:
    for stem, name in (("softmax_cross_entropy", "x"), ("two_layer_net", "b2")):
        assert some(stem, np.isneginf, name)
        assert some(stem, lambda a: np.isneginf(a).any() & np.isfinite(a).any(), name)
    assert some(
        "softmax_cross_entropy",
        lambda a: ((a == a.max(axis=-1, keepdims=True)).sum(axis=-1) > 1) & (np.ptp(a, axis=-1) > 0),
        "x",
    )


@pytest.mark.parametrize("stem", STEMS)
def test_every_size_is_tried_as_one(stem: str) -> None:
    found = filled(stem)
    for name in inputs_of(stem).sizes:
        ones = [case for case in found if case.valuation.numbers[name] == 1]
        assert ones
        assert name == "L" or any(max(case.valuation.numbers.values()) > 1 for case in ones)


@pytest.mark.parametrize("stem", CLASSIFIERS)
def test_one_class_and_two_are_tried_on_several_samples(stem: str) -> None:
    inputs = inputs_of(stem)
    found = [(case.valuation.integer(inputs.classes["y"]), len(case.arguments["y"])) for case in filled(stem)]
    assert {classes for classes, samples in found if samples > 1} >= {1, 2}


@pytest.mark.parametrize("stem", CLASSIFIERS)
def test_all_labels_are_tried_equal_and_different_and_of_every_dtype(stem: str) -> None:
    several = [case.arguments["y"] for case in filled(stem) if len(case.arguments["y"]) > 1]
    assert {y.dtype.name for y in several} == set(LABEL_DTYPES)
    assert {len(set(y.tolist())) == 1 for y in several} == {True, False}
    equal_ones = {y[0].item() for y in several if len(set(y.tolist())) == 1}
    assert 0 in equal_ones
    assert max(equal_ones) > 0


def arrays_of(argument: Any) -> list[Any]:
    """One array, or one for each layer or step."""
    return [*argument.values()] if isinstance(argument, dict) else [argument]


@pytest.mark.parametrize("stem", FLATTENING)
def test_a_flattened_axis_is_tried_as_one_as_two_and_as_three(stem: str) -> None:
    name, tensor = next(iter(inputs_of(stem).tensors.items()))
    axes = len(tensor.axes)
    assert {case.arguments[name].ndim for case in filled(stem)} == {axes, axes + 1, axes + 2}


@pytest.mark.parametrize("stem", STEMS)
def test_empty_batches_are_tried_where_they_have_a_meaning(stem: str) -> None:
    name, tensor = next(iter(inputs_of(stem).tensors.items()))
    empty = [case for case in filled(stem) if case.valuation.integer(tensor.axes[0]) == 0]
    assert len(empty) == (not inputs_of(stem).mean)
    assert all(array.size == 0 for case in empty for array in arrays_of(case.arguments[name]))


def test_a_mean_over_samples_has_no_meaning_without_any() -> None:
    assert [inputs_of(stem).mean for stem in ("affine", "rnn_step", "batch_norm", "mse")] == [
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize("stem", REGULARISED)
def test_tiny_and_absent_regularisation_is_tried(stem: str) -> None:
    strengths = {case.arguments["lambda_"] for case in filled(stem)}
    assert strengths == set(STRENGTHS.values())
    assert 0 in strengths
    assert 0 < min(strengths - {0}) < np.finfo(np.float32).smallest_subnormal
    assert any(0 < strength < 1e-10 and np.float32(strength) > 0 for strength in strengths)


def test_probabilities_are_tried_close_to_both_ends_and_never_at_them() -> None:
    for dtype in DTYPES:
        assert some("sigmoid", lambda p: p < 1e-29, "p", dtype)
        assert some("sigmoid", lambda p: p > 1 - 1e-7, "p", dtype)
        assert not some("sigmoid", lambda p: (p <= 0) | (p >= 1), "p", dtype)


def test_scalars_and_shifts_of_a_deep_net_are_tried_where_its_rounding_has_a_bound() -> None:
    inputs = inputs_of("batch_norm_net")
    assert set(inputs.strengths("p")) == {"tenth", "most", "one"}
    assert not some("batch_norm_net", lambda beta: beta == 0, "beta", "float64")


@pytest.mark.parametrize("stem", STEMS)
def test_the_plain_case_has_axes_of_different_lengths(stem: str) -> None:
    """Of more sizes than eight, sums would be too long: neighbours differ, and drawn cases vary the rest."""
    sizes = cases(stem)[0].sizes
    axes = {name: size for name, size in sizes.items() if name not in inputs_of(stem).free_sizes}
    lengths = [size if isinstance(size, int) else size[0] for size in axes.values()]
    if len(sizes) > 8:
        assert all(one != other for one, other in pairwise(lengths))
    else:
        assert len(set(lengths)) == len(lengths)


@pytest.mark.parametrize("stem", STEMS)
def test_every_prescribed_case_says_what_it_is_about(stem: str) -> None:
    named = list(prescribed(inputs_of(stem), 0))
    assert len({about for about, _ in named}) == len(named)


def test_what_several_results_are_defined_with_is_summed_once() -> None:
    """The gates of x and of h, and the gradients of x, h, both weights and the biases: each is one sum."""
    assert len(inputs_of("lstm_step").terms) == 7


def test_a_size_that_an_array_on_the_way_has_twice_is_large_while_the_others_are_cut() -> None:
    def large(stem: str) -> dict[str, Any]:
        return dict(dict(prescribed(Inputs(derivations.layer(stem)), 0))["T = 300"].sizes)

    assert large("transformer_block") == {"N": 1, "T": 300, "E": 2, "H": 2, "D": 2, "F": 2}
    assert large("attention") == {"N": 4, "T": 300, "D": 5, "S": 3, "M": 7}


def test_large_nets_are_filled_as_they_begin_so_that_their_logits_stay_of_the_size_of_one() -> None:
    """With entries of size one, float32 could lose every digit of these logits in the sums before them."""
    inputs = inputs_of("three_layer_conv_net")
    case = dict(prescribed(inputs, 0))["P = 300"]
    filled = fill(inputs, case, "float64").valuation.tensors
    hidden = np.einsum("fpq,fpqm->m", np.maximum(filled["x"][0, :2, :300, :2], 0), filled["W2"])
    assert 0.01 < np.abs(hidden).max() < 10
    assert {case.values[name] for name in ("x", "W1", "W2", "W3")} == {"initial"}


@pytest.mark.parametrize("stem", STEMS)
def test_the_case_where_every_size_is_large_has_thousands_of_entries_and_not_millions(stem: str) -> None:
    _, large = (case for about, case in prescribed(inputs_of(stem), 0) if about.startswith("every size"))
    arrays = fill(inputs_of(stem), large, "float32").arguments.values()
    counts = [
        np.size(array) for one in arrays for array in (one.values() if isinstance(one, dict) else [one])
    ]
    assert 70 <= max(counts) <= MOST_ENTRIES


@pytest.mark.parametrize("stem", STEMS)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_drawn_values_keep_to_the_domains_of_the_layer(stem: str, data: st.DataObject) -> None:
    inputs = inputs_of(stem)
    case = data.draw(drawn_cases(stem))
    for name in inputs.tensors:
        assert case.values[name] in (LABELS if name in inputs.classes else inputs.domains[name])
    assert all(case.values[name] in STRENGTHS for name in inputs.scalars)
