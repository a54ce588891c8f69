import assert from "node:assert/strict";
import { test } from "node:test";
import { bound, declared, term, wordAt } from "../../kg/site/assets/sparql.js";

const PREFIXES = {
  kg: "https://example.org/kg#",
  id: "https://example.org/id/",
  xsd: "https://example.org/xsd#",
};

test("the prefixes that a query uses and lacks are declared, and its lines keep their numbers", () => {
  const text = "# id: in a comment\nSELECT * WHERE { ?s a kg:Treaty ; kg:gist 'id:iran' }";
  assert.equal(declared(text, PREFIXES), `PREFIX kg: <https://example.org/kg#> ${text}`);
  const own = "PREFIX kg: <https://example.org/other#>\nASK { ?s a kg:Treaty, <https://example.org/id:x> }";
  assert.equal(declared(own, PREFIXES), own);
});

test("a parameter is a term of its kind, or none", () => {
  const of = (kind, value, standard = "id:iran") => term({ kind, default: standard }, value);
  assert.equal(of("iri", " russia "), "id:russia");
  assert.equal(of("iri", "field:energy"), "field:energy");
  assert.equal(of("iri", "id:x> } DROP ALL #"), null);
  assert.equal(of("xsd:integer", "12"), "12");
  assert.equal(of("xsd:integer", "1.5"), null);
  assert.equal(of("xsd:date", "2025-10-03"), '"2025-10-03"^^xsd:date');
  assert.equal(of("xsd:date", "2025-10"), null);
  assert.equal(of("xsd:string", 'a "b" } #'), '"a \\"b\\" } #"');
});

test("a parameter is bound wherever its variable has values", () => {
  const text = "{ VALUES ?day { 1 } } UNION { VALUES  ?day {1} VALUES ?days { 1 } }";
  assert.equal(
    bound(text, "day", "$& 2"),
    "{ VALUES ?day { $& 2 } } UNION { VALUES ?day { $& 2 } VALUES ?days { 1 } }",
  );
});

test("completion goes on from the word before the caret", () => {
  const at = (text) => wordAt(text, text.length);
  assert.deepEqual(at("?s a kg:Trea"), { start: 5, prefix: "kg", text: "Trea" });
  assert.deepEqual(at("?s kg:"), { start: 3, prefix: "kg", text: "" });
  assert.deepEqual(at("{ лавр"), { start: 2, prefix: "", text: "лавр" });
  assert.equal(at("{ ?trea"), null);
  assert.equal(at('"trea'), null);
  assert.equal(at("{ "), null);
});
