// What the checklist shows of answers that are still only on the tablet: the pressed button, the
// offer of a finding, the progress, and a visit begun without network.
"use strict";

(() => {
  const sheet = document.querySelector(".worktable");
  if (!sheet) return;
  const FAILED = ["fail", "partial"];

  function press(form, value) {
    const head = form.closest(".item-head");
    for (const button of form.querySelectorAll("[aria-pressed]")) {
      button.setAttribute("aria-pressed", String(button.value === value));
    }
    head.dataset.result = value;
    const failed = FAILED.includes(value);
    if (failed) form.closest(".item").querySelector("details").open = true;
    const offered = head.querySelector(".finding-offer, .finding-mark");
    if (failed && !offered) offer(head, form.closest(".item").dataset.code);
    if (!failed && offered?.matches(".finding-offer") && !offered.dataset.live) offered.remove();
    count();
  }

  function offer(head, code) {
    const mould = document.getElementById("offer-mould").innerHTML.replaceAll("ITEM", code);
    head.insertAdjacentHTML("beforeend", mould);
    htmx.process(head.lastElementChild);
  }

  // The same counts as the server's, from what stands on the page.
  function count() {
    const sum = { done: 0, failed: 0, all: 0 };
    for (const link of document.querySelectorAll(".strip a")) {
      const heads = [...document.querySelectorAll(`${CSS.escape(link.hash).replace("\\", "")} .item-head`)];
      const done = heads.filter((head) => head.dataset.result !== "unchecked").length;
      const failed = heads.filter((head) => FAILED.includes(head.dataset.result)).length;
      sum.done += done;
      sum.failed += failed;
      sum.all += heads.length;
      link.classList.toggle("complete", done === heads.length);
      link.querySelector(".meter-done").setAttribute("width", (100 * done) / heads.length);
      link.querySelector(".strip-count").firstChild.textContent = `${done}/${heads.length} `;
    }
    document.querySelector(".progress-sum > strong").textContent = `${sum.done}/${sum.all}`;
  }

  function begin(form) {
    sheet.hidden = false;
    sheet.querySelector(".sticky").prepend(document.getElementById("save-line"));
    if (form) form.closest(".start").hidden = true;
    const badge = document.querySelector(".visit-head .badge");
    badge.textContent = form?.dataset.badge ?? badge.textContent;
    badge.className = "badge badge-working";
  }

  function local({ target: form, detail: op }) {
    if (form.id === "f-start") return begin(form);
    const value = op.fields.find(([name]) => name === "value")?.[1];
    if (form.matches(".results")) press(form, value);
    if (form.closest(".conflict")) {
      for (const other of form.closest(".conflict").querySelectorAll("button")) other.disabled = !form.contains(other);
    }
  }

  // Other people's changes are not put under the fingers of who is typing.
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement.id !== "changes") return;
    const busy = new Set();
    const focused = document.activeElement?.closest?.(".item");
    if (focused && document.activeElement.matches("input, textarea")) busy.add(focused);
    const held = "form[data-live], .error, .undo, [data-pending]";
    for (const element of sheet.querySelectorAll(`.item :is(${held})`)) busy.add(element.closest(".item"));
    for (const item of busy) ctx.request.body.append("busy", item.dataset.code);
  });

  document.addEventListener("op:stored", local);
  document.addEventListener("op:laid", local);
  document.addEventListener("htmx:after:swap", () => {
    const state = document.getElementById("changes").dataset.visitState;
    if (sheet.hidden && state !== "planned") begin(document.getElementById("f-start"));
    if (document.querySelector(".results[data-live]")) count();
  });
})();
