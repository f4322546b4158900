import re

import numpy as np
import pytest

from yudo.impl.binary_cross_entropy import binary_cross_entropy_loss


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_logits_that_are_logarithms_have_a_loss_and_gradient_that_are_known(dtype):
    x = np.log(np.array([[3, 1], [1 / 3, 7]], dtype))
    loss, dx = binary_cross_entropy_loss(x, np.array([[1, 0], [1, 0.5]], dtype))
    eps = np.finfo(dtype).eps
    expected = (np.log(4 / 3) + np.log(2) + np.log(4) + (np.log(8 / 7) + np.log(8)) / 2) / 4
    np.testing.assert_allclose(loss, expected, rtol=8 * eps)
    np.testing.assert_allclose(dx, np.array([[-1 / 4, 1 / 2], [-3 / 4, 3 / 8]]) / 4, rtol=8 * eps)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("x", "target", "loss", "dx"), [(1e4, 0, 1e4, 1), (-1e4, 1, 1e4, -1), (1e4, 1, 0, 0)]
)
def test_nothing_overflows_far_out(dtype, x, target, loss, dx):
    found = binary_cross_entropy_loss(np.array([x], dtype), np.array([target], dtype))
    assert (found[0], found[1].item()) == (loss, dx)


@pytest.mark.parametrize("bad", [-1.0, 1.5, np.nan])
def test_targets_outside_0_to_1_are_refused(bad):
    message = re.escape(f"target: got target[1] = {bad}; expected numbers in [0, 1]")
    with pytest.raises(ValueError, match=message):
        binary_cross_entropy_loss(np.zeros(2), np.array([1.0, bad]))


def test_an_empty_batch_is_refused():
    with pytest.raises(ValueError, match="expected an entry, because the loss is a mean"):
        binary_cross_entropy_loss(np.zeros((0, 2)), np.zeros((0, 2)))
