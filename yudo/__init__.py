"""Gradients of neural-net layers: derived in SymPy, written in NumPy, verified, published.

The three parts are `yudo.derivations`, `yudo.impl` and `yudo.verification`. Public names are imported when
they are first used, so that importing this package costs nothing.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yudo.verification.checking.live import check as check
    from yudo.verification.deriving import derive as derive
    from yudo.verification.grading.assertions import assert_gradient as assert_gradient
    from yudo.verification.numeric.certify import Certificate as Certificate
    from yudo.verification.numeric.certify import certify as certify
    from yudo.verification.symbolic import fixed as fixed
    from yudo.verification.symbolic import labels as labels
    from yudo.verification.symbolic import prove_vjp as prove_vjp

_PUBLIC = {
    "assert_gradient": "yudo.verification.grading.assertions",
    "Certificate": "yudo.verification.numeric.certify",
    "certify": "yudo.verification.numeric.certify",
    "check": "yudo.verification.checking.live",
    "derive": "yudo.verification.deriving",
    "prove_vjp": "yudo.verification.symbolic",
    "labels": "yudo.verification.symbolic",
    "fixed": "yudo.verification.symbolic",
}

__all__ = ["Certificate", "assert_gradient", "certify", "check", "derive", "fixed", "labels", "prove_vjp"]

# In a checkout the folders of the three parts lie beside this one; installed, they lie in it.
if not os.path.isdir(os.path.join(__path__[0], "verification")):
    __path__.append(os.path.dirname(__path__[0]))


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def load_ipython_extension(shell: Any) -> None:
    """Register the cell magic ``%%check``; IPython calls this for ``%load_ext yudo``."""
    import_module("yudo.verification.checking.notebook").load(shell)
