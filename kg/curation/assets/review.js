// The page of `kg review --browser`: the document on one side, its proposals on the other.
// Whatever comes from the document or the files is set as text, never as HTML.

/** Make an element with a class, a text and children. */
function element(tag, { className = "", text = "", children = [] } = {}) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

/** The names of values that a proposal of a kind may have beside those that it has. */
const SLOTS = {
  speaker: ["kg:holder", "kg:statedOn", "gist", "about", "kind"],
  figure: ["record", "key", "speaker"],
  vote: ["record", "key", "speaker"],
  membership: ["record", "key", "speaker"],
  act: ["record", "key", "speaker"],
  mention: ["record"],
  day: ["day"],
};

const LANGUAGES = ["en", "fa", "ru"];
const state = await (await fetch("state")).json();
const paragraphs = new Map();
const cards = new Map();
const opened = document.documentElement.lang;
const spoken = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => LANGUAGES.includes(tag));
// Whoever opens the page in another language than the default has chosen it.
let lang = opened === LANGUAGES[0] ? (spoken ?? opened) : opened;

/** Return a phrase in the language of the page, its slots filled, its numbers in that language's digits. */
function say(key, slots = {}) {
  const number = new Intl.NumberFormat(lang === "fa" ? "fa-IR" : lang, { useGrouping: false });
  return state.phrases[key][lang].replace(/\{(\w+)\}/g, (_, name) =>
    typeof slots[name] === "number" ? number.format(slots[name]) : slots[name],
  );
}

/** Return the name of a value: that of its property, else a phrase. */
function nameOf(value) {
  const key = `review.value.${value}`;
  return state.labels[lang][value] ?? (key in state.phrases ? say(key) : value);
}

function showText() {
  const section = document.getElementById("text");
  section.lang = state.language;
  section.dir = state.language === "fa" ? "rtl" : "ltr";
  for (const { number, text } of state.paragraphs) {
    const body = element("span", { text });
    const label = element("span", { className: "number", text: String(number) });
    section.append(element("p", { children: [label, body] }));
    paragraphs.set(number, { body, text });
  }
}

/** Mark the words of a proposal in the document, and nothing else. */
function mark(proposal) {
  for (const { body, text } of paragraphs.values()) body.textContent = text;
  const { body, text } = paragraphs.get(proposal.paragraph);
  // Places count code points, as Python does; strings of JavaScript count units of UTF-16.
  const letters = Array.from(text);
  const part = (from, to) => letters.slice(from, to).join("");
  const marked = element("mark", { text: part(proposal.start, proposal.end) });
  body.replaceChildren(part(0, proposal.start), marked, part(proposal.end));
  marked.scrollIntoView({ block: "center" });
  for (const card of cards.values()) card.classList.remove("current");
  cards.get(proposal.number).classList.add("current");
}

function valuesOf(card) {
  const pairs = Array.from(card.querySelectorAll("input[name]"), (input) => [input.name, input.value.trim()]);
  return Object.fromEntries(pairs.filter(([, value]) => value));
}

function fields(proposal) {
  const names = new Set([...Object.keys(proposal.values), ...SLOTS[proposal.kind]]);
  const grid = element("div", { className: "values" });
  for (const name of names) {
    const input = document.createElement("input");
    input.name = name;
    input.id = `value-${proposal.number}-${name}`;
    input.value = proposal.values[name] ?? "";
    input.dir = "auto";
    const label = element("label", { text: nameOf(name) });
    label.title = name;
    label.htmlFor = input.id;
    grid.append(label, input);
  }
  return grid;
}

/** The records that may be meant: choosing one fills it in. */
function choices(proposal, grid) {
  const select = document.createElement("select");
  select.setAttribute("aria-label", say("review.candidates"));
  select.append(new Option(`${say("review.candidates")} …`, ""));
  for (const name of proposal.candidates) {
    const label = state.labels[lang][name];
    select.append(new Option(label === name ? name : `${label} (${name})`, name));
  }
  select.addEventListener("change", () => {
    const slot = proposal.kind === "speaker" ? "kg:holder" : "record";
    grid.querySelector(`input[name="${slot}"]`).value = select.value;
    const key = grid.querySelector('input[name="key"]');
    if (key) key.value = "";
  });
  return select;
}

function show(proposal) {
  const old = cards.get(proposal.number);
  const verdict = proposal.decision?.verdict ?? "";
  const kind = say(`draft.kind.${proposal.kind}`);
  const title = verdict ? `${kind} – ${say(`review.verdict.${verdict}`)}` : kind;
  const card = element("article", {
    className: verdict ? "decided" : "",
    children: [
      element("h2", { text: title }),
      element("p", {
        text: `${say("locator.paragraph", { n: proposal.paragraph })}: ${proposal.reasons[lang]}`,
      }),
    ],
  });
  const grid = fields(proposal);
  card.append(grid);
  if (proposal.candidates.length) card.append(choices(proposal, grid));
  const fault = element("p", { className: "fault" });
  fault.setAttribute("role", "alert");
  const buttons = element("p");
  for (const [text, decision] of [
    ["review.accept", "accepted"],
    ["review.skip", "skipped"],
    ["review.not-stated", "not stated"],
  ]) {
    const button = element("button", { text: say(text) });
    button.type = "button";
    button.addEventListener("click", () => decide(proposal, decision, valuesOf(card), fault));
    buttons.append(button);
  }
  card.append(buttons, fault);
  card.addEventListener("focusin", () => mark(proposal));
  card.addEventListener("click", () => mark(proposal));
  card.hidden = !isAsked(proposal);
  cards.set(proposal.number, card);
  if (old) old.replaceWith(card);
  else document.getElementById("proposals").append(card);
}

/** Whether a proposal is to be decided on: the server says, unless the reviewer wants to see all. */
function isAsked(proposal) {
  return document.getElementById("all").checked || proposal.asked;
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

async function decide(proposal, verdict, values, fault) {
  try {
    const answer = await post("decide", { number: proposal.number, verdict, values });
    if (answer.fault) {
      // The reasons are those that the terminal gives, in English as all of its faults are.
      const reason = element("bdi", { text: answer.fault });
      reason.lang = "en";
      fault.replaceChildren(say("review.fault"), " ", reason);
      return;
    }
    state.proposals[state.proposals.findIndex(({ number }) => number === proposal.number)] = answer.proposal;
    show(answer.proposal);
    count();
    const next = state.proposals.find(
      (other) => other.number > proposal.number && !other.decision && isAsked(other),
    );
    cards.get(next?.number)?.querySelector("button").focus();
  } catch {
    fault.textContent = say("review.failed");
  }
}

function count() {
  const asked = state.proposals.filter(isAsked);
  const open = asked.filter(({ decision }) => !decision).length;
  document.getElementById("count").textContent = say("review.undecided", { n: open, all: asked.length });
}

/** Write everything but the document in a language. What was typed and not decided on is kept. */
function speak(language) {
  lang = language;
  Object.assign(document.documentElement, { lang, dir: lang === "fa" ? "rtl" : "ltr" });
  document.title = say("review.title");
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
  for (const node of document.querySelectorAll("[data-label]"))
    node.setAttribute("aria-label", say(node.dataset.label));
  for (const button of document.querySelectorAll("[data-lang]"))
    button.setAttribute("aria-pressed", button.dataset.lang === lang);
  document.getElementById("about").textContent = say("review.about", state);
  for (const proposal of state.proposals) {
    const card = cards.get(proposal.number);
    const typed = card ? Array.from(card.querySelectorAll("input[name]"), ({ value }) => value) : [];
    show(proposal);
    cards
      .get(proposal.number)
      .querySelectorAll("input[name]")
      .forEach((input, i) => {
        input.value = typed[i] ?? input.value;
      });
  }
  count();
}

document.getElementById("finish").addEventListener("click", async () => {
  await post("finish", {});
  document.body.replaceChildren(element("p", { text: say("review.ended") }));
});
for (const button of document.querySelectorAll("[data-lang]"))
  button.addEventListener("click", () => speak(button.dataset.lang));
document.getElementById("all").addEventListener("change", () => {
  for (const proposal of state.proposals) cards.get(proposal.number).hidden = !isAsked(proposal);
  count();
});
showText();
speak(lang);
