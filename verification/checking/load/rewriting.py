"""Names and imports that mean something else today, rewritten in the syntax tree.

They are rewritten, not supplied: code that is traced must show NumPy itself behind ``np`` and the builtin
``range`` behind ``range``, with nothing in between.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy

from yudo.derivations.calculus.text import Text
from yudo.verification.checking.load.notes import Note
from yudo.verification.checking.load.plain import DIVISION

REMOVED_FROM_NUMPY = {
    "float": "float",
    "int": "int",
    "bool": "bool",
    "object": "object",
    "str": "str",
    "complex": "complex",
    "long": "int",
    "unicode": "str",
    "float_": "{np}.float64",
    "longfloat": "{np}.longdouble",
    "singlecomplex": "{np}.complex64",
    "complex_": "{np}.complex128",
    "cfloat": "{np}.complex128",
    "int0": "{np}.intp",
    "uint0": "{np}.uintp",
    "bool8": "{np}.bool_",
    "object0": "{np}.object_",
    "str0": "{np}.str_",
    "string_": "{np}.bytes_",
    "unicode_": "{np}.str_",
    "product": "{np}.prod",
    "cumproduct": "{np}.cumprod",
    "alltrue": "{np}.all",
    "sometrue": "{np}.any",
    "in1d": "{np}.isin",
    "trapz": "{np}.trapezoid",
    "row_stack": "{np}.vstack",
    "round_": "{np}.round",
    "mat": "{np}.asmatrix",
    "NaN": "{np}.nan",
    "NAN": "{np}.nan",
    "Inf": "{np}.inf",
    "Infinity": "{np}.inf",
    "infty": "{np}.inf",
    "PINF": "{np}.inf",
    "NINF": "(-{np}.inf)",
    "PZERO": "0.0",
    "NZERO": "(-0.0)",
    "msort": "(lambda a: {np}.sort(a, axis=0))",
    "asfarray": "(lambda a, dtype={np}.float64: {np}.asarray(a, dtype=dtype))",
    "asscalar": "(lambda a: a.item())",
    "math": "__import__('math')",
}
"""What took the place of names that NumPy once had."""

_DEPRECATED = {"in1d", "trapz", "row_stack"}
_GONE = {
    name: new for name, new in REMOVED_FROM_NUMPY.items() if name in _DEPRECATED or name not in dir(numpy)
}
_RENAMED = {
    "xrange": "range",
    "unicode": "str",
    "basestring": "str",
    "long": "int",
    "raw_input": "input",
    "unichr": "chr",
    "reduce": "__import__('functools').reduce",
}
_ONLY_IN_PYTHON2 = {"xrange", "unicode", "basestring", "raw_input", "unichr"}
_DIVISION = f"__import__({DIVISION!r}, fromlist=['past']).{{}}"
_WHOLE = {"stride", "pad", "pool_height", "pool_width"}
"""Entries of the course's settings that are whole numbers."""
_OLD_NUMBER = _DIVISION.format("old_number")
_RENAMED_METHODS = {"iteritems": "items", "itervalues": "values", "iterkeys": "keys"}
_RENAMED_MODULES = {
    "cPickle": "pickle",
    "Queue": "queue",
    "StringIO": "io",
    "cStringIO": "io",
    "ConfigParser": "configparser",
    "urllib2": "urllib.request",
    "__builtin__": "builtins",
}
_BUILTINS_AGAIN = ("builtins", "past.builtins", "future.builtins", "six.moves", "future.utils", "__builtin__")


def rewrite(
    tree: ast.Module,
    resolve: Callable[[int, str], str],
    place: Callable[[int], Text],
    python2: bool = False,
) -> tuple[ast.Module, list[Note], set[int]]:
    """Rewrite a module's tree in place.

    Parameters
    ----------
    tree
        The module.
    resolve
        The absolute name for a relative import of so many levels.
    place
        A line in words.
    python2
        Whether the file has Python 2's syntax. It divides integers by integers into integers then, and so
        does a function that uses a name which only Python 2 has; elsewhere in its file sizes stay sizes.

    Returns
    -------
    The tree, notes, and the lines of imports that stand in a ``try`` which is ready for them to fail.
    """
    rewriter = _Rewriter(tree, resolve, python2)
    rewriter.visit(tree)
    ast.fix_missing_locations(tree)
    return tree, rewriter.notes(place), set(_guarded_imports(tree))


class _Rewriter(ast.NodeTransformer):
    def __init__(self, tree: ast.Module, resolve: Callable[[int, str], str], python2: bool):
        self._resolve = resolve
        self._old_names = _ONLY_IN_PYTHON2 - set(_defined_names(tree))
        self._division = _division(tree, python2, self._old_names)
        self._divided: list[int] = []
        self._sizes = _names_of_sizes(tree) if self._division else set()
        self._numpy = {"np", "numpy"} | set(_numpy_names(tree))
        self._bound = set(_bound_names(tree))
        self._from_numpy: dict[str, str] = {}
        self._removed: dict[str, tuple[str, int]] = {}
        self._old: dict[str, int] = {}
        self._numbers: list[int] = []

    def notes(self, place: Callable[[int], Text]) -> list[Note]:
        found = []
        for name, (new, line) in self._removed.items():
            where = place(line)
            found.append(
                Note(
                    "removed-numpy-name",
                    Text(
                        f"NumPy에서 없어진 이름을 바꾸어 읽었다({where.ko}): np.{name} → {new}",
                        f"A name that is gone from NumPy was replaced ({where.en}): np.{name} → {new}",
                    ),
                    line,
                )
            )
        for line in dict.fromkeys(self._divided):
            where = place(line)
            found.append(
                Note(
                    "python2",
                    Text(
                        f"Python 2에서는 맞지만 Python 3에서는 이 나눗셈이 실수를 낸다({where.ko}). "
                        "크기가 필요하면 //로 쓴다.",
                        f"Right in Python 2; in Python 3 this division gives a float ({where.en}), which is "
                        "no size: write //.",
                    ),
                    line,
                )
            )
        if self._numbers:
            where = place(self._numbers[0])
            found.append(
                Note(
                    "removed-numpy-name",
                    Text(
                        "NumPy는 2.4부터 축이 있는 배열을 원소가 하나라도 수로 받지 않는다"
                        f"({where.ko}). 그런 배열이라면 그 원소로 읽었다. "
                        "`b.item()`이라고 쓰면 어디서나 실행된다",
                        "From 2.4 on, NumPy takes no array with axes for a number, even of one entry "
                        f"({where.en}); where there is one, it was read as its entry. Write `b.item()`, "
                        "which runs everywhere",
                    ),
                    self._numbers[0],
                )
            )
        if self._old:
            names, line = ", ".join(self._old), min(self._old.values())
            where = place(line)
            found.append(
                Note(
                    "python2",
                    Text(
                        f"Python 2의 이름을 Python 3에 맞게 바꾸어 읽었다({where.ko}): {names}",
                        f"Names of Python 2 were put in Python 3's terms ({where.en}): {names}",
                    ),
                    line,
                )
            )
        return found

    # -- names ---------------------------------------------------------------------------------------------

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        path = _dotted(node)
        if path and path.startswith("six.moves.") and path[10:] in {*_RENAMED, *dir(builtins)}:
            return self.visit_Name(ast.copy_location(ast.Name(path[10:], ast.Load()), node))
        self.generic_visit(node)
        loads = isinstance(node.ctx, ast.Load)
        if loads and path in {f"{name}.lib.pad" for name in self._numpy}:
            self._removed.setdefault("lib.pad", ("np.pad", node.lineno))
            return ast.copy_location(ast.Attribute(node.value.value, "pad", ast.Load()), node)  # type: ignore[attr-defined]
        if loads and isinstance(node.value, ast.Name) and node.value.id in self._numpy and node.attr in _GONE:
            return self._replaced(node.attr, node.value.id, node)
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if isinstance(node.ctx, ast.Load):
            if node.id in self._from_numpy:
                return self._replaced(self._from_numpy[node.id], "__import__('numpy')", node)
            if node.id in _RENAMED and node.id not in self._bound:
                self._old.setdefault(node.id, node.lineno)
                return _expression(_RENAMED[node.id], node)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        called = node.func
        if (
            isinstance(called, ast.Name)
            and called.id == "float"
            and "float" not in self._bound
            and len(node.args) == 1
            and isinstance(node.args[0], (ast.Name, ast.Subscript))
            and not _is_of_sizes(node.args[0], set())
        ):
            node.args[0] = self._as_number(node.args[0])
        if isinstance(called, ast.Attribute):
            if self._sums_a_generator(node):
                # NumPy has handed it on to Python's sum, and does so no longer.
                self._removed.setdefault("sum(… for …)", ("sum(… for …)", node.lineno))
                node.func = ast.copy_location(ast.Name("sum", ast.Load()), called)
            elif called.attr in _RENAMED_METHODS and not node.args and not node.keywords:
                self._old.setdefault(called.attr, node.lineno)
                called.attr = _RENAMED_METHODS[called.attr]
            elif called.attr == "has_key" and len(node.args) == 1:
                self._old.setdefault("has_key", node.lineno)
                return ast.copy_location(ast.Compare(node.args[0], [ast.In()], [called.value]), node)
            elif _dotted(called) in {f"six.{name}" for name in _RENAMED_METHODS} and len(node.args) == 1:
                called.value, called.attr, node.args = node.args[0], _RENAMED_METHODS[called.attr], []
        return node

    def _sums_a_generator(self, node: ast.Call) -> bool:
        return (
            isinstance(node.func, ast.Attribute)
            and node.func.attr == "sum"
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in self._numpy
            and [type(argument) for argument in node.args] == [ast.GeneratorExp]
            and not node.keywords
        )

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        before = self._division
        if before == "even_div" and _loads(node, self._old_names):
            self._division = "old_div"
        self.generic_visit(node)
        self._division = before
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        of_sizes = isinstance(node.op, ast.Div) and _is_of_sizes(node, self._sizes)
        reciprocal = isinstance(node.left, ast.Constant)
        self.generic_visit(node)
        if not self._division or not isinstance(node.op, ast.Div):
            return node
        if self._division == "even_div" and (reciprocal or not of_sizes):
            return node
        if of_sizes:
            self._divided.append(node.lineno)
        divide = _expression(_DIVISION.format(self._division), node)
        return ast.copy_location(ast.Call(divide, [node.left, node.right], []), node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        if _is_renaming(node):
            return ast.copy_location(ast.Pass(), node)
        self.generic_visit(node)
        if any(map(_is_an_entry, node.targets)) and any(map(_keeps_axes, ast.walk(node.value))):
            node.value = self._as_number(node.value)
        return node

    def _as_number(self, value: ast.expr) -> ast.expr:
        self._numbers.append(value.lineno)
        return ast.copy_location(ast.Call(_expression(_OLD_NUMBER, value), [value], []), value)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        if self._division and isinstance(node.op, ast.Div) and isinstance(node.target, ast.Name):
            # An array is divided in place, which is no business of integers.
            whole = ast.copy_location(
                ast.BinOp(ast.Name(node.target.id, ast.Load()), ast.Div(), node.value), node
            )
            if _is_of_sizes(whole, self._sizes):
                value = self.visit(ast.copy_location(whole, node))
                return ast.copy_location(ast.Assign([node.target], value), node)
        return self.generic_visit(node)

    def _replaced(self, name: str, home: str, node: ast.expr) -> ast.expr:
        new = _GONE[name].format(np=home)
        shown = _GONE[name].format(np="np").replace("__import__('math')", "math")
        self._removed.setdefault(name, (shown, node.lineno))
        return _expression(new, node)

    # -- statements ----------------------------------------------------------------------------------------

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        self.generic_visit(node)
        value = node.value
        # print ("…") % x: Python 2 printed the whole.
        if isinstance(value, ast.BinOp) and isinstance(value.left, ast.Call):
            called = value.left
            if isinstance(called.func, ast.Name) and called.func.id == "print" and len(called.args) == 1:
                self._old.setdefault("print", node.lineno)
                value.left, called.args = called.args[0], [value]
                node.value = called
        return node

    def visit_Import(self, node: ast.Import) -> ast.AST:
        for alias in node.names:
            if alias.name in _RENAMED_MODULES:
                alias.asname = alias.asname or alias.name
                alias.name = _RENAMED_MODULES[alias.name]
        return node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        if node.level:
            return self._relative(node)
        module = node.module or ""
        if module in _RENAMED_MODULES:
            node.module = _RENAMED_MODULES[module]
        if module in _BUILTINS_AGAIN:
            # They are there already, and a module of that name need not be.
            node.names = [
                alias
                for alias in node.names
                if alias.asname not in (None, alias.name)
                or not (alias.name in _RENAMED or alias.name == "*" or hasattr(builtins, alias.name))
            ]
            moved = [self._moved(alias) for alias in node.names if module == "six.moves"]
            return ast.copy_location(ast.Import(moved), node) if moved else _kept(node)
        if module == "numpy":
            for alias in node.names:
                if alias.name in _GONE:
                    self._from_numpy[alias.asname or alias.name] = alias.name
                elif alias.name == "*":
                    self._from_numpy |= {name: name for name in _GONE if not hasattr(builtins, name)}
                    self._from_numpy = {k: v for k, v in self._from_numpy.items() if k not in self._bound}
            node.names = [alias for alias in node.names if alias.name not in _GONE]
        return _kept(node)

    @staticmethod
    def _moved(alias: ast.alias) -> ast.alias:
        """A module that ``six.moves`` has under its old name."""
        return ast.alias(_RENAMED_MODULES.get(alias.name, alias.name), alias.asname or alias.name)

    def _relative(self, node: ast.ImportFrom) -> ast.AST:
        level, node.level = node.level, 0
        if node.module is not None:
            node.module = self._resolve(level, node.module)
            return node
        # from . import layers
        made: list[ast.stmt] = []
        for alias in node.names:
            if alias.name == "*":
                continue
            name = self._resolve(level, alias.name)
            parent, _, last = name.rpartition(".")
            bound = alias.asname or alias.name
            if parent:
                made.append(ast.ImportFrom(parent, [ast.alias(last, bound)], 0))
            else:
                made.append(ast.Import([ast.alias(name, bound)]))
        return _block([ast.copy_location(statement, node) for statement in made], node)


def _divides_really(tree: ast.Module) -> bool:
    """Whether ``from __future__ import division`` stands at the top."""
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == "division" for alias in node.names)
        for node in tree.body
    )


def _division(tree: ast.Module, python2: bool, old_names: set[str]) -> str:
    """What takes the place of ``/`` in a file; nothing for the division of Python 3."""
    if _divides_really(tree):
        return ""
    if python2:
        return "old_div"
    return "even_div" if _loads(tree, old_names) else ""


def _loads(tree: ast.AST, names: set[str]) -> bool:
    return any(
        isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names
        for node in ast.walk(tree)
    )


def _is_of_sizes(part: ast.expr, names: set[str]) -> bool:
    """Whether an expression is made of sizes, by the look of it."""
    if isinstance(part, ast.BinOp):
        return _is_of_sizes(part.left, names) and _is_of_sizes(part.right, names)
    if isinstance(part, ast.Subscript):
        if isinstance(part.slice, ast.Constant):
            return part.slice.value in _WHOLE or _is_shape(part.value)
        return _is_shape(part.value)
    if isinstance(part, ast.Call):
        return isinstance(part.func, ast.Name) and part.func.id == "len"
    if isinstance(part, ast.Attribute):
        return part.attr == "size"
    if isinstance(part, ast.Name):
        return part.id in names
    return isinstance(part, ast.Constant) and type(part.value) is int


def _is_shape(part: ast.expr) -> bool:
    return isinstance(part, ast.Attribute) and part.attr == "shape"


def _is_an_entry(target: ast.expr) -> bool:
    """Whether something is ``Z[i, h, w, c]``."""
    return (
        isinstance(target, ast.Subscript)
        and isinstance(target.slice, ast.Tuple)
        and all(isinstance(one, ast.Name) for one in target.slice.elts)
    )


def _keeps_axes(part: ast.AST) -> bool:
    """Whether something is ``b[..., c]`` or ``b[:, :, :, c]``: an array with axes, however long they are."""
    if not isinstance(part, ast.Subscript) or not isinstance(part.slice, ast.Tuple):
        return False
    *before, last = part.slice.elts
    whole = [ast.unparse(one) in (":", "...") for one in before]
    return all(whole) and isinstance(last, ast.Name)


def _names_of_sizes(tree: ast.AST) -> set[str]:
    """The names that are only given sizes."""
    sizes: set[str] = set()
    others: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for name, value in _pairs(node):
                shape = _is_shape(value)
                of_sizes = shape or (not isinstance(value, ast.Constant) and _is_of_sizes(value, sizes))
                (sizes if of_sizes else others).add(name)
    return sizes - others


def _pairs(node: ast.Assign) -> Iterator[tuple[str, ast.expr]]:
    """The names that a statement assigns, each with its value, or with the whole that it is a part of."""
    for target in node.targets:
        if isinstance(target, ast.Name) and not _is_shape(node.value):
            yield target.id, node.value
        elif isinstance(target, ast.Tuple):
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value] * len(target.elts)
            for part, value in zip(target.elts, values, strict=False):
                if isinstance(part, ast.Name):
                    yield part.id, value


def _kept(node: ast.ImportFrom) -> ast.stmt:
    return node if node.names else ast.copy_location(ast.Pass(), node)


def _block(statements: list[ast.stmt], node: ast.stmt) -> ast.stmt:
    if len(statements) == 1:
        return statements[0]
    return ast.copy_location(ast.If(ast.Constant(True), statements or [ast.Pass()], []), node)


def _expression(text: str, node: ast.expr) -> ast.expr:
    made = ast.parse(text, mode="eval").body
    for part in ast.walk(made):
        ast.copy_location(part, node)
    return made


def _dotted(node: ast.expr) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return None if before is None else f"{before}.{node.attr}"
    return None


def _numpy_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.asname for alias in node.names if alias.name == "numpy" and alias.asname)


def _is_renaming(node: ast.AST) -> bool:
    """Whether a statement is ``xrange = range`` or the like, which people wrap in many ways."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Name):
        return False
    target = node.targets[0]
    return (
        isinstance(target, ast.Name)
        and target.id in _RENAMED
        and node.value.id in (target.id, _RENAMED[target.id])
    )


def _defined_names(tree: ast.AST) -> Iterator[str]:
    """Names that the file gives any meaning, be it the one that they are renamed to anyway."""
    yield from _bound_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)
            if any(alias.name == "*" for alias in node.names) and node.module in _BUILTINS_AGAIN:
                yield from _ONLY_IN_PYTHON2


def _bound_names(tree: ast.AST) -> Iterator[str]:
    """Names that the file gives a meaning of its own, other than the one that they are renamed to anyway."""
    renamings = {id(node.targets[0]) for node in ast.walk(tree) if _is_renaming(node)}  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and id(node) not in renamings:
            yield node.id
        elif isinstance(node, ast.ImportFrom) and node.module not in _BUILTINS_AGAIN and not node.level:
            yield from (alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.asname for alias in node.names if alias.asname)


def _guarded_imports(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and any(_catches_import_errors(handler) for handler in node.handlers):
            for part in _walked(node.body):
                if isinstance(part, (ast.Import, ast.ImportFrom)):
                    yield part.lineno


def _walked(statements: Sequence[ast.stmt]) -> Iterable[ast.AST]:
    for statement in statements:
        yield from ast.walk(statement)


def _catches_import_errors(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {part.id for part in caught if isinstance(part, ast.Name)}
    return bool(names & {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
