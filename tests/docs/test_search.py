"""The search as a reader uses it: Korean words with particles and compounds, English words, IDs."""

import json
from html import escape

import pytest

from tests.docs.pages import LANGUAGES


@pytest.fixture(scope="module")
def search(browser, address):
    """A function that types a query into the search of a language and returns the addresses it finds."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    tabs = {}

    def read(page):
        return page.locator(".md-search-result__link").evaluate_all("links => links.map(link => link.href)")

    def found(language, query):
        if language not in tabs:
            tabs[language] = context.new_page()
        page = tabs[language]
        page.goto(LANGUAGES[language])
        field = page.locator(".md-search__input")
        field.click()
        field.press_sequentially(query)
        field.press("End")  # the theme listens to keys, and typing Hangul here sends none
        page.locator(".md-search-result__link").first.wait_for()
        links, before = read(page), None
        while links != before:  # results of what was typed up to now give way to those of the whole query
            page.wait_for_timeout(400)
            links, before = read(page), links
        # The theme adds the words to mark: /layers/affine/?h=word#weights
        return ["#".join(part.split("?")[0] for part in link.split("#")) for link in links]

    yield found
    context.close()


@pytest.mark.parametrize(
    ("language", "query", "wanted"),
    [
        ("en", "gradient", "layers/"),
        ("en", "undecided", "verified/"),
        ("en", "sigmoids", "layers/sigmoid/"),
        ("ko", "그래디언트", "layers/"),
        ("ko", "손글씨", "digits/"),
        ("ko", "판정 못 함", "verified/"),
        ("ko", "JupyterLab", "run/"),
        ("ko", "softmax는", "layers/softmax_cross_entropy/"),
    ],
)
def test_search_finds_words_and_stays_in_the_language(search, address, language, query, wanted):
    links = search(language, query)
    here = address + LANGUAGES[language]
    assert any(link.startswith(here + wanted) for link in links)
    others = {address + prefix for other, prefix in LANGUAGES.items() if prefix and other != language}
    assert all(link.startswith(here) and not link.startswith(tuple(others)) for link in links)


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("그래디언트는", "그래디언트"),
        ("소프트맥스에서의", "소프트맥스"),
        ("역전파로부터", "역전파"),
        ("그라디언트를", "그래디언트"),  # spelt otherwise, too
    ],
)
def test_a_particle_makes_no_difference(search, query, same):
    assert search("ko", query) == search("ko", same)


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("교차엔트로피", "ko/layers/softmax_cross_entropy/"),
        ("교차엔트로피를", "ko/layers/softmax_cross_entropy/"),
        ("업스트림그래디언트", "ko/layers/affine/"),
    ],
)
def test_a_compound_finds_its_words_where_they_stand_together(search, address, query, page):
    assert search("ko", query)[0].startswith(address + page)


@pytest.mark.parametrize(
    ("language", "query", "place"),
    [
        ("en", "regularisation", "layers/l2_regularization/"),
        ("en", "regularization", "layers/l2_regularization/"),
        ("en", "batch normalization", "layers/batch_norm/"),
        ("ko", "regularization", "layers/l2_regularization/"),
        ("ko", "regularisation", "layers/l2_regularization/"),
        ("en", "convolution", "layers/conv2d/"),
        ("ko", "합성곱", "layers/conv2d/"),
        ("ko", "컨볼루션", "layers/conv2d/"),
        ("en", "numerical gradients", "check/"),
        ("en", "dense layer", "layers/affine/"),
        ("en", "log loss", "layers/softmax_cross_entropy/"),
        ("en", "why divide by N", "layers/softmax_cross_entropy/#mean-loss"),
        ("ko", "은닉계층", "layers/two_layer_net/"),
        ("ko", "기울기 소실", "layers/relu/#sigmoid-chain"),
        ("ko", "자코비안", "layers/softmax_cross_entropy/#softmax-jacobian"),
        ("ko", "체인룰은", "layers/affine/#upstream"),
        ("ko", "전결합층", "layers/affine/"),
        ("ko", "바이어스", "layers/l2_regularization/#bias"),
    ],
)
def test_what_has_another_name_elsewhere_is_found_under_it(search, address, language, query, place):
    assert address + LANGUAGES[language] + place in search(language, query)


@pytest.mark.parametrize(
    ("language", "query", "place"),
    [("en", "chain rule", "layers/affine/#upstream"), ("ko", "연쇄 법칙", "layers/affine/#upstream")],
)
def test_several_words_are_found_where_they_stand_together(search, site, address, language, query, place):
    links = search(language, query)
    here = address + LANGUAGES[language]
    assert here + place in links
    index = json.loads((site / LANGUAGES[language] / "search/search_index.json").read_text(encoding="utf-8"))
    found = [d for d in index["docs"] if "#" in d["location"] and here + d["location"] in links]
    assert len(found) > 1
    assert all(all(w in f"{d['title']} {d['text']}".lower() for w in query.split()) for d in found)


@pytest.mark.parametrize(
    ("language", "query"),
    [("en", "backpropagation"), ("en", "vanishing gradients"), ("ko", "오차역전파법"), ("ko", "편미분")],
)
def test_a_lecture_is_found_before_pages_that_only_mention_its_subject(search, address, language, query):
    assert search(language, query)[0].startswith(f"{address}{LANGUAGES[language]}layers/")


@pytest.mark.parametrize(("language", "query"), [("en", "chain rule"), ("ko", "연쇄 법칙")])
def test_the_chain_rule_leads_to_where_it_is_explained(search, address, language, query):
    page = f"{address}{LANGUAGES[language]}layers/affine/"
    assert search(language, query)[:2] == [page, f"{page}#upstream"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("identifier", ["affine.dw", "softmax_cross_entropy.dx", "two_layer_net.dW1"])
def test_an_id_leads_to_its_result_first(search, address, language, identifier):
    page = f"{address}{LANGUAGES[language]}layers/{identifier.split('.')[0]}/"
    # The theme puts the page of a section before it.
    assert search(language, identifier)[:2] == [page, f"{page}#{identifier}"]


def test_every_result_is_in_the_index_of_both_languages(site):
    from yudo.derivations import layers

    for language, prefix in LANGUAGES.items():
        index = json.loads((site / prefix / "search" / "search_index.json").read_text(encoding="utf-8"))
        titles = {document["location"]: document["title"] for document in index["docs"]}
        for layer in layers().values():
            for result in layer.results.values():
                title = titles[f"layers/{layer.stem}/#{result.id}"]
                assert title.startswith(f"{result.id}: ")
                assert title.endswith(escape(result.title[language], quote=False))


@pytest.mark.parametrize(
    ("language", "query", "stem"),
    [
        ("en", "affine", "affine"),
        ("en", "relu", "relu"),
        ("en", "rnn", "rnn_step"),
        ("en", "lstm", "lstm_step"),
        ("en", "attention", "attention"),
        ("en", "batch norm", "batch_norm"),
        ("ko", "affine", "affine"),
        ("ko", "완전연결층", "affine"),
        ("ko", "어텐션", "attention"),
    ],
)
def test_a_layer_is_found_before_those_that_build_on_it(search, address, language, query, stem):
    assert search(language, query)[0].startswith(f"{address}{LANGUAGES[language]}layers/{stem}/")
