import ast
import io
import tokenize
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import sympy

from yudo.derivations.calculus import AffineIndex, indices, sizes
from yudo.verification.rocq import recheck, stating
from yudo.verification.rocq.printing import Vocabulary
from yudo.verification.rocq.reading import Reader
from yudo.verification.rocq.recheck import accepts
from yudo.verification.rocq.terms import Add, Const, Mul
from yudo.verification.rocq.theorems import PASSES


def theorem_of(stem, name):
    return stating.of_layer(stem, [name])[name][0].theorem


@pytest.mark.parametrize(
    ("stem", "name"),
    [("affine", "dw"), ("relu", "dx"), ("sigmoid", "dx"), ("max_pool", "dx"), ("rms_norm", "dx")],
)
@pytest.mark.parametrize("part", ["closed", "code", "objective"])
def test_a_right_result_is_accepted_and_a_changed_factor_refused(stem, name, part):
    right = theorem_of(stem, name)
    assert accepts(PASSES, right)
    term = getattr(right, part)
    assert not accepts(PASSES, replace(right, **{part: Mul(Const(Fraction(2)), term)}))
    assert not accepts(PASSES, replace(right, **{part: Add(term, term)}))


def code_lines(source):
    """Lines with code: no blank lines, comments and docstrings."""
    tree = ast.parse(source)
    left_out = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out |= set(range(node.lineno, node.end_lineno + 1))
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    blank = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    return len({t.start[0] for t in tokens if t.type not in blank and t.string} - left_out)


def test_the_checker_is_small():
    assert code_lines('"""A module."""\n\nimport ast\n\n# so\nx = 1\n') == 2
    assert code_lines(Path(recheck.__file__).read_text(encoding="utf-8")) <= 500


def test_computed_places_are_read_as_natural_numbers():
    P, R, S = sizes("P R S")
    h, p, r = indices("h p r")
    reader = Reader([h, p, r], {}, [P, R, S])
    words = Vocabulary(["P", "R", "S"], [], [], {0: "h", 1: "p", 2: "r"}, frozenset())

    def written(place):
        return words.index(reader.index(place), {})

    assert written(AffineIndex(S * p + r)) == "(S * p + r)%nat"
    assert written(AffineIndex(R - 1 - r)) == "(R - r - 1)%nat"
    assert written(AffineIndex(2 * p)) == "(2 * p)%nat"
    assert reader.size(S * (P - 1) + R) == 3
    assert words.natural(reader.computed[3], {})[0] == "S * (P - 1) + R"
    delta = sympy.KroneckerDelta(AffineIndex(h - r), AffineIndex(S * p))
    assert words.mathematics(reader.term(delta)) == "delta h (S * p + r)%nat"
