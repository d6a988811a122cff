// The browser's code, run by node for test_bidding_sealing.py: reads a job from stdin, writes its outcome to stdout.
import { readFileSync } from "node:fs";
import * as sealing from "./procurement/sealing.js";
import { signingRequest } from "./procurement/device.js";
import { readKeyFile, writeKeyFile } from "./procurement/key_file.js";

const { decode, readScalar } = sealing;
const job = JSON.parse(readFileSync(0, "utf8"));
const acts = {
  async seal() {
    const signer = await sealing.newDeviceKey();
    return sealing.seal(job.content, job.ceremony, job.lot, job.supplier, signer, job.certificate ?? null);
  },
  async open() {
    const opened = {};
    for (const [position, secret] of Object.entries(job.secrets)) {
      const share = JSON.parse(Buffer.from(job.sealed.split(".")[1], "base64url")).shares[Number(position) - 1];
      opened[position] = (await sealing.openShares(readScalar(decode(secret)), [share], job.context)).parts[0];
    }
    return new TextDecoder().decode(await sealing.open(job.sealed, sealing.pool(opened)));
  },
  request: async () => Buffer.from(await signingRequest(await sealing.newDeviceKey())).toString("base64"),
  parts: () => sealing.openShares(readScalar(decode(job.secret)), job.shares, job.context),
  possession: () => sealing.possession(readScalar(decode(job.secret)), job.context),
  write: () => writeKeyFile(job.value, job.passphrase),
  read: () => readKeyFile(job.file, job.passphrase),
};
process.stdout.write(JSON.stringify(await acts[job.act]()));
