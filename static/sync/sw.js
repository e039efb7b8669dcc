// The service worker: keeps pages and static files for work without network. It never touches a
// request that is not GET. VERSION and SHELL are put before this file by the server.
"use strict";

for (const name of ["store", "signout"]) {
  importScripts(SHELL.find((address) => address.startsWith(`/static/sync/${name}.js`)));
}

const STATIC = "static";
const PAGES = "pages";
const PATIENCE = 3000; // ms for the network before the kept page is shown
// What was just changed must not be shown as it was before, and drawing the minutes takes seconds.
const LONG_PATIENCE = 20_000;
const SLOW = /\/minutes$/;
const LARGE = /\/picture\.jpg/;
const PICTURE = /^\/photos\/[^/]+\/(thumbnail|masked|picture)\.jpg(\?v=\w+)?$/;
const HEADERS = ["Content-Type", "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"];

addEventListener("install", (event) => {
  event.waitUntil(caches.open(STATIC).then((cache) => cache.addAll(SHELL)));
});

addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("message", (event) => {
  const { what, addresses, user } = event.data;
  const tasks = {
    keep: () => keepAll(addresses),
    has: () => hasAll(addresses),
    claim: () => clients.claim(),
    "take over": takeOver,
    forget: () => SignOut.erasePages(user),
    version: () => VERSION,
  };
  const answer = (value) => event.ports[0]?.postMessage(value ?? null);
  event.waitUntil(
    Promise.resolve(tasks[what]?.()).then(answer, (error) => answer({ error: error.message })),
  );
});

// A visit that somebody works in keeps the version with which it was opened.
async function takeOver() {
  const open = await clients.matchAll({ includeUncontrolled: true });
  const busy = open.some(({ url }) => /^\/visits\/[^/]+/.test(new URL(url).pathname));
  if (!busy) skipWaiting(); // done only once the one in charge has nothing to do
  return !busy;
}

let changed = 0; // when a plain form was last sent

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" && request.mode === "navigate") changed = Date.now();
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(page(event, url.pathname));
  else if (PICTURE.test(url.pathname)) event.respondWith(picture(request, url.pathname + url.search));
});

async function file(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && new URL(request.url).search) {
    const copy = answer.clone();
    caches.open(STATIC).then((cache) => cache.put(request, copy)).catch(() => {});
  }
  return answer;
}

// ---- pages, each sealed with the key of the person it was made for

// No key once the session is over and a PIN guards what is kept: then the lock is shown.
async function person() {
  const [user, key, pin, offset] = await Store.read(({ meta }, give) => {
    Store.then(meta.get("user"), (who) => {
      if (!who) return give([]);
      const found = [who];
      for (const name of ["key:" + who.id, "pin:" + who.id, "offset"]) Store.then(meta.get(name), (one) => found.push(one));
      Store.then(meta.count(), () => give(found));
    });
  });
  const now = Date.now() + (offset ?? 0);
  if (!key || !pin || user.until >= now) return { user, key };
  await Store.write(({ meta }) =>
    Store.then(meta.get("user"), (who) => who.id === user.id && who.until < now && meta.delete("key:" + user.id)),
  );
  return { user };
}

const place = (user, path) => `/kept/${user.id}${path}`;

async function keep(path, answer) {
  const { user, key } = await person();
  if (!key || (answer.headers.has("X-User") && answer.headers.get("X-User") !== user.id)) return false;
  const { iv, data } = await Store.seal(await answer.arrayBuffer(), path, key);
  const kept = HEADERS.filter((name) => answer.headers.has(name)).map((name) => [name, answer.headers.get(name)]);
  const headers = { "X-Kept": JSON.stringify({ iv: [...iv], headers: kept, at: Date.now() }) };
  await (await caches.open(PAGES)).put(place(user, path), new Response(data, { headers }));
  return true;
}

async function kept(path) {
  const { user, key } = await person();
  const found = key && (await (await caches.open(PAGES)).match(place(user, path)));
  if (!found) return null;
  const { iv, headers } = JSON.parse(found.headers.get("X-Kept"));
  const sealed = { iv: new Uint8Array(iv), data: await found.arrayBuffer() };
  return new Response(await Store.unseal(sealed, path, key), { headers });
}

const mayKeep = (answer) => answer.ok && !answer.redirected && answer.headers.get("X-Offline") === "1";

async function keepAll(addresses) {
  const result = { kept: [], missing: [] };
  for (const address of addresses) {
    const answer = await fetch(address, { cache: "no-store" }).catch(() => null);
    const good = answer && (mayKeep(answer) || (answer.ok && PICTURE.test(address)));
    result[good && (await keep(address, answer)) ? "kept" : "missing"].push(address);
  }
  return result;
}

// Which of the addresses can be shown without network: a page is opened, a picture is looked for.
async function hasAll(addresses) {
  const { user, key } = await person();
  const pages = await caches.open(PAGES);
  const there = async (path) => (PICTURE.test(path) ? key && pages.match(place(user, path)) : kept(path));
  const found = await Promise.all(addresses.map((path) => there(path).catch(() => null)));
  const named = (wanted) => addresses.filter((_, i) => Boolean(found[i]) === wanted);
  const files = await Promise.all(SHELL.map((address) => caches.match(address)));
  return { kept: named(true), missing: named(false), shell: files.every(Boolean) };
}

// Ours and final: nobody else answers with our clock, and what it says replaces a kept page.
const verdict = (answer) => answer.headers.has("Server-Time") && [403, 404, 410].includes(answer.status);

async function page(event, path) {
  const copied = kept(path === "/" ? "/visits" : path).catch(() => null);
  const [copy, left] = await Promise.all([copied, SignOut.pending().catch(() => null)]);
  // Who has signed out without network is signed out at the server before it shows anything.
  if (left && !(await SignOut.finish(left))) return copy ?? absent();
  const network = fetch(event.request).then((answer) => {
    if (mayKeep(answer)) event.waitUntil(keep(path, answer.clone()).catch(() => {}));
    return answer;
  });
  if (!copy) return network.catch(() => absent(path));
  const slow = SLOW.test(path) || Date.now() - changed < LONG_PATIENCE;
  const patience = new Promise((resolve) => setTimeout(resolve, slow ? LONG_PATIENCE : PATIENCE));
  const answer = await Promise.race([network, patience]).catch(() => null);
  network.catch(() => {});
  return answer && (mayKeep(answer) || verdict(answer) || (path === "/" && answer.type === "opaqueredirect")) ? answer : copy;
}

// Without network and without a copy: locked, or never kept.
async function absent(path) {
  const { user, key } = await person().catch(() => ({}));
  const address = path === "/sync/lock" || (user && !key) ? "/sync/lock" : "/sync/offline";
  return (await caches.match(address)) ?? Response.error();
}

async function picture(request, path) {
  const copy = await kept(path).catch(() => null);
  if (copy) return copy;
  const answer = await fetch(request);
  // A large one takes its room only when the visit is made ready.
  if (answer.ok && !LARGE.test(path)) await keep(path, answer.clone()).catch(() => {});
  return answer;
}
