// npm's jose makes and checks JSON Web Signatures whose payload stands apart. Arguments: root, verb, and for
// `make`: key.pem, header.json, file; for `check`: signed.json, file (or nothing, where the payload counts as empty).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
const [, , root, verb, ...rest] = process.argv;
const require = createRequire(`${root}/package.json`);
const jose = await import(require.resolve("jose"));
const known = { crit: { sigD: true } };
if (verb === "make") {
  const [key, head, file] = rest;
  const header = JSON.parse(readFileSync(head, "utf8"));
  const data = file ? new Uint8Array(readFileSync(file)) : new Uint8Array();
  const made = await new jose.FlattenedSign(data)
    .setProtectedHeader(header)
    .sign(await jose.importPKCS8(readFileSync(key, "utf8"), header.alg), known);
  delete made.payload;
  process.stdout.write(JSON.stringify(made));
} else {
  const [signed, file] = rest;
  for (const one of JSON.parse(readFileSync(signed, "utf8")).signatures) {
    const { b64 } = jose.decodeProtectedHeader(one);
    const data = file ? readFileSync(file) : Buffer.alloc(0);
    const payload = b64 === false ? new Uint8Array(data) : data.toString("base64url");
    const certificate = (header) =>
      jose.importX509(`-----BEGIN CERTIFICATE-----\n${header.x5c[0]}\n-----END CERTIFICATE-----`, header.alg);
    await jose.flattenedVerify({ ...one, payload }, certificate, known);
  }
  process.stdout.write("verified");
}
