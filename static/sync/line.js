// The permanent line: how much is only on this device, and why it waits. It says what the database
// says at that moment, never what somebody hopes.
"use strict";

(() => {
  const line = document.getElementById("save-line");
  if (!line) return;
  const words = line.dataset;
  let reason = "";
  let telling = false;
  let again = false;

  function say(live, ...said) {
    const minutes = Math.round(Math.abs(Outbox.clock() ?? 0) / 60_000);
    if (minutes > 5) said.push(words.clock.replace("{n}", minutes));
    const text = said.filter(Boolean).join(" · ");
    const place = line.querySelector("span");
    line.dataset.live = live;
    if (place.textContent !== text) place.textContent = text;
    if (live !== "saved") line.hidden = false;
  }

  function amount({ answers, photos, bytes }) {
    const parts = answers ? [`${answers} ${words.answers}`] : [];
    const size = (bytes / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
    if (photos) parts.push(`${photos} ${words.photos} (${size} MB)`);
    return words.only.replace("{what}", parts.join(", "));
  }

  // Many things happen at once: those that come while one telling runs are told together.
  async function tell() {
    if (telling) return void (again = true);
    telling = true;
    again = false;
    await look();
    telling = false;
    if (again) tell();
  }

  async function look() {
    const failed = document.querySelectorAll('[data-live="failed"]:is(form, li)').length;
    const found = await Outbox.summary().catch(() => null);
    if (!found) return say("failed", words.closed);
    line.dataset.pending = found.pending;
    const button = document.getElementById("sign-in-here");
    if (button) button.hidden = reason !== "Login";
    const why = found.stuck ? words.someStuck.replace("{n}", found.stuck) : words["why" + reason];
    if (failed) return say("failed", words.someFailed.replace("{n}", failed), found.pending && amount(found));
    // What is being stored at this moment is nowhere yet.
    if (!found.pending && document.querySelector('[data-live="storing"]:is(form, li)')) return say("storing", words.storing);
    const live = found.stuck ? "stuck" : reason === "Login" ? "login" : found.pending ? "local" : "saved";
    say(live, found.pending ? amount(found) : words.saved, (found.pending || live === "login") && why);
  }

  addEventListener("outbox", ({ detail: { what, error } }) => {
    if (what === "closed") return say("failed", words.closed, error.message);
    // Before it is stored, not all is on the server any more.
    if (what === "storing") return void (line.dataset.live === "saved" && say("storing", words.storing));
    if (what === "sending") return void (reason ||= "Sending");
    if (what === "login") reason = "Login";
    else if (what === "again") reason = "Offline";
    else if (["empty", "done", "progress", "signed-in"].includes(what)) reason = "";
    tell();
  });

  if (!self.crypto?.subtle) say("failed", words.unusable);
})();
