"""How time and memory grow with what there is: scenes, heads, events, runs, pixels of a frame.

    python tests/benchmarks/scaling.py [--most SHARE] [--json] [ROW ...]

Each size of a row is a process of its own. Time is the processor's, of the work alone; memory is the most that the
process held, with torch in it where the row needs that. `growth` is the slope from the size before, in
logarithms: 1 grows as the size does, more is worse. With --most 0.01 the largest sizes are left out, to try it. What
--json prints is kept for the guide by `python -m tests.guide --bench FILE scaling`.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from main import use_checkout

if __name__ == "__main__":
    use_checkout()

import numpy as np

from miscount.engine.seeds import generator

Work = Callable[[], object]
FRAME = (768, 1024)
EVENTS_OF_A_RUN = 916


def scenes(number: int, folder: Path) -> Work:
    """A dataset of so many scenes is opened for the first time, each counted."""
    from miscount.engine.scenes import Annotation, read_dataset
    from miscount.engine.scenes.formats.shanghaitech import write_scene
    from miscount.engine.tallies import Tallies

    heads = Annotation.of(generator(0, "scaling").uniform(0, 300, (100, 2)))
    first = write_scene(folder / "data", "part_B", "train", "IMG_1", np.zeros((300, 400, 3), np.uint8), heads)
    assert first.label_path is not None
    pictures, labels = first.image_path.parent, first.label_path.parent
    for k in range(2, number + 1):
        # a file may have 65,000 names only
        if k % 50_000 == 0:
            (pictures / f"IMG_{k}.jpg").write_bytes(first.image_path.read_bytes())
            (labels / f"GT_IMG_{k}.mat").write_bytes(first.label_path.read_bytes())
        of = k // 50_000 * 50_000 or 1
        if k != of:
            os.link(pictures / f"IMG_{of}.jpg", pictures / f"IMG_{k}.jpg")
            os.link(labels / f"GT_IMG_{of}.mat", labels / f"GT_IMG_{k}.mat")

    def work() -> None:
        dataset = read_dataset(folder / "data")
        known = Tallies(dataset, folder / "cache")
        assert sum(known.of(scene).persons for scene in dataset) > 0

    return work


def covers(number: int, _folder: Path) -> Work:
    """Poisoned and cover scenes are chosen of so many."""
    from pydantic import TypeAdapter

    from miscount.engine.part import parse_part
    from miscount.engine.poison import Poison, select, select_covers

    ids, counts = [f"part/train/IMG_{k}" for k in range(number)], np.ones(number)
    poison = parse_part(TypeAdapter(Poison), {"rate": 0.2, "covers": 1.0}, "the poison")
    return lambda: select_covers(poison, ids, select(poison, ids, counts, 0), 0)


def _heads(number: int, kernel: str) -> Work:
    from miscount.engine.density import AdaptiveKernel, FixedKernel, cell_map
    from miscount.engine.scenes import Annotation

    heads = Annotation.of(generator(0, "scaling").uniform((0, 0), FRAME[::-1], (number, 2)))
    made = FixedKernel() if kernel == "fixed" else AdaptiveKernel()
    return lambda: cell_map(heads, FRAME, 8, made)


def heads_fixed(number: int, _folder: Path) -> Work:
    """The target of a frame of 768 x 1024 with so many heads, kernel of one width."""
    return _heads(number, "fixed")


def heads_adaptive(number: int, _folder: Path) -> Work:
    """The same, each kernel by the distance of its neighbors."""
    return _heads(number, "adaptive")


def _steps(number: int) -> str:
    from miscount.engine import events as say

    each = (say.StepDone("twin", k, number, 1, 0.1234567 + k, 1e-3, 321.5, 812.25) for k in range(1, number + 1))
    return "".join(f"{say.to_line(event)}\n" for event in each)


def events(number: int, folder: Path) -> Work:
    """What a run said in so many events is read again."""
    from miscount.engine.runs.event_log import all_events

    (folder / "events.jsonl").write_text(_steps(number), encoding="utf-8")
    return lambda: all_events(folder / "events.jsonl")


def runs(number: int, folder: Path) -> Work:
    """So many runs of 916 events are listed for the first time."""
    from miscount.engine import runs as kept

    text = _steps(EVENTS_OF_A_RUN)
    for k in range(number):
        kept.claim_folder(folder / str(k), "name: scaling\n").let_go()
        (folder / str(k) / kept.EVENTS).write_text(text, encoding="utf-8")
    return lambda: [run.status for run in kept.list_runs(folder)]


def _frame(pixels: int, kind: dict[str, object]) -> Work:
    from miscount.engine.counters import build

    height = round(math.sqrt(pixels * 2 / 3) / 8) * 8
    image = generator(0, "scaling").integers(0, 256, (height, round(pixels / height / 8) * 8, 3), dtype=np.uint8)
    counter = build(kind)
    return lambda: counter.count(image)


def frame_light(pixels: int, _folder: Path) -> Work:
    """The light counter is asked for a frame of so many pixels."""
    return _frame(pixels, {"kind": "light"})


def frame_csrnet(pixels: int, _folder: Path) -> Work:
    """CSRNet is asked for a frame of so many pixels, in tiles where it is large."""
    return _frame(pixels, {"kind": "csrnet"})


def frame_target(pixels: int, _folder: Path) -> Work:
    """The target of a frame of so many pixels with 3,000 heads, adaptive kernels."""
    from miscount.engine.density import AdaptiveKernel, cell_map
    from miscount.engine.scenes import Annotation

    height = round(math.sqrt(pixels * 2 / 3) / 8) * 8
    size = (height, round(pixels / height / 8) * 8)
    heads = Annotation.of(generator(0, "scaling").uniform((0, 0), size[::-1], (3000, 2)))
    return lambda: cell_map(heads, size, 8, AdaptiveKernel())


MPX = 1_000_000
ROWS: dict[str, tuple[Callable[[int, Path], Work], tuple[int, ...]]] = {
    "scenes": (scenes, (100, 1000, 10_000, 100_000)),
    "covers": (covers, (100, 1000, 10_000, 100_000)),
    "heads_fixed": (heads_fixed, (100, 1000, 10_000, 100_000)),
    "heads_adaptive": (heads_adaptive, (100, 1000, 10_000, 100_000)),
    "events": (events, (1000, 10_000, 100_000, 1_000_000)),
    "runs": (runs, (10, 50, 100, 500)),
    "frame_light": (frame_light, (MPX * 3 // 4, 3 * MPX, 6 * MPX, 12 * MPX, 24 * MPX)),
    "frame_csrnet": (frame_csrnet, (MPX * 3 // 4, 3 * MPX, 6 * MPX, 12 * MPX, 24 * MPX)),
    "frame_target": (frame_target, (MPX * 3 // 4, 3 * MPX, 6 * MPX, 12 * MPX, 24 * MPX)),
}


def measured(row: str, size: int) -> tuple[float, float]:
    """Seconds of the processor and the most MB that were held, in this process."""
    with tempfile.TemporaryDirectory() as name:
        work = ROWS[row][0](size, Path(name))
        began = time.process_time()
        work()
        seconds = time.process_time() - began
    return seconds, _held_mb()


def _held_mb() -> float:
    """The most that this process held, as Linux says it: `ru_maxrss` begins at what its parent held."""
    said = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(said.partition("VmHWM:")[2].split()[0]) / 1024


def _asked(row: str, size: int) -> tuple[float, float]:
    words = [sys.executable, __file__, "--one", row, str(size)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    seconds, held_mb = json.loads(done.stdout.splitlines()[-1])
    return seconds, held_mb


def sizes(most: float, rows: Sequence[str]) -> Iterator[tuple[str, int]]:
    """What is asked for: rows, and their sizes up to `most` of the largest."""
    for row in rows or ROWS:
        yield from ((row, size) for size in ROWS[row][1] if size <= most * ROWS[row][1][-1])


def printed(asked: Iterable[tuple[str, int]]) -> None:
    """A line for each size."""
    from tests.guide.speed import growth

    print("| row | size | processor time | a unit | most memory | growth |\n|---|---:|---:|---:|---:|---:|")
    before: dict[str, tuple[int, float]] = {}
    for row, size in asked:
        seconds, held_mb = _asked(row, size)
        grown = f"{growth(before[row], (size, seconds)):.2f}" if row in before else ""
        unit = f"{1e6 * seconds / size:.3g} us"
        print(f"| {row} | {size:,} | {seconds:.3f} s | {unit} | {held_mb:,.0f} MB | {grown} |", flush=True)
        before[row] = (size, seconds)


def document(asked: Iterable[tuple[str, int]]) -> dict[str, object]:
    """As `miscount bench --json` has it: each size a row, whose peer is the memory that was held."""
    from miscount.engine.cli.bench import Row, about

    rows = []
    for row, size in asked:
        seconds, held_mb = _asked(row, size)
        what = (ROWS[row][0].__doc__ or "").strip().rstrip(".")
        rows.append(Row(f"{row}_{size}", what, seconds, "s", 1, None, f"{held_mb:,.0f} MB").to_json())
    return {**about(), "command": "python tests/benchmarks/scaling.py --json", "rows": rows}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("rows", nargs="*", metavar="ROW", default=[], help=", ".join(ROWS))
    asked.add_argument("--most", type=float, default=1.0, help="share of the largest size that is still asked for")
    asked.add_argument("--json", action="store_true", help="as miscount bench prints it")
    asked.add_argument("--one", nargs=2, metavar=("ROW", "SIZE"), help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        print(json.dumps(measured(given.one[0], int(given.one[1]))))
    elif given.json:
        print(json.dumps(document(sizes(given.most, given.rows)), indent=2))
    else:
        printed(sizes(given.most, given.rows))


if __name__ == "__main__":
    main()
