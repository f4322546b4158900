import re

import numpy as np
import pytest

from yudo.impl.elu import elu_backward, elu_forward


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_is_not_positive_is_bent_towards_minus_alpha(dtype):
    x = np.array([3, -np.log(2), 0, -800], dtype)
    out, cache = elu_forward(x, alpha=2)
    eps = np.finfo(dtype).eps
    np.testing.assert_allclose(out, [3, -1, 0, -2], rtol=4 * eps)
    dx = elu_backward(np.array([5, 3, 4, 7], dtype), cache)
    np.testing.assert_allclose(dx, [5, 3, 8, 0], rtol=4 * eps)


def test_negative_inputs_close_to_zero_keep_their_digits():
    x = np.array([-1e-10, -1e-300])
    np.testing.assert_allclose(elu_forward(x)[0], x + x * x / 2, rtol=4 * np.finfo(float).eps)


def test_infinite_inputs_have_their_limits():
    out, cache = elu_forward(np.array([-np.inf, np.inf]))
    np.testing.assert_array_equal(out, [-1, np.inf])
    np.testing.assert_array_equal(elu_backward(np.ones(2), cache), [0, 1])


def test_a_negative_alpha_is_refused():
    with pytest.raises(ValueError, match=re.escape("alpha: got -1; expected a finite number ≥ 0")):
        elu_forward(np.ones(2), -1)
