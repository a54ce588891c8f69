import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";
import { findGists, findNames, findSpeaker, readGists, readNames } from "../../kg/site/assets/siteindex.js";

readNames({
  kinds: [
    ["Person", "شخص", "Лицо"],
    ["Trade turnover", "حجم تجارت", "Товарооборот", "Торговля"],
    ["Ballot", "برگهٔ رأی", "Поданный голос"],
    ["Office", "سمت", "Должность"],
    ["Value", "ارزش", "Стоимость"],
  ],
  rows: [
    ["lavrov", 0, "2004", 3, 0, "Sergey Lavrov", "سرگئی لاوروف", "Сергей Лавров", "S. V. Lavrov"],
    ["lavrova", 0, "", 90, 0, "Anna Lavrova", 0, 0],
    ["turkmenchay", 0, "1828", 5, 0, "Treaty of Turkmenchay", "ترکمان‌چای", "Туркманчайский договор"],
    ["trade-2023", 1, "2023", 8, ["4, 5", "۴، ۵", "4, 5"], "Turnover, 2023", "حجم تجارت، ۲۰۲۳", 0],
    ["ballot-north", 2, "2025-09-26", 1, 0, "North: For (vote of South and North)", 0, 0],
    ["ballot-south", 2, "2025-09-26", 1, 0, "South: For (vote of South and North)", 0, 0],
    ["envoy", 3, "", 2, 0, "Ambassador of Russia to Iran", "سفیر روسیه در ایران", "Посол России в Иране"],
    ["back", 3, "", 90, 0, "Ambassador of Iran to Russia", "سفیر ایران در روسیه", "Посол Ирана в России"],
    ["summons", 3, "", 9, 0, "Iran summons the Russian ambassador", 0, "Вызов посла России в Иране"],
    ["rails", 4, "", 2, ["2", "۲", "2"], "Value of a contract (railway)", "ارزش قرارداد (راه‌آهن)", 0],
    ["ballot-late", 2, "2025-10-02", 1, 0, "South: For (vote on fish)", 0, 0],
  ],
});
readGists({
  rows: [
    ["claim-1", 0, "2001-03-12", [0], "Trade will grow.", "تجارت رشد خواهد کرد.", 0],
    ["claim-2", 0, "2025", [0], "Tradition counts more than trade.", 0, 0],
  ],
});
const names = (words) => findNames(words).map(({ record }) => record.id);

test("a name is found in each script and in another transliteration", () => {
  for (const words of ["Lavrov", "لاوروف", "Лавров", "sergei lawrow"])
    assert.equal(names(words)[0], "lavrov", words);
  for (const words of ["ترکمان چای", "ترکمانچای", "туркманчай"])
    assert.deepEqual(names(words), ["turkmenchay"], words);
});

test("the nearer name comes before one of which more is told", () => {
  assert.deepEqual(names("lavrov"), ["lavrov", "lavrova"]);
});

test("a gist is found by the beginnings of all words, the latest first", () => {
  assert.deepEqual(
    findGists("trad").map((gist) => gist.id),
    ["claim-2", "claim-1"],
  );
  assert.deepEqual(
    findGists("trade grow").map((gist) => gist.id),
    ["claim-1"],
  );
  assert.deepEqual(
    findGists("تجارت").map((gist) => gist.id),
    ["claim-1"],
  );
  assert.deepEqual(findGists("rade"), []);
});

test("a record is found by its kind, by other names of the kind, and by a day within a date", () => {
  for (const words of ["trade of 2023", "торговля 2023", "تجارت ۲۰۲۳"])
    assert.deepEqual(names(words), ["trade-2023"], words);
  assert.deepEqual(names("how did South vote on 26 September 2025"), ["ballot-south", "ballot-north"]);
  assert.deepEqual(names("south ballots, 2 October 2025"), ["ballot-late"]);
  assert.deepEqual(names("trade of 26 September 2023"), []);
});

test("a gist is found by who says it and by its day", () => {
  const gists = (words) => findGists(words).map((gist) => gist.id);
  assert.deepEqual(gists("Лавров март 2001"), ["claim-1"]);
  assert.deepEqual(gists("Lavrov 2025"), ["claim-2"]);
  assert.deepEqual(gists("Lavrov April 2001"), []);
});

test("where no record has all of three words, those that lack one are shown", () => {
  assert.deepEqual(names("anna lavrova moscow"), ["lavrova"]);
  assert.deepEqual(names("anna moscow"), []);
});

test("nothing is found for nothing", () => {
  for (const words of ["", " ؟ "]) assert.deepEqual([...names(words), ...findGists(words)], [], words);
});

test("people ask in the plural and by adjectives, and for money in words of their own", () => {
  for (const words of ["Russian ambassadors to Iran", "سفیران روسیه در ایران", "послы России в Иране"])
    assert.equal(names(words)[0], "envoy", words);
  for (const words of ["railway cost", "هزینه راه آهن"]) assert.deepEqual(names(words), ["rails"], words);
});

test("whom a query names beside something else is offered with all that is said", () => {
  for (const words of [
    "Lavrov on trade",
    "что сказал Лавров о торговле",
    "لاوروف درباره تجارت",
    "Lavrov 2025",
  ])
    assert.equal(findSpeaker(words)?.id, "lavrov", words);
  // A name alone is found as a name, and nobody is asked for by a first name.
  for (const words of ["Lavrov", "trade 2023", "Sergey trade"]) assert.equal(findSpeaker(words), null, words);
});
