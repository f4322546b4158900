"""Small changes of somebody's function, each with the mistake that it would mend.

Every generator changes the tree of a function in one place, yields what it did, and takes the change back
when it is asked for the next. The likeliest mistakes come first.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator

from yudo.verification.symbolic.edits.indexing import missing_strides, whole_columns
from yudo.verification.symbolic.edits.missing import missing_derivatives, missing_parts, other_variables
from yudo.verification.symbolic.edits.operations import (
    lost_axes,
    other_numbers,
    other_operations,
    parts_too_much,
)
from yudo.verification.symbolic.edits.products import other_products, softmax_sums
from yudo.verification.symbolic.edits.statements import (
    early_changes,
    indented,
    missing_statements,
    overwriting,
)
from yudo.verification.symbolic.edits.tree import Edit, Scope

Kind = Callable[[ast.FunctionDef, Scope], Iterator[Edit]]
_KINDS: tuple[Kind, ...] = (
    lost_axes,
    overwriting,
    indented,
    whole_columns,
    early_changes,
    missing_statements,
    missing_strides,
    other_products,
    softmax_sums,
    other_operations,
    parts_too_much,
    other_variables,
    other_numbers,
    missing_derivatives,
    missing_parts,
)


def edits(tree: ast.FunctionDef, attributes: Collection[str], numpy: str) -> Iterator[Edit]:
    """The changes of a function, one after the other.

    Parameters
    ----------
    tree
        Its tree. It is changed whenever an edit is yielded, and as it was in the end.
    attributes
        What its object may keep, for a method.
    numpy
        The name by which it calls NumPy.
    """
    for kind in _KINDS:
        yield from kind(tree, Scope(tree, attributes, numpy))
