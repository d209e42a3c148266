"""The published forms of weights: which counter a bare set of tensors is, and what its file does not say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from torch import Tensor

from .clip_prompts import DatasetName

MARKS = {
    "csrnet": {"frontend.0.weight", "backend.0.weight", "output_layer.weight"},
    "mcnn": {"branch1.0.weight", "branch2.0.weight", "branch3.0.weight", "fuse.0.weight"},
    "clip_ebc": {"logit_scale", "projection.weight", "text_encoder.token_embedding.weight"},
}
"""Names that only the weights of one kind have."""

WRAPPERS = {"state_dict": "eighth", "model_state_dict": None}
"""Entries that hold the weights of a whole training state: leeyeehoo's (CSRNet at 1/8), CLIP-EBC's `ckpt.pth`."""


@dataclass(frozen=True)
class Found:
    """A counter's raw configuration and weights; `asks` names settings that the file leaves open."""

    raw: dict[str, Any]
    state: dict[str, Tensor]
    asks: tuple[str, ...] = field(default=())


def recognized(content: Any, path: Path) -> Found | None:
    """What `content`, read from `path`, is; None where it is no counter that is known here."""
    wrapped = next((name for name in WRAPPERS if isinstance(content, Mapping) and name in content), None)
    state = content if wrapped is None else content[wrapped]
    if not isinstance(state, Mapping) or not state or not all(isinstance(value, Tensor) for value in state.values()):
        return None
    plain = {str(name).removeprefix("module."): value for name, value in state.items()}  # as DataParallel names them
    kind = next((kind for kind, marks in MARKS.items() if marks <= plain.keys()), None)
    match kind:
        case "csrnet":
            # both repositories share all names: leeyeehoo saves the epoch around the weights, CommissarMa them alone
            convention = "eighth" if wrapped is not None else "upsampled"
            return Found({"kind": "csrnet", "convention": convention}, plain)
        case "mcnn":
            return Found({"kind": "mcnn"}, plain)
        case "clip_ebc":
            return _clip_ebc(plain, path)
        case _:
            return None


def _clip_ebc(state: dict[str, Tensor], path: Path) -> Found:
    raw: dict[str, Any] = {"kind": "clip_ebc", "backbone": "vit_b_16" if "vpt_0" in state else "resnet50"}
    if "vpt_0" in state:
        raw["num_vpt"] = state["vpt_0"].shape[0]
    # published folders and archives are called after the dataset, such as NWPU_CLIP_ViT_B_16_Word_rmse
    words = set(re.split(r"[^a-z0-9]+", "/".join(path.parts[-4:]).lower()))
    named = [name for name in get_args(DatasetName) if name in words]
    if len(named) == 1:
        raw["dataset"] = named[0]
    if "number" in words:
        raw["prompts"] = "number"
    return Found(raw, state, () if "dataset" in raw else ("dataset",))


def described(content: Any) -> str:
    """What was found in place of a counter."""
    if isinstance(content, Mapping):
        return f"{len(content)} entries such as {next(iter(content), 'none')!r}"
    return f"a {type(content).__name__}"
