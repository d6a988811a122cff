// The offline verifier's page: reads the code on a photograph and says what the paper must say. Nothing is sent anywhere.
import { Forged, UnknownKey, isStatement, isWhole, verify } from "./statement.js";

const room = document.getElementById("offline");
const say = room.dataset;
const photo = document.getElementById("photo");
const state = document.getElementById("offline-state");
const result = document.getElementById("offline-result");
// Longest edges that are tried: small ones are quick and forgive blur, large ones catch a code that fills little of the picture.
const EDGES = [1100, 1800, 2800];

function show(kind, title, sentence, facts = [], limits = "") {
  result.className = `m-card d-result is-${kind}`;
  document.getElementById("offline-title").textContent = title;
  document.getElementById("offline-says").textContent = sentence;
  document.getElementById("offline-limits").textContent = limits;
  const list = document.getElementById("offline-facts");
  list.replaceChildren(
    ...facts.map(([label, value]) => {
      const row = document.createElement("div");
      const [term, description] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = label;
      description.textContent = value;
      row.append(term, description);
      return row;
    }),
  );
  result.hidden = false;
  result.dataset.outcome = kind;
}

function pixels(picture, edge) {
  const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

async function detected(picture) {
  if (!("BarcodeDetector" in window)) return [];
  try {
    return (await new BarcodeDetector({ formats: ["qr_code"] }).detect(picture)).map((code) => code.rawValue);
  } catch {
    return [];
  }
}

async function codeOn(picture) {
  const found = (await detected(picture)).find(isStatement);
  if (found) return found;
  const largest = Math.max(picture.width, picture.height);
  for (const edge of EDGES) {
    const image = pixels(picture, edge);
    const code = window.jsQR(image.data, image.width, image.height);
    if (code && code.data) return code.data;
    if (edge >= largest) break;
  }
  return "";
}

function day(date) {
  return date ? new Intl.DateTimeFormat(say.language, { dateStyle: "long" }).format(date) : "";
}

async function tell(statement) {
  // The validity ends with the day before the moment that the statement names.
  const last = statement.validUntil ? new Date(statement.validUntil.getTime() - 1000) : null;
  const rows = [
    [say.labelTitle, statement.title],
    [say.labelNumber, statement.number],
    [say.labelHolder, statement.holder],
    [say.labelIssuer, statement.issuer],
    [say.labelIssued, day(statement.issuedAt)],
    [say.labelUntil, day(last)],
    ...statement.facts,
  ].filter(([, value]) => value);
  const partial = (await isWhole(statement)) ? "" : `${say.sayPartial} `;
  if (statement.validUntil && statement.validUntil < new Date()) {
    show("bad", say.titleBad, say.sayExpired, rows, partial + say.sayLimits);
  } else {
    show("good", say.titleGood, say.sayGood, rows, partial + say.sayLimits);
  }
}

async function keySet() {
  const answer = await fetch(say.keys);
  if (!answer.ok) throw new Error("keys");
  return answer.json();
}

async function read(file) {
  show("unread", say.titleUnread, say.sayReading);
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return show("unread", say.titleUnread, say.sayNopicture);
  }
  const text = await codeOn(picture);
  if (!text) return show("unread", say.titleUnread, say.sayNocode);
  if (!isStatement(text)) return show("bad", say.titleBad, say.sayNotours);
  let keys;
  try {
    keys = await keySet();
  } catch {
    return show("unread", say.titleUnread, say.sayNokeys);
  }
  try {
    return await tell(await verify(text, keys));
  } catch (error) {
    if (error instanceof Forged) return show("bad", say.titleBad, say.sayForged);
    if (error instanceof UnknownKey) return show("unread", say.titleUnread, say.sayUnknownkey);
    return show("bad", say.titleBad, say.sayNotours);
  }
}

async function keep() {
  if (!("serviceWorker" in navigator)) return;
  state.textContent = say.sayOnline;
  try {
    await navigator.serviceWorker.register(say.worker);
    await navigator.serviceWorker.ready;
    state.textContent = say.sayReady;
  } catch {
    state.textContent = navigator.onLine ? "" : say.sayReady;
  }
}

photo.disabled = false;
photo.addEventListener("change", () => photo.files.length && read(photo.files[0]));
keep();
