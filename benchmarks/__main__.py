"""The command: ``python -m benchmarks``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import click
from rich.console import Console

from benchmarks import checking, circumstances, layers, verifying
from benchmarks.processes import ROOT, cpus
from benchmarks.report import SCHEMA, print_report, stumbled, to_json
from yudo.verification.commands.terminal import end_interrupted
from yudo.verification.reports.writing import refusal, write_text

PARTS = {"checking": checking, "layers": layers, "verify": verifying}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=ROOT / "evidence",
              help="Folder for benchmarks.json and the plots; evidence/ unless told.")  # fmt: skip
@click.option("--quick", is_flag=True, help="Small shapes and few runs, to see that everything works.")
@click.option("--only", type=click.Choice(list(PARTS)), help="One part alone.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of all random inputs.")
@click.option("--threads", type=click.IntRange(1, cpus()), default=cpus(), show_default="processors",
              help="Threads of every contender.")  # fmt: skip
def main(out: Path, quick: bool, only: str | None, seed: int, threads: int) -> None:
    """Run everything side by side; write benchmarks.json and SVG plots, print tables.

    Exits with 0 when all parts have been measured, 1 when a contender stumbled, 2 on wrong usage.
    """
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 110)
    progress = Console(stderr=True, highlight=False)
    start = perf_counter()

    def tell(what: str) -> None:
        progress.print(f"[dim]{perf_counter() - start:6.0f} s[/]  {what}")

    console.print(f"benchmarks: seed {seed}, threads {threads}{', quick' if quick else ''}")
    report: dict[str, Any] = {
        "schema": SCHEMA,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": seed,
        "quick": quick,
        "threads": threads,
        "machine": circumstances.machine(),
        "versions": circumstances.versions(),
        **dict.fromkeys(PARTS),
    }
    if why := refusal(out / "benchmarks.json"):
        raise click.BadParameter(why, param_hint="--out")
    try:
        for name, part in PARTS.items():
            if only in (None, name):
                extent = part.QUICK if quick else part.FULL
                report[name] = part.measure(extent, seed=seed, threads=threads, tell=tell)
    except KeyboardInterrupt:
        end_interrupted()
    report["seconds"] = round(perf_counter() - start, 1)
    print_report(console, report)
    write_text(out / "benchmarks.json", to_json(report))
    written = ["benchmarks.json"]
    for name, figure in _plots(report).items():
        written.append(f"benchmarks-{name}.svg")
        write_text(out / written[-1], figure)
    console.print(f"written to {out}: {', '.join(written)}", soft_wrap=True)
    sys.exit(1 if stumbled(report) else 0)


def _plots(report: dict[str, Any]) -> dict[str, str]:
    """The plots as SVG; none without Matplotlib."""
    try:
        from benchmarks.plots import standalone
    except ModuleNotFoundError:
        return {}
    return standalone(report)


if __name__ == "__main__":
    main()
