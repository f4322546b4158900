"""Prose in the project's two languages."""

from __future__ import annotations

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
