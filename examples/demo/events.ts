/** One thing that happened in the story, as a person would tell it. */
export type StoryEvent =
  | { readonly kind: 'said'; readonly who: string; readonly text: string; readonly url: string }
  | { readonly kind: 'happened'; readonly text: string; readonly url?: string }
  | { readonly kind: 'workflow'; readonly on: string; readonly verdict: string; readonly seconds: number }
  | { readonly kind: 'report'; readonly markdown: string; readonly url: string }
  | { readonly kind: 'reply'; readonly markdown: string; readonly url: string; readonly reactions: readonly string[] }
  | {
      readonly kind: 'commit'
      readonly repository: string
      readonly branch: string
      readonly sha: string
      readonly message: string
      readonly diff: string
      readonly url: string
    }

export type Tell = (event: StoryEvent) => void
