"""Random programs of views, aliases, writes, reductions, branches and loops, as source text.

A program is grown line by line: a line stays if real NumPy takes it at a shape whose sizes all differ.
Whether it takes the whole at other shapes, where sizes are 1 or equal, is for the test to see.
"""

import random
import warnings

import numpy as np

from tests.proof.loop_programs import compiled
from yudo.verification.symbolic.inputs import labels

_VIEWS = (
    "{u}", "{u}.T", "{u}[0]", "{u}[-1]", "{u}[:, 0]", "{u}[...]", "{u}[None]", "{u}[:, None]",
    "{u}.reshape(-1)", "{u}.ravel()", "{u}.flatten()", "{u}.copy()", "{u}.reshape({u}.shape[0], -1)",
    "{u}.reshape({u}.shape)", "{u}.reshape(1, -1)", "np.asarray({u})", "np.array({u})",
    "np.ascontiguousarray({u})", "np.transpose({u})", "{u}.swapaxes(0, -1)", "np.expand_dims({u}, 0)",
    "np.atleast_2d({u})", "np.diag({u})", "np.einsum('ij->ji', {u})", "np.einsum('ij->ij', {u})",
    "np.broadcast_to({u}, {v}.shape)", "{u}[::1]", "np.moveaxis({u}, 0, -1)", "{u}[y]", "{u}[:, y]",
    "{u}[np.arange(len({u}))]", "{u}[range(len({u}))]", "np.asarray({u}, dtype=float)", "{u}.astype(float)",
    "{u}.astype(float, copy=False)", "np.take({u}, 0, axis=0)", "np.hstack([{u}, {v}])",
    "np.vstack([{u}, {v}])", "np.stack([{u}, {u}])", "np.concatenate([{u}, {v}], axis=0)",
    "np.concatenate([{u}, {u}], axis=-1)[..., 0]",
)  # fmt: skip
_VALUES = (
    "{u} + {v}", "{u} - {v}", "{u} * {v}", "{u} / (1 + {v} * {v})", "{u} @ {v}", "np.dot({u}, {v})", "-{u}",
    "np.matmul({u}, {v}.T)", "np.maximum({u}, {v})", "np.minimum({u}, 0.5)", "np.maximum(0, {u})",
    "abs({u})", "np.where({u} > 0, {u}, {v})", "np.where({u} >= {v}, 1, 0)", "{u} > 0", "{u} <= {v}",
    "{u} == {v}", "{u} != 0", "({u} > 0) & ({v} > 0)", "({u} > 0) | ({v} <= 0)", "~({u} > 0)",
    "({u} > 0) * 1", "({u} > 0).astype(int)", "({u} > 0) + ({v} > 0)", "1 - ({u} > 0)",
    "({u} > 0).sum(axis=0)", "({u} > 0).sum() / {u}.size", "{u} ** 2", "({u} > 0).mean()", "np.sign({u})",
    "np.tanh({u})", "np.exp(-{u} * {u})", "np.sqrt(1 + {u} ** 2)", "2 - {u}", "np.clip({u}, -0.5, 1)",
    "np.square({u})", "np.abs({u})", "1 / (2 + np.abs({u}))", "{u} * 0.5", "{u} // 1 * 0", "{u}.sum()",
    "{u}.sum(axis=0)", "{u}.sum(axis=-1, keepdims=True)", "{u}.mean(axis=0)", "{u}.max(axis=0)",
    "np.mean({u}, axis=-1)", "np.var({u}, axis=0)", "np.max({u}, axis=-1, keepdims=True)", "{u}.min()",
    "{u}.std()", "np.sum({u} * {v}, axis=0)", "np.outer({u}, {v})", "np.einsum('ij,ij->i', {u}, {v})",
    "np.trace({u} @ {u}.T)", "np.einsum('ij,kj->ik', {u}, {v})", "np.tensordot({u}, {v}, axes=([0], [0]))",
    "np.linalg.norm({u})", "np.zeros_like({u})", "np.ones({u}.shape)", "np.full_like({u}, 2)",
    "np.zeros({u}.shape[0])", "np.eye(len({u}))", "np.arange({u}.shape[0])", "np.arange(len({u})) * 2 + 1",
    "np.arange(len(y)) == y", "y + 1", "y * y", "y[0]", "{u}[np.arange(len(y)), y]",
    "np.eye(x.shape[1])[y]", "(np.arange(x.shape[1]) == y[:, None]) * {u}", "x.shape[0]",
    "{u} / x.shape[0]", "{u} * x.size", "len({u}) * {u}", "np.cumsum({u}, axis=0)", "np.prod({u}.shape)",
    "float(len(x))", "np.sum({u} > {v})", "np.add({u}, {v})", "np.subtract({u}, 1)",
    "np.multiply({u}, {v})", "np.true_divide({u}, 4)", "np.power({u}, 2)", "np.negative({u})",
    "np.heaviside({u}, 0.0)", "np.linalg.norm({u}, axis=-1, keepdims=True)", "np.average({u}, axis=0)",
    "sum({u})", "np.array([r.sum() for r in {u}])", "np.array([{u}[i] * i for i in range(len({u}))])",
    "helper({u})", "helper(helper({u}))", "(lambda a: a * 2)({u})", "np.diag({u}).sum()",
    "np.diagonal({u}) * 2", "np.reciprocal(1 + {u} * {u})", "{u} % 1 * 0", "x.ndim * {u}",
    "np.float64(2) * {u}", "bool(x.shape[0] > 0) * {u}",
)  # fmt: skip
_WRITES = (
    "{u} += {v}", "{u} -= {v}", "{u} *= {v}", "{u} *= 2", "{u} /= 2", "{u}[0] = {v}", "{u}[0] += {v}",
    "{u}[-1] = 1", "{u}[:, 0] = 3", "{u}[:, 0] += {v}", "{u}[...] = {v}", "{u}[:] = 0.5", "{u}.T[0] = {v}",
    "{u}[{u} > 0] = 0", "{u}[{u} < 0] *= 2", "{u}[{v} > 0] = 1", "{u}[np.arange(len(y)), y] -= 1",
    "{u}[range(len(y)), y] = 0", "{u}.fill(2)", "np.exp(-{u} * {u}, out={u})", "np.add({u}, {v}, out={u})",
    "np.maximum({u}, 0, out={u})", "np.add.at({u}, y, {v})", "np.copyto({u}, {v})",
    "{u}.reshape(-1)[0] = 7", "{u}.ravel()[0] = 7", "{u}[y] = 1", "{u}.flatten()[0] = 7",
    "{u}[None][0] += 1", "np.negative({u}, {u})", "{u}[0, 0] = {v}[0, 0]", "{u}[y[0]] = {v}",
    "{u}[np.arange(len({u})), 0] = 5", "{u} **= 2", "{u}[1:] = 0", "{u}[:-1] += 1", "kept['a'] = {u}",
    "kept['a'] += {v}", "many.append({u})", "many[0] = {v}", "{u}, {v} = {v}, {u}",
)  # fmt: skip
_BRANCHES = (
    "if x.shape[0] > 0:", "if x.ndim == 2:", "if x.shape[0] == 1:", "if x.shape[0] > 1:",
    "if len(x) == x.shape[1]:", "if x.shape[1] > 2:", "if kept:", "if many:", "for _ in range(2):",
    "for i in range(1):", "try:", "if True:",
)  # fmt: skip
_LOOPS = {
    "for i in range(len({u})):": (
        "{u}[i] *= 2",
        "{u}[i] = {u}[i] + 1",
        "{u}[i] -= {u}[i].mean()",
        "{u}[i] += i",
        "{v}[0] += {u}[i].sum()",
        "total += {u}[i].sum()",
        "total = total + i",
        "many.append({u}[i])",
    ),
    "for i in range(x.shape[0]):": (
        "{u}[i, y[i]] += 1",
        "{u}[i] = x[i] * i",
        "{u}[y[i]] += x[i]",
        "{v} += x[i]",
        "total += x[i].max()",
        "total *= 1",
        "if x[i, 0] > 0: total += 1",
    ),
    "for row in {u}:": ("row += 1", "row *= 2", "total += row.sum()", "total = row.sum()"),
    "for i, row in enumerate({u}):": ("row -= i", "total += i * row.sum()", "{u}[i] = row * 2"),
    "for r, s in zip({u}, {v}):": ("total += r.sum() * s.sum()", "r += 1", "r += s"),
}

_HEAD = """def helper(a):
    return np.where(a > 0, a, 0.5 * a)


def program(x, w, v, y):
    kept, many, total = {}, [], 0.0
"""
SHAPES = {"x": ("N", "M"), "w": ("M", "K"), "v": ("M",), "y": labels("N", below="M")}
"""The arguments of every program."""
_LARGEST, _MOST = 1e4, 10


class Grown:
    """A program, as far as it has grown, with the names of its arrays."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names, self.lines = ["x", "w", "v"], []

    def line(self):
        """One statement more, as lines."""
        chance = self.random.random()
        if chance < 0.25:
            return self._assigned(_VIEWS)
        if chance < 0.6:
            return self._assigned(_VALUES)
        if chance < 0.85:
            return [self._filled(_WRITES)]
        if chance < 0.93:
            head, bodies = self.random.choice(list(_LOOPS.items()))
            some = {name: self.random.choice(self.names) for name in "uv"}
            return [line.format(**some) for line in (head, "    " + self.random.choice(bodies))]
        head = self.random.choice(_BRANCHES)
        inner = ["    " + self._filled(_WRITES)]
        return [head, *inner, *(["except ValueError:", "    pass"] if head == "try:" else [])]

    def _filled(self, templates):
        some = {name: self.random.choice(self.names) for name in "uv"}
        return self.random.choice(templates).format(**some)

    def _assigned(self, templates):
        value = self._filled(templates)
        name = f"t{len(self.names)}" if self.random.random() < 0.8 else self.random.choice(self.names)
        return [f"{name} = {value}"]

    def source(self, lines):
        """The whole program; it returns all its arrays."""
        names = [*self.names, *(line.partition(" = ")[0] for line in lines if line.startswith("t"))]
        returned = ", ".join(dict.fromkeys(name for name in names if name.isidentifier()))
        ending = f"return {returned}, total, *kept.values(), *many"
        return _HEAD + "".join(f"    {line}\n" for line in (*self.lines, *lines, ending))


def random_program(seed, most=_MOST):
    """The source of a program of the arguments of `SHAPES`."""
    grown = Grown(seed)
    count = grown.random.randrange(3, most)
    for _ in range(8 * count):
        lines = grown.line()
        if _runs(grown.source(lines)):
            grown.lines += lines
            name, equals, _ = lines[0].partition(" = ")
            if equals and name.isidentifier() and name not in grown.names:
                grown.names.append(name)
            count -= 1
        if not count:
            break
    return grown.source([])


def _runs(source):
    rng = np.random.default_rng(0)
    given = [rng.choice([-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0], shape) for shape in ((3, 4), (4, 2), (4,))]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            returned = compiled(source, "<growing>")(*given, np.array([1, 0, 3]))
            arrays = [np.asarray(one, dtype=float) for one in returned]
    except Exception:
        return False
    return all(np.all(np.abs(one) < _LARGEST) for one in arrays if one.size)
