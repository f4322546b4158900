"""What takes long to make is made once, however many workers go through the tests."""

import os
import shutil

import pytest


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
