"""What converted Python 2 code divides with: ``past.utils``, and what it lacks."""

import numpy as np


def old_div(a, b):
    """Divide as Python 2 did: integers give an integer."""
    return a // b if _are_integers(a, b) else a / b


def even_div(a, b):
    """Divide as Python 3 does, but integers that come out even give an integer, as a size has to be."""
    return a // b if _are_integers(a, b) and a // b * b == a else a / b


def _are_integers(a, b):
    return isinstance(a, (np.integer, int)) and isinstance(b, (np.integer, int))
