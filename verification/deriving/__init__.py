"""A backward out of a forward: derived, written, proven."""

from verification.deriving.derivation import Derivation, Step, derive

__all__ = ["Derivation", "Step", "derive"]
