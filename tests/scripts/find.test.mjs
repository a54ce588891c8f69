import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";
import { find } from "../../kg/site/assets/find.js";

const best = (words) => find(words)[0]?.target;

test("a name is found in each script, in other letters and without marks", () => {
  for (const words of ["Lavrov", "sergey LAVROV", "لاوروف", "Лавров"])
    assert.equal(best(words).node, "id:lavrov", words);
  for (const words of ["علي خامنه‌اي", "علی خامنه ای"]) assert.equal(best(words).node, "id:ali", words);
  assert.equal(best("Королев").node, "id:only-russian");
});

test("another transliteration is found by its consonants", () => {
  assert.equal(best("Sergei Lawrow").node, "id:lavrov");
});

test("a happening that is drawn as a relation is found by its label", () => {
  assert.equal(best("entry into force").record, "id:force");
});

test("nothing is found for nothing, and for what nobody is called", () => {
  for (const words of ["", "  ", "؟!", "zzzz"]) assert.deepEqual(find(words), [], words);
});
