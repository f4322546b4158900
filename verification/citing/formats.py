"""The forms of a citation: BibTeX, CSL-JSON, RIS and a plain line.

Four short serialisations of the same few fields, written here and not by a library, so that ``yudo cite``
works with what ``yudo verify`` needs anyway; the tests read each with a parser of others and render it with a
CSL processor.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from yudo.verification.citing.citation import AUTHOR, WORK, Citation

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BABEL = {"en": "english", "ko": "korean"}
_TEX = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "λ": r"$\lambda$", "²": r"$^2$", "½": r"$\frac12$", "–": "--",
    **{character: f"\\{character}" for character in "&%$#_{}"},
}  # fmt: skip


def _name(citation: Citation, language: str) -> str:
    return f"{citation.titles[language]} ({citation.id})"


def description(citation: Citation, language: str) -> str:
    """The statement's hash and the day of its verification, in words."""
    if language == "ko":
        day = "" if citation.verified is None else f", {citation.verified} 검증"
        return f"명제 {citation.statement}{day}"
    day = "" if citation.verified is None else f", verified {citation.verified}"
    return f"Statement {citation.statement}{day}"


def csl_item(citation: Citation, language: str) -> dict[str, Any]:
    """One item of CSL-JSON: an entry in a reference work, the type that every style prints in full."""
    item: dict[str, Any] = {
        "id": f"yudo-{citation.id}",
        "type": "entry-encyclopedia",
        "title": _name(citation, language),
        "container-title": WORK,
        "author": [{"literal": AUTHOR[language]}],
        "version": citation.version,
        "genre": description(citation, language),
        "language": language,
    }
    if citation.verified is not None:
        day = citation.verified
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    if citation.url is not None:
        item["URL"] = citation.url
    return item


def csl_json(citations: Iterable[Citation], language: str) -> str:
    """CSL-JSON: an array with one item for each citation."""
    written = json.dumps([csl_item(c, language) for c in citations], ensure_ascii=False, indent=2)
    # A date takes one line and not seven.
    return re.sub(r"\[\n +\[\n +(\d+),\n +(\d+),\n +(\d+)\n +\]\n +\]", r"[[\1, \2, \3]]", written)


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in text)


def _bibtex_entry(citation: Citation, language: str) -> str:
    edition = f"버전 {citation.version}" if language == "ko" else f"version {citation.version}"
    # Inner braces keep styles from lowering capitals and from taking the authors' name apart.
    fields = {
        "author": f"{{{{{_tex(AUTHOR[language])}}}}}",
        "title": f"{{{{{_tex(_name(citation, language))}}}}}",
        "howpublished": f"{{{WORK}, {_tex(edition)}}}",
        "note": f"{{{_tex(description(citation, language))}}}",
        "langid": f"{{{_BABEL[language]}}}",
    }
    if citation.verified is not None:
        fields["year"] = f"{{{citation.verified.year}}}"
        fields["month"] = _MONTHS[citation.verified.month - 1]
    if citation.url is not None:
        fields["url"] = f"{{{citation.url}}}"
    lines = ",\n".join(f"  {name:<12} = {value}" for name, value in fields.items())
    return f"@misc{{yudo-{citation.id},\n{lines}\n}}"


def bibtex(citations: Iterable[Citation], language: str) -> str:
    """BibTeX: one ``@misc`` for each citation, which classic styles and biblatex both know."""
    return "\n\n".join(_bibtex_entry(c, language) for c in citations)


def _ris_record(citation: Citation, language: str) -> str:
    tags = [
        ("TY", "ELEC"),
        ("ID", f"yudo-{citation.id}"),
        ("AU", AUTHOR[language]),
        ("TI", _name(citation, language)),
        ("T2", WORK),
        ("ET", citation.version),
        ("AN", citation.id),
        ("N1", description(citation, language)),
        ("LA", language),
    ]
    if citation.verified is not None:
        tags += [("PY", str(citation.verified.year)), ("DA", f"{citation.verified:%Y/%m/%d}/")]
    if citation.url is not None:
        tags.append(("UR", citation.url))
    return "\n".join(f"{tag}  - {value}" for tag, value in tags) + "\nER  - "


def ris(citations: Iterable[Citation], language: str) -> str:
    """RIS: one electronic source for each citation."""
    return "\n\n".join(_ris_record(c, language) for c in citations)


def _line(citation: Citation, language: str) -> str:
    name, words = _name(citation, language), description(citation, language)
    url = "" if citation.url is None else f" {citation.url}"
    if language == "ko":
        year = "연도 미상" if citation.verified is None else str(citation.verified.year)
        return f"{AUTHOR['ko']} ({year}). {name} [{words}]. {WORK} (버전 {citation.version}).{url}"
    year = "n.d." if citation.verified is None else str(citation.verified.year)
    return f"{AUTHOR['en']}. ({year}). {name} [{words}]. In {WORK} (Version {citation.version}).{url}"


def text(citations: Iterable[Citation], language: str) -> str:
    """One plain line for each citation: APA (7th edition) in English, the usual form in Korean."""
    return "\n".join(_line(c, language) for c in citations)


FORMATS: dict[str, Callable[[Iterable[Citation], str], str]] = {
    "bibtex": bibtex,
    "csl-json": csl_json,
    "ris": ris,
    "text": text,
}
"""Every form by the name that ``--format`` takes."""
