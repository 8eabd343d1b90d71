// The screen of a session: arrows from one application to the next, a clock for each, minutes
// saved as they are typed. Without this script, links and buttons do the same.
const DELAY = 1200;
const RETRY = 5000;
const LONG = 10 * 60;

const minutes = minutesOf(document.querySelector("[data-minutes]"));
keyboard(document.body);
clock(document.querySelector("[data-clock]"));

async function go(url) {
  if (await minutes.settled()) location.assign(url);
}

function keyboard(body) {
  document.querySelector("[data-keys]")?.removeAttribute("hidden");
  const forward = new Set(["ArrowRight", "PageDown"]);
  const back = new Set(["ArrowLeft", "PageUp"]);
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const field = event.target.closest("input, textarea, select");
    if (event.key === "Escape" && field) return field.blur();
    if (event.key === "F2") return focus(event, "#montants input:not([type=hidden])");
    if (field) return;
    if (forward.has(event.key) || back.has(event.key)) {
      event.preventDefault();
      go(forward.has(event.key) ? body.dataset.next : body.dataset.previous);
    }
    if (event.key === "Enter" && !event.target.closest("a, button, summary")) {
      focus(event, "[data-minutes] textarea");
    }
  });
  for (const link of document.querySelectorAll("[rel=next], [rel=prev]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(link.href);
    });
  }
}

function focus(event, selector) {
  const target = document.querySelector(selector);
  if (!target) return;
  event.preventDefault();
  target.focus();
  if (target.select && target.tagName === "INPUT") target.select();
}

// Coming back to an application, its clock goes on from where it was.
function clock(place) {
  if (!place) return;
  const key = `session-clock-${place.dataset.clock}`;
  const time = place.querySelector("[data-clock-time]");
  const before = Number(sessionStorage.getItem(key) || 0);
  const start = Date.now();
  place.hidden = false;
  const show = () => {
    const seconds = before + Math.floor((Date.now() - start) / 1000);
    sessionStorage.setItem(key, seconds);
    time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    place.classList.toggle("is-long", seconds >= LONG);
  };
  show();
  setInterval(show, 1000);
}

function minutesOf(form) {
  if (!form) return { settled: async () => true };
  const box = form.elements.text;
  const status = form.querySelector("[data-saved]");
  const conflict = form.querySelector("[data-conflict]");
  let kept = box.value;
  let timer = 0;
  let running = null;
  let theirs = null;

  function say(words, failed = false) {
    status.textContent = words;
    status.classList.toggle("is-failed", failed);
  }
  function later(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }
  async function send() {
    const sent = box.value;
    say(status.dataset.saving);
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
    } catch {
      say(status.dataset.failed, true);
      later(RETRY);
      return false;
    }
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      form.elements.edition.value = said.edition;
      kept = sent;
      say(said.message);
      return box.value === kept || save();
    }
    say(said.message || status.dataset.failed, true);
    if (answer.status === 409) {
      theirs = said;
      conflict.hidden = false;
      conflict.querySelector("[data-conflict-text]").textContent = said.text;
    } else if (!said.message) later(RETRY);
    return false;
  }
  function save() {
    clearTimeout(timer);
    if (theirs) return Promise.resolve(false);
    if (running) return running.then(() => save());
    if (box.value === kept) return Promise.resolve(true);
    running = send().finally(() => { running = null; });
    return running;
  }

  box.addEventListener("input", () => later(DELAY));
  box.addEventListener("blur", save);
  conflict.querySelector("[data-conflict-merge]").addEventListener("click", () => {
    box.value = `${theirs.text}\n${box.value}`.trim();
    form.elements.edition.value = theirs.edition;
    theirs = null;
    conflict.hidden = true;
    save();
  });
  form.addEventListener("submit", () => { kept = box.value; });
  addEventListener("beforeunload", (event) => {
    if (box.value !== kept) event.preventDefault();
  });
  return { settled: async () => box.value === kept || save() };
}
