import { DEADLY_COMMANDS } from './deadly-commands.ts'
import { describeKills } from './kills.ts'

describeKills(
  'PostgreSQL',
  DEADLY_COMMANDS.slice(0, 1).flatMap((command) => [
    { command, at: 'commits', when: 'after' },
    { command, at: 'writes', when: 'after' },
  ]),
)
