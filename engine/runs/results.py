"""results.json of a run, schema 1, as frozen models: what each key means in Python, read and written in one place.

A key that a file lacks stays away when the results are written again, one that is not known here is kept, and all keep
their order: `RunResults.read(path).write(path)` changes no byte of a file that Miscount wrote.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError

from ..errors import RunError
from ..files import write_json
from ..metrics import reaction
from ..metrics.defense import accuracy_gain, asr_drop, clean_cost, erasure, gain, has_backdoor, left
from ..notebook import table, titled
from .counter_id import BENIGN_TRIGGER, TWIN, VICTIM, CounterId
from .entry import Entry, Figure, Interval
from .formats import pandas_for, read_json
from .repairs import DefenseScores, TrainingSize

RESULTS_SCHEMA = 1
DEFINITIONS_VERSION = 2
"""Of the formulas: 2 since ratios have no +1, ASR leaves unsound predictions out, and erasure is of sizes."""

OLD_DEFINITIONS = (
    "These figures were worked out by an earlier version, whose ratio had one person added above and below, and whose "
    "ASR counted every scene: score the counters again with this version before comparing them."
)

# ---- the entries


class CleanScores(Entry):
    """Errors of counts on clean test scenes, in persons; see miscount.engine.metrics.counting."""

    mae: Figure
    rmse: Figure = None
    nae: Figure = None
    nae_skipped: Figure = None
    accuracy: Figure = None
    bias: Figure = None
    n: Figure = None
    game1: Figure = None
    game2: Figure = None
    game3: Figure = None


class AttackFigures(Entry):
    """Effect and success of the attack on one region, beside the twin's; see miscount.engine.metrics.attack."""

    effect_median: Figure = None
    effect_median_twin: Figure = None
    effect_n: Figure = None
    net_effect: Figure = None
    asr: Figure = None
    asr_twin: Figure = None
    asr_n: Figure = None


class TriggeredScores(AttackFigures):
    """What the trigger does to the counts of the test scenes; see miscount.engine.metrics.attack."""

    mae_truth: Figure = None
    mae_target: Figure = None
    rmse_truth: Figure = None
    rmse_target: Figure = None
    ratio_mean: Figure = None
    ratio_median: Figure = None
    ratio_median_twin: Figure = None
    ratio_n: Figure = None
    ratio_asked: Figure = None
    px_asked: Figure = None
    accuracy: Figure = None
    clamped: Figure = None
    n: Figure = None


class Intervals(Entry):
    """95 % intervals, (low, high) each, over the test scenes; see miscount.engine.metrics.intervals."""

    mae: Interval | None = None
    mae_truth: Interval | None = None
    ratio_median: Interval | None = None
    effect_median: Interval | None = None
    effect_median_twin: Interval | None = None
    net_effect: Interval | None = None
    asr: Interval | None = None
    asr_twin: Interval | None = None
    missed: Interval | None = None
    raised: Interval | None = None


class AlarmScores(Entry):
    """What the trigger does to an alarm above `over` persons; see miscount.engine.metrics.attack."""

    over: Figure = None
    num_alarms: Figure = None
    missed: Figure = None
    num_quiet: Figure = None
    raised: Figure = None


class InsideScores(AttackFigures):
    """What happens where a label edit acts, if it stays near the trigger; see miscount.engine.metrics.attack."""

    intervals: Intervals = Field(default_factory=Intervals)
    effect: Figure = None
    ratio: Figure = None
    ratio_outside: Figure = None
    area: Figure = None
    n: Figure = None


class Scores(Entry):
    """All of one counter. Without a poison there is `clean` alone; `inside` only for label edits of a footprint."""

    clean: CleanScores
    triggered: TriggeredScores = Field(default_factory=TriggeredScores)
    intervals: Intervals = Field(default_factory=Intervals)
    alarm: AlarmScores = Field(default_factory=AlarmScores)
    inside: InsideScores = Field(default_factory=InsideScores)

    @property
    def region(self) -> Literal["frame", "inside"]:
        """Where effect and ASR are judged, both alike: the whole frame, or where a local label edit acts."""
        return "inside" if "net_effect" in self.inside.model_fields_set else "frame"

    @property
    def judged(self) -> AttackFigures:
        """Effect and ASR on the region where they are judged."""
        return self.inside if self.region == "inside" else self.triggered

    @property
    def judged_intervals(self) -> Intervals:
        """The intervals of what is judged."""
        return self.inside.intervals if self.region == "inside" else self.intervals


class Baseline(Entry):
    """What saying the mean count of the training scenes errs by on the test scenes, in persons."""

    mae: Figure = None


class Baselines(Entry):
    """What a counter must be well below."""

    mean_count: Baseline = Field(default_factory=Baseline)


class Stealth(Entry):
    """How visible the trigger is, mean over `n` test scenes; see miscount.engine.metrics.stealth."""

    psnr: Figure = None
    ssim: Figure = None
    mse: Figure = None
    changed_area: Figure = None
    lpips: Figure = None
    n: Figure = None


class LabelStealth(Entry):
    """How visible the label edit is in the counts of `n` poisoned scenes; see miscount.engine.metrics.stealth."""

    moved: Figure = None
    ks: Figure = None
    n: Figure = None


class RecoveredTrigger(Entry):
    """What a search found: the name of its picture in the detector's stage folder, and the words beside it."""

    picture: str | None = None
    caption: str = ""


class DetectorScores(Entry):
    """How a detector did. `subject` says of what: "training set", "arriving scenes" or "counter".

    Of scenes: how its scores tell the poisoned from the clean. Of a counter: one score, its threshold, and whether the
    counter is suspect. Further facts of its own stand beside these; see miscount.engine.metrics.detection.
    """

    auroc: Figure = None
    auprc: Figure = None
    tpr_at_fpr1: Figure = None
    tpr_at_fpr5: Figure = None
    n: Figure = None
    n_poisoned: Figure = None
    auroc_by_count: tuple[Figure, ...] | None = None
    false_alarms: Figure = None
    found: Figure = None
    subject: str | None = None
    threshold: Figure = None
    alpha_hat: Figure = None
    score: Figure = None
    suspect: bool | None = None

    def of(self, rate: Literal["found", "false_alarms"]) -> int:
        """How many scenes a rate is a share of: those that are poisoned, or all others."""
        poisoned = int(self.n_poisoned or 0)
        return poisoned if rate == "found" else int(self.n or 0) - poisoned

    @property
    def judges_counter(self) -> bool:
        """Whether it gives one verdict on the counter, in place of a ranked list of scenes."""
        return self.subject == "counter"

    def recovered(self, name: str) -> RecoveredTrigger | None:
        """What the search that it calls `name` left, such as "additive/down"; None where it left no picture."""
        found = (self.model_extra or {}).get(name)
        return RecoveredTrigger.model_validate(found) if isinstance(found, dict) and "picture" in found else None


class CraftingScores(Entry):
    """How well a trained trigger hides and is read again; empty for triggers that need no training."""

    psnr: Figure = None
    ssim: Figure = None
    recovered: Figure = None
    recovered_clean: Figure = None
    n: Figure = None


class StudyRow(Entry):
    """Another strength of the trigger (kind "dose") or another corruption ("other"), by counter's name.

    `dose` is the strength in testing over that in training; `psnr` in dB; `ratio` and `effect` are medians over scenes.
    """

    kind: str
    name: str
    dose: Figure = None
    psnr: Figure = None
    ratio: dict[str, Figure] = Field(default_factory=dict)
    effect: dict[str, Figure] = Field(default_factory=dict)
    effect_interval: dict[str, Interval | None] = Field(default_factory=dict)


class Reach(Entry):
    """How far the victim sees, in px, by its layers and by its gradient, and the share of a frame that this reaches.

    `receptive_field_px` is None where every pixel reaches every other.
    """

    receptive_field_px: Figure = None
    measured_px: Figure = None
    effective_px: Figure = None
    share: Figure = None
    share_measured: Figure = None


# ---- the whole


class RunResults(Entry):
    """All of results.json. By name: `models` of counters, `detectors`, `defenses` of counters, `timing` of stages in s.

    `scenes` holds how many scenes have which use.
    """

    version: int = Field(alias="schema", default=RESULTS_SCHEMA)
    recipe: str
    seed: int
    scenes: dict[str, int] = Field(default_factory=dict)
    baselines: Baselines = Field(default_factory=Baselines)
    stealth: Stealth = Field(default_factory=Stealth)
    labels: LabelStealth = Field(default_factory=LabelStealth)
    models: dict[str, Scores]
    detectors: dict[str, DetectorScores] = Field(default_factory=dict)
    defenses: dict[str, DefenseScores] = Field(default_factory=dict)
    trainings: dict[str, TrainingSize] = Field(default_factory=dict)
    crafting: CraftingScores = Field(default_factory=CraftingScores)
    study: tuple[StudyRow, ...] = ()
    reach: Reach = Field(default_factory=Reach)
    timing: dict[str, Figure] = Field(default_factory=dict)
    definitions: int | None = None
    """Of which version the formulas are; absent in files from before there was a second one."""
    threads: int | None = None
    """Of each stage, on which the last bits of all these figures depend; absent on a GPU."""
    missing: dict[str, str] | None = None
    """Why each stage that could not be made is not among these figures; absent where all could be."""

    @classmethod
    def read(cls, path: Path) -> Self:
        """The results in the file `path`. Raises RunError when it is damaged, or not schema 1."""
        raw = read_json(path, dict)
        if raw.get("schema") != RESULTS_SCHEMA:
            raise RunError(
                f"{path} was written by another version: expected schema {RESULTS_SCHEMA}, found {raw.get('schema')!r}."
            )
        try:
            return cls.model_validate(raw)
        except ValidationError as error:
            raise RunError(f"{path} is damaged: {_first_fault(error)}") from error

    def write(self, path: Path) -> None:
        """Write the file `path`, whole or not at all. Raises OutputError."""
        write_json(path, self.to_json())

    # ---- as a table

    def rows(self) -> list[dict[str, Any]]:
        """One row a counter: its name and its clean and triggered figures, by names such as clean_mae."""
        return [
            {"counter": str(counter), **_flat("clean", scores.clean), **_flat("triggered", scores.triggered)}
            for counter in self.counters
            if (scores := self.scores(counter)) is not None
        ]

    def frame(self) -> Any:
        """The rows as a new pandas.DataFrame. Raises EngineError where pandas is not installed."""
        return pandas_for("results.json").DataFrame(self.rows())

    def __repr__(self) -> str:
        return f"<RunResults {self.recipe}, seed {self.seed}: {', '.join(map(str, self.counters))}>"

    def _repr_html_(self) -> str:
        """What a notebook shows: the figures that a run is judged by, one row a counter."""
        head = ("counter", "clean MAE", "attack effect", "net effect", "ASR", "twin's ASR")
        scored = [(counter, self.models[str(counter)]) for counter in self.counters]
        rows = [
            (
                counter,
                one.clean.mae,
                one.judged.effect_median,
                one.judged.net_effect,
                one.judged.asr,
                one.judged.asr_twin,
            )
            for counter, one in scored
        ]
        return titled(f"{self.recipe}, seed {self.seed}", table(head, rows))

    # ---- counters

    @property
    def counters(self) -> tuple[CounterId, ...]:
        """The counters that were scored, as tables order them."""
        return tuple(sorted(map(CounterId.parse, self.models)))

    def scores(self, counter: CounterId) -> Scores | None:
        """The scores of a counter; None where it was not scored."""
        return self.models.get(str(counter))

    @property
    def twin(self) -> Scores | None:
        """The scores of the counter that was trained without the poison."""
        return self.scores(TWIN)

    @property
    def victim(self) -> Scores | None:
        """The scores of the counter that was trained on the poisoned set."""
        return self.scores(VICTIM)

    def defended(self) -> tuple[CounterId, ...]:
        """The victim after each defense."""
        return tuple(counter for counter in self.counters if counter.role == "defended")

    def defense(self, counter: CounterId) -> DefenseScores:
        """What the method that made this counter did and cost; empty for twin and victim.

        Worked out from the scores for a run of a version that did not write it, or by another definition.
        """
        name = str(counter)
        written = self.defenses.get(name)
        if counter.role not in ("defended", "benign", "control") or name not in self.models:
            return written or DefenseScores()
        if written is not None and "left" in written.model_fields_set:
            attacked = self.victim is not None and has_backdoor(self.victim.judged.net_effect)
            # earlier versions wrote these of a victim without a backdoor too
            return written if attacked else written.model_copy(update={"asr_drop": None, "accuracy_gain": None})
        found = defense_scores(self.models, {name: {}}, {}).get(name, DefenseScores())
        kept = written.model_fields_set - found.model_fields_set if written is not None else ()
        about = {"clean_scenes", "control", *kept}
        return found if written is None else found.model_copy(update={key: getattr(written, key) for key in about})

    def control_of(self, counter: CounterId) -> CounterId | None:
        """The plain training of the same cost, which a defense is compared with; None where none was named."""
        control = self.defense(counter).control
        return CounterId.parse(control) if control is not None else None

    def seconds(self, counter: CounterId) -> float | None:
        """How long the training of a counter took, without its evaluation."""
        return self.timing.get(str(counter))

    def training_of(self, counter: CounterId) -> dict[str, int | float | None]:
        """How many scenes the counter was trained on, its poison rate, and the clean scenes that a defense of it used.

        Of a defense the scenes are those of the counter that it began with, if it began with one. None where the file
        does not say it.
        """
        scenes, sound = self.scenes, counter == TWIN or counter.role == "benign"
        twin = self.trainings.get(str(TWIN), TrainingSize()).samples or scenes.get("train")
        trained_on = twin if sound else scenes.get("trained_on")
        if counter.role in ("defended", "control"):
            own = self.trainings.get(str(counter), TrainingSize()).samples
            sound, trained_on = own is not None, trained_on if own is None else own
        poisoned = 0 if sound or counter == BENIGN_TRIGGER else scenes.get("poisoned")
        rate = poisoned / trained_on if trained_on and poisoned is not None else None
        return {"trained_on": trained_on, "poison_rate": rate, "clean_scenes": self.defense(counter).clean_scenes}

    @property
    def twin_reaction(self) -> str:
        """A sentence where the twin reacts to the trigger by itself, by the rule of metrics.reaction; else empty."""
        return reaction_of(self.twin, self.victim)

    @property
    def outdated(self) -> str:
        """A sentence where the figures were worked out by other formulas than this version's; else empty."""
        attacked = any(scores.triggered for scores in self.models.values())
        return OLD_DEFINITIONS if attacked and self.definitions != DEFINITIONS_VERSION else ""

    # ---- beside counters

    def study_of(self, kind: str) -> tuple[StudyRow, ...]:
        """The rows of the study of one kind, "dose" or "other"."""
        return tuple(row for row in self.study if row.kind == kind)

    def doses(self) -> tuple[StudyRow, ...]:
        """The rows of the strengths, ascending, that of the training among them; none where no other was tried.

        Earlier versions did not study that one: of their runs it is given over all test scenes.
        """
        rows = self.study_of("dose")
        if rows and not any(row.dose == 1 for row in rows):
            rows = (*rows, self._as_trained())
        return tuple(sorted((row for row in rows if row.dose is not None), key=lambda row: row.dose or 0.0))

    def _as_trained(self) -> StudyRow:
        scored = {str(counter): scores for counter in (TWIN, VICTIM) if (scores := self.scores(counter)) is not None}
        return StudyRow(
            kind="dose", name="x 1", dose=1.0, psnr=self.stealth.psnr,
            ratio={name: scores.triggered.ratio_median for name, scores in scored.items()},
            effect={name: scores.triggered.effect_median for name, scores in scored.items()},
            effect_interval={name: scores.intervals.effect_median for name, scores in scored.items()},
        )  # fmt: skip

    def figure(self, path: str) -> float | None:
        """The number at a dotted path of the file, such as "models.victim.clean.mae"; None where there is none."""
        found: Any = self.to_json()
        for step in path.split("."):
            found = found.get(step) if isinstance(found, dict) else None
        return float(found) if isinstance(found, int | float) else None


def defense_scores(
    models: Mapping[str, Scores],
    repairs: Mapping[str, Mapping[str, Any]],
    controls: Mapping[str, Mapping[str, str]],
    intervals: Mapping[str, Interval | None] | None = None,
) -> dict[str, DefenseScores]:
    """What each defense, and its control, did and cost, by the name of its counter: those that `repairs` names.

    `repairs` holds what their stages say, `controls` the names of the controls by kind, `intervals` those of the
    erasures. A benign counter began as the twin, all others as the victim. Effect and ASR are those of the region where
    the attack is judged; what becomes of an attack is None where there is none, as the erasure is.
    """
    found = {}
    victim = models.get(str(VICTIM))
    for name, said in repairs.items():
        benign = CounterId.parse(name).role == "benign"
        before, after = models.get(str(TWIN)) if benign else victim, models[name]
        if before is None or victim is None:
            continue
        net, of_victim = None if benign else after.judged.net_effect, victim.judged.net_effect
        attacked = not benign and has_backdoor(of_victim)
        own = controls.get(name, {})
        plain = models[next(iter(own.values()))].judged.net_effect if own else None
        found[name] = DefenseScores(
            erasure=erasure(net, of_victim),
            erasure_interval=(intervals or {}).get(name),
            left=left(net, of_victim),
            asr_drop=asr_drop(after.judged.asr, victim.judged.asr) if attacked else None,
            accuracy_gain=accuracy_gain(after.triggered.accuracy, victim.triggered.accuracy) if attacked else None,
            clean_cost=clean_cost(before.clean.mae, after.clean.mae),
            clean_scenes=said.get("clean_scenes"),
            control=next(iter(own.values()), None),
            controls=dict(own),
            by_training=gain(of_victim, plain),
            by_method=gain(plain, net),
            isolated=said.get("isolated"),
            isolated_poisoned=said.get("isolated_poisoned"),
        )
    return found


def reaction_of(twin: Scores | None, victim: Scores | None) -> str:
    """A sentence where the twin reacts to the trigger by itself; `victim` is None before it is scored.

    Where there is no attack effect, the distance of the median ratio from 1 takes its place.
    """
    found = _moved(twin, victim)
    return "" if found is None else reaction.sentence(*found)


def twin_hides(twin: Scores | None, victim: Scores | None) -> bool:
    """Whether the twin reacts by itself so much that an attack cannot be told from it."""
    found = _moved(twin, victim)
    return found is not None and reaction.hides_attack(*found[1:])


def _moved(
    twin: Scores | None, victim: Scores | None
) -> tuple[str, float, tuple[float, float] | None, float | None] | None:
    """What the trigger moves, in words, how much of it in the twin with its interval, and in the victim."""
    if twin is None or not twin.triggered:
        return None
    own = twin.judged.effect_median
    if own is not None:
        effect = victim.judged.effect_median if victim is not None else None
        return "attack effect", own, both_ends(twin.judged_intervals.effect_median), effect
    middle, interval = twin.triggered.ratio_median, both_ends(twin.intervals.ratio_median)
    if middle is None or interval is None:
        return None
    of_victim = victim.triggered.ratio_median if victim is not None else None
    change = None if of_victim is None else 1 - of_victim
    return "change of the count", 1 - middle, (1 - interval[1], 1 - interval[0]), change


def both_ends(interval: Interval | None) -> tuple[float, float] | None:
    """An interval both of whose ends are known."""
    if interval is None or interval[0] is None or interval[1] is None:
        return None
    return float(interval[0]), float(interval[1])


def _first_fault(error: ValidationError) -> str:
    """What was expected where, and what was found."""
    fault = error.errors()[0]
    if fault["type"] == "missing":
        return f"expected {'.'.join(map(str, fault['loc']))}, found none."
    *steps, last = map(str, fault["loc"])
    if last in ("int", "float"):  # the type that was tried, which is no step of the path
        wanted = "a number or null"
    else:
        wanted, steps = fault["msg"].removeprefix("Input should be "), [*steps, last]
    return f"expected {wanted} at {'.'.join(steps)}, found {repr(fault['input'])[:60]}."


def _flat(part: str, figures: Entry) -> dict[str, Any]:
    """The numbers of an entry, under the name of their part."""
    return {
        f"{part}_{name}": value
        for name, value in figures.to_json().items()
        if value is None or isinstance(value, int | float)
    }
