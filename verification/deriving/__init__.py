"""A backward out of a forward: derived, written, proven."""

from yudo.verification.deriving.derivation import Derivation, derive
from yudo.verification.deriving.steps import Step

__all__ = ["Derivation", "Step", "derive"]
