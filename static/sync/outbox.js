// The outbox: every operation is stored before it is shown as saved and before a byte is sent, and
// leaves it only when the server's answer ends with the operation's own id.
"use strict";

(() => {
  const { then, read, write, seal } = Store;
  const PIECE = 512 * 1024; // bytes; a photo lies in pieces, so that sending never loads a whole one
  const channel = "BroadcastChannel" in self ? new BroadcastChannel("outbox") : null;

  const here = (detail) => dispatchEvent(new CustomEvent("outbox", { detail }));

  // Says what happened, here and to the other tabs.
  function tell(event) {
    channel?.postMessage(event);
    here(event);
  }
  if (channel) {
    channel.onmessage = ({ data }) => {
      Outbox.heard = Date.now();
      here({ ...data, elsewhere: true });
    };
  }

  // Stores one operation, or throws. `last` is the one before of the same field: while that was never
  // sent it is updated in place, else the new one names it as what the person saw.
  async function put(op, { pieces = [], last = null, unsure = "" } = {}) {
    await Store.entered();
    const updated = last?.n && (await update(last, op));
    if (updated) return updated;
    const { id = Store.uuid7(), kind = "form", visit = "", size: length = 0, after = null, ...content } = op;
    // What was refused never counted: the new one stands in its place. Of one still on its way
    // nobody knows, so the new one names it, and what it named.
    if (last) content.base = last.stuck ? last.base : `${last.base} ${last.id}`;
    if (unsure) content.base = `${content.base} ${unsure}`;
    const record = { id, kind, visit, size: length, after, user: Store.user.id, at: Date.now() };
    Object.assign(record, { state: "new", sent: 0, off: 0, box: await boxed(content, id) });
    const sealed = await Promise.all(pieces.map((piece, i) => seal(piece, `${id}/${i}`)));
    try {
      await write(({ ops, blobs }) => {
        then(ops.add(record), (n) => (record.n = n));
        if (last?.stuck) ops.delete(last.n);
        sealed.forEach((piece, i) => blobs.put(piece, [id, i]));
      });
    } catch (error) {
      // Stored after all, by a first try whose connection died: then it is there once.
      if (error.name !== "ConstraintError") throw error;
    }
    return { ...record, ...content };
  }

  async function update(last, { form, fields, title, path, method }) {
    const content = { form, fields, title, path, method, base: last.base };
    const box = await boxed(content, last.id);
    const stored = await write(({ ops }, give) =>
      then(ops.get(last.n), (known) => {
        if (known?.state !== "new" || known.sent || known.stuck) return;
        ops.put(Object.assign(known, { box, at: Date.now() }));
        give(known);
      }),
    );
    return stored && { ...stored, ...content };
  }

  // The content with what every operation carries: whose, when, on which device, over which values.
  async function boxed(content, id) {
    const about = { operation: id, author: Store.user.id, at: new Date().toISOString() };
    Object.assign(about, { device: Store.device, offset: String(Outbox.clock() ?? "") });
    if (content.base !== undefined) about.base = content.base;
    const own = (content.fields ?? []).filter(([name]) => !(name in about));
    return seal(JSON.stringify({ ...content, fields: [...own, ...Object.entries(about)] }), id);
  }

  // This person's operations, oldest first, unopened.
  async function all() {
    await Store.entered();
    return read(({ ops }, give) => then(ops.index("user").getAll(Store.user.id), give));
  }

  // What waits: how many answers and photos of this person, how many bytes, how many are set aside.
  async function summary() {
    const found = await read(({ ops }, give) => then(ops.index("state").getAll("new"), give));
    const own = found.filter((op) => op.user === Store.user?.id);
    const photos = own.filter((op) => op.kind === "photo");
    return {
      pending: own.length,
      photos: photos.length,
      answers: own.length - photos.length,
      bytes: photos.reduce((sum, op) => sum + op.size - op.off, 0),
      stuck: own.filter((op) => op.stuck).length,
      others: found.length - own.length,
    };
  }

  self.Outbox = { PIECE, put, all, summary, tell, kick() {}, clock: () => null, heard: 0 };
})();
