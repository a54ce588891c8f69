import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";

globalThis.document.documentElement = { lang: "en" };
globalThis.document.querySelector = () => null;
globalThis.SHARED = { translations: { Iran: ["ایران", "Иран"] } };
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
