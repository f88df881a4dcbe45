import { formatNumber } from './number.ts'

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** Bytes as people say them, in powers of 1000 and with up to three digits: `482 B`, `1.23 MB`, `48 MB`. */
export function formatBytes(bytes: number): string {
  let [size, unit] = [bytes, 0]
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000
    unit += 1
  }
  return `${formatNumber(size, 3)} ${UNITS[unit]}`
}
