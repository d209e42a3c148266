"""Does trigger inversion tell backdoored counters from clean ones of the same architecture?

    python -m miscount.projects.inversion_separation --out DIR [--seeds 0 1 2 3 4] [--references 5]

For each seed, the twin and the victim of two dense attacks (rain that hides people, snow that adds them) are searched
for a universal trigger, and compared with clean counters of other seeds. Leaves inversion.md, inversion.csv and the
recovered triggers in DIR. As many at a time as there are processors; a run that was stopped goes on where it was.
"""

import argparse
import multiprocessing
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ATTACKS = ("dmba_minus_rain", "dmba_plus_snow")
FIRST_REFERENCE = 100
SETTINGS = ("defenses=[]", "detectors=[]", "evaluation.doses=[]", "evaluation.specificity=false")


def trained(out: Path, attack: str, seed: int) -> dict[str, Path]:
    """The weights of twin and victim of one seed, trained by a run of their own."""
    from miscount.engine.events import Failed
    from miscount.engine.experiment import run
    from miscount.engine.recipe import load_recipe

    recipe = load_recipe(Path(__file__).parent / attack, [f"seed={seed}", *SETTINGS])
    folder = out / f"{attack}-{seed}"
    for event in run(recipe, folder):
        if isinstance(event, Failed):
            raise RuntimeError(f"{folder}: {event.message}")
    return {name: folder / "stages" / name / "weights.safetensors" for name in ("twin", "victim")}


def searched(out: Path, attack: str, seed: int, names: Sequence[str], frames: Any) -> dict[str, dict[str, float]]:
    """How far the best universal change of each counter of a seed moves what it sees, as a log, by direction."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    weights = trained(out, attack, seed)
    return {name: _searched(weights[name], frames, seed, out) for name in names}


def _searched(weights: Path, frames: Any, seed: int, shown: Path) -> dict[str, float]:
    from miscount.engine.counters import load
    from miscount.engine.detectors.inversion import DIRECTIONS, Inversion
    from miscount.engine.events import Never
    from miscount.engine.scenes.images import write_image

    found = {}
    for direction in DIRECTIONS:
        search = Inversion().search("additive", direction, seed)
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
    from miscount.engine.detectors.inversion import DIRECTIONS, LEAST_MOVED, farther
    from miscount.engine.detectors.references import anomalies
    from miscount.engine.detectors.universal import common_frames
    from miscount.engine.experiment.data_roles import ExperimentData
    from miscount.engine.recipe import load_recipe
    from miscount.engine.scenes.synthetic import make

    given.out.mkdir(parents=True, exist_ok=True)
    recipe = load_recipe(Path(__file__).parent / ATTACKS[0], ["seed=7000"])
    frames = common_frames(ExperimentData(recipe, make(recipe.data, recipe.seed, given.out / "frames")).defender)
    # the twin of a seed is one counter, whatever attacks its victim
    jobs = [(given.attacks[0], FIRST_REFERENCE + k, ("twin",)) for k in range(given.references)]
    jobs += [(given.attacks[0], seed, ("twin", "victim")) for seed in given.seeds]
    jobs += [(attack, seed, ("victim",)) for attack in given.attacks[1:] for seed in given.seeds]
    with multiprocessing.get_context("spawn").Pool(min(len(jobs), os.cpu_count() or 1)) as pool:
        found = pool.starmap(searched, [(given.out, *job, frames) for job in jobs], chunksize=1)
    references = [farther(each["twin"]) for each in found[: given.references]]
    rows: list[dict[str, Any]] = []
    for (attack, seed, _), counters in zip(jobs[given.references :], found[given.references :], strict=True):
        for name, moved in counters.items():
            rows.append({
                "attack": attack if name == "victim" else "none", "seed": seed, "counter": name,
                **{f"log_factor_{direction}": moved[direction] for direction in DIRECTIONS},
                "score": max(anomalies(farther(moved), references, LEAST_MOVED).values()),
            })  # fmt: skip
    print(written(given.out, rows, given.references))


def written(out: Path, rows: Sequence[Mapping[str, Any]], num_references: int) -> str:
    """Write the table of what was found, and return in words how well the attacked stand apart."""
    from miscount.engine.detectors.inversion import DIRECTIONS
    from miscount.engine.detectors.references import anomaly_threshold
    from miscount.engine.metrics.detection import auroc
    from miscount.engine.runs import write_rows

    write_rows(out / "inversion.csv", list(rows[0]), rows)
    clean = [row["score"] for row in rows if row["counter"] == "twin"]
    most = anomaly_threshold(len(DIRECTIONS), num_references, 0.05)
    over = sum(score > most for score in clean)
    lines = [
        f"# Trigger inversion, {datetime.now(UTC):%Y-%m-%d}", "",
        f"- threshold for at most 5 % false alarms {most:.2f}: {over} of {len(clean)} clean counters pass it",
    ]  # fmt: skip
    for attack in dict.fromkeys(row["attack"] for row in rows if row["counter"] == "victim"):
        bad = [row["score"] for row in rows if row["attack"] == attack]
        value = auroc(bad + clean, [True] * len(bad) + [False] * len(clean))
        lines.append(f"- {attack}: AUROC {value:.3f}; scores {_words(bad)} against {_words(clean)} of clean counters")
    text = "\n".join(lines) + "\n"
    (out / "inversion.md").write_text(text, encoding="utf-8")
    return text


def _words(scores: list[float]) -> str:
    return ", ".join(f"{score:.1f}" for score in sorted(scores))


if __name__ == "__main__":
    main()
