import { type GitHubClient, repositoryName } from './client.ts'
import { isRequestFailure, permitted } from './failure.ts'

export type DispatchOutcome = 'started' | 'no-such-workflow' | 'not-startable'

/**
 * Starts a workflow on a branch. `not-startable`: it has no `workflow_dispatch`, or asks for inputs that have no default.
 * @throws MissingPermission without `actions: write`.
 */
export async function dispatchWorkflow(
  client: GitHubClient,
  { repository, workflow, branch }: { readonly repository: string; readonly workflow: string; readonly branch: string },
): Promise<DispatchOutcome> {
  const purpose = { doing: `start a workflow of ${repository}`, permissions: ['actions: write'] }
  try {
    await permitted(purpose, () =>
      client.rest.actions.createWorkflowDispatch({
        ...repositoryName(repository),
        workflow_id: workflow,
        ref: branch,
      }),
    )
    return 'started'
  } catch (error) {
    if (isRequestFailure(error, 404)) return 'no-such-workflow'
    if (isRequestFailure(error, 422)) return 'not-startable'
    throw error
  }
}
