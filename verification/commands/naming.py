"""Layers and results as the commands' arguments name them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import click

from yudo import derivations


def named_results(names: Sequence[str]) -> dict[str, list[str]]:
    """Return the results that are meant, by layer: of a layer alone all, without a name everything.

    Only the layers that are named are run; all of them take seconds.

    Raises
    ------
    click.UsageError
        If there is no such layer or result.
    """
    chosen: dict[str, list[str]] = {}
    for name in names or derivations.layers():
        stem, _, result = name.partition(".")
        layer = derivations.layer(stem) if stem in derivations.stems() else None
        if layer is None or (result and result not in layer.results):
            raise click.UsageError(_unknown(name))
        wanted = [result] if result else list(layer.results)
        chosen[stem] = list(dict.fromkeys([*chosen.get(stem, []), *wanted]))
    return chosen


def _unknown(name: str) -> str:
    layers = derivations.layers()
    known = [*layers, *(r.id for layer in layers.values() for r in layer.results.values())]
    close = difflib.get_close_matches(name, known, n=3)
    hint = f"did you mean {' or '.join(close)}?" if close else "`yudo list` names them all"
    return f"no layer or result {name!r}; {hint}"
