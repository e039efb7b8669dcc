// The PIN of a person on this device: it wraps their key, so that work goes on without network after
// the session's end, and nobody else can read what is kept. Without a PIN nothing locks.
"use strict";

(() => {
  if (!self.Store || !self.crypto?.subtle) return;
  const { then, read, write, note } = Store;
  const ROUNDS = 600_000; // of PBKDF2-SHA-256
  const SESSION = 14 * 3600 * 1000; // ms that the device stays open after a PIN
  const FREE = 5; // wrong ones until waiting begins
  const PAUSE = 30_000; // ms, doubled by each wrong one more
  const LONGEST = 3600_000; // ms
  const LOOK = 20_000; // ms
  const ANSWER = 5000; // ms for the server to say that the session goes on
  const nameOf = (user) => "pin:" + user;

  async function wrapping(pin, salt, rounds) {
    const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
    return crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  // The raw key is only had from the server: who sets a PIN is really signed in.
  async function set(pin) {
    const { id } = Store.user;
    const told = await Outbox.fetchKey();
    if (told.user !== id) throw new Error("another person is signed in");
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const raw = Uint8Array.from(atob(told.key), (c) => c.charCodeAt(0));
    const sealed = await Store.seal(raw, nameOf(id), await wrapping(pin, salt, ROUNDS));
    const about = { who: { id, name: told.name, username: told.username }, wrong: 0, since: 0, until: 0 };
    await note(nameOf(id), { salt, rounds: ROUNDS, ...sealed, ...about });
  }

  const exists = async () => Boolean(await note(nameOf(Store.user.id)));
  const remove = () => write(({ meta }) => meta.delete(nameOf(Store.user.id)));

  // How long after that many wrong ones nothing more is tried.
  const pause = (wrong) => (wrong < FREE ? 0 : Math.min(LONGEST, PAUSE * 2 ** (wrong - FREE)));

  function waitOf(known, now) {
    // A clock that was set back does not make the waiting longer.
    if (now < known.since) Object.assign(known, { since: now, until: now + pause(known.wrong) });
    return known.until - now;
  }

  // Counted before it is tried: closing the page does not give a try back.
  const begin = (user) =>
    write(({ meta }, give) =>
      then(meta.get(nameOf(user)), (known) => {
        if (!known) return;
        const now = Date.now();
        const wait = waitOf(known, now);
        if (wait <= 0) Object.assign(known, { wrong: known.wrong + 1, since: now, until: now + pause(known.wrong + 1) });
        meta.put(known, nameOf(user));
        give({ known, wait });
      }),
    );

  // Opens the device for the person: {opened}, or {wait} in ms, or {left} tries before waiting begins.
  async function open(user, pin) {
    const { known, wait } = await begin(user);
    if (wait > 0) return { wait };
    const under = await wrapping(pin, known.salt, known.rounds);
    const raw = await Store.unseal(known, nameOf(user), under).catch(() => null);
    if (!raw) return known.until > Date.now() ? { wait: known.until - Date.now() } : { left: FREE - known.wrong };
    const key = await Store.importKey(raw);
    const offset = (await note("offset")) ?? 0;
    await write(({ meta }) => {
      // One person at a time, as at signing in.
      meta.delete(IDBKeyRange.bound("key:", "key:~"));
      meta.put(key, "key:" + user);
      meta.put({ ...known.who, until: Date.now() + offset + SESSION }, "user");
      meta.put({ ...known, wrong: 0, since: 0, until: 0 }, nameOf(user));
    });
    return { opened: true };
  }

  async function waiting(user) {
    const known = await note(nameOf(user));
    return known ? Math.max(0, waitOf(known, Date.now())) : 0;
  }

  async function lockNow() {
    await write(({ meta }) => meta.delete("key:" + Store.user.id));
    Outbox.tell({ what: "locked" });
    location.replace("/sync/lock");
  }

  // ---- the end of the session, seen from this device

  const over = () =>
    read(({ meta }, give) => {
      then(meta.get(nameOf(Store.user.id)), (pin) =>
        then(meta.get("user"), (who) =>
          then(meta.get("offset"), (offset) => give(Boolean(pin) && who?.until < Date.now() + (offset ?? 0))),
        ),
      );
    });

  // Whether the server knows of a newer session, as after signing in a moment ago.
  async function renewed() {
    const silence = new Promise((resolve) => setTimeout(resolve, ANSWER));
    const told = await Promise.race([Outbox.fetchKey().catch(() => null), silence]);
    if (told?.user !== Store.user.id) return false;
    await write(({ meta }) => then(meta.get("user"), (who) => meta.put({ ...who, until: told.until }, "user")));
    return true;
  }

  let looking = false;

  async function look() {
    // What is nowhere but on the page is not taken away.
    const unstored = document.querySelector('[data-live="storing"]:is(form, li), [data-live="failed"]:is(form, li)');
    if (looking || unstored || !(await over())) return;
    const main = document.getElementById("main");
    looking = main.hidden = true;
    if (!(await renewed())) return lockNow();
    looking = main.hidden = false;
  }

  const glance = () => look().catch((error) => console.info("lock:", error.message));

  addEventListener("outbox", ({ detail: { what, elsewhere } }) => {
    if (what === "locked" && elsewhere) location.replace("/sync/lock");
    if (what !== "entered") return;
    glance();
    setInterval(glance, LOOK);
    document.addEventListener("visibilitychange", () => document.hidden || glance());
  });

  self.Pin = { set, remove, exists, open, waiting, lockNow };
})();
