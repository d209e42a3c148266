"""Which plain files a person has allowed to run: by the hash of their content, beside the preferences."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs

from ..errors import EngineError
from ..files import write_json
from ..reading import read_object, there
from . import registry

MAX_BYTES = 4 * 2**20
_allows_all = False


def trust_file() -> Path:
    """Where the answers of the person lie."""
    return Path(platformdirs.user_config_dir("miscount")) / "plugins.json"


def is_allowed(sha256: str) -> bool:
    """Whether the person has allowed exactly this content, or all that this process meets."""
    return _allows_all or sha256 in _allowed()


def allow(sha256: str, path: str) -> None:
    """Remember that the person lets this content run; `path` is where it was seen. Raises OutputError."""
    known = _allowed() | {sha256: {"file": path, "allowed": datetime.now(UTC).isoformat(timespec="seconds")}}
    write_json(trust_file(), {"schema": 1, "plugins": known})
    registry.settle(path)
    registry.changed()


def forget(sha256: str) -> bool:
    """Ask again before this content is run; whether it was allowed. Raises OutputError."""
    known = _allowed()
    if known.pop(sha256, None) is None:
        return False
    write_json(trust_file(), {"schema": 1, "plugins": known})
    return True


def allow_all() -> None:
    """Let this process run every plain file that it meets, as its person said on the command line."""
    global _allows_all
    _allows_all = True
    registry.changed()


def _allowed() -> dict[str, Any]:
    """The answers so far; none where the file is damaged: the person is asked again."""
    if there(trust_file()):
        with suppress(EngineError):
            found = read_object(trust_file(), "expected the plugins that may run", EngineError, MAX_BYTES)
            plugins = found.get("plugins")
            if isinstance(plugins, dict):
                return plugins
    return {}
