// Matching: how near a name is to the words of a query, in three scripts.

import { fold, skeleton } from "./fold.js";

/** Prepare a name for matching, or the words of a query. */
export function matchable(text) {
  const folded = fold(text.slice(0, 400));
  // Of a name with words in another script, the Latin ones alone are no name.
  const bones = /\P{ASCII}/u.test(folded) ? "" : skeleton(folded);
  return { text, folded, joined: folded.replaceAll(" ", ""), bones };
}

/** Return how near a name is to a query, both matchable: 0 itself, 6 a part of it; -1 for another name. */
export function closeness(name, query) {
  if (query.bones && query.bones === name.bones && name.folded !== query.folded) return 4;
  const parts = query.folded.split(" ");
  if (!name.joined.includes(query.joined) && !parts.every((part) => name.joined.includes(part))) return -1;
  if (name.folded === query.folded) return 0;
  if (name.folded.startsWith(`${query.folded} `)) return 1;
  const words = name.folded.split(" ");
  if (parts.every((part) => words.includes(part))) return 2;
  if (name.folded.startsWith(query.folded)) return 3;
  if (parts.every((part) => words.some((word) => word.startsWith(part)))) return 5;
  return name.joined.includes(query.joined) ? 6 : -1;
}
