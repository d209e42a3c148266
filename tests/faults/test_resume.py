"""Work that was stopped is gone on with: nothing is made twice, and the end is the same to the last byte."""

import pytest

from miscount.engine import density as density_module
from miscount.engine import parallel
from miscount.engine.built import built_folder
from miscount.engine.density import AdaptiveKernel, FixedKernel, write_maps
from miscount.engine.errors import OutputError
from miscount.engine.events import Cancelled
from miscount.engine.poison import Poison, staged, write_poisoned_dataset
from miscount.engine.scenes import images, read_dataset
from miscount.engine.scenes.conversion import convert, readable
from miscount.engine.scenes.formats import format_named
from miscount.engine.unfinished import PIECES, Pieces
from tests.faults.kills import prepared, tree_of
from tests.faults.test_changed_data import picture, swap

POISON = Poison(rate=0.5, trigger={"kind": "blend", "ratio": 0.2})


def quiet(_done, _total):
    pass


def stop_after(number):
    def report(done, _total):
        if done == number:
            raise Cancelled

    return report


def density(home, report=quiet, start="new", kernel=FixedKernel(sigma_px=4)):
    scenes, _ = readable(read_dataset(home / "scenes"), quiet)
    return write_maps(scenes, kernel, home / "out", "npy", report, start)


def poison(home, report=quiet, start="new", seed=0):
    write_poisoned_dataset(read_dataset(home / "scenes"), POISON, seed, home / "out", report, start=start)


def conversion(home, report=quiet, start="new", form="csv"):
    scenes, _ = readable(read_dataset(home / "scenes"), quiet)
    convert(scenes, format_named(form), home / "out", report, start)


WORK = {
    "density": (density, (density_module, "density_map"), {"kernel": AdaptiveKernel()}),
    "poison": (poison, (staged, "write_plain"), {"seed": 1}),
    "convert": (conversion, (images, "write_atomically"), {"form": "jhu"}),
}


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(parallel, "cores", lambda: 2)  # so that a stop finds something that is not begun on any machine
    return prepared(tmp_path / "home")


@pytest.fixture(params=WORK)
def work(request):
    return WORK[request.param]


@pytest.fixture
def made(work, home, monkeypatch):
    """How often the costly part of the work was done."""
    module, name = work[1]
    done, plain = [], getattr(module, name)
    monkeypatch.setattr(module, name, lambda *args, **more: (done.append(1), plain(*args, **more))[1])
    return done


def test_what_a_stop_left_is_not_made_twice(work, made, home):
    do, _, _ = work
    whole_result = do(home)
    whole, once = tree_of(home / "out"), len(made)
    (home / "out").rename(home / "first")
    made.clear()
    with pytest.raises(Cancelled):
        do(home, stop_after(6))
    before = len(made)
    assert 0 < before < once
    with pytest.raises(OutputError, match=r"is unfinished: .* was stopped at .*go on with it, or begin anew"):
        do(home)
    assert do(home, start="resume") == whole_result
    assert len(made) == once
    assert tree_of(home / "out") == whole
    assert sorted(path.name for path in home.iterdir()) == ["first", "out", "scenes", "small.yaml", "tiny.yaml"]


def test_other_work_does_not_go_on_with_it(work, home):
    do, _, other = work
    with pytest.raises(Cancelled):
        do(home, stop_after(3))
    with pytest.raises(OutputError, match="other data, settings or another version"):
        do(home, start="resume", **other)
    do(home, start="resume")


def test_it_can_be_begun_anew(work, made, home):
    do, _, _ = work
    do(home)
    whole, once = tree_of(home / "out"), len(made)
    (home / "out").rename(home / "first")
    with pytest.raises(Cancelled):
        do(home, stop_after(6))
    made.clear()
    do(home, start="anew")
    assert (len(made), tree_of(home / "out")) == (once, whole)


def test_a_picture_that_changed_since_is_not_taken_for_the_old_one(home):
    with pytest.raises(Cancelled):
        conversion(home, stop_after(6))
    swap(picture(home))
    conversion(home, start="resume")
    resumed = tree_of(home / "out")
    (home / "out").rename(home / "first")
    conversion(home)
    assert tree_of(home / "out") == resumed


def test_poison_of_scenes_that_changed_since_is_begun_anew(home):
    with pytest.raises(Cancelled):
        poison(home, stop_after(6))
    written, other = sorted((home / "scenes").rglob("*.mat"))[:2]
    written.write_bytes(other.read_bytes())
    with pytest.raises(OutputError, match="other data"):
        poison(home, start="resume")


def test_what_is_damaged_in_an_unfinished_folder_is_made_again(home):
    density(home)
    whole = tree_of(home / "out")
    (home / "out").rename(home / "first")
    with pytest.raises(Cancelled):
        density(home, stop_after(4))
    one, two, *_ = sorted((home / "out").rglob("*.npy"))
    swap(one)
    two.unlink()
    lines = (home / "out" / PIECES).read_text().splitlines()
    (home / "out" / PIECES).write_text("\n".join([lines[0].replace("3", "4"), *lines[1:-1], lines[-1][:40]]))
    density(home, start="resume")
    assert tree_of(home / "out") == whole


def test_no_damaged_line_says_that_a_piece_is_done(tmp_path):
    with Pieces(tmp_path) as pieces:
        pieces.add("a", {"sum": 1.5})
    line = (tmp_path / PIECES).read_bytes().rstrip()
    for number in range(len(line)):
        (tmp_path / PIECES).write_bytes(line[:number] + bytes([line[number] ^ 1]) + line[number + 1 :])
        with Pieces(tmp_path) as pieces:
            assert pieces.get("a") in ({}, {"sum": 1.5})
        (tmp_path / PIECES).write_bytes(line[:number])
        with Pieces(tmp_path) as pieces:
            assert pieces.get("a") == {}
            pieces.add("b", {})
        with Pieces(tmp_path) as pieces:
            assert pieces.get("b") == {}
            assert "b" in pieces._known


def test_a_folder_that_another_process_builds_is_let_be(tmp_path):
    with (
        built_folder(tmp_path / "out", "a test", "work"),
        pytest.raises(OutputError, match="is written by process"),
        built_folder(tmp_path / "out", "a test", "work", "resume"),
    ):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_that_must_stay_where_it_is_is_gone_on_with(home, monkeypatch):
    conversion(home)
    whole = tree_of(home / "out")
    (home / "out").rename(home / "first")
    (home / "out").mkdir()
    monkeypatch.chdir(home / "out")
    with pytest.raises(Cancelled):
        conversion(home, stop_after(6))
    with pytest.raises(OutputError, match="is unfinished"):
        conversion(home)
    conversion(home, start="resume")
    assert tree_of(home / "out") == whole
    assert not [path for path in (home / "out").iterdir() if path.name.startswith(".")]
