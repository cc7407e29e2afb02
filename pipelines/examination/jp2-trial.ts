/** A JPEG 2000 of three boxes: header and codestream, both in hexadecimal. */
export function jp2File({ header = '00', codestream = 'ff4fff51ffd9' } = {}): Buffer {
  const [type, image, stream] = [isoBox('ftyp', '6a703220'), isoBox('jp2h', header), isoBox('jp2c', codestream)]
  return Buffer.from(`0000000c6a5020200d0a870a${type}${image}${stream}`, 'hex')
}

/** A box (ISO/IEC 15444-1 I.4) in hexadecimal. */
export function isoBox(type: string, hex: string): string {
  return (8 + hex.length / 2).toString(16).padStart(8, '0') + Buffer.from(type).toString('hex') + hex
}

/** Image header of a grey picture of 512 × 256, eight bits deep. */
export const greyHeader = isoBox('ihdr', '0000010000000200000107070000')
