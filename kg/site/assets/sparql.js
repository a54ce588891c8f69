// Sparql: the text of a query: its prefixes, its parameters, and the word that is being typed.

/** Return a query with the prefixes that it uses and lacks declared; its lines keep their numbers. */
export function declared(text, prefixes) {
  const bare = text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|#[^\n\r]*/g, " ");
  const own = new Set(Array.from(text.matchAll(/\bPREFIX\s+([\w-]*):/gi), (match) => match[1]));
  const used = new Set(Array.from(bare.matchAll(/(?<![\w:-])([A-Za-z][\w-]*):/g), (match) => match[1]));
  const lacking = Object.keys(prefixes).filter((name) => used.has(name) && !own.has(name));
  return lacking.map((name) => `PREFIX ${name}: <${prefixes[name]}> `).join("") + text;
}

/** Write a parameter's value as a term, or null where none fits; a bare name takes the default's prefix. */
export function term(parameter, value) {
  const text = value.trim();
  if (parameter.kind === "iri") {
    const name = text.includes(":") ? text : `${parameter.default.split(":")[0]}:${text}`;
    return /^[a-z]+:[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?$/u.test(name) ? name : null;
  }
  if (parameter.kind === "xsd:integer") return /^[+-]?\d+$/.test(text) ? text : null;
  if (parameter.kind === "xsd:date" && !/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  if (parameter.kind === "xsd:gYear" && !/^\d{4}$/.test(text)) return null;
  const quoted = JSON.stringify(text);
  return parameter.kind === "xsd:string" ? quoted : `${quoted}^^${parameter.kind}`;
}

/** Return a query with a term in the `VALUES` clause of a variable. */
export function bound(text, name, written) {
  const clause = new RegExp(`VALUES\\s+\\?${name}\\s*\\{[^{}]*\\}`, "g");
  return text.replace(clause, () => `VALUES ?${name} { ${written} }`);
}

/** Return the word before the caret that completion can go on: where it begins, its prefix and its text. */
export function wordAt(text, caret) {
  const match = /(?:([A-Za-z][\w-]*):)?([\p{L}\p{N}_][\p{L}\p{N}\p{Mn}_.-]*)?$/u.exec(text.slice(0, caret));
  const before = text[match.index - 1] ?? "";
  if (!match[0] || /[?$<:@^"'\w-]/.test(before)) return null;
  return { start: match.index, prefix: match[1] ?? "", text: match[2] ?? "" };
}
