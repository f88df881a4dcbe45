import { UserError } from '../src/errors.ts'
import type { ExhibitSubject, Exhibits } from './exhibits.ts'
import { orMistake } from './or-mistake.ts'
import { findPictures } from './publish-plots.ts'
import type { Reusable } from './reuse.ts'
import type { Workplace } from './workplace.ts'

/**
 * What the report on a merge shows that was not trained again: the pictures that its pull request's run has published.
 * The rest of what that run drew and wrote is in its own report.
 */
export async function exhibitReused(
  { settings, repository, repositoryUrl, dataBranch }: ExhibitSubject,
  { sha, pull }: Reusable,
  { client }: Workplace,
): Promise<Exhibits> {
  const { name: model, plots = [], report } = settings
  const at = { repository, repositoryUrl, dataBranch, model, sha }
  const found = plots.length === 0 ? [] : await orMistake('find the plots', () => findPictures(client, at))
  const shown = found instanceof UserError ? [] : found
  return {
    plots: shown.map(({ path, url }) => ({ name: path, url })),
    notes: [
      ...(found instanceof UserError ? [`The plots are on #${pull.number} only. ${found.what}`] : []),
      ...(report === undefined ? [] : [`What the training wrote in \`${report}\` is on #${pull.number}.`]),
    ],
  }
}
