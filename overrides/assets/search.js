/*
 * Search: every word must stand in a section; titles count most; a word that stands
 * nowhere is read as the nearest one that does. The index is asked for at first use.
 */
(() => {
  const dialog = document.getElementById("search");
  const input = dialog.querySelector("input");
  const said = dialog.querySelector(".guide-search-said");
  const found = dialog.querySelector(".guide-search-found");
  const base = `${dialog.dataset.base.replace(/\/$/, "")}/`;
  const MOST = 20;
  let loading = null;

  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‐‑–]/g, "-").toLowerCase();
  const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

  const bare = (html) => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    return parsed.body.textContent.replace(/\s+/g, " ").trim();
  };

  const script = (address) =>
    new Promise((done, failed) => {
      const element = document.createElement("script");
      element.src = address;
      element.onload = done;
      element.onerror = failed;
      document.head.append(element);
    });

  const fetched = async () => {
    if (location.protocol === "file:") {
      await script(`${base}search/search_index.js`); // a page in a folder may not fetch
      return window.__index;
    }
    const answer = await fetch(`${base}search/search_index.json`);
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  };

  const prepared = async () => {
    const { docs } = await fetched();
    const titles = new Map();
    for (const { location: to, title } of docs) {
      if (!to.includes("#")) titles.set(to, bare(title));
    }
    const sections = docs.map(({ location: to, title, text }) => {
      const name = bare(title);
      const body = bare(text.replace(/<\/(p|li|td|th)>/g, " $&"));
      const page = titles.get(to.split("#")[0]) ?? "";
      return {
        to,
        name,
        body,
        page,
        inName: ` ${words(name).join(" ")}`,
        inPage: ` ${words(page).join(" ")}`,
        inBody: ` ${words(body).join(" ")}`,
      };
    });
    const known = new Set(
      sections.flatMap((s) => `${s.inName}${s.inPage}${s.inBody}`.trim().split(/ +/)),
    );
    return { sections, known: [...known] };
  };

  const nearest = (word, known) => {
    if (word.length < 4 || known.some((other) => other.startsWith(word))) return word;
    const singular = word.replace(/(es|s|ing|ed)$/, "");
    if (singular.length > 3 && known.some((other) => other.startsWith(singular))) {
      return singular;
    }
    const reach = word.length < 7 ? 1 : 2;
    const near = known
      .map((other) => ({ other, far: apart(word, other) }))
      .filter(({ far }) => far <= reach)
      .sort((a, b) => a.far - b.far);
    return near.length ? near[0].other : word;
  };

  const score = (section, wanted) => {
    let sum = section.to.includes("#") ? 0 : 1;
    for (const word of wanted) {
      const start = ` ${word}`;
      const here =
        (section.inName.includes(start) ? 8 : 0) +
        (section.inPage.includes(start) ? 5 : 0) +
        Math.min(section.inBody.split(start).length - 1, 4);
      if (!here) return 0;
      sum += here;
    }
    return sum;
  };

  const marked = (text, wanted) => {
    const pieces = document.createDocumentFragment();
    const starts = new RegExp(`(?<![\\p{L}\\p{N}])(?:${wanted.join("|")})`, "giu");
    const first = Math.max(0, text.search(starts) - 60);
    const from = first ? text.indexOf(" ", first) + 1 : 0;
    const shown = text.slice(from, from + 180);
    if (from) pieces.append("… ");
    let done = 0;
    for (const hit of shown.matchAll(starts)) {
      const mark = document.createElement("mark");
      mark.textContent = hit[0];
      pieces.append(shown.slice(done, hit.index), mark);
      done = hit.index + hit[0].length;
    }
    pieces.append(shown.slice(done), from + 180 < text.length ? " …" : "");
    return pieces;
  };

  const line = (section, wanted) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = base + section.to;
    link.textContent = section.name;
    item.append(link);
    if (section.page && section.page !== section.name) {
      const page = document.createElement("span");
      page.textContent = `in ${section.page}`;
      item.append(" ", page);
    }
    const about = document.createElement("p");
    about.append(marked(section.body, wanted));
    item.append(about);
    return item;
  };

  const look = async () => {
    const asked = input.value;
    const typed = words(asked);
    if (!typed.length) {
      found.replaceChildren();
      said.textContent = "";
      return;
    }
    loading ??= prepared();
    let index;
    try {
      index = await loading;
    } catch {
      loading = null;
      said.textContent = "Search could not be loaded. The menu lists every page.";
      return;
    }
    if (asked !== input.value) return;
    const wanted = typed.map((word) => nearest(word, index.known));
    const best = index.sections
      .map((section) => ({ section, points: score(section, wanted) }))
      .filter(({ points }) => points > 0)
      .sort((a, b) => b.points - a.points);
    found.replaceChildren(
      ...best.slice(0, MOST).map(({ section }) => line(section, wanted)),
    );
    const read = wanted.some((word, i) => !typed[i].startsWith(word));
    const count = best.length === 1 ? "1 place" : `${best.length} places`;
    const shown = best.length > MOST ? `, the best ${MOST} shown` : "";
    said.textContent = best.length
      ? `${read ? `Read as “${wanted.join(" ")}”: ` : ""}${count} found${shown}.`
      : "Nothing found. Try one word, or open the menu: it lists every page.";
  };

  const open = () => {
    if (dialog.open) return;
    dialog.showModal();
    input.focus({ preventScroll: true });
    loading ??= prepared();
    loading.catch(() => (loading = null));
  };

  document.querySelector(".guide-search-open").addEventListener("click", open);
  dialog.querySelector(".guide-search-close").addEventListener("click", () => dialog.close());
  dialog.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", look);
  found.addEventListener("click", (event) => {
    if (event.target.closest("a")) dialog.close();
  });
})();
