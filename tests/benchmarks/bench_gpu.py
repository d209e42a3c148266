"""A trace of training and of asking on the GPU: `python -m tests.benchmarks.bench_gpu OUT`.

OUT gets training.json and inference.json, for chrome://tracing or Perfetto, and tables of what took longest beside
them. With --tiny, on any machine and of a network that is nobody's, bench.json with the rows of `miscount bench --only
gpu` too, so that the way can be tried where there is no GPU. Not asserted.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import main

main.use_checkout()

import torch
from torch.profiler import ProfilerActivity, profile

from miscount.engine.cli.bench import about
from miscount.engine.cli.bench_gpu import Workload, rows, training_steps
from miscount.engine.files import make_folder, write_json
from miscount.engine.training import devices

TINY = Workload(frame=(96, 128), batch=2, steps=4, warm=1, traced=1, frames=4, width=0.1)
TRACED_STEPS = 5
MOST_ROWS = 40


def carry_out(words: list[str]) -> int:
    """Do what `words` ask; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bench_gpu", description=__doc__)
    parser.add_argument("out", type=Path, help="where traces and tables go")
    parser.add_argument("--tiny", action="store_true", help="on any machine, in seconds")
    asked = parser.parse_args(words)
    at, out = TINY if asked.tiny else Workload(), make_folder(asked.out)
    if asked.tiny:
        write_json(out / "bench.json", about("gpu") | {"rows": [row.to_json() for row in rows(at)]})
    samples = at.samples()
    with training_steps(at, samples, compiled=False) as steps:
        for _ in range(at.warm):
            next(steps)
        trace(out / "training.json", lambda: next(steps))
    counter, images = at.counter().for_inference(), [sample.image for sample in samples][: at.batch]
    devices.place(counter.network)
    with devices.fabric_for("auto").autocast():
        counter.counts(images)
        trace(out / "inference.json", lambda: counter.counts(images))
    return 0


def trace(path: Path, work: Callable[[], object]) -> None:
    """Carry `work` out some times; the trace in `path`, a table of what took longest beside it."""
    watched = [ProfilerActivity.CPU, *([ProfilerActivity.CUDA] if devices.is_cuda() else [])]
    with profile(activities=watched) as found:
        for _ in range(TRACED_STEPS):
            work()
        devices.wait()
    found.export_chrome_trace(str(path))
    by = "self_device_time_total" if devices.is_cuda() else "self_cpu_time_total"
    path.with_suffix(".txt").write_text(found.key_averages().table(sort_by=by, row_limit=MOST_ROWS), encoding="utf-8")
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    torch.manual_seed(0)
    sys.exit(carry_out(sys.argv[1:]))
