"""A cluster of machines by Ray: each stage is a Ray task; Ray places it, and says when its worker or node died.

Where the store lies in a folder that all nodes see, stages work there. Where it does not, pictures, weights and
checkpoints travel through Ray's object store, and what a stage made travels back (`shipping.py`). All nodes have
the same Miscount installed.
"""

import os
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ... import memory
from ...checkout import python_path
from ...errors import EngineError
from ...events import Cancel, Pausable, stop_asked
from ...files import write_text
from ...parallel import cores
from ...training.devices import numerics
from ..make_stage import Task
from ..plan import Numerics
from ..stage import Made, Needs
from ..store import Store
from . import shipping
from .schedule import Deferred, Failure, Message, Restarted, Stopped
from .serial import messages_of

TRIES = 5
"""So often a stage is begun whose worker or node died, each time from its last checkpoint."""
WAIT_S = 0.1
BATCH_S = 0.05
"""What a stage says is sent on so often: an object in the store for each step would cost more than the step."""

State = Literal["go", "hold", "stop"]


class OnRay:
    """Ray tasks, as many at a time as the cluster has processors or GPUs for."""

    name = "ray"
    longest_first = True

    def __init__(
        self,
        jobs: int | None = None,
        address: str | None = None,
        threads: int | None = None,
        *,
        shared: bool | None = None,
    ) -> None:
        """`shared` says whether all nodes see the store; it is tried out where None."""
        try:
            import ray
        except ImportError:
            raise EngineError(
                "Ray is not installed, and the engine `ray` needs it: pip install 'miscount[cluster]', or take the "
                "engine `local`."
            ) from None
        self._ray = ray
        self._jobs, self._address, self.threads = jobs, address, max(1, threads or 1)
        self._shared = shared

    def __enter__(self) -> "OnRay":
        ray = self._ray
        os.environ.setdefault("RAY_worker_niceness", "0")  # workers would run at nice 15
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
        self._began_here = not ray.is_initialized()
        if self._began_here:
            self._connect()
        self._options = {"runtime_env": self._environment()}
        own = ray.get_runtime_context().get_node_id()
        here = ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(node_id=own, soft=False)
        self._flag = ray.remote(_Flag).options(num_cpus=0, scheduling_strategy=here).remote()
        self._state: State = "go"
        self._running: dict[Any, _Running] = {}
        self._here: tuple[str, Iterator[Any]] | None = None
        self._tries: dict[str, int] = {}
        self._shipped = shipping.Shipped(ray.put)
        return self

    def _connect(self) -> None:
        """Join the cluster at the address, or begin one here. Raises EngineError."""
        about: dict[str, Any] = {"address": self._address} if self._address else {"num_cpus": cores()}
        try:
            self._ray.init(log_to_driver=False, include_dashboard=False, runtime_env=self._environment(), **about)
        except (ValueError, OSError, RuntimeError) as error:
            where = f"at {self._address!r} cannot be joined" if self._address else "cannot be started on this machine"
            why = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
            raise EngineError(f"A Ray cluster {where}: {why}. Correct the address, or use the engine local.") from error

    def __exit__(self, *_reason: object) -> None:
        if self._running:
            self._tell("stop")
        if self._began_here:
            self._ray.shutdown()

    def _environment(self) -> dict[str, Any]:
        threads = str(self.threads)
        return {
            "env_vars": {
                "PYTHONPATH": python_path(), "OMP_NUM_THREADS": threads, "MKL_NUM_THREADS": threads,
                "OMP_WAIT_POLICY": "PASSIVE", **memory.ENVIRONMENT,
            }
        }  # fmt: skip

    def numerics(self) -> Numerics:
        """Those of one worker; a node that computes otherwise refuses its stages."""
        asked = self._ray.remote(_numerics).options(num_cpus=self.threads, **self._options)
        found: Numerics = self._ray.get(asked.remote(self.threads))
        return found

    def has_room(self, needs: Needs) -> bool:
        """Whether a task more may be asked for; Ray itself waits for the resources."""
        if needs.here:
            return self._here is None
        return len(self._running) < (self._jobs or 2 * int(self._ray.cluster_resources().get("CPU", 1)))

    def start(self, task: Task, cancel: Cancel) -> None:
        """Ask Ray for the stage, or begin it here where it must not leave this machine."""
        if task.stage.needs.here:
            self._here = task.id, messages_of(task, cancel)
            return
        needs = task.stage.needs
        options: dict[str, Any] = {"num_cpus": needs.cores, "num_gpus": needs.gpus, "max_retries": 0,
                                   "num_returns": "streaming", "name": task.stage.name}  # fmt: skip
        if needs.memory_mb is not None:
            options["memory"] = int(needs.memory_mb * 2**20)
        shared = self._sees_all(task.store)
        work, asked = (_in_shared_folder, task) if shared else (_shipped_stage, self._shipped.packed(task))
        stream = self._ray.remote(work).options(**options, **self._options).remote(asked, self._flag, self.threads)
        self._running[stream] = _Running(task, shared)

    def _sees_all(self, store: Store) -> bool:
        """Whether a worker on every node sees the store's folder."""
        if self._shared is None:
            token = store.root / "seen-by-all"
            store.root.mkdir(parents=True, exist_ok=True)
            write_text(token, word := uuid.uuid4().hex)
            strategy = self._ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy
            nodes = [node["NodeID"] for node in self._ray.nodes() if node["Alive"]]
            asked = [
                self._ray.remote(_reads).options(
                    num_cpus=0, scheduling_strategy=strategy(node_id=node, soft=False), **self._options
                ).remote(token)
                for node in nodes
            ]  # fmt: skip
            self._shared = self._ray.get(asked) == [word] * len(nodes)
            token.unlink(missing_ok=True)
        return self._shared

    def receive(self, cancel: Cancel) -> Iterator[Message]:
        """What tasks have said; one whose worker or node died is begun again from its last checkpoint."""
        self._pass_on(cancel)
        yield from self._from_here()
        if not self._running:
            return
        ready, _ = self._ray.wait(list(self._running), timeout=0 if self._here else WAIT_S)
        for stream in ready:
            running = self._running[stream]
            try:
                batch = self._ray.get(next(stream))
            except StopIteration:
                yield from self._lost(stream, running, "without a word")
                continue
            except self._ray.exceptions.RayTaskError as error:  # a fault of the program, outside of the stage's work
                del self._running[stream]
                yield running.task.id, Failure(f"{running.task.stage.name} could not be carried out: {error.cause}.",
                                               str(error))  # fmt: skip
                continue
            except self._ray.exceptions.RayError as error:
                yield from self._lost(stream, running, type(error).__name__)
                continue
            yield from self._said(stream, running, batch)

    def _said(self, stream: Any, running: "_Running", batch: list[Any]) -> Iterator[Message]:
        for said in batch:
            if isinstance(said, shipping.Files):
                self._shipped.keep(running.task, said)
                continue
            if isinstance(said, Made | Failure | Deferred | Stopped):
                del self._running[stream]
            if isinstance(said, Made) and not running.shared:
                said = self._shipped.adopted(running.task, said)
            yield running.task.id, said

    def _lost(self, stream: Any, running: "_Running", how: str) -> Iterator[Message]:
        del self._running[stream]
        task = running.task
        self._tries[task.id] = self._tries.get(task.id, 1) + 1
        if self._state == "stop":
            yield task.id, Stopped()
        elif self._tries[task.id] > TRIES:
            yield (
                task.id,
                Failure(
                    f"The workers of {task.stage.name} were lost {TRIES} times, the last one {how}: see Ray's log, and "
                    "give the stage more memory or fewer neighbours."
                ),
            )
        else:
            yield task.id, Restarted()

    def _from_here(self) -> Iterator[Message]:
        if self._here is None:
            return
        task_id, messages = self._here
        for said in messages:
            if isinstance(said, Made | Failure | Deferred | Stopped):
                self._here = None
            yield task_id, said
            return
        self._here = None

    def _pass_on(self, cancel: Cancel) -> None:
        if stop_asked(cancel):
            self._tell("stop")
        elif isinstance(cancel, Pausable):
            self._tell("hold" if cancel.is_paused else "go")

    def _tell(self, state: State) -> None:
        if state != self._state:
            self._state = state
            self._ray.get(self._flag.set.remote(state))


@dataclass(frozen=True)
class _Running:
    task: Task
    shared: bool


class _Flag:
    """An actor on the driver's node that says whether to go on; who asks for a change waits until there is one."""

    def __init__(self) -> None:
        import asyncio

        self._state: State = "go"
        self._changed = asyncio.Condition()

    async def set(self, state: State) -> None:
        async with self._changed:
            self._state = state
            self._changed.notify_all()

    async def after(self, known: State) -> State:
        async with self._changed:
            await self._changed.wait_for(lambda: self._state != known)
            return self._state


class _Token:
    """The cancel token of a worker: a thread of its own hears of changes, so that asking costs nothing."""

    def __init__(self, flag: Any) -> None:
        self._flag = flag
        self._stop, self._go = threading.Event(), threading.Event()
        self._go.set()
        threading.Thread(target=self._listen, name="cancel", daemon=True).start()

    def is_set(self) -> bool:
        self._go.wait()
        return self._stop.is_set()

    def _listen(self) -> None:
        import ray

        state: State = "go"
        while state != "stop":
            try:
                state = ray.get(self._flag.after.remote(state))
            except ray.exceptions.RayError:  # the driver is gone, and nobody waits for what is made here
                state = "stop"
            if state == "stop":
                self._stop.set()
            (self._go.clear if state == "hold" else self._go.set)()


def _numerics(threads: int) -> Numerics:
    _set_threads(threads)
    return numerics()


def _reads(token: Path) -> str:
    try:
        return token.read_text(encoding="utf-8")
    except OSError:
        return ""


def _set_threads(threads: int) -> None:
    import torch

    torch.set_num_threads(threads)


def _in_shared_folder(task: Task, flag: Any, threads: int) -> Iterator[list[Any]]:
    """The messages of a stage in lists, each of what was said since the last."""
    _set_threads(threads)
    yield from _in_batches(messages_of(task, _Token(flag)))


def _shipped_stage(packed: shipping.Packed, flag: Any, threads: int) -> Iterator[list[Any]]:
    """The same for a stage whose inputs came with it; its checkpoints and files go back with what it says."""
    _set_threads(threads)
    task = packed.unpacked()
    yield from _in_batches(shipping.with_files(task, messages_of(task, _Token(flag))))


def _in_batches(messages: Iterator[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    sent = time.monotonic()
    for said in messages:
        batch.append(said)
        if time.monotonic() - sent > BATCH_S:
            yield batch
            batch, sent = [], time.monotonic()
    if batch:
        yield batch
