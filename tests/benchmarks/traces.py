"""Where a training step and the live reaction spend the processor's time: `python -m tests.benchmarks.traces OUT`.

OUT gets a trace of each (chrome://tracing, Perfetto); shares are printed. What torch does not see (Python, NumPy,
OpenCV) is "beside torch". With two threads or more, shares are of the time of all of them. Not asserted.
"""

import argparse
import re
import sys
from collections import Counter as Tally
from collections.abc import Callable
from pathlib import Path

import main

main.use_checkout()

import torch
from torch.profiler import ProfilerActivity, profile, record_function

from miscount.engine.cli.bench_gpu import Workload, training_steps
from miscount.engine.counters import Counter, build
from miscount.engine.files import make_folder
from miscount.engine.poison import Poison
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.seeds import generator
from miscount.studio.canvas.reaction import Request, answers

WARM, TIMES = 3, 8
WORK = "the work"
FRAME = (768, 1024)
GROUPS = (
    ("convolution", r"conv"),
    ("norm", r"batch_norm"),
    ("activation and pooling", r"relu|pool|clamp|threshold"),
    ("optimizer", r"adam|foreach|Optimizer"),
    ("copies and layout", r"copy|contiguous|clone|cat|stack|fill|zero|empty|to\b"),
)


class Light(Workload):
    """Batches as the quickstart trains them."""

    def counter(self) -> Counter:
        return build({"kind": "light"}, seed=0)


def training(at: Workload, path: Path) -> None:
    """Steps of a training."""
    with training_steps(at, at.samples(), compiled=False) as steps:
        traced(path, lambda: next(steps))


def reaction(kind: dict[str, object], path: Path) -> None:
    """Answers to a trigger of this kind, moved or changed a little between them, on a frame of 768 x 1024."""
    rng = generator(0, "traces")
    image = rng.integers(0, 256, (*FRAME, 3), dtype="uint8")
    heads = Annotation.of(rng.uniform((0, 0), FRAME[::-1], (100, 2)))
    counter, known, number = build({"kind": "light"}, seed=0).for_inference(), None, 0

    def once() -> None:
        nonlocal known, number
        number += 1
        key = "x" if kind["kind"] == "patch" else "ratio"
        trigger = {**kind, key: 0.3 + 0.01 * number}
        poison = Poison.model_validate({"trigger": trigger})
        for answer in answers(Request(number, "scene", image, heads, poison, 0, counter, known=known)):
            known = answer.known

    traced(path, once)


def traced(path: Path, work: Callable[[], object]) -> None:
    """Carry `work` out some times; its trace in `path`, and its shares on stdout."""
    for _ in range(WARM):
        work()
    with profile(activities=[ProfilerActivity.CPU]) as found:
        for _ in range(TIMES):
            with record_function(WORK):
                work()
    found.export_chrome_trace(str(path))
    spent: Tally[str] = Tally()
    for event in found.key_averages():
        group = next((name for name, words in GROUPS if re.search(words, event.key)), "other of torch")
        spent["beside torch" if event.key == WORK else group] += event.self_cpu_time_total
    whole = sum(spent.values())
    shares = ", ".join(f"{name} {100 * value / whole:.0f} %" for name, value in spent.most_common())
    sys.stdout.write(f"{path.stem}: {whole / 1000 / TIMES:.1f} ms each: {shares}\n")


def carry_out(words: list[str]) -> int:
    """Do what `words` ask; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.traces", description=__doc__)
    parser.add_argument("out", type=Path, help="where the traces go")
    out = make_folder(parser.parse_args(words).out)
    steps = {"steps": WARM + TIMES + 2, "warm": 0, "traced": 0}
    training(Light(frame=(160, 208), batch=16, frames=48, **steps), out / "training_light.json")
    training(Workload(frame=(256, 256), batch=1, frames=16, **steps), out / "training_csrnet_256.json")
    reaction({"kind": "patch", "size": 0.1, "y": 0.5}, out / "reaction_patch_moved.json")
    reaction({"kind": "blend", "pattern": "picture", "picture": "snow"}, out / "reaction_full_frame.json")
    return 0


if __name__ == "__main__":
    torch.manual_seed(0)
    sys.exit(carry_out(sys.argv[1:]))
