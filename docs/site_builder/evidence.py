"""What the last `yudo verify --json` run says about the results of a layer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs.exceptions import BuildError

from docs.site_builder.languages import label

_SCHEMA = "yudo.verify/1"
# The checks that compare values, and what each compares them with.
_BY_VALUE = {"sympy": "SymPy", "jax": "JAX"}


class EvidenceError(BuildError):
    """An evidence file that this site cannot read."""


@dataclass(frozen=True)
class Evidence:
    """A run: its circumstances, its verdicts by result ID, and by stem the files that changed since."""

    run: Mapping[str, Any]
    results: Mapping[str, Mapping[str, Any]]
    changed: Mapping[str, Sequence[str]] = field(default_factory=dict)


def read_evidence(path: Path) -> Evidence | None:
    """Return the run recorded at `path`, None if there is none; raise `EvidenceError` for another format."""
    if not path.exists():
        return None
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise EvidenceError(f"{path} is not JSON: {error}") from None
    if not isinstance(run, dict) or run.get("schema") != _SCHEMA:
        raise EvidenceError(f"{path} does not follow the schema {_SCHEMA}")
    return Evidence(run=run, results={result["id"]: result for result in run["results"]})


def verdict(evidence: Evidence | None, result_id: str, statement: str) -> str:
    """Return ``verified``, ``failed``, ``undecided``, ``stale`` (of other code) or ``missing``."""
    if evidence is None or result_id not in evidence.results:
        return "missing"
    found = evidence.results[result_id]
    stale = found["statement"] != statement or result_id.partition(".")[0] in evidence.changed
    return "stale" if stale else found["verdict"]


def badge(state: str, language: str) -> str:
    """Return a verdict as a small coloured word."""
    return f'<span class="yudo-verdict yudo-verdict--{state}">{label(f"{state}.verdict", language)}</span>'


def evidence_markdown(
    evidence: Evidence | None, stem: str, results: Sequence[Mapping[str, Any]], language: str
) -> str:
    """Return the evidence for the `results` (each with ``id`` and ``statement``) of the layer `stem`."""
    states = {result["id"]: verdict(evidence, result["id"], result["statement"]) for result in results}
    if evidence is None or set(states.values()) == {"missing"}:
        return f'!!! warning ""\n    {label("no evidence", language).format(stem=stem)}'
    found = {result["id"]: evidence.results.get(result["id"], {"checks": {}}) for result in results}
    names = list(dict.fromkeys(name for record in found.values() for name in record["checks"]))
    by_value = [name for name in names if name in _BY_VALUE]
    others = [name for name in names if name not in _BY_VALUE]
    header = [label("result", language), label("verdict", language)]
    header += [_check_label(name, language) for name in others]
    header += [_check_label(by_value[0], language)] if by_value else []
    rows = [header, ["---"] * len(header)]
    for result in results:
        checks = found[result["id"]]["checks"]
        row = [
            f"[`{result['id'].split('.', 1)[1]}`](#{result['id']})<br><small>`{result['statement']}`</small>",
            badge(states[result["id"]], language),
        ]
        row += [_check(checks.get(name), language) for name in others]
        row += [_compared([(name, checks.get(name)) for name in by_value], language)] if by_value else []
        rows.append(row)
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    parts = [table, label("evidence reading", language), _caption(evidence, language)]
    if files := evidence.changed.get(stem):
        shown = ", ".join(f"`{name}`" for name in files)
        parts.append(f'!!! warning ""\n    {label("stale code", language).format(files=shown)}')
    for result in results:
        if found[result["id"]].get("statement", result["statement"]) != result["statement"]:
            sentence = label("stale", language).format(
                id=result["id"], old=found[result["id"]]["statement"], new=result["statement"]
            )
            parts.append(f'!!! warning ""\n    {sentence}')
    # Nobody searches for its numbers, and each visitor loads the index.
    start = '<section class="yudo-evidence" data-search-exclude="" markdown="1">'
    return f"{start}\n\n" + "\n\n".join(parts) + "\n\n</section>"


def evidence_excerpt(evidence: Evidence | None, results: Sequence[Mapping[str, Any]], language: str) -> str:
    """Return what the run found of the `results` of any layers, a row each, with links to their pages."""
    if evidence is None:
        return f'!!! warning ""\n    {label("no run", language)}'
    header = [label(key, language) for key in ("result", "proof.check", "sympy.check")]
    rows = [header, ["---"] * len(header)]
    for result in results:
        name = result["id"]
        checks = evidence.results.get(name, {"checks": {}})["checks"]
        compared = [_check(_only(checks.get("sympy"), "verdict", "cases"), language)]
        worst = checks.get("sympy", {}).get("worst")
        if worst and worst["ratio"] is not None:
            compared.append(label("bound share", language).format(share=f"{float(worst['ratio']):.0%}"))
        rows.append(
            [
                f"[`{name}`](layers/{name.partition('.')[0]}.md#{name})<br>"
                + badge(verdict(evidence, name, result["statement"]), language),
                _check(_only(checks.get("proof"), "verdict", "scope"), language),
                "<br>".join(compared),
            ]
        )
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    caption = label("excerpt caption", language).format(date=evidence.run["date"][:10])
    return f'{table}\n\n<small markdown="1">{caption}</small>'


def _only(check: Mapping[str, Any] | None, *facts: str) -> Mapping[str, Any] | None:
    return check and {name: check[name] for name in facts if name in check}


def _check_label(name: str, language: str) -> str:
    return label(f"{name}.check", language) if name in {"sympy", "jax", "proof"} else name


def _check(check: Mapping[str, Any] | None, language: str) -> str:
    """Return one cell: how a check went, in numbers where it has any."""
    if check is None:
        return "–"
    facts = []
    if check["verdict"] != "verified":
        known = _is_known(check["verdict"])
        facts.append(badge(check["verdict"], language) if known else label(check["verdict"], language))
    if "cases" in check:
        facts.append(label("number of cases", language).format(cases=check["cases"]))
    worst = check.get("worst")
    if worst:
        error, tolerance, ratio = (_number(worst[name]) for name in ("error", "tolerance", "ratio"))
        facts.append(f"{error} / {tolerance} <strong>({ratio})</strong>")
    if "scope" in check:
        facts.append(label(check["scope"], language))
    if "depths" in check:
        depths = ", ".join(str(depth) for depth in check["depths"])
        facts.append(label("depths", language).format(depths=depths))
    if "seconds" in check:
        facts.append(f"{check['seconds']:.2g} s")
    return "<br>".join(facts)


def _compared(checks: Sequence[tuple[str, Mapping[str, Any] | None]], language: str) -> str:
    """Return one cell for all comparisons of values: the first in numbers, of others what differs from it."""
    (_, first), *rest = checks
    lines = [_check(first, language)]
    for name, check in rest:
        same = check is not None and first is not None and _facts(check) == _facts(first)
        told = label("same", language) if same else _check(check, language)
        lines.append(f"{_BY_VALUE[name]}: {told}")
    return "<br>".join(lines)


def _facts(check: Mapping[str, Any]) -> tuple[Any, ...]:
    worst = check.get("worst") or {}
    numbers = (_number(worst.get(name)) for name in ("error", "tolerance", "ratio"))
    return (check["verdict"], check.get("cases"), *numbers)


def _is_known(state: str) -> bool:
    return state in {"verified", "failed", "undecided"}


def _number(value: float | str | None) -> str:
    # Infinity and NaN stand in JSON as strings.
    return "–" if value is None else f"{float(value):.2g}"


def _caption(evidence: Evidence, language: str) -> str:
    run = evidence.run
    text = label("evidence caption", language).format(
        date=run["date"][:16].replace("T", " ") + " UTC",
        seed=run["seed"],
        dtypes=", ".join(run["dtypes"]),
        versions=", ".join(f"{name} {number}" for name, number in run["versions"].items()),
    )
    return f'<small markdown="1">{text}</small>'
