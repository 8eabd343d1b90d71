// Digits typed as the balls come: each one fills the next box; Backspace takes the last one back.
const form = document.querySelector("form[data-digits]");
const boxes = form ? [...form.querySelectorAll("select")] : [];

document.addEventListener("keydown", (event) => {
  if (!form || event.ctrlKey || event.metaKey || event.altKey) return;
  const next = boxes.find((box) => !box.value);
  if (/^[0-9]$/.test(event.key) && next) {
    next.value = event.key;
    event.preventDefault();
    (boxes[boxes.indexOf(next) + 1] ?? form.querySelector("button")).focus();
  } else if (event.key === "Backspace") {
    const last = boxes.filter((box) => box.value).pop();
    if (last) {
      last.value = "";
      last.focus();
      event.preventDefault();
    }
  }
});
