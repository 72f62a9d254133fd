// What all pages share: data in pieces, words of both languages, and elements made of text that is never obeyed.
"use strict";

const gongkai = (() => {
  const root = document.body.dataset.root;
  const asked = new Map();
  const given = new Map();

  function receive(name, data) {
    given.set(name, data);
  }

  // Gives a promise of a piece; each is loaded once.
  function piece(name) {
    if (!asked.has(name)) {
      asked.set(name, new Promise((done, failed) => {
        const program = document.createElement("script");
        program.src = `${root}data/${name.split("/").map(encodeURIComponent).join("/")}.js`;
        program.onload = () => (given.has(name) ? done(given.get(name)) : failed(new Error(name)));
        program.onerror = () => failed(new Error(name));
        document.head.append(program);
      }));
    }
    return asked.get(name);
  }

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  function both(chinese, english) {
    const group = document.createDocumentFragment();
    group.append(element("span", { class: "in-zh", lang: "zh-CN" }, chinese), element("span", { class: "in-en", lang: "en" }, english));
    return group;
  }

  let words = {};
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const language = () => document.documentElement.dataset.language;
  // A word in both languages, of which the page shows one.
  const say = (name, values = {}) => both(filled(words[name].zh, values), filled(words[name].en, values));
  // A word in the language of the page, for what can only hold one.
  const word = (name, values = {}) => filled(words[name][language()], values);

  const number = (value) => value.toLocaleString("en", { maximumFractionDigits: 12 });
  const pageOf = (id) => `${root}reports/${encodeURIComponent(id.slice(0, 2))}/${encodeURIComponent(id)}.html`;
  const placeOf = (bodies, at) =>
    [bodies.province[at], bodies.prefecture[at], bodies.county[at]].filter(Boolean).join(" ");

  function replace(id, ...children) {
    document.getElementById(id).replaceChildren(...children);
  }

  function options(id, pairs, chosen = "") {
    replace(id, ...pairs.map(([value, text]) => element("option", { value, selected: String(value) === chosen }, text)));
  }

  // Buttons that lead through long lists.
  function pager(first, size, all, turn) {
    if (all <= size) return element("p", { class: "pager muted" }, say("rows_shown", { from: all ? 1 : 0, to: all, number: all }));
    const last = Math.min(first + size, all);
    return element("p", { class: "pager" },
      element("button", { type: "button", disabled: first === 0, onclick: () => turn(Math.max(first - size, 0)) }, say("previous")),
      element("span", { class: "muted" }, say("rows_shown", { from: first + 1, to: last, number: all })),
      element("button", { type: "button", disabled: last === all, onclick: () => turn(first + size) }, say("next")));
  }

  // Starts a page when its words are there; whatever cannot be loaded is told.
  async function start(page) {
    try {
      words = await piece("words");
      await page();
    } catch (error) {
      const told = words.not_loaded ? say("not_loaded") : "The data could not be loaded.";
      document.getElementById("content").prepend(element("p", { class: "notice", role: "alert" }, told));
      throw error;
    }
  }

  const onChange = (redraw) => document.addEventListener("gongkai-choice", redraw);

  function choose(name, value) {
    choices.keep(name, value);
    const { language: spoken, theme } = document.documentElement.dataset;
    choices.use(name === "language" ? value : spoken, name === "theme" ? value : theme);
    document.dispatchEvent(new Event("gongkai-choice"));
  }

  document.getElementById("switch-language").addEventListener("click", () =>
    choose("language", language() === "zh" ? "en" : "zh"));
  document.getElementById("switch-theme").addEventListener("click", () =>
    choose("theme", document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
  document.getElementById("show-places")?.addEventListener("change", (event) =>
    document.body.classList.toggle("with-places", event.target.checked));

  return { root, receive, piece, element, both, say, word, language, number, pageOf, placeOf, replace, options, pager, start, onChange };
})();
