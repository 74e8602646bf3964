/* Worker: keeps pages on the reader's device, so that they open without a network.

   A file is kept under its address and its hash, and only if its bytes have the hash
   that the release names: an old and a new page never mix, an update costs only what
   changed, and a half-finished update changes nothing. No page is ever reloaded. */

// RELEASE: what the build made. Its hash stands behind the name.
importScripts("precache.js");

const HOME = self.registration.scope;
const STORE = `guide ${HOME}`; // other guides may share the origin
const ALL = `${HOME}?kept=all`; // the reader asked for everything
const BEFORE = `${HOME}?kept=release`; // the files of the release in use
const WITHOUT = "about/offline/"; // says what is kept

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));

addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(HOME)) event.respondWith(answer(event));
});

addEventListener("message", (event) => {
  const [port] = event.ports;
  const jobs = { status, keepAll, keepRead };
  const job = jobs[event.data.ask];
  if (job) event.waitUntil(job(event.data).then((said) => port.postMessage(said)));
});

/* Bring all that the reader has to the new release, or fail and change nothing. */
async function install() {
  const store = await caches.open(STORE);
  const asked = (await store.match(ALL)) ? Object.keys(RELEASE.files) : [];
  const wanted = new Set([...RELEASE.needed, ...(await keptPaths(store)), ...asked]);
  for (const path of wanted) {
    if (path in RELEASE.files) await keep(store, path);
  }
  await self.skipWaiting();
}

/* Take over. Files of the release before stay: a page may still be open from it. */
async function activate() {
  const store = await caches.open(STORE);
  const before = await store.match(BEFORE);
  const old = before ? await before.json() : {};
  const used = new Set([ALL, BEFORE, ...keys(old), ...keys(RELEASE.files)]);
  for (const request of await store.keys()) {
    if (!used.has(request.url)) await store.delete(request);
  }
  await store.put(BEFORE, new Response(JSON.stringify(RELEASE.files)));
  await self.clients.claim();
}

async function answer(event) {
  const { request } = event;
  const path = pathOf(request.url);
  const store = await caches.open(STORE);
  const kept = await store.match(key(path));
  if (kept) return kept;
  try {
    const fresh = await fetch(request);
    if (fresh.ok && path in RELEASE.files) {
      event.waitUntil(keepIfRight(store, path, fresh.clone()).catch(() => {}));
    }
    return fresh.ok ? fresh : (await fromBefore(store, path)) ?? fresh;
  } catch {
    const old = await fromBefore(store, path);
    if (old) return old;
    if (request.mode !== "navigate" || path === WITHOUT) return Response.error();
    return Response.redirect(HOME + WITHOUT);
  }
}

/* A page that is still open may ask for a file that only its own release had. */
async function fromBefore(store, path) {
  return store.match(HOME + path, { ignoreSearch: path !== "" });
}

/* Fetch a file into the store: the browser's own copy first, it costs nothing. */
async function keep(store, path) {
  if (await store.match(key(path))) return;
  for (const cache of ["default", "reload"]) {
    const fresh = await fetch(HOME + path, { cache });
    if (fresh.ok && (await keepIfRight(store, path, fresh))) return;
  }
  throw new Error(`${path} is not the file that this release names`);
}

async function keepIfRight(store, path, response) {
  const type = response.headers.get("Content-Type") ?? "";
  const body = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!hex.startsWith(RELEASE.files[path])) return false;
  await store.put(key(path), new Response(body, { headers: { "Content-Type": type } }));
  return true;
}

/* The page was read before this worker could see it: keep it, and what it needed. */
async function keepRead({ urls }) {
  const store = await caches.open(STORE);
  for (const path of urls.filter((url) => url.startsWith(HOME)).map(pathOf)) {
    if (path in RELEASE.files) await keep(store, path).catch(() => {});
  }
  return {};
}

async function keepAll() {
  const store = await caches.open(STORE);
  try {
    for (const path of Object.keys(RELEASE.files)) await keep(store, path);
    await store.put(ALL, new Response(""));
  } catch (error) {
    const full = error.name === "QuotaExceededError";
    return { failed: full ? "full" : "network", ...(await status()) };
  }
  return status();
}

async function status() {
  const store = await caches.open(STORE);
  const kept = await keptPaths(store);
  const titles = Object.entries(RELEASE.pages)
    .filter(([path]) => kept.has(path))
    .map(([, title]) => title);
  return {
    date: RELEASE.date,
    titles,
    total: Object.keys(RELEASE.pages).length,
    all: Boolean(await store.match(ALL)),
  };
}

async function keptPaths(store) {
  const urls = (await store.keys()).map((request) => request.url);
  return new Set(urls.filter((url) => url.includes("?sha=")).map(pathOf));
}

function pathOf(url) {
  const { origin, pathname } = new URL(url);
  return decodeURI((origin + pathname).slice(HOME.length)).replace(/index\.html$/, "");
}

function key(path) {
  return keyOf(path, RELEASE.files[path]);
}

function keys(files) {
  return Object.entries(files).map(([path, hash]) => keyOf(path, hash));
}

function keyOf(path, hash) {
  return new URL(`${HOME}${encodeURI(path)}?sha=${hash}`).href;
}
