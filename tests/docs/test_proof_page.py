"""The page on the proof: what it shows is what the prover does."""

import contextlib
import io
import re

import pytest

from docs.site_builder import trace
from tests.calculus import test_sympy_pitfalls
from tests.docs.conftest import ROOT

LANGUAGES = ("en", "ko")


def source(language):
    return (ROOT / "docs" / language / "proof.md").read_text(encoding="utf-8")


def blocks(language, kind):
    return re.findall(rf"```{kind}\n(.*?)```", source(language), flags=re.DOTALL)


def printed(code, folder):
    path = folder / "example.py"
    path.write_text(code, encoding="utf-8")
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(code, str(path), "exec"), {"__name__": "example"})
    return out.getvalue()


@pytest.fixture(scope="module")
def table(site_cache):
    return trace.fill("<!-- trace:softmax_loss -->", "en", root=ROOT, cache=site_cache)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_prints_what_the_page_shows(language, tmp_path):
    (code,) = blocks(language, "python")
    refuted, proven = blocks(language, "text")
    assert printed(code, tmp_path) == refuted
    assert code.count("np.mean") == 1
    assert printed(code.replace("np.mean", "np.sum"), tmp_path) == proven


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pitfall_and_nothing_else_is_listed(language):
    tests = [name for name in vars(test_sympy_pitfalls) if name.startswith("test_")]
    assert re.findall(r"`(test_\w+)`", source(language)) == tests


def test_every_line_of_the_traced_function_is_in_the_table_with_its_entry(table):
    rows = re.findall(r"^\| (\d+) \| `(.*?)`(.*) \|$", table, flags=re.MULTILINE)
    listing = (ROOT / "impl" / "softmax_cross_entropy.py").read_text(encoding="utf-8").splitlines()
    for number, code, _ in rows:
        assert listing[int(number) - 1].strip() == code
    body = listing[
        listing.index("    _arguments.check_labels(x, y)") - 1 : listing.index("    return loss, dx")
    ]
    assert [code for _, code, _ in rows] == [line.strip() for line in body]
    without = [code for _, code, entries in rows if not entries]
    assert without == ["_arguments.check_logits(x)", "_arguments.check_labels(x, y)"]


def test_an_array_written_in_place_is_shown_as_it_was_after_each_line(table):
    entries = re.findall(r"\$\\displaystyle (\\mathrm\{d\}x.*?)\$", table)
    assert entries[0] == r"\mathrm{d}x_{n,c} = e^{x_{n,c} - \max_{c_{1}} x_{n,c_{1}}}"
    assert entries[1].startswith(r"\mathrm{d}x_{n,c} = \frac{e^{x_{n,c}")
    assert r"\delta_{c,\,y_{n}}" in entries[2]
    assert len(entries) == 3


def test_the_difference_that_the_page_ends_with_is_0(site_cache):
    assert trace.fill("<!-- proof:difference -->", "en", root=ROOT, cache=site_cache) == "$$0$$"


def test_an_unknown_name_is_refused(site_cache):
    with pytest.raises(KeyError, match="hard_max"):
        trace.fill("<!-- trace:hard_max -->", "en", root=ROOT, cache=site_cache)
