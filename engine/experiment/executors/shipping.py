"""Stages that travel to nodes which do not see the store: what they need goes along, what they made comes back."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from ...events import CheckpointSaved
from ...files import fingerprint, make_folder, sha256, write_atomically
from ...paths import inside
from ...recipe import Recipe
from ...scenes.images import changed
from ..data_roles import DataSource
from ..make_stage import Task
from ..stage import Made, Stage
from ..store import RECORD, Store
from ..used_scenes import lists_of

Contents = Mapping[str, bytes]
"""Files by their path in a folder."""


@dataclass(frozen=True)
class Files:
    """What a stage has in its work folder at a checkpoint, or all that it left."""

    contents: Contents
    finished: bool = False


@dataclass(frozen=True)
class Packed:
    """A task with all files that it takes: references to Ray's object store, which fetches each to a node once."""

    task: Task
    scenes: Any
    named: Mapping[str, Any]
    """The files that the recipe names, by their path on the driver's machine."""
    inputs: Mapping[str, Any]
    begun: Contents

    def unpacked(self) -> Task:
        """The task on this node, its files in a folder of this node's own."""
        import ray

        root = make_folder(Path(tempfile.gettempdir()) / "miscount-ray" / ray.get_runtime_context().get_job_id())
        task, source = self.task, self.task.source
        # the folder keeps its name, which a dataset may be known by
        scenes = root / f"data-{source.key}" / source.folder.name
        _put_once(scenes, partial(ray.get, self.scenes))
        named = {path: root / f"named-{fingerprint(path)}" / Path(path).name for path in self.named}
        for path, content in self.named.items():
            _put_once(named[path].parent, partial(ray.get, content))
        inputs = {name: replace(made, folder=root / f"made-{fingerprint(str(made.folder))}")
                  for name, made in task.inputs.items()}  # fmt: skip
        for name, made in inputs.items():
            _put_once(made.folder, partial(ray.get, self.inputs[name]))
        store = Store(root / "stages")
        if task.stage.key is not None and self.begun:
            _put(store.work_folder(task.stage.key), self.begun)
        stage = replace(task.stage, work=_with_recipe(task.stage, named))
        source = replace(source, recipe=_relocated(source.recipe, named), folder=scenes)
        return Task(task.id, stage, source, store, inputs, task.missing, task.curves)


class Shipped:
    """The driver's side: packs tasks, keeps what comes back in the store."""

    def __init__(self, put: Callable[[Any], Any]) -> None:
        self._put = put
        self._known: dict[str, Any] = {}

    def packed(self, task: Task) -> Packed:
        """The task with references to all that it takes; each folder is put into the object store once."""
        source = task.source
        named = _named_files(source.recipe)
        work = task.store.work_folder(task.stage.key) if task.stage.key is not None else None
        return Packed(
            replace(task, source=replace(source, files=())),
            self._once(f"data {source.folder}", lambda: _scenes(source)),
            {path: self._once(path, partial(_file, path)) for path in named},
            {name: self._once(str(made.folder), partial(_left, made)) for name, made in task.inputs.items()},
            _contents(work) if work is not None and work.is_dir() else {},
        )

    def _once(self, name: str, made: Callable[[], Any]) -> Any:
        if name not in self._known:
            self._known[name] = self._put(made())
        return self._known[name]

    def keep(self, task: Task, files: Files) -> None:
        """Take what a stage has at a checkpoint, so that another node can go on from it."""
        assert task.stage.key is not None
        _put(task.store.work_folder(task.stage.key), files.contents)

    def adopted(self, task: Task, made: Made) -> Made:
        """What a stage made elsewhere, as finished in the store of this machine."""
        assert task.stage.key is not None
        work = task.store.work_folder(task.stage.key)
        if not (work / RECORD).exists():  # it was found finished on the node, of an earlier try
            return made
        found = task.store.adopt(task.stage.key)
        return replace(made, folder=found.folder)


def with_files(task: Task, messages: Iterator[Any]) -> Iterator[Any]:
    """`messages`, with the files of the stage after every checkpoint and before its end."""
    for said in messages:
        if isinstance(said, Made):
            yield Files(_contents(said.folder), finished=True)
        yield said
        if isinstance(said, CheckpointSaved) and task.stage.key is not None:
            yield Files(_contents(task.store.work_folder(task.stage.key)))


def _left(made: Made) -> Contents:
    # of the data stage nothing: the scenes are sent by themselves
    return _contents(made.folder) if (made.folder / RECORD).exists() else {}


def _scenes(source: DataSource) -> Contents:
    """The files of the scenes, which must be what the run began with. Raises DatasetError."""
    contents = _contents(source.folder)
    hashes = {str(source.folder / name): sha256(content) for name, content in contents.items()}
    for state in source.files:
        if hashes.get(state.path, state.sha256) != state.sha256:
            raise changed(state.path)
        if state.path not in hashes:
            state.check()
    return contents


def _file(path: str) -> Contents:
    return {Path(path).name: Path(path).read_bytes()}


def _contents(folder: Path) -> dict[str, bytes]:
    found = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _put(folder: Path, contents: Contents) -> None:
    for name, content in contents.items():
        write_atomically(inside(folder, name), lambda part, content=content: part.write_bytes(content))  # type: ignore[misc]


def _put_once(folder: Path, contents: Callable[[], Contents]) -> Path:
    """The files in `folder`, put there by whichever worker of the node comes first."""
    if not folder.exists():
        make_folder(folder.parent)
        part = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".part-"))
        _put(part, contents())
        try:
            part.rename(folder)
        except OSError:  # another worker was faster
            shutil.rmtree(part, ignore_errors=True)
    return folder


def _named_files(recipe: Recipe) -> set[str]:
    """The files of the person's that the recipe names, by their path as it stands there."""
    wanted = {*map(str, recipe.poison.sources), recipe.counter.pretrained, recipe.evaluation.alexnet or ""}
    wanted |= {str(path) for path in lists_of(recipe).values()}
    return {path for path in _texts(recipe.model_dump(mode="json")) if path in wanted and Path(path).is_file()}


def _texts(raw: Any) -> Iterator[str]:
    if isinstance(raw, dict):
        for value in raw.values():
            yield from _texts(value)
    elif isinstance(raw, list | tuple):
        for value in raw:
            yield from _texts(value)
    elif isinstance(raw, str) and raw:
        yield raw


def _relocated(recipe: Recipe, named: Mapping[str, Path]) -> Recipe:
    """`recipe` with the files that it names where they lie on this node."""
    return Recipe.model_validate(_replaced(recipe.model_dump(mode="json"), named)) if named else recipe


def _replaced(raw: Any, named: Mapping[str, Path]) -> Any:
    if isinstance(raw, dict):
        return {name: _replaced(value, named) for name, value in raw.items()}
    if isinstance(raw, list | tuple):
        return [_replaced(value, named) for value in raw]
    return str(named[raw]) if isinstance(raw, str) and raw in named else raw


def _with_recipe(stage: Stage, named: Mapping[str, Path]) -> Any:
    work: Any = stage.work
    return replace(work, recipe=_relocated(work.recipe, named)) if named and hasattr(work, "recipe") else work
