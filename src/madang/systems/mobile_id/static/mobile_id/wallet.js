// The demonstration's wallet: OpenID4VCI 1.0 (pre-authorized code) and OpenID4VP 1.0 (signed request, encrypted answer).
import { CLAIM_GROUP, encode, fromJson, newKey, open, present, publicJwk, sha256, sign, split, verify } from "./sdjwt.js";
import { encrypt } from "./jwe.js";
import { all, keep } from "./keeping.js";
import { codeOf } from "./offlinecode.js";

const GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code";
const room = document.getElementById("wallet");
const say = room.dataset;
const part = (id) => document.getElementById(id);
const tell = (sentence) => { part("wallet-state").textContent = sentence; };
let titles = new Map();

class No extends Error {}

async function call(address, options = {}) {
  let answer;
  try {
    // Without cookies: a wallet is nobody's session.
    answer = await fetch(address, { credentials: "omit", ...options });
  } catch {
    throw new No(say.sayNetwork);
  }
  if (answer.ok) return answer;
  const told = await answer.json().catch(() => ({}));
  throw new No(told.says || told.error_description || say.sayNetwork);
}

const form = (values) => ({ method: "POST", body: new URLSearchParams(values) });
const json = (value, headers = {}) => ({ method: "POST", body: JSON.stringify(value), headers: { "content-type": "application/json", ...headers } });
const wellKnown = (issuer, name) => { const at = new URL(issuer); return `${at.origin}/.well-known/${name}${at.pathname}`; };

async function dpop(key, address, token) {
  const claims = { jti: crypto.randomUUID(), htm: "POST", htu: address, iat: Math.floor(Date.now() / 1000) };
  if (token) claims.ath = await sha256(token);
  return sign({ typ: "dpop+jwt", jwk: await publicJwk(key) }, claims, key);
}

async function fetchCredential(offer, digits) {
  const issuer = offer.credential_issuer;
  const about = await (await call(wellKnown(issuer, "openid-credential-issuer"))).json();
  const server = await (await call(wellKnown(issuer, "oauth-authorization-server"))).json();
  const grant = offer.grants[GRANT];
  // RFC 9449: the leave is bound to a key of its own, which is forgotten afterwards.
  const leave = await newKey();
  const asked = form({ grant_type: GRANT, "pre-authorized_code": grant["pre-authorized_code"], tx_code: digits });
  asked.headers = { dpop: await dpop(leave, server.token_endpoint) };
  const token = await (await call(server.token_endpoint, asked)).json();
  const { c_nonce } = await (await call(about.nonce_endpoint, { method: "POST" })).json();
  const key = await newKey();
  const jwk = await publicJwk(key);
  const header = { typ: "openid4vci-proof+jwt", jwk };
  if (say.provider) header.key_attestation = (await (await call(say.provider, json(jwk))).json()).attestation;
  const proof = await sign(header, { aud: issuer, iat: Math.floor(Date.now() / 1000), nonce: c_nonce }, key);
  const order = { credential_configuration_id: offer.credential_configuration_ids[0], proofs: { jwt: [proof] } };
  const leaveOf = { authorization: `DPoP ${token.access_token}`, dpop: await dpop(leave, about.credential_endpoint, token.access_token) };
  const got = await (await call(about.credential_endpoint, json(order, leaveOf))).json();
  await keep(got.credentials[0].credential, key);
}

async function learnTitles() {
  const about = await (await call(wellKnown(say.issuer, "openid-credential-issuer"))).json();
  const [configuration] = Object.values(about.credential_configurations_supported);
  const inLanguage = (display) => (display.find((one) => one.locale === say.language) || display[0]).name;
  titles = new Map(configuration.credential_metadata.claims.map((claim) => [claim.path.join("/"), inLanguage(claim.display)]));
}

const titleOf = (path) => [titles.get(path[0]) || path[0], ...path.slice(1)].join(" ");

async function certificateKey(der) {
  // The public key of a P-256 certificate: the uncompressed point after its SubjectPublicKeyInfo's head.
  const head = [0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00];
  const at = der.findIndex((_byte, place) => head.every((byte, step) => der[place + step] === byte));
  if (at < 0) throw new No(say.sayForged);
  return crypto.subtle.importKey("spki", der.slice(at, at + 91), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
}

async function readRequest(link) {
  const asked = new URL(link).searchParams;
  const token = await (await call(asked.get("request_uri"))).text();
  const header = fromJson(token.split(".")[0]);
  const der = Uint8Array.from(atob(header.x5c[0]), (sign_) => sign_.charCodeAt(0));
  const name = `x509_hash:${encode(await crypto.subtle.digest("SHA-256", der))}`;
  const claims = await verify(token, await certificateKey(der));
  if (!claims || header.typ !== "oauth-authz-req+jwt" || claims.client_id !== name || asked.get("client_id") !== name) throw new No(say.sayForged);
  const { verifiers } = await (await call(say.verifiers)).json();
  const same = (one) => one.client_id === name && JSON.stringify(one.dcql_query) === JSON.stringify(claims.dcql_query);
  const registered = verifiers.find(same);
  if (!registered || new URL(claims.response_uri).origin !== new URL(asked.get("request_uri")).origin) throw new No(say.sayStranger);
  return { claims, registered, query: claims.dcql_query.credentials[0] };
}

async function newest() {
  const now = Date.now() / 1000;
  const held = (await all()).filter((one) => fromJson(split(one.credential).token.split(".")[1]).exp > now);
  if (!held.length) throw new No(say.sayNone);
  return held[held.length - 1];
}

async function answer({ claims, query }) {
  const { credential, key } = await newest();
  const shown = await present(credential, (query.claims || []).map((claim) => claim.path), key, claims.client_id, claims.nonce);
  const [jwk] = claims.client_metadata.jwks.keys;
  const response = await encrypt({ vp_token: { [query.id]: [shown] }, state: claims.state }, jwk);
  await call(claims.response_uri, form({ response }));
}

function row(title, note = "") {
  const item = document.createElement("li");
  const [head, tail] = [document.createElement("p"), document.createElement("p")];
  head.className = "m-row-title";
  head.textContent = title;
  tail.className = "m-meta";
  tail.textContent = note;
  item.append(head, tail);
  return item;
}

async function drawCards() {
  const held = await all();
  const day = new Intl.DateTimeFormat(say.language, { dateStyle: "long" });
  const rows = [];
  for (const { credential } of held.slice().reverse()) {
    const { claims, found } = await open(credential);
    const name = found.find((one) => one.path[0] === "name");
    rows.push(row(name.content, `${say.sayUntil} ${day.format(new Date(claims.exp * 1000))}`));
  }
  part("wallet-cards").replaceChildren(...(rows.length ? rows : [row(say.sayEmpty)]));
  part("wallet-offline").hidden = !rows.length;
  if (!rows.length) return;
  const { found } = await open(held[held.length - 1].credential);
  const choices = found.map(({ path }) => new Option(titleOf(path), path.join("/"), false, path.join("/") === `${CLAIM_GROUP}/19`));
  part("offline-claim").replaceChildren(...choices);
}

async function guarded(act) {
  try {
    await act();
  } catch (error) {
    tell(error instanceof No ? error.message : say.sayUnknownLink);
    if (!(error instanceof No)) console.warn(error);
  }
}

function showOffer(link) {
  const offer = JSON.parse(new URL(link).searchParams.get("credential_offer"));
  if (offer.credential_issuer !== say.issuer) throw new No(say.sayOtherIssuer);
  part("wallet-fetch").hidden = false;
  part("tx-code").focus();
  part("fetch-form").onsubmit = (event) => {
    event.preventDefault();
    guarded(async () => {
      tell(say.sayFetching);
      await fetchCredential(offer, part("tx-code").value.trim());
      part("tx-code").value = "";
      part("wallet-fetch").hidden = true;
      await drawCards();
      tell(say.sayFetched);
    });
  };
}

async function showRequest(link) {
  const request = await readRequest(link);
  await newest();
  const inLanguage = (texts) => texts[say.language] || Object.values(texts)[0];
  part("ask-title").textContent = inLanguage(request.registered.title);
  part("ask-who").textContent = inLanguage(request.registered.verifier);
  part("ask-cite").textContent = request.registered.cite;
  const claims = request.query.claims || [];
  part("ask-claims").replaceChildren(...(claims.length ? claims.map((claim) => row(titleOf(claim.path))) : [row(say.sayNothing)]));
  part("wallet-ask").hidden = false;
  part("ask-yes").focus();
  part("ask-no").onclick = () => { part("wallet-ask").hidden = true; tell(say.sayDeclined); };
  part("ask-yes").onclick = () => guarded(async () => {
    tell(say.sayAnswering);
    await answer(request);
    part("wallet-ask").hidden = true;
    tell(say.sayAnswered);
  });
}

function read(link) {
  part("wallet-fetch").hidden = true;
  part("wallet-ask").hidden = true;
  return guarded(async () => {
    if (link.startsWith("openid-credential-offer:")) showOffer(link);
    else if (link.startsWith("openid4vp:")) await showRequest(link);
    else throw new No(say.sayUnknownLink);
  });
}

async function makeOffline() {
  const { credential, key } = await newest();
  const nonce = encode(crypto.getRandomValues(new Uint8Array(12)));
  const shown = await present(credential, [part("offline-claim").value.split("/")], key, "offline", nonce);
  const { text, svg } = await codeOf(shown);
  const place = part("offline-code");
  place.replaceChildren(svg);
  place.dataset.text = text;
  place.hidden = false;
  part("offline-note").textContent = say.sayExpires;
}

part("offline-make").onclick = () => guarded(makeOffline);
part("paste-form").onsubmit = (event) => { event.preventDefault(); const link = part("paste").value.trim(); part("paste").value = ""; read(link); };
addEventListener("hashchange", () => read(decodeURIComponent(location.hash.slice(1))));
await guarded(learnTitles);
await guarded(drawCards);
if (location.hash.length > 1) await read(decodeURIComponent(location.hash.slice(1)));
room.dataset.ready = "yes";
