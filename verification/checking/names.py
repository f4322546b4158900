"""What the functions of the course are called, by the results that they compute."""

CANONICAL: dict[str, tuple[str, str]] = {
    "affine.out": ("affine_forward", "Affine"),
    "affine.dx": ("affine_backward", "Affine"),
    "affine.dw": ("affine_backward", "Affine"),
    "affine.db": ("affine_backward", "Affine"),
    "relu.out": ("relu_forward", "Relu"),
    "relu.dx": ("relu_backward", "Relu"),
    "sigmoid.out": ("sigmoid_forward", "Sigmoid"),
    "sigmoid.dx": ("sigmoid_backward", "Sigmoid"),
    "softmax_cross_entropy.probs": ("softmax", "SoftmaxWithLoss"),
    "softmax_cross_entropy.loss": ("softmax_loss", "SoftmaxWithLoss"),
    "softmax_cross_entropy.dx": ("softmax_loss", "SoftmaxWithLoss"),
    "l2_regularization.loss": ("l2_regularization", ""),
    "l2_regularization.dw": ("l2_gradient", ""),
    "two_layer_net.loss": ("", "TwoLayerNet"),
    "fully_connected_net.loss": ("", "FullyConnectedNet"),
}
"""For ``--function NAME=ID``: what a function, or a class, that computes a result is called in the course."""
