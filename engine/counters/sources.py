"""Published weights: which file is wanted, where its authors keep it, and how to tell that it is that file.

Nothing is ever downloaded here: a person fetches a file, on another machine if need be, and says where it lies.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

from ..reading import is_folder
from . import KINDS, checkpoint, clip_files, config_in, vgg, weight_files
from .pretrained import digest
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
    Source("vgg16-397923af.pth", "VGG-16 trained on ImageNet: the front end of CSRNet and CAN", "csrnet",
           "https://download.pytorch.org/models/vgg16-397923af.pth", 553.4, "397923af"),
    Source("vgg16_bn-6c64b313.pth", "VGG-16 with batch norm, trained on ImageNet: SFANet's front end", "sfanet",
           "https://download.pytorch.org/models/vgg16_bn-6c64b313.pth", 553.5, "6c64b313"),
    Source("vgg19-dcbb9e9d.pth", "VGG-19 trained on ImageNet: what the VGG-19 counter begins with", "vgg19",
           "https://download.pytorch.org/models/vgg19-dcbb9e9d.pth", 574.7, "dcbb9e9d"),
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
    Source("part_B_pre.pth.tar", "CAN, weizheliu: the authors' form", "can",
           "https://github.com/weizheliu/Context-Aware-Crowd-Counting (links in the README)", 72, role="counter"),
    Source("cvpr2019_CAN_SHHA_353.pth", "CAN, CommissarMa's form, which DMBA attacks", "can",
           "https://github.com/CommissarMa/Context-Aware_Crowd_Counting-pytorch (links in the README)", 73,
           role="counter"),
    Source("best_model.pth of the Bayesian loss", "VGG-19 with the Bayesian loss", "vgg19",
           "https://github.com/ZhihengCV/Bayesian-Crowd-Counting (links in the README)", 86, role="counter"),
    Source("model_sh_A.pth, model_sh_B.pth", "VGG-19, DM-Count", "vgg19",
           "https://github.com/cvlab-stonybrook/DM-Count/tree/master/pretrained_models", 86, role="counter"),
    Source("mcnn_shtechA_660.h5, mcnn_shtechB_110.h5", "MCNN, svishwa: gray pixels, HDF5", "mcnn",
           "https://github.com/svishwa/crowdcount-mcnn (links in the README)", 0.5, role="counter"),
    Source("best_*.pth of CLIP-EBC", "CLIP-EBC, trained; say which dataset", "clip_ebc",
           "https://github.com/Yiming-M/CLIP-EBC/releases", 642, role="counter"),
)  # fmt: skip


_FRONTS: Mapping[vgg.VGG, tuple[str, str]] = {
    "vgg16": ("csrnet", "VGG-16: its first ten convolutions become the front end of a CSRNet or a CAN."),
    "vgg16_bn": ("sfanet", "VGG-16 with batch norm: its convolutions become the front end of an SFANet."),
    "vgg19": ("vgg19", "VGG-19: its convolutions become the front end of a VGG-19 counter."),
}


@dataclass(frozen=True)
class Examined:
    """What a file of weights turned out to be, in words and in settings of a counter.

    `is_whole`: it holds a whole counter, and not only what training begins with. `asks`: settings that must be given.
    `notes`: what was changed, left out or taken for granted in reading, also said in `sentence`.
    """

    path: Path
    sentence: str
    megabytes: float
    sha256: str
    verdict: str
    counter: Mapping[str, Any]
    is_whole: bool
    asks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def examine(path: Path) -> Examined:
    """Read `path`, hash it, and say what it is. Raises WeightsError."""
    hashed, size = digest(path)
    facts: dict[str, Any] = {
        "path": path, "megabytes": size / 1e6, "sha256": hashed, "verdict": verdict(path.name, hashed)
    }  # fmt: skip
    if is_folder(path):
        return _of_towers(clip_files.towers(path), facts)
    content = weight_files.read(path)
    if (front := vgg.which(content.values)) is not None:
        kind, sentence = _FRONTS[front]
        return Examined(sentence=sentence, counter={"kind": kind}, is_whole=False, **facts)
    towers = isinstance(content.values, Mapping) and any(str(name).startswith("visual.") for name in content.values)
    if towers and "miscount" not in content.about and recognized(content, path, KINDS.values()) is None:
        return _of_towers(clip_files.towers_in(content.values, path), facts)
    found = checkpoint.found_in(content, path, KINDS.values())
    config_in(path, found.raw)
    notes = found.said(path)
    words = f"A whole counter of the kind {weight_files.shown(found.raw['kind'])}, {len(found.state)} tensors."
    return Examined(
        sentence=" ".join((words, *notes)), counter=found.raw, is_whole=True, asks=found.asks, notes=notes, **facts
    )


def verdict(name: str, digest: str) -> str:
    """Whether the file of this name is the published one, as far as its authors' hash says."""
    known = next((source for source in SOURCES if source.file == name and source.sha256), None)
    if known is None:
        return "No hash of it is published: compare the SHA-256 with another copy."
    if digest.startswith(known.sha256):
        return "It is the published file: its SHA-256 is as expected."
    return f"It is not the published file: expected a SHA-256 that begins with {known.sha256[:12]}."


def _of_towers(towers: Mapping[str, Tensor], facts: Mapping[str, Any]) -> Examined:
    vit = "image_encoder.class_embedding" in towers
    return Examined(
        sentence=f"CLIP's towers, {'ViT-B/16' if vit else 'ResNet-50'}: what a CLIP-EBC begins with.",
        counter={"kind": "clip_ebc", "backbone": "vit_b_16" if vit else "resnet50"}, is_whole=False, **facts,
    )  # fmt: skip
