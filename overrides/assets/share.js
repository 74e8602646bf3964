/* Share: shows the buttons that this device can honour, and does what they say. */

(() => {
  const row = document.querySelector(".guide-share");
  if (!row) return;
  const { title } = row.dataset;
  const said = row.querySelector("[role=status]");
  const jobs = { copy, print: () => print(), ...(navigator.share && { share }) };

  for (const button of row.querySelectorAll("button")) {
    button.parentElement.hidden = !(button.name in jobs);
  }
  row.addEventListener("click", ({ target }) => jobs[target.name]?.());

  function address() {
    return row.dataset.address + location.hash; // the section that is open
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(address());
      said.textContent = "The link is copied.";
    } catch {
      said.textContent = `Copy this address: ${address()}`;
    }
  }

  async function share() {
    try {
      await navigator.share({ title, url: address() });
    } catch {
      said.textContent = ""; // the reader closed the sheet
    }
  }
})();
