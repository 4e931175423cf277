"""A portrait rebuilt from few singular values. The photograph (US Navy, public domain) comes with matplotlib."""

from __future__ import annotations

import base64
import io
import sys
from pathlib import Path

import numpy as np
from matplotlib.cbook import get_sample_data
from PIL import Image
from plate import figure, save

WIDTH, HEIGHT, RANKS = 170, 200, (5, 20, 100)

with get_sample_data("grace_hopper.jpg") as photograph:
    picture = Image.open(photograph).convert("L").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
pixels = np.asarray(picture, dtype=float)
U, s, Vt = np.linalg.svd(pixels, full_matrices=False)


def embedded(image: np.ndarray) -> str:
    """Pixels as the data address of a small grey JPEG."""
    data = io.BytesIO()
    Image.fromarray(np.clip(image.round(), 0, 255).astype(np.uint8)).save(data, "JPEG", quality=62, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(data.getvalue()).decode()


shown = {}
for k in RANKS:
    error = np.sqrt((s[k:] ** 2).sum() / (s**2).sum())
    shown[f"k = {k}: error {error:.1%}"] = (U[:, :k] * s[:k]) @ Vt[:k]
shown[f"original: {len(s)} values"] = pixels

drawing, panels = figure(6.2, columns=2, rows=2)
for axes, title in zip(panels, shown, strict=True):
    axes.set_title(title)
    axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT), aspect="equal")
    axes.axis("off")
drawing.canvas.draw()
across, up = drawing.get_size_inches() * 72
boxes = [axes.get_window_extent().transformed(drawing.transFigure.inverted()) for axes in panels]
save(drawing, __file__)

# Matplotlib would embed four large PNGs: put small JPEGs where the empty panels are instead.
images = "".join(
    f'<image x="{box.x0 * across:.2f}" y="{(1 - box.y1) * up:.2f}" width="{box.width * across:.2f}" '
    f'height="{box.height * up:.2f}" href="{embedded(image)}"/>\n'
    for box, image in zip(boxes, shown.values(), strict=True)
)
target = Path(__file__).with_suffix(".svg")
svg = target.read_text(encoding="utf-8").replace("</svg>", f"{images}</svg>")
target.write_text(svg, encoding="utf-8")
if len(svg) > 40_000:
    sys.exit(f"{target.name}: {len(svg)} bytes, over 40,000: lower the quality")
