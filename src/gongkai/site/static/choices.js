// Language and theme are chosen before the page is drawn, so that it does not flicker.
"use strict";

const choices = {
  kept(name) {
    // A browser may keep nothing for a page; then the choice lasts as long as the page.
    try { return localStorage.getItem(`gongkai-${name}`); } catch { return null; }
  },
  keep(name, value) {
    try { localStorage.setItem(`gongkai-${name}`, value); } catch { /* see above */ }
  },
  use(language, theme) {
    const root = document.documentElement;
    root.dataset.language = language;
    root.lang = language === "zh" ? "zh-CN" : "en";
    root.dataset.theme = theme;
  },
};

choices.use(
  choices.kept("language") ?? (/^zh\b/i.test(navigator.language) ? "zh" : "en"),
  choices.kept("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"),
);
