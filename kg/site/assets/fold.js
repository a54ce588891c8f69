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

/** Fold case, letter forms, diacritics, digits, joiners and punctuation, so that spellings meet. */
export function fold(text) {
  const plain = text
    .replace(/[ʿʾ'’`]/g, "")
    .normalize("NFKC")
    .toLowerCase();
  const kept = swapLetters(plain)
    .normalize("NFKD")
    .replace(/[\p{Mn}\p{Cf}]/gu, "");
  return (swapLetters(kept).match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
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
