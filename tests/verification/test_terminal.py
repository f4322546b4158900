"""Terminals in other encodings than UTF-8 get their verdicts, and Ctrl-C at any moment ends with one line."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from yudo.verification.commands.terminal import print_line

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "yudo")
RELU = """
def relu_forward(x):
    return x * (x > 0), x


def relu_backward(dout, cache):
    return 2 * dout * (cache > 0)
"""


@pytest.mark.parametrize("encoding", ["euc-kr", "cp949", "ascii", "latin-1", "utf-8"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_terminal_of_any_encoding_gets_its_verdicts(tmp_path, encoding, language):
    (tmp_path / "layers.py").write_text(RELU, encoding="utf-8")
    done = subprocess.run(
        [*COMMAND, "check", str(tmp_path / "layers.py"), "--lang", language],
        cwd=ROOT, capture_output=True, check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
    )  # fmt: skip
    said = done.stdout.decode(encoding)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr.decode(encoding)
    marks = "✓✗" if encoding == "utf-8" else "vx"
    assert f"{marks[0]} relu_forward" in said
    assert f"{marks[1]} relu_backward" in said
    if language == "ko" and encoding in ("euc-kr", "cp949"):
        assert "맞음" in said


@pytest.mark.skipif(os.name != "posix", reason="signals to a process are sent as on Unix")
@pytest.mark.parametrize(
    "command", [("list",), ("prove", "affine"), ("verify", "--cases", "500"), ("check", ".")]
)
@pytest.mark.parametrize("seconds", [0.15, 0.6, 2.0])
def test_ctrl_c_at_any_moment_ends_with_one_line_and_130(command, seconds, tmp_path):
    for number in range(40):
        (tmp_path / f"layers{number}.py").write_text(RELU, encoding="utf-8")
    process = subprocess.Popen(
        [*COMMAND, *command], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    # Python itself starts, and cannot be interrupted cleanly, before anything of ours is there.
    wait_for_python(process)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    if process.returncode != 130:  # done before
        assert process.returncode in (0, 1), said
        return
    assert said.splitlines()[-1:] == ["interrupted"]
    assert "Traceback" not in said


STOPPING = """
import signal
import time
import weakref
from yudo import __main__; from yudo.verification.commands import cli

class Mortal:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

@cli.main.command("stop")
def stop():
    {}
    time.sleep(30)

__main__.main()
"""
IN_A_TEXT = "exec('signal.raise_signal(signal.SIGINT)')"
IN_A_FINALIZER = "Mortal()"
IN_A_CALLBACK = "weakref.ref(type('T', (), {})(), lambda _: signal.raise_signal(signal.SIGINT))"


@pytest.mark.skipif(os.name != "posix", reason="signals to a process are sent as on Unix")
@pytest.mark.parametrize("where", [IN_A_TEXT, IN_A_FINALIZER, IN_A_CALLBACK])
def test_ctrl_c_ends_with_130_where_python_itself_would_lose_it(where, tmp_path):
    (tmp_path / "stopping.py").write_text(STOPPING.format(where), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "stopping", "stop"], cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False, timeout=25,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (130, "interrupted\n")


def wait_for_python(process):
    """Wait until the process handles Ctrl-C by a function of its own."""
    status = Path(f"/proc/{process.pid}/status")
    while status.exists() and process.poll() is None:
        caught = next(line for line in status.read_text().splitlines() if line.startswith("SigCgt"))
        if int(caught.split()[1], 16) & 1 << (signal.SIGINT - 1):
            return
        time.sleep(0.005)


def test_a_terminal_has_lines_broken_between_words_and_code_as_it_is():
    written = io.StringIO()
    console = Console(
        file=written, width=30, force_terminal=True, no_color=True, soft_wrap=True, highlight=False
    )
    print_line(console, "      → 그래디언트를 표본의 수로 나누지 않았다: `1/N`을 빠뜨렸다")
    print_line(console, "          dout = np.array([[3, 3, 1], [2, 1, 3]])")
    prose, code = written.getvalue().split("          dout", 1)
    rows = prose.splitlines()
    assert len(rows) > 1
    assert all(row.startswith("      ") and cell_len(row) <= 30 for row in rows)
    assert " ".join(row.strip() for row in rows).endswith("않았다: `1/N`을 빠뜨렸다")
    assert code == " = np.array([[3, 3, 1], [2, 1, 3]])\n"
