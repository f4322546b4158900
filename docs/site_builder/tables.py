"""Markdown extension: each cell of a table knows the head of its column, for screens that are too narrow."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

_MARKUP = re.compile(r"<annotation.*?</annotation>|<[^>]*>", re.DOTALL)


class _Labels(Treeprocessor):
    md: Markdown

    def run(self, root: ElementTree.Element) -> None:
        for table in root.iter("table"):
            heads = [self._words("".join(head.itertext())) for head in table.iter("th")]
            for row in table.iter("tr"):
                for head, cell in zip(heads, row.findall("td"), strict=False):
                    cell.set("data-label", head)

    def _words(self, text: str) -> str:
        """Text with the words of what Markdown has put by for later: formulas and code."""
        put_by = self.md.htmlStash.rawHtmlBlocks
        told = HTML_PLACEHOLDER_RE.sub(
            lambda found: unescape(_MARKUP.sub("", str(put_by[int(found[1])]))), text
        )
        return told.strip()


class TablesExtension(Extension):
    """Registers the labels behind all that changes what a head says."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register them behind the formulas (7)."""
        md.treeprocessors.register(_Labels(md), "yudo-table-labels", 6)
