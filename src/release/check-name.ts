/** The check run that tells a model's verdict on a commit; branch protection can require it by this name. */
export function checkName(model: string): string {
  return `serin / ${model}`
}
