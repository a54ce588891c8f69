// Locale: the languages of the pages, what stands in for a missing one, and their forms of numbers and dates.

export const LANGUAGES = ["en", "fa", "ru"];
export const FALLBACK = { en: ["en", "ru", "fa"], fa: ["fa", "en", "ru"], ru: ["ru", "en", "fa"] };
export const LOCALE = { en: "en-GB", fa: "fa-IR", ru: "ru-RU" };
