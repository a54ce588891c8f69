// Pick: a box that is drawn out with the Shift key held picks nodes, to pin or hide them together.

import { nodes } from "./data.js";
import { shown } from "./filter.js";
import { say } from "./frame.js";
import { announce } from "./live.js";
import { select, state } from "./state.js";
import { el } from "./text.js";
import { canvasBox, toScreen, X, Y } from "./draw.js";

const bar = document.getElementById("picked");
const box = el("div", { id: "pick-box", hidden: true });
canvasBox.append(box);
let corner = null;
let picked = [];

function pointIn(event) {
  const { left, top } = canvasBox.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

function spanTo(event) {
  const [x, y] = pointIn(event);
  return [Math.min(x, corner[0]), Math.min(y, corner[1]), Math.max(x, corner[0]), Math.max(y, corner[1])];
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

canvasBox.addEventListener(
  "pointerdown",
  (event) => {
    if (!event.shiftKey || event.button) return;
    // The canvas below would be dragged along.
    event.stopPropagation();
    event.preventDefault();
    corner = pointIn(event);
    canvasBox.setPointerCapture(event.pointerId);
  },
  true,
);
canvasBox.addEventListener("pointermove", (event) => {
  if (!corner) return;
  const [left, top, right, bottom] = spanTo(event);
  box.hidden = false;
  for (const [name, value] of Object.entries({ left, top, width: right - left, height: bottom - top }))
    box.style.setProperty(name, `${value}px`);
});
canvasBox.addEventListener("pointerup", (event) => {
  if (!corner) return;
  const [left, top, right, bottom] = spanTo(event);
  corner = null;
  box.hidden = true;
  picked = nodes
    .filter(({ i }) => {
      const [x, y] = shown.node[i] ? toScreen(X[i], Y[i]) : [];
      return x >= left && x <= right && y >= top && y <= bottom;
    })
    .map(({ id }) => id);
  offer();
});

/** Write the bar anew, in another language. */
export const refreshPicked = () => {
  if (picked.length) offer();
};
