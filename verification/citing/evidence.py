"""What a run of ``yudo verify --json`` says about one statement, for whoever cites it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

_SCHEMA = "yudo.verify/"


class EvidenceRefused(ValueError):
    """The evidence does not speak for the statement that is to be cited."""


def verified_on(evidence: Mapping[str, Any], identifier: str, statement: str) -> date:
    """The day (UTC) on which a run verified a statement.

    Raises
    ------
    EvidenceRefused
        If the file is of another kind, or the run did not verify this statement under this ID.
    """
    if not isinstance(evidence, Mapping) or not str(evidence.get("schema")).startswith(_SCHEMA):
        raise EvidenceRefused("it was not written by `yudo verify --json`")
    found = next((result for result in evidence["results"] if result["id"] == identifier), None)
    if found is None:
        raise EvidenceRefused(f"the run did not look at {identifier}")
    if found["statement"] != statement:
        raise EvidenceRefused(f"the run verified {identifier} as {found['statement']}, it is now {statement}")
    if found["verdict"] != "verified":
        raise EvidenceRefused(f"the run ended with {identifier} {found['verdict']}, not verified")
    return datetime.fromisoformat(evidence["date"]).date()
