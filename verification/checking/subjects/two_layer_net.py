"""The two-layer net: classes with ``.params`` W1, b1, W2, b2 and one hidden size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from verification.checking.nets import takes_list
from verification.checking.subject import Subject
from verification.checking.subjects.fully_connected_net import nets, of_class


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The nets of a module with one hidden layer."""
    for kind in nets(names):
        if not takes_list(kind):
            yield from of_class(kind, 2)
