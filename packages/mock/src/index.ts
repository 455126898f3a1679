// The backend in a page: for product teams' tests and demos, and for trying things without a server.

export { createMockSupport, type MockSupport, type MockSupportOptions } from './create-mock-support.ts'
export { type Fault, type FaultOptions, Network } from './network.ts'
