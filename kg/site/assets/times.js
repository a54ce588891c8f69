// Times of static pages: each date in both calendars, the one of the language first; as precise as stated.

export function sayTime(node, lang) {
  const date = node.dateTime;
  const first = new Date(date);
  const last = new Date(date);
  if (date.length < 10) last.setUTCMonth(date.length > 4 ? first.getUTCMonth() + 1 : 12, 0);
  const form = { timeZone: "UTC", year: "numeric" };
  if (date.length > 4) form.month = "long";
  if (date.length > 7) form.day = "numeric";
  const locale = { en: "en-GB", fa: "fa-IR", ru: "ru-RU" }[lang];
  const days = ["gregory", "persian"].map((calendar) => {
    const said = new Intl.DateTimeFormat(`${locale}-u-ca-${calendar}`, form);
    return calendar === "persian" && last > first ? said.formatRange(first, last) : said.format(first);
  });
  if (lang === "fa") days.reverse();
  const other = document.createElement("span");
  other.className = "calendar";
  other.textContent = `(${days[1]})`;
  node.replaceChildren(days[0], " ", other);
}
