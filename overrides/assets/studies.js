/* Studies: each heading of the table but Sources becomes a button that sorts. */
(() => {
  const table = document.querySelector(".guide-table-wide");
  const said = document.querySelector(".guide-sorted");
  if (!table) return;
  const [body] = table.tBodies;
  const heads = [...table.tHead.rows[0].cells];

  heads.slice(0, -1).forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head, column));
    head.append(button);
  });

  function sort(head, column) {
    const up = head.ariaSort !== "ascending";
    const rows = [...body.rows].map((row) => [row.cells[column].innerText, row]);
    rows.sort(([one], [other]) => compare(one, other, up ? 1 : -1));
    body.append(...rows.map(([, row]) => row));
    for (const other of heads) other.removeAttribute("aria-sort");
    head.ariaSort = up ? "ascending" : "descending";
    said.textContent = `Sorted by ${head.innerText}, ${up ? "upward" : "downward"}.`;
  }

  // Numbers by size, words by letter; a number that is not told comes last both ways.
  function compare(one, other, way) {
    const [a, b] = [parseFloat(one), parseFloat(other)];
    if (isNaN(a) && isNaN(b)) return way * one.localeCompare(other, "en");
    if (isNaN(a) || isNaN(b)) return isNaN(a) - isNaN(b);
    return way * (a - b);
  }
})();
