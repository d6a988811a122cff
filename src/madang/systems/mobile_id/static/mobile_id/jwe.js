// Encrypt an answer to the verifier: ECDH-ES with P-256 and A128GCM (RFC 7516; RFC 7518, section 4.6).
import { encode, toJson } from "./sdjwt.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const text = new TextEncoder();

const number = (value) => new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value]);
const measured = (bytes) => [...number(bytes.length), ...bytes];

async function derived(own, jwk) {
  const theirs = await crypto.subtle.importKey("jwk", { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }, CURVE, false, []);
  const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256));
  // One round of the concatenation key derivation: algorithm, no party names, 128 bits.
  const round = new Uint8Array([...number(1), ...shared, ...measured(text.encode("A128GCM")), ...measured([]), ...measured([]), ...number(128)]);
  return (await crypto.subtle.digest("SHA-256", round)).slice(0, 16);
}

export async function encrypt(value, jwk) {
  const own = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", own.publicKey);
  const header = toJson({ alg: "ECDH-ES", enc: "A128GCM", kid: jwk.kid, epk: { kty, crv, x, y } });
  const key = await crypto.subtle.importKey("raw", await derived(own, jwk), "AES-GCM", false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: text.encode(header), tagLength: 128 };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(how, key, text.encode(JSON.stringify(value))));
  return [header, "", encode(iv), encode(sealed.slice(0, -16)), encode(sealed.slice(-16))].join(".");
}

