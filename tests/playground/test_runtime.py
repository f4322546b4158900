"""The runtime is the pinned one, or none at all."""

import tarfile

import pytest

from docs.playground import runtime


def test_an_archive_that_is_not_the_pinned_one_is_refused_and_leaves_nothing(tmp_path):
    archive = tmp_path / "other.tgz"
    with tarfile.open(archive, "w:gz"):
        pass
    with pytest.raises(runtime.NotFetched, match="not what was pinned"):
        runtime.unpack(archive, tmp_path / "unpacked")
    assert not (tmp_path / "unpacked").exists()


def test_without_npm_the_message_says_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(runtime.NotFetched, match="npm"):
        runtime.fetch(tmp_path)
    assert not runtime.is_fetched(tmp_path)
