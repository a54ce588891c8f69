// Still pages: the language, the theme and the dates of a page, kept in its fragment; nothing else.

import { startBrowse } from "./browse.js";
import { sayTime } from "./times.js";

const root = document.documentElement;
const mine = root.dataset;
const all = (query, act) => document.querySelectorAll(query).forEach(act);
const set = (node, name, value) => node.setAttribute(name, value);
const parts = (hash) => hash.split("&").filter(Boolean);
const theme = document.querySelector("#theme");
const isDark = () =>
  (mine.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches && "dark")) === "dark";

function show(lang, look) {
  root.lang = /^(fa|ru)$/.test(lang) ? lang : "en";
  root.dir = lang === "fa" ? "rtl" : "ltr";
  delete mine.theme;
  if (/^(dark|light)$/.test(look)) mine.theme = look;
  set(theme, "aria-pressed", isDark());
  all("[data-fa]", (node) => set(node, "aria-label", node.dataset[root.lang]));
  all("[data-lang]", (node) => set(node, "aria-pressed", node.lang === root.lang));
  all("time", (node) => sayTime(node, root.lang));
  all("a:not([target])", (link) => {
    const [path, rest = ""] = link.getAttribute("href").split("#");
    if (path) set(link, "href", `${path}#${keeping(rest, /^lang=/, ["lang", root.lang])}`);
  });
}

function keeping(hash, dropped, ...own) {
  return [...own.map((pair) => pair.join("=")), ...parts(hash).filter((part) => !dropped.test(part))].join(
    "&",
  );
}

function turn(lang, look) {
  show(lang, look);
  const own = mine.theme ? [["theme", mine.theme]] : [];
  history.replaceState(
    null,
    "",
    `#${keeping(location.hash.slice(1), /^(lang|theme)=/, ["lang", root.lang], ...own)}`,
  );
}

function read() {
  const own = Object.fromEntries(parts(location.hash.slice(1)).map((part) => part.split("=")));
  show(own.lang ?? root.lang, own.theme);
}

all("[data-lang]", (node) => {
  node.onclick = () => turn(node.lang, mine.theme);
});
theme.onclick = () => turn(root.lang, isDark() ? "light" : "dark");
addEventListener("hashchange", read);
read();
startBrowse();
document.body.dataset.ready = "1";
