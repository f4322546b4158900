"""``yudo cite``: one result or several, in the form that a bibliography takes."""

from __future__ import annotations

import difflib
import json
from importlib.metadata import metadata, version
from pathlib import Path
from typing import Any

import click

from yudo import derivations
from yudo.verification.citing.citation import Citation, permalink, title_of
from yudo.verification.citing.evidence import verified_on
from yudo.verification.citing.formats import FORMATS
from yudo.verification.citing.released import Released, read_released


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), default="text", show_default=True)
@click.option("--lang", type=click.Choice(["ko", "en"]), default="en", show_default=True)
@click.option("--evidence", "evidence_path", metavar="PATH",
              type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A run of `yudo verify --json PATH` to cite, instead of that of the release.")  # fmt: skip
@click.option("--site", metavar="URL", envvar="YUDO_SITE_URL",
              help="Where the site is published, for permalinks; also from YUDO_SITE_URL.")  # fmt: skip
def cite(ids: tuple[str, ...], form: str, lang: str, evidence_path: Path | None, site: str | None) -> None:
    """Cite results by their permanent IDs, such as affine.dw.

    A citation names the hash of the statement, the version, and the day of its verification: that of the
    release, or of the run given with --evidence. Exits with 0, or with 2 if an ID is unknown or withdrawn.
    """
    released = read_released()
    evidence = None if evidence_path is None else _read(evidence_path)
    chosen = dict.fromkeys(ids)
    citations = [_citation(identifier, released, evidence, site or _home(), lang) for identifier in chosen]
    click.echo(FORMATS[form](citations, lang))


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise click.BadParameter(f"{path} is not JSON: {error}", param_hint="--evidence") from None


def _home() -> str | None:
    """The address of the documentation, where the installed package names one."""
    urls = metadata("yudo").get_all("Project-URL") or ()
    named = dict(entry.split(", ", 1) for entry in urls)
    return named.get("Documentation")


def _citation(identifier: str, released: Released, evidence: Any, site: str | None, lang: str) -> Citation:
    gone = released.withdrawn().get(identifier)
    if gone is not None:
        instead = f"; see {', '.join(gone.see)}" if gone.see else ""
        raise click.UsageError(
            f"{identifier} was withdrawn in version {gone.version}: {gone.why[lang]}{instead}"
        )
    stem, _, name = identifier.partition(".")
    # One layer is run, not all of them: it takes a fraction of the time.
    layer = derivations.layer(stem) if stem in derivations.stems() else None
    if layer is None or name not in layer.results:
        here = [] if layer is None else [r.id for r in layer.results.values()]
        raise click.UsageError(_unknown(identifier, [*here, *released.statements()]))
    result = layer.results[name]
    number = version("yudo")
    try:
        day = None if evidence is None else verified_on(evidence, result.id, result.statement)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--evidence") from None
    if evidence is None:
        release = released.release_of(number)
        if release is not None and release.results.get(result.id) == result.statement:
            day = release.verified
    titles = {language: title_of(layer.title, result.title, language) for language in ("en", "ko")}
    return Citation(result.id, result.statement, titles, number, day, permalink(site, result.id, lang))


def _unknown(identifier: str, known: list[str]) -> str:
    stem, _, name = identifier.partition(".")
    # A layer alone, or one that was cut short, as in softmax.dx.
    begun = [one for one in known if one.startswith(stem) and one.endswith(f".{name}" if name else "")]
    close = list(dict.fromkeys(begun or difflib.get_close_matches(identifier, known, n=3)))
    hint = f"did you mean {' or '.join(close)}?" if close else "`yudo list` names them all"
    return f"no result {identifier!r}; {hint}"
