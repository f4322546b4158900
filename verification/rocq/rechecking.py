"""``yudo prove --recheck``: decide the terms of stated results without Rocq."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from yudo import derivations
from yudo.derivations.calculus.text import Text
from yudo.verification.program import NoProgram
from yudo.verification.rocq import stating
from yudo.verification.rocq.reading import Unstatable
from yudo.verification.rocq.recheck import accepts
from yudo.verification.rocq.theorems import PASSES
from yudo.verification.symbolic.instance import is_deep
from yudo.verification.symbolic.tracing import TraceFailed

_AGREES = Text("다시 검사함", "rechecked")
_UNDECIDED = Text("판정 못 함: 정규형이 같지 않다", "undecided: the normal forms differ")
_UNSTATED = Text("다시 검사하지 못함", "not rechecked")
_DEEP = Text("층의 수는 아직 다루지 못한다", "numbers of layers are not known yet")
_BOUND = Text("상한은 검사하지 않는다", "the upper bound is not checked")


def recheck_results(chosen: Mapping[str, Sequence[str]], lang: str) -> bool:
    """Recheck results and print each verdict; whether all of them were rechecked."""
    return all([_layer(stem, names, lang) for stem, names in chosen.items()])


def _layer(stem: str, names: Sequence[str], lang: str) -> bool:
    if is_deep(derivations.layer(stem)):
        click.echo(f"{stem}: {_UNSTATED[lang]}: {_DEEP[lang]}")
        return False
    try:
        theorems = stating.of_layer(stem, names)
    except (NoProgram, TraceFailed) as reason:
        click.echo(f"{stem}: {_UNSTATED[lang]}: {reason}")
        return False
    good = True
    for name, found in theorems.items():
        if isinstance(found, Unstatable):
            verdict, accepted = f"{_UNSTATED[lang]}: {found.text[lang]}", False
        elif derivations.layer(stem).results[name].upper_bound is not None:
            verdict, accepted = f"{_UNSTATED[lang]}: {_BOUND[lang]}", False
        else:
            accepted = all(accepts(PASSES, one.theorem) for one in found)
            verdict = (_AGREES if accepted else _UNDECIDED)[lang]
        click.echo(f"{stem}.{name}: {verdict}")
        good &= accepted
    return good
