"""The evidence: where the mathematics of `derivations` and the code of `impl` meet.

Public names are imported when they are first used, so that importing this package costs nothing.
"""

from importlib import import_module
from typing import Any

_PUBLIC = {
    "Certificate": "verification.certificate",
    "certify": "verification.certificate",
    "prove_vjp": "verification.proof",
    "labels": "verification.proof",
    "fixed": "verification.proof",
}

__all__ = ["Certificate", "certify", "fixed", "labels", "prove_vjp"]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name]), name)
