// Reads and verifies the signed statement of a document: base45 (RFC 9285), zlib (RFC 1950), COSE_Sign1 with ES256 (RFC 9052,
// RFC 9053), claims in CBOR (RFC 8949). Runs in browsers and in Node, with what both have built in.

const PREFIX = "MD1:";
const LARGEST = 8192;
const CONTENT = -65537;
const SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

export class NotAStatement extends Error {}
export class UnknownKey extends Error {}
export class Forged extends Error {}

export function isStatement(text) {
  return text.startsWith(PREFIX) && text.length <= LARGEST;
}

function base45(text) {
  if (text.length % 3 === 1) throw new NotAStatement("length");
  const bytes = [];
  for (let at = 0; at < text.length; at += 3) {
    const group = [...text.slice(at, at + 3)].map((symbol) => SYMBOLS.indexOf(symbol));
    if (group.includes(-1)) throw new NotAStatement("symbol");
    const number = group.reduceRight((sum, value) => sum * 45 + value, 0);
    if (number >= (group.length === 3 ? 65536 : 256)) throw new NotAStatement("group");
    if (group.length === 3) bytes.push(number >> 8);
    bytes.push(number & 255);
  }
  return new Uint8Array(bytes);
}

async function inflate(bytes) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const parts = [];
  let size = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.length;
      if (size > LARGEST) throw new NotAStatement("too long");
      parts.push(next.value);
    }
  } catch {
    throw new NotAStatement("zlib");
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

class Tag {
  constructor(number, value) {
    this.number = number;
    this.value = value;
  }
}

// Definite lengths, whole numbers, strings, lists, maps and tags: what a statement is made of, and nothing else.
export function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;

  function need(count) {
    if (count > bytes.length - at) throw new NotAStatement("cut short");
  }

  function head() {
    need(1);
    const first = bytes[at++];
    const low = first & 31;
    if (low < 24) return [first >> 5, low];
    if (low > 27) throw new NotAStatement("indefinite");
    const size = 1 << (low - 24);
    need(size);
    const place = at;
    at += size;
    if (size === 8) {
      const big = view.getBigUint64(place);
      if (big > BigInt(Number.MAX_SAFE_INTEGER)) throw new NotAStatement("too great");
      return [first >> 5, Number(big)];
    }
    return [first >> 5, size === 1 ? bytes[place] : size === 2 ? view.getUint16(place) : view.getUint32(place)];
  }

  function string(count, text) {
    need(count);
    const raw = bytes.slice(at, at + count);
    at += count;
    if (!text) return raw;
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(raw);
    } catch {
      throw new NotAStatement("not UTF-8");
    }
  }

  function value(depth) {
    if (depth > 8) throw new NotAStatement("too deep");
    const [major, number] = head();
    if (major === 0) return number;
    if (major === 1) return -1 - number;
    if (major === 2 || major === 3) return string(number, major === 3);
    if (major === 4 || major === 5) {
      need(number);
      const items = [];
      for (let count = 0; count < number * (major - 3); count++) items.push(value(depth + 1));
      if (major === 4) return items;
      const map = new Map();
      for (let index = 0; index < items.length; index += 2) {
        if (!["number", "string"].includes(typeof items[index]) || map.has(items[index])) throw new NotAStatement("key");
        map.set(items[index], items[index + 1]);
      }
      return map;
    }
    if (major === 6) return new Tag(number, value(depth + 1));
    const simple = { 20: false, 21: true, 22: null };
    if (!(number in simple)) throw new NotAStatement("simple value");
    return simple[number];
  }

  const whole = value(0);
  if (at !== bytes.length) throw new NotAStatement("more follows");
  return whole;
}

function encodeString(major, bytes) {
  const size = bytes.length;
  if (size < 24) return [(major << 5) | size, ...bytes];
  if (size < 256) return [(major << 5) | 24, size, ...bytes];
  return [(major << 5) | 25, size >> 8, size & 255, ...bytes];
}

function toBeSigned(headers, payload) {
  const context = new TextEncoder().encode("Signature1");
  return new Uint8Array([0x84, ...encodeString(3, context), ...encodeString(2, headers), 0x40, ...encodeString(2, payload)]);
}

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function takeApart(message) {
  const tagged = decode(message);
  const parts = tagged instanceof Tag && tagged.number === 18 ? tagged.value : null;
  if (!Array.isArray(parts) || parts.length !== 4) throw new NotAStatement("no COSE_Sign1");
  const [headers, open, payload, signature] = parts;
  const key = open instanceof Map ? open.get(4) : null;
  if (![headers, key, payload, signature].every((part) => part instanceof Uint8Array) || signature.length !== 64) {
    throw new NotAStatement("no COSE_Sign1");
  }
  if (hex(headers) !== "a10126") throw new NotAStatement("algorithm");
  return { headers, key: hex(key), payload, signature };
}

function claimsOf(payload) {
  const claims = decode(payload);
  const content = claims instanceof Map ? claims.get(CONTENT) : null;
  if (!(content instanceof Map) || !Array.isArray(content.get(4)) || !(claims.get(7) instanceof Uint8Array)) {
    throw new NotAStatement("claims");
  }
  const instant = (seconds) => (typeof seconds === "number" ? new Date(seconds * 1000) : null);
  const facts = content.get(4).filter((fact) => Array.isArray(fact) && fact.length === 2 && fact.every((part) => typeof part === "string"));
  return {
    issuer: String(claims.get(1)),
    number: new TextDecoder().decode(claims.get(7)),
    issuedAt: instant(claims.get(6)),
    validUntil: instant(claims.get(4)),
    title: String(content.get(2)),
    holder: String(content.get(3)),
    facts,
    digest: content.get(5),
    language: String(content.get(6)),
  };
}

// Whether the facts are all there: the digest covers every fact of the document.
export async function isWhole(statement) {
  const text = (value) => encodeString(3, new TextEncoder().encode(value));
  const count = statement.facts.length;
  if (count > 23) return false;
  const bytes = [0x80 | count];
  for (const fact of statement.facts) bytes.push(0x82, ...text(fact[0]), ...text(fact[1]));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
  return statement.digest instanceof Uint8Array && hex(digest.slice(0, 16)) === hex(statement.digest);
}

// The claims of a statement, once its signature is found good under one of the published keys (JSON Web Key Set).
export async function verify(text, keySet) {
  if (!isStatement(text)) throw new NotAStatement("prefix");
  const signed = takeApart(await inflate(base45(text.slice(PREFIX.length))));
  const published = keySet.keys.find((key) => key.kid === signed.key && key.madang_use === "statement");
  if (!published) throw new UnknownKey(signed.key);
  const { kty, crv, x, y } = published;
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, curve, false, ["verify"]);
  const data = toBeSigned(signed.headers, signed.payload);
  const good = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signed.signature, data);
  if (!good) throw new Forged(signed.key);
  return claimsOf(signed.payload);
}
