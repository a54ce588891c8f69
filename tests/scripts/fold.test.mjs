import assert from "node:assert/strict";
import { test } from "node:test";
import { cases } from "./page.mjs";
import { fold, skeleton, stem } from "../../kg/site/assets/fold.js";

test("spellings fold as they do in Python", () => {
  assert.ok(cases.folding.length > 400);
  for (const [text, folded] of cases.folding) assert.equal(fold(text), folded, text);
});

test("transliterations have the consonants that they have in Python", () => {
  for (const [text, folded, consonants] of cases.folding) assert.equal(skeleton(folded), consonants, text);
});

test("forms of a word share what they share in Python", () => {
  assert.ok(cases.stems.some(([word, shared]) => word !== shared));
  for (const [word, shared] of cases.stems) assert.equal(stem(word), shared, word);
});
