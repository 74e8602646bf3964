/* Works: shows those of a chosen treatment and kind, and says how many they are. */
(() => {
  const form = document.querySelector(".guide-choose");
  const { treatment, kind } = form.elements;
  const said = form.querySelector("[role=status]");
  const works = [...document.querySelectorAll(".guide-works > li")];

  function choose() {
    let shown = 0;
    for (const work of works) {
      const about = (work.dataset.treatment || "").split("|");
      const fits =
        (!treatment.value || about.includes(treatment.value)) &&
        (!kind.value || work.dataset.kind === kind.value);
      work.hidden = !fits;
      shown += fits;
    }
    const all = works.length;
    const count = shown === all ? `All ${all}` : `${shown} of ${all}`;
    said.textContent = `${count} sources ${shown === 1 ? "is" : "are"} shown.`;
  }

  // A link to a source that the choice hides shows it: all are chosen again.
  function reach() {
    const work = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!work?.hidden) return;
    form.reset();
    choose();
    work.scrollIntoView();
  }

  form.addEventListener("change", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", reach);
  addEventListener("pageshow", () => {
    if (treatment.value || kind.value) choose(); // the browser remembered the choice
  });
})();
