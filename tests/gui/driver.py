"""An add-on for the test profile: studies in the real reviewer as a learner does, and writes down what it saw.

Steps are a generator: what it yields is waited for, a condition or a number of seconds. Nothing is asserted here.
"""

import json
import os
import time
import traceback
from pathlib import Path

import aqt
from aqt import gui_hooks, mw
from aqt.qt import QPoint, Qt, QTimer
from aqt.theme import Theme
from PyQt6.QtTest import QTest

OUT = Path(os.environ["DECKGEN_GUI_OUT"])
seen = {"console": [], "shown": [], "clicks": {}}
_answers = {}


def _console(page, level, message, line, source):
    if mw.reviewer and page == mw.reviewer.web.page():  # the bottom bar's are Anki's own
        seen["console"].append(f"{level.name}: {message} ({line})")


aqt.webview.AnkiWebPage.javaScriptConsoleMessage = _console


def js(script):
    """Yields until the page has answered; the answer is in _answers["js"]."""
    _answers.pop("js", None)
    mw.reviewer.web.evalWithCallback(f"(function () {{ {script} }})()", lambda value: _answers.update(js=value))
    yield lambda: "js" in _answers


def value():
    return _answers["js"]


def state(wanted):
    return lambda: mw.state == "review" and mw.reviewer.state == wanted


def click(selector):
    """Click the middle of an element with the mouse."""
    script = f"""const box = document.querySelector({json.dumps(selector)}).getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2]"""
    yield from js(script)
    x, y = value()
    zoom = mw.reviewer.web.zoomFactor()
    target = mw.reviewer.web.focusProxy() or mw.reviewer.web
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=QPoint(round(x * zoom), round(y * zoom)))
    yield 0.25


def press(key):
    target = mw.reviewer.web.focusProxy() or mw.reviewer.web
    QTest.keyClick(target, key)
    yield 0.25


def shot(name):
    yield 0.35  # what fades in
    mw.grab().save(str(OUT / f"{name}.png"))


def start():
    """From wherever we are into the selected deck's review; Anki's pages need their time to load."""
    mw.moveToState("overview")
    yield 0.1
    yield lambda: mw.web._domDone
    yield 0.4
    mw.moveToState("review")
    yield from faced("question")


def faced(wanted):
    """Wait until the card's side is there to be seen."""
    yield state(wanted)
    for _ in range(50):
        yield 0.1
        yield from js(
            f"""const qa = document.getElementById("qa");
            return !!qa && getComputedStyle(qa).opacity === "1" && !!qa.querySelector(".leaf")
              && !!qa.querySelector(".back") === {"false" if wanted == "question" else "true"}"""
        )
        if value():
            return


def study(key, name):
    """Three cards of a deck: front, back; then undo, and the last front again."""
    mw.col.decks.select(mw.col.decks.id_for_name(name))
    yield from start()
    for number in range(3):
        yield from look(key, number, "front")
        if number == 0:
            yield from inspect(key, "front")
        mw.reviewer._showAnswer()
        yield from faced("answer")
        yield from look(key, number, "back")
        if number == 0:
            yield from inspect(key, "back")
        before = mw.reviewer.card.id
        mw.reviewer._answerCard(3)
        yield lambda before=before: mw.state != "review" or (mw.reviewer.card and mw.reviewer.card.id != before)
        if mw.state == "review":
            yield from faced("question")
    yield from undone(before)
    yield from faced("question")
    yield from look(key, 2, "front again")
    yield from inspect(key, "front again")


def undone(card):
    """Undo until that card is back: on a busy machine Anki drops an undo while it still answers."""
    for _ in range(10):
        yield 0.5
        if mw.state == "review" and mw.reviewer.card and mw.reviewer.card.id == card:
            return
        if mw.col.undo_status().undo and not mw.progress.busy():
            mw.undo()
            yield 1.5
    yield lambda: mw.state == "review" and mw.reviewer.card and mw.reviewer.card.id == card


def look(key, number, side):
    """What the page says of itself; one press of x tells how many listeners are alive where something folds."""
    yield from js(
        """if (!window.listeners) {
          // Counts what listens to keys from here on; the first card's listener is not counted.
          const add = document.addEventListener, remove = document.removeEventListener;
          const alive = window.listeners = new Set();
          document.addEventListener = function (type, f) {
            if (type === "keydown") alive.add(f);
            add.apply(this, arguments);
          };
          document.removeEventListener = function (type, f) { alive.delete(f); remove.apply(this, arguments); };
        }
        const text = document.getElementById("qa").innerText;
        return {text: text, listeners: window.listeners.size,
          options: [...document.querySelectorAll(".options .text")].map(e => e.textContent),
          chosen: document.querySelectorAll(".options .chosen").length,
          opacity: getComputedStyle(document.getElementById("qa")).opacity,
          mathjax: typeof MathJax !== "undefined", scroll: scrollY,
          wide: document.documentElement.scrollWidth > innerWidth}"""
    )
    found = value()
    if side == "back":
        yield from press("x")
        yield from js('const all = [...document.querySelectorAll("details")]; return all.map(each => each.open)')
        found["unfolded"] = value()
        yield from press("x")
    seen["shown"].append({"notetype": key, "number": number, "side": side, **found})


def inspect(key, side):
    """Click what can be clicked, and take pictures."""
    yield from shot(f"{key}-{side.replace(' ', '-')}")
    yield from js('return [!!document.querySelector("a.hint"), document.querySelectorAll(".option").length]')
    hint, options = value()
    if side == "back":
        return
    if hint:
        yield from (click("a.hint") if side == "front" else press("h"))
        yield from js('return document.querySelector("div.hint").offsetHeight > 0')
        seen["clicks"][f"{key} {side} hint"] = value()
    if options:
        yield from click(".options > li:nth-child(2) .option")
        yield from press("j")
        yield from js(
            """return [[...document.querySelectorAll(".option")].map(e => e.getAttribute("aria-pressed")),
            [...document.querySelectorAll(".option")].indexOf(document.activeElement)]"""
        )
        seen["clicks"][f"{key} {side} option"] = value()
        yield from shot(f"{key}-{side.replace(' ', '-')}-chosen")


def pictures(theme, width):
    """Front and back of the first card of each deck, in one theme and width."""
    mw.set_theme(Theme.DARK if theme == "night" else Theme.LIGHT)
    mw.resize(width, 800)
    yield 0.4
    for key, name in decks():
        mw.col.decks.select(mw.col.decks.id_for_name(name))
        yield from start()
        yield from shot(f"{key}-front-{theme}-{width}")
        mw.reviewer._showAnswer()
        yield from faced("answer")
        yield from shot(f"{key}-back-{theme}-{width}")
    yield from js("return [document.body.className, getComputedStyle(document.body).backgroundColor, innerWidth]")
    seen[f"{theme} {width}"] = value()


def decks():
    return [
        (name.split("::")[1], name) for name in sorted(d.name for d in mw.col.decks.all_names_and_ids()) if "::" in name
    ]


def steps():
    yield lambda: mw.state == "deckBrowser"
    yield 0.5
    mw.resize(1000, 800)
    if os.environ.get("DECKGEN_GUI_PICTURES"):
        for theme in ("night", "light"):
            for width in (360, 1280):  # the program's least width is 400
                yield from pictures(theme, width)
        mw.resize(1000, 800)
    for key, name in decks():
        yield from study(key, name)


def run(generator):
    waiting = {"for": None, "until": 0.0}

    def tick():
        try:
            wanted = waiting["for"]
            if callable(wanted) and not wanted():
                if time.time() > waiting["until"]:
                    raise TimeoutError("waited in vain")
                return
            if isinstance(wanted, float) and time.time() < wanted:
                return
            step = next(generator)
            waiting["for"] = step if callable(step) else time.time() + step
            waiting["until"] = time.time() + 40
        except StopIteration:
            finish()
        except Exception:
            seen["failed"] = traceback.format_exc()
            finish()

    def finish():
        timer.stop()
        (OUT / "seen.json").write_text(json.dumps(seen, indent=1))
        mw.unloadProfileAndExit()

    timer = QTimer(mw)
    timer.timeout.connect(tick)
    timer.start(20)


gui_hooks.profile_did_open.append(lambda: QTimer.singleShot(300, lambda: run(steps())))
