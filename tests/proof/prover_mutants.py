"""Mutants of the prover itself: of the algebra's rules and of the symbolic NumPy, one small change each.

Known equalities and inequalities, operations and programs that NumPy runs as well, and layers whose proofs
are known are put before each mutant, as far as they reach the function that was changed. What none of them
notices *survives*. `python -m tests.proof.prover_mutants [share]` measures the share that is caught.
"""

import ast
import inspect
import random
import re
import sys
import textwrap
import time
import types
from collections.abc import Callable
from dataclasses import dataclass
from functools import _lru_cache_wrapper
from importlib import import_module

import numpy as np
from sympy.core.cache import clear_cache

from tests.calculus.test_normal_form import NOT_EQUAL, SHOWN
from tests.proof.agreement import assert_agrees
from tests.proof.array_programs import SHAPES as ARRAYS
from tests.proof.array_programs import random_program as array_program
from tests.proof.custom_layers import PAIRS
from tests.proof.loop_programs import compiled
from tests.proof.loop_programs import random_program as loop_program
from tests.proof.mutants import mutants
from tests.proof.test_symbolic_numpy import (
    JOINED,
    JOINED_SHAPES,
    OPERATIONS,
    REFUSED,
    SHAPES,
    UNREADABLE,
)
from yudo import prove_vjp
from yudo.derivations.calculus import equal
from yudo.derivations.calculus.algebra import Undecidable
from yudo.derivations.calculus.steps import budget
from yudo.verification.sandbox.timeouts import FUNCTION, TimeLimitExceeded, time_limit
from yudo.verification.symbolic import canaries
from yudo.verification.symbolic.arrays.errors import Unreadable
from yudo.verification.symbolic.inputs import SymbolicInputs, labels, read_shapes
from yudo.verification.symbolic.tracing import TraceFailed, Tracer

ALGEBRA = ("algebra", "normal_form", "gradient", "functions")
ARRAY_MODULES = ("elementwise", "reductions", "shaping", "joining", "indexing", "content", "axes", "array")
MODULES = (
    *(f"yudo.derivations.calculus.{name}" for name in ALGEBRA),
    *(f"yudo.verification.symbolic.arrays.{name}" for name in ARRAY_MODULES),
    "yudo.verification.symbolic.frontends.numpy",
)
"""What is mutated: the algebra, and what NumPy's operations mean on symbols."""
_CHANGES_NOTHING = re.compile(r"Text\(|without `['\"]|last keyword dropped: zip\(|elements swapped: \(['\"]")
"""Words, the promise that two lists are equally long, and the order of names that one is looked for among."""
SECONDS, STEPS = 20.0, 200_000
_SIZES = ({"N": 2, "M": 3, "K": 2}, {"N": 3, "M": 2, "K": 4}, {"N": 1, "M": 1, "K": 1})


@dataclass(frozen=True)
class Mutant:
    """One change of one function."""

    function: types.FunctionType
    description: str
    code: types.CodeType

    @property
    def name(self) -> str:
        """Where it is, and what was changed."""
        return f"{self.function.__module__.rpartition('.')[2]}.{self.description}"


def functions() -> list[types.FunctionType]:
    """The functions and methods of the modules that are mutated."""
    found = {}
    for name in MODULES:
        module = import_module(name)
        owners = [module, *(v for v in vars(module).values() if isinstance(v, type) and v.__module__ == name)]
        for owner in owners:
            for value in vars(owner).values():
                inner = _plain(value)
                if isinstance(inner, types.FunctionType) and inner.__module__ == name:
                    found[id(inner)] = inner
    return [function for function in found.values() if not function.__closure__]


def _plain(value: object) -> object:
    """The function within a method, a property or what decorates it."""
    if isinstance(value, (staticmethod, classmethod)):
        value = value.__func__
    if isinstance(value, property):
        value = value.fget
    return inspect.unwrap(value) if isinstance(value, (types.FunctionType, _lru_cache_wrapper)) else value


def all_mutants() -> list[Mutant]:
    """Every mutant that compiles, and into something else."""
    made = []
    for function in functions():
        try:
            source = ast.unparse(ast.parse(textwrap.dedent(inspect.getsource(function))))
            original, sources = _code(source, function), list(mutants(function))
        except (OSError, SyntaxError):  # made by a dataclass, or a lambda amid other code
            continue
        for description, changed in sources:
            if _CHANGES_NOTHING.search(description):
                continue
            code = _code(changed, function)
            if code is not None and code != original:  # a default or an annotation is no part of it
                made.append(Mutant(function, description, code))
    return made


def _code(source: str, function: types.FunctionType) -> types.CodeType | None:
    try:
        whole = compile("from __future__ import annotations\n" + source, f"<{function.__qualname__}>", "exec")
    except SyntaxError:  # a function without a body
        return None
    found = [c for c in whole.co_consts if isinstance(c, types.CodeType) and c.co_name == function.__name__]
    return found[0] if len(found) == 1 and not found[0].co_freevars else None


# -- what is put before them ---------------------------------------------------------------------------------


def _shown(one, other):
    assert equal(one, other)


def _not_shown(one, other):
    assert not equal(one, other)


def _read_or_refused(program, shapes, sizes, seed):
    try:
        for some in sizes:
            assert_agrees(program, shapes, some, seed)
    except (TraceFailed, Unreadable, Undecidable):
        return "refused"
    return "read"


def _refused(program, shapes):
    try:
        Tracer().call(program, *SymbolicInputs(read_shapes(shapes)).arrays())
    except TraceFailed as reason:
        return "by NumPy" if reason.refused else "unread"
    return "read"


def _verdicts(forward, backward, shapes):
    proof = prove_vjp(forward, backward, **shapes)
    return proof.verdict, proof.scope, {name: part.verdict for name, part in proof.gradients.items()}


def _doubled(backward):
    def wrong(dout, cache):
        return backward(2 * dout, cache)

    return wrong


def questions() -> dict[str, Callable[[], object]]:
    """What is asked of a mutant; its answers must be those of the prover as it is."""
    asked: dict[str, Callable[[], object]] = {"canaries": canaries.failure}
    for kind, pairs, check in (("shown", SHOWN, _shown), ("not shown", NOT_EQUAL, _not_shown)):
        asked |= {f"{kind}: {n}": lambda p=p, check=check: check(*p) for n, p in pairs.items()}
    matrix_and_labels = {"a": ("N", "M"), "y": labels("N", below="M")}
    for table, shapes in ((OPERATIONS, SHAPES), (JOINED, JOINED_SHAPES)):
        asked |= {
            f"operation: {n}": lambda f=f, n=n, s=shapes: _read_or_refused(f, s, _SIZES, len(n))
            for n, f in table.items()
        }
    asked |= {f"refused: {n}": lambda f=f: _refused(f, matrix_and_labels) for n, f in REFUSED.items()}
    asked |= {f"unread: {n}": lambda f=f: _refused(f, matrix_and_labels) for n, (f, _) in UNREADABLE.items()}
    for seed in range(40):
        program = compiled(array_program(seed), f"<array program {seed}>")
        asked[f"array program {seed}"] = lambda p=program, s=seed: _read_or_refused(p, ARRAYS, _SIZES, s)
    looped = {"x": ("N", "D"), "w": ("D",), "y": labels("N", below="D")}
    for seed in range(20):
        program = compiled(loop_program(seed), f"<program {seed}>")
        sizes = ({"N": 3, "D": 2},)
        asked[f"loop {seed}"] = lambda p=program, s=seed, z=sizes: _read_or_refused(p, looped, z, s)
    for name, (forward, backward, shapes) in PAIRS.items():
        asked[f"layer: {name}"] = lambda p=(forward, backward, shapes): _verdicts(*p)
    for name in list(PAIRS)[:4]:
        forward, backward, shapes = PAIRS[name]
        wrong = forward, _doubled(backward), shapes
        asked[f"wrong layer: {name}"] = lambda p=wrong: _verdicts(*p)
    return asked


def _answer(question: Callable[[], object]) -> object:
    try:
        with np.errstate(all="ignore"), budget(STEPS), time_limit(SECONDS, FUNCTION):
            return question()
    except (Exception, TimeLimitExceeded, Unreadable) as reason:
        return f"raises {type(reason).__name__}"


class Examination:
    """The questions, with the answers of the prover as it is, and the functions that each reaches."""

    def __init__(self) -> None:
        self.questions = questions()
        self.answers: dict[str, object] = {}
        self.reached: dict[types.CodeType, list[tuple[float, str]]] = {}
        codes = {function.__code__ for function in functions()}
        for name, question in self.questions.items():
            _forget()
            seen: set[types.CodeType] = set()

            def note(frame: types.FrameType, event: str, _: object, seen: set[types.CodeType] = seen) -> None:
                if event == "call" and frame.f_code in codes:
                    seen.add(frame.f_code)

            start = time.process_time()
            sys.setprofile(note)
            try:
                self.answers[name] = _answer(question)
            finally:
                sys.setprofile(None)
            for code in seen:
                self.reached.setdefault(code, []).append((time.process_time() - start, name))

    def caught_by(self, mutant: Mutant) -> str | None:
        """The first question, cheapest first, that a mutant answers otherwise."""
        asked = sorted(self.reached.get(mutant.function.__code__, ()))
        original = mutant.function.__code__
        try:
            mutant.function.__code__ = mutant.code
            for _, name in asked:
                _forget()
                if _answer(self.questions[name]) != self.answers[name]:
                    return name
        finally:
            mutant.function.__code__ = original
            _forget()
        return None


def _forget() -> None:
    """Empty all caches: what a mutant answered is not to be kept, nor what the original did."""
    clear_cache()
    for name, module in list(sys.modules.items()):
        if name.startswith("yudo."):
            for value in vars(module).values():
                if isinstance(value, _lru_cache_wrapper):
                    value.cache_clear()


def sampled(share: float, seed: int) -> list[Mutant]:
    """A share of all mutants, drawn evenly."""
    everything = all_mutants()
    return random.Random(seed).sample(everything, max(1, round(share * len(everything))))


def main() -> None:
    """Print what survives, and the share of what is caught."""
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    examination = Examination()
    chosen = [m for m in sampled(share, 0) if m.function.__code__ in examination.reached]
    survived = []
    for place, mutant in enumerate(chosen):
        if examination.caught_by(mutant) is None:
            survived.append(mutant)
            print(f"{place}/{len(chosen)} survives: {mutant.name}", flush=True)
    print(f"{len(chosen) - len(survived)} of {len(chosen)} caught")


if __name__ == "__main__":
    main()
