/* Notes: a citation mark, tapped or opened by Enter, shows its source where it stands.
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
    for (const fold of document.querySelectorAll(".guide-signs")) fold.open = true;
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
    const item = document.getElementById(decodeURIComponent(tapped.hash.slice(1)));
    const made = document.createElement("span");
    made.className = "guide-note";
    made.popover = "manual";
    made.tabIndex = -1;
    made.setAttribute("role", "dialog");
    const number = tapped.textContent.replace(/\D/g, "");
    made.setAttribute("aria-label", number ? `Source ${number}` : item.dataset.short);
    const whole = document.createElement("a");
    whole.href = tapped.hash;
    whole.textContent = item.closest(".footnote").dataset.list;
    const shut = document.createElement("button");
    shut.type = "button";
    shut.textContent = "Close";
    shut.addEventListener("click", goBack);
    const head = document.createElement("span");
    head.className = "guide-note-head";
    const named = document.createElement("b");
    named.textContent = item.dataset.short;
    head.append(named, shut); // stays in sight, however long the note
    made.append(head, ...said(item), whole);
    return made;
  }

  /* What the study is worth, and where to read it. */
  function* said(item) {
    for (const part of item.querySelectorAll("cite, .guide-worth > span")) {
      yield part.cloneNode(true);
    }
    const links = document.createElement("span");
    for (const link of item.querySelectorAll("a[href^=http]")) {
      links.append(link.cloneNode(true), " ");
    }
    yield links;
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
