"""Cards: beside every file of weights of a run, and in every poisoned copy, with what a stranger must know."""

from pathlib import Path

import pytest

from miscount.engine.counters import build
from miscount.engine.counters.checkpoint import save
from miscount.engine.counters.weight_files.model_card import AUDIT, SUFFIX
from miscount.engine.experiment import run
from miscount.engine.files import sha256
from miscount.engine.poison.dataset import write_poisoned_dataset
from miscount.engine.poison.dataset_card import CARD
from miscount.engine.recipe import parse
from miscount.engine.scenes import read_dataset
from tests.engine.experiment.test_experiment import TINY

HEADINGS = ["## Model details", "## Intended use", "## How to use", "## Training", "## Evaluation",
            "## Risks and limitations"]  # fmt: skip


@pytest.fixture(scope="module")
def cards(tmp_path_factory):
    """The cards of a run by the names of their stages, beside each file of weights."""
    out = tmp_path_factory.mktemp("cards") / "run"
    recipe = parse(TINY, ["evaluation={doses: [], specificity: false}"])
    for _ in run(recipe, out):
        pass
    return {path.parent.name: path for path in out.rglob("weights.safetensors")}


def told(weights: Path) -> str:
    return weights.with_name(f"{weights.name}{SUFFIX}").read_text()


def test_every_file_of_weights_has_a_card(cards):
    assert cards.keys() >= {"twin", "victim", "defended_fine_tune", "control_same_training"}
    for weights in cards.values():
        card = told(weights)
        assert [line for line in card.splitlines() if line.startswith("## ")] == HEADINGS
        assert f"SHA-256 {sha256(weights.read_bytes())}" in card
        assert "research" in card.lower()
        assert 'mc.load("weights.safetensors")' in card


def test_a_card_says_who_was_poisoned_with_what(cards):
    assert "**on purpose**" in told(cards["victim"])
    assert "Trigger: blend (" in told(cards["victim"])
    assert "ratio 0.2" in told(cards["victim"])
    assert "Label edit: thin (alpha 0.3" in told(cards["victim"])
    assert "25.0% of the training scenes" in told(cards["victim"])
    assert AUDIT not in told(cards["victim"])
    assert "It may carry a backdoor" in told(cards["defended_fine_tune"])
    assert "Method: fine_tune (" in told(cards["defended_fine_tune"])
    assert "Trigger" not in told(cards["twin"])
    assert "backdoor" not in told(cards["twin"]).partition("## Risks")[2]


def test_a_poisoned_copy_has_a_card(cards, tmp_path):
    scenes = next(path for path in cards["twin"].parents[2].parent.rglob("part_S"))
    recipe = parse(TINY)
    made = write_poisoned_dataset(read_dataset(scenes.parent), recipe.poison, 3, tmp_path / "out")
    card = (made.root / CARD).read_text()
    for heading in ("Dataset summary", "Intended use", "How it was made", "Structure", "Risks and limitations"):
        assert f"\n## {heading}\n" in card
    assert "kind: blend" in card
    assert "alpha: 0.3" in card
    poisoned = sum(row.role == "poisoned" for row in made.rows)
    assert f"{poisoned} poisoned scenes and 0 cover scenes among {len(made.rows)} in all" in card
    assert "seed 3" in card
    assert len(read_dataset(made.root)) == len(made.rows), "the card is no scene"


def test_a_counter_of_smaller_frames_says_so(tmp_path):
    save(build({"kind": "light", "channels": 4}), tmp_path / "w.safetensors", shrink=2)
    assert "Frames are made 2 times smaller first" in told(tmp_path / "w.safetensors")
    assert AUDIT in told(tmp_path / "w.safetensors")
