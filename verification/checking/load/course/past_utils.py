"""What old code is given: the division of Python 2, as in ``past.utils``, and the numbers of old NumPy."""

import numpy as np


def old_div(a, b):
    """Divide as Python 2 did: integers give an integer."""
    return a // b if _are_integers(a, b) else a / b


def even_div(a, b):
    """Divide as Python 3 does, but integers that come out even give an integer, as a size has to be."""
    return a // b if _are_integers(a, b) and a // b * b == a else a / b


def old_number(a):
    """The entry of an array with axes and one entry, which NumPy took for a number before 2.4."""
    return a.reshape(()) if isinstance(a, np.ndarray) and a.ndim and a.size == 1 else a


def _are_integers(a, b):
    return isinstance(a, (np.integer, int)) and isinstance(b, (np.integer, int))
