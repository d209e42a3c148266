"""How a command that takes a dataset reads it: what cannot be used is set aside or refused, and all of it is said."""

import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO, TypeAlias

import typer

from ..events import Progress, StageStarted, check
from .screen import Report, say_problem

SKIP = "go on without them (--skip-broken)"

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..events import Cancel
    from ..recipe import Recipe
    from ..scenes import Dataset
    from ..scenes.rules import ReadingRules
    from ..scenes.summary import Summary

SkipBroken: TypeAlias = Annotated[
    bool, typer.Option("--skip-broken", help="Set scenes that cannot be read aside, and say which; else they stop it.")
]
DataFolder: TypeAlias = Annotated[
    Path | None, typer.Option("--data", metavar="DATASET", help="Take the scenes in this folder, whatever it says.")
]
Read: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--read", metavar="KEY=VALUE",
        help="How labels are read where files leave it open: classes=[person], boxes=head, frame=stored. "
        "May be repeated.",
    ),
]  # fmt: skip
Columns: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--columns", metavar="OURS=THEIRS",
        help="What a table calls the columns image, x, y, weight, class, such as x=pos_x. May be repeated.",
    ),
]  # fmt: skip


def rules_of(read: list[str] | None, columns: list[str] | None) -> "ReadingRules":
    """The rules that the options ask for. Raises RecipeError."""
    from pydantic import TypeAdapter

    from ..errors import RecipeError
    from ..part import parse_part
    from ..recipe import read_yaml
    from ..scenes.rules import ReadingRules

    raw: dict[str, Any] = {}
    for option, settings in (("--read", read), ("--columns", columns)):
        for setting in settings or []:
            name, equals, value = setting.partition("=")
            if not equals or not name:
                raise RecipeError(f"{option} {setting[:80]!r} is no setting: expected a name, = and a value.")
            if option == "--read":
                raw[name] = read_yaml(value)
            else:
                raw.setdefault("columns", {})[name] = value
    return parse_part(TypeAdapter(ReadingRules), raw, "the rules of reading")


def progress_of(stage: str, report: Report, cancel: "Cancel") -> Callable[[int, int], None]:
    """Reports one thing done, and stops the work where the person asked to."""
    report(StageStarted(stage, 1, 1))

    def progress(done: int, total: int) -> None:
        report(Progress(stage, done, total))
        check(cancel)

    return progress


def labelled_scenes(
    dataset: "Dataset", skip_broken: bool, progress: Callable[[int, int], None], orphans: "Sequence[str]", *,
    whole: bool,
) -> "tuple[Dataset, Summary]":  # fmt: skip
    """The scenes of `dataset` that have labels and can be read, and what their readers said, which is told.

    `whole` as of conversion.readable, `orphans` as of summary_of. Raises DatasetError, naming the broken ones, where
    they are not to be skipped.
    """
    from ..scenes.conversion import readable
    from ..scenes.summary import broken_error, summary_of

    kept, broken = readable(dataset, progress, whole=whole)
    if broken and not skip_broken:
        raise broken_error(dataset.root, broken, len(dataset), SKIP)
    used = kept.having(scene for scene in kept if scene.labels.labelled)
    bare = [scene.id for scene in kept if not scene.labels.labelled]
    summary = summary_of(used, broken, bare, orphans=orphans, drops_unlabelled=True)
    tell(summary.sentences())
    return used, summary


def tell(sentences: "Iterable[str]") -> None:
    """What readers left out or changed, on stderr."""
    for sentence in sentences:
        say_problem(sentence)


FROM_STDIN = Path("-")


def asked_recipe(path: Path, settings: "Iterable[str]" = ()) -> "Recipe":
    """The recipe in the file or the project's folder `path`, or from stdin where it is `-`, after its settings.

    Paths in one from stdin are from where the person stands. Raises RecipeError.
    """
    from ..errors import RecipeError
    from ..recipe import load_recipe, parse

    if path != FROM_STDIN:
        return load_recipe(path, settings)
    try:
        if sys.stdin is None:  # closed by the shell, `<&-`
            raise RecipeError("expected a recipe, found it closed")
        return parse(_text_of(sys.stdin), settings, folder=Path.cwd())
    except RecipeError as error:
        raise error.within("stdin") from None


@lru_cache(maxsize=1)
def _text_of(stream: TextIO) -> str:
    """All of stdin, read once: a command may ask for its recipe twice. Raises RecipeError."""
    from ..errors import RecipeError
    from ..reading.yaml_text import MAX_YAML_BYTES

    content = stream.buffer.read(MAX_YAML_BYTES + 1)
    if len(content) > MAX_YAML_BYTES:
        raise RecipeError(f"expected a recipe of at most {MAX_YAML_BYTES:,} bytes, found more")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RecipeError("expected a recipe in YAML, UTF-8, found other bytes") from None


def as_asked(recipe: "Recipe", data: Path | None, skip_broken: bool) -> "Recipe":
    """`recipe` as the options --data and --skip-broken ask."""
    from ..recipe import of_folder, skipping_broken

    placed = recipe if data is None else of_folder(recipe, data)
    return skipping_broken(placed) if skip_broken else placed


def told_dataset(path: Path, rules: "ReadingRules") -> "tuple[Dataset, Summary]":
    """The dataset at `path` and what its readers said, which is told. Raises DatasetError."""
    from ..scenes import read_dataset
    from ..scenes.summary import summary_of

    dataset = read_dataset(path, rules)
    summary = summary_of(dataset)
    tell(summary.sentences())
    return dataset, summary
