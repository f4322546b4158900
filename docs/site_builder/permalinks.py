"""Short permanent addresses, `/r/affine.dw/`: a redirect, or the explanation of what became of the ID."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from docs.site_builder.languages import NAMES, PREFIX
from verification.citing.released import Explanation, Released

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
        "withdrawn": "{id}: {version}판에서 철회되었다.",
        "restated": "{id}: {first}판에 처음 실린 명제({statement})는 {version}판에서 바뀌었다.",
        "now": "{id}의 지금 명제: {link}.",
        "see": "대신 읽을 것: {links}.",
        "twin": "English",
    },
}  # fmt: skip
_STYLE = (
    ":root{color-scheme:light dark}"
    "body{max-width:40rem;margin:3rem auto;padding:0 1rem;font:1.05rem/1.6 system-ui,sans-serif;"
    "word-break:keep-all;overflow-wrap:anywhere}"
)


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
        canonical = f"{site_url.rstrip('/')}/{target.removeprefix('../../')}" if site_url else target
        head = f'<link rel="canonical" href="{html.escape(canonical.partition("#")[0])}">\n'
        if not explained:
            head += f'<meta http-equiv="refresh" content="0; url={target}">\n'
    other = next(name for name in NAMES if name != language)
    root = "../../../" if language == "ko" else "../../"
    twin = f'<a href="{root}{PREFIX[other]}r/{identifier}/" lang="{other}" hreflang="{other}">'
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{identifier} – Yudo</title>\n{head}<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{identifier}</h1>\n{body}\n<p>{twin}{words['twin']}</a></p>\n</main>\n</body>\n"
        "</html>\n"
    )


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
