// Saves each box as it is left, says when, and never overwrites what somebody else wrote. What is
// not acknowledged yet waits in this browser, and is proposed again at the next visit.

const form = document.querySelector("[data-autosave]");
const words = form?.dataset ?? {};
const state = form?.querySelector("[data-save-state]");
const dirty = new Set();
const conflicts = new Map();
const refused = new Set();
let edition = Number(form?.elements.edition.value ?? 0);
let timer = 0;
let saving = false;
let delay = 2000;
let refreshing = 0;
let time = "";

const boxes = (name) => [...form.elements].filter((box) => box.name === name);
const holder = (name) => boxes(name)[0]?.closest("[data-box], .field");
const token = () => form.elements.csrfmiddlewaretoken.value;
const SPACES = /[\s\u00a0\u202f€]/g;
const HIDDEN = new Set(["csrfmiddlewaretoken", "edition", "base_values", "stay", "resolving"]);

function valueOf(name) {
  const found = boxes(name);
  if (found.length > 1 || found[0].dataset.many !== undefined || isGroup(found[0])) {
    return found.filter((box) => box.checked).map((box) => box.value);
  }
  return found[0].type === "checkbox" ? found[0].checked : found[0].value;
}

const isGroup = (box) => box.type === "checkbox" && Boolean(box.closest("fieldset.field-group"));

function put(name, value) {
  const found = boxes(name);
  if (!found.length) return;
  if (Array.isArray(value)) {
    for (const box of found) box.checked = value.includes(box.value);
  } else if (found[0].type === "checkbox") {
    found[0].checked = Boolean(value);
  } else {
    found[0].value = value;
  }
  found[0].dispatchEvent(new Event("shown", { bubbles: true }));
}

function say(text, look = "") {
  state.textContent = text;
  state.className = `save-state ${look}`;
}

// When it was saved, and whether a box was left out.
function sayTime() {
  const isWhole = !refused.size && !conflicts.size;
  say((isWhole ? words.saved : words.savedPartly).replace("{time}", time), isWhole ? "" : "is-partial");
}

// What is not acknowledged yet, in this browser only.
const store = {
  read() {
    try {
      return JSON.parse(localStorage.getItem(words.draft));
    } catch {
      return null;
    }
  },
  write() {
    try {
      const names = [...dirty, ...refused, ...conflicts.keys()];
      if (!names.length) {
        localStorage.removeItem(words.draft);
        return;
      }
      const fields = Object.fromEntries(names.map((name) => [name, valueOf(name)]));
      localStorage.setItem(words.draft, JSON.stringify({ edition, fields }));
    } catch {
      // Storage is closed or full: the page still saves.
    }
  },
  forget() {
    try {
      localStorage.removeItem(words.draft);
    } catch {
      // Nothing was kept.
    }
  },
};

function changed(event) {
  const name = event.target.name;
  if (!name || HIDDEN.has(name)) return;
  if (!conflicts.has(name)) dirty.add(name);
  store.write();
  clearTimeout(timer);
  timer = setTimeout(save, event.type === "change" ? 300 : 1500);
}

async function save() {
  clearTimeout(timer);
  if (saving || !dirty.size) return;
  saving = true;
  const names = [...dirty];
  const fields = Object.fromEntries(names.map((name) => [name, valueOf(name)]));
  dirty.clear();
  say(words.saving);
  try {
    const answer = await send(edition, fields);
    if (answer) acknowledge(answer, fields);
    else for (const name of names) dirty.add(name);
  } catch {
    for (const name of names) dirty.add(name);
    say(words.waiting, "is-waiting");
    timer = setTimeout(save, delay);
    delay = Math.min(delay * 2, 60000);
  }
  saving = false;
  store.write();
  if (dirty.size && !state.classList.contains("is-waiting")) timer = setTimeout(save, 300);
}

// The answer, or null once the page has said why there is none.
async function send(base, fields) {
  const response = await fetch(words.autosave, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify({ edition: base, fields }),
  });
  const type = response.headers.get("Content-Type") ?? "";
  if (response.status === 401 || (response.status === 403 && !type.includes("json"))) {
    signedOut();
    return null;
  }
  if (!type.includes("json")) throw new Error(response.statusText);
  const answer = await response.json();
  if (response.ok) return answer;
  say(answer.error, "is-waiting");
  return null;
}

function signedOut() {
  say(`${words.signedOut} `, "is-waiting");
  const link = document.createElement("a");
  link.href = words.login;
  link.textContent = words.signIn;
  state.append(link);
}

function acknowledge(answer, sent) {
  delay = 2000;
  edition = answer.edition;
  form.elements.edition.value = edition;
  rebase(sent, answer);
  for (const name of Object.keys(sent)) refusal(name, answer.refusals[name]);
  for (const conflict of answer.conflicts) ask(conflict);
  for (const [name, value] of Object.entries(answer.elsewhere)) arrive(name, value, answer);
  time = answer.time;
  sayTime();
  clearTimeout(refreshing);
  refreshing = setTimeout(refresh, 1500);
}

// The card beside the form: totals, and what is still missing.
async function refresh() {
  const card = document.querySelector("[data-summary]");
  if (!card) return;
  try {
    const response = await fetch(card.dataset.summary);
    const isOpen = card.querySelector("details")?.open;
    if (!response.ok || response.redirected) return;
    card.innerHTML = await response.text();
    if (isOpen) card.querySelector("details")?.setAttribute("open", "");
  } catch {
    // It will be right at the next page.
  }
}

// A plain submit of this page compares with what the page last knew.
function rebase(sent, answer) {
  const base = JSON.parse(form.elements.base_values.value || "{}");
  for (const name of answer.written) delete base[name];
  for (const name of [...answer.written, ...Object.keys(answer.elsewhere)]) base[name] = null;
  form.elements.base_values.value = JSON.stringify(base);
}

function refusal(name, sentence) {
  if (sentence) refused.add(name);
  else refused.delete(name);
  const place = holder(name);
  if (!place) return;
  place.querySelector(".box-refusal")?.remove();
  boxes(name)[0].setAttribute("aria-invalid", sentence ? "true" : "false");
  if (!sentence) return;
  const said = document.createElement("p");
  said.className = "box-refusal field-error";
  said.setAttribute("role", "alert");
  said.textContent = sentence;
  place.append(said);
}

// Somebody else wrote in this box meanwhile: both values, and a choice.
function ask(conflict) {
  const place = holder(conflict.key);
  conflicts.set(conflict.key, conflict);
  if (!place) return;
  place.querySelector(".conflict")?.remove();
  place.classList.add("is-conflict");
  const asked = document.createElement("div");
  asked.className = "conflict";
  asked.setAttribute("role", "alert");
  const said = document.createElement("p");
  said.textContent = words.theirs.replace("{who}", conflict.by || words.someone).replace("{value}", conflict.theirs);
  asked.append(said, choice(words.keepMine, () => settle(conflict, true)), choice(words.takeTheirs, () => settle(conflict, false)));
  place.append(asked);
}

function choice(label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-secondary";
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}

function settle(conflict, isMine) {
  const place = holder(conflict.key);
  place.classList.remove("is-conflict");
  place.querySelector(".conflict")?.remove();
  conflicts.delete(conflict.key);
  if (isMine) dirty.add(conflict.key);
  else {
    put(conflict.key, conflict.value);
    sayTime();
  }
  store.write();
  save();
}

// Somebody else changed another box: it is shown, unless one is writing in it.
function arrive(name, value, answer) {
  if (!boxes(name).length) return;
  if (dirty.has(name)) {
    dirty.delete(name);
    ask({ key: name, theirs: String(value), value, by: "" });
    return;
  }
  if (conflicts.has(name)) return;
  put(name, value);
  const place = holder(name);
  place?.classList.add("is-changed");
  if (place) place.title = words.changed;
}

const bare = (value) => JSON.stringify(value).replace(SPACES, "");
const isShown = (name, value) => bare(valueOf(name)) === bare(value);

// A session that was cut, a browser that closed: what it kept is proposed, never imposed.
function propose() {
  const kept = store.read();
  const lost = Object.entries(kept?.fields ?? {}).filter(([name, value]) => boxes(name).length && !isShown(name, value));
  if (!lost.length) {
    store.forget();
    return;
  }
  const notice = document.createElement("div");
  notice.className = "notice notice-warning";
  notice.setAttribute("role", "alert");
  const body = document.createElement("div");
  body.className = "notice-body";
  const said = document.createElement("p");
  said.textContent = words.kept;
  const close = () => notice.remove();
  body.append(
    said,
    choice(words.resume, () => {
      close();
      edition = Math.min(edition, Number(kept.edition) || 0);
      for (const [name, value] of lost) {
        put(name, value);
        dirty.add(name);
      }
      save();
    }),
    choice(words.forget, () => {
      close();
      store.forget();
    }),
  );
  notice.append(body);
  form.prepend(notice);
}

// Budgets: the two columns and their difference, as one types.

function cents(text) {
  const plain = String(text).replace(SPACES, "").replace(",", ".");
  return /^\d+(\.\d{0,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : 0;
}

function money(amount) {
  const digits = amount % 100 ? 2 : 0;
  return new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: "EUR", minimumFractionDigits: digits, maximumFractionDigits: digits }).format(amount / 100);
}

function sum(column, isInKind) {
  const groups = [...column.querySelectorAll(".account")].filter((group) => ("inKind" in group.dataset) === isInKind);
  const typed = groups.flatMap((group) => [...group.querySelectorAll("input")]).map((box) => cents(box.value));
  const asked = groups.flatMap((group) => [...group.querySelectorAll("[data-copy] output")]).map((shown) => cents(shown.textContent));
  return [...typed, ...asked].reduce((total, amount) => total + amount, 0);
}

function budget() {
  for (const copy of form.querySelectorAll("[data-copy]")) {
    const box = form.elements[copy.dataset.copy];
    if (box) copy.querySelector("output").textContent = box.value;
  }
  for (const facing of form.querySelectorAll("[data-budget]")) balance(facing);
  const shares = form.querySelector("[data-shares]");
  if (shares) {
    const total = [...shares.querySelectorAll("input")].reduce((all, box) => all + cents(box.value), 0);
    shares.querySelector("[data-shares-total]").textContent = `${new Intl.NumberFormat(document.documentElement.lang).format(total / 100)} %`;
  }
}

function balance(facing) {
  const [expense, income] = ["expense", "income"].map((side) => facing.querySelector(`[data-side=${side}]`));
  const [spent, brought] = [sum(expense, false), sum(income, false)];
  facing.querySelector("[data-total=expense]").textContent = money(spent);
  facing.querySelector("[data-total=income]").textContent = money(brought);
  const inKind = Math.abs(sum(expense, true) - sum(income, true));
  const line = facing.querySelector("[data-difference]");
  const gap = spent - brought;
  const first = gap === 0 ? line.dataset.balanced : (gap > 0 ? line.dataset.moreIncome : line.dataset.moreExpenses).replace("{amount}", money(Math.abs(gap)));
  line.textContent = inKind ? `${first} ${line.dataset.inKind.replace("{amount}", money(inKind))}` : first;
  line.classList.toggle("is-balanced", gap === 0 && inKind === 0);
  line.hidden = false;
}

if (form) {
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("input", budget);
  form.addEventListener("shown", budget);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!conflicts.size) return;
    event.preventDefault();
    form.querySelector(".conflict button")?.focus();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  window.addEventListener("online", save);
  budget();
  propose();
}
