"""Inputs that a caller brings: the sizes of a layer are read off the shapes of its arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any

import numpy as np
from sympy import Expr, Indexed, Integer

from yudo.verification.cases.draw import Array, Case, Filled, Inputs, filled, numbers_of
from yudo.verification.cases.valuation import Valuation


def given(inputs: Inputs, arguments: Mapping[str, Any]) -> tuple[Case, Filled]:
    """Take the caller's own numbers, and read the sizes off the shapes of the arrays.

    Parameters
    ----------
    inputs
        What the layer takes.
    arguments
        Its arrays by name, or dicts of arrays by the layer's number; its scalars (``lambda`` may be spelt
        ``lambda_``); and the sizes that no array shows.

    Returns
    -------
    The sizes, as a case without styles, and the arguments with their valuation.

    Raises
    ------
    ValueError
        If an argument is missing, unknown or of the wrong kind, or the shapes do not fit together.
    """
    named = {name.removesuffix("_"): value for name, value in arguments.items()}
    hidden = {*inputs.free_sizes} - {*inputs.families.values()}
    wanted = {*inputs.tensors, *inputs.scalars, *hidden}
    listed = ", ".join(sorted(wanted))
    if missing := wanted - {*named}:
        raise ValueError(f"no value for {', '.join(sorted(missing))}; expected {listed}")
    if unknown := {*named} - wanted - {*inputs.families.values()}:
        raise ValueError(f"nothing is called {', '.join(sorted(unknown))}; expected {listed}")
    _demand_kinds(inputs, named)
    read = _SizeReader(inputs)
    for name in hidden:
        read.sizes[name] = int(named[name])
    for name, tensor in inputs.tensors.items():
        if name in inputs.depths:
            read.sizes[inputs.depths[name]] = len(named[name])
            for layer, array in named[name].items():
                read.axes(name, [a.xreplace({tensor.layer: Integer(layer)}) for a in tensor.axes], array)
        else:
            read.axes(name, tensor.axes, named[name])
    families = {name: [of[layer] for layer in sorted(of)] for name, of in read.families.items()}
    case = Case(read.sizes, families)
    plain = numbers_of(inputs, case, {name: float(named[name]) for name in inputs.scalars})
    read.demand_computed(plain)
    return case, filled(inputs, plain, {name: named[name] for name in inputs.tensors})


class _SizeReader:
    """Sizes that the shapes of arrays show; one that two arrays show differently is refused."""

    def __init__(self, inputs: Inputs):
        self._inputs = inputs
        self.sizes: dict[str, int | list[int]] = {}
        self.families: dict[str, dict[int, int]] = {name: {} for name in inputs.families}
        self._computed: list[tuple[str, tuple[int, ...], Expr, int | list[int]]] = []

    def axes(self, name: str, axes: Sequence[Expr], array: Array) -> None:
        """Read one array."""
        lengths = list(np.shape(array))
        shape: list[int | list[int]] = [*lengths]
        split = self._inputs.split_axis(axes)
        if split is not None:
            end = len(shape) - (len(axes) - split - 1)
            shape[split:end] = [lengths[split:end]]
        if len(shape) != len(axes):
            named = ", ".join(map(str, axes))
            raise ValueError(f"{name}: got shape {np.shape(array)}; expected the axes {named}")
        for axis, size in zip(axes, shape, strict=True):
            if axis.is_Add or axis.is_Mul:
                self._computed.append((name, np.shape(array), axis, size))
                continue
            if isinstance(axis, Indexed):
                known: Any = self.families[axis.base.name]
                key: Any = int(axis.indices[0])
            else:
                known, key = self.sizes, str(axis)
            if _product(known.setdefault(key, size)) != _product(size):
                raise ValueError(f"{name}: got shape {np.shape(array)}, but {axis} is {_product(known[key])}")
            if isinstance(size, list):
                known[key] = size

    def demand_computed(self, plain: Valuation) -> None:
        """Refuse an axis that others determine, if it is not as long as they say."""
        for name, shape, axis, size in self._computed:
            if plain.integer(axis) != size:
                raise ValueError(f"{name}: got shape {shape}, but {axis} is {plain.integer(axis)}")


def _product(size: int | list[int]) -> int:
    return prod(size) if isinstance(size, list) else size


def _demand_kinds(inputs: Inputs, named: Mapping[str, Any]) -> None:
    for name in inputs.tensors:
        kind, wanted = ("iu", "integer") if name in inputs.classes else ("f", "float")
        for array in named[name].values() if name in inputs.depths else [named[name]]:
            if not isinstance(array, np.ndarray) or array.dtype.kind not in kind:
                found = (
                    f"an array of {array.dtype}" if isinstance(array, np.ndarray) else type(array).__name__
                )
                raise ValueError(f"{name}: got {found}; expected {wanted} arrays")


def float_dtype(arguments: Mapping[str, Any]) -> str:
    """The one dtype of all float arrays among the arguments; ValueError if there are several or none."""
    every = [
        part
        for value in arguments.values()
        for part in (value.values() if isinstance(value, dict) else [value])
    ]
    dtypes = {str(a.dtype): None for a in every if isinstance(a, np.ndarray) and a.dtype.kind == "f"}
    if len(dtypes) != 1 or not {*dtypes} <= {"float32", "float64"}:
        found = ", ".join(dtypes) or "no float array"
        raise ValueError(f"got {found}; expected arrays of one dtype, float32 or float64")
    return next(iter(dtypes))
