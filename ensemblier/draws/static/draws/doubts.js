// One key for each answer, unless something is being typed.
const form = document.querySelector("form[data-keys]");
const answers = {1: "merge", 2: "keep"};

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, select, textarea");
  if (!form || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const answer = answers[event.key];
  if (answer) form.requestSubmit(form.querySelector(`button[value="${answer}"]`));
});
