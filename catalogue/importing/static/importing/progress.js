// Draws how far a long import is, and loads the page anew when it has ended. Without it the page is reloaded by hand.
(() => {
  const box = document.getElementById("imp-work");
  if (!box) return;
  const bar = box.querySelector("progress");
  const draw = (told) => {
    if (!told.under_way) return window.location.reload();
    box.querySelector("[data-phase]").textContent = told.phase;
    box.querySelector("[data-count]").textContent = told.total ? `${told.done} / ${told.total}` : "";
    if (told.total) bar.value = told.percent;
    else bar.removeAttribute("value");
    return window.setTimeout(ask, 1500);
  };
  const ask = () =>
    fetch(box.dataset.progress, { headers: { Accept: "application/json" } })
      .then((answer) => answer.json())
      .then(draw)
      .catch(() => window.setTimeout(ask, 5000));
  window.setTimeout(ask, 1000);
})();
