"""The symbolic NumPy against the real one: operation by operation, and on random programs."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sympy import Symbol, symbols

from tests.proof.agreement import assert_agrees
from tests.proof.loop_programs import compiled
from yudo.derivations.calculus import tensor
from yudo.verification.symbolic.arrays.content import Content
from yudo.verification.symbolic.inputs import labels
from yudo.verification.symbolic.tracing import TraceFailed, Tracer

SHAPES = {
    "a": ("N", "M"),
    "b": ("N", "M"),
    "c": ("M",),
    "w": ("M", "K"),
    "t": ("N", 2, 3),
    "s": (),
    "y": labels("N", below="M"),
    "f": ("N", "M*K"),
}
"""The arguments of every operation below."""


def masked(a, update):
    a = a.copy()
    update(a)
    return a


def numbered(a, b, c, w, t, s, y, f):
    total = 0.0
    for place, entry in enumerate(a.flatten()):
        total += place * entry
    return total


def set_where_negative(a):
    a[a <= 0] = 0


def scale_where_positive(a):
    a[a > 0] *= 3


def copy_where_positive(a):
    a[a > 0] = (2 * a)[a > 0]


def fill_column(a):
    a[:, 0] = 7


def fill_row(a):
    a[0] = a[-1]


def fill_all(a):
    a[...] = 2.5


def write_through_a_transpose(a):
    a.T[0] = 5


def write_through_a_row(a):
    row = a[0]
    row += 1


def view_sees_a_later_write(a):
    view = a.T
    a *= 2
    a += view.T


def two_names(made):
    one = made
    other = one
    one += 1
    return other


def after_writing_to(seen, of):
    seen += 1
    return of


def filled_by_a_loop(made, a):
    other = made
    for i in range(a.shape[0]):
        made += a[i, 0]
    return other


def written_by_name(made, write):
    other = made
    write(made)
    return other


def write_through_unit_axes(a):
    row = a[0].reshape(1, -1)
    row[0, 0] -= 3
    a.reshape(1, a.shape[0], 1, a.shape[1])[0, :, 0] *= 2
    np.expand_dims(a, 0)[0] += 1


def subtract_at_labels(a, y):
    a = a.copy()
    a[np.arange(a.shape[0]), y] -= 1
    return a


def subtract_at_labels_by_range(a, y):
    a = a.copy()
    a[range(len(a)), y] -= 1
    return a


def set_at_labels(a, y):
    a = a.copy()
    a[np.arange(len(y)), y] = 0
    return a


def onehot_by_eye(a, y):
    return np.eye(a.shape[1])[y]


def onehot_by_zeros(a, y):
    made = np.zeros(a.shape)
    made[np.arange(a.shape[0]), y] = 1
    return made


def onehot_by_comparison(a, y):
    return (np.arange(a.shape[1]) == y[:, None]).astype(float)


def embed(a, w, y):
    rows = w[y]
    back = np.zeros_like(w)
    np.add.at(back, y, rows)
    return rows, back


def in_place_chain(a, c):
    out = a.copy()
    out -= c
    out *= 2
    out /= 1 + c**2
    return out


def with_out(a):
    out = np.empty_like(a)
    np.multiply(a, 2, out=out)
    np.exp(out, out=out)
    return out


def slices(t):
    return t[:, 0], t[..., 1:], t[:, ::-1, 2], t[:, None, 1], t[:, 1, :2], t[0]


def blocks(t):
    made = np.zeros(t.shape)
    made[:, 0] = t[:, 1]
    made[:, 1, 1:] += 4
    made[:, :, 0] *= 2
    return made


ERFC = np.vectorize(math.erfc, otypes=[float])

OPERATIONS = {
    "arithmetic": lambda a, b, c, w, t, s, y, f: a + b - c * 2 / 3 + s,
    "reflected arithmetic": lambda a, b, c, w, t, s, y, f: (1 - a) + 2 / (a * a + 1) + 3 * b,
    "powers": lambda a, b, c, w, t, s, y, f: a**2 + (a * a + 1) ** 0.5 + (a * a + 1) ** -1,
    "unary": lambda a, b, c, w, t, s, y, f: -a + abs(b) + np.abs(c) + np.sign(a),
    "numbers along a flattened axis": numbered,
    "exp and log": lambda a, b, c, w, t, s, y, f: (
        np.exp(a) + np.log(a * a + 1) + np.log1p(b * b) + np.expm1(c)
    ),
    "hyperbolic": lambda a, b, c, w, t, s, y, f: np.tanh(a) + np.cosh(b) * np.sinh(c),
    "error functions": lambda a, b, c, w, t, s, y, f: (
        np.vectorize(math.erf)(a) - ERFC(b) * np.vectorize(lambda one: one * math.erfc(-one))(c) + math.erf(s)
    ),
    "angles": lambda a, b, c, w, t, s, y, f: (
        np.sin(a) * np.cos(b) + np.tan(c),
        np.arctan(a) - math.atan(s) * math.sin(s),
        np.hypot(a, b) + np.radians(c) - np.degrees(b),
        np.sinc(a) + np.sinc(np.zeros(2))[0],
    ),
    "inverse hyperbolic": lambda a, b, c, w, t, s, y, f: np.arcsinh(a) + np.arctanh(b / (1 + np.abs(b))),
    "cube roots": lambda a, b, c, w, t, s, y, f: np.cbrt(a) - np.cbrt(-(b**2)),
    "whole numbers nearby": lambda a, b, c, w, t, s, y, f: (
        np.floor(a) + np.ceil(b) - np.trunc(4 * c) + np.rint(a * 4),
        (3 * a) % 2 - a % -1.5,
        (3 * a) // 2,
        np.modf(2 * a)[0] * np.modf(2 * a)[1],
    ),
    "places along axes": lambda a, b, c, w, t, s, y, f: (
        np.indices(a.shape)[1] - np.indices(a.shape, sparse=True)[0],
        np.meshgrid(a[0], b[:, 0])[0] + 1.0,
        np.meshgrid(a[:, 0], c, t[0, 0], indexing="ij")[2],
        np.ogrid[: len(a), : len(c)][1] * a,
        np.mgrid[: len(a), :3][0],
        np.linspace(-1, 2, 4) + np.linspace(0, 1, 4, endpoint=False),
    ),
    "rows and columns by places": lambda a, b, c, w, t, s, y, f: (
        a.T[np.ix_(y, np.arange(len(a)))],
        (a @ a.T)[np.diag_indices(len(a))],
    ),
    "another einsum": lambda a, b, c, w, t, s, y, f: (
        np.einsum(a, [0, 1], w, [1, 2], [0, 2]),
        np.einsum(a, [1, 0]),
        np.einsum(t, [Ellipsis, 0], [Ellipsis, 0]),
        np.einsum("...j,k...", t, t.T[0].T),
    ),
    "sums of what is chosen": lambda a, b, c, w, t, s, y, f: (
        np.sum(a, axis=0, where=b > 0, initial=2.0),
        a.mean(where=c > -10),
        np.max(a, axis=1, initial=0.5) + np.min(b, initial=0.0),
        np.nansum(a, axis=0) - np.nanmean(b),
    ),
    "truth along axes": lambda a, b, c, w, t, s, y, f: (
        np.logical_and.reduce([a > -1, b < 1]),
        np.logical_or.reduce([a > 1, b < 0]),
        np.all(t > -0.5, axis=(1, 2)),
        np.any(t > 1, axis=1, keepdims=True),
    ),
    "up to each": lambda a, b, c, w, t, s, y, f: (
        a.cumsum(1),
        t.cumprod(axis=2),
        np.cumprod(t, 1),
        np.multiply.accumulate(t, 2),
        np.add.accumulate(a),
    ),
    "moved around": lambda a, b, c, w, t, s, y, f: (
        np.roll(t, 2, axis=2),
        np.roll(t, (1, -1), (1, 2)),
        np.rollaxis(t, 2),
        np.rollaxis(t, 0, 3),
        np.rot90(t, axes=(1, 2)),
        np.rot90(t, -1, axes=(1, 2)),
        np.rot90(t, 2, axes=(1, 2)),
        t.mT,
    ),
    "a roll along a symbolic axis": lambda a, b, c, w, t, s, y, f: np.roll(a, -1, axis=0) * 2,
    "repeated products": lambda a, b, c, w, t, s, y, f: (
        np.kron(a, w),
        np.kron(c, np.ones(2)),
        np.linalg.matrix_power(a @ a.T, 3),
        np.cross(t, t[0, 0]),
        np.polyval([2, 0.5, -1], a),
    ),
    "small matrices": lambda a, b, c, w, t, s, y, f: (
        np.linalg.det(t[0, :, :2]),
        np.linalg.inv(t[0, :, :2] + 9 * np.eye(2)),
        np.linalg.solve(np.eye(3) * 9 + np.outer(t[0, 0], t[0, 1]), t[0].T),
    ),
    "other diagonals": lambda a, b, c, w, t, s, y, f: (
        np.diag(t[0], 1),
        t[0].diagonal(-1),
        t[0].trace() + np.trace(a @ a.T),
        np.eye(2, 3, 1) + np.eye(2, 3, k=-1),
        a.take(y, axis=1) + np.take(c, y),
    ),
    "stacks along a third axis": lambda a, b, c, w, t, s, y, f: np.dstack([a, b]),
    "repeated edges": lambda a, b, c, w, t, s, y, f: np.pad(t, ((0, 0), (1, 0), (2, 1)), mode="edge"),
    "one shape for all": lambda a, b, c, w, t, s, y, f: np.multiply(*np.broadcast_arrays(a, c)),
    "an order of known numbers": lambda a, b, c, w, t, s, y, f: t.transpose(np.argsort([2, 0, 1])),
    "roots": lambda a, b, c, w, t, s, y, f: np.sqrt(a * a + 1) + np.square(b) + np.reciprocal(c * c + 1),
    "named arithmetic": lambda a, b, c, w, t, s, y, f: np.add(
        a, np.multiply(b, np.subtract(c, np.divide(a, 4)))
    ),
    "logaddexp": lambda a, b, c, w, t, s, y, f: np.logaddexp(a, b),
    "maximum": lambda a, b, c, w, t, s, y, f: (
        np.maximum(a, b) + np.maximum(0, a) - np.minimum(c, 1) * np.fmax(a, c)
    ),
    "clip": lambda a, b, c, w, t, s, y, f: np.clip(a, -1, 1) + np.clip(b, 0, 2) + a.clip(0, None),
    "where": lambda a, b, c, w, t, s, y, f: np.where(a > 0, a, 0.5 * b) + np.where(a >= b, 1, c),
    "comparisons": lambda a, b, c, w, t, s, y, f: (a > b, a >= b, a < b, a <= b, a == b, a != b),
    "masks": lambda a, b, c, w, t, s, y, f: (
        (a > 0) & (b > 0),
        (a > 0) | (b > 0),
        ~(a > 0),
        (a > 0) ^ (b > 0),
    ),
    "mask arithmetic": lambda a, b, c, w, t, s, y, f: (
        1 - (a > 0),
        1.0 * (a > 0),
        (a > 0) + (b > 0),
        (a > 0) * b,
    ),
    "logical": lambda a, b, c, w, t, s, y, f: (
        np.logical_and(a, b > 0) * np.logical_or(a > 0, b) * np.logical_not(c)
    ),
    "heaviside": lambda a, b, c, w, t, s, y, f: np.heaviside(a, 0.5),
    "flips": lambda a, b, c, w, t, s, y, f: (
        np.flip(t, 1),
        np.flip(t, (1, 2)),
        np.fliplr(t),
        np.flipud(t[0]),
        np.flip(t[0]),
        masked(t, lambda t: np.flip(t, 1).__setitem__((0, 0), 7.0)),
    ),
    "triangles": lambda a, b, c, w, t, s, y, f: (
        np.tri(len(a)),
        np.tri(len(a), a.shape[1], 1, dtype=int),
        np.tril(a),
        np.triu(a, 1),
        np.tril(t, -1),
        np.triu(w > 0, k=-2),
    ),
    "a copy by a triangle": lambda a, b, c, w, t, s, y, f: masked(a, lambda a: np.tril(a).fill(7.0)),
    "counts of what is not 0": lambda a, b, c, w, t, s, y, f: (
        np.count_nonzero(a > 0),
        np.count_nonzero(np.maximum(a, 0), axis=1),
        np.count_nonzero(t, axis=(0, 1), keepdims=True),
        np.bincount(y, minlength=a.shape[1]),
        np.bincount(y, a[:, 0], minlength=a.shape[1]),
    ),
    "a filled diagonal": lambda a, b, c, w, t, s, y, f: (
        masked(a @ a.T, lambda m: np.fill_diagonal(m, 7)),
        masked(a @ a.T, lambda m: np.fill_diagonal(m, a[:, 0])),
        (a @ a.T).diagonal(),
    ),
    "weighted averages": lambda a, b, c, w, t, s, y, f: (
        np.average(a, axis=0, weights=1 + a[:, 0] ** 2),
        np.average(a, 1, np.exp(c)),
        np.average(a, weights=np.exp(b)),
        np.average(a, axis=1, weights=np.exp(b), keepdims=True),
        np.average(t, axis=1, weights=np.array([1.0, 2.0])),
    ),
    "ranges of values": lambda a, b, c, w, t, s, y, f: (
        np.ptp(a),
        np.ptp(a, axis=0),
        np.ptp(t, 1, None, True),
    ),
    "sums of absolute values": lambda a, b, c, w, t, s, y, f: (
        np.linalg.norm(a, 1, axis=1),
        np.linalg.norm(c, ord=1),
    ),
    "conjugates": lambda a, b, c, w, t, s, y, f: masked(a, lambda a: np.conj(a).fill(7.0)) + np.conjugate(b),
    "functions where a mask holds": lambda a, b, c, w, t, s, y, f: (
        np.divide(1, a, out=np.zeros_like(a), where=a > 0.5),
        np.exp(a, where=a > 0.25, out=np.ones_like(a)),
        masked(a, lambda a: np.multiply(a, 3, out=a, where=c > 0)),
    ),
    "sums of what a mask selects": lambda a, b, c, w, t, s, y, f: (
        np.sum(a[a > 0]),
        np.sum(t[a[:, 0] > 0] ** 2),
    ),
    "chained comparisons": lambda a, b, c, w, t, s, y, f: (
        2 * s if 0 < s <= 1 else -s,
        1 if -1 < s < 0 < 1 else 3,
    ),
    "casts": lambda a, b, c, w, t, s, y, f: (
        (a > 0).astype(float),
        (a > 0).astype(int),
        y.astype(float),
        y * 1.0,
    ),
    "sums": lambda a, b, c, w, t, s, y, f: (
        a.sum(),
        a.sum(0),
        a.sum(axis=1, keepdims=True),
        t.sum(axis=(1, 2)),
    ),
    "sums of masks": lambda a, b, c, w, t, s, y, f: ((a > 0).sum(axis=1), np.sum(a > 0), np.mean(a > 0)),
    "means": lambda a, b, c, w, t, s, y, f: (
        a.mean(),
        a.mean(axis=0),
        np.mean(t, axis=(0, 2), keepdims=True),
    ),
    "variances": lambda a, b, c, w, t, s, y, f: (
        a.var(axis=0),
        np.var(a),
        np.std(a + 0.1 * t[0, 0, 0], axis=1),
    ),
    "variance with ddof": lambda a, b, c, w, t, s, y, f: t.var(axis=2, ddof=1),
    "maxima": lambda a, b, c, w, t, s, y, f: (
        a.max(),
        a.max(axis=1),
        np.max(a, axis=0, keepdims=True),
        t.max(axis=1),
    ),
    "minima": lambda a, b, c, w, t, s, y, f: (a.min(), np.min(a, axis=1), t.min(axis=(1, 2))),
    "products": lambda a, b, c, w, t, s, y, f: (t.prod(axis=2), np.prod(t, axis=1), np.prod(t.shape[1:])),
    "sizes": lambda a, b, c, w, t, s, y, f: (len(a) * 1.0, a.shape[1] / 2, a.size, a.ndim, np.prod(a.shape)),
    "matrix products": lambda a, b, c, w, t, s, y, f: (a @ w, a.dot(w), np.dot(a, c), np.matmul(c, w), c @ c),
    "products with a scalar": lambda a, b, c, w, t, s, y, f: (a.dot(s), np.dot(2, a)),
    "batched products": lambda a, b, c, w, t, s, y, f: (
        t @ t.transpose(0, 2, 1),
        t @ np.ones((3, 4)),
        t @ t[0, 0],
    ),
    "einsum": lambda a, b, c, w, t, s, y, f: (
        np.einsum("nm,mk->nk", a, w),
        np.einsum("nm,nm->n", a, b),
        np.einsum("nm,nm", a, b),
        np.einsum("nij->jn", t),
        np.einsum("...j,j->...", t, t[0, 0]),
    ),
    "average with the axis kept": lambda a, b, c, w, t, s, y, f: (
        np.average(a, axis=1, keepdims=True),
        a - np.average(a, axis=0, keepdims=True),
    ),
    "einsum without an arrow": lambda a, b, c, w, t, s, y, f: (
        np.einsum("ba", a),
        np.einsum("mn,mn", a, b),
        np.einsum("nm,mk", a, w),
    ),
    "tensordot over two axes": lambda a, b, c, w, t, s, y, f: np.tensordot(t, t[0], 2),
    "quotients of known integers": lambda a, b, c, w, t, s, y, f: (
        a * (np.array([7, -7]) // 2)[1],
        a * np.floor_divide(np.array([2.0, 7.0]), np.array([7.0, 2.0]))[1],
    ),
    "rows of a loop, one below the other": lambda a, b, c, w, t, s, y, f: np.vstack([2 * row for row in a]),
    "tensordot": lambda a, b, c, w, t, s, y, f: (np.tensordot(a, w, 1), np.tensordot(a, b, axes=([0], [0]))),
    "outer": lambda a, b, c, w, t, s, y, f: (np.outer(c, c), np.inner(c, c), np.trace(np.outer(c, c))),
    "transposes": lambda a, b, c, w, t, s, y, f: (
        a.T,
        t.T,
        np.transpose(t, (1, 0, 2)),
        t.swapaxes(1, 2),
        a.transpose(),
    ),
    "reshapes": lambda a, b, c, w, t, s, y, f: (
        t.reshape(t.shape[0], -1),
        t.reshape(-1, 3),
        np.reshape(t, (t.shape[0], 3, 2)),
        a.reshape(-1),
        a.ravel(),
        a.flatten(),
        a.reshape(-1).reshape(a.shape),
        a.reshape((1, *a.shape)),
        a.reshape(a.shape, order="F"),
        t.reshape(-1, t.shape[2], order="F"),
        np.reshape(t, (t.shape[0], -1), order="F"),
    ),
    "flattened sizes": lambda a, b, c, w, t, s, y, f: (
        f.reshape(a.shape[0], -1),
        f.sum(axis=1),
        f.T @ f,
        f * f,
    ),
    "one number along a flattened axis": lambda a, b, c, w, t, s, y, f: (
        a.reshape(-1) * np.ones(a.size),
        np.full(a.size, 2.5) - a.T.reshape(-1),
        f.reshape(len(f), -1) + np.zeros((len(f), w.size)),
    ),
    "splitting what was flattened": lambda a, b, c, w, t, s, y, f: (
        f.reshape(len(f), w.shape[0], w.shape[1]) * w
    ),
    "new axes": lambda a, b, c, w, t, s, y, f: (
        a[:, None] * a[:, :, np.newaxis],
        np.expand_dims(c, 0),
        c[None, :, None],
    ),
    "squeeze": lambda a, b, c, w, t, s, y, f: (
        a[:, None].squeeze(1),
        np.squeeze(a.sum(axis=1, keepdims=True), axis=1),
    ),
    "broadcasting": lambda a, b, c, w, t, s, y, f: (
        np.broadcast_to(c, a.shape),
        a[:, None, :] - a[None, :, :],
    ),
    "joining": lambda a, b, c, w, t, s, y, f: (
        np.concatenate([t, t + 1], axis=1),
        np.stack([a, b], axis=1),
        np.hstack([a.sum(axis=1, keepdims=True), a.mean(axis=1, keepdims=True)]),
        np.concatenate([t[:, :1], t], axis=1),
    ),
    "constants": lambda a, b, c, w, t, s, y, f: (
        np.zeros(a.shape),
        np.ones((a.shape[0], 2)),
        np.full(a.shape[1], 2.5),
        np.zeros_like(a),
        np.zeros_like(a, shape=(*a.shape, 2)),
        np.ones_like(y),
        np.ones_like(y, shape=a.shape),
        np.eye(3),
        np.array([1.0, 2.0, 3.0]),
        np.full_like(a, 3),
        np.full_like(y, 3, shape=()),
    ),
    "arange": lambda a, b, c, w, t, s, y, f: (np.arange(a.shape[1]), np.arange(3), np.arange(1, 4) * 0.5),
    "gather": lambda a, b, c, w, t, s, y, f: (
        a[np.arange(len(a)), y],
        a[range(a.shape[0]), y],
        w[y],
        w[y, 0],
    ),
    "gather along a flattened axis": lambda a, b, c, w, t, s, y, f: (
        a.reshape(-1)[np.arange(a.shape[0] * a.shape[1])],
        t.reshape(len(t), 6)[:, np.arange(6)],
        np.repeat(y, 2).reshape(-1)[np.arange(2 * len(y))],
        t.reshape(-1, 3)[np.arange(2 * t.shape[0]), 1],
    ),
    "gather from known sizes": lambda a, b, c, w, t, s, y, f: (
        t[:, [1, 0]],
        t[:, [0, 1], [2, 0]],
        t[..., [0, 0, 2]],
    ),
    "slices": lambda a, b, c, w, t, s, y, f: slices(t),
    "ends": lambda a, b, c, w, t, s, y, f: (a[0], a[-1], a[:, -1], a[0, 0], t[-1, -1, -2]),
    "iteration": lambda a, b, c, w, t, s, y, f: sum(row.sum() for row in t[0]),
    "blocks": lambda a, b, c, w, t, s, y, f: blocks(t),
    "subtract at labels": lambda a, b, c, w, t, s, y, f: subtract_at_labels(a, y),
    "subtract at labels by range": lambda a, b, c, w, t, s, y, f: subtract_at_labels_by_range(a, y),
    "set at labels": lambda a, b, c, w, t, s, y, f: set_at_labels(a, y),
    "one-hot by eye": lambda a, b, c, w, t, s, y, f: onehot_by_eye(a, y),
    "one-hot by zeros": lambda a, b, c, w, t, s, y, f: onehot_by_zeros(a, y),
    "one-hot by comparison": lambda a, b, c, w, t, s, y, f: onehot_by_comparison(a, y),
    "embedding": lambda a, b, c, w, t, s, y, f: embed(a, w, y),
    "in place": lambda a, b, c, w, t, s, y, f: in_place_chain(a, c),
    "out": lambda a, b, c, w, t, s, y, f: with_out(a),
    "mask assignment": lambda a, b, c, w, t, s, y, f: masked(a, set_where_negative),
    "mask update": lambda a, b, c, w, t, s, y, f: masked(a, scale_where_positive),
    "mask copy": lambda a, b, c, w, t, s, y, f: masked(a, copy_where_positive),
    "sum of a selection": lambda a, b, c, w, t, s, y, f: (a[a > 0].sum(), np.sum(a[a > 0] * 2)),
    "column": lambda a, b, c, w, t, s, y, f: masked(a, fill_column),
    "row": lambda a, b, c, w, t, s, y, f: masked(a, fill_row),
    "fill": lambda a, b, c, w, t, s, y, f: masked(a, fill_all),
    "writing through a transpose": lambda a, b, c, w, t, s, y, f: masked(a, write_through_a_transpose),
    "writing through a row": lambda a, b, c, w, t, s, y, f: masked(a, write_through_a_row),
    "an array without axes has two names": lambda a, b, c, w, t, s, y, f: (
        two_names(np.array(2.0)),
        two_names(np.zeros(())),
        two_names(np.asarray(a.sum())),
        two_names(np.where(True, a.sum(), 0.0)),
        two_names(a.sum()),
        two_names(np.array(2.0).copy()),
        filled_by_a_loop(np.zeros(()), a),
        written_by_name(np.zeros(()), lambda made: made.fill(4.0)),
        written_by_name(np.zeros(()), lambda made: made.__setitem__((), 4.0)),
        written_by_name(np.zeros(()), lambda made: np.add(made, a.sum(), out=made)),
    ),
    "a view without axes": lambda a, b, c, w, t, s, y, f: tuple(
        after_writing_to(view(made), made)
        for made, view in (
            (np.zeros((1,)), lambda m: m.squeeze()),
            (np.zeros((1, 1)), lambda m: m[0, 0, ...]),
            (np.zeros((1, 1)), lambda m: m[0, 0]),
            (np.array(0.5), lambda m: m[...]),
            (np.array(0.5), lambda m: m[()]),
            (np.array(0.5), lambda m: m.T),
        )
    ),
    "at least one axis": lambda a, b, c, w, t, s, y, f: (
        np.atleast_1d(a.sum()),
        two_names(np.atleast_1d(c * 1.0)),
        after_writing_to(*[np.atleast_1d(c)] * 2),
    ),
    "views under axes of size 1": lambda a, b, c, w, t, s, y, f: masked(a, write_through_unit_axes),
    "a view of what is written": lambda a, b, c, w, t, s, y, f: masked(a, view_sees_a_later_write),
    "norms": lambda a, b, c, w, t, s, y, f: (np.linalg.norm(a), np.linalg.norm(a, axis=1)),
    "builtins": lambda a, b, c, w, t, s, y, f: (
        max(2, 1),
        float(s),
        abs(s),
        sum([s, s]),
        isinstance(a, np.ndarray) * 1.0,
    ),
}


def blocks_of_a_gate(q):
    made = np.zeros_like(q)
    size = q.shape[1] // 4
    made[:, size : 2 * size] = q[:, 3 * size :]
    made[:, 2 * size :] += 1
    return made


def behind_a_column_of_ones(a):
    made = np.ones((a.shape[0], a.shape[1] + 1))
    made[:, 1:] = a
    return made


def write_a_part(a):
    made = np.hstack([a, np.ones((len(a), 1))])
    part = made[:, :-1]
    part *= 2
    made[:, -1] = 5
    return made, part


def set_where_nonzero(a):
    a[np.nonzero(a > 0)] = 1
    a[np.where(a < 0)] -= 2
    rows, columns = (a == 0).nonzero()
    a[rows, columns] = 3


def enumerate_entries(a, t):
    made = np.zeros_like(a)
    for place, value in np.ndenumerate(a):
        made[place] = value if value > 0 else 2 * value
    known = 0
    for (i, j), value in np.ndenumerate(t[0]):
        known = known + (i + 2 * j) * value
    return made, known


def regroup_in_place(a, t):
    made = 2 * a
    made.shape = (1, -1)
    other = t + 1
    other.shape = t.shape[0], 6
    return made, other


def count_with_known_integers(a):
    made = {}
    for i in np.arange(3):
        made["a" + str(i)] = made[f"b{i:02}"] = i * a
        made[i] = a + i
    return made["a1"], made["b02"], made[2]


JOINED_SHAPES = {"a": ("N", "M"), "b": ("N", "M"), "c": ("M",), "q": ("N", "4*K"), "t": ("N", 2, 3)}
JOINED = {
    "hstack": lambda a, b, c, q, t: np.hstack([a, np.ones((len(a), 1))]),
    "a part of what was joined": lambda a, b, c, q, t: np.hstack([a, np.ones((len(a), 1))])[:, :-1] * a,
    "parts": lambda a, b, c, q, t: (
        np.concatenate([a, t[:, 0], a[:, :1], b], axis=1)[:, a.shape[1] :],
        np.append(c, 1)[-1],
        np.append(a, b),
        np.append(a, b, axis=0)[: len(a)],
    ),
    "vstack": lambda a, b, c, q, t: (np.vstack([a, c]), np.vstack([a, c])[:-1], np.vstack([a, c])[-1]),
    "a product over what was joined": lambda a, b, c, q, t: (
        np.hstack([a, np.ones((len(a), 1))]) @ np.vstack([a.T, np.ones(len(a))])
    ),
    "sums over what was joined": lambda a, b, c, q, t: (
        np.append(c, 2).sum(),
        np.hstack([a, t[:, 1]]).mean(axis=1),
        np.hstack([a, t[:, 1]]).max(axis=1),
    ),
    "c_": lambda a, b, c, q, t: (np.c_[a, np.ones(len(a))], np.c_[c, c], np.c_[a, b]),
    "r_": lambda a, b, c, q, t: (np.r_[c, 1], np.r_[1, c], np.r_[c, c]),
    "column_stack": lambda a, b, c, q, t: np.column_stack([np.ones(len(a)), a]),
    "insert": lambda a, b, c, q, t: (
        np.insert(a, 0, 1, axis=1),
        np.insert(a, a.shape[1], a[:, 0], axis=1),
        np.insert(a, 0, c, axis=0),
        np.insert(c, 0, 5, axis=0),
    ),
    "a size with one more": lambda a, b, c, q, t: behind_a_column_of_ones(a),
    "the sum of a size with one more and a joined array": lambda a, b, c, q, t: (
        np.zeros((len(a), a.shape[1] + 1)) + np.hstack([a, np.ones((len(a), 1))])
    ),
    "a write into a part": lambda a, b, c, q, t: write_a_part(a),
    "pad": lambda a, b, c, q, t: (
        np.pad(a, 1),
        np.pad(np.zeros_like(a), 1) + np.pad(np.zeros(a.shape), 1, constant_values=2),
        np.pad(a, ((0, 0), (2, 1)), mode="constant"),
        np.pad(t, [(0, 0), (1, 1), (0, 2)], "constant", constant_values=3),
        np.pad(a, ((1, 1), (1, 1)))[1:-1, 1:-1],
    ),
    "the places where a mask holds": lambda a, b, c, q, t: masked(a, set_where_nonzero),
    "ndenumerate": lambda a, b, c, q, t: enumerate_entries(a, t),
    "another shape": lambda a, b, c, q, t: regroup_in_place(a, t),
    "known integers as text and keys": lambda a, b, c, q, t: count_with_known_integers(a),
    "repeat": lambda a, b, c, q, t: (
        np.repeat(a, 2, axis=1),
        np.repeat(a[:, :1], a.shape[1], axis=1),
        np.repeat(c, len(a)),
        np.repeat(t, 2, axis=1),
        a[:, None, :].repeat(a.shape[1], axis=1),
        a.repeat(2),
    ),
    "tile": lambda a, b, c, q, t: (
        np.tile(c, (len(a), 1)),
        np.tile(a, 2),
        np.tile(t, (2, 1, 1)),
        np.tile(c, 3),
        np.tile(a, (2, 2)),
    ),
    "parts of a flattened axis": lambda a, b, c, q, t: (
        q[:, : q.shape[1] // 4],
        q[:, q.shape[1] // 2 :],
        q[:, -q.shape[1] // 4 :],
        q[:, -2 * q.shape[1] : q.shape[1] // 2],
        q[:, q.shape[1] // 4 : q.shape[1] // 2] * q[:, 2 * (q.shape[1] // 4) : 3 * q.shape[1] // 4],
    ),
    "split": lambda a, b, c, q, t: (
        np.split(q, 4, axis=1),
        np.hsplit(q, 2),
        np.array_split(t, 2, axis=2),
        np.split(t, [1, 2], axis=2),
        np.vsplit(t[0], 2),
    ),
    "equal parts joined": lambda a, b, c, q, t: (np.hstack([a, b, a]), np.hstack(np.split(q, 4, axis=1)) * q),
    "writes into parts of a flattened axis": lambda a, b, c, q, t: blocks_of_a_gate(q),
    "ranges": lambda a, b, c, q, t: (np.arange(0, len(a)), np.arange(0, len(a), 1), np.arange(3, 0, -1)),
    "cumsum": lambda a, b, c, q, t: (np.cumsum(a, axis=1), np.cumsum(t, axis=2), np.cumsum(c)),
    "accumulate": lambda a, b, c, q, t: (
        np.maximum.accumulate(a, axis=1),
        np.minimum.accumulate(a),
        np.maximum.accumulate(c),
        np.minimum.accumulate(t, axis=2),
        np.add.accumulate(t, axis=1),
    ),
    "unravel_index": lambda a, b, c, q, t: (
        t[(0, *np.unravel_index(4, (2, 3)))],
        c[np.unravel_index(0, (1,))],
    ),
    "moveaxis": lambda a, b, c, q, t: (np.moveaxis(t, 0, -1), np.moveaxis(t, (0, 1), (2, 0))),
    "isclose": lambda a, b, c, q, t: (np.isclose(a, b), np.isclose(c, 1, atol=0.5)),
    "pow": lambda a, b, c, q, t: (np.pow(a, 2), np.float_power(2, -1)),
    "rounding of what is known": lambda a, b, c, q, t: (
        np.floor(2.5) * a,
        np.ceil(-2.5) * a,
        np.round(3.5) * a,
        np.rint(2.5) * a,
        np.trunc(-1.5) * a,
    ),
    "roots of squares": lambda a, b, c, q, t: (np.sqrt(a**2), np.sqrt(4 * a * a), (a**2) ** 0.5),
}

SIZES = [{"N": 2, "M": 3, "K": 2}, {"N": 3, "M": 2, "K": 4}, {"N": 1, "M": 1, "K": 1}]


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_means_what_it_means_in_numpy(name, sizes):
    assert_agrees(OPERATIONS[name], SHAPES, sizes, seed=len(name))


# Old course code assigns `x.shape`, which NumPy deprecates from 2.5 on.
@pytest.mark.filterwarnings("ignore:Setting the shape:DeprecationWarning")
@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("name", JOINED)
def test_arrays_that_are_joined_and_taken_apart_are_those_of_numpy(name, sizes):
    assert_agrees(JOINED[name], JOINED_SHAPES, sizes, seed=len(name))


UNARY = [
    ("square", lambda a: a * a),
    ("relu", lambda a: np.maximum(a, 0)),
    ("tanh", np.tanh),
    ("mask", lambda a: a * (a > 0)),
    ("transpose", lambda a: a.T),
    ("sum rows", lambda a: a.sum(axis=0)),
    ("sum columns", lambda a: a.sum(axis=-1, keepdims=True)),
    ("mean", lambda a: a.mean(axis=0, keepdims=True)),
    ("max", lambda a: a.max(axis=-1, keepdims=True)),
    ("flatten", lambda a: a.reshape(-1)),
    ("rows", lambda a: a.reshape(a.shape[0], -1)),
    ("new axis", lambda a: a[None]),
    ("first", lambda a: a[0]),
    ("last axis", lambda a: a[..., None]),
    ("negative", lambda a: -a),
]
BINARY = [
    ("plus", lambda a, b: a + b),
    ("times", lambda a, b: a * b),
    ("over", lambda a, b: a / (1 + b * b)),
    ("matmul", lambda a, b: a @ b),
    ("maximum", np.maximum),
    ("where", lambda a, b: np.where(a > b, a, 2 * b)),
    ("outer", lambda a, b: np.outer(a, b)),
]


WITHOUT_AXES = """
    np.dot(c, c) | np.inner(c, c) | np.vdot(c, c) | np.tensordot(c, c, 1) | c @ c | c.dot(c)
    np.einsum("i,i", c, c) | np.einsum("i,i->", c, c, optimize=True) | np.trace(np.eye(2))
    np.where(s > 0, s, 2) | np.select([s > 0], [s], 0) | np.clip(s, 0, 1) | np.copy(s)
    np.array(s).copy() | np.squeeze(c[:1]) | c[:1].squeeze() | c[:1].reshape(()) | np.sum(c)
    np.array(s).sum() | np.add(np.array(s), 1) | np.array(s) * 2 | -np.array(s) | np.exp(np.array(s))
    np.array(s)[()] | np.array(s)[...] | c[..., 0] | c[0] | c[(0,)] | np.take(c, 0) | np.zeros(())
    np.full((), 2.0) | np.zeros_like(s) | np.full_like(s, 2) | np.asarray(s) | np.array(s)
    np.ascontiguousarray(np.array(s)).reshape(()) | np.broadcast_to(np.array(s), ())
    np.array(s).astype(float) | np.maximum(np.array(s), 0) | np.array(s).T | np.linalg.norm(c)
    s.T.copy() | s.T | s.transpose().copy() | s.squeeze().copy() | s.reshape(()).copy() | s.astype(float)
    s[...].copy() | np.asarray(s).copy() | np.asarray(s).T.copy() | c[0].T.copy() | s.reshape(1).copy()[0]
    np.mean(c) | np.max(c) | np.log1p(np.abs(np.array(s))) | np.logaddexp(s, 0.0) | np.add.reduce(c)
    np.array(s) ** 2 | np.square(np.array(s)) | np.sum(c, keepdims=True)[0] | np.argmax(c) + 0.0
""".replace("\n", " | ").split(" | ")


@pytest.mark.parametrize("spelled", [one.strip() for one in WITHOUT_AXES if one.strip()])
def test_what_has_no_axes_is_an_array_where_numpys_is_one(spelled):
    """A write into an array reaches all its names; a scalar is rebound."""
    program = compiled(f"def program(c, s):\n    return {spelled}, s\n", f"<{spelled}>")
    assert_agrees(program, {"c": ("M",), "s": ()}, SIZES[0])


@st.composite
def programs(draw):
    """A list of steps: an operation and the places of its operands among what there is so far."""
    steps, count = [], 3
    for _ in range(draw(st.integers(1, 5))):
        if draw(st.booleans()):
            steps.append((draw(st.sampled_from(UNARY)), (draw(st.integers(0, count - 1)),)))
        else:
            places = (draw(st.integers(0, count - 1)), draw(st.integers(0, count - 1)))
            steps.append((draw(st.sampled_from(BINARY)), places))
        count += 1
    return steps


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(steps=programs(), sizes=st.sampled_from(SIZES))
def test_a_random_program_means_what_it_means_in_numpy_or_is_not_read(steps, sizes):
    def run(a, b, c):
        values = [a, b, c]
        for (_, operation), places in steps:
            values.append(operation(*(values[place] for place in places)))
        return values[-1]

    try:
        assert_agrees(run, {"a": ("N", "M"), "b": ("M", "N"), "c": ("M",)}, sizes)
    except TraceFailed:
        return


REFUSED = {
    "shapes that do not broadcast": lambda a, y: a + a.T,
    "shapes that do not multiply": lambda a, y: a @ a,
    "float into an integer array": lambda a, y: y.__iadd__(0.5),
    "a mask minus a mask": lambda a, y: (a > 0) - (a < 0),
    "too many indices": lambda a, y: a[0, 0, 0],
    "the sign of a mask": lambda a, y: np.sign(a > 0),
    "a reshape that does not fit": lambda a, y: a.reshape(a.shape[0], 7 * a.shape[1]),
    "a result that outgrows what it is written to": lambda a, y: a[0].__iadd__(a),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_numpy_refuses_is_refused(name):
    with pytest.raises(TraceFailed) as caught:
        assert_agrees(REFUSED[name], {"a": ("N", "M"), "y": labels("N", below="M")}, SIZES[0])
    assert caught.value.refused


UNREADABLE = {
    "a loop over a symbolic size": (lambda a, y: {i: i for i in a}, "loops over a symbolic size"),
    "a loop over a range": (lambda a, y: {2 * i for i in range(a.shape[0])}, "loops over a symbolic size"),
    "a branch on a value": (lambda a, y: a.sum() > 0 and a, "branches on the value"),
    "a branch on two sizes": (lambda a, y: (a.shape[0] == a.shape[1]) or a, "branches on the value"),
    "a part of a symbolic axis": (lambda a, y: a[2:5], "a part of an axis of symbolic size"),
    "a place that may not exist": (lambda a, y: a[1], "place 1 of an axis of symbolic size"),
    "labels of another axis": (lambda a, y: a[y], "whether the index"),
    "shifted labels": (lambda a, y: a[np.arange(len(a)), y - 1], "whether the index"),
    "a selection by a mask": (lambda a, y: a[a > 0].mean(), "depends on the values"),
    "another shape of what has a view": (
        lambda a, y: (a.T, setattr(a, "shape", (1, -1)))[0],
        "that is, or has, a view",
    ),
    "a number of places where a mask holds": (lambda a, y: len(np.where(a > 0)[0]) * a, "where a mask holds"),
    "the rows where a mask holds": (lambda a, y: a[np.nonzero(a > 0)[0]], "but not along all axes"),
    "a symbol as a key": (lambda a, y: {a.shape[0]: 1} and a, "how a symbol is written"),
    "an unknown function": (lambda a, y: np.sort(a), "np.sort has no symbolic reading"),
    "reading what was never written": (lambda a, y: np.empty(a.shape) + 1, "never written"),
    "splitting a symbolic axis": (lambda a, y: a.reshape(2, -1), "reshape"),
    "rounding": (lambda a, y: a.astype(int), "cut off to an integer"),
    "rounding to an integer": (lambda a, y: np.floor(a).astype(int) * a, "cut off to an integer"),
    "a diagonal above that of a symbolic matrix": (lambda a, y: np.diag(a @ a.T, 1), "another diagonal"),
    "an inverse of symbolic size": (lambda a, y: np.linalg.inv(a.T @ a) + 1, "of a matrix of size M"),
    "a grid that begins elsewhere": (lambda a, y: np.ogrid[1 : len(a)] * a, "does not count from 0"),
    "an order of values": (lambda a, y: np.argsort(a[0]), "np.argsort of numbers that are not known"),
    "a condition along a symbolic axis": (
        lambda a, y: np.all(a > 0, axis=1),
        "over an axis of symbolic size",
    ),
    "a roll by a size": (lambda a, y: np.roll(a, len(a), axis=1), "np.roll by N"),
    "division with remainder": (lambda a, y: a.shape[0] // 2, "known are divided with remainder"),
    "a view or a copy": (lambda a, y: (a.reshape(-1), a.__imul__(2))[0] + 1, "may be a view or a copy"),
    "integer arrays cut floats off": (
        lambda a, y: np.zeros_like(y).__setitem__(slice(None), a[:, 0]),
        "cuts them off",
    ),
    "an array in the place of an entry": (
        lambda a, y: a.__setitem__((0, 0), a[:1, 0]),
        "an array into a single entry",
    ),
    "an array as a number": (lambda a, y: float(np.ones(1)) * a, "an array that has axes into a number"),
    "a function of a mask": (lambda a, y: np.exp(a > 0), "in half precision"),
    "a power of a mask": (lambda a, y: (a > 0) ** 2 * a, "an integer of one byte"),
    "a result for a scalar": (lambda a, y: np.negative(a[0, 0], a[0, 0]), "a scalar as out="),
    "an identity that is not square": (lambda a, y: np.eye(*a.shape), "not square"),
    "comparing indices of different axes": (lambda a, y: np.arange(len(a)) == y, "indices of different axes"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_symbols_cannot_answer_is_said_and_not_guessed(name):
    program, message = UNREADABLE[name]
    with pytest.raises(TraceFailed, match=message) as caught:
        assert_agrees(program, {"a": ("N", "M"), "y": labels("N", below="M")}, SIZES[0])
    assert not caught.value.refused


def test_an_error_names_the_file_the_line_and_the_operation():
    def layer(x):
        shifted = x - 1
        return np.partition(shifted, 0)

    with pytest.raises(TraceFailed) as caught:
        Tracer().call(layer, None)
    with pytest.raises(TraceFailed) as caught:
        assert_agrees(layer, {"x": ("N",)}, SIZES[0])
    message = str(caught.value)
    assert __file__ in message
    assert f":{layer.__code__.co_firstlineno + 2}:" in message
    assert "np.partition has no symbolic reading" in message
    assert "return np.partition(shifted, 0)" in message


def test_code_that_catches_every_exception_does_not_catch_what_was_not_read():
    def layer(x):
        try:
            return np.sort(x)
        except Exception:
            return x

    with pytest.raises(TraceFailed, match=r"np\.sort"):
        assert_agrees(layer, {"x": ("N",)}, SIZES[0])


def test_what_is_made_while_an_entry_is_worked_out_has_symbols_of_its_own():
    size = Symbol("N", integer=True, positive=True)
    n, k = symbols("n k", integer=True)
    x = tensor("x", size)
    source = Content(((size,),), lambda index: x[index])

    def entry(index):
        inner = Content(((size,),), lambda other: x[other] * source.at(index), like=(source,))
        return inner.at((k,))

    assert Content(((size,),), entry, like=(source,)).at((n,)) == x[k] * x[n]
