// Turns the drawn country of the sales points' pages into a map one can move, and sorts the list by distance.
// Everything on the page works without this file; nothing leaves the visitor's machine.
(() => {
  "use strict";
  const box = document.querySelector(".point-map");
  if (box && window.L) { drawMap(box); }
  sortByDistance();

  function drawMap(box) {
    const tiles = box.dataset.tiles;
    const still = box.innerHTML;
    fetchJson(box.dataset.outline).then((country) => {
      const sheet = document.createElement("div");
      sheet.setAttribute("role", "region");
      sheet.setAttribute("aria-label", box.dataset.label);
      box.replaceChildren(sheet);
      box.classList.add("live");
      const map = L.map(sheet, {
        minZoom: 4, maxZoom: tiles ? 18 : 11, zoomSnap: 0.5, scrollWheelZoom: false,
        maxBounds: [[3, 96], [27, 122]], attributionControl: Boolean(tiles),
      });
      map.setView([16, 107.6], 5, { animate: false });
      if (tiles) { L.tileLayer(tiles, { maxZoom: 18, attribution: box.dataset.attribution || "" }).addTo(map); }
      drawCountry(map, country, Boolean(tiles));
      map.on("focus", () => map.scrollWheelZoom.enable());
      map.on("blur", () => map.scrollWheelZoom.disable());
      if (box.dataset.latitude) {
        drawOne(map, box);
      } else {
        fetchJson(box.dataset.points).then((found) => drawPoints(map, found.features, box.dataset.cluster));
      }
    }).catch(() => { box.innerHTML = still; box.classList.remove("live"); });
  }

  function drawCountry(map, country, hasTiles) {
    const names = L.layerGroup().addTo(map);
    if (!hasTiles) {
      L.geoJSON(country, {
        interactive: false,
        filter: (feature) => ["land", "island"].includes(feature.properties.kind),
        style: (feature) => ({ className: feature.properties.kind === "island" ? "map-isle" : "map-land" }),
        pointToLayer: (feature, at) => L.circleMarker(at, { radius: 2.5, interactive: false }),
      }).addTo(map);
    }
    const write = () => {
      names.clearLayers();
      country.features.forEach((feature) => {
        const { kind, name, rank } = feature.properties;
        const shown = kind === "archipelago" || (kind === "place" && !hasTiles && map.getZoom() >= [0, 5.5, 6.5, 8][rank]);
        if (!shown) { return; }
        const [east, north] = feature.geometry.coordinates;
        const label = document.createElement("span");
        label.textContent = name;
        L.marker([north, east], {
          interactive: false, keyboard: false,
          icon: L.divIcon({ className: kind === "archipelago" ? "map-name sea" : "map-name", html: label, iconSize: null, iconAnchor: [0, kind === "archipelago" ? 0 : -12] }),
        }).addTo(names);
      });
    };
    map.on("zoomend", write);
    write();
  }

  function drawOne(map, box) {
    const at = [Number(box.dataset.latitude), Number(box.dataset.longitude)];
    map.setView(at, box.dataset.tiles ? 15 : 7.5, { animate: false });
    L.marker(at, { icon: pin("", "map-pin open", 22), title: box.dataset.name, alt: box.dataset.name, keyboard: false }).addTo(map);
  }

  function drawPoints(map, points, clusterWords) {
    if (!points.length) { return; }
    const bounds = L.latLngBounds(points.map(place));
    map.fitBounds(bounds, { padding: [48, 48], maxZoom: 9, animate: false });
    const layer = L.layerGroup().addTo(map);
    const draw = () => {
      layer.clearLayers();
      gather(map, points).forEach((group) => {
        if (group.length === 1) { drawPoint(layer, group[0]); } else { drawGroup(map, layer, group, clusterWords); }
      });
    };
    map.on("zoomend", draw);
    draw();
  }

  function drawPoint(layer, point) {
    const facts = point.properties;
    const words = document.createElement("div");
    const title = document.createElement("b");
    const link = document.createElement("a");
    link.href = facts.url;
    link.textContent = facts.name;
    title.append(link);
    words.append(title, facts.hours, document.createElement("br"), facts.address);
    L.marker(place(point), { icon: pin("", facts.open ? "map-pin open" : "map-pin", 24), title: facts.name, alt: facts.name })
      .bindPopup(words).addTo(layer);
  }

  function drawGroup(map, layer, group, words) {
    const bounds = L.latLngBounds(group.map(place));
    const label = words.replace("%s", group.length);
    L.marker(bounds.getCenter(), { icon: pin(String(group.length), "map-pin many", 34), title: label, alt: label })
      .on("click keypress", () => map.fitBounds(bounds, { padding: [64, 64], maxZoom: map.getMaxZoom() }))
      .addTo(layer);
  }

  // Points closer than a fingertip on the screen become one; at the last zoom each stands alone.
  function gather(map, points) {
    const reach = map.getZoom() >= map.getMaxZoom() ? 0 : 34;
    const groups = [];
    points.forEach((point) => {
      const spot = map.latLngToLayerPoint(place(point));
      const near = groups.find((group) => group.spot.distanceTo(spot) < reach);
      if (near) { near.points.push(point); } else { groups.push({ spot, points: [point] }); }
    });
    return groups.map((group) => group.points);
  }

  function pin(text, className, size) {
    const label = document.createElement("span");
    label.textContent = text;
    return L.divIcon({ className, html: label, iconSize: [size, size] });
  }

  function place(point) {
    const [east, north] = point.geometry.coordinates;
    return [north, east];
  }

  function fetchJson(address) {
    return fetch(address, { headers: { Accept: "application/json" } }).then((answer) => {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.json();
    });
  }

  function sortByDistance() {
    const button = document.querySelector(".near-me");
    const list = document.querySelector(".points");
    if (!button || !list || !navigator.geolocation || !list.querySelector("[data-latitude]")) { return; }
    button.hidden = false;
    button.addEventListener("click", () => {
      button.disabled = true;
      navigator.geolocation.getCurrentPosition(
        (found) => { order(list, found.coords); button.disabled = false; },
        () => { button.replaceWith(document.createTextNode(box ? box.dataset.denied : "")); },
        { timeout: 10000, maximumAge: 300000 },
      );
    });
  }

  function order(list, here) {
    const lines = [...list.children].map((line) => ({ line, far: distance(line, here) }));
    lines.sort((one, other) => one.far - other.far);
    lines.forEach(({ line, far }) => {
      if (Number.isFinite(far)) { line.querySelector(".distance").textContent = inWords(far); }
      list.append(line);
    });
  }

  function distance(line, here) {
    if (!line.dataset.latitude) { return Infinity; }
    const turn = Math.PI / 180;
    const north = (Number(line.dataset.latitude) - here.latitude) * turn;
    const east = (Number(line.dataset.longitude) - here.longitude) * turn;
    const level = Math.cos(here.latitude * turn) * Math.cos(Number(line.dataset.latitude) * turn);
    return 12742 * Math.asin(Math.sqrt(Math.sin(north / 2) ** 2 + level * Math.sin(east / 2) ** 2));
  }

  function inWords(kilometres) {
    return new Intl.NumberFormat(document.documentElement.lang, {
      style: "unit", unit: "kilometer", maximumFractionDigits: kilometres < 10 ? 1 : 0,
    }).format(kilometres);
  }
})();
