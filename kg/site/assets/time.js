// Time: a linear axis with a histogram, a day on it, and a brush that looks at a part of it.

import { daysOf, gregorian, solar, solarYear } from "./times.js";
import { el, numerals, svgEl } from "./text.js";
import { fold } from "./fold.js";
import { say, shell } from "./frame.js";
import { edges, knownSince } from "./data.js";
import { change, state } from "./state.js";
import { latest, shown } from "./filter.js";
import { calm } from "./draw.js";

const slider = document.getElementById("day");
const playButton = document.getElementById("play");
const undatedBox = document.getElementById("day-undated");
const DAY = 86400000;
const BINS = 80;
let playing = 0;

// --- dates and the numbers of days ---

const numberOf = (date) => Math.round(daysOf(date).first / DAY);
const dateOf = (number) => new Date(number * DAY).toISOString().slice(0, 10);

/** Return the sorted dates on which something begins, ends, or becomes known. */
function stepsOf(mode) {
  const dates =
    mode === "known"
      ? edges.flatMap((edge) => edge.passages.map(knownSince))
      : edges.flatMap((edge) => [edge.start, edge.end]);
  return [...new Set(dates.filter((date) => daysOf(date)))].sort((a, b) => (latest(a) < latest(b) ? -1 : 1));
}

const STEPS = { on: stepsOf("world"), known: stepsOf("known") };
STEPS.until = STEPS.on;
STEPS.within = STEPS.on;
const stepsNow = () => STEPS[state.mode] ?? [];

/** Today, or the day of the last source of the page if that is earlier: nothing is known after it. */
export const graphsDay = (() => {
  const today = new Date().toISOString().slice(0, 10);
  const last = STEPS.known.at(-1);
  return last && latest(last) < today ? latest(last) : today;
})();

/** The first and the last day of the axis, as numbers: of the window, or of all that is dated. */
function axis() {
  if (state.window.length === 2) return state.window.map(numberOf);
  const steps = stepsNow();
  const [first, last] = [steps[0] ?? graphsDay, steps.at(-1) ?? graphsDay].map(numberOf);
  return [Math.min(first, numberOf(graphsDay)), Math.max(last, numberOf(graphsDay))];
}

// --- the histogram and the ticks ---

/** Return the years of the ticks, at most eight, at round numbers. */
export function tickYears(first, last) {
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200].find((years) => (last - first) / years <= 7) ?? 500;
  const years = [];
  for (let year = Math.ceil(first / step) * step; year <= last; year += step) years.push(year);
  return years;
}

function tickAt(place, words, attributes = {}) {
  const label = el("span", attributes, words);
  label.style.setProperty("left", `${place * 100}%`);
  return label;
}

/** Return the labelled Solar Hijri years of an axis, each with the number of its first day. */
function nowruzOf(first, last) {
  const yearOf = (number) => solarYear(dateOf(number));
  return tickYears(yearOf(first) + 1, yearOf(last)).map((year) => {
    // Nowruz lies between 19 and 22 March: the first day whose year is the one sought.
    let day = numberOf(`${String(year + 621).padStart(4, "0")}-03-19`);
    while (yearOf(day) < year) day += 1;
    return [year, day];
  });
}

/** Count what begins, or becomes known, in equal spans of the axis: the bars above the slider. */
export function drawBars() {
  const [first, last] = axis();
  const span = Math.max(1, last - first);
  const counts = new Float64Array(BINS);
  const add = (date) => {
    if (!daysOf(date)) return;
    const at = Math.floor(((numberOf(date) - first) / span) * (BINS - 1));
    if (at >= 0 && at < BINS) counts[at] += 1;
  };
  for (const edge of edges) {
    if (state.mode === "known") edge.passages.map(knownSince).forEach(add);
    else add(edge.start);
  }
  const most = Math.max(1, ...counts);
  const picture = svgEl("svg", {
    viewBox: `0 0 ${BINS} 20`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  counts.forEach((count, at) => {
    const h = count ? 2 + 18 * Math.sqrt(count / most) : 0;
    picture.append(svgEl("rect", { x: at + 0.1, y: 20 - h, width: 0.8, height: h }));
  });
  document.getElementById("bars").replaceChildren(picture, el("div", { id: "brush", hidden: true }));
  const year = (number) => Number(dateOf(number).slice(0, 4));
  const ticks = tickYears(year(first) + (dateOf(first).slice(5) > "01-01" ? 1 : 0), year(last));
  const shownTicks = ticks.length ? ticks : [year(first)];
  const place = (number) => Math.max(0, Math.min(1, (number - first) / span));
  const written = shownTicks.map((tick) => String(tick).padStart(4, "0"));
  const labels = written.map((tick) =>
    tickAt(place(numberOf(`${tick}-01-01`)), say("axis.gregorian", { year: gregorian(tick, shell.lang) })),
  );
  // As on other axes, the Persian one has the Solar Hijri years below, each where it begins.
  if (shell.lang === "fa")
    for (const [tick, day] of nowruzOf(first, last))
      labels.push(
        tickAt(place(day), say("axis.solar", { year: numerals(String(tick), "fa") }), { class: "second" }),
      );
  document.getElementById("ends").replaceChildren(...labels);
  for (const [id, end] of [
    ["window-from", first],
    ["window-to", last],
  ])
    document.getElementById(id).value = gregorian(dateOf(end).slice(0, 4), shell.lang);
}

// --- the brush: a part of the axis, drawn out by the pointer or written as years ---

let brushFrom = null;
const bars = document.getElementById("bars");
const shareAt = (event) => {
  const box = bars.getBoundingClientRect();
  return Math.max(0, Math.min(1, (event.clientX - box.left) / (box.width || 1)));
};
function lookAt(from, to) {
  // Less than a month is a slip of the hand.
  const span = to - from > 30 ? [dateOf(from), dateOf(to)] : [];
  // What is known by a day is another clock than what held within some years.
  const mode = state.mode === "known" ? "known" : span.length ? "within" : "on";
  change({ window: span, mode, day: state.day ?? graphsDay });
}
bars.addEventListener("pointerdown", (event) => {
  brushFrom = shareAt(event);
  bars.setPointerCapture(event.pointerId);
});
bars.addEventListener("pointermove", (event) => {
  if (brushFrom === null) return;
  const [left, right] = [brushFrom, shareAt(event)].sort((a, b) => a - b);
  const brush = document.getElementById("brush");
  brush.hidden = false;
  brush.style.setProperty("left", `${left * 100}%`);
  brush.style.setProperty("width", `${(right - left) * 100}%`);
});
bars.addEventListener("pointerup", (event) => {
  if (brushFrom === null) return;
  const [left, right] = [brushFrom, shareAt(event)].sort((a, b) => a - b);
  brushFrom = null;
  const [first, last] = axis();
  if (right - left > 0.02)
    lookAt(Math.round(first + left * (last - first)), Math.round(first + right * (last - first)));
  else {
    document.getElementById("brush").hidden = true;
    toDay(dateOf(Math.round(first + right * (last - first))));
  }
});
for (const id of ["window-from", "window-to"])
  document.getElementById(id).addEventListener("change", () => {
    // A field for numbers neither shows nor takes Persian digits, so these are texts, and either kind counts.
    const [from, to] = ["window-from", "window-to"].map((name) => fold(document.getElementById(name).value));
    if (!/^\d{4}$/.test(from) || !/^\d{4}$/.test(to) || from > to) drawBars();
    else lookAt(numberOf(`${from}-01-01`), numberOf(`${to}-12-31`));
  });
document.getElementById("window-all").addEventListener("click", () => lookAt(0, 0));

// --- the day ---

function setMode(mode) {
  stopPlaying();
  if (mode !== "all" && !STEPS[mode].length) return;
  const off = mode === "all";
  change({ mode, day: off ? null : (state.day ?? graphsDay), window: off ? [] : state.window });
}

export function refreshTime() {
  const off = state.mode === "all";
  document.getElementById("time").dataset.mode = state.mode;
  for (const button of document.querySelectorAll("[data-mode-of]")) {
    const mode = button.dataset.modeOf;
    button.setAttribute("aria-pressed", String(mode === state.mode));
    button.disabled = mode !== "all" && !STEPS[mode].length;
  }
  document.getElementById("time-run").hidden = off;
  if (off) return;
  const [first, last] = axis();
  const at = Math.max(first, Math.min(last, numberOf(state.day)));
  slider.min = String(first);
  slider.max = String(last);
  slider.value = String(at);
  const text = `${gregorian(state.day, shell.lang)}${say("comma")}${solar(state.day, shell.lang)}`;
  slider.setAttribute("aria-valuetext", text);
  const [own, second] = shell.lang === "fa" ? [solar, gregorian] : [gregorian, solar];
  const words = (write) => {
    if (state.mode !== "within") return write(state.day, shell.lang);
    // A Gregorian year covers parts of two Solar Hijri ones: there the days are written.
    const form = write === solar ? "YYYY-MM-DD" : "YYYY";
    const [from, to] = [first, last].map((day) => write(dateOf(day).slice(0, form.length), shell.lang));
    return say("time.years", { first: from, last: to });
  };
  document
    .getElementById("day-text")
    .replaceChildren(el("strong", {}, words(own)), el("span", {}, words(second)));
  document.getElementById("day-hint").textContent =
    say(`time.${state.mode}.hint`) + (state.mode === "on" ? ` (${say("time.open")})` : "");
  document.getElementById("day-undated-text").textContent = say("time.undated", { n: shown.undated });
  undatedBox.checked = state.undated;
  undatedBox.parentElement.hidden = !shown.undated;
  document.getElementById("window-all").disabled = !state.window.length;
  const past = Math.floor(((at - first) / Math.max(1, last - first)) * (BINS - 1));
  for (const [i, bar] of [...document.querySelectorAll("#bars rect")].entries())
    bar.classList.toggle("past", i <= past);
  playButton.setAttribute("aria-label", say(playing ? "pause" : "play"));
  playButton.dataset.playing = playing ? "1" : "";
}

function toDay(day) {
  const mode = state.mode === "within" ? "on" : state.mode;
  if (day && (day !== state.day || mode !== state.mode)) change({ day, mode }, { quiet: true });
}

/** Return the next or the previous date on which the picture changes, within the axis. */
function nextStep(way) {
  const [first, last] = axis();
  const now = latest(state.day);
  const steps = stepsNow().filter((date) => numberOf(date) >= first && numberOf(date) <= last);
  return way > 0 ? steps.find((date) => latest(date) > now) : steps.findLast((date) => latest(date) < now);
}

function play() {
  if (playing) {
    stopPlaying();
    refreshTime();
    return;
  }
  const [first, last] = axis();
  const steps = stepsNow().filter((date) => numberOf(date) >= first && numberOf(date) <= last);
  if (!nextStep(1)) toDay(steps[0]);
  const pace = calm() ? 1200 : Math.max(90, Math.min(700, 24000 / (steps.length + 1)));
  playing = setInterval(() => {
    const next = nextStep(1);
    if (next) toDay(next);
    else {
      stopPlaying();
      refreshTime();
    }
  }, pace);
  refreshTime();
}

export function stopPlaying() {
  clearInterval(playing);
  playing = 0;
}

slider.addEventListener("input", () => {
  stopPlaying();
  toDay(dateOf(Number(slider.value)));
});
// A day is too small a step for a key on an axis of two centuries: keys go where the picture changes.
const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
slider.addEventListener("keydown", (event) => {
  const steps = stepsNow();
  if (KEYS[event.key]) toDay(nextStep(KEYS[event.key]));
  else if (event.key === "Home") toDay(steps[0]);
  else if (event.key === "End") toDay(steps.at(-1));
  else return;
  stopPlaying();
  event.preventDefault();
});
undatedBox.addEventListener("change", () => change({ undated: undatedBox.checked }));
playButton.addEventListener("click", play);
for (const button of document.querySelectorAll("[data-mode-of]"))
  button.addEventListener("click", () => setMode(button.dataset.modeOf));
