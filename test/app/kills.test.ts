import { DEADLY_COMMANDS } from './deadly-commands.ts'
import { describeKills } from './kills.ts'

describeKills(
  'SQLite',
  DEADLY_COMMANDS.slice(0, 1).flatMap((command) => [
    { command, at: 'commits', when: 'before' },
    { command, at: 'commits', when: 'after' },
  ]),
)
