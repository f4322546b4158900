"""Loops over symbolic sizes: what is summarised means what NumPy does, and nothing else is summarised."""

import linecache
from contextlib import nullcontext

import numpy as np
import pytest

from tests.proof.agreement import assert_agrees
from tests.proof.loop_programs import compiled, random_program
from yudo import prove_vjp
from yudo.verification.symbolic import recurrences
from yudo.verification.symbolic.arrays.errors import Unreadable
from yudo.verification.symbolic.inputs import Shape, SymbolicInputs, read_shapes
from yudo.verification.symbolic.tracing import TraceFailed, Tracer
from yudo.verification.symbolic.tracing.rewriting import rewritten

SIZES = {"N": 3, "D": 2, "M": 4, "C": 3}
X = {"x": ("N", "D")}
LABELS = {"x": ("N", "C"), "y": Shape(("N",), "labels", "C")}


def by_entry(x, w, b):
    out = np.empty((x.shape[0], w.shape[1]))
    for i in range(x.shape[0]):
        for m in range(w.shape[1]):
            s = 0.0
            for d in range(x.shape[1]):
                s += x[i, d] * w[d, m]
            out[i, m] = s + b[m]
    return out


def test_nested_loops_over_entries_are_read():
    assert_agrees(by_entry, {"x": ("N", "D"), "w": ("D", "M"), "b": ("M",)}, SIZES)


def naive_softmax(x, y):
    n, c = x.shape
    loss, dx, counts = 0, np.zeros_like(x), np.zeros(c)
    for i in range(n):
        e = np.exp(x[i] - np.max(x[i]))
        p = e / np.sum(e)
        loss -= np.log(p[y[i]])
        counts[y[i]] += p[0]
        for j in range(c):
            if j == y[i]:
                dx[i, j] += p[j] - 1
                continue
            dx[i, j] += p[j]
    return loss / n, dx / n, counts


def test_a_softmax_with_loops_and_a_branch_on_the_label_is_read():
    assert_agrees(naive_softmax, LABELS, SIZES)


def counted_by_hand(x):
    rows, columns = x.shape
    flat = np.zeros(rows * columns)
    for i in range(rows):
        for j in range(columns):
            flat[i * columns + j] += x[i, j]
    return flat.reshape(rows, columns)


def counted_too_far(x):
    flat, (rows, columns) = np.zeros(x.size), x.shape
    for i in range(rows):
        for j in range(columns):
            flat[i * rows + j] += x[i, j]
    return flat


def test_a_place_along_a_flattened_axis_may_be_counted_by_hand():
    assert_agrees(counted_by_hand, {"x": ("D", "N")}, SIZES)
    with pytest.raises(TraceFailed, match="lies within"):
        Tracer().call(counted_too_far, *SymbolicInputs(read_shapes({"x": ("D", "N")})).arrays())


def naive_hinge(x, y):
    dx, loss = np.zeros(x.shape), 0.0
    for i in range(len(x)):
        for j in range(x.shape[1]):
            if j == y[i]:
                continue
            margin = x[i, j] - x[i, y[i]] + 1
            if margin > 0:
                loss += margin
                dx[:, j] += x[i, j]
                dx[:, y[i]] -= x[i, j]
    return loss, dx


@pytest.mark.parametrize("sized", [("N", "C"), ("N", "N")])
def test_a_run_may_add_at_two_places_of_an_array(sized):
    """The second write reads what the first wrote, were both at one place."""
    shapes = {"x": sized, "y": Shape(("N",), "labels", sized[1])}
    assert_agrees(naive_hinge, shapes, {"N": 3, "C": 3})


def softmax_of_rows_in_place(x, y):
    p, loss = np.zeros(x.shape), 0.0
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            for k in range(x.shape[0]):
                p[i, j] += x[k, j]
        p[i] -= np.max(p[i])
        p[i, :] = np.exp(p[i, :])
        p[i, :] /= np.sum(p[i, :])
        loss -= np.log(p[i, y[i]])
    return loss, p


def test_a_row_may_be_summed_up_and_changed_in_one_run():
    assert_agrees(softmax_of_rows_in_place, LABELS, SIZES)


def relu_by_entry(x):
    out = np.zeros(x.shape)
    for place in np.ndindex(*x.shape):
        if not x[place] <= 0 and x[place] < 2:
            out[place] = x[place]
        elif x[place] >= 2:
            out[place] = 2
    return out, [[e if e > 0 else 0.0 for e in row] for row in x]


def test_branches_on_entries_are_joined():
    assert_agrees(lambda x: relu_by_entry(x)[0], X, SIZES)
    assert_agrees(lambda x: np.array(relu_by_entry(x)[1]), X, SIZES)


def through_lists(x):
    hidden, pairs = [], []
    for row in x:
        h = np.exp(row)
        hidden.append(h)
        pairs.append((h.sum(), row * 2))
    total = 0
    for i, (h, (s, _)) in enumerate(zip(hidden, pairs)):  # noqa: B905
        total = total + h * x[i] / s
    sums, doubled = zip(*pairs)  # noqa: B905
    return (
        total,
        np.array(hidden),
        np.vstack(doubled),
        sum(sums) / len(hidden),
        hidden[0],
        np.stack(doubled, 1),
    )


def test_lists_that_a_loop_fills_are_read_later():
    assert_agrees(through_lists, X, SIZES)


class Net:
    def __init__(self):
        self.grads = {"b": np.zeros(2)}
        self.seen = 0

    def one(self, row):
        self.seen += 1
        self.grads["b"] += row[:2]
        return row.sum()

    def loss(self, x):
        return sum([self.one(row) for row in x])

    def loop(self, x):
        total = 0
        for row in x:
            total += self.one(row)
        return total, self.grads["b"], self.seen


def test_what_methods_change_in_a_loop_is_summed_and_in_a_comprehension_refused():
    assert_agrees(lambda x: Net().loop(x), {"x": ("N", 2)}, SIZES)
    with pytest.raises(TraceFailed, match="changes something"):
        assert_agrees(lambda x: Net().loss(x), {"x": ("N", 2)}, SIZES)


def flattened(x, w):
    rows = x.reshape(len(x), -1)
    out = np.zeros((len(x), w.shape[1]))
    for i in range(len(x)):
        for d in range(w.shape[0]):
            out[i] += rows[i][d] * w[d]
    return out


def test_a_loop_over_a_flattened_axis_is_read():
    assert_agrees(flattened, {"x": ("N", "D", "M"), "w": ("D*M", "C")}, SIZES)


TALKATIVE = """
def program(x):
    p = np.exp(x)
    print("%.3f" % p.sum(), p[:3])
    assert np.all(np.isfinite(p)) and p.min() >= 0, "negative"
    return p
"""


def test_asserts_and_prints_that_need_values_are_left_to_runs_on_numbers(capsys):
    assert_agrees(compiled(TALKATIVE, "<talkative>"), X, SIZES)
    assert capsys.readouterr().out


def test_a_function_whose_source_is_not_what_it_runs_is_left_alone():
    program = compiled(TALKATIVE.replace("p.sum()", "p.max()"), "<talkative>")
    linecache.cache["<talkative>"] = (0, None, TALKATIVE.splitlines(keepends=True), "<talkative>")
    assert rewritten(program) is None


def test_code_of_two_files_is_rewritten_by_the_text_of_its_own(tmp_path):
    text = "def program(x):\n    return x if x else -x\n"
    found = {}
    for name, shown in (("a.py", text), ("b.py", text), ("c.py", text.replace("-x", "x"))):
        file = tmp_path / name
        file.write_text(shown, encoding="utf-8")
        names = {}
        exec(compile(text, str(file), "exec"), names)
        found[name] = rewritten(names["program"])
    assert found["a.py"].co_filename == str(tmp_path / "a.py")
    assert found["b.py"].co_filename == str(tmp_path / "b.py")
    assert found["c.py"] is None


def of_a_branch(x):
    n, d = x.shape
    top = np.zeros((n, 1))
    for i in range(n):
        best = x[i, 0]
        for j in range(d):
            if best < x[i, j]:
                best = x[i, j]
        top[i, 0] = best
    return top


def of_whole_rows(x):
    best, least = x[-1], 3 * x[0]
    for row in x:
        best = np.maximum(row, best)
        least = np.minimum(least, row)
    return best, least


def in_place(x):
    top = np.zeros(len(x))
    for i in range(len(x)):
        for j in range(x.shape[1]):
            top[i] = max(top[i], x[i, j])
    return top


def of_expressions(x):
    best, least = 0.25, 100
    for row in x:
        for value in row:
            best = value**2 if value**2 >= best else best
            least = least if least < -value else -value
    return best, least


def in_two_loops(x):
    best = x[0, 0]
    for j in range(x.shape[1]):
        for i in range(len(x)):
            best = np.maximum(x[i, j], best)
    return best, np.maximum(best, x.min())


def over_a_flattened_axis(x):
    best = x[0, 0]
    for value in x.reshape(-1):
        best = max(value, best)
    return best


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "program",
    [of_a_branch, of_whole_rows, in_place, of_expressions, in_two_loops, over_a_flattened_axis],
    ids=lambda program: program.__name__,
)
def test_a_running_maximum_is_the_maximum(program, seed):
    assert_agrees(program, X, {"N": 3, "D": 4}, seed)


def decaying_maximum(x):
    best = x[0]
    for row in x:
        best = np.maximum(0.5 * best, row)
    return best


def doubled_maximum(x):
    best = x[0, 0]
    for row in x:
        if best < row[0]:
            best = 2 * row[0]
    return best


def recurrence(x):
    h = np.zeros(x.shape[1])
    for row in x:
        h = 0.5 * h + row
    return h


def cumulative(x):
    out = np.zeros_like(x)
    total = np.zeros(x.shape[1])
    for i in range(len(x)):
        total += x[i]
        out[i] = total
    return out


def reading_ahead(x):
    x = x.copy()
    for i in range(len(x)):
        x[i] += x[-1]
    return x


def first_run_differs(x):
    seen, out = {}, 0.0
    for row in x:
        if "last" in seen:
            out += row.sum()
        seen["last"] = 1.0
    return out


def leaving(x):
    total = 0
    for row in x:
        if row.sum() > 1:
            break
        total += row.sum()
    return total


def returning(x):
    for row in x:
        if row.sum() > 1:
            return row
        row = row + 1
    return x[0]


def appending_sometimes(x):
    kept = []
    for row in x:
        if row.sum() > 0:
            kept.append(row)
    return np.array(kept).sum()


def from_an_iterator(x):
    numbers, total = iter([1.0, 2.0, 3.0]), 0
    for row in x:
        total += next(numbers) * row.sum()
    return total


def into_a_list_entry(x):
    rows = [2 * row for row in x]
    rows[0][0] = 5.0
    return np.array(rows)


def through_a_stale_view(x):
    x = x.copy()
    rows = [row for row in x]
    x *= 2
    return np.array(rows)


def appending_one_array(x):
    row, rows = np.zeros(x.shape[1]), []
    for i in range(len(x)):
        row[:] = x[i]
        rows.append(row)
    return np.array(rows)


def reading_what_is_left(x):
    rows, out = [], np.zeros_like(x)
    for i in range(len(x)):
        rows.append(x[i])
    for i in range(len(x)):
        out[i] = rows[-1] + rows.pop()
    return out


def popping_twice(x):
    rows, out = [2 * row for row in x], np.zeros_like(x)
    for i in range(len(x)):
        out[i] = rows.pop()
        if i > 0:
            out[i] += rows.pop()
    return out


def using_an_empty_list(x):
    rows, out = [], np.zeros_like(x)
    for i in range(len(x)):
        rows.append(x[i])
    for i in range(len(x)):
        out[i] = rows.pop()
    return out + rows[0]


def writing_to_one_of_two(x):
    y, z = 2 * x, 3 * x
    chosen = y if x.sum() > 0 else z
    y += x
    return chosen


def writing_to_one_of_two_in_a_branch(x):
    chosen = z = 3 * x
    y = 2 * x
    if x.sum() > 0:
        chosen = y
    z[0] = 1
    return chosen


def writing_to_the_row_before(x):
    out, last = x.copy(), np.zeros(x.shape[1])
    for i in range(len(x)):
        last += 1
        last = out[i]
    return out


def changing_a_default(x, seen=[]):  # noqa: B006
    for row in x:
        seen.append(row)
        seen.append(row)
    return x


CARRIED = [
    decaying_maximum,
    doubled_maximum,
    recurrence,
    cumulative,
    reading_ahead,
    first_run_differs,
    leaving,
    returning,
    appending_sometimes,
    from_an_iterator,
    into_a_list_entry,
    through_a_stale_view,
    appending_one_array,
    reading_what_is_left,
    popping_twice,
    using_an_empty_list,
    writing_to_the_row_before,
    changing_a_default,
]


@pytest.mark.parametrize("program", CARRIED, ids=lambda program: program.__name__)
def test_what_a_loop_carries_on_is_said_and_not_guessed(program):
    with pytest.raises(TraceFailed) as caught:
        Tracer().call(program, *SymbolicInputs(read_shapes(X)).arrays())
    assert not caught.value.refused
    assert "cannot read" in str(caught.value)


@pytest.mark.parametrize("program", [writing_to_one_of_two, writing_to_one_of_two_in_a_branch])
def test_what_may_be_an_array_that_was_written_to_is_not_read(program):
    with pytest.raises(Unreadable, match="may be an array that was written to"):
        assert_agrees(program, X, SIZES)


def test_an_error_in_a_loop_names_its_line():
    def forward(x):
        for row in x:
            row = np.sort(row)
        return row

    with pytest.raises(TraceFailed, match=r"test_loops\.py:\d+: .*np\.sort") as caught:
        Tracer().call(forward, *SymbolicInputs(read_shapes(X)).arrays())
    assert caught.value.origin.line == forward.__code__.co_firstlineno + 2


def test_a_gradient_with_loops_is_proven_and_a_wrong_one_is_not():
    def forward(x, w):
        return np.array([row @ w for row in x]), (x, w)

    def backward(dout, cache, factor=1):
        x, w = cache
        dw = np.zeros_like(w)
        for row, d in zip(x, dout):  # noqa: B905
            dw += factor * np.outer(row, d)
        return dout @ w.T, dw

    shapes = {"x": ("N", "D"), "w": ("D", "M")}
    assert prove_vjp(forward, backward, **shapes).verdict == "proven"
    wrong = prove_vjp(forward, lambda dout, cache: backward(dout, cache, 2), **shapes)
    assert wrong.verdict == "refuted"


def positive_or_continue(x):
    out = np.zeros_like(x)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            if x[i, j] <= 0:
                out[i, j] = 0
                continue
            else:
                scaled = 2 * x[i, j]
            out[i, j] = scaled
    return out, x


def test_a_continue_may_have_an_else():
    shapes = {"x": ("N", "D")}
    assert prove_vjp(positive_or_continue, lambda dout, x: 2 * dout * (x > 0), **shapes).verdict == "proven"
    assert prove_vjp(positive_or_continue, lambda dout, x: 2 * dout, **shapes).verdict == "refuted"


def scaled_by_its_sign(x):
    if x.sum() > 0:
        return 2 * x, (x, 2.0)
    return 3 * x, (x, 3.0)


def test_a_value_may_choose_what_is_returned_with_its_cache():
    proof = prove_vjp(scaled_by_its_sign, lambda dout, cache: dout * cache[1], x=("N", "D"))
    assert proof.verdict == "proven"
    assert prove_vjp(scaled_by_its_sign, lambda dout, cache: 2 * dout, x=("N", "D")).verdict == "refuted"


def test_a_write_into_one_of_two_arrays_that_a_value_chose_is_not_read():
    def larger(a, b):
        return a if a.sum() > b.sum() else b

    def forward(a, b):
        larger(a, b)[...] = 0
        return a + b

    with pytest.raises(TraceFailed, match="chosen by a value"):
        assert_agrees(forward, {"a": ("N", "D"), "b": ("N", "D")}, SIZES)


def grown_beyond_a_size(total, x):
    if x.shape[0] > 1:
        total += x
    return total


def chosen_beyond_a_size(total, x):
    return x if x.shape[0] > 1 else total


@pytest.mark.parametrize("program", [grown_beyond_a_size, chosen_beyond_a_size])
def test_a_condition_that_changes_the_shape_of_a_value_is_not_read(program):
    """Chosen entry by entry, the smaller value would be broadcast to the shape of the larger one."""
    with pytest.raises(TraceFailed, match="shape depends on a condition"):
        assert_agrees(lambda v, x: program(v @ v, x), {"v": ("D",), "x": ("N", "D")}, {"N": 1, "D": 2})


PROGRAMS = range(160)


@pytest.mark.parametrize("reading", [nullcontext, recurrences.allowed], ids=["plain", "with states"])
def test_random_loops_mean_what_numpy_does_or_are_refused(reading):
    read = 0
    shapes = {"x": ("N", "D"), "w": ("D",), "y": Shape(("N",), "labels", "D")}
    for seed in PROGRAMS:
        source = random_program(seed)
        program = compiled(source, f"<program {seed}>")
        with np.errstate(all="ignore"), reading():
            try:
                assert_agrees(program, shapes, SIZES, seed)
            except TraceFailed:
                continue
            except AssertionError as wrong:
                raise AssertionError(f"seed {seed}:\n{source}\n{wrong}") from wrong
        read += 1
    assert read >= len(PROGRAMS) // 4
