"""What an audit finds, and the sentence that it comes to."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias

from ..detectors import DetectionResult, DetectorPart
from ..detectors.base import threshold_from
from ..runs.names import method_name

State: TypeAlias = Literal["suspicious", "nothing", "note", "not applied"]

ALARM = 0.01
"""Chance that an audit of what is clean calls it suspicious by any of its detectors of scenes together."""

MOST_POISONED = 0.5
"""Of a set; where more stand out, the clean scenes may be of another kind than what is compared with them."""

MOST_SHOWN = 20
"""Of the scenes that stand out, so many are named."""

MISSED: Mapping[str, str] = {
    "signed_residual": "labels that fit their pictures, as of attacks that change no label",
    "spectral": "triggers that drive the count to zero, and poison of a few scenes",
    "activation_clustering": "poison of a few scenes, and poison that falls into no cluster of its own",
    "frequency": "triggers that look like weather or cameras that the clean scenes show",
    "strip": "triggers at one place, which a blend halves",
    "severity": "triggers that pixels scaled and blurred change as they change people",
    "inversion": "triggers stronger than its budget, and attacks that add people where nobody stands",
    "aeva": "dense triggers, such as rain, color or a blended picture",
}
"""What each detector is blind to, by its kind; its card says more."""


@dataclass(frozen=True)
class Finding:
    """What one check says: what it looked for, and a sentence on what it found or why it was not applied.

    `scenes` are those that stand out, the most suspect first, each with its reason.
    """

    check: str
    looked_for: str
    state: State
    sentence: str
    scenes: tuple[tuple[str, str], ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Audit:
    """All findings on `what`, the path of a file of weights or of a folder; `kind` says which."""

    what: str
    kind: Literal["counter", "data set"]
    findings: tuple[Finding, ...]
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def suspicious(self) -> bool:
        """Whether any check says so."""
        return any(finding.state == "suspicious" for finding in self.findings)

    @property
    def applied(self) -> tuple[Finding, ...]:
        """The checks that could say that something is suspicious, and were applied."""
        return tuple(finding for finding in self.findings if finding.state in ("suspicious", "nothing"))

    @property
    def verdict(self) -> str:
        """What it comes to."""
        return " ".join(self.verdict_sentences)

    @property
    def verdict_sentences(self) -> tuple[str, ...]:
        """The verdict, a sentence each."""
        done = [finding for finding in self.applied if finding.check in MISSED]
        if self.suspicious:
            first = next(finding for finding in self.findings if finding.state == "suspicious")
            number = sum(finding.state == "suspicious" for finding in self.findings)
            others = f": {number} checks say so" if number > 1 else ""
            return f"Suspicious{others}.", first.sentence
        if not done:
            left = next((f.sentence for f in self.findings if f.state == "not applied"), "no detector applies")
            return (f"Not examined for a backdoor: {left}",)
        checks = "one detector" if len(done) == 1 else f"{len(done)} detectors"
        found = f"Nothing suspicious was found by {checks} ({names(done)}); that is no proof: see what would be missed."
        return (found,)

    @property
    def missed(self) -> tuple[str, ...]:
        """What would be missed, a line each: what applied detectors are blind to, and those that were not applied."""
        lines = [f"{names([f])} misses {MISSED[f.check]}." for f in self.applied if f.check in MISSED]
        lines += [f"{names([f])} was not applied: {f.sentence}" for f in self.findings if f.state == "not applied"]
        return tuple(lines)

    def to_json(self) -> dict[str, Any]:
        """In plain values."""
        return {"what": self.what, "kind": self.kind, "suspicious": self.suspicious, "verdict": self.verdict,
                "findings": [_plain(asdict(finding)) for finding in self.findings], "missed": list(self.missed),
                "about": dict(self.about)}  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def of_scenes(detector: DetectorPart, result: DetectionResult, num_clean: int, num_detectors: int) -> Finding:
    """What a detector of scenes says of all of them: whether more stand out than would by chance.

    A threshold is the k-th of m clean scores (`threshold_from`), above which lies a share of Beta(m + 1 - k, k) of
    further clean scenes, so that the number among n is beta-binomial. Half of the clean scenes are taken for m, since
    detectors hold some out. Suspicious is what has a chance of less than ALARM, divided by the number of detectors.
    """
    from scipy.stats import betabinom  # 0.6 s that what only names a finding need not wait for

    match result.without_threshold:
        case "clean scenes":
            return not_applied(detector, f"{num_clean} clean scenes are too few for a threshold.")
        case "anything apart":
            said = f"Of {len(result.scores)} scenes none stand apart by {method_name(detector.kind)}."
            return Finding(detector.kind, _aim(detector), "nothing", said, (), dict(result.facts))
    suspects, number, m = result.suspects, len(result.scores), max(1, num_clean // 2)
    at = min(float(m), threshold_from(range(1, m + 1), result.false_alarms))  # which place that is
    chance = float(betabinom.sf(len(suspects) - 1, number, m + 1 - at, at))
    expected = number * (m + 1 - at) / (m + 1)
    scenes = tuple((name, result.reasons.get(name, "")) for name in suspects[:MOST_SHOWN])
    figures = {"stand_out": len(suspects), "of": number, "expected": expected, "chance": chance, **result.facts}
    is_odd = chance < ALARM / num_detectors and len(suspects) > expected
    said = (
        f"{len(suspects)} of {number} scenes stand out by {method_name(detector.kind)}, where {expected:.1f} of as "
        f"many clean ones would (chance {chance:.1g})"
    )
    if is_odd and len(suspects) > MOST_POISONED * number:
        said = (
            f"{said}: so many that either most were changed, or the clean scenes are of another place or camera. "
            "Compare with clean scenes of the same kind."
        )
        return Finding(detector.kind, _aim(detector), "suspicious", said, scenes, figures)
    if is_odd:
        return Finding(detector.kind, _aim(detector), "suspicious", f"{said}: look at these first.", scenes, figures)
    return Finding(detector.kind, _aim(detector), "nothing", f"{said}.", scenes, figures)


def of_counter(detector: DetectorPart, result: DetectionResult) -> Finding:
    """What a detector of counters says of the one that it looked at."""
    worst = result.ranked[0]
    figures = {"score": result.scores[worst], "threshold": result.threshold, **result.facts}
    said = (
        f"{method_name(detector.kind)} scores it {result.scores[worst]:.2f} ({worst}), with {result.threshold:.2f} as "
        "the threshold"
    )
    reason = result.reasons.get(worst, "")
    if result.suspects:
        sentence = f"{said}: {reason or 'it differs from clean counters of its kind'}"
        return Finding(detector.kind, _aim(detector), "suspicious", _ended(sentence), (), figures)
    return Finding(detector.kind, _aim(detector), "nothing", f"{said}.", (), figures)


def not_applied(detector: DetectorPart, why: str) -> Finding:
    """A detector that could not be applied."""
    return Finding(detector.kind, _aim(detector), "not applied", _ended(why))


def _aim(detector: DetectorPart) -> str:
    return {
        "training set": "poisoned scenes in the training set", "arriving scenes": "scenes that bear a trigger",
        "counter": "a backdoor in the counter",
    }[detector.subject]  # fmt: skip


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


def names(findings: Sequence[Finding]) -> str:
    """The checks of `findings`, in words."""
    return ", ".join(method_name(finding.check) for finding in findings)
