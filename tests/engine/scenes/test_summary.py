"""What readers left out or changed, said in few lines: nothing is lost in adding up, and few things stay few lines."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miscount.engine.errors import LONGEST, DatasetError, bounded
from miscount.engine.scenes import Annotation, Dataset, Labels, Scene
from miscount.engine.scenes.conversion import readable, usable
from miscount.engine.scenes.summary import MOST_LINES, lost_labels, summary_of


def scene(name: str, labels: Labels | None) -> Scene:
    """A scene that is not there but for its labels; None for labels that cannot be read."""

    def read(_scene: Scene) -> Labels:
        if labels is None:
            raise DatasetError(f"{name} cannot be read.")
        return labels

    return Scene(f"train/{name}", "train", Path(f"/data/{name}.jpg"), Path(f"/data/{name}.mat"), read)


def said(*notes: str, repairs: tuple[str, ...] = ()) -> Labels:
    return Labels(Annotation.of([]), (*repairs, *notes), repairs=repairs)


def dataset(*labels: Labels | None, notes: tuple[str, ...] = ()) -> Dataset:
    return Dataset(Path("/data"), "made", tuple(scene(f"IMG_{k}", each) for k, each in enumerate(labels)), notes)


def heads(count: int) -> str:
    return f"{count} head{'s' * (count != 1)} without a finite position left out."


@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=30))
def test_equal_sentences_are_one_and_their_counts_are_added(counts):
    found = summary_of(dataset(*(said(repairs=(heads(count),)) for count in counts), said()))
    (remark,) = found.remarks
    total = sum(counts)
    assert remark.sentence.replace(",", "") == heads(total)
    assert (remark.scenes, remark.lost) == (len(counts), True)
    scenes = "1 scene" if len(counts) == 1 else f"{len(counts)} scenes"
    assert found.sentences() == (f"{scenes}: {remark.sentence}",)


def test_what_is_no_count_becomes_a_range_and_is_never_added():
    first, second = (f"It states a count of {n} and holds {k} heads." for n, k in ((3, 4), (500, 4)))
    (remark,) = summary_of(dataset(said(first), said(second))).remarks
    assert remark.sentence == "It states a count of 3 to 500 and holds 4 heads."
    frames = (said("1 head outside the 640 x 480 frame."), said("2 heads outside the 1024 x 480 frame."))
    (remark,) = summary_of(dataset(*frames)).remarks
    assert remark.sentence == "3 heads outside the 640 to 1024 x 480 frame."


@pytest.mark.parametrize(
    ("one", "several", "all_of_them"),
    [
        ("1 box is left out.", "2 boxes are left out.", "3 boxes are left out."),
        ("1 head is left out.", "1 head is left out.", "2 heads are left out."),
        ("1 box is left out.", "1 box is left out.", "2 boxes are left out."),
        ("1 class was left out.", "4 classes were left out.", "5 classes were left out."),
    ],
)
def test_one_and_many_of_a_thing_are_the_same_thing(one, several, all_of_them):
    (remark,) = summary_of(dataset(said(one), said(several))).remarks
    assert remark.sentence == all_of_them


def test_a_sentence_that_names_its_own_file_is_no_kind_of_its_own():
    labels = [said(f"/data/IMG_{k}.jpg and IMG_{k}.mat were both turned.") for k in range(5)]
    (remark,) = summary_of(dataset(*labels)).remarks
    assert remark.sentence == "its picture and its annotation were both turned."
    assert remark.scenes == 5


def test_what_was_lost_comes_before_what_was_forgiven_and_the_worst_before_all():
    mild = [said("The image is gray and is read as RGB.") for _ in range(9)]
    found = summary_of(dataset(*mild, said(repairs=(heads(2),)), None, notes=("A table was passed over.",)))
    lines = found.sentences()
    assert "IMG_10 cannot be read" in lines[0]
    assert lines[1:] == (
        "A table was passed over.",
        f"1 scene: {heads(2)}",
        "9 scenes: The image is gray and is read as RGB.",
    )
    assert [one.id for one in lost_labels(dataset(*mild, said(repairs=(heads(2),))))] == ["train/IMG_9"]


def test_many_kinds_are_some_lines_and_a_count():
    labels = [said(f"A {word * 3} was met.") for word in "abcdefghijkl"]
    lines = summary_of(dataset(*labels)).sentences()
    assert len(lines) == MOST_LINES + 1
    assert lines[-1] == f"And {12 - MOST_LINES} more kinds."


def test_many_broken_scenes_are_a_count_and_the_first_ones():
    found = summary_of(dataset(*[None] * 1200))
    (line,) = found.sentences()
    assert line.startswith("1,200 scenes that cannot be read are left out")
    assert "1,197 more" in line
    assert len(line) <= LONGEST
    assert len(found.to_json()["broken"]) == 1200


def test_unlabelled_scenes_are_counted_and_said_to_be_left_out_only_where_they_are():
    bare = dataclasses.replace(said(), labelled=False)
    kept = summary_of(dataset(bare, bare, said()))
    assert kept.sentences() == ("2 scenes without labels: train/IMG_0, train/IMG_1.",)
    dropped = summary_of(dataset(said()), unlabelled=["train/x"], drops_unlabelled=True)
    assert dropped.sentences() == ("1 scene without labels is left out: train/x.",)
    assert (kept.scenes, dropped.scenes) == (3, 2)


def test_nothing_to_say_says_nothing():
    found = summary_of(dataset(said(), said()))
    assert not found
    assert found.sentences() == ()


def test_readable_tells_the_broken_ones_as_usable_does(tmp_path):
    whole = dataset(None, None)
    kept, broken = readable(whole, lambda *_: None)
    assert (len(kept), [one.scene for one in broken]) == (0, ["train/IMG_0", "train/IMG_1"])
    assert usable(whole, lambda *_: None)[1] == tuple(f"{one.scene} is left out: {one.sentence}" for one in broken)


def test_what_files_say_is_harmless_in_a_terminal_and_of_a_bounded_length():
    (line,) = summary_of(dataset(said("\x1b[31mred " + "x" * 9000))).sentences()
    assert "\x1b" not in line
    assert len(line) <= LONGEST


@pytest.mark.parametrize("quoted", ["1 x\ny left out.", "\x1b[2J", "a\u202eb", "x" * 10_000])
def test_a_sentence_that_quotes_a_file_is_one_bounded_line(quoted):
    """Held where sentences are kept, whatever reader said them."""
    found = dataset(said(quoted, repairs=(quoted,)), notes=(quoted,))
    (labels,) = (each.labels for each in found)
    for sentence in (*labels.notes, *labels.repairs, *found.notes, *summary_of(found).sentences()):
        assert bounded(sentence) == sentence
    assert set(labels.repairs) <= set(labels.notes)
