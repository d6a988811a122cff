// Verifies a JSON Web Signature in its general serialization with the key of its certificate; prints the payload.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
const require = createRequire(`${process.argv[2]}/package.json`);
const { generalVerify, importX509 } = await import(require.resolve("jose"));
const signed = JSON.parse(readFileSync(process.argv[3], "utf8"));
const { payload } = await generalVerify(signed, (header) =>
  importX509(`-----BEGIN CERTIFICATE-----\n${header.x5c[0]}\n-----END CERTIFICATE-----`, header.alg),
);
process.stdout.write(Buffer.from(payload));
