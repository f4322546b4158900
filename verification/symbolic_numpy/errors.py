"""What symbolic NumPy says when it cannot go on.

Both classes derive from ``BaseException``, so that a ``try: … except Exception`` in the code that is
read cannot swallow them and take a branch that NumPy would not take.
"""

from __future__ import annotations

from verification.symbolic_numpy.origin import Origin


class Unreadable(BaseException):
    """The code asks for something that symbols cannot answer: not wrong, but not read either.

    ``origin`` is the line that made the array in question, where that is not the line that failed.
    """

    origin: Origin | None = None


class NumPyRefuses(BaseException):
    """NumPy raises here, for instance because the shapes do not fit."""
