"""Weights & Biases, offline: the folder that `wandb sync` takes, should a person want to send it."""

import importlib
import os
from pathlib import Path
from typing import Any
from unittest.mock import patch

from ...errors import EngineError
from ...files import make_folder
from ..folder import Run
from .scalars import scalars, settings

_QUIET = {"WANDB_MODE": "offline", "WANDB_SILENT": "true", "WANDB_ERROR_REPORTING": "false"}


def write(run: Run, folder: Path) -> Path:
    """Write `run` into `folder / wandb`; gives the folder of the run there. Raises EngineError where wandb is missing.

    It is wandb's own writer, offline: it neither logs in nor sends. Also raises RunError, OutputError.
    """
    try:
        wandb: Any = importlib.import_module("wandb")
    except ImportError as error:
        raise EngineError("Offline runs of W&B need the package wandb, which is missing: pip install wandb.") from error
    found = list(scalars(run))
    with patch.dict(os.environ, _QUIET):
        asked = wandb.Settings(mode="offline", silent=True, disable_git=True, disable_code=True, console="off",
                               x_disable_stats=True, x_disable_meta=True, x_disable_machine_info=True)  # fmt: skip
        made = wandb.init(project="miscount", name=run.name, config=settings(run), dir=str(make_folder(folder)),
                          settings=asked)  # fmt: skip
        place = Path(made.dir).parent
        rows: dict[tuple[str, int], dict[str, float]] = {}
        for one in found:
            part = one.name.rpartition("/")[0]
            row = rows.setdefault((part, one.step), {f"{part}/step": float(one.step), "time": one.at})
            row[one.name] = one.value
        for row in rows.values():
            made.log(row)
        made.finish()
    return place
