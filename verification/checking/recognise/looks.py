"""What a function is for, by its name: a layer, a loss, a derivative of one, or an update rule."""

from __future__ import annotations

import re


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


BACKWARDS = _set("backward backwards bwd bprop backprop backpropagation")
_PASSES = _set("forward forwards fwd fprop propagate propagation") | BACKWARDS
_LOSSES = _set("loss losses cost entropy hinge mse nll bce crossentropy")
_GRADIENTS = _set("grad grads gradient gradients derivative derivatives deriv prime jacobian")
UPDATES = _set("sgd momentum nesterov nag adagrad adadelta rmsprop adam adamw adamax nadam")
_LAYERS = _set(
    "affine linear dense fc fullyconnected matmul relu lrelu prelu elu selu gelu silu swish sigmoid tanh "
    "softplus softmax logsoftmax logsumexp maxout activation batchnorm layernorm groupnorm instancenorm norm "
    "normalization normalisation dropout conv convolution convolutional pool pooling maxpool avgpool "
    "meanpool flatten rnn lstm gru embedding attention"
)
_QUALIFIERS = _set(
    "layer leaky hard soft stable naive fast vectorized im strides spatial temporal batch group instance "
    "weight max avg average mean global multi head self cross causal masked scaled dot product step cell "
    "word time depthwise d log d1 d2 1 2 3 1d 2d 3d"
)
_ELSE = _set(
    "check checker checking test tests numerical numeric numerically num eval plot plotting show print draw "
    "visualize visualise history descent train training trainer fit compare verify load save init "
    "initialize initialise initialization make create build benchmark rel relative clip clipping zero reset "
    "demo main example debug accuracy path"
)
"""What such a function does instead: it checks a gradient, plots a loss, makes a layer."""


def words(name: str) -> list[str]:
    """The words that a name is made of: ``max_pool_fast`` and ``MaxPoolFast`` are the same three."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+[dD]?", name.replace("LU", "lu"))
    return [part.lower() for part in parts]


def looks_like_a_layer(name: str) -> bool:
    """Whether a function of this name is a layer, a loss, a derivative of one, or an update rule."""
    found = words(name)
    several = set(found)
    if not found or several & _ELSE:
        return False
    if several & (_PASSES | _LOSSES | _GRADIENTS | UPDATES) or {"squared", "error"} <= several:
        return True
    if found[0] == "update" or "delta" in several:
        return True
    if any(word.startswith("d") and word[1:] in _LAYERS for word in found[:1]):
        return True
    return bool(several & _LAYERS) and several <= _LAYERS | _QUALIFIERS
