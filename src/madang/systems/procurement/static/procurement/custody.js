// Make a custodian's key: keep it here and in a file, hand over the public half.
import { keepCustodianKey } from "./keeping.js";
import { writeKeyFile } from "./key_file.js";
import { encode, newCustodianKey, scalarBytes } from "./sealing.js";

const form = document.getElementById("custody");
const part = (id) => document.getElementById(id);
const tell = (sentence) => { part("custody-state").textContent = sentence; };

function save(name, words) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([words], { type: "application/jose" }));
  link.download = name;
  link.click();
  // Browsers read it a little later; a key whose file was never written is a lost key.
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

part("make").onclick = async () => {
  const passphrase = part("passphrase").value;
  if (passphrase.length < 12) { tell(form.dataset.sayShort); part("passphrase").focus(); return; }
  tell(form.dataset.sayMaking);
  const made = await newCustodianKey(form.dataset.officer);
  const file = await writeKeyFile({ key: made.key, secret: encode(scalarBytes(made.secret)) }, passphrase);
  await keepCustodianKey(made.key, made.secret);
  save(`madang-custodian-${made.key.slice(0, 8)}.jwe`, file);
  for (const name of ["key", "challenge", "response"]) form.elements[name].value = made[name];
  part("passphrase").value = "";
  part("register").hidden = false;
  part("register").focus();
  tell(form.dataset.sayMade);
};
form.dataset.ready = "yes";
