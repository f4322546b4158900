"""``yudo derive``."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from yudo.derivations.calculus.text import Text, reader_language
from yudo.verification.checking.load import UnreadableFile, load
from yudo.verification.checking.pairs.settings import read_shape
from yudo.verification.commands.check import given_values, input_shapes
from yudo.verification.deriving import derivation
from yudo.verification.deriving.derivation import Derivation
from yudo.verification.frameworks.tensors import functions
from yudo.verification.symbolic.arguments import Misuse, demand_all

NO_BACKWARD = Text("역전파를 유도하지 못했다", "no backward was derived")
GRADIENTS = Text("그래디언트", "gradients")
MATRICES = Text("행렬로 쓰면", "in matrix notation")
STEPS = Text("유도", "derivation")
PROVEN = Text("증명함", "proven")
NOT_PROVEN = Text("따로는 증명하지 못함", "not proven by itself")
CODE = Text("NumPy 코드", "in NumPy")
VERDICT = Text("순전파와 맞는지 증명함: {0}", "proven against the forward, for {0}")
SCOPES = {
    "all shapes": Text("모든 모양", "all shapes"),
    "listed shapes": Text("나열한 모양", "listed shapes"),
}


@click.command("derive")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--function", "name", required=True, metavar="NAME", help="The forward to derive.")
@click.option(
    "--shapes",
    required=True,
    callback=input_shapes,
    metavar='"x: N D, w: D M"',
    help="The shapes of its inputs; also y: labels N < C, and m: fixed N D without gradient.",
)
@click.option(
    "--given",
    multiple=True,
    callback=given_values,
    metavar="NAME=VALUE",
    help="Another argument of the function, as Python writes it.",
)
@click.option("--latex", "as_latex", is_flag=True, help="Formulas as LaTeX.")
@click.option("--code", "only_code", is_flag=True, help="The NumPy code alone, to be written to a file.")
@click.option(
    "--lang", type=click.Choice(["ko", "en"]), default=reader_language, help="By default the locale's."
)
def derive(
    path: Path,
    name: str,
    shapes: dict[str, str],
    given: dict[str, Any],
    as_latex: bool,
    only_code: bool,
    lang: str,
) -> None:
    """Derive the gradients of a forward in NumPy, and write its backward.

    FILE is run as Python would run it. Exits with 0 if a backward was found and proven, with 1 if not, and
    with 2 on wrong usage.
    """
    try:
        names = functions(vars(load(path).module))
    except UnreadableFile as reason:
        raise click.UsageError(f"{path}: {reason}") from None
    function = names.get(name, names.get(f"{name}.forward"))
    if function is None:
        close = difflib.get_close_matches(name, names, n=3)
        hint = f"did you mean {' or '.join(close)}?" if close else f"it defines {', '.join(names) or 'none'}"
        raise click.UsageError(f"{path} defines no function {name!r}; {hint}")
    try:
        demand_all(function, list(shapes), given)
        found = derivation.derive(function, given, **{key: read_shape(text) for key, text in shapes.items()})
    except (Misuse, ValueError) as reason:
        raise click.UsageError(reason.text[lang] if isinstance(reason, Misuse) else str(reason)) from None
    if found.obstacle is not None:
        click.echo(f"{NO_BACKWARD[lang]}: {found.obstacle[lang]}", err=only_code)
        sys.exit(1)
    for line in [found.code] if only_code else _told(found, as_latex, lang):
        click.echo(line)


def _told(found: Derivation, as_latex: bool, lang: str) -> Iterator[str]:
    yield f"{GRADIENTS[lang]}:"
    for name, gradient in found.gradients.items():
        yield f"  {found.latex(name) if as_latex else f'{found.entries[name]} = {gradient}'}"
    if as_latex and found.matrices:
        yield f"{MATRICES[lang]}:"
        yield from (f"  d{name} = {written}" for name, written in found.matrices.items())
    yield f"{STEPS[lang]}:"
    for number, step in enumerate(found.steps, 1):
        yield f"  {number}. {step.title[lang]} ({(PROVEN if step.checked else NOT_PROVEN)[lang]})"
        yield f"     {step.why[lang]}"
        yield from (f"       {line}" for line in step.forward)
        yield from (f"     → {line}" for line in step.backward)
    yield f"{CODE[lang]}:"
    yield ""
    yield found.code
    assert found.proof is not None
    yield VERDICT[lang].format(SCOPES[found.proof.scope][lang])
