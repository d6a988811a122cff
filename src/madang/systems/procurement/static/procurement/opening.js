// A custodian's part of every bid: fetched in batches, opened with the key on this device, given with one proof a batch.
import { custodianKey } from "./keeping.js";
import { readKeyFile } from "./key_file.js";
import { decode, openShares, readScalar } from "./sealing.js";

const room = document.getElementById("opening");
const part = (id) => document.getElementById(id);
const say = room?.dataset;
const tell = (sentence) => { part("opening-state").textContent = sentence; };
const frame = () => new Promise((resolve) => setTimeout(resolve));

async function secretOf() {
  if (say.demonstration) return readScalar(decode(say.demonstration));
  const kept = await custodianKey(say.public);
  if (kept) return kept;
  const [file] = part("file").files;
  const value = await readKeyFile(await file.text(), part("passphrase").value);
  if (value.key !== say.public) throw new Error("another key");
  return readScalar(decode(value.secret));
}

async function give(secret) {
  const all = Number(part("opening-progress").max);
  let done = 0;
  part("opening-progress").hidden = false;
  for (;;) {
    const batch = await (await fetch(say.shares)).json();
    if (!batch.bids?.length) break;
    const made = await openShares(secret, batch.shares, batch.context, async (count) => {
      part("opening-progress").value = done + count;
      tell(say.sayWorking.replace("{done}", done + count).replace("{all}", all));
      if (count % 10 === 0) await frame();
    });
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(location.href, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ bids: batch.bids, ...made }),
    });
    if (!answer.ok) throw new Error(say.sayRefused);
    done += batch.bids.length;
    if (!(await answer.json()).left) break;
  }
}

async function begin() {
  part("give").disabled = true;
  let secret;
  try {
    secret = await secretOf();
  } catch (error) {
    tell(part("file").files.length ? say.sayWrong : say.sayMissing);
    part("give").disabled = false;
    return;
  }
  try {
    await give(secret);
  } catch (error) {
    console.warn(error);
    tell(say.sayRefused);
    part("give").disabled = false;
    return;
  }
  tell(say.sayDone);
  location.reload();
}

if (room) {
  if (!say.demonstration && !(await custodianKey(say.public))) part("from-file").hidden = false;
  part("give").onclick = begin;
  part("give").disabled = false;
  room.dataset.ready = "yes";
}
