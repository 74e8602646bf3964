/* Offline: starts the worker quietly; on the page about keeping, honours its buttons.
   Nothing on a page changes until the reader presses one of them. */

(() => {
  const CHOICE = "guide.keep"; // written only after the reader chose
  const box = document.querySelector(".guide-keep");
  const jobs = { keep: keepAll, show, remove: removeAll };

  if (location.protocol === "file:") return say("folder");
  if (!("serviceWorker" in navigator)) return say("fault");
  const home = new URL(".", document.querySelector("link[rel=manifest]").href);

  for (const choice of box?.querySelectorAll("button") ?? []) {
    choice.parentElement.hidden = false;
  }
  box?.addEventListener("click", ({ target }) => {
    jobs[target.name]?.().catch(() => say("fault"));
  });
  addEventListener("load", () => {
    if (!refused()) keepThisPage().catch(() => {}); // it can be read all the same
  });

  async function worker() {
    const file = new URL("worker.js", home);
    const registration = await navigator.serviceWorker.register(file, { scope: home });
    if (!registration.active) await begun(registration.installing ?? registration.waiting);
    return registration.active;
  }

  function begun(started) {
    return new Promise((resolve, reject) => {
      started.addEventListener("statechange", () => {
        if (started.state === "activated") resolve();
        if (started.state === "redundant") reject(new Error("the worker did not start"));
      });
    });
  }

  async function keepThisPage() {
    const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
    const urls = [location.href, ...loaded];
    await ask(await worker(), { ask: "keepRead", urls });
  }

  function ask(active, question) {
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      active.postMessage(question, [port2]);
    });
  }

  function refused() {
    try {
      return localStorage.getItem(CHOICE) === "nothing";
    } catch {
      return true; // this browser keeps nothing for anybody
    }
  }

  async function show() {
    if (refused()) say("nothing");
    else tell(await ask(await worker(), { ask: "status" }));
  }

  async function keepAll() {
    localStorage.removeItem(CHOICE);
    say("busy");
    await navigator.storage?.persist?.();
    tell(await ask(await worker(), { ask: "keepAll" }));
  }

  async function removeAll() {
    localStorage.setItem(CHOICE, "nothing");
    const registration = await navigator.serviceWorker.getRegistration(home);
    await registration?.unregister();
    await caches.delete(`guide ${home.href}`);
    say("nothing");
  }

  function tell({ date, titles, total, all, failed }) {
    const written = { day: "numeric", month: "long", year: "numeric" };
    const day = new Date(`${date}T12:00:00`).toLocaleDateString("en-GB", written);
    say(failed ?? (all ? "all" : "some"), { date: day, kept: titles.length, total });
    const list = box.querySelector(".guide-keep-titles");
    list.append(...titles.map((title) => {
      const item = document.createElement("li");
      item.textContent = title;
      return item;
    }));
  }

  /* The words stand in the page; each template is named after what it is for. */
  function say(name, values = {}) {
    if (!box) return;
    const words = box.querySelector(`template[data-say="${name}"]`).innerHTML;
    const said = words.replace(/\{(\w+)\}/g, (_, value) => values[value]);
    box.querySelector("[role=status]").textContent = said;
    box.querySelector(".guide-keep-titles").replaceChildren();
  }
})();
