import assert from "node:assert/strict";
import { test } from "node:test";
import { bars, csv, network, numberColumns, place, tabulate } from "../../kg/site/assets/answer.js";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const iri = (name) => ({ type: "uri", value: `https://example.org/${name}` });
const text = (value) => ({ type: "literal", value });
const number = (value, datatype = "integer") => ({ type: "literal", value, datatype: XSD + datatype });

test("an answer is a table in the order of its variables", () => {
  const answer = { head: { vars: ["a", "b"] }, results: { bindings: [{ b: text("x") }] } };
  assert.deepEqual(tabulate(answer), { columns: ["a", "b"], rows: [[null, text("x")]] });
  assert.deepEqual(tabulate({ head: {}, boolean: true }).rows, [[text("true")]]);
});

test("CSV quotes what it must", () => {
  const table = {
    columns: ["a", "b"],
    rows: [
      [text('say "no", twice'), null],
      [text("two\nlines"), iri("c")],
    ],
  };
  assert.equal(csv(table), 'a,b\r\n"say ""no"", twice",\r\n"two\nlines",https://example.org/c\r\n');
});

test("bars are the last column of numbers, by the first of the others", () => {
  const rows = [
    [number("2024", "gYear"), text("a"), number("1.5", "decimal")],
    [number("2025", "gYear"), text("b"), null],
  ];
  assert.deepEqual(bars({ columns: ["year", "name", "value"], rows }), [{ term: rows[0][0], value: 1.5 }]);
  assert.equal(bars({ columns: ["name"], rows: [[text("12")]] }), null);
});

test("a column is of numbers where every value is one", () => {
  const rows = [
    [text("12"), number("1"), number("1.5", "decimal"), null],
    [text("a"), null, text("many"), null],
  ];
  assert.deepEqual(numberColumns({ columns: ["a", "b", "c", "d"], rows }), [false, true, false, false]);
});

test("a network is the first two columns of IRIs", () => {
  const rows = [
    [iri("a"), text("x"), iri("b")],
    [iri("a"), text("y"), iri("b")],
    [iri("b"), text("z"), null],
  ];
  const drawn = network({ columns: ["from", "label", "to"], rows });
  assert.deepEqual(drawn, { nodes: [iri("a").value, iri("b").value], edges: [[0, 1]] });
  assert.equal(network({ columns: ["one"], rows: [[iri("a")]] }), null);
});

test("places are within the square, apart, and the same each time", () => {
  const edges = [
    [0, 1],
    [1, 2],
    [3, 3],
  ];
  const points = place(4, edges);
  assert.deepEqual(points, place(4, edges));
  for (const { x, y } of points) assert.ok(x >= 0 && x <= 1 && y >= 0 && y <= 1);
  const apart = points.flatMap((a, i) => points.slice(0, i).map((b) => Math.hypot(a.x - b.x, a.y - b.y)));
  assert.ok(Math.min(...apart) > 0.05);
  assert.deepEqual(place(1, []), [{ x: 0.5, y: 0.5 }]);
});
