"""The book and the cheat sheet as PDF: what is on their pages, and that every link leads somewhere."""

import shutil
from itertools import pairwise

import pytest

from docs.book.printing import NotPrinted, print_site
from tests.docs.conftest import CHROMIUM
from tests.docs.pages import LANGUAGES
from yudo.derivations import layers

pypdf = pytest.importorskip("pypdf", reason="printing needs pypdf: pip install '.[book]'")

A4 = (595.3, 841.9)  # in points
LEAST, MOST = 3, 13  # pages of a lecture: of an update, of batch normalisation
MEAN = (6, 10)


def printed(site, tmp_path_factory, stems, **options):
    if CHROMIUM is None:
        pytest.skip("no chromium on the path: printing needs Debian's package `chromium`")
    copy = shutil.copytree(site, tmp_path_factory.mktemp("printed") / "site")
    paths = [one.path for one in print_site(copy, stems, **options)]
    return {path.relative_to(copy).as_posix(): pypdf.PdfReader(path) for path in paths}, copy


@pytest.fixture(scope="module")
def few(site, tmp_path_factory):
    """A book of two lectures."""
    return printed(site, tmp_path_factory, ["affine", "relu"])


def text(reader):
    return "\n".join(page.extract_text() for page in reader.pages)


def targets(reader):
    """Where the links within a document lead, and which places there are."""
    annotations = [a.get_object() for page in reader.pages for a in page.get("/Annots", ())]
    return {a["/Dest"] for a in annotations if "/Dest" in a}, reader.named_destinations


@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=LANGUAGES)
def test_the_cheat_sheet_is_two_pages_of_a4_with_every_id(few, prefix):
    sheet = few[0][f"{prefix}cheat-sheet.pdf"]
    assert len(sheet.pages) == 2
    assert all(tuple(map(float, page.mediabox[2:])) == pytest.approx(A4, abs=1) for page in sheet.pages)
    words = "".join(text(sheet).split())
    assert [name for layer in layers().values() for name in layer.results if name not in words] == []


@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=LANGUAGES)
def test_the_contents_name_the_page_on_which_a_lecture_begins(few, prefix):
    book = few[0][f"{prefix}book.pdf"]
    contents = book.pages[1].extract_text().split()
    for number, stem in enumerate(("affine", "relu"), 1):
        page = 1 + book.get_destination_page_number(book.named_destinations[f"/{stem}"])
        assert str(page) in contents, stem
        lines = book.pages[page - 1].extract_text().splitlines()
        assert any(line.startswith(f"{number} ") for line in lines), stem


@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=LANGUAGES)
def test_every_link_within_the_book_leads_to_a_place_in_it(few, prefix):
    linked, places = targets(few[0][f"{prefix}book.pdf"])
    assert "/affine.dw" in linked
    assert linked - {*places} == set()


@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=LANGUAGES)
def test_the_fonts_of_the_book_are_embedded(few, prefix):
    fonts = [
        font.get_object()
        for page in few[0][f"{prefix}book.pdf"].pages
        for font in page["/Resources"].get("/Font", {}).values()
    ]
    descriptors = [
        descendant.get_object()["/FontDescriptor"]
        for font in fonts
        for descendant in font.get("/DescendantFonts", [font])
        if font["/Subtype"] != "/Type3"  # whose glyphs are drawings in the file itself
    ]
    assert fonts
    assert [d["/FontName"] for d in descriptors if not {"/FontFile", "/FontFile2", "/FontFile3"} & {*d}] == []


@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=LANGUAGES)
def test_the_book_says_what_its_parts_are_and_has_an_outline(few, prefix):
    book = few[0][f"{prefix}book.pdf"]
    assert book.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert len(book.outline) > 2


@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=LANGUAGES)
def test_the_page_of_the_cheat_sheet_offers_what_was_printed(few, prefix):
    files, site = few
    page = (site / prefix / "cheat-sheet" / "index.html").read_text(encoding="utf-8")
    for name in ("book.pdf", "cheat-sheet.pdf"):
        assert f'href="../{name}"' in page
        assert str(len(files[prefix + name].pages)) in page


def test_what_is_no_site_is_refused(tmp_path):
    with pytest.raises(NotPrinted, match="no finished site"):
        next(print_site(tmp_path))


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("language", "prefix"),
    [
        pytest.param(*one, marks=pytest.mark.xdist_group(f"the book, {one[0]}"), id=one[0])
        for one in LANGUAGES.items()
    ],
)
def test_the_whole_book_gives_every_lecture_a_few_pages(site, tmp_path_factory, language, prefix):
    files, _ = printed(site, tmp_path_factory, None, languages=[language], tagged=False)
    book = files[f"{prefix}book.pdf"]
    places = book.named_destinations
    starts = [book.get_destination_page_number(places[f"/{name}"]) for name in (*layers(), "results")]
    lengths = {stem: end - start for stem, (start, end) in zip(layers(), pairwise(starts), strict=True)}
    assert {stem: pages for stem, pages in lengths.items() if not LEAST <= pages <= MOST} == {}
    assert MEAN[0] <= sum(lengths.values()) / len(lengths) <= MEAN[1]
    linked, _ = targets(book)
    assert linked - {*places} == set()
