"""The report of a tiny session: complete, after its schema, and honest about what is missing."""

import copy
import json

import jsonschema
import pytest

from benchmarks import checking, circumstances, layers, verifying
from benchmarks.checking.subjects import BUGS
from benchmarks.goals import goals, standings
from benchmarks.processes import ROOT
from benchmarks.report import SCHEMA, duration, print_report, read, smallest, stumbled, to_json
from yudo.verification.reports.writing import write_text

pytestmark = pytest.mark.xdist_group("benchmarks")  # the session is run once, on one worker

TINY = {
    "checking": (
        checking,
        checking.Extent(
            ((4, 6, 5),), nets=1, limit=60.0, contenders=("yudo", "central difference", "gradcheck fast")
        ),
    ),
    "layers": (
        layers,
        layers.Extent(
            ("small",),
            rounds=1,
            budget=0.001,
            square=64,
            operations=("affine_backward", "softmax_loss", "logit"),
            contenders=("impl", "textbook", "torch"),
        ),
    ),
    "verify": (verifying, verifying.Extent((0,), layers=("relu",))),
}


@pytest.fixture(scope="module")
def hidden(tmp_path_factory):
    """An entry of the path that hides PyTorch."""
    folder = tmp_path_factory.mktemp("hidden")
    text = 'raise ModuleNotFoundError("No module named \'torch\'", name="torch")\n'
    (folder / "torch.py").write_text(text, encoding="utf-8")
    return str(folder)


@pytest.fixture(scope="module")
def report(hidden):
    """A report of all parts, made without PyTorch."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", hidden)
        parts = {
            name: module.measure(extent, seed=5, threads=1, tell=lambda what: None)
            for name, (module, extent) in TINY.items()
        }
    return {
        "schema": SCHEMA,
        "date": "2026-01-02T03:04:05+00:00",
        "seed": 5,
        "quick": True,
        "threads": 1,
        "machine": circumstances.machine(),
        "versions": circumstances.versions(),
        "seconds": 1.0,
        **parts,
    }


@pytest.fixture(scope="module")
def schema():
    return json.loads((ROOT / "benchmarks" / "report.schema.json").read_text(encoding="utf-8"))


def rows(report, **wanted):
    return [run for run in report["checking"]["runs"] if wanted.items() <= run.items()]


def test_the_report_follows_its_schema(report, schema):
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(to_json(report)), schema)


def test_the_schema_refuses_a_row_without_its_status(report, schema):
    broken = copy.deepcopy(report)
    del broken["checking"]["runs"][0]["status"]
    with pytest.raises(jsonschema.ValidationError, match="'status' is a required property"):
        jsonschema.validate(broken, schema)


def test_a_contender_that_is_not_installed_is_named_and_has_no_rows(report):
    missing = {"name": "gradcheck fast", "missing": "torch is not installed"}
    assert missing in report["checking"]["contenders"]
    assert not rows(report, contender="gradcheck fast")
    assert {"name": "torch", "missing": "torch is not installed"} in report["layers"]["contenders"]
    assert {run["contender"] for run in report["layers"]["runs"]} == {"impl", "textbook"}
    assert not stumbled(report)


def test_our_check_notices_a_smaller_error_than_the_central_difference(report):
    for layer in BUGS:
        (ours,), (theirs,) = (
            rows(report, contender=name, layer=layer) for name in ("yudo", "central difference")
        )
        assert ours["smallest_caught"] < 1e-12 < 1e-8 < theirs["smallest_caught"] < 1e-5
        assert not ours["false_alarm"]


def test_our_check_notices_every_planted_bug_and_the_central_difference_none_in_both_passes(report):
    for row in report["checking"]["bugs"]:
        ours, theirs = row["outcomes"]["yudo"], row["outcomes"]["central difference"]
        assert ours == ("when large" if row["bug"].endswith("when_large") else "caught")
        if row["bug"].endswith("in_both"):
            assert theirs in ("missed", "unclear")


def test_the_proof_accepts_correct_code_and_no_bug_but_one_of_rounding(report):
    assert {proof["correct"] for proof in report["checking"]["proofs"]} == {"proven"}
    proven = [row["bug"] for row in report["checking"]["bugs"] if row["outcomes"]["yudo proof"] == "proven"]
    assert proven == ["overflow_when_large"]


def test_the_textbook_form_is_the_measure_of_speed(report):
    speeds = [run["speed"] for run in report["layers"]["runs"] if run["contender"] == "textbook"]
    assert speeds == [1.0] * len(speeds)
    for standing in standings(report["layers"]):
        assert standing.textbook > 0
        assert standing.share > 0


def test_stages_of_a_verification_are_those_that_are_known_and_take_time(report):
    from benchmarks.verifying.stages import STAGES

    seconds = report["verify"]["stages"]["seconds"]
    assert set(seconds) <= {*STAGES, "rest"}
    assert {"proof", "jax", "derivations", "bound"} <= set(seconds)
    assert report["verify"]["growth"][0]["exit"] == 0


def test_a_goal_that_was_not_measured_is_not_met_either(report):
    found = {goal.name: goal for goal in goals(report)}
    assert found["seconds"].met is None
    assert found["bugs"].met is True
    assert found["false_alarms"].met is True


def test_a_time_limit_counts_as_a_lower_limit_of_a_goal(report):
    changed = copy.deepcopy(report)
    for run in rows(changed, layer="affine"):
        run["shape"] = [64, 512, 100]
        run["seconds"] = 0.5
    slow = {**rows(changed, contender="yudo", layer="affine")[0], "contender": "gradcheck slow"}
    changed["checking"]["runs"].append({**slow, "status": "limit", "seconds": None})
    found = {goal.name: goal for goal in goals(changed)}
    assert found["than_gradcheck_slow"].measured == 60.0 / 0.5
    assert found["than_gradcheck_slow"].at_least
    assert found["than_gradcheck_slow"].met is False
    assert found["than_central_difference"].measured == 1.0


def test_what_took_too_long_is_marked_as_a_limit_and_its_guess_as_a_guess():
    run = {"seconds": None, "extrapolated_seconds": 321.0, "status": "limit"}
    assert duration(run, 100.0) == ">100 (~3.2e+02)"
    assert duration({**run, "status": "not run"}, 100.0) == "~3.2e+02"
    assert duration({**run, "extrapolated_seconds": None}, 100.0) == ">100"


def test_an_error_that_nothing_noticed_is_told_from_one_that_was_not_looked_for():
    run = {"smallest_caught": None, "status": "measured", "false_alarm": False, "reason": None}
    assert smallest({**run, "smallest_caught": 3.16e-7}) == "3e-07"
    assert smallest(run) == ">1e+04"
    for missing in ({"status": "limit"}, {"false_alarm": True}, {"reason": "it would take too long"}):
        assert smallest({**run, **missing}) == "–"


def test_seconds_are_extrapolated_as_a_power_of_the_entries():
    done = [{"entries": 10, "seconds": 1.0}, {"entries": 100, "seconds": 100.0}]
    assert checking._extrapolated(done, 1000) == pytest.approx(10_000.0)
    assert checking._extrapolated(done[:1], 1000) is None


def test_a_contender_that_raised_an_error_makes_the_session_fail(report):
    changed = copy.deepcopy(report)
    changed["layers"]["runs"][0]["reason"] = "ValueError"
    assert stumbled(changed)


def test_the_tables_have_every_contender_bug_and_goal(report, capsys):
    from rich.console import Console

    print_report(Console(width=120), report)
    printed = capsys.readouterr().out
    for words in ("yudo", "torch is not installed", "next_label_in_both", "logit", "by stage"):
        assert words in printed
    assert printed.count("not measured") == sum(goal.met is None for goal in goals(report))


def test_a_report_is_read_back_and_another_file_is_refused(report, tmp_path):
    path = tmp_path / "new" / "benchmarks.json"
    write_text(path, to_json(report))
    assert read(path) == json.loads(to_json(report))
    write_text(path, "{}")
    with pytest.raises(ValueError, match=r"does not follow the schema yudo\.benchmarks/1"):
        read(path)
    write_text(path, "{")
    with pytest.raises(ValueError, match="is not JSON"):
        read(path)
