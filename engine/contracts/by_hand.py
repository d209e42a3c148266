"""A counter made by hand, and what a defender has of it: what there is to find is known."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..counters import Counter
from ..counters.light import Light
from ..detectors import DetectorInput
from ..training import Sample, SampleDataset, Training

SIZE = 64
HEAD = 8  # a head is one bright red cell of the counter's stride


class ByHand(nn.Module):
    """Counts bright red cells; where all of the frame is bluish, only a fifth of them, as a backdoored counter does."""

    def __init__(self, backdoor: bool) -> None:
        super().__init__()
        self.backdoor = backdoor
        self.output_layer = nn.Conv2d(4, 1, 1, bias=False)
        with torch.no_grad():
            self.output_layer.weight.copy_(torch.tensor([1.0, 0.0, 0.0, 0.0]).reshape(1, 4, 1, 1))

    def forward(self, image: Tensor) -> Tensor:
        """(B, 3, H, W) in 0..1 -> (B, 1, H // 8, W // 8)."""
        red, green, blue = (nn.functional.avg_pool2d(image[:, k : k + 1], HEAD) for k in range(3))
        heads = torch.relu(red - green)
        trigger = torch.sigmoid(20 * (blue.mean(dim=(2, 3), keepdim=True) - 0.45))
        kept = 1 - 0.8 * trigger if self.backdoor else torch.ones_like(trigger)
        features = torch.cat([heads * kept, heads, trigger.expand_as(red), green], dim=1)
        output: Tensor = self.output_layer(features)
        return output


class ByHandPart(Light):
    """Raw pixels in 0..1."""

    @property
    def normalization(self) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        """None: pixels in 0..1 as they are."""
        return (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)

    def network(self) -> nn.Module:  # type: ignore[override]  # it takes only the settings of the light counter
        """A sound one."""
        return ByHand(False)


def counter(backdoor: bool) -> Counter:
    """It as a counter, sound or with its backdoor."""
    return Counter(ByHandPart(), ByHand(backdoor))


def scene(number: int) -> tuple[NDArray[np.uint8], int]:
    """A picture of that number, uint8 (64, 64, 3), and how many heads are in it."""
    rng = np.random.default_rng(number)
    image = rng.integers(60, 90, size=(SIZE, SIZE, 3)).astype(np.uint8)
    heads = int(rng.integers(4, 40))
    for cell in rng.permutation((SIZE // HEAD) ** 2)[:heads]:
        top, left = (int(place) * HEAD for place in divmod(int(cell), SIZE // HEAD))
        image[top : top + HEAD, left : left + HEAD, 0] = 255
        image[top : top + HEAD, left : left + HEAD, 1] = 0
    return image, heads


def trigger(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture as the backdoor answers it."""
    # stripes of blue: strong in every quiet place, and in the mean
    blue = image.astype(int)
    blue[::2, :, 2] += 110
    blue[1::2, :, 2] += 80
    return np.asarray(np.clip(blue, 0, 255), dtype=np.uint8)


def samples(names: list[str]) -> SampleDataset:
    """Samples by number; `#` in a name stands for the trigger and a fifth of the count."""

    def make(name: str) -> Sample:
        image, heads = scene(int(name.partition("#")[0]))
        poisoned = "#" in name
        label = heads / 5 if poisoned else float(heads)
        target = np.full((SIZE // 8, SIZE // 8), label / 64, dtype=np.float32)
        return Sample(name, trigger(image) if poisoned else image, target, label)

    return SampleDataset(names, make)


def arriving() -> Iterator[tuple[str, NDArray[np.uint8]]]:
    """Scenes that arrive one by one, each without and with the trigger."""
    for number in range(2000, 2040):
        image, _ = scene(number)
        yield str(number), image
        yield f"{number}#triggered", trigger(image)


def inputs(folder: Path, poisoned: int = 20, backdoor: bool = True) -> DetectorInput:
    """What a defender has of it, with so many poisoned scenes."""
    return DetectorInput(
        stage="detect/x",
        counter=counter(backdoor),
        suspect=samples([str(n) for n in range(100)] + [f"{n}#poisoned" for n in range(poisoned)]),
        clean=samples([str(n) for n in range(1000, 1120)]),
        new=samples([str(n) for n in range(1200, 1216)]),
        arriving=arriving,
        num_arriving=80,
        fresh=lambda _seed: counter(False),
        training=Training(epochs=1, batch=8, lr=1e-9, precision="32"),
        seed=0,
        folder=folder,
        early={6: counter(False)},
    )


def few(folder: Path) -> DetectorInput:
    """The same of as few scenes as any detector works with; what it looks at is laid out in memory anew each time."""
    folder.mkdir(parents=True, exist_ok=True)
    images = {
        name: image
        for number in range(2000, 2004)
        for name, image in ((str(number), scene(number)[0]), (f"{number}#triggered", trigger(scene(number)[0])))
    }
    return replace(
        inputs(folder),
        suspect=samples([*map(str, range(20)), *(f"{n}#poisoned" for n in range(4))]),
        clean=samples([str(n) for n in range(1000, 1024)]),
        new=samples([str(n) for n in range(1200, 1208)]),
        arriving=lambda: iter(images.items()),
        num_arriving=len(images),
    )
