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

const state = await (await fetch("state")).json();
const paragraphs = new Map();
const cards = new Map();

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
    const label = element("label", { text: name });
    label.htmlFor = input.id;
    grid.append(label, input);
  }
  return grid;
}

/** The records that may be meant: choosing one fills it in. */
function choices(proposal, grid) {
  const select = document.createElement("select");
  select.setAttribute("aria-label", "Records that may be meant");
  select.append(new Option("Records that may be meant …", ""));
  for (const name of proposal.candidates)
    select.append(new Option(`${name} ${state.labels[name] ?? ""}`, name));
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
  const title = `${proposal.number}. ${proposal.kind}${verdict ? ` – ${verdict}` : ""}`;
  const card = element("article", {
    className: verdict ? "decided" : "",
    children: [
      element("h2", { text: title }),
      element("p", { text: `paragraph ${proposal.paragraph}: ${proposal.why}` }),
    ],
  });
  const grid = fields(proposal);
  card.append(grid);
  if (proposal.candidates.length) card.append(choices(proposal, grid));
  const fault = element("p", { className: "fault" });
  fault.setAttribute("role", "alert");
  const buttons = element("p");
  for (const [text, decision] of [
    ["Accept", "accepted"],
    ["Skip", "skipped"],
    ["Not stated", "not stated"],
  ]) {
    const button = element("button", { text });
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

/** Whether a proposal is to be decided on: it states something, or its record is not sure. */
function isAsked(proposal) {
  return document.getElementById("all").checked || proposal.states || !Object.keys(proposal.values).length;
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return answer.json();
}

async function decide(proposal, verdict, values, fault) {
  try {
    const answer = await post("decide", { number: proposal.number, verdict, values });
    if (answer.fault) {
      fault.textContent = answer.fault;
      return;
    }
    state.proposals[state.proposals.findIndex(({ number }) => number === proposal.number)] = answer.proposal;
    show(answer.proposal);
    count();
    const next = state.proposals.find(
      (other) => other.number > proposal.number && !other.decision && isAsked(other),
    );
    cards.get(next?.number)?.querySelector("button").focus();
  } catch (error) {
    fault.textContent = String(error.message);
  }
}

function count() {
  const asked = state.proposals.filter(isAsked);
  const open = asked.filter(({ decision }) => !decision).length;
  document.getElementById("count").textContent = `${open} of ${asked.length} undecided`;
}

document.getElementById("about").textContent = `${state.source}, reviewed by ${state.reviewer}`;
document.getElementById("finish").addEventListener("click", async () => {
  await post("finish", {});
  document.body.replaceChildren(
    element("p", { text: "The review has ended. The terminal says what was written." }),
  );
});
document.getElementById("all").addEventListener("change", () => {
  for (const proposal of state.proposals) cards.get(proposal.number).hidden = !isAsked(proposal);
  count();
});
showText();
for (const proposal of state.proposals) show(proposal);
count();
