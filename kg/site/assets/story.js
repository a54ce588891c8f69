// Story: a guided walk; each step is a text and a state of the page.

import { el, tidy } from "./text.js";
import { choose, say, shell } from "./frame.js";
import { meta } from "./data.js";
import { change, state } from "./state.js";

const storyBox = document.getElementById("story");
const stories = meta.stories ?? [];

const storyAt = () => {
  if (!state.story) return null;
  const [which, step] = state.story.split(".").map(Number);
  return stories[which]?.steps[step] ? { which, step, story: stories[which] } : null;
};

/** Go to a step: the state that it names, in the language of the page. */
function toStoryStep(which, step) {
  const { lang, theme: look } = { lang: shell.lang, theme: shell.theme };
  const parts = [
    `lang=${lang}`,
    look && `theme=${look}`,
    `story=${which}.${step}`,
    stories[which].steps[step].show,
  ];
  location.hash = parts.filter(Boolean).join("&");
}

export function refreshStory() {
  const now = storyAt();
  storyBox.hidden = !now;
  if (!now) return;
  const { which, step, story } = now;
  const text = choose(story.steps[step].text);
  const button = (key, to, off) =>
    el(
      "button",
      { type: "button", class: "quiet", disabled: off, onclick: () => toStoryStep(which, to) },
      say(key),
    );
  storyBox.replaceChildren(
    el(
      "div",
      { class: "row" },
      el("h2", {}, tidy(choose(story.title).text, 160)),
      el(
        "button",
        {
          type: "button",
          class: "close",
          "aria-label": say("story.end"),
          title: say("story.end"),
          onclick: () => change({ story: null }),
        },
        "×",
      ),
    ),
    el("p", { lang: text.lang, dir: text.lang === "fa" ? "rtl" : "ltr" }, tidy(text.text, 1200)),
    el(
      "div",
      { class: "row" },
      el("span", { class: "hint" }, say("story.step", { n: step + 1, all: story.steps.length })),
      el(
        "span",
        {},
        button("story.prev", step - 1, step === 0),
        button("story.next", step + 1, step === story.steps.length - 1),
      ),
    ),
  );
}
