// The camera inside the page: one picture after another without leaving it, each kept at once.
"use strict";

(() => {
  const dialog = document.getElementById("burst");
  if (!dialog || !self.Photos || !navigator.mediaDevices?.getUserMedia) return;
  document.documentElement.dataset.camera = "yes";
  const words = dialog.dataset;
  const video = dialog.querySelector("video");
  const strip = dialog.querySelector(".burst-strip");
  const [status, alert, shutter] = ["[role=status]", "[role=alert]", "[data-shutter]"].map((at) => dialog.querySelector(at));
  const WISHED = { facingMode: { ideal: "environment" }, width: { ideal: 4096 }, height: { ideal: 3072 } };
  const SHOWN = 6;
  let form, opener, stream, kept, keeping, queue;

  function complain(text) {
    alert.textContent = text;
    alert.hidden = !text;
  }

  function count() {
    const [said, number] = keeping ? [words.keeping, keeping] : [words.kept, kept];
    status.textContent = kept || keeping ? said.replace("{count}", number) : "";
  }

  async function open(button) {
    opener = button;
    form = button.form;
    [kept, keeping, queue] = [0, 0, Promise.resolve()];
    dialog.querySelector("h2 span").textContent = form.closest(".photos").dataset.label;
    strip.replaceChildren();
    complain("");
    count();
    shutter.disabled = true;
    dialog.showModal();
    try {
      const asked = await navigator.mediaDevices.getUserMedia({ video: WISHED });
      if (!dialog.open) return asked.getTracks().forEach((track) => track.stop());
      stream = video.srcObject = asked;
      await video.play();
      shutter.disabled = false;
      shutter.focus();
    } catch (error) {
      console.info("camera:", error.name, error.message);
      complain(error.name === "NotAllowedError" ? words.refused : words.noCamera);
    }
  }

  // What the lens sees now, as large as the camera gives it.
  function frame() {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    canvas.getContext("2d").drawImage(video, 0, 0);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92)).then((blob) => [blob, canvas]);
  }

  const named = () => `anh-${new Date().toISOString().replace(/\D/g, "").slice(0, 17)}.jpg`;

  function remember(canvas) {
    const small = document.createElement("canvas");
    [small.width, small.height] = [160, Math.round((160 * canvas.height) / canvas.width)];
    small.getContext("2d").drawImage(canvas, 0, 0, small.width, small.height);
    const place = document.createElement("li");
    place.append(small);
    strip.prepend(place);
    while (strip.children.length > SHOWN) strip.lastChild.remove();
  }

  async function shoot() {
    keeping += 1;
    count();
    navigator.vibrate?.(30);
    const [blob, canvas] = await frame();
    remember(canvas);
    const file = new File([blob], named(), { type: "image/jpeg" });
    const own = document.getElementById(form.id) ?? form;
    // One after the other, so that a burst never holds several large pictures in work.
    queue = queue.then(() => Photos.shot(own, file)).then((done) => {
      keeping -= 1;
      if (done) kept += 1;
      else complain(words.lost);
      count();
    });
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-burst]");
    if (button) open(button);
  });
  shutter.addEventListener("click", shoot);
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = video.srcObject = null;
    (document.getElementById(form.id)?.querySelector("[data-burst]") ?? opener).focus();
  });
})();
