// The page of what is only on this device: a row for each unsent operation, why it waits, and what
// can be done about it. It says what the database says, again at every event of the outbox.
"use strict";

(() => {
  const section = document.getElementById("unsent");
  if (!section || !self.Outbox) return;
  const { then, read, write } = Store;
  const words = section.dataset;
  const LATELY = 14 * 24 * 3600 * 1000; // ms that parked ones stay listed
  const byId = (id) => document.getElementById(id);
  const lists = { unsent: byId("unsent-list"), parked: byId("parked-list") };
  const language = document.documentElement.lang;
  const cards = new Map(); // operation id -> {op, source, row}
  const sending = { id: "", reason: "" };
  let due = 0;
  let running = Promise.resolve();

  const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
  const megabytes = (bytes) => `${(bytes / 1e6).toLocaleString(language, { maximumFractionDigits: 1 })} MB`;

  function moment(at) {
    const when = new Date(at);
    const time = when.toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit" });
    if (when.toDateString() === new Date().toDateString()) return time;
    return `${time} ${when.toLocaleDateString("vi", { day: "2-digit", month: "2-digit" })}`;
  }

  // ---- what a row says

  function whatOf({ op, source }) {
    const answer = /\/answers\/([^/]+)\/(\w+)$/.exec(op.path ?? "");
    if (op.unreadable) return words.sealed;
    if (op.kind === "photo") return [op.item, fill(words.photo, { name: decodeURIComponent(op.fields.find(([name]) => name === "name")?.[1] ?? "") })].join(" · ");
    const name = answer && words[answer[2]];
    const title = name ? `${answer[1]} · ${name}` : op.title || words.change;
    const said = Source.wordsOf(op, source.form, words);
    return said || answer ? `${title}: ${said || words.blank}` : title;
  }

  function whyOf(op, ids) {
    if (op.state === "done") return words.parked;
    if (op.stuck === "unreadable" || op.unreadable) return words.lost;
    if (op.stuck) return fill(words.stuck, { reason: op.why || words.noReason });
    if (ids.has(op.after)) return words.after;
    if (sending.reason === "login") return words.login;
    if (sending.id === op.id) return fill(words.sending, { part: op.kind === "photo" ? `${percent(op)}%` : "" }).trim();
    const sent = op.off ? ` ${fill(words.sent, { part: `${percent(op)}%` })}` : "";
    return (navigator.onLine ? (sending.reason === "again" ? words.server : words.waiting) : words.offline) + sent;
  }

  // Whether the last piece may have reached the server although no answer came.
  const mayBeThere = (op) => op.sent && !op.stuck && op.off + Outbox.PIECE >= op.size;

  const percent = (op) => Math.floor((100 * op.off) / op.size);

  function tell(card, ids) {
    const { op, source, row } = card;
    const part = (name) => row.querySelector(".op-" + name);
    const put = (name, text) => part(name).textContent !== text && (part(name).textContent = text);
    const size = op.kind === "photo" ? megabytes(op.size) : "";
    put("what", whatOf(card));
    put("when", [source.visit, fill(words.since, { time: moment(op.at) }), size].filter(Boolean).join(" · "));
    put("why", whyOf(op, ids));
    row.toggleAttribute("data-stuck", Boolean(op.stuck || op.unreadable));
    part("again").hidden = !op.stuck;
    if (!row.querySelector("form")) part("edit").hidden = op.stuck !== "refused" || !Edit.possible(op, source);
    part("drop").hidden = op.state === "done" || (op.kind === "photo" ? mayBeThere(op) : op.stuck !== "refused");
  }

  // Where on the visit's pages the thing stands.
  function placeOf({ path = "", item }) {
    const own = /\/(?:answers|items)\/([^/]+)/.exec(path)?.[1] ?? item;
    if (own) return `#item-${own}`;
    if (/\/sample[sd]$/.test(path)) return "/sample";
    return /\/dossiers\/[^/]+(?=\/checks\/)|\/notices(?=\/)/.exec(path)?.[0] ?? "";
  }

  function make(card) {
    const { op } = card;
    const row = byId("op-mould").content.firstElementChild.cloneNode(true);
    const part = (name) => row.querySelector(".op-" + name);
    card.row = row;
    row.dataset.opId = op.id;
    for (const place of row.querySelectorAll(".hidden")) place.textContent = ` ${whatOf(card)}`;
    if (op.small) Object.assign(part("photo"), { src: op.small, hidden: false });
    if (op.visit) part("open").href = `/visits/${op.visit}${op.state === "done" ? "/parked" : placeOf(op)}`;
    part("open").hidden = !op.visit;
    if (op.state === "done") part("open").textContent = words.toParked;
    part("again").addEventListener("click", () => again(card.op));
    part("edit").addEventListener("click", () => Edit.open(row, card.op, card.source, () => refresh().then(Outbox.kick)));
    if (op.kind !== "photo") part("drop").firstChild.textContent = words.dropItem;
    part("drop").addEventListener("click", () => ask(card));
    return row;
  }

  // ---- what can be done

  async function again(op) {
    await Store.patch(op.n, { stuck: "", why: "" });
    await refresh();
    Outbox.kick();
  }

  function ask(card) {
    const { op } = card;
    const dialog = byId(op.kind === "photo" ? "drop-photo" : "drop-item");
    const picture = dialog.querySelector("img");
    if (picture) Object.assign(picture, { src: op.small ?? "", hidden: !op.small });
    else dialog.querySelector(".drop-what").textContent = whatOf(card);
    dialog.returnValue = "";
    dialog.onclose = () => dialog.returnValue === "drop" && drop(op).then(() => Outbox.tell({ what: "dropped", id: op.id }));
    dialog.showModal();
  }

  // With what was said about the photo; never one that the server may already have.
  const drop = (op) =>
    write(({ ops, blobs }) =>
      then(ops.get(op.n), (known) => {
        if (known?.state !== "new" || mayBeThere(known)) return;
        ops.delete(known.n);
        blobs.delete(Store.piecesOf(known.id));
        then(ops.index("user").getAll(known.user), (own) => {
          for (const other of own) if (other.after === known.id && other.state === "new") ops.delete(other.n);
        });
      }),
    );

  // ---- all of it, from the database

  async function cardOf(stored) {
    const known = cards.get(stored.id);
    if (known?.op.at === stored.at) Object.assign(known.op, { stuck: "", why: "" }, stored);
    else {
      const op = await Store.opened(stored);
      const card = { op, source: await Source.of(op) };
      known?.row.remove();
      cards.set(op.id, card);
      make(card);
    }
    return cards.get(stored.id);
  }

  async function show(list, stored, ids) {
    const made = [];
    for (const op of stored) made.push(await cardOf(op));
    for (const card of made) {
      tell(card, ids);
      if (!card.row.isConnected) list.append(card.row);
    }
    for (const row of [...list.children]) if (!made.some((card) => card.row === row)) row.remove();
    list.closest("section").hidden = list !== lists.unsent && !made.length;
  }

  async function draw() {
    const stored = await Outbox.all();
    const unsent = stored.filter((op) => op.state === "new");
    const parked = stored.filter((op) => op.result === "parked" && op.acked > Date.now() - LATELY);
    await show(lists.unsent, unsent, new Set(unsent.map((op) => op.id)));
    await show(lists.parked, parked, new Set());
    const { answers, photos, bytes } = await Outbox.summary();
    const parts = [answers && fill(words.answers, { n: answers }), photos && fill(words.photos, { n: photos, size: megabytes(bytes) })];
    byId("unsent-sum").textContent = unsent.length ? fill(words.some, { what: parts.filter(Boolean).join(", ") }) : words.none;
    section.toggleAttribute("data-empty", !unsent.length);
    lists.unsent.hidden = byId("unsent-tools").hidden = !unsent.length;
    await others();
  }

  // Of other people only how much there is: it cannot be read here.
  async function others() {
    const waiting = await read(({ ops }, give) => then(ops.index("state").getAll("new"), give));
    const counts = new Map();
    for (const { user } of waiting) if (user !== Store.user.id) counts.set(user, (counts.get(user) ?? 0) + 1);
    byId("others").hidden = !counts.size;
    const list = byId("others-list");
    for (const row of [...list.children]) if (!counts.has(row.dataset.user)) row.remove();
    for (const [user, n] of counts) {
      const row = list.querySelector(`[data-user="${user}"]`) ?? other(list, user);
      row.querySelector("strong").textContent = fill(byId("others").dataset.locked, { n });
    }
  }

  function other(list, user) {
    list.append(byId("other-mould").content.cloneNode(true));
    const row = list.lastElementChild;
    row.dataset.user = user;
    row.querySelector("button").addEventListener("click", ({ target }) => Export.run(target.closest("button"), user, row.querySelector(".said")));
    return row;
  }

  const refresh = () => (running = running.then(draw).catch((error) => (byId("unsent-sum").textContent = `${words.closed} (${error.message})`)));

  function soon() {
    clearTimeout(due);
    due = setTimeout(refresh, 120);
  }

  addEventListener("outbox", ({ detail: { what, id, off } }) => {
    if (what === "sending") Object.assign(sending, { id, reason: "" });
    else if (["again", "login", "empty"].includes(what)) Object.assign(sending, { id: "", reason: what });
    const known = cards.get(id);
    if (what === "progress" && known) Object.assign(known.op, { off });
    if (what !== "found") soon();
  });
  for (const name of ["online", "offline"]) addEventListener(name, soon);
  document.addEventListener("visibilitychange", () => document.hidden || soon());
  byId("send").addEventListener("click", () => Outbox.kick());
  byId("export").addEventListener("click", ({ target }) => Export.run(target.closest("button"), Store.user.id, byId("export-said")));
})();
