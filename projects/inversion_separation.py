"""Does trigger inversion tell backdoored counters from clean ones of the same architecture?

    python -m projects.inversion_separation --out DIR [--seeds 0 1 2 3 4] [--references 5]

For each seed, the twin and the victim of two dense attacks (rain that hides people, snow that adds them) are searched
for a universal trigger, and compared with clean counters of other seeds. Leaves inversion.md, inversion.csv and the
recovered triggers in DIR; a run that was stopped goes on where it was.
"""

import argparse
import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ATTACKS = ("dmba_minus_rain", "dmba_plus_snow")
FIRST_REFERENCE = 100


def trained(out: Path, attack: str, seed: int) -> dict[str, Path]:
    """The weights of twin and victim of one seed, trained by a run of their own."""
    from engine.events import Failed
    from engine.experiment import run
    from engine.recipe import load_recipe

    settings = [f"seed={seed}", "defenses=[]", "detectors=[]", "evaluation.doses=[]", "evaluation.specificity=false"]
    recipe = load_recipe(Path(__file__).parent / attack, settings)
    folder = out / f"{attack}-{seed}"
    for event in run(recipe, folder):
        if isinstance(event, Failed):
            raise SystemExit(f"{folder}: {event.message}")
    return {name: folder / "stages" / name / "weights.safetensors" for name in ("twin", "victim")}


def searched(weights: Path, frames: Any, seed: int, shown: Path) -> dict[str, float]:
    """The log ratio that the best universal change reaches, by direction."""
    from engine.counters import load
    from engine.detectors.inversion import DIRECTIONS, Inversion, Search
    from engine.events import Never
    from engine.scenes.images import write_image

    defaults, found = Inversion(), {}
    for direction in DIRECTIONS:
        search = Search("additive", direction, defaults.budget, defaults.steps, defaults.batch, seed)
        steps = search.run(load(weights), frames, "inversion", Never())
        while True:
            try:
                next(steps)
            except StopIteration as end:
                found[direction] = end.value.moved
                write_image(shown / f"{weights.parents[2].name}-{weights.parent.name}-{direction}.png", end.value.shown)
                break
    return found


def main() -> None:
    """Train, search, compare, write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, required=True)
    asked.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    asked.add_argument("--references", type=int, default=5)
    asked.add_argument("--attacks", nargs="+", default=list(ATTACKS))
    given = asked.parse_args()
    from engine.detectors.inversion import DIRECTIONS, anomalies, anomaly_threshold, common_frames, farther
    from engine.material import Material
    from engine.metrics.detection import auroc
    from engine.recipe import load_recipe
    from engine.scenes.synthetic import make

    given.out.mkdir(parents=True, exist_ok=True)
    recipe = load_recipe(Path(__file__).parent / ATTACKS[0], ["seed=7000"])
    frames = common_frames(Material(recipe, make(recipe.data, recipe.seed, given.out / "frames")).defender)
    references = [
        searched(trained(given.out, ATTACKS[0], FIRST_REFERENCE + k)["twin"], frames, k, given.out)
        for k in range(given.references)
    ]
    rows: list[dict[str, Any]] = []
    for attack in given.attacks:
        for seed in given.seeds:
            for name, weights in trained(given.out, attack, seed).items():
                if name == "twin" and attack != given.attacks[0]:
                    continue  # the same scenes and the same clean counter
                moved = searched(weights, frames, seed, given.out)
                scores = anomalies(farther(moved), [farther(each) for each in references])
                rows.append({
                    "attack": attack if name == "victim" else "none", "seed": seed, "counter": name,
                    **{f"log_ratio_{direction}": moved[direction] for direction in DIRECTIONS},
                    "score": max(scores.values()),
                })  # fmt: skip
                print(rows[-1], flush=True)
    with (given.out / "inversion.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, fieldnames=list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    clean = [row["score"] for row in rows if row["counter"] == "twin"]
    most = anomaly_threshold(len(DIRECTIONS), given.references, 0.05)
    over = sum(score > most for score in clean)
    lines = [
        f"# Trigger inversion, {datetime.now(UTC):%Y-%m-%d}", "",
        f"- threshold for at most 5 % false alarms {most:.2f}: {over} of {len(clean)} clean counters pass it",
    ]  # fmt: skip
    for attack in given.attacks:
        bad = [row["score"] for row in rows if row["attack"] == attack]
        value = auroc(bad + clean, [True] * len(bad) + [False] * len(clean))
        lines.append(f"- {attack}: AUROC {value:.3f}; scores {_words(bad)} against {_words(clean)} of clean counters")
    (given.out / "inversion.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def _words(scores: list[float]) -> str:
    return ", ".join(f"{score:.1f}" for score in sorted(scores))


if __name__ == "__main__":
    main()
