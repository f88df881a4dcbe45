import type { Unit } from '../metrics/unit.ts'

/**
 * What stands behind a number in the gate's checks. They show the numbers that the rule and the file have, so a share of
 * 1 has nothing behind it, whatever the report shows it as.
 */
export function behind(unit: Unit | undefined): string {
  return unit === undefined || unit === 'percent' ? '' : ` ${unit}`
}
