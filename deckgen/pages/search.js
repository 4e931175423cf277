// Search over the small files of search/: only those that the words typed need are loaded, also from a folder.
(function () {
  "use strict";
  const SHOWN = 100;
  const form = document.getElementById("search");
  const list = document.getElementById("found");
  const told = document.getElementById("told");
  const waiting = new Map();
  const loaded = new Map();
  window.deckgenSearch = (name, value) => loaded.set(name, value);

  function load(name) {
    if (!waiting.has(name)) {
      waiting.set(name, new Promise((ready, failed) => {
        const script = document.createElement("script");
        script.src = `search/${name}.js`;
        script.onload = () => ready(loaded.get(name));
        script.onerror = () => failed(new Error(name));
        document.head.append(script);
      }));
    }
    return waiting.get(name);
  }

  // As searchindex.words does it: letters and digits in runs of two or more, without case and accents.
  const words = text => text.toLowerCase().replace(/ß/g, "ss").normalize("NFKD").replace(/\p{M}/gu, "").match(/[\p{L}\p{N}]{2,}/gu) || [];
  const shard = word => [...word].slice(0, 2).map(char => char < "\x80" ? char : "-" + char.codePointAt(0).toString(16)).join("");

  // Numbers of questions -> points: a heading counts three, a whole word twice the beginning of one.
  async function matches(word, known) {
    const points = new Map();
    if (!known.words.includes(shard(word))) return points;
    const entries = await load(`words-${shard(word)}`);
    for (const [each, [headings, others]] of Object.entries(entries)) {
      if (!each.startsWith(word)) continue;
      const weight = each === word ? 2 : 1;
      for (const number of headings) points.set(number, Math.max(points.get(number) || 0, 3 * weight));
      for (const number of others) points.set(number, Math.max(points.get(number) || 0, weight));
    }
    return points;
  }

  async function candidates(asked, known) {
    if (!asked.length) return [...Array(known.count).keys()].map(number => [number, 0]);
    const each = await Promise.all(asked.map(word => matches(word, known)));
    const found = [...each[0]].filter(([number]) => each.every(points => points.has(number)));
    return found.map(([number]) => [number, each.reduce((sum, points) => sum + points.get(number), 0)])
      .sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  }

  let run = 0;
  async function search() {
    const mine = ++run;
    const data = Object.fromEntries(new FormData(form));
    const asked = [...new Set(words(data.q))];
    const filtered = data.level || data.path || data.area || data.tag;
    if (!asked.length && !filtered) { list.replaceChildren(); told.textContent = ""; return; }
    const known = await load("known");
    const rows = [];
    let count = 0;
    for (const [number] of await candidates(asked, known)) {
      const chunk = Math.floor(number / known.chunk);
      const row = (await load(`list-${chunk}`))[number - chunk * known.chunk];
      const [, , level, paths, tags, topic] = row;
      const fits = (!data.level || level === data.level) && (!data.path || paths.split(" ").includes(data.path))
        && (!data.tag || tags.split(" ").includes(data.tag)) && (!data.area || topic.startsWith(data.area + "/"));
      if (!fits) continue;
      count += 1;
      if (rows.length < SHOWN) rows.push(row);
    }
    if (mine !== run) return;
    list.replaceChildren(...rows.map(item));
    told.textContent = count === 0 ? "Nothing found: fewer or shorter words find more."
      : `${count} ${count === 1 ? "question" : "questions"}` + (count > SHOWN ? `, the first ${SHOWN}:` : "");
    history.replaceState(null, "", "?" + new URLSearchParams(Object.entries(data).filter(([, value]) => value)));
  }

  function item([address, title, level, , , topic]) {
    const line = document.createElement("li");
    const link = line.appendChild(document.createElement("a"));
    link.href = address;
    link.textContent = title;
    const where = line.appendChild(document.createElement("span"));
    where.className = "where";
    where.textContent = [topic.replace(/-/g, " ").replace("/", " › "), level].filter(Boolean).join(" · ");
    return line;
  }

  for (const [key, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(key);
    if (field) field.value = value;
  }
  const start = () => search().catch(() => { told.textContent = "The search index could not be loaded."; });
  let timer = 0;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(start, 120); });
  form.addEventListener("submit", event => { event.preventDefault(); start(); });
  start();
})();
