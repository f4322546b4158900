"""What takes long to make is made once, however many workers go through the tests; and sweeps are drawn."""

import os
import random
import shutil

import pytest


def pytest_addoption(parser):
    parser.addoption(
        "--drawn-sweeps",
        metavar="SEED",
        help="of the sweeps that are selected, run a quarter, drawn by this seed",
    )


def pytest_report_header(config):
    seed = config.getoption("--drawn-sweeps")
    return None if seed is None else f"a quarter of the sweeps, drawn with --drawn-sweeps {seed}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    seed = config.getoption("--drawn-sweeps")
    if seed is None:
        return
    left_out = {item for item in items if "sweep" in item.keywords and not _is_drawn(seed, item)}
    config.hook.pytest_deselected(items=[*left_out])
    items[:] = [item for item in items if item not in left_out]


def _is_drawn(seed, item):
    """Whether it is in the quarter; what shares a worker, and with it what takes long, is drawn together."""
    shared = item.get_closest_marker("xdist_group")
    name = shared.args[0] if shared else item.nodeid
    return random.Random(f"{seed} {name}").random() < 0.25


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
