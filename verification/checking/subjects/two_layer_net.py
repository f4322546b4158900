"""The two-layer net: classes with ``.params`` W1, b1, W2, b2 and one hidden size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from derivations.calculus.text import Text
from verification.checking.names import Called
from verification.checking.nets import takes_list
from verification.checking.subject import Subject
from verification.checking.subjects.fully_connected_net import nets, of_class

NET_NAMES = Called(
    ("TwoLayerNet",),
    ".params; loss(X, y) → loss, grads",
    ("two_layer_net.loss",),
    note=Text(
        "`.predict`, `.loss`, `.gradient`로 나뉘어 있어도 된다",
        "or split into `.predict`, `.loss` and `.gradient`",
    ),
)
CALLED = (NET_NAMES,)


def subjects(names: Mapping[str, Any]) -> Iterator[Subject]:
    """The nets of a module with one hidden layer."""
    for kind in nets(names):
        if not takes_list(kind):
            yield from of_class(kind, 2)
