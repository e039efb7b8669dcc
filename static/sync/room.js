// How much room the device has for photos, and what is thrown away when it is old.
"use strict";

(() => {
  if (!self.Outbox) return;
  const { then, note, mark } = Store;
  const KEEP = 30 * 24 * 3600 * 1000; // ms that done operations lie over pages kept before them
  const RESERVE = 50e6; // bytes that photos leave to the answers

  // Bytes still free for photos, and about how many photos that is; no end where the browser does not
  // tell (Safari before 17): then only storing itself shows that the device is full.
  Outbox.room = async () => {
    const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    const free = Math.max(0, quota - usage - RESERVE);
    return { free, photos: Math.floor(free / ((await note("photo")) ?? 3e6)) };
  };

  const tidy = () =>
    mark(({ ops }) => {
      ops.index("state").openCursor("done").onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        if (cursor.value.acked < Date.now() - KEEP) cursor.delete();
        cursor.continue();
      };
    });

  addEventListener("outbox", ({ detail: { what } }) => what === "entered" && tidy());
})();
