"""An address that a telephone reads off paper."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def qr_code(address: str) -> SafeString:
    """An inline SVG, sized by the page; dark on light in every theme, or phones misread it."""
    drawing = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, svgclass=None, lineclass=None, border=4, light="#fff"
    )
    return format_html(
        '<span class="qr" role="img" aria-label="{}">{}</span>',
        address,
        mark_safe(drawing),  # noqa: S308 - drawn here, from squares alone
    )
