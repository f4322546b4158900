"""``numpy.lib.stride_tricks``, as far as it is read: windows that share the memory of their array."""

from __future__ import annotations

from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.array import asarray, axes_list, expression, ndarray
from yudo.verification.symbolic.arrays.content import Content
from yudo.verification.symbolic.arrays.errors import NumPyRefuses
from yudo.verification.symbolic.arrays.indexing import sliding_windows
from yudo.verification.symbolic.arrays.shaping import normalize_axis


def sliding_window_view(x: Any, window_shape: Any, axis: Any = None) -> ndarray:
    """Every window along some axes; what is in a window stands last."""
    array = asarray(x)
    lengths = list(window_shape) if isinstance(window_shape, (tuple, list)) else [window_shape]
    along = range(array.ndim) if axis is None else axes_list(axis) or []
    if len(along) != len(lengths):
        raise NumPyRefuses(
            Text(
                "sliding_window_view: 창의 크기와 축의 개수가 다르다",
                "sliding_window_view: as many lengths as axes are wanted",
            )
        )

    def windows(base: Content) -> Content:
        for place, length in zip(along, lengths, strict=True):
            base = sliding_windows(base, normalize_axis(place, array.ndim), expression(length))
        return base

    made = array.perhaps_a_view(windows)
    made.fixed = Text(
        "sliding_window_view가 돌려준 배열에 쓰기", "writes into what sliding_window_view returned"
    )
    return made
