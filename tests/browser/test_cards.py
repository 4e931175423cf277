"""The sample deck's cards in Chromium, Firefox and WebKit: what is tapped, pressed and seen."""

import pytest
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.actions.pointer_input import PointerInput
from selenium.webdriver.common.by import By

# What Anki's reviewer does with a page that it keeps: new HTML, its scripts run again, the answer scrolled to.
SHOW = """
const [html, answer] = arguments, qa = document.getElementById("qa");
qa.innerHTML = html;
for (const old of qa.querySelectorAll("script")) {
  const script = document.createElement("script");
  script.textContent = old.textContent;
  old.replaceWith(script);
}
if (answer) document.getElementById("answer").scrollIntoView(); else scrollTo(0, 0);
"""
# From here on window.listeners holds what listens to keys; the first page's listener is not in it.
LISTENERS = """
const add = document.addEventListener, remove = document.removeEventListener, alive = window.listeners = new Set();
document.addEventListener = function (type, f) {
  if (type === "keydown") alive.add(f);
  add.apply(this, arguments);
};
document.removeEventListener = function (type, f) { alive.delete(f); remove.apply(this, arguments); };
"""
# Frames of a given size, whatever a browser's least window is; gives for each its name and what `check` says of it.
FRAMES = """
const [names, width, height, check, done] = arguments, say = new Function("page", "view", check);
document.body.innerHTML = "";
Promise.all(names.map(name => new Promise(ready => {
  const frame = document.createElement("iframe");
  frame.style.cssText = `border: 0; display: block; width: ${width}px; height: ${height}px`;
  frame.onload = () => {
    const page = frame.contentDocument;
    for (const each of page.querySelectorAll("details")) each.open = true;
    page.fonts.ready.then(() => setTimeout(() => ready([name, say(page, frame.contentWindow)])));
  };
  frame.src = name;
  document.body.append(frame);
}))).then(done);
"""


def buttons(driver):
    return driver.find_elements(By.CSS_SELECTOR, ".option")


def pressed(driver):
    return [button.get_attribute("aria-pressed") for button in buttons(driver)]


def words(driver):
    """The options' texts in the order shown."""
    script = "return [...document.querySelectorAll('.options .text')].map(e => e.textContent.trim())"
    return driver.execute_script(script)


def press(driver, key):
    driver.execute_script(
        "document.dispatchEvent(new KeyboardEvent('keydown', {key: arguments[0], bubbles: true}))", key
    )


def in_frames(driver, site, names, width, height, check):
    driver.get(f"{site}/light-validation-recall-front.html")
    driver.set_script_timeout(60)
    return dict(driver.execute_async_script(FRAMES, names, width, height, check))


# --- choice ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kept", [True, False], ids=["page kept", "page loaded anew"])
def test_choice_by_mouse_keeps_order_and_choice(driver, site, deck, kept):
    driver.get(f"{site}/light-count-linear-choose-front.html")
    asked = words(driver)
    buttons(driver)[1].click()
    buttons(driver)[2].click()
    assert pressed(driver) == ["false", "false", "true", "false"]  # one answer is right: one can be chosen
    if kept:
        driver.execute_script(SHOW, deck[0]["count-linear-choose-back"].html, True)
    else:
        driver.get(f"{site}/light-count-linear-choose-back.html")
    assert words(driver) == asked
    chosen = driver.find_element(By.CSS_SELECTOR, ".options > .chosen")
    right = asked[2] == "131,328"
    assert asked[2] in chosen.text
    assert driver.find_element(By.CSS_SELECTOR, ".verdict").text == ("Right." if right else "Not quite.")


def test_choice_with_several_right_ones(driver, site, deck):
    driver.get(f"{site}/light-slow-loss-choose-front.html")
    for button in buttons(driver):
        if "Dropout" in button.text or "smoothing" in button.text:
            button.click()
    assert sorted(pressed(driver)) == ["false", "false", "true", "true"]
    driver.execute_script(SHOW, deck[0]["slow-loss-choose-back"].html, True)
    assert driver.find_element(By.CSS_SELECTOR, ".verdict").text == "Right."
    assert len(driver.find_elements(By.CSS_SELECTOR, ".options > .right.chosen")) == 2


def test_each_showing_is_shuffled_anew(driver, site, deck):
    driver.get(f"{site}/light-count-linear-choose-front.html")
    seen = set()
    for _ in range(30):
        driver.execute_script(SHOW, deck[0]["count-linear-choose-front"].html, False)
        seen.add(tuple(words(driver)))
    assert len(seen) > 8 and len({frozenset(each) for each in seen}) == 1


def test_another_cards_choice_is_not_taken(driver, site, deck):
    driver.get(f"{site}/light-count-linear-choose-front.html")
    buttons(driver)[0].click()
    driver.execute_script(SHOW, deck[0]["slow-loss-choose-back"].html, True)
    assert not driver.find_elements(By.CSS_SELECTOR, ".verdict, .chosen")


def test_choice_by_touch(chromium, site):
    chromium.get(f"{site}/phone-count-linear-choose-front.html")
    finger = PointerInput("touch", "finger")
    actions = ActionBuilder(chromium, mouse=finger)
    actions.pointer_action.move_to(buttons(chromium)[3]).pointer_down().pointer_up()
    actions.perform()
    assert pressed(chromium) == ["false", "false", "false", "true"]
    assert all("tappable" in button.get_attribute("class") for button in buttons(chromium))


def test_without_scripts_the_front_gives_nothing_away_and_the_back_answers(driver, site):
    look = """return [...document.querySelectorAll('.options > li')].map(li => {
        const style = getComputedStyle(li), before = getComputedStyle(li, '::before');
        return [style.color, style.backgroundColor, style.borderColor, style.fontWeight, before.content, before.color]
          .join() })"""
    driver.get(f"{site}/still-slow-loss-choose-front.html")
    assert not buttons(driver)
    assert len(set(driver.execute_script(look))) == 1
    driver.get(f"{site}/still-slow-loss-choose-back.html")
    right, wrong, again, last = driver.execute_script(look)
    assert right == again != wrong == last and "✓" in right


# --- hint, folding, keys, listeners -----------------------------------------------------------------------------------


def test_hint_opens_by_click_and_by_key(driver, site):
    for act in ("click", "key"):
        driver.get(f"{site}/light-adam-recall-front.html")
        shown = driver.find_element(By.CSS_SELECTOR, "div.hint")
        assert not shown.is_displayed()
        link = driver.find_element(By.CSS_SELECTOR, "a.hint")
        link.click() if act == "click" else press(driver, "h")
        assert shown.is_displayed() and "One is a direction" in shown.text


def test_details_unfold_by_click_and_by_key(driver, site):
    driver.get(f"{site}/light-adam-recall-back.html")
    folded = driver.find_element(By.CSS_SELECTOR, "details")
    driver.find_element(By.CSS_SELECTOR, "summary").click()
    assert folded.get_attribute("open")
    press(driver, "x")
    assert not folded.get_attribute("open")
    assert not driver.find_element(By.CSS_SELECTOR, ".back .hinting").is_displayed()


def test_one_listener_is_alive_after_many_cards(driver, site, deck):
    driver.get(f"{site}/light-adam-recall-front.html")
    driver.execute_script(LISTENERS)
    for name in ("adam-recall-front", "adam-recall-back", "count-linear-choose-front", "adam-recall-back"):
        driver.execute_script(SHOW, deck[0][name].html, "back" in name)
        assert driver.execute_script("return listeners.size") == 1
    press(driver, "x")
    assert driver.find_element(By.CSS_SELECTOR, "details").get_attribute("open")


def test_choice_by_keys_and_user_actions(driver, site):
    driver.get(f"{site}/light-count-linear-choose-front.html")
    press(driver, "c")
    assert pressed(driver)[2] == "true"
    for key in "jjx":
        press(driver, key)
    assert pressed(driver)[1] == "true"
    driver.execute_script("userJs4()")
    assert pressed(driver) == ["false", "false", "false", "true"]


# --- sizes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "before"),
    [(320, ""), (320, "page.body.style.setProperty('--size', '36px');"), (1920, "")],
    ids=["320 px", "320 px at 200%", "1920 px"],
)
def test_the_page_never_scrolls_sideways(driver, site, deck, width, before):
    names = [f"phone-{name}.html" for name in deck[0]]
    found = in_frames(driver, site, names, width, 640, before + "return page.documentElement.scrollWidth")
    assert {name: wide for name, wide in found.items() if wide > width} == {}


def test_the_question_stays_in_sight_on_a_small_phone(driver, site, deck):
    names = [f"phone-{name}.html" for name in deck[0] if name.endswith("-back") and "wide" not in name]
    check = """page.getElementById("answer").scrollIntoView();
        const seen = page.querySelector(".question, .formula-alone").getBoundingClientRect();
        return seen.top >= 0 && seen.bottom <= 640"""
    found = in_frames(driver, site, names, 360, 640, check)
    assert [name for name, inside in found.items() if not inside] == []


def test_what_is_tapped_is_large_enough_on_a_phone(driver, site, deck):
    names = [f"phone-{name}.html" for name in deck[0]]
    check = "return [...page.querySelectorAll('.option, summary, a.hint')].map(e => e.offsetHeight).filter(h => h)"
    heights = [height for found in in_frames(driver, site, names, 360, 640, check).values() for height in found]
    assert len(heights) > 10 and min(heights) >= 48


def test_lines_hold_about_65_characters(driver, site):
    # A stretch of English in the page's own font; the measure is what fits into the answer's width.
    check = """const text = "The rest of the answer supports it, as a good candidate would speak: the formula.";
        const probe = page.createElement("span"), answer = page.querySelector(".answer");
        probe.textContent = text; probe.style.whiteSpace = "nowrap"; answer.append(probe);
        return [answer.clientWidth / (probe.offsetWidth / text.length),
          parseFloat(view.getComputedStyle(answer).fontSize)]"""
    ((fit, size),) = in_frames(driver, site, ["light-validation-recall-back.html"], 1280, 800, check).values()
    assert 50 <= fit <= 72 and size >= 18  # DejaVu is wide, Liberation is as narrow as most systems' fonts


def test_right_to_left(driver, site):
    check = """return ["h1", ".answer", ".pitfalls .field", "math", ".code"].map(what =>
        view.getComputedStyle(page.querySelector(what === ".code" ? ".code pre" : what)).direction)"""
    (found,) = in_frames(driver, site, ["light-rtl-recall-back.html"], 360, 640, check).values()
    assert found == ["rtl", "rtl", "rtl", "ltr", "ltr"]


# --- what only Chromium can tell --------------------------------------------------------------------------------------


def test_no_request_leaves_the_card_and_no_error_is_logged(chromium, site, deck):
    import json

    chromium.get_log("performance"), chromium.get_log("browser")
    for name in deck[0]:
        chromium.get(f"{site}/light-{name}.html")
        chromium.execute_script("for (const each of document.querySelectorAll('details')) each.open = true")
    sent = [json.loads(entry["message"])["message"] for entry in chromium.get_log("performance")]
    asked = {each["params"]["request"]["url"] for each in sent if each["method"] == "Network.requestWillBeSent"}
    assert len(asked) >= len(deck[0])
    assert [url for url in asked if not url.startswith((site + "/", "data:", "about:"))] == []
    assert [entry for entry in chromium.get_log("browser") if "favicon" not in entry["message"]] == []


def test_with_reduced_motion_nothing_moves(chromium, site):
    moving = "return [...document.querySelectorAll('*')].some(e => parseFloat(getComputedStyle(e).transitionDuration))"
    chromium.get(f"{site}/light-slow-loss-choose-front.html")
    assert chromium.execute_script(moving)
    media = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": media})
    assert not chromium.execute_script(moving)
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
