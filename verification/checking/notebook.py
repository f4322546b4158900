"""``%%check``: run a cell of a notebook, then check the layer functions that it defines."""

from __future__ import annotations

import ast
from typing import Any

from yudo.derivations.calculus.text import Text, reader_language
from yudo.verification.checking.checking import check_subjects
from yudo.verification.checking.live import Report
from yudo.verification.checking.pairs.unchecked import spoken_of, unrecognised
from yudo.verification.checking.recognise.recognition import as_bound, recognised

NOTHING = Text(
    "이 셀에는 강의의 함수가 없다. `check(함수, functions={…})`로 직접 부를 수 있다.",
    "this cell defines no function of the course; call `check(function, functions={…})` instead",
)


def load(shell: Any) -> None:
    """Register the magic with IPython; ``%load_ext yudo`` calls it."""

    def check(line: str, cell: str) -> Report | None:
        """Run the cell, and check what it defines; ``%%check ko`` or ``%%check en`` chooses the language."""
        language = line.strip() or reader_language()
        if language not in ("ko", "en"):
            raise ValueError(f"got %%check {line.strip()}; expected ko, en or nothing")
        ran = shell.run_cell(cell)
        if not ran.success:
            return None
        names = defined_in(shell.input_transformer_manager.transform_cell(cell))
        known = as_bound({name: value for name, value in shell.user_ns.items() if not name.startswith("_")})
        subjects = [one for one in recognised(known) if one.function.partition(".")[0] in names]
        reports = check_subjects(subjects)
        reports += spoken_of(unrecognised(known, names, subjects), known, reports)
        if not reports:
            print(NOTHING[language])
            return None
        return Report(tuple(reports), language)

    shell.register_magic_function(check, magic_kind="cell", magic_name="check")


def defined_in(cell: str) -> set[str]:
    """The functions and classes that a cell defines at its top level."""
    return {
        one.name
        for one in ast.parse(cell).body
        if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    }
