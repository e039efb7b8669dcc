// What a picture's barcodes and QR codes say: read by the browser where it can, else by the vendored
// library, which is fetched when it is first needed.
"use strict";

(() => {
  const KINDS = ["qr_code", "code_128", "code_39", "ean_13"];
  // What is looked at of a picture: the share of its sides, and where that begins as a share of the
  // rest. A part alone is sharper, and what lies around the paper cannot confuse.
  const WHOLE = [1, 0, 0];
  const MIDDLE = [0.6, 0.5, 0.5];
  const CORNERS = [[0.6, 0, 0], [0.6, 1, 0], [0.6, 0, 1], [0.6, 1, 1]];
  // Of one frame after the other; turned, since a bar code may stand upright.
  const FRAMES = [[WHOLE, false], [MIDDLE, false], [WHOLE, true], [MIDDLE, true]];
  const FRAME = 960; // px
  const PHOTO = [[WHOLE, 1600], [WHOLE, 800], ...[MIDDLE, ...CORNERS].map((part) => [part, 1600])]; // px
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  let own; // the browser's reader
  let attempts; // the library's
  let fetching;

  async function ofBrowser() {
    if (!("BarcodeDetector" in self)) return null;
    const known = await BarcodeDetector.getSupportedFormats().catch(() => []);
    return KINDS.every((kind) => known.includes(kind)) ? new BarcodeDetector({ formats: KINDS }) : null;
  }

  function ofLibrary() {
    const { DecodeHintType: hint, BarcodeFormat: kind, QRCodeReader, MultiFormatOneDReader } = ZXing;
    const linear = [kind.CODE_128, kind.CODE_39, kind.EAN_13];
    const hints = new Map([[hint.TRY_HARDER, true], [hint.CHARACTER_SET, "UTF-8"], [hint.POSSIBLE_FORMATS, linear]]);
    // One threshold for a whole row fails where the row leaves the paper.
    class Rows extends ZXing.HybridBinarizer {
      getBlackRow(y, row) {
        return this.getBlackMatrix().getRow(y, row);
      }
    }
    const readers = [new QRCodeReader(), new MultiFormatOneDReader(hints)];
    return (source) => {
      const picture = new ZXing.BinaryBitmap(new Rows(source));
      return readers.map((reader) => () => reader.decode(picture, hints));
    };
  }

  const fetched = (address) =>
    (fetching ??= new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: address });
      script.onload = () => resolve((attempts = ofLibrary()));
      script.onerror = () => {
        script.remove();
        fetching = null;
        reject(new Error("the library that reads codes did not come"));
      };
      document.head.append(script);
    }));

  let library;

  // Ready to read; rejects where neither is there. `address` is that of the library.
  async function prepare(address) {
    library = address;
    own ??= await ofBrowser();
    if (!own) await fetched(address);
  }

  // That part of the picture, at most `most` px long.
  function draw(picture, { width, height }, [share, left, top], most, turned) {
    const [w, h] = [width * share, height * share];
    const scale = Math.min(1, most / Math.max(w, h));
    const [wide, high] = [Math.round(w * scale), Math.round(h * scale)];
    [canvas.width, canvas.height] = turned ? [high, wide] : [wide, high];
    pen.imageSmoothingQuality = "high"; // the size has put all settings back
    if (turned) pen.setTransform(0, 1, -1, 0, high, 0);
    pen.drawImage(picture, (width - w) * left, (height - h) * top, w, h, 0, 0, wide, high);
  }

  async function onCanvas() {
    if (own) {
      try {
        return (await own.detect(canvas)).map(({ rawValue, format }) => ({ text: rawValue, sure: format === "qr_code" }));
      } catch (error) {
        own = null; // the part of the system that it asks is missing or broken
        console.info("scan:", error.name, error.message);
        await fetched(library);
      }
    }
    return readByLibrary();
  }

  function grey() {
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    const light = new Uint8ClampedArray(data.length / 4);
    for (let i = 0, at = 0; i < light.length; i += 1, at += 4) light[i] = (data[at] + 2 * data[at + 1] + data[at + 2]) >> 2;
    return new ZXing.RGBLuminanceSource(light, canvas.width, canvas.height);
  }

  function readByLibrary() {
    for (const read of attempts(grey())) {
      try {
        const found = read();
        return [{ text: found.getText(), sure: found.getBarcodeFormat() === ZXing.BarcodeFormat.QR_CODE }];
      } catch {
        continue; // how the library says that it found none
      }
    }
    return [];
  }

  // What the present frame of a video shows: [{text, sure}]; `turn` counts the frames looked at. What
  // is not sure has little or nothing in itself to prove a reading by.
  async function inFrame(video, turn) {
    if (!video.videoWidth) return [];
    const [area, turned] = FRAMES[turn % FRAMES.length];
    draw(video, { width: video.videoWidth, height: video.videoHeight }, area, FRAME, turned);
    return onCanvas();
  }

  // What a photo shows; rejects what is no picture.
  async function inPhoto(file) {
    const picture = await createImageBitmap(file);
    try {
      for (const [area, most] of PHOTO) {
        for (const turned of [false, true]) {
          draw(picture, picture, area, most, turned);
          const found = await onCanvas();
          if (found.length) return found;
          await new Promise((resolve) => setTimeout(resolve)); // the page is not to stand still
        }
      }
      return [];
    } finally {
      picture.close();
    }
  }

  self.Codes = { prepare, inFrame, inPhoto };
})();
