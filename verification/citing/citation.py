"""A citation: what names one result so that a reader finds exactly the statement that was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

WORK = "Yudo"
AUTHOR = {"en": "The Yudo authors", "ko": "Yudo 저자들"}


@dataclass(frozen=True)
class Citation:
    """One result as it is cited.

    Attributes
    ----------
    id
        The permanent ID, such as ``"affine.dw"``.
    statement
        The hash of the statement.
    titles
        Layer and result by language, as `title_of` joins them.
    version
        The version of Yudo that holds the statement.
    verified
        The day on which this version was verified; None where no verification is known.
    url
        The permalink; None where it is not known under which address the site is published.
    """

    id: str
    statement: str
    titles: Mapping[str, str]
    version: str
    verified: date | None = None
    url: str | None = None


def title_of(layer: Any, result: Any, language: str) -> str:
    """Join the titles of a layer and of its result; both have texts by language."""
    return f"{layer[language]}: {result[language]}"


def permalink(site: str | None, identifier: str, language: str = "en") -> str | None:
    """The short address of a result on a site, the Korean one below ``ko/``; None without a site."""
    below = "ko/" if language == "ko" else ""
    return None if not site else f"{site.rstrip('/')}/{below}r/{identifier}/"
