import assert from "node:assert/strict";
import { test } from "node:test";
import { readQuery } from "../../kg/site/assets/querywords.js";

const days = (query) => readQuery(query).date?.days ?? null;

test("a day is read in three languages and two calendars", () => {
  for (const query of [
    "26 September 2025",
    "September 26, 2025",
    "26 сентября 2025",
    "۲۶ سپتامبر ۲۰۲۵",
    "2025-09-26",
    "26.09.2025",
    "۴ مهر ۱۴۰۴",
    "4 Mehr 1404",
    "۱۴۰۴/۰۷/۰۴",
  ])
    assert.deepEqual(days(query), ["2025-09-26", "2025-09-26"], query);
});

test("a month or a year is read as all its days", () => {
  for (const query of ["July 2025", "в июле 2025 года", "июль 2025", "ژوئیهٔ ۲۰۲۵", "2025-07"])
    assert.deepEqual(days(query), ["2025-07-01", "2025-07-31"], query);
  assert.deepEqual(days("treaty of 1921"), ["1921-01-01", "1921-12-31"]);
  assert.deepEqual(days("۱۴۰۳"), ["2024-03-20", "2025-03-20"]);
});

test("what is no date is words", () => {
  for (const query of ["resolution 2231", "article 12", "31.13.2025 x", "Mehr News", "مهر"])
    assert.equal(days(query)?.length === 2 && days(query)[0] !== "2025-01-01", false, query);
});

test("the words by which a question is asked are left out, unless there are no others", () => {
  assert.equal(readQuery("What does article 12 say?").words, "article 12");
  assert.equal(readQuery("с какого времени Иран в БРИКС").words, "иран брикс");
  assert.equal(readQuery("ایران از کی عضو بریکس است").words, "ایران عضو بریکس");
  assert.equal(readQuery("who").words, "who");
});

test("the number of an article may be a word, cardinal or ordinal; elsewhere a word stays", () => {
  for (const [query, words] of [
    ["article twelve", "article 12"],
    ["the twenty-first article", "21 article"],
    ["what does the thirtieth article say", "30 article"],
    ["статья двенадцатая", "статья 12"],
    ["что гласит сорок третья статья", "43 статья"],
    ["о седьмой статье", "7 статье"],
    ["مادهٔ دوازدهم", "ماده 12"],
    ["ماده بیست و یکم", "ماده 21"],
    ["ماده سی‌ام", "ماده 30"],
    ["second Caspian summit", "second caspian summit"],
    ["два договора", "два договора"],
  ])
    assert.equal(readQuery(query).words, words);
});

test("inflected forms share a beginning", () => {
  for (const [one, other] of [
    ["votes", "voted"],
    ["голосовала", "голосование"],
    ["Россия", "России"],
  ]) {
    const [[first], [second]] = [one, other].map((word) => readQuery(word).stems);
    assert.ok(first.startsWith(second) || second.startsWith(first), `${one} ${other}`);
  }
});
