// Buttons over a text box with marks (core/richtext.py): each types the marks that a person
// could type, so that the box says the same with and without this script.

const WORDS = {
  fr: { bar: "Mise en forme", title: "Titre", bold: "Gras", list: "Liste", link: "Lien", address: "https://" },
  en: { bar: "Formatting", title: "Heading", bold: "Bold", list: "List", link: "Link", address: "https://" },
};
const words = WORDS[document.documentElement.lang.slice(0, 2)] ?? WORDS.fr;

// Through the browser's own editing, so that Ctrl+Z takes it back.
function replace(box, start, end, text, selectFrom, selectTo) {
  box.focus();
  box.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) box.setRangeText(text, start, end, "end");
  box.setSelectionRange(selectFrom, selectTo);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function markLines(box, mark) {
  const { value } = box;
  const start = value.lastIndexOf("\n", box.selectionStart - 1) + 1;
  const next = value.indexOf("\n", box.selectionEnd);
  const end = next === -1 ? value.length : next;
  const lines = value.slice(start, end).split("\n");
  const marked = lines.every((line) => line.startsWith(mark));
  const text = lines.map((line) => (marked ? line.slice(mark.length) : mark + line)).join("\n");
  replace(box, start, end, text, start + text.length, start + text.length);
}

function wrap(box) {
  const { selectionStart: start, selectionEnd: end, value } = box;
  const chosen = value.slice(start, end);
  replace(box, start, end, `**${chosen}**`, start + 2, start + 2 + chosen.length);
}

function link(box) {
  const { selectionStart: start, selectionEnd: end, value } = box;
  const chosen = value.slice(start, end) || words.link.toLowerCase();
  const from = start + chosen.length + 3;
  replace(box, start, end, `[${chosen}](${words.address})`, from, from + words.address.length);
}

const BUTTONS = {
  title: (box) => markLines(box, "## "),
  bold: wrap,
  list: (box) => markLines(box, "- "),
  link,
};

for (const box of document.querySelectorAll("textarea[data-richtext]")) {
  const bar = document.createElement("div");
  bar.className = "richtext-bar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", words.bar);
  for (const [name, act] of Object.entries(BUTTONS)) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet";
    button.textContent = words[name];
    button.addEventListener("click", () => act(box));
    bar.append(button);
  }
  box.before(bar);
  box.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "b") {
      event.preventDefault();
      wrap(box);
    }
  });
}
