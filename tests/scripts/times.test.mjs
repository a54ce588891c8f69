import assert from "node:assert/strict";
import { test } from "node:test";
import { daysOf, gregorian, solar } from "../../kg/site/assets/times.js";

const iso = (date) => date.toISOString().slice(0, 10);

test("a date leaves open the days of its month or year", () => {
  for (const [date, first, last, precision] of [
    ["2025", "2025-01-01", "2025-12-31", 0],
    ["2024-02", "2024-02-01", "2024-02-29", 1],
    ["2025-02", "2025-02-01", "2025-02-28", 1],
    ["2025-10-02", "2025-10-02", "2025-10-02", 2],
    ["0099-12", "0099-12-01", "0099-12-31", 1],
  ]) {
    const days = daysOf(date);
    assert.deepEqual([iso(days.first), iso(days.last), days.precision], [first, last, precision], date);
  }
});

test("what is no date is not written", () => {
  for (const text of ["", null, undefined, "2025-1", "17 January 2025", "2025-01-17T00:00"]) {
    assert.equal(daysOf(text), null);
    assert.equal(gregorian(text, "en"), "");
    assert.equal(solar(text, "fa"), "");
  }
});

test("dates are written in three languages, as precise as stated", () => {
  assert.equal(gregorian("2001", "en"), "2001");
  assert.equal(gregorian("2001-03", "en"), "March 2001");
  assert.equal(gregorian("2001-03-12", "en"), "12 March 2001");
  assert.match(gregorian("2001-03-12", "ru"), /^12 марта 2001/);
  assert.match(gregorian("2001-03-12", "fa"), /۱۲ مارس ۲۰۰۱/);
});

test("the revolution was on 22 Bahman 1357, and Nowruz of 1400 on 21 March 2021", () => {
  assert.match(solar("1979-02-11", "en"), /22 Bahman 1357/);
  assert.match(solar("1979-02-11", "fa"), /۲۲ بهمن ۱۳۵۷/);
  assert.match(solar("2021-03-21", "en"), /\b1 Farvardin 1400/);
});

test("a Gregorian year covers parts of two solar years", () => {
  assert.match(solar("2025", "en"), /1403.*1404/);
});

test("a Gregorian month covers parts of two solar months, in Persian too", () => {
  assert.equal(solar("2025-05", "fa"), "اردیبهشت تا خرداد ۱۴۰۴");
  assert.equal(solar("2020-03", "fa"), "اسفند ۱۳۹۸ تا فروردین ۱۳۹۹");
  assert.match(solar("2025-05", "en"), /Ordibehesht.*Khordad 1404/);
});

test("Russian has no form of ICU that is grammatical", () => {
  assert.equal(solar("1979-02-11", "ru"), "22 бахман 1357 с.\u00a0х.");
  assert.equal(solar("2025-05", "ru"), "ордибехешт – хордад 1404 с.\u00a0х.");
  assert.equal(solar("2025", "ru"), "1403 – 1404 с.\u00a0х.");
});
