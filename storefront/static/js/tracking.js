// Order page: copy buttons beside what goes into a bank transfer, and printing.
const words = document.documentElement.lang === "en" ? ["Copy", "Copied"] : ["Chép", "Đã chép"];

if (navigator.clipboard) {
  for (const value of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn line";
    button.textContent = words[0];
    button.setAttribute("aria-label", `${words[0]}: ${value.textContent.trim()}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(value.dataset.copy || value.textContent.trim());
      button.textContent = words[1];
      setTimeout(() => (button.textContent = words[0]), 2000);
    });
    value.after(button);
  }
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
