// What the page of notices shows of changes that are still only on the tablet: the pressed button,
// what is wrong with a notice, how it stands, and the counts.
"use strict";

(() => {
  const page = document.getElementById("notices");
  if (!page) return;
  const sums = () => document.getElementById("notice-sums");
  const words = (state) => sums().getAttribute(`data-${state.replace("_", "-")}`);
  const SHOWS = [["obsolete", "yes", "outdated"], ["complete", "no", "incomplete"], ["readable", "no", "unreadable"], ["qr", "dead", "dead_qr"]];

  // ---- what stands in the fields

  const tapped = (card, aspect) => card.querySelector(`[data-aspect="${aspect}"]`)?.dataset.value ?? "";
  const field = (card, aspect, name) => card.querySelector(`form[id$="-${aspect}"]`)?.elements[name]?.value.trim() ?? "";

  function figure(typed) {
    const plain = /^\d{1,3}([. ]\d{3})+$/.test(typed) ? typed.replace(/[. ]/g, "") : typed;
    return /^\d{1,12}$/.test(plain) ? Number(plain) : null;
  }

  function day(typed) {
    const [, date, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(typed) ?? [];
    return year ? `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}` : "";
  }

  const decision = (card) => ({
    number: field(card, "decision", "number").toLowerCase(),
    date: day(field(card, "decision", "date")),
  });

  function isBefore(shown, newest) {
    if (shown.date && newest.date) return shown.date < newest.date;
    return Boolean(shown.number && newest.number) && shown.number !== newest.number;
  }

  // ---- what follows: the same as the server works out

  function faultsOf(card) {
    const posted = tapped(card, "posted");
    if (posted === "no") return new Set(["missing"]);
    if (posted === "not_applicable") return new Set();
    const found = new Set(SHOWS.filter(([aspect, value]) => tapped(card, aspect) === value).map(([, , fault]) => fault));
    const [hang, announced] = ["posted", "announced"].map((name) => figure(field(card, "counts", name)));
    if (hang !== null && announced !== null && hang < announced) found.add("incomplete");
    if (isBefore(decision(card), decision(document.getElementById("notice-announced")))) found.add("outdated");
    return found;
  }

  function stateOf(card, faults) {
    const posted = tapped(card, "posted");
    if (posted === "not_applicable") return posted;
    if (tapped(card, "corrected") === "yes") return "corrected";
    if (!faults.size) return posted ? "posted" : "unseen";
    return ["missing", "outdated"].find((fault) => faults.has(fault)) ?? "faulty";
  }

  function reckon(card) {
    const faults = faultsOf(card);
    for (const row of card.querySelectorAll("[data-fault]")) row.hidden = !faults.has(row.dataset.fault) && !("recorded" in row.dataset);
    card.querySelector(".mend").hidden = !faults.size && !tapped(card, "corrected");
    const mark = card.querySelector(".notice-mark");
    const state = stateOf(card, faults);
    if (mark.dataset.state !== state) Object.assign(mark, { textContent: words(state) }).dataset.state = state;
  }

  function count() {
    const cards = [...page.querySelectorAll(".notice")];
    cards.forEach(reckon);
    const states = cards.map((card) => card.querySelector(".notice-mark").dataset.state);
    for (const place of sums().querySelectorAll("[data-count]")) {
      const own = states.filter((state) => state === place.dataset.count).length;
      const posted = cards.filter((card) => tapped(card, "posted") === "yes").length;
      const total = states.filter((state) => state !== "not_applicable").length;
      const said = place.dataset.count === "posted" ? `${posted}/${total}` : String(own);
      if (place.textContent !== said) place.textContent = said;
    }
  }

  // ---- what was tapped here

  function press(form, value, type) {
    const row = form.closest(".tap");
    row.dataset.value = value;
    for (const button of form.querySelectorAll("[aria-pressed]")) button.setAttribute("aria-pressed", String(button.value === value));
    if (row.dataset.aspect === "posted" && type === "op:stored") {
      form.closest(".notice").querySelector(".notice-more").open = value === "yes";
    }
  }

  // The button turns round at once; what its finding says comes from the server.
  function toggle(form, value) {
    const button = form.querySelector("button");
    const done = value !== "no";
    form.closest(".fault").toggleAttribute("data-recorded", done);
    button.value = done ? "no" : "yes";
    button.classList.toggle("offer", !done);
    button.querySelector("[data-words]").textContent = done ? form.dataset.takeBack : form.dataset.record;
  }

  // What was read in a photo, put into the field as if typed.
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-put]");
    if (!button) return;
    const input = document.getElementById(button.dataset.put);
    input.value = button.value;
    for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
  });

  function local({ target: form, detail: op, type }) {
    if (!form.dataset?.op || !form.closest(".notice, .notice-newest")) return;
    const value = op.fields.find(([name]) => name === "value")?.[1] ?? "";
    if (!op.stuck && !form.closest(".conflict")) {
      if (form.closest(".fault")) toggle(form, value);
      else if (form.closest(".tap")) press(form, value, type);
    }
    count();
  }
  document.addEventListener("op:stored", local);
  document.addEventListener("op:laid", local);
  document.addEventListener("htmx:after:swap", count);
})();
