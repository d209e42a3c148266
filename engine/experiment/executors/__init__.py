"""What carries out a graph: `serial` in this process, `local` on all cores of this machine, `ray` on a cluster.

Same keys, same bytes, same events, same cancel, whichever is chosen; on a CPU with the same number of threads a stage.
"""

from typing import Literal, Protocol, Self, TypeAlias

from ...errors import RecipeError
from ..plan import Numerics
from .schedule import Workers

Engine: TypeAlias = Literal["serial", "local", "ray"]
ENGINES: tuple[Engine, ...] = ("serial", "local", "ray")


class Executor(Workers, Protocol):
    """Workers that are there while it is entered."""

    name: str

    def __enter__(self) -> Self:
        """Make ready."""
        ...

    def __exit__(self, *reason: object) -> None:
        """Let go of all workers."""
        ...

    def numerics(self) -> Numerics:
        """What the last bits depend on where its stages are made; asked once it is entered."""
        ...


def executor(
    engine: Engine = "serial", jobs: int | None = None, address: str | None = None, threads: int | None = None
) -> Executor:
    """The executor of this name, with so many stages at a time, of so many threads each. Raises RecipeError.

    `address` is that of a running Ray cluster; without it `ray` starts one on this machine.
    """
    match engine:
        case "serial":
            from .serial import Serial

            return Serial(threads)
        case "local":
            from .local import Local

            return Local(jobs, threads)
        case "ray":
            from .ray import OnRay

            return OnRay(jobs, address, threads)
    raise RecipeError(f"there is no engine {engine!r}; known: {', '.join(ENGINES)}")
