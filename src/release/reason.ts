/**
 * Every reason for which a command changes nothing, by the code that stands for it in the log, in the metrics and hidden
 * in the reply. People read the sentence; programs read the code, which stays when the sentence gets better.
 */
export const REASONS = {
  // The command itself.
  'not-understood': 'a known command with wrong arguments, or several commands in one comment',
  'model-unclear': 'the pull request touches several models or none, and the command names none that there is',
  'too-late': 'the comment is too old to be run',
  'comment-deleted': 'the comment was deleted before its command was carried out',
  'comment-edited': 'the comment was edited before its command was carried out',

  // Who asks.
  'role-too-low': 'the person has neither the role nor the team that the command needs',
  'skip-not-allowed': 'the person may not leave out steps',

  // The two files, and what GitHub lets the app do.
  'set-up': 'a configuration file is missing or wrong, or the app cannot reach what it needs',
  'sides-disagree': 'the two configuration files do not name each other',
  'source-replaced': 'another repository has the name of the one that the model was released from',
  'manifest-unreadable': 'the file of the environment is missing, broken, or not one that can be changed safely',
  'app-may-bypass': 'the app is exempt from the rules that the environment relies on',
  'branch-unprotected': 'the branch lacks a rule that the environment demands',
  'state-branch-protected': 'the branch of the freezes takes no commits of the app',

  // The pull request and its commit.
  'pull-request-changed': 'the pull request got another head, base or state meanwhile',
  'other-base': 'the pull request does not go to the default branch',
  'closed-unmerged': 'the pull request was closed without being merged',
  'merge-commit-unknown': 'GitHub does not name the merge commit yet',
  'from-fork': 'the pull request comes from a fork',
  draft: 'the pull request is a draft',
  'other-commit-named': 'the command names another commit than the pull request has',

  // The verdict.
  'verdict-missing': 'nobody has evaluated the commit',
  'verdict-running': 'the evaluation of the commit is not finished',
  'verdict-failed': 'the gates did not pass for the commit',
  'verdict-younger': 'the evaluation of the commit was finished after the command was given',

  // The environment.
  frozen: 'the environment is frozen by /freeze',
  'frozen-by-config': 'the environment is frozen in serin.yml',
  'freeze-unreadable': 'nobody can tell whether the environment is frozen',
  'nothing-frozen': 'there is nothing to unfreeze',
  'stage-missing': 'the version has not run in the environment that comes before',
  'step-missing': 'the version has not had a step of the environment’s ladder',
  'still-soaking': 'the version has not stayed at its step for long enough',
  'moved-too-often': 'others changed the gitops repository again and again meanwhile',

  // What runs there.
  'same-already': 'the file says this already',
  'runs-nowhere': 'the pull request’s version runs nowhere',
  'has-all-traffic': 'the version has all the traffic there already',
  'nothing-runs': 'nothing runs there yet',
  'nothing-before': 'nothing is known that ran there before',
  'went-back-already': 'somebody has gone back already',
  'other-canary': 'another pull request’s version is a canary there',
  'other-shadow': 'another pull request’s version is the shadow there',
  'version-has-traffic': 'the version has traffic there, and cannot be a shadow besides',
  'layout-cannot': 'the manifest cannot do this, or somebody else owns it',
  'chart-ignores-traffic': 'the chart does not read the percentage',

  // Values.
  'value-undeclared': 'the environment does not declare the value as settable',
  'value-not-allowed': 'the environment does not take this value',
  'value-moves-traffic': 'the value decides which version gets the traffic',

  // Training.
  'no-workflow': 'the model names no workflow that there is',
  'workflow-not-startable': 'the workflow cannot be started by hand',
  'maybe-started': 'the app was interrupted while it started the workflow',

  // Ours.
  broken: 'something failed on Serin’s side',
} as const satisfies Readonly<Record<string, string>>

export type ReasonCode = keyof typeof REASONS

/** Why a command has changed nothing, in a sentence for the person and a code for programs. */
export interface Reason {
  readonly code: ReasonCode
  /** Plain text in which `code` may stand. */
  readonly reason: string
}
