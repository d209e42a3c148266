"""The tables of known answers for the defender: every defense and every detector, on two victims and on a clean set.

    python -m miscount.projects.known_defenses --out DIR [--seeds 0 1 2] [--only rain patch clean]

`rain` hides people under a picture of rain over the whole frame, `patch` around a patch in the corner; `clean` is a
training set without a poisoned scene, on which no detector should cry. As many at a time as there are processors; a run
that was stopped goes on where it was. Leaves known_defenses.md, defenses.csv and detectors.csv in DIR.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from miscount.engine.runs import CounterId, RunResults
from miscount.projects.known_answers import asked_for, carry_out, run_all

DEFENSES = (
    "{kind: fine_tune}", "{kind: fine_pruning}", "{kind: nad}", "{kind: cbd}", "{kind: cbd, weights: published}",
    "{kind: partial_train}", "{kind: abl}", "{kind: i_bau}", "{kind: pipeline, detector: {kind: spectral}}",
)  # fmt: skip
DETECTORS = (
    "{kind: signed_residual}", "{kind: signed_residual, form: low_loss}", "{kind: spectral}",
    "{kind: spectral, form: published}", "{kind: activation_clustering}", "{kind: frequency}", "{kind: strip}",
    "{kind: severity}",
)  # fmt: skip
FORMS = {
    "cbd/2": "cbd, published weights", "signed_residual/2": "low loss (published)", "spectral/2": "spectral, published",
    "pipeline": "pipeline (spectral, drop)",
}  # fmt: skip
"""What rows are called that are not the default of their kind."""

VICTIMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "clean": ("dmba_minus_rain", ("defenses=[]", "poison.rate=0")),
    "rain": ("dmba_minus_rain", (f"defenses=[{', '.join(DEFENSES)}]",)),
    "patch": ("badnets_local", (f"defenses=[{', '.join(DEFENSES)}]",)),
}
"""What is attacked -> the project it stands on, and what is set otherwise."""
COMMON = (f"detectors=[{', '.join(DETECTORS)}]", "evaluation.doses=[]", "evaluation.specificity=false")


def run_seed(out: Path, seed: int, names: Sequence[str]) -> None:
    """Carry out the runs on these victims for one seed."""
    for name in names:
        project, settings = VICTIMS[name]
        carry_out(out, seed, name, project, (*COMMON, *settings))


def results_of(out: Path, name: str, seeds: Sequence[int]) -> dict[int, RunResults]:
    """What the runs on one victim that are done left, by seed."""
    from miscount.engine.runs import open_run

    folders = {seed: out / f"{name}-{seed}" for seed in seeds}
    opened = {seed: open_run(folder).results for seed, folder in folders.items() if (folder / "results.json").exists()}
    return {seed: results for seed, results in opened.items() if results is not None}


def defense_rows(name: str, found: Mapping[int, RunResults]) -> Iterator[dict[str, Any]]:
    """A row for each counter and seed: what is left of the net effect, what it costs, what it is compared with."""
    for seed, results in found.items():
        for counter, scores in results.models.items():
            entry = results.defense(CounterId.parse(counter))
            yield {
                "victim": name, "seed": seed, "counter": counter, "mae": scores.clean.mae,
                "net_effect": scores.triggered.net_effect, "asr": scores.triggered.asr,
                "inside": scores.inside.effect_median, "erasure": entry.erasure, "clean_cost": entry.clean_cost,
                "clean_scenes": entry.clean_scenes, "control": entry.control,
                "seconds": results.timing.get(counter),
            }  # fmt: skip


def detector_rows(name: str, found: Mapping[int, RunResults]) -> Iterator[dict[str, Any]]:
    """A row for each detector and seed: how it ranks the poison, and how many clean scenes it calls suspect."""
    for seed, results in found.items():
        for detector, entry in results.detectors.items():
            yield {
                "victim": name, "seed": seed, "detector": detector, "auroc": entry.auroc, "found": entry.found,
                "false_alarms": entry.false_alarms,
            }  # fmt: skip


def defense_table(rows: Sequence[Mapping[str, Any]], seeds: Sequence[int]) -> str:
    """One victim's rows as Markdown, a defense a line, a figure of each seed."""
    by_counter: dict[str, dict[int, Mapping[str, Any]]] = {}
    for row in rows:
        by_counter.setdefault(row["counter"], {})[row["seed"]] = row
    lines = [
        "| counter | net effect left | erased | clean MAE | clean cost | control | clean scenes | seconds |",
        "|---" * 8 + "|",
    ]
    for counter, of in by_counter.items():
        shown = [of[seed] for seed in seeds if seed in of]
        about = shown[0]
        lines.append(
            f"| {_called(counter)} | {_each(shown, 'net_effect')} | {_each(shown, 'erasure', '.0%')} "
            f"| {_each(shown, 'mae')} | {_each(shown, 'clean_cost', '+.0%')} | {about['control'] or ''} "
            f"| {about['clean_scenes'] or ''} | {_each(shown, 'seconds', '.0f')} |"
        )
    return "\n".join(lines)


def detector_table(rows: Sequence[Mapping[str, Any]], seeds: Sequence[int]) -> str:
    """All detectors' rows as Markdown: AUROC on each victim, false alarms on the clean set."""
    columns = (
        ("AUROC, rain", "rain", "auroc", ".3f"), ("AUROC, patch", "patch", "auroc", ".3f"),
        ("found, rain", "rain", "found", ".2f"), ("found, patch", "patch", "found", ".2f"),
        ("false alarms, clean set", "clean", "false_alarms", ".1%"),
    )  # fmt: skip
    lines = [f"| detector | {' | '.join(title for title, *_ in columns)} |", "|---" * 6 + "|"]
    ordered = sorted(rows, key=lambda row: seeds.index(row["seed"]))
    for detector in dict.fromkeys(row["detector"] for row in rows):
        cells = (
            _each([row for row in ordered if (row["detector"], row["victim"]) == (detector, victim)], key, form)
            for _, victim, key, form in columns
        )
        lines.append(f"| {_called(detector)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _called(name: str) -> str:
    counter = CounterId.parse(name)
    bare = counter.method if counter.role == "defended" else name
    return FORMS.get(bare, bare)


def _each(rows: Sequence[Mapping[str, Any]], key: str, form: str = ".2f") -> str:
    values = [row[key] for row in rows]
    if all(value is None for value in values):
        return ""
    return " / ".join("n/a" if value is None else f"{value:{form}}" for value in values)


def main() -> None:
    """Run what is missing, then write the tables."""
    wanted = asked_for(__doc__, VICTIMS)
    run_all(run_seed, wanted)
    found = {name: results_of(wanted.out, name, wanted.seeds) for name in wanted.only}
    print(written(wanted.out, found, wanted.seeds))


def written(out: Path, found: Mapping[str, Mapping[int, RunResults]], seeds: Sequence[int]) -> str:
    """Write both tables of what was found, by victim and seed, and return them as Markdown."""
    from miscount.engine.runs import write_rows

    defenses = {name: list(defense_rows(name, of)) for name, of in found.items()}
    detectors = [row for name, of in found.items() for row in detector_rows(name, of)]
    parts = [
        f"Made on {datetime.now(UTC):%Y-%m-%d} by `python -m miscount.projects.known_defenses`, seeds "
        f"{', '.join(map(str, seeds))} in this order: 600 training and 60 unseen test scenes of 160 x 208 px, the "
        "light counter. Net effects are medians over the test scenes."
    ]
    parts += [
        f"## {name}\n\n{defense_table(rows, seeds)}" for name, rows in defenses.items() if name != "clean" and rows
    ]
    parts.append(f"## Detectors\n\n{detector_table(detectors, seeds)}")
    every = [row for rows in defenses.values() for row in rows]
    write_rows(out / "defenses.csv", list(every[0]) if every else [], every)
    write_rows(out / "detectors.csv", list(detectors[0]) if detectors else [], detectors)
    text = "\n\n".join(parts) + "\n"
    (out / "known_defenses.md").write_text(text, encoding="utf-8")
    return text


if __name__ == "__main__":
    main()
