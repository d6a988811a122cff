// SD-JWT (RFC 9901) with ES256 in the browser: read, choose disclosures, bind to the holder's key, check.
export const CLAIM_GROUP = "age_equal_or_over";
const text = new TextEncoder();
const ES256 = { name: "ECDSA", hash: "SHA-256" };
const CURVE = { name: "ECDSA", namedCurve: "P-256" };

export const encode = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
export const decode = (value) => Uint8Array.from(atob(value.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
export const fromJson = (value) => JSON.parse(new TextDecoder().decode(decode(value)));
export const toJson = (value) => encode(text.encode(JSON.stringify(value)));
export const sha256 = async (value) => encode(await crypto.subtle.digest("SHA-256", text.encode(value)));

export const newKey = () => crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]);
export async function publicJwk(key) {
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", key.publicKey);
  return { kty, crv, x, y };
}
const importKey = ({ kty, crv, x, y }) => crypto.subtle.importKey("jwk", { kty, crv, x, y }, CURVE, true, ["verify"]);

export async function sign(header, claims, key) {
  const body = `${toJson({ alg: "ES256", ...header })}.${toJson(claims)}`;
  return `${body}.${encode(await crypto.subtle.sign(ES256, key.privateKey, text.encode(body)))}`;
}

export async function verify(token, key) {
  const [header, claims, signature] = token.split(".");
  if (fromJson(header).alg !== "ES256") return null;
  const good = await crypto.subtle.verify(ES256, key, decode(signature), text.encode(`${header}.${claims}`));
  return good ? fromJson(claims) : null;
}

export async function verifyWithJwk(token, jwk) {
  return verify(token, await importKey(jwk));
}

export function split(value) {
  const parts = value.split("~");
  return { token: parts[0], disclosures: parts.slice(1, -1), binding: parts[parts.length - 1], bound: parts.slice(0, -1).join("~") + "~" };
}

// Where each disclosure belongs: at the top, or in a group. Anything that fits no digest is refused.
export async function open(value) {
  const { token, disclosures } = split(value);
  const claims = fromJson(token.split(".")[1]);
  const groups = Object.entries(claims).filter(([, one]) => one && Array.isArray(one._sd));
  const found = [];
  for (const disclosure of disclosures) {
    const digest = await sha256(disclosure);
    const [, name, content] = fromJson(disclosure);
    const group = groups.find(([, one]) => one._sd.includes(digest));
    if (!group && !claims._sd.includes(digest)) throw new Error("disclosure");
    found.push({ disclosure, path: group ? [group[0], name] : [name], content });
  }
  return { claims, found };
}

export async function present(credential, paths, key, audience, nonce) {
  const wanted = new Set(paths.map((path) => path.join("/")));
  const { found } = await open(credential);
  const chosen = found.filter((one) => wanted.has(one.path.join("/"))).map((one) => one.disclosure);
  const bound = [split(credential).token, ...chosen, ""].join("~");
  const claims = { iat: Math.floor(Date.now() / 1000), aud: audience, nonce, sd_hash: await sha256(bound) };
  return bound + (await sign({ typ: "kb+jwt" }, claims, key));
}
