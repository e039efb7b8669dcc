// The page of one photo on the tablet: its choices, and a photo that the office has not yet, put
// into the server's mould with the picture that lies here.
"use strict";

(() => {
  const page = document.getElementById("photo-page");
  if (!page) return;

  // Of a choice that waits here, the boxes show what was tapped.
  function lay({ target: form, detail: { fields } }) {
    if (!form.matches?.(".choose")) return;
    const named = new Set(fields.map(([name]) => name));
    for (const box of form.querySelectorAll("[type=checkbox]")) box.checked = named.has(box.name);
  }
  document.addEventListener("op:laid", lay);

  // ---- a photo that is only on this tablet

  async function picture(op) {
    const pieces = [];
    const stored = await Store.read(({ blobs }, give) => Store.then(blobs.getAll(Store.piecesOf(op.id)), give));
    for (const [at, piece] of stored.entries()) pieces.push(await Store.unseal(piece, `${op.id}/${at}`));
    return URL.createObjectURL(new Blob(pieces));
  }

  async function open(img, op) {
    img.src = await picture(op);
    await img.decode();
    [img.width, img.height] = [img.naturalWidth, img.naturalHeight];
    const overlay = document.getElementById("mask-overlay");
    overlay.setAttribute("viewBox", `0 0 ${img.naturalWidth} ${img.naturalHeight}`);
  }

  function closed(error) {
    console.info("photo:", error.message);
    const said = Object.assign(document.createElement("p"), { className: "problem", textContent: page.dataset.closed });
    document.getElementById("mask-tool").replaceChildren(said);
  }

  // What else waits for this photo is found again by the forms that now have their names.
  async function lookAgain(id) {
    for (const op of await Outbox.all()) {
      if (op.after === id && op.state === "new") dispatchEvent(new CustomEvent("outbox", { detail: { what: "stored", id: op.id, elsewhere: true } }));
    }
  }

  async function fill(id) {
    page.innerHTML = page.innerHTML.replaceAll(page.dataset.mould, id);
    for (const form of page.querySelectorAll("form")) form.dataset.after = id;
    await Outbox.entered();
    const sealed = (await Outbox.all()).find((op) => op.id === id);
    if (sealed?.state !== "new") return location.replace(page.dataset.view.replace(page.dataset.mould, id));
    const op = await Store.opened(sealed);
    for (const form of page.querySelectorAll("[data-title]")) form.dataset.title = form.dataset.title.replace("…", op.item);
    document.querySelector("[data-fill=item]").textContent = op.item;
    const dossier = op.item.startsWith("HS-");
    page.querySelector("[name=shows_dossier]").checked = dossier;
    page.querySelector("[name=in_minutes]").checked = !dossier;
    await open(page.querySelector(".mask-paper img"), op).then(Masks.start, closed);
    htmx.process(page);
    await lookAgain(id);
  }

  if ("mould" in page.dataset) {
    const id = location.hash.slice(1);
    if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) && self.Outbox) fill(id);
    else location.replace(page.dataset.visitPage);
    addEventListener("hashchange", () => location.reload());
    // Once the office has the photo, its own page is there.
    addEventListener("outbox", ({ detail }) => detail.what === "done" && detail.id === id && location.replace(page.dataset.view.replace(page.dataset.mould, id)));
  }
})();
