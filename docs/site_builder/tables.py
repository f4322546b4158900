"""Markdown extension: each cell of a table knows the head of its column, for screens that are too narrow."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

# What Markdown has put by for later: formulas and raw HTML.
_PUT_BY = re.compile("\x02[^\x03]*\x03")


class _Labels(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        for table in root.iter("table"):
            heads = [_PUT_BY.sub("", "".join(head.itertext())).strip() for head in table.iter("th")]
            for row in table.iter("tr"):
                for head, cell in zip(heads, row.findall("td"), strict=False):
                    cell.set("data-label", head)


class TablesExtension(Extension):
    """Registers the labels behind all that changes what a head says."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register them behind the formulas (7)."""
        md.treeprocessors.register(_Labels(md), "yudo-table-labels", 6)
