"""Printing a finished site with Debian's chromium: books twice, as page numbers are known after once."""

from __future__ import annotations

import functools
import http.server
import json
import re
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docs.book.words import WORDS
from docs.site_builder.glossary import TERMS
from docs.site_builder.languages import PREFIX

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pypdf import PdfReader

SHEET = "cheat-sheet"
_HERE = Path(__file__).resolve().parent
_ROOM = {"top": "16mm", "bottom": "18mm", "left": "18mm", "right": "18mm"}
_FOOTER = (
    '<div style="width: 100%; text-align: center; font-size: 8px"><span class="pageNumber"></span></div>'
)
_MOST = 6  # pages behind a term of the index
_PLACE = re.compile(r'(<div class="yudo-printed">).*?(</div>)', re.DOTALL)


class NotPrinted(RuntimeError):
    """There is no finished site, or something that printing needs is not installed."""


@dataclass(frozen=True)
class Printed:
    """A file that was written, and how many pages it has."""

    path: Path
    pages: int


def print_site(
    site: Path,
    stems: Sequence[str] | None = None,
    *,
    languages: Iterable[str] = tuple(PREFIX),
    tagged: bool = True,
) -> Iterator[Printed]:
    """Write ``book.pdf`` and ``cheat-sheet.pdf`` of every language into a finished site, and links to them.

    Parameters
    ----------
    site
        The folder that ``mkdocs build`` wrote.
    stems
        The lectures that the book is made of, by default all, in the order of the site's ``records.json``.
    languages
        In which to print, by default in all.
    tagged
        Whether the book says what its parts are, to those who hear it. That takes as long as all the rest,
        and moves nothing to another page.

    Raises
    ------
    NotPrinted
        If `site` is not a finished site, or chromium, Playwright or pypdf is missing.
    """
    records = site / "records.json"
    if not records.is_file():
        raise NotPrinted(f"{site} is no finished site: build it first with `mkdocs build`")
    if missing := [name for name in ("playwright", "pypdf") if find_spec(name) is None]:
        raise NotPrinted(f"printing needs {', '.join(missing)}: pip install '.[book]'")
    chromium = shutil.which("chromium")
    if chromium is None:
        raise NotPrinted("no chromium on the path: printing needs Debian's package `chromium`")
    document = json.loads(records.read_text(encoding="utf-8"))
    stems = stems or [layer["stem"] for layer in document["layers"]]
    from playwright.sync_api import sync_playwright

    with _served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(base_url=address)
        for language in languages:
            prefix = PREFIX[language]
            folder = site / prefix
            page.goto(f"{prefix}{SHEET}/")
            sheet = _write(folder / f"{SHEET}.pdf", page.pdf(format="A4"))
            book = _write(folder / "book.pdf", _book(page, language, document, stems, tagged))
            _link(folder / SHEET / "index.html", language, book, sheet)
            yield from (book, sheet)
        browser.close()


def _book(
    page: Page, language: str, document: Mapping[str, Any], stems: Sequence[str], tagged: bool
) -> bytes:
    """The book of a language; `page` shows the cheat sheet, whose folder has the style of the site."""
    words = WORDS[language]
    day = (document["verification"] or {}).get("date", "")[:10]
    cover = [words[key].format(version=document["version"], day=day) for key in ("about", "version")]
    book: dict[str, Any] = {
        "chapters": [{"stem": stem, "path": f"../layers/{stem}/"} for stem in stems],
        "words": {**words, "cover": [*cover, words["verified"].format(day=day)] if day else cover},
        "terms": sorted({getattr(term, language) for term in TERMS}, key=str.casefold),
        "most": _MOST,
        "pages": {},
    }
    for final in (False, True):
        page.reload()
        page.add_style_tag(content=(_HERE / "book.css").read_text(encoding="utf-8"))
        page.evaluate((_HERE / "assemble.js").read_text(encoding="utf-8"), book)
        printed = page.pdf(
            format="A4",
            margin=_ROOM,
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=_FOOTER,
            outline=final,
            tagged=final and tagged,
        )
        book["pages"] = _pages(printed)
    return printed


def _pages(printed: bytes) -> dict[str, str]:
    """The number of the page on which each target of a link stands."""
    reader = _reader(printed)
    return {
        name.removeprefix("/"): str(1 + (reader.get_destination_page_number(target) or 0))
        for name, target in reader.named_destinations.items()
    }


def _write(path: Path, printed: bytes) -> Printed:
    path.write_bytes(printed)
    return Printed(path, len(_reader(printed).pages))


def _reader(printed: bytes) -> PdfReader:
    from pypdf import PdfReader

    return PdfReader(BytesIO(printed))


def _link(page: Path, language: str, book: Printed, sheet: Printed) -> None:
    """Replace the recipe on the page of the cheat sheet by links to what was printed."""
    links = [
        f'<a href="../{printed.path.name}">{WORDS[language][printed.path.stem]}</a> '
        f"({WORDS[language]['pages'].format(pages=printed.pages)})"
        for printed in (book, sheet)
    ]
    text = page.read_text(encoding="utf-8")
    page.write_text(_PLACE.sub(rf"\g<1><p>{' · '.join(links)}</p>\g<2>", text), encoding="utf-8")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def _served(site: Path) -> Iterator[str]:
    """The address at which a folder is served on this machine."""
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
