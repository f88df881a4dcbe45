import { z } from 'zod'
import { say } from './complaint.ts'
import { branchName, folderPath, repositoryName } from './vocabulary.ts'

/** Where a Helm chart is: a folder of the gitops repository, or of another one of the same owner. */
export interface ChartPlace {
  readonly path: string
  /** `owner/name`; default: the gitops repository, on the branch of the values. */
  readonly repository?: string
  /** The branch of that other repository; default: its default branch. */
  readonly branch?: string
}

/** `chart:` of an environment. */
export const chartPlace = z
  .union([
    folderPath,
    z
      .strictObject({
        path: folderPath.meta({ description: 'The folder that has the Chart.yaml.' }),
        repository: repositoryName.optional().meta({
          description: 'The repository that holds the chart, of the same owner. Default: the gitops repository.',
        }),
        branch: branchName.optional().meta({ description: 'Its branch. Default: its default branch.' }),
      })
      .superRefine(({ repository, branch }, context) => {
        if (branch === undefined || repository !== undefined) return
        const fix = 'Name the repository; a chart of the gitops repository is read from the branch of the values.'
        context.addIssue({ code: 'custom', path: ['branch'], message: say('the branch of what repository?', fix) })
      }),
  ])
  .meta({
    description: 'The Helm chart that the values are for. Default: what chart_path in the file names.',
    examples: ['charts/inference-service'],
  })

export function chartPlaceOf(written: z.output<typeof chartPlace>): ChartPlace {
  if (typeof written === 'string') return { path: trimmed(written) }
  const { path, repository, branch } = written
  return {
    path: trimmed(path),
    ...(repository !== undefined && { repository }),
    ...(branch !== undefined && { branch }),
  }
}

function trimmed(path: string): string {
  return path.replace(/\/$/, '')
}
