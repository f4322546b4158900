"""``yudo check``."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from yudo.derivations.calculus.text import Text, reader_language
from yudo.verification.checking.files import (
    LIMITS,
    MOST_SALT,
    FileReport,
    check_file,
    new_salt,
    passes,
    sources,
)
from yudo.verification.checking.pairs.settings import read_shape, read_value
from yudo.verification.checking.presentation import isolation_line, markdown, summary, text
from yudo.verification.checking.recognise.names import canonical
from yudo.verification.commands.terminal import print_line
from yudo.verification.reports.documents import document, junit
from yudo.verification.reports.gradescope import results
from yudo.verification.reports.rubric import BadRubric, read_rubric
from yudo.verification.reports.writing import OutputFile, refusal, write_json, write_text
from yudo.verification.sandbox import Demand, ForkServer, ForkServerUnavailable

UNMET = Text(
    "--function {name}=…: 이 이름의 함수나 클래스가 어느 파일에도 없다",
    "--function {name}=…: no file defines a function or class of this name",
)
UNHELD = Text(
    "남의 코드를 격리할 수 없어 폴더를 검사하지 않는다. bubblewrap을 설치하거나, 믿는 코드라면 "
    "--weak-isolation을 준다",
    "strangers' code cannot be isolated here, so folders are not checked; install bubblewrap, or give "
    "--weak-isolation for code that you trust",
)
EMPTY = Text("파이썬 파일도 노트북도 없다", "no Python file or notebook there")


def _functions(context: click.Context, parameter: click.Parameter, values: Sequence[str]) -> dict[str, str]:
    chosen = {}
    for value in values:
        name, separator, identifier = value.partition("=")
        if not separator or not name.isidentifier():
            raise click.BadParameter(f"got {value!r}; expected NAME=ID, such as my_dense_backward=affine.dw")
        known = canonical()
        if identifier not in known:
            close = difflib.get_close_matches(identifier, known, n=3)
            hint = f"did you mean {' or '.join(close)}?" if close else f"known are {', '.join(known)}"
            raise click.BadParameter(f"nothing is checked under the ID {identifier!r}; {hint}")
        chosen[name] = identifier
    return chosen


def _pair(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, str] | None:
    if value is None:
        return None
    forward, separator, backward = value.partition(":")
    parts = [part for name in (forward, backward) for part in name.split(".")]  # Function.forward
    if not (separator and all(part.isidentifier() for part in parts)):
        raise click.BadParameter(f"got {value!r}; expected forward:backward, the names of two functions")
    return forward, backward


def input_shapes(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> dict[str, str] | None:
    """Shapes as a command line has them, by input."""
    if value is None:
        return None
    shapes = {}
    for part in value.split(","):
        name, separator, sizes = part.partition(":")
        if not separator or not name.strip().isidentifier():
            raise click.BadParameter(f'got {part.strip()!r}; expected "x: N D, w: D M"')
        try:
            read_shape(sizes)
        except ValueError as reason:
            raise click.BadParameter(f"{name.strip()}: {reason}") from reason
        shapes[name.strip()] = sizes.strip()
    return shapes


def given_values(context: click.Context, parameter: click.Parameter, values: Sequence[str]) -> dict[str, Any]:
    """Arguments that are no arrays, by name."""
    given = {}
    for value in values:
        name, separator, written = value.partition("=")
        if not separator or not name.strip().isidentifier():
            raise click.BadParameter(
                f"got {value!r}; expected NAME=VALUE, such as bn_param={{'mode': 'train'}}"
            )
        try:
            given[name.strip()] = read_value(written)
        except ValueError as reason:
            raise click.BadParameter(f"{name.strip()}: {reason}") from reason
    return given


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER...", type=click.Path(path_type=Path))
@click.option(
    "--function",
    "functions",
    multiple=True,
    callback=_functions,
    metavar="NAME=ID",
    help="Which result a function of another name computes, such as dense=affine.out.",
)
@click.option(
    "--pair", callback=_pair, metavar="FORWARD:BACKWARD", help="Check a layer of your own against itself."
)
@click.option(
    "--shapes",
    callback=input_shapes,
    metavar='"x: N D, w: D M"',
    help="The shapes of its inputs, for --pair; also y: labels N < C, and m: fixed N D without gradient.",
)
@click.option(
    "--given",
    multiple=True,
    callback=given_values,
    metavar="NAME=VALUE",
    help="An argument of the forward that is no array, for --pair, such as \"bn_param={'mode': 'train'}\".",
)
@click.option(
    "--reg-scale",
    type=click.Choice(["half", "full", "mean"]),
    help="The only scaling of L2 that counts as right: ½·reg·ΣW², reg·ΣW² or reg/(2N)·ΣW².",
)
@click.option(
    "--strict/--allow-unchecked",
    default=True,
    help="Whether a layer, loss or update that was found and not checked counts as not passed "
    "[default: --strict].",
)
@click.option("--json", "json_path", type=OutputFile(), help="Write the report as JSON.")
@click.option("--junit", "junit_path", type=OutputFile(), help="Write it as JUnit XML.")
@click.option("--format", "form", type=click.Choice(["text", "markdown"]), default="text", show_default=True)
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Check a folder of submissions with N processes."
)
@click.option("--dask", metavar="ADDRESS", help="Check it on a Dask cluster, such as tcp://10.0.0.1:8786.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("yudo-report"),
    show_default=True,
    help="Where the reports on submissions go; a run that was interrupted is resumed there.",
)
@click.option(
    "--gradescope",
    type=OutputFile(),
    help="Write Gradescope's results.json.",
)
@click.option(
    "--rubric", type=click.Path(dir_okay=False, path_type=Path), help="Points per function, a TOML file."
)
@click.option(
    "--salt",
    type=click.IntRange(0, MOST_SALT),
    metavar="N",
    help="Draw the inputs from this number, as a run did that has it in its report "
    "[default: 0; for --jobs, --dask and --gradescope a new one].",
)
@click.option(
    "--weak-isolation",
    is_flag=True,
    help="Check folders and for Gradescope even where neither bubblewrap nor the kernel holds the code.",
)
@click.option(
    "--lang", type=click.Choice(["ko", "en"]), default=reader_language, help="By default the locale's."
)
def check(
    paths: tuple[Path, ...],
    functions: dict[str, str],
    pair: tuple[str, str] | None,
    shapes: dict[str, str] | None,
    given: dict[str, Any],
    reg_scale: str | None,
    strict: bool,
    json_path: Path | None,
    junit_path: Path | None,
    form: str,
    jobs: int | None,
    dask: str | None,
    out: Path,
    gradescope: Path | None,
    rubric: Path | None,
    salt: int | None,
    weak_isolation: bool,
    lang: str,
) -> None:
    """Check your own code: forward and backward passes, losses and nets.

    Recognises the functions and classes of CS231n-like courses by name, and says of each whether it is
    correct (and by which evidence), wrong (and how), undecided, not implemented, or crashes. What looks like
    a layer, a loss or an update and was not checked is listed, too.

    Exits with 0 if everything is correct, 1 if something is not or was not checked, and 2 if something
    cannot be read.
    """
    if (pair is None) != (shapes is None):
        raise click.UsageError("--pair and --shapes belong together")
    if given and pair is None:
        raise click.UsageError("--given belongs to --pair")
    try:
        chosen = list(sources(paths))
    except FileNotFoundError as reason:
        raise click.UsageError(f"there is no file or folder {reason}") from reason
    if not chosen and gradescope is None:
        raise click.UsageError(EMPTY.en)
    if rubric is not None and gradescope is None:
        raise click.UsageError("--rubric belongs to --gradescope")
    options: dict[str, Any] = {
        "functions": functions,
        "reg_scale": reg_scale,
        "pair": pair,
        "shapes": shapes,
        "given": given,
    }
    try:
        points = None if rubric is None else read_rubric(rubric)
    except BadRubric as reason:
        raise click.UsageError(str(reason)) from reason
    if not chosen:  # Gradescope tells the student nothing unless there are results
        graded = {"": [FileReport(str(path), unread=EMPTY) for path in paths]}
    elif jobs is None and dask is None:
        of_others = gradescope is not None or any(path.is_dir() for path in paths)
        demand: Demand = "strong" if of_others and not weak_isolation else "auto"
        if salt is None:
            salt = 0 if gradescope is None else new_salt()
        try:
            graded = {"": _checked(chosen, {**options, "salt": salt}, form, lang, demand)}
        except ForkServerUnavailable as reason:
            raise click.UsageError(f"{UNHELD[lang]} ({reason})") from reason
    else:
        demand = "auto" if weak_isolation else "strong"
        given_salt = {} if salt is None else {"salt": salt}
        graded = _graded(paths, {**options, **given_salt}, jobs or 1, dask, out, lang, demand)
    reports = [report for of_one in graded.values() for report in of_one]
    if gradescope is not None:
        write_json(gradescope, results(graded, points, lang))
    if json_path is not None:
        write_json(json_path, document(reports, lang))
    if junit_path is not None:
        write_text(junit_path, junit(reports, lang))
    if any(one.unread for one in reports):
        sys.exit(2)
    told = {one.function.partition(".")[0] for report in reports for one in report.functions}
    for name in functions.keys() - told:
        click.echo(UNMET[lang].format(name=name), err=True)
        sys.exit(2)
    sys.exit(0 if passes(reports, strict=strict) else 1)


def _graded(
    paths: Sequence[Path],
    options: dict[str, Any],
    jobs: int,
    cluster: str | None,
    out: Path,
    lang: str,
    isolation: Demand,
) -> dict[str, list[FileReport]]:
    # What a class needs is loaded for a class only.
    from yudo.verification.grading.folder import WorkersLost
    from yudo.verification.grading.journal import Unusable
    from yudo.verification.grading.run import NotAFolder, grade
    from yudo.verification.grading.workers import NoCluster

    if why := refusal(out / "functions.csv"):
        raise click.BadParameter(why, param_hint="--out")
    try:
        return grade(paths, options, jobs, cluster, out, lang, isolation)
    except ForkServerUnavailable as reason:
        raise click.UsageError(f"{UNHELD[lang]} ({reason})") from reason
    except (NoCluster, NotAFolder, Unusable) as reason:
        raise click.UsageError(str(reason)) from reason
    except WorkersLost as reason:
        click.echo(f"{reason}; what is finished is kept, and another run goes on from there", err=True)
        sys.exit(1)


def _checked(
    chosen: Sequence[tuple[Path, Path | None]],
    options: dict[str, Any],
    form: str,
    lang: str,
    isolation: Demand,
) -> list[FileReport]:
    console = Console(highlight=False, soft_wrap=True, emoji=False)  # file.py:100: is a place
    reports = []
    with ForkServer(LIMITS, isolation=isolation) as fork_server:
        for file, root in chosen:
            report = check_file(fork_server, file, options, root)
            reports.append(report)
            if form == "text":
                for line in text(report, lang):
                    print_line(console, line)
            else:
                for line in markdown([report], lang):
                    click.echo(line)
    if form == "text":
        if any(one.unread is None for one in reports):
            console.print(summary(reports, lang))
        for held in sorted({one.isolation for one in reports if one.isolation is not None}):
            print_line(console, f"[dim]{isolation_line(held, lang)}[/]")
    return reports
