"""A damaged journal: what is sound comes back, whatever byte is hit, and of what does not the person is told exactly.

The oracle knows which edit was written when, and what there was after it; it knows nothing of the journal's form but
that an edit is a line.
"""

import json
import os
import random
from dataclasses import replace

import pytest

from miscount.studio.document.journal import Journal
from miscount.studio.document.leftovers import JournalFolder, read_journal
from tests.studio.document.worked import SCENES, Worked, a_document, played_back, state_of, work


@pytest.fixture(scope="module")
def worked(qapp, tmp_path_factory) -> Worked:
    folder = tmp_path_factory.mktemp("worked")
    return work(folder, folder / "journal.jsonl")


def is_last_of_its_subject(worked: Worked, number: int) -> bool:
    state = worked.without({number})
    return state != worked.states[-1]


def check_flip(worked: Worked, folder, place: int, bit: int) -> str:
    """Flip one bit; what was lost, in a word."""
    content = bytearray(worked.content)
    content[place] ^= 1 << bit
    # the line that was hit; the first is the mark, of no edit
    hit = worked.content.count(b"\n", 0, place) - 1
    state, lost = played_back(folder, read_journal(worked.put(folder, bytes(content), place % 2 == 0)))
    if not lost:
        assert state == worked.states[-1], f"byte {place} took an edit, and nothing was told"
        return "nothing"
    assert lost == [worked.edits[hit]], f"byte {place}, of {worked.edits[hit]}, is told as {lost}"
    assert state == worked.without({hit}), f"byte {place} took more than its own edit"
    assert is_last_of_its_subject(worked, hit), f"byte {place} took an edit that a later one repeats"
    return "itself"


def check_cut(worked: Worked, folder, length: int) -> None:
    state, lost = played_back(folder, read_journal(worked.put(folder, worked.content[:length])))
    num_lines = worked.content.count(b"\n", 0, length + 2)  # a line that lacks but its end is whole
    num_whole = max(num_lines - 1, 0)
    missing = set(range(num_whole, len(worked.edits)))
    assert lost == [worked.edits[number] for number in sorted(missing)], f"cut at {length}"
    assert state == worked.without(missing), f"cut at {length}"


def test_one_flipped_bit_costs_at_most_the_edit_that_it_hit_and_is_told(worked, tmp_path):
    places = random.Random(1).sample(range(len(worked.content)), 400)
    costs = [check_flip(worked, tmp_path, place, place % 8) for place in places]
    assert set(costs) == {"nothing", "itself"}


def test_of_a_journal_that_ends_too_soon_every_edit_behind_is_named(worked, tmp_path):
    ends = [0, len(worked.content)]
    for line in worked.lines:
        ends += [ends[-2] + len(line), len(worked.content)]
    near = {end + by for end in ends for by in (-3, -2, -1, 0, 1) if 0 <= end + by <= len(worked.content)}
    for length in [*sorted(near), *random.Random(2).sample(range(len(worked.content)), 100)]:
        check_cut(worked, tmp_path, length)


@pytest.mark.slow
def test_every_byte_and_every_length(worked, tmp_path):
    for place in range(len(worked.content)):
        check_flip(worked, tmp_path, place, (place * 5) % 8)
    for length in range(len(worked.content) + 1):
        check_cut(worked, tmp_path, length)


@pytest.mark.parametrize("with_index", [True, False])
def test_a_page_of_zeros_costs_no_edit_that_lies_whole_outside_and_rests_on_none_inside(worked, tmp_path, with_index):
    size, rng = len(worked.content), random.Random(3)
    for _ in range(40):
        start = rng.randrange(size)
        content = bytearray(worked.content)
        content[start : start + 1500] = bytes(len(content[start : start + 1500]))
        state, lost = played_back(tmp_path, read_journal(worked.put(tmp_path, bytes(content), with_index)))
        first, last = (worked.content.count(b"\n", 0, min(place, size - 1)) - 1 for place in (start, start + 1499))
        hit = set(range(max(first, 0), last + 1))
        wrong = {key for key in state if state[key] != worked.states[-1][key]}
        assert bool(lost) >= bool(wrong)
        if with_index:
            told = {("map" if kind in ("stroke", "map") else kind, about) for kind, about in lost}
            assert wrong <= told, "a subject is not as it was, and nothing of it is told"
        untouched = {key for key in state if all(("map" if worked.edits[n][0] in ("stroke", "map")
                     else worked.edits[n][0], worked.edits[n][1]) != key for n in hit)}  # fmt: skip
        assert all(state[key] == worked.states[-1][key] for key in untouched)


def test_zeros_behind_the_end_cost_nothing_and_the_file_is_not_thrown_away(worked, tmp_path):
    worked.put(tmp_path, worked.content + bytes(4096))
    (left,) = JournalFolder(tmp_path).leftovers()
    state, lost = played_back(tmp_path, left)
    assert (state, lost) == (worked.states[-1], [])
    assert left.damaged_lines == 1
    assert left.hides


def test_a_hole_of_gigabytes_behind_the_end_is_not_read(worked, tmp_path):
    """A disk that lost the blocks of a file gives zeros for them, for as long as anybody reads."""
    path = tmp_path / "left-1.jsonl"
    path.write_bytes(worked.path.read_bytes())
    os.truncate(path, 2**40)
    left = read_journal(path)
    assert left.records == read_journal(worked.path).records
    assert left.damaged_lines == 1


def test_what_cannot_be_read_at_all_is_kept_and_told(worked, tmp_path):
    path = worked.put(tmp_path, bytes(len(worked.content)), with_index=False)
    (left,) = JournalFolder(tmp_path).leftovers()
    assert path.exists()
    assert left.lost
    assert not left.records


def test_a_folder_in_the_place_of_a_journal_is_told(tmp_path):
    (tmp_path / "left-1.jsonl").mkdir()
    (left,) = JournalFolder(tmp_path).leftovers()
    assert "cannot be read" in left.lost[0].why


def test_deep_json_and_rubbish_between_lines_cost_no_edit(worked, tmp_path):
    rubbish = [b"[" * 100_000 + b"\n", b'["2:00000000",{}]\n', b"\xff\x00\n", b'{"op":"heads"}\n', b"{" * 9 + b"\n"]
    lines = worked.lines
    for each in rubbish:
        lines.insert(len(lines) // 2, each)
    state, lost = played_back(tmp_path, read_journal(worked.put(tmp_path, b"".join(lines))))
    assert state == worked.states[-1]
    assert [kind for kind, about in lost if about] == []


def test_an_unknown_scene_is_named_and_the_others_come_back(worked, tmp_path):
    left = read_journal(worked.put(tmp_path, worked.content))
    gone = worked.edits[-1][1] if worked.edits[-1][0] != "value" else worked.edits[-2][1]
    records = tuple({**r, "scene": "gone"} if r.get("scene") == gone else r for r in left.records)
    state, lost = played_back(tmp_path, replace(left, records=records))
    assert {about for _kind, about in lost} == {"gone"}
    assert all(state[key] == worked.states[-1][key] for key in state if key[1] != gone)


def test_a_journal_of_the_form_without_checksums_is_read(worked, tmp_path):
    lines = [json.loads(line) for line in worked.lines]
    plain = [{k: v for k, v in line[-1].items() if k not in ("n", "prev", "base", "prior", "whole")} for line in lines]
    older = b"".join(json.dumps(each, separators=(",", ":")).encode() + b"\n" for each in plain)
    state, lost = played_back(tmp_path, read_journal(worked.put(tmp_path, older, with_index=False)))
    assert (state, lost) == (worked.states[-1], [])
    damaged = older[:-30]
    left = read_journal(worked.put(tmp_path, damaged, with_index=False))
    assert [(each.op, each.about) for each in left.lost] == [worked.edits[-1]]


def test_after_much_damage_a_scene_goes_on_from_the_next_record_of_all_its_heads(qapp, tmp_path):
    document = a_document(tmp_path)
    journal = Journal(tmp_path / "left-1.jsonl", tmp_path)
    document.applied.connect(journal.append)
    for number in range(40):
        document.edit_heads("Add", document.annotation(SCENES[0]).with_heads([[number / 8, 1]]), SCENES[0])
    assert journal.flush()
    journal.close()
    lines = (tmp_path / "left-1.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "left-1.jsonl").write_bytes(b"".join([lines[0], *lines[5:]]))
    state, lost = played_back(tmp_path, read_journal(tmp_path / "left-1.jsonl"))
    assert state == state_of(document)
    assert 3 <= len(lost) <= 16
    assert {about for _kind, about in lost} == {SCENES[0]}
    document.deleteLater()
