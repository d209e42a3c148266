"""As many stages at a time as this machine has cores or GPUs for, each in a worker process of its own."""

import multiprocessing
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Any

from ...checkout import python_path
from ...errors import TrainingError
from ...events import Cancel, Pausable, stop_asked
from ...parallel import cores
from ...training.devices import free_memory_mb, gpus
from ..make_stage import Task
from ..plan import Numerics
from ..stage import Made, Needs
from .schedule import Deferred, Failure, Message, Restarted, Stopped

TRIES = 3
"""So often a stage is begun whose worker died, each time from its last checkpoint."""
WAIT_S = 0.1
FIRST_WORKERS = 4
"""So many are started before there is work, to import meanwhile; more when there is work for them."""
USUAL_MEMORY_MB = 1500.0
"""What a stage is taken to need that no earlier run has measured."""


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    task: Task | None = None
    tries: dict[str, int] = field(default_factory=dict)


class Local:
    """Worker processes that stay for the whole graph, since each takes seconds to import what it computes with."""

    name = "local"
    longest_first = True

    def __init__(self, jobs: int | None = None, threads: int | None = None) -> None:
        """`jobs` stages at a time, one for each GPU or core by default, each with `threads` threads, its share."""
        self.jobs = max(1, jobs or gpus() or cores())
        self.threads = max(1, threads or cores() // self.jobs)

    def numerics(self) -> Numerics:
        """Those of its workers, asked of one."""
        while len(self._workers) < min(self.jobs, FIRST_WORKERS):
            self._hire()
        worker = self._idle() or self._hire()
        try:
            worker.pipe.send("numerics")
            found: Numerics = worker.pipe.recv()
        except (EOFError, OSError) as error:
            worker.process.join(10)
            raise TrainingError(
                f"A worker process could not start: it ended with exit code {worker.process.exitcode}, and what it "
                "said stands above. Take the engine `serial`."
            ) from error
        return found

    def __enter__(self) -> "Local":
        self._context = _context()
        self._stop, self._go = self._context.Event(), self._context.Event()
        self._go.set()
        self._workers: list[_Worker] = []
        self._tries: dict[str, int] = {}
        if self._context.get_start_method() == "forkserver":  # it imports while data are opened; to hire waits for it
            from multiprocessing.forkserver import ensure_running

            with _environment(self.threads, None):
                ensure_running()
        return self

    def __exit__(self, *_reason: object) -> None:
        self._stop.set()
        self._go.set()
        for worker in self._workers:
            worker.pipe.close()  # its end: a worker that hears nothing more goes home
        for worker in self._workers:
            worker.process.join(10)
            if worker.process.is_alive():
                worker.process.terminate()
                worker.process.join(5)

    def has_room(self, needs: Needs) -> bool:
        """Whether a worker and the memory are free."""
        busy = [worker for worker in self._workers if worker.task is not None]
        if not busy:
            return True
        wanted = needs.memory_mb or USUAL_MEMORY_MB
        return len(busy) < self.jobs and wanted < free_memory_mb()

    def start(self, task: Task, _cancel: Cancel) -> None:
        """Give the task to a worker."""
        worker = self._idle() or self._hire()
        worker.task = task
        with suppress(OSError):  # it died since: seen when its messages are asked for
            worker.pipe.send(task)

    def receive(self, cancel: Cancel) -> Iterator[Message]:
        """What workers have said, whichever speaks first; a worker that died is replaced and its stage begun again."""
        self._pass_on(cancel)
        pipes: dict[Any, _Worker] = {worker.pipe: worker for worker in self._workers if worker.task is not None}
        for pipe in wait(list(pipes), WAIT_S):
            worker = pipes[pipe]
            try:
                task_id, said = worker.pipe.recv()
            except (EOFError, OSError):
                yield from self._replaced(worker)
                continue
            if isinstance(said, Made | Failure | Deferred | Stopped):
                worker.task = None
            yield task_id, said

    def _pass_on(self, cancel: Cancel) -> None:
        """Let the workers know of a stop or a pause."""
        if stop_asked(cancel):
            self._stop.set()
            self._go.set()
        elif isinstance(cancel, Pausable):
            (self._go.clear if cancel.is_paused else self._go.set)()

    def _replaced(self, worker: _Worker) -> Iterator[Message]:
        worker.process.join(10)
        self._workers.remove(worker)
        task = worker.task
        assert task is not None
        self._tries[task.id] = self._tries.get(task.id, 1) + 1
        if self._stop.is_set():
            yield task.id, Stopped()
        elif self._tries[task.id] > TRIES:
            yield (
                task.id,
                Failure(
                    f"The process that worked on {task.stage.name} ended {TRIES} times without a word, last with exit "
                    f"code {worker.process.exitcode}; a full memory looks so. Use fewer jobs, or a smaller batch."
                ),
            )
        else:
            yield task.id, Restarted()

    def _idle(self) -> _Worker | None:
        return next((worker for worker in self._workers if worker.task is None and worker.process.is_alive()), None)

    def _hire(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        number = len(self._workers)
        device = str(number % gpus()) if gpus() else None
        with _environment(self.threads, device):
            process: BaseProcess = self._context.Process(
                target=_work, args=(theirs, self._stop, self._go, self.threads, device),
                name=f"miscount worker {number + 1}", daemon=True,
            )  # fmt: skip
            process.start()
        theirs.close()  # or the end of the worker would never be seen
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker


PRELOADED = ["miscount.engine.experiment.executors.serial", "miscount.engine.experiment.work"]
"""What every worker computes with."""


def _context() -> SpawnContext | ForkServerContext:
    """How workers are started: never as a copy of this process, which may hold a window's and a GPU's state.

    On Linux a small server imports once, for all workers, what each would take seconds of a core to import.
    """
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


@contextmanager
def _environment(threads: int, device: str | None) -> Iterator[None]:
    """What a worker must find when it starts, before it imports what reads it."""
    wanted = {"OMP_NUM_THREADS": str(threads), "MKL_NUM_THREADS": str(threads), "OMP_WAIT_POLICY": "PASSIVE"}
    wanted["PYTHONPATH"] = python_path()
    if device is not None:
        wanted["CUDA_VISIBLE_DEVICES"] = device
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


class _Token:
    """The cancel token of a worker: waits while the person holds the work."""

    def __init__(self, stop: Any, go: Any) -> None:
        self._stop, self._go = stop, go

    def is_set(self) -> bool:
        self._go.wait()
        return bool(self._stop.is_set())


def _warm_up() -> None:
    """While there is nothing to do: the first optimizer of a process imports torch's compiler, which takes 1.2 s."""
    import torch

    torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.0)


def _work(pipe: Connection, stop: Any, go: Any, threads: int, device: str | None) -> None:
    """The life of a worker: tasks in, messages out, until nobody listens."""
    if device is not None:
        os.environ["CUDA_VISIBLE_DEVICES"] = device  # before the first use of a GPU; a server's workers share its own
    import torch

    from ...memory import keep_freed
    from ...training.devices import numerics
    from .serial import messages_of

    keep_freed()
    torch.set_num_threads(threads)
    cancel = _Token(stop, go)
    try:
        if not pipe.poll():
            _warm_up()
        while True:
            asked = pipe.recv()
            if asked == "numerics":
                pipe.send(numerics())
                _warm_up()
                continue
            for said in messages_of(asked, cancel):
                pipe.send((asked.id, said))
    except (EOFError, OSError, KeyboardInterrupt):  # the one who asked is gone: its store keeps the checkpoint
        sys.exit(0)
