"""How close the observed errors come to their bounds: by length of a contraction, and for every result.

A bound that is never approached would catch little. Inputs here are standard normal numbers, and the
code of ``impl/`` is as it is. Run as a program, this prints all of it as JSON, which takes a minute or two.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

import numpy as np
import numpy.typing as npt

from yudo import derivations
from yudo.derivations.calculus.records import Layer
from yudo.verification.cases.draw import MOST_ENTRIES, Case, Inputs, most_entries, sum_lengths
from yudo.verification.numeric.certify import Certified, certify, judge_of

DTYPES = ("float32", "float64")
LENGTHS = tuple(2**power for power in range(13))
"""1, 2, 4, …, 4096."""

SIZES = (4, 16, 64)
"""The axis sizes for which all results are looked at."""

SEEDS = 4

_ROWS = 16  # dw of an affine layer has 16 x 16 entries, each a contraction over the samples
_MOST_TERMS = 70**4  # in all sums of a result
_MANY = 100_000  # entries; a result that has more is looked at for one seed
_MANY_TERMS = 10**6  # in the sums of a result; a layer that has more is looked at for one seed


@dataclass(frozen=True)
class Nearest:
    """The entry whose error came closest to its bound.

    Attributes
    ----------
    length
        Of the contractions.
    error, bound
        In units of ``u`` times the sum of the magnitudes of the entry's terms, where ``u`` is the unit
        roundoff, 2^-24 in float32 and 2^-53 in float64.
    share
        The error as a share of the bound.
    """

    length: int
    error: float
    bound: float
    share: float


def contractions(dtype: str, lengths: Iterable[int] = LENGTHS) -> list[Nearest]:
    """Measure ``affine.dw``, whose entries are contractions over the samples."""
    return [
        max((_nearest(length, dtype, seed) for seed in range(SEEDS)), key=lambda one: one.share)
        for length in lengths
    ]


def _nearest(length: int, dtype: str, seed: int) -> Nearest:
    rng = np.random.default_rng([seed, length])
    shapes = {"x": (length, _ROWS), "w": (_ROWS, _ROWS), "b": (_ROWS,), "dout": (length, _ROWS)}
    inputs = {name: rng.standard_normal(shape).astype(dtype) for name, shape in shapes.items()}
    dw: Certified = certify("affine", inputs, results=("dw",)).results["affine.dw"]
    row, column = dw.index
    terms: npt.NDArray[np.float64] = inputs["x"][:, row].astype(np.float64) * inputs["dout"][:, column]
    unit = float(np.finfo(dtype).eps) / 2 * float(np.abs(terms).sum())
    return Nearest(length, dw.error / unit, dw.tolerance / unit, dw.worst_ratio)


def shares(size: int, stems: Iterable[str] | None = None) -> Mapping[str, Mapping[str, float]]:
    """For every result, by ID and dtype: the worst error as a share of its bound, with every axis ``size``.

    Numbers of layers are 3. A result without rounding errors has the share 0. Layers with arrays of too many
    entries at this size, or with sums of too many terms, are left out. ``stems`` restricts the layers.
    """
    found: dict[str, dict[str, float]] = {}
    layers = derivations.layers()
    for layer in (layers[stem] for stem in (stems or layers)):
        for dtype in DTYPES:
            for name, share in _worst(layer, dtype, size).items():
                found.setdefault(layer.results[name].id, {})[dtype] = share
    return found


def _worst(layer: Layer, dtype: str, size: int) -> dict[str, float]:
    judge = judge_of(layer.stem)
    inputs = judge.inputs
    sizes: dict[str, int | list[int]] = dict.fromkeys(inputs.sizes, size)
    sizes |= {name: [size] for name in inputs.flattened} | dict.fromkeys(_depths(layer, inputs), 3)
    families = {name: [size] * 4 for name in inputs.families}
    plainest = {name: domain[0] for name, domain in inputs.domains.items()}
    case = Case(sizes, families, plainest)
    most_terms = max(sum_lengths(inputs, case, size), default=1)
    if most_entries(inputs, case) > MOST_ENTRIES or most_terms > _MOST_TERMS:
        return {}
    worst: dict[str, float] = {}
    names = tuple(layer.results)
    for seed in range(SEEDS if most_terms <= _MANY_TERMS else 1):
        for measured in judge.judge(replace(case, seed=seed), dtype, names, ("sympy",), digits=False):
            worst[measured.result] = max(worst.get(measured.result, 0.0), measured.ratio)
        names = tuple(name for name in names if size ** len(layer.results[name].indices) < _MANY)
    return worst


def _depths(layer: Layer, inputs: Inputs) -> set[str]:
    """The sizes that count layers."""
    lasts = [result.layers[1] for result in layer.results.values() if result.layers]
    return {*inputs.families.values(), *(symbol.name for last in lasts for symbol in last.free_symbols)}


def main() -> None:
    """Print the measurements: ``{"contractions": {dtype: […]}, "shares": {size: {id: {dtype: share}}}}``."""
    measured = {
        "contractions": {dtype: [asdict(one) for one in contractions(dtype)] for dtype in DTYPES},
        "shares": {size: shares(size) for size in SIZES},
    }
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
