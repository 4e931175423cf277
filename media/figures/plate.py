"""One look for all figures: a light plate of its own, readable at 360 px wide on white and on black.

A picture in <img> sees neither the page's colour nor its fonts, so a figure brings its own background and
names generic fonts; text stays text. Saving is reproducible: no date, fixed ids, rounded numbers.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

PLATE, INK, SOFT = "#fbfaf6", "#24292f", "#6e7781"
BLUE, ORANGE, GREEN, RED, PURPLE = "#2f6db5", "#c4651a", "#2d8a57", "#c0392b", "#7d54b2"
mpl.rcParams.update(
    {
        "svg.fonttype": "none",
        "svg.hashsalt": "deckgen",
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": 11,
        "axes.titlesize": 11,
        "axes.labelsize": 11,
        "xtick.labelsize": 9.5,
        "ytick.labelsize": 9.5,
        "legend.fontsize": 9.5,
        "legend.frameon": False,
        "mathtext.fontset": "dejavusans",
        "figure.facecolor": PLATE,
        "axes.facecolor": PLATE,
        "savefig.facecolor": PLATE,
        "text.color": INK,
        "axes.labelcolor": INK,
        "axes.edgecolor": SOFT,
        "xtick.color": INK,
        "ytick.color": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.prop_cycle": mpl.cycler(color=[BLUE, ORANGE, GREEN, RED, PURPLE]),
        "lines.linewidth": 1.8,
        "path.simplify": True,
        "path.simplify_threshold": 0.5,
    }
)


def figure(height: float = 3.0, columns: int = 1, rows: int = 1, **options: object) -> tuple[Figure, list[Axes]]:
    """A figure 5 inches (360 pt) wide: a point is a pixel on a phone; `height` in inches; axes in reading order."""
    drawing, axes = plt.subplots(rows, columns, figsize=(5.0, height), layout="constrained", squeeze=False, **options)
    return drawing, list(axes.flat)


def _rounded(part: str) -> str:
    return part if part[0] == ">" else f"{float(part):.2f}".rstrip("0").rstrip(".")


def save(drawing: Figure, script: str) -> None:
    """Write the SVG beside the script `script` (its __file__) under the script's name; over 40 KB is refused."""
    target = Path(script).with_suffix(".svg")
    drawing.savefig(target, format="svg", metadata={"Date": None, "Creator": None})
    svg = target.read_text(encoding="utf-8")
    # Two decimals are a fiftieth of a pixel (what stands between tags is text and stays); the XML prologue and DOCTYPE
    # would only make the file heavier.
    svg = re.sub(r">[^<]*<|-?\d+\.\d{3,}", lambda found: _rounded(found[0]), svg)
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.S)
    svg = re.sub(r'(width|height)="([\d.]+)pt"', r'\1="\2"', svg, count=2)  # a point is a pixel
    svg = svg.replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif")
    target.write_text(svg, encoding="utf-8")
    plt.close(drawing)
    if len(svg.encode()) > 40_000:
        sys.exit(f"{target.name}: {len(svg.encode())} bytes, over 40,000: draw fewer points")
