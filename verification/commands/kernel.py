"""``yudo prove --kernel``: state results as theorems and have Rocq's kernel check them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from yudo import derivations
from yudo.derivations.calculus.text import Text
from yudo.verification.program import NoProgram
from yudo.verification.rocq import kernel, stating
from yudo.verification.rocq.reading import Unstatable
from yudo.verification.rocq.theorems import Stated, document
from yudo.verification.symbolic.instance import is_deep
from yudo.verification.symbolic.tracing import TraceFailed

AS_TRACED = Text(
    "정리는 추적한 코드에 대한 것이다. 소스가 이 식을 계산한다는 것은 추적기를 믿어야 한다.",
    "The theorems speak of the code as traced; that the source computes it rests on the tracer.",
)


def prove_in_kernel(chosen: Mapping[str, Sequence[str]], lang: str) -> bool:
    """Re-check results and print what was checked; whether all of them were."""
    if kernel.compiler() is None:
        click.echo(kernel.NOT_INSTALLED[lang])
        return False
    with TemporaryDirectory() as made:
        folder = Path(made)
        theory = kernel.compile_theory(folder)
        if not theory.accepted:
            click.echo(f"the theory does not compile: {theory.message}")
            return False
        click.echo(f"theory compiled in {theory.seconds:.1f} s of processor time")
        checked = [_layer(folder, stem, names, lang) for stem, names in chosen.items()]
    click.echo(AS_TRACED[lang])
    return all(checked)


def _layer(folder: Path, stem: str, names: Sequence[str], lang: str) -> bool:
    if is_deep(derivations.layer(stem)):
        click.echo(f"{stem}: not re-checked: the theory does not know numbers of layers or of steps yet")
        return False
    good = True
    try:
        theorems = stating.of_layer(stem, names)
    except (NoProgram, TraceFailed) as reason:
        click.echo(f"{stem}: not re-checked: {reason}")
        return False
    for name, found in theorems.items():
        if isinstance(found, Unstatable):
            click.echo(f"{stem}.{name}: not re-checked: {found.text[lang]}")
            good = False
        else:
            good &= _result(folder, f"{stem}.{name}", found, lang)
            if derivations.layer(stem).results[name].upper_bound is not None:
                click.echo("  not re-checked: the upper bound, which is no part of the theorem")
                good = False
    return good


def _result(folder: Path, identifier: str, found: Sequence[Stated], lang: str) -> bool:
    outcome = kernel.check(folder, identifier.replace(".", "_"), document(found))
    if not outcome.accepted:
        click.echo(f"{identifier}: not re-checked: the kernel refuses the proof\n{outcome.message}")
        return False
    good = outcome.rests_on_the_reals_alone
    verdict = "re-checked" if good else "not re-checked: it rests on axioms beyond the real numbers"
    click.echo(f"{identifier}: {verdict}, in {outcome.seconds:.1f} s of processor time")
    for one in found:
        click.echo(one.statement)
        click.echo("  hypotheses:")
        for hypothesis in one.hypotheses:
            click.echo(f"    {hypothesis.words[lang]}")
    click.echo(f"  axioms: {', '.join(outcome.axioms)}")
    return good
