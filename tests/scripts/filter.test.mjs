import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import "./page.mjs";
import { edges, nodes } from "../../kg/site/assets/data.js";
import { currentPath, currentPaths, refilter, shown } from "../../kg/site/assets/filter.js";
import { fresh, state } from "../../kg/site/assets/state.js";

beforeEach(() => Object.assign(state, fresh()));

/** Filter with a change to the state; return how many nodes and edges are shown. */
function counts(patch = {}) {
  Object.assign(state, patch);
  refilter();
  return [shown.nodes, shown.edges];
}

const shownEdges = () => edges.filter((edge) => shown.edge[edge.i]).map((edge) => edge.record);
const shownNodes = () => nodes.filter((node) => shown.node[node.i]).map((node) => node.id);

test("at first everything is shown", () => {
  assert.deepEqual(counts(), [15, 17]);
});

test("a kind that is off takes its relations with it", () => {
  assert.deepEqual(counts({ off: { ...fresh().off, kind: new Set(["kg:Treaty"]) } }), [13, 8]);
});

test("a relation that is off takes the nodes that have no other", () => {
  assert.deepEqual(counts({ off: { ...fresh().off, relation: new Set(["kg:party"]) } }), [7, 8]);
});

test("on a day only what holds on it is shown", () => {
  counts({ mode: "on", day: "2023-07-04" });
  assert.deepEqual(shownEdges(), ["id:iran-observer", "id:iran-member"]);
  counts({ mode: "on", day: "2024" });
  assert.deepEqual(shownEdges(), ["id:iran-member"]);
  counts({ mode: "on", day: "2025-10-02" });
  assert.deepEqual(shownEdges(), ["id:force", "id:iran-member"]);
});

test("up to a day all that has begun is shown", () => {
  counts({ mode: "until", day: "2025-01-17" });
  assert.deepEqual(shownEdges(), [
    "id:signature-iran",
    "id:signature-russia",
    "id:iran-observer",
    "id:iran-member",
  ]);
});

test("what nothing can be told of on a day is shown if wanted", () => {
  // Twelve relations have no date.
  // The entry into force was not before 17 January 2025 and had begun by 2 October.
  assert.equal(counts({ mode: "on", day: "2024", undated: true })[1], 12 + 1);
  assert.equal(counts({ mode: "on", day: "2025-06", undated: true })[1], 12 + 1 + 1);
});

test("disputed only: the one disputed relation", () => {
  counts({ disputed: true });
  assert.deepEqual(shownEdges(), ["id:force"]);
});

test("a focus shows what is near, and a fold hides what hangs on nothing else", () => {
  counts({ focus: "id:sco", depth: 1 });
  assert.deepEqual(shownNodes().sort(), ["id:iran", "id:sco"]);
  Object.assign(state, fresh());
  counts({ fold: ["id:russia"] });
  assert.deepEqual(
    ["id:lavrov", "id:only-russian"].filter((id) => shownNodes().includes(id)),
    [],
  );
  assert.equal(shown.nodes, 13);
});

test("a path leads through what is shown", () => {
  counts({ path: ["id:lavrov", "id:ali"] });
  const path = currentPath().map(({ node }) => nodes[node].id);
  assert.deepEqual([path[0], path[1], path[3], path[4]], ["id:lavrov", "id:russia", "id:iran", "id:ali"]);
  assert.match(path[2], /^id:treaty-/);
  // Russia and Iran have two treaties in common, and so two chains of the same length; there is no third.
  const middles = currentPaths().map((steps) => nodes[steps[2].node].id);
  assert.deepEqual(middles.sort(), ["id:treaty-2001", "id:treaty-2025"]);
  state.route = 1;
  assert.notEqual(nodes[currentPath()[2].node].id, path[2]);
  state.path = ["id:lavrov", "id:lone"];
  assert.equal(currentPath(), null);
});

test("a path can go around the hubs", () => {
  // Most relations: Iran and the treaty of 2025, so that the way from Russia to Article 1 is closed.
  counts({ path: ["id:russia", "field:energy"] });
  assert.equal(currentPath().length, 4);
  counts({ around: true });
  assert.equal(currentPath(), null);
  counts({ path: ["id:russia", "id:iran"] });
  assert.deepEqual(
    currentPaths().map((steps) => steps.map(({ node }) => nodes[node].id)),
    [["id:russia", "id:treaty-2001", "id:iran"]],
  );
});
