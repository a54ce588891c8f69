// Time: a slider whose steps are the days on which the picture changes.

import { gregorian, solar } from "./times.js";
import { el, svgEl } from "./text.js";
import { say, shell } from "./frame.js";
import { edges, knownSince } from "./data.js";
import { change, state } from "./state.js";
import { latest, shown } from "./filter.js";
import { calm } from "./draw.js";

const slider = document.getElementById("day");
const playButton = document.getElementById("play");
const MOST_STEPS = 800;
let playing = 0;

/** Return the sorted dates on which something begins, ends, or becomes known. */
function stepsOf(mode) {
  const dates =
    mode === "known"
      ? edges.flatMap((edge) => edge.passages.map(knownSince))
      : edges.flatMap((edge) => [edge.start, edge.end]);
  const kept = new Set(dates.filter(Boolean));
  for (const length of [10, 7, 4]) {
    const steps = new Set([...kept].map((date) => date.slice(0, length)));
    if (steps.size <= MOST_STEPS || length === 4)
      return [...steps].sort((a, b) => (latest(a) < latest(b) ? -1 : 1));
  }
  return [];
}

const STEPS = { on: stepsOf("world"), known: stepsOf("known") };
STEPS.until = STEPS.on;

const stepsNow = () => STEPS[state.mode] ?? [];

/** Count, for each step, what begins at it: the small bars above the slider. */
export function drawBars() {
  const steps = stepsNow();
  const place = new Map(steps.map((date, at) => [date, at]));
  const counts = new Float64Array(steps.length);
  const add = (date) => {
    for (const n of [10, 7, 4]) {
      const at = place.get(date?.slice(0, n));
      if (at !== undefined) {
        counts[at] += 1;
        return;
      }
    }
  };
  for (const edge of edges) {
    if (state.mode === "known") edge.passages.map(knownSince).forEach(add);
    else add(edge.start);
  }
  const most = Math.max(1, ...counts);
  const picture = svgEl("svg", {
    viewBox: `0 0 ${Math.max(1, steps.length)} 20`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  counts.forEach((count, at) => {
    const h = count ? 2 + 18 * Math.sqrt(count / most) : 0;
    picture.append(svgEl("rect", { x: at + 0.1, y: 20 - h, width: 0.8, height: h }));
  });
  document.getElementById("bars").replaceChildren(picture);
  const ends = steps.length ? [steps[0], steps[steps.length - 1]] : [];
  document
    .getElementById("ends")
    .replaceChildren(...ends.map((date) => el("span", {}, gregorian(date.slice(0, 4), shell.lang))));
}

function setMode(mode) {
  stopPlaying();
  const steps = STEPS[mode] ?? [];
  if (mode !== "all" && !steps.length) return;
  const day =
    mode === "all"
      ? null
      : state.day && steps.some((d) => d <= state.day)
        ? state.day
        : steps[steps.length - 1];
  change({ mode, day });
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
  const steps = stepsNow();
  let at = steps.findLastIndex((date) => latest(date) <= latest(state.day));
  if (at < 0) at = 0;
  slider.max = String(steps.length - 1);
  slider.value = String(at);
  const text = `${gregorian(state.day, shell.lang)} · ${solar(state.day, shell.lang)}`;
  slider.setAttribute("aria-valuetext", text);
  const [own, second] = shell.lang === "fa" ? [solar, gregorian] : [gregorian, solar];
  document
    .getElementById("day-text")
    .replaceChildren(
      el("strong", {}, own(state.day, shell.lang)),
      el("span", {}, second(state.day, shell.lang)),
    );
  document.getElementById("day-hint").textContent =
    say(`time.${state.mode}.hint`) +
    (state.mode === "on" ? ` (${say("time.open")})` : "") +
    (shown.undated ? ` · ${say("time.undated", { n: shown.undated })}` : "");
  for (const [i, bar] of [...document.querySelectorAll("#bars rect")].entries())
    bar.classList.toggle("past", i <= at);
  playButton.setAttribute("aria-label", say(playing ? "pause" : "play"));
  playButton.dataset.playing = playing ? "1" : "";
}

function toStep(at, quiet = true) {
  const steps = stepsNow();
  if (steps[at] !== undefined && steps[at] !== state.day) change({ day: steps[at] }, { quiet });
}

function play() {
  if (playing) {
    stopPlaying();
    refreshTime();
    return;
  }
  const last = Number(slider.max);
  if (Number(slider.value) >= last) toStep(0);
  const pace = calm() ? 1200 : Math.max(90, Math.min(700, 24000 / (last + 1)));
  playing = setInterval(() => {
    if (Number(slider.value) >= last) {
      stopPlaying();
      refreshTime();
    } else toStep(Number(slider.value) + 1);
  }, pace);
  refreshTime();
}

export function stopPlaying() {
  clearInterval(playing);
  playing = 0;
}

slider.addEventListener("input", () => {
  stopPlaying();
  toStep(Number(slider.value));
});
playButton.addEventListener("click", play);
for (const button of document.querySelectorAll("[data-mode-of]"))
  button.addEventListener("click", () => setMode(button.dataset.modeOf));
