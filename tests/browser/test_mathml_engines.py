"""Every formula of the cases in real engines: each sign has a box and a glyph, nothing overflows a phone."""

import json
import os
import shutil
import subprocess
from html import escape
from pathlib import Path

import pytest

from deckgen.formulas import WRAPPER
from deckgen.mathml import convert
from deckgen.mathml.width import too_long_inline
from tests.browser.conftest import need
from tests.browser.engines import display, served
from tests.mathml_cases import formulas

ROOT = Path(__file__).parent.parent.parent
FONT = ROOT / "templates" / "fonts" / "deckgen-math.woff2"
MATHJAX = ROOT / "tests" / "node" / "node_modules" / "mathjax" / "es5"
AQT = ROOT / ".venv-aqt" / "bin" / "python"
LINE = 328  # px: a phone of 360 px, 16 px margins on either side

# What is wrong, by formula: [number, what]. A sign falls back to the font Blank, 30 em wide, where ours lacks it.
MEASURE = """
var wrong = [];
document.querySelectorAll(".row").forEach(function (row) {
  var n = +row.id.slice(1), math = row.querySelector("math"), box = math.getBoundingClientRect();
  var empty = !(box.width > 0 && box.height > 0);
  if (empty && math.textContent.trim() && !math.querySelector("mpadded")) wrong.push([n, "no box"]);
  math.querySelectorAll("mi, mn, mo, mtext").forEach(function (sign) {
    var box = sign.getBoundingClientRect(), text = sign.textContent;
    if (text.trim() && !(box.width > 0 && box.height > 0)) wrong.push([n, "no box for " + text]);
    if (box.width > 300 + 12 * text.length && !sign.matches("[stretchy=true]")) wrong.push([n, "no glyph for " + text]);
  });
  if (row.scrollWidth > row.clientWidth + 1 && row.dataset.long !== "1") wrong.push([n, "wide: " + row.scrollWidth]);
});
return wrong;
"""
READY = "return document.fonts.status === 'loaded' && document.fonts.check('20px \"Deckgen Math\"')"


def blank_font(path: Path, characters: set[str]) -> None:
    """A font whose every sign is 30 em wide: what falls back to it cannot be overlooked."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "blank"])
    builder.setupCharacterMap({ord(character): "blank" for character in characters})
    builder.setupGlyf({name: TTGlyphPen(None).glyph() for name in (".notdef", "blank")})
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", "blank"), (30000, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Blank", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory):
    """A folder with the page of all formulas, its fonts, and the list of the formulas."""
    folder = tmp_path_factory.mktemp("formulas")
    found = formulas()
    shutil.copy(FONT, folder)
    rows, characters = [], set()
    for number, (tex, block) in enumerate(found):
        made = convert(tex, block)
        characters |= set(made)
        math = f'<div class="math" style="{WRAPPER}">{made}</div>' if block else made
        long = int(not block and too_long_inline(made))
        rows.append(f'<div class="row" id="f{number}" data-long="{long}" title="{escape(tex)}">{math}</div>')
    blank_font(folder / "blank.ttf", characters | {chr(code) for code in range(0x1D434, 0x1D7CC)})
    (folder / "index.html").write_text(
        '<!doctype html><meta charset="utf-8"><style>'
        '@font-face {font-family: "Deckgen Math"; src: url(deckgen-math.woff2)}'
        '@font-face {font-family: Blank; src: url(blank.ttf)} math {font-family: "Deckgen Math", Blank}'
        "body {margin: 0; font: 20px/1.5 sans-serif} "
        f".row {{width: {LINE}px; padding: 4px 0}}</style>{''.join(rows)}",
        encoding="utf-8",
    )
    return folder, found


def report(wrong, found):
    return "\n".join(f"{found[number][0]}: {what}" for number, what in wrong)


def test_every_engine_draws_every_formula(driver, shelf):
    folder, found = shelf
    with served(folder) as address:
        driver.get(f"{address}/index.html")
        driver.set_script_timeout(20)
        for _ in range(100):
            if driver.execute_script(READY):
                break
        wrong = driver.execute_script(MEASURE)
    assert not wrong, report(wrong, found)


QT = """
import json, sys
from PyQt6.QtCore import QTimer, QUrl
from PyQt6.QtWidgets import QApplication
from PyQt6.QtWebEngineWidgets import QWebEngineView
app = QApplication(sys.argv)
view = QWebEngineView()
view.resize(800, 900)
def done(found):
    print(found)
    app.quit()
script = "JSON.stringify((function () {" + sys.argv[2] + "})())"
view.loadFinished.connect(lambda ok: QTimer.singleShot(2500, lambda: view.page().runJavaScript(script, done)))
view.load(QUrl(sys.argv[1]))
view.show()
QTimer.singleShot(60000, app.quit)
app.exec()
"""


def test_ankis_own_engine_draws_every_formula(shelf, tmp_path):
    need("" if AQT.exists() else "no .venv-aqt with aqt[qt6]")
    folder, found = shelf
    with display(), served(folder) as address:
        environment = {
            **os.environ,
            "QTWEBENGINE_DISABLE_SANDBOX": "1",
            "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox --disable-gpu",
            "LC_ALL": "C.UTF-8",
            "HOME": str(tmp_path),
            "XDG_RUNTIME_DIR": str(tmp_path),
        }
        tmp_path.chmod(0o700)
        ran = subprocess.run(
            [AQT, "-c", QT, f"{address}/index.html", MEASURE],
            env=environment,
            capture_output=True,
            text=True,
            timeout=90,
            check=True,
        )
    wrong = json.loads(ran.stdout.strip().splitlines()[-1])
    assert not wrong, report(wrong, found)


WIDTHS = """
var done = arguments[0];
MathJax.startup.promise.then(function () {
  done(Array.prototype.map.call(document.querySelectorAll("tr"), function (row) {
    var ours = row.querySelector(".ours math"), svg = row.querySelector(".mathjax svg"), theirs = svg && svg.parentNode;
    if (!ours || !svg || row.querySelector("[data-mml-node=merror]")) return null;
    function width(element) { var box = element.getBoundingClientRect(); return box.width; }
    var last = ours.lastElementChild.getBoundingClientRect(), first = ours.firstElementChild.getBoundingClientRect();
    var inner = ours.getAttribute("display") === "block" ? last.right - first.left : width(ours);
    return [inner, width(svg)];
  }));
});
"""


def test_widths_are_near_mathjaxs(chromium, tmp_path):
    need("" if MATHJAX.exists() else "no MathJax: npm ci in tests/node")
    from tools.contact_sheet import page

    found = [(tex, block) for tex, block in formulas() if r"\tag" not in tex]
    (tmp_path / "sheet.html").write_text(page(found), encoding="utf-8")
    chromium.set_script_timeout(60)
    chromium.get((tmp_path / "sheet.html").as_uri())
    widths = chromium.execute_async_script(WIDTHS)
    compared = [(tex, *pair) for (tex, _), pair in zip(found, widths, strict=True) if pair]
    far = [row for row in compared if not 0.65 < (row[1] + 4) / (row[2] + 4) < 1.35]
    assert len(compared) > 400
    assert len(far) <= 0.03 * len(compared), far


def test_old_engines_show_the_tex_and_mathjax_takes_it(driver, tmp_path):
    script = (ROOT / "templates" / "partials" / "math-fallback.html").read_text(encoding="utf-8")
    assert "\\(" not in script and "\\[" not in script  # or Anki would load MathJax for every card
    # An engine without MathML: its elements are unknown ones, without a box of their own.
    old = "<script>Element.prototype.getBoundingClientRect = function () { return {width: 0, height: 0}; };</script>"
    jax = "<script>var MathJax = {typesetPromise: function (all) { all.forEach(function (each) {"
    jax += "each.title = 'typeset'; }); return Promise.resolve(); }};</script>"
    math = convert(r"\frac{a}{b}", False) + convert(r"x_{ij}", True)
    for name, before in (("new", ""), ("old", old), ("jax", old + jax)):
        html = f"<!doctype html><meta charset=utf-8><body>{before}{math}{script}{script}"
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
    shown = {}
    with served(tmp_path) as address:
        for name in ("new", "old", "jax"):
            driver.get(f"{address}/{name}.html")
            shown[name] = driver.execute_script(
                "return [document.querySelectorAll('math').length,"
                "Array.from(document.querySelectorAll('.tex')).map((each) => each.textContent + each.title)]"
            )
    assert shown["new"] == [2, []]
    assert shown["old"] == [0, [r"\frac{a}{b}", "x_{ij}"]]
    assert shown["jax"] == [0, [r"\(\frac{a}{b}\)typeset", r"\[x_{ij}\]typeset"]]
