"""What takes long to make is made once, for all workers; samples are taken, and sweeps are drawn."""

import os
import random
import shutil

import pytest

ONE_IN = 8


def pytest_addoption(parser):
    parser.addoption(
        "--drawn-sweeps",
        metavar="SEED",
        help=f"of the sweeps that are selected, run one in {ONE_IN}, drawn by this seed",
    )


def pytest_report_header(config):
    seed = config.getoption("--drawn-sweeps")
    return None if seed is None else f"one in {ONE_IN} of the sweeps, drawn with --drawn-sweeps {seed}"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config, items):
    _leave_samples(items)
    yield  # what is not selected goes
    seed = config.getoption("--drawn-sweeps")
    if seed is None:
        return None
    left_out = {item for item in items if "sweep" in item.keywords and not _is_drawn(seed, item)}
    config.hook.pytest_deselected(items=[*left_out])
    items[:] = [item for item in items if item not in left_out]
    return None


def _leave_samples(items):
    """Of what a test marked ``sampled(one_in)`` is given, all but the first of each so many are a sweep.

    What shares a worker of its own, as the tests of one file do, is one.
    """
    met = {}
    for item in items:
        if sampled := item.get_closest_marker("sampled"):
            places = met.setdefault((item.path, item.originalname), {})
            shared = next((one.args[0] for one in item.own_markers if one.name == "xdist_group"), item.nodeid)
            if places.setdefault(shared, len(places)) % sampled.args[0]:
                item.add_marker(pytest.mark.sweep)


def _is_drawn(seed, item):
    shared = item.get_closest_marker("xdist_group")
    name = shared.args[0] if shared else item.nodeid
    return random.Random(f"{seed} {name}").random() < 1 / ONE_IN


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """A function of a name and of what fills a folder; the folder, filled by the first worker that asks."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def folder_of(name, fill):
        import fcntl  # which Windows does not have, nor what is made here

        folder, finished = shared / f"{name}-once", shared / f"{name}-once.finished"
        with (shared / f"{name}-once.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not finished.exists():
                shutil.rmtree(folder, ignore_errors=True)  # where a worker was stopped or failed
                folder.mkdir()
                fill(folder)
                finished.touch()
        return folder

    return folder_of
