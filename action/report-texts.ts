import type { UserError } from '../src/errors.ts'
import type { Report } from '../src/report/content.ts'
import { type Failure, failureTitle, renderFailure } from '../src/report/failure.ts'
import { CHECK_LIMIT, COMMENT_LIMIT, checkTitle, renderReport, SUMMARY_LIMIT } from '../src/report/report.ts'
import { TrainingFailure } from '../src/training/command.ts'
import type { PublishableReport } from './publish-report.ts'
import { reportMarker } from './publish-report.ts'

/** A report in the lengths of its places. */
export function fullReport(report: Report, repository: string): PublishableReport {
  return {
    model: report.model,
    repository,
    sha: report.candidate.sha,
    comment: renderReport(report, commentLimit(report.model)).text,
    check: {
      title: checkTitle(report),
      summary: renderReport(report, CHECK_LIMIT).text,
      conclusion: report.verdict === 'pass' ? 'success' : 'failure',
    },
    summary: renderReport(report, SUMMARY_LIMIT).text,
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
    comment: renderFailure(failure, commentLimit(subject.model)).text,
    check: { title: failureTitle(failure), summary: renderFailure(failure, CHECK_LIMIT).text, conclusion: 'failure' },
    summary: renderFailure(failure, SUMMARY_LIMIT).text,
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
  }
}

/** The marker and its line end belong to the comment too. */
function commentLimit(model: string): number {
  return (typeof COMMENT_LIMIT === 'number' ? COMMENT_LIMIT : COMMENT_LIMIT.size) - reportMarker(model).length - 1
}
