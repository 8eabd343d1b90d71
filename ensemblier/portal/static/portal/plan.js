// The tree: filtered as one types, unfolded level by level without a new page, printed whole.
// Without JavaScript the form and the links do the same through the server.
const tree = document.querySelector("[data-tree]");
const form = document.querySelector("[data-tree-search]");
const status = document.querySelector("[data-tree-status]");
const folds = [...(tree?.querySelectorAll("details") ?? [])];

const fold = (text) =>
  text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase()
    .replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/[^a-z0-9]+/g, " ").trim();

// A code stays in one piece, elided letters fall: as the server reads what is typed.
const termsOf = (typed) =>
  typed.split(/\s+/).flatMap((token) => {
    const words = fold(token).split(" ").filter(Boolean);
    if (/\d/.test(token)) return words.length ? [words.join(" ")] : [];
    return words.length > 1 ? words.filter((word) => word.length > 1) : words;
  });

const lines = tree
  ? [...tree.querySelectorAll("li")].map((item) => {
      const link = item.querySelector("a");
      return { item, link, text: ` ${fold(link.textContent)}`, opened: null };
    })
  : [];

function show(terms) {
  let found = 0;
  for (const line of lines) {
    line.hit = terms.every((term) => line.text.includes(` ${term}`));
    line.item.hidden = true;
    line.item.classList.toggle("found", line.hit && terms.length > 0);
    found += line.hit;
  }
  for (const line of lines) {
    if (!line.hit) continue;
    for (let item = line.item; item; item = item.parentElement.closest("li")) {
      if (!item.hidden) break;
      item.hidden = false;
    }
  }
  return found;
}

let before = null;

function filter() {
  const terms = termsOf(form.elements.q.value);
  if (terms.length && before === null) before = folds.map((one) => one.open);
  const found = show(terms);
  if (terms.length) {
    for (const one of folds) one.open = one.querySelector("li:not([hidden])") !== null;
    const words = found === 0 ? "none" : found === 1 ? "one" : "many";
    status.textContent = status.dataset[words].replace("%s", found);
  } else {
    if (before) folds.forEach((one, rank) => { one.open = before[rank]; });
    before = null;
    status.textContent = "";
  }
  tree.hidden = found === 0;
  mark(terms);
}

function mark(terms) {
  if (!("highlights" in CSS)) return;
  CSS.highlights.delete("plan-search");
  if (!terms.length) return;
  const ranges = [];
  for (const line of lines) {
    if (line.hit) ranges.push(...rangesIn(line.link, terms));
  }
  CSS.highlights.set("plan-search", new Highlight(...ranges));
}

function rangesIn(element, terms) {
  const ranges = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    for (const word of text.data.matchAll(/[\p{L}\p{N}.]+/gu)) {
      if (!terms.some((term) => fold(word[0]).startsWith(term))) continue;
      const range = new Range();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      ranges.push(range);
    }
  }
  return ranges;
}

if (tree && form) {
  const searched = form.elements.q.defaultValue !== "";
  let timer;
  // A page that the server has already filtered holds a part of the tree: Enter asks again.
  if (!searched) {
    form.elements.q.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(filter, 80);
    });
  }
  for (const link of document.querySelectorAll("[data-level]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const level = Number(link.dataset.level);
      for (const one of folds) {
        let depth = -1;
        for (let item = one; item && item !== tree; item = item.parentElement) depth += item.tagName === "LI";
        one.open = depth < level;
      }
      for (const other of document.querySelectorAll("[data-level]")) other.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
      history.replaceState(null, "", link.href);
    });
  }
  // A branch unfolds from anywhere on its line, not from its small arrow alone.
  tree.classList.add("is-live");
  tree.addEventListener("click", (event) => {
    const line = event.target.closest("p");
    const branch = line?.nextElementSibling;
    if (!branch || event.target.closest("a") || String(getSelection())) return;
    branch.open = !branch.open;
  });
  let printed = null;
  addEventListener("beforeprint", () => {
    printed = folds.map((one) => one.open);
    for (const one of folds) one.open = true;
  });
  addEventListener("afterprint", () => {
    printed?.forEach((open, rank) => { folds[rank].open = open; });
    printed = null;
  });
}
