"""Commands that die at a chosen moment: this process loads Miscount once and forks for each.

One JSON line in: {"at": K, "root": DIR, "words": [...]}. The child carries out the command and is killed, as by
SIGKILL from outside, just before it makes its K-th change below the root: opens a file to write, renames, makes or
removes something; "number" is another signal to send, such as that of Ctrl+C. K = 0 lets it live. With "most_bytes" no
file may be larger, as on a disk that is full. One JSON line out: {"signal": that it died of, "code": its exit code,
"changes": how many it made, "said": the end of what it said}.
"""

import json
import os
import resource
import signal
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import main

main.use_checkout()

_MAKES = frozenset({"os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.link", "os.truncate"})
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Changes:
    """Counts what this process changes below `root`, and ends it at the change of a number, or sends it a signal."""

    def __init__(self, root: str, last: int, number: int) -> None:
        self.root, self.last, self.count, self.number = root, last, 0, number

    def __call__(self, event: str, about: tuple[Any, ...]) -> None:
        if event in _MAKES or (event == "open" and isinstance(about[2], int) and about[2] & _WRITES):
            path = about[0]
            if isinstance(path, str | os.PathLike) and os.fspath(path).startswith(self.root):
                self.count += 1
                if self.count == self.last:
                    os.kill(os.getpid(), self.number)


def live(asked: dict[str, Any], said: int) -> None:
    """The life of a child, whose last word is how many changes it made."""
    for stream in (1, 2):
        os.dup2(said, stream)
    if asked.get("most_bytes"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked["most_bytes"],) * 2)
    changes = Changes(asked["root"], asked["at"], asked.get("number", signal.SIGKILL))
    sys.addaudithook(changes)
    code = main.main(asked["words"])
    sys.stdout.flush()
    os.write(said, f"\nchanges {changes.count}".encode())
    os._exit(code)


def died(asked: dict[str, Any]) -> dict[str, Any]:
    """Fork a child for `asked`, and wait for its end."""
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if not child:
            try:
                live(asked, said.fileno())
            except BaseException:  # noqa: BLE001  a fault of the command, which whoever asked is told
                os.write(said.fileno(), traceback.format_exc().encode())
            finally:
                os._exit(99)
        _, status = os.waitpid(child, 0)
        said.seek(0)
        words = said.read().decode(errors="replace")
    text, last, changes = words.rpartition("\nchanges ")
    text, changes = (text, changes) if last else (words, "0")
    code = os.waitstatus_to_exitcode(status)
    return {"signal": max(0, -code), "code": code, "changes": int(changes), "said": text[-2000:]}


if __name__ == "__main__":  # loads what every child would load again
    import h5py  # noqa: F401
    import lightning_fabric  # noqa: F401

    import miscount.engine.cli
    import miscount.engine.experiment
    import miscount.engine.poison.dataset
    import miscount.engine.runs.report
    import miscount.engine.scenes.synthetic.render
    import miscount.engine.suites.run_suite  # noqa: F401

    for line in sys.stdin:
        sys.stdout.write(json.dumps(died(json.loads(line))) + "\n")
        sys.stdout.flush()
