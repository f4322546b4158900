"""Short permanent addresses, `/r/affine.dw/`: a redirect, or the explanation of what became of the ID."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from docs.site_builder import plain
from docs.site_builder.languages import NAMES, PREFIX
from yudo.verification.citing.released import Explanation, Released

_WORDS = {
    "en": {
        "moved": "{id} is on the page {link}.",
        "withdrawn": "{id} was withdrawn in version {version}.",
        "restated": "The statement {statement} of {id}, first released in version {first}, was replaced in "
        "version {version}.",
        "now": "{id} now bears another statement: {link}.",
        "see": "Read instead: {links}.",
        "twin": "한국어",
    },
    "ko": {
        "moved": "{id}: {link} 페이지에 있다.",
        "withdrawn": "{id}: 버전 {version}에서 철회되었다.",
        "restated": "{id}: 버전 {first}에 처음 실린 명제({statement})는 버전 {version}에서 바뀌었다.",
        "now": "{id}의 지금 명제: {link}.",
        "see": "대신 읽을 것: {links}.",
        "twin": "English",
    },
}  # fmt: skip


def write_permalinks(
    folder: Path,
    records: Iterable[Mapping[str, Any]],
    released: Released,
    *,
    language: str,
    site_url: str | None,
) -> None:
    """Write `r/ID/index.html` below `folder` for every ID that exists or was ever released.

    An ID whose statement never changed leads on to its place at once. One that was withdrawn or restated has
    a page that says so, with the explanation.
    """
    titles = {result["id"]: record["title"][language] for record in records for result in record["results"]}
    for identifier in dict.fromkeys([*titles, *released.withdrawn()]):
        page = _page(identifier, titles, released, language, site_url)
        path = folder / "r" / identifier / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")


def _page(
    identifier: str, titles: Mapping[str, str], released: Released, language: str, site_url: str | None
) -> str:
    words = _WORDS[language]
    shown = f"<code>{identifier}</code>"
    explained = [e for e in released.explanations if e.id == identifier]
    paragraphs = [_explanation(e, released, language) for e in explained]
    head = ""
    if identifier in titles:
        target = f"../../layers/{identifier.partition('.')[0]}/#{identifier}"
        link = f'<a href="{target}">{html.escape(titles[identifier])}</a>'
        paragraphs.append(words["now" if explained else "moved"].format(id=shown, link=link))
        address = f"{site_url.rstrip('/')}/{target.removeprefix('../../')}" if site_url else target
        head = plain.canonical(address.partition("#")[0])
        if not explained:
            head += plain.refresh(target)
    other = next(name for name in NAMES if name != language)
    root = "../../../" if language == "ko" else "../../"
    twin = f'<a href="{root}{PREFIX[other]}r/{identifier}/" lang="{other}" hreflang="{other}">'
    paragraphs.append(f"{twin}{words['twin']}</a>")
    return plain.page(identifier, language, "\n".join(f"<p>{text}</p>" for text in paragraphs), head)


def _explanation(explained: Explanation, released: Released, language: str) -> str:
    words = _WORDS[language]
    first = released.statements()[explained.id][explained.statement]
    sentence = words[explained.kind].format(
        id=f"<code>{explained.id}</code>",
        statement=f"<code>{explained.statement}</code>",
        first=first,
        version=explained.version,
    )
    links = ", ".join(f'<a href="../{other}/"><code>{other}</code></a>' for other in explained.see)
    instead = f" {words['see'].format(links=links)}" if links else ""
    return f"{sentence} {html.escape(explained.why[language])}{instead}"
