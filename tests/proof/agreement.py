"""Whether a program means the same on symbols as in real NumPy."""

from itertools import product

import numpy as np
from sympy import Integer

from yudo.verification.symbolic.arrays.array import is_array, ndarray
from yudo.verification.symbolic.arrays.axes import (
    Joined,
    factors_of,
    fresh_index,
    is_concrete,
    size_of,
    unravel,
)
from yudo.verification.symbolic.arrays.content import Content, constant
from yudo.verification.symbolic.arrays.ranges import number_at, rooms_collected
from yudo.verification.symbolic.evaluation import ScalarEvaluator
from yudo.verification.symbolic.inputs import SymbolicInputs, length, read_shapes
from yudo.verification.symbolic.tracing import Tracer


def assert_agrees(program, shapes, sizes, seed=0):
    """Trace a program with symbolic sizes, evaluate it at known ones, and compare with NumPy's result."""
    read = read_shapes(shapes)
    inputs = SymbolicInputs(read)
    with rooms_collected():
        symbolic = Tracer().call(program, *inputs.arrays())
        _assert_agrees(program, symbolic, inputs, read, sizes, seed)


def _assert_agrees(program, symbolic, inputs, read, sizes, seed):
    real = real_arrays(read, sizes, seed)
    expected = program(*(array.copy() if array.ndim else array[()] for array in real.values()))

    def entry(name, place):
        shape = [sizes_of(f, inputs, sizes) for f in factors_of(inputs.by_name[name].axes)]
        return real[name].reshape(shape)[place].item()

    symbols = {size: sizes[name] for name, size in inputs.sizes.items() if not is_concrete(size)}
    evaluate = ScalarEvaluator(symbols, entry)
    for one, other in zip(flat(symbolic), flat(expected), strict=True):
        # Else a write would reach what it does not, or not what it does; a view of a scalar takes none.
        assert is_array(one) == isinstance(other, np.ndarray) or (is_array(one) and not one.owner.is_array)
        assert_same(one, np.asarray(other), lambda f: sizes_of(f, inputs, sizes), evaluate)


def assert_same(symbolic, real, length, evaluate):
    content = symbolic.content if isinstance(symbolic, ndarray) else constant(symbolic)
    assert isinstance(content, Content)
    factors = [length(f) for f in factors_of(content.axes)]
    shape = tuple(int(np.prod([length(f) for f in axis], dtype=int)) for axis in content.axes)
    assert shape == real.shape
    # Smaller types would round or wrap around where symbols do not.
    assert content.kind == {"float64": "float", "int64": "int", "bool": "bool"}[real.dtype.name]
    listed = real.reshape(factors)
    for place in product(*map(range, factors)):
        index, at = [], {}
        for factor, i in zip(factors_of(content.axes), place, strict=True):
            one, names = place_along(factor, i, length)
            index.append(one)
            at |= names
        index = tuple(index)
        value = float(evaluate(content.at(index), at))
        np.testing.assert_allclose(value, float(listed[place]), rtol=1e-10, atol=1e-10, err_msg=str(place))


def place_along(factor, i, length):
    """The index for a place along a factor, and the values of the symbols in it."""
    if isinstance(factor, Joined):
        for number, part in enumerate(factor.parts):
            size = length(size_of(part))
            if i < size:
                within, at = [], {}
                for one, j in zip(part, unravel(i, [length(f) for f in part]), strict=True):
                    index, names = place_along(one, j, length)
                    within.append(index)
                    at |= names
                return factor.place(number, within), at
            i -= size
    if is_concrete(factor):
        return Integer(i), {}
    symbol = fresh_index()
    return symbol, {symbol: i}


def flat(value):
    if isinstance(value, (tuple, list)):
        return [part for one in value for part in flat(one)]
    if isinstance(value, dict):
        return [part for key in sorted(value) for part in flat(value[key])]
    return [value]


def sizes_of(factor, inputs, sizes):
    known = {inputs.sizes[name]: Integer(value) for name, value in sizes.items() if name in inputs.sizes}
    return number_at(size_of((factor,)), known)


def real_arrays(read, sizes, seed):
    """Random arrays for declared shapes; labels where they are declared."""
    rng = np.random.default_rng(seed)
    made = {}
    for name, shape in read.items():
        lengths = tuple(length(size, sizes) for size in shape.sizes)
        if shape.kind == "labels":
            made[name] = rng.integers(0, sizes.get(shape.below, shape.below), lengths)
        else:
            made[name] = rng.choice([-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0], lengths)
    return made
