"""How large a file of weights may be, in itself and unpacked, and how it is named in a sentence."""

import stat
from pathlib import Path

from ...errors import WeightsError

MOST_BYTES = 4 * 2**30
"""Of a file, and of all that it declares: six times the largest published counter (CLIP-EBC, 642 MB), so that a whole
training state with the two moments of its optimizer has room."""

PACKED_BYTES, PACKED_RATIO = 256 * 2**20, 16
"""A compressed archive may unpack to 256 MB and 16 times its own size more: trained weights are close to noise, of
which compression saves some 7 percent."""

_LONGEST_NAME, _LONGEST_WORD = 160, 60


class RefusedError(Exception):
    """What was found asks for more than weights need; told as the end of a sentence."""


class DamagedError(Exception):
    """What was found contradicts itself; told as the end of a sentence."""


def most_unpacked(packed: int) -> int:
    """Bytes that an archive of `packed` bytes may unpack to."""
    return min(MOST_BYTES, PACKED_BYTES + PACKED_RATIO * packed)


def size_of(path: Path) -> int:
    """Bytes of the regular file `path`. Raises WeightsError for anything else, and for what is too large."""
    try:
        status = path.stat()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WeightsError(f"{named(path)} cannot be read: expected a file of weights, found {reason}.") from error
    except ValueError as error:  # a NUL in the name
        raise WeightsError(f"{named(path)} is no name of a file: expected a file of weights.") from error
    if stat.S_ISDIR(status.st_mode):
        raise WeightsError(f"{named(path)} is a folder: expected a file of weights.")
    if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for, and a device has no end
        raise WeightsError(f"{named(path)} is no file of weights: expected a regular file, found a pipe or a device.")
    if not status.st_size:
        raise WeightsError(f"{named(path)} is empty: expected a file of weights; copy or download it again.")
    if status.st_size > MOST_BYTES:
        raise WeightsError(
            f"{named(path)} is no file of weights that is read here: expected at most {gigabytes(MOST_BYTES)}, found "
            f"{gigabytes(status.st_size)}."
        )
    return status.st_size


def gigabytes(size: int) -> str:
    """A size for people."""
    return f"{size / 1e9:,.1f} GB" if size < 10**15 else "more than a million GB"


def named(path: Path) -> str:
    """The file's name on one line, its end where it is very long."""
    text = _one_line(str(path))
    return text if len(text) <= _LONGEST_NAME else "…" + text[-_LONGEST_NAME:]


def shown(value: object) -> str:
    """A name from inside a file, on one line and not longer than a word may be."""
    if not isinstance(value, str):
        return f"a {type(value).__name__}"
    text = _one_line(value[: _LONGEST_WORD + 1])
    return text if len(text) <= _LONGEST_WORD else text[:_LONGEST_WORD] + "…"


def _one_line(text: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in text)
