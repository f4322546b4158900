"""A second opinion on what is proven: real NumPy on dual numbers whose parts are balls that enclose them.

Nothing of the prover is used but its reading of decimals: the functions run as they are on object
arrays, forward in dual numbers, which carries an exact directional derivative along, and backward as it
is. Both sides of

    <dout, J v> = <J^T dout, v>

are enclosed; the enclosures must meet, and must be narrow.
"""

import numpy as np
from flint import arb, ctx

ctx.prec = 160
NARROW = arb(2) ** -60


class Dual:
    """A number and its derivative in one direction."""

    def __init__(self, value, slope=0):
        self.value, self.slope = arb(value), arb(slope)

    def __add__(self, other):
        other = dual(other)
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        other = dual(other)
        return Dual(self.value * other.value, self.value * other.slope + self.slope * other.value)

    def __neg__(self):
        return Dual(-self.value, -self.slope)

    def __sub__(self, other):
        return self + -dual(other)

    def __rsub__(self, other):
        return dual(other) + -self

    def __truediv__(self, other):
        other = dual(other)
        inverse = Dual(1 / other.value, -other.slope / other.value**2)
        return self * inverse

    def __rtruediv__(self, other):
        return dual(other) / self

    def __pow__(self, exponent):
        if isinstance(exponent, Dual):
            exponent = float(exponent.value)
        if exponent == int(exponent):
            power = int(exponent)
            return Dual(self.value**power, power * self.value ** (power - 1) * self.slope)
        exponent = exact(exponent)
        return Dual(self.value**exponent, exponent * self.value ** (exponent - 1) * self.slope)

    __radd__, __rmul__ = __add__, __mul__

    def exp(self):
        return Dual(self.value.exp(), self.value.exp() * self.slope)

    def log(self):
        return Dual(self.value.log(), self.slope / self.value)

    def sqrt(self):
        root = self.value.sqrt()
        return Dual(root, self.slope / (2 * root))

    def tanh(self):
        return Dual(self.value.tanh(), (1 - self.value.tanh() ** 2) * self.slope)

    def conjugate(self):
        return self

    def __gt__(self, other):
        return decided(self.value > dual(other).value, self.value <= dual(other).value)

    def __ge__(self, other):
        return decided(self.value >= dual(other).value, self.value < dual(other).value)

    def __lt__(self, other):
        return not self >= other

    def __le__(self, other):
        return not self > other

    def __eq__(self, other):
        return not (self > other or self < other)

    def __hash__(self):
        return hash(id(self))


def decided(yes, no):
    assert yes != no, "a comparison that the enclosures do not decide"
    return yes


def exact(number):
    """A decimal constant as the fraction that it is written as: the proofs read it so."""
    from yudo.verification.symbolic.arrays import content

    meant = content.exact(float(number))
    if meant.is_Rational:
        return arb(int(meant.p)) / int(meant.q)
    # A root or a power of e: more digits than are compared.
    return arb(str(meant.evalf(60)))


def dual(number):
    if isinstance(number, Dual):
        return number
    return Dual(exact(number)) if isinstance(number, float) else Dual(arb(int(number)))


def cross_examine(forward, backward, shapes, sizes, seed):
    """Assert that a backward is the gradient of its forward along a random direction, at one shape."""
    rng = np.random.default_rng(seed)
    given, directions = [], []
    for shape in shapes.values():
        lengths = tuple(sizes[size] for size in (shape if isinstance(shape, tuple) else shape.sizes))
        if getattr(shape, "kind", None) == "labels":
            given.append(rng.integers(0, sizes[shape.below], lengths))
            directions.append(None)
            continue
        values, direction = rng.standard_normal(lengths), rng.integers(-2, 3, lengths)
        wanted = isinstance(shape, tuple)
        given.append(duals(values, direction * wanted))
        directions.append(direction if wanted else None)
    returned = forward(*given)
    output, _ = returned if isinstance(returned, tuple) else (returned, None)
    dout = rng.integers(1, 4, np.shape(output))
    pushed = sum(
        (dual(o).slope * int(d) for o, d in zip(np.ravel(output), np.ravel(dout), strict=True)), arb(0)
    )

    plain = [array if direction is None and array.dtype != object else flattened_slopes(array)
             for array, direction in zip(given, directions, strict=True)]  # fmt: skip
    returned = forward(*plain)
    _, cache = returned if isinstance(returned, tuple) else (returned, tuple(plain))
    gradients = backward(dout.astype(float).astype(object) if np.ndim(dout) else float(dout), cache)
    gradients = gradients if isinstance(gradients, tuple) else (gradients,)
    pulled = arb(0)
    wanted = [direction for direction in directions if direction is not None]
    for gradient, direction in zip(gradients, wanted, strict=True):
        assert np.shape(gradient) == direction.shape
        for g, v in zip(np.ravel(gradient), np.ravel(direction), strict=True):
            pulled += dual(g).value * int(v)
    gap = pushed - pulled
    assert gap.contains(0), f"{pushed} and {pulled} at {sizes}, seed {seed}"
    assert gap.rad() < NARROW


def duals(values, slopes):
    made = np.empty(values.shape, dtype=object)
    for place in np.ndindex(values.shape):
        made[place] = Dual(arb(float(values[place])), int(slopes[place]))
    return made


def flattened_slopes(array):
    made = np.empty(array.shape, dtype=object)
    for place in np.ndindex(array.shape):
        made[place] = Dual(array[place].value)
    return made


def random_sizes(shapes, seed):
    """A size from 1 to 4 for every name."""
    rng = np.random.default_rng(seed)
    names = []
    for shape in shapes.values():
        names += (
            shape if isinstance(shape, tuple) else [*shape.sizes, *([shape.below] if shape.below else [])]
        )
    return {name: int(rng.integers(1, 5)) for name in dict.fromkeys(names)}
