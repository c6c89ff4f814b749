// Order page: what was typed at the checkout is let go; copy buttons beside what goes into a bank transfer, and printing.
try { sessionStorage.removeItem("checkout"); } catch { /* nothing kept */ }

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

// How long a transfer is still waited for, told again every half minute.
for (const line of document.querySelectorAll("[data-until]")) {
  const left = document.createElement("b");
  const tell = () => {
    const minutes = Math.max(0, Math.ceil((new Date(line.dataset.until) - Date.now()) / 60000));
    left.textContent = ` ${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
    line.classList.toggle("soon", minutes < 60);
  };
  tell();
  line.append(left);
  setInterval(tell, 30000);
}
