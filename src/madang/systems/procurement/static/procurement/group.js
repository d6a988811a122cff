// The group of domain/group.py: the prime-order subgroup of edwards25519, scalars as BigInt, points by @noble/ed25519.
import { Point } from "../noble/index.js";

export { Point };
export const ORDER = Point.CURVE().n;
export const BASE = Point.BASE;
export const OTHER = Point.fromHex("aa813137973001c6bb4494c9b99dc6eb54783a3eb850303150f7e47b1f7c7161");
const text = new TextEncoder();

export const bytesOf = (words) => text.encode(words);
export const mod = (number) => { const rest = number % ORDER; return rest < 0n ? rest + ORDER : rest; };

export function encode(bytes) {
  let signs = "";
  for (const one of new Uint8Array(bytes)) signs += String.fromCharCode(one);
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export const decode = (words) => Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

const fromLittle = (bytes) => bytes.reduceRight((total, one) => (total << 8n) | BigInt(one), 0n);

export function scalarBytes(scalar) {
  const bytes = new Uint8Array(32);
  for (let place = 0; place < 32; place++) bytes[place] = Number((scalar >> BigInt(8 * place)) & 255n);
  return bytes;
}

export function readScalar(bytes) {
  const scalar = fromLittle(bytes);
  if (bytes.length !== 32 || scalar >= ORDER) throw new Error("no scalar of the group");
  return scalar;
}

export function randomScalar() {
  for (;;) {
    const scalar = mod(fromLittle(crypto.getRandomValues(new Uint8Array(64))));
    if (scalar) return scalar;
  }
}

export function inverse(scalar) {
  let [low, high, one, other] = [mod(scalar), ORDER, 1n, 0n];
  while (low > 1n) {
    const times = high / low;
    [low, high] = [high - times * low, low];
    [one, other] = [other - times * one, one];
  }
  return mod(one);
}

export async function challenge(purpose, parts) {
  const all = [bytesOf(`madang sealed bids: ${purpose}`), ...parts];
  const joined = new Uint8Array(all.reduce((total, part) => total + 4 + part.length, 0));
  const view = new DataView(joined.buffer);
  let place = 0;
  for (const part of all) {
    view.setUint32(place, part.length);
    joined.set(part, place + 4);
    place += 4 + part.length;
  }
  return mod(fromLittle(new Uint8Array(await crypto.subtle.digest("SHA-512", joined))));
}

// A point from elsewhere, as a point of the subgroup or not at all.
export function readPoint(bytes) {
  const point = Point.fromBytes(bytes);
  if (point.isSmallOrder() || !point.isTorsionFree()) throw new Error("no point of the group");
  return point;
}

// Several multiples of one point: the doublings are shared (Yao 1976). Nothing of a point's small-order part remains, so whoever
// made the point learns nothing of the scalar's last bits.
export function multiples(point, scalars) {
  let step = point.double().double().double();
  const wanted = scalars.map((scalar) => mod(scalar * EIGHTH));
  const buckets = wanted.map(() => Array(16).fill(Point.ZERO));
  for (let shift = 0n; shift < 256n; shift += 4n) {
    wanted.forEach((scalar, place) => {
      const digit = Number((scalar >> shift) & 15n);
      if (digit) buckets[place][digit] = buckets[place][digit].add(step);
    });
    if (shift < 252n) step = step.double().double().double().double();
  }
  return buckets.map((row) => {
    let [sum, total] = [Point.ZERO, Point.ZERO];
    for (let digit = 15; digit; digit--) {
      sum = sum.add(row[digit]);
      total = total.add(sum);
    }
    return total;
  });
}

const EIGHTH = inverse(8n);
