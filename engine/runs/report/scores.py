"""What a report says of counters: their scores, what the trigger does to them, what defenses and detectors did."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Literal, TypeAlias

from ...metrics.intervals import WORDS as INTERVALS
from ...metrics.intervals import rate_interval
from ..counter_id import VICTIM, CounterId
from ..entry import Entry
from ..names import counter_names, stage_name
from ..results import DetectorScores, Intervals, RunResults, StudyRow
from .gains import gains
from .tables import Rows, defined, sure, table, used, with_intervals

Part: TypeAlias = Literal["clean", "triggered", "inside", "alarm"]
"""Of a counter's scores."""

CLEAN = ("mae", "rmse", "nae", "accuracy", "bias", "game1", "game2", "game3", "n")
TRIGGERED = ("effect_median", "effect_median_twin", "net_effect", "effect_n", "asr", "asr_twin", "asr_n", "accuracy",
             "ratio_median", "ratio_median_twin", "ratio_mean", "ratio_n", "ratio_asked", "px_asked", "mae_truth",
             "mae_target", "rmse_truth", "rmse_target", "n")  # fmt: skip
STEALTH = ("psnr", "ssim", "mse", "lpips", "changed_area")
TRAINING = ("trained_on", "poison_rate", "clean_scenes")
DEFENSE = ("erasure", "left", "net_effect", "asr", "asr_twin", "asr_drop", "accuracy", "accuracy_gain", "clean_cost",
           "control", "by_training", "by_method", "isolated", "isolated_poisoned",
           "trained_on", "poison_rate", "clean_scenes", "seconds")  # fmt: skip
INSIDE = ("effect_median", "effect_median_twin", "net_effect", "effect_n", "asr", "asr_twin", "asr_n", "effect",
          "ratio", "ratio_outside", "area", "n")  # fmt: skip
ALARM = ("over", "num_alarms", "missed", "num_quiet", "raised")


def poisoned(results: RunResults) -> str:
    """How much of what the victim was trained on is poisoned; empty where the file does not say it."""
    training = results.training_of(VICTIM)
    if training["poison_rate"] is None:
        return ""
    number = results.scenes.get("poisoned", 0)
    return (
        f"{number} of the {training['trained_on']} scenes that the victim is trained on ({training['poison_rate']:.1%})"
    )


def _rows(results: RunResults, part: Part) -> Rows:
    """One part of the scores of every counter that has it, figures with their intervals, and its training."""
    found = {}
    for counter in results.counters:
        scores = results.models[str(counter)]
        entry: Entry = getattr(scores, part)
        if entry:
            intervals = scores.inside.intervals if part == "inside" else scores.intervals
            cells = with_intervals(entry.to_json(), intervals if part != "clean" else _of_clean(intervals))
            found[str(counter)] = {**cells, **_known(results.training_of(counter))}
    return found


def _of_clean(intervals: Intervals) -> Intervals:
    """Those of clean scores: the others are of figures with the trigger that have the same names."""
    return Intervals(mae=intervals.mae)


def _known(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in cells.items() if value is not None}


def clean(results: RunResults) -> str:
    """The table of scores on clean scenes."""
    return used(_rows(results, "clean"), "clean", (*CLEAN, *TRAINING), counter_names(results))


def triggered(results: RunResults) -> str:
    """The table of scores with the trigger, over whole frames."""
    local = any(scores.region == "inside" for scores in results.models.values())
    where = (
        "<p>The label edit acts near the trigger alone: effect, success and erasure of this attack are judged there, "
        "below, and these figures are those of whole frames.</p>"
    )
    table = used(_rows(results, "triggered"), "triggered", (*TRIGGERED, *TRAINING), counter_names(results))
    return (where if local and table else "") + table + _about_intervals(table)


def _about_intervals(table: str) -> str:
    return f"<p class='definitions'>In brackets: {escape(INTERVALS)}</p>" if "<small>" in table else ""


def inside(results: RunResults) -> str:
    """The table of what happens where a local label edit acts."""
    return used(_rows(results, "inside"), "inside", (*INSIDE, *TRAINING), counter_names(results))


def alarm(results: RunResults) -> str:
    """The table of what the trigger does to an alarm."""
    return used(_rows(results, "alarm"), "alarm", ALARM, counter_names(results))


def stealth(results: RunResults) -> str:
    """The table of how visible the trigger is."""
    rows = {"mean over test scenes": results.stealth.to_json()} if results.stealth else {}
    return defined(rows, "stealth", STEALTH, "")


def labels(results: RunResults) -> str:
    """The table of how visible the label edit is."""
    rows = {"poisoned scenes": results.labels.to_json()} if results.labels else {}
    return defined(rows, "labels", ("moved", "ks", "n"), "")


def defenses(results: RunResults) -> str:
    """The table of what each defense did and cost, the victim above them."""
    counters = [CounterId.parse(name) for name in results.defenses]
    rows = {str(counter): _defense(results, counter) for counter in counters}
    names = counter_names(results)
    if results.victim is not None and rows:
        rows = {str(VICTIM): _defense(results, VICTIM), **rows}
        names[str(VICTIM)] += ", no defense"
    return used(rows, "defenses", DEFENSE, names) + "".join(f"<p>{escape(words)}</p>" for words in gains(results))


def trainings(results: RunResults) -> str:
    """How much each counter was trained."""
    rows = {name: entry.to_json() for name, entry in results.trainings.items()}
    names = {name: stage_name(name) for name in rows} | counter_names(results)
    return used(rows, "trainings", ("steps", "a_step", "samples", "seen"), names)


def _defense(results: RunResults, counter: CounterId) -> dict[str, Any]:
    """A defense with what it is judged by: the ASR and the accuracy that its percents are of."""
    entry, scores = results.defense(counter), results.scores(counter)
    cells = {**entry.to_json(), "seconds": results.seconds(counter)}
    cells["erasure"] = sure(entry.erasure, entry.erasure_interval)
    if scores is not None:
        judged = {"net_effect": scores.judged.net_effect, "asr": scores.judged.asr, "asr_twin": scores.judged.asr_twin}
        cells |= with_intervals(judged, scores.judged_intervals) | {"accuracy": scores.triggered.accuracy}
    return cells | _known(results.training_of(counter))


def detected(entry: DetectorScores) -> dict[str, Any]:
    """What a detector of scenes found, its rates with their intervals."""
    cells = entry.to_json()
    for key, rate, of in (("found", entry.found, entry.of("found")),
                          ("false_alarms", entry.false_alarms, entry.of("false_alarms"))):  # fmt: skip
        if rate is not None:
            cells[key] = sure(rate, rate_interval(round(rate * of), of))
    return cells


def doses(results: RunResults) -> str:
    """The table of other strengths of the trigger."""
    about = "The trigger stronger and weaker in testing than it was in training, on the same scenes."
    return _study(results.study_of("dose"), about)


def others(results: RunResults) -> str:
    """The table of other corruptions."""
    about = (
        "Nothing here asks for another count: a ratio far from the twin's says that the backdoor also answers "
        "what is not its trigger. Others of the trigger's own family come first."
    )
    return _study(results.study_of("other"), about)


def _study(rows: Sequence[StudyRow], about: str) -> str:
    if not rows:
        return ""
    cells = {
        row.name: {
            "PSNR (dB)": row.psnr,
            **{f"ratio of the {name}": value for name, value in row.ratio.items()},
            **{
                f"effect of the {name}": sure(value, row.effect_interval.get(name))
                for name, value in row.effect.items()
            },
        }
        for row in rows
    }
    columns = list(next(iter(cells.values())))
    return f"<p>{about} Medians over scenes; ratio: changed over clean prediction.</p>{table('', cells, columns)}"


def timing(results: RunResults) -> str:
    """The table of how long each stage took."""
    if not results.timing:
        return ""
    rows = {stage: {"seconds": seconds} for stage, seconds in results.timing.items()}
    total = sum(seconds for seconds in results.timing.values() if seconds is not None)
    names = {stage: stage_name(stage) for stage in rows} | {"all": "All"}
    return table("stage", {**rows, "all": {"seconds": total}}, ("seconds",), names)
