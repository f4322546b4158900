"""Output files: refused before the work, whole or as they were, and never put in the place of a device."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from yudo.verification.reports.writing import CannotWrite, refusal, write_json, write_text

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="links, pipes and devices as Unix has them")


def test_a_file_is_written_with_the_folders_above_it(tmp_path):
    path = tmp_path / "deep" / "er" / "report.json"
    assert refusal(path) is None
    assert not path.parent.exists()
    write_json(path, {"이름": "값"})
    assert json.loads(path.read_text(encoding="utf-8")) == {"이름": "값"}
    assert list(path.parent.iterdir()) == [path]


def test_what_fails_in_the_middle_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "report.json"
    write_text(path, "before")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match=r"cannot write .*report\.json: No space left on device"):
        write_text(path, "after")
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_the_mode_of_a_file_stays(tmp_path):
    path = tmp_path / "report.json"
    path.touch(0o600)
    path.chmod(0o600)
    write_text(path, "new")
    assert path.stat().st_mode & 0o777 == 0o600


def test_half_a_surrogate_pair_in_strangers_text_can_be_written_and_read_back(tmp_path):
    path = tmp_path / "report.json"
    write_json(path, {"reason": "\ud800"})
    assert json.loads(path.read_text(encoding="utf-8")) == {"reason": "\ud800"}


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_a_link_and_what_it_leads_to_is_written(tmp_path, there):
    target, link = tmp_path / "kept" / "target.json", tmp_path / "link.json"
    target.parent.mkdir()
    if there:
        target.write_text("before", encoding="utf-8")
    link.symlink_to(target)
    assert refusal(link) is None
    write_text(link, "after")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "after"


def test_a_pipe_is_written_to(tmp_path):
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    assert refusal(pipe) is None
    reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    write_text(pipe, "text")
    reader.join()
    assert read == ["text"]
    assert pipe.is_fifo()


def test_a_device_stays_a_device():
    write_text(Path("/dev/null"), "text")
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_device_is_told_of_in_one_line_and_stays_a_device():
    with pytest.raises(CannotWrite, match="cannot write /dev/full"):
        write_text(Path("/dev/full"), "text")
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1"])
def test_standard_output_takes_the_file_after_what_was_printed(tmp_path, name):
    script = (
        "from pathlib import Path; from yudo.verification.reports.writing import write_text\n"
        f"print('table'); write_text(Path({name!r}), 'file'); print('!')"
    )
    redirected = tmp_path / "out.txt"
    with open(redirected, "w", encoding="utf-8") as out:
        subprocess.run([sys.executable, "-c", script], cwd=ROOT, stdout=out, check=True)
    assert redirected.read_text(encoding="utf-8") == "table\nfile!\n"
    piped = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert piped.stdout == "table\nfile!\n"


def test_what_cannot_be_written_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    assert refusal(tmp_path) == f"{tmp_path} is a folder; expected a file to write"
    assert "Not a directory" in refusal(tmp_path / "file" / "report.json")
    assert "name too long" in refusal(tmp_path / ("x" * 300)).lower()
    if Path("/proc/self").exists():
        assert refusal(Path("/proc/nowhere/report.json")).startswith("cannot write /proc/nowhere/report.json")


@pytest.mark.parametrize("option", ["--json", "--junit", "--gradescope"])
def test_the_command_refuses_before_the_work(option, tmp_path):
    source = tmp_path / "layers.py"
    source.write_text("def relu_forward(x):\n    return x * (x > 0), x\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "yudo", "check", str(source), option, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "is a folder; expected a file to write" in done.stderr
    assert done.stdout == ""
