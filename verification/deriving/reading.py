"""A forward's source, read into a graph.

Loops over known ranges and branches on known conditions are followed, helpers of the same file are read
where they are called, and each value is run on symbols, so that its shape is known for every size.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import math
import textwrap
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, count
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

import numpy as np

from yudo.derivations.calculus.text import Text
from yudo.verification.deriving.code import BY_ENTRY, Code, names_in, substituted
from yudo.verification.deriving.graph import UPSTREAM, Graph, Underivable, Value
from yudo.verification.symbolic.arrays.array import as_content, ndarray
from yudo.verification.symbolic.arrays.axes import Axes
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.inputs import SymbolicInputs
from yudo.verification.symbolic.tracing import TraceFailed, Tracer


def read(function: Callable[..., Any], inputs: SymbolicInputs, given: Mapping[str, Any]) -> Graph:
    """The graph of a forward.

    Parameters
    ----------
    function
        It returns the output, or the output and a cache.
    inputs
        Its arrays.
    given
        Its other arguments, by name.

    Raises
    ------
    Underivable
        If the code cannot be read as a sequence of operations.
    """
    return _Reader(function, inputs, given).graph()


_METHODS_OF = {
    "sum",
    "mean",
    "var",
    "std",
    "max",
    "min",
    "reshape",
    "transpose",
    "swapaxes",
    "ravel",
    "squeeze",
    "clip",
    "dot",
    "cumsum",
    "copy",
    "prod",
}
_SIGNS = {
    "add": ast.Add(),
    "subtract": ast.Sub(),
    "multiply": ast.Mult(),
    "divide": ast.Div(),
    "matmul": ast.MatMult(),
}
_DATA = {"shape", "size", "ndim", "dtype"}
_WITHOUT_GRADIENT = {
    "zeros_like",
    "ones_like",
    "empty_like",
    "full_like",
    "argmax",
    "argmin",
    "sign",
    "floor",
    "ceil",
    "round",
    "rint",
    "isclose",
    "shape",
    "ndim",
    "size",
    "greater",
    "less",
    "greater_equal",
    "less_equal",
    "equal",
    "not_equal",
}
_OPERATORS = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
    ast.Pow: "power",
    ast.MatMult: "matmul",
}
_SAME = {
    "amax": "max",
    "amin": "min",
    "true_divide": "divide",
    "pow": "power",
    "fabs": "absolute",
    "round_": "round",
}
_NAMES = {
    "exp": "e",
    "sum": "total",
    "max": "top",
    "min": "bottom",
    "mean": "mean",
    "sqrt": "root",
    "log": "log",
    "var": "var",
    "std": "std",
    "tanh": "t",
    "erf": "t",
    "erfc": "t",
    "maximum": "kept",
    "matmul": "z",
    "add": "s",
    "subtract": "diff",
    "divide": "ratio",
    "multiply": "prod",
    "square": "square",
    "reshape": "flat",
}
_RESERVED = ("np", "math", "cache", UPSTREAM)
_MOST_STATEMENTS = 2000


class _Returned(Exception):
    def __init__(self, node: ast.expr):
        self.node = node


class _Reader:
    """Reads one function; helpers are read by readers that share its values."""

    def __init__(
        self,
        function: Callable[..., Any],
        inputs: SymbolicInputs,
        given: Mapping[str, Any],
    ):
        self._function = function
        self._inputs = inputs
        self._given = given
        self._tracer = Tracer()
        self._symbols: dict[str, Any] = {}
        self._values: list[Value] = []
        self._by_name: dict[str, Value] = {}
        self._statements = 0
        framework = getattr(function, "stand_in", None)
        self.tensors: type = getattr(framework, "ARRAYS", object)
        self.transparent: tuple[Any, ...] = getattr(framework, "TRANSPARENT", ())
        self.stopping: tuple[Any, ...] = getattr(framework, "STOPPING", ())

    def graph(self) -> Graph:
        values = {
            name: Value(name, None, one.axes, one.shape.differentiated)
            for name, one in self._inputs.by_name.items()
        }
        self._by_name.update(values)
        self._symbols.update(zip(values, self._inputs.arrays(), strict=True))
        parameters = [p for p in inspect.signature(self._function).parameters if p not in self._given]
        bound: dict[str, ast.expr] = {
            p: ast.Name(name, ast.Load()) for p, name in zip(parameters, values, strict=False)
        }
        if set(values) <= set(parameters):
            bound = {name: ast.Name(name, ast.Load()) for name in values}
        for name, value in self._given.items():
            bound[name] = ast.parse(repr(value), mode="eval").body
        returned = self._called(self._function, bound, 0)
        if isinstance(returned, ast.Tuple):
            n = len(returned.elts)
            raise Underivable(
                Text(
                    f"순전파가 값 {n}개를 돌려준다. 출력이나 (출력, 캐시)여야 한다",
                    f"the forward returns {n} values; expected the output or (output, cache)",
                )
            )
        output = self._by_name.get(returned.id) if isinstance(returned, ast.Name) else None
        if output is None or not output.flows:
            raise Underivable(Text("출력이 입력에 의존하지 않는다", "the output does not depend on an input"))
        needed = [value for value in self._values if value.name in self._needed(output.name)]
        _name(values, needed, output)
        function = getattr(self._function, "applied_by", self._function.__name__)
        return Graph(values, needed, output, function, self._inputs.shapes)

    def _needed(self, name: str) -> set[str]:
        """The values that one is computed from, itself included."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            node = self._by_name[name := waiting.pop()].node
            if name not in found and node is not None:
                found.add(name)
                waiting += [part for part in names_in([node]) if part in self._by_name]
        return found

    # -- functions and statements --------------------------------------------------------------------------

    def _called(self, function: Callable[..., Any], bound: dict[str, ast.expr], line: int) -> ast.expr:
        """What a function returns, for arguments that are given as source."""
        try:
            source = textwrap.dedent(inspect.getsource(function))
            tree = ast.parse(source).body[0]
        except (OSError, TypeError, SyntaxError, IndexError):
            tree = None
        name = getattr(function, "__name__", repr(function))
        if not isinstance(tree, ast.FunctionDef):
            raise Underivable(Text(f"`{name}`의 소스가 없다", f"no source of `{name}`"), line or None, name)
        scope = _Scope(self, function, dict(bound), source.splitlines(), function is self._function)
        for parameter in inspect.signature(function).parameters.values():
            if parameter.kind is parameter.VAR_POSITIONAL:
                scope.variables.setdefault(parameter.name, ast.Tuple([], ast.Load()))
            elif parameter.name not in scope.variables:
                if parameter.default is parameter.empty:
                    raise Underivable(
                        Text(
                            f"인자 `{parameter.name}`의 값이 없다",
                            f"the argument `{parameter.name}` has no value",
                        )
                    )
                scope.variables[parameter.name] = scope.constant(parameter.default)
        try:
            scope.run(tree.body)
        except _Returned as returned:
            return returned.node
        raise Underivable(Text(f"`{name}`이 아무것도 돌려주지 않는다", f"`{name}` returns nothing"))

    # -- values --------------------------------------------------------------------------------------------

    def count_statement(self) -> None:
        self._statements += 1
        if self._statements > _MOST_STATEMENTS:
            raise Underivable(
                Text(f"문장이 {_MOST_STATEMENTS}개보다 많다", f"more than {_MOST_STATEMENTS} statements")
            )

    def flows(self, *nodes: ast.expr) -> bool:
        """Whether a gradient flows through one of these; what it flows through is always a variable."""
        for node in nodes:
            if isinstance(node, (ast.Tuple, ast.List)) and self.flows(*node.elts):
                return True
            if isinstance(node, ast.Name) and node.id in self._by_name and self._by_name[node.id].flows:
                return True
        return False

    def value(self, name: str) -> Value:
        return self._by_name[name]

    def evaluated(self, node: ast.expr) -> Any:
        """What an expression is on symbols."""
        names = [name for name in names_in([node]) if name in self._symbols]
        arguments = ast.arguments([], [ast.arg(name) for name in names], None, [], [], None, [])
        tree = ast.fix_missing_locations(ast.Expression(ast.Lambda(arguments, node)))
        function = eval(compile(tree, "<derive>", "eval"), {"np": np, "math": math, "__name__": "derived"})
        return self._tracer.call(function, *(self._symbols[name] for name in names))

    def axes_of(self, node: ast.expr) -> Axes:
        return as_content(self.evaluated(node)).axes

    def keep(
        self,
        node: ast.expr,
        key: str = "",
        operands: Sequence[ast.expr] = (),
        options: Mapping[str, Any] | None = None,
        *,
        flows: bool,
    ) -> ast.Name:
        """Give the result of an expression a variable, and return the variable."""
        result = self.evaluated(node)
        axes = as_content(result).axes if flows else ()
        name = f"_{len(self._values)}"
        codes = tuple(Code(operand, self.axes_of(operand)) for operand in operands)
        made = Value(name, node, axes, flows, key, codes, dict(options or {}), given=False)
        self._values.append(made)
        self._by_name[name] = made
        self._symbols[name] = result
        return ast.Name(name, ast.Load())

    def put_into(self, node: ast.Name, variable: str) -> None:
        """Note the variable that the forward puts a value into."""
        self._by_name[node.id].variable = variable


def _name(inputs: Mapping[str, Value], values: Sequence[Value], output: Value) -> None:
    """Name each value by the forward's own variable, which the last one put into it keeps."""
    taken = {*inputs, *_RESERVED}
    if output.variable is None:
        output.variable = "out"
    named: dict[str, str] = {}
    for value in reversed(values):
        if value.variable is not None and value.variable not in taken:
            taken.add(value.variable)
            named[value.name], value.given = value.variable, True
    for value in values:
        if value.name not in named:
            stem = _NAMES.get(value.key, "v")
            free = chain((stem,), (f"{stem}{i}" for i in count(2)))
            named[value.name] = next(name for name in free if name not in taken)
            taken.add(named[value.name])
    renaming: dict[str, ast.expr] = {old: ast.Name(new, ast.Load()) for old, new in named.items()}
    for value in values:
        value.name = named[value.name]
        assert value.node is not None
        value.node = substituted(value.node, renaming)
        value.operands = tuple(Code(substituted(one.node, renaming), one.axes) for one in value.operands)
        value.options = {
            key: substituted(option, renaming) if isinstance(option, ast.expr) else option
            for key, option in value.options.items()
        }


class _Fields(ast.Tuple):
    """A tuple whose parts have names, too."""

    def __init__(self, names: Sequence[str], parts: list[ast.expr]):
        super().__init__(parts, ast.Load())
        self.by_name = dict(zip(names, parts, strict=True))


class _Scope:
    """The variables of one function while its statements are read."""

    def __init__(
        self,
        reader: _Reader,
        function: Callable[..., Any],
        variables: dict[str, ast.expr],
        lines: list[str],
        is_outermost: bool,
    ):
        self._is_outermost = is_outermost
        self._unread: dict[str, Underivable] = {}
        self._reader = reader
        original = inspect.unwrap(function)
        known = isinstance(original, FunctionType)
        self._globals = getattr(original, "__globals__", {})
        self._closure = inspect.getclosurevars(original).nonlocals if known else {}
        self.variables = variables
        self._lines = lines
        self._first = original.__code__.co_firstlineno if known else 1
        self._contexts = {*inspect.signature(original).parameters} - {*inspect.signature(function).parameters}

    def refuse(self, node: ast.AST, ko: str, en: str) -> Underivable:
        line = getattr(node, "lineno", 1)
        source = self._lines[line - 1].strip() if line <= len(self._lines) else ""
        return Underivable(Text(ko, en), self._first + line - 1, source)

    def constant(self, value: Any) -> ast.expr:
        """A value from outside of the code as source."""
        if isinstance(value, (bool, int, float, str, type(None))):
            return ast.parse(repr(value), mode="eval").body
        if isinstance(value, (tuple, list)):
            return ast.Tuple([self.constant(part) for part in value], ast.Load())
        raise Underivable(
            Text(
                f"코드 밖에서 온 값 {type(value).__name__}",
                f"a {type(value).__name__} from outside of the code",
            )
        )

    def run(self, statements: Sequence[ast.stmt]) -> None:
        for statement in statements:
            self._reader.count_statement()
            try:
                self._read(statement)
            except Underivable as reason:
                # It matters only if what it computes is used: a gradient beside the loss, say, is not.
                for name in _assigned_names(statement) or _raised_again(reason):
                    self._unread[name] = reason
                    self.variables.pop(name, None)

    def _read(self, statement: ast.stmt) -> None:
        try:
            self._statement(statement)
        except (TraceFailed, Unreadable, NumPyRefuses) as reason:
            told = reason.reason if isinstance(reason, TraceFailed) else reason.text
            raise self.refuse(statement, told.ko, told.en) from reason
        for name in _assigned_names(statement):
            self._unread.pop(name, None)

    def _statement(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Expr(value=ast.Constant()) | ast.Pass() | ast.Assert():
                return
            case ast.Return(value=ast.Tuple(elts=[first, _])) if self._is_outermost:  # the cache is not read
                raise _Returned(self.expression(first))
            case ast.Return(value=ast.expr() as value):
                raise _Returned(self.expression(value))
            case ast.Assign(targets=[target], value=value):
                self._assign(target, value)
            case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
                self._assign(target, value)
            case ast.AugAssign(target=ast.Name(id=name) as target, op=op, value=value):
                self._assign(
                    target, ast.copy_location(ast.BinOp(ast.Name(name, ast.Load()), op, value), statement)
                )
            case ast.With(items=items, body=body) if all("errstate" in ast.unparse(item) for item in items):
                self.run(body)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))) if (
                name in self._contexts
            ):
                return
            case ast.Expr(value=ast.Call() as call):
                self._call_alone(call)
            case ast.If(body=[ast.Raise()], orelse=[]):  # refuses arguments; others are spoken of
                return
            case ast.If(test=test, body=body, orelse=orelse):
                self.run(body if self._known_condition(test) else orelse)
            case ast.For(target=ast.Name(id=name), iter=iterated, body=body, orelse=[]):
                for item in self._known_items(iterated):
                    self.variables[name] = self.constant(item)
                    self.run(body)
            case _:
                raise self.refuse(
                    statement, "이런 문장은 읽지 못한다", "statements of this kind are not read"
                )

    def _known_condition(self, test: ast.expr) -> bool:
        known = self._reader.evaluated(self.expression(test))
        if isinstance(known, (bool, np.bool_)) or known is None:
            return bool(known)
        raise self.refuse(test, "값에 따라 갈라지는 분기", "a branch that depends on values")

    def _known_items(self, iterated: ast.expr) -> list[Any]:
        items = self._reader.evaluated(self.expression(iterated))
        if isinstance(items, (range, list, tuple)) and all(isinstance(item, (int, float)) for item in items):
            return list(items)
        raise self.refuse(
            iterated,
            "횟수가 크기에 달린 반복문. 벡터 연산으로 쓴 순전파를 유도한다",
            "a loop whose length is a size; a forward in vector operations can be derived",
        )

    def _call_alone(self, call: ast.Call) -> None:
        """A call whose value nobody uses: it writes into ``out``, or checks arguments."""
        out = next((keyword.value for keyword in call.keywords if keyword.arg == "out"), None)
        function = self._from_outside(call.func)
        if isinstance(out, ast.Name):
            others = [keyword for keyword in call.keywords if keyword.arg != "out"]
            self._assign(out, ast.copy_location(ast.Call(call.func, call.args, others), call))
        elif not (isinstance(function, FunctionType) and _only_checks(function)):
            raise self.refuse(call, "값을 쓰지 않는 호출", "a call whose value is not used")

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        match target:
            case ast.Name(id=name):
                self._bind(name, self.expression(value))
            case ast.Tuple(elts=targets) if all(isinstance(one, ast.Name) for one in targets):
                found = self.expression(value)
                for place, one in enumerate(targets):
                    part = (
                        found.elts[place]
                        if isinstance(found, ast.Tuple)
                        else ast.Subscript(found, ast.Constant(place), ast.Load())
                    )
                    self._bind(one.id, part)  # type: ignore[attr-defined]
            case ast.Attribute(value=ast.Name(id=name)) if name in self._contexts:
                self.variables[ast.unparse(target)] = self.expression(value)
            case ast.Subscript(value=ast.Name(id=name), slice=index) if name in self.variables:
                mask = self.expression(index)
                if as_content(self._reader.evaluated(mask)).kind != "bool":
                    raise self.refuse(
                        target, "배열의 일부에 쓰는 순전파", "a forward that writes into part of an array"
                    )
                old = self.variables[name]
                self.variables[name] = self._operation(
                    "where",
                    _numpy("where", [mask, self.expression(value), old]),
                    [self.expression(value), old],
                    {"condition": mask},
                    target,
                )
            case _:
                raise self.refuse(target, "이런 대입은 읽지 못한다", "assignments of this kind are not read")

    def _bind(self, name: str, found: ast.expr) -> None:
        if not isinstance(found, (ast.Constant, ast.Tuple, ast.List, ast.Name)):
            found = self._reader.keep(found, flows=False)
        self.variables[name] = found
        if isinstance(found, ast.Name) and found.id.startswith("_") and name != "_":
            self._reader.put_into(found, name)

    # -- expressions ---------------------------------------------------------------------------------------

    def expression(self, node: ast.expr) -> ast.expr:
        """The same expression over variables of the graph; what a gradient flows through is kept there."""
        match node:
            case ast.Constant():
                return node
            case ast.Name(id=name):
                return self._variable(node, name)
            case ast.Tuple(elts=elts):
                return ast.Tuple(self._spread(elts), ast.Load())
            case ast.List(elts=elts):
                return ast.List(self._spread(elts), ast.Load())
            case ast.Slice(lower=lower, upper=upper, step=step):
                return ast.Slice(*(one and self.expression(one) for one in (lower, upper, step)))
            case ast.BinOp(left=left, op=op, right=right):
                made = ast.BinOp(self.expression(left), op, self.expression(right))
                if type(op) not in _OPERATORS and self._reader.flows(made.left, made.right):
                    raise self.refuse(node, "미분법을 모르는 연산자", "an operator without a rule")
                key = _OPERATORS.get(type(op), "")
                if (
                    key == "multiply"
                    and isinstance(made.left, ast.Name)
                    and ast.dump(made.left) == ast.dump(made.right)
                ):
                    return self._operation("square", made, [made.left], {}, node)
                return self._operation(key, made, [made.left, made.right], {}, node)
            case ast.UnaryOp(op=op, operand=operand):
                inner = self.expression(operand)
                if isinstance(op, ast.UAdd):
                    return inner
                key = "negative" if isinstance(op, ast.USub) else ""
                return self._operation(key, ast.UnaryOp(op, inner), [inner], {}, node)
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                sides = [self.expression(one) for one in (left, *comparators)]
                match ops, sides:
                    case [ast.Is() | ast.IsNot() as same], [
                        ast.Constant(value=one),
                        ast.Constant(value=other),
                    ]:
                        return ast.Constant((one is other) == isinstance(same, ast.Is))
                return ast.Compare(sides[0], ops, sides[1:])
            case ast.BoolOp(op=op, values=values):
                return ast.BoolOp(op, [self.expression(one) for one in values])
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self.expression(body if self._known_condition(test) else orelse)
            case ast.Attribute(value=value, attr=attr):
                return self._attribute(node, value, attr)
            case ast.Subscript(value=value, slice=index):
                base, chosen = self.expression(value), self.expression(index)
                match base, chosen:
                    case ast.Tuple(elts=parts), ast.Constant(value=int(place)):
                        return parts[place]
                entries = ast.Subscript(base, chosen, ast.Load())
                return self._operation(
                    "index", entries, [base], {"index": chosen, "distinct": self._is_distinct(chosen)}, node
                )
            case ast.Call():
                return self._call(node)
        raise self.refuse(node, "이런 식은 읽지 못한다", "expressions of this kind are not read")

    def _is_distinct(self, index: ast.expr) -> bool:
        """Whether an index picks no place twice: by slices, numbers, masks, or rows counted one by one."""
        parts = index.elts if isinstance(index, ast.Tuple) else [index]
        arrays = [part for part in parts if not isinstance(part, (ast.Slice, ast.Constant))]
        contents = [as_content(self._reader.evaluated(part)) for part in arrays]
        return all(not one.axes or one.kind == "bool" for one in contents) or any(
            one.is_arange for one in contents
        )

    def _variable(self, node: ast.expr, name: str) -> ast.expr:
        if name in self.variables:
            return self.variables[name]
        if name in self._unread:
            raise self._unread[name]
        for names in (self._closure, self._globals):
            if name in names:
                try:
                    return self.constant(names[name])
                except Underivable as reason:
                    raise self.refuse(node, reason.text.ko, reason.text.en) from None
        if hasattr(builtins, name):
            return ast.Name(name, ast.Load())
        raise self.refuse(node, f"모르는 이름 `{name}`", f"the name `{name}` is not known")

    def _attribute(self, node: ast.expr, value: ast.expr, attr: str) -> ast.expr:
        if ast.unparse(node) in self.variables:  # of the context
            return self.variables[ast.unparse(node)]
        found = self._from_outside(node)
        if found is not None:
            if isinstance(found, float) and found == math.pi:  # no rounded number
                return ast.Attribute(ast.Name("np", ast.Load()), "pi", ast.Load())
            if found is np.newaxis or isinstance(found, (int, float)):
                return self.constant(found)
            return ast.Attribute(ast.Name("np", ast.Load()), attr, ast.Load())
        base = self.expression(value)
        if isinstance(base, _Fields) and attr in base.by_name:
            return base.by_name[attr]
        made = ast.Attribute(base, attr, ast.Load())
        if attr == "T":
            return self._operation("transpose", made, [base], {}, node)
        if attr not in _DATA and self._reader.flows(base):
            raise self.refuse(node, f"미분법을 모르는 `.{attr}`", f"`.{attr}` has no rule")
        return made

    def _from_outside(self, node: ast.expr) -> Any:
        """The object that a dotted name of a module stands for: ``np.exp``."""
        match node:
            case ast.Attribute(value=value, attr=attr):
                owner = self._from_outside(value)
                return getattr(owner, attr, None) if isinstance(owner, ModuleType) else None
            case ast.Name(id=name) if name not in self.variables:
                return self._closure.get(name, self._globals.get(name, getattr(builtins, name, None)))
        return None

    def _by_entry(self, node: ast.expr) -> Any:
        """The function that a call names; of one of ``math`` that ``np.vectorize`` was given, that one."""
        if isinstance(node, ast.Call) and node.args and self._from_outside(node.func) is np.vectorize:
            function = self._from_outside(node.args[0])
            return function if getattr(function, "__module__", None) == "math" else None
        function = self._from_outside(node)
        inner = getattr(function, "pyfunc", None)
        return inner if getattr(inner, "__module__", None) == "math" else function

    def _call(self, node: ast.Call) -> ast.expr:
        function = self._by_entry(node.func)
        if any(k.arg is None for k in node.keywords):
            raise self.refuse(node, "별표로 넘긴 인자", "arguments that are passed with a star")
        if function is isinstance and self._from_outside(node.args[1]) is self._reader.tensors:
            known = self._reader.evaluated(self.expression(node.args[0]))
            return ast.Constant(isinstance(known, ndarray))
        arguments = self._spread(node.args)
        named = {str(k.arg): self.expression(k.value) for k in node.keywords}
        if _is_of_numpy(function):
            return self._of_numpy(node, function.__name__, arguments, named)
        if function in self._reader.transparent:
            return arguments[0]
        if isinstance(function, FunctionType):
            return self._inlined(node, function, arguments, named)
        if isinstance(function, type) and hasattr(function, "_fields"):
            return _Fields(function._fields, arguments)
        if isinstance(function, (BuiltinFunctionType, type)):
            made = ast.Call(
                ast.Name(function.__name__, ast.Load()),
                arguments,
                [ast.keyword(k, v) for k, v in named.items()],
            )
            if function in (float,) and len(arguments) == 1:
                return arguments[0]
            if not self._reader.flows(*arguments, *named.values()) or function is len:
                return made
            key = "absolute" if function is abs else "power" if function is pow else None
            if key is None:
                raise self.refuse(
                    node, f"미분법을 모르는 `{function.__name__}`", f"`{function.__name__}` has no rule"
                )
            return self._operation(key, _numpy(key, arguments), arguments, {}, node)
        if isinstance(node.func, ast.Attribute) and function is None:
            return self._method(node, self.expression(node.func.value), node.func.attr, arguments, named)
        raise self.refuse(node, "읽지 못하는 함수 호출", "a call that is not read")

    def _spread(self, nodes: Sequence[ast.expr]) -> list[ast.expr]:
        """Expressions, with those of a tuple in place of one that has a star."""
        spread: list[ast.expr] = []
        for node in nodes:
            inner = node.value if isinstance(node, ast.Starred) else node
            found = self.expression(inner)
            if inner is not node and not isinstance(found, (ast.Tuple, ast.List)):
                raise self.refuse(node, "별표로 넘긴 인자", "arguments that are passed with a star")
            spread += found.elts if inner is not node else [found]  # type: ignore[attr-defined]
        return spread

    def _inlined(
        self,
        node: ast.Call,
        function: FunctionType,
        arguments: Sequence[ast.expr],
        named: Mapping[str, ast.expr],
    ) -> ast.expr:
        """What a function with a source returns."""
        if function in self._reader.stopping:
            raise self.refuse(node, "그래디언트를 멈추는 연산", "an operation that stops the gradient")
        function = vars(function).get("of_arrays", function)
        if _is_of_numpy(function):
            return self._of_numpy(node, function.__name__, [*arguments], dict(named))
        try:
            bound = inspect.signature(function).bind(*arguments, **named)
        except TypeError as reason:
            raise self.refuse(node, str(reason), str(reason)) from None
        parts = {
            name: ast.Tuple([*one], ast.Load()) if isinstance(one, tuple) else one
            for name, one in bound.arguments.items()
        }
        return self._reader._called(function, parts, getattr(node, "lineno", 0))

    def _method(
        self, node: ast.Call, base: ast.expr, name: str, arguments: list[ast.expr], named: dict[str, ast.expr]
    ) -> ast.expr:
        of_tensors = vars(self._reader.tensors).get(name)
        if isinstance(of_tensors, FunctionType):
            return self._inlined(node, of_tensors, [base, *arguments], named)
        if not self._reader.flows(base):
            return ast.Call(
                ast.Attribute(base, name, ast.Load()),
                arguments,
                [ast.keyword(k, v) for k, v in named.items()],
            )
        if name == "astype":
            return (
                base
                if self._reader.flows(base)
                else ast.Call(ast.Attribute(base, name, ast.Load()), arguments, [])
            )
        if name == "flatten":
            name = "ravel"
        if name not in _METHODS_OF:
            raise self.refuse(node, f"미분법을 모르는 `.{name}`", f"`.{name}` has no rule")
        if name in ("reshape", "transpose") and len(arguments) > 1:
            arguments = [ast.Tuple(arguments, ast.Load())]
        return self._of_numpy(node, name, [base, *arguments], named)

    def _of_numpy(
        self, node: ast.Call, name: str, arguments: list[ast.expr], named: dict[str, ast.expr]
    ) -> ast.expr:
        name = _SAME.get(name, name)
        made = (
            Code(arguments[0], ()).by_entry(name).node if name in BY_ENTRY else _numpy(name, arguments, named)
        )
        if not self._reader.flows(*arguments, *named.values()) or name in _WITHOUT_GRADIENT:
            return made
        if name in ("array", "asarray", "copy", "ascontiguousarray", "asanyarray", "float64"):
            return arguments[0]
        if name in ("concatenate", "stack", "hstack", "vstack", "column_stack") and isinstance(
            arguments[0], (ast.Tuple, ast.List)
        ):
            return self._operation(
                name, made, arguments[0].elts, self._options(name, arguments, named, 1), node
            )
        if name == "einsum":
            return self._operation(
                name, made, arguments[1:], {"subscripts": ast.literal_eval(arguments[0])}, node
            )
        if name == "where" and len(arguments) == 3:
            return self._operation(name, made, arguments[1:], {"condition": arguments[0]}, node)
        if name in _SIGNS and len(arguments) == 2 and not named:
            return self._operation(
                name, ast.BinOp(arguments[0], _SIGNS[name], arguments[1]), arguments, {}, node
            )
        arrays = _ARRAYS.get(name)
        if arrays is None:
            raise self.refuse(node, f"미분법을 모르는 `np.{name}`", f"`np.{name}` has no rule")
        return self._operation(
            name, made, arguments[:arrays], self._options(name, arguments, named, arrays), node
        )

    def _options(
        self, name: str, arguments: list[ast.expr], named: dict[str, ast.expr], skipped: int
    ) -> dict[str, Any]:
        """What is given beside arrays, by NumPy's names: known numbers as values, all else as source."""
        options = dict(named)
        if len(arguments) > skipped:
            listed = list(inspect.signature(getattr(np, name)).parameters)
            options |= dict(zip(listed[skipped:], arguments[skipped:], strict=False))
        known = {}
        for key, value in options.items():
            try:
                known[key] = ast.literal_eval(value)
            except ValueError:
                known[key] = value
        return known

    def _operation(
        self, key: str, made: ast.expr, operands: Sequence[ast.expr], options: dict[str, Any], node: ast.expr
    ) -> ast.expr:
        """Keep the result of what a gradient flows through; leave other expressions as they are."""
        if not self._reader.flows(*operands):
            return made
        if not key:
            raise self.refuse(node, "미분법을 모르는 연산", "an operation without a rule")
        return self._reader.keep(made, key, operands, options, flows=True)


def _assigned_names(statement: ast.stmt) -> list[str]:
    """The variables that a statement assigns to, or writes into; none for other statements."""
    match statement:
        case ast.Assign(targets=targets):
            parts = [part for one in targets for part in (one.elts if isinstance(one, ast.Tuple) else [one])]
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            parts = [target]
        case ast.Expr(value=ast.Call(keywords=keywords)):
            parts = [keyword.value for keyword in keywords if keyword.arg == "out"]
        case _:
            return []
    inner = [part.value if isinstance(part, ast.Subscript) else part for part in parts]
    return [part.id for part in inner if isinstance(part, ast.Name)]


def _raised_again(reason: Underivable) -> list[str]:
    raise reason


def _is_of_numpy(function: Any) -> bool:
    """Whether it is a function of NumPy, or one of ``math``, which NumPy has under the same name."""
    home = (getattr(function, "__module__", None) or "").partition(".")[0]
    if home == "math":
        return hasattr(np, function.__name__) or function.__name__ in BY_ENTRY
    return home == "numpy" or isinstance(function, np.ufunc)


def _only_checks(function: FunctionType) -> bool:
    """Whether a function writes nothing into its arguments and returns nothing."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, SyntaxError):
        return False
    for part in ast.walk(tree):
        match part:
            case ast.Return(value=ast.expr()) | ast.AugAssign() | ast.keyword(arg="out") | ast.Global():
                return False
            case ast.Assign(targets=[ast.Subscript() | ast.Attribute(), *_]):
                return False
    return True


_ARRAYS = {
    **dict.fromkeys(
        (
            "exp",
            "log",
            "log1p",
            "expm1",
            "sqrt",
            "square",
            "tanh",
            *BY_ENTRY,
            "absolute",
            "negative",
            "reciprocal",
            "sum",
            "mean",
            "var",
            "std",
            "max",
            "min",
            "reshape",
            "transpose",
            "swapaxes",
            "ravel",
            "squeeze",
            "expand_dims",
            "cumsum",
            "clip",
            "broadcast_to",
            "diag",
            "trace",
        ),
        1,
    ),
    **dict.fromkeys(
        (
            "add",
            "subtract",
            "multiply",
            "divide",
            "power",
            "matmul",
            "dot",
            "maximum",
            "minimum",
            "outer",
            "inner",
            "logaddexp",
        ),
        2,
    ),
}
"""How many arrays an operation of NumPy's takes before its options."""


def _numpy(name: str, arguments: Sequence[ast.expr], named: Mapping[str, ast.expr] | None = None) -> ast.expr:
    function = ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load())
    return ast.Call(function, list(arguments), [ast.keyword(k, v) for k, v in (named or {}).items()])
