"""Backup diagrams of one-step TD, n-step TD and Monte Carlo along one trajectory."""

from __future__ import annotations

from plate import BLUE, GREEN, INK, ORANGE, PLATE, SOFT, figure, save

STEPS = 5  # the episode ends after five steps
CHAINS = (("TD, 1 step", 1, BLUE), ("TD, 3 steps", 3, GREEN), ("Monte Carlo", STEPS, ORANGE))

if __name__ == "__main__":
    drawing, (axis,) = figure(2.75)
    for row, (name, length, colour) in enumerate(CHAINS):
        y = -row
        axis.text(-0.55, y, name, ha="right", va="center", color=colour, fontsize=11)
        axis.plot([0, length], [y, y], color=colour, lw=2, zorder=1)
        for step in range(length + 1):
            if step == STEPS:
                axis.plot(step, y, "s", ms=12, mfc=SOFT, mec=INK, mew=1.3, zorder=2)
            else:
                axis.plot(step, y, "o", ms=13, mfc=PLATE, mec=INK, mew=1.3, zorder=2)
            if step:
                axis.plot(step - 0.5, y, "o", ms=6.5, color=INK, zorder=2)
                axis.text(step - 0.5, y + 0.27, f"R{step}", ha="center", va="center", fontsize=9.5)
        last = "V" if length < STEPS else "end"
        axis.text(length, y - 0.34, last, ha="center", va="center", color=colour if last == "V" else INK, fontsize=10.5)
    axis.text(0, 0.36, "s", ha="center", va="center", fontsize=11)
    axis.set(xlim=(-2.75, 5.45), ylim=(-2.6, 0.6))
    axis.axis("off")
    save(drawing, __file__)
