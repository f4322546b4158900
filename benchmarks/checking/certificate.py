"""The checks of this project: every entry at one input, and the proof for all shapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from benchmarks.checking.subjects import BUGS, SUBJECTS, Problem, Subject
from yudo import certify, derivations
from yudo.verification.program import through
from yudo.verification.symbolic.prove import prove_layer


class Certificate:
    """``yudo.certify``: the enclosure of the derived value against what the code computed."""

    compiles = False

    def alarm(self, problem: Problem, subject: Subject) -> bool:
        """Whether an entry of the output or of a gradient is not certified."""
        given: dict[str, Any] = dict(problem.inputs)
        with np.errstate(all="ignore"):
            out = np.asarray(subject.forward(np, *problem.arguments))
            gradients = problem.gradients(subject)
        computed = {f"d{name}": array for name, array in zip(problem.inputs, gradients, strict=True)}
        if problem.labels is None:
            computed["out"] = out
            given["dout"] = problem.dout
        else:
            computed["loss"] = out
            given["y"] = problem.labels
        if problem.layer == "two_layer_net":
            given |= {"x": problem.constants["X"], "lambda": 0.0}
        return not certify(problem.layer, given, computed).certified


def prove(layer: str) -> dict[str, Any]:
    """What the proof says about the correct code and about every bug, and the seconds of the former.

    Returns
    -------
    ``{"seconds": …, "correct": verdict, "bugs": {bug: verdict}}``; the verdict over all shapes is the worst
    of the output's and the gradients'.
    """
    verdict, seconds = _proof(layer, SUBJECTS[layer])
    return {
        "seconds": seconds,
        "correct": verdict,
        "bugs": {bug: _proof(layer, subject)[0] for bug, subject in BUGS[layer].items()},
    }


def _proof(layer: str, subject: Subject) -> tuple[str, float]:
    observe = _OBSERVERS[layer]
    proof = prove_layer(layer, program=through(lambda given: observe(subject, given)))
    known = derivations.layer(layer).results
    judged = [proof.gradients[name] for name in _JUDGED[layer] if name in known]
    worst = next(v for v in ("refuted", "undecided", "proven") if v in {one.verdict for one in judged})
    return worst, sum(one.seconds for one in judged)


def _observe_affine(subject: Subject, given: Mapping[str, Any]) -> dict[str, Any]:
    x, w, b = given["x"], given["w"], given["b"]
    flat = x.reshape(x.shape[0], -1)
    out = subject.forward(np, flat, w, b)
    dx, dw, db = subject.backward(np, given["dout"], flat, w, b)
    return {"out": out, "dx": dx.reshape(x.shape), "dw": dw, "db": db}


def _observe_softmax(subject: Subject, given: Mapping[str, Any]) -> dict[str, Any]:
    x, y = given["x"], given["y"]
    N, C = x.shape
    one_hot, next_one_hot = np.zeros((N, C)), np.zeros((N, C))
    one_hot[np.arange(N), y] += 1
    next_one_hot[:, 0] += 1  # a wrong class: the remainder in (y + 1) % C cannot be read on symbols
    loss = subject.forward(np, x, one_hot, next_one_hot)
    (dx,) = subject.backward(np, 1.0, x, one_hot, next_one_hot)
    return {"loss": loss, "dx": dx}


_OBSERVERS = {"affine": _observe_affine, "softmax_cross_entropy": _observe_softmax}
_JUDGED = {"affine": ("out", "dx", "dw", "db"), "softmax_cross_entropy": ("loss", "dx")}
