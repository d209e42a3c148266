"""Installs Miscount from this folder, without a network: python install.py [FOLDER]

FOLDER is a new environment for it, miscount-env beside this file if not given. Nothing outside of it is changed.
"""

import hashlib
import json
import os
import platform
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(words: list[str]) -> int:
    """Install; the exit code."""
    if len(words) > 1 or words[:1] in (["-h"], ["--help"]):
        return _say(__doc__ or "", 2 if len(words) > 1 else 0)
    about = json.loads((HERE / "bundle.json").read_text(encoding="utf-8"))
    target = Path(words[0] if words else HERE / "miscount-env").absolute()
    fault = _unfit(about) or _damaged(about) or _taken(target)
    if fault:
        return _say(fault, 2)
    _say(f"Making {target} and installing {len(about['wheels'])} wheels into it: a minute or two.")
    try:
        venv.create(target, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        hint = "in Debian and Ubuntu the package python3-venv is needed." if os.name == "posix" else "see above."
        return _say(f"An environment could not be made at {target} ({error}): {hint}", 1)
    scripts = target / ("Scripts" if os.name == "nt" else "bin")
    if _pip(scripts, about):
        return _say(
            "Nothing else was changed; remove the folder, and start again when what is said above is mended.", 1
        )
    return _say(f"Done. Start it with {scripts / 'miscount'}; {scripts / 'miscount'} doctor says what is missing here.")


def _pip(scripts: Path, about: dict[str, object]) -> int:
    """Let the environment's own pip install, from the wheels beside this file alone; its exit code."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PIP_") and name != "PYTHONPATH"}
    return subprocess.call(
        [str(scripts / "python"), "-m", "pip", "install", "--quiet", "--no-index", "--no-cache-dir",
         "--disable-pip-version-check", "--find-links", str(HERE / "wheels"), str(about["requirement"])],
        env=clean | {"PIP_CONFIG_FILE": os.devnull},
    )  # fmt: skip


def _unfit(about: dict[str, object]) -> str:
    kind = {"Linux-x86_64": "linux_x86_64", "Windows-AMD64": "win_amd64"}
    here = kind.get(f"{platform.system()}-{platform.machine()}", f"{platform.system()} on {platform.machine()}")
    python = "{}.{}".format(*sys.version_info)
    if (python, here) != (about["python"], about["platform"]):
        return (
            f"These wheels are for Python {about['python']} on {about['platform']}, and this is Python {python} on "
            f"{here}: start this file with that Python, or make a bundle for this one."
        )
    return ""


def _damaged(about: dict[str, object]) -> str:
    wheels = about["wheels"]
    assert isinstance(wheels, dict)
    for name, digest in wheels.items():
        try:
            content = (HERE / "wheels" / name).read_bytes()
        except OSError as error:
            return f"wheels/{name} cannot be read ({error.strerror}): copy the folder again."
        if hashlib.sha256(content).hexdigest() != digest:
            return f"wheels/{name} is not what it was when it was packed: copy the folder again."
    return ""


def _taken(target: Path) -> str:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        return f"{target} is there already: name a new folder."
    return ""


def _say(text: str, code: int = 0) -> int:
    (sys.stderr if code else sys.stdout).write(text.rstrip() + "\n")
    sys.stdout.flush()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
