// Everything unsent in one file, sealed as it lies in the database: no key is needed, so a locked
// person's queue can be taken along too. Nothing is removed here by exporting.
"use strict";

(() => {
  if (!self.Store) return;
  const { then, read, note } = Store;
  const MAGIC = "CCHC-OUTBOX-1\n";
  const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

  // Length and header, length and data; the data becomes a part of its own, out of the memory.
  function record(header, data = new ArrayBuffer(0)) {
    const raw = new TextEncoder().encode(JSON.stringify(header));
    const lengths = [raw.length, data.byteLength].map((length) => {
      const view = new DataView(new ArrayBuffer(4));
      view.setUint32(0, length);
      return view.buffer;
    });
    return [lengths[0], raw, lengths[1], new Blob([data])];
  }

  async function pieces(op, count) {
    const parts = [];
    for (let piece = 0; piece < count; piece++) {
      const sealed = await read(({ blobs }, give) => then(blobs.get([op.id, piece]), give));
      if (!sealed) return null;
      parts.push(...record({ id: op.id, piece, iv: base64(sealed.iv) }, sealed.data));
    }
    return parts;
  }

  const countOf = (op) => read(({ blobs }, give) => then(blobs.count(Store.piecesOf(op.id)), give));
  const waits = async (op) => (await read(({ ops }, give) => then(ops.get(op.n), give)))?.state === "new";

  // {blob, name, count, photos, lost}: `lost` photos lie here with a piece missing.
  async function make(user) {
    const stored = await read(({ ops }, give) => then(ops.index("user").getAll(user), give));
    const made = { count: 0, photos: 0, lost: 0 };
    const parts = [];
    for (const op of stored.filter((one) => one.state === "new")) {
      const count = op.kind === "photo" ? await countOf(op) : 0;
      const own = await pieces(op, count);
      const whole = own && count === (op.kind === "photo" ? Math.ceil(op.size / Outbox.PIECE) : 0);
      // Sent while it was read: then the server has it.
      if (!whole && !(await waits(op))) continue;
      if (!whole) {
        made.lost += 1;
        continue;
      }
      const about = { id: op.id, kind: op.kind, size: op.size ?? 0, iv: base64(op.box.iv), pieces: count };
      parts.push(...record(about, op.box.data), ...own);
      made.count += 1;
      made.photos += op.kind === "photo";
    }
    const opening = { user, device: (await note("device")) ?? "", exported: new Date().toISOString(), count: made.count, version: 1 };
    const blob = new Blob([MAGIC, ...record(opening), ...parts], { type: "application/octet-stream" });
    return { ...made, blob, name: nameOf(new Date()) };
  }

  function nameOf(now) {
    const [year, ...rest] = [now.getFullYear(), now.getMonth() + 1, now.getDate(), now.getHours(), now.getMinutes()];
    const [month, day, hour, minute] = rest.map((part) => String(part).padStart(2, "0"));
    return `du-lieu-chua-gui-${year}${month}${day}-${hour}${minute}.cchc`;
  }

  function hand(blob, name) {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  // Makes the file and gives it to the browser; what it holds is said in `place`.
  async function run(button, user, place) {
    const { busy, done, failed, lost } = document.getElementById("export").dataset;
    button.disabled = true;
    place.textContent = busy;
    try {
      const made = await make(user);
      hand(made.blob, made.name);
      const size = (made.blob.size / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
      const facts = { n: made.count, photos: made.photos, size, name: made.name };
      place.textContent = done.replace(/\{(\w+)\}/g, (_, name) => facts[name]) + (made.lost ? ` ${lost.replace("{n}", made.lost)}` : "");
    } catch (error) {
      console.info("export:", error.name, error.message);
      place.textContent = failed;
    }
    button.disabled = false;
  }

  self.Export = { run };
})();
