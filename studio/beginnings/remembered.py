"""Where a person was in each project, and which were open last: small files of the person's, forgiving to read. No Qt.

They are written while a project is open, not when the studio ends: after a crash they are what is left.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from miscount.engine.errors import EngineError
from miscount.engine.files import write_json
from miscount.engine.part import Part
from miscount.engine.reading import read_object, there

from ..desktop import places

_MAX_BYTES = 64 * 2**10


class ViewError(EngineError):
    """A file of where a person was that cannot be read; nobody hears of it."""


class LastView(Part):
    """Where a person was in a project. `camera`: image point in the middle, and view pixels per image pixel."""

    name: str = ""
    opened: str = ""
    scene: str = ""
    page: str = ""
    camera: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class RecentProject:
    """A project that was open before, as a list shows it."""

    folder: Path
    name: str
    opened: datetime | None
    picture: Path
    is_there: bool


def read_view(project: Path) -> LastView:
    """Where the person was; an empty one where that is not known."""
    try:
        raw = read_object(places.view_file(project), "expected where a person was", ViewError, _MAX_BYTES)
        return LastView.model_validate(raw)
    except (ViewError, ValidationError):
        return LastView()


def write_view(project: Path, view: LastView) -> None:
    """Keep where the person is. Raises OutputError."""
    write_json(places.view_file(project), view.model_dump(mode="json"))


def recent_projects(folders: tuple[str, ...]) -> list[RecentProject]:
    """What is known of projects that were open, in the order of `folders`."""
    return [_recent(Path(folder)) for folder in folders if folder]


def _recent(folder: Path) -> RecentProject:
    view = read_view(folder)
    opened = None
    try:
        opened = datetime.fromisoformat(view.opened) if view.opened else None
    except ValueError:
        opened = None
    picture = places.project_picture(folder)
    return RecentProject(folder, view.name or folder.name, opened, picture, there(folder / "project.yaml"))


def when_in_words(then: datetime | None, now: datetime) -> str:
    """When a project was open, as a person says it.

    >>> when_in_words(datetime(2026, 5, 4, 9, 30), datetime(2026, 5, 4, 12, 0))
    'today 09:30'
    >>> when_in_words(datetime(2026, 5, 3, 22, 5), datetime(2026, 5, 4, 0, 10))
    'yesterday 22:05'
    >>> when_in_words(datetime(2026, 3, 1, 8, 0), datetime(2026, 5, 4, 0, 0))
    '1 March'
    >>> when_in_words(datetime(2025, 3, 1, 8, 0), datetime(2026, 5, 4, 0, 0))
    '1 March 2025'
    """
    if then is None:
        return ""
    days = (now.date() - then.date()).days
    if days == 0:
        return f"today {then:%H:%M}"
    if days == 1:
        return f"yesterday {then:%H:%M}"
    day = f"{then.day} {then:%B}"
    return day if then.year == now.year else f"{day} {then.year}"
