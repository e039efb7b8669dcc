// The page of the sample: dice, the computed size, and what was drawn or missed without network.
"use strict";

(() => {
  if (!self.Draw) return;
  const byId = (id) => document.getElementById(id);
  const number = (value) => value.toLocaleString("vi");
  const lists = () => byId("drawn");
  const registerOf = (id) => Draw.registerAt(`${lists().dataset.register}?register=${id}`);

  // ---- the form

  function sayDice() {
    for (const pad of document.querySelectorAll("[data-dice]")) pad.hidden = false;
  }

  document.addEventListener("click", ({ target }) => {
    const face = target.closest?.("[data-dice] button");
    if (!face) return;
    const field = byId("draw-seed");
    const faces = field.value.split(/\s+/).filter(Boolean);
    if (face.value === "back") faces.pop();
    else faces.push(face.value);
    field.value = faces.join(" ");
  });

  function saySize() {
    const form = byId("f-draw");
    if (!form) return;
    const said = byId("size-said");
    const chosen = form.querySelector('[name="register"]:checked') ?? form.querySelector('[name="register"]');
    const population = Number(chosen.dataset.count);
    const margin = Number(form.elements.margin.value.replace(",", ".")) / 100;
    if (!(margin >= 0.01 && margin <= 0.5 && population)) return (said.textContent = "");
    const [wanted, size] = Draw.sizes(population, form.elements.confidence.value, margin);
    const facts = { wanted: number(wanted), population: number(population), size: number(size) };
    said.textContent = said.dataset.words.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  }
  document.addEventListener("input", ({ target }) => target.closest?.("#f-draw") && saySize());

  // ---- what is only here

  function row({ id, code, field }, position) {
    const item = document.createElement("li");
    item.className = "drawn-row";
    item.dataset.waiting = item.dataset.here = "";
    item.id = `d-${id}`;
    const at = Object.assign(document.createElement("span"), { className: "drawn-at tabular", textContent: position });
    const what = Object.assign(document.createElement("div"), { className: "drawn-what" });
    const link = Object.assign(document.createElement("a"), { href: `${lists().dataset.mould}#${id}/${encodeURIComponent(code)}/${encodeURIComponent(field ?? "")}` });
    link.append(Object.assign(document.createElement("span"), { className: "code", textContent: code }));
    link.append(Object.assign(document.createElement("span"), { className: "quiet", textContent: [field, lists().dataset.waits].filter(Boolean).join(" · ") }));
    what.append(link);
    item.append(at, what);
    return item;
  }

  async function showDraw(values) {
    const register = await registerOf(values.find(([name]) => name === "register")?.[1]);
    const found = register && (await Draw.sample(values, register).catch(() => null));
    if (!found) return;
    lists().querySelector(":scope > .empty")?.remove();
    const list = Object.assign(document.createElement("ol"), { className: "drawn-list card" });
    list.dataset.here = "";
    found.forEach((dossier, i) => byId(`d-${dossier.id}`) ?? list.append(row(dossier, i + 1)));
    if (list.childElementCount) lists().prepend(list);
  }

  // The next in order that chance has not taken yet, as the server will find.
  async function showReplacement(form) {
    const missing = form.closest(".drawn-row");
    const section = form.closest("[data-seed]");
    missing.classList.add("drawn-out");
    form.querySelector("button").disabled = true;
    if (!section || !["drawn", "replacement"].includes(missing.dataset.why)) return;
    const register = await registerOf(section.dataset.drawn);
    if (!register) return;
    const own = section.dataset.method === "stratified" ? register.codes.filter(([, field]) => field === missing.dataset.field) : register.codes;
    const taken = new Set([...section.querySelectorAll('[data-why="drawn"], [data-why="replacement"], [data-here]')].map((line) => line.dataset.code));
    const code = (await Draw.order(section.dataset.seed, own.map(([one]) => one))).find((one) => !taken.has(one));
    if (!code || missing.dataset.replaced) return;
    missing.dataset.replaced = code;
    const known = [...section.querySelectorAll(".drawn-row")].find((line) => line.dataset.code === code);
    if (known) return (known.dataset.why = "replacement");
    const id = await Draw.uuid5(section.id.replace("sample-", ""), code);
    const made = row({ id, code, field: missing.dataset.field, why: "replacement" }, section.querySelectorAll(".drawn-row").length + 1);
    Object.assign(made.dataset, { code, why: "replacement", field: missing.dataset.field });
    section.querySelector(".drawn-list").append(made);
  }

  function local({ target: form, detail: op, type }) {
    if (op.stuck) return;
    // Who has just drawn wants to see what came.
    if (form.id === "f-draw") showDraw(op.fields).then(() => type === "op:stored" && lists().scrollIntoView());
    if (form.dataset?.verb === "missing") showReplacement(form);
  }
  document.addEventListener("op:stored", local);
  document.addEventListener("op:laid", local);
  document.addEventListener("htmx:after:swap", () => (sayDice(), saySize()));
  sayDice();
  saySize();
})();
