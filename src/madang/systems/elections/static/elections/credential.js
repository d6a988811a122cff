// The secret that a voter was sent (section 4.8): 15 signs, the last one a check against mistyping, and the exponent made of it.
import { fromBytes } from "./group.js";

const SIGNS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const LENGTH = 15;
const CHECK = 53n;
const ROUNDS = 1000;

// The credential as it is derived from: groups of three joined by hyphens, if it was written without a mistake, otherwise null.
export function readCredential(written) {
  const signs = written.replace(/[\s-]/g, "");
  if (signs.length !== LENGTH || [...signs].some((sign) => !SIGNS.includes(sign))) return null;
  const digits = [...signs].map((sign) => BigInt(SIGNS.indexOf(sign)));
  const number = digits.slice(0, -1).reduce((total, digit) => total * BigInt(SIGNS.length) + digit, 0n);
  if (digits[LENGTH - 1] !== CHECK - (number % CHECK)) return null;
  return signs.match(/.{3}/g).join("-");
}

// PBKDF2 with HMAC-SHA256, the election's identifier as salt; one block, reduced to an exponent.
export async function secretExponent(credential, uuid, { q }) {
  const text = new TextEncoder();
  const raw = await crypto.subtle.importKey("raw", text.encode(credential), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: text.encode(uuid), iterations: ROUNDS };
  return fromBytes(new Uint8Array(await crypto.subtle.deriveBits(how, raw, 256))) % q;
}
