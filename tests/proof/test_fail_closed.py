"""What could not be read is never swallowed, and code cannot tell symbols from numbers."""

import builtins
import contextlib
import copy
import math
import numbers
import random
import warnings
from time import time

import numpy as np
import pytest

from yudo import labels, prove_vjp
from yudo.verification.symbolic import recurrences
from yudo.verification.symbolic.arrays.errors import Unreadable
from yudo.verification.symbolic.inputs import SymbolicInputs, read_shapes
from yudo.verification.symbolic.tracing import TraceFailed, Tracer, modules


def identity(x):
    return x * 1.0, x


def bare_except(dout, x):
    try:
        dout = np.cumsum(dout, axis=0)
    except:  # noqa: E722
        dout = dout * 1.0
    return dout


def base_exception(dout, x):
    try:
        return np.flip(np.sort(dout, axis=0), axis=0)
    except BaseException:
        return dout


def return_in_finally(dout, x):
    try:
        dout = np.sort(dout, axis=0)
    finally:
        return dout  # noqa: B012


def attribute_error(dout, x):
    try:
        return dout.cumsum(axis=0)
    except AttributeError:
        return dout


def type_error(dout, x):
    try:
        return dout + dout.sum(initial=5.0)
    except TypeError:
        return dout


def missing_function(dout, x):
    try:
        return 2 * np.linalg.pinv(np.eye(2))[0, 0] * dout
    except AttributeError:
        return dout


def function_of_math_that_numpy_lacks(dout, x):
    try:
        return np.erf(dout)
    except AttributeError:
        return dout


def missing_part_of_a_ufunc(dout, x):
    try:
        return np.add.accumulate(dout)
    except AttributeError:
        return dout


def suppressed(dout, x):
    with contextlib.suppress(BaseException):
        dout = 2 * dout + np.trapezoid(dout)
    return dout


class Swallowing:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return True


def own_context_manager(dout, x):
    with Swallowing():
        dout = np.sort(dout, axis=0)
    return dout


def has_strides(dout, x):
    return 2 * dout if hasattr(dout, "strides") else dout


def default_of_getattr(dout, x):
    return dout if getattr(dout, "nbytes", None) is None else 2 * dout


def inner_attribute(dout, x):
    return dout if hasattr(dout, "content") else 2 * dout


def type_of_a_size(dout, x):
    return dout / len(x) if type(x.shape[0]) is int else dout


def type_of_an_entry(dout, x):
    return dout if type(x[0, 0]) is float else 2 * dout


def size_as_numpy_integer(dout, x):
    return dout if isinstance(x.shape[0], np.integer) else dout / len(x)


def abstract_number(dout, x):
    return 2 * dout if isinstance(x.shape[0], numbers.Integral) else dout


def text_of_a_shape(dout, x):
    return dout if "N" in f"{x.shape}" else 2 * dout


def text_by_percent(dout, x):
    return dout if "symbolic" in "%s" % (x,) else 2 * dout  # noqa: UP031


def text_of_a_function(dout, x):
    return dout if repr(np).startswith("<yudo") else 2 * dout


def another_name_of_a_builtin(dout, x):
    return dout / len(x) if builtins.type(x.shape[0]) is int else dout


def name_of_numpy(dout, x):
    return 2 * dout if hasattr(np, "version") else dout


def item_size(dout, x):
    return 2 * dout if dout.itemsize == 8 and hasattr(dout, "flags") else dout


def clock(dout, x):
    return 2 * dout if time() > 0 else dout


def chance(dout, x):
    random.seed(0)
    return dout * 2 * (random.random() >= 0)


def rounded(dout, x):
    try:
        return round(float(len(x)) * 0) + np.round(dout, 1) * 0 + 2 * dout
    except Exception:
        return dout


@pytest.mark.parametrize(
    "backward",
    [
        bare_except,
        base_exception,
        return_in_finally,
        attribute_error,
        type_error,
        missing_function,
        function_of_math_that_numpy_lacks,
        missing_part_of_a_ufunc,
        suppressed,
        own_context_manager,
        has_strides,
        default_of_getattr,
        inner_attribute,
        type_of_a_size,
        type_of_an_entry,
        size_as_numpy_integer,
        abstract_number,
        text_of_a_shape,
        text_by_percent,
        text_of_a_function,
        another_name_of_a_builtin,
        name_of_numpy,
        item_size,
        clock,
        chance,
        rounded,
    ],
    ids=lambda function: function.__name__,
)
def test_a_wrong_backward_that_hides_behind_what_symbols_lack_is_not_proven(backward):
    assert not prove_vjp(identity, backward, x=("N", "D")).proven


def says_its_shape(dout, x):
    print(f"{x.shape} {dout.mean():.3f}")
    if not isinstance(x, np.ndarray) or not isinstance(len(x), int):
        raise TypeError("x must be an array")
    return copy.deepcopy(dout)


def asks_what_is_known(dout, x):
    if not isinstance(dout, np.ndarray) or isinstance(x, (list, tuple)) or type(x) is not np.ndarray:
        raise TypeError
    return dout * (1.0 if isinstance(x.shape[0], (int, np.integer)) and hasattr(x, "shape") else 3.0)


def log(*texts):
    print("[layer]", *texts)


def logs_texts_through_a_helper(dout, x):
    N = x.shape[0]
    log(f"{N=} {x.shape!r:>20} {dout.mean():.{3}f}", "%d rows" % N, "{} of {}".format(N, x.shape))  # noqa: UP031, UP032
    log("norm " + str(np.sum(dout)))
    if dout.shape != x.shape:
        raise ValueError(f"{dout.shape} is not {x.shape}")
    return dout * len(f"{1:d}") * int("%d" % 1)  # noqa: UP031


def shape_of_a_text(dout, x):
    return dout * len(f"{x.shape[0]}")


def text_by_format(dout, x):
    return dout * (1.0 if "{}".format(x.shape[0]) != "7" else 3.0)  # noqa: UP032


def text_as_a_key(dout, x):
    return dout * {"3": 5.0}.get(f"{x.shape[0]}", 1.0)


def text_that_cannot_be_joined(dout, x):
    try:
        "".join([f"{x.shape[0]}"])
    except TypeError:
        return dout
    return dout * 2.0


def text_of_an_exception(dout, x):
    return dout * len(str(ValueError(f"{x.shape[0]}")))


class Listening:
    def __init__(self):
        self.heard = []

    def write(self, text):
        self.heard.append(text)


def print_to_an_object_of_its_own(dout, x):
    listening = Listening()
    print("heard", file=listening)
    return dout if not listening.heard else dout * 2.0


@pytest.mark.parametrize(
    "backward",
    [
        shape_of_a_text,
        text_by_format,
        text_as_a_key,
        text_that_cannot_be_joined,
        text_of_an_exception,
        print_to_an_object_of_its_own,
    ],
    ids=lambda function: function.__name__,
)
def test_code_that_looks_at_a_text_about_symbols_is_not_proven_for_all_shapes(backward):
    proof = prove_vjp(identity, backward, x=("N", "D"))
    assert not (proof.proven and proof.scope == "all shapes")


TELLS = {
    "the module of an array's class": lambda x: type(x).__module__ == "numpy",
    "the class of an array": lambda x: x.__class__.__module__ == "numpy",
    "the class of a size": lambda x: len(x).__class__ is int,
    "the class of a rank": lambda x: x.ndim.__class__ is int,
    "the globals": lambda x: "np" in globals(),
    "the module of a builtin": lambda x: len.__module__ == "builtins",
    "the class of a builtin": lambda x: type(len).__name__ == "builtin_function_or_method",
    "the type of a range": lambda x: type(range(3)) is range,
    "the type of a ufunc": lambda x: type(np.exp).__name__ == "ufunc",
    "what an array holds": lambda x: "content" not in getattr(x, "__dict__", ()),
    "an attribute through getattr": lambda x: getattr(len, "__module__", None) == "builtins",
    "an attribute through eval": lambda x: eval("x.__class__.__module__", {"x": x}) == "numpy",
}
"""What is true of NumPy's arrays and Python's builtins, and not of what stands for them."""


@pytest.mark.parametrize("tell", TELLS.values(), ids=TELLS)
def test_code_that_asks_what_stands_for_numpy_is_not_proven_for_all_shapes(tell):
    seven, eleven = 7, 11

    def wrong_where_nobody_looks(dout, x):
        if tell(x) and len(x) == seven * eleven:
            return 2 * dout
        return dout

    many = np.ones((seven * eleven, 2))
    assert np.all(wrong_where_nobody_looks(many, many) == 2)
    proof = prove_vjp(identity, wrong_where_nobody_looks, x=("N", "D"))
    assert not (proof.proven and proof.scope == "all shapes")


class Named:
    """A layer that says its name."""

    def __init__(self, scale):
        self.scale = scale
        self.seen = {**self.__dict__}

    def __call__(self, x):
        if self.__class__.__name__ != "Named" or type(self).__qualname__ != "Named" or not self.__doc__:
            raise TypeError(f"{self.__class__.__name__} takes {type(x).__name__}")
        return x.__mul__(self.seen["scale"])


def names_things(dout, x):
    if type(x).__name__ != "ndarray" or len.__name__ != "len" or float.__name__ != "float":
        raise TypeError(type(x).__name__)
    return Named(1.0)(dout) * eval("2 - 1") * (1.0 if type(range(2)) is range else 3.0)


@pytest.mark.parametrize(
    "backward",
    [says_its_shape, asks_what_is_known, logs_texts_through_a_helper, names_things],
    ids=lambda f: f.__name__,
)
def test_honest_questions_are_answered_as_numpy_answers_them(backward):
    proof = prove_vjp(identity, backward, x=("N", "D"))
    assert proof.proven
    assert proof.scope == "all shapes"


def test_traced_code_finds_no_name_in_np_that_numpy_does_not_have():
    names = [name for name in vars(modules.numpy) if not name.startswith("_")]
    inner = [name for name in names if not hasattr(np, name)]
    modules_of_ours = {name for name in inner if type(getattr(modules.numpy, name)).__name__ == "module"}
    assert set(inner) - modules_of_ours <= modules.INNER


def in_one_byte(dout, x):
    return dout * (2 * (x > 0).astype(np.uint8) - 1) * np.sign(x)


def reciprocal_of_an_integer(dout, x):
    return dout * len(x) * np.reciprocal(len(x))


def sum_in_bool(dout, x):
    return dout * np.sum(np.ones_like(x, dtype=bool), axis=0, dtype=bool) / len(x)


def squares_of_masks(dout, x):
    return dout * (np.square(x > -9e9) + np.square(x > -9e9))


def no_copy(dout, x):
    scratch = np.array(dout, copy=None)
    scratch *= 2
    return dout / 1.0


def view_by_einsum(dout, x):
    dx = dout * 1.0
    turned = np.einsum("nd->dn", dx)
    turned *= 2
    return dx


def copy_of_a_transpose(dout, x):
    dx = np.zeros_like(x)
    turned = np.ascontiguousarray(dx.T)
    turned += dout.T
    return dx


def view_by_broadcasting(dout, x):
    row = dout * 1.0
    seen = np.broadcast_to(row, (1, *x.shape))
    row *= 2
    return seen[0] * 1.0


@pytest.mark.parametrize(
    "backward",
    [
        in_one_byte,
        reciprocal_of_an_integer,
        sum_in_bool,
        squares_of_masks,
        no_copy,
        view_by_einsum,
        copy_of_a_transpose,
        view_by_broadcasting,
    ],
    ids=lambda function: function.__name__,
)
def test_dtypes_and_memory_that_symbols_do_not_have_are_not_read(backward):
    inputs = SymbolicInputs(read_shapes({"x": ("N", "D")}))
    x, dout = inputs.arrays()[0], inputs.arrays()[0]
    with pytest.raises((TraceFailed, Unreadable)):
        _ = Tracer().call(backward, dout, x).content


def test_functions_that_share_a_variable_or_a_list_share_it_when_they_are_traced():
    kept, factor = None, [1.0]

    def forward(x):
        nonlocal kept
        kept, factor[0] = x, 2.0
        return x**2

    def backward(dout, _):
        return factor[0] * kept * dout

    assert prove_vjp(forward, backward, x=("N", "D")).proven


def none_for_two_samples(x):
    for _ in range(len(x) - 2):
        x = x * 1.0
    return x


def test_a_loop_that_may_not_run_at_all_is_not_read():
    (x,) = SymbolicInputs(read_shapes({"x": ("N", "D")})).arrays()
    with pytest.raises(TraceFailed, match="may be none"):
        Tracer().call(none_for_two_samples, x)


def a_list_of_all_but_the_last(x):
    rows = []
    for i in range(len(x) - 1):
        rows.append(x[i])
    return rows[0]


def as_an_array(x):
    return np.array(range(1, len(x)))


def a_row_or_what_was_there(x):
    last = np.zeros(x.shape[1])
    for i in range(len(x) - 1):
        last = x[i]
    last += 1
    return x


def written_where_there_is_one_run(x):
    zeros = np.zeros(x.shape[1])
    last = zeros
    for i in range(1, len(x)):
        last = last + x[i]
    last += 1
    return zeros


def read_after_what_was_there_is_written(x):
    zeros = np.zeros(x.shape[1])
    last = zeros
    for i in range(1, len(x)):
        last = last + x[i]
    zeros += 1
    return last * 2


@pytest.mark.parametrize(
    "program",
    [
        a_list_of_all_but_the_last,
        as_an_array,
        a_row_or_what_was_there,
        written_where_there_is_one_run,
        read_after_what_was_there_is_written,
    ],
)
def test_a_loop_without_one_run_is_read_only_where_it_changes_numbers(program):
    (x,) = SymbolicInputs(read_shapes({"x": ("N", "D")})).arrays()
    with pytest.raises(TraceFailed, match="cannot read"):
        Tracer().call(program, x)


def written_and_given_up(x):
    zeros = np.zeros(x.shape[1])
    total, out = zeros, np.zeros_like(x)
    for i in range(len(x)):
        total += x[i]
        total = total / 2
        out[i] = zeros
    return out


def under_two_names(x):
    one = other = np.zeros(x.shape[1])
    for i in range(len(x)):
        one += x[i]
        one, other = one / 2 + other, np.zeros(x.shape[1])
    return one


def written_after_it_was_listed(x):
    total, seen = np.zeros(x.shape[1]), []
    for i in range(len(x)):
        total += x[i]
        total = total / 2
        seen.append(total)
    return seen[0]


def within_a_tuple(x):
    zeros = np.zeros(x.shape[1])
    one, pair = zeros, (zeros, np.ones(x.shape[1]))
    for i in range(len(x)):
        one += x[i]
        one, pair = one / 2 + pair[0], (pair[1], x[i] + 1)
    return one


@pytest.mark.parametrize(
    "program", [written_and_given_up, under_two_names, written_after_it_was_listed, within_a_tuple]
)
def test_what_a_run_writes_to_and_gives_up_is_not_read_where_others_know_it(program):
    (x,) = SymbolicInputs(read_shapes({"x": ("N", "D")})).arrays()
    with recurrences.allowed(), pytest.raises(TraceFailed, match="cannot read"):
        Tracer().call(program, x)


def two_values_under_a_key(x):
    seen = {}
    for i in range(len(x)):
        seen[i] = x[i]
        seen[i] = 2 * x[i]
    return seen[0]


def under_other_keys(x):
    seen = {}
    for i in range(len(x)):
        seen[i + 1] = x[i]
    return seen[1]


def over_a_key_that_was_there(x):
    seen = {}
    seen[0] = x[0]
    for i in range(len(x)):
        seen[i] = 2 * x[i]
    return seen[0]


def how_many_keys(x):
    seen = {}
    for i in range(len(x)):
        seen[i] = x[i]
    return x * len(seen)


def from_the_last_key(x):
    seen = {}
    for i in reversed(range(len(x))):
        seen[i] = x[i]
    return seen[0]


def copied(x):
    seen = {}
    for i in range(len(x)):
        seen[i] = x[i]
    return dict(seen)[0]


def set_after_it_was_copied(x):
    seen = {}
    before = copy.copy(seen)
    for i in range(len(x)):
        seen[i] = x[i]
    return before[0]


@pytest.mark.parametrize(
    "program",
    [
        two_values_under_a_key,
        under_other_keys,
        over_a_key_that_was_there,
        how_many_keys,
        from_the_last_key,
        copied,
        set_after_it_was_copied,
    ],
)
def test_a_dictionary_of_symbolic_length_is_read_by_the_numbers_of_runs_alone(program):
    (x,) = SymbolicInputs(read_shapes({"x": ("N", "D")})).arrays()
    with pytest.raises(TraceFailed, match=r"cannot read|raises"):
        Tracer().call(program, x)


def softmax_shifted_at_the_place_of_the_maximum(x):
    top = x[np.arange(len(x)), np.argmax(x, axis=1)]
    p = np.exp(x - top[:, None])
    p /= p.sum(axis=1, keepdims=True)
    return p, p


def softmax_shifted_row_by_row(x):
    p = np.zeros_like(x)
    for i in range(x.shape[0]):
        row = x[i] - x[i][x[i].argmax()]
        p[i] = np.exp(row) / np.sum(np.exp(row))
    return p, p


def softmax_of_all_shifted(x):
    p = np.exp(x - x[np.unravel_index(np.argmax(x), x.shape)])
    return p / p.sum(), p / p.sum()


def softmax_of_all_shifted_by_the_smallest(x):
    row, column = np.unravel_index(x.argmin(), x.shape)
    p = np.exp(x - x.reshape(-1)[x.argmax()] + x[row, column])
    return p / p.sum(), p / p.sum()


def softmax_of_all_backward(dout, p):
    return p * (dout - (dout * p).sum())


def softmax_shifted_by_what_was_largest_so_far(x):
    so_far = np.maximum.accumulate(x, axis=1)
    p = np.exp(x - so_far[:, -1:])
    p /= p.sum(axis=1, keepdims=True)
    return p, p


def softmax_shifted_along_the_axis(x):
    p = np.exp(x - np.take_along_axis(x, x.argmax(axis=1, keepdims=True), axis=1))
    p /= p.sum(axis=1, keepdims=True)
    return p, p


def softmax_backward(dout, p):
    return p * (dout - (dout * p).sum(axis=1, keepdims=True))


@pytest.mark.parametrize(
    ("forward", "backward"),
    [
        (softmax_shifted_at_the_place_of_the_maximum, softmax_backward),
        (softmax_shifted_row_by_row, softmax_backward),
        (softmax_shifted_by_what_was_largest_so_far, softmax_backward),
        (softmax_shifted_along_the_axis, softmax_backward),
        (softmax_of_all_shifted, softmax_of_all_backward),
        (softmax_of_all_shifted_by_the_smallest, softmax_of_all_backward),
    ],
    ids=lambda function: function.__name__,
)
def test_the_place_of_a_maximum_is_read_where_it_cancels(forward, backward):
    proof = prove_vjp(forward, backward, x=("N", "C"))
    assert proof.proven, str(proof)
    assert proof.scope == "all shapes"


def largest_of_each_row(x):
    return x[np.arange(len(x)), x.argmax(axis=1)], x


def to_the_largest_of_each_row(dout, x):
    dx = np.zeros_like(x)
    dx[np.arange(len(x)), x.argmax(axis=1)] = dout
    return dx


@pytest.mark.parametrize(
    "read",
    [
        lambda x: x[np.unravel_index(np.argmax(x), x.T.shape)],
        lambda x: x[np.unravel_index(np.argmax(x, axis=0)[0], x.shape)],
        lambda x: x[np.unravel_index(np.argmax(x), x.shape, order="F")],
        lambda x: x.reshape(-1)[np.argmax(x, axis=1)],
    ],
    ids=["of the transpose", "of a row", "column by column", "of rows as places among all"],
)
def test_a_place_is_not_read_in_an_array_of_another_shape(read):
    with pytest.raises(TraceFailed, match="cannot read"):
        Tracer().call(read, *SymbolicInputs(read_shapes({"x": ("N", "D")})).arrays())


def test_arrays_flattened_in_different_orders_are_not_added():
    with pytest.raises(TraceFailed, match="flattened in another order"):
        Tracer().call(
            lambda x: x.reshape(-1) + x.T.reshape(-1),
            *SymbolicInputs(read_shapes({"x": ("N", "D")})).arrays(),
        )


def test_an_output_that_depends_on_the_place_of_a_maximum_is_not_differentiated():
    assert prove_vjp(largest_of_each_row, to_the_largest_of_each_row, x=("N", "C")).verdict == "undecided"


def places_of_other_rows(dout, x):
    places = x.argmax(axis=1)
    return dout + (places[:1] - places[-1:])[:, None]


def place_in_a_running_sum(dout, x):
    running, last, here = np.zeros(x.shape[1]), 0.0, 0.0
    for i in range(x.shape[0]):
        running += x[i]
        last = here + running[np.argmax(running)] * 0.0
        here = np.argmax(running)
    return dout + last - here


def smallest_for_largest(dout, x):
    return dout * (1.0 + x.argmax(axis=1) - x.argmin(axis=1))[:, None]


@pytest.mark.parametrize(
    "backward",
    [places_of_other_rows, place_in_a_running_sum, smallest_for_largest],
    ids=lambda function: function.__name__,
)
def test_places_of_maxima_in_different_rows_are_different_ones(backward):
    assert not prove_vjp(identity, backward, x=("N", "C")).proven


calls, last_input = 0, None


def wrong_after_many_calls(dout, x):
    global calls
    calls += 1
    return dout if calls < 100_000 else 2 * dout


def test_a_global_name_that_carries_something_to_the_next_call_is_named():
    proof = prove_vjp(identity, wrong_after_many_calls, x=("N", "D"))
    assert not proof.proven
    assert "the global name calls carries a value" in proof.why.en


def keeps_its_input(x):
    global last_input
    last_input = x
    return x * 2.0


def uses_what_was_kept(dout, x):
    return dout * 2.0 + 0.0 * last_input


def test_a_global_name_that_is_given_a_value_before_it_is_read_is_no_state():
    assert prove_vjp(keeps_its_input, uses_what_was_kept, x=("N", "D")).proven


# -- what shows at few inputs alone: far from all that is tried on numbers ----------------------------------

FAR = 4000.0


def asks_for_nan(dout, x):
    return dout * (1 + np.isnan(np.sqrt(x + FAR)))


def replaces_nan(dout, x):
    return dout * (1 + np.nan_to_num(0 * np.log(x + FAR), nan=1.0))


def compares_what_is_none(dout, x):
    return dout * (2 - (np.sqrt(x + FAR) ** 2 >= -9 * FAR))


def compares_it_after_a_detour(dout, x):
    kept = np.stack([np.zeros_like(x), np.exp(np.log(x + FAR))])[1].T.reshape(-1)
    return np.where(kept.reshape(x.T.shape).T > -9 * FAR, dout, 2 * dout)


def compares_it_with_itself(dout, x):
    logarithm = np.log(x + FAR)
    return dout * (2 - (logarithm - logarithm == 0))


def takes_the_other_of_two(dout, x):
    return dout + np.fmax(np.sqrt(x + FAR) ** 2 - x - FAR, -1)


def error_of_math(dout, x):
    try:
        math.sqrt(x[0, 0] + FAR)
    except ValueError:
        return 2 * dout
    return dout


def suppressed_error_of_math(dout, x):
    factor = 2
    with contextlib.suppress(ValueError):
        math.log(x[0, 0] + FAR)
        factor = 1
    return factor * dout


def warning_as_an_error(dout, x):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            np.sqrt(x + FAR)
        except RuntimeWarning:
            return 2 * dout
    return dout


def recorded_warning(dout, x):
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        np.sqrt(x + FAR)
    return dout * (1 + len(heard))


def floating_point_error(dout, x):
    with np.errstate(invalid="raise"):
        try:
            np.sqrt(x + FAR)
        except FloatingPointError:
            return 2 * dout
    return dout


def complex_root(dout, x):
    return dout if isinstance(float(x[0, 0] + FAR) ** 0.5, float) else 2 * dout


def selection_compared(dout, x):
    return 2 * dout if np.any(x[x < -FAR] == x[x < -FAR]) else dout


def selection_counted(dout, x):
    try:
        return dout * (1 + (len(x[x < -FAR]) > 0))
    except TypeError:
        return dout


def selection_under_two_names(dout, x):
    factor, dx = np.ones_like(x), dout * 1.0
    chosen = factor[x < -FAR]
    same = chosen
    chosen *= 2
    factor[x < -FAR] = same
    return dx * factor


def places_counted(dout, x):
    try:
        return dout * (1 + bool(sum(np.nonzero(x < -FAR)[0] + 1)))
    except TypeError:
        return dout


HIDDEN_VALUES = [
    asks_for_nan,
    replaces_nan,
    compares_what_is_none,
    compares_it_after_a_detour,
    compares_it_with_itself,
    takes_the_other_of_two,
    error_of_math,
    suppressed_error_of_math,
    warning_as_an_error,
    recorded_warning,
    floating_point_error,
    complex_root,
    selection_compared,
    selection_counted,
    selection_under_two_names,
    places_counted,
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("backward", HIDDEN_VALUES, ids=lambda function: function.__name__)
def test_what_is_wrong_at_rare_values_alone_is_not_proven(backward):
    x = np.full((2, 2), -2 * FAR)
    assert not np.array_equal(backward(np.ones((2, 2)), x), np.ones((2, 2)))
    proof = prove_vjp(identity, backward, x=("N", "D"))
    assert not (proof.proven and proof.scope == "all shapes")


MANY = 70_000


def product_in_32_bits(dout, x):
    return dout * (np.int32(len(x)) * np.int32(len(x)) == len(x) ** 2)


def product_in_a_contraction(dout, x):
    sizes = np.full(len(x), len(x), "i4")
    return dout * (np.einsum("i,i", sizes // len(x), sizes) == len(x) ** 2)


def cast_to_32_bits(dout, x):
    return dout * (np.array(len(x) ** 2).astype(np.int32) == len(x) ** 2)


def handed_on_in_32_bits(dout, x):
    return dout * (_in_32_bits(len(x)) ** 2 == len(x) ** 2)


def _in_32_bits(size):
    return np.array(size, dtype=np.int32)


def name_of_a_dtype(dout, x):
    return dout if len(x) < MANY or x.dtype == "f4" else 2 * dout


def kind_of_a_dtype(dout, x):
    return dout if len(x) < MANY or np.issubdtype(x.dtype, np.float32) else 2 * dout


def width_of_a_dtype(dout, x):
    return dout if len(x) < MANY or (x > 0).dtype.itemsize == 8 else 2 * dout


def dtype_of_single_precision(dout, x):
    return dout if len(x) < MANY or dout.astype(np.float32).dtype == np.float64 else 2 * dout


def dtype_of_a_result(dout, x):
    return dout if len(x) < MANY or np.result_type(np.float32, "f4") == np.float64 else 2 * dout


def equal_ranges(dout, x):
    return 2 * dout if range(len(x)) == range(MANY) else dout


def repeated_list(dout, x):
    return dout * (1 + (len([0] * max(1, len(x) - MANY + 2)) == 2))


def array_itself(dout, x):
    return 2 * dout if len(x) >= MANY and dout.astype(float, copy=False) is dout else dout


def handled_assertion(dout, x):
    try:
        assert len(x) != MANY
    except AssertionError:
        return 2 * dout
    return dout


def quotient_of_sizes(dout, x):
    try:
        _ = 1 / (len(x) - MANY)
    except ZeroDivisionError:
        return 2 * dout
    return dout


def repeated_text(dout, x):
    try:
        return dout * (1 + (len(" " * len(x)) == MANY))
    except TypeError:
        return dout


HIDDEN_SIZES = [
    product_in_32_bits,
    product_in_a_contraction,
    cast_to_32_bits,
    handed_on_in_32_bits,
    name_of_a_dtype,
    kind_of_a_dtype,
    width_of_a_dtype,
    dtype_of_single_precision,
    dtype_of_a_result,
    equal_ranges,
    repeated_list,
    array_itself,
    handled_assertion,
    quotient_of_sizes,
    repeated_text,
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("backward", HIDDEN_SIZES, ids=lambda function: function.__name__)
def test_what_is_wrong_at_rare_sizes_alone_is_not_proven_for_all_shapes(backward):
    x = np.ones((MANY, 1))
    assert not np.array_equal(backward(np.ones_like(x), x), np.ones_like(x))
    proof = prove_vjp(identity, backward, x=("N", "D"))
    assert not (proof.proven and proof.scope == "all shapes")


def looks_at_what_is_a_number(dout, x):
    norm = np.sqrt((x**2).sum(axis=1, keepdims=True) + 1e-8)
    p = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
    sure = np.isfinite(np.log(p)) & ~np.isnan(np.log1p(np.exp(x))) & (norm < np.exp(norm))
    with np.errstate(divide="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scale = math.sqrt(x.shape[1]) / math.sqrt(x.shape[1])
    return np.nan_to_num(dout * scale) + 0 * sure


def labels_in_32_bits(dout, cache):
    x, y = cache
    dx = np.zeros_like(x)
    dx[np.arange(len(x)), y.astype(np.int32)] = dout
    return dx


def test_what_is_certainly_a_number_may_be_looked_at():
    proof = prove_vjp(identity, looks_at_what_is_a_number, x=("N", "D"))
    assert proof.proven, str(proof)
    proof = prove_vjp(
        lambda x, y: (x[np.arange(len(x)), y], (x, y)),
        labels_in_32_bits,
        x=("N", "C"),
        y=labels("N", below="C"),
    )
    assert proof.proven, str(proof)


def written_through_ravel_in_a_branch(dout, x):
    dx = dout * 1.0
    if x.shape[0] == x.shape[1]:
        dx.ravel()[0] = 7
    return dx


def written_through_ravel_where_a_value_is_positive(dout, x):
    dx = dout * 1.0
    if x[0, 0] > 0:
        dx.T.ravel()[0] = 7
    return dx


def written_through_ravel_in_a_loop(dout, x):
    dx = dout * 1.0
    for n in range(len(x)):
        dx.ravel()[n] = 7
    return dx


@pytest.mark.parametrize(
    "backward",
    [
        written_through_ravel_in_a_branch,
        written_through_ravel_where_a_value_is_positive,
        written_through_ravel_in_a_loop,
    ],
    ids=lambda one: one.__name__,
)
def test_what_nobody_knows_after_a_branch_or_a_loop_is_not_what_was_there_before(backward):
    assert prove_vjp(lambda x: (x * 1.0, x), backward, x="N D").verdict != "proven"
