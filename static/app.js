// Small habits of every page: menus that close, buttons that are pressed only once.
"use strict";

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A plain form that takes long says so, and cannot be sent twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.hasAttribute("hx-post")) return;
  const button = event.submitter;
  if (!button || !button.dataset.busy) return;
  setTimeout(() => {
    button.disabled = true;
    button.textContent = button.dataset.busy;
  });
});

// Coming back by the browser's own button shows the page as it is now, with nothing disabled.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// A date is typed as people write it; the calendar button lets the browser's own picker fill it in.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-calendar]");
  if (!button) return;
  const field = document.getElementById(button.dataset.calendar);
  let picker = button.parentElement.querySelector('input[type="date"]');
  if (!picker) {
    picker = document.createElement("input");
    picker.type = "date";
    picker.tabIndex = -1;
    picker.setAttribute("aria-hidden", "true");
    picker.addEventListener("input", (chosen) => chosen.stopPropagation());
    picker.addEventListener("change", (chosen) => {
      chosen.stopPropagation();
      field.value = picker.value.split("-").reverse().join("/");
      for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
    });
    button.after(picker);
  }
  picker.value = field.value.split("/").reverse().map((part) => part.padStart(2, "0")).join("-");
  picker.showPicker();
});

// A form that saves by itself says so when it could not, and is sent again.
(() => {
  let waiting = 0;

  function failed(form) {
    form.dataset.live = "failed";
    form.querySelector(".unsaved").hidden = false;
    clearTimeout(waiting);
    waiting = setTimeout(again, 5000);
  }

  function again() {
    for (const form of document.querySelectorAll('form[data-autosave][data-live="failed"]')) {
      form.requestSubmit();
    }
  }

  const own = (event) => event.detail.ctx.sourceElement?.closest?.("form[data-autosave]");

  document.addEventListener("htmx:after:request", (event) => {
    const form = own(event);
    const status = event.detail.ctx.response.status;
    if (!form || status === 200 || status === 409 || status === 422) return;
    event.preventDefault(); // what was typed stays
    failed(form);
  });
  // What comes from elsewhere, as from the entrance page of a guest network, shows nothing here: only
  // the office answers with its clock. `landed` is an answer that the outbox has brought.
  document.addEventListener("htmx:before:response", (event) => {
    const { landed, response } = event.detail.ctx;
    if (landed || response.headers.has("Server-Time")) return;
    event.preventDefault();
    unreached(event);
  });
  document.addEventListener("htmx:error", unreached);

  function unreached(event) {
    if (own(event)) return failed(own(event));
    if (event.detail.ctx.sourceElement?.closest("[data-poll], [data-op]")) return;
    const notice = document.getElementById("notice");
    const said = document.createElement("p");
    said.className = "problem";
    said.textContent = notice.dataset.unreached;
    notice.replaceChildren(said);
  }
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (form && !form.dataset.live) form.dataset.live = "typed";
  });
  addEventListener("online", again);
  addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-autosave][data-live]")) event.preventDefault();
  });
})();

// A page that comes back with errors starts at the first of them.
addEventListener("DOMContentLoaded", () => {
  const wrong = document.querySelector('main [aria-invalid="true"], main .problem[role="alert"]');
  if (!wrong) return;
  wrong.scrollIntoView({ block: "center" });
  if (wrong.matches("input, textarea, select")) wrong.focus({ preventScroll: true });
});
