import { templateDatabase, testServer } from './scratch.ts'

/** Runs once before all tests: the template database every test file clones. */
export const setup = async (): Promise<void> => {
  await templateDatabase()
}

export const teardown = async (): Promise<void> => {
  const { embedded } = await testServer()
  await embedded?.stop()
}
