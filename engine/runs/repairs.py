"""Entries of results.json: what a defense did beside its controls, and how much each counter was trained."""

from pydantic import Field

from .entry import Entry, Figure, Interval


class DefenseScores(Entry):
    """What a defense did and cost, beside its controls; see miscount.engine.metrics.defense.

    `control` is the first of `controls`, the names of counters by kind of control; `by_training` and `by_method` are
    the parts of its gain that this one has too, and that it has not.
    """

    erasure: Figure = None
    erasure_interval: Interval | None = None
    left: Figure = None
    asr_drop: Figure = None
    accuracy_gain: Figure = None
    clean_cost: Figure = None
    clean_scenes: Figure = None
    control: str | None = None
    controls: dict[str, str] = Field(default_factory=dict)
    by_training: Figure = None
    by_method: Figure = None
    isolated: Figure = None
    isolated_poisoned: Figure = None


class TrainingSize(Entry):
    """How much a counter was trained: optimizer steps, scenes (or crops of them) a step; of twin and victim also the
    samples of the set and how many augmented ones were seen in all.

    Of what stands for a victim there are samples only where it began with new weights and saw clean scenes alone.
    """

    steps: Figure = None
    a_step: Figure = None
    samples: Figure = None
    seen: Figure = None
