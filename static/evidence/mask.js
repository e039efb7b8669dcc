// Masks and marks drawn over a photo with finger, pen or mouse. The list of numbers below the
// picture is what is saved; drawing only adds rows to it, so both ways give the same.
"use strict";

(() => {
  let unsaved = () => false;

  function start() {
    const form = document.querySelector(".mask-form");
    if (!form) return;
    form.dataset.ready = "";
    const overlay = document.getElementById("mask-overlay");
    const list = document.getElementById("shapes");
    const mould = document.getElementById("shape-mould");
    const said = document.getElementById("mask-said");
    const words = document.getElementById("mask-words");
    const undo = document.getElementById("mask-undo");
    const bar = document.querySelector(".mask-bar");
    const [width, height] = overlay.getAttribute("viewBox").split(" ").slice(2).map(Number);
    const SIDES = ["x1", "y1", "x2", "y2"];
    const LEAST = 0.2; // percent of a side: less is a mere tap
    const steps = [];
    const burnt = new Set();
    let tool = "";
    let start = null;

    const field = (row, name) => row.querySelector(`[name="${name}"]`);
    const percent = (value) => (Math.round(value * 100) / 100).toString().replace(".", ",");
    const number = (typed) => Number.parseFloat(typed.replace(",", "."));

    function read(row) {
      const [x1, y1, x2, y2] = SIDES.map((name) => number(field(row, name).value));
      return { kind: field(row, "kind").value, x1, y1, x2, y2, text: field(row, "text").value };
    }

    const typed = () =>
      [...list.children].map((row) => ["kind", ...SIDES, "text"].map((name) => field(row, name).value));
    const now = () => JSON.stringify(typed());

    function add(values) {
      list.append(mould.content.cloneNode(true));
      const row = list.lastElementChild;
      ["kind", ...SIDES, "text"].forEach((name, at) => (field(row, name).value = values[at]));
      row.querySelector("[data-drop]").hidden = false;
      return row;
    }

    function svg(name, attributes, into = overlay) {
      const made = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      into.append(made);
      return made;
    }

    function arrow(x1, y1, x2, y2, name) {
      const back = Math.atan2(y1 - y2, x1 - x2);
      const length = Math.max(width, height) / 50;
      const barbs = [-1, 1].map((side) => back + (side * Math.PI) / 7);
      const path = barbs.map((a) => `M${x2} ${y2}L${x2 + length * Math.cos(a)} ${y2 + length * Math.sin(a)}`);
      svg("path", { d: `M${x1} ${y1}L${x2} ${y2}${path.join("")}`, class: name });
    }

    // What is burnt into the picture already is drawn over it only while its row is looked at.
    function draw({ kind, x1, y1, x2, y2, text }, chosen, burnt) {
      if (!kind || [x1, y1].some(Number.isNaN)) return;
      const [left, top, right, bottom] = [x1 * width, y1 * height, x2 * width, y2 * height].map((part) => part / 100);
      const name = `shape-${kind}${burnt ? " shape-burnt" : ""}${chosen ? " shape-chosen" : ""}`;
      const size = Math.max(width, height) / 32;
      if (kind === "text") return (svg("text", { x: left, y: top + size, "font-size": size, class: name }).textContent = text);
      if ([right, bottom].some(Number.isNaN)) return;
      const [x, y, w, h] = [Math.min(left, right), Math.min(top, bottom), Math.abs(right - left), Math.abs(bottom - top)];
      if (kind === "box") svg("rect", { x, y, width: w, height: h, class: name });
      if (kind === "circle") svg("ellipse", { cx: x + w / 2, cy: y + h / 2, rx: w / 2, ry: h / 2, class: name });
      if (kind === "arrow") arrow(left, top, right, bottom, name);
    }

    function show(extra) {
      overlay.replaceChildren();
      const rows = [...list.children];
      for (const row of rows) draw(read(row), row.contains(document.activeElement), burnt.has(JSON.stringify(read(row))));
      if (extra) draw(extra);
      document.getElementById("mask-count").textContent = rows.filter((row) => field(row, "kind").value).length;
      undo.disabled = !steps.length;
    }

    function say(key) {
      const unsaved = now() === saved ? "" : said.dataset.unsaved;
      said.textContent = [unsaved, said.dataset[key] ?? ""].filter(Boolean).join(" ");
    }

    // `before` is how the list stood, to come back to it.
    function changed(before) {
      if (before === now()) return;
      steps.push(before);
      show();
      say(tool && "draw");
    }

    function drop(row) {
      const before = now();
      row.remove();
      changed(before);
    }

    const at = (event) => {
      const frame = overlay.getBoundingClientRect();
      const share = (value, from, length) => Math.min(100, Math.max(0, (100 * (value - from)) / length));
      return [share(event.clientX, frame.left, frame.width), share(event.clientY, frame.top, frame.height)];
    };
    const spanned = (event) => {
      const [x2, y2] = at(event);
      return { kind: tool, x1: start[0], y1: start[1], x2, y2, text: "" };
    };

    function finish(event) {
      const { x1, y1, x2, y2 } = spanned(event);
      const [wide, high] = [Math.abs(x2 - x1), Math.abs(y2 - y1)];
      start = null;
      if (tool === "arrow" ? Math.max(wide, high) < LEAST : Math.min(wide, high) < LEAST) return show();
      const before = now();
      add([tool, ...[x1, y1, x2, y2].map(percent), ""]);
      changed(before);
    }

    function write(event) {
      const text = words.value.trim();
      if (!text) return words.focus();
      const before = now();
      const place = at(event).map(percent);
      add(["text", ...place, ...place, text]);
      changed(before);
    }

    overlay.addEventListener("pointerdown", (event) => {
      if (!tool || start || event.button) return;
      event.preventDefault();
      if (tool === "text") return write(event);
      start = at(event);
      overlay.setPointerCapture(event.pointerId);
    });
    overlay.addEventListener("pointermove", (event) => start && show(spanned(event)));
    overlay.addEventListener("pointerup", (event) => start && finish(event));
    overlay.addEventListener("pointercancel", () => {
      start = null;
      show();
    });

    bar.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-tool]");
      if (!button) return;
      tool = tool === button.dataset.tool ? "" : button.dataset.tool;
      for (const one of bar.querySelectorAll("[data-tool]")) one.setAttribute("aria-pressed", String(one.dataset.tool === tool));
      overlay.classList.toggle("drawing", Boolean(tool));
      words.closest("label").hidden = tool !== "text";
      say(tool === "text" ? "words" : tool && "draw");
    });

    undo.addEventListener("click", () => {
      const before = steps.pop();
      if (!before) return;
      list.replaceChildren();
      for (const values of JSON.parse(before)) add(values);
      show();
      say(tool && "draw");
    });

    let held = "";
    list.addEventListener("focusin", () => {
      held = now();
      show();
    });
    list.addEventListener("focusout", () => setTimeout(show));
    list.addEventListener("input", () => show());
    list.addEventListener("change", () => {
      changed(held);
      held = now();
    });
    list.addEventListener("click", ({ target }) => {
      if (target.closest("[data-drop]")) drop(target.closest("li"));
    });

    for (const button of list.querySelectorAll("[data-drop]")) button.hidden = false;
    bar.hidden = false;
    let saved = now();
    if (form.dataset.saved === "yes") for (const row of list.children) burnt.add(JSON.stringify(read(row)));
    form.addEventListener("op:stored", () => {
      saved = now();
      say(tool && "draw");
    });
    // What was drawn before and is not sent yet.
    form.addEventListener("op:laid", ({ detail: { fields } }) => {
      const columns = ["kind", ...SIDES, "text"].map((name) => fields.filter(([own]) => own === name).map(([, value]) => value));
      list.replaceChildren();
      columns[0].forEach((_, at) => add(columns.map((column) => column[at] ?? "")));
      saved = now();
      show();
    });
    unsaved = () => form.isConnected && now() !== saved;
    show();
  }

  addEventListener("beforeunload", (event) => unsaved() && event.preventDefault());
  // The answer to a save brings the tool anew.
  document.addEventListener("htmx:after:swap", () => {
    const form = document.querySelector(".mask-form");
    if (form && !("ready" in form.dataset)) start();
  });
  self.Masks = { start };
  if (!document.querySelector("[data-mould]")) start();
})();
