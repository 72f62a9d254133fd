// Every report: found by body, place or title, and by year, province, status and findings.
"use strict";

gongkai.start(async () => {
  const { element, say, word, number, replace } = gongkai;
  const ROWS = 50;
  const [reports, bodies, titles] = await Promise.all(["reports", "bodies", "titles"].map(gongkai.piece));
  const nameOf = (at) => (reports.body[at] === null ? reports.printed[at] ?? "" : bodies.name[reports.body[at]]);
  const placeOf = (at) => (reports.body[at] === null ? "" : gongkai.placeOf(bodies, reports.body[at]));
  const texts = reports.id.map((id, at) => `${nameOf(at)} ${placeOf(at)} ${titles.title[at] ?? ""} ${reports.year[at] ?? ""} ${id}`.toLowerCase());
  let first = 0;

  function drawFilters() {
    const kept = (id) => document.getElementById(id).value;
    const years = [...new Set(reports.year.filter((year) => year !== null))].sort((one, other) => other - one);
    const provinces = [...new Set(bodies.province.filter(Boolean))].sort();
    const any = ["", word("any")];
    gongkai.options("year", [any, ...years.map((year) => [year, year])], kept("year"));
    gongkai.options("province", [any, ...provinces.map((name) => [name, name])], kept("province"));
    gongkai.options("status", [any, ...reports.statuses.map((name) => [name, word(name)])], kept("status"));
    gongkai.options("worst", [any, ["errors", word("errors")], ["warnings", word("warnings")]], kept("worst"));
  }

  function draw() {
    const [asked, year, province, status, worst] = ["asked", "year", "province", "status", "worst"].map((id) => document.getElementById(id).value);
    const parts = asked.toLowerCase().split(/\s+/).filter(Boolean);
    const found = reports.id.map((_, at) => at).filter((at) =>
      parts.every((part) => texts[at].includes(part))
      && (!year || reports.year[at] === Number(year))
      && (!province || (reports.body[at] !== null && bodies.province[reports.body[at]] === province))
      && (!status || reports.statuses[reports.status[at]] === status)
      && (!worst || reports[worst][at] > 0));
    const heads = ["year", "body", "title", "status", "values", "findings"].map((name) => element("th", { scope: "col", class: name === "values" ? "number" : "" }, say(name)));
    const findings = (at) => [["errors", "error"], ["warnings", "warning"]].filter(([name]) => reports[name][at]).map(([name, kind]) => element("span", { class: `badge ${kind}` }, say(kind), ` ${reports[name][at]}`));
    const rows = found.slice(first, first + ROWS).map((at) => element("tr", {},
      element("td", {}, String(reports.year[at] ?? "–")),
      element("th", { scope: "row" }, nameOf(at), element("small", {}, placeOf(at))),
      element("td", {}, element("a", { href: gongkai.pageOf(reports.id[at]) }, titles.title[at] ?? reports.id[at])),
      element("td", {}, element("span", { class: `badge ${reports.statuses[reports.status[at]]}` }, say(reports.statuses[reports.status[at]]))),
      element("td", { class: "number" }, number(reports.values[at])),
      element("td", {}, ...findings(at))));
    const table = element("div", { class: "scroll" }, element("table", { class: "list" }, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows)));
    replace("list", found.length ? table : element("p", { class: "muted" }, say("nothing_found")), gongkai.pager(first, ROWS, found.length, (to) => { first = to; draw(); scrollTo(0, 0); }));
  }

  const filters = document.getElementById("filters");
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("input", () => { first = 0; draw(); });
  gongkai.onChange(() => { drawFilters(); draw(); });
  drawFilters();
  draw();
});
