"""What machines read of a page: `citation_*` for Zotero and Google Scholar, JSON-LD for search engines."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from yudo.verification.citing.citation import AUTHOR, WORK, Citation

_TEXT_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_CODE_LICENCE = "https://spdx.org/licenses/MIT"


def head(
    *,
    title: str,
    description: str,
    url: str | None,
    language: str,
    version: str,
    day: date | None,
    cited: Sequence[Citation],
    home: bool,
) -> str:
    """Return the tags to put into the head of a page.

    `url` is the absolute address of the page, None where it is not known; `day` that of the last
    verification; `cited` are the results that the page states.
    """
    tags = [
        ("citation_title", title),
        ("citation_author", AUTHOR[language]),
        ("citation_publisher", WORK),
        ("citation_language", language),
        ("citation_abstract", description),
    ]
    if day is not None:
        tags.append(("citation_publication_date", f"{day:%Y/%m/%d}"))
    if url is not None:
        tags.append(("citation_public_url", url))
    tags += [("citation_keywords", citation.id) for citation in cited]
    lines = [f'<meta name="{name}" content="{html.escape(value)}">' for name, value in tags]
    data = _linked_data(title, description, url, language, version, day, cited, home)
    # "</" would end the script; "<\/" is the same string in JSON.
    written = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return "\n".join([*lines, f'<script type="application/ld+json">{written}</script>', ""])


def _linked_data(
    title: str,
    description: str,
    url: str | None,
    language: str,
    version: str,
    day: date | None,
    cited: Sequence[Citation],
    home: bool,
) -> dict[str, Any]:
    page: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebSite" if home else ["TechArticle", "LearningResource"],
        "name": title,
        "description": description,
        "inLanguage": language,
        "author": {"@type": "Organization", "name": AUTHOR[language]},
        "license": _TEXT_LICENCE,
        "version": version,
    }
    if not home:
        page |= {"headline": title, "isPartOf": {"@type": "WebSite", "name": WORK}}
    if home:
        page["about"] = {
            "@type": "SoftwareSourceCode",
            "name": WORK,
            "programmingLanguage": "Python",
            "version": version,
            "license": _CODE_LICENCE,
        }
    if day is not None:
        page["dateModified"] = day.isoformat()
    if url is not None:
        page |= {"@id": url, "url": url}
    if cited:
        page["hasPart"] = [_part(citation, language) for citation in cited]
    return page


def _part(citation: Citation, language: str) -> dict[str, Any]:
    part: dict[str, Any] = {
        "@type": "CreativeWork",
        "name": citation.titles[language],
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "yudo.id", "value": citation.id},
            {"@type": "PropertyValue", "propertyID": "yudo.statement", "value": citation.statement},
        ],
    }
    if citation.url is not None:
        part |= {"@id": citation.url, "url": citation.url}
    return part


def with_head(page: str, tags: str) -> str:
    """Return the HTML of a page with tags at the end of its head."""
    before, end, after = page.partition("</head>")
    if not end:
        raise ValueError("a page without a head")
    return before + tags + end + after


def by_page(cited: Mapping[str, Citation], src_path: str) -> list[Citation]:
    """Return the citations of the results that a page of a layer states; none for other pages."""
    folder, _, name = src_path.partition("/")
    stem = name.removesuffix(".md")
    return [c for c in cited.values() if folder == "layers" and c.id.partition(".")[0] == stem]
