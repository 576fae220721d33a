import type { Body, Item } from './item.ts'
import { pointerTo } from './fault.ts'
import { memberText, memberTexts } from './json-spans.ts'

/** The body as one item. */
export const wholeBody = ({ value, text }: Body): Item => ({ value, text, pointer: '' })

/** Items of an array of the body: of the body itself, or of what lies at `path` in it. `values` is that array. */
export function arrayItems(values: readonly unknown[], { text }: Body, path: readonly string[] = []): Item[] {
  const base = pointerTo(path)
  let texts: readonly string[] | undefined
  const textOf = (index: number) => (texts ??= memberTexts(memberText(text, path)))[index] ?? ''
  return values.map((value, index) => new ArrayItem(value, index, base, textOf))
}

/** Its text is worked out when it is asked for, which is seldom. */
class ArrayItem implements Item {
  readonly value: unknown
  readonly #index: number
  readonly #base: string
  readonly #textOf: (index: number) => string

  constructor(value: unknown, index: number, base: string, textOf: (index: number) => string) {
    this.value = value
    this.#index = index
    this.#base = base
    this.#textOf = textOf
  }

  get text(): string {
    return this.#textOf(this.#index)
  }

  get pointer(): string {
    return `${this.#base}/${this.#index}`
  }
}
