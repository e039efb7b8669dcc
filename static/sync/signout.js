// What signing out does to this device and at the server; pages and the service worker share it.
"use strict";

(() => {
  const { then, read, write, piecesOf } = Store;
  const PATIENCE = 5000; // ms for the server to end the session

  // Without the key nothing of the person can be read here; `signOut` says who still has a session.
  const lock = (user) =>
    write(({ meta }) => {
      meta.delete("key:" + user);
      meta.put(user, "signOut");
    });

  // Takes the lock back, with the key that was there before.
  const stay = (user, key) =>
    write(({ meta }) => {
      meta.put(key, "key:" + user);
      meta.delete("signOut");
    });

  // Who signed out without the server knowing it; a person who is back with the PIN does not count.
  const pending = () =>
    read(({ meta }, give) =>
      then(meta.get("signOut"), (user) => user && then(meta.getKey("key:" + user), (key) => give(key ? null : user))),
    );

  // Whether our server says that the session is over; a portal or a proxy cannot.
  async function tellServer() {
    const options = { method: "POST", headers: { "HX-Request": "true" }, redirect: "error", cache: "no-store" };
    const answer = await fetch("/sign-out", { ...options, signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
    return Boolean(answer?.headers.has("Server-Time")) && [204, 401].includes(answer.status);
  }

  // Erases all that the device keeps for the person, or nothing but the key while anything is unsent.
  async function forget(user) {
    const gone = await write(({ ops, blobs, meta }, give) => {
      for (const name of ["signOut", "key:" + user]) meta.delete(name);
      then(ops.index("user").getAll(user), (own) => {
        if (own.some((op) => op.state === "new")) return give(false);
        for (const op of own) {
          ops.delete(op.n);
          blobs.delete(piecesOf(op.id));
        }
        meta.delete("pin:" + user);
        then(meta.get("user"), (last) => last?.id === user && meta.delete("user"));
        meta.openCursor(IDBKeyRange.bound("ready:", "ready:~")).onsuccess = ({ target: { result: cursor } }) => {
          if (!cursor) return;
          if (cursor.value.user === user) cursor.delete();
          cursor.continue();
        };
        give(true);
      });
    });
    if (gone) await erasePages(user);
    return gone;
  }

  async function erasePages(user) {
    const cache = await caches.open("pages");
    for (const request of await cache.keys()) {
      if (new URL(request.url).pathname.startsWith(`/kept/${user}/`)) await cache.delete(request);
    }
  }

  // Does at the server what was only done here. False while the server cannot be told.
  async function finish(user) {
    if (!(await tellServer())) return false;
    await forget(user);
    return true;
  }

  // Somebody has signed in since: the session that was to be ended is nobody's any more.
  const settled = () => write(({ meta }) => meta.delete("signOut"));

  self.SignOut = { lock, stay, settled, pending, finish, forget, erasePages };
})();
