"""The language of the derivations: sizes, tensors, sums, gradients, checked steps and records.

What a notebook needs is imported from here; each module has one topic.
"""

from yudo.derivations.calculus import rules
from yudo.derivations.calculus.course import Part
from yudo.derivations.calculus.definitions import Definition, expand, unroll
from yudo.derivations.calculus.derivation import Derivation, Step, StepRefused
from yudo.derivations.calculus.examples import Example
from yudo.derivations.calculus.functions import AffineIndex, Maximum, maximum, relu, sigmoid, step
from yudo.derivations.calculus.gradient import gradient
from yudo.derivations.calculus.latex import latex
from yudo.derivations.calculus.lecture import Exercise, Lecture, Mistake, MistakeRefused, SolutionRefused
from yudo.derivations.calculus.matrices import Diagonal, MatrixSum, Row, elementwise, ones
from yudo.derivations.calculus.normal_form import difference, equal, normal_form
from yudo.derivations.calculus.parts import product_by_parts, side_by_side
from yudo.derivations.calculus.records import (
    LABELS_IN_RANGE,
    OFF_THE_KINK,
    POSITIVE_SIZES,
    REAL_ARITHMETIC,
    Assumption,
    Layer,
    Result,
)
from yudo.derivations.calculus.rules import Rule
from yudo.derivations.calculus.symbols import (
    FlattenedSize,
    Tensor,
    flattened_batch,
    flattened_size,
    indices,
    labels,
    scalar,
    scalars,
    size_family,
    sizes,
    tensor,
    total,
)
from yudo.derivations.calculus.text import LANGUAGES, Text

__all__ = [
    "LABELS_IN_RANGE",
    "LANGUAGES",
    "OFF_THE_KINK",
    "POSITIVE_SIZES",
    "REAL_ARITHMETIC",
    "AffineIndex",
    "Assumption",
    "Definition",
    "Derivation",
    "Diagonal",
    "Example",
    "Exercise",
    "FlattenedSize",
    "Layer",
    "Lecture",
    "MatrixSum",
    "Maximum",
    "Mistake",
    "MistakeRefused",
    "Part",
    "Result",
    "Row",
    "Rule",
    "SolutionRefused",
    "Step",
    "StepRefused",
    "Tensor",
    "Text",
    "difference",
    "elementwise",
    "equal",
    "expand",
    "flattened_batch",
    "flattened_size",
    "gradient",
    "indices",
    "labels",
    "latex",
    "maximum",
    "normal_form",
    "ones",
    "product_by_parts",
    "relu",
    "rules",
    "scalar",
    "scalars",
    "side_by_side",
    "sigmoid",
    "size_family",
    "sizes",
    "step",
    "tensor",
    "total",
    "unroll",
]
