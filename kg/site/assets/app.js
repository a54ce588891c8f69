// App: one change of state refreshes everything, once.

import { gregorian } from "./times.js";
import { el, tidy } from "./text.js";
import { choose, isDark, say, setLanguage, setTheme, shell } from "./frame.js";
import { edgeOf, meta, nodeOf } from "./data.js";
import { announceChange, change, listeners, restore, state } from "./state.js";
import { currentPath, refilter } from "./filter.js";
import { readTheme } from "./look.js";
import { bundle } from "./lines.js";
import {
  arrange,
  canvasBox,
  centre,
  dress,
  fit,
  keepCamera,
  motion,
  network,
  redraw,
  relight,
  simulate,
  spot,
  tellHidden,
  wrapped,
  zoomBy,
} from "./draw.js";
import { carryPreferences, remember } from "./preferences.js";
import { searchBox } from "./search.js";
import { buildLegend, refreshLegend } from "./legend.js";
import { drawBars, refreshTime } from "./time.js";
import { refreshDetail } from "./detail.js";
import { refreshMatrix } from "./matrix.js";
import { refreshPicked } from "./pick.js";
import { refreshTable } from "./table.js";
import { pageTitle, siteTitle } from "./save.js";
import { refreshStory } from "./story.js";

function refresh(patch = {}) {
  const onlyCamera = Object.keys(patch).length === 1 && "cam" in patch;
  if (onlyCamera) return;
  const manner = [shell.lang, isDark(), state.colour, state.size].join(" ");
  if (manner !== lastManner) {
    respeak();
    lastManner = manner;
  }
  refilter();
  bundle();
  arrange();
  tellHidden();
  relight();
  refreshLegend();
  if ("mode" in patch || "window" in patch || patch.all) drawBars();
  refreshTime();
  refreshStory();
  refreshDetail();
  refreshTable();
  refreshMatrix();
  if (patch.all) placeCamera(true);
  redraw();
}
listeners.push(refresh);
let lastManner = "";

function placeCamera(animate) {
  if (state.cam)
    network.moveTo({
      position: spot({ x: state.cam[0], y: state.cam[1] }),
      scale: state.cam[2],
      animation: animate ? motion() : false,
    });
  else if (state.focus) fit(null, animate);
  else if (currentPath())
    fit(
      currentPath().map(({ node }) => node),
      animate,
    );
  else if (state.edge) fit([edgeOf.get(state.edge).from, edgeOf.get(state.edge).to], animate);
  else if (state.pair.length)
    fit(
      state.pair.map((id) => nodeOf.get(id).i),
      animate,
    );
  else if (state.sel) {
    fit(null, false);
    centre(nodeOf.get(state.sel).i, animate);
  } else fit(null, animate);
}

/** Say everything anew: after a change of language or theme. */
function respeak() {
  document.title = `${tidy(pageTitle(), 120)} — ${siteTitle()}`;
  const head = document.getElementById("page-title");
  head.textContent = tidy(pageTitle(), 160);
  document.getElementById("page-note").replaceChildren(...notesOnPage());
  readTheme();
  dress();
  wrapped.clear();
  buildLegend();
  refreshPicked();
  drawBars();
}

function notesOnPage() {
  const said = [
    choose(meta.view?.label).text,
    meta.as_of ? say("as-of", { date: gregorian(meta.as_of, shell.lang) }) : null,
    meta.known_by ? say("known-by", { date: gregorian(meta.known_by, shell.lang) }) : null,
    [meta.version, meta.digest].filter(Boolean).join(" "),
  ].filter(Boolean);
  return said.flatMap((text, at) => [at ? say("comma") : "", el("bdi", {}, tidy(text, 120))]);
}

for (const button of document.querySelectorAll("button[data-lang]")) {
  button.addEventListener("click", () => {
    setLanguage(button.dataset.lang);
    remember({ lang: shell.lang });
    change({});
  });
}
document.getElementById("theme").addEventListener("click", () => {
  setTheme(isDark() ? "light" : "dark");
  remember({ theme: shell.theme });
  change({}, { quiet: true });
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  setTheme(shell.theme);
  refresh();
});

for (const [id, act] of Object.entries({
  "zoom-in": () => zoomBy(1.3),
  "zoom-out": () => zoomBy(1 / 1.3),
  "zoom-fit": () => {
    fit();
    keepCamera();
  },
  back: () => history.back(),
  forward: () => history.forward(),
})) {
  document.getElementById(id).addEventListener("click", act);
}

const physicsSwitch = document.getElementById("physics");
physicsSwitch.addEventListener("click", () => {
  const on = physicsSwitch.getAttribute("aria-pressed") !== "true";
  simulate(on);
});

const filterToggle = document.getElementById("filters-toggle");
function showFilters(open) {
  document.body.dataset.filters = open ? "open" : "shut";
  filterToggle.setAttribute("aria-expanded", String(open));
}
filterToggle.addEventListener("click", () => showFilters(document.body.dataset.filters !== "open"));
document.getElementById("filters-close").addEventListener("click", () => {
  showFilters(false);
  filterToggle.focus();
});
showFilters(!matchMedia("(max-width: 900px)").matches);

document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "/" && !typing) {
    event.preventDefault();
    searchBox.focus();
  }
  if (event.key === "Escape" && document.getElementById("save-menu").open)
    document.getElementById("save-menu").open = false;
});
document.addEventListener("click", (event) => {
  const menu = document.getElementById("save-menu");
  if (menu.open && !menu.contains(event.target)) menu.open = false;
});
for (const box of [searchBox, document.getElementById("find")]) {
  box.addEventListener("input", () => {
    if (box.value) box.dir = "auto";
    else box.removeAttribute("dir");
  });
}
for (const skip of document.querySelectorAll("a.skip")) {
  skip.addEventListener("click", (event) => {
    event.preventDefault();
    if (skip.hash === "#table") {
      change({ view: "table" });
      document.getElementById("find").focus();
    } else document.querySelector(skip.hash).focus();
  });
}

addEventListener("popstate", () => {
  restore();
  announceChange({ cam: state.cam, all: true });
});
carryPreferences(() => ({ lang: shell.lang, theme: shell.theme }));
restore();
refresh();
placeCamera(false);
new ResizeObserver(() => redraw()).observe(canvasBox);
document.body.dataset.ready = "1";
