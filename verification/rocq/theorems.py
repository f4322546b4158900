"""A theorem: what it quantifies over, what it assumes, what it claims, and its text for Rocq."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yudo.derivations.calculus.text import Text
from yudo.verification.rocq.printing import Moved, Vocabulary, context_syntax, syntax
from yudo.verification.rocq.reading import Reader
from yudo.verification.rocq.terms import Context, Entry, Expr, Idx, Max, Relu, Step, Sum, mentions, parts

PASSES = 4
"""How often the normal form is taken; more find more, and take longer."""


@dataclass(frozen=True)
class Hypothesis:
    """An assumption, as Rocq reads it and in words."""

    rocq: str
    words: Text


@dataclass
class Theorem:
    """What is claimed of one result.

    Attributes
    ----------
    name
        Its name in Rocq, such as ``affine_dw``.
    id, title
        The result that it states.
    reader
        What its terms are numbered by.
    indices
        The free indices in order, each with the number of its size.
    objective
        What the record starts from: with ``moved``, what is differentiated.
    closed
        The record's closed form.
    code
        What the traced code computes; None for a statement about the record alone.
    forward
        The traced forward pass, as a function of the entry that moves.
    moved
        The entry that is differentiated by.
    facts
        What is positive by assumption, in terms of the free indices.
    """

    name: str
    id: str
    title: Text
    reader: Reader
    indices: tuple[tuple[str, int], ...]
    objective: Expr
    closed: Expr
    code: Expr | None = None
    forward: Expr | None = None
    moved: Moved | None = None
    facts: tuple[Expr, ...] = ()

    # -- for the theory ----------------------------------------------------------------------------------

    @property
    def context(self) -> Context:
        """What the theory may take as known."""
        ranges = tuple((number, size) for number, (_, size) in enumerate(self.indices))
        domains = tuple(self.reader.domain(label) for label in self.reader.labels)
        return Context(ranges, domains, self.facts)

    def kinks(self) -> list[tuple[tuple[tuple[int, int], ...], Expr]]:
        """The arguments of steps that the moved entry can reach, with the binders each stands under."""
        if self.moved is None:
            return []
        return list(_kinks(self.objective, self.moved.g, ()))

    def maxima(self) -> list[tuple[tuple[tuple[int, int], ...], Max]]:
        """The maxima that the moved entry can reach, with the binders each stands under."""
        if self.moved is None:
            return []
        return list(_maxima(self.objective, self.moved.g, ()))


def _kinks(
    e: Expr, g: int, binders: tuple[tuple[int, int], ...]
) -> Iterator[tuple[tuple[tuple[int, int], ...], Expr]]:
    if isinstance(e, (Sum, Max)):
        binders = (*binders, (e.k, e.s))
    if isinstance(e, (Step, Relu)) and mentions(g, e):
        yield binders, e.a
    for part in parts(e):
        yield from _kinks(part, g, binders)


def _maxima(
    e: Expr, g: int, binders: tuple[tuple[int, int], ...]
) -> Iterator[tuple[tuple[tuple[int, int], ...], Max]]:
    if isinstance(e, Max) and mentions(g, e):
        yield binders, e
        places, e = _taken_over(e)
        binders = (*binders, *places)
    if isinstance(e, Sum):
        binders = (*binders, (e.k, e.s))
    for part in parts(e):
        yield from _maxima(part, g, binders)


def _taken_over(e: Expr) -> tuple[tuple[tuple[int, int], ...], Expr]:
    """The indices that a maximum is taken over, and what it is taken of."""
    binders: tuple[tuple[int, int], ...] = ()
    while isinstance(e, Max):
        binders, e = (*binders, (e.k, e.s)), e.a
    return binders, e


# -- names -----------------------------------------------------------------------------------------------

_WORDS = """
as at cofix else end exists fix for forall fun if in let match mod return then using where with
Prop Set Type Q R Z bool env expr idx list name nat poly term
INR Rpower cos delta derivable_pt_lim entry exp label ln maxn moved0 moved1 moved2 moved3 moved4 moved5
moved6 pow relu sigmoid sin size step sum sumn table tables tanh
"""
RESERVED = frozenset(_WORDS.split())
"""Names that have a meaning in a statement."""


def identifiers(raw: Sequence[str]) -> dict[str, str]:
    """An identifier of Rocq for each name: its own where that is one."""
    made: dict[str, str] = {}
    for name in raw:
        plain = re.sub(r"\W", "_", name.replace("'", "_prime")).lstrip("_") or "v"
        if not plain[0].isalpha():
            plain = f"v{plain}"
        while plain in RESERVED or plain in made.values():
            plain += "_"
        made[name] = plain
    return made


# -- text --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stated:
    """A theorem in words of Rocq."""

    theorem: Theorem
    binders: tuple[str, ...]
    hypotheses: tuple[Hypothesis, ...]
    claim: str
    application: str
    """The lemma of the theory, applied to the terms of the statement; what it leaves is ``goals``."""
    goals: tuple[str, ...]
    """The tactics for what the lemma asks for; the last is the computation."""

    @property
    def proposition(self) -> str:
        """``forall …, … -> …``."""
        premises = "".join(f"  {h.rocq} ->\n" for h in self.hypotheses)
        return f"forall {' '.join(self.binders)},\n{premises}  {self.claim}"

    @property
    def statement(self) -> str:
        """``Theorem affine_dw : forall …, … -> …``, without its proof."""
        return f"Theorem {self.theorem.name} : {self.proposition}."

    @property
    def definition(self) -> str:
        """The statement as a proposition that nothing is claimed of."""
        theorem = self.theorem
        title = f"(** {theorem.id}: {theorem.title.en} *)"
        return f"{title}\nDefinition {theorem.name} : Prop := {self.proposition}.\n"

    @property
    def proof(self) -> str:
        """The lemma, its side conditions and the computation."""
        return f"Proof.\n  intros. {self.application}; [{' | '.join(self.goals)}].\nQed.\n"

    @property
    def refusal(self) -> str:
        """A goal that Rocq accepts only if the side conditions hold and the computation ends in ``false``."""
        *conditions, _ = self.goals
        refused = "vm_compute; match goal with |- false = true => idtac end"
        return (
            f"Goal {self.proposition}.\n"
            f"Proof.\n  intros. {self.application}; [{' | '.join([*conditions, refused])}].\nAbort.\n"
        )

    @property
    def instance(self) -> str:
        """A proof that the hypotheses do not contradict each other: all sizes 1, all entries a half."""
        premises = "".join(f"{h.rocq} ->\n  " for h in self.hypotheses)
        reader = self.theorem.reader
        values = ["1%nat" for number in reader.sizes.values() if number not in reader.computed]
        for rank in sorted(set(reader.ranks)):
            half = f"(fun {'_ ' * rank}=> / 2)" if rank else "(/ 2)"
            bound = [r for number, r in enumerate(reader.ranks) if number not in reader.powers]
            values += [half] * bound.count(rank)
        for rank in sorted(reader.label_ranks):
            values.append(f"(fun {'_ ' * rank}=> 0%nat)")
        values += ["0%nat" for _ in self.theorem.indices]
        return (
            f"Goal ~ (forall {' '.join(self.binders)},\n  {premises}False).\n"
            f"Proof.\n  intro contradictory. apply (contradictory {' '.join(values)});\n"
            "    intros; cbn [sumn maxn pow]; unfold relu, Rmax;\n"
            "    repeat match goal with |- context [Rle_dec ?a ?b] => destruct (Rle_dec a b) end;\n"
            "    first [lia | lra].\nQed.\n"
        )

    @property
    def text(self) -> str:
        """Statement and proof."""
        return f"(** {self.theorem.id}: {self.theorem.title.en} *)\n{self.statement}\n{self.proof}"


def stated(theorem: Theorem) -> Stated:
    """Write a theorem down."""
    reader = theorem.reader
    raw_sizes = [str(s) for s, number in reader.sizes.items() if number not in reader.computed]
    raw_tensors = [name if not layer else f"{name}{layer[0]}" for name, layer in reader.tensors]
    letters = [name for number, name in enumerate(raw_tensors) if number not in reader.powers]
    indices = [name for name, _ in theorem.indices]
    known = identifiers(list(dict.fromkeys([*raw_sizes, *letters, *reader.labels, *indices])))
    sizes = [known.get(str(s), "") for s in reader.sizes]
    tensors = [known.get(t, "") for t in raw_tensors]
    labels = [known[y] for y in reader.labels]
    variables = {number: known[name] for number, name in enumerate(indices)}
    taken = frozenset({*known.values(), *RESERVED, "t"})
    time = next(t for t in ("t", "t'", "t''") if t not in known.values())
    vocabulary = Vocabulary(sizes, tensors, labels, variables, taken | {time}, time, reader.steps)
    for number, (base, exponent) in reader.powers.items():
        tensors[number] = f"pow {tensors[base]} {vocabulary.index(exponent, {})}"
    for number, computed in reader.computed.items():
        sizes[number], _ = vocabulary.natural(computed, {})

    binders = [f"({' '.join(known[s] for s in raw_sizes)} : nat)"] if sizes else []
    for rank in sorted(set(reader.ranks)):
        of_rank = " ".join(known[t] for t in letters if reader.ranks[raw_tensors.index(t)] == rank)
        binders.append(f"({of_rank} : {'nat -> ' * rank}R)")
    for rank in sorted(set(reader.label_ranks)):
        of_rank = " ".join(y for y, its in zip(labels, reader.label_ranks, strict=True) if its == rank)
        binders.append(f"({of_rank} : {'nat -> ' * rank}nat)")
    if variables:
        binders.append(f"({' '.join(variables.values())} : nat)")

    hypotheses = _hypotheses(theorem, vocabulary)
    return Stated(
        theorem, tuple(binders), hypotheses, _claim(theorem, vocabulary), *_applied(theorem, vocabulary)
    )


def _hypotheses(theorem: Theorem, words: Vocabulary) -> tuple[Hypothesis, ...]:
    made = []
    for number, size in enumerate(words.sizes):
        if number in theorem.reader.computed:
            continue
        made.append(
            Hypothesis(
                f"(0 < {size})%nat",
                Text(f"{size}은(는) 1 이상이다", f"{size} is at least 1"),
            )
        )
    for number, label in enumerate(theorem.reader.labels):
        y = words.labels[number]
        axes, below = theorem.reader.domain(label)
        bounds = {"k" + "'" * number: words.sizes[s] for number, s in enumerate(axes)}
        quantified = " -> ".join(f"forall {k}, ({k} < {d})%nat" for k, d in bounds.items())
        at, g = " ".join(bounds), words.sizes[below]
        within = ", ".join(f"{k} < {d}" for k, d in bounds.items())
        made.append(
            Hypothesis(
                f"({quantified} -> ({y} {at} < {g})%nat)",
                Text(
                    f"{within}인 모든 {', '.join(bounds)}에 대해 레이블 {y} {at}는 {g}보다 작다",
                    f"each label {y} {at} with {within} is less than {g}",
                ),
            )
        )
    for place, (_, over) in enumerate(theorem.indices):
        i, bound = words.variables[place], words.sizes[over]
        made.append(
            Hypothesis(
                f"({i} < {bound})%nat",
                Text(f"{i}는 {bound}보다 작은 자리다", f"{i} is a place below {bound}"),
            )
        )
    for fact in theorem.facts:
        shown = words.mathematics(fact)
        made.append(
            Hypothesis(f"0 < {shown}", Text(f"{shown}은(는) 0보다 크다", f"{shown} is greater than 0"))
        )
    made += dict.fromkeys([*_off_kinks(theorem, words), *_off_ties(theorem, words)])
    return tuple(made)


def _off_kinks(theorem: Theorem, words: Vocabulary) -> Iterator[Hypothesis]:
    kinks = theorem.kinks()
    moved = theorem.moved
    if moved is None or not kinks:
        return
    if all(isinstance(argument, Entry) for _, argument in kinks):
        entry = words.mathematics(Entry(moved.g, moved.places))
        yield Hypothesis(
            f"{entry} <> 0", Text(f"{entry}은(는) 꺾이는 점 0이 아니다", f"{entry} is not at the kink, 0")
        )
        return
    for binders, argument in kinks:
        scope: dict[int, str] = {}
        quantified = ""
        for k, s in binders:
            scope[k] = words.fresh(s, scope)
            quantified += f"forall {scope[k]}, ({scope[k]} < {words.sizes[s]})%nat -> "
        shown = words.within(argument, 0, scope)
        yield Hypothesis(
            f"({quantified}{shown} <> 0)",
            Text(
                f"ReLU의 입력 {shown}은(는) 어느 자리에서도 0이 아니다",
                f"the input of a ReLU, {shown}, is 0 nowhere",
            ),
        )


def _off_ties(theorem: Theorem, words: Vocabulary) -> Iterator[Hypothesis]:
    """That a maximum is attained at one place: ``off_ties`` of ``theory/Check.v``, word for word."""
    for binders, top in theorem.maxima():
        scope: dict[int, str] = {}
        quantified = ""
        for k, s in binders:
            scope[k] = words.fresh(s, scope)
            quantified += f"forall {scope[k]}, ({scope[k]} < {words.sizes[s]})%nat -> "
        whole = words.within(top, 0, scope)
        places, of = _taken_over(top)
        same = ""
        for k, s in places:  # one place by k, another by ~k
            for name in (k, ~k):
                scope[name] = words.fresh(s, scope)
            i, j, size = scope[k], scope[~k], words.sizes[s]
            quantified += f"forall {i} {j}, ({i} < {size})%nat -> ({j} < {size})%nat -> "
            same = f"{f'({same})' if '/' in same else same} /\\ {i} = {j}" if same else f"{i} = {j}"
        other = {**scope, **{k: scope[~k] for k, _ in places}}
        here, there = (words.within(of, 0, named) for named in (scope, other))
        entry = words.mathematics(Entry(theorem.moved.g, theorem.moved.places)) if theorem.moved else ""
        yield Hypothesis(
            f"({quantified}{_moving(theorem, of, words, scope)}"
            f"{here} = {whole} -> {there} = {whole} -> {same})",
            Text(
                f"{entry}가 움직이는 자리에서 얻어지는 최댓값 {whole}은(는) 그 한 자리에서만 얻어진다",
                f"the maximum {whole}, if attained at a place that {entry} moves, is attained there alone",
            ),
        )


def _moving(theorem: Theorem, e: Expr, words: Vocabulary, scope: dict[int, str]) -> str:
    """Where the entry moves an expression: ``moving`` of ``theory/Check.v``."""
    if isinstance(e, Relu):
        return f"0 < {words.within(e.a, 0, scope)} -> {_moving(theorem, e.a, words, scope)}"
    if isinstance(e, Entry) and theorem.moved is not None and e.f == theorem.moved.g:
        met = zip(e.l, theorem.moved.places, strict=True)
        return "".join(f"{words.index(i, scope)} = {words.index(j, {})} -> " for i, j in met)
    return ""


def _claim(theorem: Theorem, words: Vocabulary) -> str:
    code = words.mathematics(theorem.code if theorem.code is not None else theorem.closed)
    closed = words.mathematics(theorem.closed)
    if theorem.moved is None:
        claims = [f"{words.mathematics(theorem.objective)}\n  = {code}"]
    else:
        functions = [theorem.forward] if theorem.forward is not None else []
        functions.append(theorem.objective)
        # What the code computes is far longer than a closed form: it is written once.
        claims = [
            f"derivable_pt_lim (fun {words.time} =>\n      {words.mathematics(f, theorem.moved)})\n"
            f"    0\n    ({code})"
            for f in functions
        ]
    if theorem.code is not None:
        claims.append(f"{closed}\n  = {code}")
    return "\n  /\\ ".join(claims)


def _applied(theorem: Theorem, words: Vocabulary) -> tuple[str, tuple[str, ...]]:
    reader = theorem.reader
    tensors = "; ".join(
        f"tensor{rank} {f'({name})' if ' ' in name else name}"
        for name, rank in zip(words.tensors, reader.ranks, strict=True)
    )
    variables = "; ".join(words.variables[number] for number in range(len(theorem.indices)))
    sizes = "; ".join(f"({s})%nat" if " " in s else s for s in words.sizes)
    labels = "; ".join(f"label{rank} {y}" for y, rank in zip(words.labels, reader.label_ranks, strict=True))
    arguments = [
        f"(tables [{sizes}]\n           [{tensors}]\n           [{labels}])",
        context_syntax(theorem.context),
        f"(table [{variables}] 0%nat) {PASSES}",
    ]
    if theorem.moved is not None:
        places: Sequence[Idx] = theorem.moved.places
        arguments.append(f"{theorem.moved.g} [{'; '.join(map(syntax, places))}]")
    given = [theorem.forward, theorem.objective, theorem.closed, theorem.code]
    arguments += [f"({syntax(e)})" for e in given if e is not None]
    if theorem.moved is None:
        lemma = "value_ok" if theorem.code is not None else "equal_ok"
        goals: tuple[str, ...] = ("context_holds", "computed")
    else:
        lemma = (
            "derived_ok"
            if theorem.code is None
            else "gradient_ok"
            if theorem.forward is None
            else "traced_ok"
        )
        goals = ("context_holds", "no_kinks", "no_ties", "computed")
    inner = "\n    ".join(arguments)
    steps = "".join(
        f"one_step_apart {words.tensors[base]} {words.sizes[size]}. " for base, size in reader.steps.values()
    )
    return f"{steps}apply ({lemma}\n    {inner})", goals


HEADER = """(* Written by Yudo from its records and from the traced source of impl/; not by hand. *)
From Coq Require Import Reals QArith NArith List.
From Yudo Require Import Language Norm Check.
Import ListNotations.
Open Scope R_scope.
"""


def document(theorems: Sequence[Stated]) -> str:
    """A file with all of them, which ends in what they rest on."""
    texts = [HEADER, *(one.text for one in theorems)]
    pairs = ", ".join(one.theorem.name for one in theorems)
    texts.append(f"(** What they rest on. *)\nDefinition all := ({pairs}).\nPrint Assumptions all.\n")
    return "\n".join(texts)
