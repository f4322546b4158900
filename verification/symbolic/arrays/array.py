"""The symbolic array: NumPy's interface over a `Content`, with its views and in-place operations.

Arrays without axes stand for NumPy's and Python's scalars and are immutable, as those are.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from types import FunctionType
from typing import Any

from sympy import Expr, Integer, Mul, expand

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays import dtypes, elementwise, errors, indexing, reductions, shaping
from yudo.verification.symbolic.arrays.axes import (
    Axes,
    Index,
    axis_of,
    factors_of,
    fresh_index,
    in_common,
    index_along,
    indices_along,
    is_concrete,
    shape_text,
    size_of,
)
from yudo.verification.symbolic.arrays.content import Content, all_indices, constant, written_over
from yudo.verification.symbolic.arrays.defined import is_power_a_number
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.arrays.location import TracedGlobals
from yudo.verification.symbolic.arrays.ranges import is_length, is_nonnegative, within
from yudo.verification.symbolic.arrays.size_assumptions import decided
from yudo.verification.symbolic.arrays.writes import birth, note

AS_WRITTEN = Text("기호를 어떻게 적는지 묻는다", "asks how a symbol is written")
Derive = Callable[[Content], Content]
WriteBack = Callable[[Content, Content], Content]


class ndarray:
    """A symbolic array. Either it owns its content, or it is a view of another array's."""

    __slots__ = (
        "_base",
        "_derive",
        "_own",
        "_seen",
        "_sources",
        "_unknown",
        "_viewed",
        "_write_back",
        "_zero_dimensional",
        "born",
        "fixed",
        "in_order",
        "native",
    )

    def __init__(
        self,
        content: Content,
        *,
        written: bool = True,
        native: bool = False,
        array: bool = False,
        in_order: bool = False,
    ):
        if written:
            content.read_once()
        self._zero_dimensional = array
        self.native = native
        """Whether it is certainly a number of Python's own, as sizes are; else nobody knows."""
        self.in_order = in_order
        """Whether its entries certainly lie in memory one after the other, so that a reshape is a view."""
        self.born = birth()
        self.fixed: Text | None = None
        self._own: Content | None = content
        self._base: ndarray | None = None
        self._derive: Derive | None = None
        self._write_back: WriteBack | None = None
        self._seen: tuple[Content, Content] | None = None
        self._unknown: Text | None = None
        self._sources: tuple[tuple[ndarray, Content], ...] = ()
        self._viewed = False

    @staticmethod
    def one_of(content: Content, values: Sequence[Any], why_fixed: Text) -> ndarray:
        """One of several arrays, nobody knows which: it is not written to, nor read after a write to them."""
        made = ndarray(content, array=any(map(is_array, values)))
        made.fixed = why_fixed
        made._sources = tuple((one, one.content) for one in values if isinstance(one, ndarray))
        return made

    @staticmethod
    def unread(reason: Unreadable) -> ndarray:
        """What cannot be read, and may be needed for nothing but to be printed."""
        made = ndarray.__new__(ndarray)
        made.born, made.fixed, made.native, made.in_order = birth(), None, False, False
        made._own = made._base = made._derive = made._write_back = made._seen = None
        made._unknown, made._viewed, made._sources = reason.text, False, ()
        made._zero_dimensional = False
        return made

    @property
    def is_array(self) -> bool:
        """Whether it is an array of NumPy's, which can be written to, and no scalar."""
        return self._zero_dimensional or bool(self.content.axes)

    @property
    def is_outdated(self) -> bool:
        """Whether it may be an array that was written to since."""
        return any(one.content is not content for one, content in self._sources)

    @property
    def is_forgotten(self) -> bool:
        """Whether it had a content that nobody knows now."""
        return self._unknown is not None and not self.is_unread

    @property
    def is_unread(self) -> bool:
        """Whether it never had a content."""
        return self._unknown is not None and self._own is None and self._base is None

    def perhaps_a_view(self, derive: Derive) -> ndarray:
        """What may share this array's memory: after a write to one of the two, the other is unreadable."""
        return self._view(derive, None)

    def _view(self, derive: Derive, write_back: WriteBack | None, *, array: bool = True) -> ndarray:
        """A view. Without ``write_back`` NumPy may also have made a copy, and nobody can tell.

        Unless ``array``, it is a scalar where it has no axes, as what the methods of a scalar return.
        """
        made = ndarray.__new__(ndarray)
        made.born = birth()
        made.fixed = None
        made.native = made.in_order = False
        made._own = None
        made._base = self
        made._derive = derive
        made._write_back = write_back
        base = self.content
        made._seen = (base, derive(base))
        made._unknown, made._viewed, made._sources = None, False, ()
        made._zero_dimensional = array
        self._viewed = True
        return made

    @property
    def content(self) -> Content:
        """The content as it is now."""
        if self._unknown is not None:
            raise Unreadable(self._unknown)
        if self._base is None:
            assert self._own is not None
            if self.is_outdated:
                raise Unreadable(
                    Text(
                        "그 뒤에 값이 쓰인 배열일지 모르는 것을 읽는다",
                        "reads what may be an array that was written to since",
                    )
                )
            return self._own
        assert self._derive is not None
        assert self._seen is not None
        base = self._base.content
        if base is not self._seen[0]:
            if self._write_back is None:
                raise Unreadable(
                    Text(
                        "그 뒤에 값이 쓰인 배열의 뷰인지 복사본인지 알 수 없는 것을 읽는다",
                        "reads what may be a view or a copy of an array that was written to since",
                    )
                )
            self._seen = (base, self._derive(base))
        return self._seen[1]

    def _assign(self, new: Content) -> None:
        """Write in place."""
        if not self.owner.is_array:
            raise Unreadable(Text("스칼라로 만든 배열에 값을 쓴다", "writes into what was made of a scalar"))
        note(self)
        if self.fixed is not None:
            raise Unreadable(self.fixed)
        if self._base is None:
            self._own = new
        elif self._write_back is not None:
            base = self._base.content
            self._base._assign(self._write_back(base, new))
        else:
            self._base.forget(
                Text(
                    "뷰일지 모르는 것에 값을 쓴 뒤에 그 배열을 읽는다",
                    "reads an array after a write to what may be a view of it",
                )
            )
            self._base, self._own = None, new

    def forget(self, reason: Text) -> None:
        """Let it be unreadable, as what it is a view of."""
        note(self)
        self._unknown = reason
        if self._base is not None:
            self._base.forget(reason)

    def _updated(self, new: Content, native: bool = False) -> ndarray:
        """What ``a += b`` leaves in ``a``."""
        old = self.content
        if not self.is_array:
            return ndarray(new, native=native)
        if len(new.axes) != len(old.axes) or None in map(in_common, new.axes, old.axes):
            raise NumPyRefuses(
                Text(
                    f"제자리 연산: 결과의 모양 {shape_text(new.axes)}, 배열의 모양 {shape_text(old.axes)}",
                    f"in place: the result has shape {shape_text(new.axes)}, not {shape_text(old.axes)}",
                )
            )
        if _RANK[new.kind] > _RANK[old.kind]:
            raise NumPyRefuses(
                Text(
                    f"제자리 연산: {new.kind} 수는 {old.kind} 배열에 들어가지 않는다",
                    f"in place: {new.kind} numbers do not go into an array of kind {old.kind}",
                )
            )
        self._assign(elementwise.cast(new, old.kind))
        return self

    # -- what is summarised: loops and branches --------------------------------------------------------------

    def state(self) -> tuple[Any, ...]:
        """All that a write may change."""
        return self._own, self._base, self._derive, self._write_back, self._seen, self._unknown

    def restore(self, state: tuple[Any, ...]) -> None:
        """Undo all writes since `state`."""
        self._own, self._base, self._derive, self._write_back, self._seen, self._unknown = state

    def replace(self, content: Content) -> None:
        """Write an array as a whole that owns its content."""
        if self._base is not None:
            raise Unreadable(
                Text(
                    "반복이나 분기 안에서 뷰가 원래 배열에서 떨어졌다",
                    "a view was cut off from its array in a loop or a branch",
                )
            )
        note(self)
        self._own = content

    @property
    def owner(self) -> ndarray:
        """The array that a write to this one reaches."""
        return self if self._base is None else self._base.owner

    def seen_through(self) -> Iterator[ndarray]:
        """Go from the array to what it is a view of, and so on, up to the one that owns the content."""
        yield self
        if self._base is not None:
            yield from self._base.seen_through()

    def rename(self, name: Callable[[Content], Content]) -> None:
        """Exchange the content for one that stands for the same entries, in the array that owns it."""
        if self._base is None:
            self._own = name(self.content)
            return
        self._base.rename(name)
        assert self._derive is not None
        base = self._base.content
        self._seen = (base, self._derive(base))

    # -- what it is ----------------------------------------------------------------------------------------

    @property
    def shape(self) -> tuple[Any, ...]:
        """The sizes, integers where they are known."""
        return tuple(scalar(size_of(axis)) for axis in self.content.axes)

    @shape.setter
    def shape(self, shape: Any) -> None:
        if self._base is not None or self._viewed:
            raise Unreadable(
                Text(
                    "뷰이거나 뷰가 있는 배열의 모양을 바꾼다",
                    "gives an array another shape that is, or has, a view",
                )
            )
        if self.fixed is not None:
            raise Unreadable(self.fixed)
        note(self)
        self._own = shaping.reshape(self.content, [expression(size) for size in _flat((shape,))])

    @property
    def ndim(self) -> int:
        """How many axes."""
        return len(self.content.axes)

    @property
    def size(self) -> Any:
        """How many entries."""
        return scalar(reductions.count(self.content, None))

    @property
    def dtype(self) -> dtypes.ScalarType:
        """Float, int or bool."""
        return dtypes.OF_KIND[self.content.kind]

    @property
    def mT(self) -> ndarray:
        """The last two axes reversed."""
        if self.ndim < 2:
            raise NumPyRefuses(Text("행렬이 아닌 것의 .mT", ".mT of what is no matrix"))
        return self.swapaxes(-1, -2)

    @property
    def T(self) -> ndarray:
        """All axes reversed."""
        return self.transpose()

    def __len__(self) -> int:
        size = self.shape[0]
        if isinstance(size, int):
            return size
        raise Unreadable(
            Text(
                f"크기가 기호 {expression(size)}인 축의 len()",
                f"len() of an axis of symbolic size {expression(size)}",
            )
        )

    def __iter__(self) -> Iterator[ndarray]:
        if not self.content.axes:
            raise NumPyRefuses(Text("스칼라는 반복할 수 없다", "a scalar is not iterable"))
        size = self.shape[0]
        if not isinstance(size, int):
            raise Unreadable(
                Text(
                    f"기호 크기 {expression(size)}만큼 반복한다",
                    f"loops over a symbolic size {expression(size)}",
                )
            )
        return (self[i] for i in range(size))

    def _known(self) -> Expr:
        content = self.content
        if (
            any(not is_concrete(f) for f in factors_of(content.axes))
            or size_of(factors_of(content.axes)) != 1
        ):
            raise NumPyRefuses(
                Text(
                    "원소가 여럿인 배열은 참인지 거짓인지 정해지지 않는다",
                    "the truth value of an array with more than one element is ambiguous",
                )
            )
        return content.at(tuple(Integer(0) for _ in factors_of(content.axes)))

    def __bool__(self) -> bool:
        value = self._known()
        if value.is_number:
            return bool(value != 0)
        generic = decided(value)
        if generic is not None:
            return generic
        reason = Unreadable(Text(f"{value}의 값에 따라 분기한다", f"branches on the value of {value}"))
        reason.condition = value
        raise reason

    def number(self) -> ndarray:
        """What ``int`` and ``float`` take: an array with axes is none to newer versions of NumPy."""
        if self.content.axes:
            raise Unreadable(
                Text("축이 있는 배열을 수로 바꾼다", "turns an array that has axes into a number")
            )
        return ndarray(self.content)

    def __index__(self) -> int:
        value = self.number()._known()
        if value.is_Integer and self.content.kind == "int":
            return int(value)
        raise Unreadable(Text(f"{value}의 값을 정수로 알아야 한다", f"needs {value} as a known integer"))

    __int__ = __index__

    def __float__(self) -> float:
        value = self.number()._known()
        if value.is_number:
            return float(value)
        raise Unreadable(Text(f"{value}의 값을 수로 알아야 한다", f"needs {value} as a known number"))

    def item(self) -> ndarray:
        """The entry of an array of size 1."""
        if size_of(factors_of(self.content.axes)) != 1:
            raise Unreadable(
                Text("원소가 여럿인 배열의 item()", "item() of an array of more than one element")
            )
        return ndarray(shaping.with_axes(self.content, ()))

    def __repr__(self) -> str:
        if isinstance(sys._getframe(1).f_globals, TracedGlobals):
            raise Unreadable(AS_WRITTEN)
        if self._unknown is not None:
            return "symbolic array that cannot be read"
        return f"symbolic {self.content.kind} array of shape {shape_text(self.content.axes)}"

    def __str__(self) -> str:
        return str(self.known_integer())

    def __format__(self, spec: str) -> str:
        return format(self.known_integer(), spec)

    def __hash__(self) -> int:
        return hash(self.known_integer())

    def known_integer(self) -> int:
        """The integer that a number is known to be: as a key, or as text, it is like Python's."""
        if not self.content.axes and self.content.kind == "int" and self.content.at(()).is_Integer:
            return int(self.content.at(()))
        raise Unreadable(AS_WRITTEN)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and not name.startswith("__array"):
            raise AttributeError(name)
        raise Unreadable(
            Text(f"기호로 읽는 법이 없는 배열의 .{name}", f".{name} of an array has no symbolic reading")
        )

    # -- entries --------------------------------------------------------------------------------------------

    def __getitem__(self, key: Any) -> Any:
        mask = _mask_of(key)
        if mask is not None:
            return Masked(_fitting(mask, self.content), self.content)
        items = key_items(key)
        content, since = self.content, errors.count()
        try:
            plan = indexing.plan(content, items)
        except Unreadable as reason:
            if not any(isinstance(item, slice) for item in items):
                raise
            errors.forgive(since)  # It is refused again as soon as its content is asked for.
            return ndarray.unread(reason)
        if not plan.basic:
            return ndarray(indexing.read(plan))
        if not plan.axes and Ellipsis not in [item for item in items if not isinstance(item, Content)]:
            return ndarray(indexing.read(plan))
        return self._view(
            lambda base: indexing.read(indexing.plan(base, items)),
            lambda base, new: indexing.written(indexing.plan(base, items), new),
        )

    def __setitem__(self, key: Any, value: Any) -> None:
        content = self.content
        mask = _mask_of(key)
        if mask is not None:
            mask = _fitting(mask, content)
            if isinstance(value, Masked):
                if not value.selects(mask):
                    raise Unreadable(
                        Text(
                            "다른 마스크로 고른 원소를 대입한다", "assigns a selection made with another mask"
                        )
                    )
                value = ndarray(value.values)
            new = as_content(value)
            if new.axes and not isinstance(value, ndarray):
                raise Unreadable(
                    Text("마스크로 고른 자리에 리스트를 대입한다", "assigns a list to a selection")
                )
            if new.axes and new.axes != content.axes:
                raise Unreadable(
                    Text("마스크로 고른 자리에 배열을 대입한다", "assigns an array to a selection by a mask")
                )
            _no_cutting(new, content)
            # Masks that complement each other leave nothing unwritten: the placeholder cancels.
            before = written_over(content)
            self._assign(elementwise.cast(elementwise.where(mask, new, before), content.kind))
            return
        if isinstance(value, Masked):
            raise Unreadable(
                Text(
                    "마스크로 고른 원소를 대입한다: 길이가 값에 따라 다르다",
                    "assigns a selection by a mask, whose length depends on the values",
                )
            )
        items, new = key_items(key), as_content(value)
        if new.axes and len(items) == len(content.axes) and all(_is_one_place(item) for item in items):
            raise Unreadable(Text("원소 하나에 배열을 쓴다", "writes an array into a single entry"))
        self._assign(indexing.written(indexing.plan(content, items), new))

    # -- shape ----------------------------------------------------------------------------------------------

    def reshape(self, *shape: Any, order: str = "C") -> ndarray:
        """Regroup in row-major order, or in column-major order (``"F"``).

        Where only axes of size 1 come and go, the result is a view however the array lies in memory.
        """
        if order == "F":
            given = shape[0] if len(shape) == 1 else shape
            turned = tuple(given)[::-1] if isinstance(given, (tuple, list)) else given
            return self.transpose().reshape(turned).transpose()
        if order != "C":
            raise Unreadable(Text(f"order={order!r}인 reshape", f"reshape with order={order!r}"))
        wanted = [expression(size) for size in _flat(shape)]
        old = self.content.axes
        made = self._view(lambda base: shaping.reshape(base, wanted), None, array=self.is_array)
        if shaping.without_units(made.content.axes) == shaping.without_units(old):
            made._write_back = lambda _, new: shaping.with_axes(new, old)
        elif self.in_order:
            made._write_back = lambda _, new: shaping.reshape(new, [size_of(axis) for axis in old])
        made.in_order = self.in_order
        return made

    def ravel(self, order: str = "C") -> ndarray:
        """One axis of all entries; perhaps a view."""
        return self.reshape(-1, order=order)

    def flatten(self, order: str = "C") -> ndarray:
        """One axis of all entries, copied."""
        return self.reshape(-1, order=order).copy()

    def transpose(self, *order: Any) -> ndarray:
        """Reorder the axes."""
        listed = [int(i) for i in _flat(order)] if order and order != (None,) else []
        ndim = self.ndim
        places = [shaping.normalize_axis(i, ndim) for i in listed] or list(range(ndim))[::-1]
        back = shaping.inverse_order(places)
        return self._view(
            lambda base: shaping.transpose(base, places),
            lambda _, new: shaping.transpose(new, back),
            array=self.is_array,
        )

    def swapaxes(self, a: int, b: int) -> ndarray:
        """Exchange two axes."""
        order = list(range(self.ndim))
        order[a], order[b] = order[b], order[a]
        return self.transpose(order)

    def repeat(self, repeats: Any, axis: Any = None) -> ndarray:
        """Each entry along an axis so many times."""
        if as_content(repeats).axes:
            raise Unreadable(Text("횟수를 여럿 준 np.repeat", "np.repeat with several counts"))
        content = self.content if axis is not None else self.reshape(-1).content
        (count,) = axes_from_shape(repeats)
        place = shaping.normalize_axis(int(axis or 0), len(content.axes))
        return ndarray(shaping.copies(content, place, (), count))

    def squeeze(self, axis: Any = None) -> ndarray:
        """Remove axes of size 1."""
        places = None if axis is None else axes_list(axis)
        old = self.content.axes
        return self._view(
            lambda base: shaping.squeeze(base, places),
            lambda _, new: shaping.with_axes(new, old),
            array=self.is_array,
        )

    def copy(self, order: str = "C") -> ndarray:
        """A copy."""
        return ndarray(self.content, array=self.is_array, in_order=order == "C")

    def _duplicate(self) -> ndarray:
        """A copy whose entries lie in memory as they do here."""
        return ndarray(self.content, array=self.is_array)

    def argmax(self, axis: Any = None, out: ndarray | None = None, *, keepdims: Any = False) -> ndarray:
        """The place of the largest entry along an axis, or of all in row-major order."""
        found = reductions.place_of_largest(self.content, axis)
        if truth(keepdims):
            places = range(self.ndim) if axis is None else [shaping.normalize_axis(int(axis), self.ndim)]
            found = shaping.expand_dims(found, list(places))
        return into(out, found)

    def argmin(self, axis: Any = None, out: ndarray | None = None, *, keepdims: Any = False) -> ndarray:
        """The place of the smallest entry along an axis."""
        return (-self).argmax(axis, out, keepdims=keepdims)

    def nonzero(self) -> Nonzero:
        """The places of what is not zero."""
        return Nonzero(elementwise.nonzero(self.content))

    def all(self, axis: Any = None, out: ndarray | None = None, keepdims: Any = False) -> Any:
        """Whether all entries hold: of the whole array where each is known, or along axes."""
        if axis is None:
            return reductions.known_truth(self.content)
        mask = elementwise.nonzero(self.content)
        return into(out, reductions.all_hold(mask, axes_list(axis), truth(keepdims)))

    def any(self, axis: Any = None, out: ndarray | None = None, keepdims: Any = False) -> Any:
        """Whether any entry holds: of the whole array where each is known, or along axes."""
        if axis is None:
            return reductions.known_truth(self.content, any)
        none = elementwise.logical_not(self.content)
        found = reductions.all_hold(none, axes_list(axis), truth(keepdims))
        return into(out, elementwise.logical_not(found))

    def astype(self, dtype: Any, copy: bool = True) -> ndarray:
        """The same numbers as another kind."""
        if not copy and self.is_array:
            return self._view(lambda base: elementwise.cast_to(base, dtype), None)
        return ndarray(elementwise.cast_to(self.content, dtype), array=self.is_array)

    def trace(self, offset: Any = 0) -> ndarray:
        """The sum of a diagonal."""
        return ndarray(reductions.total(self.diagonal(offset).content, None, False))

    def take(self, indices: Any, axis: Any = None) -> ndarray:
        """Entries along an axis, or among all, at the places that integers name."""
        of = self if axis is not None else self.reshape(-1)
        place = shaping.normalize_axis(int(axis or 0), of.ndim)
        return ndarray(of[(slice(None),) * place + (asarray(indices),)].content)

    def diagonal(self, offset: Any = 0) -> ndarray:
        """A diagonal of a matrix: the main one, or any of a matrix of known sizes; it can't be written to."""
        first, aside = expression(offset), self.content.axes
        if first != 0 or (len(aside) == 2 and aside[0] != aside[1]):
            return self.perhaps_a_view(lambda base: reductions.diagonal(base, first))
        return self.perhaps_a_view(lambda base: reductions.einsum(["ii"], "i", [base]))

    def fill(self, value: Any) -> None:
        """Set every entry."""
        self[...] = value

    # -- reductions -----------------------------------------------------------------------------------------

    def sum(
        self,
        axis: Any = None,
        dtype: Any = None,
        out: ndarray | None = None,
        keepdims: Any = False,
        initial: Any = None,
        where: Any = True,
    ) -> ndarray:
        """The sum over axes, of the entries where a mask holds and of a number."""
        content = self.content if dtype is None else elementwise.summands(self.content, dtype)
        if dtype is not None and content.kind == "bool":
            raise Unreadable(
                Text("다시 마스크가 되는 dtype bool의 합", "a sum in the dtype bool, which is a mask again")
            )
        summed = reductions.total(_where(where, content, 0), axes_list(axis), truth(keepdims))
        return into(out, summed if initial is None else elementwise.add(summed, as_content(initial)))

    def cumsum(self, axis: Any = None, dtype: Any = None, out: ndarray | None = None) -> ndarray:
        """The sums of all entries up to each, along an axis."""
        content = self.content if axis is not None else self.reshape(-1).content
        content = content if dtype is None else elementwise.summands(content, dtype)
        return into(out, reductions.cumulated(content, int(axis or 0)))

    def cumprod(self, axis: Any = None, dtype: Any = None, out: ndarray | None = None) -> ndarray:
        """The products of all entries up to each, along an axis of known size."""
        in_floating_point(dtype)
        content = self.content if axis is not None else self.reshape(-1).content
        return into(out, reductions.multiplied_up_to_each(content, int(axis or 0)))

    def mean(
        self,
        axis: Any = None,
        dtype: Any = None,
        out: ndarray | None = None,
        keepdims: Any = False,
        *,
        where: Any = True,
    ) -> ndarray:
        """The mean over axes, of the entries where a mask holds."""
        in_floating_point(dtype)
        if where is True:
            return into(out, _mean(self.content, axes_list(axis), truth(keepdims)))
        mask = shaping.broadcast_to(elementwise.nonzero(as_content(where)), self.content.axes)
        chosen = reductions.total(mask, axes_list(axis), truth(keepdims))
        return into(
            out, elementwise.divide(self.sum(axis, None, None, keepdims, None, where).content, chosen)
        )

    def var(
        self,
        axis: Any = None,
        dtype: Any = None,
        out: ndarray | None = None,
        ddof: Any = 0,
        keepdims: Any = False,
    ) -> ndarray:
        """The mean square distance from the mean."""
        in_floating_point(dtype)
        places = axes_list(axis)
        content = self.content
        centred = elementwise.subtract(content, _mean(content, places, True))
        squares = elementwise.multiply(centred, centred)
        count = reductions.count(content, places) - expression(ddof)
        summed = reductions.total(squares, places, truth(keepdims))
        return into(out, elementwise.divide(summed, number(count)))

    def std(
        self,
        axis: Any = None,
        dtype: Any = None,
        out: ndarray | None = None,
        ddof: Any = 0,
        keepdims: Any = False,
    ) -> ndarray:
        """The root of the variance."""
        return into(out, elementwise.square_root(self.var(axis, dtype, None, ddof, keepdims).content))

    def max(
        self, axis: Any = None, out: ndarray | None = None, keepdims: Any = False, initial: Any = None
    ) -> ndarray:
        """The largest entry over axes, and of a number."""
        found = reductions.maximum(self.content, axes_list(axis), truth(keepdims))
        return into(out, found if initial is None else elementwise.maximum(found, as_content(initial)))

    def min(
        self, axis: Any = None, out: ndarray | None = None, keepdims: Any = False, initial: Any = None
    ) -> ndarray:
        """The smallest entry over axes, and of a number."""
        turned = elementwise.negative(self.content)
        found = elementwise.negative(reductions.maximum(turned, axes_list(axis), truth(keepdims)))
        return into(out, found if initial is None else elementwise.minimum(found, as_content(initial)))

    def prod(
        self, axis: Any = None, dtype: Any = None, out: ndarray | None = None, keepdims: Any = False
    ) -> ndarray:
        """The product over axes of known sizes; of whole numbers, such as sizes, also as whole numbers."""
        if not (self.content.kind == "int" and dtype is not None and dtypes.kind_of(dtype) == "int"):
            in_floating_point(dtype)
        elif dtypes.is_short(dtype):
            dtypes.need_long()
        return into(out, reductions.multiplied(self.content, axes_list(axis), truth(keepdims)))

    def dot(self, other: Any, out: ndarray | None = None) -> ndarray:
        """The matrix product, or the product with a scalar."""
        a, b = self.content, as_content(other)
        return into(out, reductions.dot(a, b) if a.axes and b.axes else elementwise.multiply(a, b))

    def clip(
        self,
        low: Any = None,
        high: Any = None,
        out: ndarray | None = None,
        *,
        min: Any = None,
        max: Any = None,
    ) -> ndarray:
        """Cut off below and above."""
        content = self.content
        low, high = low if min is None else min, high if max is None else max
        if low is not None:
            content = elementwise.maximum(content, as_content(low))
        if high is not None:
            content = elementwise.minimum(content, as_content(high))
        return into(out, content)

    # -- operators -------------------------------------------------------------------------------------------

    def __matmul__(self, other: Any) -> ndarray:
        return ndarray(reductions.matmul(self.content, as_content(other)))

    def __rmatmul__(self, other: Any) -> ndarray:
        return ndarray(reductions.matmul(as_content(other), self.content))

    def __imatmul__(self, other: Any) -> ndarray:
        return self._updated(reductions.matmul(self.content, as_content(other)))

    def __neg__(self) -> ndarray:
        return ndarray(elementwise.negative(self.content), native=self.native)

    def __pos__(self) -> ndarray:
        return self._duplicate()

    def __abs__(self) -> ndarray:
        return ndarray(elementwise.absolute(self.content))

    def __invert__(self) -> ndarray:
        if self.content.kind != "bool":
            raise Unreadable(Text("마스크가 아닌 수에 쓴 ~", "~ of numbers that are not a mask"))
        return ndarray(elementwise.logical_not(self.content))

    def __copy__(self) -> ndarray:
        return self._duplicate()

    def __deepcopy__(self, _: Any) -> ndarray:
        return self._duplicate()

    def _refuse(self, *_: Any) -> Any:
        raise Unreadable(
            Text("기호로 읽는 법이 없는 파이썬 연산", "an operation of Python's that has no symbolic reading")
        )

    __round__ = __divmod__ = __rdivmod__ = __lshift__ = __rshift__ = __rlshift__ = __rrshift__ = _refuse
    __complex__ = __trunc__ = __floor__ = __ceil__ = __bytes__ = __dir__ = __reduce_ex__ = _refuse

    def __array_ufunc__(self, *_: Any, **__: Any) -> Any:
        raise Unreadable(
            Text("진짜 NumPy를 기호 배열로 불렀다", "real NumPy was called with a symbolic array")
        )


_RANK = {"bool": 0, "int": 1, "float": 2}
_TEXTS = (str, bytes, bytearray)


def _may_fail(f: Callable[[Content, Content], Content], a: Content, b: Content) -> None:
    """Note where Python's own numbers have no quotient or power, or a complex one."""
    by = b.at(())
    if f in (elementwise.divide, elementwise.floor_divide, elementwise.remainder):
        if not is_power_a_number(by, Integer(-1)):
            errors.may_raise(Text(f"0일 수도 있는 {by}로 나누기", f"division by {by}, which may be 0"))
    elif f is elementwise.power and not is_power_a_number(a.at(()), by):
        raise Unreadable(
            Text(
                f"복소수이거나 오류일 수도 있는 {a.at(())} ** {by}",
                f"{a.at(())} ** {by}, which may be complex or an error",
            )
        )


def _operator(f: Callable[[Content, Content], Content], masks_only: bool = False) -> tuple[Any, Any, Any]:
    def content_of(other: Any, beside: ndarray) -> Content | None:
        joins = isinstance(other, (list, tuple)) or (f is elementwise.multiply and isinstance(other, _TEXTS))
        if joins and not beside.is_array and (beside.native or beside.content.kind != "float"):
            raise Unreadable(
                Text(
                    "리스트나 글에 수를 더하거나 곱한다",
                    "adds a number to a list or a text, or multiplies it",
                )
            )
        return as_content(other) if is_array_like(other) else None

    def checked(a: Content, b: Content) -> Content:
        if masks_only and (a.kind, b.kind) != ("bool", "bool"):
            raise Unreadable(
                Text("마스크가 아닌 수의 비트 연산", "a bitwise operation on numbers that are not masks")
            )
        return f(a, b)

    def native(self: ndarray, other: Any) -> bool:
        return self.native and (
            other.native if isinstance(other, ndarray) else type(other) in (bool, int, float)
        )

    def long(content: Content, native: bool) -> Content:
        if content.kind == "int" and not native:
            dtypes.need_long()
        return content

    def made(content: Content, native: bool) -> ndarray:
        return ndarray(long(content, native), native=native)

    def forward(self: ndarray, other: Any) -> Any:
        content = content_of(other, self)
        if content is None:
            return NotImplemented
        if native(self, other):
            _may_fail(f, self.content, content)
        return made(checked(self.content, content), native(self, other))

    def reflected(self: ndarray, other: Any) -> Any:
        content = content_of(other, self)
        if content is None:
            return NotImplemented
        if native(self, other):
            _may_fail(f, content, self.content)
        return made(checked(content, self.content), native(self, other))

    def in_place(self: ndarray, other: Any) -> Any:
        content = content_of(other, self)
        if content is None:
            return NotImplemented
        if native(self, other):
            _may_fail(f, self.content, content)
        return self._updated(long(checked(self.content, content), native(self, other)), native(self, other))

    return forward, reflected, in_place


for _name, _f, _masks in (
    ("add", elementwise.add, False),
    ("sub", elementwise.subtract, False),
    ("mul", elementwise.multiply, False),
    ("truediv", elementwise.divide, False),
    ("floordiv", elementwise.floor_divide, False),
    ("mod", elementwise.remainder, False),
    ("pow", elementwise.power, False),
    ("and", elementwise.logical_and, True),
    ("or", elementwise.logical_or, True),
    ("xor", elementwise.logical_xor, True),
):
    _forward, _reflected, _in_place = _operator(_f, _masks)
    setattr(ndarray, f"__{_name}__", _forward)
    setattr(ndarray, f"__r{_name}__", _reflected)
    setattr(ndarray, f"__i{_name}__", _in_place)

for _name, _f in (
    ("gt", elementwise.greater),
    ("ge", elementwise.greater_equal),
    ("lt", lambda a, b: elementwise.greater(b, a)),
    ("le", lambda a, b: elementwise.greater_equal(b, a)),
    ("eq", elementwise.equal),
    ("ne", elementwise.not_equal),
):
    setattr(ndarray, f"__{_name}__", _operator(_f)[0])


for _name, _f in list(vars(ndarray).items()):
    if isinstance(_f, FunctionType) and _name not in ("__init__", "__getattr__", "__repr__"):
        setattr(ndarray, _name, errors.closed(_f))


class Masked:
    """``a[mask]``: entries whose number depends on the values, good for what is done to each of them."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, mask: Content, values: Content):
        self.mask = mask
        self._values: Content | None = values

    @property
    def values(self) -> Content:
        """The entries, of which those count that the mask selects."""
        if self._values is None:
            raise Unreadable(
                Text(
                    "마스크로 고른 원소를 제자리에서 바꾼 뒤에 다른 이름으로 읽는다",
                    "reads a selection by a mask under another name after it was changed in place",
                )
            )
        return self._values

    def selects(self, mask: Content) -> bool:
        """Whether another mask selects the same entries."""
        if mask is self.mask:
            return True
        if mask.axes != self.mask.axes:
            return False
        return all(mask.at(index) == self.mask.at(index) for index, _ in all_indices(factors_of(mask.axes)))

    def _with(self, f: Callable[[Content, Content], Content], other: Any, reflected: bool) -> Masked:
        if isinstance(other, Masked):
            if not self.selects(other.mask):
                raise Unreadable(
                    Text(
                        "서로 다른 마스크로 고른 원소들을 함께 계산한다",
                        "combines selections made with different masks",
                    )
                )
            operand = other.values
        else:
            operand = as_content(other)
            if operand.axes:
                raise Unreadable(
                    Text(
                        "마스크로 고른 원소와 배열을 함께 계산한다",
                        "combines a selection by a mask with an array",
                    )
                )
        return Masked(self.mask, f(operand, self.values) if reflected else f(self.values, operand))

    def _in_place(self, f: Callable[[Content, Content], Content], other: Any) -> Masked:
        made, old = self._with(f, other, False), self.values
        _no_cutting(made.values, old)
        self._values = None
        return made

    def __neg__(self) -> Masked:
        return Masked(self.mask, elementwise.negative(self.values))

    def sum(self) -> ndarray:
        """The sum of the selected entries."""
        zero = constant(0)
        return ndarray(reductions.total(elementwise.where(self.mask, self.values, zero), None, False))

    def __getattr__(self, name: str) -> Any:
        raise Unreadable(
            Text(
                f"마스크로 고른 원소의 {name}: 길이가 값에 따라 다르다",
                f"{name} of a selection by a mask, whose length depends on the values",
            )
        )

    def _refuse(self, *_: Any) -> Any:
        raise Unreadable(
            Text(
                "마스크로 고른 원소를 세거나 비교하거나 하나씩 꺼낸다: 길이가 값에 따라 다르다",
                "counts, compares or picks from a selection by a mask, whose length depends on the values",
            )
        )


for _name, _f in (
    ("add", elementwise.add),
    ("sub", elementwise.subtract),
    ("mul", elementwise.multiply),
    ("truediv", elementwise.divide),
    ("pow", elementwise.power),
):
    setattr(Masked, f"__{_name}__", lambda self, other, f=_f: self._with(f, other, False))
    setattr(Masked, f"__r{_name}__", lambda self, other, f=_f: self._with(f, other, True))
    setattr(Masked, f"__i{_name}__", lambda self, other, f=_f: self._in_place(f, other))
errors.refuses_the_rest(Masked, Masked._refuse)
Masked.sum = errors.closed(Masked.sum)  # type: ignore[method-assign]


class SymbolicSequence:
    """As many values as a symbolic size says: what a loop that is summarised runs over.

    ``sizes`` has the factors of that size: several, along an axis that was flattened. A ``descending`` one
    begins with the last of what it runs over.
    """

    sizes: tuple[Expr, ...]
    descending = False

    def item(self, at: ndarray) -> Any:
        """The value at a place."""
        raise NotImplementedError

    def place(self, *at: Expr) -> Any:
        """The value at a place that is given by an index per factor."""
        index = index_along(at, self.sizes)
        return self.item(ndarray(Content((), lambda _: index, "int", self.size)))

    def in_run(self, *at: Expr) -> Any:
        """The value that a loop over it takes in the run that has this index, in whatever order they come."""
        return self.place(*at)

    @property
    def size(self) -> Expr:
        """How many."""
        return Mul(*self.sizes)

    def stacked(self) -> Content:
        """The values as one array, along a new first axis."""
        depth = len(self.sizes)
        at = [fresh_index(size) for size in self.sizes]
        one = as_content(self.place(*at))

        def entry(index: Index) -> Expr:
            return one.at(index[depth:]).xreplace(dict(zip(at, index, strict=False)))

        return Content((self.sizes, *one.axes), entry, one.kind, one.below)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice) and (key.start, key.stop, key.step) == (None, None, -1):
            return Reversed(self)
        if isinstance(key, ndarray) and not key.content.axes and key.content.below == self.size:
            return self.item(key)
        place = expression(key)
        if place == 0:
            return self.place(*(Integer(0) for _ in self.sizes))
        if place == -1:
            return self.place(*(size - 1 for size in self.sizes))
        if len(self.sizes) == 1:
            place = expand(place + self.size) if is_nonnegative(-1 - place) else place
            if within(place, self.size):
                return self.place(place)
        raise Unreadable(
            Text(
                f"길이가 기호 {self.size}인 수열의 {place}번째 자리",
                f"place {place} of a sequence of the symbolic size {self.size}",
            )
        )

    def __iter__(self) -> Iterator[int]:
        raise Unreadable(
            Text(f"기호 크기 {self.size}만큼 반복한다", f"loops over a symbolic size {self.size}")
        )

    def __len__(self) -> int:
        raise Unreadable(
            Text(
                f"기호 크기 {self.size}의 값을 정수로 알아야 한다",
                f"needs the symbolic size {self.size} as a known integer",
            )
        )

    __hash__ = object.__hash__

    def _refuse(self, *_: Any) -> Any:
        raise Unreadable(
            Text(
                f"길이가 기호 {self.size}인 수열을 비교하거나 잇는다",
                f"compares or joins a sequence of the symbolic size {self.size}",
            )
        )


errors.refuses_the_rest(SymbolicSequence, SymbolicSequence._refuse)


class Reversed(SymbolicSequence):
    """The values of another, from the last to the first."""

    def __init__(self, ahead: SymbolicSequence):
        self._ahead = ahead
        self.sizes = ahead.sizes
        self.descending = not ahead.descending

    def item(self, at: ndarray) -> Any:
        """The value at a place."""
        places = indices_along(at.content.at(()), self.sizes)
        if places is None:
            raise Unreadable(
                Text(
                    "다르게 펼친 축을 따라 센 자리",
                    "a place counted along an axis that was flattened in another way",
                )
            )
        return self._ahead.place(*(size - 1 - i for size, i in zip(self.sizes, places, strict=True)))

    def in_run(self, *at: Expr) -> Any:
        """Runs are numbered as those of the other are."""
        return self._ahead.in_run(*at)


# -- from Python values to contents --------------------------------------------------------------------------


def is_array_like(value: Any) -> bool:
    """Whether a value can stand in an array expression."""
    return isinstance(value, (ndarray, Masked, bool, int, float, list, tuple, SymbolicSequence, Content)) or (
        type(value).__module__ == "numpy"
    )


def is_array(value: Any) -> bool:
    """Whether a value is certainly no scalar: a write to it reaches all who know it."""
    return value.is_array if isinstance(value, ndarray) else bool(as_content(value).axes)


def as_content(value: Any) -> Content:
    """The content of an array, a number or a nested sequence of them."""
    if isinstance(value, ndarray):
        return value.content
    if isinstance(value, Content):
        return value
    if isinstance(value, (bool, int, float)):
        return constant(value)
    if isinstance(value, SymbolicSequence):
        return value.stacked()
    if isinstance(getattr(value, "sequence", None), SymbolicSequence):
        return as_content(value.sequence)
    if isinstance(value, (list, tuple, range)):
        if not len(value):
            raise Unreadable(Text("배열로 쓴 빈 리스트", "an empty list as an array"))
        parts = [shaping.expand_dims(as_content(part), [0]) for part in value]
        return shaping.joined(parts, 0)
    if type(value).__module__ == "numpy" and hasattr(value, "tolist"):
        return as_content(value.tolist())
    if isinstance(value, Masked):
        raise Unreadable(
            Text(
                "마스크로 고른 원소: 길이가 값에 따라 다르다",
                "a selection by a mask, whose length depends on the values",
            )
        )
    raise Unreadable(
        Text(f"배열 식에 있는 {type(value).__name__}", f"a {type(value).__name__} in an array expression")
    )


def asarray(value: Any) -> ndarray:
    """The array itself, or a new one of what was given."""
    return value if isinstance(value, ndarray) else ndarray(as_content(value))


def number(value: Expr) -> Content:
    """A SymPy expression over sizes as an array without axes."""
    return Content((), lambda _: value, "int" if value.is_integer else "float")


def scalar(size: Expr) -> Any:
    """A size for the code to use: a Python integer if it is known."""
    return int(size) if is_concrete(size) else ndarray(number(size), native=True)


def expression(value: Any) -> Expr:
    """The expression of a scalar."""
    content = as_content(value)
    if content.axes:
        raise Unreadable(Text("수 하나가 올 자리에 있는 배열", "an array where a single number is wanted"))
    return content.at(())


def axes_from_shape(shape: Any) -> Axes:
    """The axes of an array made with ``np.zeros(shape)``."""
    return tuple(_axis(expression(size)) for size in _flat((shape,)))


def _axis(size: Expr) -> Any:
    if size.is_Integer and size < 1:
        raise Unreadable(Text(f"크기가 {size}인 축", f"an axis of size {size}"))
    axis = axis_of(size)
    if not size.is_Integer and not all(map(is_length, axis)):
        raise Unreadable(Text(f"크기가 {size}인 축", f"an axis of size {size}"))
    return axis


def into(out: ndarray | None, content: Content) -> ndarray:
    """A result, written to ``out=`` if that was given."""
    if out is None:
        return ndarray(content)
    if not out.is_array:
        raise Unreadable(Text("스칼라를 out=으로 준다", "gives a scalar as out="))
    return out._updated(content)


def in_floating_point(dtype: Any) -> None:
    """Refuse to compute in another dtype than real numbers stand for."""
    if dtype is not None and dtypes.kind_of(dtype) != "float":
        kind = dtypes.kind_of(dtype)
        raise Unreadable(Text(f"dtype이 {kind}인 결과", f"a result in the dtype {kind}"))


def axes_list(axis: Any) -> list[int] | None:
    """``axis=`` as a list."""
    if axis is None:
        return None
    return [int(i) for i in axis] if isinstance(axis, (tuple, list)) else [int(axis)]


def truth(value: Any) -> bool:
    """A flag such as ``keepdims``."""
    return bool(value)


def key_items(key: Any) -> list[Any]:
    """The parts of a key, as `indexing.plan` takes them."""
    return [_key_item(part) for part in (key if isinstance(key, tuple) else (key,))]


def _is_one_place(item: Any) -> bool:
    return isinstance(item, Content) and not item.axes


def _key_item(part: Any) -> Any:
    if part is None or part is Ellipsis:
        return part
    if isinstance(part, slice):
        return slice(*(None if p is None else _slice_bound(p) for p in (part.start, part.stop, part.step)))
    content = as_content(part)
    if content.kind == "float" and isinstance(part, ndarray):
        raise NumPyRefuses(Text("실수 배열을 인덱스로 쓴다", "an array of floats is used as an index"))
    if content.kind != "int":
        raise Unreadable(
            Text(f"인덱스에 있는 {content.kind} 배열", f"a {content.kind} array among the indices")
        )
    return content


def _slice_bound(bound: Any) -> Any:
    value = expression(bound)
    return int(value) if value.is_Integer else as_content(bound)


class Nonzero(tuple):  # type: ignore[type-arg]
    """``np.nonzero(mask)``: as a key, the same as the mask."""

    __slots__ = ()

    def __new__(cls, mask: Content) -> Nonzero:
        """The places along each axis."""
        return super().__new__(cls, (NonzeroAlong(mask, axis) for axis in range(len(mask.axes))))


class NonzeroAlong:
    """The places along one axis at which a mask holds: their number depends on the values."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, mask: Content, axis: int):
        self.mask, self.axis = mask, axis

    def __getattr__(self, name: str) -> Any:
        raise Unreadable(
            Text(
                f"마스크가 성립하는 자리들의 {name}: 개수가 값에 따라 다르다",
                f"{name} of the places where a mask holds, whose number depends on the values",
            )
        )

    def _refuse(self, *_: Any) -> Any:
        raise Unreadable(
            Text(
                "마스크가 성립하는 자리들을 세거나 비교한다",
                "counts or compares the places where a mask holds",
            )
        )


errors.refuses_the_rest(NonzeroAlong, NonzeroAlong._refuse)


def _mask_of(key: Any) -> Content | None:
    listed = key if isinstance(key, tuple) else (key,)
    if listed and all(isinstance(part, NonzeroAlong) for part in listed):
        mask: Content = listed[0].mask
        axes = [part.axis for part in listed if part.mask is mask]
        if len(axes) == len(listed) and axes == list(range(len(mask.axes))):
            return mask
        raise Unreadable(
            Text(
                "마스크가 성립하는 자리 가운데 일부를 모든 축이 아닌 축에서 쓴다",
                "some of the places where a mask holds, but not along all axes",
            )
        )
    if isinstance(key, tuple) and len(key) == 1:
        (key,) = key
    if isinstance(key, ndarray) and key.content.kind == "bool" and key.content.axes:
        return key.content
    return None


def _fitting(mask: Content, content: Content) -> Content:
    depth = len(mask.axes)
    if mask.axes != content.axes[:depth]:
        raise NumPyRefuses(
            Text(
                f"모양 {shape_text(content.axes)}에 쓴 모양 {shape_text(mask.axes)}의 마스크",
                f"a mask of shape {shape_text(mask.axes)} on shape {shape_text(content.axes)}",
            )
        )
    return shaping.with_axes(mask, mask.axes + ((),) * (len(content.axes) - depth))


def _no_cutting(new: Content, into_: Content) -> None:
    if _RANK[new.kind] > _RANK[into_.kind]:
        raise Unreadable(
            Text(
                f"{new.kind} 수를 {into_.kind} 배열에 쓰면 잘린다",
                f"writing {new.kind} numbers into an array of kind {into_.kind} cuts them off",
            )
        )


def _where(mask: Any, content: Content, otherwise: int) -> Content:
    """The entries where a mask holds, and a number elsewhere; True holds everywhere."""
    if mask is True:
        return content
    condition = shaping.broadcast_to(elementwise.nonzero(as_content(mask)), content.axes)
    return elementwise.where(condition, content, elementwise.cast(constant(otherwise), content.kind))


def _mean(content: Content, places: list[int] | None, keepdims: bool) -> Content:
    summed = reductions.total(content, places, keepdims)
    return elementwise.divide(summed, number(reductions.count(content, places)))


def _flat(values: Sequence[Any]) -> list[Any]:
    if len(values) == 1 and isinstance(values[0], (tuple, list)):
        return list(values[0])
    if len(values) == 1 and isinstance(values[0], ndarray) and values[0].content.axes:
        return list(values[0])
    return list(values)


dtypes.ScalarType.made_with = staticmethod(asarray)
