"""Running unmodified NumPy code on symbols."""

from yudo.verification.symbolic.tracing.tracer import TraceFailed, Tracer

__all__ = ["TraceFailed", "Tracer"]
