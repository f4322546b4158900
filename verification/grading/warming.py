"""Loaded by the helpers of a large class before their first file: what all files have in common is done once.

Checking this repository's own functions fills SymPy's caches. Every file is checked in a child that inherits
them, and is left with about a third of the work.
"""

from importlib import import_module

from yudo.verification.checking.checking import check_subjects
from yudo.verification.checking.recognise.recognition import recognised

_STEMS = ("affine", "relu", "sigmoid", "softmax_cross_entropy", "l2_regularization", "two_layer_net")

check_subjects(
    recognised(
        {name: value for stem in _STEMS for name, value in vars(import_module(f"yudo.impl.{stem}")).items()}
    )
)
