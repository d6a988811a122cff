// Checks, on any device, a ballot that another device opened: what was in it, and whether it is the one whose code was shown.
import { checkOpened, readOpened } from "./opened.js";

const form = document.getElementById("device");
const part = (id) => document.getElementById(id);
const say = form?.dataset;

function line(term, words) {
  const [row, name, value] = ["div", "dt", "dd"].map((kind) => document.createElement(kind));
  name.textContent = term;
  value.append(...words.map((one) => {
    const part = document.createElement("div");
    part.textContent = one;
    return part;
  }));
  row.append(name, value);
  return row;
}

// The names are those of the published election, whatever the page of the other device said.
function chosen(election, votes) {
  return election.questions.map((question, place) => {
    const { question: title, answers } = question.value ?? question;
    const marks = votes[place];
    if (question.value) return line(title, answers.map((answer, index) => `${answer}: ${marks[index]}`));
    const names = question.blank ? [say.sayBlank, ...answers] : answers;
    const words = names.filter((_name, index) => marks[index]);
    return line(title, words.length ? words : [say.sayNothing]);
  });
}

function verdict({ sound, same, wrong }) {
  if (!sound) return [say.sayForeign, false];
  if (wrong.length) return [say.sayWrong, false];
  return same ? [say.sayRight, true] : [say.sayOther, false];
}

async function check() {
  const [file] = part("file").files;
  if (!file && !part("text").value.trim()) return [say.sayNone, false];
  const opened = readOpened(file ? await file.text() : part("text").value);
  const text = await (await fetch(say.election)).text();
  const found = await checkOpened(opened, text, part("code").value);
  part("held").replaceChildren(...(found.sound ? chosen(JSON.parse(text), opened.votes) : []));
  part("held-part").hidden = !found.sound;
  return verdict(found);
}

if (form) {
  form.onsubmit = async (event) => {
    event.preventDefault();
    part("check").disabled = true;
    let [sentence, right] = [say.sayUnreadable, false];
    try {
      [sentence, right] = await check();
    } catch (error) {
      part("held-part").hidden = true;
      console.warn(error);
    }
    part("verdict").hidden = false;
    part("verdict").className = `m-notice is-${right ? "success" : "error"}`;
    part("verdict").textContent = sentence;
    part("verdict").focus();
    part("check").disabled = false;
  };
  part("check").disabled = false;
  part("no-script").hidden = true;
  form.dataset.ready = "yes";
}
