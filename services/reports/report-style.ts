/** Style of inspection reports: an official form on A4, black on white, that prints as it is seen. */
export const reportStyle = `
@page { size: A4; margin: 16mm 14mm 18mm; @bottom-center { content: "第 " counter(page) " 页，共 " counter(pages) " 页"; font: 8.5pt serif } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 190mm; padding: 8mm 4mm; background: #fff; color: #111; font: 10.5pt/1.55 "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif }
h1 { margin: 0 0 1mm; text-align: center; font-size: 19pt; letter-spacing: .3em; text-indent: .3em }
.basis { margin: 0 0 5mm; text-align: center; color: #444 }
h2 { margin: 7mm 0 2mm; font-size: 12.5pt; break-after: avoid }
table { width: 100%; border-collapse: collapse; border: 1.5pt solid #111; table-layout: fixed }
th, td { border: .5pt solid #555; padding: 1.2mm 1.8mm; vertical-align: top; text-align: left; overflow-wrap: anywhere }
th { background: #f1f1ee; font-weight: 600 }
thead { display: table-header-group }
tr { break-inside: avoid }
.head col:nth-child(odd) { width: 15% } .head col:nth-child(even) { width: 35% }
.counts th, .counts td, .count { text-align: center }
.clause { break-after: avoid } .clause td { background: #f8f8f5 }
.clause p { margin: .5mm 0 0; color: #444; font-size: 9pt }
code { font: 8.5pt/1.4 "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace }
.items { font-size: 9.5pt } .items ul { margin: 0; padding-left: 1.1em }
.soft { color: #555; font-size: 8.5pt }
.outcome { font-weight: 600; text-align: center; white-space: nowrap }
.FAIL { color: #a3231f } .MANUAL_REVIEW { color: #8a5a00 } .NOT_CHECKED, .NOT_APPLICABLE { color: #555 }
.unseen { color: #a3231f }
.conclusion { font-size: 12pt; font-weight: 600 }
.signatures { margin-top: 7mm } .signatures td { height: 22mm; width: 50% }
.note { margin-top: 4mm; color: #444; font-size: 8.5pt }
@media print { body { padding: 0; max-width: none } }
`
