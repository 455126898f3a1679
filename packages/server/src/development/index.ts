/// <reference types="node" />
// A seeded world around the real server, for examples, tests and trying out.

export { mara, nordkaiAdmin, partner, siyuan } from './people.ts'
export type { StaffKeys } from './seeded-world.ts'
export { createDevelopmentWorld, type DevelopmentWorld, type DevelopmentWorldOptions } from './world.ts'
