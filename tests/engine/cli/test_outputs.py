"""What `--out` names: never what a command reads, and looked at before the work, whichever command has it."""

import hashlib
from types import SimpleNamespace

import numpy as np
import pytest
import typer
from PIL import Image

from miscount.engine.auditing import Request
from miscount.engine.cli import main
from miscount.engine.cli.app import app
from miscount.engine.counters import build, checkpoint
from miscount.engine.errors import OutputError
from tests.engine.cli.conftest import TINY

FILES = {
    "count": "count {place}/pics --weights {place}/w.safetensors",
    "audit": "audit {place}/w.safetensors --scenes {place}/part_S",
    "explain": "explain {place}/w.safetensors {place}/pics/a.png --heads {place}/part_S --recipe {place}/r.yaml",
    "export": "export {place}/w.safetensors --to state_dict",
    "init": "init {place}/part_S",
}
"""The commands whose `--out` is a file, with all that they can read."""

FOLDERS = {
    "demo": "demo",
    "run": "run {place}/r.yaml",
    "sweep": "sweep {place}/r.yaml --over poison.rate=0.3 --seeds 0",
    "suite": "suite {place}/s.yaml",
    "density": "density {place}/part_S",
    "poison": "poison {place}/r.yaml",
    "report": "report {place}/run --svg",
    "plugin new": "plugin new trigger my_own",
}
"""Those whose `--out` is a folder."""

NOT_AMONG_OTHERS = ("demo", "run", "sweep", "suite", "poison")
"""Of these, those that write a whole that stands alone."""

ONLY_READS = {"plan"}


def with_out(command=None, before=()):
    """The words of each command that has `--out`."""
    command = typer.main.get_command(app) if command is None else command
    for name, one in getattr(command, "commands", {}).items():
        yield from with_out(one, (*before, name))
    if any("--out" in option.opts for option in command.params):
        yield " ".join(before)


@pytest.fixture
def place(tmp_path, capsys):
    """What the commands read: weights, pictures, a dataset, a recipe, a suite."""
    checkpoint.save(build({"kind": "light", "channels": 4}, 1), tmp_path / "w.safetensors")
    words = ["--train", "2", "--test", "1", "--height", "64", "--width", "96"]
    assert main(["scenes", "make", str(tmp_path), *words]) == 0
    (tmp_path / "pics").mkdir()
    for name in ("a", "b"):
        Image.fromarray(np.zeros((40, 56, 3), np.uint8)).save(tmp_path / "pics" / f"{name}.png")
    (tmp_path / "r.yaml").write_text(TINY)
    (tmp_path / "s.yaml").write_text("name: s\nbase: r.yaml\nseeds: [0]\n")
    capsys.readouterr()
    return tmp_path


@pytest.fixture
def no_work(monkeypatch):
    """Whatever takes long fails; for commands that import little, since what is imported meanwhile keeps that."""

    def never(*_args, **_named):
        raise AssertionError("the work began")

    for name in ("counters.load", "auditing.Request.carried_out", "proposal.measure"):
        monkeypatch.setattr(f"miscount.engine.{name}", never)


def contents(place):
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in place.rglob("*") if path.is_file()}


def test_every_command_that_writes_where_one_says_is_looked_at_here():
    assert set(with_out()) == {*FILES, *FOLDERS, *ONLY_READS}


@pytest.mark.parametrize("command", FILES)
def test_no_file_that_is_read_is_written_over_and_no_work_is_done_for_nothing(command, place, no_work, capsys):
    words = FILES[command].format(place=place).split()
    read = [word for word in words if word.startswith(str(place))]
    suffix = ".png" if command == "explain" else ".out"
    (place / f"folder{suffix}").mkdir()
    (place / "link.png").symlink_to(place / "pics" / "a.png")
    inside = next((place / "part_S").rglob("*.jpg"))
    bad = [*read, inside, place / f"folder{suffix}", place / "r.yaml" / f"x{suffix}", f"/dev/null/x{suffix}"]
    if command == "explain":
        bad += [place / "pics" / "b.png", place / "link.png"]
    if command == "count":
        bad += [place / "pics" / "b.png", "/dev/null"]
    before = contents(place)
    for out in bad:
        if command in ("count", "export") and out == inside:
            continue  # which they do not read
        code = main([*words, "--out", str(out)])
        said = capsys.readouterr()
        assert (code, said.out) == (2, ""), out
        assert len(said.err.strip().splitlines()) == 1
        assert str(out) in said.err
    assert contents(place) == before


@pytest.mark.parametrize("command", FOLDERS)
def test_no_folder_is_made_of_a_file_or_among_other_things(command, place, capsys):
    words = FOLDERS[command].format(place=place).split()
    before = contents(place)
    among = [place / "part_S"] if command in NOT_AMONG_OTHERS else []
    for out in [place / "r.yaml", place / "r.yaml" / "out", *among]:
        code = main([*words, "--out", str(out)])
        said = capsys.readouterr()
        assert (code, said.out) == (2, ""), out
        assert str(out) in said.err
    assert contents(place) == before


def test_maps_are_never_written_over_labels_that_are_arrays_too(place, capsys):
    assert main(["scenes", "convert", str(place / "part_S"), str(place / "dm"), "--to", "dm_count"]) == 0
    before = contents(place)
    assert main(["density", str(place / "dm"), "--out", str(place / "dm")]) == 2
    assert "which would be lost" in capsys.readouterr().err
    assert contents(place).items() >= before.items()
    assert main(["density", str(place / "dm"), "--out", str(place / "maps")]) == 0


def test_a_new_table_may_lie_beside_its_pictures(place, capsys):
    words = [*FILES["count"].format(place=place).split(), "--out", str(place / "pics" / "counts.csv")]
    assert main(words) == 0
    assert main(words) == 0, "a table of counts may be made anew"
    (place / "pics" / "counts.csv").write_text("image,x,y\n")
    assert main(words) == 2, "anything else may be the person's"
    assert "is there already" in capsys.readouterr().err


FOUND = SimpleNamespace(verdict="Nothing was found.", findings=(), missed=(), suspicious=False)


def found_at_once(*_args):
    yield from ()
    return FOUND


@pytest.fixture
def audited(monkeypatch):
    monkeypatch.setattr(Request, "carried_out", found_at_once)
    monkeypatch.setattr("miscount.engine.auditing.page", lambda found: found.verdict)


WRITERS = {
    "count": "cli.count.write_text",
    "audit": "cli.audit.write_text",
    "explain": "scenes.images.write_image",
}


def working(command, place):
    """The words of a command that gets to its end: the dataset does not hold the picture."""
    return FILES[command].replace("--heads {place}/part_S", "").format(place=place).split()


@pytest.mark.parametrize("command", WRITERS)
@pytest.mark.usefixtures("audited")
def test_a_disk_that_is_full_by_then_costs_the_file_alone(command, place, monkeypatch, capsys):
    def full(path, _content):
        raise OutputError(f"{path} could not be written: No space left on device.")

    monkeypatch.setattr(f"miscount.engine.{WRITERS[command]}", full)
    out = place / ("new.png" if command == "explain" else "new.out")
    code = main([*working(command, place), "--out", str(out)])
    said = capsys.readouterr()
    assert code == 2
    assert "No space left on device" in said.err
    assert said.out.strip(), "what was found is told"


@pytest.mark.parametrize("command", WRITERS)
@pytest.mark.usefixtures("audited")
def test_the_file_is_written_where_nobody_reads_what_is_printed(command, place, deaf):
    out = place / ("new.png" if command == "explain" else "new.out")
    with deaf():
        assert main([*working(command, place), "--out", str(out)]) == 0
    assert out.stat().st_size > 0
