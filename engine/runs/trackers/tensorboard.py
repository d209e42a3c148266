"""TensorBoard: one file of events, by its own writer, which needs no TensorFlow."""

import json
from pathlib import Path

from ...errors import EngineError, OutputError
from ...files import make_folder
from ..folder import Run
from .scalars import scalars, settings, started


def write(run: Run, folder: Path) -> Path:
    """Write the curves, scores and settings of `run` to `folder / NAME`; gives `folder`, for tensorboard --logdir.

    Raises EngineError where tensorboard is not installed, OutputError, RunError.
    """
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
    place = make_folder(folder / run.name)
    if any(place.glob("events.out.tfevents.*")):
        raise OutputError(f"{place} holds events of TensorBoard already: give another folder.")
    found = list(scalars(run))
    writer = EventFileWriter(str(place))
    try:
        about = json.dumps(settings(run), indent=1, ensure_ascii=False)
        text = Summary(value=[Summary.Value(
            tag="recipe", metadata=create_summary_metadata(display_name="recipe", description=""),
            tensor=make_tensor_proto([about.encode()]),
        )])  # fmt: skip
        writer.add_event(Event(wall_time=started(run), step=0, summary=text))
        for one in found:
            value = Summary.Value(tag=one.name, simple_value=one.value)
            writer.add_event(Event(wall_time=one.at, step=one.step, summary=Summary(value=[value])))
    finally:
        writer.close()
    return folder
