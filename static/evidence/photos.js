// Photos on the tablet: checked for room, hashed, cut into pieces, kept, and shown with a small
// picture until the server has them.
"use strict";

(() => {
  const mould = document.getElementById("photo-mould");
  if (!mould || !self.Outbox) return;
  const MOULD = "00000000-0000-7000-8000-000000000000";
  const words = document.getElementById("save-line").dataset;
  const waiting = new Map(); // photo id -> its operation, while the server has not the whole of it

  // The newest place, where the person switched that on; a photo is never kept waiting for it.
  const FRESH = 120000;
  let place = null;
  if (navigator.geolocation && localStorage.getItem(`place-${document.body.dataset.user}`) === "on") {
    navigator.geolocation.watchPosition((found) => (place = found), () => (place = null), { enableHighAccuracy: true });
  }

  function whereNow() {
    if (!place || Date.now() - place.timestamp > FRESH) return {};
    const { latitude, longitude, accuracy } = place.coords;
    return { place: `${latitude.toFixed(6)},${longitude.toFixed(6)},${Math.round(accuracy)}` };
  }

  const hex = (buffer) => [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, "0")).join("");

  async function small(file) {
    try {
      const picture = await createImageBitmap(file, { resizeWidth: 320, resizeQuality: "medium" });
      const canvas = document.createElement("canvas");
      canvas.width = picture.width;
      canvas.height = picture.height;
      canvas.getContext("2d").drawImage(picture, 0, 0);
      return canvas.toDataURL("image/jpeg", 0.6);
    } catch (error) {
      console.info("no small picture:", error.message);
      return "";
    }
  }

  function placed(op) {
    const box = document.getElementById("photos-" + (op.box ?? op.item));
    const list = box?.querySelector(".thumbs");
    if (!list) return null;
    const known = document.getElementById("photo-" + op.id);
    if (known) return known;
    const { label } = box.dataset;
    const filled = mould.innerHTML.replaceAll(MOULD, op.id).replaceAll("BOX", op.box ?? op.item);
    list.insertAdjacentHTML("beforeend", filled.replaceAll("ITEM", () => label));
    const made = list.lastElementChild;
    made.dataset.pending = "";
    for (const form of made.querySelectorAll("form")) form.dataset.after = op.id;
    const link = made.querySelector("a");
    link.href = `${mould.dataset.view}#${op.id}`;
    if (op.small) made.querySelector("img").src = op.small;
    else made.querySelector("img").hidden = true;
    htmx.process(made);
    return made;
  }

  function show(op, live, text = words[live]) {
    const made = placed(op);
    if (!made) return;
    made.dataset.live = live;
    let said = made.querySelector(":scope > .live");
    if (!said) {
      said = document.createElement("p");
      said.className = "live";
      made.prepend(said);
    }
    said.textContent = text;
  }

  const standing = (op) => (op.stuck ? show(op, "stuck", `${words.stuck} ${op.why ?? ""}`) : show(op, "local"));

  // Nothing is said to be kept before it is; a file that was not kept stays named on the page.
  async function take(form, file, id, claims) {
    const own = form.closest(".photos");
    const { item, about, label } = own.dataset;
    const shown = { id, item, box: own.id.replace("photos-", "") };
    show(shown, "storing");
    dispatchEvent(new CustomEvent("outbox", { detail: { what: "storing" } }));
    try {
      if ((await Outbox.room()).free < file.size * 1.1) throw new Error(words.noRoom);
      const whole = await file.arrayBuffer();
      const [digest, picture] = await Promise.all([crypto.subtle.digest("SHA-256", whole), small(file)]);
      const pieces = [];
      for (let at = 0; at < whole.byteLength; at += Outbox.PIECE) pieces.push(whole.slice(at, at + Outbox.PIECE));
      const { visit, visitState: seen } = { ...document.querySelector("[data-visit]").dataset, ...document.querySelector("[data-poll]")?.dataset };
      const fields = Object.entries({ visit, item, seen, name: encodeURIComponent(file.name.normalize("NFC")), ...(about && { about }), ...claims });
      const facts = { ...shown, kind: "photo", visit, form: form.id, path: `/photos/${id}`, size: file.size, sha256: hex(digest) };
      const op = await Outbox.put({ ...facts, fields, small: picture, title: `${label} · ${file.name}` }, { pieces });
      waiting.set(id, op);
      const made = document.getElementById("photo-" + id);
      if (made && picture) Object.assign(made.querySelector("img"), { src: picture, hidden: false });
      show(op, "local");
      const usual = (await Store.note("photo")) ?? file.size;
      await Store.note("photo", Math.round(usual * 0.8 + file.size * 0.2));
      return true;
    } catch (error) {
      const why = error.name === "QuotaExceededError" ? words.noRoom : error.message;
      show(shown, "failed", `${words.failed}: ${file.name}. ${why}`);
      document.getElementById("photo-" + id)?.querySelectorAll("form").forEach((one) => one.remove());
      return false;
    }
  }

  // One picture of a camera or a file; whether the tablet has kept it.
  async function keep(form, file, claims, id = Store.uuid7()) {
    const kept = await take(form, file, id, claims);
    Outbox.kick();
    return kept;
  }

  const said = () => dispatchEvent(new CustomEvent("outbox", { detail: { what: "stored" } }));
  self.Photos = { shot: (form, file) => keep(form, file, { source: "camera", ...whereNow() }).finally(said) };

  document.addEventListener("op:photos", async ({ target: form }) => {
    const taken = [...form.querySelectorAll("[type=file]")].flatMap((input) => {
      const camera = input.hasAttribute("capture");
      const claims = { source: camera ? "camera" : "file", ...(camera ? whereNow() : {}) };
      return [...input.files].map((file) => [file, Store.uuid7(), claims]);
    });
    for (const input of form.querySelectorAll("[type=file]")) input.value = "";
    for (const [file, id, claims] of taken) await keep(form, file, claims, id);
    said();
  });

  function strike({ target: form }) {
    if (form.id.startsWith("f-remove-")) form.closest("li").dataset.removed = "";
  }
  document.addEventListener("op:stored", strike);
  document.addEventListener("op:laid", strike);

  // A photo that the server refused never gets there, so its removal could not either.
  document.addEventListener(
    "submit",
    async (event) => {
      const op = waiting.get(event.target.id?.replace("f-remove-", ""));
      if (!op?.stuck) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!confirm(mould.dataset.drop)) return;
      const bound = (await Outbox.all()).filter((other) => other.after === op.id);
      for (const { n } of [op, ...bound]) await Store.drop(n);
      waiting.delete(op.id);
      document.getElementById("photo-" + op.id)?.remove();
      dispatchEvent(new CustomEvent("outbox", { detail: { what: "stored" } }));
    },
    true,
  );

  // The server's list of an item's photos knows nothing of those that wait here.
  document.addEventListener("htmx:after:swap", () => waiting.forEach(standing));

  addEventListener("outbox", ({ detail: { what, op, id, why, off, size, result, elsewhere } }) => {
    if (what === "found" && op.kind === "photo" && op.state === "new") {
      waiting.set(op.id, op);
      standing(op);
    }
    const known = waiting.get(id);
    if (!known) return;
    if (what === "progress") show(known, "local", `${words.local} · ${Math.round((100 * off) / size)}%`);
    if (what === "stuck") standing(Object.assign(known, { stuck: "refused", why }));
    if (what !== "done") return;
    waiting.delete(id);
    const made = document.getElementById("photo-" + id);
    if (result === "parked") return show(known, "parked");
    if (elsewhere) return show(known, "sent");
    made?.remove();
  });
})();
