"""An ID that was released never vanishes and never changes meaning without a word."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from yudo.verification.citing.released import (
    Explanation,
    Release,
    Released,
    current_statements,
    problems,
    read_released,
)
from yudo.verification.commands.release import entry

ROOT = Path(__file__).parents[2]
WHY = {"en": "Because.", "ko": "그래서."}
DAY = date(2026, 1, 1)


def released(*explanations, results=None):
    results = results or {"affine.dw": "11111111", "affine.db": "22222222"}
    return Released((Release("0.1.0", DAY, DAY, results),), explanations)


def gone(**changes):
    given = {"id": "affine.dw", "statement": "11111111", "kind": "withdrawn", "version": "0.2.0", "why": WHY}
    return Explanation(**given | changes)


def test_nothing_that_was_released_is_gone_or_changed_without_an_explanation():
    assert problems(read_released(), current_statements()) == []


def test_every_version_of_the_changelog_is_among_the_releases():
    headings = re.findall(
        r"^## \[(\d[^\]]*)\] - (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert [(r.version, r.date.isoformat()) for r in reversed(read_released().releases)] == headings


def test_a_release_holds_what_it_always_held_and_new_ids_are_welcome():
    assert problems(released(), {"affine.dw": "11111111", "affine.db": "22222222", "tanh.dx": "3" * 8}) == []


def test_a_vanished_id_is_named_with_its_release():
    (found,) = problems(released(), {"affine.db": "22222222"})
    assert "affine.dw 11111111, released in 0.1.0, is gone" in found


def test_a_changed_statement_is_named_with_both_hashes():
    (found,) = problems(released(), {"affine.dw": "99999999", "affine.db": "22222222"})
    assert "affine.dw 11111111" in found
    assert "99999999" in found


def test_an_explained_withdrawal_passes():
    assert problems(released(gone(see=("affine.db",))), {"affine.db": "22222222"}) == []


def test_an_explained_restatement_passes():
    now = {"affine.dw": "99999999", "affine.db": "22222222"}
    assert problems(released(gone(kind="restated")), now) == []


def test_a_withdrawn_id_does_not_come_back():
    now = {"affine.dw": "99999999", "affine.db": "22222222"}
    assert any("is there, but its explanation says withdrawn" in p for p in problems(released(gone()), now))


def test_an_id_that_is_only_said_to_be_restated_may_not_be_gone():
    found = problems(released(gone(kind="restated")), {"affine.db": "22222222"})
    assert any("is gone, but its explanation says restated" in problem for problem in found)


def test_every_statement_in_between_needs_its_own_explanation():
    first = Release("0.1.0", DAY, DAY, {"affine.dw": "11111111"})
    second = Release("0.2.0", DAY, DAY, {"affine.dw": "44444444"})
    history = Released((first, second), (gone(),))
    (found,) = problems(history, {})
    assert "affine.dw 44444444, released in 0.2.0, is gone" in found


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"why": {"en": "Because.", "ko": " "}}, "no words in ko"),
        ({"statement": "77777777"}, "never released"),
        ({"kind": "lost"}, "expected withdrawn or restated"),
        ({"see": ("affine.dq",)}, "affine.dq, which is not there"),
    ],
)
def test_a_poor_explanation_is_refused(changes, said):
    assert any(said in problem for problem in problems(released(gone(**changes)), {"affine.db": "22222222"}))


def test_a_statement_that_stands_is_not_explained_away():
    now = {"affine.dw": "11111111", "affine.db": "22222222"}
    assert any("speaks of a statement that stands" in problem for problem in problems(released(gone()), now))


@pytest.mark.parametrize(
    "content", ["", "[]", '{"schema": "yudo.released/9"}', '{"schema": "yudo.released/1"}']
)
def test_a_file_of_another_kind_is_refused_by_its_name(tmp_path, content):
    path = tmp_path / "released.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(str(path))):
        read_released(path)


def run_of(statements, **changes):
    results = [{"id": i, "statement": s, "verdict": "verified"} | changes for i, s in statements.items()]
    return {"schema": "yudo.verify/1", "date": "2026-02-03T04:05:06+00:00", "results": results}


def test_a_release_takes_its_statements_from_the_derivations_and_its_day_from_the_evidence():
    now = {"affine.dw": "11111111", "affine.db": "22222222"}
    added = entry("0.2.0", DAY, run_of(now), released(), now)
    assert added == {"version": "0.2.0", "date": "2026-01-01", "verified": "2026-02-03", "results": now}
    assert json.loads(json.dumps(added)) == added


def test_a_version_is_released_once():
    now = {"affine.dw": "11111111", "affine.db": "22222222"}
    with pytest.raises(ValueError, match=r"0\.1\.0 was released before"):
        entry("0.1.0", DAY, run_of(now), released(), now)


def test_nothing_is_released_that_was_not_verified():
    now = {"affine.dw": "11111111", "affine.db": "22222222"}
    with pytest.raises(ValueError, match=r"affine\.dw undecided"):
        entry("0.2.0", DAY, run_of(now, verdict="undecided"), released(), now)
    with pytest.raises(ValueError, match=r"did not look at affine\.db"):
        entry("0.2.0", DAY, run_of({"affine.dw": "11111111"}), released(), now)


def test_nothing_is_released_while_something_is_unexplained():
    with pytest.raises(ValueError, match="is gone"):
        entry("0.2.0", DAY, run_of({}), released(), {})


def test_the_explanation_that_the_manual_of_releases_shows_is_one():
    text = (ROOT / "docs" / "releasing.md").read_text(encoding="utf-8")
    shown = json.loads(re.search(r"```json\n(.*?)```", text, flags=re.DOTALL)[1])
    explained = Explanation(**{**shown, "see": tuple(shown["see"])})
    history = released(explained, results={explained.id: explained.statement})
    assert problems(history, dict.fromkeys(explained.see, "22222222")) == []
