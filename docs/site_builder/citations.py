"""The cite box under every result: a plain line, BibTeX, CSL-JSON and RIS, readable without JavaScript."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from docs.site_builder.evidence import Evidence, verdict
from docs.site_builder.languages import NAMES
from yudo.verification.citing.citation import Citation, permalink, title_of
from yudo.verification.citing.formats import FORMATS

_SUMMARY = {"en": "Cite this result", "ko": "이 결과 인용하기"}
_PERMALINK = {"en": "Permalink", "ko": "영구 주소"}
_HEADINGS = {
    "text": {"en": "APA", "ko": "한 줄 표기"},
    "bibtex": {"en": "BibTeX", "ko": "BibTeX"},
    "csl-json": {"en": "CSL-JSON", "ko": "CSL-JSON"},
    "ris": {"en": "RIS", "ko": "RIS"},
}
_RESULT = re.compile(r'<section class="yudo-result" id="([^"]+)"[^>]*>')
_SECTION = re.compile(r"<(/?)section\b")


def citations(
    records: Iterable[Mapping[str, Any]], evidence: Evidence | None, version: str, site_url: str | None
) -> dict[str, Citation]:
    """Return the citation of every result by its ID; a day only where this build's evidence verifies it."""
    found = {}
    for record in records:
        for result in record["results"]:
            titles = {language: title_of(record["title"], result["title"], language) for language in NAMES}
            day = verified_on(evidence, result["id"], result["statement"])
            url = permalink(site_url, result["id"])
            found[result["id"]] = Citation(result["id"], result["statement"], titles, version, day, url)
    return found


def verified_on(evidence: Evidence | None, identifier: str, statement: str) -> date | None:
    """Return the day of the run that verified a statement, None if there is none."""
    if evidence is None or verdict(evidence, identifier, statement) != "verified":
        return None
    return datetime.fromisoformat(evidence.run["date"]).date()


def with_boxes(page: str, cited: Mapping[str, Citation], language: str, up: str) -> str:
    """Return the HTML of a page with a cite box at the end of every result.

    `up` is the relative address of the language's first page, such as ``"../../"``.
    """
    parts, done = [], 0
    for opening in _RESULT.finditer(page):
        end = _closing(page, opening.end())
        parts += [page[done:end], _box(cited[opening[1]], language, up)]
        done = end
    return "".join([*parts, page[done:]])


def _closing(page: str, start: int) -> int:
    """Return where the section that was opened before `start` is closed."""
    depth = 1
    for tag in _SECTION.finditer(page, start):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.start()
    raise ValueError("a result's section is never closed")


def _box(citation: Citation, language: str, up: str) -> str:
    forms = "".join(
        f"<p>{heading[language]}</p>\n"
        f"<pre data-copy>{html.escape(FORMATS[name]([citation], language), quote=False)}</pre>\n"
        for name, heading in _HEADINGS.items()
    )
    permalink = ""
    if citation.url:
        shown = html.escape(citation.url, quote=False)
        permalink = f'<p>{_PERMALINK[language]}: <a href="{up}r/{citation.id}/">{shown}</a></p>\n'
    return (
        f'<details class="yudo-cite"><summary>{_SUMMARY[language]}</summary>\n{permalink}{forms}</details>\n'
    )
