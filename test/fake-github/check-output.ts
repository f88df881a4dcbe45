import { ApiError, invalidRequest, validationFailed } from './api-error.ts'
import type { CheckRun } from './check-run.ts'
import { type Body, optionalList, optionalNumber, optionalObject, optionalText, requiredText } from './request-body.ts'
import type { Schema } from './schema.ts'

const MAXIMUM_BYTES = 65_535
const MAXIMUM_ANNOTATIONS = 50
const CONCLUSIONS: readonly string[] = [
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'success',
  'skipped',
  'timed_out',
]
const STATUSES: readonly string[] = ['queued', 'in_progress', 'completed']

/** The conclusion of a request; `stale` is GitHub's own to give. */
export function readConclusion(body: Body): CheckRun['conclusion'] | undefined {
  const text = optionalText(body, 'conclusion')
  if (text === undefined) return undefined
  if (!CONCLUSIONS.includes(text)) throw invalidRequest(`${text} is not a member of ["${CONCLUSIONS.join('", "')}"].`)
  return text as NonNullable<CheckRun['conclusion']>
}

export function readStatus(body: Body): CheckRun['status'] | undefined {
  const text = optionalText(body, 'status')
  if (text === undefined) return undefined
  if (!STATUSES.includes(text)) throw invalidRequest(`${text} is not a member of ["${STATUSES.join('", "')}"].`)
  return text as CheckRun['status']
}

/** Takes over title, summary, text and annotations. Limits count characters first, then bytes; annotations are appended. */
export function applyOutput(run: CheckRun, body: Body): void {
  const output = optionalObject(body, 'output')
  if (!output) return
  const summary = limited(output, 'summary')
  const text = limited(output, 'text')
  const title = optionalText(output, 'title')
  const annotations = optionalList(output, 'annotations') ?? []
  if (annotations.length > MAXIMUM_ANNOTATIONS) {
    throw invalidRequest(`No more than ${MAXIMUM_ANNOTATIONS} items are allowed; ${annotations.length} were supplied.`)
  }
  if (summary === undefined) throw invalidRequest('"summary" wasn\'t supplied.')
  const read = annotations.map((each) => readAnnotation(each as Body, run.headSha))
  run.title = title ?? run.title
  run.summary = summary
  run.text = text ?? run.text
  run.annotations.push(...read)
}

function limited(output: Body, field: 'summary' | 'text'): string | undefined {
  const text = optionalText(output, field)
  if (text === undefined) return undefined
  const characters = [...text].length
  if (characters > MAXIMUM_BYTES)
    throw invalidRequest(`Only ${MAXIMUM_BYTES} characters are allowed; ${characters} were supplied.`)
  if (Buffer.byteLength(text) > MAXIMUM_BYTES) {
    const message = `${field} exceeds a maximum bytesize of ${MAXIMUM_BYTES}`
    throw validationFailed({ resource: 'CheckRun', code: 'custom', field, message })
  }
  return text
}

function readAnnotation(body: Body, sha: string): Schema<'check-annotation'> {
  const [start, end] = [optionalNumber(body, 'start_line'), optionalNumber(body, 'end_line')]
  if (start === undefined || end === undefined) throw invalidRequest('"start_line" wasn\'t supplied.')
  const columns = {
    start_column: optionalNumber(body, 'start_column') ?? null,
    end_column: optionalNumber(body, 'end_column') ?? null,
  }
  if (start !== end && columns.start_column !== null)
    throw new ApiError(422, 'Invalid request.\n\nColumns are only allowed on a single line.')
  return {
    path: requiredText(body, 'path'),
    start_line: start,
    end_line: end,
    ...columns,
    annotation_level: requiredText(body, 'annotation_level'),
    message: requiredText(body, 'message'),
    title: optionalText(body, 'title') ?? null,
    raw_details: optionalText(body, 'raw_details') ?? null,
    blob_href: `/blob/${sha}/${requiredText(body, 'path')}`,
  }
}
