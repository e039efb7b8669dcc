// Correcting an operation that the server refused, in its own fields as its page shows them. What is
// saved stands in its place, as if it had been typed again on that page.
"use strict";

(() => {
  if (!self.Source) return;
  const { fieldsOf, labelOf, textOf, own } = Source;
  const TYPED = /^(text|search|textarea|select-one|radio|checkbox|number|tel|date)$/;
  const element = (name, properties, ...inner) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inner);
    return made;
  };

  // Everything typed of the form; where its page is not kept, the values alone.
  function controlsOf(op, form) {
    if (form) return fieldsOf(form).filter((field) => TYPED.test(field.type));
    const typed = op.fields.filter(([name]) => !own.has(name));
    return typed.map(([name, value]) => element("textarea", { name, value, rows: 2 }));
  }

  function field(control, op, number) {
    const id = `edit-${op.id}-${number}`;
    const value = op.fields.find(([name]) => name === control.name)?.[1] ?? "";
    const copy = control.localName === "select" ? document.importNode(control, true) : element(control.localName, { name: control.name });
    Object.assign(copy, { id, value, inputMode: control.inputMode, autocomplete: "off", rows: control.rows });
    for (const name of ["aria-describedby", "aria-invalid", "disabled"]) copy.removeAttribute(name);
    const label = element("label", { htmlFor: id, textContent: labelOf(control) || op.title });
    return element("div", { className: "field" }, label, copy);
  }

  // All choices of one name, with what they are together called.
  function choices(controls, op) {
    const group = controls[0].closest("fieldset, [role=group]");
    const legend = group?.querySelector("legend") ? textOf(group.querySelector("legend")) : group?.getAttribute("aria-label");
    const options = controls.map(({ type, name, value }, number) => {
      const checked = op.fields.some(([other, said]) => other === name && said === value);
      const text = element("span", { textContent: labelOf(controls[number]) });
      return element("label", { className: "option" }, element("input", { type, name, value, checked }), text);
    });
    return element("fieldset", {}, element("legend", { textContent: legend ?? op.title }), element("div", { className: "choices" }, ...options));
  }

  function build(op, controls) {
    const names = [...new Set(controls.map((control) => control.name))];
    return names.map((name, number) => {
      const same = controls.filter((control) => control.name === name);
      return /radio|checkbox/.test(same[0].type) ? choices(same, op) : field(same[0], op, number);
    });
  }

  async function save(op, names, edited) {
    const rest = op.fields.filter(([name]) => !names.has(name) && (!own.has(name) || name === "seen" || name === "was" || name === "page"));
    const { form, visit, path, title, after, base } = op;
    await Outbox.put({ form, visit, path, title, after, base, fields: [...edited, ...rest] }, { last: op });
  }

  // Opens the fields in the row; `done` is called when what was corrected is stored.
  function open(row, op, source, done) {
    const controls = controlsOf(op, source.form);
    const form = document.getElementById("edit-mould").content.firstElementChild.cloneNode(true);
    const columns = element("div", { className: "columns" }, ...build(op, controls));
    form.prepend(columns);
    const error = form.querySelector(".said");
    const close = () => {
      form.remove();
      row.querySelector(".op-edit").hidden = false;
    };
    form.querySelector(".op-cancel").addEventListener("click", close);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const names = new Set(controls.map((control) => control.name));
      try {
        await save(op, names, [...new FormData(form)]);
      } catch (fault) {
        console.info("outbox:", fault.name, fault.message);
        return void (error.textContent = error.dataset.failed);
      }
      form.remove();
      done();
    });
    row.querySelector(".op-edit").hidden = true;
    row.append(form);
    const fields = [...columns.querySelectorAll("input, textarea, select")];
    (fields.find((one) => one.value) ?? fields[0]).focus();
  }

  self.Edit = { open, possible: (op, source) => op.kind === "form" && controlsOf(op, source.form).length > 0 };
})();
