/*
 * Medicine names: finds a name, forgives a misspelling, says which marked names are the
 * same medicine or class. It judges nothing, and what is typed or marked stays here.
 */
(() => {
  const form = document.querySelector(".guide-finder");
  const asked = form.querySelector("input");
  const said = document.getElementById("medicine-said");
  const found = form.querySelector(".guide-finder-found");
  const list = form.querySelector(".guide-finder-list");
  const told = list.querySelector("[role=status]");
  const marks = list.querySelector("ul");
  const clear = list.querySelector("button");
  const marked = new Set(); // in the order of marking
  const MOST = 8;

  const fold = (text) =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "");
  const sound = (word) => word.replace(/ph/g, "f").replace(/(.)\1/g, "$1");

  const names = JSON.parse(document.getElementById("medicines").textContent).flatMap(
    (medicine) =>
      medicine.names.map(({ name, note }) => {
        const generic = name === medicine.substance;
        const folded = fold(name);
        const shown = generic ? medicine.name : name;
        return { medicine, name, note, generic, shown, folded, sounds: sound(folded) };
      }),
  );

  const element = (tag, ...content) => {
    const made = document.createElement(tag);
    made.append(...content);
    return made;
  };

  function box(name) {
    const input = element("input");
    input.type = "checkbox";
    input.checked = marked.has(name);
    input.addEventListener("change", () => mark(name, input.checked));
    return element("label", input, ` ${name.shown} is on my list`);
  }

  function line(name) {
    const { medicine, generic, note } = name;
    const kind = medicine.several ? "a name in the group" : "a name of";
    const about = generic ? "" : `${note ? ` (${note})` : ""}: ${kind} ${medicine.name}`;
    const words = element("p", element("strong", name.shown), `${about}. `);
    words.append(`Class: ${medicine.kind}. `);
    if (medicine.link) {
      const link = element("a", `Read about ${medicine.name}`);
      link.href = medicine.link;
      words.append(link);
    }
    const item = element("li", words, box(name));
    item.name = name;
    return item;
  }

  /*
   * What is written so comes first, then what begins so; else the nearest, if near.
   * A box says more than a name: "diazepam 5 mg" is looked for with ever fewer words.
   */
  function look() {
    const words = asked.value.trim().split(/\s+/);
    const tries = words.map((_, less) => fold(words.slice(0, words.length - less).join("")));
    if (tries[0].length < 2) return show([], tries[0] && "Type one letter more.");
    const same = first(tries, (typed) => names.filter(({ folded }) => folded === typed));
    const begun = names.filter((it) => it.folded.startsWith(tries[0]) && !same.includes(it));
    if (same.length + begun.length) {
      const all = [...same, ...begun];
      const count = all.length === 1 ? "1 name" : `${all.length} names`;
      const more = all.length > MOST ? ` The first ${MOST} are shown; type more.` : "";
      return show(all, `${count} found.${more}`);
    }
    const near = first(tries, (typed) => nearest(sound(typed)));
    const none = `No name here is written “${asked.value.trim()}”.`;
    if (!near.length) return show([], `${none} Ask your pharmacist about it.`);
    const read = near.map(({ shown }) => shown).join(", ");
    show(near, `${none} Nearest: ${read}. Compare it with your box, letter by letter.`);
  }

  const first = (tries, by) => tries.map(by).find((all) => all.length) ?? [];

  function nearest(typed) {
    const reach = typed.length < 4 ? 0 : typed.length < 7 ? 1 : 2;
    const far = names.map((name) => [apart(typed, name.sounds), name]);
    const least = Math.min(...far.map(([steps]) => steps));
    return far.filter(([steps]) => steps === least && steps <= reach).map(([, it]) => it);
  }

  function show(all, words) {
    found.replaceChildren(...all.slice(0, MOST).map(line));
    said.textContent = words;
  }

  function mark(name, on) {
    if (on) marked.add(name);
    else marked.delete(name);
    renew();
  }

  function renew() {
    for (const item of found.children) {
      item.querySelector("input").checked = marked.has(item.name);
    }
    const within = marks.contains(document.activeElement);
    marks.replaceChildren(...[...marked].map((it) => element("li", box(it))));
    clear.disabled = !marked.size;
    told.replaceChildren(...compared([...marked]).map((words) => element("p", words)));
    if (within) (marks.querySelector("input") ?? asked).focus(); // its box is gone
  }

  function compared(all) {
    if (!all.length) return ["You have marked no name yet."];
    if (all.length === 1) return ["1 name is marked. Mark the others on your list, too."];
    const of = ({ medicine }) => (medicine.several ? null : medicine.substance);
    const kind = ({ medicine }) => medicine.kind;
    const doubles = groups(all, of).map(
      ([substance, same]) =>
        `${listed(same.map(({ shown }) => shown))} are the same medicine, ${substance}. ` +
        "Ask your pharmacist.",
    );
    const kin = groups(all, kind)
      .filter(([, same]) => same[0].medicine.several || new Set(same.map(of)).size > 1)
      .map(
        ([name, same]) =>
          `${listed(same.map(full))} are of the same class, ${name}. Ask your pharmacist.`,
      );
    const none =
      `None of the ${all.length} marked names is the same medicine or class here. ` +
      "That does not mean that they go together. Ask your pharmacist.";
    return doubles.length + kin.length ? [...doubles, ...kin] : [none];
  }

  const full = ({ shown, generic, note, medicine }) => {
    if (generic) return shown;
    return medicine.several
      ? shown + (note.includes(": ") ? ` (${note.split(": ")[1]})` : "")
      : `${shown} (${medicine.substance})`;
  };

  function groups(all, by) {
    const together = new Map();
    for (const name of all) {
      const key = by(name);
      if (key) together.set(key, [...(together.get(key) ?? []), name]);
    }
    return [...together].filter(([, same]) => same.length > 1);
  }

  const listed = (words) => `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

  asked.addEventListener("input", look);
  form.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => {
    marked.clear();
    renew();
    asked.focus();
  });
  asked.value = ""; // a browser that comes back may remember it
  form.hidden = false;
})();
