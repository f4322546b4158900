from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from yudo import assert_gradient
from yudo.impl.affine import affine_backward, affine_forward
from yudo.impl.two_layer_net import TwoLayerNet

Floats = NDArray[np.float64]


def relu_backward(dout: Floats, cache: Floats) -> Floats:
    return dout


def scale_forward(x: Floats, gamma: Floats) -> tuple[Floats, tuple[Floats, Floats]]:
    return gamma * x, (x, gamma)


def scale_backward(dout: Floats, cache: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    x, gamma = cache
    return dout * gamma, (dout * x).sum(axis=0)


def wrong_scale_backward(dout: Floats, cache: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    x, gamma = cache
    return dout * gamma, (dout * x).mean(axis=0)


def test_correct_functions_pass_in_silence() -> None:
    assert_gradient(affine_forward, affine_backward)


def test_a_net_object_passes() -> None:
    assert_gradient(TwoLayerNet(4, 5, 3, reg=0.1))


def test_a_wrong_function_fails_with_its_report() -> None:
    with pytest.raises(AssertionError, match="the ReLU mask is missing"):
        assert_gradient(relu_backward, lang="en")


def test_the_report_speaks_korean_when_asked() -> None:
    with pytest.raises(AssertionError, match="ReLU 마스크가 빠졌다"):
        assert_gradient(relu_backward, lang="ko")


def test_a_layer_of_ones_own_is_checked_against_its_forward() -> None:
    assert_gradient(scale_forward, scale_backward, x="N D", gamma="D")
    with pytest.raises(AssertionError, match="1/N times the correct value"):
        assert_gradient(scale_forward, wrong_scale_backward, x="N D", gamma="D", lang="en")


def test_a_name_that_is_not_known_is_refused_with_a_way_out() -> None:
    with pytest.raises(TypeError, match="functions="):
        assert_gradient(scale_forward)


def test_the_fixture_of_the_pytest_plugin_is_the_same(check_gradient: Callable[..., None]) -> None:
    check_gradient(scale_forward, scale_backward, x="N D", gamma="D")
    with pytest.raises(AssertionError):
        check_gradient(relu_backward)
