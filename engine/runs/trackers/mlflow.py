"""MLflow: a folder of its file store, mlruns, as its client reads it: an experiment, and in it a run.

Written here, since it is a few texts: the client brings a web server along. Source: mlflow.store.tracking.file_store.
"""

import json
import re
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from ...files import make_folder, write_text
from ...paths import inside
from ..folder import Run
from .scalars import Scalar, scalars, settings, started

EXPERIMENT = "miscount"
_LONGEST_VALUE = 6000
"""Letters of a value that MLflow takes."""

_FINISHED, _FAILED, _RUNNING = 3, 4, 1
_STATES = {"done": _FINISHED, "failed": _FAILED, "cancelled": 5, "unfinished": _RUNNING}


def write(run: Run, folder: Path) -> Path:
    """Write `run` into the file store `folder`, beside what is there; gives `folder`, for a tracking URI of file:.

    The run's name and folder decide its id, so that one that is written again takes its own place. Raises RunError,
    OutputError.
    """
    experiment = _number(EXPERIMENT)
    home = make_folder(folder / experiment)
    _yaml(home / "meta.yaml", {
        "artifact_location": (folder.resolve() / experiment).as_uri(), "creation_time": 0, "experiment_id": experiment,
        "last_update_time": 0, "lifecycle_stage": "active", "name": EXPERIMENT,
    })  # fmt: skip
    name = uuid.uuid5(uuid.NAMESPACE_URL, run.folder.resolve().as_uri()).hex
    place = make_folder(home / name)
    found = list(scalars(run))
    begun, ended = started(run), max((one.at for one in found), default=started(run))
    for part in ("artifacts", "metrics", "params", "tags"):
        make_folder(place / part)
    for setting, value in settings(run).items():
        write_text(inside(place / "params", _plain(setting)), value[:_LONGEST_VALUE])
    for metric, rows in _by_name(found).items():
        path = inside(place / "metrics", metric)
        make_folder(path.parent)
        write_text(path, "".join(f"{round(one.at * 1000)} {one.value!r} {one.step}\n" for one in rows))
    tags = {"mlflow.runName": run.name, "mlflow.source.name": str(run.folder.resolve()), "mlflow.user": "miscount",
            "device": str(run.about.get("device", "")),
            "versions": json.dumps(run.about.get("versions", {}))}  # fmt: skip
    for tag, value in tags.items():
        write_text(place / "tags" / tag, value)
    _yaml(place / "meta.yaml", {
        "artifact_uri": (place.resolve() / "artifacts").as_uri(),
        "end_time": round(ended * 1000), "entry_point_name": "",
        "experiment_id": experiment, "lifecycle_stage": "active", "run_id": name, "run_name": run.name,
        "run_uuid": name, "source_name": "", "source_type": 4, "source_version": "",
        "start_time": round(begun * 1000), "status": _STATES[run.status], "tags": [], "user_id": "miscount",
    })  # fmt: skip
    return folder


def _number(name: str) -> str:
    """The id of an experiment: digits alone, as MLflow's are, and the same for the same name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name).int % 10**18)


def _by_name(found: list[Scalar]) -> dict[str, list[Scalar]]:
    rows: dict[str, list[Scalar]] = {}
    for one in found:
        rows.setdefault(_plain(one.name), []).append(one)
    return rows


def _plain(name: str) -> str:
    """A name of letters that MLflow takes, with slashes where it has parts."""
    return re.sub(r"[^\w/.\- ]", "_", name)


def _yaml(path: Path, values: Mapping[str, Any]) -> None:
    write_text(path, str(yaml.safe_dump(dict(values))))
