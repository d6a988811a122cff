// Reads parts of the ballot paper aloud, by a voice that is on this device: nothing that is read goes over a network.
const tools = document.getElementById("aloud");
const voicesOf = (language) => speechSynthesis.getVoices().filter((voice) => voice.localService && voice.lang.toLowerCase().startsWith(language.slice(0, 2).toLowerCase()));

// What stands in the part as somebody sees it: no hidden words, and what was chosen said as such.
function wordsOf(place) {
  const said = [];
  for (const one of place.querySelectorAll("legend, h2, .form-hint, label, [data-name], dt, dd, p:not(.m-meta)")) {
    if (one.closest("[hidden], .m-actions") || one.offsetParent === null) continue;
    const box = one.control;
    const chosen = box && box.checked ? `, ${tools.dataset.chosen}` : "";
    said.push(one.textContent.trim().replace(/\s+/g, " ") + chosen);
  }
  return said.filter(Boolean);
}

function speak(place) {
  speechSynthesis.cancel();
  const language = place.querySelector("[lang]")?.lang || document.documentElement.lang;
  const [voice] = voicesOf(language);
  tools.querySelector("[data-none]").hidden = Boolean(voice);
  if (!voice) return;
  for (const sentence of wordsOf(place)) {
    const said = new SpeechSynthesisUtterance(sentence);
    said.voice = voice;
    said.lang = voice.lang;
    speechSynthesis.speak(said);
  }
}

function shown() {
  return ["choose", "review", "sealed", "opened", "receipt"].map((id) => document.getElementById(id)).find((one) => one && !one.hidden);
}

if (tools && "speechSynthesis" in window) {
  tools.hidden = false;
  speechSynthesis.getVoices();
  tools.querySelector("[data-read]").onclick = () => speak(shown());
  tools.querySelector("[data-stop]").onclick = () => speechSynthesis.cancel();
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") speechSynthesis.cancel(); });
  addEventListener("pagehide", () => speechSynthesis.cancel());
}
