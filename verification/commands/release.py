"""``python -m yudo.verification.commands.release``: enter the IDs and statements of a release."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from yudo.verification.citing.evidence import EvidenceRefused, verified_on
from yudo.verification.citing.released import PATH, Released, current_statements, problems, read_released


def entry(
    number: str, day: date, evidence: Mapping[str, Any], released: Released, current: Mapping[str, str]
) -> dict[str, Any]:
    """The entry of a release.

    Raises
    ------
    ValueError
        If the version was released before, a released statement is gone without an explanation, or the
        evidence does not verify every current statement.
    """
    if released.release_of(number) is not None:
        raise ValueError(f"version {number} was released before; raise it in pyproject.toml")
    if wrong := problems(released, current):
        raise ValueError("\n".join(wrong))
    days = [verified_on(evidence, identifier, statement) for identifier, statement in current.items()]
    return {
        "version": number,
        "date": day.isoformat(),
        "verified": min(days).isoformat(),
        "results": dict(current),
    }


@click.command()
@click.option("--evidence", "evidence_path", required=True, metavar="PATH",
              type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="What `yudo verify --json PATH` wrote for this version.")  # fmt: skip
def main(evidence_path: Path) -> None:
    """Enter the current IDs and statements into derivations/released.json as those of this version."""
    content = json.loads(PATH.read_text(encoding="utf-8"))
    number = version("yudo")
    try:
        evidence = json.loads(evidence_path.read_text(encoding="utf-8"))
        added = entry(number, datetime.now(UTC).date(), evidence, read_released(), current_statements())
    except (ValueError, EvidenceRefused) as error:
        raise click.UsageError(str(error)) from None
    content["releases"].append(added)
    PATH.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    click.echo(f"{number}: {len(added['results'])} results, verified {added['verified']}")


if __name__ == "__main__":
    main()
