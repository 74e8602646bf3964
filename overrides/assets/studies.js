/* Studies: shows the reports that fit a choice, counts them, and draws them anew. */
(() => {
  const form = document.querySelector(".guide-choose");
  const fields = [...form.querySelectorAll("select")];
  const said = form.querySelector("[role=status]");
  const drawing = document.querySelector(".guide-people");
  const BESIDE_PLACEBO = {
    better: "better than placebo",
    mixed: "mixed",
    same: "no better than placebo",
    worse: "worse than placebo",
    "not told": "result not told",
  };
  const WORDS = [...Object.keys(BESIDE_PLACEBO), ...Object.values(BESIDE_PLACEBO)];
  const { most, longest } = drawing.dataset;
  const rows = [...drawing.tBodies[0].rows];
  const kinds = [...document.querySelectorAll(".guide-reports")].map((part) => ({
    part,
    number: part.querySelector("summary span"),
    reports: [...part.querySelectorAll("li")].map(read),
  }));

  function read(item) {
    const { look, people, again, form, antibody, age, outcomes } = item.dataset;
    return {
      item,
      look,
      counts: again === undefined,
      people: people === undefined ? null : Number(people),
      form: form.split("|"),
      antibody: antibody.split("|"),
      age: age.split(" and "),
      outcomes: outcomes.split(" ").map((outcome) => {
        const [treatment, had, result] = outcome.split(":");
        return { treatment, had: had === "" ? null : +had, result: result.replace("-", " ") };
      }),
    };
  }

  // A result belongs to the chosen treatment, where one is chosen.
  function fits(report, { treatment, result, ...others }) {
    const some = report.outcomes.some(
      (it) =>
        (!treatment || it.treatment === treatment) && (!result || it.result === result),
    );
    return some && Object.keys(others).every((name) => !others[name] || report[name].includes(others[name]));
  }

  function choose() {
    const wanted = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
    const chosen = fields.some(({ value }) => value);
    const left = [];
    let all = 0;
    for (const { part, number, reports } of kinds) {
      const fitting = reports.filter((report) => fits(report, wanted));
      for (const { item } of reports) item.hidden = true;
      for (const { item } of fitting) item.hidden = false;
      part.hidden = fitting.length === 0;
      if (chosen) part.open = true;
      const own = fitting.flatMap(({ outcomes }) =>
        outcomes.filter((it) => it.treatment === wanted.treatment),
      );
      const told = own.length ? ` (${tally(own.map((it) => ({ ...it, had: 1 })))})` : "";
      number.textContent = `${fitting.length}${told}`;
      left.push(...fitting);
      all += reports.length;
    }
    const count = left.length === all ? `All ${all}` : `${left.length} of ${all}`;
    said.textContent = `${count} reports ${left.length === 1 ? "is" : "are"} shown.`;
    for (const row of rows) draw(row, left, wanted.result);
  }

  function draw(row, left, result) {
    const { treatment } = row.dataset;
    for (const cell of [...row.cells].slice(1)) {
      const look = cell.className.replace("guide-", "");
      const told = left
        .filter((report) => report.look === look && report.counts)
        .flatMap((report) =>
          report.outcomes
            .filter((it) => it.treatment === treatment && (!result || it.result === result))
            .map((it) => ({ ...it, had: look === "compared" ? report.people : it.had })),
        );
      const people = told.reduce((sum, { had }) => sum + (had ?? 0), 0);
      const more = told.some(({ had }) => had === null) ? "+" : "";
      cell.querySelector("span").textContent = `${people}${more}`;
      const long = people && Math.max(2, Math.round((longest * people) / most));
      cell.querySelector("rect").setAttribute("width", long);
      const words = cell.querySelector("small");
      if (words) {
        const some = new Set(told.map((it) => it.result)).size > 1;
        const beside = told.map((it) => ({ ...it, result: BESIDE_PLACEBO[it.result] }));
        words.textContent = some ? tally(beside) : (beside[0]?.result ?? "");
      }
    }
  }

  // How many had which result, as "16 better, 2 mixed".
  function tally(told) {
    const sums = new Map(WORDS.map((result) => [result, null]));
    for (const { result, had } of told) sums.set(result, (sums.get(result) ?? 0) + (had ?? 0));
    return [...sums]
      .filter(([, sum]) => sum !== null)
      .map(([result, sum]) => `${sum} ${result}`)
      .join(", ");
  }

  // A link to a row chooses its treatment; a link to a hidden report shows it.
  function reach() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target?.dataset.treatment) {
      form.reset();
      form.elements.treatment.value = target.dataset.treatment;
      choose();
      return;
    }
    const part = target?.closest(".guide-reports");
    if (!part) return;
    if (target.hidden || part.hidden) {
      form.reset();
      choose();
    }
    part.open = true;
    target.scrollIntoView();
  }

  form.addEventListener("change", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", reach);
  addEventListener("pageshow", () => {
    if (fields.some(({ value }) => value)) choose(); // the browser remembered the choice
    reach();
  });
})();
