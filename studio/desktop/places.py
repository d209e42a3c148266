"""Where the studio keeps what is not the project's: settings, journals, thumbnails, the quickstart project."""

import shutil
from importlib import resources
from pathlib import Path

import platformdirs

from miscount.engine.errors import OutputError
from miscount.engine.files import fingerprint, make_folder
from miscount.engine.reading import real_path, there

_NAME = "miscount"


def settings_file() -> Path:
    """The preferences."""
    return Path(platformdirs.user_config_dir(_NAME)) / "settings.json"


def window_file() -> Path:
    """Window geometry, in Qt's own format."""
    return Path(platformdirs.user_config_dir(_NAME)) / "window.ini"


def journal_folder(project: Path) -> Path:
    """The journals of one project: in the user's state folder, so that a full or vanished drive costs no edits."""
    return Path(platformdirs.user_state_dir(_NAME)) / "journals" / fingerprint(str(real_path(project)))


def contents_file(project: Path) -> Path:
    """The hashes of pictures that were read for one project; it may be lost at any time."""
    return Path(platformdirs.user_cache_dir(_NAME)) / "contents" / f"{fingerprint(str(real_path(project)))}.json"


def view_file(project: Path) -> Path:
    """Where a person was in one project; it may be lost at any time."""
    return Path(platformdirs.user_state_dir(_NAME)) / "views" / f"{fingerprint(str(real_path(project)))}.json"


def project_picture(project: Path) -> Path:
    """A small picture of a scene of the project, for lists of projects."""
    return Path(platformdirs.user_cache_dir(_NAME)) / "projects" / f"{fingerprint(str(real_path(project)))}.jpg"


def projects_folder(preferred: str = "") -> Path:
    """Where new projects are made, unless the person says otherwise."""
    return Path(preferred) if preferred else Path(platformdirs.user_documents_dir()) / "Miscount"


def thumbnail_folder() -> Path:
    """Small pictures of scenes, by content."""
    return Path(platformdirs.user_cache_dir(_NAME)) / "thumbnails"


def suites_folder() -> Path:
    """The suites that come with the program."""
    return Path(str(resources.files("miscount.projects") / "suites"))


def log_file() -> Path:
    """What the studio logs."""
    return Path(platformdirs.user_log_dir(_NAME)) / "miscount.studio.log"


def quickstart_folder() -> Path:
    """Where the person's own copy of the quickstart project lies, or will."""
    return Path(platformdirs.user_data_dir(_NAME)) / "quickstart"


def quickstart_project() -> Path:
    """The person's own copy of the quickstart project, made on first use. Raises OutputError."""
    folder = quickstart_folder()
    if not there(folder / "project.yaml"):
        make_folder(folder)
        left_out = shutil.ignore_patterns("__pycache__", "*.py")
        with resources.as_file(resources.files("miscount.projects") / "quickstart") as shipped:
            try:
                shutil.copytree(shipped, folder, dirs_exist_ok=True, ignore=left_out)
            except OSError as error:
                raise OutputError(f"The quickstart project could not be written to {folder}: {error}.") from error
    return folder
