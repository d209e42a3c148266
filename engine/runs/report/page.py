"""The page that a report is poured into: style for screen, dark screen and paper; no script."""

from html import escape

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} - Miscount</title>
<style>
:root {
  --paper: #ffffff; --ink: #1d2126; --soft: #5b6470; --rule: #d9dde2; --tint: #f4f6f8;
  --s0: #0072b2; --s1: #d55e00; --s2: #009e73; --s3: #b0568f; --s4: #8a6d00; --s5: #3d3d3d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16191d; --ink: #e6e9ed; --soft: #9aa4b0; --rule: #343a42; --tint: #1e2329;
    --s0: #56b4e9; --s1: #f0883e; --s2: #35c79a; --s3: #df96c4; --s4: #e6c229; --s5: #c9c9c9;
  }
}
@media print {
  :root {
    --paper: #ffffff; --ink: #000000; --soft: #444444; --rule: #bbbbbb; --tint: #ffffff;
    --s0: #0072b2; --s1: #d55e00; --s2: #009e73; --s3: #b0568f; --s4: #8a6d00; --s5: #3d3d3d;
  }
  @page { margin: 14mm; }
  body { max-width: none; margin: 0; padding: 0; font-size: 9pt; }
  table { font-size: 7.5pt; } th, td { padding: .2rem .35rem; }
  .pictures { grid-template-columns: repeat(4, 1fr); }
  section { break-inside: auto; }
  h2, h3 { break-after: avoid; }
  figure, tr, dl { break-inside: avoid; }
}
* { box-sizing: border-box; }
body {
  margin: 2.5rem auto; padding: 0 1.5rem; max-width: 70rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
}
h1 { margin: 0 0 .5rem; font-size: 1.7rem; }
h2 { margin: 2.2rem 0 .6rem; font-size: 1.2rem; border-bottom: 1px solid var(--rule); padding-bottom: .25rem; }
h3 { margin: 1rem 0 .3rem; font-size: 1rem; font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.definitions { font-size: .85rem; color: var(--soft); margin-top: .6rem; }
.definitions dt { font-weight: 600; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; max-width: 100%; }
th, td { padding: .3rem .5rem; border-bottom: 1px solid var(--rule); text-align: right; vertical-align: bottom; }
th[scope="row"], th:first-child { text-align: left; font-weight: 600; min-width: 9rem; }
thead th { color: var(--soft); font-weight: 600; }
tbody tr:nth-child(even) { background: var(--tint); }
.verdict { font-size: 1.15rem; margin: .4rem 0 .8rem; max-width: 58rem; }
.warnings { border-left: 4px solid var(--s1); background: var(--tint); margin: 0; padding: .6rem .8rem .6rem 2rem; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem; margin: .6rem 0; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: .8rem; margin: .6rem 0; }
figure { margin: 0; }
figcaption { font-size: .85rem; color: var(--soft); max-width: 20rem; }
.wide { margin: .8rem 0; } .wide img { width: 100%; border: 1px solid var(--rule); display: block; }
.wide figcaption { max-width: none; }
.pictures img { width: 100%; border: 1px solid var(--rule); display: block; }
pre { background: var(--tint); border: 1px solid var(--rule); padding: .6rem .8rem; overflow-x: auto;
  font: 13px/1.45 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre-wrap; }
summary { cursor: pointer; color: var(--soft); }
svg { max-width: 100%; height: auto; }
svg text { fill: var(--ink); font: 11px system-ui, "DejaVu Sans", sans-serif; }
svg .title { font-weight: 600; font-size: 12px; }
svg .tick { fill: var(--soft); font-size: 10.5px; }
svg .grid { stroke: var(--rule); stroke-width: 1; }
svg .zero { stroke: var(--soft); stroke-width: 1; }
svg .diagonal { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 1 3; }
svg .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
svg .thin { fill: none; stroke-width: .8; opacity: .55; }
svg .mark { fill-opacity: .55; stroke-width: 1; }
svg .s0 { stroke: var(--s0); } svg .s1 { stroke: var(--s1); } svg .s2 { stroke: var(--s2); }
svg .s3 { stroke: var(--s3); } svg .s4 { stroke: var(--s4); } svg .s5 { stroke: var(--s5); }
svg .mark.s0, svg .fill.s0 { fill: var(--s0); } svg .mark.s1, svg .fill.s1 { fill: var(--s1); }
svg .mark.s2, svg .fill.s2 { fill: var(--s2); } svg .mark.s3, svg .fill.s3 { fill: var(--s3); }
svg .mark.s4, svg .fill.s4 { fill: var(--s4); } svg .mark.s5, svg .fill.s5 { fill: var(--s5); }
svg .fill { stroke: none; }
</style>
</head>
<body>
{body}
</body>
</html>
"""


def filled(title: str, body: str) -> str:
    """The whole page as HTML around `body`, which is HTML already; `title` is plain text."""
    head, tail = _PAGE.split("{body}")
    return head.replace("{title}", escape(title)) + body + tail
