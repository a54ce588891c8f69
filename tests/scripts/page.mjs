// What the modules of a page read when they load: the data that Python wrote into it. Import it before them.

import { readFileSync } from "node:fs";

export const cases = JSON.parse(readFileSync(process.env.KG_CASES, "utf-8"));

globalThis.document = {
  getElementById: (id) => (id in cases.page ? { textContent: cases.page[id] } : null),
};
