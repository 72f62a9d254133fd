// Charts by Vega-Lite, in the colours of the page; the library is loaded when the first one is drawn.
"use strict";

const charts = (() => {
  const SERIES = {
    light: ["#a8322a", "#1f6f8b", "#b7791f", "#4a7c3a", "#6b4c9a", "#c2557a", "#3b4a6b", "#8a5a2b", "#2a9d8f", "#7a7a2e", "#94483c", "#5f6b7a"],
    dark: ["#f08a7f", "#6cc3dd", "#e9bd68", "#9bd08a", "#b99be6", "#f0a3bf", "#9fb0d8", "#d6a878", "#6fd6c9", "#cfcf7d", "#dc9a8c", "#b8c2cd"],
  };
  const SURFACE = { light: { ink: "#2b2622", muted: "#6f665e", grid: "#e4ddd2", paper: "#fffdf8" }, dark: { ink: "#ece6dd", muted: "#a89f94", grid: "#3a352f", paper: "#211e1b" } };
  const ERRORS_ONLY = 1;
  const theme = () => document.documentElement.dataset.theme;
  const drawn = new WeakMap();
  let library = null;

  function loaded() {
    library ??= new Promise((done, failed) => {
      const program = document.createElement("script");
      program.src = `${gongkai.root}static/vega.js`;
      program.onload = done;
      program.onerror = () => failed(new Error("vega.js"));
      document.head.append(program);
    });
    return library;
  }

  function config() {
    const { ink, muted, grid } = SURFACE[theme()];
    const font = getComputedStyle(document.body).fontFamily;
    return {
      background: null, font, view: { stroke: null },
      axis: { labelColor: muted, titleColor: muted, gridColor: grid, domainColor: grid, tickColor: grid, labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal" },
      legend: { labelColor: ink, titleColor: muted, labelFontSize: 12.5, labelLimit: 260, symbolStrokeWidth: 3 },
      title: { color: ink, fontSize: 15, anchor: "start", offset: 12 },
      range: { category: SERIES[theme()] },
    };
  }

  const hint = gongkai.element("div", { class: "hint", hidden: true });
  document.body.append(hint);

  // The tooltip of the library writes a style into the page, which our policy forbids; this one is text.
  function tooltip(handler, event, item, value) {
    hint.hidden = !value;
    if (!value) return;
    hint.replaceChildren(...Object.entries(value).map(([name, text]) => gongkai.element("p", {}, gongkai.element("b", {}, name), ` ${text}`)));
    hint.style.left = `${Math.min(event.clientX + 14, innerWidth - hint.offsetWidth - 8)}px`;
    hint.style.top = `${Math.min(event.clientY + 14, innerHeight - hint.offsetHeight - 8)}px`;
  }

  async function draw(place, spec, onClick = null) {
    await loaded();
    const result = await vegaEmbed(place, { $schema: "https://vega.github.io/schema/vega-lite/v6.json", width: "container", autosize: { type: "fit-x", contains: "padding" }, ...spec },
      { mode: "vega-lite", ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip, logLevel: ERRORS_ONLY, config: config() });
    drawn.get(place)?.finalize();
    drawn.set(place, result);
    if (onClick) result.view.addEventListener("click", (event, item) => item?.datum && onClick(item.datum));
  }

  return { draw, paper: () => SURFACE[theme()].paper };
})();
