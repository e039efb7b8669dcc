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
