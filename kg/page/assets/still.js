// Still pages: language and theme from the fragment, kept in it, nothing else.

function writeStill() {
  const rest = location.hash.slice(1).split("&").filter((p) => p && !/^(lang|theme)=/.test(p));
  const own = [`lang=${shell.lang}`, ...(shell.theme ? [`theme=${shell.theme}`] : [])];
  history.replaceState(null, "", `#${[...own, ...rest].join("&")}`);
}

function readStill() {
  const { lang, theme } = readFragment();
  setTheme(theme ?? null);
  setLanguage(lang ?? document.documentElement.lang);
}

for (const button of document.querySelectorAll("button[data-lang]")) {
  button.addEventListener("click", () => { setLanguage(button.dataset.lang); writeStill(); });
}
document.querySelector("#theme")?.addEventListener("click", () => {
  setTheme(isDark() ? "light" : "dark");
  writeStill();
});
addEventListener("hashchange", readStill);
readStill();
document.body.dataset.ready = "1";
