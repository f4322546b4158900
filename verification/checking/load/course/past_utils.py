"""What converted Python 2 code uses of ``past.utils``."""


def old_div(a, b):
    """Divide as Python 2 did: integers give an integer."""
    return a // b if isinstance(a, int) and isinstance(b, int) else a / b
