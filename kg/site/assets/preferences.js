// Preferences: the language and the theme that a reader has chosen, the same on every page until chosen anew.

import { LANGUAGES } from "./locale.js";

const VALUES = { lang: LANGUAGES, theme: ["dark", "light"] };

/** Use the browser's storage; readers may forbid it, and the address then carries the choice alone. */
function inStorage(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

/**
 * Return the language and the theme of a page: of its address, else as chosen before. Without a choice the
 * language is the browser's, or the one in which the page was published; a theme of null is the system's.
 */
export function preferences(address, own) {
  const query = new URLSearchParams(location.search);
  const chosen = (name) =>
    [address[name], query.get(name), inStorage((storage) => storage.getItem(`kg-${name}`))].find((value) =>
      VALUES[name].includes(value),
    ) ?? null;
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => LANGUAGES.includes(tag));
  // Whoever publishes in another language than the default has chosen it for these readers.
  const guess = own === LANGUAGES[0] ? (spoken ?? own) : own;
  return { lang: chosen("lang") ?? guess, theme: chosen("theme") };
}

/** Keep a choice for the next page and the next visit. */
export function remember(choice) {
  for (const [name, value] of Object.entries(choice))
    inStorage((storage) => (value ? storage.setItem(`kg-${name}`, value) : storage.removeItem(`kg-${name}`)));
}

/** Return an address fragment with a language and a theme, whatever it said of them before. */
export function fragmentWith({ lang, theme }, fragment) {
  const rest = fragment.split("&").filter((part) => part && !/^(lang|theme)=/.test(part));
  return [`lang=${lang}`, ...(theme ? [`theme=${theme}`] : []), ...rest].join("&");
}

const leavesSite = ({ protocol, origin }) => /^https?:$/.test(protocol) && origin !== location.origin;

/** Open other sites in a new tab; add language and theme to a link to another page when it is used. */
export function carryPreferences(current) {
  for (const kind of ["click", "auxclick", "contextmenu"])
    addEventListener(
      kind,
      (event) => {
        const link = event.target.closest?.("a[href]:not([target], [download])");
        if (link && leavesSite(link)) {
          Object.assign(link, { target: "_blank", rel: "noreferrer" });
          return;
        }
        const [path, fragment = ""] = link?.getAttribute("href").split("#") ?? [];
        if (path) link.setAttribute("href", `${path}#${fragmentWith(current(), fragment)}`);
      },
      true,
    );
}
