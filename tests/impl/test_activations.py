"""What every activation keeps to, whichever function it is: shapes, refusals, large inputs."""

import re
from importlib import import_module

import numpy as np
import pytest

from yudo import derivations
from yudo.derivations.calculus import Tensor

DTYPES = [np.float32, np.float64]


def is_activation(stem):
    """Whether a layer acts on the entries of one array: an output and its gradient of its shape, no other."""
    layer = derivations.layer(stem)
    arrays = [one for one in layer.inputs if isinstance(one, Tensor)]
    if [one.name for one in arrays] != ["x"] or not {"out", "dx"} <= set(layer.results):
        return False
    return layer.upstream is not None and layer.upstream.axes == arrays[0].axes


ACTIVATIONS = [stem for stem in derivations.stems() if is_activation(stem)]
every_activation = pytest.mark.parametrize("stem", ACTIVATIONS)
every_dtype = pytest.mark.parametrize("dtype", DTYPES)


def passes(stem):
    code = import_module(f"yudo.impl.{stem}")
    return getattr(code, f"{stem}_forward"), getattr(code, f"{stem}_backward")


def test_activations_are_found():
    assert {"relu", "sigmoid", "tanh"} <= set(ACTIVATIONS)


@every_activation
@pytest.mark.parametrize("shape", [(4,), (2, 3), (2, 3, 4), (0,), (0, 3)])
def test_every_shape_is_kept(stem, shape):
    forward, backward = passes(stem)
    out, cache = forward(np.full(shape, 0.5))
    assert out.shape == backward(np.ones(shape), cache).shape == shape


@every_activation
@every_dtype
def test_no_finite_input_is_too_large_and_nothing_warns(stem, dtype):
    forward, backward = passes(stem)
    x = np.array([-1e4, -750, -100, -1e-30, 0, 1e-30, 100, 750, 1e4], dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        out, cache = forward(x)
        dx = backward(np.ones_like(x), cache)
    assert out.dtype == dx.dtype == dtype
    assert np.isfinite(out).all()
    assert np.isfinite(dx).all()


@every_activation
def test_nan_stays_visible(stem):
    forward, _ = passes(stem)
    assert np.isnan(forward(np.array([np.nan]))[0]).all()


@every_activation
@every_dtype
def test_a_slope_is_what_the_output_changes_by(stem, dtype):
    forward, backward = passes(stem)
    x, h = np.array([-4, -1.5, -0.25, 0.75, 1.25, 3], dtype), dtype(2**-6)
    (above, _), (below, _), (_, cache) = forward(x + h), forward(x - h), forward(x)
    slopes = (above.astype(float) - below) / (2 * h)
    np.testing.assert_allclose(backward(np.ones_like(x), cache), slopes, atol=1e-3)


@every_activation
@pytest.mark.parametrize(
    ("x", "error", "message"),
    [
        (np.arange(3), TypeError, "x: got int64 array of shape (3,)"),
        (0.0, TypeError, "x: got float 0.0"),
        (np.float16([1, 2]), TypeError, "x: got float16 array of shape (2,), too narrow"),
        (np.array(0.0), ValueError, "x: got float64 array of shape ()"),
    ],
)
def test_what_is_no_array_of_floats_is_refused_by_name(stem, x, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        passes(stem)[0](x)


@every_activation
def test_an_upstream_gradient_of_another_shape_is_refused(stem):
    forward, backward = passes(stem)
    _, cache = forward(np.ones(3))
    with pytest.raises(ValueError, match=re.escape("dout: got shape (3, 1); expected (3,)")):
        backward(np.ones((3, 1)), cache)
