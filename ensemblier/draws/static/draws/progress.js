// Where a long computation is, without a press on a key. Once it is over, the page shows its result.
const EVERY = 2000;
const place = document.querySelector("[data-computing] [role=status]");

async function look() {
  const answer = await fetch(window.location.pathname);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const news = page.querySelector("[data-computing] [role=status]");
  if (!news) return window.location.reload();
  if (news.textContent !== place.textContent) place.replaceChildren(...news.childNodes);
  return lookLater();
}

function lookLater() {
  setTimeout(() => look().catch(lookLater), EVERY);
}

if (place) lookLater();
