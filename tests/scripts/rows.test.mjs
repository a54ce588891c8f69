import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import "./page.mjs";
import { refilter } from "../../kg/site/assets/filter.js";
import { tableCsv, tableRows } from "../../kg/site/assets/rows.js";
import { fresh, state } from "../../kg/site/assets/state.js";

beforeEach(() => {
  Object.assign(state, fresh());
  refilter();
});

test("the rows are what is shown", () => {
  assert.equal(tableRows().length, 17);
  state.rows = "nodes";
  assert.equal(tableRows().length, 15);
  Object.assign(state, { mode: "on", day: "2024" });
  refilter();
  assert.deepEqual(
    tableRows()
      .map(({ item }) => item.id)
      .sort(),
    ["id:iran", "id:sco"],
  );
});

test("a node counts its shown relations", () => {
  state.rows = "nodes";
  const links = new Map(tableRows().map(({ item, cells }) => [item.id, cells[2]]));
  assert.equal(links.get("id:iran"), 8);
  assert.equal(links.get("id:lone"), 0);
});

test("rows are filtered by all words and sorted either way, numbers by size", () => {
  state.find = "LAVROV russia";
  assert.equal(tableRows().length, 1);
  Object.assign(state, { find: "", sort: "-start" });
  assert.equal(tableRows()[0].item.record, "id:force");
  Object.assign(state, { rows: "nodes", sort: "-links" });
  assert.equal(tableRows()[0].item.id, "id:iran");
});

test("CSV has a row for each, quotes what needs it and disarms formulas", () => {
  const lines = tableCsv().split("\r\n");
  assert.equal(lines.length, 1 + 17 + 1);
  assert.equal(lines.at(-1), "");
  state.rows = "nodes";
  const hostile = tableCsv()
    .split("\r\n")
    .find((line) => line.includes("id:hostile"));
  assert.ok(hostile.startsWith('"<img src=x onerror=""window.hacked=1"">'), hostile);
  state.find = "only russian";
  assert.match(tableCsv(), /Пётр Королёв/);
});

test("a cell that a spreadsheet would run begins with an apostrophe", () => {
  state.find = "sum";
  state.rows = "nodes";
  assert.match(tableCsv(), /^"?'=SUM/m);
});
