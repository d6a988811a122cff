// Keeps declarations on the device while customs cannot be reached, and sends each until it has an answer. The server knows them by
// their provisional references, so that sending one again never lodges it twice.
import { drawReference } from "./offline_reference.js";

const KEY = "madang.customs.offline";
const EVERY = 30_000;
const part = (id) => document.getElementById(id);
const say = part("offline").dataset;
const form = part("offline-form");
let correcting = "";

const read = () => JSON.parse(localStorage.getItem(KEY) ?? "[]");

// Two windows of one device write one after the other.
function change(how) {
  const write = () => localStorage.setItem(KEY, JSON.stringify(how(read())));
  return navigator.locks ? navigator.locks.request(KEY, write) : Promise.resolve(write());
}

const put = (one) => change((all) => [...all.filter((other) => other.reference !== one.reference), one]);
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");

function answersOf() {
  const answers = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  delete answers.csrfmiddlewaretoken;
  return answers;
}

function showItems() {
  let shown = true;
  for (const item of form.querySelectorAll("[data-item]")) {
    if (Number(item.dataset.item) > 1) item.hidden = item.disabled = !shown;
    shown = shown && Boolean(item.querySelector("[name^=more_]")?.checked);
  }
}

function fill(answers) {
  form.reset();
  for (const control of form.elements) {
    if (!(control.name in answers)) continue;
    if (control.type === "checkbox" || control.type === "radio") control.checked = control.value === answers[control.name];
    else control.value = answers[control.name];
  }
  showItems();
}

async function keep(event) {
  event.preventDefault();
  const said = part("offline-said");
  const reference = correcting || drawReference(new Date());
  said.hidden = false;
  try {
    await put({ reference, answers: answersOf(), state: "waiting", faults: [] });
  } catch {
    said.textContent = say.sayFull;
    return;
  }
  correcting = "";
  form.reset();
  showItems();
  said.textContent = filled(say.sayKept, { reference });
  said.scrollIntoView({ block: "center" });
  await show();
  await sendAll();
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "krds-btn small tertiary";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

// All that was written, with the labels of the form: what the customs office reads on the printed list.
function whole(answers) {
  const [details, summary, list] = ["details", "summary", "ul"].map((name) => document.createElement(name));
  summary.textContent = say.sayWhole;
  for (const [name, value] of Object.entries(answers)) {
    const control = form.elements[name];
    const label = (control?.length && control[0].type === "radio" ? control[0].closest("fieldset, .m-field") : control?.closest?.(".m-field"))?.querySelector("label, legend, .form-tit");
    const line = document.createElement("li");
    line.textContent = `${label?.textContent.trim() ?? name}: ${value}`;
    if (value) list.append(line);
  }
  details.append(summary, list);
  return details;
}

function words(one) {
  if (one.state === "taken") return filled(say.sayTaken, { number: one.number, day: one.countsOn });
  return one.state === "refused" ? say.sayRefused : one.says || say.sayWaiting;
}

function row(one) {
  const line = document.createElement("li");
  const [title, state, goods, faults] = ["span", "span", "div", "ul"].map((name) => document.createElement(name));
  title.className = "m-row-title";
  title.textContent = one.reference;
  state.className = "m-meta";
  state.textContent = ` ${words(one)}`;
  goods.textContent = [one.answers.description_1, one.answers.bill, one.answers.whom].filter(Boolean).join(" · ");
  goods.append(whole(one.answers));
  faults.append(...one.faults.map((fault) => {
    const said = document.createElement("li");
    said.textContent = [fault.place, fault.says].filter(Boolean).join(": ");
    return said;
  }));
  const actions = document.createElement("p");
  actions.className = "m-actions";
  if (one.state !== "taken") actions.append(button(say.sayCorrect, () => { correcting = one.reference; fill(one.answers); form.scrollIntoView(); }));
  actions.append(button(say.sayDelete, async () => {
    if (!window.confirm(filled(say.saySure, { reference: one.reference }))) return;
    await change((all) => all.filter((other) => other.reference !== one.reference));
    await show();
  }));
  line.append(title, state, goods, faults, actions);
  return line;
}

async function show() {
  const all = read();
  const empty = document.createElement("li");
  empty.textContent = say.sayNone;
  part("offline-list").replaceChildren(...(all.length ? all.map(row) : [empty]));
}

async function sendOne(one, token) {
  const answer = await fetch(say.send, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ reference: one.reference, answers: one.answers, device_now: new Date().toISOString() }),
  });
  // One that the server cannot answer waits on, and holds up no other.
  if (!answer.ok) return;
  const told = await answer.json();
  await change((all) => all.map((other) => other.reference !== one.reference || JSON.stringify(other.answers) !== JSON.stringify(one.answers) ? other : {
    ...other, state: told.outcome === "kept" ? "waiting" : told.outcome, number: told.number, countsOn: told.counts_on, says: told.says ?? "", faults: told.faults ?? [],
  }));
}

let sending = false;
async function sendAll() {
  if (sending) return;
  sending = true;
  const network = part("offline-network");
  try {
    const who = await (await fetch(say.who, { cache: "no-store" })).json();
    network.textContent = who.signed_in ? filled(say.saySender, { name: who.name }) : say.saySignIn;
    if (who.signed_in) for (const one of read().filter((each) => each.state === "waiting")) await sendOne(one, who.token);
  } catch {
    // No network, or no sound answer: what waits goes on waiting.
    network.textContent = say.sayOffline;
  }
  sending = false;
  await show();
}

async function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  const state = part("offline-state");
  state.textContent = say.sayWait;
  try {
    await navigator.serviceWorker.register(say.worker);
    await navigator.serviceWorker.ready;
    state.textContent = say.sayReady;
  } catch {
    state.textContent = navigator.onLine ? "" : say.sayReady;
  }
}

form.addEventListener("submit", keep);
form.addEventListener("change", showItems);
part("offline-send").addEventListener("click", sendAll);
part("offline-print").addEventListener("click", () => window.print());
window.addEventListener("beforeprint", () => part("offline-list").querySelectorAll("details").forEach((one) => { one.open = true; }));
window.addEventListener("online", sendAll);
setInterval(() => read().some((one) => one.state === "waiting") && sendAll(), EVERY);
showItems();
show();
sendAll();
keepPage();
