// Facets of a list: what is shown, and what the numbers beside the values say.

import assert from "node:assert/strict";
import { test } from "node:test";

import { counts, matches } from "../../kg/site/assets/browse.js";

const letter = ["kind:letter", "side:iran", "side:russia"];
const speech = ["kind:speech", "side:iran"];

test("values of one facet are alternatives, facets are conditions", () => {
  assert.equal(matches(speech, ["side:russia", "side:iran"]), true);
  assert.equal(matches(speech, ["side:iran", "kind:letter"]), false);
  assert.equal(matches(letter, ["side:iran", "kind:letter"]), true);
  assert.equal(matches(letter, []), true);
});

test("a count says what a value would show beside the other facets", () => {
  const all = ["kind:letter", "kind:speech", "side:iran", "side:russia"];
  assert.deepEqual(counts([letter, speech], [], all), [1, 1, 2, 1]);
  // Another kind stays on offer though one is ticked; sides are counted among letters only.
  assert.deepEqual(counts([letter, speech], ["kind:letter"], all), [1, 1, 1, 1]);
});
