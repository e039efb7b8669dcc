// Writes down every state that the page shows, with what stands in the field at that moment, so
// that it can be compared with what the office held then. It changes nothing on the page.
"use strict";

(() => {
  if (window.top !== window) return;
  const PLUMBING = /^(csrf_token|base|operation|at|device|offset|seen|author)$/;
  const last = new Map();
  // The tablet's own clock may be set wrong on purpose; this one is the machine's.
  const now = () => performance.timeOrigin + performance.now();

  function valueOf(form) {
    if (!form) return null;
    if (form.classList.contains("results")) {
      const pressed = form.querySelector('[aria-pressed="true"]');
      return { value: pressed ? pressed.value : "" };
    }
    const entries = [...new FormData(form)].filter(([name]) => !PLUMBING.test(name));
    return Object.fromEntries(entries);
  }

  function note(key, fact, always) {
    const said = JSON.stringify(fact);
    if (!always && last.get(key) === said) return;
    last.set(key, said);
    window.sawState?.(JSON.stringify({ time: now(), path: location.pathname, key, ...fact }));
  }

  function lookAt(state, always) {
    const name = state.id.slice("state-".length);
    const form = document.getElementById("f-" + name);
    const { live = "", state: given = "" } = state.dataset;
    const said = state.textContent.trim().replace(/\s+/g, " ").slice(0, 200);
    note(state.id, { kind: "field", name, live, given, said, value: valueOf(form) }, always);
  }

  function look() {
    const line = document.getElementById("save-line");
    if (line) {
      const { live = "", pending = "" } = line.dataset;
      const said = line.textContent.trim().replace(/\s+/g, " ");
      note("line", { kind: "line", name: "", live, given: pending, said, value: null });
    }
    for (const state of document.querySelectorAll('[id^="state-"]')) lookAt(state, false);
    for (const photos of document.querySelectorAll(".photos")) {
      const name = photos.id.slice("photos-".length);
      const here = photos.querySelectorAll("li[data-pending]").length;
      const there = photos.querySelectorAll(".thumbs li:not([data-pending])").length;
      note(photos.id, { kind: "photos", name, live: "", given: "", said: "", value: { here, there } });
    }
  }

  // Only what is painted counts: nobody sees a state that is gone before the next frame.
  const painted = (work) => (document.hidden ? setTimeout(work, 50) : requestAnimationFrame(work));

  // After a touch the state is written down even if it did not change: an old "saved" beside a new
  // value is what must not be seen.
  function afterTouch(event) {
    const form = event.target?.closest?.("form[id^='f-']");
    painted(() => {
      const state = form && document.getElementById("state-" + form.id.slice(2));
      if (state) lookAt(state, true);
      last.delete("line");
      look();
    });
  }
  for (const touch of ["input", "change", "submit"]) addEventListener(touch, afterTouch, true);

  let waiting = false;
  function settle() {
    if (waiting) return;
    waiting = true;
    painted(() => {
      waiting = false;
      look();
    });
  }
  function watch() {
    new MutationObserver(settle).observe(document.documentElement, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ["data-live", "data-state", "data-pending", "aria-pressed"],
    });
    settle();
  }
  if (document.documentElement) watch();
  else document.addEventListener("readystatechange", watch, { once: true });
})();
