// An offline presentation in a QR code: `MID1:` and base45 (RFC 9285) of the deflated text. It holds for one minute.
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const PREFIX = "MID1:";
const LARGEST = 20000;

async function through(bytes, stream) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

function base45(bytes) {
  let out = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const pair = at + 1 < bytes.length;
    let value = pair ? bytes[at] * 256 + bytes[at + 1] : bytes[at];
    for (let step = 0; step < (pair ? 3 : 2); step += 1) {
      out += LETTERS[value % 45];
      value = Math.floor(value / 45);
    }
  }
  return out;
}

function unbase45(value) {
  const out = [];
  for (let at = 0; at < value.length; at += 3) {
    const signs = [...value.slice(at, at + 3)].map((sign) => LETTERS.indexOf(sign));
    if (signs.includes(-1) || signs.length === 1) throw new Error("base45");
    const number = signs.reduceRight((sum, sign) => sum * 45 + sign, 0);
    if (number > (signs.length === 3 ? 65535 : 255)) throw new Error("base45");
    out.push(...(signs.length === 3 ? [number >> 8, number & 255] : [number]));
  }
  return new Uint8Array(out);
}

export async function pack(presentation) {
  return PREFIX + base45(await through(new TextEncoder().encode(presentation), new CompressionStream("deflate")));
}

export async function unpack(text) {
  if (!text.startsWith(PREFIX) || text.length > LARGEST) throw new Error("prefix");
  return new TextDecoder().decode(await through(unbase45(text.slice(PREFIX.length)), new DecompressionStream("deflate")));
}

export async function codeOf(presentation) {
  const text = await pack(presentation);
  const { default: qrcode } = await import("/static/qrcode/qrcode.mjs");
  const code = qrcode(0, "L");
  code.addData(text, "Alphanumeric");
  code.make();
  const holder = document.createElement("div");
  holder.innerHTML = code.createSvgTag({ cellSize: 4, margin: 16, scalable: true });
  return { text, svg: holder.firstElementChild };
}
