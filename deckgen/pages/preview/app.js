// The preview's page: topics at the side, the chosen topic's questions as cards, renewed at every save in their place.
(function () {
  "use strict";
  const $ = id => document.getElementById(id);
  const make = (tag, more = {}, ...inside) => {
    const element = Object.assign(document.createElement(tag), more);
    element.append(...inside);
    return element;
  };
  const state = {topic: "", night: false, phone: false, outline: null, found: null, at: -1};
  const frames = new Map(); // window of a frame -> its card

  const fetched = async address => {
    const answer = await fetch(address);
    return answer.ok ? answer.json() : null;
  };
  const problem = each => make("p", {className: `problem ${each.level}`},
    make("code", {textContent: each.place}), ` ${each.message}`, each.hint ? make("span", {className: "hint", textContent: each.hint}) : "");

  function outline(data) {
    state.outline = data;
    $("name").textContent = document.title = data.name;
    const select = $("filter").elements.tag, chosen = select.value;
    select.replaceChildren(new Option("all tags", ""), ...data.tags.map(tag => new Option(tag)));
    select.value = data.tags.includes(chosen) ? chosen : "";
    $("state").textContent = data.errors ? `${data.errors} error${data.errors > 1 ? "s" : ""}: the last good state is shown`
      : data.warnings ? `${data.warnings} warning${data.warnings > 1 ? "s" : ""}` : "no problems";
    $("state").className = data.errors ? "error" : data.warnings ? "warning" : "";
    const nav = [];
    if (data.problems.length) nav.push(make("div", {className: "loose"}, ...data.problems.map(problem)));
    const hits = state.found && state.found.reduce((sum, [, topic]) => sum.set(topic, (sum.get(topic) || 0) + 1), new Map());
    let area = null, list = null;
    for (const [path, title, group, count, errors, warnings] of data.topics) {
      if (hits && !hits.has(path)) continue;
      if (group !== area || !list) {
        area = group;
        if (group) nav.push(make("h2", {textContent: group}));
        nav.push(list = make("ul"));
      }
      const link = make("a", {href: "#" + path, textContent: title});
      if (path === state.topic) link.setAttribute("aria-current", "page");
      const mark = errors ? make("b", {className: "error", textContent: errors}) : warnings ? make("b", {className: "warning", textContent: warnings}) : "";
      list.append(make("li", {}, link, mark, make("span", {className: "number", textContent: hits ? hits.get(path) : count})));
    }
    $("topics").replaceChildren(...nav);
  }

  async function topic(path, keep) {
    const data = await fetched("/topic/" + path.split("/").map(encodeURIComponent).join("/"));
    if (!data) return;
    const old = keep && state.topic === path ? new Map([...$("questions").children].map(each => [each.dataset.id, each])) : new Map();
    state.topic = path;
    $("title").textContent = data.title;
    $("loose").replaceChildren(...data.problems.map(problem));
    const ids = state.found && new Set(state.found.map(([id]) => id));
    const rows = data.questions.filter(each => !ids || ids.has(each.id)).map(each => question(each, old.get(each.id)));
    const same = rows.length === $("questions").children.length && rows.every((row, index) => row === $("questions").children[index]);
    if (!same) $("questions").replaceChildren(...rows); // frames that stay are not moved: moving one loads it anew
    if (!keep) { scrollTo(0, 0); state.at = -1; }
  }

  function question(data, old) {
    const mark = data.hash + data.look;
    const head = make("header", {}, make("code", {textContent: data.id}), make("span", {className: "meta",
      textContent: [data.level, ...data.tags].filter(Boolean).join(" · ")}), make("span", {className: "line", textContent: `line ${data.line}`}));
    const faults = make("div", {className: "faults"}, ...data.problems.map(problem));
    if (old) {
      old.querySelector("header").replaceWith(head);
      old.querySelector(".faults").replaceWith(faults);
      if (old.dataset.mark !== mark) {
        old.dataset.mark = mark;
        const before = [...old.querySelectorAll(".card-frame")].map(each => each.dataset.side);
        old.querySelector(".cards").replaceWith(cards(data, before));
      }
      return old;
    }
    const article = make("article", {className: "question"}, head, faults, cards(data, []));
    article.dataset.id = data.id;
    article.dataset.mark = mark;
    return article;
  }

  function cards(data, sides) {
    return make("div", {className: "cards"}, ...data.cards.map(([ordinal, name], index) => {
      const frame = make("iframe", {title: `${data.id}, ${name}`, loading: "lazy", className: "card-frame",
        src: `/card/${encodeURIComponent(data.id)}/${ordinal}${state.night ? "?night" : ""}`});
      frame.setAttribute("sandbox", "allow-scripts");
      frame.dataset.side = sides[index] || "0";
      const label = make("button", {type: "button", className: "side"});
      const box = make("figure", {}, make("figcaption", {}, name, " ", label), frame);
      label.addEventListener("click", () => flip(frame));
      name_side(frame, label);
      return box;
    }));
  }

  const name_side = (frame, label) => { label.textContent = frame.dataset.side === "1" ? "back" : "front"; };
  const say = (frame, what) => frame.contentWindow && frame.contentWindow.postMessage(what, "*");
  function flip(frame, side = frame.dataset.side === "1" ? "0" : "1") {
    frame.dataset.side = side;
    name_side(frame, frame.parentElement.querySelector(".side"));
    say(frame, {side: Number(side)});
  }
  const all = () => [...document.querySelectorAll(".card-frame")];
  const at = () => document.querySelectorAll(".question")[state.at];

  addEventListener("message", event => {
    const frame = all().find(each => each.contentWindow === event.source);
    if (!frame) return;
    if (event.data.ready) {
      say(frame, {night: state.night});
      if (frame.dataset.side === "1") say(frame, {side: 1});
    }
    if (event.data.height) frame.style.height = Math.max(event.data.height, 90) + "px";
    if (event.data.flip) flip(frame);
    if (event.data.key) key(event.data.key);
  });

  function key(name) {
    if (name === "j") move(1);
    if (name === "k") move(-1);
    if (name === "d") night();
    if (name === "w") phone();
    if (name === " ") (at() ? [...at().querySelectorAll(".card-frame")] : all()).forEach(frame => flip(frame));
  }
  function move(step) {
    const list = document.querySelectorAll(".question");
    if (!list.length) return;
    if (at()) at().classList.remove("here");
    state.at = Math.min(Math.max(state.at + step, 0), list.length - 1);
    at().classList.add("here");
    at().scrollIntoView({block: "start"});
  }
  function night() {
    state.night = !state.night;
    document.documentElement.classList.toggle("dark", state.night);
    $("night").setAttribute("aria-pressed", state.night);
    all().forEach(frame => say(frame, {night: state.night}));
  }
  function phone() {
    state.phone = !state.phone;
    document.body.classList.toggle("phone", state.phone);
    $("phone").setAttribute("aria-pressed", state.phone);
  }

  async function refresh() {
    await filter(false);
    outline(await fetched("/outline"));
    if (!state.outline.topics.some(([path]) => path === state.topic)) return choose();
    await topic(state.topic, true);
  }
  async function filter(show = true) {
    const data = Object.fromEntries(new FormData($("filter")));
    const some = data.q.trim() || data.level || data.tag;
    state.found = some ? await fetched("/search?" + new URLSearchParams(data)) : null;
    if (!show) return;
    outline(state.outline);
    const here = !state.found || state.found.some(([, path]) => path === state.topic);
    const first = state.found && state.found[0];
    if (here || first) await topic(here ? state.topic : first[1], false);
    else $("questions").replaceChildren(make("p", {textContent: "Nothing found."}));
    outline(state.outline);
  }
  async function choose() {
    const asked = decodeURIComponent(location.hash.slice(1));
    const known = state.outline.topics.map(([path]) => path);
    const path = known.includes(asked) ? asked : known[0];
    if (path) await topic(path, false);
    outline(state.outline);
  }

  addEventListener("hashchange", choose);
  document.addEventListener("keydown", event => {
    if (/^(input|select|textarea|button)$/i.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (["j", "k", "d", "w", " "].includes(event.key)) { event.preventDefault(); key(event.key); }
  });
  $("night").addEventListener("click", night);
  $("phone").addEventListener("click", phone);
  $("flip-all").addEventListener("click", () => all().forEach(frame => flip(frame)));
  $("filter").addEventListener("submit", event => event.preventDefault());
  let timer = 0;
  $("filter").addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(filter, 120); });

  let number = 0;
  (async () => {
    outline(await fetched("/outline"));
    if (matchMedia("(prefers-color-scheme: dark)").matches) night();
    await choose();
    const events = new EventSource("/events");
    events.onmessage = async event => {
      const told = JSON.parse(event.data);
      if (number && told.number !== number) await refresh();
      number = told.number;
    };
    events.onerror = () => { $("state").textContent = "deckgen preview has stopped"; $("state").className = "error"; };
    events.onopen = () => { if (state.outline) outline(state.outline); };
  })();
})();
