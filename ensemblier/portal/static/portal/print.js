const paragraph = document.querySelector("[data-print]");
if (paragraph) {
  paragraph.hidden = false;
  paragraph.querySelector("button").addEventListener("click", () => window.print());
}
