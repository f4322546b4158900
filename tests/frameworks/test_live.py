"""A `torch.autograd.Function` and a `jax.custom_vjp`, given as they are."""

import functools
import importlib
import warnings
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from yudo import check, derive, prove_vjp
from yudo.verification.frameworks import live
from yudo.verification.verdicts import PROVEN, REFUTED, UNDECIDED


@pytest.fixture(scope="module")
def own():
    """Functions of an engineer who has PyTorch."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.importorskip("torch", reason="PyTorch is not installed")
        return importlib.import_module("tests.frameworks.engineers")


def with_backward(forward, fwd, bwd, **options):
    made = jax.custom_vjp(forward, **options)
    made.defvjp(fwd, bwd)
    return made


@jax.jit
def softened(x):
    return jnp.log1p(jnp.exp(x))


@jax.custom_vjp
def log1pexp(x):
    return softened(x)


def log1pexp_fwd(x):
    return log1pexp(x), x


def log1pexp_bwd(x, g):
    return (g * jax.nn.sigmoid(x),)


log1pexp.defvjp(log1pexp_fwd, log1pexp_bwd)


@partial(jax.custom_vjp, nondiff_argnums=(1,))
def scaled(x, factor):
    return factor * x**2


def scaled_fwd(x, factor):
    return factor * x**2, (x,)


def scaled_bwd(factor, residuals, g):
    (x,) = residuals
    return (factor * x * g,)


scaled.defvjp(scaled_fwd, scaled_bwd)


# -- JAX ---------------------------------------------------------------------------------------------------


def test_a_function_of_jax_is_proven_through_what_it_names():
    assert prove_vjp(log1pexp, x="N D").verdict == PROVEN


def test_a_wrong_function_of_jax_is_refuted_with_a_program_that_calls_it():
    report = check(scaled, x="N D", given={"factor": 3.0}, lang="en").functions[0]
    assert report.function == "scaled.backward"
    assert "1/2 times the correct value" in report.diagnosis[0].text.en
    assert "jax.vjp(lambda x: scaled(x, 3.0), x)" in report.counterexample.snippet
    printed = []
    with jax.enable_x64(True):
        exec(report.counterexample.snippet, {"scaled": scaled, "print": printed.append})
    announced = report.counterexample.snippet.rpartition("# ")[2].partition(";")[0]
    assert printed == [pytest.approx(float(announced))]


def test_functions_that_are_made_in_a_function_keep_what_they_enclose():
    factor, parts = 0.5, {"power": 3}

    def forward(x):
        return factor * x ** parts["power"]

    right = with_backward(forward, lambda x: (forward(x), x), lambda x, g: (1.5 * x**2 * g,))
    wrong = with_backward(forward, lambda x: (forward(x), x), lambda x, g: (3 * x**2 * g,))
    assert [prove_vjp(one, x="N").verdict for one in (right, wrong)] == [PROVEN, REFUTED]


def test_what_jax_itself_computes_otherwise_is_not_proven(monkeypatch):
    misread = functools.cache(live.stand_ins.stand_in)
    module = misread("jax")
    module.nn.sigmoid = module.numpy.tanh
    monkeypatch.setattr(live, "_stand_in", misread)
    misled = with_backward(
        lambda x: jax.nn.sigmoid(x),
        lambda x: (jax.nn.sigmoid(x), x),
        lambda x, g: (g * (1 - jax.nn.sigmoid(x) ** 2),),
    )
    proof = prove_vjp(misled, x="N")
    assert proof.verdict == UNDECIDED
    assert "jax computes another `out`" in proof.why.en


def test_a_function_of_jax_is_derived_and_its_backward_is_that_of_jax():
    made = derive(log1pexp, x="N D")
    assert made.proven, made.obstacle
    names = {}
    exec(made.code, names)
    x = np.array([[-1.5, 0.25], [2.0, 0.0]])
    _, cache = names["log1pexp_forward"](x)
    found = names["log1pexp_backward"](np.ones_like(x), cache)
    np.testing.assert_allclose(found, jax.grad(lambda x: log1pexp(x).sum())(x), rtol=1e-6)


@pytest.mark.parametrize("value", [jnp.exp, np.exp, jax.custom_vjp(jnp.tanh), int])
def test_what_has_no_backward_is_refused(value):
    with pytest.raises(TypeError, match=r"give the forward and the backward|has no defvjp"):
        prove_vjp(value, x="N")


def test_without_shapes_it_is_said_how_to_give_them():
    with pytest.raises(TypeError, match=r'check\(log1pexp, x="N D"\)'):
        check(log1pexp)


# -- PyTorch -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shapes"),
    [
        ("GELU", {"x": "N D"}),
        ("Linear", {"x": "N D", "w": "M D", "b": "M"}),
        ("Leaky", {"x": "N"}),
        ("Normalised", {"x": "N D"}),
    ],
)
def test_a_function_of_pytorch_is_proven_and_derived(own, name, shapes):
    function = getattr(own, name)
    assert prove_vjp(function, **shapes).verdict == PROVEN
    assert check(function, **shapes).good
    made = derive(function, **shapes)
    assert made.proven, made.obstacle
    assert f"def {name}_backward(dout, cache):" in made.code


def test_a_wrong_function_of_pytorch_is_refuted_and_told_in_its_own_words(own):
    proof = prove_vjp(own.LogSumExp, x="N D")
    assert proof.verdict == REFUTED
    text = check(own.LogSumExp, x="N D", lang="ko").text()
    assert "LogSumExp.backward" in text
    assert "out = LogSumExp.apply(x)" in text


def test_no_gradient_is_derived_through_what_stops_it(own):
    made = derive(own.Detached, x="N D")
    assert "stops the gradient" in made.obstacle.en


def test_a_function_of_pytorch_without_a_backward_is_refused(own):
    with pytest.raises(TypeError, match="has no static forward and backward"):
        prove_vjp(own.Forgetful, x="N")
