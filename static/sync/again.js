// Signing in again in the same page, so that what waits here is sent and nothing on it is lost.
"use strict";

(() => {
  const mould = document.getElementById("again-mould");
  const open = document.getElementById("sign-in-here");
  if (!mould || !open || !self.Outbox) return;
  const dialog = mould.content.firstElementChild;
  const words = dialog.dataset;
  const { user, name } = document.body.dataset;
  const part = (one) => dialog.querySelector(`[data-part="${one}"]`);
  const form = dialog.querySelector("form");
  const said = part("said");
  let busy = false;

  function say(text) {
    said.textContent = text;
    form.elements.password.toggleAttribute("aria-invalid", Boolean(text));
    if (text) form.elements.password.setAttribute("aria-invalid", "true");
    form.elements.password.focus();
  }

  // Who the server holds for signed in at this moment; null for nobody, or for no answer.
  const signedIn = () => Outbox.fetchKey().catch(() => null);

  async function show() {
    say("");
    const last = await Store.note("user").catch(() => null);
    const known = last?.id === user ? last.username : "";
    form.elements.username.value = known ?? "";
    part("username").hidden = Boolean(known);
    // A password field that stands in every page would be filled in and searched there.
    document.body.append(dialog);
    dialog.showModal();
    form.elements.password.focus();
    const told = await signedIn();
    if (told?.user === user) return done();
    await showOther(told);
  }

  // Somebody else has signed in on this device: they see whose work waits, not what it says.
  async function showOther(told) {
    part("other").hidden = !told;
    part("session").hidden = Boolean(told);
    if (!told) return;
    const { answers, photos } = await Outbox.summary();
    const parts = [answers && `${answers} ${words.answers}`, photos && `${photos} ${words.photos}`].filter(Boolean);
    const waits = parts.length ? " " + words.waiting.replace("{what}", parts.join(", ")) : "";
    part("other-said").textContent = words.other.replace("{name}", told.name) + waits;
  }

  async function signIn() {
    if (!form.elements.password.value) return say(words.empty);
    const options = { method: "POST", headers: { "HX-Request": "true" }, body: new URLSearchParams(new FormData(form)) };
    const signal = AbortSignal.timeout(20_000);
    const answer = await Outbox.contact("/sign-in", { ...options, signal }).catch(() => null);
    if (!answer) return say(navigator.onLine ? words.strange : words.noNetwork);
    const ours = answer.headers.has("Server-Time");
    if (ours && answer.status === 422) return say(await answer.text());
    if (!ours || answer.status !== 204) return say(words.strange);
    const told = await signedIn();
    if (!told) return say(words.strange);
    if (told.user !== user) return showOther(told);
    await done();
  }

  async function done() {
    if (dialog.open) dialog.close();
    await SignOut.settled();
    await Store.enter({ id: user, name }, Outbox.fetchKey);
    Outbox.tell({ what: "signed-in" });
    Outbox.kick();
    // A page that could not open its storage without the key starts anew.
    if (document.getElementById("save-line").dataset.live === "opening") location.reload();
  }

  open.addEventListener("click", show);
  part("close").addEventListener("click", () => dialog.close());
  part("go-on").addEventListener("click", () => location.reload());
  dialog.addEventListener("close", () => {
    form.reset();
    dialog.remove();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    await signIn().catch((error) => say(error.message));
    busy = false;
  });
})();
