// Sealing a bid on the supplier's device and opening shares on a custodian's: the twin of domain/secret_sharing.py and
// formats/sealed_bid.py, where the constructions are cited.
import { BASE, ORDER, OTHER, Point, bytesOf, challenge, decode, encode, inverse, mod, multiples, randomScalar, readPoint, readScalar, scalarBytes } from "./group.js";

const BLOCK = 1024;
const VERSION = 1;
const SIGNING = { name: "ECDSA", namedCurve: "P-256" };
const ES256 = { name: "ECDSA", hash: "SHA-256" };

const json = (value) => bytesOf(JSON.stringify(value));
const contextOf = (place) => json({ ceremony: place.ceremony, lot: place.lot, supplier: place.supplier, tender: place.tender, version: VERSION });
const times = (point, scalar) => point.multiply(mod(scalar));
const sorted = (value) => (value && typeof value === "object" && !Array.isArray(value)
  ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])])) : value);

async function asked(keys, context, commitments, shares, announced) {
  const points = [...keys, ...commitments, ...shares, ...announced.flat()];
  return challenge("dealing", [context, ...points.map((point) => point.toBytes())]);
}

export async function deal(keyBytes, threshold, context) {
  const keys = keyBytes.map(readPoint);
  const polynomial = Array.from({ length: threshold }, randomScalar);
  const values = keys.map((_key, place) => polynomial.reduceRight((total, factor) => mod(total * BigInt(place + 1) + factor), 0n));
  const commitments = polynomial.map((factor) => times(OTHER, factor));
  const shares = keys.map((key, place) => times(key, values[place]));
  const nonces = keys.map(randomScalar);
  const announced = keys.map((key, place) => [times(OTHER, nonces[place]), times(key, nonces[place])]);
  const said = await asked(keys, context, commitments, shares, announced);
  const responses = nonces.map((nonce, place) => mod(nonce - said * values[place]));
  return { secret: times(BASE, polynomial[0]).toBytes(), commitments, shares, challenge: said, responses };
}

// The check that the server makes, made here before anything is sent.
export async function dealingHolds({ commitments, shares, challenge: said, responses }, keyBytes, context) {
  const keys = keyBytes.map(readPoint);
  const announced = keys.map((key, index) => {
    const place = BigInt(index + 1);
    const committed = commitments.reduceRight((total, one) => (total ? times(total, place).add(one) : one), null);
    return [
      times(OTHER, responses[index]).add(times(committed, said)),
      times(key, responses[index]).add(times(shares[index], said)),
    ];
  });
  return (await asked(keys, context, commitments, shares, announced)) === said;
}

async function cipher(secret, context) {
  const raw = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const info = new Uint8Array([...bytesOf("madang sealed bid"), ...context]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info };
  return crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function signed(body, signer, certificate) {
  const { x, y } = await crypto.subtle.exportKey("jwk", signer.publicKey);
  const header = { alg: "ES256", jwk: { crv: "P-256", kty: "EC", x, y }, typ: "madang-bid+jws" };
  if (certificate) header.x5c = [certificate];
  const signing = `${encode(json(header))}.${encode(body)}`;
  return `${signing}.${encode(await crypto.subtle.sign(ES256, signer.privateKey, bytesOf(signing)))}`;
}

// Seal, sign and open again: what this returns opens. `ceremony`: {key, tender, threshold, keys: [base64url]}; `certificate`: the
// signer's, base64 of DER, or null.
export async function seal(content, ceremony, lot, supplier, signer, certificate = null) {
  const place = { ceremony: ceremony.key, tender: ceremony.tender, lot, supplier };
  const [context, keys] = [contextOf(place), ceremony.keys.map(decode)];
  const dealing = await deal(keys, ceremony.threshold, context);
  if (!(await dealingHolds(dealing, keys, context))) throw new Error("the dealing does not hold");
  let plain = JSON.stringify(sorted(content));
  const length = bytesOf(plain).length;
  plain = bytesOf(plain + " ".repeat((BLOCK - (length % BLOCK)) % BLOCK));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv: nonce, additionalData: context };
  const ciphertext = await crypto.subtle.encrypt(how, await cipher(dealing.secret, context), plain);
  const body = json({
    ceremony: place.ceremony,
    challenge: encode(scalarBytes(dealing.challenge)),
    ciphertext: encode(ciphertext),
    commitments: dealing.commitments.map((point) => encode(point.toBytes())),
    lot,
    nonce: encode(nonce),
    responses: dealing.responses.map((one) => encode(scalarBytes(one))),
    shares: dealing.shares.map((point) => encode(point.toBytes())),
    supplier,
    tender: place.tender,
    version: VERSION,
  });
  const sealed = await signed(body, signer, certificate);
  const again = await open(sealed, dealing.secret);
  if (encode(again) !== encode(plain)) throw new Error("the sealed bid does not open again");
  return sealed;
}

export async function open(sealed, secret) {
  const body = JSON.parse(new TextDecoder().decode(decode(sealed.split(".")[1])));
  const context = contextOf(body);
  const how = { name: "AES-GCM", iv: decode(body.nonce), additionalData: context };
  return new Uint8Array(await crypto.subtle.decrypt(how, await cipher(secret, context), decode(body.ciphertext)));
}

// A custodian's key pair, with the proof that whoever registers the public half holds the secret one.
export async function newCustodianKey(context) {
  const secret = randomScalar();
  return { secret, ...(await possession(secret, context)) };
}

export async function possession(secret, context) {
  const nonce = randomScalar();
  const key = times(BASE, secret).toBytes();
  const said = await challenge("possession", [bytesOf(context), key, times(BASE, nonce).toBytes()]);
  return { key: encode(key), challenge: encode(scalarBytes(said)), response: encode(scalarBytes(mod(nonce - said * secret))) };
}

// What a custodian makes of a batch of shares, with one proof for all (secret_sharing.open_shares).
export async function openShares(secret, shareWords, context, progress = () => {}) {
  const [inverted, nonce] = [inverse(secret), randomScalar()];
  const [shares, parts, announced] = [shareWords.map(decode), [], [times(BASE, nonce).toBytes()]];
  for (const share of shares) {
    const [part, said] = multiples(Point.fromBytes(share), [inverted, mod(inverted * nonce)]);
    parts.push(part.toBytes());
    announced.push(said.toBytes());
    await progress(parts.length);
  }
  const key = times(BASE, secret).toBytes();
  const said = await challenge("opening", [bytesOf(context), key, ...shares, ...parts, ...announced]);
  return { parts: parts.map(encode), challenge: encode(scalarBytes(said)), response: encode(scalarBytes(mod(nonce - said * secret))) };
}

export function pool(parts) {
  const positions = Object.keys(parts).map(BigInt);
  const total = positions.reduce((sum, position) => {
    const weight = positions.filter((other) => other !== position)
      .reduce((product, other) => mod(product * other * inverse(mod(other - position))), 1n);
    return sum.add(times(readPoint(decode(parts[position])), weight));
  }, Point.ZERO);
  return total.toBytes();
}

export const newDeviceKey = () => crypto.subtle.generateKey(SIGNING, false, ["sign", "verify"]);
export { ORDER, decode, encode, readScalar, scalarBytes };
