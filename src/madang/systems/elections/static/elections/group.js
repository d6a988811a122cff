// The two groups of Belenios 2.0 (specification, sections 5.1 and 5.2) as BigInt, powers of fixed bases by tables, and chance.
const BELENIOS_P = BigInt("0x" +
  "a3ef2d011fefb1b6e39e568fccdffb0fb7dc7ef3a791b6862791811d21fc35f21e6d36856b428030421f514ed40bfd4c06e092a495af8d79" +
  "a2f85e0fb11c0ede07dd973f9c53e50930c6e82ac36de1ae3fb8c3aabfff12ce27a5022ddd8912d107435012768a2cdd0a4091d8fa447f6c" +
  "7ebc15a349fa318a6b4fe17d8d47e843a3e14dfa9b2162f4d7229abe93a188b46b006517d6f6747ebbb29c9ec3099b607f18fb1a8bc85827" +
  "9aa8599411d998d3e3fada9e010840d082d8c31911acdd4a0e7992d0f18cc759cb5de0acf66a3882555bc810941e021b6a4ccfa04ee4008f" +
  "878affa2375e2999b44f6cef17d707301e59e0e6351e051ed9cec4157646e64f");
const BELENIOS_G = BigInt("0x" +
  "1307c1ab5f295885d7caa3a78a42415e31fd1c5807b61fb1e781878a52230a51988b98c259597f9c5a9dfd001d26ba31d9d8976f01d95a1c" +
  "8262ee68a0e92cea541e5219e0d0d094301b894236823fe1d4bc04e29f3748aefd4f10d5b1a356a8643e673fd9d215fc8fe5fb9cf9fdb8ea" +
  "88fdb1a3381a697fdf9c2458570b06d26aef1be365fdd90165f397c6b870df8c1b9e519edcee8bb0f74b7a1615a274ba60a7ea574a61f552" +
  "d2dde0ce514e0927c4ff49b1964c4a913731ae4268d60d7f22127b6cbba44d453ac8b72fd04e0991b7aeff04867d8724ac638f5f34100d2d" +
  "47aa680d43771902743d663f42d853c041e1c91fe3823f4bcf284308f1d7e653");
const RFC_3526_P = BigInt("0x" +
  "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404ddef9519b3cd3a431b" +
  "302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe6" +
  "49286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb9ed529077096966d" +
  "670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf695581718" +
  "3995497cea956ae515d2261898fa051015728e5a8aacaa68ffffffffffffffff");

// `exponentBits`: how long an exponent is; `embedding`: how a vector of small numbers becomes an element (RFC-3526-2048 alone).
export const GROUPS = {
  "BELENIOS-2048": {
    p: BELENIOS_P,
    g: BELENIOS_G,
    q: 0xadb6066a73522565f4daa0f2579db7f2f0fa90c2168bc709e20263387d55c491n,
    exponentBits: 256,
  },
  "RFC-3526-2048": {
    p: RFC_3526_P,
    g: 2n,
    q: (RFC_3526_P - 1n) / 2n,
    exponentBits: 2047,
    embedding: { padding: 8n, bitsPerInt: 8n },
  },
};

const WINDOW = 5;
const DIGIT = (1n << BigInt(WINDOW)) - 1n;

export const mod = (number, modulus) => { const rest = number % modulus; return rest < 0n ? rest + modulus : rest; };

// base ** exponent, from the highest bit down.
export function power(base, exponent, p) {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % p;
    if (bit === "1") result = (result * base) % p;
  }
  return result;
}

// A function exponent -> base ** exponent for one base: a table of every digit at every place, so that no squaring is left. The digit
// zero is multiplied too: as many products for every secret exponent.
export function fixedBase(base, { p, q, exponentBits }) {
  const rows = [];
  let step = base;
  for (let place = 0; place < exponentBits; place += WINDOW) {
    const row = [1n];
    for (let digit = 1n; digit <= DIGIT; digit++) row.push((row[row.length - 1] * step) % p);
    rows.push(row);
    step = (row[row.length - 1] * step) % p;
  }
  return (exponent) => {
    let [rest, result] = [mod(exponent, q), 1n];
    for (const row of rows) {
      result = (result * row[Number(rest & DIGIT)]) % p;
      rest >>= BigInt(WINDOW);
    }
    return result;
  };
}

const bytes = (count) => crypto.getRandomValues(new Uint8Array(count));
export const fromBytes = (given) => BigInt(`0x${[...given].map((one) => one.toString(16).padStart(2, "0")).join("")}`);

// A number below `q`, each as likely as any other: what is too large is drawn again.
export function randomExponent({ q, exponentBits }) {
  const [count, spare] = [Math.ceil(exponentBits / 8), BigInt((8 - (exponentBits % 8)) % 8)];
  for (;;) {
    const drawn = fromBytes(bytes(count)) >> spare;
    if (drawn < q) return drawn;
  }
}

const digest = async (words) => new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(words)));

// SHA-256 as a number (big-endian), for challenges.
export const hashNumber = async (words) => fromBytes(await digest(words));

// SHA-256 in Base64 without padding: the fingerprint of an election, the hash that is signed, the tracking number (section 4.15).
export async function hashWords(words) {
  return btoa(String.fromCharCode(...(await digest(words)))).replace(/=+$/, "");
}
