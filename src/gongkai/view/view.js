// The review page: chooses a value and shows it on both sides, filters, and obeys the keyboard. Without it, links lead.
(() => {
  "use strict";
  const root = document.documentElement;
  const by = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const kept = {
    get: (name) => { try { return localStorage.getItem("gongkai-" + name); } catch { return null; } },
    set: (name, value) => { try { localStorage.setItem("gongkai-" + name, value); } catch { /* a page need not remember */ } },
  };

  const facts = all(".fact");
  const marks = all(".mark");
  const marksOf = new Map();
  for (const mark of marks)
    for (const name of mark.dataset.facts.split(" "))
      marksOf.set(name, [...(marksOf.get(name) ?? []), mark]);
  const rowOf = (fact) => JSON.parse(fact.dataset.row);
  const placeOf = (fact) => fact.getAttribute("href")?.slice(1);
  const isSeen = (element) => element.getClientRects().length > 0;

  // Language and colours
  function speak(language) {
    root.dataset.language = language;
    root.lang = language === "zh" ? "zh-CN" : "en";
    kept.set("language", language);
  }
  const dark = by("dark");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (kept.get("theme") ?? (system.matches ? "dark" : "light")) === "dark";
  const colour = () => { dark.media = isDark() ? "screen" : "not all"; };
  function turnColours() {
    kept.set("theme", isDark() ? "light" : "dark");
    colour();
  }

  // Panes: beside each other, or on a narrow screen one at a time
  function open(pane) {
    document.body.dataset.pane = pane;
    for (const tab of all("#tabs button")) tab.setAttribute("aria-pressed", String(tab.dataset.pane === pane));
  }
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let isOpening = true;
  function reveal(element) {
    if (!element) return;
    element.closest("details")?.setAttribute("open", "");
    const behavior = isOpening || still.matches ? "instant" : "smooth";
    element.scrollIntoView({ block: "center", inline: "nearest", behavior });
  }

  // The chosen value
  let chosen = null;
  function unchoose() {
    for (const element of all(".chosen, .here")) {
      element.classList.remove("chosen", "here");
      element.removeAttribute("aria-current");
    }
    by("chosen").hidden = true;
    chosen = null;
  }
  function marksSeen(fact) {
    const found = marksOf.get(fact.id) ?? [];
    return found.filter(isSeen).concat(found.filter((mark) => !isSeen(mark)));
  }
  function choose(fact, { from = null } = {}) {
    unchoose();
    chosen = fact;
    const itsMarks = marksSeen(fact);
    for (const element of [fact, ...itsMarks]) {
      element.classList.add("chosen");
      element.setAttribute("aria-current", "true");
    }
    describe(fact);
    if (from === "source") open("taken");
    if (from === "taken") open("source");
    if (from !== "taken") reveal(fact);
    if (from !== "source") reveal(itsMarks[0] ?? by(placeOf(fact) ?? ""));
    remember(fact.id);
  }
  function remember(id) {
    // The address of a page inside of another one, as in a notebook, cannot be changed.
    try { history.replaceState(history.state, "", "#" + id); } catch { /* it need not be */ }
  }
  function describe(fact) {
    const list = document.querySelector("#chosen dl");
    list.replaceChildren(...Object.entries(rowOf(fact)).map(([name, value]) => {
      const line = document.createElement("div");
      const term = line.appendChild(document.createElement("dt"));
      term.appendChild(document.createElement("code")).textContent = name;
      line.appendChild(document.createElement("dd")).textContent = value;
      return line;
    }));
    const mark = marksSeen(fact)[0];
    const others = (mark?.dataset.facts.split(" ") ?? []).filter((name) => name !== fact.id);
    by("chosen-others").replaceChildren(...others.map((name) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "chip";
      button.append(...by(name).closest("section").querySelector("h3").cloneNode(true).querySelectorAll("span:not(.count)"));
      button.addEventListener("click", () => choose(by(name)));
      return button;
    }));
    by("chosen").hidden = false;
  }
  function fromMark(mark) {
    const names = mark.dataset.facts.split(" ").filter((name) => !by(name).classList.contains("off"));
    if (!names.length) return;
    // A click on what is chosen already leads to the next thing that is said of the same place.
    const next = chosen ? (names.indexOf(chosen.id) + 1) % names.length : 0;
    choose(by(names[next]), { from: "source" });
  }
  function fromAddress() {
    const place = decodeURIComponent(location.hash.slice(1)) || root.dataset.at;
    const target = by(place) ?? by("text." + place);
    if (!target) return;
    if (by("pages") && by("read-text").contains(target)) showPages(false);
    if (target.classList.contains("fact")) return choose(target);
    const mark = target.matches(".mark") ? target : target.querySelector(".mark");
    if (mark) choose(by(mark.dataset.facts.split(" ")[0]));
    target.classList.add("here");
    reveal(target);
  }
  function step(direction, fits = () => true) {
    const seen = facts.filter((fact) => isSeen(fact) && !fact.classList.contains("off") && fits(fact));
    if (!seen.length) return;
    const at = chosen ? facts.indexOf(chosen) : -1;
    const next = direction > 0 ? seen.find((fact) => facts.indexOf(fact) > at) : seen.findLast((fact) => facts.indexOf(fact) < at);
    const fact = next ?? (direction > 0 ? seen[0] : seen.at(-1));
    choose(fact);
    fact.focus({ preventScroll: true });
  }
  function swap() {
    if (!chosen) return;
    const isInSource = by("source").contains(document.activeElement);
    open(isInSource ? "taken" : "source");
    const other = isInSource ? chosen : marksSeen(chosen)[0];
    other?.focus({ preventScroll: true });
    reveal(other);
  }

  // Filters
  const entries = all("#facts .entry").map((entry) => ({
    entry,
    facts: all(".fact", entry),
    text: (entry.textContent + all(".fact", entry).map((fact) => fact.dataset.row).join(" ")).toLowerCase(),
  }));
  const isPressed = (button) => button.getAttribute("aria-pressed") === "true";
  const turn = (button) => button.setAttribute("aria-pressed", String(!isPressed(button)));
  function filter() {
    const query = by("query").value.trim().toLowerCase();
    const kinds = new Set(all(".chip[data-kind]").filter(isPressed).map((chip) => chip.dataset.kind));
    const onlyDoubt = isPressed(by("only-doubt"));
    for (const section of all("#facts section[data-kind]"))
      section.hidden = !kinds.has(section.dataset.kind) && Boolean(document.querySelector(`.chip[data-kind="${section.dataset.kind}"]`));
    for (const { entry, facts: its, text } of entries) {
      const fits = (!query || text.includes(query)) && (!onlyDoubt || its.some((fact) => fact.classList.contains("doubt")));
      entry.hidden = !fits;
      const isShown = fits && !entry.closest("section").hidden;
      for (const fact of its) fact.classList.toggle("off", !isShown);
    }
    for (const grid of all(".scroll")) grid.hidden = all(".entry", grid).every((entry) => entry.hidden);
    const isNarrowed = Boolean(query) || onlyDoubt;
    for (const row of all(".grid .heads")) row.hidden = isNarrowed;
    for (const mark of marks)
      mark.classList.toggle("off", mark.dataset.facts.split(" ").every((name) => by(name).classList.contains("off")));
    by("none-left").hidden = entries.some(({ entry }) => !entry.hidden && !entry.closest("section").hidden);
  }

  // Pages and text as read
  function showPages(areShown) {
    by("pages").hidden = !areShown;
    by("read-text").hidden = areShown;
    by("as-pages").setAttribute("aria-pressed", String(areShown));
    by("as-text").setAttribute("aria-pressed", String(!areShown));
    if (chosen) reveal(marksSeen(chosen)[0]);
  }

  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".mark");
    const link = event.target.closest("a[href^='#'], .fact");
    if (mark) {
      event.preventDefault();
      fromMark(mark);
    } else if (link?.classList.contains("fact")) {
      event.preventDefault();
      choose(link, { from: "taken" });
    }
  });
  const acts = {
    j: () => step(1),
    k: () => step(-1),
    f: () => step(1, (fact) => fact.classList.contains("finding")),
    F: () => step(-1, (fact) => fact.classList.contains("finding")),
    s: swap,
    l: () => speak(root.dataset.language === "en" ? "zh" : "en"),
    d: turnColours,
    "?": () => by("keys").showModal(),
    "/": () => { open("taken"); by("query").focus(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !by("keys").open) unchoose();
    if (event.ctrlKey || event.metaKey || event.altKey || by("keys").open || !by("keys-on").checked) return;
    if (event.target.matches("input, textarea, select")) return;
    if (event.key === "Enter" && event.target.matches("span.fact")) choose(event.target, { from: "taken" });
    const act = acts[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });
  addEventListener("hashchange", fromAddress);

  by("language").addEventListener("click", acts.l);
  by("theme").addEventListener("click", turnColours);
  by("print").addEventListener("click", () => print());
  by("help").addEventListener("click", acts["?"]);
  by("unchoose").addEventListener("click", unchoose);
  by("close-keys").addEventListener("click", () => by("keys").close());
  by("keys-on").checked = kept.get("keys") !== "off";
  by("keys-on").addEventListener("change", (event) => kept.set("keys", event.target.checked ? "on" : "off"));
  by("query").addEventListener("input", filter);
  by("filters").addEventListener("submit", (event) => event.preventDefault());
  for (const chip of all("#filters .chip")) chip.addEventListener("click", () => { turn(chip); filter(); });
  for (const tab of all("#tabs button"))
    tab.addEventListener("click", () => {
      open(tab.dataset.pane);
      if (chosen) reveal(tab.dataset.pane === "taken" ? chosen : marksSeen(chosen)[0]);
    });
  by("as-pages")?.addEventListener("click", () => showPages(true));
  by("as-text")?.addEventListener("click", () => showPages(false));
  system.addEventListener("change", colour);

  for (const element of all(".controls, #tabs")) element.hidden = false;
  open("source");
  colour();
  if (by("pages")) showPages(Boolean(by("pages").querySelector(".sheet")));
  const language = kept.get("language");
  if (language) speak(language);
  // The browser goes to the place in the address as well, and comes first.
  addEventListener("load", () => requestAnimationFrame(() => {
    fromAddress();
    isOpening = false;
  }));
})();
