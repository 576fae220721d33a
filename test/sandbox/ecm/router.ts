/** Finds what belongs to a method and path in one step per segment. `:name` in a pattern takes any one segment. */
export class Router<T> {
  readonly #root: Step<T> = newStep()

  add(method: string, pattern: string, target: T): void {
    let step = this.#root
    for (const segment of segmentsOf(pattern)) step = descend(step, segment)
    step.targets.set(method, target)
  }

  find(method: string, path: string): { target: T; params: Record<string, string> } | undefined {
    const params: Record<string, string> = {}
    let step: Step<T> | undefined = this.#root
    for (const segment of segmentsOf(path)) {
      const named: Step<T> | undefined = step.named.get(segment)
      if (!named && step.any) params[step.any.name] = decoded(segment)
      step = named ?? step.any?.step
      if (!step) return undefined
    }
    const target = step.targets.get(method) ?? (method === 'HEAD' ? step.targets.get('GET') : undefined)
    return target === undefined ? undefined : { target, params }
  }
}

interface Step<T> {
  readonly named: Map<string, Step<T>>
  any: { readonly name: string; readonly step: Step<T> } | undefined
  readonly targets: Map<string, T>
}

const newStep = <T>(): Step<T> => ({ named: new Map(), any: undefined, targets: new Map() })

function descend<T>(from: Step<T>, segment: string): Step<T> {
  if (segment.startsWith(':')) {
    from.any ??= { name: segment.slice(1), step: newStep() }
    if (from.any.name !== segment.slice(1)) throw new Error(`'${segment}' stands where '${from.any.name}' is known`)
    return from.any.step
  }
  const known = from.named.get(segment)
  if (known) return known
  const made = newStep<T>()
  from.named.set(segment, made)
  return made
}

const segmentsOf = (path: string): string[] => path.split('/').filter(segment => segment !== '')

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
