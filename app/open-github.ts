import { setTimeout as sleep } from 'node:timers/promises'
import type { Octokit } from '@octokit/rest'
import { Probot, ProbotOctokit } from 'probot'
import type { GitHubClient } from '../src/github/client.ts'
import { isRequestFailure } from '../src/github/failure.ts'
import { addResilience } from '../src/github/resilience.ts'
import { createGitHubAccess, type GitHubAccess } from './github-access.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Settings } from './settings.ts'

export interface OpenedGitHub {
  readonly probot: Probot
  /** Authenticated as the app itself. */
  readonly app: GitHubClient
  readonly access: GitHubAccess
}

/** Probot, and the clients that the app works with: each waits for GitHub in its own time, and says so in the log. */
export async function openGitHub(
  settings: Settings,
  { log, metrics }: { readonly log: Log; readonly metrics: Metrics },
): Promise<OpenedGitHub> {
  const probot = new Probot({
    appId: settings.appId,
    privateKey: settings.privateKey,
    secret: settings.webhookSecret,
    baseUrl: settings.apiUrl,
    log,
    Octokit: unpaced(),
  })
  const waiting = { sleep, now: Date.now, onWait: (sentence: string) => log.warn(sentence) }
  const watch = (client: Pick<Octokit, 'hook'>) => countCalls(client, metrics)
  const app = await probot.auth()
  watch(app)
  addResilience(app, waiting)
  return { probot, app, access: createGitHubAccess(async () => app, settings.apiUrl, waiting, watch) }
}

/** Probot spaces writes by seconds and across all installations, and waits in silence; this app has its own patience. */
function unpaced(): typeof ProbotOctokit {
  return ProbotOctokit.defaults((options: Record<string, unknown>) => ({
    ...options,
    throttle: { ...(options.throttle as object), enabled: false },
    retry: { enabled: false },
  }))
}

function countCalls(client: Pick<Octokit, 'hook'>, { gitHubCall }: Metrics): void {
  client.hook.wrap('request', async (request, options) => {
    try {
      const response = await request(options)
      gitHubCall({ status: response.status, headers: response.headers })
      return response
    } catch (error) {
      const failure = isRequestFailure(error) ? error : undefined
      gitHubCall({ status: failure?.response && failure.status, headers: failure?.response?.headers ?? {} })
      throw error
    }
  })
}
