/* "Near me first": asks where the visitor is, to about a kilometre, and asks the list again. Nothing is sent before. */
const button = document.querySelector("[data-near]");
if (button && "geolocation" in navigator) {
  button.closest("li").hidden = false;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const address = new URL(location.href);
        address.searchParams.set("gan", `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`);
        address.searchParams.set("xep", "gan");
        address.searchParams.delete("page");
        location.assign(address);
      },
      () => {
        button.textContent = button.dataset.refused;
        button.disabled = true;
      },
      { maximumAge: 600000, timeout: 10000 },
    );
  });
}
