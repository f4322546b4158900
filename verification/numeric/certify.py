"""A certificate: every entry of a layer's results at one input, judged by the derivation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from yudo import derivations
from yudo.verification.cases.read import float_dtype, given
from yudo.verification.numeric.judge import Judge, Measurement, Sensitivity

_VERDICTS = {True: "verified", False: "failed", None: "undecided"}


@dataclass(frozen=True)
class Certified:
    """What is certain about one result.

    Attributes
    ----------
    id
        The result's permanent ID, as in ``"affine.dw"``.
    verdict
        ``"verified"``, ``"failed"``, or ``"undecided"`` for the ``reason`` given.
    worst_ratio, index
        The largest error as a share of what rounding can account for, and in which entry.
    error, tolerance, observed, expected
        That entry's error, its a-priori bound, and its two values.
    worst_ulps, ulps_index
        The largest error in units in the last place, and in which entry.
    sensitivity_median, median_index
        The smallest relative error in the entry of median magnitude that would have been caught, whatever its
        sign; ``nan`` where no exact value is in the normal range of the dtype.
    sensitivity_worst, worst_index
        The same in the entry where the largest one would go unseen.
    """

    id: str
    verdict: str
    reason: str
    worst_ratio: float
    index: tuple[int, ...]
    error: float
    tolerance: float
    observed: float
    expected: float
    worst_ulps: float
    ulps_index: tuple[int, ...]
    sensitivity_median: float
    median_index: tuple[int, ...]
    sensitivity_worst: float
    worst_index: tuple[int, ...]


@dataclass(frozen=True)
class Certificate:
    """What is certain about the results of a layer at one input.

    Attributes
    ----------
    dtype
        The floating dtype of the input.
    results
        By permanent ID.
    """

    dtype: str
    results: Mapping[str, Certified]

    @property
    def certified(self) -> bool:
        """Whether every entry of every result is within its bound of the exact value."""
        return bool(self.results) and all(result.verdict == "verified" for result in self.results.values())


def certify(
    stem: str,
    inputs: Mapping[str, Any],
    computed: Mapping[str, Any] | None = None,
    *,
    results: Collection[str] | None = None,
) -> Certificate:
    """Judge every entry of a layer's results at the given input.

    The exact values come out of the derivation's closed form, in ball arithmetic. The tolerance of each entry
    comes out of the code of ``impl/``, run once more on enclosures: it bounds what rounding can do to that
    code, and to any other that adds the same terms in another order.

    Parameters
    ----------
    stem
        The layer, as in ``"affine"``.
    inputs
        What the layer takes, by the names of its record: float arrays of one dtype, labels, the upstream
        gradient ``dout``, scalars such as ``lambda``. A layer of layers takes dicts of arrays, by number.
    computed
        The results to judge, by name (``"dw"``). None runs ``impl/``.
    results
        The names of the results to judge; by default all that were computed. Name what you want of a large
        layer: the Jacobian of a softmax, say, has many more entries than its gradient.

    Raises
    ------
    ValueError
        If there is no such layer or result, an input is missing, or shapes or dtypes do not fit together.

    Examples
    --------
    >>> import numpy as np
    >>> from yudo import certify
    >>> rng = np.random.default_rng(0)
    >>> shapes = {"x": (4, 6), "w": (6, 5), "b": (5,), "dout": (4, 5)}
    >>> certificate = certify("affine", {name: rng.standard_normal(shape) for name, shape in shapes.items()})
    >>> certificate.certified
    True
    """
    judge = judge_of(stem)
    case, filled = given(judge.inputs, inputs)
    dtype = float_dtype(filled.arguments)
    known = judge.layer.results
    names = tuple(results if results is not None else known if computed is None else computed)
    if unknown := {*names, *(computed or ())} - {*known}:
        raise ValueError(f"no result {', '.join(sorted(unknown))} of {stem}; there are {', '.join(known)}")
    if computed is None:
        computed = judge.observe(filled.arguments, names)
    if results is not None and (absent := {*names} - {*computed}):
        raise ValueError(f"nothing was computed for {', '.join(sorted(absent))}")
    measured = judge.judge_observed(computed, case, filled, dtype, names, ("sympy",))
    return Certificate(dtype, {known[m.result].id: _certified(known[m.result].id, m) for m in measured})


@cache
def judge_of(stem: str) -> Judge:
    """The judge of a layer, without a definition in JAX; ValueError if there is no such layer."""
    if stem not in derivations.stems():
        raise ValueError(f"no layer {stem!r}; there are {', '.join(derivations.stems())}")
    return Judge(derivations.layer(stem))


def _certified(identifier: str, measured: Measurement) -> Certified:
    seen = measured.sensitivity or Sensitivity(np.nan, (), np.nan, ())
    return Certified(
        id=identifier,
        verdict=_VERDICTS[measured.passed],
        reason=measured.reason,
        worst_ratio=measured.ratio,
        index=measured.index,
        error=measured.error,
        tolerance=measured.tolerance,
        observed=measured.observed,
        expected=measured.expected,
        worst_ulps=measured.most_ulps,
        ulps_index=measured.most_ulps_index,
        sensitivity_median=seen.median,
        median_index=seen.median_index,
        sensitivity_worst=seen.worst,
        worst_index=seen.worst_index,
    )
