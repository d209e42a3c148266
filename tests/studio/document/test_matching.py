"""Whose an edit is: the picture of its content, whatever it is called; never another one of its name."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miscount.engine.scenes.content import Content, content_of
from miscount.engine.scenes.scene import Dataset, Scene
from miscount.studio.document import matching
from miscount.studio.document.matching import match
from miscount.studio.document.origin import Contents, Origin, Origins


def scene(path: Path) -> Scene:
    return Scene(path.stem, "all", path, None, lambda _scene: pytest.fail("labels are not needed"))


def pictures(folder: Path, **content: bytes) -> Dataset:
    """A dataset of files; matching looks at bytes alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in content.items():
        (folder / f"{name}.jpg").write_bytes(data)
    return Dataset(folder, "pictures", tuple(scene(path) for path in sorted(folder.glob("*.jpg"))))


def origin(dataset: Dataset, name: str) -> Origin:
    return Origin(name, content_of(dataset[name].image_path))


def found(dataset: Dataset, *origins: Origin, named: str = "data", older_here: bool = False):
    return match(origins, dataset, Contents(), named, older_here, lambda _done, _total: None)


def test_the_scene_of_the_same_name_and_picture_is_the_one(tmp_path):
    dataset = pictures(tmp_path, a=b"one", b=b"two", c=b"one!")
    a, b = origin(dataset, "a"), origin(dataset, "b")
    assert found(dataset, a, b).scenes == {a: "a", b: "b"}


def test_a_picture_that_was_renamed_or_moved_keeps_its_edits(tmp_path):
    a = origin(pictures(tmp_path / "old", a=b"one", b=b"two"), "a")
    moved = pictures(tmp_path / "new", a=b"two", z=b"one")
    assert found(moved, a).scenes == {a: "z"}


def test_another_picture_of_the_same_name_is_never_taken(tmp_path):
    mine = pictures(tmp_path / "mine", a=b"one", b=b"four")
    a, b = origin(mine, "a"), origin(mine, "b")
    theirs = pictures(tmp_path / "theirs", a=b"two", c=b"three")  # a of the same size
    told = found(theirs, a, b)
    assert told.scenes == {}
    assert told.why == {a: matching.ANOTHER, b: matching.NOT_HERE}
    assert found(mine, a, b).scenes == {a: "a", b: "b"}


def test_of_copies_the_one_of_the_same_name_is_edited_and_it_is_said(tmp_path):
    dataset = pictures(tmp_path, a=b"one", b=b"one", c=b"one", d=b"two")
    b = origin(dataset, "b")
    told = found(dataset, b)
    assert told.scenes == {b: "b"}
    assert told.copies == ["b has edits, and the same picture is also a, c, which has none."]


def test_of_two_edits_of_one_picture_the_one_of_its_name_is_shown_and_the_other_is_named(tmp_path):
    dataset = pictures(tmp_path, a=b"one", z=b"two")
    a, gone = origin(dataset, "a"), Origin("gone", content_of(dataset["a"].image_path))
    for order in ((a, gone), (gone, a)):
        told = found(dataset, *order)
        assert told.scenes == {a: "a"}
        assert told.why == {gone: "a is the same picture, and has edits of its own."}


def test_edits_that_know_only_a_name_are_of_the_dataset_they_were_made_on(tmp_path):
    dataset = pictures(tmp_path, a=b"one")
    older, unread = Origin("a"), Origin("a", None, "data")
    assert found(dataset, older, older_here=True).scenes == {older: "a"}
    assert found(dataset, older).why == {older: matching.OLDER}
    assert found(dataset, unread).scenes == {unread: "a"}
    assert found(dataset, unread, named="other").why == {unread: matching.OLDER}


def test_only_candidates_are_read(tmp_path, monkeypatch):
    dataset = pictures(tmp_path, **{f"p{k}": bytes(10 + k) for k in range(50)})
    wanted = [Origin("p3", content_of(dataset["p3"].image_path)), Origin("gone", Content(17, "0" * 64))]
    read: list[str] = []

    def counted(path: Path) -> Content:
        read.append(path.stem)
        return content_of(path)

    monkeypatch.setattr("miscount.studio.document.origin.content_of", counted)
    told = found(dataset, *wanted)
    assert set(told.why) == {wanted[1]}
    assert sorted(set(read)) == ["p3", "p7"]


def test_what_was_hashed_is_not_hashed_again_until_the_file_changes(tmp_path, monkeypatch):
    dataset = pictures(tmp_path / "data", a=b"one", b=b"two")
    first = Contents(tmp_path / "contents.json")
    told = [first.of(each.image_path) for each in dataset]
    first.keep()
    read: list[Path] = []
    monkeypatch.setattr(
        "miscount.studio.document.origin.content_of", lambda path: (read.append(path), content_of(path))[1]
    )
    again = Contents(tmp_path / "contents.json")
    assert [again.of(each.image_path) for each in dataset] == told
    assert read == []
    dataset["a"].image_path.write_bytes(b"another")
    assert again.of(dataset["a"].image_path) == content_of(dataset["a"].image_path)
    (tmp_path / "contents.json").write_text("[1, 2")
    assert Contents(tmp_path / "contents.json").of(dataset["b"].image_path) == told[1]


def test_a_picture_that_is_gone_has_no_content_and_breaks_nothing(tmp_path):
    dataset = pictures(tmp_path, a=b"one", b=b"two")
    a = origin(dataset, "a")
    dataset["a"].image_path.unlink()
    assert found(dataset, a).why == {a: matching.ANOTHER}
    origins = Origins(dataset, "data", Contents(), {})
    assert origins.of("a") == Origin("a", None, "data")
    assert origins.of("b") == origin(dataset, "b")


def test_an_edit_goes_with_the_picture_that_was_there_when_it_was_first_asked_for(tmp_path):
    dataset = pictures(tmp_path, a=b"one")
    origins, a = Origins(dataset, "data", Contents(), {}), origin(dataset, "a")
    assert origins.of("a") == a
    dataset["a"].image_path.write_bytes(b"replaced")
    assert origins.of("a") == a


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda deeper: st.dictionaries(
    st.sampled_from(["scene", "picture", "dataset", "num_bytes", "sha256"]), deeper), max_leaves=8))  # fmt: skip
def test_any_json_is_an_origin_or_is_refused(raw):
    try:
        read = Origin.from_json(raw if isinstance(raw, dict) else {"scene": raw})
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    assert Origin.from_json(read.to_json()) == read


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=5), st.lists(st.integers(0, 3), min_size=1, max_size=5))
def test_no_edit_is_shown_on_another_picture_and_none_is_lost(tmp_path_factory, before, after):
    """Any two folders of pictures, some alike, names shared: edits made in one, looked for in the other."""
    folder = tmp_path_factory.mktemp("m")
    content = [b"aaaa", b"bbbb", b"cccc", b"ddddd"]
    made = pictures(folder / "before", **{f"n{k}": content[which] for k, which in enumerate(before)})
    there = pictures(folder / "after", **{f"n{k}": content[which] for k, which in enumerate(after)})
    origins = [origin(made, each.id) for each in made]
    told = found(there, *origins)
    assert told.scenes.keys() | told.why.keys() == set(origins)
    assert not told.scenes.keys() & told.why.keys()
    for each, scene_id in told.scenes.items():
        assert content_of(there[scene_id].image_path) == each.content
        if scene_id != each.scene:  # only where its own name is not there with this picture
            assert each.scene not in there._by_id or content_of(there[each.scene].image_path) != each.content
    assert len(set(told.scenes.values())) == len(told.scenes)
    back = found(made, *origins)
    assert back.scenes == {each: each.scene for each in origins}
    shutil.rmtree(folder)
