// What fails where: every rule by how often it fails, opened with the reports that break it.
"use strict";

gongkai.start(async () => {
  const { element, both, say, word, number, replace } = gongkai;
  const MOST_LISTED = 100;
  const [quality, reports, bodies] = await Promise.all(["quality", "reports", "bodies"].map(gongkai.piece));
  const places = Object.fromEntries(quality.outcomes.map((name, at) => [name, at + 1]));
  const SEVERITIES = ["error", "warning", "note"];
  const values = () => ["severity", "kind", "year"].map((id) => document.getElementById(id).value);

  function drawFilters() {
    const [severity, kind, year] = values();
    const any = ["", word("any")];
    const kinds = [...new Set(quality.rules.map((each) => each.kind))];
    const years = [...new Set(quality.rules.flatMap((each) => each.years.map(([when]) => when)))].filter((when) => when !== null).sort((one, other) => other - one);
    gongkai.options("severity", [any, ...SEVERITIES.map((name) => [name, word(name)])], severity);
    gongkai.options("kind", [any, ...kinds.map((name) => [name, word(name)])], kind);
    gongkai.options("year", [any, ...years.map((when) => [when, when])], year);
  }

  function counted(rule, year) {
    const lines = rule.years.filter(([when]) => !year || when === Number(year));
    const sum = (outcome) => lines.reduce((all, line) => all + line[places[outcome]], 0);
    return { fails: sum("fails"), checked: sum("fails") + sum("holds") };
  }

  function draw() {
    const [severity, kind, year] = values();
    const rows = quality.rules.map((rule, at) => ({ rule, at, ...counted(rule, year) }))
      .filter(({ rule, fails }) => fails && (!severity || rule.severity === severity) && (!kind || rule.kind === kind))
      .sort((one, other) => SEVERITIES.indexOf(one.rule.severity) - SEVERITIES.indexOf(other.rule.severity) || other.fails - one.fails);
    replace("rules", ...(rows.length ? rows.map((row) => ruleOf(row, year)) : [element("p", { class: "muted" }, say("none_failing"))]));
  }

  function ruleOf({ rule, at, fails, checked }, year) {
    const inside = element("div", { class: "inside" }, say("loading"));
    const summary = element("summary", {},
      element("span", { class: `badge ${rule.severity}` }, say(rule.severity)),
      element("span", { class: "what" }, rule.zh ? both(rule.zh, rule.en) : both(`例：${rule.example.zh}`, `For example: ${rule.example.en}`), element("small", {}, element("code", {}, rule.rule))),
      element("meter", { min: 0, max: checked, value: fails, title: `${fails} / ${checked}` }),
      element("b", { class: "number" }, number(fails), element("small", {}, ` / ${number(checked)}`)));
    return element("details", { class: "rule", ontoggle: async (event) => {
      if (!event.target.open) return;
      inside.replaceChildren(findingsOf(await gongkai.piece(`quality/${at}`), year));
    } }, summary, inside);
  }

  function findingsOf(data, year) {
    const found = data.report.map((_, at) => at).filter((at) => !year || reports.year[data.report[at]] === Number(year));
    const name = (report) => (reports.body[report] === null ? reports.printed[report] ?? reports.id[report] : bodies.name[reports.body[report]]);
    const lines = found.slice(0, MOST_LISTED).map((at) => {
      const report = data.report[at];
      const link = `${gongkai.pageOf(reports.id[report])}#${encodeURIComponent(data.subject[at].replaceAll(" ", "-"))}`;
      return element("li", {}, element("a", { href: link }, `${name(report)} ${reports.year[report] ?? ""}`), " ", both(data.zh[at], data.en[at]));
    });
    if (found.length > MOST_LISTED) lines.push(element("li", { class: "muted" }, say("listed_first", { number: MOST_LISTED })));
    return element("ul", {}, ...lines);
  }

  function drawFailures() {
    const rows = quality.failures.map(([reason, files]) => element("tr", {}, element("th", { scope: "row" }, element("code", {}, reason)), element("td", { class: "number" }, number(files))));
    const heads = [element("th", { scope: "col" }, say("reason")), element("th", { scope: "col", class: "number" }, say("number"))];
    replace("failures", rows.length ? element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows)) : element("p", { class: "muted" }, say("none_failing")));
  }

  const filters = document.getElementById("filters");
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("input", draw);
  gongkai.onChange(() => { drawFilters(); draw(); });
  drawFilters();
  draw();
  drawFailures();
});
