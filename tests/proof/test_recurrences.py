"""What loops carry: read as recurrences, proven by induction from one run to the next, and never guessed."""

from fractions import Fraction

import numpy as np
import pytest
from sympy import Integer, Symbol

from tests.proof.agreement import assert_agrees
from tests.proof.test_loops import cumulative, decaying_maximum, doubled_maximum, recurrence
from yudo import prove_vjp
from yudo.derivations.calculus.algebra import Undecidable
from yudo.derivations.calculus.gradient import gradient
from yudo.verification.symbolic import recurrences
from yudo.verification.symbolic.arrays.axes import fresh_index
from yudo.verification.symbolic.arrays.content import Content
from yudo.verification.symbolic.evaluation import ScalarEvaluator
from yudo.verification.symbolic.induction import Objective, in_terms_of
from yudo.verification.symbolic.inputs import Shape, SymbolicInputs, read_shapes
from yudo.verification.symbolic.recurrences import Recurrence, State
from yudo.verification.symbolic.tracing import TraceFailed, Tracer

SIZES = {"N": 3, "D": 2, "T": 4, "H": 2}
X = {"x": ("N", "D")}


def backwards(x):
    carried, seen = np.zeros(x.shape[1]), []
    for i in reversed(range(len(x))):
        carried = carried / 2 + x[i] ** 2
        seen.append(carried)
    return carried, seen[0], seen[-1], np.array(seen), np.array(seen[::-1])


def two_states(x):
    a, b = np.zeros(x.shape[1]), np.ones(x.shape[1])
    for i in range(len(x)):
        a, b = b + x[i], a * x[i]
    return a, b


def a_running_product(x):
    product = 1.0
    for i in range(len(x)):
        product = product * (1 + x[i, 0] ** 2)
    return product


def stacked(x):
    low, high, out = np.zeros(x.shape[1]), np.zeros(x.shape[1]), np.zeros_like(x)
    below = []
    for i in range(len(x)):
        low = np.tanh(low + x[i])
        below.append(low)
    for i in range(len(x)):
        high = high * below[i] + 1
        out[i] = high
    return out


def emptied(x):
    rows, out, total = [], np.zeros_like(x), np.zeros(x.shape[1])
    for i in range(len(x)):
        total = total / 2 + x[i]
        rows.append(total)
    for i in reversed(range(len(x))):
        out[i] = rows.pop()
    return out


def counted_from_the_end(x):
    out, total = np.zeros_like(x), np.zeros(x.shape[1])
    for i in range(len(x)):
        t = len(x) - 1 - i
        total = total / 2 + x[t]
        out[t] = total
    return out


def with_the_row_before(x):
    out = np.zeros_like(x)
    for t in range(len(x)):
        before = x[-1]
        if t >= 1:
            before = out[t - 1]
        out[t] = before / 2 + x[t]
    again = np.zeros_like(x)
    for t in range(len(x) - 1, -1, -1):
        again[t] = (out[t - 1] if t != 0 else x[-1]) * x[t] + x[t - 1]
    return out, again


def what_the_run_before_left(x):
    """A state that is known in each run: it begins with the last row, and becomes the row before."""
    out, rest, ahead = np.zeros_like(x), np.zeros(x.shape[1]), x[len(x) - 1]
    for i in range(len(x)):
        t = len(x) - 1 - i
        out[t] = ahead * 2 + rest
        ahead = np.ones(x.shape[1]) if t == 0 else x[t - 1]
        rest = rest / 2 + x[t]
    return out


def written_before_it_is_bound_anew(x):
    out, carried = np.zeros_like(x), np.zeros(x.shape[1])
    for t in reversed(range(len(x))):
        carried += x[t]
        out[t] = carried
        made = carried / 2
        carried = made
    return out, carried


def under_keys(x):
    kept, out, low = {}, np.zeros_like(x), np.zeros(x.shape[1])
    for t in range(len(x)):
        low = np.tanh(low + x[t])
        kept[t] = (low, x[t])
    for t in reversed(range(len(x))):
        before, row = kept[t]
        out[t] = before * row
    return out, kept[len(x) - 1][0], kept[0][1]


def but_the_last(x):
    out, carried = np.zeros_like(x), x[len(x) - 1] * 2
    total, last = carried.copy(), carried
    for t in range(len(x) - 2, -1, -1):
        carried = carried / 2 + x[t]
        last = x[t] + 0.0
        out[t] = carried
        total += carried
    return out, carried, total, last


def but_the_first(x):
    carried, total, count = x[0] * 2, np.zeros(x.shape[1]), 0
    for t in range(1, len(x)):
        carried = carried / 2 + x[t]
        total += x[t]
        count += 1
    return carried, total * count


def in_a_tuple(x):
    state, out = (np.zeros(x.shape[1]), np.ones(x.shape[1])), np.zeros_like(x)
    for i in range(len(x)):
        low, high = state
        state = (np.tanh(low + x[i]), high / 2 + low)
        out[i] = state[1]
    return out, state[0]


def from_one_on(x):
    out, carried = np.zeros_like(x), np.zeros(x.shape[1])
    for t in range(1, len(x) + 1):
        carried = carried / 2 + x[-t]
        out[-t] = carried
    for t in range(len(x), 0, -1):
        carried = carried / 2 + x[t - 1]
    return out, carried


READ = [
    what_the_run_before_left,
    written_before_it_is_bound_anew,
    under_keys,
    but_the_last,
    but_the_first,
    from_one_on,
    in_a_tuple,
    emptied,
    counted_from_the_end,
    with_the_row_before,
    recurrence,
    cumulative,
    decaying_maximum,
    doubled_maximum,
    backwards,
    two_states,
    a_running_product,
    stacked,
]


@pytest.mark.parametrize("program", READ, ids=lambda program: program.__name__)
def test_what_a_loop_carries_means_what_numpy_makes_of_it(program):
    with recurrences.allowed() as carried:
        assert_agrees(program, X, SIZES)
        assert_agrees(program, X, {**SIZES, "N": 1})
    assert carried


def written_to_its_last_array(x):
    last = np.zeros(x.shape[1])
    for i in range(len(x)):
        last = x[i] + 1
    last += 1
    return last


def of_a_loop_within_another(x):
    total = 0.0
    for i in range(len(x)):
        state = 0.0
        for j in range(x.shape[1]):
            state = state / 2 + x[i, j]
        total += state
    return total


def halved_at_the_label(x, y):
    dx, loss = np.zeros(x.shape), 0.0
    for i in range(len(x)):
        for j in range(x.shape[1]):
            if j == y[i]:
                continue
            margin = x[i, j] - x[i, y[i]] + 1
            if margin > 0:
                loss += margin
                dx[:, j] += x[i, j]
                dx[:, y[i]] /= 2
    return loss, dx


@pytest.mark.parametrize("sized", [("N", "C"), ("N", "N")])
def test_a_loop_within_another_that_has_one_bad_state_has_none(sized):
    """What was refused once stays refused, whoever asks for it."""
    shapes = {"x": sized, "y": Shape(("N",), "labels", sized[1])}
    with recurrences.allowed(), pytest.raises(TraceFailed, match="cannot read"):
        assert_agrees(halved_at_the_label, shapes, {"N": 3, "C": 3})


@pytest.mark.parametrize("program", [written_to_its_last_array, of_a_loop_within_another])
def test_what_is_shared_or_depends_on_another_loop_is_refused(program):
    inputs = SymbolicInputs(read_shapes(X))
    with recurrences.allowed(), pytest.raises(BaseException, match="cannot read"):
        Tracer().call(program, *inputs.arrays())


# -- proofs --------------------------------------------------------------------------------------------------


def rnn(x, h0, w):
    h, out, kept = h0, np.zeros((x.shape[0], x.shape[1], h0.shape[1])), []
    for t in range(x.shape[1]):
        before, h = h, np.tanh(x[:, t] + h @ w)
        out[:, t] = h
        kept.append((before, h))
    return out, (w, kept)


def rnn_backward(dout, cache, slip=""):
    w, kept = cache
    dx, dw, arriving = np.zeros_like(dout), np.zeros_like(w), np.zeros_like(dout[:, 0])
    for t in range(dout.shape[1]) if slip == "in order" else reversed(range(dout.shape[1])):
        before, h = kept[t]
        own = dout[:, t] + (0 if slip == "not handed on" else arriving)
        da = own * (1 - h**2)
        dx[:, t] = da
        dw = dw + (h if slip == "after" else before).T @ da
        arriving = da @ (w if slip == "not transposed" else w.T)
    return dx, arriving, dw


RNN = {"x": ("N", "T", "H"), "h0": ("N", "H"), "w": ("H", "H")}


def last_state(x, h0, w):
    h, kept = h0, []
    for t in range(x.shape[1]):
        before, h = h, np.tanh(x[:, t] + h @ w)
        kept.append((before, h))
    return h, (x, w, kept)


def back_from_the_last(dout, cache):
    x, w, kept = cache
    dx, dw, dh = np.zeros_like(x), np.zeros_like(w), dout
    for t in range(x.shape[1] - 1, -1, -1):
        before, h = kept[t]
        da = dh * (1 - h**2)
        dx[:, t], dw = da, dw + before.T @ da
        dh = da @ w.T
    return dx, dh, dw


def two_layers(x, h0, w):
    first, (_, below) = rnn(x, h0, w)
    second, (_, above) = rnn(first, h0, w)
    return second, (w, below, above)


def back_through_two_layers(dout, cache):
    w, below, above = cache
    dfirst, from_above, dw = rnn_backward(dout, (w, above))
    dx, from_below, more = rnn_backward(dfirst, (w, below))
    return dx, from_above + from_below, dw + more


@pytest.mark.parametrize(
    ("forward", "backward"),
    [
        (rnn, rnn_backward),
        (last_state, back_from_the_last),
        (two_layers, back_through_two_layers),
    ],
    ids=["all states", "the last state", "two layers"],
)
def test_a_recurrent_net_is_proven_for_any_number_of_steps(forward, backward):
    proof = prove_vjp(forward, backward, **RNN)
    assert (proof.verdict, proof.scope) == ("proven", "all shapes"), str(proof)


@pytest.mark.parametrize("slip", ["in order", "not handed on", "after", "not transposed"])
def test_a_slip_between_steps_is_refuted(slip):
    proof = prove_vjp(rnn, lambda dout, cache: rnn_backward(dout, cache, slip), **RNN)
    assert proof.verdict == "refuted", str(proof)


def test_code_that_treats_many_steps_otherwise_is_not_proven_for_all():
    def backward(dout, cache):
        dx, dh0, dw = rnn_backward(dout, cache)
        return (dx, dh0, dw) if len(cache[1]) < 37 else (dx, dh0, 2 * dw)

    assert prove_vjp(rnn, backward, **RNN).verdict == "refuted"


def halved_then_doubled(order):
    """A loop that halves ``h0`` and one that doubles what is left, and counts; each T times but one."""
    T, h0 = Symbol("T", integer=True, positive=True), Symbol("h0", real=True)
    halving, doubling = Recurrence(fresh_index(T), T), Recurrence(fresh_index(T), T)
    low = halving.state(number(h0), lambda _: low[(halving.run,)] / 2)
    made = {}

    def step(name):
        return lambda _: made[name][(doubling.run,)] * (2 if name == "high" else 1) + int(name == "count")

    starts = {"high": low[(T - 1,)], "count": Integer(0)}
    for name in order:
        made[name] = doubling.state(number(starts[name]), step(name))
    return T, h0, [halving, doubling], made["high"][(T - 1,)] + made["count"][(T - 1,)]


def number(value):
    return Content((), lambda _: value)


@pytest.mark.parametrize("order", [("high", "count"), ("count", "high")])
def test_what_a_loop_begins_with_may_come_from_another_loop(order):
    """Which loop comes first is told by all that it carries, whichever of that is asked for first."""
    T, h0, loops, entry = halved_then_doubled(order)
    assert recurrences.recurrences_in([entry]) == loops
    evaluate = ScalarEvaluator({T: 3}, lambda name, _: {"h0": Fraction(5)}[name])
    assert evaluate(entry) == 5 + 2
    assert evaluate(Objective(entry).gradient(h0)) == 1


# -- the parts -----------------------------------------------------------------------------------------------


def carried(program):
    """A recurrence of one state, and an expression in it."""
    with recurrences.allowed():
        returned = Tracer().call(program, *SymbolicInputs(read_shapes(X)).arrays())
        entry = returned.content.at(next(returned.content.places()))
        (loop,) = recurrences.recurrences_in([entry])
    return loop, entry


def test_a_state_is_not_differentiated_as_if_it_were_a_constant():
    _, entry = carried(recurrence)
    with pytest.raises(Undecidable, match="the derivative of"):
        gradient(entry, Symbol("lambda"))
    assert Objective(entry).gradient(Symbol("lambda")) == 0


def test_recurrences_are_the_same_only_if_they_are_read_alike_in_each_run():
    one, entry = carried(recurrence)
    other, _ = carried(recurrence)
    another, _ = carried(cumulative)
    assert recurrences.recurrences_in([in_terms_of([other], entry)]) == [other]
    assert recurrences.recurrences_in([in_terms_of([another], entry)]) == [one]
    turned = Recurrence(other.run, other.size, descending=True)
    for state in other.states:
        turned.take(State.of_axes(state.axes), state.start, state.step)
    assert recurrences.recurrences_in([in_terms_of([turned], entry)]) == [one]
