"""A run's results as table rows, each column with its definition from the engine. No Qt."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from miscount.engine.runs import TWIN, VICTIM, CounterId, RunResults, Scores
from miscount.engine.runs.names import counter_name, counter_names
from miscount.engine.runs.verdict import error_in_words
from miscount.widgets.results_table import ColumnSpec

Row = dict[str, Any]

NOT_DEFINED = "n/a"

# what is read first stands first: a narrow window cuts the last ones off
SCORES: tuple[tuple[str, str, str, str, Literal["bigger", "smaller"] | None], ...] = (
    ("clean", "mae", "MAE", ".2f", "smaller"),
    ("clean", "bias", "Bias", "+.2f", None),
    ("judged", "effect_median", "Attack effect", ".3f", None),
    ("judged", "effect_median_twin", "Twin's effect", ".3f", None),
    ("judged", "net_effect", "Net effect", ".3f", None),
    ("judged", "asr", "ρ_Asr", ".2f", None),
    ("judged", "asr_twin", "Twin's ρ_Asr", ".2f", None),
    ("judged", "asr_n", "Scenes of ρ_Asr", "d", None),
    ("triggered", "ratio_median", "Ratio", ".3f", None),
    ("triggered", "ratio_asked", "Ratio asked", ".3f", None),
    ("triggered", "px_asked", "Moved, px", ".1f", None),
    ("clean", "accuracy", "ρ_Acc clean", ".3f", "bigger"),
    ("triggered", "accuracy", "ρ_Acc triggered", ".3f", None),
    ("triggered", "mae_truth", "MAE to truth", ".2f", None),
    ("triggered", "mae_target", "MAE to target", ".2f", None),
    ("clean", "rmse", "RMSE", ".2f", "smaller"),
    ("clean", "game2", "GAME(2)", ".2f", "smaller"),
    ("training", "trained_on", "Trained on", "d", None),
    ("training", "poison_rate", "Poison rate", ".1%", None),
    ("training", "clean_scenes", "Clean scenes", "d", None),
)


_WHERE = {
    "clean": "On clean test scenes.",
    "triggered": "On triggered test scenes.",
    "judged": "On triggered test scenes; where the label edit acts, for edits that stay near the trigger.",
    "training": "",
}


def definitions() -> dict[str, str]:
    """Column key -> definition, from where the figures are computed."""
    from miscount.engine.metrics import DEFINITIONS, attack, counting

    clean = {f"clean.{key}": text for key, text in getattr(counting, "DEFINITIONS", {}).items()}
    parts = {
        "triggered": attack.DEFINITIONS, "judged": attack.DEFINITIONS, "inside": attack.INSIDE_DEFINITIONS,
        "alarm": attack.ALARM_DEFINITIONS, "training": DEFINITIONS["training"], "defenses": DEFINITIONS["defenses"],
        "intervals": DEFINITIONS["intervals"],
    }  # fmt: skip
    return clean | {f"{part}.{key}": text for part, known in parts.items() for key, text in known.items()}


def score_columns(words: Mapping[str, str]) -> tuple[ColumnSpec, ...]:
    """The columns of a table of counters; `words` are the definitions."""
    about = "The twin is trained without the poison: the control of every attack figure."
    columns = [ColumnSpec("name", "Counter", about, hover="id")]
    for part, key, title, form, better in SCORES:
        tip = words.get(f"{part}.{key}", "")
        columns.append(
            ColumnSpec(f"{part}.{key}", title, f"{tip}\n{_WHERE[part]}".strip(), form, better, absent=NOT_DEFINED)
        )
    return tuple(columns)


def score_rows(results: RunResults | None) -> list[Row]:
    """A row a counter, in the order twin, victim, defended, control."""
    if results is None:
        return []
    names = counter_names(results)
    return [
        {"id": name, "name": names[name], **flat(scores), **_training(results, name)}
        for name, scores in _by_counter(results)
    ]


def _training(results: RunResults, name: str) -> Row:
    return {f"training.{key}": value for key, value in results.training_of(CounterId.parse(name)).items()}


def flat(scores: Scores) -> Row:
    """The figures of a counter by column, such as `clean.mae`."""
    judged = {f"judged.{key}": value for key, value in scores.judged}
    return {f"{part}.{key}": value for part, values in scores for key, value in values.items()} | judged


def _by_counter(results: RunResults | None) -> list[tuple[str, Scores]]:
    """Name and scores of each counter, as tables order them."""
    return [(str(counter), results.models[str(counter)]) for counter in results.counters] if results else []


STUDY_COLUMNS = (
    ColumnSpec("name", "What is shown", "Strength in testing over that in training; or another corruption."),
    ColumnSpec("psnr", "PSNR", "Of these images, over all scenes.", ".1f", unit="dB"),
    ColumnSpec("ratio.twin", "Twin's ratio", "Median of changed over clean prediction: 1 is no change.", ".3f"),
    ColumnSpec("ratio.victim", "Victim's ratio", "The same of the victim. Far from the twin's: the backdoor answers.",
               ".3f"),
    ColumnSpec("effect.twin", "Twin's effect", "Median attack effect, as if this were the trigger.", ".3f"),
    ColumnSpec("interval.twin", "Twin's, 95 %", "95 % interval of the twin's effect over the test scenes."),
    ColumnSpec("effect.victim", "Victim's effect", "The same of the victim.", ".3f"),
    ColumnSpec("interval.victim", "Victim's, 95 %", "95 % interval of the victim's effect over the test scenes."),
)  # fmt: skip


def study_rows(results: RunResults | None, kind: str) -> list[Row]:
    """The rows of one kind, "dose" or "other"; doses with what training and testing alike gave among them."""
    if results is None:
        return []
    studied = results.doses() if kind == "dose" else results.study_of(kind)
    return [
        {"id": row.name, "name": f"{row.name}, as trained" if row.dose == 1 else row.name, "psnr": row.psnr,
         "dose": row.dose,
         **{f"ratio.{counter}": row.ratio.get(str(counter)) for counter in (TWIN, VICTIM)},
         **{f"effect.{counter}": row.effect.get(str(counter)) for counter in (TWIN, VICTIM)},
         **{f"interval.{counter}": _interval(row.effect_interval.get(str(counter)), ".3f")
            for counter in (TWIN, VICTIM)}}
        for row in studied
    ]  # fmt: skip


PART_COLUMNS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "intervals": (
        ("mae", "MAE", ".2f"), ("effect_median", "Attack effect", ".3f"),
        ("effect_median_twin", "Twin's effect", ".3f"), ("net_effect", "Net effect", ".3f"),
        ("asr", "ρ_Asr", ".2f"), ("asr_twin", "Twin's ρ_Asr", ".2f"),
        ("ratio_median", "Ratio", ".3f"), ("mae_truth", "MAE to truth", ".2f"), ("missed", "Missed", ".0%"),
        ("raised", "Raised", ".0%"),
    ),
    "inside": (
        ("effect_median", "Effect inside", ".3f"), ("effect_median_twin", "Twin's effect", ".3f"),
        ("net_effect", "Net effect", ".3f"), ("asr", "ρ_Asr inside", ".2f"), ("asr_twin", "Twin's ρ_Asr", ".2f"),
        ("effect", "Effect of sums", ".3f"),
        ("ratio", "Ratio inside", ".3f"), ("ratio_outside", "Ratio elsewhere", ".3f"),
        ("area", "Area", ".1%"), ("n", "Scenes", "d"),
    ),
    "alarm": (
        ("over", "Alarm over", "g"), ("num_alarms", "Alarms", "d"), ("missed", "Missed", ".0%"),
        ("num_quiet", "No alarm", "d"), ("raised", "Raised", ".0%"),
    ),
}  # fmt: skip


def part_table(
    results: RunResults | None, part: str, words: Mapping[str, str]
) -> tuple[tuple[ColumnSpec, ...], list[Row]]:
    """Columns and rows, a counter each, of a part of the scores: intervals, inside or alarm."""
    columns = [ColumnSpec("name", "Counter", hover="id")]
    rows, names = [], counter_names(results)
    for name, scores in _by_counter(results):
        entry = getattr(scores, part)
        if entry:
            cells = {key: _interval(getattr(entry, key), form) for key, _, form in PART_COLUMNS[part]}
            rows.append({"id": name, "name": names[name], **cells})
    for key, title, form in PART_COLUMNS[part]:
        about = words.get(f"{part}.{key}", "")
        spans = part == "intervals"
        tip = words.get("intervals.intervals", "") if spans else about
        columns.append(ColumnSpec(key, title, tip, "" if spans else form, absent=NOT_DEFINED))
    return tuple(columns), rows


def _interval(value: Any, form: str) -> Any:
    """Both ends of an interval in one cell, its unit once; anything else as it is."""
    if not isinstance(value, tuple):
        return value
    ends = [format(end, form).removesuffix("%").replace("-", "−") for end in value]
    return f"{ends[0]} … {ends[1]}{' %' if form.endswith('%') else ''}"


_DEFENSE_COLUMNS = (
    ColumnSpec(
        "name", "Counter", "The victim is the row without a defense; controls differ from a defense in one thing.",
        hover="id",
    ),
    ColumnSpec("clean.mae", "Clean MAE", "Mean |predicted - annotated| on clean test scenes.", ".2f", "smaller"),
    ColumnSpec(
        "clean_cost", "Clean error",
        "How much higher or lower the clean MAE is than the victim's; than the twin's for a defense of the twin.",
        error_in_words, "smaller",
    ),
    ColumnSpec("judged.effect_median", "Attack effect", "Median attack effect that is left: 0 is none.", ".3f"),
    ColumnSpec("judged.net_effect", "Net effect", "Attack effect minus the twin's on the same scenes.", ".3f"),
    ColumnSpec(
        "erasure",
        "Erasure",
        "1 - |net effect left| / |the victim's|: 100 % erases the backdoor, 0 leaves it; one that is turned round is "
        "not erased. None where the victim's net effect is under 0.1: there is no backdoor to erase.",
        ".0%",
    ),
    ColumnSpec("erasure_95", "Erasure, 95 %", "95 % interval of the erasure over the test scenes."),
    ColumnSpec(
        "left", "Left", "Net effect left over the victim's, with its sign: below 0 the trigger now moves the count the "
        "other way.", "+.0%",
    ),
    ColumnSpec(
        "control_name", "Control", "The row to compare it with: as many steps without the method.", hover="control"
    ),
    ColumnSpec(
        "by_method", "Gain by the method",
        "How much nearer to 0 the net effect is than its control's: what the method adds. Below 0 it takes away.",
        "+.3f", "bigger",
    ),
    ColumnSpec(
        "by_training", "Gain by training",
        "How much nearer to 0 the control's net effect is than the victim's: what the same training does without the "
        "method.", "+.3f",
    ),
    ColumnSpec(
        "judged.asr", "ρ_Asr", "Share of scenes nearer to the attacker's target than to the truth, among those whose "
        "clean prediction is nearer to the truth.", ".2f",
    ),
    ColumnSpec("judged.asr_twin", "Twin's ρ_Asr", "What a sound counter gives by itself.", ".2f"),
    ColumnSpec(
        "asr_drop", "Drop of ρ_Asr", "How much lower than the victim's, as a share of it; the seed paper reports "
        "72.5 %, and not of what.", ".1%",
    ),
    ColumnSpec("triggered.accuracy", "ρ_Acc triggered", "Mean of max(0, 1 - |f(x_t) - N| / N).", ".3f", "bigger"),
    ColumnSpec(
        "accuracy_gain", "Gain of ρ_Acc", "How much higher than the victim's on triggered scenes, as a share of it; "
        "the seed paper reports 66.5 %.", ".1%",
    ),
    ColumnSpec("trained_on", "Trained on", "Scenes of the counter that it begins with, poisoned ones included.", "d"),
    ColumnSpec("poison_rate", "Poison rate", "Poisoned scenes over all that the victim is trained on.", ".1%"),
    ColumnSpec("clean_scenes", "Clean scenes", "Scenes known to be clean that it uses, those for thresholds too.", "d"),
    ColumnSpec("seconds", "Time", "Seconds that the training of this row took.", ".1f", unit="s"),
)  # fmt: skip
DEFENSE_COLUMNS = tuple(replace(column, absent=NOT_DEFINED) for column in _DEFENSE_COLUMNS)


def defense_rows(results: RunResults | None) -> list[Row]:
    """The victim, each defense and its controls, with erasure and clean cost against the victim."""
    if results is None:
        return []
    names = counter_names(results)
    return [
        {"id": str(counter), "name": names[str(counter)], **flat(results.models[str(counter)]),
         "seconds": results.seconds(counter),
         **results.defense(counter).to_json(), **results.training_of(counter),
         "control_name": names.get(str(results.control_of(counter))),
         "erasure_95": _interval(results.defense(counter).erasure_interval, ".0%")}
        for counter in results.counters if counter != TWIN
    ]  # fmt: skip


RUN_COLUMNS = (
    ColumnSpec("name", "Run", "The run's folder.", own=True),
    ColumnSpec("status", "State"),
    ColumnSpec("recipe", "Recipe", own=True),
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
    row: Row = {
        "id": str(facts.folder), "name": facts.name, "status": facts.status, "recipe": facts.recipe,
        "started": facts.started[:16].replace("T", " "), "best": "",
    }  # fmt: skip
    return row if facts.results is None else row | _key_figures(facts.results)


def _key_figures(results: RunResults) -> Row:
    row: Row = {"psnr": results.stealth.psnr}
    if (twin := results.twin) is not None:
        row |= {"twin": twin.clean.mae, "twin_effect": twin.judged.effect_median}
    if (victim := results.victim) is not None:
        judged = victim.judged
        row |= {"victim": victim.clean.mae, "effect": judged.effect_median, "net": judged.net_effect}
    left = {
        counter_name(counter): net
        for counter in results.defended()
        if (net := results.models[str(counter)].judged.net_effect) is not None
    }
    if left:
        best = min(left, key=lambda name: abs(left[name]))
        row |= {"best": best, "left": left[best]}
    return row
