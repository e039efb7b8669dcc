// The draw, computed on the tablet as the server does: SHA-256 over the seed and each code. It needs
// the unit's register, which is fetched, or kept since the visit was prepared.
"use strict";

(() => {
  const bytes = (text) => new TextEncoder().encode(text);
  const nfc = (text) => text.normalize("NFC");
  const hexOf = (buffer) => Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, "0")).join("");
  const Z = { 90: 1.6448536269514715, 95: 1.9599639845400536, 99: 2.5758293035489 }; // two-sided, of the normal
  const BATCH = 2000; // digests asked for at once

  // Python compares by code points, JavaScript by halves of them.
  function before(one, other) {
    const [a, b] = [[...one], [...other]];
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      if (a[i] !== b[i]) return a[i].codePointAt(0) - b[i].codePointAt(0);
    }
    return a.length - b.length;
  }

  function readSeed(typed) {
    const plain = nfc(typed.replace(/\r\n?/g, "\n"));
    return plain.replace(/[\p{Cc}\p{Cf}]/gu, (c) => ("\n\t".includes(c) ? c : "")).trim();
  }

  async function order(seed, codes) {
    const distinct = [...new Set(codes.map(nfc))];
    const digests = [];
    for (let i = 0; i < distinct.length; i += BATCH) {
      const some = distinct.slice(i, i + BATCH).map(async (code) => [hexOf(await crypto.subtle.digest("SHA-256", bytes(`${seed}\n${code}`))), code]);
      digests.push(...(await Promise.all(some)));
    }
    return digests.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, code]) => code);
  }

  // How many of each field; `counts` is a Map.
  function stratify(counts, n) {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const names = [...counts.keys()].filter((name) => counts.get(name) > 0).sort((a, b) => before(nfc(a), nfc(b)));
    const fields = [...names].sort((a, b) => counts.get(b) - counts.get(a));
    const shares = new Map(fields.map((field) => [field, Math.floor((counts.get(field) * n) / total)]));
    const rest = n - [...shares.values()].reduce((sum, share) => sum + share, 0);
    const remainder = (field) => (counts.get(field) * n) % total;
    const most = () => fields.reduce((best, field) => (shares.get(field) > shares.get(best) ? field : best));
    for (const field of [...fields].sort((a, b) => remainder(b) - remainder(a)).slice(0, rest)) shares.set(field, shares.get(field) + 1);
    if (n < fields.length) return shares;
    for (const field of names.filter((name) => shares.get(name) === 0)) {
      const giver = most();
      shares.set(giver, shares.get(giver) - 1);
      shares.set(field, 1);
    }
    return shares;
  }

  async function draw(seed, register, n, method) {
    if (n > register.codes.length) return null;
    if (method !== "stratified") return (await order(seed, register.codes.map(([code]) => code))).slice(0, n);
    const byField = new Map();
    for (const [code, field] of register.codes) {
      if (!byField.has(field)) byField.set(field, []);
      byField.get(field).push(code);
    }
    const shares = stratify(new Map([...byField].map(([field, codes]) => [field, codes.length])), n);
    const drawn = [];
    for (const field of [...byField.keys()].sort((a, b) => before(nfc(a), nfc(b)))) {
      drawn.push(...(await order(seed, byField.get(field))).slice(0, shares.get(field)));
    }
    return drawn;
  }

  // RFC 9562, version 5.
  async function uuid5(space, name) {
    const own = Uint8Array.from(space.replaceAll("-", "").match(/../g), (pair) => parseInt(pair, 16));
    const text = bytes(name);
    const whole = new Uint8Array(own.length + text.length);
    whole.set(own);
    whole.set(text, own.length);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-1", whole)).slice(0, 16);
    digest[6] = (digest[6] & 15) | 80;
    digest[8] = (digest[8] & 63) | 128;
    const hex = hexOf(digest);
    return [8, 12, 16, 20, 32].map((end, i, ends) => hex.slice(ends[i - 1] || 0, end)).join("-");
  }

  // [without, with] the correction for a population of that size.
  function sizes(population, confidence, margin) {
    const wanted = (Z[confidence] * Z[confidence] * 0.5 * 0.5) / margin ** 2;
    return [Math.ceil(wanted), Math.min(Math.ceil(wanted / (1 + (wanted - 1) / population)), population)];
  }

  const read = (values, name) => values.find(([key]) => key === name)?.[1] ?? "";
  function plan(values, population) {
    const margin = Number(read(values, "margin").replace(/[\s%]/g, "").replace(",", ".")) / 100;
    const typed = Number(read(values, "size").replace(/[\s.]/g, ""));
    const computed = read(values, "sizing") === "computed";
    const n = computed ? sizes(population, read(values, "confidence"), margin)[1] : typed;
    return { seed: readSeed(read(values, "seed")), method: read(values, "method"), n, late: read(values, "with_late") === "yes" };
  }

  // The whole sample of a form's values: [{id, code, field, why}], null where it cannot be known here.
  async function sample(values, register) {
    const { seed, method, n, late } = plan(values, register.codes.length);
    if (register.register !== read(values, "register") || !seed || !(n > 0)) return null;
    const drawn = await draw(seed, register, n, method);
    if (!drawn) return null;
    const chosen = new Set(drawn);
    const further = late ? await order(seed, register.codes.filter(([code, , is]) => is && !chosen.has(code)).map(([code]) => code)) : [];
    const fields = new Map(register.codes);
    const id = await uuid5(register.register, [seed, method, n, late ? "1" : "0"].join("\n"));
    const placed = [...drawn.map((code) => [code, "drawn"]), ...further.map((code) => [code, "late"])];
    return Promise.all(placed.map(async ([code, why]) => ({ id: await uuid5(id, code), code, field: fields.get(code), why })));
  }

  const registers = new Map(); // address -> promise of the register, null where there is none
  async function kept(path) {
    await Store.entered();
    const copy = await (await caches.open("pages")).match(`/kept/${Store.user.id}${path}`);
    if (!copy) return null;
    const { iv } = JSON.parse(copy.headers.get("X-Kept"));
    const plain = await Store.unseal({ iv: new Uint8Array(iv), data: await copy.arrayBuffer() }, path);
    return JSON.parse(new TextDecoder().decode(plain));
  }
  async function fetched(path) {
    const answer = await Outbox.contact(path, { signal: AbortSignal.timeout(5000) });
    return answer.ok && answer.headers.has("Server-Time") ? answer.json() : null;
  }
  function registerAt(path) {
    const load = async () => (await fetched(path).catch(() => null)) ?? (await kept(path).catch(() => null));
    if (!registers.has(path)) registers.set(path, load());
    return registers.get(path);
  }

  // What was drawn here and is not yet on the page: the values of those operations, oldest first.
  async function waiting(visit) {
    const shown = Number(document.body.dataset.seq);
    const all = (await Outbox.all()).filter((op) => op.visit === visit && (op.state === "new" || op.seq > shown) && op.result !== "parked");
    const opened = await Promise.all(all.map((op) => Store.opened(op)));
    return opened.filter((op) => op.path?.endsWith("/samples") && !op.stuck).map((op) => op.fields);
  }

  self.Draw = { readSeed, order, draw, stratify, sample, sizes, uuid5, registerAt, waiting };
})();
