// The way out: signing out says first what would stay on this device, and leaves nothing open.
"use strict";

(() => {
  const form = document.querySelector('form[action="/sign-out"]');
  const dialog = document.getElementById("leave");
  const { user } = document.body.dataset;
  if (!form || !dialog || !self.Outbox) return;
  const words = dialog.dataset;
  const part = (name) => dialog.querySelector(`[data-part="${name}"]`);

  // Before anything else: who has signed out without network is signed out at the server now.
  async function settle() {
    if (!(await Store.note("signOut"))) return;
    const left = await SignOut.pending();
    if (left === user) return location.replace((await SignOut.finish(left)) ? "/sign-in" : "/sync/lock");
    const told = left && (await Outbox.fetchKey().catch(() => null));
    if (!left || told?.user === user) await SignOut.settled();
  }
  settle().catch((error) => console.info("outbox:", error.message));

  const unsaved = () => document.querySelector('form[data-live="failed"], form[data-live="storing"]');

  // What the page is just storing is waited for.
  async function settled() {
    for (let i = 0; i < 40 && document.querySelector('form[data-live="storing"]'); i++) {
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    return !unsaved();
  }

  function ask(text, { lock = true, why = "", stay = words.stay } = {}) {
    form.closest("details").open = false;
    part("what").textContent = text;
    part("why").textContent = why;
    part("stay").textContent = stay;
    part("lock").hidden = !lock;
    if (!dialog.open) dialog.showModal();
    part("stay").focus();
  }

  function counted({ answers, photos }) {
    const parts = [answers && `${answers} ${words.answers}`, photos && `${photos} ${words.photos}`];
    return words.unsent.replace("{what}", parts.filter(Boolean).join(", "));
  }

  async function begin() {
    if (!(await settled())) return ask(words.unsaved, { lock: false });
    const found = await Outbox.summary();
    const reopen = (await Store.note("pin:" + user)) ? words.pin : words.noPin;
    if (found.pending) return ask(counted(found), { why: `${words.sealed} ${reopen}`, stay: words.send });
    const key = await Store.note("key:" + user);
    await SignOut.lock(user);
    if (await SignOut.finish(user)) return go("/sign-in");
    if (!key) return go("/sync/lock");
    await SignOut.stay(user, key);
    ask(words.offline, { why: reopen });
  }

  async function lock() {
    if (!(await settled())) return ask(words.unsaved, { lock: false });
    await SignOut.lock(user);
    if (await SignOut.finish(user)) return go("/sign-in");
    if (navigator.serviceWorker?.controller) return go("/sync/lock");
    // Nobody would answer for the next page: this one is emptied instead.
    for (const element of document.body.children) if (element !== dialog) element.remove();
    ask(words.locked, { lock: false });
    part("stay").hidden = true;
  }

  function go(address) {
    Outbox.tell({ what: "left" });
    location.replace(address);
  }

  async function once(work) {
    for (const button of [form.querySelector("button"), part("lock")]) button.disabled = true;
    try {
      await work();
    } catch (error) {
      ask(words.broken, { lock: false, why: error.message });
    }
    for (const button of [form.querySelector("button"), part("lock")]) if (button) button.disabled = false;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    once(begin);
  });
  part("lock").addEventListener("click", () => once(lock));
  part("stay").addEventListener("click", () => {
    dialog.close();
    Outbox.kick();
  });
  // The other tabs of who has left close what they show.
  addEventListener("outbox", ({ detail }) => detail.what === "left" && detail.elsewhere && location.reload());
})();
