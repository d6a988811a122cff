"""Two-dimensional codes as vector drawings, for typst and for pages."""

import zxingcpp

# Level Q survives a quarter of the code being soiled (ISO/IEC 18004, table 8); a longer text falls back to M.
_LONG = 620
_QUIET_QR, _QUIET_MATRIX = 4, 2


def qr_svg(*, text: str) -> str:
    """A QR code of `text`, black on white with its quiet zone of four modules."""
    level = "Q" if len(text) <= _LONG else "M"
    return _svg(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level), _QUIET_QR)


def matrix_svg(*, text: str) -> str:
    """A Data Matrix (ISO/IEC 16022) of `text`: small enough to stand beside a printed number."""
    return _svg(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix), _QUIET_MATRIX)


def _svg(barcode: zxingcpp.Barcode, quiet: int) -> str:
    rows = memoryview(zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)).tolist()
    runs: list[str] = []
    for y, row in enumerate(rows):
        start = None
        for x, value in enumerate((*row, 255)):
            if value == 0 and start is None:
                start = x
            elif value and start is not None:
                runs.append(f"M{start} {y}h{x - start}v1h{start - x}z")
                start = None
    across, down = len(rows[0]) + 2 * quiet, len(rows) + 2 * quiet
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-quiet} {-quiet} {across} {down}" shape-rendering="crispEdges">'
        f'<path d="{"".join(runs)}"/></svg>'
    )
