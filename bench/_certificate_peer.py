"""The peer of bench/certificate.py, run by the interpreter of .venv-bench: WeasyPrint draws the same page, stock pyHanko signs
it with RSA-2048 (PAdES B-B). Reads the page's data as one JSON line, then a number a line; answers with CPU seconds a line.

It is let off what ours does besides: no register is read, nothing is numbered, recorded or audited, the facts are not signed
for the QR code, and the file claims neither PDF/A nor PDF/UA.
"""

import io
import json
import secrets
import sys
import time
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

import segno
from asn1crypto import keys, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

STYLE = """
@font-face {{ font-family: "Pretendard GOV"; font-weight: 400; src: url("{fonts}/PretendardGOV-Regular.otf"); }}
@font-face {{ font-family: "Pretendard GOV"; font-weight: 700; src: url("{fonts}/PretendardGOV-Bold.otf"); }}
@page {{ size: A4; margin: 18mm 20mm 17mm;
  @bottom-left {{ content: "{agency}"; font: 7.6pt "Pretendard GOV"; color: #5b6673; }}
  @bottom-right {{ content: counter(page) " / " counter(pages); font: 7.6pt "Pretendard GOV"; color: #5b6673; }} }}
body {{ font: 10pt/1.5 "Pretendard GOV"; color: #1c2530; }}
h1 {{ text-align: center; font-size: 25pt; letter-spacing: .16em; border-bottom: 1.6pt solid; }}
h1 {{ width: 60%; margin: 9mm auto 7mm; }}
h2 {{ font-size: 10.8pt; }}
table {{ width: 100%; border-collapse: collapse; border-top: 1.1pt solid; border-bottom: 1.1pt solid; margin: 9pt 0; }}
th {{ background: #f1f4f7; text-align: left; }}
td, th {{ border: .5pt solid #8a949e; padding: 6pt; }}
.close {{ text-align: center; font-size: 12pt; margin-top: 20mm; }}
.who {{ font-size: 19pt; font-weight: 700; }}
.seal {{ display: inline-block; border: 1.7pt solid #c0271d; color: #c0271d; font-weight: 700; }}
.seal {{ width: 20mm; height: 20mm; margin-left: -8mm; }}
.verify {{ border-top: .5pt solid #8a949e; margin-top: 12mm; font-size: 8.4pt; }}
.verify svg {{ width: 36mm; float: left; margin-right: 5mm; }}
"""


def _table(columns: list[str], rows: list[list[str]]) -> str:
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _section(part: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><th>{escape(label)}</th><td>{escape(value)}</td></tr>" for label, value in part.get("fields", [])
    )
    facts = f"<table>{rows}</table>" if rows else ""
    records = _table(part["columns"], part["rows"]) if part.get("columns") else ""
    return f"<h2>{escape(part['title'])}</h2>{facts}{records}"


def page(data: dict[str, Any], *, number: str, code: str) -> str:
    """The page in HTML."""
    document, content = data["document"], data["content"]
    svg = io.BytesIO()
    segno.make_qr(code, error="m", boost_error=False).save(svg, kind="svg", xmldecl=False, svgns=True)
    steps = "".join(f"<p>{escape(step)}</p>" for step in data["labels"]["verify_steps"])
    return (
        f"<html lang='{document['language']}'><title>{escape(document['title'])}</title><body>"
        f"<p>{escape(data['labels']['number'])} <b>{number}</b></p><h1>{escape(document['title'])}</h1>"
        f"{''.join(_section(part) for part in content.get('sections', []))}"
        f"<div class='close'><p>{escape(data['statement'])}</p><p>{escape(document['issued'])}</p>"
        f"<p class='who'>{escape(document['signatory'])}<span class='seal'>{''.join(data['seal']['letters'])}</span></p></div>"
        f"<div class='verify'>{svg.getvalue().decode()}<h2>{escape(data['labels']['verify_title'])}</h2>{steps}</div>"
        "</body></html>"
    )


def rsa_signer() -> signers.SimpleSigner:
    """A self-made certificate with an RSA-2048 key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = certificates.Name([certificates.NameAttribute(certificates.NameOID.COMMON_NAME, "Peer")])
    now = datetime.now(tz=UTC)
    made = (
        certificates.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, plain)
    return signers.SimpleSigner(
        signing_cert=x509.Certificate.load(made.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(der),
        cert_registry=SimpleCertificateStore(),
    )


def main() -> None:
    """The dialogue."""
    data = json.loads(sys.stdin.readline())
    fonts = FontConfiguration()
    style = CSS(
        string=STYLE.format(fonts=Path(data["fonts"]).as_uri(), agency=data["document"]["agency"]), font_config=fonts
    )
    signer = rsa_signer()
    meta = signers.PdfSignatureMetadata(
        field_name="Seal", subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    for line in sys.stdin:
        drawn = time.process_time()
        drawn_for = 0.0
        for _ in range(int(line)):
            start = time.process_time()
            # As random as ours: a code that was seen before would be drawn from a cache nowhere, but compress better.
            html = page(
                data,
                number=secrets.token_hex(12),
                code=data["code"][:4] + secrets.token_hex(len(data["code"]) // 2).upper(),
            )
            pdf = HTML(string=html).write_pdf(stylesheets=[style], font_config=fonts)
            drawn_for += time.process_time() - start
            sealed = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), meta, signer=signer)
        whole = time.process_time() - drawn
        answer = {"cpu": whole, "signing": whole - drawn_for, "size": len(sealed.getvalue())}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
