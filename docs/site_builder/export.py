"""`records.json`: every result as data, with its formulas, where it stands and the versions that hold it.

`verification/citing/records.schema.json` describes it and is published beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from docs.site_builder.evidence import Evidence, verdict
from docs.site_builder.languages import NAMES
from yudo.verification.citing.citation import Citation
from yudo.verification.citing.released import Released

if TYPE_CHECKING:
    from sympy import Basic

    from yudo.derivations.calculus.records import Result

SCHEMA = "yudo.records/1"
SCHEMA_FILE = "verification/citing/records.schema.json"
_WHERE = {"en": "where", "ko": "여기서"}
_ASSUMING = {"en": "Assuming:", "ko": "가정:"}


def formulas(result: Result) -> dict[str, Any]:
    """Return the statement of a result as LaTeX, SymPy source and Markdown, its steps and assumptions."""
    from yudo.derivations.calculus.latex import latex

    definitions = [f"{latex(d.entry)} = {latex(d.value)}" for d in result.reached.values()]
    assumptions = [{"key": a.key, "text": in_both(a.text)} for a in result.assumptions]
    start = result.derivation.start
    return {
        "indices": [{"index": str(index), "size": str(size)} for index, size in result.indices],
        "latex": {
            "subject": result.subject_latex,
            "index": result.index_latex,
            "matrix": result.matrix_latex,
            "definitions": definitions,
        },
        "srepr": {
            "subject": source(result.subject),
            "closed_form": source(result.closed_form),
            "matrix": source(result.matrix),
            "upper_bound": None if result.upper_bound is None else source(result.upper_bound),
            "definitions": [
                {"entry": source(d.entry), "value": source(d.value)} for d in result.reached.values()
            ],
        },
        "markdown": {language: _markdown(result, definitions, language) for language in NAMES},
        "assumptions": assumptions,
        "steps": [
            {"rule": None, "title": None, "latex": latex(start), "srepr": source(start)},
            *(
                {
                    "rule": step.rule.key,
                    "title": in_both(step.rule.title),
                    "latex": latex(step.expression),
                    "srepr": source(step.expression),
                }
                for step in result.derivation.steps
            ),
        ],
    }


def in_both(text: Any) -> dict[str, str]:
    """Return a `Text` as plain data."""
    return {language: text[language] for language in NAMES}


def source(expression: Basic) -> str:
    """Return SymPy's source of an expression, without the numbers that dummies bear in one process alone."""
    from sympy import Dummy, Symbol
    from sympy.printing.repr import ReprPrinter

    class Printer(ReprPrinter):
        def _print_Str(self, expression: Any) -> str:  # a name that `from sympy import *` does not bring
            return repr(expression.name)

    named = {dummy: Symbol(dummy.name, **dummy.assumptions0) for dummy in expression.atoms(Dummy)}
    return Printer().doprint(expression.xreplace(named))


def _markdown(result: Result, definitions: Iterable[str], language: str) -> str:
    lines = [f"**{result.title[language]}** (`{result.id}`)", f"$$\n{result.index_latex}\n$$"]
    inserted = [f"$$\n{definition}\n$$" for definition in definitions]
    if inserted:
        lines += [_WHERE[language], *inserted]
    lines.append(f"$$\n{result.matrix_latex}\n$$")
    lines.append(f"{_ASSUMING[language]} " + " ".join(a.text[language] for a in result.assumptions))
    return "\n\n".join(lines) + "\n"


def document(
    records: Iterable[Mapping[str, Any]],
    evidence: Evidence | None,
    released: Released,
    cited: Mapping[str, Citation],
    version: str,
) -> dict[str, Any]:
    """Return the whole of `records.json`."""
    statements = released.statements()
    return {
        "schema": SCHEMA,
        "version": version,
        "license": "CC-BY-4.0",
        "verification": None
        if evidence is None
        else {
            key: evidence.run.get(key) for key in ("date", "seed", "cases", "dtypes", "versions", "sources")
        },
        "layers": [
            {
                **{key: record[key] for key in ("stem", "title", "summary", "uses")},
                "results": [
                    {
                        **{key: result[key] for key in ("id", "statement", "title")},
                        "url": cited[result["id"]].url,
                        "verdict": verdict(evidence, result["id"], result["statement"]),
                        "checks": _checks(evidence, result["id"]),
                        "released": [
                            {"statement": statement, "version": first}
                            for statement, first in statements.get(result["id"], {}).items()
                        ],
                        **result["formulas"],
                    }
                    for result in record["results"]
                ],
            }
            for record in records
        ],
        "withdrawn": [
            {
                "id": gone.id,
                "version": gone.version,
                "why": dict(gone.why),
                "see": list(gone.see),
                "released": [
                    {"statement": statement, "version": first}
                    for statement, first in statements[gone.id].items()
                ],
            }
            for gone in released.withdrawn().values()
        ],
    }


def _checks(evidence: Evidence | None, identifier: str) -> dict[str, str]:
    found = {} if evidence is None else evidence.results.get(identifier, {}).get("checks", {})
    return {name: check["verdict"] for name, check in found.items()}


def written(content: Mapping[str, Any]) -> str:
    """Return the document as the text of a file."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
