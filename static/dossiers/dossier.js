// One dossier: what a tap shows before the server has it, times copied from the software, and a
// dossier that so far only this tablet has drawn, put into the server's mould.
"use strict";

(() => {
  const sheet = document.querySelector(".dossier");
  if (!sheet) return;
  const pager = document.querySelector(".pager");

  // ---- a dossier drawn without network

  function hexOf(id) {
    return id.replaceAll("-", "");
  }

  function fill() {
    const [id, code = "", field = ""] = location.hash.slice(1).split("/").map(decodeURIComponent);
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return location.replace(pager.dataset.sample);
    sheet.innerHTML = sheet.innerHTML.replaceAll(sheet.dataset.mould, id).replaceAll(sheet.dataset.hex, hexOf(id));
    const values = { code, field };
    for (const place of document.querySelectorAll("[data-fill]")) place.textContent = values[place.dataset.fill] ?? "";
    for (const form of sheet.querySelectorAll("[data-title]")) form.dataset.title = form.dataset.title.replace("…", code);
    for (const box of sheet.querySelectorAll("[data-label]")) box.dataset.label = code;
    document.title = document.title.replace("…", code);
    self.htmx?.process(sheet);
    self.Store?.entered().then(() => neighbours(id)).catch((error) => console.info("dossier:", error.message));
  }

  async function neighbours(id) {
    const { visit } = document.querySelector("[data-visit]").dataset;
    const drawn = (await Draw.waiting(visit)).at(-1);
    const key = drawn?.find(([name]) => name === "register")?.[1];
    const register = key && (await Draw.registerAt(`/visits/${visit}/register.json?register=${key}`));
    const last = (register && (await Draw.sample(drawn, register))) || [];
    const at = last.findIndex((dossier) => dossier.id === id);
    if (at < 0) return;
    document.querySelector('[data-fill="place"]').textContent = `${at + 1}/${last.length}`;
    const link = (dossier, words, kind) => {
      const made = Object.assign(document.createElement("a"), { className: kind, textContent: words });
      made.href = `#${dossier.id}/${encodeURIComponent(dossier.code)}/${encodeURIComponent(dossier.field ?? "")}`;
      return made;
    };
    if (at > 0) pager.firstElementChild.replaceWith(link(last[at - 1], pager.dataset.previous, "button"));
    if (at + 1 < last.length) pager.lastElementChild.replaceWith(link(last[at + 1], pager.dataset.next, "button primary"));
  }

  if ("mould" in sheet.dataset) {
    fill();
    addEventListener("hashchange", () => location.reload());
  }

  // ---- what a tap shows at once

  function press(form, value) {
    const row = form.closest(".check, .defect, .apology");
    const toggle = form.querySelector(".defect-button");
    if (toggle) {
      toggle.setAttribute("aria-pressed", String(value === "yes"));
      toggle.value = value === "yes" ? "no" : "yes";
      row.querySelector(".guessed")?.remove();
      return;
    }
    for (const button of form.querySelectorAll("[aria-pressed]")) button.setAttribute("aria-pressed", String(button.value === value));
    const head = row.querySelector(".item-head");
    if (head) head.dataset.result = value;
    const heads = [...sheet.querySelectorAll(".check .item-head")];
    const done = heads.filter((one) => one.dataset.result !== "unchecked").length;
    document.querySelector("#own-progress strong").textContent = `${done}/${heads.length}`;
  }

  function local({ target: form, detail: op }) {
    if (form.dataset?.op !== "tap" || op.stuck || !sheet.contains(form) || form.closest(".conflict")) return;
    press(form, op.fields.find(([name]) => name === "value")?.[1]);
  }
  document.addEventListener("op:stored", local);
  document.addEventListener("op:laid", local);

  // ---- the same times as in the software

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-same]");
    const from = button && document.getElementById(button.dataset.same);
    if (!from || !self.Outbox) return;
    event.preventDefault();
    const form = button.form;
    for (const field of form.querySelectorAll("[data-date]")) field.value = from.elements[field.name].value;
    for (const name of ["input", "change"]) form.querySelector("[data-date]").dispatchEvent(new Event(name, { bubbles: true }));
  });
})();
