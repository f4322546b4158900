"""The command line, in process and as a user starts it."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

import yudo
from tests.verification.planted import Planted, plant
from yudo import derivations
from yudo.impl.affine import affine_parameter_gradients
from yudo.impl.relu import relu_forward
from yudo.verification.commands import cli
from yudo.verification.commands.cli import main
from yudo.verification.numeric import workers
from yudo.verification.numeric.search import Exploration
from yudo.verification.numeric.workers import LayerEvidence
from yudo.verification.symbolic.prove import proof_checks

ROOT = Path(yudo.verification.__file__).parent.parent
SCHEMA = json.loads((ROOT / "verification" / "reports" / "report.schema.json").read_text(encoding="utf-8"))
COMMAND = (sys.executable, "-m", "yudo")


def invoked(*arguments: str):
    return CliRunner().invoke(main, arguments, prog_name="yudo")


@pytest.fixture
def in_process(monkeypatch):
    """Explore in this process, where errors can be planted."""

    monkeypatch.setattr(workers, "carry_out", carry_out_in_process)


def carry_out_in_process(plans, jobs, report):
    return {
        plan.stem: LayerEvidence(Exploration(plan).run(), {} if plan.replayed else proof_checks(plan.stem))
        for plan in plans
    }


@pytest.fixture
def unused(monkeypatch):
    """Let no work begin."""

    def carry_out(plans, jobs, report):
        raise AssertionError("work began")

    monkeypatch.setattr(workers, "carry_out", carry_out)


# -- what is listed --------------------------------------------------------------------------------------


def test_list_names_every_layer_and_result_with_the_hash_of_its_statement():
    shown = invoked("list")
    assert shown.exit_code == 0
    lines = [line.split() for line in shown.output.splitlines()]
    results = [result for layer in derivations.layers().values() for result in layer.results.values()]
    assert [line[:2] for line in lines if "." in line[0]] == [[r.id, r.statement] for r in results]
    assert [line[0] for line in lines if "." not in line[0]] == list(derivations.layers())


def test_version_is_that_of_the_distribution():
    assert re.fullmatch(r"yudo, version \d+\.\d+\.\d+\S*\n", invoked("--version").output)


def test_listing_starts_without_jax():
    program = "from yudo.verification.commands.cli import main; main(['list'], standalone_mode=False)"
    check = "import sys; assert 'jax' not in sys.modules and 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", f"{program}; {check}"], cwd=ROOT, check=True, capture_output=True)


# -- what is verified ------------------------------------------------------------------------------------


def test_a_small_layer_is_verified_in_worker_processes_and_the_outcome_written(tmp_path):
    path = tmp_path / "deep" / "er" / "verify.json"
    arguments = [
        "verify",
        "affine.dw",
        "l2_regularization",
        "--cases",
        "3",
        "--jobs",
        "1",
        "--json",
        str(path),
    ]
    done = subprocess.run([*COMMAND, *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "seed 0, 3 drawn cases a layer, float32, float64" in done.stdout
    assert "7 of 7 results verified" in done.stdout
    for result in ["affine.dw", *(r.id for r in derivations.layer("l2_regularization").results.values())]:
        assert re.search(rf"^{re.escape(result)} .*\bverified$", done.stdout, re.MULTILINE), result
    # Piped, progress is a line for each layer that is done.
    assert set(re.findall(r"^(\w+): \d+ cases$", done.stderr, re.MULTILINE)) == {
        "affine",
        "l2_regularization",
    }

    written = json.loads(path.read_text(encoding="utf-8"))
    assert violations(written, SCHEMA) == []
    assert [path.name for path in path.parent.iterdir()] == ["verify.json"]
    assert written["dtypes"] == ["float32", "float64"]
    assert written["versions"]["python"] == ".".join(map(str, sys.version_info[:3]))
    for entry in written["results"]:
        verdicts = {name: check["verdict"] for name, check in entry["checks"].items()}
        assert verdicts == {"proof": "proven", "sympy": "verified", "jax": "verified"}
        assert entry["verdict"] == "verified"
        assert all(entry["checks"][name]["cases"] > 3 for name in ("sympy", "jax"))


@pytest.mark.usefixtures("in_process")
def test_the_same_seed_gives_the_same_outcome(tmp_path):
    written = []
    for path in (tmp_path / "first.json", tmp_path / "second.json"):
        shown = invoked("verify", "relu", "--cases", "5", "--seed", "7", "--json", str(path))
        assert shown.exit_code == 0, shown.output
        written.append(json.loads(path.read_text(encoding="utf-8")))
    for document in written:
        del document["date"]
        for entry in document["results"]:
            del entry["checks"]["proof"]["seconds"]
    assert written[0] == written[1]
    assert written[0]["seed"] == 7


@pytest.mark.usefixtures("in_process")
def test_one_result_is_verified_alone_and_in_the_dtypes_asked_for(tmp_path):
    path = tmp_path / "verify.json"
    shown = invoked("verify", "sigmoid.logit", "--cases", "0", "--dtype", "float64", "--json", str(path))
    assert shown.exit_code == 0, shown.output
    written = json.loads(path.read_text(encoding="utf-8"))
    assert violations(written, SCHEMA) == []
    assert [entry["id"] for entry in written["results"]] == ["sigmoid.logit"]
    assert written["dtypes"] == ["float64"]
    checks = written["results"][0]["checks"]
    assert {checks[name]["worst"]["dtype"] for name in ("sympy", "jax")} == {"float64"}


# -- what is refused, before any work --------------------------------------------------------------------


@pytest.mark.usefixtures("unused")
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["afine"], ["afine", "did you mean affine"]),
        (["affine.dv"], ["affine.dv", "affine.dw"]),
        (["qqq"], ["qqq", "yudo list"]),
        (["affine", "--dtype", "float16"], ["--dtype", "float16", "float32"]),
        (["affine", "--dtype", ","], ["--dtype", "nothing"]),
        (["affine", "--cases", "-1"], ["--cases", "-1"]),
        (["affine", "--cases", "many"], ["--cases", "many"]),
        (["affine", "--seed", "-1"], ["--seed", "-1"]),
        (["affine", "--jobs", "0"], ["--jobs", "0"]),
        (["affine", "--case", "{"], ["--case", "not a case"]),
        (["affine", "--case", "[1]"], ["--case", "not a case"]),
        (["affine", "--case", '{"size": {}}'], ["--case", "size"]),
        (["affine", "--case", '{"sizes": {"N": 2}}'], ["--case", "D, M"]),
        (["affine", "--case", '{"sizes": {"N": 2, "D": [2], "M": "two"}}'], ["--case", "M"]),
        (["--case", '{"sizes": {"N": 2}}'], ["--case", "name it"]),
        (["affine", "relu", "--case", '{"sizes": {"N": 2}}'], ["--case", "one layer"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_wrong_usage_exits_with_2_and_says_what_was_expected(arguments, named):
    shown = invoked("verify", *arguments)
    assert shown.exit_code == 2, shown.output
    said = " ".join(shown.output.replace("│", " ").split())
    for word in named:
        assert word in said


@pytest.mark.usefixtures("unused")
@pytest.mark.parametrize("where", ["folder", "file/verify.json"])
def test_a_path_that_cannot_be_written_exits_with_2(where, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    shown = invoked("verify", "relu", "--json", str(tmp_path / where))
    assert shown.exit_code == 2, shown.output
    assert "--json" in shown.output


# -- what fails ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("in_process")
def test_a_failure_exits_with_1_and_prints_what_is_needed_to_find_and_replay_it(monkeypatch, tmp_path):
    edit = ("dout.sum(axis=0)", "dout.sum(axis=0) / len(x)")
    plant(Planted("db averaged", affine_parameter_gradients, (edit,), "db", "affine"), monkeypatch)
    path = tmp_path / "verify.json"
    shown = invoked("verify", "affine", "--cases", "5", "--dtype", "float64", "--json", str(path))
    assert shown.exit_code == 1, shown.output
    assert "3 of 4 results verified" in shown.output
    assert "affine.db: refuted by proof" in shown.output

    details = shown.output.split("affine.db: failed against sympy")[1].split("affine.db: failed against")[0]
    printed = dict(re.findall(r"^  (\w+) +(.*)$", details, re.MULTILINE))
    assert list(printed) == ["index", "observed", "expected", "error", "sizes", "dtype", "case", "replay"]
    assert re.fullmatch(r"\[\d+\]", printed["index"])
    observed, expected = float(printed["observed"]), float(printed["expected"])
    error, tolerance = (float(number) for number in re.findall(r"\d[-+.\de]*\d", printed["error"]))
    assert abs(abs(observed - expected) - error) <= 1e-3 * error
    assert error > tolerance / 2
    assert "N = " in printed["sizes"]
    assert printed["dtype"] == "float64"

    written = json.loads(path.read_text(encoding="utf-8"))
    assert violations(written, SCHEMA) == []
    verdicts = {entry["id"]: entry["verdict"] for entry in written["results"]}
    assert verdicts == {name: "verified" for name in verdicts} | {"affine.db": "failed"}

    program, *replay = shlex.split(printed["replay"])
    assert program == "yudo"
    again = invoked(*replay)
    assert again.exit_code == 1
    assert f"observed {observed!r}" in again.output
    monkeypatch.undo()
    monkeypatch.setattr(workers, "carry_out", carry_out_in_process)
    repaired = invoked(*replay)
    assert repaired.exit_code == 0, repaired.output


@pytest.mark.usefixtures("in_process")
def test_what_is_left_undecided_exits_with_1_and_says_why(monkeypatch):
    edit = ("np.maximum(x, 0.0)", "np.sort(np.maximum(x, 0.0))")
    plant(Planted("", relu_forward, (edit,), "out", "relu"), monkeypatch)
    shown = invoked("verify", "relu.out", "--case", '{"sizes": {"N": 2, "D": [1], "K": 1}}')
    assert shown.exit_code == 1, shown.output
    assert "relu.out: undecided against sympy" in shown.output
    assert re.search(r"reason .*numpy\.sort", shown.output)
    assert "0 of 1 results verified" in shown.output


def test_a_worker_that_ends_early_exits_with_1_and_no_traceback(monkeypatch):
    def carry_out(plans, jobs, report):
        raise workers.Interrupted("a worker process ended before its layer was done")

    monkeypatch.setattr(workers, "carry_out", carry_out)
    shown = invoked("verify", "relu")
    assert shown.exit_code == 1
    assert "error: a worker process ended" in shown.output
    assert "Traceback" not in shown.output


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize(
    ("width", "left_out"), [(100, ""), (60, "cases"), (50, "cases, vs JAX"), (30, "vs SymPy")]
)
def test_a_narrow_terminal_keeps_names_and_verdicts(width, left_out, monkeypatch):
    monkeypatch.setattr(cli, "Console", lambda **options: Console(**{**options, "width": width}))
    shown = invoked("verify", "affine", "--cases", "1")
    assert shown.exit_code == 0
    assert "…" not in shown.output
    table = shown.output.partition("\n\n")[0]
    assert all(f"affine.{name}" in table for name in ("out", "dw", "dx", "db"))
    assert table.count("verified") == 4
    assert ("a wider terminal shows" in shown.output) == bool(left_out)
    assert left_out in shown.output


# -- Ctrl-C ----------------------------------------------------------------------------------------------


@pytest.mark.sampled(2)
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for left-over processes in /proc")
@pytest.mark.parametrize("seconds", [0.0, 0.3, 0.9, 4.0])
def test_an_interrupt_stops_everything_and_leaves_no_process_behind(seconds, tmp_path):
    path = tmp_path / "verify.json"
    process = subprocess.Popen(
        [*COMMAND, "verify", "--cases", "2000", "--jobs", "2", "--json", str(path)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        assert process.stdout.readline().startswith("yudo verify")
        # The first three are the command, what tracks its resources, and a worker.
        wait_until(lambda: len(in_session(process.pid)) >= 3)
        time.sleep(seconds)
        # The terminal sends Ctrl-C to every process in the foreground.
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=240)  # against a hang; a busy machine takes its time
        assert process.returncode == 130, said
        assert said.splitlines()[-1] == "interrupted"
        assert "Traceback" not in said
        assert not path.exists()
        wait_until(lambda: not in_session(process.pid))
    finally:
        for pid in in_session(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.wait()


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def in_session(session: int) -> list[int]:
    """The processes that run in a session."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, _, _, of = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
            except OSError:
                continue  # ended in the meantime
            if int(of) == session and state != "Z":
                found.append(int(entry.name))
    return found


# -- the schema ------------------------------------------------------------------------------------------

TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float)}
KEYWORDS = {
    "$schema", "$defs", "title", "description", "$ref", "type", "const", "enum", "anyOf", "pattern",
    "minimum", "required", "properties", "propertyNames", "additionalProperties", "maxProperties", "items",
    "minItems",
}  # fmt: skip


def violations(value, schema, where="$"):
    """Where a document departs from the part of JSON Schema that the report's schema uses."""
    assert set(schema) <= KEYWORDS, f"{where}: this test knows no {set(schema) - KEYWORDS}"
    found = []
    if "$ref" in schema:
        found += violations(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], where)
    if "type" in schema:
        right = isinstance(value, TYPES[schema["type"]]) and not isinstance(value, bool)
        if not right:
            return [*found, f"{where}: {value!r} is no {schema['type']}"]
    if "anyOf" in schema and all(violations(value, one, where) for one in schema["anyOf"]):
        found.append(f"{where}: {value!r} is none of what is allowed")
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        found.append(f"{where}: {value!r} is not allowed")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{where}: {value!r} does not match")
    if isinstance(value, int | float) and value < schema.get("minimum", value):
        found.append(f"{where}: {value} is too small")
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            found.append(f"{where}: too few items")
        found += [
            v
            for i, item in enumerate(value)
            for v in violations(item, schema.get("items", {}), f"{where}[{i}]")
        ]
    if isinstance(value, dict):
        found += [f"{where}: {key} is missing" for key in schema.get("required", ()) if key not in value]
        if len(value) > schema.get("maxProperties", len(value)):
            found.append(f"{where}: too many properties")
        found += [v for key in value for v in violations(key, schema.get("propertyNames", {}), where)]
        for key, part in value.items():
            allowed = schema.get("properties", {}).get(key, schema.get("additionalProperties", {}))
            if allowed is False:
                found.append(f"{where}: {key} is unknown")
            else:
                found += violations(part, allowed, f"{where}.{key}")
    return found


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("seed",), -1),
        (("date",), "yesterday"),
        (("dtypes",), []),
        (("versions", "jax"), None),
        (("more",), 1),
        (("results", 0, "verdict"), "passed"),
        (("results", 0, "statement"), "affine.dw"),
        (("results", 0, "checks", "proof", "verdict"), "verified"),
        (("results", 0, "checks", "sympy", "worst", "error"), "small"),
        (("results", 0, "checks", "sympy", "worst", "index"), [-1]),
        (("results", 0, "checks", "sympy", "accuracy", "float16"), {}),
        (("results", 0, "checks", "sympy", "accuracy", "float64", "ulps", "value"), "few"),
        (("results", 0, "checks", "sympy", "accuracy", "float64", "sensitivity", "worst"), 1.0),
        (("assumptions",), {}),
    ],
    ids=lambda value: repr(value),
)
def test_the_schema_refuses_what_a_report_never_holds(path, value):
    document = sample()
    assert violations(document, SCHEMA) == []
    *parents, last = path
    place = document
    for key in parents:
        place = place[key]
    place[last] = value
    assert violations(document, SCHEMA)


def sample():
    worst = {
        "error": 0.0, "tolerance": 1e-16, "ratio": 0.0, "ulps": 0.0, "observed": 1.0, "expected": 1.0,
        "dtype": "float64", "index": [0], "sizes": {"N": 1, "D": [2, 3]}, "about": "plain", "reason": "",
        "replay": "yudo verify affine.dw --dtype float64 --case x",
    }  # fmt: skip
    check = {"verdict": "verified", "cases": 1, "worst": worst}
    at = {"value": 0.5, "index": [0], "sizes": {"N": 1}, "about": "plain", "replay": worst["replay"]}
    accuracy = {"ulps": at, "ratio": at, "sensitivity": {"median": 1e-15, "worst": {**at, "value": "inf"}}}
    proof = {"verdict": "proven", "scope": "all shapes", "seconds": 0.1}
    versions = dict.fromkeys(("yudo", "numpy", "sympy", "jax", "python"), "1")
    result = {"id": "affine.dw", "statement": "0a1b2c3d", "verdict": "verified"}
    return {
        "schema": "yudo.verify/1", "date": "2026-11-23T10:00:00+00:00", "seed": 0, "cases": 1,
        "dtypes": ["float64"], "versions": versions, "sources": {"impl/affine.py": "0" * 64},
        "assumptions": dict.fromkeys(("rounding", "functions", "summation", "underflow"), "so"),
        "results": [
            {
                **result,
                "checks": {
                    "proof": proof, "sympy": {**check, "accuracy": {"float64": accuracy}}, "jax": check
                },
            }
        ],
    }  # fmt: skip
