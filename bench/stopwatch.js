// Times a field inside the page: from the event on its form until its place says `kept`, or until
// the server's fragment stands there, which brings another base.
"use strict";

self.stopwatch = (() => {
  const LONGEST = 20_000; // ms
  const baseOf = (field) => document.getElementById(`f-${field}`).elements.base?.value;
  const stands = {
    kept: (field) => document.getElementById(`state-${field}`)?.dataset.live === "local",
    served: (field, before) => ![undefined, before].includes(baseOf(field)),
  };
  const watched = { subtree: true, childList: true, attributes: true };

  const run = (field, event, end) =>
    new Promise((resolve, reject) => {
      const before = baseOf(field);
      let begun;
      const start = ({ target }) => target.closest("form")?.id === `f-${field}` && (begun ??= performance.now());
      const watch = new MutationObserver(() => {
        if (begun === undefined || !stands[end](field, before)) return;
        const took = performance.now() - begun;
        stop();
        resolve(took);
      });
      const late = setTimeout(() => reject(stop() ?? new Error(`${field}: never ${end}`)), LONGEST);
      const stop = () => {
        clearTimeout(late);
        watch.disconnect();
        document.removeEventListener(event, start, true);
      };
      document.addEventListener(event, start, true);
      watch.observe(document.body, { ...watched, attributeFilter: ["data-live", "value"] });
    });

  let running;
  return {
    arm: ([field, event, end]) => void (running = run(field, event, end)),
    read: () => running,
  };
})();
