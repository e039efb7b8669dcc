// A button beside every input[data-scan]: what it reads goes into the input as if it had been typed.
"use strict";

(() => {
  const mould = document.getElementById("scan-mould");
  if (!mould) return;
  const DOSSIER = /(?:^|[^0-9A-Z.])([0-9A-Z.]{3,35}-\d{6}-\d{4,7})(?!\d)/;
  // Number, older number, name …: the code on a citizen's card.
  const CITIZEN = /^\d{12}\|\d{0,12}\|/;
  const words = mould.content.querySelector("dialog").dataset;
  const labelOf = (input) => input.labels?.[0]?.textContent.trim() ?? input.getAttribute("aria-label") ?? "";
  const below = (input, kind) => input.parentElement.querySelector(`:scope > .${kind}`);

  // ---- which text is meant

  // On one line, without control and direction characters, as the server will have it.
  const tidy = (text) => text.normalize("NFC").replace(/\s+/g, " ").replace(/[\p{Cc}\p{Cf}]/gu, "").trim();

  function readable(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  function dossier(text) {
    const found = DOSSIER.exec(/^https?:/i.test(text) ? readable(text) : text);
    return found?.[1];
  }

  function chooser({ dataset }) {
    return (texts) => {
      const known = texts.map(tidy).filter(Boolean);
      const own = known.filter((text) => !CITIZEN.test(text));
      if (!own.length) return { why: known.length ? "citizen" : "empty" };
      const code = dataset.scan === "code" && own.map(dossier).find(Boolean);
      const link = dataset.scan === "link" && own.find(host);
      return { text: code || link || own[0] };
    };
  }

  // ---- where a link leads

  // None where readers disagree about the host: names before it, backslashes, letters beyond ASCII.
  const host = (text) => /^https?:\/\/([a-z0-9.-]+(?::\d{1,5})?)(?:[/?#][^\s\\]*)?$/i.exec(text)?.[1].toLowerCase();

  function showTarget(input) {
    const place = below(input, "scan-target");
    const address = input.value.trim();
    const found = host(address);
    place.hidden = !address;
    place.dataset.link = found ? "yes" : "no";
    place.querySelector("strong").textContent = found ?? "";
    const link = place.querySelector("a");
    if (found) link.href = address;
    else link.removeAttribute("href");
  }

  // ---- the page

  const piece = (name) => mould.content.querySelector(`.${name}`).cloneNode(true);

  function dress(input) {
    if (below(input, "scan-button") || input.disabled || input.readOnly) return;
    const button = piece("scan-button");
    button.setAttribute("aria-label", button.dataset.label.replace("{field}", labelOf(input)));
    input.after(button);
    button.after(piece("scan-said"));
    if (input.dataset.scan !== "link") return;
    below(input, "scan-said").after(piece("scan-target"));
    showTarget(input);
  }

  function fill(input, text) {
    const most = input.maxLength > 0 ? input.maxLength : Infinity;
    input.value = text.slice(0, most);
    for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
    const said = text.length > most ? words.cut : words.found;
    below(input, "scan-said").textContent = said.replace("{text}", input.value);
  }

  async function scan(input) {
    below(input, "scan-said").textContent = "";
    const text = await Scan.ask(mould, chooser(input));
    // What came in from elsewhere meanwhile may have put another in its place.
    const there = input.isConnected ? input : document.getElementById(input.id);
    if (text && there) fill(there, text);
  }

  const dressAll = () => document.querySelectorAll("input[data-scan]").forEach(dress);
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".scan-button");
    if (button) scan(button.parentElement.querySelector(":scope > input[data-scan]"));
  });
  document.addEventListener("input", ({ target }) => target.matches?.('input[data-scan="link"]') && below(target, "scan-target") && showTarget(target));
  document.addEventListener("htmx:after:swap", dressAll);
  dressAll();
})();
