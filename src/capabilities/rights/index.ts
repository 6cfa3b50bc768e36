/** The only door to rights: what people may ask about what is held of them. */
export { eraseAgain } from './erase-again.ts'
