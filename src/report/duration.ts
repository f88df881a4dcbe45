const UNITS = [
  { name: 'd', seconds: 86_400 },
  { name: 'h', seconds: 3600 },
  { name: 'min', seconds: 60 },
  { name: 's', seconds: 1 },
] as const

/** Seconds (zero or more) as people say them, in the two largest units: `0.4 s`, `12 s`, `3 min 12 s`, `2 h 3 min`. */
export function formatDuration(seconds: number): string {
  const tenths = Math.round(seconds * 10) / 10
  if (tenths < 10) return `${tenths} s`
  const whole = Math.round(seconds)
  const first = UNITS.findIndex((unit) => whole >= unit.seconds)
  const [large, small] = [UNITS[first], UNITS[first + 1]]
  if (large === undefined || small === undefined) return `${whole} s`
  const rest = Math.floor((whole % large.seconds) / small.seconds)
  const count = Math.floor(whole / large.seconds)
  return rest === 0 ? `${count} ${large.name}` : `${count} ${large.name} ${rest} ${small.name}`
}
