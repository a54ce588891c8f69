import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";
import { findGists, findNames, readGists, readNames } from "../../kg/site/assets/siteindex.js";

readNames({
  kinds: [["Person", "شخص", "Лицо"]],
  rows: [
    ["lavrov", 0, 2004, 3, "Sergey Lavrov", "سرگئی لاوروف", "Сергей Лавров", "S. V. Lavrov"],
    ["lavrova", 0, 0, 90, "Anna Lavrova", 0, 0],
    ["turkmenchay", 0, 1828, 5, "Treaty of Turkmenchay", "ترکمان‌چای", "Туркманчайский договор"],
  ],
});
readGists({
  rows: [
    ["claim-1", 0, "2001-03-12", [0], "Trade will grow.", "تجارت رشد خواهد کرد.", 0],
    ["claim-2", 0, "2025", [0], "Tradition counts more than trade.", 0, 0],
  ],
});
const names = (words) => findNames(words).map(({ record }) => record.id);

test("a name is found in each script and in another transliteration", () => {
  for (const words of ["Lavrov", "لاوروف", "Лавров", "sergei lawrow"])
    assert.equal(names(words)[0], "lavrov", words);
  for (const words of ["ترکمان چای", "ترکمانچای", "туркманчай"])
    assert.deepEqual(names(words), ["turkmenchay"], words);
});

test("the nearer name comes before one of which more is told", () => {
  assert.deepEqual(names("lavrov"), ["lavrov", "lavrova"]);
});

test("a gist is found by the beginnings of all words, the latest first", () => {
  assert.deepEqual(
    findGists("trad").map((gist) => gist.id),
    ["claim-2", "claim-1"],
  );
  assert.deepEqual(
    findGists("trade grow").map((gist) => gist.id),
    ["claim-1"],
  );
  assert.deepEqual(
    findGists("تجارت").map((gist) => gist.id),
    ["claim-1"],
  );
  assert.deepEqual(findGists("rade"), []);
});

test("nothing is found for nothing", () => {
  for (const words of ["", " ؟ "]) assert.deepEqual([...names(words), ...findGists(words)], [], words);
});
