// The frame in which a party draws, and the fields that only some answers need.
"use strict";

(() => {
  const form = document.querySelector("form.stand");
  const box = form?.querySelector("[data-pad]");
  if (!box || !self.SignaturePad) return;
  const WIDTH = 1000; // the units of the server, whatever the screen's size
  const canvas = box.querySelector("canvas");
  const field = box.querySelector("[name=strokes]");
  const pad = new SignaturePad(canvas, { minWidth: 1.4, maxWidth: 3.2, penColor: "#102a96" });
  let strokes = read();

  function read() {
    try {
      return JSON.parse(field.value || "[]");
    } catch {
      return [];
    }
  }

  const scale = () => WIDTH / (canvas.offsetWidth || WIDTH);

  function keep() {
    const by = scale();
    const short = (value) => Math.round(value * by * 10) / 10;
    strokes = pad.toData().map(({ points }) => points.flatMap(({ x, y }) => [short(x), short(y)]));
    field.value = strokes.length ? JSON.stringify(strokes) : "";
  }

  // The canvas follows the page's width; what was drawn is drawn again at the new size.
  function fit() {
    const ratio = Math.max(devicePixelRatio || 1, 1);
    canvas.width = canvas.offsetWidth * ratio;
    canvas.height = canvas.offsetHeight * ratio;
    canvas.getContext("2d").scale(ratio, ratio);
    const by = scale();
    const groups = strokes.map((flat) => ({ penColor: pad.penColor, minWidth: 1.4, maxWidth: 3.2, points: points(flat, by) }));
    pad.fromData(groups);
  }

  function points(flat, by) {
    const pairs = Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] / by, flat[2 * i + 1] / by]);
    return pairs.map(([x, y], i) => ({ x, y, pressure: 0.5, time: i * 20 }));
  }

  function show() {
    const choice = form.querySelector("[name=choice]:checked")?.value ?? "";
    for (const part of form.querySelectorAll("[data-for]")) {
      part.hidden = !part.dataset.for.split(" ").includes(choice);
    }
    if (!box.hidden) fit();
  }

  pad.addEventListener("endStroke", keep);
  box.querySelector("[data-pad-clear]").addEventListener("click", () => (pad.clear(), keep()));
  box.querySelector("[data-pad-undo]").addEventListener("click", () => (pad.fromData(pad.toData().slice(0, -1)), keep()));
  form.addEventListener("change", show);
  addEventListener("resize", () => box.hidden || fit());
  show();
})();
