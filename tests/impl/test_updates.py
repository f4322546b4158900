"""The updates: what they compute over several steps, what they leave alone, and what they refuse."""

import numpy as np
import pytest

from yudo.impl.adam import adam
from yudo.impl.adamw import adamw
from yudo.impl.momentum import sgd_momentum
from yudo.impl.nesterov import sgd_nesterov
from yudo.impl.rmsprop import rmsprop
from yudo.impl.sgd import sgd

UPDATES = {
    "sgd": sgd,
    "sgd_momentum": sgd_momentum,
    "sgd_nesterov": sgd_nesterov,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adamw,
}
W = np.array([[2.0, -3, 0.5], [1, 0, -1]])
DW = np.array([[4.0, -1, 0], [0.5, 2, -3]])

every_update = pytest.mark.parametrize("update", UPDATES.values(), ids=list(UPDATES))


def walked(update, steps, config=None, curvature=(1.0, 10.0)):
    """The path of the weights down the valley a/2 x² + b/2 y², from (3, 1)."""
    w = np.array([3.0, 1.0])
    path = [w]
    for _ in range(steps):
        w, config = update(w, np.array(curvature) * w, config)
        path.append(w)
    return np.array(path), config


@every_update
def test_every_update_walks_to_the_floor_of_a_valley(update):
    path, _ = walked(update, 400, {"learning_rate": 0.02})
    assert np.abs(path[-1]).max() < 0.05


@every_update
def test_the_given_config_and_arrays_are_left_alone(update):
    zeros = {name: np.zeros_like(W) for name in ("velocity", "cache", "m", "v")}
    config = {"learning_rate": 0.1, "t": 2, **zeros}
    before = {name: np.copy(value) for name, value in config.items()}
    w, dw = W.copy(), DW.copy()
    _, after = update(w, dw, config)
    np.testing.assert_array_equal(w, W)
    np.testing.assert_array_equal(dw, DW)
    assert config.keys() == before.keys()
    for name, value in before.items():
        np.testing.assert_array_equal(config[name], value)
    assert after is not config


@every_update
def test_without_a_config_the_defaults_of_the_course_are_used_and_returned(update):
    _, config = update(W, DW)
    known = {
        "learning_rate": 1e-3 if update in (adam, adamw) else 1e-2,
        "momentum": 0.9,
        "decay_rate": 0.99,
        "beta1": 0.9,
        "beta2": 0.999,
        "epsilon": 1e-8,
        "t": 1,
        "weight_decay": 1e-2,
    }
    assert {name: value for name, value in config.items() if np.ndim(value) == 0}.items() <= known.items()
    again, _ = update(W, DW, {name: value for name, value in config.items() if name == "learning_rate"})
    np.testing.assert_array_equal(again, update(W, DW)[0])


@every_update
def test_weights_without_entries_stay_so(update):
    next_w, config = update(np.zeros((0, 3)), np.zeros((0, 3)))
    assert next_w.shape == (0, 3)
    assert all(np.shape(value) in ((), (0, 3)) for value in config.values())


def test_the_velocity_is_a_weighted_sum_of_all_gradients():
    gradients = np.random.default_rng(0).standard_normal((6, 2, 3))
    w, config = W, {"learning_rate": 0.1, "momentum": 0.8}
    for gradient in gradients:
        w, config = sgd_momentum(w, gradient, config)
    weighted = sum(0.8 ** (5 - place) * gradient for place, gradient in enumerate(gradients))
    np.testing.assert_allclose(config["velocity"], -0.1 * weighted, rtol=1e-13)


def test_nesterov_is_momentum_whose_gradient_is_taken_ahead():
    curvature, eta, mu = np.array([1.0, 10.0]), 0.02, 0.9
    path, _ = walked(sgd_nesterov, 20, {"learning_rate": eta, "momentum": mu})
    behind, v = np.array([3.0, 1.0]), np.zeros(2)
    for ahead in path:
        np.testing.assert_allclose(behind + mu * v, ahead, rtol=1e-12)
        v = mu * v - eta * curvature * (behind + mu * v)
        behind = behind + v


@pytest.mark.parametrize("steps", [1, 2, 5, 40])
def test_adams_corrected_mean_of_a_constant_gradient_is_that_gradient_from_the_first_step_on(steps):
    w, config = W, {"learning_rate": 0.25, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-300}
    for _ in range(steps):
        w, config = adam(w, DW, config)
    assert config["t"] == steps
    np.testing.assert_allclose(config["m"] / (1 - 0.9**steps), DW, rtol=1e-13)
    np.testing.assert_allclose(config["v"] / (1 - 0.999**steps), DW**2, rtol=1e-11)
    np.testing.assert_allclose(w, W - 0.25 * steps * np.sign(DW), rtol=1e-11, atol=1e-11)


def test_the_first_step_of_adam_without_the_correction_would_be_three_times_as_long():
    uncorrected = (1 - 0.9) / np.sqrt(1 - 0.999)
    assert f"{uncorrected:.2f}" == "3.16"


def test_the_first_step_of_rmsprop_is_ten_times_the_learning_rate():
    next_w, _ = rmsprop(W, DW, {"learning_rate": 0.01})
    np.testing.assert_allclose((W - next_w)[DW != 0], 0.1 * np.sign(DW[DW != 0]), rtol=1e-6)


def test_adamw_takes_the_same_share_of_every_weight_whatever_the_gradient():
    config = {"learning_rate": 0.1, "weight_decay": 0.5}
    decayed, _ = adamw(W, DW, config)
    moved, _ = adam(W, DW, config)
    np.testing.assert_allclose(moved - decayed, 0.05 * W, rtol=1e-13, atol=1e-16)
    np.testing.assert_array_equal(adamw(W, DW, config | {"weight_decay": 0})[0], moved)


def test_an_update_can_be_put_in_place_of_the_courses_own():
    """As the course's Solver calls it: config is whatever came back for this parameter."""
    params, configs = {"W1": W.copy(), "b1": np.zeros(3)}, {"W1": {"learning_rate": 1e-3}, "b1": {}}
    for _ in range(3):
        for name, w in params.items():
            params[name], configs[name] = adam(w, np.ones_like(w), configs[name])
    assert configs["W1"]["t"] == configs["b1"]["t"] == 3


@every_update
@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        ({"w": W.astype(int)}, TypeError, "w: got int64 array"),
        ({"dw": DW[:1]}, ValueError, r"dw: got shape \(1, 3\)"),
        ({"config": 0.1}, TypeError, "config: got float 0.1; expected a dict"),
        ({"config": {"learning_rate": -1}}, ValueError, r"config\['learning_rate'\]: got -1"),
        ({"config": {"learning_rate": "fast"}}, TypeError, r"config\['learning_rate'\]: got str"),
        (
            {"config": {"momentum": 1.5}},
            ValueError,
            r"config\['momentum'\]: got 1.5; expected a number in \[0, 1\]",
        ),
        ({"config": {"decay_rate": -0.5}}, ValueError, r"config\['decay_rate'\]: got -0.5"),
        ({"config": {"beta1": 1}}, ValueError, r"config\['beta1'\]: got 1; expected a number in \[0, 1\)"),
        ({"config": {"beta2": 1.0}}, ValueError, r"config\['beta2'\]"),
        ({"config": {"epsilon": 0}}, ValueError, r"config\['epsilon'\]: got 0; expected a number > 0"),
        ({"config": {"weight_decay": -1}}, ValueError, r"config\['weight_decay'\]"),
        ({"config": {"t": -1}}, ValueError, r"config\['t'\]: got -1"),
        ({"config": {"t": 1.5}}, TypeError, r"config\['t'\]: got float 1.5"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(update, changed, error, message):
    arguments = {"w": W, "dw": DW, "config": None, **changed}
    with pytest.raises(error, match=message):
        update(**arguments)


@pytest.mark.parametrize(
    ("update", "key"),
    [(sgd_momentum, "velocity"), (sgd_nesterov, "velocity"), (rmsprop, "cache"), (adam, "m")],
)
def test_a_state_of_another_shape_is_refused(update, key):
    with pytest.raises(ValueError, match=key):
        update(W, DW, {key: np.zeros(3)})
