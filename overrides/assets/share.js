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
  /* The section whose own link was pressed last; the row itself is none. */
  let section = "";
  const links = [...row.querySelectorAll("a[href*=':']")].map((link) => [link, link.href]);
  const page = encodeURIComponent(row.dataset.address);
  function turn() {
    if (location.hash === "#share") return;
    section = location.hash;
    const there = encodeURIComponent(address());
    for (const [link, href] of links) link.href = href.replaceAll(page, () => there);
  }
  addEventListener("hashchange", turn);
  turn();

  row.addEventListener("click", ({ target }) => jobs[target.name]?.());

  function address() {
    return row.dataset.address + section;
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
