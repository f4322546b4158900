"""Versions side by side: what is published keeps its place, and what leads to it finds it."""

import json
import re
from types import SimpleNamespace
from urllib.parse import urljoin

import pytest
from click.testing import CliRunner
from mkdocs.exceptions import BuildError

from docs.site_builder.publication import Publication, with_versions
from docs.site_builder.publish import VersionRefused, main, publish, versions


@pytest.fixture
def site(tmp_path):
    """A built site, as far as publishing looks at it."""
    folder = tmp_path / "site"
    for prefix in ("", "ko/"):
        for page in ("", "layers/affine/", "r/affine.dw/"):
            path = folder / prefix / page / "index.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{prefix}{page}", encoding="utf-8")
    return folder


@pytest.fixture
def public(tmp_path):
    folder = tmp_path / "public"
    folder.mkdir()
    return folder


def leads_to(public, page):
    """Where the redirect at `page` ends, following one after another as a browser does."""
    address = f"/{page}"
    while found := re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', read(public, address)):
        address = urljoin(address, found[1])
    return address


def read(public, address):
    return (public / address.lstrip("/") / "index.html").read_text(encoding="utf-8")


def test_latest_and_releases_stand_side_by_side_newest_first(site, public):
    for version in ("0.2.0", "latest", "0.10.0", "0.9.1"):
        publish(site, public, version)
    assert versions(public) == ["latest", "0.10.0", "0.9.1", "0.2.0"]
    listed = json.loads((public / "versions.json").read_text(encoding="utf-8"))
    assert [entry["version"] for entry in listed] == versions(public)


def test_the_first_page_and_the_permalinks_lead_to_the_latest_in_their_language(site, public):
    publish(site, public, "0.1.0")
    assert leads_to(public, "") == "/0.1.0/"
    publish(site, public, "latest")
    assert leads_to(public, "") == "/latest/"
    assert leads_to(public, "ko/") == "/latest/ko/"
    assert leads_to(public, "r/affine.dw/") == "/latest/r/affine.dw/"
    assert leads_to(public, "ko/r/affine.dw/") == "/latest/ko/r/affine.dw/"


def test_latest_is_replaced_as_a_whole(site, public):
    publish(site, public, "latest")
    (site / "layers" / "affine" / "index.html").unlink()
    (site / "new.html").write_text("new", encoding="utf-8")
    publish(site, public, "latest")
    assert not (public / "latest" / "layers" / "affine" / "index.html").exists()
    assert (public / "latest" / "new.html").exists()
    assert not list(public.glob(".*unfinished"))


def test_a_release_is_published_once_and_stays_as_it_is(site, public):
    publish(site, public, "0.1.0")
    (site / "index.html").write_text("changed", encoding="utf-8")
    with pytest.raises(VersionRefused, match=r"0\.1\.0 is published already"):
        publish(site, public, "0.1.0")
    assert (public / "0.1.0" / "index.html").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize("name", ["../0.1.0", "", "main", "0.1", "v0.1.0", "r", "versions"])
def test_what_is_no_version_is_refused_before_anything_is_written(site, public, name):
    with pytest.raises(VersionRefused, match="neither"):
        publish(site, public, name)
    assert list(public.iterdir()) == []


@pytest.mark.parametrize(("page", "twin"), [("versions/", "/versions/ko/"), ("versions/ko/", "/versions/")])
def test_the_list_of_versions_leads_to_each_in_its_language_and_to_its_twin(site, public, page, twin):
    publish(site, public, "latest")
    publish(site, public, "0.1.0")
    prefix = "ko/" if "ko" in page else ""
    links = [urljoin(f"/{page}", link) for link in re.findall(r'href="([^"]+)"', read(public, page))]
    assert links == [f"/latest/{prefix}", f"/0.1.0/{prefix}", twin]
    for link in links:
        assert (public / link.lstrip("/") / "index.html").exists()


def test_the_command_publishes_and_says_what_is_there(site, public):
    done = CliRunner().invoke(main, [str(site), str(public / "new"), "--version", "0.1.0"])
    assert done.exit_code == 0
    assert "0.1.0" in done.output
    again = CliRunner().invoke(main, [str(site), str(public / "new"), "--version", "0.1.0"])
    assert again.exit_code == 2
    assert "published already" in again.output


@pytest.mark.parametrize(
    ("language", "page", "target"),
    [
        ("en", "latest/layers/affine/", "/versions/"),
        ("en", "latest/", "/versions/"),
        ("ko", "0.1.0/ko/layers/affine/", "/versions/ko/"),
        ("ko", "0.1.0/ko/", "/versions/ko/"),
    ],
)
def test_every_page_leads_to_the_list_of_versions_in_its_language(language, page, target):
    up = "../../" if "layers" in page else "./"
    output = with_versions("<footer>Text CC BY 4.0</footer>", "Text CC BY 4.0", "0.1.0", language, up)
    (link,) = re.findall(r'href="([^"]+)"', output)
    assert urljoin(f"/{page}", link) == target
    assert "0.1.0" in output


@pytest.mark.parametrize("line", [None, "", "another line"])
def test_a_page_that_has_no_place_for_the_versions_stops_the_build(line):
    with pytest.raises(BuildError, match="copyright"):
        with_versions("<footer>Text CC BY 4.0</footer>", line, "0.1.0", "en", "./")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_small_pages_have_no_accessibility_violations(site, public, browser, scheme):
    from axe_playwright_python import sync_playwright as axe

    publish(site, public, "latest")
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    for name in ("versions", "versions/ko"):
        page.goto((public / name / "index.html").as_uri())
        assert axe.Axe().run(page).response["violations"] == [], name
    context.close()


@pytest.mark.parametrize("url", ["", None])
def test_a_release_without_an_address_is_refused(monkeypatch, url):
    monkeypatch.setenv("YUDO_SITE_VERSION", "0.1.0")
    with pytest.raises(BuildError, match="YUDO_SITE_URL"):
        Publication([], None, SimpleNamespace(site_url=url), "en")
