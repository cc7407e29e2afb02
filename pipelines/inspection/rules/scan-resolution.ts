import type { CheckEvidence } from '#archive-schema/finding.ts'
import { isFineEnough, isSameResolution, scanQuality } from '#archive-schema/formats/scan-quality.ts'
import { colourModes, type Picture } from '../../examination/pages/page-facts.ts'
import { type Check, judge } from '../check.ts'
import { pictureName, type Scan, scansOf, withoutScans } from '../scans.ts'

/**
 * 扫描分辨率检测 (DA/T 31-2017): every scan is as fine as its material demands, by what its pictures state and by what is
 * registered; both agree, and no picture has less colour than is registered.
 */
export const scanResolution: Check = {
  rule: 'scan-resolution',
  check(view) {
    const scans = scansOf(view)
    if (scans.length === 0) return withoutScans
    const faults = scans.flatMap((scan) => [...registeredFaults(scan), ...scan.pictures.flatMap(pictureFaults(scan))])
    return judge(faults, { location: '信息包', found: summary(scans), tool: 'guidang' })
  },
}

function registeredFaults({ path, demand, dpi }: Scan): readonly CheckEvidence[] {
  if (dpi === undefined) return [{ location: `${path} 登记的分辨率`, expected: atLeast(demand), found: '∅' }]
  if (isFineEnough(scanQuality, demand, dpi)) return []
  return [{ location: `${path} 登记的分辨率`, expected: atLeast(demand), found: `${dpi} dpi` }]
}

function pictureFaults(scan: Scan) {
  return (picture: Picture, index: number): readonly CheckEvidence[] => {
    const location = pictureName(scan, index)
    return [...resolutionFaults(scan, picture, location), ...colourFaults(scan, picture, location)]
  }
}

function resolutionFaults({ demand, dpi }: Scan, picture: Picture, location: string): readonly CheckEvidence[] {
  if (picture.dpi === undefined) return []
  const found = `图像为 ${picture.dpi} dpi`
  if (!isFineEnough(scanQuality, demand, picture.dpi)) return [{ location, expected: atLeast(demand), found }]
  if (dpi === undefined || isSameResolution(scanQuality, dpi, picture.dpi)) return []
  return [{ location, expected: `登记的 ${dpi} dpi`, found }]
}

function colourFaults({ colour }: Scan, picture: Picture, location: string): readonly CheckEvidence[] {
  if (colour === undefined || picture.colour === undefined) return []
  if (colourModes.indexOf(picture.colour) >= colourModes.indexOf(colour)) return []
  return [{ location, expected: `登记的${colour}`, found: `图像为${picture.colour}` }]
}

function atLeast(demand: Scan['demand']): string {
  return `≥ ${scanQuality.minimumDpi[demand]} dpi（${demand}）`
}

function summary(scans: readonly Scan[]): string {
  const pictures = scans.flatMap((scan) => scan.pictures)
  const stated = pictures.filter(({ dpi }) => dpi !== undefined).length
  const rest = scans.filter((scan) => scan.pictures.every(({ dpi }) => dpi === undefined)).length
  const told = `${scans.length} 个扫描件；${stated} 幅图像记录的分辨率符合要求，与登记一致`
  return rest === 0 ? told : `${told}；${rest} 个扫描件的图像未记录分辨率，按登记值判定，未经图像证实`
}
