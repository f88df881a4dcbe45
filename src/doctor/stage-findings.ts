import type { Environment, ReleasedModel } from '../config/gitops-config.ts'
import type { OpenConfig } from './environment-findings.ts'
import type { Finding } from './finding.ts'
import { type Repository, treeOf } from './tree.ts'
import { refusalOfRelease } from './try-release.ts'

/** Environments with `after:` which no version can reach, because none can be released to the one before. */
export function stageFindings({ file, config, document }: OpenConfig, repository: Repository): readonly Finding[] {
  return Object.values(config.models).flatMap((model) =>
    model.environments.flatMap((environment): readonly Finding[] => {
      const before = stageBefore(model, environment)
      const why = before && whyClosed(before, repository)
      if (before === undefined || why === undefined) return []
      return [
        {
          file,
          ...document.positionOf(['models', model.name, 'environments', environment.name, 'after']),
          severity: 'warning',
          rule: 'after',
          what: `${environment.name} takes only what has run in ${before.name}, and no new version can get there: ${why}`,
          fix: `Put ${before.name} right first, or name another environment as "after:".`,
        },
      ]
    }),
  )
}

function stageBefore(model: ReleasedModel, { after }: Environment): Environment | undefined {
  return model.environments.find(({ name }) => name === after)
}

function whyClosed(environment: Environment, repository: Repository): string | undefined {
  const { name, file, branch, frozen } = environment
  if (frozen) return `${name} is frozen.`
  const tree = treeOf(repository, branch)
  if (tree === undefined) return undefined
  const text = tree.texts.get(file)
  if (text === undefined) return `${file} cannot be read.`
  const refusal = refusalOfRelease({ environment, text, documents: tree.documents(file) })
  return refusal === undefined ? undefined : `a release to ${file} is refused.`
}
