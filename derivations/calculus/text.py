"""Prose in the project's two languages."""

from __future__ import annotations

import locale
import os
from dataclasses import dataclass

LANGUAGES = ("ko", "en")


@dataclass(frozen=True)
class Text:
    """The same statement, written once in Korean and once in English."""

    ko: str
    en: str

    def __getitem__(self, language: str) -> str:
        if language not in LANGUAGES:
            raise KeyError(f"no text in {language!r}; the languages are {', '.join(LANGUAGES)}")
        return self.ko if language == "ko" else self.en

    def format(self, *values: str) -> Text:
        """The text with values in its places."""
        return Text(self.ko.format(*values), self.en.format(*values))


def said(error: BaseException) -> Text:
    """What an exception says: ours in both languages, others in their own."""
    text = getattr(error, "text", None)
    if isinstance(text, Text):
        return text
    words = str(error) or type(error).__name__
    return Text(words, words)


def reader_language() -> str:
    """The language of the environment: Korean where the locale is, else English."""
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "ko" if (name or str(locale.getlocale()[0] or "")).lower().startswith("ko") else "en"
