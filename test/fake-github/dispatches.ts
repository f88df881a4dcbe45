import { ApiError } from './api-error.ts'
import { resolveCommit } from './history.ts'
import { optionalObject, requiredText } from './request-body.ts'
import { NO_CONTENT, ok, type Reply, type RepositoryCall, repositoryRoute } from './route.ts'
import { fullName } from './stored-repository.ts'
import { emit } from './webhooks.ts'
import { newId } from './world.ts'

export const dispatchRoutes = [
  repositoryRoute('POST /dispatches', { needs: 'contents:write' }, repositoryDispatch),
  repositoryRoute('POST /actions/workflows/{workflow}/dispatches', { needs: 'actions:write' }, workflowDispatch),
]

function repositoryDispatch({ world, repository, body, actor }: RepositoryCall): Reply {
  const action = requiredText(body, 'event_type')
  const client_payload = optionalObject(body, 'client_payload') ?? {}
  if (Object.keys(client_payload).length > 10)
    throw new ApiError(422, 'No more than 10 properties are allowed; client_payload has more.')
  emit(world, {
    event: 'repository_dispatch',
    repository,
    actor,
    payload: { action, branch: repository.defaultBranch, client_payload },
  })
  return NO_CONTENT
}

/** 204 without a body; from version 2026-03-10 on 200 with the run. */
function workflowDispatch({ world, repository, params, body, actor, headers }: RepositoryCall): Reply {
  const ref = requiredText(body, 'ref')
  if (resolveCommit(repository, ref) === undefined) throw new ApiError(422, `No ref found for: ${ref}`)
  const workflow = `.github/workflows/${params.workflow}`
  emit(world, {
    event: 'workflow_dispatch',
    repository,
    actor,
    payload: { inputs: optionalObject(body, 'inputs') ?? null, ref: `refs/heads/${ref}`, workflow },
  })
  if (headers['x-github-api-version'] !== '2026-03-10') return NO_CONTENT
  const id = newId(world)
  const run = `/repos/${fullName(repository)}/actions/runs/${id}`
  return ok({
    workflow_run_id: id,
    run_url: `${world.apiUrl}${run}`,
    html_url: `${world.url}/${fullName(repository)}/actions/runs/${id}`,
  })
}
