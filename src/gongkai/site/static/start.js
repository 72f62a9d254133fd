// The first page: how much there is, a search, and the reports of each year.
"use strict";

gongkai.start(async () => {
  const { element, say, word, number, replace } = gongkai;
  const MOST_ANSWERS = 8;
  const [reports, bodies, about] = await Promise.all(["reports", "bodies", "package"].map(gongkai.piece));
  const count = (name, value) => element("div", {}, element("dt", {}, say(name)), element("dd", {}, value));
  const values = reports.values.reduce((sum, each) => sum + each, 0);
  replace("counts", count("reports", number(reports.id.length)), count("bodies", number(bodies.id.length)),
    count("years", about.years.length ? about.years.join("–") : "–"), count("values", number(values)), count("figures_of_text", number(about.rows.figures)));

  function answer() {
    const asked = document.getElementById("asked").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    if (!asked.length) return replace("answers");
    const found = bodies.id.map((_, at) => at).filter((at) => asked.every((part) => [bodies.name[at], gongkai.placeOf(bodies, at)].some((text) => text.toLowerCase().includes(part))));
    const lines = found.slice(0, MOST_ANSWERS).map((at) => element("li", {}, element("a", { href: `explore.html#${new URLSearchParams([["b", bodies.id[at]]])}` }, bodies.name[at], element("small", {}, gongkai.placeOf(bodies, at)))));
    if (!found.length) lines.push(element("li", { class: "muted" }, say("nothing_found")));
    if (found.length > MOST_ANSWERS) lines.push(element("li", { class: "muted" }, say("more_found", { number: found.length - MOST_ANSWERS })));
    return replace("answers", ...lines);
  }

  function draw() {
    const counts = new Map();
    reports.id.forEach((_, at) => {
      if (reports.year[at] === null) return;
      const key = `${reports.year[at]}|${reports.statuses[reports.status[at]]}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    });
    const order = ["complete", "partial", "no_form"];
    const rows = [...counts].map(([key, reported]) => {
      const [year, status] = key.split("|");
      return { year: Number(year), status: word(status), rank: order.indexOf(status), reports: reported, [word("year")]: year, [word("status")]: word(status), [word("reports")]: number(reported) };
    });
    return charts.draw(document.getElementById("by-year"), {
      height: 180, data: { values: rows }, mark: { type: "bar", width: { band: 0.72 }, cornerRadiusEnd: 2 },
      description: word("by_year"),
      encoding: {
        x: { field: "year", type: "ordinal", title: null, axis: { labelAngle: 0, labelOverlap: true, domain: false, ticks: false } },
        y: { field: "reports", type: "quantitative", title: null, axis: { tickMinStep: 1, tickCount: 4 } },
        color: { field: "status", type: "nominal", scale: { domain: order.map((name) => word(name)), range: ["#3f7d5c", "#d29b3a", "#8fa3bf"] }, legend: { title: null, orient: "bottom" } },
        order: { field: "rank" },
        tooltip: ["year", "status", "reports"].map((name) => ({ field: word(name), type: "nominal" })),
      },
    });
  }

  document.getElementById("asked").addEventListener("input", answer);
  document.getElementById("search").addEventListener("submit", (event) => {
    event.preventDefault();
    document.querySelector("#answers a")?.click();
  });
  gongkai.onChange(draw);
  await draw();
});
