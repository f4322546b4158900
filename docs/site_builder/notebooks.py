"""Derivation notebooks: executed once per content, then cut into one page and one `.ipynb` per language."""

from __future__ import annotations

import asyncio
import copy
import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import jupytext
import nbformat
from mkdocs.exceptions import BuildError
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from traitlets.config import Config

from docs.site_builder.figures.attachment import attached
from docs.site_builder.languages import NAMES, label
from docs.site_builder.lesson import shortest_numpy

BILINGUAL = "application/vnd.yudo.bilingual+json"
# These no page is without; there may be others, such as figures.
SLOTS = ("implementation", "evidence")
_CELL_SECONDS = 600
_NUMPY = re.compile(r"<!-- numpy:([\w.]+) -->")
_SECTION_ENDS = "</section>"
_LECTURE_PART = re.compile('<(div|section) class="yudo-(example|mistake|exercise)"')


class NotebookError(BuildError):
    """A notebook that cannot be executed or that breaks the page format."""


def execute(paths: Iterable[Path], *, root: Path, cache: Path) -> dict[str, NotebookNode]:
    """Return the executed notebook of every percent-format file, by stem.

    `root` is the working directory of the kernels; a result in `cache` is used only if nothing
    in the notebooks' folder has changed.
    """
    paths = list(paths)
    notebooks = asyncio.run(_execute_all(paths, root, cache))
    return {path.stem: notebook for path, notebook in zip(paths, notebooks, strict=True)}


async def _execute_all(paths: list[Path], root: Path, cache: Path) -> list[NotebookNode]:
    free_kernels = asyncio.Semaphore(os.cpu_count() or 1)
    return await asyncio.gather(*(_execute_cached(path, root, cache, free_kernels) for path in paths))


def content_hash(folder: Path) -> str:
    """Return a hash of all Python files below `folder` and of the SymPy that runs them."""
    digest = hashlib.sha256(version("sympy").encode())
    for path in sorted(folder.rglob("*.py")):
        digest.update(f"\0{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


async def _execute_cached(
    path: Path, root: Path, cache: Path, free_kernels: asyncio.Semaphore
) -> NotebookNode:
    cached = cache / f"{path.stem}.{content_hash(path.parent)}.ipynb"
    if cached.exists():
        return nbformat.read(cached, as_version=4)
    notebook = jupytext.read(path, fmt="py:percent")
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    try:
        async with free_kernels:
            with client(notebook, root) as kernel:
                # What a cell prints comes as messages; a kernel's own stderr tells of its sockets as it ends.
                await kernel.async_execute(stderr=subprocess.DEVNULL)
    except CellExecutionError as error:
        raise NotebookError(f"{path.name} stops at a cell:\n{_plain(str(error))}") from None
    cache.mkdir(parents=True, exist_ok=True)
    for old in cache.glob(f"{path.stem}.*.ipynb"):
        old.unlink(missing_ok=True)
    partial = cached.with_suffix(".partial")
    nbformat.write(notebook, partial)
    partial.replace(cached)
    return notebook


@contextmanager
def client(notebook: NotebookNode, root: Path) -> Iterator[NotebookClient]:
    """Give a client that executes a notebook in a kernel with the working directory `root`.

    The two meet in files of a folder of their own: a port may be taken by another process before the kernel
    takes it, and the client would wait for an answer without end.
    """
    with TemporaryDirectory(prefix="yudo-") as folder:
        meeting = {"transport": "ipc", "connection_file": str(Path(folder) / "kernel.json")}
        yield NotebookClient(
            notebook,
            timeout=_CELL_SECONDS,
            resources={"metadata": {"path": str(root)}},
            extra_arguments=["--log-level=ERROR"],
            # ZeroMQ has nothing but ports on Windows.
            config=Config({"KernelManager": meeting} if os.name == "posix" else {}),
        )


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def page_markdown(
    stem: str,
    notebook: NotebookNode,
    language: str,
    slots: Mapping[str, str],
    codes: Mapping[str, Mapping[str, str]] | None = None,
) -> str:
    """Return the page of a notebook in one language.

    `slots` holds what replaces the slot cells, `codes` the code of formulas by their ID and its kind.
    """
    parts, filled = [], set()
    for number, cell in enumerate(notebook.cells, start=1):
        where = f"derivations/{stem}.py, cell {number}"
        if cell.cell_type == "code":
            parts += _code_cell(cell, language, where)
        elif slot := _slot(cell, where, slots):
            filled.add(slot)
            parts.append(slots[slot])
        elif cell.metadata["lang"] == language:
            parts.append(cell.source)
    if missing := set(SLOTS) - filled:
        raise NotebookError(f'derivations/{stem}.py has no cell with slot="{sorted(missing)[0]}"')
    page = "\n\n".join(parts) + "\n"
    return _NUMPY.sub(lambda place: _numpy(codes or {}, place[1]), page)


def _numpy(codes: Mapping[str, Mapping[str, str]], result: str) -> str:
    """Return the NumPy code that computes a result, as one more of its forms; empty without one."""
    code = shortest_numpy(codes, result)
    if not code:
        return ""
    code = f"```python\n{code}\n```"
    return f'<div class="yudo-form" markdown="1">\n\n**NumPy**\n\n{code}\n\n</div>'


def _slot(cell: NotebookNode, where: str, slots: Iterable[str]) -> str | None:
    """Return the slot that a Markdown cell stands for, None for prose; refuse what is neither."""
    slot = cell.metadata.get("slot")
    if slot is None and cell.metadata.get("lang") not in NAMES:
        raise NotebookError(f'{where}: a Markdown cell needs lang="ko" or lang="en", or a slot')
    if slot is not None and slot not in slots:
        raise NotebookError(f"{where}: unknown slot {slot!r}; there are {', '.join(slots)}")
    return slot


def _code_cell(cell: NotebookNode, language: str, where: str) -> list[str]:
    """Return the outputs of a code cell and, folded, its source.

    The source of what a lecture tells is left out: it is what stands there, in both languages.
    """
    parts = [_output(output, language, where) for output in cell.outputs]
    if "setup" not in cell.metadata.get("tags", []) and not any(map(_LECTURE_PART.match, parts)):
        summary = f"<summary>{label('source', language)}</summary>"
        source = (
            f'<details class="yudo-source" data-search-exclude="" markdown="1">{summary}\n\n'
            f"{_fenced(cell.source)}\n\n</details>"
        )
        if parts and parts[-1].endswith(_SECTION_ENDS):
            # In the last line of the section, beside what else is folded there.
            parts[-1] = f"{parts[-1].removesuffix(_SECTION_ENDS)}{source}\n\n{_SECTION_ENDS}"
        else:
            parts.append(source)
    return parts


def _fenced(source: str) -> str:
    """Source in a fence that is longer than those within it, as of code in the solution of an exercise.

    It is folded and has no colours, which would weigh several times as much as the code.
    """
    longest = max((len(fence) for fence in re.findall("`{3,}", source)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}text\n{source}\n{fence}"


def _output(output: NotebookNode, language: str, where: str) -> str:
    if output.output_type == "stream":
        if output.name == "stderr":
            raise NotebookError(f"{where} writes to stderr:\n{output.text}")
        return _text_block(output.text)
    data = output.data
    if BILINGUAL in data:
        return data[BILINGUAL][language]
    if "image/svg+xml" in data:
        return data["image/svg+xml"]
    if "text/latex" in data:
        # IPython's printers wrap one formula in $…$ or $$…$$; an output is displayed, so show it as a block.
        tex = data["text/latex"].strip().strip("$").replace(r"\displaystyle", "")
        return f"$$\n{tex.strip()}\n$$"
    if "text/markdown" in data:
        return data["text/markdown"]
    return _text_block(data["text/plain"])


def _text_block(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```"


def download(notebook: NotebookNode, language: str, slots: dict[str, str]) -> bytes:
    """Return the executed notebook with the prose of one language only, as the bytes of an `.ipynb`."""
    result = copy.deepcopy(notebook)
    result.cells = [cell for cell in result.cells if cell.metadata.get("lang", language) == language]
    for cell in result.cells:
        if slot := cell.metadata.get("slot"):
            cell.source = slots[slot]
            if cell.source.startswith("<figure"):
                cell.source, cell.attachments = attached(cell.source, slot.replace(":", "-"))
        for output in cell.get("outputs", []):
            bilingual = output.get("data", {}).pop(BILINGUAL, None)
            if bilingual is not None:
                output.data["text/markdown"] = bilingual[language]
    return json.dumps(result, ensure_ascii=False, indent=1).encode()
