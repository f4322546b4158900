import math
import re

import numpy as np
import pytest

from yudo.impl.fully_connected_net import FullyConnectedNet
from yudo.impl.three_layer_conv_net import ThreeLayerConvNet
from yudo.impl.two_layer_net import TwoLayerNet

FLOATS = [np.float32, np.float64]


def two_layers(input_dim, hidden_dim, num_classes, **options):
    return TwoLayerNet(input_dim, hidden_dim, num_classes, **options)


def any_depth(input_dim, hidden_dim, num_classes, **options):
    return FullyConnectedNet([hidden_dim], input_dim, num_classes, **options)


both = pytest.mark.parametrize("make", [two_layers, any_depth])


def batch(N=6, shape=(2, 3), C=4, dtype=np.float64):
    rng = np.random.default_rng(1)
    return rng.standard_normal((N, *shape)).astype(dtype), rng.integers(0, C, N)


def test_the_defaults_are_those_of_the_course():
    shapes = {"W1": (3072, 100), "b1": (100,), "W2": (100, 10), "b2": (10,)}
    for net in (TwoLayerNet(), FullyConnectedNet([100])):
        assert {name: p.shape for name, p in net.params.items()} == shapes
        assert net.reg == 0


@both
@pytest.mark.parametrize("dtype", FLOATS)
def test_weights_start_at_random_with_the_given_scale_and_biases_at_zero(make, dtype):
    net = make(200, 100, 50, weight_scale=1e-2, seed=0, dtype=dtype)
    for name, p in net.params.items():
        assert p.dtype == dtype
        if name.startswith("b"):
            assert not p.any()
        else:
            assert abs(p.std() / 1e-2 - 1) < 0.05
            assert abs(p.mean()) < 1e-3


@both
def test_a_seed_makes_the_weights_repeat(make):
    first, same, other = make(3, 4, 5, seed=7), make(3, 4, 5, seed=7), make(3, 4, 5, seed=8)
    np.testing.assert_array_equal(first.params["W2"], same.params["W2"])
    assert (first.params["W2"] != other.params["W2"]).any()
    assert (make(3, 4, 5).params["W1"] != make(3, 4, 5).params["W1"]).any()


@both
def test_loss_and_gradients_match_the_example_worked_by_hand(make):
    net = make(1, 2, 2, reg=0.5)
    log3 = math.log(3)
    net.params.update(
        W1=np.array([[2.0, -1.0]]),
        b1=np.array([-1.0, 0.0]),
        W2=np.array([[log3, 0.0], [5.0, 7.0]]),
        b2=np.array([-4.0, -4.0]),
    )
    # X = 1 gives hidden = (1, -1), active = (1, 0), scores = (log 3 - 4, -4), probabilities (3/4, 1/4).
    X, y = np.array([[1.0]]), np.array([1])
    np.testing.assert_array_equal(net.loss(X), [[log3 - 4, -4]])  # no ReLU on the scores
    loss, grads = net.loss(X, y)
    # dscores = (3/4, -3/4), dactive = (3/4 log 3, -3/2), dhidden = (3/4 log 3, 0).
    assert loss == pytest.approx(math.log(4) + 0.25 * (4 + 1 + log3**2 + 25 + 49), rel=1e-14)
    np.testing.assert_allclose(grads["W2"], [[0.75 + log3 / 2, -0.75], [2.5, 3.5]], rtol=1e-14)
    np.testing.assert_allclose(grads["b2"], [0.75, -0.75], rtol=1e-14)
    np.testing.assert_allclose(grads["W1"], [[0.75 * log3 + 1, -0.5]], rtol=1e-14)
    np.testing.assert_allclose(grads["b1"], [0.75 * log3, 0], rtol=1e-14, atol=0)


def test_a_deep_chain_of_single_units_multiplies_its_weights():
    net = FullyConnectedNet([1, 1, 1], input_dim=1, num_classes=2)
    for layer, w in enumerate((2.0, 3.0, 0.5), start=1):
        net.params[f"W{layer}"] = np.array([[w]])
    net.params["W4"] = np.array([[0.0, 0.0]])
    net.params["W4"][0, 0] = math.log(3) / 3
    loss, grads = net.loss(np.array([[1.0]]), np.array([0]))  # hidden units 2, 6, 3; scores (log 3, 0)
    assert loss == pytest.approx(math.log(4 / 3), rel=1e-14)
    top = -math.log(3) / 12  # the gradient at the last hidden unit
    np.testing.assert_allclose(grads["W4"], [[-3 / 4, 3 / 4]], rtol=1e-14)
    expected = {
        "W3": 6 * top,
        "b3": top,
        "W2": 2 * 0.5 * top,
        "b2": 0.5 * top,
        "W1": 1.5 * top,
        "b1": 1.5 * top,
    }
    for name, value in expected.items():
        assert grads[name].item() == pytest.approx(value, rel=1e-14), name


def test_both_classes_agree_to_the_last_bit_on_two_layers():
    X, y = batch()
    first, second = two_layers(6, 5, 4, reg=0.3), any_depth(6, 5, 4, reg=0.3)
    second.params = {name: p + 0.5 for name, p in second.params.items()}
    first.params = {name: p.copy() for name, p in second.params.items()}
    loss, grads = first.loss(X, y)
    same_loss, same_grads = second.loss(X, y)
    assert loss == same_loss
    assert grads.keys() == same_grads.keys()
    for name in grads:
        np.testing.assert_array_equal(grads[name], same_grads[name])


@pytest.mark.parametrize("hidden_dims", [[], [5], (5, 7), [5, 7, 3, 2]])
@pytest.mark.parametrize("dtype", FLOATS)
def test_any_depth_returns_one_gradient_for_each_parameter_in_its_shape_and_dtype(hidden_dims, dtype):
    net = FullyConnectedNet(hidden_dims, 6, 4, weight_scale=0.5, reg=0.1, seed=0, dtype=dtype)
    X, y = batch(dtype=dtype)
    loss, grads = net.loss(X, y)
    assert loss.dtype == net.loss(X).dtype == dtype
    assert grads.keys() == net.params.keys()
    for name, p in net.params.items():
        assert (grads[name].shape, grads[name].dtype) == (p.shape, p.dtype)


@both
def test_samples_are_converted_to_the_dtype_of_the_parameters(make):
    X, y = batch()
    net = make(6, 5, 4, reg=0.1, seed=0, weight_scale=0.5, dtype=np.float32)
    loss, grads = net.loss(X, y)
    assert loss.dtype == net.loss(X).dtype == np.float32
    assert {g.dtype for g in grads.values()} == {np.dtype(np.float32)}
    assert loss == net.loss(X.astype(np.float32), y)[0]


@both
@pytest.mark.parametrize("reg", [0.0, 0.7])
def test_neither_data_nor_parameters_are_written_to_and_gradients_are_new_arrays(make, reg):
    net = make(6, 5, 4, reg=reg, seed=0, weight_scale=0.5)
    X, y = batch()
    for array in (X, y, *net.params.values()):
        array.flags.writeable = False
    loss, grads = net.loss(X, y)
    for g in grads.values():
        assert not any(np.shares_memory(g, kept) for kept in (X, *net.params.values()))
        g += 1
    again, _ = net.loss(X, y)
    assert again == loss


@both
def test_weights_are_regularized_and_biases_are_not(make):
    X, y = batch()
    plain, decayed = make(6, 5, 4, seed=0, weight_scale=0.5), make(6, 5, 4, seed=0, weight_scale=0.5, reg=0.5)
    for net in (plain, decayed):
        net.params["b1"][:] = 1
        net.params["b2"][:] = 2
    loss, grads = plain.loss(X, y)
    penalized, decayed_grads = decayed.loss(X, y)
    W1, W2 = plain.params["W1"], plain.params["W2"]
    assert penalized - loss == pytest.approx(0.25 * ((W1**2).sum() + (W2**2).sum()), rel=1e-12)
    for name in grads:
        expected = grads[name] + 0.5 * plain.params[name] * name.startswith("W")
        np.testing.assert_array_equal(decayed_grads[name], expected)


@both
def test_an_empty_batch_has_scores_but_no_loss(make):
    net = make(6, 5, 4, seed=0)
    X = np.empty((0, 2, 3))
    assert net.loss(X).shape == (0, 4)
    with pytest.raises(ValueError, match="no samples, N = 0"):
        net.loss(X, np.empty(0, int))


@both
def test_gradient_descent_separates_two_classes(make):
    rng = np.random.default_rng(0)
    X = rng.uniform(-1, 1, (200, 2))
    y = (X[:, 0] * X[:, 1] > 0).astype(int)  # not linearly separable
    net = make(2, 20, 2, weight_scale=0.5, seed=0)
    for _ in range(2000):
        _, grads = net.loss(X, y)
        for name, g in grads.items():
            net.params[name] -= g
    assert (net.loss(X).argmax(axis=1) == y).mean() > 0.97


@both
@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"input_dim": 0}, ValueError, "input_dim: got 0; expected an integer ≥ 1"),
        ({"input_dim": 2.0}, TypeError, "input_dim: got float 2.0; expected an integer"),
        ({"num_classes": True}, TypeError, "num_classes: got bool True; expected an integer"),
        ({"hidden_dim": -3}, ValueError, None),
        ({"hidden_dim": "5"}, TypeError, None),
        ({"weight_scale": -1}, ValueError, "weight_scale: got -1; expected a finite number ≥ 0"),
        ({"reg": -0.5}, ValueError, "reg: got -0.5; expected a finite number ≥ 0"),
        ({"reg": None}, TypeError, "reg: got NoneType None; expected a real number"),
        ({"dtype": np.float16}, TypeError, "dtype: got float16; expected float32, float64 or wider"),
        ({"dtype": int}, TypeError, "dtype: got int64; expected float32, float64 or wider"),
    ],
)
def test_constructors_refuse_by_name(make, changes, error, message):
    name = "hidden_dim" if make is two_layers else "hidden_dims[0]"
    with pytest.raises(error, match=f"^{re.escape(message or name + ': got')}"):
        make(**{"input_dim": 6, "hidden_dim": 5, "num_classes": 4, **changes})


@pytest.mark.parametrize("hidden_dims", [5, None, "55", {5}])
def test_hidden_dims_must_be_a_sequence(hidden_dims):
    with pytest.raises(TypeError, match=r"^hidden_dims: got \w+ .*; expected a list of integers"):
        FullyConnectedNet(hidden_dims)


@both
@pytest.mark.parametrize(
    ("X", "error", "message"),
    [
        (
            np.ones((6, 6), np.uint8),
            TypeError,
            "X: got uint8 array of shape (6, 6); expected a floating-point",
        ),
        ([[1.0] * 6], TypeError, "X: got list"),
        (np.ones((6, 5)), ValueError, "X: got shape (6, 5); expected (N, d1, …, dk) with d1 · … · dk = 6"),
        (np.ones(6), ValueError, "X: got shape (6,)"),
        (np.full((6, 6), np.nan), ValueError, "x: got x[0, 0] = nan; expected logits that are not NaN"),
    ],
)
def test_bad_samples_are_refused_by_name(make, X, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        make(6, 5, 4, seed=0).loss(X, np.zeros(6, int))


@both
@pytest.mark.parametrize(
    ("name", "value", "error", "message"),
    [
        ("W1", np.ones((6, 9)), ValueError, "params['b1']: got shape (5,); expected (9,)"),
        (
            "W2",
            np.ones((9, 4)),
            ValueError,
            "params['W2']: got shape (9, 4); expected (5, H2), the H1 of",
        ),
        ("W2", np.ones(4), ValueError, "params['W2']: got shape (4,)"),
        ("b2", np.ones((1, 4)), ValueError, "params['b2']: got shape (1, 4); expected (4,)"),
        ("b1", np.zeros(5, int), TypeError, "params['b1']: got int64 array of shape (5,)"),
        ("W1", None, TypeError, "params['W1']: got NoneType None"),
    ],
)
def test_bad_parameters_are_refused_by_name(make, name, value, error, message):
    net = make(6, 5, 4)
    net.params[name] = value
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        net.loss(np.ones((2, 6)))


@both
def test_a_missing_parameter_is_named(make):
    net = make(6, 5, 4)
    del net.params["b2"]
    with pytest.raises(
        ValueError, match=r"^params: got the keys \['W1', 'W2', 'b1'\]; expected 'b2' among them"
    ):
        net.loss(np.ones((2, 6)))


OPTIONS = [
    {"normalization": normalization, "dropout_keep_ratio": ratio}
    for normalization in (None, "batchnorm", "layernorm")
    for ratio in (1, 0.5)
]


def normalised(**options):
    net = FullyConnectedNet([7, 5], 6, 4, weight_scale=0.5, reg=0.1, seed=0, **options)
    rng = np.random.default_rng(1)
    for name, p in net.params.items():
        if not name.startswith("W"):
            net.params[name] = p + rng.standard_normal(p.shape)
    return net, rng.standard_normal((8, 6)), rng.integers(0, 4, 8)


@pytest.mark.parametrize("options", OPTIONS)
def test_hidden_layers_of_any_kind_have_the_gradients_that_central_differences_find(options):
    net, X, y = normalised(**options)
    _, grads = net.loss(X, y)
    assert {name: g.shape for name, g in grads.items()} == {name: p.shape for name, p in net.params.items()}
    rng = np.random.default_rng(2)
    for name, start in list(net.params.items()):
        direction = rng.standard_normal(start.shape)
        h, losses = 1e-6, []
        for step in (h, -h):
            net.params[name] = start + step * direction
            losses.append(net.loss(X, y)[0])
        net.params[name] = start
        slope = (losses[0] - losses[1]) / (2 * h)
        np.testing.assert_allclose(np.sum(grads[name] * direction), slope, rtol=1e-5, atol=1e-8, err_msg=name)


def test_a_bias_before_batch_normalisation_has_gradient_zero_but_for_rounding():
    net, X, y = normalised(normalization="batchnorm", dropout_keep_ratio=0.5)
    _, grads = net.loss(X, y)
    for layer in (1, 2):
        np.testing.assert_allclose(grads[f"b{layer}"], 0, atol=1e-15)
        assert np.abs(grads[f"beta{layer}"]).max() > 1e-3
    assert np.abs(grads["b3"]).max() > 1e-3


@pytest.mark.parametrize("options", OPTIONS)
def test_hidden_layers_of_any_kind_start_as_without_options_and_keep_dtypes(options):
    plain = FullyConnectedNet([7, 5], 6, 4, seed=3, dtype=np.float32)
    net = FullyConnectedNet([7, 5], 6, 4, seed=3, dtype=np.float32, **options)
    for name, p in plain.params.items():
        np.testing.assert_array_equal(net.params[name], p)
    X, y = np.ones((3, 6), np.float32), np.array([0, 1, 2])
    loss, grads = net.loss(X, y)
    assert {loss.dtype, net.loss(X).dtype, *(g.dtype for g in grads.values())} == {np.dtype(np.float32)}


def test_without_labels_nothing_is_dropped_and_running_averages_take_the_place_of_the_batch():
    net, X, y = normalised(normalization="batchnorm", dropout_keep_ratio=0.5)
    net.loss(X, y)
    scores = net.loss(X)
    np.testing.assert_array_equal(net.loss(X), scores)
    np.testing.assert_allclose(net.loss(X[:1]), scores[:1], rtol=1e-12)
    z = X @ net.params["W1"] + net.params["b1"]
    np.testing.assert_allclose(net.norm_params[0]["running_mean"], 0.1 * z.mean(axis=0), rtol=1e-12)


def test_a_seed_makes_the_masks_the_same_at_each_call_and_another_in_each_layer():
    net = FullyConnectedNet([5, 5], 6, 4, weight_scale=1.0, seed=0, dropout_keep_ratio=0.5)
    drawn = FullyConnectedNet([5, 5], 6, 4, weight_scale=1.0, dropout_keep_ratio=0.5)
    X, y = np.random.default_rng(1).standard_normal((8, 6)), np.zeros(8, dtype=int)
    assert net.loss(X, y)[0] == net.loss(X, y)[0]
    assert net.dropout_params[0]["seed"] != net.dropout_params[1]["seed"]
    assert drawn.loss(X, y)[0] != drawn.loss(X, y)[0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"normalization": "batch"}, "normalization: got 'batch'; expected 'batchnorm', 'layernorm' or None"),
        ({"dropout_keep_ratio": 0}, r"dropout_keep_ratio: got 0; expected a probability in \(0, 1\]"),
        ({"dropout_keep_ratio": 1.5}, "dropout_keep_ratio: got 1.5"),
    ],
)
def test_hidden_layers_that_are_not_known_are_refused_by_name(options, message):
    with pytest.raises(ValueError, match=message):
        FullyConnectedNet([3], **options)


def test_a_scale_that_is_missing_is_named():
    net, X, _ = normalised(normalization="layernorm")
    del net.params["gamma2"]
    with pytest.raises(ValueError, match="expected 'gamma2' among them"):
        net.loss(X)


def images(N=3, C=2, H=5, W=4):
    rng = np.random.default_rng(1)
    return rng.standard_normal((N, C, H, W)), rng.integers(0, 4, N)


def convolutional(**options):
    return ThreeLayerConvNet((2, 5, 4), 3, 3, 6, 4, seed=0, **options)


def test_the_convolutional_net_has_the_shapes_of_the_course():
    shapes = {"W1": (32, 3, 7, 7), "b1": (32,), "W2": (8192, 100), "b2": (100,), "W3": (100, 10), "b3": (10,)}
    assert {name: p.shape for name, p in ThreeLayerConvNet().params.items()} == shapes


@pytest.mark.parametrize("name", ["W1", "b1", "W2", "b2", "W3", "b3"])
def test_the_convolutional_net_has_the_gradients_that_central_differences_find(name):
    net = convolutional(weight_scale=0.5, reg=0.25)
    X, y = images()
    _, grads = net.loss(X, y)
    rng = np.random.default_rng(2)
    direction = rng.standard_normal(net.params[name].shape)
    start, h, losses = net.params[name], 1e-6, []
    for step in (h, -h):
        net.params[name] = start + step * direction
        losses.append(net.loss(X, y)[0])
    slope = (losses[0] - losses[1]) / (2 * h)
    np.testing.assert_allclose(np.sum(grads[name] * direction), slope, rtol=1e-6)


@pytest.mark.parametrize("dtype", FLOATS)
def test_the_convolutional_net_keeps_the_dtype_of_its_parameters_and_writes_to_nothing(dtype):
    net = convolutional(dtype=dtype, reg=0.5)
    X, y = images()
    before = X.copy(), {name: p.copy() for name, p in net.params.items()}
    loss, grads = net.loss(X, y)
    assert net.loss(X).shape == (3, 4)
    assert loss.dtype == dtype
    assert {name: (g.shape, g.dtype) for name, g in grads.items()} == {
        name: (p.shape, p.dtype) for name, p in net.params.items()
    }
    np.testing.assert_array_equal(X, before[0])
    for name, p in net.params.items():
        np.testing.assert_array_equal(p, before[1][name])


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"filter_size": 4}, ValueError, "filter_size: got 4; expected an odd number"),
        ({"input_dim": (3, 32)}, TypeError, r"input_dim: .*expected three integers"),
        ({"input_dim": (3, 1, 32)}, ValueError, "input_dim, H: got 1; expected an integer ≥ 2"),
        ({"num_filters": 0}, ValueError, "num_filters: got 0"),
        ({"hidden_dim": 2.0}, TypeError, "hidden_dim: "),
        ({"reg": -1.0}, ValueError, "reg: got -1.0"),
    ],
)
def test_the_convolutional_net_refuses_by_name_what_it_cannot_be_made_of(changes, error, message):
    with pytest.raises(error, match=message):
        ThreeLayerConvNet(**changes)


@pytest.mark.parametrize(
    ("X", "error", "message"),
    [
        (
            np.ones((3, 2, 7, 4)),
            ValueError,
            r"X: got shape \(3, 2, 7, 4\), pooled to 18 numbers; expected 12",
        ),
        (np.ones((3, 5, 4)), ValueError, "X: "),
        (np.ones((3, 1, 5, 4)), ValueError, "X: "),
        (np.ones((3, 2, 5, 4), dtype=int), TypeError, "X: "),
    ],
)
def test_images_that_the_convolutional_net_cannot_take_are_refused_by_name(X, error, message):
    with pytest.raises(error, match=message):
        convolutional().loss(X)


def test_a_parameter_that_the_convolutional_net_misses_is_named():
    net = convolutional()
    del net.params["b2"]
    with pytest.raises(ValueError, match="expected 'b2' among them"):
        net.loss(images()[0])
