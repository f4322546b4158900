"""The linear support vector machine: the hinge loss of linear scores, with an L2 penalty."""

from yudo.impl import _arguments
from yudo.impl._types import FloatArray, FloatScalar, IntArray
from yudo.impl.l2_regularization import l2_regularization
from yudo.impl.svm_loss import svm_loss


def linear_svm(
    W: FloatArray, X: FloatArray, y: IntArray, reg: float, margin: float = 1.0
) -> tuple[FloatScalar, FloatArray]:
    """Return the loss of a linear classifier and its gradient with respect to the weights.

    The loss is the mean hinge loss of the scores ``X @ W`` plus ``reg · ΣW²``, as in the first assignment of
    CS231n: its ``svm_loss_vectorized(W, X, y, reg)``.

    Parameters
    ----------
    W : weights, (D, C)
    X : inputs, (N, D) with N ≥ 1
    y : labels, (N,), any integer dtype, 0 ≤ y < C
    reg : strength λ, a finite number ≥ 0
    margin : at least 0

    Returns
    -------
    loss : scalar, the dtype of X
    dW : (D, C), the dtype of X

    Raises
    ------
    TypeError
        W or X is not a floating-point array of at least 32 bits or their dtypes differ, y is not an integer
        array, or reg or margin is not a real number.
    ValueError
        A shape does not fit, y holds a label outside 0 … C - 1, or reg or margin is negative or not finite.

    Derivation: linear_svm.loss, linear_svm.dW
    """
    _arguments.check_shapes("W: D C, X: N D", W, X)
    scores = X @ W
    data_loss, dscores = svm_loss(scores, y, margin)
    penalty, dpenalty = l2_regularization(W, reg, "full")
    loss = data_loss + penalty
    dW = X.T @ dscores
    dW += dpenalty
    return loss, dW
