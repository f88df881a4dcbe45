import { type GitHubClient, repositoryName } from './client.ts'
import { permitted } from './failure.ts'

export type MergeMethod = 'merge' | 'squash' | 'rebase'

export interface AutoMergeRequest {
  /** The node id of the pull request. */
  readonly pullRequestId: string
  /** `any`: whichever the repository allows, a squash first. */
  readonly method: MergeMethod | 'any'
  /** The words of the commit, which the repository's settings would leave out otherwise; a rebase keeps its own. */
  readonly headline: string
  readonly body: string
}

const METHODS: readonly MergeMethod[] = ['squash', 'merge', 'rebase']

const ENABLE = `mutation ($input: EnablePullRequestAutoMergeInput!) {
  enablePullRequestAutoMerge(input: $input) { pullRequest { number } }
}`

/**
 * Lets GitHub merge a pull request once all that its branch asks for is there. Nothing is ever merged from here.
 * @returns nothing when that is so, else why not, in GitHub's words: the repository does not allow it, or there is
 * nothing to wait for. Source: GraphQL `enablePullRequestAutoMerge`.
 */
export async function enableAutoMerge(client: GitHubClient, request: AutoMergeRequest): Promise<string | undefined> {
  const methods = request.method === 'any' ? METHODS : [request.method]
  let refusal: string | undefined
  for (const method of methods) {
    refusal = await enable(client, request, method)
    if (refusal === undefined || !/merge method/i.test(refusal)) return refusal
  }
  return refusal
}

async function enable(
  client: GitHubClient,
  { pullRequestId, headline, body }: AutoMergeRequest,
  method: MergeMethod,
): Promise<string | undefined> {
  const words = method === 'rebase' ? {} : { commitHeadline: headline, commitBody: body }
  try {
    await client.graphql(ENABLE, { input: { pullRequestId, mergeMethod: method.toUpperCase(), ...words } })
    return undefined
  } catch (error) {
    const refusal = refusalIn(error)
    if (refusal === undefined) throw error
    return refusal
  }
}

const DISABLE = `mutation ($input: DisablePullRequestAutoMergeInput!) {
  disablePullRequestAutoMerge(input: $input) { pullRequest { number } }
}`

/** What an attempt to take auto-merge back has come to. `refused`: it is still on, in GitHub's words why. */
export type AutoMergeEnd =
  | { readonly kind: 'taken-back' | 'was-off' | 'merged' | 'closed' }
  | { readonly kind: 'refused'; readonly reason: string }

/**
 * Keeps GitHub from merging a pull request by itself. The merge may be faster: then that is told.
 * Source: GraphQL `disablePullRequestAutoMerge`, which refuses where there is nothing to take back.
 */
export async function disableAutoMerge(
  client: GitHubClient,
  pull: { readonly repository: string; readonly number: number; readonly nodeId: string },
): Promise<AutoMergeEnd> {
  const before = await readAutoMerge(client, pull)
  if (before !== 'on') return { kind: before }
  try {
    await client.graphql(DISABLE, { input: { pullRequestId: pull.nodeId } })
    return { kind: 'taken-back' }
  } catch (error) {
    const reason = refusalIn(error)
    if (reason === undefined) throw error
    const after = await readAutoMerge(client, pull)
    return after === 'on' ? { kind: 'refused', reason } : { kind: after }
  }
}

async function readAutoMerge(
  client: GitHubClient,
  { repository, number }: { readonly repository: string; readonly number: number },
): Promise<'on' | 'was-off' | 'merged' | 'closed'> {
  const purpose = { doing: `read ${repository}#${number}`, permissions: ['pull-requests: read'] }
  const { data } = await permitted(purpose, () =>
    client.rest.pulls.get({ ...repositoryName(repository), pull_number: number }),
  )
  if (data.merged) return 'merged'
  if (data.state !== 'open') return 'closed'
  return data.auto_merge === null ? 'was-off' : 'on'
}

/** GraphQL refuses with status 200 and a list of errors. */
function refusalIn(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return undefined
  const messages = error.errors.map((one: { readonly message?: unknown }) => String(one.message))
  return messages.join('; ')
}
