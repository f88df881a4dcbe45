import { z } from 'zod'
import { quoted, say } from './complaint.ts'
import { role } from './environment.ts'

/** GitHub's own roles are what they are: a custom one may have nearly any name, theirs too. */
const customRole = z
  .string()
  .min(1)
  .max(100)
  .superRefine((name, context) => {
    if (!role.safeParse(name).success) return
    const message = say(`${quoted(name)} is a role of GitHub's own`, 'Name a custom role of the organization.')
    context.addIssue({ code: 'custom', message })
  })

/** What the organization's custom roles count as, by their names. */
export const customRoles = z.record(customRole, role).meta({
  description: 'What custom roles of the organization count as; one that is not listed counts as what it is built on.',
  examples: [{ 'release-manager': 'maintain' }],
})
