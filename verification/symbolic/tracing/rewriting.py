"""Functions with loops and branches, rewritten so that `symbolic.tracing.loops` can summarise these.

Only the syntax changes, and only where sizes or conditions turn out to be symbolic does the meaning go beyond
Python's. A function is rewritten if its source compiles to the very code that it has; else it is left alone.
"""

from __future__ import annotations

import ast
import linecache
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from types import CodeType, FunctionType
from typing import Any

from yudo.verification.symbolic.arrays.sequences import TracedDict, TracedList
from yudo.verification.symbolic.tracing import loops, writing
from yudo.verification.symbolic.tracing.snapshot import ABSENT

_PREFIX = "_yudo_"
HELPERS = {
    f"{_PREFIX}{name}": value
    for name, value in {
        "Loop": loops.Loop,
        "Branch": loops.Branch,
        "choice": loops.choice,
        "collected": loops.collected,
        "unzipped": loops.unzipped,
        "negated": loops.negated,
        "both": loops.both,
        "either": loops.either,
        "stop": loops.stop,
        "left": loops.left,
        "unless_unknown": loops.unless_unknown,
        "asserted": loops.asserted,
        "written": writing.written,
        "caught": writing.caught,
        "same": writing.same,
        "filled": writing.filled,
        "List": TracedList,
        "Dict": TracedDict,
        "absent": ABSENT,
    }.items()
}
"""What rewritten code calls, for its builtins."""
_ATTRIBUTE = "attribute"
ATTRIBUTE = _PREFIX + _ATTRIBUTE
"""What it asks for ``value.__name__`` and its like: it must not learn that it is traced."""

_Function = ast.FunctionDef | ast.Lambda
_REWRITTEN = (ast.For, ast.If, ast.IfExp, ast.ListComp, ast.GeneratorExp, ast.Assert, ast.JoinedStr, ast.Try)
_VALUE, _TEMPLATE = f"{_PREFIX}value", f"{_PREFIX}template"
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_NOT_READ = (ast.Yield, ast.YieldFrom, ast.Await, ast.AsyncFor, ast.AsyncWith)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def rewritten(function: FunctionType) -> CodeType | None:
    """The function's code with loops and branches that can be summarised; None if it has none.

    Its free variables are those of the function, in another order perhaps.
    """
    code = function.__code__
    return _rewritten(code, code.co_filename, *_sources(code, function.__globals__))


@lru_cache(maxsize=512)
def _rewritten(code: CodeType, file: str, tree: ast.Module | None, text: str) -> CodeType | None:
    """As `rewritten`; ``file`` tells codes apart that compare equal though they are of different files."""
    for node, imports in _candidates(code, tree, text):
        made = _compiled(_copied(node), code, imports)
        if made is None or not _same(made, code):
            continue
        if not any(
            isinstance(part, _REWRITTEN)
            or _prints(part)
            or _template(part)
            or _introspects(part)
            or _identifies(part)
            for part in _own_parts(node)
        ):
            return None
        if any(isinstance(part, _NOT_READ) for part in _own_parts(node)):
            return None
        return _compiled(_Rewriter().function(_copied(node)), code, [])
    return None


@dataclass(frozen=True)
class Source:
    """What a function is made of: a copy of its tree, free to be changed, and how that is compiled again."""

    tree: ast.FunctionDef
    _code: CodeType
    _imports: list[ast.stmt]

    @classmethod
    def of(cls, function: FunctionType) -> Source | None:
        """The source of a function; None if it is not at hand, or is not what the function was made of."""
        code = function.__code__
        for node, imports in _candidates(code, *_sources(code, function.__globals__)):
            made = _compiled(_copied(node), code, imports)
            if isinstance(node, ast.FunctionDef) and made is not None and _same(made, code):
                return cls(_copied(node), code, imports)
        return None

    def compiled(self) -> CodeType | None:
        """Code of the tree as it is now, in the place of the function's own; None if it cannot be that."""
        made = _compiled(self.tree, self._code, self._imports)
        return made if made is not None and made.co_freevars == self._code.co_freevars else None


# -- finding the source ----------------------------------------------------------------------------------

_trees: dict[str, ast.Module] = {}


def remember(file: str, tree: ast.Module) -> None:
    """Take a tree for what the functions of a file are made of, instead of its text.

    Python 2, say, is no text that Python reads, and names may have been replaced on loading.
    """
    _trees[file] = tree


@lru_cache(maxsize=64)
def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return None


def _sources(code: CodeType, names: dict[str, Any]) -> tuple[ast.Module | None, str]:
    """The tree that was remembered of the file of some code, and the text of that file."""
    return _trees.get(code.co_filename), "".join(linecache.getlines(code.co_filename, names))


def _candidates(
    code: CodeType, remembered: ast.Module | None, text: str
) -> Iterator[tuple[_Function, list[ast.stmt]]]:
    """The functions that may be meant, each with and without the imports of its module.

    Python compiles a call of what an import has bound in another way.
    """
    for tree in (remembered, _parsed(text)):
        if tree is not None:
            yield from _functions_like(code, tree)


def _functions_like(code: CodeType, tree: ast.Module) -> Iterator[tuple[_Function, list[ast.stmt]]]:
    imports: list[ast.stmt] = [
        part
        for part in [
            *tree.body,
            *_own_parts(ast.Module([one for one in tree.body if not isinstance(one, _SCOPES)], [])),
        ]
        if isinstance(part, ast.Import) or (isinstance(part, ast.ImportFrom) and part.module != "__future__")
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Lambda):
            meant = code.co_name == "<lambda>" and node.lineno == code.co_firstlineno
        else:
            if not isinstance(node, ast.FunctionDef) or node.name != code.co_name:
                continue
            meant = code.co_firstlineno in (node.lineno, *(one.lineno for one in node.decorator_list))
        if meant:
            yield node, imports
            yield node, []


def _copied(node: Any) -> Any:
    if isinstance(node, ast.AST):
        made = type(node)(**{name: _copied(value) for name, value in ast.iter_fields(node)})
        return ast.copy_location(made, node)
    if isinstance(node, list):
        return [_copied(part) for part in node]
    return node


def _compiled(node: _Function, code: CodeType, imports: list[ast.stmt]) -> CodeType | None:
    """The code of a function whose free variables are those of another."""
    if isinstance(node, ast.FunctionDef):
        node.decorator_list = []
        _without_defaults(node)
        node.returns = None
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
            argument.annotation = None
        body: list[ast.stmt] = [node]
    else:
        _without_defaults(node)
        body = [ast.copy_location(ast.Expr(node), node)]
    outer = ast.FunctionDef(_PREFIX + "outer", _arguments(*code.co_freevars), [], [])
    if hasattr(outer, "type_params"):
        outer.type_params = []
    ast.fix_missing_locations(ast.copy_location(outer, node))
    outer.body = body
    try:
        made = _code_of(ast.Module([*imports, outer], []), code.co_filename)
    except (SyntaxError, ValueError, RecursionError):
        return None
    (around,) = (part for part in made.co_consts if isinstance(part, CodeType))
    inner = [part for part in around.co_consts if isinstance(part, CodeType) and part.co_name == code.co_name]
    if len(inner) != 1 or not set(inner[0].co_freevars) <= set(code.co_freevars):
        return None
    return inner[0]


def _without_defaults(node: _Function) -> None:
    def nothing() -> ast.expr:
        return ast.copy_location(ast.Constant(None), node)

    node.args.defaults = [nothing() for _ in node.args.defaults]
    node.args.kw_defaults = [None if one is None else nothing() for one in node.args.kw_defaults]


def _code_of(module: ast.Module, file: str) -> CodeType:
    try:
        return compile(module, file, "exec", dont_inherit=True)
    except TypeError:  # some part does not say where it stands; going through all of them takes longer
        return compile(ast.fix_missing_locations(module), file, "exec", dont_inherit=True)


def _same(one: CodeType, other: CodeType) -> bool:
    if any(
        getattr(one, name) != getattr(other, name)
        for name in ("co_code", "co_names", "co_varnames", "co_freevars", "co_cellvars", "co_argcount")
    ):
        return False
    if len(one.co_consts) != len(other.co_consts):
        return False
    return all(
        _same(a, b) if isinstance(a, CodeType) and isinstance(b, CodeType) else type(a) is type(b) and a == b
        for a, b in zip(one.co_consts, other.co_consts, strict=True)
    )


def _identifies(node: ast.AST) -> bool:
    """Whether it asks if two things are one, of which none is ``None`` or the like."""
    return (
        isinstance(node, ast.Compare)
        and len(node.ops) == 1
        and isinstance(node.ops[0], (ast.Is, ast.IsNot))
        and not any(isinstance(side, ast.Constant) for side in (node.left, *node.comparators))
    )


def _unchained(test: ast.Compare) -> ast.expr:
    """``a < b and b < c`` for ``a < b < c``, where ``b`` is only a name or a number."""
    if len(test.ops) == 1:
        return test
    sides = [test.left, *test.comparators]
    pairs: list[ast.expr] = [
        ast.copy_location(ast.Compare(_copied(one), [op], [_copied(other)]), test)
        for one, op, other in zip(sides, test.ops, sides[1:], strict=False)
    ]
    return ast.copy_location(ast.BoolOp(ast.And(), pairs), test)


def _is_harmless(context: ast.expr) -> bool:
    """Whether what is entered by ``with`` is known to handle no exception."""
    called = context.func if isinstance(context, ast.Call) else context
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in ("errstate", "catch_warnings", "no_grad", "nullcontext")


def _own_parts(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a function, without those of functions and classes within it."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, _SCOPES):
            yield from _own_parts(child)


# -- rewriting -------------------------------------------------------------------------------------------


class _Rewriter(ast.NodeTransformer):
    def __init__(self) -> None:
        self._numbers = count()
        self._regions: list[tuple[str, bool]] = []
        self._trying = 0
        """In how many blocks whose exceptions may be handled."""
        """The regions around a statement: the name of each, and whether it is a loop of Python's own."""
        self._outside: set[str] = set()

    def function(self, node: _Function) -> _Function:
        """Rewrite one function and those within it."""
        if isinstance(node, ast.Lambda):
            node.body = self.visit(node.body)
        else:
            self._outside = {
                name for part in _own_parts(node) if isinstance(part, ast.Global) for name in part.names
            }
            node.body = self._block(node.body)
        return ast.fix_missing_locations(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        if any(isinstance(part, _NOT_READ) for part in _own_parts(node)):
            return node
        return _Rewriter().function(node)

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return _Rewriter().function(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return node

    def _block(self, statements: list[ast.stmt], of_loop: bool = False) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        for place, statement in enumerate(statements):
            rest = statements[place + 1 :]
            turned = _without_return(statement, rest) or (
                _without_continue(statement, rest) if of_loop else None
            )
            result = self._block([turned], of_loop) if turned is not None else self.visit(statement)
            made += result if isinstance(result, list) else [result]
            if turned is not None:
                break  # The rest went into it.
        return made

    # -- statements ---------------------------------------------------------------------------------------

    def visit_For(self, node: ast.For) -> Any:
        names, targets = self._bound([*node.body]), list(_stored([node.target]))
        readable = names is not None and _only_names(node.target)
        region = self._name("loop")
        both = sorted({*(names or ()), *targets})
        loop = self._call("Loop", self.visit(node.iter), _names(both if readable else None), _names(targets))
        body = self._within(region, node.body)
        node.body = [*self._guarded(region, "enter", both), *body, *self._guarded(region, "leave", both)]
        node.iter = _load(region)
        node.orelse = self._block(node.orelse)
        return [self._assigned(region, loop, node), node]

    def visit__If(self, node: _If) -> Any:
        return self.visit_If(node)

    def visit_While(self, node: ast.While) -> Any:
        node.test = self.visit(node.test)
        self._regions.append(("", True))
        node.body = self._block(node.body)
        self._regions.pop()
        node.orelse = self._block(node.orelse)
        return node

    def visit_If(self, node: ast.If) -> Any:
        names = self._bound([*node.body, *node.orelse])
        region = self._name("branch")
        listed = sorted(names or ())
        made = self._assigned(
            region,
            self._call("Branch", self._condition(node.test), _names(None if names is None else listed)),
            node,
        )
        enter: ast.stmt = ast.If(_attribute(region, "symbolic"), [ast.Expr(_method(region, "enter"))], [])

        def side(which: str, body: list[ast.stmt]) -> ast.stmt:
            rest_of_loop = isinstance(node, _If) and which == "otherwise"
            inside = self._within(region, body, loop=False, rest_of_loop=rest_of_loop)
            inner = [enter, *inside, *self._guarded(region, "leave", listed)]
            return ast.If(_attribute(region, which), inner, [])

        sides = [side("then", node.body)] + ([side("otherwise", node.orelse)] if node.orelse else [])
        return [made, *(self._at(one, node) for one in sides), *self._guarded(region, "joined", listed, node)]

    def visit_Assert(self, node: ast.Assert) -> Any:
        """What is not known of symbols is asserted when the code runs on numbers."""
        test = self._condition(node.test)
        if not _binds(test) and not self._trying:
            node.test = self._at(self._call("asserted", self._later(test)), node)
        if node.msg is not None:
            node.msg = self.visit(node.msg)
        return node

    def visit_Expr(self, node: ast.Expr) -> Any:
        self.generic_visit(node)
        if _prints(node) and not _binds(node):
            node.value = self._at(self._call("unless_unknown", self._later(node.value)), node)
        return node

    def visit_Try(self, node: ast.Try) -> Any:
        for handler in node.handlers:
            # What cannot be read must not be caught.
            handler.type = handler.type or ast.copy_location(_load("Exception"), handler)
            noticed = self._at(ast.Expr(self._call("caught")), handler)
            handler.body = [noticed, *self._block(handler.body)]
        self._trying += bool(node.handlers)
        node.body = self._block(node.body)
        self._trying -= bool(node.handlers)
        node.orelse, node.finalbody = map(self._block, (node.orelse, node.finalbody))
        return node

    def visit_With(self, node: ast.With) -> Any:
        may_handle = not all(_is_harmless(item.context_expr) for item in node.items)
        node.items = [self.visit(item) for item in node.items]
        self._trying += may_handle
        node.body = self._block(node.body)
        self._trying -= may_handle
        return node

    def visit_Return(self, node: ast.Return) -> Any:
        self.generic_visit(node)
        if self._named_regions():
            node.value = self._call(
                "left", node.value or ast.Constant(None), *map(_load, self._named_regions())
            )
        return node

    def _jump(self, node: ast.stmt) -> Any:
        regions = []
        for name, is_loop in reversed(self._regions):
            if name:
                regions.append(name)
            if is_loop:
                break
        return self._stopped(node, regions)

    def visit_Break(self, node: ast.Break) -> Any:
        return self._jump(node)

    def visit_Continue(self, node: ast.Continue) -> Any:
        return self._jump(node)

    def visit_Raise(self, node: ast.Raise) -> Any:
        self.generic_visit(node)
        return self._stopped(node, self._named_regions())

    def _stopped(self, node: ast.stmt, regions: list[str]) -> Any:
        if not regions:
            return node
        return [self._at(ast.Expr(self._call("stop", *map(_load, regions))), node), node]

    def _named_regions(self) -> list[str]:
        return [name for name, _ in self._regions if name]

    def _within(
        self, region: str, body: list[ast.stmt], loop: bool = True, rest_of_loop: bool = False
    ) -> list[ast.stmt]:
        self._regions.append((region, loop))
        made = self._block(body, of_loop=loop or rest_of_loop)
        self._regions.pop()
        return made

    def _guarded(
        self, region: str, method: str, names: list[str], at: ast.AST | None = None
    ) -> list[ast.stmt]:
        """``if region.symbolic: names = region.method()``, and names that are absent then are unbound."""
        if names:
            target = ast.Tuple([ast.Name(name, ast.Store()) for name in names], ast.Store())
            made: list[ast.stmt] = [ast.Assign([target], _method(region, method))]
            for name in names:
                gone = ast.Compare(_load(name), [ast.Is()], [_load(f"{_PREFIX}absent")])
                made.append(ast.If(gone, [ast.Delete([ast.Name(name, ast.Del())])], []))
        else:
            made = [ast.Expr(_method(region, method))]
        guarded = ast.If(_attribute(region, "symbolic"), made, [])
        return [self._at(guarded, at) if at is not None else guarded]

    def _bound(self, statements: list[ast.stmt]) -> set[str] | None:
        """The names that statements bind, if they are of a kind that can be run on trial."""
        names: set[str] = set()
        for statement in statements:
            for part in [statement, *_own_parts(statement)]:
                if isinstance(part, (ast.Try, ast.Global, ast.Delete, ast.NamedExpr)):
                    return None
                if isinstance(part, (ast.FunctionDef, ast.ClassDef)):
                    names.add(part.name)
                elif isinstance(part, (ast.Import, ast.ImportFrom)):
                    names |= {(one.asname or one.name).partition(".")[0] for one in part.names}
            names |= set(_stored([statement]))
        return None if names & self._outside else names

    # -- expressions --------------------------------------------------------------------------------------

    def visit_IfExp(self, node: ast.IfExp) -> Any:
        if _binds(node):
            return node
        test = self._condition(node.test)
        sides = (self._later(self.visit(side)) for side in (node.body, node.orelse))
        return self._at(self._call("choice", test, *sides), node)

    def _condition(self, test: ast.expr) -> ast.expr:
        if _binds(test):
            return test
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return self._at(self._call("negated", self._condition(test.operand)), test)  # type: ignore[no-any-return]
        if isinstance(test, ast.Compare) and all(
            isinstance(one, (ast.Name, ast.Constant)) for one in test.comparators[:-1]
        ):
            test = _unchained(test)
        if isinstance(test, ast.BoolOp):
            join = "both" if isinstance(test.op, ast.And) else "either"
            *before, last = test.values
            made = self._condition(last)
            for value in reversed(before):
                made = self._at(self._call(join, self._condition(value), self._later(made)), test)
            return made
        return self.visit(test)  # type: ignore[no-any-return]

    def visit_ListComp(self, node: ast.ListComp) -> Any:
        return self._comprehension(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> Any:
        return self._comprehension(node)

    def _comprehension(self, node: ast.ListComp | ast.GeneratorExp) -> Any:
        first = node.generators[0]
        if _binds(node) or any(one.is_async for one in node.generators):
            return node
        given = self._name("given")
        over = self.visit(first.iter)
        first.iter = self._at(_load(given), over)
        node.elt = self.visit(node.elt)
        for one in node.generators:
            one.ifs = [self.visit(test) for test in one.ifs]
        for one in node.generators[1:]:
            one.iter = self.visit(one.iter)
        return self._at(self._call("collected", ast.Lambda(_arguments(given), node), over), node)

    def visit_Compare(self, node: ast.Compare) -> Any:
        self.generic_visit(node)
        if not _identifies(node):
            return node
        made = self._at(self._call("same", node.left, node.comparators[0]), node)
        return made if isinstance(node.ops[0], ast.Is) else self._at(ast.UnaryOp(ast.Not(), made), node)

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        self.generic_visit(node)
        return self._call(_ATTRIBUTE, node.value, ast.Constant(node.attr)) if _introspects(node) else node

    def visit_List(self, node: ast.List) -> Any:
        self.generic_visit(node)
        if node.elts or not isinstance(node.ctx, ast.Load):
            return node
        return self._at(self._call("List"), node)

    def visit_Dict(self, node: ast.Dict) -> Any:
        self.generic_visit(node)
        return node if node.keys else self._at(self._call("Dict"), node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> Any:
        if _binds(node):
            return node
        parts: list[ast.expr] = []
        for part in node.values:
            if not isinstance(part, ast.FormattedValue):
                parts.append(part)
                continue
            one = ast.FormattedValue(_load(_VALUE), part.conversion, part.format_spec)
            write = ast.Lambda(_arguments(_VALUE), ast.JoinedStr([one]))
            parts.append(ast.Tuple([self.visit(part.value), write], ast.Load()))
        return self._at(self._call("written", *parts), node)

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        template = _template(node)
        self.generic_visit(node)
        if template is None:
            return node
        write = ast.Lambda(
            _arguments(_TEMPLATE, _VALUE), ast.BinOp(_load(_TEMPLATE), ast.Mod(), _load(_VALUE))
        )
        return self._at(self._call("filled", template, node.right, write), node)

    def visit_Call(self, node: ast.Call) -> Any:
        template = _template(node)
        self.generic_visit(node)
        if template is not None:
            write = ast.Lambda(
                _arguments(_TEMPLATE, _VALUE),
                ast.Call(
                    ast.Attribute(_load(_TEMPLATE), "format", ast.Load()),
                    [ast.Starred(_load(_VALUE), ast.Load())],
                    [],
                ),
            )
            return self._at(self._call("filled", template, ast.Tuple(node.args, ast.Load()), write), node)
        if (
            isinstance(node.func, ast.Name)
            and node.func.id == "zip"
            and len(node.args) == 1
            and not node.keywords
        ):
            (only,) = node.args
            if isinstance(only, ast.Starred):
                return self._at(self._call("unzipped", node.func, only.value), node)
        return node

    # -- making trees -------------------------------------------------------------------------------------

    def _name(self, kind: str) -> str:
        return f"{_PREFIX}{kind}_{next(self._numbers)}"

    @staticmethod
    def _at(made: Any, node: ast.AST) -> Any:
        for part in ast.walk(made):
            if "lineno" in part._attributes and not hasattr(part, "lineno"):
                ast.copy_location(part, node)
        return made

    def _assigned(self, name: str, value: ast.expr, node: ast.AST) -> ast.stmt:
        return self._at(ast.Assign([ast.Name(name, ast.Store())], value), node)  # type: ignore[no-any-return]

    @staticmethod
    def _call(helper: str, *arguments: ast.expr) -> ast.Call:
        return ast.Call(_load(_PREFIX + helper), list(arguments), [])

    @staticmethod
    def _later(value: ast.expr) -> ast.expr:
        return ast.copy_location(ast.Lambda(_arguments(), value), value)


def _without_continue(statement: ast.stmt, rest: list[ast.stmt]) -> ast.stmt | None:
    """``if c: …; continue`` before the rest of a loop's body as an ``if`` with that for its other side."""
    if not isinstance(statement, ast.If) or not isinstance(statement.body[-1], ast.Continue):
        return None
    body = statement.body[:-1] or [ast.copy_location(ast.Pass(), statement)]
    return ast.copy_location(_If(statement.test, body, [*statement.orelse, *rest]), statement)


class _If(ast.If):
    """An ``if`` whose other side is the rest of a loop's body."""


def _without_return(statement: ast.stmt, rest: list[ast.stmt]) -> ast.stmt | None:
    """``if c: return a`` before ``return b`` as ``return a if c else b``."""
    if not isinstance(statement, ast.If) or len(statement.body) != 1:
        return None
    other = statement.orelse or rest
    last = statement.body[0]
    if not isinstance(last, ast.Return) or last.value is None or not other:
        return None
    only = _without_return(other[0], other[1:]) or other[0]
    if not isinstance(only, ast.Return) or only.value is None:
        return None
    return ast.copy_location(ast.Return(ast.IfExp(statement.test, last.value, only.value)), statement)


def _prints(node: ast.AST) -> bool:
    """Whether a statement prints."""
    called = node.value.func if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else None
    return isinstance(called, ast.Name) and called.id == "print"


def _introspects(node: ast.AST) -> bool:
    """Whether it asks for an attribute that Python keeps for itself."""
    return isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and is_reserved(node.attr)


def is_reserved(name: str) -> bool:
    """Whether an attribute of that name is Python's own."""
    return name.startswith("__") and name.endswith("__")


def _template(node: ast.AST) -> ast.Constant | None:
    """The text that ``"…" % values`` or ``"…".format(values)`` fills."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        text: ast.AST = node.left
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.keywords:
        text = node.func.value if node.func.attr == "format" else node.func
    else:
        return None
    return text if isinstance(text, ast.Constant) and isinstance(text.value, str) else None


def _arguments(*names: str) -> ast.arguments:
    listed = [ast.arg(name) for name in names]
    return ast.arguments(posonlyargs=[], args=listed, kwonlyargs=[], kw_defaults=[], defaults=[])


def _binds(node: ast.AST) -> bool:
    """Whether an expression means something else within a function of its own."""
    return any(
        isinstance(part, ast.NamedExpr) or (isinstance(part, ast.Name) and part.id == "super")
        for part in ast.walk(node)
    )


def _only_names(target: ast.expr) -> bool:
    return all(
        isinstance(part, (ast.Name, ast.Tuple, ast.List, ast.Starred, ast.expr_context))
        for part in ast.walk(target)
    )


def _stored(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The names that are bound in this scope."""
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        if isinstance(node, _COMPREHENSIONS):
            continue
        if not isinstance(node, _SCOPES):
            yield from _stored(ast.iter_child_nodes(node))


def _load(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def _attribute(name: str, attribute: str) -> ast.expr:
    return ast.Attribute(_load(name), attribute, ast.Load())


def _method(name: str, method: str) -> ast.expr:
    return ast.Call(_attribute(name, method), [], [])


def _names(names: Iterable[str] | None) -> ast.expr:
    if names is None:
        return ast.Constant(None)
    return ast.Tuple([ast.Constant(name) for name in names], ast.Load())
