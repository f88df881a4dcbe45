import type { GitHubClient } from './client.ts'

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

/** GraphQL refuses with status 200 and a list of errors. */
function refusalIn(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return undefined
  const messages = error.errors.map((one: { readonly message?: unknown }) => String(one.message))
  return messages.join('; ')
}
