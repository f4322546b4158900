"""Random programs with loops over samples, as source text: some can be summarised, others must not be."""

import linecache
import random

import numpy as np

_ROWS = (
    "x[i]",
    "out[i]",
    "v",
    "t",
    "w",
    "x[i] * s",
    "np.exp(x[i])",
    "out[i] + v",
    "x[i] - np.max(x[i])",
    "np.maximum(x[i], 0)",
    "x[-1]",
    "out[0]",
)
_NUMBERS = (
    "x[i, 0]",
    "s",
    "2.0",
    "v.sum()",
    "out[i].sum()",
    "x[i, y[i]]",
    "out[i, y[i]]",
    "k",
    "t[0]",
    "w @ x[i]",
)
_CONDITIONS = (
    "x[i, 0] > 0",
    "k > 1",
    "y[i] == 0",
    "s > 0",
    "not x[i, 0] > 0",
    "x[i, 0] > 0 and y[i] == 0",
    "True",
)
_PLACES = ("out[i]", "out[i, :]", "v", "out[0]", "t")


def _row(rng):
    return rng.choice(_ROWS)


def _number(rng):
    return rng.choice(_NUMBERS)


def _statement(rng, deep=0):
    """One statement, as lines."""
    made = rng.randrange(16)
    if made <= 2:
        return [f"{rng.choice(_PLACES)} {rng.choice(['=', '+=', '-=', '*='])} {_row(rng)}"]
    if made == 3:
        return [f"v = v + {_row(rng)}"]
    if made == 4:
        return [f"t = {_row(rng)}"]
    if made <= 6:
        return [f"s {rng.choice(['+=', '-=', '=', '+='])} {_number(rng)}"]
    if made == 7:
        return [f"out[i, y[i]] {rng.choice(['=', '-='])} {_number(rng)}"]
    if made == 8:
        return [f"v[y[i]] += {_number(rng)}"]
    if made == 9:
        return ["k += 1"]
    if made == 10:
        return [f"hs.append({_row(rng)})"]
    if made == 11:
        return [f"grads['b'] {rng.choice(['+=', '='])} {_row(rng)}"]
    if made == 12:
        return [f"s = s + ({_number(rng)} if {rng.choice(_CONDITIONS)} else {_number(rng)})"]
    if made == 15:
        return _extreme(rng)
    if deep:
        return [f"s += {_number(rng)}"]
    if made == 13:
        lines = [f"if {rng.choice(_CONDITIONS)}:", *_indented(_statement(rng, 1))]
        jump = rng.random()
        if jump < 0.3:
            return [*lines, "    continue"]
        return lines if jump < 0.6 else [*lines, "else:", *_indented(_statement(rng, 1))]
    place = rng.choice(["out[i, j]", "v[j]", "s", "t[j]"])
    value = rng.choice(["x[i, j]", "x[i, j] * w[j]", "out[i, j]", "v[j]", "float(j == y[i])", "s"])
    return ["for j in range(D):", f"    {place} {rng.choice(['=', '+='])} {value}"]


def _extreme(rng):
    """A maximum or a minimum that is carried on, or nearly one."""
    number = rng.choice([one for one in _NUMBERS if one != "k"])  # Python's max leaves integers integers
    row, place, instead = _row(rng), rng.choice(_PLACES), rng.choice([number, "s", "w[0]"])
    return rng.choice(
        [
            [f"s = max(s, {number})"],
            [f"s = {number} if {number} {rng.choice(['<', '>='])} s else s"],
            [f"if s {rng.choice(['<', '<=', '>'])} {number}:", f"    s = {instead}"],
            [f"v = np.{rng.choice(['maximum', 'minimum'])}({row}, {rng.choice(['v', '2 * v', 't'])})"],
            [f"{place} = np.{rng.choice(['maximum', 'minimum'])}({place}, {row})"],
        ]
    )


def _indented(lines):
    return ["    " + line for line in lines]


def random_program(seed):
    """The source of a program with one loop over the samples ``x`` with labels ``y``."""
    rng = random.Random(seed)
    over = rng.choice(
        [
            "i in range(N)",
            "i, row in enumerate(x)",
            "(i, label) in zip(range(N), y)",
            "i in range(len(y))",
            "i in reversed(range(N))",
            "i in range(N - 1, -1, -1)",
            "r in range(N)",
        ]
    )
    body = ["i = N - 1 - r"] if over.startswith("r ") else []
    body += [line for _ in range(rng.randrange(1, 5)) for line in _statement(rng)]
    start = [
        "N, D = x.shape",
        f"out = {rng.choice(['np.zeros_like(x)', 'x.copy()', 'np.zeros((N, D))'])}",
        "s, k, hs, v, t = 0.0, 0, [], np.zeros(D), w.copy()",
        f"grads = {{'b': {rng.choice(['0', 'w.copy()', 'np.zeros(D)'])}}}",
    ]
    result = [
        "out",
        "s",
        "k",
        "v",
        "grads['b']",
    ]
    lines = ["def program(x, w, y):", *_indented([*start, f"for {over}:", *_indented(body)])]
    if any("hs" in line for line in body):
        if rng.random() < 0.5:
            result.append("np.array(hs)")
        else:
            again = rng.choice(["i in range(N)", "i in reversed(range(N))"])
            lines += _indented([f"for {again}:", f"    v = {rng.choice(['v +', 'v / 2 +'])} hs.pop()"])
    return "\n".join([*lines, *_indented([f"return {', '.join(result)}"]), ""])


def compiled(source, name):
    """The function that a source text defines; its lines are found again under the name."""
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    names = {"np": np, "__name__": "programs"}
    exec(compile(source, name, "exec"), names)
    return names["program"]
