import { persistenceContract } from '@aftercare/client/persistence-contract'
import { customerCore, newPerson } from './support/world.ts'

describe("the browser's storage keeps the contract", () => {
  persistenceContract.forEach((promise, index) => {
    it(promise.name, async () => {
      const { storage } = customerCore(newPerson()).environment
      await promise.run((name) => storage(`contract-${performance.timeOrigin}-${index}-${name}`))
    })
  })
})
