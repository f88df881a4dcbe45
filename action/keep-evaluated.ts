import { UserError } from '../src/errors.ts'
import type { CheckedOut } from '../src/shell/checked-out.ts'
import type { Evaluation } from './evaluate.ts'
import type { SourceRepository } from './event.ts'
import type { Inputs } from './inputs.ts'
import type { ChosenModel } from './models.ts'
import { orMistake } from './or-mistake.ts'
import { type Recorded, recordMeasurement } from './record.ts'
import type { Workplace } from './workplace.ts'

/** A pull request's evaluation, and what it was of. */
export interface Evaluated {
  readonly evaluation: Evaluation
  readonly model: ChosenModel
  readonly repository: SourceRepository
  readonly fromFork: boolean
  /** What the workspace held before the first training. */
  readonly files: CheckedOut
}

/**
 * Keeps what a pull request's model showed, so that its merge need not be trained if it brings exactly these files to
 * main. Kept is only what main would measure in the same way: never a fork's, and not under settings that the pull
 * request replaces. Nothing of it is the run's purpose, so what stands in the way is told in the log alone.
 */
export async function keepEvaluated(evaluated: Evaluated, inputs: Inputs, workplace: Workplace): Promise<void> {
  const { evaluation, model, repository, fromFork, files } = evaluated
  if (fromFork || model.proposed !== undefined || model.settings.train === undefined) return
  const kept = files.kind === 'unknown' ? files : await keep(files.tree)
  if ('leftOut' in kept && kept.leftOut === 0) return
  const why = whyNot(kept)
  workplace.log.info(`The merge of this pull request will train ${evaluation.model} again. ${why}`)

  function keep(tree: string) {
    return orMistake('keep the measurement', () =>
      recordMeasurement(workplace.client, {
        repository: repository.fullName,
        dataBranch: inputs.dataBranch,
        folder: 'evaluated',
        evaluation,
        measuredAt: workplace.now(),
        tree,
        reusedFrom: undefined,
      }),
    )
  }
}

function whyNot(kept: UserError | Recorded | { readonly reason: string }): string {
  if (kept instanceof UserError) return kept.what
  return 'reason' in kept ? kept.reason : `It has ${kept.leftOut} metrics and parameters more than are kept.`
}
