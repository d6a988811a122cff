// Proofs of Belenios 2.0 (sections 4.11.2 to 4.14). `keys`: {group, g, y, announced}, where g(e) and y(e) raise the two fixed bases;
// the commitments of every proof are added to `announced`, for whoever checks it would have to compute them.
import { hashNumber, mod, randomExponent } from "./group.js";

const written = ({ challenge, response }) => ({ challenge: challenge.toString(), response: response.toString() });

// "One of these ciphertexts, divided by g ** value, encrypts zero", without saying which. A branch is {random, away}: the randomness
// of its ciphertext, and by how much its plaintext misses the value; a branch with `away` 0 is true. Because the prover knows `random`,
// alpha ** challenge and (beta / g ** value) ** challenge of the other branches are powers of the fixed bases as well.
async function oneOf(branches, said, { group, g, y, announced: all }) {
  const { q } = group;
  const truth = branches.findIndex(({ away }) => away === 0n);
  if (truth < 0) throw new Error("nothing of this is true");
  const nonce = randomExponent(group);
  const proofs = branches.map((_branch, place) => (place === truth ? null
    : { challenge: randomExponent(group), response: randomExponent(group) }));
  const announced = branches.map(({ random, away }, place) => {
    if (place === truth) return [g(nonce), y(nonce)];
    const { challenge, response } = proofs[place];
    const exponent = response + random * challenge;
    return [g(exponent), mod(y(exponent) * g(away * challenge), group.p)];
  });
  all.push(...announced.flat());
  const whole = await hashNumber(`${said}|${announced.flat().join(",")}`);
  const others = proofs.reduce((sum, proof) => sum + (proof ? proof.challenge : 0n), 0n);
  const challenge = mod(whole - others, q);
  proofs[truth] = { challenge, response: mod(nonce - branches[truth].random * challenge, q) };
  return proofs.map(written);
}

// That `value`, encrypted with `random` as `ciphertext`, is one of `allowed` (section 4.12).
export function inRange({ ciphertext, random, value, allowed, context, keys }) {
  const branches = allowed.map((one) => ({ random, away: value - one }));
  return oneOf(branches, `prove|${context}|${ciphertext.alpha},${ciphertext.beta}`, keys);
}

// "Not blank, or nothing chosen", and "blank, or as many chosen as allowed" (section 4.13).
export async function possiblyBlank({ blank, chosen, allowed, context, keys }) {
  const nothing = [{ random: blank.random, away: blank.value }, { random: chosen.random, away: chosen.value }];
  const enough = [{ random: blank.random, away: blank.value - 1n }, ...allowed.map((one) => ({ random: chosen.random, away: chosen.value - one }))];
  // The blank proof is checked first, so its commitments come first.
  const blankProof = await oneOf(nothing, `bproof0|${context}`, keys);
  return { overall_proof: await oneOf(enough, `bproof1|${context}`, keys), blank_proof: blankProof };
}

// Knowledge of the randomness of one ciphertext (section 4.11.2).
export async function knownRandom({ ciphertext, random, context, publicKey, keys: { group, g, announced } }) {
  const nonce = randomExponent(group);
  const commitment = g(nonce);
  announced.push(commitment);
  const said = `raweg|${context}|${publicKey},${ciphertext.alpha},${ciphertext.beta}|${commitment}`;
  const challenge = mod(await hashNumber(said), group.q);
  return written({ challenge, response: mod(nonce - random * challenge, group.q) });
}

// The signature with the credential (section 4.14). It is checked before all other proofs.
export async function sign(hash, secret, { group, g, announced }) {
  const nonce = randomExponent(group);
  const commitment = g(nonce);
  announced.unshift(commitment);
  const challenge = mod(await hashNumber(`sig|${hash}|${commitment}`), group.q);
  return { hash, proof: written({ challenge, response: mod(nonce - secret * challenge, group.q) }) };
}
