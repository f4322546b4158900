"""A layer is the files that bear its name: a stem that lacks one is named with the file."""

from itertools import combinations
from pathlib import Path

import pytest

from tests.layer_files import FOLDERS, missing_parts
from yudo import derivations

ROOT = Path(__file__).parents[2]
SOME = [chosen for count in range(1, len(FOLDERS)) for chosen in combinations(FOLDERS, count)]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The folders as they are here, with an empty file for every module."""
    for folder in FOLDERS:
        (tmp_path / folder).mkdir(parents=True)
        for module in (ROOT / folder).glob("*.py"):
            (tmp_path / folder / module.name).touch()
    return tmp_path


def test_no_layer_here_lacks_a_part() -> None:
    assert missing_parts(ROOT) == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_layer_with_a_derivation_is_looked_for_in_every_folder(folder: str) -> None:
    here = {module.stem for module in (ROOT / folder).glob("*.py") if not module.stem.startswith("_")}
    assert here == set(derivations.stems())


@pytest.mark.parametrize("present", SOME, ids=" and ".join)
def test_a_new_layer_with_some_of_its_parts_is_named_with_the_others(
    house: Path, present: tuple[str, ...]
) -> None:
    for folder in present:
        (house / folder / "batch_normalization.py").touch()
    absent = [folder for folder in FOLDERS if folder not in present]
    assert missing_parts(house) == {
        "batch_normalization": [f"{folder}/batch_normalization.py" for folder in absent]
    }


def test_a_new_layer_with_all_of_its_parts_is_complete(house: Path) -> None:
    for folder in FOLDERS:
        (house / folder / "batch_normalization.py").touch()
    assert missing_parts(house) == {}


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("stem", derivations.stems())
def test_a_part_that_is_taken_away_is_named(house: Path, folder: str, stem: str) -> None:
    (house / folder / f"{stem}.py").unlink()
    assert missing_parts(house) == {stem: [f"{folder}/{stem}.py"]}


def test_several_incomplete_layers_are_all_named(house: Path) -> None:
    (house / "impl/relu.py").unlink()
    (house / "derivations/pooling.py").touch()
    assert missing_parts(house) == {
        "pooling": [f"{folder}/pooling.py" for folder in FOLDERS if folder != "derivations"],
        "relu": ["impl/relu.py"],
    }


def test_modules_with_a_leading_underscore_and_packages_are_no_layers(house: Path) -> None:
    (house / "impl/_shapes.py").touch()
    (house / "derivations/calculus").mkdir()
    (house / "derivations/calculus/sums.py").touch()
    assert missing_parts(house) == {}
