import type { Inputs } from './inputs.ts'
import type { Workplace } from './workplace.ts'
import { readWorkspaceConfig } from './workspace-config.ts'

/** The only path where the app looks, on the default branch. */
const OF_THE_APP = '.github/serin.yml'

/** Warns where the workflow evaluates models by a file that the app, which obeys commands, does not know. */
export async function warnOfConfigPath({ config }: Inputs, { workspace, log }: Workplace): Promise<void> {
  if (config === OF_THE_APP) return
  const text = await readWorkspaceConfig(workspace, config)
  if (text === undefined || !/^gitops\s*:/m.test(text)) return
  log.warning(
    `\`${config}\` names a gitops repository, but the app reads \`${OF_THE_APP}\` of the default branch only: commands such as \`/canary\` do not know these models.`,
  )
}
