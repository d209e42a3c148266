"""A run's folder: made, written, opened, listed. Knows files and events, not recipes or networks.

recipe.yaml     the resolved recipe                     events.jsonl   the stream of events, one a line
run.json        versions, device, system, command       poison.csv     the manifest, one row a poisoned scene
results.json    the scores (schema 1)                    per_scene.csv  one row a test scene and counter
report.html     the same for people                     figures/       pictures, and the data that drew them
stages/         what each stage left, such as weights   data.json      the scenes, and what reading them left out
"""

import logging
import platform
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal, TypeAlias

from miscount import __version__

from .. import events as say
from ..errors import OutputError, RunError, harmless
from ..files import fingerprint, make_folder, write_json, write_text
from ..leftovers import sweep
from ..locks import Lock, Taken
from ..notebook import sentences, titled
from ..paths import inside, writable
from ..plugins import Plugin
from ..reading import Stamp, is_file, is_folder, listed, stamp_of, there
from .counter_id import stage_folder_name
from .event_log import EVENTS, last_event, read_events
from .formats import Rows, read_json, read_rows, read_text
from .results import RunResults

RECIPE, ABOUT, RESULTS = "recipe.yaml", "run.json", "results.json"
DATA = "data.json"
MANIFEST, PER_SCENE, DETECTIONS = "poison.csv", "per_scene.csv", "detections.csv"
REPORT, FIGURES = "report.html", "figures"
INSIDE_COLUMNS = ("inside_heads", "inside_target", "inside_clean", "inside_triggered")
PER_SCENE_COLUMNS = ("scene", "model", "heads", "target", "clean", "triggered", *INSIDE_COLUMNS)
"""`heads`: annotated; `target`: the attacker's; `clean`, `triggered`: predicted counts, all in persons.

The same of the region where a local label edit acts; empty where that is the whole frame.
"""

DETECTION_COLUMNS = ("detector", "rank", "name", "score", "suspect", "poisoned", "reason")
"""`name`: of a scene, or of what else is ranked, the most suspect first; `poisoned`: 1, 0, or empty if unknown."""

LONG_LOG_BYTES = 2**20
"""About 6,500 steps."""

Table: TypeAlias = Literal["per_scene", "detections", "manifest"]
_NUMBERS = frozenset({
    *PER_SCENE_COLUMNS[2:],
    *("rank", "score", "suspect", "poisoned"),
    *("count_before", "count_after", "heads_moved", "signal_lost"),
})  # fmt: skip
"""The columns that hold numbers; all others are text, ids and hashes of digits alone included."""

log = logging.getLogger(__name__)


State: TypeAlias = tuple[Stamp, ...]
"""Of the files of a run that are read here."""


@dataclass(frozen=True)
class Run:
    """What the folder of a run holds. The large tables are read when first asked for."""

    folder: Path
    recipe_text: str
    about: Mapping[str, Any]
    results: RunResults | None
    state: State = ()
    """Its files as they were before they were read."""

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    def __repr__(self) -> str:
        scored = f"{len(self.results.models)} counters scored" if self.results is not None else "no results yet"
        return f"<Run {self.name}, recipe {self.about.get('recipe', 'unknown')}, {scored}, in {self.folder}>"

    def _repr_html_(self) -> str:
        """What a notebook shows: what it is, and the scores of its counters."""
        about = [
            f"{name}: {self.about[name]}" for name in ("recipe", "seed", "started", "device") if name in self.about
        ]
        results = self.results._repr_html_() if self.results is not None else sentences(["It has no results yet."])
        return titled(f"{self.name} in {self.folder}", sentences([", ".join(about)]), results)

    def events(self, without: Collection[type[say.Event]] = ()) -> Iterator[say.Event]:
        """What the run said, in order, of all kinds but `without`; an unfinished last line is passed over.

        Raises RunError for a damaged line before the last.
        """
        return read_events(self.folder / EVENTS, without)

    @property
    def has_long_log(self) -> bool:
        """Whether reading `events` takes longer than a hand waits for, 25 ms."""
        return is_file(self.folder / EVENTS) and (self.folder / EVENTS).stat().st_size > LONG_LOG_BYTES

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """data.json: which scenes were used and left out, and why; empty before they are read. Raises RunError."""
        path = self.folder / DATA
        return read_json(path, dict) if there(path) else {}

    @cached_property
    def per_scene(self) -> Rows:
        """The rows of per_scene.csv by column; none before the evaluation. Raises RunError."""
        return read_rows(self.folder / PER_SCENE, _NUMBERS, ("scene", "model", "heads"))

    @cached_property
    def detections(self) -> Rows:
        """The rows of detections.csv by column, ranked; none where nothing was looked for. Raises RunError."""
        return read_rows(self.folder / DETECTIONS, _NUMBERS, DETECTION_COLUMNS)

    @cached_property
    def manifest(self) -> Rows:
        """The rows of poison.csv by column; none before the poisoning. Raises RunError."""
        return read_rows(self.folder / MANIFEST, _NUMBERS)

    def frame(self, table: Table) -> Any:
        """The rows of a table as a new pandas.DataFrame: numbers as numbers, NaN where a figure is not defined.

        pandas is no dependency of Miscount. Raises EngineError where it is not installed, RunError for a damaged file.
        """
        rows: Rows = getattr(self, table)
        return rows.frame()

    @cached_property
    def status(self) -> str:
        """One of "done", "cancelled", "failed" and "unfinished" (still running, or killed)."""
        match last_event(self.folder / EVENTS):  # one line of what may be a million
            case say.Finished(cancelled=cancelled):
                return "cancelled" if cancelled else "done"
            case say.Failed():
                return "failed"
            case _:
                return "unfinished"


def open_run(path: Path | str) -> Run:
    r"""The run in the folder `path`. Raises RunError when it is no run's folder or a file in it is damaged.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "recipe.yaml").write_text("name: snow\n")
    ...     opened = open_run(folder)
    ...     opened.recipe_text, opened.results, opened.per_scene, opened.status
    ('name: snow\n', None, [], 'unfinished')
    """
    path = Path(path)
    state = _state(path)
    if not is_file(path / RECIPE):
        raise RunError(f"{path} is not a run's folder: expected {RECIPE} in it, found none.")
    results = RunResults.read(path / RESULTS) if there(path / RESULTS) else None
    about = read_json(path / ABOUT, dict) if there(path / ABOUT) else {}
    return Run(path, read_text(path / RECIPE), about, results, state)


def _state(folder: Path) -> State:
    return tuple(
        stamp_of(folder / name) for name in (RECIPE, ABOUT, RESULTS, EVENTS, DATA, PER_SCENE, DETECTIONS, MANIFEST)
    )


def list_runs(folder: Path, known: Iterable[Run] = ()) -> list[Run]:
    """The runs in `folder`, the latest begun first. A damaged one is logged and left out; the others are listed.

    One of the `known`, which were listed before, is given back itself where none of its files has changed since.
    """
    found = []
    before = {run.folder: run for run in known}
    for path in sorted(folder.iterdir()) if is_folder(folder) else []:
        if not is_file(path / RECIPE):
            continue
        if path in before and before[path].state == _state(path):
            found.append(before[path])
            continue
        try:
            found.append(open_run(path))
        except RunError as error:
            log.info("run left out of the list: %s", error)
    return sorted(found, key=lambda run: str(run.about.get("started", "")), reverse=True)


# ---- writing


class Claim:
    """A run's folder while one process writes into it; let go of by the system where that process dies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock(make_folder(folder) / ".run")
        try:
            self._lock.take()
        except Taken as taken:
            raise OutputError(
                f"{folder} is written into by {taken.owner}: wait until that run has ended, or give another folder."
            ) from None

    def let_go(self) -> None:
        """Let others write into the folder."""
        self._lock.let_go(for_good=True)


def claim_folder(folder: Path, recipe_text: str, *, resume: bool = False) -> Claim:
    """Claim the folder of a run of this recipe, made where it was missing, with recipe.yaml in it.

    A folder with a run of the same recipe is gone on with. One with a run of another recipe is refused unless
    `resume` says that its finished stages may be used, and one that another process writes into always, or that holds
    other things. What a killed process left half written is removed. Raises OutputError.
    """
    kept = folder / RECIPE
    same = there(kept) and read_text(kept) == recipe_text
    check_own(folder, (RECIPE,) if same else (ABOUT, EVENTS))  # a recipe alone may be the person's own file
    if there(kept) and not same and not resume:
        raise OutputError(f"{folder} holds a run of another recipe: give another folder, or go on in it all the same.")
    claim = Claim(folder)
    try:
        sweep(folder)
        write_text(kept, recipe_text)
    except OutputError:
        claim.let_go()
        raise
    return claim


def check_own(folder: Path, own: Collection[str]) -> None:
    """Raises OutputError where `folder` is neither new nor empty and has none of the names that are its `own`.

    What is written among somebody's pictures could be told from them by nobody. Hidden files are passed over: locks
    and halves of files are ours, and what systems leave is nobody's.
    """
    names = [path.name for path in listed(folder) or () if not path.name.startswith(".")]
    if names and not set(own) & set(names):
        raise OutputError(f"{folder} holds other things than runs: give another folder.")


_LONGEST = 200
"""Bytes of a folder's name that leave room for what is put before and after it."""


def free_folder(parent: Path, name: str) -> Path:
    """`parent / name`, or with the first number from 2 that makes it new."""
    plain_name, number = file_name(name), 2
    path = parent / plain_name
    while path.exists():
        path, number = parent / f"{plain_name}-{number}", number + 1
    return path


def file_name(name: str) -> str:
    """`name` as a file may be called on every system: what Windows forbids, colons among it, becomes a dash.

    One that is too long is cut, and ends in a hash of the whole.
    """
    plain_name = "".join("-" if sign in '<>:"/\\|?*' or ord(sign) < 32 else sign for sign in harmless(name))
    plain_name = plain_name.strip(" .") or "run"
    if len(plain_name.encode()) > _LONGEST:
        plain_name = f"{plain_name[: _LONGEST // 4].rstrip(' .')}-{fingerprint(name)}"
    try:
        return writable(plain_name, windows=True)
    except OutputError:
        return f"run-{plain_name}"


def stage_folder(folder: Path, stage: str) -> Path:
    """Where a stage such as "defense/fine_tune" keeps its files: stages/defense_fine_tune. Raises OutputError."""
    return make_folder(_place_of(folder, stage))


def picture_of(folder: Path, results: RunResults | None, detector: str, name: str) -> tuple[Path, str] | None:
    """The picture that a detector left in a run's folder of what it calls `name`, and its caption; None without one."""
    scores = results.detectors.get(detector) if results is not None else None
    found = scores.recovered(name) if scores is not None else None
    if found is None:
        return None
    # the name alone: nothing outside the run
    path = _place_of(folder, f"detect/{detector}") / Path(str(found.picture)).name
    return (path, found.caption) if is_file(path) else None


def _place_of(folder: Path, stage: str) -> Path:
    return inside(folder, f"stages/{stage_folder_name(stage)}")


def write_about(
    folder: Path, *, device: str, recipe: str, seed: int, of_plugins: Iterable[Plugin] = ()
) -> None:  # fmt: skip
    """Write run.json: when, what with, on what machine, by which command. Raises OutputError."""
    about = {
        "recipe": recipe,
        "seed": seed,
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "device": device,
        "argv": [str(word) for word in sys.argv],
        **surroundings(),
        "plugins": [plugin.to_json() for plugin in of_plugins],
    }
    write_json(folder / ABOUT, about)


def write_numerics(folder: Path, *, device: str, numerics: Mapping[str, Any]) -> None:
    """Say in run.json where the stages are made and what their last bits depend on. Raises RunError, OutputError."""
    about = read_json(folder / ABOUT, dict)
    write_json(folder / ABOUT, about | {"device": device, "numerics": dict(numerics)})


def threads_of(about: Mapping[str, Any]) -> int | None:
    """The threads of each stage, as run.json has them; None on a GPU, or in a run of an earlier version."""
    numerics = about.get("numerics")
    threads = numerics.get("threads") if isinstance(numerics, Mapping) else None
    return threads if isinstance(threads, int) else None


def surroundings() -> dict[str, Any]:
    """Versions and system, read without importing what is heavy; `git` is None outside a checkout."""
    return {
        "versions": {
            "miscount": __version__,
            "python": platform.python_version(),
            **{name: _version(name) for name in ("torch", "numpy", "lightning-fabric", "opencv-python-headless")},
        },
        "os": platform.platform(),
        "machine": platform.machine(),
        "git": _git_state(Path(__file__).resolve().parents[1]),
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _git_state(folder: Path) -> str | None:
    if not there(folder / ".git"):
        return None
    command = ["git", "-C", str(folder), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=5, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip() or None
