// What a browser keeps between visits, in its IndexedDB: the device's signing key, which cannot be exported, and custodians' keys,
// encrypted by a key that cannot be exported.
import { newDeviceKey, readScalar, scalarBytes } from "./sealing.js";

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("madang-bidding", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("kept");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function done(mode, act) {
  const base = await opened();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction("kept", mode);
    const request = act(transaction.objectStore("kept"));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
  });
}

const get = (name) => done("readonly", (store) => store.get(name));
const put = (name, value) => done("readwrite", (store) => store.put(value, name));

export async function deviceKey() {
  const kept = await get("device");
  if (kept) return kept;
  const made = await newDeviceKey();
  await put("device", made);
  return made;
}

export const forgetDevice = () => done("readwrite", (store) => store.delete("device"));

export async function keepCustodianKey(publicWords, secret) {
  const by = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, by, scalarBytes(secret));
  await put(`custodian ${publicWords}`, { by, iv, sealed });
}

export async function custodianKey(publicWords) {
  const kept = await get(`custodian ${publicWords}`);
  if (!kept) return null;
  return readScalar(new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, kept.by, kept.sealed)));
}

