import { type GitHubClient, repositoryName } from './client.ts'
import { permitted } from './failure.ts'

/**
 * Whether a branch wants changes by pull request. Reads what needs no administration rights: the branch's own
 * `protected` flag (classic protection) and the rules that apply to it (rulesets).
 */
export async function wantsPullRequests(client: GitHubClient, repository: string, branch: string): Promise<boolean> {
  const name = repositoryName(repository)
  const purpose = {
    doing: `read the protection of ${branch} in ${repository}`,
    permissions: ['contents: read', 'metadata: read'],
  }
  return permitted(purpose, async () => {
    const [{ data: state }, rules] = await Promise.all([
      client.rest.repos.getBranch({ ...name, branch }),
      client.paginate(client.rest.repos.getBranchRules, { ...name, branch, per_page: 100 }),
    ])
    const ruled = rules.some((rule) => ['pull_request', 'update', 'merge_queue'].includes(rule.type))
    return state.protected || ruled
  })
}
