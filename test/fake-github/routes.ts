import { manifestRoutes } from './app-manifests.ts'
import { appRoutes } from './apps.ts'
import { branchRoutes } from './branches.ts'
import { checkRoutes } from './checks.ts'
import { commentRoutes } from './comments.ts'
import { commitRoutes } from './commits.ts'
import { contentsRoutes } from './contents.ts'
import { contentsWriteRoutes } from './contents-write.ts'
import { deploymentRoutes } from './deployments.ts'
import { dispatchRoutes } from './dispatches.ts'
import { gitDataRoutes } from './git-data.ts'
import { gitRefRoutes } from './git-refs.ts'
import { hookDeliveryRoutes } from './hook-deliveries.ts'
import { issueRoutes } from './issues.ts'
import { mergeRoutes } from './merge.ts'
import { metaRoutes } from './meta.ts'
import { peopleRoutes } from './people.ts'
import { pullRoutes } from './pulls.ts'
import { reactionRoutes } from './reactions.ts'
import { reviewRequestRoutes } from './review-requests.ts'
import { reviewRoutes } from './reviews.ts'
import type { Route } from './route.ts'
import { statusRoutes } from './statuses.ts'
import { updateBranchRoutes } from './update-branch.ts'
import { workflowRunRoutes } from './workflow-runs.ts'

/** Every route of the API; the first that matches answers, so that the ones with a rest come last in their lists. */
export const ROUTES: readonly Route[] = [
  ...metaRoutes,
  ...appRoutes,
  ...manifestRoutes,
  ...hookDeliveryRoutes,
  ...peopleRoutes,
  ...reactionRoutes,
  ...commentRoutes,
  ...issueRoutes,
  ...reviewRoutes,
  ...reviewRequestRoutes,
  ...mergeRoutes,
  ...pullRoutes,
  ...checkRoutes,
  ...statusRoutes,
  ...commitRoutes,
  ...branchRoutes,
  ...gitRefRoutes,
  ...gitDataRoutes,
  ...contentsRoutes,
  ...contentsWriteRoutes,
  ...deploymentRoutes,
  ...dispatchRoutes,
  ...workflowRunRoutes,
  ...updateBranchRoutes,
]
