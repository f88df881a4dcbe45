/**
 * The lines to print before and after somebody else's output, so that the runner obeys no workflow command in it.
 * `token` must be random for each run and unknown to the command; each line needs a line of its own.
 * While stopped, groups and masks do not work either: close groups and register masks before.
 */
export function stopCommands(token: string): { readonly begin: string; readonly end: string } {
  if (!/^[A-Za-z0-9-]{16,}$/.test(token))
    throw new RangeError('A stop token is at least 16 letters, digits or hyphens.')
  return { begin: `::stop-commands::${token}`, end: `::${token}::` }
}
