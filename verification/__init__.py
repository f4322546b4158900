"""The evidence: where the mathematics of `derivations` and the code of `impl` meet.

Public names are imported when they are first used, so that importing this package costs nothing.
"""

from importlib import import_module
from typing import Any

_PUBLIC = {
    "assert_gradient": "verification.grading.assertions",
    "Certificate": "verification.certificate",
    "certify": "verification.certificate",
    "check": "verification.checking.live",
    "derive": "verification.deriving",
    "prove_vjp": "verification.proof",
    "labels": "verification.proof",
    "fixed": "verification.proof",
}

__all__ = ["Certificate", "assert_gradient", "certify", "check", "derive", "fixed", "labels", "prove_vjp"]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name]), name)


def load_ipython_extension(shell: Any) -> None:
    """Register the cell magic ``%%check``; IPython calls this for ``%load_ext verification``."""
    import_module("verification.checking.notebook").load(shell)
