"""Which engine carries a run or a suite out, as the preferences have it: a picklable value that makes the executor."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from ..settings import Settings

if TYPE_CHECKING:
    from miscount.engine.experiment.executors import Executor

Engine: TypeAlias = Literal["serial", "local", "ray"]


@dataclass(frozen=True)
class EngineChoice:
    """`serial`: the job's own thread. `local`: worker processes of this machine. `ray`: a cluster.

    `jobs` is how many stages at a time, 0 as many as fit; `address` is that of a running Ray cluster; `threads` those
    of a stage, 0 its share of the cores.
    """

    engine: Engine = "serial"
    jobs: int = 0
    address: str = ""
    threads: int = 0

    def executor(self) -> "Executor":
        """A new executor of this kind; it starts nothing before it is entered. Raises EngineError."""
        from miscount.engine.experiment.executors import executor

        return executor(self.engine, self.jobs or None, self.address.strip() or None, self.threads or None)

    @property
    def has_workers(self) -> bool:
        """Whether stages run in other processes than the job."""
        return self.engine != "serial"


def engine_of_runs(settings: Settings) -> EngineChoice:
    """What carries out a single run."""
    return EngineChoice(settings.engine, settings.jobs, settings.ray_address, settings.threads)


def engine_of_suites(settings: Settings) -> EngineChoice:
    """What carries out a suite."""
    return EngineChoice(settings.suite_engine, settings.jobs, settings.ray_address, settings.threads)
