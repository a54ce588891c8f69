import assert from "node:assert/strict";
import { test } from "node:test";
import { cases } from "./page.mjs";
import { isRtl, tidy, webAddress } from "../../kg/site/assets/text.js";

test("texts are made safe as they are in Python", () => {
  for (const [text, limit, safe] of cases.tidying) assert.equal(tidy(text, limit), safe);
});

test("a direction override is dropped, a control character shown, a long text cut", () => {
  assert.equal(tidy("a\u202eb\u0007c\td"), "ab\ufffdc d");
  assert.equal(tidy("abcdef", 3), "abc…");
});

test("only web addresses are links", () => {
  assert.equal(webAddress("https://example.org/a?b=c"), "https://example.org/a?b=c");
  for (const text of ["javascript:alert(1)", "data:text/html,a", "https://a b", "//example.org", "", null]) {
    assert.equal(webAddress(text), null, text);
  }
});

test("the first letter decides the direction", () => {
  assert.equal(isRtl("۱۲ ایران Iran"), true);
  assert.equal(isRtl("12 Iran ایران"), false);
  assert.equal(isRtl("12"), false);
});
