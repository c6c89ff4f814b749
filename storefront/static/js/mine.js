/* A page that is the same for everybody asks for what is this visitor's own, if the cookie says there is something. */
const address = document.body.dataset.mine;
if (address && /(?:^|; )mine=1/.test(document.cookie)) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" }).catch(() => null);
  if (answer?.ok) show(await answer.json());
}

function show(own) {
  const link = document.querySelector("[data-basket]");
  if (link && own.basket) {
    link.setAttribute("aria-label", own.label);
    const count = link.querySelector(".count") ?? link.appendChild(document.createElement("span"));
    count.className = "count num";
    count.setAttribute("aria-hidden", "true");
    count.textContent = own.basket;
  }
  if (!own.messages.trim()) return;
  const said = document.createElement("div");
  said.setAttribute("role", "status");
  document.getElementById("noi-dung").prepend(said);
  said.innerHTML = own.messages;
}
