// Order page: copy buttons beside what goes into a bank transfer, and printing.
const words = document.querySelector("[data-word-copy]")?.dataset;

if (words && navigator.clipboard) {
  for (const value of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn line";
    button.textContent = words.wordCopy;
    button.setAttribute("aria-label", `${words.wordCopy}: ${value.textContent.trim()}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(value.dataset.copy || value.textContent.trim());
      button.textContent = words.wordCopied;
      setTimeout(() => (button.textContent = words.wordCopy), 2000);
    });
    value.after(button);
  }
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
