// Small comforts over pages that already work: each function finds its own hooks.

function themeSwitch() {
  const holder = document.querySelector("[data-theme-switch]");
  if (!holder) return;
  const button = holder.querySelector("button");
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : system.matches;
  };
  const show = () => {
    button.querySelector(".word").textContent = isDark() ? button.dataset.light : button.dataset.dark;
  };
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // Storage is closed: the choice lasts as long as the page.
    }
    show();
  });
  system.addEventListener?.("change", show);
  show();
  holder.hidden = false;
}

// data-confirm="Question?" on a button or a link. The form then carries confirmed=yes,
// so that the view need not ask again.
function confirmations() {
  const dialog = document.getElementById("confirm-dialog");
  if (!dialog?.showModal) return;
  let pressed = null;
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-confirm]");
    if (!target || event.defaultPrevented) return;
    event.preventDefault();
    pressed = target;
    dialog.querySelector("p").textContent = target.dataset.confirm;
    dialog.returnValue = "";
    dialog.showModal();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "yes") proceed(pressed);
  });
}

function proceed(pressed) {
  if (pressed.href) {
    window.location.assign(pressed.href);
    return;
  }
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "confirmed";
  field.value = "yes";
  pressed.form.append(field);
  pressed.form.requestSubmit(pressed);
}

// <form data-autosubmit>: a filter applies as soon as it is chosen.
function autosubmit() {
  document.addEventListener("change", (event) => {
    if (!event.target.matches("select, input[type=checkbox], input[type=radio]")) return;
    event.target.closest("form[data-autosubmit]")?.requestSubmit();
  });
}

// A double click sends a form once. Going back to the page, or two seconds, free it again: what
// it sent may have been a download.
function sendOnce() {
  const sent = new Set();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
    if (sent.has(form)) event.preventDefault();
    sent.add(form);
    setTimeout(() => sent.delete(form), 2000);
  });
  window.addEventListener("pageshow", () => sent.clear());
}

// <button type="button" data-copy="text" data-done="Copié" hidden>
function copyButtons() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      if (button.dataset.done) button.textContent = button.dataset.done;
    });
  }
}

function focusErrors() {
  document.querySelector("[data-focus]")?.focus();
}

function openDetailsOnPaper() {
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")];
    for (const details of opened) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
}

themeSwitch();
confirmations();
autosubmit();
sendOnce();
copyButtons();
focusErrors();
openDetailsOnPaper();
