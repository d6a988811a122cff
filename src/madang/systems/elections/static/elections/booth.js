// The booth: choose, review, encrypt, check the device or cast. Nothing leaves this page but a finished ballot.
import { readCredential } from "./credential.js";
import { listen, questionsOf } from "./questions.js";

const booth = document.getElementById("booth");
const part = (id) => document.getElementById(id);
const say = booth?.dataset;
const STEPS = ["choose", "review", "sealed", "opened", "receipt"];

class Fault extends Error {
  constructor(sentence, place) { super(sentence); this.place = place; }
}

const worker = booth && new Worker(say.worker, { type: "module" });

// One question to the worker at a time; what it reports on the way moves the bar.
function ask(message) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if (data.progress) { part("progress").max = data.progress.all; part("progress").value = data.progress.done; return; }
      if (data.fault) { console.warn(data.fault); reject(new Error(data.fault)); } else resolve(data.answer);
    };
    worker.onerror = reject;
    worker.postMessage(message);
  });
}

function tell(sentence, wrong = false) {
  part("booth-state").textContent = wrong ? "" : sentence;
  part("booth-fault").textContent = wrong ? sentence : "";
  part("booth-fault").hidden = !wrong;
}

function show(step) {
  for (const one of STEPS) part(one).hidden = one !== step;
  part("booth-steps").querySelectorAll("li").forEach((line) => {
    const here = line.dataset.steps.split(" ").includes(step);
    line.classList.toggle("is-current", here);
    if (here) line.setAttribute("aria-current", "step"); else line.removeAttribute("aria-current");
  });
  part(`${step}-title`).focus();
  window.scrollTo({ top: part("booth-steps").offsetTop - 16 });
}

function votes() {
  return questionsOf(booth).map((question) => {
    const wrong = question.wrong();
    if (wrong === "few" || wrong === "blank") throw new Fault(question.set.dataset.sayFew, question.first);
    if (wrong) throw new Fault(question.set.dataset.sayMany, question.first);
    return question.numbers();
  });
}

// The choices in words, each question with what was chosen; `holder` is a description list.
function list(holder, chosen) {
  holder.replaceChildren(...questionsOf(booth).map(({ set, words: inWords }, place) => {
    const names = inWords(chosen[place]);
    const [line, term] = [document.createElement("div"), document.createElement("dt")];
    term.textContent = set.querySelector("legend").textContent.trim();
    const words = document.createElement("dd");
    words.append(...(names.length ? names : [say.sayNothing]).map((name) => {
      const one = document.createElement("div");
      one.textContent = name;
      return one;
    }));
    line.append(term, words);
    return line;
  }));
}

function credential() {
  const read = readCredential(part("credential").value);
  if (!read) throw new Fault(say.sayCredential, part("credential"));
  return read;
}

async function encryptNow() {
  const message = { act: "encrypt", votes: votes(), credential: credential() };
  tell(say.sayEncrypting);
  part("progress").hidden = false;
  const { code, milliseconds } = await ask(message);
  part("progress").hidden = true;
  say.milliseconds = milliseconds;
  for (const place of booth.querySelectorAll("[data-code]")) place.textContent = code;
  tell(say.sayEncrypted);
  show("sealed");
}

function offer(link, words, type) {
  if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([words], { type }));
}

async function audit() {
  const { file } = await ask({ act: "open" });
  list(part("opened-choices"), JSON.parse(file).votes);
  offer(part("opened-file"), file, "application/json");
  tell(say.sayOpened);
  show("opened");
}

async function send(ballot, commitments) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(location.pathname, {
    method: "POST",
    headers: { accept: "application/json", "X-CSRFToken": token },
    body: new URLSearchParams({ ballot, commitments }),
    redirect: "manual",
  });
  if (answer.type === "opaqueredirect") throw new Fault(say.saySignIn, part("back-to-choose"));
  const told = await answer.json();
  if (!answer.ok) throw new Fault(told.detail || say.sayFault, part("back-to-choose"));
  return told;
}

// The numbers on the receipt are this device's own: whoever is told another one by the server sees it.
async function cast() {
  tell(say.saySending);
  const { ballot, tracking, commitments } = await ask({ act: "finish" });
  let told;
  try {
    told = await send(ballot, commitments);
  } catch (error) {
    show("review");
    throw error;
  }
  part("tracking").textContent = tracking;
  part("sequence").textContent = told.sequence;
  part("on-board").href = `${part("on-board").dataset.board}?${new URLSearchParams({ tracking })}`;
  part("credential").value = "";
  const code = booth.querySelector("[data-code]").textContent;
  offer(part("receipt-file"), `${say.title}\n${say.sayTracking}: ${tracking}\n${say.sayCode}: ${code}\n${new Date().toISOString()}\n`, "text/plain");
  tell(told.tracking === tracking ? say.sayCast : say.sayOther, told.tracking !== tracking);
  show("receipt");
}

function act(button, doing) {
  part(button).onclick = async () => {
    part(button).disabled = true;
    try {
      await doing();
    } catch (error) {
      part("progress").hidden = true;
      tell(error instanceof Fault ? error.message : say.sayFault, true);
      if (error instanceof Fault) error.place?.focus(); else console.warn(error);
    }
    part(button).disabled = false;
  };
}

async function begin() {
  listen(booth, (sentence) => tell(sentence));
  act("to-review", async () => { list(part("choices"), votes()); tell(""); show("review"); });
  act("back-to-choose", async () => { tell(""); show("choose"); });
  act("encrypt", encryptNow);
  act("cast", cast);
  act("audit", audit);
  act("change", async () => { tell(""); show("choose"); });
  act("again", encryptNow);
  part("larger").onclick = () => part("larger").setAttribute("aria-pressed", String(booth.classList.toggle("is-larger")));
  part("credential").onkeydown = (event) => { if (event.key === "Enter") part("encrypt").click(); };
  const { fingerprint } = await ask({ act: "begin", address: say.election });
  part("fingerprint").textContent = fingerprint;
  part("to-review").disabled = false;
  part("no-script").hidden = true;
  say.ready = "yes";
}

if (booth) begin().catch((error) => { console.warn(error); tell(say.sayFault, true); });
