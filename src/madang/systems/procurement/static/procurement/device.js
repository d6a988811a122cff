// This device's key as it signs bids of a supplier: asked of the trust services by a signing request (PKCS #10, RFC 2986) each time,
// which the server answers with the certificate that it has.
import { deviceKey, forgetDevice } from "./keeping.js";

const ECDSA = { name: "ECDSA", hash: "SHA-256" };
// ecdsa-with-SHA256 (RFC 5758, 3.2).
const ALGORITHM = new Uint8Array([0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]);

function der(tag, ...parts) {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return new Uint8Array([tag, ...size, ...parts.flatMap((part) => [...part])]);
}

// A positive INTEGER of DER from the fixed-length number that WebCrypto gives.
function integer(bytes) {
  const first = bytes.findIndex((one) => one !== 0);
  const short = bytes.slice(first);
  return der(0x02, short[0] & 0x80 ? [0, ...short] : short);
}

// The request names nobody: the server knows whose device it is.
export async function signingRequest(pair) {
  const key = new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey));
  const info = der(0x30, der(0x02, [0]), der(0x30), key, der(0xa0));
  const raw = new Uint8Array(await crypto.subtle.sign(ECDSA, pair.privateKey, info));
  const signature = der(0x30, integer(raw.slice(0, 32)), integer(raw.slice(32)));
  return der(0x30, info, ALGORITHM, der(0x03, [0], signature));
}

async function ask(address, pair) {
  const form = new FormData();
  form.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  form.append("request", btoa(String.fromCharCode(...await signingRequest(pair))));
  return fetch(address, { method: "POST", headers: { accept: "application/json" }, body: form });
}

// The key and its certificate (null while the trust services are silent). A key that was ended is forgotten, and another is made.
export async function certifiedDevice(address) {
  let pair = await deviceKey();
  let answer = await ask(address, pair);
  if (answer.status === 403 && (await answer.clone().json()).code === "procurement.bid.device_ended") {
    await forgetDevice();
    pair = await deviceKey();
    answer = await ask(address, pair);
  }
  if (!answer.ok) throw new Error(`the device is not registered: ${answer.status}`);
  return { pair, certificate: (await answer.json()).certificate };
}
