/* Notes: a mark, tapped or opened by Enter, shows its sources and grades where it stands.
   Escape, a second tap or a tap elsewhere closes it. Without scripts, or in a browser
   without popovers, the mark leads to the list below. */

(() => {
  /* A fold opens by itself when a link leads into it, and on paper. */
  const unfold = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = place?.closest("details");
    if (!fold || fold.open) return;
    fold.open = true;
    place.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll(".guide-signs, .guide-sources")) {
      fold.open = true;
    }
  });
  unfold();

  const list = document.querySelector(".footnote");
  if (!list || !HTMLElement.prototype.showPopover) return;
  let note;
  let mark;

  document.addEventListener("click", (event) => {
    const tapped = event.target.closest(".footnote-ref, .guide-why");
    if (tapped && tapped === mark) {
      event.preventDefault();
      goBack();
      return;
    }
    if (!note?.contains(event.target) || event.target.hash) close();
    if (!tapped || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(tapped);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && mark) goBack();
  });

  function open(tapped) {
    mark = tapped;
    note = written(tapped);
    (tapped.closest("sup") ?? tapped).after(note); // the next stop of the keyboard
    note.showPopover();
    place();
    tapped.setAttribute("aria-expanded", "true");
    note.focus({ preventScroll: true });
  }

  function goBack() {
    const back = mark;
    close();
    back.focus({ preventScroll: true });
  }

  function close() {
    if (!mark) return;
    mark.removeAttribute("aria-expanded");
    note.remove();
    mark = note = undefined;
  }

  function written(tapped) {
    const items = [...told(tapped)];
    const made = document.createElement("span");
    made.className = "guide-note";
    made.popover = "manual";
    made.tabIndex = -1;
    made.setAttribute("role", "dialog");
    const numbers = tapped.textContent.replace(/[^\d, –]/g, "");
    const { short } = items[0].dataset;
    const named = /\d/.test(numbers)
      ? `Source${/\D/.test(numbers) ? "s" : ""} ${numbers}`
      : short;
    made.setAttribute("aria-label", named);
    const whole = document.createElement("a");
    whole.href = tapped.hash;
    whole.textContent = item(tapped.hash).closest(".footnote").dataset.list;
    const shut = document.createElement("button");
    shut.type = "button";
    shut.textContent = "Close";
    shut.addEventListener("click", goBack);
    const head = document.createElement("span");
    head.className = "guide-note-head";
    head.append(bold(items.length > 1 ? named : short), shut); // stays in sight
    made.append(head);
    for (const one of items) {
      if (items.length > 1) made.append(bold(one.dataset.short));
      made.append(...said(one));
    }
    made.append(whole);
    return made;
  }

  const item = (hash) => document.getElementById(decodeURIComponent(hash.slice(1)));

  const bold = (words) => {
    const made = document.createElement("b");
    made.textContent = words;
    return made;
  };

  /* The judgements and searches behind a sentence, then its sources; of a grade its own. */
  function* told(tapped) {
    const behind = tapped.dataset.why?.split(" ") ?? [];
    for (const name of behind) yield item(`#${name}`);
    const parts = tapped.matches(".footnote-ref")
      ? tapped.textContent.match(/\d+(–\d+)?/g)
      : [];
    for (const part of parts) {
      const [first, last = first] = part.split("–").map(Number);
      for (let number = first; number <= last; number += 1) {
        yield list.querySelector(`ol > li:nth-child(${number})`);
      }
    }
    if (!parts.length && !behind.length) yield item(tapped.hash);
  }

  /* What the study is worth, and where to read it. */
  function* said(one) {
    for (const part of one.querySelectorAll("cite, .guide-worth > span")) {
      yield part.cloneNode(true);
    }
    const links = document.createElement("span");
    for (const link of one.querySelectorAll("a[href^=http]")) {
      links.append(link.cloneNode(true), " ");
    }
    if (links.hasChildNodes()) yield links;
  }

  /* Under the mark, or above it where there is more room. */
  function place() {
    const { top, bottom, left } = mark.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const below = clientHeight - bottom;
    const above = below < note.offsetHeight && top > below;
    note.style.maxHeight = `${Math.max(above ? top : below, 160) - 16}px`;
    const end = clientWidth - note.offsetWidth - 8;
    note.style.left = `${Math.max(8, Math.min(left - 40, end)) + scrollX}px`;
    const start = above ? top - note.offsetHeight - 8 : bottom + 8;
    note.style.top = `${start + scrollY}px`;
  }
})();
