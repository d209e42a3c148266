"""XML within bounds: without document types and entities, of which ten lines can stand for gigabytes, and not deep.

Elements some ten thousand deep in one another end the process where they are put away.
"""

from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ...errors import DatasetError
from ...reading import MAX_DEPTH
from ..folders import read_text

MAX_XML_CHARACTERS = 128 * 2**20
"""The most of an XML file that is read: as elements it takes ten times the memory. 100,000 heads have about 10 MB."""


def read_xml(path: Path, root: str, expected: str) -> Element:
    """The element `root` that the file `path` holds. Raises DatasetError, naming what was `expected`."""
    text = read_text(path, expected)
    if len(text) > MAX_XML_CHARACTERS:
        raise DatasetError(f"{path} is too large: {expected} of at most {MAX_XML_CHARACTERS:,} characters, found more.")
    # text is UTF-8 here, whatever its first line says, so that these words cannot hide in another encoding
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise DatasetError(f"{path} declares a document type: {expected}, which needs none; take the declaration out.")
    try:
        found = ElementTree.fromstring(text, ElementTree.XMLParser(target=_Shallow()))
    except (ElementTree.ParseError, ValueError, RecursionError) as error:
        raise DatasetError(f"{path} is no XML: {expected}, found {str(error)[:80]}.") from error
    if found.tag != root:
        raise DatasetError(f"{path} holds something else: {expected}, found <{found.tag[:60]}>.")
    return found


class _Shallow(ElementTree.TreeBuilder):
    """Builds elements that are not too deep in one another. Raises ValueError."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def start(self, tag: str, attributes: Mapping[str, str], /) -> Element:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ValueError(f"more than {MAX_DEPTH} elements in one another")
        return super().start(tag, dict(attributes))

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)
