"""Published weights: which file is wanted, where its authors keep it, and how to tell that it is that file.

Nothing is ever downloaded here: a person fetches a file, on another machine if need be, and says where it lies.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import WeightsError
from . import checkpoint, clip_files
from .published import recognized


@dataclass(frozen=True)
class Source:
    """A published file. `sha256` may be its beginning only, as file names of PyTorch's hub carry it; empty: unknown."""

    file: str
    what: str
    counter: str
    where: str
    megabytes: float
    sha256: str = ""
    role: str = "front"
    """"front": what a training begins with; "counter": a whole counter."""


SOURCES = (
    Source("vgg16-397923af.pth", "VGG-16 trained on ImageNet: CSRNet's front end", "csrnet",
           "https://download.pytorch.org/models/vgg16-397923af.pth", 553.4, "397923af"),
    Source("ViT-B-16.pt", "CLIP ViT-B/16, OpenAI's archive: both towers", "clip_ebc",
           "https://openaipublic.azureedge.net/clip/models/"
           "5806e77cd80f8b59890b7e101eabd078d9fb84e6937f9e85e4ecb61988df416f/ViT-B-16.pt", 351,
           "5806e77cd80f8b59890b7e101eabd078d9fb84e6937f9e85e4ecb61988df416f"),
    Source("RN50.pt", "CLIP ResNet-50, OpenAI's archive: both towers", "clip_ebc",
           "https://openaipublic.azureedge.net/clip/models/"
           "afeb0e10f9e5a86da6080e35cf09123aca3b358a0c3e3b6c78a7b63bc04b6762/RN50.pt", 256,
           "afeb0e10f9e5a86da6080e35cf09123aca3b358a0c3e3b6c78a7b63bc04b6762"),
    Source("model.safetensors", "CLIP ViT-B/16, from Hugging Face: both towers; give its folder", "clip_ebc",
           "https://huggingface.co/openai/clip-vit-base-patch16", 599),
    Source("PartAmodel_best.pth.tar, PartBmodel_best.pth.tar", "CSRNet, leeyeehoo: 1/8 convention", "csrnet",
           "https://github.com/leeyeehoo/CSRNet-pytorch (links in the README)", 130, role="counter"),
    Source("*.pth of CommissarMa", "CSRNet, CommissarMa: upsampled convention", "csrnet",
           "https://github.com/CommissarMa/CSRNet-pytorch (links in the README)", 65, role="counter"),
    Source("best_*.pth of CLIP-EBC", "CLIP-EBC, trained; say which dataset", "clip_ebc",
           "https://github.com/Yiming-M/CLIP-EBC/releases", 642, role="counter"),
)  # fmt: skip


@dataclass(frozen=True)
class Examined:
    """What a file of weights turned out to be, in words and in settings of a counter.

    `is_whole`: it holds a whole counter, and not only what training begins with. `asks`: settings that must be given.
    """

    path: Path
    sentence: str
    megabytes: float
    sha256: str
    verdict: str
    counter: Mapping[str, Any]
    is_whole: bool
    asks: tuple[str, ...] = ()


def examine(path: Path) -> Examined:
    """Read `path`, hash it, and say what it is. Raises WeightsError."""
    digest, size = _digest(path)
    facts: dict[str, Any] = {
        "path": path, "megabytes": size / 1e6, "sha256": digest, "verdict": verdict(path.name, digest)
    }  # fmt: skip
    if path.is_dir() or clip_files.is_torchscript(path):
        return Examined(sentence=_towers_in_words(path), counter=_towers_of(path), is_whole=False, **facts)
    content, about = checkpoint.read_tensors(path)
    if isinstance(content, Mapping) and "features.28.weight" in content and "features.0.weight" in content:
        return Examined(
            sentence="VGG-16: its first ten convolutions become the front end of a CSRNet.",
            counter={"kind": "csrnet"}, is_whole=False, **facts,
        )  # fmt: skip
    towers = isinstance(content, Mapping) and any(str(name).startswith("visual.") for name in content)
    if towers and recognized(content, path) is None:
        return Examined(sentence=_towers_in_words(path), counter=_towers_of(path), is_whole=False, **facts)
    found = checkpoint.read(path)
    kind, convention = found.raw["kind"], found.raw.get("convention")
    words = f"A whole counter of the kind {kind}, {len(found.state)} tensors"
    words += f", {convention} convention by the form of its file" if "miscount" not in about and convention else ""
    return Examined(sentence=words + ".", counter=found.raw, is_whole=True, asks=found.asks, **facts)


def verdict(name: str, digest: str) -> str:
    """Whether the file of this name is the published one, as far as its authors' hash says."""
    known = next((source for source in SOURCES if source.file == name and source.sha256), None)
    if known is None:
        return "No hash of it is published: compare the SHA-256 with another copy."
    if digest.startswith(known.sha256):
        return "It is the published file: its SHA-256 is as expected."
    return f"It is not the published file: expected a SHA-256 that begins with {known.sha256[:12]}."


def _digest(path: Path) -> tuple[str, int]:
    file = path / "model.safetensors" if path.is_dir() else path
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest(), file.stat().st_size
    except OSError as error:
        raise WeightsError(f"{file} cannot be read: expected a file of weights, found {error.strerror}.") from error


def _towers_of(path: Path) -> dict[str, Any]:
    names = clip_files.towers(path).keys()
    vit = "image_encoder.class_embedding" in names
    return {"kind": "clip_ebc", "backbone": "vit_b_16" if vit else "resnet50"}


def _towers_in_words(path: Path) -> str:
    tower = "ViT-B/16" if _towers_of(path)["backbone"] == "vit_b_16" else "ResNet-50"
    return f"CLIP's towers, {tower}: what a CLIP-EBC begins with."
