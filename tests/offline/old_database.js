// Makes the local database as another version of the app would have left it, with one answer unsent.
// Version 1 had no index of persons; a later one may have more than is known here.
async ({ version, path, form, words }) => {
  await new Promise((done, failed) => {
    const gone = indexedDB.deleteDatabase("outbox");
    gone.onsuccess = done;
    gone.onerror = failed;
  });
  const told = await (await fetch("/sync/key", { method: "POST" })).json();
  const raw = Uint8Array.from(atob(told.key), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  const id = "01980000-0000-7000-8000-" + String(version).padStart(12, "0");
  const about = { operation: id, author: told.user, at: new Date().toISOString(), device: "cũ", offset: "" };
  const fields = Object.entries({ value: words, seen: "working", base: "", ...about });
  const content = { form, path, fields, base: "", title: "Ghi chú" };
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const encode = (text) => new TextEncoder().encode(text);
  const how = { name: "AES-GCM", iv, additionalData: encode(id) };
  const data = await crypto.subtle.encrypt(how, key, encode(JSON.stringify(content)));
  await new Promise((done, failed) => {
    const request = indexedDB.open("outbox", version);
    request.onupgradeneeded = () => {
      const ops = request.result.createObjectStore("ops", { keyPath: "n", autoIncrement: true });
      ops.createIndex("id", "id", { unique: true });
      ops.createIndex("state", "state");
      if (version > 1) ops.createIndex("user", "user");
      request.result.createObjectStore("blobs");
      request.result.createObjectStore("meta");
      if (version > 2) request.result.createObjectStore("future");
    };
    request.onerror = failed;
    request.onsuccess = () => {
      const database = request.result;
      const t = database.transaction(["ops", "meta"], "readwrite", { durability: "strict" });
      const at = Date.now();
      const op = { id, kind: "form", visit: path.split("/")[2], size: 0, after: null, user: told.user, at };
      t.objectStore("ops").add({ ...op, state: "new", sent: 0, off: 0, box: { iv, data } });
      t.objectStore("meta").put("cũ", "device");
      t.oncomplete = () => {
        database.close();
        done();
      };
      t.onabort = failed;
    };
  });
}
