/* Fill: the medical form and the emergency card. Shows on paper what is typed, saves it to
   a file, opens one, and keeps it on this device once the reader chose. Sends nothing. */
(() => {
  const KEPT = "guide.form"; // written only while the choice stands
  const FILE = "sps-emergency-form.json";
  const FORMAT = "sps-emergency-form";
  const VERSION = 1;
  const CHOICES = { "pump.has": ["yes", "no"] };
  const form = document.querySelector(".guide-fill");
  const { most, rows } = JSON.parse(document.getElementById("fields").textContent);
  const said = form.querySelector("[role=status]");
  const keep = form.querySelector("#keep");
  const dialog = form.querySelector("dialog");
  const jobs = { print: () => print(), save, delete: ask, stay, sure: deleteAll };
  let record = {}; // by name of field; also what another page shows and this does not

  form.reset(); // a browser may remember what was typed: nobody chose that
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", ({ target }) => {
    jobs[target.name]?.();
    if (target.dataset.more) more(target.dataset.more);
  });
  form.addEventListener("input", ({ target }) => {
    if (!(generic(target.name) in most)) return;
    note(target.name, target.value);
  });
  keep.addEventListener("change", () => (keep.checked ? startKeeping() : stopKeeping()));
  form.querySelector("#open").addEventListener("change", open);
  takeUpKept();

  /* What was typed goes to the print and, if so chosen, to what is kept. */
  function note(name, value) {
    record = { ...record, ...(keep.checked && read()), [name]: value };
    if (!value) delete record[name];
    tell(name);
    if (keep.checked) write();
    measure();
  }

  function tell(name) {
    const spans = form.querySelectorAll(`[data-told="${name}"]`);
    for (const span of spans) span.textContent = record[name] ?? "";
  }

  /* Put a whole record in place of all that stands here. */
  function show(fields) {
    record = { ...fields };
    for (const name of Object.keys(record)) {
      const [group, number] = name.split(".");
      while (rowsOf(group).length <= number && addRow(group));
    }
    for (const field of form.elements) {
      if (!(generic(field.name) in most)) continue;
      if (field.type === "radio") field.checked = record[field.name] === field.value;
      else field.value = record[field.name] ?? "";
    }
    for (const { dataset } of form.querySelectorAll("[data-told]")) tell(dataset.told);
    measure();
  }

  function rowsOf(group) {
    return [...form.querySelectorAll(`fieldset[data-row="${group}"]`)];
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
    if (!addRow(group)) return say("last", { number: rows[group] });
    say("row", { number: rowsOf(group).length });
    rowsOf(group).at(-1).querySelector("input").focus();
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
    measure();
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
    } catch (error) {
      if (error instanceof SyntaxError) say("worn"); // else storage is shut
    }
  }

  function ask() {
    dialog.showModal();
  }

  function stay() {
    dialog.close();
  }

  function deleteAll() {
    dialog.close();
    keep.checked = false;
    stopKeeping();
    show({});
    say("deleted");
  }

  /* A card has its size: say so where words would be cut off on paper. */
  function measure() {
    for (const card of form.querySelectorAll(".guide-card")) {
      if (card.scrollHeight <= card.clientHeight) continue;
      return say("full", { side: card.dataset.side });
    }
    if (said.dataset.said === "full") said.textContent = "";
  }

  /* The words stand in the page; each template is named after what it is for. */
  function say(name, values = {}) {
    const words = form.querySelector(`template[data-say="${name}"]`).innerHTML;
    said.dataset.said = name;
    said.textContent = words.replace(/\{(\w+)\}/g, (_, value) => values[value]);
  }
})();
