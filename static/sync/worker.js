// Puts the service worker to work, has it keep this page, and lets a new version take over only when
// nothing waits to be sent and no visit is open.
"use strict";

(() => {
  const worker = navigator.serviceWorker;
  if (!worker || !self.Outbox) return;

  const ask = (to, message) =>
    new Promise((resolve, reject) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      setTimeout(() => reject(new Error("the service worker does not answer")), 60_000);
      to.postMessage(message, [port2]);
    });

  Outbox.askWorker = ask;
  // Asks the worker in charge; {kept: [...], missing: [...]} for {what: "keep", addresses}.
  Outbox.worker = async (message) => ask((await worker.ready).active, message);

  // A request that reaches the old worker while it is put away wakes it, and Chromium then lets the
  // next page hang: so the change waits until this page has all it asked for.
  const quiet = () =>
    new Promise((resolve) => {
      const soon = () => setTimeout(resolve, 1000);
      if (document.readyState === "complete") soon();
      else addEventListener("load", soon, { once: true });
    });

  async function renew(registration) {
    if (!registration.waiting || document.querySelector("[data-visit]")) return;
    await quiet();
    const { pending, others } = await Outbox.summary();
    if (pending || others || !(await ask(registration.waiting, { what: "take over" }))) return;
    // Until then the one in charge is left alone: what is asked of it would keep it in charge.
    await new Promise((resolve) => {
      worker.addEventListener("controllerchange", resolve, { once: true });
      setTimeout(resolve, 3000);
    });
  }

  // Resolves once the person's storage is open; a script may come later than the event.
  Outbox.entered = () =>
    Store.entered().catch(
      () => new Promise((resolve) => addEventListener("outbox", ({ detail }) => detail.what === "entered" && resolve())),
    );

  const registered = Outbox.entered().then(() => worker.register("/sw.js", { updateViaCache: "none" }));
  // Resolves once it is clear which version is in charge.
  Outbox.settled = registered.then(renew).catch((error) => console.info("service worker:", error.message));

  Outbox.settled.then(async () => {
    try {
      if (document.body.dataset.seq) await Outbox.worker({ what: "keep", addresses: [location.pathname] });
    } catch (error) {
      console.info("service worker:", error.message);
    }
  });
})();
