// Who else has the matrix open: says «I am here» while the page is seen, shows the others.
// Without it the page simply does not say.

const company = document.querySelector(".matrix-company");
if (company) keepCompany(company);

function keepCompany(company) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const timer = setInterval(beat, 20_000);
  document.addEventListener("visibilitychange", beat);
  beat();

  async function beat() {
    if (document.hidden) return;
    try {
      const answer = await fetch(company.dataset.beat, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": token },
      });
      // Signed out, or no longer entitled: this page will not become so again.
      if (answer.redirected || [403, 404].includes(answer.status)) leave();
      else if (answer.ok) show((await answer.json()).company);
      else show("");
    } catch {
      show("");
    }
  }

  // The same words are not said twice to those who listen.
  function show(words) {
    if (company.textContent !== words) company.textContent = words;
  }

  function leave() {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", beat);
    show("");
  }
}
