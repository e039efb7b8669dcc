// Makes a visit ready for work without network: keeps its pages, and looks at all that the day needs.
"use strict";

(() => {
  const place = document.getElementById("prepare");
  if (!place || !self.Ready) return;
  const words = place.dataset;
  const { user } = document.body.dataset;
  const [go, said, bar, checks] = ["go", "said", "progress", "checks"].map((name) => document.getElementById("prepare-" + name));
  const install = document.getElementById("install");
  const BATCH = 6; // addresses in one message to the worker
  const FEW = 30; // photos for which there must be room
  let stops = [];

  // One line of the list: "good", "bad" (the visit is not ready), or "warn".
  function tell(check, state, number = "") {
    const line = checks.querySelector(`[data-check="${check}"]`);
    const text = line.dataset[state === "good" ? "good" : "bad"].replace("{n}", number.toLocaleString("vi"));
    line.querySelector("span").textContent = text;
    line.dataset.state = state;
    line.hidden = false;
    if (state === "bad") stops.push(text);
  }

  function within(ms, event, target) {
    return new Promise((resolve) => {
      setTimeout(resolve, ms);
      target.addEventListener(event, resolve, { once: true });
    });
  }

  async function controlled() {
    const workers = navigator.serviceWorker;
    // A page that was on its way while the worker came into charge has to be claimed again.
    if (!workers.controller) {
      const claimed = within(10_000, "controllerchange", workers);
      Outbox.worker({ what: "claim" }).catch(() => {});
      await claimed;
    }
    tell("worker", workers.controller ? "good" : "bad");
    return Boolean(workers.controller);
  }

  // What the server wants kept; null, with the reason told.
  async function fetchPack() {
    const options = { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(20_000) };
    const answer = await Outbox.contact(words.pack, options).catch(() => null);
    const pack = answer?.ok && answer.headers.has("Server-Time") ? await answer.json().catch(() => null) : null;
    if (pack?.user === user) return pack;
    const ended = pack || answer?.headers.get("Op-Result") === "login";
    tell(ended ? "session" : "network", "bad");
    if (ended) dispatchEvent(new CustomEvent("outbox", { detail: { what: "login" } }));
    return null;
  }

  // The files of the server's version lie here: of the worker in charge, or of one that waits.
  async function checkVersion({ version }) {
    if (!(await Ready.versions()).includes(version)) {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration.update().catch(() => {});
      if (registration.installing) await within(60_000, "statechange", registration.installing);
    }
    tell("version", (await Ready.versions()).includes(version) ? "good" : "bad");
  }

  async function keep(addresses) {
    bar.hidden = false;
    for (let i = 0; i < addresses.length; i += BATCH) {
      bar.value = i / addresses.length;
      await Outbox.worker({ what: "keep", addresses: addresses.slice(i, i + BATCH) });
    }
    bar.hidden = true;
    // What counts is not what was sent but what opens again.
    const { missing, shell } = await Outbox.worker({ what: "has", addresses });
    const lacking = (missing?.length ?? addresses.length) + (shell ? 0 : 1);
    tell("pages", lacking ? "bad" : "good", lacking || addresses.length);
  }

  async function checkDevice() {
    tell("persist", (await navigator.storage?.persist?.().catch(() => false)) ? "good" : "warn");
    const { photos } = await Outbox.room();
    if (navigator.storage?.estimate) tell("room", photos < FEW ? "bad" : "good", photos);
    const minutes = Math.round(Math.abs(Outbox.clock() ?? 0) / 60_000);
    if (Outbox.clock() !== null) tell("clock", minutes > 5 ? "warn" : "good", minutes);
    const pin = await Store.note("pin:" + user);
    tell("pin", pin ? "good" : "warn");
    document.getElementById("prepare-pin").hidden = Boolean(pin);
  }

  async function prepare() {
    const pack = (await controlled()) && (await fetchPack());
    const addresses = pack ? [...pack.pages, ...pack.files] : [];
    if (pack) {
      await checkVersion(pack);
      await keep(addresses);
    }
    await checkDevice();
    if (stops.length) return say(words.not.replace("{what}", stops[0]), false);
    const at = Date.now() + (Outbox.clock() ?? 0);
    await Store.note("ready:" + words.visitId, { user, at, version: pack.version, kept: addresses });
    await Promise.all([show(), Ready.showAll()]);
  }

  function say(text, good) {
    said.textContent = text;
    said.dataset.state = good ? "good" : "bad";
    said.hidden = false;
  }

  // What was made ready before, if it still is.
  async function show() {
    const found = await Ready.check(words.visitId);
    if (!found) return;
    const { at, why } = found;
    if (why) say(words.again.replace("{what}", words[why]), false);
    else say(words.ready.replace("{time}", Ready.timeOf(at)).replace("{day}", Ready.dayOf(at)), true);
  }

  go.addEventListener("click", async () => {
    const label = go.textContent;
    Object.assign(go, { disabled: true, textContent: words.busy });
    for (const line of checks.children) line.hidden = true;
    checks.hidden = false;
    stops = [];
    try {
      await Outbox.entered();
      await prepare();
    } catch (error) {
      say(words.not.replace("{what}", error.message), false);
    }
    bar.hidden = true;
    Object.assign(go, { disabled: false, textContent: label });
  });

  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    install.hidden = false;
    install.onclick = () => {
      install.hidden = true;
      event.prompt();
    };
  });
  // Only Safari on a tablet has this, and no way to ask.
  document.getElementById("install-hint").hidden = navigator.standalone !== false;

  Outbox.settled.then(show).catch((error) => console.info("ready:", error.message));
})();
