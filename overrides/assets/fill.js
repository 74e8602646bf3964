/* Fill: the medical form and the emergency card. Shows on paper what is typed, saves it to
   a file, opens one, and keeps it on this device once the reader chose. Sends nothing. */
(() => {
  const KEPT = "guide.form"; // written only while the choice stands
  const FILE = "sps-emergency-form.json";
  const FORMAT = "sps-emergency-form";
  const VERSION = 1;
  const LEAF = { width: 186, height: 256 }; // millimetres: of A4, of Letter
  const MILLIMETRE = 96 / 25.4; // CSS pixels
  const [SMALLEST, LARGEST] = [7.5, 14]; // type of the sheet, in points
  const CHOICES = { "pump.has": ["yes", "no"] };
  const form = document.querySelector(".guide-fill");
  const { most, rows } = JSON.parse(document.getElementById("fields").textContent);
  const keep = form.querySelector("#keep");
  const question = form.querySelector(".guide-sure");
  const large = form.querySelector(".guide-large"); // the form has it, the card has not
  const jobs = {
    print: () => print(),
    save,
    delete: () => question.showModal(),
    stay: () => question.close(),
    sure: deleteAll,
    large: () => large.showModal(),
    hide: () => large.close(),
  };
  let record = {}; // by name of field; also what another page shows and this does not
  let removed; // what stood here before a row was taken out, until something is typed

  form.reset(); // a browser may remember what was typed: nobody chose that
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", ({ target }) => {
    jobs[target.name]?.();
    if (target.dataset.more) more(target.dataset.more);
    if (target.dataset.back) back();
    if ("less" in target.dataset) less(target.closest(".guide-row"));
  });
  form.addEventListener("input", ({ target }) => {
    if (!(generic(target.name) in most)) return;
    note(target.name, target.value);
  });
  keep.addEventListener("change", () => (keep.checked ? startKeeping() : stopKeeping()));
  form.querySelector("#open").addEventListener("change", open);
  if (large) addEventListener("beforeprint", fit);
  show({});
  takeUpKept();

  /* What was typed goes to the print and, if so chosen, to what is kept. */
  function note(name, value) {
    record = { ...latest(), [name]: value };
    if (!value) delete record[name];
    tell(name);
    if (keep.checked) write();
    quiet();
    measure();
  }

  /* Return what stands here, and what another page may have kept meanwhile. */
  function latest() {
    return { ...record, ...(keep.checked && read()) };
  }

  function tell(name) {
    const spans = form.querySelectorAll(`[data-told="${name}"]`);
    for (const span of spans) span.textContent = record[name] ?? "";
  }

  /* Put a whole record in place of all that stands here. */
  function show(fields) {
    record = { ...fields };
    for (const group of Object.keys(rows)) {
      const filled = Object.keys(record).filter((name) => name.startsWith(`${group}.`));
      arrange(group, 1 + Math.max(0, ...filled.map((name) => name.split(".")[1])));
    }
    fill();
    quiet();
    measure();
  }

  function fill() {
    for (const field of form.elements) {
      if (!(generic(field.name) in most)) continue;
      if (field.type === "radio") field.checked = record[field.name] === field.value;
      else field.value = record[field.name] ?? "";
    }
    for (const { dataset } of form.querySelectorAll("[data-told]")) tell(dataset.told);
  }

  function rowsOf(group) {
    return [...form.querySelectorAll(`fieldset[data-row="${group}"]`)];
  }

  function shown(group) {
    return rowsOf(group).filter((row) => !row.hasAttribute("data-spare")).length;
  }

  /* Show so many rows; the spare ones are lines for a hand, on paper alone. */
  function arrange(group, count) {
    while (rowsOf(group).length < count && addRow(group));
    for (const [number, row] of rowsOf(group).entries()) {
      row.toggleAttribute("data-spare", number >= count);
    }
  }

  /* Return whether there was room for one more row, and a pattern for it. */
  function addRow(group) {
    const number = rowsOf(group).length;
    const pattern = form.querySelector(`template[data-row="${group}"]`);
    if (!pattern || number >= rows[group]) return false;
    const row = pattern.content.cloneNode(true);
    row.querySelector("legend span").textContent = number + 1;
    for (const element of row.querySelectorAll("[id], [for], [data-told]")) {
      for (const attribute of element.attributes) {
        attribute.value = attribute.value.replace(".*.", `.${number}.`);
      }
    }
    pattern.before(row);
    return true;
  }

  function more(group) {
    const count = shown(group);
    const place = rowsOf(group)[0].parentElement;
    if (count >= rows[group]) return say("last", { number: count }, place);
    arrange(group, count + 1);
    quiet();
    say("row", { number: count + 1 }, place);
    rowsOf(group)[count].querySelector("input").focus();
  }

  /* Take a row out: those below move up; what it held can be put back. */
  function less(row) {
    const group = row.dataset.row;
    const count = shown(group);
    const gone = rowsOf(group).indexOf(row);
    const before = latest();
    record = {};
    for (const [name, value] of Object.entries(before)) {
      const [own, number, field] = name.split(".");
      const moves = own === group && number > gone;
      if (own === group && Number(number) === gone) continue;
      record[moves ? `${group}.${number - 1}.${field}` : name] = value;
    }
    rearrange(group, Math.max(count - 1, 1));
    say("less", { number: gone + 1 }, row.parentElement);
    removed = { before, group, count, number: gone + 1 };
    const undo = form.querySelector(`[data-back="${group}"]`);
    undo.hidden = false;
    undo.focus();
  }

  function back() {
    const { before, group, count, number } = removed;
    record = before;
    rearrange(group, count);
    const row = rowsOf(group)[number - 1];
    say("back", { number }, row.parentElement);
    row.querySelector("input").focus();
  }

  function rearrange(group, count) {
    arrange(group, count);
    fill();
    quiet();
    if (keep.checked) write();
    measure();
  }

  /* What was said of a step before is over, and cannot be taken back. */
  function quiet() {
    removed = undefined;
    for (const undo of form.querySelectorAll("[data-back]")) undo.hidden = true;
    for (const said of form.querySelectorAll("[data-passing]")) {
      if (said.dataset.said !== "full") said.textContent = "";
    }
  }

  function generic(name) {
    return name.replace(/\.(?:0|[1-9]\d?)\./, ".*.");
  }

  /* Return what is wrong with a saved record, as [name of the sentence, its values]. */
  function fault(saved) {
    if (saved?.format !== FORMAT) return ["foreign"];
    if (saved.version !== VERSION) return ["version"];
    const { fields } = saved;
    if (typeof fields !== "object" || !fields || Array.isArray(fields)) return ["damaged"];
    const field = Object.keys(fields).find((name) => !fits(name, fields[name]));
    return field === undefined ? null : ["unknown", { field: field.slice(0, 40) }];
  }

  function fits(name, value) {
    const [group, number] = name.split(".");
    if (!Object.hasOwn(most, generic(name)) || name.includes("*")) return false;
    if (Object.hasOwn(rows, group) && number >= rows[group]) return false;
    if (typeof value !== "string" || value.length > most[generic(name)]) return false;
    return !CHOICES[name] || CHOICES[name].includes(value);
  }

  function written() {
    return { format: FORMAT, version: VERSION, fields: record };
  }

  function save() {
    const text = JSON.stringify(written(), null, 2);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = FILE;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    say("saved", { file: FILE });
  }

  async function open({ target }) {
    const [file] = target.files;
    if (!file) return;
    let saved;
    try {
      saved = JSON.parse(await file.text());
    } catch {
      return say("damaged");
    } finally {
      target.value = ""; // the same file can be chosen again
    }
    const wrong = fault(saved);
    if (wrong) return say(...wrong);
    show(saved.fields);
    say("opened");
    if (keep.checked) write();
  }

  function startKeeping() {
    if (write()) say("kept");
  }

  function stopKeeping() {
    try {
      localStorage.removeItem(KEPT);
    } catch {
      // A shut storage holds nothing.
    }
    say("unkept");
  }

  function write() {
    try {
      localStorage.setItem(KEPT, JSON.stringify(written()));
      return true;
    } catch {
      keep.checked = false;
      say("shut");
      return false;
    }
  }

  /* Return the fields that this device keeps; another page may have written them. */
  function read() {
    const saved = JSON.parse(localStorage.getItem(KEPT));
    return saved && !fault(saved) ? saved.fields : null;
  }

  function takeUpKept() {
    try {
      if (localStorage.getItem(KEPT) === null) return;
      const fields = read();
      if (!fields) return say("worn");
      keep.checked = true;
      show(fields);
      say("found");
    } catch (error) {
      if (error instanceof SyntaxError) say("worn"); // else storage is shut
    }
  }

  function deleteAll() {
    question.close();
    keep.checked = false;
    stopKeeping();
    show({});
    say("deleted");
  }

  /* A card has its size: what is typed takes the largest type that fits. Say so where
     words would be cut off on paper. */
  function measure() {
    for (const card of form.querySelectorAll(".guide-card")) {
      let size = card.querySelector("[data-told]:not(:empty)") ? 9.5 : 7; // points
      do {
        card.style.fontSize = `${size}pt`;
        size -= 0.25;
      } while (size >= 7 && card.scrollHeight > card.clientHeight);
    }
    for (const card of form.querySelectorAll(".guide-card")) {
      if (card.scrollHeight <= card.clientHeight) continue;
      return say("full", { side: card.dataset.side });
    }
    const said = form.querySelector("[data-said=full]");
    if (said) said.textContent = said.dataset.said = "";
  }

  /* The sheet takes the largest type that one leaf of either size holds: it is laid out
     as on paper, at once and unseen, before it goes there. */
  function fit() {
    const { style } = document.documentElement;
    const printed = [...document.styleSheets]
      .flatMap((sheet) => [...sheet.cssRules])
      .filter(({ media }) => media?.mediaText === "print");
    for (const { media } of printed) media.mediaText = "all";
    style.width = `${LEAF.width}mm`;
    let size = LARGEST;
    do {
      style.setProperty("--sheet-type", `${size}pt`);
      size -= 0.25;
    } while (size >= SMALLEST && form.parentElement.offsetHeight > LEAF.height * MILLIMETRE);
    style.width = "";
    for (const { media } of printed) media.mediaText = "print";
  }

  /* The words stand in the page, in the place where they are said. */
  function say(name, values = {}, place = form) {
    const template = place.querySelector(`template[data-say="${name}"]`);
    const words = template.innerHTML;
    const said = template.parentElement.querySelector("[role=status]");
    said.dataset.said = name;
    said.textContent = words.replace(/\{(\w+)\}/g, (_, value) => values[value]);
  }
})();
