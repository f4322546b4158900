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


@pytest.mark.parametrize(
    "part", [pytest.param(n, marks=[] if n == 2 else [pytest.mark.sweep]) for n in range(PARTS)]
)
def test_no_verdict_is_the_opposite_of_what_is_expected_and_almost_all_are_the_same(part):
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
    pairs = {
        f"{file}:{name}": (one["verdict"], found[file].get(name))
        for file in files
        for name, one in EXPECTED[file].items()
        if name != "*" and isinstance(one, dict) and "verdict" in one and "obstacle" not in one
    }
    opposite = {place: pair for place, pair in pairs.items() if {*pair} == {"correct", "wrong"}}
    assert opposite == {}
    others = {place: pair for place, pair in pairs.items() if pair[0] != pair[1]}
    assert len(others) <= max(1, (1 - AGREED) * len(pairs)), others
