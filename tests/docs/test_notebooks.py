"""An executed notebook becomes a page and a download per language."""

import json
import os
import shutil
from pathlib import Path

import pytest

from docs.site_builder.notebooks import NotebookError, content_hash, download, execute, page_markdown

SAMPLE = Path(__file__).parent / "sample"
SLOTS = {"implementation": "THE CODE", "evidence": "THE EVIDENCE"}


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    cache = tmp_path_factory.mktemp("cache")
    return execute([SAMPLE / "sample.py"], root=SAMPLE, cache=cache)["sample"]


def run(tmp_path, text):
    """Execute a notebook of the given text, with both slots at its end."""
    path = tmp_path / "broken.py"
    path.write_text(text, encoding="utf-8")
    return execute([path], root=tmp_path, cache=tmp_path / "cache")["broken"]


def slots(*names):
    return "".join(f'# %% [markdown] slot="{name}"\n# here\n\n' for name in names)


def test_a_page_holds_the_prose_of_its_language_only(notebook):
    korean = page_markdown("sample", notebook, "ko", SLOTS)
    english = page_markdown("sample", notebook, "en", SLOTS)
    assert "# 제곱 {#square}" in korean
    assert "Square" not in korean
    assert "# Square {#square}" in english
    assert "제곱" not in english


def test_an_output_in_two_languages_is_shown_in_that_of_the_page(notebook):
    assert "결과: $$f'(x) = 2x$$" in page_markdown("sample", notebook, "ko", SLOTS)
    assert "Result: $$f'(x) = 2x$$" in page_markdown("sample", notebook, "en", SLOTS)


def test_printed_output_is_shown_as_text(notebook):
    assert "```text\nprinted by the cell\n```" in page_markdown("sample", notebook, "en", SLOTS)


def test_code_is_folded_and_the_setup_is_left_out(notebook):
    page = page_markdown("sample", notebook, "en", SLOTS)
    assert '<details class="yudo-source"' in page
    assert "class Derived:" in page
    assert "SECRET_OF_THE_SETUP" not in page


def test_code_in_the_text_of_a_cell_does_not_end_the_code_of_the_cell(tmp_path):
    source = 'TOLD = """\n```python\nout = x\n```\n"""\nAFTER = 1'
    page = page_markdown("broken", run(tmp_path, f"# %%\n{source}\n\n{slots(*SLOTS)}"), "en", SLOTS)
    assert f"\n````text\n{source}\n````\n" in page


def test_slots_are_replaced(notebook):
    page = page_markdown("sample", notebook, "ko", SLOTS)
    assert "THE CODE" in page
    assert "THE EVIDENCE" in page
    assert "구현 / Implementation" not in page


def test_the_download_is_an_executed_notebook_in_one_language(notebook):
    content = json.loads(download(notebook, "ko", SLOTS))
    text = json.dumps(content, ensure_ascii=False)
    assert content["nbformat"] == 4
    assert "제곱" in text
    assert "Square" not in text
    outputs = [output for cell in content["cells"] for output in cell.get("outputs", [])]
    assert outputs[0]["data"] == {"text/plain": "2*x", "text/markdown": "결과: $$f'(x) = 2x$$"}
    assert "SECRET_OF_THE_SETUP" in text
    assert "THE CODE" in text


def test_a_notebook_is_executed_once_per_content(tmp_path):
    folder = tmp_path / "derivations"
    folder.mkdir()
    path = folder / "counted.py"
    path.write_text("# %%\nopen('runs', 'a').write('x')\n", encoding="utf-8")
    for _ in range(2):
        execute([path], root=tmp_path, cache=tmp_path / "cache")
    assert (tmp_path / "runs").read_text() == "x"
    (folder / "other.py").write_text("changed = True\n", encoding="utf-8")
    execute([path], root=tmp_path, cache=tmp_path / "cache")
    assert (tmp_path / "runs").read_text() == "xx"
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_the_content_hash_follows_names_and_text(tmp_path):
    shutil.copytree(SAMPLE, tmp_path / "copy", ignore=shutil.ignore_patterns("__pycache__"))
    assert content_hash(tmp_path / "copy") == content_hash(SAMPLE)
    (tmp_path / "copy" / "sample.py").rename(tmp_path / "copy" / "renamed.py")
    assert content_hash(tmp_path / "copy") != content_hash(SAMPLE)


def test_a_cell_that_raises_stops_the_build_and_names_the_notebook(tmp_path):
    with pytest.raises(NotebookError, match=r"broken\.py stops at a cell:(.|\n)*not shown"):
        run(tmp_path, "# %%\nraise AssertionError('step 3 is not shown')\n")


@pytest.mark.skipif(os.name != "posix", reason="only ports there")
def test_a_kernel_takes_no_port_that_another_process_may_take_before_it(tmp_path):
    asked = "import ipykernel\nprint(ipykernel.get_connection_info(unpack=True)['transport'])"
    assert "```text\nipc\n```" in page_markdown(
        "broken", run(tmp_path, f"# %%\n{asked}\n\n{slots(*SLOTS)}"), "en", SLOTS
    )


def test_a_notebook_without_a_slot_is_refused(tmp_path):
    notebook = run(tmp_path, slots("implementation"))
    with pytest.raises(NotebookError, match=r'broken\.py has no cell with slot="evidence"'):
        page_markdown("broken", notebook, "en", SLOTS)


def test_an_unknown_slot_is_refused(tmp_path):
    notebook = run(tmp_path, slots("evidense"))
    with pytest.raises(NotebookError, match=r"broken\.py, cell 1: unknown slot 'evidense'"):
        page_markdown("broken", notebook, "en", SLOTS)


def test_prose_without_a_language_is_refused(tmp_path):
    notebook = run(
        tmp_path, "# %% [markdown]\n# Which language is this?\n" + slots("implementation", "evidence")
    )
    with pytest.raises(NotebookError, match=r'broken\.py, cell 1: a Markdown cell needs lang="ko"'):
        page_markdown("broken", notebook, "en", SLOTS)


def test_a_cell_that_writes_to_stderr_is_refused(tmp_path):
    text = "# %%\nimport sys\nprint('careful', file=sys.stderr)\n" + slots("implementation", "evidence")
    notebook = run(tmp_path, text)
    with pytest.raises(NotebookError, match=r"cell 1 writes to stderr:\ncareful"):
        page_markdown("broken", notebook, "en", SLOTS)
