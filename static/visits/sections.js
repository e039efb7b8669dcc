// A part of the checklist that is given to somebody else stays closed until one says otherwise.
"use strict";

(() => {
  for (const button of document.querySelectorAll("[data-open-section]")) {
    const fields = button.closest("section").querySelector("fieldset.section-items");
    fields.disabled = true;
    button.hidden = false;
    button.addEventListener("click", () => {
      fields.disabled = false;
      button.hidden = true;
      fields.querySelector("button, summary").focus();
    });
  }
})();
