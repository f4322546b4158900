from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from yudo.verification.grading.journal import Journal, Unusable


def test_what_was_added_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "journal.jsonl"
    with Journal(path) as journal:
        journal.add("k1", "김", [{"file": "김/층.py"}])
    with Journal(path) as journal:
        assert journal.finished == {
            "k1": {"key": "k1", "submission": "김", "reports": [{"file": "김/층.py"}]}
        }


def test_a_line_that_was_cut_off_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.add("k1", "kim", [])
        journal.add("k2", "이", [])
    whole = path.read_bytes()
    for cut in range(whole.index(b"\n") + 2, len(whole)):  # everywhere in the second line, within 이 too
        path.write_bytes(whole[:cut])
        with Journal(path) as journal:
            assert set(journal.finished) == {"k1"}
            journal.add("k2", "이", [])
        assert path.read_bytes() == whole


def test_nothing_is_written_twice(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal.jsonl") as journal:
        journal.add("k1", "kim", [])
        with pytest.raises(ValueError, match=r"kim is in .* already"):
            journal.add("k1", "kim", [])
    assert len((tmp_path / "journal.jsonl").read_bytes().splitlines()) == 1


def test_a_line_is_on_the_disk_before_anyone_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "journal.jsonl"
    synced: list[bytes] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        real(descriptor)
        synced.append(path.read_bytes())

    monkeypatch.setattr(os, "fsync", fsync)
    with Journal(path) as journal:
        synced.clear()
        journal.add("k1", "kim", [])
        assert [json.loads(line)["key"] for line in synced] == ["k1"]


def test_an_interruption_between_writing_and_noting_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(descriptor: int) -> None:
        raise KeyboardInterrupt

    with Journal(tmp_path / "journal.jsonl") as journal:
        monkeypatch.setattr(os, "fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            journal.add("k1", "kim", [])
        journal.read_again()
        assert set(journal.finished) == {"k1"}


def test_a_second_run_does_not_write_into_the_journal_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with Journal(path) as first:
        first.add("k1", "kim", [])
        with pytest.raises(Unusable, match="another run is writing"), Journal(path):
            pass
        first.add("k2", "lee", [])
    with Journal(path) as journal:
        assert set(journal.finished) == {"k1", "k2"}


@pytest.mark.parametrize("line", [b"garbage\n", b"[1]\n", b'{"submission": "kim"}\n', b"\xff\n"])
def test_a_damaged_line_is_named_and_nothing_is_lost(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.add("k1", "kim", [])
    before = path.read_bytes() + line
    path.write_bytes(before)
    with pytest.raises(Unusable, match=r"line 2 of .* remove that line"), Journal(path):
        pass
    assert path.read_bytes() == before
