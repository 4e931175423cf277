"""Pictures of every kind of card in every engine, on one page: output/gallery/index.html.

make gallery            all engines, themes and widths
python tools/gallery.py chromium 360 night     only those
"""

from __future__ import annotations

import html
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.cards import Face, faces, page, sample_notes  # noqa: E402
from tests.browser.engines import NAMES, display, missing, opened, picture, served  # noqa: E402

WIDTHS = (360, 1280)
THEMES = ("light", "night")
COLUMNS = {360: 6, 1280: 2}
SHEET = """<!doctype html><meta charset=utf-8><style>
body {{ margin: 0; background: #888; display: flex; flex-wrap: wrap; gap: 12px; padding: 12px; width: {page}px;
  box-sizing: border-box; font: 12px sans-serif; align-items: flex-start; }}
iframe {{ border: 0; display: block; width: {width}px; height: 640px; }}
</style>{frames}"""
# Frames are taller than screens: what depends on a screen's height stays as on one.
STEADY = "<style>.card { --top: 40px !important; }</style>"
# Frames grow to their contents; those that hold less keep a telephone's height.
GROW = """
for (const frame of document.querySelectorAll("iframe")) {
  const body = frame.contentDocument.documentElement;
  frame.style.height = Math.max(arguments[0], body.scrollHeight) + "px";
}
return [document.documentElement.scrollWidth, document.documentElement.scrollHeight];
"""


def write_pages(folder: Path, shown: list[Face], media, night: bool) -> list[str]:
    """Write a page for each face; gives their file names."""
    names = []
    for item in media:
        (folder / item.name).write_bytes(item.data)
    for face in shown:
        names.append(f"{'night' if night else 'light'}-{face.name}.html")
        (folder / names[-1]).write_text(page(face.html, night=night, head=STEADY))
    return names


def main(chosen: list[str]) -> None:
    out = ROOT / "output" / "gallery"
    out.mkdir(parents=True, exist_ok=True)
    notetypes, notes, media = sample_notes()
    wanted = [word for word in chosen if not word.startswith("only=")]
    only = [word[5:] for word in chosen if word.startswith("only=")]
    shown = [face for face in faces(notetypes, notes) if not only or any(word in face.name for word in only)]
    engines = [name for name in NAMES if not wanted or name in wanted or not set(wanted) & set(NAMES)]
    themes = [name for name in THEMES if not set(wanted) & set(THEMES) or name in wanted]
    widths = [each for each in WIDTHS if str(each) in wanted or not {str(each) for each in WIDTHS} & set(wanted)]
    made = []
    with tempfile.TemporaryDirectory() as scratch, display(), served(Path(scratch)) as address:
        for theme in themes:
            names = write_pages(Path(scratch), shown, media, theme == "night")
            for width in widths:
                frames = "".join(f'<iframe src="{html.escape(name)}"></iframe>' for name in names)
                total = min(len(names), COLUMNS[width]) * (width + 12) + 12
                sheet = SHEET.format(page=total, width=width, frames=frames)
                (Path(scratch) / f"sheet-{theme}-{width}.html").write_text(sheet)
        for engine in engines:
            if lacking := missing(engine):
                print(lacking, file=sys.stderr)
                continue
            with opened(engine, Path(scratch)) as driver:
                for theme in themes:
                    for width in widths:
                        driver.get(f"{address}/sheet-{theme}-{width}.html")
                        driver.set_window_size(min(len(shown), COLUMNS[width]) * (width + 12) + 60, 1000)
                        across, high = driver.execute_script(GROW, 640 if width == 360 else 500)
                        made.append(f"{engine}-{theme}-{width}.png")
                        (out / made[-1]).write_bytes(picture(driver, engine, across, high))
                        print(made[-1], file=sys.stderr)
    rows = "".join(f'<h2>{name[:-4]}</h2><img src="{name}" loading="lazy">' for name in made)
    style = "<style>body { font: 16px system-ui; margin: 2rem } img { max-width: 100% }</style>"
    (out / "index.html").write_text(f"<!doctype html><meta charset=utf-8><title>Gallery</title>{style}{rows}")
    print(out / "index.html")


if __name__ == "__main__":
    main(sys.argv[1:])
