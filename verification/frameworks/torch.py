"""What layers that are written with PyTorch use of it, as operations of NumPy: no graph, no device.

A tensor holds a NumPy array, so that what reads NumPy reads these layers as well. What is written into a view
is seen in what it is a view of, and what PyTorch copies is copied.
"""

import math
import operator
from collections import namedtuple
from types import ModuleType

import numpy as np

float16, float32, float64 = np.float16, np.float32, np.float64
half, float, double = float16, float32, float64
int8, uint8, int16, int32, int64 = np.int8, np.uint8, np.int16, np.int32, np.int64
short, int, long, bool = int16, int32, int64, np.bool_
inf, nan, pi, e = math.inf, math.nan, math.pi, math.e


def _array(value):
    """What NumPy computes with: a tensor's array, anything else as it is."""
    return value.held if isinstance(value, Tensor) else value


def _tensor(value):
    return Tensor(np.asarray(value))


def _sizes(given):
    """``zeros(2, 3)`` is ``zeros((2, 3))``."""
    return tuple(given[0]) if len(given) == 1 and isinstance(given[0], (tuple, list)) else given


def _axes(dim):
    return tuple(dim) if isinstance(dim, list) else dim


# -- entry by entry ----------------------------------------------------------------------------------------


def _of_one(f):
    def read(input):
        return _tensor(f(_array(input)))

    read.of_arrays = f
    return read


def _of_two(f):
    def read(input, other):
        return _tensor(f(*_in_floats(_array(input), _array(other))))

    read.of_arrays = f
    return read


def _reflected(f):
    def read(self, other):
        return _tensor(f(other, self.held))

    return read


def _in_floats(a, b):
    """Whole numbers beside floats become floats of that precision; NumPy would make both doubles."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.dtype != b.dtype:
        if a.dtype.kind == "f" and b.dtype.kind != "f":
            return a, b.astype(a.dtype)
        if b.dtype.kind == "f" and a.dtype.kind != "f":
            return a.astype(b.dtype), b
    return a, b


def _sigmoid(a):
    return np.exp(-np.logaddexp(0, -a))  # which overflows nowhere


def _relu(a):
    return np.maximum(a, 0)


def _rsqrt(a):
    return 1 / np.sqrt(a)


def _erf(a):
    a = a + 0.0
    return np.vectorize(math.erf, otypes=[a.dtype])(a)


def _erfc(a):
    a = a + 0.0
    return np.vectorize(math.erfc, otypes=[a.dtype])(a)


exp, log, log1p, expm1, sqrt = map(_of_one, (np.exp, np.log, np.log1p, np.expm1, np.sqrt))
log2, log10, sinh, cosh = map(_of_one, (np.log2, np.log10, np.sinh, np.cosh))
tanh, sign, square, floor, ceil = map(_of_one, (np.tanh, np.sign, np.square, np.floor, np.ceil))
absolute, negative, reciprocal, logical_not = map(
    _of_one, (np.abs, np.negative, np.reciprocal, np.logical_not)
)
sigmoid, relu = _of_one(_sigmoid), _of_one(_relu)
abs, neg = absolute, negative
rsqrt = _of_one(_rsqrt)
erf, erfc = _of_one(_erf), _of_one(_erfc)
maximum, minimum = _of_two(np.maximum), _of_two(np.minimum)
add, sub, mul, div = map(_of_two, (np.add, np.subtract, np.multiply, np.divide))
subtract, multiply, divide, true_divide = sub, mul, div, div
pow, matmul = _of_two(np.power), _of_two(np.matmul)
mm = bmm = mv = dot = matmul
outer = ger = _of_two(np.outer)
eq, ne, gt, ge, lt, le = map(
    _of_two, (np.equal, np.not_equal, np.greater, np.greater_equal, np.less, np.less_equal)
)
logical_and, logical_or, logical_xor = map(_of_two, (np.logical_and, np.logical_or, np.logical_xor))


def clamp(input, min=None, max=None):
    """The entries, none below one number nor above another."""
    clamped = _array(input)
    if min is not None:
        clamped = np.maximum(clamped, _array(min))
    if max is not None:
        clamped = np.minimum(clamped, _array(max))
    return _tensor(clamped)


clip = clamp


def where(condition, input, other):
    """The entries of one where a condition holds, else those of the other."""
    return _tensor(np.where(_array(condition), _array(input), _array(other)))


def masked_fill(input, mask, value):
    """A number where a mask holds."""
    return where(mask, value, input)


# -- sums, extremes ----------------------------------------------------------------------------------------


def _along(f):
    def read(input, dim=None, keepdim=False, dtype=None):
        return _tensor(f(_array(input), axis=_axes(dim), keepdims=keepdim))

    return read


sum, mean, prod, amax, amin = map(_along, (np.sum, np.mean, np.prod, np.max, np.min))
all, any = _along(np.all), _along(np.any)
_Extreme = namedtuple("_Extreme", "values indices")


def _extreme(f, place, of_two):
    def read(input, dim=None, keepdim=False):
        if dim is None:
            return _tensor(f(_array(input)))
        if isinstance(dim, Tensor):
            return of_two(input, dim)
        values = f(_array(input), axis=dim, keepdims=keepdim)
        return _Extreme(_tensor(values), place(input, dim, keepdim))

    return read


def argmax(input, dim=None, keepdim=False):
    """Where the largest entry is, the first of several."""
    return _tensor(np.argmax(_array(input), axis=dim, keepdims=keepdim))


def argmin(input, dim=None, keepdim=False):
    """Where the smallest entry is, the first of several."""
    return _tensor(np.argmin(_array(input), axis=dim, keepdims=keepdim))


max, min = _extreme(np.max, argmax, maximum), _extreme(np.min, argmin, minimum)


def var(input, dim=None, unbiased=True, keepdim=False, correction=None):
    """The variance, with one sample less in the denominator unless told otherwise."""
    less = correction if correction is not None else 1 if unbiased else 0
    return _tensor(np.var(_array(input), axis=_axes(dim), ddof=less, keepdims=keepdim))


def std(input, dim=None, unbiased=True, keepdim=False, correction=None):
    """The square root of `var`."""
    return sqrt(var(input, dim, unbiased, keepdim, correction))


def norm(input, p=2, dim=None, keepdim=False):
    """The square root of the sum of squares."""
    return sqrt(sum(square(input), dim, keepdim))


def cumsum(input, dim):
    """Sums of all entries up to each."""
    return _tensor(np.cumsum(_array(input), axis=dim))


def logsumexp(input, dim, keepdim=False):
    """The logarithm of the sum of exponentials."""
    highest = amax(input, dim, True)
    summed = log(sum(exp(input - highest), dim, True)) + highest
    return summed if keepdim else sum(summed, dim)


def softmax(input, dim=None, dtype=None):
    """Exponentials divided by their sum."""
    exps = exp(input - amax(input, dim, True))
    return exps / sum(exps, dim, True)


def log_softmax(input, dim=None, dtype=None):
    """The logarithm of `softmax`."""
    return input - logsumexp(input, dim, True)


def einsum(equation, *operands):
    """Einstein's sum."""
    return _tensor(np.einsum(equation, *map(_array, _sizes(operands))))


def addmm(input, mat1, mat2):
    """A matrix product and what is added to it."""
    return input + matmul(mat1, mat2)


# -- shapes ------------------------------------------------------------------------------------------------


def reshape(input, *shape):
    """The entries in another shape."""
    return _tensor(np.reshape(_array(input), _sizes(shape)))


def flatten(input, start_dim=0, end_dim=-1):
    """Neighbouring axes as one."""
    shape = input.shape
    last = end_dim % len(shape)
    return reshape(input, *shape[:start_dim], -1, *shape[last + 1 :])


def t(input):
    """The transpose."""
    return _tensor(_array(input).T)


def transpose(input, dim0, dim1):
    """Two axes swapped."""
    return _tensor(np.swapaxes(_array(input), dim0, dim1))


def permute(input, *dims):
    """The axes in another order."""
    return _tensor(np.transpose(_array(input), _sizes(dims)))


def unsqueeze(input, dim):
    """One more axis, of one entry."""
    return _tensor(np.expand_dims(_array(input), dim))


def squeeze(input, dim=None):
    """Without axes of one entry."""
    if dim is not None and input.shape[dim] != 1:
        return input
    return _tensor(np.squeeze(_array(input), axis=dim))


def cat(tensors, dim=0):
    """Arrays one behind the other along an axis."""
    return _tensor(np.concatenate([_array(one) for one in tensors], axis=dim))


concat = concatenate = cat


def stack(tensors, dim=0):
    """Arrays along a new axis."""
    return _tensor(np.stack([_array(one) for one in tensors], axis=dim))


def chunk(input, chunks, dim=0):
    """An axis cut into equal parts."""
    return tuple(map(_tensor, np.split(_array(input), chunks, axis=dim)))


def unbind(input, dim=0):
    """The parts along an axis, without it."""
    moved = np.moveaxis(_array(input), dim, 0)
    return tuple(_tensor(part) for part in moved)


def broadcast_to(input, size):
    """Entries repeated along axes that have one."""
    return _tensor(np.broadcast_to(_array(input), tuple(size)))


def tril(input, diagonal=0):
    """Zeros above the diagonal."""
    return _tensor(np.tril(_array(input), diagonal))


def triu(input, diagonal=0):
    """Zeros below the diagonal."""
    return _tensor(np.triu(_array(input), diagonal))


def gather(input, dim, index):
    """The entry that an index names along an axis."""
    return _tensor(np.take_along_axis(_array(input), _array(index), axis=dim))


def index_select(input, dim, index):
    """The parts that an index names along an axis."""
    return _tensor(np.take(_array(input), _array(index), axis=dim))


# -- new arrays --------------------------------------------------------------------------------------------


def _filled(make):
    def read(*size, dtype=None, device=None, requires_grad=False, layout=None):
        return Tensor(make(_sizes(size)) if dtype is None else make(_sizes(size), dtype=dtype))

    return read


def _filled_like(make):
    def read(input, dtype=None, device=None, requires_grad=False, memory_format=None):
        return Tensor(make(_array(input)) if dtype is None else make(_array(input), dtype=dtype))

    return read


zeros, ones, empty = map(_filled, (np.zeros, np.ones, np.empty))
zeros_like, ones_like, empty_like = map(_filled_like, (np.zeros_like, np.ones_like, np.empty_like))


def full(size, fill_value, dtype=None, device=None):
    """One number everywhere."""
    return Tensor(np.full(tuple(size), fill_value, dtype=dtype))


def full_like(input, fill_value, dtype=None, device=None):
    """One number everywhere, in the shape of another."""
    return Tensor(np.full_like(_array(input), fill_value, dtype=dtype))


def arange(*bounds, dtype=None, device=None):
    """Whole numbers in their order."""
    return Tensor(np.arange(*bounds) if dtype is None else np.arange(*bounds, dtype=dtype))


def eye(n, m=None, dtype=None, device=None):
    """Ones on the diagonal."""
    return Tensor(np.eye(n) if m is None else np.eye(n, m))


def tensor(data, dtype=None, device=None, requires_grad=False):
    """An array of its own."""
    return Tensor(np.array(_array(data)) if dtype is None else np.array(_array(data), dtype=dtype))


def as_tensor(data, dtype=None, device=None):
    """The same without a copy."""
    return data if isinstance(data, Tensor) else _tensor(data)


from_numpy = as_tensor


def rand(*size, dtype=None, device=None):
    """Random numbers from 0 to 1."""
    return Tensor(np.random.rand(*_sizes(size)))


def randn(*size, dtype=None, device=None):
    """Normally distributed random numbers."""
    return Tensor(np.random.randn(*_sizes(size)))


def rand_like(input, dtype=None, device=None):
    """Random numbers from 0 to 1 in a shape."""
    return rand(*input.shape)


def randn_like(input, dtype=None, device=None):
    """Normally distributed random numbers in a shape."""
    return randn(*input.shape)


def normal(mean, std, size, dtype=None, device=None):
    """Normally distributed random numbers of a mean and a standard deviation."""
    return Tensor(np.random.normal(mean, std, size))


def manual_seed(seed):
    """Draw the same numbers again."""
    np.random.seed(seed)


def device(type, index=None):
    """Where arrays lie, which makes no difference."""
    return type


def set_default_dtype(d):
    """Nothing: arrays have the dtype that they are made of."""


def is_tensor(value):
    """Whether it is one."""
    return isinstance(value, Tensor)


class no_grad:
    """Nothing is recorded here anyway."""

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        return None

    def __call__(self, function):
        return function


# -- tensors -----------------------------------------------------------------------------------------------


class Tensor:
    """An array with the methods of a tensor."""

    is_cuda = requires_grad = False
    grad = None
    device = "cpu"
    __array_ufunc__ = None  # a number of NumPy's times a tensor is the tensor's affair

    def __init__(self, held):
        self.held = held

    @property
    def shape(self):
        return self.held.shape

    @property
    def ndim(self):
        return self.held.ndim

    @property
    def dtype(self):
        return self.held.dtype

    @property
    def data(self):
        return self

    @property
    def T(self):
        return _tensor(self.held.T)

    @property
    def mT(self):
        return transpose(self, -2, -1)

    def size(self, dim=None):
        return self.shape if dim is None else self.shape[dim]

    def dim(self):
        return self.held.ndim

    def numel(self):
        return self.held.size

    nelement = numel

    def item(self):
        return self.held.item()

    def tolist(self):
        return self.held.tolist()

    def numpy(self):
        return self.held

    def detach(self):
        return self

    def contiguous(self):
        return self

    cpu = cuda = requires_grad_ = contiguous

    def clone(self):
        return Tensor(self.held.copy())

    def view(self, *shape):
        return reshape(self, *shape)

    def view_as(self, other):
        return reshape(self, *other.shape)

    reshape_as = view_as

    def expand(self, *sizes):
        wanted = _sizes(sizes)
        new = len(wanted) - self.ndim
        shape = tuple(self.shape[i - new] if size == -1 else size for i, size in enumerate(wanted))
        return broadcast_to(self, shape)

    def expand_as(self, other):
        return broadcast_to(self, other.shape)

    def repeat(self, *sizes):
        return _tensor(np.tile(self.held, _sizes(sizes)))

    def astype(self, dtype):
        return Tensor(self.held.astype(dtype))

    def to(self, *wanted, dtype=None, device=None):
        for one in wanted:
            if isinstance(one, Tensor):
                dtype = one.dtype
            elif not isinstance(one, str):
                dtype = one
        return self if dtype is None else self.astype(dtype)

    type = to

    def type_as(self, other):
        return self.astype(other.dtype)

    def float(self):
        return self.astype(np.float32)

    def double(self):
        return self.astype(np.float64)

    def int(self):
        return self.astype(np.int32)

    def long(self):
        return self.astype(np.int64)

    def bool(self):
        return self.astype(np.bool_)

    def new_zeros(self, *size, dtype=None, device=None):
        return zeros(*size, dtype=self.dtype if dtype is None else dtype)

    def new_ones(self, *size, dtype=None, device=None):
        return ones(*size, dtype=self.dtype if dtype is None else dtype)

    def nonzero(self, as_tuple=False):
        places = np.nonzero(self.held)
        return tuple(map(_tensor, places)) if as_tuple else _tensor(np.stack(places, axis=1))

    # -- writing

    def copy_(self, source):
        self.held[...] = _array(source)
        return self

    fill_ = copy_

    def zero_(self):
        return self.copy_(0)

    def clamp_(self, min=None, max=None):
        return self.copy_(clamp(self, min, max))

    def relu_(self):
        return self.copy_(relu(self))

    def masked_fill_(self, mask, value):
        self.held[_array(mask)] = _array(value)
        return self

    def scatter_(self, dim, index, src):
        np.put_along_axis(self.held, _array(index), _array(src), axis=dim)
        return self

    def index_add_(self, dim, index, source):
        if dim != 0:
            raise NotImplementedError("index_add_ along an axis that is not the first")
        np.add.at(self.held, _array(index), _array(source))
        return self

    # -- operators

    def __getitem__(self, key):
        return _tensor(self.held[_key(key)])

    def __setitem__(self, key, value):
        self.held[_key(key)] = _array(value)

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
        return f"tensor({self.held})"

    def __iadd__(self, other):
        return self.copy_(self.held + _array(other))

    def __isub__(self, other):
        return self.copy_(self.held - _array(other))

    def __imul__(self, other):
        return self.copy_(self.held * _array(other))

    def __itruediv__(self, other):
        return self.copy_(self.held / _array(other))

    add_, sub_, mul_, div_ = __iadd__, __isub__, __imul__, __itruediv__

    def __hash__(self):
        return id(self)


def _key(key):
    return tuple(map(_array, key)) if isinstance(key, tuple) else _array(key)


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and_", "or_", "xor"):
    _plain = getattr(operator, _name)
    _short = _name.rstrip("_")
    setattr(Tensor, f"__{_short}__", _of_two(_plain))
    setattr(Tensor, f"__r{_short}__", _reflected(_plain))
for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Tensor, f"__{_name}__", _of_two(getattr(operator, _name)))
for _name in ("neg", "pos", "abs", "invert"):
    setattr(Tensor, f"__{_name}__", _of_one(getattr(operator, _name)))
for _function in (
    *("exp", "log", "log1p", "expm1", "sqrt", "rsqrt", "tanh", "sigmoid", "relu", "abs", "sign"),
    *(
        "erf",
        "erfc",
        "log2",
        "log10",
        "sinh",
        "cosh",
        "floor",
        "ceil",
        "logical_and",
        "logical_or",
        "logical_xor",
    ),
    *("square", "neg", "reciprocal", "add", "sub", "mul", "div", "pow", "matmul", "mm", "bmm", "mv", "dot"),
    *(
        "outer",
        "ger",
        "eq",
        "ne",
        "gt",
        "ge",
        "lt",
        "le",
        "maximum",
        "minimum",
        "clamp",
        "clip",
        "masked_fill",
    ),
    *("sum", "mean", "prod", "amax", "amin", "all", "any", "max", "min", "argmax", "argmin", "var", "std"),
    *(
        "norm",
        "cumsum",
        "logsumexp",
        "softmax",
        "log_softmax",
        "reshape",
        "flatten",
        "t",
        "transpose",
        "permute",
    ),
    *("unsqueeze", "squeeze", "chunk", "unbind", "tril", "triu", "gather", "index_select", "logical_not"),
):
    setattr(Tensor, _function, globals()[_function])
FloatTensor = DoubleTensor = LongTensor = tensor


# -- functions of one's own --------------------------------------------------------------------------------


class Context:
    """What a forward keeps for its backward."""

    def __init__(self, inputs):
        self.needs_input_grad = (True,) * inputs
        self.saved_tensors = ()

    def save_for_backward(self, *tensors):
        self.saved_tensors = tensors

    def mark_non_differentiable(self, *tensors):
        return None

    mark_dirty = set_materialize_grads = mark_non_differentiable


class Function:
    """A forward and a backward of one's own."""

    @classmethod
    def apply(cls, *inputs):
        return (
            cls.forward(*inputs)
            if hasattr(cls, "setup_context")
            else cls.forward(Context(len(inputs)), *inputs)
        )


# -- modules -----------------------------------------------------------------------------------------------


def _one_hot(labels, num_classes):
    classes = np.arange(num_classes)
    return _tensor(np.asarray(np.expand_dims(_array(labels), -1) == classes, dtype=np.int64))


def _cross_entropy(input, target, reduction="mean"):
    return _nll_loss(log_softmax(input, 1), target, reduction)


def _nll_loss(input, target, reduction="mean"):
    losses = -input[np.arange(input.shape[0]), target]
    return mean(losses) if reduction == "mean" else sum(losses) if reduction == "sum" else losses


def _mse_loss(input, target, reduction="mean"):
    losses = square(input - target)
    return mean(losses) if reduction == "mean" else sum(losses) if reduction == "sum" else losses


def _linear(input, weight, bias=None):
    out = matmul(input, t(weight))
    return out if bias is None else out + bias


def _silu(input):
    return input * sigmoid(input)


def _gelu(input, approximate="none"):
    if approximate == "tanh":
        return 0.5 * input * (1 + tanh((2 / pi) ** 0.5 * (input + 0.044715 * input**3)))
    return 0.5 * input * erfc(-input / 2**0.5)


def _elu(input, alpha=1.0):
    return where(input > 0, input, alpha * expm1(input))


def _softplus(input):
    return _tensor(np.logaddexp(0, _array(input)))


def _leaky_relu(input, negative_slope=0.01):
    return where(input > 0, input, negative_slope * input)


def _padded(input, pad, mode="constant", value=0):
    widths = [(0, 0)] * (input.ndim - len(pad) // 2)
    widths += [(pad[i], pad[i + 1]) for i in range(len(pad) - 2, -1, -2)]
    return _tensor(np.pad(_array(input), widths, constant_values=value))


def _module(name, **names):
    made = ModuleType(name)
    vars(made).update(names)
    return made


autograd = _module("torch_of_numpy.autograd", Function=Function)
autograd.function = _module("torch_of_numpy.autograd.function", Function=Function)
cuda = _module("torch_of_numpy.cuda", is_available=lambda: False)
linalg = _module("torch_of_numpy.linalg", norm=norm)
special = _module("torch_of_numpy.special", erf=erf, erfc=erfc, expit=sigmoid)
functional = _module(
    "torch_of_numpy.nn.functional",
    **{name: globals()[name] for name in ("relu", "sigmoid", "tanh", "softmax", "log_softmax")},
    one_hot=_one_hot,
    cross_entropy=_cross_entropy,
    nll_loss=_nll_loss,
    mse_loss=_mse_loss,
    linear=_linear,
    silu=_silu,
    gelu=_gelu,
    elu=_elu,
    softplus=_softplus,
    leaky_relu=_leaky_relu,
    pad=_padded,
)
nn = _module("torch_of_numpy.nn", functional=functional, Module=object, Parameter=as_tensor)

ARRAYS = Tensor
"""What arrays are handed over as."""
TRANSPARENT = (_array, _axes, _tensor, Tensor)
"""What changes how values are held, and no value."""
STOPPING = (Tensor.detach,)
"""What no gradient flows through."""
