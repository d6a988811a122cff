// The file in which a custodian keeps a key under a passphrase: a JWE (RFC 7516) by PBES2-HS512+A256KW and A256GCM (RFC 7518,
// sections 4.8 and 5.3), so that any JOSE program opens it when this page is gone.
import { bytesOf, decode, encode } from "./group.js";

const ROUNDS = 250000;

async function wrapping(passphrase, header) {
  const raw = await crypto.subtle.importKey("raw", bytesOf(passphrase.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const salt = new Uint8Array([...bytesOf(header.alg), 0, ...decode(header.p2s)]);
  const how = { name: "PBKDF2", hash: "SHA-512", salt, iterations: header.p2c };
  return crypto.subtle.deriveKey(how, raw, { name: "AES-KW", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

export async function writeKeyFile(value, passphrase) {
  const salt = encode(crypto.getRandomValues(new Uint8Array(16)));
  const header = { alg: "PBES2-HS512+A256KW", enc: "A256GCM", p2c: ROUNDS, p2s: salt, typ: "madang-custodian" };
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  const wrapped = await crypto.subtle.wrapKey("raw", key, await wrapping(passphrase, header), "AES-KW");
  const head = encode(bytesOf(JSON.stringify(header)));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: bytesOf(head) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(how, key, bytesOf(JSON.stringify(value))));
  return [head, encode(wrapped), encode(iv), encode(sealed.slice(0, -16)), encode(sealed.slice(-16))].join(".");
}

export async function readKeyFile(words, passphrase) {
  const [head, wrapped, iv, sealed, tag] = words.trim().split(".");
  const header = JSON.parse(new TextDecoder().decode(decode(head)));
  if (header.alg !== "PBES2-HS512+A256KW" || header.enc !== "A256GCM" || !(header.p2c <= 10 * ROUNDS)) throw new Error("another kind of file");
  const by = await wrapping(passphrase, header);
  const key = await crypto.subtle.unwrapKey("raw", decode(wrapped), by, "AES-KW", { name: "AES-GCM" }, false, ["decrypt"]);
  const how = { name: "AES-GCM", iv: decode(iv), additionalData: bytesOf(head) };
  const plain = await crypto.subtle.decrypt(how, key, new Uint8Array([...decode(sealed), ...decode(tag)]));
  return JSON.parse(new TextDecoder().decode(plain));
}
