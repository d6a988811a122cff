"""Two-dimensional codes as vector drawings, for typst and for pages."""

import re
from typing import Any

import zxingcpp

# Level M survives a seventh of the code being soiled (ISO/IEC 18004, table 8). Level Q would survive a quarter, but in the same
# square its modules are a tenth smaller, and a telephone fails on small modules long before it fails on stains.
_LEVEL = "M"
# Masks even out what the text draws (ISO/IEC 18004, 7.8). A compressed and signed text is even already: trying all eight
# takes six times as long and finds nothing better.
_MASK = 4
_QUIET_QR, _QUIET_MATRIX = 4, 2
_RUNS = re.compile(rb"\x00+|[^\x00]+")
# The largest QR code has 177 modules in a row (ISO/IEC 18004, 6.1).
_DRAWN = tuple(f"h{length}" for length in range(178))
_PASSED = tuple(f"m{length} 0" for length in range(178))


def qr_svg(*, text: str) -> str:
    """A QR code of `text`, black on white with its quiet zone of four modules."""
    return _svg(
        zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=_LEVEL, data_mask=_MASK), _QUIET_QR
    )


def matrix_svg(*, text: str) -> str:
    """A Data Matrix (ISO/IEC 16022) of `text`: small enough to stand beside a printed number."""
    return _svg(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix), _QUIET_MATRIX)


def _svg(barcode: zxingcpp.Barcode, quiet: int) -> str:
    # The image is a buffer, which its stub does not say.
    drawn: Any = zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)
    image = memoryview(drawn)
    down, across = image.shape or (0, 0)
    flat = image.tobytes()
    runs: list[str] = []
    for y in range(down):
        runs.append(f"M0 {y}.5")
        row = _RUNS.findall(flat, y * across, (y + 1) * across)
        runs += [(_PASSED if run[0] else _DRAWN)[len(run)] for run in row]
    # A stroke as wide as a module draws a run with two commands where an area takes five.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-quiet} {-quiet} {across + 2 * quiet} {down + 2 * quiet}" '
        f'shape-rendering="crispEdges"><path stroke="#000" d="{"".join(runs)}"/></svg>'
    )
