"""Which form a file has by its first bytes, and what it is where it holds no weights."""

import re
import struct
from typing import Literal, TypeAlias

from .limits import gigabytes, shown

Form: TypeAlias = Literal["safetensors", "archive", "stream", "hdf5"]
"""A safetensors file; a ZIP archive, of torch or NumPy; a stream of pickles as torch before 1.6 wrote it; HDF5."""

HEAD_BYTES = 512

_OTHERS = (
    (b"\x1f\x8b", "a gzip archive: unpack it first"),
    (b"BZh", "a bzip2 archive: unpack it first"),
    (b"\xfd7zXZ\x00", "an xz archive: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive: unpack it first"),
    (b"\x93NUMPY", "one NumPy array: expected an archive (.npz) of arrays by parameter name"),
    (b"MATLAB 5.0 MAT-file", "a MATLAB file"),
    (b"GGUF", "a GGUF file"),
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a Windows program"),
)
_PAGE = re.compile(rb"\s*(<!doctype|<html|<head|<body|<\?xml|<!--|<error)", re.IGNORECASE)
_LFS = re.compile(rb"version https?://(git-lfs|hawser)\.")


def form_of(head: bytes, size: int) -> Form | None:
    """The form of the file that begins with `head` and has `size` bytes; None where it holds no weights."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "archive"
    if head.startswith(b"\x89HDF\r\n\x1a\n"):
        return "hdf5"
    if head[:1] == b"\x80" and head[1:2] in (b"\x01", b"\x02", b"\x03", b"\x04", b"\x05"):
        return "stream"
    # the length of the header in 8 bytes, then a JSON object; a length that text spells is none
    if head[8:9] == b"{" and (struct.unpack("<Q", head[:8])[0] < size or not _is_text(head[:8])):
        return "safetensors"
    return None


def other_kind(head: bytes) -> str:
    """What a file is that begins with `head` and holds no weights, as the end of a sentence."""
    if _LFS.match(head):
        size = re.search(rb"\nsize (\d{1,15})\n", head)
        whole = f" of a file of {gigabytes(int(size[1]))}" if size else ""
        return f"a Git LFS pointer{whole}: fetch the file itself with git lfs pull"
    if _PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "a web page, as a download that failed leaves: download the file again"
    if head[257:262] == b"ustar":
        return "a tar archive: unpack it first, and give the file of weights in it"
    if not head.strip(b"\0"):
        return "zeros, as a download that was cut off leaves: download the file again"
    for mark, words in _OTHERS:
        if head.startswith(mark):
            return words
    if _is_text(head):
        return f"text that begins with {shown(' '.join(head.decode('utf-8', 'replace').split()))!r}"
    return "bytes of no known kind"


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:  # not only a letter that the end of `head` cut
            return False
        text = head[: error.start].decode("utf-8")
    return all(sign.isprintable() or sign.isspace() for sign in text)
