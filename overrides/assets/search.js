/*
 * Search: MiniSearch (search/engine.js) ranks the sections of search/index.json. What is
 * known by name is found by its name before anything is guessed; a page is shown once,
 * by its best section. Engine and index are asked for at the first use.
 */
(() => {
  const dialog = document.getElementById("search");
  const input = dialog.querySelector("input");
  const said = dialog.querySelector(".guide-search-said");
  const found = dialog.querySelector(".guide-search-found");
  const urgent = dialog.querySelector(".guide-search-urgent");
  const none = dialog.querySelector(".guide-search-none");
  const base = `${dialog.dataset.base.replace(/\/$/, "")}/`;
  const local = location.protocol === "file:"; // a page in a folder may not fetch
  const MOST = 10;
  const LONGEST = 6; // words of a name
  const WEIGHTS = { page: 4, names: 5, asked: 4, heading: 5, said: 1.5, rest: 1 };
  const BEHIND = 0.6; // evidence stands behind its page
  const NAMED = 30; // what a whole name adds, at least
  const FILLER = new Set(
    `a about actually after all also am an and any anybody anyone are as at be been being
    but by can could did do does doing for from get gets getting give given go going got
    had has have he her here him his how i if in into is it its just like lot made make
    makes many may me might more most much my need needs of off on one or our out over
    people please really she should so some somebody someone something than that the
    their them then there these they thing things this those to too up us use used want
    was we were what when where whether which while who why will with would you your
    stiff person syndrome sps`.split(/\s+/),
  );
  let loading = null;
  let leaving = false;

  const fold = (text) =>
    text
      .normalize("NFKD")
      .replace(/\p{M}|['’‘]/gu, "")
      .toLowerCase();
  const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

  const script = (address) =>
    new Promise((done, failed) => {
      const element = document.createElement("script");
      element.src = address;
      element.onload = done;
      element.onerror = failed;
      document.head.append(element);
    });

  const fetched = async () => {
    if (local) {
      await script(`${base}search/index.js`);
      return window.__index;
    }
    const answer = await fetch(`${base}search/index.json`);
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  };

  const prepared = async () => {
    const [index] = await Promise.all([fetched(), script(`${base}search/engine.js`)]);
    const { MiniSearch, stemmer } = window.guideEngine;
    const stem = (word) => stemmer(word);
    const names = new Map(); // a name, its words as stems: where it leads
    const known = (name, to, more = {}) => {
      const key = words(name).map(stem).join(" ");
      if (key) names.set(key, [...(names.get(key) ?? []), { to, ...more }]);
    };
    const called = new Map(); // every name of a page, for its own words to be found
    const call = (to, name) => {
      const page = to.split("#")[0];
      called.set(page, `${called.get(page) ?? ""} ${name}`);
    };
    for (const [to, page] of Object.entries(index.pages)) {
      for (const name of page.names ?? []) {
        known(name, to);
        call(to, name);
      }
    }
    for (const word of index.words) {
      for (const name of word.names) {
        known(name, word.to, { urgent: word.urgent });
        if (!word.urgent) call(word.to, name);
      }
    }
    const sections = index.sections.map(([to, heading, text, rest], id) => {
      const page = to.split("#")[0];
      const about = index.pages[page];
      const first = !to.includes("#");
      return {
        id,
        to,
        page: about.title,
        names: first ? (called.get(page) ?? "") : "",
        asked: first ? (about.asked ?? []).join(" ") : "",
        heading,
        said: first ? about.says || text : text,
        rest,
        behind: about.behind,
      };
    });
    const engine = new MiniSearch({
      fields: Object.keys(WEIGHTS),
      tokenize: words,
      processTerm: (word) => (FILLER.has(word) ? null : stem(word)),
    });
    engine.addAll(sections);
    const has = (term) => engine.search(term, { processTerm: (it) => it }).length > 0;
    // The name that a word which exists nowhere is likely to mean, as a stem.
    const meant = (term) => {
      const fuzzy = term.length > 6 ? 2 : term.length > 4 ? 1 : 0;
      if (!fuzzy || has(term)) return term;
      const options = { fields: ["names"], fuzzy, processTerm: (it) => it };
      return engine.search(term, options)[0]?.terms[0] ?? term;
    };
    return { engine, sections, names, stem, has, meant, at: new Map(sections.map((s) => [s.to, s])), call: index.call };
  };

  const named = ({ names, stem, meant }, typed) => {
    const stems = typed.map((word) => meant(stem(word)));
    const hits = [];
    for (let length = Math.min(LONGEST, stems.length); length > 0; length--) {
      for (let from = 0; from + length <= stems.length; from++) {
        const here = names.get(stems.slice(from, from + length).join(" "));
        if (!here || hits.some((hit) => from < hit.end && from + length > hit.from)) continue;
        hits.push({ from, end: from + length, to: here });
      }
    }
    return hits;
  };

  const asked = (index, typed) => {
    const hits = named(index, typed);
    const telling = typed.filter((word) => !FILLER.has(word));
    const last = typed.at(-1);
    const byName = new Set(hits.flatMap((hit) => typed.slice(hit.from, hit.end)));
    const corrected = (word) => index.meant(index.stem(word)) !== index.stem(word);
    const options = {
      boost: WEIGHTS,
      combineWith: "OR",
      prefix: (term) => term.length > 2 && (term === index.stem(last) || !index.has(term)),
      fuzzy: (term) => term.length > 3 && !index.has(term) && (term.length > 6 ? 2 : 1),
      weights: { fuzzy: 0.3, prefix: 0.6 },
    };
    const points = new Map();
    for (const { id, score, queryTerms } of index.engine.search(telling.join(" ") || typed.join(" "), options)) {
      const share = queryTerms.length / Math.max(1, new Set(telling.map(index.stem)).size);
      points.set(id, score * share * (index.sections[id].behind ? BEHIND : 1));
    }
    const best = Math.max(NAMED, ...points.values());
    for (const hit of hits) {
      for (const { to, urgent: cannotWait } of hit.to) {
        const section = index.at.get(to);
        if (cannotWait || !section) continue;
        const whole = (hit.end - hit.from) / typed.length;
        points.set(section.id, (points.get(section.id) ?? 0) + best * (0.4 + 0.6 * whole));
        for (const [id, have] of points) {
          const other = index.sections[id];
          if (other !== section && other.page === section.page) points.set(id, have * 1.5);
        }
      }
    }
    const ranked = [...points].sort((a, b) => b[1] - a[1]).map(([id]) => index.sections[id]);
    const pages = new Set();
    return {
      results: ranked.filter((s) => !pages.has(s.page) && pages.add(s.page)),
      first: hits.flatMap((hit) => hit.to).filter((it) => it.urgent),
      guessed: telling.filter(
        (word) => corrected(word) || (!byName.has(word) && !index.has(index.stem(word))),
      ),
    };
  };

  const element = (tag, text, link) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (link) made.href = link;
    return made;
  };

  const line = (section) => {
    const item = document.createElement("li");
    const title = section.heading || section.page;
    item.append(element("a", title, base + section.to));
    if (title !== section.page) item.append(" ", element("span", `in ${section.page}`));
    if (section.said) item.append(element("p", section.said));
    return item;
  };

  const shown = (index, first) => {
    urgent.hidden = !first.length;
    if (!first.length) return urgent.replaceChildren();
    const title = element("p");
    title.append(element("a", first[0].urgent, base + first[0].to));
    const calls = document.createElement("ul");
    for (const [country, number] of index.call) {
      const item = document.createElement("li");
      const call = element("a", ` ${country}`, `tel:${number}`);
      call.prepend(element("b", number));
      item.append(call);
      calls.append(item);
    }
    return urgent.replaceChildren(title, calls);
  };

  const look = async () => {
    const question = input.value;
    const typed = words(question);
    none.hidden = true;
    if (!typed.length) {
      found.replaceChildren();
      shown(null, []);
      said.textContent = "";
      return;
    }
    loading ??= prepared();
    let index;
    try {
      index = await loading;
    } catch {
      loading = null;
      said.textContent = said.dataset.failed;
      return;
    }
    if (question !== input.value) return;
    const { results, first, guessed } = asked(index, typed);
    shown(index, first);
    found.replaceChildren(...results.slice(0, MOST).map(line));
    none.hidden = results.length > 0;
    const count = Math.min(results.length, MOST);
    const told = said.dataset[count > 1 ? "many" : count ? "one" : "none"];
    const unknown = count && guessed.length ? said.dataset.guessed : "";
    said.textContent = told.replace("#", count) + unknown.replace("#", guessed.join(" "));
  };

  const remember = (question) =>
    history.replaceState({ ...history.state, search: question }, "");

  const open = () => {
    if (dialog.open) return;
    dialog.showModal();
    input.focus({ preventScroll: true });
    loading ??= prepared();
    loading.catch(() => (loading = null));
  };

  document.querySelector(".guide-search-open").addEventListener("click", open);
  dialog.querySelector(".guide-search-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    if (!leaving) remember(undefined);
    leaving = false;
  });
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    await look();
    (urgent.querySelector("a") ?? found.querySelector("a"))?.click();
  });
  input.addEventListener("input", look);
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("a")) return;
    leaving = true;
    remember(input.value); // Back shows the results again
    dialog.close();
  });
  addEventListener("pageshow", () => {
    if (!history.state?.search || dialog.open) return;
    input.value = history.state.search;
    open();
    look();
  });
})();
