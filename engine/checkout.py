"""The code of this very package, for other processes of this machine."""

import os
import sys
from contextlib import suppress
from pathlib import Path

import platformdirs

from .errors import OutputError
from .files import fingerprint, make_folder


def import_path() -> Path:
    """The folder to put on PYTHONPATH so that another process of this machine imports this very code as `miscount`.

    An installed package lies in one; for a checkout, whose folder may be called anything, it holds a link. Raises
    OutputError.
    """
    package = Path(__file__).resolve().parents[1]
    if package.name == "miscount":
        return package.parent
    folder = Path(platformdirs.user_cache_dir("miscount")) / "checkouts" / fingerprint(str(package))
    link = make_folder(folder) / "miscount"
    with suppress(FileExistsError):
        link_folder(package, link)
    return folder


def python_path() -> str:
    """PYTHONPATH for a process that is to run this very code: `import_path`, and what is there. Raises OutputError."""
    return os.pathsep.join([str(import_path()), *filter(None, [os.environ.get("PYTHONPATH")])])


def link_folder(target: Path, link: Path) -> None:
    """Make `link` lead to the folder `target`. Raises FileExistsError, OutputError."""
    try:
        link.symlink_to(target, target_is_directory=True)
    except FileExistsError:
        raise
    except OSError as error:
        if sys.platform == "win32":  # links want a right there that junctions do not
            import _winapi

            _winapi.CreateJunction(str(target), str(link))
            return
        raise OutputError(f"{link} could not be made: {error.strerror or error}.") from error
