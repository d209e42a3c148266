#!/usr/bin/env bash
# What a CUDA machine has to say, in about 12 minutes of one H100 or H200: the GPU rows of the speed table, the trace of
# some steps, and the whole story once. Everything lies in OUT afterwards.
#
#   bash tests/benchmarks/gpu.sh [OUT]           OUT is runs/gpu if not given
#   TINY=1 bash tests/benchmarks/gpu.sh [OUT]    the same in small, on any machine, to see that it runs
set -euo pipefail
cd "$(dirname "$0")/../.."
OUT=${1:-runs/gpu}
PYTHON=${PYTHON:-python}
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-PASSIVE}
mkdir -p "$OUT"

say() { printf '\n== %s (%d s)\n' "$1" "$SECONDS"; }

say "the machine"
"$PYTHON" main.py doctor --json >"$OUT/doctor.json" || cat "$OUT/doctor.json"
if command -v nvidia-smi >/dev/null; then nvidia-smi -q >"$OUT/nvidia.txt"; fi

SMALL=()
if [ -z "${TINY:-}" ]; then
    say "the rows"  # 5 minutes, of which the published loop and the compilation take most
    timeout 420 "$PYTHON" main.py bench --only gpu --json >"$OUT/bench.json"
    say "a trace of training and of asking"
    timeout 120 "$PYTHON" -m tests.benchmarks.bench_gpu "$OUT"
else
    SMALL=(--set data.train=60 --set data.test=12 --set training.epochs=2)
    say "the rows and a trace, in small"
    "$PYTHON" -m tests.benchmarks.bench_gpu "$OUT" --tiny
fi

say "the whole story"
timeout 180 "$PYTHON" main.py demo --out "$OUT/demo" --engine serial "${SMALL[@]}"
say "the story with another label: its twin is remembered, and is asked on the device too"
timeout 120 "$PYTHON" main.py demo --out "$OUT/again" --engine serial "${SMALL[@]}" --set poison.label.alpha=0.5
"$PYTHON" - "$OUT/demo" "$OUT/again" <<'PYTHON'
import json, pathlib, sys

whole, again = (json.loads(pathlib.Path(name, "results.json").read_text())["timing"] for name in sys.argv[1:])
for name in whole:
    print(f"{name:<40}" + "".join(f"{'-' if (each.get(name)) is None else f'{each[name]:.2f} s':>12}" for each in (whole, again)))
PYTHON

say "the rows, for the guide: $PYTHON -m tests.guide --bench $OUT/bench.json bench_gpu"
