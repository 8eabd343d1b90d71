// The telephone's own position, and a point chosen on the map. Both end in a plain address:
// the page that answers is the one that a form without JavaScript asks for.
const ask = (lat, lon) => {
  const address = new URL(location.pathname, location.origin);
  address.searchParams.set("lat", lat.toFixed(6));
  address.searchParams.set("lon", lon.toFixed(6));
  location.assign(address);
};

const here = document.querySelector("[data-here]");
if (here && "geolocation" in navigator && window.isSecureContext) {
  here.hidden = false;
  const status = here.querySelector("[role=status]");
  here.querySelector("button").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => ask(coords.latitude, coords.longitude),
      () => { status.textContent = here.dataset.failed; },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}

const drawing = document.querySelector("[data-locate-map] .map-frame svg");
if (drawing) {
  const figure = drawing.closest("[data-map]");
  const { projection } = JSON.parse(document.getElementById(figure.dataset.map).textContent);
  drawing.addEventListener("click", (event) => {
    if (event.target.closest("a")) return;
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM().inverse());
    const lat = projection.north - (place.y - projection.top) / projection.scale;
    const lon = projection.west + (place.x - projection.left) / (projection.cosine * projection.scale);
    ask(lat, lon);
  });
}
