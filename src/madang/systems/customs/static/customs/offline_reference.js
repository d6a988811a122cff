// The provisional reference of a declaration: the minute by Universal Time, six drawn signs, a check sign (ISO 7064, MOD 37,36).
const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DRAWN = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

export function checkSign(text) {
  let sum = 18;
  for (const sign of text) sum = (((sum || 36) * 2) % 37 + SIGNS.indexOf(sign)) % 36;
  return SIGNS[(37 - ((sum || 36) * 2) % 37) % 36];
}

export function drawReference(at, random = crypto.getRandomValues(new Uint8Array(6))) {
  const minute = at.toISOString().replace(/\D/g, "").slice(2, 12);
  const drawn = Array.from(random, (one) => DRAWN[one % DRAWN.length]).join("");
  return `P-${minute}-${drawn}-${checkSign(`P${minute}${drawn}`)}`;
}
