"""The judge without numbers on code by many hands: never the opposite verdict, and mostly the same."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "checking" / "corpus"
EXPECTED = tomllib.loads((CORPUS / "expected.toml").read_text(encoding="utf-8"))
FILES = sorted(name for name in EXPECTED if (CORPUS / name).exists())
PARTS = 16
AGREED = 0.95
OTHER = set((CORPUS / "undecided_without_numbers.txt").read_text(encoding="utf-8").splitlines()[1:])
_JUDGE = """
import json, sys
from pathlib import Path
sys.path.insert(0, "docs/playground")
import browser
from browser.checking import judged
from yudo.verification.checking.load import load
corpus, found = Path(sys.argv[1]), {}
for name in sys.argv[2:]:
    loaded = load(corpus / name, root=corpus / name.partition("/")[0])
    try:
        found[name] = {one.function: one.verdict for one in judged(loaded)}
    finally:
        loaded.unload()
print()  # what the files printed may not have ended its line
print(json.dumps(found))
"""


def judged(files):
    """What is expected of the functions of some files, by FILE:FUNCTION."""
    return {
        f"{file}:{name}": one["verdict"]
        for file in files
        for name, one in EXPECTED[file].items()
        if name != "*" and isinstance(one, dict) and "verdict" in one and "obstacle" not in one
    }


@pytest.mark.sampled(PARTS)
@pytest.mark.parametrize("part", range(PARTS))
def test_no_verdict_is_the_opposite_of_what_is_expected_and_others_are_known(part):
    files = FILES[part::PARTS]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _JUDGE, str(CORPUS), *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    expected = judged(files)
    verdicts = {place: found[place.partition(":")[0]].get(place.partition(":")[2]) for place in expected}
    other = {place: (one, verdicts[place]) for place, one in expected.items() if verdicts[place] != one}
    assert {place: pair for place, pair in other.items() if {*pair} == {"correct", "wrong"}} == {}
    assert other.keys() == OTHER & expected.keys(), other


def test_the_two_judges_agree_on_almost_all_functions():
    places = judged(FILES)
    assert places.keys() >= OTHER, "undecided_without_numbers.txt names what is no function of the corpus"
    assert len(OTHER) <= (1 - AGREED) * len(places)
