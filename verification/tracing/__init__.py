"""Running unmodified NumPy code on symbols."""

from verification.tracing.tracer import TraceFailed, Tracer

__all__ = ["TraceFailed", "Tracer"]
