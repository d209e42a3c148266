"""TensorBoard: one file of events, by its own writer, which needs no TensorFlow; of a whole run, or while it goes."""

import json
import time
from collections import deque
from pathlib import Path
from typing import Any

from ... import events as say
from ...errors import EngineError, OutputError
from ...files import make_folder
from ..event_log import EVENTS, read_stamped
from ..folder import Run
from .scalars import Curves, Scalar, scalars, settings, settings_in, started

FOLDER = "tensorboard"
"""In the folder of a run that is followed while it goes."""
_FILES = "events.out.tfevents.*"
_FLUSH_S = 5


def write(run: Run, folder: Path) -> Path:
    """Write the curves, scores and settings of `run` to `folder / NAME`; gives `folder`, for tensorboard --logdir.

    Raises EngineError where tensorboard is not installed, OutputError, RunError.
    """
    package()
    place = make_folder(folder / run.name)
    if any(place.glob(_FILES)):
        raise OutputError(f"{place} holds events of TensorBoard already: give another folder.")
    found = list(scalars(run))
    board = _Board(place)
    try:
        board.tell(settings(run), started(run))
        for one in found:
            board.add(one)
    finally:
        board.close()
    return folder


class Live:
    """A run for TensorBoard while it goes: `take` each of its events, in a `with`.

    What lies in the run's folder `tensorboard` is written anew, since a run that goes on says first what it said
    before; then with the time at which it was said. Raises EngineError where tensorboard is not installed, OutputError.
    """

    def __init__(self, run: Path, recipe_text: str) -> None:
        package()
        self.place = make_folder(run / FOLDER)
        self._before = deque(read_stamped(run / EVENTS))
        for path in self.place.glob(_FILES):
            path.unlink()
        self._curves = Curves()
        self._board = _Board(self.place)
        self._board.tell(settings_in(recipe_text), time.time())

    def __enter__(self) -> "Live":
        return self

    def __exit__(self, *_reason: object) -> None:
        self._board.close()

    def take(self, event: say.Event) -> None:
        """Write the numbers of an event, of a training that goes on within some seconds."""
        for one in self._curves.of(event, self._when(event)):
            self._board.add(one)
        if isinstance(event, say.EpochDone | say.StageDone | say.Evaluated):
            self._board.flush()

    def _when(self, event: say.Event) -> float:
        while self._before:
            at, said = self._before.popleft()
            if said == event:
                return time.time() if at is None else at
        return time.time()


class _Board:
    """A file of events for TensorBoard."""

    def __init__(self, place: Path) -> None:
        self._package = package()
        self._writer: Any = self._package["EventFileWriter"](str(place), flush_secs=_FLUSH_S)

    def tell(self, about: dict[str, str], at: float) -> None:
        """The settings, as a text called recipe."""
        package = self._package
        text = json.dumps(about, indent=1, ensure_ascii=False).encode()
        value = package["Summary"].Value(
            tag="recipe", metadata=package["create_summary_metadata"](display_name="recipe", description=""),
            tensor=package["make_tensor_proto"]([text]),
        )  # fmt: skip
        self._add(package["Summary"](value=[value]), 0, at)

    def add(self, one: Scalar) -> None:
        """One number."""
        value = self._package["Summary"].Value(tag=one.name, simple_value=one.value)
        self._add(self._package["Summary"](value=[value]), one.step, one.at)

    def _add(self, summary: Any, step: int, at: float) -> None:
        self._writer.add_event(self._package["Event"](wall_time=at, step=step, summary=summary))

    def flush(self) -> None:
        """Let a reader see all so far."""
        self._writer.flush()

    def close(self) -> None:
        """Write what is left."""
        self._writer.close()


def package() -> dict[str, Any]:
    """What is used of the package tensorboard. Raises EngineError where it is missing."""
    try:
        from tensorboard.compat.proto.event_pb2 import Event
        from tensorboard.compat.proto.summary_pb2 import Summary
        from tensorboard.plugins.text.metadata import create_summary_metadata
        from tensorboard.summary.writer.event_file_writer import EventFileWriter
        from tensorboard.util.tensor_util import make_tensor_proto
    except ImportError as error:
        raise EngineError(
            "Files of TensorBoard need the package tensorboard, which is missing: pip install 'miscount[trackers]'."
        ) from error
    return {"Event": Event, "Summary": Summary, "create_summary_metadata": create_summary_metadata,
            "EventFileWriter": EventFileWriter, "make_tensor_proto": make_tensor_proto}  # fmt: skip
