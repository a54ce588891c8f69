import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";

globalThis.Node = { TEXT_NODE: 3 };
globalThis.document.documentElement = { lang: "en" };
globalThis.document.querySelector = () => null;
const article = ["مادهٔ #.# \u00010", "ст. #.# \u00010"];
globalThis.SHARED = { translations: { Iran: ["ایران", "Иран"], "article #.# \u00010": article } };
const { showTranslations } = await import("../../kg/site/assets/translations.js");
const text = (words) => ({ dataset: { t: "" }, firstElementChild: null, textContent: words });

test("a text that an earlier shared script lacks stays as it is, and the others are translated", () => {
  const nodes = [text("New words"), text("Iran")];
  showTranslations("ru", { querySelectorAll: () => nodes });
  assert.deepEqual(
    nodes.map(({ textContent }) => textContent),
    ["New words", "Иран"],
  );
});

test("a text is found by its wording without numbers, and each language has them in its digits", () => {
  for (const [language, expected] of [
    ["fa", "مادهٔ ۱۲.۳ "],
    ["ru", "ст. 12.3 "],
  ]) {
    const written = [];
    const element = { nodeType: 1 };
    const node = {
      dataset: { t: "" },
      firstElementChild: element,
      children: [element],
      childNodes: [{ nodeType: 3, data: "article 12.3 " }, element],
      replaceChildren: (...parts) => written.push(...parts),
    };
    showTranslations(language, { querySelectorAll: () => [node] });
    assert.deepEqual(written, [expected, element, ""]);
  }
});
