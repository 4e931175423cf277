"""axe-core over every side of every card, in both themes, with everything opened and chosen: WCAG 2.2 AA."""

from pathlib import Path

import pytest

from tests.browser.conftest import need

AXE = Path(__file__).parent.parent / "node" / "node_modules" / "axe-core" / "axe.min.js"
OPEN = """
for (const each of document.querySelectorAll("details")) each.open = true;
const hint = document.querySelector("a.hint");
if (hint && hint.offsetParent && location.pathname.includes("front")) hint.click();
const option = document.querySelector(".option");
if (option) option.click();
"""
RUN = """
const done = arguments[arguments.length - 1];
// The page around a card is the client's: its title, language and landmarks are not a template's. The empty corner of
// a table that compares things is how Markdown writes it.
const off = ["html-has-lang", "region", "landmark-one-main", "empty-table-header"];
const rules = Object.fromEntries(off.map(name => [name, {enabled: false}]));
axe.run(document.getElementById("qa"), {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], rules
}).then(found => done([
  found.violations.map(v => v.id + ": " + v.nodes.map(n => n.html.slice(0, 90) + " " + n.failureSummary).join(" | ")),
  found.passes.filter(p => p.id === "color-contrast").flatMap(p => p.nodes).length
]), error => done([[String(error)], 0]));
"""


@pytest.mark.parametrize("theme", ["light", "night"])
def test_axe_finds_nothing(chromium, site, deck, theme):
    need("" if AXE.exists() else "axe-core is not installed (npm ci in tests/node)")
    chromium.set_script_timeout(60)
    chromium.set_window_size(600, 900)
    faults, measured = {}, 0
    for name in deck[0]:
        chromium.get(f"{site}/{theme}-{name}.html")
        chromium.execute_script(OPEN)
        chromium.execute_script(AXE.read_text())
        chromium.execute_async_script("setTimeout(arguments[0], 320)")  # the page finds out what scrolls
        faults[name], count = chromium.execute_async_script(RUN)
        measured += count
    assert {name: found for name, found in faults.items() if found} == {}
    assert measured > 200  # texts whose contrast was computed


EVERY = """
// Every colour of text against what it stands on, by the numbers: axe leaves out what lies on gradients.
const seen = {}, linear = v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
const lum = c => { const [r, g, b] = c.map(linear);
  return .2126 * r + .7152 * g + .0722 * b; };
const rgb = s => (s.match(/[\\d.]+/g) || []).map(Number);
for (const each of document.querySelectorAll("#qa *")) {
  if (!each.offsetParent || ![...each.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
  let under = each, paper = [];
  while (under && (paper = rgb(getComputedStyle(under).backgroundColor), paper[3] === 0)) under = under.parentElement;
  const [a, b] = [lum(rgb(getComputedStyle(each).color)), lum(paper)].sort((x, y) => y - x);
  const ratio = (a + .05) / (b + .05);
  if (ratio < 4.5) seen[each.className || each.tagName] = ratio;
}
return seen;
"""


@pytest.mark.parametrize("theme", ["light", "night"])
def test_every_text_has_contrast(driver, site, deck, theme):
    weak = {}
    for name in ("adam-recall-back", "wide-recall-back", "adam.defaults-gap2-back", "slow-loss-choose-back"):
        driver.get(f"{site}/{theme}-{name}.html")
        driver.execute_script(OPEN)
        weak |= driver.execute_script(EVERY)
    assert weak == {}
