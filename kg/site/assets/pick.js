// Pick: a line drawn around nodes, by the lasso or with Shift held, picks them, to pin or hide them together.

import { nodes } from "./data.js";
import { shown } from "./filter.js";
import { say } from "./frame.js";
import { announce } from "./live.js";
import { select, state } from "./state.js";
import { el, svgEl } from "./text.js";
import { canvasBox, toScreen, X, Y } from "./draw.js";

const bar = document.getElementById("picked");
const lasso = document.getElementById("lasso");
const loop = svgEl("polygon", {});
const sheet = svgEl("svg", { id: "lasso-line", "aria-hidden": "true" });
sheet.append(loop);
canvasBox.append(sheet);
/** The corners of the line that is being drawn, in pixels of the canvas; null when none is. */
let corners = null;
let picked = [];

function pointIn(event) {
  const { left, top } = canvasBox.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

/** Whether a point lies within a closed line, however often it crosses itself: the even-odd rule. */
function isInside([x, y], line) {
  return line.reduce((inside, [x1, y1], at) => {
    const [x2, y2] = line.at(at - 1);
    return y1 > y !== y2 > y && x < x1 + ((x2 - x1) * (y - y1)) / (y2 - y1) ? !inside : inside;
  }, false);
}

/** Tell what is picked, and offer what can be done with it. */
function offer() {
  bar.hidden = !picked.length;
  if (!picked.length) return;
  const act = (key, patch) =>
    el("button", { type: "button", class: "quiet", "data-act": key, onclick: () => done(patch()) }, say(key));
  bar.replaceChildren(
    el("span", {}, say("picked", { n: picked.length })),
    act("pin", () => ({ pin: [...new Set([...state.pin, ...picked])] })),
    act("hide", () => ({ hide: [...new Set([...state.hide, ...picked])], focus: null, path: [] })),
    act("picked.others", () => ({ hide: others() })),
    act("picked.none", () => null),
  );
  announce(say("picked", { n: picked.length }));
}

function others() {
  const own = new Set(picked);
  return nodes.filter(({ i, id }) => shown.node[i] && !own.has(id)).map(({ id }) => id);
}

function done(patch) {
  picked = [];
  offer();
  if (patch) select(null, null, patch);
  canvasBox.focus();
}

function drawLoop() {
  loop.setAttribute("points", (corners ?? []).join(" "));
}

function stop() {
  corners = null;
  drawLoop();
}

lasso.addEventListener("click", () => {
  lasso.setAttribute("aria-pressed", String(lasso.getAttribute("aria-pressed") !== "true"));
});
canvasBox.addEventListener(
  "pointerdown",
  (event) => {
    if (!(event.shiftKey || lasso.getAttribute("aria-pressed") === "true") || event.button) return;
    // The canvas below would be dragged along.
    event.stopPropagation();
    event.preventDefault();
    corners = [pointIn(event)];
    canvasBox.setPointerCapture(event.pointerId);
  },
  true,
);
canvasBox.addEventListener("pointermove", (event) => {
  if (!corners) return;
  corners.push(pointIn(event));
  drawLoop();
});
canvasBox.addEventListener("pointercancel", stop);
canvasBox.addEventListener("pointerup", () => {
  if (!corners) return;
  picked = nodes
    .filter(({ i }) => shown.node[i] && isInside(toScreen(X[i], Y[i]), corners))
    .map(({ id }) => id);
  lasso.setAttribute("aria-pressed", "false");
  stop();
  offer();
});

/** Write the bar anew, in another language. */
export const refreshPicked = () => {
  if (picked.length) offer();
};
