// Checking a ballot that was opened instead of cast (Benaloh's challenge). Nothing here comes from the code that encrypted it but the
// groups and the hash: every ciphertext is made again by plain powers from what the device says it used, and compared.
import { GROUPS, hashWords, power } from "./group.js";

const NUMBER = /^(0|[1-9]\d{0,700})$/;
const LARGEST_FILE = 2_000_000;

function number(written) {
  if (typeof written !== "string" || !NUMBER.test(written)) throw new Error("no number");
  return BigInt(written);
}

// The elements that these votes stand for: g to the vote, or all the numbers of a question in one.
function matches(ciphertext, vote, random, { group, publicKey }) {
  const { p, q, g } = group;
  const [alpha, beta, secret] = [number(ciphertext.alpha), number(ciphertext.beta), number(random)];
  if (secret >= q || alpha !== power(g, secret, p)) return false;
  const masked = power(publicKey, secret, p);
  if (!Array.isArray(vote)) return beta === (masked * power(g, BigInt(vote), p)) % p;
  const { padding, bitsPerInt } = group.embedding;
  const packed = vote.reduce((total, one) => (total << bitsPerInt) + BigInt(one), 0n);
  const element = (beta * power(masked, p - 2n, p)) % p;
  return element >> padding === packed;
}

function answerMatches(question, answer, votes, opened, surroundings) {
  if (question.value) return opened.length === 1 && matches(answer.choices, votes, opened[0], surroundings);
  const all = question.answers.length + (question.blank ? 1 : 0);
  if (![answer.choices, votes, opened].every((list) => list.length === all)) return false;
  return answer.choices.every((one, place) => matches(one, votes[place], opened[place], surroundings));
}

export function readOpened(text) {
  if (text.length > LARGEST_FILE) throw new Error("too long");
  const { unsigned, votes, opened } = JSON.parse(text);
  if (!unsigned || ![unsigned.answers, votes, opened].every(Array.isArray)) throw new Error("another kind of file");
  if (![...votes, ...opened].every(Array.isArray)) throw new Error("another kind of file");
  if (!votes.flat().every((one) => Number.isInteger(one) && one >= 0 && one <= 255)) throw new Error("no votes");
  return { unsigned, votes, opened };
}

// {same: whether the ballot is the one whose code the device showed, sound: whether it belongs to this election, wrong: questions whose
// ciphertexts do not hold the votes that the device says}.
export async function checkOpened({ unsigned, votes, opened }, electionText, code) {
  const election = JSON.parse(electionText);
  const surroundings = { group: GROUPS[election.group], publicKey: BigInt(election.public_key) };
  const sound = unsigned.election_uuid === election.uuid && unsigned.election_hash === (await hashWords(electionText))
    && [unsigned.answers, votes, opened].every((list) => list.length === election.questions.length);
  const wrong = [];
  if (sound) {
    for (const [place, question] of election.questions.entries()) {
      let holds = false;
      try { holds = answerMatches(question, unsigned.answers[place], votes[place], opened[place], surroundings); } catch { holds = false; }
      if (!holds) wrong.push(place);
    }
  }
  return { sound, wrong, same: (await hashWords(JSON.stringify(unsigned))) === code.trim() };
}
