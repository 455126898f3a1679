import { jsonPointer } from '../wire/field-errors.ts'

/**
 * A place in a definition that may be wrong anywhere. Reading never throws: what is not there, or is something else,
 * reads as nothing, so that one mistake does not hide the next.
 */
export class Place {
  readonly value: unknown
  readonly path: readonly (string | number)[]

  constructor(value: unknown, path: readonly (string | number)[] = []) {
    this.value = value
    this.path = path
  }

  get pointer(): string {
    return jsonPointer(this.path)
  }

  get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined
  }

  get number(): number | undefined {
    return typeof this.value === 'number' ? this.value : undefined
  }

  get exists(): boolean {
    return this.value !== undefined
  }

  /** The member of that name, own members only. */
  at(...names: readonly string[]): Place {
    return names.reduce<Place>(
      (place, name) => place.members.find(([key]) => key === name)?.[1] ?? place.absent(name),
      this,
    )
  }

  get items(): readonly Place[] {
    return Array.isArray(this.value) ? this.value.map((item, index) => new Place(item, [...this.path, index])) : []
  }

  get members(): readonly (readonly [string, Place])[] {
    if (this.value === null || typeof this.value !== 'object' || Array.isArray(this.value)) return []
    return Object.entries(this.value).map(([key, member]) => [key, new Place(member, [...this.path, key])])
  }

  get names(): readonly string[] {
    return this.members.map(([name]) => name)
  }

  /** The ids of a list of things that have one. */
  get ids(): readonly string[] {
    return this.items.flatMap((item) => item.at('id').text ?? [])
  }

  /** The same place, read as the name under which it stands. */
  named(): Place {
    return new Place(this.path.at(-1), this.path)
  }

  absent(name: string): Place {
    return new Place(undefined, [...this.path, name])
  }
}
