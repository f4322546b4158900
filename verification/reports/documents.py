"""Reports for programs: JSON and JUnit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any
from xml.etree import ElementTree

from yudo.verification.checking import verdicts
from yudo.verification.checking.files import FileReport
from yudo.verification.checking.presentation import details, headline

SCHEMA = "yudo.check/1"
"""Names the layout of the JSON; ``verification/reports/check.schema.json`` describes it."""


def document(reports: Sequence[FileReport], language: str) -> dict[str, Any]:
    """The reports as JSON has them: one row a function, and what is to be said of each file."""
    return {
        "schema": SCHEMA,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "language": language,
        "versions": {name: version(name) for name in ("yudo", "numpy", "sympy")},
        "functions": [row for report in reports for row in rows(report, language)],
        "files": [
            {
                "file": report.file,
                "unread": report.unread and report.unread[language],
                "notes": [{"key": note.key, "text": note.text[language]} for note in report.notes],
                "isolation": report.isolation,
                "refused": list(report.refused),
                "salt": report.salt,
                "seconds": round(report.seconds, 3),
            }
            for report in reports
        ],
    }


def rows(report: FileReport, language: str) -> list[dict[str, Any]]:
    """One object per function."""
    return [{"file": report.file, **one.row(language)} for one in report.functions]


def junit(reports: Sequence[FileReport], language: str) -> str:
    """The reports as JUnit XML: a test suite for each file, a test for each function."""
    root = ElementTree.Element("testsuites", name="yudo check")
    for report in reports:
        functions = report.functions
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=report.file,
            tests=str(max(len(functions), 1)),
            failures=str(sum(one.verdict == verdicts.WRONG for one in functions)),
            errors=str(sum(one.verdict in _ERRORS for one in functions) + (report.unread is not None)),
            skipped=str(sum(one.verdict in verdicts.OPEN for one in functions)),
            time=f"{report.seconds:.3f}",
        )
        for one in functions:
            case = ElementTree.SubElement(
                suite, "testcase", classname=report.file, name=one.function, time=f"{one.seconds:.3f}"
            )
            if one.verdict != verdicts.CORRECT:
                kind = _KINDS.get(one.verdict, "error")
                told = ElementTree.SubElement(case, kind, message=headline(one, language), type=one.verdict)
                told.text = "\n".join(details(one, language))
        if report.unread is not None:
            case = ElementTree.SubElement(suite, "testcase", classname=report.file, name="load")
            ElementTree.SubElement(case, "error", message=report.unread[language], type="unread")
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


_KINDS = {verdicts.WRONG: "failure", verdicts.CONSISTENT: "skipped", verdicts.NOT_CHECKED: "skipped"}
_ERRORS = (verdicts.UNDECIDED, verdicts.NOT_IMPLEMENTED, verdicts.CRASHES)
