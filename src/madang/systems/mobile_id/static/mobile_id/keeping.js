// What the wallet keeps, in this browser's IndexedDB: credentials and keys that cannot be exported.
function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("madang-wallet", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("credentials", { autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function done(mode, act) {
  const base = await opened();
  return new Promise((resolve, reject) => {
    const request = act(base.transaction("credentials", mode).objectStore("credentials"));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export const keep = (credential, key) => done("readwrite", (store) => store.add({ credential, key }));
export const all = () => done("readonly", (store) => store.getAll());
