"""How much a visit weighs, compressed as any web server sends it; nothing comes from another host."""

import gzip
from urllib.parse import urljoin, urlsplit

import pytest

from tests.docs.pages import LANGUAGES, page_paths, read_page

FIRST_VISIT = 180_000
# The search fetches its index after the page, and it grows with the course.
INDEX_PER_LECTURE = 8_000
FURTHER_PAGE = 60_000
_PACKED = (".woff2", ".png")


def weight(site, paths):
    """The bytes that travel for files of the site."""
    total = 0
    for path in paths:
        content = (site / path).read_bytes()
        total += len(content) if path.endswith(_PACKED) else len(gzip.compress(content, 6))
    return total


def page_files(site, language, page):
    """The files that the HTML of a page names, and the page itself."""
    here = f"http://host/{LANGUAGES[language]}{page}"
    links = (urlsplit(urljoin(here, asset)) for asset in read_page(site, language, page).assets)
    files = {link.path.lstrip("/") for link in links if link.netloc == "host" and not link.path.endswith("/")}
    return {f"{LANGUAGES[language]}{page}index.html"} | files


@pytest.fixture(scope="module", params=LANGUAGES)
def shared(request, browser, address):
    """A language, and the files of the theme that a browser fetches on any page, the search included."""
    context = browser.new_context()
    page, files = context.new_page(), set()
    page.on("request", lambda one: files.add(urlsplit(one.url).path.lstrip("/")))
    page.goto(f"{address}{LANGUAGES[request.param]}layers/affine/")
    page.locator(".md-search__input").click()
    page.keyboard.type("affine")
    page.locator(".md-search-result__link").first.wait_for()
    context.close()
    return request.param, {file for file in files if not file.endswith("/")}


def test_a_first_visit_to_any_page_stays_within_its_budget(site, shared):
    language, files = shared
    index = {file for file in files if "search_index" in file}
    assert len(index) == 1
    assert any("woff2" in file for file in files)
    weights = {
        page: weight(site, (files | page_files(site, language, page)) - index)
        for page in page_paths(site, language)
    }
    heavy = {page: size for page, size in weights.items() if size > FIRST_VISIT}
    assert not heavy, f"more than {FIRST_VISIT}: {heavy}"


def test_the_index_of_the_search_grows_no_faster_than_the_course(site, shared):
    language, files = shared
    lectures = [page for page in page_paths(site, language) if page.startswith("layers/")]
    index = {file for file in files if "search_index" in file}
    assert weight(site, index) <= INDEX_PER_LECTURE * len(lectures)


def test_a_further_page_stays_within_its_budget(site, shared):
    language, files = shared
    weights = {
        page: weight(site, page_files(site, language, page) - files) for page in page_paths(site, language)
    }
    heavy = {page: size for page, size in weights.items() if size > FURTHER_PAGE}
    assert not heavy, f"more than {FURTHER_PAGE}: {heavy}"
