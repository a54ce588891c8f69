// Answer: the rows of a SPARQL answer as CSV, bars and a network; pure functions, the drawing apart.

const NUMERIC = /^http:\/\/www\.w3\.org\/2001\/XMLSchema#(?:integer|decimal|double|float|int|long)$/;
export const MOST_BARS = 60;
export const MOST_NODES = 150;
const GRAVITY = 1.5;

/** Return the rows of an answer as lists of terms; a truth value is a table of one cell. */
export function tabulate(answer) {
  if (typeof answer.boolean === "boolean") {
    return { columns: ["answer"], rows: [[{ type: "literal", value: String(answer.boolean) }]] };
  }
  const columns = answer.head.vars;
  return { columns, rows: answer.results.bindings.map((row) => columns.map((name) => row[name] ?? null)) };
}

/** Write a table in the SPARQL 1.1 CSV format: plain texts, quoted where they need it. */
export function csv({ columns, rows }) {
  const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [columns, ...rows.map((row) => row.map((term) => term?.value ?? ""))];
  return lines.map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
}

const isNumber = (term) => term?.type === "literal" && NUMERIC.test(term.datatype ?? "");

/** Return, for each column of a table, whether it has numbers and nothing else. */
export function numberColumns({ columns, rows }) {
  return columns.map(
    (_, column) =>
      rows.some((row) => row[column]) && rows.every((row) => !row[column] || isNumber(row[column])),
  );
}

/** Return the bars of a table: its last column of numbers by the first other; null without numbers. */
export function bars({ columns, rows }) {
  const numeric = numberColumns({ columns, rows });
  const height = numeric.lastIndexOf(true);
  if (height < 0) return null;
  const names = columns.findIndex((_, column) => column !== height && !numeric[column]);
  const label = names >= 0 ? names : columns.findIndex((_, column) => column !== height);
  return rows
    .filter((row) => row[height])
    .slice(0, MOST_BARS)
    .map((row) => ({ term: label >= 0 ? row[label] : null, value: Number(row[height].value) }));
}

/** Return the network of a table: its first two columns of IRIs as nodes, rows as edges; null without two. */
export function network({ columns, rows }) {
  const named = columns
    .map((_, column) => column)
    .filter((column) => rows.some((row) => row[column]?.type === "uri"));
  if (named.length < 2) return null;
  const nodes = new Map();
  const edges = new Map();
  const node = (iri) => {
    if (!nodes.has(iri) && nodes.size < MOST_NODES) nodes.set(iri, nodes.size);
    return nodes.get(iri);
  };
  for (const row of rows) {
    const [from, to] = named.slice(0, 2).map((column) => row[column]);
    if (from?.type !== "uri" || to?.type !== "uri") continue;
    const pair = [node(from.value), node(to.value)];
    if (pair.every((column) => column !== undefined)) edges.set(pair.join(), pair);
  }
  return { nodes: [...nodes.keys()], edges: [...edges.values()] };
}

/** Place nodes within a square of side 1 by forces (Fruchterman and Reingold 1991), the same in each run. */
export function place(count, edges, rounds = 150) {
  const points = Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count;
    return { x: Math.cos(angle), y: Math.sin(angle) };
  });
  const ideal = 1 / Math.sqrt(count || 1);
  for (let round = 0; round < rounds; round += 1) {
    const force = points.map(() => ({ x: 0, y: 0 }));
    const push = (a, b, strength) => {
      const [dx, dy] = [points[a].x - points[b].x, points[a].y - points[b].y];
      const length = Math.max(Math.hypot(dx, dy), 1e-3);
      const size = strength(length) / length;
      force[a].x += dx * size;
      force[a].y += dy * size;
      force[b].x -= dx * size;
      force[b].y -= dy * size;
    };
    for (let a = 0; a < count; a += 1) {
      for (let b = 0; b < a; b += 1) push(a, b, (length) => (ideal * ideal) / length);
    }
    for (const [a, b] of edges) if (a !== b) push(a, b, (length) => -(length * length) / ideal);
    // Without a pull to the middle, parts that nothing connects drift apart for ever.
    points.forEach((point, i) => {
      force[i].x -= point.x * GRAVITY;
      force[i].y -= point.y * GRAVITY;
    });
    const most = 0.2 * (1 - round / rounds);
    points.forEach((point, i) => {
      const size = Math.max(Math.hypot(force[i].x, force[i].y), 1e-9);
      point.x += (force[i].x / size) * Math.min(size, most);
      point.y += (force[i].y / size) * Math.min(size, most);
    });
  }
  const scaled = (key) => {
    const values = points.map((point) => point[key]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return values.map((value) => (high > low ? (value - low) / (high - low) : 0.5));
  };
  const [xs, ys] = [scaled("x"), scaled("y")];
  return xs.map((x, i) => ({ x, y: ys[i] }));
}
