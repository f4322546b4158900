"""What the last run of ``python -m benchmarks`` says, as tables and plots of a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.goals import LEVEL, Goal, goals, standings
from benchmarks.plots import Colours, draw
from benchmarks.report import duration, measured, read, smallest
from docs.site_builder.figures.plots import FAINT, FIRST, INK, MUTED, SECOND, labelled, picture, style
from docs.site_builder.languages import label

_PLACE = re.compile(r"<!-- benchmarks:(\w+) -->")
_MEASURED = re.compile(r"<!-- benchmarks:measured -->\n(.*?)<!-- benchmarks:end -->\n*", re.DOTALL)
_COLOURS = Colours(ink=INK, muted=MUTED, faint=FAINT, first=FIRST, second=SECOND)
Report = Mapping[str, Any]


def fill(markdown: str, path: Path, language: str) -> str:
    """Replace ``<!-- benchmarks:NAME -->`` by what the report at `path` says; KeyError for an unknown name.

    Without a report, or with one that cannot be read, ``circumstances`` says so, and what stands between
    ``<!-- benchmarks:measured -->`` and ``<!-- benchmarks:end -->`` is left out: it tells of numbers.
    """
    report, hindrance = _read(path, language)
    words = _Words(language)
    markdown = _MEASURED.sub(r"\1" if report else "", markdown)

    def replacement(match: re.Match[str]) -> str:
        part, write = _PLACES[match[1]]
        if report is None:
            return f'!!! warning ""\n    {hindrance}'
        if part and not report[part]:
            return words("bench part missing")
        return write(report, words)

    return _PLACE.sub(replacement, markdown)


class _Words:
    """The generator's words in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        return label(key, self.language).format(**values)


def _read(path: Path, language: str) -> tuple[Report | None, str]:
    if not path.exists():
        return None, label("bench missing", language)
    try:
        return read(path), ""
    except ValueError as error:
        return None, label("bench unreadable", language).format(
            reason=str(error).replace(str(path), path.name)
        )


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    header = list(header)
    lines = [header, [":---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _small_table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of numbers, whose cells stay on one line."""
    return f'<div class="yudo-evidence" markdown="1">\n\n{_table(header, rows)}\n\n</div>'


def _circumstances(report: Report, words: _Words) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in report["versions"].items() if number)
    text = words(
        "bench circumstances",
        date=report["date"][:16].replace("T", " ") + " UTC",
        cpu=report["machine"]["cpu"],
        memory=f"{report['machine']['memory_gb']:.0f}",
        threads=report["threads"],
        seed=report["seed"],
        versions=versions,
    )
    quick = f'\n\n!!! warning ""\n    {words("bench quick")}' if report["quick"] else ""
    return text + quick


def _goals(report: Report, words: _Words) -> str:
    def row(goal: Goal) -> list[str]:
        state = {True: "bench met", False: "bench not met", None: "bench not measured"}[goal.met]
        return [words(f"bench goal {goal.name}"), f"{goal.target:g}", measured(goal), words(state)]

    header = [words(f"bench {name}") for name in ("goal", "target", "measured", "state")]
    return _table(header, map(row, goals(report)))


def _contender(name: str, words: _Words) -> str:
    return words(f"figure bench_{name.replace(' ', '_')}")


def _missing(part: Mapping[str, Any], words: _Words) -> str:
    gone = [contender for contender in part["contenders"] if contender["missing"]]
    return "".join(f"\n\n{words('bench contender missing', **contender)}" for contender in gone)


def _runs(layer: str) -> Callable[[Report, _Words], str]:
    def write(report: Report, words: _Words) -> str:
        part = report["checking"]
        names = ("check", "shape", "ratio", "smallest", "growth")
        rows = [
            [
                _contender(run["contender"], words),
                "×".join(map(str, run["shape"])),
                duration(run, part["time_limit"]) + _times(run),
                _smallest(run, words),
                "–" if run["growth_exponent"] is None else f"{run['growth_exponent']:.2f}",
            ]
            for run in part["runs"]
            if run["layer"] == layer
        ]
        return _small_table([words(f"bench {name}") for name in names], rows) + _missing(part, words)

    return write


def _smallest(run: Mapping[str, Any], words: _Words) -> str:
    if run["false_alarm"]:
        return words("bench alarm")
    return smallest(run)


def _times(run: Mapping[str, Any]) -> str:
    """How many times as long as ours, in brackets; with ``~`` where the seconds are extrapolated."""
    if run["ratio"] is None or run["contender"] == "yudo":
        return ""
    number = f"{run['ratio']:,.0f}" if run["ratio"] >= 10 else f"{run['ratio']:.2g}"
    return f" ({number})" if run["seconds"] else f" (~{number})"


def _bugs(layer: str) -> Callable[[Report, _Words], str]:
    def write(report: Report, words: _Words) -> str:
        bugs = [row for row in report["checking"]["bugs"] if row["layer"] == layer]
        names = list(dict.fromkeys(name for row in bugs for name in row["outcomes"]))
        rows = [
            [
                words("bug " + row["bug"]),
                *(words("outcome " + row["outcomes"][n]) if n in row["outcomes"] else "–" for n in names),
            ]
            for row in bugs
        ]
        table = _table([f"`{layer.partition('_')[0]}`", *(_contender(name, words) for name in names)], rows)
        return f'<div class="yudo-bugs" markdown="1">\n\n{table}\n\n</div>'

    return write


def _false_alarms(report: Report, words: _Words) -> str:
    part = report["checking"]
    total = len(part["nets"]["seeds"])
    rows = [
        [
            _contender(found["contender"], words),
            words("outcome " + found["status"])
            if found["seeds"] is None
            else words("bench of", count=len(found["seeds"]), total=total),
        ]
        for found in part["false_alarms"]
    ]
    return _table([words("bench check"), words("bench alarms")], rows)


def _proofs(report: Report, words: _Words) -> str:
    known = [proof for proof in report["checking"]["proofs"] if proof["seconds"]]
    rows = [
        [f"`{proof['layer']}`", words("outcome " + proof["correct"]), f"{proof['seconds']:.2g}"]
        for proof in known
    ]
    return _table([words("bench layer"), words("bench verdict"), words("bench seconds")], rows)


def _plot(name: str) -> Callable[[Report, _Words], str]:
    def write(report: Report, words: _Words) -> str:
        with style():
            drawn = draw(report, lambda key: f"@figure bench_{key}@", _COLOURS)
            if name not in drawn:
                return ""
            svg = picture(drawn[name], f"benchmarks-{name}")
        return labelled(
            svg,
            f"benchmarks-{name}",
            words.language,
            title=words(f"bench plot {name}"),
            description=words(f"bench plot {name} text"),
        )

    return write


def _layers(report: Report, words: _Words) -> str:
    part = report["layers"]
    blocks = []
    for size, (N, D, M) in part["sizes"].items():
        rows = [
            [
                f"`{s.operation}`",
                s.dtype,
                _ratio(s.textbook),
                _ratio(s.others),
                f"{s.share:.0%}" if s.share else "–",
            ]
            for s in standings(part)
            if s.size == size
        ]
        names = ("operation", "dtype", "textbook", "others", "share")
        table = _small_table([words(f"bench {name}") for name in names], rows)
        summary = words("bench size", size=words(f"figure bench_{size}"), N=N, D=D, M=M)
        blocks.append(f'<details markdown="1">\n<summary>{summary}</summary>\n\n{table}\n\n</details>')
    return "\n\n".join(blocks) + _missing(part, words)


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _behind(report: Report, words: _Words) -> str:
    """Where ``impl/`` is not level: by operation, the sizes with the speeds of both dtypes."""
    listed = standings(report["layers"])
    compared = {
        "bench slower": [(s, s.textbook) for s in listed],
        "bench behind": [(s, s.others) for s in listed if s.size != "small"],
    }
    lines = []
    for key, speeds in compared.items():
        places: dict[str, dict[str, list[str]]] = {}
        for s, speed in speeds:
            if speed is not None and speed < LEVEL:
                size = words(f"figure bench_{s.size}")
                places.setdefault(s.operation, {}).setdefault(size, []).append(f"{s.dtype} {speed:.2f}")
        named = [
            f"`{operation}` ({'; '.join(f'{size}: ' + ', '.join(found) for size, found in sizes.items())})"
            for operation, sizes in places.items()
        ]
        lines.append(f"- {words(key)} {', '.join(named) or words('bench nowhere')}.")
    return "\n".join(lines)


def _growth(report: Report, words: _Words) -> str:
    part = report["verify"]
    rows = [
        [f"{row['cases']}", "–" if row["seconds"] is None else f"{row['seconds']:.0f}"]
        for row in part["growth"]
    ]
    table = _table([words("bench cases"), words("bench seconds")], rows)
    if part["seconds_per_case"] is None:
        return table
    return (
        table + "\n\n" + words("bench per case", seconds=f"{part['seconds_per_case']:.2g}", jobs=part["jobs"])
    )


def _stages(report: Report, words: _Words) -> str:
    seconds = report["verify"]["stages"]["seconds"]
    whole = sum(seconds.values())
    rows = [[words(f"stage {name}"), f"{s:.1f}", f"{s / whole:.0%}"] for name, s in seconds.items()]
    return _table([words("bench stage"), words("bench seconds"), words("bench part")], rows)


_PLACES: dict[str, tuple[str | None, Callable[[Report, _Words], str]]] = {
    "circumstances": (None, _circumstances),
    "goals": (None, _goals),
    "affine": ("checking", _runs("affine")),
    "softmax": ("checking", _runs("softmax_cross_entropy")),
    "bugs_affine": ("checking", _bugs("affine")),
    "bugs_softmax": ("checking", _bugs("softmax_cross_entropy")),
    "false_alarms": ("checking", _false_alarms),
    "proofs": ("checking", _proofs),
    "plot_checking": ("checking", _plot("checking")),
    "plot_layers": ("layers", _plot("layers")),
    "layers": ("layers", _layers),
    "behind": ("layers", _behind),
    "growth": ("verify", _growth),
    "stages": ("verify", _stages),
}
