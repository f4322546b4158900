"""What the tests want to know of a built page, read from its HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

LANGUAGES = {"en": "", "ko": "ko/"}


def page_paths(site: Path, language: str) -> list[str]:
    """URLs of a language's pages, relative to the root of that language; permalinks in r/ are no pages."""
    root = site / LANGUAGES[language]
    pages = (path.relative_to(root).parent.as_posix() for path in root.rglob("index.html"))
    return sorted(
        "" if page == "." else f"{page}/" for page in pages if page.split("/")[0] not in {"ko", "r"}
    )


@dataclass
class Parsed:
    """The article of a page and the files that the page loads."""

    language: str = ""
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    assets: list[str] = field(default_factory=list)
    inline_formulas: list[str] = field(default_factory=list)
    block_formulas: list[str] = field(default_factory=list)
    prose: str = ""


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Parsed()
        self._in_article = False
        self._block = False
        self._skip: list[str] = []
        self._tex: str | None = None
        self._heading: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.page.language = values["lang"]
        if tag in {"script", "img", "source", "iframe", "use", "image"} or (
            tag == "link" and set(values["rel"].split()) & {"stylesheet", "icon", "preload", "preconnect"}
        ):
            self.page.assets += [values[name] for name in ("src", "href", "srcset") if values.get(name)]
        if tag == "article":
            self._in_article = True
        if not self._in_article:
            return
        if "id" in values and tag != "path" and "codelineno" not in values["id"]:
            self.page.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self.page.links.append(values["href"])
        if tag == "math":
            self._block = values.get("display") == "block"
        if tag == "annotation" or (tag == "pre" and self._heading == "LaTeX"):
            self._tex, self._heading = "", None
            self._block = self._block or tag == "pre"
        if tag == "dt":
            self._heading = ""
        if tag in {"code", "pre", "math", "script", "style", "svg"}:
            self._skip.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._in_article = False
        if tag in {"annotation", "pre"} and self._tex is not None:
            (self.page.block_formulas if self._block else self.page.inline_formulas).append(self._tex)
            self._tex = None
        if self._skip and self._skip[-1] == tag:
            self._skip.pop()

    def handle_data(self, data: str) -> None:
        if self._tex is not None:
            self._tex += data
        if self._heading == "":
            self._heading = data
        if self._in_article and not self._skip:
            self.page.prose += data


@cache
def read_page(site: Path, language: str, page: str) -> Parsed:
    """Parse one page of the built site."""
    parser = _Parser()
    parser.feed((site / LANGUAGES[language] / page / "index.html").read_text(encoding="utf-8"))
    return parser.page
