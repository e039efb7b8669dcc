// What the tablet keeps in IndexedDB: operations, photos in pieces, and notes about them, all sealed
// with the person's key. A step has happened only when its transaction has committed.
"use strict";

(() => {
  const WATCH = 10_000; // ms; iOS closes connections, and then a step may hang for ever
  const STORES = ["ops", "blobs", "meta"];
  // What each version of the database adds; nothing is ever taken away.
  const STEPS = [
    (database) => {
      const ops = database.createObjectStore("ops", { keyPath: "n", autoIncrement: true });
      ops.createIndex("id", "id", { unique: true });
      ops.createIndex("state", "state");
      database.createObjectStore("blobs");
      database.createObjectStore("meta");
    },
    (_, transaction) => transaction.objectStore("ops").createIndex("user", "user"),
  ];
  const bytes = (text) => new TextEncoder().encode(text);
  const then = (request, work) => (request.onsuccess = () => work(request.result));
  let connection, key, user, device, entered;

  function uuid7() {
    const random = crypto.getRandomValues(new Uint8Array(16));
    const now = Date.now();
    for (let i = 0; i < 6; i++) random[i] = Math.floor(now / 2 ** (8 * (5 - i))) & 255;
    random[6] = (random[6] & 15) | 112;
    random[8] = (random[8] & 63) | 128;
    const hex = [...random].map((b) => b.toString(16).padStart(2, "0")).join("");
    return [8, 12, 16, 20, 32].map((end, i, ends) => hex.slice(ends[i - 1] || 0, end)).join("-");
  }

  function open() {
    connection ||= new Promise((resolve, reject) => {
      const attempt = (version) => {
        const request = indexedDB.open("outbox", version);
        request.onupgradeneeded = ({ oldVersion }) => {
          for (const step of STEPS.slice(oldVersion)) step(request.result, request.transaction);
        };
        request.onsuccess = () => {
          const database = request.result;
          database.onclose = database.onversionchange = () => {
            database.close();
            connection = undefined;
          };
          resolve(database);
        };
        request.onerror = () => {
          // A newer page has added to the database; additions do not disturb this one.
          if (version && request.error.name === "VersionError") return attempt(undefined);
          connection = undefined;
          reject(request.error);
        };
      };
      attempt(STEPS.length);
    });
    return connection;
  }

  function watched(promise) {
    let timer;
    const silence = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error("storage is silent")), WATCH);
    });
    return Promise.race([promise, silence]).finally(() => clearTimeout(timer));
  }

  const committed = (database, mode, work, durability) =>
    new Promise((resolve, reject) => {
      const t = database.transaction(STORES, mode, { durability });
      let value;
      t.oncomplete = () => resolve(value);
      t.onabort = () => reject(t.error ?? new Error("aborted"));
      const [ops, blobs, meta] = STORES.map((name) => t.objectStore(name));
      work({ ops, blobs, meta }, (given) => (value = given));
    });

  // The value that `work` gives, after the commit; one try more on a dead connection.
  async function transact(mode, work, durability = "strict") {
    for (let last = false; ; last = true) {
      try {
        return await watched(open().then((database) => committed(database, mode, work, durability)));
      } catch (error) {
        if (last || ["QuotaExceededError", "ConstraintError"].includes(error.name)) throw error;
        connection?.then((database) => database.close()).catch(() => {});
        connection = undefined;
      }
    }
  }

  const read = (work) => transact("readonly", work);
  const write = (work) => transact("readwrite", work);
  // For what a crash may take back: then it is only done once more.
  const mark = (work) => transact("readwrite", work, "relaxed");
  const note = (name, value) =>
    value === undefined
      ? read(({ meta }, give) => then(meta.get(name), give))
      : write(({ meta }) => meta.put(value, name));
  const patch = (n, changes) =>
    mark(({ ops }) => then(ops.get(n), (op) => op && ops.put(Object.assign(op, changes))));
  const piecesOf = (id) => IDBKeyRange.bound([id, 0], [id, Infinity]);
  const drop = (n) =>
    write(({ ops, blobs }) =>
      then(ops.get(n), (op) => {
        if (!op) return;
        ops.delete(n);
        blobs.delete(piecesOf(op.id));
      }),
    );

  const how = (iv, label) => ({ name: "AES-GCM", iv, additionalData: bytes(label) });

  async function seal(content, label, under = key) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = typeof content === "string" ? bytes(content) : content;
    return { iv, data: await crypto.subtle.encrypt(how(iv, label), under, plain) };
  }

  const unseal = ({ iv, data }, label, under = key) => crypto.subtle.decrypt(how(iv, label), under, data);

  // An operation with its content; `unreadable` where the bytes cannot be opened any more.
  async function opened(op) {
    try {
      return { ...op, ...JSON.parse(new TextDecoder().decode(await unseal(op.box, op.id))) };
    } catch {
      return { ...op, unreadable: true, fields: [] };
    }
  }

  const importKey = (raw) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

  // Whoever the page is for takes over; what others left stays, sealed until they are back.
  // `fetchKey` asks the server: it gives {user, key, until}.
  async function take(who, fetchKey) {
    let leaving;
    user = who;
    key = await write(({ meta }, give) => {
      then(meta.getAllKeys(IDBKeyRange.bound("key:", "key:~")), (names) => {
        for (const name of names) if (name !== "key:" + who.id) meta.delete(name);
      });
      then(meta.get("user"), (last) => meta.put(last?.id === who.id ? { ...last, ...who } : who, "user"));
      then(meta.get("device"), (known) => {
        device = known ?? uuid7();
        if (!known) meta.put(device, "device");
      });
      then(meta.get("signOut"), (left) => (leaving = left === who.id));
      then(meta.get("key:" + who.id), give);
    });
    if (leaving && !key) throw new Error("signed out");
    const fresh = fetchKey().then(async (told) => {
      if (told.user !== who.id) throw new Error("another person is signed in");
      const made = await importKey(Uint8Array.from(atob(told.key), (c) => c.charCodeAt(0)));
      await write(({ meta }) =>
        then(meta.get("signOut"), (left) => {
          if (left === who.id) return; // signed out while the key was on its way
          meta.put(made, "key:" + who.id);
          meta.put({ ...who, username: told.username, until: told.until }, "user");
        }),
      );
      key ||= made;
    });
    // Without network the key of before serves.
    await (key ? fresh.catch(() => {}) && null : fresh);
  }

  self.Store = {
    uuid7, then, read, write, mark, note, patch, piecesOf, drop, seal, unseal, opened, importKey,
    enter: (who, fetchKey) => (entered = take(who, fetchKey)),
    entered: () => entered ?? Promise.reject(new Error("nobody has entered")),
    get user() {
      return user;
    },
    get device() {
      return device;
    },
  };
})();
