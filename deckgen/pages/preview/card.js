// In a card's frame: flips as Anki's reviewer does, tells the page how high the card is, and passes keys on.
(function () {
  "use strict";
  const sides = JSON.parse(document.getElementById("deckgen-sides").textContent);
  const qa = document.getElementById("qa");
  const tell = what => parent.postMessage(what, "*");
  const measure = () => tell({height: Math.ceil(document.documentElement.getBoundingClientRect().height), side: shown});
  let shown = 0;

  function show(side) {
    shown = side;
    qa.innerHTML = sides[side];
    for (const old of [...qa.querySelectorAll("script")]) {
      const script = document.createElement("script");
      script.textContent = old.textContent;
      old.replaceWith(script);
    }
    measure();
  }

  addEventListener("message", event => {
    if (event.source !== parent) return;
    if ("side" in event.data) show(event.data.side);
    if ("night" in event.data) {
      document.documentElement.classList.toggle("night-mode", event.data.night);
      for (const name of ["nightMode", "night_mode"]) document.body.classList.toggle(name, event.data.night);
    }
  });
  document.addEventListener("click", event => {
    if (!event.target.closest("a, button, summary, input, select, .tappable, .option")) tell({flip: true});
  });
  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (["j", "k", "d", "w", " "].includes(event.key)) {
      if (event.key === " ") event.preventDefault();
      tell({key: event.key});
    }
  });
  new ResizeObserver(measure).observe(qa);
  document.fonts.ready.then(measure);
  tell({ready: true});
})();
