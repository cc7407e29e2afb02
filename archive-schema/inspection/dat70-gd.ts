import items from '#archive-schema/profiles/dat70-gd.json' with { type: 'json' }
import { parseInspectionProfile } from './inspection-profile.ts'

/**
 * 四性检测 of the 归档 stage (DA/T 70-2018, GD-1-1 to GD-4-7). The tables of the standard were not at hand: the profile says
 * item by item where it was seen, and what could not be identified.
 */
export const dat70Gd = parseInspectionProfile(items)
