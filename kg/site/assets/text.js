// Text: what is safe to show, and elements built without markup.

// --- safe and legible text ---

/** Make a text from data safe to show: no direction overrides, control characters visible, length bounded. */
export function tidy(text, limit = 0) {
  const shown = String(text)
    .replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g, "")
    .replace(/[\t\n\r]+/g, " ")
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f\ufff9-\ufffb]/g, "\ufffd");
  if (!limit || shown.length <= limit) return shown;
  return (
    Array.from(shown.slice(0, limit + 1))
      .slice(0, -1)
      .join("") + "…"
  );
}

/** Write the digits of a text in the script of a language, without separators. */
export const numerals = (text, lang) =>
  lang === "fa" ? text.replace(/\d/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[digit]) : text;

export const isRtl = (text) => {
  const strong = /[\p{L}]/u.exec(text);
  return strong !== null && /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/.test(strong[0]);
};

/** Return only web addresses; anything else (javascript:, data:) is no link. */
export function webAddress(text) {
  return /^https?:\/\/[^\s<>"']+$/i.test(String(text ?? "")) ? String(text) : null;
}

// --- elements ---

/** Build an element; children are elements or texts, never markup. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""),
  );
  return node;
}

export const svgEl = (tag, attributes) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
};

/** Build a link that leaves the page, or plain text where the address is no web address. */
export function outLink(address, ...children) {
  const href = webAddress(address);
  if (!href) return el("span", {}, ...children);
  return el("a", { href, rel: "noopener noreferrer", target: "_blank", class: "out" }, ...children);
}
