// Live: what a screen reader is told of changes that only the eye would see.

const region = document.getElementById("live");

export function announce(text) {
  region.textContent = text;
}
