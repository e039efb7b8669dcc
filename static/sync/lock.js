// The lock: whose work waits on this device, and the PIN that opens it without network.
"use strict";

(() => {
  const form = document.getElementById("unlock");
  const words = form.dataset;
  const list = document.getElementById("unlock-who");
  const field = document.getElementById("unlock-pin");
  const said = document.getElementById("unlock-said");
  const button = form.querySelector("button");
  if (!self.Pin) return;
  const { then, read } = Store;
  let timer = 0;

  // Everybody with a PIN here, and who worked here last; with how much of theirs waits.
  async function people() {
    const [last, pins, waiting] = await read(({ ops, meta }, give) => {
      then(meta.get("user"), (user) =>
        then(meta.getAll(IDBKeyRange.bound("pin:", "pin:~")), (known) =>
          then(ops.index("state").getAll("new"), (found) => give([user, known, found])),
        ),
      );
    });
    const all = new Map(pins.map(({ who }) => [who.id, { ...who, pin: true }]));
    if (last && !all.has(last.id)) all.set(last.id, last);
    return [...all.values()].map((who) => ({ ...who, last: who.id === last?.id, waits: waiting.filter((op) => op.user === who.id) }));
  }

  function amount(waits) {
    const photos = waits.filter((op) => op.kind === "photo").length;
    const parts = [[waits.length - photos, words.answers], [photos, words.photos]].filter(([count]) => count);
    return parts.map(([count, name]) => `${count} ${name}`).join(", ") || words.nothing;
  }

  function row(who, checked) {
    const made = document.getElementById(who.pin ? "who-mould" : "without-mould").content.firstElementChild.cloneNode(true);
    made.querySelector("strong").textContent = who.name;
    made.querySelector(".quiet").textContent = amount(who.waits) + (who.pin ? "" : ` · ${words.without}`);
    if (who.pin) Object.assign(made.querySelector("input"), { value: who.id, checked });
    return made;
  }

  const chosen = () => list.querySelector("input:checked")?.value;

  function say(text) {
    said.textContent = text;
    field.toggleAttribute("aria-invalid", Boolean(text));
    if (text) field.setAttribute("aria-invalid", "true");
  }

  async function count() {
    clearTimeout(timer);
    const wait = chosen() ? await Pin.waiting(chosen()) : 0;
    button.disabled = field.disabled = wait > 0;
    if (!wait) return;
    const seconds = Math.ceil(wait / 1000);
    const left = seconds < 100 ? words.seconds.replace("{n}", seconds) : words.minutes.replace("{n}", Math.ceil(seconds / 60));
    say(words.blocked.replace("{left}", left));
    timer = setTimeout(() => count().then(() => button.disabled || (say(""), field.focus())), 1000);
  }

  async function unlock() {
    if (!/^\d{6,12}$/.test(field.value)) return say(words.short);
    const result = await Pin.open(chosen(), field.value);
    field.value = "";
    if (result.opened) {
      const elsewhere = !location.pathname.startsWith("/sync/");
      return elsewhere ? location.reload() : location.replace("/visits");
    }
    if (result.left) say(words.wrong.replace("{n}", result.left));
    await count();
    if (!field.disabled) field.focus();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    say("");
    await unlock().catch((error) => say(`${words.closed} (${error.message})`));
    button.disabled = field.disabled;
  });
  list.addEventListener("change", () => {
    say("");
    count();
  });

  Store.note("signOut").then((left) => (document.getElementById("lock-left").hidden = !left)).catch(() => {});

  people().then((all) => {
    const able = all.filter((who) => who.pin);
    const first = able.find((who) => who.last) ?? able[0];
    for (const who of all) if (who.pin || who.waits.length || who.last) list.append(row(who, who === first));
    document.getElementById("unlock-nobody").hidden = able.length > 0;
    for (const part of form.querySelectorAll("[data-pin]")) part.hidden = !able.length;
    return count();
  }).catch((error) => say(`${words.closed} (${error.message})`));
})();
