"""`python -m tests.notebooks` carries out the notebooks of projects/notebooks in their short forms.

Each runs in a new folder with the installed Miscount, as a reader's do, and what it shows is thrown away.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

NOTEBOOKS = Path(__file__).parents[1] / "projects" / "notebooks"
LONGEST_S = 300
"""A cell of a short form that takes longer hangs."""


def carry_out(path: Path) -> float:
    """Run all cells of the notebook at `path`; the seconds that it took. Raises nbclient's error of a cell."""
    import nbformat
    from nbclient import NotebookClient

    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        NotebookClient(
            nbformat.read(path, as_version=4), timeout=LONGEST_S, resources={"metadata": {"path": folder}},
            extra_arguments=["--IPKernelApp.log_level=ERROR"],
        ).execute(env=os.environ | {"TMPDIR": folder})  # fmt: skip
    return time.perf_counter() - began


if __name__ == "__main__":
    os.environ |= {"MISCOUNT_SHORT": "1", "JUPYTER_PLATFORM_DIRS": "1", "OMP_NUM_THREADS": "1"}
    for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
        sys.stdout.write(f"{notebook.name}: {carry_out(notebook):.1f} s\n")
