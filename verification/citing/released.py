"""Every ID and statement that was ever released: ``derivations/released.json``, and what it forbids.

An ID never changes meaning. A released ID may vanish, or its statement become another, only with an
explanation in both languages; a withdrawn ID never comes back.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yudo import derivations

PATH = Path(derivations.__file__).with_name("released.json")
SCHEMA = "yudo.released/1"
WITHDRAWN, RESTATED = "withdrawn", "restated"


@dataclass(frozen=True)
class Release:
    """One version: the day of its release, that of its verification, and its statements by ID."""

    version: str
    date: datetime.date
    verified: datetime.date
    results: Mapping[str, str]


@dataclass(frozen=True)
class Explanation:
    """Why a released statement no longer stands under its ID.

    Attributes
    ----------
    id, statement
        What was released.
    kind
        ``"withdrawn"``: the ID is gone for good; ``"restated"``: it now bears another statement.
    version
        The first version without the statement.
    why
        The explanation by language.
    see
        IDs to read instead.
    """

    id: str
    statement: str
    kind: str
    version: str
    why: Mapping[str, str]
    see: tuple[str, ...] = ()


@dataclass(frozen=True)
class Released:
    """All releases in order, and all explanations."""

    releases: tuple[Release, ...]
    explanations: tuple[Explanation, ...]

    def statements(self) -> dict[str, dict[str, str]]:
        """For every ID ever released its statements in order, each with the first version that had it."""
        found: dict[str, dict[str, str]] = {}
        for release in self.releases:
            for identifier, statement in release.results.items():
                found.setdefault(identifier, {}).setdefault(statement, release.version)
        return found

    def withdrawn(self) -> dict[str, Explanation]:
        """The explanations of the IDs that are gone."""
        return {e.id: e for e in self.explanations if e.kind == WITHDRAWN}

    def explanation(self, identifier: str, statement: str) -> Explanation | None:
        """Why a statement no longer stands; None where nobody explained it."""
        matching = (e for e in self.explanations if (e.id, e.statement) == (identifier, statement))
        return next(matching, None)

    def release_of(self, version: str) -> Release | None:
        """The release with this version."""
        return next((r for r in self.releases if r.version == version), None)


def read_released(path: Path = PATH) -> Released:
    """Read the file of releases.

    Raises
    ------
    ValueError
        If the file does not follow the schema ``yudo.released/1``.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["schema"] != SCHEMA:
            raise ValueError(f"its schema is {content['schema']!r}, expected {SCHEMA!r}")
        return Released(
            tuple(_release(r) for r in content["releases"]),
            tuple(Explanation(**{**e, "see": tuple(e.get("see", ()))}) for e in content["explanations"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} cannot be read: {error}") from None


def _release(entry: dict[str, Any]) -> Release:
    dates = {key: datetime.date.fromisoformat(entry[key]) for key in ("date", "verified")}
    return Release(version=entry["version"], results=entry["results"], **dates)


def problems(released: Released, current: Mapping[str, str]) -> list[str]:
    """What is wrong with the ``current`` statements by ID, given what was released; empty if nothing is."""
    found = []
    for identifier, statements in released.statements().items():
        now = current.get(identifier)
        for statement, version in statements.items():
            if now == statement:
                continue
            explained = released.explanation(identifier, statement)
            if explained is None:
                became = "is gone" if now is None else f"is now {now}"
                found.append(
                    f"{identifier} {statement}, released in {version}, {became}: explain it in {PATH.name}"
                )
        last = released.explanation(identifier, list(statements)[-1])
        if last is not None and (last.kind == WITHDRAWN) != (now is None):
            state = "is gone" if now is None else "is there"
            found.append(f"{identifier} {state}, but its explanation says {last.kind}")
    for explained in released.explanations:
        found += _problems_of(explained, released, current)
    return found


def _problems_of(explained: Explanation, released: Released, current: Mapping[str, str]) -> list[str]:
    found = []
    name = f"the explanation of {explained.id} {explained.statement}"
    if explained.kind not in (WITHDRAWN, RESTATED):
        found.append(f"{name} is of the kind {explained.kind!r}; expected {WITHDRAWN} or {RESTATED}")
    if explained.statement not in released.statements().get(explained.id, {}):
        found.append(f"{name} speaks of what was never released")
    if current.get(explained.id) == explained.statement:
        found.append(f"{name} speaks of a statement that stands")
    missing = [language for language in ("en", "ko") if not explained.why.get(language, "").strip()]
    if missing:
        found.append(f"{name} has no words in {' and '.join(missing)}")
    unknown = [identifier for identifier in explained.see if identifier not in current]
    if unknown:
        found.append(f"{name} leads to {', '.join(unknown)}, which is not there")
    return found


def current_statements() -> dict[str, str]:
    """The statement of every result that the derivations hold now, by ID."""
    return {r.id: r.statement for layer in derivations.layers().values() for r in layer.results.values()}
