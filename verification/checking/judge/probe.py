"""Behaviour that is not about the formula: writes into arguments, overflows, dtypes, infinities, the kink."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.judge.running import run, what_went_wrong
from yudo.verification.checking.judge.trials import Trial, in_single_precision, ordinary
from yudo.verification.checking.recognise.agreement import FAR, gap
from yudo.verification.checking.recognise.candidate import Program, Reading, Subject, Values
from yudo.verification.checking.verdicts import Remark
from yudo.verification.frameworks.tensors import framework_of
from yudo.verification.symbolic.inputs import Shape


def findings_of(subject: Subject, program: Program, reading: Reading, *, right: bool = True) -> list[Remark]:
    """What is found about a function; values are compared only if its formula is ``right``."""
    trial = next(ordinary(subject.shapes, 1))

    def reference(given: Mapping[str, Any], **options: Any) -> Values:
        with np.errstate(all="ignore"):
            return subject.reference(given, **reading.options, **options)

    probes: tuple[Callable[[], Remark | None], ...] = (
        *((lambda: _loss_shape(program, trial, reference),) if right else ()),
        *_special(subject, program, reading, reference if right else None),
    )
    of_arrays = of_any(program, trial, framework_of(subject.source))
    return [*of_arrays, *(found for found in (probe() for probe in probes) if found is not None)]


def of_any(program: Program, trial: Trial, framework: str = "") -> list[Remark]:
    """What is found about any function of arrays: writes, single precision, the layout in memory.

    Of tensors only that they are written into: they are read as arrays, whose dtypes and layout are NumPy's.
    """
    others = () if framework else (_read_only, _single_precision, _other_layout)
    probes = (_writes(program, trial, framework), *(probe(program, trial) for probe in others))
    return [found for found in probes if found is not None]


def _writes(program: Program, trial: Trial, framework: str) -> Remark | None:
    changed = run(program, trial).changed
    if not changed:
        return None
    names = ", ".join(f"`{name}`" for name in changed)
    copy = "x.clone()" if framework else "np.array(…)"
    text = Text(
        f"인자로 받은 배열을 덮어쓴다: {names}. 복사본(`{copy}`)에 쓴다",
        f"writes into its argument {names}: write into a copy, `{copy}`",
    )
    return Remark("writes-argument", text)


def _read_only(program: Program, trial: Trial) -> Remark | None:
    frozen = trial.copy()
    for value in frozen.values():
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    one = _run_on(program, trial, frozen)
    if isinstance(one, BaseException) and "read-only" in str(one):
        said = what_went_wrong(one)
        return Remark(
            "fails-on-read-only",
            Text(f"읽기 전용 입력에서 실패한다: {said.ko}", f"fails on read-only input: {said.en}"),
        )
    return None


def _run_on(program: Program, trial: Trial, given: Mapping[str, Any]) -> Values | BaseException:
    """The values for inputs that must not be copied, or the exception."""
    try:
        with np.errstate(all="ignore"):
            return program.run(dict(given))
    except Exception as error:
        return error


def _single_precision(program: Program, trial: Trial) -> Remark | None:
    one = run(program, in_single_precision(trial))
    if not one.ok:
        return None
    # A scalar loss may well be a Python float.
    wide = [
        name
        for name, value in one.values.items()
        if isinstance(value, np.ndarray) and value.ndim and value.dtype == np.float64
    ]
    if not wide:
        return None
    names = ", ".join(f"`{name}`" for name in wide)
    return Remark(
        "float64-for-float32",
        Text(
            f"float32 입력에 float64 {names}를 돌려준다. 새 배열은 입력의 dtype으로 만든다(`np.zeros_like`)",
            f"returns float64 for float32 input: {names}; make new arrays of the input's dtype, as"
            " `np.zeros_like` does",
        ),
    )


def _other_layout(program: Program, trial: Trial) -> Remark | None:
    turned = {
        name: np.asfortranarray(value) if isinstance(value, np.ndarray) else value
        for name, value in trial.given.items()
    }
    plain, one = run(program, trial), _run_on(program, trial, turned)
    if isinstance(one, BaseException):
        said = what_went_wrong(one)
        return Remark(
            "fails-on-layout",
            Text(
                f"열 우선(Fortran) 배열에서 실패한다: {said.ko}", f"fails on Fortran-ordered input: {said.en}"
            ),
        )
    values = {name: value for name, value in plain.values.items() if value is not None}
    if any(gap(value, value) <= FAR < gap(one.get(name), value) for name, value in values.items()):
        return Remark(
            "layout",
            Text(
                "열 우선(Fortran) 배열에서 다른 값을 낸다. 원소가 메모리에 놓인 순서에 기대지 않는다",
                "returns other values for Fortran-ordered input: do not rely on the order in memory",
            ),
        )
    return None


def _loss_shape(program: Program, trial: Trial, reference: Callable[..., Values]) -> Remark | None:
    one = run(program, trial)
    for name, value in one.values.items():
        if np.ndim(value) and not np.ndim(reference(trial.copy())[name]):
            shape = np.shape(value)
            return Remark(
                "loss-shape",
                Text(
                    f"`{name}`가 수가 아니라 모양 {shape}의 배열이다. 모든 축에 대해 더한다",
                    f"`{name}` is an array of shape {shape}, not a number: sum over all axes",
                ),
            )
    return None


def _special(
    subject: Subject, program: Program, reading: Reading, reference: Callable[..., Values] | None
) -> Iterator[Callable[[], Remark | None]]:
    """Probes that only some functions have: of ReLU, of activations and of softmax."""
    stems = {result.partition(".")[0] for result in subject.results.values()}
    given = set(subject.shapes)
    if stems == {"relu"}:
        yield lambda: _infinities(program, given)
        if "dx" in subject.quantities and reference is not None:
            yield lambda: _kink(program)
    if given <= {"x", "dout"} and "softmax_cross_entropy" not in stems:
        yield lambda: _exponential_overflow(program, given)
    is_net = {"W1", "y"} <= given and len(subject.shapes["x"].sizes) == 2  # not of images
    if reading.key == "columns":  # of a softmax alone
        yield lambda: _columns(program)
    elif stems == {"softmax_cross_entropy"} or {"w", "x", "y", "reg"} == given or is_net:
        shapes = subject.shapes
        yield lambda: _spread(program, shapes, reference)
        yield lambda: _rows(program, shapes, reference)
        if not given & {"w", "W1"}:  # a weight of 0 makes NaN of an infinity
            yield lambda: _masked(program, shapes, reference)


def _infinities(program: Program, given: set[str]) -> Remark | None:
    x = np.array([[np.inf, -np.inf, 1.0]])
    inputs = {"x": x} | ({"dout": np.ones_like(x)} if "dout" in given else {})
    one = run(program, Trial({}, inputs))
    if one.ok and any(np.any(np.isnan(np.asarray(value, dtype=np.float64))) for value in one.values.values()):
        said = Text(
            "±inf에서 NaN이 나온다. 0을 곱하지 말고 `np.where`나 `np.maximum`으로 고른다",
            "NaN at ±inf: choose with `np.where` or `np.maximum` instead of multiplying with 0",
        )
        return Remark("nan-at-infinity", said)
    return None


def _kink(program: Program) -> Remark | None:
    one = run(program, Trial({}, {"x": np.zeros((1, 1)), "dout": np.ones((1, 1))}))
    if not one.ok:
        return None
    slope = float(np.asarray(one.values["dx"]).reshape(-1)[0])
    if slope == 0:
        return None
    return Remark(
        "kink",
        Text(
            f"x = 0에서 ReLU의 미분을 {slope:g}로 잡는다(강의에서는 0)",
            f"convention at the kink: the derivative of ReLU at 0 is {slope:g} (0 in the course)",
        ),
    )


def _overflows(program: Program, inputs: Mapping[str, Any], right: Values | None) -> bool:
    """Whether a warning of overflow is given, or a value is not what it should be."""
    trial = Trial({}, inputs)
    try:
        with np.errstate(over="raise", invalid="raise", divide="ignore", under="ignore"):
            program.run(trial.copy())
    except FloatingPointError:
        return True
    except Exception:
        return False
    one = run(program, trial)
    return right is not None and any(gap(one.values[name], right[name]) > FAR for name in one.values)


def _exponential_overflow(program: Program, given: set[str]) -> Remark | None:
    x = np.array([[-800.0, 0.0, 800.0]])
    inputs = {"x": x} | ({"dout": np.ones_like(x)} if "dout" in given else {})
    if not _overflows(program, inputs, None):
        return None
    values = run(program, Trial({}, inputs)).values
    lost = [name for name, value in values.items() if not np.all(np.isfinite(value))]
    if lost:
        names = ", ".join(f"`{name}`" for name in lost)
        return Remark(
            "overflow",
            Text(
                f"|x|가 약 709(float64)나 88(float32)을 넘으면 오버플로가 나서 {names}에 유한한 값이 "
                "나오지 않는다. 부호에 따라 나누어 지수가 0 이하가 되게 쓴다",
                f"overflows when |x| exceeds about 709 (float64) or 88 (float32), and {names} is not finite "
                "there: tell the signs apart, so that exponents are at 0 or below",
            ),
        )
    return Remark(
        "overflow",
        Text(
            "|x|가 약 709(float64)나 88(float32)을 넘으면 `exp`가 오버플로하여 경고가 나지만 값은 맞다. "
            "부호에 따라 나누면 경고가 없다",
            "overflows when |x| exceeds about 709 (float64) or 88 (float32): NumPy warns, and the value is "
            "right; telling the signs apart avoids it",
        ),
    )


_BEYOND, _GREATEST = 100.0, 1e30
"""Where the exponential overflows in single precision, not in double; what single precision holds easily."""


def overflow(program: Program, trial: Trial, moved: Sequence[str]) -> Remark | None:
    """Where single precision overflows, though the value, as double precision shows, is one that it can hold.

    Parameters
    ----------
    program
        What is run, of arrays of either precision.
    trial
        Ordinary inputs.
    moved
        The inputs that are made large, one after the other.
    """
    for name in moved:
        for value in (_BEYOND, -_BEYOND):
            given = {
                **trial.given,
                name: np.full_like(np.asarray(trial.given[name], dtype=np.float64), value),
            }
            wide, narrow = (
                run(program, Trial(trial.sizes, _in(kind, given))) for kind in (np.float64, np.float32)
            )
            if not (wide.ok and narrow.ok):
                continue
            for quantity, right in wide.values.items():
                found = np.asarray(narrow.values.get(quantity), dtype=np.float64)
                right = np.asarray(right, dtype=np.float64)
                if found.shape == right.shape and np.any(~np.isfinite(found) & (np.abs(right) < _GREATEST)):
                    return Remark(
                        "overflow", _overflown(name, value, quantity, bool(np.any(np.isnan(found))))
                    )
    return None


def _in(kind: type, given: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs in a precision."""
    return {
        name: np.asarray(value, dtype=kind)[()] if np.asarray(value).dtype.kind == "f" else value
        for name, value in given.items()
    }


def _overflown(name: str, value: float, quantity: str, nan: bool) -> Text:
    far, found = ("> 88", "> 709") if value > 0 else ("< -88", "< -709"), "NaN" if nan else "inf"
    return Text(
        f"`{name}`의 원소가 {far[0]}(float32)이나 {far[1]}(float64)이면 오버플로가 나서 `{quantity}`에 "
        f"{found}가 나온다. 참값은 유한하다. 지수가 0 이하가 되도록 식을 바꾼다(최댓값 빼기, 부호에 따라 "
        "나누기, `np.logaddexp`)",
        f"overflows where entries of `{name}` are {far[0]} (float32) or {far[1]} (float64): `{quantity}` is "
        f"{found} there, and the true value is finite; keep exponents at 0 or below (subtract the "
        "maximum, tell the signs apart, or use `np.logaddexp`)",
    )


def _loss_inputs(logits: Any, shapes: Mapping[str, Shape]) -> dict[str, Any]:
    """Inputs with these logits in rows: a linear classifier and a net get the identity for their weights."""
    given = {"x": logits}
    if "y" in shapes:
        given["y"] = np.zeros(len(logits), dtype=np.int64)
    if "w" in shapes:
        given["w"] = np.eye(logits.shape[1])
        if shapes["x"].sizes[0] != shapes["y"].sizes[0]:  # samples in columns
            given["x"] = logits.T
    for name in shapes:
        if name.startswith("W"):
            given[name] = np.eye(logits.shape[1])
        elif name.startswith("b"):
            given[name] = np.zeros(logits.shape[1])
        elif name == "reg":
            given[name] = 0.0
    return given


_APART = Text(
    "로짓의 차가 약 745(float64)나 88(float32)을 넘으면 오버플로가 난다",
    "overflows when logits spread by more than about 745 (float64) or 88 (float32)",
)


def _spread(
    program: Program, shapes: Mapping[str, Shape], reference: Callable[..., Values] | None
) -> Remark | None:
    inputs = _loss_inputs(np.array([[0.0, 800.0, 1.0]]), shapes)
    if not _overflows(program, inputs, reference and reference(inputs)):
        return None
    if _subtracts_no_maximum(program, shapes, reference):
        said = Text(
            f"{_APART.ko}. 먼저 행마다 최댓값을 뺀다: `x - np.max(x, axis=1, keepdims=True)`",
            f"{_APART.en}: subtract each row's maximum first, `x - np.max(x, axis=1, keepdims=True)`",
        )
    else:
        said = Text(
            f"{_APART.ko}: 확률이 0이 되어 그 로그가 -inf이다. 확률의 로그 대신 "
            "`x - np.log(np.sum(np.exp(x)))`를 쓴다",
            f"{_APART.en}: a probability becomes 0, and its logarithm -inf; take "
            "`x - np.log(np.sum(np.exp(x)))` instead of the logarithm of a probability",
        )
    return Remark("overflow", said)


def _subtracts_no_maximum(
    program: Program, shapes: Mapping[str, Shape], reference: Callable[..., Values] | None
) -> bool:
    """Whether a row of large logits overflows all by itself."""
    alone = _loss_inputs(np.array([[1000.0, 1001.0, 1002.0]]), shapes)
    return _overflows(program, alone, reference and reference(alone))


def _rows(
    program: Program, shapes: Mapping[str, Shape], reference: Callable[..., Values] | None
) -> Remark | None:
    inputs = _loss_inputs(np.array([[0.0, 1.0, 2.0], [1000.0, 1001.0, 1002.0]]), shapes)
    if _subtracts_no_maximum(program, shapes, reference):
        return None
    if _overflows(program, inputs, reference and reference(inputs)):
        return Remark(
            "whole-array-maximum",
            Text(
                "행마다가 아니라 배열 전체의 최댓값을 뺀다. 그보다 훨씬 작은 행은 0/0 = NaN이 된다: "
                "`np.max(x, axis=1, keepdims=True)`를 뺀다",
                "subtracts the maximum of the whole array instead of each row: a row far below becomes "
                "0/0 = NaN; subtract `np.max(x, axis=1, keepdims=True)`",
            ),
        )
    return None


def _columns(program: Program) -> Remark | None:
    """What a softmax of columns does with large logits, and with a column far below another."""
    low, high = np.array([[0.0], [1.0], [2.0]]), np.array([[1000.0], [1001.0], [1002.0]])
    if _overflows(program, {"x": high}, None):
        said = Text(
            "로짓이 약 709(float64)나 88(float32)을 넘으면 오버플로가 난다. 먼저 열마다 최댓값을 뺀다: "
            "`x - np.max(x, axis=0)`",
            "overflows when logits exceed about 709 (float64) or 88 (float32): subtract each column's "
            "maximum first, `x - np.max(x, axis=0)`",
        )
        return Remark("overflow", said)
    if not _overflows(program, {"x": np.hstack([low, high])}, None):
        return None
    return Remark(
        "whole-array-maximum",
        Text(
            "열마다가 아니라 배열 전체의 최댓값을 뺀다. 그보다 훨씬 작은 열은 0/0 = NaN이 된다: "
            "`np.max(x, axis=0)`을 뺀다",
            "subtracts the maximum of the whole array instead of each column: a column far below becomes "
            "0/0 = NaN; subtract `np.max(x, axis=0)`",
        ),
    )


def _masked(
    program: Program, shapes: Mapping[str, Shape], reference: Callable[..., Values] | None
) -> Remark | None:
    inputs = _loss_inputs(np.array([[0.0, 1.0, -np.inf]]), shapes)
    one = run(program, Trial({}, inputs))
    if one.ok and any(np.any(np.isnan(np.asarray(value, dtype=np.float64))) for value in one.values.values()):
        return Remark(
            "nan-at-infinity",
            Text(
                "로짓이 -inf인(가려진) 클래스가 있으면 NaN이 나온다. 그런 원소는 `np.where`로 골라낸다",
                "NaN at -inf logits (masked classes): leave such entries out with `np.where`",
            ),
        )
    return None
