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
    return names.reduce<Place>(({ object, path }, name) => {
      return new Place(Object.hasOwn(object, name) ? object[name] : undefined, [...path, name])
    }, this)
  }

  /** What has members; an empty one where nothing has. */
  get object(): Readonly<Record<string, unknown>> {
    const { value } = this
    return value === null || typeof value !== 'object' || Array.isArray(value) ? {} : (value as Record<string, unknown>)
  }

  get items(): readonly Place[] {
    return Array.isArray(this.value) ? this.value.map((item, index) => new Place(item, [...this.path, index])) : []
  }

  get members(): readonly (readonly [string, Place])[] {
    return Object.entries(this.object).map(([key, member]) => [key, new Place(member, [...this.path, key])])
  }

  get names(): readonly string[] {
    return Object.keys(this.object)
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
