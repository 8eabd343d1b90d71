// The tree of a draft under the fingers: arrows, inline titles, drag and drop. Every edit is the
// same POST as the plain forms; the answer is the tree itself, so the page is never out of step.

const editor = document.querySelector("[data-editor]");
const live = document.getElementById("editor-live");
const texts = document.getElementById("editor-texts").dataset;
const folded = new Set();
let busy = false;
let dragged = null;

const state = () => editor.querySelector(".editor-state");
const tree = () => editor.querySelector("[data-tree]");
const token = () => editor.querySelector("[name=csrfmiddlewaretoken]").value;
const items = () => [...editor.querySelectorAll("[role=treeitem]")];
const visible = () => items().filter((item) => item.offsetParent !== null);
const current = () => editor.querySelector('[role=treeitem][tabindex="0"]');
const parentOf = (item) => item.parentElement.closest("[role=treeitem]");
const childrenOf = (item) => [...item.querySelectorAll(":scope > ul > [role=treeitem]")];
const siblingsOf = (item) => [...item.parentElement.children];
const nodeUrl = (item, verb) => `${item.querySelector(".tree-title").getAttribute("href")}${verb}/`;

function say(text, isError = false) {
  live.classList.toggle("is-error", isError);
  live.textContent = text;
}

function element(tag, attributes = {}, text = "") {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text) made.textContent = text;
  return made;
}

// Dress the plain list as a tree.
function dress() {
  const root = tree();
  if (!root) return;
  root.setAttribute("role", "tree");
  root.setAttribute("aria-label", texts.tree);
  for (const item of root.querySelectorAll("li")) {
    const row = item.querySelector(".tree-row");
    const group = item.querySelector(":scope > ul");
    item.setAttribute("role", "treeitem");
    item.setAttribute("tabindex", "-1");
    item.setAttribute("aria-selected", "false");
    item.setAttribute("aria-label", `${item.dataset.code} ${item.dataset.title}`.trim());
    item.querySelector(".tree-title").setAttribute("tabindex", "-1");
    row.draggable = true;
    if (group) {
      group.setAttribute("role", "group");
      item.setAttribute("aria-expanded", String(!folded.has(item.dataset.pk)));
      const fold = element("button", { type: "button", class: "tree-fold", tabindex: "-1", "aria-hidden": "true", title: texts.fold });
      row.prepend(fold);
    } else {
      row.prepend(element("span", { class: "tree-leaf" }));
    }
  }
  filterBox(root);
}

function filterBox(root) {
  const label = element("label", { class: "editor-filter" }, texts.filter);
  const box = element("input", { type: "search" });
  label.append(box);
  root.before(label);
  box.addEventListener("input", () => filter(box.value));
}

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function filter(text) {
  const words = plain(text).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of items()) {
    const said = plain(`${item.dataset.code} ${item.dataset.title}`);
    item.dataset.match = words.every((word) => said.includes(word)) ? "1" : "";
  }
  for (const item of items()) {
    const keeps = item.dataset.match || item.querySelector('[data-match="1"]');
    item.hidden = Boolean(words.length) && !keeps;
    if (!item.hidden) shown += 1;
  }
  if (words.length) say(`${shown} ${texts.shown}`);
}

function select(item, { focus = true } = {}) {
  if (!item) return;
  for (const other of items()) {
    other.setAttribute("tabindex", "-1");
    other.setAttribute("aria-selected", "false");
  }
  item.setAttribute("tabindex", "0");
  item.setAttribute("aria-selected", "true");
  showTools(item);
  if (focus) {
    item.focus({ preventScroll: true });
    item.querySelector(".tree-row").scrollIntoView({ block: "nearest" });
  }
}

function showTools(item) {
  editor.querySelector(".tree-tools")?.remove();
  const tools = element("div", { class: "tree-tools", role: "group", "aria-label": texts.tools });
  const actions = [
    ["edit", texts.edit], ["up", texts.up], ["down", texts.down], ["in", texts.in],
    ["out", texts.out], ["add", texts.add], ["delete", texts.delete],
  ];
  for (const [name, label] of actions) {
    tools.append(element("button", { type: "button", "data-do": name, tabindex: "-1" }, label));
  }
  tools.append(element("a", { href: item.querySelector(".tree-title").href, tabindex: "-1" }, texts.page));
  item.querySelector(".tree-row").append(tools);
}

function fold(item, closed) {
  if (!item.hasAttribute("aria-expanded")) return;
  item.setAttribute("aria-expanded", String(!closed));
  if (closed) folded.add(item.dataset.pk);
  else folded.delete(item.dataset.pk);
}

// One edit: POST, then show the tree that comes back. Returns whether it was done.
async function send(url, values, { keep = current()?.dataset.pk } = {}) {
  if (busy) return false;
  busy = true;
  editor.classList.add("is-busy");
  const body = new URLSearchParams({ edition: state().dataset.edition, ...values });
  try {
    const answer = await fetch(url, {
      method: "POST", body, credentials: "same-origin",
      headers: { "X-CSRFToken": token(), "X-Editor": "tree" },
    });
    const isTree = [200, 409, 422].includes(answer.status) && !answer.redirected;
    if (!isTree) throw new Error(String(answer.status));
    show(await answer.text(), keep);
    return answer.ok;
  } catch {
    say(texts.refused, true);
    return false;
  } finally {
    busy = false;
    editor.classList.remove("is-busy");
  }
}

function show(html, keep) {
  const place = visible().findIndex((item) => item.dataset.pk === keep);
  const typed = editor.querySelector(".editor-filter input")?.value ?? "";
  const page = new DOMParser().parseFromString(html, "text/html");
  editor.replaceChildren(...page.body.childNodes);
  dress();
  const box = editor.querySelector(".editor-filter input");
  if (box && typed) {
    box.value = typed;
    filter(typed);
  }
  for (const field of document.querySelectorAll("[data-edition-form] [name=edition]")) {
    field.value = state().dataset.edition;
  }
  const wanted = state().dataset.focus || keep;
  const target = items().find((item) => item.dataset.pk === wanted);
  for (let above = target && parentOf(target); above; above = parentOf(above)) fold(above, false);
  select(target ?? visible()[Math.max(0, Math.min(place, visible().length - 1))]);
  if (state().dataset.said) say(state().dataset.said, state().dataset.error === "1");
}

function move(item, direction) {
  return send(nodeUrl(item, "deplacer"), { do: direction });
}

// Code and title in place. What was typed stays open until it is saved or given up.
function openEdit(item, { code, title, isNew = false, send: save }) {
  editor.querySelector(".tree-edit")?.remove();
  const form = element("form", { class: "tree-edit" });
  const codeField = field(texts.code, code);
  const titleField = field(texts.title, title);
  form.append(codeField, titleField);
  form.append(element("button", { class: "button button-primary" }, texts.save));
  const cancel = element("button", { type: "button", class: "button button-quiet" }, texts.cancel);
  form.append(cancel);
  if (item) item.querySelector(".tree-row").append(form);
  else tree().before(form);
  const close = () => {
    form.remove();
    select(item);
  };
  cancel.addEventListener("click", close);
  form.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") close();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = { code: codeField.lastChild.value, title: titleField.lastChild.value };
    const done = await save(typed);
    if (done) return;
    const again = item && items().find((other) => other.dataset.pk === item.dataset.pk);
    openEdit(again ?? null, { ...typed, isNew, send: save });
  });
  titleField.lastChild.focus();
  if (!isNew) titleField.lastChild.select();
}

function field(label, value) {
  const made = element("label", {}, label);
  const input = element("input", { type: "text" });
  input.value = value;
  made.append(input);
  return made;
}

function edit(item) {
  const url = nodeUrl(item, "titre");
  openEdit(item, {
    code: item.dataset.code, title: item.dataset.title,
    send: (typed) => send(url, typed, { keep: item.dataset.pk }),
  });
}

function add(item) {
  const url = document.querySelector("form[data-edition-form]").action;
  const parent = parentOf(item)?.dataset.pk ?? "";
  const rank = String(siblingsOf(item).indexOf(item) + 1);
  openEdit(item, { code: "", title: "", isNew: true, send: (typed) => send(url, { ...typed, parent, rank }) });
}

function remove(item) {
  if (!window.confirm(texts.remove)) return;
  send(nodeUrl(item, "retirer"), {});
}

function undo() {
  const form = editor.querySelector("[data-undo]");
  if (form.querySelector("button")) send(form.action, {});
}

const actions = {
  edit, add, delete: remove,
  up: (item) => move(item, "up"), down: (item) => move(item, "down"),
  in: (item) => move(item, "in"), out: (item) => move(item, "out"),
};
const altKeys = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };

const keys = {
  ArrowDown: (item) => select(step(item, 1)),
  ArrowUp: (item) => select(step(item, -1)),
  Home: () => select(visible()[0]),
  End: () => select(visible().at(-1)),
  ArrowRight(item) {
    if (item.getAttribute("aria-expanded") === "false") fold(item, false);
    else select(childrenOf(item)[0]);
  },
  ArrowLeft(item) {
    if (item.getAttribute("aria-expanded") === "true") fold(item, true);
    else select(parentOf(item));
  },
  Enter: edit,
  F2: edit,
  Insert: add,
  Delete: remove,
};

function step(item, by) {
  const shown = visible();
  return shown[shown.indexOf(item) + by];
}

editor.addEventListener("keydown", (event) => {
  const item = event.target.closest("[role=treeitem]");
  if (!item || event.target !== item) return;
  const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
  const move = event.altKey ? altKeys[event.key] : null;
  const action = event.altKey || event.ctrlKey || event.metaKey ? null : keys[event.key];
  if (!isUndo && !move && !action) return;
  event.preventDefault();
  if (isUndo) undo();
  else if (move) actions[move](item);
  else action(item);
});

editor.addEventListener("click", (event) => {
  const item = event.target.closest("[role=treeitem]");
  if (!item || event.target.closest(".tree-edit")) return;
  const tool = event.target.closest("[data-do]");
  if (tool) return void actions[tool.dataset.do](item);
  if (event.target.closest(".tree-fold")) fold(item, item.getAttribute("aria-expanded") === "true");
  if (event.target.closest(".tree-tools")) return;
  const isPlainClick = event.target.closest(".tree-title") && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (isPlainClick) event.preventDefault();
  select(item);
});

editor.addEventListener("dblclick", (event) => {
  const item = event.target.closest("[role=treeitem]");
  if (item && event.target.closest(".tree-title")) edit(item);
});

editor.addEventListener("submit", (event) => {
  if (event.target.matches("[data-undo]")) {
    event.preventDefault();
    undo();
  }
});

// Drag: the upper quarter of a row means before, the lower quarter after, the middle inside.
function dropPlace(event) {
  const row = event.target.closest(".tree-row");
  const item = row?.closest("[role=treeitem]");
  if (!item || !dragged || dragged.contains(item)) return null;
  const { top, height } = row.getBoundingClientRect();
  const part = (event.clientY - top) / height;
  return { row, item, how: part < 0.25 ? "before" : part > 0.75 ? "after" : "inside" };
}

function clearDrop() {
  for (const row of editor.querySelectorAll(".drop-before, .drop-after, .drop-inside")) {
    row.classList.remove("drop-before", "drop-after", "drop-inside");
  }
}

editor.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[role=treeitem]");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.title);
  dragged.classList.add("is-dragged");
});
editor.addEventListener("dragover", (event) => {
  const place = dropPlace(event);
  clearDrop();
  if (!place) return;
  event.preventDefault();
  place.row.classList.add(`drop-${place.how}`);
});
editor.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  dragged = null;
  clearDrop();
});
editor.addEventListener("drop", (event) => {
  const place = dropPlace(event);
  if (!place) return;
  event.preventDefault();
  const item = dragged;
  if (place.how === "inside") {
    send(nodeUrl(item, "deplacer"), { parent: place.item.dataset.pk, rank: "" }, { keep: item.dataset.pk });
    return;
  }
  const siblings = siblingsOf(place.item).filter((other) => other !== item);
  const rank = siblings.indexOf(place.item) + (place.how === "after" ? 1 : 0);
  const parent = parentOf(place.item)?.dataset.pk ?? "";
  send(nodeUrl(item, "deplacer"), { parent, rank: String(rank) }, { keep: item.dataset.pk });
});

dress();
const linked = window.location.hash ? document.getElementById(window.location.hash.slice(1)) : null;
if (tree()) select(linked?.matches("[role=treeitem]") ? linked : items()[0], { focus: Boolean(linked) });
