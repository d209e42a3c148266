"""How long density maps take on one core; `python -m tests.benchmarks.bench_density` prints a table."""

import sys
import time
from collections.abc import Callable

import numpy as np

from miscount.engine.density import AdaptiveKernel, FixedKernel, block_sum, density_map
from miscount.engine.scenes import Annotation

CASES = ((3_000, (768, 1024), 0.15), (20_000, (4000, 6000), 1.0), (50, (4000, 6000), 1.0))
KERNELS = (AdaptiveKernel(), AdaptiveKernel(border="constant"), AdaptiveKernel(border="reflect"), FixedKernel())


def main() -> None:
    """Print the best of three for every case, beside its goal."""
    for heads, (height, width), goal in CASES:
        points = np.random.default_rng(0).uniform(0, 1, (heads, 2)) * (width, height)
        crowd = Annotation.of(points)
        for kernel in KERNELS:
            seconds = best(lambda crowd=crowd, size=(height, width), kernel=kernel: density_map(crowd, size, kernel))
            row(f"{heads:,} heads, {kernel.kind} {kernel.border}", (height, width), seconds, goal)
        whole = density_map(crowd, (height, width))
        row("block sums of 8", (height, width), best(lambda whole=whole: block_sum(whole, 8)), goal)


def row(what: str, size: tuple[int, int], seconds: float, goal: float) -> None:
    """One line of the table."""
    sys.stdout.write(f"{what:<34}{size[0]} x {size[1]}{seconds * 1e3:10.1f} ms   goal {goal * 1e3:.0f} ms\n")


def best(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of the fastest of `times` runs."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


if __name__ == "__main__":
    main()
