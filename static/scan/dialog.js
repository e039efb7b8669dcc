// The window that looks for a code with the camera or in a photo, and ends with the first one.
"use strict";

(() => {
  const LONG = 30_000; // ms without a code before it says what may help
  const REST = 100; // ms between frames, for the rest of the page
  const SEEN = 600; // ms for the eye to see what was read
  const WANTED = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 960 } };
  const WHY = { NotAllowedError: "refused", SecurityError: "refused", NotReadableError: "busy", AbortError: "busy" };
  let dialog;
  let now = null; // what the window is open for

  const part = (name) => dialog.querySelector(`[data-part="${name}"]`);
  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

  function say(key, text = "") {
    const said = dialog.dataset[key].replace("{text}", text);
    if (part("said").textContent !== said) part("said").textContent = said;
    dialog.dataset.state = key;
  }

  function made(mould) {
    dialog = mould.content.querySelector("dialog").cloneNode(true);
    document.body.append(dialog);
    dialog.addEventListener("close", () => now && stop(now));
    part("close").addEventListener("click", () => dialog.close());
    part("torch").addEventListener("click", light);
    part("photo").addEventListener("change", photo);
    addEventListener("pagehide", () => dialog.close());
  }

  // Opens it; gives the text that was read, or null when it was closed before. `choose` is given the
  // texts of a picture and says which is meant: {text}, or {why: a word of the mould}.
  function ask(mould, choose) {
    if (!dialog) made(mould);
    return new Promise((resolve) => {
      now = { choose, resolve, over: false, before: null, stream: null };
      part("view").hidden = part("torch").hidden = true;
      part("torch").setAttribute("aria-pressed", "false");
      say("starting");
      dialog.showModal();
      begin(now);
    });
  }

  async function begin(own) {
    const ready = Codes.prepare(dialog.dataset.library).then(() => true, () => false);
    const why = await camera(own);
    if (own.over) return release(own);
    if (!(await ready)) return say("unready");
    if (own.over) return;
    say(why ?? "aim");
    if (!why) look(own);
  }

  // Shows what the camera sees; gives the word for why not.
  async function camera(own) {
    if (!self.isSecureContext) return "insecure";
    if (!navigator.mediaDevices?.getUserMedia) return "none";
    try {
      own.stream = await navigator.mediaDevices.getUserMedia({ video: WANTED, audio: false });
    } catch (error) {
      return WHY[error.name] ?? "none";
    }
    if (own.over) return null;
    part("view").hidden = false;
    part("video").srcObject = own.stream;
    part("video").play().catch(() => {}); // closed before its first frame
    part("torch").hidden = !own.stream.getVideoTracks()[0].getCapabilities?.().torch;
    return null;
  }

  async function look(own) {
    const started = Date.now();
    for (let turn = 0; !own.over; turn += 1) {
      const found = await Codes.inFrame(part("video"), turn);
      if (own.over) return;
      if (found.length) take(own, found, false);
      else if (dialog.dataset.state === "aim" && Date.now() - started > LONG) say("nothing");
      await pause(REST);
    }
  }

  // A bar code in motion is easily misread, so the camera must read it twice alike.
  function take(own, found, still) {
    const steady = found.filter(({ text, sure }) => still || sure || text === own.before);
    own.before = found[0].text;
    if (!steady.length) return;
    const { text, why } = own.choose(steady.map((one) => one.text));
    if (why) say(why);
    else done(own, text);
  }

  async function done(own, text) {
    part("video").pause();
    stop(own, text);
    say("found", text);
    await pause(SEEN);
    if (now === own) dialog.close();
  }

  async function photo({ target }) {
    const own = now;
    const [file] = target.files;
    if (!file) return;
    say("reading");
    try {
      await Codes.prepare(dialog.dataset.library);
    } catch {
      return say("unready");
    }
    const found = await Codes.inPhoto(file).catch(() => null);
    target.value = ""; // the same one may be chosen again
    if (own.over) return;
    if (found?.length) take(own, found, true);
    else say(found ? "empty" : "broken");
  }

  async function light() {
    const on = part("torch").getAttribute("aria-pressed") !== "true";
    const [track] = now.stream?.getVideoTracks() ?? [];
    try {
      await track.applyConstraints({ advanced: [{ torch: on }] });
      part("torch").setAttribute("aria-pressed", on);
    } catch {
      part("torch").hidden = true; // it promised a light that it does not have
    }
  }

  function release(own) {
    for (const track of own.stream?.getTracks() ?? []) track.stop();
  }

  function stop(own, text = null) {
    if (own.over) return;
    own.over = true;
    release(own);
    own.resolve(text);
  }

  self.Scan = { ask };
})();
