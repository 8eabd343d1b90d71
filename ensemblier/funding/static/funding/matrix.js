// The co-financing matrix as a spreadsheet: arrows, Enter, Escape, typing, pasting a block.
// The page reads without it; every amount also has a plain form.

const table = document.querySelector("table.matrix");
if (table) grid(table);

function grid(table) {
  const words = table.dataset;
  const region = table.closest(".matrix-region");
  const status = document.querySelector(".matrix-status");
  const story = document.querySelector(".matrix-story");
  const undoForm = document.querySelector(".matrix-undo");
  const token = undoForm.querySelector("[name=csrfmiddlewaretoken]").value;
  const heads = [...table.tHead.rows[0].querySelectorAll("th.funder")];
  const FIRST = 4; // name, then three totals
  const COLUMNS = ["asked", "proposed", "granted"];
  const LINE = {
    proposed: ["requested", "opinion", "proposed", "postponed"],
    granted: ["requested", "opinion", "proposed", "postponed", "granted", "refused"],
  };
  const FILE = {
    proposed: ["submitted", "to_complete", "resubmitted", "admissible", "in_appraisal"],
    granted: ["admissible", "in_appraisal"],
  };
  const requests = new Map();
  for (const cell of table.querySelectorAll("td[data-r]")) requests.set(Number(cell.dataset.r), cell);

  let current = null; // the cell with the focus
  let box = null; // the input while one types
  let waiting = 0;

  table.setAttribute("role", "grid");
  region.removeAttribute("tabindex");
  // One stop for Tab: arrows go about inside, Enter on a name opens its page.
  for (const link of table.querySelectorAll("a")) link.tabIndex = -1;
  document.querySelector(".matrix-help").hidden = false;

  // Reading and writing figures

  function cents(text) {
    const plain = text.replace(/[\s\u00a0\u202f]/g, "");
    if (!plain) return null;
    const parts = (words.decimal === "," ? plain : plain.replaceAll(",", "")).split(words.decimal);
    const whole = Number(parts[0]) * 100 + Number((parts[1] ?? "").padEnd(2, "0"));
    return Number.isSafeInteger(whole) ? whole : null;
  }

  function figure(value) {
    if (value === null) return "";
    const whole = String(Math.floor(value / 100)).replace(/\B(?=(\d{3})+$)/g, words.decimal === "," ? "\u202f" : ",");
    return value % 100 ? `${whole}${words.decimal}${String(value % 100).padStart(2, "0")}` : whole;
  }

  const value = (cell) => cents(cell.dataset.shown ?? cell.textContent);
  const euros = (value) => (words.decimal === "," ? `${figure(value)}\u00a0€` : `€${figure(value)}`);

  // Where one is

  function place(cell) {
    const index = cell.cellIndex - FIRST;
    if (index < 0) return null;
    const row = cell.parentElement;
    const asked = row.cells[FIRST + Math.floor(index / 3) * 3];
    return { row, asked, head: heads[Math.floor(index / 3)], column: COLUMNS[index % 3], request: Number(asked.dataset.r) || null };
  }

  // Why a cell is not written; empty when it is.
  function obstacle(cell) {
    const at = place(cell);
    if (!at || at.row.classList.contains("group") || at.row.parentElement === table.tFoot) return words.reading;
    if (at.column === "asked") return words.reading;
    if (!at.request) return words.nothing;
    if (!at.head.hasAttribute("data-own")) return words.notYours;
    if (at.row.classList.contains("closed")) return words.closed;
    const file = FILE[at.column].some((state) => at.row.classList.contains(`s-${state}`));
    return file && LINE[at.column].includes(at.asked.className) ? "" : words.settled;
  }

  const rows = () => [...table.rows].filter((row) => row.parentElement !== table.tHead);

  function focus(cell) {
    if (!cell) return;
    if (current) current.tabIndex = -1;
    current = cell;
    cell.tabIndex = 0;
    cell.setAttribute("aria-readonly", obstacle(cell) ? "true" : "false");
    cell.focus({ preventScroll: true });
    reveal(cell);
    tell(cell);
  }

  // Out from under the frozen head, names and sums.
  function reveal(cell) {
    const frame = region.getBoundingClientRect();
    const box_ = cell.getBoundingClientRect();
    const top = frame.top + table.tHead.offsetHeight;
    const bottom = frame.bottom - table.tFoot.offsetHeight;
    const frozen = [...cell.parentElement.cells].filter((other) => getComputedStyle(other).position === "sticky");
    const left = frozen.length && !frozen.includes(cell) ? Math.max(...frozen.map((other) => other.getBoundingClientRect().right)) : frame.left;
    if (box_.top < top) region.scrollTop -= top - box_.top;
    else if (box_.bottom > bottom) region.scrollTop += box_.bottom - bottom;
    if (box_.left < left) region.scrollLeft -= left - box_.left;
    else if (box_.right > frame.right) region.scrollLeft += box_.right - frame.right + 20;
  }

  function move(down, right) {
    const all = rows();
    const row = all[all.indexOf(current.parentElement) + down];
    focus(row?.cells[Math.max(0, current.cellIndex + right)]);
  }

  function toNext(step) {
    const all = rows();
    let row = all.indexOf(current.parentElement);
    let index = current.cellIndex + step;
    while (all[row]) {
      for (; index >= FIRST && index < all[row].cells.length; index += step) {
        if (!obstacle(all[row].cells[index])) return focus(all[row].cells[index]);
      }
      row += step;
      index = step > 0 ? FIRST : (all[row]?.cells.length ?? 0) - 1;
    }
  }

  // A cell's story, a moment after one stops there

  let pause;
  function tell(cell) {
    clearTimeout(pause);
    const at = place(cell);
    if (!at?.request) {
      story.hidden = true;
      return;
    }
    pause = setTimeout(async () => {
      try {
        const answer = await fetch(words.story.replace("/0/", `/${at.request}/`), { headers: { "X-Requested-With": "fetch" } });
        if (!answer.ok || current !== cell) return;
        story.innerHTML = await answer.text();
        story.hidden = false;
      } catch {
        story.hidden = true;
      }
    }, 350);
  }

  // Typing

  function open(text) {
    const why = obstacle(current);
    if (why) return say(why);
    remember(current.parentElement);
    current.dataset.shown = current.textContent;
    box = document.createElement("input");
    box.type = "text";
    box.inputMode = "decimal";
    box.autocomplete = "off";
    box.value = text ?? current.textContent;
    box.setAttribute("aria-label", `${current.parentElement.cells[0].textContent.trim()}, ${place(current).head.querySelector(".funder-name").textContent}`);
    current.replaceChildren(box);
    box.focus();
    if (text === undefined) box.select();
    box.addEventListener("input", () => preview(box.value));
    box.addEventListener("blur", () => box && commit());
    say("");
  }

  function close(text) {
    const cell = current;
    box = null;
    cell.textContent = text ?? cell.dataset.shown;
    delete cell.dataset.shown;
    cell.focus({ preventScroll: true });
  }

  function abandon() {
    const cell = current;
    close();
    gauges(cell, 0);
    recount(cell.parentElement);
  }

  // The gauge and the sums move while one types.
  function preview(text) {
    const typed = cents(text.replace(/€/g, "")) ?? 0;
    if (!Number.isFinite(typed)) return;
    const at = place(current);
    const granted = value(at.asked.nextElementSibling.nextElementSibling);
    const before = value(current) ?? 0;
    const weight = at.column === "granted" || granted === null ? typed - (at.column === "granted" && granted === null ? (value(current.previousElementSibling) ?? 0) : before) : 0;
    gauges(current, weight, at.column === "granted" ? typed - before : 0);
    recount(at.row, current, typed);
  }

  function commit() {
    const cell = current;
    const text = box.value.trim();
    const seen = value(cell);
    const isPlain = words.decimal === "," ? /^[\d\s\u00a0\u202f]+(,\d{1,2})?$/ : /^[\d,]+(\.\d{1,2})?$/;
    if (text === cell.dataset.shown.trim() || (isPlain.test(text) && cents(text) === seen)) return abandon();
    close(text);
    send([[place(cell).request, place(cell).column, text, seen]], [cell], [figure(seen)]);
  }

  // Sending

  async function send(cells, targets, before) {
    waiting += 1;
    say(words.saving);
    for (const target of targets) target.classList.remove("bad");
    for (const target of targets) target.classList.add("waiting");
    let data = { error: words.offline };
    let ok = false;
    let code = 0;
    try {
      const answer = await fetch(words.write, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ cells }),
      });
      code = answer.status;
      ok = answer.ok;
      data = await answer.json();
    } catch {
      ok = false;
    }
    waiting -= 1;
    for (const target of targets) target.classList.remove("waiting");
    if (ok) return show(data);
    targets.forEach((target, place_) => { target.textContent = before[place_]; });
    gauges(targets[0], 0);
    new Set(targets.map((target) => target.parentElement)).forEach((row) => recount(row));
    refuse(data, cells, targets, code);
  }

  function refuse(data, cells, targets, code) {
    say(data.error ?? words.offline, true);
    const wrong = data.cells ?? [];
    for (const one of wrong) cellOf(one.request, one.column)?.classList.add("bad");
    if (wrong.length) focus(cellOf(wrong[0].request, wrong[0].column));
    if (code === 409 && cells.length === 1) choose(wrong[0].now, cells[0], targets[0]);
  }

  // Both values of a conflict: one click keeps theirs, another writes mine.
  function choose(now, cell, target) {
    target.textContent = figure(now);
    recount(target.parentElement);
    const button = (label, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "button button-secondary";
      made.textContent = label;
      made.addEventListener("click", act);
      return made;
    };
    status.append(
      " ",
      button(`${words.keep} ${now === null ? "–" : euros(now)}`, () => { say(""); focus(target); }),
      " ",
      button(`${words.replace} (${cell[2] || "–"})`, () => send([[cell[0], cell[1], cell[2], now]], [target], [figure(now)])),
    );
  }

  const cellOf = (request, column) => {
    const asked = requests.get(request);
    return asked?.parentElement.cells[asked.cellIndex + COLUMNS.indexOf(column)];
  };

  // What the server holds now: cells, states, envelopes.
  function show(data, message) {
    const touched = new Set();
    for (const one of data.cells) {
      const asked = requests.get(one.request);
      if (!asked) continue;
      remember(asked.parentElement);
      asked.className = one.state;
      for (const column of ["proposed", "granted"]) {
        const cell = cellOf(one.request, column);
        cell.classList.remove("bad");
        if (cell.dataset.shown === undefined) cell.textContent = figure(one[column]);
      }
      touched.add(asked.parentElement);
    }
    for (const gauge of data.gauges) {
      const shown = table.querySelector(`[data-gauge="${gauge.pk}"]`);
      if (!shown) continue;
      Object.assign(shown.dataset, { amount: gauge.amount, granted: gauge.granted, expected: gauge.expected });
      draw(shown, gauge.granted, gauge.expected);
    }
    touched.forEach((row) => recount(row));
    if (waiting) return;
    const clock = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    say(message ?? `${words.saved} ${clock}`);
    if (current) tell(current);
  }

  function say(text, isError = false) {
    status.textContent = text;
    status.classList.toggle("is-error", isError);
  }

  // Gauges

  function gauges(cell, expected, granted = 0) {
    const shown = place(cell)?.head?.querySelector("[data-gauge]");
    if (shown) draw(shown, Number(shown.dataset.granted) + granted, Number(shown.dataset.expected) + expected);
  }

  function draw(shown, granted, expected) {
    const amount = Number(shown.dataset.amount);
    const share = (part) => (amount ? Math.max(0, Math.min(1000, Math.floor((part * 1000) / amount))) : 1000);
    shown.querySelector(".granted").setAttribute("width", share(granted));
    shown.querySelector(".expected").setAttribute("width", share(expected));
    const excess = Math.max(expected, granted) - amount;
    shown.classList.toggle("over", excess > 0);
    shown.querySelector(".gauge-words").textContent = excess > 0 ? `${words.over} ${euros(excess)}` : `${words.left} ${euros(amount - granted)}`;
  }

  // Sums of the row, of its group and of all: whole cents, so they always agree.

  function recount(row, typing, typed) {
    const totals = [0, 0, 0];
    for (let index = FIRST; index < row.cells.length; index += 1) {
      const cell = row.cells[index];
      const now = (cell === typing ? typed : value(cell)) ?? 0;
      totals[(index - FIRST) % 3] += now;
      spread(row, index, now);
    }
    totals.forEach((sum, rank) => {
      row.cells[rank + 1].textContent = figure(sum);
      spread(row, rank + 1, sum);
    });
  }

  // Brings the sums below from what this cell counted for to `now`.
  function spread(row, index, now) {
    const cell = row.cells[index];
    const change = now - cell.counted;
    cell.counted = now;
    if (!change) return;
    const heading = row.parentElement.rows[0];
    for (const sums of [heading.classList.contains("group") ? heading : null, table.tFoot.rows[0]]) {
      if (sums) sums.cells[index].textContent = figure((value(sums.cells[index]) ?? 0) + change);
    }
  }

  // What a row counts for in the sums, noted before anything in it changes.
  function remember(row) {
    for (let index = 1; index < row.cells.length; index += 1) row.cells[index].counted ??= value(row.cells[index]) ?? 0;
  }

  // Pasting a block, checked whole before any of it is sent

  function paste(text) {
    const block = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
    const all = rows().filter((row) => !row.classList.contains("group") && row.parentElement !== table.tFoot);
    const top = all.indexOf(current.parentElement);
    if (top < 0) return say(words.reading, true);
    const cells = [];
    const targets = [];
    for (const [down, line] of block.entries()) {
      for (const [right, piece] of line.entries()) {
        const target = all[top + down]?.cells[current.cellIndex + right];
        if (!target) return say(words.tooBig, true);
        const typed = piece.trim();
        if (obstacle(target)) {
          if (typed && cents(typed.replace(/€/g, "")) !== value(target)) {
            focus(target);
            target.classList.add("bad");
            return say(`${words.misfit} ${obstacle(target)}`, true);
          }
          continue;
        }
        if (!typed && value(target) === null) continue;
        cells.push([place(target).request, place(target).column, typed, value(target)]);
        targets.push(target);
      }
    }
    if (!cells.length) return say(words.misfit, true);
    targets.forEach((target) => remember(target.parentElement));
    send(cells, targets, targets.map((target) => target.textContent));
  }

  async function undo() {
    say(words.saving);
    try {
      const answer = await fetch(undoForm.action, { method: "POST", headers: { Accept: "application/json", "X-CSRFToken": token } });
      const data = await answer.json();
      if (!answer.ok) return say(data.error, true);
      show(data, words.undone);
    } catch {
      say(words.offline, true);
    }
  }

  // Keys

  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-15, 0], PageDown: [15, 0] };

  function typingKey(event) {
    if (event.key === "Escape") abandon();
    else if (event.key === "Enter") { commit(); move(event.shiftKey ? -1 : 1, 0); }
    else if (event.key === "Tab") { commit(); toNext(event.shiftKey ? -1 : 1); }
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") { commit(); move(...MOVES[event.key]); }
    else return;
    event.preventDefault();
  }

  function movingKey(event) {
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key.toLowerCase() === "z") undo();
    else if (control || event.altKey) return;
    else if (MOVES[event.key]) {
      const all = rows();
      const here = all.indexOf(current.parentElement);
      const [down, right] = MOVES[event.key];
      move(Math.max(-here, Math.min(all.length - 1 - here, down)), right);
    } else if (event.key === "Home") focus(current.parentElement.cells[0]);
    else if (event.key === "End") focus(current.parentElement.cells[current.parentElement.cells.length - 1]);
    else if (event.key === "Enter" || event.key === "F2") {
      if (current.cellIndex === 0) current.querySelector("a")?.click();
      else open();
    } else if (event.key === "Delete" || event.key === "Backspace") { open(""); if (box) commit(); }
    else if (event.key.length === 1 && /[\d.,]/.test(event.key)) open(event.key);
    else return;
    event.preventDefault();
  }

  table.addEventListener("keydown", (event) => {
    if (!current || event.target.closest("a")) return;
    if (box) typingKey(event);
    else movingKey(event);
  });
  table.addEventListener("mousedown", (event) => {
    const cell = event.target.closest("tbody td, tbody th, tfoot td");
    if (!cell || event.target === box || event.target.closest("a")) return;
    event.preventDefault();
    // A second press on the same cell writes in it: the way in for fingers.
    if (cell === current && document.activeElement === cell) return open();
    if (box) commit();
    focus(cell);
  });
  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td");
    if (cell && cell !== current && !box) focus(cell);
  });
  document.addEventListener("paste", (event) => {
    if (box || !current || !table.contains(document.activeElement)) return;
    event.preventDefault();
    paste(event.clipboardData.getData("text/plain"));
  });
  document.addEventListener("copy", (event) => {
    if (box || !current || !table.contains(document.activeElement) || String(getSelection())) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", current.textContent.trim());
  });
  undoForm.addEventListener("submit", (event) => {
    event.preventDefault();
    undo();
  });
  window.addEventListener("beforeunload", (event) => {
    if (waiting || box) event.preventDefault();
  });

  const first = [...table.querySelectorAll("td[data-r]")].find((cell) => !obstacle(cell.nextElementSibling));
  const entry = first?.nextElementSibling ?? table.tBodies[0]?.rows[0]?.cells[1];
  if (entry) { entry.tabIndex = 0; current = entry; }
}
