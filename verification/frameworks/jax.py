"""What functions that are written with JAX use of it, as operations of NumPy: nothing is compiled.

An array holds one of NumPy's and is never written into: ``y += x`` makes another, as in JAX.
"""

import math
import operator
from types import ModuleType

import numpy as np


def _held(value):
    """What NumPy computes with, in whatever it lies."""
    if isinstance(value, Array):
        return value.held
    if isinstance(value, (tuple, list)):
        return type(value)(_held(part) for part in value)
    return value


def _wrapped(value):
    return tuple(map(_wrapped, value)) if isinstance(value, (tuple, list)) else Array(np.asarray(value))


def _read(f):
    def read(*given, **named):
        return _wrapped(f(*map(_held, given), **{name: _held(value) for name, value in named.items()}))

    read.of_arrays = f
    return read


def _operator(f):
    def read(self, other):
        return _wrapped(f(self.held, _held(other)))

    return read


def _reflected(f):
    def read(self, other):
        return _wrapped(f(_held(other), self.held))

    return read


class Array:
    """An array that nobody writes into."""

    __array_ufunc__ = None  # a number of NumPy's times an array is the array's affair
    __hash__ = None

    def __init__(self, held):
        self.held = held

    @property
    def shape(self):
        return self.held.shape

    @property
    def ndim(self):
        return self.held.ndim

    @property
    def size(self):
        return self.held.size

    @property
    def dtype(self):
        return self.held.dtype

    @property
    def T(self):
        return Array(self.held.T)

    @property
    def at(self):
        return _At(self.held)

    def item(self):
        return self.held.item()

    def tolist(self):
        return self.held.tolist()

    def reshape(self, *shape):
        return Array(np.reshape(self.held, shape[0] if len(shape) == 1 else shape))

    def transpose(self, *axes):
        return Array(np.transpose(self.held, (axes[0] if len(axes) == 1 else axes) or None))

    def astype(self, dtype):
        return Array(self.held.astype(dtype))

    def __getitem__(self, key):
        return _wrapped(self.held[_held(key)])

    def __setitem__(self, key, value):
        raise TypeError("JAX arrays are immutable: write x.at[...].set(...)")

    def __len__(self):
        return len(self.held)

    def __iter__(self):
        return iter([self[i] for i in range(len(self.held))])

    def __bool__(self):
        return operator.truth(self.held)

    def __float__(self):
        return self.held.item() + 0.0

    def __index__(self):
        return operator.index(self.held.item())

    def __repr__(self):
        return f"Array({self.held})"


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and_", "or_", "xor"):
    _short = _name.rstrip("_")
    setattr(Array, f"__{_short}__", _operator(getattr(operator, _name)))
    setattr(Array, f"__r{_short}__", _reflected(getattr(operator, _name)))
for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Array, f"__{_name}__", _operator(getattr(operator, _name)))
for _name in ("neg", "pos", "abs", "invert"):
    setattr(Array, f"__{_name}__", _read(getattr(operator, _name)))
for _name in ("sum", "mean", "max", "min", "prod", "var", "std", "argmax", "argmin", "cumsum", "all", "any"):
    setattr(Array, _name, _read(getattr(np, _name)))
for _name in ("dot", "squeeze", "ravel", "repeat", "swapaxes", "clip", "copy"):
    setattr(Array, _name, _read(getattr(np, _name)))


class _At:
    """``x.at[key].add(y)``: a copy that is written into."""

    __array_ufunc__ = None

    def __init__(self, held, key=None):
        self._held, self._key = held, key

    def __getitem__(self, key):
        return _At(self._held, _held(key))

    def set(self, value):
        made = self._held.copy()
        made[self._key] = _held(value)
        return Array(made)

    def add(self, value):
        made = self._held.copy()
        np.add.at(made, self._key, _held(value))
        return Array(made)

    def multiply(self, value):
        made = self._held.copy()
        np.multiply.at(made, self._key, _held(value))
        return Array(made)


# -- modules -----------------------------------------------------------------------------------------------

_SAME = (
    *(
        "abs",
        "absolute",
        "add",
        "all",
        "any",
        "arange",
        "argmax",
        "argmin",
        "array",
        "asarray",
        "ascontiguousarray",
    ),
    *(
        "broadcast_to",
        "ceil",
        "clip",
        "concatenate",
        "cosh",
        "cumsum",
        "divide",
        "dot",
        "einsum",
        "empty",
        "equal",
    ),
    *(
        "exp",
        "expand_dims",
        "expm1",
        "eye",
        "floor",
        "full",
        "full_like",
        "greater",
        "heaviside",
        "less",
        "log",
    ),
    *(
        "log10",
        "log1p",
        "log2",
        "logaddexp",
        "matmul",
        "max",
        "maximum",
        "mean",
        "min",
        "minimum",
        "moveaxis",
    ),
    *(
        "multiply",
        "negative",
        "ones",
        "ones_like",
        "outer",
        "pad",
        "power",
        "prod",
        "ravel",
        "reciprocal",
        "repeat",
    ),
    *(
        "reshape",
        "sign",
        "sinh",
        "split",
        "sqrt",
        "square",
        "squeeze",
        "stack",
        "std",
        "subtract",
        "sum",
        "swapaxes",
    ),
    *(
        "take",
        "take_along_axis",
        "tanh",
        "tensordot",
        "tile",
        "transpose",
        "var",
        "vstack",
        "where",
    ),
    *("zeros", "zeros_like"),
)
"""The functions of ``jax.numpy`` that are NumPy's own."""
_KINDS = ("float16", "float32", "float64", "int8", "uint8", "int16", "int32", "int64", "bool_", "ndarray")


def _module(name, **names):
    made = ModuleType(name)
    vars(made).update(names)
    return made


numpy = _module("jax_of_numpy.numpy", **{name: _read(getattr(np, name)) for name in _SAME})
vars(numpy).update({name: getattr(np, name) for name in _KINDS}, newaxis=None, inf=math.inf, pi=math.pi)
numpy.ndarray = Array
numpy.tril, numpy.triu = _read(lambda m, k=0: np.tril(m, k)), _read(lambda m, k=0: np.triu(m, k))


def _sigmoid(x):
    return np.exp(-np.logaddexp(0, -x))


def _relu(x):
    return np.maximum(x, 0)


def _silu(x):
    return x * _sigmoid(x)


def _softplus(x):
    return np.logaddexp(x, 0)


def _rsqrt(x):
    return 1 / np.sqrt(x)


def _erf(x):
    x = x + 0.0
    return np.vectorize(math.erf, otypes=[x.dtype])(x)


def _erfc(x):
    x = x + 0.0
    return np.vectorize(math.erfc, otypes=[x.dtype])(x)


def _gelu(x, approximate=True):
    if approximate:
        return 0.5 * x * (1 + np.tanh((2 / math.pi) ** 0.5 * (x + 0.044715 * x**3)))
    return 0.5 * x * _erfc(-x / 2**0.5)


def stop_gradient(x):
    """The same: what flows back is the affair of the backward."""
    return x


def _logsumexp(a, axis=None, keepdims=False):
    highest = np.max(a, axis=axis, keepdims=True)
    summed = np.log(np.sum(np.exp(a - highest), axis=axis, keepdims=True)) + highest
    return summed if keepdims else np.sum(summed, axis=axis)


def _log_softmax(x, axis=-1):
    return x - _logsumexp(x, axis, True)


def _softmax(x, axis=-1):
    return np.exp(_log_softmax(x, axis))


def _one_hot(x, num_classes):
    return np.asarray(np.expand_dims(x, -1) == np.arange(num_classes), dtype=float)


nn = _module(
    "jax_of_numpy.nn",
    relu=_read(_relu),
    silu=_read(_silu),
    gelu=_read(_gelu),
    softplus=_read(_softplus),
    sigmoid=_read(_sigmoid),
    softmax=_read(_softmax),
    log_softmax=_read(_log_softmax),
    logsumexp=_read(_logsumexp),
    one_hot=_read(_one_hot),
)
nn.swish = nn.silu
lax = _module("jax_of_numpy.lax", stop_gradient=stop_gradient, rsqrt=_read(_rsqrt))
lax.erf, lax.erfc = _read(_erf), _read(_erfc)
scipy = _module("jax_of_numpy.scipy", special=_module("jax_of_numpy.scipy.special", logsumexp=nn.logsumexp))
scipy.special.expit, scipy.special.erf, scipy.special.erfc = nn.sigmoid, lax.erf, lax.erfc


def jit(function=None, **options):
    """The function itself."""
    return (lambda one: one) if function is None else function


def custom_vjp(fun, nondiff_argnums=()):
    """A function that keeps a forward and a backward of its own."""

    def primal(*given):
        return fun(*given)

    def defvjp(fwd, bwd):
        primal.fwd, primal.bwd = fwd, bwd

    primal.defvjp, primal.nondiff_argnums = defvjp, nondiff_argnums
    primal.__name__, primal.__module__ = fun.__name__, fun.__module__
    return primal


ARRAYS = Array
"""What arrays are handed over as."""
TRANSPARENT = (_held, _wrapped, Array)
"""What changes how values are held, and no value."""
STOPPING = (stop_gradient,)
"""What no gradient flows through."""
