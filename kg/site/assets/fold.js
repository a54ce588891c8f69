// Folding: spellings of one name meet, in three scripts; the same as kg/text/folding.py, held by a test.

const LETTERS = new Map(
  Object.entries({
    ي: "ی",
    ى: "ی",
    ئ: "ی",
    ك: "ک",
    ة: "ه",
    ۀ: "ه",
    ؤ: "و",
    أ: "ا",
    إ: "ا",
    آ: "ا",
    ٱ: "ا",
    ё: "е",
    й: "и",
    "\u200c": " ",
    ı: "i",
    ə: "a",
    ø: "o",
    ł: "l",
    ß: "ss",
  }),
);
["۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"].forEach((digits) => [...digits].forEach((d, i) => LETTERS.set(d, String(i))));

// One pass over a text, which looks up only the letters that differ: an index has a million others.
const SWAPPED = new RegExp(`[${[...LETTERS.keys()].join("")}]`, "g");
const swapLetters = (text) => text.replace(SWAPPED, (letter) => LETTERS.get(letter));

// American spellings with the British ones that they become, or the other way round: see kg/text/folding.py.
const SPELLINGS = [
  [/^([a-z]{4,})iz(?=(?:e[drs]?|ers|ing|able|ations?|ational)$)/, "$1is"],
  [/^((?:dis|re)?organi|(?:anal|catal|paral)y)z/, "$1s"],
  [/^((?:dis|mis|un)?(?:arm|behavi|col|endeav|fav|harb|hon|hum|lab|neighb|rig|rum|vig))ou(?=r|$)/, "$1o"],
  [/^((?:epi)?cent|theat|(?:centi|kilo|milli)?met|lit|calib|fib|spect)er(?=s?$)/, "$1re"],
  [/^((?:un)?def|off|pret)ens/, "$1enc"],
  [/^(licen|practi)s/, "$1c"],
  [/^programm+(?:e(?=s?$)|$)/, "program"],
  [/^(catalog|dialog)(?=s?$)/, "$1ue"],
  [/^(cance|counci|counse|enro|fue|fulfi|insta|labe|leve|mode|signa|trave)ll+/, "$1l"],
  [/^(acknowledg|judg)ement/, "$1ment"],
  [/^maneuver(?=s?$)/, "manoeuvre"],
  [/^maneuver/, "manoeuvr"],
  [/^aluminium/, "aluminum"],
  [/^encyclopaed/, "encycloped"],
  [/^sceptic/, "skeptic"],
  [/^sulph/, "sulf"],
];
const spelt = new Map();

/** Return the spelling that an American or British word has in an index; texts repeat their words. */
function commonSpelling(word) {
  let common = spelt.get(word);
  if (common === undefined) {
    common = SPELLINGS.reduce((text, [american, british]) => text.replace(american, british), word);
    spelt.set(word, common);
  }
  return common;
}

/** Fold case, letter forms, diacritics, digits, joiners, punctuation and American spellings: all meet. */
export function fold(text) {
  const plain = text
    .replace(/[ʿʾ'’`]/g, "")
    .normalize("NFKC")
    .toLowerCase();
  const kept = swapLetters(plain)
    .normalize("NFKD")
    .replace(/[\p{Mn}\p{Cf}]/gu, "");
  return (swapLetters(kept).match(/[\p{L}\p{N}]+/gu) ?? []).map(commonSpelling).join(" ");
}

const SOUNDS = [
  ["shch", "s"],
  ["dzh", "j"],
  ["tch", "c"],
  ["sch", "s"],
  ["dj", "j"],
  ["zh", "j"],
  ["kh", "h"],
  ["gh", "q"],
  ["sh", "s"],
  ["ch", "c"],
  ["ts", "c"],
  ["tz", "c"],
  ["ph", "f"],
  ["th", "t"],
  ["ck", "k"],
  ["x", "ks"],
  ["w", "v"],
];
const FIRST = { y: "i", e: "i", o: "u" };

function bones(word) {
  for (const [spelling, sound] of SOUNDS) word = word.replaceAll(spelling, sound);
  const first = FIRST[word[0]] ?? word[0] ?? "";
  let rest = first + word.slice(1).replace(/[aeiouy]/g, "");
  if (rest.length > 1) rest = rest[0] + rest.slice(1).replace(/h/g, "");
  if (rest.length > 1) rest = rest.replace(/g/g, "q");
  return rest.replace(/(.)\1+/g, "$1");
}

/** Reduce Latin words of a folded text to the consonants on which transliterations agree. */
export function skeleton(folded) {
  return folded
    .split(" ")
    .filter((w) => w && !/\P{ASCII}/u.test(w))
    .map(bones)
    .filter(Boolean)
    .join(" ");
}

/** Forms of a word that do not begin as the one in which names have it, spelled as folding leaves them. */
const IRREGULAR = [
  [/^russians?$/, "russia"],
  [/^iranians?$/, "iran"],
  [/^посл(?:а|у|ом|е|ы|ов|ам|ами|ах)$/, "посол"],
];

/** Shorten a folded word to what its inflected forms share. */
export function stem(word) {
  const other = IRREGULAR.find(([pattern]) => pattern.test(word));
  if (other) return other[1];
  if (/^[a-z]{5,}$/.test(word)) return word.replace(/(?<=...)(?:ing|ed|es|s|d)$/, "");
  if (/^[а-я]{5,}$/.test(word)) return word.slice(0, word.length < 7 ? -1 : -2);
  // The ending of the plural is that of many a name too, which its beginning finds as well.
  if (/^[آ-ی]{4,}(?:ان|ها|های)$/.test(word)) return word.replace(/(?:ان|های?)$/, "");
  return /^[آ-ی]{4,}$/.test(word) ? word.replace(/(?<=..)یی?$/, "") : word;
}
