import { DEADLY_COMMANDS } from './deadly-commands.ts'
import { type Case, describeKills } from './kills.ts'

const cases = DEADLY_COMMANDS.flatMap((command, index): Case[] => {
  const at = index === 0 ? 'requests' : 'writes'
  return [
    { command, at, when: 'before' },
    { command, at, when: 'after' },
  ]
})

describeKills('SQLite', cases)
const commits = DEADLY_COMMANDS.slice(0, 1).map((command): Case => ({ command, at: 'commits', when: 'before' }))
describeKills('PostgreSQL', [...cases.slice(0, 2), ...commits])
