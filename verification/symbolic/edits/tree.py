"""The tree of a function: where its expressions and statements stand, and how they are exchanged."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from yudo.derivations.calculus.text import Text

_LONGEST = 60
"""Characters of code that still read well within a sentence."""
REDUCTIONS = frozenset(["sum", "mean", "max", "min", "std", "var", "prod", "any", "all", "argmax"])
_PRODUCTS = frozenset(["dot", "matmul"])


@dataclass(frozen=True)
class Edit:
    """One change: what was wrong, where, and how the place reads before and after.

    ``before`` is empty where something is put after the line, ``after`` where the change is no expression.
    """

    key: str
    what: Text
    line: int
    before: str
    after: str

    def told(self, quantities: Sequence[str], factor: str = "") -> Text:
        """The mistake in a sentence, and what is right once it is mended, or right but for a factor."""
        names = ", ".join(f"`{one}`" for one in quantities)
        are = "is" if len(quantities) == 1 else "are"
        ko, en = f"{names}의 값이 맞다", f"{names} {are} right"
        if factor:
            ko = f"{names}는 옳은 값의 {factor}배다. 그러니 곱한 인수도 틀렸다"
            en = f"{names} {are} {factor} times the correct value, so that this factor is wrong, too"
        if not self.before:
            return Text(
                f"{self.line}행: {self.what.ko}. 그 뒤에 `{self.after}`가 있으면 {ko}",
                f"line {self.line}: {self.what.en}; with `{self.after}` after it, {en}",
            )
        if not self.after:
            return Text(
                f"{self.line}행: {self.what.ko}. 이것을 고치면 {ko}",
                f"line {self.line}: {self.what.en}; once that is mended, {en}",
            )
        return Text(
            f"{self.line}행: {self.what.ko}. `{self.before}` 대신 `{self.after}`이면 {ko}",
            f"line {self.line}: {self.what.en}; with `{self.after}` in the place of `{self.before}`, {en}",
        )


class Place:
    """Where an expression stands: it can be replaced there."""

    def __init__(self, parent: ast.AST, name: str, index: int | None, statement: ast.stmt):
        self._parent, self._name, self._index = parent, name, index
        self.statement = statement
        self.node: ast.expr = self._read()

    def _read(self) -> ast.expr:
        value = getattr(self._parent, self._name)
        return value if self._index is None else value[self._index]  # type: ignore[no-any-return]

    def put(self, node: ast.expr) -> None:
        """Let another expression stand here."""
        if self._index is None:
            setattr(self._parent, self._name, node)
        else:
            getattr(self._parent, self._name)[self._index] = node

    def changed(self, key: str, what: Text, node: ast.expr) -> Iterator[Edit]:
        """The edit that puts another expression here."""
        before, after = text_of(self.node), text_of(node)
        if not hasattr(node, "lineno"):
            ast.fix_missing_locations(ast.copy_location(node, self.node))
        self.put(node)
        try:
            yield Edit(key, what, self.statement.lineno, before, after)
        finally:
            self.put(self.node)


class Scope:
    """The names that a function has to choose from."""

    def __init__(self, tree: ast.FunctionDef, attributes: Collection[str], numpy: str):
        given = [one.arg for one in (*tree.args.posonlyargs, *tree.args.args, *tree.args.kwonlyargs)]
        stored = [
            one.id for one in ast.walk(tree) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
        ]
        self.given = given
        self.me = given[0] if given and given[0] in ("self", "cls") else None
        self.names = [one for one in dict.fromkeys([*given, *stored]) if one != self.me]
        self.attributes = list(attributes) if self.me else []
        self.numpy = numpy

    def values(self) -> Iterator[ast.expr]:
        """All of them as expressions."""
        yield from (ast.Name(name, ast.Load()) for name in self.names)
        for name in self.attributes:
            yield ast.Attribute(ast.Name(self.me or "self", ast.Load()), name, ast.Load())

    def call(self, function: str, *arguments: ast.expr, **options: object) -> ast.expr:
        """A call of a function of NumPy."""
        keywords = [ast.keyword(name, ast.Constant(value)) for name, value in options.items()]  # type: ignore[arg-type]
        reached: ast.expr = ast.Name(self.numpy, ast.Load())
        for part in function.split("."):
            reached = ast.Attribute(reached, part, ast.Load())
        return ast.Call(reached, list(arguments), keywords)


def statements(tree: ast.AST) -> Iterator[ast.stmt]:
    """The statements of a function, without those of functions within it."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.stmt):
            yield child
        if not isinstance(child, (ast.FunctionDef, ast.ClassDef, ast.Lambda)):
            yield from statements(child)


def in_blocks(tree: ast.AST) -> list[tuple[list[ast.stmt], int, ast.stmt]]:
    """Every statement with the list that it stands in."""
    found = []
    for node in ast.walk(tree):
        for name in ("body", "orelse"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                found += [(block, index, one) for index, one in enumerate(block)]
    return found


def places(tree: ast.AST) -> list[Place]:
    """Where expressions stand whose value is used; functions that are called are none."""
    return [place for statement in statements(tree) for place in places_of(statement)]


def places_of(statement: ast.stmt) -> Iterator[Place]:
    """Where expressions stand in a statement, without those of statements within it."""
    yield from places_within(statement, statement)


def places_within(parent: ast.AST, statement: ast.stmt) -> Iterator[Place]:
    """Where expressions stand below a node."""
    for name, value in ast.iter_fields(parent):
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.keyword):
                yield from places_within(child, statement)
            if not isinstance(child, (ast.expr, ast.comprehension)) or isinstance(child, ast.Lambda):
                continue
            if isinstance(parent, ast.Call) and name == "func":  # a method's object is a value
                if isinstance(child, ast.Attribute):
                    yield from places_within(child, statement)
                continue
            read = isinstance(getattr(child, "ctx", None), (ast.Load, type(None)))
            if isinstance(child, ast.expr) and read and not isinstance(child, (ast.Slice, ast.Starred)):
                yield Place(parent, name, index, statement)
            yield from places_within(child, statement)


def text_of(node: ast.AST) -> str:
    """The text of a node, cut where it is too long."""
    text = ast.unparse(node)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def name_called(node: ast.AST) -> str | None:
    """The name of the function or the method that is called."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr
    return None


def copy_of(node: ast.expr) -> ast.expr:
    """A copy of an expression."""
    return deepcopy(node)


def loaded(node: ast.expr) -> ast.expr:
    """A copy of an expression that is read, not written to."""
    made = copy_of(node)
    for part in ast.walk(made):
        if hasattr(part, "ctx"):
            part.ctx = ast.Load()
    return made


def times(left: ast.expr, right: ast.expr) -> ast.expr:
    """A product."""
    return ast.BinOp(left, ast.Mult(), right)


def factors_of(node: ast.AST) -> tuple[ast.expr, ast.expr] | None:
    """The factors of a matrix product."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        return node.left, node.right
    if isinstance(node, ast.Call) and name_called(node) in _PRODUCTS and not node.keywords:
        if len(node.args) == 2:
            return node.args[0], node.args[1]
        assert isinstance(node.func, ast.Attribute)
        if len(node.args) == 1:
            return node.func.value, node.args[0]
    return None


def results(tree: ast.AST) -> Iterator[Place]:
    """What is assigned or returned, and what is multiplied: there a factor may be missing."""
    for place in places(tree):
        statement = place.statement
        whole = place.node in _values_of(statement)
        if whole and not isinstance(place.node, (ast.Tuple, ast.Constant)):
            yield place
    for outer in places(tree):
        parts = parts_of(outer.node)
        yield from (place for place in places_within(outer.node, outer.statement) if place.node in parts)


def parts_of(node: ast.expr) -> Sequence[ast.expr]:
    """The factors of a matrix product, the terms of a sum, and what a reduction runs over."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        return node.left, node.right
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in REDUCTIONS:
        return *node.args[:1], node.func.value  # ``np.sum(a, axis=0)`` and ``a.sum(axis=0)``
    return factors_of(node) or ()


def _values_of(statement: ast.stmt) -> list[ast.expr]:
    value = getattr(statement, "value", None)
    if not isinstance(statement, (ast.Assign, ast.AugAssign, ast.Return)) or value is None:
        return []
    parts = (
        value.elts if isinstance(value, ast.Tuple) else value.values if isinstance(value, ast.Dict) else []
    )
    return [value, *parts]
