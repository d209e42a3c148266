"""What somebody asks to be audited: it is read, set aside where it is broken, and looked at."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..counters import Counter, load
from ..counters.sources import examine
from ..detectors import AnyDetector
from ..errors import DatasetError
from ..events import Cancel, Event, StageStarted, Warned
from ..parallel import as_events
from ..reading import is_folder, real_path
from ..scenes import Dataset, read_dataset
from ..scenes.conversion import readable
from ..scenes.formats import orphans_of
from ..scenes.rules import ReadingRules
from ..scenes.summary import summary_of
from ..training.devices import fabric_for
from .findings import Audit
from .of_counter import audit_counter
from .of_scenes import audit_scenes


@dataclass(frozen=True)
class Request:
    """`suspect` is a file of weights, or a folder of scenes, with what is known beside it.

    `clean` are scenes that are known to be so; of a data set, `weights` are of the counter that was trained on it and
    `split` is the one to look at (train where there is one, else all); of weights, `scenes` are what the counter is
    asked about. `given` is what the weights do not say; `detectors` stand in place of all.
    """

    suspect: Path
    clean: Path | None = None
    weights: Path | None = None
    scenes: Path | None = None
    split: str | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    detectors: tuple[AnyDetector, ...] | None = None
    rules: ReadingRules = field(default_factory=ReadingRules)
    seed: int = 0

    @property
    def is_set(self) -> bool:
        """Whether scenes are suspected, not a counter."""
        return is_folder(self.suspect)

    def check_apart(self) -> None:
        """Raises DatasetError where scenes are to be clean that are suspected too."""
        for other in (self.suspect, self.scenes):
            if self.clean is None or other is None or not is_folder(other):
                continue
            clean, suspect = real_path(self.clean), real_path(other)
            if clean.is_relative_to(suspect) or suspect.is_relative_to(clean):
                raise DatasetError(
                    f"The clean scenes {self.clean} and {other} are of one folder: what is suspect is not known clean."
                )

    def carried_out(self, folder: Path, cancel: Cancel) -> Generator[Event, None, Audit]:
        """The audit, after its events; `folder` is for what is trained on the way.

        Raises Cancelled, DatasetError, WeightsError, TrainingError.
        """
        self.check_apart()
        clean = None
        if self.clean is not None:
            _, clean = yield from self._usable(self.clean, None, cancel)
        if self.is_set:
            whole, used = yield from self._usable(self.suspect, self.split, cancel)
            counter = None if self.weights is None else (yield from self._loaded(self.weights))
            return (yield from audit_scenes(whole, used, clean, counter, folder, self.seed, cancel, self.detectors))
        arriving = None
        if self.scenes is not None:
            arriving = read_dataset(self.scenes, self.rules)
            for sentence in arriving.notes:
                yield Warned("read", sentence)
        counter = yield from self._loaded(self.suspect)
        return (
            yield from audit_counter(
                counter, examine(self.suspect), clean, arriving, folder, self.seed, cancel, self.detectors
            )
        )

    def _usable(self, path: Path, split: str | None, cancel: Cancel) -> Generator[Event, None, tuple[Dataset, Dataset]]:
        """The scenes of the split that is asked for, and those of them that have labels and can be read."""
        found = read_dataset(path, self.rules)
        name = split or ("train" if "train" in found.splits else "all")
        whole = found if name == "all" else found.split(name)
        yield StageStarted("read", 1, 1, len(whole))
        kept, broken = yield from as_events("read", lambda report: readable(whole, report, whole=True), cancel)
        used = kept.having(scene for scene in kept if scene.labels.labelled)
        bare = [scene.id for scene in kept if not scene.labels.labelled]
        summary = summary_of(used, broken, bare, orphans=orphans_of(found), drops_unlabelled=True)
        for sentence in summary.sentences():
            yield Warned("read", sentence)
        if not len(used):
            there = ", ".join(found.splits) or "none"
            raise DatasetError(
                f"{path} has no labelled scenes in the split {name}: expected some, found the splits {there}."
            )
        return whole, used

    def _loaded(self, weights: Path) -> Generator[Event, None, Counter]:
        counter = load(weights, dict(self.given))
        for note in counter.notes:
            yield Warned("read", note)
        fabric_for("32").to_device(counter.network)
        return counter
