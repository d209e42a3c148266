"""CLIP's towers from a person's own files: OpenAI's archives, a folder from Hugging Face, or a plain state dict."""

import pickle
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ..errors import WeightsError
from . import checkpoint

_HUGGING_FACE = (
    (r"^vision_model\.embeddings\.class_embedding$", "image_encoder.class_embedding"),
    (r"^vision_model\.embeddings\.patch_embedding\.", "image_encoder.conv1."),
    (r"^vision_model\.embeddings\.position_embedding\.weight$", "image_encoder.positional_embedding"),
    (r"^vision_model\.pre_layrnorm\.", "image_encoder.ln_pre."),
    (r"^vision_model\.post_layernorm\.", "image_encoder.ln_post."),
    (r"^vision_model\.encoder\.layers\.", "image_encoder.transformer.resblocks."),
    (r"^text_model\.embeddings\.token_embedding\.", "text_encoder.token_embedding."),
    (r"^text_model\.embeddings\.position_embedding\.weight$", "text_encoder.positional_embedding"),
    (r"^text_model\.final_layer_norm\.", "text_encoder.ln_final."),
    (r"^text_model\.encoder\.layers\.", "text_encoder.transformer.resblocks."),
    (r"\.layer_norm1\.", ".ln_1."),
    (r"\.layer_norm2\.", ".ln_2."),
    (r"\.mlp\.fc1\.", ".mlp.c_fc."),
    (r"\.mlp\.fc2\.", ".mlp.c_proj."),
    (r"\.self_attn\.", ".attn."),
)
_UNUSED = re.compile(
    r"position_ids$|^logit_scale$|^visual_projection|^image_encoder\.(proj$|attnpool)|^(input_res|context_l|vocab_s)"
)


def towers(path: Path) -> dict[str, Tensor]:
    """The tensors of both towers under the names of a CLIP-EBC network, float32. Raises WeightsError."""
    if path.is_dir():
        file = path / "model.safetensors"
        if not file.exists():
            raise WeightsError(f"{path} holds no towers of CLIP: expected model.safetensors in it, found none.")
        state, _ = checkpoint.read_tensors(file)
    elif is_torchscript(path):
        state = _torchscript_tensors(path)
    else:
        state, _ = checkpoint.read_tensors(path)
    if not isinstance(state, Mapping) or not all(isinstance(value, Tensor) for value in state.values()):
        raise WeightsError(f"{path} holds no towers of CLIP: expected tensors by name, found {type(state).__name__}.")
    named = _from_hugging_face(state) if "text_model.final_layer_norm.weight" in state else _from_openai(state)
    kept = {name: value for name, value in named.items() if not _UNUSED.search(name)}
    return {name: value.float() if value.is_floating_point() else value for name, value in kept.items()}


def _from_openai(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {
        "image_encoder." + name.removeprefix("visual.") if name.startswith("visual.")
        else name if name.startswith(("text_encoder.", "image_encoder."))
        else name if _UNUSED.search(name) else "text_encoder." + name: value
        for name, value in state.items()
    }  # fmt: skip


def _from_hugging_face(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    named: dict[str, Tensor] = {}
    for name, value in state.items():
        for pattern, ours in _HUGGING_FACE:
            name = re.sub(pattern, ours, name)
        named[name] = value
    named["text_encoder.text_projection"] = named.pop("text_projection.weight").T
    # queries, keys and values are three matrices there and one here
    for name in [name for name in named if ".attn.q_proj." in name]:
        parts = [named.pop(name.replace("q_proj", f"{letter}_proj")) for letter in "qkv"]
        named[name.replace("q_proj.", "in_proj_")] = torch.cat(parts)
    return named


def is_torchscript(path: Path) -> bool:
    """Whether the file is a compiled model, as OpenAI's are."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.endswith("/constants.pkl") for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def _torchscript_tensors(path: Path) -> dict[str, Tensor]:
    """The tensors of a TorchScript archive by name; its code is not even looked at."""
    try:
        with zipfile.ZipFile(path) as archive:
            root = next(name for name in archive.namelist() if name.endswith("/data.pkl")).removesuffix("data.pkl")
            with archive.open(root + "data.pkl") as file:
                return dict(_named("", _ArchiveUnpickler(file, archive, root).load()))
    except (pickle.UnpicklingError, StopIteration, KeyError, ValueError, RuntimeError, TypeError) as error:
        raise WeightsError(
            f"{path} is damaged or no towers of CLIP: expected OpenAI's archive, found {type(error).__name__}."
        ) from error


class _Module:
    """Stands for any class of the archive: holds what its instances hold, and has no behavior."""

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)


_TYPES = {"HalfStorage": torch.float16, "FloatStorage": torch.float32, "LongStorage": torch.int64}


class _ArchiveUnpickler(pickle.Unpickler):
    """Builds tensors and plain holders only; any other name in the pickle is refused."""

    def __init__(self, file: Any, archive: zipfile.ZipFile, root: str) -> None:
        super().__init__(file)
        self._archive, self._root = archive, root

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("__torch__"):
            return _Module
        if module == "torch" and name in _TYPES:
            return _TYPES[name]
        match (module, name):
            case ("torch._utils", "_rebuild_tensor_v2"):
                return _rebuilt
            case ("torch._utils", "_rebuild_parameter"):
                return lambda value, *_: value
            case ("collections", "OrderedDict"):
                return dict
            case ("torch.jit._pickle", _):
                return lambda value, *_: value
        raise pickle.UnpicklingError(f"{module}.{name}")

    def persistent_load(self, pid: Any) -> Tensor:
        _, dtype, key, _, _ = pid
        return torch.frombuffer(bytearray(self._archive.read(f"{self._root}data/{key}")), dtype=dtype)


def _rebuilt(storage: Tensor, offset: int, size: tuple[int, ...], stride: tuple[int, ...], *_: object) -> Tensor:
    return storage.as_strided(size, stride, offset)


def _named(prefix: str, module: _Module) -> list[tuple[str, Tensor]]:
    found: list[tuple[str, Tensor]] = []
    for name, value in vars(module).items():
        if isinstance(value, Tensor):
            found.append((prefix + name, value))
        elif isinstance(value, _Module):
            found += _named(f"{prefix}{name}.", value)
    return found
