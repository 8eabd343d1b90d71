// Ticking «all of the list» ticks the rows of the page, and shows that they all go.
const form = document.querySelector("[data-ticks]");
const all = form?.querySelector("[name=all]");
all?.addEventListener("change", () => {
  for (const box of form.querySelectorAll("[name=pk]")) {
    box.checked = all.checked;
    box.disabled = all.checked;
  }
});
