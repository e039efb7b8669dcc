// Sends what lies in the outbox: one operation after the other, small ones before photos, again and
// again until the server's answer ends with the operation's own id.
"use strict";

(() => {
  const { then, read, write, mark, note, patch, piecesOf, unseal, opened } = Store;
  const { PIECE } = Outbox;
  const SMALLEST = 32 * 1024; // bytes
  const PATIENCE = 20_000; // ms for one answer
  const SILENCE = 45_000; // ms until another tab that should be sending is not waited for any more
  let offset = null; // ms, the server's clock minus this one
  let size = PIECE;
  let asked = false;
  let running = false;
  let tries = 0;
  let timer = 0;
  let flight = null;

  // Every contact tells how far the server's clock is from this one.
  async function contact(address, options) {
    const sent = Date.now();
    const answer = await fetch(address, { redirect: "error", cache: "no-store", ...options });
    const now = Number(answer.headers.get("Server-Time"));
    if (now) {
      const measured = Math.round(now - (sent + Date.now()) / 2);
      const jump = offset === null || Math.abs(measured - offset) > 2000;
      offset = measured;
      if (jump) note("offset", measured).then(() => Outbox.tell({ what: "clock" }), () => {});
    }
    return answer;
  }

  async function fetchKey() {
    offset ??= (await note("offset")) ?? null;
    const answer = await contact("/sync/key", { method: "POST" });
    if (!answer.ok) throw new Error(`no key: ${answer.status}`);
    return answer.json();
  }

  // Asks for a round of sending; those asked for while one runs count as one.
  function kick() {
    clearTimeout(timer);
    if (running) asked = true;
    else run();
  }

  async function run() {
    running = true;
    let outcome = "again";
    try {
      await Store.entered();
      outcome = await exclusively(drain);
    } catch (error) {
      console.info("outbox:", error.message);
    }
    running = false;
    if (outcome !== "again") tries = 0;
    Outbox.tell({ what: outcome });
    const pause = Math.min(30_000, 1000 * 2 ** tries++) * (0.75 + Math.random() / 2);
    if (asked) {
      asked = false;
      kick();
    } else if (outcome === "again") timer = setTimeout(kick, pause);
  }

  // One sender among the tabs, an economy: correctness never depends on it.
  async function exclusively(work) {
    if (!navigator.locks) return work();
    const patience = new AbortController();
    const since = Date.now();
    const heard = () => Math.max(since, Outbox.heard);
    const look = setInterval(() => Date.now() - heard() > SILENCE && patience.abort(), 5000);
    const ours = () => (clearInterval(look), work());
    try {
      return await navigator.locks.request("outbox", { signal: patience.signal }, ours);
    } catch (error) {
      if (!patience.signal.aborted) throw error;
      return await navigator.locks.request("outbox", { steal: true }, work);
    } finally {
      clearInterval(look);
    }
  }

  // What is to be sent next: all that is small, then one piece of the oldest photo.
  const line = () =>
    read(({ ops }, give) =>
      then(ops.index("state").getAll("new"), (waiting) => {
        const ids = new Set(waiting.map((op) => op.id));
        const own = waiting.filter((op) => op.user === Store.user.id && !op.stuck && !ids.has(op.after));
        const small = own.filter((op) => op.kind !== "photo");
        give((small.length ? small : own.slice(0, 1)).map((op) => op.n));
      }),
    );

  // Nothing leaves before it is written down that it may have left.
  const take = (n) =>
    write(({ ops }, give) =>
      then(ops.get(n), (op) => {
        if (op?.state !== "new" || op.stuck) return;
        if (!op.sent) ops.put(Object.assign(op, { sent: 1 }));
        give(op);
      }),
    );

  async function drain() {
    for (let batch = await line(); batch.length; batch = batch.length ? batch : await line()) {
      const op = await take(batch.shift());
      if (!op) continue;
      Outbox.tell({ what: "sending", id: op.id });
      const outcome = await send(await opened(op));
      if (outcome !== "on") return outcome;
      tries = 0;
    }
    return "empty";
  }

  async function send(op) {
    const abort = new AbortController();
    const limit = setTimeout(() => abort.abort(), PATIENCE);
    flight = { abort, since: Date.now() };
    try {
      const request = op.kind === "photo" ? await pieceOf(op) : formOf(op);
      if (op.unreadable || !request) return await setAside(op, "unreadable");
      request.headers["HX-Request"] = "true";
      const answer = await contact(op.path, { ...request, signal: abort.signal });
      return await settle(op, answer, await answer.text());
    } catch {
      if (op.kind === "photo") size = Math.max(SMALLEST, size / 2);
      return "again";
    } finally {
      clearTimeout(limit);
    }
  }

  const formOf = ({ id, fields }) => ({ method: "POST", headers: { "Op-Id": id }, body: new URLSearchParams(fields) });

  async function pieceOf(op) {
    const at = Math.floor(op.off / PIECE);
    const stored = await read(({ blobs }, give) => then(blobs.get([op.id, at]), give));
    const piece = stored && (await unseal(stored, `${op.id}/${at}`).catch(() => null));
    if (!piece) return null;
    const from = op.off % PIECE;
    const about = Object.fromEntries(op.fields.map(([name, value]) => [`Op-${name}`, value]));
    const headers = { ...about, "Upload-Offset": op.off, "Upload-Length": op.size, "Upload-Sha256": op.sha256 };
    headers["Content-Type"] = "application/offset+octet-stream";
    return { method: "PATCH", headers, body: piece.slice(from, from + size) };
  }

  async function settle(op, answer, html) {
    const result = answer.headers.get("Op-Result");
    if (result === "login" || result === "other-user") return "login";
    if (op.kind === "photo" && ["partial", "offset", "checksum"].includes(result)) {
      const took = Date.now() - flight.since;
      size = took < 2000 ? Math.min(PIECE, size * 2) : took > 8000 ? Math.max(SMALLEST, size / 2) : size;
      const off = Number(answer.headers.get("Upload-Offset"));
      await patch(op.n, { off });
      Outbox.tell({ what: "progress", id: op.id, off, size: op.size });
      return "on";
    }
    // The operation's own id as the very last bytes: no portal, proxy or cut answer has that.
    const marker = /<!--op (\S+) (\d+) (\w+)-->$/.exec(html);
    if (marker?.[1] !== op.id) return "again";
    if (!answer.ok) return setAside(op, "refused", { html, status: answer.status });
    const [, , seq, done] = marker;
    // A photo's copy here goes only when the server has computed the same hash.
    if (op.kind === "photo" && done === "applied" && answer.headers.get("Upload-Sha256") !== op.sha256) return "again";
    await mark(({ ops, blobs }) => {
      blobs.delete(piecesOf(op.id));
      then(ops.get(op.n), (known) => {
        if (known) ops.put(Object.assign(known, { state: "done", seq: Number(seq), result: done, acked: Date.now() }));
      });
    });
    Outbox.tell({ what: "done", id: op.id, form: op.form, visit: op.visit, result: done, status: 200, html });
    return "on";
  }

  // The words of the refusal, without the rest of the fragment that they stand in.
  function reasonIn(html) {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    const said = [...body.querySelectorAll(".error, .problem")];
    const words = (said.length ? said : [body]).map((element) => element.textContent).join(" ");
    return words.replace(/\s+/g, " ").trim().slice(0, 300);
  }

  async function setAside(op, stuck, answer = {}) {
    const why = reasonIn(answer.html ?? "");
    await patch(op.n, { stuck, why });
    Outbox.tell({ what: "stuck", id: op.id, n: op.n, form: op.form, visit: op.visit, why, ...answer });
    return "on";
  }

  // A request that the network has forgotten is not waited for when the network is back.
  function refresh() {
    if (flight && Date.now() - flight.since > 3000) flight.abort.abort();
    kick();
  }

  addEventListener("online", refresh);
  addEventListener("pageshow", refresh);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());

  Object.assign(Outbox, { contact, fetchKey, kick, clock: () => offset });
})();
