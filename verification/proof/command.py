"""``yudo prove``, and the check *proof* of ``yudo verify``."""

from __future__ import annotations

import difflib
import sys

import click

import derivations
from derivations.calculus.latex import latex
from verification.proof.comparison import readable
from verification.proof.layers import prove_layer
from verification.proof.verdicts import ASSUMPTIONS, PROVEN, Comparison, Proof


@click.command()
@click.argument("names", nargs=-1, metavar="[LAYER or RESULT]...")
@click.option("--latex", "as_latex", is_flag=True, help="Formulas as LaTeX.")
@click.option("--quiet", is_flag=True, help="Verdicts alone, without formulas.")
def prove(names: tuple[str, ...], as_latex: bool, quiet: bool) -> None:
    """Prove the code of impl/ equal to its derivation, for every shape.

    Shows the expression that the code computes, the derived one, and the normal form that both share.
    Exits with 0 if everything named is proven, 1 if not, and 2 on wrong usage.
    """
    chosen = _chosen(names)
    everything_proven = True
    for stem, results in chosen.items():
        proof = prove_layer(stem)
        for name in results:
            everything_proven &= proof.gradients[name].verdict == PROVEN
            _show(f"{stem}.{name}", proof.gradients[name], proof, as_latex, quiet)
    click.echo("assuming:")
    for assumption in ASSUMPTIONS:
        click.echo(f"  {assumption}")
    sys.exit(0 if everything_proven else 1)


def _chosen(names: tuple[str, ...]) -> dict[str, list[str]]:
    layers = derivations.layers()
    chosen: dict[str, list[str]] = {}
    for name in names or layers:
        stem, _, result = name.partition(".")
        if stem not in layers or (result and result not in layers[stem].results):
            known = [*layers, *(r.id for layer in layers.values() for r in layer.results.values())]
            close = difflib.get_close_matches(name, known, n=3)
            hint = f"did you mean {' or '.join(close)}?" if close else "`yudo list` names them all"
            raise click.UsageError(f"no layer or result {name!r}; {hint}")
        wanted = [result] if result else list(layers[stem].results)
        chosen[stem] = list(dict.fromkeys([*chosen.get(stem, []), *wanted]))
    return chosen


def _show(identifier: str, part: Comparison, proof: Proof, as_latex: bool, quiet: bool) -> None:
    click.echo(f"{identifier}: {part.verdict} for {proof.reach} in {part.seconds:.2f} s")
    if quiet:
        return
    for label, e in (
        ("traced", part.found),
        ("derived", part.expected),
        ("normal form", part.normal_form if part.verdict == PROVEN else None),
        ("difference", part.difference),
    ):
        if e is not None:
            shown = readable(e)
            click.echo(f"  {label:12}{latex(shown) if as_latex else shown}")
    for note in (
        part.mistake and f"mistake     {part.mistake.text.en}",
        part.reason,
        part.counterexample and part.counterexample.told("en"),
    ):
        if note is not None:
            click.echo(f"  {note}")
