"""The events of an MkDocs build: generated pages go in, a second language and a math font come out.

English is the site that `mkdocs.yml` describes; when it is built, the same is done once more for Korean with
`docs/ko.yml`, into the folder `ko/` of the finished site. So one command builds and one command serves both.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from docs.playground.page import Playground
from docs.site_builder import (
    accuracy,
    assignments,
    benchmarks,
    cheat_sheet,
    check_example,
    glossary,
    lesson,
    living,
    notation,
    quiz,
    search,
    trace,
)
from docs.site_builder.code import implementation_html, implementation_markdown
from docs.site_builder.evidence import (
    Evidence,
    badge,
    evidence_excerpt,
    evidence_markdown,
    read_evidence,
    verdict,
)
from docs.site_builder.figures import digits, gallery, numbers
from docs.site_builder.figures.facts import read_facts
from docs.site_builder.figures.results import ResultsPage
from docs.site_builder.formula_codes import read_formula_codes
from docs.site_builder.freshness import checked
from docs.site_builder.languages import NAMES, PREFIX, label, twin_url
from docs.site_builder.links import check_links
from docs.site_builder.mathfont import write_math_font
from docs.site_builder.mathml import FormulaRenderer, MathmlExtension
from docs.site_builder.notebooks import download, execute, page_markdown
from docs.site_builder.publication import Publication
from docs.site_builder.records import read_records
from docs.site_builder.side_by_side import read_side_by_side
from docs.site_builder.tables import TablesExtension

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / "build" / "site-cache"
EVIDENCE = ROOT / "evidence" / "verify.json"
BENCHMARKS = ROOT / "evidence" / "benchmarks.json"
FONT = "assets/fonts/yudo-math.woff2"
READERS: tuple[Callable[[Path, Path], Any], ...] = (
    accuracy.read_accuracy,
    read_side_by_side,
    read_formula_codes,
    read_records,
    read_facts,
    living.read_living,
    notation.read_notation,
)
"""What reads the code, each in a process of its own: they run side by side, those first that take longest."""
_TWIN = {language: f"#twin-{language}" for language in NAMES}
_EXCERPT = re.compile(r"<!-- evidence:([\w. ]+) -->")


class Site:
    """One build of one language."""

    def __init__(self, language: str, config: MkDocsConfig) -> None:
        self.language = language
        with ThreadPoolExecutor(os.cpu_count()) as workers:
            read = workers.map(lambda reader: reader(ROOT, CACHE), READERS)
        _, self.side_by_side, self.codes, self.records, self.facts, self.living, _ = read
        self.renderer = FormulaRenderer(self.codes)
        shown = EVIDENCE.relative_to(ROOT).as_posix()
        found = read_evidence(EVIDENCE)
        self.evidence: Evidence | None = checked(found, ROOT, shown=shown, strict=config.strict)
        self.repository = (config.repo_url or "").rstrip("/")
        self.publication = Publication(self.records, self.evidence, config, language)
        titles = {record["stem"]: record["title"][language] for record in self.records}
        self.playground = Playground(ROOT, CACHE, language, titles)

    def nav(self) -> list[dict[str, Any]]:
        """Return the navigation in groups; the layers come from the derivations, by parts of the course."""

        def named(*pages: str) -> list[dict[str, Any]]:
            return [{label(f"{page} page", self.language): f"{page}.md"} for page in pages]

        parts = [
            {
                part[self.language]: [
                    {record["title"][self.language]: f"layers/{record['stem']}.md"} for record in records
                ]
            }
            for part, records in self._parts()
        ]
        groups = {
            "learn": [*parts, *named("digits")],
            "check": named("playground", "check", "derive", "grade", "run"),
            "look up": named("assignments", "results", "cheat-sheet", "notation", "glossary", "cite"),
            "trust": named("verified", "proof", "not-proved", "accuracy", "benchmarks"),
        }
        return [
            {label("home", self.language): "index.md"},
            *({label(f"{group} group", self.language): pages} for group, pages in groups.items()),
        ]

    def _parts(self) -> Iterator[tuple[dict[str, str], Iterator[dict[str, Any]]]]:
        """Yield the parts of the course, with the records of their layers."""
        return groupby(self.records, key=lambda record: record["part"])

    def generated_files(self, config: MkDocsConfig) -> list[File]:
        """Return the layers' pages and their notebooks."""
        paths = [ROOT / "derivations" / f"{record['stem']}.py" for record in self.records]
        notebooks = execute(paths, root=ROOT, cache=CACHE)
        files = []
        sources = {
            record["stem"]: (ROOT / "impl" / f"{record['stem']}.py").read_text(encoding="utf-8")
            for record in self.records
        }
        for record in self.records:
            stem = record["stem"]
            source = ROOT / "impl" / f"{stem}.py"
            slots = {
                "implementation": implementation_html(
                    source, self.side_by_side[stem], self.renderer, self.language
                ),
                **self.facts.slots(stem, self.language),
                **gallery.slots(self.language),
                "evidence": evidence_markdown(self.evidence, stem, record["results"], self.language),
            }
            page = page_markdown(stem, notebooks[stem], self.language, slots, self.codes)
            page = living.fill(page, self.living.get(stem), self.renderer, self.language)
            questions = quiz.of_code(record, self.codes, sources[stem], self.language)
            page = quiz.with_questions(page, questions, self.language)
            heading, _, lecture = page.partition("\n")
            opening = f"{self._front_matter(record)}{heading}\n\n"
            opening += lesson.opening(self.records, stem, self.codes, self.language)
            opening += quiz.recall(self.records, stem, self.codes, sources, self.language)
            onward = lesson.onward(self.records, stem, self.language)
            content = opening + lecture + closing(stem, self.language, self.repository, onward)
            files.append(File.generated(config, f"layers/{stem}.md", content=content))
            slots["implementation"] = implementation_markdown(source)
            ipynb = download(notebooks[stem], self.language, slots)
            files.append(File.generated(config, f"notebooks/{stem}.ipynb", content=ipynb))
        return files + self.publication.files(config) + self.playground.files(config)

    def _front_matter(self, record: dict[str, Any]) -> str:
        title, summary = record["title"][self.language], record["summary"][self.language]
        # A lecture is found before pages that only mention its subject, and before later lectures.
        boost = round(3 - self.records.index(record) / len(self.records), 3)
        found = f"search:\n  boost: {boost}\n"
        return f'---\ntitle: "{title}"\ndescription: >-\n  {_plain(summary)}\n{found}---\n\n'

    def layer_overview(self) -> str:
        """Return all layers, their results and where each stands, for the home page."""
        return "\n\n".join(
            f'### {part[self.language]} {{#{part["anchor"]}}}\n\n<div class="yudo-layers" markdown="1">\n\n'
            + "\n\n".join(map(self._overview, records))
            + "\n\n</div>"
            for part, records in self._parts()
        )

    def _overview(self, record: dict[str, Any]) -> str:
        page = f"layers/{record['stem']}.md"
        title, summary = record["title"][self.language], record["summary"][self.language]
        results = " ".join(self._status_link(page, result) for result in record["results"])
        return f'<div markdown="1">\n\n**[{title}]({page})**\n<br>{summary}\n\n{results}\n\n</div>'

    def _status_link(self, page: str, result: dict[str, Any]) -> str:
        """Return a link to a result that shows where it stands."""
        state = verdict(self.evidence, result["id"], result["statement"])
        name, title = result["id"].split(".", 1)[1], label(f"{state}.verdict", self.language)
        attributes = f'{{ .yudo-status .yudo-status--{state} title="{title}" }}'
        return f"[`{name}`]({page}#{result['id']}){attributes}"

    def excerpt(self, identifiers: Sequence[str]) -> str:
        """Return what the last run found of some results; KeyError for an ID that there is not."""
        results = {result["id"]: result for record in self.records for result in record["results"]}
        return evidence_excerpt(self.evidence, [results[name] for name in identifiers], self.language)

    def legend(self) -> str:
        """Return the verdicts that occur, as their badges."""
        states = (
            verdict(self.evidence, result["id"], result["statement"])
            for record in self.records
            for result in record["results"]
        )
        return " ".join(badge(state, self.language) for state in dict.fromkeys(states))


def closing(stem: str, language: str, repository: str, onward: str = "") -> str:
    """Return the last lines of a layer's page: the way on, the notebook, and where to report an error.

    `repository` is the address of the repository, ``""`` where it is not known.
    """
    lines = [onward] if onward else []
    lines += [
        f'[{label("download", language)}](../notebooks/{stem}.ipynb){{ download="{stem}.{language}.ipynb" }}'
    ]
    if repository:
        title = urlencode({"title": f"{stem}: "})
        lines.append(f"[{label('report', language)}]({repository}/issues/new?{title})")
    return '\n<div class="yudo-closing" markdown="1">\n\n' + "\n\n".join(lines) + "\n\n</div>\n"


def _plain(text: str) -> str:
    """Return a summary without the marks of Markdown and TeX, for a meta tag."""
    return text.replace("`", "").replace("$", "").replace("\n", " ")


_site: dict[str, Site] = {}


def _language(config: MkDocsConfig) -> str:
    return config.theme["language"]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Start the build of a language: its navigation and the math extension."""
    language = _language(config)
    site = _site[language] = Site(language, config)
    config.nav = site.nav()
    config.markdown_extensions += [MathmlExtension(site.renderer), TablesExtension()]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages and the notebooks to download."""
    for file in _site[_language(config)].generated_files(config):
        files.append(file)
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill the placeholders of hand-written pages with what is generated."""
    site = _site[_language(config)]
    site.renderer.begin(_source(page, site.language))
    if "<!-- layers -->" in markdown:
        markdown = markdown.replace("<!-- layers -->", site.layer_overview())
        markdown = markdown.replace("<!-- legend -->", site.legend())
    markdown = _EXCERPT.sub(lambda match: site.excerpt(match[1].split()), markdown)
    markdown = gallery.fill(markdown, site.language)
    markdown = _results(site, page).fill(markdown)
    markdown = numbers.fill(markdown, ROOT, site.evidence, site.language)
    markdown = cheat_sheet.fill(markdown, site.records, site.codes, site.language)
    markdown = assignments.fill(markdown, site.records, site.language)
    markdown = glossary.fill(markdown, site.language)
    markdown = notation.fill(markdown, site.language, root=ROOT, cache=CACHE)
    if "<!-- digits:" in markdown:
        markdown = digits.fill(markdown, site.language)
    markdown = accuracy.fill(markdown, site.language, evidence=site.evidence, root=ROOT, cache=CACHE)
    markdown = benchmarks.fill(markdown, BENCHMARKS, site.language)
    markdown = check_example.fill(markdown, site.language, root=ROOT, cache=CACHE)
    if "<!-- trace:" in markdown:
        markdown = trace.fill(markdown, site.language, root=ROOT, cache=CACHE)
    return site.publication.fill(markdown)


def _results(site: Site, page: Page) -> ResultsPage:
    def address(stem: str) -> str:
        return get_relative_url(f"layers/{stem}/", page.url)

    return ResultsPage(site.records, site.facts, site.evidence, site.language, address)


def _source(page: Page, language: str) -> str:
    """Return the file that a page is written in, for messages."""
    uri = Path(page.file.src_uri)
    return f"derivations/{uri.stem}.py" if uri.parent.name == "layers" else f"docs/{language}/{uri}"


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    """Give the theme's language switch a link per language, to be filled in when the page is finished."""
    config.extra["alternate"] = [
        {"name": name, "lang": there, "link": _TWIN[there]} for there, name in NAMES.items()
    ]
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Lead the language switch to the twin of this very page.

    Not before, because MkDocs' own filter cannot express a link that leaves the folder of a language.
    """
    for there, mark in _TWIN.items():
        link = twin_url(page.url, here=_language(config), there=there)
        output = output.replace(f'href="{mark}"', f'href="{link}"')
    site = _site[_language(config)]
    return site.playground.finish(site.publication.finish_page(output, page, config), page.url)


def on_pre_template(template: Any, template_name: str, config: MkDocsConfig) -> Any:
    """Offer no language switch where there is no twin: on the 404 page."""
    config.extra["alternate"] = None
    return template


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """Let the 404 page, which may stand at any address, link to its own language also without a site URL."""
    if template_name == "404.html" and not config.site_url:
        context["base_url"] = "/" + PREFIX[_language(config)].rstrip("/")
    return context


_COMMENTS = {
    "stylesheets/*.css": re.compile(r"/\*.*?\*/\s*", re.DOTALL),
    "javascripts/**/yudo*.js": re.compile(r"^\s*//.*\n", re.MULTILINE),
}
"""Of our style sheets and scripts: for those who change them, and no part of what travels."""


def on_post_build(config: MkDocsConfig) -> None:
    """Write the math font, lighten our assets; after English, check twins, build Korean, check links."""
    site = _site[_language(config)]
    for names, comment in _COMMENTS.items():
        for asset in (Path(config.site_dir) / "assets").glob(names):
            if not asset.name.endswith(".min.css"):
                asset.write_text(comment.sub("", asset.read_text(encoding="utf-8")), encoding="utf-8")
    write_math_font(site.renderer.characters, Path(config.site_dir) / FONT)
    search.add_results(Path(config.site_dir) / search.INDEX, site.records, site.language)
    site.publication.finish(Path(config.site_dir))
    if site.language == "en":
        _build_korean(config)
        check_links(Path(config.site_dir))


def _build_korean(config: MkDocsConfig) -> None:
    korean = load_config(
        str(ROOT / "docs" / "ko.yml"),
        site_dir=os.path.join(config.site_dir, PREFIX["ko"].rstrip("/")),
        strict=config.strict,
        site_url=config.site_url and config.site_url.rstrip("/") + "/" + PREFIX["ko"],
    )
    missing = _pages(Path(config.docs_dir)) ^ _pages(Path(korean.docs_dir))
    if missing:
        raise BuildError(f"pages without their twin in the other language: {', '.join(sorted(missing))}")
    korean.plugins.on_startup(command="build", dirty=False)
    build(korean)


def _pages(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.md")}


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Rebuild when any source of the site changes, not only the English pages."""
    for name in ("docs", "derivations", "impl", "verification", "evidence"):
        if (ROOT / name).is_dir():
            server.watch(str(ROOT / name))
    return server
