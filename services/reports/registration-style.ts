/** What the registration form has beyond the style of reports: wide rows, boxes, room to sign and seal. */
export const registrationStyle = `
.number { margin: 0 0 2mm; text-align: right }
.registration th { text-align: center; vertical-align: middle } .registration td { vertical-align: middle }
.registration .item { text-align: left; font-weight: 400; background: none }
.box, .quantity { white-space: nowrap; margin-right: .9em }
.quantity b { display: inline-block; min-width: 3.2em; padding: 0 .4em; border-bottom: .5pt solid #111; text-align: center; margin-right: .3em }
.signing td { height: 34mm; vertical-align: top }
.signed { margin-top: 6mm; min-height: 8mm; text-align: center; font-size: 13pt }
.day { text-align: right }
.appendix { break-before: page } .digest { font-size: 6pt }
`
