"""Statements that overwrite, stand in the wrong place, come too early or are missing."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.edits.tree import Edit, Scope, in_blocks, loaded, text_of


def overwriting(tree: ast.FunctionDef, scope: Scope) -> Iterator[Edit]:
    """An assignment to a part of an array that ought to add, and an addition that loses repeated places."""
    for block, index, statement in in_blocks(tree):
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript):
            what = Text("`=`가 앞에서 더한 값을 덮어쓴다", "`=` overwrites what was added before")
            added: ast.stmt = ast.AugAssign(statement.targets[0], ast.Add(), statement.value)
            yield from _exchanged(block, index, [added], "overwrites", what)
        if isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Add):
            what = Text("`+=`가 아니라 `=`이어야 한다", "`=` is meant, not `+=`")
            assigned: ast.stmt = ast.Assign([statement.target], statement.value)
            yield from _exchanged(block, index, [assigned], "adds-up", what)
        target = (
            statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
        )
        if isinstance(statement, (ast.Assign, ast.AugAssign)) and isinstance(target, ast.Subscript):
            what = Text(
                "같은 첨자가 되풀이되면 마지막 것만 남는다",
                "of an index that is repeated only the last counts",
            )
            at = scope.call("add.at", loaded(target.value), loaded(target.slice), statement.value)
            yield from _exchanged(block, index, [ast.Expr(at)], "repeated-index", what)


def _exchanged(
    block: list[ast.stmt], index: int, made: Sequence[ast.stmt], key: str, what: Text
) -> Iterator[Edit]:
    statement = block[index]
    for one in made:
        ast.copy_location(one, statement)
    block[index : index + 1] = made
    try:
        yield Edit(key, what, statement.lineno, text_of(statement), text_of(made[0]))
    finally:
        block[index : index + len(made)] = [statement]


def indented(tree: ast.FunctionDef, scope: Scope) -> Iterator[Edit]:
    """The last statement of a loop that ought to stand behind it."""
    returns = Text(
        "`return`이 반복문 안에 있어 첫 번째 반복에서 끝난다",
        "`return` stands within the loop and ends it after its first run",
    )
    runs = Text(
        "반복문 안에 있어 반복할 때마다 실행된다",
        "it stands within the loop and runs each time; behind the loop is meant",
    )
    for block, index, loop in in_blocks(tree):
        if not isinstance(loop, (ast.For, ast.While)) or len(loop.body) < 2:
            continue
        last = loop.body.pop()
        block.insert(index + 1, last)
        what = returns if isinstance(last, ast.Return) else runs
        try:
            yield Edit("indented", what, last.lineno, text_of(last), "")
        finally:
            block.remove(last)
            loop.body.append(last)


def early_changes(tree: ast.FunctionDef, scope: Scope) -> Iterator[Edit]:
    """A value that is changed before it is used for the last time."""
    what = Text("값을 쓰기 전에 바꾼다", "a value is changed before it is used")
    for block, index, statement in in_blocks(tree):
        for later in range(index + 1, len(block)):
            used = block[later]
            if not isinstance(used, (ast.Assign, ast.AugAssign, ast.Return)) or used.value is None:
                continue
            if not _sets_what_is_read(statement, used):
                continue
            value, kept = used.value, ast.Name("_kept", ast.Load())
            first = ast.copy_location(ast.Assign([ast.Name("_kept", ast.Store())], value), statement)
            block.insert(index, first)
            used.value = kept
            try:
                yield Edit("changed-too-early", what, statement.lineno, text_of(statement), "")
            finally:
                used.value = value
                block.remove(first)


def _sets_what_is_read(statement: ast.stmt, used: ast.stmt) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    if not isinstance(statement, (ast.Assign, ast.AugAssign)) or any(one is None for one in targets):
        return False
    stored = {ast.unparse(one) for target in targets if target is not None for one in _names_in(target)}
    value = getattr(used, "value", None)
    return value is not None and bool(stored & {ast.unparse(one) for one in _names_in(value)})


def _names_in(node: ast.AST) -> Iterator[ast.AST]:
    return (one for one in ast.walk(node) if isinstance(one, (ast.Name, ast.Attribute)))


def missing_statements(tree: ast.FunctionDef, scope: Scope) -> Iterator[Edit]:
    """What is added at one place and not taken away at another, as at the right class of a margin loss."""
    opposite = Text(
        "한쪽에만 더하고 다른 쪽에서 빼지 않았다", "added at one place, and not subtracted at the other"
    )
    labels = Text(
        "정답 자리에서 그 행의 합을 빼지 않았다",
        "the sum of its row is not subtracted at the label of each row",
    )
    indices = _indices(tree)
    for block, place, statement in in_blocks(tree):
        target = getattr(statement, "target", None)
        if isinstance(statement, ast.AugAssign) and isinstance(target, ast.Subscript):
            if not isinstance(statement.op, (ast.Add, ast.Sub)):
                continue
            operator = ast.Sub() if isinstance(statement.op, ast.Add) else ast.Add()
            for index in indices:
                for other in _with_another_index(target, index):
                    more: ast.stmt = ast.AugAssign(other, operator, statement.value)
                    yield from _inserted(block, place + 1, more, "not-subtracted", opposite)
        assigned = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if isinstance(assigned, ast.Name):
            array = ast.Name(assigned.id, ast.Load())
            for index in indices:
                if isinstance(index, ast.Tuple):
                    at = ast.Subscript(array, index, ast.Store())
                    more = ast.AugAssign(at, ast.Sub(), scope.call("sum", array, axis=1))
                    yield from _inserted(block, place + 1, more, "not-subtracted", labels)


def _indices(tree: ast.AST) -> list[ast.expr]:
    """What a function takes for an index somewhere, without slices."""
    found = {
        ast.unparse(part): part
        for one in ast.walk(tree)
        if isinstance(one, ast.Subscript)
        for part in (one.slice, *(one.slice.elts if isinstance(one.slice, ast.Tuple) else ()))
        if not isinstance(part, (ast.Constant, ast.Slice))
        and not any(isinstance(inner, ast.Slice) for inner in ast.walk(part))
    }
    return [loaded(one) for one in found.values()]


def _with_another_index(target: ast.Subscript, index: ast.expr) -> Iterator[ast.Subscript]:
    """The same array at places of which one index is another."""
    parts = target.slice.elts if isinstance(target.slice, ast.Tuple) else [target.slice]
    for place, part in enumerate(parts):
        if isinstance(part, ast.Slice) or ast.unparse(part) == ast.unparse(index):
            continue
        made = [index if at == place else one for at, one in enumerate(parts)]
        yield ast.Subscript(
            target.value, made[0] if len(made) == 1 else ast.Tuple(made, ast.Load()), ast.Store()
        )


def _inserted(block: list[ast.stmt], index: int, made: ast.stmt, key: str, what: Text) -> Iterator[Edit]:
    before = block[index - 1]
    ast.copy_location(made, before)
    block.insert(index, made)
    try:
        yield Edit(key, what, before.lineno, "", text_of(made))
    finally:
        block.remove(made)
