/* Claims: shows the sentences that hold the words and the grade, and counts them. */
(() => {
  const form = document.querySelector(".guide-choose");
  const { words, grade } = form.elements;
  const said = form.querySelector("[role=status]");
  const parts = [...document.querySelectorAll(".guide-claims")].map((part) => ({
    part,
    claims: [...part.querySelectorAll("li")].map((item) => ({
      item,
      text: item.textContent.toLowerCase(),
    })),
  }));

  function choose() {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = wanted.length > 0 || grade.value !== "";
    let shown = 0;
    let all = 0;
    for (const { part, claims } of parts) {
      let fitting = 0;
      for (const { item, text } of claims) {
        const graded = !grade.value || item.dataset.grade === grade.value;
        const fits = graded && wanted.every((word) => text.includes(word));
        item.hidden = !fits;
        fitting += fits;
      }
      part.hidden = fitting === 0;
      part.open = chosen && fitting > 0;
      shown += fitting;
      all += claims.length;
    }
    said.textContent = `${shown} of ${all} sentences are listed.`;
  }

  form.addEventListener("change", choose);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    choose();
  });
  choose();
})();
