// Read the form, seal it for the custodians' keys, and hand only what is sealed to the form that is sent.
import { certifiedDevice } from "./device.js";
import { seal } from "./sealing.js";

const form = document.getElementById("bid");
const part = (id) => document.getElementById(id);
const say = form?.dataset;

class Fault extends Error {
  constructor(sentence, place) { super(sentence); this.place = place; }
}

// An amount as written, in minor units: digits, perhaps grouped, with as many decimals as the currency has.
function minor(words, place) {
  const digits = Number(say.digits);
  const found = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/.exec(words.trim());
  if (!found || (found[2] || "").length > digits) throw new Fault(place.id === "costs" ? say.sayCosts : say.sayPrice, place);
  return Number(found[1].replaceAll(",", "") + (found[2] || "").padEnd(digits, "0"));
}

function content() {
  // A technical envelope has no field for a price and says none.
  const price = part("price") ? minor(part("price").value, part("price")) : 0;
  if (part("price") && (!Number.isSafeInteger(price) || price < 1)) throw new Fault(say.sayPrice, part("price"));
  const boxes = [...form.querySelectorAll("[data-draw]")];
  const draws = boxes.filter((box) => box.checked).map((box) => Number(box.dataset.draw));
  if (draws.length !== Number(say.drawn)) throw new Fault(say.sayDraws, boxes[0]);
  const answers = {};
  for (const area of form.querySelectorAll("[data-answer]")) {
    if ([...area.value].length > 4000) throw new Fault(say.sayLong, area);
    answers[area.dataset.answer] = area.value;
  }
  if (part("costs")) answers.costs = part("costs").value.split("\n").filter((line) => line.trim()).map((line) => minor(line, part("costs")));
  return { minor: price, currency: say.currency, draws, answers };
}

const tell = (sentence) => { part("bid-state").textContent = sentence; };
const hex = (bytes) => [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");

function show(sealed) {
  part("bid-content").disabled = sealed;
  for (const id of ["bid-summary", "send", "change"]) part(id).hidden = !sealed;
  part("seal").hidden = sealed;
}

async function sealNow() {
  const ceremony = { key: say.ceremony, tender: say.tender, threshold: Number(say.threshold), keys: say.keys.split(" ") };
  const given = content();
  tell(say.saySealing);
  part("seal").disabled = true;
  const { pair, certificate } = await certifiedDevice(say.device);
  const sealed = await seal(given, ceremony, Number(say.lot), say.supplier, pair, certificate);
  part("id_sealed").value = sealed;
  if (part("price")) part("sealed-price").textContent = `${part("price").value.trim()} ${say.currency}`;
  part("sealed-hash").textContent = hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(sealed)));
  show(true);
  tell(certificate ? say.saySealed : `${say.saySealed} ${say.sayUncertified}`);
  part("send").focus();
}

if (form) {
  part("seal").onclick = async () => {
    try {
      await sealNow();
    } catch (error) {
      tell(error instanceof Fault ? error.message : say.sayFault);
      if (error instanceof Fault) error.place?.focus();
      else console.warn(error);
    }
    part("seal").disabled = false;
  };
  part("change").onclick = () => { part("id_sealed").value = ""; show(false); tell(""); (part("price") ?? form.querySelector("[data-answer]"))?.focus(); };
  // Enter in a field seals; nothing is sent before.
  form.onsubmit = (event) => { if (!part("id_sealed").value) { event.preventDefault(); part("seal").click(); } };
  part("seal").disabled = false;
  form.dataset.ready = "yes";
}
