"""Figures for papers: SVG that needs no page around it, and PDF of one page each, in lines and letters.

The PDF is written here: a figure is some lines, paths, boxes and words of `svg`, and the fourteen fonts that every
reader of PDF brings along have Helvetica. Source: ISO 32000-1, sections 7.5, 8.4, 8.5 and 9.4.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree

from .svg import Figure

INK, SOFT, RULE = (0.114, 0.129, 0.149), (0.357, 0.392, 0.439), (0.851, 0.863, 0.886)
STYLES = ("#0072b2", "#d55e00", "#009e73", "#b0568f", "#8a6d00", "#3d3d3d")
"""The colors of the report's page on paper, Okabe and Ito's."""

_SHEET = (
    "text{fill:#1d2126;font:11px Helvetica,Arial,sans-serif}.title{font-weight:600;font-size:12px}"
    ".tick{fill:#5b6470;font-size:10.5px}.grid{stroke:#d9dde2}.zero{stroke:#5b6470}"
    ".diagonal{stroke:#5b6470;stroke-dasharray:1 3}.line{fill:none;stroke-width:2;stroke-linejoin:round}"
    ".thin{fill:none;stroke-width:.8;opacity:.55}.mark{fill-opacity:.55;stroke-width:1}"
    + "".join(f".s{at}{{stroke:{color}}}.mark.s{at},.fill.s{at}{{fill:{color}}}" for at, color in enumerate(STYLES))
    + ".fill{stroke:none}"
)
_SPACE = "{http://www.w3.org/2000/svg}"


def alone(figure: Figure) -> str:
    """The figure as a file of SVG, with the colors of the report on paper."""
    head, mark, rest = figure.svg.partition(">")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{mark}\n<style>{_SHEET}</style>{rest}\n'


def pdf(figure: Figure) -> bytes:
    """The figure as a PDF of one page of its size, a pixel as a point. Raises ValueError for SVG that is not ours."""
    try:
        root = ElementTree.fromstring(figure.svg)
    except ElementTree.ParseError as error:
        raise ValueError(f"{figure.name} is no SVG: {error}") from error
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    # y grows downward in SVG and upward in PDF
    drawn = "\n".join((f"1 0 0 -1 0 {height:g} cm", *(part for element in root for part in _drawn(element))))
    return _document(drawn.encode("cp1252", "replace"), width, height, figure.title)


@dataclass(frozen=True)
class _Pen:
    """How something is drawn: colors from 0 to 1, None for not at all."""

    stroke: tuple[float, ...] | None = None
    fill: tuple[float, ...] | None = None
    width: float = 1.0
    dash: str = ""
    state: str = "solid"

    def words(self) -> Iterator[str]:
        """The operators that set it."""
        yield f"/{self.state} gs {self.width:g} w [{self.dash}] 0 d"
        if self.stroke is not None:
            yield "{:.3f} {:.3f} {:.3f} RG".format(*self.stroke)
        if self.fill is not None:
            yield "{:.3f} {:.3f} {:.3f} rg".format(*self.fill)

    @property
    def paint(self) -> str:
        """The operator that paints a path."""
        return "B" if self.stroke is not None and self.fill is not None else "S" if self.fill is None else "f"


def _pen(element: ElementTree.Element) -> _Pen:
    kinds = element.get("class", "").split()
    color = next((_rgb(STYLES[int(kind[1:])]) for kind in kinds if re.fullmatch(r"s[0-5]", kind)), INK)
    pen = _Pen(stroke=color, dash=element.get("stroke-dasharray") or "")
    for kind in kinds:
        match kind:
            case "grid":
                pen = replace(pen, stroke=RULE)
            case "zero":
                pen = replace(pen, stroke=SOFT)
            case "diagonal":
                pen = replace(pen, stroke=SOFT, dash="1 3")
            case "line":
                pen = replace(pen, width=2.0)
            case "thin":
                pen = replace(pen, width=0.8, state="faint")
            case "mark":
                pen = replace(pen, fill=color, state="faint")
            case "fill":
                pen = replace(pen, stroke=None, fill=color)
            case _:
                pass
    return pen


def _rgb(color: str) -> tuple[float, ...]:
    return tuple(int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _drawn(element: ElementTree.Element) -> Iterator[str]:
    """The operators of one element. Raises ValueError for one that figures do not have."""

    def number(name: str) -> float:
        return float(element.get(name, "0"))

    match element.tag.removeprefix(_SPACE):
        case "text":
            yield from _text(element)
            return
        case "line":
            path = f"{number('x1'):g} {number('y1'):g} m {number('x2'):g} {number('y2'):g} l"
        case "rect":
            path = f"{number('x'):g} {number('y'):g} {number('width'):g} {number('height'):g} re"
        case "circle":
            path = _circle(number("cx"), number("cy"), number("r"))
        case "path":
            path = _path(element.get("d", ""))
        case other:
            raise ValueError(f"figures have no {other}")
    if path:
        pen = _pen(element)
        yield from ("q", *pen.words(), path, pen.paint, "Q")


def _path(steps: str) -> str:
    """`M1 2 L3 4 Z` as PDF has it."""
    found = re.findall(r"([ML])(-?[\d.]+) (-?[\d.]+)|(Z)", steps)
    return " ".join("h" if close else f"{x} {y} {'m' if pen == 'M' else 'l'}" for pen, x, y, close in found)


_ROUND = 0.5523
"""How far the handles of four curves lie that make a circle of radius 1."""


def _circle(x: float, y: float, r: float) -> str:
    k = _ROUND * r
    curves = ((x + r, y + k, x + k, y + r, x, y + r), (x - k, y + r, x - r, y + k, x - r, y),
              (x - r, y - k, x - k, y - r, x, y - r), (x + k, y - r, x + r, y - k, x + r, y))  # fmt: skip
    return f"{x + r:g} {y:g} m " + " ".join(" ".join(f"{at:.2f}" for at in curve) + " c" for curve in curves)


_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, *(556,) * 10, 278, 278, 584, 584,
    584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611,
    722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
"""Of Helvetica's letters from the space on, in thousandths of its size (Adobe's metrics of the core fonts)."""


def width_of(text: str, size: float) -> float:
    """How wide `text` is in Helvetica, in points; letters beyond ASCII as wide as most."""
    return size / 1000 * sum(_WIDTHS[ord(sign) - 32] if 32 <= ord(sign) < 127 else 556 for sign in text)


def _text(element: ElementTree.Element) -> Iterator[str]:
    kind, words = element.get("class", ""), "".join(element.itertext())
    size, color = {"title": 12.0, "tick": 10.5}.get(kind, 11.0), SOFT if kind == "tick" else INK
    font = "bold" if kind == "title" else "plain"
    back = {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor", "start"), 0.0) * width_of(words, size)
    turned = re.fullmatch(r"translate\((-?[\d.]+) (-?[\d.]+)\) rotate\(-90\)", element.get("transform", ""))
    if turned:
        # along the way up; letters stand upright in the turned frame of SVG, so that they are mirrored back
        matrix = f"0 -1 -1 0 {turned[1]} {float(turned[2]) + back:g}"
    else:
        matrix = f"1 0 0 -1 {float(element.get('x', '0')) - back:g} {element.get('y', '0')}"
    shown = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    yield f"BT /{font} {size:g} Tf {' '.join(f'{part:.3f}' for part in color)} rg {matrix} Tm ({shown}) Tj ET"


def _document(drawn: bytes, width: float, height: float, title: str) -> bytes:
    packed = zlib.compress(drawn, 9)
    fonts = " ".join(
        f"/{name} << /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>"
        for name, base in (("plain", "Helvetica"), ("bold", "Helvetica-Bold"))
    )
    states = "/solid << /Type /ExtGState /ca 1 /CA 1 >> /faint << /Type /ExtGState /ca 0.55 /CA 0.55 >>"
    named = title.encode("utf-16-be", "replace").hex().upper()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:g} {height:g}] /Contents 4 0 R /Resources "
        f"<< /Font << {fonts} >> /ExtGState << {states} >> >> >>".encode("ascii"),
        f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode("ascii") + packed + b"\nendstream",
        f"<< /Title <FEFF{named}> /Producer (miscount) >>".encode("ascii"),
    )
    return _numbered(objects)


def _numbered(objects: Sequence[bytes]) -> bytes:
    """A file of these objects, numbered from 1, with the table of where each begins; the last one says what it is."""
    content, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n".encode("ascii") + each + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(objects) + 1
    tail = (
        f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R /Info {count - 1} 0 R >>\n"
    )
    return content + f"{tail}startxref\n{len(content)}\n%%EOF\n".encode("ascii")
