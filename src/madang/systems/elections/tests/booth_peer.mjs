// The browser's code, run by node for test_booth_encryption.py: reads a job from stdin, writes its outcome to stdout.
import { readFileSync } from "node:fs";
import { hashWords } from "./elections/group.js";
import { encrypt, finish, prepare, readElection } from "./elections/ballot.js";
import { readCredential, secretExponent } from "./elections/credential.js";
import { checkOpened, readOpened } from "./elections/opened.js";

const job = JSON.parse(readFileSync(0, "utf8"));

async function ballots() {
  const read = await readElection(job.election);
  const prepared = prepare(read);
  const made = [];
  for (const { credential, votes } of job.voters) {
    const secret = await secretExponent(readCredential(credential), read.election.uuid, read.group);
    const sealed = await encrypt(votes, secret, prepared);
    const { keys: _tables, ...shown } = sealed;
    made.push({ ...shown, ...(await finish(sealed, secret)) });
  }
  return made;
}

// One ballot for each path, with one more in the number there, and signed afterwards: the signature holds, a proof does not.
async function forged() {
  const read = await readElection(job.election);
  const prepared = prepare(read);
  const secret = await secretExponent(readCredential(job.credential), read.election.uuid, read.group);
  const sealed = await encrypt(job.votes, secret, prepared);
  return Promise.all(job.paths.map(async (path) => {
    const altered = structuredClone(sealed.unsigned);
    const place = path.slice(0, -1).reduce((inner, step) => inner[step], altered);
    place[path.at(-1)] = (BigInt(place[path.at(-1)]) + 1n).toString();
    return (await finish({ ...sealed, unsigned: altered, code: await hashWords(JSON.stringify(altered)) }, secret)).ballot;
  }));
}

const acts = {
  ballots,
  forged,
  credentials: () => job.written.map(readCredential),
  opened: () => Promise.all(job.files.map(({ text, code }) => checkOpened(readOpened(text), job.election, code))),
};
process.stdout.write(JSON.stringify(await acts[job.act]()));
