"""What is measured of errors and their bounds, as a plot and tables of a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from mkdocs.exceptions import BuildError

from docs.site_builder.evidence import Evidence
from docs.site_builder.figures.plots import FAINT, FIRST, SECOND, WIDTH, labelled, picture, style
from docs.site_builder.languages import label
from docs.site_builder.printed import read_printed

_PLACE = re.compile(r"<!-- accuracy:(\w+) -->")
_SOURCES = ("derivations", "impl", "verification")
_DTYPES = {"float32": SECOND, "float64": FIRST}
_USEFUL = 0.01
_USEFUL_LENGTH = 64
# Percentages below the first are not told apart; from the second on they are whole numbers.
_SMALLEST_PERCENT, _WHOLE_PERCENT = 0.01, 9.95
# An error of so many units in the last place leaves no digit certain.
_EVERY_DIGIT = {"float32": 2.0**24, "float64": 2.0**53}

Measured = Mapping[str, Any]


class AccuracyError(BuildError):
    """Errors and bounds could not be measured."""


def read_accuracy(root: Path, cache: Path) -> Measured:
    """Return what `benchmarks.accuracy` prints; measured anew only when code that it runs has changed."""
    measured: Measured = read_printed(
        "benchmarks.accuracy",
        *(root / folder for folder in _SOURCES),
        root=root,
        cache=cache,
        error=AccuracyError,
        wrong="errors and bounds cannot be measured",
    )
    return measured


def fill(markdown: str, language: str, *, evidence: Evidence | None, root: Path, cache: Path) -> str:
    """Replace ``<!-- accuracy:NAME -->`` by the plot or table of that name; KeyError for an unknown one."""

    def replacement(match: re.Match[str]) -> str:
        if match[1] == "run":
            return run_table(evidence, language)
        write = _PLACES[match[1]]
        return write(read_accuracy(root, cache), language)

    return _PLACE.sub(replacement, markdown)


# -- the plot ----------------------------------------------------------------------------------------------


def plot(measured: Measured, language: str) -> str:
    """Return error and bound against the length of the contraction, both dtypes in one picture."""
    points = measured["contractions"]
    last = {dtype: points[dtype][-1] for dtype in points}
    values = {
        "longest": f"{last['float64']['length']:,}",
        "bound": f"{last['float64']['bound']:,.0f}",
        "error": f"{max(p['error'] for dtype in points for p in points[dtype]):.1f}",
    }
    title, caption, text = (
        label(f"accuracy plot {part}", language).format(**values) for part in ("title", "caption", "text")
    )
    svg = _drawn(json.dumps(points, sort_keys=True))
    return labelled(svg, "accuracy", language, title=title, description=text, caption=caption)


@cache
def _drawn(points_json: str) -> str:
    points = json.loads(points_json)
    with style():
        figure = Figure(figsize=(WIDTH, 3.6))
        axes = figure.add_axes((0.13, 0.14, 0.85, 0.84))
        axes.grid(color=FAINT, linewidth=0.6)
        axes.set_axisbelow(True)
        for dtype, colour in _DTYPES.items():
            lengths = [point["length"] for point in points[dtype]]
            for quantity, line in (("bound", "-"), ("error", "--")):
                values = [point[quantity] for point in points[dtype]]
                axes.loglog(lengths, values, line, color=colour, linewidth=2, base=2)
        # Beside the lines, where these leave room.
        axes.text(90, 420, "@figure bound64@", color=FIRST, ha="right")
        axes.text(220, 42, "@figure bound32@", color=SECOND, ha="left")
        axes.text(20, 5.2, "@figure error64@", color=FIRST, ha="left")
        axes.text(20, 0.85, "@figure error32@", color=SECOND, ha="left")
        ticks = [4**power for power in range(7)]
        axes.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
        axes.set_yticks(ticks, [f"{tick:,}" for tick in ticks])
        axes.minorticks_off()
        axes.set_xlabel("@figure length@")
        return picture(figure, "accuracy")


# -- tables ------------------------------------------------------------------------------------------------


def lengths_table(measured: Measured, language: str) -> str:
    """Return the numbers behind the plot."""
    points = measured["contractions"]
    pair, share = (label(f"accuracy {name}", language) for name in ("error and bound", "share"))
    header = [label("accuracy length", language)]
    header += [f"{dtype}: {name}" for dtype in _DTYPES for name in (pair, share)]
    rows = [
        [f"{together[0]['length']:,}", *(cell for point in together for cell in _point(point))]
        for together in zip(*(points[dtype] for dtype in _DTYPES), strict=True)
    ]
    return _table(header, rows)


def _point(point: Mapping[str, float]) -> tuple[str, str]:
    """Error and bound in one cell, the share in another."""
    error, bound = (f"{v:,.3g}" if v < 100 else f"{v:,.0f}" for v in (point["error"], point["bound"]))
    return f"{error} / {bound}", _percent(point["share"])


def shares_table(measured: Measured, language: str) -> str:
    """Return the worst share of the bound for every result, by size and dtype.

    A dash stands where a result has too many entries to be measured.
    """
    shares = measured["shares"]
    header = [label("result", language)]
    header += [f"{dtype}, {size}" for dtype in _DTYPES for size in shares]
    ids = next(iter(shares.values()))
    rows = [
        [
            _link(identifier),
            *(
                _percent(shares[size][identifier][dtype]) if identifier in shares[size] else "–"
                for dtype in _DTYPES
                for size in shares
            ),
        ]
        for identifier in ids
    ]
    return _table(header, rows)


def below(measured: Measured, language: str) -> str:
    """Return the results whose worst share of the bound is below 1% where every axis is 64."""
    shares = measured["shares"][str(_USEFUL_LENGTH)]
    found = [i for i, by in shares.items() if 0 < min(by.values()) < _USEFUL]
    exact = [i for i, by in shares.items() if not any(by.values())]
    return label("accuracy below", language).format(
        count=len(found), of=len(shares), ids=", ".join(map(_link, found)), exact=", ".join(map(_link, exact))
    )


def run_table(evidence: Evidence | None, language: str) -> str:
    """Return worst errors and sensitivities of the last verification run, by result and dtype."""
    rows = []
    for identifier, result in (evidence.results if evidence else {}).items():
        measured = result["checks"]["sympy"].get("accuracy", {})
        if measured:
            columns = zip(*([dtype, *_found(dtype, found)] for dtype, found in measured.items()), strict=True)
            rows.append([_link(identifier), *("<br>".join(column) for column in columns)])
    if not rows:
        return f'!!! warning ""\n    {label("accuracy no run", language)}'
    names = ("ulps", "share", "median", "worst")
    header = [label("result", language), "dtype", *(label(f"accuracy {name}", language) for name in names)]
    return _table(header, rows) + "\n\n" + label("accuracy no digit", language)


def _found(dtype: str, found: Mapping[str, Any]) -> list[str]:
    """The worst error in ulps and as a share of its bound, the median and the worst sensitivity."""
    seen = found.get("sensitivity")
    numbers = [found[name]["value"] if name in found else None for name in ("ulps", "ratio")]
    numbers += [seen["median"], seen["worst"]["value"]] if seen else [None, None]
    ulps, share, median, worst = (None if n is None else float(n) for n in numbers)
    uncertain = ulps is not None and ulps >= _EVERY_DIGIT[dtype]
    return [
        "–" if ulps is None or uncertain else f"{ulps:.{2 if ulps < 100 else 3}g}",
        "–" if share is None else _percent(share),
        *("–" if n is None or n >= 1 else f"{n:.1e}" for n in (median, worst)),
    ]


def _percent(share: float) -> str:
    percent = 100 * share
    if 0 < percent < _SMALLEST_PERCENT:
        return f"&lt; {_SMALLEST_PERCENT}%"
    return f"{percent:.2g}%" if percent < _WHOLE_PERCENT else f"{percent:.0f}%"


def _link(identifier: str) -> str:
    """A link whose ID may break after the layer's name: columns of numbers need the room."""
    stem, name = identifier.split(".", 1)
    return f"[<code>{stem}.<wbr>{name}</code>](layers/{stem}.md#{identifier})"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, [":---", *["---:"] * (len(header) - 1)], *rows]
    text = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    # Nobody searches for its numbers, and each visitor loads the index.
    return f'<section class="yudo-evidence" data-search-exclude="" markdown="1">\n\n{text}\n\n</section>'


_PLACES = {"plot": plot, "lengths": lengths_table, "shares": shares_table, "below": below}
