"""Every link of the finished site leads somewhere, and to an anchor that is there."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mkdocs.exceptions import BuildError

from docs.site_builder.languages import PREFIX

_ID = re.compile(r'<[a-zA-Z][^<>]*?\sid="([^"]+)"')
_LINK = re.compile(r'<[a-zA-Z][^<>]*?\s(?:href|src)="([^"]*)"')


class BrokenLink(BuildError):
    """A link that leads nowhere."""


def check_links(site: Path) -> None:
    """Check both languages; raise `BrokenLink` that names, for each link, the file that it stands in.

    Links to other hosts are not followed. The page for lost readers is left out: it is shown anywhere.
    """
    _ids.cache_clear()
    pages = [page for page in sorted(site.rglob("*.html")) if page.name != "404.html"]
    broken = [trouble for page in pages for trouble in _broken(page, site)]
    if broken:
        raise BrokenLink("links that lead nowhere:\n" + "\n".join(f"  {trouble}" for trouble in broken))


def source_of(page: Path) -> str:
    """Return the file that a page of the site, given relative to its root, is written in."""
    language = "ko" if page.as_posix().startswith(PREFIX["ko"]) else "en"
    inside = page.as_posix().removeprefix(PREFIX[language])
    folder = posixpath.dirname(inside)
    if folder.startswith("layers/"):
        return f"derivations/{posixpath.basename(folder)}.py ({language})"
    return f"docs/{language}/{folder or 'index'}.md"


def _broken(page: Path, site: Path) -> Iterator[str]:
    here = page.relative_to(site)
    for link in dict.fromkeys(map(html.unescape, _LINK.findall(page.read_text(encoding="utf-8")))):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        if parts.path.startswith("/"):
            yield f"{source_of(here)}: {link} starts at the root of the host, wherever the site is published"
            continue
        target = site / posixpath.normpath(posixpath.join(here.parent.as_posix(), unquote(parts.path)))
        if parts.path == "":
            target = page
        elif target.is_dir():
            target /= "index.html"
        if not target.is_relative_to(site) or not target.exists():
            yield f"{source_of(here)}: {link} is not there"
        elif parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in _ids(target):
            yield f"{source_of(here)}: {link} has no such anchor"


@cache
def _ids(page: Path) -> frozenset[str]:
    return frozenset(map(html.unescape, _ID.findall(page.read_text(encoding="utf-8"))))
