// A click on the drawn map fills the coordinates and asks: the form alone does the same.

for (const zone of document.querySelectorAll(".pick-map")) {
  const figure = zone.querySelector("[data-map]");
  const drawing = zone.querySelector(".map-frame > svg");
  const form = document.getElementById("point");
  const { projection } = JSON.parse(document.getElementById(figure.dataset.map).textContent);
  const hint = document.createElement("p");
  hint.className = "hint";
  hint.textContent = zone.dataset.pickHint;
  zone.prepend(hint);
  zone.classList.add("is-live");
  drawing.addEventListener("click", (event) => {
    event.preventDefault();
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM().inverse());
    const { west, north, cosine, scale, left, top } = projection;
    form.elements.lon.value = (west + (place.x - left) / (cosine * scale)).toFixed(6);
    form.elements.lat.value = (north - (place.y - top) / scale).toFixed(6);
    form.requestSubmit();
  });
}
