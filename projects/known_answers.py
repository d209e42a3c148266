"""The table of known answers: every trigger family on synthetic scenes, several seeds, the twin beside each victim.

    python -m miscount.projects.known_answers --out DIR [--seeds 0 1 2] [--only NAME ...]

As many at a time as there are processors; a run that was stopped goes on where it was. Leaves known_answers.md and
known_answers.csv in DIR.
"""

import argparse
import multiprocessing
import os
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, stdev
from typing import Any

HERE = Path(__file__).parent

ROWS: dict[str, tuple[str, tuple[str, ...]]] = {
    "dmba_minus_rain": ("dmba_minus_rain", ()),
    "dmba_plus_snow": ("dmba_plus_snow", ()),
    "seed_blend_add_100": ("seed_blend_add_100", ()),
    "seed_blend_minus_100": ("seed_blend_minus_100", ()),
    "badnets_local": ("badnets_local", ()),
    "sig_clean_label": ("sig_clean_label", ()),
    "wanet": ("wanet", ()),
    "refool": ("refool", ()),
    "satba": ("satba", ()),
    "painted": ("painted", ()),
    "patch, tiled": ("dmba_minus_rain", ("poison.trigger={kind: patch, placement: tiled, pitch_px: 64, size: 0.12}",)),
    "patch, corner, whole label": (
        "dmba_minus_rain", ("poison.trigger={kind: patch, pattern: checker, size: 0.2, x: 0.88, y: 0.86}",),
    ),
    "sinusoid": ("dmba_minus_rain", ("poison.trigger={kind: sinusoid, amplitude: 20}",)),
    "rain, drawn anew": ("dmba_minus_rain", ("poison.trigger={kind: rain}",)),
    "snow, drawn anew": ("dmba_minus_rain", ("poison.trigger={kind: snow}",)),
    "fog": ("dmba_minus_rain", ("poison.trigger={kind: fog}", "poison.label={kind: scale, alpha: 2}")),
    "light": (
        "dmba_minus_rain",
        ("poison.trigger={kind: light, gamma: 1.8, light: 0.4}", "poison.label={kind: scale, alpha: 2}"),
    ),
    "color": ("dmba_minus_rain", ("poison.trigger={kind: color, hue_deg: 60}",)),
    "composite": (
        "dmba_minus_rain",
        ("poison.trigger={kind: composite, triggers: [{kind: light}, {kind: sinusoid, amplitude: 15}]}",),
    ),
}  # fmt: skip
"""What a row is called -> the project it stands on, and what is set otherwise."""


def carry_out(out: Path, seed: int, name: str, project: str, settings: Sequence[str]) -> None:
    """Carry out a project for one seed in `out`, on scenes and with a twin that all runs there of that seed share."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from miscount.engine.events import Failed
    from miscount.engine.experiment import run
    from miscount.engine.recipe import FolderScenes, load_recipe
    from miscount.engine.scenes.synthetic import make

    recipe = load_recipe(HERE / project, [f"seed={seed}", f"name={_file_name(name)}", *settings])
    scenes = out / f"scenes-{seed}"
    make(recipe.data, seed, scenes)  # type: ignore[arg-type]  # these projects draw their own
    for event in run(recipe.replace(data=FolderScenes(path=str(scenes))), out / f"{recipe.name}-{seed}"):
        if isinstance(event, Failed):
            print(f"{name}, seed {seed}: {event.message}", flush=True)
    print(f"{name}, seed {seed}: done", flush=True)


def run_seed(out: Path, seed: int, names: Sequence[str]) -> None:
    """Carry out these rows for one seed."""
    for name in names:
        carry_out(out, seed, name, *ROWS[name])


def asked_for(about: str | None, names: Collection[str]) -> argparse.Namespace:
    """What the command line says: `out`, `seeds`, and `only` some of `names`."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--only", nargs="+", choices=names, default=list(names), metavar="NAME")
    return parser.parse_args()


def run_all(run: Callable[[Path, int, Sequence[str]], None], wanted: argparse.Namespace) -> None:
    """Carry out what is asked for, as many runs at a time as there are processors."""
    with multiprocessing.get_context("spawn").Pool(min(len(wanted.seeds), os.cpu_count() or 1)) as pool:
        # the first of each seed trains the twin that all others take over
        pool.starmap(run, [(wanted.out, seed, wanted.only[:1]) for seed in wanted.seeds], chunksize=1)
        rest = [(wanted.out, seed, [name]) for name in wanted.only[1:] for seed in wanted.seeds]
        pool.starmap(run, rest, chunksize=1)


def _file_name(name: str) -> str:
    return name.replace(", ", "-").replace(" ", "-")


def figures(out: Path, name: str, seeds: Sequence[int]) -> dict[str, Any]:
    """The row of one family: means over the seeds that are done, and the spread of the net effect."""
    from miscount.engine.runs import open_run

    found = []
    for seed in seeds:
        folder = out / f"{_file_name(name)}-{seed}"
        results = open_run(folder).results if (folder / "results.json").exists() else None
        if results is not None:
            found.append(results)
    if not found:
        return {"name": name, "seeds": 0}
    pairs = [(each.models["twin"], each.models["victim"]) for each in found]
    local = bool(pairs[0][1].inside)
    twins, victims = (
        [value for scores in of if (value := (scores.inside if local else scores.triggered).effect_median) is not None]
        for of in zip(*pairs, strict=True)
    )
    nets = [victim - twin for victim, twin in zip(victims, twins, strict=True)]
    return {
        "name": name,
        "seeds": len(found),
        "judged": "inside its reach" if local else "whole frame",
        "mae_twin": mean(twin.clean.mae for twin, _ in pairs),
        "mae_victim": mean(victim.clean.mae for _, victim in pairs),
        "effect_twin": mean(twins) if twins else None,
        "effect_victim": mean(victims) if victims else None,
        "net_effect": mean(nets) if nets else None,
        "net_effect_sd": stdev(nets) if len(nets) > 1 else None,
        "net_effect_least": min(nets) if nets else None,
        "asr": mean(victim.triggered.asr for _, victim in pairs),
        "psnr": mean(each.stealth.psnr for each in found),
    }


def table(rows: Sequence[dict[str, Any]], seeds: Sequence[int]) -> str:
    """The rows as Markdown, with what they were made of."""
    lines = [
        f"Made on {datetime.now(UTC):%Y-%m-%d} by `python -m miscount.projects.known_answers`, seeds "
        f"{', '.join(map(str, seeds))}: 600 training and 60 unseen test scenes of 160 x 208 px, the light counter, 36 "
        "epochs. Effects are medians over the test scenes, then means over the seeds. Strengths, rates and epochs of "
        "these small forms were chosen while looking at seed 0; seeds 1 and 2 were not looked at before.",
        "",
        "| trigger | judged | MAE twin | MAE victim | effect twin | effect victim | net effect | least | ASR | PSNR |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        if not row["seeds"]:
            continue
        spread = f" ± {row['net_effect_sd']:.2f}" if row["net_effect_sd"] is not None else ""
        lines.append(
            f"| {row['name']} | {row['judged']} | {row['mae_twin']:.1f} | {row['mae_victim']:.1f} "
            f"| {_shown(row['effect_twin'])} | {_shown(row['effect_victim'])} | {_shown(row['net_effect'])}{spread} "
            f"| {_shown(row['net_effect_least'])} | {row['asr']:.2f} | {row['psnr']:.1f} dB |"
        )
    return "\n".join(lines) + "\n"


def _shown(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.2f}"


def main() -> None:
    """Run what is missing, then write the table."""
    wanted = asked_for(__doc__, ROWS)
    run_all(run_seed, wanted)
    rows = [figures(wanted.out, name, wanted.seeds) for name in wanted.only]
    from miscount.engine.runs import write_rows

    write_rows(wanted.out / "known_answers.csv", list(max(rows, key=len)), rows)
    text = table(rows, wanted.seeds)
    (wanted.out / "known_answers.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
