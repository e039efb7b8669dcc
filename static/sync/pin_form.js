// Setting, changing and removing the PIN on the page of what this device keeps.
"use strict";

(() => {
  const section = document.getElementById("pin");
  if (!section || !self.Pin) return;
  const words = section.dataset;
  const form = document.getElementById("pin-form");
  const [first, second] = form.querySelectorAll("input");
  const error = document.getElementById("pin-error");
  const removal = document.getElementById("pin-remove");

  // What anybody would try first: one digit only, or digits in a row.
  function plain(pin) {
    const steps = new Set([...pin].slice(1).map((digit, i) => digit - pin[i]));
    return steps.size === 1 && [-1, 0, 1].includes([...steps][0]);
  }

  function fault() {
    if (!/^\d{6,12}$/.test(first.value)) return words.short;
    if (plain(first.value)) return words.plain;
    return first.value === second.value ? "" : words.differs;
  }

  function say(text) {
    error.textContent = text;
    for (const field of [first, second]) {
      if (text) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }

  async function show() {
    const there = await Pin.exists();
    document.getElementById("pin-said").textContent = there ? words.set : words.unset;
    form.querySelector("button").textContent = there ? words.change : words.make;
    form.hidden = false;
    removal.hidden = !there;
  }

  async function store() {
    const wrong = fault();
    say(wrong);
    if (wrong) return first.focus();
    await Pin.set(first.value).catch((problem) => {
      console.info("pin:", problem.message);
      say(words.failed);
    });
    if (error.textContent) return;
    form.reset();
    await show();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    await store().catch((problem) => say(problem.message));
    button.disabled = false;
  });
  removal.addEventListener("click", () => {
    const dialog = document.getElementById("drop-pin");
    dialog.returnValue = "";
    dialog.onclose = () => dialog.returnValue === "drop" && Pin.remove().then(show);
    dialog.showModal();
  });
  addEventListener("outbox", ({ detail: { what } }) => what === "entered" && show());
})();
