"""A suite by every engine: seconds of each, and whether their leaderboards are equal to the last digit.

    python tests/benchmarks/bench_engines.py [SUITE.yaml] [--out DIR] [--set KEY.PATH=VALUE ...] [--no-ray] [--kill]

`serial` and `local` with one thread a stage, `serial` with all threads, `ray` on a local cluster of two nodes of one
processor each; with --kill, a Ray worker in mid-training and then one of the nodes are killed. Run it on a machine that
does nothing else. Not asserted, but for the equality: exit 1 where tables differ.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from main import use_checkout

if __name__ in ("__main__", "__mp_main__"):
    use_checkout()

from miscount.engine.events import StepDone
from miscount.engine.experiment.executors import executor
from miscount.engine.suites import cells, load_suite
from miscount.engine.suites.run_suite import run_suite

SMOKE = Path(__file__).parents[2] / "projects" / "suites" / "smoke.yaml"


def carried_out(file, settings, out, by, watch=lambda _event: None):
    """Seconds of the suite by an executor, and its leaderboard."""
    suite, folder = load_suite(file, settings)
    began = time.perf_counter()
    for _, event in run_suite(suite, cells(suite, folder, out), out, by):
        watch(event)
    return time.perf_counter() - began, (out / "leaderboard.csv").read_text(encoding="utf-8")


def by_ray(file, settings, out, kill):
    """The same on a cluster of two nodes, of which a worker and a node may be lost."""
    import ray
    from ray.cluster_utils import Cluster

    os.environ["RAY_worker_niceness"] = "0"  # noqa: SIM112  as Ray spells it
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    nodes = [cluster.add_node(num_cpus=1) for _ in range(2)]
    ray.init(address=cluster.address, log_to_driver=False)
    lost = []

    def watch(event):
        if not kill or not isinstance(event, StepDone):
            return
        if not lost and event.stage == "twin" and event.step == 10:
            lost.append(killed("ray::twin"))
        elif len(lost) == 1 and event.stage == "victim" and event.step == 10:
            cluster.remove_node(nodes.pop(), allow_graceful=False)
            lost.append("a node")

    try:
        return *carried_out(file, settings, out, executor("ray", threads=1), watch), lost
    finally:
        ray.shutdown()
        cluster.shutdown()


def killed(title):
    """Kill the process of this title; what was killed, in words."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes().decode().startswith(title):
                os.kill(int(path.parent.name), signal.SIGKILL)
                return f"process {path.parent.name} ({title})"
        except OSError:
            continue
    return "no process"


def main():
    """Measure, compare, say."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("suite", nargs="?", type=Path, default=SMOKE)
    asked.add_argument("--out", type=Path, default=Path(tempfile.mkdtemp(prefix="engines-")))
    asked.add_argument("--set", action="append", default=[], dest="settings", metavar="KEY.PATH=VALUE")
    asked.add_argument("--no-ray", action="store_true")
    asked.add_argument("--kill", action="store_true")
    given = asked.parse_args()
    found = {}
    for name, by in {
        "serial, one thread": executor("serial", threads=1),
        "local, one thread a stage": executor("local", threads=1),
        "serial, all threads": executor("serial"),
    }.items():
        out = given.out / name.replace(", ", "-").replace(" ", "-") / "suite"
        found[name] = carried_out(given.suite, given.settings, out, by)
        print(f"{name}: {found[name][0]:.1f} s", flush=True)
    compared = ["local, one thread a stage"]
    if not given.no_ray:
        *measured, lost = by_ray(given.suite, given.settings, given.out / "ray" / "suite", given.kill)
        found["ray, two nodes"] = tuple(measured)
        compared.append("ray, two nodes")
        print(f"ray, two nodes: {measured[0]:.1f} s" + (f", lost: {', '.join(lost)}" if lost else ""))
    one = found["serial, one thread"]
    for name in compared:
        print(f"{name}: {found[name][0] / one[0]:.2f} of serial, leaderboard "
              f"{'equal' if found[name][1] == one[1] else 'DIFFERENT'}")  # fmt: skip
    return int(any(found[name][1] != one[1] for name in compared))


if __name__ == "__main__":
    sys.exit(main())
