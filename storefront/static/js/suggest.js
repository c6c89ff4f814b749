/* Suggestions under the search field: a combobox with a list. Without this file the field is a plain search form. */
const WAIT = 150;
const FEWEST = 2;

function enhance(form, number) {
  const input = form.querySelector("input[type=search]");
  if (!input || !form.dataset.suggest) return;
  const id = `suggest-list-${number}`;
  const list = document.createElement("ul");
  Object.assign(list, { id, className: "suggest", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
  const told = document.createElement("span");
  told.className = "vh";
  told.setAttribute("role", "status");
  form.append(list, told);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id })) {
    input.setAttribute(name, value);
  }
  let timer, asked, current = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    list.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(place) {
    const all = options();
    if (!all.length) return;
    current = (place + all.length + 1) % (all.length + 1);
    all.forEach((option, index) => option.setAttribute("aria-selected", String(index === current)));
    if (current < all.length) {
      input.setAttribute("aria-activedescendant", all[current].id);
      all[current].scrollIntoView({ block: "nearest" });
    } else {
      current = -1;
      input.removeAttribute("aria-activedescendant");
    }
  }

  function show(offers) {
    list.replaceChildren();
    let kind = "";
    offers.forEach((offer, index) => {
      if (offer.kind !== kind) {
        kind = offer.kind;
        const heading = document.createElement("li");
        heading.className = "suggest-kind";
        heading.setAttribute("role", "presentation");
        heading.textContent = offer.kind_label;
        list.append(heading);
      }
      const option = document.createElement("li");
      option.id = `${id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.setAttribute("aria-label", `${offer.label}, ${offer.kind_label}`);
      option.textContent = offer.label;
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => location.assign(offer.url));
      option.dataset.url = offer.url;
      list.append(option);
    });
    told.textContent = offers.length ? form.dataset.many : form.dataset.few;
    current = -1;
    list.hidden = !offers.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    const text = input.value.trim();
    asked?.abort();
    if (text.length < FEWEST) return close();
    asked = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(text)}`, {
        headers: { Accept: "application/json" },
        signal: asked.signal,
      });
      if (answer.ok && document.activeElement === input) show((await answer.json()).offers);
    } catch {
      close();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      mark(event.key === "ArrowDown" ? current + 1 : current < 0 ? options().length - 1 : current - 1);
    } else if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      location.assign(options()[current].dataset.url);
    }
  });
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    close();
  });
}

document.querySelectorAll("form.search[data-suggest]").forEach(enhance);
