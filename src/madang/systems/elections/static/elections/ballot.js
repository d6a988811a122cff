// A ballot of Belenios 2.0 (version 1): encrypted and proven first, signed only when it is cast (sections 4.11 and 4.15).
import { GROUPS, fixedBase, hashWords, mod, power, randomExponent } from "./group.js";
import { inRange, knownRandom, possiblyBlank, sign } from "./proofs.js";

const BITS = [0n, 1n];

// An election as it was published: the very text, for its fingerprint is of that text.
export async function readElection(text) {
  const election = JSON.parse(text);
  const group = GROUPS[election.group];
  if (election.version !== 1 || !group) throw new Error("another version of the format");
  return { election, group, fingerprint: await hashWords(text) };
}

// What is worked out once for an election: the tables of both bases.
export function prepare({ election, group, fingerprint }) {
  const keys = { group, g: fixedBase(group.g, group), y: fixedBase(BigInt(election.public_key), group) };
  return { election, fingerprint, keys };
}

function encryptElement(element, { group, g, y }) {
  const random = randomExponent(group);
  return { random, alpha: g(random), beta: mod(y(random) * element, group.p) };
}

const shown = ({ alpha, beta }) => ({ alpha: alpha.toString(), beta: beta.toString() });
const sum = (numbers) => numbers.reduce((total, one) => total + one, 0n);
const product = (numbers, p) => numbers.reduce((total, one) => (total * one) % p, 1n);

// Choices among answers: 0 or 1 each, the blank vote before them where the question has one (section 4.11.1).
async function chosenAnswer(question, values, { context, keys, step }) {
  const votes = values.map(BigInt);
  const parts = [];
  for (const value of votes) {
    const part = { ...encryptElement(value ? keys.group.g : 1n, keys), value };
    parts.push({ ...part, proof: await inRange({ ciphertext: part, random: part.random, value, allowed: BITS, context, keys }) });
    step();
  }
  const about = `${context}|${parts.map(({ alpha, beta }) => `${alpha},${beta}`).join(",")}`;
  const allowed = Array.from({ length: question.max - question.min + 1 }, (_one, place) => BigInt(question.min + place));
  const together = (some) => ({ random: sum(some.map((part) => part.random)), value: sum(some.map((part) => part.value)) });
  const answer = { choices: parts.map(shown), individual_proofs: parts.map((part) => part.proof) };
  if (question.blank) {
    const [blank, ...rest] = parts;
    Object.assign(answer, await possiblyBlank({ blank, chosen: together(rest), allowed, context: about, keys }));
  } else {
    const { p } = keys.group;
    const ciphertext = { alpha: product(parts.map((part) => part.alpha), p), beta: product(parts.map((part) => part.beta), p) };
    answer.overall_proof = await inRange({ ciphertext, ...together(parts), allowed, context: about, keys });
  }
  return { answer, opened: parts.map(({ random }) => random.toString()) };
}

// Ranks or grades as one element of the group: the numbers side by side, then the first padding that makes it an element.
export function embed(values, { p, q, embedding: { padding, bitsPerInt } }) {
  const packed = values.reduce((total, one) => (total << bitsPerInt) + BigInt(one), 0n) << padding;
  for (let extra = 0n; extra < 1n << padding; extra++) {
    if (packed + extra > 0n && power(packed + extra, q, p) === 1n) return packed + extra;
  }
  throw new Error("no element of the group");
}

async function rankedAnswer(values, { context, keys, publicKey, step }) {
  const part = encryptElement(embed(values, keys.group), keys);
  const proof = await knownRandom({ ciphertext: part, random: part.random, context, publicKey, keys });
  step();
  return { answer: { choices: shown(part), proof }, opened: [part.random.toString()] };
}

// Why these votes are no answer to the question, as a word, or "" where they are one.
export function whyNot(question, values) {
  const answers = question.value ? question.value.answers : question.answers;
  const whole = values.length === answers.length + (question.blank ? 1 : 0);
  const highest = question.value ? 255 : 1;
  if (!whole || values.some((one) => !Number.isInteger(one) || one < 0 || one > highest)) return "shape";
  if (question.value) return "";
  const [blank, rest] = question.blank ? [values[0], values.slice(1)] : [0, values];
  const count = rest.reduce((total, one) => total + one, 0);
  if (blank) return count ? "blank" : "";
  return count < question.min ? "few" : count > question.max ? "many" : "";
}

// The ballot without its signature, its check code, and what opens it. `votes`: a list of numbers for each question.
export async function encrypt(votes, secret, { election, fingerprint, keys: tables }, progress = () => {}) {
  if (votes.length !== election.questions.length) throw new Error("a question has no answer");
  const keys = { ...tables, announced: [] };
  const credential = keys.g(secret).toString();
  const context = `${fingerprint}|${credential}`;
  const all = votes.reduce((total, values, place) => total + (election.questions[place].value ? 1 : values.length), 0);
  let done = 0;
  const step = () => progress(++done, all);
  const made = [];
  for (const [place, question] of election.questions.entries()) {
    if (whyNot(question, votes[place])) throw new Error("votes that are no answer");
    const surroundings = { context, keys, publicKey: election.public_key, step };
    made.push(await (question.value ? rankedAnswer(votes[place], surroundings) : chosenAnswer(question, votes[place], surroundings)));
  }
  const answers = made.map(({ answer }) => answer);
  const unsigned = { election_uuid: election.uuid, election_hash: fingerprint, credential, answers };
  const code = await hashWords(JSON.stringify(unsigned));
  return { unsigned, code, votes, keys, opened: made.map(({ opened }) => opened) };
}

// The ballot as it is sent, its tracking number, and the commitments of its proofs in hexadecimal, which are no secret.
export async function finish({ unsigned, code, keys }, secret) {
  const text = JSON.stringify({ ...unsigned, signature: await sign(code, secret, keys) });
  const digits = keys.group.p.toString(16).length;
  const commitments = keys.announced.map((one) => one.toString(16).padStart(digits, "0")).join("");
  return { ballot: text, tracking: await hashWords(text), commitments };
}
