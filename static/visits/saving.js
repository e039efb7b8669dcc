// Each field of the checklist is a form of its own. This file gives every change its own id, says
// at each moment whether it is saved, and sends again what could not be sent.
"use strict";

(() => {
  const line = document.getElementById("save-line");
  if (!line) return;
  const words = line.dataset;
  const pending = new Map(); // form id -> ids of operations whose answer the form does not show
  const answered = new Set(); // ids of operations that the server has stored
  const saved = new Map(); // form id -> the operation last stored from here, and its values
  const PLUMBING = ["csrf_token", "base", "operation", "at"];
  let retryIn = 3000;
  let stale = false; // whether the page's token has to be renewed before anything is sent again

  function uuid7() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const now = Date.now();
    for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) & 255;
    bytes[6] = (bytes[6] & 15) | 112;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
    return [8, 12, 16, 20, 32].map((end, i, ends) => hex.slice(ends[i - 1] || 0, end)).join("-");
  }

  const field = (element) => element?.closest?.("form[data-field]");
  const isResult = (form) => form.classList.contains("results");
  const isPhoto = (form) => form?.matches?.(".photo-form");
  const stateOf = (form) => document.getElementById("state-" + form.id.slice(2)) ?? form;

  function valuesOf(form) {
    const data = new FormData(form);
    PLUMBING.forEach((name) => data.delete(name));
    return new URLSearchParams(data).toString();
  }

  function show(form, live) {
    if (live) form.dataset.live = live;
    else delete form.dataset.live;
    const state = stateOf(form);
    if (state && (live === "saving" || live === "failed")) {
      let said = state.querySelector(".live");
      if (!said) {
        said = document.createElement("p");
        said.className = "live";
        state.prepend(said);
      }
      said.textContent = live === "saving" ? words.fieldSaving : words.fieldFailed;
      state.dataset.live = live;
    } else if (state) {
      state.querySelector(".live")?.remove();
      delete state.dataset.live;
    }
    tell();
  }

  function tell() {
    const count = (live) => document.querySelectorAll(`form[data-live="${live}"]`).length;
    const failed = count("failed");
    const saving = count("saving");
    const wrong = count("wrong");
    const live = failed ? "failed" : saving ? "saving" : wrong ? "wrong" : "saved";
    line.dataset.live = live;
    line.querySelector("span").textContent = words[live].replace("{n}", failed || saving || wrong);
  }

  document.addEventListener("input", (event) => {
    const form = field(event.target);
    if (!form) return;
    delete form.dataset.operation; // other content is another operation
    // What others write later is compared with the page's defaults: these follow the fingers.
    for (const typed of form.querySelectorAll("input, textarea")) {
      typed.defaultValue = typed.value;
      typed.defaultChecked = typed.checked;
    }
    show(form, "saving");
  });

  document.addEventListener(
    "submit",
    (event) => {
      const form = field(event.target);
      if (!form || !isResult(form) || form.dataset.retrying) return;
      delete form.dataset.operation;
      form.dataset.tapped = event.submitter?.value ?? "";
      for (const button of form.querySelectorAll("[aria-pressed]")) {
        button.setAttribute("aria-pressed", String(button === event.submitter));
      }
      show(form, "saving");
      if (["fail", "partial"].includes(form.dataset.tapped)) {
        form.closest(".item").querySelector("details").open = true;
      }
    },
    true,
  );

  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = event.detail;
    if (ctx.sourceElement.id === "changes") return pollFor(event, ctx.request.body);
    const form = field(ctx.sourceElement);
    if (isPhoto(ctx.sourceElement)) return identifyPhotos(ctx);
    if (!form) return;
    const values = valuesOf(form);
    const body = ctx.request.body;
    const last = saved.get(form.id);
    // The same values again are news where another's have been shown meanwhile.
    if (!isResult(form) && last?.values === values && last.operation === body.get("base")) {
      show(form, null);
      return event.preventDefault();
    }
    const operation = (form.dataset.operation ||= uuid7());
    const waiting = pending.get(form.id) ?? new Set();
    // Until the form shows the server's answer, later values replace the earlier ones sent from here.
    const base = new Set([...(body.get("base") ?? "").split(" "), ...waiting].filter(Boolean));
    base.delete(operation);
    waiting.add(operation);
    pending.set(form.id, waiting);
    body.set("base", [...base].join(" "));
    body.set("operation", operation);
    body.set("at", new Date().toISOString());
    ctx.sent = { id: form.id, operation, values };
  });

  // Photos that could not be sent stay in their form, which takes no others meanwhile.
  function identifyPhotos(ctx) {
    const form = ctx.sourceElement;
    const again = form.dataset.live === "failed" && form.dataset.operation;
    form.dataset.operation = again || uuid7();
    ctx.request.body.set("operation", form.dataset.operation);
    ctx.sent = { id: form.id };
  }

  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    const status = ctx.response.status;
    if (status === 401) {
      event.preventDefault();
      document.getElementById("notice").textContent = words.signedOut;
    }
    const form = ctx.sent && document.getElementById(ctx.sent.id);
    if (!form) return;
    if (status !== 200 && status !== 422) {
      event.preventDefault(); // what was typed and its state stay on the page
      return fail(form, status);
    }
    if (isPhoto(form)) return show(form, null);
    if (form.dataset.operation === ctx.sent.operation) delete form.dataset.operation;
    if (status === 200) saved.set(form.id, ctx.sent);
    else saved.delete(form.id); // going back to what is stored takes the refusal away
    retryIn = 3000;
    const newer = !isResult(form) && valuesOf(form) !== ctx.sent.values;
    forget(form, ctx.sent.operation, status === 200 && newer);
    form.dataset.live = status === 422 ? "wrong" : newer ? "saving" : "saved";
    if (newer) event.preventDefault(); // its own answer will come
    else if (status === 200) show(form, null);
    tell();
  });

  // An answer that is shown carries what to name as seen; one that is not leaves that to its id.
  function forget(form, operation, unseen) {
    const waiting = pending.get(form.id);
    if (unseen) return answered.add(operation);
    waiting.delete(operation);
    for (const id of waiting) if (answered.delete(id)) waiting.delete(id);
  }

  document.addEventListener("htmx:error", (event) => {
    const sent = event.detail.ctx?.sent;
    const form = sent && document.getElementById(sent.id);
    if (form) fail(form, 0);
  });

  document.addEventListener("htmx:after:swap", () => {
    // A choice that was tapped here keeps its mark when another's arrives, unless told.
    for (const form of document.querySelectorAll("form[data-field]:not([data-live])")) {
      for (const choice of form.querySelectorAll("[type=radio]")) choice.checked = choice.defaultChecked;
    }
    tell();
  });

  function fail(form, status) {
    show(form, "failed");
    form.inert = isPhoto(form);
    stale ||= status === 400 || status === 401;
    setTimeout(retry, retryIn);
    retryIn = Math.min(retryIn * 2, 30000);
  }

  // Whoever signed in again, in another tab, has another token; another person sends nothing.
  async function renew() {
    const ask = (address, headers) => fetch(address, { headers }).catch(() => null);
    // Asked as htmx asks: a page for signing in would bring another session with it.
    const changes = document.getElementById("changes").getAttribute("hx-get");
    if (!(await ask(changes, { "HX-Request": "true" }))?.ok) return false;
    const answer = await ask(location.href);
    if (!answer?.ok || answer.redirected) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const name = (root) => root.querySelector(".menu-name").textContent;
    if (name(page) !== name(document)) return false;
    const token = page.querySelector("[name=csrf_token]").value;
    for (const kept of document.querySelectorAll("[name=csrf_token]")) kept.value = token;
    document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": token }));
    document.getElementById("notice").textContent = "";
    return true;
  }

  async function retry() {
    const failed = document.querySelector('form[data-live="failed"]');
    if (!failed) return;
    if (stale && !(await renew())) return fail(failed);
    stale = false;
    for (const form of document.querySelectorAll('form[data-live="failed"]')) {
      form.dataset.retrying = "1";
      const tapped = isResult(form) && form.querySelector(`[value="${form.dataset.tapped}"]`);
      form.requestSubmit(tapped || undefined);
      delete form.dataset.retrying;
    }
  }

  addEventListener("online", retry);

  // Other people's changes are not put under the fingers of who is typing.
  function pollFor(event, body) {
    if (document.hidden) return event.preventDefault();
    const busy = new Set();
    const focused = document.activeElement?.closest?.(".item");
    if (focused && document.activeElement.matches("input, textarea")) busy.add(focused);
    const held = "form[data-live], .item .error, .item .undo, .item .htmx-request";
    for (const element of document.querySelectorAll(held)) busy.add(element.closest(".item"));
    for (const item of busy) body.append("busy", item.dataset.code);
  }

  addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-live]")) event.preventDefault();
  });
})();
