"""A report as one HTML file: no script, nothing fetched, printable, readable on a phone and by a screen reader. Pure."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from milkglass.audit.jsontext import is_plain

if TYPE_CHECKING:
    from milkglass.audit.report.page import Report, Section, Table

_STYLE = """
:root{color-scheme:light;--ink:#17202a;--soft:#566573;--line:#d9dee3;--wash:#f5f7f8;--mark:#0b5c6b}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
overflow-wrap:break-word}
main{max-width:66rem;margin:0 auto;padding:3.5rem 2rem 4rem}
header{border-bottom:2px solid var(--ink);padding-bottom:1.25rem}
.law{margin:0 0 .35rem;color:var(--mark);font-size:.875rem;font-weight:600}
h1{margin:0 0 1rem;font-size:2rem;line-height:1.2;letter-spacing:-.01em;text-wrap:balance}
h2{margin:2.75rem 0 .75rem;font-size:1.25rem;line-height:1.3}
p{margin:0 0 .75rem;max-width:44rem}
dl{display:grid;grid-template-columns:17rem 1fr;gap:.4rem 1.5rem;margin:0 0 1rem}
dt{color:var(--soft)}
dd{margin:0;font-variant-numeric:tabular-nums}
header dl{margin:0;font-size:.9375rem}
table{width:100%;border-collapse:collapse;margin:.25rem 0 1rem;font-size:.9375rem;font-variant-numeric:tabular-nums}
th{padding:.5rem 1.5rem .5rem 0;text-align:left;vertical-align:bottom;border-bottom:1px solid var(--ink);font-weight:600}
td{padding:.6rem 1.5rem .6rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{white-space:nowrap}
th:last-child,td:last-child{padding-right:0}
.none{color:var(--soft)}
footer{margin-top:3.5rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.875rem}
footer code{font-size:.8125rem;overflow-wrap:anywhere}
@media (max-width:44rem){
main{padding:1.75rem 1.125rem 3rem}
h1{font-size:1.5rem}
dl{grid-template-columns:1fr;gap:0}
dd{margin-bottom:.6rem}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table,tbody,tr,td{display:block;width:100%}
tr{padding:.75rem 0;border-bottom:1px solid var(--line)}
td{display:grid;grid-template-columns:7.5rem 1fr;gap:.75rem;padding:.15rem 0;border:0;white-space:normal}
td:first-child{white-space:normal;font-weight:600}
td:first-child::before{font-weight:400}
td::before{content:attr(data-head);color:var(--soft)}
}
@media print{
body{font-size:10pt}
main{max-width:none;padding:0}
h2{break-after:avoid}
tr,dl{break-inside:avoid}
thead{display:table-header-group}
@page{margin:18mm 16mm}
}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def to_html(report: Report) -> str:
    """The report as one page."""
    origin, size, root = report.log
    period = f"{_day(report.period[0])} to {_day(report.period[1])}"
    head = _facts((("Period", period), ("Made", _minute(report.made_at))))
    sections = "\n".join(_section(n, one) for n, one in enumerate(report.sections, 1))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{_text(report.title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<header>
<p class="law">{_text(report.law)}</p>
<h1>{_text(report.title)}</h1>
{head}
</header>
{sections}
<footer>
<p>Made by milkglass from the audit log <code>{_text(origin)}</code>, {size:,} entries, tree head <code>{_text(root)}</code>.
<code>milkglass audit verify</code> checks an export of that log against this head.</p>
</footer>
</main>
</body>
</html>
"""


def _section(n: int, one: Section) -> str:
    parts = [f'<section aria-labelledby="s{n}">', f'<h2 id="s{n}">{_text(one.heading)}</h2>']
    parts += [f"<p>{_text(text)}</p>" for text in one.text]
    parts += [_facts(one.facts)] if one.facts else []
    parts += [_table(n, one.table)] if one.table is not None else []
    return "\n".join([*parts, "</section>"])


def _facts(facts: tuple[tuple[str, str], ...]) -> str:
    return "<dl>\n" + "\n".join(f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>" for name, value in facts) + "\n</dl>"


def _table(n: int, table: Table) -> str:
    if not table.rows:
        return f'<p class="none">{_text(table.empty)}</p>'
    head = "".join(f'<th scope="col" role="columnheader">{_text(title)}</th>' for title in table.head)
    rows = "\n".join(_row(table.head, row) for row in table.rows)
    return (
        f'<table role="table" aria-labelledby="s{n}">\n<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{rows}\n</tbody>\n</table>'
    )


def _row(head: tuple[str, ...], row: tuple[str, ...]) -> str:
    cells = (
        f'<td role="cell" data-head="{_text(title)}"><span>{_text(cell)}</span></td>'
        for title, cell in zip(head, row, strict=True)
    )
    return f'<tr role="row">{"".join(cells)}</tr>'


def _text(text: str) -> str:
    """Escaped, with its line breaks; characters that change direction or do not show become a question mark."""
    lines = text.replace("\t", " ").split("\n")
    return "<br>".join(escape("".join(char if is_plain(char) else "?" for char in line)) for line in lines)


def _day(moment: str) -> str:
    return moment[:10]


def _minute(moment: str) -> str:
    return f"{moment[:10]} {moment[11:16]} UTC"
