/** A candidate for the image of the model: what it is called, and the image without or with its tag. */
export interface NamedImage {
  readonly name: unknown
  readonly image: unknown
}

/**
 * Which of several images is the model's: the only one that is called like the model, or whose repository is. Undefined
 * when none is, or several are.
 */
export function indexOfModel(images: readonly NamedImage[], model: string | undefined): number | undefined {
  const [index, second] = images.flatMap((one, at) =>
    one.name === model || repositoryName(one.image) === model ? [at] : [],
  )
  return model === undefined || second !== undefined ? undefined : index
}

/** `iris` of `quay.io:443/acme/iris:v1`. */
function repositoryName(image: unknown): string | undefined {
  return typeof image === 'string' ? /([^/:@]+)(:[^/:@]+)?(@[^/@]+)?$/.exec(image)?.[1] : undefined
}
