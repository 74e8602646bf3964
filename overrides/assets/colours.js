/* Colours: light, dark or as the device; kept on this device only once chosen. */
(() => {
  const dark = document.getElementById("dark");
  const medium = {
    device: "screen and (prefers-color-scheme: dark)",
    light: "not all",
    dark: "screen",
  };
  const buttons = [...document.querySelectorAll("[data-colours]")];

  const show = () => {
    for (const button of buttons) {
      const chosen = medium[button.dataset.colours] === dark.media;
      button.setAttribute("aria-pressed", String(chosen));
    }
  };

  const choose = (colours) => {
    dark.media = medium[colours];
    try {
      if (colours === "device") localStorage.removeItem("guide-colours");
      else localStorage.setItem("guide-colours", colours);
    } catch {
      // Storage is shut or full: the choice holds for this page.
    }
    show();
  };

  for (const button of buttons) {
    button.addEventListener("click", () => choose(button.dataset.colours));
  }
  show();
})();
