// Finding an item by any words of it, without marks and case, and showing only what is open.
"use strict";

(() => {
  const box = document.getElementById("find");
  if (!box) return;
  const found = document.getElementById("found");
  const buttons = [...document.querySelectorAll("[data-filter]")];
  let filter = "all";

  const fold = (text) =>
    text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");

  function wanted(item) {
    const head = item.querySelector(".item-head");
    const result = head.dataset.result;
    if (filter === "unanswered") return result === "unchecked";
    if (filter === "failed") return result === "fail" || result === "partial";
    if (filter === "mine") return "mine" in item.closest("fieldset").dataset;
    return filter === "all" || "photoMissing" in head.dataset;
  }

  function apply() {
    const words = fold(box.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const heading of document.querySelectorAll("section.heading")) {
      let here = 0;
      for (const item of heading.querySelectorAll(".item")) {
        const text = (item.foldedText ??= fold(
          item.querySelector("h3").textContent + " " + item.querySelector(".basis").textContent,
        ));
        item.hidden = !wanted(item) || !words.every((word) => text.includes(word));
        if (!item.hidden) here += 1;
      }
      heading.hidden = here === 0;
      shown += here;
    }
    const narrowed = words.length || filter !== "all";
    found.textContent = !narrowed
      ? ""
      : shown
        ? found.dataset.some.replace("{n}", shown)
        : found.dataset.none;
  }

  box.addEventListener("input", apply);
  for (const button of buttons) {
    button.addEventListener("click", () => {
      filter = button.dataset.filter;
      buttons.forEach((b) => b.setAttribute("aria-pressed", String(b === button)));
      apply();
    });
  }
})();
