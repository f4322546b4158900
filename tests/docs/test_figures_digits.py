"""The pictures of the digits run, as they stand in a page."""

import re
from xml.etree import ElementTree

import pytest

from benchmarks.digits import UPDATES
from docs.site_builder.figures.digits import fill

PICTURES = ("loss", "updates", "weights", "confusion")


@pytest.fixture(scope="module", params=PICTURES)
def figures(request):
    name = request.param
    return {
        language: ElementTree.fromstring(fill(f"<!-- digits:{name} | From {{first_loss}} & on -->", language))
        for language in ("en", "ko")
    }


def words(figure):
    found = (text.text for text in figure.iter("text"))
    return [text for text in found if text not in UPDATES and re.search(r"[^\d.,\s−-]", text)]


def test_a_picture_is_an_svg_with_a_text_alternative_that_quotes_the_run(figures):
    for figure in figures.values():
        svg = figure.find("svg")
        assert svg.get("role") == "img"
        assert re.fullmatch(r"From \d\.\d\d & on", svg.findtext("title"))
        assert svg.get("aria-labelledby") == svg.find("title").get("id")


def test_the_words_of_a_picture_are_text_in_the_language_of_the_page(figures):
    assert len(words(figures["en"])) == len(words(figures["ko"]))
    for english, korean in zip(words(figures["en"]), words(figures["ko"]), strict=True):
        assert re.fullmatch(r"[a-z -]+", english)
        assert re.fullmatch(r"[가-힣 ]+", korean)


def test_the_colours_of_lines_and_text_are_those_of_the_theme(figures):
    drawing = ElementTree.tostring(figures["en"], encoding="unicode")
    assert not re.search(r"#0[1-5]0[1-5]0[1-5]", drawing)
    assert not re.search(r"(fill|stroke): #(?!ffffff)", drawing)


def test_a_picture_brings_no_style_and_no_foreign_address_into_the_page(figures):
    drawing = ElementTree.tostring(figures["en"], encoding="unicode")
    assert "<style" not in drawing
    assert "http" not in drawing


def test_pictures_on_one_page_share_no_identifier():
    page = "<div>" + "".join(fill(f"<!-- digits:{name} | . -->", "en") for name in PICTURES) + "</div>"
    ids = [element.get("id") for element in ElementTree.fromstring(page).iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_numbers_of_the_run_stand_in_the_text():
    text = fill("<!-- digits:train_size --> + <!-- digits:test_size --> images", "en")
    assert text == "1,348 + 449 images"


def test_an_unknown_name_is_refused():
    with pytest.raises(KeyError, match="accuraccy"):
        fill("<!-- digits:accuraccy -->", "en")
