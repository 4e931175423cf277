// Theme, the folded list of topics, filters and "show all" on a topic's page. Every page reads without it.
(function () {
  "use strict";
  const root = document.documentElement;
  const button = document.querySelector(".theme");
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      try { localStorage.setItem("theme", root.dataset.theme); } catch (error) { /* not allowed here */ }
    });
  }

  const contents = document.querySelector(".contents details");
  const wide = matchMedia("(min-width: 60rem)");
  const unfold = () => { if (contents) contents.open = wide.matches; };
  wide.addEventListener("change", unfold);
  unfold();
  const current = document.querySelector(".contents [aria-current]");
  if (current && wide.matches) current.scrollIntoView({block: "center"});

  // A link to a question, and a search for it in the page, open its answer.
  const show = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const reveal = target && target.querySelector(".reveal");
    if (reveal && document.referrer.includes("find.html")) reveal.open = true;
  };
  addEventListener("hashchange", show);
  show();

  const tools = document.querySelector("main > .tools");
  if (!tools) return;
  tools.hidden = false;
  const questions = [...document.querySelectorAll(".question")];
  const filters = [...tools.querySelectorAll("select")];
  const shown = tools.querySelector(".shown");
  function filter() {
    let left = 0;
    for (const question of questions) {
      const fits = filters.every(each => !each.value || question.dataset[each.dataset.filter].split(" ").includes(each.value));
      question.hidden = !fits;
      left += fits;
    }
    shown.textContent = left < questions.length ? `${left} of ${questions.length} questions` : "";
  }
  filters.forEach(each => each.addEventListener("change", filter));
  filter();

  const all = tools.querySelector(".all");
  all.addEventListener("click", () => {
    const reveals = questions.filter(each => !each.hidden).map(each => each.querySelector(".reveal"));
    const open = reveals.some(each => !each.open);
    reveals.forEach(each => { each.open = open; });
    all.textContent = open ? "Hide all answers" : "Show all answers";
  });
})();
