// Turns a drawn map into one that moves, when asked: Leaflet weighs as much as a whole page.
// The shapes are read back from the SVG, through the projection that the server used.

const loading = new Map();

function load(tag, attributes) {
  const key = attributes.src ?? attributes.href;
  if (!loading.has(key)) {
    loading.set(key, new Promise((resolve, reject) => {
      const element = Object.assign(document.createElement(tag), attributes);
      element.addEventListener("load", resolve);
      element.addEventListener("error", reject);
      document.head.append(element);
    }));
  }
  return loading.get(key);
}

function unproject({ west, north, cosine, scale, left, top }, x, y) {
  return [north - (y - top) / scale, west + (x - left) / (cosine * scale)];
}

function ringsOf(path, projection) {
  return path.getAttribute("d").split("Z").filter(Boolean).map((ring) =>
    ring.slice(1).split("L").map((pair) => unproject(projection, ...pair.split(" ").map(Number))));
}

function layerOf(shape, projection) {
  const { L } = window;
  const options = { className: `map-shape ${shape.getAttribute("class")}` };
  const path = shape.querySelector("path");
  const circle = shape.querySelector("circle");
  if (path) return L.polygon(ringsOf(path, projection), options);
  return L.circleMarker(unproject(projection, +circle.getAttribute("cx"), +circle.getAttribute("cy")), { ...options, radius: 8 });
}

function label({ name, url }) {
  const element = document.createElement(url ? "a" : "span");
  element.textContent = name;
  if (url) element.href = url;
  return element;
}

function draw(figure, frame) {
  const { L } = window;
  const { projection, tiles, attribution, words } = JSON.parse(document.getElementById(figure.dataset.map).textContent);
  const live = document.createElement("div");
  live.className = "map-live";
  const shapes = [...frame.querySelectorAll(".map-shape")];
  frame.replaceChildren(live);
  const motion = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(live, { zoomControl: false, zoomAnimation: motion, fadeAnimation: motion, zoomSnap: 0.5, attributionControl: Boolean(tiles) });
  L.control.zoom({ zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
  if (tiles) L.tileLayer(tiles, { attribution }).addTo(map);
  const layers = L.featureGroup(shapes.map((shape) => layerOf(shape, projection).bindPopup(label(shape.dataset))));
  layers.addTo(map);
  map.fitBounds(layers.getBounds(), { padding: [16, 16] });
  live.setAttribute("role", "region");
  live.setAttribute("aria-label", figure.querySelector(".map-label").textContent);
  live.focus();
}

for (const figure of document.querySelectorAll("[data-map]")) {
  const frame = figure.querySelector(".map-frame");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-secondary";
  button.textContent = figure.dataset.button;
  figure.querySelector("figcaption").append(button);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await Promise.all([
        load("link", { rel: "stylesheet", href: figure.dataset.leafletCss }),
        load("script", { src: figure.dataset.leaflet }),
      ]);
      draw(figure, frame);
    } finally {
      button.remove();
    }
  });
}
