// The forms of a page and the outbox: each change is stored here first, its state is said at its
// place, and the server's answer goes to htmx as if it had come at once.
"use strict";

(() => {
  const line = document.getElementById("save-line");
  if (!line || !self.crypto?.subtle) return;
  const words = line.dataset;
  const page = document.body.dataset;
  const UNSAFE = "form[data-live=storing],form[data-live=failed]";
  const last = new Map(); // form id -> its newest operation that the form does not show as the server's
  const lost = new Map(); // form id -> ids that the device may still store although it did not say so
  const jobs = new Map(); // form id -> the storing that runs, so that one follows the other
  const due = new Set(); // ids of forms that a storing waits for
  const answers = new Map(); // form id -> the server's answer on its way into the page
  let ready;

  const happened = (what, more) => dispatchEvent(new CustomEvent("outbox", { detail: { what, ...more } }));

  const formOf = (element) => element?.closest?.("form[data-op]");
  const typed = (form) => form.dataset.op === "field";
  const chained = (form) => typed(form) || "base" in form.dataset;
  const stateOf = (form) =>
    document.getElementById(form.dataset.state ?? "state-" + form.id.slice(2)) ?? form;
  // The poll knows the visit's state better than the page's head.
  const visitOf = () => ({
    ...document.querySelector("[data-visit]")?.dataset,
    ...document.querySelector("[data-poll]")?.dataset,
  });

  // ---- what the page says

  function show(form, live, text = words[live]) {
    const place = stateOf(form);
    for (const one of [form, place]) {
      if (live) one.dataset.live = live;
      else delete one.dataset.live;
    }
    let said = place.querySelector(":scope > .live");
    if (live && !said) {
      said = document.createElement("p");
      said.className = "live";
      place.prepend(said);
    }
    if (!live) said?.remove();
    else if (said.textContent !== text) said.textContent = text;
    if (live === "failed") said.setAttribute("role", "alert");
  }

  const clock = (at) => new Date(at).toLocaleTimeString("vi", { timeStyle: "short", timeZone: "Asia/Ho_Chi_Minh" });
  const standing = (op) => (op.state === "done" ? (op.result === "parked" ? "parked" : "sent") : op.stuck ? "stuck" : "local");

  function showOp(form, op) {
    if (due.has(form.id)) return show(form, "storing"); // what stands there now is newer
    const live = standing(op);
    show(form, live, words[live] + (live === "stuck" ? " " + (op.why ?? "") : " · " + clock(op.at)));
  }

  // ---- storing

  function valuesOf(form, submitter) {
    return [...new FormData(form, submitter)].filter(([name, value]) => name !== "base" && typeof value === "string");
  }

  function titleOf(form) {
    const code = form.closest("[data-code]")?.dataset.code;
    const label = form.querySelector("label, [aria-label]");
    return form.dataset.title ?? [code, label?.getAttribute("aria-label") ?? label?.textContent.trim()].filter(Boolean).join(" · ");
  }

  // What a form holds at this moment becomes its operation.
  function keep(form, submitter) {
    show(form, "storing");
    happened("storing");
    if (typed(form) && due.has(form.id)) return jobs.get(form.id);
    return queue(form, typed(form) ? null : valuesOf(form, submitter));
  }

  function queue(form, fixed) {
    due.add(form.id);
    const job = Promise.resolve(jobs.get(form.id)).then(() => store(form, fixed));
    jobs.set(form.id, job);
    return job;
  }

  async function store(form, fixed) {
    const id = Store.uuid7();
    const unsure = lost.get(form.id) ?? "";
    try {
      await ready;
      due.delete(form.id);
      // What does not build on the one before it takes its place only where that was refused.
      const known = last.get(form.id);
      const before = chained(form) || known?.stuck ? known : null;
      const fields = fixed ?? valuesOf(form);
      const values = JSON.stringify(fields);
      if (chained(form) && before?.values === values && before.state === "new") return showOp(form, before);
      const { visit, visitState: seen = "" } = visitOf();
      const base = new FormData(form).get("base") ?? undefined;
      const about = { id, form: form.id, visit, after: form.dataset.after, title: titleOf(form), base };
      const op = { ...about, path: form.getAttribute("hx-post"), fields: [...fields, ["seen", seen]] };
      const stored = await Outbox.put(op, { last: before, unsure });
      lost.delete(form.id);
      last.set(form.id, Object.assign(stored, { values }));
      showOp(form, stored);
      form.dispatchEvent(new CustomEvent("op:stored", { bubbles: true, detail: stored }));
      Outbox.tell({ what: "stored", id: stored.id });
    } catch (error) {
      due.delete(form.id);
      lost.set(form.id, `${unsure} ${id}`.trim());
      show(form, "failed");
      console.info("outbox:", error.name, error.message);
      setTimeout(() => form.dataset.live === "failed" && queue(form, fixed), 5000);
      happened("failed");
    }
  }

  document.addEventListener("input", ({ target }) => {
    const form = formOf(target);
    if (!form || !typed(form)) return;
    // What others write later is compared with the page's defaults: these follow the fingers.
    for (const field of form.querySelectorAll("input, textarea")) {
      if (field.type === "hidden" || field.type === "file") continue;
      field.defaultValue = field.value;
      field.defaultChecked = field.checked;
    }
    keep(form);
  });

  // htmx decides when: then its own request gives way to the outbox, or brings the outbox's answer.
  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = event.detail;
    if (ctx.sourceElement.matches("[data-poll]") && (document.hidden || !navigator.onLine)) return event.preventDefault();
    const form = formOf(ctx.sourceElement);
    if (!form) return;
    const answer = answers.get(form.id);
    if (answer) {
      answers.delete(form.id);
      ctx.fetch = async () => new Response(answer.html, { status: answer.status });
      ctx.landed = answer;
      return;
    }
    event.preventDefault();
    if (form.dataset.op === "photo") form.dispatchEvent(new CustomEvent("op:photos", { bubbles: true }));
    else if (typed(form)) Promise.resolve(jobs.get(form.id)).then(Outbox.kick);
    else keep(form, ctx.request.submitter).then(Outbox.kick);
  });

  document.addEventListener("htmx:after:request", (event) => {
    if (event.detail.ctx.response.status !== 401) return;
    event.preventDefault(); // what stands on the page stays
    happened("login");
  });

  // ---- what the server answered
  function land(event) {
    const form = document.getElementById(event.form);
    const known = last.get(event.form);
    if (!form || (!known && event.elsewhere)) return;
    if (known && known.id !== event.id) return event.what === "stuck" && replaced(form, event);
    if (known) Object.assign(known, event.what === "stuck" ? { stuck: "refused", why: event.why } : { state: "done", result: event.result });
    // Only an answer that is about this form's content has something to show in its place.
    const shown = event.status === 200 || event.status === 422 || (event.status === 409 && form.dataset.op === "finding");
    if (!self.htmx || !event.html || !shown || event.result === "parked") return known && showOp(form, known);
    answers.set(form.id, event);
    htmx.ajax("POST", form.getAttribute("hx-post"), { source: form });
  }

  // Something newer stands in the field: what was refused there is of no use any more.
  const replaced = (form, old) => chained(form) && Store.drop(old.n).then(() => happened("dropped"));

  document.addEventListener("htmx:after:swap", settle);
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    const landed = ctx?.landed;
    if (!landed) return;
    const form = document.getElementById(landed.form);
    const known = last.get(landed.form);
    const newer = known && known.id !== landed.id;
    if (!newer && landed.what === "done") last.delete(landed.form);
    if (form && newer) showOp(form, known);
    else if (form && !form.matches(UNSAFE)) show(form, landed.what === "stuck" ? "stuck" : null);
    settle();
    happened("landed");
  });

  // A choice that was tapped here keeps its mark when another's arrives, unless told.
  function settle() {
    // What came in was about an older value than the one that is not stored yet.
    for (const form of document.querySelectorAll(UNSAFE)) show(form, form.dataset.live);
    for (const form of document.querySelectorAll("form[data-op]:not([data-live])")) {
      for (const choice of form.querySelectorAll("[type=radio]")) choice.checked = choice.defaultChecked;
    }
    for (const [id, op] of last) {
      const form = document.getElementById(id);
      if (form && !form.dataset.live) lay(form, op);
    }
  }

  // ---- what was stored before lies over the page
  function lay(form, op) {
    if (typed(form)) {
      for (const [name, value] of op.fields) {
        const fields = [...form.elements].filter((field) => field.name === name && field.type !== "hidden");
        for (const field of fields) {
          if (field.type === "radio") field.checked = field.value === value;
          else field.value = value;
          Object.assign(field, { defaultValue: field.value, defaultChecked: field.checked });
        }
      }
    }
    form.dispatchEvent(new CustomEvent("op:laid", { bubbles: true, detail: op }));
    showOp(form, op);
  }

  async function overlay() {
    const shown = Number(page.seq);
    const over = (await Outbox.all()).filter((op) => op.state === "new" || (op.seq > shown && op.result !== "parked"));
    for (const op of over) await find(op);
  }

  async function find(sealed) {
    if (sealed?.visit !== (visitOf().visit ?? "")) return;
    const op = await Store.opened(sealed);
    happened("found", { op });
    const form = document.getElementById(op.form);
    if (!form || op.kind === "photo") return;
    const { operation, author, at, device, offset, base, seen, ...own } = Object.fromEntries(op.fields);
    if (last.get(op.form)?.stuck) replaced(form, last.get(op.form));
    last.set(op.form, Object.assign(op, { values: JSON.stringify(Object.entries(own)) }));
    if (!due.has(op.form)) lay(form, op);
  }

  addEventListener("outbox", async ({ detail }) => {
    const { what, id, elsewhere } = detail;
    if (what === "done" || what === "stuck") land(detail);
    // What another tab has stored is what this one is based on.
    if (what === "stored" && elsewhere && page.user === Store.user.id) find((await Outbox.all()).find((op) => op.id === id));
  });

  addEventListener("beforeunload", (event) => {
    if (document.querySelector(UNSAFE)) event.preventDefault();
  });

  // ---- beginning
  const enter = () => Store.enter({ id: page.user, name: page.name }, Outbox.fetchKey);
  ready = enter()
    .catch(() => new Promise((resolve) => setTimeout(resolve, 2000)).then(enter))
    .then(overlay);
  ready.then(() => (Outbox.kick(), happened("entered")), (error) => happened("closed", { error }));
})();
