// Checkout: choosing a province, a place by its name or a way of delivery loads its communes and the delivery charges without a button.
// The server answers the same form it answers without this script; only two parts of the page are exchanged.
const form = document.querySelector("[data-checkout]");

if (form) {
  const hideButtons = () => {
    for (const part of form.querySelectorAll("[data-without-script]")) part.hidden = true;
  };
  hideButtons();
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
        }
      }
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
    if (form.dataset.sent) event.preventDefault();
    if (event.submitter?.value === "place") form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => delete form.dataset.sent);
}
