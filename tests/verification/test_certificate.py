"""A certificate says what it says: what it calls caught is caught, and no more."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from yudo import certify

DTYPES = ("float32", "float64")


def affine(n: int = 5, d: int = 7, m: int = 4, dtype: str = "float64") -> dict[str, Any]:
    rng = np.random.default_rng([n, d, m])
    shapes = {"x": (n, d), "w": (d, m), "b": (m,), "dout": (n, m)}
    return {name: rng.standard_normal(shape).astype(dtype) for name, shape in shapes.items()}


def softmax(n: int = 6, c: int = 5, dtype: str = "float64") -> dict[str, Any]:
    rng = np.random.default_rng([n, c])
    return {"x": rng.standard_normal((n, c)).astype(dtype), "y": rng.integers(0, c, n)}


def net(dtype: str = "float64") -> dict[str, Any]:
    rng = np.random.default_rng(3)
    widths = (6, 4, 3)
    return {
        "x": rng.standard_normal((5, 2, 3)).astype(dtype),
        "y": rng.integers(0, 3, 5),
        "W": {n: rng.standard_normal(widths[n - 1 : n + 1]).astype(dtype) for n in (1, 2)},
        "b": {n: rng.standard_normal(widths[n]).astype(dtype) for n in (1, 2)},
        "lambda": 0.1,
    }


CASES = {"affine": affine, "softmax_cross_entropy": softmax, "fully_connected_net": net}


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("stem", CASES)
def test_the_code_as_it_is_is_certified(stem: str, dtype: str) -> None:
    certificate = certify(stem, CASES[stem](dtype=dtype))
    assert certificate.certified
    assert certificate.dtype == dtype
    assert all(name.startswith(f"{stem}.") for name in certificate.results)
    assert all(0 <= result.worst_ratio <= 1 for result in certificate.results.values())


def test_every_entry_of_a_wide_affine_layer_is_certified_to_twelve_digits_in_the_median() -> None:
    certificate = certify("affine", affine(64, 512, 100), results=("dx", "dw", "db"))
    assert certificate.certified
    assert max(result.sensitivity_median for result in certificate.results.values()) <= 1e-12


def computed_by_impl(stem: str, inputs: dict[str, Any]) -> dict[str, Any]:
    if stem == "affine":
        from yudo.impl.affine import affine_backward, affine_forward

        out, cache = affine_forward(inputs["x"], inputs["w"], inputs["b"])
        return {
            "out": out,
            **dict(zip(("dx", "dw", "db"), affine_backward(inputs["dout"], cache), strict=True)),
        }
    from yudo.impl.softmax_cross_entropy import softmax_loss

    loss, dx = softmax_loss(inputs["x"], inputs["y"])
    return {"loss": np.asarray(loss), "dx": dx}


@pytest.mark.parametrize("where", ["median", "worst"])
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("stem", "name"),
    [("affine", "dw"), ("affine", "out"), ("softmax_cross_entropy", "dx"), ("softmax_cross_entropy", "loss")],
)
def test_an_error_just_above_the_sensitivity_is_caught_and_one_just_below_is_not(
    stem: str, name: str, dtype: str, where: str
) -> None:
    inputs = CASES[stem](dtype=dtype)
    right = computed_by_impl(stem, inputs)
    result = certify(stem, inputs, right).results[f"{stem}.{name}"]
    index = getattr(result, f"{where}_index")
    value = float(right[name][index])
    # The sensitivity is relative to the exact value, which the computed one equals to many digits.
    reach = getattr(result, f"sensitivity_{where}") * abs(value)

    def verdict(planted: Any) -> str:
        wrong = right[name].copy()
        wrong[index] = planted
        return certify(stem, inputs, {name: wrong}).results[f"{stem}.{name}"].verdict

    kind = np.dtype(dtype).type
    margin = 1e-5 * reach
    for sign in (-1, 1):
        beyond = np.nextafter(kind(value + sign * (reach + margin)), kind(sign * np.inf))
        assert verdict(beyond) == "failed"
    within = [np.nextafter(kind(value + sign * (reach - margin)), kind(value)) for sign in (-1, 1)]
    assert "verified" in map(verdict, within)


def test_what_is_given_is_judged_and_nothing_else() -> None:
    inputs = affine()
    certificate = certify("affine", inputs, {"dw": inputs["x"].T @ inputs["dout"]})
    assert [*certificate.results] == ["affine.dw"]
    assert certificate.certified


def test_another_order_of_summation_is_certified_too() -> None:
    inputs = affine(40)
    terms = inputs["x"][:, :, None] * inputs["dout"][:, None, :]
    total = np.zeros(terms.shape[1:])
    for term in terms[::-1]:
        total += term
    assert certify("affine", inputs, {"dw": total}).certified


def test_a_wrong_factor_fails_in_the_entry_that_is_named() -> None:
    inputs = affine()
    dw = inputs["x"].T @ inputs["dout"]
    dw[3, 2] *= 1 + 1e-12
    result = certify("affine", inputs, {"dw": dw}).results["affine.dw"]
    assert (result.verdict, result.index) == ("failed", (3, 2))
    assert result.observed == dw[3, 2]
    assert result.worst_ratio > 1
    assert result.ulps_index == (3, 2)


def test_the_right_numbers_in_the_wrong_shape_or_dtype_fail() -> None:
    inputs = affine()
    dw = inputs["x"].T @ inputs["dout"]
    for wrong in (dw.T, dw.astype(np.float32)):
        result = certify("affine", inputs, {"dw": wrong}).results["affine.dw"]
        assert result.verdict == "failed"
        assert "expected" in result.reason


def test_one_array_a_layer_has_the_layer_first_in_the_index() -> None:
    result = certify("fully_connected_net", net()).results["fully_connected_net.dW"]
    assert len(result.index) == 3
    assert result.index[0] in (1, 2)


def test_where_every_exact_value_is_0_there_is_no_sensitivity() -> None:
    inputs = affine() | {"dout": np.zeros((5, 4))}
    result = certify("affine", inputs, results=("dw",)).results["affine.dw"]
    assert result.verdict == "verified"
    assert np.isnan(result.sensitivity_median)


@pytest.mark.parametrize(
    ("stem", "change", "named"),
    [
        ("afine", {}, "no layer 'afine'"),
        ("affine", {"x": None}, "no value for x"),
        ("affine", {"v": np.zeros(3)}, "nothing is called v"),
        ("affine", {"w": np.zeros((6, 4))}, r"w: got shape \(6, 4\), but D is 7"),
        ("affine", {"b": np.zeros((4, 1))}, r"b: got shape \(4, 1\); expected the axes M"),
        ("affine", {"b": np.zeros(4, np.float32)}, "float64, float32; expected arrays of one dtype"),
        ("affine", {"b": np.zeros(4, np.int64)}, "expected float arrays"),
    ],
)
def test_inputs_that_do_not_fit_are_refused_by_name(stem: str, change: dict[str, Any], named: str) -> None:
    inputs = {name: value for name, value in {**affine(), **change}.items() if value is not None}
    with pytest.raises(ValueError, match=named):
        certify(stem, inputs)


def test_results_that_do_not_exist_or_were_not_computed_are_refused_by_name() -> None:
    inputs = affine()
    with pytest.raises(ValueError, match="no result dv of affine; there are out"):
        certify("affine", inputs, results=("dv",))
    with pytest.raises(ValueError, match="nothing was computed for dx"):
        certify("affine", inputs, {"dw": inputs["x"].T @ inputs["dout"]}, results=("dx",))
