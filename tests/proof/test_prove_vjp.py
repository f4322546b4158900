"""Backwards proved to be the gradients of their own forwards, for every shape."""

from math import isclose

import numpy as np
import pytest

from tests.proof.custom_layers import PAIRS
from yudo import fixed, labels, prove_vjp
from yudo.derivations.calculus.steps import budget
from yudo.verification.symbolic import values
from yudo.verification.symbolic.inputs import read_shapes


@pytest.mark.parametrize("name", PAIRS)
def test_a_correct_custom_layer_is_proven_for_all_shapes(name):
    forward, backward, shapes = PAIRS[name]
    proof = prove_vjp(forward, backward, **shapes)
    assert proof.verdict == "proven", str(proof)
    assert proof.scope == "all shapes"
    assert proof.counterexample is None
    wanted = [name for name, shape in shapes.items() if not hasattr(shape, "kind")]
    assert list(proof.gradients) == wanted
    assert all(part.verdict == "proven" for part in proof.gradients.values())


def affine(x, w, b):
    return x.reshape(x.shape[0], -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    dx = (dout @ w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T @ dout
    return dx, dw, dout.sum(axis=0)


@pytest.mark.parametrize(
    ("x", "w"),
    [
        (("N", "D"), ("D", "M")),
        (("N", "A", "B"), ("A*B", "M")),
        (("N", "A", "B", "C"), ("A*B*C", "M")),
        (("N", 2, 3), (6, "M")),
    ],
)
def test_a_flattened_input_of_any_rank_is_proven(x, w):
    proof = prove_vjp(affine, affine_backward, x=x, w=w, b=("M",))
    assert (proof.verdict, proof.scope) == ("proven", "all shapes"), str(proof)


def test_a_planted_error_is_refuted_with_its_difference_and_a_counterexample():
    def wrong(dout, cache):
        x, w = cache
        return dout @ w.T, x.T @ dout / len(x), dout.sum(axis=0)

    proof = prove_vjp(lambda x, w, b: (x @ w + b, (x, w)), wrong, x=("N", "D"), w=("D", "M"), b=("M",))
    assert proof.verdict == "refuted"
    verdicts = {name: part.verdict for name, part in proof.gradients.items()}
    assert verdicts == {"x": "proven", "w": "refuted", "b": "proven"}
    part = proof.gradients["w"]
    assert str(part.found) == "Sum(dout[n, m]*x[n, d], (n, 0, N - 1))/N"
    assert str(part.expected) == "Sum(dout[n, m]*x[n, d], (n, 0, N - 1))"
    found = part.counterexample
    assert found.reproduced
    given = {name: np.array(value, dtype=float) for name, value in found.inputs.items()}
    computed = wrong(given["dout"], (given["x"], given["w"]))[1][found.index]
    correct = (given["x"].T @ given["dout"])[found.index]
    assert isclose(computed, found.found)
    assert isclose(correct, found.expected)
    assert computed != correct


def test_a_bias_gradient_of_the_wrong_shape_is_refuted():
    def wrong(dout, cache):
        x, w = cache
        return dout @ w.T, x.T @ dout, dout.sum(axis=0, keepdims=True)

    proof = prove_vjp(affine, wrong, x=("N", "D"), w=("D", "M"), b=("M",))
    assert proof.verdict == "refuted"
    assert "shape (1, M)" in proof.gradients["b"].reason
    assert proof.gradients["b"].counterexample.reproduced


def test_code_that_numpy_refuses_to_run_is_refuted_with_the_shapes():
    proof = prove_vjp(
        lambda x, w: (x @ w, (x, w)), lambda dout, c: (dout @ c[1], c[0].T @ dout), x="N D", w="D M"
    )
    assert proof.verdict == "refuted"
    assert "do not fit together" in proof.reason
    assert "NumPy raises ValueError" in proof.counterexample.error.en


def test_the_wrong_variable_under_the_mask_is_refuted():
    def forward(x):
        return np.maximum(0, x), x

    proof = prove_vjp(forward, lambda dout, x: dout * (dout > 0), x=("N", "D"))
    assert proof.verdict == "refuted"
    assert proof.gradients["x"].counterexample.reproduced


def two_layers(x, w1, b1, w2):
    z = x @ w1 + b1
    h = np.maximum(0, z)
    return h @ w2, (x, w1, z, h, w2)


def two_layers_back(dout, cache):
    x, w1, z, h, w2 = cache
    dz = (dout @ w2.T) * (z > 0)
    return dz @ w1.T, x.T @ dz, dz.sum(axis=0), h.T @ dout


@pytest.mark.parametrize("seed", range(6))
def test_kinks_that_cancel_each_other_are_no_error(seed, monkeypatch):
    # At whole numbers several units stand at their kink at once, and the differences may look smooth.
    monkeypatch.setattr(values, "SEED", seed)
    assert (
        str(prove_vjp(two_layers, two_layers_back, x="N D", w1="D H", b1="H", w2="H C").verdict) == "proven"
    )


def test_conventions_at_the_kink_are_told_apart_and_not_called_wrong():
    def forward(x):
        return np.maximum(0, x), x

    strict = prove_vjp(forward, lambda dout, x: dout * (x > 0), x=("N",))
    loose = prove_vjp(forward, lambda dout, x: dout * (x >= 0), x=("N",))
    assert strict.gradients["x"].everywhere
    assert loose.verdict == "proven"
    assert not loose.gradients["x"].everywhere
    assert [str(kink) for kink in loose.gradients["x"].kinks] == ["x[n]"]
    assert "off the kinks (x[n] = 0)" in str(loose)


def test_a_kink_that_is_always_met_is_no_exception():
    # x - max(x) is 0 at the maximum of every row: `>=` and `>` differ there for every input.
    def forward(x):
        return x * 1, x

    def backward(dout, x):
        gap = x - x.max(axis=1, keepdims=True)
        return dout * (gap >= 0) - dout * (gap > 0) + dout

    assert prove_vjp(forward, backward, x=("N", "D")).verdict == "refuted"


def test_the_gradient_of_a_maximum_goes_to_where_it_is_taken():
    def forward(x):
        return x.max(axis=1), x

    def backward(dout, x):
        return dout[:, None] * (x == x.max(axis=1, keepdims=True))

    assert prove_vjp(forward, backward, x=("N", "D")).verdict == "proven"


def of_largest_relu(dout, x):
    relu = np.maximum(x, 0)
    return dout[:, None] * (relu == relu.max(axis=1, keepdims=True)) * (x > 0)


def test_a_maximum_whose_common_ties_have_no_slope_is_proven():
    def forward(x):
        return np.maximum(x, 0).max(axis=1), x

    proof = prove_vjp(forward, of_largest_relu, x=("N", "D"))
    assert (proof.verdict, proof.scope) == ("proven", "all shapes")
    shared = prove_vjp(forward, lambda dout, x: of_largest_relu(dout, x) + (x <= 0), x=("N", "D"))
    assert shared.verdict == "refuted"


def test_a_maximum_with_common_ties_is_not_decided():
    def forward(x):
        return np.minimum(x, 1).max(axis=1), x

    def backward(dout, x):
        cut = np.minimum(x, 1)
        return dout[:, None] * (cut == cut.max(axis=1, keepdims=True)) * (x < 1)

    proof = prove_vjp(forward, backward, x=("N", "D"))
    assert (proof.verdict, proof.scope) != ("proven", "all shapes")


def test_a_loop_over_the_samples_is_proven_for_all_shapes():
    def forward(x, w):
        out = np.zeros((x.shape[0], w.shape[1]))
        for i in range(x.shape[0]):
            out[i] = x[i].dot(w)
        return out, (x, w)

    def backward(dout, cache):
        x, w = cache
        dw = np.zeros_like(w)
        for i in range(len(x)):
            dw += np.outer(x[i], dout[i])
        return dout @ w.T, dw

    proof = prove_vjp(forward, backward, x=("N", "D"), w=("D", "M"))
    assert (proof.verdict, proof.scope) == ("proven", "all shapes"), str(proof)


def test_a_backward_that_hands_on_the_gradient_of_what_a_run_makes_is_proven_at_listed_shapes():
    def forward(x):
        state, out = np.zeros(x.shape[1]), np.zeros_like(x)
        for i in range(len(x)):
            state = state / 2 + x[i]
            out[i] = state
        return out, None

    def backward(dout, cache):
        carried, dx = np.zeros(dout.shape[1]), np.zeros_like(dout)
        for i in reversed(range(len(dout))):
            carried = carried / 2 + dout[i]
            dx[i] = carried
        return dx

    proof = prove_vjp(forward, backward, x=("N", "D"))
    assert (proof.verdict, proof.scope) == ("proven", "listed shapes"), str(proof)
    assert {"N": 2, "D": 3} in proof.shapes
    assert "carries a value from one run" in proof.reason


def naive_softmax_loss(x, y):
    loss = 0.0
    dx = np.zeros_like(x)
    for i in range(x.shape[0]):
        p = np.exp(x[i]) / np.sum(np.exp(x[i]))
        loss += -np.log(p[y[i]])
        for c in range(x.shape[1]):
            dx[i, c] = p[c] - (c == y[i])
    return loss / x.shape[0], dx / x.shape[0]


def test_a_naive_softmax_loss_is_proven_for_all_shapes():
    proof = prove_vjp(naive_softmax_loss, lambda dout, dx: dout * dx, x=("N", "C"), y=labels("N", below="C"))
    assert (proof.verdict, proof.scope) == ("proven", "all shapes"), str(proof)


def test_a_loss_that_runs_backwards_is_proven_for_all_shapes():
    def backwards(x, y):
        loss, dx = 0.0, np.zeros_like(x)
        for i in reversed(range(len(x))):
            p = np.exp(x[i]) / np.sum(np.exp(x[i]))
            loss -= np.log(p[y[i]])
            dx[i] = p
            dx[i, y[i]] -= 1
        return loss / len(x), dx / len(x)

    proof = prove_vjp(backwards, lambda dout, dx: dout * dx, x=("N", "C"), y=labels("N", below="C"))
    assert (proof.verdict, proof.scope) == ("proven", "all shapes"), str(proof)


def test_a_wrong_loop_is_refuted():
    def wrong(x, y):
        loss, dx = naive_softmax_loss(x, y)
        return loss, dx * x.shape[0]

    proof = prove_vjp(wrong, lambda dout, dx: dout * dx, x=("N", "C"), y=labels("N", below="C"))
    assert proof.verdict == "refuted"


def test_what_cannot_be_read_is_undecided_with_the_line():
    def forward(x):
        return np.trapezoid([x, x], axis=0), x

    proof = prove_vjp(forward, lambda dout, x: dout, x=("N",))
    assert proof.verdict == "undecided"
    assert len(proof.agreed) > 3
    assert "values agree at N=2; N=3; N=1; N=4" in str(proof)
    assert "np.trapezoid has no symbolic reading" in proof.reason
    assert __file__ in proof.reason

    assert "values agree at the given sizes" in str(prove_vjp(forward, lambda dout, x: dout, x=(3,)))


def overlapping_pool(x):
    out = np.zeros((2, 2))
    for i in range(2):
        for j in range(2):
            out[i, j] = x[i : i + 2, j : j + 2].max()
    return out, x


@pytest.mark.parametrize(("overwrites", "verdict"), [(True, "refuted"), (False, "undecided")])
def test_what_rare_values_show_is_looked_for_at_a_single_shape_too(overwrites, verdict):
    def backward(dout, x):
        dx = np.zeros_like(x)
        for i in range(2):
            for j in range(2):
                window = x[i : i + 2, j : j + 2]
                r, k = np.unravel_index(np.argmax(window), window.shape)
                dx[i + r, j + k] = dout[i, j] + (0 if overwrites else dx[i + r, j + k])
        return dx

    proof = prove_vjp(overlapping_pool, backward, x=(3, 3))
    assert proof.verdict == verdict, str(proof)
    assert "a place that is picked from a part of an axis of known size" in proof.reason


def test_a_formula_that_nobody_could_read_is_not_shown():
    """One of so many parts has the algebra's names for its indices."""

    def lstm_step(x, c, Wi, Wf, Wo, Wg):
        i, f, o = (1 / (1 + np.exp(-(x @ W))) for W in (Wi, Wf, Wo))
        g = np.tanh(x @ Wg)
        following = f * c + i * g
        t = np.tanh(following)
        return o * t, (x, c, i, f, o, g, t, Wi, Wf, Wo, Wg)

    def backward(dout, cache):
        x, c, i, f, o, g, t, Wi, Wf, Wo, Wg = cache
        dc = dout * o * (1 - t**2)
        di, df, do = dc * g * i * (1 - i), dc * c * f * (1 - f), dout * t * o * (1 - o)
        dg = dc * i * (1 - g**2)
        dx = di @ Wi.T + df @ Wf.T + do @ Wo.T + dg @ Wg.T
        return dx, dc * f, x.T @ di, x.T @ df, x.T @ do, x.T @ dg

    gates = dict.fromkeys(("Wi", "Wf", "Wo", "Wg"), ("D", "H"))
    proof = prove_vjp(lstm_step, backward, x=("N", "D"), c=("N", "H"), **gates)
    assert proof.verdict == "proven", str(proof)
    assert "_1" in str(proof.gradients["x"].normal_form)
    assert str(proof.gradients["x"]) == "dx: proven"
    assert str(proof.gradients["c"]).startswith("dc: proven\n  dc[n, h] = ")


def rnn_step(x, h, Wx, Wh, b):
    following = np.tanh(x @ Wx + h @ Wh + b)
    return following, (x, h, Wx, Wh, following)


def rnn_step_backward(dout, cache):
    x, h, Wx, Wh, following = cache
    g = dout * (1 - following * following)
    return g @ Wx.T, g @ Wh.T, x.T @ g, h.T @ g, g.sum(axis=0)


def embedding_backward(dout, cache):
    w, y = cache
    dw = np.zeros_like(w)
    np.add.at(dw, y, dout)
    return dw


def embedding_backward_that_forgets_repeated_words(dout, cache):
    w, y = cache
    dw = np.zeros_like(w)
    dw[y] += dout
    return dw


def softplus(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))), x


def test_terms_that_cancel_under_a_sum_are_seen_to_cancel():
    proof = prove_vjp(
        rnn_step, rnn_step_backward, x=("N", "D"), h=("N", "H"), Wx=("D", "H"), Wh=("H", "H"), b=("H",)
    )
    assert (proof.verdict, proof.scope) == ("proven", "all shapes"), str(proof)


def test_a_softplus_in_its_stable_form_is_proven():
    assert prove_vjp(softplus, lambda dout, x: dout / (1 + np.exp(-x)), x=("N",)).verdict == "proven"


def test_repeated_labels_add_up_and_plain_assignment_is_refuted():
    shapes = {"w": ("V", "D"), "y": labels("N", below="V")}

    def forward(w, y):
        return w[y], (w, y)

    right = prove_vjp(forward, embedding_backward, **shapes)
    assert (right.verdict, right.scope) == ("proven", "all shapes")
    assert prove_vjp(forward, embedding_backward_that_forgets_repeated_words, **shapes).verdict == "refuted"


def test_a_forward_without_a_cache_passes_its_inputs():
    proof = prove_vjp(
        lambda x, y: x * y, lambda dout, cache: (dout * cache[1], dout * cache[0]), x="N", y="N"
    )
    assert proof.verdict == "proven"


def test_scalars_have_scalar_gradients():
    def forward(x, a):
        return a * (x**2).sum(), (x, a)

    def backward(dout, cache):
        x, a = cache
        return 2 * a * dout * x, dout * (x**2).sum()

    assert prove_vjp(forward, backward, x=("N",), a=()).verdict == "proven"


def test_gradients_may_come_in_a_dict():
    def backward(dout, cache):
        x, w = cache
        return {"w": x.T @ dout, "x": dout @ w.T}

    assert prove_vjp(lambda x, w: (x @ w, (x, w)), backward, x="N D", w="D M").verdict == "proven"


def test_an_input_that_is_written_to_is_read_as_numpy_would():
    def forward(x):
        kept = x.copy()
        x *= 2
        return x, kept

    assert prove_vjp(forward, lambda dout, kept: 2 * dout, x=("N",)).verdict == "proven"

    def careless(x):
        cache = x
        x *= 2
        return x * x, cache

    assert prove_vjp(careless, lambda dout, x: 2 * dout * x, x=("N",)).verdict == "refuted"


def test_a_decimal_means_the_fraction_it_is_written_as():
    def forward(x):
        return x * 0.1 * (1 / 3), None

    assert prove_vjp(forward, lambda dout, _: dout / 30, x=("N",)).verdict == "proven"
    assert prove_vjp(forward, lambda dout, _: dout * 0.0333, x=("N",)).verdict == "refuted"


def test_a_mask_is_an_input_without_a_gradient():
    def backward(dout, mask):
        return dout * mask, None

    assert prove_vjp(lambda x, m: (x * m, m), backward, x=("N", "D"), m=fixed("N", "D")).verdict == "proven"


class Scale:
    """A layer in the style of classes that keep their own cache."""

    def __init__(self, factor):
        self.factor = factor

    def forward(self, x):
        self.x = x
        return self._scaled(x)

    def _scaled(self, x):
        return self.factor * x

    def backward(self, dout, cache):
        return self._scaled(dout)


def test_methods_are_read_with_their_object():
    layer = Scale(3.0)
    assert prove_vjp(layer.forward, layer.backward, x=("N",)).verdict == "proven"


def test_the_proof_shows_itself_in_text_and_html():
    proof = prove_vjp(affine, affine_backward, x=("N", "D"), w=("D", "M"), b=("M",))
    assert "proven for all shapes" in str(proof)
    assert "dw[d, m] = Sum(dout[n, m]*x[n, d], (n, 0, N - 1))" in str(proof)
    assert r"\sum" in proof._repr_html_()
    assert any("real arithmetic" in assumption for assumption in proof.assumptions)


@pytest.mark.parametrize(
    ("shape", "error"),
    [((0,), ValueError), (("N!",), ValueError), (3, TypeError), ((1.5,), TypeError)],
)
def test_a_shape_that_is_none_is_refused_by_name(shape, error):
    with pytest.raises(error, match="x: got"):
        prove_vjp(lambda x: x, lambda dout, cache: dout, x=shape)


# -- what plain NumPy says ---------------------------------------------------------------------------------


def identity(x):
    return x * 1.0, x


def elu(x):
    return np.where(x > 0, x, np.exp(x) - 1), x


def root_mean(x):
    norm = np.sqrt(np.sum(x**2, axis=1))
    return norm**2, (x, norm)


@pytest.mark.parametrize(
    ("forward", "backward"),
    [
        (lambda x: (3 * x, x), lambda dout, x: np.where(x == 0, dout, 3 * dout)),
        (identity, lambda dout, x: dout * (x != 0)),
        (elu, lambda dout, x: dout * ((x > 0) + np.exp(x) * (x < 0))),
        (root_mean, lambda dout, c: (dout * 2 * c[1])[:, None] * (c[0] / c[1][:, None])),
        (identity, lambda dout, x: dout * x / x),
    ],
    ids=["where", "nonzero", "elu", "a hole", "a quotient"],
)
def test_a_point_that_is_special_to_the_backward_alone_is_a_point_like_others(forward, backward):
    proof = prove_vjp(forward, backward, x=("N", "D"))
    assert proof.verdict == "refuted"
    found = proof.gradients["x"].counterexample
    assert found.reproduced
    assert 0 in np.ravel(found.inputs["x"])


@pytest.mark.parametrize("mask", [lambda x: x > 0, lambda x: x >= 0])
def test_at_a_kink_of_the_forward_any_convention_is_right(mask):
    proof = prove_vjp(lambda x: (np.maximum(x, 0), x), lambda dout, x: dout * mask(x), x=("N", "D"))
    assert proof.proven


def padded(x):
    wide = np.sort(np.pad(x, ((0, 0), (1, 1))), axis=None).reshape(x.shape[0], -1) * 0
    wide[:, 1:-1] = x
    return wide[:, 1:] + wide[:, :-1], x


def test_what_symbols_cannot_read_is_refuted_by_numbers_and_never_proven_by_them():
    wrong = prove_vjp(padded, lambda dout, x: 2 * dout[:, 1:], x=("N", "D"))
    assert wrong.verdict == "refuted"
    assert wrong.gradients["x"].counterexample.reproduced
    right = prove_vjp(padded, lambda dout, x: dout[:, 1:] + dout[:, :-1], x=("N", "D"))
    assert right.verdict == "undecided"
    assert right.agreed


def gated(x):
    half = x.shape[1] // 2
    return x[:, :half] * x[:, half:], x


def gated_backward(dout, x):
    half = x.shape[1] // 2
    return np.concatenate([dout * x[:, half:], dout * x[:, :half]], axis=1)


def test_code_that_wants_even_sizes_is_not_refuted_and_says_so():
    proof = prove_vjp(gated, gated_backward, x=("N", "D"))
    assert proof.verdict != "refuted"
    assert proof.condition is not None
    assert proof.condition.en == "D divisible by 2"
    wrong = prove_vjp(gated, lambda dout, x: gated_backward(2 * dout, x), x=("N", "D"))
    assert wrong.verdict == "refuted"


def test_code_that_raises_of_its_own_accord_is_neither_proven_nor_refuted():
    def backward(dout, x):
        assert len(x) > 1
        return dout

    proof = prove_vjp(identity, backward, x=("N", "D"))
    assert proof.verdict == "undecided"
    assert "AssertionError at N=1" in proof.reason


def test_what_the_second_call_returns_counts():
    calls = []

    def backward(dout, x):
        calls.append(x)
        return dout * (1 + (len(calls) % 2 == 0))

    assert prove_vjp(identity, backward, x=("N", "D")).verdict == "refuted"


def test_a_forward_that_draws_anew_is_undecided():
    proof = prove_vjp(lambda x: x * np.random.default_rng().random(), lambda dout, c: dout, x=("N",))
    assert proof.verdict == "undecided"


def counted(x):
    return x * len(x), x


def test_what_counts_in_a_small_integer_is_refuted_beyond_its_range():
    proof = prove_vjp(counted, lambda dout, x: dout * np.full(len(x), 1, np.uint8).sum(dtype=np.uint8), x="N")
    assert proof.verdict == "refuted"


def test_sizes_that_are_all_numbers_are_listed_and_not_all_shapes():
    proof = prove_vjp(identity, lambda dout, x: dout, x=(2, 3))
    assert proof.proven
    assert proof.scope == "listed shapes"
    assert "2 x 3" in proof.reach


def mean_of_masked(x, y, mask):
    shifted = np.exp(x - x.max(axis=2, keepdims=True))
    probs = shifted / shifted.sum(axis=2, keepdims=True)
    picked = np.take_along_axis(probs, y[..., None], 2)[..., 0]
    return np.sum(-np.log(picked) * mask) / len(x), (probs, y, mask)


def mean_of_masked_backward(dout, cache):
    probs, y, mask = cache
    dx = probs.copy()
    np.put_along_axis(dx, y[..., None], np.take_along_axis(dx, y[..., None], 2) - 1, 2)
    return dout * dx * mask[..., None] / len(dx)


def test_many_labels_end_in_a_verdict():
    shapes = {"x": ("N", "T", "V"), "y": labels("N", "T", below="V"), "mask": fixed("N", "T")}
    proof = prove_vjp(mean_of_masked, mean_of_masked_backward, **shapes)
    assert proof.verdict in ("proven", "undecided")


def test_the_budget_is_counted_in_steps_and_its_end_is_undecided(monkeypatch):
    monkeypatch.setattr("yudo.verification.symbolic.vjp.STEPS", 10)
    proof = prove_vjp(lambda x, w: (x @ w, (x, w)), lambda d, c: (d @ c[1].T, c[0].T @ d), x="N D", w="D M")
    assert proof.verdict == "undecided"
    assert "budget of algebraic steps" in str(proof)


def test_inputs_called_like_the_upstream_gradient_are_told_apart():
    shapes = {"dout": ("N",), "upstream": ("N",)}

    def forward(dout, upstream):
        return dout * upstream, (dout, upstream)

    assert prove_vjp(forward, lambda g, c: (g * c[1], g * c[0]), **shapes).proven
    assert prove_vjp(forward, lambda g, c: (g * c[1], 2 * g * c[0]), **shapes).verdict == "refuted"


def dropout(x):
    mask = (np.random.rand(*x.shape) < 0.5) / 0.5
    return x * mask, mask


def seeded_dropout(x):
    np.random.seed(231)
    mask = np.random.binomial(1, 0.5, size=x.shape)
    return x * mask, mask


def dropout_with_a_generator(x):
    mask = np.random.RandomState(0).uniform(size=x.shape) < 0.8
    return x * mask, mask


@pytest.mark.parametrize("forward", [dropout, seeded_dropout, dropout_with_a_generator])
def test_a_random_mask_is_an_input_that_forward_and_backward_share(forward):
    assert prove_vjp(forward, lambda dout, mask: dout * mask, x=("N", "D")).verdict == "proven"
    assert prove_vjp(forward, lambda dout, mask: dout, x=("N", "D")).verdict == "refuted"


def test_the_same_draw_is_never_made_twice():
    def backward(dout, mask):
        return dout * ((np.random.rand(*dout.shape) < 0.5) / 0.5)

    assert prove_vjp(dropout, backward, x=("N", "D")).verdict == "refuted"


def test_draws_are_repeated_within_each_other_too_and_the_callers_go_on():
    def draws():
        with values.same_draws():
            before = np.random.rand()
            with values.same_draws():
                within = np.random.rand(), np.random.rand()
            return before, np.random.rand(), within

    np.random.seed(7)
    undisturbed = np.random.rand(3).tolist()
    np.random.seed(7)
    first, second, within = draws()
    assert within == (first, second)
    assert draws() == (first, second, within)
    assert np.random.rand(3).tolist() == undisturbed


def test_comparing_values_leaves_the_twin_of_a_normal_number_to_the_caller():
    shapes = read_shapes({"x": ("N", "D")})
    np.random.seed(7)
    undisturbed = np.random.randn(4).tolist()
    np.random.seed(7)
    begun = np.random.randn()
    assert values.compare_values(dropout, lambda dout, mask: dout * mask, shapes).agreed
    assert [begun, *np.random.randn(3)] == undisturbed


def test_a_draw_in_a_loop_over_a_symbolic_size_is_not_one_draw_for_all():
    def forward(x):
        out = np.zeros_like(x)
        for i in range(x.shape[0]):
            out[i] = x[i] * np.random.rand()
        return out, (x, out)

    def backward(dout, cache):
        x, out = cache
        return dout * out[0] / x[0]

    assert prove_vjp(forward, backward, x=("N", "D")).verdict != "proven"


CONSTANTS = {
    "e": (lambda x: np.e**x * np.exp(1.0), lambda dout, cache: dout * np.exp(cache[0] + 1)),
    "a root": (lambda x: 2**0.5 * x, lambda dout, cache: dout * np.sqrt(2)),
    "a root below": (lambda x: x / 3**0.5, lambda dout, cache: dout / np.sqrt(3)),
    "a rounded sum": (lambda x: (0.1 + 0.2) * x, lambda dout, cache: dout * 0.3),
    "a root of a square": (lambda x: np.sqrt(x**2), lambda dout, cache: dout * np.sign(cache[0])),
}


@pytest.mark.parametrize("name", CONSTANTS)
def test_constants_are_read_as_what_was_meant(name):
    forward, backward = CONSTANTS[name]
    assert prove_vjp(forward, backward, x=("N", "D")).verdict == "proven"
    wrong = prove_vjp(forward, lambda dout, cache: backward(dout, cache) * 1.0001, x=("N", "D"))
    assert wrong.verdict == "refuted"


def ones_behind(x, w, b):
    with_ones = np.hstack([x, np.ones((x.shape[0], 1))])
    return with_ones @ np.vstack([w, b]), (with_ones, w)


def ones_in_front(x, w, b):
    with_ones = np.insert(x, 0, 1, axis=1)
    weights = np.zeros((w.shape[0] + 1, w.shape[1]))
    weights[0], weights[1:] = b, w
    return with_ones.dot(weights), (with_ones, w)


def taken_from_behind(dout, cache):
    with_ones, w = cache
    both = with_ones.T @ dout
    return dout @ w.T, both[:-1], both[-1]


def taken_from_the_front(dout, cache):
    with_ones, w = cache
    both = with_ones.T @ dout
    return dout @ w.T, both[1:], both[0]


@pytest.mark.parametrize(
    ("forward", "backward", "verdict"),
    [
        (ones_behind, taken_from_behind, "proven"),
        (ones_in_front, taken_from_the_front, "proven"),
        (ones_behind, taken_from_the_front, "refuted"),
        (ones_in_front, taken_from_behind, "refuted"),
    ],
)
def test_a_bias_may_be_a_column_of_ones(forward, backward, verdict):
    proof = prove_vjp(forward, backward, x=("N", "D"), w=("D", "M"), b=("M",))
    assert (proof.verdict, proof.scope) == (verdict, "all shapes")


def gates(a):
    size = a.shape[1] // 4
    i, f, o = a[:, :size], a[:, size : 2 * size], a[:, 2 * size : 3 * size]
    return i * f + o**2 * a[:, 3 * size :], a


def gates_backward(dout, a):
    i, f, o, g = np.split(a, 4, axis=1)
    return np.hstack([dout * f, dout * i, 2 * dout * o * g, dout * o**2])


def gates_written_backward(dout, a):
    i, f, o, g = np.hsplit(a, 4)
    size = dout.shape[1]
    da = np.zeros_like(a)
    da[:, :size], da[:, size : 2 * size] = dout * f, dout * i
    da[:, 2 * size : 3 * size], da[:, 3 * size :] = 2 * dout * o * g, dout * o**2
    return da


def gates_in_another_order(dout, a):
    i, f, o, g = np.split(a, 4, axis=1)
    return np.hstack([dout * f, dout * i, dout * o**2, 2 * dout * o * g])


@pytest.mark.parametrize(
    ("backward", "verdict"),
    [(gates_backward, "proven"), (gates_written_backward, "proven"), (gates_in_another_order, "refuted")],
)
def test_gates_may_share_one_axis(backward, verdict):
    assert prove_vjp(gates, backward, a=("N", "4*H")).verdict == verdict


def saturating(w, x, y):
    probs = 1 / (1 + np.exp(-(x @ w)))
    return -np.sum(y * np.log(probs) + (1 - y) * np.log(1 - probs)) / len(x), (x, y, probs)


def test_a_forward_that_loses_its_digits_refutes_nothing():
    proof = prove_vjp(
        saturating,
        lambda dout, c: (dout * c[0].T @ (c[2] - c[1]) / len(c[0]),),
        w="D",
        x=fixed("N", "D"),
        y=fixed("N"),
    )
    assert proof.verdict != "refuted", str(proof)


def test_many_numbers_of_a_counterexample_are_not_printed():
    proof = prove_vjp(identity, lambda dout, x: dout * (1 + (len(x) > 256)), x=("N", "D"))
    assert proof.verdict == "refuted"
    assert len(str(proof.gradients["x"].counterexample)) < 300


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def lstm_cell(x, h, c, wx, wh, b):
    size = h.shape[1]
    a = x @ wx + h @ wh + b
    i, f = sigmoid(a[:, :size]), sigmoid(a[:, size : 2 * size])
    g = np.tanh(a[:, 3 * size :])
    return f * c + i * g, (x, h, c, wx, wh, i, f, g)


def lstm_cell_backward(dout, cache):
    x, h, c, wx, wh, i, f, g = cache
    da = np.hstack([dout * g * i * (1 - i), dout * c * f * (1 - f), np.zeros_like(i), dout * i * (1 - g * g)])
    return da @ wx.T, da @ wh.T, dout * f, x.T @ da, h.T @ da, da.sum(axis=0)


@pytest.mark.sweep
def test_the_cell_of_an_lstm_is_proven_with_all_gates_in_one_matrix():
    shapes = {"x": ("N", "D"), "h": ("N", "H"), "c": ("N", "H"), "wx": ("D", "4*H"), "wh": ("H", "4*H")}
    proof = prove_vjp(lstm_cell, lstm_cell_backward, **shapes, b=("4*H",))
    assert (proof.verdict, proof.scope) == ("proven", "all shapes")


def halved(x):
    left, right = np.split(x, 2, axis=1)
    return left * right, (left, right)


def halved_backward(dout, cache):
    left, right = cache
    return np.concatenate([dout * right, dout * left], axis=1)


def averaged_in_threes(x):
    return x.reshape(len(x), x.shape[1] // 3, 3).mean(axis=2), x


@pytest.mark.parametrize(
    ("forward", "backward", "factor"),
    [
        (halved, halved_backward, 2),
        (averaged_in_threes, lambda dout, x: np.repeat(dout, 3, axis=1) / 3, 3),
    ],
)
def test_a_size_that_must_be_a_multiple_is_named_and_no_refutation(forward, backward, factor):
    proof = prove_vjp(forward, backward, x=("N", "D"))
    assert proof.verdict != "refuted"
    assert proof.condition is not None
    assert proof.condition.en == f"D divisible by {factor}"


def test_what_halves_an_axis_is_proven_for_even_sizes():
    proof = prove_vjp(halved, halved_backward, x=("N", "D"))
    assert proof.proven
    assert "D divisible by 2" in str(proof)


def convolved(x, w, b, pad):
    images = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    n, f, height, width = len(x), len(w), images.shape[2] - 1, images.shape[3] - 2
    out = np.zeros((n, f, height, width))
    for sample in range(n):
        for one in range(f):
            for i in range(height):
                for j in range(width):
                    out[sample, one, i, j] = np.sum(images[sample, :, i : i + 2, j : j + 3] * w[one]) + b[one]
    return out, (images, w)


def convolved_backward(dout, cache, pad):
    images, w = cache
    dimages, dw = np.zeros_like(images), np.zeros_like(w)
    n, f, height, width = dout.shape
    for sample in range(n):
        for one in range(f):
            for i in range(height):
                for j in range(width):
                    window = images[sample, :, i : i + 2, j : j + 3]
                    dw[one] += dout[sample, one, i, j] * window
                    dimages[sample, :, i : i + 2, j : j + 3] += dout[sample, one, i, j] * w[one]
    return (
        dimages[:, :, pad : dimages.shape[2] - pad, pad : dimages.shape[3] - pad],
        dw,
        dout.sum(axis=(0, 2, 3)),
    )


def test_a_convolution_written_with_loops_is_proven_for_any_number_of_samples_channels_and_filters():
    shapes = {"x": ("N", "C", 3, 4), "w": ("F", "C", 2, 3), "b": ("F",)}
    with budget(20_000):
        proof = prove_vjp(convolved, convolved_backward, given={"pad": 1}, **shapes)
    assert proof.proven


def pooled(x, step):
    n, c, height, width = x.shape
    out = np.zeros((n, c, 1 + (height - 2) // step, 1 + (width - 2) // step))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = x[:, :, i * step : i * step + 2, j * step : j * step + 2].max(axis=(2, 3))
    return out, (x, step)


def pooled_backward(dout, cache):
    x, step = cache
    dx = np.zeros_like(x)
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    rows, columns = slice(i * step, i * step + 2), slice(j * step, j * step + 2)
                    window = x[n, c, rows, columns]
                    dx[n, c, rows, columns] += (window == np.max(window)) * dout[n, c, i, j]
    return dx


@pytest.mark.parametrize(("step", "width"), [(2, 4), (1, 3)])
def test_the_largest_of_each_window_is_proven_off_ties(step, width):
    proof = prove_vjp(pooled, pooled_backward, given={"step": step}, x=("N", "C", 2, width))
    assert proof.proven
    assert not proof.gradients["x"].everywhere  # of ties nothing is said


def pooled_backward_of_any_large_one(dout, cache):
    x, step = cache
    dx = np.zeros_like(x)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows, columns = slice(i * step, i * step + 2), slice(j * step, j * step + 2)
            window = x[:, :, rows, columns]
            first_row = window[:, :, :1].max(axis=(2, 3), keepdims=True)
            dx[:, :, rows, columns] += (window >= first_row) * dout[:, :, i : i + 1, j : j + 1]
    return dx


def test_more_than_the_largest_of_a_window_is_refuted():
    proof = prove_vjp(pooled, pooled_backward_of_any_large_one, given={"step": 2}, x=("N", "C", 2, 4))
    assert proof.verdict == "refuted"


def normalised_and_cut(x, g):
    h = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-5) * g
    return np.maximum(h, 0), (x, g, h)


def backward_of_normalised_and_cut(dout, cache):
    x, g, h = cache
    dout, scale = dout * (h > 0), np.sqrt(x.var(axis=0) + 1e-5)
    z = (x - x.mean(axis=0)) / scale
    dx = g / scale / len(x) * (len(x) * dout - dout.sum(axis=0) - z * (dout * z).sum(axis=0))
    return dx, (dout * z).sum(axis=0)


def test_kinks_that_cancel_in_one_contraction_refute_nothing():
    # At g = 0 every entry has a kink, and for some upstream gradients their sum has none.
    proof = prove_vjp(normalised_and_cut, backward_of_normalised_and_cut, x=("N", "D"), g=("D",))
    assert proof.proven, str(proof)
    wrong = prove_vjp(
        normalised_and_cut,
        lambda dout, cache: (backward_of_normalised_and_cut(dout, cache)[0], (dout * cache[2]).sum(axis=0)),
        x=("N", "D"),
        g=("D",),
    )
    assert wrong.verdict == "refuted"


def twice_sine(x):
    return np.sin(2 * x), x


def hat(x):
    return np.maximum(0, 1 - np.abs(x)), x


def pooled_pairs(x):
    return np.maximum(x[:, ::2], x[:, 1::2]), x


def pairs_back(dout, x):
    left = x[:, ::2] > x[:, 1::2]
    return np.stack([dout * left, dout * ~left], axis=-1).reshape(x.shape)


def halves_back(dout, x):
    left = x[:, ::2] > x[:, 1::2]
    return np.concatenate([dout * left, dout * ~left], axis=1)


def largest_in_absolute_value(x):
    return np.abs(x).max(axis=1), x


def of_largest(dout, x):
    return dout[:, None] * np.sign(x) * (np.abs(x) == np.abs(x).max(axis=1, keepdims=True))


def written_through(dout, x):
    dx = np.zeros(x.shape)
    flat = dx.reshape(-1)
    flat += (2 * x * dout).ravel()
    return dx


def written_to_a_copy(dout, x):
    dx = np.zeros(x.shape).T
    flat = dx.reshape(-1)
    flat += (2 * x * dout).T.ravel()
    return dx.T


MATRIX, EVEN = {"x": ("N", "D")}, {"x": ("N", "2*H")}
TWINS = {
    "sines": (
        twice_sine,
        lambda dout, x: 2 * dout * (np.cos(x) ** 2 - np.sin(x) ** 2),
        lambda dout, x: 2 * dout * (np.cos(x) ** 2 + np.sin(x) ** 2),
        MATRIX,
    ),
    "arctangents": (
        lambda x: (np.arctan(x), x),
        lambda dout, x: dout / (1 + x**2),
        lambda dout, x: dout / (1 + x) ** 2,
        MATRIX,
    ),
    "what is cut off": (
        lambda x: (x - np.floor(x), x),
        lambda dout, x: dout * 1.0,
        lambda dout, x: dout * (x - np.floor(x)),
        MATRIX,
    ),
    "a mask of the absolute value": (
        hat,
        lambda dout, x: -dout * np.sign(x) * (np.abs(x) < 1),
        lambda dout, x: -dout * np.sign(x) * (np.abs(x) < 2),
        MATRIX,
    ),
    "pairs of neighbours": (pooled_pairs, pairs_back, halves_back, EVEN),
    "largest absolute values": (
        largest_in_absolute_value,
        of_largest,
        lambda dout, x: np.abs(of_largest(dout, x)),
        MATRIX,
    ),
    "memory in order": (lambda x: (x**2, x), written_through, written_to_a_copy, MATRIX),
    "compared exponentials": (
        lambda x: (np.maximum(0, x) + np.minimum(0, np.exp(x) - 1), x),
        lambda dout, x: dout * np.where(x > 0, 1, np.exp(x)),
        lambda dout, x: dout * np.where(x > 1, 1, np.exp(x)),
        MATRIX,
    ),
    "maxima over two axes": (
        lambda x: (x.max(axis=(1, 2)), x),
        lambda dout, x: dout[:, None, None] * (x == x.max(axis=(1, 2), keepdims=True)),
        lambda dout, x: dout[:, None, None] * (x == x.max(axis=2, keepdims=True)),
        {"x": ("N", "H", "W")},
    ),
    "two linear maps compared": (
        lambda x, w, v: (np.maximum(x @ w, x @ v), (x @ w > x @ v, x, w, v)),
        lambda dout, c: (
            (dout * c[0]) @ c[2].T + (dout * ~c[0]) @ c[3].T,
            c[1].T @ (dout * c[0]),
            c[1].T @ (dout * ~c[0]),
        ),
        lambda dout, c: (
            (dout * c[0]) @ c[2].T + (dout * ~c[0]) @ c[3].T,
            c[1].T @ (dout * ~c[0]),
            c[1].T @ (dout * c[0]),
        ),
        {"x": ("N", "D"), "w": ("D", "M"), "v": ("D", "M")},
    ),
}


@pytest.mark.parametrize("name", TWINS)
def test_a_right_pair_in_an_unusual_style_is_proven_and_its_wrong_twin_is_refuted(name):
    forward, right, wrong, shapes = TWINS[name]
    assert prove_vjp(forward, right, **shapes).verdict == "proven"
    assert prove_vjp(forward, wrong, **shapes).verdict == "refuted"


def test_of_two_sizes_that_were_even_the_one_that_must_be_is_named():
    def heads(x):
        return x.reshape(x.shape[0], x.shape[1], 2, -1).transpose(0, 2, 1, 3), x.shape

    proof = prove_vjp(heads, lambda dout, shape: dout.transpose(0, 2, 1, 3).reshape(shape), x=("N", "T", "D"))
    assert proof.verdict == "proven"
    assert proof.condition.en == "D divisible by 2"


def test_what_is_too_long_for_the_algebra_ends():
    def run(x, h, w):
        hs = [h]
        for t in range(3):
            hs.append(np.tanh(x[t] + hs[-1] @ w))
        return hs[-1], (x, w, hs)

    def back(dout, cache):
        x, w, hs = cache
        dx, dw = np.zeros_like(x), np.zeros_like(w)
        for t in (2, 1, 0):
            dx[t] = dout * (1 - hs[t + 1] ** 2)
            dw += hs[t].T @ dx[t]
            dout = dx[t] @ w.T
        return dx, dout, dw

    assert prove_vjp(run, back, x=(3, "N", "H"), h=("N", "H"), w=("H", "H")).verdict in (
        "proven",
        "undecided",
    )
