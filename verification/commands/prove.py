"""``yudo prove``, and the check *proof* of ``yudo verify``."""

from __future__ import annotations

import sys

import click
from rich.cells import set_cell_size

from yudo.derivations.calculus.latex import latex
from yudo.derivations.calculus.text import LANGUAGES, Text, reader_language
from yudo.verification.commands.naming import named_results
from yudo.verification.symbolic.comparison import readable
from yudo.verification.symbolic.prove import prove_layer
from yudo.verification.verdicts import ASSUMPTIONS, DIFFERENCE, PROVEN, VERDICTS, Comparison, Proof


@click.command()
@click.argument("names", nargs=-1, metavar="[LAYER or RESULT]...")
@click.option("--latex", "as_latex", is_flag=True, help="Formulas as LaTeX.")
@click.option("--quiet", is_flag=True, help="Verdicts alone, without formulas.")
@click.option(
    "--lang", type=click.Choice(LANGUAGES), default=reader_language, help="By default the locale's."
)
@click.option("--kernel", is_flag=True, help="Have the kernel of Rocq check it, where coqc is installed.")
@click.option("--recheck", is_flag=True, help="Recheck it by a small second program, without Rocq.")
def prove(
    names: tuple[str, ...], as_latex: bool, quiet: bool, lang: str, kernel: bool, recheck: bool
) -> None:
    """Prove the code of impl/ equal to its derivation, for every shape.

    Shows the expression that the code computes, the derived one, and the normal form that both share.
    With --kernel each result is stated as a theorem of real analysis instead, which Rocq re-checks;
    with --recheck a small program decides the same terms as Rocq's proof does.
    Exits with 0 if everything named is proven, 1 if not, and 2 on wrong usage.
    """
    if kernel and recheck:
        raise click.UsageError("--kernel and --recheck exclude each other")
    chosen = named_results(names)
    if recheck:
        from yudo.verification.rocq.rechecking import recheck_results

        sys.exit(0 if recheck_results(chosen, lang) else 1)
    if kernel:
        from yudo.verification.commands.kernel import prove_in_kernel

        sys.exit(0 if prove_in_kernel(chosen, lang) else 1)
    everything_proven = True
    for stem, results in chosen.items():
        proof = prove_layer(stem)
        for name in results:
            everything_proven &= proof.gradients[name].verdict == PROVEN
            _show(f"{stem}.{name}", proof.gradients[name], proof, as_latex, quiet, lang)
    click.echo(_ASSUMING[lang])
    for assumption in ASSUMPTIONS:
        click.echo(f"  {assumption[lang]}")
    sys.exit(0 if everything_proven else 1)


_ASSUMING = Text("전제:", "assuming:")
_TRACED, _DERIVED = Text("코드의 식", "traced"), Text("유도한 식", "derived")
_NORMAL_FORM, _MISTAKE = Text("정규형", "normal form"), Text("실수", "mistake")


def _show(
    identifier: str, part: Comparison, proof: Proof, as_latex: bool, quiet: bool, language: str
) -> None:
    verdict, reach = VERDICTS[part.verdict][language], proof.reach_in(language)
    line = Text(
        f"{identifier}: {verdict} ({reach}, {part.seconds:.2f}초)",
        f"{identifier}: {verdict} for {reach} in {part.seconds:.2f} s",
    )
    click.echo(line[language])
    if quiet:
        return
    for label, e in (
        (_TRACED, part.found),
        (_DERIVED, part.expected),
        (_NORMAL_FORM, part.normal_form if part.verdict == PROVEN else None),
        (DIFFERENCE, part.difference),
    ):
        if e is not None:
            shown = readable(e)
            click.echo(f"  {set_cell_size(label[language], 12)}{latex(shown) if as_latex else shown}")
    for note in (
        part.mistake and f"{set_cell_size(_MISTAKE[language], 12)}{part.mistake.text[language]}",
        part.why and part.why[language],
        part.counterexample and part.counterexample.told(language),
    ):
        if note is not None:
            click.echo(f"  {note}")
