// Where a ballot is made: beside the page, so that the page goes on answering. The secret and the randomness stay in here; what was
// opened is forgotten at once, so that it can never be signed.
import { encrypt, finish, prepare, readElection } from "./ballot.js";
import { secretExponent } from "./credential.js";

let prepared = null;
let secret = null;
let sealed = null;

const acts = {
  async begin({ address }) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error("no election");
    prepared = prepare(await readElection(await answer.text()));
    return { fingerprint: prepared.fingerprint };
  },
  async encrypt({ votes, credential }) {
    const began = performance.now();
    secret = await secretExponent(credential, prepared.election.uuid, prepared.keys.group);
    sealed = await encrypt(votes, secret, prepared, (done, all) => postMessage({ progress: { done, all } }));
    return { code: sealed.code, milliseconds: Math.round(performance.now() - began) };
  },
  async open() {
    const { unsigned, votes, opened } = sealed;
    sealed = null;
    return { file: JSON.stringify({ unsigned, votes, opened }) };
  },
  async finish() {
    const made = await finish(sealed, secret);
    sealed = null;
    return made;
  },
};

onmessage = async ({ data }) => {
  try {
    postMessage({ answer: await acts[data.act](data) });
  } catch (error) {
    postMessage({ fault: String(error) });
  }
};
