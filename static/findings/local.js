// What the page of findings shows of changes that are still only on the tablet: new findings made
// from the server's own mould, edited ones, and the form for the next.
"use strict";

(() => {
  const mould = document.getElementById("finding-template");
  if (!mould) return;
  const PLACEHOLDER = "00000000-0000-7000-8000-000000000000";
  const byId = (id) => document.getElementById(id);
  const all = (op, name) => op.fields.filter(([key]) => key === name).map(([, value]) => value);
  const valuesOf = (op) => ({ kind: "shortcoming", cause: "unit", ...Object.fromEntries(op.fields), units: all(op, "unit") });

  function add(id, values) {
    const list = byId(`findings-${values.heading}`);
    if (byId(`finding-${id}`) || !list) return;
    list.insertAdjacentHTML("beforeend", mould.innerHTML.replaceAll(PLACEHOLDER, id));
    const made = byId(`finding-${id}`);
    show(made, values);
    for (const form of made.querySelectorAll("form")) form.dataset.title += values.text;
    self.htmx?.process(made);
  }

  function show(article, { kind, cause, text, units = [] }) {
    const form = article.querySelector("details form");
    const fields = form.elements;
    for (const [name, value] of Object.entries({ kind, cause })) {
      const option = [...fields[name].options].find((one) => one.value === value);
      for (const one of fields[name].options) one.defaultSelected = one === option;
      article.querySelector(`[data-show="${name}"]`).textContent = option?.text ?? value;
    }
    for (const shown of article.querySelectorAll("[data-show=text]")) shown.textContent = text;
    fields.text.value = fields.text.defaultValue = fields.was.value = text;
    article.querySelector("[data-unless]").hidden = cause === "unit";
    article.className = `card finding finding-${kind}`;
    const boxes = [...form.querySelectorAll("[name=unit]")];
    if (!units.length || !boxes.length) return;
    for (const box of boxes) box.checked = box.defaultChecked = units.includes(box.value);
    const named = boxes.filter((box) => box.checked).map((box) => box.labels[0].textContent);
    article.querySelector("[data-show=units]").textContent = named.join(", ");
  }

  function empty(form, text) {
    if (form.elements.text.value !== text) return; // the next one is being typed
    form.reset();
    form.elements.text.value = form.elements.text.defaultValue = "";
    for (const old of form.querySelectorAll(".error, .problem")) old.remove();
    for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  }

  // What the server refused is no finding: it stands in its form, to be mended.
  function refused(form, op, { kind, cause, heading, text }) {
    byId(`finding-${op.id}`)?.remove();
    const fields = form.elements;
    if (!fields.text || (form.id === "f-new-finding" && fields.text.value)) return;
    for (const [name, value] of Object.entries({ kind, cause, heading, text })) {
      if (fields[name] && value !== undefined) fields[name].value = value;
    }
    form.closest("details")?.setAttribute("open", "");
  }

  function local({ target: form, detail: op, type }) {
    if (form.dataset?.op !== "finding") return;
    const values = valuesOf(op);
    if (op.stuck) return refused(form, op, values);
    if (form.id === "f-new-finding") {
      add(op.id, values);
      if (type === "op:stored") empty(form, values.text);
    } else if (form.dataset.heading) {
      add(op.id, { ...values, ...form.dataset });
      form.querySelector("button").disabled = true;
    } else if (form.elements.text) {
      show(form.closest(".finding"), values);
    }
  }

  document.addEventListener("op:stored", local);
  document.addEventListener("op:laid", local);
  // A visit begun without network takes findings, too.
  addEventListener("outbox", ({ detail: { what, op } }) => {
    if (what === "found" && op.path?.endsWith("/start")) byId("record").hidden = false;
  });

  // What says nothing is not stored: the server could only refuse it, hours later.
  document.addEventListener(
    "submit",
    (event) => {
      const field = event.target.matches("[data-op=finding]") && event.target.elements.text;
      if (!field) return;
      field.setCustomValidity(field.value.trim() ? "" : mould.dataset.empty);
      if (field.reportValidity()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
})();
