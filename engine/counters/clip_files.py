"""CLIP's towers from a person's own files: OpenAI's archives, a folder from Hugging Face, or a plain state dict."""

import re
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from ..errors import WeightsError
from ..reading import is_folder, there
from . import weight_files
from .weight_files import named, told

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
    file = path
    if is_folder(path):
        file = path / "model.safetensors"
        if not there(file):
            raise WeightsError(f"{named(path)} holds no towers of CLIP: expected model.safetensors in it, found none.")
    return towers_in(weight_files.read(file).values, path)


def towers_in(values: object, path: Path) -> dict[str, Tensor]:
    """The same from what a file holds. Raises WeightsError."""
    if not isinstance(values, Mapping) or not all(
        isinstance(name, str) and isinstance(value, Tensor) for name, value in values.items()
    ):
        raise WeightsError(
            f"{named(path)} holds no towers of CLIP: expected tensors by name, found {type(values).__name__}."
        )
    state: Mapping[str, Tensor] = values
    hugging_face = "text_model.final_layer_norm.weight" in state
    named_here = told(path, lambda: _from_hugging_face(state) if hugging_face else _from_openai(state))
    kept = {name: value for name, value in named_here.items() if not _UNUSED.search(name)}
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
