"""CLIP-EBC: a count a block, classified by CLIP's two towers (Ma, Sanchez, Guha 2024, arXiv:2403.09281)."""

import math
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from . import clip_prompts
from .base import CounterPart, initialize, width_of
from .clip_towers import WINDOW, ModifiedResNet, TextEncoder, VisionTransformer

STRIDE, TOWER_STRIDE, LAYERS, HEAD = 8, 16, 12, 64
"""Pixels a block; pixels a cell of either tower; blocks of a transformer; channels of one attention head."""


class _Residual(nn.Module):
    """The decoder: a residual block of two 3 x 3 convolutions, or of 1 x 1, 3 x 3 and 1 x 1."""

    def __init__(self, channels: int, bottleneck: bool) -> None:
        super().__init__()
        for number, side in enumerate((1, 3, 1) if bottleneck else (3, 3), start=1):
            layer = nn.Conv2d(channels, channels, side, padding=side // 2, bias=False)
            self.add_module(f"conv{number}", layer)
            self.add_module(f"bn{number}", nn.BatchNorm2d(channels))
            self.add_module(f"relu{number}", nn.ReLU())
        self._num_layers = number

    def forward(self, x: Tensor) -> Tensor:
        """Same shape."""
        out = x
        for number in range(1, self._num_layers + 1):
            out = self.get_submodule(f"bn{number}")(self.get_submodule(f"conv{number}")(out))
            out = self.get_submodule(f"relu{number}")(out if number < self._num_layers else out + x)
        return out


class ClipEBCNetwork(nn.Module):
    """Image (B, 3, H, W), sides multiples of 16, to expected counts (B, 1, H / 8, W / 8).

    In training mode the answer is (logits (B, bins, H / 8, W / 8), expected counts), as published.
    """

    def __init__(self, config: "ClipEBC") -> None:
        super().__init__()
        vit = config.backbone == "vit_b_16"
        channels, text_width = _channels(vit, config.width)
        embed = text_width if vit else 2 * text_width
        if vit:
            for number in range(LAYERS):
                self.register_parameter(f"vpt_{number}", nn.Parameter(torch.empty(config.num_vpt, channels)))
            self.image_encoder: nn.Module = VisionTransformer(channels, LAYERS, channels // HEAD)
        else:
            self.image_encoder = ModifiedResNet(channels // 32)
        self.logit_scale = nn.Parameter(torch.empty([]))
        self.image_decoder = nn.Sequential(_Residual(channels, bottleneck=not vit))
        self.projection = nn.Conv2d(channels, embed, 1)
        self.text_encoder = TextEncoder(text_width, LAYERS, text_width // HEAD, embed)
        self._tokens = clip_prompts.tokens(config.sentences)
        self._anchors = config.anchor_points
        self._text: Tensor | None = None

    def draw(self, generator: torch.Generator) -> None:
        """What is no convolution and no batch norm."""
        nn.init.constant_(self.logit_scale, math.log(1 / 0.07))
        if isinstance(self.image_encoder, VisionTransformer):
            self.image_encoder.draw(generator)
            bound = math.sqrt(6 / (3 * TOWER_STRIDE + self.projection.in_channels))
            for prompt in self._visual_prompts():
                nn.init.uniform_(prompt, -bound, bound, generator=generator)
        self.text_encoder.draw(generator)
        self._text = None

    def forward(self, image_BCHW: Tensor) -> Tensor | tuple[Tensor, Tensor]:
        """The expected counts, and in training mode the logits before them."""
        if isinstance(self.image_encoder, VisionTransformer):
            features = self.image_encoder(image_BCHW, self._visual_prompts())
        else:
            features = self.image_encoder(image_BCHW)
        features = nn.functional.interpolate(features, scale_factor=TOWER_STRIDE / STRIDE, mode="bilinear")
        features = self.projection(self.image_decoder(features)).float()
        image = nn.functional.normalize(features, dim=1)
        text = nn.functional.normalize(self.text_features(image.device), dim=1)
        logits = self.logit_scale.exp() * torch.einsum("bchw,nc->bnhw", image, text)
        anchors = torch.tensor(self._anchors, device=image.device)
        counts = torch.einsum("bnhw,n->bhw", logits.softmax(dim=1), anchors)[:, None]
        return (logits, counts) if self.training else counts

    def text_features(self, device: torch.device) -> Tensor:
        """What the frozen text tower says of each bin, float32 (bins, E); computed once for its weights."""
        if self._text is None or self._text.device != device:
            # outside of inference mode and autocast: training will use it too
            with torch.inference_mode(False), torch.no_grad(), torch.autocast(device.type, enabled=False):
                self._text = self.text_encoder(self._tokens.to(device))
        return self._text

    def _visual_prompts(self) -> list[Tensor]:
        return [self.get_parameter(f"vpt_{number}") for number in range(LAYERS)]

    def _load_from_state_dict(self, *args: object, **kwargs: object) -> None:
        super()._load_from_state_dict(*args, **kwargs)
        self._text = None


def _channels(vit: bool, width: float) -> tuple[int, int]:
    """Of the features of the image tower, and of the layers of the text tower."""
    image = HEAD * max(1, round(12 * width)) if vit else 32 * max(8, 2 * round(32 * width))
    return image, HEAD * max(1, round(8 * width))


class ClipEBC(CounterPart):
    """CLIP-EBC, as published at width 1."""

    title: ClassVar[str] = "CLIP-EBC"

    kind: Literal["clip_ebc"] = "clip_ebc"
    backbone: Literal["vit_b_16", "resnet50"] = Field(
        default="vit_b_16", description="CLIP's image tower: ViT-B/16, frozen, tuned by visual prompts, or ResNet-50."
    )
    dataset: clip_prompts.DatasetName = Field(
        default="sha", description="Whose training scenes the anchor of the last bin is the average of: ShanghaiTech A "
        "or B, UCF-QNRF, NWPU or JHU. A file of weights does not say it.",
    )  # fmt: skip
    truncation: clip_prompts.Truncation = Field(
        default=4, description="The last bin holds all counts from here on.", json_schema_extra={"unit": "persons"}
    )
    anchor: Literal["average", "middle"] = Field(
        default="average", description="What the last bin counts for: the dataset's average, or its least count."
    )
    prompts: Literal["word", "number"] = Field(
        default="word", description="Whether the sentences of the bins say three or 3."
    )
    num_vpt: int = Field(
        default=32, ge=1, le=256, description="Visual prompts in each of the 12 blocks of ViT-B/16.",
        json_schema_extra={"step": 1},
    )  # fmt: skip
    width: float = Field(
        default=1.0, ge=0.05, le=1, description="Factor on the channels of every layer; 1 is the published network.",
        json_schema_extra={"step": 0.05},
    )  # fmt: skip
    needs_unit_weights: ClassVar[bool] = True
    gives_logits: ClassVar[bool] = True
    front_end: ClassVar[tuple[str, ...]] = ("image_encoder.", "text_encoder.", "vpt_")
    last_layer: ClassVar[tuple[str, ...]] = ("projection.", "logit_scale")
    marks: ClassVar[frozenset[str]] = frozenset(
        {"logit_scale", "projection.weight", "text_encoder.token_embedding.weight"}
    )
    card: ClassVar[str] = (
        "CLIP-EBC (Ma, Sanchez, Guha 2024): each 8 x 8 block is classified into bins of counts by the likeness of "
        "image features to CLIP's sentences about them; the count is what the bins are expected to hold. ViT-B/16 "
        "stays frozen but for 32 visual prompts a block, ResNet-50 is trained whole. Trained on heads as points, by "
        "its own loss; label edits that change weights have no meaning for it. Without CLIP's weights there is "
        "nothing frozen to rely on: name them as `pretrained`. Deviation: ViT-B/16 is asked in windows of 224 px that "
        "are padded where the frame is smaller, which the published code gets wrong."
    )

    @classmethod
    def settings_of(cls, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
        """Its backbone, width and number of visual prompts."""
        vit = "image_encoder.class_embedding" in shapes or "vpt_0" in shapes
        told: dict[str, Any] = {"backbone": "vit_b_16" if vit else "resnet50"}
        if shapes.get("vpt_0"):
            told["num_vpt"] = shapes["vpt_0"][0]
        channels = (shapes["projection.weight"][1:2], shapes["text_encoder.token_embedding.weight"][1:2])
        return told | width_of(lambda width: channels == tuple((side,) for side in _channels(vit, width)), 0.05, 1)

    @property
    def stride(self) -> int:
        """8 px."""
        return STRIDE

    @property
    def side_multiple(self) -> int:
        """16 px, the cell of either tower."""
        return TOWER_STRIDE

    @property
    def window_px(self) -> int | None:
        """224 px for ViT-B/16."""
        return WINDOW if self.backbone == "vit_b_16" else None

    @property
    def receptive_field_px(self) -> int:
        """ViT-B/16: its window of 224 px, wherever the cell lies in it. ResNet-50: from its layers.

        2 more convolutions at stride 2 and 14 at 4, 8, and 16 px a cell, pools of their own, the bilinear step and the
        decoder's 3 x 3: the recurrence of `base.receptive_field` along the longest way.
        """
        return WINDOW if self.backbone == "vit_b_16" else _resnet_field()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What each bin is called."""
        return clip_prompts.prompts(self.truncation, self.prompts == "word")

    @property
    def anchor_points(self) -> tuple[float, ...]:
        """What each bin counts for, in persons."""
        return clip_prompts.anchors(self.dataset, self.truncation, self.anchor == "average")

    def trains(self, name: str) -> bool:
        """The text tower is frozen, and ViT-B/16 but for its visual prompts."""
        frozen = ("text_encoder.", "image_encoder.") if self.backbone == "vit_b_16" else ("text_encoder.",)
        return not name.startswith(frozen)

    def network(self) -> ClipEBCNetwork:
        """The published layers, scaled by width."""
        return ClipEBCNetwork(self)

    def draw(self, network: nn.Module, seed: int) -> None:
        """He's rule for the convolutions, CLIP's for the rest."""
        initialize(network, seed)
        if isinstance(network, ClipEBCNetwork):
            network.draw(torch.Generator().manual_seed((seed + 1) % 2**63))


def _resnet_field() -> int:
    field, jump = 1, 1
    stem = [(3, 2), (3, 1), (3, 1), (2, 2)]
    stages = [step for blocks, stride in ((3, 1), (4, 2), (6, 2), (3, 1)) for step in _stage_steps(blocks, stride)]
    for side, stride in (*stem, *stages):
        field += (side - 1) * jump
        jump *= stride
    # bilinear, then the decoder at half the jump
    return field + jump + 2 * (jump // 2)


def _stage_steps(blocks: int, stride: int) -> list[tuple[int, int]]:
    first = [(3, 1), (stride, stride)] if stride > 1 else [(3, 1)]
    return [*first, *[(3, 1)] * (blocks - 1)]
