"""The page of the prover: with the runtime and without it."""

import base64
import hashlib
import re

import pytest

pytest.importorskip("mkdocs", reason="needs the site's packages: pip install '.[test-site]'")

from docs.playground.page import PLACEHOLDER, Playground, policy
from docs.playground.words import TEXTS

ROOM = f'<html><head><meta charset="utf-8"></head><body>{PLACEHOLDER}</body></html>'


@pytest.mark.parametrize("language", ["en", "ko"])
def test_without_the_runtime_the_page_says_so_and_loads_nothing(tmp_path, language):
    playground = Playground(tmp_path, tmp_path, language)
    page = playground.finish(ROOM, "playground/")
    assert TEXTS["not built"][language] in page
    assert "<script" not in page
    assert "<form" not in page
    assert playground.files(None) == []


def test_other_pages_are_left_as_they_are(tmp_path):
    assert Playground(tmp_path, tmp_path, "en").finish("<html></html>", "other/") == "<html></html>"


def test_the_policy_knows_the_scripts_of_the_page_and_neither_eval_nor_other_hosts():
    written = policy(
        '<script>let a = 1;</script><script src="b.js"></script><script type="application/json">{}</script>'
    )
    rules = dict(rule.split(" ", 1) for rule in re.search('content="([^"]*)"', written)[1].split("; "))
    digest = base64.b64encode(hashlib.sha256(b"let a = 1;").digest()).decode()
    assert rules["script-src"].split() == ["'self'", "'wasm-unsafe-eval'", "blob:", f"'sha256-{digest}'"]
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == "'self'"


def test_every_text_of_the_page_is_written_in_both_languages():
    for key, text in TEXTS.items():
        assert text.ko != text.en, key
        assert text.ko.count("{0}") == text.en.count("{0}"), key
        assert text.ko.count("{1}") == text.en.count("{1}"), key
