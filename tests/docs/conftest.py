"""One strict build of the site, one web server and one browser for all tests of the site."""

import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
NEEDED = ("axe_playwright_python", "jupytext", "math_core", "matplotlib", "mkdocs", "nbclient", "playwright")


class _Skipped(pytest.Module):
    def collect(self):
        pytest.skip(f"needs {self.missing}: pip install '.[test-site]'", allow_module_level=True)


def pytest_pycollect_makemodule(module_path, parent):
    """Skip the tests of the site where what builds and reads it is not installed."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        module = _Skipped.from_parent(parent, path=module_path)
        module.missing = ", ".join(missing)
        return module
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Let one worker begin with what the site is made of, and let all read it in the browser at last.

    While it is built, the others have something else to do.
    """
    in_the_browser = set()
    for item in items:
        needed = {*getattr(item, "fixturenames", ())}
        alone = item.get_closest_marker("xdist_group") is None
        if alone and {"build", "site_cache"} & needed and "browser" not in needed:
            item.add_marker(pytest.mark.xdist_group("site"))
        elif {"site", "browser"} & needed:
            in_the_browser.add(item)
    items.sort(key=lambda item: (item in in_the_browser) - _is_of_the_site(item))


def _is_of_the_site(item):
    shared = item.get_closest_marker("xdist_group")
    return shared is not None and shared.args == ("site",)


@pytest.fixture(scope="session")
def site_cache():
    """The folder of what the build reads off the code, by the hash of the code."""
    from docs.site_builder.site import CACHE

    return CACHE


@pytest.fixture(scope="session")
def build(made_once):
    """The finished process of ``mkdocs build --strict`` and the folder it wrote."""

    def build_into(folder):
        process = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder / "site")],
            cwd=ROOT,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        ended = {"returncode": process.returncode, "stdout": process.stdout, "stderr": process.stderr}
        (folder / "ended.json").write_text(json.dumps(ended), encoding="utf-8")

    folder = made_once("site", build_into)
    ended = json.loads((folder / "ended.json").read_text(encoding="utf-8"))
    return subprocess.CompletedProcess("mkdocs build --strict", **ended), folder / "site"


@pytest.fixture(scope="session")
def site(build):
    """The folder of the built site."""
    process, folder = build
    if process.returncode != 0:
        pytest.fail(f"mkdocs build --strict failed:\n{process.stdout}\n{process.stderr}")
    return folder


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def address(site):
    """The address under which the site is served on this machine."""
    handler = functools.partial(_QuietHandler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser():
    """Debian's chromium, driven by Playwright; Playwright holds an event loop as long as it lives."""
    if CHROMIUM is None:
        pytest.skip("no chromium on the path: browser tests need Debian's package `chromium`")
    from playwright import sync_api

    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def _failure(request):
    """What failed, unless it was given up because the test went on to another page."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"failed: {request.url}"]


DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
# 210 mm less margins of 12 mm on either side, at 96 dots per inch.
A4 = {"width": 703, "height": 1030}


def open_page(browser, address, viewport=DESKTOP, color_scheme="light", **options):
    """A page in a fresh context that notes everything that goes wrong in it."""
    context = browser.new_context(
        viewport=viewport, color_scheme=color_scheme, base_url=address, reduced_motion="reduce", **options
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.troubles = []
    page.on(
        "console", lambda message: page.troubles.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.on("requestfailed", lambda request: page.troubles.extend(_failure(request)))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((address, "data:", "blob:"))
            else page.troubles.append(f"foreign: {request.url}")
        ),
    )
    return page


@pytest.fixture
def tab(browser, address):
    """A function that opens a fresh tab and notes everything that goes wrong in it."""
    pages = []

    def open_tab(*args, **options):
        pages.append(open_page(browser, address, *args, **options))
        return pages[-1]

    yield open_tab
    for page in pages:
        page.context.close()
