"""British spelling in all English that a reader sees: pages, lectures, messages."""

import ast
import re

from tests.test_terms import HANGUL, ROOT, without_code

AMERICAN = re.compile(
    r"(?<![\w.#])[a-z]*(?:"
    r"(?:normal|regular|initial|recogn|optim|general|vector|summar|visual|minim|maxim|penal|standard|parametr"
    r"|factor|real|organ|emphas|character|symbol|special)iz(?:e|ing|ation)"
    r"|analyz|(?:col|neighb|behavi|fav)or|center|labeled|labeling|modeled|modeling|canceled|canceling"
    r")[a-z]*\b(?!_)|\b(?:gray|catalog|toward)\b",
    re.IGNORECASE,
)
TEXTS = ("Text", "_Label", "Term")
NAMES = re.compile(r"^- [A-Z]\. .*$|\[[^\]]*\]\(http[^)]*\)|Deep Learning Specialization", re.MULTILINE)
"""Titles of papers and books keep their spelling."""


def constants(path):
    """The English of a module's texts in two languages, with keys and addresses."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TEXTS:
            texts = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
            yield from (text for text in texts if isinstance(text, str) and not HANGUL.search(text))


def cells(path):
    """The English cells of a notebook."""
    found = re.findall(r'^# %% \[markdown\] lang="en"\n((?:#.*\n)*)', path.read_text(encoding="utf-8"), re.M)
    return [re.sub(r"^# ?", "", cell, flags=re.M) for cell in found]


def english():
    """All English prose by the file that has it."""
    texts = {
        path: [path.read_text(encoding="utf-8")]
        for path in (*(ROOT / "docs" / "en").rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md")
    }
    for folder in ("derivations", "docs", "verification", "benchmarks"):
        for path in (ROOT / folder).rglob("*.py"):
            texts[path] = [*constants(path), *cells(path)]
    return {path: [NAMES.sub(" ", without_code(text)) for text in found] for path, found in texts.items()}


def test_english_is_spelt_in_one_way():
    texts = english()
    assert sum(map(len, texts.values())) > 1000
    found = [
        f"{path.relative_to(ROOT)}: {word[0]}"
        for path, several in texts.items()
        for text in several
        for word in AMERICAN.finditer(text)
    ]
    assert found == []


def test_one_differentiates_with_respect_to_something_and_a_percent_sign_follows_its_number():
    wrong = re.compile(r"\b(?:derivative|gradients?)\b(?: of [a-z]+ [a-z]+)? by the\b|\d %")
    texts = english()
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path, several in texts.items()
        for text in several
        for match in wrong.finditer(text)
    ]
    assert found == []


def test_both_spellings_are_told_apart():
    pairs = (("normalisation", "normalization"), ("neighbour", "neighbor"), ("grey", "gray"))
    for british, american in pairs:
        assert AMERICAN.fullmatch(american)
        assert not AMERICAN.search(british)
