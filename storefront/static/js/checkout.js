// Checkout: choosing a province, a place by its name or a way of delivery loads its communes and the delivery charges without a button.
// The server answers the same form it answers without this script; only two parts of the page are exchanged.
const form = document.querySelector("[data-checkout]");

if (form) {
  const hideButtons = () => {
    for (const part of form.querySelectorAll("[data-without-script]")) part.hidden = true;
  };
  hideButtons();
  recall();
  let latest = 0;

  form.addEventListener("change", async (event) => {
    if (!/^(province|commune_search|saved_address|delivery_\d+)$/.test(event.target.name)) return;
    const turn = ++latest;
    const asked = event.target.id;
    const parts = [...form.querySelectorAll("[data-live]")];
    const data = new FormData(form);
    data.set("action", "refresh");
    parts.forEach((part) => part.setAttribute("aria-busy", "true"));
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (turn !== latest) return;
      for (const part of parts) {
        const other = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
        if (other) part.replaceChildren(...other.childNodes);
      }
      if (data.get("saved_address") && asked.endsWith("saved_address")) {
        for (const name of ["name", "phone", "street"]) {
          const other = fresh.querySelector(`[name="${name}"]`);
          if (other) form.elements[name].value = other.value;
          keep(form.elements[name]);
        }
      }
      keep(form.elements.commune);
      hideButtons();
      document.getElementById(asked)?.focus();
    } catch {
      // No network, or the basket is gone: the button does the same with a page of its own.
      for (const part of form.querySelectorAll("[data-without-script]")) part.hidden = false;
    } finally {
      parts.forEach((part) => part.removeAttribute("aria-busy"));
    }
  });

  // A second tap while the first is on its way: the server would answer with the same order anyway.
  form.addEventListener("submit", (event) => {
    const away = navigator.onLine === false && event.submitter?.value === "place";
    const told = form.querySelector("[data-offline]");
    if (told) told.hidden = !away;
    if (away) {
      event.preventDefault();
      told?.scrollIntoView({ block: "center" });
      return;
    }
    if (form.dataset.sent) event.preventDefault();
    if (event.submitter?.value === "place") form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => delete form.dataset.sent);

  // What is typed stays in this tab until it is ordered (tracking.js lets it go): a line that drops costs nobody their
  // words. Consents are given anew on the form they are sent with.
  form.addEventListener("input", (event) => keep(event.target));

  function kept() {
    try { return JSON.parse(sessionStorage.getItem("checkout")) || {}; } catch { return {}; }
  }

  function keep(field) {
    if (!field?.name || field.type === "checkbox") return;
    try { sessionStorage.setItem("checkout", JSON.stringify({ ...kept(), [field.name]: field.value })); } catch { /* no room */ }
  }

  // Province and way of delivery are as the server last heard: the charges on the page belong to them.
  function recall() {
    const words = kept();
    for (const field of form.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea, select")) {
      const word = words[field.name];
      if (word === undefined || /^(province$|delivery_)/.test(field.name)) continue;
      if (field.type === "radio") field.checked = field.value === word;
      else if (field.tagName !== "SELECT" || [...field.options].some((option) => option.value === word)) field.value = word;
    }
  }
}
