// What an operation says in words, read from the kept page that it was made on: the names of its
// fields and choices stand there, and nowhere else on the device.
"use strict";

(() => {
  if (!self.Store) return;
  const PAGES = ["", "/findings", "/conclusions", "/minutes", "/sample", "/notices"];
  const OWN = new Set(["operation", "author", "at", "device", "offset", "base", "seen", "csrf_token", "was", "page"]);
  const found = new Map(); // address -> promise of its document, null where there is none

  const kept = async (path) => {
    const copy = await (await caches.open("pages")).match(`/kept/${Store.user.id}${path}`);
    if (!copy) return null;
    const { iv } = JSON.parse(copy.headers.get("X-Kept"));
    const plain = await Store.unseal({ iv: new Uint8Array(iv), data: await copy.arrayBuffer() }, path);
    return new TextDecoder().decode(plain);
  };

  const fetched = async (path) => {
    const answer = await fetch(path, { redirect: "error" });
    return answer.headers.get("X-User") === Store.user.id ? answer.text() : null;
  };

  function pageOf(path) {
    const load = async () => {
      const html = (await kept(path).catch(() => null)) ?? (await fetched(path).catch(() => null));
      return html && new DOMParser().parseFromString(html, "text/html");
    };
    if (!found.has(path)) found.set(path, load());
    return found.get(path);
  }

  // The name of the visit and the form, as far as this device has the pages.
  async function of(op) {
    const source = { visit: "", form: null };
    if (!op.visit) return source;
    const dossier = /(\/dossiers\/[^/]+)\/checks\//.exec(op.path ?? "");
    for (const part of dossier ? ["", dossier[1]] : PAGES) {
      const page = await pageOf(`/visits/${op.visit}${part}`);
      source.visit ||= page?.querySelector(".visit-head h1")?.textContent.trim() ?? "";
      source.form = page?.getElementById(op.form) ?? null;
      if (source.form) break;
    }
    return source;
  }

  // The text that is seen: without what only screen readers are told.
  function textOf(element) {
    const copy = element.cloneNode(true);
    for (const unseen of copy.querySelectorAll(".hidden, svg")) unseen.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  const seen = (field) => !["hidden", "file"].includes(field.type) && field.name && !OWN.has(field.name);
  const fieldsOf = (form) => [...form.elements].filter(seen);
  const labelOf = (field) => (field.labels?.length ? textOf(field.labels[0]) : "");

  function said(form, [name, value]) {
    const fields = fieldsOf(form).filter((field) => field.name === name);
    const chosen = fields.find((field) => /button|submit|radio|checkbox/.test(field.type) && field.value === value);
    if (chosen) return { text: chosen.labels?.length ? labelOf(chosen) : textOf(chosen) };
    if (!fields.length) return null;
    const option = [...(fields[0].options ?? [])].find((one) => one.value === value);
    return { label: labelOf(fields[0]), text: option ? textOf(option) : value };
  }

  // The value in words; figures with their labels. `results` names them where no page is kept.
  function wordsOf(op, form, results) {
    const typed = op.fields.filter(([name]) => !OWN.has(name));
    if (!form) return typed.map(([, value]) => results[value] ?? value).join("; ");
    const several = new Set(fieldsOf(form).map((field) => field.name)).size > 1;
    const parts = typed.map((field) => said(form, field)).filter((part) => part?.text);
    return parts.map(({ label, text }) => (label && several ? `${label}: ${text}` : text)).join("; ");
  }

  self.Source = { of, wordsOf, fieldsOf, labelOf, textOf, own: OWN };
})();
