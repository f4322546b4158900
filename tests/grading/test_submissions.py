from __future__ import annotations

import os
from pathlib import Path

import pytest

from yudo.verification.grading.submissions import DATA_LIMIT, LINK, NO_SOURCE, check_submission, submissions


def write(path: Path, content: str | bytes = "x = 1\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def test_each_folder_and_each_source_in_the_folder_is_a_submission(tmp_path: Path) -> None:
    for name in ("kim/layers.py", "kim/net/two_layer.py", "이/과제.ipynb", "lone.py", "lone.ipynb"):
        write(tmp_path / name)
    found = {one.name: one.files for one in submissions(tmp_path)}
    assert found == {
        "kim": ("layers.py", "net/two_layer.py"),
        "이": ("과제.ipynb",),
        "lone.py": ("lone.py",),
        "lone.ipynb": ("lone.ipynb",),
    }


def test_hidden_and_generated_things_are_no_submissions(tmp_path: Path) -> None:
    for name in (".git/hook.py", "__MACOSX/._layers.py", ".layers.py"):
        write(tmp_path / name)
    assert list(submissions(tmp_path)) == []


def test_every_entry_gets_a_row_that_says_why_nothing_was_checked(tmp_path: Path) -> None:
    for name in ("kim.zip", "lee.pdf", "park/readme.txt", "song.pyw"):
        write(tmp_path / name)
    (tmp_path / "empty").mkdir()
    found = {one.name: (one.files, one.unread) for one in submissions(tmp_path)}
    assert found == dict.fromkeys(("kim.zip", "lee.pdf", "park", "song.pyw", "empty"), ((), NO_SOURCE))


def test_an_ending_in_capitals_is_one(tmp_path: Path) -> None:
    write(tmp_path / "LAYERS.PY")
    (one,) = submissions(tmp_path)
    assert (one.files, one.unread) == (("LAYERS.PY",), None)


def test_names_that_read_the_same_stay_two_submissions(tmp_path: Path) -> None:
    for raw in ("가".encode(), "가".encode("cp949")):
        folder = os.fsencode(tmp_path) + b"/" + raw
        os.mkdir(folder)
        with open(folder + b"/layers.py", "w") as file:
            file.write("x = 1\n")
    assert {one.name for one in submissions(tmp_path)} == {"가", "가 (2)"}


def test_small_data_travels_and_large_data_and_hidden_files_stay_behind(tmp_path: Path) -> None:
    write(tmp_path / "kim" / "layers.py")
    write(tmp_path / "kim" / "data" / "small.npy", b"x" * DATA_LIMIT)
    write(tmp_path / "kim" / "data" / "large.npy", b"x" * (DATA_LIMIT + 1))
    write(tmp_path / "kim" / ".env", "SECRET=1")
    write(tmp_path / "kim" / "__pycache__" / "layers.pyc", b"")
    (one,) = submissions(tmp_path)
    assert set(one.contents) == {"layers.py", "data/small.npy"}


def test_a_link_in_a_submission_does_not_lead_to_the_solution(tmp_path: Path) -> None:
    write(tmp_path / "solution.py", "answer = 42\n")
    write(tmp_path / "class" / "kim" / "layers.py")
    (tmp_path / "class" / "kim" / "stolen.py").symlink_to(tmp_path / "solution.py")
    (tmp_path / "class" / "lee.py").symlink_to(tmp_path / "solution.py")
    kim, lee = submissions(tmp_path / "class")
    assert set(kim.contents) == set(kim.files) == {"layers.py"}
    assert (lee.files, lee.contents, lee.unread) == ((), {}, LINK)


@pytest.mark.parametrize(
    ("raw", "name"),
    [("과제".encode("cp949"), "과제"), (b"\xff\xfe\xff", "\\xff\\xfe\\xff"), ("과제".encode(), "과제")],
    ids=["Korean Windows", "no encoding", "UTF-8"],
)
def test_names_in_another_encoding_can_be_written_down(tmp_path: Path, raw: bytes, name: str) -> None:
    folder = os.fsencode(tmp_path) + b"/" + raw
    os.mkdir(folder)
    with open(folder + b"/" + raw + b".py", "w") as file:
        file.write("x = 1\n")
    (one,) = submissions(tmp_path)
    assert (one.name, one.files) == (name, (f"{name}.py",))
    assert one.digest


def test_a_submission_that_cannot_be_read_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "kim" / "layers.py")
    write(tmp_path / "lee" / "layers.py")
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.parent.name == "kim":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    kim, lee = submissions(tmp_path)
    assert kim.unread is not None
    assert kim.unread.en.endswith("layers.py: Permission denied")
    assert lee.unread is None


def test_the_digest_changes_with_every_name_and_content(tmp_path: Path) -> None:
    digests = set()
    for number, (name, content) in enumerate([("a.py", "x"), ("a.py", "y"), ("b.py", "x"), ("a.py", "x")]):
        write(tmp_path / str(number) / name, content)
    for one in submissions(tmp_path):
        digests.add(one.digest)
    assert len(digests) == 3


def test_a_worker_needs_nothing_but_the_contents() -> None:
    contents = {
        "layers.py": b"from helper import positive\n"
        b"def relu_forward(x):\n    return x * positive(x), x\n"
        b"def relu_backward(dout, cache):\n    return dout * positive(cache)\n",
        "helper.py": b"def positive(x):\n    return x > 0\n",
    }
    options = {"functions": {}, "reg_scale": None, "pair": None, "shapes": None}
    (report,) = check_submission("kim", ("layers.py",), contents, options)
    assert report["file"] == "kim/layers.py"
    assert {one["function"]: one["verdict"] for one in report["functions"]} == {
        "relu_forward": "correct",
        "relu_backward": "correct",
    }


def test_what_is_done_beforehand_for_a_large_class_changes_no_verdict() -> None:
    corpus = Path(__file__).parents[1] / "checking" / "corpus" / "wrong"
    files = ("class_flattened.py", "class_mates.py")
    contents = {name: (corpus / name).read_bytes() for name in files}
    options = {"functions": {}, "reg_scale": None, "pair": None, "shapes": None}
    reports = [
        check_submission("kim", files, contents, options, preloaded=preloaded)
        for preloaded in ((), ("yudo.verification.grading.warming",))
    ]
    for report in (one for of_run in reports for one in of_run):
        report["seconds"] = 0
        assert report["functions"]
        for function in report["functions"]:
            function["seconds"] = 0
    assert reports[0] == reports[1]
