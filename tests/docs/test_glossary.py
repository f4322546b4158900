"""The glossary and the page of notation say what the site uses, and nothing else."""

import re
from pathlib import Path

import pytest

from docs.site_builder import glossary, notation
from docs.site_builder.glossary import TERMS
from docs.site_builder.notation import NotationError, read_notation

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("ko", "en")


def prose(language):
    """All hand-written text in a language, on one line and in lower case, the glossary's own left out."""
    pages = [path for path in (ROOT / "docs" / language).glob("*.md") if path.stem != "glossary"]
    texts = [path.read_text(encoding="utf-8") for path in pages]
    for path in (ROOT / "derivations").glob("*.py"):
        cells = re.findall(
            rf'^# %% \[markdown\] lang="{language}"\n((?:#.*\n)*)', path.read_text(encoding="utf-8"), re.M
        )
        texts += [re.sub(r"^# ?", "", cell, flags=re.M) for cell in cells]
    return " ".join(" ".join(texts).split()).lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_of_the_glossary_is_used_on_the_site(language):
    text = prose(language)
    assert [getattr(term, language) for term in TERMS if getattr(term, language).lower() not in text] == []


def test_no_term_stands_twice_in_the_glossary():
    for name in ("key", "ko", "en"):
        names = [getattr(term, name) for term in TERMS]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_lists_of_the_glossary_have_every_term_and_lead_to_each_other(language):
    page = glossary.fill("<!-- glossary:ko -->\n<!-- glossary:en -->", language)
    for first, second in (("ko", "en"), ("en", "ko")):
        anchors = re.findall(rf'id="{first}\.([\w-]+)"', page)
        assert sorted(anchors) == sorted(term.key for term in TERMS)
        assert sorted(re.findall(rf"\(#{first}\.([\w-]+)\)", page)) == sorted(anchors), second
    assert all(getattr(term, f"meaning_{language}") in page for term in TERMS)


def test_the_lists_are_in_the_order_of_their_language():
    page = glossary.fill("<!-- glossary:ko -->", "ko")
    korean = re.findall(r'lang="ko">([^<]+)</span> \|', page)
    assert korean[:3] == ["가중치", "가중치 감쇠", "과적합"]
    assert korean == sorted(korean)


def test_the_tables_of_notation_say_what_each_letter_runs_over(site_cache):
    page = notation.fill(
        "<!-- notation:indices -->\n\n<!-- notation:arrays -->", "en", root=ROOT, cache=site_cache
    )
    assert "| $n$ | $N$ | sample |" in page
    assert "| $W^{(l)}$, $W$ | `W` | $(H_{l - 1}, H_{l})$, $(D, C)$, $(V, D)$ | weights; in deep " in page


def test_the_meaning_of_a_letter_is_told_in_the_language_of_the_page(site_cache):
    page = notation.fill("<!-- notation:sizes -->", "ko", root=ROOT, cache=site_cache)
    assert "| $N$ | 표본의 수 |" in page


def test_every_sign_of_the_notation_is_printed_by_the_printer_of_the_derivations(site_cache):
    signs = {row["key"]: row["sign"] for row in read_notation(ROOT, site_cache)["signs"]}
    assert signs.keys() == notation.SIGNS.keys()
    assert signs["step"] == [r"$\left[a > 0\right]$"]


def test_a_letter_without_a_meaning_and_a_meaning_without_a_letter_are_named():
    rows = {letter: {} for letter in notation.INDICES}
    assert notation._in_order("indices", rows) == list(rows.values())
    with pytest.raises(NotationError, match=r"say what \['new'\] mean, in INDICES"):
        notation._in_order("indices", {**rows, "new": {}})
    del rows["n"]
    with pytest.raises(NotationError, match=r"no derivation uses \['n'\] of INDICES"):
        notation._in_order("indices", rows)
