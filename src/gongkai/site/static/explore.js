// Choose bodies, concepts and years: chart, table, coverage, CSV. The choice stands in the address, to be passed on.
"use strict";

gongkai.start(async () => {
  const { element, both, say, word, number, replace } = gongkai;
  const MOST_DRAWN = 12;
  const MOST_OPTIONS = 40;
  const ROWS = 50;
  const [reports, bodies, about] = await Promise.all(["reports", "bodies", "package"].map(gongkai.piece));
  about.byName = new Map(about.concepts.map((each) => [each.concept, each]));
  about.unitOf = (concept) => about.byName.get(concept).unit ?? "";
  const base = { reports, bodies, about };
  const [firstYear, lastYear] = about.years;
  const bodyById = new Map(bodies.id.map((id, at) => [id, at]));
  const state = { bodies: new Set(), concepts: new Set(), from: firstYear, to: lastYear, tab: "chart" };
  const first = { table: 0, coverage: 0 };
  let shown = [];
  let turn = 0;

  function readAddress() {
    const asked = new URLSearchParams(location.hash.slice(1));
    state.bodies = new Set(asked.getAll("b").map((id) => bodyById.get(id)).filter((at) => at !== undefined));
    state.concepts = new Set(asked.getAll("c").filter((name) => about.byName.has(name)));
    const [from, to] = (asked.get("y") ?? "").split("-").map(Number);
    state.from = from >= firstYear && from <= lastYear ? from : firstYear;
    state.to = to >= state.from && to <= lastYear ? to : lastYear;
    state.tab = ["table", "coverage"].includes(asked.get("t")) ? asked.get("t") : "chart";
    if (!state.concepts.size) state.concepts = new Set(["requests_received", "granted"].filter((name) => about.byName.has(name)));
    if (!asked.has("b")) state.bodies = new Set(mostReported());
  }

  // Whoever comes without a choice sees the body of which there is most.
  function mostReported() {
    const years = bodies.covered.map((line, at) => [at, [...line].filter((letter) => letter === "c" || letter === "p").length]);
    return years.sort((one, other) => other[1] - one[1] || one[0] - other[0]).slice(0, 1).map(([at]) => at);
  }

  function writeAddress() {
    const asked = new URLSearchParams();
    for (const at of state.bodies) asked.append("b", bodies.id[at]);
    if (!state.bodies.size) asked.append("b", "");
    for (const name of state.concepts) asked.append("c", name);
    asked.append("y", `${state.from}-${state.to}`);
    if (state.tab !== "chart") asked.append("t", state.tab);
    history.replaceState(null, "", `#${asked}`);
  }

  function changed() {
    first.table = 0;
    first.coverage = 0;
    writeAddress();
    drawChoices();
    drawShown();
  }

  function toggled(set, value) {
    if (!set.delete(value)) set.add(value);
    changed();
  }

  function chip(label, onclick) {
    return element("li", {}, element("button", { type: "button", onclick }, label, element("span", { "aria-hidden": "true" }, " ×"), element("span", { class: "hidden" }, say("remove"))));
  }

  function option(name, value, checked, label, note, onchange, title = null) {
    return element("li", {}, element("label", { title }, element("input", { type: "checkbox", name, value, checked, onchange }), element("span", {}, label, element("small", {}, note))));
  }

  function drawChoices() {
    drawBodies();
    drawConcepts();
    for (const [id, chosen] of [["from-year", state.from], ["to-year", state.to]]) {
      const years = Array.from({ length: lastYear - firstYear + 1 }, (_, at) => firstYear + at);
      gongkai.options(id, years.map((year) => [year, year]), String(chosen));
    }
  }

  const matches = (texts, asked) => asked.every((part) => texts.some((text) => text?.toLowerCase().includes(part)));
  const askedIn = (id) => document.getElementById(id).value.toLowerCase().split(/\s+/).filter(Boolean);

  function drawBodies() {
    const asked = askedIn("find-body");
    const found = bodies.id.map((_, at) => at).filter((at) => matches([bodies.name[at], bodies.province[at], bodies.prefecture[at], bodies.county[at]], asked));
    replace("chosen-bodies", ...[...state.bodies].slice(0, MOST_OPTIONS).map((at) => chip(bodies.name[at], () => toggled(state.bodies, at))),
      ...(state.bodies.size ? [element("li", {}, element("button", { type: "button", class: "plain", onclick: () => { state.bodies.clear(); changed(); } }, say("clear")))] : [element("li", { class: "muted" }, say("all_bodies"))]));
    replace("bodies", ...listed(found, (at) => option("body", bodies.id[at], state.bodies.has(at), bodies.name[at], gongkai.placeOf(bodies, at), () => toggled(state.bodies, at))));
  }

  function drawConcepts() {
    const asked = askedIn("find-concept");
    const found = about.concepts.filter((each) => matches([each.zh, each.en, each.concept], asked)).sort((one, other) => other.reported - one.reported);
    replace("chosen-concepts", ...[...state.concepts].map((name) => chip(both(about.byName.get(name).zh, about.byName.get(name).en), () => toggled(state.concepts, name))));
    replace("concepts", ...listed(found, (each) => option("concept", each.concept, state.concepts.has(each.concept), both(each.zh, each.en), number(each.reported), () => toggled(state.concepts, each.concept), each.definition[gongkai.language()])));
  }

  function listed(found, made) {
    const lines = found.slice(0, MOST_OPTIONS).map(made);
    if (!found.length) lines.push(element("li", { class: "muted" }, say("nothing_found")));
    if (found.length > MOST_OPTIONS) lines.push(element("li", { class: "muted" }, say("more_found", { number: found.length - MOST_OPTIONS })));
    return lines;
  }

  function notice(name, values) {
    const place = document.getElementById("notice");
    place.hidden = !name;
    place.replaceChildren(...(name ? [say(name, values)] : []));
  }

  // What cannot be loaded is told, and not only when the page begins.
  async function drawShown() {
    try {
      await drawTab();
    } catch (error) {
      notice("not_loaded");
      throw error;
    }
  }

  async function drawTab() {
    turn += 1;
    const mine = turn;
    for (const tab of ["chart", "table", "coverage"]) {
      document.getElementById(tab).hidden = tab !== state.tab;
      const button = document.getElementById(`tab-${tab}`);
      button.setAttribute("aria-selected", String(tab === state.tab));
      button.tabIndex = tab === state.tab ? 0 : -1;
    }
    notice(state.concepts.size ? "loading" : "choose_concept");
    const data = await Promise.all([...state.concepts].map((name) => gongkai.piece(`series/${name}`)));
    if (mine !== turn) return;
    const chosen = state.bodies.size ? state.bodies : null;
    shown = data.flatMap((each) => series.rows(base, each, chosen, state.from, state.to));
    notice(state.concepts.size ? null : "choose_concept");
    drawBreaks(data);
    await { chart: drawChart, table: drawTable, coverage: drawCoverage }[state.tab](data);
    document.getElementById("chart").dataset.drawn = String(mine);
  }

  async function drawChart(data) {
    const drawn = [...state.bodies].slice(0, MOST_DRAWN);
    if (!drawn.length) notice("choose_body");
    else if (state.bodies.size > MOST_DRAWN) notice("most_drawn", { number: MOST_DRAWN });
    const names = drawn.map((at) => bodies.name[at]);
    const places = data.map(() => element("div", { class: "chart" }));
    replace("chart", ...(drawn.length ? [...places, element("p", { class: "muted small" }, say("hollow"))] : []));
    if (!drawn.length) return;
    await Promise.all(data.map((each, at) => {
      const points = series.segments(shown.filter((row) => row.concept === each.concept && drawn.includes(row.body)));
      return charts.draw(places[at], chartOf(each.concept, points, names), (point) => { if (point.link) location.href = point.link; });
    }));
  }

  function chartOf(name, points, names) {
    const concept = about.byName.get(name);
    const values = points.map((row) => ({
      ...row, link: series.link(row), kept: row.comparability !== "break",
      told: `${number(row.value)} ${row.unit}`, when: String(row.year), from: formOf(row.form), compares: word(row.comparability),
    }));
    const colour = { field: "name", type: "nominal", scale: { domain: names }, legend: { title: null, orient: "bottom", columns: innerWidth < 700 ? 1 : 3 } };
    const hints = [["name", "body"], ["when", "year"], ["told", "value"], ["from", "forms"], ["compares", "breaks_title"]]
      .map(([field, title]) => ({ field, title: word(title), type: "nominal" }));
    const point = { type: "point", size: 64, strokeWidth: 2, opacity: 1, cursor: "pointer" };
    const x = { field: "year", type: "quantitative", title: null, scale: { domain: [state.from, state.to], nice: false, padding: 14 }, axis: { format: "d", tickMinStep: 1, grid: false, labelOverlap: true } };
    const y = { field: "value", type: "quantitative", title: concept.unit ?? "", axis: { titleAngle: 0, titleAlign: "left", titleAnchor: "end", titleX: 4, titleY: -10, tickCount: 5 } };
    return {
      title: concept[gongkai.language()], height: 250, data: { values },
      description: `${concept.zh} ${concept.en}: ${names.join(", ")}`,
      layer: [
        { mark: { type: "line", strokeWidth: 2.2, interpolate: "linear" }, encoding: { x, y, color: colour, detail: { field: "segment", type: "nominal" } } },
        { transform: [{ filter: "datum.kept" }], mark: { ...point, filled: true }, encoding: { x, y, color: colour, tooltip: hints } },
        { transform: [{ filter: "!datum.kept" }], mark: { ...point, fill: charts.paper() }, encoding: { x, y, color: colour, tooltip: hints } },
      ],
    };
  }

  // What a form is called, or that a number stands in the text.
  const formOf = (form) => (form === null ? word("in_text") : about.forms[form][gongkai.language()]);

  function drawTable(data) {
    const lines = new Map();
    for (const row of shown) {
      if (!lines.has(row.report)) lines.set(row.report, { row, cells: new Map() });
      const cells = lines.get(row.report).cells;
      cells.set(row.concept, [...(cells.get(row.concept) ?? []), row]);
    }
    const ordered = [...lines.values()].sort((one, other) => one.row.report - other.row.report);
    const page = ordered.slice(first.table, first.table + ROWS);
    const heads = data.map(({ concept }) => element("th", { scope: "col", class: "number" }, both(about.byName.get(concept).zh, about.byName.get(concept).en)));
    const table = element("table", {},
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, say("body")), element("th", { scope: "col" }, say("year")), ...heads)),
      element("tbody", {}, ...page.map(({ row, cells }) => element("tr", {},
        element("th", { scope: "row" }, row.name, row.scope ? element("small", {}, say(row.scope)) : ""),
        element("td", {}, element("a", { href: gongkai.pageOf(row.id) }, String(row.year))),
        ...data.map(({ concept }) => element("td", { class: "number" }, ...(cells.get(concept) ?? []).map(cellOf)))))));
    replace("table", ordered.length ? element("div", { class: "scroll" }, table) : element("p", { class: "muted" }, say("nothing_here")),
      gongkai.pager(first.table, ROWS, ordered.length, (to) => { first.table = to; drawTable(data); }));
  }

  function cellOf(row) {
    if (row.value === null) return element("div", { class: "muted" }, say(row.status === "missing" ? "missing_value" : row.status));
    const marks = [];
    if (row.unit !== about.unitOf(row.concept)) marks.push(row.unit);
    if (row.source === "prose") marks.push(say("in_text"));
    else if (row.comparability === "break") marks.push(say("break_mark"));
    return element("div", {}, element("a", { href: series.link(row), title: row.parts }, number(row.value)), ...marks.map((mark) => element("small", {}, mark)));
  }

  const STATUS_OF = { c: "complete", p: "partial", n: "no_form", ".": "missing" };
  const SIGN_OF = { c: "●", p: "◐", n: "○", ".": "·" };

  function drawCoverage() {
    const rows = state.bodies.size ? [...state.bodies] : bodies.id.map((_, at) => at);
    const page = rows.slice(first.coverage, first.coverage + ROWS);
    const years = Array.from({ length: state.to - state.from + 1 }, (_, at) => state.from + at);
    const pages = new Map();
    reports.id.forEach((id, at) => { if (!reports.apart[at]) pages.set(`${reports.body[at]}|${reports.year[at]}`, id); });
    const cell = (at, year) => {
      const letter = bodies.covered[at][year - bodies.first_year] ?? ".";
      const id = pages.get(`${at}|${year}`);
      const label = `${bodies.name[at]} ${year}: ${word(STATUS_OF[letter])}`;
      const sign = element("span", { "aria-hidden": "true" }, SIGN_OF[letter]);
      return element("td", { class: `cover ${STATUS_OF[letter]}` }, id && letter !== "." ? element("a", { href: gongkai.pageOf(id), title: label, "aria-label": label }, sign) : element("span", { title: label }, sign, element("span", { class: "hidden" }, word(STATUS_OF[letter]))));
    };
    const table = element("table", { class: "grid" },
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, say("body")), ...years.map((year) => element("th", { scope: "col", class: "upright" }, String(year))))),
      element("tbody", {}, ...page.map((at) => element("tr", {}, element("th", { scope: "row" }, bodies.name[at]), ...years.map((year) => cell(at, year))))));
    const legend = element("p", { class: "legend" }, ...Object.values(STATUS_OF).map((name) => element("span", {}, element("i", { class: `swatch ${name}` }), say(name))));
    replace("coverage", legend, element("div", { class: "scroll" }, table), gongkai.pager(first.coverage, ROWS, rows.length, (to) => { first.coverage = to; drawCoverage(); }));
  }

  function drawBreaks(data) {
    const used = new Set(shown.filter((row) => row.value !== null).map((row) => `${row.concept}|${row.form}`));
    const lines = data.flatMap((each) => Object.entries(each.forms)
      .filter(([form, said]) => used.has(`${each.concept}|${form}`) && said.comparability !== "same")
      .map(([form, said]) => element("li", {}, element("b", {}, both(about.byName.get(each.concept).zh, about.byName.get(each.concept).en)), " ", element("span", { class: `badge ${said.comparability}` }, both(about.forms[form].zh, about.forms[form].en), " ", say(said.comparability)), " ", element("span", { lang: "en", class: "muted" }, said.reason))));
    document.getElementById("breaks").hidden = !lines.length;
    replace("breaks", element("h2", {}, say("breaks_title")), element("ul", {}, ...lines));
  }

  function download() {
    const link = element("a", { href: URL.createObjectURL(new Blob([series.csv(base, shown)], { type: "text/csv;charset=utf-8" })), download: `gongkai-${[...state.concepts].join("-").slice(0, 80)}-${state.from}-${state.to}.csv` });
    document.body.append(link);
    link.click();
    link.remove();
    URL.revokeObjectURL(link.href);
  }

  document.getElementById("choices").addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("find-body").addEventListener("input", drawBodies);
  document.getElementById("find-concept").addEventListener("input", drawConcepts);
  document.getElementById("from-year").addEventListener("change", (event) => { state.from = Number(event.target.value); state.to = Math.max(state.to, state.from); changed(); });
  document.getElementById("to-year").addEventListener("change", (event) => { state.to = Number(event.target.value); state.from = Math.min(state.to, state.from); changed(); });
  document.getElementById("download").addEventListener("click", download);
  document.getElementById("copy-link").addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    notice("copied");
  });
  const tabs = ["chart", "table", "coverage"];
  for (const tab of tabs) {
    const button = document.getElementById(`tab-${tab}`);
    button.addEventListener("click", () => { state.tab = tab; writeAddress(); drawShown(); });
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const other = document.getElementById(`tab-${tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length]}`);
      other.focus();
      other.click();
    });
  }
  addEventListener("hashchange", () => { readAddress(); drawChoices(); drawShown(); });
  gongkai.onChange(() => { drawChoices(); drawShown(); });
  readAddress();
  drawChoices();
  await drawShown();
});
