"""Strangers' code runs in a process of its own and can harm nothing but its own verdict."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import pytest

from yudo.verification.sandbox import (
    ForkServer,
    ForkServerUnavailable,
    Job,
    Limits,
    fork_server_of_this_process,
    submission_root,
)
from yudo.verification.sandbox import bubblewrap as bwrap
from yudo.verification.sandbox.cleanup import remove
from yudo.verification.sandbox.forkserver import PACKAGES
from yudo.verification.sandbox.parcel import pack, unpack

ROOT = Path(__file__).parents[2]
HERE = "tests.checking.test_isolation"
MiB = 1 << 20
LIMITS = Limits(seconds=10.0, memory=256 * MiB, output=4096, result=100_000, file=MiB)


def run_file(path, root):
    """The job of these tests: run a file without any of the care that `loading` takes."""
    names = {"__name__": "submission"}
    exec(compile(path.read_text(), str(path), "exec"), names)
    return names.get("RESULT")


def echo(**given):
    return given


def steps(path, root):
    yield {"step": 1}
    yield from run_file(path, root)
    return "end"


def not_json():
    return {1, 2}


def endless():
    while True:
        time.sleep(0.01)


def worker(number):
    outcome = fork_server_of_this_process(LIMITS).run(Job("builtins:dict", {"number": number}))
    return os.getpid(), outcome.status, outcome.result


@cache
def why_no_bubblewrap():
    try:
        with ForkServer(LIMITS, preloaded=(), isolation="bubblewrap"):
            return None
    except ForkServerUnavailable as reason:
        return str(reason)


def skip_without(isolation):
    if isolation == "bubblewrap" and why_no_bubblewrap():
        pytest.skip(f"bubblewrap does not work here: {why_no_bubblewrap()}")


def made(isolation):
    skip_without(isolation)
    packages = (*PACKAGES, "tests")
    return ForkServer(LIMITS, preloaded=("numpy.random", HERE), packages=packages, isolation=isolation)


@pytest.fixture(scope="module", params=["process", "bubblewrap"])
def fork_server(request):
    with made(request.param) as running:
        yield running


@pytest.fixture
def run(fork_server, tmp_path):
    def run_source(source, name="layers.py", **files):
        place = tmp_path / "submission"
        place.mkdir(exist_ok=True)
        for other, text in files.items():
            (place / f"{other}.py").write_text(text)
        (place / name).write_text(textwrap.dedent(source))
        return fork_server.run(Job(f"{HERE}:run_file", file=place / name, root=place, whole=True))

    return run_source


@pytest.fixture
def soon(fork_server, monkeypatch):
    """A shorter time limit, for what is sure to run into it."""
    monkeypatch.setattr(fork_server, "limits", replace(LIMITS, seconds=0.4, patience=2.0))


ENDLESS = {
    "in a loop": "while True: pass",
    "in C code": "import re\nre.match('(a+)+$', 'a' * 60 + 'b')",
    "in arithmetic": "10 ** 10 ** 9",
    "catching every exception": """
        import signal
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True:
            try:
                while True: pass
            except BaseException:
                pass
        """,
    "asleep": "import time\ntime.sleep(1000)",
    "in a thread that is waited for": """
        import threading
        stop = threading.Lock()
        stop.acquire()
        stop.acquire()
        """,
}


@pytest.mark.parametrize("source", ENDLESS.values(), ids=ENDLESS)
def test_what_never_ends_is_stopped_at_the_time_limit(run, soon, source):
    outcome = run(source)
    assert outcome.status == "timed out"
    assert 0.4 <= outcome.seconds < 2
    assert "0.4초" in outcome.message.ko
    assert "0.4 seconds" in outcome.message.en


GREEDY = {
    "in lists": "x = []\nwhile True: x.append(bytearray(1 << 22))",
    "in one array": "import numpy as np\nnp.ones((1 << 20, 1 << 12))",
    "in a string": "x = 'x' * 10 ** 9",
}


@pytest.mark.parametrize("source", GREEDY.values(), ids=GREEDY)
def test_what_takes_all_memory_is_stopped_at_the_memory_limit(run, source):
    assert run(source).status == "out of memory"


ENDINGS = {
    "exit()": ("exit()", 0),
    "quit": ("quit(4)", 4),
    "sys.exit": ("import sys\nsys.exit(7)", 7),
    "sys.exit with words": ("import sys\nsys.exit('no')", 1),
    "os._exit": ("import os\nos._exit(3)", 3),
    "os._exit with success": ("import os\nos._exit(0)", 0),
}


@pytest.mark.parametrize(("source", "code"), ENDINGS.values(), ids=ENDINGS)
def test_what_ends_its_process_is_told_with_its_exit_code(run, source, code):
    outcome = run(source)
    assert outcome.status == "exited"
    assert f"({'종료 코드'} {code})" in outcome.message.ko
    assert f"(exit code {code})" in outcome.message.en


@pytest.mark.parametrize("name", ["SIGSEGV", "SIGKILL", "SIGABRT"])
def test_what_dies_of_a_signal_is_told_with_its_name(run, name):
    outcome = run(f"import os, signal\nos.kill(os.getpid(), signal.{name})")
    assert (outcome.status, name in outcome.message.en) == ("killed", True)


def test_what_raises_is_told_with_its_traceback(run):
    outcome = run("def f():\n    return 1 / 0\nf()")
    assert outcome.status == "failed"
    assert 'File "layers.py", line 2, in f' in outcome.detail
    assert outcome.detail.rstrip().endswith("ZeroDivisionError: division by zero")


def test_an_exception_that_cannot_be_shown_is_told_by_its_type(run):
    outcome = run("class Odd(Exception):\n    def __str__(self): raise Odd\nraise Odd")
    assert (outcome.status, "Odd" in outcome.detail) == ("failed", True)


def test_what_prints_without_end_has_its_output_cut_and_its_time_limited(run, soon):
    outcome = run("print('first line')\nwhile True: print('x' * 1000)")
    assert outcome.status == "timed out"
    assert outcome.stdout.startswith("first line\n")
    assert "bytes …" in outcome.stdout
    assert len(outcome.stdout) < LIMITS.output + 100


def test_what_is_printed_to_both_streams_is_kept_apart(run):
    outcome = run("import sys\nprint('안녕')\nprint('oh', file=sys.stderr)\nsys.stdout.write('no newline')")
    assert (outcome.stdout, outcome.stderr) == ("안녕\nno newline", "oh\n")


def test_garbage_in_every_descriptor_does_not_reach_the_result(run):
    outcome = run(
        """
        import os
        for fd in range(3, 4096):
            try: os.write(fd, b'{"status": "ok", "result": "forged", "refused": []}')
            except OSError: pass
        RESULT = "true"
        """
    )
    assert (outcome.status, outcome.result) == ("ok", "true")


def test_a_flood_in_every_descriptor_is_stopped(run):
    outcome = run(
        """
        import os
        good = []
        for fd in range(3, 4096):
            try: os.write(fd, b'x'); good.append(fd)
            except OSError: pass
        while True:
            for fd in good: os.write(fd, b'x' * 60000)
        """
    )
    assert outcome.status == "failed"
    assert "without end" in outcome.message.en


def test_what_closes_every_descriptor_loses_its_own_result_only(run):
    assert run("import os\nos.closerange(0, 4096)").status == "failed"
    assert run("RESULT = 1").result == 1


VANDALS = {
    "empties sys.modules": "import sys\nsys.modules.clear()",
    "breaks the builtins": "import builtins\nbuiltins.len = builtins.isinstance = None",
    "breaks json and os": "import json, os\njson.dumps = json.JSONEncoder.encode = os._exit = None",
    "breaks NumPy": "import numpy as np\nnp.dot = np.sum = None",
    "replaces its streams": "import sys\nsys.stdout = sys.stderr = sys.__stdout__ = None",
    "traces everything": "import sys\nsys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)",
    "takes its directory away": "import os, shutil\nshutil.rmtree(os.getcwd())",
    "takes its rights away": """
        import os
        os.mkdir("a")
        open("a/b", "w").close()
        os.chmod("a", 0)
        os.chmod(".", 0)
        """,
    "goes elsewhere": "import os\nos.chdir('/')",
    "ignores signals": "import signal\n[signal.signal(s, signal.SIG_IGN) for s in (1, 2, 15)]",
}


@pytest.mark.parametrize("source", VANDALS.values(), ids=VANDALS)
def test_vandalism_stays_within_its_own_process(run, fork_server, source):
    assert run(source).status in ("ok", "failed", "exited")
    after = run(
        "import numpy as np, json\nRESULT = json.loads(json.dumps([len('abc'), float(np.ones(3).sum())]))"
    )
    assert (after.status, after.result) == ("ok", [3, 3.0])


FORBIDDEN = {
    "forks": ("import os\nwhile True: os.fork()", "os.fork"),
    "kills its parent": ("import os\nos.kill(os.getppid(), 9)", "os.kill"),
    "kills its session": ("import os\nos.killpg(os.getppid(), 9)", "os.killpg"),
    "runs a command": ("import os\nos.system('true')", "os.system"),
    "starts a process": ("import subprocess\nsubprocess.run(['true'])", "subprocess.Popen"),
    "becomes a program": ("import os\nos.execv('/bin/true', ['true'])", "os.exec"),
    "spawns": ("import os\nos.posix_spawn('/bin/true', ['true'], {})", "os.posix_spawn"),
    "uses processes": (
        "import multiprocessing as m\nm.get_context('fork').Process(target=print).start()",
        "os.fork",
    ),
    "connects": ("import socket\nsocket.create_connection(('127.0.0.1', 9))", "socket."),
    "listens": ("import socket\nsocket.socket().bind(('127.0.0.1', 0))", "socket."),
    "resolves names": ("import socket\nsocket.getaddrinfo('localhost', 80)", "socket."),
    "loads a library": ("import ctypes\nctypes.CDLL(None).system(b'true')", "ctypes."),
    "calls into Python's own": ("import ctypes\nctypes.pythonapi.system(b'true')", "ctypes."),
    "raises its limits": (
        "import resource as r\nr.setrlimit(r.RLIMIT_AS, (r.RLIM_INFINITY, r.RLIM_INFINITY))",
        "resource.setrlimit",
    ),
    "looks through all objects": ("import gc\ngc.get_objects()", "gc.get_objects"),
    "writes elsewhere": ("open('/tmp/yudo-was-here', 'w')", "open for writing"),
    "writes above": ("open('../../x', 'w')", "open for writing"),
    "makes a directory elsewhere": ("import os\nos.mkdir('/tmp/yudo-was-here')", "os.mkdir"),
    "reads the system's files": ("open('/etc/ld.so.cache', 'rb')", "open"),
    "reads its helper's memory": ("open('/proc/self/mem', 'rb')", "open"),
}


@pytest.mark.parametrize(("source", "event"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_what_reaches_out_is_refused_and_named(run, source, event):
    outcome = run(source)
    assert outcome.status == "failed"
    assert "Refused" in outcome.detail
    assert outcome.refused[0].startswith(event)


def test_passwords_cannot_be_read_and_what_is_not_there_is_not_there(run):
    assert run("open('/etc/shadow').read()").status == "failed"
    assert "FileNotFoundError" in run("open('/content/drive/cifar10.npz')").detail


def test_what_is_refused_is_named_even_where_the_code_catches_it(run):
    outcome = run("import os\ntry: os.system('true')\nexcept Exception: pass\nRESULT = 1")
    assert (outcome.status, outcome.refused) == ("ok", ("os.system",))


def test_files_may_be_written_read_renamed_and_deleted_in_the_working_directory(run):
    outcome = run(
        """
        import os, shutil, tempfile
        os.makedirs("a/b")
        open("a/b/c", "w").write("text")
        os.rename("a/b/c", "a/d")
        RESULT = open("a/d").read()
        os.remove("a/d")
        shutil.rmtree("a")
        with tempfile.TemporaryFile("w") as file: file.write("x")
        with tempfile.TemporaryDirectory() as place: open(os.path.join(place, "x"), "w").close()
        """
    )
    assert (outcome.status, outcome.result, outcome.refused) == ("ok", "text", ())


def test_no_file_grows_beyond_the_limit(run):
    outcome = run("with open('big', 'wb') as file:\n    while True: file.write(bytes(1 << 16))")
    assert (outcome.status, "File too large" in outcome.detail) == ("failed", True)


def test_links_do_not_lead_out_of_the_working_directory(run, tmp_path):
    precious = tmp_path / "precious"
    precious.write_text("kept")
    outcome = run(f"import os\nos.symlink({str(precious)!r}, 'link')\nopen('link', 'w').write('gone')")
    assert (outcome.status, precious.read_text()) == ("failed", "kept")


def test_deleting_harms_the_copy_alone(run, tmp_path):
    outcome = run(
        """
        import os
        names = sorted(os.listdir("."))
        for name in names: os.remove(name)
        RESULT = names
        """,
        helper="A = 1",
    )
    assert outcome.result == ["helper.py", "layers.py"]
    assert sorted(place.name for place in (tmp_path / "submission").iterdir()) == ["helper.py", "layers.py"]


def test_the_original_cannot_be_deleted_by_its_full_name(run, tmp_path):
    original = tmp_path / "submission" / "layers.py"
    outcome = run(f"import os\nos.remove({str(original)!r})")
    assert outcome.status == "failed"
    assert original.exists()


def test_each_job_has_an_empty_temporary_directory_of_its_own(run):
    listing = "import os\nRESULT = sorted(os.listdir('.')), os.getcwd()\nopen('left', 'w').close()"
    first, second = run(listing), run(listing)
    assert first.result[0] == second.result[0] == ["layers.py"]
    assert first.result[1] != second.result[1]


def test_the_environment_holds_no_secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("YUDO_TEST_SECRET", "hunter2")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    with made("process") as fork_server:
        file = tmp_path / "a.py"
        file.write_text("import os\nRESULT = dict(os.environ)")
        outcome = fork_server.run(Job(f"{HERE}:run_file", file=file))
    assert set(outcome.result) <= {
        *("PATH", "HOME", "LANG", "LC_CTYPE", "TMPDIR", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"),
        *("PYTHONHASHSEED", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE", "MPLBACKEND"),
    }
    assert outcome.result["HOME"] == outcome.result["TMPDIR"]


def test_random_numbers_are_the_same_in_every_run(run):
    draw = "import random, numpy as np\nRESULT = random.random(), np.random.rand(), hash('x')"
    assert run(draw).result == run(draw).result


def test_arguments_and_result_are_json(fork_server):
    given = {"text": "값", "number": 0.1, "nothing": None, "many": [1, [2]], "nan": float("nan")}
    outcome = fork_server.run(Job(f"{HERE}:echo", given))
    assert outcome.status == "ok"
    assert json.dumps(outcome.result) == json.dumps(given)


@pytest.mark.parametrize(
    ("source", "status", "parts", "result"),
    [
        ("RESULT = [2, 3]", "ok", [2, 3], "end"),
        ("RESULT = iter([2, *range(3)])", "ok", [2, 0, 1, 2], "end"),
        ("def f():\n    yield 2\n    while True: pass\nRESULT = f()", "timed out", [2], None),
        ("def f():\n    yield 2\n    1 / 0\nRESULT = f()", "failed", [2], None),
        ("def f():\n    yield 2\n    import os; os._exit(1)\nRESULT = f()", "exited", [2], None),
    ],
)
def test_what_a_job_yields_is_kept_however_it_ends(
    fork_server, soon, tmp_path, source, status, parts, result
):
    (tmp_path / "a.py").write_text(source)
    outcome = fork_server.run(Job(f"{HERE}:steps", file=tmp_path / "a.py"))
    assert (outcome.status, outcome.parts, outcome.result) == (status, ({"step": 1}, *parts), result)


def test_a_long_result_comes_whole(run):
    assert run("RESULT = list(range(15_000))").result == list(range(15_000))


def test_a_result_that_is_no_json_fails(fork_server):
    outcome = fork_server.run(Job(f"{HERE}:not_json"))
    assert (outcome.status, "not JSON serializable" in outcome.detail) == ("failed", True)


def test_a_result_that_is_too_long_fails(run):
    outcome = run("RESULT = 'x' * 200_000")
    assert (outcome.status, "bytes" in outcome.detail) == ("failed", True)


def test_a_job_that_is_not_there_fails_with_its_name(fork_server):
    outcome = fork_server.run(Job("verification.nowhere:f"))
    assert (outcome.status, "verification.nowhere" in outcome.detail) == ("failed", True)


def test_the_outcome_says_under_what_the_job_ran(fork_server):
    outcome = fork_server.run(Job(f"{HERE}:echo"))
    assert outcome.isolation == fork_server.isolation
    assert outcome.message.ko
    assert outcome.message.en


def test_a_helper_that_was_killed_is_started_again():
    with ForkServer(LIMITS, preloaded=()) as fork_server:
        os.killpg(fork_server._helper._process.pid, signal.SIGKILL)
        assert fork_server.run(Job("builtins:dict", {"a": 5})).result == {"a": 5}


def test_a_helper_that_dies_in_the_middle_of_a_job_is_started_again(fork_server, run):
    threading.Timer(0.15, os.killpg, (fork_server._helper._process.pid, signal.SIGKILL)).start()
    outcome = run("import time\ntime.sleep(0.4)\nRESULT = 5")
    assert (outcome.status, outcome.result) == ("ok", 5)


def test_a_job_that_takes_its_helper_down_twice_is_told(monkeypatch):
    def gone(*_):
        raise EOFError

    monkeypatch.setattr("yudo.verification.sandbox.forkserver._Helper.ask", gone)
    with ForkServer(LIMITS, preloaded=()) as fork_server:
        outcome = fork_server.run(Job("builtins:dict"))
    assert (outcome.status, "twice" in outcome.message.en) == ("killed", True)


# -- bubblewrap itself -------------------------------------------------------------------------------------


def test_under_bubblewrap_there_is_no_network_no_home_and_nothing_to_write(tmp_path):
    (tmp_path / "secret").write_text("secret")
    server = socket.create_server(("127.0.0.1", 0))
    probe = f"""
import json, os, socket
def can(action, *given):
    try: action(*given)
    except OSError: return False
    return True
print(json.dumps({{
    "connect": can(socket.create_connection, ("127.0.0.1", {server.getsockname()[1]}), 1),
    "read": can(open, {str(tmp_path / "secret")!r}),
    "write /": can(open, "/x", "w"),
    "write /usr": can(open, "/usr/x", "w"),
    "write packages": can(open, {str(ROOT / "verification" / "x")!r}, "w"),
    "write scratch": can(open, "/tmp/x", "w"),
    "read packages": can(open, {str(ROOT / "verification" / "__init__.py")!r}),
    "read tests": can(open, {str(Path(__file__))!r}),
    "see others": len([n for n in os.listdir("/proc") if n.isdigit()]) > 3,
}}))
"""
    skip_without("bubblewrap")
    command = [*bwrap.arguments(bwrap.executable(), PACKAGES, MiB), sys.executable, "-c", probe]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd="/")
    server.close()
    allowed = {name for name, can in json.loads(done.stdout).items() if can}
    assert allowed == {"write scratch", "read packages"}


def test_without_bubblewrap_the_weaker_isolation_is_told(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with ForkServer(LIMITS, preloaded=()) as fork_server:
        assert fork_server.isolation in ("kernel", "process")
        assert "not installed" in fork_server.weaker_because
        assert fork_server.run(Job("builtins:dict", {"a": 1})).isolation == fork_server.isolation


def test_a_bubblewrap_that_does_not_work_falls_back_and_says_why(tmp_path, monkeypatch):
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho 'No permissions to create new namespace' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with ForkServer(LIMITS, preloaded=()) as fork_server:
        assert fork_server.isolation in ("kernel", "process")
        assert "No permissions to create new namespace" in fork_server.weaker_because
    with pytest.raises(ForkServerUnavailable, match="No permissions"):
        ForkServer(LIMITS, preloaded=(), isolation="bubblewrap").start()


def test_a_helper_that_cannot_load_what_jobs_need_says_so():
    with pytest.raises(ForkServerUnavailable, match="no_such_module"):
        ForkServer(preloaded=("no_such_module",), isolation="process").start()


# -- nothing is left behind --------------------------------------------------------------------------------

CALLER = """
import sys
from pathlib import Path
from yudo.verification.sandbox import Job, Limits, ForkServer
packages = ("yudo", "yudo.derivations", "yudo.impl", "yudo.verification", "tests")
with ForkServer(Limits(seconds=60), preloaded=(), packages=packages,
            isolation=sys.argv[1]) as fork_server:
    print(fork_server._helper._process.pid, flush=True)
    fork_server.run(Job("tests.checking.test_isolation:endless"))
"""


def below(pid):
    """The processes of a session, dead ones left out."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = place.read_bytes().rpartition(b") ")[2].split()[:4]
        except OSError:
            continue
        if int(session) == pid and state != b"Z":
            found.append(int(place.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("isolation", ["process", "bubblewrap"])
@pytest.mark.parametrize("name", ["SIGINT", "SIGKILL"])
def test_a_caller_that_ends_leaves_no_process_and_no_directory(tmp_path, isolation, name):
    skip_without(isolation)
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    caller = subprocess.Popen(
        [sys.executable, "-c", CALLER, isolation],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    helper = int(caller.stdout.readline())
    until(lambda: len(below(helper)) > (isolation == "bubblewrap"))
    time.sleep(0.3)
    caller.send_signal(getattr(signal, name))
    caller.wait(20)
    caller.stdout.close()
    until(lambda: below(helper) == [] and list(tmp_path.iterdir()) == [])


def until(condition):
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.skipif(sys.platform != "linux", reason="orphans can be adopted on Linux only")
def test_descendants_that_hid_in_sessions_of_their_own_are_ended():
    script = """
import os, time
from yudo.verification.sandbox.child import adopt_orphans
from yudo.verification.sandbox.server import _descendants, _end_descendants
adopt_orphans()
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        for _ in range(3):
            if os.fork() == 0:
                time.sleep(60)
        os._exit(0)
while len(_descendants()) < 9: time.sleep(0.01)
_end_descendants(os.getpid())
print(len(_descendants()))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout == "0\n"


def test_no_directory_is_left_once_a_zygote_is_closed(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with made("process") as fork_server:
        fork_server.run(Job(f"{HERE}:echo"))
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_directory_deeper_than_any_path_is_removed(tmp_path):
    deep = tmp_path / "deep"
    deep.mkdir()
    here = os.open(deep, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("deeper", dir_fd=here)
        here, above = os.open("deeper", os.O_RDONLY, dir_fd=here), here
        os.close(above)
    os.close(here)
    remove(deep)
    assert not deep.exists()


def test_a_worker_of_a_process_pool_has_a_zygote_of_its_own():
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        done = list(pool.map(worker, range(3)))
    assert [(status, result) for _, status, result in done] == [("ok", {"number": n}) for n in range(3)]
    assert len({pid for pid, _, _ in done}) == 1
    assert os.getpid() not in {pid for pid, _, _ in done}


# -- the copy ----------------------------------------------------------------------------------------------


def test_the_copy_is_bounded_and_takes_sources_near_the_file_first(tmp_path):
    for name, size in {
        "a/layers.py": 10,
        "a/near.py": 400,
        "far/deep/far.py": 400,
        "data.txt": 300,
        "huge.bin": 2 * MiB,
        ".git/config": 5,
        "a/__pycache__/x.py": 5,
        "a/fast.so": 5,
    }.items():
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"#" * size)
    (tmp_path / "a" / "link.py").symlink_to("/etc/passwd")
    file = tmp_path / "a" / "layers.py"

    def names(**limits):
        parcel = pack(file, tmp_path, Limits(**limits), whole=True)
        return [name for name, _ in parcel.files], parcel.left_out

    assert names() == (["a/layers.py", "a/near.py", "far/deep/far.py", "data.txt"], 2)
    assert names(copied=900) == (["a/layers.py", "a/near.py", "far/deep/far.py"], 3)
    assert names(copied_files=2) == (["a/layers.py", "a/near.py"], 4)
    with pytest.raises(ValueError, match="more than the limit of 5"):
        names(copied=5)
    with pytest.raises(ValueError, match="is not below"):
        pack(file, tmp_path / "far", Limits())


@pytest.mark.parametrize(
    ("source", "comes"),
    [
        ("import numpy as np", []),
        ("from .near import one", ["pack/near.py"]),
        ("from pack.near import (\n    one,\n    two)", ["pack/near.py"]),
        ("import os, top as t; x = 1", ["top.py", "pack/near.py"]),  # top imports near
        ("from course.pack import near  # lifted", ["pack/near.py"]),
        ("import importlib\nimportlib.import_module('top')", ["top.py", "pack/near.py"]),
        ('{"source": ["from top import a\\n", "x"]}', ["top.py", "pack/near.py"]),
        ("print 'two'\nimport near\ndef f(:", ["pack/near.py"]),
        ("import leak", []),
    ],
)
def test_a_neighbour_comes_along_only_where_it_is_imported(tmp_path, source, comes):
    (tmp_path / "pack").mkdir()
    for name, text in {
        "pack/layers.py": source,
        "pack/__init__.py": "",
        "pack/near.py": "",
        "top.py": "from pack import near",
        "bob.py": "",
        "grades.csv": "alice,10",
    }.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "leak.py").symlink_to("/etc/passwd")
    file = tmp_path / "pack" / "layers.py"
    names = [name for name, _ in pack(file, tmp_path, Limits()).files]
    assert names[0] == "pack/layers.py"
    assert sorted(names[1:]) == sorted([*comes, "pack/__init__.py"])  # the package that it is in
    assert [name for name, _ in pack(file, file, Limits()).files] == ["layers.py"]


def test_what_is_packed_is_laid_out_as_it_was(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "한글").mkdir(parents=True)
    target.mkdir()
    (source / "한글" / "a.py").write_bytes(b"\0\1")
    (source / "b.py").write_bytes(b"")
    parcel = pack(source / "b.py", source, Limits(), whole=True)
    unpack(parcel.files, parcel.content, target)
    assert (target / "한글" / "a.py").read_bytes() == b"\0\1"
    assert (target / "b.py").read_bytes() == b""


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x"])
def test_no_name_in_a_copy_leads_out_of_it(tmp_path, name):
    with pytest.raises(ValueError, match="leads out"):
        unpack([[name, 0]], b"", tmp_path)


def test_imports_start_above_the_packages_that_a_file_is_in(tmp_path):
    inner = tmp_path / "cs231n" / "classifiers"
    inner.mkdir(parents=True)
    (inner / "__init__.py").touch()
    (tmp_path / "cs231n" / "__init__.py").touch()
    assert submission_root(inner / "fc_net.py") == tmp_path.resolve()
    assert submission_root(tmp_path / "layers.py") == tmp_path.resolve()


KERNEL = {
    "reads a file of the machine": "os.open(SECRET, os.O_RDONLY)",
    "writes elsewhere": "os.open(os.path.dirname(SECRET) + '/new', os.O_CREAT | os.O_WRONLY)",
    "starts a process": "os.fork()",
    "runs a program": "os.execv('/bin/true', ['true'])",
    "signals its parent": "os.kill(os.getppid(), 0)",
    "makes a file in memory": "os.memfd_create('x')",
    "writes to its parent's memory": "os.open(f'/proc/{os.getppid()}/mem', os.O_RDWR)",
}


@pytest.fixture(scope="module")
def filtered():
    try:
        with made("kernel") as running:
            yield running
    except ForkServerUnavailable as reason:
        pytest.skip(str(reason))


@pytest.mark.parametrize("attempt", KERNEL.values(), ids=KERNEL)
def test_the_kernel_refuses_what_the_audit_hook_no_longer_sees(filtered, tmp_path, attempt):
    """The hook is switched off first, as any code of the same process can do."""
    secret = tmp_path / "secret"
    secret.write_text("grades")
    place = tmp_path / "submission"
    place.mkdir()
    (place / "layers.py").write_text(
        textwrap.dedent(f"""
        import os
        SECRET = {str(secret)!r}
        try:
            os.system("true")
        except PermissionError as reason:
            trace = reason.__traceback__
            while trace is not None:
                trace.tb_frame.f_locals.get("checks", {{}}).clear()
                trace = trace.tb_next
        try:
            {attempt}
        except OSError as reason:
            RESULT = type(reason).__name__, "checker" in str(reason)
        else:
            RESULT = "done"
        """)
    )
    outcome = filtered.run(Job(f"{HERE}:run_file", file=place / "layers.py", root=place))
    assert outcome.result in (["PermissionError", False], ["FileNotFoundError", False])


def test_strong_isolation_is_refused_where_there_is_none(monkeypatch):
    monkeypatch.setattr(bwrap, "executable", lambda: None)
    monkeypatch.setattr(
        "yudo.verification.sandbox.forkserver._Helper.filtered",
        property(lambda self: False, lambda self, value: None),
        raising=False,
    )
    with pytest.raises(ForkServerUnavailable, match=r"Landlock.*not installed"):
        ForkServer(LIMITS, preloaded=(), isolation="strong").start()
    with ForkServer(LIMITS, preloaded=()) as weak:
        assert weak.isolation == "process"
