"""A proof speaks of every call: what one leaves behind for the next is seen, wherever it is kept."""

import functools
import logging
from collections import Counter, defaultdict
from time import perf_counter
from types import SimpleNamespace

import numpy as np
import pytest

from yudo import prove_vjp
from yudo.verification.symbolic.inputs import SymbolicInputs, read_shapes
from yudo.verification.symbolic.state import State
from yudo.verification.symbolic.tracing import TraceFailed, Tracer

MANY = 100_000


def identity(x):
    return x * 1.0, x


def default_dictionary(dout, x, memo={}):  # noqa: B006
    memo["calls"] = memo.get("calls", 0) + 1
    return dout if memo["calls"] < MANY else 2 * dout


def default_list(dout, x, memo=[]):  # noqa: B006
    memo.append(1)
    return dout if len(memo) < MANY else 2 * dout


LENGTHS, ROUNDS, KEPT = [], [], {}


def list_in_a_dictionary(dout, x):
    KEPT.setdefault("lengths", []).append(len(x))
    return dout if len(KEPT["lengths"]) < MANY else 2 * dout


def first_of_a_list(dout, x):
    LENGTHS.append(x.shape[1])
    return dout * (x.shape[1] / LENGTHS[0])


def truth_of_a_list(dout, x):
    ROUNDS.append(True)
    if len(ROUNDS) == MANY:
        ROUNDS.clear()
    return dout if ROUNDS else 2 * dout


def elements_of_a_list(dout, x):
    ROUNDS.append(True)
    return dout if MANY not in ROUNDS else 2 * dout


def copy_of_a_list(dout, x):
    ROUNDS.append(True)
    return dout if len([*ROUNDS]) + len(tuple(ROUNDS)) + sum(ROUNDS) < MANY else 2 * dout


def default_by_name(dout, x, *, memo={"calls": 0}):  # noqa: B006
    memo["calls"] += 1
    return dout * (1 if memo["calls"] < MANY else 2)


def default_array(dout, x, calls=np.zeros(1)):  # noqa: B008
    calls += 1
    return dout * (1 + (calls[0] > MANY))


def own_attribute(dout, x):
    own_attribute.calls += 1
    return dout if own_attribute.calls < MANY else 2 * dout


own_attribute.calls = 0


def own_attribute_made_late(dout, x):
    own_attribute_made_late.calls = getattr(own_attribute_made_late, "calls", 0) + 1
    return dout if own_attribute_made_late.calls < MANY else 2 * dout


def closing_over_a_number():
    calls = 0

    def backward(dout, x):
        nonlocal calls
        calls += 1
        return dout if calls < MANY else 2 * dout

    return backward


def closing_over(box):
    def closing_over_a_list(dout, x):
        box[0] += 1
        return dout if box[0] < MANY else 2 * dout

    return closing_over_a_list


class Counting:
    calls = 0

    @classmethod
    def counted(cls):
        cls.calls += 1
        return cls.calls

    def __init__(self):
        self.mine = []

    def method(self, dout, x):
        self.mine.append(1)
        return dout if len(self.mine) < MANY else 2 * dout


def class_attribute(dout, x):
    return dout if Counting.counted() < MANY else 2 * dout


TABLE, SEEN, ORDER, TOTAL = {}, set(), [1] * 1000 + [2], np.zeros(3)
NAMES, BY_DEFAULT, COUNTED, BYTES = SimpleNamespace(calls=0), defaultdict(int), Counter(), bytearray()


def global_dictionary(dout, x):
    TABLE["calls"] = TABLE.get("calls", 0) + 1
    return dout if TABLE["calls"] < MANY else 2 * dout


def global_set(dout, x):
    SEEN.add(len(SEEN))
    return dout if len(SEEN) < MANY else 2 * dout


def global_list_in_turn(dout, x):
    ORDER.append(ORDER.pop(0))
    return dout * ORDER[0]


def global_array(dout, x):
    TOTAL[0] += 1
    return dout * (1 + (TOTAL[0] > MANY))


def global_namespace(dout, x):
    NAMES.calls += 1
    return dout if NAMES.calls < MANY else 2 * dout


def global_default_dictionary(dout, x):
    BY_DEFAULT["calls"] += 1
    return dout if BY_DEFAULT["calls"] < MANY else 2 * dout


def global_counter(dout, x):
    COUNTED.update("a")
    return dout if COUNTED["a"] < MANY else 2 * dout


def global_bytes(dout, x):
    BYTES.append(0)
    return dout if len(BYTES) < MANY else 2 * dout


TICKS = [0]


@functools.cache
def kept_result(_):
    TICKS[0] += 1
    return 1 if TICKS[0] < MANY else 2


def through_a_cache(dout, x):
    return dout * kept_result(len(TICKS))


TURNS = {place: 1 for place in range(999)} | {999: 2}


def global_dictionary_in_turn(dout, x):
    first = next(iter(TURNS))
    TURNS[first] = factor = TURNS.pop(first)
    return dout * factor


LOG = logging.getLogger(__name__)


def logger_with_a_count(dout, x):
    LOG.calls = getattr(LOG, "calls", 0) + 1
    return dout if LOG.calls < MANY else 2 * dout


class CountingClass(type):
    made = 0

    def __call__(cls):
        CountingClass.made += 1
        return super().__call__()


class Counted(metaclass=CountingClass):
    pass


def class_of_a_class(dout, x):
    Counted()
    return dout if CountingClass.made < MANY else 2 * dout


def a_module_of_its_own(dout, x):
    import tests.proof.test_state as here

    here.MADE = getattr(here, "MADE", 0) + 1
    return dout if here.MADE < MANY else 2 * dout


WRONG_LATER = [
    default_dictionary,
    default_list,
    list_in_a_dictionary,
    first_of_a_list,
    truth_of_a_list,
    elements_of_a_list,
    copy_of_a_list,
    default_by_name,
    default_array,
    own_attribute,
    own_attribute_made_late,
    closing_over_a_number(),
    closing_over([0]),
    Counting().method,
    class_attribute,
    global_dictionary,
    global_set,
    global_list_in_turn,
    global_array,
    global_namespace,
    global_default_dictionary,
    global_counter,
    global_bytes,
    through_a_cache,
    global_dictionary_in_turn,
    logger_with_a_count,
    class_of_a_class,
    a_module_of_its_own,
]


@pytest.mark.parametrize("backward", WRONG_LATER, ids=lambda function: function.__name__)
def test_a_backward_that_counts_its_calls_is_not_proven(backward):
    proof = prove_vjp(identity, backward, x=("N", "D"))
    assert not proof.proven
    if backward not in (a_module_of_its_own, logger_with_a_count, class_of_a_class):
        assert "a value from one call to the next" in proof.why.en


def counts_its_calls(x, calls=[]):  # noqa: B006
    calls.append(None)
    return x * 1.0, len(calls)


def looks_at_the_count(dout, calls):
    return dout if calls < MANY else 2 * dout


SHAPES = [None]


def keeps_its_shape(x):
    earlier, SHAPES[0] = SHAPES[0], x.shape
    return x * 1.0, earlier


def looks_at_an_earlier_shape(dout, earlier):
    return dout if earlier is None or earlier != (77, 11) else 2 * dout


@pytest.mark.parametrize(
    ("forward", "backward"),
    [(counts_its_calls, looks_at_the_count), (keeps_its_shape, looks_at_an_earlier_shape)],
)
def test_what_a_forward_keeps_from_earlier_calls_is_not_taken_for_this_call(forward, backward):
    assert not prove_vjp(forward, backward, x=("N", "D")).proven


class Sigmoid:
    def __init__(self):
        self.out, self.calls, self.mean = None, 0, np.zeros(())

    def forward(self, x):
        self.calls += 1
        self.mean = 0.9 * self.mean + 0.1 * x.mean()
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, dout, _):
        return dout * self.out * (1 - self.out)


class Wrapped:
    def __init__(self, *layers):
        self.layers, self.cache = list(layers), {}

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        self.cache["last"] = x
        return x

    def backward(self, dout, _):
        for layer in reversed(self.layers):
            dout = layer.backward(dout, None)
        return dout + 0 * self.cache["last"]


class Dropout:
    def forward(self, x):
        self.mask = np.random.rand(*x.shape) > 0.5
        return x * self.mask

    def backward(self, dout, _):
        return dout * self.mask


def remembers_in_itself(x):
    remembers_in_itself.x = x
    return x**2


def asks_the_forward(dout, _):
    return 2 * dout * remembers_in_itself.x


def says_what_it_does(x):
    LOG.debug("%d rows", 2)
    return x * 2.0, x


@functools.cache
def factor(n):
    return 2.0 * n


TIMES, LATEST = {}, [0.0]


def timed(function):
    @functools.wraps(function)
    def wrapper(*arguments):
        began = perf_counter()
        try:
            return function(*arguments)
        finally:
            TIMES.setdefault(function.__name__, []).append(perf_counter() - began)
            LATEST.append(perf_counter())

    return wrapper


HONEST = {
    "attributes, a count and a running mean": (Sigmoid().forward, Sigmoid().backward),
    "layers within": (Wrapped(Sigmoid(), Sigmoid()).forward, None),
    "draws": (Dropout().forward, None),
    "an attribute of the forward": (remembers_in_itself, asks_the_forward),
    "a line in a log": (says_what_it_does, lambda dout, x: dout * 2.0),
    "times that nobody reads": (timed(identity), timed(lambda dout, x: dout)),
    "a pure function with a cache": (lambda x: (x * factor(3), x), lambda dout, x: dout * factor(3)),
}


@pytest.mark.parametrize(("forward", "backward"), HONEST.values(), ids=HONEST)
def test_what_this_call_wrote_itself_is_no_state(forward, backward):
    layer = getattr(forward, "__self__", None)
    proof = prove_vjp(forward, backward if layer is None else layer.backward, x=("N", "D"))
    assert proof.proven, str(proof)
    assert proof.scope == "all shapes"


class FirstTime(Sigmoid):
    """Right as long as nothing was kept."""

    first = True

    def backward(self, dout, _):
        right = super().backward(dout, _)
        first, self.first = self.first, False
        return right if first else 2 * right


def test_a_state_that_shows_is_seen_where_the_first_call_is_right(symbols):
    layer = FirstTime()

    def observe(x, dout):
        return layer.forward(x), layer.backward(dout, None)

    with pytest.raises(TraceFailed, match="of FirstTime carry a value"):
        Tracer().call(observe, *symbols)


def test_gradients_that_add_up_may_be_returned_but_not_used(symbols):
    total = [np.zeros(1)]

    def adds_up(x, dout):
        total[0] = total[0] + (x * dout).sum()
        return total[0]

    Tracer().call(adds_up, *symbols)
    with pytest.raises(TraceFailed, match="carries a value"):
        Tracer().call(lambda x, dout: x * adds_up(x, dout), *symbols)


@pytest.fixture
def symbols():
    return SymbolicInputs(read_shapes({"x": ("N", "D"), "dout": ("N", "D")})).arrays()


def test_tracing_leaves_the_objects_of_the_code_as_they_were(symbols):
    before = dict(TABLE), list(ORDER), set(SEEN), TOTAL.copy()
    x = np.ones((2, 2))

    def backward(dout, _):
        return global_dictionary(global_set(global_list_in_turn(global_array(dout, x), x), x), x)

    with pytest.raises(TraceFailed):
        Tracer().call(backward, *symbols)
    assert before[:3] == (TABLE, ORDER, SEEN)
    assert np.array_equal(TOTAL, before[3])


# -- what the first call leaves behind, which real runs must not leave before it is read -------------------

GAIN, GAINS = 2, [2.0]


def scaled_by_a_global(x):
    return x * GAIN, None


def sets_the_global(dout, _):
    global GAIN
    GAIN = 3
    return dout * GAIN


def scaled_by_a_list(x):
    return x * GAINS[0], None


def writes_into_the_list(dout, _):
    GAINS[0] = 3.0
    return dout * GAINS[0]


class SetsItself:
    gain = 2

    def forward(self, x):
        return x * self.gain, None

    def attribute(self, dout, _):
        self.gain = 3
        return dout * self.gain

    def of_the_class(self, dout, _):
        type(self).gain = 3
        return dout * self.gain


class WithSlots:
    __slots__ = ("gain",)

    def __init__(self):
        self.gain = 2


def setting_a_variable():
    gain = 2

    def forward(x):
        return x * gain, None

    def backward(dout, _):
        nonlocal gain
        gain = 3
        return dout * gain

    return forward, backward


def setting_a_slot():
    held = WithSlots()

    def forward(x):
        return x * held.gain, None

    def backward(dout, _):
        held.gain = 3
        return dout * held.gain

    return forward, backward


def writing_into_an_array():
    gain = np.array([2.0])

    def forward(x):
        return x * gain[0], None

    def backward(dout, _):
        gain[0] = 3.0
        return dout * gain[0]

    return forward, backward


@pytest.mark.parametrize(
    "pair",
    [
        lambda: (scaled_by_a_global, sets_the_global),
        lambda: (scaled_by_a_list, writes_into_the_list),
        lambda: ((one := SetsItself()).forward, one.attribute),
        lambda: ((one := SetsItself()).forward, one.of_the_class),
        setting_a_variable,
        setting_a_slot,
        writing_into_an_array,
    ],
    ids=["global", "list", "attribute", "class", "variable", "slot", "array"],
)
def test_a_pair_that_is_wrong_at_its_first_call_alone_is_not_proven(pair):
    forward, backward = pair()
    assert prove_vjp(forward, backward, x=("N", "D")).verdict != "proven"
    (again, _), gradient = forward(np.ones(1)), backward(np.ones(1), None)
    assert (again[0], gradient[0]) == (2.0, 3.0)  # The proof has put back what it found.


@pytest.fixture(autouse=True)
def as_found():
    before = State(scaled_by_a_global, scaled_by_a_list, sets_the_global, SetsItself)
    yield
    before.put_back()
