"""Counterexamples that a person would have chosen: inside the domain, small and round, and telling."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from yudo import fixed, prove_vjp
from yudo.verification.symbolic import counterexample, values
from yudo.verification.symbolic.inputs import Shape, SymbolicInputs, is_probability


def flat(value: Any) -> list[float]:
    return np.ravel(value).tolist()


def penalised(w: Any, reg: Any) -> Any:
    return 0.5 * reg * np.sum(w * w), (w, reg)


def dropped(x: Any, mask: Any, keep_prob: Any) -> Any:
    return x * mask / keep_prob, (mask, keep_prob)


def log_likelihood(probs: Any) -> Any:
    return np.sum(np.log(probs) + np.log(1 - probs)), probs


def rooted(x: Any) -> Any:
    return np.sqrt(x), x


NATURAL = {
    "a strength is not negative": (
        penalised,
        lambda dout, cache: dout * cache[1] * cache[0] / 2,
        {"w": ("D", "M"), "reg": fixed()},
        {"reg": (0, 6)},
    ),
    "a probability by its name": (
        dropped,
        lambda dout, cache: dout * cache[0] * cache[1],
        {"x": ("N", "D"), "mask": fixed("N", "D"), "keep_prob": fixed()},
        {"keep_prob": (0.25, 0.75)},
    ),
    "a probability by where the forward has values": (
        log_likelihood,
        lambda dout, probs: dout * (1 / probs + 1 / (1 - probs)),
        {"probs": ("N",)},
        {"probs": (0.25, 0.75)},
    ),
    "under a root": (rooted, lambda dout, x: dout / np.sqrt(x), {"x": ("N",)}, {"x": (0.25, 6)}),
}


@pytest.mark.parametrize("name", NATURAL)
@pytest.mark.parametrize("by_values", [True, False], ids=["found by values", "found by symbols"])
def test_a_counterexample_lies_in_the_domain_at_more_than_one_entry(
    name: str, by_values: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    forward, backward, shapes, domain = NATURAL[name]
    if not by_values:
        monkeypatch.setattr("yudo.verification.symbolic.vjp.compare_values", lambda *given: values.Values())
    proof = prove_vjp(forward, backward, **shapes)
    (found,) = (part.counterexample for part in proof.gradients.values())
    assert proof.verdict == "refuted"
    assert found is not None
    assert found.reproduced
    assert min(found.sizes.values()) >= 2
    numbers = [float(number) for value in found.inputs.values() for number in flat(value)]
    assert all((4 * number).is_integer() for number in numbers)
    for quantity, (least, most) in domain.items():
        assert all(least <= number <= most for number in flat(found.inputs[quantity]))


def test_what_is_wrong_for_a_negative_number_alone_is_found_all_the_same() -> None:
    def backward(dout: Any, cache: Any) -> Any:
        w, reg = cache
        return dout * np.abs(reg) * w

    proof = prove_vjp(penalised, backward, w=("D",), reg=fixed())
    assert proof.verdict == "refuted", str(proof)
    assert proof.gradients["w"].counterexample.inputs["reg"] < 0


@pytest.mark.parametrize("name", ["p", "keep_prob", "dropout_ratio", "Probs", "rate"])
def test_a_name_may_say_that_it_is_a_probability(name: str) -> None:
    assert is_probability(name)
    assert not is_probability(f"{name}_x")


def test_sizes_of_one_come_last() -> None:
    sizes = counterexample.small_sizes(SymbolicInputs({"x": Shape(("N", "D"))}))
    assert sizes[0] == {"N": 2, "D": 2}
    assert sizes[-1] == {"N": 1, "D": 1}


def smoothed_entry_by_entry(x: Any) -> Any:
    out = np.zeros_like(x)
    for n in range(x.shape[0]):
        for d in range(x.shape[1]):
            for _ in range(40):
                out[n, d] += np.tanh(x[n, d])
    return out, x


def test_slow_loops_are_run_at_the_sizes_that_are_soon_done() -> None:
    shapes = {"x": Shape(("N", "D"))}
    tried = list(values._assignments(shapes))
    everything = [sizes for sizes, _ in values._affordable(lambda x: (np.tanh(x), x), shapes, tried)]
    soon = values._affordable(smoothed_entry_by_entry, shapes, tried)
    assert {"N": values.LARGE, "D": 2} in everything
    assert [sizes for sizes, _ in soon] == [one for one in everything if max(one.values()) < values.LARGE]
    lines = {tuple(sizes.values()): count for sizes, count in soon}
    assert lines[1, 1] < lines[3, 3] < lines[6, 6]


def test_a_mistake_in_slow_loops_is_found_all_the_same() -> None:
    def backward(dout: Any, x: Any) -> Any:
        return 40 * dout / np.cosh(x) ** 2 + (np.arange(x.shape[1]) == 1)

    found = values.compare_values(smoothed_entry_by_entry, backward, {"x": Shape(("N", "D"))})
    assert found.wrong["x"].index[1] == 1
