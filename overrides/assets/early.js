/* Before the first paint: say that scripts run, and take up the colours once chosen. */
(() => {
  document.documentElement.classList.add("guide-scripted");
  let chosen = null;
  try {
    chosen = localStorage.getItem("guide-colours");
  } catch {
    // Storage is shut: the device decides.
  }
  const dark = document.getElementById("dark");
  if (chosen === "dark") dark.media = "screen";
  if (chosen === "light") dark.media = "not all";
})();
