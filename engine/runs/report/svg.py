"""Figures as inline SVG, each with the table that drew it. Knows numbers and names, not runs.

Colors come from the style sheet of the page (classes `s0` to `s5`, Okabe and Ito's color-blind-safe set); marks and
dashes differ as well, so that a black-and-white print can be read.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

NUM_STYLES = 6
_DASHES = ("", "6 3", "2 2", "8 3 2 3", "4 4", "1 3")
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 12, 26, 38
_MAX_MARKS = 600
_BAR = 16
_LETTER = 6.6
"""How wide a letter is at most, on average, in pixels."""


@dataclass(frozen=True)
class Series:
    """Points (x, y) under one name, in one of the styles; NaN breaks a line. `thin` lies behind, unmarked."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    style: int = 0
    thin: bool = False
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Figure:
    """One picture with its data: `svg` goes into the page, `columns` and `rows` into a CSV named `name`."""

    name: str
    title: str
    svg: str
    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]


@dataclass(frozen=True)
class Axes:
    """A panel of `width` x `height` px with labelled axes; `log` for a logarithmic y axis."""

    title: str
    x_label: str
    y_label: str
    width: int = 400
    height: int = 260
    log: bool = False


def curves(name: str, axes: Axes, series: Sequence[Series]) -> Figure:
    """Lines over x, such as a loss over epochs."""
    frame = _Frame.around(axes, series)
    body = [_line(frame, one) for one in sorted(series, key=lambda one: not one.thin)]
    body.append(_legend(frame, [(one.name, one.style, "line") for one in series]))
    return _figure(name, axes, frame, body, series)


def scatter(name: str, axes: Axes, series: Sequence[Series], wish: Series | None = None) -> Figure:
    """Marks of truth (x) against prediction (y) on equal axes with the diagonal; `wish` is the attacker's line."""
    frame = _Frame.around(axes, [*series, *([wish] if wish else [])], square=True)
    low, high = frame.x_range
    body = [f'<line class="diagonal" {frame.ends(low, low, high, high)}/>']
    if wish:
        body.append(_line(frame, wish))
    body += [_marks(frame, one) for one in series]
    names = [(one.name, one.style, "mark") for one in series] + ([(wish.name, wish.style, "line")] if wish else [])
    # predictions that miss people lie below the diagonal: its upper left is free
    body.append(_legend(frame, names, left=True))
    return _figure(name, axes, frame, body, [*series, *([wish] if wish else [])])


def bars(
    name: str, title: str, groups: Sequence[str], measures: Sequence[tuple[str, Sequence[float | None]]]
) -> Figure:
    """Horizontal bars from 0, one a group and measure, with its value; None is said in words."""
    known = [value for _, row in measures for value in row if value is not None and math.isfinite(value)]
    step = _BAR * len(measures) + 12
    left = round(max([150.0, *(_LETTER * len(group) + 16 for group in groups)]))
    ticks = _ticks(min([0.0, *known]), max([1.0, *known]))
    scale = _BarScale(ticks, bottom=48 + step * len(groups), left=left, width=490 + left)
    body = [_text(10, 16, title, "title", "start"), *scale.grid()]
    for style, (label, row) in enumerate(measures):
        at = scale.left + 150 * style
        body.append(f'<rect class="fill s{style}" x="{at}" y="26" width="10" height="10"/>')
        body.append(_text(at + 14, 35, label, "tick", "start"))
        for index, value in enumerate(row):
            body.append(_bar(scale, value, 52 + step * index + style * _BAR, style, f"{groups[index]}: {label}"))
    for index, group in enumerate(groups):
        middle = 52 + step * index + _BAR * len(measures) / 2
        body.append(_text(scale.left - 8, middle + 4, group, "label", "end"))
    rows: list[tuple[object, ...]] = [
        (group, *(row[index] for _, row in measures)) for index, group in enumerate(groups)
    ]
    svg = _svg(title, scale.width, scale.bottom + 24, body)
    return Figure(name, title, svg, ("model", *(label for label, _ in measures)), rows)


@dataclass(frozen=True)
class _BarScale:
    """From values to pixels along a bar."""

    ticks: list[float]
    bottom: int
    left: int = 150
    width: int = 640

    def x(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.left + (value - low) / (high - low) * (self.width - self.left - 60)

    def grid(self) -> list[str]:
        lines = []
        for tick in self.ticks:
            x, kind = f"{self.x(tick):.1f}", "zero" if tick == 0 else "grid"
            lines.append(f'<line class="{kind}" x1="{x}" y1="44" x2="{x}" y2="{self.bottom}"/>')
            lines.append(_text(self.x(tick), self.bottom + 14, _short(tick), "tick", "middle"))
        return lines


def _bar(scale: _BarScale, value: float | None, top: float, style: int, label: str) -> str:
    height, zero = _BAR - 3, scale.x(0.0)
    if value is None or not math.isfinite(value):
        return _text(zero + 4, top + height - 2, "not defined", "tick", "start")
    start, end = sorted((zero, scale.x(value)))
    rect = f'<rect class="fill s{style}" x="{start:.1f}" y="{top:.1f}" width="{end - start:.1f}" height="{height}">'
    tip = f"<title>{escape(label)} {value:.4g}</title></rect>"
    return rect + tip + _text(end + 4, top + height - 2, f"{value:.3g}", "tick", "start")


@dataclass(frozen=True)
class _Frame:
    """From data to pixels."""

    axes: Axes
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    x_ticks: list[float]
    y_ticks: list[float]

    @classmethod
    def around(cls, axes: Axes, series: Sequence[Series], square: bool = False) -> "_Frame":
        xs = [v for one in series for v in one.x if math.isfinite(v)] or [0.0]
        ys = [v for one in series for v in one.y if math.isfinite(v) and (v > 0 or not axes.log)]
        ys = ys or [1.0]
        if square:
            ticks = _ticks(min([0.0, *xs, *ys]), max([*xs, *ys]))
            ends = ticks[0], ticks[-1]
            return cls(axes, ends, ends, ticks, ticks)
        # x mostly counts epochs or steps, and then there is no mark at half of one
        whole = max(xs) - min(xs) > 4 or all(x == int(x) for x in xs)
        x_ticks = [
            tick for tick in _ticks(min(xs), max(xs)) if min(xs) <= tick <= max(xs) and (tick == int(tick) or not whole)
        ]
        y_ticks = _log_ticks(min(ys), max(ys)) if axes.log else _ticks(min([0.0, *ys]), max(ys))
        x_end = max(xs) if max(xs) > min(xs) else min(xs) + 1
        return cls(axes, (min(xs), x_end), (y_ticks[0], y_ticks[-1]), x_ticks, y_ticks)

    def x(self, value: float) -> float:
        low, high = self.x_range
        return _LEFT + (value - low) / (high - low) * (self.axes.width - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        low, high = self.y_range
        if self.axes.log:
            low, high, value = math.log10(low), math.log10(high), math.log10(value)
        return self.axes.height - _BOTTOM - (value - low) / (high - low) * (self.axes.height - _TOP - _BOTTOM)

    def drawable(self, x: float, y: float) -> bool:
        return math.isfinite(x) and math.isfinite(y) and (y > 0 or not self.axes.log)

    def ends(self, x1: float, y1: float, x2: float, y2: float) -> str:
        return f'x1="{self.x(x1):.1f}" y1="{self.y(y1):.1f}" x2="{self.x(x2):.1f}" y2="{self.y(y2):.1f}"'

    def grid(self) -> list[str]:
        axes = self.axes
        body = [_text(_LEFT, 16, axes.title, "title", "start")]
        for tick in self.y_ticks:
            y = self.y(tick)
            body.append(f'<line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{axes.width - _RIGHT}" y2="{y:.1f}"/>')
            body.append(_text(_LEFT - 6, y + 4, _short(tick), "tick", "end"))
        for tick in self.x_ticks:
            body.append(_text(self.x(tick), axes.height - _BOTTOM + 15, _short(tick), "tick", "middle"))
        body.append(_text((_LEFT + axes.width - _RIGHT) / 2, axes.height - 6, axes.x_label, "label", "middle"))
        middle = (_TOP + axes.height - _BOTTOM) / 2
        turned = f'<text class="label" text-anchor="middle" transform="translate(12 {middle:.0f}) rotate(-90)">'
        body.append(f"{turned}{escape(axes.y_label)}</text>")
        return body


def _figure(name: str, axes: Axes, frame: _Frame, body: list[str], series: Sequence[Series]) -> Figure:
    svg = _svg(axes.title, axes.width, axes.height, frame.grid() + body)
    rows: list[tuple[object, ...]] = []
    for one in series:
        notes = one.notes or [""] * len(one.x)
        rows += [(one.name, x, y, note) for x, y, note in zip(one.x, one.y, notes, strict=True)]
    return Figure(name, axes.title, svg, ("series", axes.x_label, axes.y_label, "note"), rows)


def _svg(title: str, width: int, height: int, body: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'{head} role="img" aria-label="{escape(title, quote=True)}">\n' + "\n".join(body) + "\n</svg>"


def _text(x: float, y: float, text: str, kind: str, anchor: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _line(frame: _Frame, one: Series) -> str:
    parts: list[str] = []
    pen = "M"
    for x, y in _thinned(one, 2000):
        if not frame.drawable(x, y):
            pen = "M"  # a gap, not a line across what is not known
            continue
        parts.append(f"{pen}{frame.x(x):.1f} {frame.y(y):.1f}")
        pen = "L"
    dash = "" if one.thin else _DASHES[one.style % NUM_STYLES]
    kind = "thin" if one.thin else "line"
    return f'<path class="{kind} s{one.style % NUM_STYLES}" stroke-dasharray="{dash}" d="{" ".join(parts)}"/>'


def _thinned(one: Series, limit: int) -> list[tuple[float, float]]:
    """At most `limit` points, the lowest and the highest of each stretch, so that no spike is hidden."""
    points = list(zip(one.x, one.y, strict=True))
    if len(points) <= limit:
        return points
    stretch = math.ceil(2 * len(points) / limit)
    kept: list[tuple[float, float]] = []
    for start in range(0, len(points), stretch):
        part = points[start : start + stretch]
        broken = [point for point in part if math.isnan(point[1])]
        kept += broken[:1] or sorted({min(part, key=_second), max(part, key=_second)})
    return kept


def _second(point: tuple[float, float]) -> float:
    return point[1]


def _marks(frame: _Frame, one: Series) -> str:
    notes = list(one.notes) or [""] * len(one.x)
    points = [point for point in zip(one.x, one.y, notes, strict=True) if frame.drawable(point[0], point[1])]
    every = max(1, math.ceil(len(points) / _MAX_MARKS))
    return "\n".join(_mark(frame.x(x), frame.y(y), one.style, note) for x, y, note in points[::every])


def _mark(x: float, y: float, style: int, note: str) -> str:
    match style % 3:
        case 0:
            shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2"'
        case 1:
            shape = f'<path d="M{x:.1f} {y - 4:.1f} L{x + 4:.1f} {y + 3:.1f} L{x - 4:.1f} {y + 3:.1f} Z"'
        case _:
            shape = f'<rect x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6"'
    tip = f"<title>{escape(note)}</title>" if note else ""
    tag = shape[1 : shape.index(" ")]
    return f'{shape} class="mark s{style % NUM_STYLES}">{tip}</{tag}>'


def _legend(frame: _Frame, names: Sequence[tuple[str, int, str]], left: bool = False) -> str:
    parts = []
    widest = max((len(name) for name, _, _ in names), default=0)
    x = _LEFT + 8 if left else frame.axes.width - _RIGHT - 28 - 6.2 * widest
    for row, (name, style, kind) in enumerate(names):
        y = _TOP + 10 + 14 * row
        if kind == "mark":
            parts.append(_mark(x + 9, y - 4, style, ""))
        else:
            dash = _DASHES[style % NUM_STYLES]
            parts.append(
                f'<line class="line s{style % NUM_STYLES}" stroke-dasharray="{dash}" '
                f'x1="{x:.1f}" y1="{y - 4}" x2="{x + 18:.1f}" y2="{y - 4}"/>'
            )
        parts.append(_text(x + 23, y, name, "tick", "start"))
    return "\n".join(parts)


def _ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round numbers from at or below `low` to at or above `high`, steps of 1, 2 or 5 times a power of ten."""
    if high <= low:
        high = low + 1.0
    rough = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 12) for index in range(first, last + 1)]


def _log_ticks(low: float, high: float) -> list[float]:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    return [10.0**power for power in range(first, max(last, first + 1) + 1)]


def _short(value: float) -> str:
    return f"{value:g}" if abs(value) < 1e5 else f"{value:.0e}"
