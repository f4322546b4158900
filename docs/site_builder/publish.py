"""Versions side by side: put a built site into the folder that is published, beside those that are there.

The folder holds `latest/` and one folder per release, such as `0.1.0/`, each a whole site in both languages,
and around them what belongs to none of them: `versions.json`, a list of versions for readers, the permalinks
`r/ID/` and `ko/r/ID/`, and a first page, which lead to the default version.

The tool mike does much of this, but the version switch that goes with it is a script that looks for
`versions.json` one folder above each language's own start page, which for Korean is inside a version; and it
knows nothing of permalinks.
"""

from __future__ import annotations

import html
import json
import re
import shutil
from pathlib import Path

import click
from packaging.version import Version

from docs.site_builder import plain
from docs.site_builder.languages import PREFIX

LATEST = "latest"
_RELEASE = re.compile(r"\d+\.\d+\.\d+([a-z0-9.]*)")
_WORDS = {
    "en": {
        "title": "Versions of Yudo",
        "latest": "the state of the main branch, with the evidence of its own build",
        "release": "as released; nothing in it changes any more",
        "twin": "한국어",
    },
    "ko": {
        "title": "Yudo의 버전들",
        "latest": "main 브랜치의 지금 상태. 증거는 그 빌드에서 얻은 것이다",
        "release": "배포한 그대로이며 더는 바뀌지 않는다",
        "twin": "English",
    },
}


class VersionRefused(ValueError):
    """A name that is no version, or one that is there already."""


def publish(site: Path, public: Path, version: str) -> None:
    """Put the built `site` into `public` as `version`: ``"latest"``, or a release such as ``"0.1.0"``.

    Raises
    ------
    VersionRefused
        If the name is neither, or the release is there already.
    """
    if version != LATEST and not _RELEASE.fullmatch(version):
        raise VersionRefused(f"{version!r} is neither {LATEST!r} nor a version such as 0.1.0")
    target = public / version
    if version != LATEST and target.exists():
        raise VersionRefused(f"{version} is published already, and what is released stays as it is")
    unfinished = public / f".{version}.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(site, unfinished)
    if target.exists():
        shutil.rmtree(target)
    unfinished.rename(target)
    _write_frame(public)


def versions(public: Path) -> list[str]:
    """Return the versions that are there: `latest`, then releases from the newest to the oldest."""
    names = [path.name for path in public.iterdir() if path.is_dir()]
    releases = sorted((n for n in names if _RELEASE.fullmatch(n)), key=Version, reverse=True)
    return [*([LATEST] if LATEST in names else []), *releases]


def _write_frame(public: Path) -> None:
    there = versions(public)
    default = there[0]
    listed = [{"version": name, "title": name, "aliases": []} for name in there]
    _write(public / "versions.json", json.dumps(listed, indent=2) + "\n")
    _write(public / "versions" / "index.html", _list(there, "en"))
    _write(public / "versions" / "ko" / "index.html", _list(there, "ko"))
    _write(public / "index.html", _redirect(f"{default}/", "Yudo"))
    _write(public / ".nojekyll", "")
    for language, prefix in PREFIX.items():
        up = "../../../" if language == "ko" else "../../"
        if prefix:
            _write(public / prefix / "index.html", _redirect(f"../{default}/{prefix}", "Yudo", language))
        for path in sorted((public / default / prefix / "r").iterdir()):
            address = f"{up}{default}/{prefix}r/{path.name}/"
            _write(public / prefix / "r" / path.name / "index.html", _redirect(address, path.name, language))


def _list(there: list[str], language: str) -> str:
    words = _WORDS[language]
    up = "../../" if language == "ko" else "../"
    items = "\n".join(
        f'<li><a href="{up}{name}/{PREFIX[language]}">{html.escape(name)}</a>: '
        f"{words['latest' if name == LATEST else 'release']}</li>"
        for name in there
    )
    other, address = ("en", "../") if language == "ko" else ("ko", "ko/")
    twin = f'<p><a href="{address}" lang="{other}" hreflang="{other}">{words["twin"]}</a></p>'
    return plain.page(words["title"], language, f"<ul>\n{items}\n</ul>\n{twin}")


def _redirect(address: str, title: str, language: str = "en") -> str:
    head = plain.canonical(address) + plain.refresh(address)
    return plain.page(title, language, f'<p><a href="{address}">{address}</a></p>', head)


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


@click.command()
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("public", type=click.Path(file_okay=False, path_type=Path))
@click.option("--version", required=True, help="latest, or the version of a release such as 0.1.0.")
def main(site: Path, public: Path, version: str) -> None:
    """Put the built SITE into the folder PUBLIC, beside the versions that are there."""
    public.mkdir(parents=True, exist_ok=True)
    try:
        publish(site, public, version)
    except VersionRefused as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"{public}: {', '.join(versions(public))}")


if __name__ == "__main__":
    main()
