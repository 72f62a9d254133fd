// Series of bodies over years, concept by concept, as the panel of the package has them.
"use strict";

const series = (() => {
  // The rows of one concept for some bodies (null: all) and years, with everything by its name.
  function rows(base, data, bodies, first, last) {
    const { reports, bodies: known, about } = base;
    const found = [];
    for (let at = 0; at < data.report.length; at += 1) {
      const report = data.report[at];
      const body = reports.body[report];
      const year = reports.year[report];
      if ((bodies && !bodies.has(body)) || year < first || year > last) continue;
      const form = data.form[at];
      const source = form === null ? "prose" : "form";
      found.push({
        concept: data.concept, body, year, report, form, source,
        name: known.name[body], id: reports.id[report],
        scope: reports.scope[report] === null ? "" : reports.scopes[reports.scope[report]],
        value: data.value[at],
        unit: data.unit[at] ?? (data.value[at] === null ? "" : about.unitOf(data.concept)),
        status: about.panel_statuses[data.status[at]],
        comparability: form === null ? "break" : data.forms[form].comparability,
        parts: form === null ? data.parts[at] : data.forms[form].parts,
      });
    }
    return found;
  }

  // Where the value stands on the page of its report.
  function link(row) {
    const first = row.source === "prose" ? `figure-${row.parts.match(/\d+/)[0]}` : row.parts.split(" ")[0];
    return `${gongkai.pageOf(row.id)}#${encodeURIComponent(first)}`;
  }

  // Numbers that may be joined by a line: of one body and scope, year after year, and never over a break.
  function segments(found) {
    const lines = new Map();
    const yearOf = (row) => `${row.body}|${row.year}`;
    const inForm = new Set(found.filter((row) => row.value !== null && row.source === "form").map(yearOf));
    // What the text repeats of the form is no point of its own.
    const drawn = found.filter((row) => row.value !== null && (row.source === "form" || !inForm.has(yearOf(row))));
    for (const row of drawn) {
      const key = [row.body, row.scope, row.source].join("|");
      if (!lines.has(key)) lines.set(key, []);
      lines.get(key).push(row);
    }
    const points = [];
    for (const [key, line] of lines) {
      let segment = 0;
      line.sort((one, other) => one.year - other.year);
      line.forEach((row, at) => {
        const before = line[at - 1];
        const breaks = before && before.form !== row.form && (before.comparability === "break" || row.comparability === "break");
        if (before && (row.year !== before.year + 1 || breaks)) segment += 1;
        points.push({ ...row, segment: `${key}|${segment}` });
      });
    }
    return points;
  }

  const COLUMNS = ["agency_id", "agency", "province", "prefecture", "county", "year", "concept", "name", "english", "value", "unit", "status", "source", "form", "comparability", "scope", "report_id"];

  function csv(base, found) {
    const { bodies, about } = base;
    const lines = found.map((row) => {
      const concept = about.byName.get(row.concept);
      return [bodies.id[row.body], row.name, bodies.province[row.body], bodies.prefecture[row.body], bodies.county[row.body], row.year, row.concept, concept.zh, concept.en, row.value, row.unit, row.status, row.source, row.form, row.comparability, row.scope, row.id].map(cell).join(",");
    });
    return `\ufeff${[COLUMNS.join(","), ...lines].join("\r\n")}\r\n`;
  }

  // A text that a spreadsheet would take for a formula gets an apostrophe before it; a number stays one.
  function cell(value) {
    if (value === null || value === undefined) return "";
    if (typeof value === "number") return String(value);
    const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  return { rows, link, segments, csv };
})();
