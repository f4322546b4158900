"""Evidence says which code it speaks of."""

from hashlib import sha256

from yudo.verification.reports.sources import ROOT, source_hashes


def write(folder, **modules):
    (folder / "impl").mkdir(exist_ok=True)
    for name, source in modules.items():
        (folder / "impl" / f"{name}.py").write_text(source, encoding="utf-8")


def test_the_code_of_a_layer_is_its_module_and_all_that_it_imports(tmp_path):
    write(
        tmp_path,
        net="from yudo.impl.affine import forward\nimport numpy",
        affine="def f():\n    from yudo.impl import _arguments",
        _arguments="",
        relu="",
    )
    assert list(source_hashes(["net"], tmp_path)) == ["impl/_arguments.py", "impl/affine.py", "impl/net.py"]


def test_a_hash_is_the_sha256_of_the_file():
    path = ROOT / "impl" / "affine.py"
    assert source_hashes(["affine"])["impl/affine.py"] == sha256(path.read_bytes()).hexdigest()


def test_modules_that_import_each_other_are_taken_once(tmp_path):
    write(tmp_path, a="import impl.b", b="import impl.a")
    assert list(source_hashes(["a", "b"], tmp_path)) == ["impl/a.py", "impl/b.py"]


def test_a_change_of_one_character_changes_the_hash(tmp_path):
    write(tmp_path, a="x = 1")
    before = source_hashes(["a"], tmp_path)
    write(tmp_path, a="x = 2")
    assert source_hashes(["a"], tmp_path) != before
