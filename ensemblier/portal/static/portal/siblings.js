// Arrow keys go to the neighbours of the page; typing in a field is left alone.
const keys = { ArrowLeft: "prev", ArrowRight: "next" };

document.addEventListener("keydown", (event) => {
  const rel = keys[event.key];
  const busy = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  if (!rel || busy || event.target.closest("input, textarea, select, [contenteditable], .table-region, .map")) return;
  document.querySelector(`[data-siblings] a[rel="${rel}"]`)?.click();
});
