/** How long a text may be, counted as its reader counts. */
export interface ReportLimit {
  readonly size: number
  /** `characters` are UTF-16 units: GitHub counts code points, of which there are never more. */
  readonly unit: 'characters' | 'bytes'
  /** Where a reader of the cut text finds all of it. */
  readonly wholeIsIn?: string
}

/** The body of an issue comment: 65,536 characters (validation error "Body is too long"). */
export const COMMENT_LIMIT: ReportLimit = { size: 65_536, unit: 'characters', wholeIsIn: 'job summary' }

/** `output.summary` of a check run: 65,535 bytes (validation error "exceeds a maximum bytesize"). */
export const CHECK_LIMIT: ReportLimit = { size: 65_535, unit: 'bytes', wholeIsIn: 'job summary' }

/** GITHUB_STEP_SUMMARY of one step: 1 MiB. */
export const SUMMARY_LIMIT: ReportLimit = { size: 1_048_576, unit: 'bytes' }

/** A plain number is a limit in characters for a comment that shares its body with other text, such as a marker. */
export function limitOf(limit: number | ReportLimit): ReportLimit {
  return typeof limit === 'number' ? { ...COMMENT_LIMIT, size: limit } : limit
}

/** The size of a text in the unit of the limit. */
export function sizeIn(unit: ReportLimit['unit']): (text: string) => number {
  return unit === 'bytes' ? (text) => Buffer.byteLength(text, 'utf8') : (text) => text.length
}
