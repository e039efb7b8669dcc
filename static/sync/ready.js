// Whether a visit was made ready for work without network, and whether that is still true.
"use strict";

(() => {
  if (!self.Outbox?.worker) return;
  const timeZone = "Asia/Ho_Chi_Minh"; // as everything else on the page
  const timeOf = (at) => new Date(at).toLocaleTimeString("vi", { timeZone, hour: "2-digit", minute: "2-digit" });
  const dayOf = (at) => new Date(at).toLocaleDateString("vi", { timeZone, day: "2-digit", month: "2-digit", year: "numeric" });

  // The versions whose files are on this device: the one in charge, and one that waits for its turn.
  async function versions() {
    const registration = await navigator.serviceWorker.getRegistration();
    const present = [registration?.active, registration?.waiting].filter(Boolean);
    return Promise.all(present.map((worker) => Outbox.askWorker(worker, { what: "version" })));
  }

  // {at, why}: when it was made ready, and "" or what has changed since; null when it never was.
  async function check(visit) {
    const mark = await Store.note("ready:" + visit);
    if (!mark || mark.user !== document.body.dataset.user) return null;
    if (!(await versions()).includes(mark.version)) return { at: mark.at, why: "changed" };
    const { missing, shell } = await Outbox.worker({ what: "has", addresses: mark.kept });
    return { at: mark.at, why: missing.length || !shell ? "gone" : "" };
  }

  async function show(badge) {
    const found = await check(badge.dataset.ready).catch(() => null);
    badge.hidden = !found;
    if (!found) return;
    const today = dayOf(found.at) === dayOf(Date.now());
    const when = today ? timeOf(found.at) : dayOf(found.at).slice(0, 5);
    badge.textContent = found.why ? badge.dataset.again : `${badge.dataset.words} ${when}`;
    badge.classList.toggle("badge-ready", !found.why);
    badge.classList.toggle("badge-stale", Boolean(found.why));
  }

  const showAll = () => Promise.all([...document.querySelectorAll(".badge[data-ready]")].map(show));

  self.Ready = { check, versions, showAll, timeOf, dayOf };
  Outbox.settled.then(showAll);
})();
