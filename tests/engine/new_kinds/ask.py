"""Run in a process whose `miscount` has the new kinds: prints as JSON what the program says of them."""

import contextlib
import io
import json
import sys
from pathlib import Path

import torch

import miscount
from miscount.engine import contracts, counters
from miscount.engine.cli import main
from miscount.engine.contracts import by_hand, dots
from miscount.engine.defenses import defense
from miscount.engine.detectors import detector
from miscount.engine.labels import label_edit
from miscount.engine.recipe import load_recipe
from miscount.engine.scenes.formats import format_named
from miscount.engine.triggers import trigger

SHELVES = ("triggers", "labels", "counters", "defenses", "detectors")
RECIPE = """
name: new kinds
data: {kind: synthetic, train: 8, test: 2, height: 64, width: 64}
counter: {kind: blocks, channels: 2}
training: {epochs: 1, batch: 4}
poison: {rate: 0.25, trigger: {kind: flash, levels: 40}, label: {kind: halve}}
detectors: [{kind: brightness}]
defenses: [{kind: shrink, share: 0.8}]
"""


def listed(shelf: str) -> dict[str, dict[str, object]]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert main(["list", shelf, "--json"]) == 0
    return {kind["kind"]: kind for kind in json.loads(said.getvalue())}


def keep_the_contracts(folder: Path) -> None:
    contracts.keeps_trigger_contract(trigger({"kind": "flash"}))
    contracts.keeps_label_contract(label_edit({"kind": "halve"}))
    raw = contracts.small("counters", "blocks")
    contracts.keeps_counter_contract(counters.counter_config(raw), lambda seed: counters.build(raw, seed))
    contracts.keeps_detector_contract(
        lambda: detector(contracts.small("detectors", "brightness")), lambda name: by_hand.few(folder / name)
    )
    contracts.keeps_defense_contract(
        lambda: defense(contracts.small("defenses", "shrink")), lambda name: dots.few(folder / "defense" / name)
    )
    (folder / "format").mkdir()
    contracts.keeps_format_contract(format_named("lines"), folder / "format")


if __name__ == "__main__":
    torch.set_num_threads(1)
    at = Path(sys.argv[1])
    (at / "recipe.yaml").write_text(RECIPE, encoding="utf-8")
    read = load_recipe(at / "recipe.yaml")
    keep_the_contracts(at)
    said = {
        "package": str(Path(miscount.__file__).parent),
        "shelves": {shelf: listed(shelf) for shelf in SHELVES},
        "recipe": read.model_dump(mode="json"),
        "again": read.to_yaml(),
    }
    sys.stdout.write(json.dumps(said) + "\n")
