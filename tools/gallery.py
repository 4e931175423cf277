"""Pictures of every kind of card, both sides, in every engine and in the real reviewer: output/gallery/index.html.

make gallery                                    all engines, themes and widths
python tools/gallery.py chromium 360 night      only those
python tools/gallery.py readme                  the four pictures of docs/pictures
"""

from __future__ import annotations

import html
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.cards import Face, faces, page, sample_notes  # noqa: E402
from tests.browser.engines import NAMES, display, missing, opened, picture, served  # noqa: E402
from tests.gui import session  # noqa: E402

WIDTHS = {360: 6, 1280: 2}  # pixels: cards a row
THEMES = ("light", "night")
README = {  # a picture's name: its theme, and the card of which it shows both sides
    "card": ("light", "adam-recall"),
    "choice": ("night", "slow-loss-choose"),
    "cloze": ("light", "adam.defaults-gap2"),
    "formula": ("night", "bayes-name-to-formula"),
}
SHEET = """<!doctype html><meta charset=utf-8><style>
body {{ margin: 0; background: {paper}; display: flex; flex-wrap: wrap; gap: {gap}px; padding: {gap}px;
  width: {page}px; box-sizing: border-box; align-items: flex-start; }}
iframe {{ border: 0; display: block; width: {width}px; height: 640px; border-radius: {curve}px; }}
</style>{frames}"""
# Frames are taller than screens: what depends on a screen's height stays as on one.
STEADY = "<style>.card { --top: 36px !important; }</style>"
# Every choice is answered before its back is shown; then frames grow to their contents.
SETTLE = """
const [least, even, done] = arguments, frames = [...document.querySelectorAll("iframe")];
const again = frame => new Promise(ready => {
  frame.addEventListener("load", ready, {once: true});
  frame.contentWindow.location.reload();
});
(async () => {
  for (const back of frames.filter(frame => frame.src.includes("-choose-back"))) {
    const front = frames.find(frame => frame.src === back.src.replace("-back", "-front"));
    if (!front) continue;
    await again(front);
    const options = [...front.contentDocument.querySelectorAll(".option")];
    for (const option of options.slice(1, 3)) option.click();
    await again(back);
  }
  for (const frame of frames) await frame.contentDocument.fonts.ready;
  await new Promise(ready => setTimeout(ready, 300));
  for (const frame of frames) frame.style.height = least + "px";
  const tall = frames.map(frame => Math.max(least, frame.contentDocument.documentElement.scrollHeight));
  frames.forEach((frame, index) => frame.style.height = (even ? Math.max(...tall) : tall[index]) + "px");
  done([document.body.offsetWidth, document.body.offsetHeight]);
})();
"""


def main(words: list[str]) -> None:
    """Make the pictures that the words ask for."""
    notetypes, notes, media = sample_notes()
    every = faces(notetypes, notes)
    with tempfile.TemporaryDirectory() as scratch, display(), served(Path(scratch)) as address:
        for item in media:
            (Path(scratch) / item.name).write_bytes(item.data)
        if words == ["readme"]:
            _readme(Path(scratch), address, every)
        else:
            _gallery(Path(scratch), address, every, set(words))


def _gallery(scratch: Path, address: str, shown: list[Face], words: set[str]) -> None:
    out = ROOT / "output" / "gallery"
    out.mkdir(parents=True, exist_ok=True)
    made = []
    for engine in [name for name in NAMES if not words.intersection(NAMES) or name in words]:
        if lacking := missing(engine):
            print(lacking, file=sys.stderr)
            continue
        with opened(engine, scratch) as driver:
            for theme in [name for name in THEMES if not words.intersection(THEMES) or name in words]:
                for width in [
                    each for each in WIDTHS if not words.intersection(map(str, WIDTHS)) or str(each) in words
                ]:
                    name = f"{engine}-{theme}-{width}.png"
                    sheet = _sheet(scratch, shown, theme, width, WIDTHS[width])
                    (out / name).write_bytes(_shot(driver, engine, f"{address}/{sheet}", 640 if width == 360 else 500))
                    made.append(name)
                    print(name, file=sys.stderr)
    if not words or "reviewer" in words:
        made += _reviewer(out)
    rows = "".join(f'<h2>{name[:-4]}</h2><img src="{name}" loading="lazy">' for name in made)
    style = "<style>body { font: 16px system-ui; margin: 2rem } img { max-width: 100% }</style>"
    (out / "index.html").write_text(f"<!doctype html><meta charset=utf-8><title>Gallery</title>{style}{rows}")
    print(out / "index.html")


def _reviewer(out: Path) -> list[str]:
    """The same in the real program, whose window is at least 400 pixels wide."""
    if lacking := session.missing():
        print(lacking, file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory() as folder:
        session.run(Path(folder), pictures=True)
        names = []
        for path in sorted(Path(folder, "out").glob("*.png")):
            names.append(f"reviewer-{path.name}")
            shutil.copy(path, out / names[-1])
    return names


def _readme(scratch: Path, address: str, every: list[Face]) -> None:
    out = ROOT / "docs" / "pictures"
    out.mkdir(parents=True, exist_ok=True)
    with opened("chromium", scratch) as driver:
        for name, (theme, card) in README.items():
            sides = [face for face in every if face.name in (f"{card}-front", f"{card}-back")]
            sheet = _sheet(scratch, sides, theme, 440, 2, even=True)
            (out / f"{name}.png").write_bytes(_shot(driver, "chromium", f"{address}/{sheet}", 300, even=True))
            print(out / f"{name}.png")


def _sheet(scratch: Path, shown: list[Face], theme: str, width: int, across: int, *, even: bool = False) -> str:
    """Write a page with a frame for each face; gives its name."""
    frames = []
    for face in shown:
        name = f"{theme}-{face.name}.html"
        (scratch / name).write_text(page(face.html, night=theme == "night", head=STEADY))
        frames.append(f'<iframe src="{html.escape(name)}"></iframe>')
    gap = 16 if even else 12
    total = min(len(shown), across) * (width + gap) + gap
    paper = "#b9b8b4" if even else "#888"
    sheet = SHEET.format(page=total, width=width, gap=gap, paper=paper, curve=10 if even else 0, frames="".join(frames))
    (scratch / f"sheet-{theme}-{width}.html").write_text(sheet)
    return f"sheet-{theme}-{width}.html"


def _shot(driver, engine: str, url: str, least: int, *, even: bool = False) -> bytes:
    driver.set_window_size(2600, 1000)
    driver.get(url)
    driver.set_script_timeout(60)
    across, high = driver.execute_async_script(SETTLE, least, even)
    return picture(driver, engine, across, high)


if __name__ == "__main__":
    main(sys.argv[1:])
