"""The build stops at a link that leads nowhere, and says in which file it stands."""

import pytest

from docs.site_builder.links import BrokenLink, check_links


@pytest.fixture
def site(tmp_path):
    """A small site in two languages whose links are all good."""
    pages = {
        "index.html": '<p id="top"><a href="layers/affine/#affine.dw">a</a> <a href="#top">b</a></p>',
        "layers/affine/index.html": '<a href="../../">a</a><h2 class="x" id="affine.dw">b</h2>',
        "layers/index.html": '<a href="https://example.org/nowhere">a</a><img src="../picture.svg">',
        "ko/index.html": '<a href="../?q=1#top">a</a> <pre>&lt;a href="nowhere"&gt;</pre>',
        "404.html": '<a href="/anywhere/">a</a>',
        "picture.svg": "<svg/>",
    }
    for name, text in pages.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_good_links_pass(site):
    check_links(site)


@pytest.mark.parametrize(
    ("page", "link", "message"),
    [
        ("index.html", "missing/", r"docs/en/index\.md: missing/ is not there"),
        ("ko/index.html", "../picture.png", r"docs/ko/index\.md: \.\./picture\.png is not there"),
        (
            "layers/affine/index.html",
            "#affine.dv",
            r"derivations/affine\.py \(en\): #affine\.dv has no such anchor",
        ),
        (
            "ko/index.html",
            "../layers/affine/#dw",
            r"docs/ko/index\.md: \.\./layers/affine/#dw has no such anchor",
        ),
        ("index.html", "/layers/", r"docs/en/index\.md: /layers/ starts at the root of the host"),
        ("index.html", "../elsewhere.html", r"docs/en/index\.md: \.\./elsewhere\.html is not there"),
    ],
)
def test_a_link_that_leads_nowhere_is_refused_with_its_file(site, page, link, message):
    path = site / page
    path.write_text(path.read_text(encoding="utf-8") + f'<a class="x" href="{link}">y</a>', encoding="utf-8")
    with pytest.raises(BrokenLink, match=message):
        check_links(site)


def test_all_broken_links_are_named_at_once(site):
    (site / "index.html").write_text('<a href="one/">1</a><a href="two/">2</a>', encoding="utf-8")
    with pytest.raises(BrokenLink, match=r"one/ is not there\n(.|\n)*two/ is not there"):
        check_links(site)
