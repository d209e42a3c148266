"""XML within bounds: without document types and entities, of which ten lines can stand for gigabytes."""

from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ...errors import DatasetError
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
        found = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, RecursionError) as error:
        raise DatasetError(f"{path} is no XML: {expected}, found {str(error)[:80]}.") from error
    if found.tag != root:
        raise DatasetError(f"{path} holds something else: {expected}, found <{found.tag[:60]}>.")
    return found
