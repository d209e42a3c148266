"""A run's results as table rows, each column with its definition from the engine. No Qt."""

from collections.abc import Mapping
from typing import Any, Literal

from miscount.engine.metrics.defense import defense_figures
from miscount.widgets.results_table import ColumnSpec

Row = dict[str, Any]

# what is read first stands first: a narrow window cuts the last ones off
SCORES: tuple[tuple[str, str, str, str, Literal["bigger", "smaller"] | None], ...] = (
    ("clean", "mae", "MAE", ".2f", "smaller"),
    ("clean", "bias", "Bias", "+.2f", None),
    ("triggered", "effect_median", "Attack effect", ".3f", None),
    ("triggered", "net_effect", "Net effect", ".3f", None),
    ("triggered", "asr", "ρ_Asr", ".2f", None),
    ("triggered", "ratio_median", "Ratio", ".3f", None),
    ("clean", "accuracy", "ρ_Acc clean", ".3f", "bigger"),
    ("triggered", "accuracy", "ρ_Acc triggered", ".3f", None),
    ("triggered", "mae_truth", "MAE to truth", ".2f", None),
    ("triggered", "mae_target", "MAE to target", ".2f", None),
    ("clean", "rmse", "RMSE", ".2f", "smaller"),
    ("clean", "game2", "GAME(2)", ".2f", "smaller"),
)


def definitions() -> dict[str, str]:
    """Column key -> definition, from where the figures are computed."""
    from miscount.engine.metrics import attack, counting

    clean = {f"clean.{key}": text for key, text in getattr(counting, "DEFINITIONS", {}).items()}
    parts = {"triggered": attack.DEFINITIONS, "inside": attack.INSIDE_DEFINITIONS, "alarm": attack.ALARM_DEFINITIONS}
    return clean | {f"{part}.{key}": text for part, known in parts.items() for key, text in known.items()}


def score_columns(words: Mapping[str, str]) -> tuple[ColumnSpec, ...]:
    """The columns of a table of counters; `words` are the definitions."""
    columns = [ColumnSpec("id", "Counter", "twin: trained without the poison, the control of every attack figure.")]
    for part, key, title, form, better in SCORES:
        tip = words.get(f"{part}.{key}", "")
        columns.append(ColumnSpec(f"{part}.{key}", title, f"{tip}\nOn {part} test scenes.".strip(), form, better))
    return tuple(columns)


def score_rows(results: Mapping[str, Any] | None) -> list[Row]:
    """A row a counter, in the order twin, victim, defended, control."""
    models = dict((results or {}).get("models", {}))
    return [{"id": name, **flat(models[name])} for name in sorted(models, key=_rank)]


def flat(scores: Mapping[str, Any]) -> Row:
    """`{"clean": {"mae": 1}}` as `{"clean.mae": 1}`."""
    return {f"{part}.{key}": value for part, values in scores.items() for key, value in dict(values or {}).items()}


def _rank(name: str) -> tuple[int, str]:
    return {"twin": 0, "victim": 1}.get(name, 2 if name.startswith(("defended", "benign")) else 3), name


STUDY_COLUMNS = (
    ColumnSpec("name", "What is shown", "Strength in testing over that in training; or another corruption."),
    ColumnSpec("psnr", "PSNR", "Of these images, over all scenes.", ".1f", unit="dB"),
    ColumnSpec("ratio.twin", "Twin's ratio", "Median of changed over clean prediction: 1 is no change.", ".3f"),
    ColumnSpec("ratio.victim", "Victim's ratio", "The same of the victim. Far from the twin's: the backdoor answers.",
               ".3f"),
    ColumnSpec("effect.twin", "Twin's effect", "Median attack effect, as if this were the trigger.", ".3f"),
    ColumnSpec("effect.victim", "Victim's effect", "The same of the victim.", ".3f"),
)  # fmt: skip


def study_rows(results: Mapping[str, Any] | None, kind: str) -> list[Row]:
    """The rows of one kind, "dose" or "other"; doses with what training and testing alike gave among them."""
    found = [row for row in (results or {}).get("study", ()) if row.get("kind") == kind]
    rows = [{"id": row["name"], "name": row["name"], "psnr": row.get("psnr"), "dose": row.get("dose"),
             **flat({"ratio": row.get("ratio"), "effect": row.get("effect")})} for row in found]  # fmt: skip
    if kind == "dose" and rows:
        models = {name: flat(scores) for name, scores in dict((results or {}).get("models", {})).items()}
        trained: Row = {"id": "x 1", "name": "x 1, as trained", "dose": 1.0}
        trained["psnr"] = dict((results or {}).get("stealth", {})).get("psnr")
        for name in ("twin", "victim"):
            trained[f"ratio.{name}"] = models.get(name, {}).get("triggered.ratio_median")
            trained[f"effect.{name}"] = models.get(name, {}).get("triggered.effect_median")
        rows = sorted([*rows, trained], key=lambda row: row["dose"])
    return rows


PART_COLUMNS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "intervals": (
        ("mae", "MAE", ".2f"), ("effect_median", "Attack effect", ".3f"), ("net_effect", "Net effect", ".3f"),
        ("asr", "ρ_Asr", ".2f"), ("mae_truth", "MAE to truth", ".2f"),
    ),
    "inside": (
        ("effect_median", "Effect inside", ".3f"), ("effect", "Effect of sums", ".3f"),
        ("ratio", "Ratio inside", ".3f"), ("ratio_outside", "Ratio elsewhere", ".3f"),
        ("area", "Area", ".1%"), ("n", "Scenes", "d"),
    ),
    "alarm": (
        ("over", "Alarm over", "g"), ("num_alarms", "Alarms", "d"), ("missed", "Missed", ".0%"),
        ("num_quiet", "No alarm", "d"), ("raised", "Raised", ".0%"),
    ),
}  # fmt: skip


def part_table(
    results: Mapping[str, Any] | None, part: str, words: Mapping[str, str]
) -> tuple[tuple[ColumnSpec, ...], list[Row]]:
    """Columns and rows, a counter each, of a part of the scores: intervals, inside or alarm."""
    columns = [ColumnSpec("id", "Counter")]
    rows = []
    for name, scores in sorted(dict((results or {}).get("models", {})).items(), key=lambda item: _rank(item[0])):
        values = scores.get(part)
        if values:
            rows.append({"id": name, **{key: _interval(values.get(key), form) for key, _, form in PART_COLUMNS[part]}})
    for key, title, form in PART_COLUMNS[part]:
        about = words.get(f"{part}.{key}", "")
        spans = part == "intervals"
        tip = "95 % interval: the test scenes resampled 1,000 times." if spans else about
        columns.append(ColumnSpec(key, title, tip, "" if spans else form))
    return tuple(columns), rows


def _interval(value: Any, form: str) -> Any:
    return f"{value[0]:{form}} … {value[1]:{form}}" if isinstance(value, list | tuple) else value


DEFENSE_COLUMNS = (
    ColumnSpec("id", "Row", "The victim is the row without a defense; the control is fine-tuning without the method."),
    ColumnSpec("clean.mae", "Clean MAE", "Mean |predicted - annotated| on clean test scenes.", ".2f", "smaller"),
    ColumnSpec(
        "clean_cost", "Clean cost", "Rise of the clean MAE as a share of the victim's; of the twin's for benign rows.",
        "+.0%", "smaller",
    ),
    ColumnSpec("triggered.effect_median", "Attack effect", "Median attack effect that is left: 0 is none.", ".3f"),
    ColumnSpec("triggered.net_effect", "Net effect", "Attack effect minus the twin's on the same scenes.", ".3f"),
    ColumnSpec(
        "erasure",
        "Erasure",
        "1 - net effect / the victim's: 100 % erases the backdoor, 0 leaves it, above 100 % the trigger moves the "
        "count the other way. None where the victim's net effect is under 0.1: there is no backdoor to erase.",
        ".0%",
    ),
    ColumnSpec("control", "Control", "The row to compare it with: plain fine-tuning of the same cost."),
    ColumnSpec("triggered.asr", "ρ_Asr", "Share of scenes nearer to the attacker's target than to the truth.", ".2f"),
    ColumnSpec("clean_scenes", "Clean scenes", "Scenes known to be clean that it uses, those for thresholds too.", "d"),
    ColumnSpec("seconds", "Time", "Seconds that the training of this row took.", ".1f", unit="s"),
)  # fmt: skip


def defense_rows(results: Mapping[str, Any] | None) -> list[Row]:
    """The victim, each defense and its control, with erasure and clean cost against the victim."""
    rows = [row for row in score_rows(results) if row["id"] != "twin"]
    timing = dict((results or {}).get("timing", {}))
    defenses = dict((results or {}).get("defenses", {}))
    names = [str(row["id"]) for row in rows if row["id"] != "victim"]
    if results is not None and names and not defenses:  # of a version that did not write them
        defenses = defense_figures(results["models"], dict.fromkeys(names), {})
    for row in rows:
        row |= {"seconds": timing.get(row["id"]), **defenses.get(row["id"], {})}
    return rows


RUN_COLUMNS = (
    ColumnSpec("name", "Run", "The run's folder."),
    ColumnSpec("status", "State"),
    ColumnSpec("recipe", "Recipe"),
    ColumnSpec("started", "Started"),
    ColumnSpec("twin", "Twin MAE", "Clean MAE of the twin.", ".2f", "smaller"),
    ColumnSpec("victim", "Victim MAE", "Clean MAE of the victim.", ".2f", "smaller"),
    ColumnSpec("effect", "Attack effect", "Median attack effect of the victim; beside it the twin's.", ".3f"),
    ColumnSpec("twin_effect", "Twin's effect", "Median attack effect of the twin: what the trigger alone does.", ".3f"),
    ColumnSpec("net", "Net effect", "Attack effect of the victim minus the twin's. It has no bounds.", ".3f"),
    ColumnSpec("psnr", "PSNR", "Mean over test scenes.", ".1f", unit="dB"),
    ColumnSpec("best", "Best defense", "The defense that leaves the smallest net effect."),
    ColumnSpec("left", "Net left", "The net effect that it leaves.", ".3f"),
)


def run_row(facts: Any) -> Row:
    """One line of the table of runs; `facts` is a RunFacts."""
    results = facts.results or {}
    models = {name: flat(scores) for name, scores in results.get("models", {}).items()}
    twin, victim = models.get("twin", {}), models.get("victim", {})
    defended: Row = {
        name.removeprefix("defended/"): scores.get("triggered.net_effect")
        for name, scores in models.items()
        if name.startswith("defended/") and scores.get("triggered.net_effect") is not None
    }
    best = min(defended, key=lambda name: abs(defended[name])) if defended else None
    return {
        "id": str(facts.folder), "name": facts.name, "status": facts.status, "recipe": facts.recipe,
        "started": facts.started[:16].replace("T", " "), "twin": twin.get("clean.mae"),
        "victim": victim.get("clean.mae"), "effect": victim.get("triggered.effect_median"),
        "twin_effect": twin.get("triggered.effect_median"), "net": victim.get("triggered.net_effect"),
        "psnr": dict(results.get("stealth", {})).get("psnr"), "best": best or "",
        "left": defended.get(best) if best else None,
    }  # fmt: skip
