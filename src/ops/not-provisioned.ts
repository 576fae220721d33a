/** Topics or schemas are not as they are declared: every difference is named, with what to do. */
export class NotProvisioned extends Error {
  override readonly name = 'NotProvisioned'
  readonly differences: readonly string[]
  constructor(differences: readonly string[], options?: ErrorOptions) {
    const list = differences.map(difference => `  ${difference}`).join('\n')
    super(
      `topics and schemas are not as they are declared:\n${list}\nsignalbox topics apply makes missing topics, signalbox schemas register registers schemas; change what exists by hand, knowingly`,
      options,
    )
    this.differences = differences
  }
}
