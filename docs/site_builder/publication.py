"""What makes the site one to cite: cite boxes, permalinks, metadata, `records.json`, links to versions."""

from __future__ import annotations

import html
import os
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from docs.site_builder import export, metadata
from docs.site_builder.citations import citations, with_boxes
from docs.site_builder.evidence import Evidence
from docs.site_builder.permalinks import write_permalinks
from yudo.verification.citing.released import problems, read_released

_ROOT = Path(__file__).resolve().parents[2]
_VERSION = version("yudo")
_PLACEHOLDER = "<!-- released -->"
_WORDS = {
    "en": {
        "header": ("ID", "statement", "since", "state"),
        "stands": "stands",
        "restated": "replaced in {version}: {why}",
        "withdrawn": "withdrawn in {version}: {why}",
        "unreleased": "not released yet",
        "versions": "Version {version}, and all others",
    },
    "ko": {
        "header": ("ID", "명제", "실린 버전", "상태"),
        "stands": "그대로",
        "restated": "버전 {version}에서 바뀜: {why}",
        "withdrawn": "버전 {version}에서 철회됨: {why}",
        "unreleased": "아직 실리지 않음",
        "versions": "버전 {version}, 그리고 다른 모든 버전",
    },
}


class Publication:
    """One language's build, as far as it is about citing."""

    def __init__(
        self,
        records: Sequence[Mapping[str, Any]],
        evidence: Evidence | None,
        config: MkDocsConfig,
        language: str,
    ) -> None:
        self.records = records
        self.evidence = evidence
        self.language = language
        self.site_url = config.site_url or None
        self.number = os.environ.get("YUDO_SITE_VERSION")
        if self.number and not self.site_url:
            raise BuildError("a version is to be published (YUDO_SITE_VERSION): YUDO_SITE_URL must say where")
        self.released = read_released()
        self.cited = citations(records, evidence, _VERSION, self.site_url)
        wrong = problems(self.released, {cited.id: cited.statement for cited in self.cited.values()})
        if wrong:
            raise BuildError("derivations/released.json: " + "; ".join(wrong))

    @property
    def _day(self) -> date | None:
        return None if self.evidence is None else datetime.fromisoformat(self.evidence.run["date"]).date()

    def files(self, config: MkDocsConfig) -> list[File]:
        """Return `records.json` and its schema."""
        content = export.document(self.records, self.evidence, self.released, self.cited, _VERSION)
        schema = (_ROOT / export.SCHEMA_FILE).read_text(encoding="utf-8")
        return [
            File.generated(config, "records.json", content=export.written(content)),
            File.generated(config, "records.schema.json", content=schema),
        ]

    def fill(self, markdown: str) -> str:
        """Fill the placeholder for the table of everything that was ever released."""
        if _PLACEHOLDER not in markdown:
            return markdown
        return markdown.replace(_PLACEHOLDER, self._table())

    def _table(self) -> str:
        words = _WORDS[self.language]
        rows = [words["header"], ("---",) * 4]
        statements = self.released.statements()
        for identifier in dict.fromkeys([*self.cited, *statements]):
            stem = identifier.partition(".")[0]
            here = identifier in self.cited
            shown = f"[`{identifier}`](layers/{stem}.md#{identifier})" if here else f"`{identifier}`"
            known = statements.get(identifier, {})
            for statement, first in known.items():
                rows.append((shown, f"`{statement}`", first, self._state(identifier, statement)))
            if here and self.cited[identifier].statement not in known:
                rows.append((shown, f"`{self.cited[identifier].statement}`", "–", words["unreleased"]))
        return "\n".join("| " + " | ".join(row) + " |" for row in rows)

    def _state(self, identifier: str, statement: str) -> str:
        words = _WORDS[self.language]
        explained = self.released.explanation(identifier, statement)
        if explained is None:
            return words["stands"]
        return words[explained.kind].format(version=explained.version, why=explained.why[self.language])

    def finish_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Return the HTML of a finished page with cite boxes, metadata and a link to other versions."""
        up = get_relative_url(".", page.url).rstrip("/") + "/"
        output = with_boxes(output, self.cited, self.language, up)
        tags = metadata.head(
            title=str(page.title),
            description=str(page.meta.get("description", config.site_description)).strip(),
            url=page.canonical_url or None,
            language=self.language,
            version=_VERSION,
            day=self._day,
            cited=metadata.by_page(self.cited, page.file.src_uri),
            home=page.is_homepage,
        )
        output = metadata.with_head(output, tags)
        if self.number is None:
            return output
        return with_versions(output, config.copyright, self.number, self.language, up)

    def finish(self, folder: Path) -> None:
        """Write the permalinks into the finished site."""
        write_permalinks(folder, self.records, self.released, language=self.language, site_url=self.site_url)


def with_versions(output: str, copyright_line: str | None, number: str, language: str, up: str) -> str:
    """Return the HTML of a page whose last line also leads to the list of all versions.

    That list lies beside the folder of this version, as `docs/site_builder/publish.py` arranges it; `up` is
    the relative address of the language's first page.
    """
    if not copyright_line or copyright_line not in output:
        raise BuildError("mkdocs.yml: the link to other versions stands behind `copyright`, which is missing")
    address = f"{up}../../versions/ko/" if language == "ko" else f"{up}../versions/"
    words = html.escape(_WORDS[language]["versions"].format(version=number))
    return output.replace(copyright_line, f'{copyright_line} · <a href="{address}">{words}</a>', 1)
