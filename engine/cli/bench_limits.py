"""What a person waits for, each beside its limit or a peer that is measured in the same run.

A ratio of two things of one run says the same on a quick machine, a slow one and a busy one; milliseconds do not.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from .bench import Row

MOST_RUNS = 3


def rows() -> Iterator[Row]:
    """Every row, as it is measured."""
    yield from _imports()
    yield from _events()
    yield from _targets()
    yield from _batches()
    yield from _evaluation()
    yield _inversion()
    yield from _threads()
    yield from _reaction()
    yield _covers()
    yield _counts()


def _imports() -> Iterator[Row]:
    """Processor seconds of starting a command, beside `import torch` alone, below which what computes cannot start."""
    torch_s = _started("-c", "import torch")
    peer = f"import torch alone: {torch_s:.2f} s"
    main = str(Path(sys.modules["miscount"].__file__ or "").with_name("main.py"))
    for name, what, words, goal in (
        ("start_help", "miscount run --help", (main, "run", "--help"), 0.3),
        ("start_list", "miscount list triggers", (main, "list", "triggers"), 0.5),
        ("start_doctor", "miscount doctor --json", (main, "doctor", "--json"), 1.5),
        ("start_run", "all that miscount run imports before its first stage", ("-c", _RUN.format(main=main)), 1.5),
    ):
        seconds = _started(*words)
        yield Row(f"{name}_over_torch", f"processor time of {what}", seconds / torch_s, "x", MOST_RUNS, goal, peer)


_RUN = "import runpy; runpy.run_path({main!r})['use_checkout'](); import miscount.engine.experiment"


def _started(*words: str) -> float:
    """The least processor seconds of Python on `words`; seconds where the system does not count children's."""
    taken = []
    for _ in range(MOST_RUNS):
        began, before = time.perf_counter(), _of_children()
        subprocess.run([sys.executable, *words], check=False, capture_output=True)
        taken.append(_of_children() - before or time.perf_counter() - began)
    return min(taken)


def _of_children() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def _seconds(work: Callable[[], object]) -> float:
    """The least processor seconds of one call of this thread's process, after one that does not count."""
    work()
    taken = []
    for _ in range(MOST_RUNS):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def _beside(name: str, what: str, ours: Callable[[], object], goal: float, limit: Callable[[], object], of: str) -> Row:
    """`ours` over `limit`, both measured now."""
    ours_s, limit_s = _seconds(ours), _seconds(limit)
    said = f"{1000 * ours_s:.1f} ms; {of}: {1000 * limit_s:.1f} ms"
    return Row(name, f"processor time of {what}", ours_s / max(limit_s, 1e-9), "x", MOST_RUNS, goal, said)


NUM_EVENTS = 100_000
NUM_RUNS, EVENTS_OF_A_RUN = 100, 916


def _events() -> Iterator[Row]:
    """What a run said, read again; and the runs of a project, listed again after nothing has changed."""
    from .. import events as say
    from .. import runs

    def steps(number: int) -> str:
        each = (say.StepDone("twin", k, number, 1, 0.1234567 + k, 1e-3, 321.5, 812.25) for k in range(1, number + 1))
        return "".join(f"{say.to_line(event)}\n" for event in each)

    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        log, text = root / runs.EVENTS, steps(NUM_EVENTS)
        log.write_text(text, encoding="utf-8")
        yield _beside(
            "replay_events_over_json", f"reading {NUM_EVENTS:,} events again", lambda: runs.all_events(log), 1.0,
            lambda: [json.loads(line) for line in text.splitlines()], "json.loads of each line",
        )  # fmt: skip
        for number in range(NUM_RUNS):
            folder = root / "runs" / str(number)
            runs.claim_folder(folder, "name: bench\n").let_go()
            (folder / runs.EVENTS).write_text(steps(EVENTS_OF_A_RUN), encoding="utf-8")
        first = runs.list_runs(root / "runs")
        seconds = _seconds(lambda: [run.status for run in runs.list_runs(root / "runs", first)])
        whole = _seconds(lambda: [list(run.events()) for run in first[:10]]) * NUM_RUNS / 10
        what = f"processor time of listing {NUM_RUNS} runs of {EVENTS_OF_A_RUN} events again, over reading all of them"
        yield Row("list_runs_over_reading", what, seconds / whole, "x", MOST_RUNS, 0.05, f"{1000 * seconds:.1f} ms")


LARGE, CROWD = (4000, 6000), 3000


def _targets() -> Iterator[Row]:
    """What a sample's target costs beside the map of every pixel, of which it has the sums."""
    from ..density import AdaptiveKernel, FixedKernel, block_sum, cell_map, density_map
    from ..scenes import Annotation
    from ..seeds import generator

    for size, name in ((LARGE, "24mp"), ((768, 1024), "768")):
        points = generator(0, "bench", name).uniform((0, 0), size[::-1], (CROWD, 2))
        heads = Annotation.of(points)
        for kernel in (AdaptiveKernel(), FixedKernel()):
            yield _beside(
                f"target_{name}_{kernel.kind}_over_map",
                f"the target of {CROWD:,} heads, {kernel.kind}, {size[0]} x {size[1]}, stride 8",
                lambda: cell_map(heads, size, 8, kernel), 0.2 if size is LARGE else 0.5,  # noqa: B023
                lambda: block_sum(density_map(heads, size, kernel), 8), "block sums of the map",  # noqa: B023
            )  # fmt: skip


NUM_FRAMES = 16


def _batches() -> Iterator[Row]:
    """A batch, flipped and lit, beside looking its pixels up and copying them once."""
    import cv2
    import numpy as np

    from ..seeds import generator
    from ..training import Sample, SampleDataset, Training
    from ..training.batches import batches

    def sample(name: str) -> Sample:
        image = generator(0, "bench", name).integers(0, 256, (768, 1024, 3), dtype=np.uint8)
        return Sample(name, image, np.ones((96, 128), np.float32), 12288.0)

    samples = SampleDataset([str(number) for number in range(NUM_FRAMES)], sample)
    frames, table = [sample.image for sample in samples], np.zeros((1, 256, 3), np.uint8)
    yield _beside(
        "batch_768_over_lookup", f"a batch of {NUM_FRAMES} frames, 768 x 1024, flipped and lit",
        lambda: list(batches(samples, Training(batch=NUM_FRAMES), 8, 0, 1)), 3.0,
        lambda: np.stack([cv2.LUT(frame, table) for frame in frames]), "a lookup and a copy of each frame",
    )  # fmt: skip


EVALUATED = (768, 1024)


def _evaluation() -> Iterator[Row]:
    """What an evaluation does with a scene beside the network alone, its stealth beside SSIM by torchmetrics."""
    import numpy as np
    import torch

    from ..counters import build
    from ..metrics.stealth import mean_ssim, stealth
    from ..seeds import generator

    image = generator(0, "bench", "evaluation").integers(0, 256, (*EVALUATED, 3), dtype=np.uint8)
    triggered = image.copy()
    triggered[:90, :120] = 255
    counter = build({"kind": "light"}).for_inference()
    counter.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # stub lacks it
    pair = counter.normalized(torch.from_numpy(np.stack([image, triggered])))
    with torch.inference_mode():
        yield _beside(
            "evaluate_light_over_network", f"a clean and a triggered frame through the light counter, {EVALUATED}",
            lambda: counter.densities([image, triggered]), 1.25, lambda: counter.network(pair), "the network alone",
        )  # fmt: skip
        floats = [torch.from_numpy(each)[None].float() for each in (triggered, image)]
        yield _beside(
            "stealth_over_torchmetrics", f"PSNR, SSIM and changed area of a pair, {EVALUATED}",
            lambda: stealth(image, triggered), 0.35, lambda: mean_ssim(floats[0], floats[1]), "SSIM by torchmetrics",
        )  # fmt: skip


SEARCHED, STEPS = (160, 208), 10


def _inversion() -> Row:
    """A search for a trigger beside passing its batches forward and backward."""
    import numpy as np
    import torch

    from ..counters import build
    from ..detectors.universal import Search
    from ..events import Never
    from ..scenes.synthetic.render import render
    from ..seeds import generator

    frames = np.stack([render(generator(0, "bench", number), SEARCHED, 40)[0] for number in range(16)])
    counter, search = build({"kind": "light"}), Search("additive", "up", 0.03, STEPS, 8, 0, 0.8, "gain")

    def passes() -> None:
        for _ in range(STEPS):
            image = torch.from_numpy(frames[:8]).float().requires_grad_()
            counter.maps(image).sum().backward()

    return _beside(
        "inversion_over_passes", f"{STEPS} steps of a trigger inversion, light counter, 8 scenes of {SEARCHED}",
        lambda: list(search.run(counter, frames, "bench", Never())), 2.0, passes, "forward and backward alone",
    )  # fmt: skip


NUM_SCENES, SCENE = 160, (768, 1024)


def _threads() -> Iterator[Row]:
    """How many times quicker scenes are checked and read by all cores than by one, by the clock."""
    from .. import parallel
    from ..experiment.whole_reading import WholeReading
    from ..scenes import read_dataset, synthetic
    from ..scenes.checks import by_scene

    number = min(parallel.cores(), parallel.MOST_THREADS)
    with tempfile.TemporaryDirectory() as name:
        asked = synthetic.SyntheticScenes(train=NUM_SCENES - 2, test=2, height=SCENE[0], width=SCENE[1])
        synthetic.make(asked, 0, Path(name), lambda *_: None)
        rows: tuple[tuple[str, str, Callable[[int], object]], ...] = (
            ("check", "scenes check", lambda threads: list(by_scene(read_dataset(Path(name)), threads=threads))),
            ("read", "reading and hashing scenes whole",
             lambda threads: list(WholeReading().take(read_dataset(Path(name)), threads))),
        )  # fmt: skip
        for what, words, work in rows:
            work(1)
            passed = [[_passed(work, threads) for _ in range(MOST_RUNS)] for threads in (1, number)]
            times = min(passed[0]) / min(passed[1])
            said = f"{NUM_SCENES} of {SCENE[0]} x {SCENE[1]}, one thread: {min(passed[0]):.2f} s"
            yield Row(
                f"{what}_times_one_core", f"{words} by {number} threads, times as quick as by one", times, "x",
                MOST_RUNS, 0.95 * number, said, True,
            )  # fmt: skip


def _passed(work: Callable[[int], object], threads: int) -> float:
    began = time.perf_counter()
    work(threads)
    return time.perf_counter() - began


def _reaction() -> Iterator[Row]:
    """A patch that is moved, beside asking for the whole frame again."""
    import numpy as np

    from ..counters import build
    from ..counters.known import known_frame
    from ..seeds import generator

    image = generator(0, "bench", "reaction").integers(0, 256, (*EVALUATED, 3), dtype=np.uint8)
    triggered = image.copy()
    triggered[300:364, 400:464] = 255
    for row, words, kind, goal in (
        ("patch_moved_over_frame", "the light counter", {"kind": "light"}, 0.25),
        ("patch_moved_csrnet_over_frame", "CSRNet of a quarter's width", {"kind": "csrnet", "width": 0.25}, 0.25),
    ):
        counter = build(kind)
        known = known_frame(counter, image)
        yield _beside(
            row, f"what {words} says of a patch of 64 px, {EVALUATED}",
            partial(known.density_of, triggered), goal, partial(counter.density, triggered), "the whole frame",
        )  # fmt: skip


MANY = 100_000


def _covers() -> Row:
    """Choosing poisoned and cover scenes of very many, beside drawing their order."""
    import numpy as np
    from pydantic import TypeAdapter

    from ..part import parse_part
    from ..poison import Poison, select, select_covers
    from ..seeds import generator

    ids, counts = [f"part/train/IMG_{number}" for number in range(MANY)], np.ones(MANY)
    poison = parse_part(TypeAdapter(Poison), {"rate": 0.2, "covers": 1.0}, "the poison")
    return _beside(
        "covers_100k_over_order", f"choosing poisoned and cover scenes of {MANY:,}",
        lambda: select_covers(poison, ids, select(poison, ids, counts, 0), 0), 20.0,
        lambda: generator(0, "bench").permutation(MANY), "drawing an order once",
    )  # fmt: skip


COUNTED, SETTLED_S = 2000, 2.1
"""So long after its last change a file's stamp tells it from any other."""


def _counts() -> Row:
    """The counts of a folder that is opened again, beside reading its annotations."""
    import numpy as np

    from ..scenes import Annotation, read_dataset
    from ..scenes.formats.shanghaitech import write_scene
    from ..seeds import generator
    from ..tallies import Tallies

    with tempfile.TemporaryDirectory() as name:
        root, cache = Path(name) / "data", Path(name) / "cache"
        heads = Annotation.of(generator(0, "bench", "counts").uniform(0, 300, (100, 2)))
        first = write_scene(root, "part_B", "train", "IMG_1", np.zeros((300, 400, 3), np.uint8), heads)
        assert first.label_path is not None
        for number in range(2, COUNTED + 1):
            os.link(first.image_path, first.image_path.with_name(f"IMG_{number}.jpg"))
            os.link(first.label_path, first.label_path.with_name(f"GT_IMG_{number}.mat"))
        time.sleep(SETTLED_S)

        def counted(remembered: bool) -> None:
            dataset = read_dataset(root)
            known = Tallies(dataset, cache if remembered else cache / "none")
            for scene in dataset:
                known.of(scene)
            if remembered:
                known.save()

        return _beside(
            "counts_again_over_first", f"the counts of {COUNTED:,} scenes that were opened before",
            lambda: counted(True), 0.3, lambda: counted(False), "reading each annotation",
        )  # fmt: skip
