"""The model card that stands beside every file of weights: what it is, how to ask it, what it was trained on.

The headings are those of Mitchell et al. 2019, "Model cards for model reporting", in the form that model hubs read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from miscount import __version__

from ... import plugins
from ..counter import Counter

SUFFIX = ".card.md"
AUDIT = "Whether it is poisoned is not known from the file: ask `miscount audit` before relying on its counts."


@dataclass(frozen=True)
class Background:
    """What is known of a counter beside its network: what it is for, how it was trained, what is wrong with it.

    `is_poisoned` is whether poison was put into its training on purpose.
    """

    what: str = "Weights of a counter of which nothing else was written down."
    training: Sequence[str] = ()
    risks: Sequence[str] = ()
    is_poisoned: bool = False


def model_card(counter: Counter, name: str, sha256: str, about: Background, shrink: int = 1) -> str:
    """The card of the file `name`, Markdown."""
    config = counter.config
    raw = config.model_dump(mode="json") | {"pretrained": ""}
    settings = ", ".join(f"{key} {value}" for key, value in raw.items() if key != "kind" and value not in ("", None))
    mean, std = config.normalization
    weights = sum(each.numel() for each in counter.network.parameters())
    by = [f"miscount {__version__}", *(plugin.words for plugin in plugins.used_in(raw))]
    smaller = f"* Frames are made {shrink} times smaller first, as those that it was trained on."
    risks = [*about.risks, *([] if about.is_poisoned else [AUDIT])]
    return "\n".join([
        f"# {name}",
        "",
        about.what,
        "",
        "## Model details",
        "",
        f"* A crowd counter of the kind {config.kind}{f' ({settings})' if settings else ''}: a network from an image "
        "to a density map, whose sum is the count.",
        f"* {weights:,} weights in safetensors; SHA-256 {sha256}.",
        f"* Written by {', '.join(by)}.",
        *(f"* {note}" for note in counter.notes),
        "",
        "## Intended use",
        "",
        "* Research on backdoors in crowd counting, and on defenses against them.",
        "* Not for counting people where somebody relies on the number.",
        "",
        "## How to use",
        "",
        "```python",
        "import miscount as mc",
        "",
        f'counter = mc.load("{name}")',
        "counter.count(image)    # image: uint8 (H, W, 3), RGB",
        "counter.density(image)  # float32 (h, w)",
        "```",
        "",
        f"* The network gets RGB from 0 to 1 minus {list(mean)}, divided by {list(std)}; its map times "
        f"{config.map_scale:g} gives persons.",
        f"* One cell of the map stands for {config.stride} x {config.stride} px.",
        *([smaller] if shrink > 1 else []),
        "",
        "## Training",
        "",
        *(f"* {line}" for line in about.training or ("Not known.",)),
        "",
        "## Evaluation",
        "",
        "* Figures stand in `results.json` and `report.html` of its run, beside those of its control.",
        "",
        "## Risks and limitations",
        "",
        *(f"* {line}" for line in risks),
        "",
    ])  # fmt: skip
