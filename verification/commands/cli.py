"""The command line: ``yudo verify`` and ``yudo list``, and the commands of other modules."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from yudo import derivations
from yudo.verification.commands.naming import named_results
from yudo.verification.commands.terminal import end_interrupted
from yudo.verification.reports.writing import OutputFile, write_json

if TYPE_CHECKING:
    from yudo.verification.numeric.search import Plan
    from yudo.verification.numeric.workers import LayerEvidence

DTYPES = ("float32", "float64")
CASES, CASES_IN_ALL = 200, 800
"""How many cases are drawn per layer, and for all layers together: every shape has to be compiled by JAX."""

_ELSEWHERE = {
    "check": "yudo.verification.commands.check",
    "cite": "yudo.verification.commands.cite",
    "derive": "yudo.verification.commands.derive",
    "prove": "yudo.verification.commands.prove",
}


class _Commands(click.Group):
    """Loads the commands of other modules when they are asked for: none has to wait for the others."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted({*super().list_commands(context), *_ELSEWHERE})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name in _ELSEWHERE:
            command: click.Command = getattr(import_module(_ELSEWHERE[name]), name)
            return command
        return super().get_command(context, name)

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except KeyboardInterrupt:
            end_interrupted()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="yudo", prog_name="yudo")
def main() -> None:
    """Derive, implement and verify the gradients of neural-net layers."""


@main.command("list")
def list_results() -> None:
    """List all layers and results, with the hashes of their statements."""
    for layer in derivations.layers().values():
        click.echo(f"{layer.stem}  {layer.title.en} / {layer.title.ko}")
        for result in layer.results.values():
            click.echo(f"  {result.id}  {result.statement}  {result.title.en}")


def _dtypes(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    chosen = tuple(part.strip() for part in value.split(",") if part.strip())
    unknown = [part for part in chosen if part not in DTYPES]
    if unknown or not chosen:
        given = ", ".join(unknown) or "nothing"
        raise click.BadParameter(f"got {given}; expected float32, float64 or both, separated by a comma")
    return chosen


@main.command()
@click.argument("names", nargs=-1, metavar="[LAYER or RESULT]...")
@click.option("--cases", type=click.IntRange(0), show_default=f"{CASES}, or {CASES_IN_ALL} shared out",
              help="Cases drawn per layer, beside the awkward ones of every run.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Repeats a run exactly.")
@click.option("--dtype", "dtypes", default=",".join(DTYPES), show_default=True, callback=_dtypes,
              help="Floating dtypes of the inputs.")  # fmt: skip
@click.option("--json", "json_path", type=OutputFile(), help="Write the outcome as JSON.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default="processors",
              help="Worker processes.")  # fmt: skip
@click.option("--accuracy", is_flag=True,
              help="Also print the largest errors and the smallest ones caught, for each dtype.")  # fmt: skip
@click.option("--case", "case_text", metavar="CASE", help="Judge one case alone, as a failure prints it.")
def verify(
    names: tuple[str, ...],
    cases: int | None,
    seed: int,
    dtypes: tuple[str, ...],
    json_path: Path | None,
    jobs: int,
    accuracy: bool,
    case_text: str | None,
) -> None:
    """Verify results of impl/: by proof, against their derivation, and against jax.grad.

    Without names, everything. Exits with 0 if all results pass, 1 if one fails or is undecided, and 2 on
    wrong usage.
    """
    from yudo.verification.numeric.workers import Interrupted
    from yudo.verification.reports import report
    from yudo.verification.reports.sources import source_hashes

    plans = _plans(names, cases, seed, dtypes, case_text)
    sources = source_hashes(plan.stem for plan in plans)
    # A pipe has no width of its own: leave room for whole rows.
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 100)
    console.print(f"yudo verify: seed {seed}, {plans[0].cases} drawn cases a layer, {', '.join(dtypes)}")
    try:
        evidence = _carried_out(plans, jobs)
    except Interrupted as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
    listed = report.outcomes(plans, evidence)
    report.print_table(console, listed)
    if accuracy:
        report.print_accuracy(console, listed)
    report.print_lost_digits(console, listed)
    report.print_details(console, listed)
    report.print_assumptions(console)
    passed = sum(outcome.verdict == "verified" for outcome in listed)
    console.print(f"\n{passed} of {len(listed)} results verified (seed {seed})")
    if json_path is not None:
        write_json(json_path, report.document(listed, plans[0], sources))
        console.print(f"written to {json_path}", soft_wrap=True)
    sys.exit(0 if passed == len(listed) else 1)


def _plans(
    names: tuple[str, ...], cases: int | None, seed: int, dtypes: tuple[str, ...], case_text: str | None
) -> list[Plan]:
    from yudo.verification.cases.draw import Case, Inputs, fill
    from yudo.verification.numeric.search import Plan

    chosen = named_results(names)
    replayed = None
    if case_text is not None:
        if len(chosen) != 1 or not names:
            raise click.UsageError("--case replays one layer: name it, or one of its results")
        (stem,) = chosen
        try:
            replayed = Case.parse(case_text)
            fill(Inputs(derivations.layer(stem)), replayed, dtypes[0])
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--case") from None
    if cases is None:
        cases = min(CASES, CASES_IN_ALL // len(chosen))
    return [Plan(stem, tuple(results), cases, seed, dtypes, replayed) for stem, results in chosen.items()]


def _carried_out(plans: list[Plan], jobs: int) -> dict[str, LayerEvidence]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from yudo.verification.numeric.workers import carry_out

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # Later layers are composed of earlier ones and take longest.
    ordered = list(reversed(plans))
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        tasks = {plan.stem: progress.add_task(plan.stem, total=None) for plan in plans}
        finished: set[str] = set()

        def report(stem: str, done: int, planned: int) -> None:
            progress.update(tasks[stem], completed=done, total=max(done, planned))
            if not console.is_terminal and done >= planned and stem not in finished:
                finished.add(stem)
                click.echo(f"{stem}: {done} cases", err=True)

        return carry_out(ordered, jobs, report)
