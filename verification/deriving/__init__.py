"""A backward out of a forward: derived, written, proven."""

from yudo.verification.deriving.derivation import Derivation, Step, derive

__all__ = ["Derivation", "Step", "derive"]
