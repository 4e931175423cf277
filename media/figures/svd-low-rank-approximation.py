"""A drawn landscape rebuilt from few singular values. The picture is computed here, down to the bytes of its file."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

import numpy as np
from plate import figure, save

SIDE, FINE, RANKS = 160, 4, (5, 20, 100)
BITS = 5  # 32 greys a pixel: only what is shown is rounded to them, not what is decomposed


def ridge(x: np.ndarray, *peaks: tuple[float, float]) -> np.ndarray:
    """The height of a mountain range at each x, given its corners."""
    return np.interp(x, *zip(*peaks, strict=True))


def landscape() -> np.ndarray:
    """SIDE × SIDE greys from 0 to 1: plain shapes (few singular values), slanted edges and waves (many)."""
    steps = (np.arange(SIDE * FINE) + 0.5) / (SIDE * FINE)
    x, y = np.meshgrid(steps, steps)  # x to the right, y down
    far = ridge(x, (0, 0.5), (0.14, 0.3), (0.26, 0.42), (0.45, 0.17), (0.62, 0.43), (0.75, 0.34), (1, 0.52))
    near = ridge(x, (0, 0.42), (0.2, 0.56), (0.45, 0.5), (0.7, 0.57), (0.9, 0.46), (1, 0.5))
    snow = np.minimum(far + 0.02 + 0.05 * np.abs(np.sin(40 * x)), 0.32)
    waves = 0.5 + 0.1 * np.sin(138 * np.sqrt(np.maximum(y - 0.62, 0)) + 3 * np.sin(5 * x))
    house, fence = np.abs(x - 0.25), x < 0.62
    window = np.minimum(np.abs(x - 0.18), np.abs(x - 0.32)), np.abs(y - 0.68)
    pane = (window[0] < 0.03) & (window[1] < 0.03)
    scene = [  # painted one over the other
        (np.hypot(x - 0.74, y - 0.2) < 0.1, 1.0),  # sun
        (y > far, 0.45),
        ((y > far) & (y < snow), 0.97),
        (y > near, 0.3),
        (y > 0.62, waves),
        ((house < 0.13) & (y > 0.6) & (y < 0.82), 0.85),
        ((house < 0.17) & (y > 0.46 + 0.14 * house / 0.17) & (y < 0.6), 0.15),  # roof
        (pane, 0.1),
        (pane & (np.minimum(*window) < 0.005), 0.95),
        ((house < 0.028) & (y > 0.71) & (y < 0.82), 0.35),  # door
        (y > 0.82 + 0.03 * np.sin(7 * x), 0.2 + 0.08 * np.sin(60 * x + 25 * y)),  # meadow
        *(
            ((y > top) & (y < top + 0.13) & (np.abs(x - 0.78) < half * (y - top) / 0.13), 0.08)
            for top, half in ((0.42, 0.05), (0.51, 0.075), (0.6, 0.1), (0.69, 0.125))  # fir tree
        ),
        ((np.abs(x - 0.78) < 0.015) & (y > 0.8) & (y < 0.92), 0.05),
        (fence & (y > 0.88) & (y < 0.97) & (x * 24 % 1 < 0.35), 0.9),
        (fence & (np.abs(y - 0.91) < 0.008), 0.9),
    ]
    grey = 0.62 + 0.48 * y  # sky
    for where, shade in scene:
        grey = np.where(where, shade, grey)
    return grey.reshape(SIDE, FINE, SIDE, FINE).mean(axis=(1, 3))  # smooth edges


def packed(levels: list[int]) -> bytes:
    """The pixels as GIF wants them: LZW codes of growing width, the lowest bit first."""
    clear, end = 1 << BITS, (1 << BITS) + 1
    fresh = {(level,): level for level in range(clear)}
    table, width, word = dict(fresh), BITS + 1, ()
    stream, filled = clear, width
    for level in levels:
        if (longer := (*word, level)) in table:
            word = longer
            continue
        stream |= table[word] << filled
        filled += width
        code = len(table) + 2  # two codes are taken by `clear` and `end`
        if code < 4096:
            table[longer] = code
            width += code == 1 << width
        else:
            stream |= clear << filled
            filled += width
            table, width = dict(fresh), BITS + 1
        word = (level,)
    stream |= table[word] << filled | end << filled + width
    return stream.to_bytes((filled + 2 * width + 7) // 8, "little")


def embedded(image: np.ndarray) -> str:
    """Pixels as the data address of a GIF. Written by hand: an imaging library's bytes change with its version."""
    levels = np.clip(np.round(image * (2**BITS - 1)), 0, 2**BITS - 1).astype(int)
    size = SIDE.to_bytes(2, "little") * 2
    greys = bytes(round(255 * level / (2**BITS - 1)) for level in range(2**BITS) for _ in "rgb")
    data = packed(levels.ravel().tolist())
    blocks = b"".join(
        bytes([len(part)]) + part for part in (data[start : start + 255] for start in range(0, len(data), 255))
    )
    head = b"GIF89a" + size + bytes([0xF0 | BITS - 1, 0, 0]) + greys
    file = head + b"," + bytes(4) + size + bytes([0, BITS]) + blocks + b"\0;"
    return "data:image/gif;base64," + base64.b64encode(file).decode()


picture = landscape()
U, s, Vt = np.linalg.svd(picture)
shown = {}
for k in RANKS:
    error = np.sqrt((s[k:] ** 2).sum() / (s**2).sum())
    shown[f"k = {k}: error {error:.1%}"] = (U[:, :k] * s[:k]) @ Vt[:k]
shown[f"original: {SIDE} × {SIDE}"] = picture

drawing, panels = figure(5.5, columns=2, rows=2)
for axes, title in zip(panels, shown, strict=True):
    axes.set_title(title)
    axes.set(xlim=(0, SIDE), ylim=(0, SIDE), aspect="equal")
    axes.axis("off")
drawing.canvas.draw()
across, up = drawing.get_size_inches() * 72
boxes = [axes.get_window_extent().transformed(drawing.transFigure.inverted()) for axes in panels]
save(drawing, __file__)

# Matplotlib would embed four large PNGs: put small GIFs where the empty panels are instead.
images = "".join(
    f'<image x="{box.x0 * across:.2f}" y="{(1 - box.y1) * up:.2f}" width="{box.width * across:.2f}" '
    f'height="{box.height * up:.2f}" href="{embedded(image)}"/>\n'
    for box, image in zip(boxes, shown.values(), strict=True)
)
target = Path(__file__).with_suffix(".svg")
svg = target.read_text(encoding="utf-8").replace("</svg>", f"{images}</svg>")
target.write_text(svg, encoding="utf-8")
if len(svg) > 40_000:
    sys.exit(f"{target.name}: {len(svg)} bytes, over 40,000: use fewer greys")
