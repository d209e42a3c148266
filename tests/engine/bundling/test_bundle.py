"""A bundle holds what its target needs, no less, whatever machine makes it; and its installer trusts nothing."""

import importlib.metadata
import json
import os
import subprocess
import sys
import threading
import zipfile

import pytest

from miscount.engine.bundling import Target, bundle, folder, own, wheels
from miscount.engine.bundling.pip import carry_out, download
from miscount.engine.bundling.wheels import pins, requirements_of
from miscount.engine.cli import main
from miscount.engine.errors import BundleError
from miscount.engine.events import Cancelled
from tests.engine.bundling.made_wheels import fetching, wheel

HERE = "{}.{}".format(*sys.version_info)
TORCH = pins()["torch"]
NEVER = threading.Event()
NEEDS = (
    "torch>=2",
    "named_Oddly",
    'forlinux; platform_system == "Linux"',
    'forwindows; sys_platform == "win32"',
    'forold; python_version < "3.9"',
    'exported[more]; extra == "onnx"',
)


@pytest.fixture
def index(tmp_path, monkeypatch):
    """A folder that is all that can be fetched, with a Miscount of NEEDS and what these are."""
    shelf = tmp_path / "index"
    wheel(shelf, "miscount", "9", NEEDS)
    wheel(shelf, "torch", f"{TORCH}+cpu", ("deep",))
    wheel(shelf, "torch", TORCH, ("deep", 'gpulibrary[fast]; platform_system == "Linux"'))
    wheel(shelf, "gpulibrary", "1", ('quick; extra == "fast"',))
    wheel(shelf, "exported", "1", ('extra_of_extra; extra == "more"',))
    for name in ("named_oddly", "forlinux", "deep", "quick", "extra_of_extra"):
        wheel(shelf, name, "1")
    wheel(shelf, "forwindows", "1", tag="cp312-cp312-win_amd64")
    monkeypatch.setattr(wheels, "download", fetching(shelf))
    monkeypatch.setattr(folder, "own_wheel", lambda to, cancel: wheel(to, "miscount", "9", NEEDS))
    return shelf


@pytest.fixture
def real_pip(index, monkeypatch):
    """pip itself, which knows nothing but that folder."""
    for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(index), "PIP_CONFIG_FILE": os.devnull}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(wheels, "download", download)


def made(*args, **more):
    """The bundle that the steps come to."""
    steps = bundle(*args, **more)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def packed(out):
    return {path.name.split("-")[0] for path in (out / "wheels").iterdir()}


@pytest.mark.parametrize(
    ("target", "extras", "also"),
    [
        (Target("3.12", "linux_x86_64"), (), {"forlinux"}),
        (Target("3.12", "linux_x86_64"), ("onnx",), {"forlinux", "exported", "extra_of_extra"}),
        (Target("3.12", "linux_x86_64", cuda=True), (), {"forlinux", "gpulibrary", "quick"}),
        (Target("3.12", "win_amd64"), (), {"forwindows"}),
    ],
)
def test_it_holds_what_its_target_needs_and_nothing_else(index, tmp_path, target, extras, also):
    got = made(tmp_path / "out", target, NEVER, extras, tried=False)
    assert packed(got.folder) == {"miscount", "torch", "deep", "named_oddly"} | also
    assert got.num_wheels == len(packed(got.folder))
    (torch,) = (got.folder / "wheels").glob("torch-*")
    assert ("+cpu" in torch.name) == (not target.cuda)
    about = json.loads((got.folder / "bundle.json").read_text())
    assert set(about["wheels"]) == {path.name for path in (got.folder / "wheels").iterdir()}
    assert {"install.py", "README.txt", "projects", "guide"} <= {path.name for path in got.folder.iterdir()}
    assert got.installed_bytes is None


@pytest.mark.parametrize(
    ("gone", "says"), [("deep", "deep"), ("torch", "--torch-from"), ("forlinux", "No matching distribution")]
)
def test_what_is_lacking_is_named_and_no_half_is_left(index, tmp_path, gone, says):
    for path in index.glob(f"{gone}-*"):
        path.unlink()
    home = tmp_path / "torch"
    home.mkdir()
    with pytest.raises(BundleError, match=says):
        made(tmp_path / "out", Target("3.12", "linux_x86_64"), NEVER, (), str(home) if gone == "torch" else "")
    assert not (tmp_path / "out").exists()
    assert list(tmp_path.glob(".out*")) == []


def test_wheels_that_do_not_fit_one_another_are_told(index, tmp_path):
    wheel(index, "deep", "1", ("forlinux>=2",))
    with pytest.raises(BundleError, match=r"forlinux>=2 is required.*forlinux-1"):
        made(tmp_path / "out", Target("3.12", "linux_x86_64"), NEVER, tried=False)


def test_pip_is_asked_for_wheels_of_the_target(index, tmp_path, real_pip):
    got = made(tmp_path / "out", Target("3.12", "win_amd64"), NEVER)
    assert packed(got.folder) == {"miscount", "torch", "deep", "named_oddly", "forwindows"}
    with pytest.raises(BundleError, match=r"Python 3.13 on win_amd64 could be had: .*forwindows"):
        made(tmp_path / "other", Target("3.13", "win_amd64"), NEVER)


def test_it_is_installed_and_tried_and_its_installer_refuses_what_is_not_as_packed(index, tmp_path):
    here = Target.here()
    if here is None:
        with pytest.raises(BundleError):
            Target(HERE, "here")
        return
    if here.platform == "win_amd64":
        wheel(index, "forwindows", "1")
    got = made(tmp_path / "out", here, NEVER)
    assert got.installed_bytes > 1e6

    def install(*words):
        done = subprocess.run([sys.executable, got.folder / "install.py", *words], capture_output=True, text=True)
        return done.returncode, done.stderr

    code, said = install(str(tmp_path))
    assert code == 2
    assert "is there already" in said
    changed = next((got.folder / "wheels").glob("deep-*"))
    changed.write_bytes(changed.read_bytes() + b"x")
    code, said = install(str(tmp_path / "env"))
    assert code == 2
    assert changed.name in said
    about = got.folder / "bundle.json"
    about.write_text(about.read_text().replace(f'"{here.python}"', '"3.99"'))
    code, said = install(str(tmp_path / "env"))
    assert code == 2
    assert "3.99" in said
    assert not (tmp_path / "env").exists()


def test_an_installation_is_packed_again_without_what_installing_made(tmp_path, monkeypatch):
    site, out = tmp_path / "site", tmp_path / "out"
    out.mkdir()
    first = wheel(tmp_path / "first", "miscount", "9", NEEDS)
    with zipfile.ZipFile(first) as archive:
        archive.extractall(site)
        names = set(archive.namelist())
    info = site / "miscount-9.dist-info"
    (info / "INSTALLER").write_text("pip\n")
    (site / "miscount" / "__pycache__").mkdir()
    (site / "miscount" / "__pycache__" / "__init__.pyc").write_bytes(b"x")
    more = ["miscount/__pycache__/__init__.pyc,,", "miscount-9.dist-info/INSTALLER,,", "../../bin/miscount,,"]
    (info / "RECORD").write_text((info / "RECORD").read_text() + "\n".join(more) + "\n")
    monkeypatch.setattr(own, "PACKAGE", site / "miscount")
    monkeypatch.setattr(importlib.metadata, "distribution", lambda name: importlib.metadata.PathDistribution(info))
    again = own.own_wheel(out, NEVER)
    with zipfile.ZipFile(again) as archive:
        assert set(archive.namelist()) == names
        assert archive.testzip() is None
    assert list(map(str, requirements_of(again))) == list(map(str, requirements_of(first)))


def test_a_cancel_ends_what_pip_does(tmp_path):
    asked = threading.Event()
    asked.set()
    for program in ("import time; time.sleep(600)", "raise KeyboardInterrupt"):
        with pytest.raises(Cancelled):
            carry_out([sys.executable, "-c", program], asked)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--platform", "win_amd64", "--cuda", "yes"], "--torch-from"),
        (["--python", "2.7"], "3.11 or newer"),
        (["--extra", "all"], "onnx, trackers or cluster"),
    ],
)
def test_wrong_use_is_a_sentence(tmp_path, capsys, words, says):
    if Target.here() is None:
        words = ["--python", "3.12", "--platform", "linux_x86_64", *words]
    assert main(["bundle", str(tmp_path / "out"), *words]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.slow
def test_the_real_one_for_this_machine(tmp_path):
    if Target.here() is None:
        pytest.fail("bundles are made for no such machine")
    assert main(["bundle", str(tmp_path / "out")]) == 0
