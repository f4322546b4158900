"""An axis of known length, such as that of the gates of a recurrent net, along which arrays lie side by side."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Add, Expr, Integer, KroneckerDelta

from yudo.derivations.calculus.symbols import Cut, Tensor


def side_by_side(place: Expr, entries: Sequence[Expr]) -> Expr:
    """The entry at a place of the axis: that of the first array at 0, of the second at 1, and so on."""
    return Add(*(KroneckerDelta(place, number) * entry for number, entry in enumerate(entries)))


def product_by_parts(left: Tensor, right: Tensor, layer: Expr | None = None) -> tuple[Expr, list[Cut]]:
    """The product of (N, Q, M) with the transpose of (K, Q, M), for a known Q: a term for each place.

    The matrices that it is made of come with it, as `Result.in_matrices` takes them. Where the left tensor
    stands for one array per layer, ``layer`` is the number of one.
    """
    places = map(Integer, range(left.axes[1]))
    cuts = [(left.cut(None, place, None, layer=layer), right.cut(None, place, None)) for place in places]
    first, *others = (one.matrix * other.matrix.T for one, other in cuts)
    return sum(others, first), [cut for pair in cuts for cut in pair]
