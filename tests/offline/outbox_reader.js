// Reads the tablet's own database without making or changing it; bytes are only counted.
async () => {
  const TAG = 16; // bytes that sealing adds to each
  const empty = { ops: [], blobs: [], meta: {} };
  const there = (await indexedDB.databases()).some(({ name }) => name === "outbox");
  if (!there) return empty;
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open("outbox");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const all = (store, ask) =>
    new Promise((resolve, reject) => {
      const request = database.transaction(store, "readonly").objectStore(store)[ask]();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  try {
    const plain = (value) => JSON.parse(JSON.stringify(value ?? null));
    const blobs = await all("blobs", "getAllKeys");
    const sizes = (await all("blobs", "getAll")).map(({ data, byteLength }) => (data ? data.byteLength - TAG : byteLength));
    const names = await all("meta", "getAllKeys");
    const values = await all("meta", "getAll");
    return {
      ops: plain(await all("ops", "getAll")),
      blobs: blobs.map((key, number) => [plain(key), sizes[number]]),
      meta: Object.fromEntries(names.map((name, number) => [String(name), plain(values[number])])),
    };
  } finally {
    database.close();
  }
}
