// Start: the data of a published graph page are compressed; its program runs once they are unpacked.

import { load, unpackedData } from "./unpack.js";

// The program lies beside this script, wherever the page is.
const program = new URL("graph.js", document.currentScript.src).href;

unpackedData(JSON.parse(document.getElementById("packed-data").textContent))
  .then((graph) => {
    globalThis.GRAPH = graph;
    return load(program);
  })
  .catch((error) => {
    document.getElementById("empty").hidden = false;
    document.getElementById("empty").textContent = String(error.message ?? error);
  });
