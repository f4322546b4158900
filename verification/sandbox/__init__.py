"""Run strangers' code, each job in a process of its own that can harm nothing but its own verdict.

    from yudo.verification.sandbox import Job, Limits, ForkServer

    with ForkServer(Limits(seconds=20)) as fork_server:
        outcome = fork_server.run(Job("some.module:examine", {"language": "ko"}, file=Path("a.py")))
    outcome.status, outcome.result, outcome.message.ko, outcome.stdout, outcome.isolation

``examine(language="ko", path=Path("a.py"), root=Path("."))`` is called in a child process whose working
directory is a copy of the file's surroundings. What it returns must be JSON. If it is a generator, what it
yields is sent at once: ``outcome.parts`` holds it even when the job is stopped later.

A `ForkServer` is one helper process: it loads SymPy, NumPy and the checker once, and forks a child for each
job, so that a job costs milliseconds to start. Make one per worker. In the workers of a process pool or of
Dask, `fork_server_of_this_process` makes it when it is first asked for.

What holds a job: a time limit, and limits on memory, processor time, file sizes, descriptors, processes and
output; an environment without secrets; a temporary copy to work in; the end of all its descendants; and an
audit hook that refuses to start processes, to use the network and to touch files elsewhere (`guard`). Where
the kernel has them, its filters refuse the same to code of any language (`kernel`). Where bubblewrap works,
also: no network, a read-only file system without home directories, and process numbers of its own. Root
becomes somebody else where it can. ``outcome.isolation`` says which it was.

Within one process Python code can reach everything, so a job whose result must not be forged has a ``judge``:
a function that runs in another process and asks the first one for data (`Confined`). What the job itself
returns, or answers, may be anything.
"""

from yudo.verification.sandbox.confined import Confined
from yudo.verification.sandbox.forkserver import (
    ForkServer,
    ForkServerUnavailable,
    fork_server_of_this_process,
)
from yudo.verification.sandbox.job import Demand, Isolation, Job, JobOutcome, Status
from yudo.verification.sandbox.limits import Limits
from yudo.verification.sandbox.parcel import is_foreign, submission_root

__all__ = [
    "Confined",
    "Demand",
    "ForkServer",
    "ForkServerUnavailable",
    "Isolation",
    "Job",
    "JobOutcome",
    "Limits",
    "Status",
    "fork_server_of_this_process",
    "is_foreign",
    "submission_root",
]
