// The device itself: room for photos, its clock against the server's, its mark, version and whether
// the browser has promised to keep what is stored.
"use strict";

(() => {
  const section = document.getElementById("device");
  if (!section || !self.Outbox) return;
  const words = section.dataset;
  const LITTLE = 40; // photos
  const RIGHT = 5; // minutes
  const place = (name) => document.getElementById("device-" + name);
  const language = document.documentElement.lang;

  async function room() {
    const { quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    if (!quota) return void (place("room").textContent = words.unknown);
    const { free, photos } = await Outbox.room();
    const words_ = photos > LITTLE ? words.photos : photos ? words.little : words.full;
    place("room").textContent = words_.replace("{n}", (photos > 1000 ? Math.floor(photos / 1000) * 1000 : photos).toLocaleString(language));
    Object.assign(place("meter"), { max: quota, value: free, low: quota / 10, hidden: false });
  }

  function span(minutes) {
    const [count, name] = minutes < 120 ? [minutes, words.minutes] : minutes < 2880 ? [minutes / 60, words.hours] : [minutes / 1440, words.days];
    return name.replace("{n}", Math.round(count).toLocaleString(language));
  }

  async function clock() {
    const offset = Outbox.clock() ?? (await Store.note("offset"));
    const minutes = Math.abs(offset ?? 0) / 60_000;
    const wrong = minutes > RIGHT;
    const text = offset === undefined || offset === null ? words.unmet : wrong ? (offset > 0 ? words.slow : words.fast) : words.right;
    place("clock").textContent = text.replace("{by}", span(Math.round(minutes)));
    place("clock").parentElement.toggleAttribute("data-wrong", wrong);
  }

  async function marks() {
    const id = (await Store.note("device")) ?? "";
    place("mark").textContent = id.slice(-8).toUpperCase();
    const kept = (await navigator.storage?.persisted?.()) ?? false;
    place("kept").textContent = kept ? words.kept : words.loose;
    const version = await Outbox.worker?.({ what: "version" }).catch(() => null);
    place("version").textContent = version || words.noVersion;
  }

  const all = () => Promise.all([room(), clock(), marks()]).catch((error) => console.info("device:", error.message));

  addEventListener("outbox", ({ detail: { what } }) => ["entered", "done", "stored", "empty"].includes(what) && all());
})();
