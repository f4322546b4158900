"""The implementation as it stands in `impl/`: each function under its own anchor."""

from __future__ import annotations

import ast
from pathlib import Path


def definitions(source: str) -> list[tuple[str, str]]:
    """Return (name, source text) of every function and class of a module, in order."""
    lines = source.splitlines()
    found = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            found.append((node.name, "\n".join(lines[first - 1 : node.end_lineno])))
    return found


def implementation_markdown(path: Path) -> str:
    """Return the functions of `path` as highlighted code blocks whose anchors are impl.NAME."""
    blocks = []
    for name, text in definitions(path.read_text(encoding="utf-8")):
        title = "" if blocks else f' title="{path.parent.name}/{path.name}"'
        fence = f"```python{title}\n{text}\n```"
        blocks.append(f'<div class="yudo-code" id="impl.{name}" markdown="1">\n\n{fence}\n\n</div>')
    return "\n\n".join(blocks)
