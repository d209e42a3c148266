"""What the report says of a run's scenes, from its data.json: what was left out or changed, and who is tested on."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

MOST_ROWS = 40
"""Of each list; data.json has them all."""


def readers(data: Mapping[str, Any]) -> str:
    """What the readers said, with counts, and which scenes nobody got; nothing where they took all as it was."""
    found = data.get("readers", {})
    return "".join((
        _remarks(found.get("remarks", ())),
        _list("Of the dataset as a whole", found.get("dataset", ())),
        _list(
            "Scenes that cannot be read, set aside",
            [f"{one['scene']}: {one['sentence']}" for one in found.get("broken", ())],
        ),
        _list("Scenes without labels, left out", found.get("unlabelled", ())),
        _list("Annotations without a picture, not used", found.get("orphans", ())),
        _list("Scenes that the recipe leaves out", data.get("left_out", ())),
    ))  # fmt: skip


def tested_on(data: Mapping[str, Any]) -> str:
    """The test scenes that the recipe's rule drew, and pictures that are trained and tested on alike."""
    drawn = data.get("drawn_test_scenes")
    words = "Test scenes, drawn by the recipe's data.split, since the dataset has no such splits"
    pairs = [" = ".join(pair) for pair in data.get("equal_pictures", ())]
    return _list(words, drawn or ()) + _list("Equal pictures in training and test scenes", pairs)


def _remarks(remarks: Sequence[Mapping[str, Any]]) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(one['sentence'])}</th><td>{one['scenes']}</td>"
        f"<td>{'yes' if one['lost'] else 'no'}</td><td>{escape(', '.join(one['examples']))}</td></tr>\n"
        for one in remarks[:MOST_ROWS]
    )
    if not rows:
        return ""
    head = "".join(f"<th scope='col'>{word}</th>" for word in ("said in reading", "scenes", "labels lost", "such as"))
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n{''.join(_more(remarks))}"


def _list(title: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    shown = "".join(f"<li>{escape(item)}</li>" for item in items[:MOST_ROWS])
    return f"<p>{escape(title)}: {len(items)}.</p><ul>{shown}</ul>{''.join(_more(items))}"


def _more(items: Sequence[object]) -> Iterator[str]:
    if len(items) > MOST_ROWS:
        yield f"<p>And {len(items) - MOST_ROWS:,} more; data.json has all.</p>"
