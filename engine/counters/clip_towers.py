"""The towers of CLIP (Radford et al. 2021, arXiv:2103.00020) under their published names, for features only."""

from collections import OrderedDict
from collections.abc import Sequence

import torch
from torch import Tensor, nn

VOCABULARY, CONTEXT = 49408, 77
PATCH, WINDOW = 16, 224
"""Pixels: the side of a patch of ViT-B/16, and of the image that its positions are made for."""


class QuickGELU(nn.Module):
    """x * sigmoid(1.702 x), the form of GELU that CLIP was trained with."""

    def forward(self, x: Tensor) -> Tensor:
        """Elementwise."""
        return x * torch.sigmoid(1.702 * x)


class Block(nn.Module):
    """A residual attention block on (B, L, C)."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.attn = nn.MultiheadAttention(width, heads, batch_first=True)
        self.ln_1 = nn.LayerNorm(width)
        layers = [("c_fc", nn.Linear(width, 4 * width)), ("gelu", QuickGELU()), ("c_proj", nn.Linear(4 * width, width))]
        self.mlp = nn.Sequential(OrderedDict(layers))
        self.ln_2 = nn.LayerNorm(width)

    def forward(self, x_BLC: Tensor, mask_LL: Tensor | None = None) -> Tensor:
        """Attention among all of the sequence, or what `mask_LL` leaves of it, then the layers of each place."""
        y = self.ln_1(x_BLC)
        x_BLC = x_BLC + self.attn(y, y, y, need_weights=False, attn_mask=mask_LL)[0]
        out: Tensor = x_BLC + self.mlp(self.ln_2(x_BLC))
        return out


class Transformer(nn.Module):
    """Twelve blocks, one after the other."""

    def __init__(self, width: int, layers: int, heads: int) -> None:
        super().__init__()
        self.width = width
        self.resblocks = nn.Sequential(*[Block(width, heads) for _ in range(layers)])

    def draw(self, generator: torch.Generator) -> None:
        """CLIP's own initialization: narrower where the residual sum of many blocks would grow."""
        summed = (2 * len(self.resblocks)) ** -0.5
        spread = {"in_proj_weight": 1.0, "out_proj.weight": summed, "c_fc.weight": 0.5**0.5, "c_proj.weight": summed}
        for name, parameter in self.resblocks.named_parameters():
            factor = next((factor for end, factor in spread.items() if name.endswith(end)), None)
            if factor is not None:
                nn.init.normal_(parameter, std=factor * self.width**-0.5, generator=generator)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)


class VisionTransformer(nn.Module):
    """Image (B, 3, H, W) to features (B, C, H // 16, W // 16); positions are interpolated to other sizes than 224."""

    def __init__(self, width: int, layers: int, heads: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, PATCH, stride=PATCH, bias=False)
        self.class_embedding = nn.Parameter(torch.empty(width))
        self.positional_embedding = nn.Parameter(torch.empty((WINDOW // PATCH) ** 2 + 1, width))
        self.ln_pre = nn.LayerNorm(width)
        self.transformer = Transformer(width, layers, heads)
        self.ln_post = nn.LayerNorm(width)

    def draw(self, generator: torch.Generator) -> None:
        """CLIP's own initialization of what is no convolution."""
        scale = self.class_embedding.numel() ** -0.5
        nn.init.normal_(self.class_embedding, std=scale, generator=generator)
        nn.init.normal_(self.positional_embedding, std=scale, generator=generator)
        self.transformer.draw(generator)

    def forward(self, image_BCHW: Tensor, prompts: Sequence[Tensor]) -> Tensor:
        """Deep visual prompts (n, C), one a block, stand behind the class token in that block only (VPT, Jia 2022)."""
        patches = self.conv1(image_BCHW)
        batch, _, rows, columns = patches.shape
        x = torch.cat([self.class_embedding.expand(batch, 1, -1), patches.flatten(2).transpose(1, 2)], dim=1)
        x = self.ln_pre(x + self._positions(rows, columns))
        for block, prompt in zip(self.transformer.resblocks, prompts, strict=True):
            x = torch.cat([x[:, :1], prompt.expand(batch, -1, -1).to(x.dtype), x[:, 1:]], dim=1)
            x = block(x)
            x = torch.cat([x[:, :1], x[:, 1 + len(prompt) :]], dim=1)
        out: Tensor = self.ln_post(x)[:, 1:].transpose(1, 2).reshape(batch, -1, rows, columns)
        return out

    def _positions(self, rows: int, columns: int) -> Tensor:
        side = WINDOW // PATCH
        if (rows, columns) == (side, side):
            return self.positional_embedding
        grid = self.positional_embedding[1:].T.reshape(1, -1, side, side)
        grid = nn.functional.interpolate(grid, size=(rows, columns), mode="bicubic")
        return torch.cat([self.positional_embedding[:1], grid[0].flatten(1).T])


class _Bottleneck(nn.Module):
    """CLIP's: every convolution has stride 1, an average pool comes before the last one."""

    def __init__(self, inputs: int, planes: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, planes, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.pool = nn.AvgPool2d(stride) if stride > 1 else nn.Identity()
        self.conv3 = nn.Conv2d(planes, 4 * planes, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(4 * planes)
        self.relu1, self.relu2, self.relu3 = (nn.ReLU(inplace=True) for _ in range(3))
        self.downsample = None
        if stride > 1 or inputs != 4 * planes:
            layers = [
                ("-1", nn.AvgPool2d(stride)),
                ("0", nn.Conv2d(inputs, 4 * planes, 1, bias=False)),
                ("1", nn.BatchNorm2d(4 * planes)),
            ]
            self.downsample = nn.Sequential(OrderedDict(layers))

    def forward(self, x: Tensor) -> Tensor:
        """Same size, or half of it."""
        out = self.relu1(self.bn1(self.conv1(x)))
        out = self.pool(self.relu2(self.bn2(self.conv2(out))))
        out = self.bn3(self.conv3(out)) + (x if self.downsample is None else self.downsample(x))
        summed: Tensor = self.relu3(out)
        return summed


class ModifiedResNet(nn.Module):
    """CLIP's ResNet-50 with the last stage at stride 1: image (B, 3, H, W) to (B, 32 w, H // 16, W // 16)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, width // 2, 3, stride=2, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width // 2)
        self.conv2 = nn.Conv2d(width // 2, width // 2, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width // 2)
        self.conv3 = nn.Conv2d(width // 2, width, 3, padding=1, bias=False)
        self.bn3 = nn.BatchNorm2d(width)
        self.relu1, self.relu2, self.relu3 = (nn.ReLU() for _ in range(3))
        self.pool = nn.AvgPool2d(2)
        self.layer1 = _stage(width, width, blocks=3, stride=1)
        self.layer2 = _stage(4 * width, 2 * width, blocks=4, stride=2)
        self.layer3 = _stage(8 * width, 4 * width, blocks=6, stride=2)
        self.layer4 = _stage(16 * width, 8 * width, blocks=3, stride=1)

    def forward(self, x: Tensor) -> Tensor:
        """The features of the last stage."""
        x = self.relu1(self.bn1(self.conv1(x)))
        x = self.relu2(self.bn2(self.conv2(x)))
        x = self.relu3(self.bn3(self.conv3(x)))
        x = self.layer2(self.layer1(self.pool(x)))
        out: Tensor = self.layer4(self.layer3(x))
        return out


def _stage(inputs: int, planes: int, blocks: int, stride: int) -> nn.Sequential:
    rest = (_Bottleneck(4 * planes, planes) for _ in range(blocks - 1))
    return nn.Sequential(_Bottleneck(inputs, planes, stride), *rest)


class TextEncoder(nn.Module):
    """Token numbers (N, L) to features (N, E), those at the end mark of each row."""

    def __init__(self, width: int, layers: int, heads: int, embed: int) -> None:
        super().__init__()
        self.token_embedding = nn.Embedding(VOCABULARY, width)
        self.positional_embedding = nn.Parameter(torch.empty(CONTEXT, width))
        self.transformer = Transformer(width, layers, heads)
        self.ln_final = nn.LayerNorm(width)
        self.text_projection = nn.Parameter(torch.empty(width, embed))

    def draw(self, generator: torch.Generator) -> None:
        """CLIP's own initialization."""
        nn.init.normal_(self.token_embedding.weight, std=0.02, generator=generator)
        nn.init.normal_(self.positional_embedding, std=0.01, generator=generator)
        nn.init.normal_(self.text_projection, std=self.text_projection.shape[0] ** -0.5, generator=generator)
        self.transformer.draw(generator)

    def forward(self, tokens_NL: Tensor) -> Tensor:
        """A token sees those before it only, so what lies behind the longest sentence need not be computed."""
        length = tokens_NL.shape[1]
        mask = torch.full((length, length), float("-inf"), device=tokens_NL.device).triu(1)
        x = self.token_embedding(tokens_NL) + self.positional_embedding[:length]
        for block in self.transformer.resblocks:
            x = block(x, mask)
        x = self.ln_final(x)
        at_end = x[torch.arange(len(x), device=x.device), tokens_NL.argmax(dim=1)]
        out: Tensor = at_end @ self.text_projection
        return out
