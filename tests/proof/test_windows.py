"""Windows over axes of any size: they are read as NumPy has them, and convolution and pooling are proven."""

import inspect
import re
from itertools import product
from types import FunctionType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.lib.stride_tricks import sliding_window_view
from sympy import Add, Integer, expand

from tests.proof.agreement import assert_agrees
from tests.proof.loop_programs import compiled
from yudo import fixed, prove_vjp
from yudo.derivations.calculus import sizes
from yudo.derivations.calculus.algebra import delta, is_zero, total_over
from yudo.derivations.calculus.functions import AffineIndex
from yudo.derivations.calculus.normal_form import equal
from yudo.derivations.calculus.symbols import tensor
from yudo.impl import _arguments
from yudo.impl.avg_pool import avg_pool_backward, avg_pool_forward
from yudo.impl.conv2d import conv2d_backward, conv2d_forward
from yudo.impl.depthwise_conv2d import depthwise_conv2d_backward, depthwise_conv2d_forward
from yudo.impl.max_pool import max_pool_backward, max_pool_forward
from yudo.verification.symbolic.arrays.axes import fresh_index
from yudo.verification.symbolic.arrays.ranges import (
    Quotient,
    WindowCount,
    floor_quotient,
    in_words,
    is_nonnegative,
    rooms_collected,
)
from yudo.verification.symbolic.inputs import Shape, SymbolicInputs, read_shapes
from yudo.verification.symbolic.prove import prove_layer
from yudo.verification.symbolic.tracing import TraceFailed, Tracer

H, K, S = sizes("H K S")


# -- what is read ------------------------------------------------------------------------------------------


def each_window(x, w):
    places = x.shape[1] - w.shape[0] + 1
    out = np.zeros((len(x), places))
    for i in range(places):
        out[:, i] = x[:, i : i + len(w)] @ w
    return out


def each_offset(x, w):
    places = (x.shape[1] - len(w)) // 2 + 1
    out = np.zeros((len(x), places))
    for k in range(len(w)):
        out += x[:, k : k + 2 * places : 2] * w[k]
    return out


def counted_in_floating_point(x, w):
    return np.zeros((len(x), int(1 + (x.shape[1] + 2 - len(w)) / 3)))


def places_by_number(x, w):
    places = 1 + (x.shape[1] - len(w)) // 3
    out = np.zeros((len(x), places))
    for i in range(places):
        for k in range(len(w)):
            out[:, i] += x[:, 3 * i + k] * w[k]
    return out


def padded(x, w):
    wide = np.pad(x, ((0, 0), (2, 1)))
    places = wide.shape[1] - len(w) + 1
    out = np.zeros((len(x), places))
    for i in range(places):
        out[:, i] = wide[:, i : i + len(w)] @ w
    return out


def spread(x, w):
    places = (x.shape[1] - len(w)) // 2 + 1
    dx = np.ones_like(x)
    for i in range(places):
        dx[:, 2 * i : 2 * i + len(w)] += x[:, i : i + 1] * w
    return dx


def written_once(x, w):
    dx = np.ones_like(x)
    dx[:, 1:-1:2] = 7
    return dx[:, 1:], dx[:, ::2]


def spread_and_cut(x, w):
    wide = np.zeros((len(x), x.shape[1] + 2))
    places = wide.shape[1] - len(w) + 1
    for i in range(places):
        wide[:, i : i + len(w)] += w
    return wide[:, 1:-1]


def window_of_a_window(x, w):
    inner = x[:, 1:]
    return inner[:, ::2], inner[:, 1:]


def windows_seen(x, w):
    return sliding_window_view(x, len(w), axis=1) @ w


def windows_in_steps_of_two_axes(x, w):
    wide = np.pad(x, ((1, 1), (0, 2)))
    return np.lib.stride_tricks.sliding_window_view(wide, (2, len(w)), axis=(0, -1))[:, ::2]


def gathered_by_places(x, w):
    wide = np.pad(x, ((0, 0), (1, 1)))
    places = wide.shape[1] - len(w) + 1
    rows = np.arange(len(w)).reshape(-1, 1) + np.arange(places).reshape(1, -1)
    return wide[:, rows]


def stepped(x, w):
    starts = range(0, x.shape[1] - len(w) + 1, 2)
    out = np.zeros((len(x), (x.shape[1] - len(w)) // 2 + 1))
    for i, start in enumerate(starts):
        out[:, i] += x[:, start : start + len(w)] @ w
    for start in starts:
        out[:, start // 2] += 1
    return out


READ = (
    stepped, each_window, each_offset, counted_in_floating_point, places_by_number, padded, spread,
    written_once, spread_and_cut, window_of_a_window, windows_seen, windows_in_steps_of_two_axes,
    gathered_by_places,
)  # fmt: skip


@pytest.mark.parametrize("program", READ, ids=lambda program: program.__name__)
@pytest.mark.parametrize(("h", "k"), [(7, 3), (8, 3), (9, 2), (5, 4)])
def test_what_is_read_of_windows_is_what_numpy_does(program, h, k):
    assert_agrees(program, {"x": ("N", "H"), "w": ("K",)}, {"N": 2, "H": h, "K": k})


def made_for_rows(x, w):
    out = np.zeros((len(x), x.shape[1]))
    rows = np.repeat(np.arange(int((x.shape[1] - len(w)) / 2) + 1), 2).reshape(-1, 2)
    return out, rows, np.arange(x.shape[1]).reshape(1, -1)


@pytest.mark.parametrize("program", [made_for_rows, windows_seen, each_offset], ids=lambda one: one.__name__)
@pytest.mark.parametrize(("p", "k"), [(1, 1), (3, 2), (2, 4)])
def test_an_axis_may_be_as_long_as_so_many_windows_see(program, p, k):
    shapes = {"x": Shape(("N", "2*P+K-2")), "w": Shape(("K",))}
    assert_agrees(program, shapes, {"N": 2, "P": p, "K": k})


def overlapping(x, w):
    return sliding_window_view(x, 2 * len(x), axis=0)


@pytest.mark.parametrize(
    ("program", "refusal"),
    [
        (overlapping, "windows of length 2*N along an axis of size N"),
        (lambda x, w: sliding_window_view(x, (1, 1, 1)), "as many lengths as axes are wanted"),
    ],
)
def test_windows_that_do_not_fit_are_not_read(program, refusal):
    inputs = SymbolicInputs(read_shapes({"x": ("N", "H"), "w": ("K",)}))
    with rooms_collected(), pytest.raises(TraceFailed, match=re.escape(refusal)):
        Tracer().call(program, *inputs.arrays()).content.read_once()


def scaled_by_places(x, w):
    return x * int((len(x) - len(w)) / 2), (x, w)


def scaled_backward(dout, cache):
    x, w = cache
    return dout * ((len(x) - len(w)) // 2)


def test_what_is_cut_off_towards_0_is_a_quotient_only_where_a_window_fits():
    inputs = SymbolicInputs(read_shapes({"x": ("H",), "w": fixed("K")}))
    with rooms_collected() as rooms:
        Tracer().call(scaled_by_places, *inputs.arrays())[0].content.read_once()
    assert rooms  # below, int(-1 / 2) is 0, and -1 // 2 is -1
    assert prove_vjp(scaled_by_places, scaled_backward, x=("H",), w=fixed("K")).verdict == "refuted"


# -- what lies between what ---------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=7, max_size=7))
def test_what_is_shown_to_be_at_least_0_is_so_at_all_small_sizes(factors):
    with rooms_collected():
        count = WindowCount.of(H - K, Integer(2))
        part = Quotient.of(H - K + 1, S)
        i, k = fresh_index(count), fresh_index(K)
        whole = Add(*(a * b for a, b in zip(factors, (H, K, 2 * count, part * S, 2 * i, k, 1), strict=True)))
        if not is_nonnegative(whole):
            return
    for h, width, s in product(range(1, 8), range(1, 6), range(1, 4)):
        if h < width:
            continue
        known = {H: Integer(h), K: Integer(width), S: Integer(s)}
        known |= {count: Integer(count.at(known)), part: Integer(part.at(known))}
        for one, other in product(range(int(known[count])), range(width)):
            assert whole.xreplace(known | {i: Integer(one), k: Integer(other)}) >= 0


@pytest.mark.parametrize("divisor", [Integer(1), Integer(2), Integer(3), S])
@pytest.mark.parametrize(
    "number", [H - K, H - K + 2, 3 * H - K - 1, S * H - 1, 2 * H - 2 * K + 4, S * (H - 1)]
)
def test_a_quotient_is_what_python_makes_of_it(number, divisor):
    with rooms_collected():
        whole = floor_quotient(number, divisor)
    if whole is None:
        return
    for h, k, s in product(range(1, 7), range(1, 5), range(1, 4)):
        known = {H: Integer(h), K: Integer(k), S: Integer(s)}
        quotients = {one: Integer(one.at(known)) for one in whole.atoms(Quotient)}
        assert whole.xreplace(quotients).xreplace(known) == int(number.xreplace(known)) // int(
            divisor.xreplace(known)
        )


def test_without_somebody_to_tell_a_condition_nothing_is_taken_for_a_number_of_windows():
    assert floor_quotient(H - K, Integer(2)) is None


def test_a_computed_place_is_met_only_where_it_is_and_picks_nothing_out_of_a_sum():
    u, i = fresh_index(H), fresh_index(K)
    x = tensor("x", H)
    assert is_zero(delta(AffineIndex(2 * i + 1), AffineIndex(2 * i)))
    assert delta(AffineIndex(u + 1), AffineIndex(i + 1)) == delta(u, AffineIndex(i))
    # i may lie outside of x's axis: the sum over it is not x[i].
    met = delta(AffineIndex(u), AffineIndex(i))
    assert any(atom.kind == "sum" for monomial in total_over(met, [(u, H)]).terms for atom, _ in monomial)
    assert not equal(x[AffineIndex(i)], x[u])


def test_the_condition_is_told_in_words():
    assert in_words(expand(H + 2 - K)) == "H + 2 >= K"


# -- convolution -------------------------------------------------------------------------------------------


def conv_by_loops(x, w, b, stride, pad):
    n, _, height, width = x.shape
    f, _, rows, columns = w.shape
    high, wide = 1 + (height + 2 * pad - rows) // stride, 1 + (width + 2 * pad - columns) // stride
    images = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((n, f, high, wide))
    for one in range(n):
        for filtered in range(f):
            for i in range(high):
                for j in range(wide):
                    window = images[one, :, i * stride : i * stride + rows, j * stride : j * stride + columns]
                    out[one, filtered, i, j] = np.sum(window * w[filtered]) + b[filtered]
    return out, (images, w, stride, pad)


def conv_backward_by_loops(dout, cache):
    images, w, stride, pad = cache
    rows, columns = w.shape[2:]
    dimages, dw = np.zeros_like(images), np.zeros_like(w)
    n, f, high, wide = dout.shape
    for one in range(n):
        for filtered in range(f):
            for i in range(high):
                for j in range(wide):
                    top, left = i * stride, j * stride
                    window = images[one, :, top : top + rows, left : left + columns]
                    dw[filtered] += dout[one, filtered, i, j] * window
                    dimages[one, :, top : top + rows, left : left + columns] += (
                        dout[one, filtered, i, j] * w[filtered]
                    )
    height, width = dimages.shape[2] - 2 * pad, dimages.shape[3] - 2 * pad
    return dimages[:, :, pad : pad + height, pad : pad + width], dw, dout.sum(axis=(0, 2, 3))


def conv_by_offsets(x, w, b, stride, pad):
    rows, columns = w.shape[2:]
    images = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    high = int((images.shape[2] - rows) / stride + 1)
    wide = int((images.shape[3] - columns) / stride + 1)
    out = np.zeros((len(x), len(w), high, wide))
    for k in range(rows):
        for m in range(columns):
            part = images[:, :, k : k + stride * high : stride, m : m + stride * wide : stride]
            out += np.einsum("ncij,fc->nfij", part, w[:, :, k, m])
    return out + b[:, None, None], (images, w, stride, pad)


def conv_backward_by_offsets(dout, cache):
    images, w, stride, pad = cache
    high, wide = dout.shape[2:]
    dimages, dw = np.zeros_like(images), np.zeros_like(w)
    for k in range(w.shape[2]):
        for m in range(w.shape[3]):
            rows = slice(k, k + stride * (high - 1) + 1, stride)
            columns = slice(m, m + stride * (wide - 1) + 1, stride)
            dw[:, :, k, m] = np.einsum("nfij,ncij->fc", dout, images[:, :, rows, columns])
            dimages[:, :, rows, columns] += np.einsum("nfij,fc->ncij", dout, w[:, :, k, m])
    inner = slice(pad, -pad) if pad else slice(None)
    return dimages[:, :, inner, inner], dw, dout.sum(axis=(0, 2, 3))


FILTERS = {"x": ("N", "C", "H", "W"), "w": ("F", "C", "K", "L"), "b": ("F",)}


@pytest.mark.parametrize(
    ("forward", "backward", "stride", "pad"),
    [
        (conv_by_loops, conv_backward_by_loops, 2, 1),
        (conv_by_offsets, conv_backward_by_offsets, 1, 0),
        (conv_by_offsets, conv_backward_by_offsets, 3, 2),
    ],
)
def test_a_convolution_is_proven_for_images_and_filters_of_any_size(forward, backward, stride, pad):
    proof = prove_vjp(forward, backward, given={"stride": stride, "pad": pad}, **FILTERS)
    assert proof.verdict == "proven", proof.reason
    assert proof.reach == f"all shapes with H + {2 * pad} >= K; W + {2 * pad} >= L".replace(" + 0", "")


@pytest.mark.parametrize(
    ("forward", "backward", "filters"),
    [
        (conv2d_forward, conv2d_backward, FILTERS),
        (
            depthwise_conv2d_forward,
            depthwise_conv2d_backward,
            {**FILTERS, "w": ("C", "K", "L"), "b": ("C",)},
        ),
    ],
)
@pytest.mark.parametrize(("stride", "pad"), [*product((1, 2, 3, 4), (0, 1, 2))])
@pytest.mark.sampled(5)
def test_the_convolutions_of_impl_are_proven_with_padding_and_where_rows_are_left_at_the_end(
    stride, pad, forward, backward, filters
):
    options = {"stride": stride, "pad": pad}
    proof = prove_vjp(forward, backward, given={"conv_param": options}, **filters)
    assert proof.verdict == "proven", proof.reason
    assert proof.reach == f"all shapes with H + {2 * pad} >= K; W + {2 * pad} >= L".replace(" + 0", "")


def test_the_convolution_of_impl_is_proven_for_every_stride():
    proof = prove_layer("conv2d")
    assert {name: one.verdict for name, one in proof.gradients.items()} == dict.fromkeys(
        ("out", "db", "dw", "dx"), "proven"
    )


def changed(function, written, mistaken):
    """A function with a mistake in its source."""
    source = inspect.getsource(function)
    assert written in source
    return compiled(
        f"{source.replace(written, mistaken)}\n\nprogram = {function.__name__}\n", f"{mistaken}.py"
    )


MISTAKES = {
    "the last one decides": ("dimages[:, :, rows, columns] += ", "dimages[:, :, rows, columns] = "),
    "cut one further": ("slice(pad, -pad)", "slice(2 * pad, None)"),
    "filters turned": ("w[:, :, k, m])\n", "w[:, :, m, k])\n"),
    "windows one further": ("images[:, :, rows, columns])", "images[:, :, 1:, 1:][:, :, rows, columns])"),
    "the wrong stride": ("slice(k, k + stride * (high - 1) + 1, stride)", "slice(k, k + high)"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_convolution_is_refuted(mistake):
    backward = changed(conv_backward_by_offsets, *MISTAKES[mistake])
    proof = prove_vjp(conv_by_offsets, backward, given={"stride": 2, "pad": 1}, **FILTERS)
    assert proof.verdict == "refuted", str(proof)


# -- pooling -----------------------------------------------------------------------------------------------


def averaged(x, size, stride):
    high, wide = 1 + (x.shape[2] - size) // stride, 1 + (x.shape[3] - size) // stride
    out = np.zeros((*x.shape[:2], high, wide))
    for i in range(high):
        for j in range(wide):
            top, left = i * stride, j * stride
            out[:, :, i, j] = x[:, :, top : top + size, left : left + size].mean(axis=(2, 3))
    return out, (x, size, stride)


def averaged_backward(dout, cache):
    x, size, stride = cache
    dx = np.zeros_like(x)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            top, left = i * stride, j * stride
            dx[:, :, top : top + size, left : left + size] += dout[:, :, i, j][:, :, None, None] / size**2
    return dx


def largest(x, size, stride):
    high, wide = 1 + (x.shape[2] - size) // stride, 1 + (x.shape[3] - size) // stride
    out = np.zeros((*x.shape[:2], high, wide))
    for i in range(high):
        for j in range(wide):
            top, left = i * stride, j * stride
            out[:, :, i, j] = x[:, :, top : top + size, left : left + size].max(axis=(2, 3))
    return out, (x, size, stride)


def largest_backward(dout, cache):
    x, size, stride = cache
    dx = np.zeros_like(x)
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    top, left = i * stride, j * stride
                    window = x[n, c, top : top + size, left : left + size]
                    dx[n, c, top : top + size, left : left + size] += (window == np.max(window)) * dout[
                        n, c, i, j
                    ]
    return dx


IMAGES = {"x": ("N", "C", "H", "W")}


@pytest.mark.parametrize(("size", "stride"), [(2, 2), (3, 1)])
def test_averages_of_windows_are_proven_for_images_of_any_size(size, stride):
    proof = prove_vjp(averaged, averaged_backward, given={"size": size, "stride": stride}, **IMAGES)
    assert proof.verdict == "proven", proof.reason
    assert proof.reach == f"all shapes with H >= {size}; W >= {size}"


@pytest.mark.parametrize("stride", [2, 1])
def test_the_largest_of_windows_is_proven_off_ties_for_images_of_any_size(stride):
    proof = prove_vjp(largest, largest_backward, given={"size": 2, "stride": stride}, **IMAGES)
    assert proof.verdict == "proven", proof.reason
    assert proof.reach == "all shapes with H >= 2; W >= 2"
    assert not proof.gradients["x"].everywhere


def averaged_like(x, like, stride):
    return avg_pool_forward(x, {"pool_height": len(like), "pool_width": like.shape[1], "stride": stride})


def largest_like(x, like, stride):
    return max_pool_forward(x, {"pool_height": len(like), "pool_width": like.shape[1], "stride": stride})


def largest_of_each(x, like, stride):
    rows, columns = like.shape
    high, wide = 1 + (x.shape[2] - rows) // stride, 1 + (x.shape[3] - columns) // stride
    out = np.zeros((*x.shape[:2], high, wide))
    for i in range(high):
        for j in range(wide):
            top, left = i * stride, j * stride
            out[:, :, i, j] = x[:, :, top : top + rows, left : left + columns].max(axis=(2, 3))
    return out, (x, rows, columns, stride)


def largest_of_each_backward(dout, cache):
    x, rows, columns, stride = cache
    dx = np.zeros_like(x)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            top, left = i * stride, j * stride
            window = x[:, :, top : top + rows, left : left + columns]
            mask = window == window.max(axis=(2, 3), keepdims=True)
            dx[:, :, top : top + rows, left : left + columns] += mask * dout[:, :, i, j, None, None]
    return dx


@pytest.mark.parametrize(
    ("forward", "backward"),
    [
        (averaged_like, avg_pool_backward),
        (largest_like, max_pool_backward),
        (largest_of_each, largest_of_each_backward),
    ],
    ids=["averages of impl", "largest of impl", "largest by windows"],
)
@pytest.mark.parametrize("stride", [1, 2, 3, 4])
@pytest.mark.sampled(5)
def test_pooling_is_proven_for_windows_of_any_size_where_rows_are_left_at_the_end(forward, backward, stride):
    proof = prove_vjp(forward, backward, given={"stride": stride}, **IMAGES, like=fixed("K", "L"))
    assert proof.verdict == "proven", proof.reason
    assert proof.reach == "all shapes with H >= K; W >= L"
    assert proof.gradients["x"].everywhere


def test_a_pair_that_refuses_images_into_which_a_window_fits_is_not_proven(monkeypatch):
    def choosy(x, pool_param):
        if pool_param["pool_height"] >= x.shape[2]:
            raise ValueError("pool_height: too large")

    unread = FunctionType(choosy.__code__, vars(_arguments))
    monkeypatch.setattr(_arguments, "check_pooling", unread)
    proof = prove_vjp(averaged_like, avg_pool_backward, given={"stride": 1}, **IMAGES, like=fixed("K", "L"))
    assert proof.verdict == "undecided"
    assert "pool_height" in proof.reason


def test_a_window_that_takes_the_gradient_of_its_neighbour_is_refuted():
    backward = changed(largest_backward, "n, c, i, j\n", "n, c, j, i\n")
    assert prove_vjp(largest, backward, given={"size": 2, "stride": 2}, **IMAGES).verdict == "refuted"
