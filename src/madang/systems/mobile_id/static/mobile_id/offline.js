// The verifier's page that needs no network: the issuer's signature, the holder's, every digest, and the minute.
import { CLAIM_GROUP, open, sha256, split, verifyWithJwk, fromJson } from "./sdjwt.js";
import { unpack } from "./offlinecode.js";

const room = document.getElementById("offline");
const say = room.dataset;
const part = (id) => document.getElementById(id);
const MINUTE = 60;
const EDGES = [1100, 1800, 2800];
let issuer = null;

class No extends Error {}

async function judge(text) {
  let parts;
  let opened;
  let header;
  try {
    const presentation = await unpack(text);
    parts = split(presentation);
    opened = await open(presentation);
    header = fromJson(parts.token.split(".")[0]);
  } catch {
    throw new No(say.sayMalformed);
  }
  const now = Date.now() / 1000;
  const key = issuer.jwks.keys.find((one) => one.kid === header.kid);
  const claims = key && header.typ === "dc+sd-jwt" ? await verifyWithJwk(parts.token, key) : null;
  if (!claims || claims.iss !== say.issuer) throw new No(say.sayForged);
  const bound = parts.binding ? await verifyWithJwk(parts.binding, claims.cnf.jwk) : null;
  const typed = bound && fromJson(parts.binding.split(".")[0]).typ === "kb+jwt";
  if (!typed || bound.aud !== "offline" || bound.sd_hash !== (await sha256(parts.bound))) throw new No(say.sayHolder);
  if (claims.exp <= now) throw new No(say.sayExpired);
  if (bound.iat > now + MINUTE || bound.iat < now - MINUTE) throw new No(say.sayStale);
  return opened.found;
}

function show(good, title, sentence, facts = [], limits = "") {
  const head = part("offline-title");
  head.textContent = title;
  head.className = `w-verdict ${good ? "is-good" : "is-bad"}`;
  part("offline-says").textContent = sentence;
  part("offline-limits").textContent = limits;
  part("offline-facts").replaceChildren(...facts.map(([label, value]) => {
    const row = document.createElement("div");
    const [term, told] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = label;
    told.textContent = value;
    row.append(term, told);
    return row;
  }));
  part("offline-result").hidden = false;
  part("offline-result").dataset.outcome = good ? "good" : "bad";
}

const titleOf = (path) => (path[0] === CLAIM_GROUP ? `≥ ${path[1]}` : path.join(" "));
const worded = (value) => (value === true ? say.sayYes : value === false ? say.sayNo : String(value));

export async function check(text) {
  try {
    const found = await judge(text);
    show(true, say.titleGood, say.sayGood, found.map((one) => [titleOf(one.path), worded(one.content)]), say.sayLimits);
  } catch (error) {
    if (!(error instanceof No)) throw error;
    show(false, say.titleBad, error.message);
  }
}

async function codeOn(file) {
  const picture = await createImageBitmap(file);
  const largest = Math.max(picture.width, picture.height);
  for (const edge of EDGES) {
    const scale = Math.min(1, edge / largest);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const image = pen.getImageData(0, 0, canvas.width, canvas.height);
    const code = window.jsQR(image.data, image.width, image.height);
    if (code && code.data) return code.data;
  }
  return "";
}

part("photo").onchange = async (event) => {
  const text = await codeOn(event.target.files[0]).catch(() => "");
  if (text) await check(text);
  else show(false, say.titleBad, say.sayNocode);
};

try {
  const answer = await fetch(say.keys, { credentials: "omit" });
  issuer = await answer.json();
  part("photo").disabled = false;
  part("offline-state").textContent = say.sayReady;
} catch {
  part("offline-state").textContent = say.sayNokeys;
}
room.dataset.ready = "yes";
