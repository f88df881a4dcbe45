import type { UserError } from '../src/errors.ts'
import { renderCombined } from '../src/report/combined.ts'
import type { Report } from '../src/report/content.ts'
import { type Failure, failureTitle, renderFailure } from '../src/report/failure.ts'
import { CHECK_LIMIT, COMMENT_LIMIT, checkTitle, renderReport, SUMMARY_LIMIT } from '../src/report/report.ts'
import { TrainingFailure } from '../src/training/command.ts'
import type { PublishableReport, ReportPart } from './publish-report.ts'
import { reportMarker } from './report-comment.ts'

/** A report in the lengths of its places. */
export function fullReport(report: Report, repository: string): PublishableReport {
  return {
    model: report.model,
    repository,
    sha: report.candidate.sha,
    comment: renderReport(report, commentLimit(reportMarker(report.model))).text,
    check: {
      title: checkTitle(report),
      summary: renderReport(report, CHECK_LIMIT).text,
      conclusion: report.verdict === 'pass' ? 'success' : 'failure',
    },
    summary: renderReport(report, SUMMARY_LIMIT).text,
    part: { kind: 'report', report },
  }
}

interface Subject {
  readonly model: string
  readonly repository: string
  readonly sha: string
  readonly repositoryUrl?: string
  readonly runUrl?: string | undefined
}

/** The report on a model that could not be evaluated. */
export function failedReport(error: UserError, subject: Subject): PublishableReport {
  const failure: Failure = {
    model: subject.model,
    error,
    candidate: { sha: subject.sha },
    ...(error instanceof TrainingFailure && { lastLines: error.lastLines }),
    ...(subject.runUrl !== undefined && { runUrl: subject.runUrl }),
    ...(subject.repositoryUrl !== undefined && { repositoryUrl: subject.repositoryUrl }),
  }
  return {
    ...subject,
    comment: renderFailure(failure, commentLimit(reportMarker(subject.model))).text,
    check: { title: failureTitle(failure), summary: renderFailure(failure, CHECK_LIMIT).text, conclusion: 'failure' },
    summary: renderFailure(failure, SUMMARY_LIMIT).text,
    part: { kind: 'failure', failure },
  }
}

/** What is told of a model that a pull request does not touch: enough for a required check to be there. */
export function skippedReport(subject: Subject): PublishableReport {
  const text = 'No file that concerns this model was changed.'
  return {
    ...subject,
    comment: text,
    check: { title: 'Not concerned', summary: text, conclusion: 'skipped' },
    summary: '',
    part: undefined,
  }
}

/** A failure is short; the reports share what is left. */
const LONGEST_FAILURE = 8000

/** The one comment on several models: those that could not be evaluated, then all others. */
export function combinedReport(parts: readonly ReportPart[], marker: string): string {
  const limit = commentLimit(marker)
  const failures = parts.flatMap((part) => (part.kind === 'failure' ? [part.failure] : []))
  const reports = parts.flatMap((part) => (part.kind === 'report' ? [part.report] : []))
  const each = Math.min(LONGEST_FAILURE, Math.floor(limit / (failures.length + reports.length)) - 1)
  const failed = failures.map((failure) => renderFailure(failure, each).text).filter(Boolean)
  const used = failed.reduce((sum, text) => sum + text.length + 1, 0)
  const rest = reports.length === 0 ? [] : [renderCombined(reports, limit - used).text]
  return [...failed, ...rest].join('\n')
}

/** The marker and its line end belong to the comment too. */
function commentLimit(marker: string): number {
  return (typeof COMMENT_LIMIT === 'number' ? COMMENT_LIMIT : COMMENT_LIMIT.size) - marker.length - 1
}
