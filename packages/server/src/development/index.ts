/// <reference types="node" />
// A seeded world around the real server, for examples, tests and trying out.

export { mara, nordkaiAdmin, partner, siyuan } from './people.ts'
export { createDevelopmentWorld, type DevelopmentWorld, type DevelopmentWorldOptions, type StaffKeys } from './world.ts'
