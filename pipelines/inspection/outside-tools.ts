import type { InspectionItem, OutsideTool } from '#archive-schema/inspection/inspection-profile.ts'
import type { InspectionSubject } from './inspection-subject.ts'

const isConnected: Readonly<Record<OutsideTool, (subject: InspectionSubject) => boolean>> = {
  'virus-scanner': ({ scanner }) => scanner !== undefined,
  'sending-systems': ({ sendingSystems }) => sendingSystems !== undefined,
}

/** The tool that the item needs, if it is not connected. */
export function missingTool({ needs }: InspectionItem, subject: InspectionSubject): InspectionItem['needs'] {
  return needs === undefined || isConnected[needs.tool](subject) ? undefined : needs
}
