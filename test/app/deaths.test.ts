import { expect, test } from 'vitest'
import { DEADLY_COMMANDS, titleOf } from './deadly-commands.ts'
import { type Around, Died, runComment } from './stories.ts'
import { useAppWorld } from './world.ts'

const world = useAppWorld('no process')

test.each(DEADLY_COMMANDS.map((command) => [titleOf(command), command] as const))(
  '%s is done once and answered once, wherever it dies',
  { timeout: 180_000 },
  async (_, { body, files, made, reply }) => {
    for (let moment = 1, died = true; died; moment += 1) {
      await world.fresh({ gitops: files })
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
      const begin = reply(pull.version)
      expect({ moment, made: await made(world), count, text: text.slice(0, begin.length) }).toEqual({
        moment,
        made: 1,
        count: 1,
        text: begin,
      })
    }
  },
)
