import { expect, test } from 'vitest'
import { OPEN_CONFIG } from './files.ts'
import { type Around, Died, runComment } from './stories.ts'
import { useAppWorld } from './world.ts'

const world = useAppWorld('no process')
const SERIN = OPEN_CONFIG.replace(
  'test/iris/config.yaml\n',
  'test/iris/config.yaml\n        settable: { most: { path: replicas.max, type: integer } }\n',
)
const STATE = 'serin-state'

const stateCommits = () => (STATE in world.gitops.branches() ? world.gitops.log(STATE).length : 0)

/** Each command, how many commits it makes, and what its one reply begins with. */
const COMMANDS = [
  ['/set most 5', () => world.commits(), '**test**: `most` is `5`. Commit ['],
  ['/freeze', stateCommits, '**Frozen:** `iris` in **test**, **prod**.'],
] as const

test.each(COMMANDS)(
  '%s is done once and answered once, wherever it dies',
  { timeout: 180_000 },
  async (body, made, reply) => {
    for (let moment = 1, died = true; died; moment += 1) {
      await world.fresh({ gitops: { 'serin.yml': SERIN } })
      const pull = await world.openPull()
      const said = await world.say('maintain', pull.number, body)
      died = false
      const after: Around['after'] = (n) => {
        if (n !== moment) return
        died = true
        throw new Died()
      }
      await runComment(world, said, { around: { after } }).catch((error) => expect(error).toBeInstanceOf(Died))
      await runComment(world, said, { attempt: 2 })
      const { text, count } = await world.answerTo(pull.number, said)
      expect({ moment, made: made(), count, text: text.slice(0, reply.length) }).toEqual({
        moment,
        made: 1,
        count: 1,
        text: reply,
      })
    }
  },
)
