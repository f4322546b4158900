"""The mistake that two formulas show, in words."""

from __future__ import annotations

import numpy as np
import pytest

from yudo.verification.symbolic.factors import name_of_factor
from yudo.verification.symbolic.vjp import prove_vjp


def affine(x, w, b):
    return x @ w + b, (x, w)


def affine_with(dx=None, dw=None, db=None):
    """A backward of affine with other gradients."""

    def backward(dout, cache):
        x, w = cache
        return (
            dout @ w.T if dx is None else dx(dout, x, w),
            x.T @ dout if dw is None else dw(dout, x, w),
            dout.sum(axis=0) if db is None else db(dout, x, w),
        )

    return backward


AFFINE = {"x": ("N", "D"), "w": ("D", "M"), "b": ("M",)}


def mistakes(forward, backward, **shapes):
    """What is said of each gradient that is wrong."""
    proof = prove_vjp(forward, backward, **shapes)
    assert proof.verdict == "refuted"
    return {
        name: (part.mistake.key, part.mistake.text)
        for name, part in proof.gradients.items()
        if part.mistake is not None
    }


@pytest.mark.parametrize(
    ("wrong", "quantity", "key", "words"),
    [
        ({"db": lambda dout, x, w: dout.mean(axis=0)}, "b", "factor-1/N", "1/N times the correct value"),
        ({"dw": lambda dout, x, w: -(x.T @ dout)}, "w", "sign", "wrong sign"),
        ({"dw": lambda dout, x, w: dout.T @ x}, "w", "transposed", "(M, D), expected (D, M)"),
        ({"db": lambda dout, x, w: dout}, "b", "sum-missing", "the sum over axis 0 is missing"),
        ({"db": lambda dout, x, w: dout.sum(axis=0, keepdims=True)}, "b", "shape", "keepdims"),
        ({"db": lambda dout, x, w: dout.sum()}, "b", "wrong-axis", "summed over"),
        ({"dx": lambda dout, x, w: x}, "x", "returns-input", "`dx` is `x` as it is"),
    ],
)
def test_the_mistake_in_a_gradient_of_affine_is_named(wrong, quantity, key, words):
    said = mistakes(affine, affine_with(**wrong), **AFFINE)
    assert list(said) == [quantity]
    found, text = said[quantity]
    assert found == key
    assert words in text.en
    assert f"`d{quantity}`" in text.ko


def test_gradients_that_are_swapped_are_named():
    def forward(x, gamma, beta):
        return gamma * x + beta, (x, gamma)

    def backward(dout, cache):
        x, gamma = cache
        return dout * gamma, dout.sum(axis=0), (dout * x).sum(axis=0)

    said = mistakes(forward, backward, x=("N", "D"), gamma=("D",), beta=("D",))
    assert {name: key for name, (key, _) in said.items()} == {"gamma": "swapped", "beta": "swapped"}


@pytest.mark.parametrize(
    ("backward", "key", "words"),
    [
        (lambda dout, cache: dout, "missing-factor", "the mask"),
        (lambda dout, cache: (cache[0] > 0) * 1.0, "missing-factor", "`dout[n, d]` is missing"),
    ],
)
def test_a_mask_or_an_upstream_gradient_that_is_lost_is_named(backward, key, words):
    def relu(x):
        return np.maximum(x, 0), (x,)

    found, text = mistakes(relu, backward, x=("N", "D"))["x"]
    assert found == key
    assert words in text.en


@pytest.mark.parametrize(
    ("penalty", "key", "words"),
    [
        (lambda w, reg: 0 * w, "missing-term", "2*dout*reg*w[d]"),
        (lambda w, reg: reg * w, "missing-factor-of-a-term", "lacks the factor `2`"),
        (lambda w, reg: -2 * reg * w, "sign-of-a-term", "wrong sign"),
        (lambda w, reg: 2 * w, "missing-factor-of-a-term", "lacks the factor `reg`"),
    ],
)
def test_what_is_wrong_with_the_l2_term_alone_is_named(penalty, key, words):
    def loss(w, reg):
        return (w**3).sum() + reg * (w * w).sum(), (w, reg)

    def backward(dout, cache):
        w, reg = cache
        return dout * (3 * w**2 + penalty(w, reg)), dout * (w * w).sum()

    found, text = mistakes(loss, backward, w=("D",), reg=())["w"]
    assert found == key
    assert words in text.en


def test_a_division_that_swallows_a_term_is_named():
    def loss(w, n):
        return (w**3).sum() / n + (w * w).sum(), (w, n)

    def backward(dout, cache):
        w, n = cache
        data = (w**3).sum()
        return dout * (3 * w**2 / (n + 2 * w)), -dout * data / n**2

    found, text = mistakes(loss, backward, w=("D",), n=())["w"]
    assert found == "divides-by-a-term"
    assert "brackets are missing" in text.en


def test_a_sum_that_a_term_lacks_is_named():
    def forward(x):
        return x - np.log(np.exp(x).sum(axis=1, keepdims=True)), (x,)

    def backward(dout, cache):
        e = np.exp(cache[0])
        return dout - e / e.sum(axis=1, keepdims=True)

    found, text = mistakes(forward, backward, x=("N", "C"))["x"]
    assert found == "missing-factor-of-a-term"
    assert "lacks the factor `Sum(dout" in text.en


@pytest.mark.parametrize(
    ("ratios", "name"),
    [((3 / 4, 6 / 2), "N/C"), ((2 * 3, 2 * 6), "2·N"), ((-1 / 4, -1 / 2), "-1/C"), ((12.0, 12.0), "12")],
)
def test_a_factor_is_named_by_sizes_and_a_small_number(ratios, name):
    assert name_of_factor(ratios, [{"N": 3, "C": 4}, {"N": 6, "C": 2}]) == name


def test_a_factor_that_fits_with_a_large_number_fits_by_chance():
    sizes = [{"N": 3, "C": 4}, {"N": 4, "C": 3}]  # in both, N/C is 12/C²
    assert name_of_factor([3 / 4, 4 / 3], sizes) == "N/C"
    assert name_of_factor([11 * 3, 11 * 4], sizes) is None
