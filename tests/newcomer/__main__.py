"""A newcomer's hour, from the README alone: python -m tests.newcomer --photographs DIR --weights FILE

Installs this checkout into a fresh environment and does there, from another folder, what somebody new would: counts
photographs with given weights, labels five of them with proposals, asks whether the weights are poisoned, runs the
quickstart, exports its counter to ONNX and looks into the report. Prints how long each took. Standard library only.
"""

import argparse
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LABEL = Path(__file__).with_name("label.py")
PICTURES = (".jpg", ".jpeg", ".png")
NUM_COUNTED, NUM_LABELLED = 20, 5
DONE, SUSPICIOUS = 0, 1


class Newcomer:
    """Somebody who has a checkout, a folder of photographs and a file of weights, and works in `folder`."""

    def __init__(self, folder: Path, photographs: Path, weights: Path, short: bool) -> None:
        self.folder, self.weights, self.short = folder, weights, short
        self.program = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
        self.run = folder / "runs" / "quickstart"
        found = sorted(path for path in photographs.iterdir() if path.suffix.lower() in PICTURES)[:NUM_COUNTED]
        if len(found) < NUM_LABELLED:
            sys.exit(f"{photographs} has {len(found)} photographs: {NUM_LABELLED} are labelled.")
        for name, number in (("photographs", NUM_COUNTED), ("five", NUM_LABELLED)):
            (folder / name).mkdir()
            for picture in found[:number]:
                shutil.copy(picture, folder / name)

    def install(self) -> str:
        """README, "Start", and its extra for ONNX."""
        subprocess.run([sys.executable, "-m", "venv", str(self.folder / "env")], check=True)
        self._do("python", "-m", "pip", "install", "-qq", "-c", "constraints.txt", ".[onnx]", at=ROOT)
        return self._do("miscount", "--version")

    def count(self) -> str:
        """Plain photographs, no labels."""
        self._do("miscount", "count", "photographs", "--weights", str(self.weights), "--out", "counts.csv",
                 "--overlay", "overlays")  # fmt: skip
        rows = (self.folder / "counts.csv").read_text(encoding="utf-8").splitlines()[1:]
        return f"{len(rows)} counted, {len(list((self.folder / 'overlays').iterdir()))} overlays"

    def label(self) -> str:
        """Five of them in the window, by its own keys."""
        heads = self._do("python", str(LABEL), "five", str(self.weights), "projects")
        return f"heads: {heads}"

    def audit(self) -> str:
        """The weights that somebody sent; the verdict may be either."""
        said = self._do("miscount", "audit", str(self.weights), "--out", "audit.html", codes=(DONE, SUSPICIOUS))
        return said.splitlines()[0]

    def quickstart(self) -> str:
        """The example project; in its short form its figures mean nothing."""
        few = ["data.train=60", "data.test=12", "training.epochs=4"] if self.short else []
        words = [word for setting in few for word in ("--set", setting)]
        said = self._do("miscount", "run", str(ROOT / "projects" / "quickstart"), "--out", str(self.run), *words)
        return next((line for line in said.splitlines() if "attack carries" in line), said.splitlines()[-1])

    def export(self) -> str:
        """A counter of that run, for other programs."""
        weights = self.run / "stages" / "twin" / "weights.safetensors"
        return self._do("miscount", "export", str(weights), "--to", "onnx", "--out", "twin.onnx")

    def report(self) -> str:
        """The page, whole and alone."""
        page = (self.run / "report.html").read_text(encoding="utf-8")
        if "<svg" not in page or "</html>" not in page or 'src="http' in page:
            sys.exit("report.html is not one whole page")
        return f"report.html, {len(page) / 1e6:.1f} MB, {page.count('<svg')} figures, {page.count('<table')} tables"

    def _do(self, program: str, *words: str, at: Path | None = None, codes: tuple[int, ...] = (DONE,)) -> str:
        """What a program of the new environment prints; leaves where it ends badly."""
        clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
        places = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "LOCALAPPDATA")
        clean |= {name: str(self.folder / "home") for name in places}  # of somebody who was never here before
        done = subprocess.run(
            [str(self.program / program), *words], cwd=at or self.folder, capture_output=True, text=True,
            env=clean | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"},
        )  # fmt: skip
        if done.returncode not in codes:
            sys.exit(f"{program} {' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout.strip()


STEPS: tuple[tuple[str, Callable[[Newcomer], str]], ...] = (
    ("install", Newcomer.install),
    ("count a folder of photographs", Newcomer.count),
    ("label five with proposals", Newcomer.label),
    ("audit the weights", Newcomer.audit),
    ("run the quickstart", Newcomer.quickstart),
    ("export a counter to ONNX", Newcomer.export),
    ("open the report", Newcomer.report),
)


def main() -> None:
    """Do it, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.newcomer", description=__doc__)
    parser.add_argument("--photographs", type=Path, required=True, help="a folder of pictures")
    parser.add_argument("--weights", type=Path, required=True, help="weights of a counter")
    parser.add_argument("--short", action="store_true", help="a quickstart of few scenes and steps")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newcomer-") as folder:
        person = Newcomer(Path(folder), asked.photographs.resolve(), asked.weights.resolve(), asked.short)
        seconds = []
        for name, do in STEPS:
            began = time.perf_counter()
            said = do(person)
            seconds.append(time.perf_counter() - began)
            sys.stdout.write(f"| {name} | {seconds[-1]:.0f} s | {said} |\n")
            sys.stdout.flush()
        *_, whole = itertools.accumulate(seconds)
        sys.stdout.write(f"| all | {whole / 60:.1f} min | |\n")


if __name__ == "__main__":
    main()
