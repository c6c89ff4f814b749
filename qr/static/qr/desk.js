// The label form without what is not asked for, and a filter over the list of products.
// Without this script everything is shown and works the same.
const form = document.querySelector(".qr-sheet");
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

function showScope() {
  const scope = form.querySelector("[name=scope]:checked")?.value;
  for (const part of form.querySelectorAll("[data-scope]")) part.hidden = part.dataset.scope !== scope;
}

form.addEventListener("change", (event) => {
  if (event.target.name === "scope") showScope();
});
showScope();

const find = form.querySelector("[data-qr-find]");
const choices = [...form.querySelectorAll("[name=products]")].map((box) => box.closest("label"));
find.parentElement.hidden = choices.length < 10;
find.addEventListener("input", () => {
  const words = fold(find.value).split(/\s+/);
  for (const choice of choices) {
    const text = fold(choice.textContent);
    choice.parentElement.hidden = !words.every((word) => text.includes(word));
  }
});
